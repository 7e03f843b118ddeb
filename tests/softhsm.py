"""Tokens of Debian's SoftHSM. Its library reads its settings once a process, so all tokens are made at once."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from reader.core.governed import SigningToken
from reader.dicom.values import Person

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN, OTHER_PIN = "271828", "314159"
LABELS = ("own", "other", "elliptic", "empty", "keyless", "short", "pulled", "flow", "flow pulled")
_ID = b"\x0a"


@dataclass(frozen=True)
class SoftToken:
    label: str
    folder: Path

    @property
    def place(self) -> SigningToken:
        return SigningToken(LIBRARY, self.label)

    def session(self) -> Any:
        import pkcs11

        for slot in pkcs11.lib(LIBRARY).get_slots(token_present=True):
            with suppress(pkcs11.PKCS11Error):  # one that was pulled out
                if (token := slot.get_token()).label == self.label:
                    return token.open(rw=True, user_pin=PIN)
        raise AssertionError(self.label)

    def new_key(self, bits: int = 2048) -> rsa.RSAPublicKey:
        """Made on the token; only its public half is told."""
        import pkcs11

        with self.session() as session:
            public, _ = session.generate_keypair(pkcs11.KeyType.RSA, bits, id=_ID, label="signing", store=True)
            modulus = int.from_bytes(public[pkcs11.Attribute.MODULUS], "big")
            exponent = int.from_bytes(public[pkcs11.Attribute.PUBLIC_EXPONENT], "big")
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def put(self, certificate: x509.Certificate) -> None:
        import pkcs11

        with self.session() as session:
            session.create_object({
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.PRIVATE: False, pkcs11.Attribute.ID: _ID,
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            })  # fmt: skip

    def pull_out(self) -> None:
        """Its memory is gone while the program holds it open."""
        shutil.rmtree(self.folder)


@lru_cache
def tokens() -> dict[str, SoftToken]:
    """By label. They stay until the process ends."""
    place = Path(mkdtemp(prefix="softhsm"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(
        f"directories.tokendir = {place}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    made: dict[str, SoftToken] = {}
    for label in LABELS:
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", OTHER_PIN],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        [new] = set((place / "tokens").iterdir()) - {one.folder for one in made.values()}
        made[label] = SoftToken(label, new)
    return made


def certificate_for(
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, person: Person, key: rsa.RSAPrivateKey,
    ca: x509.Certificate,
) -> x509.Certificate:
    """As a region's authority would give it, with everything that the hub asks for."""
    now = datetime.now(UTC)
    subject = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, person.name.display),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, person.code.value),
        x509.NameAttribute(NameOID.USER_ID, person.username),
        *(x509.NameAttribute(NameOID.TITLE, role) for role in ("reporting", "reviewing")),
    ])  # fmt: skip
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(ca.subject).public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(False, None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
