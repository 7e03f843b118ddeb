"""The pictures of a case: the series column at the left, the viewports beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from reader.core.commands import CommandRegistry
from reader.study.model import StudyModel, Window
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.ui.alive import while_alive
from reader.views.ui.grid import ViewportGrid
from reader.views.ui.series_column import SeriesColumn
from reader.views.ui.toolbar import context_groups, fill_menu


class ViewsWidget(QWidget):
    """series_requested(Series Instance UID): the user wants this series, clicked or dropped on a viewport.

    What keys and findings ask for comes from `ViewsModel.series_wanted`.

    Keys are bound by whoever owns the window (`core/qt/actions.bind_keys`).
    """

    series_requested = Signal(str)

    def __init__(
        self, views: ViewsModel, study: StudyModel, registry: CommandRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._registry = registry
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = SeriesColumn(study)
        self.grid = ViewportGrid(views)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.column)
        row.addWidget(self.grid, 1)
        views.arrival = study.state
        views.series_order = self.column.order
        self.column.series_requested.connect(self.series_requested)
        self.grid.series_dropped.connect(lambda _number, uid: self.series_requested.emit(uid))
        self.grid.menu_requested.connect(self._show_menu)
        views.layout_changed.connect(self._mark_shown)
        study.series_changed.connect(self._series_changed)
        self._mark_shown()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.grid.close_scenes()
        super().closeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the active viewport."""
        super().focusInEvent(event)
        self.grid.focus_active()

    def _show_menu(self, number: int, position: QPoint) -> None:
        menu = QMenu(self)
        plane = self._views.viewports[number].plane
        fill_menu(menu, self._registry, context_groups(plane))
        menu.popup(position)

    @while_alive
    def _mark_shown(self) -> None:
        shown = {content.series.series_uid: content for content in self._views.contents()}
        for uid, thumbnail in self.column.thumbnails.items():
            thumbnail.set_shown(uid in shown)
            if uid in shown:
                thumbnail.set_content(shown[uid], self._window(uid))

    def _window(self, series_uid: str) -> Window | None:
        for number, viewport in enumerate(self._views.viewports):
            content = viewport.content
            if content and content.series.series_uid == series_uid and viewport.plane is not Plane.VOLUME:
                return self._views.window_of(number)
        return None

    @while_alive
    def _series_changed(self, series_uid: str) -> None:
        for content in self._views.contents():
            thumbnail = self.column.thumbnails.get(series_uid)
            if content.series.series_uid == series_uid and thumbnail is not None:
                thumbnail.set_content(content, self._window(series_uid))
        for number, viewport in enumerate(self._views.viewports):
            if viewport.content is not None and viewport.content.series.series_uid == series_uid:
                self._views.viewport_changed.emit(number)
