"""The pictures in the series column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from reader.study.model import Instance, Window
from reader.views.ui.series_column import PICTURE, Thumbnail
from reader.volume.model import Stack, Volume, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, volume

ROWS, COLUMNS = 50, 100


def ball(across: float, down: float) -> np.ndarray:
    """A circle of 16 mm in pixels of this width and height."""
    row, column = np.ogrid[:ROWS, :COLUMNS]
    return ((((column - 50) * across) ** 2 + ((row - 25) * down) ** 2) < 64).astype(np.int16) * 1000


def of_volume() -> tuple[Volume, str]:
    made = volume(VolumeGeometry((COLUMNS, ROWS, 3), (0.2, 0.4, 1.0), (0.0, 0.0, 0.0), STRAIGHT))
    made.voxels[:] = ball(0.2, 0.4)
    return made, "CT"


def of_stack() -> tuple[Stack, str]:
    known = Instance("1.2.3", "1.2.840.10008.5.1.4.1.1.1.1", 1, ROWS, COLUMNS, aspect=2.0)
    return Stack("1.2", (("1.2.3", 1),), [ball(0.2, 0.4)], (False,), instances={"1.2.3": known}), "DX"


@pytest.mark.parametrize("made", [of_volume, of_stack])
def test_a_circle_is_one_whatever_the_pixels(qtbot: QtBot, made: Callable[[], tuple[Volume | Stack, str]]) -> None:
    image, modality = made()
    _, series = exam(image, modality=modality)
    thumbnail = Thumbnail(series)
    qtbot.addWidget(thumbnail)
    thumbnail.set_image(image, Window(500, 1000))
    shown = thumbnail.grab().toImage()
    left, size = (thumbnail.width() - PICTURE) // 2, PICTURE
    grey = [[shown.pixelColor(left + x, 4 + y).lightness() for x in range(size)] for y in range(size)]
    lit = np.array(grey) > 128
    assert lit.any(axis=0).sum() == pytest.approx(lit.any(axis=1).sum(), abs=2) and lit.sum() > 100
