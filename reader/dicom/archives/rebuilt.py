"""An object put together from its metadata, its frames and its bulk data, for servers that give only those.

What comes out is a Part 10 file with the stored attributes and the frames as the server gave them: as they are
kept, else uncompressed. Frames that were compressed with loss for the answer are refused.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from reader.core.errors import Cancelled, ReaderError
from reader.core.text import tr
from reader.dicom.archives.negotiation import EXPLICIT, HTJ2K, JPEG_2000, JPEG_LS, RLE
from reader.dicom.header import BrokenObject
from reader.dicom.json_model import Json

FRAME_KINDS = (
    'multipart/related; type="application/octet-stream"; transfer-syntax=*',
    'multipart/related; type="image/*"; transfer-syntax=*',
    'multipart/related; type="application/octet-stream"',
    "application/octet-stream",
)
"""How frames are asked for (PS3.18 8.7.3.5): as they are kept, compressed or not, else uncompressed."""

_J = "1.2.840.10008.1.2.4."
_LOSSLESS = frozenset({EXPLICIT, HTJ2K, JPEG_2000, JPEG_LS, RLE, f"{_J}57", f"{_J}70", f"{_J}92", f"{_J}202"})
_DEFAULTS = {"image/jls": JPEG_LS, "image/jp2": JPEG_2000, "image/jphc": HTJ2K, "image/dicom-rle": RLE}
_BY_PROCESS = {0xC0: f"{_J}50", 0xC1: f"{_J}51", 0xC3: f"{_J}57"}
_UNPACKED = frozenset({"YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT"})

_log = logging.getLogger(__name__)
Frames = Callable[[str], Iterable[tuple[str, list[bytes]]]]


def part10(metadata: Json, frames: Frames, bulk: Callable[[str], bytes]) -> bytes:
    """The file's bytes.

    frames: for "1,2,3" each form in which the server gives them: (content type, the frames). bulk: the value at
    a Bulk Data URI. Raises `BrokenObject`.
    """
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.uid import UID

    content = {tag: entry for tag, entry in metadata.items() if not tag.startswith(("0002", "7FE0"))}
    try:
        dataset: Any = Dataset.from_json(_filled(content, bulk))
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise BrokenObject(tr("the server's description of it can't be read")) from cause
    meta: Any = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.get("SOPClassUID", "")
    meta.MediaStorageSOPInstanceUID = dataset.get("SOPInstanceUID", "")
    meta.TransferSyntaxUID = UID(EXPLICIT)
    if dataset.get("Rows"):
        count = int(dataset.get("NumberOfFrames", 1) or 1)
        syntax, pieces = _given(dataset, frames, count)
        meta.TransferSyntaxUID = UID(syntax)
        if syntax == EXPLICIT:
            pixels = b"".join(pieces)
            dataset.PixelData = pixels + b"\0" * (len(pixels) % 2)
            dataset["PixelData"].VR = "OW" if int(dataset.get("BitsAllocated", 8)) > 8 else "OB"
            if int(dataset.get("SamplesPerPixel", 1)) > 1:
                dataset.PlanarConfiguration = 0
                if dataset.get("PhotometricInterpretation") in _UNPACKED:
                    dataset.PhotometricInterpretation = "RGB"  # whoever unpacked it had to make it so
        else:
            dataset.PixelData = encapsulate(pieces)
            dataset["PixelData"].VR = "OB"
            dataset["PixelData"].is_undefined_length = True
    for keyword in ("AvailableTransferSyntaxUID", "RetrieveURL", "InstanceAvailability"):
        if keyword in dataset:
            delattr(dataset, keyword)
    dataset.file_meta = meta
    out = BytesIO()
    try:
        dataset.save_as(out, implicit_vr=False, little_endian=True, enforce_file_format=True)
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise BrokenObject(tr("the server's description of it can't be read")) from cause
    return out.getvalue()


def _filled(content: Json, bulk: Callable[[str], bytes]) -> Json:
    """With its bulk data in place. A value that can't be had costs what it is for (an overlay, a profile), never
    the image: a sequence item without one of its values is left out as a whole, since it means nothing without."""
    found: Json = {}
    for tag, entry in content.items():
        if not isinstance(entry, dict):
            continue
        if "BulkDataURI" in entry:
            try:
                data = bulk(str(entry["BulkDataURI"]))
            except Cancelled:
                raise
            except ReaderError as error:
                _log.info("a bulk value could not be fetched: %s", type(error).__name__)
                continue
            found[tag] = {"vr": entry.get("vr", "OB"), "InlineBinary": b64encode(data).decode()}
        elif entry.get("vr") == "SQ":
            items = [item for item in entry.get("Value") or [] if isinstance(item, dict)]
            whole = [(item, _filled(item, bulk)) for item in items]
            found[tag] = {"vr": "SQ", "Value": [filled for item, filled in whole if len(filled) == len(item)]}
        else:
            found[tag] = entry
    return found


def _given(dataset: Any, frames: Frames, count: int) -> tuple[str, list[bytes]]:
    """(transfer syntax, frames) of the first form that is whole and not compressed with loss for this answer."""
    lossy_anyway = str(dataset.get("LossyImageCompression", "")) == "01"
    size = int(dataset.Rows) * int(dataset.Columns) * int(dataset.get("SamplesPerPixel", 1))
    size = size * int(dataset.get("BitsAllocated", 8)) // 8
    for kind, pieces in frames(",".join(str(n + 1) for n in range(count))):
        syntax = _syntax(kind, pieces[0] if pieces else b"")
        if len(pieces) != count or not syntax:
            continue
        if syntax not in _LOSSLESS and not lossy_anyway:
            continue
        if syntax == EXPLICIT and any(len(piece) < size for piece in pieces):
            continue
        return syntax, pieces
    raise BrokenObject(tr("the server can't send it without loss"))


def _syntax(kind: str, piece: bytes) -> str:
    """The transfer syntax of a frame by its Content-Type, "" where it can't be told."""
    media, _, parameters = kind.partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "transfer-syntax" and value.strip(' "') not in ("", "*"):
            return value.strip(' "')
    media = media.strip().lower()
    if media in ("application/octet-stream", ""):
        return EXPLICIT
    if media == "image/jpeg":
        return next((_BY_PROCESS[m] for m in _markers(piece) if m in _BY_PROCESS), "")
    return _DEFAULTS.get(media, "")


def _markers(stream: bytes) -> Iterable[int]:
    """The marker codes of a JPEG stream up to its first scan."""
    place = 2
    while place + 4 <= len(stream) and stream[place] == 0xFF and stream[place + 1] != 0xDA:
        yield stream[place + 1]
        place += 2 + int.from_bytes(stream[place + 2 : place + 4], "big")
