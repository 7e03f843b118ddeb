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
from reader.dicom.signatures.model import AUTHOR
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.tasks import MADE_IN_HEADER, Subject, claim_headers, subject_json
from reader.dicom.ups.workitem import (
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
from tests.worklist.samples import LI, ZHOU, workitem


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
        about = Subject(
            LI.name, self.li.person.code.value, reference(data).sop_instance_uid, made_in=self.order.uid
        )
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


def claimed(hub: HubProcess, number: int, li: Desk | None = None) -> Exam:
    order = replace(workitem(number, "Wang^Xiaodong=王^小东"), uid=new_uid())
    answer = signed_in(hub, "gate").post(
        f"{hub.dicomweb}/workitems?workitem={order.uid}", json=[workitem_json(order)]
    )
    assert answer.status_code == 201
    patient = replace(PATIENT, patient_id=str(number))
    exam = Exam(hub.dicomweb, li or desk_of(hub, LI), order, patient, new_transaction_uid())
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


@pytest.mark.parametrize("other", [False, True])
def test_what_a_review_was_completed_with_is_taken_again(tmp_path: Path, other: bool) -> None:
    """A report that it has given back names its author, not who stores it."""
    with HubProcess(tmp_path / "hub") as process:
        exam, zhou = claimed(process, 9_300_004), desk_of(process, ZHOU)
        data = exam.report()
        assert exam.store(data, exam.made_in(exam.transaction)).status_code == 200
        review, answer = exam.review(data, exam.transaction)
        assert answer.status_code == 201
        assert exam.complete(exam.order.uid, data, exam.transaction, exam.li).status_code == 200
        claim = new_transaction_uid()
        assert to_state(zhou.session, exam.root, review, IN_PROGRESS, claim).status_code == 200
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
