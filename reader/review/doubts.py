"""What a reader of a stored report has to know of its signatures, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from reader.core.text import Told, mark, now, together, tr
from reader.dicom.signatures.model import Signature, Verdict
from reader.dicom.signatures.rules import Fault, Objection
from reader.dicom.values import clock_text
from reader.review.model import ReportVersion, Unsound

_CLOCKS_DIFFER = timedelta(minutes=10)
_FAULTS = {
    Fault.NOT_SIGNED: mark("It is marked as verified, but has no signature."),
    Fault.VERIFICATION_NOT_SIGNED: mark("It is marked as verified, but has no verification signature."),
    Fault.NO_VERIFIER: mark("It is marked as verified, but does not say by whom."),
    Fault.OTHER_SIGNER: mark("It names {person} as verifier, but {signer} signed it."),
    Fault.NO_RIGHT: mark("{signer} signed it, whose certificate does not allow verifying reports."),
    Fault.VERIFIED_BY_AUTHOR: mark("{person} both wrote and verified it: no second doctor has checked it."),
    Fault.OTHER_AUTHOR: mark("It names {person} as author, but {signer} signed it."),
    Fault.ROLE_NOT_STATED: mark(
        "The certificate of {signer} states no role: whether it allows verifying is unknown."
    ),
}


def warnings(version: ReportVersion) -> Iterator[str]:
    """One sentence for each thing that is not as it should be, signatures first."""
    if not version.signatures:
        yield Told(lambda: tr("This report is not signed: nothing shows who wrote it, or that it is unchanged."))
    for signature in version.signatures:
        if text := Told(partial(_of_signature, signature)):
            yield text
    for objection in version.objections:
        yield Told(partial(_of_objection, objection))


def of_unsound(one: Unsound) -> str:
    """Of a result that a report is built on and whose signature does not hold."""
    signature = one.signature
    if signature is None:
        return tr("Measurements of this report have lost their signature; they are not shown.")
    who = signature.signer or tr("an unknown person")
    if signature.verdict in (Verdict.TAMPERED, Verdict.UNREADABLE):
        return tr(
            "Measurements or marks of this report were changed after {who} signed them, or their signature can’t "
            "be checked; they are not shown.", who=who,
        )  # fmt: skip
    why = left_open(signature) if signature.verdict is Verdict.INCOMPLETE else signature.reason
    said = tr(
        "The signature of {who} on measurements or marks of this report is not valid. {reason}", who=who, reason=why
    )
    return said if one.shown else f"{said} {tr('They are not shown.')}"


def of_unsound_result(one: Unsound) -> str:
    """The same of one that the report on the screen is not built on."""
    who = one.signature.signer if one.signature is not None else ""
    return tr(
        "A result of this exam was changed after {who} signed it, or its signature is not valid; it is not shown.",
        who=who or tr("an unknown person"),
    )  # fmt: skip


def _of_objection(objection: Objection) -> str:
    nobody = tr("an unknown person")
    person, signer = objection.person or nobody, objection.signer or nobody
    return tr(_FAULTS[objection.fault], person=person, signer=signer)


def why_doubted(version: ReportVersion) -> str:
    """Of one that is `doubted`, to who is to answer for it."""
    if not version.broken and version.warnings:
        return now(version.warnings[0])
    name = version.report.author.name.display or tr("an unknown person")
    return tr("This report was changed after {name} signed it, or its signature can’t be checked.", name=name)


def why_earlier_doubted(version: ReportVersion) -> str:
    """Of a report whose text goes back to one that is `doubted`, to who writes on or answers for it."""
    if not version.broken:
        return tr("The signature of an earlier version of this report proves nothing: it may have been changed.")
    name = version.report.author.name.display or tr("an unknown person")
    return tr(
        "An earlier version of this report was changed after {name} signed it, or its signature can’t be checked.",
        name=name,
    )


def not_shown(version: ReportVersion) -> str:
    """Of one that claims to continue a report without a valid signature."""
    name = version.report.author.name.display
    return tr(
        "A newer version that names {name} as its author is not shown: its signature is not valid.",
        name=name or tr("an unknown person"),
    )


def left_open(signature: Signature) -> str:
    """What the signature says nothing of, "" where it covers everything."""
    return tr("Not signed: {names}.", names=", ".join(signature.open)) if signature.open else ""


def stamp_text(signature: Signature) -> str:
    """Who else says when it was made; "" where nobody does."""
    stamp = signature.stamp
    if stamp is None:
        return ""
    if stamp.reason:
        return tr("Time stamp not valid")
    when, name = clock_text(stamp.when), stamp.authority
    if stamp.foreign:
        return tr("Time stamp {when} by {authority}, not known here", when=when, authority=name)
    return tr("Time stamp {when} by {authority}", when=when, authority=name)


def _of_stamp(signature: Signature) -> str:
    stamp, who = signature.stamp, signature.signer or tr("an unknown person")
    if stamp is None:
        return ""
    if stamp.reason:
        return tr("The time stamp on the signature of {who} is not valid. {reason}", who=who, reason=stamp.reason)
    if stamp.holds and stamp.when and signature.when and abs(stamp.when - signature.when) > _CLOCKS_DIFFER:
        return tr(
            "The signature of {who} says {when}, its time stamp {stamped}: the computer's clock was wrong.",
            who=who, when=clock_text(signature.when), stamped=clock_text(stamp.when),
        )  # fmt: skip
    return ""


def _of_signature(signature: Signature) -> str:
    return together(_of_verdict(signature), signature.note if signature.valid else "", _of_stamp(signature))


def _of_verdict(signature: Signature) -> str:
    who = signature.signer or tr("an unknown person")
    verdict = signature.verdict
    if verdict in (Verdict.VALID, Verdict.UNCHECKED):
        return ""
    if verdict in (Verdict.TAMPERED, Verdict.REVOKED):
        return tr("The signature of {who} is not valid. {reason}", who=who, reason=signature.reason)
    if verdict is Verdict.ALTERED:
        return tr(
            "The signature of {who} is valid for the report as it was. {reason}", who=who, reason=signature.altered
        )
    if verdict is Verdict.INCOMPLETE:
        why = left_open(signature)
        return tr("The signature of {who} does not cover everything. {reason}", who=who, reason=why)
    return tr("The signature of {who} could not be verified. {reason}", who=who, reason=signature.reason)
