"""A finding's form that is open and changed when its user goes on: saved, as with every field that is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.findings.model import Finding
from tests.flow.doctors import sign_in
from tests.flow.supplements import CTRL, SHIFT
from tests.flow.test_confirmed import hub  # noqa: F401
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(120)]


@pytest.fixture
def li(tmp_path: Path, hub: HubProcess) -> Iterator[Workstation]:  # noqa: F811
    """Reads the exam with the algorithm's finding, whose form is open with a new remark in it."""
    with sign_in(tmp_path / "li", hub, "li") as doctor:
        doctor.open_case("Xiaodong")
        doctor.wait_for_images()
        doctor.write(FINDINGS, "A nodule.")
        doctor.write(IMPRESSION, "A nodule.")
        yield doctor


def change(doctor: Workstation) -> str:
    """The tracking UID of the finding."""
    findings = doctor.window.case.findings
    wait_for(lambda: bool(findings.findings), "findings")
    finding = next(one for one in findings.findings if one.is_ai)
    findings.select(finding.tracking_uid)
    doctor.press(Qt.Key.Key_E, SHIFT)
    form = doctor.window.findings.detail.form
    wait_for(form.isVisible, "the form")
    form.note.setFocus()
    QTest.keyClicks(form.note, "looked at twice")
    return finding.tracking_uid


def note(doctor: Workstation, uid: str) -> str:
    found: Finding | None = doctor.window.case.findings.get(uid)
    return found.note if found is not None else ""


def test_a_submission_takes_it_along(li: Workstation) -> None:
    uid = change(li)
    li.answer_dialog()
    QTest.keyClick(li.window.findings.detail.form.note, Qt.Key.Key_Return, CTRL)
    wait_for(lambda: li.window.case.handed_over, "submitted")
    assert note(li, uid) == "looked at twice"


def test_an_exam_that_is_left_keeps_it(li: Workstation) -> None:
    uid = change(li)
    QTest.keyClick(li.window.findings.detail.form.note, Qt.Key.Key_W, CTRL)
    wait_for(lambda: li.desk.case is None, "left")
    li.open_case("Xiaodong")
    wait_for(lambda: li.window.case.findings.get(uid) is not None, "the finding")
    assert note(li, uid) == "looked at twice"
