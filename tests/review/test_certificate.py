"""Enrolment over EST at the real hub, and what is said of certificates."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.name import _ASN1Type

from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.dicom.signatures.certificates import SigningKey, roles
from reader.dicom.signatures.trust import Trust
from reader.review.certificate import Certificates, signing_request
from tests.review.conftest import LI, ZHOU, Authority, make_authority
from tests.servers import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


def signed_in(hub: HubProcess, user: str = "zhou") -> Http:
    http = Http()
    http.authorize(hub.url, hub.login(user))
    return http


def est(hub: HubProcess) -> str:
    return f"{hub.url}/.well-known/est"


def test_enrol_keep_and_use(hub: HubProcess, tmp_path: Path) -> None:
    secrets = Secrets(Profile(tmp_path))
    certificates = Certificates(signed_in(hub), secrets, tmp_path / "certificates")
    trust = certificates.authorities(est(hub))
    key = certificates.signing_key(est(hub), ZHOU)
    now = datetime.now(UTC)
    assert key.private.key_size == 3072
    assert key.valid_at(now)
    assert trust.standing(key.certificate, now).trusted
    # Kept: the same key without the network, and openssl agrees on the chain.
    away = Certificates(Http(), secrets, tmp_path / "certificates")
    again = away.signing_key(est(hub), ZHOU)
    assert again.certificate == key.certificate
    assert {again.private.private_numbers().p, again.private.private_numbers().q} == {
        key.private.private_numbers().p, key.private.private_numbers().q,
    }  # fmt: skip
    assert away.kept_authorities(est(hub)) == trust
    ca, own = (next((tmp_path / "certificates").glob(f"{kind}-*.pem")) for kind in ("authorities", "signer"))
    result = subprocess.run(["openssl", "verify", "-CAfile", ca, own], capture_output=True, timeout=30)
    assert result.returncode == 0, result.stderr
    away.forget(est(hub), ZHOU)
    assert away.kept_key(est(hub), ZHOU) is None


def test_it_is_renewed_in_time_and_a_failed_renewal_costs_nothing(hub: HubProcess, tmp_path: Path) -> None:
    secrets = Secrets(Profile(tmp_path))
    certificates = Certificates(signed_in(hub), secrets, tmp_path)
    first = certificates.signing_key(est(hub), ZHOU)
    late = first.not_after - timedelta(days=20)
    assert first.due_for_renewal(late) and not first.due_for_renewal(late - timedelta(days=30))
    offline = Certificates(Http(), secrets, tmp_path)
    assert offline.signing_key(est(hub), ZHOU, late).certificate == first.certificate
    with pytest.raises(ReaderError):
        offline.signing_key(est(hub), ZHOU, first.not_after + timedelta(days=1))
    renewed = certificates.signing_key(est(hub), ZHOU, late)
    assert renewed.certificate != first.certificate
    assert renewed.certificate.public_key() != first.certificate.public_key()


def test_a_certificate_without_the_users_roles_is_renewed_once(hub: HubProcess, tmp_path: Path) -> None:
    """One of before the hub stated roles; an authority that states none is not asked at every sign-in."""
    certificates = Certificates(signed_in(hub), Secrets(Profile(tmp_path)), tmp_path)
    first = certificates.signing_key(est(hub), ZHOU)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    stated = roles(first.certificate)
    assert certificates.signing_key(est(hub), ZHOU, tomorrow, allowed=stated).certificate == first.certificate
    other = {"reporting"} if stated != {"reporting"} else {"reviewing"}
    assert certificates.signing_key(est(hub), ZHOU, allowed=other).certificate == first.certificate
    renewed = certificates.signing_key(est(hub), ZHOU, tomorrow, allowed=other)
    assert renewed.certificate != first.certificate


def test_a_certificate_of_an_authority_that_the_hub_does_not_name_any_more_is_renewed(
    hub: HubProcess, stranger: Authority, tmp_path: Path
) -> None:
    """A hub that was restored to before its authority was made has another one, of the same name."""
    certificates = Certificates(signed_in(hub), Secrets(Profile(tmp_path)), tmp_path)
    old = certificates.signing_key(est(hub), ZHOU)
    trust = certificates.authorities(est(hub))
    assert certificates.signing_key(est(hub), ZHOU).certificate == old.certificate
    kept = certificates._path("signer", est(hub), ZHOU.username)
    foreign = stranger.issue(old.private, ZHOU)
    kept.write_bytes(foreign.public_bytes(serialization.Encoding.PEM))
    assert not trust.standing(foreign, datetime.now(UTC)).trusted
    new = certificates.signing_key(est(hub), ZHOU)
    assert trust.standing(new.certificate, datetime.now(UTC)).trusted


def test_without_a_hub_it_says_so(tmp_path: Path) -> None:
    certificates = Certificates(Http(), Secrets(Profile(tmp_path)), tmp_path)
    with pytest.raises(ReaderError):
        certificates.authorities("http://127.0.0.1:9/.well-known/est")
    with pytest.raises(ReaderError):
        certificates.signing_key("http://127.0.0.1:9/.well-known/est", ZHOU)
    assert certificates.kept_authorities("http://127.0.0.1:9/.well-known/est") == Trust()


def test_a_key_of_another_user_is_never_used(hub: HubProcess, tmp_path: Path) -> None:
    certificates = Certificates(signed_in(hub), Secrets(Profile(tmp_path)), tmp_path)
    certificates.signing_key(est(hub), ZHOU)
    assert certificates.kept_key(est(hub), LI) is None


def test_a_kept_key_that_was_altered_is_never_used(hub: HubProcess, tmp_path: Path) -> None:
    """Its primes are not tried, which takes 0.2 s of every thread: their product has to be the modulus."""
    secrets = Secrets(Profile(tmp_path))
    certificates = Certificates(signed_in(hub), secrets, tmp_path)
    good = certificates.signing_key(est(hub), ZHOU)
    name = certificates._secret(est(hub), ZHOU)
    one, other = str(secrets.get(name)).split()
    whole = good.certificate.public_key().public_numbers().n  # type: ignore[union-attr]

    def text(number: int) -> str:
        return base64.b64encode(number.to_bytes(385, "big")).decode()

    altered = base64.b64encode(base64.b64decode(one)[:-1] + b"\0").decode()
    for primes in (one, f"{one} {one}", f"{altered} {other}", f"{text(1)} {text(whole)}", "0 0"):
        secrets.set(name, primes)
        assert certificates.kept_key(est(hub), ZHOU) is None, primes
    secrets.set(name, f"{other} {one}")
    found = certificates.kept_key(est(hub), ZHOU)
    assert found is not None
    found.certificate.public_key().verify(found.sign(b"a"), b"a", padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg]


def test_the_request_is_a_pkcs10(private: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    (tmp_path / "r.der").write_bytes(signing_request(private, replace(ZHOU, organisation="x" * 99)))
    command = ["openssl", "req", "-inform", "DER", "-in", "r.der", "-verify", "-noout", "-subject"]
    command += ["-nameopt", "utf8"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert result.returncode == 0
    assert "周伟 Zhou Wei" in result.stdout and "D-003" in result.stdout


def test_standing(authority: Authority, stranger: Authority, private: rsa.RSAPrivateKey) -> None:
    now = datetime.now(UTC)
    good = authority.issue(private, ZHOU)
    both = Trust((stranger.certificate, authority.certificate))
    assert both.standing(good, now).trusted and not both.standing(good, now).expired
    assert both.standing(good, now - timedelta(days=2000)).expired
    assert both.standing(good, None).expired
    assert not stranger.trust.standing(good, now).trusted
    # A doctor's certificate is no authority, whoever signed it; neither is one that only has the CA's name.
    under = Authority(private, good).issue(private, LI)
    assert not Trust((good, authority.certificate)).standing(under, now).trusted
    namesake = make_authority("Test region CA")
    assert not namesake.trust.standing(good, now).trusted
    # An authority of second rank counts where the root is believed.
    second = _intermediate(authority, private)
    leaf = Authority(private, second).issue(private, LI)
    assert Trust((authority.certificate, second)).standing(leaf, now).trusted
    assert not authority.trust.standing(leaf, now).trusted
    assert not Trust((second,)).standing(leaf, now).trusted


def _intermediate(authority: Authority, private: rsa.RSAPrivateKey) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Second rank")]))
        .issuer_name(authority.certificate.subject)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=100))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(authority.key, hashes.SHA256())
    )


def _hospital(folder: Path, extensions: str, root: str, doctor: str) -> Trust:
    """A root and a doctor's certificate made by openssl alone, as hospitals make them: ca.key, ca.pem, d.pem."""

    def run(command: str, *arguments: str) -> None:
        words = ["openssl", *command.split(), *arguments]
        subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=60)

    def extended(section: str) -> tuple[str, ...]:
        return ("-extfile", "ext.cnf", "-extensions", section) if f"[{section}]" in extensions else ()

    (folder / "ext.cnf").write_text(extensions, "utf-8")
    run("req -new -newkey rsa:2048 -nodes -utf8 -keyout ca.key -out ca.csr -subj", root)
    run("x509 -req -in ca.csr -signkey ca.key -days 4000 -out ca.pem", *extended("root"))
    run("req -new -newkey rsa:2048 -nodes -utf8 -keyout d.key -out d.csr -subj", doctor)
    run("x509 -req -in d.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 3000 -out d.pem", *extended("leaf"))
    return Trust((x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()),))


DOCTOR = "/CN=Zhou Wei/serialNumber=D-003/title=reviewing"
HOSPITALS = {
    "version 1, no extensions at all": ("", ""),
    "no key identifiers": ("[root]\nbasicConstraints=CA:TRUE\n[leaf]\nkeyUsage=digitalSignature\n", ""),
    "no basic constraints in the root": ("[root]\nkeyUsage=keyCertSign\n", ""),
    "basic constraints not critical, long chain allowed": ("[root]\nbasicConstraints=CA:TRUE,pathlen:3\n", ""),
    "for servers only": (
        "[root]\nbasicConstraints=CA:TRUE\n[leaf]\nkeyUsage=keyEncipherment\n", "not for signing",
    ),
    "a root that may not issue": ("[root]\nbasicConstraints=CA:FALSE\n", "may not issue"),
    "a root without the usage": ("[root]\nbasicConstraints=CA:TRUE\nkeyUsage=cRLSign\n", "may not issue"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSPITALS)
def test_certificates_of_real_hospitals(kind: str, tmp_path: Path) -> None:
    extensions, refusal = HOSPITALS[kind]
    trust = _hospital(tmp_path, extensions, "/C=CN/O=Xihu Hospital/CN=Xihu CA", DOCTOR)
    doctor = x509.load_pem_x509_certificate((tmp_path / "d.pem").read_bytes())
    standing = trust.standing(doctor, datetime.now(UTC) + timedelta(minutes=1))
    assert standing.trusted is not bool(refusal)
    assert refusal in standing.reason and bool(standing.reason) is bool(refusal)
    late = trust.standing(doctor, datetime.now(UTC) + timedelta(days=3500))
    assert late.expired


def test_names_that_are_written_in_another_way_and_false_namesakes(tmp_path: Path) -> None:
    """RFC 5280 7.1: case, blanks and string types of a name don't matter; its signature does."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    _hospital(tmp_path / "one", "", "/O=Xihu  Hospital/CN=XIHU CA", DOCTOR)
    doctor = x509.load_pem_x509_certificate((tmp_path / "one" / "d.pem").read_bytes())
    key = serialization.load_pem_private_key((tmp_path / "one" / "ca.key").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    name = x509.Name([
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "xihu hospital", _ASN1Type.PrintableString),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, "Xihu CA", _ASN1Type.PrintableString),
    ])  # fmt: skip
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(3).not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(9))
    root = builder.sign(key, hashes.SHA256())
    soon = now + timedelta(minutes=1)
    assert Trust((root,)).standing(doctor, soon).reason == ""
    assert "was not valid at that time" in Trust((root,)).standing(doctor, now + timedelta(days=20)).reason
    namesake = _hospital(tmp_path / "two", "", "/O=Xihu  Hospital/CN=XIHU CA", DOCTOR)
    assert "did not sign it" in namesake.standing(doctor, soon).reason


def test_a_key_and_a_certificate_that_do_not_match(authority: Authority, private: rsa.RSAPrivateKey) -> None:
    with pytest.raises(ValueError, match="another key"):
        SigningKey(private, authority.certificate)
