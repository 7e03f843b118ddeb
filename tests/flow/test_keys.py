"""A doctor changes keys and mouse in the middle of a case, and goes on reading with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QToolButton

from reader.app.ui.keys_dialog import KeysDialog
from reader.app.ui.settings_dialog import SettingsDialog
from reader.core.qt.actions import menu_action
from reader.report.model import FINDINGS
from reader.views.tools.pan import PAN
from reader.views.tools.window import WINDOW
from tests.dialogs import answer
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def li(tmp_path: Path) -> Iterator[Workstation]:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        station.open_case("Xiaodong")
        station.wait_for_report()
        station.wait_for_images()
        yield station


def in_dialog(station: Workstation, do: Callable[[KeysDialog], None]) -> None:
    """Open "Keys and mouse" as its command does, do something in it, and press "Apply"."""

    def fill(dialog: KeysDialog) -> None:
        do(dialog)
        QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)

    came = answer(KeysDialog, fill)
    station.window.registry.run("app.keys")
    assert came
    station.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    station.activate(station.window)


def use(dialog: KeysDialog, name: str, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    dialog.keys.table.select(("reading", name))
    dialog.keys.field.setFocus()
    QTest.keyClick(dialog.keys.field, key, held)
    QTest.keyClick(dialog.keys.field, Qt.Key.Key_Return)


def test_a_changed_key_works_at_once_the_old_one_no_more_and_everything_says_it(li: Workstation) -> None:
    written = "Right lung clear."
    li.write(FINDINGS, written)
    li.on_picture(Qt.Key.Key_T)
    assert li.window.case.views.tool is PAN
    li.on_picture(Qt.Key.Key_W)
    before = li.window

    def change(dialog: KeysDialog) -> None:
        use(dialog, "views.tool_pan", Qt.Key.Key_P, SHIFT)
        use(dialog, "report.findings", Qt.Key.Key_9, CTRL)

    in_dialog(li, change)
    assert li.window is not before
    assert li.editor(FINDINGS).toPlainText().strip().endswith(written)
    views = li.window.case.views
    li.on_picture(Qt.Key.Key_T)
    assert views.tool is WINDOW
    li.on_picture(Qt.Key.Key_P, SHIFT)
    assert views.tool is PAN
    li.on_picture(Qt.Key.Key_9, CTRL)
    wait_for(li.editor(FINDINGS).hasFocus, "the key leads into the report")
    pan = li.window.registry["views.tool_pan"]
    assert menu_action(pan, li.window).text().endswith("\tShift+P")
    tips = {button.toolTip() for button in li.window.toolbar.findChildren(QToolButton)}
    assert "Pan  Shift+P" in tips and "Pan  T" not in tips
    li.program.help.show(li.window)
    assert li.program.help.window is not None
    assert "| Pan | `Shift+P` |" in li.program.help.window.book.pages["keys"].markdown
    li.program.help.window.close()
    in_dialog(li, lambda dialog: QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton))
    li.on_picture(Qt.Key.Key_W)
    li.on_picture(Qt.Key.Key_T)
    assert views.tool is PAN and li.program.services.settings.value.keys == {}


def test_another_set_and_mouse_are_used_at_once(li: Workstation) -> None:
    def change(dialog: KeysDialog) -> None:
        dialog.sets.setFocus()
        dialog.sets.setCurrentIndex(dialog.sets.findData("commercial"))
        box: QComboBox = dialog.mouse.boxes["middle"]
        box.setCurrentIndex(box.findData("scroll"))

    in_dialog(li, change)
    views = li.window.case.views
    widget = li.window.views.grid.viewports[0]
    window, index = views.window_of(0), views.viewports[0].index
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mousePress(widget, button, pos=QPoint(60, 60))
        QTest.mouseMove(widget, QPoint(70, 90))
        QTest.mouseMove(widget, QPoint(80, 140))
        QTest.mouseRelease(widget, button, pos=QPoint(80, 140))
    assert views.window_of(0) != window and views.viewports[0].index != index
    li.on_picture(Qt.Key.Key_I)
    assert views.active_viewport.inverted


def test_from_the_settings_it_is_applied_with_them_or_not_at_all(li: Workstation) -> None:
    def settings(dialog: SettingsDialog, last: str) -> None:
        answer(KeysDialog, keys)
        QTest.mouseClick(dialog._keys, Qt.MouseButton.LeftButton)
        assert li.program.services.settings.value.keys == {}
        button = next(one for one in dialog.findChildren(QPushButton) if one.text() == last)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def keys(dialog: KeysDialog) -> None:
        use(dialog, "views.invert", Qt.Key.Key_Q, SHIFT)
        QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)

    for last, kept in (("Cancel", {}), ("Apply", {"reading views.invert": "Shift+Q"})):
        answer(SettingsDialog, partial(settings, last=last))
        li.window.registry.run("app.settings")
        assert li.program.services.settings.value.keys == kept
    li.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    li.activate(li.window)
    li.on_picture(Qt.Key.Key_Q, SHIFT)
    assert li.window.case.views.active_viewport.inverted
