"""The marks of findings: ◇ an algorithm's, ◆ a person's, ★ a key image; shape and line tell what colour
tells too (LOOK.md)."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from reader.core.qt.icons import icon
from reader.core.qt.theme import colour
from reader.findings.model import Finding, Status, is_key_image
from reader.findings.service import counts_for_report

SIZE = 18


class FindingMark(QWidget):
    """One finding's mark: dashed while nobody judged it, solid with a tick when accepted, struck when rejected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding: Finding | None = None
        self.setFixedSize(QSize(SIZE, SIZE))

    def show_finding(self, finding: Finding) -> None:
        self._finding = finding
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        finding = self._finding
        if finding is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if finding.problem:
            icon("triangle-alert", "soon").paint(painter, self.rect().adjusted(1, 1, -1, -1))
            painter.end()
            return
        rejected = finding.status is Status.REJECTED
        paint = colour("rejected" if rejected else "ai" if finding.is_ai else "human")
        pen = QPen(paint, 1.6)
        if finding.is_ai and finding.status is Status.PROPOSED:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.6, 1.9])
        painter.setPen(pen)
        if not finding.is_ai:
            painter.setBrush(paint)
        middle, reach = SIZE / 2, SIZE / 2 - 2
        if is_key_image(finding):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(_star(QPointF(middle, middle + 0.5), reach + 0.5))
            painter.end()
            return
        diamond = QPolygonF(
            [QPointF(middle, middle - reach), QPointF(middle + reach, middle), QPointF(middle, middle + reach),
             QPointF(middle - reach, middle)]
        )  # fmt: skip
        painter.drawPolygon(diamond)
        solid = QPen(paint, 1.6)
        solid.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(solid)
        if rejected:
            painter.drawLine(QPointF(2, SIZE - 2), QPointF(SIZE - 2, 2))
        elif finding.is_ai and counts_for_report(finding):
            tick = [
                QPointF(middle - 3, middle),
                QPointF(middle - 0.8, middle + 2.4),
                QPointF(middle + 3.2, middle - 2.4),
            ]
            painter.drawPolyline(tick)
        painter.end()


def _star(middle: QPointF, reach: float) -> QPolygonF:
    """With five points, one of them above."""
    corners = []
    for n in range(10):
        away, angle = reach * (0.42 if n % 2 else 1.0), pi * n / 5
        corners.append(middle + QPointF(away * sin(angle), -away * cos(angle)))
    return QPolygonF(corners)
