"""What could not be painted, or not be written, never passes as printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QObject
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from reader.app.ui.print_job import PrintJob, layout, pdf_on
from reader.core.errors import ReaderError


class Lines:
    """Pages with a line on them; memory runs out on some."""

    def __init__(self, count: int, out_of_memory_on: int = -1) -> None:
        self.pages = [()] * count
        self._fails = out_of_memory_on

    def paint(self, painter: QPainter, number: int, dpi: float) -> Iterator[None]:
        if number == self._fails:
            raise MemoryError
        painter.drawLine(0, 0, 1000, 1000)
        yield


def ended(qtbot: QtBot, pages: Lines, device: QPagedPaintDevice) -> list[ReaderError | None]:
    found: list[ReaderError | None] = []
    job = PrintJob(pages, device, lambda number: None, found.append, parent := QObject())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(found))
    qtbot.wait(50)
    assert not job._timer.isActive() and parent is not None
    return found


def on_file(path: str) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    return printer


def test_pages_are_printed(qtbot: QtBot, tmp_path: Path) -> None:
    assert ended(qtbot, Lines(2), on_file(str(tmp_path / "out.pdf"))) == [None]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("printer", [True, False], ids=["printer", "PDF"])
def test_what_can_not_be_painted_is_said_and_nothing_of_it_is_saved(
    qtbot: QtBot, tmp_path: Path, printer: bool
) -> None:
    buffer, page = QBuffer(), layout(QPageSize.PageSizeId.A4, upright=True)
    device = on_file(str(tmp_path / "out.pdf")) if printer else pdf_on(buffer, page)
    with capture_exceptions() as defects:
        [error] = ended(qtbot, Lines(3, out_of_memory_on=1), device)
    assert isinstance(error, ReaderError) and [kind for kind, _, _ in defects] == [MemoryError]


def test_a_file_that_a_full_disk_does_not_take_is_not_said_to_be_printed(qtbot: QtBot) -> None:
    [error] = ended(qtbot, Lines(1), on_file("/dev/full"))
    assert isinstance(error, ReaderError)
