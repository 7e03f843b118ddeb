"""Window and level: to the right a wider window, up or down (a setting) a brighter picture."""

from __future__ import annotations

from dataclasses import replace

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool


class WindowTool(Tool):
    id, title, icon, key = "window", mark("Window and level"), "contrast", "W"

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        window = pictures.window_of(hand.number)
        down = 1.0 if pictures.settings.value.drag_down_brighter else -1.0
        least = 1.0 if window.width >= 1 or window.table is not None else window.width / 2
        step = max(window.width, least) / 300.0
        width = max(least, window.width + hand.dx * step)
        centre = window.centre - down * hand.dy * step
        window = replace(window, centre=centre, width=width, name="", table=None)  # off a LUT: a window like it
        pictures.set_window(hand.number, window)


WINDOW = WindowTool()
