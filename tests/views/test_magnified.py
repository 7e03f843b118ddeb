"""The magnifying glass and one pixel of the image on one of the screen, against the pixels themselves."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QScreen
from pytestqt.qtbot import QtBot

from reader.views.tools.magnify import MAGNIFY
from reader.views.ui.lens import RADIUS
from tests.views.examples import stack, volume
from tests.views.test_widget import BIG, Window_, activate

SIDE, BLOCK = 1600, 40
BRIGHT = (np.add.outer(np.arange(SIDE) // BLOCK, 2 * (np.arange(SIDE) // BLOCK)) % 3 == 0).astype(np.int16) * 1000
"""Blocks in a pattern that is not the same along rows and columns."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(stack([BRIGHT]), tmp_path, "DX")
    qtbot.addWidget(made)
    made.resize(1000, 700)
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


def seen(window: Window_) -> NDArray[np.uint8]:
    """What is on the screen, as grey levels; without the frame of the keyboard's focus."""
    picture = window.viewport(0).grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    shown = rows[:, : picture.width()].copy()
    shown[[0, -1]], shown[:, [0, -1]] = 0, 0
    return shown


def test_the_glass_shows_single_pixels_around_the_mouse_and_goes_with_the_button(
    qtbot: QtBot, window: Window_
) -> None:
    model, target, left = window.views, window.viewport(0), Qt.MouseButton.LeftButton
    before = seen(window)
    model.set_tool(MAGNIFY)
    view = target.screen()
    assert view is not None and hypot(view.a, view.c) < 0.6, "the picture is drawn from fewer pixels"
    for at in (QPoint(300, 300), QPoint(420, 260)):
        if at.x() == 300:
            qtbot.mousePress(target, left, pos=at)
        else:
            qtbot.mouseMove(target, at)
        shown = seen(window)
        larger = max(2.0, 1.0 / hypot(view.a, view.c))
        for dx, dy in ((0, 0), (90, 10), (-70, 60), (20, -110)):
            column, row = view.to_pixel(at.x() + dx / larger, at.y() + dy / larger)
            near = BRIGHT[round(row) - 3 : round(row) + 4, round(column) - 3 : round(column) + 4]
            if near.size and near.min() == near.max():  # not at the edge of a block
                assert (shown[at.y() + dy, at.x() + dx] > 128) == (near.max() > 500), (at, dx, dy)
        beside = at.x() + round(RADIUS) + 8
        assert np.array_equal(shown[200:400, beside : beside + 100], before[200:400, beside : beside + 100])
    qtbot.mouseRelease(target, left, pos=at)
    assert np.array_equal(seen(window), before)


def test_at_actual_size_a_pixel_of_the_image_is_one_of_the_screen(window: Window_) -> None:
    window.registry["views.actual_size"].run()
    target = window.viewport(0)
    view = target.screen()
    assert view is not None
    shown = seen(window)
    rows, columns = np.mgrid[200:500:7, 200:500:7]
    places = zip(columns.ravel(), rows.ravel(), strict=True)
    across, down = np.array([view.to_pixel(float(x), float(y)) for x, y in places]).T
    steps = np.ptp(across) / 294, np.ptp(down) / 294
    assert steps == pytest.approx((1.0, 1.0), abs=1e-6)
    there = BRIGHT[np.round(down).astype(int), np.round(across).astype(int)] > 500
    inside = np.all([abs((v + 0.5) % BLOCK - BLOCK / 2) < BLOCK / 2 - 2 for v in (across, down)], axis=0)
    assert inside.sum() > 1000
    assert np.array_equal((shown[rows.ravel(), columns.ravel()] > 128)[inside], there[inside])


@pytest.fixture
def ct(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


@pytest.mark.parametrize("turns", [0, 1])
def test_at_true_size_a_millimetre_is_one_of_the_display(
    ct: Window_, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    monkeypatch.setattr(QScreen, "physicalDotsPerInch", lambda _: 127.0)  # 5 pixels a millimetre
    said: list[str] = []
    ct.views.readout.connect(said.append)
    ct.views.change(0, turns=turns)
    ct.registry.run("views.true_size")
    view, frame = ct.viewport(0).screen(), ct.viewport(0).state.frame
    assert view is not None and frame is not None
    (x, y), (u, v) = view.to_screen(10, 20), view.to_screen(13, 24)  # 5 mm apart: voxels of 1 mm
    assert frame.spacing == (1.0, 1.0) and hypot(u - x, v - y) == pytest.approx(25.0)
    assert "ruler" in said[-1]


@pytest.mark.parametrize(("dots", "why"), [(0.0, "monitor"), (5000.0, "monitor"), (127.0, "pixels")])
def test_a_true_size_that_is_not_known_is_none(
    window: Window_, ct: Window_, monkeypatch: pytest.MonkeyPatch, dots: float, why: str
) -> None:
    """The radiograph says nothing of its pixels, the monitor nothing of itself."""
    monkeypatch.setattr(QScreen, "physicalDotsPerInch", lambda _: dots)
    shown, said = ct if why == "monitor" else window, list[str]()
    shown.views.readout.connect(said.append)
    before = shown.views.viewports[0].zoom
    shown.registry.run("views.true_size")
    assert shown.views.viewports[0].zoom == before and why in said[-1]
