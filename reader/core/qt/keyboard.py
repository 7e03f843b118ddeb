"""Whose the keyboard is: never the window's below an open list or menu, and never nobody's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard(QObject):
    """One for the program. While a list, a menu or a palette is open, no shortcut of the window below runs; a combo
    box keeps the letters that are typed into it, a button that has the focus the Enter that presses it. Where the
    widget with the focus is disabled or goes, the focus goes to the window's focus proxy: what its keys are for."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)
        app.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_typed(event) or _button_for(event) is not None:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            button = _button_for(event) if watched is QApplication.focusWidget() else None
            if button is not None:
                button.click()  # also where a dialog has another default: Enter on "Back" never signs
                return True
        return False

    def _is_typed(self, event: QKeyEvent) -> bool:
        if QApplication.activePopupWidget() is not None:
            return True
        plain = not event.modifiers() & ~_TYPED
        printable = bool(event.text()) and event.text().isprintable()
        return plain and printable and isinstance(QApplication.focusWidget(), QComboBox)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            QTimer.singleShot(0, self, self._bring_home)

    def _bring_home(self) -> None:
        window = QApplication.activeWindow()
        if QApplication.focusWidget() is not None or window is None or not isValid(window):
            return
        home = window.focusProxy()
        if home is not None and home.isVisible() and QApplication.activePopupWidget() is None:
            home.setFocus(Qt.FocusReason.OtherFocusReason)


def _button_for(event: QKeyEvent) -> QPushButton | QToolButton | None:
    """The button that has the focus, where the key is an Enter that was not held down from before."""
    if event.key() not in _ENTER or event.modifiers() & ~_TYPED or event.isAutoRepeat():
        return None
    focus = QApplication.focusWidget()
    return focus if isinstance(focus, QPushButton | QToolButton) else None
