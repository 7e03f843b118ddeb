"""The tools that a user can choose, as the toolbar has them. A new one is a file beside this and a line here."""

from __future__ import annotations

from collections.abc import Iterable

from reader.core.registry import Registry
from reader.dicom.values import Code
from reader.findings.model import Measurement, Shape
from reader.views.tools.angle import ANGLE
from reader.views.tools.arrow import ARROW
from reader.views.tools.bidirectional import BIDIRECTIONAL
from reader.views.tools.cardiothoracic import CARDIOTHORACIC
from reader.views.tools.circle import CIRCLE
from reader.views.tools.cobb import COBB
from reader.views.tools.crosshair import CROSSHAIR
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.tools.heart_axis import HEART_AXIS
from reader.views.tools.hip_knee import HIP_KNEE
from reader.views.tools.lines_angle import LINES_ANGLE
from reader.views.tools.magnify import MAGNIFY
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.outline import OUTLINE
from reader.views.tools.pan import PAN
from reader.views.tools.path import PATH
from reader.views.tools.point import POINT
from reader.views.tools.rectangle import RECTANGLE
from reader.views.tools.rotate import ROTATE
from reader.views.tools.scroll import SCROLL
from reader.views.tools.slab import SLAB
from reader.views.tools.spine import SPINE
from reader.views.tools.text import TEXT
from reader.views.tools.tool import Tool
from reader.views.tools.window import WINDOW
from reader.views.tools.window_region import WINDOW_REGION
from reader.views.tools.zoom import ZOOM

_ALL: tuple[Tool, ...] = (
    WINDOW,
    SCROLL,
    ZOOM,
    PAN,
    MAGNIFY,
    WINDOW_REGION,
    ROTATE,
    CROSSHAIR,
    DISTANCE,
    ANGLE,
    ELLIPSE,
    BIDIRECTIONAL,
    CIRCLE,
    RECTANGLE,
    OUTLINE,
    PATH,
    LINES_ANGLE,
    COBB,
    CARDIOTHORACIC,
    HEART_AXIS,
    HIP_KNEE,
    POINT,
    ARROW,
    TEXT,
    SPINE,
)
TOOLS: Registry[str, Tool] = Registry((tool.id, tool) for tool in _ALL)

MOUSE: Registry[str, Tool] = Registry((tool.id, tool) for tool in (WINDOW, SCROLL, ZOOM, PAN, SLAB))
"""What buttons and wheel can be given to do, beside the tool that was chosen for the left button."""

FIRST: Tool = WINDOW
"""In the hand when a case is opened, and again after Esc."""


def tool_of(
    shape: Shape, measurements: Iterable[Measurement] = (), kind: Code | None = None
) -> MeasuringTool | None:
    """The tool that could have drawn a shape: of several the one that measures most of what was measured of it, and
    of these the first. kind: of annotation that it is. None where no tool can change it."""
    measured = {number.concept for number in measurements} | {kind}
    able = (tool for tool in TOOLS if isinstance(tool, MeasuringTool) and tool.draws(shape))
    own = (tool for tool in able if tool.concepts & measured or not tool.told_by_numbers)
    return max(own, key=lambda tool: len(tool.concepts & measured), default=None)
