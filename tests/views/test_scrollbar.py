"""The bar beside a picture: what it tells of the series, and scrolling by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.dicom.values import Code
from reader.findings.model import Finding, FindingsModel, ImageReference, KeyImage, Observer, Source, Status
from reader.spatial.space import Space
from reader.views.grids import tiles
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.scroll_marks import Mark, ScrollMarks
from reader.volume.model import OpenedSeries
from tests.views.examples import exam, stack, views, volume
from tests.views.test_widget import BIG, Window_, activate

LEFT = Qt.MouseButton.LeftButton
CODE = Code("1", "99X", "Nodule")
SOP = "1.2.840.10008.5.1.4.1.1.2"


def found(uid: str, place: tuple[float, float, float], *, ai: bool = False) -> Finding:
    source = Source(Observer.DEVICE if ai else Observer.PERSON, "Finder")
    status = Status.PROPOSED if ai else Status.ACCEPTED
    return Finding(uid, "N", source, CODE, status=status, place=place, space=Space.series("1.2.3.1"))


def test_marks_are_where_the_findings_and_key_images_are(tmp_path: Path) -> None:
    model, image = views(tmp_path), volume(BIG)
    model.show(*exam(image), OpenedSeries.of(image))
    model.set_layout(SINGLE)
    viewport = model.viewports[0]
    geometry = image.geometry
    places = [geometry.to_patient((5.0, 5.0, float(k))) for k in (3, 17)]
    findings = FindingsModel()
    findings.load([found("1", places[0]), found("2", places[1], ai=True)])
    key = KeyImage(ImageReference(SOP, "1.2.3.1.30", (), "1.2.3.1"), CODE, "", Source(Observer.PERSON, "Li"))
    findings.set_results((), (), (key,))
    model.set_findings(findings)
    frame, marks = viewport.frame, ScrollMarks()
    assert frame is not None

    def at(k: int) -> int:
        return next(index for index in range(viewport.count) if frame.stored_index(index) == k)

    assert set(marks.marks(model, viewport)) == {Mark(at(3), False), Mark(at(17), True), Mark(at(30), False, True)}
    assert marks.runs(model, viewport, ai=False) == [(at(3), at(3) + 1)]
    assert marks.runs(model, viewport, ai=True) == [(at(17), at(17) + 1)]
    model.toggle_ai()
    assert Mark(at(17), True) not in marks.marks(model, viewport)
    assert not marks.runs(model, viewport, ai=True)
    model.set_plane(0, Plane.CORONAL)
    across = {mark.index for mark in marks.marks(model, model.viewports[0])}
    coronal = model.viewports[0].frame
    assert coronal is not None and across == {round(coronal.to_pixel(places[0])[2])}, "where it lies in that plane"


def test_what_was_on_the_screen_is_told_in_runs(tmp_path: Path) -> None:
    model, image = views(tmp_path), stack([np.full((9, 9), n, np.int16) for n in range(8)])
    model.show(*exam(image), OpenedSeries.of(image))
    marks = ScrollMarks()
    for index in (0, 1, 2, 5):
        model.scroll_to(0, index)
        model.mark_seen(0)
        marks.seen(model, model.viewports[0])
    assert marks.seen(model, model.viewports[0]) == [(0, 3), (5, 6)]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1000, 700)
    activate(qtbot, result)
    result.views.set_layout(SINGLE)
    QApplication.processEvents()
    yield result
    result.pictures.grid.close_scenes()


def test_the_bar_is_dragged_to_both_ends_and_changes_nothing_else(window: Window_) -> None:
    viewport, model = window.viewport(0), window.views
    before = model.window_of(0)
    edge, bottom = viewport.width() - 3, viewport.height() - 1
    QTest.mousePress(viewport, LEFT, pos=QPoint(edge, viewport.height() // 2))
    assert abs(model.viewports[0].index - model.viewports[0].count // 2) <= 1
    QTest.mouseMove(viewport, QPoint(edge - 200, 0))
    QTest.mouseMove(viewport, QPoint(edge, 0))
    QApplication.processEvents()
    assert model.viewports[0].index == 0
    QTest.mouseRelease(viewport, LEFT, pos=QPoint(edge, bottom))
    QTest.mouseClick(viewport, LEFT, pos=QPoint(edge, bottom))
    assert model.viewports[0].index == model.viewports[0].count - 1 and model.window_of(0) == before


def test_tiles_have_one_bar_for_all(window: Window_) -> None:
    window.views.panes.choose(0, tiles(2, 2))
    QApplication.processEvents()
    last, first = window.viewport(3), window.viewport(0)
    QTest.mouseClick(last, LEFT, pos=QPoint(last.width() - 3, last.height() - 1))
    count = window.views.viewports[0].count
    assert [viewport.index for viewport in window.views.viewports] == list(range(count - 4, count))
    QTest.mouseClick(first, LEFT, pos=QPoint(first.width() - 3, 1))
    assert window.views.viewports[0].index == count - 4, "none there"
