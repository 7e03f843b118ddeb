"""The angle of a curved spine, between the end plates of two vertebrae (Cobb)."""

from __future__ import annotations

from reader.core.text import mark
from reader.terms.measures import COBB_ANGLE
from reader.views.tools.two_lines import AngleOfLines


class CobbTool(AngleOfLines):
    id, title, icon, key = "cobb", mark("Cobb angle"), "cobb", ""
    letter = "O"
    concept = about = COBB_ANGLE
    concepts = frozenset((COBB_ANGLE,))


COBB = CobbTool()
