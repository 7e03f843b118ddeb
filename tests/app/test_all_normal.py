"""All normal in the running program: the template of the exam, filled in and taken back by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from reader.app.critical_desk import OfCase
from reader.app.report_background import background
from reader.app.ui.report_pictures import ReportPictures
from reader.delivery.outputs.content import ReportPage
from reader.findings.service import counts_for_report
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, TECHNIQUE, Statement
from reader.views.ui.scenes import Scenes
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
        editor.moveCursor(QTextCursor.MoveOperation.End)
        assert OfCase(case, li.desk.critical.service).chosen() == ("", None), "nothing normal is told as critical"
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


def test_nothing_is_compared_with_an_exam_that_nobody_has_looked_at(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        li.open_case("Xiaodong")
        li.wait_for_report()
        li.wait_for_images()
        case = li.window.case
        wait_for(lambda: bool(case.study.priors), "its priors")
        assert background(case).facts["prior"] == "yes?"
        prior = next(prior for prior in case.study.priors if "CT" in prior.modalities)
        wait_for(lambda: case.claim is not None and case.draft is not None, "the claim")
        assert case.draft is not None and prior.when is not None
        none, dated = "无既往检查可供对比。", f"与{prior.when:%Y-%m-%d} CT对比。"
        section = replace(case.draft.report.section(COMPARISON), statements=(Statement(none), Statement(dated)))
        case.draft.set_report(case.draft.report.with_section(section))

        def asked(kind: str) -> list[str]:
            return [one.text for one in li.desk.handover.discrepancies(case) if one.kind == kind]

        assert none in asked("prior")[0] and dated in asked("prior unseen")[0]
        li.desk.compare(prior)
        wait_for(lambda: any(content.prior for content in case.views.contents()), "beside it")
        wait_for(lambda: background(case).facts["prior"] == "yes", "an image of it was seen")
        assert asked("prior") and not asked("prior unseen")

        wait_for(lambda: case.findings.loaded, "the results")
        assert any(finding.is_ai and not counts_for_report(finding) for finding in case.findings.findings)
        pictures = ReportPictures(case, li.program.services.settings, Scenes(), a_page_without_key_images())
        drawn = pictures._keys._views
        assert all(counts_for_report(finding) for finding in drawn.findings.findings) and not drawn.masks
        pictures.close()

        li.desk.leave_case(settled=True)
        wait_for(lambda: li.desk.reading_window is None, "left")
        li.open_case("Xiaodong")
        li.wait_for_report()
        case = li.window.case
        wait_for(lambda: bool(case.study.priors) and case.claim is not None, "its priors again")
        assert not any(prior.series for prior in case.study.priors), "nobody has opened one today"
        assert asked("prior") and not asked("prior unseen"), "it was looked at before"


def a_page_without_key_images() -> ReportPage:
    page: Any = SimpleNamespace(key_images=())
    return cast(ReportPage, page)
