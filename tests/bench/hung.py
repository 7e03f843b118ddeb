"""A double click on an MR of the brain: seconds to the first picture, and until each viewport hung has one.

Four series of 30 slices on a local Orthanc, which its protocol hangs 2 × 2; every turn is the first case of a fresh
process with an empty cache. The goal: hung at most 0.4 s after the first picture.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median

import pydicom
from pydicom.uid import MRImageStorage

from tests.bench.opening import Turn, forget, open_once, order
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

TURNS = 5
SERIES = ("T2 TSE tra", "FLAIR tra", "T1 SE tra", "DWI b1000 tra")


def brain(folder: Path) -> tuple[CtSeries, list[Path]]:
    """The first of the series, and the files of all."""
    first = ct_series(folder, 30, 320, shuffle=False)
    files = []
    for number, description in enumerate(SERIES, 1):
        for path in first.files:
            image = pydicom.dcmread(path)
            image.SOPClassUID = image.file_meta.MediaStorageSOPClassUID = MRImageStorage
            image.Modality, image.BodyPartExamined, image.StudyDescription = "MR", "BRAIN", "MR brain, plain"
            image.SeriesDescription, image.SeriesNumber = description, number
            image.SeriesInstanceUID = f"{first.study_uid}.9{number}"
            image.SOPInstanceUID = f"{image.SeriesInstanceUID}.{image.InstanceNumber}"
            image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
            files.append(folder / f"{number}-{path.name}")
            image.save_as(files[-1])
    return first, files


def main(turns: int = TURNS) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        first, files = brain(folder / "mr")
        with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
            images.store(files)
            rows = []
            for turn in range(turns):
                profile = folder / f"profile-{turn}"
                task = order(
                    hub, images, first, label="MR brain", procedure="MR brain, plain", modality="MR",
                    body_part="BRAIN", expected_images=len(files),
                )  # fmt: skip
                row = open_once(Turn(hub.url, task, "", str(profile), "", hangs=len(SERIES)))
                row["hung_after_first_s"] = row["hung_s"] - row["first_picture_s"]
                rows.append(row)
                forget(profile)
                print({key: round(value, 3) for key, value in row.items()}, flush=True)
        return {"bench": "hung"} | {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
