"""How findings are shown in this case: hidden, locked in place, and where a label was moved to. None of it is kept
with them or written into an object. Main thread only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from psygnal import Signal

from reader.core.history import Change, History
from reader.core.text import Told

Offset = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """locked: it can't be moved, reshaped or deleted. label: from where it is anchored to the upper left corner of
    its text, in logical pixels; None where the program has placed it."""

    hidden: bool = False
    locked: bool = False
    label: Offset | None = None


PLAIN = Look()


class Looks:
    """By tracking UID. all_hidden: all that persons have measured is hidden. state: after each change another
    object."""

    changed = Signal()

    def __init__(self, history: History) -> None:
        self._history = history
        self.all_hidden = False
        self.state: Mapping[str, Look] = MappingProxyType({})

    def of(self, tracking_uid: str) -> Look:
        return self.state.get(tracking_uid, PLAIN)

    @property
    def hides_any(self) -> bool:
        return self.all_hidden or any(look.hidden for look in self.state.values())

    def hides(self, tracking_uid: str, is_ai: bool) -> bool:
        return self.of(tracking_uid).hidden or (self.all_hidden and not is_ai)

    def set_all_hidden(self, hidden: bool) -> None:
        """Of persons; not a step, as it is switched back by the same key."""
        self.all_hidden = hidden
        self.state = MappingProxyType(dict(self.state))
        self.changed.emit()

    def change(self, tracking_uid: str, title: Told, look: Look, merge: Hashable = None) -> None:
        """A step that can be undone, also where the case may not be changed."""
        old = self.of(tracking_uid)
        there, back = lambda: self._set(tracking_uid, look), lambda: self._set(tracking_uid, old)
        change = Change(title, there, back, merge, display=True, states=(old, look))
        change.do()
        self._history.note(change)

    def reveal(self, tracking_uid: str) -> None:
        """Who goes to a finding sees it."""
        if self.all_hidden or self.of(tracking_uid).hidden:
            self.all_hidden = False
            self._set(tracking_uid, replace(self.of(tracking_uid), hidden=False))

    def _set(self, tracking_uid: str, look: Look) -> None:
        self.state = MappingProxyType({**self.state, tracking_uid: look})
        self.changed.emit()
