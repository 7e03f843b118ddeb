"""The cardiac axis: how far the heart turns from the midline of the chest, in a plane across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.core.text import mark
from reader.findings.model import Measurement
from reader.terms.measures import CARDIAC_AXIS
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.tools.tool import Pixel
from reader.views.tools.two_lines import AngleOfLines


class HeartAxisTool(AngleOfLines):
    """The smaller angle between the line from spine to sternum and that along the septum (AIUM practice parameter
    for fetal echocardiography)."""

    id, title, icon, key = "heart_axis", mark("Cardiac axis"), "heart-axis", ""
    letter = "X"
    concept = about = CARDIAC_AXIS
    concepts = frozenset((CARDIAC_AXIS,))
    steps = (
        mark("Midline: at the spine"), mark("Midline: at the sternum"), mark("Septum: at the crux"),
        mark("Septum: at the apex"),
    )  # fmt: skip

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        [between] = super().numbers(content, frame, index, outline)
        return (replace(between, value=min(between.value, 180.0 - between.value)),)


HEART_AXIS = HeartAxisTool()
