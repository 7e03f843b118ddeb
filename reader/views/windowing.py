"""Window and level: the standard's linear function as look-up tables, presets, and automatic windows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from reader.core.profile import RESOURCES
from reader.core.text import mark
from reader.dicom.pixels.luts import Lut
from reader.study.model import Window

PRESET_NAMES = {
    "brain": mark("Brain"),
    "abdomen": mark("Abdomen"),
    "mediastinum": mark("Mediastinum"),
    "bone": mark("Bone"),
    "lung": mark("Lung"),
    "angio": mark("Angiography"),
    "stroke": mark("Stroke"),
    "liver": mark("Liver"),
    "subdural": mark("Subdural"),
    "temporal": mark("Temporal bone"),
    "neck": mark("Head and neck"),
    "spine": mark("Spine, soft tissue"),
    "fossa": mark("Posterior fossa"),
}


@dataclass(frozen=True)
class WindowPreset:
    """A named window of `resources/presets/windows.json`. key: "" or one key. modality: where it makes sense."""

    preset_id: str
    centre: float
    width: float
    modality: str
    key: str = ""

    @property
    def title(self) -> str:
        """English, `mark`ed."""
        return PRESET_NAMES[self.preset_id]


@lru_cache(maxsize=1)
def window_presets() -> tuple[WindowPreset, ...]:
    entries = json.loads((RESOURCES / "presets" / "windows.json").read_text("utf-8"))
    return tuple(WindowPreset(e["id"], e["centre"], e["width"], e["modality"], e.get("key", "")) for e in entries)


EMISSION = frozenset(("PT", "NM"))
"""Modalities whose values are what was taken up."""
HOT = 6.0


def linear(values: NDArray[Any], centre: float, width: float) -> NDArray[np.float64]:
    """VOI LUT function LINEAR (PS3.3 C.11.2.1.2.1): modality values → 0..255, not rounded; width is at least 1."""
    width = max(width, 1.0)
    x = np.asarray(values, dtype=np.float64) - (centre - 0.5)
    if width == 1.0:
        return np.where(x <= 0, 0.0, 255.0)
    return np.clip((x / (width - 1) + 0.5) * 255.0, 0.0, 255.0)


def shades(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """Modality values → 0..255, not rounded, by the window's VOI LUT function or its table (PS3.3 C.11.2.1)."""
    lut = window.table
    if lut is not None:
        full = float((1 << lut.bits) - 1)
        return np.asarray(lut(values), np.float64) * (255.0 / full)
    if window.function == "SIGMOID":
        power = np.clip(-4.0 * (values - window.centre) / max(window.width, 1e-9), -700.0, 700.0)
        return 255.0 / (1.0 + np.exp(power))
    if window.function == "LINEAR_EXACT":
        return _exact(values, window)
    return linear(values, window.centre, window.width)


@dataclass(frozen=True, eq=False)
class Curve:
    """A window with what stands before and after it. scale: (slope, intercept) from the values that are given to
    those that the window is of. output: a Presentation LUT (PS3.3 C.11.6) of all that the window makes.

    One is the same as another only where they are one object; `curve` gives one for one content.
    """

    window: Window
    scale: tuple[float, float]
    output: Lut | None = None
    bits: ClassVar[int] = 16

    def __call__(self, values: NDArray[Any]) -> NDArray[np.float64]:
        shade = shades(values.astype(np.float64) * self.scale[0] + self.scale[1], self.window) / 255.0
        if self.output is not None:
            entries = np.asarray(self.output.values, np.float64) / ((1 << self.output.bits) - 1)
            shade = entries[np.rint(np.nan_to_num(shade) * (len(entries) - 1)).astype(np.int64)]
        return shade * 65535.0

    def sampled(self, low: int, high: int) -> Lut:
        """As a table of the whole values from low to high."""
        entries = np.rint(self(np.arange(low, high + 1, dtype=np.float64)))
        return Lut(low, entries.astype(np.uint16), self.bits)


curve = lru_cache(maxsize=64)(Curve)


def rescaled(window: Window, scale: tuple[float, float], output: Lut | None = None) -> Window:
    """For values that scale (slope, intercept) makes those that the window is of; a `Curve` where no centre and
    width say the same. output: see there."""
    slope, intercept = scale
    if scale == (1.0, 0.0) and output is None:
        return window
    off = 0.5 if window.function == "LINEAR" else 0.0  # half a value of those before (PS3.3 C.11.2.1.2.1)
    centre = (window.centre - off - intercept) / slope + off
    width = abs(window.width - 2 * off) / abs(slope) + 2 * off
    plain = slope > 0 and output is None and window.table is None and window.width > 2 * off
    return replace(window, centre=centre, width=width, table=None if plain else curve(window, scale, output))


def _exact(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """LINEAR_EXACT (PS3.3 C.11.2.1.3.2)."""
    return np.clip(((values - window.centre) / max(window.width, 1e-9) + 0.5) * 255.0, 0.0, 255.0)


@lru_cache(maxsize=32)
def _table(kind: str, slope: float, intercept: float, look: _Look) -> NDArray[np.uint8]:
    stored = np.arange(256 if kind == "uint8" else 65536, dtype=np.uint32)
    values = stored.astype(np.uint16).view(np.int16) if kind == "int16" else stored
    modality = values.astype(np.float64) * slope + intercept
    return _eight_bit(modality, shades(modality, look.window), look)


@dataclass(frozen=True)
class _Look:
    window: Window
    inverted: bool
    padding: tuple[float, float] | None


def _eight_bit(values: NDArray[np.float64], shade: NDArray[np.float64], look: _Look) -> NDArray[np.uint8]:
    eight = np.rint(np.where(np.isnan(shade), 0, shade)).astype(np.uint8)
    if look.inverted:
        eight = 255 - eight
    if look.padding is not None:
        eight[(values >= look.padding[0]) & (values <= look.padding[1])] = 0
    return eight


def apply_window(
    pixels: NDArray[Any],
    window: Window,
    *,
    scale: tuple[float, float] = (1.0, 0.0),
    inverted: bool = False,
    padding: tuple[float, float] | None = None,
) -> NDArray[np.uint8]:
    """Array values → 8 bit for the screen, same shape, contiguous.

    scale: array value → modality value. padding: lowest and highest modality value that is no image and stays
    black. Integer types of up to 16 bit go through one look-up table.
    """
    kind = str(pixels.dtype)
    look = _Look(window, inverted, padding)
    if kind in ("int16", "uint16", "uint8"):
        table = _table(kind, *scale, look)
        index = np.ascontiguousarray(pixels)
        return np.take(table, index.view(np.uint16) if kind == "int16" else index)
    values = pixels.astype(np.float64) * scale[0] + scale[1]
    narrow = window.width <= 1 and window.table is None and window.function == "LINEAR"
    shade = _exact(values, window) if narrow else shades(values, window)
    return np.ascontiguousarray(_eight_bit(values, shade, look))


def percentiles(sample: NDArray[Any], *shares: float) -> tuple[float, ...]:
    """The values below which these shares lie. (Not NumPy's, which imports 20 ms of masked arrays first.)"""
    ordered = np.sort(sample, axis=None)
    return tuple(float(ordered[round(share * (len(ordered) - 1))]) for share in shares)


def auto_window(
    pixels: NDArray[Any],
    scale: tuple[float, float] = (1.0, 0.0),
    *,
    air: float | None = None,
    padding: tuple[float, float] | None = None,
    emission: bool = False,
) -> Window:
    """From the 1st to the 99th percentile of a sample, without padding and what is at or below `air` (CT: outside).
    emission: see `_emission_window`.

    8-bit values that use more than the lower half are shown as they are: they were made for a screen.
    """
    step = max(1, int((pixels.size / 100_000) ** 0.5))
    sample = np.asarray(pixels[::step, ::step], dtype=np.float64) * scale[0] + scale[1]
    sample = sample[np.isfinite(sample)]
    if padding is not None:
        inside = (sample < padding[0]) | (sample > padding[1])
        sample = sample[inside] if bool(inside.any()) else sample
    if pixels.dtype == np.uint8 and scale == (1.0, 0.0) and sample.size and float(sample.max()) > 127:
        return Window(128.0, 256.0)
    if emission and sample.size and float(sample.max()) > 0:
        return _emission_window(sample)
    if air is not None and bool((sample > air).any()):
        sample = sample[sample > air]
    if sample.size == 0:
        return Window(128.0, 256.0)
    low, high = percentiles(sample, 0.01, 0.99)
    if high <= low:
        low, high = float(sample.min()), float(sample.max())
    if high <= low:
        return Window(low + 1.0, 2.0)  # one value everywhere: an empty image is black
    return Window((low + high) / 2, high - low)


def _emission_window(sample: NDArray[np.float64]) -> Window:
    """Of what was taken up: from none to `HOT` times the mean in the body, and no farther than the hottest.

    Averaged over a body the standardized uptake value is near 1 whatever the unit of the values (what was given is
    spread over what it was given to). The 99th percentile of a slice would show a lesion no darker than its organ.
    """
    body = sample[sample > sample.mean() / 2]
    high = min(HOT * float(body.mean()), percentiles(sample, 0.9995)[0])
    high = high if high > 0 else float(sample.max())
    return Window(high / 2, high)
