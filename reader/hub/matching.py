"""Attribute matching of QIDO-RS and UPS-RS searches on DICOM JSON (PS3.4 C.2.2.2, PS3.18 8.3.4).

Single value, list of UIDs, several values of one attribute, no value, wildcards, ranges of dates, times and moments
(each with its own offset), sequence attributes, names without regard to case and in any of their three writings.
A key is held against the value representation of its attribute: what can't be a value of it is refused.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from starlette.datastructures import QueryParams

from reader.dicom.json_model import Json
from reader.dicom.validation import path_text, value_problem
from reader.hub import late
from reader.hub.answers import Refused
from reader.hub.moments import clock_span, offset_seconds, span, spans, zone_of

T = TypeVar("T")
MOST_RESULTS = 5000
MOST_KEYS = 64
_LONGEST_KEY = 2048
WILD = frozenset({"AE", "CS", "LO", "LT", "SH", "ST", "UC", "UR", "UT"})
"""The VRs in whose keys "*" and "?" stand for letters, names apart."""
SEVERAL = frozenset({"AE", "CS", "LO", "SH", "UC"})
_BYTES = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN"})
_NUMBERS = frozenset({"IS", "DS", "US", "SS", "UL", "SL", "FL", "FD", "SV", "UV"})
_ZONE = "00080201"

Test = Callable[[Any, int | None], bool]


PLAIN = frozenset({"AE", "AS", "CS", "LO", "LT", "SH", "ST", "UC", "UI", "UR", "UT"})
"""The VRs whose values are matched letter by letter."""


@dataclass(frozen=True)
class Key:
    """One attribute to match. path: tags from the top level down. text: as the client wrote it. zone: what DT
    texts without an offset mean, in seconds from UTC; None: this computer's time."""

    path: tuple[str, ...]
    text: str
    vr: str
    zone: int | None = None

    @property
    def universal(self) -> bool:
        """Matches everything (C.2.2.2.3)."""
        return self.text in ("", "*")

    @property
    def empty(self) -> bool:
        """Matches where there is no value (C.2.2.2.7)."""
        return self.text == '""'

    @property
    def literal(self) -> str:
        """Letters and digits that every value that matches has, also in JSON; "" where there are none."""
        runs: list[str] = re.findall(r"[A-Za-z0-9.]+", self.text)
        if self.empty or self.vr not in PLAIN or not runs or any(letter in self.text for letter in ",\\"):
            return ""
        return max(runs, key=len)

    def matches(self, dataset: Json, fuzzy: bool = False) -> bool:
        """Whether one of the values matches."""
        return self.universal or self.found_in(list(_values(dataset, self.path)), zone_of(dataset), fuzzy)

    def found_in(self, values: Sequence[Any], zone: int | None, fuzzy: bool = False) -> bool:
        """The same for values that were taken out of their dataset, whose own offset is `zone`."""
        if self.empty:
            return not values
        test = _test(self.vr, self.text, fuzzy, self.zone)
        return any(test(value, zone) for value in values)


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

    def page(self, found: Sequence[T]) -> tuple[list[T], str]:
        """The part asked for, and a warning where there is more after it (PS3.18 8.3.4.4)."""
        part = list(found[self.offset : self.offset + self.limit])
        return part, more_warning(len(found) - self.offset - len(part))


def more_warning(left: int) -> str:
    """The standard's words for `left` results after a page, "" for none."""
    return f"There are {left} additional results that can be requested" if left > 0 else ""


def parse_query(parameters: QueryParams, *, own: frozenset[str] = frozenset()) -> Query:
    """The query of a URL. 400 for an attribute that is none, a text that can't be a value of it, or a limit that
    is no number. own: parameters that are somebody else's to read. Blocks at first."""
    keys: list[tuple[tuple[str, ...], str, str]] = []
    include: set[str] = set()
    everything = False
    once: dict[str, str] = {}
    for name, text in parameters.multi_items():
        if name in ("limit", "offset", "fuzzymatching", "emptyvaluematching", "multiplevaluematching"):
            if name in once:
                raise Refused(400, f"{name} is there twice")
            once[name] = text
        elif name == "includefield":
            for entry in filter(None, text.split(",")):
                if entry == "all":
                    everything = True
                else:
                    include.add(_path(entry)[0])
        elif name not in ("accept", "charset") and name not in own:
            keys.append(_key(name, text.strip()))
    if len(keys) > MOST_KEYS:
        raise Refused(400, f"more than {MOST_KEYS} keys")
    zones = [text for path, text, _ in keys if path == (_ZONE,)]
    zone = _zone(zones[0]) if zones else None
    found = tuple(Key(path, text, vr, zone) for path, text, vr in keys if path != (_ZONE,))
    for key in found:
        _refuse_wrong(key)
    limit, offset = _number(once, "limit", MOST_RESULTS), _number(once, "offset", 0)
    return Query(
        found, None if everything else frozenset(include), min(limit, MOST_RESULTS), offset,
        flag(once, "fuzzymatching"), limit < MOST_RESULTS,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name for comparing: no case, no accents, "^" and "=" as spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("^", " ").replace("=", " ").split())


def values_at(dataset: Json, path: tuple[str, ...]) -> list[Any]:
    """All values at a path; of a sequence its items."""
    return list(_values(dataset, path))


def _key(name: str, text: str) -> tuple[tuple[str, ...], str, str]:
    path = _path(name)
    vr = _vr(path[-1])
    if vr in _BYTES or (vr == "SQ" and text not in ("", "*", '""')):
        raise Refused(400, f"{_shown(path)} {vr}: can't be matched")
    if vr == "DT":
        text = re.sub(r" (\d{4})(?=$| *-)", r"+\1", text)  # a "+" that nobody escaped arrives as a space
    return path, text, vr


def _zone(text: str) -> int:
    zone = offset_seconds(re.sub(r"^ ?(?=\d)", "+", text))
    if zone is None:
        raise Refused(400, f"{_shown((_ZONE,))} SH: not an offset from UTC")
    return zone


def _number(once: dict[str, str], name: str, default: int) -> int:
    text = once.get(name, "")
    if name not in once:
        return default
    if not text.isascii() or not text.isdigit():
        raise Refused(400, f"{name} is not a number")
    return int(text[-18:]) if not text[:-18].strip("0") else 10**18


def flag(parameters: Mapping[str, str], name: str) -> bool:
    """400 where it is neither true nor false. Not there it is false."""
    text = parameters.get(name, "false").lower()
    if text not in ("true", "false"):
        raise Refused(400, f"{name} is true or false")
    return text == "true"


def _refuse_wrong(key: Key) -> None:
    """400 for a text that can't be matched: now, and not when there is data."""
    if key.universal or key.empty:
        return
    problem = _text_problem(key)
    if problem:
        raise Refused(400, f"{_shown(key.path)} {key.vr}: {problem}")


def _text_problem(key: Key) -> str:
    text, vr = key.text, key.vr
    if len(text) > _LONGEST_KEY:
        return f"longer than {_LONGEST_KEY} characters"
    if value_problem("UC", text) and "\\" not in text:
        return value_problem("UC", text)
    if vr == "UI":
        return next(filter(None, (value_problem("UI", uid) for uid in pieces(text))), "")
    if vr == "DT":
        return "" if spans(text, key.zone) else value_problem("DT", "-") + ", nor a range of them"
    if vr in ("DA", "TM"):
        ends = [end.strip().replace(":", "" if vr == "TM" else ":") for end in text.split("-", 1)]
        wrong = [value_problem(vr, _dotless(vr, end)) for end in ends]
        return next(filter(None, wrong), "" if any(ends) else "a range without ends")
    if vr in _NUMBERS:
        return value_problem("DS", text)
    return ""


def _dotless(vr: str, text: str) -> str:
    return text.replace(".", "") if vr == "DA" else text


def pieces(text: str) -> list[str]:
    """The values of a key that has several, with "," or "\\" between."""
    return [piece.strip() for piece in re.split(r"[,\\]", text)]


def _shown(path: tuple[str, ...]) -> str:
    return ">".join(map(path_text, path))


def _path(name: str) -> tuple[str, ...]:
    """ "00404018.00080100" or "ScheduledWorkitemCodeSequence.CodeValue" as tags."""
    late.load()
    from pydicom import datadict

    tags = []
    for piece in name.split("."):
        tag = int(piece, 16) if re.fullmatch("[0-9A-Fa-f]{8}", piece) else datadict.tag_for_keyword(piece)
        try:
            datadict.dictionary_VR(tag if tag is not None and piece else 0xFFFFFFFF)
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
def _test(vr: str, text: str, fuzzy: bool, zone: int | None) -> Test:
    if vr == "UI":
        uids = set(pieces(text))
        return lambda value, _: value in uids
    if vr == "DT":
        return _within(spans(text, zone))
    if vr == "DA":
        return _days(text)
    if vr == "TM":
        return _clock(text)
    if vr == "PN":
        return _name(text, fuzzy)
    if vr in WILD and ("*" in text or "?" in text):
        pattern = _pattern(text)
        return lambda value, _: pattern.fullmatch(str(value)) is not None
    if vr in SEVERAL and ("\\" in text or "," in text):
        several = {*pieces(text), text}
        return lambda value, _: str(value) in several
    if vr in _NUMBERS:
        return lambda value, _: _same_number(value, text)
    return lambda value, _: str(value) == text


def _same_number(value: Any, text: str) -> bool:
    """IS and DS are numbers or their texts in DICOM JSON (PS3.18 F.2.3)."""
    try:
        return not isinstance(value, bool) and float(value) == float(text)
    except (TypeError, ValueError, OverflowError):
        return False


def _within(wanted: tuple[int, int] | None) -> Test:
    """A DT matches where it begins within the span of the key."""
    if wanted is None:
        raise Refused(400, "not a date and time or a range of them")
    low, high = wanted

    def within(value: Any, zone: int | None) -> bool:
        found = span(str(value), zone)
        return found is not None and low <= found[0] < high

    return within


def _days(text: str) -> Test:
    """A date, or a range of them with an end open (C.2.2.2.5)."""
    low, dash, high = (part.strip().replace(".", "") for part in text.partition("-"))

    def within(value: Any, _: int | None) -> bool:
        day = str(value).replace(".", "")
        return (not low or day >= low) and (not high or day <= high) if dash else day == low

    return within


def _clock(text: str) -> Test:
    """A time, or a range of them: a value matches where it begins within the key, as a DT does."""
    low, dash, high = text.partition("-")
    first, last = clock_span(low), clock_span(high if dash else low)

    def within(value: Any, _: int | None) -> bool:
        found = clock_span(str(value))
        return found is not None and (not first or found[0] >= first[0]) and (not last or found[0] < last[1])

    return within


def _name(text: str, fuzzy: bool) -> Test:
    """Any component group; "^" and space are alike, case and accents don't count; fuzzy: words in any order."""
    wanted = folded(text)
    pattern = _pattern(wanted)
    words = [word.strip("*") for word in wanted.split() if word.strip("*")]

    def same(value: Any, _: int | None) -> bool:
        groups = value.values() if isinstance(value, dict) else str(value).split("=")
        for group in (folded(str(group)) for group in groups):
            if pattern.fullmatch(group) or pattern.fullmatch(group.replace(" ", "")):
                return True
            if fuzzy and words and all(any(part.startswith(word) for part in group.split()) for word in words):
                return True
        return False

    return same


def _pattern(text: str) -> re.Pattern[str]:
    """DICOM knows "*" and "?" only; a "[" is a letter like any other."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")), re.DOTALL)
