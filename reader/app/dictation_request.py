"""What a speech program asks of the dictation port: HTTP/1.1 as far as that needs it, nothing else. Plain Python.

Read strictly (RFC 9112): what is not exactly as it has to be is refused, with the reason. A page in a browser is
refused by its Origin and by the Host it asks for, whatever else it says (DNS rebinding).
"""

from __future__ import annotations

import hmac
import json
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from reader.core.text import BIDI_CONTROLS, tr

PATH = "/dictation"
LONGEST_HEAD, LONGEST_BODY = 8_192, 65_536
"""Bytes."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ONCE = ("host", "content-length", "content-type", "authorization", "x-accession")
_ALLOWED = "\n\r\t"
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")
STATUS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 411: "Length Required",
    413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 503: "Service Unavailable",
}  # fmt: skip


class Refused(Exception):
    """Nothing was inserted. code: for programs. reason: for people, translated."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(code)
        self.status, self.code, self.reason = status, code, reason


@dataclass(frozen=True)
class Asked:
    """text: to be inserted; None where only the state is asked for. accession: of the report that it is meant for,
    "" where the client doesn't say."""

    text: str | None
    accession: str = ""


class Incoming:
    """One request as it arrives. port: the one that it has come in at."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._data = b""
        self._head: tuple[str, dict[str, str]] | None = None
        self._length = 0

    def feed(self, data: bytes) -> Asked | None:
        """None while more is to come. Raises `Refused` as soon as it is known that it will be."""
        self._data += data
        if self._head is None:
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if len(head) > LONGEST_HEAD:
                raise Refused(431, "head_too_large", tr("The request is not valid."))
            if not end:
                return None
            self._head, self._data = self._headers(head), rest
            self._length = self._allowed(*self._head)
        if len(self._data) > self._length:
            raise Refused(400, "more_than_announced", tr("The request is not valid."))
        if len(self._data) < self._length:
            return None
        method, fields = self._head
        accession = _decoded_field(fields.get("x-accession", ""))
        return Asked(None if method == "GET" else _text(self._data), accession)

    def _headers(self, head: bytes) -> tuple[str, dict[str, str]]:
        try:
            lines = head.decode("ascii").split("\r\n")
        except UnicodeDecodeError:
            raise _bad() from None
        first = lines[0].split(" ")
        if len(first) != 3 or first[2] not in ("HTTP/1.1", "HTTP/1.0"):
            raise _bad()
        fields: dict[str, str] = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            name = name.lower()
            if not colon or not _TOKEN.fullmatch(name) or any(ord(c) < 32 and c != "\t" for c in value):
                raise _bad()
            if name in _ONCE and name in fields:
                raise _bad()
            fields[name] = value.strip()
        self._is_local(fields)
        if first[1] != PATH:
            raise Refused(404, "no_such_path", tr("There is nothing at this address but {path}.", path=PATH))
        if first[0] not in ("POST", "GET"):
            raise Refused(405, "method", tr("Only POST and GET are understood."))
        return first[0], fields

    def _is_local(self, fields: dict[str, str]) -> None:
        """By the names that this computer alone has for itself, and by no web page."""
        if fields.get("host", "").lower() not in (f"127.0.0.1:{self._port}", f"localhost:{self._port}"):
            raise Refused(403, "host", tr("Only programs on this computer may dictate."))
        if any(name == "origin" or name.startswith("sec-fetch-") for name in fields):
            raise Refused(403, "origin", tr("Web pages may not dictate."))

    def _allowed(self, method: str, fields: dict[str, str]) -> int:
        """The length of what follows."""
        scheme, _, token = fields.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), self._token.encode()):
            raise Refused(401, "token", tr("The token is missing or wrong. It is shown in the settings."))
        if method == "GET":
            if fields.get("content-length", "0") != "0" or "transfer-encoding" in fields:
                raise _bad()
            return 0
        kind, _, parameters = fields.get("content-type", "").lower().partition(";")
        charset = parameters.strip().replace('"', "")
        if kind.strip() != "text/plain" or charset not in ("", "charset=utf-8"):
            raise Refused(415, "type", tr("The text has to be text/plain in UTF-8."))
        length = fields.get("content-length", "")
        if "transfer-encoding" in fields or not re.fullmatch(r"\d{1,15}", length):
            raise Refused(411, "length", tr("The request has to state its Content-Length."))
        if int(length) > LONGEST_BODY:
            said = tr("The text is too long: at most {size} KiB.", size=LONGEST_BODY // 1024)
            raise Refused(413, "too_large", said)
        return int(length)


def answer(status: int, **values: object) -> bytes:
    """The response, after which the connection is closed."""
    body = json.dumps(values, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status} {STATUS[status]}\r\nContent-Type: application/json; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def _bad() -> Refused:
    return Refused(400, "bad_request", tr("The request is not valid."))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "encoding", tr("The text has to be text/plain in UTF-8.")) from None
    if not text.strip("\ufeff"):
        raise Refused(422, "empty", tr("There is no text."))
    controls = any(unicodedata.category(one) == "Cc" and one not in _ALLOWED for one in text)
    if controls or _BIDI.search(text):
        raise Refused(422, "control_characters", tr("The text contains control characters."))
    return text.removeprefix("\ufeff")


def _decoded_field(value: str) -> str:
    """Other characters than ASCII come percent-encoded as UTF-8."""
    return unquote(value, errors="replace").strip()
