"""Why an exam of the worklist can only be viewed: who works on it, or how far its report is. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.app.access import BACK, RETURNED, WAITING_FOR_REVIEW, WITHDRAWN, Barrier, ReadOnly
from reader.core.text import tr
from reader.review.reasons import reason_shown
from reader.worklist.exam import SIGNED_STAGES, Exam, Stage
from reader.worklist.model import Ending, Kind, ReadingTask, State
from reader.worklist.rights import Rights

_TAKEN: Mapping[tuple[Kind, str], Barrier] = {
    (Kind.REVIEW, ""): Barrier.IN_REVIEW,
    (Kind.REVIEW, "addendum"): Barrier.ADDENDUM_IN_REVIEW,
    (Kind.REVIEW, "amendment"): Barrier.AMENDMENT_IN_REVIEW,
    (Kind.ADDENDUM, "addendum"): Barrier.BEING_ADDED_TO,
    (Kind.ADDENDUM, "amendment"): Barrier.BEING_AMENDED,
}
_FREE = {"": Barrier.FREE, "addendum": Barrier.ADDENDUM_FREE, "amendment": Barrier.AMENDMENT_FREE}
_RETURNED = {
    "": Barrier.RETURNED, "addendum": Barrier.ADDENDUM_RETURNED, "amendment": Barrier.AMENDMENT_RETURNED
}  # fmt: skip
_BACK = {"": Barrier.BACK, "addendum": Barrier.ADDENDUM_BACK, "amendment": Barrier.AMENDMENT_BACK}
_WAITS = {"": Barrier.WAITS, "addendum": Barrier.ADDENDUM_WAITS, "amendment": Barrier.AMENDMENT_WAITS}
_WITH_ITS_AUTHOR = {
    "": Barrier.WITH_ITS_AUTHOR, "addendum": Barrier.ADDENDUM_WITH_ITS_AUTHOR,
    "amendment": Barrier.AMENDMENT_WITH_ITS_AUTHOR,
}  # fmt: skip

_WITHDRAWN = dict(zip(("", "addendum", "amendment"), WITHDRAWN, strict=True))

FOLLOWED = frozenset((
    *_TAKEN.values(), *_FREE.values(), *_WITHDRAWN.values(), *WAITING_FOR_REVIEW, *BACK,
    *_WITH_ITS_AUTHOR.values(), *RETURNED, Barrier.ANOTHERS, Barrier.CONTINUED, Barrier.ELSEWHERE,
    Barrier.IN_APPROVAL, Barrier.IN_SECOND_READING,
    Barrier.ENDED, Barrier.SIGNED, Barrier.DONE, Barrier.CANCELLED, Barrier.REPORT_CANCELLED,
    Barrier.ON_ITS_WAY, Barrier.NOT_TAKEN, Barrier.LOST, Barrier.HALF_TAKEN,
))  # fmt: skip
"""Why an exam can only be viewed, where that changes while it is open."""
_HANDED_ON = (Stage.SUBMITTED, Stage.IN_REVIEW, *SIGNED_STAGES)
_REASON = 200


def taken(task: ReadingTask, is_me: Callable[[str], bool] = lambda _: False) -> ReadOnly:
    """Somebody else does this task now, or this user (`is_me`) on another computer."""
    if is_me(task.reader_id):
        return ReadOnly(Barrier.ELSEWHERE)
    other = Barrier.CONTINUED if task.kind is Kind.FIRST_READ and task.report else Barrier.ANOTHERS
    barrier = Barrier.IN_APPROVAL if task.passed_by else _TAKEN.get((task.kind, task.supplement), other)
    barrier = Barrier.IN_SECOND_READING if task.second else barrier
    return ReadOnly(barrier, (("name", task.reader.display or tr("Another doctor")),))


def done(exam: Exam | None, is_me: Callable[[str], bool] = lambda _: False) -> ReadOnly:
    """A step of this exam (None where the worklist does not have it any more) that has been done."""
    if exam is None:
        return ReadOnly(Barrier.DONE)
    step = exam.task
    if is_cancelled(exam):
        stored = any(one.report or one.made for one in exam.steps)
        return ReadOnly(Barrier.REPORT_CANCELLED if stored else Barrier.CANCELLED)
    if exam.open and step.state is State.READING and not step.mine:
        return taken(step, is_me)
    if exam.stage is Stage.SUBMITTED:
        waits = Barrier.APPROVAL_WAITS if step.passed_by else _WAITS.get(step.supplement, Barrier.WAITS)
        if step.own and is_me(step.author_id):
            waits = Barrier.OWN_WAITS
        return ReadOnly(Barrier.SECOND_WAITS if step.second else waits)
    if exam.stage is Stage.WITHDRAWN:
        about = exam.withdrawn[-1].supplement if exam.withdrawn else ""
        return ReadOnly(_WITHDRAWN[about])
    if came_back(exam) and is_me(step.author_id) and not step.mine:
        return ReadOnly(_BACK.get(step.supplement, Barrier.BACK))
    if came_back(exam) and not is_me(step.author_id):
        barrier = _WITH_ITS_AUTHOR.get(step.supplement, Barrier.WITH_ITS_AUTHOR)
        return ReadOnly(barrier, (("name", step.author.display or tr("Another doctor")),))
    signed = exam.signed is not None or (exam.open and step.kind is Kind.ADDENDUM)
    return ReadOnly(Barrier.SIGNED if signed else Barrier.DONE)


def came_back(exam: Exam) -> bool:
    """Whether a report that was submitted before, or an addendum or amendment, is to be written on: it was recalled
    or returned."""
    step = exam.task
    return exam.open and step.kind is not Kind.REVIEW and bool(step.report) and not exam.only_begun(step)


def is_cancelled(exam: Exam) -> bool:
    """Whether the hub has ended it without a result; not what a doctor released, gave up or took back."""
    return exam.stage is Stage.CANCELLED and exam.task.ending is Ending.UNKNOWN


def refused(exam: Exam | None, task: ReadingTask, rights: Rights, *, half: bool) -> ReadOnly:
    """A step of this exam whose delivery was refused, `half` after a part of it was done: how far the report is, as
    far as the other steps tell."""
    if exam is not None and exam.handed_on(task) and not (exam.open and exam.task.uid == task.uid):
        return done(exam, rights.is_me)
    gone = exam is not None and any(one.uid == task.uid and one.state is State.CANCELLED for one in exam.steps)
    if exam is not None and gone and not half and exam.task.uid != task.uid:
        return since(exam, task, rights.is_me)[0]
    if not half:
        return ReadOnly(Barrier.NOT_TAKEN)
    if exam is not None and is_cancelled(exam):
        return done(exam)
    rest = exam.without(task, rights) if exam is not None else None
    if rest is None or rest.stage not in _HANDED_ON or (rest.signed is not None and _signed_before(rest, task)):
        return ReadOnly(Barrier.HALF_TAKEN)
    return done(rest, rights.is_me)


def _signed_before(exam: Exam, task: ReadingTask) -> bool:
    """Whether what is signed of an exam is only what the addendum or amendment of this step follows on."""
    same = {task.report} if task.kind is Kind.REVIEW else set()
    signed = (step for step in exam.steps if step.verified)
    return bool(task.supplement) and not any(
        step.made_in == task.uid or step.report in {*task.made, *same} for step in signed
    )


def since(exam: Exam, task: ReadingTask, is_me: Callable[[str], bool]) -> tuple[ReadOnly, ReadingTask | None]:
    """Why `task`, a step of this exam that is open to be looked at, can only be viewed by now; and the step that
    this user could do instead, if there is one."""
    step = exam.task
    theirs = bool(step.assigned_id) and not is_me(step.assigned_id)
    if exam.doable and step.state is State.WAITING and step.uid != task.uid:
        if step.kind is Kind.REVIEW:
            return done(exam, is_me), None if theirs else step
        if not step.returned:
            words = _BACK if came_back(exam) else _FREE  # a report that was recalled goes on from there
            free = words.get(step.supplement, words[""])
            return (done(exam, is_me), None) if theirs else (ReadOnly(free), step)
        reason = " ".join(reason_shown(step.reason).split())
        shown = reason if len(reason) <= _REASON else f"{reason[:_REASON]}…"
        name = exam.reviewer.display or tr("Another doctor")
        returned = _RETURNED.get(step.supplement, Barrier.RETURNED)
        return ReadOnly(returned, (("name", name), ("reason", shown))), None if theirs else step
    return done(exam, is_me), None
