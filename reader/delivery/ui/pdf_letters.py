"""The letters that a PDF says its glyphs are. Main thread.

Qt asks the font what a glyph is, and a font that draws two characters alike answers with the first: Noto Sans CJK
gives the radicals "⻄", "⻚" of U+2E80 for "西", "页". Whoever searched or copied such a text would not find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtGui import QFont, QRawFont, QTextLayout

_MAP = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_LIST = re.compile(rb"\[[^\]]*\]")
_LETTER = re.compile(rb"<([0-9A-Fa-f]{4})>")


def with_own_letters(pdf: bytes, text: str, fonts: Iterable[QFont]) -> bytes:
    """The PDF of a text, in which a glyph is the character of this text that it was drawn for. No length changes:
    QPdfWriter leaves its ToUnicode maps (PDF 32000-1, 9.10.3) uncompressed."""
    alike = _Alike(text, fonts)

    def letter(match: re.Match[bytes]) -> bytes:
        return b"<%04X>" % ord(alike.of(chr(int(match[1], 16))))

    def listed(match: re.Match[bytes]) -> bytes:
        return _LETTER.sub(letter, match[0])

    return _MAP.sub(lambda match: _LIST.sub(listed, match[0]), pdf)


class _Alike:
    """Which character of a text has the glyph of another one."""

    def __init__(self, text: str, fonts: Iterable[QFont]) -> None:
        self._letters = sorted({c for c in text if not c.isspace() and ord(c) < 0x10000})
        self._raw = [raw for font in fonts for raw in self._fonts(font)]
        self._drawn = [{_glyph(raw, c): c for c in self._letters} for raw in self._raw]

    def of(self, letter: str) -> str:
        """Itself, where the text has it or no other one is drawn so."""
        if letter in self._letters or letter < "\u0080":
            return letter
        for raw, drawn in zip(self._raw, self._drawn, strict=True):
            glyph = _glyph(raw, letter)
            if glyph and glyph in drawn:
                return drawn[glyph]
        return letter

    def _fonts(self, font: QFont) -> list[QRawFont]:
        """Those that the letters are taken from: one font has not all of them."""
        layout = QTextLayout("".join(self._letters), font)
        layout.beginLayout()
        layout.createLine().setLineWidth(1e9)
        layout.endLayout()
        return [run.rawFont() for run in layout.glyphRuns()]


def _glyph(raw: QRawFont, letter: str) -> int:
    """0 where the font has it not."""
    found = raw.glyphIndexesForString(letter) if raw.supportsCharacter(ord(letter)) else []
    return found[0] if len(found) == 1 else 0
