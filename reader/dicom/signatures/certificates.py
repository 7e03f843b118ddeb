"""A signing key with its certificate, and which certificates are believed (X.509)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from reader.core.text import tr

RENEW_BEFORE = timedelta(days=30)
_LONGEST_CHAIN = 5


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
    def not_after(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def valid_at(self, when: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= when <= self.certificate.not_valid_after_utc

    def due_for_renewal(self, now: datetime) -> bool:
        """True in the last 30 days, or in the last third where the whole life is shorter than 90 days."""
        life = self.certificate.not_valid_after_utc - self.certificate.not_valid_before_utc
        return now >= self.not_after - min(RENEW_BEFORE, life / 3)


@dataclass(frozen=True)
class Standing:
    """What is to be said of a certificate at a time. reason: in the user's words, "" where all is well."""

    trusted: bool
    expired: bool
    reason: str = ""


@dataclass(frozen=True)
class Trust:
    """The certificate authorities that are believed. Pure values; any thread."""

    authorities: tuple[x509.Certificate, ...] = ()

    def standing(self, certificate: x509.Certificate, when: datetime | None) -> Standing:
        """Whether the certificate leads to a known authority, and was valid `when` (aware) it was used."""
        expired = when is None or not (certificate.not_valid_before_utc <= when <= certificate.not_valid_after_utc)
        if not self._leads_home(certificate):
            issuer = common_name(certificate, issuer=True)
            return Standing(False, expired, tr("Its issuer “{issuer}” is not known here.", issuer=issuer))
        if when is None:
            return Standing(True, True, tr("It does not say when it was made."))
        if expired:
            return Standing(True, True, tr("The certificate was not valid when this was signed."))
        return Standing(True, False)

    def _leads_home(self, certificate: x509.Certificate) -> bool:
        current = certificate
        for _ in range(_LONGEST_CHAIN):
            issuer = next((ca for ca in self.authorities if is_authority(ca) and _issued(ca, current)), None)
            if issuer is None:
                return False
            if issuer.subject == issuer.issuer or issuer == current:
                return True
            current = issuer
        return False


def is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False


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


def _issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
