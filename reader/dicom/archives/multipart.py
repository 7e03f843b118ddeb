"""A multipart/related answer (RFC 2387, PS3.18 8.6.1) read as it arrives, part by part.

A part that says its length is read straight to where the caller wants it: no copy in between, no search for
the boundary. Without a length the boundary is searched for and the part held in memory once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

MAX_PART_HEADERS = 64 * 1024
MAX_PART = 8 * 1024 * 1024 * 1024
_BLOCK = 64 * 1024
_SEARCH_BLOCK = 1024 * 1024


class MultipartError(Exception):
    """The bytes are no multipart answer, or they ended before its end (`cut`)."""

    def __init__(self, reason: str, *, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut


class Readable(Protocol):
    def readinto(self, buffer: memoryview, /) -> int | None: ...


class Filling(Protocol):
    """Where a part's bytes come from: fills the target whole, or raises."""

    def readinto(self, target: memoryview, /) -> None: ...


class _Source:
    """A small buffer before a raw stream; large reads go around it."""

    def __init__(self, raw: Readable, ended: Callable[[], Exception]) -> None:
        self._raw = raw
        self._ended = ended
        self._block = bytearray(_BLOCK)
        self._start = self._end = 0

    def readinto(self, target: memoryview) -> None:
        done = min(len(target), self._end - self._start)
        if done:
            target[:done] = memoryview(self._block)[self._start : self._start + done]
            self._start += done
        while done < len(target):
            rest = len(target) - done
            if rest < _BLOCK:
                self._fill()
                take = min(rest, self._end)
                target[done : done + take] = memoryview(self._block)[:take]
                self._start = take
            else:
                take = self._receive(target[done:])
            done += take

    def line(self, last: bytes = b"") -> bytes:
        """Up to and without CRLF. last: a line that may end the answer without one."""
        found = bytearray()
        while True:
            stop = self._block.find(b"\n", self._start, self._end)
            if stop >= 0:
                found += self._block[self._start : stop]
                self._start = stop + 1
                return bytes(found).rstrip(b"\r")
            found += self._block[self._start : self._end]
            if len(found) > MAX_PART_HEADERS:
                raise MultipartError("a line without end")
            try:
                self._fill()
            except Exception:
                if last and found == last:
                    return bytes(found)
                raise

    def passes(self, expected: bytes) -> bool:
        """Whether these bytes come next, and are here; then they are consumed."""
        end = self._start + len(expected)
        if end > self._end or not self._block.startswith(expected, self._start):
            return False
        self._start = end
        return True

    def until(self, delimiter: bytes) -> bytearray:
        """Everything before the delimiter, which is consumed."""
        found = bytearray(self._block[self._start : self._end])
        self._start = self._end
        searched = 0
        block = bytearray(_SEARCH_BLOCK)
        while True:
            stop = found.find(delimiter, searched)
            if stop >= 0:
                rest = found[stop + len(delimiter) :]
                self._block = rest + bytearray(max(0, _BLOCK - len(rest)))
                self._start, self._end = 0, len(rest)
                del found[stop:]
                return found
            searched = max(0, len(found) - len(delimiter))
            if len(found) > MAX_PART:
                raise MultipartError("a part without end")
            taken = self._receive(memoryview(block))
            found += memoryview(block)[:taken]

    def _fill(self) -> None:
        if len(self._block) != _BLOCK:
            self._block = bytearray(_BLOCK)
        self._start = 0
        self._end = 0
        self._end = self._receive(memoryview(self._block))

    def _receive(self, target: memoryview) -> int:
        taken = self._raw.readinto(target)
        if not taken:
            raise self._ended()
        return taken


class Part:
    """One part. Read it before asking for the next; what is left unread is skipped."""

    def __init__(self, headers: dict[str, str], source: Filling | None, length: int, data: bytearray) -> None:
        self.headers = headers
        self.length = length
        self._source = source
        self._data = data
        self._taken = 0

    @property
    def remaining(self) -> int:
        return self.length - self._taken

    def readinto(self, target: memoryview) -> None:
        """Fill `target` with the next bytes; raises `MultipartError` where the part has fewer."""
        if len(target) > self.remaining:
            raise MultipartError("the part is shorter than asked for")
        if self._source is None:
            target[:] = memoryview(self._data)[self._taken : self._taken + len(target)]
        else:
            self._source.readinto(target)
        self._taken += len(target)

    def read(self, size: int = -1) -> bytearray:
        wanted = self.remaining if size < 0 else min(size, self.remaining)
        if self._source is None and self._taken == 0 and wanted == self.length:
            self._taken = wanted
            return self._data
        target = bytearray(wanted)
        self.readinto(memoryview(target))
        return target

    def skip(self) -> None:
        while self.remaining:
            self.read(min(self.remaining, _SEARCH_BLOCK))


def boundary_of(content_type: str) -> bytes:
    """The boundary parameter; raises `MultipartError` where the answer is not multipart."""
    found = re.search(r'boundary="?([^";]+)"?', content_type, re.IGNORECASE)
    if not content_type.lower().lstrip().startswith("multipart/") or not found:
        raise MultipartError(f"not a multipart answer: {content_type[:80]!r}")
    return found[1].strip().encode("latin-1")


def _cut() -> Exception:
    return MultipartError("the answer ended too early", cut=True)


def read_parts(
    raw: Readable,
    content_type: str,
    check: Callable[[], None] = lambda: None,
    ended: Callable[[], Exception] = _cut,
) -> Iterator[Part]:
    """The parts of an answer in order.

    check: called before each part, may raise to stop. ended: what is raised, also while a part is read, where
    the bytes end before the closing boundary.
    """
    delimiter = b"--" + boundary_of(content_type)
    source = _Source(raw, ended)
    line = source.line()
    while line != delimiter:
        if line == delimiter + b"--":
            return
        line = source.line()  # a preamble, which nobody shows
    headers, alike = _part_headers(source, delimiter)
    while True:
        check()
        length = headers.get("content-length", "")
        if length.isdigit():
            part = Part(headers, source, int(length), bytearray())
            yield part
            part.skip()
            if source.passes(alike):
                continue
            source.line()
            line = source.line(delimiter + b"--")
        else:
            data = source.until(b"\r\n" + delimiter)
            yield Part(headers, None, len(data), data)
            line = delimiter + source.line(b"--")
        if line == delimiter + b"--":
            return
        if line != delimiter:
            raise MultipartError("a part does not end where it says")
        headers, alike = _part_headers(source, delimiter)


def _part_headers(source: _Source, delimiter: bytes) -> tuple[dict[str, str], bytes]:
    """(the header fields, lower case; what comes after this part's end where the next one has the same)."""
    headers: dict[str, str] = {}
    alike = b"\r\n" + delimiter + b"\r\n"
    while line := source.line():
        name, _, text = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = text.strip()
        alike += line + b"\r\n"
        if len(headers) > 100:
            raise MultipartError("a part with too many headers")
    return headers, alike + b"\r\n"
