"""Sending an HL7 v2 message by MLLP (release 1), and judging the receiver's acknowledgement. Blocks; any thread.

A message is taken only where an acknowledgement names its control ID with AA (or CA). Until then it may or may not
have arrived: it is sent again with the same control ID, by which a receiver knows it. AE is about the message: it
is refused, unless its code says that the record is locked or that the receiver itself failed. AR, CR and CE are
about the receiver (HL7 v2.5.1, table 0008): the same message is tried again.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.core.certificates import tls_context
from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.dicom.texts import clean_text

_START, _END = b"\x0b", b"\x1c\r"
_LONGEST_ANSWER = 1_000_000
_PORT = 2575
"""IANA's of HL7."""
_TAKEN, _REFUSED, _NOT_NOW = ("AA", "CA"), ("AE",), ("AR", "CE", "CR")
_PASSING = ("206", "207")
"""Of table 0357: the application's record is locked; an internal error of the application."""
DEADLINE_S = 30.0
_ONE_BY_ONE = threading.Lock()
"""Who signs in while one is being sent goes on with the same messages: a later version must not pass an earlier."""


class NotTaken(ReaderError):
    """No proof has come that the message was taken: it is sent again."""


class NotNow(NotTaken):
    """The receiver has said that it does not take it at present."""


class MessageRefused(ReaderError):
    """The receiver has refused the message itself; sending the same again is of no use."""


@dataclass(frozen=True)
class Receiver:
    host: str
    port: int
    tls: bool


def receiver_of(address: str) -> Receiver:
    """Of "mllp://host:port", or "mllps://…" over TLS. Raises ValueError for anything else."""
    parts = urlsplit(address)
    if parts.scheme not in ("mllp", "mllps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(address)
    if parts.username or parts.port == 0:
        raise ValueError(address)
    return Receiver(parts.hostname, parts.port or _PORT, parts.scheme == "mllps")


def send(address: str, message: bytes, deadline_s: float = DEADLINE_S) -> None:
    """Hand a message over, after what another session of this program is still sending. Raises `NotTaken` or
    `MessageRefused`; ends by the deadline, or that of the one before."""
    receiver = receiver_of(address)
    with _ONE_BY_ONE:
        answer = _exchange(receiver, message, deadline_s)
    _judge(answer, _field(message, b"MSH", 9))


def _exchange(receiver: Receiver, message: bytes, deadline_s: float) -> bytes:
    """What it answers."""
    ends = time.monotonic() + deadline_s
    try:
        with socket.create_connection((receiver.host, receiver.port), timeout=deadline_s) as plain:
            plain.settimeout(_left(ends))
            line = tls_context().wrap_socket(plain, server_hostname=receiver.host) if receiver.tls else plain
            with line:
                line.settimeout(_left(ends))
                line.sendall(_START + message + _END)
                return _answer(line, ends)
    except ssl.SSLError as cause:
        raise _not_taken(tr("no secure connection: {reason}", reason=cause.reason or str(cause))) from cause
    except TimeoutError as cause:
        raise _not_taken(tr("it did not answer in time")) from cause
    except OSError as cause:
        raise _not_taken(cause.strerror or str(cause)) from cause


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _answer(line: socket.socket, ends: float) -> bytes:
    """The message in the first frame."""
    data = b""
    while _END not in data:
        line.settimeout(_left(ends))
        more = line.recv(65536)
        if not more:
            raise _not_taken(tr("it closed the connection without an answer"))
        data += more
        if len(data) > _LONGEST_ANSWER:
            raise _not_taken(tr("its answer makes no sense"))
    return data.partition(_START)[2].partition(_END)[0]


def _judge(answer: bytes, control: str) -> None:
    code, about = _field(answer, b"MSA", 1), _field(answer, b"MSA", 2)
    if about != control or code not in (*_TAKEN, *_REFUSED, *_NOT_NOW):
        raise _not_taken(tr("its answer makes no sense"))
    if code in _TAKEN:
        return
    error = _field(answer, b"ERR", 3) or _field(answer, b"MSA", 6)
    number, _, meaning = error.partition("^")
    words = _field(answer, b"MSA", 3) or _field(answer, b"ERR", 8) or meaning.partition("^")[0] or number
    said = f"{clean_text(words)[:200]} ({code})" if words else code
    if code in _NOT_NOW or number in _PASSING:
        raise NotNow(
            tr("The hospital's system does not take the report at present: {reason}", reason=said),
            tr("It is tried again by itself."), safe=tr("The report itself is at the hub."),
        )  # fmt: skip
    raise MessageRefused(
        tr("The hospital's system refused the report: {reason}", reason=said),
        tr("Tell your administrator; the report itself is at the hub."),
    )


def _field(message: bytes, segment: bytes, number: int) -> str:
    """A field as text, "" where there is none; of MSH the first is its separator."""
    for line in message.replace(b"\n", b"\r").split(b"\r"):
        fields = line.split(b"|")
        if fields[0] == segment and len(fields) > number:
            return fields[number].decode("utf-8", "replace").strip()
    return ""


def _not_taken(reason: str) -> NotTaken:
    return NotTaken(
        tr("The hospital's system has not taken the report yet: {reason}.", reason=reason),
        tr("It is tried again by itself."), safe=tr("The report itself is at the hub."),
    )  # fmt: skip
