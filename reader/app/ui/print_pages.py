"""The pages that pictures are printed on: what is on which, and how a page is painted. The preview and the printer
paint the same page. Lengths are in hundredths of a millimetre of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen

from reader.core.text import tr, visible
from reader.dicom.values import clock_text, day_text
from reader.study.heading import exam_title, identity_parts
from reader.study.identity import compare
from reader.study.model import Study
from reader.views.scales import mm_of
from reader.views.ui.on_paper import OnScreen, Subject, drawn, lie, scale_words, size_on_paper

MM = 100.0
_LEAST_DPI = 300.0
_GAP, _SPACE = 2 * MM, 1.5 * MM
_NAME, _TEXT, _CAPTION = 420, 300, 260
_RULER_MM = 50
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop
_INK, _GREY = QColor(0, 0, 0), QColor(70, 70, 70)

GRIDS = ((1, 1), (1, 2), (2, 2), (2, 3), (3, 4))
"""Pictures along the short and along the long side of a page."""


@dataclass(frozen=True)
class Placed:
    """A picture and its place on the page, both as parts of 1. screen: that it is a part of, in logical pixels;
    empty where it has a place by itself."""

    subject: Subject
    place: QRectF
    screen: QSizeF


Page = tuple[Placed, ...]


@dataclass(frozen=True)
class Manner:
    """named: with whose pictures they are. by: who prints, when."""

    named: bool
    true_size: bool
    by: str
    when: datetime


def gridded(subjects: Sequence[Subject], grid: tuple[int, int], *, upright: bool) -> list[Page]:
    """So many on a page as the grid has places, in their order."""
    columns, rows = grid if upright else grid[::-1]
    pages = []
    for first in range(0, len(subjects), columns * rows):
        some = subjects[first : first + columns * rows]
        size = (1 / columns, 1 / rows)
        places = [QRectF(n % columns * size[0], n // columns * size[1], *size) for n in range(len(some))]
        pages.append(tuple(Placed(one, place, QSizeF()) for one, place in zip(some, places, strict=True)))
    return pages


def as_on_screens(screens: Sequence[Sequence[OnScreen]]) -> list[Page]:
    """A page for each screen, arranged as it is."""
    return [tuple(_part_of(one) for one in screen) for screen in screens if screen]


def _part_of(one: OnScreen) -> Placed:
    place, width, height = one.place, one.screen.width(), one.screen.height()
    parts = QRectF(place.x() / width, place.y() / height, place.width() / width, place.height() / height)
    return Placed(one.subject, parts, one.screen)


def studies_of(pages: Sequence[Page]) -> list[Study]:
    """Each once, as the audit trail has to know them."""
    contents = (placed.subject.content for page in pages for placed in page)
    found = {content.study.study_uid: content.study for content in contents if content is not None}
    return list(found.values())


class Pages:
    """size: of what is printed on, without the margins, in mm. current: the exam of the case."""

    def __init__(self, pages: Sequence[Page], size: QSizeF, manner: Manner, current: Study) -> None:
        self.pages, self._manner, self._current = list(pages), manner, current
        self._width, self._height = size.width() * MM, size.height() * MM

    def paint(self, painter: QPainter, number: int, dpi: float) -> Iterator[None]:
        """A page, picture by picture. painter: in hundredths of a millimetre, from the corner within the margins;
        dpi: of what it paints on; pictures are drawn in no fewer than `_LEAST_DPI` by the printer."""
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.LosslessImageRendering
        )  # fmt: skip
        page = self.pages[number]
        head, prior = self._head(page)
        top = self._paint_head(painter, head, prior) + _GAP
        bottom = self._paint_foot(painter, number)
        body = QRectF(0, top, self._width, bottom - _GAP - top)
        for placed, cell, shrunk in _laid(page, body):
            self._paint_picture(painter, placed.subject, cell, shrunk, head, dpi)
            yield

    def _head(self, page: Page) -> tuple[Study, bool]:
        """The exam that stands at the top, and whether it is an earlier one: that of all of the pictures, else the
        present one; pictures of others have theirs beside them."""
        contents = [c for placed in page if (c := placed.subject.content) is not None]
        if contents and len({content.study.study_uid for content in contents}) == 1:
            return contents[0].study, contents[0].prior
        return self._current, False

    def _paint_head(self, painter: QPainter, study: Study, prior: bool) -> float:
        """How far down it goes. Nothing of whose it is is cut: it goes on in the next line."""
        first, rest = _said_of(study, named=self._manner.named)
        first = f"{tr('Prior')} · {first}" if prior else first
        y = _text(painter, QRectF(0, 0, self._width, 0), first, _NAME, weight=QFont.Weight.DemiBold)
        y += _text(painter, QRectF(0, y, self._width, 0), rest, _TEXT, ink=_GREY) if rest else 0.0
        painter.setPen(QPen(_GREY, 20))
        painter.drawLine(QPointF(0, y + 60), QPointF(self._width, y + 60))
        return y + 80

    def _paint_foot(self, painter: QPainter, number: int) -> float:
        """Where it begins."""
        manner, count = self._manner, len(self.pages)
        page = tr("Page {number} of {count}", number=number + 1, count=count)
        printed = tr("printed by {user}, {time}", user=manner.by, time=clock_text(manner.when))
        said = f"{tr('Not for primary diagnosis')} · {printed}"
        room = self._width - _metrics(_CAPTION).horizontalAdvance(page) - 4 * MM
        height = _height(QRectF(0, 0, room, 0), said, _CAPTION)
        y = self._height - height
        _text(painter, QRectF(0, y, room, 0), said, _CAPTION, ink=_GREY)
        place = QRectF(room, y, self._width - room, 0)
        _text(painter, place, page, _CAPTION, ink=_GREY, flags=_WRAPPED | Qt.AlignmentFlag.AlignRight)
        if manner.true_size and any(mm_of(placed.subject.viewport.frame) for placed in self.pages[number]):
            y = self._paint_ruler(painter, y)
        return y - 60

    def _paint_ruler(self, painter: QPainter, below: float) -> float:
        """A line to hold a ruler to: whether the printer has left the size as it is."""
        length = _RULER_MM * MM
        said = tr("This line is {length} mm long if nothing has changed the size of the page.", length=_RULER_MM)
        place = QRectF(length + 2 * MM, 0, self._width - length - 2 * MM, 0)
        height = max(_height(place, said, _CAPTION), 3 * MM)
        y = below - height - 100
        _text(painter, place.translated(0, y), said, _CAPTION, ink=_GREY)
        painter.setPen(QPen(_INK, 20, c=Qt.PenCapStyle.FlatCap))
        middle = y + 150
        painter.drawLine(QPointF(0, middle), QPointF(length, middle))
        for n in range(_RULER_MM // 10 + 1):
            half = 120 if n in (0, _RULER_MM // 10) else 60
            painter.drawLine(QPointF(n * 10 * MM, middle - half), QPointF(n * 10 * MM, middle + half))
        return y

    def _paint_picture(
        self, painter: QPainter, subject: Subject, cell: QRectF, shrunk: float | None, head: Study, dpi: float
    ) -> None:
        """shrunk: hundredths of a mm for a logical pixel of the screen, see `lie`."""
        manner = self._manner
        whose = self._whose(subject, head)
        room = cell.width() / MM, (cell.height() - _caption_height(cell, [*whose, " "])) / MM
        if min(room) < 1:
            return
        how = None if shrunk is None else shrunk / MM
        lies = lie(subject, *room, true_size=manner.true_size, shrunk=how)
        caption = [*whose, scale_words(subject, lies, true_size=manner.true_size)]
        if (longer := _caption_height(cell, caption)) > cell.height() - room[1] * MM:  # of a narrow one
            room = room[0], max(1.0, (cell.height() - longer) / MM)
            lies = lie(subject, *room, true_size=manner.true_size, shrunk=how)
        picture = drawn(subject, lies, *room, max(dpi, 150.0) if dpi < 200 else _LEAST_DPI, named=manner.named)
        painter.drawImage(QRectF(cell.topLeft(), size_on_paper(subject, picture) * MM), picture)
        y = cell.y() + room[1] * MM + 40
        for line in caption:
            y += _text(painter, QRectF(cell.x(), y, cell.width(), 0), line, _CAPTION)

    def _whose(self, subject: Subject, head: Study) -> list[str]:
        """Of a picture that is of another exam than the page says: of which, and what is odd about that."""
        content = subject.content
        if content is None or content.study.study_uid == head.study_uid:
            return []
        lines = [" · ".join(filter(None, _said_of(content.study, named=self._manner.named)))]
        if content.prior:
            lines = [f"{tr('Prior')} · {lines[0]}"]
            found = compare(self._current.patient, content.study.patient, same_exam=False)
            if not found.same:
                lines.append(f"⚠ {found.text}" if self._manner.named else f"⚠ {tr('not surely the same patient')}")
        return lines


def _laid(page: Page, body: QRectF) -> Iterator[tuple[Placed, QRectF, float | None]]:
    """Each picture with its place on the page, and what a pixel of its screen is there."""
    screen = page[0].screen if page else QSizeF()
    if not screen.isEmpty():
        low = min((placed.place.height() * screen.height() for placed in page), default=1.0)
        whole = screen.scaled(body.size(), Qt.AspectRatioMode.KeepAspectRatio)
        per_pixel = whole.width() / screen.width()
        spare = _SPACE + _caption_height(QRectF(0, 0, whole.width(), 0), [" "])
        shrunk = per_pixel * max(0.1, 1 - spare / (low * per_pixel))
        left = body.x() + (body.width() - whole.width()) / 2
        body = QRectF(left, body.y(), whole.width(), whole.height())
    width, height = body.width() + _SPACE, body.height() + _SPACE
    for placed in page:
        part = placed.place
        corner = body.x() + part.x() * width, body.y() + part.y() * height
        cell = QRectF(*corner, part.width() * width - _SPACE, part.height() * height - _SPACE)
        yield placed, cell, None if screen.isEmpty() else shrunk


def _said_of(study: Study, *, named: bool) -> tuple[str, str]:
    """The line in bold and the one below it."""
    if named:
        return identity_parts(study)
    modality = next((series.modality for series in study.series if series.is_image), "")
    exam = exam_title(modality, study.description) or tr("Exam")
    return exam, " · ".join(filter(None, (day_text(study.when) or tr("no date"), study.site)))


def _font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _metrics(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetricsF:
    return QFontMetricsF(_font(size, weight))


def _height(place: QRectF, text: str, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> float:
    room = QRectF(0, 0, max(place.width(), 1.0), 1e6)
    return _metrics(size, weight).boundingRect(room, int(_WRAPPED), visible(text)).height()


def _caption_height(cell: QRectF, lines: Sequence[str]) -> float:
    return 40 + sum(_height(cell, line, _CAPTION) for line in lines)


def _text(
    painter: QPainter, place: QRectF, text: str, size: int, *, ink: QColor = _INK,
    weight: QFont.Weight = QFont.Weight.Normal, flags: Qt.TextFlag | Qt.AlignmentFlag = _WRAPPED,
) -> float:  # fmt: skip
    """Below the top of the place and as wide as it; the height that it took."""
    height = _height(place, text, size, weight)
    painter.setFont(_font(size, weight))
    painter.setPen(ink)
    painter.drawText(QRectF(place.x(), place.y(), max(place.width(), 1.0), height), int(flags), visible(text))
    return height
