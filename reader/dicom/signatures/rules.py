"""Who may sign a report as what: what a document says of its people against who signed it.

The program names what does not fit when it reads a report; the hub refuses to store it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO

import pydicom
from pydicom.dataset import Dataset

from reader.core.text import tr
from reader.dicom.datasets import READ_ERRORS, decode_texts
from reader.dicom.signatures.certificates import APPROVING, REVIEWING
from reader.dicom.signatures.model import AUTHOR, REVIEW, VERIFICATION, Signature, SignatureError
from reader.dicom.values import Code, Person, PersonName, same_person

_TAGS = ("VerificationFlag", "VerifyingObserverSequence", "AuthorObserverSequence", "SpecificCharacterSet")


class Fault(Enum):
    """What does not fit, the gravest first."""

    NOT_SIGNED = "verified, but nobody signed"
    VERIFICATION_NOT_SIGNED = "verified, but no signature is for the verification"
    NO_VERIFIER = "verified, but by nobody"
    OTHER_SIGNER = "somebody else signed than the verifying observer"
    NO_RIGHT = "the signer's certificate does not allow this"
    VERIFIED_BY_AUTHOR = "the author is the verifier"
    OTHER_AUTHOR = "somebody else signed than the author"
    ROLE_NOT_STATED = "the signer's certificate states no role"


# These are to be said, but the version takes its place among the others.
NO_FORGERY = frozenset((Fault.VERIFIED_BY_AUTHOR, Fault.ROLE_NOT_STATED))


@dataclass(frozen=True)
class Objection:
    """person: whom the document names; signer: whom the certificate names; "" where it is about nobody."""

    fault: Fault
    person: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Attested:
    """What an SR document says of itself (PS3.3 C.17.2): the Verification Flag and its people."""

    verified: bool
    verifiers: tuple[Person, ...] = ()
    authors: tuple[Person, ...] = ()


def attested(data: bytes) -> Attested:
    """Read it from a DICOM file. Raises `SignatureError` where that can't be read."""
    try:
        dataset = pydicom.dcmread(BytesIO(data), specific_tags=list(_TAGS))
        decode_texts(dataset)
        return _attested(dataset)
    except READ_ERRORS as cause:
        raise SignatureError(tr("This is not a readable report.")) from cause


def _attested(dataset: Dataset) -> Attested:
    verifier = ("VerifyingObserverName", "VerifyingObserverIdentificationCodeSequence")
    author = ("PersonName", "PersonIdentificationCodeSequence")
    return Attested(
        str(dataset.get("VerificationFlag", "")).strip() == "VERIFIED",
        tuple(_person(item, *verifier) for item in dataset.get("VerifyingObserverSequence") or ()),
        tuple(_person(item, *author) for item in dataset.get("AuthorObserverSequence") or ()),
    )


def objections(document: Attested, signatures: Sequence[Signature]) -> tuple[Objection, ...]:
    """Everything that does not fit, the gravest first. Whether a signature holds is its own verdict."""
    found = list(_of_verification(document, signatures)) if document.verified else list(_of_others(signatures))
    for signature in signatures:
        if signature.purpose == AUTHOR.value and document.authors and not _of_any(signature, document.authors):
            found.append(_other(Fault.OTHER_AUTHOR, document.authors[0], signature))
    rank = list(Fault)
    return tuple(sorted(dict.fromkeys(found), key=lambda objection: rank.index(objection.fault)))


def _of_verification(document: Attested, signatures: Sequence[Signature]) -> Iterator[Objection]:
    proofs = [signature for signature in signatures if signature.purpose == VERIFICATION.value]
    if not proofs:
        yield Objection(Fault.VERIFICATION_NOT_SIGNED if signatures else Fault.NOT_SIGNED)
    if not document.verifiers:
        yield Objection(Fault.NO_VERIFIER)
    for verifier in document.verifiers:
        if proofs and not any(proof.is_of(verifier) for proof in proofs):
            yield _other(Fault.OTHER_SIGNER, verifier, proofs[0])
        if any(same_person(author, verifier) for author in document.authors):
            yield Objection(Fault.VERIFIED_BY_AUTHOR, verifier.name.display)
    for proof in proofs:
        yield from _of_right(proof)


def _of_others(signatures: Sequence[Signature]) -> Iterator[Objection]:
    for signature in signatures:
        if signature.purpose in (VERIFICATION.value, REVIEW.value):
            yield from _of_right(signature)


def _of_right(signature: Signature) -> Iterator[Objection]:
    if not signature.roles:
        yield Objection(Fault.ROLE_NOT_STATED, signer=signature.signer)
    elif not {REVIEWING, APPROVING} & signature.roles:
        yield Objection(Fault.NO_RIGHT, signer=signature.signer)


def _other(fault: Fault, person: Person, signature: Signature) -> Objection:
    """Namesakes are told apart by their identifiers."""
    named, signer = person.name.display, signature.signer
    if named == signer:
        named = f"{named} ({person.code.value or '?'})"
        signer = f"{signer} ({', '.join(signature.identifiers) or '?'})"
    return Objection(fault, named, signer)


def _of_any(signature: Signature, people: Sequence[Person]) -> bool:
    return any(signature.is_of(person) for person in people)


def _person(item: Dataset, name: str, code: str) -> Person:
    entry = next(iter(item.get(code) or ()), Dataset())
    value, scheme = str(entry.get("CodeValue", "")).strip(), str(entry.get("CodingSchemeDesignator", "")).strip()
    return Person(PersonName.parse(str(item.get(name, ""))), "", Code(value, scheme, ""))
