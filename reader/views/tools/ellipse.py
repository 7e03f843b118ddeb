"""An ellipse, dragged from corner to corner of the box around it: its area, and the values of the pixels in it."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray

from reader.core.text import mark
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import (
    AREA,
    ATTENUATION,
    DEVIATION,
    MAXIMUM,
    MEAN,
    MINIMUM,
    MR_SIGNAL,
    PIXEL_VALUE,
)
from reader.terms.units import PIXELS, SQUARE_MILLIMETRE, image_unit
from reader.views.content import Content
from reader.views.display import picture_values, there_in
from reader.views.inside import inside
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.tool import Pixel
from reader.volume.model import Volume


class EllipseTool(MeasuringTool):
    """Its shape has the ends of the major axis, then those of the minor one (PS3.3 C.18.6.1.2)."""

    id, title, icon, key = "ellipse", mark("Ellipse"), "circle-dashed", "E"
    points, kind, shape_points = 2, ShapeKind.ELLIPSE, 4
    concepts = frozenset((AREA, ATTENUATION, MR_SIGNAL, PIXEL_VALUE))

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        if len(points) == self.shape_points:
            return _main_axes(frame, points)
        (c0, r0), (c1, r1) = points
        c, r, a, b = (c0 + c1) / 2, (r0 + r1) / 2, abs(c1 - c0) / 2, abs(r1 - r0) / 2
        return _main_axes(frame, [(c - a, r), (c + a, r), (c, r - b), (c, r + b)])

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        scale = scale_at(frame, outline)
        axes = scale.flat @ np.subtract(outline[1::2], outline[::2]).T
        size = pi / 4 * abs(float(np.linalg.det(axes)))
        area = Measurement(AREA, size, SQUARE_MILLIMETRE if scale.in_mm else PIXELS, method=scale.method)
        return (area, *value_statistics(content, _values(content, frame, index, outline)))

    def moved(self, frame: Frame, outline: Sequence[Pixel], handle: int, to: Pixel) -> list[Pixel]:
        """The centre stays, the other axis keeps its length in mm, and both stay at right angles in the patient,
        however high and wide the pixels are."""
        moved = super().moved(frame, outline, handle, to)
        points = np.asarray(outline)
        centre = points.mean(axis=0)
        first, second = (2, 3) if handle < 2 else (0, 1)
        flat = scale_at(frame, outline).flat
        reach = float(np.linalg.norm(flat @ (points[second] - points[first]))) / 2
        across, down = flat @ (np.asarray(to) - centre)
        along = float(np.hypot(across, down))
        if along > 0:
            side = np.linalg.solve(flat, np.array((-down, across)) / along * reach)
            ends = {handle ^ 1: 2 * centre - to, first: centre + side, second: centre - side}
            for number, (column, row) in ends.items():
                moved[number] = (float(column), float(row))
        return moved


def value_statistics(content: Content, values: NDArray[np.float64]) -> tuple[Measurement, ...]:
    """Mean, deviation and range of modality values of an image; () where there are none."""
    if values.size == 0:
        return ()
    units = content.image.units
    concept = ATTENUATION if units == "HU" else MR_SIGNAL if content.series.modality == "MR" else PIXEL_VALUE
    statistics = (
        (MEAN, values.mean()),
        (DEVIATION, values.std()),
        (MINIMUM, values.min()),
        (MAXIMUM, values.max()),
    )
    return tuple(Measurement(concept, float(value), image_unit(units), how) for how, value in statistics)


def _values(content: Content, frame: Frame, index: int, outline: Sequence[Pixel]) -> NDArray[np.float64]:
    """Modality values of the pixels of the ellipse (`views/inside.py` says which) that are an image."""
    picture = picture_values(content, frame, index)
    if picture is None or picture.ndim != 2:
        return np.empty(0)
    down, across, chosen = inside(ShapeKind.ELLIPSE, outline, *picture.shape)
    there = there_in(content, frame, index)
    if there is not None:
        chosen = chosen & there[down, across]
    slope, intercept = content.image.scale if isinstance(content.image, Volume) else (1.0, 0.0)
    return np.asarray(picture[down, across][chosen], dtype=np.float64) * slope + intercept


def _main_axes(frame: Frame, outline: Sequence[Pixel]) -> list[Pixel]:
    """The ends of an ellipse's major axis, then of its minor one, from those of any two of its conjugate diameters:
    what is drawn over slanted pixels has no right angles in the patient."""
    points = np.asarray(outline, dtype=np.float64)
    flat = scale_at(frame, outline).flat
    axes = flat @ ((points[1::2] - points[::2]) / 2).T
    sizes = np.hypot(*axes)
    if abs(float(axes[:, 0] @ axes[:, 1])) <= 1e-6 * float(sizes @ sizes):
        return [*outline] if sizes[0] >= sizes[1] else [*outline[2:], *outline[:2]]
    directions, sizes, _ = np.linalg.svd(axes)
    centre, halves = points.mean(axis=0), np.linalg.solve(flat, directions * sizes).T
    ends = (centre + sign * half for half in halves for sign in (-1, 1))
    return [(float(column), float(row)) for column, row in ends]


ELLIPSE = EllipseTool()
