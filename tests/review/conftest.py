"""A certificate authority made by cryptography alone, two doctors with keys, and a report to sign."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Code, Person, PersonName
from reader.report.model import (
    DIAGNOSTIC_IMAGING_REPORT,
    FINDINGS,
    IMPRESSION,
    Report,
    Section,
    Statement,
    Subject,
)
from reader.study.identity import PatientIdentity
from reader.study.model import Study

STUDY_UID = "1.2.826.0.1.3680043.8.498.1"
LI = Person(PersonName("Li^Na", "李^娜"), "Demo region", Code("D-001", "99READER", "Li Na"), "li")
ZHOU = Person(PersonName("Zhou^Wei", "周^伟"), "Demo region", Code("D-003", "99READER", "Zhou Wei"), "zhou")
PATIENT = PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", "Xihu", "M", date(1969, 3, 1))
SUBJECT = Subject(
    PATIENT, STUDY_UID, "20260101-7", datetime(2026, 1, 1, 9, 12), "Chest, plain", "Xihu", "CT", "CHEST"
)


def make_report(findings: str, impression: str, author: Person = LI) -> Report:
    def statements(text: str) -> tuple[Statement, ...]:
        return tuple(Statement(line) for line in text.split("\n") if line)

    return Report(
        SUBJECT, "ct-chest", DIAGNOSTIC_IMAGING_REPORT, "zh",
        (
            Section(FINDINGS, "影像所见", statements(findings)),
            Section(IMPRESSION, "诊断意见", statements(impression), required=True),
        ),
        author, True,
    )  # fmt: skip


def make_study() -> Study:
    return Study(
        STUDY_UID, PATIENT, SUBJECT.accession, SUBJECT.study_when, "Chest, plain", "Xihu", ("CT",), "", (), "CHEST"
    )


@dataclass(frozen=True)
class Authority:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def trust(self) -> Trust:
        return Trust((self.certificate,))

    def issue(
        self,
        key: rsa.RSAPrivateKey,
        person: Person,
        start: datetime | None = None,
        days: float = 20000,
        roles: tuple[str, ...] = ("reporting", "reviewing"),
    ) -> x509.Certificate:
        start = start or datetime(2025, 12, 1, tzinfo=UTC)
        subject = x509.Name([
            x509.NameAttribute(NameOID.COMMON_NAME, person.name.display),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, person.code.value),
            *(x509.NameAttribute(NameOID.TITLE, role) for role in roles),
        ])  # fmt: skip
        return _certificate(subject, self.certificate.subject, key.public_key(), self.key, start, days, ca=False)


def make_authority(name: str) -> Authority:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=4000)
    return Authority(key, _certificate(subject, subject, key.public_key(), key, start, 8000, ca=True))


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, key: rsa.RSAPrivateKey, start: datetime,
    days: float, *, ca: bool,
) -> x509.Certificate:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .sign(key, hashes.SHA256())
    )


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority("Test region CA")


@pytest.fixture(scope="session")
def stranger() -> Authority:
    return make_authority("Somebody else's CA")


@pytest.fixture(scope="session")
def private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


@pytest.fixture(scope="session")
def zhou_key(authority: Authority, private: rsa.RSAPrivateKey) -> SigningKey:
    return SigningKey(private, authority.issue(private, ZHOU))


@pytest.fixture(scope="session")
def li_key(authority: Authority) -> SigningKey:
    private = rsa.generate_private_key(65537, 2048)
    return SigningKey(private, authority.issue(private, LI, roles=("reporting",)))


@pytest.fixture
def dcmsign(tmp_path: Path, authority: Authority) -> Callable[..., int]:
    """`dcmsign --verify` on some bytes: its exit code."""
    (tmp_path / "ca.pem").write_bytes(pem(authority.certificate))

    def verify(data: bytes, *options: str) -> int:
        (tmp_path / "judged.dcm").write_bytes(data)
        command = ["dcmsign", "--verify", *(options or ("+rs",)), "+cf", "ca.pem", "judged.dcm"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60).returncode

    return verify


@pytest.fixture
def sign_with_dcmsign(tmp_path: Path) -> Callable[..., bytes]:
    """`dcmsign +s` with a key, a certificate and options: the signed file."""

    def sign(data: bytes, key: rsa.RSAPrivateKey, certificate: x509.Certificate, options: str) -> bytes:
        (tmp_path / "key.pem").write_bytes(key_pem(key))
        (tmp_path / "cert.pem").write_bytes(pem(certificate))
        (tmp_path / "in.dcm").write_bytes(data)
        command = ["dcmsign", "+s", "key.pem", "cert.pem", "-pw", *options.split(), "in.dcm", "out.dcm"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
        return (tmp_path / "out.dcm").read_bytes()

    return sign
