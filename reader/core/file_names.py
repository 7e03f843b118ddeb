"""Names that are proposed for files. Any thread."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)", re.IGNORECASE
)
"""Names of devices on Windows, with every ending."""
_LONGEST = 200
"""Bytes in UTF-8; file systems take 255, with the ending, a number, and what is added while it is written."""
_NONE = "file"


def file_name(*parts: str) -> str:
    """Without an ending, as every system takes it: no control, bidirectional or unseen characters, no name of a
    device, neither too long nor hidden."""
    whole = unicodedata.normalize("NFC", " ".join(filter(None, parts)))
    seen = "".join(_shown(character) for character in whole)
    plain = _FORBIDDEN.sub("_", " ".join(seen.split())).lstrip(". ")
    plain = plain.encode()[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")
    return f"_{plain}" if _RESERVED.match(plain) else plain or _NONE


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return "" if category in ("Cf", "Cs") or noncharacter else character
