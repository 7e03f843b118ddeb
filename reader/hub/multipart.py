"""Parsing multipart/related as it arrives (RFC 2046 5.1, RFC 2387), in memory of one chunk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_MOST_HEADER_BYTES = 16 * 1024


class MultipartError(ValueError):
    """The body is not what its boundary says."""


@dataclass(frozen=True)
class PartBegins:
    """headers: names in lower case."""

    headers: dict[str, str]


@dataclass(frozen=True)
class PartData:
    data: bytes


@dataclass(frozen=True)
class PartEnds:
    pass


Event = PartBegins | PartData | PartEnds


class _At(Enum):
    PREAMBLE = auto()
    AFTER_BOUNDARY = auto()
    HEADERS = auto()
    BODY = auto()
    EPILOGUE = auto()


class MultipartParser:
    """Feed it chunks of any size; it gives events. `finished` once the closing boundary was seen."""

    def __init__(self, boundary: str) -> None:
        if not 0 < len(boundary) <= 200 or not boundary.isascii():
            raise MultipartError("the boundary is missing or too long")
        self._delimiter = b"\r\n--" + boundary.encode("ascii")
        self._buffer = bytearray(b"\r\n")  # so that a boundary at the very beginning is found like any other
        self._at = _At.PREAMBLE

    @property
    def finished(self) -> bool:
        return self._at is _At.EPILOGUE

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events of this chunk. Raises `MultipartError`."""
        self._buffer += chunk
        while True:
            if self._at in (_At.PREAMBLE, _At.BODY):
                found = self._buffer.find(self._delimiter)
                keep = len(self._delimiter) - 1
                end = found if found >= 0 else max(0, len(self._buffer) - keep)
                if self._at is _At.BODY and end:
                    yield PartData(bytes(self._buffer[:end]))
                del self._buffer[:end]
                if found < 0:
                    return
                if self._at is _At.BODY:
                    yield PartEnds()
                del self._buffer[: len(self._delimiter)]
                self._at = _At.AFTER_BOUNDARY
            elif self._at is _At.AFTER_BOUNDARY:
                if self._buffer.startswith(b"--"):
                    self._at = _At.EPILOGUE
                    continue
                line = self._buffer.find(b"\r\n")
                if line < 0:
                    if len(self._buffer) > 200:
                        raise MultipartError("a boundary is followed by other bytes")
                    return
                if self._buffer[:line].strip():
                    raise MultipartError("a boundary is followed by other bytes")
                del self._buffer[:line]  # its line end stays: a part without headers ends them at once
                self._at = _At.HEADERS
            elif self._at is _At.HEADERS:
                end = self._buffer.find(b"\r\n\r\n")
                if end < 0 or end > _MOST_HEADER_BYTES:
                    if len(self._buffer) > _MOST_HEADER_BYTES:
                        raise MultipartError("the headers of a part have no end")
                    return
                headers = _headers(bytes(self._buffer[:end]))
                del self._buffer[: end + 4]
                self._at = _At.BODY
                yield PartBegins(headers)
            else:
                self._buffer.clear()
                return


def _headers(block: bytes) -> dict[str, str]:
    headers = {}
    for line in block.decode("latin-1").split("\r\n"):
        if line.strip():
            name, colon, text = line.partition(":")
            if not colon:
                raise MultipartError("a part has a header line without a colon")
            headers[name.strip().lower()] = text.strip()
    return headers
