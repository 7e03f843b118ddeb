"""Enrolment over EST at the real hub, and what is said of certificates."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.dicom.signatures.certificates import SigningKey, Trust
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


def test_a_key_and_a_certificate_that_do_not_match(authority: Authority, private: rsa.RSAPrivateKey) -> None:
    with pytest.raises(ValueError, match="another key"):
        SigningKey(private, authority.certificate)
