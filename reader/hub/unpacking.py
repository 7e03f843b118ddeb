"""Deflated objects (PS3.5 A.5), unpacked as they arrive: in memory of a block, and up to a limit.

A megabyte can stand for a gigabyte. What is larger than the limit, by itself or with the rest of its request, is
refused, and what the disk has no room for; all else is kept as Explicit VR Little Endian, so that nobody who reads
it later unpacks anything. The data set stays byte for byte what it was.
Whether an object is deflated, pydicom's own reader says: what that one would take for deflated, it unpacks at once.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from pydicom.dataset import FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filereader import _read_file_meta_info, read_preamble
from pydicom.filewriter import write_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from reader.hub.kept import Kept

LARGEST = 512 * 2**20
_BLOCK = 2**18


@dataclass
class Allowance:
    """What one request may still unpack. require_room: raises OSError where the disk is not to take so many bytes.
    left: bytes; what was refused has been counted too, so that a thousand bombs cost the time of one."""

    require_room: Callable[[int], None]
    left: int = LARGEST

    def take(self, size: int) -> None:
        """Raises ValueError, with a short reason, where it is too much, and what `require_room` does."""
        self.left = max(-1, self.left - size)
        if self.left < 0:
            raise ValueError(f"more than {LARGEST // 2**20} MB after unpacking")
        self.require_room(size)


def unpack(file: Kept, allowance: Allowance) -> None:
    """Put a deflated object's plain form in its place; any other file stays as it is. Blocks.

    Raises ValueError, with a short reason, where it is broken or too large, OSError where the disk is full;
    then the file is as it was.
    """
    part = Kept(file.path.with_name(f"{file.path.name}.plain"), file.seal)
    try:
        with file.open() as opened:
            meta = _deflated(opened)
            if meta is None:
                return
            _write_plain(part, meta, opened, allowance)
        os.replace(part.path, file.path)
    finally:
        with suppress(FileNotFoundError):
            part.path.unlink()


def check_size(opened: BinaryIO) -> None:
    """Of an open file that is kept from before; afterwards it is at its beginning. Blocks, in memory of a block.

    Raises ValueError where it is deflated and broken or too large.
    """
    if _deflated(opened) is not None:
        for _ in _inflated(opened, Allowance(lambda _: None)):
            pass
    opened.seek(0)


def _deflated(opened: BinaryIO) -> FileMetaDataset | None:
    """The file meta information of a deflated object, with the file at its data set; None for any other."""
    try:
        read_preamble(opened, False)
        meta = _read_file_meta_info(opened)
        return meta if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian else None
    except Exception as cause:
        # pydicom raises almost anything on a garbled file.
        raise ValueError(f"not a readable DICOM file: {cause}") from cause


def _write_plain(part: Kept, meta: FileMetaDataset, opened: BinaryIO, allowance: Allowance) -> None:
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    head = DicomBytesIO()
    try:
        write_file_meta_info(head, meta, enforce_standard=True)
    except Exception as cause:
        raise ValueError(f"not a readable DICOM file: {cause}") from cause
    plain = part.create()
    try:
        plain.write(b"\0" * 128 + b"DICM" + head.getvalue())
        for block in _inflated(opened, allowance):
            plain.write(block)
        plain.finish()
    finally:
        plain.abandon()


def _inflated(opened: BinaryIO, allowance: Allowance) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflater.eof:
        packed = inflater.unconsumed_tail or opened.read(_BLOCK)
        if not packed:
            raise ValueError("the deflated data set ends too early")
        try:
            block = inflater.decompress(packed, _BLOCK)
        except zlib.error as cause:
            raise ValueError("the deflated data set is broken") from cause
        allowance.take(len(block))
        yield block
