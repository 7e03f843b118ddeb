"""Audit records as an administrator reads them: in words, filtered and sorted. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property

from reader.app.audit import words_of
from reader.core.audit import AuditEvent, AuditRecord, Breach, Flaw
from reader.core.text import mark, tr

EVENTS = {
    AuditEvent.APPLICATION_START.value: mark("Program started"),
    AuditEvent.APPLICATION_STOP.value: mark("Program ended"),
    AuditEvent.LOGIN.value: mark("Sign-in"),
    AuditEvent.LOGOUT.value: mark("Sign-out"),
    AuditEvent.AUDIT_LOG_USED.value: mark("Audit trail used"),
    AuditEvent.INSTANCES_ACCESSED.value: mark("Exam opened"),
    AuditEvent.INSTANCES_TRANSFERRED.value: mark("Exam fetched in advance"),
    AuditEvent.EXPORT.value: mark("Export"),
    AuditEvent.IMPORT.value: mark("Import"),
    AuditEvent.PROCEDURE_RECORD.value: mark("Report passed on"),
    AuditEvent.QUERY.value: mark("Earlier exams searched"),
    AuditEvent.SECURITY_ALERT.value: mark("Security alert"),
}
OUTCOMES = {0: mark("Done"), 4: mark("Failed"), 8: mark("Failed, serious"), 12: mark("Failed, major")}
_SEALED = "(sealed)"
_DETAILS = {
    "patient": mark("Patient"),
    _SEALED: mark("Details"),
    "study": mark("Exam"),
    "reason": mark("Reason"),
    "differs": mark("Differs"),
    "series": mark("Series"),
    "state": mark("State"),
    "instances": mark("Instances"),
    "query": mark("Search"),
    "archive": mark("Archive"),
    "log": mark("Trail"),
    "subject": mark("About"),
    "source": mark("From"),
    "what": mark("Finding"),
    "category": mark("Category"),
    "whom": mark("Person told"),
    "channel": mark("How"),
    "read_back": mark("Read back"),
}
_OF_ONE_RECORD = (Flaw.CHANGED, Flaw.NOT_SIGNED)


class Period(Enum):
    """How far back records are shown; the value is the number of days, today included."""

    ALL = 0
    TODAY = 1
    WEEK = 7
    MONTH = 30

    def begins(self, now: datetime) -> datetime | None:
        """now: local time with its offset."""
        if self is Period.ALL:
            return None
        return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=self.value - 1)


@dataclass(frozen=True)
class AuditRow:
    """One record, and what is wrong with it, if anything is."""

    record: AuditRecord
    flaw: Breach | None = None

    @cached_property
    def time(self) -> datetime:
        """Local time."""
        return datetime.fromisoformat(self.record.time).astimezone()

    @property
    def person(self) -> str:
        return self.record.user or tr("the program")

    @property
    def event(self) -> str:
        return event_words(self.record.code)

    @property
    def outcome(self) -> str:
        return outcome_words(self.record.outcome)

    @property
    def patient(self) -> str:
        """The patient's ID, "" where the record is about none."""
        return (self.record.details or {}).get("patient", "")

    @property
    def about(self) -> str:
        """Everything else that the record tells, in one line."""
        return " · ".join(f"{detail_words(name)}: {text}" for name, text in self._told if name != "patient")

    @property
    def details(self) -> list[tuple[str, str]]:
        """By name in words, the patient first."""
        return [(detail_words(name), text) for name, text in self._told]

    @property
    def _told(self) -> list[tuple[str, str]]:
        if self.record.details is None:
            return [(_SEALED, tr("sealed with a key that is not here"))]
        return sorted(self.record.details.items(), key=lambda entry: (entry[0] != "patient", entry[0]))

    @property
    def whole(self) -> str:
        """All of it, one line a field."""
        zone = f"{self.time:%z}"
        lines = [
            (tr("No."), str(self.record.number)),
            (tr("Time"), f"{self.time:%Y-%m-%d %H:%M:%S} {zone[:3]}:{zone[3:]}"),
            (tr("Person"), self.person),
            (tr("Event"), f"{self.event} (DCM {self.record.code})"),
            (tr("Outcome"), self.outcome),
            *self.details,
            (tr("Hash"), self.record.hash),
        ]
        text = "\n".join(f"{name}: {value}" for name, value in lines)
        return f"{words_of(self.flaw)}\n{text}" if self.flaw is not None else text


@dataclass(frozen=True)
class AuditFilter:
    """What is shown. text: words, each of which occurs somewhere in the row; None: any."""

    text: str = ""
    period: Period = Period.ALL
    person: str | None = None
    code: str | None = None
    failed: bool | None = None

    def apply(self, rows: Iterable[AuditRow], now: datetime) -> list[AuditRow]:
        words, begins = self.text.casefold().split(), self.period.begins(now)
        return [
            row
            for row in rows
            if (begins is None or row.time >= begins)
            and (self.person is None or row.record.user == self.person)
            and (self.code is None or row.record.code == self.code)
            and (self.failed is None or (row.record.outcome > 0) == self.failed)
            and (not words or _has(row, words))
        ]


SORTING: tuple[Callable[[AuditRow], object], ...] = (
    lambda row: row.record.number,
    lambda row: row.record.time,
    lambda row: row.person.casefold(),
    lambda row: row.event,
    lambda row: row.record.outcome,
    lambda row: row.patient,
    lambda row: row.about,
)
"""By column: number, time, person, event, outcome, patient, about."""


def rows_of(records: Sequence[AuditRecord], breaches: Iterable[Breach]) -> list[AuditRow]:
    """Newest first, each with the flaw that it has by itself."""
    flaws = {breach.first: breach for breach in breaches if breach.flaw in _OF_ONE_RECORD}
    return [AuditRow(record, flaws.get(record.number)) for record in reversed(records)]


def event_words(code: str) -> str:
    return tr(EVENTS[code]) if code in EVENTS else code


def outcome_words(outcome: int) -> str:
    return tr(OUTCOMES[outcome]) if outcome in OUTCOMES else str(outcome)


def detail_words(name: str) -> str:
    return tr(_DETAILS[name]) if name in _DETAILS else name


def _has(row: AuditRow, words: Sequence[str]) -> bool:
    text = f"{row.person} {row.event} {row.patient} {row.about}".casefold()
    return all(word in text for word in words)
