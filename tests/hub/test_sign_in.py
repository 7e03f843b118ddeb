"""Tokens and certificates: OAuth 2.0, RFC 8414, and EST with the chain checked by cryptography and OpenSSL."""

from __future__ import annotations

import base64
import subprocess
import time
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from tests.hub.conftest import signed_in
from tests.servers import HubProcess


def test_metadata_and_who_one_is(hub: HubProcess, reviewer: requests.Session) -> None:
    found = requests.get(f"{hub.url}/.well-known/oauth-authorization-server", timeout=20).json()
    assert found["issuer"] == hub.url
    assert found["reader_ups_root"] == found["reader_dicomweb_root"] == hub.dicomweb
    me = reviewer.get(found["userinfo_endpoint"]).json()
    assert me["sub"] == "zhou"
    assert me["name_pn"] == "Zhou^Wei=周^伟"
    assert set(me["roles"]) == {"reviewing", "reporting"}
    assert me["person_code"]["scheme"] == "99READER"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password", "username": "li", "password": "wrong"}, "invalid_grant"),
        ({"grant_type": "password", "username": "nobody", "password": "demo"}, "invalid_grant"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "made up"}, "invalid_grant"),
    ],
)
def test_refused_grants(hub: HubProcess, form: dict[str, str], error: str) -> None:
    answer = requests.post(f"{hub.url}/oauth/token", data=form, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


def test_nothing_without_a_token(hub: HubProcess) -> None:
    for path in ("/dicom-web/studies", "/dicom-web/workitems", "/oauth/userinfo", "/.well-known/est/simpleenroll"):
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic bGk6ZGVtbw=="}):
            answer = requests.get(hub.url + path, headers=headers, timeout=20)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_tokens_expire_are_renewed_and_revoked(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", token_seconds=1.0) as hub:
        tokens = hub.tokens("chen")
        assert tokens["expires_in"] == 1
        url = f"{hub.url}/oauth/userinfo"

        def status(token: str) -> int:
            return requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=20).status_code

        assert status(tokens["access_token"]) == 200
        time.sleep(1.1)
        assert status(tokens["access_token"]) == 401
        assert status(tokens["refresh_token"]) == 401
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        renewed = requests.post(f"{hub.url}/oauth/token", data=form, timeout=20).json()["access_token"]
        assert status(renewed) == 200
        hub.token_seconds = 60.0
        hub.restart()  # what was given before lives on
        renewed = requests.post(f"{hub.url}/oauth/token", data=form, timeout=20).json()["access_token"]
        assert status(renewed) == 200
        requests.post(f"{hub.url}/oauth/revoke", data={"token": tokens["refresh_token"]}, timeout=20)
        assert status(renewed) == 401
        assert requests.post(f"{hub.url}/oauth/token", data=form, timeout=20).status_code == 400
    kept = (tmp_path / "hub" / "hub.sqlite").read_bytes()
    assert tokens["refresh_token"].encode() not in kept


def certificate_request(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody else")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return base64.encodebytes(request.public_bytes(serialization.Encoding.DER))


def test_enrolment_gives_a_certificate_of_the_demo_authority(hub: HubProcess, tmp_path: Path) -> None:
    answer = requests.get(f"{hub.url}/.well-known/est/cacerts", timeout=20)
    [root] = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.content))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    url = f"{hub.url}/.well-known/est/simpleenroll"
    kind = {"Content-Type": "application/pkcs10"}
    session = signed_in(hub, "li")
    answer = session.post(url, data=certificate_request(key), headers=kind)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pkcs7-mime; smime-type=certs-only"
    [mine] = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.content))
    mine.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert mine.public_key() == key.public_key()
    assert mine.subject.get_attributes_for_oid(NameOID.USER_ID)[0].value == "li"
    assert [title.value for title in mine.subject.get_attributes_for_oid(NameOID.TITLE)] == ["reporting"]
    assert "李娜" in mine.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    files = tmp_path / "root.pem", tmp_path / "mine.pem"
    for path, certificate in zip(files, (root, mine), strict=True):
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    subprocess.run(["openssl", "verify", "-x509_strict", "-CAfile", *files], check=True)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    for body, status in (
        (certificate_request(ec.generate_private_key(ec.SECP256R1())), 400),
        (certificate_request(short), 400),
        (b"rubbish", 400),
        (b"", 400),
        (b"A" * 100_000, 413),
    ):
        assert session.post(url, data=body, headers=kind).status_code == status
    assert session.post(url, data=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert session.get(url).status_code == 405
