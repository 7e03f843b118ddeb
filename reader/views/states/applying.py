"""How a presentation state that the user has chosen is applied, image by image. No Qt; main thread only.

While an image that the state is for is shown, the fields of its viewport are as the state has them; for any other
image they are the user's own again. What the user changes while the state is chosen, on whatever image, goes over
it. Values, statistics and the probe read the image: none of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.study.model import Instance, Window
from reader.views.display import entry_at, header_of
from reader.views.layers import PresentationLayer
from reader.views.planes import Frame, Plane
from reader.views.presentation import Area, Entry, Point, PresentationState, SizeMode, Units
from reader.views.viewport import Viewport
from reader.views.windowing import rescaled

GROUPS: dict[str, tuple[str, ...]] = {
    "window": ("window", "own"),
    "inverted": ("inverted",),
    "turned": ("turns", "angle", "flipped"),
    "area": ("zoom", "pan", "area"),
}
"""The fields of `Viewport` that a state gives: what of them the user changes goes over it together."""

_FIELDS = tuple(name for names in GROUPS.values() for name in names)


def states_for(states: Iterable[PresentationState], viewport: Viewport) -> tuple[PresentationState, ...]:
    """Those that are for the series in a viewport."""
    content = viewport.content
    if content is None or content.prior or viewport.plane is Plane.VOLUME:
        return ()
    entries = [entry for entry in content.acquired.entries if entry is not None]
    return tuple(state for state in states if any(state.covers(entry) for entry in entries))


def applied(viewport: Viewport) -> tuple[PresentationState, Entry] | None:
    """The state that the picture is shown by, and its image; None where it is shown by none."""
    layer = viewport.presentation
    if layer is None or layer.given is None:
        return None
    entry = entry_at(viewport)
    return (layer.state, entry) if entry is not None else None


def own_of(viewport: Viewport, name: str) -> Any:
    """A field of a viewport as the user has it, for whatever is shown otherwise by its state just now."""
    layer = viewport.presentation
    if layer is None or layer.given is None or name not in _FIELDS:
        return getattr(viewport, name)
    return _noticed(viewport, layer).own[_FIELDS.index(name)]


def choose(viewport: Viewport, state: PresentationState | None) -> None:
    """In the place of the one that was chosen; None: none. The user's own look comes back."""
    layer = viewport.presentation
    if layer is not None and layer.given is not None:
        _set(viewport, _noticed(viewport, layer).own)
    viewport.presentation = PresentationLayer(state, _look(viewport)) if state is not None else None
    settle(viewport)


def settle(viewport: Viewport) -> None:
    """Another image may be shown, or something was changed: show what is right for it."""
    layer = viewport.presentation
    if layer is None:
        return
    layer = _noticed(viewport, layer)
    entry = entry_at(viewport)
    given = None
    if entry is not None and layer.state.covers(entry):
        fields = dict(zip(_FIELDS, layer.own, strict=True)) | _wanted(viewport, layer.state, entry, layer.over)
        given = tuple(fields[name] for name in _FIELDS)
    _set(viewport, given or layer.own)
    viewport.presentation = replace(layer, given=given)


def taken_along(new: Viewport, other: Viewport) -> None:
    """A new viewport shows the series of another one: by the same state, which has given it nothing yet."""
    layer = other.presentation
    if layer is None:
        return
    was = layer.given if layer.given is not None else layer.own
    for name, given, own in zip(_FIELDS, was, layer.own, strict=True):
        if name in (*GROUPS["window"], *GROUPS["inverted"]) and getattr(new, name) == given:
            setattr(new, name, own)
    new.presentation = replace(layer, own=_look(new), given=None)


def _look(viewport: Viewport) -> tuple[Any, ...]:
    return tuple(getattr(viewport, name) for name in _FIELDS)


def _set(viewport: Viewport, look: tuple[Any, ...]) -> None:
    for name, value in zip(_FIELDS, look, strict=True):
        setattr(viewport, name, value)


def _noticed(viewport: Viewport, layer: PresentationLayer) -> PresentationLayer:
    """With what the user has changed since it was settled last, which is his own from then on."""
    now, before = _look(viewport), layer.given if layer.given is not None else layer.own
    if now == before:
        return layer
    own, over = dict(zip(_FIELDS, layer.own, strict=True)), set(layer.over)
    current, was = dict(zip(_FIELDS, now, strict=True)), dict(zip(_FIELDS, before, strict=True))
    for group, names in GROUPS.items():
        if any(current[name] != was[name] for name in names):
            over.add(group)
            own |= {name: current[name] for name in names}
    return replace(layer, own=tuple(own[name] for name in _FIELDS), over=frozenset(over))


def _wanted(
    viewport: Viewport, state: PresentationState, entry: Entry, over: frozenset[str]
) -> dict[str, Any]:
    """The fields that the state gives for an image. Where it states no window, the user's holds: what the values of
    the image could be at most, which is then meant (PS3.4 N.2), is not known of all images."""
    frame, content = viewport.frame, viewport.content
    assert frame is not None and content is not None
    header, found = header_of(content, entry), dict[str, Any]()
    window = state.window(entry)
    if window is not None and "window" not in over and not viewport.is_colour:
        found |= {"window": in_values(window, state, header), "own": 0}
    if state.inverted is not None and "inverted" not in over and not viewport.is_colour:
        found["inverted"] = state.inverted != (header is not None and header.inverted)
    if "turned" not in over:
        turns, flipped = turned_on(frame, state)
        found |= {"turns": turns, "angle": 0.0, "flipped": flipped}
    area = state.area(entry)
    if area is not None and "area" not in over:
        found |= {"zoom": 1.0, "pan": (0.0, 0.0), "area": _area_on(frame, area)}
    return found


def in_values(window: Window, state: PresentationState, header: Instance | None) -> Window:
    """A window of the state's own modality values, in those of the image as it states them itself; as a table where
    there is more to it: another table, values that grow the other way, a Presentation LUT."""
    ours, scale = header.rescale if header is not None else None, (1.0, 0.0)
    if state.rescale is not None and ours is not None and ours[0]:
        slope = state.rescale[0] / ours[0]
        scale = (slope, state.rescale[1] - ours[1] * slope)
    return rescaled(window, scale, state.output)


# where it lies -----------------------------------------------------------------------------------------------


def stored_to_frame(frame: Frame) -> NDArray[np.int64]:
    """2×2: a direction in the stored image → in the frame, which may have it mirrored or its sides exchanged."""
    matrix = np.zeros((2, 2), np.int64)
    for at, (axis, sign) in enumerate(frame.axes[:2]):
        matrix[at, axis] = sign
    return matrix


def on_frame(frame: Frame, point: Point) -> Point:
    """(column, row) of the stored image → of the frame."""
    found = [
        point[axis] if sign > 0 else frame.size[at] - 1 - point[axis]
        for at, (axis, sign) in enumerate(frame.axes[:2])
    ]
    return (found[0], found[1])


def turned_on(frame: Frame, state: PresentationState) -> tuple[int, bool]:
    """(turns, flipped) of a viewport, so that the stored image is turned as the state says, whichever way the frame
    has it."""
    asked = spatial(state) @ stored_to_frame(frame).T
    flipped = round(float(np.linalg.det(asked))) < 0
    turn = asked @ np.diag((-1, 1)) if flipped else asked
    return {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}[(int(turn[0, 0]), int(turn[1, 0]))], flipped


def spatial(state: PresentationState) -> NDArray[np.int64]:
    """2×2: a direction in the stored image → on the screen (right, down). First turned, then flipped (C.10.6)."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[state.turns % 4]
    turn = np.array(((cosine, -sine), (sine, cosine)), np.int64)
    found: NDArray[np.int64] = np.diag((-1 if state.flipped else 1, 1)).astype(np.int64) @ turn
    return found


def _area_on(frame: Frame, area: Area) -> Area | None:
    """In (column, row) of the frame; None for all of the picture, as it fits."""
    left, top, right, bottom = area.box
    (x, y), (u, v) = on_frame(frame, (left, top)), on_frame(frame, (right, bottom))
    box = (min(x, u), min(y, v), max(x, u), max(y, v))
    whole = (-0.5, -0.5, frame.size[0] - 0.5, frame.size[1] - 0.5)
    return None if area.mode is SizeMode.FIT and box == whole else replace(area, box=box)


def placed(frame: Frame, state: PresentationState, entry: Entry, units: Units, point: Point) -> Point:
    """A point of an annotation in (column, row) of the frame.

    `Units.DISPLAY`: a fraction of the displayed area as the state shows it, which is all of the image where it
    states none.
    """
    if units is Units.PIXEL:
        return on_frame(frame, point)
    axes = {axis: frame.size[at] for at, (axis, _) in enumerate(frame.axes[:2])}
    area = state.area(entry)
    left, top, right, bottom = area.box if area is not None else (-0.5, -0.5, axes[0] - 0.5, axes[1] - 0.5)
    back = spatial(state).T @ np.array((point[0] - 0.5, point[1] - 0.5))
    across, down = float(back[0]), float(back[1])
    stored = ((left + right) / 2 + across * (right - left), (top + bottom) / 2 + down * (bottom - top))
    return on_frame(frame, stored)
