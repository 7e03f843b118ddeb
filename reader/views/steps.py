"""Display changes that a user can take back: layout, series, plane, window, zoom … Scrolling and cine are none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from weakref import ref

from reader.core.history import Change
from reader.core.text import Told, mark, tr
from reader.findings.model import FindingsModel
from reader.spatial.space import Space
from reader.views.content import Content
from reader.views.layers import ImageLayer
from reader.views.layout import Layout
from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.model import Vector

_LOOK = (
    "zoom", "pan", "turns", "angle", "flipped", "window", "own", "inverted", "slab", "camera", "preset", "graphics",
    "shutter", "apart", "interpolation", "colour_map", "sharpness", "area", "presentation",
)  # fmt: skip

_STEPS = (
    ({"zoom", "pan", "area"}, mark("Zoomed or moved")),
    ({"turns", "angle", "flipped", "pan"}, mark("Turned or flipped")),
    ({"slab"}, mark("Slab changed")),
    ({"camera"}, mark("Volume view turned")),
    ({"preset"}, mark("Volume view changed")),
    ({"graphics", "shutter"}, mark("Overlays switched")),
)
"""What one verb changes of a viewport, and what that is called."""

Bring = Callable[[str, int], None]


class Screens(Protocol):
    """What a workspace is for its steps."""

    viewport_changed: Any
    findings: FindingsModel
    layout: Layout
    further: tuple[Layout, ...]
    viewports: list[Viewport]
    maximised: int | None
    cursor: Vector | None
    cursor_space: Space | None

    @property
    def main(self) -> Content | None: ...
    def contents(self) -> list[Content]: ...
    def replace_main(self, content: Content) -> None: ...
    def put(
        self, layout: Layout, viewports: list[Viewport], further: Sequence[Layout] | None = None
    ) -> None: ...
    def number_of(self, viewport_id: int) -> int | None: ...
    def show_alone(self, number: int | None) -> None: ...
    def place(self, point: Vector, space: Space | None) -> None: ...


@dataclass(frozen=True)
class _Picture:
    """A part of a series. content: weakly, or the history would keep in memory what nobody looks at any more."""

    series_uid: str
    part: int
    content: ref[Content] = field(compare=False)


@dataclass(frozen=True)
class _Shown:
    """One viewport."""

    id: int
    picture: _Picture | None
    plane: Plane
    index: int
    look: tuple[Any, ...]


@dataclass(frozen=True)
class Moment:
    """All screens at one moment. alone: the id of the viewport that fills its screen."""

    layout: Layout
    further: tuple[Layout, ...]
    viewports: tuple[_Shown, ...]
    alone: int | None
    main: _Picture | None
    cursor: Vector | None
    space: Space | None

    @property
    def arrangement(self) -> tuple[object, ...]:
        panes = tuple((shown.picture, shown.plane) for shown in self.viewports)
        return (self.layout, self.further, panes)

    @property
    def look(self) -> tuple[object, ...]:
        return tuple(shown.look for shown in self.viewports)

    @property
    def states(self) -> object:
        """What a step changes: equal where nobody would see a difference."""
        alone = next((n for n, shown in enumerate(self.viewports) if shown.id == self.alone), None)
        return (self.arrangement, self.look, alone)


class Steps:
    """Makes steps of the case's history of what verbs of the workspace do: each its own, but for those of one
    movement of the hand. Main thread only.

    A series that has left the screen leaves the memory too: to bring it back it is asked for, and what was shown
    beside it is held until it has come.
    """

    def __init__(self, views: Screens) -> None:
        self._views = views
        self._depth = 0
        self._movement: Hashable = None
        self._awaited: tuple[Moment, _Picture] | None = None
        self._held: tuple[Content, ...] = ()
        self._bring: Bring = lambda series_uid, part: None

    def ask_for_series(self, bring: Bring) -> None:
        """Who brings back a part of a series, by its UID; later where it has to be fetched."""
        self._bring = bring

    @contextmanager
    def moving(self, movement: Hashable) -> Iterator[None]:
        """What happens inside is part of this movement of the hand, a drag or turns of the wheel: one step with
        all of it that goes on without another step in between."""
        before, self._movement = self._movement, movement
        try:
            yield
        finally:
            self._movement = before

    @contextmanager
    def take(self, title: str, *, arriving: bool = False) -> Iterator[None]:
        """What happens inside is one step of this title (`mark`ed); inside another one it is part of that.

        arriving: a series has come; where it was asked for to bring something back, it is no step, and the rest is
        brought back with it.
        """
        before = None if self._depth else self.now()
        with self.unnoted():
            yield
        if before is None:
            return
        awaited = self._awaited
        if arriving and awaited is not None and self._content(awaited[1]) is not None:
            self._show(awaited[0])
            return
        self._let_go()
        if before.main is not None:
            self._note(title, before, self.now())

    def bring_back(self, before: Moment, since: Moment) -> None:
        """Show what was on screens that were taken away, if nothing was arranged otherwise since then. Viewports
        that are still there stay as they are. It is no step."""
        now = self.now()
        if now.arrangement == since.arrangement:
            here = {shown.id: shown for shown in now.viewports}
            viewports = tuple(here.get(shown.id, shown) for shown in before.viewports)
            self._show(replace(before, viewports=viewports, cursor=now.cursor, space=now.space))

    def forget(self) -> None:
        """What the screens showed can't be brought back."""
        self._let_go()
        self._views.findings.history.forget(display=True)

    @contextmanager
    def unnoted(self) -> Iterator[None]:
        """What happens inside is no step."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _let_go(self) -> None:
        self._awaited, self._held = None, ()

    def _note(self, title: str, before: Moment, after: Moment) -> None:
        if after.main is None:
            return
        self._views.findings.history.note(
            Change(
                Told(lambda: tr(title)), lambda: self._show(after), lambda: self._show(before),
                merge=self._movement, display=True, states=(before.states, after.states),
            )
        )  # fmt: skip

    def now(self) -> Moment:
        """What all screens show."""
        views = self._views
        viewports = tuple(
            _Shown(v.id, _picture(v.content), v.plane, v.index, tuple(getattr(v, name) for name in _LOOK))
            for v in views.viewports
        )
        main = _picture(views.main)
        alone = views.viewports[views.maximised].id if views.maximised is not None else None
        return Moment(
            views.layout, views.further, viewports, alone, main, views.cursor, views.cursor_space
        )

    def _content(self, picture: _Picture | None) -> Content | None:
        """What shows it, if that is still in memory."""
        if picture is None:
            return None
        there = (picture.content(), *self._held, *self._views.contents())
        return next((content for content in there if content is not None and _picture(content) == picture), None)

    def _show(self, display: Moment) -> None:
        """Bring it back: at once, or when the series that are missing have come."""
        pictures = [shown.picture for shown in display.viewports if shown.picture is not None]
        for picture in pictures:
            if self._content(picture) is None:
                self._held = tuple(content for p in pictures if (content := self._content(p)) is not None)
                self._awaited = (display, picture)
                with self.unnoted():
                    self._bring(picture.series_uid, picture.part)
                if self._content(picture) is None:
                    return
        with self.unnoted():
            if display.arrangement != self.now().arrangement:
                self._arrange(display)
            self._views.show_alone(self._views.number_of(display.alone) if display.alone is not None else None)
            for number, shown in enumerate(display.viewports):
                viewport = self._views.viewports[number]
                for name, value in zip(_LOOK, shown.look, strict=True):
                    setattr(viewport, name, value)
                self._views.viewport_changed.emit(number)
        self._let_go()

    def _arrange(self, display: Moment) -> None:
        views = self._views
        if (main := self._content(display.main)) is not None:
            views.replace_main(main)
        viewports = [_viewport(shown, self._content(shown.picture)) for shown in display.viewports]
        views.put(display.layout, viewports, display.further)
        if display.cursor is not None:
            views.place(display.cursor, display.space)


def title_of(changes: Iterable[str]) -> str:
    """What a change of these fields of a viewport is called, `mark`ed."""
    return next((title for names, title in _STEPS if names.issuperset(changes)), mark("View changed"))


def _picture(content: Content | None) -> _Picture | None:
    return None if content is None else _Picture(content.series.series_uid, content.part_number, ref(content))


def _viewport(shown: _Shown, content: Content | None) -> Viewport:
    return Viewport((ImageLayer(content),) if content is not None else (), shown.plane, shown.index, id=shown.id)
