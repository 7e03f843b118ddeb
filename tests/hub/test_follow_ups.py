"""What a doctor's program may create at the hub: what follows on the doctor's own work, about the same exam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cached_property

import pytest
import requests

from reader.dicom.json_model import Json, element, value
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    Input,
    Workitem,
    input_from,
    input_json,
    workitem_from,
    workitem_json,
)
from reader.dicom.values import PersonName, new_transaction_uid, new_uid
from reader.hub.follow_ups import outputs_of
from reader.report.model import ObjectReference
from reader.study.codec import identity_of
from reader.worklist.codec import task_from
from reader.worklist.exam import Stage, exam_key, exam_of
from reader.worklist.rights import Rights
from tests.delivery.samples import report
from tests.hub.conftest import multipart, signed_in
from tests.hub.test_documents import SR, enrolled, reference, store, written
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, ZHOU, workitem


class People:
    """Sessions of the hub's people, and tasks in their hands."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub, self.data, self.root = hub, hub.data, hub.dicomweb
        self.li, self.chen, self.zhou = (signed_in(hub, name) for name in ("li", "chen", "zhou"))
        self.gate, self.ma = signed_in(hub, "gate"), signed_in(hub, "ma")
        self._number, self._key = 0, enrolled(hub, self.zhou)
        self.last = ""  # the claim of `reviewed_by_zhou`

    @cached_property
    def tang(self) -> requests.Session:
        """The chief's."""
        return signed_in(self.hub, "tang")

    @cached_property
    def chiefs_key(self) -> SigningKey:
        return enrolled(self.hub, self.tang)

    def create(self, who: requests.Session, item: Json) -> requests.Response:
        uid = str(item["00080018"]["Value"][0])
        return who.post(f"{self.root}/workitems?workitem={uid}", json=[item])

    def order(self) -> Workitem:
        self._number += 1
        item = workitem(7_000_000 + self._number, "Wang^Xiaodong=王^小东")
        storage, exam = f"{self.root}/studies", f"{self.root}/studies/{item.study_uid}"
        item = replace(item, uid=new_uid(), storage_url=storage, inputs=(Input(item.study_uid, "", (), exam),))
        assert self.create(self.gate, workitem_json(item)).status_code == 201
        return item

    def claimed(self, who: requests.Session, item: Workitem) -> tuple[Workitem, str]:
        """Whoever claims a reading stores a report of it too, with nothing in it but their name."""
        transaction = new_transaction_uid()
        assert to_state(who, self.root, item.uid, IN_PROGRESS, transaction).status_code == 200
        if item.code == INTERPRETATION:
            author = {self.li: LI, self.chen: CHEN, self.zhou: ZHOU}[who]
            body, headers = multipart(report(item.study_uid, report_of(item), author)[1])
            assert who.post(f"{self.root}/studies", data=body, headers=headers).status_code == 200
        return item, transaction

    def ended(self, who: requests.Session, item: Workitem, transaction: str, state: str = COMPLETED) -> None:
        url = f"{self.root}/workitems/{item.uid}?transaction={transaction}"
        made = [output(item.study_uid, self._result(item))] if state == COMPLETED else []
        assert who.post(url, json=[final_attributes(state, *made)]).status_code == 200
        assert to_state(who, self.root, item.uid, state, transaction).status_code == 200

    def _result(self, item: Workitem) -> str:
        return report_of(item) if item.code == INTERPRETATION else self.signed(item)

    def signed(self, review: Workitem) -> str:
        """zhou signs what li wrote, without a word about what."""
        data = written(review.study_uid, LI, ZHOU, predecessor=first_of(review), patient=identity_of(review))
        assert store(self.zhou, self.root, sign_object(data, self._key, VERIFICATION)).status_code == 200
        return reference(data).sop_instance_uid

    def submitted_and_signed(self, first: Workitem, transaction: str) -> None:
        """By li, who has claimed it, and by zhou."""
        review = verification(first, LI.code.value)
        assert self.create(self.li, review).status_code == 201
        self.ended(self.li, first, transaction)
        self.ended(self.zhou, *self.claimed(self.zhou, workitem_from(review)))

    def reviewed_by_zhou(self) -> Workitem:
        """li has submitted a report, zhou has claimed its verification."""
        first, transaction = self.claimed(self.li, self.order())
        review = verification(first, LI.code.value)
        assert self.create(self.li, review).status_code == 201
        self.ended(self.li, first, transaction)
        item = workitem_from(review)
        _, self.last = self.claimed(self.zhou, item)
        return item


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """On a hub of their own: what is refused, and why, depends on what else somebody has claimed."""
    with HubProcess(tmp_path_factory.mktemp("hub")) as hub:
        yield People(hub)


def verification(of: Workitem, author: str, name: PersonName = LI.name, **changes: object) -> Json:
    item = replace(of, uid=new_uid(), code=REPORT_VERIFICATION, performers=(), **changes)  # type: ignore[arg-type]
    return workitem_json(item) | subject_json(Subject(name, author, report_of(of)))


def report_of(first: Workitem) -> str:
    """The SOP Instance UID of the report that a reading leads to."""
    return f"{first.study_uid}.1"


def first_of(review: Workitem) -> ObjectReference:
    return ObjectReference(SR, report_of(review), new_uid(), review.study_uid)


def returned(of: Workitem, performer: object = LI, **changes: object) -> Json:
    code, name = performer.code, performer.name  # type: ignore[attr-defined]
    item = replace(of, uid=new_uid(), code=INTERPRETATION, performers=((code, name),), **changes)  # type: ignore[arg-type]
    return workitem_json(item) | subject_json(Subject(LI.name, LI.code.value, report_of(of)))


def recalled(of: Workitem, performer: object = LI, about: Subject | None = None) -> Json:
    """As its author takes it back."""
    return returned(of, performer) | subject_json(about or Subject(LI.name, LI.code.value, report_of(of)))


def refused(answer: requests.Response, reason: str) -> None:
    assert answer.status_code == 403, (answer.status_code, answer.text)
    assert answer.headers["Reader-Refusal"] == reason


def test_orders_come_from_senders(people: People) -> None:
    for who in (people.li, people.zhou):
        for code in (INTERPRETATION, REPORT_VERIFICATION, ADDENDUM):
            answer = people.create(who, workitem_json(replace(workitem(1, "A"), uid=new_uid(), code=code)))
            refused(answer, "not-your-case")


def test_a_sender_orders_no_review_of_a_doctor_of_this_hub_and_no_second_addendum(people: People) -> None:
    first, transaction = people.claimed(people.li, people.order())
    refused(people.create(people.gate, verification(first, LI.code.value)), "author")
    refused(people.create(people.gate, verification(first, LI.username)), "author")
    assert people.create(people.gate, verification(people.order(), "X77")).status_code == 201  # of elsewhere
    addenda = [workitem_json(replace(first, uid=new_uid(), code=ADDENDUM)) for _ in range(2)]
    assert people.create(people.gate, addenda[0]).status_code == 409
    people.submitted_and_signed(first, transaction)
    assert [people.create(people.gate, item).status_code for item in addenda] == [201, 409]
    assert people.create(people.ma, addenda[1]).status_code == 409, "who is a doctor too orders like any sender"


@pytest.mark.parametrize(
    ("storage", "retrieve", "status"),
    [
        ("{root}/studies", "{root}/studies/{study}", 201),
        ("{root}/studies", "https://images.example/dicom-web/studies/{study}", 201),
        ("http://elsewhere.example/dicom-web/studies", "{root}/studies/{study}", 400),
        ("{root}.example/studies", "{root}/studies/{study}", 400),
        ("{root}/studies", "file:///etc/studies/{study}", 400),
        ("{root}/studies", "http:///dicom-web/studies/{study}", 400),
        ("{root}/studies", "http://127.0.0.1@elsewhere.example/dicom-web/studies/{study}", 400),
        ("{root}/studies", "http://[elsewhere/dicom-web/studies/{study}", 400),
    ],
)
def test_an_order_names_web_services_and_this_region_s_for_its_report(
    people: People, storage: str, retrieve: str, status: int
) -> None:
    """Reports go where the order says: a sender sends them to nobody else."""
    item = replace(workitem(7_100_000, "A"), uid=new_uid())
    named = {"root": people.root, "study": item.study_uid}
    inputs = (Input(item.study_uid, "", (), retrieve.format(**named)),)
    item = replace(item, storage_url=storage.format(**named), inputs=inputs)
    for sender in (people.gate, people.ma):
        answer = people.create(sender, workitem_json(replace(item, uid=new_uid())))
        assert answer.status_code == status, answer.text


def test_a_submission_creates_the_verification_of_ones_own_report_once(people: People) -> None:
    first, _ = people.claimed(people.li, people.order())
    right = verification(first, LI.code.value)
    refused(people.create(people.chen, right), "not-your-case")  # another doctor
    refused(people.create(people.zhou, verification(first, ZHOU.code.value, ZHOU.name)), "author")
    unknown = verification(replace(first, study_uid="1.9"), LI.code.value)
    refused(people.create(people.li, unknown | {"0040A370": right["0040A370"]}), "author")  # no such report
    refused(people.create(people.li, verification(first, CHEN.code.value, CHEN.name)), "author")
    refused(people.create(people.li, verification(first, LI.code.value, CHEN.name)), "author")
    refused(people.create(people.li, verification(first, "")), "author")
    assert people.create(people.li, right).status_code == 201
    again = people.create(people.li, verification(first, LI.code.value))
    assert again.status_code == 409
    assert "already follows" in again.text
    refused(claim(people, people.li, right), "own-report")
    refused(claim(people, people.chen, right), "reviewers")
    assert claim(people, people.zhou, right).status_code == 200


def claim(people: People, who: requests.Session, item: Json) -> requests.Response:
    return to_state(who, people.root, item["00080018"]["Value"][0], IN_PROGRESS, new_transaction_uid())


@pytest.mark.parametrize(
    "changes",
    [
        {"patient_id": "P9"}, {"issuer": "OTHER"}, {"patient_name": PersonName("Other")}, {"sex": "F"},
        {"birth_date": "19000101"}, {"study_uid": "1.9"}, {"accession": "X9"},
        {"storage_url": "http://elsewhere.example/dicom-web/studies"},
        {"inputs": (Input("1.9"),)}, {"inputs": ()}, {"question": "None."}, {"procedure": "MR head"},
        {"modality": "MG"}, {"body_part": "HEAD"}, {"site": "Elsewhere"}, {"label": "MR head"},
        {"inputs": (Input("{study}", retrieve_url="http://elsewhere.example/dicom-web/studies/{study}"),)},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_what_follows_is_about_the_same_exam_and_goes_to_the_same_place(
    people: People, changes: dict[str, object]
) -> None:
    first, _ = people.claimed(people.li, people.order())
    if changes.get("inputs"):
        [source] = changes["inputs"]  # type: ignore[misc]
        filled = Input(
            source.study_uid.replace("{study}", first.study_uid), "", (),
            source.retrieve_url.replace("{study}", first.study_uid),
        )  # fmt: skip
        changes = {"inputs": (filled,)}
    # A report that is of another exam is not found in that one: said before the rest is compared.
    reason = "author" if "study_uid" in changes else "changed"
    refused(people.create(people.li, verification(first, LI.code.value, **changes)), reason)


def test_how_urgent_an_order_is_stays_as_the_hub_has_it_whatever_a_follow_up_says(people: People) -> None:
    """It may have changed since the author has read it; and nobody makes it less urgent on the way to review."""
    first, transaction = people.claimed(people.li, people.order())
    said = {"priority": "LOW", "due": None, "comment": "-", "expected_images": 1, "readiness": "UNAVAILABLE"}
    review = verification(first, LI.code.value, **said)
    assert people.create(people.li, review).status_code == 201
    [kept] = people.zhou.get(f"{people.root}/workitems/{review['00080018']['Value'][0]}").json()
    [before] = people.zhou.get(f"{people.root}/workitems/{first.uid}").json()
    tags = ("00741200", "00404011", "00400400", "00201208", "00404041")
    assert [kept.get(tag) for tag in tags] == [before.get(tag) for tag in tags]
    people.ended(people.li, first, transaction)


def test_due_without_offset_two_inputs_of_a_series_and_two_requests_go_through_review(people: People) -> None:
    order = replace(people.order(), uid=new_uid())
    study = order.study_uid
    parts = tuple(
        Input(study, f"{study}.7", (("1.2.840.10008.5.1.4.1.1.2", f"{study}.7.{n}"),), order.inputs[0].retrieve_url)
        for n in (1, 2)
    )
    content = workitem_json(replace(order, inputs=parts)) | {"00404011": element("DT", "20261127120000")}
    [request] = content["0040A370"]["Value"]
    second = request | {"00080050": element("SH", "B2"), "00401002": element("LO", "Fracture?")}
    content["0040A370"] = element("SQ", request | {"00401400": element("LT", "x" * 10_240)}, second)
    assert people.create(people.gate, content).status_code == 201
    [told] = people.li.get(f"{people.root}/workitems/{order.uid}").json()
    first = workitem_from(told)
    assert "Fracture?" in first.question
    people.claimed(people.li, first)
    elsewhere = replace(first, due=datetime(2026, 11, 27, 12, tzinfo=timezone(timedelta(hours=8))))
    review = verification(elsewhere, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    [kept] = people.zhou.get(f"{people.root}/workitems/{review['00080018']['Value'][0]}").json()
    assert kept["0040A370"] == told["0040A370"] and kept["00404021"] == told["00404021"]


def test_a_return_goes_to_the_author_and_to_nobody_else(people: People) -> None:
    review = people.reviewed_by_zhou()
    refused(people.create(people.zhou, returned(review, CHEN)), "performer")
    refused(people.create(people.zhou, returned(review, ZHOU)), "performer")
    refused(people.create(people.li, returned(review)), "not-your-case")
    assert people.create(people.zhou, returned(review)).status_code == 201
    assert people.create(people.zhou, returned(review)).status_code == 409


def test_a_reviewer_can_t_pass_on_a_report_as_their_own_and_a_chain_keeps_its_author(people: People) -> None:
    """zhou reports too: still no verification under zhou's name of what li wrote, nor one under li's by zhou."""
    review = people.reviewed_by_zhou()
    refused(people.create(people.zhou, verification(review, ZHOU.code.value, ZHOU.name)), "author")
    refused(people.create(people.zhou, verification(review, LI.code.value)), "author")


def test_a_release_puts_the_same_order_back_and_nothing_else(people: People) -> None:
    item, transaction = people.claimed(people.li, people.order())
    [now] = people.li.get(f"{people.root}/workitems/{item.uid}").json()
    refused(people.create(people.chen, replacement(now, new_uid())), "not-your-case")
    for tag, entry in (
        ("00741200", element("CS", "LOW")), ("00404018", verification(item, "x")["00404018"]),
        ("00741204", element("LO", "another")), ("00404034", returned(item)["00404034"]), ("00741210", None),
        ("00404011", element("DT", "20990101000000+0000")),
    ):  # fmt: skip
        other = replacement(now, new_uid()) | ({tag: entry} if entry else subject_json(Subject(LI.name, "x")))
        refused(people.create(people.li, other), "changed")
    assert people.create(people.li, replacement(now, new_uid())).status_code == 201
    assert people.create(people.li, replacement(now, new_uid())).status_code == 409
    people.ended(people.li, item, transaction, CANCELED)
    refused(people.create(people.li, replacement(now, new_uid())), "not-your-case")


def test_a_released_verification_stays_that_of_its_author(people: People) -> None:
    review = people.reviewed_by_zhou()
    [now] = people.zhou.get(f"{people.root}/workitems/{review.uid}").json()
    forged = replacement(now, new_uid()) | subject_json(Subject(CHEN.name, CHEN.code.value, "1.2.3"))
    refused(people.create(people.zhou, forged), "changed")
    assert people.create(people.zhou, replacement(now, new_uid())).status_code == 201


def test_an_author_takes_a_report_back_until_someone_reviews_it(people: People) -> None:
    """What is written in its place goes the whole way, to an addendum."""
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, first, transaction)
    again = recalled(first)
    refused(people.create(people.li, again), "not-your-case")  # it still waits for verification
    url = f"{people.root}/workitems/{review['00080018']['Value'][0]}/cancelrequest"
    refused(people.chen.post(url), "role")
    assert people.li.post(url).status_code == 202
    refused(people.create(people.chen, again), "not-your-case")
    for other in (Subject(ZHOU.name, ZHOU.code.value, report_of(first)), Subject(LI.name, LI.code.value, "1.2.3")):
        refused(people.create(people.li, recalled(first, about=other)), "author")
    refused(people.create(people.li, recalled(first, ZHOU)), "performer")
    blamed = Subject(LI.name, LI.code.value, report_of(first), reason="Left?")
    refused(people.create(people.li, recalled(first, about=blamed)), "changed")
    assert people.create(people.li, again).status_code == 201
    assert people.create(people.li, recalled(first)).status_code == 409
    second, transaction = workitem_from(again), new_transaction_uid()
    assert to_state(people.li, people.root, second.uid, IN_PROGRESS, transaction).status_code == 200
    review = verification(second, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, second, transaction)
    checked = workitem_from(review)
    assert to_state(people.zhou, people.root, checked.uid, IN_PROGRESS, transaction).status_code == 200
    addendum = workitem_json(replace(first, uid=new_uid(), code=ADDENDUM))
    assert people.create(people.li, addendum).status_code == 409
    people.ended(people.zhou, checked, transaction)
    assert people.create(people.li, addendum).status_code == 201, "a recall of before is no step that is open"
    taken = people.reviewed_by_zhou()
    answer = people.li.post(f"{people.root}/workitems/{taken.uid}/cancelrequest")
    refused(answer, "claimed-by-another")


def test_an_author_takes_a_report_back_that_a_reviewer_has_given_back(people: People) -> None:
    """Opened and left: a copy waits in its place. Not while it is being given back: two would have the report."""
    review = people.reviewed_by_zhou()
    [now] = people.zhou.get(f"{people.root}/workitems/{review.uid}").json()
    copied = new_uid()
    assert people.create(people.zhou, replacement(now, copied)).status_code == 201
    assert people.li.post(f"{people.root}/workitems/{copied}/cancelrequest").status_code == 202
    again = returned(review) | subject_json(subject_from(now))
    answer = people.create(people.li, again)
    assert answer.status_code == 409 and answer.headers["Reader-Refusal"] == "claimed-by-another"
    people.ended(people.zhou, review, people.last, CANCELED)
    left = people.li.get(f"{people.root}/workitems", params={"withdrawn": "true", "includefield": "all"}).json()
    assert copied in [value(task, "00080018") for task in left]
    assert people.create(people.li, again).status_code == 201
    assert people.create(people.li, again | {"00080018": element("UI", new_uid())}).status_code == 409, "once"
    answer = people.li.get(f"{people.root}/workitems", params={"withdrawn": "true"})
    found = answer.json() if answer.status_code == 200 else []
    assert copied not in [value(task, "00080018") for task in found]


def test_what_an_administrator_withdrew_is_not_created_again_by_a_doctor(people: People) -> None:
    """Nor is a report taken back while its own task is still claimed: there would be two of one order."""
    first, transaction = people.claimed(people.li, people.order())
    for delivered in (False, True):
        review = verification(first, LI.code.value)
        assert people.create(people.li, review).status_code == 201
        if delivered:
            people.ended(people.li, first, transaction)
        url = f"{people.root}/workitems/{review['00080018']['Value'][0]}/cancelrequest"
        assert people.li.post(url).status_code == 202
        if not delivered:
            assert people.create(people.li, recalled(first)).status_code == 403
    again = recalled(first)
    assert people.create(people.li, again).status_code == 201
    url = f"{people.root}/workitems/{again['00080018']['Value'][0]}/cancelrequest"
    assert signed_in(people.hub, "admin").post(url).status_code == 202
    assert people.create(people.li, recalled(first)).status_code == 409


def test_an_addendum_follows_on_what_was_completed(people: People) -> None:
    first, transaction = people.claimed(people.li, people.order())
    addendum = workitem_json(replace(first, uid=new_uid(), code=ADDENDUM))
    refused(people.create(people.chen, addendum), "not-your-case")
    people.submitted_and_signed(first, transaction)
    wrong = workitem_json(replace(first, uid=new_uid(), code=ADDENDUM, label="Addendum", patient_id="P9"))
    refused(people.create(people.chen, wrong), "changed")
    assert people.create(people.chen, addendum).status_code == 201


def test_one_addendum_at_a_time_follows_on_a_report(people: People) -> None:
    """Two of them would each continue the same signed version, and one would be lost from sight."""
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, first, transaction)
    wanted = [replace(first, uid=new_uid(), code=ADDENDUM, priority="MEDIUM") for _ in range(3)]
    assert people.create(people.chen, workitem_json(wanted[0])).status_code == 409  # its review is still to come
    transaction = new_transaction_uid()
    checked = workitem_from(review)
    assert to_state(people.zhou, people.root, checked.uid, IN_PROGRESS, transaction).status_code == 200
    people.ended(people.zhou, checked, transaction)
    assert people.create(people.chen, workitem_json(wanted[0])).status_code == 201
    answer = people.create(people.li, workitem_json(wanted[1]))
    assert answer.status_code == 409 and "follows" in answer.text
    _, transaction = people.claimed(people.chen, wanted[0])
    [now] = people.chen.get(f"{people.root}/workitems/{wanted[0].uid}").json()
    assert people.create(people.chen, replacement(now, new_uid())).status_code == 201  # released to others
    people.ended(people.chen, wanted[0], transaction, CANCELED)
    assert people.create(people.li, workitem_json(wanted[2])).status_code == 409


@pytest.mark.parametrize(("name", "status"), [("chen", 409), ("li", 200)])
def test_an_addendum_that_came_back_is_given_up_by_its_author_alone(people: People, name: str, status: int) -> None:
    first, transaction = people.claimed(people.li, people.order())
    people.submitted_and_signed(first, transaction)
    about = subject_json(Subject(LI.name, LI.code.value, report_of(first), supplement="addendum"))
    item, claim, who = replace(first, uid=new_uid(), code=ADDENDUM), new_transaction_uid(), getattr(people, name)
    assert people.create(people.gate, workitem_json(item) | about).status_code == 201
    assert to_state(who, people.root, item.uid, IN_PROGRESS, claim).status_code == 200
    url = f"{people.root}/workitems/{item.uid}?transaction={claim}"
    assert who.post(url, json=[final_attributes(CANCELED)]).status_code == 200
    assert to_state(who, people.root, item.uid, CANCELED, claim).status_code == status


def test_a_gateway_changes_and_cancels_its_own_orders_only(people: People) -> None:
    mine, theirs = people.order(), replace(workitem(8, "B"), uid=new_uid())
    assert people.create(people.ma, workitem_json(theirs)).status_code == 201
    change = {"00404011": element("DT", "20990101000000+0000")}
    for item, status in ((mine, 200), (theirs, 403)):
        assert people.gate.post(f"{people.root}/workitems/{item.uid}", json=[change]).status_code == status
        cancelled = people.gate.post(f"{people.root}/workitems/{item.uid}/cancelrequest").status_code
        assert cancelled == (202 if status == 200 else 403)


def closed(
    people: People, who: requests.Session, item: Workitem, transaction: str, made: Json, said: str = "",
    reason: str = "result",
) -> int:  # fmt: skip
    """Try to end a task with this output, and with that said of it: the status of the first refusal, else 200."""
    changes = final_attributes(COMPLETED, made)
    if said:
        changes |= {"00741002": element("SQ", {"00741006": element("ST", said)})}
    url = f"{people.root}/workitems/{item.uid}?transaction={transaction}"
    answer = who.post(url, json=[changes])
    if answer.status_code == 200:
        answer = to_state(who, people.root, item.uid, COMPLETED, transaction)
    if answer.status_code != 200:
        assert answer.headers["Reader-Refusal"] == reason, answer.text
    return answer.status_code


def test_a_first_read_ends_with_a_stored_report_of_its_reader_and_is_never_signed_by_that(people: People) -> None:
    first, transaction = people.claimed(people.li, people.order())
    study, own = first.study_uid, output(first.study_uid, report_of(first))
    assert closed(people, people.li, first, transaction, own, reason="unverified") == 409  # in nobody's list
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    theirs = written(study, replace(CHEN, code=replace(CHEN.code, value="X77")), patient=identity_of(first))
    assert store(people.gate, people.root, theirs).status_code == 200
    for made in (
        input_json(Input(study)),  # nothing
        input_json(Input(study, "1.2.3")),
        output(study, f"{study}.2"),  # a report that is nowhere
        output(study, reference(theirs).sop_instance_uid),  # another doctor's
        input_json(Input(study, "1.2.3", input_from(own).instances)),  # not in that series
    ):
        assert closed(people, people.li, first, transaction, made) == 409
    assert closed(people, people.li, first, transaction, own, "VERIFIED") == 409
    assert closed(people, people.li, first, transaction, own, " VERIFIED ") == 409
    assert closed(people, people.li, first, transaction, own, "done") == 200


def test_a_verification_ends_with_what_its_reviewer_signed_or_with_a_return(people: People) -> None:
    review, transaction = people.reviewed_by_zhou(), people.last
    preliminary = output(review.study_uid, report_of(review))
    for said in ("", "VERIFIED"):
        assert closed(people, people.zhou, review, transaction, preliminary, said) == 409
    signed = output(review.study_uid, people.signed(review))
    assert closed(people, people.zhou, review, transaction, signed, "VERIFIED") == 200
    [done] = people.li.get(f"{people.root}/workitems/{review.uid}").json()
    assert task_from(done).verified

    review, transaction = people.reviewed_by_zhou(), people.last
    [now] = people.zhou.get(f"{people.root}/workitems/{review.uid}").json()
    assert people.create(people.zhou, replacement(now, new_uid())).status_code == 201
    preliminary = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, preliminary) == 409  # put back, not given back

    review, transaction = people.reviewed_by_zhou(), people.last
    assert people.create(people.zhou, recalled(review)).status_code == 201
    preliminary = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, preliminary, "VERIFIED") == 409
    assert closed(people, people.zhou, review, transaction, preliminary, "returned") == 200


def test_who_has_claimed_an_addendum_signs_nothing_by_that(people: People) -> None:
    """Nobody reviewed it, and its author knows nothing of it."""
    review = people.reviewed_by_zhou()
    people.ended(people.zhou, review, people.last)
    [ended] = people.ma.get(f"{people.root}/workitems/{review.uid}").json()
    [[(_, made)]] = [one.instances for one in outputs_of(ended)]
    signed = ObjectReference(SR, made, new_uid(), review.study_uid)
    addendum = replace(review, uid=new_uid(), code=ADDENDUM)
    assert people.create(people.zhou, workitem_json(addendum)).status_code == 201
    people.claimed(people.zhou, addendum)
    forged = written(review.study_uid, LI, ZHOU, predecessor=signed, patient=identity_of(review))
    answer = store(people.zhou, people.root, sign_object(forged, people._key, VERIFICATION))
    assert (answer.status_code, answer.headers.get("Reader-Refusal")) == (409, "unclaimed")


def test_a_mark_on_a_first_read_makes_no_exam_signed(people: People) -> None:
    """Whatever a hub of before let through."""
    item = workitem_json(replace(people.order(), state=COMPLETED)) | {
        "00741002": element("SQ", {"00741006": element("ST", "VERIFIED")})
    }
    task = task_from(item)
    exam = exam_of(exam_key(task), [task], Rights(ZHOU, ("reporting", "reviewing")))
    assert exam.stage is Stage.REPORTED and not str(exam.signer) and not task.verified


def test_a_follow_up_states_nothing_of_the_order_that_was_not_ordered(people: People) -> None:
    first, _ = people.claimed(people.li, people.order())
    right = verification(first, LI.code.value)
    [request] = right["0040A370"]["Value"]
    for change in (
        {"0040A370": element("SQ", request | {"00401001": element("SH", "OTHER")})},
        {"0040A370": element("SQ", request | {"00401002": element("LO", "no reason")})},
        {"0040A370": element("SQ", request, {"0020000D": element("UI", "1.9.9")})},
        {"0020000D": element("UI", "1.9.9")},
        {"00080050": element("SH", "ZZZ")},
        {"00101002": element("SQ", {"00100020": element("LO", "OTHER")})},
        {"00741224": element("SQ", {"00081155": element("UI", "1.2.3")})},
    ):
        refused(people.create(people.li, right | change), "changed")
    assert people.create(people.li, right).status_code == 201
