"""Layouts with the real mouse and keys: borders that are dragged, series that are dropped, the list of layouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitterHandle
from pytestqt.qtbot import QtBot

from reader.views.grids import grid
from reader.views.layout import MPR, SINGLE
from reader.views.ui.dividing import Divided
from reader.views.ui.layout_popup import LayoutPopup
from reader.views.ui.viewport import SERIES_MIME, ViewportWidget
from reader.volume.model import OpenedSeries
from tests.views.examples import exam, volume
from tests.views.test_panes import shown
from tests.views.test_widget import BIG, Window_, activate

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1200, 800)
    activate(qtbot, result)
    yield result
    result.pictures.grid.close_scenes()


def border(window: Window_, first: int = 0) -> QSplitterHandle:
    """Between a viewport and the one at its right."""
    split = window.viewport(first).parentWidget()
    assert isinstance(split, Divided)
    return split.handle(split.indexOf(window.viewport(first)) + 1)


def drag(handle: QSplitterHandle, dx: int) -> None:
    """So many pixels to the right, in three movements."""
    start = handle.mapToGlobal(handle.rect().center())
    QTest.mousePress(handle, LEFT, pos=handle.rect().center())
    for part in (0.4, 0.8, 1.0):
        QTest.mouseMove(handle, handle.mapFromGlobal(start + QPoint(round(part * dx), 0)))
        QApplication.processEvents()
    QTest.mouseRelease(handle, LEFT, pos=handle.rect().center())
    QApplication.processEvents()


def widths(window: Window_) -> list[int]:
    return [viewport.width() for viewport in window.pictures.grid.viewports]


def drop(viewport: ViewportWidget, at: QPointF, series_uid: str) -> None:
    """As a series dragged from the column arrives."""
    data = QMimeData()
    data.setData(SERIES_MIME, QByteArray(f"{series_uid}#0".encode()))
    keys = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, QDragEnterEvent(at.toPoint(), *keys))
    QApplication.sendEvent(viewport, QDragMoveEvent(at.toPoint(), *keys))
    viewport.repaint()
    QApplication.sendEvent(viewport, QDropEvent(at, *keys))


def test_a_border_that_is_dragged_divides_all_rows_of_a_grid_and_is_taken_back(window: Window_) -> None:
    window.views.panes.choose(0, grid(2, 2))
    QApplication.processEvents()
    before = widths(window)
    kept = list(window.pictures.grid.viewports)
    drag(border(window), 150)
    after = widths(window)
    assert after[0] > before[0] + 60 and abs(after[0] - after[2]) <= 1, "both rows"
    assert window.pictures.grid.viewports == kept, "nothing is made anew"
    window.views.findings.history.undo()
    QApplication.processEvents()
    assert all(abs(now - then) <= 1 for now, then in zip(widths(window), before, strict=True))
    drag(border(window, 2), 150)
    QTest.mouseDClick(border(window, 2), LEFT)
    QApplication.processEvents()
    assert all(abs(now - then) <= 1 for now, then in zip(widths(window), before, strict=True)), "equal again"


def test_a_viewport_that_a_border_is_dragged_over_is_taken_away(window: Window_) -> None:
    window.views.panes.choose(0, grid(2, 1))
    QApplication.processEvents()
    drag(border(window), widths(window)[1] - 4)
    assert len(window.views.viewports) == 1 and shown(window.views) == ["1"]
    window.views.findings.history.undo()
    assert len(window.views.viewports) == 2


@pytest.mark.parametrize(
    ("across", "expected"),
    [(0.05, ["2", "1", "1", "1", "1"]), (0.5, ["2", "1", "1", "1"]), (0.95, ["1", "2", "1", "1", "1"])],
)
def test_a_series_is_dropped_into_a_viewport_or_beside_it(
    window: Window_, across: float, expected: list[str]
) -> None:
    other = volume(BIG, seed=2, series_uid="1.2.3.2")
    study, series = exam(other)
    window.views.series_wanted.connect(lambda _: window.views.show(study, series, OpenedSeries.of(other)))
    first = window.viewport(0)
    drop(first, QPointF(across * first.width(), first.height() / 2), "1.2.3.2")
    assert shown(window.views) == expected
    assert window.views.viewports[window.views.active].content is not None


def popup(window: Window_, qtbot: QtBot) -> LayoutPopup:
    qtbot.waitUntil(window.isActiveWindow)
    window.viewport(0).setFocus()
    QTest.keyClick(window.viewport(0), Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), LayoutPopup))
    found = QApplication.activeWindow()
    assert isinstance(found, LayoutPopup)
    return found


def test_the_list_of_layouts_is_used_with_keys_alone(window: Window_, qtbot: QtBot) -> None:
    opened = popup(window, qtbot)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert window.views.layout == grid(3, 1)
    opened = popup(window, qtbot)
    assert opened.picker.text == "3 × 1", "as it is now"
    QTest.keyClick(opened.picker, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(opened.picker, Qt.Key.Key_Return)
    assert window.views.layout.tiles == 3
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.pictures.grid.viewports[0], Qt.Key.Key_Down)
    indices = [viewport.index for viewport in window.views.viewports]
    assert indices == [indices[0], indices[0] + 1, indices[0] + 2]
    opened = popup(window, qtbot)
    QTest.keyClicks(opened.name, "film")
    QTest.keyClick(opened.name, Qt.Key.Key_Return)
    window.views.set_layout(MPR)
    opened = popup(window, qtbot)
    (row,) = [n for n in range(opened.list.count()) if opened.list.item(n).text() == "film"]
    opened.list.setFocus()
    opened.list.setCurrentRow(row)
    QTest.keyClick(opened.list, Qt.Key.Key_Return)
    assert window.views.layout.tiles == 3 and window.views.layout_on(0).id == "kept film"
    opened = popup(window, qtbot)
    assert opened.name.text() == "film" and opened.forget.isEnabled()
    QTest.mouseClick(opened.forget, LEFT)
    assert not window.views.settings.value.layouts


def test_a_grid_is_swept_over_and_clicked(window: Window_, qtbot: QtBot) -> None:
    opened = popup(window, qtbot)
    pitch = opened.picker.width() / 5
    QTest.mouseMove(opened.picker, QPoint(round(4.5 * pitch), round(2.5 * pitch)))
    qtbot.waitUntil(lambda: opened.picker.text == "5 × 3")
    QTest.mouseClick(opened.picker, LEFT, pos=QPoint(round(0.5 * pitch), round(0.5 * pitch)))
    assert window.views.layout is SINGLE


def test_twenty_five_viewports_have_room_on_a_laptop(window: Window_) -> None:
    window.resize(1280, 680)
    window.views.panes.choose(0, grid(5, 5))
    QApplication.processEvents()
    assert window.width() == 1280 and window.height() == 680
    assert min(widths(window)) >= 80
