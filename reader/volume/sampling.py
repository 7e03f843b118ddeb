"""Values between pixels and slices, without what is no image: one rule for stretching, shifting and slabs.

Between two neighbours that are there: linear. Where only one of them is there: its value, up to half way to the
other. Beyond that, and outside: nothing. What is no image (padding, a missing slice, what lies outside) is thus
never mixed into what is one, and never grows or shrinks by more than half a pixel.

A picture is [row, column]; beside it stands `there`, of the same shape, or None where everything is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
There = NDArray[np.bool_] | None
Slice = Callable[[int], tuple[Pixels, There] | None]
_EXACT = 1e-6


def mixed(one: Pixels, other: Pixels, part: Any, one_there: There, other_there: There) -> tuple[Pixels, There]:
    """Values at `part` (0 to 1) of the way from one to the other, float32 or float64."""
    kind = np.result_type(one.dtype, np.float32)
    first, second = one.astype(kind, copy=False), other.astype(kind, copy=False)
    values = second - first
    values *= np.asarray(part, kind)
    values += first
    if one_there is None and other_there is None:
        return values, None
    here = np.ones(values.shape, np.bool_) if one_there is None else np.broadcast_to(one_there, values.shape)
    beyond = np.ones(values.shape, np.bool_) if other_there is None else np.broadcast_to(other_there, values.shape)
    values = np.where(here & beyond, values, np.where(here, first, second))
    return values, (here & beyond) | (here & (part <= 0.5)) | (beyond & (part >= 0.5))


def sampled(
    values: Pixels, there: There, axis: int, start: float, step: float, count: int
) -> tuple[Pixels, There]:
    """`count` places along an axis (0 rows, 1 columns), the first at index `start`, `step` apart.

    Floats where a place lies between pixels, else the values as they are. A pixel reaches half a step around its
    centre.
    """
    size = values.shape[axis]
    if abs(start) < _EXACT and step == 1.0 and count == size:
        return values, there
    places = start + step * np.arange(count)
    near = np.rint(places)
    places = np.where(np.abs(places - near) < _EXACT, near, places)
    low = np.floor(places).astype(np.int64)
    part = places - low
    known = (low >= 0) & (low < size), (low + 1 >= 0) & (low + 1 < size)
    shape = (count, 1) if axis == 0 else (1, count)

    def taken(index: NDArray[np.int64], inside: NDArray[np.bool_]) -> tuple[Pixels, There]:
        within = np.clip(index, 0, size - 1)
        own = None if there is None else np.take(there, within, axis)
        if not inside.all():
            own = inside.reshape(shape) if own is None else own & inside.reshape(shape)
        return np.take(values, within, axis), own

    first, first_there = taken(low, known[0])
    if not part.any():
        return first, None if first_there is None else np.broadcast_to(first_there, first.shape)
    if first_there is None and there is None and bool((known[1] | (part == 0)).all()):
        second: Pixels = np.take(values, np.minimum(low + 1, size - 1), axis)
        return mixed(first, second, part.reshape(shape), None, None)
    second, second_there = taken(low + 1, known[1])
    return mixed(first, second, part.reshape(shape), first_there, second_there)


# slabs -----------------------------------------------------------------------------------------------------------


class SlabMode(Enum):
    """How the slices of a slab become one picture. The value is shown as it is."""

    MIP = "MIP"
    MINIP = "MinIP"
    MEAN = "Mean"


Span = tuple[float, float]
"""The two faces of a slab in slices, counted continuously from the centre of slice 0."""


def span_of(centre: int, thickness: float, count: int) -> Span:
    """A slab of `thickness` slices around slice `centre`, cut where the volume ends: half a slice past the last."""
    half = thickness / 2
    return max(-0.5, centre - half), min(count - 0.5, centre + half)


def overlap(span: Span, n: int) -> float:
    """How much of slice n, which reaches from n - ½ to n + ½, lies in a slab."""
    return max(0.0, min(span[1], n + 0.5) - max(span[0], n - 0.5))


def projected(take: Slice, span: Span, count: int, mode: SlabMode) -> tuple[Pixels, There] | None:
    """The slices of a slab as one picture; None where none of them is there.

    take(n): slice n and where it is there, None where it is missing. Mean: each slice counts by how much of it lies
    in the slab, its outer ones in part. MIP and MinIP: the greatest and least value that the line through the
    slices, linear between two, has in the slab; that is at a slice or at one of the faces. At each pixel only what
    is there counts.
    """
    return _mean(take, span, count) if mode is SlabMode.MEAN else _extreme(take, span, count, mode)


def _mean(take: Slice, span: Span, count: int) -> tuple[Pixels, There] | None:
    total: Any = None
    weight: Any = 0.0
    for n in range(max(0, ceil(span[0] - 0.5)), min(count, floor(span[1] + 0.5) + 1)):
        share, found = np.float32(overlap(span, n)), take(n)
        if found is None or share < _EXACT:
            continue
        values, there = found
        if total is None:
            total = np.zeros(values.shape, np.result_type(values.dtype, np.float32))
        total += values * share if there is None else np.where(there, values, 0) * share
        weight = weight + (share if there is None else there * share)
    if total is None:
        return None
    if np.ndim(weight) == 0:
        return total / weight, None
    there = weight > 0
    return total / np.where(there, weight, 1), there


def _extreme(take: Slice, span: Span, count: int, mode: SlabMode) -> tuple[Pixels, There] | None:
    better = np.maximum if mode is SlabMode.MIP else np.minimum
    result: Pixels | None = None
    have: There = None
    for values, there in _line(take, span, count):
        least = _worst(values.dtype, mode)
        counted = values if there is None else np.where(there, values, least)
        if result is None:
            result, have = np.array(counted), there
            continue
        result = result.astype(np.result_type(result.dtype, values.dtype), copy=False)
        better(result, counted, out=result)
        have = None if have is None or there is None else have | there
    if result is not None and have is not None:
        result[~have] = 0
    return (result, have) if result is not None else None


def _worst(kind: np.dtype[Any], mode: SlabMode) -> Any:
    """What every value is better than, or as good as."""
    if kind.kind == "f":
        return kind.type(-np.inf if mode is SlabMode.MIP else np.inf)
    return kind.type(np.iinfo(kind).min if mode is SlabMode.MIP else np.iinfo(kind).max)


def _line(take: Slice, span: Span, count: int) -> Iterator[tuple[Pixels, There]]:
    """Where the line through the slices can have its greatest and least value: at slices and at the faces."""
    first, last = max(0, ceil(span[0] - _EXACT)), min(count - 1, floor(span[1] + _EXACT))
    for n in range(first, last + 1):
        found = take(n)
        if found is not None:
            yield found
    for face in span:
        below = floor(face + _EXACT)
        part = face - below
        if part < _EXACT or below < 0 or below + 1 >= count:
            continue
        one, other = take(below), take(below + 1)
        if one is not None and other is not None:
            yield mixed(one[0], other[0], part, one[1], other[1])
        elif one is not None and part < 0.5:
            yield one
        elif other is not None and part > 0.5:
            yield other
