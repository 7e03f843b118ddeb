"""What a doctor types from when an addendum is asked for until its field is there, in real windows."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from reader.dicom.json_model import Json
from reader.dicom.ups.client import UpsClient
from reader.findings.model import is_key_image
from reader.report.model import ADDENDUM
from reader.worklist.filters import View
from reader.worklist.model import Kind
from tests.flow.doctors import sign_in
from tests.flow.supplements import ALT, CTRL, begun
from tests.flow.test_added_since import PATIENT, exam_of, sign, submit
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess
from tests.worklist.rows import select as select_row

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
WORDS = "key w 2 d"


def test_what_is_typed_before_the_report_is_there_is_text_and_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            li.open_case(PATIENT)
            li.wait_for_images()
            li.wait_for_report()
            li.write(FINDINGS, "No nodule.")
            li.write(IMPRESSION, "No nodule.")
            submit(li)
        sign(tmp_path, hub)
        with sign_in(tmp_path / "li", hub, "li") as li:
            ask(li)
            typed(li, WORDS)
            wait_for(lambda: is_open(li), "the addendum opens")
            typed(li, " k\nmorf\b e")
            begun(li)
            wait_for(li.editor(ADDENDUM).hasFocus, "the keyboard is where one writes", 5)
            assert li.editor(ADDENDUM).toPlainText() == f"{WORDS} k\nmor e"
            li.wait_for_images()
            views, findings = li.window.case.views, li.window.case.findings
            assert not [one for one in findings.findings if is_key_image(one)]
            fresh = (views.tool, views.layout.id)
            li.desk.next_case()
            wait_for(lambda: exam_of(li).signed is not None, "")
            ask(li)
            QTest.keyClick(focus(li), Qt.Key.Key_Escape)
            assert not li.desk._ahead.going, "keys are commands again"
            begun(li)
            li.wait_for_images()
            views = li.window.case.views
            assert (views.tool, views.layout.id) == fresh, "as where nothing was typed"
            assert not li.editor(ADDENDUM).toPlainText()
            li.desk.next_case()
            wait_for(lambda: exam_of(li).signed is not None, "")
            answer_late(li, monkeypatch)


def answer_late(li: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub answers when the one who asked has signed out: nothing of the exam comes up for the next one."""
    made, found, answered = Event(), Event(), Event()
    create, retrieve = UpsClient.create, UpsClient.retrieve

    def fast(ups: UpsClient, *task: Any) -> str:
        uid = create(ups, *task)
        made.set()
        return uid

    def slow(ups: UpsClient, uid: str) -> Json:
        answer = retrieve(ups, uid)
        if made.is_set():
            found.set()
            assert answered.wait(30)
        return answer

    desk = li.desk
    desk.leave_case()
    assert desk.worklist_window is not None
    li.activate(desk.worklist_window)
    desk.page.show_view(View.DONE_TODAY)
    select_row(desk.page, exam_of(li).task.uid)
    desk.page.table.setFocus()
    monkeypatch.setattr(UpsClient, "create", fast)
    monkeypatch.setattr(UpsClient, "retrieve", slow)
    QTest.keyClick(desk.page.table, Qt.Key.Key_A, CTRL | ALT)
    wait_for(found.is_set, "the hub has made it")
    li.program._sign_out()
    answered.set()
    QTest.qWait(1000)
    assert desk.reading_window is None and desk.case is None


def ask(doctor: Workstation) -> None:
    """Look at the signed report, and ask for an addendum by its button."""
    wait_for(lambda: exam_of(doctor).signed is not None, "signed")
    doctor.desk.open_task(exam_of(doctor).opens)
    doctor.window.resize(*doctor.size)
    doctor.activate(doctor.window)
    doctor.wait_for_report()
    doctor.wait_for_images()
    doctor.window.views.setFocus()
    shown = doctor.window

    def button() -> QPushButton | None:
        found = shown.findChild(QPushButton, "exam.addendum")
        return found if found is not None and found.isVisible() else None

    wait_for(lambda: button() is not None, "the way on")
    QTest.mouseClick(button(), Qt.MouseButton.LeftButton)


def is_open(doctor: Workstation) -> bool:
    return doctor.desk.case is not None and doctor.desk.case.task.kind is Kind.ADDENDUM


def focus(doctor: Workstation) -> object:
    return QApplication.focusWidget() or doctor.window.views


def typed(doctor: Workstation, text: str) -> None:
    """Each key to what has the keyboard then."""
    for letter in text:
        key = {"\n": Qt.Key.Key_Return, "\b": Qt.Key.Key_Backspace}.get(letter)
        QTest.keyClick(focus(doctor), key if key is not None else letter)
