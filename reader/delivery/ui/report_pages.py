"""A signed report on paper: what is on which page, and how a page is painted. The preview, the printer and the PDF
paint the same page. Lengths are in hundredths of a millimetre of paper. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from reader.core.qt.displays import MM_PER_INCH
from reader.core.text import visible
from reader.delivery.outputs.content import FindingRow, KeyReference, Picture, ReportPage, Standing
from reader.delivery.outputs.qr import QUIET, modules
from reader.delivery.outputs.text import origin_of, text_of
from reader.delivery.ui.pdf_letters import with_own_letters

MM = 100.0
MARGIN_MM = 12.0
_DPI = 1200
_HEAD, _TITLE, _TEXT, _SMALL = 620, 480, 370, 290
_QR, _GAP = 2200.0, 250.0
_PICTURE = 7200.0
_INK, _GREY, _NOTICE = QColor(0, 0, 0), QColor(90, 90, 90), QColor(160, 0, 0)
_LEFT, _RIGHT, _CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_BOLD = QFont.Weight.DemiBold
_COLUMNS = (0.06, 0.24, 0.2, 0.36, 0.14)
"""Of the table of findings, as parts of its width."""

Paint = Callable[[QPainter, float], None]


@dataclass(frozen=True)
class _Piece:
    """What is never split over two pages. paint: at this height. kept: with the piece after it."""

    height: float
    paint: Paint
    kept: bool = False


class _Text:
    """A text in lines of one width, at a place across the page."""

    def __init__(
        self, text: str, x: float, width: float, size: int = _TEXT, *, ink: QColor = _INK,
        weight: QFont.Weight = QFont.Weight.Normal, align: Qt.AlignmentFlag = _LEFT,
    ) -> None:  # fmt: skip
        self._x, self._ink = x, ink
        self._layouts: list[QTextLayout] = []
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setUseDesignMetrics(True)
        for paragraph in visible(text).split("\n"):
            layout = QTextLayout(paragraph, _font(size, weight))
            option.setAlignment(_RIGHT if align is _LEFT and _leftwards(paragraph) else align)
            layout.setTextOption(option)
            layout.beginLayout()
            y = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1.0))
                line.setPosition(QPointF(0, y))
                y += line.height() * 1.12
            layout.endLayout()
            self._layouts.append(layout)

    @property
    def ascent(self) -> float:
        """Of its first line."""
        return self._layouts[0].lineAt(0).ascent()

    @property
    def height(self) -> float:
        return sum(piece.height for piece in self.pieces())

    def pieces(self) -> list[_Piece]:
        """Line by line; the first is not left alone at the foot of a page."""
        found = []
        for layout in self._layouts:
            count = layout.lineCount()
            for number in range(count):
                line = layout.lineAt(number)

                def paint(painter: QPainter, y: float, layout: QTextLayout = layout, number: int = number) -> None:
                    line = layout.lineAt(number)
                    painter.setPen(self._ink)
                    line.draw(painter, QPointF(self._x, y - line.y()))

                alone = count > 1 and number in (0, count - 2)
                found.append(_Piece(line.height() * 1.12, paint, alone))
        return found

    def paint(self, painter: QPainter, y: float) -> None:
        for piece in self.pieces():
            piece.paint(painter, y)
            y += piece.height


class ReportPages:
    """size: of what is printed on, without the margins, in mm."""

    def __init__(self, page: ReportPage, pictures: Sequence[Picture], size: QSizeF) -> None:
        self._page, self._width, self._height = page, size.width() * MM, size.height() * MM
        self._pictures = {picture.reference: QImage.fromData(picture.png) for picture in pictures}
        self._qr = modules(page)
        self._foot = self._foot_texts(1, 1)[0].height + 150
        self.pages = self._laid()

    def paint(self, painter: QPainter, number: int, dpi: float) -> Iterator[None]:
        """A page. painter: in hundredths of a millimetre, from the corner within the margins. dpi: of what it
        paints on, which makes no difference here."""
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.LosslessImageRendering
        )  # fmt: skip
        for y, piece in self.pages[number]:
            piece.paint(painter, y)
        y = self._height - self._foot
        _rule(painter, y + 50, self._width)
        for text in self._foot_texts(number + 1, len(self.pages)):
            text.paint(painter, y + 130)
        yield

    @property
    def text(self) -> str:
        """Every letter that is on it, in no order."""
        page, words = self._page, self._page.words
        labels = [value for value in vars(words).values() if isinstance(value, str)]
        return text_of(page) + "".join(labels)

    # what is on it

    def _laid(self) -> list[list[tuple[float, _Piece]]]:
        """Pieces with their heights on the page, from its top."""
        bottom = self._height - self._foot - 100
        pages: list[list[tuple[float, _Piece]]] = [[]]
        y = 0.0
        for group in _groups([*self._head(), *self._body()]):
            tall = sum(piece.height for piece in group)
            if y + tall > bottom and pages[-1]:
                pages.append([])
                y = 0.0
                for piece in self._running_head():
                    pages[-1].append((y, piece))
                    y += piece.height
            for piece in group:
                if y + piece.height > bottom and y > bottom / 2:  # a group that is higher than a page
                    pages.append([])
                    y = 0.0
                pages[-1].append((y, piece))
                y += piece.height
        end = self._signatures()
        if y + end.height > bottom:
            pages.append([])
            y = 0.0
            for piece in self._running_head():
                pages[-1].append((y, piece))
                y += piece.height
        pages[-1].append((bottom - end.height, end))
        return pages

    def _head(self) -> list[_Piece]:
        page, width = self._page, self._width
        found = _Text(page.institution, 0, width, _HEAD, weight=_BOLD, align=_CENTRE).pieces()
        found += [_space(60), *_Text(page.words.title, 0, width, _TITLE, align=_CENTRE).pieces(), _space(150)]
        if page.notice:
            found += [self._notice(page.notice), _space(150)]
        found += [_ruled(width), *self._facts(), _ruled(width), _space(100)]
        return found

    def _notice(self, said: str) -> _Piece:
        text = _Text(said, 200, self._width - 400, ink=_NOTICE, weight=_BOLD, align=_CENTRE)
        height = text.height + 240

        def paint(painter: QPainter, y: float) -> None:
            painter.setPen(QPen(_NOTICE, 25))
            painter.drawRect(QRectF(0, y, self._width, height))
            text.paint(painter, y + 120)

        return _Piece(height, paint)

    def _facts(self) -> list[_Piece]:
        """Two beside each other."""
        words, facts = self._page.words, self._page.facts
        half = self._width / 2
        found = []
        for first in range(0, len(facts), 2):
            texts = []
            for place, (label, value) in enumerate(facts[first : first + 2]):
                x = place * half
                texts.append(_Text(label + words.colon.rstrip(), x, 3000, ink=_GREY))
                texts.append(_Text(value, x + 3000, half - 3100))
            found.append(_beside(texts))
        return found

    def _running_head(self) -> list[_Piece]:
        """Whose it is, on every further page."""
        page = self._page
        patient = dict(page.facts)
        words = page.words
        known = (words.name, words.sex, words.age, words.patient_id, words.accession)
        said = " · ".join(patient[label] for label in known if label in patient)
        return [*_Text(said, 0, self._width, _SMALL, ink=_GREY).pieces(), _ruled(self._width), _space(150)]

    def _body(self) -> list[_Piece]:
        page, found = self._page, []
        for part in page.parts:
            found += self._heading(part.title)
            for line in part.lines:
                found += _Text(line.text + origin_of(page, line.algorithms), 0, self._width).pieces()
        if page.findings:
            found += [*self._heading(page.words.findings), *self._table()]
        if page.key_images:
            found += [*self._heading(page.words.key_images), *self._images()]
        return [*found, _space(_GAP)]

    def _heading(self, title: str) -> list[_Piece]:
        lines = _Text(title, 0, self._width, _TEXT + 20, weight=_BOLD).pieces()
        return [_space(_GAP, kept=True), *(_Piece(one.height, one.paint, True) for one in lines)]

    def _table(self) -> list[_Piece]:
        words = self._page.words
        head = self._row(("", words.finding, words.place, words.size, words.image), _SMALL, _GREY)
        found = [_Piece(head.height, head.paint, True)]
        for number, row in enumerate(self._page.findings, 1):
            found.append(self._row(self._cells(number, row), _TEXT, _INK))
        return found

    def _cells(self, number: int, row: FindingRow) -> tuple[str, ...]:
        origin = origin_of(self._page, (row.algorithm,) if row.algorithm else ())
        return str(number), row.what + origin, row.where, row.size, row.image

    def _row(self, cells: Sequence[str], size: int, ink: QColor) -> _Piece:
        texts, x = [], 0.0
        for cell, part in zip(cells, _COLUMNS, strict=True):
            texts.append(_Text(cell, x, self._width * part - 120, size, ink=ink))
            x += self._width * part
        row = _beside(texts)

        def paint(painter: QPainter, y: float) -> None:
            row.paint(painter, y + 40)
            _rule(painter, y + row.height + 80, self._width, QColor(190, 190, 190))

        return _Piece(row.height + 100, paint)

    def _images(self) -> list[_Piece]:
        """Two beside each other; those of which there is no picture are named."""
        shown = [one for one in self._page.key_images if one in self._pictures]
        found = [self._pair(shown[first : first + 2]) for first in range(0, len(shown), 2)]
        for one in self._page.key_images:
            if one not in self._pictures:
                found += _Text(one.caption or one.image.sop_instance_uid, 0, self._width, _SMALL).pieces()
        return found

    def _pair(self, some: Sequence[KeyReference]) -> _Piece:
        half = (self._width - 300) / 2
        placed, height, captions = [], 0.0, []
        for place, one in enumerate(some):
            image = self._pictures[one]
            size = QSizeF(image.size()).scaled(QSizeF(half, _PICTURE), Qt.AspectRatioMode.KeepAspectRatio)
            placed.append((image, place * (half + 300), size))
            height = max(height, size.height())
            captions.append(_Text(one.caption, place * (half + 300), half, _SMALL))
        under = _beside(captions)

        def paint(painter: QPainter, y: float) -> None:
            for image, x, size in placed:
                painter.drawImage(QRectF(QPointF(x, y), size), image)
            under.paint(painter, y + height + 60)

        return _Piece(height + 60 + under.height + 150, paint)

    def _signatures(self) -> _Piece:
        page, words = self._page, self._page.words
        room = self._width - _QR - 300
        texts = [
            _Text(f"{label}{words.colon}{name}    {when}", 0, room, weight=_BOLD)
            for label, name, when in page.signatories
        ]
        uid = f"{words.identifiers}{words.colon}{page.reference.sop_instance_uid}"
        texts.append(_Text(uid, 0, room, _SMALL, ink=_GREY))
        height = max(_QR, sum(text.height + 80 for text in texts)) + 150

        def paint(painter: QPainter, y: float) -> None:
            _rule(painter, y + 40, self._width)
            at = y + 150
            for text in texts:
                text.paint(painter, at)
                at += text.height + 80
            self._paint_qr(painter, QPointF(self._width - _QR, y + 100))

        return _Piece(height, paint)

    def _paint_qr(self, painter: QPainter, corner: QPointF) -> None:
        unit = _QR / (len(self._qr) + 2 * QUIET)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for row, line in enumerate(self._qr):
            start = None
            for column, dark in enumerate((*line, False)):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    x, y = corner.x() + (start + QUIET) * unit, corner.y() + (row + QUIET) * unit
                    painter.fillRect(QRectF(x, y, (column - start) * unit, unit), _INK)
                    start = None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _foot_texts(self, number: int, count: int) -> list[_Text]:
        page, room = self._page, self._width - 4000
        standing = page.notice if page.standing is Standing.PRELIMINARY else ""  # a page alone says so too
        known = (standing, page.institution, page.subject.patient.name.display, page.accession)
        about = " · ".join(filter(None, known))
        said = page.words.page.format(number=number, count=count)
        return [
            _Text(about, 0, room, _SMALL, ink=_GREY),
            _Text(said, room, 4000, _SMALL, ink=_GREY, align=_RIGHT),
        ]


def paper() -> QPageLayout:
    """A4 with the margins that a report has."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def pdf_of(page: ReportPage, pictures: Sequence[Picture] = ()) -> bytes:
    """PDF/A-1b on A4: fonts are embedded as far as they are used."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    writer.setPageLayout(paper())
    writer.setResolution(_DPI)
    writer.setTitle(page.words.title)
    writer.setCreator("reader")
    pages = ReportPages(page, pictures, paper().paintRect(QPageLayout.Unit.Millimeter).size())
    painter = QPainter(writer)
    scale = _DPI / MM_PER_INCH / MM
    for number in range(len(pages.pages)):
        if number:
            writer.newPage()
        painter.resetTransform()
        painter.scale(scale, scale)
        for _ in pages.paint(painter, number, _DPI):
            pass
    painter.end()
    fonts = [_font(_TEXT, weight) for weight in (QFont.Weight.Normal, _BOLD)]
    return with_own_letters(bytes(buffer.data().data()), pages.text, fonts)


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """What stays together."""
    found: list[list[_Piece]] = [[]]
    for piece in pieces:
        found[-1].append(piece)
        if not piece.kept:
            found.append([])
    return [group for group in found if group]


def _beside(texts: Sequence[_Text]) -> _Piece:
    """On one line of writing: fonts of two scripts are of different height."""
    first = max((text.ascent for text in texts), default=0.0)

    def paint(painter: QPainter, y: float) -> None:
        for text in texts:
            text.paint(painter, y + first - text.ascent)

    return _Piece(max((text.height + first - text.ascent for text in texts), default=0.0), paint)


def _leftwards(text: str) -> bool:
    """Whether its first letter is of a script that is written from right to left (UAX #9, P2)."""
    first = next((kind for c in text if (kind := bidirectional(c)) in ("L", "R", "AL")), "L")
    return first != "L"


def _space(height: float, *, kept: bool = False) -> _Piece:
    return _Piece(height, lambda _painter, _y: None, kept)


def _ruled(width: float) -> _Piece:
    return _Piece(160, lambda painter, y: _rule(painter, y + 80, width))


def _rule(painter: QPainter, y: float, width: float, ink: QColor = _GREY) -> None:
    painter.setPen(QPen(ink, 15))
    painter.drawLine(QPointF(0, y), QPointF(width, y))


def _font(size: int, weight: QFont.Weight) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("liga"), 0)  # else "fi" is one letter to who searches the PDF
    return font
