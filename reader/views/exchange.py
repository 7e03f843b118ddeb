"""A series on the screen that was loaded again takes the place of what stands there of it. No Qt; main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TypeVar

from reader.views.content import Content
from reader.views.layers import ImageLayer
from reader.views.measuring import Draft, Grip
from reader.views.planes import ORTHOGONAL, Frame, Plane
from reader.views.viewport import Viewport
from reader.volume.model import OpenedSeries

SAME = 0.01
"""So many slices away it is still the same one."""
Begun = TypeVar("Begun", Draft, Grip)


def counterpart(old: Content, opened: OpenedSeries) -> tuple[int, int]:
    """(part, time) of the series as it was loaded again that has the images which are shown; its main part where
    none has."""
    shown = {entry for entry in old.acquired.entries if entry is not None}
    return opened.find(lambda entry: entry in shown) or (opened.main, 0)


def in_place(viewport: Viewport, renewed: Mapping[Content, Content]) -> Viewport:
    """The viewport with the renewed series in it: the same plane, slice and look, as far as the series has them;
    one that shows another series is returned itself."""
    old = viewport.content
    if old is None or old not in renewed:
        return viewport
    new, made = renewed[old], copy(viewport)
    layers = (ImageLayer(new) if isinstance(layer, ImageLayer) else layer for layer in viewport.layers)
    made.layers = tuple(layers)
    if not new.is_volume or viewport.plane is Plane.STACK:
        made.plane = new.first_plane
    if made.count:
        place = place_of(viewport, viewport.index, made)
        made.index = min(max(round(place), 0) if place is not None else made.count // 2, made.count - 1)
    return made


def place_of(before: Viewport, index: int, now: Viewport) -> float | None:
    """Where slice `index` of a viewport is among those that it shows now: by its position in the patient, of a
    stack as the same image. None where it is not among them."""
    old, new = before.frame, now.frame
    if old is None or new is None or before.content is None or now.content is None:
        return None
    if before.plane in ORTHOGONAL and now.plane is before.plane:
        return new.to_pixel(old.to_point((*_middle(old), index)))[2]
    images, entries = before.content.acquired.entries, now.content.acquired.entries
    at = _stored(before, old, index)
    if at is None or not at < len(images) or (image := images[at]) is None or image not in entries:
        return None
    stored = _stored(now, new, entries.index(image))
    return None if stored is None else float(stored)


def carried(begun: Begun, before: Sequence[Viewport], now: Sequence[Viewport]) -> Begun | None:
    """What is drawn or dragged in a viewport, in the picture that is there now; None where that slice is not."""
    was, is_ = before[begun.viewport], now[begun.viewport]
    if was is is_:
        return begun
    place, old, new = place_of(was, begun.index, is_), was.frame, is_.frame
    if place is None or old is None or new is None or is_.plane is not was.plane:
        return None
    index = round(place)
    if abs(place - index) > SAME or not 0 <= index < is_.count:
        return None
    pixels = begun.pixels
    if is_.plane in ORTHOGONAL:
        points = [old.to_point((column, row, begun.index)) for column, row in pixels]
        pixels = [(column, row) for column, row, _ in new.to_pixels(points)]
    return replace(begun, index=index, pixels=pixels)


def _middle(frame: Frame) -> tuple[float, float]:
    return ((frame.size[0] - 1) / 2, (frame.size[1] - 1) / 2)


def _stored(viewport: Viewport, frame: Frame, index: int) -> int | None:
    """The number of the stored image behind a picture, or of the picture of one; None for a plane across them."""
    if viewport.plane is Plane.STACK:
        return index
    return frame.stored_index(index) if frame.stored else None
