"""Exams from a disc, a folder, a ZIP or single files: to be looked at, without hub, sign-in or report.

Nothing of them is written to this computer. Which exam opens is always the user's choice where there are several,
and the window says all the time that it is not from the worklist.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from reader.app.commands import local_exams
from reader.app.exporting import Exporting
from reader.app.local_case import LocalCase
from reader.app.opening import CaseOpener
from reader.app.presenter import Level, Message, Presenter
from reader.app.results import ExamResults
from reader.app.services import Services
from reader.app.ui.case_window import CaseWindow
from reader.app.ui.dropping import take_files
from reader.app.ui.identity_question import asking
from reader.app.ui.keys_dialog import edit_keys
from reader.app.ui.monitors import Monitors
from reader.app.ui.study_choice import StudyChoice
from reader.core.commands import Command
from reader.core.errors import ReaderError
from reader.core.qt.actions import bind_keys
from reader.core.qt.plain import Label
from reader.core.tasks import Progress
from reader.core.text import counted, together, tr
from reader.dicom.archives.media import Contents, MediaArchive, media_url
from reader.dicom.attributes import JsonAttributes
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Code, Person, PersonName
from reader.study.codec import study_from
from reader.study.model import Study
from reader.study.service import StudyService
from reader.study.uncached import NoCache
from reader.volume.memory import Budget
from reader.volume.service import VolumeService

_NAMED = 3


@dataclass
class LocalPlace:
    """What an opened case works with where there is no hub; a `CasePlace`."""

    services: Services
    studies: StudyService
    volumes: VolumeService
    user: Person

    def trust_now(self) -> Trust:
        """Nobody's signatures: there is no hub that names an authority."""
        return Trust()

    def sent_series(self, study_uid: str) -> frozenset[str]:
        return frozenset()


class LocalExams:
    """Finds, offers and shows local exams, one at a time. Implements `CaseActions`. Main thread.

    may_open: asked just before an exam is shown; False leaves everything as it is.
    front: the window over which questions are asked. left: the user closed the exam, or there was none to open.
    memory: the budget that it shares with the rest of the program. shown: whether an exam was opened at all.
    """

    def __init__(
        self,
        services: Services,
        presenter: Presenter,
        *,
        settings: Callable[[], None],
        show_help: Callable[[], None],
        front: Callable[[], QWidget | None] = lambda: None,
        may_open: Callable[[], bool] = lambda: True,
        left: Callable[[], None] = lambda: None,
        memory: Budget | None = None,
        user: Person | None = None,
        monitors: Monitors | None = None,
    ) -> None:
        """user: who is signed in; else whoever has this computer's session. monitors: those of the program."""
        self._services, self._presenter = services, presenter
        self._settings, self._show_help = settings, show_help
        self._front, self._may_open, self._left = front, may_open, left
        self._memory = memory or Budget(lambda: services.settings.value.memory_bytes)
        self._user = user or _system_user()
        self.exporting = Exporting(services, presenter, self._user)
        self.monitors = monitors or Monitors(services.settings, self._parent)
        self._place: LocalPlace | None = None
        self._opener: CaseOpener[LocalCase] | None = None
        self.case: LocalCase | None = None
        self.window: CaseWindow | None = None
        self.shown = False
        self._looking: QProgressDialog | None = None

    def commands(self, context: str, group: str = "") -> tuple[Command, Command]:
        """What every window offers."""
        return local_exams(context, folder=self.choose_folder, files=self.choose_files, group=group)

    def attach(self, window: QWidget, commands: Iterable[Command]) -> None:
        """Let their keys work in a window, and files be dropped on it."""
        bind_keys(commands, window)
        take_files(window, self.open)

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._parent(), tr("Folder or disc with exams"))
        if chosen:
            self.open([Path(chosen)])

    def choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self._parent(), tr("Image files, ZIP or DICOMDIR"))
        if chosen:
            self.open([Path(name) for name in chosen])

    def open(self, paths: Sequence[Path]) -> None:
        """Look through the paths and open the exam that is there, or ask which."""
        if not paths or self._looking is not None:
            return
        archive = MediaArchive(media_url(paths))
        named = tr(", ").join(path.name or str(path) for path in paths[:_NAMED])
        where = named + (" …" if len(paths) > _NAMED else "")
        waiting = self._waiting(where)

        def work(progress: Progress) -> Contents:
            return archive.read(progress.check, lambda count: progress.report(count, 0))

        def done() -> None:
            timer.stop()
            self._looking = None
            waiting.canceled.disconnect(cancelled)  # closing it would say so too
            waiting.close()
            waiting.deleteLater()

        def landed(contents: Contents) -> None:
            done()
            self._found(archive, contents, where)

        def failed(error: BaseException) -> None:
            done()
            self._presenter.show(error)
            self._ended()

        def cancelled() -> None:
            progress.cancel()
            done()
            self._ended()

        progress = self._services.tasks.query(work, landed, failed=failed)
        timer = QTimer(waiting, interval=200)
        timer.timeout.connect(
            lambda: waiting.setLabelText(
                counted(
                    "Searching {where} … {count} file", "Searching {where} … {count} files",
                    progress.state[0], where=where,
                )
            )
        )
        timer.start()
        waiting.canceled.connect(cancelled)
        self._looking = waiting

    @property
    def at_hand(self) -> tuple[object, ...]:
        """What is shown, and what is being looked through: another value for something else."""
        return self.case, self._looking

    def leave(self) -> None:
        """Close the exam that is shown; nothing of it is kept. What is still looked through opens nothing."""
        if self._looking is not None:
            self._looking.canceled.emit()
        case, self.case = self.case, None
        window, self.window = self.window, None
        if window is not None:
            window.left.disconnect(self._closed)
            window.close()
            window.deleteLater()
        if case is not None:
            case.close()

    def rebuild(self) -> None:
        """Build the window again in another language; what is shown stays."""
        if self.case is not None:
            self._show(self.case)

    # what was found ---------------------------------------------------------------------------------------

    def _found(self, archive: MediaArchive, contents: Contents, where: str) -> None:
        studies = [study_from(JsonAttributes(found.answer), archive.base_url) for found in contents.studies]
        notes = notes_of(contents)
        if not studies:
            error = ReaderError(
                tr("No exam was found in {where}.", where=where),
                together(*notes) or tr("There are no DICOM images in it."),
            )
            self._presenter.show(error)
            self._ended()
            return
        chosen: Study | None = studies[0]
        if len(studies) > 1:
            counts = [found.images for found in contents.studies]
            dialog = StudyChoice(studies, counts, notes, where, self._parent())
            dialog.exec()
            chosen = dialog.chosen
        if chosen is None or not self._may_open():
            self._ended()
            return
        self._open(archive, chosen, where)
        if len(studies) == 1 and (contents.problems or contents.notes):  # else the question has said it
            title = tr("Not everything could be read.") if contents.problems else tr("Of {where}:", where=where)
            self._presenter.tell(Message(title, "\n".join(notes), level=Level.WARNING))

    def _open(self, archive: MediaArchive, study: Study, where: str) -> None:
        self.leave()
        self.shown = True
        place = self._place = self._place or self._made()
        place.studies.use_archive(archive)
        results = ExamResults(place, self._presenter)
        self._opener = CaseOpener(place, self._presenter, LocalCase, results, asking(self._parent))
        self.case = self._opener.prepare()
        self.case.begin(study, where)
        self._opener.open(self.case)
        self._show(self.case)

    def _made(self) -> LocalPlace:
        services = self._services
        studies = StudyService(services.http, services.tasks, services.profile.cache, services.secrets)
        studies.cache = NoCache()
        return LocalPlace(
            services=services,
            studies=studies,
            volumes=VolumeService(studies, services.tasks, self._memory),
            user=self._user,
        )

    # the window ---------------------------------------------------------------------------------------------

    def _show(self, case: LocalCase) -> None:
        window = CaseWindow(case, self._services.settings, self)
        window.registry.add(*(own := self.commands("reading")))
        self.attach(window, own)
        window.left.connect(self._closed)
        previous, self.window = self.window, window
        window.show_in_place_of(previous)

    def _closed(self) -> None:
        self.leave()
        self._left()

    def _ended(self) -> None:
        """There is nothing to show."""
        if self.window is None:
            self._left()

    def _waiting(self, where: str) -> QProgressDialog:
        dialog = QProgressDialog("", tr("Cancel"), 0, 0, self._parent(), Qt.WindowType.Dialog)
        dialog.setLabel(Label(tr("Searching {where} …", where=where)))
        dialog.setWindowTitle("reader")
        dialog.setMinimumWidth(420)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(400)
        dialog.setAutoClose(False)
        return dialog

    def _parent(self) -> QWidget | None:
        return self.window.front if self.window is not None else self._front()

    # what the reading window asks for ------------------------------------------------------------------------

    def compare(self, prior: Study) -> None:
        """Show another exam of the disc beside this one."""
        if self.case is not None and self._opener is not None:
            self._opener.compare(self.case, prior)

    def settings(self) -> None:
        self._settings()

    def keys(self) -> None:
        edit_keys(self._services.settings, self.window)

    def help(self) -> None:
        self._show_help()


def notes_of(contents: Contents) -> list[str]:
    """What was not shown and why, a line each; the first few by name."""
    notes = list(contents.notes)
    if contents.problems:
        named = tr("; ").join(f"{problem.name} ({problem.reason})" for problem in contents.problems[:_NAMED])
        more = " …" if len(contents.problems) > _NAMED else ""
        notes.append(
            counted(
                "{count} file is not shown: {names}",
                "{count} files are not shown: {names}",
                len(contents.problems),
                names=named + more,
            )
        )
    if contents.doubles:
        notes.append(
            counted(
                "{count} image is duplicated; it is shown once.",
                "{count} images are duplicated; each is shown once.",
                len(contents.doubles),
            )
        )
    if contents.others:
        named = tr(", ").join(contents.others[:_NAMED]) + (" …" if len(contents.others) > _NAMED else "")
        notes.append(
            counted(
                "{count} file is not DICOM: {names}",
                "{count} files are not DICOM: {names}",
                len(contents.others),
                names=named,
            )
        )
    return notes


def _system_user() -> Person:
    name = getpass.getuser()
    return Person(PersonName(name), "", Code(name, "99READER", name), name)
