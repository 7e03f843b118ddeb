"""The presentation states of the exam: which there are for what is shown, and which one the user has chosen. None
is ever applied by itself. Those that the user has saved in this case are among them. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from psygnal import Signal

from reader.core.text import mark, tr
from reader.findings.model import FindingsModel
from reader.views.display import entry_at
from reader.views.presentation import PresentationState
from reader.views.screen import ScreenMap
from reader.views.states.applying import choose, settle, states_for
from reader.views.viewport import Viewport


@dataclass(frozen=True)
class Seen:
    """How the picture of a viewport lies in it: its map, and its width and height in the same units."""

    view: ScreenMap
    width: float
    height: float


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
    findings: FindingsModel

    @property
    def steps(self) -> Noting: ...


class Presenting:
    """Its slots come before those of the widgets: what is painted is settled.

    captured(Captured): the user wants what is shown kept as a presentation state (`saving.py`).
    """

    captured = Signal(object)

    def __init__(self, views: Screens) -> None:
        self._views = views
        self._stored: tuple[PresentationState, ...] = ()
        self._own: dict[str, PresentationState] = {}
        self.seen: Callable[[int], Seen | None] = lambda _number: None
        views.viewport_changed.connect(self._settle)
        views.arrived.connect(self._settle)  # a header may tell what an index does not
        views.layout_changed.connect(self._settle_all)

    def ask_of_screen(self, seen: Callable[[int], Seen | None]) -> None:
        """Who knows how the picture of a viewport lies in it; None where it is on no screen."""
        self.seen = seen

    def set_states(self, states: Iterable[PresentationState]) -> None:
        """Those of the exam that may be shown, in the place of those that were known. One that was chosen and is
        not among them is taken off."""
        self._stored = tuple(states)
        self.look_again()

    @property
    def states(self) -> tuple[PresentationState, ...]:
        """Those of the exam, then those that the user has saved and the archive does not have yet."""
        stored = {state.uid for state in self._stored}
        saved = (self._own.get(one.uid) for one in self._views.findings.saved.states if one.uid not in stored)
        return (*self._stored, *(state for state in saved if state is not None))

    def know_own(self, states: Iterable[PresentationState]) -> None:
        """What the user's saved states say: they are shown for as long as they are among `findings.saved`."""
        self._own |= {state.uid: state for state in states}
        self.look_again()

    def is_own(self, state: PresentationState | None) -> bool:
        """Whether the user has saved it in this case."""
        return state is not None and self._views.findings.saved.get(state.uid) is not None

    def heading(self, state: PresentationState) -> str:
        """What a menu says of it; of an own one that it goes with the report."""
        own = tr("yours, goes with the report") if self.is_own(state) else ""
        return " · ".join(filter(None, (state.heading, own)))

    def look_again(self) -> None:
        """Others may be there now."""
        known = {state.uid for state in self.states}
        with self._views.steps.unnoted():
            for viewport in self._views.viewports:
                if viewport.presentation is not None and viewport.presentation.state.uid not in known:
                    choose(viewport, None)
        self._views.overlays_changed.emit()

    def clear(self) -> None:
        self._stored = ()
        self._own.clear()

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
