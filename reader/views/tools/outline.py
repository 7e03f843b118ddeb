"""An outline of as many corners as one sets by clicks, or drawn freely while the button is down."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.text import mark
from reader.findings.model import ShapeKind
from reader.views.scales import Scale
from reader.views.tools.closed import ClosedTool, polygon_size
from reader.views.tools.many_points import ManyPoints
from reader.views.tools.tool import Pixel


class OutlineTool(ManyPoints, ClosedTool):
    """As closed as it is drawn: from the last point straight to the first."""

    id, title, icon, key = "outline", mark("Polygon or free outline"), "lasso", ""
    letter = "P"
    group = "shape"
    points, kind, shape_points = 3, ShapeKind.POLYGON, 3
    closes = True

    def size(self, scale: Scale, outline: Sequence[Pixel]) -> tuple[float, float]:
        return polygon_size(scale, outline)


OUTLINE = OutlineTool()
