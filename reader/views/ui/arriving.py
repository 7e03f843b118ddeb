"""Pictures while their slices arrive: what they are made of, and when they are painted again."""

from __future__ import annotations

import time
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QTimer

from reader.views.content import Content
from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.model import Volume

GAP_MS = 250
SHARE = 0.2


def made_of(viewport: Viewport) -> tuple[object, ...]:
    """What has arrived of the slices that make up a picture; another value means another picture.

    Once everything is there every picture is another one: an automatic window looks at all of the series.
    """
    content, frame = viewport.content, viewport.frame
    if content is None:
        return ()
    image, whole = content.image, is_complete(content)
    if frame is None:
        return (image.revision, whole)
    if not isinstance(image, Volume):
        return (image.revision, viewport.index, image.pixels[viewport.index] is not None, whole)
    if not frame.stored:
        return (image.revision, int(np.count_nonzero(image.present)), whole)
    slices = (frame.stored_index(n) for n in range(*viewport.touched()))
    return (image.revision, whole, *(bool(image.present[k]) for k in slices))


def runs_across(viewport: Viewport) -> bool:
    """True where every slice of the series is a line of the picture."""
    frame = viewport.frame
    return frame is not None and viewport.plane is not Plane.STACK and not frame.stored


def is_complete(content: Content) -> bool:
    image = content.image
    return image.complete if isinstance(image, Volume) else all(pixels is not None for pixels in image.pixels)


class Pane(Protocol):
    def take_turn(self) -> None: ...


class Turns(QObject):
    """Paints the pictures that run across arriving slices, one a turn, in a fifth of the main thread's time.

    Main thread. The first turn comes a moment after the first slices, which make no picture yet. What the user does
    is painted at once and needs no turn.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Pane, None] = {}
        self._free = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._next)

    def want(self, pane: Pane) -> None:
        self._waiting.setdefault(pane)
        if not self._timer.isActive():
            now = time.monotonic()
            if now - self._free > 4 * GAP_MS / 1000:
                self._free = now + GAP_MS / 1000  # another series begins
            self._timer.start(max(0, round((self._free - now) * 1000)))

    def painted(self, pane: Pane) -> None:
        """The pane needs no turn any more."""
        self._waiting.pop(pane, None)

    def _next(self) -> None:
        if not self._waiting:
            return
        begun = time.monotonic()
        pane = next(iter(self._waiting))
        del self._waiting[pane]
        pane.take_turn()
        took = time.monotonic() - begun
        rest = max(GAP_MS / 1000, took * (1 / SHARE - 1))
        self._free = time.monotonic() + rest
        if self._waiting:
            self._timer.start(round(rest * 1000))
