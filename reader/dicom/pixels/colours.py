"""Colour spaces of stored pixels to RGB (PS3.3 C.7.6.3.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.dicom.pixels.luts import Lut, palette_rgb

Pixels = NDArray[Any]


def ybr_to_rgb(array: Pixels, bits: int = 8) -> Pixels:
    """YBR_FULL: full range YCbCr of `bits` to RGB of the same bits, rounded."""
    half, top = 1 << (bits - 1), (1 << bits) - 1
    ybr = array.astype(np.float32)
    y, cb, cr = ybr[..., 0], ybr[..., 1] - half, ybr[..., 2] - half
    return _rounded((y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb), top, array.dtype)


def partial_to_rgb(array: Pixels) -> Pixels:
    """YBR_PARTIAL_422 (retired): Y from 16 to 235, Cb and Cr from 16 to 240, 8 bit."""
    ybr = array.astype(np.float32)
    y, cb, cr = 1.1644 * (ybr[..., 0] - 16), ybr[..., 1] - 128, ybr[..., 2] - 128
    return _rounded((y + 1.596 * cr, y - 0.3917 * cb - 0.813 * cr, y + 2.0173 * cb), 255, array.dtype)


def _rounded(channels: tuple[Pixels, Pixels, Pixels], top: int, dtype: np.dtype[Any]) -> Pixels:
    rounded: Pixels = np.clip(np.rint(np.stack(channels, axis=-1)), 0, top).astype(dtype)
    return rounded


def argb_to_rgb(array: Pixels, palette: tuple[Lut, Lut, Lut] | None) -> NDArray[np.uint8]:
    """ARGB (retired): red, green and blue where alpha is 0, elsewhere the palette's colour for alpha."""
    rgb = np.ascontiguousarray(array[..., 1:4].astype(np.uint8))
    if palette is not None:
        alpha = array[..., 0]
        over = alpha > 0
        rgb[over] = palette_rgb(palette, alpha[over])
    return rgb


_LAB_TO_RGB = np.array(
    ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540), (0.0719453, -0.2289914, 1.4052427))
)
"""XYZ of white D50 → linear sRGB of white D65, adapted by Bradford's method (B. Lindbloom)."""
_D50 = (0.96422, 1.0, 0.82521)


def lab_to_rgb(coded: Sequence[float]) -> tuple[int, int, int] | None:
    """A CIELab value as objects code it, three numbers up to 65535 (PS3.3 C.10.7.1.1), as 8-bit sRGB; None where
    it is none."""
    if len(coded) != 3 or not all(0 <= value <= 65535 for value in coded):
        return None
    lightness, a, b = coded[0] * 100 / 65535, coded[1] * 255 / 65535 - 128, coded[2] * 255 / 65535 - 128
    y = (lightness + 16) / 116
    parts = (y + a / 500, y, y - b / 200)
    xyz = [w * (p**3 if p > 6 / 29 else 3 * (6 / 29) ** 2 * (p - 4 / 29)) for w, p in zip(_D50, parts, strict=True)]
    linear = np.clip(_LAB_TO_RGB @ np.array(xyz), 0.0, 1.0)
    shown = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(value) for value in np.rint(shown * 255))
    return red, green, blue
