"""A DICOM file's header as DICOM JSON (PS3.18 F): fast, tolerant, and never the pixels.

pydicom's own `to_json` builds an object for every element; a series of 275 files took seconds. Here the raw
elements are read once and turned into JSON by their VR. A value that can't be read is left empty: a broken
attribute must not hide the exam.
"""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset
from pydicom.filereader import read_partial
from pydicom.multival import MultiValue
from pydicom.tag import BaseTag
from pydicom.valuerep import PersonName

from reader.dicom.charsets import TEXT_VRS, values
from reader.dicom.datasets import declared_sets
from reader.dicom.json_model import Json
from reader.hub.kept import Kept
from reader.hub.unpacking import check_size

INLINE_LIMIT = 1024
PIXEL_TAGS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})

_TEXT = frozenset({"AE", "AS", "CS", "DA", "DT", "TM", "UI"})
_BINARY = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN"})
_STRUCT = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d", "UV": "Q", "SV": "q"}

BulkAddress = Callable[[str], str]


@dataclass(frozen=True)
class Header:
    """What comes before the pixels. pixels: the tag of the pixel data, or None; offset: where its element begins
    in the file (meaningless in a deflated one)."""

    dataset: FileDataset
    pixels: int | None
    offset: int


def read_header(kept: Kept) -> Header:
    """Read up to the pixels. Raises ValueError where the file is no DICOM file (PS3.10 7), or OSError."""
    met: list[int] = []

    def at_pixels(tag: BaseTag, vr: str | None, length: int) -> bool:
        if tag in PIXEL_TAGS:
            met.append(int(tag))
        return bool(met)

    with kept.open() as file:
        try:
            check_size(file)
            dataset = read_partial(file, at_pixels, defer_size=64 * 1024)
            if not isinstance(dataset, FileDataset):
                raise ValueError("it is a directory of files")
        except Exception as cause:
            # pydicom raises almost anything on a garbled file, OSError too; whatever it is, it is not readable.
            raise ValueError(f"not a readable DICOM file: {cause}") from cause
        return Header(dataset, met[0] if met else None, file.tell())


def to_json(
    dataset: Dataset,
    bulk: BulkAddress,
    only: Sequence[int] | None = None,
    at: str = "",
    inherited: tuple[str, ...] = (),
) -> Json:
    """The dataset as DICOM JSON, group lengths left out. bulk: the address of a long value from its path.

    The path is the tag, in sequences "SQTAG/number/TAG". only: just these tags of the top level. inherited:
    the character set of the dataset around this item (PS3.5 6.1.2.3).
    """
    declared = declared_sets(dataset) or inherited
    result: Json = {}
    for tag in sorted(dataset.keys()) if only is None else (BaseTag(t) for t in only):
        if tag not in dataset or tag.element == 0 or tag.group == 2:
            continue
        name = f"{tag:08X}"
        try:
            result[name] = _element(dataset, tag, declared, bulk, f"{at}{name}")
        except Exception:  # noqa: BLE001 pydicom raises almost anything on a garbled value
            result[name] = {"vr": "UN"}
    return result


def _element(dataset: Dataset, tag: BaseTag, declared: tuple[str, ...], bulk: BulkAddress, at: str) -> Json:
    raw: object = dataset.get_item(tag)
    if isinstance(raw, RawDataElement):
        vr = raw.VR or _vr(tag)
        if raw.value is None and raw.length and vr != "SQ":  # deferred: too long to be read
            return {"vr": vr, "BulkDataURI": bulk(at)}
        fast = None if raw.value is None else _from_bytes(vr, raw.value, raw.is_little_endian, declared)
        if fast is not None:
            return fast
    element = dataset[tag]
    vr = str(element.VR)
    if vr == "SQ":
        entries = [
            to_json(item, bulk, at=f"{at}/{number}/", inherited=declared)
            for number, item in enumerate(element.value)
        ]
        return {"vr": "SQ", "Value": entries} if entries else {"vr": "SQ"}
    if vr in _BINARY or isinstance(element.value, bytes):
        return _binary(vr, bytes(element.value or b""), bulk, at)
    values = element.value if isinstance(element.value, (list, tuple, MultiValue)) else [element.value]
    return _values(vr, [_plain(vr, entry) for entry in values])


def _from_bytes(vr: str, data: bytes, little: bool, declared: tuple[str, ...]) -> Json | None:
    """An element straight from its bytes, or None where that needs more than the bytes."""
    if vr in TEXT_VRS:
        return _values(vr, [_plain(vr, text) for text in values(data, declared, vr)])
    if vr == "UR" or vr in _TEXT:
        text = data.decode("latin-1").rstrip("\0 ")
        return _values(vr, [text] if vr == "UR" else [_plain(vr, piece.strip()) for piece in text.split("\\")])
    if vr in ("IS", "DS"):
        pieces = data.decode("latin-1").strip("\0 ").split("\\")
        return _values(vr, [_number(vr, piece) for piece in pieces])
    if vr in _STRUCT:
        code = _STRUCT[vr]
        count = len(data) // struct.calcsize(code)
        numbers = struct.unpack_from(f"{'<' if little else '>'}{count}{code}", data)
        return _values(vr, [n if not isinstance(n, float) or math.isfinite(n) else None for n in numbers])
    if vr == "AT":
        code = "<" if little else ">"
        words = struct.unpack_from(f"{code}{len(data) // 4 * 2}H", data)
        return _values(vr, [f"{a:04X}{b:04X}" for a, b in zip(words[::2], words[1::2], strict=True)])
    return None


def _values(vr: str, values: list[Any]) -> Json:
    kept = [None if value == "" else value for value in values]
    return {"vr": vr, "Value": kept} if any(value is not None for value in kept) else {"vr": vr}


def _plain(vr: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if vr == "PN":
        name = value if isinstance(value, PersonName) else None
        groups = (str(name) if name is not None else str(value)).split("=")
        keys = ("Alphabetic", "Ideographic", "Phonetic")
        return {key: text.strip() for key, text in zip(keys, groups, strict=False) if text.strip()} or None
    if vr in ("IS", "DS"):
        return _number(vr, str(value))
    if vr == "AT":
        return f"{int(value):08X}"
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    return str(value)


def _number(vr: str, text: str) -> int | float | None:
    text = text.strip("\0 ")
    if not text:
        return None
    try:
        return int(text) if vr == "IS" else _finite(float(text))
    except ValueError:
        number = _finite(float(text))
        return int(number) if vr == "IS" and number is not None and number == int(number) else number


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _binary(vr: str, data: bytes, bulk: BulkAddress, at: str) -> Json:
    if len(data) > INLINE_LIMIT:
        return {"vr": vr, "BulkDataURI": bulk(at)}
    return {"vr": vr, "InlineBinary": base64.b64encode(data).decode()} if data else {"vr": vr}


def _vr(tag: BaseTag) -> str:
    try:
        return dictionary_VR(tag)  # may be "US or SS": then pydicom decides it
    except KeyError:
        return "UN"
