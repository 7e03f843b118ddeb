"""What a user can take back: the named changes of one case, refused where the case may not be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.core.errors import ReaderError
from reader.core.text import tr


@dataclass(frozen=True)
class Change:
    """One step. title: what was done, in the user's language ("Nodule accepted"). do, undo: main thread."""

    title: str
    do: Callable[[], None]
    undo: Callable[[], None]


class History:
    """The changes of one case in order. Main thread only.

    refusal: why nothing may be changed now, in the user's words; "" where it may. Every change, its undo and redo
    then raise `ReaderError` with it: this is the one place that decides.
    """

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._refusal = ""

    @property
    def refusal(self) -> str:
        return self._refusal

    def refuse(self, why: str) -> None:
        """From now on; "" lets changes through again."""
        self._refusal = why

    def check(self) -> None:
        """Raises `ReaderError` where nothing may be changed now."""
        if self._refusal:
            raise ReaderError(tr("This exam is read-only."), self._refusal, safe=tr("Nothing was changed."))

    def make(self, change: Change) -> None:
        """Do it, and keep it to be undone."""
        self.check()
        change.do()
        self._done.append(change)
        self._undone.clear()

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        return self._step(self._done, self._undone, lambda change: change.undo())

    def redo(self) -> bool:
        return self._step(self._undone, self._done, lambda change: change.do())

    @property
    def undoes(self) -> str:
        """What `undo` would take back; "" for nothing."""
        return self._done[-1].title if self._done else ""

    @property
    def redoes(self) -> str:
        return self._undone[-1].title if self._undone else ""

    def forget(self) -> None:
        """What was changed is no longer there to be undone."""
        self._done.clear()
        self._undone.clear()

    def _step(self, source: list[Change], target: list[Change], run: Callable[[Change], None]) -> bool:
        if not source:
            return False
        self.check()
        run(source[-1])
        target.append(source.pop())
        return True
