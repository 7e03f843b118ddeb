"""What stands where the report will be: why it is not there yet, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QTextEdit

from reader.core.text import visible


class ReportPlace(QTextEdit):
    """With the keyboard here, what is typed is text for a report that is not there yet, never a command of the
    images."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "place")
        self.viewport().setAutoFillBackground(False)
        self.say(text)

    def say(self, text: str) -> None:
        self.setPlainText(visible(text))
        self.selectAll()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.moveCursor(self.textCursor().MoveOperation.Start)
        self.setAccessibleName(text)
