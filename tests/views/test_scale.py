"""A millimetre is as large in every plane of a volume and in both exams compared; sides always show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from reader.dicom.attributes import JsonAttributes
from reader.study.calibration import Calibration
from reader.study.codec import instance_from
from reader.study.model import Window
from reader.views.layout import COMPARE
from reader.views.ui import overlay
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, stack, volume
from tests.views.test_widget import Window_, activate, drag, drawn_image, wheel

FLAT = VolumeGeometry((64, 64, 10), (1.0, 1.0, 1.0), (-32.0, -32.0, 0.0), STRAIGHT)
WIDE = VolumeGeometry((64, 64, 10), (3.0, 3.0, 1.0), (-96.0, -96.0, 0.0), STRAIGHT)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(FLAT), tmp_path)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


def scales(window: Window_, *numbers: int) -> list[float]:
    found = []
    for number in numbers:
        view = window.viewport(number).screen()
        assert view is not None
        found.append(view.scale)
    return found


def test_the_planes_of_one_volume(qtbot: QtBot, window: Window_) -> None:
    first, *others = scales(window, 0, 1, 2)
    assert others == pytest.approx([first, first])
    target = window.viewport(1)
    drag(qtbot, target, QPoint(50, 50), QPoint(50, 90), Qt.MouseButton.RightButton)
    zoomed, *others = scales(window, 0, 1, 2)
    assert others == pytest.approx([zoomed, zoomed]) and zoomed != pytest.approx(first)
    assert window.views.viewports[0].pan == (0.0, 0.0), "a place in one plane is another in the next"
    window.views.change(1, zoom=1.0, pan=(0.0, 0.0))
    window.views.toggle_maximised(1)
    [alone] = scales(window, 1)
    assert alone == pytest.approx(window.viewport(1).fit()) and alone > first, "alone it has all the room"
    window.views.toggle_maximised(1)
    assert scales(window, 0, 1, 2) == pytest.approx([first] * 3)


def test_zoom_is_told_in_pixels_of_the_screen_for_one_of_the_image(window: Window_) -> None:
    """Also where a picture is small for the sake of another one of the same scale."""

    def told(number: int) -> str:
        area = QRectF(window.viewport(number).rect())
        return overlay.zoom_text(window.views.viewports[number], window.viewport(number).screen(), 2.0, area)

    def hundred(number: int) -> float:
        view = window.viewport(number).screen()
        assert view is not None
        return abs(view.to_screen(100, 0)[0] - view.to_screen(0, 0)[0])

    assert told(0) == "Fit"
    window.views.change(0, zoom=3.0)
    assert told(0) == f"Zoom {round(2 * hundred(0))} %"
    window.views.change(0, zoom=1.0)
    other = volume(WIDE, series_uid="1.9.1")
    window.views.show_compare(*exam(other, study_uid="1.9"), OpenedSeries.of(other))
    assert told(1) == "Fit" and told(0) == f"Zoom {round(2 * hundred(0))} %"


def test_two_exams_compared_until_they_are_unlinked(window: Window_) -> None:
    other = volume(WIDE, series_uid="1.9.1")
    window.views.show_compare(*exam(other, study_uid="1.9"), OpenedSeries.of(other))
    assert window.views.layout is COMPARE
    mine, its = scales(window, 0, 1)
    assert mine == pytest.approx(its)
    window.views.change(0, zoom=2.5, pan=(4.0, -3.0))
    assert scales(window, 0, 1) == pytest.approx([2.5 * mine] * 2)
    assert window.views.viewports[1].pan == (4.0, -3.0)
    window.views.toggle_link()
    window.views.change(1, zoom=1.0, pan=(0.0, 0.0))
    mine, its = scales(window, 0, 1)
    assert mine / its == pytest.approx(2.5 * 3, rel=0.02) and window.views.viewports[0].pan == (4.0, -3.0)
    window.views.set_active(1)
    window.views.toggle_link()
    mine, its = scales(window, 0, 1)
    assert mine == pytest.approx(its) and window.views.viewports[0].pan == (0.0, 0.0)


def test_what_is_dropped_into_a_comparison_is_as_large_and_at_the_same_height(window: Window_) -> None:
    other, third = volume(WIDE, series_uid="1.9.1"), volume(FLAT, series_uid="1.2.3.9")
    window.views.show_compare(*exam(other, study_uid="1.9"), OpenedSeries.of(other))
    window.views.series_wanted.connect(lambda _: window.views.show(*exam(third), OpenedSeries.of(third)))
    window.views.change(0, zoom=2.5, pan=(4.0, -3.0))
    window.views.scroll_to(1, 2)
    window.views.set_window(1, Window(-600, 1500))
    window.views.parts.drop(0, "1.2.3.9", 0)
    new, beside = window.views.viewports
    assert new.content is not None and new.content.series.series_uid == "1.2.3.9"
    mine, its = scales(window, 0, 1)
    assert mine == pytest.approx(its) and (new.zoom, new.pan) == (2.5, (4.0, -3.0))
    assert new.window == beside.window and new.index == beside.index == 2


def test_what_is_not_calibrated_shares_no_millimetres(qtbot: QtBot, tmp_path: Path) -> None:
    first = stack([np.zeros((40, 40), np.uint16)], calibration=Calibration(0.5, 0.5))
    second = stack([np.zeros((80, 80), np.uint16)], uid="1.6.1")
    window = Window_(first, tmp_path, "DX")
    qtbot.addWidget(window)
    window.resize(900, 600)
    activate(qtbot, window)
    window.views.show_compare(*exam(second, study_uid="1.6", modality="DX"), OpenedSeries.of(second))
    assert [window.viewport(n).fit() for n in (0, 1)] == pytest.approx(scales(window, 0, 1))
    window.views.change(0, zoom=3.0)
    assert window.views.viewports[1].zoom == 1.0
    window.pictures.grid.close_scenes()


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"00200062": "R", "00185101": "MLO"}, "R MLO"), ({"00200060": "L"}, "L"), ({"00185101": "PA"}, "PA"),
        ({"00200062": "L", "00540220": "399162004"}, "L CC"), ({"00200062": "U"}, ""),
    ],
)  # fmt: skip
def test_side_and_view_of_a_projection_are_written_at_every_level_of_text(
    qtbot: QtBot, tmp_path: Path, stated: dict[str, str], said: str
) -> None:
    data: dict[str, object] = {"00080018": {"vr": "UI", "Value": ["1.5.1.1"]}}
    for tag, value in stated.items():
        coded = {"00080100": {"vr": "SH", "Value": [value]}, "00080102": {"vr": "SH", "Value": ["SCT"]}}
        data[tag] = {"vr": "CS", "Value": [value if tag != "00540220" else coded]}
    image = stack([np.zeros((40, 40), np.uint16)])
    image.instances = {"1.5.1.1": instance_from(JsonAttributes(data))}
    window = Window_(image, tmp_path, "MG")
    qtbot.addWidget(window)
    window.views.set_overlay_level(0)
    drawn = drawn_image(window.viewport(0))
    right = drawn.width()
    corner = [drawn.pixelColor(x, y).lightness() for x in range(right - 120, right) for y in range(40)]
    assert [text for text, _ in overlay._side(window.views.viewports[0])] == ([said] if said else [])
    assert (max(corner) > 150) is bool(said)


def test_sides_and_turns_are_shown_at_every_level_of_text(window: Window_) -> None:
    """Of the black border, what is light is text."""
    target, views = window.viewport(0), window.views

    def light(where: str) -> int:
        image = drawn_image(target)
        grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        grey = grey[:, : 3 * image.width()]
        edges = {"left": grey[40:-40, : 3 * 16], "corner": grey[:40, -3 * 160 :]}
        return int((edges[where] > 150).sum())

    views.change(0, zoom=0.2)
    views.set_overlay_level(0)
    assert light("left") > 20, "R"
    plain = light("corner")
    views.change(0, flipped=True)
    assert light("corner") > plain + 50, "mirrored"
    views.change(0, flipped=False, turns=1)
    assert light("corner") > plain + 50, "rotated"
    wheel(target, 1)
    assert light("left") > 20
