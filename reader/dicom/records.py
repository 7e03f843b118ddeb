"""The records of one JSON answer, each alone: what is wrong with one does not reach the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.core.json_text import DEEPEST, NotJson, parse
from reader.core.text import tr
from reader.dicom.json_model import Json

_MOST_TEXT = 200_000


@dataclass(frozen=True)
class Damaged:
    """What is between two commas of an answer and is no dataset. text: as received, cut after 200,000 letters.
    reason: in the user's language."""

    text: str
    reason: str


def records(content: bytes) -> list[Json | Damaged]:
    """The datasets of an array, or the one that an answer is. Raises ValueError where it is neither.

    Parsed in one go where that works; else each by itself: one that is nested without end, not UTF-8, or says two
    things under one name is `Damaged`, and the others are read.
    """
    if not content.strip():
        return []
    try:
        parsed = parse(content, deepest=DEEPEST + 1)  # the array around the records
    except NotJson:
        return [_alone(piece) for piece in _pieces(content.decode("utf-8", "surrogateescape"))]
    return [_record(entry) for entry in (parsed if isinstance(parsed, list) else [parsed])]


def _record(entry: Any, text: str = "") -> Json | Damaged:
    if isinstance(entry, dict):
        return entry
    return Damaged((text or json.dumps(entry))[:_MOST_TEXT], tr("not a dataset"))


def _alone(text: str) -> Json | Damaged:
    try:
        return _record(parse(text), text)
    except NotJson as reason:
        return Damaged(text[:_MOST_TEXT], reason.text)


def _pieces(text: str) -> Iterator[str]:
    """The text between the commas of the outermost array, by counting brackets outside of strings."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")):
        raise ValueError("neither a dataset nor an array of them")
    depth, begin, quoted, escaped = 0, 1, False, False
    for place, letter in enumerate(text):
        if quoted:
            quoted = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        if not quoted and ((letter == "," and depth == 1) or (letter == "]" and depth == 0)):
            if text[begin:place].strip():
                yield text[begin:place]
            begin = place + 1
