"""What was written for a signed report that another doctor has added to since, in its author's windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.dicom.values import Code
from reader.findings.codes import NODULE
from reader.findings.model import Status
from reader.findings.service import accept, delete, edit
from reader.report.linking import Trouble, confirmed, loose, replaced
from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, IMPRESSION
from reader.worklist.exam import Exam, Stage
from reader.worklist.model import Kind, ReadingTask, State
from tests.flow.doctors import go_to, sign_in, sign_review
from tests.flow.supplements import begun
from tests.flow.test_changed_measurements import page_of
from tests.flow.workstation import Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess
from tests.worklist.rows import select as select_row

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PATIENT = "Xiaodong"


def test_an_amendment_taken_back_follows_on_the_addendum_signed_since(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            li.open_case(PATIENT)
            li.wait_for_images()
            li.wait_for_report()
            li.write(FINDINGS, "Nodule in the right lung.")
            li.write(IMPRESSION, "Nodule in the right lung.")
            artefact = measured(li, (0.4, 0.4), (0.6, 0.5))
            width = measured(li, (0.4, 0.6), (0.6, 0.7))
            submit(li)
        sign(tmp_path, hub)
        with sign_in(tmp_path / "li", hub, "li") as li:
            begin(li, Qt.Key.Key_M)
            nodule = accepted(li)
            delete(li.window.case.findings, artefact)
            edit(li.window.case.findings, width, finding=NODULE, note="lobulated")
            li.window._insert(width)
            li.write(IMPRESSION, "Two nodules in the right lung.")
            li.write(AMENDMENT, "One was overlooked.")
            submit(li)
            review = waiting(li, Kind.REVIEW)
        url = f"{hub.dicomweb}/workitems/{review.uid}/cancelrequest"
        assert signed_in(hub, "li").post(url).status_code == 202, "her program ended before it had taken it back"
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            wait_for(lambda: exam_of(chen).stage is Stage.WITHDRAWN, "it waits for nobody")
            begin(chen, Qt.Key.Key_A)
            found = chen.window.case.findings
            wait_for(lambda: found.loaded, "the findings")
            assert found[nodule].status is Status.PROPOSED, "he has not confirmed it, nor does what is signed"
            chen.write(ADDENDUM, "Small effusion.")
            edit(found, width, finding=NODULE, note="smooth")
            submit(chen)
        sign(tmp_path, hub)
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            assert looked_at(chen, Stage.ADDED) >= {artefact}, "what is signed is still built on it"
            assert nodule not in judged(chen), "nor is it confirmed for who only looks"
            case = chen.window.case.study
            said = [left.why for left in case.unshown(case.study)]
            assert any("Not part of the report shown here" in why for why in said), said
        with sign_in(tmp_path / "li", hub, "li") as li:
            page = li.desk.page
            wait_for(lambda: any(exam.withdrawn for exam in page._rows.shown if isinstance(exam, Exam)), "hers")
            select_row(page, exam_of(li).task.uid)
            page.table.setFocus()
            QTest.keyClick(page.table, Qt.Key.Key_R, CTRL | ALT)
            go_to(li, waiting(li, Kind.ADDENDUM))
            li.wait_for_images()
            texts = written(li)
            assert texts[AMENDMENT, 1] == "One was overlooked." and texts[ADDENDUM, 1] == "Small effusion."
            assert texts[IMPRESSION, 1].endswith("Two nodules in the right lung.")
            told = [message for message in li.said if "was signed since yours was written" in str(message.text)]
            assert any("Judged differently in the two" in str(message.hint) for message in told)
            case = li.window.case
            assert case.draft is not None and case.findings[width].note == "smooth", "as it was signed"
            known = {finding.tracking_uid: finding for finding in case.findings.findings}
            [one] = loose(case.draft.report, known)
            assert (one.finding_uid, one.trouble) == (width, Trouble.STALE), "it says something else of it"
            said = confirmed(one.statement, known)  # she has to say that it is right before she can submit
            case.draft.set_report(replaced(case.draft.report, one.section, one.line, said))
            submit(li)
        sign(tmp_path, hub)
        with sign_in(tmp_path / "li", hub, "li") as li:
            assert nodule in looked_at(li, Stage.AMENDED) and artefact not in judged(li)
            assert written(li) == texts
            printed = page_of(li)
            assert printed is not None
            assert {row.tracking_uid for row in printed.findings} == {nodule, width}, "not what she deleted"


def exam_of(doctor: Workstation) -> Exam:
    def found() -> list[Exam]:
        exams = doctor.desk.place.worklist.worklist.exams()
        return [exam for exam in exams if PATIENT in exam.task.patient.name.latin]

    wait_for(lambda: bool(found()), "the exam is in the worklist")
    return found()[0]


def waiting(doctor: Workstation, kind: Kind) -> ReadingTask:
    def found() -> list[ReadingTask]:
        tasks = doctor.desk.place.worklist.worklist.tasks.values()
        theirs = (task for task in tasks if PATIENT in task.patient.name.latin)
        return [task for task in theirs if (task.state, task.kind) == (State.WAITING, kind)]

    wait_for(lambda: bool(found()), f"{kind} waits")
    return found()[0]


def begin(doctor: Workstation, key: Qt.Key) -> None:
    """An addendum or amendment, from the search."""
    page = doctor.desk.page
    QTest.keyClicks(page.search, PATIENT)
    wait_for(lambda: exam_of(doctor) in page._rows.shown, "found")
    select_row(page, exam_of(doctor).task.uid)
    QTest.keyClick(page.table, key, CTRL | ALT)
    begun(doctor)
    doctor.wait_for_images()


def accepted(doctor: Workstation) -> str:
    """The finding of an algorithm that stands in the report now."""
    found = doctor.window.case.findings
    wait_for(lambda: found.loaded and not found.read_only, "the findings are the doctor's to judge")
    uid = next(f.tracking_uid for f in found.findings if f.is_ai and f.key_image is not None)

    def taken() -> bool:
        accept(found, uid)
        return found[uid].status is Status.ACCEPTED

    wait_for(taken, "accepted")
    doctor.window._insert(uid)
    return uid


def measured(doctor: Workstation, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A length of the doctor's own."""
    found = doctor.window.case.findings
    wait_for(lambda: found.loaded and not found.read_only, "the findings are the doctor's to add to")
    before = {finding.tracking_uid for finding in found.findings}
    doctor.on_picture(Qt.Key.Key_D)
    doctor.drag(0, start, end)
    wait_for(lambda: len(found.findings) > len(before), "drawn")
    return found.selected


def looked_at(doctor: Workstation, stage: Stage) -> set[str]:
    """Tracking UIDs of what is confirmed or measured in the signed report, as it is opened to be read."""
    wait_for(lambda: exam_of(doctor).stage is stage, "signed")
    doctor.desk.open_task(exam_of(doctor).opens)
    doctor.wait_for_report()
    wait_for(lambda: doctor.window.case.findings.loaded, "the findings")
    return judged(doctor)


def judged(doctor: Workstation) -> set[str]:
    found = doctor.window.case.findings.findings
    return {finding.tracking_uid for finding in found if finding.status is not Status.PROPOSED}


def submit(doctor: Workstation) -> None:
    case = doctor.window.case
    wait_for(lambda: case.findings.loaded, "all that the last check asks for is known")
    doctor.answer_dialog()
    doctor.press(Qt.Key.Key_Return, CTRL)
    wait_for(lambda: case.handed_over, "submitted")
    doctor.wait_for_delivery()


def sign(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        go_to(zhou, waiting(zhou, Kind.REVIEW))
        sign_review(zhou)
        wait_for(lambda: exam_of(zhou).signed is not None, "signed in the worklist")


def written(doctor: Workstation) -> dict[tuple[Code, int], str]:
    draft = doctor.window.case.draft
    assert draft is not None
    return {section.key: section.text for section in draft.report.sections}
