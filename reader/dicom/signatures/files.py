"""DICOM files as the elements that a signature is calculated over."""

from __future__ import annotations

import struct
from io import BytesIO

import pydicom
from pydicom.uid import ExplicitVRLittleEndian

from reader.core.text import tr
from reader.dicom.datasets import READ_ERRORS
from reader.dicom.signatures.encoding import Element, EncodingError, parse
from reader.dicom.signatures.model import SignatureError

_TRANSFER_SYNTAX = 0x00020010


def explicit(data: bytes) -> tuple[bytes, tuple[Element, ...]]:
    """(preamble and file meta information, the data set's elements), in explicit VR little endian."""
    try:
        start = _meta_end(data)
        syntax = next((e.text for e in parse(data[132:start]) if e.tag == _TRANSFER_SYNTAX), "")
        if syntax != ExplicitVRLittleEndian:
            data = _transcoded(data)
            start = _meta_end(data)
        return data[:start], parse(data[start:])
    except READ_ERRORS as cause:
        raise SignatureError(tr("This is not a readable report.")) from cause


def _transcoded(data: bytes) -> bytes:
    dataset = pydicom.dcmread(BytesIO(data))
    list(dataset.iterall())  # implicit VR: every element gets the VR of the dictionary now, or fails here
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    dataset.save_as(out, implicit_vr=False, little_endian=True, enforce_file_format=True)
    return out.getvalue()


def _meta_end(data: bytes) -> int:
    """Where group 0002 ends: its group length, (0002,0000), says so (PS3.10 7.1)."""
    if data[128:132] != b"DICM" or data[132:140] != b"\x02\x00\x00\x00UL\x04\x00":
        raise EncodingError("no file meta information group length")
    (length,) = struct.unpack("<I", data[140:144])
    return 144 + int(length)
