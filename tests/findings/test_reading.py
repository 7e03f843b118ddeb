"""TID 1500 of four makers, against what dcmtk's dsrdump prints and highdicom's parser says."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import highdicom as hd
import numpy as np
import pydicom
import pytest

from reader.findings.codec import read_objects
from reader.findings.model import Evaluation, Observer, ShapeKind, Status
from reader.findings.placing import StudyIndex, to_pixel
from tests.findings.exams import CHEST, DATA, changed, chest, chest_objects, chest_read, nodule, read, study_of

LIVER = ("dcmqi/ct1_header.dcm", "dcmqi/ct2_header.dcm", "dcmqi/ct3_header.dcm")
NUM = re.compile(r'<contains NUM:\(,,"([^"]*)"\)="([^"]*)"')


def dumped(path: str) -> str:
    tool = shutil.which("dsrdump")
    if tool is None:
        pytest.skip("dsrdump is not installed")
    return subprocess.run([tool, "+U8", "-q", path], capture_output=True, text=True, check=True).stdout


def test_demo_exam_reads_as_dsrdump_prints_it() -> None:
    """Every number and name of the algorithm's report, in order."""
    printed = dumped(str(CHEST / "ai-findings-sr.dcm"))
    told = chest_read()
    assert told.problems == ()
    numbers = [(name, float(value)) for name, value in NUM.findall(printed)]
    ours = []
    for finding in told.findings:
        assert finding.certainty is not None
        ours.append(("Certainty of Finding", finding.certainty))
        ours += [(m.concept.meaning, m.value) for m in finding.measurements]
    assert ours == numbers
    assert [f.tracking_uid for f in told.findings] == re.findall(
        r'"Tracking Unique Identifier"\)="([^"]+)"', printed
    )
    source = told.findings[0].source
    assert (source.observer, source.name, source.version) == (Observer.DEVICE, "NoduleFinder", "1.2")
    assert source.manufacturer == "Demo AI (invented)" and source.device_uid in printed
    assert f"Series              : {source.series_description}" in printed
    assert not source.verified and source.run.startswith("20261120082400")
    assert {f.status for f in told.findings} == {Status.PROPOSED}
    assert len(told.key_images) == 3


def test_places_of_the_demo_findings() -> None:
    """A segment's place is its centroid (by highdicom's reader); an outline's is on its own slice."""
    seg = hd.seg.segread(CHEST / "ai-nodules-seg.dcm")
    volume = seg.get_volume(segment_numbers=[1])
    indices = np.argwhere(volume.array.squeeze() > 0)
    centroid = volume.map_indices_to_reference(indices.mean(axis=0, keepdims=True))[0]
    assert nodule(1).place == pytest.approx(tuple(centroid), abs=1e-3)
    assert nodule(1).segments[0].label == "Nodule 1"
    for finding in chest_read().findings:
        assert finding.place is not None and finding.key_image is not None
        plane = StudyIndex(chest()).plane(finding.key_image)
        assert plane is not None
        assert abs(to_pixel(plane, finding.place)[2]) <= 2.0  # the key image is the slice with most of it


def test_outlines_lie_where_highdicom_reads_them() -> None:
    """SCOORD pixels → LPS mm → the pixels that highdicom's parser gives."""
    name = "highdicom/sr_document_with_multiple_groups.dcm"
    told = read(name, images=["highdicom/ct_image_header.dcm"])
    index = StudyIndex(study_of([DATA / "highdicom/ct_image_header.dcm"]))
    groups = hd.sr.srread(DATA / name).content.get_planar_roi_measurement_groups()
    assert len(groups) == 2
    for group in groups:
        shape = next(f for f in told.findings if f.tracking_uid == group.tracking_uid).shapes[0]
        plane = index.plane(shape.image)
        assert shape.in_patient and plane is not None and shape.image is not None
        back = np.array([to_pixel(plane, point) for point in shape.points])
        assert np.allclose(back[:, :2], group.roi.value[: len(back)], atol=1e-3) and np.allclose(
            back[:, 2], 0, atol=1e-3
        )
        source = group.roi.ContentSequence[0].ReferencedSOPSequence[0]
        assert shape.image.sop_instance_uid == source.ReferencedSOPInstanceUID


def test_dcmqi_enhanced_sr() -> None:
    told = read("dcmqi/sr_tid1500_liver.dcm", "dcmqi/seg_liver.dcm", images=LIVER)
    (liver,) = told.findings
    assert told.problems == ()
    assert liver.source.name == "3D Slicer Editor effect (group level)"
    assert liver.source.manufacturer == "The friends of friends" and liver.source.observer is Observer.DEVICE
    printed = dumped(str(DATA / "dcmqi/sr_tid1500_liver.dcm"))
    assert [(m.concept.meaning, m.value) for m in liver.measurements] == [
        (name, float(value)) for name, value in NUM.findall(printed)
    ]
    assert [m.derivation.meaning if m.derivation else "" for m in liver.measurements] == [
        "Mean", "Minimum", "Maximum", "Standard Deviation", "", "",
    ]  # fmt: skip
    assert liver.site is not None and liver.site.meaning == "Liver" and liver.place is not None


def test_highdicom_groups_of_every_sort() -> None:
    """Plain, planar and volumetric groups by a person, circle, outline, 3D point and evaluations."""
    told = read("highdicom/sr_document_with_multiple_groups.dcm", images=["highdicom/ct_image_header.dcm"])
    plain, nodule_, aorta, vertebra = told.findings
    assert {f.source.name for f in told.findings} == {"Doe John"}
    assert {f.status for f in told.findings} == {Status.ACCEPTED}
    assert isinstance(plain.evaluations[0], Evaluation) and plain.key_image is not None and plain.place is None
    assert nodule_.shapes[0].kind is ShapeKind.CIRCLE and aorta.shapes[0].kind is ShapeKind.POLYLINE
    assert vertebra.place == pytest.approx((123.5, 234.1, -23.7), abs=1e-4)
    ct = pydicom.dcmread(DATA / "highdicom/ct_image_header.dcm")
    spacing, origin = ct.PixelSpacing, ct.ImagePositionPatient
    expected = (float(origin[0]) + 44.5 * float(spacing[1]), float(origin[1]) + 54.5 * float(spacing[0]))
    assert nodule_.place is not None and nodule_.place[:2] == pytest.approx(expected, abs=1e-4)


def test_old_snomed_codes_come_as_snomed_ct() -> None:
    told = read("highdicom/sr_document.dcm", images=["highdicom/ct_image_header.dcm"])
    (cord,) = told.findings
    assert cord.finding.scheme == "SCT" and cord.finding.meaning == "Spinal cord"
    assert cord.source.name == "Foo"


def sr(**attributes: object) -> bytes:
    return changed(chest_objects()[0], **attributes)


def test_images_that_are_not_there_are_a_problem_in_words() -> None:
    study = replace(chest(), series=tuple(s for s in chest().series if s.modality != "CT"))
    told = read_objects(chest_objects(), study)
    assert len(told.findings) == 3
    assert all("not in this exam" in f.problem for f in told.findings)
    assert any("NoduleFinder cites" in problem for problem in told.problems)


def test_a_segmentation_that_is_not_there_is_a_problem() -> None:
    told = read_objects(chest_objects()[:1], chest())
    by_id = {f.tracking_id: f for f in told.findings}
    assert by_id["Nodule 1"].problem == "cites a segmentation that is not in this exam"


def test_tracking_uid_that_is_absent_is_made_up_the_same_each_time() -> None:
    dataset = pydicom.dcmread(BytesIO(chest_objects()[0]))
    measurements = next(i for i in dataset.ContentSequence if i.ConceptNameCodeSequence[0].CodeValue == "126010")
    for group in measurements.ContentSequence:
        group.ContentSequence = [
            item
            for item in group.ContentSequence
            if item.ConceptNameCodeSequence[0].CodeValue not in ("112039", "112040")
        ]
    buffer = BytesIO()
    dataset.save_as(buffer)
    first, second = (read_objects([buffer.getvalue()], chest()) for _ in range(2))
    uids = [f.tracking_uid for f in first.findings]
    assert len(set(uids)) == 3 and uids == [f.tracking_uid for f in second.findings]
    assert all(uid.startswith("2.25.") for uid in uids)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.87, ("1", "UCUM", "no units"), 87.0),
        (0.9, ("%", "UCUM", "Percent"), 0.9),
        (130.0, ("%", "UCUM", "Percent"), None),
    ],
)
def test_certainty_in_percent_or_as_a_ratio(
    value: float, unit: tuple[str, str, str], expected: float | None
) -> None:
    dataset = pydicom.dcmread(BytesIO(chest_objects()[0]))
    certainty = _first(dataset, "111012")
    assert certainty is not None
    measured = certainty.MeasuredValueSequence[0]
    measured.NumericValue = value
    if "FloatingPointValue" in measured:
        del measured.FloatingPointValue
    code = measured.MeasurementUnitsCodeSequence[0]
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = unit
    buffer = BytesIO()
    dataset.save_as(buffer)
    assert read_objects([buffer.getvalue()], chest()).findings[0].certainty == expected


def _first(dataset: pydicom.Dataset, code: str) -> pydicom.Dataset | None:
    for item in dataset.get("ContentSequence", []):
        names = item.get("ConceptNameCodeSequence", [])
        if names and names[0].CodeValue == code:
            return item
        found = _first(item, code) if "ContentSequence" in item else None
        if found is not None:
            return found
    return None


def test_a_written_report_is_no_result_and_no_problem() -> None:
    dataset = pydicom.dcmread(BytesIO(chest_objects()[0]))
    dataset.ConceptNameCodeSequence[0].CodeValue = "18748-4"
    dataset.ConceptNameCodeSequence[0].CodingSchemeDesignator = "LN"
    dataset.ContentSequence = [i for i in dataset.ContentSequence if i.ValueType == "CODE"]
    buffer = BytesIO()
    dataset.save_as(buffer)
    told = read_objects([buffer.getvalue()], chest())
    assert (told.findings, told.problems, told.sources) == ((), (), ())


@pytest.mark.filterwarnings("ignore::UserWarning")  # pydicom says what is wrong with each value
def test_damaged_objects_are_named_and_the_others_read() -> None:
    """Cut, flipped, empty, of another kind: never an exception, and the good ones still come."""
    good = chest_objects()[0]
    chance = random.Random(4)
    broken = [b"", b"no DICOM", good[:700], good[: len(good) // 2], chest_objects()[1][:5000]]
    for _ in range(12):
        flipped = bytearray(good)
        for _ in range(40):
            flipped[chance.randrange(200, len(flipped))] = chance.randrange(256)
        read_objects([bytes(flipped)], chest())
    told = read_objects([*broken, good], chest())
    assert len(told.findings) >= 3
    assert sum("damaged" in problem for problem in told.problems) >= 3


def test_a_tree_nested_without_end_is_a_damaged_one() -> None:
    dataset = pydicom.dcmread(BytesIO(chest_objects()[0]))
    item = dataset
    for _ in range(60):
        child = pydicom.Dataset()
        child.ValueType, child.RelationshipType = "CONTAINER", "CONTAINS"
        item.ContentSequence = [child]
        item = child
    buffer = BytesIO()
    dataset.save_as(buffer)
    assert "damaged" in read_objects([buffer.getvalue()], chest()).problems[0]


def test_a_result_with_thousands_of_findings_shows_the_first_and_says_how_many_more() -> None:
    dataset = pydicom.dcmread(CHEST / "ai-findings-sr.dcm")
    container = next(i for i in dataset.ContentSequence if i.ConceptNameCodeSequence[0].CodeValue == "126010")
    group = container.ContentSequence[0]
    named = {"112039", "112040", "121071"}  # what it is followed by, and what it is
    parts = [i for i in group.ContentSequence if i.ConceptNameCodeSequence[0].CodeValue in named]
    assert len(parts) == 3
    group.ContentSequence = parts
    container.ContentSequence = [group] * 1003
    made = BytesIO()
    dataset.save_as(made)
    told = read_objects([made.getvalue()], chest())
    assert [p for p in told.problems if "3 more findings" in p] and len(told.findings) == 1
