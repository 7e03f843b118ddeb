"""What a user gives back from the list: an exam, or an addendum or amendment that came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from reader.app.leaving import Foot, Leaving
from reader.app.reading_case import ReadingCase
from reader.app.ui.ending import may_delete, may_withdraw
from reader.worklist.listing import WorklistModel
from reader.worklist.model import ReadingTask


class OpenCase(Protocol):
    """The case that is open, of which there is one at most."""

    case: ReadingCase | None

    @property
    def closed(self) -> bool: ...
    @property
    def busy(self) -> bool: ...
    def may_leave(self) -> bool: ...
    def leave_case(self, *, settled: bool = False) -> None: ...
    def front(self) -> QWidget | None: ...


class GivingBack:
    """Main thread. A case that is open is closed first. foot: where it is told meanwhile."""

    def __init__(
        self, desk: OpenCase, leaving: Leaving, worklist: WorklistModel, foot: Callable[[], Foot]
    ) -> None:
        self._desk, self._leaving, self._worklist, self._foot = desk, leaving, worklist, foot

    def release(self, task: ReadingTask) -> None:
        """Where nothing was written, leaving the case gives it back already."""
        if (case := self._open(task)) is not None:
            if not self._desk.may_leave():
                return
            settled = not case.untouched
            self._desk.leave_case(settled=settled)
            if not settled:
                return
        exam = self._worklist.exam(task.uid)
        self._leaving.release(task, self._foot(), lambda: may_delete(task, exam, self._desk.front()))

    def withdraw(self, task: ReadingTask) -> None:
        """Of an addendum or amendment that was submitted and has come back."""
        if not may_withdraw(task, self._desk.front()):
            return
        if self._open(task) is not None:
            self._desk.leave_case(settled=True)
        self._leaving.give_up(task)

    def _open(self, task: ReadingTask) -> ReadingCase | None:
        case = self._desk.case
        return case if case is not None and case.task.uid == task.uid else None
