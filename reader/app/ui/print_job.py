"""Painting pages onto a printer or into a PDF, a picture at a time, with the windows alive meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QTimer
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from reader.app.ui.print_pages import MM
from reader.core.errors import ReaderError
from reader.core.qt.displays import MM_PER_INCH
from reader.core.text import tr

MARGIN_MM = 10.0
_PDF_DPI = 1200
_TRAILER = 1024  # bytes at the end of a PDF in which its last line is
JOB_NAME = "reader"
"""In the list of a printer and in a PDF: nobody's name."""


class Painted(Protocol):
    """Pages of pictures, or of a report."""

    @property
    def pages(self) -> Sequence[object]: ...

    def paint(self, painter: QPainter, number: int, dpi: float) -> Iterator[None]:
        """A page, from 0, in steps. painter: in hundredths of a millimetre, from the corner within the margins;
        dpi: of what it paints on."""


def layout(size: QPageSize.PageSizeId, *, upright: bool) -> QPageLayout:
    """A page with the margins that this program leaves."""
    turned = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(QPageSize(size), turned, margins, QPageLayout.Unit.Millimeter)


def pdf_on(buffer: QBuffer, page: QPageLayout) -> QPdfWriter:
    """A PDF in memory; needs no printer."""
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(page)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(JOB_NAME)
    writer.setCreator(JOB_NAME)
    return writer


class PrintJob(QObject):
    """Main thread. progressed(page from 1) before each page; ended(None) once all is painted, ended(error) where it
    could not be. Nothing is said of one that is cancelled."""

    def __init__(
        self, pages: Painted, device: QPagedPaintDevice, progressed: Callable[[int], None],
        ended: Callable[[ReaderError | None], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._pages, self._device = pages, device
        self._progressed, self._ended = progressed, ended
        self._painter = QPainter()
        self._steps = self._run()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def cancel(self) -> None:
        """What is painted so far is not printed."""
        if self._timer.isActive():
            self._timer.stop()
            self._steps.close()
            if isinstance(self._device, QPrinter):
                self._device.abort()
            self._painter.end()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self._ended(None)
        except ReaderError as error:
            self._fail(error)
        except Exception as defect:  # too little memory, for instance: nothing of it must pass as printed
            self._fail(ReaderError(tr("The pages could not be painted.")))
            raise defect

    def _fail(self, error: ReaderError) -> None:
        self._timer.stop()
        if isinstance(self._device, QPrinter):
            self._device.abort()
        self._painter.end()
        self._ended(error)

    def _run(self) -> Generator[None, None, None]:
        if not self._painter.begin(self._device):
            raise ReaderError(tr("The printer does not take the pages."), tr("Choose another one, or save a PDF."))
        for number in range(len(self._pages.pages)):
            if number and not self._device.newPage():
                raise ReaderError(tr("The printer does not take the pages."))
            self._progressed(number + 1)
            yield
            dpi = self._device.logicalDpiX()
            self._painter.resetTransform()
            self._painter.scale(dpi / MM_PER_INCH / MM, self._device.logicalDpiY() / MM_PER_INCH / MM)
            yield from self._pages.paint(self._painter, number, dpi)
        if not self._painter.end() or not _arrived(self._device):
            raise ReaderError(tr("The printer does not take the pages."), tr("Choose another one, or save a PDF."))


def _arrived(device: QPagedPaintDevice) -> bool:
    """Whether a printer has taken what was painted. One that writes a file does not say so on a full disk."""
    if not isinstance(device, QPrinter):
        return True
    if device.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        return False
    if not device.outputFileName():
        return True
    try:
        with Path(device.outputFileName()).open("rb") as file:
            file.seek(-min(_TRAILER, file.seek(0, os.SEEK_END)), os.SEEK_END)
            return b"%%EOF" in file.read(_TRAILER)
    except OSError:
        return False
