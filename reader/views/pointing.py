"""Where a place of the patient is in pictures that are no planes of a volume: single images, and slices that lie
unevenly. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from reader.views.planes import Plane
from reader.views.viewport import Viewport
from reader.volume.model import Vector

ALONE_MM = 5.0
"""A place so far from an image that has no neighbour is still in it."""


def is_in_patient(viewport: Viewport) -> bool:
    """Whether it shows such a picture, and where in the patient that lies is known."""
    return viewport.plane is Plane.STACK and (frame := viewport.frame) is not None and frame.in_patient


def nearest_images(
    viewports: Sequence[Viewport], cursor_in: Callable[[Viewport], Vector | None]
) -> Iterator[tuple[int, int]]:
    """(viewport, image) that lies nearest to the cursor, of all that show such pictures."""
    for number, viewport in enumerate(viewports):
        if is_in_patient(viewport) and (cursor := cursor_in(viewport)) is not None:
            away = [(_away(viewport, index, cursor), index) for index in range(viewport.count)]
            yield number, min((abs(mm), index) for mm, index in away if mm is not None)[1]


def is_there(viewport: Viewport, place: Vector) -> bool:
    """Whether the picture that is shown is the one in which that place is: planes go there by themselves, an image
    of a stack may be no farther from it than half the way to the next one. Never in the volume view."""
    if viewport.plane is not Plane.STACK:
        return viewport.plane is not Plane.VOLUME
    here = _away(viewport, viewport.index, place)
    if here is None:
        return False
    neighbours = (index for index in (viewport.index - 1, viewport.index + 1) if 0 <= index < viewport.count)
    room = [abs(there - here) / 2 for index in neighbours if (there := _away(viewport, index, place)) is not None]
    return abs(here) <= (max(room) + 1e-6 if room else ALONE_MM)


def pictured_beside(viewport: Viewport, others: Iterable[Viewport]) -> Iterator[Viewport]:
    """Those that show the patient otherwise: in another plane, or beside a stack in another series."""
    for other in others:
        if other.plane is Plane.VOLUME:
            continue
        another = other.plane is Plane.STACK and other.content is not viewport.content
        if another or other.plane is not viewport.plane:
            yield other


def _away(viewport: Viewport, index: int, place: Vector) -> float | None:
    """Of a place from the plane of an image, mm; None where that is not known."""
    frame = viewport.content.frame(viewport.plane, index) if viewport.content is not None else None
    if frame is None or not frame.in_patient:
        return None
    away = zip(place, frame.to_point((0.0, 0.0, 0.0)), frame.normal, strict=True)
    return sum((to - origin) * along for to, origin, along in away)
