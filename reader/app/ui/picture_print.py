"""Printing of what is on the screen and of key images."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from reader.app import commands
from reader.app.case import Case
from reader.app.exporting import Exporting
from reader.app.ui.print_dialog import PrintDialog
from reader.core.commands import Command
from reader.core.settings import SettingsModel
from reader.views.ui.views_widget import ViewsWidget


class PicturePrint:
    """Main thread. front: over which it asks."""

    def __init__(
        self, case: Case, settings: SettingsModel, exporting: Exporting, front: Callable[[], QWidget]
    ) -> None:
        self._case, self._settings, self._exporting, self._front = case, settings, exporting, front
        self._views: ViewsWidget | None = None

    def attach(self, views: ViewsWidget) -> None:
        """What shows the viewports, once that is built."""
        self._views = views

    def command(self) -> Command:
        return commands.printing(show=self.ask, may=lambda: bool(self._case.views.contents()))

    def ask(self) -> None:
        """Which pictures, on what, and to which printer."""
        if self._views is None:
            return
        views = self._case.views
        for number in range(len(views.viewports)):
            views.still(number)  # what is printed is what the preview has
        PrintDialog(self._case, self._settings, self._views, self._exporting, self._front()).exec()
