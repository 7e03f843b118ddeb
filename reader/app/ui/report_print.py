"""Printing a report: the pages are previewed as they will be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.app.exporting import Exporting
from reader.app.ui.page_preview import PagePreview
from reader.app.ui.print_dialog import arrow
from reader.app.ui.print_job import JOB_NAME, PrintJob
from reader.app.ui.report_pictures import ReportPictures
from reader.core.errors import ReaderError
from reader.core.qt.alive import while_alive
from reader.core.qt.fitting import open_wide
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import counted, tr
from reader.delivery.outputs.content import ReportPage, Standing
from reader.delivery.ui.report_pages import ReportPages, paper


class ReportPrintDialog(QDialog):
    """Printed once its key images are there; those that don't come are named on the page. as_pdf: asks, over this
    widget, for a file and saves it there instead; whether one was chosen."""

    def __init__(
        self, page: ReportPage, pictures: ReportPictures, exporting: Exporting,
        as_pdf: Callable[[QWidget], bool], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setModal(True)
        preliminary = page.standing is Standing.PRELIMINARY
        self.setWindowTitle(tr("Print the preliminary report") if preliminary else tr("Print the signed report"))
        self._page, self._pictures, self._exporting, self._as_pdf = page, pictures, exporting, as_pdf
        self._pages = self._made(paper())
        self._number = 0
        self._job: PrintJob | None = None
        self._noting = False
        self.preview = PagePreview()
        self._build()
        pictures.changed.connect(self._changed)
        self.finished.connect(self._close)
        open_wide(self, QSize(scaled(640, 1.6), scaled(720, 1.6)))
        self._show_page()
        self._say()
        (self.to_printer if self._has_printer else self.to_pdf).setFocus()

    def _build(self) -> None:
        self.said = Label(wordWrap=True)
        self.said.setProperty("role", "secondary")
        row = QHBoxLayout()
        self._back, self._on = arrow("chevron-left", tr("Page before")), arrow("chevron-right", tr("Next page"))
        self._back.clicked.connect(partial(self._turn, -1))
        self._on.clicked.connect(partial(self._turn, 1))
        self._page_text = Label()
        self._page_text.setProperty("role", "secondary")
        row.addStretch(1)
        for widget in (self._back, self._page_text, self._on):
            row.addWidget(widget)
        row.addStretch(1)
        self.to_printer, self.to_pdf = QPushButton(tr("Print …")), QPushButton(tr("Save as PDF …"))
        cancel = QPushButton(tr("Cancel"))
        self._has_printer = bool(QPrinterInfo.availablePrinterNames())
        if not self._has_printer:
            self.to_printer.setToolTip(plain_tip(tr("No printer is installed on this computer.")))
        main = self.to_printer if self._has_printer else self.to_pdf
        main.setDefault(True)
        main.setProperty("role", "primary")
        self.to_printer.clicked.connect(self._ask_printer)
        self.to_pdf.clicked.connect(self._ask_file)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        for button in (self.to_printer, self.to_pdf, cancel):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.preview, 1)
        column.addLayout(row)
        column.addLayout(buttons)

    def _made(self, layout: QPageLayout) -> ReportPages:
        size = layout.paintRect(QPageLayout.Unit.Millimeter).size()
        return ReportPages(self._page, self._pictures.made(), size)

    @while_alive
    def _changed(self) -> None:
        if self._job is None and not self._noting:
            self._pages = self._made(paper())
            self._show_page()
            self._say()

    def _show_page(self) -> None:
        count = len(self._pages.pages)
        self._number = max(0, min(self._number, count - 1))
        self.preview.show_page(self._pages, paper(), self._number)
        for widget in (self._back, self._on, self._page_text):
            widget.setVisible(count > 1)
        self._back.setEnabled(self._number > 0)
        self._on.setEnabled(self._number < count - 1)
        self._page_text.setText(tr("Page {number} of {count}", number=self._number + 1, count=count))

    def _turn(self, by: int) -> None:
        self._number += by
        self._show_page()

    def _say(self) -> None:
        waiting = self._pictures.waiting
        said = ""
        if waiting:
            said = counted("{count} image is still on its way.", "{count} images are still on their way.", waiting)
        elif not self._has_printer:
            said = tr("No printer is installed on this computer.")
        self.said.setText(said)
        self.to_pdf.setEnabled(not waiting and self._job is None)
        self.to_printer.setEnabled(self._has_printer and not waiting and self._job is None)

    # where it goes

    def _ask_file(self) -> None:
        if self._as_pdf(self):
            self.accept()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(paper())
        printer.setDocName(JOB_NAME)
        printer.setCreator(JOB_NAME)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(tr("Print"))
        if dialog.exec():
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """As the printer's paper is now; the dialog closes once it has all of it."""
        pages = self._made(printer.pageLayout())
        name = Path(printer.outputFileName()).name or printer.printerName()
        count = len(pages.pages)

        def ended(error: ReaderError | None) -> None:
            self._job = None
            if error is not None:
                self._exporting.tell_not_printed(error)
                self._say()
                return
            self._exporting.tell_printed(name, count)
            self.accept()

        self._noting = True
        for button in (self.to_printer, self.to_pdf):
            button.setEnabled(False)
        self._exporting.before_print(
            name, (self._page.subject,), partial(self._begin, pages, printer, ended), self._not_noted,
            named=True, pages=count, report=self._page.reference.sop_instance_uid,
        )  # fmt: skip

    @while_alive
    def _begin(self, pages: ReportPages, printer: QPrinter, ended: Callable[[ReaderError | None], None]) -> None:
        if self._noting and self.isVisible():  # else it was left meanwhile
            self._noting = False
            self._job = PrintJob(pages, printer, self._progressed, ended, self)

    def _progressed(self, number: int) -> None:
        count = len(self._pages.pages)
        self.said.setText(tr("Page {number} of {count} is being printed …", number=number, count=count))

    @while_alive
    def _not_noted(self) -> None:
        self._noting = False
        self._say()

    def _close(self, _: int) -> None:
        self._noting = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._pictures.changed.disconnect(self._changed, missing_ok=True)
        self._pictures.close()
        self.deleteLater()

