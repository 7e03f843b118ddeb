"""A signing key with its certificate, and what a certificate says of its holder (X.509)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

REPORTING, REVIEWING, APPROVING = "reporting", "reviewing", "approving"
"""Values of the subject's title (2.5.4.12), as the region's authority gives them: one each."""

RENEW_BEFORE = timedelta(days=30)
Extension = TypeVar("Extension", bound=x509.ExtensionType)


class KeyElsewhere(Protocol):
    """An RSA key that signs where it is kept and can't be read, as on a token."""

    @property
    def key_size(self) -> int: ...

    def public_key(self) -> rsa.RSAPublicKey: ...

    def sign_sha256(self, message: bytes) -> bytes:
        """RSA PKCS#1 v1.5 over SHA-256. Blocks; raises `ReaderError`."""

    def done(self) -> None:
        """Nothing more is signed for now."""

    def lock(self) -> None: ...


class Stamps(Protocol):
    """A time stamp authority."""

    @property
    def missed(self) -> str:
        """Why the last signature got no time stamp, in words; "" where it got one."""

    def stamp(self, signature: bytes) -> bytes | None:
        """The token over a signature's value; None where there is none. Blocks; raises `ReaderError`."""


@dataclass(frozen=True)
class SigningKey:
    """An RSA key with the certificate that says whose it is (PS3.15 C.4 takes RSA only).

    stamper: who says when it was used, None for nobody. Raises ValueError where key and certificate don't belong
    together, or the key is too short.
    """

    private: rsa.RSAPrivateKey | KeyElsewhere
    certificate: x509.Certificate
    stamper: Stamps | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.private.key_size < 2048:
            raise ValueError("an RSA key of at least 2048 bits is needed")
        if self.private.public_key() != self.certificate.public_key():
            raise ValueError("this certificate is for another key")

    def sign(self, message: bytes) -> bytes:
        """RSA PKCS#1 v1.5 over SHA-256. Any thread; on a token it takes seconds. Raises `ReaderError` there."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign_sha256(message)

    def done(self) -> None:
        """Nothing more is signed for now."""
        if not isinstance(self.private, rsa.RSAPrivateKey):
            self.private.done()

    def lock(self) -> None:
        """It signs nothing more until its PIN is entered, where it has one."""
        if not isinstance(self.private, rsa.RSAPrivateKey):
            self.private.lock()

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
    """What its holder may do, `REPORTING`, `REVIEWING` and `APPROVING`: titles of the subject. Empty where it does
    not say."""
    titles = certificate.subject.get_attributes_for_oid(NameOID.TITLE)
    return frozenset(str(title.value).strip().lower() for title in titles) & {REPORTING, REVIEWING, APPROVING}


def extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """The extension of that kind; None where there is none, or where it can't be decoded."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None


def same_name(one: x509.Name, other: x509.Name) -> bool:
    """Also where case, blanks or string types differ (RFC 5280 7.1)."""
    return one == other or _normal(one) == _normal(other)


def _normal(name: x509.Name) -> list[frozenset[tuple[str, str]]]:
    return [
        frozenset(
            (a.oid.dotted_string, " ".join(unicodedata.normalize("NFKC", str(a.value)).casefold().split()))
            for a in part
        )
        for part in name.rdns
    ]
