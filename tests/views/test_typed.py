"""A window typed into its field, with real keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.text import now
from reader.study.model import Window
from reader.views.layout import SINGLE
from reader.views.ui.typed_field import TypedField
from reader.views.windowing import apply_window
from tests.views.examples import stack, volume
from tests.views.test_widget import BIG, Window_, activate

ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


def field(window: Window_, qtbot: QtBot, key: Qt.Key = Qt.Key.Key_W) -> TypedField:
    qtbot.waitUntil(window.isActiveWindow)
    window.viewport(0).setFocus()
    QTest.keyClick(window.viewport(0), key, ALT)
    return opened(qtbot)


def opened(qtbot: QtBot) -> TypedField:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), TypedField))
    found = QApplication.activeWindow()
    assert isinstance(found, TypedField) and QApplication.focusWidget() is found.field
    return found


@pytest.mark.parametrize(
    ("typed", "centre", "width"),
    [
        ("40/400", 40, 400),
        ("-600 / 1500", -600, 1500),
        ("−600 1500", -600, 1500),
        ("４０／４００", 40, 400),
        ("W 1500 L -600", -600, 1500),
        ("40.6;80.2", 41, 80),
    ],
)
def test_a_window_is_typed(window: Window_, qtbot: QtBot, typed: str, centre: float, width: float) -> None:
    """As an input method, a report or a habit writes it; of Hounsfield units the whole number that is then said."""
    window.views.set_window(0, before := Window(100, 900))
    shown = field(window, qtbot)
    if typed.isascii():
        QTest.keyClicks(shown.field, typed)
    else:  # no key has it: pasted, or by an input method
        shown.field.insert(typed)
    assert shown.said.text() == f"W {width} L {centre}".replace("-", "−")
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert {(v.window.centre, v.window.width) for v in window.views.viewports[:3] if v.window} == {(centre, width)}
    qtbot.waitUntil(window.isActiveWindow)
    assert now(window.views.findings.history.undoes) == "Window changed"
    window.views.findings.history.undo()
    assert window.views.window_of(0) == before


@pytest.mark.parametrize("typed", ["", "40", "40/", "40/0", "40/-400", "40/0.5", "a/b", "1e5/4", "nan/1", "4/9e9"])
def test_what_is_no_window_is_not_taken_and_esc_leaves_all_as_it_is(
    window: Window_, qtbot: QtBot, typed: str
) -> None:
    before = window.views.window_of(0)
    shown = field(window, qtbot)
    QTest.keyClick(shown.field, Qt.Key.Key_Delete)
    QTest.keyClicks(shown.field, typed)
    assert shown.said.text().startswith("⚠")
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown.isVisible() and window.views.window_of(0) == before
    QTest.keyClick(shown.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isActiveWindow)
    assert window.views.window_of(0) == before and not window.views.findings.history.undoes
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_7)
    assert window.views.window_of(0).width == 1500, "the keyboard is with the pictures again"


def test_a_double_click_on_the_window_asks_for_it_and_elsewhere_shows_one_alone(
    window: Window_, qtbot: QtBot
) -> None:
    target = window.viewport(0)
    QTest.mouseDClick(target, LEFT, pos=QPoint(20, target.height() - 16))
    shown = opened(qtbot)
    QTest.keyClick(shown.field, Qt.Key.Key_Escape)
    assert window.views.maximised is None
    qtbot.waitUntil(window.isActiveWindow)
    QTest.mouseDClick(target, LEFT, pos=target.rect().center())
    assert window.views.maximised == 0


def test_a_narrow_window_of_a_map_is_typed_drawn_and_dragged(qtbot: QtBot, tmp_path: Path) -> None:
    """Of values about 0.001, as diffusion maps have them."""
    values = np.linspace(0.0, 0.003, 64 * 64, dtype=np.float32).reshape(64, 64)
    made = Window_(stack([values]), tmp_path, "MR")
    qtbot.addWidget(made)
    made.resize(900, 600)
    activate(qtbot, made)
    assert made.views.layout is SINGLE
    shown = field(made, qtbot)
    QTest.keyClicks(shown.field, "0.0011/0.0018")
    assert shown.said.text() == "W 0.0018 L 0.0011 LINEAR_EXACT"
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    held = made.views.window_of(0)
    assert held == Window(0.0011, 0.0018, "", "LINEAR_EXACT")
    expected = np.clip((values.astype(np.float64) - 0.0011) / 0.0018 + 0.5, 0, 1) * 255
    assert np.abs(apply_window(values, held) - expected).max() <= 0.5 + 1e-6
    again = field(made, qtbot)
    assert again.field.text() == "0.00110 / 0.00180"
    QTest.keyClick(again.field, Qt.Key.Key_Return)
    assert made.views.window_of(0) == held, "what is not changed stays as it is"
    qtbot.waitUntil(made.isActiveWindow)
    target = made.viewport(0)
    start, end = target.rect().center(), target.rect().center() + QPoint(30, 0)
    qtbot.mousePress(target, LEFT, pos=start)
    qtbot.mouseMove(target, end)
    qtbot.mouseRelease(target, LEFT, pos=end)
    assert made.views.window_of(0).width == pytest.approx(0.0018 * 1.1)
    made.pictures.grid.close_scenes()
