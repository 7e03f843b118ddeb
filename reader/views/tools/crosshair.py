"""The crosshair: the other planes and images go to the place under the mouse."""

from __future__ import annotations

from reader.core.text import mark
from reader.views.planes import ORTHOGONAL
from reader.views.pointing import is_in_patient
from reader.views.tools.tool import Hand, Pictures, Tool


class CrosshairTool(Tool):
    id, title, icon, key = "crosshair", mark("Crosshair"), "crosshair", "X"
    precise = stills = True

    def press(self, pictures: Pictures, hand: Hand) -> None:
        state, pixel = pictures.viewports[hand.number], hand.pixel
        frame, content = state.frame, state.content
        if frame is None or content is None or pixel is None or not (
            state.plane in ORTHOGONAL or is_in_patient(state)
        ):
            return
        column = min(max(pixel[0], 0.0), frame.size[0] - 1.0)
        row = min(max(pixel[1], 0.0), frame.size[1] - 1.0)
        here = frame.slice_of(state.index)
        pictures.set_cursor(frame.to_point((column, row, here)), content.space(state.index))

    def drag(self, pictures: Pictures, hand: Hand) -> None:
        self.press(pictures, hand)


CROSSHAIR = CrosshairTool()
