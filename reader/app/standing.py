"""Why an exam of the worklist can only be viewed: who works on it, or how far its report is. Plain values."""

from __future__ import annotations

from collections.abc import Mapping

from reader.app.access import Barrier, ReadOnly
from reader.core.text import tr
from reader.worklist.exam import Exam, Stage
from reader.worklist.model import Kind, ReadingTask, State

_TAKEN: Mapping[tuple[Kind, str], Barrier] = {
    (Kind.REVIEW, ""): Barrier.IN_REVIEW,
    (Kind.REVIEW, "addendum"): Barrier.ADDENDUM_IN_REVIEW,
    (Kind.REVIEW, "amendment"): Barrier.AMENDMENT_IN_REVIEW,
    (Kind.ADDENDUM, "addendum"): Barrier.BEING_ADDED_TO,
    (Kind.ADDENDUM, "amendment"): Barrier.BEING_AMENDED,
}
_WAITS = {"": Barrier.WAITS, "addendum": Barrier.ADDENDUM_WAITS, "amendment": Barrier.AMENDMENT_WAITS}


def taken(task: ReadingTask) -> ReadOnly:
    """Somebody else does this task now."""
    barrier = _TAKEN.get((task.kind, task.supplement), Barrier.ANOTHERS)
    return ReadOnly(barrier, (("name", task.reader.display or tr("Another doctor")),))


def done(exam: Exam | None) -> ReadOnly:
    """A step of this exam (None where the worklist does not have it any more) that has been done."""
    if exam is not None and exam.open and exam.task.state is State.READING:
        return taken(exam.task)
    if exam is not None and exam.stage is Stage.SUBMITTED:
        return ReadOnly(_WAITS.get(exam.task.supplement, Barrier.WAITS))
    return ReadOnly(Barrier.DONE if exam is None or exam.signed is None else Barrier.SIGNED)
