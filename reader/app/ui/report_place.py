"""What stands where the report will be: why it is not there yet, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QTextEdit

from reader.core.text import visible


class ReportPlace(QTextEdit):
    """With the keyboard here, what is typed is text for a report that is not there yet, never a command of the
    images. While one is awaited it is shown, and is `typed` for the report when that is there.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "place")
        self.viewport().setAutoFillBackground(False)
        self.typed, self.awaiting = "", False
        self.say(text)

    def say(self, text: str) -> None:
        self._said = text
        self.setAccessibleName(text)
        self._show()

    def taken(self) -> str:
        """What was typed; no more is."""
        typed, self.typed, self.awaiting = self.typed, "", False
        return typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held == Qt.KeyboardModifier.NoModifier and event.key() == Qt.Key.Key_Backspace:
            self._type(self.typed[:-1])
        elif held == Qt.KeyboardModifier.NoModifier and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._type(f"{self.typed}\n")
        elif held == Qt.KeyboardModifier.NoModifier and event.text().isprintable() and event.text():
            self._type(self.typed + event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._type(self.typed + event.commitString())

    def _type(self, typed: str) -> None:
        if self.awaiting:
            self.typed = typed
            self._show()

    def _show(self) -> None:
        self.setPlainText(visible("\n\n".join(filter(None, (self._said, self.typed)))))
        self.selectAll()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.moveCursor(self.textCursor().MoveOperation.Start)
