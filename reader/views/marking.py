"""How findings look on a picture: colour token, line and mark by source and status, never by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from math import hypot

import numpy as np

from reader.findings.annotation import kind_of
from reader.findings.codes import LESION, display
from reader.findings.levels import is_set
from reader.findings.model import Finding, ImageReference, Measurement, Shape, Status
from reader.findings.placing import settled
from reader.findings.service import title
from reader.terms.vertebrae import level_name
from reader.views.content import Content
from reader.views.display import stored_entry
from reader.views.measure import half_stack, label_lines, shape_pixels
from reader.views.planes import Frame, Plane
from reader.views.strokes import Drawing, Point, drawing_of
from reader.views.tools.registry import tool_of

Pixel = tuple[float, float]

NEAR_MM = 8.0
"""So far from a picture a labelled vertebra is still named in it: less than the half of most."""


@dataclass(frozen=True)
class Marking:
    """token: a colour of the theme. dashed, struck: the line and its text. mark: stands before the text."""

    token: str
    dashed: bool
    struck: bool
    mark: str


def marking(finding: Finding) -> Marking:
    """Dashed ◇ for what an algorithm proposes, solid ◇✓ once accepted, ◆ for a person's, struck when rejected."""
    if finding.status is Status.REJECTED:
        return Marking("overlay-rejected", False, True, "◇✕" if finding.is_ai else "◆✕")
    if not finding.is_ai:
        return Marking("overlay-human", False, False, "◆")
    marks = {Status.ACCEPTED: "◇✓", Status.EDITED: "◇✎"}
    return Marking("overlay-ai", finding.status is Status.PROPOSED, False, marks.get(finding.status, "◇"))


@dataclass(frozen=True)
class DrawnShape:
    """One shape in one picture, points as (column, row). drawing: how it is drawn through them on the screen.
    label: of itself, where it has one."""

    number: int
    pixels: tuple[tuple[float, float], ...]
    drawing: Callable[[Sequence[Point]], Drawing]
    label: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnFinding:
    """What of a finding is seen in one picture. place: (column, row) where no shape of it is, else None. Neither
    where only its segments are. nearby: labels of what lies beside this picture, and where."""

    finding: Finding
    marking: Marking
    shapes: tuple[DrawnShape, ...]
    place: tuple[float, float] | None
    label: tuple[str, ...]
    nearby: tuple[tuple[Pixel, str], ...] = ()


def drawn(
    finding: Finding, content: Content, frame: Frame, index: int, slices: tuple[int, int], *, outlined: bool = False
) -> DrawnFinding | None:
    """What to draw of a finding in picture `index` (of a slab: in slices [first, end)); None for nothing.

    Its statistics are said only over the pixels that they were taken from. On its key image its place is drawn also
    where that is between the slices. outlined: a segment of it is drawn in this picture and wants a label.
    """
    finding = settled(finding, content.spaces, content.study)
    shapes = []
    for number, shape in enumerate(finding.shapes):
        for at in sorted(range(*slices), key=lambda n: abs(n - index)):
            pixels = shape_pixels(shape, content, frame, at)
            if pixels is not None:
                name = level_name(shape.role) if shape.role is not None else ""
                shapes.append(DrawnShape(number, tuple(pixels), _drawing(finding, shape), (name,) if name else ()))
                break
    if is_set(finding):
        nearby = _nearby(finding, content, frame, index, {shape.number for shape in shapes})
        found = DrawnFinding(finding, marking(finding), tuple(shapes), None, (), nearby)
        return found if shapes or nearby else None
    place = None
    way = content.relation(finding.space, index)
    if not shapes and finding.place is not None and frame.in_patient and way.joined:
        column, row, height = frame.to_pixel(way.point(finding.place))
        low, high = slices[0] - 0.5, slices[1] - 0.5
        if frame.plane is Plane.STACK:
            low, high = -half_stack(frame), half_stack(frame)
        key = finding.key_image
        if low <= height <= high or (key is not None and key.covers(stored_entry(content, frame, index))):
            place = (column, row)
    if not shapes and place is None and not outlined:
        return None
    how = marking(finding)
    return DrawnFinding(finding, how, tuple(shapes), place, _label(finding, how, content, index))


def _nearby(
    finding: Finding, content: Content, frame: Frame, index: int, drawn: Collection[int]
) -> tuple[tuple[Pixel, str], ...]:
    """Vertebrae beside a picture, within `NEAR_MM` of it, that are not drawn in it: of several at one place the
    nearest."""
    if not frame.in_patient:
        return ()
    at, step = (0.0, 1.0) if frame.plane is Plane.STACK else (float(index), float(np.linalg.norm(frame.step)))
    found = []
    for number, shape in enumerate(finding.shapes):
        way = content.relation(shape.space, index) if shape.in_patient else None
        if number in drawn or way is None or not way.joined or shape.role is None:
            continue
        column, row, height = frame.to_pixel(way.point(shape.points[0]))
        away = abs(height - at) * step
        if away <= NEAR_MM:
            found.append((away, (column, row), level_name(shape.role)))
    kept: list[tuple[Pixel, str]] = []
    for _, (column, row), name in sorted(found):
        mm = [hypot((column - c) * frame.spacing[0], (row - r) * frame.spacing[1]) for (c, r), _ in kept]
        if all(apart > NEAR_MM for apart in mm):
            kept.append(((column, row), name))
    return tuple(kept)


def _drawing(finding: Finding, shape: Shape) -> Callable[[Sequence[Point]], Drawing]:
    """As the tool draws it that could have made it, else as shapes of its kind are drawn."""
    tool = tool_of(shape, finding.measurements, kind_of(finding))
    return tool.drawing if tool is not None else partial(drawing_of, shape.kind)


def _label(finding: Finding, how: Marking, content: Content, index: int) -> tuple[str, ...]:
    true_here = [
        m for m in finding.measurements if not m.is_statistic or content.made_of(_sources(finding, m), index)
    ]
    lines = label_lines(true_here[:5])
    if finding.is_ai:
        certainty = f" {finding.certainty:.0f} %" if finding.certainty is not None else ""
        return (f"{how.mark} {display(finding.finding)}{certainty}", *lines[:2])
    named = [title(finding)] if kind_of(finding) is not None or not lines or is_named(finding) else []
    first, *others = (*named, *lines)
    return (f"{how.mark} {first}", *others)


def is_named(finding: Finding) -> bool:
    """A person has said what or where it is: else its numbers say all there is."""
    itself = finding.finding == LESION or any(m.concept == finding.finding for m in finding.measurements)
    return not itself or finding.site is not None


def _sources(finding: Finding, statistic: Measurement) -> tuple[ImageReference, ...]:
    """The images that a statistic was taken from; where it does not say, those that it was drawn on."""
    if statistic.taken_from:
        return statistic.taken_from
    drawn_on = tuple(shape.image for shape in finding.shapes if shape.image is not None)
    own = (finding.key_image,) if finding.key_image is not None and not finding.is_ai else ()
    return drawn_on or own
