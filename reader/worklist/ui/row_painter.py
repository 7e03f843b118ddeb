"""Paints the rows of the worklist: each cell's runs of text in their colours, what a search has found behind them.

Rows are painted as a whole. A key in the search paints some 300 cells anew: a delegate would be called for each
by way of the style, which takes longer than the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from reader.core.qt.theme import colour, figures, token
from reader.worklist.words import Pieces

PADDING = 8
_RIGHT_PADDING = 4
_FOUND = 0.35
"""How strong the tint behind found letters is."""


_END, _MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle


class Cell(NamedTuple):
    """pieces: runs of text. found: the letters that a search has found, (begin, end) in all of the text. both_ends:
    of what is too long the middle is left out, not the end."""

    left: int
    width: int
    pieces: Pieces
    found: Sequence[tuple[int, int]]
    tabular: bool
    both_ends: bool = False


class _Font(NamedTuple):
    """advance: how many pixels wide a text is. height, ascent: pixels."""

    font: QFont
    metrics: QFontMetrics
    advance: Callable[[str], int]
    height: int
    ascent: int


class RowPainter:
    """Keeps fonts while the size of text stays, and colours while the theme does."""

    def __init__(self) -> None:
        self._base = QFont()
        self._fonts: dict[bool, _Font] = {}
        # by lambdas, here and below: wrapping what is Qt's reads its docstring, for which PySide takes 0.13 s once
        self._colour = lru_cache(maxsize=64)(lambda name: QColor(name))

    def paint(self, painter: QPainter, base: QFont, row: QRect, cells: Iterable[Cell], *, selected: bool) -> None:
        """One row into its rectangle; a cell's last run is elided where its space ends."""
        if selected:
            painter.fillRect(row, colour("selected"))
        for cell in cells:
            if cell.pieces:
                font = self._font(base, tabular=cell.tabular)
                painter.setFont(font.font)
                self._paint_cell(painter, font, row.top() + (row.height() - font.height) // 2, cell)

    def _paint_cell(self, painter: QPainter, font: _Font, top: int, cell: Cell) -> None:
        left, end = cell.left + PADDING, cell.left + cell.width - _RIGHT_PADDING
        done = 0
        for text, name in cell.pieces:
            room = end - left
            if not text or room <= 0:
                continue
            width = font.advance(text)
            if width > room:
                text, width = font.metrics.elidedText(text, _MIDDLE if cell.both_ends else _END, room), room
            for begin, stop in cell.found:
                self._mark(painter, font, left, top, text, begin - done, stop - done)
            painter.setPen(self._colour(token(name)))
            painter.drawText(left, top + font.ascent, text)
            left += width
            done += len(text)

    @staticmethod
    def _mark(painter: QPainter, font: _Font, left: int, top: int, text: str, begin: int, stop: int) -> None:
        """Behind the letters that a search has found: a tint, and a line below for whoever sees no colours."""
        begin, stop = max(0, begin), min(stop, len(text))
        if begin >= stop:
            return
        start = font.advance(text[:begin])
        width = font.advance(text[:stop]) - start
        tint = colour("accent")
        painter.fillRect(left + start, top + font.height - 1, width, 1, tint)
        tint.setAlphaF(_FOUND)
        painter.fillRect(left + start, top, width, font.height - 1, tint)

    def _font(self, base: QFont, *, tabular: bool) -> _Font:
        """Making a font and measuring takes longer than drawing."""
        if base != self._base:
            self._base, self._fonts = QFont(base), {}
        if tabular not in self._fonts:
            made = figures(base) if tabular else QFont(base)
            metrics = QFontMetrics(made)
            advance = lru_cache(maxsize=4096)(lambda text: metrics.horizontalAdvance(text))
            self._fonts[tabular] = _Font(made, metrics, advance, metrics.height(), metrics.ascent())
        return self._fonts[tabular]
