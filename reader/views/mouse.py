"""What the middle and the right button and the wheel do over a picture, as the settings say."""

from __future__ import annotations

from reader.core.chosen_keys import mouse_of
from reader.core.key_sets import MOUSE as CHOICES
from reader.core.settings import Settings
from reader.views.planes import Plane
from reader.views.tools.registry import MOUSE
from reader.views.tools.tool import Tool
from reader.views.viewport import Viewport


def mouse_tool(settings: Settings, part: str, state: Viewport) -> Tool:
    """What a part of `key_sets.MOUSE` does over this viewport; over the volume view, where some tools do nothing,
    what it does there by itself."""
    tool = MOUSE[mouse_of(settings)[part]]
    if state.plane is not Plane.VOLUME or tool.in_volume:
        return tool
    return next(other for does in CHOICES[part] if (other := MOUSE[does]).in_volume)
