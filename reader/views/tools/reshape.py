"""Dragging a handle of a finding, or the whole of one of its shapes. No tool to choose: what any other does where a
handle, or the line of the chosen finding, is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from reader.views.tools.tool import Hand, Pictures, PlacingTool


@dataclass(frozen=True)
class ReshapeTool(PlacingTool):
    """Of handle `handle` of shape `shape` of a finding; None for the whole shape."""

    tracking_uid: str
    shape: int
    handle: int | None

    def press(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.grab(hand.number, self.tracking_uid, self.shape, self.handle, hand.pixel)
