"""Answers in the DICOM JSON model (PS3.18 F) of archives that don't speak it: headers to JSON, and matching."""

from __future__ import annotations

import base64
import fnmatch
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from pydicom.datadict import tag_for_keyword

from reader.dicom.header import BrokenObject, Header
from reader.dicom.json_model import Json
from reader.dicom.values import PersonName

INLINE_LIMIT = 256 * 1024
_BINARY = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN"})
_WHOLE = frozenset({"US", "SS", "UL", "SL", "UV", "SV"})
_REAL = frozenset({"FL", "FD"})
_DECIMAL = frozenset({"DS", "IS"})
_LONG_TEXT = frozenset({"LT", "ST", "UT", "UR"})


def json_of(header: Header, only: Iterable[int] | None = None) -> Json:
    """A header as DICOM JSON. only: the tags wanted; None for all but group lengths and long binary values.

    A sequence that is damaged is left empty: a broken attribute must not hide the exam.
    """
    found: Json = {}
    for tag in header.tags() if only is None else only:
        vr = header.vr(tag)
        if not vr or tag & 0xFFFF == 0:
            continue
        entry: Json = {"vr": vr}
        if vr == "SQ":
            try:
                entry["Value"] = [json_of(item) for item in header.items(tag)]
            except BrokenObject:
                entry["Value"] = []
        elif vr in _BINARY:
            raw = header.raw(tag)
            if len(raw) > INLINE_LIMIT:
                continue
            if vr == "OW" and header.big_endian:
                swapped = bytearray(len(raw))
                swapped[: len(raw) & ~1 : 2], swapped[1::2] = raw[1::2], raw[: len(raw) & ~1 : 2]
                raw = bytes(swapped)
            entry["InlineBinary"] = base64.b64encode(raw).decode()
        elif header.has(tag):
            entry["Value"] = _values(header, tag, vr)
        found[f"{tag:08X}"] = entry
    return found


def _values(header: Header, tag: int, vr: str) -> list[object]:
    if vr == "PN":
        return [_name(PersonName.parse(text)) for text in header.texts(tag) if text]
    if vr in _WHOLE:
        return [int(number) for number in header.numbers(tag)]
    if vr in _REAL:
        return list(header.numbers(tag))
    if vr == "AT":
        raw = header.raw(tag)
        order: Literal["big", "little"] = "big" if header.big_endian else "little"
        words = [f"{int.from_bytes(raw[at : at + 2], order):04X}" for at in range(0, len(raw) - 1, 2)]
        return ["".join(words[at : at + 2]) for at in range(0, len(words), 2)]
    texts = header.texts(tag)
    if vr in _DECIMAL:
        return [text or None for text in texts]  # as written: a number made of it could not be told from another
    return [*texts] if vr not in _LONG_TEXT else [*texts[:1]]


def _name(name: PersonName) -> Json:
    groups = {"Alphabetic": name.alphabetic, "Ideographic": name.ideographic, "Phonetic": name.phonetic}
    return {key: text for key, text in groups.items() if text}


# matching ------------------------------------------------------------------------------------------------------


def tag_of(name: str) -> int:
    """ "00100020" or "PatientID" as a tag. Raises KeyError for what is neither."""
    if re.fullmatch("[0-9A-Fa-f]{8}", name):
        return int(name, 16)
    tag = tag_for_keyword(name)
    if tag is None:
        raise KeyError(name)
    return tag


def matches(answer: Json, filters: Mapping[str, str]) -> bool:
    """Whether an answer fits every filter (PS3.4 C.2.2.2): single value, UID list, wildcard, range of dates.

    An attribute that the answer does not carry at all can't be judged and passes.
    """
    return all(_fits(answer, f"{tag_of(name):08X}", text) for name, text in filters.items())


def _fits(answer: Json, tag: str, text: str) -> bool:
    entry = answer.get(tag)
    if text in ("", "*") or not isinstance(entry, dict):
        return True
    vr, values = str(entry.get("vr", "")), entry.get("Value") or []
    if vr == "UI":
        return any(str(value) in re.split(r"[\\,]", text) for value in values)
    if vr in ("DA", "TM", "DT") and "-" in text:
        low, _, high = (part.strip() for part in text.partition("-"))
        return any((not low or str(v) >= low) and (not high or str(v)[: len(high)] <= high) for v in values)
    if vr in ("DS", "IS", "US", "SS", "UL", "SL"):
        return any(_number(value) == _number(text) for value in values)
    fold = vr == "PN"
    pattern = _pattern(text.casefold() if fold else text)
    for value in values:
        groups = value.values() if isinstance(value, dict) else [value]
        for group in groups:
            told = str(group).casefold() if fold else str(group)
            if pattern.fullmatch(told) or (fold and pattern.fullmatch(told.rstrip("^"))):
                return True
    return False


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    """DICOM knows "*" and "?" only; a "[" is a letter like any other."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")), re.DOTALL)
