"""What of a received header goes into the index, and what is wrong with it.

Images with small faults in their headers are kept as they came, whatever the index thinks of them: a birth date in
words must not cost the exam. What the standard forbids is left out of the index and told to who sent it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from struct import unpack_from

from pydicom.charset import python_encoding
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from reader.dicom.charsets import TEXT_VRS
from reader.dicom.datasets import READ_ERRORS, declared_sets
from reader.dicom.json_model import Json
from reader.dicom.validation import Checked, Problem, check, dictionary_vrs, path_text
from reader.hub.header import to_json

_CHARACTER_SET = "00080005"


def indexed(dataset: Dataset, tags: Sequence[int]) -> Checked:
    """Those of the tags that the dataset has, as the index keeps them."""
    raw = {f"{tag:08X}": _raw(dataset, tag) for tag in tags}
    found = to_json(dataset, "".join, tags)  # the index holds no bulk data: an address is not needed
    unread = list(_unread(raw, declared_sets(dataset), found))
    for problem in unread:
        if not problem.usable:
            found[problem.tag] = {"vr": (*dictionary_vrs(problem.tag), "UN")[0]}
    for entry in found.values():
        _modernise(entry)
    checked = _checked(json.dumps(found))
    return Checked(checked.dataset, (*unread, *checked.problems))


def _raw(dataset: Dataset, tag: int) -> object:
    """The element as it was read; None where it is not there, or what it says of itself can't be true."""
    try:
        return dataset.get_item(BaseTag(tag))
    except READ_ERRORS:
        return None


@lru_cache(maxsize=64)
def _checked(text: str) -> Checked:
    """Study and series are the same in all the objects of a request."""
    return check(json.loads(text))


def _modernise(entry: Json) -> None:
    """Dates and times as ACR-NEMA wrote them, "2026.11.22" and "08:15:00" (PS3.5 6.2, notes)."""
    separator = {"DA": ".", "TM": ":"}.get(entry["vr"])
    if separator and "Value" in entry:
        entry["Value"] = [text.replace(separator, "") if isinstance(text, str) else text for text in entry["Value"]]


def _unread(raw: Mapping[str, object], declared: tuple[str, ...], found: Json) -> Iterator[Problem]:
    """What the bytes say and the JSON no longer shows."""
    for name in declared:
        if name not in python_encoding:
            yield Problem(path_text(_CHARACTER_SET), "CS", "not a character set of the standard", usable=True)
    for tag, entry in found.items():
        path, source = path_text(tag), raw[tag]
        vr = (*dictionary_vrs(tag), entry["vr"])[0]
        if entry == {"vr": "UN"} and vr != "UN":
            yield Problem(path, vr, "can't be read")
        elif isinstance(source, RawDataElement) and isinstance(source.value, bytes):
            if vr == "SQ" and not _items_fit(source.value, source.is_little_endian):
                yield Problem(path, vr, "an item is longer than its sequence")
            elif len(entry) == 1 and source.value.strip(b"\0 ") and vr != "SQ":
                yield Problem(path, vr, "can't be read")
            elif vr in TEXT_VRS and not _fits(source.value, declared):
                yield Problem(path, vr, "not in the declared character set", usable=True)


def _items_fit(data: bytes, little: bool) -> bool:
    """Whether the items of a sequence end where it ends; what is inside them is not looked at."""
    at, form = 0, "<HHL" if little else ">HHL"
    while at < len(data):
        if len(data) - at < 8:
            return False
        group, member, length = unpack_from(form, data, at)
        if (group, member) == (0xFFFE, 0xE000) and length == 0xFFFFFFFF:
            return True  # its end is found by reading it, which was done
        if group != 0xFFFE or at + 8 + length > len(data):
            return False
        at += 8 + length
    return True


def _fits(data: bytes, declared: tuple[str, ...]) -> bool:
    """Whether the bytes can be in the declared set, where that is plain to see: none is ASCII, or UTF-8."""
    if data.isascii():
        return True
    try:
        return bool(declared) and (declared[0] != "ISO_IR 192" or bool(data.decode("utf-8")))
    except UnicodeDecodeError:
        return False
