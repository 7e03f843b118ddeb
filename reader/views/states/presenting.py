"""The presentation states of the exam: which there are for what is shown, and which one the user has chosen. None
is ever applied by itself. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from reader.core.text import mark
from reader.views.display import entry_at
from reader.views.presentation import PresentationState
from reader.views.states.applying import choose, settle, states_for
from reader.views.viewport import Viewport


class Noting(Protocol):
    """What makes steps of what verbs do, see `Steps`."""

    def take(self, title: str) -> AbstractContextManager[None]: ...
    def unnoted(self) -> AbstractContextManager[None]: ...


class Screens(Protocol):
    """What a workspace is for the states of its exam."""

    viewport_changed: Any
    arrived: Any
    layout_changed: Any
    overlays_changed: Any
    viewports: list[Viewport]

    @property
    def steps(self) -> Noting: ...


class Presenting:
    """Its slots come before those of the widgets: what is painted is settled."""

    def __init__(self, views: Screens) -> None:
        self._views = views
        self.states: tuple[PresentationState, ...] = ()
        views.viewport_changed.connect(self._settle)
        views.arrived.connect(self._settle)  # a header may tell what an index does not
        views.layout_changed.connect(self._settle_all)

    def set_states(self, states: Iterable[PresentationState]) -> None:
        """Those of the exam that may be shown, in the place of those that were known. One that was chosen and is
        not among them is taken off."""
        self.states = tuple(states)
        known = {state.uid for state in self.states}
        with self._views.steps.unnoted():
            for viewport in self._views.viewports:
                if viewport.presentation is not None and viewport.presentation.state.uid not in known:
                    choose(viewport, None)
        self._views.overlays_changed.emit()

    def clear(self) -> None:
        self.states = ()

    def listed(self, number: int) -> tuple[PresentationState, ...]:
        """For the series in a viewport."""
        return states_for(self.states, self._views.viewports[number])

    def here(self, number: int) -> tuple[PresentationState, ...]:
        """For the image in a viewport."""
        viewport = self._views.viewports[number]
        if not self.states or viewport.content is None or viewport.content.prior:
            return ()
        entry = entry_at(viewport)
        return tuple(state for state in self.states if state.covers(entry))

    def chosen(self, number: int) -> PresentationState | None:
        layer = self._views.viewports[number].presentation
        return layer.state if layer is not None else None

    def choose(self, number: int, state: PresentationState | None) -> None:
        """Show the series in a viewport as this state says, wherever it is shown; None: as it was without."""
        if state is None and self.chosen(number) is None:
            return
        title = mark("Presentation state applied") if state is not None else mark("Presentation state taken off")
        content = self._views.viewports[number].content
        with self._views.steps.take(title):
            for n, viewport in self._showing(content):
                choose(viewport, state)
                self._views.viewport_changed.emit(n)

    def take_off(self, number: int) -> None:
        """As a part of something larger: no step by itself."""
        for _, viewport in self._showing(self._views.viewports[number].content):
            choose(viewport, None)

    def _showing(self, content: object) -> Sequence[tuple[int, Viewport]]:
        return [(n, v) for n, v in enumerate(self._views.viewports) if content is not None and v.content is content]

    def _settle(self, number: int) -> None:
        if number < len(self._views.viewports):
            settle(self._views.viewports[number])

    def _settle_all(self) -> None:
        for viewport in self._views.viewports:
            settle(viewport)
