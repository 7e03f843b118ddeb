"""Which tasks a view shows, what a search finds, which case comes next. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.text import mark
from reader.dicom.values import PersonName
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


LIST_VIEWS = (View.FOR_ME, View.UNASSIGNED, View.MY_REVIEW, View.URGENT, View.DONE_TODAY)
CHIP_VIEWS = (View.WAITING, View.URGENT, View.OVERDUE, View.MINE_TODAY)


@dataclass(frozen=True)
class Now:
    """What the views depend on besides the task. is_me: tells the user's own identifiers."""

    moment: datetime
    is_me: Callable[[str], bool]


def seconds_left(task: ReadingTask, moment: datetime) -> float | None:
    """Until due, negative when overdue; None without a due time. Naive times are this computer's."""
    if task.due is None:
        return None
    due = task.due if task.due.tzinfo else task.due.astimezone()
    return (due - moment).total_seconds()


def overdue(task: ReadingTask, moment: datetime) -> bool:
    left = seconds_left(task, moment)
    return left is not None and left < 0 and open_task(task)


def open_task(task: ReadingTask) -> bool:
    """Still to be done by somebody."""
    return task.state in (State.WAITING, State.READING)


def in_view(view: View, task: ReadingTask, now: Now) -> bool:
    waiting = task.state is State.WAITING
    mine = now.is_me(task.reader_id) or task.mine
    done_today = task.state is State.DONE and ended_on(task, now.moment.date())
    return {
        View.FOR_ME: open_task(task) and mine,
        View.UNASSIGNED: waiting and not task.assigned_id and task.kind is not Kind.REVIEW,
        View.MY_REVIEW: open_task(task) and task.kind is Kind.REVIEW and (waiting or mine),
        View.URGENT: open_task(task) and task.priority is Priority.HIGH,
        View.DONE_TODAY: done_today,
        View.WAITING: waiting,
        View.OVERDUE: overdue(task, now.moment),
        View.MINE_TODAY: done_today and now.is_me(task.reader_id),
    }[view]


def counts(tasks: Iterable[ReadingTask], now: Now) -> Mapping[View, int]:
    found = list(tasks)
    return {view: sum(in_view(view, task, now) for task in found) for view in View}


def next_case(tasks: Iterable[ReadingTask], now: Now) -> ReadingTask | None:
    """The waiting task to read next: own and unassigned ones, high priority first, then by due time."""
    waiting = (task for task in tasks if task.state is State.WAITING and _open_to_me(task, now))
    return min(waiting, key=lambda task: _urgency(task, now), default=None)


def upcoming(tasks: Iterable[ReadingTask], now: Now) -> list[ReadingTask]:
    """What this user will open, in that order: what they have claimed, then as `next_case` would give them."""
    mine = [task for task in tasks if open_task(task) and (task.mine or _open_to_me(task, now))]
    return sorted(mine, key=lambda task: (not task.mine, *_urgency(task, now)))


def _open_to_me(task: ReadingTask, now: Now) -> bool:
    return task.state is State.WAITING and (not task.assigned_id or now.is_me(task.assigned_id))


def _urgency(task: ReadingTask, now: Now) -> tuple[int, float, str]:
    left = seconds_left(task, now.moment)
    return (task.priority.value, float("inf") if left is None else left, task.uid)


def haystack(task: ReadingTask) -> str:
    """What the search looks through: names in every script, pinyin together and as initials, numbers, place."""
    item = task.workitem
    parts = [*_name_forms(task.patient.name), item.patient_id, item.issuer, item.accession, item.site]
    parts += [item.label, item.procedure, item.body_part, item.modality, *_name_forms(task.reader)]
    return "\n".join(part.casefold() for part in parts if part)


def found(words: str, in_text: str) -> bool:
    """Whether every word of the search is somewhere in the haystack."""
    return all(word in in_text for word in words.casefold().split())


def _name_forms(name: PersonName) -> list[str]:
    parts = name.alphabetic.replace("^", " ").split()
    initials = "".join(part[0] for part in parts)
    return [name.native, " ".join(parts), "".join(parts), initials, name.phonetic.replace("^", "")]
