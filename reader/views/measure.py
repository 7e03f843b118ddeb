"""Measurements: from points in a picture to a shape with numbers, in mm only where the image is calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reader.dicom.values import Code
from reader.findings.annotation import ARROW, said_as
from reader.findings.model import Evaluation, Finding, ImageReference, Measurement, Shape, ShapeKind
from reader.findings.service import axes_text, measurement_text, number_text
from reader.study.model import Series, Study
from reader.terms.measures import (
    AXIS_DEVIATION,
    CARDIAC_AXIS,
    CARDIAC_WIDTH,
    DEVIATION,
    HIP_KNEE_ANKLE,
    LONG_AXIS,
    MAXIMUM,
    MEAN,
    MINIMUM,
    PERIMETER,
    RADIUS,
    SHORT_AXIS,
    SUV,
    THORACIC_WIDTH,
)
from reader.terms.units import RATIO, figure, suv_figure
from reader.views.content import Content
from reader.views.display import header_of, stored_entry
from reader.views.planes import Frame, Plane, instance_of
from reader.views.tools.measuring_tool import MeasuringTool

Vector = tuple[float, float, float]
Pixel = tuple[float, float]

_NAMED = (CARDIAC_AXIS, HIP_KNEE_ANKLE, AXIS_DEVIATION)
_IN_THE_LIST = (PERIMETER, RADIUS, CARDIAC_WIDTH, THORACIC_WIDTH)


@dataclass(frozen=True)
class MeasuredShape:
    """What a person measured, for the app to make a finding of.

    shape: LPS mm where the image has a position, else SCOORD pixels of `shape.image`. place: its centre in LPS
    mm, None in pixels.
    key_image: the image it was drawn on. about: see `MeasuringTool`. evaluations: what kind of annotation it is.
    like: the one that it is a copy of, whose name it takes.
    """

    shape: Shape
    measurements: tuple[Measurement, ...]
    study: Study
    series: Series
    place: Vector | None
    key_image: ImageReference | None
    about: Code | None = None
    evaluations: tuple[Evaluation, ...] = ()
    like: Finding | None = None


def measure(
    tool: MeasuringTool,
    content: Content,
    frame: Frame,
    index: int,
    pixels: Sequence[Pixel],
    stays_on: ImageReference | None = None,
) -> MeasuredShape:
    """Measure between points (column, row) of picture `index`: those that were placed, or a shape's own, to measure
    it again. Raises ValueError for too few points.

    stays_on: the images in whose pixels a contour was said to be, which reshaping it does not change.
    """
    if len(pixels) < tool.points:
        raise ValueError(f"{tool.id} needs {tool.points} points")
    kind, outline = tool.kind, tool.outline(frame, pixels)
    kind_told = said_as(tool.annotates)
    reference = image_reference(content, frame, index)
    source = reference or _any_image(content)
    numbers = tuple(
        replace(number, taken_from=(source,)) if source is not None else number
        for number in tool.numbers(content, frame, index, outline)
    )
    if frame.in_patient and stays_on is None:
        at = 0 if frame.plane is Plane.STACK else index
        points = tuple(frame.to_point((c, r, at)) for c, r in outline)
        on = reference if frame.plane is Plane.STACK or frame.stored else None
        shape = Shape(kind, points, True, on, space=content.space(index))
        middle = np.asarray(points[0]) if tool.annotates == ARROW else np.mean(np.asarray(points), axis=0)
        place = (float(middle[0]), float(middle[1]), float(middle[2]))
        return MeasuredShape(shape, numbers, content.study, content.series, place, reference, tool.about, kind_told)
    stored = tuple((x + 0.5, y + 0.5, 0.0) for x, y in _as_stored(frame, outline))
    shape = Shape(kind, stored, False, stays_on or reference)
    return MeasuredShape(shape, numbers, content.study, content.series, None, reference, tool.about, kind_told)


def image_reference(content: Content, frame: Frame, index: int) -> ImageReference | None:
    """The stored image behind picture `index`; None for a reformatted plane."""
    entry = stored_entry(content, frame, index)
    return None if entry is None else _reference(content, entry)


def _any_image(content: Content) -> ImageReference | None:
    """One image of the part and time that is shown, which stands for them."""
    entry = next((entry for entry in content.acquired.entries if entry is not None), None)
    return None if entry is None else _reference(content, entry)


def _reference(content: Content, entry: tuple[str, int]) -> ImageReference:
    instance = content.image.instances.get(entry[0]) or instance_of(content.series, entry[0])
    sop_class = instance.sop_class_uid if instance is not None else ""
    single = instance is not None and instance.frames <= 1 and entry[1] == 1
    return ImageReference(sop_class, entry[0], () if single else entry[1:], content.series.series_uid)


def shape_pixels(shape: Shape, content: Content, frame: Frame, index: int) -> list[Pixel] | None:
    """The shape's points as (column, row) of picture `index`, or None where it does not lie in it.

    In the patient: within half a slice of the picture, where there is a way from its space to the picture's. In
    pixels: on its own image (PS3.3 C.18.6: the first pixel's upper left corner is (0, 0)).
    """
    if shape.in_patient:
        way = content.relation(shape.space, index)
        if not frame.in_patient or not way.joined:
            return None
        at = 0 if frame.plane is Plane.STACK else index
        reach = (half_stack(frame) if frame.plane is Plane.STACK else 0.5) + 1e-3
        points = [*shape.points, *_beside(shape, content)]
        found = frame.to_pixels([way.point(point) for point in points])
        lies = all(abs(n - at) <= reach for _, _, n in found)
        return [(c, r) for c, r, _ in found[: len(shape.points)]] if lies else None
    if shape.image is None:
        return None
    if not shape.image.covers(stored_entry(content, frame, index)):
        return None
    turned = [(y, x) if _swapped(frame) else (x, y) for x, y, _ in shape.points]
    return [_flipped(frame, (x - 0.5, y - 0.5)) for x, y in turned]


def _beside(shape: Shape, content: Content) -> list[Vector]:
    """Of a circle, whose two points lie in many planes, one more on it: in the plane of its image, where that is
    known."""
    if shape.kind is not ShapeKind.CIRCLE or shape.image is None or len(shape.points) != 2:
        return []
    found = header_of(content, (shape.image.sop_instance_uid, 1))
    number = next(iter(shape.image.frames), 1) - 1
    if found is None or not 0 <= number < len(found.planes):
        return []
    plane, centre = found.planes[number], np.asarray(shape.points[0])
    x, y, z = centre + np.cross(np.cross(plane.row, plane.column), np.asarray(shape.points[1]) - centre)
    return [(float(x), float(y), float(z))]


def half_stack(frame: Frame) -> float:
    """How far from its middle an image of a stack reaches, mm."""
    return max((frame.thickness or 0.0) / 2, 0.5)


def _as_stored(frame: Frame, pixels: Sequence[Pixel]) -> list[Pixel]:
    """(column, row) of the stored image from those of the picture on its plane."""
    flipped = [_flipped(frame, pixel) for pixel in pixels]
    return [(row, column) if _swapped(frame) else (column, row) for column, row in flipped]


def _swapped(frame: Frame) -> bool:
    return frame.axes[0][0] == 1 and frame.axes[1][0] == 0


def _suv_lines(by_kind: Mapping[str, Measurement]) -> list[str]:
    """As a PET is read: the hottest first."""
    lines = [f"SUVmax {suv_figure(by_kind[MAXIMUM.value].value)}"]
    if (mean := by_kind.get(MEAN.value)) is not None:
        deviation = by_kind.get(DEVIATION.value)
        spread = f" ± {suv_figure(deviation.value)}" if deviation is not None else ""
        lines.append(f"SUVmean {suv_figure(mean.value)}{spread}")
    return lines


def _flipped(frame: Frame, pixel: Pixel) -> Pixel:
    across, down = (sign < 0 for _, sign in frame.axes[:2])
    column, row = pixel
    return (frame.size[0] - 1 - column if across else column, frame.size[1] - 1 - row if down else row)


def label_lines(measurements: Sequence[Measurement]) -> list[str]:
    """What is written beside a measurement, with how its millimetres were calibrated where that matters. How long
    the outline of an area is, and what a ratio is made of, stands in the list alone."""
    lines = []
    by_kind = {m.derivation.value: m for m in measurements if m.derivation is not None}
    plain = [m for m in measurements if m.derivation is None and m.concept not in _IN_THE_LIST]
    axes = {m.concept: m for m in plain if m.concept in (LONG_AXIS, SHORT_AXIS)}
    if len({m.unit for m in axes.values()}) == 1 and len(axes) == 2:
        lines.append(axes_text(axes[LONG_AXIS], axes[SHORT_AXIS]))
        plain = [m for m in plain if m.concept not in axes]
    lines += [measurement_text(m) if m.unit == RATIO or m.concept in _NAMED else number_text(m) for m in plain]
    if MAXIMUM.value in by_kind and by_kind[MAXIMUM.value].concept == SUV:
        return [*lines, *_suv_lines(by_kind)]
    if MEAN.value in by_kind:
        mean = number_text(by_kind[MEAN.value])
        deviation = by_kind.get(DEVIATION.value)
        lines.append(f"{mean} ± {figure(deviation.value)}" if deviation is not None else mean)
    if MINIMUM.value in by_kind and MAXIMUM.value in by_kind:
        lines.append(f"{number_text(by_kind[MINIMUM.value])} … {number_text(by_kind[MAXIMUM.value])}")
    return lines
