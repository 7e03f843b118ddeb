"""What is typed from when a doctor asks to write until the place of the report has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from reader.app.ui.report_place import ReportPlace, held_with, written
from reader.core.qt.held import HELD

TOLD_MS = 1000
"""After which it is said that the hub is still being asked, and where the keys go."""
LONGEST_MS = 3000
"""A window that was opened has the keyboard long before, or gets none."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class TypedAhead(QObject):
    """One for the desk. Main thread. While it is `going`, no key without Ctrl or Alt is a command: what is typed is
    kept, and shown in the place of the report as soon as its window is there. A mouse press, Esc or another window
    ends it, and so does the opening that fails; what was typed goes nowhere then. The key that asked writes nothing
    while it is held down. waits: the hub takes its time. ended: keys are commands again, or text of the report."""

    waits, ended = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.going = False
        self._typed, self._pressed = "", set[int]()
        self._about: object = None
        self._asked_in: QWidget | None = None
        self._opening = False
        self._place: ReportPlace | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._late)

    def begin(self, about: object) -> None:
        """The doctor has asked, in the window that has the keyboard. about: which exam it is of."""
        if self.going and self._about != about:
            self.end()  # what was typed was for the other one
        if not self.going:
            self.going, self._typed, self._about = True, "", about
            self._pressed.clear()
            self._asked_in = _frame(QApplication.activeWindow())
            self._app.installEventFilter(self)
        self._timer.start(TOLD_MS)

    def opens(self, about: object) -> None:
        """The hub has answered: from now on the program changes windows itself. It may have answered what was asked
        before: nothing of what was typed since is of that exam."""
        if self._about != about:
            self.end()
        self._opening = self.going

    def go_on_in(self, place: ReportPlace) -> None:
        """Its window is shown; the keyboard is on its way there."""
        if self.going:
            self._place = place
            place.go_on_from(self._typed)
            self._timer.start(LONGEST_MS)
            self._arrive()

    def fail(self, about: object) -> str:
        """It will not be opened: what was typed for it, "" where it was for another one."""
        typed = self._typed if self._about == about else ""
        if self._about == about:
            self.end()
        return typed

    def end(self) -> None:
        was, self.going, self._opening = self.going, False, False
        self._timer.stop()
        self._typed, self._place, self._asked_in, self._about = "", None, None, None
        if was:
            self._app.removeEventFilter(self)
            self.ended.emit()

    def _late(self) -> None:
        if self._opening:
            self.end()
        else:
            self.waits.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._arrive()
        if not self.going:
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress or self._is_elsewhere(watched, kind):
            self._drop()
        elif QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return False
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return self._key(event)
        elif kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._write(self._typed + event.commitString())
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Whether it is kept from whoever has the keyboard now."""
        key = event.key()
        HELD.note(event)
        if held_with(event) or key in _MODIFIERS or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
            return False
        event.accept()
        if event.type() == QEvent.Type.ShortcutOverride:
            return True
        if key == Qt.Key.Key_Escape:
            self._drop()
        elif not HELD.now or key in self._pressed:
            self._pressed.add(key)
            if (typed := written(self._typed, event)) is not None:
                self._write(typed)
        return True

    def _write(self, typed: str) -> None:
        self._typed = typed
        if self._place is not None:
            self._place.go_on_from(typed)

    def _drop(self) -> None:
        if self._place is not None and isValid(self._place):
            self._place.given_up.emit()
        self.end()

    def _arrive(self) -> None:
        """The place has the keyboard, and takes what is typed itself; or it is needed no more."""
        place = self._place
        if place is not None and (not isValid(place) or place.hasFocus() or not place.awaiting):
            self.end()

    def _is_elsewhere(self, watched: QObject, kind: QEvent.Type) -> bool:
        if self._opening:
            return False
        other = kind == QEvent.Type.WindowActivate and isinstance(watched, QWidget) and watched.isWindow()
        return kind == QEvent.Type.ApplicationDeactivate or (other and _frame(watched) is not self._asked_in)

    @property
    def _app(self) -> QCoreApplication:
        app = QCoreApplication.instance()
        assert app is not None
        return app


def _frame(window: QObject | None) -> QWidget | None:
    """The window that a list or dialog belongs to."""
    while isinstance(window, QDialog) and (parent := window.parentWidget()) is not None:
        window = parent.window()
    return window if isinstance(window, QWidget) else None
