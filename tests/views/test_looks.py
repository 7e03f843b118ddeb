"""How pictures are drawn beside their window: against an independent computation, pixel by pixel; values stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.study.model import Window
from reader.views.planes import Plane
from reader.views.screen import ScreenMap
from reader.views.viewport import Viewport
from reader.volume.model import VolumeGeometry
from tests.views.examples import STRAIGHT, stack, volume
from tests.views.test_widget import Window_, activate

ALT = Qt.KeyboardModifier.AltModifier
GREYS = np.random.default_rng(5).integers(0, 256, (48, 40)).astype(np.uint8)
WIDE = Window(128.0, 256.0)


def showing(pixels: NDArray[np.generic], folder: Path, qtbot: QtBot, modality: str = "MR") -> Window_:
    made = Window_(stack([pixels]), folder, modality)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    activate(qtbot, made)
    made.views.set_overlay_level(0)
    made.views.set_window(0, WIDE)
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = showing(GREYS, tmp_path, qtbot)
    yield made
    made.pictures.grid.close_scenes()


def seen(window: Window_, number: int = 0) -> NDArray[np.uint8]:
    """RGB on the screen."""
    picture = window.viewport(number).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3).copy()


def grey(window: Window_) -> NDArray[np.uint8]:
    shown = seen(window)
    assert np.ptp(shown.astype(int), axis=-1)[60:-60, 60:-60].max() == 0
    return shown[..., 0]


def places(view: ScreenMap, height: int, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(column, row) under the middle of each pixel of the screen."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    inverse = np.linalg.inv(np.array(((view.a, view.b), (view.c, view.d))))
    column, row = np.einsum("ij,jkl->ikl", inverse, np.stack((x - view.x, y - view.y)))
    return column, row


def inside(column: NDArray[np.float64], row: NDArray[np.float64], edge: float) -> NDArray[np.bool_]:
    """Well in the picture, off the border, and off what is written at the middle of each edge."""
    rows, columns = GREYS.shape
    found = (column > edge) & (row > edge) & (column < columns - 1 - edge) & (row < rows - 1 - edge)
    found[:60], found[-60:], found[:, :60], found[:, -60:] = False, False, False, False
    return found


def keys(at: NDArray[np.float64], before: int) -> NDArray[np.float64]:
    """Weight of a pixel so many before the place, by Keys (1981), a = −1/2."""
    far = np.abs(at - (np.floor(at) + before))
    near = 1.5 * far**3 - 2.5 * far**2 + 1
    return np.where(far <= 1, near, np.where(far < 2, -0.5 * far**3 + 2.5 * far**2 - 4 * far + 2, 0.0))


def by_cubic(
    pixels: NDArray[np.uint8], column: NDArray[np.float64], row: NDArray[np.float64]
) -> NDArray[np.float64]:
    found = np.zeros_like(column)
    for down in range(-1, 3):
        for across in range(-1, 3):
            r = np.clip(np.floor(row).astype(int) + down, 0, pixels.shape[0] - 1)
            c = np.clip(np.floor(column).astype(int) + across, 0, pixels.shape[1] - 1)
            found += pixels[r, c] * keys(row, down) * keys(column, across)
    return np.clip(found, 0, 255)


def test_single_pixels_are_exactly_those_of_the_image(window: Window_, qtbot: QtBot) -> None:
    target = window.viewport(0)
    smooth = grey(window)
    QTest.keyClick(target, Qt.Key.Key_I, ALT)
    assert window.views.viewports[0].interpolation == "none"
    shown, view = grey(window), target.screen()
    assert view is not None and view.a > 5
    column, row = places(view, *shown.shape)
    whole = inside(column, row, 1.0)
    off_border = np.minimum(np.abs((column % 1) - 0.5), np.abs((row % 1) - 0.5)) * view.a > 1
    sure = whole & off_border
    expected = GREYS[np.clip(np.rint(row), 0, 47).astype(int), np.clip(np.rint(column), 0, 39).astype(int)]
    assert sure.sum() > 100_000
    assert np.array_equal(shown[sure], expected[sure])
    assert not np.array_equal(smooth, shown)
    assert now(window.views.findings.history.undoes) == "Interpolation changed"
    QTest.keyClick(target, Qt.Key.Key_I, ALT)
    assert np.array_equal(grey(window), smooth), "the same key again: as it is set"
    window.views.findings.history.undo()
    assert np.array_equal(grey(window), shown)


@pytest.mark.parametrize("turns", [0, 1])
def test_cubic_is_the_published_convolution(window: Window_, turns: int) -> None:
    window.views.change(0, turns=turns)
    window.registry.run("views.interpolation_cubic")
    shown, view = grey(window), window.viewport(0).screen()
    assert view is not None
    column, row = places(view, *shown.shape)
    sure = inside(column, row, 2.0)
    expected = by_cubic(GREYS, column, row)
    assert sure.sum() > 100_000
    assert np.abs(shown[sure] - expected[sure]).max() <= 1.5


def test_what_the_user_has_set_holds_until_a_picture_is_shown_otherwise(window: Window_) -> None:
    linear = grey(window)
    window.views.settings.update(interpolation="none")
    single = grey(window)
    assert not np.array_equal(linear, single)
    window.registry.run("views.interpolation_linear")
    assert np.array_equal(grey(window), linear)
    window.registry.run("views.reset")
    window.views.set_window(0, WIDE)
    assert np.array_equal(grey(window), single)


def test_thick_slices_are_seen_as_steps_across_them(qtbot: QtBot, tmp_path: Path) -> None:
    """No value that the volume does not have, in every plane."""
    image = volume(VolumeGeometry((24, 20, 12), (1.0, 1.0, 4.0), (0.0, 0.0, 0.0), STRAIGHT))
    image.voxels[:] = np.random.default_rng(2).integers(0, 2, image.voxels.shape) * 255
    made = Window_(image, tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    activate(qtbot, made)
    made.views.crosshair = False
    made.views.set_overlay_level(0)
    made.views.set_plane(made.views.active, Plane.CORONAL)
    made.views.set_window(0, WIDE)
    made.registry.run("views.interpolation_none")
    shown, view = seen(made)[..., 0], made.viewport(0).screen()
    assert view is not None
    column, row = places(view, *shown.shape)
    sure = (column > 0) & (row > 0) & (column < 23) & (row < 11)
    sure[:40], sure[-40:], sure[:, :40], sure[:, -60:] = False, False, False, False
    sure &= (np.abs((column % 1) - 0.5) * view.a > 1) & (np.abs((row % 1) - 0.5) * view.d > 1)
    state: Viewport = made.views.viewports[0]
    plane = image.voxels[::-1, state.index, :]
    expected = plane[np.clip(np.rint(row), 0, 11).astype(int), np.clip(np.rint(column), 0, 23).astype(int)]
    assert sure.sum() > 20_000
    assert np.array_equal(shown[sure], expected[sure])
    made.pictures.grid.close_scenes()
