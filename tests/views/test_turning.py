"""Pictures turned by any angle, with real keys and mouse: mapping, letters and drawings against an affine transform
computed here on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.dicom.values import Code
from reader.findings.model import Finding, Observer, Source
from reader.findings.service import from_measurement
from reader.study.model import Window
from reader.views.grids import tiles
from reader.views.layout import MPR, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import ORTHOGONAL, Frame, Plane, direction_letters, opposite_letters, volume_frame
from reader.views.screen import fit_scale, screen_map
from reader.views.tools.distance import DISTANCE
from reader.views.tools.rotate import ROTATE
from reader.views.tools.window_region import WINDOW_REGION
from reader.views.ui import overlay
from reader.views.ui.typed_field import TypedField
from reader.volume.model import OpenedSeries
from tests.findings.exams import LI
from tests.views.examples import GEOMETRIES, exam, stack, views, volume
from tests.views.test_widget import BIG, Window_, activate, drag, wheel

ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
WIDTH, HEIGHT, ZOOM, PAN = 640, 480, 1.7, (4.0, -3.0)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


def step(matrix: NDArray[np.float64], *steps: NDArray[np.float64]) -> NDArray[np.float64]:
    for one in steps:
        matrix = one @ matrix
    return matrix


def moved(x: float, y: float) -> NDArray[np.float64]:
    return np.array(((1, 0, x), (0, 1, y), (0, 0, 1)), float)


def scaled(x: float, y: float) -> NDArray[np.float64]:
    return np.diag((x, y, 1.0))


def clockwise(degrees: float) -> NDArray[np.float64]:
    """On a screen, whose y runs down."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return np.array(((c, -s, 0), (s, c, 0), (0, 0, 1)))


def by_hand(
    frame: Frame, degrees: float, *, mirrored: bool, mm: float, pan: tuple[float, float] = PAN
) -> NDArray[np.float64]:
    """From (column, row) to the screen: its middle to the origin, in mm, mirrored, turned, moved, to pixels."""
    columns, rows, _ = frame.size
    return step(
        moved(-(columns - 1) / 2, -(rows - 1) / 2), scaled(*frame.spacing), scaled(-1 if mirrored else 1, 1),
        clockwise(degrees), moved(*pan), scaled(mm, mm), moved(WIDTH / 2, HEIGHT / 2),
    )  # fmt: skip


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("degrees", [-133.7, -45, 12, 44.9, 90, 181.5])
@pytest.mark.parametrize("name", ["anisotropic", "oblique"])
def test_the_screen_is_where_an_independent_transform_puts_it(name: str, degrees: float, mirrored: bool) -> None:
    for plane in ORTHOGONAL:
        frame = volume_frame(GEOMETRIES[name], plane)
        quarters = round(degrees / 90)
        view = screen_map(
            frame, WIDTH, HEIGHT, zoom=ZOOM, pan=PAN, turns=quarters % 4, angle=degrees - 90 * quarters,
            flipped=mirrored,
        )  # fmt: skip
        affine = by_hand(frame, degrees, mirrored=mirrored, mm=view.scale)
        for column, row in product((0, 3.5, 20), (-0.5, 7)):
            x, y, _ = affine @ (column, row, 1)
            assert view.to_screen(column, row) == pytest.approx((x, y), abs=1e-9)
            assert view.to_pixel(x, y) == pytest.approx((column, row), abs=1e-9)
        inverse = np.linalg.inv(affine)
        for dx, dy in ((1, 0), (0, 1)):
            column, row = (inverse @ (dx, dy, 0))[:2]
            expected = column * np.array(frame.right) + row * np.array(frame.down)
            assert view.direction(frame, dx, dy) == pytest.approx(tuple(expected), abs=1e-9)
        same = ZOOM * fit_scale(frame, quarters, WIDTH, HEIGHT)
        assert view.scale == pytest.approx(same), "no larger, no smaller"


@pytest.mark.parametrize(("width", "height", "degrees"), [(640, 480, 12), (300, 900, 30), (500, 500, -44)])
def test_fit_has_room_for_every_corner_and_no_more(width: int, height: int, degrees: float) -> None:
    frame = volume_frame(GEOMETRIES["anisotropic"], Plane.CORONAL)
    mm = fit_scale(frame, 0, width, height, degrees)
    turned = step(scaled(*frame.spacing), clockwise(degrees), scaled(mm, mm))
    half = np.array(frame.size[:2]) / 2
    corners = [(turned @ (*(half * sign), 0))[:2] for sign in product((-1, 1), repeat=2)]
    reach = np.abs(corners).max(axis=0)
    assert max(reach[0] / (width / 2), reach[1] / (height / 2)) == pytest.approx(1.0)


def shown(tmp_path: Path) -> ViewsModel:
    model, image = views(tmp_path), volume(BIG)
    study, series = exam(image)
    model.show(study, series, OpenedSeries.of(image))
    model.set_layout(SINGLE)
    return model


def centre(model: ViewsModel) -> tuple[float, float]:
    """(column, row) at the middle of the viewport."""
    v = model.viewports[0]
    assert v.frame is not None
    view = screen_map(
        v.frame, WIDTH, HEIGHT, zoom=v.zoom, pan=v.pan, turns=v.turns, angle=v.angle, flipped=v.flipped
    )
    return view.to_pixel(WIDTH / 2, HEIGHT / 2)


@pytest.mark.parametrize("degrees", [-170, -45, 12.3, 45, 90, 180])
def test_turning_and_flipping_keep_what_is_at_the_middle(tmp_path: Path, degrees: float) -> None:
    model = shown(tmp_path)
    model.change(0, zoom=3.0, pan=(9.0, -5.0))
    before = centre(model)
    model.rotate_to(0, degrees)
    assert model.viewports[0].rotation == degrees
    assert centre(model) == pytest.approx(before, abs=0.02)
    for down in (False, True):
        model.flip(0, down=down)
        assert centre(model) == pytest.approx(before, abs=0.02)
    assert model.viewports[0].rotation == pytest.approx(degrees - 180 if degrees > 0 else degrees + 180)
    model.reset(0)
    assert model.viewports[0].rotation == 0 and not model.viewports[0].flipped


def test_a_flip_changes_sides_of_the_screen_however_it_is_turned(tmp_path: Path) -> None:
    model = shown(tmp_path)

    def on_screen() -> tuple[float, float]:
        v = model.viewports[0]
        assert v.frame is not None
        view = screen_map(v.frame, WIDTH, HEIGHT, turns=v.turns, angle=v.angle, flipped=v.flipped, pan=v.pan)
        return view.to_screen(3.0, 5.0)

    for degrees in (12, 101.5, -60):
        model.rotate_to(0, degrees)
        model.change(0, pan=(3.0, 2.0))
        x, y = on_screen()
        model.flip(0)
        assert on_screen() == pytest.approx((WIDTH - x, y))
        model.flip(0, down=True)
        assert on_screen() == pytest.approx((WIDTH - x, HEIGHT - y))


def letters(window: Window_, number: int = 0) -> tuple[str, str, str, str] | None:
    target = window.viewport(number)
    return overlay._letters(target.state, target.screen())


def said(window: Window_) -> str:
    return " ".join(str(text) for text, _ in overlay._turned(window.views.viewports[0]))


def test_it_is_turned_by_keys_and_said_and_taken_back_as_one_step(window: Window_) -> None:
    target = window.viewport(0)
    target.setFocus()
    assert letters(window) == ("R", "L", "A", "P")
    for _ in range(12):
        QTest.keyClick(target, Qt.Key.Key_Right, ALT)
    assert said(window) == "rotated 12°"
    # clockwise: what was a little above the right edge, further to the front, is there now
    assert letters(window) == ("RP", "LA", "AR", "PL")
    QTest.keyClick(target, Qt.Key.Key_R)
    assert said(window) == "rotated 102°"
    window.views.findings.history.undo()
    assert said(window) == "rotated 12°"
    assert now(window.views.findings.history.undoes) == "Turned or flipped"
    window.views.findings.history.undo()
    assert said(window) == "" and letters(window) == ("R", "L", "A", "P")
    for _ in range(3):
        QTest.keyClick(target, Qt.Key.Key_Left, ALT)
    assert said(window) == "rotated −3°" and letters(window) == ("R", "L", "A", "P")


def test_an_angle_is_typed(window: Window_, qtbot: QtBot) -> None:
    target = window.viewport(0)
    wanted = {"-12.5": "rotated −12.5°", "350°": "rotated −10°", "-270": "rotated 90°", "0": ""}
    for typed, expected in wanted.items():
        qtbot.waitUntil(window.isActiveWindow)
        target.setFocus()
        QTest.keyClick(target, Qt.Key.Key_T, ALT)
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), TypedField))
        field = QApplication.activeWindow()
        assert isinstance(field, TypedField)
        for wrong in ("", "twelve", "361", "1/2"):
            field.field.setText(wrong)
            QTest.keyClick(field.field, Qt.Key.Key_Return)
            assert field.isVisible() and field.said.text().startswith("⚠")
        field.field.clear()
        if typed.isascii():
            QTest.keyClicks(field.field, typed)
        else:
            field.field.insert(typed)
        QTest.keyClick(field.field, Qt.Key.Key_Return)
        assert said(window) == expected


def test_it_follows_the_mouse_around_the_middle(window: Window_, qtbot: QtBot) -> None:
    target, views = window.viewport(0), window.views
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert views.tool is ROTATE
    middle = QPoint(target.width() // 2, target.height() // 2)
    start, end = middle + QPoint(150, 0), middle + QPoint(130, 75)
    view = target.screen()
    assert view is not None
    under = view.to_pixel(start.x(), start.y())
    drag(qtbot, target, start, end, LEFT)
    assert views.viewports[0].rotation == 30
    view = target.screen()
    assert view is not None and view.to_screen(*under) == pytest.approx((end.x(), end.y()), abs=3)
    views.findings.history.undo()
    assert views.viewports[0].rotation == 0, "one drag is one step"


def seen(window: Window_, number: int = 0) -> NDArray[np.uint8]:
    picture = window.viewport(number).grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : picture.width()].copy()


@pytest.mark.parametrize("flip", [False, True])
def test_the_pixels_on_the_screen_are_those_that_the_mouse_reads(window: Window_, flip: bool) -> None:
    """What is painted, the value in the status line, and the transform above agree."""
    views, target = window.views, window.viewport(0)
    views.set_layout(SINGLE)
    target = window.viewport(0)
    views.set_overlay_level(0)
    views.crosshair = False
    views.set_window(0, Window(128, 256))
    state = views.viewports[0]
    assert state.content is not None and state.frame is not None
    voxels = state.content.image.voxels  # type: ignore[union-attr]
    voxels[:] = np.random.default_rng(3).integers(0, 256, voxels.shape)
    window.registry.run("views.interpolation_none")
    if flip:
        window.registry.run("views.flip")
    views.rotate_to(0, 33)
    view, picture = target.screen(), seen(window)
    assert view is not None
    inverse = np.linalg.inv(step(
        moved(-31.5, -31.5), scaled(-1 if flip else 1, 1), clockwise(33), scaled(view.scale, view.scale),
        moved(target.width() / 2, target.height() / 2),
    ))  # fmt: skip
    k = state.frame.stored_index(state.index)
    heard: list[str] = []
    views.readout.connect(heard.append)
    checked = 0
    for x, y in product(range(150, target.width() - 150, 37), range(120, target.height() - 120, 31)):
        column, row, _ = inverse @ (x + 0.5, y + 0.5, 1)
        if not (0 < column < 63 and 0 < row < 63) or max(abs(column - round(column)), abs(row - round(row))) > 0.4:
            continue
        value = int(voxels[k, round(row), round(column)])
        assert abs(int(picture[y, x]) - value) <= 1
        views.probe(0, target.pixel_at(QPointF(x + 0.5, y + 0.5)))
        assert f" {value} HU at" in heard[-1] or heard[-1].startswith(f"{value} HU at")
        checked += 1
    assert checked > 60


def test_a_measurement_stays_on_its_anatomy_and_is_grabbed_where_it_is_drawn(window: Window_, qtbot: QtBot) -> None:
    views = window.views
    views.set_layout(SINGLE)
    target = window.viewport(0)
    views.rotate_to(0, -25)
    views.set_tool(DISTANCE)
    ends = QPoint(350, 300), QPoint(450, 380)
    made = []
    views.measured.connect(made.append)
    drag(qtbot, target, *ends, LEFT)
    (shape,) = made
    view = target.screen()
    assert view is not None
    first, last = (np.array(view.to_pixel(p.x(), p.y())) for p in ends)
    mm = float(np.hypot(*((last - first) * BIG.spacing[:2])))
    assert shape.measurements[0].value == pytest.approx(mm, abs=0.05)
    finding = from_measurement(shape.shape, shape.measurements, LI, place=shape.place)
    views.findings.load([finding])
    views.rotate_to(0, 70)
    view = target.screen()
    assert view is not None
    views.findings.select(finding.tracking_uid)
    hit = target._hit(QPointF(*view.to_screen(*first)))
    assert hit is not None and hit.handle >= 0
    assert target._hit(QPointF(*ends[0].toTuple())) is None, "it is no more where it was drawn first"
    wheel(target, 1)
    assert views.viewports[0].rotation == 70


def test_the_window_of_a_region_is_that_of_the_rectangle_on_the_screen(window: Window_, qtbot: QtBot) -> None:
    """At 45° the diagonal of the picture's own rectangle would be a line."""
    views = window.views
    views.set_layout(SINGLE)
    target, state = window.viewport(0), views.viewports[0]
    assert state.content is not None and state.frame is not None
    image = state.content.image.voxels[state.frame.stored_index(state.index)]  # type: ignore[union-attr]
    image[:] = 500
    views.rotate_to(0, 45)
    view = target.screen()
    assert view is not None
    start, end = QPoint(300, 250), QPoint(420, 370)
    for y, x in np.ndindex(image.shape):
        sx, sy = view.to_screen(x, y)
        if 300 <= sx <= 420 and 250 <= sy <= 370:
            image[y, x] = 100 + (x + y) % 2 * 40
    views.set_tool(WINDOW_REGION)
    drag(qtbot, target, start, end, LEFT)
    held = views.window_of(0)
    assert (held.centre, held.width) == (120, 40)


def test_fit_shows_the_corners_of_a_turned_picture(window: Window_) -> None:
    views, target = window.views, window.viewport(0)
    target.setFocus()
    views.rotate_to(0, 30)
    QTest.keyClick(target, Qt.Key.Key_Equal)
    view = target.screen()
    assert view is not None
    corners = [view.to_screen(*corner) for corner in product((-0.5, 63.5), repeat=2)]
    area = QRectF(target.rect()).adjusted(-1, -1, 1, 1)
    assert all(area.contains(QPointF(*corner)) for corner in corners)
    assert overlay.zoom_text(views.viewports[0], view, 1.0, QRectF(target.rect())) == "Fit"
    views.rotate_to(0, 0)
    assert overlay.zoom_text(views.viewports[0], target.screen(), 1.0, QRectF(target.rect())) != "Fit"


@pytest.mark.parametrize("degrees", [12, -30, 90, 135, -100])
@pytest.mark.parametrize("mirrored", [False, True])
def test_stated_sides_of_a_radiograph_turn_as_planes_in_the_patient_do(
    qtbot: QtBot, tmp_path: Path, degrees: float, mirrored: bool
) -> None:
    """A coronal plane knows its directions, a chest radiograph (L\\F) only says them: the letters are the same."""
    made = Window_(stack([np.zeros((60, 50), np.int16)]), tmp_path, "DX")
    qtbot.addWidget(made)
    content = made.views.viewports[0].content
    assert content is not None
    instance = replace(content.series.instances[0], patient_orientation=("L", "F"))
    content.series = replace(content.series, instances=(instance,))
    if mirrored:
        made.views.flip(0)
    made.views.rotate_to(0, degrees)
    found = letters(made)
    assert found is not None
    frame = volume_frame(GEOMETRIES["straight"], Plane.CORONAL)
    inverse = np.linalg.inv(step(np.eye(3), scaled(-1 if mirrored else 1, 1), clockwise(degrees)))
    for edge, (dx, dy) in zip(found, ((-1, 0), (1, 0), (0, -1), (0, 1)), strict=True):
        column, row = (inverse @ (dx, dy, 0))[:2]
        direction = column * np.array(frame.right) + row * np.array(frame.down)
        assert sorted(edge) == sorted(direction_letters(direction))
    assert found[0] == opposite_letters(found[1]) and found[2] == opposite_letters(found[3])
    made.pictures.grid.close_scenes()


def test_the_crosshair_of_planes_is_clicked_where_it_is_drawn(window: Window_, qtbot: QtBot) -> None:
    views = window.views
    views.set_layout(MPR)
    views.rotate_to(0, 20)
    target = window.viewport(0)
    at = QPoint(target.width() // 2 + 31, target.height() // 2 - 23)
    qtbot.mouseClick(target, LEFT, Qt.KeyboardModifier.ShiftModifier, at)
    frame, view = target.state.frame, target.screen()
    assert frame is not None and view is not None and views.cursor is not None
    column, row, _ = frame.to_pixel(views.cursor)
    assert view.to_screen(column, row) == pytest.approx((at.x(), at.y()), abs=0.5)


def test_one_of_two_exams_that_move_together_is_turned_alone(tmp_path: Path) -> None:
    model = shown(tmp_path)
    prior = volume(BIG, seed=2, series_uid="1.9.1")
    model.show_compare(*exam(prior, study_uid="1.9"), OpenedSeries.of(prior))
    model.change(0, zoom=2.0, pan=(9.0, -5.0))
    model.rotate_to(0, 30)
    assert [v.rotation for v in model.viewports] == [30, 0]
    assert [v.pan for v in model.viewports] == [(9.0, -5.0), (9.0, -5.0)], "the prior stays where it is"


def test_tiles_are_turned_together(tmp_path: Path) -> None:
    model = shown(tmp_path)
    model.panes.choose(0, tiles(3, 2))
    model.change(0, pan=(9.0, 0.0))
    model.rotate_to(0, 90)
    assert {v.rotation for v in model.viewports} == {90}
    assert all(v.pan == pytest.approx((0.0, 9.0), abs=1e-9) for v in model.viewports)


def test_going_to_a_finding_brings_it_into_sight_of_a_turned_picture(tmp_path: Path) -> None:
    model = shown(tmp_path)
    content = model.viewports[0].content
    assert content is not None
    place = BIG.to_patient((60.0, 3.0, 20.0))
    space = content.space()
    model.findings.load([
        Finding("1", "1", Source(Observer.PERSON, "Li"), Code("1", "99X", "Nodule"), place=place, space=space)
    ])  # fmt: skip
    model.change(0, zoom=6.0)
    model.rotate_to(0, 40)
    model.jump(model.findings.findings[0])
    v = model.viewports[0]
    assert v.frame is not None and v.rotation == 40
    view = screen_map(v.frame, WIDTH, HEIGHT, zoom=v.zoom, pan=v.pan, turns=v.turns, angle=v.angle)
    x, y = view.to_screen(*v.frame.to_pixel(place)[:2])
    assert (x, y) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=1.0)
