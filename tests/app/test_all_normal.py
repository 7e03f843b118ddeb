"""All normal in the running program: the template of the exam, filled in and taken back by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app.report_background import background
from reader.report.model import FINDINGS, IMPRESSION, TECHNIQUE
from tests.flow.workstation import Workstation, wait_for
from tests.report.test_library import ANKLE
from tests.servers import HubProcess

ABDOMEN = "Lijuan"


def test_all_normal_by_key_and_back_in_the_report_and_over_the_images(tmp_path: Path) -> None:
    own = tmp_path / "li" / "templates"
    own.mkdir(parents=True)
    (own / "ankle.html").write_text(ANKLE, "utf-8")
    (own / "bad.html").write_text(ANKLE.replace('min="1"', 'min="x"'), "utf-8")
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        li.open_case(ABDOMEN)
        li.wait_for_report()
        wait_for(lambda: li.window.case.claim is not None, "the claim")
        li.wait_for_images()
        wait_for(lambda: li.window.case.findings.loaded, "the results")
        case, report = li.window.case, li.window.report
        assert report is not None and case.draft is not None
        assert case.draft.report.template_id.startswith("reader.ct-abdomen.")
        assert case.library.template("own.ankle") is not None
        assert [fault.file.name for fault in case.library.faults] == ["bad.html"]
        assert background(case).facts["contrast"] == "no"  # ordered plain
        begun = case.draft.report
        editor = li.editor(FINDINGS)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        full = case.draft.report
        assert full.section(FINDINGS).text and full.section(IMPRESSION).text and full.section(TECHNIQUE).text
        sex = full.subject.patient.sex
        said = full.section(FINDINGS).text.lower()
        for organ, of in (("prostate", "M"), ("前列腺", "M"), ("uterus", "F"), ("子宫", "F")):
            assert organ not in said or sex == of
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert case.draft.report == begun
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        case.findings.history.undo()  # Ctrl+Z over the images
        assert case.draft.report == begun
        case.findings.history.redo()
        assert case.draft.report.section(FINDINGS).text == full.section(FINDINGS).text
        li.program.services.settings.update(theme="light")  # the windows are built again
        assert li.window.report is not None and li.window.report is not report
        assert case.draft.report.section(FINDINGS).text == full.section(FINDINGS).text
