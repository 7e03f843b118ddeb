"""A page of the handbook as text: Qt's Markdown in the program's colours, pictures as wide as there is room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from reader.app.handbook import Page
from reader.core.qt.theme import BASE_PX, TITLE_PX, colour, scaled
from reader.core.text import tr

_WIDEST = 860
_HEADING_PX = {1: TITLE_PX + 7, 2: TITLE_PX + 2, 3: BASE_PX + 1}
_ABOVE_PX = {1: 4, 2: 20, 3: 14}
_RESIZED_MS = 120


class HelpView(QTextBrowser):
    """link_followed(text of the link): to another page. Main thread."""

    link_followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or pictures do not fit beside it
        self.setAccessibleName(tr("Handbook"))
        self.anchorClicked.connect(lambda url: self.link_followed.emit(url.toString()))
        self._page: Page | None = None
        self._folder = Path()
        self._words: list[str] = []
        self._settled = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._settled.timeout.connect(self._resized)

    def show_page(self, page: Page, folder: Path, *, heading: int = 0, words: str = "") -> None:
        """heading: where it begins to be read, counted from 0. words: are marked. folder: of its pictures."""
        self._page, self._folder, self._words = page, folder, words.split()
        self._fill()
        self._go_to(heading)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of the page, no wider than the text."""
        image = QImage(str(self._folder / QUrl(name).path()))
        if image.isNull():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        width = round(min(image.width(), self._text_width() * ratio))
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            side = max(0, (self.width() - scaled(_WIDEST) - scaled(48)) // 2)
            self.setViewportMargins(min(side, scaled(40)), 0, max(0, 2 * side - scaled(40)), 0)
            self._settled.start()

    # inside

    def _text_width(self) -> int:
        return max(100, self.viewport().width() - 2 * scaled(20) - 2)

    def _resized(self) -> None:
        """Pictures have another width; what is read stays where it is."""
        at = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        self._fill()
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self._bring_up(cursor)

    def _fill(self) -> None:
        if self._page is None:
            return
        document = self.document()
        document.clear()
        document.setDocumentMargin(scaled(20))
        flags = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        document.setMarkdown(self._page.markdown, flags)
        for block in _blocks(document):
            _style(block)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _rule(frame)
        self.setExtraSelections(self._marked())

    def _marked(self) -> list[QTextEdit.ExtraSelection]:
        marked = []
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(colour("selected"))
                marked.append(selection)
                cursor = self.document().find(word, cursor)
        return marked

    def _go_to(self, heading: int) -> None:
        found = [block for block in _blocks(self.document()) if block.blockFormat().headingLevel()]
        if heading and heading < len(found):
            self._bring_up(QTextCursor(found[heading]))
        else:
            self._bring_up(QTextCursor(self.document()))

    def _bring_up(self, cursor: QTextCursor) -> None:
        """To the top of the window."""
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - scaled(12) if cursor.position() else 0)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _style(block: QTextBlock) -> None:
    """Room between lines and paragraphs; headings by the program's sizes; keys and what is typed on a plate."""
    level, cursor, parts = block.blockFormat().headingLevel(), QTextCursor(block), _parts(block)
    above, below, line = _ABOVE_PX.get(level, 0), 6 if level else 9, 140.0
    if cursor.currentTable() is not None:
        below, line = 0, 115.0
    elif _is_typed(block):
        below, line = 0 if _is_typed(block.next()) else 9, 120.0
    elif block.textList() is not None:
        below = 4
    form = QTextBlockFormat()
    form.setTopMargin(scaled(above))
    form.setBottomMargin(scaled(below))
    if not any(part.isImageFormat() for _, _, part in parts):
        form.setLineHeight(line, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.mergeBlockFormat(form)
    for at, length, part in parts:
        if level:  # merging would leave Qt's own size, which comes before ours
            part.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
            part.setProperty(QTextFormat.Property.FontPixelSize.value, scaled(_HEADING_PX[level]))
        elif part.fontFixedPitch():
            part.setBackground(colour("raised"))
        else:
            continue
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(part)


def _is_typed(block: QTextBlock) -> bool:
    """A line of what is typed into a terminal."""
    return block.isValid() and block.blockFormat().nonBreakableLines()


def _parts(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """(position, length, format) of each run of letters of one format, before any of it is changed."""
    found, entry = [], block.begin()
    while not entry.atEnd():
        part = entry.fragment()
        found.append((part.position(), part.length(), part.charFormat()))
        entry += 1
    return found


def _rule(table: QTextTable) -> None:
    form = table.format()
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(colour("line")))
    form.setCellPadding(scaled(5))
    form.setTopMargin(scaled(4))
    form.setBottomMargin(scaled(12))
    table.setFormat(form)
