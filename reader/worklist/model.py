"""What waits to be read: tasks as a reading room sees them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from psygnal import Signal

from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import PersonName, age_at, parse_da
from reader.study.model import PatientIdentity

# Structured reports that hold text; a measurement report may be of the last class too.
_REPORTS = frozenset(f"1.2.840.10008.5.1.4.1.1.88.{tail}" for tail in ("11", "22", "33", "34"))


class Kind(Enum):
    """What is to be done (CID 9231)."""

    FIRST_READ = "first read"
    REVIEW = "review"
    ADDENDUM = "addendum"


class State(Enum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(Enum):
    """UPS priority; the value sorts."""

    HIGH = 0
    MEDIUM = 1
    LOW = 2


@dataclass(frozen=True)
class ReadingTask:
    """One UPS workitem, as the worklist shows it. reader: who has claimed it or is meant to.

    ai: result objects of algorithms among the inputs. assigned: who is meant to do it, as ordered. author: of
    the report that a review, or a report that came back, is about; report: its SOP Instance UID. ended: when it
    was completed. reason: why a reviewer gave the report back, whole. claim_mark: left by the claim that it is
    under (`ups.tasks.claim_mark`). mine: claimed by this program, which still has the Transaction UID. here: its
    images are on this computer already.
    """

    workitem: Workitem
    kind: Kind
    state: State
    priority: Priority
    patient: PatientIdentity
    images: int
    ai: int
    reader: PersonName
    reader_id: str
    assigned: PersonName = field(default_factory=PersonName)
    assigned_id: str = ""
    author: PersonName = field(default_factory=PersonName)
    author_id: str = ""
    report: str = ""
    evidence: tuple[str, ...] = ()
    ended: datetime | None = None
    reason: str = ""
    claim_mark: str = ""
    mine: bool = False
    here: bool = False

    @property
    def returned(self) -> bool:
        """A report that a reviewer gave back to its author."""
        return self.kind is not Kind.REVIEW and bool(self.report and self.reason)

    @property
    def reports(self) -> tuple[str, ...]:
        """SOP Instance UIDs under which its report may be stored: what it made, else what it is about."""
        made = [uid for output in self.workitem.outputs for sop, uid in output.instances if sop in _REPORTS]
        return (*made, *filter(None, (self.report,)))

    @property
    def uid(self) -> str:
        return self.workitem.uid

    @property
    def due(self) -> datetime | None:
        return self.workitem.due

    @property
    def age(self) -> str:
        born = parse_da(self.workitem.birth_date)
        when = self.workitem.scheduled
        return age_at(born, when.date() if when else None)


def ended_on(task: ReadingTask, day: date) -> bool:
    """Whether a completed task was completed on that day, in this computer's time."""
    moment = task.ended or task.workitem.modified
    if moment is None:
        return False
    return (moment.astimezone() if moment.tzinfo else moment).date() == day


@dataclass(frozen=True)
class Claim:
    """The right to report one task. transaction: the UID that proves it; never shown, never logged."""

    task: ReadingTask
    transaction: str


class WorklistModel:
    """The tasks now, by UID. Main thread only.

    changed: any task came, went or changed. arrived: UIDs of waiting tasks that were not there before, never
    for the first load. connection: "" before the first load, then "live", "polling" or "away"; trouble: why.
    """

    changed = Signal()
    arrived = Signal(tuple)
    connection_changed = Signal(str)

    def __init__(self) -> None:
        self.tasks: dict[str, ReadingTask] = {}
        self.loaded: datetime | None = None
        self.connection = ""
        self.trouble = ""
        self._here: frozenset[str] = frozenset()

    def replace_all(self, tasks: list[ReadingTask]) -> None:
        """What a whole look at the worklist brought."""
        first, self.loaded = self.loaded is None, datetime.now().astimezone()
        self._set({task.uid: task for task in tasks}, announce=not first)
        if first and not tasks:
            self.changed.emit()  # from "loading" to "nothing waits"

    def put(self, task: ReadingTask) -> None:
        self._set({**self.tasks, task.uid: task}, announce=True)

    def remove(self, uid: str) -> None:
        self._set({key: task for key, task in self.tasks.items() if key != uid}, announce=False)

    def set_here(self, studies: frozenset[str]) -> None:
        """The exams (Study Instance UIDs) whose images are on this computer."""
        self._here = studies
        self._set(self.tasks, announce=False)

    def set_connection(self, state: str, trouble: str = "") -> None:
        """ "live", "polling" or "away"."""
        if (state, trouble) != (self.connection, self.trouble):
            self.connection, self.trouble = state, trouble
            self.connection_changed.emit(state)

    def _set(self, new: dict[str, ReadingTask], *, announce: bool) -> None:
        new = {uid: replace(task, here=task.workitem.study_uid in self._here) for uid, task in new.items()}
        if new == self.tasks:
            return
        old, self.tasks = self.tasks, new
        self.changed.emit()
        fresh = tuple(uid for uid, task in new.items() if uid not in old and task.state is State.WAITING)
        if announce and fresh:
            self.arrived.emit(fresh)
