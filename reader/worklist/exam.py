"""One row of the worklist: an exam, with the steps of its reading inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from reader.dicom.values import PersonName, instant
from reader.worklist.model import Kind, Priority, ReadingTask, State, Unreadable
from reader.worklist.rights import Rights

ExamKey = tuple[object, ...]
Urgency = tuple[int, float, str]
"""Sorts: high priority first, then by due time (seconds since 1970, infinity without one), then by UID."""


class Stage(Enum):
    """How far the reading of an exam is; the value sorts."""

    UNREADABLE = 0
    RETURNED = 1
    WAITING = 2
    READING = 3
    SUBMITTED = 4
    IN_REVIEW = 5
    ADDENDUM = 6
    AMENDING = 7
    REPORTED = 8
    SIGNED = 9
    ADDED = 10
    AMENDED = 11
    CANCELLED = 12


SIGNED_STAGES = (Stage.SIGNED, Stage.ADDED, Stage.AMENDED)
"""Nothing is open; the latest word is signed."""


@dataclass(frozen=True)
class Exam:
    """steps: its tasks, the earliest first. task: the one that the row is about: the step that this user may do,
    else the one that is open, else the latest. opens: what opening the row opens: `task`, or the report as it was
    handed over where somebody else's step is next. doable: whether `task` is open and this user may do it.
    """

    key: ExamKey
    steps: tuple[ReadingTask, ...]
    task: ReadingTask
    opens: ReadingTask
    doable: bool
    stage: Stage
    urgent: Urgency

    @property
    def open(self) -> bool:
        """Still to be done by somebody."""
        return is_open(self.task)

    @property
    def signed(self) -> ReadingTask | None:
        """The step that made the newest signed report, where an addendum or amendment may follow on it."""
        return _signing(self.steps)[-1] if self.stage in SIGNED_STAGES else None

    def only_begun(self, task: ReadingTask) -> bool:
        """Whether this step is an addendum or amendment that still starts from the signed report: nothing of it was
        ever submitted, and nobody but its author waits for it."""
        signed = (step.reports[:1] for step in self.steps if step.verified)
        return bool(task.supplement) and any(task.report in reports for reports in signed)

    @property
    def author(self) -> PersonName:
        """Who wrote the report, as far as the steps tell."""
        wrote = [step.reader for step in self.steps if step.kind is not Kind.REVIEW and step.state is State.DONE]
        told = [step.author for step in self.steps if str(step.author)]
        return (wrote or told or [PersonName()])[-1]

    @property
    def reviewer(self) -> PersonName:
        """Who reviewed it last."""
        return _last(self.steps, lambda step: step.kind is Kind.REVIEW)

    @property
    def signer(self) -> PersonName:
        """Who signed it last; nobody where it is not signed."""
        if self.stage not in SIGNED_STAGES:
            return PersonName()
        signed = _last(self.steps, lambda step: step.verified)
        return signed if str(signed) else self.reviewer


@dataclass(frozen=True)
class UnreadableRow:
    """A row for a workitem that can't be shown."""

    record: Unreadable

    @property
    def key(self) -> ExamKey:
        return ("unreadable", self.record.key)

    @property
    def urgent(self) -> Urgency:
        return (len(Priority), float("inf"), self.record.key)


Row = Exam | UnreadableRow


def exam_key(task: ReadingTask) -> ExamKey:
    """Steps are of one exam when study and the patient's whole identity agree; never by a number alone."""
    if not task.workitem.study_uid:
        return ("task", task.uid)
    return (task.workitem.study_uid, task.patient)


def exam_of(key: ExamKey, tasks: Iterable[ReadingTask], rights: Rights) -> Exam:
    """tasks: all of that exam, at least one."""
    steps = tuple(sorted(tasks, key=_moment))
    todo = [step for step in steps if is_open(step)]
    doable = [step for step in todo if rights.may_do(step)]
    done = [step for step in steps if step.state is State.DONE]
    task = min(doable, key=lambda step: _claim_order(step, rights)) if doable else (todo or done or steps)[-1]
    opens = task if doable or not done else done[-1]
    return Exam(key, steps, task, opens, bool(doable), _stage(task, steps), _urgency(task))


def _urgency(task: ReadingTask) -> Urgency:
    return (task.priority.value, float("inf") if task.due is None else instant(task.due), task.uid)


def is_open(task: ReadingTask) -> bool:
    return task.state in (State.WAITING, State.READING)


def _claim_order(task: ReadingTask, rights: Rights) -> tuple[bool, bool, bool, float]:
    """Of several open steps: what is claimed here, what waits for this user, what waits at all, the latest."""
    mine = task.mine or rights.is_me(task.reader_id)
    return (not task.mine, not mine, task.state is not State.WAITING, -_moment(task)[1])


def _stage(task: ReadingTask, steps: tuple[ReadingTask, ...]) -> Stage:
    waiting = task.state is State.WAITING
    if is_open(task):
        if task.kind is Kind.REVIEW:
            return Stage.SUBMITTED if waiting else Stage.IN_REVIEW
        if waiting and task.returned:
            return Stage.RETURNED
        if task.kind is Kind.ADDENDUM:
            return Stage.ADDENDUM if waiting else Stage.AMENDING
        return Stage.WAITING if waiting else Stage.READING
    done = [step for step in steps if step.state is State.DONE]
    if not done:
        return Stage.CANCELLED
    signed = _signing(steps)
    if not signed or done[-1].kind is Kind.FIRST_READ:
        return Stage.REPORTED
    if any(step.supplement == "amendment" for step in signed):
        return Stage.AMENDED
    return Stage.ADDED if any(step.supplement for step in signed) else Stage.SIGNED


def _moment(task: ReadingTask) -> tuple[bool, float]:
    """Done steps in the order in which they were done, then the open ones as they were ordered."""
    moment = task.ended or task.workitem.modified if not is_open(task) else task.workitem.scheduled
    return (is_open(task), instant(moment) if moment is not None else 0.0)


def _signing(steps: tuple[ReadingTask, ...]) -> list[ReadingTask]:
    """The steps that ended with a signature: as the hub says, else every review."""
    done = [step for step in steps if step.state is State.DONE]
    return [step for step in done if step.verified] or [step for step in done if step.kind is Kind.REVIEW]


def _last(steps: tuple[ReadingTask, ...], wanted: Callable[[ReadingTask], bool]) -> PersonName:
    found = [step.reader for step in steps if step.state is State.DONE and wanted(step)]
    return found[-1] if found else PersonName()
