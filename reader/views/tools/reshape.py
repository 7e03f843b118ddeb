"""Dragging a handle of a finding. No tool to choose: what any other does where a handle is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from reader.views.tools.tool import Hand, Pictures, Tool


@dataclass(frozen=True)
class ReshapeTool(Tool):
    """Of handle `handle` of shape `shape` of a finding."""

    tracking_uid: str
    shape: int
    handle: int

    selects = False

    def press(self, pictures: Pictures, hand: Hand) -> None:
        pictures.measuring.grab(hand.number, self.tracking_uid, self.shape, self.handle)

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.move(hand.number, hand.pixel)

    def release(self, pictures: Pictures, hand: Hand) -> None:
        if hand.pixel is not None:
            pictures.measuring.release(hand.number, hand.pixel, moved=hand.moved)
