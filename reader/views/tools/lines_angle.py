"""The angle between two lines that need not meet, such as the axes of two bones."""

from __future__ import annotations

from reader.core.text import mark
from reader.terms.measures import ANGLE
from reader.views.tools.two_lines import AngleOfLines


class LinesAngleTool(AngleOfLines):
    id, title, icon, key = "lines_angle", mark("Angle between two lines"), "lines-angle", ""
    letter = "B"
    concept = ANGLE
    concepts = frozenset((ANGLE,))


LINES_ANGLE = LinesAngleTool()
