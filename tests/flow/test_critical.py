"""A critical result from the reading window to its end: told of by one doctor, closed by another after a change of
shift, on two computers of one hub."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.core.qt.translation import use_language
from reader.delivery.ui.critical_dialogs import HandOnDialog, TellOfDialog, ToldDialog
from reader.delivery.ui.critical_line import CriticalLine
from reader.delivery.ui.critical_list import CriticalList
from reader.dicom.ups.critical import Category, Channel, What
from reader.report.critical_section import CRITICAL_RESULTS
from reader.terms.languages import locales
from reader.worklist.model import Kind, State
from tests.dialogs import answer
from tests.flow.doctors import open_task, sign_in
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(240)]
KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", demo=True) as process:
        yield process


def line(window: QWidget | None) -> CriticalLine:
    assert window is not None
    [found] = window.findChildren(CriticalLine)
    return found


def picture(widget: QWidget, name: str) -> None:
    """For a person to look at, where a folder for it is named."""
    if folder := os.environ.get("READER_PICTURES"):
        widget.grab().save(f"{folder}/{name}.png")


def tell(doctor: Workstation, recipient: str) -> None:
    """By key, while writing the impression."""

    def fill(dialog: TellOfDialog) -> None:
        picture(dialog, "critical_new")
        assert dialog.text == "Tension pneumothorax on the left."
        QTest.keyClicks(dialog.recipient, recipient)
        QTest.keyClicks(dialog.phone, "8123")
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    answer(TellOfDialog, fill)
    QTest.keyClick(doctor.editor(IMPRESSION), Qt.Key.Key_K, KEYS)


def test_from_the_reading_window_to_its_end_by_another_doctor(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.wait_for_images()
        window, service = li.window, li.desk.critical.service
        assert line(window).isHidden()
        li.write(IMPRESSION, "Tension pneumothorax on the left.")
        tell(li, "Dr Wu")
        shown = line(window)
        assert shown.isVisible()
        li.activate(window)
        assert li.editor(IMPRESSION).hasFocus(), "the keyboard stays where it was"
        QTest.keyClicks(li.editor(IMPRESSION), " Drained")
        for _ in range(3):
            shown.refresh()
        assert li.editor(IMPRESSION).hasFocus() and li.editor(IMPRESSION).toPlainText().endswith("Drained")
        wait_for(lambda: service.settled, "the hub has it")
        [standing] = service.model.standings.values()
        result = standing.result
        assert result.category is Category.MINUTES and result.item.study_uid == window.case.task.workitem.study_uid
        draft = window.case.draft
        assert draft is not None and window.report is not None
        written = draft.report.section(CRITICAL_RESULTS).text
        assert "Tension pneumothorax on the left." in written and "Li Na" in written
        assert window.report.editor(CRITICAL_RESULTS) is not None, "it can be edited"
        asked_about = [one.kind for one in li.desk.handover.discrepancies(window.case)]
        assert "critical open" in asked_about and "critical wording" not in asked_about
        shown.refresh()
        assert "left" in shown.text.text() and "Dr Wu 8123" in shown.text.text()
        assert shown.tell.isVisible() and not shown.take.isVisible()
        picture(window, "critical_reading_en")
        li.desk.leave_case(settled=True)
        over = line(li.desk.worklist_window)
        assert over.isVisible(), "on the worklist too"
        tasks = li.desk.place.worklist.worklist.tasks
        assert result.uid not in tasks, "it is no task"
        asked: list[tuple[str, str]] = []

        def pressed(box: QMessageBox, role: QMessageBox.ButtonRole) -> None:
            asked.append((box.windowTitle(), box.informativeText()))
            button = next(b for b in box.buttons() if box.buttonRole(b) is role)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

        ended: list[bool] = []
        monkeypatch.setattr(li.desk, "_quit", lambda: ended.append(True))
        list_window = li.desk.worklist_window
        gone = lambda: li.program.desk is None or bool(ended)  # noqa: E731
        ways = (list_window.close, li.app.closeAllWindows, li.desk.sign_out)  # the second as the system or Cmd+Q
        for leave, goes in (*((way, False) for way in ways), (li.desk.sign_out, True)):
            role = QMessageBox.ButtonRole.AcceptRole if goes else QMessageBox.ButtonRole.RejectRole
            first = answer(UnfinishedDialog, lambda one: one.accept(), unless=gone)
            second = answer(QMessageBox, lambda box, role=role: pressed(box, role), unless=gone)
            leave()
            assert len(first) == len(second) == 1, "closing the worklist asks as signing out does"
            assert goes or (not ended and list_window.isVisible()), "one stays"
        wait_for(lambda: li.program.desk is None, "signed out")
        assert [title for title, _ in asked] == ["Close reader", "Close reader", "Sign out", "Sign out"]
        assert all("Tension pneumothorax" in text for _, text in asked), "what is open is named"

    with sign_in(tmp_path / "chen", hub, "chen") as chen:
        service, top = chen.desk.critical.service, line(chen.desk.worklist_window)
        wait_for(lambda: result.uid in service.model.standings, "the hub tells of it")
        assert top.isHidden(), "it is somebody else's, and there is time left"

        def look(dialog: CriticalList) -> None:
            wait_for(lambda: len(dialog.shown) == 1, "the list has it")
            picture(dialog, "critical_list_en")
            assert not dialog.grab().isNull() and dialog.take.isEnabled()
            QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
            dialog.reject()

        answer(CriticalList, look)
        assert chen.desk.worklist_window is not None
        chen.activate(chen.desk.worklist_window)
        chen.desk.page.setFocus()
        QTest.keyClick(chen.app.focusWidget(), Qt.Key.Key_L, KEYS)
        wait_for(top.isVisible, "it is chen's now")
        wait_for(lambda: service.settled, "and the hub knows")

        def next_one(dialog: HandOnDialog) -> None:
            QTest.keyClicks(dialog.whom, "Ward 5")
            dialog.accept()

        answer(HandOnDialog, next_one)
        top.escalate.emit(result.uid)
        assert "Ward 5" in top.text.text()

        def told(dialog: ToldDialog) -> None:
            picture(dialog, "critical_told_en")
            assert dialog.whom.text() == "Ward 5" and not dialog.go.isEnabled(), "read back is not said yet"
            dialog.time.setDateTime(dialog.time.dateTime().addSecs(3600))
            assert dialog.time.dateTime() <= dialog.time.maximumDateTime(), "never in the future"
            dialog.time.setDateTime(dialog.time.dateTime().addSecs(-180))
            dialog.read_back.setChecked(True)
            QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

        answer(ToldDialog, told)
        QTest.mouseClick(top.tell, Qt.MouseButton.LeftButton)
        wait_for(lambda: service.settled, "closed at the hub")
        closed = service.model.standings[result.uid].result
        assert not closed.open and closed.told is not None
        assert (closed.told.whom, closed.told.channel, closed.told.read_back) == ("Ward 5", Channel.PHONE, True)
        assert [event.what for event in closed.events] == [What.TAKEN_OVER, What.HANDED_ON, What.TOLD]
        wait_for(top.isHidden, "nothing is open any more")
        states = [(record.details or {}).get("state") for record in chen.program.services.audit.records()]
        kinds = ["critical result taken over", "critical result escalated", "critical result told"]
        assert [state for state in states if state in kinds] == kinds


def test_it_waits_on_top_in_chinese_over_a_restart_while_the_hub_is_away(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.program.services.settings.update(language="zh_CN")
        open_task(li, State.WAITING, Kind.FIRST_READ)
        use_language("zh_CN", locales())
        li.desk.rebuild("zh_CN")
        service, case = li.desk.critical.service, li.window.case
        li.window.resize(1280, 800)
        hub.stop()
        exam = case.task.workitem
        result = service.tell_of(exam, Category.MINUTES, "张力性气胸", recipient="吴医生", phone="8123")
        top = line(li.window)
        wait_for(lambda: bool(service.model.standings[result.uid].problem), "the hub does not answer")
        top.refresh()
        assert top.isVisible() and "张力性气胸" in top.text.text() and "危急值" in top.text.text()
        picture(li.window, "critical_reading_zh")

        def look(dialog: ToldDialog) -> None:
            picture(dialog, "critical_told_zh")
            dialog.reject()

        answer(ToldDialog, look)
        top.told.emit(result.uid)
        hub.start()
    with sign_in(tmp_path / "li", hub, "li") as li:
        service = li.desk.critical.service
        wait_for(lambda: service.settled, "sent after the restart")
        assert service.model.standings[result.uid].result.open and line(li.desk.worklist_window).isVisible()
