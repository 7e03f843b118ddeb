"""What was made in a claim is of that claim: two computers can share one account, and a hub can be restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pydicom
import pytest
import requests
from pydicom.uid import KeyObjectSelectionDocumentStorage

from reader.core.refusals import Refusal
from reader.dicom.signatures.model import AUTHOR, VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import MADE_IN_HEADER, TAKEN_BACK, Subject, claim_headers, subject_json
from reader.dicom.ups.workitem import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    Workitem,
    workitem_json,
)
from reader.dicom.values import Person, new_transaction_uid, new_uid
from reader.hub.hub import Hub
from reader.hub.parties import Claim
from reader.hub.store import read_incoming
from reader.study.identity import PatientIdentity
from tests.hub.conftest import multipart, signed_in
from tests.hub.test_documents import PATIENT, Desk, changed, desk_of, reference, refused, written
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, ZHOU, workitem


@dataclass
class Exam:
    """One that li has claimed; all over HTTP."""

    root: str
    li: Desk
    order: Workitem
    patient: PatientIdentity
    transaction: str

    def report(self) -> bytes:
        data = written(self.order.study_uid, self.li.person, patient=self.patient)
        return sign_object(data, self.li.key, AUTHOR)

    def store(self, data: bytes, claim: Mapping[str, str], who: Desk | None = None) -> requests.Response:
        body, headers = multipart(data)
        session = (who or self.li).session
        return session.post(f"{self.root}/studies", data=body, headers={**headers, **claim}, timeout=30)

    def made_in(self, transaction: str) -> dict[str, str]:
        return {MADE_IN_HEADER: self.order.uid, **claim_headers(transaction)}

    def review(self, data: bytes, transaction: str) -> tuple[str, requests.Response]:
        item = replace(self.order, uid=new_uid(), code=REPORT_VERIFICATION, performers=())
        who = self.li.person
        about = Subject(who.name, who.code.value, reference(data).sop_instance_uid, made_in=self.order.uid)
        return item.uid, self.follow_up(item, about, transaction, self.li)

    def follow_up(self, item: Workitem, about: Subject, transaction: str, who: Desk) -> requests.Response:
        return who.session.post(
            f"{self.root}/workitems?workitem={item.uid}", json=[workitem_json(item) | subject_json(about)],
            headers=claim_headers(transaction), timeout=30,
        )  # fmt: skip

    def complete(
        self, uid: str, data: bytes, transaction: str, who: Desk, *more: bytes
    ) -> requests.Response:
        made = (reference(one).sop_instance_uid for one in (data, *more))
        done = [final_attributes(COMPLETED, *(output(self.order.study_uid, one) for one in made))]
        url = f"{self.root}/workitems/{uid}?transaction={transaction}"
        assert who.session.post(url, json=done).status_code == 200
        return to_state(who.session, self.root, uid, COMPLETED, transaction)


def claimed(hub: HubProcess, number: int, by: Desk | None = None, beside: Workitem | None = None) -> Exam:
    """beside: another order of the same exam."""
    order = replace(beside or workitem(number, "Wang^Xiaodong=王^小东"), uid=new_uid())
    answer = signed_in(hub, "gate").post(
        f"{hub.dicomweb}/workitems?workitem={order.uid}", json=[workitem_json(order)]
    )
    assert answer.status_code == 201
    patient = replace(PATIENT, patient_id=str(number))
    exam = Exam(hub.dicomweb, by or desk_of(hub, LI), order, patient, new_transaction_uid())
    assert to_state(exam.li.session, exam.root, order.uid, IN_PROGRESS, exam.transaction).status_code == 200
    return exam


def test_what_was_made_in_another_claim_is_neither_stored_nor_handed_on(hub: HubProcess) -> None:
    """The hub was restored from an older copy, and the same doctor has claimed the task anew from elsewhere."""
    exam = claimed(hub, 9_300_001)
    data, other = exam.report(), new_transaction_uid()
    refused(exam.store(data, exam.made_in(other)), "other-claim")
    assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
    _, answer = exam.review(data, other)
    assert (answer.status_code, answer.headers["Reader-Refusal"]) == (403, "other-claim")
    assert exam.review(data, exam.transaction)[1].status_code == 201


def test_nothing_else_is_stored_in_a_claim_that_was_handed_on(hub: HubProcess) -> None:
    """From another computer: no task would lead to it."""
    exam = claimed(hub, 9_300_002)
    first, second = exam.report(), exam.report()
    claim = exam.made_in(exam.transaction)
    assert exam.store(first, claim).status_code == 200
    assert exam.review(first, exam.transaction)[1].status_code == 201
    refused(exam.store(second, claim), "followed")
    assert exam.store(first, claim).status_code == 200  # again, as its answer may have been lost


def test_a_reading_is_completed_with_the_report_whose_verification_waits(hub: HubProcess) -> None:
    exam = claimed(hub, 9_300_003)
    first, second = exam.report(), exam.report()
    for data in (first, second):
        assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
    assert exam.review(first, exam.transaction)[1].status_code == 201
    answer = exam.complete(exam.order.uid, second, exam.transaction, exam.li)
    assert (answer.status_code, answer.headers["Reader-Refusal"]) == (409, "unverified")
    assert exam.complete(exam.order.uid, first, exam.transaction, exam.li).status_code == 200


@pytest.mark.parametrize("other", ["verification", "order"])
def test_a_claim_ends_with_nothing_only_where_something_waits_in_its_place(hub: HubProcess, other: str) -> None:
    """A verification that was taken back does not, nor does another order of the same exam."""
    exam = claimed(hub, 9_300_020 + len(other))
    if other == "verification":
        data = exam.report()
        assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
        uid, answer = exam.review(data, exam.transaction)
        assert answer.status_code == 201
        url = f"{exam.root}/workitems/{uid}/cancelrequest"
        assert exam.li.session.post(url, json=[{}], timeout=30).status_code == 202
    else:
        beside = replace(exam.order, accession="20261130-7")
        claimed(hub, 9_300_020 + len(other), by=desk_of(hub, CHEN), beside=beside)

    def ended() -> requests.Response:
        return to_state(exam.li.session, exam.root, exam.order.uid, CANCELED, exam.transaction)

    url = f"{exam.root}/workitems/{exam.order.uid}"
    note = [final_attributes(CANCELED)]
    assert exam.li.session.post(f"{url}?transaction={exam.transaction}", json=note, timeout=30).status_code == 200
    assert (ended().status_code, ended().headers["Reader-Refusal"]) == (409, Refusal.UNREPLACED.value)
    now = exam.li.session.get(url, headers={"Accept": "application/dicom+json"}, timeout=30).json()[0]
    again = replacement(now, new_uid())
    there = exam.li.session.post(
        f"{exam.root}/workitems?workitem={again['00080018']['Value'][0]}", json=[again],
        headers=claim_headers(exam.transaction), timeout=30,
    )  # fmt: skip
    assert there.status_code == 201 and ended().status_code == 200


@pytest.mark.parametrize("other", [False, True])
def test_what_a_review_was_completed_with_is_taken_again(tmp_path: Path, other: bool) -> None:
    """A report that it has given back names its author, not who stores it."""
    with HubProcess(tmp_path / "hub") as process:
        exam, zhou = claimed(process, 9_300_004), desk_of(process, ZHOU)
        data = exam.report()
        review, claim = reviewed(exam, zhou, data)
        back = given_back(exam, data)
        in_review = {MADE_IN_HEADER: review, **claim_headers(claim)}
        assert exam.store(back, in_review, zhou).status_code == 200
        author: Person = exam.li.person
        item = replace(
            exam.order, uid=new_uid(), code=INTERPRETATION, performers=((author.code, author.name),)
        )
        uid = reference(back).sop_instance_uid
        about = Subject(LI.name, author.code.value, uid, reason="Which side?", made_in=review)
        assert exam.follow_up(item, about, claim, zhou).status_code == 201
        assert exam.complete(review, back, claim, zhou).status_code == 200
    refusal = asked(tmp_path / "hub", given_back(exam, data) if other else back, "zhou", review)
    assert (refusal is not None) == other


def test_key_images_that_a_reading_was_completed_with_are_taken_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as process:
        exam = claimed(process, 9_300_005)
        data, claim = exam.report(), exam.made_in(exam.transaction)
        kept, other = key_images(exam), key_images(exam)
        for made in (data, kept):
            assert exam.store(made, claim).status_code == 200
        assert exam.review(data, exam.transaction)[1].status_code == 201
        assert exam.complete(exam.order.uid, data, exam.transaction, exam.li, kept).status_code == 200
    for made, refusal in ((kept, None), (other, Refusal.UNCLAIMED)):
        assert asked(tmp_path / "hub", made, "li", exam.order.uid) is refusal


def asked(folder: Path, data: bytes, user: str, made_in: str) -> Refusal | None:
    """What the hub would say if it had not this object, as after a loss."""
    hub = Hub(folder)
    try:
        account = next(one.user for one in hub.users.everyone() if one.user.name == user)
        file = hub.store.receive()
        writer = file.create()
        writer.write(data)
        writer.finish()
        return hub.documents.refusal(read_incoming(file), account, Claim(made_in))
    finally:
        hub.close()


def key_images(exam: Exam) -> bytes:
    def made(dataset: pydicom.Dataset) -> None:
        dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = KeyObjectSelectionDocumentStorage
        del dataset.VerificationFlag, dataset.CompletionFlag

    return changed(written(exam.order.study_uid, exam.li.person, patient=exam.patient), made)


def given_back(exam: Exam, data: bytes) -> bytes:
    return written(
        exam.order.study_uid, exam.li.person, predecessor=reference(data), complete=False, patient=exam.patient
    )


def test_a_signed_report_that_was_lost_is_taken_again_from_who_signed_it(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as process:
        exam, zhou = claimed(process, 9_300_006), desk_of(process, ZHOU)
        data = exam.report()
        review, claim = reviewed(exam, zhou, data)
        signed, other = signature(exam, zhou, data), signature(exam, zhou, data)
        assert exam.store(signed, {MADE_IN_HEADER: review, **claim_headers(claim)}, zhou).status_code == 200
        assert exam.complete(review, signed, claim, zhou).status_code == 200
    for made, refusal in ((signed, None), (other, Refusal.UNCLAIMED)):
        assert asked(tmp_path / "hub", made, "zhou", review) is refusal


def signature(exam: Exam, zhou: Desk, data: bytes) -> bytes:
    study, author = exam.order.study_uid, exam.li.person
    made = written(study, author, zhou.person, predecessor=reference(data), patient=exam.patient)
    return sign_object(made, zhou.key, VERIFICATION)


def reviewed(exam: Exam, zhou: Desk, data: bytes) -> tuple[str, str]:
    """The UID of the claimed verification of this report, and its Transaction UID."""
    assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
    review, answer = exam.review(data, exam.transaction)
    assert answer.status_code == 201
    assert exam.complete(exam.order.uid, data, exam.transaction, exam.li).status_code == 200
    claim = new_transaction_uid()
    assert to_state(zhou.session, exam.root, review, IN_PROGRESS, claim).status_code == 200
    return review, claim


def test_a_delivery_that_was_cut_ends_though_its_verification_was_released_and_done_since(hub: HubProcess) -> None:
    """What stands in the place of a released task follows on that one."""
    exam, zhou = claimed(hub, 9_300_007), desk_of(hub, ZHOU)
    data = exam.report()
    assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
    review, answer = exam.review(data, exam.transaction)
    assert answer.status_code == 201
    claim = new_transaction_uid()
    assert to_state(zhou.session, exam.root, review, IN_PROGRESS, claim).status_code == 200
    [now] = zhou.session.get(f"{exam.root}/workitems/{review}").json()
    copy = new_uid()
    made = zhou.session.post(f"{exam.root}/workitems?workitem={copy}", json=[replacement(now, copy)])
    assert made.status_code == 201, made.text
    url = f"{exam.root}/workitems/{review}?transaction={claim}"
    assert zhou.session.post(url, json=[final_attributes(CANCELED)]).status_code == 200
    assert to_state(zhou.session, exam.root, review, CANCELED, claim).status_code == 200
    again = new_transaction_uid()
    assert to_state(zhou.session, exam.root, copy, IN_PROGRESS, again).status_code == 200
    signed = signature(exam, zhou, data)
    assert exam.store(signed, {MADE_IN_HEADER: copy, **claim_headers(again)}, zhou).status_code == 200
    assert exam.complete(copy, signed, again, zhou).status_code == 200
    assert exam.complete(exam.order.uid, data, exam.transaction, exam.li).status_code == 200


def test_nobody_says_that_their_own_recall_was_made_in_a_colleague_s_claim(hub: HubProcess) -> None:
    """Of two orders of one exam: whatever the colleague stores would come too late."""
    exam, chen = claimed(hub, 9_300_008), desk_of(hub, CHEN)
    other = claimed(hub, 9_300_008, chen, exam.order)
    data = other.report()
    assert other.store(data, other.made_in(other.transaction)).status_code == 200
    review, answer = other.review(data, other.transaction)
    assert answer.status_code == 201
    assert other.complete(other.order.uid, data, other.transaction, chen).status_code == 200
    cancelled = chen.session.post(f"{other.root}/workitems/{review}/cancelrequest", json=[{}])
    assert cancelled.status_code in (200, 202), cancelled.text
    author: Person = chen.person
    for made_in, status in ((exam.order.uid, 403), (other.order.uid, 201)):
        item = replace(
            other.order, uid=new_uid(), code=INTERPRETATION, performers=((author.code, author.name),),
            worklist_label=TAKEN_BACK,
        )  # fmt: skip
        about = Subject(author.name, author.code.value, reference(data).sop_instance_uid, made_in=made_in)
        answer = other.follow_up(item, about, "", chen)
        assert answer.status_code == status, answer.text
    assert exam.store(exam.report(), exam.made_in(exam.transaction)).status_code == 200
