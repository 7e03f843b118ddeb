"""The long and the short axis of a lesion: here one shape of four points, in an SR a line with each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.dicom.values import Code
from reader.findings.model import Measurement, Shape, ShapeKind
from reader.terms.measures import LONG_AXIS, SHORT_AXIS


def joined(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """Two lines that were measured as axes, on the same image or in the same space, as one shape."""
    lines = [s for s in shapes if s.role in (LONG_AXIS, SHORT_AXIS) and _is_line(s)]
    if len(lines) != 2 or {line.role for line in lines} != {LONG_AXIS, SHORT_AXIS}:
        return tuple(shapes)
    long, short = sorted(lines, key=lambda line: line.role != LONG_AXIS)
    if (long.in_patient, long.image, long.space) != (short.in_patient, short.image, short.space):
        return tuple(shapes)
    both = replace(long, points=long.points + short.points, role=None)
    return tuple(both if s is lines[0] else s for s in shapes if s is not lines[1])


def apart(shape: Shape, measurements: Iterable[Measurement]) -> dict[Code, Shape]:
    """The two lines of a shape of four points of which the axes were measured, by their concepts; else none."""
    measured = {m.concept for m in measurements}
    if shape.kind is not ShapeKind.POLYLINE or len(shape.points) != 4 or not measured >= {LONG_AXIS, SHORT_AXIS}:
        return {}
    halves = {LONG_AXIS: shape.points[:2], SHORT_AXIS: shape.points[2:]}
    return {concept: replace(shape, points=points, role=concept) for concept, points in halves.items()}


def _is_line(shape: Shape) -> bool:
    return shape.kind is ShapeKind.POLYLINE and len(shape.points) == 2
