"""What stands where the report will be: why it is not there yet, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QTextEdit

from reader.core.text import visible

_TYPED = (
    Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
)
_BACK = (  # the window comes and goes, or a menu does: the keyboard is here again afterwards
    Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason,
)  # fmt: skip


def held_with(event: QKeyEvent) -> bool:
    """Whether Ctrl, Alt or the like is held: such a key writes nothing."""
    return bool(event.modifiers() & ~_TYPED)


def written(typed: str, event: QKeyEvent) -> str | None:
    """What has been typed with this key; None where it writes nothing."""
    if held_with(event):
        return None
    if event.key() == Qt.Key.Key_Backspace:
        return typed[:-1]
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return f"{typed}\n"
    return typed + event.text() if event.text() and event.text().isprintable() else None


class ReportPlace(QTextEdit):
    """With the keyboard here, what is typed is text for a report that is not there yet, never a command of the
    images. While one is awaited it is shown, and is `typed` for the report when that is there. given_up: by Esc, or
    the keyboard was taken elsewhere in this window.
    """

    given_up = Signal()

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

    def dropped(self) -> str:
        """What was typed, which is forgotten; what comes is not."""
        typed = self.typed
        self._type("")
        return typed

    def go_on_from(self, typed: str) -> None:
        """So much was typed before the keyboard was here."""
        self._type(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = written(self.typed, event)
        if typed is not None:
            self._type(typed)
            return
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _BACK:
            self.given_up.emit()

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
