"""SEG of every sort against highdicom's reader and SimpleITK: voxels, volume, place in the patient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest
import SimpleITK as sitk

from reader.core.errors import ReaderError
from reader.dicom.datasets import read_dataset
from reader.findings.codec import decode_segments, read_objects
from reader.findings.model import SegmentMask
from reader.findings.placing import StudyIndex
from reader.study.model import Instance, Study
from tests.findings.exams import CHEST, DATA, changed, chest, chest_objects, chest_read, nodule, read, study_of

LIVER = [DATA / f"dcmqi/ct{n}_header.dcm" for n in (1, 2, 3)]
TINY = [DATA / f"dcmqi/tiny{n}_header.dcm" for n in (1, 2, 3)]


def segments(data: bytes, study: Study) -> list[SegmentMask]:
    return decode_segments(read_dataset(data), StudyIndex(study))


def masks_of(file: Path, images: list[Path]) -> list[SegmentMask]:
    return segments(file.read_bytes(), study_of([*images, file] if images else [file]))


def points(mask: SegmentMask) -> np.ndarray:
    """Every voxel that is in, in LPS mm, sorted."""
    k, j, i = np.nonzero(mask.mask)
    homogeneous = np.stack([i, j, k, np.ones_like(i)])
    placed = (mask.geometry.index_to_patient @ homogeneous)[:3].T
    return placed[np.lexsort(np.round(placed, 2).T)]


def same_as_highdicom(mask: SegmentMask, file: Path, threshold: float = 0.0) -> None:
    """The same voxels at the same points of the patient."""
    seg = hd.seg.segread(file)
    volume = seg.get_volume(segment_numbers=[mask.reference.number], rescale_fractional=False)
    inside = np.argwhere(volume.array.squeeze(axis=-1) > threshold)
    assert mask.voxels == len(inside)
    placed = volume.map_indices_to_reference(inside.astype(float))
    placed = placed[np.lexsort(np.round(placed, 2).T)]
    assert np.abs(points(mask) - placed).max() < 1e-2


def test_the_nodule_of_the_demo_exam() -> None:
    """2777 voxels, 1694.9 mm³: what the object's maker counted, and the report says."""
    mask = next(m for m in chest_read().segmentations if m.reference.label == "Nodule 1")
    assert mask.voxels == 2777 and mask.volume_mm3 == pytest.approx(1694.946, abs=1e-3)
    told = next(m.value for m in nodule(1).measurements if m.concept.meaning == "Volume")
    assert mask.volume_mm3 == pytest.approx(told, abs=0.01)
    assert max(mask.geometry.size) < 40, "cropped to its box"
    same_as_highdicom(mask, CHEST / "ai-nodules-seg.dcm")


def test_demo_masks_lie_on_the_ct_slices() -> None:
    """Each mask slice k lies in the plane of the CT image that it names, matched by UID alone."""
    planes = {
        i.sop_instance_uid: i.planes[0] for s in chest().series for i in s.instances if i.is_image and i.planes
    }
    for mask in chest_read().segmentations:
        for k, image in enumerate(mask.slices):
            if image is not None:
                _, _, z = mask.geometry.to_patient((0, 0, k))
                assert z == pytest.approx(planes[image.sop_instance_uid].position[2], abs=0.01)


@pytest.mark.parametrize(
    "name",
    [
        "dcmqi/seg_liver.dcm",
        "dcmqi/seg_partial_overlaps_5_segments.dcm",
        "highdicom/seg_image_ct_binary_overlap.dcm",
    ],
)
def test_segments_as_highdicom_reads_them(name: str) -> None:
    masks = masks_of(DATA / name, LIVER)
    seg = hd.seg.segread(DATA / name)
    assert [m.reference.number for m in masks] == list(seg.segment_numbers)
    for mask in masks:
        same_as_highdicom(mask, DATA / name)
        described = seg.get_segment_description(mask.reference.number)
        assert mask.reference.label == described.SegmentLabel
        assert mask.type.meaning == described.segmented_property_type.meaning and mask.type.scheme == "SCT"


@pytest.mark.parametrize("name", ["liver_nonbyte_aligned", "liver_rle", "liver_j2k", "liver_deflate"])
def test_one_mask_in_every_encoding(name: str) -> None:
    """The same liver, packed, run-length, JPEG 2000 and deflated; not byte-aligned it is two pixels smaller."""
    file = DATA / f"pydicom/{name}.dcm"
    (mask,) = masks_of(file, LIVER)
    if name in ("liver_nonbyte_aligned", "liver_j2k"):  # pydicom can't decode the other two
        assert mask.voxels == int(pydicom.dcmread(file).pixel_array.sum())
    (plain,) = masks_of(DATA / "dcmqi/seg_liver.dcm", LIVER)
    assert mask.voxels == pytest.approx(plain.voxels, rel=0.001)


def test_against_simpleitk(tmp_path: Path) -> None:
    """ITK's own reader of the SEG's frames: count and centroid of the unpacked volume."""
    file = DATA / "dcmqi/seg_liver.dcm"
    dataset = pydicom.dcmread(file)
    image = sitk.GetImageFromArray(dataset.pixel_array.astype(np.uint8))
    groups = dataset.PerFrameFunctionalGroupsSequence
    positions = [[float(v) for v in g.PlanePositionSequence[0].ImagePositionPatient] for g in groups]
    step = positions[1][2] - positions[0][2]
    measures = dataset.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    image.SetOrigin(positions[0])
    image.SetSpacing([*map(float, measures.PixelSpacing), abs(step)])
    image.SetDirection([1, 0, 0, 0, 1, 0, 0, 0, float(np.sign(step))])
    statistics = sitk.LabelShapeStatisticsImageFilter()
    statistics.Execute(image)
    (mask,) = masks_of(file, LIVER)
    assert statistics.GetNumberOfPixels(1) == mask.voxels
    assert mask.centroid == pytest.approx(statistics.GetCentroid(1), abs=1e-2)
    assert mask.volume_mm3 == pytest.approx(statistics.GetPhysicalSize(1), rel=1e-4)


def test_label_map_with_gaps_and_a_padding_value() -> None:
    file = DATA / "dcmqi/sparse-labelmap-ppv5.dcm"
    masks = masks_of(file, TINY)
    pixels = pydicom.dcmread(file).pixel_array
    for mask in masks:
        assert mask.voxels == int((pixels == mask.reference.number).sum())
    assert masks


def test_fractional_is_in_from_half_on_and_keeps_its_fractions() -> None:
    file = DATA / "highdicom/seg_image_ct_true_fractional.dcm"
    (mask, *_) = masks_of(file, [])
    assert mask.fraction is not None and mask.fraction.shape == mask.mask.shape
    top = float(pydicom.dcmread(file).MaximumFractionalValue)
    seg = hd.seg.segread(file)
    volume = seg.get_volume(segment_numbers=[mask.reference.number], rescale_fractional=False)
    fractions = volume.array.astype(float) * 255 / top
    assert int(mask.fraction.max()) == int(fractions.max())
    assert mask.voxels == int((fractions >= 128).sum())


def test_segment_of_a_radiograph_lies_in_its_pixels() -> None:
    (mask, *_) = masks_of(DATA / "highdicom/seg_image_cr_binary.dcm", [])
    assert not mask.in_patient and mask.image is not None and mask.volume_mm3 is None and mask.centroid is None
    pixels = pydicom.dcmread(DATA / "highdicom/seg_image_cr_binary.dcm").pixel_array.squeeze()
    left, top, _ = (int(v) for v in mask.geometry.origin)
    rows, columns = mask.mask.shape[1:]
    frame = pixels if pixels.ndim == 2 else pixels[0]
    assert np.array_equal(mask.mask[0], frame[top : top + rows, left : left + columns])
    assert mask.voxels == int(frame.sum())


@pytest.mark.parametrize("wider", [2, 0.5])
def test_a_segment_of_another_matrix_than_its_image_is_not_shown(wider: float) -> None:
    """Without planes of its own: pixel for pixel it would lie elsewhere, with another volume."""
    file = DATA / "highdicom/seg_image_cr_binary.dcm"
    (image,) = {m.image for m in masks_of(file, []) if m.image is not None}
    seg = pydicom.dcmread(file)
    source = Instance(
        image.sop_instance_uid, image.sop_class_uid, 1, rows=int(seg.Rows * wider), columns=int(seg.Columns * wider)
    )
    study = study_of([file])
    of_images = replace(study.series[0], series_uid="2.25.9", modality="CR", instances=(source,))
    with pytest.raises(ReaderError, match="another matrix"):
        segments(file.read_bytes(), replace(study, series=(*study.series, of_images)))


def test_what_no_report_speaks_of() -> None:
    """Organs stay masks; what is abnormal becomes a finding to be judged."""
    told = read_objects(chest_objects()[1:3], chest())
    assert {f.tracking_id for f in told.findings} >= {"Nodule 1", "Nodule 2"}
    assert {m.reference.label for m in told.segmentations if m.is_anatomy} == {"Right lung", "Left lung"}
    finding = told.findings[0]
    assert finding.is_ai and finding.place is not None and finding.key_image is not None
    assert finding.tracking_uid == nodule(1).tracking_uid
    again = read_objects(chest_objects()[1:3], chest())
    assert [f.tracking_uid for f in again.findings] == [f.tracking_uid for f in told.findings]


def test_segmentation_of_images_that_are_not_there() -> None:
    study = replace(chest(), series=tuple(s for s in chest().series if s.modality != "CT"))
    told = read_objects(chest_objects()[1:2], study)
    assert told.segmentations and any("not in this exam" in problem for problem in told.problems)
    assert all(f.problem for f in told.findings)


@pytest.mark.parametrize(
    "lie",
    [
        {"NumberOfFrames": 60_000},
        {"Rows": 60_000, "Columns": 60_000},
        {"SegmentationType": "NOTHING"},
        {"PerFrameFunctionalGroupsSequence": []},
        {"SegmentSequence": []},
        {"BitsAllocated": 16},
    ],
)
def test_lies_are_refused_or_show_nothing(lie: dict[str, object]) -> None:
    try:
        masks = segments(changed((DATA / "dcmqi/seg_liver.dcm").read_bytes(), **lie), study_of(LIVER))
    except ReaderError as error:
        assert "damaged" in error.user_message
    else:
        assert all(m.voxels <= 107098 for m in masks)


def test_in_a_study_nothing_is_said_of_good_objects() -> None:
    told = read("dcmqi/seg_partial_overlaps_5_segments.dcm", images=[f"dcmqi/ct{n}_header.dcm" for n in (1, 2, 3)])
    assert told.problems == () and len(told.segmentations) == 5
