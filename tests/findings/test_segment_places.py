"""Where frames of a SEG that highdicom wrote lie, and what they amount to: gaps, turns, times, fractions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import highdicom as hd
import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes

from reader.core.errors import ReaderError
from reader.dicom.datasets import read_dataset
from reader.dicom.header import read_header
from reader.findings.codec import decode_segments
from reader.findings.model import SegmentMask
from reader.findings.placing import StudyIndex
from reader.study import codec as studies
from tests.volume.made import mr, part10

AXIAL, SAGITTAL = ["1", "0", "0", "0", "1", "0"], ["0", "1", "0", "0", "0", "-1"]
FRAME = "2.25.9.77"


def images(gap: float, count: int = 6, **values: Any) -> list[Dataset]:
    made = [mr(n + 1, (0.0, 0.0, gap * n), Rows=16, Columns=16, **values) for n in range(count)]
    for one in made:
        one.FrameOfReferenceUID, one.PositionReferenceIndicator = FRAME, ""
        for name in ("StudyID", "AccessionNumber", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime"):
            setattr(one, name, "")
        one.ReferringPhysicianName = ""
    return made


def segmented(source: list[Dataset], mask: np.ndarray[Any, Any], kind: str = "BINARY", **more: Any) -> Dataset:
    described = hd.seg.SegmentDescription(
        1, "Nodule", codes.SCT.MorphologicallyAbnormalStructure, codes.SCT.Nodule, "MANUAL"
    )
    made = hd.seg.Segmentation(
        [pydicom.dcmread(BytesIO(part10(image))) for image in source], mask, kind, [described], "2.25.9.5", 9,
        "2.25.9.6", 1, "Nobody", "None", "1", "0", **more,
    )  # fmt: skip
    file = BytesIO()
    made.save_as(file)
    return pydicom.dcmread(BytesIO(file.getvalue()))


def masks(segmentation: Dataset, shown: list[Dataset]) -> list[SegmentMask]:
    headers = [read_header(part10(image)) for image in shown]
    series = studies.series_from(headers[0], "2.25.9.0", [studies.instance_from(header) for header in headers])
    file = BytesIO()
    segmentation.save_as(file)
    return decode_segments(read_dataset(file.getvalue()), StudyIndex(studies.study_from(headers[0], "", [series])))


def points(found: list[SegmentMask]) -> set[tuple[float, ...]]:
    placed = set()
    for mask in found:
        for k, j, i in np.argwhere(mask.mask):
            placed.add(tuple(np.round((mask.geometry.index_to_patient @ (i, j, k, 1))[:3], 2).tolist()))
    return placed


BLOCK = np.zeros((4, 16, 16), np.uint8)
BLOCK[:, 4:9, 3:11] = 1


@pytest.mark.parametrize(("thickness", "gap"), [(1.0, 5.0), (2.5, 5.0), (1.5, 5.0), (3.0, 3.0)])
@pytest.mark.parametrize("chosen", [[1, 2, 3, 4], [1, 2, 3, 5]], ids=["in a row", "one left out"])
def test_the_way_from_image_to_image_counts_also_where_they_are_thinner(
    thickness: float, gap: float, chosen: list[int]
) -> None:
    shown = images(gap, SliceThickness=str(thickness))
    made = segmented([shown[n] for n in chosen], BLOCK)
    measures = made.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    measures.SliceThickness = str(thickness)
    measures.pop("SpacingBetweenSlices", None)
    found = masks(made, shown)
    assert sum(mask.volume_mm3 or 0 for mask in found) == pytest.approx(BLOCK.sum() * gap)
    assert len(points(found)) == BLOCK.sum()


def test_frames_of_two_orientations_lie_each_in_its_own() -> None:
    axial, sagittal = images(3.0), images(3.0, ImageOrientationPatient=SAGITTAL)
    made, other = segmented(axial[2:3], BLOCK[:1]), segmented(sagittal[2:3], BLOCK[:1])
    bits = np.concatenate([one.pixel_array.reshape(1, 16, 16) for one in (made, other)])
    groups = []
    for one in (made, other):
        shared, own = one.SharedFunctionalGroupsSequence[0], one.PerFrameFunctionalGroupsSequence[0]
        for name in ("PlaneOrientationSequence", "PixelMeasuresSequence", "SegmentIdentificationSequence"):
            if name in shared:
                setattr(own, name, getattr(shared, name))
        groups.append(own)
    for name in ("PlaneOrientationSequence", "PixelMeasuresSequence", "SegmentIdentificationSequence"):
        made.SharedFunctionalGroupsSequence[0].pop(name, None)
    made.PerFrameFunctionalGroupsSequence, made.NumberOfFrames = groups, 2
    made.PixelData = np.packbits(bits.ravel(), bitorder="little").tobytes()
    rows, columns = np.nonzero(BLOCK[0])
    expected = {(float(c), float(r), 6.0) for r, c in zip(rows, columns, strict=True)}
    expected |= {(0.0, float(c), 6.0 - r) for r, c in zip(rows, columns, strict=True)}
    assert points(masks(made, axial)) == expected


def test_two_times_at_one_place_are_not_shown_as_one() -> None:
    shown = images(3.0)
    made = segmented(shown[:1], BLOCK[:1])
    first = made.PerFrameFunctionalGroupsSequence[0]
    second = pydicom.Dataset.from_json(first.to_json())
    for moment, one in enumerate((first, second), 1):
        one.FrameContentSequence[0].TemporalPositionIndex = moment
    made.PerFrameFunctionalGroupsSequence, made.NumberOfFrames = [first, second], 2
    bits = np.concatenate([BLOCK[:1], np.roll(BLOCK[:1], 3, axis=2)])
    made.PixelData = np.packbits(bits.ravel(), bitorder="little").tobytes()
    with pytest.raises(ReaderError, match="points in time"):
        masks(made, shown)


@pytest.mark.parametrize("most", [255, 100, 10, 4])
def test_half_is_in_on_every_scale(most: int) -> None:
    shown = images(3.0)
    made = segmented(shown[:1], BLOCK[:1].astype(np.float64), "FRACTIONAL", max_fractional_value=most)
    values = made.pixel_array.copy().reshape(16, 16)
    values[4:9, 3:11] = -(-most // 2)
    values[0, 0] = most // 2 - 1
    made.PixelData = values.astype(np.uint8).tobytes()
    assert sum(mask.voxels for mask in masks(made, shown)) == BLOCK[0].sum()
