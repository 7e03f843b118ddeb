"""What a person has saved of how images are shown, to be handed over with the report: presentation states, each as
the file that it will be at the archive. Plain values and their model; main thread."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import compress, decompress

from psygnal import Signal

from reader.core.history import Change, History
from reader.core.text import Told, tr


@dataclass(frozen=True)
class SavedState:
    """One presentation state. uid: its SOP Instance UID; series_uid: of the series that it is put in, number: its
    own in that. packed: the DICOM file, as text that a journal can keep."""

    uid: str
    series_uid: str
    number: int
    packed: str

    @classmethod
    def of(cls, uid: str, series_uid: str, number: int, file: bytes) -> SavedState:
        """file: references to many images are much alike, and small when they are packed."""
        return cls(uid, series_uid, number, b64encode(compress(file)).decode("ascii"))

    @property
    def file(self) -> bytes:
        return decompress(b64decode(self.packed))


class SavedStates:
    """Those of one case, in their order. Each change is a step of `history`, which refuses it where the case may
    not be changed."""

    changed = Signal()

    def __init__(self, history: History) -> None:
        self._history = history
        self.states: tuple[SavedState, ...] = ()

    def get(self, uid: str) -> SavedState | None:
        return next((state for state in self.states if state.uid == uid), None)

    @property
    def next_number(self) -> int:
        return max((state.number for state in self.states), default=0) + 1

    def load(self, states: Iterable[SavedState]) -> None:
        """What a draft has kept; can't be undone."""
        self._show(tuple(states))

    def put(self, state: SavedState) -> None:
        """Raises `ReaderError` where the case may not be changed."""
        self._step((*self.states, state), Told(lambda: tr("Presentation state saved")))

    def remove(self, uid: str) -> None:
        """Raises `ReaderError` where the case may not be changed."""
        kept = tuple(state for state in self.states if state.uid != uid)
        self._step(kept, Told(lambda: tr("Presentation state deleted")))

    def _step(self, new: tuple[SavedState, ...], title: str) -> None:
        old = self.states
        self._history.make(Change(title, lambda: self._show(new), lambda: self._show(old), states=(old, new)))

    def _show(self, states: tuple[SavedState, ...]) -> None:
        self.states = states
        self.changed.emit()
