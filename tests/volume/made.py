"""Small synthetic MR objects of known geometry, written by pydicom. Nobody's images."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

AXIAL = [1, 0, 0, 0, 1, 0]
CORONAL = [1, 0, 0, 0, 0, -1]
SAGITTAL = [0, 1, 0, 0, 0, -1]


def item(**values: Any) -> Dataset:
    made = Dataset()
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def mr(number: int, position: tuple[float, ...], root: str = "2.25.9", **values: Any) -> Dataset:
    """One image; every pixel has its number as value."""
    known: dict[str, Any] = {
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.4", "SOPInstanceUID": f"{root}.{number}", "Modality": "MR",
        "StudyInstanceUID": f"{root}.0", "SeriesInstanceUID": f"{root}.0.1", "SeriesNumber": 1,
        "PatientName": "Synthetic^Parts", "PatientID": root, "SeriesDescription": "SYNTHETIC (computed)",
        "InstanceNumber": number, "Rows": 8, "Columns": 8, "SamplesPerPixel": 1, "BitsAllocated": 16,
        "BitsStored": 16, "HighBit": 15, "PixelRepresentation": 0, "PhotometricInterpretation": "MONOCHROME2",
        "ImagePositionPatient": [str(v) for v in position], "ImageOrientationPatient": AXIAL,
        "PixelSpacing": [1, 1], "SliceThickness": 3, "ImageType": ["ORIGINAL", "PRIMARY"],
    }  # fmt: skip
    made = item(**(known | values))
    made.PixelData = np.full((made.Rows, made.Columns), number, "<u2").tobytes()
    made["PixelData"].VR = "OW"
    return made


def part10(dataset: Dataset) -> bytes:
    """As a file."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    file = BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()
