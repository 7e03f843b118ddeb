"""A tool is what its file says: one that this program does not have works as soon as it is in the registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, dist, floor
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reader.dicom.values import Code
from reader.findings import codes
from reader.findings.codec import read_objects
from reader.findings.codec_write import encode_measurement_report
from reader.findings.model import Measurement, Shape, ShapeKind
from reader.findings.service import from_measurement
from reader.terms.measures import PIXEL_VALUE
from reader.terms.units import MILLIMETRE, NO_UNITS
from reader.views.content import Content
from reader.views.display import picture_values
from reader.views.measure import MeasuredShape
from reader.views.measuring import Measuring
from reader.views.planes import Frame
from reader.views.strokes import drawing_of
from reader.views.tools.angle import ANGLE
from reader.views.tools.bidirectional import BIDIRECTIONAL
from reader.views.tools.distance import DISTANCE
from reader.views.tools.measuring_tool import MeasuringTool
from reader.views.tools.outline import OUTLINE
from reader.views.tools.path import PATH
from reader.views.tools.registry import TOOLS, tool_of
from reader.views.tools.tool import Pixel
from reader.views.tools.window_region import WINDOW_REGION
from reader.volume.model import OpenedSeries, Volume
from tests.findings.exams import LI
from tests.spatial.exams import opened
from tests.views.examples import exam, views, volume
from tests.views.test_spaces import SERIES, STUDY
from tests.views.test_widget import BIG, Window_, activate

ROUND = Code("girth", codes.SCHEME, "Girth")
HOUSE = [(20.0, 24.0), (40.0, 24.0), (40.0, 34.0), (30.0, 41.5), (20.0, 34.0)]
GIRTH = 20 + 10 + 12.5 + 12.5 + 10  # 7.5 : 10 : 12.5 is 3 : 4 : 5


class GirthTool(MeasuringTool):
    """As many corners as one likes; a click on the first one finishes it."""

    id, title, icon, key = "girth", "Girth", "circle-dashed", "Shift+D"
    points, kind, concepts = 3, ShapeKind.POLYGON, frozenset((ROUND,))

    def is_complete(self, placed: Sequence[Pixel]) -> bool:
        return len(placed) > 3 and dist(placed[0], placed[-1]) < 1

    def outline(self, frame: Frame, points: Sequence[Pixel]) -> list[Pixel]:
        return list(points[:-1] if self.is_complete(points) else points)

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        sides = np.asarray([*outline[1:], outline[0]]) - np.asarray(outline)
        return (Measurement(ROUND, float(np.hypot(*(sides * frame.spacing).T).sum()), MILLIMETRE),)

    def draws(self, shape: Shape) -> bool:
        return shape.kind is ShapeKind.POLYGON


@pytest.fixture
def girth(monkeypatch: pytest.MonkeyPatch) -> Iterator[GirthTool]:
    monkeypatch.setattr(TOOLS, "_kinds", {tool.id: tool for tool in TOOLS})
    tool = GirthTool()
    TOOLS.add(tool.id, tool)
    yield tool


def place(measuring: Measuring, corners: Sequence[Pixel]) -> None:
    for corner in corners:
        measuring.move(0, corner)
        measuring.press(0, corner)
        measuring.release(0, corner, moved=False)


def test_a_new_tool_is_placed_measured_written_and_read_back(girth: GirthTool, tmp_path: Path) -> None:
    model, measured = views(tmp_path), list[MeasuredShape]()
    model.measured.connect(measured.append)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    model.set_tool(girth)
    place(model.measuring, HOUSE)
    preview = model.measuring.preview(0)
    assert preview is not None and len(preview.pixels) == len(HOUSE) + 1, "the next corner follows the mouse"
    place(model.measuring, [(20.4, 24.3)])
    (made,) = measured
    assert made.measurements[0].value == pytest.approx(GIRTH) and len(made.shape.points) == len(HOUSE)
    own = from_measurement(made.shape, made.measurements, LI, place=made.place, key_image=made.key_image)
    data = encode_measurement_report([own], STUDY, LI)
    (read,) = read_objects([data], STUDY).findings
    (shape,), (number,) = read.shapes, read.measurements
    assert tool_of(shape, read.measurements) is girth
    assert np.allclose(shape.points, made.shape.points, atol=1e-3)
    assert number.concept == ROUND and number.value == pytest.approx(GIRTH, abs=1e-3)
    assert codes.display(ROUND) == "Girth"


def test_a_short_axis_of_no_length_is_not_taken(tmp_path: Path) -> None:
    """Two clicks at the end of the long axis, or along it: the second line goes on following the mouse."""
    model, measured = views(tmp_path), list[MeasuredShape]()
    model.measured.connect(measured.append)
    model.show(STUDY, *opened(STUDY, SERIES[1]))
    model.set_tool(BIDIRECTIONAL)
    place(model.measuring, [(2.0, 6.0), (14.0, 6.0), (8.0, 6.0), (8.0, 6.0), (11.0, 6.0)])
    assert not measured and model.measuring.draft is not None
    place(model.measuring, [(8.0, 9.0)])
    [made] = measured
    assert [round(number.value, 1) > 0 for number in made.measurements] == [True, True]


def test_a_new_tool_is_in_the_toolbar_drawn_hit_and_edited(
    girth: GirthTool, qtbot: QtBot, tmp_path: Path
) -> None:
    window = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    model, target = window.views, window.viewport(0)
    model.measured.connect(
        lambda made: model.findings.put(from_measurement(made.shape, made.measurements, LI, place=made.place))
    )
    assert "Girth  Shift+D" in [button.toolTip() for button in window.findChildren(QToolButton)]
    qtbot.keyClick(target, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    view = target.screen()
    assert model.tool is girth and view is not None
    corners = [QPoint(*(round(v) for v in view.to_screen(*corner))) for corner in (*HOUSE, HOUSE[0])]
    for corner in corners:
        qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=corner)
    (finding,) = model.findings.findings
    on_edge = QPointF(corners[0] + corners[1]) / 2
    hit = target._hit(on_edge)
    assert hit is not None and (hit.tracking_uid, hit.handle) == (finding.tracking_uid, -1)
    bare = target.grab().toImage()
    assert bare.pixelColor(on_edge.toPoint()) != bare.pixelColor(on_edge.toPoint() + QPoint(0, 30))
    model.findings.select(finding.tracking_uid)
    peak = corners[3]
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=peak)
    qtbot.mouseMove(target, peak + QPoint(0, 20))
    qtbot.mouseMove(target, peak + QPoint(0, 40))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=peak + QPoint(0, 40))
    (edited,) = model.findings.findings
    assert edited.measurements[0].value > finding.measurements[0].value + 5
    model.findings.history.undo()
    assert model.findings.findings == (finding,)
    window.pictures.grid.close_scenes()


class ProbeTool(MeasuringTool):
    """The value of one pixel, by one click."""

    id, title, icon = "probe", "Probe", "crosshair"
    points, kind, shape_points, concepts = 1, ShapeKind.POINT, 1, frozenset((PIXEL_VALUE,))

    def numbers(
        self, content: Content, frame: Frame, index: int, outline: Sequence[Pixel]
    ) -> tuple[Measurement, ...]:
        picture = picture_values(content, frame, index)
        ((column, row),) = outline
        value = float(picture[round(row), round(column)]) if picture is not None else 0.0
        return (Measurement(PIXEL_VALUE, value, NO_UNITS),)


def test_one_click_is_enough_for_a_tool_of_one_point(tmp_path: Path) -> None:
    model, image, measured = views(tmp_path), volume(BIG), list[MeasuredShape]()
    model.measured.connect(measured.append)
    model.show(*exam(image), OpenedSeries.of(image))
    model.set_tool(ProbeTool())
    model.scroll_to(0, 7)
    place(model.measuring, [(12.2, 30.4)])
    place(model.measuring, [(40.0, 50.0)])
    frame = model.viewports[0].frame
    assert frame is not None and model.measuring.draft is None
    k = frame.stored_index(7)
    assert [made.measurements[0].value for made in measured] == [image.voxels[k, 30, 12], image.voxels[k, 50, 40]]


def test_a_shape_is_its_tools_by_its_kind_and_points() -> None:
    """Two points are a distance, three an angle, five a line; what has too few or is unknown can't be reshaped."""

    def shape(kind: ShapeKind, points: int) -> Shape:
        return Shape(kind, tuple((float(n), 0.0, 0.0) for n in range(points)), True)

    assert tool_of(shape(ShapeKind.POLYLINE, 2)) is DISTANCE
    assert tool_of(shape(ShapeKind.POLYLINE, 3)) is ANGLE
    assert tool_of(shape(ShapeKind.POLYLINE, 5)) is PATH
    assert tool_of(shape(ShapeKind.POLYGON, 5)) is OUTLINE
    none = ((ShapeKind.POLYLINE, 1), (ShapeKind.POLYGON, 2), (ShapeKind.ELLIPSE, 2), (ShapeKind.CIRCLE, 2))
    assert [tool_of(shape(kind, points)) for kind, points in none] == [None] * 4
    with pytest.raises(ValueError, match="registered already"):
        TOOLS.add("angle", ANGLE)


def test_of_two_tools_of_one_shape_the_one_that_measured_it_edits_it(
    girth: GirthTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(GirthTool):
        id, concepts = "other", frozenset((Code("other", codes.SCHEME, "Other"),))

    other = Other()
    TOOLS.add(other.id, other)
    corners = Shape(ShapeKind.POLYGON, ((0, 0, 0), (1, 0, 0), (0, 1, 0)), True)
    for tool in (girth, other):
        (concept,) = tool.concepts
        assert tool_of(corners, [Measurement(concept, 1.0, MILLIMETRE)]) is tool


@pytest.mark.parametrize("kind", list(ShapeKind))
def test_a_shape_of_too_few_points_is_drawn_as_far_as_it_goes(kind: ShapeKind) -> None:
    """Objects of others hold such; the mouse goes over them."""
    made = drawing_of(kind, [(50.0, 60.0)])
    assert made.passes((52.0, 63.0), 8.0) and not made.passes((80.0, 60.0), 8.0)


def test_the_mouse_is_near_an_oval_along_its_line_only() -> None:
    """Half axes of 40 and 20, turned by 30°: its ends, by hand."""
    c, s = 3**0.5 / 2, 0.5
    from_middle = [(-40 * c, -40 * s), (40 * c, 40 * s), (20 * s, -20 * c), (-20 * s, 20 * c)]
    ends = [(100 + x, 100 + y) for x, y in from_middle]
    made = drawing_of(ShapeKind.ELLIPSE, ends)
    assert all(made.passes(end, 0.5) for end in ends)
    assert not made.passes((100.0, 100.0), 8.0) and not made.passes((100 + 40 * s, 100 - 40 * c), 8.0)
    assert made.handle_at((ends[2][0] + 3, ends[2][1]), 8.0) == 2


def test_a_region_s_window_holds_its_values_and_is_undone(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    before = model.window_of(0)
    model.set_tool(WINDOW_REGION)
    start, end = QPoint(200, 250), QPoint(320, 330)
    view = target.screen()
    assert view is not None
    qtbot.mousePress(target, left, pos=end)  # from any corner
    for at in (QPoint(260, 300), start):
        qtbot.mouseMove(target, at)
    assert model.viewports[0].swept is not None
    qtbot.mouseRelease(target, left, pos=start)
    (x0, y0), (x1, y1) = view.to_pixel(*start.toTuple()), view.to_pixel(*end.toTuple())
    state = model.viewports[0]
    assert state.content is not None and isinstance(state.content.image, Volume) and state.swept is None
    voxels = state.content.image.voxels[len(state.content.image.voxels) - 1 - state.index]
    inside = voxels[ceil(y0) : floor(y1) + 1, ceil(x0) : floor(x1) + 1]
    low, high = np.percentile(inside, (1, 99))
    found = model.window_of(0)
    assert (found.centre, found.width) == pytest.approx(((low + high) / 2, high - low)) and found != before
    window.registry["views.undo"].run()
    assert model.window_of(0) == before
    window.pictures.grid.close_scenes()
