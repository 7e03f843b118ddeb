"""What `core/qt` promises to every window."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.commands import Command
from reader.core.qt.actions import bind_keys

_BROKEN_HANDLER = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from reader.core.qt.guard import guard_event_handlers
class Broken(QWidget):
    def hideEvent(self, event):
        [][3]
Broken.__module__ = "reader.test"
app = QApplication([])
heard = []
sys.excepthook = lambda kind, error, trace: heard.append(kind)
guard_event_handlers()
widget = Broken()
widget.show()
widget.hide()
assert heard == [IndexError], heard
print("survived")
"""


def test_an_error_in_an_event_handler_does_not_end_the_program() -> None:
    result = subprocess.run([sys.executable, "-c", _BROKEN_HANDLER], capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "survived", (result.returncode, result.stderr)


@pytest.mark.parametrize(("focused", "expected"), [("inner", ["inner"]), ("outer", ["outer"])])
def test_of_two_contexts_the_one_nearest_to_the_focus_has_the_key(
    qtbot: QtBot, focused: str, expected: list[str]
) -> None:
    window, inner = QWidget(), QWidget()
    buttons = {"outer": QPushButton(window), "inner": QPushButton(inner)}
    layout = QVBoxLayout(window)
    layout.addWidget(inner)
    QVBoxLayout(inner).addWidget(buttons["inner"])
    layout.addWidget(buttons["outer"])
    ran: list[str] = []
    bind_keys([Command("a.outer", "Outer", lambda: ran.append("outer"), keys=("Ctrl+J",))], window)
    bind_keys([Command("a.inner", "Inner", lambda: ran.append("inner"), keys=("Ctrl+J",))], inner)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    buttons[focused].setFocus()
    qtbot.keyClick(buttons[focused], "j", modifier=Qt.KeyboardModifier.ControlModifier)
    assert ran == expected

