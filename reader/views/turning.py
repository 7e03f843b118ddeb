"""How a picture is turned: quarter turns, any angle, and flips of the screen's sides. Angles in degrees clockwise.
What is at the middle of the viewport stays there. No Qt."""

from __future__ import annotations

from math import cos, floor, radians, sin
from typing import Any

from reader.views.viewport import Viewport

UPRIGHT: dict[str, Any] = {"turns": 0, "angle": 0.0, "flipped": False}
"""A picture as it is stored, in the fields of `Viewport`."""


def halves(degrees: float) -> float:
    """The same direction, above −180 and up to 180, in tenths."""
    turned = round(degrees % 360.0, 1) % 360.0
    return turned - 360.0 if turned > 180 else turned


def rotated(viewport: Viewport, degrees: float) -> dict[str, Any]:
    """The fields of a viewport whose picture is turned so far from how it is stored (after its flip)."""
    asked = halves(degrees)
    quarters = floor(asked / 90.0 + 0.5)
    by = radians(asked - viewport.rotation)
    right, down = viewport.pan
    pan = (right * cos(by) - down * sin(by), right * sin(by) + down * cos(by))
    return {"turns": quarters % 4, "angle": round(asked - 90.0 * quarters, 1) + 0.0, "pan": pan}


def flipped(viewport: Viewport, *, down: bool) -> dict[str, Any]:
    """The fields of a viewport in which two sides of the screen have changed places, left and right or `down` top
    and bottom, however the picture is turned."""
    turns = ((2 if down else 0) - viewport.turns) % 4
    across, below = viewport.pan
    pan = (across, -below) if down else (-across, below)
    return {"flipped": not viewport.flipped, "turns": turns, "angle": -viewport.angle + 0.0, "pan": pan}


def degrees_text(degrees: float) -> str:
    """ "12", "−2.5", with a true minus sign; above −180 and up to 180."""
    return f"{halves(degrees):g}".replace("-", "−")
