"""Pictures made smoother or sharper for the eye. The values behind them, which numbers are taken from, stay."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.views.scene.slice_scene import Picture

_SMOOTHER = (0.7, 1.2, 2.0)
"""Standard deviation of the Gaussian, in pixels, by step."""
_SHARPER = (0.6, 1.2, 2.0)
"""How much of what a Gaussian of one pixel takes away is added, by step."""

Weights = NDArray[np.float32]


def shaped(picture: Picture, steps: int, spacing: tuple[float, float]) -> Picture:
    """steps: sharper by unsharp masking, negative: smoother. spacing: mm of a pixel of the frame across and down:
    the finer one counts, so that it is the same along both.

    What is no image is not mixed in. Any thread.
    """
    values, there = picture.values, picture.there
    sizes = [mm * one for mm, one in zip(spacing, picture.step, strict=True)]
    sigma = _SMOOTHER[-steps - 1] if steps < 0 else 1.0
    own = values.astype(np.float32)
    if there is not None:
        own = np.where(there if own.ndim == 2 else there[..., np.newaxis], own, np.float32(0))
    smooth = own
    weight = None if there is None else there.astype(np.float32)
    for axis, size in ((1, sizes[0]), (0, sizes[1])):
        kernel = _kernel(sigma * min(sizes) / size)
        smooth = _along(smooth, kernel, axis)
        weight = None if weight is None else _along(weight, kernel, axis)
    if weight is not None:
        smooth /= np.maximum(weight if own.ndim == 2 else weight[..., np.newaxis], np.float32(1e-6))
    made = smooth if steps < 0 else own + np.float32(_SHARPER[steps - 1]) * (own - smooth)
    return Picture(_in(made, values.dtype), picture.step, picture.offset, there)


def _kernel(sigma: float) -> Weights:
    """The middle and one half of a Gaussian."""
    far = np.arange(max(1, ceil(3 * sigma)) + 1)
    half = np.exp(-(far**2) / (2 * max(sigma, 1e-3) ** 2))
    return np.asarray(half / (2 * half.sum() - half[0]), np.float32)


def _along(values: NDArray[np.float32], kernel: Weights, axis: int) -> NDArray[np.float32]:
    reach = len(kernel) - 1
    room = [(reach, reach) if n == axis else (0, 0) for n in range(values.ndim)]
    padded = np.pad(values, room, mode="edge")
    count = values.shape[axis]

    def beside(by: int) -> NDArray[np.float32]:
        return padded[(slice(None),) * axis + (slice(reach + by, reach + by + count),)]

    total: NDArray[np.float32] = values * kernel[0]
    for far in range(1, reach + 1):
        total += kernel[far] * (beside(far) + beside(-far))
    return total


def _in(values: NDArray[np.float32], kind: np.dtype[Any]) -> NDArray[Any]:
    if kind.kind not in "iu":
        return values.astype(kind)
    limits = np.iinfo(kind)
    return np.clip(np.rint(values), limits.min, limits.max).astype(kind)
