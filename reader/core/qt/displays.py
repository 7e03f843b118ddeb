"""The displays of this workstation: which they are, and when one comes or goes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

_SETTLED_MS = 400
"""A display that goes to sleep or wakes up is taken away and added in several steps."""


def display_of(screen: QScreen) -> str:
    """What tells a display from others: who made it, its model and serial number, or the name of its socket, and
    its place on the desktop in pixels."""
    made = " ".join(filter(None, (screen.manufacturer(), screen.model(), screen.serialNumber())))
    place = screen.geometry()
    return f"{made or screen.name()} {place.width()}x{place.height()}+{place.x()}+{place.y()}"


def displays() -> str:
    """All that are there now, as the key of what was where on them."""
    return "; ".join(sorted(display_of(screen) for screen in QGuiApplication.screens()))


class Displays(QObject):
    """changed: other displays are there than before, and no more come or go at the moment. Main thread."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known = displays()
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._timer.timeout.connect(self._look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for came_or_went in (application.screenAdded, application.screenRemoved):
            came_or_went.connect(self._timer.start)

    def _look(self) -> None:
        now = displays()
        if now != self._known:
            self._known = now
            self.changed.emit()
