"""What an authority has revoked, as `openssl ca` writes it and `openssl verify -crl_check` judges it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import VERIFICATION, Signature, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.revocation import RevocationSource
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import clock_text
from reader.review.certificate import CertificateError, refuse_revoked
from reader.review.service import read_version
from tests.openssl import OpensslCa
from tests.review.conftest import ZHOU, Authority, make_authority
from tests.review.test_signature import report_bytes

NOW = datetime.now(UTC).replace(microsecond=0)
SIGNED = NOW - timedelta(days=10)
BEFORE, AFTER = SIGNED - timedelta(days=3), SIGNED + timedelta(days=3)
REVOKED, EXPIRED_LIST, FORGED_LIST, NO_LIST = 23, 12, 8, 3
"""OpenSSL's X509_V_ERR_CERT_REVOKED and so on (x509_vfy.h)."""


@dataclass
class Scene:
    """zhou signed a report ten days ago. ca: zhou's authority; other: another one."""

    ca: OpensslCa
    other: OpensslCa
    authority: Authority
    key: SigningKey
    data: bytes
    place: Path

    def trust(self, *places: Path) -> Trust:
        return Trust((self.authority.certificate,), RevocationSource(tuple(map(str, places))).read())

    def read(self, *places: Path) -> Signature:
        (signature,) = read_signatures(self.data, self.trust(*places))
        return signature


@pytest.fixture
def scene(tmp_path: Path, authority: Authority, stranger: Authority, zhou_key: SigningKey) -> Scene:
    ca = OpensslCa(tmp_path / "ca", authority.key, authority.certificate)
    other = OpensslCa(tmp_path / "other", stranger.key, stranger.certificate)
    data = sign_object(report_bytes(), zhou_key, VERIFICATION, SIGNED)
    return Scene(ca, other, authority, zhou_key, data, tmp_path)


JUDGED = {
    # when it was revoked, why: what the signature is
    "before it signed": (BEFORE, "", Verdict.REVOKED),
    "before, on hold": (BEFORE, "certificateHold", Verdict.REVOKED),
    "after it signed": (AFTER, "", Verdict.VALID),
    "after, it left": (AFTER, "cessationOfOperation", Verdict.VALID),
    "after, stolen": (AFTER, "keyCompromise", Verdict.REVOKED),
    "after, stolen before": (AFTER, f"keyTime,{BEFORE:%Y%m%d%H%M%SZ}", Verdict.REVOKED),
}


@pytest.mark.parametrize("how", JUDGED)
def test_a_revoked_certificate_is_said_with_its_day(how: str, scene: Scene) -> None:
    when, reason, verdict = JUDGED[how]
    scene.ca.revoke(scene.key.certificate, when, reason)
    crl = scene.ca.crl()
    assert scene.ca.verify(scene.key.certificate, crl) == REVOKED
    signature = scene.read(crl)
    assert signature.verdict is verdict
    said = signature.note if verdict is Verdict.VALID else signature.reason
    assert clock_text(when) in said
    stolen = "stolen" in said and "not proven" in said
    assert stolen is (how == "after, stolen")
    assert ("made before" in said) is (verdict is Verdict.VALID)
    version = read_version(scene.data, scene.trust(crl))
    assert version.warnings == (said,) if verdict is Verdict.VALID else said in version.warnings[0]
    assert version.proven is (verdict is Verdict.VALID)
    with pytest.raises(CertificateError, match="revoked") as refused:
        refuse_revoked(scene.key, scene.trust(crl))
    assert clock_text(when) in refused.value.user_message and "Nothing was signed" in refused.value.safe


def test_one_that_was_not_revoked_is_good(scene: Scene, authority: Authority, li_key: SigningKey) -> None:
    scene.ca.revoke(li_key.certificate, BEFORE, "keyCompromise")
    crl = scene.ca.crl()
    assert scene.ca.verify(scene.key.certificate, crl) == 0
    der = scene.place / "folder" / "list.der"
    der.parent.mkdir()
    der.write_bytes(x509.load_pem_x509_crl(crl.read_bytes()).public_bytes(Encoding.DER))
    (der.parent / "readme.txt").write_text("no list")
    for place in (crl, der, der.parent):
        signature = scene.read(place)
        assert (signature.verdict, signature.note) == (Verdict.VALID, "")
        assert read_version(scene.data, scene.trust(place)).warnings == ()
        assert refuse_revoked(scene.key, scene.trust(place)).note == ""
        with pytest.raises(CertificateError):
            refuse_revoked(li_key, scene.trust(place))


@pytest.mark.parametrize(("reason", "after"), [("superseded", Verdict.REVOKED), ("certificateHold", Verdict.VALID)])
def test_two_lists_in_one_file(reason: str, after: Verdict, scene: Scene) -> None:
    """A newer list leaves out what has expired, which stays revoked, and what was on hold, which does not."""
    now, both = datetime.now(UTC), scene.place / "both.pem"
    free = scene.ca.crl(now - timedelta(minutes=30)).read_bytes()
    scene.ca.revoke(scene.key.certificate, BEFORE, reason)
    newer, older = (scene.ca.crl(now - timedelta(minutes=by)).read_bytes() for by in (10, 50))
    for one, other in ((free, newer), (newer, free)):
        both.write_bytes(one + other)
        assert scene.read(both).verdict is Verdict.REVOKED
    both.write_bytes(free + older)
    assert scene.read(both).verdict is after


def stale(scene: Scene) -> Path:
    return scene.ca.crl(NOW - timedelta(days=9), NOW - timedelta(days=2))


def of_another(scene: Scene) -> Path:
    return scene.other.crl()


UNKNOWN: dict[str, tuple[Callable[[Scene], Path], int, str]] = {
    "stale": (stale, EXPIRED_LIST, "was valid until"),
    "of another authority": (of_another, NO_LIST, "No revocation list of “Test region CA”"),
}


@pytest.mark.parametrize("how", UNKNOWN)
def test_a_list_that_proves_nothing_is_said(how: str, scene: Scene) -> None:
    make, error, words = UNKNOWN[how]
    crl = make(scene)
    assert scene.ca.verify(scene.key.certificate, crl) == error
    said_unchecked(scene, crl, words)


def said_unchecked(scene: Scene, place: Path, words: str) -> None:
    signature = scene.read(place)
    assert signature.verdict is Verdict.UNCHECKED and words in signature.note
    version = read_version(scene.data, scene.trust(place))
    assert version.warnings == (signature.note,) and version.proven and not version.broken
    assert refuse_revoked(scene.key, scene.trust(place)).note == signature.note


def test_a_forged_list_counts_for_nothing(scene: Scene, authority: Authority) -> None:
    """Neither to clear a certificate nor to take one back."""
    key = rsa.generate_private_key(65537, 2048)
    for serial in (5, scene.key.certificate.serial_number):
        path = scene.place / f"forged{serial}.crl"
        path.write_bytes(built(authority, key, serial).public_bytes(Encoding.PEM))
        assert scene.ca.verify(scene.key.certificate, path) == FORGED_LIST
        said_unchecked(scene, path, "is forged")
    # beside the true one it is no matter
    assert scene.read(path, scene.ca.crl()).verdict is Verdict.VALID


def built(
    authority: Authority, key: rsa.RSAPrivateKey, serial: int, *more: x509.ExtensionType
) -> x509.CertificateRevocationList:
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(BEFORE).build()
    builder = (
        x509.CertificateRevocationListBuilder().issuer_name(authority.certificate.subject)
        .last_update(NOW - timedelta(hours=1)).next_update(NOW + timedelta(days=1)).add_revoked_certificate(entry)
    )  # fmt: skip
    for extension in more:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key, hashes.SHA256())


def part(
    *, users: bool = False, authorities: bool = False, indirect: bool = False
) -> x509.IssuingDistributionPoint:
    return x509.IssuingDistributionPoint(None, None, users, authorities, None, indirect, False)


def test_a_list_of_a_part_clears_nobody_outside_of_it(scene: Scene, authority: Authority) -> None:
    own = scene.key.certificate.serial_number
    cases = (
        ((x509.DeltaCRLIndicator(1),), 5, Verdict.UNCHECKED),
        ((x509.DeltaCRLIndicator(1),), own, Verdict.REVOKED),
        ((part(authorities=True),), 5, Verdict.UNCHECKED),
        ((part(users=True),), 5, Verdict.VALID),
        ((part(users=True),), own, Verdict.REVOKED),
        ((part(indirect=True),), own, Verdict.UNCHECKED),  # the number of somebody else's certificate, perhaps
    )
    for number, (more, serial, verdict) in enumerate(cases):
        path = scene.place / f"part{number}.crl"
        path.write_bytes(built(authority, authority.key, serial, *more).public_bytes(Encoding.DER))
        assert scene.read(path).verdict is verdict, number


def test_a_stale_list_still_revokes(scene: Scene) -> None:
    scene.ca.revoke(scene.key.certificate, BEFORE)
    assert scene.read(stale(scene)).verdict is Verdict.REVOKED


def test_what_can_t_be_read_is_named(scene: Scene) -> None:
    missing, garbage = scene.place / "missing.crl", scene.place / "garbage.crl"
    garbage.write_bytes(b"-----BEGIN X509 CRL-----\n%%%%\n-----END X509 CRL-----\n")
    said_unchecked(scene, missing, "missing.crl")
    said_unchecked(scene, garbage, "garbage.crl")
    by_policy = RevocationSource(fault=lambda: "The line is wrong.").read()
    (signature,) = read_signatures(scene.data, Trust((scene.authority.certificate,), by_policy))
    assert signature.verdict is Verdict.UNCHECKED and "The line is wrong." in signature.note
    assert RevocationSource().read() is None


def test_an_authority_that_was_revoked_takes_its_certificates_along(tmp_path: Path) -> None:
    root = make_authority("Root of the test")
    key = rsa.generate_private_key(65537, 2048)
    middle = Authority(key, intermediate(root, key))
    own = rsa.generate_private_key(65537, 2048)
    signing = SigningKey(own, middle.issue(own, ZHOU))
    data = sign_object(report_bytes(), signing, VERIFICATION, SIGNED)
    above = OpensslCa(tmp_path / "root", root.key, root.certificate)
    below = OpensslCa(tmp_path / "middle", key, middle.certificate)

    def read(*places: Path) -> Signature:
        source = RevocationSource(tuple(map(str, places))).read()
        (signature,) = read_signatures(data, Trust((root.certificate, middle.certificate), source))
        return signature

    assert read(above.crl(), below.crl()).verdict is Verdict.VALID
    assert read(below.crl()).verdict is Verdict.UNCHECKED  # nobody says whether the authority was revoked
    above.revoke(middle.certificate, AFTER, "CACompromise")
    stolen = read(above.crl(), below.crl())
    assert stolen.verdict is Verdict.REVOKED and "Middle" in stolen.reason


def intermediate(root: Authority, key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Middle of the test")])
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(root.certificate.subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=900)).not_valid_after(NOW + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, 0), critical=True).sign(root.key, hashes.SHA256())
    )  # fmt: skip
