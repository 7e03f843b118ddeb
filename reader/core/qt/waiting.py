"""Waiting on the main thread for what ends by itself, with the windows alive and deaf to mouse and keys; the mouse
pointer says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

LONGEST_S = 30.0
READ_S = 0.4
"""Nobody has read a question sooner, from when its window has the keyboard, or while writing on blindly."""
_STEP_MS = 20
_ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_INPUT = frozenset((
    QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut, QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.ContextMenu,
))  # fmt: skip


class _Deaf(QObject):
    """Takes what is pressed: kept for later it would reach a window that nobody looks at any more. What asks a
    question meanwhile hears its answer, and nothing else does; an answer by a key that comes sooner than anybody
    can have read the question, or in the middle of a word, was meant for what was there before."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[QWidget | None, float] = (None, 0.0)
        self._wrote = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and isinstance(watched, QDialog):
            self._seen = (watched, time.monotonic())
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            dialog, since = self._seen
            if event.key() not in _ANSWERS:
                if _is_written(event, watched):
                    self._wrote = time.monotonic()
            elif _window_of(watched) is dialog is not None and time.monotonic() - max(since, self._wrote) < READ_S:
                return True
        pressed = event.type() in _INPUT or (event.type() is QEvent.Type.Close and event.spontaneous())
        if not pressed or QApplication.activePopupWidget() is not None:
            return False
        asking = QApplication.activeModalWidget()
        return asking is None or _window_of(watched) not in (None, asking)


def _is_written(event: QKeyEvent, watched: QObject) -> bool:
    """Whether it is a letter where none can be written."""
    if not isinstance(watched, QWidget) or watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return False  # a window passes it on; a field takes it
    return bool(event.text()) and event.text().isprintable()


def _window_of(watched: QObject | None) -> QWidget | None:
    while watched is not None and not isinstance(watched, QWidget):
        watched = watched.parent()
    return watched.window() if isinstance(watched, QWidget) else None


@contextmanager
def _deaf() -> Iterator[None]:
    app, deaf = QCoreApplication.instance(), _Deaf()
    assert app is not None
    app.installEventFilter(deaf)
    try:
        yield
    finally:
        app.removeEventFilter(deaf)


def wait_while(holds: Callable[[], bool], longest_s: float = LONGEST_S) -> bool:
    """Until it holds no more, which only events of the main thread change; False where it still does. What is
    pressed meanwhile is pressed in vain."""
    if not holds():
        return True
    end = time.monotonic() + longest_s
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        with _deaf():
            while holds() and time.monotonic() < end:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _STEP_MS)
                time.sleep(_STEP_MS / 1000)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return not holds()


def ask(dialog: QDialog) -> bool:
    """Whether it is accepted. What is pressed before it has the keyboard, or could be read, is pressed in vain: Qt
    gives it to the shortcuts of the window behind, or it would be the answer."""
    with _deaf():
        return bool(dialog.exec())
