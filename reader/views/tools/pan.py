"""Moving the picture with the mouse."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool


class PanTool(Tool):
    id, title, icon, key = "pan", mark("Pan"), "move", "T"
    in_volume = True

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        right, down = pictures.viewports[hand.number].pan
        pictures.change(hand.number, pan=(right + hand.dx / hand.scale, down + hand.dy / hand.scale))


PAN = PanTool()
