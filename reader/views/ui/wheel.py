"""The wheel over one viewport: what it does, and which turns of it are one movement."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from reader.views.model import ViewsModel
from reader.views.mouse import mouse_tool
from reader.views.tools.tool import Hand

_REST_MS = 1000


class Wheel:
    """Main thread. What is turned less than a notch is kept for the next turn."""

    def __init__(self, views: ViewsModel) -> None:
        self._views = views
        self._rest = 0.0
        self._last: tuple[int, object] | None = None  # ms of the last turn, its movement

    def turn(self, event: QWheelEvent, hand: Hand) -> None:
        """hand: where the mouse is."""
        held = event.modifiers()
        part = "ctrl_wheel" if held & Qt.KeyboardModifier.ControlModifier else "wheel"
        tool = mouse_tool(self._views.settings.value, part, self._views.viewports[hand.number])
        hand.faster = bool(held & Qt.KeyboardModifier.ShiftModifier)
        hand.rest, hand.movement = self._rest, self._movement(event)
        with self._views.steps.moving(hand.movement):
            tool.wheel(self._views, hand, event.angleDelta().y() / 120.0)
        self._rest = hand.rest

    def _movement(self, event: QWheelEvent) -> object:
        """That a turn belongs to; after a rest it is another one."""
        if self._last is None or event.timestamp() - self._last[0] > _REST_MS:
            self._last = (event.timestamp(), object())
        self._last = (event.timestamp(), self._last[1])
        return self._last[1]
