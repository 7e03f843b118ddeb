"""Pixel data of a stored file, frame by frame, and a file re-encoded as Explicit VR Little Endian.

Frames of a file are read from their place in it: a long cine never stands in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import numpy as np
import pydicom
from pydicom.dataset import FileDataset
from pydicom.encaps import get_frame
from pydicom.uid import ExplicitVRLittleEndian

from reader.dicom.header import DEFLATED, EXPLICIT_LITTLE, IMPLICIT_LITTLE
from reader.hub.header import Header, read_header
from reader.hub.kept import Kept
from reader.hub.unpacking import check_size

NATIVE = frozenset({EXPLICIT_LITTLE, IMPLICIT_LITTLE, DEFLATED})
_LARGEST_NATIVE = 2**30
_JPEG = frozenset(f"1.2.840.10008.1.2.4.{number}" for number in range(50, 57))


class NotAvailable(Exception):
    """The object can't be given in the form asked for."""


class NoSuchFrame(LookupError):
    """The object has no frame of this number, or no pixels."""


def can_decode(syntax: str) -> bool:
    """Whether pixels of this transfer syntax can be given uncompressed."""
    from reader.dicom.pixels.codecs import CODECS

    return syntax in NATIVE or syntax in CODECS


@dataclass(frozen=True)
class Frames:
    """The frames of one file. count: those that the file can hold, whatever it states. encapsulated: each is a
    compressed bit stream."""

    file: BinaryIO
    header: Header
    start: int
    count: int
    encapsulated: bool

    def raw(self, number: int) -> bytes:
        """Frame `number` (from 1) as it is stored. Raises `NoSuchFrame` or `NotAvailable`."""
        if not 1 <= number <= self.count:
            raise NoSuchFrame
        try:
            return self._raw(number)
        except Exception as cause:
            # Offsets and lengths in a damaged file lead pydicom and numpy to errors of every kind.
            raise NotAvailable(f"the frame can't be read: {cause}") from cause

    def _raw(self, number: int) -> bytes:
        self.file.seek(self.start)
        if self.encapsulated:
            return get_frame(self.file, number - 1, number_of_frames=self.count)
        bits = self._bits
        if bits % 8 == 0:
            self.file.seek(self.start + (number - 1) * bits // 8)
            return self.file.read(bits // 8)
        # Single-bit frames (SEG) need not begin at a byte (PS3.5 8.1.1): cut them out bit by bit.
        first, past = (number - 1) * bits, number * bits
        self.file.seek(self.start + first // 8)
        data = np.frombuffer(self.file.read((past + 7) // 8 - first // 8), np.uint8)
        cut = np.unpackbits(data, bitorder="little")[first % 8 : first % 8 + bits]
        return np.packbits(cut, bitorder="little").tobytes()

    def native(self, number: int) -> bytes:
        """Frame `number` uncompressed, little endian, colour by pixel. Raises also `NotAvailable`."""
        data = self.raw(number)
        if self.encapsulated and self.frame_bytes > _LARGEST_NATIVE:
            raise NotAvailable("too large to be unpacked")
        return decoded(self.header.dataset, data) if self.encapsulated else data

    @property
    def frame_bytes(self) -> int:
        """Of one frame, uncompressed."""
        return (self._bits + 7) // 8

    @property
    def _bits(self) -> int:
        return _frame_bits(self.header.dataset)


@contextmanager
def open_frames(kept: Kept) -> Iterator[Frames]:
    """The frames of a stored file. Raises `NoSuchFrame` where it has no pixels."""
    header = read_header(kept)
    dataset = header.dataset
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    if header.pixels is None or "Rows" not in dataset or "Columns" not in dataset:
        raise NoSuchFrame
    if syntax == DEFLATED:
        value = read_whole(kept)[header.pixels].value
        yield Frames(BytesIO(value), header, 0, _frame_count(dataset, len(value), False), False)
        return
    explicit_head, implicit_head = 12, 8
    with kept.open() as file:
        start = header.offset + (implicit_head if syntax == IMPLICIT_LITTLE else explicit_head)
        encapsulated = pydicom.uid.UID(syntax).is_encapsulated
        yield Frames(file, header, start, _frame_count(dataset, kept.size - start, encapsulated), encapsulated)


def _frame_bits(dataset: FileDataset) -> int:
    """Of one frame, uncompressed."""
    pixels = int(dataset.Rows) * int(dataset.Columns)
    samples = int(dataset.get("SamplesPerPixel", 1))
    subsampled = str(dataset.get("PhotometricInterpretation", "")) == "YBR_FULL_422"
    return pixels * (2 if subsampled else samples) * int(dataset.get("BitsAllocated", 8))


def _frame_count(dataset: FileDataset, size: int, encapsulated: bool) -> int:
    """As stated, or as many as `size` bytes can hold: a cut one is none. An item has 8 bytes at least (PS3.5 A.4).

    Raises `NoSuchFrame` for none, also where the header does not say how large they are.
    """
    try:
        stated, bits = int(dataset.get("NumberOfFrames", 1) or 1), _frame_bits(dataset)
    except (TypeError, ValueError, ArithmeticError) as cause:  # no numbers, or several
        raise NoSuchFrame from cause
    count = min(stated, size // 8 if encapsulated else size * 8 // bits if bits > 0 else 0)
    if count < 1:
        raise NoSuchFrame
    return count


def decoded(dataset: FileDataset, data: bytes) -> bytes:
    """One compressed frame as uncompressed little endian bytes, colour by pixel. Raises `NotAvailable`."""
    from reader.dicom.header import BrokenObject
    from reader.dicom.pixels.codecs import Frame, decode

    bits = int(dataset.get("BitsAllocated", 8))
    frame = Frame(
        data, int(dataset.Rows), int(dataset.Columns), int(dataset.get("SamplesPerPixel", 1)), bits,
        str(dataset.get("PhotometricInterpretation", "")) == "RGB",
    )  # fmt: skip
    try:
        array = decode(str(dataset.file_meta.TransferSyntaxUID), frame)
    except BrokenObject as cause:
        raise NotAvailable(str(cause)) from cause
    if bits == 1:
        if array.size % 8:
            raise NotAvailable("single-bit frames that do not end at a byte")
        return np.packbits(array != 0, bitorder="little").tobytes()
    return array.astype(f"<u{max(bits, 8) // 8}", copy=False).tobytes()


def _describe_native(dataset: FileDataset, syntax: str) -> None:
    """Say what the decoded pixels are: the codecs undo the colour transforms of JPEG and JPEG 2000."""
    if int(dataset.get("SamplesPerPixel", 1)) > 1:
        photometric = str(dataset.get("PhotometricInterpretation", ""))
        if photometric in ("YBR_RCT", "YBR_ICT") or (syntax in _JPEG and photometric.startswith("YBR")):
            dataset.PhotometricInterpretation = "RGB"
        dataset.PlanarConfiguration = 0
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if keyword in dataset:
            delattr(dataset, keyword)


def transcode(kept: Kept) -> bytes:
    """The whole file in Explicit VR Little Endian. Blocks. Raises `NotAvailable`."""
    try:
        return _transcoded(kept)
    except NotAvailable:
        raise
    except Exception as cause:
        # pydicom raises almost anything on a file that lacks what its pixels need.
        raise NotAvailable(f"the object can't be re-encoded: {cause}") from cause


def read_whole(kept: Kept) -> FileDataset:
    """With its pixels. Raises as `read_header` does; what a value raises when it is asked for, pydicom decides."""
    with kept.open() as file:
        try:
            check_size(file)
            return pydicom.dcmread(file)
        except Exception as cause:
            raise ValueError(f"not a readable DICOM file: {cause}") from cause


def _transcoded(kept: Kept) -> bytes:
    dataset = read_whole(kept)
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    if pydicom.uid.UID(syntax).is_encapsulated:
        with open_frames(kept) as frames:
            if frames.count * frames.frame_bytes > _LARGEST_NATIVE:
                raise NotAvailable("too large to be re-encoded at once; ask for it as it is stored, or by frames")
            pixels = b"".join(frames.native(number + 1) for number in range(frames.count))
        _describe_native(dataset, syntax)
        dataset.PixelData = pixels + b"\0" * (len(pixels) % 2)
        dataset["PixelData"].VR = "OW" if int(dataset.BitsAllocated) > 8 else "OB"
        dataset["PixelData"].is_undefined_length = False
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    dataset.save_as(out, implicit_vr=False, little_endian=True, enforce_file_format=True)
    return out.getvalue()
