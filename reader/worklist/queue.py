"""What this user opens next: what they have begun or urgently got back, then what else came back to them, then
what waits; each by urgency. An addendum or amendment has no due time, and may not wait behind all that has one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import count

from reader.core.text import mark
from reader.worklist.exam import Exam, ExamKey, Row, Urgency
from reader.worklist.model import Kind, Priority, ReadingTask, State
from reader.worklist.rights import Rights

_Place = tuple[int, Urgency, int, ExamKey]
_FEW = 50
"""So many exams are put in their places one by one; with more, all are sorted."""


class Reason(Enum):
    """Why a case is the next one; the value is its words (`tr` it)."""

    UNFINISHED = mark("Started by you")
    RETURNED = mark("Returned to you")
    ASSIGNED = mark("Assigned to you")
    REVIEW = mark("The most urgent to review")
    URGENT = mark("The most urgent")


class Queue:
    """Kept in order as rows change, because at each event of a large worklist it is asked for its first ones."""

    def __init__(self, rights: Rights) -> None:
        self._rights = rights
        self._places: list[_Place] = []
        self._by_key: dict[ExamKey, _Place] = {}
        self._numbers = count()  # no two places are equal, so that keys are never compared

    def take(self, rows: Mapping[ExamKey, Row], touched: Iterable[ExamKey]) -> None:
        """What has come, gone or changed."""
        gone, new = [], []
        for key in touched:
            if key in self._by_key:
                gone.append(self._by_key.pop(key))
            row = rows.get(key)
            if isinstance(row, Exam) and self._mine_to_do(row):
                place = (self._rank(row.task), row.urgent, next(self._numbers), key)
                self._by_key[key] = place
                new.append(place)
        if len(gone) + len(new) > _FEW:
            self._places = sorted(self._by_key.values())
            return
        for place in gone:
            del self._places[bisect_left(self._places, place)]
        for place in new:
            insort(self._places, place)

    def __iter__(self) -> Iterator[ExamKey]:
        return (place[-1] for place in self._places)

    def reason(self, exam: Exam) -> Reason:
        """Why it is where it is."""
        task = exam.task
        if self._begun(task):
            return Reason.UNFINISHED
        if task.returned:
            return Reason.RETURNED
        if task.assigned_id:
            return Reason.ASSIGNED
        return Reason.REVIEW if task.is_review else Reason.URGENT

    def _mine_to_do(self, exam: Exam) -> bool:
        if not exam.doable:
            return False
        task = exam.task
        if task.state is State.WAITING:
            return not task.assigned_id or self._rights.is_me(task.assigned_id)
        return self._begun(task)

    def _rank(self, task: ReadingTask) -> int:
        """0: begun by this user, or an urgent report of theirs that was returned or recalled. 1: another one of
        these; nobody else goes on with it. 2: everything else."""
        back = task.kind is not Kind.REVIEW and bool(task.report) and self._rights.is_me(task.assigned_id)
        if self._begun(task) or (back and task.priority is Priority.HIGH):
            return 0
        return 1 if back else 2

    def _begun(self, task: ReadingTask) -> bool:
        return task.state is State.READING and (task.mine or self._rights.is_me(task.reader_id))
