"""An exam that holds an object of every kind that radiology departments exchange, written by pydicom. Nobody's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pydicom import uid as uids
from pydicom.dataset import Dataset

from tests.volume.made import item, mr, part10

ROOT = "2.25.771"
STUDY = f"{ROOT}.0"
PRIVATE = "1.3.12.2.1107.5.9.1"
"""What Siemens scanners store beside their images (CSA Non-Image Storage)."""

NAMED: dict[int, tuple[str, str, str, str]] = {
    5: (uids.EncapsulatedPDFStorage, "OT", "Clinical report", "Document (PDF)"),
    6: (uids.TwelveLeadECGWaveformStorage, "ECG", "ECG at rest", "ECG"),
    7: (uids.RTPlanStorage, "RTPLAN", "Plan A", "Radiotherapy plan"),
    8: (uids.RTStructureSetStorage, "RTSTRUCT", "Contours", "Radiotherapy contours"),
    9: (uids.RTDoseStorage, "RTDOSE", "Dose", "Radiotherapy dose"),
    10: (uids.PseudoColorSoftcopyPresentationStateStorage, "PR", "Sent by the site", "Presentation state"),
    11: (uids.SpatialRegistrationStorage, "REG", "CT to MR", "Image registration"),
    12: (uids.RawDataStorage, "MR", "k-space", "Raw data"),
    13: (PRIVATE, "MR", "CSA", "Manufacturer's own data"),
    14: (uids.XRayRadiationDoseSRStorage, "SR", "Dose report", "Radiation dose report"),
    15: (uids.EncapsulatedCDAStorage, "DOC", "Letter", "Document (CDA)"),
}
"""Series number: SOP Class, modality, description, and what a reader calls it."""


def image(series: int, number: int = 1, **values: Any) -> Dataset:
    made = mr(
        number, (0.0, 0.0, 5.0 * number), f"{ROOT}.{series}", StudyInstanceUID=STUDY, SeriesNumber=series,
        SeriesInstanceUID=f"{ROOT}.{series}.0", PatientName="Objects^Every", PatientID=ROOT, PatientSex="F",
        PatientBirthDate="19700101", StudyDate="20260105", StudyTime="081500", SOPClassUID=uids.CTImageStorage,
        Modality="CT", Rows=64, Columns=64, StudyDescription="Chest", **values,
    )  # fmt: skip
    yy, xx = np.mgrid[0:64, 0:64] - 32
    made.PixelData = np.where(xx**2 + yy**2 < 600, 1000 + 20 * number, 0).astype("<u2").tobytes()
    return made


def other(series: int, sop_class: str, modality: str, description: str, number: int = 1, **values: Any) -> Dataset:
    """An object without pixels."""
    made = image(series, number)
    for keyword in ("PixelData", "Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "BitsStored", "HighBit",
                    "PixelRepresentation", "PhotometricInterpretation", "ImagePositionPatient", "SliceThickness",
                    "ImageOrientationPatient", "PixelSpacing", "ImageType"):  # fmt: skip
        delattr(made, keyword)
    made.SOPClassUID, made.Modality, made.SeriesDescription = sop_class, modality, description
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def objects() -> list[Dataset]:
    """Three CT images, then two more with a PDF in the same series, then one object of each other kind."""
    found = [image(1, number, SeriesDescription="Axial") for number in (1, 2, 3)]
    found += [image(2, number, SeriesDescription="Screen captures") for number in (1, 2)]
    found.append(other(2, uids.EncapsulatedPDFStorage, "CT", "Screen captures", 3))
    for series, (sop_class, modality, description, _) in NAMED.items():
        made = other(series, sop_class, modality, description)
        if sop_class in (uids.EncapsulatedPDFStorage, uids.EncapsulatedCDAStorage):
            made.EncapsulatedDocument = b"%PDF-1.4 "
            made.DocumentTitle = description
        if modality == "SR":
            made.ConceptNameCodeSequence = [
                item(CodeValue="113701", CodingSchemeDesignator="DCM", CodeMeaning="X-Ray Radiation Dose Report")
            ]
            made.ValueType, made.CompletionFlag, made.VerificationFlag = "CONTAINER", "COMPLETE", "UNVERIFIED"
        found.append(made)
    return found


def write(folder: Path) -> Path:
    """One file an object."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, dataset in enumerate(objects()):
        (folder / f"{n:02}.dcm").write_bytes(part10(dataset))
    return folder
