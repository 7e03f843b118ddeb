"""The worklist now: every task that is known, grouped into exams, and how much of it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from psygnal import Signal

from reader.study.identity import is_placeholder
from reader.worklist.exam import Exam, ExamKey, Row, UnreadableRow, exam_key, exam_of, is_open
from reader.worklist.filters import View
from reader.worklist.model import Entry, Kind, ReadingTask, State, Unreadable
from reader.worklist.queue import Queue
from reader.worklist.rights import Rights


@dataclass(frozen=True)
class Extent:
    """How much of the open part of the worklist is here. total: None where the server does not say.

    complete: all of it. bounded: no more is loaded by itself, the search reaches the rest.
    """

    loaded: int = 0
    total: int | None = None
    complete: bool = True
    bounded: bool = False


class WorklistModel:
    """Main thread only.

    changed: the keys of the rows that came, went or changed (none where only `loaded` did). arrived: UIDs of
    waiting tasks that are news to this user, never while the list is read for the first time. looked: the list was
    read again to its end. connection: "" before the first load, then "live", "polling" or "away"; trouble: why.
    stated: counts that the hub gave while the list is not complete, by view. queue: the exams that this user opens
    next. first_look: the list has not been read to its end yet, so that what is not here may still come.
    """

    changed = Signal(frozenset)
    arrived = Signal(tuple)
    looked = Signal()
    connection_changed = Signal(str)
    extent_changed = Signal()

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self.queue = Queue(rights)
        self.tasks: dict[str, ReadingTask] = {}
        self.unreadable: dict[str, Unreadable] = {}
        self.rows: dict[ExamKey, Row] = {}
        self.loaded: datetime | None = None
        self.first_look = True
        self.extent = Extent()
        self.stated: Mapping[View, int] = {}
        self.connection = ""
        self.trouble = ""
        self._uids: dict[ExamKey, set[str]] = defaultdict(set)
        self._of_patient: dict[tuple[str, str], set[ExamKey]] = defaultdict(set)
        self._priors: dict[str, tuple[str, ...]] = {}
        self._here: frozenset[str] = frozenset()
        self._handed_on: frozenset[str] = frozenset()
        self._pinned: frozenset[str] = frozenset()

    def take(
        self, entries: Iterable[Entry], gone: Iterable[str] = (), *, looked: bool = False, announce: bool = True
    ) -> None:
        """Tasks as they are now, and the UIDs of those that are no more. looked: the worklist was read for this."""
        first = self.loaded is None
        if looked:
            self.loaded = datetime.now().astimezone()
        touched: set[ExamKey] = set()
        fresh = []
        for uid in gone:
            touched |= self._drop(uid)
        for entry in entries:
            before = self.tasks.get(entry.key)
            if isinstance(entry, ReadingTask):
                entry = self._as_known_here(entry)
            if entry == before or entry == self.unreadable.get(entry.key):
                continue
            touched |= self._drop(entry.key) | {self._add(entry)}
            if before is None and isinstance(entry, ReadingTask) and self._is_new_to_do(entry):
                fresh.append(entry.uid)
        for key in touched:
            self._regroup(key)
        self.queue.take(self.rows, touched)
        if touched or (first and looked):
            self.changed.emit(frozenset(touched))
        if announce and fresh and not first:
            self.arrived.emit(tuple(fresh))

    def _is_new_to_do(self, task: ReadingTask) -> bool:
        """Whether it is news: an exam to read, a report to review, or one that was returned to this user.

        What somebody releases or recalls waits again, and an addendum is begun by its author: neither is news.
        """
        if task.state is not State.WAITING or not self.rights.may_do(task):
            return False
        row = self.rows.get(exam_key(task))
        before = row.task if isinstance(row, Exam) and row.doable else None
        if task.kind is Kind.REVIEW:
            if self.rights.is_me(task.author_id):
                return False
            return before is None or (before.kind, before.second) != (task.kind, task.second)
        if task.returned:
            mine = not task.assigned_id or self.rights.is_me(task.assigned_id)
            return mine and (before is None or not before.returned)
        return before is None and not task.supplement and not task.report

    def put(self, task: ReadingTask) -> None:
        self.take([task])

    def remove(self, uid: str) -> None:
        self.take((), [uid])

    def replace_all(self, entries: Iterable[Entry]) -> None:
        """These and no others."""
        found = list(entries)
        self.first_look = False
        kept = {entry.key for entry in found}
        self.take(found, [uid for uid in (*self.tasks, *self.unreadable) if uid not in kept], looked=True)

    def exam(self, uid: str) -> Exam | None:
        """The exam that a task is a step of."""
        task = self.tasks.get(uid)
        row = self.rows.get(exam_key(task)) if task is not None else None
        return row if isinstance(row, Exam) else None

    def is_cancelled(self, uid: str) -> bool:
        """Whether a task is known to have been ended without a result."""
        task = self.tasks.get(uid)
        return task is not None and task.state is State.CANCELLED

    def others_of(self, exam: Exam) -> int:
        """How many other exams here are of the same patient, by ID and issuer; 0 where no ID is known."""
        if is_placeholder(exam.task.patient.patient_id):
            return 0
        found = (self.rows[key] for key in self._of_patient.get(_patient(exam), ()))
        studies = {row.task.workitem.study_uid for row in found if isinstance(row, Exam)}
        return len(studies - {exam.task.workitem.study_uid})

    def note_priors(self, study_uid: str, priors: tuple[str, ...]) -> None:
        """The patient's earlier exams were searched for; each that was found in a line."""
        if self._priors.get(study_uid) != priors:
            self._priors[study_uid] = priors
            self.changed.emit(frozenset(key for key in self.rows if key[0] == study_uid))

    def priors_of(self, exam: Exam) -> tuple[str, ...] | None:
        """What was found here since the program began, the latest first; None where nobody has looked."""
        return self._priors.get(exam.task.workitem.study_uid)

    def exams(self) -> list[Exam]:
        return [row for row in self.rows.values() if isinstance(row, Exam)]

    def upcoming(self) -> Iterator[Exam]:
        """What this user will open, in that order."""
        rows = (self.rows[key] for key in self.queue)
        return (row for row in rows if isinstance(row, Exam))

    def set_here(self, studies: frozenset[str]) -> None:
        """The exams (Study Instance UIDs) whose images are on this computer."""
        other, self._here = self._here ^ studies, studies
        if tasks := [task for task in self.tasks.values() if task.workitem.study_uid in other]:
            self.take(tasks, announce=False)

    def outlived(self, seen: Set[str]) -> list[str]:
        """What is here and was not seen by a look at everything, but for what has to stay: the ended steps of exams
        of which another one was seen, which may be of before today, steps of a delivery that is not done, and
        reports of this user that were withdrawn and wait for nobody else."""
        kept = {exam_key(self.tasks[uid]) for uid in seen | self._pinned if uid in self.tasks}
        me = self.rights.is_me
        kept |= {exam.key for exam in self.exams() if any(me(review.author_id) for review in exam.withdrawn)}

        def stays(uid: str) -> bool:
            task = self.tasks.get(uid)
            return uid in self._pinned or (task is not None and not is_open(task) and exam_key(task) in kept)

        return [uid for uid in (*self.tasks, *self.unreadable) if uid not in seen and not stays(uid)]

    def set_handed_on(self, uids: frozenset[str], pinned: frozenset[str]) -> None:
        """uids: the tasks of this user whose next step was created from this computer, though the hub holds them
        open. pinned: all tasks whose delivery is not done."""
        self._pinned = pinned
        other, self._handed_on = self._handed_on ^ uids, uids
        if tasks := [self.tasks[uid] for uid in other if uid in self.tasks]:
            self.take(tasks, announce=False)

    def set_connection(self, state: str, trouble: str = "") -> None:
        """ "live", "polling" or "away"."""
        if (state, trouble) != (self.connection, self.trouble):
            self.connection, self.trouble = state, trouble
            self.connection_changed.emit(state)

    def set_extent(self, extent: Extent) -> None:
        if extent != self.extent:
            self.extent = extent
            if extent.complete:
                self.stated = {}
            self.extent_changed.emit()

    def end_first_look(self) -> None:
        """The list has been read to its end."""
        if self.first_look:
            self.first_look = False
            self.extent_changed.emit()

    def set_stated(self, stated: Mapping[View, int]) -> None:
        self.stated = stated
        self.extent_changed.emit()

    def _as_known_here(self, task: ReadingTask) -> ReadingTask:
        known = (task.workitem.study_uid in self._here, task.uid in self._handed_on)
        return task if known == (task.here, task.handed_on) else replace(task, here=known[0], handed_on=known[1])

    def _add(self, entry: Entry) -> ExamKey:
        if isinstance(entry, Unreadable):
            self.unreadable[entry.key] = entry
            return UnreadableRow(entry).key
        key = exam_key(entry)
        self.tasks[entry.uid] = entry
        self._uids[key].add(entry.uid)
        return key

    def _drop(self, uid: str) -> set[ExamKey]:
        """Forget a record; the keys of the rows that it was in."""
        task, record = self.tasks.pop(uid, None), self.unreadable.pop(uid, None)
        touched: set[ExamKey] = {UnreadableRow(record).key} if record is not None else set()
        if task is not None:
            key = exam_key(task)
            self._uids[key].discard(uid)
            touched.add(key)
        return touched

    def _regroup(self, key: ExamKey) -> None:
        if key[0] == "unreadable":
            record = self.unreadable.get(str(key[1]))
            row: Row | None = UnreadableRow(record) if record is not None else None
        else:
            uids = self._uids.get(key)
            row = exam_of(key, [self.tasks[uid] for uid in uids], self.rights) if uids else None
        before = self.rows.get(key)
        if isinstance(before, Exam):
            self._of_patient[_patient(before)].discard(key)
        if isinstance(row, Exam):
            self._of_patient[_patient(row)].add(key)
        if row is None:
            self.rows.pop(key, None)
            self._uids.pop(key, None)
        else:
            self.rows[key] = row


def _patient(exam: Exam) -> tuple[str, str]:
    return (exam.task.patient.issuer, exam.task.patient.patient_id)
