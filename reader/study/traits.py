"""What tells images of one series apart: echo, b-value, time, component, acquisition. One `Traits` a frame.

From the top level of a single-frame object, or from the functional groups of an enhanced one (PS3.3 C.7.6.16,
C.8.13, C.8.15). A QIDO-RS answer rarely has them; headers and metadata do.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Any

from reader.dicom.attributes import Attributes, text, whole
from reader.dicom.siblings import common


@dataclass(frozen=True, slots=True)
class Traits:
    """None, 0 or empty where it is not stated.

    kind: Image Type (0008,0008) or Frame Type (0008,9007) from the third value on. component: (0008,9208), such
    as "PHASE". echo: effective echo time, ms. echo_number: (0018,0086). b_value: s/mm². direction: of the
    diffusion gradient. temporal: temporal position. trigger: ms after the R wave. cardiac: percent of the R-R
    interval. acquisition: its number. time: when it was acquired, seconds of the day. stack: Stack ID.
    contrast: the contrast agent. dimensions: (0020,9157).
    """

    kind: tuple[str, ...] = ()
    component: str = ""
    echo: float | None = None
    echo_number: int = 0
    b_value: float | None = None
    direction: tuple[float, ...] = ()
    temporal: float | None = None
    trigger: float | None = None
    cardiac: float | None = None
    acquisition: int = 0
    time: float | None = None
    stack: str = ""
    contrast: str = ""
    dimensions: tuple[int, ...] = ()


MAX_FRAMES = 50_000
_PRIVATE_B = (
    (0x0019100C, 0x00190010, "SIEMENS MR HEADER"),
    (0x00431039, 0x00430010, "GEMS_PARM_01"),
    (0x20011003, 0x20010010, "Philips Imaging DD 001"),
)
"""(element, its private creator, what that has to say): b-values from before the standard had one."""


def traits_from(source: Attributes, frames: int = 1) -> tuple[Traits, ...]:
    """One for each frame of an enhanced object, else one for the whole object."""
    each = source.items(0x52009230) if frames <= MAX_FRAMES and source.has(0x52009230) else ()
    if not each:
        return (_of_image(source),)
    shared = next(iter(source.items(0x52009229)), None)
    whole_object = _of_image(source)
    return tuple(_of_frame(group, shared, whole_object) for group in each[:frames])


def traits_record(record: dict[str, Any]) -> Traits:
    """From JSON values; raises TypeError where another version wrote them."""
    values = dict(record)
    for name in ("kind", "direction", "dimensions"):
        values[name] = tuple(values[name])
    return Traits(**values)


def _of_image(source: Attributes) -> Traits:
    return Traits(time=_time(source), acquisition=whole(source, 0x00200012), **common(_lasting, source))


def _lasting(source: Attributes) -> dict[str, Any]:
    """What does not change from slice to slice of one acquisition."""
    return {
        "kind": tuple(source.texts(0x00080008)[2:]),
        "component": text(source, 0x00089208),
        "echo": _stated(source, 0x00180081),
        "echo_number": whole(source, 0x00180086),
        "b_value": _b_value(source),
        "direction": tuple(source.numbers(0x00189089)),
        "temporal": _first(source, 0x00200100, 0x00541330, 0x00209128),
        "trigger": _stated(source, 0x00181060),
        "contrast": text(source, 0x00180010),
    }


def _of_frame(group: Attributes, shared: Attributes | None, above: Traits) -> Traits:
    def item(*tags: int) -> Attributes | None:
        for tag in tags:
            for place in (group, shared):
                if place is not None:
                    for found in place.items(tag):
                        return found
        return None

    content = item(0x00209111)
    kind = item(0x00189226, 0x00189329, 0x00189751)  # frame type of MR, CT, PET
    echo, diffusion = item(0x00189114), item(0x00189117)
    cardiac, temporal = item(0x00189118), item(0x00209310)
    gradient = next(iter(diffusion.items(0x00189076)), None) if diffusion is not None else None
    position = _first(content, 0x00209128) if content is not None else None
    if position is None and temporal is not None:
        position = _first(temporal, 0x0020930D)  # time offset, s
    return Traits(
        kind=tuple(kind.texts(0x00089007)[2:]) if kind is not None and kind.has(0x00089007) else above.kind,
        component=(text(kind, 0x00089208) if kind is not None else "") or above.component,
        echo=_stated(echo, 0x00189082) if echo is not None else above.echo,
        b_value=_stated(diffusion, 0x00189087) if diffusion is not None else above.b_value,
        direction=tuple(gradient.numbers(0x00189089)) if gradient is not None else (),
        temporal=position,
        trigger=_first(cardiac, 0x00209153) if cardiac is not None else None,
        cardiac=_first(cardiac, 0x00209241) if cardiac is not None else None,
        acquisition=whole(content, 0x00209156) if content is not None else 0,
        time=_time(content) if content is not None else None,
        stack=text(content, 0x00209056) if content is not None else "",
        contrast=above.contrast,
        dimensions=tuple(int(n) for n in content.numbers(0x00209157)) if content is not None else (),
    )


def _stated(source: Attributes, tag: int) -> float | None:
    values = source.numbers(tag)
    return values[0] if values and math.isfinite(values[0]) else None


def _first(source: Attributes, *tags: int) -> float | None:
    return next((value for tag in tags if (value := _stated(source, tag)) is not None), None)


def _time(source: Attributes) -> float | None:
    """Acquisition before content: seconds of the day, and of the days since year 1 where a date is stated."""
    stated = text(source, 0x00189074) or text(source, 0x0008002A)
    if len(stated) >= 14:
        return _seconds(stated[8:].split("+")[0].split("-")[0], stated[:8])
    stated = text(source, 0x00080032) or text(source, 0x00080033)
    return _seconds(stated, "") if stated else None


def _seconds(clock: str, day: str) -> float | None:
    clock = clock.replace(":", "")
    try:
        seconds = int(clock[:2]) * 3600 + int(clock[2:4] or 0) * 60 + float(clock[4:] or 0)
        return seconds + (int(day) * 86400.0 if day else 0.0)
    except ValueError:
        return None


def _b_value(source: Attributes) -> float | None:
    value = _stated(source, 0x00189087)
    if value is not None:
        return value
    for tag, creator, name in _PRIVATE_B:
        if source.has(creator) and text(source, creator) == name:
            value = _private_number(source, tag)
            if value is not None:
                return value % 1e9 if tag == 0x00431039 else value  # GE adds 10⁹ to mark what is computed
    return None


def _private_number(source: Attributes, tag: int) -> float | None:
    """A number whose VR nobody states: text, or a 32-bit float."""
    value = _stated(source, tag)
    if value is not None:
        return value
    raw = source.raw(tag)
    try:
        return float(raw.decode("ascii").replace("\0", " ").split("\\")[0])
    except ValueError:
        return _float_of(raw)


def _float_of(raw: bytes) -> float | None:
    """Four bytes as a little-endian float; None for anything else."""
    if len(raw) != 4:
        return None
    value: float = struct.unpack("<f", raw)[0]
    return value if math.isfinite(value) and 0 <= value < 1e6 else None
