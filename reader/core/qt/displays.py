"""The displays of this workstation: which they are, what they say of themselves, and when one comes or goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

MM_PER_INCH = 25.4
_LEAST_PITCH, _MOST_PITCH = MM_PER_INCH / 700, MM_PER_INCH / 40
"""Millimetres from pixel to pixel that a display can have; beyond them it has said nothing of its size."""
_SETTLED_MS = 400
"""A display that goes to sleep or wakes up is taken away and added in several steps."""


def display_of(screen: QScreen) -> str:
    """What tells a display from others: who made it, its model and serial number, or the name of its socket, and
    its place on the desktop in pixels."""
    place = screen.geometry()
    return f"{_made(screen) or screen.name()} {place.width()}x{place.height()}+{place.x()}+{place.y()}"


def device_of(screen: QScreen) -> str:
    """Which device it is, wherever it stands: maker, model and serial number; with the name of its socket where it
    says no serial number, or another one that is connected says the same."""
    made = _made(screen)
    same = Counter(map(_made, QGuiApplication.screens()))[made]
    if made and screen.serialNumber() and same < 2:
        return made
    return f"{made} {screen.name()}".strip()


def _made(screen: QScreen) -> str:
    return " ".join(filter(None, (screen.manufacturer(), screen.model(), screen.serialNumber())))


@dataclass(frozen=True)
class Display:
    """What a display says of itself. device: see `device_of`. socket: what the system calls it. name: for people.
    width, height: its own pixels. size: mm, None where that can't be true. depth: bits of a pixel, all its colours.
    ratio: of its own pixels to logical ones."""

    device: str
    socket: str
    name: str
    width: int
    height: int
    size: tuple[float, float] | None
    depth: int
    ratio: float

    @property
    def megapixels(self) -> float:
        return self.width * self.height / 1e6

    @property
    def pitch(self) -> float | None:
        """mm from pixel to pixel, the larger where they are not square."""
        if self.size is None:
            return None
        return max(self.size[0] / self.width, self.size[1] / self.height)

    @property
    def diagonal(self) -> float | None:
        """cm."""
        return hypot(*self.size) / 10 if self.size is not None else None


def described(screen: QScreen) -> Display:
    ratio, place, stated = screen.devicePixelRatio(), screen.geometry(), screen.physicalSize()
    width, height = round(place.width() * ratio), round(place.height() * ratio)
    pitches = stated.width() / max(1, width), stated.height() / max(1, height)
    likely = all(_LEAST_PITCH <= pitch <= _MOST_PITCH for pitch in pitches)
    name = " ".join(filter(None, (screen.manufacturer(), screen.model()))) or screen.name()
    size = (stated.width(), stated.height()) if likely else None
    return Display(device_of(screen), screen.name(), name, width, height, size, screen.depth(), ratio)


def screen_of(display: Display) -> QScreen:
    """The one that is there now; the first where it has gone. Not to be kept: Qt takes screens away, and PySide
    those that a widget has named when the widget goes."""
    screens = QGuiApplication.screens()
    return next((screen for screen in screens if screen.name() == display.socket), screens[0])


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
