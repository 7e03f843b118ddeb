"""A file of the hub on its disk: its bytes as they came, whatever is on the disk.

Where the hub has a key a file is sealed in blocks, so that a frame in the middle is read without the rest. Each
block is bound to its file and its place in it, and the last one is marked: none can be moved, left out or cut off.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from reader.core.private import opener
from reader.core.sealing import OVERHEAD, Seal, SealBroken

_MAGIC = b"READER SEALED 1\n"
_ID = 16
_BLOCK = 2**16
_STEP = _BLOCK + OVERHEAD
_HEAD = len(_MAGIC) + _ID


@dataclass(frozen=True)
class Kept:
    """seal: what new files are sealed with, and sealed ones opened; an open file stays readable beside it."""

    path: Path
    seal: Seal | None = None

    def open(self) -> BinaryIO:
        """To be read from any place. Raises OSError, also where a block can't be opened."""
        if self.seal is None or not self.sealed:
            return open(self.path, "rb")
        return cast(BinaryIO, _Opened(self.path, self.seal))

    def create(self) -> Writer:
        return Writer(self.path, self.seal)

    def read_bytes(self) -> bytes:
        with self.open() as file:
            return file.read()

    def exists(self) -> bool:
        return self.path.is_file()

    @property
    def sealed(self) -> bool:
        with open(self.path, "rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC

    @property
    def size(self) -> int:
        """Bytes of what is in it."""
        there = self.path.stat().st_size
        return _plain_size(there) if self.seal is not None and self.sealed else there

    def same(self, other: Kept) -> bool:
        """Whether both hold the same bytes."""
        if self.size != other.size:
            return False
        with self.open() as mine, other.open() as theirs:
            while block := mine.read(2**20):
                if block != theirs.read(len(block)):
                    return False
        return True


class Writer:
    """A new file; complete and on the disk only after `finish`."""

    def __init__(self, path: Path, seal: Seal | None) -> None:
        self._file = open(path, "wb", opener=opener)  # noqa: SIM115 closed in finish or abandon
        self._seal = seal
        self._block, self._number = bytearray(), 0
        self._id = os.urandom(_ID)
        if seal is not None:
            self._file.write(_MAGIC + self._id)

    def write(self, data: bytes | bytearray) -> None:
        if self._seal is None:
            self._file.write(data)
            return
        self._block += data
        while len(self._block) > _BLOCK:  # the last one is kept back: it is marked
            self._put(bytes(self._block[:_BLOCK]), last=False)
            del self._block[:_BLOCK]

    def finish(self) -> None:
        with self._file as file:
            if self._seal is not None:
                self._put(bytes(self._block), last=True)
            file.flush()
            os.fsync(file.fileno())

    def abandon(self) -> None:
        self._file.close()

    def _put(self, block: bytes, *, last: bool) -> None:
        assert self._seal is not None
        self._file.write(self._seal.seal(block, (self._id, self._number, last)))
        self._number += 1


class _Opened:
    """A sealed file read block by block, with what pydicom asks of a file.

    One that was closed opens by itself when it is read again: pydicom comes back for long values.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        self._path, self._seal = path, seal
        self._file: BinaryIO | None = None
        there = path.stat().st_size
        self._blocks = -(-(there - _HEAD) // _STEP)
        self._size = _plain_size(there)
        self._at = 0
        self._number, self._block = -1, b""
        self._id = b""

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._size - self._at)
        left = left if size is None or size < 0 else min(size, left)
        found = []
        while left:
            number, within = divmod(self._at, _BLOCK)
            part = self._opened(number)[within : within + left]
            found.append(part)
            self._at += len(part)
            left -= len(part)
        return found[0] if len(found) == 1 else b"".join(found)

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            if self._file is None:
                self._file = open(self._path, "rb")  # noqa: SIM115 closed in close
                self._file.seek(len(_MAGIC))
                self._id = self._file.read(_ID)
            self._file.seek(_HEAD + number * _STEP)
            place = (self._id, number, number == self._blocks - 1)
            try:
                self._block, self._number = self._seal.open(self._file.read(_STEP), place), number
            except SealBroken as broken:
                raise OSError(f"block {number} can't be opened") from broken
        return self._block

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _plain_size(there: int) -> int:
    inside = max(0, there - _HEAD)
    return inside - OVERHEAD * -(-inside // _STEP)


def copy(source: Kept, place: Kept) -> None:
    """Complete at its place, or not there. Raises OSError."""
    part = Kept(place.path.with_name(f"{place.path.name}.part"), place.seal)
    with source.open() as file:
        writer = part.create()
        try:
            for block in iter(partial(file.read, 2**20), b""):
                writer.write(block)
            writer.finish()
        finally:
            writer.abandon()
    os.replace(part.path, place.path)
