"""What is shown over several screens: those after the first one are opened, closed and arranged here. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.views import grids
from reader.views.arranging import filled
from reader.views.content import Content
from reader.views.layout import SINGLE, Layout, panes_of
from reader.views.placement import layout_for
from reader.views.viewport import Viewport, fresh
from reader.views.workspace import Workspace

MOST = 8
"""Screens of one case."""
_SCREENS = "screens"
"""Opening and closing windows in a row are one step, which is none where all is as it was."""


class Spreading:
    """The screens after the first, which are numbered from 1. Main thread only; every verb can be undone."""

    def __init__(self, views: Workspace) -> None:
        self._views = views

    def can_add(self) -> bool:
        return len(self._views.screens) < MOST

    def add(self, count: int = 1) -> None:
        """So many more, as far as there may be: what was shown beside the main series goes to the second one; any
        other waits for a series."""
        for _ in range(min(count, MOST - len(self._views.screens))):
            self._add()

    def remove(self, screen: int) -> None:
        """One less. A series that only it showed is shown on another one, in a viewport that is free, else in
        one more."""
        views = self._views
        if not 0 < screen < len(views.screens):
            return
        numbers, layout = views.screens[screen], views.layout
        further = (*views.further[: screen - 1], *views.further[screen:])
        kept = [viewport for n, viewport in enumerate(views.viewports) if n not in numbers]
        elsewhere = [viewport.content for viewport in kept]
        given_back = [content for content in views.contents_of(numbers) if content not in elsewhere]
        with views.steps.moving(_SCREENS), views.steps.take(mark("Window for images closed")):
            if layout.stays or (further and len(layout.screens) <= len(further)):
                views.put(layout, kept, further)
                for content in given_back:
                    self._give_room(content, min(screen, len(further)))
                return
            if given_back and views.main is not None and len(layout.screens) == 1:
                layout = layout_for(views.main, given_back[0])
            first = views.contents_of(views.screens[0])
            views.lay_out(layout, [*given_back, *first], further)

    def _add(self) -> None:
        views = self._views
        main, layout, further = views.main, views.layout, (*views.further, SINGLE)
        with views.steps.moving(_SCREENS), views.steps.take(mark("Window for images opened")):
            if layout.stays or (views.further and len(layout.screens) < len(further)):
                views.put(layout, [*views.viewports, Viewport()], further)
                return
            if main is not None and layout.compares and len(layout.screens) == 1:
                layout = layout_for(main)
            views.lay_out(layout, views.contents(), further)

    def _give_room(self, content: Content, screen: int) -> None:
        """Show a series in a viewport that is free, else in one more on this screen."""
        views = self._views
        viewports, layouts = list(views.viewports), [views.layout, *views.further]
        new = fresh(content, content.first_plane)
        free = next((number for number, viewport in enumerate(viewports) if viewport.content is None), None)
        if free is not None:
            new.id = viewports[free].id
            viewports[free] = new
        else:
            numbers = views.screens[screen]
            viewports.insert(numbers.stop, new)
            layouts[screen] = grids.split(layouts[screen], 0, len(numbers) - 1, grids.Side.RIGHT)
        views.put(layouts[0], viewports, layouts[1:])

    def set_layout(self, screen: int, layout: Layout) -> None:
        """Arrange the series on a screen; the others stay as they are."""
        views = self._views
        if screen == 0:
            views.set_layout(layout)
        elif (contents := views.contents_on(screen)) or layout.stays:
            self._arrange(screen, layout, contents)

    def rearrange(self, screen: int, content: Content, layout: Layout | None = None) -> None:
        """Another series in the layout of a screen, or in another layout."""
        views = self._views
        layout = layout or views.layout_on(screen)
        if screen:
            self._arrange(screen, layout, [content])
        else:
            views.replace_main(content)
            views.set_layout(layout)

    def _arrange(self, screen: int, layout: Layout, contents: Sequence[Content]) -> None:
        """The series, the first of which the layout arranges, on one of the screens after the first."""
        views = self._views
        numbers = views.screens[screen]
        if layout.needs_volume and not (contents and contents[0].is_volume):
            layout = layout_for(contents[0]) if contents else SINGLE
        before, after = views.viewports[: numbers.start], views.viewports[numbers.stop :]
        own = views.viewports[numbers.start : numbers.stop]
        viewports = filled(list(panes_of(layout.screens[0])), contents, own, views.viewports)
        alone = views.viewports[views.maximised].id if views.maximised is not None else 0
        elsewhere = views.maximised not in numbers
        further = (*views.further[: screen - 1], layout, *views.further[screen:])
        with views.steps.take(mark("Layout changed")):
            views.put(views.layout, [*before, *viewports, *after], further)
            views.place_again()
        if alone and elsewhere:
            views.show_alone(views.number_of(alone))
