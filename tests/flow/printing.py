"""A doctor prints by keyboard: `python -m tests.flow.printing PROFILE HUB`. The PDFs lie beside the profile."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QPushButton, QWidget

from reader.app.ui.print_dialog import PrintDialog
from reader.core.audit import AuditEvent
from tests.flow.keyboard_journey import Doctor
from tests.flow.seat import Seat
from tests.flow.walker import Walker
from tests.volume.made import mr, part10

SPACING, SIDE, FIRST, END = 0.7, 128, 24, 104
"""A bright square in the middle of a dark image: mm of a pixel, pixels along a side of it and of the square."""


def phantom(folder: Path) -> Path:
    made = mr(
        1, (0.0, 0.0, 0.0), "2.25.777", Rows=SIDE, Columns=SIDE, PixelSpacing=[SPACING, SPACING], Modality="CT",
        SOPClassUID="1.2.840.10008.5.1.4.1.1.2", PatientName="Phantom^Square", StudyDescription="Quality check",
        WindowCenter=500, WindowWidth=1000, RescaleSlope=1, RescaleIntercept=0,
    )  # fmt: skip
    values = np.zeros((SIDE, SIDE), "<u2")
    values[FIRST:END, FIRST:END] = 1000
    made.PixelData = values.tobytes()
    folder.mkdir()
    (folder / "square.dcm").write_bytes(part10(made))
    return folder


class Printer:
    """folder: for the PDFs."""

    def __init__(self, seat: Seat, folder: Path) -> None:
        self.seat, self.walker, self.folder = seat, Walker(seat), folder

    def open(self) -> PrintDialog:
        self.seat.press("F3", "ctrl+p")
        dialog = self.seat.until_open("PrintDialog")
        assert isinstance(dialog, PrintDialog)
        self.seat.until(lambda: not dialog.preview.image.isNull(), "the page is seen")
        return dialog

    def go_to(self, widget: QWidget) -> None:
        self.walker.go_to(lambda w: w is widget, "what is asked for")

    def choose(self, dialog: PrintDialog, what: str) -> None:
        self.go_to(dialog.what)
        row = self.seat.ask(lambda: dialog.what.findData(what))
        self.seat.press("Home", *["Down"] * row)
        self.seat.until(lambda: dialog.what.currentData() == what, what)

    def save(self, dialog: PrintDialog, name: str) -> None:
        """The button for a PDF, and a name typed into the file dialog."""
        self.seat.until(dialog.to_pdf.isEnabled, "it can be saved")
        self.walker.go_to(lambda w: isinstance(w, QPushButton) and w is dialog.to_pdf, "the PDF")
        self.seat.press("Return")
        self.seat.until_open("QFileDialog")
        self.seat.press("ctrl+a")
        self.seat.type(str(self.folder / name))
        for _ in range(5):  # the list of files that match takes an Enter for itself
            self.seat.press("Return")
            time.sleep(0.5)
            if self.seat.ask(lambda: self.seat.window("QFileDialog")) is None:
                break
        self.seat.until(lambda: (self.folder / name).is_file(), "it is written")
        self.seat.until(lambda: self.seat.window("PrintDialog") is None, "the dialog is gone")


def printed(folder: Path) -> Callable[[Seat], None]:
    def what(seat: Seat) -> None:
        li, printer = Doctor(seat, "en"), Printer(seat, folder)
        li.patient = "Xiaodong"
        li.sign_in("li")
        seat.later(lambda: li.desk.local.open([phantom(folder / "phantom")]))
        window = seat.until_open("CaseWindow")
        seat.until(lambda: bool(window.case.views.contents()), "the phantom")  # type: ignore[attr-defined]
        dialog = printer.open()
        printer.go_to(dialog.true_size)
        seat.press("space")
        printer.save(dialog, "square.pdf")
        seat.press("ctrl+w")
        seat.until_open("WorklistWindow")
        li.open_case()
        case = li.window.case
        seat.until(lambda: case.findings.loaded and len(case.findings.key_images) == 3, "key images")
        dialog = printer.open()
        printer.save(dialog, "named.pdf")
        dialog = printer.open()
        printer.choose(dialog, "all")
        printer.go_to(dialog.named)
        seat.press("space")
        printer.save(dialog, "unnamed.pdf")
        dialog = printer.open()
        printer.choose(dialog, "key images")
        printer.go_to(dialog.grid)
        seat.press("Up")  # 1 × 2
        printer.save(dialog, "keys.pdf")
        records = seat.ask(seat.program.services.audit.records)
        exports = [record.details for record in records if record.code == AuditEvent.EXPORT.value]
        sys.stdout.write(json.dumps(exports) + "\n")

    return what


if __name__ == "__main__":
    sys.exit(Seat(Path(sys.argv[1]), sys.argv[2], language="en").use(printed(Path(sys.argv[1]).parent)))
