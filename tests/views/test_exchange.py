"""A series on the screen that is loaded again, with more images: nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from reader.study.model import Window
from reader.views.layout import MPR, SINGLE
from reader.views.measure import MeasuredShape
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.tools.distance import DISTANCE
from reader.views.viewport import Viewport
from reader.volume.model import OpenedSeries, Stack, Volume, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, stack, views, volume
from tests.views.test_widget import Window_, activate

MORE = 4
"""So many slices come at the head, where scrolling begins: every index is another one."""
LONG = VolumeGeometry((24, 20, 16), (1.0, 1.0, 2.0), (-10.0, -20.0, -30.0), STRAIGHT)


def whole() -> Volume:
    return volume(LONG)


def begun(full: Volume) -> Volume:
    geometry = replace(LONG, size=(24, 20, 16 - MORE))
    there = np.ones(16 - MORE, np.bool_)
    return Volume(full.series_uid, geometry, full.voxels[:-MORE].copy(), there, full.slices[:-MORE], units="HU")


def look(viewport: Viewport) -> tuple[object, ...]:
    v = viewport
    return (
        v.id, v.plane, v.zoom, v.pan, v.turns, v.angle, v.flipped, v.window, v.own, v.inverted, v.slab, v.camera,
        v.graphics, v.interpolation, v.colour_map, v.sharpness,
    )  # fmt: skip


def point(viewport: Viewport) -> tuple[float, ...]:
    """Of the middle of the first viewport's slice."""
    frame = viewport.frame
    assert frame is not None
    return frame.to_point(((frame.size[0] - 1) / 2, (frame.size[1] - 1) / 2, viewport.index))


def load_again(model: ViewsModel, image: Volume | Stack) -> None:
    model.show_again(*exam(image), OpenedSeries.of(image))


def test_it_is_exchanged_where_it_stands(tmp_path: Path) -> None:
    model, full = views(tmp_path), whole()
    model.show(*exam(begun(full)), OpenedSeries.of(begun(full)))
    model.set_layout(SINGLE)
    second = volume(replace(LONG, size=(24, 20, 10)), seed=3, series_uid="1.2.3.9")
    model.show_compare(*exam(second), OpenedSeries.of(second), prior=False)
    model.toggle_link()
    model.set_window(0, Window(40, 350))
    model.scroll_to(0, 3)
    model.scroll_to(1, 7)
    model.change(0, zoom=3.0, pan=(4.0, -2.0), turns=1, angle=7.0, flipped=True, graphics=False)
    model.set_look(0, "Look", interpolation="cubic", colour_map="pet", sharpness=2)
    model.set_inverted(0, True)
    model.toggle_maximised(0)
    looks, place, layout = [look(v) for v in model.viewports], point(model.viewports[0]), model.layout
    beside, cursor = model.viewports[1], model.cursor
    load_again(model, full)
    first = model.viewports[0]
    assert first.content is not None and first.content.image is full and model.main is first.content
    assert [look(v) for v in model.viewports] == looks and model.layout == layout
    assert (first.index, point(first)) == (3 + MORE, pytest.approx(place))
    assert model.viewports[1] is beside and beside.index == 7 and model.maximised == 0
    assert model.cursor == cursor
    assert not model.findings.history.undoes, "the short series is not brought back"
    arrived: list[int] = []
    model.arrived.connect(arrived.append)
    full.filled.emit(0)
    assert arrived == [0], "and goes on filling"


def test_planes_keep_their_places_and_an_automatic_window_stays(tmp_path: Path) -> None:
    model, full = views(tmp_path), whole()
    model.show(*exam(begun(full), modality="MR"), OpenedSeries.of(begun(full)))
    model.set_layout(MPR)
    model.set_cursor((-3.0, -12.0, -10.0))
    shown = {v.plane: (v.index, v.frame.to_point((0, 0, v.index))) for v in model.viewports if v.frame is not None}
    window = model.window_of(0)
    model.show_again(*exam(full, modality="MR"), OpenedSeries.of(full))
    assert model.layout == MPR and model.window_of(0) == window
    for viewport in model.viewports:
        if viewport.frame is None:
            assert viewport.plane is Plane.VOLUME
            continue
        axis = {Plane.AXIAL: 2, Plane.CORONAL: 1, Plane.SAGITTAL: 0}[viewport.plane]
        now = viewport.frame.to_point((0, 0, viewport.index))
        assert now[axis] == pytest.approx(shown[viewport.plane][1][axis])


def test_a_stack_shows_the_same_image(tmp_path: Path) -> None:
    model = views(tmp_path)
    pictures = [np.full((8, 8), n, np.uint16) for n in range(6)]
    full = stack(list(pictures))
    short = stack(list(pictures[2:]))
    short.frames = full.frames[2:]
    model.show(*exam(short), OpenedSeries.of(short))
    model.scroll_to(0, 1)
    load_again(model, full)
    assert (model.viewports[0].index, model.viewports[0].content.image) == (3, full)  # type: ignore[union-attr]


def test_what_the_mouse_draws_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    full = whole()
    window = Window_(begun(full), tmp_path)
    qtbot.addWidget(window)
    window.resize(1100, 800)
    activate(qtbot, window)
    model = window.views
    model.set_layout(SINGLE)
    model.set_tool(DISTANCE)
    model.scroll_to(0, 3)
    measured: list[MeasuredShape] = []
    model.measured.connect(measured.append)
    target, place = window.viewport(0), point(model.viewports[0])
    middle = target.rect().center()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(target, middle + QPoint(40, 0))
    load_again(model, full)
    qtbot.wait(20)
    assert window.viewport(0) is target
    qtbot.mouseMove(target, middle + QPoint(80, 0))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=middle + QPoint(80, 0))
    (made,) = measured
    assert {round(p[2], 3) for p in made.shape.points} == {round(place[2], 3)}
    entry = full.slices[15 - (3 + MORE)]
    assert made.shape.image is not None and entry is not None and made.shape.image.covers(entry)
    assert model.measuring.draft is None
    window.pictures.grid.close_scenes()


def test_what_was_begun_on_a_slice_that_is_gone_is_given_up(tmp_path: Path) -> None:
    model, full = views(tmp_path), whole()
    model.show(*exam(full), OpenedSeries.of(full))
    model.set_layout(SINGLE)
    model.set_tool(DISTANCE)
    model.scroll_to(0, 1)
    model.measuring.press(0, (5.0, 5.0))
    load_again(model, begun(full))
    assert model.measuring.draft is None and model.measuring.preview(0) is None
    assert not model.measuring.move(0, (7.0, 7.0))
