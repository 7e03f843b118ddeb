"""What is said: a report is sections of statements, each able to point at findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from psygnal import Signal

from reader.dicom.values import Code, Person
from reader.study.model import PatientIdentity

FINDINGS = Code("59776-5", "LN", "Procedure Findings")
IMPRESSION = Code("19005-8", "LN", "Impressions")


@dataclass(frozen=True)
class Statement:
    """One sentence or paragraph of a section. finding_uids: tracking UIDs of the findings it speaks of."""

    text: str
    finding_uids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """heading: CID 7001 (LOINC). title: as the template shows it. statements in reading order."""

    heading: Code
    title: str
    statements: tuple[Statement, ...] = ()
    required: bool = False

    @property
    def text(self) -> str:
        return "\n".join(statement.text for statement in self.statements)


@dataclass(frozen=True)
class Subject:
    """Whose report: the same identity object that stands on every viewport."""

    patient: PatientIdentity
    study_uid: str
    accession: str
    study_when: datetime | None
    study_description: str
    site: str
    modality: str
    body_part: str


@dataclass(frozen=True)
class Report:
    """The text as it stands. language: RFC 5646 ("zh", "en"). positive: the 阳性/阴性 flag, None if not said."""

    subject: Subject
    template_id: str
    title: Code
    language: str
    sections: tuple[Section, ...]
    author: Person
    positive: bool | None = None

    def section(self, heading: Code) -> Section:
        for section in self.sections:
            if section.heading == heading:
                return section
        raise KeyError(heading.value)

    def with_section(self, section: Section) -> Report:
        return replace(
            self, sections=tuple(section if s.heading == section.heading else s for s in self.sections)
        )

    @property
    def finding_uids(self) -> frozenset[str]:
        return frozenset(u for s in self.sections for st in s.statements for u in st.finding_uids)


@dataclass
class DraftModel:
    """The report being written. Main thread only. `saved` tells when the journal has it on disk."""

    report: Report
    read_only: bool = False
    saved_at: datetime | None = None
    dirty: bool = field(default=False)

    changed = Signal()
    saved = Signal()

    def set_report(self, report: Report) -> None:
        if self.read_only:
            raise ValueError("this report is read-only here")
        if report == self.report:
            return
        self.report = report
        self.dirty = True
        self.changed.emit()

    def mark_saved(self, when: datetime, report: Report) -> None:
        """The journal kept `report`; later changes stay dirty."""
        self.saved_at = when
        self.dirty = report != self.report
        self.saved.emit()
