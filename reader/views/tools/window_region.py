"""The window that suits a region: a rectangle is dragged over it, and its values fill the grey scale."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool


class WindowRegionTool(Tool):
    id, title, icon, key = "window_region", mark("Window of a region"), "window-region", "Shift+W"
    group, precise, selects = "view", True, False

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        if hand.view is not None:
            (left, top), (right, bottom) = hand.start, hand.at
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            pictures.sweep(hand.number, tuple(hand.view.to_pixel(x, y) for x, y in corners))

    def release(self, pictures: Pictures, hand: Hand) -> None:
        swept = pictures.viewports[hand.number].swept
        pictures.sweep(hand.number, None)
        if swept is not None:
            pictures.set_window_of(hand.number, swept)


WINDOW_REGION = WindowRegionTool()
