"""One row of the worklist: an exam, with the steps of its reading inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from reader.dicom.values import PersonName, instant
from reader.worklist.model import Kind, Priority, ReadingTask, State, Unreadable
from reader.worklist.rights import Rights

ExamKey = tuple[object, ...]
Urgency = tuple[int, float, str]
"""Sorts: high priority first, then by due time (seconds since 1970, infinity without one), then by UID."""


class Stage(Enum):
    """How far the reading of an exam is; the value sorts."""

    UNREADABLE = 0
    WITHDRAWN = 1
    RETURNED = 2
    WAITING = 3
    READING = 4
    SUBMITTED = 5
    IN_REVIEW = 6
    ADDENDUM = 7
    AMENDING = 8
    REPORTED = 9
    SIGNED = 10
    ADDED = 11
    AMENDED = 12
    CANCELLED = 13


SIGNED_STAGES = (Stage.SIGNED, Stage.ADDED, Stage.AMENDED)
"""Nothing is open; the latest word is signed."""


@dataclass(frozen=True)
class Exam:
    """steps: its tasks, the earliest first. task: the one that the row is about: the step that this user may do,
    else the one that is open, else the latest. opens: what opening the row opens: `task`, or the report as it was
    handed over where somebody else's step is next. doable: whether `task` is open and this user may do it.
    unclosed: steps that are open at the hub although the step after them is there: a delivery was refused half way,
    or is on its way. They are nobody's to do. withdrawn: reviews that were cancelled without a step after them, of
    one report the last; also where the exam has another order, which has gone on. own: `task` is a
    review of this user's own report.
    """

    key: ExamKey
    steps: tuple[ReadingTask, ...]
    task: ReadingTask
    opens: ReadingTask
    doable: bool
    stage: Stage
    urgent: Urgency
    unclosed: tuple[ReadingTask, ...] = ()
    withdrawn: tuple[ReadingTask, ...] = ()
    own: bool = False

    @property
    def open(self) -> bool:
        """Still to be done by somebody."""
        return is_open(self.task)

    @property
    def signed(self) -> ReadingTask | None:
        """The step that made the newest signed report, where an addendum or amendment may follow on it."""
        signed = _signing(self.steps)
        left = self.stage is Stage.WITHDRAWN  # of an addendum that nobody has; the signed report is as it was
        return signed[-1] if signed and (left or self.stage in SIGNED_STAGES) else None

    @property
    def last_signed(self) -> ReadingTask | None:
        """The step that made the newest signed report, also where something that follows on it is open."""
        signed = _signing(self.steps)
        return signed[-1] if signed else None

    @property
    def reviews(self) -> tuple[ReadingTask, ...]:
        """Those whose report its author may take back: the one that waits or is being done, and what was withdrawn.
        None of a report that was submitted half way: the step that it was written in is not closed yet."""
        waits = (self.task,) if self.stage in (Stage.SUBMITTED, Stage.IN_REVIEW) else ()
        writing = [step for step in self.steps if step.kind is not Kind.REVIEW]
        written = {uid for step in writing if step.state is State.DONE for uid in step.reports}
        begun = {step.reader_id for step in writing if step.state is State.READING}
        reviews = (*waits, *self.withdrawn)
        return tuple(one for one in reviews if one.report in written or one.author_id not in begun)

    def handed_on(self, task: ReadingTask) -> bool:
        """Whether the step after this one is at the hub, although this one is not closed, or whether it is a review
        that was withdrawn without a step after it."""
        withdrawn = self.stage is Stage.WITHDRAWN and task.kind is Kind.REVIEW
        return withdrawn or any(step.uid == task.uid for step in self.unclosed)

    def without(self, task: ReadingTask, rights: Rights) -> Exam | None:
        """As it is beside one of its steps; None where it has no other."""
        rest = [step for step in self.steps if step.uid != task.uid]
        return exam_of(self.key, rest, rights) if rest else None

    def only_begun(self, task: ReadingTask) -> bool:
        """Whether this step is an addendum or amendment that still starts from the signed report: nothing of it was
        ever submitted, and nobody but its author waits for it."""
        signed = (step.reports[:1] for step in self.steps if step.verified)
        return bool(task.supplement) and any(task.report in reports for reports in signed)

    @property
    def author(self) -> PersonName:
        """Who wrote the report, as far as the steps tell."""
        written = (step for step in self.steps if step.state is State.DONE or step in self.unclosed)
        wrote = [step.reader for step in written if step.kind is not Kind.REVIEW]
        told = [step.author for step in self.steps if str(step.author)]
        return (wrote or told or [PersonName()])[-1]

    @property
    def reviewer(self) -> PersonName:
        """Who reviewed it last."""
        return _last(self.steps, lambda step: step.is_review, self.unclosed)

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
    steps = _in_order(tasks, _place)
    left = _unclosed(steps)
    unclosed = tuple(step for step in steps if step.uid in left)
    if unclosed:  # each where it would be if it had been closed
        places = {step.uid: (*_place(step), True) for step in steps}
        places |= {uid: (False, when, False, False) for uid, when in left.items()}
        steps = _in_order(steps, lambda step: places[step.uid])
    todo = [step for step in steps if is_open(step) and step not in unclosed]
    doable = [step for step in todo if rights.may_do(step)]
    done = [step for step in steps if step.state is State.DONE]
    task = min(doable, key=lambda step: _claim_order(step, rights)) if doable else (todo or done or steps)[-1]
    shown = [step for step in steps if step in done or (step.mine and step in unclosed)] if is_open(task) else done
    shown = [step for step in shown if not step.second or rights.is_me(step.reader_id)]  # else the first report
    opens = task if doable or not shown else shown[-1]
    withdrawn = _nobodys(steps)
    stage = _stage(task, steps, unclosed, withdrawn)
    own = task.is_review and rights.is_me(task.author_id)
    return Exam(key, steps, task, opens, bool(doable), stage, _urgency(task), unclosed, withdrawn, own)


def _in_order(tasks: Iterable[ReadingTask], place: Callable[[ReadingTask], Any]) -> tuple[ReadingTask, ...]:
    """By their places, but what is done before what was made of it: its time is of another computer, or of a
    delivery that came late."""
    left, found = sorted(tasks, key=place), list[ReadingTask]()
    done = {step.uid: step for step in left if step.state is State.DONE}
    before = {step.uid: _made_in(step, done.values()) for step in left}
    while left:
        step = next((step for step in left if before[step.uid] not in done), left[0])
        left.remove(step)
        done.pop(step.uid, None)
        found.append(step)
    return tuple(found)


def _made_in(step: ReadingTask, done: Iterable[ReadingTask]) -> str:
    """UID of the task that made what a step is about, "" where that is not known."""
    if step.made_in or not step.report:
        return step.made_in
    made = [other.uid for other in done if other is not step and step.report in other.made]
    return made[0] if len(made) == 1 else ""


def _urgency(task: ReadingTask) -> Urgency:
    return (task.priority.value, float("inf") if task.due is None else instant(task.due), task.uid)


def is_open(task: ReadingTask) -> bool:
    return task.state in (State.WAITING, State.READING)


def _claim_order(task: ReadingTask, rights: Rights) -> tuple[bool, bool, bool, float]:
    """Of several open steps: what is claimed here, what waits for this user, what waits at all, the latest."""
    mine = task.mine or rights.is_me(task.reader_id)
    return (not task.mine, not mine, task.state is not State.WAITING, -_moment(task)[1])


def _stage(
    task: ReadingTask,
    steps: tuple[ReadingTask, ...],
    unclosed: tuple[ReadingTask, ...],
    withdrawn: tuple[ReadingTask, ...],
) -> Stage:
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
    if _withdrawn(done, steps, withdrawn):
        return Stage.WITHDRAWN
    if not done:  # what was written is stored, and its review was cancelled, recalled or released
        return Stage.WITHDRAWN if unclosed else Stage.CANCELLED
    signed = _signing(steps)
    gone_on = (step for step in steps if step.kind is not Kind.REVIEW and step.report)
    if not signed and any(step.state is State.CANCELLED for step in gone_on):
        return Stage.CANCELLED  # a report that came back, or was recalled, and that nobody is to go on with
    if not signed or (done[-1].kind is Kind.FIRST_READ and signed[-1].report not in done[-1].made):
        return Stage.REPORTED  # by their reports, not by their times: those are of two computers
    if any(step.supplement == "amendment" for step in signed):
        return Stage.AMENDED
    return Stage.ADDED if any(step.supplement for step in signed) else Stage.SIGNED


def _unclosed(steps: tuple[ReadingTask, ...]) -> dict[str, float]:
    """UIDs of claimed steps that another one follows on: theirs, with the time of that one. What is claimed here
    is as far as its own program says."""
    left = {}
    for step in steps:
        if step.state is not State.READING:
            continue
        follows = [_since(later) for later in steps if _follows(later, step)]
        if step.handed_on or (follows and not (step.mine and step.kind is not Kind.REVIEW)):
            left[step.uid] = min(follows, default=_scheduled(step))
    return left


def _scheduled(step: ReadingTask) -> float:
    return instant(step.workitem.scheduled) if step.workitem.scheduled is not None else 0.0


def _since(step: ReadingTask) -> float:
    """A moment at which it was there at the latest, by the clocks of those who ordered and ended it."""
    return min(_scheduled(step), _moment(step)[1])


def _follows(later: ReadingTask, step: ReadingTask) -> bool:
    """Whether `later` is about the report that was made in `step`: what a submission, a return or a recall of it
    creates. Only what names that report or that task counts: another order of the same exam may have an author, an
    accession number and times that look alike, and a step that is still being done must never read as signed."""
    if later is step or later.state is State.CANCELLED:
        return False
    if step.second:
        return later.second_in == step.uid
    return later.made_in == step.uid if later.made_in else later.report in step.made


def _goes_on(step: ReadingTask, review: ReadingTask) -> bool:
    """Whether a step follows on a cancelled review: it is about its report, or about what was made in it."""
    if step.kind is Kind.REVIEW and step.state is State.CANCELLED:
        return False
    wrote_it = step.state is State.DONE and not step.made and step.kind is not Kind.REVIEW  # as far as is known
    return step.made_in == review.uid or (step.report == review.report and not wrote_it)


def _nobodys(steps: tuple[ReadingTask, ...]) -> tuple[ReadingTask, ...]:
    """The reviews that were cancelled without a step after them, of one report the last. One that was cancelled
    together with the step in which its report was written is none: the order was. Nor is one whose author has
    handed over another report of that step since."""
    ended = {step.uid for step in steps if step.state is State.CANCELLED}
    if not ended:
        return ()
    reviews = (step for step in steps if step.kind is Kind.REVIEW and step.uid in ended)
    left = (review for review in reviews if review.made_in not in ended and not _is_replaced(review, steps))
    last = {review.report: review for review in left if review.report}
    return tuple(one for one in last.values() if not any(_goes_on(step, one) for step in steps))


def _is_replaced(review: ReadingTask, steps: tuple[ReadingTask, ...]) -> bool:
    """Whether the step in which its report was written ended with another one; where it does not say which step
    that was, all that its author has done."""
    written = [
        step
        for step in steps
        if step.kind is not Kind.REVIEW and step.state is State.DONE and step.made
        and (step.uid == review.made_in if review.made_in else step.reader_id == review.author_id)
    ]  # fmt: skip
    return bool(written) and not any(review.report in step.made for step in written)


def _withdrawn(
    done: list[ReadingTask], steps: tuple[ReadingTask, ...], left: tuple[ReadingTask, ...]
) -> bool:
    """Whether there is a report that waits for nobody; beside one that is signed, whether it adds to that or is
    newer. The list may have its review alone: what was done before today is not in it."""
    if not done:
        return all(step.kind is Kind.REVIEW for step in steps)
    if not left or any(review.supplement for review in left) or not _signing(steps):
        return bool(left)
    return left[-1].report in done[-1].reports


def _moment(task: ReadingTask) -> tuple[bool, float]:
    """Done steps in the order in which they were done, then the open ones as they were ordered."""
    moment = task.ended or task.workitem.modified if not is_open(task) else task.workitem.scheduled
    return (is_open(task), instant(moment) if moment is not None else 0.0)


def _place(task: ReadingTask) -> tuple[bool, float, bool]:
    """Of two in one second, a review is the later one: it is of something that was written."""
    return (*_moment(task), task.kind is Kind.REVIEW)


def _signing(steps: tuple[ReadingTask, ...]) -> list[ReadingTask]:
    """The steps that ended with a signature: as the hub says, else every review that gave nothing back, and passed
    nothing on."""
    done = [step for step in steps if step.state is State.DONE]
    further = [step for step in steps if step.kind is not Kind.REVIEW]
    back = {step.report for step in further if step.returned}
    given = {step.made_in for step in (*further, *(step for step in steps if step.passed_by))}
    reviews = (step for step in done if step.is_review and step.uid not in given)
    return [step for step in done if step.verified] or [s for s in reviews if not back & {s.report, *s.made}]


def _last(
    steps: tuple[ReadingTask, ...], wanted: Callable[[ReadingTask], bool], also: tuple[ReadingTask, ...] = ()
) -> PersonName:
    found = [step.reader for step in steps if (step.state is State.DONE or step in also) and wanted(step)]
    return found[-1] if found else PersonName()
