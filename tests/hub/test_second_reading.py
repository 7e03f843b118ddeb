"""What the hub's rules name is read twice: by a second doctor who can't know the first report, then reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from reader.dicom.json_model import Json, value
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import COMPLETED, SCHEDULED, Workitem, input_from, workitem_from, workitem_json
from reader.dicom.values import new_uid
from reader.report.model import ObjectReference
from reader.study.codec import identity_of
from tests.delivery.samples import report
from tests.hub.conftest import signed_in
from tests.hub.test_approval import Chiefs
from tests.hub.test_documents import SR as SR_CLASS
from tests.hub.test_documents import store, written
from tests.hub.test_follow_ups import closed, refused, report_of, verification
from tests.hub.test_worklist import output
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI

SR = 'multipart/related; type="application/dicom"'


class Readers(Chiefs):
    def submitted(self) -> Workitem:
        """li has written a report: what waits for somebody who reads the exam once more."""
        first, transaction = self.claimed(self.li, self.order())
        item = verification(first, LI.code.value)
        item |= subject_json(replace(subject_from(item), made_in=first.uid))
        assert self.create(self.li, item).status_code == 201
        self.ended(self.li, first, transaction)
        return workitem_from(item)

    def read_again(self, second: Workitem) -> str:
        """By chen, who has claimed it: the stored report."""
        made = new_uid()
        answer = store(self.chen, self.root, report(second.study_uid, made, CHEN)[1])
        assert answer.status_code == 200, answer.text
        return made

    def to_review(self, second: Workitem, made: str, **changes: object) -> Json:
        """li's report goes to review as it is, with that of chen beside it."""
        about = replace(
            subject_from(self.item(second.uid)), second=False, second_by=CHEN.code.value, second_in=second.uid,
            second_report=made,
        )  # fmt: skip
        beside = () if changes.pop("alone", False) else (input_from(output(second.study_uid, made)),)
        item = replace(workitem_from(self.item(second.uid)), uid=new_uid(), state=SCHEDULED, station=None)
        item = replace(item, inputs=(*item.inputs, *beside))
        return workitem_json(item) | subject_json(replace(about, **changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "approval.toml").write_text('[[second]]\nmodality = ["CT"]\n', "utf-8")
    with HubProcess(folder) as hub:
        yield Readers(hub)


def test_a_second_doctor_reads_it_and_a_reviewer_gets_both(people: Readers) -> None:
    second = people.submitted()
    assert subject_from(people.item(second.uid)).second, "the hub says so"
    refused(people.claim(people.li, second.uid)[0], "own-report")
    claimed, transaction = people.claim(people.chen, second.uid)
    assert claimed.status_code == 200, "any other doctor: no review"
    made = people.read_again(second)
    result = output(second.study_uid, made)
    assert closed(people, people.chen, second, transaction, result, reason="unverified") == 409
    item = people.to_review(second, made)
    assert people.create(people.chen, item).status_code == 201
    assert closed(people, people.chen, second, transaction, result) == 200
    review = workitem_from(item)
    about = subject_from(people.item(review.uid))
    assert (about.report, about.author_id, about.second_report) == (report_of(second), LI.code.value, made)
    assert not about.second
    refused(people.claim(people.chen, review.uid)[0], "reviewers")
    claimed, transaction = people.claim(people.zhou, review.uid)
    assert claimed.status_code == 200
    signed = people.signed(review)
    assert closed(people, people.zhou, review, transaction, output(review.study_uid, signed), "VERIFIED") == 200
    assert value(people.item(second.uid), "00741000") == COMPLETED


@pytest.mark.parametrize(
    "changes",
    [
        {"second_by": "D2001"}, {"second_by": ""}, {"second_in": "1.2.3"}, {"second_report": "1.2.3"},
        {"alone": True}, {"report": "1.2.3"}, {"author_id": "D2001"}, {"evidence": ("1.2.3",)}, {"approval": True},
        {"supplement": "addendum"}, {"made_in": "1.2.3"}, {"passed_by": "D1002"}, {"reason": "Side?"},
    ],
)  # fmt: skip
def test_the_first_report_goes_on_as_it_is_under_true_names(people: Readers, changes: dict[str, object]) -> None:
    second = people.submitted()
    assert people.claim(people.chen, second.uid)[0].status_code == 200
    made = people.read_again(second)
    answer = people.create(people.chen, people.to_review(second, made, **dict(changes)))
    assert answer.status_code == 403, answer.text
    assert people.create(people.chen, people.to_review(second, made)).status_code == 201


def test_a_second_reading_stands_beside_the_first_report_and_never_in_its_place(people: Readers) -> None:
    second = people.submitted()
    assert people.claim(people.chen, second.uid)[0].status_code == 200
    first = ObjectReference(SR_CLASS, report_of(second), new_uid(), second.study_uid)
    data = written(second.study_uid, CHEN, predecessor=first, patient=identity_of(second))
    answer = store(people.chen, people.root, data)
    assert answer.status_code == 409 and "claimed" in answer.text, answer.text
    assert store(people.chen, people.root, report(second.study_uid, new_uid(), CHEN)[1]).status_code == 200


def seen(who: requests.Session, root: str, study: str, report: str) -> list[bool]:
    """Whether the hub lists it, counts it, and hands it out, in every way there is."""
    of_study = f"{root}/studies/{study}"
    asked = [
        who.get(f"{of_study}/instances"), who.get(f"{of_study}/instances", params={"includefield": "all"}),
        who.get(f"{root}/instances", params={"0020000D": study}), who.get(f"{root}/instances"),
        who.get(f"{of_study}/metadata"), who.get(of_study, headers={"Accept": SR}),
    ]  # fmt: skip
    found = [report in answer.text for answer in asked]
    [series] = [str(value(one, "0020000E")) for one in people_series(who, of_study)] or [""]
    if series:
        path = f"{of_study}/series/{series}/instances/{report}"
        found += [who.get(path, headers={"Accept": SR}).status_code == 200, who.get(f"{path}/metadata").ok]
        found += [who.get(f"{of_study}/series/{series}", headers={"Accept": SR}).status_code == 200]
    return [*found, bool(series)]


def people_series(who: requests.Session, of_study: str) -> list[Json]:
    answer = who.get(f"{of_study}/series", params={"00080060": "SR"})
    return list(answer.json()) if answer.status_code == 200 else []


def test_nobody_but_its_author_sees_the_first_report_before_both_are_in(people: Readers) -> None:
    second = people.submitted()
    made, study = report_of(second), second.study_uid
    everybody = [people.chen, people.zhou, people.tang, people.gate, signed_in(people.hub, "wu")]
    for _ in range(2):  # while it waits, and while it is read
        assert all(seen(people.li, people.root, study, made)), "it is li's own"
        for who in everybody:
            assert not any(seen(who, people.root, study, made))
        people.claim(people.chen, second.uid)
    again = people.read_again(second)
    assert people.create(people.chen, people.to_review(second, again)).status_code == 201
    assert not any(seen(people.chen, people.root, study, made)[:6]), "chen's is not closed yet"


def test_its_author_takes_it_back_until_somebody_reads_it_again(people: Readers) -> None:
    second = people.submitted()
    ask = f"{people.root}/workitems/{second.uid}/cancelrequest"
    refused(people.chen.post(ask), "role")
    assert people.claim(people.chen, second.uid)[0].status_code == 200
    refused(people.li.post(ask), "claimed-by-another")
    waiting = people.submitted()
    assert people.li.post(f"{people.root}/workitems/{waiting.uid}/cancelrequest").status_code == 202


def test_a_program_does_not_decide_that_it_was_read_twice(people: Readers) -> None:
    first, _ = people.claimed(people.li, people.order())
    item = verification(first, LI.code.value)
    about, said = report_of(first), {"second_by": "D1002", "second_in": "1.2", "second_report": "1.3"}
    subject = subject_json(Subject(LI.name, LI.code.value, about, **said))
    assert people.create(people.li, item | subject).status_code == 201
    kept = subject_from(people.item(str(value(item, "00080018"))))
    assert (kept.second, kept.second_by, kept.second_in, kept.second_report) == (True, "", "", "")
