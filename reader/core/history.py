"""What a user can take back: the named changes of one case, refused where the case may not be changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from reader.core.errors import ReaderError
from reader.core.text import now, tr

_MOST = 200


@dataclass(frozen=True)
class Change:
    """One step. title: what was done ("Nodule accepted"), in words that are kept (`Told`). do, undo: main thread.

    merge: steps in a row of the same one, such as those of a drag, are one step. display: it changes only what is
    on the screen, which is allowed in every case. states: what is changed, before and after; where the two are
    equal, it is no step. None: it always is one.
    """

    title: str
    do: Callable[[], None]
    undo: Callable[[], None]
    merge: Hashable = None
    display: bool = False
    states: tuple[object, object] | None = None

    @property
    def is_idle(self) -> bool:
        """Nobody would see a difference between doing and undoing it."""
        return self.states is not None and self.states[0] == self.states[1]

    def after(self, other: Change) -> Change:
        """Both as one."""
        states = None
        if other.states is not None and self.states is not None:
            states = (other.states[0], self.states[1])
        return replace(self, undo=other.undo, states=states)


class History:
    """The changes of one case in order. Main thread only.

    refusal: why nothing may be changed now, in words (`Told`); "" where it may. Every change that is not of the
    display, its undo and redo then raise `ReaderError` with it: this is the one place that decides.
    """

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._refusal = ""
        self._stepping = False
        self._on_display = False

    @property
    def refusal(self) -> str:
        return now(self._refusal)

    def refuse(self, why: str) -> None:
        """From now on; "" lets changes through again."""
        self._refusal = why

    def check(self) -> None:
        """Raises `ReaderError` where nothing may be changed now."""
        if self._refusal:
            raise ReaderError(tr("This exam is read-only."), self.refusal, safe=tr("Nothing was changed."))

    def make(self, change: Change) -> None:
        """Do it, and keep it to be undone."""
        self.check()
        change.do()
        self.note(change)

    def note(self, change: Change) -> None:
        """Keep what was done already; what undoing and redoing do is no change."""
        if self._stepping or change.is_idle:
            return
        last = self._done[-1] if self._done else None
        if last is not None and change.merge is not None and last.merge == change.merge:
            self._done.pop()
            change = change.after(last)
        if not change.is_idle:
            self._done = [*self._done[1 - _MOST :], change]
        self._undone.clear()
        self._on_display = False

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        return self._step(self._done, self._undone, lambda change: change.undo())

    def redo(self) -> bool:
        return self._step(self._undone, self._done, lambda change: change.do())

    @property
    def undoes(self) -> str:
        """What `undo` would take back; "" for nothing."""
        return now(self._done[-1].title) if self._done else ""

    @property
    def redoes(self) -> str:
        return now(self._undone[-1].title) if self._undone else ""

    def stop_at_findings(self, *, redo: bool = False) -> bool:
        """Whether the next step is of the findings and those just stepped over were of the display: somebody who
        takes zooms back does not see a judgement go with them. True once; then the step may be taken.
        """
        steps = self._undone if redo else self._done
        stop = self._on_display and bool(steps) and not steps[-1].display
        self._on_display = self._on_display and not stop
        return stop

    def forget(self, *, display: bool) -> None:
        """What was changed, on the screen or else in the findings, is no longer there to be undone."""
        self._done = [change for change in self._done if change.display is not display]
        self._undone = [change for change in self._undone if change.display is not display]

    def _step(self, source: list[Change], target: list[Change], run: Callable[[Change], None]) -> bool:
        if not source:
            return False
        if not source[-1].display:
            self.check()
        change = source.pop()
        target.append(change)
        self._on_display = change.display
        self._stepping = True
        try:
            run(change)
        finally:
            self._stepping = False
        return True
