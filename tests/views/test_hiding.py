"""Findings that are hidden, locked, or labelled where the user has moved the label: by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from reader.core.errors import ReaderError
from reader.core.qt.actions import bind_keys
from reader.findings import service
from reader.findings.commands import commands
from reader.findings.ui.panel import FindingsPanel
from reader.views.jumping import shows
from reader.views.tools.distance import DISTANCE
from reader.views.tools.registry import FIRST
from reader.views.ui.layers import findings_of
from tests.views.examples import volume
from tests.views.test_annotations import keep
from tests.views.test_widget import BIG, Window_, activate, drag, drawn_image

LEFT = Qt.MouseButton.LeftButton
START, END = QPoint(120, 150), QPoint(180, 190)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    """With one distance in its first picture."""
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    result.registry.add(*(own := commands(result.views.findings)))
    bind_keys(own, result.pictures)
    activate(qtbot, result)
    keep(result.views)
    result.views.set_tool(DISTANCE)
    drag(qtbot, result.viewport(0), START, END, LEFT)
    result.views.set_tool(FIRST)
    yield result
    result.pictures.grid.close_scenes()


def test_one_or_all_are_hidden_said_so_and_come_back(qtbot: QtBot, window: Window_) -> None:
    model, target = window.views, window.viewport(0)
    findings = model.findings
    (finding,) = findings.findings
    panel = FindingsPanel(findings, model.settings)
    qtbot.addWidget(panel)

    def visible() -> bool:
        assert bool(findings_of(model, target.state)) == shows(model, finding)
        return shows(model, finding)

    with_it = drawn_image(target)
    qtbot.keyClick(target, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert not visible() and drawn_image(target) != with_it
    assert "hidden" in panel.row(finding.tracking_uid).accessibleName()
    assert findings.history.undoes == "Lesion hidden" and findings.history.undo() and visible()
    qtbot.keyClick(target, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert not visible()
    findings.select(finding.tracking_uid, jump=True)
    assert visible(), "who goes to it sees it"
    findings.set_read_only("signed")
    qtbot.keyClick(target, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert not visible(), "also where nothing may be changed"


def test_what_is_locked_is_neither_moved_nor_deleted(qtbot: QtBot, window: Window_) -> None:
    model, target = window.views, window.viewport(0)
    before = model.findings.findings
    qtbot.keyClick(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    drag(qtbot, target, END, END + QPoint(30, 30), LEFT)
    assert model.findings.findings == before
    model.findings.select(before[0].tracking_uid)
    with pytest.raises(ReaderError, match="locked"):
        service.delete(model.findings, before[0].tracking_uid)
    qtbot.keyClick(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    drag(qtbot, target, END, END + QPoint(30, 30), LEFT)
    assert model.findings.findings != before


def test_a_label_is_dragged_away_and_stays_there_in_other_pictures(qtbot: QtBot, window: Window_) -> None:
    model, target = window.views, window.viewport(0)
    (finding,) = model.findings.findings
    target.grab()
    plate, anchor = target.labels[finding.tracking_uid]
    start, way = plate.center().toPoint(), QPoint(40, 70)
    drag(qtbot, target, start, start + way, LEFT)
    target.grab()
    moved, same = target.labels[finding.tracking_uid]
    assert (moved.topLeft() - plate.topLeft() - QPointF(way)).manhattanLength() < 2 and same == anchor
    assert model.findings.findings == (finding,), "the measurement is where it was"
    model.scroll(0, 1)
    model.scroll(0, -1)
    target.grab()
    assert target.labels[finding.tracking_uid][0] == moved
    assert model.findings.history.undoes == "Label moved" and model.findings.history.undo()
    target.grab()
    assert target.labels[finding.tracking_uid][0] == plate
    drag(qtbot, target, start, QPoint(target.width() + 500, 5), LEFT)
    target.grab()
    assert QPointF(0, 0) != target.labels[finding.tracking_uid][0].topLeft()
    assert target.rect().toRectF().contains(target.labels[finding.tracking_uid][0])
