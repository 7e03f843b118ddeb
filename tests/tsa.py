"""A time stamp authority of `openssl ts` behind a small server, and authorities that are not as they should be."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Stamps & Co"
_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = serial
signer_cert = tsa.pem
signer_key = key.pem
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = {ess}
"""


class Tsa:
    """how: "well", "nonsense", "refuses" (it takes no SHA-256), "another" (stamps something else), "replays"
    (always its first answer)."""

    def __init__(self, folder: Path, key: rsa.RSAPrivateKey, ca: x509.Certificate) -> None:
        self.folder, self.how, self.asked = folder, "well", 0
        self._first = b""
        folder.mkdir(parents=True)
        own = rsa.generate_private_key(65537, 2048)
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
            .issuer_name(ca.subject).public_key(own.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30)).not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(False, None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(private)
        (folder / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        (folder / "ca.pem").write_bytes(ca.public_bytes(Encoding.PEM))
        (folder / "serial").write_text("01\n")
        self.configure()

    def configure(self, digest: str = "sha256", ess: str = "sha256") -> None:
        (self.folder / "tsa.cnf").write_text(_CONFIG.format(digest=digest, ess=ess))

    def answer(self, query: bytes) -> bytes:
        self.asked += 1
        if self.how == "nonsense":
            return b"\x30\x03\x02\x01\x00 no time here"
        if self.how == "replays" and self._first:
            return self._first
        (self.folder / "query.tsq").write_bytes(query)
        if self.how == "another":
            (self.folder / "other.bin").write_bytes(b"another text")
            self._run("-query", "-data", "other.bin", "-sha256", "-cert", "-out", "query.tsq")
        if self.how == "refuses":
            self._config_without_sha256()
        self._run("-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "answer.tsr")
        self.configure()
        self._first = self._first or (self.folder / "answer.tsr").read_bytes()
        return (self.folder / "answer.tsr").read_bytes()

    def verify(self, token: bytes, data: bytes) -> bool:
        """`openssl ts -verify` of a token over some bytes."""
        (self.folder / "token.der").write_bytes(token)
        (self.folder / "data.bin").write_bytes(data)
        command = ["-verify", "-token_in", "-in", "token.der", "-data", "data.bin", "-CAfile", "ca.pem"]
        return subprocess.run(
            ["openssl", "ts", *command], cwd=self.folder, capture_output=True, timeout=60, check=False
        ).returncode == 0  # fmt: skip

    def _config_without_sha256(self) -> None:
        config = self.folder / "tsa.cnf"
        config.write_text(config.read_text().replace("digests = sha256, ", "digests = "))

    def _run(self, *command: str) -> None:
        subprocess.run(["openssl", "ts", *command], cwd=self.folder, check=True, capture_output=True, timeout=60)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its address."""
        tsa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                body = tsa.answer(query)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Not in the output of the tests."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()
            server.server_close()
