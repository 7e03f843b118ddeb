"""DICOM JSON held against the standard: value representations (PS3.5 6.2) and the model's shape (PS3.18 F).

`check` walks a dataset that somebody sent or that was stored long ago. It says what is wrong, attribute by
attribute, and gives the dataset without it: what can't be used is emptied, so that one bad attribute costs that
attribute and never the record. The hub refuses what has any problem; whoever only reads uses what is left.
Any thread; the dictionary (pydicom) is loaded at the first use.
"""

from __future__ import annotations

import binascii
import json
import math
import re
from base64 import b64decode
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reader.core.json_text import NotJson, Twice, parse
from reader.core.text import BIDI_CONTROLS, mark, tr
from reader.dicom.json_model import Json

DEEPEST = 12
_PATH_ROOT = ""
Values = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. path: "(0040,4018)>(0008,0100)". why: a translatable text, with the values for its
    places. usable: the value breaks a rule (a length, a number of values, the characters of a code string) and can
    still be read as it is; it was left in. left_in: that value or those values, as JSON."""

    path: str
    vr: str
    why: str
    usable: bool = False
    values: Values = ()
    left_in: str = field(default="", compare=False)

    @property
    def tag(self) -> str:
        """The attribute of the top level that it is in, "00404018"; "" for what is under no tag."""
        match = re.match(r"\(([0-9A-F]{4}),([0-9A-F]{4})\)", self.path)
        return match[1] + match[2] if match else ""

    @property
    def text(self) -> str:
        """In the user's language."""
        return self._named(tr(self.why, **dict(self.values)))

    def __str__(self) -> str:
        """In English, whatever language the program has: for protocols and logs."""
        return self._named(_filled(self.why, self.values))

    def _named(self, reason: str) -> str:
        return " ".join(part for part in (self.path, self.vr) if part) + f": {reason}"


@dataclass(frozen=True)
class Checked:
    """dataset: in upper-case tags, without empty lists and without what can't be used."""

    dataset: Json
    problems: tuple[Problem, ...]


class Unreadable(ValueError):
    """Not JSON, or JSON that says two things at once."""


def read_json(body: bytes | str) -> Any:
    """Parse JSON that may be hostile. NaN and numbers beyond all bounds become floats, for `check` to name.

    Raises `Unreadable` with a short reason: no JSON, nested without end, or an attribute that is there twice.
    """
    try:
        return parse(body)
    except Twice as twice:
        raise Unreadable(f"{_shown(twice.name)} is there twice") from None
    except NotJson as reason:
        raise Unreadable("this is not JSON" if str(reason) == "not JSON" else f"the JSON is {reason}") from None


def check(data: Any, *, command: bool = False) -> Checked:
    """One dataset. command: group 0000 may be in it (event reports)."""
    found: list[Problem] = []
    return Checked(_dataset(data, _PATH_ROOT, 0, found, command), tuple(found))


def path_text(tag: str) -> str:
    """A tag as people write it: "(0010,0010)"."""
    return f"({tag[:4]},{tag[4:]})"


def dictionary_vrs(tag: str) -> tuple[str, ...]:
    """The value representations that PS3.6 gives a tag; () for a private or unknown one."""
    return _dictionary(tag)[0]


def value_problem(vr: str, value: Any) -> str:
    """What is wrong with one value of a VR, "" for nothing."""
    fault = _VALUES[vr](value) if vr in _VALUES else None
    return _filled(fault.why, fault.values) if fault else ""


# -- datasets and elements ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Fault:
    why: str
    usable: bool = False
    values: Values = ()


def _filled(why: str, values: Values) -> str:
    return why.format(**dict(values)) if values else why


def _dataset(data: Any, at: str, depth: int, found: list[Problem], command: bool) -> Json:
    if not isinstance(data, dict):
        found.append(Problem(at.rstrip(">"), "", mark("not a dataset")))
        return {}
    result: Json = {}
    for key, entry in data.items():
        if key in _ORDINARY and key not in result:
            result[key] = _element(key, entry, at, depth, found, command)
            continue
        tag = key.upper() if isinstance(key, str) else ""
        if not _TAG.fullmatch(tag):
            found.append(Problem(f"{at}{_shown(key)}", "", mark("not a tag of 8 hexadecimal digits")))
        elif tag in result:
            found.append(Problem(f"{at}{path_text(tag)}", "", mark("there twice")))
        elif tag[4:] == "0000" or (tag[:4] in _OUTSIDE and not (command and tag[:4] == "0000")):
            reason = mark("this group or group length can't be in a dataset")
            found.append(Problem(f"{at}{path_text(tag)}", "", reason))
        else:
            if _dictionary(tag)[0] and tag[:4] not in _OUTSIDE:
                _ORDINARY.add(tag)
            result[tag] = _element(tag, entry, at, depth, found, command)
    return result


def _element(tag: str, entry: Any, at: str, depth: int, found: list[Problem], command: bool) -> Json:
    known, most = _dictionary(tag)
    plain = _plain(known, tag, entry)
    if plain is not None:
        return plain
    default = known[0] if known else "UN"
    if not isinstance(entry, dict):
        return _emptied(default, at, tag, default, mark("not an object with a vr"), found)
    vr = entry.get("vr")
    if not isinstance(vr, str) or vr not in _VRS:
        reason = mark("the vr is missing") if vr is None else mark("the vr is not in the standard")
        return _emptied(default, at, tag, default, reason, found)
    if known and vr not in known:
        return _emptied(default, at, tag, vr, mark("this attribute is {vr}"), found, ("vr", "/".join(known)))
    if len(entry) == 1:
        return {"vr": vr}
    values = entry.get("Value", _NOTHING)
    if len(entry) > 2 or values is _NOTHING:
        extra = [key for key in entry if key not in _KEYS]
        if extra:
            reason = mark("{name} is no part of an attribute")
            found.append(Problem(f"{at}{path_text(tag)}", vr, reason, True, (("name", _shown(extra[0])),)))
        held = [key for key in _KEYS[1:] if key in entry]
        if len(held) > 1:
            reason = mark("{names} exclude each other")
            return _emptied(vr, at, tag, vr, reason, found, ("names", ", ".join(held)))
        if held and values is _NOTHING:
            return _bulk(vr, held[0], entry[held[0]], f"{at}{path_text(tag)}", found)
        if not held:
            return {"vr": vr}
    if not isinstance(values, list):
        return _emptied(vr, at, tag, vr, mark("Value is not a list"), found)
    if vr == "SQ":
        return _sequence(values, f"{at}{path_text(tag)}", depth, found, command)
    if vr in _BINARY and values:
        return _emptied(vr, at, tag, vr, mark("bytes belong in InlineBinary or BulkDataURI"), found)
    kept = []
    for value in values:
        fault = None if value is None else _fault(tag, vr, value)
        if fault is None:
            kept.append(None if value == "" else value)
        else:
            left_in = json.dumps(value, sort_keys=True) if fault.usable else ""
            found.append(Problem(f"{at}{path_text(tag)}", vr, fault.why, fault.usable, fault.values, left_in))
            kept.append(value if fault.usable else None if tag == _ZONE else _mended(vr, value))
    if len(values) > most:
        reason = mark("has {count} values, at most {most} are allowed")
        counts = (("count", len(values)), ("most", most))
        found.append(Problem(f"{at}{path_text(tag)}", vr, reason, True, counts, json.dumps(kept, sort_keys=True)))
    return {"vr": vr, "Value": kept} if any(value is not None for value in kept) else {"vr": vr}


def _plain(known: tuple[str, ...], tag: str, entry: Any) -> Json | None:
    """An attribute with one short text and nothing wrong: what nearly all are. None for any other."""
    if type(entry) is not dict or len(entry) != 2:
        return None
    vr, values = entry.get("vr"), entry.get("Value")
    if vr not in known or tag == _ZONE or type(values) is not list or len(values) != 1:
        return None
    text = values[0]
    if type(text) is not str or not 0 < len(text) < _SHORT_TEXT or vr not in _VALUES:
        return None
    return {"vr": vr, "Value": [text]} if _fault_of_text(vr, text) is None else None


def _emptied(
    left: str, at: str, tag: str, vr: str, why: str, found: list[Problem], *values: tuple[str, object]
) -> Json:
    found.append(Problem(f"{at}{path_text(tag)}", vr, why, values=values))
    return {"vr": left}


def _fault(tag: str, vr: str, value: Any) -> _Fault | None:
    if tag == _ZONE:
        return _offset(value)
    if type(value) is str and len(value) < _SHORT_TEXT:
        return _fault_of_text(vr, value)
    return _VALUES[vr](value)


@lru_cache(maxsize=16384)
def _fault_of_text(vr: str, value: str) -> _Fault | None:
    """The same few texts are in thousands of records."""
    return _VALUES[vr](value)


def _sequence(values: list[Any], path: str, depth: int, found: list[Problem], command: bool) -> Json:
    if depth + 1 > DEEPEST and values:
        found.append(Problem(path, "SQ", mark("nested more than {most} deep"), values=(("most", DEEPEST),)))
        return {"vr": "SQ"}
    kept = []
    for item in values:
        if isinstance(item, dict):
            kept.append(_dataset(item, f"{path}>", depth + 1, found, command))
        else:
            found.append(Problem(path, "SQ", mark("an item is not a dataset")))
    return {"vr": "SQ", "Value": kept} if kept else {"vr": "SQ"}


def _bulk(vr: str, key: str, value: Any, path: str, found: list[Problem]) -> Json:
    reason = ""
    if key == "InlineBinary":
        if vr not in _BINARY:
            reason = mark("InlineBinary is for bytes only")
        elif not isinstance(value, str) or not _base64(value):
            reason = mark("InlineBinary is not base64")
    elif not isinstance(value, str) or not _URI.fullmatch(value):
        reason = mark("BulkDataURI is not a URI")
    elif vr in _SHORT:
        reason = mark("a value of this kind is given in the dataset itself")
    if reason:
        found.append(Problem(path, vr, reason))
        return {"vr": vr}
    return {"vr": vr, key: value}


def _mended(vr: str, value: Any) -> Any:
    """What can be saved of a value for people to read: a text with U+FFFD for what can't be written."""
    if vr == "PN" and isinstance(value, dict):
        texts = {key: text for key, text in value.items() if key in _GROUPS and isinstance(text, str)}
        return {key: _BAD.sub("\ufffd", text) for key, text in texts.items()} or None
    if vr == "PN" and isinstance(value, str):
        names = zip(_GROUPS, _BAD.sub("\ufffd", value).split("="), strict=False)
        return {key: text for key, text in names if text} or None
    if vr in _PROSE and isinstance(value, str):
        return _BAD_IN_PROSE.sub("\ufffd", value)
    return _BAD.sub("\ufffd", value) if vr in _WORDS and isinstance(value, str) else None


# -- one value of each VR ------------------------------------------------------------------------------------------


def _text(most: int, *, prose: bool = False, backslash: bool = False) -> Callable[[Any], _Fault | None]:
    bad = _BAD_IN_PROSE if prose else _BAD

    def fault(value: Any) -> _Fault | None:
        if not isinstance(value, str):
            return _Fault(mark("not a text"))
        match = bad.search(value)
        if match:
            surrogate = "\ud800" <= match[0] <= "\udfff"
            return _Fault(mark("half a surrogate pair") if surrogate else mark("a control character"))
        if len(value) > most:
            return _Fault(mark("longer than {most} characters"), True, (("most", most),))
        if "\\" in value and not backslash:
            return _Fault(mark("a backslash separates values, it can't be in one"), usable=True)
        return None

    return fault


def _name(value: Any) -> _Fault | None:
    if not isinstance(value, dict):
        return _Fault(mark("not an object of name groups"))
    for key, text in value.items():
        if key not in _GROUPS:
            return _Fault(mark("{name} is no name group"), values=(("name", _shown(key)),))
        fault = _group(text)
        if fault is not None:
            return fault
        if "=" in text:
            return _Fault(mark("= separates name groups, it can't be in one"), usable=True)
        if text.count("^") > 4:
            return _Fault(mark("more than five components"), usable=True)
    return None


def _pattern(pattern: str, reason: str, *, usable: bool = False) -> Callable[[Any], _Fault | None]:
    compiled = re.compile(pattern, re.ASCII)

    def fault(value: Any) -> _Fault | None:
        if not isinstance(value, str):
            return _Fault(mark("not a text"))
        if not value or compiled.fullmatch(value):
            return None
        return _Fault(reason, usable and not _BAD.search(value))

    return fault


def _date(value: Any) -> _Fault | None:
    if not isinstance(value, str):
        return _Fault(mark("not a text"))
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value, re.ASCII)
    if not value or (match and _in_calendar(*map(int, match.groups()))):
        return None
    return _Fault(mark("not a date YYYYMMDD"))


def _time(value: Any) -> _Fault | None:
    if not isinstance(value, str):
        return _Fault(mark("not a text"))
    return None if not value or _TIME.fullmatch(value) else _Fault(mark("not a time HHMMSS.FFFFFF"))


def _moment(value: Any) -> _Fault | None:
    if not isinstance(value, str):
        return _Fault(mark("not a text"))
    if not value:
        return None
    match = _MOMENT.fullmatch(value)
    if match is None or not _in_calendar(*(int(part or 1) for part in match.group(1, 2, 3))):
        return _Fault(mark("not a date and time YYYYMMDDHHMMSS.FFFFFF&ZZXX"))
    return None if not match["offset"] or valid_offset(match["offset"]) else _Fault(_NO_OFFSET)


def _offset(value: Any) -> _Fault | None:
    """Timezone Offset From UTC (0008,0201): an SH that all times of its dataset hang on."""
    fine = isinstance(value, str) and (not value or valid_offset(value))
    return None if fine else _Fault(_NO_OFFSET)


def valid_offset(text: str) -> bool:
    """A difference from UTC, "+0800": -1200 to +1400, and never -0000 (PS3.5 6.2, DT)."""
    match = re.fullmatch(r"([+-])(\d\d)([0-5]\d)", text, re.ASCII)
    if match is None or text == "-0000":
        return False
    minutes = int(match[2]) * 60 + int(match[3])
    return minutes <= (14 * 60 if match[1] == "+" else 12 * 60)


def _in_calendar(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _whole(low: int, high: int, *, text: bool = False) -> Callable[[Any], _Fault | None]:
    between = _Fault(mark("not between {low} and {high}"), values=(("low", low), ("high", high)))

    def fault(value: Any) -> _Fault | None:
        if text and isinstance(value, str):
            if not value.strip():
                return None
            if not re.fullmatch(r" *[+-]?\d{1,20} *", value, re.ASCII):
                return _Fault(mark("not a whole number"))
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return _Fault(mark("not a number"))
        if isinstance(value, float) and not value.is_integer():  # nan and infinity are none either
            return _Fault(mark("not a whole number"))
        return None if low <= value <= high else between

    return fault


def _real(most: float, *, text: bool = False) -> Callable[[Any], _Fault | None]:
    def fault(value: Any) -> _Fault | None:
        if text and isinstance(value, str):
            if not value.strip():
                return None
            if len(value) > 16 or not _DECIMAL.fullmatch(value):
                return _Fault(mark("not a decimal number of up to 16 characters"))
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return _Fault(mark("not a number"))
        return None if -most <= value <= most else _Fault(mark("not a finite number"))  # nan is in no range

    return fault


_TAG = re.compile(r"[0-9A-F]{8}")
_ZONE = "00080201"
_KEYS = ("vr", "Value", "InlineBinary", "BulkDataURI")
_OUTSIDE = frozenset({"0000", "0002", "0004", "0006", "FFFE", "FFFF"})
_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
_BINARY = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_SHORT = frozenset({"SQ", "AE", "AS", "AT", "CS", "DA", "DT", "LO", "PN", "SH", "TM", "UI", "UR"})
_WORDS = frozenset({"LO", "SH", "UC", "LT", "ST", "UT"})
_PROSE = frozenset({"LT", "ST", "UT"})
_BAD = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{BIDI_CONTROLS}]")
# tab, line and page ends are text
_BAD_IN_PROSE = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff{BIDI_CONTROLS}]")
_URI = re.compile(r"[!#-;=?-\[\]_a-z~%]+")
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?|60(\.\d{1,6})?)?)?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(?:[01]\d|2[0-3])(?:[0-5]\d(?:(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?)?)?)?"
    r"(?P<offset>[+-]\d{4})?",
    re.ASCII,
)
_DECIMAL = re.compile(r" *[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)? *", re.ASCII)
_NO_OFFSET = mark("the offset from UTC is not between -1200 and +1400")
_LONGEST = 2**32 - 2
_group = _text(64, backslash=False)

_VALUES: dict[str, Callable[[Any], _Fault | None]] = {
    "AE": _pattern(r"(?=.*[^ ])[ -\[\]-~]{1,16}", mark("not an AE title of up to 16 characters"), usable=True),
    "AS": _pattern(r"\d{3}[DWMY]", mark("not an age nnnD, nnnW, nnnM or nnnY")),
    "AT": _pattern(r"[0-9A-Fa-f]{8}", mark("not a tag of 8 hexadecimal digits")),
    "CS": _pattern(r"[A-Z0-9 _]{1,16}", mark("not up to 16 of A-Z, 0-9, space and _"), usable=True),
    "DA": _date,
    "DS": _real(math.nextafter(math.inf, 0), text=True),
    "DT": _moment,
    "FD": _real(math.nextafter(math.inf, 0)),
    "FL": _real(3.4028235677973366e38),
    "IS": _whole(-(2**31), 2**31 - 1, text=True),
    "LO": _text(64),
    "LT": _text(10240, prose=True, backslash=True),
    "PN": _name,
    "SH": _text(16),
    "SL": _whole(-(2**31), 2**31 - 1),
    "SS": _whole(-(2**15), 2**15 - 1),
    "ST": _text(1024, prose=True, backslash=True),
    "SV": _whole(-(2**63), 2**63 - 1, text=True),
    "TM": _time,
    "UC": _text(_LONGEST),
    "UI": _pattern(r"(?=.{1,64}$)[0-9]+(\.[0-9]+)*", mark("not a UID")),
    "UL": _whole(0, 2**32 - 1),
    "UR": _pattern(_URI.pattern, mark("not a URI"), usable=True),
    "US": _whole(0, 2**16 - 1),
    "UT": _text(_LONGEST, prose=True, backslash=True),
    "UV": _whole(0, 2**64 - 1, text=True),
}
_ORDINARY: set[str] = set()
"""Tags of PS3.6 in upper case that were met before."""
_VRS = frozenset(_VALUES) | _BINARY | {"SQ"}
_NOTHING: Any = object()
_SHORT_TEXT = 100


@lru_cache(maxsize=4096)
def _dictionary(tag: str) -> tuple[tuple[str, ...], int]:
    """The VRs of a tag and how many values it may have (PS3.6); (), and any number, where it is not known."""
    from pydicom import datadict

    many = 2**31
    number = int(tag, 16)
    if number >> 16 & 1:
        return (), many
    try:
        vrs, most = datadict.dictionary_VR(number), datadict.dictionary_VM(number).rpartition("-")[2]
    except KeyError:
        return (), many
    known = tuple(vr for vr in vrs.split(" or ") if vr in _VALUES or vr in _BINARY or vr == "SQ")
    return known, int(most) if most.isdigit() else many


def _shown(key: Any) -> str:
    """A key for a message: a tag as people write it, anything else cut and in ASCII."""
    text = str(key)
    return path_text(text.upper()) if _TAG.fullmatch(text.upper()) else ascii(text[:16])


def _base64(text: str) -> bool:
    try:
        b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
