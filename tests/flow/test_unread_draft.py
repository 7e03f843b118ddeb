"""A draft on this computer that can't be read while its exam opens: it is never lost, and never in the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from reader.app.ui.message_banner import MessageBanner
from reader.core.storage import Database, reading_error, storage_error
from reader.core.text import now
from reader.report.journal import DraftJournal
from reader.worklist.model import Ending, Kind, ReadingTask, State
from tests.flow.doctors import open_task, sign_in, submit
from tests.flow.test_put_back import put_back
from tests.flow.workstation import FINDINGS, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]
OLD = "Smooth nodule in the right upper lobe."


@pytest.fixture
def li(tmp_path: Path) -> Iterator[tuple[Workstation, HubProcess]]:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as doctor:
        open_task(doctor, State.WAITING, Kind.FIRST_READ)
        doctor.wait_for_images()
        doctor.write(FINDINGS, OLD)
        yield doctor, hub


def leave(doctor: Workstation) -> str:
    uid = doctor.window.case.task.uid
    doctor.window.close()
    wait_for(lambda: doctor.desk.reading_window is None, "left")
    return uid


def open_again(doctor: Workstation, uid: str) -> None:
    doctor.desk.open_task(doctor.desk.place.worklist.worklist.tasks[uid])
    doctor.window.resize(*doctor.size)
    doctor.activate(doctor.window)
    wait_for(lambda: not doctor.window.case.claiming, "the hub has answered")


def message_of(doctor: Workstation, about: str) -> MessageBanner:
    banner = doctor.window.front.messages
    wait_for(lambda: banner.message is not None and about in now(banner.message.text), f"{about!r} is said")
    return banner


def press(banner: MessageBanner, text: str) -> None:
    [button] = [button for button in banner.findChildren(QPushButton) if button.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_disk_that_fails_for_a_moment_costs_no_draft(
    li: tuple[Workstation, HubProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor, _ = li
    uid, read, broken = leave(doctor), Database.read, [True]

    def failing(self: Database, sql: str, parameters: Any = ()) -> Any:
        if broken[0] and "FROM sealed_draft" in sql:
            raise reading_error(self.path, sqlite3.OperationalError("disk I/O error"))
        return read(self, sql, parameters)

    monkeypatch.setattr(Database, "read", failing)
    open_again(doctor, uid)
    doctor.wait_for_images()
    message_of(doctor, "can't be opened now")
    case = doctor.window.case
    assert case.draft is None and case.findings.read_only, "nothing is written over it meanwhile"
    leave(doctor)
    assert doctor.desk.place.worklist.transaction(uid), "left as it is, the exam stays with its draft"
    open_again(doctor, uid)
    message_of(doctor, "can't be opened now")
    broken[0] = False
    doctor.wait_for_report()  # by itself
    assert OLD in doctor.editor(FINDINGS).toPlainText() and not doctor.window.case.findings.read_only
    wait_for(lambda: doctor.window.front.messages.message is None, "what was said holds no more")
    leave(doctor)

    broken[0] = True
    open_again(doctor, uid)
    press(message_of(doctor, "can't be opened now"), "Begin a new report")
    doctor.wait_for_report()
    assert OLD not in doctor.editor(FINDINGS).toPlainText()
    message_of(doctor, "new report was begun")
    leave(doctor)  # nothing typed
    broken[0] = False
    open_again(doctor, uid)
    doctor.wait_for_report()
    assert OLD in doctor.editor(FINDINGS).toPlainText()
    leave(doctor)

    broken[0] = True
    open_again(doctor, uid)
    press(message_of(doctor, "can't be opened now"), "Begin a new report")
    doctor.wait_for_report()
    broken[0] = False
    submit(doctor, "Nothing new.")
    doctor.wait_for_delivery()
    wait_for(lambda: uid not in doctor.desk.place.journal.kept(), "the draft of what was delivered is gone")
    leave(doctor)
    tasks = doctor.desk.place.worklist.worklist.tasks
    wait_for(lambda: tasks[uid].state is State.DONE, "the worklist knows")
    doctor.desk.open_task(tasks[uid])
    doctor.wait_for_report()
    press(message_of(doctor, "earlier draft"), "Copy its text")
    assert OLD in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("anew", [False, True], ids=["it is waited for", "a new report is begun"])
def test_a_draft_of_a_claim_that_was_put_back_waits_until_it_can_be_moved(
    li: tuple[Workstation, HubProcess], monkeypatch: pytest.MonkeyPatch, anew: bool
) -> None:
    doctor, hub = li
    study, uid = doctor.window.case.task.workitem.study_uid, leave(doctor)
    put_back(hub.data, uid)
    doctor.desk.place.worklist.refresh()
    model = doctor.desk.place.worklist.worklist
    wait_for(lambda: uid in model.tasks and model.tasks[uid].ending is Ending.PUT_BACK, "put back")

    def waiting() -> list[ReadingTask]:
        return [t for t in model.tasks.values() if t.workitem.study_uid == study and t.state is State.WAITING]

    wait_for(lambda: bool(waiting()), "its follower is in the worklist")
    move, full = DraftJournal.move, [True]

    def moved(self: DraftJournal, task: str, to: str) -> None:
        if full[0]:
            raise storage_error(Path("reader.sqlite"), sqlite3.OperationalError("database or disk is full"))
        move(self, task, to)

    monkeypatch.setattr(DraftJournal, "move", moved)
    open_again(doctor, waiting()[0].uid)
    banner = message_of(doctor, "can't be opened now")
    assert banner.message is not None and "disk is full" in banner.message.detail
    assert doctor.window.case.draft is None
    if anew:
        press(banner, "Begin a new report")
        doctor.wait_for_report()
        assert not doctor.editor(FINDINGS).toPlainText()
        full[0] = False
        submit(doctor, "New.")
        doctor.wait_for_delivery()
        doctor.window.close()
        wait_for(lambda: doctor.desk.reading_window is None, "left")

        def done() -> list[ReadingTask]:
            return [t for t in model.tasks.values() if t.workitem.study_uid == study and t.state is State.DONE]

        wait_for(lambda: bool(done()), "it is done")
        doctor.desk.open_task(done()[0])
        doctor.wait_for_report()
        press(message_of(doctor, "in an earlier claim"), "Copy its text")
        assert OLD in QGuiApplication.clipboard().text(), "it is offered, as it was promised"
        return
    full[0] = False
    doctor.wait_for_report()
    assert OLD in doctor.editor(FINDINGS).toPlainText()
