"""Windows, geometry on the screen, letters and lengths against formulas written down apart from the code."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np
import pytest

from reader.findings.model import ImageReference, Shape, ShapeKind
from reader.study.calibration import Calibration
from reader.study.model import ImagePlane, Window
from reader.terms.measures import MEAN
from reader.terms.units import MILLIMETRE, PIXELS
from reader.views.content import Content
from reader.views.measure import label_lines, measure, number_text, shape_pixels
from reader.views.planes import ORTHOGONAL, Plane, direction_letters, opposite_letters, stack_frame, volume_frame
from reader.views.screen import screen_map
from reader.views.tools.angle import ANGLE
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.windowing import apply_window, auto_window, window_presets
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import GEOMETRIES, exam, stack, volume


def standard_window(x: float, centre: float, width: float) -> float:
    """PS3.3 C.11.2.1.2.1, as its pseudo-code stands there, for 0..255."""
    if x <= centre - 0.5 - (width - 1) / 2:
        return 0.0
    if x > centre - 0.5 + (width - 1) / 2:
        return 255.0
    return ((x - (centre - 0.5)) / (width - 1) + 0.5) * 255.0


@pytest.mark.parametrize(("centre", "width"), [(2048, 4096), (2048, 1), (0, 100), (0, 1), (-600, 1500), (40.5, 80)])
@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_windows_are_the_standards_linear_function(centre: float, width: float, kind: type) -> None:
    stored = np.arange(-3000, 5000, 7).astype(kind)
    shown = apply_window(stored.reshape(1, -1), Window(centre, width), scale=(2.0, -10.0))[0]
    expected = [standard_window(float(x) * 2.0 - 10.0, centre, width) for x in stored]
    assert np.abs(shown - np.array(expected)).max() <= 0.5 + 1e-9


def test_inverted_and_unsigned_values() -> None:
    pixels = np.array([[0, 100, 40000, 65535]], dtype=np.uint16)
    plain = apply_window(pixels, Window(32768, 65536))
    assert plain[0, 0] == 0
    assert plain[0, 3] == 255
    assert np.array_equal(apply_window(pixels, Window(32768, 65536), inverted=True), 255 - plain)


def test_the_automatic_window_spans_the_values_without_the_air_around() -> None:
    pixels = np.full((100, 100), -1000, np.int16)
    pixels[20:80, 20:80] = np.linspace(0, 100, 3600).reshape(60, 60)
    window = auto_window(pixels, air=-900)
    assert window.centre == pytest.approx(50, abs=2)
    assert window.width == pytest.approx(98, abs=4)


def test_presets_are_the_ones_radiologists_know() -> None:
    known = {p.preset_id: (p.width, p.centre, p.key) for p in window_presets()}
    assert known["lung"] == (1500, -600, "7")
    assert known["stroke"] == (40, 40, "9")
    assert known["fossa"] == (120, 40, "")
    assert sorted(key for _, _, key in known.values() if key) == list("3456789")


@pytest.mark.parametrize(
    ("direction", "letters"),
    [
        ((1, 0, 0), "L"),
        ((0, -1, 0), "A"),
        ((0, 0, 1), "H"),
        ((0.95, 0.3, 0), "LP"),
        ((0, 0.2, -0.98), "FP"),
        ((0.99, 0.05, 0.05), "L"),
    ],
)
def test_letters_follow_the_direction_cosines(direction: tuple[float, float, float], letters: str) -> None:
    assert direction_letters(direction) == letters
    assert direction_letters([-c for c in direction]) == opposite_letters(letters)


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", list(GEOMETRIES))
def test_a_plane_lies_as_radiologists_look_at_it(name: str, plane: Plane) -> None:
    frame = volume_frame(GEOMETRIES[name], plane)
    right, bottom = {Plane.AXIAL: ("L", "P"), Plane.CORONAL: ("L", "F"), Plane.SAGITTAL: ("P", "F")}[plane]
    assert direction_letters(frame.right)[0] == right
    assert direction_letters(frame.down)[0] == bottom


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", list(GEOMETRIES))
@pytest.mark.parametrize(("turns", "flipped"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_screen_leads_to_the_patient_and_back(name: str, plane: Plane, turns: int, flipped: bool) -> None:
    geometry = GEOMETRIES[name]
    frame = volume_frame(geometry, plane)
    view = screen_map(frame, 640, 480, zoom=1.7, pan=(4.0, -3.0), turns=turns, flipped=flipped)
    for voxel in ((3, 4, 5), (20, 2, 9)):
        point = geometry.to_patient(voxel)  # where the volume itself says that this voxel lies
        column, row, index = frame.to_pixel(point)
        x, y = view.to_screen(column, row)
        back = frame.to_point((*view.to_pixel(x, y), index))
        assert back == pytest.approx(point, abs=1e-6)
    # one millimetre is as long across as down, whatever the voxels are
    right = view.to_screen(10, 5)[0] - view.to_screen(9, 5)[0], view.to_screen(10, 5)[1] - view.to_screen(9, 5)[1]
    assert hypot(*right) / frame.spacing[0] == pytest.approx(view.scale)
    down = view.to_screen(9, 6)[0] - view.to_screen(9, 5)[0], view.to_screen(9, 6)[1] - view.to_screen(9, 5)[1]
    assert hypot(*down) / frame.spacing[1] == pytest.approx(view.scale)


def test_flipping_and_turning_move_the_letters() -> None:
    frame = volume_frame(GEOMETRIES["straight"], Plane.AXIAL)
    flipped = screen_map(frame, 100, 100, flipped=True)
    assert direction_letters(flipped.direction(frame, 1, 0)) == "R"
    turned = screen_map(frame, 100, 100, turns=1)  # clockwise: what was up points right
    assert direction_letters(turned.direction(frame, 1, 0)) == "A"
    assert direction_letters(turned.direction(frame, 0, 1)) == "L"


@pytest.mark.parametrize("plane", ORTHOGONAL)
@pytest.mark.parametrize("name", ["anisotropic", "oblique"])
def test_a_distance_is_the_distance_of_its_points_in_the_patient(name: str, plane: Plane) -> None:
    image = volume(GEOMETRIES[name])
    study, series = exam(image)
    content = Content.of(study, series, OpenedSeries.of(image))
    frame = volume_frame(image.geometry, plane)
    result = measure(DISTANCE, content, frame, 3, [(2.0, 3.0), (12.0, 8.0)])
    first, second = (np.array(point) for point in result.shape.points)
    assert result.shape.in_patient
    assert result.measurements[0].value == pytest.approx(float(np.linalg.norm(second - first)))
    assert result.measurements[0].unit == MILLIMETRE
    expected = hypot(10 * frame.spacing[0], 5 * frame.spacing[1])
    assert result.measurements[0].value == pytest.approx(expected)
    assert shape_pixels(result.shape, content, frame, 3) == [pytest.approx((2, 3)), pytest.approx((12, 8))]
    assert shape_pixels(result.shape, content, frame, 4) is None


def test_without_calibration_a_length_is_in_pixels() -> None:
    pixels = np.zeros((100, 200), np.uint16)
    for calibration, value, unit, text in (
        (None, 50.0, PIXELS, "50 px"),
        (Calibration(0.2, 0.1), hypot(40 * 0.1, 30 * 0.2), MILLIMETRE, "7.2 mm"),
    ):
        image = stack([pixels], calibration=calibration)
        study, series = exam(image, modality="DX")
        content = Content.of(study, series, OpenedSeries.of(image))
        result = measure(DISTANCE, content, stack_frame(series, image, 0), 0, [(10, 10), (50, 40)])
        assert result.measurements[0].value == pytest.approx(value)
        assert result.measurements[0].unit == unit
        assert label_lines(result.measurements) == [text]
        assert not result.shape.in_patient
        # SCOORD: the first pixel's upper left corner is (0, 0), its centre (0.5, 0.5)
        assert result.shape.points[0] == (10.5, 10.5, 0.0)
        assert result.shape.image == ImageReference("1.2.840.10008.5.1.4.1.1.2", "1.5.1.1", (), "1.5.1")


def test_an_angle_counts_millimetres_not_pixels() -> None:
    image = stack([np.zeros((50, 50), np.uint16)], calibration=Calibration(2.0, 1.0))
    study, series = exam(image, modality="CR")
    frame = stack_frame(series, image, 0)
    content = Content.of(study, series, OpenedSeries.of(image))
    result = measure(ANGLE, content, frame, 0, [(20, 0), (0, 0), (20, 10)])
    assert result.measurements[0].value == pytest.approx(45.0)
    assert number_text(result.measurements[0]) == "45°"


def test_an_ellipse_has_the_mean_of_the_pixels_inside() -> None:
    image = volume(GEOMETRIES["anisotropic"])
    study, series = exam(image)
    frame = volume_frame(image.geometry, Plane.AXIAL)
    content = Content.of(study, series, OpenedSeries.of(image))
    result = measure(ELLIPSE, content, frame, 4, [(4.0, 4.0), (16.0, 12.0)])
    stored = image.voxels[frame.stored_index(4)]
    rows, columns = np.mgrid[0:20, 0:24]
    inside = ((columns - 10) / 6) ** 2 + ((rows - 8) / 4) ** 2 <= 1
    by_how = {m.derivation: m.value for m in result.measurements}
    assert by_how[MEAN] == pytest.approx(stored[inside].mean())
    assert result.measurements[0].value == pytest.approx(np.pi * 6 * 0.7 * 4 * 0.9)
    assert result.shape.kind is ShapeKind.ELLIPSE


def test_across_a_tilted_gantry_lengths_and_angles_are_the_patients() -> None:
    """Columns 20° off the table's axis, 1 mm pixels, 5 mm of table: by the law of cosines."""
    tilt = np.radians(20.0)
    axes = (1.0, 0.0, 0.0, 0.0, np.cos(tilt), 0.0, 0.0, -np.sin(tilt), 1.0)
    image = volume(VolumeGeometry((64, 64, 30), (1.0, 1.0, 5.0), (-32.0, -30.0, 0.0), axes))
    study, series = exam(image)
    content, frame = Content.of(study, series, OpenedSeries.of(image)), volume_frame(image.geometry, Plane.SAGITTAL)
    corners = [(10.0, 10.0), (40.0, 10.0), (40.0, 16.0), (10.0, 16.0)]
    slanted = 2 * 30 * 30 * np.cos(np.radians(70.0))
    lengths = [measure(DISTANCE, content, frame, 9, [corners[n], corners[n + 2]]) for n in (0, 1)]
    expected = sorted([(1800 - slanted) ** 0.5, (1800 + slanted) ** 0.5])
    assert sorted(found.measurements[0].value for found in lengths) == pytest.approx(expected)
    angles = [measure(ANGLE, content, frame, 9, corners[n : n + 3]).measurements[0].value for n in (0, 1)]
    assert sorted(angles) == pytest.approx([70.0, 110.0])
    drawn = measure(ELLIPSE, content, frame, 9, [(10.0, 10.0), (40.0, 16.0)])
    assert drawn.measurements[0].value == pytest.approx(np.pi / 4 * 30 * 30 * np.cos(tilt))
    points = np.asarray(drawn.shape.points)
    major, minor = points[1] - points[0], points[3] - points[2]
    assert abs(major @ minor) < 1e-6 and np.linalg.norm(major) > np.linalg.norm(minor)
    again = measure(ELLIPSE, content, frame, 9, shape_pixels(drawn.shape, content, frame, 9) or [])
    assert [m.value for m in again.measurements] == pytest.approx([m.value for m in drawn.measurements])


def test_image_coordinates_of_another_vendor_fall_on_their_pixel() -> None:
    image = volume(GEOMETRIES["head first slices"])
    study, series = exam(image)
    frame = volume_frame(image.geometry, Plane.AXIAL)
    shape = Shape(ShapeKind.POINT, ((7.5, 3.5, 0.0),), False, ImageReference("", image.slices[2][0], ()))  # type: ignore[index]
    content = Content.of(study, series, OpenedSeries.of(image))
    (pixel,) = shape_pixels(shape, content, frame, frame.stored_index(2)) or [(-1.0, -1.0)]
    place = frame.to_point((*pixel, frame.stored_index(2)))
    assert place == pytest.approx(image.geometry.to_patient((7, 3, 2)))


def test_a_stack_image_with_a_plane_lies_in_the_patient() -> None:
    image = stack([np.zeros((10, 12), np.int16)])
    _, series = exam(image, modality="MR")
    plane = ImagePlane((5.0, 6.0, 7.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (0.5, 0.25), 4.0)
    series = replace(series, instances=(replace(series.instances[0], planes=(plane,)),))
    frame = stack_frame(series, image, 0)
    assert frame.in_patient
    assert frame.to_point((4, 2, 0)) == pytest.approx((5.0, 7.0, 6.0))
