"""A tool whose shapes are there for the words beside them."""

from __future__ import annotations

from collections.abc import Sequence

from reader.findings.model import Measurement
from reader.views.content import Content
from reader.views.planes import Frame
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel


class AnnotationTool(MeasuringTool):
    """It measures nothing; its shapes are told from others by `annotates`."""

    group = "annotation"
    told_by_numbers = True

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        return ()
