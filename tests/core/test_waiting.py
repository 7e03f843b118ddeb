"""What is pressed while the program waits, and before a question has the keyboard, reaches nothing behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QMainWindow, QVBoxLayout
from pytestqt.qtbot import QtBot

from reader.core.qt.waiting import READ_S, ask, wait_while


@pytest.fixture
def window(qtbot: QtBot) -> tuple[QMainWindow, list[str]]:
    window, ran = QMainWindow(), list[str]()
    qtbot.addWidget(window)
    QShortcut(QKeySequence("Space"), window).activated.connect(lambda: ran.append("space"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, ran


def test_a_key_that_is_pressed_while_it_waits_runs_nothing_then_or_later(
    window: tuple[QMainWindow, list[str]], qtbot: QtBot
) -> None:
    shown, ran = window
    over: list[None] = []
    QTimer.singleShot(50, lambda: qtbot.keyClick(shown, Qt.Key.Key_Space))
    QTimer.singleShot(150, lambda: over.append(None))
    assert wait_while(lambda: not over, 5)
    qtbot.wait(50)
    assert ran == []
    qtbot.keyClick(shown, Qt.Key.Key_Space)
    assert ran == ["space"]


def test_a_question_hears_its_answer_once_it_can_be_read_and_the_window_behind_it_nothing(
    window: tuple[QMainWindow, list[str]], qtbot: QtBot
) -> None:
    """A key that was meant for what was there before answers nothing."""
    shown, ran = window
    dialog = QDialog(shown)
    tick = QCheckBox("Checked", dialog)
    QVBoxLayout(dialog).addWidget(tick)
    asked: list[bool] = []

    def answer() -> None:
        if not dialog.isActiveWindow():
            QTimer.singleShot(20, answer)
            return
        for _ in range(2):
            qtbot.keyClick(shown, Qt.Key.Key_Space)
            qtbot.keyClick(tick, Qt.Key.Key_Space)
            asked.append(tick.isChecked())
            qtbot.wait(round(1000 * READ_S) + 50)
        dialog.accept()

    QTimer.singleShot(0, answer)
    assert ask(dialog) and asked == [False, True] and ran == []


def test_a_blank_in_the_middle_of_what_is_written_on_blindly_answers_nothing(
    window: tuple[QMainWindow, list[str]], qtbot: QtBot
) -> None:
    shown, _ = window
    dialog = QDialog(shown)
    tick, field = QCheckBox("Checked", dialog), QLineEdit(dialog)
    layout = QVBoxLayout(dialog)
    layout.addWidget(tick)
    layout.addWidget(field)
    ticked: list[bool] = []

    def write() -> None:
        if not dialog.isActiveWindow():
            QTimer.singleShot(20, write)
            return
        for widget in (tick, field):
            qtbot.wait(round(1000 * READ_S) + 50)
            for letter in "no effusion":
                qtbot.keyClick(widget, letter)
            ticked.append(tick.isChecked())
            qtbot.keyClick(tick, Qt.Key.Key_Space)
            ticked.append(tick.isChecked())
        dialog.accept()

    QTimer.singleShot(0, write)
    assert ask(dialog) and ticked == [False, False, False, True]
    assert field.text() == "no effusion"


def test_a_question_that_comes_while_it_waits_can_be_answered(
    window: tuple[QMainWindow, list[str]], qtbot: QtBot
) -> None:
    shown, _ = window
    over: list[int] = []

    def question() -> None:
        dialog = QDialog(shown)
        QTimer.singleShot(100, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
        over.append(dialog.exec())

    QTimer.singleShot(20, question)
    assert wait_while(lambda: not over, 5) and over == [QDialog.DialogCode.Rejected]
