"""Good records made bad in known ways, the same ones for the same number: DICOM JSON as it is sent.

`mutant(number, record)` takes one good record (`workitem()`, `event()`, `study_row()`, `series_row()`,
`instance_row()`, or any DICOM JSON) and returns it with one thing changed: `text` is what goes over the wire,
`record` the same parsed (None where it is no JSON), `where` the attribute as "(0010,0010)" or
"(0040,4018)>(0008,0100)" ("" where no attribute can be named), `bad` whether the standard forbids it (PS3.5 6.2,
PS3.18 F): a receiver names the attribute and refuses it or leaves it out. What is not bad has to be taken: it is
as unusual as the standard allows (year 1, 64 Chinese characters, an offset of +14:00). `sr_mutant(number, data)`
does the same to the header of a DICOM file.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Json = dict[str, Any]
_LONG = {"AE": 17, "CS": 17, "SH": 17, "LO": 65, "ST": 1025, "LT": 10241, "UI": 65}
_TEXT = ("AE", "CS", "LO", "LT", "SH", "ST", "UT", "UC")
_NUMBERS = ("IS", "DS", "US", "UL", "SS", "SL", "FD", "FL")
_ALL = (*_TEXT, *_NUMBERS, "DA", "DT", "TM", "PN", "UI", "UR", "AS")
_HUGE, _DEEP, _TWICE = "@huge@", "@deep@", "@twice@"


@dataclass(frozen=True)
class Mutant:
    """One changed record. kind: what was done. See the module."""

    number: int
    kind: str
    where: str
    text: bytes
    bad: bool

    @property
    def record(self) -> Any:
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    def __str__(self) -> str:
        return f"{self.number} {self.where} {self.kind}"


@dataclass(frozen=True)
class _Place:
    """One element in its dataset. path: as `Mutant.where`."""

    path: str
    dataset: Json
    tag: str

    @property
    def vr(self) -> str:
        return str(self.dataset[self.tag]["vr"])


Change = Callable[[_Place, random.Random], None]


def mutant(number: int, record: Json) -> Mutant:
    chance = random.Random(number)
    changed = copy.deepcopy(record)
    places = list(_places(changed))
    kinds = [kind for kind in KINDS if any(_fits(kind, place) for place in places)]
    kind = kinds[number % len(kinds)]
    place = chance.choice([place for place in places if _fits(kind, place)])
    kind.change(place, chance)
    text = json.dumps(changed).replace(f'"{_HUGE}"', "1e999").replace(f'"{_DEEP}"', _deep())
    where = place.path if kind.named else ""
    return Mutant(number, kind.name, where, text.replace(_TWICE, "").encode(), kind.bad)


def sr_mutant(number: int, data: bytes) -> Mutant:
    """A DICOM file with one element of its header replaced by raw bytes. text: the file."""
    from pydicom import dcmread, dcmwrite
    from pydicom.dataelem import RawDataElement
    from pydicom.tag import Tag

    name, tag, vr, value, bad = SR_KINDS[number % len(SR_KINDS)]
    dataset = dcmread(BytesIO(data), force=True)
    unique = f"2.25.{number + 10**20}".encode()
    for key, kind, raw in ((0x00080018, "UI", unique), (tag, vr, value)):
        padded = raw + (b"\0" if kind == "UI" else b" ") * (len(raw) % 2)
        dataset._dict[Tag(key)] = RawDataElement(Tag(key), kind, len(padded), padded, 0, False, True)
    file = BytesIO()
    dcmwrite(file, dataset)
    return Mutant(number, name, f"({tag >> 16:04X},{tag & 0xFFFF:04X})", file.getvalue(), bad)


def workitem(uid: str = "") -> Json:
    """A task as the hub's own order entry makes it, every attribute filled; sequences two deep."""
    request = {
        "0020000D": _e("UI", "1.2.3"), "00080050": _e("SH", "A1"), "00401001": _e("SH", "R1"),
        "00321060": _e("LO", "CT 胸部"), "00321064": _e("SQ", _code("CTCHEST", "99READER", "CT chest")),
        "00321032": _e("PN", {"Alphabetic": "Zhao^Wei", "Ideographic": "赵^伟"}),
    }  # fmt: skip
    image = {"00081150": _e("UI", "1.2.840.10008.5.1.4.1.1.2"), "00081155": _e("UI", "1.2.3.4.5")}
    source = {
        "0040E020": _e("CS", "DICOM"), "0020000D": _e("UI", "1.2.3"), "0020000E": _e("UI", "1.2.3.4"),
        "00081199": _e("SQ", image),
        "0040E025": _e("SQ", {"00081190": _e("UR", "http://127.0.0.1/dicom-web/studies/1.2.3")}),
    }  # fmt: skip
    performer = {
        "00404009": _e("SQ", _code("1001", "99READER", "Li Na")), "00404036": _e("LO", "Centre"),
        "00404037": _e("PN", {"Alphabetic": "Li^Na", "Ideographic": "李^娜", "Phonetic": "li^na"}),
    }  # fmt: skip
    author = {
        "0040A040": _e("CS", "TEXT"), "0040A043": _e("SQ", _code("128774", "DCM", "Login Name")),
        "0040A160": _e("UT", "chen"),
    }  # fmt: skip
    record = {
        "00080016": _e("UI", "1.2.840.10008.5.1.4.34.6.1"), "00081195": _e("UI"), "00080201": _e("SH", "+0800"),
        "00080060": _e("CS", "CT"), "00080080": _e("LO", "Township hospital"), "00180015": _e("CS", "CHEST"),
        "00100010": _e("PN", {"Alphabetic": "Wang^Fang", "Ideographic": "王^芳"}), "00100020": _e("LO", "P1"),
        "00100021": _e("LO", "SITE-1"), "00100030": _e("DA", "19700131"), "00100040": _e("CS", "F"),
        "0020000D": _e("UI", "1.2.3"), "00201208": _e("IS", 275), "00380010": _e("LO"),
        "00400400": _e("LT", "Cough for three weeks.\r\n咳嗽三周。"), "00404041": _e("CS", "READY"),
        "00404005": _e("DT", "20261122080000+0800"), "00404011": _e("DT", "20261122090000+0800"),
        "00404018": _e("SQ", _code("110005", "DCM", "Interpretation")), "00404021": _e("SQ", source),
        "00404025": _e("SQ"), "00404026": _e("SQ"), "00404027": _e("SQ", _code("S1", "99READER", "Township")),
        "00404034": _e("SQ", performer), "0040A370": _e("SQ", request), "00741000": _e("CS", "SCHEDULED"),
        "00741002": _e("SQ"), "00741200": _e("CS", "MEDIUM"), "00741202": _e("LO", "First read"),
        "00741204": _e("LO", "CT chest"), "00741210": _e("SQ", author), "00741216": _e("SQ"),
    }  # fmt: skip
    return record | ({"00080018": _e("UI", uid)} if uid else {})


def event(uid: str = "1.2.3") -> Json:
    """A progress report as a client hears it."""
    progress = {"00741004": _e("DS", 50), "00741006": _e("ST", "half of it is read"), "00404052": _e("DT", "2026")}
    return {
        "00000002": _e("UI", "1.2.840.10008.5.1.4.34.6.4"), "00000110": _e("US", 7), "00001000": _e("UI", uid),
        "00001002": _e("US", 3), "00741000": _e("CS", "IN PROGRESS"), "00741002": _e("SQ", progress),
    }  # fmt: skip


def study_row() -> Json:
    return {
        "00080020": _e("DA", "20261122"), "00080030": _e("TM", "081500"), "00080050": _e("SH", "A1"),
        "00080056": _e("CS", "ONLINE"), "00080061": _e("CS", "CT", "SR"), "00080201": _e("SH", "+0800"),
        "00080090": _e("PN", {"Alphabetic": "Zhao^Wei"}), "00081030": _e("LO", "CT chest"),
        "00081190": _e("UR", "http://127.0.0.1/dicom-web/studies/1.2.3"),
        "00100010": _e("PN", {"Alphabetic": "Wang^Fang", "Ideographic": "王^芳"}), "00100020": _e("LO", "P1"),
        "00100030": _e("DA", "19700131"), "00100040": _e("CS", "F"), "00101010": _e("AS", "056Y"),
        "0020000D": _e("UI", "1.2.3"), "00200010": _e("SH", "S1"), "00201206": _e("IS", 2),
        "00201208": _e("IS", 276),
    }  # fmt: skip


def series_row() -> Json:
    return {
        "00080021": _e("DA", "20261122"), "00080031": _e("TM", "081510.25"), "00080060": _e("CS", "CT"),
        "0008103E": _e("LO", "thin"), "00081190": _e("UR", "http://127.0.0.1/dicom-web/studies/1.2.3/series/1.2.3.4"),
        "0020000D": _e("UI", "1.2.3"), "0020000E": _e("UI", "1.2.3.4"), "00200011": _e("IS", 2),
        "00200052": _e("UI", "1.2.9"), "00201209": _e("IS", 275),
    }  # fmt: skip


def instance_row() -> Json:
    return {
        "00080016": _e("UI", "1.2.840.10008.5.1.4.1.1.2"), "00080018": _e("UI", "1.2.3.4.5"),
        "00080008": _e("CS", "ORIGINAL", "PRIMARY"), "0020000D": _e("UI", "1.2.3"), "0020000E": _e("UI", "1.2.3.4"),
        "00180050": _e("DS", 1.0), "00200013": _e("IS", 17), "00200032": _e("DS", -150.0, -150.0, 12.5),
        "00200037": _e("DS", 1, 0, 0, 0, 1, 0), "00280008": _e("IS", 1), "00280010": _e("US", 512),
        "00280011": _e("US", 512), "00280030": _e("DS", 0.7, 0.7), "00280100": _e("US", 16),
        "00280103": _e("US", 0),
    }  # fmt: skip


# -- the ways -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One way. vrs: the elements it can be done to. bad: whether the standard forbids the result. named: whether a
    receiver can tell which attribute it is."""

    name: str
    vrs: tuple[str, ...]
    change: Change
    bad: bool = True
    named: bool = True


def _set(value: Any) -> Change:
    def change(place: _Place, chance: random.Random) -> None:
        place.dataset[place.tag]["Value"] = [copy.deepcopy(value)]

    return change


def _entry(edit: Callable[[Json], Any]) -> Change:
    """The element itself is replaced by what is returned."""

    def change(place: _Place, chance: random.Random) -> None:
        place.dataset[place.tag] = edit(place.dataset[place.tag])

    return change


def _null(place: _Place, chance: random.Random) -> None:
    place.dataset[place.tag] = None


def _too_long(place: _Place, chance: random.Random) -> None:
    letter = "1" if place.vr == "UI" else chance.choice("AB")
    place.dataset[place.tag]["Value"] = [letter * chance.choice((_LONG[place.vr], _LONG[place.vr] + 5000))]


def _name(**groups: Any) -> Change:
    return _set(groups)


def _surrogate(place: _Place, chance: random.Random) -> None:
    bad = chance.choice(("\ud800", "A\udfff", "\udc00B", "王\ud83d"))
    place.dataset[place.tag]["Value"] = [{"Alphabetic": bad} if place.vr == "PN" else bad]


def _control(place: _Place, chance: random.Random) -> None:
    bad = f"A{chance.choice(chr(0) + chr(7) + chr(0x1B) + chr(0x7F) + chr(0x85) + chr(0x202E))}B"
    place.dataset[place.tag]["Value"] = [{"Alphabetic": bad} if place.vr == "PN" else bad]


def _wrong_vr(place: _Place, chance: random.Random) -> None:
    others = [vr for vr in ("DA", "UI", "CS", "SQ", "FD", "OB", "XX", "UN", "LO") if vr != place.vr]
    place.dataset[place.tag] = {"vr": chance.choice(others)}


def _several(place: _Place, chance: random.Random) -> None:
    values = place.dataset[place.tag].get("Value") or ["1"]
    place.dataset[place.tag]["Value"] = [values[0]] * chance.choice((50, 3000))


def _twice(place: _Place, chance: random.Random) -> None:
    place.dataset[place.tag + _TWICE] = copy.deepcopy(place.dataset[place.tag])


def _bad_key(place: _Place, chance: random.Random) -> None:
    key = chance.choice((f"{place.tag[:4]},{place.tag[4:]}", "PatientName", "0010001G", "", "10" * 300, "\ud800"))
    place.dataset[key] = place.dataset.pop(place.tag)


def _group_length(place: _Place, chance: random.Random) -> None:
    place.dataset[chance.choice(("00100000", "00020010", "00080000"))] = _e("UL", 4)


def _no_offset(place: _Place, chance: random.Random) -> None:
    place.dataset["00080201"] = _e("SH", chance.choice(("Beijing", "+2500", "0800", "+08:00", "-0000")))


def _lower(place: _Place, chance: random.Random) -> None:
    place.dataset[place.tag.lower()] = place.dataset.pop(place.tag)


def _private(place: _Place, chance: random.Random) -> None:
    place.dataset.update({"00990010": _e("LO", "SOMEONE"), "00991001": _e("LT", "theirs")})


KINDS: tuple[Kind, ...] = (
    Kind("a lone surrogate", (*_TEXT, "PN", "UI", "DA", "DT", "TM", "UR"), _surrogate),
    Kind("a control character", (*_TEXT, "PN", "UI", "DA", "DT", "TM", "UR"), _control),
    Kind("too long", tuple(_LONG), _too_long),
    Kind("a backslash in a value", ("AE", "CS", "LO", "SH", "UI"), _set("A\\B")),
    *(Kind(f"{text} for a text", (*_TEXT, "DA", "DT", "TM", "UI", "UR", "AS"), _set(wrong))
      for text, wrong in (("a number", 20261122), ("true", True), ("an object", {"Alphabetic": "A"}),
                          ("a list", ["A"]), ("a number that is none", float("nan")))),
    *(Kind(f"name: {text}", ("PN",), change) for text, change in (
        ("a string", _set("Wang^Fang")), ("a number", _set(5)), ("a list", _set(["Wang^Fang"])),
        ("unknown group", _name(Roman="Wang^Fang")), ("group is a number", _name(Alphabetic=7)),
        ("group is a list", _name(Alphabetic=["A"])), ("group is null", _name(Alphabetic=None)),
        ("group too long", _name(Alphabetic="W" * 65)), ("six components", _name(Alphabetic="A^B^C^D^E^F")),
        ("groups in a group", _name(Alphabetic="Wang^Fang=王^芳")))),
    *(Kind(f"date {text}", ("DA",), _set(text))
      for text in ("2026-11-22", "20261322", "20260230", "soon", "202611", "20261122-", "00000101", "99999999")),
    *(Kind(f"moment {text}", ("DT",), _set(text))
      for text in ("soon", "2026112225", "20261122080000+2500", "20261122080000+08", "20261122080000 +0800",
                   "20261122080000.1234567", "2026-11-22T08:00:00", "20261122080000-1201", "20261122080000-0000",
                   "00000101000000", "20261122-20261123", "202611220800+1500", "2026112208006")),
    *(Kind(f"time {text}", ("TM",), _set(text)) for text in ("25", "08:15", "0860", "081500.1234567", "morning")),
    *(Kind(f"age {text}", ("AS",), _set(text)) for text in ("56", "56Y", "056X", "-01Y")),
    *(Kind(f"uid {text!r}", ("UI",), _set(text))
      for text in ("abc", "1..2", ".1", "1.", "1.2.3,4", "１.2", "-1.2")),
    *(Kind(f"code string {text!r}", ("CS",), _set(text))
      for text in ("low", "A-B", "甲", "A.B", "ZZZZZZZZZZZZZZZZZ")),
    *(Kind(f"number {text}", ("IS", "DS"), _set(wrong))
      for text, wrong in (("nan", float("nan")), ("infinity", float("-inf")), ("1e999", _HUGE), ("true", True),
                          ("words", "many"), ("object", {}), ("nan as text", "NaN"), ("two in one", "1\\2"),
                          ("hexadecimal", "0x10"), ("underscore", "1_0"), ("arabic digits", "٣"))),
    *(Kind(f"whole number {text}", ("IS",), _set(wrong))
      for text, wrong in (("1.5", 1.5), ("2**31", 2**31), ("4,000 digits", 10**4000), ("text 1.5", "1.5"))),
    *(Kind(f"short {text}", ("US",), _set(wrong))
      for text, wrong in (("-1", -1), ("65536", 65536), ("text", "5"), ("1.5", 1.5), ("nan", float("nan")))),
    *(Kind(f"sequence {text}", ("SQ",), change) for text, change in (
        ("of texts", _set("A")), ("of nothing", _set(None)), ("of lists", _set([{}])), ("of numbers", _set(1)),
        ("as object", _entry(lambda e: {"vr": "SQ", "Value": {}})))),
    *(Kind(f"element {text}", (*_ALL, "SQ"), change) for text, change in (
        ("is a text", _entry(lambda e: "A")), ("is a number", _entry(lambda e: 0)),
        ("is null", _null), ("is a list", _entry(lambda e: [e])),
        ("without vr", _entry(lambda e: {"Value": e.get("Value", ["A"])})),
        ("vr is a number", _entry(lambda e: e | {"vr": 5})),
        ("vr in lower case", _entry(lambda e: e | {"vr": "lo"})),
        ("of another vr", _wrong_vr), ("value is a text", _entry(lambda e: e | {"Value": "A"})),
        ("value is an object", _entry(lambda e: e | {"Value": {"0": "A"}})),
        ("with bulk data beside", _entry(lambda e: e | {"Value": ["A"], "InlineBinary": "QQ=="})),
        ("with bulk data for a short text", _entry(lambda e: {"vr": e["vr"], "InlineBinary": "@@@"})),
        ("with a key of its own", _entry(lambda e: e | {"value": ["A"]})),
        ("twice", _twice))),
    Kind("element under another key", (*_ALL, "SQ"), _bad_key, named=False),
    Kind("element beside a group length", (*_ALL, "SQ"), _group_length, named=False),
    Kind("sequence 2,000 deep", ("SQ",), _set(_DEEP), named=False),
    Kind("no offset from UTC", ("SH",), _no_offset, named=False),
    Kind("many values for one", ("CS", "SH", "DT", "UI", "LT", "US", "PN", "UT"), _several),
    # what is unusual and right
    *(Kind(f"moment {text}", ("DT",), _set(text), bad=False)
      for text in ("00010101000000", "99991231235959+1400", "20261122080000-1200", "2026", "20261122080000.000001",
                   "20161231235960+0000", "0001", "9999", "20261122080000")),
    *(Kind(f"date {text}", ("DA",), _set(text), bad=False) for text in ("00010101", "99991231", "20240229")),
    Kind("64 Chinese characters", ("LO",), _set("影" * 64), bad=False),
    Kind("characters beyond the first plane", ("LO", "LT", "UT"), _set("𠮷野 🫁"), bad=False),
    Kind("no value", ("LT", "AS", "UT"), _entry(lambda e: {"vr": e["vr"]}), bad=False),
    Kind("an empty list", ("LT", "AS", "UT"), _entry(lambda e: {"vr": e["vr"], "Value": []}), bad=False),
    Kind("null", ("LT", "AS", "UT"), _set(None), bad=False),
    Kind("a number as text", ("IS", "DS"), _set("7"), bad=False),
    Kind("the tag in lower case", ("SQ", "LO", "DT"), _lower, bad=False),
    Kind("with a private element beside", ("SQ", "LO", "DT"), _private, bad=False),
)  # fmt: skip

# name, tag, VR, bytes, bad
SR_KINDS: tuple[tuple[str, int, str, bytes, bool], ...] = (
    ("birth date in words", 0x00100030, "DA", b"not a date", True),
    ("birth date of the 13th month", 0x00100030, "DA", b"19701301", True),
    ("name too long", 0x00100010, "PN", b"W" * 200, True),
    ("name is not UTF-8", 0x00100010, "PN", b"Wang\xff\xfe^Fang", True),
    ("name is half a surrogate", 0x00100010, "PN", b"Wang\xed\xa0\x80", True),
    ("name with control characters", 0x00100010, "PN", b"Wang\x00\x07^Fang", True),
    ("sex in lower case", 0x00100040, "CS", b"female", True),
    ("patient ID too long", 0x00100020, "LO", b"9" * 300, True),
    ("accession number too long", 0x00080050, "SH", b"A" * 40, True),
    ("study date in words", 0x00080020, "DA", b"yesterday!", True),
    ("study time out of range", 0x00080030, "TM", b"996199", True),
    ("study UID in words", 0x0020000D, "UI", b"study-one", True),
    ("series UID in words", 0x0020000E, "UI", b"..", True),
    ("no SOP Instance UID", 0x00080018, "UI", b"", True),
    ("SOP Instance UID with a path", 0x00080018, "UI", b"../../etc/passwd", True),
    ("SOP class in words", 0x00080016, "UI", b"report", True),
    ("instance number is none", 0x00200013, "IS", b"nan", True),
    ("instance number is huge", 0x00200013, "IS", b"9" * 400, True),
    ("instance number is infinite", 0x00200013, "IS", b"1e999", True),
    ("series number is none", 0x00200011, "IS", b"NaN", True),
    ("completion flag in lower case", 0x0040A491, "CS", b"complete", True),
    ("offset in words", 0x00080201, "SH", b"Beijing", True),
    ("offset out of range", 0x00080201, "SH", b"+9900", True),
    ("title is no sequence", 0x0040A043, "SQ", b"\xfe\xff\x00\xe0\xff\xff\xff\x7f", True),
    ("unknown character set", 0x00080005, "CS", b"ISO_IR 999", True),
    ("modality with a slash", 0x00080060, "CS", b"S/R", True),
    ("year 1", 0x00080020, "DA", b"00010101", False),
    ("year 9999", 0x00080020, "DA", b"99991231", False),
    ("64 letters", 0x0008103E, "LO", b"A" * 64, False),
)


def _fits(kind: Kind, place: _Place) -> bool:
    if kind.name == "many values for one" and place.tag in _MANY:
        return False
    return place.vr in kind.vrs


# Attributes of the records above that may have several values (PS3.6).
_MANY = frozenset({"00080061", "00080008", "00200032", "00200037", "00280030"})


def _places(record: Json, at: str = "") -> Iterator[_Place]:
    for tag, entry in list(record.items()):
        path = f"{at}({tag[:4]},{tag[4:]})"
        yield _Place(path, record, tag)
        if entry["vr"] == "SQ":
            for item in entry.get("Value", []):
                yield from _places(item, f"{path}>")


def _deep() -> str:
    return '{"00404018":{"vr":"SQ","Value":[' * 2000 + "{}" + "]}}" * 2000


def _code(value: str, scheme: str, meaning: str) -> Json:
    return {"00080100": _e("SH", value), "00080102": _e("SH", scheme), "00080104": _e("LO", meaning)}


def _e(vr: str, *values: Any) -> Json:
    return {"vr": vr, "Value": list(values)} if values else {"vr": vr}
