"""Small images made with pydicom from known numbers, for what no sample has. Synthetic: nobody's anatomy."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid


def ramp(rows: int = 32, columns: int = 64, low: int = 0, high: int = 4095) -> NDArray[np.int64]:
    """Every row runs from low to high, each a little further on."""
    values = np.linspace(low, high, rows * columns)
    return np.rint(values).astype(np.int64).reshape(rows, columns)


def image(
    pixels: NDArray[Any], *, allocated: int = 16, stored: int = 12, big: bool = False, **more: Any
) -> Dataset:
    """A secondary capture of `pixels` (rows, columns[, samples]) or (frames, rows, columns); more: attributes."""
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = SecondaryCaptureImageStorage, generate_uid()
    made.StudyInstanceUID = made.SeriesInstanceUID = generate_uid()
    made.PatientName, made.PatientID, made.Modality = "Made^Image", "MADE", "OT"
    made.SamplesPerPixel = 3 if pixels.ndim == 3 and pixels.shape[2] == 3 else 1
    made.PhotometricInterpretation = "RGB" if made.SamplesPerPixel == 3 else "MONOCHROME2"
    if made.SamplesPerPixel == 3:
        made.PlanarConfiguration = 0
    frames = pixels.ndim == 3 and made.SamplesPerPixel == 1
    made.Rows, made.Columns = pixels.shape[1:3] if frames else pixels.shape[:2]
    if frames:
        made.NumberOfFrames = pixels.shape[0]
    made.BitsAllocated, made.BitsStored, made.HighBit = allocated, stored, stored - 1
    made.PixelRepresentation = int(bool((pixels < 0).any()))
    for name, value in more.items():
        setattr(made, name, value)
    sign = "i" if made.PixelRepresentation else "u"
    order = ">" if big else "<"
    if allocated == 24:
        data = pixels.astype("<u4").reshape(-1, 1).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    else:
        data = pixels.astype(f"{order}{sign}{max(1, allocated // 8)}").tobytes()
    put_data(made, data, big)
    return made


def put_data(made: Dataset, data: bytes, big: bool = False) -> None:
    """Pixel data as it is, and the transfer syntax it is in."""
    made.PixelData = data + b"\0" * (len(data) % 2)
    made["PixelData"].VR = "OB" if made.BitsAllocated == 8 and not big else "OW"
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRBigEndian if big else ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID


def written(made: Dataset) -> bytes:
    out = BytesIO()
    pydicom.dcmwrite(out, made, enforce_file_format=True)
    return out.getvalue()


def lut(entries: NDArray[Any], first: int, bits: int, name: str = "", *, signed: bool = False) -> Dataset:
    """An item of a Modality or VOI LUT Sequence."""
    made = Dataset()
    made.add_new(0x00283002, "SS" if signed else "US", [len(entries) % 65536, first, bits])
    made.LUTExplanation = name
    made.ModalityLUTType = "US"
    made.add_new(0x00283006, "OW", entries.astype("<u2").tobytes())
    return made


def overlay(made: Dataset, group: int, mask: NDArray[Any], origin: tuple[int, int] = (1, 1), **more: Any) -> None:
    """Add an overlay group; mask: (rows, columns) or (frames, rows, columns)."""
    rows, columns = mask.shape[-2:]
    made.add_new((group, 0x0010), "US", rows)
    made.add_new((group, 0x0011), "US", columns)
    made.add_new((group, 0x0040), "CS", "G")
    made.add_new((group, 0x0050), "SS", list(origin))
    made.add_new((group, 0x0100), "US", more.get("allocated", 1))
    made.add_new((group, 0x0102), "US", more.get("bit", 0))
    if mask.ndim == 3:
        made.add_new((group, 0x0015), "IS", mask.shape[0])
        made.add_new((group, 0x0051), "US", more.get("first", 1))
    if not more.get("bit"):
        data = np.packbits(mask.reshape(-1).astype(np.uint8), bitorder="little").tobytes()
        made.add_new((group, 0x3000), "OW", data + b"\0" * (len(data) % 2))
