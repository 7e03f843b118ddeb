"""Dragging a label away from what it covers; a line leads from it. No tool to choose: what any other does on it."""

from __future__ import annotations

from dataclasses import dataclass

from reader.views.tools.tool import Hand, Pictures, Tool


@dataclass(frozen=True)
class MoveLabelTool(Tool):
    """Of one finding. offset: from its anchor to the corner of its text, when the button went down."""

    tracking_uid: str
    offset: tuple[float, float]

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        x, y = self.offset
        to = (x + hand.at[0] - hand.start[0], y + hand.at[1] - hand.start[1])
        pictures.move_label(self.tracking_uid, to, hand.movement)
