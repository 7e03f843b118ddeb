"""What a signed report is built on has been changed at the archive, or has lost its signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pydicom
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from reader.core.errors import ReaderError
from reader.delivery.outputs.content import page_of
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR
from reader.dicom.signatures.signing import sign_object
from reader.findings.codec import read_alone
from reader.findings.model import Finding, Measurement
from reader.review import service
from reader.review.checks import Severity, check
from reader.review.evidence import without
from reader.review.history import History, history_of, read_versions
from reader.study.model import Study
from tests.findings.exams import LONG, MILLIMETRE
from tests.review.conftest import LI, ZHOU, Authority
from tests.review.test_service import NODULE, REPORT, WHEN, chosen
from tests.review.test_service import study as study  # a fixture

MEASURED = replace(NODULE, measurements=(Measurement(LONG, 16.0, MILLIMETRE),))


def written(dataset: pydicom.FileDataset) -> bytes:
    file = BytesIO()
    dataset.save_as(file)
    return file.getvalue()


def remeasured(data: bytes) -> bytes:
    """The numbers and the marks are others, of whatever kind the object is."""
    dataset = pydicom.dcmread(BytesIO(data))

    def walk(item: pydicom.Dataset) -> None:
        for child in item.get("ContentSequence", ()):
            for value in child.get("MeasuredValueSequence", ()):
                value.NumericValue = "88.8"
                value.pop("FloatingPointValue", None)
            if child.ValueType == "IMAGE":
                child.ReferencedSOPSequence[0].ReferencedSOPInstanceUID = "2.25.62"
            walk(child)

    walk(dataset)
    return written(dataset)


def unsigned(data: bytes) -> bytes:
    dataset = pydicom.dcmread(BytesIO(remeasured(data)))
    del dataset.DigitalSignaturesSequence, dataset.MACParametersSequence
    return written(dataset)


def unreadable(data: bytes) -> bytes:
    dataset = pydicom.dcmread(BytesIO(remeasured(data)))
    dataset.MACParametersSequence[0].MACAlgorithm = "MD5"
    return written(dataset)


@pytest.fixture
def forged(stranger: Authority) -> Callable[[bytes], bytes]:
    private = rsa.generate_private_key(65537, 2048)
    key = SigningKey(private, stranger.issue(private, LI))
    return lambda data: sign_object(unsigned(data), key, AUTHOR, WHEN)


@pytest.mark.parametrize("way", ["remeasured", "unsigned", "unreadable", "forged"])
def test_a_changed_measurement_is_neither_shown_nor_handed_out(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, way: str,
    forged: Callable[[bytes], bytes],
) -> None:  # fmt: skip
    change = {"remeasured": remeasured, "unsigned": unsigned, "unreadable": unreadable, "forged": forged}[way]
    trust = authority.trust
    first = service.submit(REPORT, (MEASURED,), study, LI, li_key, when=WHEN)
    signed = service.sign(
        REPORT, (MEASURED,), study, ZHOU, zhou_key, first.version, loaded=(MEASURED,), when=WHEN
    )
    measured, *_ = first.objects
    uid = first.version.evidence[0].sop_instance_uid

    def opened(evidence: bytes) -> tuple[History, tuple[Finding, ...]]:
        objects = [evidence, first.report, signed.report]
        versions, _, unsound = read_versions(objects, trust)
        found = read_alone(without(objects, [one.uid for one in unsound.values() if not one.shown]), study, {uid})
        return history_of(versions, (signed.version.reference.sop_instance_uid,)), found.get(uid, ())

    history, found = opened(measured)
    assert history.newest is not None and history.newest.warnings == ()
    [row] = page_of(history, found).findings
    assert row.measurements[0].value == 16.0

    history, found = opened(change(measured))
    assert found == () and history.newest is not None and history.newest.proven and history.newest.undermined
    assert len(history.newest.warnings) == 1
    with pytest.raises(ReaderError, match=r"can't be handed out\. .*(easurements)"):
        page_of(history, found)
    reviewed = history.versions[0]
    said = check(REPORT, study, None, found, reviewed=reviewed, history=history.until(reviewed))
    assert any("Return it to its author" in one.text for one in said if one.severity is Severity.BLOCK)
    again = service.submit(REPORT, (MEASURED,), study, LI, li_key, reviewed, loaded=(MEASURED,), when=WHEN)
    assert len(again.objects) == 2 and again.version.evidence[0].sop_instance_uid != uid, "measured anew"


def test_a_changed_key_image_goes_with_no_report(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    first = service.submit(REPORT, (chosen(1),), study, LI, li_key, when=WHEN)
    objects = [remeasured(first.objects[0]), first.report]
    versions, _, unsound = read_versions(objects, authority.trust)
    assert len(without(objects, [one.uid for one in unsound.values() if not one.shown])) == 1
    signed = service.sign(REPORT, (), study, ZHOU, zhou_key, versions[0], loaded=(), when=WHEN)
    assert signed.version.evidence == ()


def test_what_was_never_signed_stays_what_it_was(
    study: Study, zhou_key: SigningKey, authority: Authority
) -> None:
    """Its author had no certificate yet; and a result of another program, whether it is signed or not."""
    first = service.submit(REPORT, (MEASURED,), study, LI, None, when=WHEN)
    signed = service.sign(
        REPORT, (MEASURED,), study, ZHOU, zhou_key, first.version, loaded=(MEASURED,), when=WHEN
    )
    read = read_versions([*first.objects, signed.report], authority.trust)
    assert read.unsound == {} and all(not version.unsound for version in read.versions)
    [alone, *_] = service.submit(REPORT, (MEASURED,), study, LI, zhou_key, when=WHEN).objects
    assert read_versions([unreadable(alone), unsigned(alone)], authority.trust).unsound == {}
    assert len(read_versions([remeasured(alone)], authority.trust).unsound) == 1
