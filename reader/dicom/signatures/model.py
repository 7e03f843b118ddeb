"""A digital signature as read, what it came to, and what one may be for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.errors import ReaderError
from reader.dicom.values import Code

AUTHOR = Code("1", "ASTM-sigpurpose", "Author's Signature")
VERIFICATION = Code("5", "ASTM-sigpurpose", "Verification Signature")
REVIEW = Code("13", "ASTM-sigpurpose", "Review Signature")


class SignatureError(ReaderError):
    """An object could not be signed, or its signatures could not be read."""


class Verdict(Enum):
    """What a check of a signature came to; worst first is the order of `ReportVersion.verdict`."""

    TAMPERED = "tampered"
    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    VALID = "valid"


@dataclass(frozen=True)
class Signature:
    """One digital signature as read.

    purpose: ASTM-sigpurpose value (1 author, 5 verification). valid: the content is unchanged, and every
    element that has to be covered is; trusted: the certificate leads to a known CA; expired: it was not
    valid at the time of signing; None until checked or where it can't be. reason: why not, in words.
    identifiers: the subject's serial number and user ID, as far as the certificate names them.
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

    @property
    def verdict(self) -> Verdict:
        if self.valid is None:
            return Verdict.UNREADABLE
        if not self.valid:
            return Verdict.TAMPERED
        if self.expired:
            return Verdict.EXPIRED
        return Verdict.VALID if self.trusted else Verdict.FOREIGN
