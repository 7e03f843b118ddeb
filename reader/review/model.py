"""Who answers for a report: its versions, their states, and the signatures on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.text import mark
from reader.dicom.signatures.model import REVIEW, Signature, Verdict
from reader.dicom.signatures.rules import NO_FORGERY, Objection
from reader.dicom.values import Person
from reader.findings.model import Finding
from reader.report.model import ObjectReference, Report

__all__ = [
    "TRANSITIONS", "VERDICT_TEXTS", "ObjectReference", "ReportState", "ReportVersion", "ReviewEvent",
    "SecondReading", "Signature", "Unsound", "Verdict",
]  # fmt: skip


class ReportState(Enum):
    """Completion, Preliminary and Verification Flag together (PS3.3 C.17.2)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"


class ReviewEvent(Enum):
    """PASS: it is reviewed, and goes to a chief. SUPPLEMENT: an addendum or amendment of what is signed is handed
    to review."""

    SUBMIT = "submit"
    RETURN = "return"
    PASS = "pass"
    SIGN = "sign"
    SUPPLEMENT = "supplement"


TRANSITIONS: dict[tuple[ReportState, ReviewEvent], ReportState] = {
    (ReportState.DRAFT, ReviewEvent.SUBMIT): ReportState.SUBMITTED,
    (ReportState.DRAFT, ReviewEvent.SIGN): ReportState.SIGNED,
    (ReportState.SUBMITTED, ReviewEvent.SUBMIT): ReportState.SUBMITTED,  # recalled by its author
    (ReportState.SUBMITTED, ReviewEvent.RETURN): ReportState.RETURNED,
    (ReportState.SUBMITTED, ReviewEvent.PASS): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, ReviewEvent.SIGN): ReportState.SIGNED,
    (ReportState.RETURNED, ReviewEvent.SUBMIT): ReportState.SUBMITTED,
    (ReportState.RETURNED, ReviewEvent.SIGN): ReportState.SIGNED,
    (ReportState.SIGNED, ReviewEvent.SUPPLEMENT): ReportState.SUBMITTED,
}


VERDICT_TEXTS = {
    Verdict.VALID: mark("Signature valid"),
    Verdict.TAMPERED: mark("Signature broken"),
    Verdict.FOREIGN: mark("Signer not trusted here"),
    Verdict.REVOKED: mark("Signed with a revoked certificate"),
    Verdict.EXPIRED: mark("Certificate not valid at signing"),
    Verdict.UNREADABLE: mark("Signature can't be checked"),
    Verdict.UNSIGNED: mark("Not signed"),
    Verdict.ALTERED: mark("Changed by the archive since it was signed"),
    Verdict.INCOMPLETE: mark("Signature valid, but only for parts of the report"),
    Verdict.DOUBTFUL: mark("Unchanged since it was signed, but see the warning"),
    Verdict.UNCHECKED: mark("Signature valid; revocation not checked"),
}


PROVING = (Verdict.VALID, Verdict.UNCHECKED, Verdict.ALTERED)
"""A revocation list that is out of date takes no report from its place: it is said."""


@dataclass(frozen=True)
class Unsound:
    """A result that a person stored with a report and whose signature does not hold. signature: the worst it has,
    None where it has lost it. shown: no worse than that of the report itself, so that it is shown all the same."""

    uid: str
    signature: Signature | None = None
    shown: bool = False


@dataclass(frozen=True)
class ReportVersion:
    """A frozen snapshot. evidence: images and TID 1500 objects it stands on. reason: why it was returned.

    objections: what does not fit between its people and its signatures. warnings: what a reader of this version has
    to know, in the user's words ("This report has no signature."). preliminary: its Preliminary Flag says that a
    final one follows, whether it is signed or not. unsound: what of its evidence can't be relied on; what is said
    of that is among the warnings.
    """

    report: Report
    state: ReportState
    reference: ObjectReference
    when: datetime
    participants: tuple[Person, ...] = ()
    verifier: Person | None = None
    predecessor: ObjectReference | None = None
    evidence: tuple[ObjectReference, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reason: str = ""
    objections: tuple[Objection, ...] = ()
    warnings: tuple[str, ...] = ()
    preliminary: bool = False
    unsound: tuple[Unsound, ...] = ()

    @property
    def passed_on(self) -> bool:
        """Whether its reviewer agrees with it and has handed it on to a chief."""
        reviewed = any(signature.purpose == REVIEW.value for signature in self.signatures)
        return self.state is ReportState.SUBMITTED and reviewed

    @property
    def verdict(self) -> Verdict:
        """The worst of its signatures; UNSIGNED where there is none."""
        found = {self.verdict_on(signature) for signature in self.signatures}
        return next((verdict for verdict in Verdict if verdict in found), Verdict.UNSIGNED)

    @property
    def proven(self) -> bool:
        """Whether every signature holds and nothing speaks of forgery: it may continue what was signed before."""
        held = all(signature.verdict in PROVING for signature in self.signatures)
        return bool(self.signatures) and held and {o.fault for o in self.objections} <= NO_FORGERY

    @property
    def broken(self) -> bool:
        """Whether it was changed since it was signed, or its signature can't be checked."""
        return self.verdict in (Verdict.TAMPERED, Verdict.UNREADABLE)

    @property
    def undermined(self) -> bool:
        """Whether some of what it is built on was changed since it was signed, or may have been."""
        return any(not one.shown for one in self.unsound)

    def verdict_on(self, signature: Signature) -> Verdict:
        """A signature that holds is DOUBTFUL where anything is to be said against who signed."""
        verdict = signature.verdict
        holds = verdict in (Verdict.VALID, Verdict.UNCHECKED)
        return Verdict.DOUBTFUL if holds and self.objections else verdict


@dataclass(frozen=True)
class SecondReading:
    """What another doctor has written of an exam without knowing its report. version: None where the hub names one
    that can't be found. findings: those that it is built on."""

    version: ReportVersion | None
    findings: tuple[Finding, ...] = ()
