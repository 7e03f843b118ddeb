"""Pictures while their series arrives: what is painted, when, and that the screen ends with the right pixels.

What is compared is what Qt has put on the screen, not what a new painting would give.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.qt.paced import Paced
from reader.dicom.values import Code
from reader.findings.model import Finding, Observer, Source
from reader.study.model import Arrival, Failure, SeriesState, Window
from reader.views.content import Content
from reader.views.planes import Plane
from reader.views.ui.arriving import made_of
from reader.views.ui.viewport import ViewportWidget
from reader.views.viewport import fresh
from reader.volume.model import OpenedSeries, Volume, VolumeGeometry
from tests.views.examples import STRAIGHT, exam, volume
from tests.views.test_widget import Window_, activate

GEOMETRY = VolumeGeometry((64, 64, 40), (1.0, 1.0, 2.0), (-32.0, -32.0, -40.0), STRAIGHT)
COUNT = 40


class Arriving:
    """A reading window on a series of which slices come one after another."""

    def __init__(self, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.image: Volume = volume(GEOMETRY)
        self.whole = self.image.voxels.copy()
        self.image.voxels[:] = 0
        self.image.present[:] = False
        self.paints: Counter[int] = Counter()
        paint = ViewportWidget._paint

        def counted(widget: ViewportWidget, painter: object) -> None:
            self.paints[widget.number] += 1
            paint(widget, painter)  # type: ignore[arg-type]

        monkeypatch.setattr(ViewportWidget, "_paint", counted)
        self.window = Window_(self.image, folder)
        qtbot.addWidget(self.window)
        self.window.resize(1100, 800)
        self.state(Arrival.LOADING)
        activate(qtbot, self.window)
        qtbot.wait(50)
        self.paints.clear()

    def state(self, arrival: Arrival, failures: tuple[Failure, ...] = ()) -> None:
        there = int(self.image.present.sum())
        self.window.study.set_state(self.image.series_uid, SeriesState(arrival, there, COUNT, failures))

    def come(self, *slices: int) -> None:
        """Slices k arrive, as `Loading` publishes them."""
        for k in slices:
            self.image.voxels[k] = self.whole[k]
            self.image.present[k] = True
        self.state(Arrival.LOADING)
        self.image.filled.emit(slices[0] if len(slices) == 1 else -1)

    def stored(self, number: int = 0) -> int:
        """The slice k behind what a viewport shows."""
        state = self.window.viewport(number).state
        assert state.frame is not None
        return state.frame.stored_index(state.index)

    def on_screen(self, number: int) -> QImage:
        """What stands there, without its last lines: they hold the progress."""
        widget = self.window.viewport(number)
        at = widget.mapTo(self.window, QPoint(0, 0))
        screen = self.window.screen().grabWindow(self.window.winId()).toImage()
        picture = screen.copy(at.x(), at.y(), widget.width(), widget.height() - 2)
        return picture.convertToFormat(QImage.Format.Format_RGB888)

    def from_scratch(self, number: int) -> QImage:
        widget = self.window.viewport(number)
        made = (type(widget._scenes)(), widget._turns, widget._common_fit)
        other = ViewportWidget(self.window.views, number, *made)
        other._begun = True  # not the first moment, when it leaves the others their turn
        other.resize(widget.size())
        picture = other.grab().toImage().copy(0, 0, widget.width(), widget.height() - 2)
        other.close_scenes()
        return picture.convertToFormat(QImage.Format.Format_RGB888)


@pytest.fixture
def arriving(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Arriving:
    return Arriving(qtbot, tmp_path, monkeypatch)


def test_a_pane_is_painted_for_its_own_slice_only(arriving: Arriving, qtbot: QtBot) -> None:
    own = arriving.stored()
    for k in range(COUNT):
        if k != own:
            arriving.come(k)
            QApplication.processEvents()
    qtbot.wait(800)
    assert arriving.paints[0] == 0, "none of them is in its picture"
    assert 1 <= arriving.paints[1] <= 6 and 1 <= arriving.paints[2] <= 6, "in turns, not for every slice"
    before = arriving.on_screen(0)
    arriving.come(own)
    QApplication.processEvents()
    assert arriving.paints[0] == 1 and arriving.on_screen(0) != before
    assert arriving.on_screen(0) == arriving.from_scratch(0)


def test_a_pane_that_goes_while_it_waits_is_not_painted(arriving: Arriving, qtbot: QtBot) -> None:
    arriving.come(*range(0, COUNT, 2))
    QApplication.processEvents()
    arriving.window.views.clear()
    qtbot.wait(800)  # an error of a slot fails the test
    assert arriving.window.views.contents() == []


def test_the_users_moves_are_painted_at_once(arriving: Arriving, qtbot: QtBot) -> None:
    views = arriving.window.views
    arriving.come(*range(0, COUNT, 2))
    qtbot.wait(800)
    arriving.paints.clear()
    for k in range(1, COUNT - 2, 2):  # it goes on arriving while the user works
        arriving.come(k)
        views.scroll(0, 1 if k % 4 == 1 else -1)
        QApplication.processEvents()
        assert arriving.on_screen(0) == arriving.from_scratch(0), k
    arriving.paints.clear()
    views.set_window(0, Window(0.0, 300.0))
    QApplication.processEvents()
    assert min(arriving.paints[n] for n in range(3)) == 1, "every plane has the same window"
    views.change(1, zoom=2.0)
    QApplication.processEvents()
    assert arriving.on_screen(1) == arriving.from_scratch(1)


def test_when_everything_is_there_every_pane_shows_it(arriving: Arriving, qtbot: QtBot) -> None:
    for k in range(COUNT):
        arriving.come(k)
    arriving.window.study.set_state(arriving.image.series_uid, SeriesState(Arrival.COMPLETE, COUNT, COUNT))
    QApplication.processEvents()
    for number in range(3):
        assert arriving.on_screen(number) == arriving.from_scratch(number), number
    assert (arriving.image.voxels == arriving.whole).all()
    picture = arriving.window.viewport(3)
    qtbot.waitUntil(lambda: not picture._volume.image.isNull(), timeout=20_000)


def test_a_volume_that_is_widened_or_given_other_voxels_is_painted_in_every_plane(
    arriving: Arriving, qtbot: QtBot
) -> None:
    """Slices that don't fit the type make the array another one, under the volume's id and of the same length."""
    image = arriving.image
    arriving.come(*range(30))
    QApplication.processEvents()
    qtbot.waitUntil(lambda: min(arriving.paints[n] for n in range(3)) > 0, timeout=20_000)
    arriving.whole = arriving.whole.astype(np.float32)
    arriving.whole[30:] = arriving.whole[30:] * 2.5 + 100
    image.set_voxels(image.voxels.astype(np.float32))
    arriving.come(*range(30, COUNT))
    arriving.window.study.set_state(image.series_uid, SeriesState(Arrival.COMPLETE, COUNT, COUNT))
    QApplication.processEvents()
    for number in range(3):
        assert arriving.on_screen(number) == arriving.from_scratch(number), number
    before = [arriving.on_screen(number) for number in range(3)]
    image.set_voxels(arriving.whole[::-1] * -1)
    image.filled.emit(-1)
    QApplication.processEvents()
    for number in range(3):
        assert arriving.on_screen(number) == arriving.from_scratch(number) != before[number], number


def test_other_voxels_are_never_taken_for_those_that_were_painted() -> None:
    """Python gives the id of an array that is gone to one that comes after it."""
    image = volume(GEOMETRY)
    viewport = fresh(Content.of(*exam(image), OpenedSeries.of(image)), Plane.CORONAL)
    first, second, third = (np.full_like(image.voxels, value) for value in (100, 400, 700))
    image.set_voxels(first[:])
    painted = made_of(viewport)
    image.set_voxels(second[:])
    image.set_voxels(third[:])
    assert made_of(viewport) != painted


def test_what_never_came_is_hatched_as_soon_as_that_is_known(arriving: Arriving) -> None:
    own = arriving.stored()
    arriving.come(*(k for k in range(COUNT) if k != own))
    QApplication.processEvents()
    waiting = arriving.on_screen(0)
    arriving.state(Arrival.INCOMPLETE, (Failure("1.2.3.1." + str(own), "the server does not have it"),))
    QApplication.processEvents()
    assert arriving.on_screen(0) != waiting
    for number in range(3):
        assert arriving.on_screen(number) == arriving.from_scratch(number), number


def test_progress_is_drawn_without_the_picture(arriving: Arriving, qtbot: QtBot) -> None:
    arriving.come(*range(30))
    qtbot.wait(500)
    arriving.paints.clear()
    arriving.come(30)
    qtbot.wait(300)
    widget = arriving.window.viewport(0)
    at = widget.mapTo(arriving.window, QPoint(0, widget.height() - 1))
    line = arriving.window.screen().grabWindow(arriving.window.winId()).toImage()
    half, end = (line.pixelColor(at.x() + int(widget.width() * part), at.y() - 1).name() for part in (0.5, 0.95))
    assert arriving.paints[0] == 0 and half != end


def test_a_raised_threshold_takes_doubtful_proposals_off_the_picture(arriving: Arriving) -> None:
    arriving.come(*range(COUNT))
    source = Source(Observer.DEVICE, "Finder")
    doubtful = Finding("1", "1", source, Code("1", "99X", "Nodule"), certainty=30.0, place=GEOMETRY.centre)
    QApplication.processEvents()
    empty = arriving.on_screen(0)
    arriving.window.views.findings.load([doubtful])
    QApplication.processEvents()
    assert arriving.on_screen(0) != empty
    arriving.window.views.findings.set_threshold(50)
    QApplication.processEvents()
    assert arriving.on_screen(0) == empty


def test_paced_shows_the_first_at_once_and_the_last_in_the_end(qtbot: QtBot) -> None:
    shown: list[str] = []
    holder = QApplication.instance()
    assert holder is not None
    paced = Paced(shown.append, holder, interval=60)
    for _ in range(50):
        paced("a")
        paced("b")
    assert shown == ["a"]
    qtbot.wait(150)
    assert shown == ["a", "a", "b"] or shown == ["a", "b", "a"]
    paced.at_once("c")
    assert shown[-1] == "c"
    assert len(shown) == 4
    paced.deleteLater()
