"""A shape of as many points as one likes: set by clicks, or drawn while the button is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import dist

from reader.findings.model import Shape
from reader.views.planes import Frame
from reader.views.strokes import Drawing, Point
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Hand, Pictures, Pixel

DRAWN_PX = 12.0
"""So far from where the button went down, in logical pixels, a movement draws; before, it is an unsteady click."""
MOST_HANDLES = 32


class ManyPoints(MeasuringTool):
    """Points follow one another by clicks; a double click, Enter or, where it `closes`, a click on the first one
    finishes it. What is begun by drawing is finished when the button goes up. points: the fewest."""

    ends_when_told = True

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        hand.rest = max(hand.rest, dist(hand.start, hand.at))
        if hand.rest < DRAWN_PX:
            super().drag(pictures, hand)
        elif hand.pixel is not None:
            pictures.measuring.draw(hand.number, hand.pixel)

    def release(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is None:
            return
        if hand.rest >= DRAWN_PX:
            pictures.measuring.lift(hand.number, hand.pixel)
        else:
            pictures.measuring.move(hand.number, hand.pixel, reach=hand.reach)
            pictures.measuring.release(hand.number, hand.pixel, moved=False)

    def is_complete(self, placed: Sequence[Pixel]) -> bool:
        return self.closes and len(placed) > self.points and placed[-1] == placed[0]

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        return list(points[:-1] if self.is_complete(points) else points)

    def drawing(self, points: Sequence[Point]) -> Drawing:
        return _held(super().drawing(points))

    def unfinished(self, points: Sequence[Point]) -> Drawing:
        return _held(super().unfinished(points))

    def draws(self, shape: Shape) -> bool:
        return shape.kind is self.kind and len(shape.points) >= self.shape_points


def _held(drawing: Drawing) -> Drawing:
    """With its handles where those are few enough to take one of them."""
    return drawing if len(drawing.handles) <= MOST_HANDLES else replace(drawing, handles=())
