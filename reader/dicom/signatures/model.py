"""A digital signature as read, what it came to, and what one may be for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.errors import ReaderError
from reader.dicom.values import Code, Person

AUTHOR = Code("1", "ASTM-sigpurpose", "Author's Signature")
VERIFICATION = Code("5", "ASTM-sigpurpose", "Verification Signature")
REVIEW = Code("13", "ASTM-sigpurpose", "Review Signature")


class SignatureError(ReaderError):
    """An object could not be signed, or its signatures could not be read."""


class Verdict(Enum):
    """What a check of a signature came to, worst first.

    ALTERED: an archive changed patient or order data and kept the former ones, for which the signature holds.
    INCOMPLETE: it holds, but leaves parts open that should be signed. DOUBTFUL: it holds, but its signer is not the
    one who should have signed this (`rules`). REVOKED: its certificate was taken back before; UNCHECKED: it holds,
    but whether its certificate was taken back is not known.
    """

    TAMPERED = "tampered"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    EXPIRED = "expired"
    FOREIGN = "foreign"
    ALTERED = "altered"
    INCOMPLETE = "incomplete"
    UNSIGNED = "unsigned"
    DOUBTFUL = "doubtful"
    UNCHECKED = "unchecked"
    VALID = "valid"


@dataclass(frozen=True)
class Stamp:
    """A time stamp over a signature (RFC 3161). when: as its authority says, aware, None where it can't be read.

    reason: why it does not hold; foreign: why its authority is not believed here. In words, "" where all is well.
    """

    when: datetime | None
    authority: str
    reason: str = ""
    foreign: str = ""

    @property
    def why(self) -> str:
        """What is wrong with it, "" for nothing."""
        return self.reason or self.foreign

    @property
    def holds(self) -> bool:
        return self.when is not None and not self.reason and not self.foreign


@dataclass(frozen=True)
class Signature:
    """One digital signature as read.

    purpose: ASTM-sigpurpose value (1 author, 5 verification). valid: what is signed is unchanged, and every
    element that the profile wants signed is; trusted: the certificate leads to a known CA; expired: it was not
    valid at the time of signing; None until checked or where it can't be. reason: why not, in words.
    identifiers: the subject's serial number and user ID, as far as the certificate names them; roles: what it says
    that the signer may do. altered: what an archive has changed since, in words. open: names of elements that the
    signature says nothing of; former: only those that signatures of earlier versions left open. revoked: the
    certificate was taken back before it was made; unchecked: that is not known; note: what is to be said although
    it holds. stamp: who else says when it was made.
    """

    signer: str
    when: datetime | None
    purpose: str
    algorithm: str
    valid: bool | None = None
    trusted: bool | None = None
    reason: str = ""
    expired: bool = False
    identifiers: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    altered: str = ""
    open: tuple[str, ...] = ()
    former: bool = False
    revoked: bool = False
    unchecked: bool = False
    note: str = ""
    stamp: Stamp | None = None

    @property
    def verdict(self) -> Verdict:
        if self.valid is None:
            return Verdict.UNREADABLE
        if not self.valid:
            return Verdict.TAMPERED
        if self.revoked:
            return Verdict.REVOKED
        if self.expired:
            return Verdict.EXPIRED
        if not self.trusted:
            return Verdict.FOREIGN
        if self.altered:
            return Verdict.ALTERED
        if self.open and not self.former:
            return Verdict.INCOMPLETE
        return Verdict.UNCHECKED if self.unchecked else Verdict.VALID

    def is_of(self, person: Person) -> bool:
        """Whether the certificate is that person's: by identifier where both have one, else by name."""
        known = {text for text in (person.code.value, person.username) if text}
        stated = set(self.identifiers) - {"-"}
        if known and stated:
            return bool(known & stated)
        return any(text and text in self.signer for text in (person.name.native, person.name.latin))
