"""Text of files in Unicode: the one decoder of every room (PS3.5 6.1, annexes H, I, J and K).

The rules, in order:
1. Only ASCII bytes and no escape sequence: nothing to decide.
2. Escape sequences say themselves which set follows (PS3.5 6.1.2.4): read by them, back at the first value of
   (0008,0005) after each delimiter (6.1.2.5.3). A byte of a two-byte character is never a delimiter.
3. A declared set that the bytes fit is believed. A single-byte set fits unless it gives a control character.
   A value that was cut within its last character loses that character, not its declaration.
4. ISO_IR 100 is what devices write that know nothing of character sets, and every byte fits it. It is believed
   as long as the text can be written in Latin letters: names and words with letters, marks at their ends, no word
   of accented letters alone (`_looks_latin`).
5. Nothing declared, or a declaration that can't be right: valid UTF-8 is UTF-8, what looks Latin is Latin, bytes
   that come in pairs and give mostly common Chinese characters are GB18030; else Latin (Windows 1252).
"""

from __future__ import annotations

import re
from functools import lru_cache

TEXT_VRS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})
"""The VRs that (0008,0005) is about (PS3.5 6.1.2.3)."""
ONE_VALUE = frozenset({"LT", "ST", "UT"})
"""Of those, the ones in which a backslash is a character like any other."""

_UTF_8, _GB = "utf-8", "gb18030"
# ISO-IR number -> codec of the upper half (G1) of a single-byte set
_SINGLE = {
    100: "latin-1", 101: "iso8859-2", 109: "iso8859-3", 110: "iso8859-4", 144: "iso8859-5", 127: "iso8859-6",
    126: "iso8859-7", 138: "iso8859-8", 148: "iso8859-9", 203: "iso8859-15", 166: "iso8859-11", 13: "shift_jis",
}  # fmt: skip
_ASCII, _ROMAJI, _KATAKANA, _KANJI, _KANJI_2, _KOREAN, _CHINESE = 6, 14, 13, 87, 159, 149, 58
_TWO_BYTES = frozenset({_KANJI, _KANJI_2, _KOREAN, _CHINESE})
# (which half, set) that an escape sequence designates (PS3.3 tables C.12-2 to C.12-4), and kin seen in files
_ESCAPES = {
    b"(B": (0, _ASCII), b"(J": (0, _ROMAJI), b")I": (1, _KATAKANA),
    b"-A": (1, 100), b"-B": (1, 101), b"-C": (1, 109), b"-D": (1, 110), b"-L": (1, 144), b"-G": (1, 127),
    b"-F": (1, 126), b"-H": (1, 138), b"-M": (1, 148), b"-b": (1, 203), b"-T": (1, 166),
    b"$B": (0, _KANJI), b"$@": (0, _KANJI), b"$(B": (0, _KANJI), b"$(D": (0, _KANJI_2),
    b"$)C": (1, _KOREAN), b"$(C": (0, _KOREAN), b"$)A": (1, _CHINESE), b"$(A": (0, _CHINESE), b"$A": (0, _CHINESE),
    b"$)B": (1, _KANJI), b"$)D": (1, _KANJI_2),
}  # fmt: skip
_ESCAPE = re.compile(rb"\x1b([\x20-\x2f]*[\x30-\x7e])")
_LINE_ENDS = frozenset(b"\t\n\f\r")
_LOST = "\ufffd"


def decode(value: bytes, declared: tuple[str, ...], vr: str = "LO") -> str:
    """The text of one element, with its backslashes. declared: values of (0008,0005). Never raises."""
    escaped = b"\x1b" in value
    if value.isascii() and not escaped:
        return value.decode("ascii")
    sets = _sets(declared)
    first = sets[0]
    if escaped and not _ESCAPES.keys().isdisjoint(_ESCAPE.findall(value)):
        return _by_escapes(value, sets, vr)
    if isinstance(first, str):
        return _believed(value, first) or guess(value, vr)
    if first == 100:
        latin = _single(value, first)
        right = latin and not _utf_8(value, vr) and _looks_latin(latin, vr)
        return latin if right else guess(value, vr)
    if first in _SINGLE:
        return _single(value, first) or guess(value, vr)
    text = _by_escapes(value, sets, vr)
    return text if _LOST not in text else guess(value, vr)


def values(value: bytes, declared: tuple[str, ...], vr: str) -> tuple[str, ...]:
    """The values of one element without their padding (PS3.5 6.2)."""
    text = decode(value, declared, vr) if vr in TEXT_VRS else value.decode("latin-1")
    if vr in ONE_VALUE:
        return (text.rstrip(" \0"),)
    return tuple(part.strip(" \0\r\n\t") for part in text.split("\\"))


def mended(text: str, vr: str = "LO") -> str:
    """Text that somebody else decoded as Latin-1 where that can't be right; else the same (rule 4)."""
    if text.isascii() or not all(ord(character) < 256 for character in text):
        return text
    return decode(text.encode("latin-1"), ("ISO_IR 100",), vr)


def guess(value: bytes, vr: str = "LO") -> str:
    """Rule 5 above."""
    if text := _utf_8(value, vr):
        return text
    try:
        latin = value.decode("cp1252")
    except UnicodeDecodeError:
        latin = value.decode("latin-1")
    return latin if _looks_latin(latin, vr) else _chinese(value, vr) or latin


def _utf_8(value: bytes, vr: str) -> str:
    """The text as UTF-8; "" where the bytes are not of it, or are so only by chance.

    Characters of three and four bytes are no chance. Those of two may be Chinese in GB18030: they count where they
    are of one script, and as Latin look so.
    """
    try:
        text = value.decode(_UTF_8)
    except UnicodeDecodeError:
        return ""
    foreign = [ord(character) for character in text if not character.isascii()]
    if any(code >= 0x800 for code in foreign):
        return text
    script = next((s for s in _SCRIPTS if all(s[0] <= code <= s[1] for code in foreign)), None)
    plausible = script is not None and (script != _SCRIPTS[0] or _looks_latin(text, vr))
    return text if plausible or not _chinese(value, vr) else ""


_SCRIPTS = ((0xA0, 0x24F), (0x386, 0x3CE), (0x400, 0x45F), (0x5D0, 0x5EA), (0x621, 0x64A))
"""Latin, Greek, Cyrillic, Hebrew, Arabic."""


def _believed(value: bytes, encoding: str) -> str:
    """The text in a multi-byte set without code extensions; "" where the bytes are not of it."""
    try:
        return value.decode(encoding)
    except UnicodeDecodeError as error:
        told = value[: error.start]
        cut = error.end == len(value) and len(value) - error.start < 4 and not told.isascii()
        return told.decode(encoding) if cut else ""


def _single(value: bytes, number: int) -> str:
    """The text in a single-byte set; "" where that gives a control character or nothing."""
    if number == _KATAKANA:
        if all(byte < 0x80 or 0xA1 <= byte <= 0xDF for byte in value):
            return _by_escapes(value, (_KATAKANA,), "LO")
        return _believed(value, "shift_jis")  # which devices declare so, and has its katakana at the same bytes
    if any(0x80 <= byte <= 0x9F for byte in value):
        return ""
    try:
        return value.decode(_SINGLE[number])
    except UnicodeDecodeError:
        return ""


# rule 4 ------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(?:[A-Za-z]|[^\x00-\x7f\xa0])+")
_OPENING = "¿¡«°±·¨´µ§©®‘’“”„‚‹–—…"
_CLOSING = "»°²³¹ªº®©™´·µ¼½¾×§‘’“”›–—…"
_IN_NAMES = re.compile(r"(?<=[A-Za-z])(?:[´’‘–](?=[A-Za-z])|[ªº]$)")


def _looks_latin(text: str, vr: str) -> bool:
    """Whether the words with characters above ASCII are such as are written in Latin letters."""
    good = bad = 0
    for match in _WORD.finditer(text.replace("\xad", "")):
        word = match.group()
        if word.isascii():
            continue
        core = _IN_NAMES.sub("", word) if vr == "PN" else word.lstrip(_OPENING).rstrip(_CLOSING)
        foreign = sum(not c.isascii() for c in core)
        letters = all(c.isalpha() and c not in "ªºµ" for c in core)
        if not letters or (foreign == len(core) and foreign > 1 and foreign % 2 == 0):
            bad += 1
        elif 0 < foreign < len(core) and (core[1:].islower() or core.isupper()):
            good += 1
    return good >= bad


def _chinese(value: bytes, vr: str) -> str:
    """The text as GB18030, "" where that is not what people write."""
    try:
        text = value.decode(_GB)
    except UnicodeDecodeError as error:
        if error.end < len(value) or error.start < 2:
            return ""
        text = value[: error.start].decode(_GB)  # cut within its last character
    foreign = [character for character in text if ord(character) > 127]
    common = sum(_is_common(character) for character in foreign)
    share = 0.3 if vr == "PN" else 0.7  # names have rare characters
    return text if foreign and common >= share * len(foreign) else ""


def _is_common(character: str) -> bool:
    """Chinese as written every day: GB2312's characters and full-width punctuation."""
    if character in "·—“”‘’…×℃":
        return True
    if not ("\u4e00" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f" or character >= "\uff00"):
        return False
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead < 0xF8


# rule 2 ------------------------------------------------------------------------------------------------------


def _by_escapes(value: bytes, sets: tuple[int | str, ...], vr: str) -> str:
    """ISO 2022 with the code extensions of the standard.

    Bytes above ASCII where no set is designated for them are of the one further set that is declared: devices
    leave out the escape sequence that the standard wants again after a delimiter.
    """
    start = _start(sets)
    further = next((n for n in sets[1:] if isinstance(n, int) and n in _TWO_BYTES | {_KATAKANA}), None)
    delimiters = _LINE_ENDS | (frozenset() if vr in ONE_VALUE else frozenset(b"\\"))
    delimiters |= frozenset(b"^=") if vr == "PN" else frozenset()
    half = list(start)
    out: list[str] = []
    place = 0
    while place < len(value):
        byte = value[place]
        if byte == 0x1B:
            match = _ESCAPE.match(value, place)
            if match is None:
                place += 1
                continue
            if (designated := _ESCAPES.get(match[1])) is not None:
                half[designated[0]] = designated[1]
            place = match.end()
            continue
        upper = byte >= 0x80
        active = (half[1] or further or 0) if upper else half[0]
        pair = value[place : place + 2]
        if active in _TWO_BYTES and _is_pair(pair):
            out.append(_two(pair, active))
            place += 2
            continue
        if byte in delimiters:
            half = list(start)
        if not upper and byte == 0x5C and active == _ROMAJI and vr in ONE_VALUE:
            out.append("¥")
        elif not upper:
            out.append("‾" if byte == 0x7E and active == _ROMAJI else chr(byte))
        else:
            out.append(_one(byte, active))
        place += 1
    return "".join(out)


def _start(sets: tuple[int | str, ...]) -> tuple[int, int]:
    """(lower, upper half) at the beginning of a value, by the first value of (0008,0005); 0 for none."""
    first = sets[0]
    if first == _KATAKANA:
        return _ROMAJI, _KATAKANA
    if isinstance(first, str) or first in (_ASCII, _KANJI, _KANJI_2):
        return _ASCII, 0
    return _ASCII, first


def _is_pair(pair: bytes) -> bool:
    """Two bytes of one half of the code table, none of them a control character or a space."""
    printable = all(0x21 <= byte & 0x7F <= 0x7E for byte in pair)
    return len(pair) == 2 and printable and (pair[0] < 0x80) == (pair[1] < 0x80)


def _two(pair: bytes, number: int) -> str:
    high = bytes(byte | 0x80 for byte in pair)
    if number == _KANJI_2:
        return (b"\x8f" + high).decode("euc_jp", "replace")[:1]
    encoding = {_KANJI: "euc_jp", _KOREAN: "euc_kr", _CHINESE: _GB}[number]
    try:
        return high.decode(encoding)
    except UnicodeDecodeError:
        return _shift_jis(pair) if number == _KANJI else _LOST


def _shift_jis(pair: bytes) -> str:
    """A character of the rows that JIS X 0208 leaves free and devices fill as Windows does (①, 髙)."""
    row, cell = (pair[0] & 0x7F) - 0x21, (pair[1] & 0x7F) - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932", "replace")[:1]


def _one(byte: int, number: int) -> str:
    codec = _SINGLE.get(number)
    return bytes((byte,)).decode(codec, "replace") if codec is not None else _LOST


# what is declared --------------------------------------------------------------------------------------------

_TERM = re.compile(r"ISO[ _-]*(?:2022[ _-]*)?IR[ _-]*(\d+)")
_NAMED = {"GB18030": _GB, "GBK": _GB, "GB2312": _GB, "UTF8": _UTF_8, "UNICODE": _UTF_8}


@lru_cache(maxsize=256)
def _sets(declared: tuple[str, ...]) -> tuple[int | str, ...]:
    """(0008,0005) as ISO-IR numbers, or the codec of a set without code extensions; at least one."""
    found: list[int | str] = []
    for term in declared or ("",):
        plain = term.strip(" \0").upper()
        match = _TERM.fullmatch(plain)
        number = int(match[1]) if match else _ASCII
        named = _NAMED.get(re.sub(r"^ISO[ _-]*2022[ _-]*|[ _-]", "", plain))
        if number == 192 or named is not None:
            found.append(named or _UTF_8)
        else:
            found.append(number if number in _SINGLE or number in _TWO_BYTES else _ASCII)
    return tuple(found)
