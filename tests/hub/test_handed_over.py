"""A report is handed over, given back and signed as what it is, and once; nothing that was signed is missing in the
versions that are signed after it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    Workitem,
    workitem_json,
)
from reader.dicom.values import Person, PersonName, new_transaction_uid, new_uid
from reader.report.model import ObjectReference
from reader.study.codec import identity_of
from tests.hub.conftest import multipart
from tests.hub.test_documents import SR, reference, store, written
from tests.hub.test_ends import cancelled, claimed, completed, is_refused
from tests.hub.test_follow_ups import People, people, refused, returned
from tests.hub.test_worklist import to_state
from tests.hub.ward import following
from tests.worklist.samples import CHEN, LI, ZHOU

assert people  # a fixture


class Desk:
    """One exam, whose people do one step each."""

    def __init__(self, of: People) -> None:
        self.of, self.first = of, of.order()
        self.claims: dict[str, str] = {}

    def item(self, step: Workitem) -> Json:
        return dict(self.of.ma.get(f"{self.of.root}/workitems/{step.uid}").json()[0])

    def claim(self, name: str, step: Workitem) -> None:
        self.claims[step.uid] = new_transaction_uid()
        who = getattr(self.of, name)
        assert to_state(who, self.of.root, step.uid, IN_PROGRESS, self.claims[step.uid]).status_code == 200

    def write(self, name: str, author: Person, after: str = "") -> str:
        before = ObjectReference(SR, after, new_uid(), self.first.study_uid) if after else None
        text = written(self.first.study_uid, author, predecessor=before, patient=identity_of(self.first))
        answer = store(getattr(self.of, name), self.of.root, text)
        assert answer.status_code == 200, answer.text
        return reference(text).sop_instance_uid

    def submit(
        self, name: str, author: Person, step: Workitem, report: str, supplement: str = "", *, said: bool = True
    ) -> tuple[Workitem, requests.Response]:
        review = following(self.item(step), REPORT_VERIFICATION)
        made_in = step.uid if said else ""
        about = Subject(author.name, author.code.value, report, supplement=supplement, made_in=made_in)
        return review, self.of.create(getattr(self.of, name), workitem_json(review) | subject_json(about))

    def give_back(self, review: Workitem, author: Person, report: str = "") -> tuple[Workitem, requests.Response]:
        again = following(self.item(review), INTERPRETATION, author)
        about = replace(subject_from(self.item(review)), reason="Side?", made_in=review.uid)
        about = replace(about, report=report or about.report)
        return again, self.of.create(self.of.zhou, workitem_json(again) | subject_json(about))

    def complete(self, name: str, step: Workitem, report: str) -> requests.Response:
        return completed(self.of, getattr(self.of, name), step, self.claims[step.uid], report)

    def signed_text(self, author: Person, report: str) -> tuple[str, bytes]:
        before = ObjectReference(SR, report, new_uid(), self.first.study_uid)
        text = written(self.first.study_uid, author, ZHOU, predecessor=before, patient=identity_of(self.first))
        return reference(text).sop_instance_uid, sign_object(text, self.of._key, VERIFICATION)

    def sign(self, review: Workitem, author: Person, report: str) -> str:
        self.claim("zhou", review)
        uid, text = self.signed_text(author, report)
        answer = store(self.of.zhou, self.of.root, text)
        assert answer.status_code == 200, answer.text
        assert self.complete("zhou", review, uid).status_code == 200
        return uid

    def in_review(self, name: str, author: Person, step: Workitem, after: str = "") -> tuple[Workitem, str]:
        """Claimed, written, handed over and completed."""
        self.claim(name, step)
        report, supplement = self.write(name, author, after), "addendum" if after else ""
        review, answer = self.submit(name, author, step, report, supplement)
        assert answer.status_code == 201, answer.text
        assert self.complete(name, step, report).status_code == 200
        return review, report

    def signed(self) -> str:
        review, report = self.in_review("li", LI, self.first)
        return self.sign(review, LI, report)

    def added(self, name: str, author: Person, about: str) -> Workitem:
        """An addendum that waits to be written."""
        step = following(self.item(self.first), ADDENDUM, author)
        subject = subject_json(Subject(author.name, author.code.value, about, supplement="addendum"))
        answer = self.of.create(getattr(self.of, name), workitem_json(step) | subject)
        assert answer.status_code == 201, answer.text
        return step

    def second(self) -> Workitem:
        """Another order of the exam."""
        order = replace(self.first, uid=new_uid(), accession=f"{self.first.accession}B"[-16:])
        assert self.of.create(self.of.gate, workitem_json(order)).status_code == 201
        return order


@pytest.fixture
def desk(people: People) -> Desk:
    return Desk(people)


def test_one_request_signs_a_report_once(desk: Desk) -> None:
    review, report = desk.in_review("li", LI, desk.first)
    desk.claim("zhou", review)
    body, headers = multipart(*(desk.signed_text(LI, report)[1] for _ in range(2)))
    answer = desk.of.zhou.post(f"{desk.of.root}/studies", data=body, headers=headers)
    assert (answer.status_code, answer.headers["Reader-Refusal"]) == (202, Refusal.SIGNED_ALREADY.value)


@pytest.mark.parametrize("author", ["X77", ""])
def test_a_sender_asks_for_no_review_of_a_doctor_s_report_under_another_name(desk: Desk, author: str) -> None:
    desk.claim("li", desk.first)
    report = desk.write("li", LI)
    review = replace(desk.first, uid=new_uid(), code=REPORT_VERIFICATION)
    about = subject_json(Subject(PersonName("Out^Side"), author, report))
    refused(desk.of.create(desk.of.gate, workitem_json(review) | about), "author")


@pytest.mark.parametrize("said", [True, False])
def test_a_review_ends_with_its_own_report_alone(desk: Desk, said: bool) -> None:
    one, report = desk.in_review("li", LI, desk.first)
    other, colleagues = desk.in_review("chen", CHEN, desk.second())
    for review in (one, other):
        desk.claim("zhou", review)
    if said:
        assert desk.give_back(other, CHEN)[1].status_code == 201
    else:
        again = returned(other, CHEN)
        about = subject_json(Subject(CHEN.name, CHEN.code.value, colleagues))
        assert desk.of.create(desk.of.zhou, again | about).status_code == 201
    is_refused(desk.complete("zhou", one, colleagues), Refusal.RESULT)
    is_refused(desk.complete("zhou", one, report), Refusal.RESULT)
    assert desk.complete("zhou", other, colleagues).status_code == 200


@pytest.mark.parametrize("other", ["signed", "draft"])
def test_what_is_given_back_is_the_report_itself_or_made_of_it(desk: Desk, other: str) -> None:
    order = desk.second()
    if other == "signed":
        wrong = desk.signed()
    else:
        desk.claim("li", desk.first)
        wrong = desk.write("li", LI)
    review, report = desk.in_review("chen", CHEN, order)
    desk.claim("zhou", review)
    is_refused(desk.give_back(review, CHEN, wrong)[1], Refusal.RESULT)
    changed = desk.write("zhou", CHEN, report)
    assert desk.give_back(review, CHEN, changed)[1].status_code == 201
    assert desk.complete("zhou", review, changed).status_code == 200


@pytest.mark.parametrize("which", ["signed", "before it"])
def test_what_is_signed_is_not_handed_over_again(desk: Desk, which: str) -> None:
    review, report = desk.in_review("li", LI, desk.first)
    signed = desk.sign(review, LI, report)
    uid, step, order = signed if which == "signed" else report, desk.added("li", LI, signed), desk.second()
    for task, supplement in ((step, "addendum"), (order, "")):
        desk.claim("li", task)
        is_refused(desk.submit("li", LI, task, uid, supplement)[1], Refusal.SIGNED_ALREADY)


def test_a_submission_is_of_the_kind_of_its_task(desk: Desk) -> None:
    """Else an addendum would read as the report, or a first report as one that was added to."""
    desk.claim("li", desk.first)
    report = desk.write("li", LI)
    refused(desk.submit("li", LI, desk.first, report, "addendum")[1], "changed")
    review, _ = desk.submit("li", LI, desk.first, report)
    assert desk.complete("li", desk.first, report).status_code == 200
    signed = desk.sign(review, LI, report)
    step = desk.added("li", LI, signed)
    desk.claim("li", step)
    refused(desk.submit("li", LI, step, desk.write("li", LI, signed))[1], "changed")
    is_refused(desk.submit("li", LI, step, desk.write("li", LI), "addendum")[1], Refusal.UNSIGNED)


def test_whoever_sends_and_reports_goes_on_with_their_reports_as_any_doctor(desk: Desk) -> None:
    order, of, ma = desk.first, desk.of, replace(LI, name=PersonName.parse("Ma^Quan=马^全"))
    ma = replace(ma, code=replace(LI.code, value="D9999"), organisation="Demo region imaging centre")
    desk.claim("ma", order)
    report = desk.write("ma", ma)
    review, answer = desk.submit("ma", ma, order, report)
    assert answer.status_code == 201, answer.text
    assert of.create(of.ma, replacement(desk.item(order), new_uid())).status_code == 409
    assert desk.complete("ma", order, report).status_code == 200
    desk.sign(review, ma, report)
    about = subject_json(Subject(ma.name, ma.code.value, report))
    again = following(desk.item(order), INTERPRETATION, ma)
    assert of.create(of.ma, workitem_json(again) | about).status_code in (403, 409)


@pytest.mark.parametrize("said", [True, False])
def test_a_returned_report_that_is_handed_over_unchanged_waits_once(desk: Desk, said: bool) -> None:
    review, report = desk.in_review("li", LI, desk.first)
    desk.claim("zhou", review)
    again, _ = desk.give_back(review, LI)
    assert desk.complete("zhou", review, report).status_code == 200
    desk.claim("li", again)
    assert desk.submit("li", LI, again, report, said=said)[1].status_code == 201
    assert desk.submit("li", LI, again, report, said=said)[1].status_code == 409
    assert desk.of.create(desk.of.li, replacement(desk.item(again), new_uid())).status_code == 409
    is_refused(cancelled(desk.of, desk.of.li, again, desk.claims[again.uid]), Refusal.FOLLOWED)


def test_what_is_added_follows_on_what_was_added_since(desk: Desk) -> None:
    """li adds and takes it back; meanwhile chen's addendum is signed. li's goes below that one."""
    signed = desk.signed()
    review, mine = desk.in_review("li", LI, desk.added("li", LI, signed), signed)
    assert desk.of.li.post(f"{desk.of.root}/workitems/{review.uid}/cancelrequest").status_code == 202
    other, theirs = desk.in_review("chen", CHEN, desk.added("chen", CHEN, signed), signed)
    newest = desk.sign(other, CHEN, theirs)
    again = following(desk.item(review), ADDENDUM, LI)
    answer = desk.of.create(desk.of.li, workitem_json(again) | subject_json(subject_from(desk.item(review))))
    assert answer.status_code == 201, answer.text
    claimed(desk.of, desk.of.li, workitem_json(again))
    is_refused(desk.submit("li", LI, again, mine, "addendum")[1], Refusal.SUPPLEMENTED)
    assert desk.submit("li", LI, again, desk.write("li", LI, newest), "addendum")[1].status_code == 201
