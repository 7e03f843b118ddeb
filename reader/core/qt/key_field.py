"""A field that takes one key by its being pressed."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.core.key_names import plain_key
from reader.core.qt.actions import key_name
from reader.core.qt.held import HELD

_ALONE = (
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
)  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class KeyField(QLineEdit):
    """Shows the key that was pressed in it last. Tab and Esc do what they do elsewhere; Enter uses the key.

    `taken(key)`: portably, "" for one that can't be used. `confirmed`: Enter.
    """

    taken = Signal(str)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.key = ""

    def forget(self) -> None:
        self.key = ""
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or (key == Qt.Key.Key_Escape and held == _NO_MODIFIER):
            super().keyPressEvent(event)
        elif key in _ENTER and held == _NO_MODIFIER:
            if not HELD.now:
                self.confirmed.emit()
        elif key not in _ALONE:
            self.key = key_of(event)
            self.setText(key_name(self.key) if self.key else "")
            self.taken.emit(self.key)


def key_of(event: QKeyEvent) -> str:
    """The key portably; without the Shift that only makes the character ("+", not "Shift++"). "" for none."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if text and text.isprintable() and not text.isalnum() and not text.isspace():
        held &= ~Qt.KeyboardModifier.ShiftModifier
    pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
    return plain_key(pressed.toString(QKeySequence.SequenceFormat.PortableText))
