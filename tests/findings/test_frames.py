"""References to frames of multi-frame images: none named means all, several mean each (PS3.3 10.3, C.18.4)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from reader.dicom.values import PersonName
from reader.findings.codec import encode_measurement_report, read_objects
from reader.findings.model import Finding, FindingsModel, Status
from reader.report.plain import from_plain, to_plain
from reader.study.identity import PatientIdentity
from reader.study.model import ImagePlane, Instance, Series, Study
from reader.views.content import Content
from reader.views.jumping import go_to, shows
from reader.views.marking import drawn
from reader.views.measuring import Grip, reshaped
from reader.views.planes import stack_frame
from reader.views.ui.scenes import Scenes
from reader.volume.model import OpenedSeries, Stack
from tests.findings.exams import LI
from tests.views.examples import views

US = "1.2.840.10008.5.1.4.1.1.3.1"
LOOP = "2.25.512.1"
COUNT = 10
CASES = [((4,), {4}), ((), set(range(1, COUNT + 1))), ((3, 7, 9), {3, 7, 9}), ((12,), set()), ((0,), set())]


def code(value: str, scheme: str, meaning: str) -> list[Dataset]:
    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, scheme, meaning
    return [made]


def item(kind: str, relation: str, children: list[Dataset] | None = None, **values: object) -> Dataset:
    made = Dataset()
    made.ValueType, made.RelationshipType = kind, relation
    for keyword, value in values.items():
        setattr(made, keyword, value)
    if children:
        made.ContentSequence = children
    return made


def image(frames: tuple[int, ...]) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = US, LOOP
    if frames:
        reference.ReferencedFrameNumber = list(frames)
    return item("IMAGE", "SELECTED FROM", ReferencedSOPSequence=[reference])


def document(sop_class: str, title: list[Dataset], content: list[Dataset]) -> bytes:
    """A structured document of the loop's exam with this content."""
    made = item("CONTAINER", "", content, ConceptNameCodeSequence=title)
    del made.RelationshipType
    made.SOPClassUID, made.SOPInstanceUID = sop_class, "2.25.513"
    made.StudyInstanceUID, made.SeriesInstanceUID, made.Modality = "2.25.5", "2.25.513.1", "SR"
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID, made.file_meta.MediaStorageSOPInstanceUID = sop_class, "2.25.513"
    file = BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def measured(frames: tuple[int, ...]) -> bytes:
    """A line of 30 pixels on these frames of the loop, by an algorithm."""
    line = item(
        "SCOORD", "INFERRED FROM", [image(frames)], GraphicType="POLYLINE", GraphicData=[10.5, 10.5, 40.5, 10.5]
    )
    length = item(
        "NUM", "CONTAINS", [line], ConceptNameCodeSequence=code("410668003", "SCT", "Length"),
        MeasuredValueSequence=[Dataset()],
    )  # fmt: skip
    length.MeasuredValueSequence[0].NumericValue = "10.04"
    length.MeasuredValueSequence[0].MeasurementUnitsCodeSequence = code("mm", "UCUM", "mm")
    group = item(
        "CONTAINER", "CONTAINS", [length], ConceptNameCodeSequence=code("125007", "DCM", "Measurement Group")
    )
    whole = item(
        "CONTAINER", "CONTAINS", [group], ConceptNameCodeSequence=code("126010", "DCM", "Imaging Measurements")
    )
    return document("1.2.840.10008.5.1.4.1.1.88.34", code("126000", "DCM", "Imaging Measurement Report"), [whole])


def exam(planes: tuple[ImagePlane, ...] = ()) -> Study:
    loop = Instance(LOOP, US, 1, 64, 64, frames=COUNT, planes=planes)
    series = Series("2.25.512.2", "2.25.5", "US", 1, instances=(loop,), expected=1)
    patient = PatientIdentity(PersonName("Test"), "1", "Xihu", "M", None)
    return Study("2.25.5", patient, "", None, "", "Xihu", ("US",), "", (series,))


def on_screen(study: Study) -> Content:
    blank: list[np.ndarray | None] = [np.zeros((64, 64), np.uint8) for _ in range(COUNT)]
    frames = tuple((LOOP, n + 1) for n in range(COUNT))
    stack = Stack("2.25.512.2", frames, blank, (False,) * COUNT)  # type: ignore[arg-type]
    return Content.of(study, study.series[0], OpenedSeries.of(stack))


def drawn_on(finding: Finding, content: Content) -> set[int]:
    """The frames on which a shape of it is drawn."""
    found = set()
    for n in range(COUNT):
        frame = stack_frame(content.series, content.image, n)  # type: ignore[arg-type]
        seen = drawn(finding, content, frame, n, (n, n + 1))
        if seen is not None and seen.shapes:
            found.add(n + 1)
            assert np.allclose(seen.shapes[0].pixels, ((10, 10), (40, 10)))
    return found


STEPS = tuple(ImagePlane((0, 0, 2.0 * n), (1, 0, 0), (0, 1, 0), (0.5, 0.5), 2.0) for n in range(COUNT))


@pytest.mark.parametrize("planes", [(), STEPS], ids=["pixels", "a plane each"])
@pytest.mark.parametrize(("frames", "expected"), CASES)
def test_a_contour_is_drawn_on_every_frame_that_is_meant(
    frames: tuple[int, ...], expected: set[int], planes: tuple[ImagePlane, ...]
) -> None:
    study = exam(planes)
    told = read_objects([measured(frames)], study)
    [finding] = told.findings
    assert drawn_on(finding, on_screen(study)) == expected
    assert bool(finding.problem) is not bool(expected)
    if not expected:
        assert "not in this exam" in told.problems[0]


@pytest.mark.parametrize("planes", [(), STEPS], ids=["pixels", "a plane each"])
@pytest.mark.parametrize(("frames", "expected"), CASES[:3])
def test_what_is_written_means_the_same_frames(
    frames: tuple[int, ...], expected: set[int], planes: tuple[ImagePlane, ...]
) -> None:
    """As pydicom reads our document, and through the draft on this computer."""
    study = exam(planes)
    [finding] = read_objects([measured(frames)], study).findings
    kept: Finding = from_plain(Finding, to_plain(replace(finding, status=Status.ACCEPTED)))
    written = encode_measurement_report([kept], study, LI)
    tree = pydicom.dcmread(BytesIO(written))
    named = {
        tuple(np.atleast_1d(element.value).tolist())
        for element in tree.iterall()
        if element.keyword == "ReferencedFrameNumber"
    }
    assert named == ({frames} if frames else set())
    [again] = read_objects([written], study).findings
    assert drawn_on(again, on_screen(study)) == expected


@pytest.mark.parametrize("frames", [(0, 5), (5, 0, -1), (0,)])
def test_a_frame_that_can_not_be_costs_no_report(frames: tuple[int, ...]) -> None:
    """An algorithm that counts frames from 0: what it says of real ones is kept, and the report can be sent."""
    study = exam()
    [finding] = read_objects([measured(frames)], study).findings
    assert drawn_on(finding, on_screen(study)) == ({5} if 5 in frames else set())
    written = encode_measurement_report([replace(finding, status=Status.ACCEPTED)], study, LI)
    [again] = read_objects([written], study).findings
    assert drawn_on(again, on_screen(study)) == ({5} if 5 in frames else set())


def test_a_draft_of_an_earlier_version_keeps_its_one_frame() -> None:
    [finding] = read_objects([measured((4,))], exam()).findings
    plain = to_plain(finding)
    for reference in (plain["key_image"], plain["shapes"][0]["image"]):
        del reference["frames"]
        reference["frame"] = 4
    assert from_plain(Finding, plain) == finding


@pytest.mark.parametrize("planes", [(), STEPS], ids=["pixels", "a plane each"])
def test_reshaping_keeps_the_frames(planes: tuple[ImagePlane, ...]) -> None:
    study = exam(planes)
    [finding] = read_objects([measured((3, 7, 9))], study).findings
    content = on_screen(study)
    grip = Grip(finding.tracking_uid, 0, 1, 0, 6, [(10, 10), (40, 10)])
    frame = stack_frame(content.series, content.image, 6)  # type: ignore[arg-type]
    changed = replace(finding, **reshaped(finding, grip, content, frame))
    assert drawn_on(changed, content) == {3, 7, 9}


def test_jumping_stays_on_a_frame_that_is_meant(tmp_path: object) -> None:
    study = exam()
    [finding] = read_objects([measured((3, 7, 9))], study).findings
    shown = views(tmp_path)  # type: ignore[arg-type]
    content = on_screen(study)
    shown.show(study, content.series, content.opened)
    shown.set_findings(FindingsModel((finding,)))
    for start, end in ((0, 2), (6, 6), (9, 2)):
        shown.scroll_to(0, start)
        assert shows(shown, finding) is (start == 6)
        assert go_to(shown, shown.parts, finding)
        assert shown.viewports[0].index == end and shows(shown, finding)


def test_key_objects_name_each_frame() -> None:
    title = code("113000", "DCM", "Of Interest")
    selected = [image((3, 7, 9))]
    selected[0].RelationshipType = "CONTAINS"
    said = item(
        "TEXT", "CONTAINS", ConceptNameCodeSequence=code("113012", "DCM", "Key Object Description"), TextValue="Jet"
    )
    name = code("121008", "DCM", "Person Observer Name")
    who = item("PNAME", "HAS OBS CONTEXT", ConceptNameCodeSequence=name, PersonName="Hu^Min")
    kind = item(
        "CODE", "HAS OBS CONTEXT", ConceptNameCodeSequence=code("121005", "DCM", "Observer Type"),
        ConceptCodeSequence=code("121006", "DCM", "Person"),
    )  # fmt: skip
    chosen = document("1.2.840.10008.5.1.4.1.1.88.59", title, [kind, who, said, *selected])
    told = read_objects([chosen], exam())
    assert [key.image.frames for key in told.key_images] == [(3,), (7,), (9,)]
    assert {(key.title.meaning, key.note, key.source.name, key.is_ai) for key in told.key_images} == {
        ("Of Interest", "Jet", "Hu Min", False)
    }
    elsewhere = replace(exam(), series=())
    assert read_objects([chosen], elsewhere).key_images == ()
    assert "3 images" in read_objects([chosen], elsewhere).problems[0]


@pytest.mark.parametrize(("frames", "expected"), CASES)
def test_a_segment_without_a_position_is_drawn_on_the_frames_it_was_made_from(
    frames: tuple[int, ...], expected: set[int]
) -> None:
    made = item("", "")
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = "1.2.840.10008.5.1.4.1.1.66.4", "2.25.514", "SEG"
    made.StudyInstanceUID, made.SeriesInstanceUID = "2.25.5", "2.25.514.1"
    made.SegmentationType, made.NumberOfFrames, made.Rows, made.Columns = "BINARY", 1, 64, 64
    made.BitsAllocated = made.BitsStored = made.SamplesPerPixel = 1
    made.HighBit = made.PixelRepresentation = 0
    picture = np.zeros((64, 64), np.uint8)
    picture[20:30, 30:40] = 1
    made.PixelData = np.packbits(picture, bitorder="little").tobytes()
    segment, own, identified = Dataset(), Dataset(), Dataset()
    segment.SegmentNumber, segment.SegmentLabel, segment.SegmentAlgorithmType = 1, "Jet", "AUTOMATIC"
    made.SegmentSequence = [segment]
    identified.ReferencedSegmentNumber = 1
    own.SegmentIdentificationSequence = [identified]
    own.DerivationImageSequence = [Dataset()]
    own.DerivationImageSequence[0].SourceImageSequence = image(frames).ReferencedSOPSequence
    made.PerFrameFunctionalGroupsSequence = [own]
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID, made.file_meta.MediaStorageSOPInstanceUID = made.SOPClassUID, "2.25.514"
    file = BytesIO()
    made.save_as(file, enforce_file_format=True)
    [mask] = read_objects([file.getvalue()], exam()).segmentations
    scenes, content = Scenes(), on_screen(exam())
    framed = [stack_frame(content.series, content.image, n) for n in range(COUNT)]  # type: ignore[arg-type]
    drawn_on = {n + 1 for n, frame in enumerate(framed) if scenes.outlines(mask, content, frame, n)}
    assert drawn_on == expected
