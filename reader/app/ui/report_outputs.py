"""A report for other programs and for people: copied as text, saved as a file, printed. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.app import commands
from reader.app.reading_case import ReadingCase
from reader.app.report_copies import ReportCopies
from reader.app.ui.report_pictures import ReportPictures
from reader.app.ui.report_print import ReportPrintDialog
from reader.core.commands import Command
from reader.core.file_names import file_name
from reader.core.settings import SettingsModel
from reader.core.text import mark, tr
from reader.delivery.outputs.content import Picture, ReportPage, Standing
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.outputs.text import text_of
from reader.delivery.ui.report_pages import pdf_of
from reader.review.history import History
from reader.views.ui.scenes import Scenes


class Kind(NamedTuple):
    """A kind of file. title: `mark`ed; made: what is in it, from its pictures and the PDF of the same page."""

    title: str
    suffix: str
    made: Callable[[ReportPage, Sequence[Picture], bytes], bytes]
    pictured: bool = True


KINDS = (
    Kind(mark("PDF, for reading and archiving"), ".pdf", lambda _page, _pictures, pdf: pdf),
    Kind(mark("Web page"), ".html", lambda page, pictures, _: html_of(page, pictures).encode("utf-8")),
    Kind(mark("FHIR R4 bundle"), ".json", lambda page, pics, pdf: fhir_of(page, html_of(page, pics), pdf)),
    Kind(mark("HL7 v2 message"), ".hl7", lambda page, _pictures, pdf: hl7_of(page, pdf)),
    Kind(mark("Text"), ".txt", lambda page, _pictures, _pdf: text_of(page).encode("utf-8"), pictured=False),
)
_NO_PDF = b""


class ReportOutputs:
    """front: over which it asks. scenes: of the viewports."""

    def __init__(
        self, case: ReadingCase, settings: SettingsModel, copies: ReportCopies, scenes: Scenes,
        front: Callable[[], QWidget],
    ) -> None:  # fmt: skip
        self._case, self._settings, self._copies, self._front = case, settings, copies, front
        self._scenes = scenes
        self._gathering: ReportPictures | None = None

    def commands(self) -> list[Command]:
        return commands.report_outputs(
            copy=lambda: self.copy(self._case.story), save=lambda: self.ask_file(self._case.story),
            show=lambda: self.print(self._case.story), may=lambda: self._copies.may(self._case, self._case.story),
            why=lambda: self._copies.why_not(self._case),
        )  # fmt: skip

    def copy(self, history: History) -> None:
        """Into the clipboard."""

        def made(page: ReportPage) -> None:
            QGuiApplication.clipboard().setText(text_of(page))
            self._copies.exporting.report_copied(page.subject, page.reference.sop_instance_uid)
            said = tr("The text of the signed report is in the clipboard.")
            if page.standing is Standing.PRELIMINARY:
                said = tr("The text of the preliminary report is in the clipboard.")
            self._case.views.readout.emit(said)

        self._copies.make(self._case, history, made)

    def ask_file(self, history: History) -> None:
        """Which file; its ending says what is in it."""
        self._copies.make(self._case, history, self._ask)

    def print(self, history: History) -> None:
        """With a preview."""
        self._copies.make(self._case, history, self._show_preview)

    def save(self, page: ReportPage, path: Path, kind: Kind) -> None:
        """What is there already is only replaced by all of it. Its key images are waited for."""
        if kind.pictured and page.key_images:
            self._gather(page, partial(self._write, page, path, kind))
        else:
            self._write(page, path, kind, ())

    def close(self) -> None:
        """The case is left: what was still waited for is not saved."""
        if self._gathering is not None:
            self._gathering.close()
            self._gathering = None

    def _ask(self, page: ReportPage) -> None:
        filters = {f"{tr(kind.title)} (*{kind.suffix})": kind for kind in KINDS}
        path, chosen = QFileDialog.getSaveFileName(
            self._front(), tr("Save the report"), _proposed(page), ";;".join(filters)
        )
        if path:
            self.save(page, *kind_of(Path(path), filters.get(chosen, KINDS[0])))

    def _show_preview(self, page: ReportPage) -> None:
        pictures = ReportPictures(self._case, self._settings, self._scenes, page)
        as_pdf = partial(self._ask_pdf, page)
        ReportPrintDialog(page, pictures, self._copies.exporting, as_pdf, self._front()).exec()

    def _ask_pdf(self, page: ReportPage, over: QWidget) -> bool:
        """In place of paper; whether a file was chosen."""
        path, _ = QFileDialog.getSaveFileName(over, tr("Save as PDF"), _proposed(page), "PDF (*.pdf)")
        if path:
            self.save(page, Path(path) if Path(path).suffix else Path(f"{path}.pdf"), KINDS[0])
        return bool(path)

    def _gather(self, page: ReportPage, then: Callable[[Sequence[Picture]], None]) -> None:
        self.close()
        pictures = self._gathering = ReportPictures(self._case, self._settings, self._scenes, page)
        if pictures.waiting:
            self._case.views.readout.emit(tr("The report is saved once its key images are here …"))
        pictures.once_there(then)

    def _write(self, page: ReportPage, path: Path, kind: Kind, pictures: Sequence[Picture]) -> None:
        pdf = pdf_of(page, pictures) if kind.pictured else _NO_PDF
        made = partial(kind.made, page, tuple(pictures), pdf)
        self._copies.exporting.save_report(made, path, page.subject, page.reference.sop_instance_uid)


def _proposed(page: ReportPage) -> str:
    """Where a PDF of it would be saved."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = file_name(page.subject.patient.name.display, page.subject.study_description or page.words.title)
    return f"{folder}/{name}{KINDS[0].suffix}"


def kind_of(path: Path, chosen: Kind) -> tuple[Path, Kind]:
    """The file and what is in it: as its ending says, else what was chosen, with its ending added."""
    for kind in KINDS:
        if path.name.lower().endswith(kind.suffix):
            return path, kind
    return path.with_name(path.name + chosen.suffix), chosen
