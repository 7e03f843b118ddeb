"""Addendum and amendment of a signed report, from a key in the worklist to the signature, on a real hub.

Goes on where `test_rounds` has a report signed: written by Li Na, returned once, signed by Zhou Wei.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from reader.report.model import ADDENDUM, AMENDMENT, DraftModel
from reader.review.ui.supplement_banner import SupplementBanner
from reader.worklist.exam import SIGNED_STAGES, Exam, Stage
from reader.worklist.filters import View
from reader.worklist.model import Kind, State
from reader.worklist.words import state_text, step_lines
from tests.flow.doctors import CHEST, open_task, sign_in, sign_review, story, words
from tests.flow.region import Region
from tests.flow.validators import dciodvfy_errors, dcmsign_verifies, dsrdump, pixelmed_errors
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess
from tests.worklist.rows import select as select_row

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
SIGNED = "Left hilum normal."


def exam_of(doctor: Workstation) -> Exam:
    def found() -> list[Exam]:
        exams = doctor.desk.place.worklist.worklist.exams()
        return [exam for exam in exams if CHEST in exam.task.patient.name.latin]

    wait_for(lambda: bool(found()), "the exam is in the worklist")
    return found()[0]


def select(doctor: Workstation, *stages: Stage) -> None:
    """The exam in "Done today", once it is signed or in one of these stages, with the keyboard in the list; what is
    still being read is in "For me"."""
    page, window = doctor.desk.page, doctor.desk.worklist_window
    assert window is not None
    doctor.activate(window)
    wait_for(lambda: exam_of(doctor).stage in (stages or SIGNED_STAGES), "its stage in the worklist")
    page.show_view(View.FOR_ME if Stage.READING in stages else View.DONE_TODAY)
    select_row(page, exam_of(doctor).task.uid)
    page.table.setFocus()
    wait_for(page.table.hasFocus, "the list has the keyboard", 5)


def begun(doctor: Workstation) -> None:
    wait_for(lambda: doctor.desk.case is not None and doctor.desk.case.task.kind is Kind.ADDENDUM, "it opens")
    doctor.window.resize(*doctor.size)
    doctor.activate(doctor.window)
    doctor.wait_for_report()


def banner(doctor: Workstation) -> str:
    [found] = doctor.window.findChildren(SupplementBanner)
    wait_for(found.isVisible, "it says what it is", 5)
    return words(found)


def sign(profile: Path, hub: HubProcess) -> Exam:
    """The senior signs what waits; the exam as it is in the worklist then."""
    with sign_in(profile, hub, "zhou") as zhou:
        open_task(zhou, State.WAITING, Kind.REVIEW)
        sign_review(zhou)
        wait_for(lambda: exam_of(zhou).signed is not None, "signed in the worklist")
        wait_for(lambda: way_on_shown(zhou), "the way on, in the window where it was signed")
        return exam_of(zhou)


def way_on_shown(doctor: Workstation) -> bool:
    button = doctor.window.findChild(QPushButton, "exam.addendum")
    return button is not None and button.isVisible() and doctor.window.bar.isHidden()


def change(draft: DraftModel, text: str) -> None:
    section = draft.report.section(IMPRESSION)
    draft.set_report(draft.report.with_section(type(section)(section.heading, text, number=section.number)))


def add_and_amend(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        select(li)
        QTest.keyClick(li.desk.page.table, Qt.Key.Key_A, CTRL | ALT)
        begun(li)
        assert "Addendum" in banner(li) and "Zhou Wei" in banner(li) and "locked" in banner(li)
        assert li.editor(FINDINGS).isReadOnly() and not li.editor(ADDENDUM).isReadOnly()
        draft = li.window.case.draft
        assert draft is not None
        with pytest.raises(ValueError):
            change(draft, "Something else.")
        li.desk.next_case()  # nothing written: nothing is left of it
        wait_for(lambda: exam_of(li).signed is not None, "the signed report stands alone again")
        assert any("Addendum withdrawn by 李娜" in line for line in step_lines(exam_of(li)))
        select(li)
        QTest.keyClick(li.desk.page.table, Qt.Key.Key_A, CTRL | ALT)
        begun(li)
        left = li.window.case.task.uid
        leave = partial(li.desk.leave_case, settled=True)
        li.desk.leaving.release_all([li.window.case.task], leave)  # as signing out does
        wait_for(lambda: li.desk.case is None, "it is given back, and left")
        assert exam_of(li).signed is not None, "nothing is left of it here either"
        assert not [step for step in exam_of(li).steps if step.uid != left and step.state is State.WAITING]

        select(li)
        li.desk.page.open_selected()
        li.wait_for_report()
        wait_for(lambda: li.window.findChild(QPushButton, "exam.addendum") is not None, "the way on")
        standing = li.window.standing.message
        assert standing is not None and "signed" in standing.text and "submitted" not in standing.hint
        QTest.mouseClick(li.window.findChild(QPushButton, "exam.addendum"), Qt.MouseButton.LeftButton)
        begun(li)
        li.wait_for_images()
        wait_for(li.editor(ADDENDUM).hasFocus, "the keyboard is where one writes", 5)
        li.write(ADDENDUM, "Small effusion on the left.")
        assert exam_of(li).task.reader.latin == "Li Na" and state_text(exam_of(li)) == "Yours"
        assert exam_of(li).task.ai == 0, "reports are no results of algorithms"
        assert any("Li Na" in line or "李娜" in line for line in step_lines(exam_of(li)))
        li.answer_dialog()
        li.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: li.window.case.handed_over, "submitted")
        li.wait_for_delivery()
        wait_for(lambda: state_text(exam_of(li)) == "Submitted · addendum", "in the worklist")

    exam = sign(tmp_path / "zhou", hub)
    assert state_text(exam) == "Addendum signed"

    with sign_in(tmp_path / "li", hub, "li") as li:
        select(li)
        QTest.keyClick(li.desk.page.table, Qt.Key.Key_M, CTRL | ALT)
        begun(li)
        assert "Amendment" in banner(li) and "say why" in banner(li)
        wait_for(li.editor(AMENDMENT).hasFocus, "the keyboard is where the reason goes", 5)
        assert not li.editor(ADDENDUM).isReadOnly() and not li.editor(IMPRESSION).isReadOnly(), "all may be wrong"
        assert "amendment" in [d.kind for d in li.desk.handover.discrepancies(li.window.case)], "nothing is amended"
        li.write(IMPRESSION, "Effusion on the right.")
        li.wait_for_images()
        review = li.window.review
        assert review is not None
        wait_for(lambda: review.view.changes == 1, "what is changed is shown")
        found = li.desk.handover.discrepancies(li.window.case)
        assert any(d.severity.value == "block" and "Reason for amendment" in d.text for d in found)
        li.write(AMENDMENT, "Wrong side.")
        assert "amendment" not in [d.kind for d in li.desk.handover.discrepancies(li.window.case)]
        li.answer_dialog()
        li.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: li.window.case.handed_over, "submitted")
        li.wait_for_delivery()

    exam = sign(tmp_path / "zhou", hub)
    assert state_text(exam) == "Amended"
    check_stored(Region(hub), exam.task.workitem.study_uid, tmp_path)

    with sign_in(tmp_path / "li", hub, "li") as li:
        select(li)
        li.desk.page.open_selected()
        li.wait_for_report()
        told = story(li)
        assert "signed the addendum" in told and "signed the amendment" in told
        assert "wrote an addendum to it" in told and "wrote an amendment to it" in told
        review = li.window.review
        assert review is not None and review.view.changes == 2, "against the version that was amended"
        before = [version.report for version in li.window.case.history.versions if version.verifier]
        assert [SIGNED in report.section(IMPRESSION).text for report in before] == [True] * 3
        assert "Effusion on the right." not in before[1].section(IMPRESSION).text, "as it was signed"


def check_stored(region: Region, study: str, folder: Path) -> None:
    """Eight reports, each once, each the next one's predecessor; all hold for outsiders."""
    authority = region.authority(folder)
    reviews, addenda = region.completed("110007", study), region.completed("128001", study)
    assert (len(reviews), len(addenda)) == (4, 2)
    reports = {}
    for item in (*region.completed("110005", study), *reviews, *addenda):
        [reference] = region.outputs(item)[:1]
        file = region.fetch(reference, folder)
        assert dcmsign_verifies(file, authority) and dciodvfy_errors(file) == []
        reports[reference[2]] = file
    assert len(reports) == 8 and set(reports) <= set(region.reports(study))
    loaded = [pydicom.dcmread(file) for file in reports.values()]
    named = [
        ref.ReferencedSOPInstanceUID
        for report in loaded
        for ref in report.get("PredecessorDocumentsSequence", [{}])[0]
        .get("ReferencedSeriesSequence", [pydicom.Dataset()])[0]
        .get("ReferencedSOPSequence", [])
    ]
    assert len(named) == 7 and len(set(named)) == 7, "one chain, no branches"
    last = next(file for uid, file in reports.items() if uid not in named)
    text = dsrdump(last)
    assert "Small effusion on the left." in text and "Wrong side." in text
    headings = [item.ConceptNameCodeSequence[0].CodeValue for item in pydicom.dcmread(last).ContentSequence]
    assert "55107-7" in headings
    assert pixelmed_errors(last) == []
