"""Text of files in Unicode, also where the declared character set is wrong or missing (PS3.5 6.1).

What many Chinese devices send is not what they declare. The rules, in order:
1. Only ASCII bytes and no escape sequence: nothing to decide.
2. Escape sequences or several character sets: ISO 2022 as declared, by pydicom.
3. UTF-8, GB18030, GBK, ISO 2022 IR 58 or another single set declared, and the bytes are valid in it: believed.
4. Nothing declared, or ISO_IR 100 or ISO_IR 6 (which any bytes fit), or bytes that don't fit what is declared:
   valid UTF-8 with a multi-byte character is UTF-8 (other text hardly ever is by chance); else bytes that are
   valid GB18030, come in pairs and give mostly common Chinese characters are GB18030; else Latin-1.
"""

from __future__ import annotations

from functools import lru_cache

import pydicom.charset

_SINGLE = {
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gb18030",
    "ISO 2022 GBK": "gb18030",
    "ISO_IR 100": "latin-1",
    "ISO_IR 6": "ascii",
    "": "ascii",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 203": "iso8859-15",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 166": "iso8859-11",
}
_GUESSED = frozenset({"ascii", "latin-1"})


def decode(value: bytes, declared: tuple[str, ...], *, person: bool = False) -> str:
    """The text of one value (with its backslashes). declared: values of (0008,0005). Never raises."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    if len(declared) > 1 or b"\x1b" in value:
        try:
            return _iso2022(value, declared, person)
        except (LookupError, ValueError, TypeError, AttributeError):
            return guess(value)
    encoding = _SINGLE.get(_normal(declared[0] if declared else ""))
    if encoding is None:
        try:
            return _iso2022(value, declared, person)
        except (LookupError, ValueError, TypeError, AttributeError):
            return guess(value)
    if encoding in _GUESSED:
        return guess(value)
    try:
        return value.decode(encoding)
    except UnicodeDecodeError:
        return guess(value)


def guess(value: bytes) -> str:
    """Rule 4 above."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = value.decode("gb18030")
    except UnicodeDecodeError:
        return value.decode("latin-1")
    foreign = [character for character in text if ord(character) > 127]
    common = sum(_is_common(character) for character in foreign)
    return text if foreign and common >= 0.7 * len(foreign) else value.decode("latin-1")


def _is_common(character: str) -> bool:
    """Chinese as written every day: GB2312's characters and full-width punctuation."""
    if not ("\u4e00" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f" or character >= "\uff00"):
        return False
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead < 0xF8


def _iso2022(value: bytes, declared: tuple[str, ...], person: bool) -> str:
    encodings = _encodings(declared)
    if person:
        groups = value.split(b"=")
        return "=".join(pydicom.charset.decode_bytes(g, encodings, {0x5C, 0x5E}) for g in groups)
    return pydicom.charset.decode_bytes(value, encodings, {0x5C, 0x09, 0x0A, 0x0C, 0x0D})


@lru_cache(maxsize=64)
def _encodings(declared: tuple[str, ...]) -> list[str]:
    return pydicom.charset.convert_encodings(list(declared) or [""])


def _normal(term: str) -> str:
    term = term.strip().upper().replace("ISO-IR", "ISO_IR")
    return f"ISO_IR {term[7:].strip()}" if term.startswith("ISO_IR") else term
