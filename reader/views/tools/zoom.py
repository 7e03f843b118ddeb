"""Zooming by dragging up and down; what was under the mouse at the start stays there."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.tools.tool import Hand, Pictures, Tool

_SMALLEST, _LARGEST = 0.1, 40.0


class ZoomTool(Tool):
    id, title, icon, key = "zoom", mark("Zoom"), "zoom-in", "Z"
    in_volume = True

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        zoom_about_start(pictures, hand, 1.006**-hand.dy)

    def wheel(self, pictures: Pictures, hand: Hand, turned: float) -> None:
        zoom_about_start(pictures, hand, 1.15**turned)


def within(zoom: float) -> float:
    """The nearest zoom that is possible."""
    return min(max(zoom, _SMALLEST), _LARGEST)


def zoom_about_start(pictures: Pictures, hand: Hand, factor: float) -> None:
    """Zoom so that the point at which the hand began stays where it is."""
    state = pictures.viewports[hand.number]
    zoom = within(state.zoom * factor)
    factor = zoom / state.zoom
    offset = (hand.start[0] - hand.size[0] / 2, hand.start[1] - hand.size[1] / 2)
    pan = tuple(
        (o - (o - p * hand.scale) * factor) / (hand.scale * factor) for o, p in zip(offset, state.pan, strict=True)
    )
    pictures.change(hand.number, zoom=zoom, pan=(pan[0], pan[1]))


ZOOM = ZoomTool()
