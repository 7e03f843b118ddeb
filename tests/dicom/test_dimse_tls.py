"""DIMSE over TLS (PS3.15 B.9) against a real Orthanc: certificates of both sides are checked."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reader.core.http import HubUnreachable
from reader.dicom.archives.dimse import DimseArchive
from reader.dicom.archives.dimse_link import Refused
from tests.dicom.test_dimse import Site, parsed
from tests.orthanc import find_orthanc
from tests.synthetic import CtSeries, ct_series

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


class Authority:
    """A certificate authority of a test. `certificate`, `key`: files of one that it has signed."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / "ca.pem"
        self.file.write_bytes(_pem(self._signed(self._name, self._key, authority=True)))
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        self.certificate, self.key = folder / "own.pem", folder / "own.key"
        self.certificate.write_bytes(_pem(self._signed(subject, key, authority=False)))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def _signed(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CtSeries:
    return ct_series(tmp_path_factory.mktemp("ct") / "a", 3, 32, uid_root="2.25.191")


def test_both_sides_show_their_certificate_or_nothing_passes(made: CtSeries, tmp_path: Path) -> None:
    ours, theirs = Authority(tmp_path / "ours", "Region"), Authority(tmp_path / "theirs", "Somebody")
    site = Site(
        DicomTlsEnabled=True,
        DicomTlsCertificate=str(ours.certificate),
        DicomTlsPrivateKey=str(ours.key),
        DicomTlsTrustedCertificates=str(ours.file),
        DicomTlsRemoteCertificateRequired=True,
    )

    def address(trusted: Authority, shown: Authority | None) -> str:
        own = f"&cert={shown.certificate}&key={shown.key}" if shown else ""
        return f"{site.get}&tls=1&ca={trusted.file}{own}"

    with site.server:
        assert site.server.store(made.files) == 3
        archive = DimseArchive(address(ours, ours))
        [study] = archive.search_studies({"StudyInstanceUID": made.study_uid})
        assert study["0020000D"]["Value"] == [made.study_uid]
        got = parsed(archive.instance(made.study_uid, made.series_uid, made.instance_uids[1]))
        assert got.SOPInstanceUID == made.instance_uids[1]
        for wrong, why in (
            (address(theirs, ours), "not trusted"),
            (address(ours, None), "agree"),
            (address(ours, theirs), "agree"),
        ):
            with pytest.raises(Refused, match=why):
                DimseArchive(wrong).search_studies({"PatientID": "*"})
        with pytest.raises(HubUnreachable):
            DimseArchive(site.get).search_studies({"PatientID": "*"})
        with pytest.raises(Refused, match="certificates"):
            DimseArchive(f"{site.get}&tls=1&ca={tmp_path / 'none.pem'}").search_studies({"PatientID": "*"})
