"""How an image wants to be shown: windows and tables, padding, shutter, overlays, colours, and its timing."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reader.dicom.attributes import Attributes, number, text, whole
from reader.dicom.pixels.description import rescales
from reader.dicom.pixels.luts import padding, supplement, voi_luts
from reader.dicom.pixels.overlays import overlays
from reader.dicom.pixels.shutters import Shutter, shutter
from reader.dicom.values import parse_dt
from reader.study.model import PLAIN, Presentation, Window

_log = logging.getLogger(__name__)
SHARED, EACH = 0x52009229, 0x52009230
_FRAME_VOI, _FRAME_SHUTTER, _FRAME_CONTENT = 0x00289132, 0x00189472, 0x00209111
_LONGEST_MS = 5000.0


def is_inverted(source: Attributes) -> bool:
    """Low values are light: Presentation LUT Shape INVERSE, or where none is told MONOCHROME1.

    The shape comes last in the pipeline and speaks of P-Values (PS3.3 C.11.6), so it decides where the two
    contradict each other, as dcmtk has it too.
    """
    shape = text(source, 0x20500020)
    return shape == "INVERSE" if shape else text(source, 0x00280004) == "MONOCHROME1"


def windows(source: Attributes) -> tuple[Window, ...]:
    """The VOI windows and then the VOI LUTs of an image (PS3.3 C.11.2), of the first frame where they are by frame.

    A colour image has none: the standard gives it no VOI.
    """
    if whole(source, 0x00280002, 1) > 1 or text(source, 0x00280004) == "PALETTE COLOR":
        return ()
    if source.has(0x00281050) or source.has(0x00283010):
        return windows_in(source, _signed(source))
    for tag in (SHARED, EACH):
        for group in source.items(tag)[:1]:
            for item in group.items(_FRAME_VOI):
                return windows_in(item, True)
    return ()


def _signed(source: Attributes) -> bool:
    """Values below zero can go into the VOI LUT (PS3.3 C.11.2.1.1)."""
    return not source.has(0x00283000) and (whole(source, 0x00280103) == 1 or number(source, 0x00281052) < 0)


def windows_in(holder: Attributes, signed: bool) -> tuple[Window, ...]:
    """Those that an object or an item states, without what is no window. signed: see `_signed`."""
    centres, widths = holder.numbers(0x00281050), holder.numbers(0x00281051)
    names = [*holder.texts(0x00281055), *([""] * len(centres))]
    function = text(holder, 0x00281056, "LINEAR")
    found = [
        Window(centre, width, name, function)
        for centre, width, name in zip(centres, widths, names, strict=False)
        if math.isfinite(centre) and 0 < width < math.inf
    ]
    if holder.has(0x00283010) or not found:
        for lut in voi_luts(holder, signed=signed):
            low, high = lut.span
            found.append(Window((low + high + 1) / 2, high - low + 1, lut.name, table=lut))
    return tuple(found)


def presentation(source: Attributes, frames: int) -> Presentation:
    """What else there is; `PLAIN`, the one empty value, for most images and where the attributes are damaged."""
    if not source.has(0x00280010):
        return PLAIN
    try:
        return _presentation(source, frames)
    except (ValueError, ArithmeticError, LookupError, TypeError) as error:
        _log.warning("overlays, shutter, padding and timing of an image are damaged: %s", type(error).__name__)
        return PLAIN


def _presentation(source: Attributes, frames: int) -> Presentation:
    drawn = overlays(source)
    paddings: tuple[tuple[float, float], ...] = ()
    colours = None
    if source.has(0x00280120) or source.has(0x00280122) or source.has(0x00280123) or source.has(0x00281101):
        scales = rescales(source, frames)
        each_padding = [padding(source, scale) for scale in scales]
        paddings = tuple(found for found in each_padding if found is not None)
        colours = supplement(source, scales[0])
    own = shutter(source)
    shutters: tuple[Shutter | None, ...] = (own,) if own is not None else ()
    voi: tuple[tuple[Window, ...], ...] = ()
    times = frame_times(source, frames) if frames > 1 else ()
    if source.has(EACH) or frames > 1:
        each = source.items(EACH)[:frames]
        shared = next(iter(source.items(SHARED)), None)
        if not shutters:
            shutters = _shutters(each, shared)
        if frames > 1 and not source.has(0x00281050) and not source.has(0x00283010):
            voi = _frame_windows(each)
        if frames > 1 and not times:
            times = _measured_times(each)
    sweeps = frames > 1 and whole(source, 0x00181244) == 1
    if not (drawn or paddings or colours or shutters or voi or times or sweeps):
        return PLAIN
    return Presentation(
        frame_windows=voi,
        paddings=paddings,
        shutters=shutters,
        overlays=tuple(replace(o, frames=max(1, o.frames)) for o in drawn if not o.bit),
        supplement=colours,
        frame_times=times,
        sweeps=sweeps,
    )


def _frame_windows(each: Sequence[Attributes]) -> tuple[tuple[Window, ...], ...]:
    found = [next((windows_in(item, True) for item in group.items(_FRAME_VOI)), ()) for group in each]
    return tuple(found) if len(set(found)) > 1 else ()


def _shutters(each: Sequence[Attributes], shared: Attributes | None) -> tuple[Shutter | None, ...]:
    for item in shared.items(_FRAME_SHUTTER) if shared is not None else ():
        return (shutter(item),)
    found = [next((shutter(item) for item in group.items(_FRAME_SHUTTER)), None) for group in each]
    return tuple(found) if any(found) else ()


def frame_times(source: Attributes, frames: int) -> tuple[float, ...]:
    """Milliseconds for which each frame is shown, one value for all where it is even; () where nothing is told.

    Recommended Display Frame Rate comes first, because it is meant for showing (PS3.3 C.7.6.5, C.8.4.13); then
    the vector or time that the frames were acquired with, then Cine Rate.
    """
    recommended = number(source, 0x00082144)
    if recommended > 0:
        return (1000 / recommended,)
    vector = source.numbers(0x00181065)
    if len(vector) > 1:
        gaps = [gap for gap in vector[1:frames] if gap > 0]
        if gaps:
            mean = sum(gaps) / len(gaps)
            each = [gap if gap > 0 else mean for gap in vector[1:frames]]
            return (*each, *([mean] * (frames - len(each)))) if len(set(each)) > 1 else (mean,)
    time = number(source, 0x00181063)
    if time > 0:
        return (time,)
    rate = number(source, 0x00180040)
    return (1000 / rate,) if rate > 0 else ()


def _measured_times(each: Sequence[Attributes]) -> tuple[float, ...]:
    """From the date and time of each frame (PS3.3 C.7.6.16.2.2), where they go on evenly enough for a cine."""
    stamps = []
    for group in each:
        for item in group.items(_FRAME_CONTENT):
            value = text(item, 0x00189151) or text(item, 0x00189074)
            when = parse_dt(value[:8], value[8:]) if value else None
            if when is not None:
                stamps.append(when)
    if len(stamps) != len(each) or len(stamps) < 2:
        return ()
    gaps = [(b - a).total_seconds() * 1000 for a, b in pairwise(stamps)]
    if min(gaps) <= 0 or max(gaps) > _LONGEST_MS:
        return ()
    return (*gaps, sum(gaps) / len(gaps))


NO_RESCALE = "UNSPECIFIED"
"""The Rescale Type (PS3.3 C.11.1.1.2) of values of which nothing is known."""


def rescale_types(source: Attributes) -> set[str]:
    """What the rescaled values are, of every frame; "" where they are rescaled and no type is told.

    `NO_RESCALE` where nothing rescales them: without slope or intercept, or with a slope of 0.
    """
    if source.has(0x00283000):
        return {text(table, 0x00283004) or NO_RESCALE for table in source.items(0x00283000)[:1]}
    if source.has(0x00281052) or source.has(0x00281053) or not (source.has(SHARED) or source.has(EACH)):
        return {_rescale_type(source)}
    shared = [_rescale_type(item) for group in source.items(SHARED)[:1] for item in group.items(0x00289145)[:1]]
    each = [[_rescale_type(item) for item in group.items(0x00289145)[:1]] for group in source.items(EACH)]
    default = shared[:1] or [NO_RESCALE]
    return {(own or default)[0] for own in each} or set(default)


def rescale_in(source: Attributes) -> tuple[float, float] | None:
    """(Rescale Slope, Rescale Intercept) of an object or item; None where it has none that can be used."""
    slope = number(source, 0x00281053)
    return (slope, number(source, 0x00281052)) if slope and source.has(0x00281052) else None


def rescale_of(source: Attributes, frames: int) -> tuple[float, float] | None:
    """(slope, intercept) from the stored values of an image to its modality values, (1, 0) where nothing rescales
    them; None where a table does, where its frames differ, or where an index does not tell."""
    if not source.has(0x00280101):  # Bits Stored, which every header of an image has and no index is asked for
        return rescale_in(source)
    each = rescales(source, frames)
    return each[0] if len(each) == 1 and not source.has(0x00283000) else None


def _rescale_type(source: Attributes) -> str:
    told = source.has(0x00281052) and number(source, 0x00281053) != 0
    return text(source, 0x00281054) if told else NO_RESCALE


def pixel_aspect(source: Attributes) -> float:
    """Height of a pixel by its width where only their ratio is known (0028,0034); 1 where nothing is told."""
    ratio = source.numbers(0x00280034)
    aspect = ratio[0] / ratio[1] if len(ratio) == 2 and min(ratio) > 0 else 1.0
    return aspect if 0.01 <= aspect <= 100 else 1.0
