"""Turning the volume view: half a degree a pixel. No tool to choose: others do this there, see `Tool.in_volume`."""

from __future__ import annotations

from reader.views.tools.tool import Hand, Pictures, Tool


class TurnTool(Tool):
    selects = False

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        azimuth, elevation = pictures.viewports[hand.number].camera
        elevation = min(90.0, max(-90.0, elevation + hand.dy * 0.5))
        pictures.change(hand.number, camera=((azimuth - hand.dx * 0.5) % 360.0, elevation))


TURN = TurnTool()
