"""Connections that end in time: however slowly bytes come, a request is over when its time is.

A socket's own time-out begins anew with each byte that arrives, and a status line, headers or chunk sizes may
be as long as a server likes. Here every read of an answer and every write of a request is given what is left of
the request's own `Span`. What can't be limited so is the resolver of the operating system.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

LEAST_PROGRESS = 64 * 1024
"""Bytes that a stream has to bring in twice the time it may stall: less is a line that drips."""


class TooMuch(OSError):
    """More bytes came than an answer of this kind can have."""


class Span:
    """What one request may take. seconds: for all of it, None for no end; stall: without progress; most: bytes.

    One thread at a time; `open_ended` is called between the headers and the body.
    """

    def __init__(self, seconds: float, stall: float, most: int) -> None:
        self._end: float | None = time.monotonic() + seconds
        self._stall = stall
        self._room: int | None = most + LEAST_PROGRESS  # beside the body: headers
        self._waited, self._brought = 0.0, 0

    def open_ended(self) -> None:
        """From now on only a stall ends it."""
        self._end = self._room = None

    def left(self) -> float:
        """Seconds that the next read or write may take. Raises `TimeoutError` where there are none."""
        if self._end is None:
            return self._stall
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the request's time is over")
        return min(left, self._stall)

    def took(self, count: int, seconds: float) -> None:
        """So many bytes came after waiting so long. Raises `TooMuch` or `TimeoutError`."""
        if self._room is not None:
            self._room -= count
            if self._room < 0:
                raise TooMuch("the answer is too large")
        self._waited += seconds
        self._brought += count
        if self._brought >= LEAST_PROGRESS:
            self._waited, self._brought = 0.0, 0
        elif self._end is None and self._waited >= 2 * self._stall:
            raise TimeoutError("the answer drips")


_current = threading.local()


@contextmanager
def within(span: Span) -> Iterator[Span]:
    """Requests of this thread keep to the span; an answer that is read later keeps it too."""
    before = getattr(_current, "span", None)
    _current.span = span
    try:
        yield span
    finally:
        _current.span = before


def _span() -> Span:
    span = getattr(_current, "span", None)
    assert isinstance(span, Span), "a request outside of `within`"
    return span


class _Reading(io.RawIOBase):
    """The bytes of one answer, each read within what is left of its span."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, span: Span) -> None:
        self._raw, self._sock, self._span = raw, sock, span

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._span.left())
        begun = time.monotonic()
        count = self._raw.readinto(buffer)
        self._span.took(count or 0, time.monotonic() - begun)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp = io.BufferedReader(_Reading(self.fp.detach(), sock, _span()))


class _Plain(HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        self.timeout = min(self.timeout or _span().left(), _span().left())
        super().connect()

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.sock.settimeout(_span().left())
        super().send(data)


class _Tls(_Plain, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


POOLS = {"http": _PlainPool, "https": _TlsPool}
