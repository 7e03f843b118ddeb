"""Keys that are held down. Qt says which presses are repeats, but on X11 not of all: others come as a release and a
press at the same moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent

_BOUNCE_MS = 2
"""No finger lets a key go and presses it again so soon; a server writes both of a repeat with one time."""
_PRESSES = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class HeldKeys:
    """What is known of the keys of this computer. Main thread only; `Keyboard` notes every event."""

    def __init__(self) -> None:
        self._pressed: dict[int, tuple[int, bool]] = {}
        self._released: dict[int, int] = {}
        self.now = False
        """Whether the press that is being handled is one of a key that was held down from before."""

    def note(self, event: QKeyEvent) -> None:
        """The same press comes to several widgets, one after the other, and first as what may be a shortcut."""
        key, when = event.key(), event.timestamp()
        if event.type() is QEvent.Type.KeyRelease:
            self._released[key] = when
        elif event.type() in _PRESSES:
            before, held = self._pressed.get(key, (0, False))
            if not when or when != before:
                since = when - self._released.get(key, 0)
                held = bool(when) and key in self._released and since < _BOUNCE_MS
                self._pressed[key] = (when, held)
            self.now = event.isAutoRepeat() or held


HELD = HeldKeys()
