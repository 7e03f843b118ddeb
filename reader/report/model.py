"""What is said: a report is sections of statements, each able to point at findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from psygnal import Signal

from reader.dicom.values import Code, Person
from reader.study.identity import PatientIdentity

FINDINGS = Code("59776-5", "LN", "Procedure Findings")
IMPRESSION = Code("19005-8", "LN", "Impressions")
CLINICAL_INFORMATION = Code("55752-0", "LN", "Clinical Information")
TECHNIQUE = Code("55111-9", "LN", "Current Procedure Descriptions")
COMPARISON = Code("18834-2", "LN", "Previous Findings")
RECOMMENDATION = Code("18783-1", "LN", "Recommendations")
ADDENDUM = Code("55107-7", "LN", "Addendum")
AMENDMENT = Code("AMENDMENT", "99READER", "Reason for amendment")
"""No heading of CID 7001 says why a signed report was changed; the table may be extended."""

DIAGNOSTIC_IMAGING_REPORT = Code("18748-4", "LN", "Diagnostic Imaging Report")


@dataclass(frozen=True)
class Statement:
    """One paragraph of a section, a line of its text. finding_uids: tracking UIDs of what it speaks of.

    algorithms: name and version of each algorithm whose accepted finding it repeats, so that its origin stays
    told wherever the report goes, with or without the findings (safety by design, 5). said: beside each UID what is
    known of the sentence that was generated from it (`wording`), "" for nothing; only this program needs it, while
    the report is being written.
    """

    text: str
    finding_uids: tuple[str, ...] = ()
    algorithms: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """heading: CID 7001 (LOINC). title: as the template shows it. statements in reading order.

    number: which of several with this heading, from 1: a second addendum has a section of its own. locked: signed
    text, which an addendum leaves as it is.
    """

    heading: Code
    title: str
    statements: tuple[Statement, ...] = ()
    required: bool = False
    number: int = 1
    locked: bool = False

    @property
    def key(self) -> tuple[Code, int]:
        """What makes it the same section in two versions."""
        return (self.heading, self.number)

    @property
    def text(self) -> str:
        return "\n".join(statement.text for statement in self.statements)

    @property
    def lacks_text(self) -> bool:
        """It has none, and no report goes out without."""
        return (self.required or self.heading == IMPRESSION) and not self.text.strip()


@dataclass(frozen=True)
class Subject:
    """Whose report: the same identity object that stands on every viewport. ordered: the accession number of the
    order it answers, where that is not the exam's: one that was ordered a second time has two."""

    patient: PatientIdentity
    study_uid: str
    accession: str
    study_when: datetime | None
    study_description: str
    site: str
    modality: str
    body_part: str
    ordered: str = ""


@dataclass(frozen=True)
class Report:
    """The text as it stands. language: RFC 5646 ("zh", "en"). positive: the 阳性/阴性 flag, None if not said.
    second: it was written in a second reading, without knowing the report that it is compared with."""

    subject: Subject
    template_id: str
    title: Code
    language: str
    sections: tuple[Section, ...]
    author: Person
    positive: bool | None = None
    second: bool = False

    def section(self, heading: Code, number: int = 1) -> Section:
        for section in self.sections:
            if section.key == (heading, number):
                return section
        raise KeyError(heading.value)

    def with_section(self, section: Section) -> Report:
        return replace(self, sections=tuple(section if s.key == section.key else s for s in self.sections))

    @property
    def flag_locked(self) -> bool:
        """Whether positive or negative is signed: it is part of the impression."""
        return any(section.locked for section in self.sections if section.heading == IMPRESSION)

    @property
    def signed_part(self) -> tuple[object, ...]:
        """What of it is locked, as a reader sees it."""
        locked = [section for section in self.sections if section.locked]
        texts = [(s.key, s.title, [(said.text, said.finding_uids) for said in s.statements]) for s in locked]
        return (*texts, self.positive if self.flag_locked else None)

    @property
    def finding_uids(self) -> frozenset[str]:
        return frozenset(u for s in self.sections for st in s.statements for u in st.finding_uids)


@dataclass(frozen=True)
class ObjectReference:
    """A stored DICOM object by its UIDs."""

    sop_class_uid: str
    sop_instance_uid: str
    series_uid: str
    study_uid: str


@dataclass(frozen=True)
class ReportDocument:
    """A report as one SR object says it (PS3.3 C.17.2): the text, its state, who stands for it, what it cites.

    reference: the object itself. when: Content Date and Time, aware or naive. complete, final: Completion and
    Preliminary Flag; a verifier makes it VERIFIED (at `verified_at`, else at `when`). participants: those who
    attested besides author and verifier. evidence: images and measurement reports it stands on. note: what its
    last reader wrote to the author (why it was returned), of any length; no part of the report.
    """

    report: Report
    reference: ObjectReference
    when: datetime
    complete: bool = False
    final: bool = False
    verifier: Person | None = None
    verified_at: datetime | None = None
    participants: tuple[Person, ...] = ()
    predecessor: ObjectReference | None = None
    evidence: tuple[ObjectReference, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.verifier is not None and not self.complete:
            raise ValueError("a report is complete before it is verified (PS3.3 C.17.2)")

    @property
    def verified(self) -> bool:
        return self.verifier is not None


@dataclass
class DraftModel:
    """The report being written. Main thread only.

    `saved` tells that the journal has it on disk or has failed to: `save_problem` is why not, in the user's
    words, "" where all is well.
    """

    report: Report
    read_only: bool = False
    saved_at: datetime | None = None
    dirty: bool = field(default=False)
    save_problem: str = ""

    changed = Signal()
    saved = Signal()
    read_only_changed = Signal(bool)

    def set_report(self, report: Report) -> None:
        if self.read_only:
            raise ValueError("this report is read-only here")
        if report.signed_part != self.report.signed_part:
            raise ValueError("signed text is locked")
        if report == self.report:
            return
        self.report = report
        self.dirty = True
        self.changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Lock the text (claim lost, submitted, signed) or free it again."""
        if read_only != self.read_only:
            self.read_only = read_only
            self.read_only_changed.emit(read_only)

    def mark_saved(self, when: datetime, report: Report) -> None:
        """The journal kept `report`; later changes stay dirty."""
        self.saved_at = when
        self.save_problem = ""
        self.dirty = report != self.report
        self.saved.emit()

    def mark_unsaved(self, problem: str) -> None:
        """The journal could not keep it; the text is still here and it is tried again."""
        self.save_problem = problem
        self.dirty = True
        self.saved.emit()
