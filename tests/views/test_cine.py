"""Loops: they play by themselves, as fast and in the order that the image states or the user chooses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.findings.model import ImageReference
from reader.views.cine import SHORTEST_MS, course_of, frame_ms, next_frame
from reader.views.model import ViewsModel
from reader.views.playback import Course, Playback
from reader.volume.model import OpenedSeries, Stack
from tests.views.examples import exam, stack, views
from tests.views.test_widget import Window_, activate, wheel

ALT = Qt.KeyboardModifier.AltModifier


def loop(count: int, *, ms: float = 40.0, uid: str = "1.5.1") -> Stack:
    made = stack([np.full((9, 9), n, np.int16) for n in range(count)], uid=uid)
    made.frame_time_ms = ms
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(loop(24), tmp_path, "US")
    qtbot.addWidget(result)
    result.resize(1100, 700)
    activate(qtbot, result)
    yield result
    result.pictures.grid.close_scenes()


def course(model: ViewsModel, steps: int) -> list[int]:
    """The images that follow on the one that is shown."""
    viewport, backwards, found = model.viewports[0], False, []
    for _ in range(steps):
        viewport.index, backwards = next_frame(viewport, backwards)
        found.append(viewport.index)
    return found


def test_a_loop_plays_by_itself_until_it_is_stopped(window: Window_, qtbot: QtBot) -> None:
    viewport, bar = window.views.viewports[0], window.pictures.cine
    qtbot.waitUntil(lambda: viewport.index > 2)
    assert bar.isVisible() and bar.play.isChecked() and bar.speed.text() == "1 × · 25/s"
    QTest.keyClick(window.viewport(0), Qt.Key.Key_C)
    stopped = viewport.index
    QTest.qWait(150)
    assert viewport.index == stopped and bar.isVisible() and not bar.play.isChecked()
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: viewport.index != stopped)


def test_it_waits_where_the_user_wants_that_and_until_all_of_it_is_there(tmp_path: Path) -> None:
    model, image = views(tmp_path), loop(5)
    last, image.pixels[4] = image.pixels[4], None
    model.show(*exam(image, modality="XA"), OpenedSeries.of(image))
    assert not model.cine.playing, "it would begin with a gap"
    image.pixels[4] = last
    assert model.cine.playing
    model.settings.update(autoplay=False)
    assert not model.cine.playing
    model.cine.toggle()
    assert model.cine.playing, "asked for"


@pytest.mark.parametrize(("modality", "ms"), [("CT", 40.0), ("US", 0.0)])
def test_what_is_no_loop_does_not(tmp_path: Path, modality: str, ms: float) -> None:
    model, image = views(tmp_path), loop(5, ms=ms)
    model.show(*exam(image, modality=modality), OpenedSeries.of(image))
    assert not model.cine.playing


def test_only_a_part_is_played(window: Window_) -> None:
    model, pictures = window.views, window.viewport(0)
    QTest.keyClick(pictures, Qt.Key.Key_C)
    model.scroll_to(0, 5)
    QTest.keyClick(pictures, Qt.Key.Key_BracketLeft, ALT)
    model.scroll_to(0, 8)
    QTest.keyClick(pictures, Qt.Key.Key_BracketRight, ALT)
    assert course(model, 5) == [5, 6, 7, 8, 5]
    model.scroll_to(0, 20)
    assert course(model, 1) == [5], "from elsewhere it goes to its beginning"
    model.scroll_to(0, 20)
    QTest.keyClick(pictures, Qt.Key.Key_BracketLeft, ALT)
    assert model.viewports[0].playback == Playback(first=20), "an end before its beginning is none"
    assert window.pictures.cine.all.isVisible()
    QTest.mouseClick(window.pictures.cine.all, Qt.MouseButton.LeftButton)
    assert not model.viewports[0].playback.is_part(24) and not window.pictures.cine.all.isVisible()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Course.FORWARDS, [4, 5, 3, 4, 5, 3]),
        (Course.BACKWARDS, [5, 4, 3, 5, 4, 3]),
        (Course.TO_AND_FRO, [4, 5, 4, 3, 4, 5]),
    ],
)
def test_it_goes_forwards_backwards_or_to_and_fro(tmp_path: Path, chosen: Course, expected: list[int]) -> None:
    model, image = views(tmp_path), loop(8)
    model.show(*exam(image, modality="US"), OpenedSeries.of(image))
    model.change(0, playback=Playback(first=3, last=5, course=chosen))
    model.viewports[0].index = 3
    assert course(model, 6) == expected
    model.change(0, playback=Playback(first=7, course=chosen))
    assert course(model, 2) == [7, 7], "a single image stands"


def test_each_press_is_another_course_and_another_speed(window: Window_) -> None:
    viewport, pictures, bar = window.views.viewports[0], window.viewport(0), window.pictures.cine
    seen = []
    for _ in range(3):
        window.registry.run("views.cine_course")
        seen.append((course_of(viewport), bar.course.text()))
    assert seen == [(Course.BACKWARDS, "←"), (Course.TO_AND_FRO, "⇄"), (Course.FORWARDS, "→")]
    QTest.keyClick(pictures, Qt.Key.Key_BracketRight)
    QTest.keyClick(pictures, Qt.Key.Key_BracketRight)
    assert frame_ms(viewport) == SHORTEST_MS and bar.speed.text() == "2 × · 50/s"
    for _ in range(20):
        QTest.keyClick(pictures, Qt.Key.Key_BracketLeft)
    assert frame_ms(viewport) == 400.0 and not bar.slower.isEnabled() and bar.faster.isEnabled()


@pytest.mark.parametrize("how", ("measured", "scrolled", "jumped to"))
def test_it_stands_where_somebody_measures_scrolls_or_goes_to_a_finding(
    window: Window_, qtbot: QtBot, how: str
) -> None:
    model, pictures = window.views, window.viewport(0)
    qtbot.waitUntil(lambda: model.viewports[0].index > 2)
    if how == "measured":
        window.registry.run("views.tool_distance")
        QTest.mousePress(pictures, Qt.MouseButton.LeftButton, pos=pictures.rect().center())
    elif how == "scrolled":
        wheel(pictures, 1)
    else:
        model.jump(ImageReference("", "1.5.1.1", (7,), "1.5.1"))
        assert model.viewports[0].index == 6
    stands = model.viewports[0].index
    QTest.qWait(150)
    assert model.viewports[0].index == stands and not model.cine.playing
    QTest.mouseRelease(pictures, Qt.MouseButton.LeftButton, pos=pictures.rect().center())


def test_it_can_be_dragged_through(window: Window_) -> None:
    slider = window.pictures.cine.slider
    window.views.cine.toggle()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, slider.height() // 2))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, slider.height() // 2))
    assert window.views.viewports[0].index > 0
    assert window.viewport(0).hasFocus(), "the keyboard stays with the pictures"


def test_loops_in_step_are_at_the_same_part_of_their_cycle(tmp_path: Path, qapp: QApplication) -> None:
    model, short, long = views(tmp_path), loop(11), loop(21, uid="1.5.2")
    study, series = exam(short, modality="US")
    model.show(study, series, OpenedSeries.of(short))
    assert not model.cine.can_be_in_step()
    model.show(*exam(long, modality="US", study_uid="1.2.4"), OpenedSeries.of(long), prior=True)
    model.set_active(0)
    assert model.cine.can_be_in_step()
    model.cine.advance(0, False)
    assert model.viewports[1].index == 0, "not in step yet"
    model.cine.toggle_in_step()
    for n in range(2, 11):
        model.cine.advance(0, False)
        assert [viewport.index for viewport in model.viewports] == [n, 2 * n]
    model.cine.advance(1, False)
    assert [viewport.index for viewport in model.viewports] == [10, 20], "one clock for both"
    model.cine.advance(0, False)
    assert [viewport.index for viewport in model.viewports] == [0, 0]
