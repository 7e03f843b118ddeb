"""How a picture is drawn, beside its window: what the user may choose of it, for every viewport of a series alike.
None of it changes a value: statistics and the probe read the image. No Qt."""

from __future__ import annotations

from reader.core.settings import Settings
from reader.core.text import mark
from reader.views.states.applying import taken_along
from reader.views.viewport import Viewport

INTERPOLATIONS = {
    "none": mark("Single pixels (no interpolation)"),
    "linear": mark("Linear interpolation"),
    "cubic": mark("Cubic interpolation"),
}
"""What lies between the pixels of an image that is shown larger than it is."""

STEPS = 3
"""So many steps a picture can be made sharper or smoother."""

PLAIN: dict[str, object] = {"inverted": False, "interpolation": "", "colour_map": "", "sharpness": 0}
"""A picture as its image is, in the fields of `Viewport`."""


def interpolation_of(viewport: Viewport, settings: Settings) -> str:
    """One of `INTERPOLATIONS`: the viewport's own, else what the user has set."""
    return viewport.interpolation or settings.interpolation


def drawn_like(new: Viewport, other: Viewport) -> Viewport:
    """The new one, which shows the same series, drawn as the other one is."""
    for name in PLAIN:
        setattr(new, name, getattr(other, name))
    taken_along(new, other)
    return new
