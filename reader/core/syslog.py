"""Syslog over TLS: messages of RFC 5424, framed by their length (RFC 5425), as PS3.15 A.6 wants audit messages."""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from reader.core.certificates import reason, tls_context
from reader.core.errors import ReaderError
from reader.core.text import tr

_PORT = 6514
_SECONDS = 15.0
# Facility 10 (security), severity notice or, where something failed, warning; MSGID of PS3.15 A.6.
_NOTICE, _WARNING = 10 * 8 + 5, 10 * 8 + 4
_MSGID = "DICOM+RFC3881"
_HOST = re.compile(r"[!-~]{1,255}")  # RFC 5424 6.2.4
_BOM = b"\xef\xbb\xbf"


class SyslogError(ReaderError):
    """The syslog server was not reached, or not all of it was taken."""


@dataclass(frozen=True)
class SyslogServer:
    """Where audit messages go.

    ca: a PEM file of who may certify it, "" for the system's; certificate, key: our own, PEM, if it asks for one.
    """

    host: str
    port: int = _PORT
    ca: str = ""
    certificate: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


def parse_server(address: str) -> SyslogServer:
    """From `tls://host:6514?ca=FILE&certificate=FILE&key=FILE`. Raises `SyslogError` where it is none."""
    try:
        parts = urlsplit(address if "://" in address else f"tls://{address}")
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        given = {name: values[-1] for name, values in query.items()}
        if parts.scheme != "tls" or not parts.hostname or set(given) - {"ca", "certificate", "key"}:
            raise ValueError
        return SyslogServer(parts.hostname, parts.port or _PORT, **given)
    except ValueError as cause:
        raise SyslogError(
            tr("“{address}” is not the address of a syslog server.", address=address),
            tr("Type it like tls://logs.example:6514?ca=/path/ca.pem"),
        ) from cause


def framed(message: bytes, when: str, *, failed: bool) -> bytes:
    """One message on the wire. when: ISO 8601 with its offset."""
    moment = datetime.fromisoformat(when).isoformat(timespec="milliseconds")
    host = socket.gethostname()
    if not _HOST.fullmatch(host):
        host = "-"
    head = f"<{_WARNING if failed else _NOTICE}>1 {moment} {host} reader {os.getpid()} {_MSGID} - ".encode()
    whole = head + _BOM + message
    return str(len(whole)).encode() + b" " + whole


def send(server: SyslogServer, frames: Iterable[bytes]) -> None:
    """Send all of them over one connection; returns when the server has closed it after the last.

    Syslog has no receipts: that the server took part in an orderly end of TLS is the most that can be known. One
    that answers something else has not taken the messages. Blocks. Raises `SyslogError`; then it is not known how
    many arrived.
    """
    try:
        context = tls_context(server.ca)
        if server.certificate:
            context.load_cert_chain(server.certificate, server.key or None)
        with (
            socket.create_connection((server.host, server.port), _SECONDS) as line,
            context.wrap_socket(line, server_hostname=server.host) as tls,
        ):
            for frame in frames:
                tls.sendall(frame)
            with suppress(ssl.SSLEOFError, ssl.SSLZeroReturnError, TimeoutError):
                tls.settimeout(2.0)
                tls.unwrap()
    except ssl.SSLCertVerificationError as cause:
        raise SyslogError(
            tr("The syslog server {name} is not trusted: {reason}", name=server.name, reason=reason(cause)),
            tr("Give the certificate of its authority with ?ca=FILE."),
        ) from cause
    except (OSError, ValueError) as cause:
        said = str(cause)
        raise SyslogError(
            tr("The syslog server {name} does not take the messages: {reason}", name=server.name, reason=said),
            tr("They are kept and sent later."),
        ) from cause
