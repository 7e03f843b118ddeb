"""Three steps: what the hub's rules name is reviewed and passed on, and only a chief doctor signs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from reader.core.errors import ReaderError
from reader.core.storage import Database
from reader.dicom.json_model import Json, value
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import REVIEW, VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import (
    CANCELED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    Workitem,
    workitem_from,
    workitem_json,
)
from reader.dicom.values import Person, new_transaction_uid, new_uid
from reader.hub.approval import Approval, Rule, read_approval
from reader.hub.users import DEMO_USERS, Users
from reader.report.model import ObjectReference
from reader.study.codec import identity_of
from tests.hub.conftest import signed_in
from tests.hub.test_documents import SR, reference, store, written
from tests.hub.test_follow_ups import People, closed, refused, report_of, verification
from tests.hub.test_worklist import output, to_state
from tests.servers import HubProcess
from tests.worklist.samples import LI, TANG, ZHOU

ABOUT_LI = Subject(LI.name, LI.code.value)


class Chiefs(People):
    """With what a chief signs."""

    def item(self, uid: str) -> Json:
        return dict(self.ma.get(f"{self.root}/workitems/{uid}").json()[0])

    def written(
        self, who: requests.Session, key: SigningKey, before: str, review: Workitem, verifier: Person | None = None
    ) -> tuple[str, requests.Response]:
        """A version of li's report after `before`, signed by its reviewer: its UID, and what the hub says."""
        first = ObjectReference(SR, before, new_uid(), review.study_uid)
        data = written(review.study_uid, LI, verifier, predecessor=first, patient=identity_of(review))
        data = sign_object(data, key, VERIFICATION if verifier is not None else REVIEW)
        return reference(data).sop_instance_uid, store(who, self.root, data)

    def passed(self) -> tuple[Workitem, str]:
        """zhou has reviewed what li wrote, and passed it on: what waits for a chief, and the report."""
        review, transaction = self.reviewed_by_zhou(), self.last
        made, answer = self.written(self.zhou, self._key, report_of(review), review)
        assert answer.status_code == 200, answer.text
        item = self.next_of(review, made)
        assert self.create(self.zhou, item).status_code == 201
        assert closed(self, self.zhou, review, transaction, output(review.study_uid, made)) == 200
        return workitem_from(item), made

    def next_of(self, review: Workitem, made: str, **changes: object) -> Json:
        item = replace(review, uid=new_uid(), code=REPORT_VERIFICATION, performers=())
        about = replace(ABOUT_LI, report=made, made_in=review.uid, approval=True, passed_by=ZHOU.code.value)
        return workitem_json(item) | subject_json(replace(about, **changes))  # type: ignore[arg-type]

    def claim(self, who: requests.Session, uid: str) -> tuple[requests.Response, str]:
        transaction = new_transaction_uid()
        return to_state(who, self.root, uid, IN_PROGRESS, transaction), transaction


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chiefs]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "approval.toml").write_text('[[rule]]\nmodality = ["ct"]\nwords = ["胸部", "chest"]\n', "utf-8")
    with HubProcess(folder) as hub:
        yield Chiefs(hub)


def test_what_a_rule_names_is_signed_by_a_chief_alone(people: Chiefs) -> None:
    review, transaction = people.reviewed_by_zhou(), people.last
    assert subject_from(people.item(review.uid)).approval, "the hub says so"
    _, answer = people.written(people.zhou, people._key, report_of(review), review, ZHOU)
    assert answer.status_code == 409 and "Only a chief doctor may sign this report." in answer.text
    result = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, result, "VERIFIED") == 409
    assert value(people.item(review.uid), "00741000") == IN_PROGRESS


def test_what_was_passed_on_is_signed_by_a_chief_and_names_its_author(people: Chiefs) -> None:
    waiting, made = people.passed()
    refused(people.claim(people.zhou, waiting.uid)[0], "own-review")
    refused(people.claim(people.li, waiting.uid)[0], "own-report")
    refused(people.claim(signed_in(people.hub, "wu"), waiting.uid)[0], "chiefs")
    claimed, transaction = people.claim(people.tang, waiting.uid)
    assert claimed.status_code == 200
    signed, answer = people.written(people.tang, people.chiefs_key, made, waiting, TANG)
    assert answer.status_code == 200, answer.text
    result = output(waiting.study_uid, signed)
    assert closed(people, people.tang, waiting, transaction, result, "VERIFIED") == 200


def test_a_chief_who_reviews_signs_at_once(people: Chiefs) -> None:
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, first, transaction)
    item = workitem_from(review)
    claimed, transaction = people.claim(people.tang, item.uid)
    assert claimed.status_code == 200
    signed, answer = people.written(people.tang, people.chiefs_key, report_of(item), item, TANG)
    assert answer.status_code == 200, answer.text
    assert closed(people, people.tang, item, transaction, output(item.study_uid, signed), "VERIFIED") == 200


def test_a_chief_passes_nothing_on_and_where_there_is_no_other_the_reviewer_signs(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "approval.toml").write_text("[[rule]]", "utf-8")
    with HubProcess(folder) as hub:
        people = Chiefs(hub)
        first, transaction = people.claimed(people.li, people.order())
        review = verification(first, LI.code.value)
        assert people.create(people.li, review).status_code == 201
        people.ended(people.li, first, transaction)
        item = workitem_from(review)
        assert people.claim(people.tang, item.uid)[0].status_code == 200
        made, answer = people.written(people.tang, people.chiefs_key, report_of(item), item)
        assert answer.status_code == 200
        passed = people.next_of(item, made, passed_by=TANG.code.value)
        refused(people.create(people.tang, passed), "chiefs")
        database = Database(folder / "hub.sqlite")
        for name in ("tang", "ma"):
            Users(database).set_roles(name, "reviewing")
        database.close()
        people.signed(people.reviewed_by_zhou())


def test_a_chief_gives_it_back_to_its_author(people: Chiefs) -> None:
    waiting, made = people.passed()
    claimed, transaction = people.claim(people.tang, waiting.uid)
    assert claimed.status_code == 200
    back, answer = people.written(people.tang, people.chiefs_key, made, waiting)
    assert answer.status_code == 200, answer.text
    again = replace(waiting, uid=new_uid(), code=INTERPRETATION, performers=((LI.code, LI.name),))
    about = replace(ABOUT_LI, report=back, reason="Side?", made_in=waiting.uid)
    assert people.create(people.tang, workitem_json(again) | subject_json(about)).status_code == 201
    assert closed(people, people.tang, waiting, transaction, output(waiting.study_uid, back)) == 200
    assert people.claim(people.li, again.uid)[0].status_code == 200


def test_its_author_takes_it_back_until_a_chief_has_it(people: Chiefs) -> None:
    waiting, _ = people.passed()
    assert people.li.post(f"{people.root}/workitems/{waiting.uid}/cancelrequest").status_code == 202
    assert value(people.item(waiting.uid), "00741000") == CANCELED
    again = replace(waiting, uid=new_uid(), code=INTERPRETATION, performers=((LI.code, LI.name),))
    about = replace(subject_from(people.item(waiting.uid)), approval=False, passed_by="")
    assert people.create(people.li, workitem_json(again) | subject_json(about)).status_code == 201
    assert people.claim(people.li, again.uid)[0].status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"passed_by": ""}, {"passed_by": TANG.code.value}, {"approval": False}, {"author_id": "D1002"},
        {"report": ""}, {"supplement": "addendum"},
    ],
)  # fmt: skip
def test_what_is_passed_on_otherwise_is_refused(people: Chiefs, changes: dict[str, object]) -> None:
    review = people.reviewed_by_zhou()
    made, answer = people.written(people.zhou, people._key, report_of(review), review)
    assert answer.status_code == 200, answer.text
    answer = people.create(people.zhou, people.next_of(review, made, **changes))
    assert answer.status_code == 403 and answer.headers["Reader-Refusal"] in ("author", "changed")
    unread = people.create(people.zhou, people.next_of(review, report_of(review)))
    assert unread.status_code == 403, "the author's own version, which nobody has signed as reviewed"
    assert people.create(people.zhou, people.next_of(review, made)).status_code == 201


def test_nothing_is_passed_on_that_needs_no_chief(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub:
        people = Chiefs(hub)
        review = people.reviewed_by_zhou()
        assert not subject_from(people.item(review.uid)).approval
        made, answer = people.written(people.zhou, people._key, report_of(review), review)
        assert answer.status_code == 200
        refused(people.create(people.zhou, people.next_of(review, made)), "changed")
        people.signed(review)


def test_a_program_does_not_decide_whether_a_chief_signs(people: Chiefs) -> None:
    first, _ = people.claimed(people.li, people.order())
    item = verification(first, LI.code.value)
    item |= subject_json(replace(subject_from(item), passed_by=ZHOU.code.value))
    assert people.create(people.li, item).status_code == 201
    about = subject_from(people.item(str(value(item, "00080018"))))
    assert about.approval and about.passed_by == ""


def test_who_may_open_what_was_passed_on(people: Chiefs) -> None:
    waiting, _ = people.passed()

    def listed(who: requests.Session) -> bool:
        asked = {"0020000D": waiting.study_uid, "openable": "true", "00741000": SCHEDULED}
        return bool(who.get(f"{people.root}/workitems", params=asked).text)

    assert [listed(who) for who in (people.li, people.zhou, people.tang)] == [False, False, True]


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(), True), (Rule(modality=("CT", "MR")), True), (Rule(modality=("MR",)), False),
        (Rule(words=("chest",)), True), (Rule(words=("head", "头")), False), (Rule(author=("D1001",)), True),
        (Rule(author=("D1002",)), False), (Rule(site=("xihu",)), True), (Rule(site=("Wuzhen",)), False),
        (Rule(priority=("HIGH",)), False), (Rule(share=0.0), False),
        (Rule(modality=("CT",), author=("D1002",)), False),
    ],
)  # fmt: skip
def test_a_rule_fits_in_all_that_it_names(people: Chiefs, rule: Rule, fits: bool) -> None:
    item = verification(people.order(), LI.code.value)
    [tang] = [user for user in DEMO_USERS if user.name == "tang"]
    for rules, wanted in ((Approval((rule,)), (fits, False)), (Approval((), (rule,)), (False, fits))):
        about = subject_from(rules.marked(item, [tang]))
        assert (about.approval, about.second) == wanted


def test_a_share_is_about_so_many_and_the_same_each_time() -> None:
    from tests.worklist.samples import workitem

    rules, doctors = Approval((Rule(share=0.2),)), [user for user in DEMO_USERS if user.name == "tang"]
    items = [verification(workitem(8_000_000 + n, "A^B"), "D1001") for n in range(400)]
    wanted = [subject_from(rules.marked(item, doctors)).approval for item in items]
    again = [subject_from(rules.marked(item, doctors)).approval for item in items]
    assert 50 <= sum(wanted) <= 110 and wanted == again
    alike = [Approval((), reread=(Rule(share=0.2),)).read_again(item) for item in items]
    both = sum(one and other for one, other in zip(wanted, alike, strict=True))
    assert 50 <= sum(alike) <= 110 and both < 40, "one chance says nothing of the other"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule = 1", "rule"), ("[[rule]]\nmodalty = ['CT']", "rule 1: unknown: modalty"),
        ("[[rule]]\n[[rule]]\nshare = 2", "rule 2: share"), ("[[rule]]\nwords = 'chest'", "words is a list"),
        ("[[rule]]\nwords = ['']", "words is a list"), ("chief = 'tang'", "chief"), ("[[rule]", "approval.toml"),
        ("[[rule]]\nshare = true", "share"), ("second = 1", "second"),
        ("[[second]]\nshare = -1", "second 1: share"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_used_are_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "approval.toml").write_text(text, "utf-8")
    with pytest.raises(ReaderError, match=words):
        read_approval(tmp_path)
    assert read_approval(tmp_path / "none") == Approval()
