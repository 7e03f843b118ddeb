"""A presentation state that is chosen shows the picture that dcmtk makes of it, pixel by pixel, on the screen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.views.presentation import PresentationState
from reader.views.states.codec import read_states
from tests.dicom.pictures import opened
from tests.exams import exam_set
from tests.views.states.made import COLUMNS, ROWS, image, state, table, whole
from tests.views.test_looks import seen
from tests.views.test_widget import Window_, activate
from tests.volume.made import item, part10

needs_dcmtk = pytest.mark.skipif(shutil.which("dcmp2pgm") is None, reason="dcmtk is not on this computer")


def by_dcmtk(folder: Path, shown: bytes, said: bytes) -> NDArray[np.uint8]:
    files = [folder / name for name in ("state.dcm", "image.dcm", "out.pgm")]
    files[0].write_bytes(said)
    files[1].write_bytes(shown)
    subprocess.run(["dcmp2pgm", "-q", "-p", *map(str, files)], check=True, timeout=60)
    return np.asarray(Image.open(files[2]))


def read(shown: bytes, said: bytes) -> PresentationState:
    viewport, _ = opened(shown)
    assert viewport.content is not None
    found = read_states([said], viewport.content.study)
    assert not found.unread, [*map(now, found.unread.values())]
    return found.states[0]


def window_on(shown: bytes, folder: Path, qtbot: QtBot, size: tuple[int, int] = (1100, 800)) -> Window_:
    viewport, _ = opened(shown)
    assert viewport.content is not None
    made = Window_(viewport.content.image, folder)
    qtbot.addWidget(made)
    made.resize(*size)
    activate(qtbot, made)
    made.views.set_overlay_level(0)
    made.views.set_look(0, "Interpolation changed", interpolation="none")
    return made


def choose(window: Window_, found: PresentationState) -> None:
    window.views.presenting.set_states([found])
    window.registry.run("views.state_1")


def places(window: Window_, rows: int, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(x, y) on the screen of the middle of each of so many pixels of what is seen of the picture, from its upper
    left corner, whichever way it is turned."""
    view, target = window.viewport(0).screen(), window.viewport(0)
    frame = target.state.frame
    assert view is not None and frame is not None
    corners = [view.to_screen(c, r) for c in (-0.5, frame.size[0] - 0.5) for r in (-0.5, frame.size[1] - 0.5)]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*corners, strict=True))
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = top + (np.arange(rows) + 0.5) * (bottom - top) / rows
    return x, y


def on_screen(window: Window_, rows: int, columns: int) -> NDArray[np.uint8]:
    """A picture of so many pixels as it is seen: a sample at the middle of each."""
    x, y = places(window, rows, columns)
    shown: NDArray[np.uint8] = seen(window)[y.astype(int)[:, np.newaxis], x.astype(int)[np.newaxis], 0]
    return shown


def free(window: Window_, rows: int, columns: int) -> NDArray[np.bool_]:
    """Where no text lies over such samples: the label of the state and the letters of the edges."""
    target = window.viewport(0)
    width, height = target.width(), target.height()
    x, y = places(window, rows, columns)
    written = ((y < 70) | (y > height - 30))[:, np.newaxis] & (x > width - 300)
    for across, down in ((width / 2, 20), (width / 2, height - 20), (20, height / 2), (width - 20, height / 2)):
        written |= (np.abs(y - down) < 30)[:, np.newaxis] & (np.abs(x - across) < 30)
    assert written.mean() < 0.2
    return ~written


RAMP = (np.arange(4096) ** 2 // 257).clip(0, 65535)
LOOKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "window": ({}, {}),
    "inverse": ({"PresentationLUTShape": "INVERSE"}, {}),
    "voi table": (
        {"SoftcopyVOILUTSequence": [item(VOILUTSequence=[table(2048, 0, np.arange(2048) ** 2 % 4096, 12)])],
         "RescaleIntercept": 0}, {"RescaleIntercept": 0},
    ),
    "presentation table": (
        {"PresentationLUTShape": None, "PresentationLUTSequence": [table(4096, 0, RAMP)]}, {},
    ),
    "presentation table, low values are light": (
        {"PresentationLUTShape": None, "PresentationLUTSequence": [table(1024, 0, np.arange(1024) ** 2 // 16)]},
        {"PhotometricInterpretation": "MONOCHROME1"},
    ),
    "presentation table, values above 32767": (
        {"PresentationLUTShape": None, "PresentationLUTSequence": [table(4096, 0, RAMP)],
         "RescaleSlope": 16, "RescaleIntercept": 0,
         "SoftcopyVOILUTSequence": [item(WindowCenter=30000, WindowWidth=20000)]},
        {"RescaleSlope": 16, "RescaleIntercept": 0},
    ),
    "other modality values": ({"RescaleSlope": 2, "RescaleIntercept": -2000}, {}),
    "other modality values, a narrow window": (
        {"RescaleSlope": 4, "RescaleIntercept": -2000,
         "SoftcopyVOILUTSequence": [item(WindowCenter=1000, WindowWidth=40)]}, {},
    ),
    "other modality values, voi table": (
        {"RescaleSlope": 0.5, "RescaleIntercept": 100,
         "SoftcopyVOILUTSequence": [item(VOILUTSequence=[table(1024, 0, np.arange(1024) * 4, 12)])]}, {},
    ),
    "modality values that fall": (
        {"RescaleSlope": -1, "RescaleIntercept": 2000,
         "SoftcopyVOILUTSequence": [item(WindowCenter=600, WindowWidth=1500)]}, {},
    ),
    "no modality values": (
        {"RescaleSlope": None, "RescaleIntercept": None, "RescaleType": None,
         "SoftcopyVOILUTSequence": [item(WindowCenter=900, WindowWidth=1500)]}, {},
    ),
    "low values are light": ({}, {"PhotometricInterpretation": "MONOCHROME1"}),
    "low values are light, inverse": (
        {"PresentationLUTShape": "INVERSE"}, {"PhotometricInterpretation": "MONOCHROME1"},
    ),
    **{
        f"turned {turn}{', flipped' * (flip == 'Y')}": ({"ImageRotation": turn, "ImageHorizontalFlip": flip}, {})
        for turn in (0, 90, 180, 270) for flip in ("N", "Y")
    },
}  # fmt: skip


@needs_dcmtk
@pytest.mark.parametrize("look", LOOKS)
def test_the_picture_is_the_one_that_dcmtk_makes(look: str, qtbot: QtBot, tmp_path: Path) -> None:
    of_state, of_image = LOOKS[look]
    picture = image()
    for keyword, value in of_image.items():
        setattr(picture, keyword, value)
    shown, said = part10(picture), part10(state(picture, **of_state))
    expected = by_dcmtk(tmp_path, shown, said)
    window = window_on(shown, tmp_path, qtbot)
    before = seen(window)
    choose(window, read(shown, said))
    found = on_screen(window, *expected.shape)
    differ = np.abs(found.astype(int) - expected)
    assert differ[free(window, *expected.shape)].max() <= 1
    held = window.views.window_of(0)
    window.views.viewport_changed.emit(0)
    assert window.views.window_of(0) == held and window.views.viewports[0].presentation.over == frozenset()
    window.views.findings.history.undo()
    assert np.array_equal(seen(window), before), "all of it is one step"
    window.pictures.grid.close_scenes()


@pytest.mark.parametrize("degrees", [0, 90])
def test_the_displayed_area_is_as_large_as_it_asks_for(degrees: int, qtbot: QtBot, tmp_path: Path) -> None:
    """Columns 11 to 40, rows 5 to 20: fits the viewport, or is magnified, or of its true size on this display; its
    middle in the middle. A zoom goes on from there, and the picture as a whole comes back with its key."""
    picture = image()
    corners = {"DisplayedAreaTopLeftHandCorner": [11, 5], "DisplayedAreaBottomRightHandCorner": [40, 20]}
    modes: list[dict[str, Any]] = [
        {}, {"PresentationSizeMode": "MAGNIFY", "PresentationPixelMagnificationRatio": 5.0},
        {"PresentationSizeMode": "TRUE SIZE", "PresentationPixelSpacing": [2.0, 2.0]},
    ]  # fmt: skip
    window = window_on(part10(picture), tmp_path, qtbot)
    target, model = window.viewport(0), window.views
    said = [
        state(picture, number=n, ImageRotation=degrees, DisplayedAreaSelectionSequence=[whole(**corners, **mode)])
        for n, mode in enumerate(modes, 1)
    ]
    model.presenting.set_states([read(part10(picture), part10(one)) for one in said])
    before = target.screen()
    dots = QWidget.screen(target).physicalDotsPerInch()
    sides = (30, 16) if degrees == 0 else (16, 30)
    fits = min(target.width() / sides[0], target.height() / sides[1])
    for number, expected in enumerate((fits, 5.0 / target.devicePixelRatioF(), 2.0 * dots / 25.4), 1):
        window.registry.run(f"views.state_{number}")
        view = target.screen()
        assert view is not None and abs(np.hypot(view.a, view.c) - expected) < 1e-6
        assert np.allclose(view.to_screen(24.5, 11.5), (target.width() / 2, target.height() / 2))
    window.registry.run("views.zoom_in")
    view = target.screen()
    assert view is not None and abs(np.hypot(view.a, view.c) - 1.25 * 2.0 * dots / 25.4) < 1e-6
    window.registry.run("views.fit")
    window.registry.run("views.state_none")
    assert target.screen() == before
    window.pictures.grid.close_scenes()


EDGES = {"ShutterLeftVerticalEdge": 9, "ShutterRightVerticalEdge": 50, "ShutterUpperHorizontalEdge": 4,
         "ShutterLowerHorizontalEdge": 40}  # fmt: skip
CORNERS = [3, 30, 40, 55, 44, 6]


def covered(shape: str) -> NDArray[np.bool_]:
    """By the words of PS3.3 C.7.6.11, [row, column] of the stored image; of the polygon by Pillow's."""
    row, column = np.mgrid[1 : ROWS + 1, 1 : COLUMNS + 1]
    if shape == "RECTANGULAR":
        return (column < 9) | (column > 50) | (row < 4) | (row > 40)
    if shape == "CIRCULAR":
        return (row - 24) ** 2 + (column - 30) ** 2 > 17**2
    drawn = Image.new("1", (COLUMNS, ROWS))
    corners = [(c - 1, r - 1) for r, c in zip(CORNERS[::2], CORNERS[1::2], strict=True)]
    ImageDraw.Draw(drawn).polygon(corners, fill=1)
    return ~np.asarray(drawn)


@needs_dcmtk
@pytest.mark.parametrize("flip", ["N", "Y"])
@pytest.mark.parametrize("degrees", [0, 90])
@pytest.mark.parametrize("shape", ["RECTANGULAR", "CIRCULAR", "POLYGONAL"])
def test_a_shutter_covers_what_the_standard_says(
    shape: str, degrees: int, flip: str, qtbot: QtBot, tmp_path: Path
) -> None:
    """Inside, what dcmtk shows, which draws no shutter itself; outside the grey that the state says. Turned with
    the picture."""
    values = {"ImageRotation": degrees, "ImageHorizontalFlip": flip, "ShutterShape": shape, **EDGES,
              "CenterOfCircularShutter": [24, 30], "RadiusOfCircularShutter": 17,
              "VerticesOfThePolygonalShutter": CORNERS, "ShutterPresentationValue": 0x8000}  # fmt: skip
    picture = image()
    shown, said = part10(picture), part10(state(picture, **values))
    expected = by_dcmtk(tmp_path, shown, said).copy()
    outside = np.rot90(covered(shape), -degrees // 90)
    outside = outside[:, ::-1] if flip == "Y" else outside
    expected[outside] = 0x80
    window = window_on(shown, tmp_path, qtbot)
    choose(window, read(shown, said))
    differ = np.abs(on_screen(window, *expected.shape).astype(int) - expected) > 1
    differ &= free(window, *expected.shape)
    edge = outside ^ np.roll(outside, 1, 0) | outside ^ np.roll(outside, 1, 1) if shape == "POLYGONAL" else False
    edge |= np.roll(edge, -1, 0) | np.roll(edge, -1, 1) if shape == "POLYGONAL" else False
    assert not (differ & ~np.broadcast_to(edge, differ.shape)).any(), "whose the pixels under a slope are, varies"
    window.registry.run("views.image_shutter")
    assert (np.abs(on_screen(window, *expected.shape).astype(int) - 0x80) <= 1).mean() < 0.1, "switched off"
    window.pictures.grid.close_scenes()


@needs_dcmtk
def test_that_of_the_sample_exam_is_as_dcmtk_shows_it(qtbot: QtBot, tmp_path: Path) -> None:
    from pydicom import dcmread

    said = dcmread(exam_set("11_derived_for_01_generated") / "gsps_lung_window_annotation.dcm")
    named = {one.ReferencedSOPInstanceUID for one in said.ReferencedSeriesSequence[0].ReferencedImageSequence}
    every = sorted(exam_set("01_ct_chest_lidc0314").glob("*.dcm"))
    files = [path for path in every if dcmread(path, specific_tags=["SOPInstanceUID"]).SOPInstanceUID in named]
    assert len(files) == 3
    said.PatientName = "Nobody"  # dcmtk refuses one without
    for path in files:
        data = path.read_bytes()
        expected = by_dcmtk(tmp_path, data, part10(said))
        window = window_on(data, tmp_path, qtbot)
        viewport, _ = opened(data)
        assert viewport.content is not None
        [found] = read_states([part10(said)], viewport.content.study).states
        found_without = PresentationState(**{**vars(found), "annotations": ()})
        choose(window, found_without)
        window.views.set_look(0, "Interpolation changed", interpolation="none")
        window.registry.run("views.actual_size")
        window.views.change(0, zoom=3 * window.views.viewports[0].zoom)  # three pixels of the screen a pixel
        x, y = places(window, 512, 512)
        target = window.viewport(0)
        across, down = (x > 60) & (x < target.width() - 60), (y > 80) & (y < target.height() - 60)
        part = seen(window)[y[down].astype(int)[:, np.newaxis], x[across].astype(int)[np.newaxis], 0]
        assert np.abs(part.astype(int) - expected[down][:, across]).max() <= 1 and part.size > 20_000
        window.pictures.grid.close_scenes()
