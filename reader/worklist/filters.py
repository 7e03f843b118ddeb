"""Which exams a view shows. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.text import mark
from reader.dicom.values import instant
from reader.worklist.exam import Exam, Row, Stage, UnreadableRow
from reader.worklist.model import Kind, Priority, ReadingTask, State, ended_on

SOON_SECONDS = 30 * 60


class View(Enum):
    """What a list can be narrowed to; the value is its title (`tr` it)."""

    FOR_ME = mark("For me")
    UNASSIGNED = mark("Unassigned")
    MY_REVIEW = mark("My review")
    URGENT = mark("Urgent")
    DONE_TODAY = mark("Done today")
    WAITING = mark("Waiting")
    OVERDUE = mark("Overdue")
    MINE_TODAY = mark("Mine today")
    UNREADABLE = mark("Can't be read")

    __hash__ = object.__hash__  # Enum's own is slow, and every row is asked for its views


LIST_VIEWS = (View.FOR_ME, View.UNASSIGNED, View.MY_REVIEW, View.URGENT, View.DONE_TODAY, View.UNREADABLE)
CHIP_VIEWS = (View.WAITING, View.URGENT, View.OVERDUE, View.MINE_TODAY)
_NONE: frozenset[View] = frozenset()
_UNREADABLE = frozenset((View.UNREADABLE, View.WAITING, View.UNASSIGNED))


@dataclass(frozen=True)
class Now:
    """What the views depend on besides the exam. is_me: tells the user's own identifiers."""

    moment: datetime
    is_me: Callable[[str], bool]


def seconds_left(task: ReadingTask, moment: datetime) -> float | None:
    """Until due, negative when overdue; None without a due time. Naive times are this computer's."""
    return None if task.due is None else instant(task.due) - moment.timestamp()


def overdue(exam: Exam, moment: datetime) -> bool:
    left = seconds_left(exam.task, moment)
    return left is not None and left < 0 and exam.open


def _done(exam: Exam, *, again: bool) -> Sequence[ReadingTask]:
    """The steps that are done for good: while a report is written (again), those up to the last signature, and all
    reviews: who returned a report has done that work, until it waits for them. again: it came back to this user."""
    done = [step for step in exam.steps if step.state is State.DONE]
    if not exam.open or (exam.task.kind is Kind.REVIEW and not again):
        return done
    signed = max((number for number, step in enumerate(done, 1) if step.verified), default=0)
    return [step for number, step in enumerate(done) if number < signed or (step.kind is Kind.REVIEW and not again)]


def views_of(row: Row, now: Now) -> frozenset[View]:
    """The views that a row is in."""
    if isinstance(row, UnreadableRow):
        return _UNREADABLE
    found = set()
    task, today = row.task, now.moment.date()
    ended = [step for step in row.steps if step.state in (State.DONE, State.CANCELLED) and ended_on(step, today)]
    mine = task.mine or now.is_me(task.reader_id)
    waiting, review = task.state is State.WAITING, task.is_review
    again = row.doable and (mine or (review and waiting))
    by_me = any(step in ended and now.is_me(step.reader_id) for step in _done(row, again=again))
    if by_me:
        found.add(View.MINE_TODAY)
    if any(now.is_me(review.author_id) for review in row.withdrawn):
        found.add(View.FOR_ME)
    if row.stage is Stage.WITHDRAWN:  # nobody waits for it, and it is not done
        return frozenset((*found, View.FOR_ME) if mine or now.is_me(task.author_id) else found)
    if any(step.handed_on and step in row.unclosed for step in row.steps):  # the rest of it is to be tried again
        found.add(View.FOR_ME)
    if by_me or (ended and not row.open):
        found.add(View.DONE_TODAY)
    if not row.doable:
        return frozenset(found)
    for view, wanted in (
        (View.FOR_ME, mine),
        (View.UNASSIGNED, waiting and not task.assigned_id and not review),
        (View.MY_REVIEW, review and (waiting or mine)),
        (View.URGENT, task.priority is Priority.HIGH),
        (View.WAITING, waiting and not review),
        (View.OVERDUE, overdue(row, now.moment)),
    ):
        if wanted:
            found.add(view)
    return frozenset(found) or _NONE
