"""Layouts that the user makes: grids, tiles of one series, viewports split, taken away and made larger. Plain
values, as those they are made from; any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from reader.views.layout import SINGLE, Layout, Pane, Split, Tree, panes_of

MOST = 5
"""So many columns and rows a grid has at the most."""
OWN = "own"
"""The id of a layout that the user made of another one."""


class Side(Enum):
    """Of a viewport, where another one is put."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"
    BELOW = "below"


def grid(columns: int, rows: int) -> Layout:
    """Panes for a series each, from left to right and from above."""
    if columns * rows == 1:
        return SINGLE
    tree = _rows([[_pane(row, column, row * columns + column) for column in range(columns)] for row in range(rows)])
    return Layout(f"grid {columns}×{rows}", (tree,), stays=True)


def tiles(columns: int, rows: int) -> Layout:
    """Panes for one series, image after image."""
    if columns * rows == 1:
        return SINGLE
    tree = _rows([[_pane(row, column, 0) for column in range(columns)] for row in range(rows)])
    return Layout(f"tiles {columns}×{rows}", (tree,), stays=True, tiles=columns)


def split(layout: Layout, screen: int, pane: int, side: Side) -> Layout:
    """With one more pane, for another series, beside a pane of a screen (both by number, from 0), which gives it
    half of its place."""
    tree = layout.screens[screen]
    ids = {own.id for own in layout.panes}
    name = next(name for n in range(1, len(ids) + 2) if (name := f"added {n}") not in ids)
    new = Pane(name, series=max(own.series for own in layout.panes) + 1)
    beside = list(panes_of(tree))[pane]
    return _with(layout, screen, _split(tree, beside.id, new, side))


def place_of_new(pane: int, side: Side) -> int:
    """The number of the pane that `split` puts beside this one."""
    return pane if side in (Side.LEFT, Side.ABOVE) else pane + 1


def without(layout: Layout, screen: int, pane: int) -> Layout:
    """Without a pane of a screen; those beside it share its place. Raises ValueError for the last one."""
    tree = layout.screens[screen]
    kept = tree_without(tree, list(panes_of(tree))[pane].id)
    if kept is None:
        raise ValueError("a screen has a pane")
    return _with(layout, screen, kept)


def tree_without(tree: Tree, pane: str) -> Tree | None:
    """Without the pane of this ID; those beside it share its place. None where it was the last one."""
    if isinstance(tree, Pane):
        return None if tree.id == pane else tree
    parts = [(tree_without(old, pane), tree.share(n)) for n, old in enumerate(tree.parts)]
    kept = [(part, share) for part, share in parts if part is not None]
    if len(kept) < 2:
        return kept[0][0] if kept else None
    return Split(tuple(part for part, _ in kept), tree.below, tuple(share for _, share in kept))


def shared(layout: Layout, screen: int, at: Sequence[int], shares: Sequence[int]) -> Layout:
    """With other shares of the split at a place of a screen's tree: the number of the part at each level. Splits
    beside it that were divided alike, such as the rows of a grid, are divided alike again."""
    tree = _shared(layout.screens[screen], tuple(at), tuple(shares))
    screens = (*layout.screens[:screen], tree, *layout.screens[screen + 1 :])
    return replace(layout, screens=screens)


def alike(tree: Tree, at: Sequence[int]) -> list[tuple[int, ...]]:
    """The places of the splits that are divided as the one at this place, beside it in the split above; that one
    too."""
    own, above = _at(tree, at), _at(tree, at[:-1]) if at else None
    if not isinstance(own, Split) or not isinstance(above, Split):
        return [tuple(at)]
    found = []
    for number, part in enumerate(above.parts):
        if isinstance(part, Split) and part.below is own.below and _shares(part) == _shares(own):
            found.append((*at[:-1], number))
    return found


# inside


def _pane(row: int, column: int, series: int) -> Pane:
    return Pane(f"{row + 1}.{column + 1}", series=series)


def _rows(rows: Sequence[Sequence[Pane]]) -> Tree:
    lines = [Split(tuple(row)) if len(row) > 1 else row[0] for row in rows]
    return Split(tuple(lines), below=True) if len(lines) > 1 else lines[0]


def _with(layout: Layout, screen: int, tree: Tree) -> Layout:
    screens = (*layout.screens[:screen], tree, *layout.screens[screen + 1 :])
    numbers = sorted({pane.series for kept in screens for pane in panes_of(kept)})
    return Layout(OWN, tuple(_numbered(kept, numbers) for kept in screens), stays=True)


def _numbered(tree: Tree, numbers: Sequence[int]) -> Tree:
    """The series of its panes numbered from 0 without gaps."""
    if isinstance(tree, Pane):
        return replace(tree, series=numbers.index(tree.series))
    return replace(tree, parts=tuple(_numbered(part, numbers) for part in tree.parts))


def _shares(tree: Split) -> list[float]:
    total = sum(tree.share(n) for n in range(len(tree.parts)))
    return [round(tree.share(n) / total, 2) for n in range(len(tree.parts))]


def _split(tree: Tree, beside: str, new: Pane, side: Side) -> Tree:
    below, first = side in (Side.ABOVE, Side.BELOW), side in (Side.LEFT, Side.ABOVE)
    if isinstance(tree, Pane):
        if tree.id != beside:
            return tree
        return Split((new, tree) if first else (tree, new), below)
    at = next((n for n, part in enumerate(tree.parts) if isinstance(part, Pane) and part.id == beside), None)
    if at is None or tree.below is not below:
        return replace(tree, parts=tuple(_split(part, beside, new, side) for part in tree.parts))
    shares = [2 * tree.share(n) for n in range(len(tree.parts))]
    shares[at] //= 2
    place = place_of_new(at, side)
    parts = (*tree.parts[:place], new, *tree.parts[place:])
    return Split(parts, below, (*shares[:place], shares[at], *shares[place:]))


def _shared(tree: Tree, at: tuple[int, ...], shares: tuple[int, ...]) -> Tree:
    for place in alike(tree, at):
        tree = _put(tree, place, shares)
    return tree


def _put(tree: Tree, at: tuple[int, ...], shares: tuple[int, ...]) -> Tree:
    if not isinstance(tree, Split):
        return tree
    if not at:
        return replace(tree, shares=shares)
    parts = tuple(_put(part, at[1:], shares) if n == at[0] else part for n, part in enumerate(tree.parts))
    return replace(tree, parts=parts)


def _at(tree: Tree, at: Sequence[int]) -> Tree | None:
    for number in at:
        if not isinstance(tree, Split) or number >= len(tree.parts):
            return None
        tree = tree.parts[number]
    return tree
