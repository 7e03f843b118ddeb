"""Waiting on the main thread for what ends by itself, with the windows alive and deaf to mouse and keys; the mouse
pointer says so."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QGuiApplication

LONGEST_S = 30.0
_STEP_MS = 20


def wait_while(holds: Callable[[], bool], longest_s: float = LONGEST_S) -> bool:
    """Until it holds no more, which only events of the main thread change; False where it still does."""
    if not holds():
        return True
    end = time.monotonic() + longest_s
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        while holds() and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _STEP_MS)
            time.sleep(_STEP_MS / 1000)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return not holds()
