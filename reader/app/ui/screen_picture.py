"""Pictures that fill a display, pixel on pixel: the test pattern, and patches to measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.displays import Display, screen_of
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.terms.units import LUMINANCE, unit_text
from reader.views.calibration.pattern import WORDS, Area, letter_levels, patch, quality

_LABEL = 220
"""The grey level of the line below the words."""


class ScreenPicture(QDialog):
    """Fills a display. Esc leaves."""

    def __init__(
        self, display: Display, made: Callable[[int, int], QImage], parent: QWidget | None = None
    ) -> None:
        """made(width, height): the picture for so many pixels of the display."""
        super().__init__(parent)
        self._made = made
        screen = screen_of(display)
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self._picture = QImage()

    def renew(self) -> None:
        self._picture = QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        if (self._picture.width(), self._picture.height()) != (width, height):
            self._picture = self._made(width, height)
        with QPainter(self) as painter:
            painter.scale(1 / ratio, 1 / ratio)
            painter.drawImage(0, 0, self._picture)


class TestPattern(ScreenPicture):
    """The pattern to look at. greys: by the P-value the grey level, as images are painted on this display; None for
    as they are."""

    __test__ = False  # no test for pytest

    def __init__(
        self, display: Display, facts: str, greys: NDArray[np.uint8] | None = None, parent: QWidget | None = None
    ) -> None:
        """facts: a line about the display, written into the pattern."""
        super().__init__(display, self.made, parent)
        self.setWindowTitle(tr("Test pattern"))
        self._facts, self._greys = facts, greys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # there is nothing else in it for the keys
        self.setFocus()

    def made(self, width: int, height: int) -> QImage:
        found = quality(width, height)
        image = _image(found.picture)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, False)
            for area in found.words:
                _write_words(painter, area, int(found.picture[area.top, area.left]))
            label = found.label
            painter.setFont(_font(label.height // 4))
            painter.setPen(QColor(_LABEL, _LABEL, _LABEL))
            said = tr("Synthetic pattern after AAPM TG18-QC, scaled")
            words = " · ".join((said, self._facts, tr("Esc leaves")))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            room = QRectF(label.left, label.top, label.width, label.height)
            painter.drawText(room, flags, words)
        return image if self._greys is None else _image(self._greys[_pixels(image)])


class PatchScreen(ScreenPicture):
    """One grey level after the other for the photometer; what it says is typed below. Enter goes on to the next,
    the arrows up and down go back and on. The levels are those of the display itself, without any correction.

    typed: by the level what was entered, also when it was left early."""

    def __init__(self, display: Display, typed: Mapping[int, str], parent: QWidget | None = None) -> None:
        super().__init__(display, self.made, parent)
        self.setWindowTitle(tr("Patches to measure"))
        self.typed = dict(typed)
        self._levels, self._at = sorted(typed), 0
        self._told, unit = Label(), unit_text(LUMINANCE)
        self._entry = QLineEdit()
        self._entry.setFixedWidth(scaled(110))
        self._entry.setAccessibleName(tr("Luminance in {unit}", unit=unit))
        self._entry.textEdited.connect(self._take)
        self._entry.returnPressed.connect(lambda: self._go(1))
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self._told, self._entry, Label(unit), Label(tr("Enter: next · ↑ back · Esc leaves"))):
            if isinstance(widget, Label):
                widget.setStyleSheet("color: #202020; background: transparent")  # on the grey of the picture
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        self._show()

    @property
    def level(self) -> int:
        return self._levels[self._at]

    def made(self, width: int, height: int) -> QImage:
        return _image(patch(width, height, self.level)[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._go(step)

    def _take(self, text: str) -> None:
        self.typed[self.level] = text

    def _go(self, step: int) -> None:
        if self._at + step >= len(self._levels):
            self.accept()
            return
        self._at = max(0, self._at + step)
        self._show()

    def _show(self) -> None:
        count = {"level": self.level, "number": self._at + 1, "count": len(self._levels)}
        self._told.setText(tr("Grey level {level} ({number} of {count})", **count))
        self._entry.setText(self.typed[self.level])
        self._entry.selectAll()
        self._entry.setFocus()
        self.renew()


def _image(pixels: NDArray[np.uint8]) -> QImage:
    """A picture of its own, in which can be painted."""
    height, width = pixels.shape
    grey = QImage(np.ascontiguousarray(pixels).data, width, height, width, QImage.Format.Format_Grayscale8)
    return grey.convertToFormat(QImage.Format.Format_RGB32)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """[row, column] of a picture that is all grey."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4 : 4]


def _write_words(painter: QPainter, area: Area, background: int) -> None:
    painter.setFont(_font(area.height * 7 // 10))
    step = area.width / len(WORDS)
    for n, (letter, level) in enumerate(zip(WORDS, letter_levels(background), strict=True)):
        painter.setPen(QColor(level, level, level))
        place = QRectF(area.left + n * step, area.top, step, area.height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)


def _font(size: int) -> QFont:
    """Letters without a level between theirs and what is behind them."""
    font = QFont()
    font.setPixelSize(max(8, size))
    font.setBold(True)
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    return font
