"""A measurement moved as a whole, by mouse and keys: its numbers against those of the voxels beneath it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from reader.findings import service
from reader.findings.model import Finding, Measurement, Status
from reader.terms.measures import MEAN
from reader.views.layout import SINGLE
from reader.views.tools.distance import DISTANCE
from reader.views.tools.rectangle import RECTANGLE
from reader.views.tools.registry import FIRST
from tests.views.examples import volume
from tests.views.test_annotations import keep
from tests.views.test_model import DEVICE
from tests.views.test_widget import BIG, Window_, activate, drag

LEFT = Qt.MouseButton.LeftButton
NUDGE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    """With one rectangle, 8 × 6 pixels from (10, 8), in its only picture."""
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    activate(qtbot, made)
    made.views.spreading.set_layout(0, SINGLE)
    keep(made.views)
    made.views.set_tool(RECTANGLE)
    drag(qtbot, made.viewport(0), place(made, 9.6, 7.6), place(made, 17.4, 13.4), LEFT)
    made.views.set_tool(FIRST)
    made.views.findings.select(only(made).tracking_uid)
    yield made
    made.pictures.grid.close_scenes()


def place(window: Window_, column: float, row: float) -> QPoint:
    view = window.viewport(0).screen()
    assert view is not None
    return QPoint(*(round(part) for part in view.to_screen(column, row)))


def only(window: Window_) -> Finding:
    (finding,) = window.views.findings.findings
    return finding


def pixels(window: Window_) -> np.ndarray:
    frame = window.views.viewports[0].frame
    assert frame is not None
    return np.asarray([frame.to_pixel(point)[:2] for point in only(window).shapes[0].points])


def mean_beneath(window: Window_) -> float:
    """Of the voxels whose centres lie in the rectangle, taken from the volume itself."""
    state = window.views.viewports[0]
    assert state.content is not None and state.frame is not None
    (left, top), (right, bottom) = pixels(window).min(axis=0), pixels(window).max(axis=0)
    columns = [c for c in range(state.frame.size[0]) if left <= c <= right]
    rows = [r for r in range(state.frame.size[1]) if top <= r <= bottom]
    image = state.content.image
    values = []
    for row in rows:
        for column in columns:
            index = image.geometry.to_index(state.frame.to_point((column, row, state.index)))
            i, j, k = (round(part) for part in index)
            values.append(float(image.voxels[k, j, i]))
    return float(np.mean(values))


def said(window: Window_) -> Measurement:
    return next(m for m in only(window).measurements if m.derivation == MEAN or m.concept == MEAN)


def test_what_is_chosen_is_dragged_by_its_line_and_measured_where_it_lies(qtbot: QtBot, window: Window_) -> None:
    before, at = pixels(window), window.views.viewports[0].window
    start, end = place(window, 13.2, 7.6), place(window, 22.2, 16.6)
    drag(qtbot, window.viewport(0), start, end, LEFT)
    way = pixels(window) - before
    assert np.ptp(way, axis=0) == pytest.approx((0.0, 0.0), abs=1e-6), "it keeps its shape"
    assert way[0] == pytest.approx((9.0, 9.0), abs=0.2)
    assert said(window).value == pytest.approx(mean_beneath(window))
    assert window.views.viewports[0].window == at, "the tool in the hand did nothing"
    assert window.views.findings.history.undo()
    assert pixels(window) == pytest.approx(before)


def test_it_stays_whole_on_the_picture(qtbot: QtBot, window: Window_) -> None:
    size = np.ptp(pixels(window), axis=0)
    drag(qtbot, window.viewport(0), place(window, 13.2, 7.6), QPoint(2, 2), LEFT)
    assert np.ptp(pixels(window), axis=0) == pytest.approx(size)
    assert pixels(window).min() >= -0.5 - 1e-6


def test_what_is_not_chosen_or_measured_over_or_locked_stays(qtbot: QtBot, window: Window_) -> None:
    findings, before, start = window.views.findings, only(window), place(window, 13.2, 7.6)
    end = start + QPoint(60, 40)
    findings.select("")
    drag(qtbot, window.viewport(0), start, end, LEFT)
    assert only(window) == before, "the tool in the hand was meant"
    findings.select(before.tracking_uid)
    for hold, let_go in (
        (partial(service.toggle_locked, findings, before.tracking_uid),) * 2,
        (partial(findings.set_read_only, "signed"), partial(findings.set_read_only, "")),
    ):
        hold()
        drag(qtbot, window.viewport(0), start, end, LEFT)
        findings.select(before.tracking_uid)
        qtbot.keyClick(window.viewport(0), Qt.Key.Key_Left, NUDGE)
        assert only(window) == before
        let_go()
    window.views.set_tool(DISTANCE)
    drag(qtbot, window.viewport(0), start, end, LEFT)
    assert findings.findings[0] == before and len(findings.findings) == 2, "another one begins on its line"


@pytest.mark.parametrize(("turns", "flipped"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_keys_move_it_a_pixel_the_way_they_point_on_the_screen(
    qtbot: QtBot, window: Window_, turns: int, flipped: bool
) -> None:
    window.views.change(0, turns=turns, flipped=flipped)
    for key, to in ((Qt.Key.Key_Up, (0, -1)), (Qt.Key.Key_Right, (1, 0)), (Qt.Key.Key_Down, (0, 1))):
        view, before = window.viewport(0).screen(), pixels(window)
        assert view is not None
        qtbot.keyClick(window.viewport(0), key, NUDGE)
        seen = np.subtract(view.to_screen(*pixels(window)[0]), view.to_screen(*before[0]))
        assert seen / np.abs(seen).max() == pytest.approx(to, abs=1e-6)
        assert np.abs(pixels(window) - before).max(axis=0) == pytest.approx(np.abs(pixels(window) - before)[0])
        assert np.abs(pixels(window) - before).max() == pytest.approx(1.0)
    assert said(window).value == pytest.approx(mean_beneath(window))


def test_presses_in_a_row_are_one_step(qtbot: QtBot, window: Window_) -> None:
    before = only(window)
    for _ in range(5):
        qtbot.keyClick(window.viewport(0), Qt.Key.Key_Right, NUDGE)
    assert only(window) != before and window.views.findings.history.undo()
    assert only(window) == before


def test_what_an_algorithm_drew_becomes_edited_and_keeps_what_was_proposed(qtbot: QtBot, window: Window_) -> None:
    drawn = only(window).shapes
    proposed = Finding("2", "2", DEVICE, only(window).finding, shapes=drawn, space=only(window).space)
    window.views.findings.load([proposed])
    window.views.findings.select("2")
    qtbot.keyClick(window.viewport(0), Qt.Key.Key_Right, NUDGE)
    moved = only(window)
    assert moved.status is Status.EDITED and moved.shapes != drawn
    assert moved.proposed is not None and moved.proposed.shapes == drawn
