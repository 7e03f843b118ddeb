"""Dragging a handle of a finding. No tool to choose: what any other does where a handle is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from reader.views.tools.tool import Hand, Pictures, PlacingTool


@dataclass(frozen=True)
class ReshapeTool(PlacingTool):
    """Of handle `handle` of shape `shape` of a finding."""

    tracking_uid: str
    shape: int
    handle: int

    def press(self, pictures: Pictures, hand: Hand) -> None:
        pictures.measuring.grab(hand.number, self.tracking_uid, self.shape, self.handle)
