"""What a user makes of a layout: grids, viewports split, taken away and divided otherwise, and what fills the free
ones. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from psygnal import Signal

from reader.core.text import mark
from reader.views import grids
from reader.views.content import Content
from reader.views.grids import Side
from reader.views.layout import Layout
from reader.views.spreading import Spreading
from reader.views.viewport import Viewport, fresh
from reader.views.workspace import Workspace


class Panes:
    """room_made(screen, movement): a layout was chosen that has more panes than there are series on this screen;
    what fills them belongs to this movement. choice_wanted(screen): the user wants to see the layouts for it."""

    room_made = Signal(int, object)
    choice_wanted = Signal(int)

    def __init__(self, views: Workspace, spreading: Spreading) -> None:
        self._views, self._spreading = views, spreading

    def choose(self, screen: int, layout: Layout) -> None:
        """Arrange a screen so; panes that are free are filled with what comes next in the exam."""
        views, movement = self._views, object()
        with views.steps.moving(movement):
            self._spreading.set_layout(screen, layout)
        if layout.stays and not layout.tiles and self.free(screen):
            self.room_made.emit(screen, movement)

    def free(self, screen: int) -> list[int]:
        """The ids of the viewports of a screen in which nothing is shown."""
        shown = (self._views.viewports[number] for number in self._views.screens[screen])
        return [viewport.id for viewport in shown if viewport.content is None]

    def fill(self, viewport_id: int, content: Content, index: int | None, movement: Hashable) -> None:
        """Show a series in a viewport that is still free, image `index` of a stack, in its own window; the others
        stay as they are."""
        views, number = self._views, self._views.number_of(viewport_id)
        if number is None or views.viewports[number].content is not None or views.main is None:
            return
        made = fresh(content, content.first_plane)
        made.id, made.index = viewport_id, made.index if index is None else index
        viewports = list(views.viewports)
        viewports[number] = made
        with views.steps.moving(movement), views.steps.take(mark("Other series shown"), arriving=True):
            self._put(views.screen_of(number), None, viewports)
            views.begin_at(views.main)

    def split(self, number: int, side: Side) -> int:
        """One more viewport beside this one, at first with nothing in it; returns its number."""
        views, screen = self._views, self._views.screen_of(number)
        layout, at = self._own(screen)
        first = views.screens[screen].start
        place = grids.place_of_new(number - first, side) + first
        viewports = list(views.viewports)
        viewports.insert(place, Viewport())
        with views.steps.take(mark("Viewport divided")):
            self._put(screen, grids.split(layout, at, number - first, side), viewports)
            views.set_active(place)
        return place

    def can_remove(self, number: int) -> bool:
        """It is not the only one of its screen."""
        return len(self._views.screens[self._views.screen_of(number)]) > 1

    def remove(self, *viewport_ids: int) -> None:
        """Take viewports away, but for the last one of a screen; those beside them are larger."""
        with self._views.steps.take(mark("Viewport taken away")):
            for viewport_id in viewport_ids:
                if (number := self._views.number_of(viewport_id)) is not None:
                    self._remove(number)

    def divide(self, screen: int, at: Sequence[int], shares: Sequence[int]) -> None:
        """Give the parts of a split, at its place in the tree of a screen, other shares."""
        layout, number = self._own(screen)
        with self._views.steps.take(mark("Viewports divided otherwise")):
            self._put(screen, grids.shared(layout, number, at, shares), list(self._views.viewports))

    # inside

    def _remove(self, number: int) -> None:
        views, screen = self._views, self._views.screen_of(number)
        if not self.can_remove(number):
            return
        layout, at = self._own(screen)
        kept = grids.without(layout, at, number - views.screens[screen].start)
        self._put(screen, kept, [viewport for n, viewport in enumerate(views.viewports) if n != number])

    def _own(self, screen: int) -> tuple[Layout, int]:
        """The layout that the panes of a screen are of, and which of its screens that is."""
        views = self._views
        if screen < len(views.layout.screens) <= len(views.screens):
            return views.layout, screen
        if screen == 0:
            return replace(views.layout, screens=views.arranged.screens), 0
        return views.further[screen - 1], 0

    def _put(self, screen: int, layout: Layout | None, viewports: list[Viewport]) -> None:
        """layout: in place of the one whose panes the screen has; None for the same one."""
        views = self._views
        alone = views.viewports[views.maximised].id if views.maximised is not None else 0
        if layout is None:
            views.put(views.layout, viewports)
        elif screen < len(views.layout.screens):
            views.put(layout, viewports)
        else:
            further = (*views.further[: screen - 1], layout, *views.further[screen:])
            views.put(views.layout, viewports, further)
        views.show_alone(views.number_of(alone) if alone else None)
