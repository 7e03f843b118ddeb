"""How wide texts are in a font. The same ones stand on every picture: what was measured once is kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from reader.core.qt.elided import elided

_FONTS: dict[str, Measures] = {}
_last: Measures | None = None
_TEXTS = 1000


class Measures:
    """Widths and heights in logical pixels, in one font. Main thread."""

    def __init__(self, font: QFont) -> None:
        self.font, self.key = font, font.key()
        self._metrics = metrics = QFontMetricsF(font)
        self.ascent, self.descent, self.height = metrics.ascent(), metrics.descent(), metrics.height()
        self.width = lru_cache(_TEXTS)(self._width)
        self.elided = lru_cache(_TEXTS)(self._elided)

    def _width(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text)

    def _elided(self, text: str, room: float) -> str:
        """`text` in so many pixels, its end left out where it is longer."""
        return elided(text, self._metrics, room)


def measures(font: QFont) -> Measures:
    """Those of a font."""
    global _last
    if _last is None or _last.font != font:  # quicker than its key
        key = font.key()
        _last = _FONTS.get(key) or _FONTS.setdefault(key, Measures(font))
    return _last
