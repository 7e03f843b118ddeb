"""Whose the keyboard is: real keys into lists, palette and buttons, with a window's shortcuts beneath."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.app.command_list import command_list
from reader.app.ui.palette import CommandPalette
from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import bind_keys
from reader.core.qt.keyboard import Keyboard
from reader.core.qt.tab_order import focus_next
from reader.review.checks import Discrepancy, Severity
from reader.review.ui.sign_dialog import SignDialog
from tests.report.examples import LI, report


class Room:
    """A window with a shortcut on N, a list to choose from, a button, and a home for the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self.keyboard = Keyboard(QApplication.instance())  # type: ignore[arg-type]
        self.ran: list[str] = []
        self.registry = CommandRegistry()
        self.registry.add(
            Command("test.next", "Next", lambda: self.ran.append("n"), keys=("N",)),
            Command("test.other", "Other thing", lambda: self.ran.append("other"), keys=("O",)),
        )
        self.window = QMainWindow()
        body = QWidget()
        layout = QVBoxLayout(body)
        self.home, self.combo, self.button = QWidget(), QComboBox(), QPushButton("Return")
        self.home.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.addItems(["Lesion", "Nodule", "Other"])
        for widget in (self.home, self.combo, self.button):
            layout.addWidget(widget)
        self.window.setCentralWidget(body)
        self.window.setFocusProxy(self.home)
        bind_keys(self.registry, body)
        qtbot.addWidget(self.window)
        self.window.resize(600, 500)
        self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    room.keyboard.deleteLater()


def test_letters_chosen_in_a_list_run_nothing_beneath(room: Room, qtbot: QtBot) -> None:
    room.home.setFocus()
    qtbot.keyClick(room.home, Qt.Key.Key_N)
    assert room.ran == ["n"], "elsewhere they do"
    room.combo.setFocus()
    qtbot.keyClick(room.combo, Qt.Key.Key_N)
    assert room.combo.currentText() == "Nodule" and room.ran == ["n"]
    room.combo.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(room.combo.view(), Qt.Key.Key_O)
    assert room.ran == ["n"]
    qtbot.keyClick(room.combo.view(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert room.combo.currentText() == "Nodule", "Esc steps back"


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit])
def test_a_letter_with_alt_that_is_no_shortcut_writes_nothing(
    room: Room, qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit | QTextEdit]
) -> None:
    """"16 mm" must not become "316 mm" by a slip. With AltGr, which is Ctrl+Alt on Windows, letters are written."""
    field = kind()
    room.window.centralWidget().layout().addWidget(field)
    field.setFocus()
    alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    level3, shift = Qt.KeyboardModifier.GroupSwitchModifier, Qt.KeyboardModifier.ShiftModifier
    for held in (alt, alt | shift, Qt.KeyboardModifier.MetaModifier, control | alt, level3, shift):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, held, str(held.value % 10))
        QApplication.sendEvent(field, event)
    written = [str(held.value % 10) for held in (control | alt, level3, shift)]
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    assert text == "".join(written)


def test_the_open_list_is_chosen_from_by_enter_and_by_space(room: Room, qtbot: QtBot) -> None:
    chosen: list[int] = []
    room.combo.activated.connect(chosen.append)
    room.registry.add(enter := Command("test.enter", "Open", lambda: room.ran.append("enter"), keys=("Return",)))
    bind_keys([enter], room.window.centralWidget())
    for key, name in ((Qt.Key.Key_Return, "Nodule"), (Qt.Key.Key_Space, "Other")):
        room.combo.setFocus()
        qtbot.keyClick(room.combo, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        qtbot.keyClick(room.combo.view(), Qt.Key.Key_Down)
        qtbot.keyClick(room.combo.view(), key)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
        assert room.combo.currentText() == name
        qtbot.waitUntil(room.combo.hasFocus)
    assert chosen == [1, 2] and room.ran == []


def test_the_palette_goes_far_and_says_when_it_has_nothing(room: Room, qtbot: QtBot) -> None:
    room.registry.add(*(Command(f"test.more{n}", f"More {n}", lambda: None) for n in range(60)))
    palette = CommandPalette(room.registry, room.window)
    palette.show()
    qtbot.waitUntil(palette.isActiveWindow)
    field, found = palette.findChild(QLineEdit), palette.findChild(QListWidget)
    assert field is not None and found is not None
    qtbot.keyClick(field, Qt.Key.Key_End)
    assert found.currentRow() == 61
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert 30 < found.currentRow() < 61
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert found.currentRow() == 0
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert 0 < found.currentRow() < 31
    qtbot.keyClicks(field, "zzz")
    said = [label.text() for label in palette.findChildren(QLabel) if label.isVisible()]
    assert said == ["No command matches “zzz”"] and not found.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert room.ran == [], "Enter on nothing runs nothing"


def test_the_palette_has_the_keyboard_and_gives_it_back(room: Room, qtbot: QtBot) -> None:
    room.home.setFocus()
    palette = CommandPalette(room.registry, room.window)
    palette.show()
    qtbot.waitUntil(palette.isActiveWindow)
    field = palette.findChild(QLineEdit)
    assert field is not None and field.hasFocus()
    qtbot.keyClicks(field, "other")
    assert room.ran == [] and field.text() == "other"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert room.ran == ["other"]
    qtbot.waitUntil(room.home.hasFocus)
    again = CommandPalette(room.registry, room.window)
    again.show()
    qtbot.waitUntil(again.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or again, Qt.Key.Key_Escape)
    qtbot.waitUntil(room.home.hasFocus)
    qtbot.keyClick(room.home, Qt.Key.Key_N)
    assert room.ran == ["other", "n"]


def test_keys_are_not_dead_after_the_button_that_had_them_is_disabled(room: Room, qtbot: QtBot) -> None:
    """After a return the bar under the report is disabled: the next key works without a click."""
    room.button.setFocus()
    room.combo.setEnabled(False)
    room.home.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    room.button.setEnabled(False)
    qtbot.waitUntil(room.home.hasFocus)
    qtbot.keyClick(room.home, Qt.Key.Key_N)
    assert room.ran == ["n"]


def test_enter_presses_the_button_that_has_the_focus_and_no_other(room: Room, qtbot: QtBot) -> None:
    """Enter on "Back to the report" must not sign, and Enter on a button of the worklist opens no exam."""
    dialog = SignDialog(
        report(), [Discrepancy(Severity.NOTE, "seen", "One image was not on the screen.")], LI, parent=room.window
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.back.setFocus()
    qtbot.keyClick(dialog.back, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected and not dialog.isVisible()
    pressed: list[str] = []
    room.button.clicked.connect(lambda: pressed.append("button"))
    room.registry.add(enter := Command("test.enter", "Open", lambda: pressed.append("window"), keys=("Return",)))
    bind_keys([enter], room.window.centralWidget())
    room.window.activateWindow()
    qtbot.waitUntil(room.window.isActiveWindow)
    for widget in (room.home, room.button):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert pressed == ["window", "button"]


@pytest.mark.parametrize("flagged", [True, False])
def test_a_key_that_is_held_opens_a_dialog_and_does_not_answer_it(room: Room, qtbot: QtBot, flagged: bool) -> None:
    """On X11 not every repeat is said to be one: it comes as a release and a press at the same moment."""

    def send(kind: QEvent.Type, when: int, repeated: bool = False) -> None:
        key, none = Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(kind, key, none, "\r", repeated)
        event.setTimestamp(when)
        target = QApplication.focusWidget()
        assert target is not None
        QApplication.sendEvent(target, event)

    dialog = SignDialog(report(), [], LI, parent=room.window)
    qtbot.addWidget(dialog)
    send(QEvent.Type.KeyPress, 1000)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.go.setFocus()
    for when in range(1600, 2000, 40):
        send(QEvent.Type.KeyRelease, when, flagged)
        send(QEvent.Type.KeyPress, when, flagged)
        assert dialog.isVisible()
    send(QEvent.Type.KeyRelease, 2010)
    send(QEvent.Type.KeyPress, 2200)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_what_decides_is_done_once_by_a_key_that_is_held() -> None:
    repeated = {command.id for command in command_list() if command.repeats}
    assert {"views.next_slice", "findings.next", "views.nudge_up"} <= repeated
    deciding = {"findings.accept", "findings.reject", "review.submit", "review.sign", "views.delete", "views.undo"}
    assert not deciding & repeated
    assert {command.id for command in command_list() if command.checked is not None}.isdisjoint(repeated)


def test_tab_goes_as_one_reads(room: Room, qtbot: QtBot) -> None:
    """What is made last and stands first comes first; a proxy of the window ends no round early."""
    late = QPushButton("made last")
    layout = room.window.centralWidget().layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, late)
    flat = QWidget()
    flat.setFixedHeight(0)  # a spring that is pressed together: it is there, and has no middle
    layout.insertWidget(1, flat)
    qtbot.waitUntil(lambda: late.isVisible() and flat.isVisible())
    room.home.setFocus()
    reached = []
    for _ in range(5):
        focus_next(room.window, forward=True)
        reached.append(QApplication.focusWidget())
    assert reached == [room.combo, room.button, late, room.home, room.combo]
    focus_next(room.window, forward=False)
    assert room.home.hasFocus()
