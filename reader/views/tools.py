"""What the left mouse button does."""

from __future__ import annotations

from enum import Enum

from reader.core.text import mark


class Tool(Enum):
    WINDOW = "window"
    SCROLL = "scroll"
    ZOOM = "zoom"
    PAN = "pan"
    CROSSHAIR = "crosshair"
    DISTANCE = "distance"
    ANGLE = "angle"
    ELLIPSE = "ellipse"

    @property
    def measures(self) -> bool:
        return self in POINTS


# How many points finish a measurement; the ellipse is dragged from corner to corner.
POINTS = {Tool.DISTANCE: 2, Tool.ANGLE: 3, Tool.ELLIPSE: 2}

TOOL_TITLES = {
    Tool.WINDOW: mark("Window and level"),
    Tool.SCROLL: mark("Scroll"),
    Tool.ZOOM: mark("Zoom"),
    Tool.PAN: mark("Pan"),
    Tool.CROSSHAIR: mark("Crosshair"),
    Tool.DISTANCE: mark("Distance"),
    Tool.ANGLE: mark("Angle"),
    Tool.ELLIPSE: mark("Ellipse"),
}
