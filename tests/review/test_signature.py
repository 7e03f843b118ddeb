"""The signature codec against dcmtk's dcmsign, in both directions, and against tampering."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydicom.uid import ImplicitVRLittleEndian

from reader.core.errors import ReaderError
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, VERIFICATION, SignatureError, Verdict
from reader.dicom.signatures.profile import ONCE_LEFT_OPEN
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.trust import Trust
from reader.report.codec import encode_report
from reader.report.model import ObjectReference, ReportDocument
from reader.review.doubts import left_open
from reader.review.service import read_version
from tests.review.conftest import STUDY_UID, ZHOU, Authority, make_report

Judge = Callable[..., int]
Signer = Callable[..., bytes]
EVIDENCE = ObjectReference("1.2.840.10008.5.1.4.1.1.88.34", "2.25.77", "2.25.78", STUDY_UID)


ORIGINAL = make_report("右肺上叶见一结节,大小约16×11mm。", "右肺上叶结节,建议随访。")


def report_bytes(*, verified: bool = True) -> bytes:
    document = ReportDocument(
        ORIGINAL,
        ObjectReference("1.2.840.10008.5.1.4.1.1.88.33", "2.25.5", "2.25.6", STUDY_UID),
        datetime(2026, 1, 1, 10, 0, tzinfo=UTC), complete=True, final=verified,
        verifier=ZHOU if verified else None, evidence=(EVIDENCE,),
        predecessor=ObjectReference("1.2.840.10008.5.1.4.1.1.88.33", "2.25.3", "2.25.4", STUDY_UID),
    )  # fmt: skip
    return encode_report(document)


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return report_bytes()


@pytest.fixture(scope="module")
def signed(unsigned: bytes, zhou_key: SigningKey) -> bytes:
    return sign_object(unsigned, zhou_key, VERIFICATION)


def verdicts(data: bytes, trust: Trust) -> list[Verdict]:
    return [signature.verdict for signature in read_signatures(data, trust)]


def test_dcmsign_verifies_what_we_sign(signed: bytes, dcmsign: Judge, authority: Authority) -> None:
    assert dcmsign(signed) == 0
    (signature,) = read_signatures(signed, authority.trust)
    assert signature.verdict is Verdict.VALID
    assert (signature.signer, signature.purpose, signature.algorithm) == ("周伟 Zhou Wei", "5", "SHA256")
    assert signature.identifiers == ("D-003",)


def test_we_verify_what_dcmsign_signed(
    unsigned: bytes, private: rsa.RSAPrivateKey, zhou_key: SigningKey, authority: Authority,
    sign_with_dcmsign: Signer,
) -> None:  # fmt: skip
    data = sign_with_dcmsign(unsigned, private, zhou_key.certificate, "+pv +m2 +sp 5")
    assert verdicts(data, authority.trust) == [Verdict.VALID]
    assert verdicts(data.replace("右肺".encode(), "左肺".encode()), authority.trust) == [Verdict.TAMPERED]


def test_two_signatures(li_key: SigningKey, signed: bytes, dcmsign: Judge, authority: Authority) -> None:
    twice = sign_object(signed, li_key, AUTHOR)
    assert dcmsign(twice) == 0
    assert [s.purpose for s in read_signatures(twice, authority.trust)] == ["5", "1"]
    assert verdicts(twice, authority.trust) == [Verdict.VALID, Verdict.VALID]


def test_a_draft_carries_the_authors_signature(li_key: SigningKey, dcmsign: Judge) -> None:
    assert dcmsign(sign_object(report_bytes(verified=False), li_key, AUTHOR)) == 0


def test_signing_changes_nothing_else(unsigned: bytes, signed: bytes) -> None:
    before, after = (pydicom.dcmread(BytesIO(data)) for data in (unsigned, signed))
    for keyword in ("MACParametersSequence", "DigitalSignaturesSequence"):
        del after[keyword]
    assert before == after
    assert before.file_meta == after.file_meta


@pytest.mark.parametrize("explicit", [True, False])
def test_a_pydicom_round_trip_still_verifies(
    signed: bytes, dcmsign: Judge, authority: Authority, explicit: bool, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Also in implicit VR, which keeps no VR of private elements: whoever has them in a dictionary knows them."""
    dataset = pydicom.dcmread(BytesIO(signed))
    list(dataset.iterall())  # every value decoded, so that every value is encoded anew
    out = BytesIO()
    if not explicit:
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        entries = [f'(0071,"READER REPORT 1",{n:02x})\tLO\tReport{n}\t1\tPrivateTag' for n in range(1, 5)]
        (tmp_path / "private.dic").write_text("\n".join([*entries, ""]), "ascii")
        system = [str(path) for path in Path("/usr/share").glob("*dcmtk*/dicom.dic")]
        monkeypatch.setenv("DCMDICTPATH", ":".join([*system, str(tmp_path / "private.dic")]))
    dataset.save_as(out, implicit_vr=not explicit, little_endian=True)
    assert verdicts(out.getvalue(), authority.trust) == [Verdict.VALID]
    assert dcmsign(out.getvalue()) == 0


def _edited(data: bytes, change: Callable[[pydicom.Dataset], object]) -> bytes:
    dataset = pydicom.dcmread(BytesIO(data))
    change(dataset)
    out = BytesIO()
    dataset.save_as(out)
    return out.getvalue()


def _remove_last_sentence(dataset: pydicom.Dataset) -> None:
    del dataset.ContentSequence[-1].ContentSequence[-1]


TAMPERINGS: dict[str, Callable[[pydicom.Dataset], object]] = {
    "text": lambda d: setattr(d.ContentSequence[-1].ContentSequence[0], "TextValue", "未见异常。"),
    "sentence removed": _remove_last_sentence,
    "flag": lambda d: setattr(d, "CompletionFlag", "PARTIAL"),
    "preliminary": lambda d: setattr(d, "PreliminaryFlag", "PRELIMINARY"),
    "unverified": lambda d: setattr(d, "VerificationFlag", "UNVERIFIED"),
    "verifier": lambda d: setattr(d.VerifyingObserverSequence[0], "VerifyingObserverName", "Li^Na"),
    "name": lambda d: setattr(d, "PatientName", "Wang^Xiaoxi"),
    "patient": lambda d: setattr(d, "PatientID", "00315"),
    "instance": lambda d: setattr(d, "SOPInstanceUID", "2.25.999"),
    "evidence removed": lambda d: d.pop("CurrentRequestedProcedureEvidenceSequence"),
    "predecessor removed": lambda d: d.pop("PredecessorDocumentsSequence"),
    "evidence added": lambda d: setattr(d, "PertinentOtherEvidenceSequence", d.PredecessorDocumentsSequence),
    "time of signing": lambda d: setattr(
        d.DigitalSignaturesSequence[0], "DigitalSignatureDateTime", "20200101000000+0000"
    ),
    "purpose": lambda d: setattr(
        d.DigitalSignaturesSequence[0].DigitalSignaturePurposeCodeSequence[0], "CodeValue", "1"
    ),
    "covers less": lambda d: setattr(d.MACParametersSequence[0], "DataElementsSigned", [0x00080016]),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_shows(name: str, signed: bytes, dcmsign: Judge, authority: Authority) -> None:
    data = _edited(signed, TAMPERINGS[name])
    assert verdicts(data, authority.trust) == [Verdict.TAMPERED]
    assert dcmsign(data) != 0


def test_a_signature_over_too_little_is_none(
    unsigned: bytes, private: rsa.RSAPrivateKey, zhou_key: SigningKey, authority: Authority,
    sign_with_dcmsign: Signer,
) -> None:  # fmt: skip
    data = sign_with_dcmsign(unsigned, private, zhou_key.certificate, "+m2 +sp 5 -t SOPClassUID -t SOPInstanceUID")
    (signature,) = read_signatures(data, authority.trust)
    assert (signature.verdict, signature.trusted) == (Verdict.TAMPERED, True)


def test_what_the_profile_wants_is_signed(signed: bytes) -> None:
    """PS3.15 C.4 and STANDARDS.md §3, by pydicom's own dictionary of keywords."""
    dataset = pydicom.dcmread(BytesIO(signed))
    covered = set(dataset.MACParametersSequence[0].DataElementsSigned)
    wanted = {
        "SOPClassUID", "StudyInstanceUID", "SeriesInstanceUID", "Manufacturer", "ManufacturerModelName",
        "DeviceSerialNumber", "SoftwareVersions", "CurrentRequestedProcedureEvidenceSequence",
        "PertinentOtherEvidenceSequence", "PredecessorDocumentsSequence", "ObservationDateTime", "ValueType",
        "ConceptNameCodeSequence", "ContinuityOfContent", "ContentTemplateSequence", "ContentSequence",
        "SOPInstanceUID", "VerificationFlag", "VerifyingObserverSequence", "PatientName", "PatientID", "PatientSex",
        "PatientBirthDate", "IssuerOfPatientID",
        "CompletionFlag", "PreliminaryFlag", "SpecificCharacterSet", "AuthorObserverSequence",
    }  # fmt: skip
    present = {keyword for keyword in wanted if keyword in dataset}
    assert {k for k in present if pydicom.tag.Tag(k) not in covered} == set()
    assert len(present) >= 20
    assert dataset.MACParametersSequence[0].MACCalculationTransferSyntaxUID == "1.2.840.10008.1.2.1"
    item = dataset.DigitalSignaturesSequence[0]
    assert item.CertificateType == "X509_1993_SIG"
    purpose = item.DigitalSignaturePurposeCodeSequence[0]
    assert (purpose.CodeValue, purpose.CodingSchemeDesignator) == ("5", "ASTM-sigpurpose")


def test_verdicts_on_certificates(
    unsigned: bytes, signed: bytes, private: rsa.RSAPrivateKey, authority: Authority, stranger: Authority,
    dcmsign: Judge,
) -> None:  # fmt: skip
    assert verdicts(unsigned, authority.trust) == []
    assert dcmsign(unsigned, "+rg") == 100
    assert verdicts(signed, stranger.trust) == verdicts(signed, Trust()) == [Verdict.FOREIGN]
    past = datetime.now(UTC) - timedelta(days=30)
    old = SigningKey(private, authority.issue(private, ZHOU, past, days=10))
    with pytest.raises(SignatureError):
        sign_object(unsigned, old, VERIFICATION)
    while_valid = sign_object(unsigned, old, VERIFICATION, past + timedelta(days=1))
    assert verdicts(while_valid, authority.trust) == [Verdict.VALID]  # expired since, but not at signing


def test_expired_at_signing(
    unsigned: bytes, private: rsa.RSAPrivateKey, authority: Authority, sign_with_dcmsign: Signer, dcmsign: Judge
) -> None:
    expired = authority.issue(private, ZHOU, datetime.now(UTC) - timedelta(days=30), days=10)
    data = sign_with_dcmsign(unsigned, private, expired, "+pv +m2 +sp 5")
    assert verdicts(data, authority.trust) == [Verdict.EXPIRED]
    assert dcmsign(data) != 0


def test_what_is_not_signed(zhou_key: SigningKey) -> None:
    with pytest.raises(SignatureError):  # dcmsign +pv exits 85 here
        sign_object(report_bytes(verified=False), zhou_key, VERIFICATION)
    for broken in (b"", b"no DICOM", report_bytes()[:-7]):
        with pytest.raises(SignatureError):
            sign_object(broken, zhou_key, AUTHOR)
        with pytest.raises(SignatureError):
            read_signatures(broken, Trust())


def test_weak_algorithms_are_not_believed(
    unsigned: bytes, private: rsa.RSAPrivateKey, zhou_key: SigningKey, authority: Authority,
    sign_with_dcmsign: Signer,
) -> None:  # fmt: skip
    data = sign_with_dcmsign(unsigned, private, zhou_key.certificate, "+pv +ms +sp 5")
    assert verdicts(data, authority.trust) == [Verdict.UNREADABLE]


def test_signatures_that_cannot_be_parsed_are_told(signed: bytes, authority: Authority) -> None:
    def without_certificate(dataset: pydicom.Dataset) -> None:
        dataset.DigitalSignaturesSequence[0].CertificateOfSigner = b"\x30\x82\x00"

    def without_parameters(dataset: pydicom.Dataset) -> None:
        del dataset.MACParametersSequence

    for change in (without_certificate, without_parameters):
        (signature,) = read_signatures(_edited(signed, change), authority.trust)
        assert signature.verdict is Verdict.UNREADABLE
        assert signature.reason
    assert replace(signature, valid=True, trusted=True).verdict is Verdict.VALID


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
def test_whatever_the_bytes_are_it_is_said_in_words(signed: bytes, authority: Authority) -> None:
    """Broken files end as a verdict or as a `ReaderError`; none with a changed text is valid."""
    dice = random.Random(11)
    signatures_at = signed.rindex(b"\xfe\x4f\x01\x00")
    changed: list[Verdict] = []
    for round_ in range(300):
        data = bytearray(signed)
        for _ in range(dice.choice((1, 1, 2, 5))):
            data[dice.randrange(signatures_at if round_ % 2 else 132, len(data))] = dice.randrange(256)
        try:
            cut = dice.randrange(len(data)) if round_ % 10 == 0 else len(data)
            version = read_version(bytes(data[:cut]), authority.trust)
        except ReaderError as error:
            assert error.user_message
            continue
        if [section.text for section in version.report.sections] != [s.text for s in ORIGINAL.sections]:
            changed.append(version.verdict)
    assert changed
    assert Verdict.VALID not in changed


def test_dciodvfy_passes(signed: bytes, unsigned: bytes, tmp_path: Path) -> None:
    """No error that the unsigned one does not have; SHA256 is newer than its tables."""

    def complaints(data: bytes) -> set[str]:
        (tmp_path / "sr.dcm").write_bytes(data)
        result = subprocess.run(["dciodvfy", tmp_path / "sr.dcm"], capture_output=True, text=True, timeout=60)
        return {line for line in result.stderr.splitlines() if line.startswith(("Error", "Warning"))}

    new = {line for line in complaints(signed) - complaints(unsigned) if "SHA256" not in line}
    assert new == set()
    assert not [line for line in complaints(signed) if line.startswith("Error") and "SHA256" not in line]


def test_every_element_is_signed_but_the_stated_exceptions(signed: bytes) -> None:
    """By pydicom's reading of the file, against the list of PS3.3 C.12.1.1.3.1.1: no exception of ours is in it."""
    dataset = pydicom.dcmread(BytesIO(signed))
    covered = list(dataset.MACParametersSequence[0].DataElementsSigned)
    assert covered == [e.tag for e in dataset if e.tag not in (0x4FFE0001, 0xFFFAFFFA)]


def test_flipped_bits_are_found(signed: bytes, dcmsign: Judge, authority: Authority) -> None:
    """200 single bits anywhere behind the file meta information, in headers, values and the signature itself."""
    dice = random.Random(9)
    start = 144 + int.from_bytes(signed[140:144], "little")
    unnoticed = []
    for _ in range(200):
        at, bit = dice.randrange(start, len(signed)), dice.randrange(8)
        data = bytearray(signed)
        data[at] ^= 1 << bit
        try:
            version = read_version(bytes(data), authority.trust)
        except ReaderError as error:
            assert error.user_message
            continue
        if version.verdict is Verdict.VALID or not version.warnings:
            unnoticed.append((at, bit))
    assert unnoticed == []
    assert read_version(signed, authority.trust).warnings == ()
    assert dcmsign(signed) == 0


def _added(dataset: pydicom.Dataset) -> None:
    dataset.PatientComments = "not hers"


def _archived(dataset: pydicom.Dataset) -> None:
    dataset.RetrieveAETitle = "ARCHIVE"
    dataset.private_block(0x0099, "SOME PACS", create=True).add_new(1, "LO", "shelf 3")


def test_what_an_archive_adds_to_every_copy_is_no_alarm_and_anything_else_is(
    signed: bytes, dcmsign: Judge, authority: Authority
) -> None:
    stored = _edited(signed, _archived)
    assert verdicts(stored, authority.trust) == [Verdict.VALID]
    assert dcmsign(stored) == 0
    (warning,) = read_version(_edited(signed, _added), authority.trust).warnings
    assert "Patient Comments" in warning


def _coerce(dataset: pydicom.Dataset, **values: str) -> None:
    """What a merging archive does (PS3.4 B.4.1.3): new values, and the former ones in a record."""
    former, record = pydicom.Dataset(), pydicom.Dataset()
    for keyword, text in values.items():
        setattr(former, keyword, dataset.get(keyword, ""))
        setattr(dataset, keyword, text)
    record.ModifiedAttributesSequence = [former]
    record.AttributeModificationDateTime = "20260102080000"
    record.ModifyingSystem = "Xihu archive"
    record.SourceOfPreviousValues = ""
    record.ReasonForTheAttributeModification = "COERCE"
    dataset.OriginalAttributesSequence = [*(dataset.get("OriginalAttributesSequence") or ()), record]


def test_what_an_archive_coerced_is_told_apart_from_a_forgery(signed: bytes, authority: Authority) -> None:
    merged = _edited(signed, lambda d: _coerce(d, PatientID="77", OtherPatientIDs="00314"))
    version = read_version(merged, authority.trust)
    assert version.verdict is Verdict.ALTERED
    (warning,) = version.warnings
    assert "Xihu archive" in warning and "patient ID" in warning
    twice = _edited(merged, lambda d: _coerce(d, PatientID="78"))
    assert read_version(twice, authority.trust).verdict is Verdict.ALTERED

    def forged(dataset: pydicom.Dataset) -> None:
        _coerce(dataset, PatientID="77")
        dataset.ContentSequence[-1].ContentSequence[0].TextValue = "未见异常。"

    assert read_version(_edited(signed, forged), authority.trust).verdict is Verdict.TAMPERED

    def text_as_original(dataset: pydicom.Dataset) -> None:
        content = dataset.ContentSequence
        _coerce(dataset, PatientID="77")
        dataset.OriginalAttributesSequence[0].ModifiedAttributesSequence[0].ContentSequence = content
        dataset.ContentSequence = content[:-1]

    assert read_version(_edited(signed, text_as_original), authority.trust).verdict is Verdict.TAMPERED


def test_a_report_signed_by_an_earlier_version_still_reads_as_valid(
    unsigned: bytes, private: rsa.RSAPrivateKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge,
    sign_with_dcmsign: Signer,
) -> None:  # fmt: skip
    """Signed by dcmsign over the elements that the program signed before it signed all of them."""
    dataset = pydicom.dcmread(BytesIO(unsigned))
    signed_then = [e.tag for e in dataset if e.tag not in ONCE_LEFT_OPEN and not e.tag.is_private]
    options = "+m2 +sp 5 " + " ".join(f"-t {tag.group:04x},{tag.elem:04x}" for tag in signed_then)
    old = sign_with_dcmsign(unsigned, private, zhou_key.certificate, options)
    version = read_version(old, authority.trust)
    assert (version.verdict, version.warnings, dcmsign(old)) == (Verdict.VALID, (), 0)
    assert "exam date" in left_open(version.signatures[0])
    content = "+m2 +sp 5 " + " ".join(f"-t {t.group:04x},{t.elem:04x}" for t in signed_then if t.group != 0x0010)
    foreign = sign_with_dcmsign(unsigned, private, zhou_key.certificate, content)
    (warning,) = read_version(foreign, authority.trust).warnings
    assert "patient's name" in warning
