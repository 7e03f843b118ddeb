"""Presentation states and the images that they are for, written by pydicom. Nobody's."""

from __future__ import annotations

from typing import Any

import numpy as np
from pydicom import uid as uids
from pydicom.dataset import Dataset

from tests.volume.made import item, mr

ROOT = "2.25.812"
ROWS, COLUMNS = 48, 60
GSPS = str(uids.GrayscaleSoftcopyPresentationStateStorage)


def image(number: int = 1, **values: Any) -> Dataset:
    """A CT slice that is not as wide as high, with every value from -1024 to 1500 or so."""
    made = mr(
        number, (0.0, 0.0, 5.0 * number), ROOT, SOPClassUID=uids.CTImageStorage, Modality="CT", PatientSex="F",
        PatientName="States^Made", PatientBirthDate="19700101", StudyDate="20260105", StudyTime="081500",
        StudyID="1", AccessionNumber="A1", Rows=ROWS, Columns=COLUMNS, BitsStored=12, HighBit=11,
        RescaleIntercept=-1024, RescaleSlope=1, RescaleType="HU", WindowCenter=40, WindowWidth=400,
        **values,
    )  # fmt: skip
    random = np.random.default_rng(number)
    down, across = np.mgrid[0:ROWS, 0:COLUMNS]
    stored = 40 * across + 3 * down + random.integers(0, 90, (ROWS, COLUMNS))
    made.PixelData = stored.astype("<u2").tobytes()
    return made


def reference(shown: Dataset, frames: list[int] | None = None) -> Dataset:
    made = item(ReferencedSOPClassUID=shown.SOPClassUID, ReferencedSOPInstanceUID=shown.SOPInstanceUID)
    if frames:
        made.ReferencedFrameNumber = frames
    return made


def whole(rows: int = ROWS, columns: int = COLUMNS, **values: Any) -> Dataset:
    return item(
        **{
            "DisplayedAreaTopLeftHandCorner": [1, 1], "DisplayedAreaBottomRightHandCorner": [columns, rows],
            "PresentationSizeMode": "SCALE TO FIT", "PresentationPixelAspectRatio": [1, 1],
        } | values
    )  # fmt: skip


def state(*images: Dataset, number: int = 1, **values: Any) -> Dataset:
    """Of these images, shown whole, with a lung window."""
    first = images[0]
    named = item(SeriesInstanceUID=first.SeriesInstanceUID, ReferencedImageSequence=list(map(reference, images)))
    known: dict[str, Any] = {
        "SOPClassUID": GSPS, "SOPInstanceUID": f"{ROOT}.77.{number}", "Modality": "PR", "SeriesNumber": 77,
        "SeriesInstanceUID": f"{ROOT}.77", "InstanceNumber": number, "ContentLabel": f"STATE {number}",
        "ContentDescription": "as somebody saw it", "ContentCreatorName": "Li^Na", "Manufacturer": "Nobody",
        "PresentationCreationDate": "20260106", "PresentationCreationTime": f"10{number:02}00",
        "ReferencedSeriesSequence": [named], "DisplayedAreaSelectionSequence": [whole()],
        "SoftcopyVOILUTSequence": [item(WindowCenter=-600, WindowWidth=1500)], "PresentationLUTShape": "IDENTITY",
        "RescaleIntercept": -1024, "RescaleSlope": 1, "RescaleType": "HU",
    }  # fmt: skip
    made = Dataset()
    for keyword in ("PatientName", "PatientID", "PatientSex", "PatientBirthDate", "StudyInstanceUID", "StudyDate",
                    "StudyTime", "StudyID", "AccessionNumber"):  # fmt: skip
        setattr(made, keyword, getattr(first, keyword))
    made.ReferringPhysicianName = ""
    for keyword, value in (known | values).items():
        if value is not None:
            setattr(made, keyword, value)
    return made


def table(count: int, first: int, values: np.ndarray[Any, Any], bits: int = 16) -> Dataset:
    made = item(LUTDescriptor=[count, first, bits], LUTData=values.astype("<u2").tobytes())
    made["LUTDescriptor"].VR, made["LUTData"].VR = "US", "OW"
    return made
