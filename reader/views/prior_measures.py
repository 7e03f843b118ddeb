"""What is measured on earlier exams: shown in its picture while the case is open, and no finding of this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.core.history import Change
from reader.core.text import Told, tr
from reader.views.measure import label_lines, measure, shape_pixels
from reader.views.planes import Plane
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.viewport import Viewport
from reader.views.workspace import Workspace

Pixel = tuple[float, float]


class Place(NamedTuple):
    """One picture of an earlier exam, wherever it is on the screen."""

    study_uid: str
    series_uid: str
    part: int
    phase: int
    plane: Plane
    number: int


@dataclass(frozen=True)
class PriorMeasure:
    """The outline (column, row) of what was measured in a picture, and its numbers, as they are said, after the
    name of what it was copied from, if that has one."""

    place: Place
    tool: MeasuringTool
    pixels: tuple[Pixel, ...]
    numbers: tuple[str, ...]

    @property
    def text(self) -> tuple[str, ...]:
        return (*self.numbers, tr("On the earlier exam: not in the report"))


class PriorMeasures:
    """In the order in which they were made. Each is a step of the case's history. Main thread only."""

    def __init__(self, views: Workspace) -> None:
        self._views = views
        self._made: tuple[PriorMeasure, ...] = ()

    def add(
        self, number: int, tool: MeasuringTool, pixels: Sequence[Pixel], named: tuple[str, ...] = ()
    ) -> None:
        """Measure between these points of the picture in a viewport. No finding is chosen any more: what is done
        next is not meant for one of this exam. named: what it is called. Raises `ReaderError` where the case may
        not be changed."""
        state = self._views.viewports[number]
        place, content, frame = _place(state), state.content, state.frame
        if place is None or content is None or frame is None:
            return
        made = measure(tool, content, frame, state.index, pixels)
        words = tool.words(self._views.findings, content, made.shape)
        numbers = tuple(dict.fromkeys((*named, *words, *label_lines(made.measurements))))
        outline = shape_pixels(made.shape, content, frame, state.index) or pixels
        new = PriorMeasure(place, tool, tuple(outline), numbers)
        self._step(Told(lambda: tr("measured on the earlier exam")), (*self._made, new))
        self._views.findings.select("")

    def shown_in(self, state: Viewport) -> Iterator[PriorMeasure]:
        """Those of the picture in a viewport."""
        place = _place(state)
        return (one for one in self._made if one.place == place)

    def can_delete(self) -> bool:
        """Whether there is one in the active viewport."""
        return any(self.shown_in(self._views.active_viewport))

    def delete_last(self) -> None:
        """Of those in the active viewport the one made last. Raises `ReaderError` where nothing may be changed."""
        *_, last = self.shown_in(self._views.active_viewport)
        kept = tuple(one for one in self._made if one is not last)
        self._step(Told(lambda: tr("measurement on the earlier exam deleted")), kept)

    def _step(self, title: Told, now: tuple[PriorMeasure, ...]) -> None:
        before = self._made
        self._views.findings.history.make(Change(title, lambda: self._set(now), lambda: self._set(before)))

    def _set(self, made: tuple[PriorMeasure, ...]) -> None:
        self._made = made
        for number in self._views.shown:
            self._views.viewport_changed.emit(number)


def _place(state: Viewport) -> Place | None:
    """None of what is no picture of an earlier exam."""
    content = state.content
    if content is None or not content.prior:
        return None
    uids = content.study.study_uid, content.series.series_uid
    return Place(*uids, content.part_number, content.phase, state.plane, state.index)
