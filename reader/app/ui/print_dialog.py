"""What is printed and how, beside the page as it will be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QLocale, QSize, QSizeF, QStandardPaths, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.app.case import Case
from reader.app.exporting import Exporting
from reader.app.ui.page_preview import PagePreview
from reader.app.ui.print_job import JOB_NAME, PrintJob, layout, pdf_on
from reader.app.ui.print_pages import GRIDS, Manner, Page, Pages, as_on_screens, gridded, studies_of
from reader.app.ui.print_sources import Choice, KeyImages
from reader.core.errors import ReaderError
from reader.core.file_names import file_name
from reader.core.qt.alive import while_alive
from reader.core.qt.fitting import Upright, open_wide
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.text import counted, tr, visible
from reader.views.scales import mm_of
from reader.views.ui.views_widget import ViewsWidget

_PAPERS = {
    "A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3, "A5": QPageSize.PageSizeId.A5,
    "Letter": QPageSize.PageSizeId.Letter, "Legal": QPageSize.PageSizeId.Legal,
}  # fmt: skip
_ACTIVE, _ALL, _KEY = "active", "all", "key images"


class PrintDialog(QDialog):
    """Modal. Pages are made anew wherever what is on the screen changes meanwhile."""

    def __init__(
        self, case: Case, settings: SettingsModel, views: ViewsWidget, exporting: Exporting, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Print"))
        self._case, self._views, self._exporting = case, views, exporting
        self._keys = KeyImages(case, settings, views.scenes)
        self._number = 0
        self._job: PrintJob | None = None
        self._noting = False
        self._pages: Pages | None = None
        self._buffer = QBuffer()
        self.preview = PagePreview()
        self._build()
        self._follow_models(connect=True)
        self.finished.connect(self._close)
        open_wide(self, QSize(scaled(980, 1.6), scaled(680, 1.6)))
        self.what.setFocus()
        self._plan()

    # building

    def _build(self) -> None:
        self.what, self.grid, self.paper, self.turned = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        if self._case.views.active_viewport.content is not None:
            self.what.addItem(tr("The active viewport"), _ACTIVE)
        self.what.addItem(tr("All viewports, as on the screen"), _ALL)
        if self._keys.choices:
            self.what.addItem(tr("Key images"), _KEY)
        for short, long in GRIDS:
            self.grid.addItem(f"{short} × {long}", (short, long))
        self.grid.setCurrentIndex(2)
        for name in _PAPERS:
            self.paper.addItem(name, name)
        american = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        self.paper.setCurrentText(self._exporting.paper or ("Letter" if american else "A4"))
        self.turned.addItem(tr("Portrait"), True)
        self.turned.addItem(tr("Landscape"), False)
        self.keys = QListWidget()
        self.keys.setAccessibleName(tr("Key images to print"))
        self.keys.setWordWrap(True)
        self.keys.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for choice in self._keys.choices:
            self.keys.addItem(_item(choice))
        self.keys.setMinimumHeight(scaled(90, 1.6))
        self.named = QCheckBox(tr("With the patient's name"))
        self.named.setChecked(True)
        self.true_size = QCheckBox(tr("True size (1 : 1)"))
        self.said = Label(wordWrap=True)
        self.said.setProperty("role", "secondary")
        options = QVBoxLayout()
        options.setContentsMargins(0, 0, 8, 0)
        options.setSpacing(6)
        _titled(tr("What is printed"), self.what, options)
        self._key_title = _titled(tr("Key images to print"), self.keys, options)
        self._grid_title = _titled(tr("Key images on a page"), self.grid, options)
        _titled(tr("Paper"), self.paper, options)
        _titled(tr("Orientation of the page"), self.turned, options)
        options.addSpacing(6)
        options.addWidget(self.named)
        options.addWidget(self.true_size)
        options.addWidget(self.said)
        options.addStretch(1)
        held = QWidget()
        held.setLayout(options)
        area = self._options = Upright(held)
        area.setFixedWidth(scaled(300, 1.6))
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addLayout(self._pager())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(area)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addLayout(self._buttons())
        self.what.currentIndexChanged.connect(self._chosen)
        for box in (self.grid, self.paper, self.turned):
            box.currentIndexChanged.connect(self._plan)
        self.keys.itemChanged.connect(self._plan)
        for check in (self.named, self.true_size):
            check.toggled.connect(self._plan)

    def _pager(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._back, self._on = arrow("chevron-left", tr("Page before")), arrow("chevron-right", tr("Next page"))
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self._page_text = Label()
        self._page_text.setProperty("role", "secondary")
        row.addStretch(1)
        for widget in (self._back, self._page_text, self._on):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        self.to_printer = QPushButton(tr("Print …"))
        self.to_pdf = QPushButton(tr("Save as PDF …"))
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
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.to_printer, self.to_pdf, cancel):
            row.addWidget(button)
        return row

    def _follow_models(self, *, connect: bool) -> None:
        signals = (self._case.views.layout_changed, self._case.study.withheld_changed, self._keys.changed)
        for signal in signals:
            signal.connect(self._changed) if connect else signal.disconnect(self._changed, missing_ok=True)

    # what is on the pages

    @property
    def _chosen_keys(self) -> list[Choice]:
        items = (self.keys.item(row) for row in range(self.keys.count()))
        pairs = zip(items, self._keys.choices, strict=True)
        return [choice for item, choice in pairs if item.checkState() is Qt.CheckState.Checked]

    def _chosen(self) -> None:
        """Something else is printed: a screen that is wider than high on a page that is."""
        screens = [screen for screen in self._views.for_paper() if screen]
        wide = self.what.currentData() == _ALL and any(s[0].screen.width() > s[0].screen.height() for s in screens)
        self.turned.setCurrentIndex(1 if wide else 0)
        self._plan()

    @while_alive
    def _changed(self, *_: object) -> None:
        if self._job is not None or self._noting:
            self._stop_job()
            self._plan()
            self.said.setText(tr("The images have changed meanwhile: nothing was printed."))
            return
        self._plan()

    def _plan(self, *_: object) -> None:
        keys = self.what.currentData() == _KEY
        for widget in (self.keys, self._key_title, self.grid, self._grid_title):
            widget.setVisible(keys)
        if keys:
            self._keys.ask_for(self._chosen_keys)
        page = self._layout
        size = page.paintRect(QPageLayout.Unit.Millimeter).size()
        self._pages = self._made(size)
        self._number = max(0, min(self._number, len(self._pages.pages) - 1))
        self._show_page()
        self._say()

    @property
    def _layout(self) -> QPageLayout:
        return layout(_PAPERS[self.paper.currentData()], upright=self.turned.currentData())

    def _made(self, size: QSizeF) -> Pages:
        manner = Manner(
            self.named.isChecked(), self.true_size.isChecked(), self._exporting.person, datetime.now().astimezone()
        )
        return Pages(self._page_list(size.height() >= size.width()), size, manner, self._case.study.study)

    def _page_list(self, upright: bool) -> list[Page]:
        what, screens = self.what.currentData(), self._views.for_paper()
        if what == _KEY:
            return gridded(self._keys.subjects(self._chosen_keys), self.grid.currentData(), upright=upright)
        if what == _ALL:
            return as_on_screens(screens)
        active = self._case.views.active
        own = [one.subject for screen in screens for one in screen if one.subject.number == active]
        return gridded(own, (1, 1), upright=upright)

    def _show_page(self) -> None:
        count = len(self._pages.pages) if self._pages is not None else 0
        self.preview.show_page(self._pages, self._layout, self._number)
        for widget in (self._back, self._on, self._page_text):
            widget.setVisible(count > 1)
        self._back.setEnabled(self._number > 0)
        self._on.setEnabled(self._number < count - 1)
        self._page_text.setText(tr("Page {number} of {count}", number=self._number + 1, count=count))

    def _turn(self, by: int) -> None:
        self._number += by
        self._show_page()

    def _say(self) -> None:
        """What there is to know, and what can be pressed now."""
        pages = self._pages.pages if self._pages is not None else []
        keys = self.what.currentData() == _KEY
        waiting = self._keys.on_the_way(self._chosen_keys) if keys else 0
        lines = []
        if waiting:
            lines.append(
                counted("{count} image is still on its way.", "{count} images are still on their way.", waiting)
            )
        elif not pages:
            lines.append(tr("Choose at least one image.") if keys else tr("Nothing is shown."))
        if not self.named.isChecked():
            lines.append(tr("Look for names in the image itself."))
        frames = [placed.subject.viewport.frame for page in pages for placed in page]
        if self.true_size.isChecked():
            lines.append(tr("Print without “fit to page”, and hold a ruler to the line at the foot of the page."))
            if any(mm_of(frame) is None for frame in frames):
                lines.append(tr("Where the size of a pixel is not known, the picture fills its place."))
        if not self._has_printer:
            lines.append(tr("No printer is installed on this computer."))
        self.said.setText("\n".join(lines))
        ready = bool(pages) and not waiting and self._job is None
        self.to_pdf.setEnabled(ready)
        self.to_printer.setEnabled(ready and self._has_printer)

    # where it goes

    def _ask_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        study, named = self._case.study.study, self.named.isChecked()
        name = file_name(study.patient.name.display if named else "", study.description or tr("Exam"))
        title = tr("Save as PDF")
        path, _ = QFileDialog.getSaveFileName(self, title, f"{folder}/{name}.pdf", "PDF (*.pdf)")
        if path:
            self.save_to(Path(path) if Path(path).suffix else Path(f"{path}.pdf"))

    def save_to(self, path: Path) -> None:
        """A PDF, in the place of what is there; the dialog closes once it is made."""
        self._plan()
        pages = self._pages
        if pages is None or not pages.pages:
            return
        self._buffer = QBuffer()
        studies, named, count = studies_of(pages.pages), self.named.isChecked(), len(pages.pages)

        def done() -> None:
            pdf = bytes(self._buffer.data().data())
            self._exporting.save_pages(pdf, path, studies, named=named, pages=count)

        self._begin(pages, pdf_on(self._buffer, self._layout), done)

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(self._layout)
        printer.setDocName(JOB_NAME)
        printer.setCreator(JOB_NAME)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(tr("Print"))
        if dialog.exec():
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """As the printer's paper is now; the dialog closes once it has all of it."""
        self._plan()
        pages = self._made(printer.pageLayout().paintRect(QPageLayout.Unit.Millimeter).size())
        if not pages.pages:
            return
        name = Path(printer.outputFileName()).name or printer.printerName()
        named, count = self.named.isChecked(), len(pages.pages)

        def noted() -> None:
            if self._noting:  # else the images have changed meanwhile
                self._begin(pages, printer, lambda: self._exporting.tell_printed(name, count))

        self._set_busy(True)
        self._noting = True
        studies = studies_of(pages.pages)
        self._exporting.before_print(name, studies, noted, partial(self._set_busy, False), named=named, pages=count)

    @while_alive
    def _begin(self, pages: Pages, device: QPagedPaintDevice, done: Callable[[], None]) -> None:
        """Paint them; `done` is called, and the dialog closed, once they are painted."""
        if not self.isVisible():
            return  # left meanwhile
        count = len(pages.pages)

        def progressed(number: int) -> None:
            self.said.setText(tr("Page {number} of {count} is being printed …", number=number, count=count))

        def ended(error: ReaderError | None) -> None:
            self._job = None
            if error is not None:
                self._exporting.tell_not_printed(error)
                self._set_busy(False)
                return
            done()
            self._exporting.paper = self.paper.currentData()
            self.accept()

        self._set_busy(True)
        self._job = PrintJob(pages, device, progressed, ended, self)

    @while_alive
    def _set_busy(self, busy: bool) -> None:
        """Only to be cancelled."""
        self._noting = False
        self._options.setEnabled(not busy)
        self.to_pdf.setEnabled(not busy)
        self.to_printer.setEnabled(not busy and self._has_printer)

    def _stop_job(self) -> None:
        self._noting = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._set_busy(False)

    def _close(self, _: int) -> None:
        self._stop_job()
        self._follow_models(connect=False)
        self._keys.close()
        self.deleteLater()


def _titled(title: str, widget: QWidget, column: QVBoxLayout) -> Label:
    """A label above what it is the name of."""
    label = Label(title)
    label.setBuddy(widget)
    column.addWidget(label)
    column.addWidget(widget)
    return label


def _item(choice: Choice) -> QListWidgetItem:
    text = f"{choice.title}: {choice.why_not}" if choice.why_not else choice.title
    item = QListWidgetItem(visible(text))
    chosen = not choice.why_not and not choice.key.is_rejected
    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    if choice.why_not:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
    return item


def arrow(picture: str, title: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("role", "quiet")
    button.setIcon(icon(picture))
    button.setToolTip(plain_tip(title))
    button.setAccessibleName(title)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
