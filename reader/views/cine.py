"""How a multi-frame image plays: how long each frame stands, and which one follows."""

from __future__ import annotations

from reader.views.display import shown_header
from reader.views.viewport import Viewport
from reader.volume.model import Stack

LONGEST_PHASE_MS = 250.0
SHORTEST_MS, LONGEST_MS, UNTOLD_MS = 20.0, 5000.0, 80.0


def plays(viewport: Viewport) -> bool:
    """Its frames or slices run, or the times of a 4D part do."""
    if viewport.playing_phases:
        return viewport.content is not None and viewport.content.phases > 1
    return viewport.playing and viewport.count > 1


def frame_ms(viewport: Viewport) -> float:
    """How long the shown frame or time stands, in ms, as the image says; bounded, 80 where it says nothing."""
    content = viewport.content
    stated = 0.0
    if content is not None and viewport.playing_phases:
        stated = min(content.part.interval_ms, LONGEST_PHASE_MS)  # minutes of contrast uptake are not waited for
    if content is not None and isinstance(content.image, Stack) and not viewport.playing_phases:
        instance, frame = shown_header(viewport)
        times = instance.presentation.frame_times if instance is not None else ()
        stated = times[min(frame, len(times) - 1)] if times else content.image.frame_time_ms
    return min(max(stated, SHORTEST_MS), LONGEST_MS) if stated > 0 else UNTOLD_MS


def next_frame(viewport: Viewport, backwards: bool) -> tuple[int, bool]:
    """(index that follows, whether it goes backwards now): round and round, or to and fro where the image says
    so in Preferred Playback Sequencing (0018,1244)."""
    count, index = viewport.count, viewport.index
    instance, _ = shown_header(viewport)
    if instance is None or not instance.presentation.sweeps or count < 3:
        return (index + 1) % count, False
    if index >= count - 1:
        return index - 1, True
    if index <= 0:
        return 1, False
    return (index - 1, True) if backwards else (index + 1, False)
