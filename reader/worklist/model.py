"""What waits to be read: tasks as a reading room sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from psygnal import Signal

from reader.dicom.values import PersonName, age_at, parse_da
from reader.dicom.workitem import Workitem
from reader.study.model import PatientIdentity


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
    """One UPS workitem, as the worklist shows it. reader: who has claimed it or is meant to."""

    workitem: Workitem
    kind: Kind
    state: State
    priority: Priority
    patient: PatientIdentity
    images: int
    ai: int
    reader: PersonName
    reader_id: str

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


class WorklistModel:
    """The tasks now, by UID. Main thread only."""

    changed = Signal()
    connection_changed = Signal(str)

    def __init__(self) -> None:
        self.tasks: dict[str, ReadingTask] = {}
        self.connection = ""

    def replace_all(self, tasks: list[ReadingTask]) -> None:
        new = {task.uid: task for task in tasks}
        if new != self.tasks:
            self.tasks = new
            self.changed.emit()

    def put(self, task: ReadingTask) -> None:
        if self.tasks.get(task.uid) != task:
            self.tasks = {**self.tasks, task.uid: task}
            self.changed.emit()

    def set_connection(self, state: str) -> None:
        """ "live", "polling" or "away"."""
        if state != self.connection:
            self.connection = state
            self.connection_changed.emit(state)
