"""A certificate authority run by `openssl ca`: what it revokes, and what `openssl verify` makes of its lists."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_CONFIG = """
[ca]
default_ca = own
[own]
database = {folder}/index.txt
crlnumber = {folder}/number
certificate = {folder}/ca.pem
private_key = {folder}/key.pem
default_md = sha256
default_crl_days = 7
crl_extensions = list
[list]
authorityKeyIdentifier = issuer:always
"""


def _short(when: datetime) -> str:
    return f"{when.astimezone(UTC):%y%m%d%H%M%SZ}"


def _long(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%d%H%M%SZ}"


@dataclass
class OpensslCa:
    folder: Path
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    _lines: list[str] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "ca.pem").write_bytes(self.certificate.public_bytes(Encoding.PEM))
        private = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "key.pem").write_bytes(private)
        (self.folder / "number").write_text("01\n")
        (self.folder / "ca.cnf").write_text(_CONFIG.format(folder=self.folder))

    def revoke(self, certificate: x509.Certificate, when: datetime, reason: str = "") -> None:
        """reason: as `openssl ca` keeps it: "keyCompromise", "keyTime,20260101000000Z" (invalid since) …"""
        number = f"{certificate.serial_number:X}"
        number = number if len(number) % 2 == 0 else f"0{number}"
        ends = _short(certificate.not_valid_after_utc)
        said = f"{_short(when)},{reason}" if reason else _short(when)
        self._lines.append(f"R\t{ends}\t{said}\t{number}\tunknown\t/CN=revoked\n")

    def crl(self, begins: datetime | None = None, ends: datetime | None = None) -> Path:
        """A new list in PEM."""
        now = datetime.now(UTC)
        begins, ends = begins or now - timedelta(minutes=1), ends or now + timedelta(days=7)
        (self.folder / "index.txt").write_text("".join(self._lines))
        self._count += 1
        made = self.folder / f"list{self._count}.crl"
        self._run(
            "ca", "-config", "ca.cnf", "-gencrl", "-crl_lastupdate", _long(begins), "-crl_nextupdate", _long(ends),
            "-out", made.name,
        )  # fmt: skip
        return made

    def verify(self, certificate: x509.Certificate, crl: Path) -> int:
        """0, or OpenSSL's X509_V_ERR_ number of the certificate with its list."""
        (self.folder / "judged.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        done = subprocess.run(
            ["openssl", "verify", "-crl_check", "-CAfile", "ca.pem", "-CRLfile", str(crl), "judged.pem"],
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        found = re.findall(r"error (\d+) at", done.stderr)
        return int(found[0]) if done.returncode else 0

    def _run(self, *command: str) -> None:
        subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True, timeout=60)
