"""Drawing a measurement, and dragging the handles of one that is there. No Qt; main thread only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from reader.findings import service
from reader.findings.model import Finding, Shape, ShapeKind
from reader.findings.placing import settled
from reader.views.layout import Content
from reader.views.measure import MeasuredShape, label_lines, measure, shape_pixels
from reader.views.planes import Frame
from reader.views.scales import scale_at
from reader.views.tools import POINTS, Tool
from reader.views.workspace import Workspace

Pixel = tuple[float, float]


@dataclass
class Draft:
    """A measurement under way in one picture: its points so far, the last one under the mouse."""

    tool: Tool
    viewport: int
    index: int
    pixels: list[Pixel]


@dataclass
class Grip:
    """A handle being dragged: point `handle` of shape `shape` of a finding."""

    tracking_uid: str
    shape: int
    handle: int
    viewport: int
    index: int
    pixels: list[Pixel]


def shape_tool(shape: Shape) -> Tool | None:
    """The tool that could have drawn a shape; None where handles make no sense (segmented outlines)."""
    if shape.kind is ShapeKind.ELLIPSE and len(shape.points) == 4:
        return Tool.ELLIPSE
    if shape.kind is ShapeKind.POLYLINE:
        return {2: Tool.DISTANCE, 3: Tool.ANGLE}.get(len(shape.points))
    return None


class Measuring:
    """Turns presses, moves and releases at (column, row) into measurements and edits."""

    def __init__(self, views: Workspace) -> None:
        self._views = views
        self.draft: Draft | None = None
        self.grip: Grip | None = None

    def press(self, viewport: int, pixel: Pixel) -> None:
        """Begin a measurement with the views' tool, or set its next point. Raises `ReaderError` where the case may
        not be changed."""
        tool = self._views.tool
        state = self._views.viewports[viewport]
        if not tool.measures or state.frame is None:
            return
        self._views.findings.history.check()
        draft = self.draft
        if draft is None or draft.viewport != viewport or draft.index != state.index or draft.tool is not tool:
            self.draft = Draft(tool, viewport, state.index, [pixel, pixel])
        else:
            draft.pixels[-1] = pixel
        self._views.viewport_changed.emit(viewport)

    def move(self, viewport: int, pixel: Pixel) -> bool:
        """The mouse moved, pressed or not; True where something follows it."""
        if self.grip is not None and self.grip.viewport == viewport:
            frame = self._views.viewports[viewport].frame
            if frame is not None:
                self.grip.pixels = _dragged(self.grip.pixels, self.grip.handle, pixel, frame)
        elif self.draft is not None and self.draft.viewport == viewport:
            self.draft.pixels[-1] = pixel
        else:
            return False
        self._views.viewport_changed.emit(viewport)
        return True

    def release(self, viewport: int, pixel: Pixel, *, moved: bool) -> None:
        """The button went up; `moved` tells a drag from a click, after which the next point is awaited."""
        if self.grip is not None:
            self._drop(self.grip, moved)
            self.grip = None
            return
        draft = self.draft
        if draft is None or draft.viewport != viewport:
            return
        if not moved and len(draft.pixels) == 2 and draft.pixels[0] == draft.pixels[1]:
            return  # the first click: the second point follows the mouse
        if len(draft.pixels) < POINTS[draft.tool]:
            draft.pixels.append(pixel)
            return
        self.draft = None
        state = self._views.viewports[viewport]
        if state.content is not None and state.frame is not None:
            self._views.measured.emit(measure(draft.tool, state.content, state.frame, draft.index, draft.pixels))
        self._views.viewport_changed.emit(viewport)

    def grab(self, viewport: int, tracking_uid: str, shape: int, handle: int) -> None:
        """Take a handle of a finding that is drawn in this viewport. Raises `ReaderError` where it can't be
        edited."""
        state = self._views.viewports[viewport]
        finding = self._views.findings.get(tracking_uid)
        if finding is None or state.content is None or state.frame is None:
            return
        service.editable(self._views.findings, tracking_uid)
        placed = settled(finding, state.content.spaces, state.content.study)
        pixels = shape_pixels(placed.shapes[shape], state.content, state.frame, state.index)
        if pixels is not None:
            self.grip = Grip(tracking_uid, shape, handle, viewport, state.index, pixels)

    def preview(self, viewport: int) -> tuple[ShapeKind, list[Pixel], list[str]] | None:
        """What is under way in a viewport: kind, points (column, row) and its numbers so far."""
        state = self._views.viewports[viewport]
        if state.content is None or state.frame is None:
            return None
        tool: Tool | None = None
        pixels: list[Pixel] = []
        if self.grip is not None and self.grip.viewport == viewport:
            finding = self._views.findings.get(self.grip.tracking_uid)
            tool = shape_tool(finding.shapes[self.grip.shape]) if finding is not None else None
            pixels = self.grip.pixels
        elif self.draft is not None and self.draft.viewport == viewport and self.draft.index == state.index:
            tool, pixels = self.draft.tool, self.draft.pixels
        if tool is None:
            return None
        if len(pixels) < POINTS[tool]:
            return ShapeKind.POLYLINE, pixels, []
        measured = measure(tool, state.content, state.frame, state.index, pixels)
        outline = shape_pixels(measured.shape, state.content, state.frame, state.index)
        return measured.shape.kind, outline or pixels, label_lines(measured.measurements)

    def cancel(self) -> bool:
        """Step back from what is under way; True where there was something."""
        if self.draft is None and self.grip is None:
            return False
        number = (
            self.draft.viewport if self.draft is not None else self.grip.viewport if self.grip is not None else 0
        )
        self.draft = self.grip = None
        self._views.viewport_changed.emit(number)
        return True

    def _drop(self, grip: Grip, moved: bool) -> None:
        state = self._views.viewports[grip.viewport]
        finding = self._views.findings.get(grip.tracking_uid)
        if not moved or finding is None or state.content is None or state.frame is None:
            self._views.viewport_changed.emit(grip.viewport)
            return
        changes = reshaped(finding, grip, state.content, state.frame)
        service.edit(self._views.findings, grip.tracking_uid, **changes)


def reshaped(finding: Finding, grip: Grip, content: Content, frame: Frame) -> dict[str, Any]:
    """What of a finding changes with the dragged shape: shapes, measurements and place, as `service.edit` takes
    them. Nothing where the shape is of a kind that no tool draws."""
    old = finding.shapes[grip.shape]
    tool = shape_tool(old)
    if tool is None:
        return {}
    stays_on = old.image if not old.in_patient else None
    result: MeasuredShape = measure(tool, content, frame, grip.index, grip.pixels, stays_on)
    shape = replace(result.shape, role=old.role, image=result.shape.image or old.image)
    shapes = tuple(shape if n == grip.shape else s for n, s in enumerate(finding.shapes))
    if len(finding.shapes) == 1:
        renewed = {(m.concept, m.derivation): m for m in result.measurements}
        others = [m for m in finding.measurements if (m.concept, m.derivation) not in renewed]
        kept = [m for m in others if not m.is_statistic]  # of the pixels of a shape that is no more
        numbers = (*result.measurements, *kept)
    else:
        made = result.measurements[0]
        numbers = tuple(
            replace(made, concept=m.concept, derivation=m.derivation) if m.concept == old.role else m
            for m in finding.measurements
        )
    place = result.place if len(finding.shapes) == 1 and result.place is not None else finding.place
    space = result.shape.space if place is result.place else finding.space
    return {"shapes": shapes, "measurements": numbers, "place": place, "space": space}


def _dragged(pixels: list[Pixel], handle: int, to: Pixel, frame: Frame) -> list[Pixel]:
    """Move one point; an ellipse (four points) keeps its centre, its other axis its length in mm, and both stay at
    right angles in the patient, however high and wide the pixels are."""
    moved = list(pixels)
    moved[handle] = to
    if len(pixels) != 4:
        return moved
    points = np.asarray(pixels)
    centre = points.mean(axis=0)
    first, second = (2, 3) if handle < 2 else (0, 1)
    flat = scale_at(frame, pixels).flat
    reach = float(np.linalg.norm(flat @ (points[second] - points[first]))) / 2
    across, down = flat @ (np.asarray(to) - centre)
    along = float(np.hypot(across, down))
    if along > 0:
        side = np.linalg.solve(flat, np.array((-down, across)) / along * reach)
        ends = {handle ^ 1: 2 * centre - to, first: centre + side, second: centre - side}
        for number, (column, row) in ends.items():
            moved[number] = (float(column), float(row))
    return moved
