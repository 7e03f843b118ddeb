"""What is drawn, said and gone to in a picture holds in its space (frame of reference), and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reader.core.commands import CommandRegistry
from reader.dicom.values import Code
from reader.findings.codec import read_objects
from reader.findings.model import Finding, ImageReference, Observer, SegmentMask, Source, Status
from reader.findings.service import from_measurement
from reader.spatial.space import Space
from reader.study.model import Study
from reader.views.commands import commands
from reader.views.content import Content
from reader.views.joining import joined_text
from reader.views.jumping import shows
from reader.views.layout import COMPARE
from reader.views.marking import drawn
from reader.views.measure import measure, shape_pixels
from reader.views.measuring import Grip, reshaped
from reader.views.model import ViewsModel
from reader.views.planes import Frame, Plane
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.ui.scenes import Scenes
from reader.volume.resample import regular
from tests.findings.exams import LI
from tests.spatial.exams import CT, FIRST, SECOND, Image, ct, exam, opened, seg, square
from tests.views.examples import views

ROI = [(21.0, 25.0), (38.0, 38.0)]

# As published cases have it: 1 and 2 with the same positions in other frames of reference, 3 in that of 1.
SERIES = {
    n: [ct(n, k + 1, 2.0 * k, frame, square(100 + more, 40 + more)) for k in range(12)]
    for n, frame, more in ((1, FIRST, 0), (2, SECOND, 500), (3, FIRST, 1000))
}
STUDY = exam(*SERIES.values())


def content(number: int, study: Study = STUDY, images: list[Image] | None = None) -> Content:
    return Content.of(study, *opened(study, images or SERIES[number]))


def told(finding: Finding, shown: Content, plane: Plane = Plane.AXIAL, k: int = 5) -> tuple[bool, str] | None:
    """Whether its outline is drawn in the plane at voxel k, and what is written beside it; None for nothing."""
    frame = shown.frame(plane)
    assert frame is not None
    index = frame.stored_index(k) if plane is Plane.AXIAL else k
    item = drawn(finding, shown, frame, index, (index, index + 1))
    return None if item is None else (bool(item.shapes), " | ".join(item.label))


def roi(shown: Content, plane: Plane = Plane.AXIAL, k: int = 5) -> Finding:
    """An ellipse in the bright square, by a person."""
    frame = shown.frame(plane)
    assert frame is not None
    index = frame.stored_index(k) if plane is Plane.AXIAL else k
    made = measure(ELLIPSE, shown, frame, index, ROI if plane is Plane.AXIAL else [(21, 2), (38, 9)])
    return from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)


def masks(*objects: bytes, study: Study = STUDY) -> tuple[SegmentMask, ...]:
    found = read_objects(objects, study)
    return found.segmentations


def box(mask: SegmentMask, shown: Content, index: int, plane: Plane = Plane.AXIAL) -> list[float]:
    """Left, top, right, bottom of what is drawn of a segment in a picture, (column, row); [] for nothing."""
    frame = shown.frame(plane, index)
    assert frame is not None
    lines = Scenes().outlines(mask, shown, frame, index)
    if not lines:
        return []
    points = np.concatenate(lines)
    return [float(v) for v in (*points.min(axis=0), *points.max(axis=0))]


IN_FIRST = seg(FIRST, [(2.0 * k, square(1), SERIES[1][k]) for k in (5, 6, 7)])


def test_an_outline_holds_in_its_frame_of_reference_and_its_statistics_on_its_own_pixels() -> None:
    finding = roi(content(1))
    assert finding.space == finding.shapes[0].space == Space.frame(FIRST)
    here = told(finding, content(1))
    assert here == (True, "◆ 174 mm² | 100 HU ± 0 | 100 HU … 100 HU")  # π · 8.5 · 6.5 mm²
    there = told(finding, content(3))
    assert there is not None and there[0] and "HU" not in there[1] and "mm²" in there[1]
    assert told(finding, content(2)) is None
    over = content(2)
    over.spaces.declare(Space.frame(FIRST), Space.frame(SECOND))
    declared = told(finding, over)
    assert declared is not None and declared[0] and "HU" not in declared[1]


def test_a_registration_moves_the_outline() -> None:
    """3 columns to the left, 4 rows to the front and one slice up."""
    finding, over = roi(content(1)), content(2)
    over.spaces.register(
        Space.frame(FIRST), Space.frame(SECOND), (1, 0, 0, -3, 0, 1, 0, -4, 0, 0, 1, 2, 0, 0, 0, 1), 1.0
    )
    frame = over.frame(Plane.AXIAL)
    assert frame is not None and shape_pixels(finding.shapes[0], over, frame, frame.stored_index(5)) is None
    moved = shape_pixels(finding.shapes[0], over, frame, frame.stored_index(6))
    assert moved is not None and np.allclose(np.mean(moved, axis=0), np.mean(ROI, axis=0) - (3, 4))
    (mask,) = masks(IN_FIRST)
    assert box(mask, over, frame.stored_index(8)) == pytest.approx([16.5, 19.5, 36.5, 35.5])
    assert box(mask, over, frame.stored_index(5)) == []


def test_a_segment_is_drawn_where_its_own_frame_of_reference_is_shown() -> None:
    """Columns 20 to 39 and rows 24 to 39 of slices 5 to 7; an outline runs halfway to the pixels around."""
    (mask,) = masks(IN_FIRST)
    assert mask.space == Space.frame(FIRST)
    for number, expected in ((1, [19.5, 23.5, 39.5, 39.5]), (2, []), (3, [19.5, 23.5, 39.5, 39.5])):
        shown = content(number)
        frame = shown.frame(Plane.AXIAL)
        assert frame is not None
        assert box(mask, shown, frame.stored_index(6)) == pytest.approx(expected)
        assert box(mask, shown, frame.stored_index(8)) == []
        assert bool(box(mask, shown, 30, Plane.CORONAL)) is bool(expected)


def test_pictures_of_one_origin_and_other_pixels_are_not_mistaken_for_each_other() -> None:
    """The same mask over 1 mm and 0.5 mm pixels of one origin, drawn by the same scenes."""
    fine = [ct(4, k + 1, 2.0 * k, FIRST, square(1, size=128), spacing=0.5) for k in range(12)]
    study = exam(SERIES[1], fine)
    (mask,), scenes = masks(IN_FIRST, study=study), Scenes()
    found = []
    for images in (SERIES[1], fine):
        shown = content(0, study, images)
        frame = shown.frame(Plane.AXIAL)
        assert frame is not None
        (line,) = scenes.outlines(mask, shown, frame, frame.stored_index(6))
        found.append((*line.min(axis=0), *line.max(axis=0)))
    assert found[0] == pytest.approx((19.5, 23.5, 39.5, 39.5))
    assert found[1] == pytest.approx((39.0, 47.0, 79.0, 79.0), abs=0.51)  # columns 40 to 79, by whole pixels


def four_d() -> tuple[Study, list[Image]]:
    images = [
        ct(5, 1 + k + 12 * t, 2.0 * k, FIRST, square(100 * (t + 1)), TemporalPositionIdentifier=t + 1)
        for t in range(3)
        for k in range(12)
    ]
    return exam(images), images


@pytest.mark.parametrize("plane", [Plane.AXIAL, Plane.CORONAL])
def test_a_statistic_is_said_at_its_own_time_and_on_computed_grids_of_it(plane: Plane) -> None:
    """Also of a plane across the slices, which no stored image is."""
    study, images = four_d()
    shown = content(0, study, images)
    assert shown.phases == 3
    shown.phase = 1
    finding = roi(shown, plane, 30 if plane is Plane.CORONAL else 5)
    said = {}
    for phase in range(3):
        shown.phase = phase
        seen = told(finding, shown, plane, 30 if plane is Plane.CORONAL else 5)
        assert seen is not None and seen[0] and "mm²" in seen[1]
        said[phase] = "HU" in seen[1]
    assert said == {0: False, 1: True, 2: False}
    shown.phase = 1
    shown.resampled = regular(shown.part, shown.plane_of)
    seen = told(finding, shown, plane, 30 if plane is Plane.CORONAL else 5)
    assert seen is not None and "HU" in seen[1]


def test_a_statistic_is_said_on_its_own_image_of_one_plane_at_several_times() -> None:
    """A cine of one slice is a stack; its outline holds at every time."""
    images = [ct(10, t + 1, 0.0, FIRST, square(100 * t), TemporalPositionIdentifier=t + 1) for t in range(5)]
    study = exam(images)
    shown = content(0, study, images)
    assert not shown.is_volume

    def frame(index: int) -> Frame:
        found = shown.frame(Plane.STACK, index)
        assert found is not None
        return found

    made = measure(ELLIPSE, shown, frame(2), 2, ROI)
    finding = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
    labels = []
    for index in range(5):
        item = drawn(finding, shown, frame(index), index, (index, index + 1))
        assert item is not None and item.shapes and "mm²" in item.label[0]
        labels.append(" ".join(item.label))
    assert ["HU" in label for label in labels] == [False, False, True, False, False] and "200 HU" in labels[2]


def test_a_statistic_over_several_times_is_said_at_none() -> None:
    study, images = four_d()
    shown = content(0, study, images)
    finding = roi(shown)
    both = tuple(ImageReference(CT, images[k].dataset.SOPInstanceUID) for k in (5, 17))
    mixed = tuple(replace(m, taken_from=both if m.is_statistic else ()) for m in finding.measurements)
    finding = replace(finding, measurements=mixed)
    for phase in range(3):
        shown.phase = phase
        seen = told(finding, shown)
        assert seen is not None and seen[0] and "HU" not in seen[1]


def test_a_shape_dragged_over_another_series_says_nothing_of_the_first_ones_pixels() -> None:
    """Its mean is that of the series it was dragged in, taken from there; what can't be made again goes."""
    first, third = content(1), content(3)
    finding = roi(first)
    extra = replace(finding.measurements[1], concept=Code("entropy", "99X", "Entropy"))
    finding = replace(finding, measurements=(*finding.measurements, extra))
    frame = third.frame(Plane.AXIAL)
    assert frame is not None
    index = frame.stored_index(5)
    pixels = shape_pixels(finding.shapes[0], third, frame, index)
    assert pixels is not None
    grip = Grip(finding.tracking_uid, 0, 0, 0, index, pixels)
    changed = replace(finding, **reshaped(finding, grip, third, frame))
    assert not any(m.concept.value == "entropy" for m in changed.measurements)
    seen, before = told(changed, third), told(changed, first)
    assert seen is not None and "1100 HU" in seen[1]
    assert before is not None and before[0] and "HU" not in before[1]


def test_the_mean_of_an_algorithm_that_names_no_images_is_said_in_no_picture() -> None:
    finding = roi(content(1))
    device = Source(Observer.DEVICE, "Finder")
    bare = tuple(replace(m, taken_from=()) for m in finding.measurements)
    line = tuple(replace(shape, image=None) for shape in finding.shapes)
    loose = replace(finding, source=device, measurements=bare, shapes=line, status=Status.PROPOSED)
    seen = told(loose, content(1))
    assert seen is not None and seen[0] and "HU" not in seen[1]
    assert "HU" in (told(replace(loose, shapes=finding.shapes), content(1)) or (0, ""))[1]


def test_findings_of_earlier_versions_are_where_the_images_that_they_name_are() -> None:
    finding = roi(content(1))
    old = replace(
        finding, space=None, shapes=(replace(finding.shapes[0], space=None),),
        measurements=tuple(replace(m, taken_from=()) for m in finding.measurements),
    )  # fmt: skip
    for number, expected in ((1, True), (2, False), (3, True)):
        seen = told(old, content(number))
        assert (seen is not None and seen[0]) is expected
        assert ("HU" in seen[1] if seen is not None else False) is (number == 1)
    nameless = replace(old, key_image=None, shapes=(replace(old.shapes[0], image=None),))
    assert told(nameless, content(1)) is None, "two frames of reference, and nothing says which"
    alone = exam(SERIES[1])
    seen = told(nameless, content(0, alone, SERIES[1]))
    assert seen is not None and seen[0], "there is only one"


def test_a_series_that_states_no_frame_of_reference_is_alone() -> None:
    images = {n: [ct(n, k + 1, 2.0 * k, "", square(100 * n)) for k in range(12)] for n in (1, 2)}
    study = exam(*images.values())
    finding = roi(content(0, study, images[1]))
    assert finding.space == Space.series(images[1][0].dataset.SeriesInstanceUID)
    assert told(finding, content(0, study, images[1])) is not None
    assert told(finding, content(0, study, images[2])) is None


@pytest.fixture
def reading(tmp_path: Path) -> ViewsModel:
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    return model


def shown_series(model: ViewsModel) -> list[int]:
    return [v.content.series.number for v in model.viewports if v.content is not None]


def test_the_cursor_goes_only_where_its_coordinates_hold(reading: ViewsModel) -> None:
    for number, follows in ((2, False), (3, True)):
        reading.show(STUDY, *opened(STUDY, SERIES[1]))
        reading.show_compare(STUDY, *opened(STUDY, SERIES[number]), prior=False)
        reading.toggle_link()
        assert shown_series(reading) == [1, number]
        reading.scroll_to(0, 3)
        reading.scroll_to(1, 3)
        first = reading.viewports[0].content
        assert first is not None
        reading.set_cursor(first.image.geometry.to_patient((30, 30, 2)), first.space())  # type: ignore[union-attr]
        assert [v.index for v in reading.viewports] == [9, 9 if follows else 3]
        assert (reading.cursor_in(reading.viewports[1]) is not None) is follows
        reading.scroll_to(1, 4)
        assert reading.viewports[0].index == (4 if follows else 9)
        reading.toggle_link()


def test_a_jump_shows_the_finding_whichever_viewport_is_active(reading: ViewsModel) -> None:
    """Beside a series of other coordinates, linked with it."""
    reading.show_compare(STUDY, *opened(STUDY, SERIES[2]), prior=False)
    finding = roi(content(1), k=9)
    reading.scroll_to(0, 2)
    reading.set_active(1)
    reading.jump(finding)
    assert shows(reading, finding) and reading.active == 1
    assert reading.viewports[1].index == reading.viewports[0].index, "what is linked came along"
    reading.scroll_to(0, 2)
    reading.show_alone(1)
    assert not shows(reading, finding)
    reading.jump(finding)
    assert shows(reading, finding) and reading.maximised == 0, "alone, as the other one was"


def test_a_jump_brings_up_the_series_that_a_finding_was_made_in(reading: ViewsModel) -> None:
    """Not the same numbers in another frame of reference; and not outside the volume that is shown."""
    second = roi(content(2), k=9)
    low = [ct(6, k + 1, -100.0 - 2.0 * k, FIRST, square(100)) for k in range(12)]
    below = roi(content(0, exam(low), low), k=3)
    wanted: list[str] = []
    reading.series_wanted.connect(wanted.append)
    before = reading.cursor
    for finding, images in ((second, SERIES[2]), (below, low)):
        reading.jump(finding)
        assert wanted.pop() == images[0].dataset.SeriesInstanceUID and reading.cursor == before
        assert not shows(reading, finding)
        study = exam(SERIES[1], images)
        reading.show(study, *opened(study, images))  # as the case does
        assert shows(reading, finding)
        point = reading.cursor
        assert point is not None and finding.place is not None and point == pytest.approx(finding.place)
        reading.show(STUDY, *opened(STUDY, SERIES[1]))
    coronal = content(2).frame(Plane.CORONAL)
    assert coronal is not None
    made = measure(DISTANCE, content(2), coronal, 30, [(20, 2), (30, 5)])
    across = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
    assert across.key_image is None
    reading.jump(across)
    assert wanted.pop() == SERIES[2][0].dataset.SeriesInstanceUID, "of a plane that no stored image is, too"
    third = roi(content(3), k=9)
    reading.jump(third)
    assert wanted == [] and shows(reading, third), "its place is in the volume that is shown"


def test_series_of_one_frame_of_reference_scroll_at_the_same_place(reading: ViewsModel) -> None:
    """However little of them overlaps; of another one there is no such place."""
    higher = [ct(7, k + 1, 18.0 + 2.0 * k, FIRST, square(100)) for k in range(12)]
    other = [ct(8, k + 1, 18.0 + 2.0 * k, SECOND, square(100)) for k in range(12)]
    study = exam(SERIES[1], higher, other)
    for images, expected in ((higher, 18.0), (other, 0.0)):
        reading.show(study, *opened(study, SERIES[1]))
        reading.show_compare(study, *opened(study, images), prior=False)
        assert reading.layout is COMPARE
        reading.scroll_to(0, 5)
        reading.scroll_to(0, 1)  # the middle of slices 0 to 11 is 11 mm, slice 1 of the list is at 20 mm
        heights = [v.frame.to_point((0, 0, v.index))[2] for v in reading.viewports]  # type: ignore[union-attr]
        assert heights[0] == pytest.approx(20.0)
        assert heights[1] == pytest.approx(20.0 if expected else 38.0)


def test_the_user_states_that_two_series_belong_together_and_takes_it_back(reading: ViewsModel) -> None:
    """Only of two series of the exam that nothing surer joins; it is said in both pictures as long as it holds."""
    registry = CommandRegistry()
    registry.add(*commands(reading))
    command = registry["views.same_position"]
    assert not command.when(), "nothing is compared"
    finding = roi(content(1))
    for number, possible in ((3, False), (2, True)):
        reading.show(STUDY, *opened(STUDY, SERIES[1]))
        reading.show_compare(STUDY, *opened(STUDY, SERIES[number]), prior=False)
        assert command.when() is possible
    one, other = (v.content for v in reading.viewports)
    assert one is not None and other is not None and command.checked is not None
    assert told(finding, other) is None and joined_text(other) == "" and not command.checked()
    registry.run("views.same_position")
    seen = told(finding, other)
    assert seen is not None and seen[0] and "HU" not in seen[1] and command.checked()
    assert "series 1, 3" in joined_text(other) and "series 2" in joined_text(one)
    registry.run("views.same_position")
    assert told(finding, other) is None and joined_text(other) == "" and not command.checked()
    reading.show_compare(STUDY, *opened(STUDY, SERIES[2]), prior=True)
    assert not command.when()


def test_the_volume_view_shows_segments_of_its_own_space(reading: ViewsModel, qapp: object) -> None:
    from reader.views.ui.volume_picture import VolumePicture

    (mask,) = masks(IN_FIRST)
    code = Code("4147007", "SCT", "Mass")
    finding = Finding("1", "1", Source(Observer.DEVICE, "Finder"), code, segments=(mask.reference,))
    reading.findings.load([finding])
    reading.set_masks([mask])
    for number, expected in ((1, 1), (2, 0), (3, 1)):
        reading.show(STUDY, *opened(STUDY, SERIES[number]))
        viewport = next(v for v in reading.viewports if v.plane is Plane.VOLUME)
        picture = VolumePicture(reading, lambda: None, qapp)  # type: ignore[arg-type]
        assert len(picture._wanted_surfaces(viewport)[1]) == expected


# stacks ----------------------------------------------------------------------------------------------------

SIZE = 256
BRIGHT = square(300, size=SIZE)
EDGES = [79.5, 95.5, 159.5, 159.5]
"""Columns 80 to 159 and rows 96 to 159."""


def stack(*heights: float, frame: str = FIRST, thickness: float = 5.0, series: int = 20) -> list[Image]:
    return [
        ct(series, k + 1, z, frame, BRIGHT, spacing=0.7, thickness=thickness) for k, z in enumerate(heights)
    ]


def boxes(data: bytes, images: list[Image], study: Study | None = None) -> list[list[float]]:
    """What is drawn of the segments of an object on each image of a stack."""
    study = study or exam(images)
    shown = content(0, study, images)
    assert not shown.is_volume
    found = []
    for index in range(len(images)):
        each = [box(mask, shown, index, Plane.STACK) for mask in masks(data, study=study)]
        each = [b for b in each if b]
        found.append(each[0] if each else [])
    return found


@pytest.mark.parametrize("named", [True, False], ids=["names its images", "states its frame of reference alone"])
def test_a_segment_on_a_stack_is_on_the_bright_square(named: bool) -> None:
    images = stack(0.0, 5.0, 10.0)
    planes = [(5.0 * k, BRIGHT, images[k] if named else None) for k in (0, 1)]
    data = seg(FIRST, planes, spacing=0.7, thickness=5.0)
    assert boxes(data, images) == [pytest.approx(EDGES), pytest.approx(EDGES), []]
    shown = content(0, exam(images), images)
    (finding,) = read_objects([data], shown.study).findings
    marks = []
    for index in range(3):
        frame = shown.frame(Plane.STACK, index)
        assert frame is not None
        marks.append(drawn(finding, shown, frame, index, (index, index + 1)))
    assert marks[0] is not None and marks[0].place == pytest.approx((119.5, 127.5)) and marks[2] is None


def test_an_unrelated_stack_shows_no_segment() -> None:
    images, other = stack(0.0, 5.0, 10.0), stack(0.0, 5.0, 10.0, frame=SECOND, series=21)
    data = seg(FIRST, [(5.0 * k, BRIGHT, None) for k in (0, 1)], spacing=0.7, thickness=5.0)
    assert boxes(data, other, exam(images, other)) == [[], [], []]
    named = seg(FIRST, [(5.0 * k, BRIGHT, other[k]) for k in (0, 1)], spacing=0.7, thickness=5.0)
    assert boxes(named, other, exam(images, other)) == [[], [], []], "a name does not move coordinates"


UNEVEN = (200.0, 203.0, 206.0, 220.0, 221.0, 240.0, 244.0, 270.0, 271.0)


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ((220.0, 221.0), {3, 4}),
        (UNEVEN, set(range(9))),
        ((200.0, 203.0, 240.0), {0, 1, 5}),
        ((206.0, 244.0, 270.0), {2, 6, 7, 8}),  # the mask is as thick as the images: 271 lies in that of 270
    ],
)
def test_a_segment_on_uneven_images_is_where_it_lies(heights: tuple[float, ...], expected: set[int]) -> None:
    images = stack(*UNEVEN, thickness=3.0)
    found = boxes(seg(FIRST, [(z, BRIGHT, None) for z in heights], spacing=0.7, thickness=3.0), images)
    assert {n for n, drawn_box in enumerate(found) if drawn_box} == expected
    assert all(drawn_box == pytest.approx(EDGES) for drawn_box in found if drawn_box)


def test_a_thin_slice_of_a_segment_is_on_the_thick_image_that_it_lies_in() -> None:
    """Images of 8 mm every 8 mm; the segment has slices of 1 mm, the first of which lies 2 mm from a middle."""
    images = stack(0.0, 8.0, 16.0, thickness=8.0)
    found = boxes(seg(FIRST, [(z, BRIGHT, None) for z in (10.0, 11.0)], spacing=0.7, thickness=1.0), images)
    assert found == [[], pytest.approx(EDGES), []]
    assert boxes(seg(FIRST, [(13.0, BRIGHT, None)], spacing=0.7, thickness=1.0), images)[1] == []


def test_a_thin_slice_of_a_segment_is_in_the_thick_slice_of_a_volume_that_it_lies_in() -> None:
    """Between the middles of slices 8 mm apart, seen along and across them."""
    images = [ct(11, k + 1, 8.0 * k, FIRST, BRIGHT, spacing=0.7, thickness=8.0) for k in range(6)]
    study = exam(images)
    shown = content(0, study, images)
    frame = shown.frame(Plane.AXIAL)
    assert shown.is_volume and frame is not None
    for z, k in ((10.0, 1), (13.0, 2)):
        data = seg(FIRST, [(z, BRIGHT, None)], spacing=0.7, thickness=1.0)
        (mask,) = masks(data, study=study)
        found = [box(mask, shown, frame.stored_index(n)) for n in range(6)]
        assert [n for n, drawn_box in enumerate(found) if drawn_box] == [k] and found[k] == pytest.approx(EDGES)


def test_a_segment_in_pixels_is_on_the_images_that_it_names() -> None:
    images = stack(0.0, 5.0, 10.0)
    for image in images:
        for keyword in ("ImagePositionPatient", "ImageOrientationPatient"):
            delattr(image.dataset, keyword)
    data = seg("", [(0.0, BRIGHT, images[1])], placed=False)
    assert boxes(data, images) == [[], pytest.approx(EDGES), []]
