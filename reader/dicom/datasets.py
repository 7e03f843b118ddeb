"""pydicom's dataset of an object, its text decoded by this program (`dicom/charsets`) and not by pydicom.

pydicom takes each byte "=" or "^" for a delimiter, also inside a two-byte character, and believes whatever is
declared.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

import pydicom
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.filewriter import dcmwrite
from pydicom.tag import BaseTag
from pydicom.uid import ExplicitVRLittleEndian

from reader.dicom import charsets

# What pydicom raises on bytes that lie, as far as its sources tell; nothing wider, so that defects still show.
READ_ERRORS = (
    InvalidDicomError, BytesLengthException, ValueError, TypeError, AttributeError, LookupError, ArithmeticError,
    NotImplementedError, struct.error, zlib.error, EOFError, OSError, RecursionError, MemoryError,
)  # fmt: skip
_CHARACTER_SET = BaseTag(0x00080005)


def read_dataset(data: bytes, *, force: bool = False) -> Dataset:
    """The whole object. force: also without preamble. Raises one of `READ_ERRORS` on bytes that are no DICOM."""
    dataset = pydicom.dcmread(BytesIO(data), force=force)
    decode_texts(dataset)
    return dataset


def file_of(dataset: Dataset) -> bytes:
    """The object as a file in Explicit VR Little Endian (PS3.10 7.1), with a file meta of its own."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = BytesIO()
    dcmwrite(file, dataset, enforce_file_format=True)
    return file.getvalue()


def decode_texts(dataset: Dataset, inherited: Sequence[str] = ()) -> None:
    """Decode the texts that pydicom has not looked at yet; a sequence that is broken stays so.

    inherited: the sets declared by the dataset around (PS3.5 6.1.2.3).
    """
    declared = tuple(declared_sets(dataset) or inherited)
    for tag in list(dataset.keys()):
        raw: object = dataset.get_item(tag)
        vr = vr_of(raw) if isinstance(raw, RawDataElement) else str(dataset[tag].VR)
        if isinstance(raw, RawDataElement) and vr in charsets.TEXT_VRS:
            value = raw.value if isinstance(raw.value, bytes) else b""
            values = charsets.values(value, declared, vr)
            dataset[tag] = DataElement(tag, vr, values[0] if len(values) == 1 else list(values))
        elif vr == "SQ":
            for item in _items(dataset, tag):
                decode_texts(item, declared)


def _items(dataset: Dataset, tag: BaseTag) -> list[Dataset]:
    try:
        return list(dataset[tag].value or ())
    except READ_ERRORS:
        return []


def declared_sets(dataset: Dataset) -> tuple[str, ...]:
    """The values of (0008,0005) of this very dataset or item, as written; () where it has none."""
    raw: object = dataset.get_item(_CHARACTER_SET) if _CHARACTER_SET in dataset else None
    value = getattr(raw, "value", None)
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not value:
        return ()
    terms = value.split("\\") if isinstance(value, str) else [str(term or "") for term in value]
    return tuple(term.strip(" \0") for term in terms)


def vr_of(raw: RawDataElement) -> str:
    """As written, else the dictionary's."""
    if raw.VR is not None and raw.VR != "UN":
        return str(raw.VR)
    try:
        return dictionary_VR(raw.tag)
    except KeyError:
        return "UN"
