"""A report that goes back and forth: what each doctor finds when a task is opened again, on a real hub."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton

from reader.app.ui.handed_over_bar import HandedOverBar
from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.core.errors import ReaderError
from reader.delivery.ui.held import HeldBanner
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import PersonName
from reader.findings.service import delete
from reader.worklist.exam import Stage
from reader.worklist.model import Kind, State
from reader.worklist.words import step_lines
from tests.dialogs import answer
from tests.flow.doctors import CHEST, open_task, sign_in, story, submit, words
from tests.flow.region import Region
from tests.flow.supplements import add_and_amend, exam_of, select
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
REASON = "The left hilum?\n" + "Compare with the film of 2025, rib by rib. " * 60

LISTED = "Findings in the list"

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.mark.timeout(500)
def test_every_round_is_found_as_it_is(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.desk.place.outbox.stop()
            submit(li, "No consolidation.")
            task = li.window.case.task
            li.desk.next_case()
            li.desk.open_task(task)
            li.wait_for_report()
            assert li.window.case.read_only, "it is on its way and can't be written in"
            assert task.due is not None and li.window.case.due is None, "nothing is due any more"
            assert "No consolidation." in li.editor(IMPRESSION).toPlainText(), "from the outbox"
            assert "Li Na" in story(li) and "Signature valid" in story(li)
            li.desk.place.outbox.start()
            li.wait_for_delivery()

        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert zhou.window.bar is not None
            zhou.window.bar.returned.emit(REASON)
            wait_for(lambda: zhou.window.case.handed_over, "returned")
            told = f"Zhou Wei · returned it\n{REASON.strip()}"
            wait_for(lambda: told in story(zhou), "its own window tells it at once", 5)
            assert story(zhou).count("Signature valid") == 2 and "not trusted" not in story(zhou)
            zhou.wait_for_delivery()
            is_told_of_what_comes_back(zhou)

        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.DONE, Kind.FIRST_READ)
            assert "No consolidation." in li.editor(IMPRESSION).toPlainText()
            assert li.editor(IMPRESSION).isReadOnly()
            assert "Li Na" in story(li) and "Zhou Wei" in story(li) and REASON.strip() in story(li)
            open_task(li, State.WAITING, Kind.FIRST_READ)
            assert li.window.case.task.returned and li.window.case.task.workitem.comment != REASON
            assert REASON.strip() in story(li), "the whole reason"
            li.wait_for_images()
            assert LISTED not in li.window.review.view.toPlainText()  # type: ignore[union-attr]
            assert "returned" in asked(li), "nothing in it was changed yet"
            li.press(Qt.Key.Key_D)
            li.drag(0, (0.45, 0.45), (0.55, 0.45))
            wait_for(lambda: "returned" not in asked(li), "a finding is a change")
            is_edited_in_sight(li)
            submit(li, "Left hilum normal.")
            li.wait_for_delivery()

        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            review = zhou.window.review
            assert review is not None
            wait_for(lambda: LISTED in review.view.toPlainText(), "the finding that was added is told")
            assert review.view.changes == 3, "what the author changed since the return"
            [own] = zhou.window.case.findings.findings
            delete(zhou.window.case.findings, own.tracking_uid)
            wait_for(lambda: review.view.changes == 2, "and that it was taken away again")
            zhou.window.case.findings.put(own)
            assert "Left hilum normal." in review.view.toPlainText()
            zhou.wait_for_images()
            assert zhou.window.bar is not None
            zhou.window.bar.write_reason("Compare the left hilum.")
            zhou.answer_dialog()
            zhou.press(Qt.Key.Key_Return, CTRL | SHIFT)
            wait_for(lambda: zhou.window.case.handed_over, "signed")
            assert "Compare the left hilum." in zhou.asked, "what was written and not sent"
            wait_for(lambda: "Zhou Wei · signed it" in story(zhou), "its own window names the signer at once", 5)
            assert story(zhou).count("Signature valid") == 4 and "not trusted" not in story(zhou)
            zhou.wait_for_delivery()
            submits_what_they_read_first(zhou)

        with sign_in(tmp_path / "li", hub, "li") as li:
            li.desk.place.trust = Trust()  # the hub has not named its authorities yet
            open_task(li, State.DONE, Kind.FIRST_READ)
            assert "Left hilum normal." in li.editor(IMPRESSION).toPlainText()
            case = li.window.case
            assert case.read_only and case.version is not None and case.version.verifier is not None
            states = [version.state.value for version in case.history.versions]
            assert states == ["submitted", "returned", "submitted", "signed"]
            assert story(li).count("Signature valid") == 4
            assert li.window.bar is None or not li.window.bar.isVisible()

        add_and_amend(tmp_path, hub)


def asked(doctor: Workstation) -> set[str]:
    return {found.kind for found in doctor.desk.handover.discrepancies(doctor.window.case)}


def is_edited_in_sight(author: Workstation) -> None:
    """The form of a finding comes up with the keyboard in it, where its tab was not shown: else what is typed for
    it are commands of the images."""
    tabs, findings = author.window._tabs, author.window.findings
    for page in (tabs.indexOf(findings) - 1, tabs.count() - 1):
        tabs.setCurrentIndex(page)
        author.press(Qt.Key.Key_E, SHIFT)
        assert findings.isVisible() and findings.detail.isAncestorOf(author.app.focusWidget())
        QTest.keyClick(author.app.focusWidget(), Qt.Key.Key_Escape)
    tabs.setCurrentIndex(0)


def is_told_of_what_comes_back(senior: Workstation) -> None:
    """The window of a report that was returned here, when its author hands it in again."""
    wait_for(lambda: exam_of(senior).stage is Stage.RETURNED, "the worklist knows that it was returned")
    standing, worklist, task = senior.window.standing, senior.desk.place.worklist.worklist, senior.window.case.task
    try:
        wait_for(lambda: standing.message is None, "who returned it knows")
    except AssertionError:
        raise AssertionError(f"who returned it knows: {standing.message}") from None
    [first] = [step for step in exam_of(senior).steps if step.returned]
    before = replace(task, state=State.READING, reader_id=senior.desk.session.user.code.value, mine=False)
    worklist.put(before)  # whether it has heard of the end of the review or not
    worklist.remove(first.uid)
    for now in (before, task):
        worklist.put(now)
        assert standing.message is None, "the list is behind what was done here"
    worklist.put(first)
    assert standing.message is None
    reading = replace(first.workitem, state="IN PROGRESS")
    worklist.put(replace(first, workitem=reading, state=State.READING, reader_id="someone"))
    assert standing.message is not None and "going on with this report" in standing.message.text
    worklist.put(replace(first, workitem=replace(reading, state="COMPLETED"), state=State.DONE))
    again = replace(task.workitem, uid="2.25.8", state="SCHEDULED")
    worklist.put(replace(task, workitem=again, state=State.WAITING, reader_id="", mine=False, ended=None))
    assert standing.message.text == "This report is waiting for review."
    assert standing.message.action == "Begin the review"
    worklist.remove("2.25.8")
    worklist.put(first)


def submits_what_they_read_first(senior: Workstation) -> None:
    """The hub refuses a signature under one's own first read; so the window offers the way to a colleague."""
    tasks = senior.desk.place.worklist.worklist.tasks.values()
    senior.desk.open_task(next(t for t in tasks if (t.state, t.kind) == (State.WAITING, Kind.FIRST_READ)))
    senior.wait_for_report()
    wait_for(lambda: not senior.window.case.claiming, "the hub has answered")
    bar, enabled = senior.window.bar, {c.id for c in senior.window.registry if c.when()}
    assert bar is not None
    assert [b.text() for b in bar.findChildren(QPushButton) if b.isVisibleTo(bar)] == ["Submit for review"]
    assert "review.submit" in enabled and "review.sign" not in enabled


def test_a_submission_is_undone_and_recalled(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        undo_and_recall(tmp_path / "li", hub)
        reviews = [item for item in Region(hub).workitems() if "Taken back" in str(item)]
        assert all(item["00741000"]["Value"] != ["SCHEDULED"] for item in reviews)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert "Recalled and written again." in zhou.editor(IMPRESSION).toPlainText()
            open_now = (State.WAITING, State.READING)
            tasks = [t for t in zhou.desk.place.worklist.worklist.tasks.values() if t.state in open_now]
            assert sum(CHEST in t.patient.name.latin and t.kind is Kind.REVIEW for t in tasks) == 1


def menu_of(doctor: Workstation) -> dict[str, QAction]:
    """The menu of the selected row, as the menu key opens it, by the words of its lines."""
    table = doctor.desk.page.table
    place = table.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, table.mapToGlobal(place))
    QApplication.sendEvent(table, asked)
    table.menu.close()
    return {action.text().split("\t")[0]: action for action in table.menu.actions()}


def is_told_of_the_signature(author: Workstation) -> None:
    """The window of a report that was submitted here, and what was told when it could not be recalled."""
    standing, worklist = author.window.standing, author.desk.place.worklist.worklist
    [review] = [step for step in exam_of(author).steps if step.kind is Kind.REVIEW and step.state is State.WAITING]
    taken = replace(review.workitem, state="IN PROGRESS")
    assert standing.message is not None and standing.message.action == "Recall", "as long as nobody has begun"
    author.desk.afterwards.recall = lambda exam, done, failed: failed(ReaderError("Zhou Wei reviews it."))
    author.window.registry["exam.recall"].run()
    zhou = PersonName("Zhou^Wei")
    worklist.put(replace(review, workitem=taken, state=State.READING, reader_id="zhou", reader=zhou))
    assert standing.message is not None and "is reviewing this report" in standing.message.text
    told = author.window.messages.message
    assert told is not None and told.text == "Zhou Wei reviews it.", "it is true"
    (output, *_) = next(step.workitem.outputs for step in exam_of(author).steps if step.made)
    signed = (replace(output, instances=((output.instances[0][0], "1.2.9"),)),)
    done, now = replace(taken, state="COMPLETED", outputs=signed), datetime.now().astimezone()
    worklist.put(replace(review, workitem=done, state=State.DONE, ended=now, verified=True))
    assert standing.message.text == "The report is signed by now." and standing.message.action == "Show the report"
    assert standing.message.hint == "This window shows it as it was before.", "not what is shown"
    assert author.window.messages.message is None, "and now it is not"
    [bar] = author.window.findChildren(HandedOverBar)
    shown = [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()]
    assert not bar.isHidden() and shown == ["Write an addendum", "Amend the report"]
    worklist.put(review)
    del author.desk.afterwards.recall


def begun(doctor: Workstation) -> None:
    """Another exam, left with a report that was started."""
    doctor.window.close()
    doctor.open_case("Meilan")
    doctor.wait_for_report()
    doctor.write(IMPRESSION, "Begun.")
    doctor.window.close()


def stays(doctor: Workstation) -> None:
    """Who is asked before signing out and stays, for an exam that is begun, can still undo what was submitted."""
    asked = answer(QDialog, lambda dialog: dialog.reject())
    doctor.desk.sign_out()
    assert [type(dialog) for dialog in asked] == [UnfinishedDialog]
    assert any(one.held(datetime.now(UTC)) for one in doctor.desk.place.outbox.model.deliveries.values())


def undo_and_recall(profile: Path, hub: HubProcess) -> None:
    with Workstation(profile, hub.url, hold_s=600.0) as li:
        li.sign_in("li")
        li.wait_for_worklist()
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "No consolidation.")
        [held] = li.window.findChildren(HeldBanner)
        assert held.isVisible() and "Guihua" in words(held)
        assert li.editor(IMPRESSION).isReadOnly()
        button = held.undo.mapTo(li.window, held.undo.rect().center())
        held.hide()  # its time is over while somebody clicks
        QTest.qWait(50)
        there = li.window.childAt(button)
        assert not (isinstance(there, QAbstractButton) and there.isEnabled()), "what comes there does nothing"
        held.show()
        li.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
        assert not held.isVisible() and not li.desk.place.outbox.model.deliveries
        assert li.editor(IMPRESSION).hasFocus(), "the keyboard is where one wrote"
        assert "undone" in li.said[-1].text and li.window.messages.message is li.said[-1]
        li.desk.place.hold_s = 0.0
        submit(li, "Heart not enlarged.")
        li.wait_for_delivery()
        wait_for(lambda: exam_of(li).stage is Stage.SUBMITTED, "the worklist knows that it waits for review")
        is_told_of_the_signature(li)

        li.window.close()
        open_task(li, State.DONE, Kind.FIRST_READ)
        standing, worklist = li.window.standing, li.desk.place.worklist.worklist
        message = standing.message
        assert message is not None and "waiting for review" in message.text and message.action == "Recall"
        wrote = li.window.case.task
        returned = replace(wrote.workitem, uid="2.25.9", state="SCHEDULED")
        again = replace(wrote, workitem=returned, state=State.WAITING)
        worklist.put(replace(again, report="1.2.8", reason="The left hilum?"))
        assert "returned this report: The left hilum?" in standing.message.text  # type: ignore[union-attr]
        assert standing.message.action == "Go on writing"  # type: ignore[union-attr]
        worklist.remove("2.25.9")
        assert standing.message.text == message.text  # type: ignore[union-attr]
        li.window.close()
        select(li, Stage.SUBMITTED)
        menu_of(li)["Recall the submitted report"].trigger()
        wait_for(lambda: any("recalled" in m.text for m in li.said), "the recall is under way")
        wait_for(lambda: any("back in your worklist" in m.text for m in li.said), "it is done")
        wait_for(lambda: any("recalled by 李娜" in line for line in step_lines(exam_of(li))), "who recalled it")
        open_task(li, State.WAITING, Kind.FIRST_READ)
        assert not li.window.case.read_only
        assert "No consolidation.\nHeart not enlarged." in li.editor(IMPRESSION).toPlainText()
        begun(li)
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.desk.place.hold_s = 600.0
        submit(li, "Recalled and written again.")
        stays(li)
        li.window.close()  # as the window manager's button or Alt+F4
        select(li, Stage.READING)
        assert not li.desk.page.can_release(), "what is handed over is not given back"
        assert "陈桂花" not in words(li.desk.page.foot), "nor is it to be read next"
        assert li.desk.worklist_window is not None
        asked = answer(UnfinishedDialog, lambda dialog: QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton))
        li.desk.worklist_window.close()  # this ends the program, long before the time to undo is over
        assert [dialog.windowTitle() for dialog in asked] == ["Close reader"], "what was begun is named"
        assert {d.state.value for d in li.desk.place.outbox.model.deliveries.values()} == {"delivered"}
