"""Drawing a measurement, and dragging the handles of one that is there. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import dist
from typing import Any

from reader.core.text import tr
from reader.findings import service
from reader.findings.annotation import kind_of
from reader.findings.model import Event, Finding
from reader.findings.placing import centre, settled, space_of
from reader.terms.units import VOLUMES
from reader.terms.vertebrae import level_name
from reader.views.content import Content
from reader.views.measure import MeasuredShape, label_lines, measure, shape_pixels
from reader.views.outlined_volume import is_outlined, measured
from reader.views.planes import Frame, Plane, on_picture
from reader.views.prior_measures import PriorMeasures
from reader.views.strokes import Drawing, Point
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.registry import tool_of
from reader.views.workspace import Workspace

Pixel = tuple[float, float]
_ShownIn = tuple[int, Content | None, object, Plane]
"""The id of a viewport, and what is in it."""


@dataclass
class Draft:
    """A measurement under way in one picture: its points so far, the last one under the mouse. drawn: from its
    first point on, by a button that is still down."""

    tool: MeasuringTool
    viewport: int
    index: int
    pixels: list[Pixel]
    drawn: bool = False

    @property
    def step(self) -> tuple[str, ...]:
        """What the point under the mouse is, where they are not alike."""
        steps = self.tool.steps
        return (tr(steps[min(len(self.pixels), len(steps)) - 1]),) if steps else ()

    def near_first(self, pixel: Pixel, reach: float) -> Pixel:
        """The first point for a place that means it, else the place."""
        enough = self.tool.closes and len(self.pixels) > self.tool.points
        return self.pixels[0] if enough and dist(pixel, self.pixels[0]) <= reach else pixel


@dataclass
class Grip:
    """What of shape `shape` of a finding is being dragged: its point `handle`, or all of it (None), which was taken
    at `start` and was then at `placed`."""

    tracking_uid: str
    shape: int
    handle: int | None
    viewport: int
    index: int
    pixels: list[Pixel]
    start: Pixel = (0.0, 0.0)
    placed: tuple[Pixel, ...] = ()

    def moved(self, tool: MeasuringTool, frame: Frame, to: Pixel) -> list[Pixel]:
        """The shape's points with what is held at `to`."""
        if self.handle is not None:
            return tool.moved(frame, self.pixels, self.handle, to)
        return shifted(frame, self.placed, (to[0] - self.start[0], to[1] - self.start[1]))


@dataclass(frozen=True)
class Preview:
    """What is under way in a picture: its shape's points (column, row), its numbers so far, and how it is drawn."""

    pixels: tuple[Pixel, ...]
    text: tuple[str, ...]
    drawing: Callable[[Sequence[Point]], Drawing]


class Measuring:
    """Turns presses, moves and releases at (column, row) into measurements and edits."""

    def __init__(self, views: Workspace) -> None:
        self._views = views
        self.on_priors = PriorMeasures(views)
        self.draft: Draft | None = None
        self.grip: Grip | None = None
        self._begun: _ShownIn | None = None
        views.layout_changed.connect(self._follow)

    def press(self, viewport: int, pixel: Pixel, *, reach: float = 0.0) -> None:
        """Begin a measurement with the views' tool, on the picture, or set its next point, which stays on it.

        Raises `ReaderError` where the case may not be changed.
        """
        tool = self._views.tool
        state = self._views.viewports[viewport]
        if not isinstance(tool, MeasuringTool) or state.frame is None:
            return
        self._views.findings.history.check()
        draft = self.draft
        if draft is None or draft.viewport != viewport or draft.index != state.index or draft.tool is not tool:
            if on_picture(state.frame, pixel) != pixel:
                return
            self.draft, self._begun = Draft(tool, viewport, state.index, [pixel, pixel]), self._shown_in(viewport)
        else:
            draft.pixels[-1] = draft.near_first(on_picture(state.frame, pixel), reach)
            if len(draft.pixels) - 1 in tool.starts:
                draft.pixels.append(draft.pixels[-1])
        self._views.viewport_changed.emit(viewport)

    def move(self, viewport: int, pixel: Pixel, *, reach: float = 0.0) -> bool:
        """The mouse moved, pressed or not; True where something follows it."""
        frame = self._views.viewports[viewport].frame
        pixel = on_picture(frame, pixel) if frame is not None else pixel
        if self.grip is not None and self.grip.viewport == viewport:
            tool = self._gripped()
            if frame is not None and tool is not None:
                self.grip.pixels = self.grip.moved(tool, frame, pixel)
        elif self.draft is not None and self.draft.viewport == viewport:
            self.draft.pixels[-1] = self.draft.near_first(pixel, reach)
        else:
            return False
        self._views.viewport_changed.emit(viewport)
        return True

    def release(self, viewport: int, pixel: Pixel, *, moved: bool) -> None:
        """The button went up; `moved` tells a drag from a click, after which the next point is awaited."""
        if self.grip is not None:
            grip, self.grip = self.grip, None
            self._drop(grip, moved)
            self._views.findings.select(grip.tracking_uid, part=grip.shape)
            return
        draft = self.draft
        if draft is None or draft.viewport != viewport:
            return
        begun = draft.tool.points > 1 and len(draft.pixels) - 2 in draft.tool.starts
        if not moved and begun and draft.pixels[-2] == draft.pixels[-1]:
            return  # the first click of a line: its second point follows the mouse
        state = self._views.viewports[viewport]
        if not draft.tool.is_complete(draft.pixels):
            draft.pixels.append(on_picture(state.frame, pixel) if state.frame is not None else pixel)
            self._views.viewport_changed.emit(viewport)
            return
        if state.frame is not None and draft.tool.is_void(state.frame, draft.pixels):
            return  # its last point goes on following the mouse
        self._complete(draft)

    def draw(self, viewport: int, pixel: Pixel) -> None:
        """The button is down and draws: a point each time the mouse has moved."""
        draft, state = self.draft, self._views.viewports[viewport]
        frame = state.frame
        if draft is None or draft.viewport != viewport or draft.index != state.index or frame is None:
            return
        draft.drawn = draft.drawn or len(draft.pixels) == 2
        draft.pixels[-1] = on_picture(frame, pixel)
        draft.pixels.append(draft.pixels[-1])
        self._views.viewport_changed.emit(viewport)

    def lift(self, viewport: int, pixel: Pixel) -> None:
        """The button that drew went up: what it has begun is finished, what was begun by clicks goes on."""
        if self.draft is not None and self.draft.drawn:
            self.draw(viewport, pixel)
            self.finish()

    def finish(self) -> bool:
        """The user says that the measurement is finished, at the last point that was set; True where it was."""
        draft = self.draft
        if draft is None or not draft.tool.ends_when_told:
            return False
        placed = [pixel for pixel, _ in groupby(draft.pixels[:-1])]
        if len(placed) < draft.tool.points:
            return False
        draft.pixels = placed
        self._complete(draft)
        return True

    def take_back(self) -> bool:
        """Without the point that was set last; True where there was one."""
        draft = self.draft
        if draft is None:
            return False
        if len(draft.pixels) <= 2:
            return self.cancel()
        del draft.pixels[-2]
        self._views.viewport_changed.emit(draft.viewport)
        return True

    def _complete(self, draft: Draft) -> None:
        state = self._views.viewports[draft.viewport]
        self.draft = None
        may = not self._views.findings.read_only  # it may have been handed over meanwhile
        if may and state.content is not None and state.content.prior:
            self.on_priors.add(draft.viewport, draft.tool, draft.pixels)
        elif may and state.content is not None and state.frame is not None:
            self._views.viewport_changed.emit(draft.viewport)
            made = measure(draft.tool, state.content, state.frame, draft.index, draft.pixels)
            shape = draft.tool.goes_into(self._views.findings, state.content, made.shape)
            if shape is not None:
                self._views.measured.emit(replace(made, shape=shape))
        self._views.viewport_changed.emit(draft.viewport)

    def grab(self, viewport: int, tracking_uid: str, shape: int, handle: int | None, pixel: Pixel) -> None:
        """Take a handle of a finding that is drawn in this viewport, or (None) a whole shape of it at a place.

        Raises `ReaderError` where it can't be edited."""
        state, pixels = self._views.viewports[viewport], self._pixels_of(viewport, tracking_uid, shape)
        if pixels is not None:
            service.editable(self._views.findings, tracking_uid)
            self.grip = Grip(tracking_uid, shape, handle, viewport, state.index, pixels, pixel, tuple(pixels))
            self._begun = self._shown_in(viewport)

    def can_move(self, viewport: int, tracking_uid: str, shape: int) -> bool:
        """Whether a shape of a finding that may be edited lies in the picture of a viewport, and is not locked."""
        findings = self._views.findings
        finding = findings.get(tracking_uid)
        if finding is None or findings.read_only or findings.looks.of(tracking_uid).locked:
            return False
        return service.can(finding, Event.EDIT) and self._pixels_of(viewport, tracking_uid, shape) is not None

    def nudge(self, viewport: int, tracking_uid: str, shape: int, by: Pixel) -> None:
        """Shift a whole shape by (columns, rows) of the picture, as far as that goes; those in a row are one step.

        Raises `ReaderError` where it can't be edited."""
        self.grab(viewport, tracking_uid, shape, None, (0.0, 0.0))
        grip, frame, self.grip = self.grip, self._views.viewports[viewport].frame, None
        if grip is not None and frame is not None:
            grip.pixels = shifted(frame, grip.placed, by)
            self._drop(grip, moved=True, merge=("nudge", tracking_uid, shape))

    def preview(self, viewport: int) -> Preview | None:
        """What is under way in a viewport."""
        state = self._views.viewports[viewport]
        content, frame, draft = state.content, state.frame, self.draft
        words: tuple[str, ...] = ()
        if content is None or frame is None:
            return None
        if self.grip is not None and self.grip.viewport == viewport:
            tool, pixels = self._gripped(), self.grip.pixels
        elif draft is not None and draft.viewport == viewport and draft.index == state.index:
            tool, pixels, words = draft.tool, draft.pixels, draft.step
            if not draft.tool.is_complete(pixels):
                return Preview(tuple(pixels), self._so_far(draft, content, frame), draft.tool.unfinished)
        else:
            return None
        if tool is None:
            return None
        measured = measure(tool, content, frame, state.index, pixels)
        outline = shape_pixels(measured.shape, content, frame, state.index)
        numbers: tuple[str, ...] = tuple(label_lines(measured.measurements))
        if self.grip is None:
            numbers = (*tool.words(self._views.findings, content, measured.shape), *numbers)
        elif (finding := self._views.findings.get(self.grip.tracking_uid)) is not None:
            role = finding.shapes[self.grip.shape].role
            numbers = (level_name(role),) if role is not None and level_name(role) else numbers
        return Preview(tuple(outline or pixels), (*numbers, *words), tool.drawing)

    def _so_far(self, draft: Draft, content: Content, frame: Frame) -> tuple[str, ...]:
        """The numbers of what could be finished here, or what the point under the mouse is."""
        if not draft.tool.ends_when_told or len(draft.pixels) < draft.tool.points:
            return draft.step
        return tuple(label_lines(measure(draft.tool, content, frame, draft.index, draft.pixels).measurements))

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

    def carry_on(self, draft: Draft | None, grip: Grip | None) -> None:
        """Other pictures are in the viewports: what was begun goes on as this; None for nothing."""
        self.draft, self.grip, self._begun = draft, grip, None

    def _follow(self) -> None:
        """Other viewports, or other pictures in them: what was begun goes on in its own, wherever that is now, and
        ends where it is gone."""
        begun = self.draft or self.grip
        if begun is None:
            return
        if self._begun is None:  # it was carried on
            self._begun = self._shown_in(begun.viewport)
        number = self._where(self._begun)
        if number is None:
            self.draft = self.grip = None
        else:
            begun.viewport = number

    def _where(self, shown: _ShownIn) -> int | None:
        """The viewport that still shows this, by number."""
        number = self._views.number_of(shown[0])
        now = self._shown_in(number) if number is not None else None
        same = now is not None and all(one is other for one, other in zip(now[1:], shown[1:], strict=True))
        return number if same else None

    def _shown_in(self, number: int) -> _ShownIn:
        """What a measurement that is begun in a viewport belongs to."""
        state = self._views.viewports[number]
        return state.id, state.content, state.content.part if state.content is not None else None, state.plane

    def _pixels_of(self, viewport: int, tracking_uid: str, shape: int) -> list[Pixel] | None:
        """Where a shape lies in the picture of a viewport; None where it does not, or no tool could have drawn
        it."""
        state, finding = self._views.viewports[viewport], self._views.findings.get(tracking_uid)
        if finding is None or state.content is None or state.frame is None:
            return None
        if tool_of(finding.shapes[shape], finding.measurements, kind_of(finding)) is None:
            return None
        placed = settled(finding, state.content.spaces, state.content.study)
        return shape_pixels(placed.shapes[shape], state.content, state.frame, state.index)

    def _gripped(self) -> MeasuringTool | None:
        """The tool whose shape is being dragged."""
        finding = self._views.findings.get(self.grip.tracking_uid) if self.grip is not None else None
        if finding is None or self.grip is None:
            return None
        return tool_of(finding.shapes[self.grip.shape], finding.measurements, kind_of(finding))

    def _drop(self, grip: Grip, moved: bool, merge: Hashable = None) -> None:
        state = self._views.viewports[grip.viewport]
        finding = self._views.findings.get(grip.tracking_uid)
        may = not self._views.findings.read_only
        if not may or not moved or finding is None or state.content is None or state.frame is None:
            self._views.viewport_changed.emit(grip.viewport)
            return
        changes = reshaped(finding, grip, state.content, state.frame)
        service.edit(self._views.findings, grip.tracking_uid, merge=merge, **changes)


def shifted(frame: Frame, pixels: Sequence[Pixel], by: Pixel) -> list[Pixel]:
    """Points (column, row) moved together, as far as all of them stay on the picture."""
    way = [
        min(max(wanted, min(-0.5 - min(along), 0.0)), max(size - 0.5 - max(along), 0.0))
        for wanted, size, along in zip(by, frame.size, zip(*pixels, strict=True), strict=False)
    ]
    return [(column + way[0], row + way[1]) for column, row in pixels]


def reshaped(finding: Finding, grip: Grip, content: Content, frame: Frame) -> dict[str, Any]:
    """What of a finding changes with the dragged shape: shapes, measurements and place, as `service.edit` takes
    them. Nothing where the shape is of a kind that no tool draws."""
    old = finding.shapes[grip.shape]
    tool = tool_of(old, finding.measurements, kind_of(finding))
    if tool is None:
        return {}
    stays_on = old.image if not old.in_patient else None
    result: MeasuredShape = measure(tool, content, frame, grip.index, grip.pixels, stays_on)
    shape = replace(result.shape, role=old.role, image=result.shape.image or old.image)
    shapes = tuple(shape if n == grip.shape else s for n, s in enumerate(finding.shapes))
    if is_outlined(finding):
        return measured(shapes, content, frame)
    if len(finding.shapes) == 1:
        renewed = {(m.concept, m.derivation): m for m in result.measurements}
        others = [m for m in finding.measurements if (m.concept, m.derivation) not in renewed]
        kept = [m for m in others if m.unit in VOLUMES]  # a length, an area, a mean was of the old shape
        numbers = (*result.measurements, *kept)
    elif not result.measurements:
        place = centre(shapes)
        return {"shapes": shapes, "place": place, "space": space_of(shapes) if place is not None else finding.space}
    else:
        made = result.measurements[0]  # what was measured of all shapes together can't be measured again
        elsewhere = {s.role for n, s in enumerate(finding.shapes) if n != grip.shape and s.role is not None}
        numbers = tuple(
            replace(made, concept=m.concept, derivation=m.derivation) if m.concept == old.role else m
            for m in finding.measurements
            if m.concept == old.role or m.concept in elsewhere or m.unit in VOLUMES
        )
    place = result.place if len(finding.shapes) == 1 and result.place is not None else finding.place
    space = result.shape.space if place is result.place else finding.space
    return {"shapes": shapes, "measurements": numbers, "place": place, "space": space}
