"""Presentation states that a doctor has saved go with the report, signed, and stay with its later versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pydicom
import pytest

from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import VERIFICATION, SignatureError, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.signing import sign_object
from reader.dicom.values import Person
from reader.findings.saved_states import SavedState
from reader.review import service
from reader.review.service import Documents, NotAllowed
from reader.study.model import Instance, Series, Study, Window
from reader.views.codec_states import encode_state
from reader.views.presentation import Area, Images, PresentationState, Selected
from reader.views.saving import Captured
from tests.review.conftest import LI, STUDY_UID, ZHOU, Authority, make_report, make_study

CT = "1.2.840.10008.5.1.4.1.1.2"
WHEN = datetime.fromisoformat("2026-01-01T10:00:00+08:00")
REPORT = make_report("右肺上叶见一结节。", "右肺上叶结节。")


@pytest.fixture
def study() -> Study:
    images = tuple(Instance(f"2.25.6{n}", CT, n, 512, 512) for n in (1, 2))
    return replace(make_study(), series=(Series("2.25.60", STUDY_UID, "CT", 1, "1.0", "CHEST", images),))


def saved(study: Study, who: Person, uid: str) -> SavedState:
    images = Images({"2.25.61": frozenset(), "2.25.62": frozenset()})
    state = PresentationState(
        uid, "", "", "Image 1", images=images, windows=(Selected(images, window=Window(40.0, 400.0)),),
        areas=(Selected(images, area=Area((-0.5, -0.5, 511.5, 511.5))),), rescale=(1.0, -1024.0), inverted=False,
    )  # fmt: skip
    captured = Captured(state, study, "2.25.60", False, (0.7, 0.7), True, "HU")
    file = encode_state(captured, who, sop_instance_uid=uid, series_uid=f"{uid}0", number=1, when=WHEN)
    return SavedState.of(uid, f"{uid}0", 1, file)


def states_in(made: Documents) -> list[str]:
    read = [pydicom.dcmread(BytesIO(one)) for one in made.objects]
    return [data.SOPInstanceUID for data in read if data.Modality == "PR"]


def cited(made: Documents) -> set[str]:
    data = pydicom.dcmread(BytesIO(made.report))
    return {
        sop.ReferencedSOPInstanceUID
        for exam in data.CurrentRequestedProcedureEvidenceSequence
        for series in exam.ReferencedSeriesSequence
        for sop in series.ReferencedSOPSequence
    }


def test_they_go_with_the_report_signed_and_each_version_keeps_those_before(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Callable[..., int]
) -> None:
    first = service.submit(REPORT, (), study, LI, li_key, states=[saved(study, LI, "2.25.91")], when=WHEN)
    assert states_in(first) == ["2.25.91"] and "2.25.91" in cited(first)
    [state] = (one for one in first.objects if pydicom.dcmread(BytesIO(one)).Modality == "PR")
    assert [one.verdict for one in read_signatures(state, authority.trust)] == [Verdict.VALID]
    assert dcmsign(state, "-v") == 0
    version = service.read_version(first.report, authority.trust)
    mine = [saved(study, ZHOU, "2.25.92")]
    signed = service.sign(REPORT, (), study, ZHOU, zhou_key, version, states=mine, when=WHEN)
    assert states_in(signed) == ["2.25.92"], "what is stored is not sent again"
    assert {"2.25.91", "2.25.92"} <= cited(signed)


def test_one_of_another_exam_is_handed_over_with_none(study: Study, li_key: SigningKey) -> None:
    other = replace(study, study_uid="2.25.5")
    with pytest.raises(NotAllowed, match="another exam"):
        service.submit(REPORT, (), study, LI, li_key, states=[saved(other, LI, "2.25.91")], when=WHEN)


def test_nobody_verifies_a_state(study: Study, zhou_key: SigningKey) -> None:
    with pytest.raises(SignatureError, match="verified"):
        sign_object(saved(study, ZHOU, "2.25.91").file, zhou_key, VERIFICATION, WHEN)
