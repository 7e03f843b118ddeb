"""How pictures are drawn beside their window: against an independent computation, pixel by pixel; values stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import data, dcmread
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.findings.model import ShapeKind
from reader.study.model import Window
from reader.views.colour_maps import colour_maps
from reader.views.display import screen_pixels
from reader.views.layout import MPR, SINGLE
from reader.views.planes import Plane
from reader.views.scene.sharpness import shaped
from reader.views.scene.slice_scene import Picture
from reader.views.screen import ScreenMap
from reader.views.statistics import values_in
from reader.views.tools.distance import DISTANCE
from reader.views.ui import overlay
from reader.views.viewport import Viewport
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, stack, views, volume
from tests.views.test_widget import BIG, Window_, activate

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


def test_cubic_waits_while_the_picture_is_dragged_and_not_while_a_shape_is_drawn_over_it(
    window: Window_, qtbot: QtBot
) -> None:
    target, left = window.viewport(0), Qt.MouseButton.LeftButton
    window.viewport(0).setFocus()
    linear = grey(window)
    window.registry.run("views.interpolation_cubic")
    cubic = grey(window)
    start, end = QPoint(300, 300), QPoint(340, 300)
    qtbot.mousePress(target, left, pos=start)
    qtbot.mouseMove(target, end)
    assert window.views.window_of(0) != WIDE
    window.grab()
    window.views.set_window(0, WIDE)
    assert np.array_equal(grey(window), linear)
    qtbot.mouseRelease(target, left, pos=start)
    window.views.set_window(0, WIDE)
    assert np.array_equal(grey(window), cubic)
    window.views.set_tool(DISTANCE)
    qtbot.mousePress(target, left, pos=start)
    qtbot.mouseMove(target, end)
    drawn = seen(window)[..., 0]
    qtbot.mouseRelease(target, left, pos=end)
    assert np.array_equal(drawn[400:600, 250:450], cubic[400:600, 250:450])


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


@pytest.mark.parametrize(
    ("name", "file"),
    [("hot_iron", "hotiron"), ("pet", "pet"), ("hot_metal_blue", "hotmetalblue"), ("pet_20_step", "pet20step")],
)
def test_palettes_are_those_of_the_standard(name: str, file: str) -> None:
    """As pydicom has them from PS3.6, by their UIDs."""
    stored = dcmread(Path(data.__file__).parent / "palettes" / f"{file}.dcm")
    own = colour_maps()[name]
    assert own.uid == stored.PaletteColorLookupTableUID
    for n, channel in enumerate(("Red", "Green", "Blue")):
        expected = np.frombuffer(stored[f"{channel}PaletteColorLookupTableData"].value, np.uint8)
        assert np.array_equal(own.rgb[:, n], expected)


def hot_iron(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """As PS3.6 B.1.1 has it: 0, 2 … 254, 255 in red; 0, then 0, 2 … in green; 0, then 0, 4 … in blue."""
    red = np.where(level < 128, 2 * level, 255)
    green = np.where(level < 128, 0, np.where(level == 255, 255, 2 * (level - 128)))
    blue = np.where(level < 192, 0, np.where(level == 255, 255, 4 * (level - 191)))
    return np.stack((red, green, blue), axis=-1)


def numbers(window: Window_) -> tuple[object, ...]:
    """What is measured and read of the picture."""
    views, heard = window.views, list[str]()
    state = views.viewports[0]
    assert state.content is not None and state.frame is not None
    views.readout.connect(heard.append)
    views.probe(0, (17.0, 23.0))
    views.readout.disconnect(heard.append)
    corners = ((3.0, 3.0), (30.0, 3.0), (30.0, 40.0), (3.0, 40.0))
    values = values_in(state.content, state.frame, 0, ShapeKind.POLYGON, corners)
    return heard[-1].split(" at ")[0], float(values.mean()), float(values.std()), values.size


def said(window: Window_) -> list[str]:
    return [str(text) for text, _ in overlay._drawn(window.views.viewports[0])]


def test_grey_values_are_shown_in_the_colours_of_a_palette_and_stay_what_they_are(
    window: Window_, qtbot: QtBot
) -> None:
    target, before, history = window.viewport(0), numbers(window), window.views.findings.history
    window.registry.run("views.interpolation_none")
    plain = grey(window)
    QTest.keyClick(target, Qt.Key.Key_C, ALT)
    assert said(window) == ["Hot Iron"] and now(history.undoes) == "Colours changed"
    assert numbers(window) == before
    shown, view = seen(window), target.screen()
    assert view is not None
    sure = inside(*places(view, *shown.shape[:2]), 1.0)
    assert np.abs(shown[sure] - hot_iron(plain[sure].astype(float))).max() <= 4
    window.registry.run("views.invert")
    assert np.abs(seen(window)[sure] - hot_iron(255.0 - plain[sure])).max() <= 4
    window.registry.run("views.invert")
    for name in ("PET", "Hot Metal Blue", "PET 20 Step"):
        QTest.keyClick(target, Qt.Key.Key_C, ALT)
        assert said(window) == [name]
    QTest.keyClick(target, Qt.Key.Key_C, ALT)
    assert said(window) == [] and np.array_equal(grey(window), plain)
    history.undo()
    assert said(window) == ["PET 20 Step"]
    window.registry.run("views.reset")
    assert said(window) == []


def test_the_volume_view_is_not_said_to_be_drawn_so(qtbot: QtBot, tmp_path: Path) -> None:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.views.set_layout(MPR)
    for name in ("views.colours_pet", "views.smooth", "views.rotate"):
        made.registry.run(name)
    told = {v.plane: [text for text, _ in (*overlay._drawn(v), *overlay._turned(v))] for v in made.views.viewports}
    assert told[Plane.VOLUME] == []
    assert told[Plane.CORONAL] == ["PET", "smoothed 1 of 3"]
    made.pictures.grid.close_scenes()


def test_other_planes_of_a_series_are_drawn_like_those_that_were_there(tmp_path: Path) -> None:
    model, image = views(tmp_path), volume(BIG)
    study, series = exam(image)
    model.show(study, series, OpenedSeries.of(image))
    model.set_layout(SINGLE)
    model.set_look(0, "Look", inverted=True, colour_map="pet", sharpness=2, interpolation="cubic")
    model.set_layout(MPR)
    looks = {(v.inverted, v.colour_map, v.sharpness, v.interpolation) for v in model.viewports[:3]}
    assert looks == {(True, "pet", 2, "cubic")}
    model.set_layout(SINGLE)
    model.set_plane(0, Plane.SAGITTAL)
    assert model.viewports[0].colour_map == "pet" and model.viewports[0].inverted


def test_an_image_with_colours_keeps_them(qtbot: QtBot, tmp_path: Path) -> None:
    made = Window_(stack([np.random.default_rng(1).integers(0, 255, (40, 40, 3)).astype(np.uint8)]), tmp_path, "US")
    qtbot.addWidget(made)
    assert not any(command.when() for command in made.registry.group("colours"))
    made.views.set_look(0, "Look", colour_map="pet")  # as where a stack holds both
    assert said(made) == []
    made.grab()
    made.pictures.grid.close_scenes()


def test_what_is_no_image_stays_black_in_every_palette(tmp_path: Path) -> None:
    """Whatever value stands there."""
    viewport = Viewport()
    values, there = np.full((2, 2), 1000, np.int16), np.array(((True, False), (False, True)))
    for name in colour_maps():
        viewport.colour_map = name
        drawn = screen_pixels(viewport, values, Window(40, 400), None, there)
        assert drawn.shape == (2, 2, 3) and not drawn[~there].any() and drawn[there].any()


def by_gauss(
    pixels: NDArray[np.float64], sigma: float, there: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """The whole weighted mean of each pixel's neighbours at once, of those that are an image."""
    reach = int(np.ceil(3 * sigma))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.exp(-(x**2 + y**2) / (2 * sigma**2))
    known = np.ones(pixels.shape) if there is None else there.astype(float)
    padded, weights = np.pad(pixels * known, reach, mode="edge"), np.pad(known, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view
    total = (windows(padded, kernel.shape) * kernel).sum(axis=(-1, -2))
    return np.asarray(total / np.maximum((windows(weights, kernel.shape) * kernel).sum(axis=(-1, -2)), 1e-9))


@pytest.mark.parametrize(("steps", "sigma", "more"), [(-1, 0.7, 0), (-3, 2.0, 0), (1, 1.0, 0.6), (3, 1.0, 2.0)])
def test_smoother_and_sharper_are_a_gaussian_and_an_unsharp_mask(steps: int, sigma: float, more: float) -> None:
    values = np.random.default_rng(9).integers(-1000, 1500, (30, 26)).astype(np.int16)
    hole = np.ones(values.shape, bool)
    hole[8:14, 5:12] = False
    for there in (None, hole):
        known = values.astype(float) if there is None else np.where(there, values, 0).astype(float)
        smooth = by_gauss(known, sigma, there)
        expected = smooth if steps < 0 else known + more * (known - smooth)
        made = shaped(Picture(values, there=there), steps, (0.7, 0.7)).values
        assert made.dtype == values.dtype
        assert np.abs(made - expected)[hole].max() <= 1.0
    colours = np.repeat((values // 10 + 128).clip(0, 255).astype(np.uint8)[..., np.newaxis], 3, axis=-1)
    assert shaped(Picture(colours), steps, (1.0, 1.0)).values.dtype == np.uint8


def test_it_is_as_smooth_in_mm_along_both_sides_of_a_pixel(tmp_path: Path) -> None:
    values = np.zeros((41, 41), np.float32)
    values[20, 20] = 1000
    made = shaped(Picture(values), -3, (1.0, 3.0)).values
    place = np.arange(41) - 20.0
    across = (made.sum(axis=0) * place**2).sum() / made.sum()
    down = (made.sum(axis=1) * (3 * place) ** 2).sum() / made.sum()
    assert across == pytest.approx(4.0, rel=0.05) and down == pytest.approx(4.0, rel=0.05)


def test_a_picture_is_made_sharper_and_smoother_by_steps_and_numbers_stay(window: Window_) -> None:
    target, before, history = window.viewport(0), numbers(window), window.views.findings.history
    target.setFocus()
    plain = grey(window)
    spread = []
    for expected in ("smoothed 1 of 3", "smoothed 2 of 3", "smoothed 3 of 3", "smoothed 3 of 3"):
        QTest.keyClick(target, Qt.Key.Key_Down, ALT)
        assert said(window) == [expected] and numbers(window) == before
        spread.append(grey(window)[200:500, 250:450].std())
    assert plain[200:500, 250:450].std() > spread[0] > spread[1] > spread[2] == spread[3]
    for _ in range(3):
        QTest.keyClick(target, Qt.Key.Key_Up, ALT)
    assert said(window) == [] and np.array_equal(grey(window), plain)
    QTest.keyClick(target, Qt.Key.Key_Up, ALT)
    assert said(window) == ["sharpened 1 of 3"] and numbers(window) == before
    assert grey(window)[200:500, 250:450].std() > plain[200:500, 250:450].std()
    assert now(history.undoes) == "Sharpness changed"
    history.undo()
    assert np.array_equal(grey(window), plain)


def test_what_is_changed_for_the_eye_is_said_at_every_level_of_text(window: Window_) -> None:
    window.views.change(0, zoom=0.2)

    def light() -> int:
        return int((seen(window)[:60, -180:] > 150).any(axis=-1).sum())

    plain = light()
    window.registry.run("views.smooth")
    smoothed = light()
    window.registry.run("views.colours_pet_20_step")
    assert plain + 50 < smoothed < light() - 50


def test_the_menu_of_a_picture_is_short_and_leads_to_all_of_it(window: Window_, qtbot: QtBot) -> None:
    target = window.viewport(0)
    qtbot.mouseClick(target, Qt.MouseButton.RightButton, pos=target.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    inner = {action.text(): action.menu() for action in menu.actions() if action.menu() is not None}
    expected = ["Window", "Rotate and flip", "Colours", "Sharpness", "Presentation state"]
    assert list(inner) == expected, "no planes nor slabs of one image"
    assert menu.sizeHint().height() < 620
    colours = inner["Colours"]
    assert isinstance(colours, QMenu)
    (pet,) = [action for action in colours.actions() if action.text() == "PET colours"]
    pet.trigger()
    assert said(window) == ["PET"]
    menu.close()
