"""Circle, rectangle, outline, line, Cobb angle and point: their numbers against vectors of the patient and masks
made here, through an SR and back, and by the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from math import acos, degrees, pi
from pathlib import Path

import highdicom as hd
import numpy as np
import pytest
import SimpleITK as sitk
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reader.dicom.values import Code
from reader.findings.codec import read_objects
from reader.findings.codec_write import encode_measurement_report
from reader.findings.model import ImageReference, Measurement, Shape, ShapeKind
from reader.findings.service import from_measurement
from reader.report.sentences import sentence
from reader.study.calibration import Calibration
from reader.study.model import ImagePlane
from reader.terms.measures import (
    AREA,
    CARDIAC_WIDTH,
    CARDIOTHORACIC_RATIO,
    COBB_ANGLE,
    LENGTH,
    LONG_AXIS,
    MAXIMUM,
    MEAN,
    MINIMUM,
    PATH_LENGTH,
    PERIMETER,
    RADIUS,
    SHORT_AXIS,
)
from reader.terms.units import MILLIMETRE, PIXELS
from reader.views.content import Content
from reader.views.inside import inside
from reader.views.measure import MeasuredShape, label_lines, measure, shape_pixels
from reader.views.measuring import Grip, reshaped
from reader.views.planes import ORTHOGONAL, Frame, Plane, stack_frame
from reader.views.tools.bidirectional import BIDIRECTIONAL
from reader.views.tools.cardiothoracic import CARDIOTHORACIC
from reader.views.tools.circle import CIRCLE
from reader.views.tools.cobb import COBB
from reader.views.tools.ellipse import ELLIPSE
from reader.views.tools.lines_angle import LINES_ANGLE
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.outline import OUTLINE
from reader.views.tools.path import PATH
from reader.views.tools.point import POINT
from reader.views.tools.rectangle import RECTANGLE
from reader.views.tools.registry import tool_of
from reader.volume.model import OpenedSeries, Stack, Volume
from tests.findings.exams import LI
from tests.flow.validators import dciodvfy_errors, pixelmed_errors
from tests.spatial.exams import opened
from tests.views.examples import GEOMETRIES, exam, stack, views, volume
from tests.views.test_spaces import SERIES, STUDY
from tests.views.test_widget import BIG, Window_, activate

TRIANGLE = [(3.0, 2.0), (9.0, 3.0), (5.0, 9.0)]
ROAD = [(2.0, 2.0), (7.0, 4.0), (6.0, 9.0), (2.0, 8.0)]
PLATES = [(2.0, 3.0), (9.0, 5.0), (3.0, 9.0), (10.0, 8.0)]


def shown(image: Volume | Stack, modality: str = "CT") -> Content:
    study, series = exam(image, modality=modality)
    return Content.of(study, series, OpenedSeries.of(image))


def patient(frame: Frame, index: int, pixels: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    return np.array([frame.to_point((column, row, index)) for column, row in pixels])


def number(made: MeasuredShape, concept: object, derivation: object = None) -> float:
    return next(m.value for m in made.measurements if (m.concept, m.derivation) == (concept, derivation))


def statistics(made: MeasuredShape) -> list[float]:
    values = {m.derivation: m.value for m in made.measurements if m.derivation is not None}
    return [values[how] for how in (MEAN, MINIMUM, MAXIMUM)]


def picture(content: Content, frame: Frame, index: int) -> NDArray[np.float64]:
    """Its values, as SimpleITK finds them at the place of each pixel."""
    image = content.image
    assert isinstance(image, Volume)
    geometry = image.geometry
    itk = sitk.GetImageFromArray(np.asarray(image.voxels))
    itk.SetSpacing(geometry.spacing)
    itk.SetOrigin(geometry.origin)
    itk.SetDirection(geometry.direction)
    columns, rows = frame.size[:2]
    at = [[frame.to_point((c, r, index)) for c in range(columns)] for r in range(rows)]
    return np.array([[itk[itk.TransformPhysicalPointToIndex(point)] for point in row] for row in at], dtype=float)


def half_planes(rows: int, columns: int, corners: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """The pixels of a triangle: on the same side of each edge as the corner that is not on it."""
    y, x = np.mgrid[:rows, :columns].astype(float)
    chosen = np.ones((rows, columns), dtype=bool)
    for n, (x0, y0) in enumerate(corners):
        (x1, y1), (x2, y2) = corners[(n + 1) % 3], corners[(n + 2) % 3]
        side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        chosen &= side * ((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)) >= 0
    return chosen


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", GEOMETRIES)
def test_numbers_are_of_the_patient_in_every_plane(name: str, plane: Plane) -> None:
    content = shown(volume(GEOMETRIES[name]))
    frame, index = content.frame(plane), 3
    assert frame is not None
    values = picture(content, frame, index)

    made = measure(OUTLINE, content, frame, index, TRIANGLE)
    a, b, c = patient(frame, index, TRIANGLE)
    assert number(made, AREA) == pytest.approx(np.linalg.norm(np.cross(b - a, c - a)) / 2)
    assert number(made, PERIMETER) == pytest.approx(sum(np.linalg.norm(v) for v in (b - a, c - b, a - c)))
    inside = values[half_planes(*values.shape, TRIANGLE)]
    assert statistics(made) == pytest.approx([inside.mean(), inside.min(), inside.max()])

    made = measure(RECTANGLE, content, frame, index, [(8.0, 7.0), (3.0, 2.0)])
    a, b, c = patient(frame, index, [(3, 2), (8, 2), (3, 7)])
    assert number(made, AREA) == pytest.approx(np.linalg.norm(np.cross(b - a, c - a)))
    inside = values[2:8, 3:9]
    assert statistics(made) == pytest.approx([inside.mean(), inside.min(), inside.max()])

    made = measure(PATH, content, frame, index, ROAD)
    length = np.linalg.norm(np.diff(patient(frame, index, ROAD), axis=0), axis=1).sum()
    assert number(made, PATH_LENGTH) == pytest.approx(length)

    made = measure(COBB, content, frame, index, PLATES)
    a, b, c, d = patient(frame, index, PLATES)
    cosine = np.dot(b - a, d - c) / np.linalg.norm(b - a) / np.linalg.norm(d - c)
    assert number(made, COBB_ANGLE) == pytest.approx(degrees(acos(cosine)))

    (value,) = measure(POINT, content, frame, index, [(4.4, 5.6)]).measurements
    assert (value.value, value.unit.value) == (values[6, 4], "[hnsf'U]")


@pytest.mark.parametrize("angle", [0, 10, 60, 89, 91, 110, 140])
@pytest.mark.parametrize("turned", [0, 45, 90, 200])
def test_a_cobb_angle_is_that_of_the_curve_whichever_way_its_lines_are_drawn(angle: float, turned: float) -> None:
    """Two end plates one above the other, tilted to one side and to the other; the whole turned."""
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    tilt = np.radians(angle / 2)
    plate = np.array([[-np.cos(tilt), -np.sin(tilt)], [np.cos(tilt), np.sin(tilt)]])
    lines = np.vstack((plate - np.array((0, 6)), plate * (1, -1) + np.array((0, 6))))
    cosine, sine = np.cos(np.radians(turned)), np.sin(np.radians(turned))
    points = [(float(x), float(y)) for x, y in lines @ [[cosine, sine], [-sine, cosine]] + 10]
    for order in ((0, 1, 2, 3), (1, 0, 2, 3), (0, 1, 3, 2), (3, 2, 1, 0)):
        made = measure(COBB, content, frame, 3, [points[n] for n in order])
        assert number(made, COBB_ANGLE) == pytest.approx(angle, abs=1e-4)


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", GEOMETRIES)
def test_the_short_axis_is_at_right_angles_in_the_patient(name: str, plane: Plane) -> None:
    content = shown(volume(GEOMETRIES[name]))
    frame, index = content.frame(plane), 3
    assert frame is not None
    for placed in (PLATES, [*PLATES[2:], *PLATES[:2]]):
        made = measure(BIDIRECTIONAL, content, frame, index, placed)
        a, b, c, d = np.asarray(made.shape.points)
        assert abs(float((b - a) @ (d - c))) < 1e-6
        lengths = np.linalg.norm(b - a), np.linalg.norm(d - c)
        assert (number(made, LONG_AXIS), number(made, SHORT_AXIS)) == pytest.approx(lengths)
        assert lengths[0] >= lengths[1]
        first, start = patient(frame, index, [placed[0], placed[2]])
        assert min(np.linalg.norm(p - first) for p in (a, c)) < 1e-6, "the first line is where it was drawn"
        assert min(np.linalg.norm(p - start) for p in (a, c)) < 1e-6, "and the second begins where it did"
    short = np.asarray(made.shape.points)[2:]
    pixels = BIDIRECTIONAL.outline(frame, placed)
    moved = measure(BIDIRECTIONAL, content, frame, index, BIDIRECTIONAL.moved(frame, pixels, 3, (9.0, 9.0)))
    a, b, c, d = np.asarray(moved.shape.points)
    assert abs(float((b - a) @ (d - c))) < 1e-6 and not np.allclose((c, d), short)
    (to,) = patient(frame, index, [(9.0, 9.0)])
    assert min(np.linalg.norm(p - to) for p in (a, b, c, d)) < 1e-6


def test_a_cardiothoracic_ratio_needs_no_millimetres() -> None:
    """120 of 250 columns, drawn in either order; of pixels twice as high as wide rows count twice."""
    image = stack([np.zeros((300, 300), np.int16)])
    content = shown(image, "DX")
    frame = stack_frame(content.series, image, 0)
    heart, chest = [(90.0, 200.0), (210.0, 200.0)], [(20.0, 220.0), (270.0, 220.0)]
    for lines in (heart + chest, chest + heart):
        made = measure(CARDIOTHORACIC, content, frame, 0, lines)
        assert number(made, CARDIOTHORACIC_RATIO) == pytest.approx(120 / 250)
        assert made.measurements[1].unit == PIXELS and number(made, CARDIAC_WIDTH) == pytest.approx(120)
    assert label_lines(made.measurements) == ["Cardiothoracic ratio 0.48"]
    finding = from_measurement(made.shape, made.measurements, LI, finding=CARDIOTHORACIC_RATIO)
    assert sentence(finding, "en") == "Cardiothoracic ratio 0.48."
    assert sentence(finding, "zh-CN") == "心胸比约0.48。"


@pytest.mark.parametrize("flat", [True, False])
def test_both_axes_stand_with_their_numbers_as_other_readers_of_an_sr_expect(flat: bool, tmp_path: Path) -> None:
    """On the image that they were drawn on, and in the patient in a plane that was never an image; with and without
    findings of other kinds beside them."""
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    if not flat:
        model.set_plane(0, Plane.CORONAL)
    state = model.viewports[0]
    assert state.content is not None and state.frame is not None
    made = [
        measure(tool, state.content, state.frame, state.index, placed)
        for tool, placed in ((BIDIRECTIONAL, PLATES), (OUTLINE, TRIANGLE), (OUTLINE, ROAD))
    ]
    own = [from_measurement(m.shape, m.measurements, LI, place=m.place, key_image=m.key_image) for m in made]
    for findings in (own[:1], own):
        data = encode_measurement_report(findings, STUDY, LI)
        report = hd.sr.srread(BytesIO(data))
        assert len(report.content.get_planar_roi_measurement_groups()) == len(findings) - 1
        (group,) = report.content.get_image_measurement_groups()
        lines = {}
        for measured in group.get_measurements():
            (points,) = [i for i in measured[0].ContentSequence if i.ValueType.startswith("SCOORD")]
            lines[measured.name.meaning] = np.asarray(points.GraphicData).reshape(2, -1)
            concept = next(m for m in made[0].measurements if m.concept.meaning == measured.name.meaning)
            assert measured.value == pytest.approx(concept.value, abs=1e-3)
        assert list(lines) == ["Long axis", "Short axis"]
        assert {line.shape[1] for line in lines.values()} == {2 if flat else 3}
        file = tmp_path / "axes.dcm"
        file.write_bytes(data)
        assert dciodvfy_errors(file) == []
    assert pixelmed_errors(file) == [], "of the one with all of them"


@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_a_circle_is_round_in_the_patient_where_pixels_are_not_square(plane: Plane) -> None:
    content = shown(volume(GEOMETRIES["anisotropic"]))
    frame = content.frame(plane)
    assert frame is not None
    made = measure(CIRCLE, content, frame, 3, [(6.0, 6.0), (8.0, 7.0)])
    centre, rim = patient(frame, 3, [(6, 6), (8, 7)])
    radius = np.linalg.norm(rim - centre)
    assert np.linalg.norm(np.asarray(made.shape.points) - centre, axis=1) == pytest.approx([radius] * 4)
    assert number(made, AREA) == pytest.approx(pi * radius**2)
    assert number(made, RADIUS) == pytest.approx(radius)
    values = picture(content, frame, 3)
    rows, columns = np.indices(values.shape)
    points = patient(frame, 3, list(zip(columns.ravel(), rows.ravel(), strict=True)))
    inside = values.ravel()[np.linalg.norm(points - centre, axis=1) <= radius + 1e-6]
    assert statistics(made) == pytest.approx([inside.mean(), inside.min(), inside.max()])


def test_a_circle_of_two_points_is_drawn_in_the_plane_of_its_image_alone() -> None:
    """As a result has it: its points are in one row, and so in a coronal plane too."""
    content = shown(volume(GEOMETRIES["straight"]))
    axial, coronal = content.frame(Plane.AXIAL), content.frame(Plane.CORONAL)
    assert axial is not None and coronal is not None
    made = measure(CIRCLE, content, axial, 3, [(6.0, 6.0), (9.0, 6.0)]).shape
    known, axes = content.series.instances[3], content.image.geometry.axes  # type: ignore[union-attr]
    uid, (row, column, _) = known.sop_instance_uid, map(tuple, axes.T.tolist())
    header = replace(known, planes=(ImagePlane((0.0, 0.0, 0.0), row, column, (1.0, 1.0)),))  # type: ignore[arg-type]
    content.image.instances = {uid: header}
    points = tuple(tuple(map(float, point)) for point in patient(axial, 3, [(6, 6), (9, 6)]))
    circle = Shape(ShapeKind.CIRCLE, points, True, ImageReference("1.2", uid), None, made.space)  # type: ignore[arg-type]
    assert [n for n in range(axial.size[2]) if shape_pixels(circle, content, axial, n)] == [3]
    assert not any(shape_pixels(circle, content, coronal, n) for n in range(coronal.size[2]))


def test_a_circle_in_a_calibrated_picture_without_a_place() -> None:
    """Rows 0.5 mm apart, columns 0.25 mm: 8 columns to the right are 2 mm, as are 4 rows down."""
    image = stack([np.zeros((40, 40), np.int16)], calibration=Calibration(0.5, 0.25))
    content = shown(image, "DX")
    frame = stack_frame(content.series, image, 0)
    made = measure(CIRCLE, content, frame, 0, [(20.0, 20.0), (28.0, 20.0)])
    assert number(made, AREA) == pytest.approx(pi * 4)
    columns, rows = np.ptp(np.asarray(made.shape.points), axis=0)[:2]
    assert (columns, rows) == pytest.approx((16, 8))
    finding = from_measurement(made.shape, made.measurements, LI)
    grip = Grip(finding.tracking_uid, 0, 1, 0, 0, CIRCLE.outline(frame, [(20.0, 20.0), (32.0, 20.0)]))
    assert tool_of(made.shape, made.measurements) is CIRCLE
    wider = reshaped(finding, grip, content, frame)["measurements"]
    assert [round(m.value, 3) for m in wider if m.derivation is None] == [round(pi * 9, 3), 3.0]


def test_the_perimeter_of_an_ellipse_is_that_of_its_outline() -> None:
    """Against the sum along 100,000 chords, from round to very flat."""
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    turn = np.linspace(0, 2 * pi, 100_001)
    for half in (6.0, 3.0, 0.6):
        made = measure(ELLIPSE, content, frame, 3, [(4.0, 10.0 - half), (16.0, 10.0 + half)])
        chords = np.hypot(np.diff(6 * np.cos(turn)), np.diff(half * np.sin(turn))).sum()
        assert number(made, PERIMETER) == pytest.approx(chords, rel=1e-4)


@pytest.mark.parametrize(
    ("tool", "placed"),
    [(CIRCLE, [(20, 20), (26, 22)]), (RECTANGLE, [(12, 14), (31, 25)]), (OUTLINE, [*TRIANGLE, (2.0, 7.0)]),
     (PATH, ROAD), (COBB, PLATES), (LINES_ANGLE, PLATES), (CARDIOTHORACIC, PLATES), (BIDIRECTIONAL, PLATES),
     (POINT, [(14.0, 9.0)])],
)  # fmt: skip
def test_through_an_sr_and_back_it_is_the_same_shape_of_the_same_tool(
    tool: MeasuringTool, placed: list[tuple[float, float]], tmp_path: Path
) -> None:
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    state = model.viewports[0]
    assert state.content is not None and state.frame is not None
    made = measure(tool, state.content, state.frame, state.index, placed)
    own = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
    (read,) = read_objects([encode_measurement_report([own], STUDY, LI)], STUDY).findings
    (shape,) = read.shapes
    assert tool_of(shape, read.measurements) is tool
    assert shape.kind is made.shape.kind and np.allclose(shape.points, made.shape.points, atol=1e-3)
    assert [(m.concept, m.derivation) for m in read.measurements] == [
        (m.concept, m.derivation) for m in made.measurements
    ]
    assert [m.value for m in read.measurements] == pytest.approx([m.value for m in made.measurements], abs=1e-3)


def test_a_corner_of_a_rectangle_and_the_rim_of_a_circle_are_dragged() -> None:
    content = shown(volume(GEOMETRIES["anisotropic"]))
    frame = content.frame(Plane.CORONAL)
    assert frame is not None
    corners = RECTANGLE.outline(frame, [(2.0, 2.0), (6.0, 5.0)])
    assert RECTANGLE.moved(frame, corners, 2, (9.0, 8.0)) == [(2, 2), (9, 2), (9, 8), (2, 8)]
    assert RECTANGLE.moved(frame, corners, 0, (7.0, 7.0)) == [(7, 7), (6, 7), (6, 5), (7, 5)]
    flat = RECTANGLE.moved(frame, corners, 2, (2.0, 8.0))
    assert np.allclose(RECTANGLE.moved(frame, flat, 2, (9.0, 8.0)), [(2, 2), (9, 2), (9, 8), (2, 8)])
    round_ = CIRCLE.outline(frame, [(8.0, 5.0), (10.0, 5.0)])
    wider = CIRCLE.moved(frame, round_, 1, (8.0 + 4.0, 5.0))
    assert np.asarray(wider) == pytest.approx((np.asarray(round_) - (8, 5)) * 2 + (8, 5))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window_:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    activate(qtbot, made)
    views = made.views
    views.measured.connect(
        lambda new: views.findings.put(from_measurement(new.shape, new.measurements, LI, place=new.place))
    )
    return made


def corners(window: Window_, pixels: Sequence[tuple[float, float]]) -> list[QPoint]:
    view = window.viewport(0).screen()
    assert view is not None
    return [QPoint(*(round(v) for v in view.to_screen(*pixel))) for pixel in pixels]


HOUSE = [(20.0, 24.0), (44.0, 24.0), (44.0, 40.0), (20.0, 40.0)]


@pytest.mark.parametrize("how", ["first corner", "double click", "Enter"])
def test_an_outline_by_clicks_is_finished_as_its_user_likes(qtbot: QtBot, window: Window_, how: str) -> None:
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    model.set_tool(OUTLINE)
    placed = corners(window, HOUSE)
    for corner in (placed[0], placed[1] + QPoint(0, 40)):
        qtbot.mouseClick(target, left, pos=corner)
    qtbot.keyClick(target, Qt.Key.Key_Backspace)
    for corner in placed[1:]:
        qtbot.mousePress(target, left, pos=corner)
        qtbot.mouseMove(target, corner + QPoint(5, 0))  # an unsteady hand
        qtbot.mouseRelease(target, left, pos=corner)
    if how == "first corner":
        qtbot.mouseClick(target, left, pos=placed[0] + QPoint(3, 3))
    elif how == "double click":
        qtbot.mouseDClick(target, left, pos=placed[-1])
    else:
        qtbot.keyClick(target, Qt.Key.Key_Return)
    (finding,) = model.findings.findings
    view = target.screen()
    assert view is not None and model.measuring.draft is None
    width, height = (placed[1] - placed[0]).x() / view.scale, (placed[2] - placed[1]).y() / view.scale
    assert finding.measurements[0].value == pytest.approx(width * height, rel=1e-3)
    assert len(finding.shapes[0].points) == 4
    window.pictures.grid.close_scenes()


@pytest.mark.parametrize("tool", [OUTLINE, PATH])
def test_what_is_drawn_freely_is_finished_when_the_button_goes_up(
    qtbot: QtBot, window: Window_, tool: MeasuringTool
) -> None:
    """Around a circle of 60 logical pixels in steps of 6°."""
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    model.set_tool(tool)
    middle = corners(window, [(32.0, 32.0)])[0]
    ring = [middle + QPoint(round(60 * np.cos(a)), round(60 * np.sin(a))) for a in np.radians(range(0, 360, 6))]
    qtbot.mousePress(target, left, pos=ring[0])
    for at in ring[1:]:
        qtbot.mouseMove(target, at)
    assert model.measuring.preview(0) is not None and model.measuring.preview(0).text  # type: ignore[union-attr]
    qtbot.mouseRelease(target, left, pos=ring[-1])
    (finding,) = model.findings.findings
    view = target.screen()
    assert view is not None
    radius = 60 / view.scale
    if tool is OUTLINE:
        assert finding.measurements[0].value == pytest.approx(pi * radius**2, rel=0.02)
        assert finding.shapes[0].kind is ShapeKind.POLYGON
    else:
        assert finding.measurements[0].value == pytest.approx(2 * pi * radius * 59 / 60, rel=0.02)
    window.pictures.grid.close_scenes()


@pytest.mark.parametrize("dragged", [True, False])
@pytest.mark.parametrize("tool", [BIDIRECTIONAL, LINES_ANGLE, COBB, CARDIOTHORACIC])
def test_two_lines_are_drawn_by_two_strokes_or_by_four_clicks(
    qtbot: QtBot, window: Window_, tool: MeasuringTool, dragged: bool
) -> None:
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    model.set_tool(tool)
    placed = [(16.0, 30.0), (48.0, 26.0), (34.0, 20.0), (30.0, 40.0)]
    at = corners(window, placed)
    for start, end in ((at[0], at[1]), (at[2], at[3])):
        if dragged:
            qtbot.mousePress(target, left, pos=start)
            qtbot.mouseMove(target, start + (end - start) / 2)
            qtbot.mouseMove(target, end)
            qtbot.mouseRelease(target, left, pos=end)
        else:
            qtbot.mouseClick(target, left, pos=start)
            qtbot.mouseMove(target, end)
            qtbot.mouseClick(target, left, pos=end)
    (finding,) = model.findings.findings
    state = model.viewports[0]
    assert state.content is not None and state.frame is not None and model.measuring.draft is None
    meant = measure(tool, state.content, state.frame, state.index, placed)
    assert [m.value for m in finding.measurements] == pytest.approx([m.value for m in meant.measurements], rel=0.02)
    window.pictures.grid.close_scenes()


def test_undo_while_drawing_takes_the_last_point_back_and_nothing_that_is_finished(
    qtbot: QtBot, window: Window_
) -> None:
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    at = corners(window, [(16.0, 30.0), (48.0, 26.0), (34.0, 20.0)])
    model.set_tool(POINT)
    qtbot.mouseClick(target, left, pos=at[2])
    model.set_tool(COBB)
    undo = window.registry["views.undo"]
    for place in at:
        qtbot.mouseClick(target, left, pos=place)
    assert model.measuring.draft is not None and len(model.measuring.draft.pixels) == 4
    for points in (3, 2):
        undo.run()
        assert model.measuring.draft is not None and len(model.measuring.draft.pixels) == points
    undo.run()
    assert model.measuring.draft is None and len(model.findings.findings) == 1
    undo.run()
    assert not model.findings.findings
    window.pictures.grid.close_scenes()


def test_the_menu_of_the_toolbar_has_them_and_shows_which_is_in_the_hand(window: Window_) -> None:
    button = next(b for b in window.findChildren(QToolButton) if b.accessibleName() == "More measurements")
    menu = button.menu()
    menu.aboutToShow.emit()
    action = next(a for a in menu.actions() if a.text().replace("&", "").startswith("Cobb"))
    action.trigger()
    assert window.views.tool is COBB and button.isChecked()
    window.pictures.grid.close_scenes()


def test_what_was_measured_of_the_old_shape_goes_with_it() -> None:
    """A vendor's line of four points with its length, and a volume beside, which nobody measures again."""
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    made = measure(PATH, content, frame, 3, ROAD)
    volume_ = Measurement(Code("118565006", "SCT", "Volume"), 900.0, Code("mm3", "UCUM", "mm³"))
    theirs = (Measurement(LENGTH, 99.0, MILLIMETRE), volume_)
    finding = from_measurement(made.shape, theirs, LI, place=made.place, key_image=made.key_image)
    grip = Grip(finding.tracking_uid, 0, 0, 0, 3, [(3.0, 3.0), *ROAD[1:]])
    changed = reshaped(finding, grip, content, frame)["measurements"]
    assert [m.concept for m in changed] == [PATH_LENGTH, volume_.concept]


def test_one_of_several_contours_that_is_changed_takes_the_numbers_of_all_with_it() -> None:
    """Two outlines with one area; a line with its length beside, and a volume."""
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    made = measure(OUTLINE, content, frame, 3, TRIANGLE)
    line = replace(measure(PATH, content, frame, 3, ROAD).shape, role=LENGTH)
    volume_ = Measurement(Code("118565006", "SCT", "Volume"), 900.0, Code("mm3", "UCUM", "mm³"))
    length = Measurement(LENGTH, 12.0, MILLIMETRE)
    finding = from_measurement(made.shape, (*made.measurements, length, volume_), LI, place=made.place)
    finding = replace(finding, shapes=(made.shape, made.shape, line))
    grip = Grip(finding.tracking_uid, 1, 0, 0, 3, [(20.0, 18.0), *TRIANGLE[1:]])
    changed = reshaped(finding, grip, content, frame)
    assert [m.concept for m in changed["measurements"]] == [LENGTH, volume_.concept]
    assert changed["shapes"][0] == made.shape and changed["shapes"][1] != made.shape


def test_the_area_of_an_outline_that_crosses_itself_is_that_of_its_pixels() -> None:
    """A bow tie of two triangles, and a circle that is gone round twice; against the pixels that are counted."""
    content = shown(volume(BIG))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    angles = np.linspace(0, 4 * pi, 400, endpoint=False)
    twice = [(30 + 15 * np.cos(a), 30 + (15 + a / 10) * np.sin(a)) for a in angles]
    tie = [(10.0, 10.0), (40.0, 40.0), (40.0, 10.0), (10.0, 40.0)]
    for outline in (tie, twice):
        *_, mask = inside(ShapeKind.POLYGON, outline, *frame.size[1::-1])
        spacing = frame.spacing[0] * frame.spacing[1]
        counted = number(measure(OUTLINE, content, frame, 3, outline), AREA) / spacing
        assert counted == pytest.approx(mask.sum(), rel=0.15), "pixels on the edge count"
    assert number(measure(OUTLINE, content, frame, 3, tie), AREA) == pytest.approx(450 * spacing, rel=1e-3)


def test_crossing_lines_have_one_angle_however_they_are_drawn() -> None:
    content = shown(volume(GEOMETRIES["straight"]))
    frame = content.frame(Plane.AXIAL)
    assert frame is not None
    first, second = [(4.0, 10.0), (20.0, 10.0)], [(12.0 - 8 * np.cos(0.4), 10 - 8 * np.sin(0.4)), (20.0, 13.382)]
    for a in (first, first[::-1]):
        for b in (second, second[::-1]):
            made = measure(COBB, content, frame, 3, [*a, *b])
            assert number(made, COBB_ANGLE) == pytest.approx(degrees(0.4), abs=0.05)


def test_an_outline_of_more_points_than_an_sr_can_hold_is_thinned(tmp_path: Path) -> None:
    model = views(tmp_path)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    state = model.viewports[0]
    assert state.content is not None and state.frame is not None
    round_ = [(30 + 20 * np.cos(a), 30 + 20 * np.sin(a)) for a in np.linspace(0, 2 * pi, 12_000, endpoint=False)]
    made = measure(OUTLINE, state.content, state.frame, state.index, round_)
    own = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
    (read,) = read_objects([encode_measurement_report([own], STUDY, LI)], STUDY).findings
    points = np.asarray(read.shapes[0].points)
    assert 5000 < len(points) <= 5461
    middle = points.mean(axis=0)
    assert np.ptp(np.linalg.norm(points - middle, axis=1)) < 0.01 * np.linalg.norm(points[0] - middle)
