"""How viewports are arranged: layouts are values, a tree of panes for each screen. A new one is a line here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reader.core.registry import Registry
from reader.core.text import mark
from reader.views.planes import Plane


@dataclass(frozen=True)
class Pane:
    """The place of one viewport. id: unique in its layout. plane: of the volume that is shown in it, None as it was
    acquired. series: 0 the one that the layout arranges, 1 that beside it, and so on."""

    id: str
    plane: Plane | None = None
    series: int = 0


@dataclass(frozen=True)
class Split:
    """Panes side by side, or one below the other. shares: of the width or height, one a part; () for equal ones.
    Raises ValueError for another number of shares."""

    parts: tuple[Pane | Split, ...]
    below: bool = False
    shares: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.shares and len(self.shares) != len(self.parts):
            raise ValueError(f"{len(self.shares)} shares of {len(self.parts)} panes")

    def share(self, part: int) -> int:
        return self.shares[part] if self.shares else 1


Tree = Pane | Split


@dataclass(frozen=True)
class Layout:
    """screens: what each screen has, from left to right. title: `mark`ed; "" for one that is not offered by itself.
    key, icon: of its command. stays: a series that is chosen goes into the active pane, and the others stay as they
    are. tiles: so many panes a row show one series, image after image; 0 for any other layout. Raises ValueError
    where two panes have one id."""

    id: str
    screens: tuple[Tree, ...]
    title: str = ""
    key: str = ""
    icon: str = ""
    stays: bool = False
    tiles: int = 0

    def __post_init__(self) -> None:
        if len({pane.id for pane in self.panes}) != len(self.panes):
            raise ValueError(f"two panes of layout {self.id!r} have one id")

    @cached_property
    def panes(self) -> tuple[Pane, ...]:
        """In the order of the viewports, which are numbered so."""
        return tuple(pane for tree in self.screens for pane in panes_of(tree))

    @cached_property
    def numbers(self) -> tuple[range, ...]:
        """For each screen the numbers of its viewports."""
        ends = [0]
        for tree in self.screens:
            ends.append(ends[-1] + sum(1 for _ in panes_of(tree)))
        return tuple(map(range, ends, ends[1:]))

    def on_screens(self, further: Sequence[Layout]) -> Layout:
        """For the first screen and as many after it as there are `further` layouts. Those that it does not have
        itself have the panes of these, for series beside the one that is arranged; those that it has too many are
        side by side."""
        count = len(further) + 1
        if len(self.screens) < count:
            more = (_beside(further[n - 1].screens[0], n) for n in range(len(self.screens), count))
            return replace(self, screens=(*self.screens, *more))
        own, rest = self.screens[: count - 1], self.screens[count - 1 :]
        return replace(self, screens=(*own, Split(rest))) if len(rest) > 1 else self

    @property
    def compares(self) -> bool:
        """Several series are shown side by side."""
        return len({pane.series for pane in self.panes}) > 1

    @property
    def needs_volume(self) -> bool:
        return any(pane.plane is not None for pane in self.panes)


def panes_of(tree: Tree) -> Iterator[Pane]:
    """From left to right and from above."""
    if isinstance(tree, Pane):
        yield tree
        return
    for part in tree.parts:
        yield from panes_of(part)


def undivided(tree: Tree) -> Tree:
    """The same panes in the same places, whatever their shares."""
    return tree if isinstance(tree, Pane) else Split(tuple(map(undivided, tree.parts)), tree.below)


def compares(tree: Tree) -> bool:
    """Several series are shown in it side by side."""
    return len({pane.series for pane in panes_of(tree)}) > 1


def has_beside(tree: Tree) -> bool:
    """It has room for another series than the one that the layout arranges."""
    return any(pane.series for pane in panes_of(tree))


def _beside(tree: Tree, screen: int) -> Tree:
    """The same panes on this screen, for the series after those of the screens before."""
    if isinstance(tree, Pane):
        return Pane(f"{tree.id} on {screen}", tree.plane, tree.series + screen)
    return replace(tree, parts=tuple(_beside(part, screen) for part in tree.parts))


_AXIAL = Pane("axial", Plane.AXIAL)
_CORONAL = Pane("coronal", Plane.CORONAL)
_SAGITTAL = Pane("sagittal", Plane.SAGITTAL)
_VOLUME = Pane("volume", Plane.VOLUME)

SINGLE = Layout("single", (Pane("main"),), mark("One viewport"), "Ctrl+1", "square")
MPR = Layout(
    "mpr", (Split((Split((_AXIAL, _CORONAL)), Split((_SAGITTAL, _VOLUME))), below=True),),
    mark("Planes and volume"), "Ctrl+2", "layout-grid",
)  # fmt: skip
MPR_ROW = Layout(
    "mpr_row", (Split((_AXIAL, _CORONAL, _SAGITTAL)),), mark("Three planes in a row"), "Ctrl+3", "columns-3"
)
COMPARE = Layout("compare", (Split((Pane("main"), Pane("beside", series=1))),))

LAYOUTS: Registry[str, Layout] = Registry((layout.id, layout) for layout in (SINGLE, MPR, MPR_ROW, COMPARE))
"""As menus and the toolbar offer them."""
