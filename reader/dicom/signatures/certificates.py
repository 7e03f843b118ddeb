"""A signing key with its certificate, and what a certificate says of its holder (X.509)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

REPORTING, REVIEWING = "reporting", "reviewing"
"""Values of the subject's title (2.5.4.12), as the region's authority gives them: one each."""

RENEW_BEFORE = timedelta(days=30)
Extension = TypeVar("Extension", bound=x509.ExtensionType)


@dataclass(frozen=True)
class SigningKey:
    """An RSA key with the certificate that says whose it is (PS3.15 C.4 takes RSA only).

    Raises ValueError where the two don't belong together or the key is too short.
    """

    private: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def __post_init__(self) -> None:
        if self.private.key_size < 2048:
            raise ValueError("an RSA key of at least 2048 bits is needed")
        if self.private.public_key() != self.certificate.public_key():
            raise ValueError("this certificate is for another key")

    @property
    def name(self) -> str:
        return common_name(self.certificate)

    @property
    def not_before(self) -> datetime:
        return self.certificate.not_valid_before_utc

    @property
    def not_after(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def valid_at(self, when: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= when <= self.certificate.not_valid_after_utc

    def age(self, now: datetime) -> timedelta:
        return now - self.certificate.not_valid_before_utc

    def due_for_renewal(self, now: datetime) -> bool:
        """True in the last 30 days, or in the last third where the whole life is shorter than 90 days."""
        life = self.certificate.not_valid_after_utc - self.certificate.not_valid_before_utc
        return now >= self.not_after - min(RENEW_BEFORE, life / 3)


def common_name(certificate: x509.Certificate, *, issuer: bool = False) -> str:
    """The common name, else the whole distinguished name."""
    name = certificate.issuer if issuer else certificate.subject
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def identifiers(certificate: x509.Certificate) -> tuple[str, ...]:
    """Serial number and user ID of the subject, as far as they are there."""
    return tuple(
        str(attribute.value)
        for oid in (NameOID.SERIAL_NUMBER, NameOID.USER_ID)
        for attribute in certificate.subject.get_attributes_for_oid(oid)
    )


def roles(certificate: x509.Certificate) -> frozenset[str]:
    """What its holder may do, `REPORTING` and `REVIEWING`: titles of the subject. Empty where it does not say."""
    titles = certificate.subject.get_attributes_for_oid(NameOID.TITLE)
    return frozenset(str(title.value).strip().lower() for title in titles) & {REPORTING, REVIEWING}


def extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """The extension of that kind; None where there is none, or where it can't be decoded."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None
