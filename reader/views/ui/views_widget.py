"""The pictures of a case: the series column at the left, the viewports beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QFocusEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reader.core.commands import CommandRegistry
from reader.core.qt.alive import while_alive
from reader.core.qt.paced import Paced
from reader.study.model import Arrival, Window
from reader.study.opened import StudyModel
from reader.views.content import Content
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.typed import Typed
from reader.views.ui.arriving import is_complete
from reader.views.ui.cine_bar import CineBar
from reader.views.ui.grid import ViewportGrid, for_paper
from reader.views.ui.naming import Naming
from reader.views.ui.on_paper import OnScreen
from reader.views.ui.phase_bar import PhaseBar
from reader.views.ui.scenes import Scenes
from reader.views.ui.series_column import SeriesColumn
from reader.views.ui.toolbar import fill_context_menu
from reader.views.ui.typed_field import TypedField
from reader.views.ui.wall import Wall


class ScreenWidget(QWidget):
    """The viewports of one screen, under them the times of a 4D part, and their menus."""

    def __init__(self, views: ViewsModel, wall: Wall, screen: int, registry: CommandRegistry) -> None:
        super().__init__()
        self._views, self._registry = views, registry
        self.grid = ViewportGrid(views, wall, screen)
        self.cine = CineBar(views, registry, screen, self)
        self.phases = PhaseBar(views, screen, self)
        self.naming = Naming(views, self.grid, registry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.cine)
        column.addWidget(self.phases)
        self.grid.menu_requested.connect(self._show_menu)
        views.typing_wanted.connect(self._show_field)

    def show_screen(self, screen: int) -> None:
        """Its screen has another number now."""
        self.grid.show_screen(screen)
        self.cine.show_screen(screen)
        self.phases.show_screen(screen)

    def _show_menu(self, number: int, position: QPoint) -> None:
        menu = QMenu(self)
        plane = self._views.viewports[number].plane
        fill_context_menu(menu, self._registry, plane)
        menu.popup(position)


    @while_alive
    def _show_field(self, number: int, typed: Typed) -> None:
        """A field for the value, in the lower left corner of its viewport, if that is on this screen."""
        if (viewport := self.grid.at(number)) is not None:
            TypedField(typed, self.window()).show_at(viewport)


class ViewsWidget(QWidget):
    """A series that the user wants and that is not on the screen is asked for by `ViewsModel.series_wanted`.

    Keys are bound by whoever owns the window (`core/qt/actions.bind_keys`).
    """

    def __init__(
        self, views: ViewsModel, study: StudyModel, registry: CommandRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._study = study
        self._registry = registry
        self._progress = Paced(self._show_progress, self)
        self._outcomes: dict[str, tuple[Arrival, int]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab stops at the viewports
        self.column = SeriesColumn(study, views.parts.outline)
        self._wall = Wall(views, self)
        self._first = self._screen_widget(0)
        self.grid, self.naming = self._first.grid, self._first.naming
        self.cine, self.phases = self._first.cine, self._first.phases
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.column)
        row.addWidget(self._first, 1)
        views.ask_of_series(study.state, self.column.order)
        self.column.part_requested.connect(views.parts.choose)
        views.parts.changed.connect(self._show_parts)
        views.layout_changed.connect(self._mark_shown)
        views.overlays_changed.connect(self._count_key_images)
        study.study_changed.connect(self._count_key_images)
        study.series_changed.connect(self._series_changed)
        self._mark_shown()

    def picture_of(self, number: int, *, named: bool = True) -> QImage | None:
        """What a viewport shows, on whatever screen, without the signs of where the keyboard is; None where it is
        on none. named: it may say whose it is."""
        widget = self._wall.at(number)
        return widget.picture(named=named) if widget is not None else None

    def for_paper(self) -> list[list[OnScreen]]:
        """What is shown now, screen by screen, each viewport with its place there."""
        grids = (grid for grid in self._wall.grids if isinstance(grid, ViewportGrid))
        return [for_paper(grid, self._views, self._wall) for grid in grids]

    @property
    def scenes(self) -> Scenes:
        """What the viewports on all screens share."""
        return self._wall.scenes

    def further_screen(self, screen: int) -> ScreenWidget:
        """The viewports of a screen after the first, for a window of its own, whose owner releases its grid."""
        return self._screen_widget(screen)

    def _screen_widget(self, screen: int) -> ScreenWidget:
        made = ScreenWidget(self._views, self._wall, screen, self._registry)
        made.grid.series_dropped.connect(self._views.drop)
        return made

    def closeEvent(self, event: QCloseEvent) -> None:
        self.grid.close_scenes()
        super().closeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the active viewport."""
        super().focusInEvent(event)
        self.grid.focus_active()

    @while_alive
    def _mark_shown(self) -> None:
        shown = {(content.series.series_uid, content.part_number) for content in self._views.contents()}
        for key, thumbnail in self.column.thumbnails.items():
            thumbnail.set_shown(key in shown)
        for uid in {uid for uid, _ in shown}:
            self._show_thumbnail(uid)
        self._count_key_images()

    @while_alive
    def _count_key_images(self) -> None:
        for thumbnail in self.column.thumbnails.values():
            thumbnail.set_key_images(self._views.findings.key_images)

    @while_alive
    def _show_parts(self, series_uid: str) -> None:
        self.column.show_parts(series_uid)
        self._mark_shown()

    def _window(self, content: Content) -> Window | None:
        for number, viewport in enumerate(self._views.viewports):
            if viewport.content is content and viewport.plane is not Plane.VOLUME:
                return self._views.window_of(number)
        return None

    @while_alive
    def _series_changed(self, series_uid: str) -> None:
        """Progress when there is time; what can't be shown and the end at once."""
        state = self._study.state(series_uid)
        outcome = (state.arrival, len(state.failures))
        if self._outcomes.get(series_uid) == outcome:
            self._progress(series_uid)
            return
        self._outcomes[series_uid] = outcome
        self._show_thumbnail(series_uid)
        for number, content in self._showing(series_uid):
            widget = self._wall.at(number)
            if widget is not None and state.arrival is Arrival.COMPLETE and is_complete(content):
                widget.arrived()
                widget.show_progress()
            else:
                self._views.viewport_changed.emit(number)

    @while_alive
    def _show_progress(self, series_uid: str) -> None:
        if any(not thumbnail.has_picture for thumbnail in self.column.of_series(series_uid)):
            self._show_thumbnail(series_uid)
        for number, _ in self._showing(series_uid):
            if (widget := self._wall.at(number)) is not None:
                widget.show_progress()

    def _show_thumbnail(self, series_uid: str) -> None:
        for content in self._views.contents():
            if content.series.series_uid != series_uid:
                continue
            for thumbnail in self.column.of_series(series_uid):
                part = content.opened.parts[min(thumbnail.part, len(content.opened.parts) - 1)]
                here = thumbnail.part == content.part_number
                thumbnail.set_image(part.images[0], self._window(content) if here else None)

    def _showing(self, series_uid: str) -> list[tuple[int, Content]]:
        return [
            (number, viewport.content)
            for number, viewport in enumerate(self._views.viewports)
            if viewport.content is not None and viewport.content.series.series_uid == series_uid
        ]
