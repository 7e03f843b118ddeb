"""Whose the keyboard is: never the window's below an open list or menu, and never nobody's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from shiboken6 import isValid

_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Keyboard(QObject):
    """One for the program. While a list, a menu or a palette is open, no shortcut of the window below runs; a combo
    box keeps the letters that are typed into it. Where the widget with the focus is disabled or goes, the focus
    goes to the window's focus proxy: what its keys are for."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)
        app.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_typed(event):
            event.accept()
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
