"""Deflated objects (PS3.5 A.5), unpacked as they arrive: in memory of a block, and up to a limit.

A megabyte can stand for a gigabyte. What is larger than the limit is refused; the rest is kept as Explicit VR
Little Endian, so that nobody who reads it later unpacks anything. The data set stays byte for byte what it was.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress

from pydicom.dataset import FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filereader import read_dataset, read_preamble
from pydicom.filewriter import write_file_meta_info
from pydicom.uid import ExplicitVRLittleEndian

from reader.hub.kept import Kept

DEFLATED = "1.2.840.10008.1.2.1.99"
LARGEST = 512 * 2**20
_BLOCK = 2**18


class TooLarge(ValueError):
    """It has more bytes than `LARGEST` after unpacking."""


def unpack(file: Kept) -> None:
    """Put a deflated object's plain form in its place; any other file stays as it is. Blocks.

    Raises ValueError, with a short reason, where it is broken or `TooLarge`; then the file is as it was.
    """
    if not _looks_deflated(file):
        return
    try:
        meta = _meta(file)
        start = 144 + int(meta.FileMetaInformationGroupLength)
        deflated = str(meta.TransferSyntaxUID) == DEFLATED
    except Exception as cause:
        # pydicom raises almost anything on a garbled file.
        raise ValueError(f"not a readable DICOM file: {cause}") from cause
    if not deflated:
        return
    part = Kept(file.path.with_name(f"{file.path.name}.plain"), file.seal)
    plain = part.create()
    try:
        plain.write(b"\0" * 128 + b"DICM")
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        head = DicomBytesIO()
        write_file_meta_info(head, meta, enforce_standard=True)
        plain.write(head.getvalue())
        for block in _inflated(file, start):
            plain.write(block)
        plain.finish()
        os.replace(part.path, file.path)
    finally:
        plain.abandon()
        with suppress(FileNotFoundError):
            part.path.unlink()


def check_size(file: Kept) -> None:
    """Raise `TooLarge` for a deflated object that is kept from before. Blocks, in memory of a block."""
    if _looks_deflated(file):
        meta = _meta(file)
        if str(meta.get("TransferSyntaxUID", "")) == DEFLATED:
            for _ in _inflated(file, 144 + int(meta.FileMetaInformationGroupLength)):
                pass


def _meta(file: Kept) -> FileMetaDataset:
    """The file meta information. pydicom raises almost anything on a garbled file."""
    with file.open() as opened:
        read_preamble(opened, False)
        implicit, little = False, True
        return FileMetaDataset(read_dataset(opened, implicit, little, stop_when=lambda tag, *_: tag >> 16 != 2))


def _looks_deflated(file: Kept) -> bool:
    with file.open() as opened:
        return DEFLATED.encode() in opened.read(4096)


def _inflated(file: Kept, start: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    with file.open() as opened:
        opened.seek(start)
        while not inflater.eof:
            packed = inflater.unconsumed_tail or opened.read(_BLOCK)
            if not packed:
                raise ValueError("the deflated data set ends too early")
            try:
                block = inflater.decompress(packed, _BLOCK)
            except zlib.error as cause:
                raise ValueError("the deflated data set is broken") from cause
            size += len(block)
            if size > LARGEST:
                raise TooLarge(f"more than {LARGEST // 2**20} MB after unpacking")
            yield block
