"""What stands beside a line of the report that is linked to a finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader.core.qt.theme import colour


class Mark(Enum):
    """What stands beside a linked line."""

    NONE = "none"
    AI = "ai"
    HUMAN = "human"
    ORPHAN = "orphan"
    STALE = "stale"


@dataclass(frozen=True)
class LineState:
    """How a linked line is shown. tooltip: translated."""

    mark: Mark = Mark.NONE
    tooltip: str = ""


def paint_mark(painter: QPainter, centre: QPointF, mark: Mark) -> None:
    """◇ teal for what an algorithm found and a person accepted, ◆ yellow for a person's own, struck if orphaned,
    with an exclamation mark where the finding has changed."""
    size = 4.5
    tokens = {Mark.AI: "ai", Mark.HUMAN: "human", Mark.ORPHAN: "soon", Mark.STALE: "soon"}
    tint: QColor = colour(tokens[mark])
    corners = ((0, -size), (size, 0), (0, size), (-size, 0))
    diamond = QPolygonF([centre + QPointF(x, y) for x, y in corners])
    painter.setPen(QPen(tint, 1.3))
    painter.setBrush(tint if mark is Mark.HUMAN else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(diamond)
    if mark is Mark.ORPHAN:
        painter.drawLine(centre + QPointF(-size, size), centre + QPointF(size, -size))
    elif mark is Mark.STALE:
        painter.drawLine(centre + QPointF(0, -2.2), centre + QPointF(0, 0.6))
        painter.drawPoint(centre + QPointF(0, 2.4))
