"""A magnifying glass: as long as the button is down, what is under the mouse is shown larger in a circle."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool


class MagnifyTool(Tool):
    id, title, icon, key = "magnify", mark("Magnifier"), "magnifier", "Shift+M"
    group, precise, selects = "view", True, False

    def press(self, pictures: Pictures, hand: Hand) -> None:
        pictures.magnify(hand.number, hand.at)

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        pictures.magnify(hand.number, hand.at)

    def release(self, pictures: Pictures, hand: Hand) -> None:
        pictures.magnify(hand.number, None)


MAGNIFY = MagnifyTool()
