"""What buttons and wheel do is a setting; what a click with the right button does is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from reader.core.key_sets import MOUSE as CHOICES
from reader.views.planes import Plane
from reader.views.tools.registry import MOUSE
from reader.views.ui.viewport import ViewportWidget
from tests.views.examples import volume
from tests.views.test_widget import BIG, Window_, activate, drag, wheel

MIDDLE, RIGHT = Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    result = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(result)
    result.resize(1100, 800)
    activate(qtbot, result)
    yield result
    result.pictures.grid.close_scenes()


def looks(window: Window_) -> dict[str, object]:
    """What each tool changes of the first viewport."""
    state = window.views.viewports[0]
    return {
        "pan": state.pan if state.zoom == 1 else "", "zoom": state.zoom, "window": window.views.window_of(0),
        "scroll": state.index, "slab": state.slab,
    }  # fmt: skip


def changed(before: dict[str, object], after: dict[str, object]) -> set[str]:
    """A zoom moves the picture as well."""
    different = {name for name in before if before[name] != after[name]}
    return different - {"pan"} if "zoom" in different else different


def over(window: Window_, number: int) -> ViewportWidget:
    return window.viewport(number)


def test_every_choice_is_a_tool() -> None:
    for choices in CHOICES.values():
        assert len(choices) > 1 and all(MOUSE[does].title for does in choices)


@pytest.mark.parametrize("part, button", [("middle", MIDDLE), ("right", RIGHT)])
def test_each_button_drags_what_it_was_given(
    window: Window_, qtbot: QtBot, part: str, button: Qt.MouseButton
) -> None:
    menus: list[int] = []
    over(window, 0).menu_requested.connect(lambda number, _: menus.append(number))
    for does in CHOICES[part]:
        window.views.settings.update(mouse={part: does})
        window.views.change(0, zoom=1.0, pan=(0.0, 0.0))
        before = looks(window)
        drag(qtbot, over(window, 0), QPoint(90, 90), QPoint(120, 150), button)
        assert changed(before, looks(window)) == {does}
        assert not menus
        qtbot.mouseClick(over(window, 0), button, pos=QPoint(90, 90))
        assert menus == ([0] if button is RIGHT else [])
        menus.clear()


@pytest.mark.parametrize("part, held", [("wheel", Qt.KeyboardModifier.NoModifier), ("ctrl_wheel", CTRL)])
def test_the_wheel_turns_what_it_was_given(window: Window_, part: str, held: Qt.KeyboardModifier) -> None:
    for does in CHOICES[part]:
        window.views.settings.update(mouse={part: does})
        before = looks(window)
        wheel(over(window, 0), 2, held)
        assert changed(before, looks(window)) == {does}


def test_the_slab_grows_by_millimetres_for_all_planes_and_ends_with_single_slices(window: Window_) -> None:
    views = window.views
    views.settings.update(mouse={"ctrl_wheel": "slab"})
    planes = [number for number in views.shown if views.viewports[number].plane is not Plane.VOLUME]

    def thickness() -> set[float]:
        return {views.viewports[number].slab.thickness for number in planes}

    wheel(over(window, 0), 3, CTRL)
    assert thickness() == {3.0} and views.findings.history.undoes == "Slab changed"
    wheel(over(window, 0), 1, CTRL | SHIFT)
    assert thickness() == {8.0}
    wheel(over(window, 0), -20, CTRL)
    assert thickness() == {0.0}


def test_over_the_volume_view_nothing_is_without_effect(window: Window_, qtbot: QtBot) -> None:
    views = window.views
    views.settings.update(mouse={"right": "window", "middle": "scroll", "ctrl_wheel": "slab"})
    number = next(n for n in views.shown if views.viewports[n].plane is Plane.VOLUME)
    for held in (Qt.KeyboardModifier.NoModifier, CTRL):
        before = views.viewports[number].zoom
        wheel(over(window, number), 1, held)
        assert views.viewports[number].zoom > before
    zoom, pan = views.viewports[number].zoom, views.viewports[number].pan
    drag(qtbot, over(window, number), QPoint(90, 90), QPoint(90, 150), MIDDLE)
    assert views.viewports[number].pan != pan
    drag(qtbot, over(window, number), QPoint(90, 90), QPoint(90, 150), RIGHT)
    assert views.viewports[number].zoom != zoom
