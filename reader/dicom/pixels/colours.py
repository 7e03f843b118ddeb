"""Colour spaces of stored pixels to RGB (PS3.3 C.7.6.3.1.2)."""

from __future__ import annotations

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
