"""The main job with the real windows, keys and mouse, on a real hub: worklist → … → signed → delivered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app.reading_case import ReadingCase
from reader.dicom.objects import KEY_OBJECT_SELECTION
from reader.findings.model import KeyImage, Status
from reader.review.ui.diff_view import DiffView
from tests.flow.region import Region
from tests.flow.validators import dciodvfy_errors, dcmsign_verifies, dsrdump, pixelmed_errors
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.orthanc import Orthanc, find_orthanc
from tests.servers import HubProcess

CHEST = "Xiaodong"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


KEY_NOTE = "Nodule with halo"


def save_state(doctor: Workstation) -> None:
    """What the active viewport shows, by its key."""
    saved = doctor.window.case.findings.saved
    doctor.on_picture(Qt.Key.Key_P, ALT | SHIFT)
    assert len(saved.states) == 1


def is_state(file: Path) -> bool:
    return bool(pydicom.dcmread(file, specific_tags=["Modality"]).Modality == "PR")


def check_states(signed: list[Path], submitted: list[Path]) -> None:
    """The author's is kept by the signed report, which has the reviewer's beside it."""

    def creators(files: list[Path]) -> list[str]:
        found = [pydicom.dcmread(file) for file in files if is_state(file)]
        assert all(data.GraphicAnnotationSequence for data in found), "the measurement is on it"
        return sorted(str(data.ContentCreatorName).partition("=")[0] for data in found)

    assert creators(submitted) == ["Li^Na"]
    assert creators(signed) == ["Li^Na", "Zhou^Wei"]


def own_key_images(case: ReadingCase) -> list[KeyImage]:
    return [key for key in case.findings.key_images if key.own]


def first_read(profile: Path, hub: HubProcess) -> str:
    """The junior: claim, look, measure, accept, write, submit. Returns the study UID."""
    with Workstation(profile, hub.url) as junior:
        junior.sign_in("li")
        junior.wait_for_worklist()
        junior.open_case(CHEST)
        junior.wait_for_images()
        junior.wait_for_report()
        case = junior.window.case
        wait_for(lambda: any(f.is_ai for f in case.findings.findings), "the AI findings")
        assert all(f.status is Status.PROPOSED for f in case.findings.findings)
        assert case.draft is not None and not case.draft.report.finding_uids

        junior.press(Qt.Key.Key_D)
        junior.drag(0, (0.45, 0.45), (0.55, 0.45))
        own = [f for f in case.findings.findings if not f.is_ai]
        assert len(own) == 1 and own[0].measurements[0].unit.value == "mm"

        junior.on_picture(Qt.Key.Key_Space)
        junior.on_picture(Qt.Key.Key_Return)
        QTest.keyClicks(junior.app.focusWidget(), KEY_NOTE)
        QTest.keyClick(junior.app.focusWidget(), Qt.Key.Key_Return)
        junior.on_picture(Qt.Key.Key_Down)
        junior.on_picture(Qt.Key.Key_Space)
        assert [key.note for key in own_key_images(case)] == [KEY_NOTE, ""]
        save_state(junior)

        case.findings.select("")
        junior.press(Qt.Key.Key_J)
        chosen = case.findings[case.findings.selected]
        assert chosen.is_ai
        junior.press(Qt.Key.Key_Y)
        assert case.findings[chosen.tracking_uid].status is Status.ACCEPTED
        junior.press(Qt.Key.Key_Insert)
        assert chosen.tracking_uid in case.draft.report.finding_uids
        junior.press(Qt.Key.Key_F2)
        assert junior.editor(FINDINGS).hasFocus(), "what is typed next is text, not commands"
        junior.write(FINDINGS, "Right upper lobe nodule as measured.")
        junior.write(IMPRESSION, "Suspicious nodule of the right upper lobe.")
        assert junior.window.report is not None
        junior.window.report.set_positive(True)

        junior.answer_dialog()
        junior.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: case.handed_over, "submitted")
        junior.wait_for_delivery()
        return case.task.workitem.study_uid


def review_and_sign(profile: Path, hub: HubProcess) -> None:
    """The senior: read the author's text, edit with the differences shown, sign."""
    with Workstation(profile, hub.url) as senior:
        senior.sign_in("zhou")
        senior.wait_for_worklist()
        senior.open_case(CHEST)
        senior.wait_for_images()
        senior.wait_for_report()
        case = senior.window.case
        assert case.is_review and case.version is not None
        assert [s.valid and s.trusted for s in case.version.signatures] == [True]
        assert "Suspicious nodule" in senior.editor(IMPRESSION).toPlainText()
        accepted = [f for f in case.findings.findings if f.is_ai and f.status is Status.ACCEPTED]
        assert len(accepted) == 1
        wait_for(lambda: case.findings.loaded and case.claim is not None, "the findings and the claim")
        assert case.untouched, "closed now, it is given back"
        first, second = own_key_images(case)
        assert {first.note, second.note} == {KEY_NOTE, ""} and "Li Na" in first.source.name
        plain = next(key for key in (first, second) if not key.note)
        case.findings.go_to_key_image(case.findings.key_images.index(plain))
        senior.on_picture(Qt.Key.Key_Space)
        for _ in range(3):
            senior.on_picture(Qt.Key.Key_Down)
        senior.on_picture(Qt.Key.Key_Space)
        assert ["Li Na" in key.source.name for key in own_key_images(case)] == [True, False]
        listed = case.views.presenting.listed(case.views.active)
        assert [(s.creator, case.views.presenting.is_own(s)) for s in listed if s.label.startswith("READER")] == [
            ("李娜 Li Na", False)
        ]
        save_state(senior)
        # reports and findings of all versions are read: nothing is left to name
        assert case.study.used is not None and not case.study.unshown(case.study.study)

        senior.write(IMPRESSION, "Follow-up in three months.")
        assert senior.window.review is not None
        differences = senior.window.review.findChild(DiffView)
        wait_for(lambda: "Follow-up in three months." in differences.toPlainText(), "the difference is shown")
        assert differences.changes >= 3 and "★ Im " in differences.toPlainText()

        senior.answer_dialog()
        senior.press(Qt.Key.Key_Return, CTRL | SHIFT)
        wait_for(lambda: case.handed_over, "signed")
        senior.wait_for_delivery()


def check_delivered(region: Region, study: str, folder: Path) -> tuple[Path, Path]:
    """The hub holds a COMPLETED review that names a signed report; it and the measurements behind it, as stored."""
    [review] = region.completed("110007", study)
    [read] = region.completed("110005", study)
    files = [region.fetch(reference, folder) for reference in region.outputs(review)]
    first = [region.fetch(reference, folder) for reference in region.outputs(read)]
    texts = {file: dsrdump(file) if not is_state(file) else "" for file in (*files, *first)}
    [final] = [file for file in files if "Follow-up in three months." in texts[file]]
    assert "Suspicious nodule of the right upper lobe." in texts[final]
    assert "VERIFIED" in texts[final].upper()
    authority = region.authority(folder)
    for file in {*files, *first}:
        assert dciodvfy_errors(file) == [], file
        if not is_state(file):  # dcmsign 3.6.7 ends a sequence that is longer than its buffer, 16 kB, amid an item
            assert dcmsign_verifies(file, authority), file
    check_key_images(files, first)
    check_states(files, first)
    evidence = [file for file in first if "Measurement Report" in texts[file] or "Measurement Group" in texts[file]]
    assert evidence
    return final, evidence[0]


def check_key_images(signed: list[Path], submitted: list[Path]) -> None:
    """The author's with its note is still the author's; the other one is none any more, the reviewer's is new."""

    def chosen(files: list[Path]) -> dict[str, tuple[str, list[str]]]:
        found = {}
        for data in map(pydicom.dcmread, files):
            if data.SOPClassUID == KEY_OBJECT_SELECTION:
                who = next(item.PersonName for item in data.ContentSequence if item.ValueType == "PNAME")
                images = [i.ReferencedSOPSequence[0] for i in data.ContentSequence if i.ValueType == "IMAGE"]
                uids = [image.ReferencedSOPInstanceUID for image in images]
                found[data.SOPInstanceUID] = (str(who).partition("=")[0], uids)
        return found

    before, now = chosen(submitted), chosen(signed)
    assert [who for who, _ in before.values()] == ["Li^Na"] * 2
    kept = set(before) & set(now)
    assert len(kept) == 1 and [who for uid, (who, _) in now.items() if uid not in kept] == ["Zhou^Wei"]
    final = next(data for data in map(pydicom.dcmread, signed) if data.get("VerificationFlag") == "VERIFIED")
    cited = {
        sop.ReferencedSOPInstanceUID
        for study in final.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for sop in series.ReferencedSOPSequence
    }
    assert cited & {*before, *now} == set(now)


@pytest.mark.timeout(500)
def test_from_worklist_to_signed_report(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        study = first_read(tmp_path / "li", hub)
        review_and_sign(tmp_path / "zhou", hub)
        for file in check_delivered(Region(hub), study, tmp_path):
            assert pixelmed_errors(file) == []
        today = {"from": f"{date.today() - timedelta(days=1)}", "to": f"{date.today() + timedelta(days=1)}"}
        counted = signed_in(hub, "admin").get(f"{hub.url}/statistics", params=today).json()["total"]
        assert (counted["concluded"], counted["positive"]) == (1, 1), "what the report concludes reaches the chief"


@pytest.mark.skipif(find_orthanc() is None, reason="Orthanc and its DICOMweb plug-in are not installed")
def test_the_same_with_orthanc_holding_the_images(tmp_path: Path) -> None:
    with Orthanc() as images, HubProcess(tmp_path / "hub", demo=True, images=images.dicomweb_url) as hub:
        study = first_read(tmp_path / "li", hub)
        review_and_sign(tmp_path / "zhou", hub)
        check_delivered(Region(hub, images.dicomweb_url), study, tmp_path)
