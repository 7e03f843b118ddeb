"""Forged reports are refused by the hub on storing, each with its words; what the program itself makes is taken."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7
from cryptography.x509.oid import NameOID
from pydicom.uid import CTImageStorage

from reader.core.storage import Database
from reader.dicom.json_model import Json, value
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import ADDENDUM, COMPLETED, IN_PROGRESS, REPORT_VERIFICATION, Workitem, workitem_json
from reader.dicom.values import Person, PersonName, new_transaction_uid, new_uid
from reader.hub.authority import Authority
from reader.hub.users import Users, make_user
from reader.report.codec import encode_report
from reader.report.model import ObjectReference, Report, ReportDocument
from reader.study.identity import PatientIdentity
from tests.hub.conftest import multipart, signed_in
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.openssl import OpensslCa
from tests.report.examples import report as example
from tests.servers import HubProcess
from tests.synthetic import CtSeries
from tests.worklist.samples import CHEN, LI, ZHOU, workitem

SR = "1.2.840.10008.5.1.4.1.1.88.33"


@dataclass
class Desk:
    """One signed-in person with a certificate of the hub's."""

    person: Person
    session: requests.Session
    key: SigningKey


@dataclass
class Scene:
    """li has submitted a report, zhou has claimed its verification."""

    root: str
    study: str
    submitted: ObjectReference
    li: Desk
    chen: Desk
    zhou: Desk
    gate: requests.Session


def enrolled(hub: HubProcess, session: requests.Session) -> SigningKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "anybody")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    answer = session.post(
        f"{hub.url}/.well-known/est/simpleenroll", headers={"Content-Type": "application/pkcs10"},
        data=base64.encodebytes(request.public_bytes(Encoding.DER)),
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    [mine] = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.content))
    return SigningKey(key, mine)


def self_made(person: Person, like: SigningKey) -> SigningKey:
    """A certificate of one's own with the very subject and issuer names of the real one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(like.certificate.subject).issuer_name(like.certificate.issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return SigningKey(key, made)


PATIENT = PatientIdentity(PersonName.parse("Wang^Xiaodong=王^小东"), "9100001", "XIHU", "M", date(1969, 4, 12))


def written(
    study: str, author: Person, verifier: Person | None = None, *, predecessor: ObjectReference | None = None,
    complete: bool = True, patient: PatientIdentity = PATIENT,
) -> bytes:  # fmt: skip
    text: Report = example()
    text = replace(text, author=author, subject=replace(text.subject, study_uid=study, patient=patient))
    own, now = ObjectReference(SR, new_uid(), new_uid(), study), datetime.now(UTC).astimezone()
    document = ReportDocument(
        report=text, reference=own, when=now,
        complete=complete, final=verifier is not None, verifier=verifier, predecessor=predecessor,
    )  # fmt: skip
    return encode_report(document, ())


def changed(data: bytes, change: Callable[[pydicom.Dataset], object]) -> bytes:
    dataset = pydicom.dcmread(BytesIO(data))
    change(dataset)
    out = BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def store(session: requests.Session, root: str, data: bytes) -> requests.Response:
    body, headers = multipart(data)
    return session.post(f"{root}/studies", data=body, headers=headers, timeout=30)


def reference(data: bytes) -> ObjectReference:
    ds = pydicom.dcmread(BytesIO(data))
    return ObjectReference(ds.SOPClassUID, ds.SOPInstanceUID, ds.SeriesInstanceUID, ds.StudyInstanceUID)


@pytest.fixture(scope="module")
def scene(hub: HubProcess) -> Iterator[Scene]:
    li, chen, zhou = (desk_of(hub, person) for person in (LI, CHEN, ZHOU))
    gate = signed_in(hub, "gate")
    study, submitted = waiting_for(hub.dicomweb, gate, li, zhou, 9_100_001)
    yield Scene(hub.dicomweb, study, submitted, li, chen, zhou, gate)


def desk_of(hub: HubProcess, person: Person) -> Desk:
    session = signed_in(hub, person.username)
    return Desk(_as_the_hub_knows(hub, session, person), session, enrolled(hub, session))


def waiting_for(
    root: str, gate: requests.Session, author: Desk, reviewer: Desk, number: int
) -> tuple[str, ObjectReference]:
    """The study and the report of an exam that its author has submitted and whose verification is claimed."""
    order: Workitem = replace(workitem(number, "Wang^Xiaodong=王^小东"), uid=new_uid())
    assert gate.post(f"{root}/workitems?workitem={order.uid}", json=[workitem_json(order)]).status_code == 201
    assert to_state(author.session, root, order.uid, IN_PROGRESS, new_transaction_uid()).status_code == 200
    patient = replace(PATIENT, patient_id=str(number))
    draft = sign_object(written(order.study_uid, author.person, patient=patient), author.key, AUTHOR)
    answer = store(author.session, root, draft)
    assert answer.status_code == 200, (answer.headers, answer.text)
    submitted = reference(draft)
    item = replace(order, uid=new_uid(), code=REPORT_VERIFICATION, performers=())
    review: Json = workitem_json(item) | subject_json(
        Subject(author.person.name, author.person.code.value, submitted.sop_instance_uid)
    )
    assert author.session.post(f"{root}/workitems?workitem={item.uid}", json=[review]).status_code == 201
    assert to_state(reviewer.session, root, item.uid, IN_PROGRESS, new_transaction_uid()).status_code == 200
    return order.study_uid, submitted


def _as_the_hub_knows(hub: HubProcess, session: requests.Session, person: Person) -> Person:
    found = session.get(f"{hub.url}/oauth/userinfo").json()
    code = replace(person.code, value=found["person_code"]["value"])
    return replace(person, organisation=found["organisation"], code=code)


def refused(answer: requests.Response, reason: str) -> None:
    assert answer.status_code == 409, (answer.status_code, answer.text)
    assert answer.headers["Reader-Refusal"] == reason
    [failure] = answer.json()["00081198"]["Value"]
    assert failure["00081197"]["Value"] == [0x0124]
    assert failure["00000902"]["Value"][0] in answer.headers["Warning"]


def test_the_reviewer_s_signed_report_is_taken_and_again(scene: Scene) -> None:
    data = written(scene.study, scene.li.person, scene.zhou.person, predecessor=scene.submitted)
    right = sign_object(data, scene.zhou.key, VERIFICATION)
    stranger = replace(PATIENT, name=PersonName.parse("Li^Juan=李^娟"))
    for patient in (stranger, replace(PATIENT, patient_id="9100002")):
        wrong = written(
            scene.study, scene.li.person, scene.zhou.person, predecessor=scene.submitted, patient=patient
        )
        refused(store(scene.zhou.session, scene.root, sign_object(wrong, scene.zhou.key, VERIFICATION)), "patient")
    returned = written(scene.study, scene.li.person, predecessor=scene.submitted, complete=False)
    assert store(scene.zhou.session, scene.root, returned).status_code == 200
    for _ in range(2):
        answer = store(scene.zhou.session, scene.root, right)
        assert answer.status_code == 200, answer.text
    beside = written(scene.study, scene.chen.person, predecessor=reference(right))
    beside = sign_object(beside, scene.chen.key, AUTHOR)
    refused(store(scene.chen.session, scene.root, beside), "signed")  # no addendum of hers
    returned = written(scene.study, scene.li.person, predecessor=scene.submitted, complete=False)
    refused(store(scene.zhou.session, scene.root, returned), "signed-already")  # it was, from another computer


def test_a_namesake_of_the_author_may_verify_the_report(scene: Scene, hub: HubProcess) -> None:
    with closing(Database(hub.data / "hub.sqlite")) as database:
        for name, code in (("wang1", "D901"), ("wang2", "D902")):
            roles = ("reporting", "reviewing")
            Users(database).add(make_user(name, "Wang^Wei=王^伟", code, *roles, organisation="Hub"), "demo")
    namesakes = (replace(LI, name=PersonName.parse("Wang^Wei=王^伟"), username=name) for name in ("wang1", "wang2"))
    first, second = (desk_of(hub, person) for person in namesakes)
    study, submitted = waiting_for(scene.root, scene.gate, first, second, 9_100_031)
    patient = replace(PATIENT, patient_id="9100031")
    own = written(study, first.person, first.person, predecessor=submitted, patient=patient)
    refused(store(first.session, scene.root, sign_object(own, first.key, VERIFICATION)), "own-report")
    right = written(study, first.person, second.person, predecessor=submitted, patient=patient)
    assert store(second.session, scene.root, sign_object(right, second.key, VERIFICATION)).status_code == 200


def test_a_verified_report_of_a_reporting_doctor_is_refused(scene: Scene) -> None:
    """With a good certificate of his own, under his own name or the reviewer's, unsigned or not."""
    for verifier in (scene.chen.person, scene.zhou.person):
        data = written(scene.study, scene.li.person, verifier, predecessor=scene.submitted)
        for file in (data, sign_object(data, scene.chen.key, VERIFICATION)):
            refused(store(scene.chen.session, scene.root, file), "verifier")


def test_forged_verifications_of_a_reviewer_are_refused(scene: Scene) -> None:
    zhou, root = scene.zhou, scene.root
    good = written(scene.study, scene.li.person, zhou.person, predecessor=scene.submitted)
    signed = sign_object(good, zhou.key, VERIFICATION)
    others = written(scene.study, scene.chen.person, zhou.person, predecessor=scene.submitted)

    def text_of(dataset: pydicom.Dataset) -> None:
        dataset.StudyDescription = "another exam"

    def add_verifier(dataset: pydicom.Dataset) -> None:
        dataset.VerifyingObserverSequence.append(dataset.VerifyingObserverSequence[0])

    for file, reason in (
        (good, "signature"),  # not signed
        (sign_object(good, scene.chen.key, VERIFICATION), "signature"),  # by somebody else
        (sign_object(good, self_made(zhou.person, zhou.key), VERIFICATION), "signature"),  # a home-made certificate
        (sign_object(good, zhou.key, AUTHOR), "signature"),  # not for the verification
        (changed(signed, text_of), "signature"),  # changed afterwards
        (changed(good, add_verifier), "verifier"),
        (sign_object(written(scene.study, scene.li.person, scene.chen.person), zhou.key, VERIFICATION), "verifier"),
        (sign_object(written(scene.study, zhou.person, zhou.person), zhou.key, VERIFICATION), "own-report"),
        (sign_object(others, zhou.key, VERIFICATION), "author"),
        # which report that was, it does not say; or there is no such task
        (sign_object(written(scene.study, scene.li.person, zhou.person), zhou.key, VERIFICATION), "unclaimed"),
        (sign_object(written("1.2.3.9", scene.li.person, zhou.person), zhou.key, VERIFICATION), "unclaimed"),
    ):
        refused(store(zhou.session, root, file), reason)


def test_a_report_under_another_name_is_refused(scene: Scene) -> None:
    for author in (scene.li.person, replace(scene.chen.person, name=scene.li.person.name)):
        refused(store(scene.chen.session, scene.root, written(scene.study, author)), "author")
    own = written(scene.study, scene.chen.person)

    def observer(dataset: pydicom.Dataset) -> None:
        for item in dataset.ContentSequence:
            if "PersonName" in item:
                item.PersonName = "Zhou^Wei=周^伟"

    def nobody(dataset: pydicom.Dataset) -> None:
        del dataset.AuthorObserverSequence
        dataset.ContentSequence = [item for item in dataset.ContentSequence if "PersonName" not in item]

    refused(store(scene.chen.session, scene.root, changed(own, observer)), "author")
    refused(store(scene.chen.session, scene.root, changed(own, nobody)), "author")
    refused(store(scene.chen.session, scene.root, sign_object(own, scene.li.key, AUTHOR)), "signature")
    refused(store(scene.chen.session, scene.root, sign_object(own, scene.chen.key, AUTHOR)), "unclaimed")


def test_a_report_is_stored_in_a_claim_alone(hub: HubProcess) -> None:
    """No task would name another one, and it would be read beside the signed ones. What was lost here is taken
    again from who completed a task with it: tests/delivery/test_outbox.py."""
    root, gate, li = hub.dicomweb, signed_in(hub, "gate"), desk_of(hub, LI)
    order, transaction = replace(workitem(9_100_003, "Wang^Xiaodong=王^小东"), uid=new_uid()), new_transaction_uid()
    assert gate.post(f"{root}/workitems?workitem={order.uid}", json=[workitem_json(order)]).status_code == 201
    patient = replace(PATIENT, patient_id="9100003")
    image, mine = (written(order.study_uid, li.person, patient=patient) for _ in range(2))
    assert store(gate, root, changed(image, _image)).status_code == 200
    refused(store(li.session, root, mine), "unclaimed")  # it waits
    assert to_state(li.session, root, order.uid, IN_PROGRESS, transaction).status_code == 200
    assert store(li.session, root, mine).status_code == 200
    review = replace(order, uid=new_uid(), code=REPORT_VERIFICATION, performers=())
    uid = reference(mine).sop_instance_uid
    said = workitem_json(review) | subject_json(Subject(li.person.name, li.person.code.value, uid))
    assert li.session.post(f"{root}/workitems?workitem={review.uid}", json=[said]).status_code == 201
    done = [final_attributes(COMPLETED, output(order.study_uid, uid))]
    url = f"{root}/workitems/{order.uid}?transaction={transaction}"
    assert li.session.post(url, json=done).status_code == 200
    assert to_state(li.session, root, order.uid, COMPLETED, transaction).status_code == 200
    refused(store(li.session, root, written(order.study_uid, li.person, patient=patient)), "unclaimed")


def test_two_titles_make_no_measurements_of_a_report(scene: Scene) -> None:
    """The program reads the first one."""

    def two(dataset: pydicom.Dataset) -> None:
        title = deepcopy(dataset.ConceptNameCodeSequence[0])
        title.CodeValue = "126000"
        dataset.ConceptNameCodeSequence.append(title)

    data = sign_object(changed(written(scene.study, scene.chen.person), two), scene.chen.key, AUTHOR)
    refused(store(scene.chen.session, scene.root, data), "unclaimed")


@pytest.mark.parametrize("how", ["as a text", "without a name", "by a long code", "deep inside"])
def test_a_colleague_is_named_as_observer_in_no_way(scene: Scene, how: str) -> None:
    """The program reads a text where a name should be, and the observer of each group of measurements."""

    def named(dataset: pydicom.Dataset) -> None:
        [own] = [item for item in dataset.ContentSequence if "PersonName" in item]
        other = deepcopy(own)
        other.PersonName = "Zhou^Wei=周^伟"
        if how in ("as a text", "without a name"):
            other.TextValue = str(other.PersonName)
            del other.PersonName
            other.ValueType = "TEXT" if how == "as a text" else "PNAME"
        elif how == "by a long code":
            [concept] = other.ConceptNameCodeSequence
            concept.LongCodeValue = concept.CodeValue
            del concept.CodeValue
        if how == "deep inside":
            group = pydicom.Dataset()
            group.RelationshipType, group.ValueType, group.ContentSequence = "CONTAINS", "CONTAINER", [other]
            other = group
        dataset.ContentSequence.append(other)

    own = written(scene.study, scene.chen.person)
    refused(store(scene.chen.session, scene.root, changed(own, named)), "author")


def test_what_another_doctor_submitted_is_continued_by_nobody_without_a_task_about_it(scene: Scene) -> None:
    """It would be shown as the newest version in its place; so with measurements."""
    beside = written(scene.study, scene.chen.person, predecessor=scene.submitted)

    def measurements(dataset: pydicom.Dataset) -> None:
        dataset.ConceptNameCodeSequence[0].CodeValue = "126000"

    for data in (beside, changed(beside, measurements)):
        refused(store(scene.chen.session, scene.root, sign_object(data, scene.chen.key, AUTHOR)), "unclaimed")
    again = written(scene.study, scene.li.person, predecessor=scene.submitted)
    assert store(scene.li.session, scene.root, sign_object(again, scene.li.key, AUTHOR)).status_code == 200


def _image(dataset: pydicom.Dataset) -> None:
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = new_uid()
    dataset.SeriesInstanceUID, dataset.Modality = new_uid(), "CT"
    for said in ("VerificationFlag", "CompletionFlag", "ContentSequence", "AuthorObserverSequence"):
        if said in dataset:
            delattr(dataset, said)


def test_an_addendum_bears_the_name_of_who_writes_it(scene: Scene) -> None:
    """Beside that of whose report it supplements, or alone; never that one's alone."""
    order = replace(workitem(9_100_002, "Wang^Xiaodong=王^小东"), uid=new_uid(), code=ADDENDUM)
    patient = replace(PATIENT, patient_id=order.patient_id)
    draft = written(order.study_uid, scene.li.person, patient=patient)
    refused(store(scene.li.session, scene.root, draft), "unclaimed")  # of an exam that nobody here knows of
    assert store(scene.gate, scene.root, changed(draft, _image)).status_code == 200
    li = scene.li.person
    about = subject_json(Subject(li.name, li.code.value, reference(draft).sop_instance_uid))
    first = replace(order, uid=new_uid(), code=workitem(1, "").code)
    for made in (workitem_json(order) | about, workitem_json(first)):
        url = f"{scene.root}/workitems?workitem={value(made, '00080018')}"
        assert scene.gate.post(url, json=[made]).status_code == 201
    assert to_state(scene.li.session, scene.root, first.uid, IN_PROGRESS, new_transaction_uid()).status_code == 200
    assert store(scene.li.session, scene.root, draft).status_code == 200
    chen = scene.chen.session
    assert to_state(chen, scene.root, order.uid, IN_PROGRESS, new_transaction_uid()).status_code == 200
    by_li, by_chen = (
        written(order.study_uid, author, predecessor=reference(draft), patient=patient)
        for author in (li, scene.chen.person)
    )
    refused(store(chen, scene.root, by_li), "author")
    assert store(chen, scene.root, by_chen).status_code == 200


def test_a_sender_stores_no_verified_report_and_none_of_a_doctor_of_this_hub(scene: Scene) -> None:
    data = written(scene.study, scene.li.person, scene.zhou.person, predecessor=scene.submitted)
    refused(store(scene.gate, scene.root, sign_object(data, scene.zhou.key, VERIFICATION)), "verifier")
    refused(store(scene.gate, scene.root, written(scene.study, scene.li.person)), "author")
    for spelled in ("d1001", "Ｄ1001", "D1001\u200b", "D\u00ad1001", "LI", "ｌｉ", "D1001\u3164"):
        same = replace(LI, code=replace(LI.code, value=spelled))
        refused(store(scene.gate, scene.root, written(scene.study, same)), "author")
    elsewhere = replace(LI, code=replace(LI.code, value="X77"))
    assert store(scene.gate, scene.root, written(scene.study, elsewhere)).status_code == 200


@pytest.mark.parametrize("kind", ["66.4", "88.59", "11.1", "104.1"])
def test_an_annotation_of_a_doctor_names_the_patient_of_its_exam(scene: Scene, kind: str) -> None:
    """Segmentations, key objects, presentation states and documents, with a claim of the exam or not."""

    def annotation(name: str, number: str, desk: Desk) -> bytes:
        def made(dataset: pydicom.Dataset) -> None:
            dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = f"1.2.840.10008.5.1.4.1.1.{kind}"
            dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = new_uid()
            dataset.SeriesInstanceUID = new_uid()
            dataset.PatientName, dataset.PatientID = name, number
            for said in ("VerificationFlag", "CompletionFlag"):
                delattr(dataset, said)
            if kind == "11.1":
                dataset.ContentCreatorName = str(desk.person.name)

        return changed(written(scene.study, desk.person), made)

    for desk in (scene.zhou, scene.chen):
        refused(store(desk.session, scene.root, annotation("Other^Name", "999", desk)), "patient")
    answer = store(scene.zhou.session, scene.root, annotation("Wang^Xiaodong", "9100001", scene.zhou))
    assert answer.status_code == 200, answer.text
    refused(store(scene.chen.session, scene.root, annotation("Wang^Xiaodong", "9100001", scene.chen)), "unclaimed")
    if kind in ("88.59", "11.1"):
        of_li = annotation("Wang^Xiaodong", "9100001", scene.li)
        refused(store(scene.zhou.session, scene.root, of_li), "author")


def test_images_come_from_senders(scene: Scene, ct: CtSeries) -> None:
    dataset, data = pydicom.dcmread(ct.files[0]), BytesIO()
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = new_uid(), new_uid()  # other tests count those of the hub
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = new_uid()
    dataset.save_as(data)
    image = data.getvalue()
    for session in (scene.li.session, scene.zhou.session):
        refused(store(session, scene.root, image), "images")
    assert store(scene.gate, scene.root, image).status_code == 200


def test_an_account_that_may_not_sign_gets_no_certificate(hub: HubProcess) -> None:
    for name in ("gate", "admin"):
        answer = signed_in(hub, name).post(f"{hub.url}/.well-known/est/simpleenroll", data=b"x")
        assert (answer.status_code, answer.headers["Reader-Refusal"]) == (403, "role")


def test_what_a_revoked_certificate_signed_is_refused(scene: Scene, hub: HubProcess, tmp_path: Path) -> None:
    """By a list that `openssl ca` made with the hub's own authority; without it, or where it is out of date, it is
    taken as before."""
    [both] = hub.data.rglob("authority.pem")
    key = load_pem_private_key(both.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    ca = OpensslCa(tmp_path / "ca", key, x509.load_pem_x509_certificate(both.read_bytes()))
    crl = both.parent / "authority.crl"
    now = datetime.now(UTC)

    def answer() -> requests.Response:
        signed = written(scene.study, scene.li.person, scene.zhou.person, predecessor=scene.submitted)
        return store(scene.zhou.session, scene.root, sign_object(signed, scene.zhou.key, VERIFICATION))

    try:
        ca.revoke(scene.zhou.key.certificate, now - timedelta(minutes=1))
        crl.write_bytes(ca.crl().read_bytes())
        refused(answer(), "revoked")
        old = OpensslCa(tmp_path / "old", key, ca.certificate)
        crl.write_bytes(old.crl(now - timedelta(days=9), now - timedelta(days=2)).read_bytes())
        assert answer().headers.get("Reader-Refusal") in (None, "signed-already")
    finally:
        crl.unlink()


def test_an_authority_made_by_a_clock_a_day_ahead_is_believed_once_that_is_put_right(tmp_path: Path) -> None:
    [own] = Authority(tmp_path).trust.authorities
    assert own.not_valid_before_utc < datetime.now(UTC) - timedelta(days=1)
