"""A server whose certificate is refused: the user reads why, for https as for DIMSE."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reader.core.http import TOKEN, Http, NotTheHub

DAY = datetime.timedelta(days=1)


def certificate(folder: Path, address: str, days: tuple[int, int]) -> None:
    """Signed by itself: cert.pem, key.pem. days: from and to, from now."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub of a test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now + days[0] * DAY).not_valid_after(now + days[1] * DAY)
        .add_extension(names, critical=False).add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, none = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, none))


@contextmanager
def server(folder: Path | None) -> Iterator[str]:
    """Shakes hands with the certificate, or answers in plain text where there is none."""
    listening = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if folder is not None:
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def serve() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError), line:
                if folder is None:
                    line.recv(65536)  # what is left unread ends in a reset, not in an answer
                    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                else:
                    context.wrap_socket(line, server_side=True).close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


CASES = {
    "unknown authority": ("127.0.0.1", (-1, 9), False, "its authority is not known here (self"),
    "expired": ("127.0.0.1", (-9, -1), True, "it has expired (certificate has expired)"),
    "not yet valid": ("127.0.0.1", (1, 9), True, "it is not valid yet"),
    "wrong host": ("10.1.1.1", (-1, 9), True, "it is for another address (IP address mismatch"),
}


@pytest.mark.parametrize("name", CASES)
def test_why_a_certificate_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, days, trusted, words = CASES[name]
    certificate(tmp_path, address, days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    http = Http(patience=0.1)
    with server(tmp_path) as url, pytest.raises(NotTheHub) as refused:
        http.request("GET", f"{url}/x", kind=TOKEN)
    http.close()
    assert f"a certificate that is not trusted here: {words}" in refused.value.user_message


def test_a_server_without_tls_is_no_certificate_trouble(tmp_path: Path) -> None:
    http = Http(patience=0.1)
    with server(None) as url, pytest.raises(NotTheHub, match="something that is not TLS"):
        http.request("GET", f"{url}/x", kind=TOKEN)
    http.close()
