"""The demo's certificate authority and its enrolment over secure transport (EST, RFC 7030).

It gives each demo user an RSA certificate for signing reports (PS3.15 C.4). A region has a real authority; this
one is for demos and tests, and says so in its name.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from reader.core.storage import write_atomically
from reader.dicom.signatures.certificates import APPROVING, REPORTING, REVIEWING
from reader.dicom.signatures.revocation import read_revocations
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Person

_YEARS = 10
_EARLIER = timedelta(days=7)
"""Before it is made: where the clock of the hub was ahead then and is put right, nobody would be believed."""
_USER_DAYS = 730
_ROLES = (REPORTING, REVIEWING, APPROVING)
_MIN_BITS = 2048


class BadRequest(ValueError):
    """A certificate request that is not granted; the message is the reason."""


class Authority:
    """The authority under `folder`; its key is made when it is first needed. Any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: tuple[rsa.RSAPrivateKey, x509.Certificate] | None = None

    def ca_certificates(self) -> bytes:
        """The root as a base64 PKCS#7 (RFC 7030 4.1.3)."""
        return _certs_only(self._load()[1])

    @property
    def trust(self) -> Trust:
        """What this hub believes: certificates that it gave itself, and has not taken back since. An administrator
        puts its revocation list (`openssl ca -gencrl` with authority.pem) into the folder as authority.crl."""
        path = self._folder / "authority.crl"
        revoked = read_revocations((str(path),)) if path.exists() else None
        return Trust((self._load()[1],), revoked)

    def root_pem(self) -> bytes:
        """The root as PEM, for tools."""
        return self._load()[1].public_bytes(serialization.Encoding.PEM)

    def enrol(self, body: bytes, person: Person, roles: Collection[str] = ()) -> bytes:
        """A certificate for the key of a base64 (or PEM, or DER) PKCS#10, as base64 PKCS#7 (RFC 7030 4.2).

        Its subject is the signed-in person, whatever the request says; what they may sign is its title, one for
        each of `REPORTING`, `REVIEWING` and `APPROVING` among their roles. Raises `BadRequest`.
        """
        request = _parse(body)
        key = request.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise BadRequest("report signatures need an RSA key (PS3.15 C.4)")
        if key.key_size < _MIN_BITS:
            raise BadRequest(f"the key has to have {_MIN_BITS} bits at least")
        ca_key, ca = self._load()
        now = datetime.now(UTC)
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, person.name.display or person.username),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, person.organisation[:64] or "-"),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, person.code.value[:64] or "-"),
                x509.NameAttribute(NameOID.USER_ID, person.username),
                *(x509.NameAttribute(NameOID.TITLE, role) for role in _ROLES if role in roles),
            ]
        )
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(min(now + timedelta(days=_USER_DAYS), ca.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        return _certs_only(certificate)

    def _load(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._read() or self._make()
            return self._loaded

    def _read(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate] | None:
        try:
            both = (self._folder / "authority.pem").read_bytes()
        except FileNotFoundError:
            return None
        key = serialization.load_pem_private_key(both, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("authority.pem holds no RSA key")
        return key, x509.load_pem_x509_certificate(both)

    def _make(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, "reader demo authority"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Demo region"),
            ]
        )
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _EARLIER)
            .not_valid_after(now + timedelta(days=365 * _YEARS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        # One file: after a kill there is a whole authority or none, never a key without its certificate.
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_atomically(
            self._folder / "authority.pem", private + certificate.public_bytes(serialization.Encoding.PEM)
        )
        return key, certificate


def _parse(body: bytes) -> x509.CertificateSigningRequest:
    try:
        if body.lstrip().startswith(b"-----"):
            request = x509.load_pem_x509_csr(body.strip())
        elif body[:1] == b"\x30":
            request = x509.load_der_x509_csr(body)
        else:
            request = x509.load_der_x509_csr(base64.b64decode(b"".join(body.split()), validate=True))
        if not request.is_signature_valid:
            raise BadRequest("the request is not signed with its own key")
    except BadRequest:
        raise
    except (ValueError, TypeError, binascii.Error, InvalidSignature, UnsupportedAlgorithm) as cause:
        raise BadRequest("not a PKCS#10 certificate request") from cause
    return request


def _certs_only(certificate: x509.Certificate) -> bytes:
    return base64.encodebytes(pkcs7.serialize_certificates([certificate], serialization.Encoding.DER))


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})
