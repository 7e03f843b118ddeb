"""What leaves the program: put into a file or onto paper, and noted in the audit trail. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from reader.app.presenter import Presenter
from reader.app.services import Services
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.storage import write_atomically
from reader.core.tasks import Pool
from reader.core.text import counted, tr
from reader.dicom.values import Person
from reader.study.identity import PatientIdentity
from reader.study.model import Study


class Whose(Protocol):
    """Of an exam or a report what the audit trail has to know."""

    @property
    def study_uid(self) -> str: ...

    @property
    def patient(self) -> PatientIdentity: ...


class Exporting:
    """user: who does it. person: by name, as people have it. paper: that was printed on last, "" for none yet."""

    def __init__(self, services: Services, presenter: Presenter, user: Person) -> None:
        self._services, self._presenter, self._user = services, presenter, user.username
        self.paper = ""
        self.person = user.name.display or user.username

    def copied(self, study: Study, *, named: bool) -> str:
        """A picture is in the clipboard; what is told of it. named: with whose it is."""
        self._services.tasks.change(lambda _: self._record(study, "clipboard", named))
        if named:
            return tr("The picture is in the clipboard.")
        return tr(
            "The picture is in the clipboard, without the patient's name. Look for names in the image itself."
        )

    def report_copied(self, whose: Whose, report: str) -> None:
        """The text of a report is in the clipboard. report: its SOP Instance UID."""
        self._services.tasks.change(lambda _: self._record(whose, "clipboard", True, report=report))

    def save_report(self, made: Callable[[], bytes], path: Path, whose: Whose, report: str) -> None:
        """What is there already is only replaced by all of it. made: on another thread."""
        self._write(path, made, (whose,), True, report=report)

    def save(self, picture: QImage, path: Path, study: Study, *, named: bool) -> None:
        """As PNG or, where the file is called so, as JPEG. What is there already is only replaced by all of it."""
        kind = "JPEG" if path.suffix.lower() in (".jpg", ".jpeg") else "PNG"

        def encoded() -> bytes:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            if not picture.save(buffer, kind, 92 if kind == "JPEG" else -1):  # type: ignore[call-overload]
                raise ReaderError(tr("The picture can't be written as {kind}.", kind=kind))
            return bytes(buffer.data().data())

        self._write(path, encoded, (study,), named)

    def save_pages(self, pdf: bytes, path: Path, studies: Sequence[Study], *, named: bool, pages: int) -> None:
        """A document of so many pages, as `save`."""

        self._write(path, lambda: pdf, studies, named, pages=str(pages))

    def before_print(
        self, printer: str, studies: Sequence[Whose], then: Callable[[], None], failed: Callable[[], None], *,
        named: bool, pages: int, **more: str,
    ) -> None:  # fmt: skip
        """So many pages go to a printer (its name, or that of the file it writes) once that is noted; failed: they
        may not, and it was told why."""

        def work(_: object) -> None:
            for study in studies:
                self._record(study, printer, named, pages=str(pages), **more)

        def refused(error: BaseException) -> None:
            self._presenter.show(error)
            failed()

        self._services.tasks.change(work, lambda _: then(), failed=refused)

    def tell_printed(self, printer: str, pages: int) -> None:
        """All of them are handed over to the printer."""
        self._presenter.say(
            counted(
                "{count} page was sent to {printer}.", "{count} pages were sent to {printer}.", pages,
                printer=printer,
            )
        )  # fmt: skip

    def tell_not_printed(self, error: BaseException) -> None:
        self._presenter.show(error)

    def _write(
        self, path: Path, made: Callable[[], bytes], studies: Sequence[Whose], named: bool, **more: str
    ) -> None:
        def work(_: object) -> None:
            data = made()
            for study in studies:
                self._record(study, path.name, named, **more)
            write_atomically(path, data)

        def done(_: None) -> None:
            self._presenter.say(tr("Saved: {path}", path=str(path)))

        self._services.tasks.change(work, done, failed=self._presenter.show, pool=Pool.STORAGE)

    def _record(self, study: Whose, to: str, named: bool, **more: str) -> None:
        self._services.audit.record(
            AuditEvent.EXPORT, self._user, outcome=0, study=study.study_uid,
            patient=study.patient.patient_id, to=to, identity="named" if named else "not named",
            **more,
        )  # fmt: skip
