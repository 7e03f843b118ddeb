"""Scrolling series together, by millimetres along the normal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reader.views.layout import Layout
from reader.views.viewport import Viewport


class Linking:
    """At which heights series that are compared belong together."""

    def __init__(self) -> None:
        self._zeros: dict[int, float] = {}

    def begin(self, layout: Layout, viewports: Sequence[Viewport]) -> None:
        """Other series or planes are shown, or they are joined otherwise."""
        self._zeros = link_zeros(viewports) if layout.compares else {}

    def begin_here(self, viewports: Sequence[Viewport]) -> None:
        """The slices that are shown now belong together."""
        heights = {n: along(viewports[n], viewports[n].index) for n in self._zeros}
        if len(heights) > 1:
            first = next(iter(heights.values()))
            self._zeros = {n: height - first for n, height in heights.items()}

    def followers(self, viewports: Sequence[Viewport], leader: int) -> Iterator[tuple[int, int]]:
        """(viewport, slice) of those that show another slice than the leader's."""
        for number, zero in self._zeros.items() if leader in self._zeros else ():
            if number == leader or viewports[number].plane is not viewports[leader].plane:
                continue
            if viewports[number].content is viewports[leader].content and not _in_patient(viewports[leader]):
                continue  # images of one series that hang side by side
            index = follow(viewports[leader], self._zeros[leader], viewports[number], zero)
            if index != viewports[number].index:
                yield number, index


def _in_patient(viewport: Viewport) -> bool:
    return viewport.frame is not None and viewport.frame.in_patient


def along(viewport: Viewport, index: float) -> float:
    """Where a slice lies along the direction of scrolling, mm in the exam's own coordinates."""
    frame = viewport.frame
    assert frame is not None
    return float(np.dot(frame.normal, frame.to_point((0.0, 0.0, index))))


def link_zeros(viewports: Sequence[Viewport]) -> dict[int, float]:
    """For each viewport (by position in the list) the mm that count as zero, plane by plane, so that heights match.

    Where there is a way from the space of the one to that of the other: the same place. Others have coordinates
    of their own: where the tables stood alike (the ranges overlap by half) equal heights are a beginning, else
    their middles.
    """
    zeros: dict[int, float] = {}
    usable = [n for n, v in enumerate(viewports) if v.frame is not None and v.count > 1]
    for plane in dict.fromkeys(viewports[n].plane for n in usable):
        zeros |= _zeros_of_plane(viewports, [n for n in usable if viewports[n].plane is plane])
    return zeros


def _zeros_of_plane(viewports: Sequence[Viewport], usable: Sequence[int]) -> dict[int, float]:
    ranges = {n: sorted((along(viewports[n], 0), along(viewports[n], viewports[n].count - 1))) for n in usable}
    low, high = ranges[usable[0]]
    zeros = {}
    for n in usable:
        if (zero := _joined_zero(viewports[usable[0]], viewports[n])) is not None:
            zeros[n] = zero
            continue
        start, end = ranges[n]
        overlap = min(high, end) - max(low, start)
        alike = overlap >= 0.5 * min(high - low, end - start)
        zeros[n] = 0.0 if alike else (start + end) / 2 - (low + high) / 2
    return zeros


def _joined_zero(leader: Viewport, follower: Viewport) -> float | None:
    """How much higher the leader's middle lies in the follower's coordinates; None where no way leads there."""
    content, frame, leading = follower.content, follower.frame, leader.frame
    if content is None or leader.content is None or frame is None or leading is None:
        return None
    way = content.relation(leader.content.space(leader.index), follower.index)
    if not way.joined or not (frame.in_patient and leading.in_patient):
        return None
    middle = leading.to_point(((leading.size[0] - 1) / 2, (leading.size[1] - 1) / 2, (leader.count - 1) / 2))
    there = np.dot(frame.normal, way.point(middle))
    return float(there - np.dot(leading.normal, middle))


def follow(leader: Viewport, leader_zero: float, follower: Viewport, follower_zero: float) -> int:
    """The slice of `follower` at the height of `leader`."""
    frame = follower.frame
    assert frame is not None
    target = along(leader, leader.index) - leader_zero + follower_zero
    index = (target - along(follower, 0)) / frame.slice_mm
    return min(max(round(index), 0), follower.count - 1)
