"""Dictation: text of a speech program at the cursor of the open report. Main thread.

It goes into the report that is open for writing, and only where the keyboard was last in that report; never into
another one than it was meant for. Switched on by the user, unless the hospital's policy forbids it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from reader.app.dictation_request import Refused
from reader.app.dictation_token import token_of
from reader.app.presenter import Level, Presenter
from reader.app.services import Services
from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.report.model import Subject
from reader.report.ui.editor import SectionEditor
from reader.report.ui.panel import ReportPanel

if TYPE_CHECKING:
    from reader.app.ui.dictation_port import DictationPort

_log = logging.getLogger(__name__)


class Window(Protocol):
    """Of a case."""

    @property
    def open_report(self) -> tuple[ReportPanel, Subject] | None:
        """The report that is shown, and whose it is; None for none."""


class Dictation(QObject):
    """window: of the case on the screen, None for none. Follows the settings."""

    def __init__(self, services: Services, presenter: Presenter, window: Callable[[], Window | None]) -> None:
        super().__init__()
        self._services, self._presenter, self._window = services, presenter, window
        self._last: QWidget | None = None
        self.port: DictationPort | None = None
        self._used: tuple[int, str] | None = None
        self._started = False

    def start(self) -> None:
        self._started = True
        QApplication.instance().focusChanged.connect(self._focused)  # type: ignore[union-attr]
        self._services.settings.changed.connect(self._follow)
        self._follow()

    def stop(self) -> None:
        if not self._started:
            return
        QApplication.instance().focusChanged.disconnect(self._focused)  # type: ignore[union-attr]
        self._services.settings.changed.disconnect(self._follow)
        self._close()

    # -- as the target of the port --------------------------------------------------------------------------

    def place(self) -> object:
        found = self._report
        return found[0] if found is not None else None

    def state(self) -> dict[str, object]:
        try:
            _, _, subject = self._writable()
        except Refused as refused:
            return {"ready": False, "error": refused.code, "reason": refused.reason}
        return {"ready": True, "accession": subject.accession}

    def deliver(self, text: str, accession: str, place: object) -> dict[str, object]:
        panel, _, subject = self._writable()
        if panel is not place:
            raise Refused(409, "another_report", tr("Another exam was opened meanwhile."))
        if accession and accession not in (subject.accession, subject.ordered):
            raise Refused(409, "another_report", tr("The text is meant for another exam than the open one."))
        panel.type_in(text)
        return {"inserted": len(text), "accession": subject.accession}

    # -- inside ---------------------------------------------------------------------------------------------

    @property
    def _report(self) -> tuple[ReportPanel, Subject] | None:
        window = self._window()
        return window.open_report if window is not None else None

    def _writable(self) -> tuple[ReportPanel, SectionEditor, Subject]:
        found = self._report
        if found is None:
            raise Refused(409, "no_report", tr("No report is open."))
        panel, subject = found
        editor = panel.writing_in
        if editor is None or not panel.can_edit():
            raise Refused(409, "read_only", tr("The open report can’t be written in."))
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            raise Refused(409, "dialog", tr("A dialog is open."))
        if self._last is not editor or not isValid(editor) or not editor.isVisible():
            raise Refused(409, "elsewhere", tr("The cursor was not in the report last. Click into the text."))
        if editor.composing:
            raise Refused(409, "composing", tr("A word is being typed. Try again."))
        return panel, editor, subject

    def _focused(self, _: QWidget | None, now: QWidget | None) -> None:
        """Another program's window takes the keyboard away: then it is still where it was here."""
        if now is not None:
            self._last = now

    def _follow(self, *_: object) -> None:
        settings = self._services.settings
        wanted = settings.value.dictation and not settings.policy.faults
        if not wanted:
            self._close()
            return
        used = settings.value.dictation_port, settings.value.dictation_since
        if self.port is not None and used == self._used:
            return
        self._close()
        try:
            token = token_of(self._services)
        except ReaderError as error:
            self._presenter.show(error)
            return
        from reader.app.ui.dictation_port import DictationPort  # Qt's network: only who dictates needs it

        self.port, self._used = DictationPort(self, token, self), used
        if why := self.port.open(used[0]):
            _log.warning("the dictation port: %s", why)
            said = tr("Dictation is off: port {port} can't be opened: {why}", port=used[0], why=why)
            self._presenter.say(said, tr("Choose another port in the settings."), level=Level.WARNING)
            self._close()

    def _close(self) -> None:
        if self.port is not None:
            self.port.close()
            self.port.deleteLater()
        self.port, self._used = None, None
