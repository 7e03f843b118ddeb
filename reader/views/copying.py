"""Copying the chosen measurement: to the next image, or to where it lies in the earlier exam beside this one. It is
measured anew there. Main thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.findings.annotation import is_unnamed, kind_of
from reader.findings.levels import is_set
from reader.findings.model import Finding
from reader.findings.placing import settled
from reader.findings.service import title
from reader.views.marking import is_named
from reader.views.measure import measure, shape_pixels
from reader.views.measuring import Measuring
from reader.views.planes import Frame, on_picture
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.registry import tool_of
from reader.views.workspace import Workspace

Pixel = tuple[float, float]


def can_copy_on(views: Workspace) -> bool:
    """Whether the chosen finding is drawn in the active viewport, and there is a next image."""
    here = views.active_viewport
    return here.index + 1 < here.count and _chosen(views) is not None


def copy_on(views: Workspace) -> None:
    """To the next image, which is then shown."""
    if (chosen := _chosen(views)) is not None and can_copy_on(views):
        number = views.active
        views.scroll_to(number, views.viewports[number].index + 1)
        _put(views, number, *chosen)


def can_copy_over(views: Workspace) -> bool:
    return _chosen(views) is not None and _opposite(views) is not None


def copy_over(views: Workspace, measuring: Measuring) -> None:
    """From this exam to the prior beside it: into the picture that is shown there, at the same place of the patient
    where the two have one space, else at the same place of the picture. It is shown there, and is no finding."""
    chosen, other, frame = _chosen(views), _opposite(views), views.active_viewport.frame
    if chosen is None or other is None or frame is None:
        return
    finding, tool, pixels = chosen
    named = (title(finding),) if is_named(finding) and not is_unnamed(finding) else ()
    measuring.on_priors.add(other, tool, _carried(views, frame, other, pixels), named)


def _chosen(views: Workspace) -> tuple[Finding, MeasuringTool, list[Pixel]] | None:
    """The chosen finding where it is a person's of one shape, with its points in the active viewport."""
    finding, here = views.findings.get(views.findings.selected), views.active_viewport
    content, frame = here.content, here.frame
    if finding is None or finding.is_ai or views.findings.read_only or content is None or frame is None:
        return None
    shapes = settled(finding, content.spaces, content.study).shapes
    tool = tool_of(shapes[0], finding.measurements, kind_of(finding)) if len(shapes) == 1 else None
    if tool is None or is_set(finding):
        return None
    pixels = shape_pixels(shapes[0], content, frame, here.index)
    return (finding, tool, pixels) if pixels is not None else None


def _opposite(views: Workspace) -> int | None:
    """The viewport that shows a prior in the same plane."""
    here = views.active_viewport
    for number in views.shown:
        there = views.viewports[number]
        prior = there.content is not None and there.content.prior
        if prior and there.frame is not None and there.plane is here.plane:
            return number
    return None


def _carried(views: Workspace, frame: Frame, number: int, pixels: Sequence[Pixel]) -> list[Pixel]:
    here, there = views.active_viewport, views.viewports[number]
    other = there.frame
    assert here.content is not None and there.content is not None and other is not None
    way = there.content.relation(here.content.space(here.index), there.index)
    if frame.in_patient and other.in_patient and way.joined:
        at = frame.slice_of(here.index)
        found = [other.to_pixel(way.point(frame.to_point((*pixel, at)))) for pixel in pixels]
        return [on_picture(other, (column, row)) for column, row, _ in found]
    scale = [one / two for one, two in zip(frame.spacing, other.spacing, strict=True)]
    middle, to = ([(size - 1) / 2 for size in f.size[:2]] for f in (frame, other))
    moved = [[(p - m) * s + t for p, m, s, t in zip(pixel, middle, scale, to, strict=True)] for pixel in pixels]
    return [on_picture(other, (column, row)) for column, row in moved]


def _put(
    views: Workspace, number: int, finding: Finding, tool: MeasuringTool, pixels: Sequence[Pixel]
) -> None:
    """Measure between these points in what a viewport shows now; named as the one that is copied."""
    there = views.viewports[number]
    if there.content is None or there.frame is None:
        return
    made = measure(tool, there.content, there.frame, there.index, pixels)
    views.measured.emit(replace(made, about=finding.finding, like=finding))
