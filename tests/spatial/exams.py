"""Small synthetic exams of known frames of reference, written by pydicom and read as the program reads files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from reader.dicom.header import read_header
from reader.study.codec import instance_from, series_from, study_from
from reader.study.model import Instance, Series, Study
from reader.volume.model import OpenedSeries, Part, Stack, Volume
from reader.volume.parts import plan_parts
from tests.volume.made import item, mr, part10

CT, SEG = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.66.4"
ROOT = "2.25.60"
FIRST, SECOND = f"{ROOT}.901", f"{ROOT}.902"
"""Frame of Reference UIDs: the patient as positioned at first, and again."""


@dataclass(frozen=True, eq=False)
class Image:
    """A file of an exam: its header, and its pixels [row, column]."""

    dataset: Dataset
    pixels: NDArray[np.int16]


def ct(
    series: int,
    number: int,
    z: float,
    frame: str,
    pixels: NDArray[Any],
    *,
    spacing: float = 1.0,
    thickness: float = 2.0,
    **values: Any,
) -> Image:
    """One axial image, its first pixel at (-32, -32, z)."""
    rows, columns = pixels.shape
    made = mr(
        number, (-32.0, -32.0, z), f"{ROOT}.{series}", SOPClassUID=CT, Modality="CT", StudyInstanceUID=f"{ROOT}.0",
        SeriesInstanceUID=f"{ROOT}.{series}.0", SeriesNumber=series, PatientID=ROOT, Rows=rows, Columns=columns,
        FrameOfReferenceUID=frame, PixelSpacing=[spacing, spacing], SliceThickness=thickness, **values,
    )  # fmt: skip
    return Image(made, np.asarray(pixels, np.int16))


def square(inside: int, outside: int = 0, size: int = 64) -> NDArray[np.int16]:
    """Bright in columns 20 to 39 and rows 24 to 39 of 64, and in those of a finer or coarser matrix."""
    made = np.full((size, size), outside, np.int16)
    made[size * 24 // 64 : size * 40 // 64, size * 20 // 64 : size * 40 // 64] = inside
    return made


def exam(*images: Iterable[Image]) -> Study:
    """The study of these images, one iterable a series."""
    found = []
    for each in images:
        headers = [read_header(part10(image.dataset)) for image in each]
        found.append(series_from(headers[0], f"{ROOT}.0", [instance_from(header) for header in headers]))
    return study_from(headers[0], "", found)


def opened(study: Study, images: Sequence[Image]) -> tuple[Series, OpenedSeries]:
    """A series as it is when all of it has arrived."""
    uid = images[0].dataset.SeriesInstanceUID
    series = next(s for s in study.series if s.series_uid == uid)
    pixels = {image.dataset.SOPInstanceUID: image.pixels for image in images}
    by_uid: dict[str, Instance] = {i.sop_instance_uid: i for i in series.instances}
    parts = []
    for part in plan_parts(series.instances).parts:
        grid = part.assembly
        if grid is None:
            values = [pixels[entry[0]] for entry in part.entries]
            parts.append(Part((Stack(uid, part.entries, list(values), (False,) * len(values), "HU", 0.0, by_uid),)))
            continue
        slices = grid.geometry.size[2]
        times = [grid.slots[t * slices : (t + 1) * slices] for t in range(grid.phases)]
        volumes = tuple(
            Volume(
                uid, grid.geometry, np.stack([pixels[entry[0]] for entry in slots if entry is not None]),
                np.ones(slices, bool), slots, "HU", instances=by_uid,
            )
            for slots in times
        )  # fmt: skip
        parts.append(Part(volumes, part.label, part.phases))
    return series, OpenedSeries(uid, tuple(parts))


def code(value: str, scheme: str, meaning: str) -> list[Dataset]:
    return [item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)]


def seg(
    frame: str,
    planes: Sequence[tuple[float, NDArray[Any], Image | None]],
    *,
    number: int = 1,
    spacing: float = 1.0,
    thickness: float = 2.0,
    placed: bool = True,
) -> bytes:
    """A segmentation by an algorithm. planes: (z, its pixels, the image that it names). frame: "" for none."""
    pixels = np.stack([np.asarray(picture > 0, np.uint8) for _, picture, _ in planes])
    described = item(
        SegmentNumber=1, SegmentLabel=f"Mass {number}", SegmentAlgorithmType="AUTOMATIC",
        SegmentAlgorithmName="Finder",
        SegmentedPropertyCategoryCodeSequence=code("49755003", "SCT", "Morphologically abnormal structure"),
        SegmentedPropertyTypeCodeSequence=code("4147007", "SCT", "Mass"),
    )  # fmt: skip
    groups = []
    for z, _, image in planes:
        group = item(SegmentIdentificationSequence=[item(ReferencedSegmentNumber=1)])
        if placed:
            group.PlanePositionSequence = [item(ImagePositionPatient=[-32, -32, z])]
        if image is not None:
            name = item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=image.dataset.SOPInstanceUID)
            group.DerivationImageSequence = [item(SourceImageSequence=[name])]
        groups.append(group)
    shared = item()
    if placed:
        shared.PlaneOrientationSequence = [item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]
        shared.PixelMeasuresSequence = [item(PixelSpacing=[spacing, spacing], SliceThickness=thickness)]
    made = item(
        SOPClassUID=SEG, SOPInstanceUID=f"{ROOT}.9.{number}", StudyInstanceUID=f"{ROOT}.0", Modality="SEG",
        SeriesInstanceUID=f"{ROOT}.9.0", SegmentationType="BINARY", PatientID=ROOT, NumberOfFrames=len(planes),
        Rows=pixels.shape[1], Columns=pixels.shape[2], BitsAllocated=1, BitsStored=1, HighBit=0, SamplesPerPixel=1,
        PixelRepresentation=0, PhotometricInterpretation="MONOCHROME2", SegmentSequence=[described],
        SharedFunctionalGroupsSequence=[shared], PerFrameFunctionalGroupsSequence=groups,
    )  # fmt: skip
    if frame:
        made.FrameOfReferenceUID = frame
    packed = np.packbits(pixels.ravel(), bitorder="little").tobytes()
    made.PixelData = packed + b"\0" * (len(packed) % 2)
    made["PixelData"].VR = "OB"
    return part10(made)
