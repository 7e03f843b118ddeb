"""Attribute matching of QIDO-RS and UPS-RS searches on DICOM JSON (PS3.4 C.2.2.2, PS3.18 8.3.4).

Single value, list of UIDs, wildcards, ranges of dates and times, sequence attributes, names without regard to
case and in any of their three writings.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from starlette.datastructures import QueryParams

from reader.dicom.json_model import Json
from reader.hub import late
from reader.hub.answers import Refused

MOST_RESULTS = 5000
_WILD = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
_RANGED = frozenset({"DA", "DT", "TM"})


@dataclass(frozen=True)
class Key:
    """One attribute to match. path: tags from the top level down. text: as the client wrote it."""

    path: tuple[str, ...]
    text: str
    vr: str

    def matches(self, dataset: Json, fuzzy: bool = False) -> bool:
        """Universal matching where the text is empty or "*"; otherwise one of the values has to match."""
        if self.text in ("", "*"):
            return True
        test = _test(self.vr, self.text, fuzzy)
        return any(test(value) for value in _values(dataset, self.path))


@dataclass(frozen=True)
class Query:
    """What a search asks for. include: tags beyond the default ones; None means all."""

    keys: tuple[Key, ...] = ()
    include: frozenset[str] | None = frozenset()
    limit: int = MOST_RESULTS
    offset: int = 0
    fuzzy: bool = False
    limited: bool = field(default=False)

    def matches(self, dataset: Json) -> bool:
        return all(key.matches(dataset, self.fuzzy) for key in self.keys)

    def wanted(self, tag: str) -> str:
        """The text asked for a top-level tag, "" where it is not asked for."""
        return next((key.text for key in self.keys if key.path == (tag,)), "")

    def page(self, found: Sequence[Json]) -> tuple[list[Json], str]:
        """The part asked for, and a warning where there is more after it (PS3.18 8.3.4.4)."""
        part = list(found[self.offset : self.offset + self.limit])
        left = len(found) - self.offset - len(part)
        return part, f"There are {left} additional results that can be requested" if left > 0 else ""


def parse_query(parameters: QueryParams) -> Query:
    """The query of a URL. 400 for an attribute that is none, or a limit that is no number. Blocks at first."""
    keys: list[Key] = []
    include: set[str] = set()
    everything = False
    numbers = {"limit": MOST_RESULTS, "offset": 0}
    fuzzy = False
    for name, text in parameters.multi_items():
        if name == "includefield":
            for entry in filter(None, text.split(",")):
                if entry == "all":
                    everything = True
                else:
                    include.add(_path(entry)[0])
        elif name in numbers:
            if not text.isascii() or not text.isdigit():
                raise Refused(400, f"{name} is not a number")
            numbers[name] = min(int(text), 10**9)
        elif name == "fuzzymatching":
            fuzzy = text.lower() == "true"
        elif name not in ("accept", "charset", "emptyvaluematching", "multiplevaluematching"):
            path = _path(name)
            vr = _vr(path[-1])
            if vr in ("OB", "OW", "OF", "OD", "OL", "OV", "UN"):
                raise Refused(400, f"{name[:40]} can't be matched")
            key = Key(path, text.strip(), vr)
            _test(vr, key.text, False)  # a text that can't be matched is refused now, not when there is data
            keys.append(key)
    return Query(
        tuple(keys), None if everything else frozenset(include), min(numbers["limit"], MOST_RESULTS),
        numbers["offset"], fuzzy, numbers["limit"] < MOST_RESULTS,
    )  # fmt: skip


def _path(name: str) -> tuple[str, ...]:
    """ "00404018.00080100" or "ScheduledWorkitemCodeSequence.CodeValue" as tags."""
    late.load()
    from pydicom import datadict

    tags = []
    for piece in name.split("."):
        tag = int(piece, 16) if re.fullmatch("[0-9A-Fa-f]{8}", piece) else datadict.tag_for_keyword(piece)
        try:
            datadict.dictionary_VR(tag if tag is not None else 0xFFFFFFFF)
        except KeyError:
            raise Refused(400, f"unknown attribute {piece[:40]}") from None
        tags.append(f"{tag:08X}")
    return tuple(tags)


def _vr(tag: str) -> str:
    late.load()
    from pydicom.datadict import dictionary_VR

    return dictionary_VR(int(tag, 16)).split(" ")[0]


def _values(dataset: Json, path: tuple[str, ...]) -> Iterable[Any]:
    entry = dataset.get(path[0])
    values = entry.get("Value", []) if isinstance(entry, dict) else []
    if len(path) == 1:
        return [value for value in values if value is not None]
    return [value for item in values if isinstance(item, dict) for value in _values(item, path[1:])]


@lru_cache(maxsize=256)
def _test(vr: str, text: str, fuzzy: bool) -> Callable[[Any], bool]:
    if vr == "UI":
        uids = {uid.strip() for uid in re.split(r"[,\\]", text)}
        return lambda value: value in uids
    if vr in _RANGED and "-" in text:
        return _range(text)
    if vr in _RANGED:
        whole = text.replace(":", "")
        return lambda value: str(value).replace(":", "").startswith(whole)
    if vr == "PN":
        return _name(text, fuzzy)
    if vr in _WILD and ("*" in text or "?" in text):
        pattern = _pattern(text)
        return lambda value: pattern.fullmatch(str(value)) is not None
    if vr in ("CS", "LO", "SH", "AE") and ("\\" in text or "," in text):
        several = {piece.strip() for piece in re.split(r"[,\\]", text)} | {text}
        return lambda value: str(value) in several
    return lambda value: str(value) == text or _same_number(value, text)


def _same_number(value: Any, text: str) -> bool:
    if isinstance(value, (int, float)):
        try:
            return float(text) == value
        except ValueError:
            return False
    return False


def _range(text: str) -> Callable[[Any], bool]:
    """Between two dates or times, either end open (PS3.4 C.2.2.2.5); an end counts to its precision."""
    # A DT may carry "+0800" or "-0500": only a "-" with a whole date before it, or nothing, parts the ends.
    match = re.fullmatch(r"([\d.:]*(?:[+]\d{4})?)\s*-\s*([\d.:]*(?:[+-]\d{4})?)", text)
    if match is None:
        raise Refused(400, "not a range of dates or times")
    low, high = (re.sub(r"[+-]\d{4}$", "", end).replace(":", "") for end in match.groups())

    def within(value: Any) -> bool:
        moment = re.sub(r"[+-]\d{4}$", "", str(value)).replace(":", "")
        return (not low or moment >= low) and (not high or moment[: len(high)] <= high)

    return within


def _name(text: str, fuzzy: bool) -> Callable[[Any], bool]:
    """Any component group; "^" and space are alike, case and accents don't count; fuzzy: words in any order."""
    wanted = _folded(text)
    pattern = _pattern(wanted)
    words = [word.strip("*") for word in wanted.split() if word.strip("*")]

    def same(value: Any) -> bool:
        groups = value.values() if isinstance(value, dict) else str(value).split("=")
        for group in (_folded(str(group)) for group in groups):
            if pattern.fullmatch(group) or pattern.fullmatch(group.replace(" ", "")):
                return True
            if fuzzy and words and all(any(part.startswith(word) for part in group.split()) for word in words):
                return True
        return False

    return same


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("^", " ").replace("=", " ").split())


def _pattern(text: str) -> re.Pattern[str]:
    """DICOM knows "*" and "?" only; a "[" is a letter like any other."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")), re.DOTALL)
