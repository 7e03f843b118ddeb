"""The DICOM JSON model (PS3.18 F): one attribute, a code, a name, to and from plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.dicom.values import Code, PersonName

Json = dict[str, Any]


def element(vr: str, *values: Any) -> Json:
    return {"vr": vr, "Value": list(values)} if values and values != ("",) else {"vr": vr}


def value(item: Mapping[str, Any], tag: str, default: Any = "") -> Any:
    """The first value of a tag, or the default where it is absent or empty."""
    values = item.get(tag, {}).get("Value") or [default]
    return default if values[0] is None else values[0]


def items(item: Mapping[str, Any], tag: str) -> list[Json]:
    return [entry for entry in item.get(tag, {}).get("Value") or [] if isinstance(entry, dict)]


def code_json(code: Code) -> Json:
    return {
        "00080100": element("SH", code.value),
        "00080102": element("SH", code.scheme),
        "00080104": element("LO", code.meaning),
    }


def code_from(item: Mapping[str, Any]) -> Code:
    return Code(str(value(item, "00080100")), str(value(item, "00080102")), str(value(item, "00080104")))


def name_json(name: PersonName) -> Json:
    groups = {"Alphabetic": name.alphabetic, "Ideographic": name.ideographic, "Phonetic": name.phonetic}
    present = {key: text for key, text in groups.items() if text}
    return element("PN", present) if present else element("PN")


def name_from(item: Mapping[str, Any], tag: str) -> PersonName:
    name = value(item, tag, {})
    if isinstance(name, str):
        return PersonName.parse(name)
    return PersonName(name.get("Alphabetic", ""), name.get("Ideographic", ""), name.get("Phonetic", ""))


def carries(there: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Whether a dataset that was read back says all that we wrote; what a server adds, and how it pads, is its own.

    Items of a sequence are compared in order. Empty attributes say nothing.
    """
    return all(_same_values(there.get(tag) or {}, entry) for tag, entry in ours.items() if entry.get("Value"))


def _same_values(there: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    values, wanted = there.get("Value") or [], ours["Value"]
    return len(values) >= len(wanted) and all(map(_same, values, wanted))


def _same(there: Any, ours: Any) -> bool:
    if not isinstance(ours, dict):
        return str(there).strip() == str(ours).strip()
    if not isinstance(there, dict):
        return False
    if all(isinstance(entry, dict) for entry in ours.values()):
        return carries(there, ours)
    return all(str(there.get(group, "")).rstrip("^ ") == text.rstrip("^ ") for group, text in ours.items())
