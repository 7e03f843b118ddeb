"""Scrolling by dragging: the height of the viewport goes through all slices, of few slices 4 pixels each."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool

_FAST = 5


class ScrollTool(Tool):
    id, title, icon, key = "scroll", mark("Scroll"), "chevrons-up-down", "S"

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        count, height = pictures.viewports[hand.number].count, hand.size[1]
        hand.rest += hand.dy * max(1.0, count / max(height, 1))
        few = count < height / 4
        step = int(hand.rest / 4) if few else int(hand.rest)
        if step:
            hand.rest -= step * 4 if few else step
            pictures.scroll(hand.number, step)

    def wheel(self, pictures: Pictures, hand: Hand, turned: float) -> None:
        """A notch an image, with Shift five."""
        hand.rest += turned * (_FAST if hand.faster else 1)
        step = int(hand.rest)
        if step:
            hand.rest -= step
            pictures.scroll(hand.number, -step)


SCROLL = ScrollTool()
