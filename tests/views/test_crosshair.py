"""The crosshair over planes that stay where they are: only what it covers is painted anew, and nothing is left of
where it was. Compared with the viewport painted as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.views.layout import MPR
from reader.views.model import ViewsModel
from reader.views.ui.viewport import ViewportWidget
from tests.views.examples import volume
from tests.views.test_widget import BIG, Window_, activate

CORONAL = 1
Pixels = NDArray[np.uint8]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    activate(qtbot, result)
    result.views.set_layout(MPR)
    QApplication.processEvents()
    yield result
    result.pictures.grid.close_scenes()


def pixels(image: QImage) -> Pixels:
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine()).copy()


def largest(one: Pixels, other: Pixels) -> int:
    return int(np.abs(one.astype(int) - other).max())


def turned(views: ViewsModel) -> None:
    views.change(CORONAL, angle=30.0)
    views.scroll_to(0, 7)


@pytest.mark.parametrize(
    "how",
    [
        lambda views: views.scroll_to(0, 7),
        lambda views: views.set_cursor((30.0, 40.0, 50.0)),
        turned,
    ],
    ids=["scrolled", "set", "turned"],
)
def test_what_is_painted_anew_leaves_what_a_whole_painting_gives(
    window: Window_, monkeypatch: pytest.MonkeyPatch, how: Callable[[ViewsModel], None]
) -> None:
    coronal = window.viewport(CORONAL)
    on_screen = coronal.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    before = pixels(on_screen)
    wanted = QRegion()
    update = QWidget.update

    def noted(widget: ViewportWidget, *what: QRegion) -> None:
        nonlocal wanted
        if widget is coronal:
            wanted = wanted.united(what[0] if what else QRegion(widget.rect()))
        update(widget, *what)

    monkeypatch.setattr(ViewportWidget, "update", noted)
    how(window.views)
    coronal.render(on_screen, wanted.boundingRect().topLeft(), wanted)
    whole = pixels(coronal.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
    assert largest(before, whole) > 50
    assert largest(pixels(on_screen), whole) <= 1  # between pixels of the image Qt rounds from where it begins


def test_a_plane_that_stays_is_not_painted_as_a_whole(window: Window_) -> None:
    changed: list[int] = []
    window.views.viewport_changed.connect(changed.append)
    window.views.scroll_to(0, 7)
    assert changed == [0]
