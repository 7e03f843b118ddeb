"""A tool that draws a shape and measures it: how that is placed, measured, drawn, edited and told in an SR."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from reader.dicom.values import Code
from reader.findings.model import FindingsModel, Measurement, Shape, ShapeKind
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.strokes import Drawing, Line, Point, anchor_of, drawing_of
from reader.views.tools.tool import Hand, Pictures, Pixel, PlacingTool


class MeasuringTool(PlacingTool, ABC):
    """Its points are (column, row) of a picture.

    points: how many finish it. starts: after how many points the next one begins a line, which can be drawn by
    dragging. kind, shape_points: of the shape that it makes, which is the graphic that an SR has of it.
    concepts: of its numbers; they tell its shapes from those of other tools of the same kind. told_by_numbers: only
    they do. annotates: the kind of annotation that it makes, which has no number and tells its shapes as those do.
    about: what it is said of, where that is the number itself and no finding: a Cobb angle.
    ends_when_told: it takes points until the user says that it is finished. closes: a click on its first point says
    so, too. steps: what each of its points is, `mark`ed, where they are not alike: said while the next one is set.
    """

    points: ClassVar[int]
    kind: ClassVar[ShapeKind]
    shape_points: ClassVar[int]
    concepts: ClassVar[frozenset[Code]]
    starts: ClassVar[frozenset[int]] = frozenset((0,))
    told_by_numbers: ClassVar[bool] = False
    annotates: ClassVar[Code | None] = None
    about: ClassVar[Code | None] = None
    ends_when_told: ClassVar[bool] = False
    closes: ClassVar[bool] = False
    steps: ClassVar[tuple[str, ...]] = ()
    group = "measure"
    precise = True

    def press(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.press(hand.number, hand.pixel, reach=hand.reach)

    def is_complete(self, placed: Sequence[Pixel]) -> bool:
        """Whether the points so far, the last one where the button went up, finish it."""
        return len(placed) >= self.points

    def is_void(self, frame: Frame, placed: Sequence[Pixel]) -> bool:
        """Whether a line of what is complete has no length, so that its number would say nothing."""
        return False

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        """The points of the shape, from those that were placed or from its own, which were moved."""
        return list(points[: self.shape_points])

    @abstractmethod
    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        """What it measures along or in an outline in picture `index`; the first is what is said first."""

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """The outline after one of its points was dragged."""
        points = list(outline)
        points[handle] = to
        return points

    def drawing(self, points: Sequence[Point]) -> Drawing:
        """The shape through its points on the screen."""
        return replace(drawing_of(self.kind, points), handles=tuple(points))

    def unfinished(self, points: Sequence[Point]) -> Drawing:
        """What was placed so far."""
        return Drawing((Line(tuple(points)),), anchor_of(points), tuple(points))

    def goes_into(self, findings: FindingsModel, content: Content, shape: Shape) -> Shape | None:
        """What is to become of a shape that is finished: the shape of a new finding; None where it has gone into
        one that is there. Raises `ReaderError` where it can't."""
        return shape

    def words(self, findings: FindingsModel, content: Content, shape: Shape) -> tuple[str, ...]:
        """What stands beside a new shape under way, beside its numbers."""
        return ()

    def draws(self, shape: Shape) -> bool:
        """Whether a shape can be one of its own."""
        return shape.kind is self.kind and len(shape.points) == self.shape_points
