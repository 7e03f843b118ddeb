"""The real widget with mouse, wheel and keys, on Qt's offscreen platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from reader.core.commands import CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.icons import icon
from reader.core.qt.theme import token
from reader.dicom.values import Code, PersonName
from reader.findings.model import Finding, ImageReference, KeyImage, Observer, Source, Status
from reader.study.identity import PatientIdentity
from reader.study.model import Arrival, Failure, SeriesState, Window
from reader.study.opened import StudyModel
from reader.views.commands import commands
from reader.views.layout import MPR, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.tools.crosshair import CROSSHAIR
from reader.views.tools.distance import DISTANCE
from reader.views.tools.window import WINDOW
from reader.views.ui import drawing
from reader.views.ui.not_shown import ConfirmedRow, WithheldRow
from reader.views.ui.toolbar import ViewsToolbar
from reader.views.ui.viewport import ViewportWidget
from reader.views.ui.views_widget import ViewsWidget
from reader.volume.model import OpenedSeries, Stack, Volume, VolumeGeometry
from tests.views.examples import GEOMETRIES, STRAIGHT, exam, segment, stack, views, volume

BIG = VolumeGeometry((64, 64, 40), (1.0, 1.0, 2.0), (-32.0, -32.0, -40.0), STRAIGHT)


class Window_(QWidget):
    """Toolbar, pictures and a text field, as they stand in the reading window."""

    def __init__(self, image: Volume | Stack, folder: Path, modality: str = "CT") -> None:
        super().__init__()
        study, series = exam(image, modality=modality)
        self.study = StudyModel(study)
        self.views: ViewsModel = views(folder)
        self.registry = CommandRegistry()
        self.registry.add(*commands(self.views))
        self.pictures = ViewsWidget(self.views, self.study, self.registry)
        self.report = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(ViewsToolbar(self.views, self.registry))
        row = QHBoxLayout()
        row.addWidget(self.pictures, 1)
        row.addWidget(self.report)
        column.addLayout(row, 1)
        bind_keys(self.registry, self.pictures)
        self.views.show(study, series, OpenedSeries.of(image))

    def viewport(self, number: int) -> ViewportWidget:
        return self.pictures.grid.viewports[number]


def activate(qtbot: QtBot, widget: QWidget) -> None:
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=3000)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    image = volume(BIG)
    result = Window_(image, tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    activate(qtbot, result)
    yield result
    result.pictures.grid.close_scenes()


def wheel(
    target: QWidget,
    steps: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    at: QPointF | None = None,
) -> None:
    at = at or QPointF(target.rect().center())
    event = QWheelEvent(
        at, QPointF(target.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(target, event)


def drag(qtbot: QtBot, target: QWidget, start: QPoint, end: QPoint, button: Qt.MouseButton) -> None:
    qtbot.mousePress(target, button, pos=start)
    qtbot.mouseMove(target, (start + end) / 2)
    qtbot.mouseMove(target, end)
    qtbot.mouseRelease(target, button, pos=end)


def drawn_image(target: QWidget) -> QImage:
    return target.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_click_with_the_crosshair_finds_the_point_that_was_drawn_there(
    qtbot: QtBot, window: Window_, number: int
) -> None:
    """There and back within half a pixel, in every plane."""
    window.views.set_tool(CROSSHAIR)
    target = window.viewport(number)
    at = QPoint(target.width() // 2 + 31, target.height() // 2 - 23)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=at)
    frame, view = target.state.frame, target.screen()
    assert window.views.cursor is not None
    assert frame is not None
    assert view is not None
    column, row, index = frame.to_pixel(window.views.cursor)
    assert view.to_screen(column, row) == pytest.approx((at.x(), at.y()), abs=0.5)
    assert index == pytest.approx(target.state.index)
    fixed = {Plane.AXIAL: 2, Plane.CORONAL: 1, Plane.SAGITTAL: 0}[target.state.plane]
    voxel = BIG.to_index(window.views.cursor)
    for other in range(3):
        plane = window.viewport(other).state
        axis = {Plane.AXIAL: 2, Plane.CORONAL: 1, Plane.SAGITTAL: 0}[plane.plane]
        expected = round(voxel[axis]) if axis != 2 else 39 - round(voxel[2])
        assert plane.index == expected, (fixed, axis)


def test_what_is_drawn_is_the_slice_through_the_standards_window(window: Window_) -> None:
    window.views.toggle_crosshair()
    window.views.set_overlay_level(0)
    window.views.set_window(0, Window(0, 1000))
    target = window.viewport(0)
    # one voxel of the slice on ten by ten pixels of the screen: its middle shows its own value
    view = target.screen()
    assert view is not None
    window.views.change(0, zoom=10 / view.scale)
    picture, view = drawn_image(target), target.screen()
    assert view is not None
    image = window.views.viewports[0].content.image  # type: ignore[union-attr]
    stored = image.voxels[39 - target.state.index]
    for column, row in ((30, 30), (33, 28), (35, 35)):
        x, y = view.to_screen(column, row)
        value = min(max((float(stored[row, column]) + 0.5) / 999 + 0.5, 0.0), 1.0) * 255
        shown = QColor(picture.pixel(round(x - 0.5), round(y - 0.5))).red()
        neighbours = stored[row - 1 : row + 2, column - 1 : column + 2]
        spread = float(np.ptp(np.clip(neighbours / 999 + 0.5, 0, 1))) * 255
        assert abs(shown - value) <= 1 + 0.12 * spread


def test_with_ctrl_the_wheel_zooms_about_the_mouse(window: Window_) -> None:
    target = window.viewport(0)
    before, place = target.state.index, QPointF(target.width() * 0.25, target.height() * 0.6)
    there = target.pixel_at(place)
    for _ in range(4):
        wheel(target, 1, Qt.KeyboardModifier.ControlModifier, place)
    assert target.state.zoom == pytest.approx(1.15**4) and target.state.index == before
    assert target.pixel_at(place) == pytest.approx(there)
    assert window.views.findings.history.undo() and target.state.zoom == 1.0, "one movement of it is one step"


def test_wheel_and_arrow_keys_scroll_and_the_keyboard_stays_in_the_report(qtbot: QtBot, window: Window_) -> None:
    target = window.viewport(0)
    window.report.setFocus()
    before = target.state.index
    wheel(target, -1)
    assert target.state.index == before + 1
    wheel(target, 1, Qt.KeyboardModifier.ShiftModifier)
    assert target.state.index == before - 4
    assert window.report.hasFocus()
    qtbot.keyClicks(window.report, "wsd")
    assert window.report.text() == "wsd"
    assert window.views.tool is WINDOW
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.rect().center())
    assert target.hasFocus()
    qtbot.keyClick(target, Qt.Key.Key_Down)
    assert target.state.index == before - 3
    qtbot.keyClick(target, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert target.state.index == before + 7
    qtbot.keyClick(target, Qt.Key.Key_End)
    assert target.state.index == 39
    qtbot.keyClick(target, Qt.Key.Key_D)
    assert window.views.tool is DISTANCE
    qtbot.keyClick(target, Qt.Key.Key_4)
    assert window.views.window_of(0).width == 400
    qtbot.keyClick(target, Qt.Key.Key_Tab)
    assert window.views.active == 1


def test_another_layout_is_painted_once(qtbot: QtBot, window: Window_, monkeypatch: pytest.MonkeyPatch) -> None:
    window.views.set_layout(SINGLE)
    qtbot.wait(50)
    painted: list[int] = []
    monkeypatch.setattr(ViewportWidget, "paintEvent", lambda viewport, _: painted.append(viewport.number))
    window.views.set_layout(MPR)
    qtbot.wait(100)
    assert sorted(painted) == [0, 1, 2, 3]


def test_the_mouse_windows_pans_zooms_and_maximises(qtbot: QtBot, window: Window_) -> None:
    target = window.viewport(0)
    middle = target.rect().center()
    drag(qtbot, target, middle, middle + QPoint(60, 30), Qt.MouseButton.LeftButton)
    now = window.views.window_of(0)
    assert now.width > 1500  # to the right: wider
    assert now.centre < -600  # down: brighter
    drag(qtbot, target, middle, middle + QPoint(20, -10), Qt.MouseButton.MiddleButton)
    view = target.screen()
    assert view is not None
    assert target.state.pan == pytest.approx((20 / view.scale, -10 / view.scale))
    held = target.pixel_at(QPointF(middle))
    drag(qtbot, target, middle, middle + QPoint(0, -50), Qt.MouseButton.RightButton)
    assert target.state.zoom > 1.2
    assert target.pixel_at(QPointF(middle)) == pytest.approx(held, abs=0.01)
    drag(qtbot, target, middle, middle + QPoint(0, -50), Qt.MouseButton.RightButton)
    steps = [change.title for change in window.views.findings.history._done]
    assert steps == ["Window changed", *["Zoomed or moved"] * 3], "each drag is one"
    qtbot.mouseDClick(target, Qt.MouseButton.LeftButton, pos=middle)
    assert [v.number for v in window.pictures.grid.viewports if v.isVisible()] == [0]
    qtbot.waitUntil(lambda: target.width() >= window.pictures.grid.width() - 2, timeout=1000)
    qtbot.mouseDClick(target, Qt.MouseButton.LeftButton, pos=middle)
    assert all(v.isVisible() for v in window.pictures.grid.viewports)


def test_a_distance_by_drag_and_by_two_clicks(qtbot: QtBot, window: Window_) -> None:
    results: list[object] = []
    window.views.measured.connect(results.append)
    window.views.set_tool(DISTANCE)
    target = window.viewport(1)
    start, end = target.rect().center() - QPoint(60, 0), target.rect().center() + QPoint(40, 30)
    drag(qtbot, target, start, end, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(target, end)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=end)
    view = target.screen()
    assert view is not None
    for result in results:
        assert result.measurements[0].value == pytest.approx((100**2 + 30**2) ** 0.5 / view.scale, rel=1e-6)  # type: ignore[attr-defined]
    assert len(results) == 2


def test_a_click_selects_a_finding_and_delete_takes_ones_own_away(qtbot: QtBot, window: Window_) -> None:
    results: list[object] = []
    window.views.measured.connect(results.append)
    window.views.set_tool(DISTANCE)
    target = window.viewport(0)
    middle = target.rect().center()
    drag(qtbot, target, middle - QPoint(50, 0), middle + QPoint(50, 0), Qt.MouseButton.LeftButton)
    (result,) = results
    source = Source(Observer.PERSON, "Li")
    finding = Finding(
        "1",
        "1",
        source,
        Code("1", "99X", "Measured"),
        shapes=(result.shape,),
        status=Status.ACCEPTED,  # type: ignore[attr-defined]
    )
    window.views.findings.load([finding])
    window.views.set_tool(WINDOW)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 2))
    assert window.views.findings.selected == "1"
    qtbot.keyClick(target, Qt.Key.Key_Delete)
    assert window.views.findings.findings == ()
    qtbot.keyClick(target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.views.findings.findings == (finding,)


def test_a_proposed_segment_is_drawn_in_the_colour_of_ai(window: Window_) -> None:
    geometry = VolumeGeometry((20, 20, 10), BIG.spacing, BIG.to_patient((20, 20, 15)), STRAIGHT)
    mask = segment(geometry, np.ones((10, 20, 20), np.uint8))
    source = Source(Observer.DEVICE, "Finder")
    finding = Finding("1", "1", source, Code("1", "99X", "Nodule"), segments=(mask.reference,), certainty=90.0)
    window.views.set_cursor(BIG.to_patient((30, 30, 20)))
    window.views.set_window(0, Window(4000, 100))  # all black
    window.views.findings.load([finding])
    window.views.set_masks([mask])
    teal = QColor(token("overlay-ai"))
    for number in range(3):
        target = window.viewport(number)
        view, frame = target.screen(), target.state.frame
        assert view is not None
        assert frame is not None
        inside, outside = BIG.to_patient((25, 25, 18)), BIG.to_patient((10, 10, 8))
        picture = drawn_image(target)
        seen = []
        for point in (inside, outside):
            x, y = view.to_screen(*frame.to_pixel(point)[:2])
            seen.append(QColor(picture.pixel(round(x), round(y))))
        assert seen[0].green() > 20
        assert seen[0].green() > seen[0].red()
        assert seen[1].green() < 12
        edge = [QColor(picture.pixel(x, y)) for x in range(0, picture.width(), 2) for y in range(picture.height())]
        assert any(abs(c.green() - teal.green()) + abs(c.red() - teal.red()) < 25 for c in edge)
    window.views.toggle_ai()
    picture = drawn_image(window.viewport(0))
    x, y = window.viewport(0).screen().to_screen(25, 25)  # type: ignore[union-attr]
    assert QColor(picture.pixel(round(x), round(y))).green() < 12


def test_what_is_drawn_of_a_finding_has_its_label_in_every_plane_and_what_was_rejected_only_when_selected(
    window: Window_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also beside the slice that its place is in, and on its key image; on white it is read on a dark plate."""
    geometry = VolumeGeometry((20, 20, 10), BIG.spacing, BIG.to_patient((20, 20, 15)), STRAIGHT)
    mask = segment(geometry, np.ones((10, 20, 20), np.uint8))
    place, source = BIG.to_patient((30, 30, 20.5)), Source(Observer.DEVICE, "Finder")
    nodule = Code("1", "99X", "Nodule")
    segmented = Finding("1", "1", source, nodule, segments=(mask.reference,), place=place, certainty=90.0)
    stored = window.views.viewports[0].content.image.slices[23]  # type: ignore[union-attr]
    assert stored is not None
    named = replace(segmented, segments=(), key_image=ImageReference("1.2", stored[0], (stored[1],)))
    told: list[str] = []
    write = drawing.label

    def label(painter: QPainter, lines: Sequence[str], *rest: object) -> None:
        told.append(lines[0])
        write(painter, lines, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "label", label)
    window.views.set_masks([mask])
    window.views.set_window(0, Window(-4000, 100))  # all white
    for finding, slices in ((segmented, (17, 20, 23)), (named, (23,))):
        window.views.findings.load([finding])
        for k in slices:
            window.views.set_cursor(BIG.to_patient((30, 30, k)))
            white = [drawn_image(window.viewport(number)) for number in range(3)]
            assert told == ["◇ Nodule 90 %"] * 3, k
            told.clear()
            view = window.viewport(0).screen()
            assert view is not None
            x, y = view.to_screen(30.0 if finding is named else 39.5, 30.0)
            row = [QColor(white[0].pixel(round(x) + 7, round(y) + dy)).lightness() for dy in range(-30, 30)]
            assert min(row) < 130 and max(row) == 255, k
    rejected = replace(named, status=Status.REJECTED)
    window.views.findings.load([rejected])
    drawn_image(window.viewport(0))
    assert not told
    window.views.findings.select("1")
    drawn_image(window.viewport(0))
    assert told == ["◇✕ Nodule 90 %"]


def test_a_missing_slice_is_hatched_and_says_why(window: Window_) -> None:
    image = window.views.viewports[0].content.image  # type: ignore[union-attr]
    target = window.viewport(0)
    missing = 14
    image.present[missing] = False
    image.voxels[missing] = -2000
    failure = Failure(image.slices[missing][0], "The image is damaged.")
    window.study.set_state(image.series_uid, SeriesState(Arrival.INCOMPLETE, 39, 40, (failure,)))
    window.views.scroll_to(0, 39 - missing)
    window.views.set_overlay_level(0)
    picture = drawn_image(target)
    greys = {QColor(picture.pixel(x, 40)).red() for x in range(60, picture.width() - 60)}
    assert 0 in greys
    assert any(60 < grey < 140 for grey in greys)  # lines on black
    coronal = window.viewport(1)
    picture, view = drawn_image(coronal), coronal.screen()
    assert view is not None
    x, y = view.to_screen(10, 39 - missing + 0.3)  # beside the reference line through its middle
    band = {QColor(picture.pixel(round(x) + n, round(y))).red() for n in range(40)}
    assert min(band) == 0
    assert 60 < max(band) < 140
    assert image.slices[missing] not in window.views.seen(image.series_uid)


def test_colour_stacks_cine_and_the_series_column(qtbot: QtBot, tmp_path: Path) -> None:
    frames = [np.full((48, 64, 3), (200, 10 * n, 30), np.uint8) for n in range(4)]
    window = Window_(stack(frames), tmp_path, "US")
    qtbot.addWidget(window)
    window.resize(700, 500)
    activate(qtbot, window)
    target = window.viewport(0)
    centre = target.rect().center()
    assert QColor(drawn_image(target).pixel(centre)).getRgb()[:3] == (200, 0, 30)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=centre)
    qtbot.keyClick(target, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: target.state.index == 2, timeout=3000)
    qtbot.keyClick(target, Qt.Key.Key_C)
    asked: list[str] = []
    window.views.series_wanted.connect(asked.append)
    (thumbnail,) = window.pictures.column.thumbnails.values()
    assert thumbnail.shown
    assert thumbnail.size() == thumbnail.sizeHint()
    qtbot.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    assert asked == []  # it is on the screen
    window.views.parts.choose("1.5.2", 0)
    assert asked == ["1.5.2"]


def test_what_stays_in_the_series_column_keeps_its_place_the_keyboard_and_the_mouse(
    qtbot: QtBot, window: Window_
) -> None:
    """An earlier exam arrives while the mouse is pressed on a series: the column is made again beneath it."""
    column = window.pictures.column
    earlier = [exam(volume(BIG, series_uid=f"1.9.{n}"), study_uid=f"1.9.{n}.0")[0] for n in range(12)]
    window.study.set_priors(earlier[1:])
    last, bar = column.thumbnails["1.9.11", 0], column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=3000)
    bar.setValue(bar.maximum())
    last.setFocus()
    chosen: list[str] = []
    column.part_requested.connect(lambda uid, _: chosen.append(uid))
    qtbot.mousePress(last, Qt.MouseButton.LeftButton)
    window.study.set_priors(earlier)
    qtbot.mouseRelease(last, Qt.MouseButton.LeftButton)
    assert chosen == ["1.9.11"]
    assert column.thumbnails["1.9.11", 0] is last and last.hasFocus() and bar.value() > 0
    for above, below in pairwise(column.thumbnails.values()):
        assert above.nextInFocusChain() is below


def test_a_doubt_is_decided_only_by_who_may_and_what_is_shown_by_his_word_is_marked(
    qtbot: QtBot, window: Window_
) -> None:
    study, column = window.study, window.pictures.column
    [own] = study.study.series
    stated = PatientIdentity(PersonName("Wang^Xiaodong"), "00314", "Xihu", "M", date(1970, 2, 3))
    study.admission.expect(stated)
    study.set_study(replace(study.study, patient=stated, series=(
        replace(own, patient=stated), replace(own, series_uid="1.7", number=10, patient=replace(stated, sex="F")),
    )))  # fmt: skip

    def button(kind: type[QWidget]) -> list[QPushButton]:
        QApplication.processEvents()
        rows = [row for row in column.findChildren(kind) if not row.isHidden()]
        assert len(rows) == 1
        return rows[0].findChildren(QPushButton)

    assert button(WithheldRow) == [], "who only looks decides nothing"
    study.set_may_decide(True)
    [ask] = button(WithheldRow)
    wanted: list[object] = []
    study.confirmation_wanted.connect(wanted.append)
    qtbot.mouseClick(ask, Qt.MouseButton.LeftButton)
    assert wanted == list(study.withheld) and ("1.7", 0) not in column.thumbnails, "it is asked about first"
    study.confirm(study.withheld[0].patient, "Zhou Wei")
    assert "taken as this patient by Zhou Wei" in column.thumbnails["1.7", 0].accessibleName()
    assert "taken" not in column.thumbnails[own.series_uid, 0].accessibleName()
    [back] = button(ConfirmedRow)
    study.take_back_wanted.connect(wanted.append)
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert wanted[1:] == list(study.confirmed)

    for level in (0, 2):
        window.views.settings.update(overlay_level=level)
        window.views.ask_confirmed(lambda _: ())
        plain = drawn_image(window.viewport(0))
        window.views.ask_confirmed(lambda _: ("sex F, not M", "taken as this patient by Zhou Wei"))
        assert drawn_image(window.viewport(0)) != plain, f"it is said over the picture at level {level}"


def test_the_volume_view_turns_with_the_mouse(qtbot: QtBot, window: Window_) -> None:
    target = window.viewport(3)
    qtbot.waitUntil(lambda: not target._volume.image.isNull(), timeout=8000)
    drag(qtbot, target, target.rect().center(), target.rect().center() + QPoint(40, 20), Qt.MouseButton.LeftButton)
    azimuth, elevation = target.state.camera
    assert (azimuth, elevation) == pytest.approx((340.0, 10.0))
    wheel(target, 1)
    wheel(target, 2)
    history = window.views.findings.history
    assert target.state.zoom > 1.3 and history.undo() and target.state.zoom == 1.0, "the wheel made one step"
    assert history.undo() and target.state.camera == (0.0, 0.0) and not history.undo()


def test_identity_stands_over_every_group_and_names_another_issuer(window: Window_) -> None:
    assert not window.pictures.grid.headers, "one exam is named once, by its window"
    prior = volume(GEOMETRIES["anisotropic"], series_uid="1.9.1")
    window.views.show_compare(*exam(prior, study_uid="1.9", issuer="Wuzhen"), OpenedSeries.of(prior))
    current, other = window.pictures.grid.headers
    assert current.text.startswith("王小东 Wang Xiaodong · ") and "M 56 · ID 00314@Xihu" in current.text
    assert other.text.startswith("Prior · 王小东")
    assert "00314@Wuzhen" in other.text
    assert "⚠ patient ID of Wuzhen, not of Xihu" in other.text


def test_every_command_has_its_icon(window: Window_) -> None:
    for command in window.registry:
        if command.icon:
            assert not icon(command.icon).isNull()


def test_a_segment_in_pixels_is_drawn_on_its_own_image_only(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window_(stack([np.zeros((64, 64), np.uint16)] * 2), tmp_path, "DX")
    qtbot.addWidget(window)
    window.resize(700, 500)
    activate(qtbot, window)
    geometry = VolumeGeometry((20, 20, 1), (1.0, 1.0, 1.0), (10.0, 10.0, 0.0), STRAIGHT)
    own = ImageReference("", "1.5.1.1", (1,))
    mask = replace(segment(geometry, np.ones((1, 20, 20), np.uint8)), in_patient=False, image=own, slices=(own,))
    source = Source(Observer.DEVICE, "Finder")
    finding = Finding("1", "1", source, Code("1", "99X", "Nodule"), segments=(mask.reference,))
    window.views.findings.load([finding])
    window.views.set_masks([mask])
    target = window.viewport(0)
    view = target.screen()
    assert view is not None
    x, y = (round(c) for c in view.to_screen(20, 20))
    assert QColor(drawn_image(target).pixel(x, y)).green() > 20
    window.views.scroll(0, 1)
    assert QColor(drawn_image(target).pixel(x, y)).green() < 12


def test_a_key_image_is_marked_on_its_picture_and_counted_on_its_series(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window_(stack([np.zeros((64, 64), np.uint16)] * 3), tmp_path, "US")
    qtbot.addWidget(window)
    window.resize(700, 500)
    activate(qtbot, window)

    def has_mark() -> bool:
        picture = drawn_image(window.viewport(0))
        corner = [
            QColor(picture.pixel(x, y)) for y in range(60) for x in range(picture.width() // 2, picture.width())
        ]
        return any(c.green() > 150 and c.red() < 100 for c in corner)  # the colour of what an algorithm says

    source = Source(Observer.DEVICE, "Finder")
    title = Code("113000", "DCM", "Of Interest")
    keys = [KeyImage(ImageReference("", "1.5.1.1", (frame,), "1.5.1"), title, "", source) for frame in (2, 3)]
    window.views.findings.set_results((), (), keys)
    [thumbnail] = window.pictures.column.thumbnails.values()
    assert "Key images: 2" in thumbnail.accessibleName()
    thumbnail.set_state(SeriesState(Arrival.FAILED, reason="The line broke."))
    assert "not loaded, The line broke." in thumbnail.accessibleName()
    assert not has_mark()
    for frame in (2, 3, 2):
        window.views.findings.go_to_key_image(window.views.findings.key_image + 1)
        assert window.views.viewports[0].index == frame - 1 and has_mark()


def test_a_model_may_outlive_its_window(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window_(volume(BIG), tmp_path)
    kept = window.views, window.study
    activate(qtbot, window)
    window.close()
    delete(window)
    kept[0].clear()
    kept[1].set_priors(())
