"""How a multi-frame image plays: how long each frame stands, which one follows, and what a user changes of that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from reader.core.settings import SettingsModel
from reader.views.display import shown_header
from reader.views.playback import SPEEDS, Course
from reader.views.viewport import Viewport
from reader.volume.model import Stack

LONGEST_PHASE_MS = 250.0
SHORTEST_MS, LONGEST_MS, UNTOLD_MS = 20.0, 5000.0, 80.0
LOOPS = frozenset(("US", "IVUS", "IVOCT", "XA", "RF", "ES", "GM", "XC"))
"""Modalities whose multi-frame images are seen in motion."""


class Views(Protocol):
    """What the workspace is for cine."""

    settings: SettingsModel
    viewports: list[Viewport]
    active: int
    overlays_changed: Any

    @property
    def active_viewport(self) -> Viewport: ...
    def change(self, number: int, **changes: Any) -> None: ...
    def scroll_to(self, number: int, index: int) -> None: ...


class Cine:
    """The verbs of playing, on the active viewport. Main thread. in_step: while one loop plays, the other loops on
    the screens are at the same part of theirs."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self.in_step = False

    def plays(self, viewport: Viewport) -> bool:
        """Its frames or slices run, or the times of a 4D part do: because the user wants it, or by themselves."""
        if viewport.playing_phases:
            return viewport.content is not None and viewport.content.phases > 1
        if viewport.playing is None:
            return self._views.settings.value.autoplay and is_loop(viewport) and _is_here(viewport)
        return viewport.playing and viewport.count > 1

    @property
    def playing(self) -> bool:
        """The slices or frames of the active viewport run."""
        viewport = self._views.active_viewport
        return not viewport.playing_phases and self.plays(viewport)

    def toggle(self) -> None:
        self._views.change(self._views.active, playing=not self.playing, playing_phases=False)

    def can_play(self) -> bool:
        return self._views.active_viewport.count > 1

    def can_go(self, by: int) -> bool:
        """Whether there is a speed so many steps faster, or slower where it is negative."""
        return self.can_play() and 0 <= self._speed + by < len(SPEEDS)

    def go(self, by: int) -> None:
        if self.can_go(by):
            self._set(speed=SPEEDS[self._speed + by])

    @property
    def _speed(self) -> int:
        return SPEEDS.index(self._views.active_viewport.playback.speed)

    def start_here(self) -> None:
        """Play from the image that is shown."""
        viewport = self._views.active_viewport
        _, last = viewport.playback.range_of(viewport.count)
        self._set(first=viewport.index, last=None if last <= viewport.index else viewport.playback.last)

    def end_here(self) -> None:
        """Play up to the image that is shown."""
        viewport = self._views.active_viewport
        first, _ = viewport.playback.range_of(viewport.count)
        self._set(first=0 if first >= viewport.index else first, last=viewport.index)

    def play_all(self) -> None:
        self._set(first=0, last=None)

    def is_part(self) -> bool:
        """Only some of its images are played."""
        viewport = self._views.active_viewport
        return viewport.count > 1 and viewport.playback.is_part(viewport.count)

    def next_course(self) -> None:
        """Forwards, backwards, to and fro, from what it is now."""
        courses = (Course.FORWARDS, Course.BACKWARDS, Course.TO_AND_FRO)
        at = courses.index(course_of(self._views.active_viewport))
        self._set(course=courses[(at + 1) % len(courses)])

    def _set(self, **changes: Any) -> None:
        views = self._views
        views.change(views.active, playback=replace(views.active_viewport.playback, **changes))

    def can_be_in_step(self) -> bool:
        return sum(viewport.count > 1 and is_loop(viewport) for viewport in self._views.viewports) > 1

    def toggle_in_step(self) -> None:
        self.in_step = not self.in_step
        self._views.overlays_changed.emit()

    def _leads(self, number: int) -> bool:
        """Whether this viewport moves by its own clock: in step, of the loops that play only one does, the active
        one before others."""
        viewports = self._views.viewports
        if not self.in_step or not is_loop(viewports[number]):
            return True
        loops = [n for n, viewport in enumerate(viewports) if is_loop(viewport) and self.plays(viewport)]
        active = self._views.active
        return number == (active if active in loops else next(iter(loops), number))

    def advance(self, number: int, backwards: bool) -> bool:
        """The next image of a viewport that plays, and what is in step with it; whether it goes backwards now."""
        viewports = self._views.viewports
        if not self._leads(number):
            return backwards
        index, backwards = next_frame(viewports[number], backwards)
        self._views.scroll_to(number, index)
        if self.in_step and is_loop(viewports[number]):
            for n, viewport in enumerate(viewports):
                if n != number and is_loop(viewport):
                    self._views.scroll_to(n, at_the_same_part(viewports[number], viewport))
        return backwards


def is_loop(viewport: Viewport) -> bool:
    """A multi-frame image that states its time and is of a kind that is seen in motion."""
    content = viewport.content
    if content is None or not isinstance(content.image, Stack) or len(content.image.frames) < 2:
        return False
    return content.image.frame_time_ms > 0 and content.series.modality in LOOPS


def _is_here(viewport: Viewport) -> bool:
    """All its frames have arrived: a loop does not begin with gaps."""
    content = viewport.content
    return content is not None and all(pixels is not None for pixels in content.image.pixels)  # type: ignore[union-attr]


def at_the_same_part(leader: Viewport, other: Viewport) -> int:
    """The image of `other` as far in its range as `leader` is in its own."""
    first, last = leader.playback.range_of(leader.count)
    part = min(max((leader.index - first) / (last - first), 0.0), 1.0) if last > first else 0.0
    begin, end = other.playback.range_of(other.count)
    return begin + round(part * (end - begin))


def stated_ms(viewport: Viewport) -> float:
    """How long the shown frame or time stands as the image says, in ms; 0 where it says nothing."""
    content = viewport.content
    if content is not None and viewport.playing_phases:
        return min(content.part.interval_ms, LONGEST_PHASE_MS)  # minutes of contrast uptake are not waited for
    if content is not None and isinstance(content.image, Stack):
        instance, frame = shown_header(viewport)
        times = instance.presentation.frame_times if instance is not None else ()
        return times[min(frame, len(times) - 1)] if times else content.image.frame_time_ms
    return 0.0


def frame_ms(viewport: Viewport) -> float:
    """How long the shown frame or time stands, in ms: as the image says, 80 where it says nothing, bounded; at the
    speed that was chosen."""
    stated = stated_ms(viewport)
    usual = min(max(stated, SHORTEST_MS), LONGEST_MS) if stated > 0 else UNTOLD_MS
    if viewport.playing_phases:
        return usual
    return max(usual / viewport.playback.speed, SHORTEST_MS)


def course_of(viewport: Viewport) -> Course:
    """Which way it plays: as was chosen, else to and fro where the image says so in Preferred Playback Sequencing
    (0018,1244)."""
    chosen = viewport.playback.course
    if chosen is not None:
        return chosen
    instance, _ = shown_header(viewport)
    sweeps = instance is not None and instance.presentation.sweeps
    return Course.TO_AND_FRO if sweeps else Course.FORWARDS


def next_frame(viewport: Viewport, backwards: bool) -> tuple[int, bool]:
    """(index that follows, whether it goes backwards now), in the range and on the course of its playback."""
    first, last = viewport.playback.range_of(viewport.count)
    course, index = course_of(viewport), viewport.index
    if course is Course.FORWARDS:
        return (index + 1 if first <= index < last else first), False
    if course is Course.BACKWARDS:
        return (index - 1 if first < index <= last else last), True
    if not first <= index <= last or last - first < 1:
        return first, False
    if index >= last:
        return index - 1, True
    if index <= first:
        return index + 1, False
    return (index - 1, True) if backwards else (index + 1, False)
