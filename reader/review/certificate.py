"""Getting and keeping a doctor's signing key and certificate: PKCS#10, EST (RFC 7030).

The key is made on this computer and never leaves it. The hub's certificate authority signs it over EST.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from reader.core.errors import ReaderError
from reader.core.http import CERTIFICATES, Http
from reader.core.secrets import Secrets
from reader.core.storage import write_atomically
from reader.core.text import tr
from reader.dicom.signatures.certificates import APPROVING, REPORTING, REVIEWING, SigningKey, roles
from reader.dicom.signatures.revocation import RevocationSource
from reader.dicom.signatures.trust import Standing, Trust
from reader.dicom.values import Person, clock_text

KEY_BITS = 3072
_EXPONENT = 65537
_ASK_AGAIN = timedelta(hours=1)


class CertificateError(ReaderError):
    """There is no certificate to sign with."""


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(_EXPONENT, KEY_BITS)


def signing_request(key: rsa.RSAPrivateKey, person: Person) -> bytes:
    """PKCS#10 (DER): common name, organisation, the hub's identifier of the person, the user name."""
    parts = [
        (NameOID.COMMON_NAME, person.name.display, 64),
        (NameOID.ORGANIZATION_NAME, person.organisation, 64),
        (NameOID.SERIAL_NUMBER, person.code.value if person.code.value.isascii() else "", 64),
        (NameOID.USER_ID, person.username, 256),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text[:longest]) for oid, text, longest in parts if text])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.DER)


def refuse_revoked(key: SigningKey, trust: Trust, now: datetime | None = None) -> Standing:
    """How the certificate stands before it signs anything. Raises `CertificateError` where it was revoked."""
    standing = trust.standing(key.certificate, now or datetime.now(UTC))
    if standing.revoked is not None:
        when = clock_text(standing.revoked)
        raise CertificateError(
            tr("Your certificate was revoked on {when} and can't sign any more.", when=when),
            tr("Sign out and in again to get a new one, or ask your administrator."),
            safe=tr("Nothing was signed. Your text is saved on this computer."),
        )
    return standing


class Certificates:
    """The user's own certificate and the authorities of one hub. Any thread; asks the network.

    folder: where certificates (public) are kept, so that a signature can be checked without the hub. The
    private key is in `secrets`, as its two primes: a Windows credential takes 1,280 characters, and a
    PKCS#8 key of 3,072 bits has 2,400. revoked: where revocation lists are. stampers:
    the authorities above those that stamp times.
    """

    def __init__(
        self, http: Http, secrets: Secrets, folder: Path, revoked: RevocationSource | None = None,
        stampers: tuple[x509.Certificate, ...] = (),
    ) -> None:  # fmt: skip
        self._http = http
        self._secrets = secrets
        self._folder = folder
        self._revoked = revoked or RevocationSource()
        self._stampers = stampers

    def checking(self, trust: Trust) -> Trust:
        """The same authorities with their revocation lists as these are now, by the policy, and whose time stamps
        are believed. Reads files."""
        return Trust(trust.authorities, self._revoked.read(), self._stampers)

    def authorities(self, est_root: str) -> Trust:
        """Fetch the hub's authorities and keep them; without the hub, those that were kept.

        Raises `ReaderError` where there are neither.
        """
        path = self._path("authorities", est_root)
        try:
            found = _certificates(self._http.request("GET", f"{est_root}/cacerts", kind=CERTIFICATES).content)
        except ReaderError:
            kept = _load(path)
            if not kept:
                raise
            return Trust(kept)
        _save(path, found)
        return Trust(found)

    def kept_authorities(self, est_root: str) -> Trust:
        """Those that were kept, without asking the hub; empty where none were."""
        return Trust(_load(self._path("authorities", est_root)))

    def kept_key(self, est_root: str, person: Person) -> SigningKey | None:
        """The key and certificate on this computer, whatever its age; None where there is none."""
        primes = self._secrets.get(self._secret(est_root, person))
        certificates = _load(self._path("signer", est_root, person.username))
        if not primes or not certificates:
            return None
        try:
            return SigningKey(_key_from(primes), certificates[0])
        except ValueError:
            logging.getLogger(__name__).warning("the kept signing key and its certificate don't match")
            return None

    def signing_key(
        self, est_root: str, person: Person, now: datetime | None = None, *, allowed: Collection[str] = ()
    ) -> SigningKey:
        """The user's signing key: the kept one, renewed before it expires, enrolled where there is none.

        allowed: the user's roles; a certificate that states others, or none, is renewed too, and so is one of an
        authority that the hub does not name any more. While the kept one is valid a failed renewal is only logged.
        Raises `CertificateError` or another `ReaderError` where there is none to sign with.
        """
        now = now or datetime.now(UTC)
        kept = self.kept_key(est_root, person)
        fresh = kept is not None and kept.valid_at(now) and not kept.due_for_renewal(now)
        if kept is not None and fresh and _says(kept, allowed, now) and self._is_believed(est_root, kept, now):
            return kept
        try:
            return self._enrol(est_root, person)
        except ReaderError:
            if kept is None or not kept.valid_at(now):
                raise
            logging.getLogger(__name__).warning("the certificate could not be renewed; the old one is used")
            return kept

    def _is_believed(self, est_root: str, key: SigningKey, now: datetime) -> bool:
        """By the authorities that the hub named last, where it has named any; and not revoked."""
        known = self.checking(self.kept_authorities(est_root))
        standing = known.standing(key.certificate, now)
        return not known.authorities or (standing.trusted and not standing.revoked)

    def forget(self, est_root: str, person: Person) -> None:
        """Take the key off this computer (a lost laptop, a doctor who left)."""
        self._secrets.delete(self._secret(est_root, person))
        self._path("signer", est_root, person.username).unlink(missing_ok=True)

    def _enrol(self, est_root: str, person: Person) -> SigningKey:
        key = new_key()
        response = self._http.request(
            "POST", f"{est_root}/simpleenroll", kind=CERTIFICATES, ok=(200, 202),
            headers={"Content-Type": "application/pkcs10", "Content-Transfer-Encoding": "base64"},
            data=base64.encodebytes(signing_request(key, person)),
        )  # fmt: skip
        if response.status_code == 202:
            raise CertificateError(
                tr("Your certificate waits for your administrator's approval."),
                tr("You can read and save; signing works once it is approved."),
            )
        own = [c for c in _certificates(response.content) if c.public_key() == key.public_key()]
        if not own:
            raise CertificateError(
                tr("The hub answered with a certificate for another key."), tr("Tell your administrator.")
            )
        # Key first: a certificate without its key is of no use, a key without its certificate is replaced.
        self._secrets.set(self._secret(est_root, person), _primes(key))
        _save(self._path("signer", est_root, person.username), own[:1])
        return SigningKey(key, own[0])

    def _secret(self, est_root: str, person: Person) -> str:
        return f"signing-key:{est_root}:{person.username}"

    def _path(self, kind: str, *parts: str) -> Path:
        return self._folder / f"{kind}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}.pem"


def _says(key: SigningKey, allowed: Collection[str], now: datetime) -> bool:
    """Whether the certificate states these roles. A fresh one is good: an authority may state none at all."""
    wanted = {REPORTING, REVIEWING, APPROVING} & set(allowed)
    return not wanted or roles(key.certificate) == wanted or key.age(now) < _ASK_AGAIN


def _certificates(body: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of an EST answer: base64 of a certs-only PKCS#7 (RFC 7030 4.1.3, 4.2.3)."""
    try:
        der = body if body[:1] == b"\x30" else base64.b64decode(b"".join(body.split()), validate=True)
        found = tuple(pkcs7.load_der_pkcs7_certificates(der))
    except (ValueError, binascii.Error) as cause:
        raise CertificateError(
            tr("The hub's answer holds no certificate that can be read."), tr("Tell your administrator.")
        ) from cause
    if not found:
        raise CertificateError(
            tr("The hub's answer holds no certificate that can be read."), tr("Tell your administrator.")
        )
    return found


def _primes(key: rsa.RSAPrivateKey) -> str:
    numbers = key.private_numbers()
    size = key.key_size // 8
    return " ".join(
        base64.b64encode(prime.to_bytes(size // 2 + 1, "big")).decode() for prime in (numbers.p, numbers.q)
    )


def _key_from(primes: str) -> rsa.RSAPrivateKey:
    """Whether these are primes is not tried: that takes 0.2 s in which no other thread runs. Two numbers whose
    product is the modulus of a certificate, which `SigningKey` looks at, can be no others."""
    try:
        p, q = (int.from_bytes(base64.b64decode(part, validate=True), "big") for part in primes.split())
    except binascii.Error as cause:
        raise ValueError("this is no kept key") from cause
    d = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(_EXPONENT, p * q),
    ).private_key(unsafe_skip_rsa_key_validation=True)  # fmt: skip


def _load(path: Path) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        return ()


def _save(path: Path, certificates: Iterable[x509.Certificate]) -> None:
    write_atomically(path, b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates))
