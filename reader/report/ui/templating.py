"""The report templates of the user, from the report that is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from reader.report.library import Library
from reader.report.model import DraftModel
from reader.report.ui.own_templates import OwnTemplatesDialog
from reader.report.ui.panel import ReportPanel


class Templating(QObject):
    """Main thread. author: of new ones. renewed(Library): all of them, after the user has changed own ones."""

    renewed = Signal(object)

    def __init__(self, panel: ReportPanel, draft: DraftModel, library: Library, author: str) -> None:
        super().__init__(panel)
        self._panel, self._draft, self._author = panel, draft, author
        panel.forms.library = library
        panel.forms.own_asked.connect(self.show)

    def show(self) -> None:
        """All of them, to make, change and remove own ones."""
        panel, report = self._panel, self._draft.report
        dialog = OwnTemplatesDialog(panel.forms.library, panel.window(), report=report, author=self._author)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.renewed.connect(self._take)
        dialog.finished.connect(panel.focus_again)
        dialog.open()

    def _take(self, library: Library) -> None:
        self._panel.forms.take_library(library)
        self.renewed.emit(library)
