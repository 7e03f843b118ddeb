"""What the hub holds from before, whoever let it in: read so that one bad record never breaks the rest.

A workitem whose content is not by the standard is served as far as it can be read, and says so in a private
element (`NOTES`): which attributes are not as they came, and why. One that can't be read at all is served as the
little that is known of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reader.dicom.json_model import Json, element, value
from reader.dicom.validation import check, path_text
from reader.hub import late
from reader.hub.answers import Refused

CREATOR, NOTES = "0B010010", "0B011001"
"""The private creator READER HUB, and one text for each attribute that is not as it came."""
UNREADABLE = "Unreadable record"
_NAME = "READER HUB"
_MOST_NOTES = 20
# Whom it is about, which order, what to read: without these nobody can work on a task.
_IDENTITY = tuple(
    path_text(tag)
    for tag in (
        *("00100010", "00100020", "00100021", "00100030", "00100040"),
        *("0020000D", "00404018", "00404021", "0040A370"),
    )
)


@dataclass(frozen=True)
class Served:
    """item: what can be served. whole: it is all that was stored."""

    item: Json
    whole: bool


def read_stored(uid: str, state: str, content: bytes) -> Served:
    """One workitem of the database. Never raises for what is in it. Blocks at first."""
    late.load()  # the dictionary
    try:
        data = json.loads(content.decode("utf-8", "surrogateescape"))
        reason = "" if isinstance(data, dict) else "not a dataset"
    except (ValueError, RecursionError):
        data, reason = {}, "not JSON"
    if reason:
        return Served(_named({"00741204": element("LO", UNREADABLE)} | _notes([reason]), uid, state), False)
    checked = check(data)
    item = _named(checked.dataset, uid, state)
    lost = [str(problem) for problem in checked.problems if not problem.usable]
    for tag in ("00080018", "00741000"):
        if value(checked.dataset, tag) != value(item, tag):
            lost.append(f"{path_text(tag)}: not what the hub knows")
    return Served(item | _notes(lost) if lost else item, not lost and "00081195" not in checked.dataset)


def reasons_against_work(item: Mapping[str, Any]) -> str:
    """Why nobody can work on a task as it is stored: what it is about is damaged. "" where it is not."""
    notes = [str(note) for note in item.get(NOTES, {}).get("Value", [])]
    lost = notes if value(item, "00741204") == UNREADABLE else [n for n in notes if n.startswith(_IDENTITY)]
    return "; ".join(lost)


def damaged(item: Mapping[str, Any]) -> Refused:
    """The answer where somebody wants to work on such a task."""
    return Refused(409, f"The stored workitem is damaged: {reasons_against_work(item)}")


def stored_json(content: str) -> Json:
    """A header of the index; {} where it is none: the columns beside it still say what it belongs to."""
    try:
        found = json.loads(content)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _named(item: Json, uid: str, state: str) -> Json:
    """The table's own UID and state are right, whatever the content says; nobody sees a Transaction UID."""
    right = {"00080018": element("UI", uid), "00741000": element("CS", state)}
    wrong = {tag: entry for tag, entry in right.items() if value(item, tag) != entry["Value"][0]}
    return {tag: entry for tag, entry in item.items() if tag != "00081195"} | wrong


def _notes(reasons: list[str]) -> Json:
    return {CREATOR: element("LO", _NAME), NOTES: element("UC", *reasons[:_MOST_NOTES])}
