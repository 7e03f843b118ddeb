"""An addendum that its author recalled, in the windows of author and reviewer: what is shown and said of it.

Both doctors are signed in at workstations of their own, side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from reader.app.growing import ABOUT
from reader.delivery.ui.receipts import ReceiptDetails, ReceiptsWidget
from reader.report.model import ADDENDUM
from reader.worklist.exam import Stage
from reader.worklist.filters import View
from reader.worklist.model import Ending, Kind, State
from reader.worklist.words import exam_text, state_text, step_lines
from tests.dialogs import answer
from tests.flow.doctors import open_task, sign_in, sign_review, story, submit, task_of, words
from tests.flow.supplements import banner, begun, exam_of, select
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess
from tests.worklist.rows import select as select_row

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def standing(doctor: Workstation) -> str:
    """The line over the images, and the one over the text."""
    message = doctor.window.standing.message
    return f"{message.text} {message.detail}" if message is not None else ""


def shown(doctor: Workstation) -> str:
    draft = doctor.window.case.draft
    return "\n".join(section.text for section in draft.report.sections) if draft is not None else ""


def unread(doctor: Workstation) -> list[str]:
    case = doctor.window.case
    return [found.heading for found in case.study.unshown(case.study.study)]


def look(doctor: Workstation) -> None:
    """Ask the archive now what has come."""
    looked: list[None] = []
    doctor.desk.look(doctor.window.case, lambda: looked.append(None))
    wait_for(lambda: bool(looked), "the archive was looked at")
    used: list[None] = []
    case = doctor.window.case
    case.study.used_changed.connect(lambda: used.append(None))
    QTest.qWait(1500)


def test_what_is_said_of_a_text_is_true_of_it(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, ExitStack() as stack:
        li = stack.enter_context(sign_in(tmp_path / "li", hub, "li"))
        zhou = sign_in(tmp_path / "zhou", hub, "zhou")
        stack.callback(zhou.program.stop)  # the other one closes all windows
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "No consolidation.")
        li.wait_for_delivery()
        is_overtaken(zhou, li)
        signs(zhou)
        stays_open(li)
        adds_and_recalls(li)
        looks_on(zhou)
        gives_up(li)


def is_overtaken(zhou: Workstation, li: Workstation) -> None:
    """The author recalls what a reviewer is just about to begin: his window says so, and of the next one too."""
    review = task_of(zhou, State.WAITING, Kind.REVIEW)
    zhou.desk.place.worklist.stop_live()
    li.window.close()
    select(li, Stage.SUBMITTED)
    QTest.keyClick(li.desk.page.table, Qt.Key.Key_R, CTRL | ALT)
    open_task(li, State.WAITING, Kind.FIRST_READ)
    window = li.desk.worklist_window
    assert window is not None
    [receipts] = window.findChildren(ReceiptsWidget)
    wait_for(lambda: receipts.text().startswith("Recalled "), "the line says what was done last")
    details = ReceiptDetails(li.desk.place.outbox, receipts)
    assert f"{review.patient.name.display} · {exam_text(review)}\nRecall of a submission" in words(details)
    details.close()
    zhou.desk.open_task(review)
    wait_for(lambda: "going on with this report" in standing(zhou), "and its reviewer reads that it is")
    submit(li, "No consolidation, no effusion.")
    li.wait_for_delivery()
    zhou.desk.place.worklist.refresh()
    zhou.desk.place.worklist.start_live()
    wait_for(lambda: "waiting for review" in standing(zhou), "it was handed in again")
    message = zhou.window.standing.message
    assert message is not None and message.action == "Begin the review"
    zhou.window.close()
    wait_for(lambda: zhou.desk.reading_window is None, "left")


def signs(zhou: Workstation) -> None:
    open_task(zhou, State.WAITING, Kind.REVIEW)
    assert "submitted it again" not in story(zhou), "it is the first that its reviewer sees"
    sign_review(zhou)
    zhou.window.close()


def stays_open(li: Workstation) -> None:
    """The author's window, while the report is signed elsewhere."""
    wait_for(lambda: exam_of(li).stage is Stage.SIGNED, "it is signed")
    look(li)
    assert not any(message.about == ABOUT for message in li.said), "its report is no new result"
    assert unread(li) == [], "nor is it one that is not displayed"
    li.window.close()


def adds_and_recalls(li: Workstation) -> None:
    select(li)
    QTest.keyClick(li.desk.page.table, Qt.Key.Key_A, CTRL | ALT)
    begun(li)
    li.wait_for_images()
    li.write(ADDENDUM, "Nodule larger.")
    li.answer_dialog()
    li.press(Qt.Key.Key_Return, CTRL)
    wait_for(lambda: li.window.case.handed_over, "submitted")
    li.wait_for_delivery()
    wait_for(lambda: "is waiting for review" in standing(li), "its own window says so, and how to take it back")
    message = li.window.standing.message
    assert message is not None and message.action == "Recall"
    li.window.close()
    select(li, Stage.SUBMITTED)
    li.said.clear()
    QTest.keyClick(li.desk.page.table, Qt.Key.Key_R, CTRL | ALT)
    wait_for(lambda: any("back in your worklist" in m.text for m in li.said), "it is recalled")
    assert not any("the report" in str(m.text) for m in li.said), "the signed report is where it was"


def looks_on(zhou: Workstation) -> None:
    """While its author has it open again, and after she has left it."""
    def recalled() -> bool:
        exam = exam_of(zhou)
        return exam.stage is Stage.ADDENDUM and not exam.only_begun(exam.task)

    wait_for(recalled, "it is with its author")
    assert state_text(exam_of(zhou)) == "Recalled · addendum"
    worklist = zhou.desk.place.worklist.worklist
    waits = exam_of(zhou).task
    reading = replace(waits, workitem=replace(waits.workitem, state="IN PROGRESS"), state=State.READING,
                      reader_id="D1001", reader=waits.author)  # fmt: skip
    worklist.put(reading)
    zhou.desk.open_task(exam_of(zhou).opens)
    zhou.wait_for_report()
    worklist.put(reading)  # where the list has asked the hub meanwhile
    assert "is writing an addendum" in standing(zhou) and "Nodule larger." in shown(zhou)
    assert "The addendum shown here is not signed." in banner(zhou), "over the text"
    worklist.put(waits)
    assert "The addendum is back with 李娜 Li Na." in standing(zhou)
    assert "This report is signed" not in standing(zhou)
    ended = replace(waits.workitem, state="CANCELED", modified=datetime.now().astimezone())
    given_up = replace(waits, workitem=ended, state=State.CANCELLED, ending=Ending.GIVEN_UP)
    worklist.put(given_up)  # nobody writes on it any more
    assert "The addendum shown here is not signed." in standing(zhou)
    assert zhou.window.standing.message is not None and zhou.window.standing.message.holds
    message = zhou.window.standing.message
    assert message is not None and message.action == "Show the signed report" and message.run is not None
    message.run()
    assert standing(zhou) == "This report is signed. You can view it.", "nothing is offered in place of what loads"
    zhou.wait_for_report()
    assert standing(zhou) == "This report is signed. You can view it."
    assert "No consolidation." in shown(zhou) and "Nodule larger." not in shown(zhou)
    assert "Nodule larger." not in words(zhou.window) and zhou.editor(IMPRESSION).isReadOnly()
    worklist.put(waits)
    assert "The addendum is back with" in standing(zhou)
    zhou.window.close()


def gives_up(li: Workstation) -> None:
    """The author does not go on with it: the signed report is as it was, and can be amended again."""
    page, window = li.desk.page, li.desk.worklist_window
    assert window is not None
    li.activate(window)
    page.show_view(View.FOR_ME)
    select_row(page, exam_of(li).task.uid)
    assert not li.desk.page.can_release(), "it waits for its author alone"
    withdraw, amend = window._registry["exam.withdraw"], window._registry["exam.amend"]
    assert withdraw.when() and not amend.when()
    asked: list[str] = []

    def choose(said: str) -> Callable[[QMessageBox], None]:
        def press(box: QMessageBox) -> None:
            asked.append(f"{box.text()} {box.informativeText()}")
            QTest.mouseClick(next(b for b in box.buttons() if b.text() == said), Qt.MouseButton.LeftButton)

        return press

    answer(QMessageBox, choose("Keep it"))
    withdraw.run()
    assert exam_of(li).stage is Stage.ADDENDUM and "Withdraw the addendum" in asked[0] and "unsigned" in asked[0]
    answer(QMessageBox, choose("Withdraw it"))
    withdraw.run()
    wait_for(lambda: exam_of(li).stage is Stage.SIGNED, "the signed report stands alone")
    assert any("Addendum withdrawn by 李娜" in line for line in step_lines(exam_of(li)))
    select(li)
    assert amend.when() and not withdraw.when()
    QTest.keyClick(page.table, Qt.Key.Key_M, CTRL | ALT)
    begun(li)
    assert "No consolidation." in shown(li) and "Nodule larger." not in shown(li)
    assert li.window.registry["exam.withdraw"].when() is False, "what was only begun is released"
