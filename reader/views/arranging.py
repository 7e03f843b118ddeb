"""How panes are filled: viewports that show what is asked for stay as they are, others are new. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from reader.views.content import Content
from reader.views.layout import Pane
from reader.views.looks import drawn_like
from reader.views.planes import Plane
from reader.views.viewport import Viewport, fresh


def filled(
    panes: Sequence[Pane], contents: Sequence[Content], free: Iterable[Viewport], shown: Sequence[Viewport]
) -> list[Viewport]:
    """A viewport for each pane, of those that are free the one that shows just that; a new one has the window in
    which the series is shown, and is drawn as that is."""
    before = {(v.content, v.plane): v for v in free if v.content is not None}
    alike = {v.content: v for v in reversed(shown) if v.plane is not Plane.VOLUME}
    viewports = []
    for pane in panes:
        content = contents[pane.series] if pane.series < len(contents) else None
        if content is None:
            viewports.append(Viewport())
            continue
        plane = pane.plane if pane.plane is not None and content.is_volume else content.first_plane
        kept = before.pop((content, plane), None)
        if kept is None:
            like = alike.get(content)
            kept = fresh(content, plane, like.window if like is not None else None)
            kept = drawn_like(kept, like) if like is not None else kept
        viewports.append(kept)
    return viewports


def laid(tiles: Sequence[Viewport], like: Viewport) -> list[Viewport]:
    """What tiles show, image after image from that of the viewport they are like; where the series has fewer images
    than there are tiles, the last ones show nothing."""
    made = []
    for number, tile in enumerate(tiles):
        own = tile if tile is like else copy(like) if number < like.count else Viewport()
        if own is not like:
            own.id, own.playing, own.playing_phases = tile.id, False, False
        made.append(own)
    for number, index in turned_to(made, like.index - (made.index(like) if like in made else 0)):
        made[number].index = index
    return made


def turned_to(tiles: Sequence[Viewport], first: int) -> Iterator[tuple[int, int]]:
    """(tile, index of its image) from this image on, and no further than to the last one of the series."""
    filled = [number for number, tile in enumerate(tiles) if tile.content is not None]
    if not filled:
        return
    first = max(0, min(first, tiles[filled[0]].count - len(filled)))
    for number in filled:
        yield number, first + number
