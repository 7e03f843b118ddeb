"""Who answers for a report: its versions, their states, and the signatures on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.dicom.values import Person
from reader.report.model import Report


class ReportState(Enum):
    """Completion, Preliminary and Verification Flag together (PS3.3 C.17.2)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"
    AMENDED = "amended"


class ReviewEvent(Enum):
    SUBMIT = "submit"
    RETURN = "return"
    SIGN = "sign"
    AMEND = "amend"


TRANSITIONS: dict[tuple[ReportState, ReviewEvent], ReportState] = {
    (ReportState.DRAFT, ReviewEvent.SUBMIT): ReportState.SUBMITTED,
    (ReportState.DRAFT, ReviewEvent.SIGN): ReportState.SIGNED,
    (ReportState.SUBMITTED, ReviewEvent.RETURN): ReportState.RETURNED,
    (ReportState.SUBMITTED, ReviewEvent.SIGN): ReportState.SIGNED,
    (ReportState.RETURNED, ReviewEvent.SUBMIT): ReportState.SUBMITTED,
    (ReportState.SIGNED, ReviewEvent.AMEND): ReportState.AMENDED,
}


@dataclass(frozen=True)
class Signature:
    """One digital signature as read.

    purpose: ASTM-sigpurpose value (1 author, 5 verification). valid: the content is unchanged; trusted: the
    certificate leads to a known CA; None until checked. reason: why not, in words.
    """

    signer: str
    when: datetime | None
    purpose: str
    algorithm: str
    valid: bool | None = None
    trusted: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class ObjectReference:
    """A stored DICOM object by its UIDs."""

    sop_class_uid: str
    sop_instance_uid: str
    series_uid: str
    study_uid: str


@dataclass(frozen=True)
class ReportVersion:
    """A frozen snapshot. evidence: images and TID 1500 objects it stands on. reason: why it was returned."""

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
