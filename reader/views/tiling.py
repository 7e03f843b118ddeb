"""Tiles: viewports that show one series together, image after image. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from reader.views.arranging import laid, turned_to
from reader.views.layout import Layout
from reader.views.viewport import Viewport


class Screens(Protocol):
    """What a workspace is for its tiles."""

    viewport_changed: Any
    viewports: list[Viewport]

    @property
    def screens(self) -> Sequence[range]: ...
    def screen_of(self, number: int) -> int: ...
    def layout_on(self, screen: int) -> Layout: ...
    def is_alone_on(self, screen: int) -> bool: ...


class Tiling:
    def __init__(self, views: Screens) -> None:
        self._views = views

    def beside(self, number: int) -> range:
        """The tiles that a viewport is one of, by their numbers; empty for any other viewport, and where one tile
        fills the screen."""
        views, screen = self._views, self._views.screen_of(number)
        together = views.layout_on(screen).tiles and not views.is_alone_on(screen)
        return views.screens[screen] if together else range(0)

    def row(self, number: int) -> int:
        """So many images the wheel goes on by in this viewport."""
        return self._views.layout_on(self._views.screen_of(number)).tiles if self.beside(number) else 1

    def page(self, number: int) -> int:
        """So many rows are a page; of a viewport that is no tile, ten images."""
        tiles = self.beside(number)
        return len(tiles) // self.row(number) if tiles else 10

    def turn(self, tiles: range, first: int) -> None:
        """Show the images of the series from this one on."""
        shown = self._views.viewports
        for number, index in turned_to([shown[n] for n in tiles], first):
            shown[tiles.start + number].index = index
            self._views.viewport_changed.emit(tiles.start + number)

    def bring(self, number: int, index: int) -> None:
        """Show an image in a viewport; of tiles in any of them."""
        tiles, shown = self.beside(number), self._views.viewports
        if not tiles:
            shown[number].index = index
        elif all(shown[n].index != index for n in tiles):
            self.turn(tiles, index)

    def lay(self, tiles: range, like: Viewport) -> None:
        """Fill tiles with the series and the look of this viewport."""
        shown = self._views.viewports
        shown[tiles.start : tiles.stop] = laid([shown[n] for n in tiles], like)
