"""Turning the picture by any angle: it follows the mouse around the middle of the viewport, in whole degrees."""

from __future__ import annotations

from math import atan2, degrees

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool


class RotateTool(Tool):
    id, title, icon, key = "rotate", mark("Rotate freely"), "rotate-cw", "Shift+T"
    group = "turn"

    def press(self, pictures: Pictures, hand: Hand) -> None:
        hand.rest = pictures.viewports[hand.number].rotation - _direction(hand, hand.start)

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        pictures.rotate_to(hand.number, round(hand.rest + _direction(hand, hand.at)))


def _direction(hand: Hand, at: tuple[float, float]) -> float:
    """Degrees clockwise from the right, seen from the middle of the viewport."""
    return degrees(atan2(at[1] - hand.size[1] / 2, at[0] - hand.size[0] / 2))


ROTATE = RotateTool()
