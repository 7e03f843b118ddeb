"""What waits to be read: tasks as a reading room sees them, and those that can't be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from reader.dicom.objects import Use, is_for
from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import PersonName, age_at, local, parse_birth
from reader.study.identity import PatientIdentity


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


class Ending(Enum):
    """Why a cancelled task has no result; UNKNOWN also for one that is not cancelled."""

    RELEASED = "released"
    PUT_BACK = "put back"
    GIVEN_UP = "given up"
    RECALLED = "recalled"
    UNKNOWN = ""


class Priority(Enum):
    """UPS priority; the value sorts."""

    HIGH = 0
    MEDIUM = 1
    LOW = 2


@dataclass(frozen=True)
class ReadingTask:
    """One UPS workitem, as the worklist shows it. reader: who has claimed it or is meant to.

    ai: result objects of algorithms among the inputs. assigned: who is meant to do it, as ordered. author: of
    the report that a review, or a report that came back, is about; report: its SOP Instance UID; made_in: UID of
    the task in which it was made, "" where the hub does not say. ended: when it was completed or cancelled. reason:
    why a reviewer gave the report back, whole. claim_mark: left by the claim that it is under
    (`ups.tasks.claim_mark`). mine: claimed by this program, which still has the Transaction UID.
    here: its images are on this computer already. handed_on: the step after it was created from this computer,
    though the hub has not closed it. verified: a review that ended signed. faults: what the workitem
    states and can't be shown, in words. supplement: "addendum" or "amendment" where it is about one. ending: why a
    cancelled one has no result. approval: of a review, the hub wants a chief doctor to sign the report. passed_by:
    the hub's identifier of the doctor who has reviewed it and passed it on to one. second: the exam is to be read
    once more first, by somebody who doesn't know the report. second_in, second_report: of a review after that, the
    UIDs of that task and of its report. own: of a review, the hub lets the report's author sign it.
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
    made_in: str = ""
    evidence: tuple[str, ...] = ()
    ended: datetime | None = None
    reason: str = ""
    claim_mark: str = ""
    mine: bool = False
    here: bool = False
    handed_on: bool = False
    verified: bool = False
    faults: tuple[str, ...] = ()
    supplement: str = ""
    ending: Ending = Ending.UNKNOWN
    approval: bool = False
    passed_by: str = ""
    second: bool = False
    second_in: str = ""
    second_report: str = ""
    own: bool = False

    @property
    def is_review(self) -> bool:
        """Whether its performer reviews a report: a second reading is none."""
        return self.kind is Kind.REVIEW and not self.second

    @property
    def subject(self) -> Subject:
        """What the hub says of the report that a verification is about."""
        return Subject(
            author=self.author, author_id=self.author_id, report=self.report, evidence=self.evidence,
            reason=self.reason, supplement=self.supplement, made_in=self.made_in, approval=self.approval,
            passed_by=self.passed_by, second=self.second,
        )  # fmt: skip

    @property
    def blind(self) -> ReadingTask:
        """As whoever does it may know it: a second reading is a first one, free of what the first has made."""
        if not self.second:
            return self
        hidden = {self.report, *self.evidence}
        kept = []
        for source in self.workitem.inputs:
            instances = tuple(entry for entry in source.instances if entry[1] not in hidden)
            if instances or not source.instances:
                kept.append(replace(source, instances=instances))
        return replace(
            self, kind=Kind.FIRST_READ, workitem=replace(self.workitem, inputs=tuple(kept)), report="", made_in="",
            evidence=(), author=PersonName(), author_id="",
        )  # fmt: skip

    @property
    def returned(self) -> bool:
        """A report that a reviewer gave back to its author."""
        return self.kind is not Kind.REVIEW and bool(self.report and self.reason)

    @property
    def made(self) -> tuple[str, ...]:
        """SOP Instance UIDs of the reports that it made."""
        outputs = (instance for output in self.workitem.outputs for instance in output.instances)
        return tuple(uid for sop, uid in outputs if is_for(Use.REPORT, sop))

    @property
    def reports(self) -> tuple[str, ...]:
        """SOP Instance UIDs under which its report may be stored: what it made, else what it is about."""
        return (*self.made, *filter(None, (self.report,)))

    @property
    def uid(self) -> str:
        return self.workitem.uid

    @property
    def key(self) -> str:
        """As `Unreadable.key`: what a record of the worklist is known by."""
        return self.workitem.uid

    @property
    def due(self) -> datetime | None:
        return self.workitem.due

    @property
    def age(self) -> str:
        born = parse_birth(self.workitem.birth_date)[0]
        when = self.workitem.scheduled
        return age_at(born, when.date() if when else None)


def ended_on(task: ReadingTask, day: date) -> bool:
    """Whether a completed task was completed on that day, in this computer's time."""
    moment = task.ended or task.workitem.modified
    return moment is not None and local(moment).date() == day


@dataclass(frozen=True)
class Unreadable:
    """A workitem from which nothing can be concluded: it is told, and can be looked at, never claimed.

    uid: "" where even that can't be read. reasons: what is wrong, by attribute. raw: as the server sent it.
    """

    uid: str
    reasons: tuple[str, ...]
    raw: str = field(repr=False)

    @property
    def key(self) -> str:
        """The UID, else something that stays the same as long as the record does."""
        return self.uid or f"? {hash(self.raw)}"


Entry = ReadingTask | Unreadable
"""What one record of the worklist is."""


@dataclass(frozen=True)
class Claim:
    """The right to report one task. transaction: the UID that proves it; never shown, never logged."""

    task: ReadingTask
    transaction: str
