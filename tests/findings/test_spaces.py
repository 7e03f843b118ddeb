"""Which space (frame of reference) findings are in: read, kept, and written again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pydicom
import pytest
from pydicom.dataset import Dataset
from pytestqt.qtbot import QtBot

from reader.findings.codec import encode_measurement_report, read_objects
from reader.findings.model import Finding, FindingsModel, Measurement, Shape, ShapeKind, Status
from reader.findings.placing import StudyIndex, centre, space_of
from reader.findings.service import from_measurement
from reader.findings.ui.masks import MaskSwitches
from reader.report.plain import from_plain, to_plain
from reader.spatial.space import Space
from reader.terms.measures import ATTENUATION, LENGTH, MEAN
from reader.terms.units import HOUNSFIELD, MILLIMETRE
from tests.findings.exams import LI
from tests.spatial.exams import FIRST, ROOT, SECOND, Image, ct, exam, seg, square

SERIES = {
    n: [ct(n, k + 1, 2.0 * k, frame, square(100 * n)) for k in range(12)]
    for n, frame in ((1, FIRST), (2, SECOND), (3, FIRST))
}
STUDY = exam(*SERIES.values())
INDEX = StudyIndex(STUDY)
UID = {n: images[0].dataset.SeriesInstanceUID for n, images in SERIES.items()}
SQUARE = [(2.0 * k, square(1)) for k in (5, 6)]


def across(series: int) -> Finding:
    """A line from slice to slice of a series, by a person, and a mean beside it: what no stored image shows."""
    space = INDEX.spaces.of_image(SERIES[series][0].dataset.SOPInstanceUID)
    line = Shape(ShapeKind.POLYLINE, ((-10.0, -5.0, 8.0), (-2.0, -5.0, 13.0)), True, space=space)
    source = INDEX.reference("", SERIES[series][4].dataset.SOPInstanceUID)
    mean = Measurement(ATTENUATION, 100.0 * series, HOUNSFIELD, MEAN, taken_from=(source,))
    return from_measurement(line, (Measurement(LENGTH, 9.43, MILLIMETRE), mean), LI)


def items(dataset: Dataset, kind: str) -> list[Dataset]:
    found = list(dataset.get("ContentSequence", []))
    return [c for c in found if c.ValueType == kind] + [i for c in found for i in items(c, kind)]


@pytest.mark.parametrize(("series", "frame"), [(1, FIRST), (2, SECOND), (3, FIRST)])
def test_a_measurement_is_written_in_the_frame_of_reference_it_was_made_in(series: int, frame: str) -> None:
    """All three series have images at the same coordinates. Read again it is where it was, of the same pixels."""
    finding = across(series)
    written = encode_measurement_report([finding], STUDY, LI)
    document = pydicom.dcmread(BytesIO(written))
    (drawn,) = items(document, "SCOORD3D")
    assert drawn.ReferencedFrameOfReferenceUID == frame
    named = {i.ReferencedSOPSequence[0].ReferencedSOPInstanceUID for i in items(document, "IMAGE")}
    assert {INDEX.get(uid).series_uid for uid in named} == {UID[series]}  # type: ignore[union-attr]
    (again,) = read_objects([written], STUDY).findings
    assert again.space == again.shapes[0].space == finding.space == Space.frame(frame)
    length, mean = again.measurements
    assert mean.taken_from == finding.measurements[1].taken_from and not length.is_statistic
    assert again.key_image is not None and again.key_image.series_uid == UID[series]


def test_contours_on_images_are_in_the_space_of_the_image() -> None:
    for series, frame in ((1, FIRST), (2, SECOND)):
        image = INDEX.reference("", SERIES[series][5].dataset.SOPInstanceUID)
        points = ((-10.0, -5.0, 10.0), (-2.0, -5.0, 10.0))
        line = Shape(ShapeKind.POLYLINE, points, True, image, space=Space.frame(frame))
        finding = from_measurement(line, (Measurement(ATTENUATION, 5.0, HOUNSFIELD, MEAN),), LI)
        (again,) = read_objects([encode_measurement_report([finding], STUDY, LI)], STUDY).findings
        assert again.shapes[0].space == again.space == Space.frame(frame)
        assert [i.sop_instance_uid for i in again.measurements[0].taken_from] == [image.sop_instance_uid]


def test_the_middle_of_shapes_in_two_spaces_is_that_of_the_first() -> None:
    one = Shape(ShapeKind.POINT, ((1.0, 2.0, 3.0),), True, space=Space.frame(FIRST))
    other = Shape(ShapeKind.POINT, ((101.0, 2.0, 3.0),), True, space=Space.frame(SECOND))
    assert centre((one, other)) == (1, 2, 3) and space_of((one, other)) == Space.frame(FIRST)


@pytest.mark.parametrize(
    ("frame", "named", "space", "key"),
    [
        (SECOND, 0, Space.frame(SECOND), 2),
        (FIRST, 0, Space.frame(FIRST), 1),
        (FIRST, 3, Space.frame(FIRST), 3),
        ("", 2, Space.frame(SECOND), 2),
        ("", 0, Space.series(f"{ROOT}.9.0"), 0),
    ],
)
def test_a_segment_is_in_the_space_that_it_states_else_in_that_of_its_images(
    frame: str, named: int, space: Space, key: int
) -> None:
    """key: the series of the image that a jump goes to, 0 for none."""
    images: list[Image | None] = [SERIES[named][k] if named else None for k in (5, 6)]
    data = seg(frame, [(z, pixels, image) for (z, pixels), image in zip(SQUARE, images, strict=True)])
    told = read_objects([data], STUDY)
    (mask,), (finding,) = told.segmentations, told.findings
    assert mask.space == finding.space == space
    assert (finding.key_image.series_uid if finding.key_image is not None else "") == UID.get(key, "")
    assert bool(finding.problem) is bool(told.problems) is (key == 0)
    if key == 0:
        assert "frame of reference" in finding.problem and "frame of reference" in told.problems[0]


def test_a_segment_in_a_frame_of_reference_that_no_image_has_is_told() -> None:
    data = seg("2.25.61", [(z, pixels, SERIES[1][k]) for k, (z, pixels) in zip((5, 6), SQUARE, strict=True)])
    told = read_objects([data], STUDY)
    assert any("frame of reference" in problem for problem in told.problems)
    (finding,) = told.findings
    assert not finding.problem and finding.key_image is not None, "its images can be gone to"


def test_of_equal_slices_of_a_segment_the_middle_one_is_gone_to() -> None:
    data = seg(FIRST, [(2.0 * k, square(1), SERIES[1][k]) for k in (3, 4, 5, 6, 7)])
    (finding,) = read_objects([data], STUDY).findings
    assert finding.key_image is not None and finding.place is not None and finding.place[2] == pytest.approx(10.0)
    assert finding.key_image.sop_instance_uid == SERIES[1][5].dataset.SOPInstanceUID


def test_a_contour_in_a_frame_of_reference_that_no_image_has_can_not_be_accepted() -> None:
    finding = across(2)
    alone = replace(finding, measurements=finding.measurements[:1], key_image=None)
    written = encode_measurement_report([alone], STUDY, LI)
    assert not read_objects([written], STUDY).findings[0].problem
    (lost,) = read_objects([written], exam(SERIES[1])).findings
    assert "frame of reference" in lost.problem and lost.key_image is None


def test_a_segment_in_pieces_is_one_in_the_list_and_is_gone_to_where_most_of_it_is(qtbot: QtBot) -> None:
    """Slices at 0 and 2 mm, and at 17 mm, which is on no grid with them: 320 pixels of 1 mm² and 2 mm each."""
    data = seg(FIRST, [(z, square(1), None) for z in (0.0, 2.0, 17.0)])
    told = read_objects([data], STUDY)
    assert sorted(mask.geometry.origin[2] for mask in told.segmentations) == [0.0, 17.0]
    (finding,) = told.findings
    assert finding.place is not None and finding.place[2] == pytest.approx(1.0)
    findings = FindingsModel()
    switches = MaskSwitches(findings)
    qtbot.addWidget(switches)
    findings.set_masks(told.segmentations)
    switches.refresh()
    assert "1920 mm³" in switches.box(told.segmentations[0].key).text()


def test_the_nearest_image_is_of_the_series_that_was_measured_on() -> None:
    point = (-10.0, -5.0, 10.4)
    for space, series, expected in (
        (Space.frame(FIRST), UID[3], UID[3]),
        (Space.frame(FIRST), "", UID[1]),
        (Space.frame(SECOND), UID[1], UID[2]),  # that one is elsewhere
        (Space.frame("2.25.61"), UID[1], ""),
        (None, UID[1], ""),
    ):
        near = INDEX.nearest(point, space, series)
        assert (near.series_uid if near is not None else "") == expected


def test_a_draft_keeps_spaces_and_sources_and_an_older_one_is_read() -> None:
    finding = across(2)
    plain = to_plain((finding,))
    assert from_plain(tuple[Finding, ...], plain) == (finding,)

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k not in ("space", "taken_from")}
        return [without(v) for v in value] if isinstance(value, list) else value

    (old,) = from_plain(tuple[Finding, ...], without(plain))
    assert old.space is None and old.shapes[0].space is None and old.measurements[1].taken_from == ()
    assert old.status is Status.ACCEPTED and replace(old, key_image=None).place == finding.place
    named = replace(old, key_image=INDEX.reference("", SERIES[2][4].dataset.SOPInstanceUID))
    document = pydicom.dcmread(BytesIO(encode_measurement_report([named], STUDY, LI)))
    assert [i.ReferencedFrameOfReferenceUID for i in items(document, "SCOORD3D")] == [SECOND]
