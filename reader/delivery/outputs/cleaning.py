"""Texts as every output takes them: XML 1.0, HL7 and a line of a list. Any thread.

Surrogates and noncharacters (Unicode 23.7) are no XML or are taken for an error by who reads it; control characters
end a segment or a message; bidirectional controls show a text in another order than its own. Characters that are
not assigned yet stay: a name may be written with them.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from reader.dicom.texts import without_controls

_Value = TypeVar("_Value")
_NOWHERE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_UNSEEN = re.compile("[\u061c\u200e\u200f\ufeff]")
"""Directional marks and a byte order mark: harmless in a sentence, but one name or number would become two."""


def clean(text: str) -> str:
    """Of a text with lines: no control characters but line feeds."""
    return _NOWHERE.sub("", without_controls(text))


def clean_line(text: str) -> str:
    """Of a name or a number."""
    return _UNSEEN.sub("", clean(text)).replace("\n", " ").strip()


def cleaned(value: _Value) -> _Value:
    """The same value with `clean_line` done to every text in it, however deep."""
    whole: Any = value
    if isinstance(whole, str):
        whole = clean_line(whole)
    elif type(whole) is tuple:
        whole = tuple(cleaned(one) for one in whole)
    elif is_dataclass(whole) and not isinstance(whole, type):
        whole = replace(whole, **{one.name: cleaned(getattr(whole, one.name)) for one in fields(whole) if one.init})
    made: _Value = whole
    return made
