"""The verbs of review: submit, return, pass on, sign; and reading a version with its signatures checked.

Each verb builds what has to be stored: the TID 1500 of the findings where they changed, and the report's SR,
signed. Every UID is chosen here, once: what comes back is queued as it is and may be sent as often as needed.
Pure work on values; RSA and encoding take some 20 ms; any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

from reader.core.errors import ReaderError
from reader.core.text import mark, tr
from reader.dicom.objects import (
    COMPREHENSIVE_3D_SR,
    COMPREHENSIVE_SR,
    KEY_OBJECT_SELECTION,
    PRESENTATION_STATE,
    kind_of,
)
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, REVIEW, VERIFICATION, Signature, SignatureError
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.rules import Objection, attested, objections
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Code, Person, new_uid, same_person
from reader.findings.codec import encode_key_objects, encode_measurement_report
from reader.findings.model import Finding, ImageReference, Status
from reader.findings.own_key_images import alike, parted
from reader.findings.saved_states import SavedState
from reader.report.codec import decode_report, encode_report
from reader.report.model import ObjectReference, Report, ReportDocument
from reader.review.codec import completion_note, reference_of, with_completion_note
from reader.review.doubts import warnings
from reader.review.model import (
    TRANSITIONS,
    ReportState,
    ReportVersion,
    ReviewEvent,
)
from reader.review.supplement import problem
from reader.study.identity import Agreement, compare
from reader.study.model import Study

_MEASURED = (COMPREHENSIVE_3D_SR, COMPREHENSIVE_SR)
_JUDGED = (Status.ACCEPTED, Status.EDITED, Status.REJECTED)


class NotAllowed(ReaderError):
    """The table of states, or the rule that nobody reviews their own report, forbids it."""


@dataclass(frozen=True)
class DocumentUids:
    """The UIDs of what a verb will make, chosen before it is first tried.

    Whoever keeps them (with the draft) can build the same delivery again after a crash and store it over itself.
    """

    report: str = field(default_factory=new_uid)
    report_series: str = field(default_factory=new_uid)
    evidence: str = field(default_factory=new_uid)
    evidence_series: str = field(default_factory=new_uid)
    key_objects: str = field(default_factory=new_uid)
    key_series: str = field(default_factory=new_uid)

    def key_object(self, number: int) -> str:
        """Of one of several Key Object Selections, from 1."""
        return f"2.25.{uuid5(NAMESPACE_OID, f'{self.key_objects}#{number}').int}"


@dataclass(frozen=True)
class Documents:
    """A version and the DICOM files to store for it, evidence first, the report last.

    version: as it was built, without signatures: whose counts is known to `read_version` of `report` alone.
    """

    version: ReportVersion
    objects: tuple[bytes, ...]

    @property
    def report(self) -> bytes:
        return self.objects[-1]


def submit(
    report: Report,
    findings: Sequence[Finding],
    study: Study,
    author: Person,
    key: SigningKey | None,
    predecessor: ReportVersion | None = None,
    *,
    signed: ReportVersion | None = None,
    loaded: Sequence[Finding] | None = None,
    states: Sequence[SavedState] = (),
    uids: DocumentUids | None = None,
    when: datetime | None = None,
) -> Documents:
    """The author hands the report to review: COMPLETE, PRELIMINARY, UNVERIFIED, author's signature.

    predecessor: the returned version this one answers, or the signed one that it adds to or amends. signed: that
    one, also in later rounds. loaded: the findings as they were read from the predecessor; where they are still
    the same, its evidence is kept, unless its signature does not hold. states: presentation states that the author
    saved. Raises `ReaderError`, `NotAllowed` where signed text was changed without saying why.
    """
    follows = predecessor is not None and predecessor.state is ReportState.SIGNED
    state = next_state(predecessor, ReviewEvent.SUPPLEMENT if follows else ReviewEvent.SUBMIT)
    _refuse_change(report, predecessor if follows else signed)
    return _build(
        replace(report, author=author), findings, study, author, key, AUTHOR, state, predecessor, loaded, states,
        uids, when,
    )  # fmt: skip


def return_to_author(
    report: Report,
    findings: Sequence[Finding],
    study: Study,
    reviewer: Person,
    key: SigningKey | None,
    predecessor: ReportVersion,
    reason: str,
    *,
    loaded: Sequence[Finding] | None = None,
    states: Sequence[SavedState] = (),
    uids: DocumentUids | None = None,
    when: datetime | None = None,
) -> Documents:
    """The reviewer gives it back with a reason: PARTIAL, PRELIMINARY, review signature."""
    state = next_state(predecessor, ReviewEvent.RETURN)
    if not reason.strip():
        raise NotAllowed(tr("A report is returned with a reason."), tr("Choose a reason or write one."))
    return _build(
        report, findings, study, reviewer, key, REVIEW, state, predecessor, loaded, states, uids, when,
        reason.strip(),
    )  # fmt: skip


def pass_on(
    report: Report,
    findings: Sequence[Finding],
    study: Study,
    reviewer: Person,
    key: SigningKey,
    predecessor: ReportVersion | None,
    *,
    signed: ReportVersion | None = None,
    loaded: Sequence[Finding] | None = None,
    states: Sequence[SavedState] = (),
    uids: DocumentUids | None = None,
    when: datetime | None = None,
) -> Documents:
    """The reviewer agrees with it, as it is now, and a chief signs: COMPLETE, PRELIMINARY, UNVERIFIED, review
    signature.

    signed: the earlier signed version that it adds to or amends. Raises `NotAllowed`.
    """
    state = next_state(predecessor, ReviewEvent.PASS)
    _refuse_change(report, signed)
    _refuse_own(predecessor, reviewer)
    return _build(
        report, findings, study, reviewer, key, REVIEW, state, predecessor, loaded, states, uids, when,
        attested=True,
    )  # fmt: skip


def sign(
    report: Report,
    findings: Sequence[Finding],
    study: Study,
    verifier: Person,
    key: SigningKey,
    predecessor: ReportVersion | None = None,
    *,
    signed: ReportVersion | None = None,
    loaded: Sequence[Finding] | None = None,
    states: Sequence[SavedState] = (),
    own: bool = False,
    uids: DocumentUids | None = None,
    when: datetime | None = None,
) -> Documents:
    """The verifier answers for it: COMPLETE, FINAL, VERIFIED, verification signature.

    signed: the earlier signed version that it adds to or amends. own: the hub lets its author sign it. Raises
    `NotAllowed` where the verifier submitted this report for review himself, and may not.
    """
    state = next_state(predecessor, ReviewEvent.SIGN)
    _refuse_change(report, signed)
    if not own:
        _refuse_own(predecessor, verifier)
    return _build(
        report, findings, study, verifier, key, VERIFICATION, state, predecessor, loaded, states, uids, when
    )


def _refuse_own(predecessor: ReportVersion | None, reviewer: Person) -> None:
    submitted = predecessor is not None and predecessor.state is ReportState.SUBMITTED
    if predecessor is not None and submitted and same_person(predecessor.report.author, reviewer):
        raise NotAllowed(
            tr("You wrote this report: another doctor must review it."),
            tr("Release the task, so that a colleague can take it."),
        )


def _refuse_change(report: Report, signed: ReportVersion | None) -> None:
    why = problem(report, signed.report) if signed is not None else ""
    if why:
        raise NotAllowed(
            why, tr("Complete it, then submit it again."), safe=tr("Your text is saved on this computer.")
        )


def next_state(version: ReportVersion | None, event: ReviewEvent) -> ReportState:
    """The state after an event; without a version it is a draft. Raises `NotAllowed`."""
    state = version.state if version is not None else ReportState.DRAFT
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise NotAllowed(
            tr("A report that is {state} can't be {event}.", state=tr(_STATES[state]), event=tr(_EVENTS[event])),
            tr("Refresh the worklist; someone else may have handled it."),
            safe=tr("Your text is saved on this computer."),
        )
    return after


def read_version(sr: bytes, trust: Trust) -> ReportVersion:
    """A report as it was stored, its signatures checked, with warnings where it is not what it should be.

    An unsigned, foreign or changed report is read all the same and says so. Raises `ReaderError` only where
    the bytes hold no report at all.
    """
    document = decode_report(sr)
    reason = ""
    signatures: tuple[Signature, ...] = ()
    doubts: tuple[Objection, ...] = ()
    try:
        signatures = read_signatures(sr, trust)
        doubts = objections(attested(sr), signatures)
        reason = document.note or completion_note(sr)
    except SignatureError as error:
        signatures = (Signature("", None, "", "", reason=error.user_message),)
    version = ReportVersion(
        report=document.report, state=_state(document), reference=document.reference, when=document.when,
        participants=document.participants, verifier=document.verifier, predecessor=document.predecessor,
        evidence=document.evidence, signatures=signatures, reason=reason,
        objections=doubts, preliminary=not document.final,
    )  # fmt: skip
    return replace(version, warnings=tuple(warnings(version)))


def _build(
    report: Report,
    findings: Sequence[Finding],
    study: Study,
    actor: Person,
    key: SigningKey | None,
    purpose: Code,
    state: ReportState,
    predecessor: ReportVersion | None,
    loaded: Sequence[Finding] | None,
    states: Sequence[SavedState],
    uids: DocumentUids | None,
    when: datetime | None,
    reason: str = "",
    *,
    attested: bool = False,
) -> Documents:
    whose = compare(study.patient, report.subject.patient, same_exam=True).verdict
    if report.subject.study_uid != study.study_uid or whose is Agreement.CONTRADICTION:
        raise NotAllowed(
            tr("This report belongs to another exam than the one on the screen; nothing was sent."),
            tr("Close the case and open it again from the worklist."),
            safe=tr("Your text is saved on this computer."),
        )
    when = when or datetime.now(UTC).astimezone()
    uids = uids or DocumentUids()
    signed = state is ReportState.SIGNED
    objects: list[bytes] = []
    measurements, key_images = parted(findings)
    before, chosen_before = parted(loaded) if loaded is not None else (None, None)
    kept = _kept_evidence(predecessor, measurements, before)
    evidence = kept if kept is not None else ()
    judged = [f for f in measurements if f.status in _JUDGED]
    if kept is None and judged:
        measured = _measured(judged, study, actor, predecessor, uids, report.language, when)
        objects.append(sign_object(measured, key, AUTHOR, when) if key else measured)
        evidence = (reference_of(measured),)
    standing, new = _kept_key_objects(predecessor, key_images, chosen_before)
    made = _key_objects(new, study, actor, uids, report.language, when)
    made += _presentation_states(states, study)
    objects += (sign_object(one, key, AUTHOR, when) if key else one for one in made)
    evidence = (*evidence, *standing, *_stored_states(predecessor), *map(reference_of, made))
    document = ReportDocument(
        report=report,
        reference=ObjectReference(COMPREHENSIVE_SR, uids.report, uids.report_series, study.study_uid),
        when=when,
        complete=state is not ReportState.RETURNED,
        final=signed,
        verifier=actor if signed else None,
        participants=_participants(predecessor, actor, attests=attested or state is ReportState.RETURNED),
        predecessor=predecessor.reference if predecessor else None,
        evidence=evidence,
        note=reason,
    )
    data = encode_report(document, findings)
    if reason:
        data = with_completion_note(data, reason)
    if key is not None:
        data = sign_object(data, key, purpose, when)
    elif signed:
        raise NotAllowed(tr("There is no certificate to sign with."), tr("Sign in again to get one."))
    objects.append(data)
    version = ReportVersion(
        report=report, state=state, reference=document.reference, when=when, participants=document.participants,
        verifier=document.verifier, predecessor=document.predecessor, evidence=evidence, reason=reason,
    )  # fmt: skip
    return Documents(version, tuple(objects))


def _kept_evidence(
    predecessor: ReportVersion | None, findings: Sequence[Finding], loaded: Sequence[Finding] | None
) -> tuple[ObjectReference, ...] | None:
    """The measurement reports of the predecessor where the findings are still those; else None."""
    if predecessor is None or loaded is None or tuple(findings) != tuple(loaded):
        return None
    unsound = {one.uid for one in predecessor.unsound}
    measured = tuple(r for r in predecessor.evidence if r.sop_class_uid in _MEASURED)
    return measured if measured and not any(r.sop_instance_uid in unsound for r in measured) else None


def _kept_key_objects(
    predecessor: ReportVersion | None, key_images: Sequence[Finding], loaded: Sequence[Finding] | None
) -> tuple[tuple[ObjectReference, ...], tuple[Finding, ...]]:
    """(the predecessor's selections whose images are still those, what is in none of them). So each stays the word
    of who made it."""
    if predecessor is None or loaded is None:
        return (), tuple(key_images)
    unsound = {one.uid for one in predecessor.unsound}
    before = [r for r in predecessor.evidence if r.sop_class_uid == KEY_OBJECT_SELECTION]
    before = [r for r in before if r.sop_instance_uid not in unsound]
    kept = []
    for reference in before:
        there, now = (
            {f.tracking_uid: f for f in some if f.source.sop_instance_uid == reference.sop_instance_uid}
            for some in (loaded, key_images)
        )
        if there == now:
            kept.append(reference)
    uids = {reference.sop_instance_uid for reference in kept}
    return tuple(kept), tuple(f for f in key_images if f.source.sop_instance_uid not in uids)


def _key_objects(
    key_images: Sequence[Finding], study: Study, actor: Person, uids: DocumentUids, language: str, when: datetime
) -> list[bytes]:
    """A Key Object Selection for each reason and note."""
    with _said_unwritten(mark("The key images could not be written: {reason}")):
        return [
            encode_key_objects(
                some, study, actor, language=language, when=when, number=number,
                sop_instance_uid=uids.key_object(number), series_uid=uids.key_series,
            )
            for number, some in enumerate(alike(key_images), start=1)
        ]  # fmt: skip


def _presentation_states(states: Sequence[SavedState], study: Study) -> list[bytes]:
    """As they were saved, of this exam alone."""
    files = [state.file for state in states]
    if any(reference_of(file).study_uid != study.study_uid for file in files):
        raise NotAllowed(
            tr("A saved presentation state belongs to another exam; nothing was sent."),
            tr("Delete it, then try again."), safe=tr("Your text is saved on this computer."),
        )  # fmt: skip
    return files


def _stored_states(predecessor: ReportVersion | None) -> tuple[ObjectReference, ...]:
    """Those that went with earlier versions: they are at the archive, and nobody changes or withdraws them. One
    whose signature does not hold is none of them any more."""
    if predecessor is None:
        return ()
    unsound = {one.uid for one in predecessor.unsound}
    states = (r for r in predecessor.evidence if kind_of(r.sop_class_uid) is PRESENTATION_STATE)
    return tuple(r for r in states if r.sop_instance_uid not in unsound)


def _measured(
    findings: Sequence[Finding],
    study: Study,
    actor: Person,
    predecessor: ReportVersion | None,
    uids: DocumentUids,
    language: str,
    when: datetime,
) -> bytes:
    """The TID 1500 of the judged findings, in the place of the predecessor's."""
    before = next((r for r in predecessor.evidence if r.sop_class_uid in _MEASURED), None) if predecessor else None
    with _said_unwritten(mark("The findings could not be written: {reason}")):
        return encode_measurement_report(
            findings, study, actor, language=language, when=when,
            sop_instance_uid=uids.evidence, series_uid=uids.evidence_series,
            predecessor=ImageReference(before.sop_class_uid, before.sop_instance_uid, (), before.series_uid)
            if before else None,
        )  # fmt: skip


@contextmanager
def _said_unwritten(text: str) -> Iterator[None]:
    """What can't be written of an exam that is not loaded whole: why, and what is safe. text: `mark`ed."""
    try:
        yield
    except ValueError as cause:
        raise ReaderError(
            tr(text, reason=str(cause)), tr("Wait until the exam is loaded, then try again."),
            safe=tr("Your text is saved on this computer."),
        ) from cause  # fmt: skip


def _participants(predecessor: ReportVersion | None, actor: Person, *, attests: bool) -> tuple[Person, ...]:
    """Who attested besides author and verifier: the reviewers who gave it back or passed it on, the latest one
    last."""
    before = predecessor.participants if predecessor else ()
    if not attests:
        return before
    return (*(person for person in before if not same_person(person, actor)), actor)


def _state(document: ReportDocument) -> ReportState:
    if document.verified:
        return ReportState.SIGNED
    if document.complete:
        return ReportState.SUBMITTED
    return ReportState.RETURNED if document.predecessor else ReportState.DRAFT


_STATES = {
    ReportState.DRAFT: mark("a draft"),
    ReportState.SUBMITTED: mark("in review"),
    ReportState.RETURNED: mark("returned to its author"),
    ReportState.SIGNED: mark("signed"),
}
_EVENTS = {
    ReviewEvent.SUBMIT: mark("submitted for review"),
    ReviewEvent.RETURN: mark("returned"),
    ReviewEvent.PASS: mark("passed on"),
    ReviewEvent.SIGN: mark("signed off"),
    ReviewEvent.SUPPLEMENT: mark("added to or amended"),
}
