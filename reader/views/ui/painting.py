"""What lies over every picture: outlined text, letters, scale bar, crosshair, hatching. Colours by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTextLayout

from reader.core.qt.theme import figures, on_view
from reader.core.text import tr, visible
from reader.views.ui.measured import Measures, measures

TEXT_PX = 12
MARGIN = 8
_BESIDE_BAR = 14
"""From the right edge, where a bar may be (`views/ui/scrollbar.py`)."""
PROGRESS_PX = 2
_WIDE = 300
_AROUND = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (1, -1), (-1, 1))


def overlay_font(scale: float = 1.0) -> QFont:
    font = figures()
    font.setPixelSize(round(TEXT_PX * scale))
    return font


def outlined(
    painter: QPainter, x: float, baseline: float, text: str, token: str = "overlay", tint: QColor | None = None
) -> None:
    """Text with a one-pixel dark outline; never a box over anatomy. tint: in the place of the token's colour."""
    if not text:
        return
    ratio = max(1.0, painter.device().devicePixelRatioF())
    key = (text, measures(painter.font()).key, token if tint is None else tint.rgba(), ratio)
    if (kept := _texts.get(key)) is None:
        if len(_texts) >= _TEXTS:
            _texts.clear()
        kept = _texts[key] = _outlined_text(visible(text), painter.font(), tint or on_view(token), ratio)
    picture, left, above = kept
    # on whole device pixels, so that the letters stay as sharp as they were drawn
    painter.drawPixmap(QPointF(round(x * ratio) / ratio - left, round(baseline * ratio) / ratio - above), picture)


_texts: dict[tuple[str, str, str | int, float], tuple[QPixmap, float, float]] = {}
"""The same words stand on every picture."""
_TEXTS = 600


def _outlined_text(text: str, font: QFont, tint: QColor, ratio: float) -> tuple[QPixmap, float, float]:
    """The text, where it begins, where its baseline lies."""
    metrics = QFontMetricsF(font)
    pixel = 1.0 / ratio
    left, above = 3 * pixel, (ceil(metrics.ascent() * ratio) + 2) * pixel
    columns = ceil((metrics.horizontalAdvance(text) + 2 * left) * ratio) + 2
    rows = ceil((above + metrics.descent()) * ratio) + 3
    picture = QPixmap(columns, rows)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setFont(font)
        painter.setPen(QColor(0, 0, 0, 230))
        for dx, dy in _AROUND:
            painter.drawText(QPointF(left + dx * pixel, above + dy * pixel), text)
        painter.setPen(tint)
        painter.drawText(QPointF(left, above), text)
    return picture, left, above


class Figures(NamedTuple):
    """What is never cut: parts go on in the next line where there is no room, and `spare` is then left out."""

    parts: tuple[str, ...]
    spare: str = ""


Line = tuple[str | Figures, str]  # (text, colour token)


def corner(painter: QPainter, area: QRectF, lines: Sequence[Line], *, right: bool, bottom: bool) -> float:
    """Lines of text in one corner, in the width of the half that is theirs. Gives the height they took."""
    metrics = measures(painter.font())
    height = _line_height(metrics)
    room = _room(area)
    shown = [(text, token) for words, token in lines for text in _fitted(words, metrics, room) if text]
    y = (
        area.bottom() - MARGIN - (len(shown) - 1) * height - metrics.descent
        if bottom
        else area.top() + MARGIN + metrics.ascent
    )
    for text, token in shown:
        x = area.right() - MARGIN - metrics.width(text) if right else area.left() + MARGIN
        outlined(painter, x, y, text, token)
        y += height
    return len(shown) * height


def foot(font: QFont, area: QRectF, line: Line) -> QRectF:
    """Where a line is that is the last one of those in the lower left corner."""
    metrics = measures(font)
    shown = [text for text in _fitted(line[0], metrics, _room(area)) if text]
    width = max((metrics.width(text) for text in shown), default=0.0)
    height = len(shown) * _line_height(metrics)
    return QRectF(area.left() + MARGIN, area.bottom() - MARGIN - height, width, height)


def _room(area: QRectF) -> float:
    """The width of a line in a corner, beside the letters at the middle of the edge: an oblique picture has up to
    three."""
    return area.width() / 2 - (3.5 if area.width() > _WIDE else 2) * MARGIN


def _line_height(metrics: Measures) -> float:
    return metrics.height + 1


def _fitted(words: str | Figures, metrics: Measures, room: float) -> list[str]:
    if isinstance(words, str):
        return [metrics.elided(words, room)]
    lines = [""]
    for part in words.parts:
        if lines[-1] and metrics.width(lines[-1] + part) > room:
            lines.append("")
        lines[-1] += part if lines[-1] else part.removeprefix(" · ").lstrip()
    ended = lines[-1] + words.spare if lines[-1] else words.spare
    return [*lines[:-1], ended] if metrics.width(ended) <= room else lines


def edge_letters(painter: QPainter, area: QRectF, letters: tuple[str, str, str, str]) -> None:
    """Orientation at the middle of each edge: left, right, top, bottom."""
    metrics = measures(painter.font())
    middle = area.center()
    half = metrics.ascent / 2 - 1
    left, right, top, bottom = letters
    outlined(painter, area.left() + MARGIN, middle.y() + half, left)
    outlined(painter, area.right() - _BESIDE_BAR - metrics.width(right), middle.y() + half, right)
    outlined(painter, middle.x() - metrics.width(top) / 2, area.top() + MARGIN + metrics.ascent, top)
    x = middle.x() - metrics.width(bottom) / 2
    outlined(painter, x, area.bottom() - MARGIN - metrics.descent, bottom)


def scale_bar(painter: QPainter, area: QRectF, pixels_per_mm: float, above: float, note: str = "") -> None:
    """A bar of a round length at the lower right, `above` the bottom edge; ticks at its ends and middle."""
    room = area.width() * 0.22
    lengths = [mm for mm in (1, 2, 5, 10, 20, 50, 100, 200) if mm * pixels_per_mm <= room]
    if not lengths:
        return
    mm = lengths[-1]
    length = mm * pixels_per_mm
    right, y = round(area.right() - MARGIN) - 0.5, round(area.bottom() - above) - 0.5
    left = right - length
    for pen in (QPen(QColor(0, 0, 0, 190), 3), QPen(on_view("overlay"), 1)):
        painter.setPen(pen)
        ticks = (QLineF(x, y - tick, x, y) for x, tick in ((left, 5), ((left + right) / 2, 3), (right, 5)))
        painter.drawLines([QLineF(left, y, right, y), *ticks])
    text = tr("{length} cm", length=mm // 10) if mm >= 10 else tr("{length} mm", length=mm)
    text = f"{text} {note}".rstrip()
    metrics = measures(painter.font())
    outlined(painter, right - metrics.width(text), y - 8, text)


def hatch(painter: QPainter, area: QPainterPath) -> None:
    """What should be there and is not: hatched, never blank."""
    painter.fillPath(area, QBrush(on_view("text-off"), Qt.BrushStyle.BDiagPattern))


def note(painter: QPainter, area: QRectF, lines: Sequence[str], token: str = "overlay") -> QRectF:
    """Lines in the middle of the viewport, the long ones on several; gives where they are."""
    metrics = measures(painter.font())
    height, room = metrics.height + 4, area.width() - 2 * MARGIN
    shown = [metrics.elided(part, room) for line in lines for part in _folded(line, painter.font(), room)]
    y = area.center().y() - (len(shown) - 1) * height / 2
    place = QRectF()
    for text in shown:
        width = metrics.width(text)
        outlined(painter, area.center().x() - width / 2, y, text, token)
        place = place.united(QRectF(area.center().x() - width / 2, y - metrics.ascent, width, metrics.height))
        y += height
    return place


def _folded(line: str, font: QFont, room: float) -> Iterator[str]:
    """Where it is too long, at words, as Unicode divides them."""
    layout = QTextLayout(line, font)
    layout.beginLayout()
    while (part := layout.createLine()).isValid():
        part.setLineWidth(max(room, 1.0))
        yield line[part.textStart() : part.textStart() + part.textLength()].strip()
    layout.endLayout()


def progress_line(painter: QPainter, area: QRectF, part: float) -> None:
    """A thin line at the bottom edge while a series arrives."""
    line = QRectF(area.left(), area.bottom() - PROGRESS_PX, area.width(), PROGRESS_PX)
    painter.fillRect(line, on_view("line"))
    line.setWidth(area.width() * part)
    painter.fillRect(line, on_view("accent"))
