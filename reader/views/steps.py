"""Display changes that a user can take back: layout, series, plane, window, zoom … Scrolling and cine are none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import ref

from reader.core.history import Change
from reader.core.text import mark, tr
from reader.findings.model import FindingsModel
from reader.spatial.space import Space
from reader.views.content import Content
from reader.views.layers import ImageLayer
from reader.views.layout import Layout
from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.model import Vector

_LOOK = (
    "zoom", "pan", "turns", "flipped", "window", "own", "inverted", "slab", "camera", "preset", "graphics",
    "shutter",
)  # fmt: skip

_STEPS = (
    ({"zoom", "pan"}, mark("Zoomed or moved"), True),
    ({"turns", "flipped"}, mark("Turned or flipped"), False),
    ({"slab"}, mark("Slab changed"), True),
    ({"camera"}, mark("Volume view turned"), True),
    ({"preset"}, mark("Volume view changed"), True),
    ({"graphics", "shutter"}, mark("Overlays switched"), True),
)
"""What one verb changes of a viewport, what that is called, and whether steps of it in a row are one."""

Bring = Callable[[str, int, int | None], None]


class Screens(Protocol):
    """What a workspace is for its steps."""

    viewport_changed: Any
    findings: FindingsModel
    layout: Layout
    second: Layout
    viewports: list[Viewport]
    cursor: Vector | None
    cursor_space: Space | None

    @property
    def screens(self) -> Sequence[range]: ...
    @property
    def main(self) -> Content | None: ...
    def replace_main(self, content: Content) -> None: ...
    def put(
        self, layout: Layout, viewports: list[Viewport], screens: int | None = None, *, second: Layout | None = None
    ) -> None: ...
    def place(self, point: Vector, space: Space | None) -> None: ...


@dataclass(frozen=True)
class _Picture:
    """A part of a series. content: weakly, or the history would keep in memory what nobody looks at any more."""

    series_uid: str
    part: int
    content: ref[Content]

    @property
    def there(self) -> bool:
        return self.content() is not None


@dataclass(frozen=True)
class _Shown:
    """One viewport."""

    id: int
    picture: _Picture | None
    plane: Plane
    index: int
    look: tuple[Any, ...]


@dataclass(frozen=True)
class _Display:
    """All screens at one moment."""

    layout: Layout
    second: Layout
    viewports: tuple[_Shown, ...]
    main: _Picture | None
    cursor: Vector | None
    space: Space | None

    @property
    def arrangement(self) -> tuple[object, ...]:
        return (self.layout, self.second, tuple((shown.picture, shown.plane) for shown in self.viewports))

    @property
    def look(self) -> tuple[object, ...]:
        return tuple(shown.look for shown in self.viewports)


class Steps:
    """Makes steps of the case's history of what verbs of the workspace do. Main thread only."""

    def __init__(self, views: Screens) -> None:
        self._views = views
        self._depth = 0
        self._awaited = False
        self._bring: Bring = lambda series_uid, part, number: None

    def ask_for_series(self, bring: Bring) -> None:
        """Who brings back a series (its UID, the part) into a viewport, None for all of the screen."""
        self._bring = bring

    @contextmanager
    def take(self, title: str, merge: Hashable = None, *, arriving: bool = False) -> Iterator[None]:
        """What happens inside is one step of this title (`mark`ed); inside another one it is part of that.

        merge: see `Change`. arriving: a series has come; where that was asked for to undo a step, it is none.
        """
        before = None if self._depth or (arriving and self._awaited) else self._now()
        self._awaited = self._awaited and not arriving
        with self._inside():
            yield
        if before is not None and before.main is not None:
            self._note(title, merge, before, self._now())

    def forget(self) -> None:
        """What the screens showed can't be brought back."""
        self._views.findings.history.forget(display=True)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _note(self, title: str, merge: Hashable, before: _Display, after: _Display) -> None:
        if after.main is None or (before.arrangement, before.look) == (after.arrangement, after.look):
            return
        self._views.findings.history.note(
            Change(tr(title), lambda: self._show(after), lambda: self._show(before), merge=merge, display=True)
        )

    def _now(self) -> _Display:
        views = self._views
        viewports = tuple(
            _Shown(v.id, _picture(v.content), v.plane, v.index, tuple(getattr(v, name) for name in _LOOK))
            for v in views.viewports
        )
        return _Display(
            views.layout, views.second, viewports, _picture(views.main), views.cursor, views.cursor_space
        )

    def _show(self, display: _Display) -> None:
        """Bring it back; a series that is no longer in memory is asked for."""
        now = self._now()
        gone = [n for n, shown in enumerate(display.viewports) if shown.picture and not shown.picture.there]
        if gone:
            alone = len(gone) == 1 and (display.layout, display.second) == (now.layout, now.second)
            wanted = display.viewports[gone[0]].picture if alone else display.main
            self._awaited = True
            if wanted is not None:
                self._bring(wanted.series_uid, wanted.part, gone[0] if alone else None)
            return
        with self._inside():
            if display.arrangement != now.arrangement:
                self._arrange(display)
            for number, shown in enumerate(display.viewports):
                viewport = self._views.viewports[number]
                for name, value in zip(_LOOK, shown.look, strict=True):
                    setattr(viewport, name, value)
                self._views.viewport_changed.emit(number)

    def _arrange(self, display: _Display) -> None:
        views = self._views
        main = display.main.content() if display.main is not None else None
        if main is not None:
            views.replace_main(main)
        views.put(display.layout, [_viewport(shown) for shown in display.viewports], second=display.second)
        if display.cursor is not None:
            views.place(display.cursor, display.space)


def step_of(changes: Iterable[str]) -> tuple[str, Hashable]:
    """(title, merge) of a change of these fields of a viewport."""
    for names, title, merges in _STEPS:
        if names.issuperset(changes):
            return title, title if merges else None
    return mark("View changed"), None


def _picture(content: Content | None) -> _Picture | None:
    return None if content is None else _Picture(content.series.series_uid, content.part_number, ref(content))


def _viewport(shown: _Shown) -> Viewport:
    content = shown.picture.content() if shown.picture is not None else None
    return Viewport((ImageLayer(content),) if content is not None else (), shown.plane, shown.index, id=shown.id)
