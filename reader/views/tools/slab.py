"""The thickness of the slab by the wheel: a notch away from the user is a millimetre more, with Shift five."""

from __future__ import annotations

from dataclasses import replace

from reader.core.text import mark
from reader.views.planes import ORTHOGONAL
from reader.views.tools.tool import Hand, Pictures, Tool
from reader.views.viewport import Slab

_MOST_MM = 100.0
_FAST = 5


class SlabTool(Tool):
    """A slab that ends shows single slices; what it was made by is kept for the next one."""

    id, title, icon, key = "slab", mark("Slab thickness"), "layers", ""

    def wheel(self, pictures: Pictures, hand: Hand, turned: float) -> None:
        state = pictures.viewports[hand.number]
        hand.rest += turned * (_FAST if hand.faster else 1)
        step = int(hand.rest)
        hand.rest -= step
        thickness = min(max(round(state.slab.thickness) + step, 0.0), _MOST_MM)
        if step and state.can_be_slab and thickness != state.slab.thickness:
            set_slab(pictures, hand.number, replace(state.slab, thickness=float(thickness)))


def set_slab(pictures: Pictures, number: int, slab: Slab) -> None:
    """For every plane of the series in a viewport: the planes of an MPR are read alike."""
    leader = pictures.viewports[number].content
    for other, viewport in enumerate(pictures.viewports):
        if viewport.content is leader and viewport.plane in ORTHOGONAL:
            pictures.change(other, slab=slab)


SLAB = SlabTool()
