"""Typing on where a text that was read again ends: stored reports keep no space at the end of a line."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ENDED = re.compile(r"(?:[A-Za-z]{2}|[)\]%\"'”])[.!?;:,]$")
_ENDED_BY_A_NUMBER = re.compile(r"\d[.!?;:,]$")


def goes_on(cursor: QTextCursor, event: QKeyEvent) -> bool:
    """Whether a key that is pressed at the end of a line begins a sentence or clause of its own: after "10 mm." or
    "stage 2.", but not within "2.5" or "i.e."; Chinese has no such spaces."""
    typed, line = event.text(), cursor.block().text()
    if event.modifiers() & ~_TYPED or cursor.hasSelection() or not cursor.atBlockEnd():
        return False
    if not (typed.isascii() and typed.isalnum()):
        return False
    return bool(_ENDED.search(line) or (typed.isalpha() and _ENDED_BY_A_NUMBER.search(line)))
