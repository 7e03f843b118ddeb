"""Keys and mouse of the real commands: the sets, the handbook, and the dialog in which they are chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from reader.app.command_list import command, command_list, command_title
from reader.app.handbook import Handbook
from reader.app.keys import KeyChoice, follow_keys, key_problems
from reader.app.ui.keys_dialog import KeysDialog
from reader.app.ui.keys_table import KEYS
from reader.core.commands import keys_of, use_keys
from reader.core.governed import ENTRIES
from reader.core.key_rules import refusal
from reader.core.key_sets import KeySet, bundled, read_file, resolved, written
from reader.core.policy import read_policy
from reader.core.qt.actions import key_text
from reader.core.settings import Settings, SettingsModel

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
PAN, WINDOW, INVERT = ("reading", "views.tool_pan"), ("reading", "views.tool_window"), ("reading", "views.invert")


@pytest.fixture(autouse=True)
def back_to_own_keys() -> Iterator[None]:
    yield
    use_keys()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsModel:
    return SettingsModel(tmp_path / "settings.json")


def opened(qtbot: QtBot, settings: SettingsModel) -> KeysDialog:
    dialog = KeysDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=3000)
    return dialog


def press(dialog: KeysDialog, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.focusWidget(), key, held)


def choose(dialog: KeysDialog, place: tuple[str, str]) -> None:
    dialog.keys.table.select(place)
    dialog.keys.field.setFocus()


# the sets ----------------------------------------------------------------------------------------------------


def test_the_programs_own_keys_keep_the_rules_that_others_have_to() -> None:
    own = resolved(command_list(), ())
    assert own.keys == {one.place: one.keys for one in command_list()}
    assert not own.lost and not own.problems


@pytest.mark.parametrize("key_set", list(bundled()))
def test_each_set_is_used_as_it_is_written(key_set: str) -> None:
    chosen = bundled()[key_set]
    used = resolved(command_list(), (chosen,))
    assert not used.problems and not used.lost
    for one in command_list():
        assert used.keys[one.place] == chosen.keys.get(one.place, one.keys)
        assert all(not refusal(one, key) for key in chosen.keys.get(one.place, ()))


@pytest.mark.parametrize(
    "key_set, keys",
    [  # as their manuals say
        ("weasis", {"T": "tool_pan", "W": "tool_window", "S": "tool_scroll", "Z": "tool_zoom", "C": "cine",
                    "M": "measure_menu", "D": "tool_distance", "A": "tool_angle", "Y": "tool_path",
                    "B": "tool_text", "K": "key_image", "I": "overlays", "H": "tool_crosshair", "R": "rotate"}),
        ("osirix", {"W": "tool_window", "M": "tool_pan", "Z": "tool_zoom", "I": "tool_rotate", "H": "flip",
                    "V": "flip_down", "L": "tool_distance", "A": "tool_angle", "E": "tool_ellipse",
                    "T": "tool_text", "Q": "tool_arrow", "C": "tool_outline", "0": "window_auto"}),
    ],
)  # fmt: skip
def test_a_set_has_the_keys_of_the_viewer_that_it_is_named_after(key_set: str, keys: dict[str, str]) -> None:
    used = resolved(command_list(), (bundled()[key_set],)).keys
    assert {key: next(n for (c, n), held in used.items() if c == "reading" and key in held) for key in keys} == {
        key: f"views.{name}" for key, name in keys.items()
    }


def test_the_handbook_and_texts_say_the_keys_that_are_chosen() -> None:
    follow_keys(Settings(keys={"reading views.invert": "Ctrl+Alt+X", "reading views.tool_window": ""}))
    assert key_text(command("views.invert")) == "Ctrl+Alt+X"
    page = Handbook("en").pages["keys"].markdown
    assert "| Invert | `Ctrl+Alt+X` |" in page and "| Window and level |" not in page
    follow_keys(Settings())
    assert "| Invert | `V` |" in Handbook("en").pages["keys"].markdown


def test_what_the_settings_have_wrong_is_told(settings: SettingsModel) -> None:
    settings.update(key_set="tomorrow's", keys={"reading gone": "A", "report report.next": "N"})
    told = key_problems(settings.value)
    assert len(told) == 3 and "tomorrow's" in told[0] and "gone" in told[1] and "Next section" in told[2]
    follow_keys(settings.value)
    assert keys_of(command("report.next")) == () and keys_of(command("views.invert")) == ("V",)


# what is chosen ----------------------------------------------------------------------------------------------


def test_a_key_that_is_taken_over_comes_back_with_the_reset() -> None:
    pan, window = command("views.tool_pan"), command("views.tool_window")
    taken = KeyChoice("reader", KeySet()).with_keys(pan, ("W",))
    assert taken.keys(PAN) == ("W",) and taken.keys(WINDOW) == () and taken.own.keys == {PAN: ("W",)}
    assert taken.with_keys(pan, taken.before(pan)).own == KeySet()
    back = taken.with_keys(window, taken.before(window))
    assert back.keys(WINDOW) == ("W",) and back.keys(PAN) == ("T",)
    moved = taken.with_keys(command("views.invert"), ("W",))
    assert moved.keys(INVERT) == ("W",) and moved.keys(PAN) == ("T",) and moved.keys(WINDOW) == ()
    assert not moved.map.problems


def test_the_mouse_keeps_only_what_is_otherwise_than_in_the_set() -> None:
    choice = KeyChoice("commercial", KeySet())
    other = choice.with_mouse("right", "zoom")
    assert (choice.mouse("right"), other.mouse("right")) == ("window", "zoom")
    assert other.with_mouse("right", "window").own == KeySet()


# the dialog --------------------------------------------------------------------------------------------------


def test_a_key_is_found_pressed_and_used_by_keyboard_alone(qtbot: QtBot, settings: SettingsModel) -> None:
    dialog = opened(qtbot, settings)
    QTest.keyClicks(dialog.focusWidget(), "magnif")
    press(dialog, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.keys.field
    press(dialog, Qt.Key.Key_G, CTRL | ALT)
    assert dialog.keys.field.text() == "Ctrl+Alt+G" and "free" in dialog.keys._told.text()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.choice.own.keys == {("reading", "views.tool_magnify"): ("Ctrl+Alt+G",)}
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.result() and settings.value.keys == {}


def test_who_has_a_key_is_said_at_once_and_it_can_be_taken_over(qtbot: QtBot, settings: SettingsModel) -> None:
    dialog = opened(qtbot, settings)
    page = dialog.keys
    choose(dialog, PAN)
    press(dialog, Qt.Key.Key_W)
    assert "Window and level" in page._told.text() and page.use.text() == "Take it over"
    QTest.mouseClick(page.more, Qt.MouseButton.LeftButton)
    assert dialog.choice.keys(PAN) == ("T", "W") and dialog.choice.keys(WINDOW) == ()
    page.table.select(WINDOW)
    assert "W is now the key of “Pan”." in page._told.text()
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert dialog.choice.keys(WINDOW) == ("W",) and dialog.choice.keys(PAN) == ("T",)
    QTest.mouseClick(page.none, Qt.MouseButton.LeftButton)
    assert dialog.choice.keys(WINDOW) == ()
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert dialog.choice.own == KeySet()


@pytest.mark.parametrize(
    "place, key, held, why",
    [
        (("report", "report.next"), Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, "text of the report"),
        (PAN, Qt.Key.Key_F4, ALT, "system"),
        (("worklist", "worklist.next"), Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "list"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_with_the_reason(
    qtbot: QtBot, settings: SettingsModel, place: tuple[str, str], key: Qt.Key, held: Qt.KeyboardModifier, why: str
) -> None:
    dialog = opened(qtbot, settings)
    choose(dialog, place)
    press(dialog, key, held)
    assert why in dialog.keys._told.text()
    assert not dialog.keys.use.isEnabled() and not dialog.keys.more.isEnabled()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.choice.own.keys == {}


@pytest.mark.parametrize(
    "key, held, text, written_so",
    [
        (Qt.Key.Key_Plus, SHIFT, "+", "+"), (Qt.Key.Key_A, SHIFT, "A", "Shift+A"),
        (Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier, "5", "5"), (Qt.Key.Key_PageUp, ALT, "", "Alt+PgUp"),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier, "/", "/"), (Qt.Key.Key_Shift, SHIFT, "", ""),
    ],
)  # fmt: skip
def test_a_pressed_key_is_written_as_commands_write_it(
    qtbot: QtBot, settings: SettingsModel, key: Qt.Key, held: Qt.KeyboardModifier, text: str, written_so: str
) -> None:
    dialog = opened(qtbot, settings)
    choose(dialog, PAN)
    QTest.sendKeyEvent(QTest.KeyAction.Click, dialog.keys.field, key, text, held)
    assert dialog.keys.field.key == written_so


def test_sets_and_files_are_changed_for_one_another(
    qtbot: QtBot, settings: SettingsModel, tmp_path: Path
) -> None:
    dialog = opened(qtbot, settings)
    dialog.sets.setCurrentIndex(dialog.sets.findData("osirix"))
    choose(dialog, INVERT)
    press(dialog, Qt.Key.Key_X, CTRL | SHIFT)
    press(dialog, Qt.Key.Key_Return)
    box = dialog.mouse.boxes["wheel"]
    box.setCurrentIndex(box.findData("zoom"))
    before = dialog.choice
    dialog.export_to(tmp_path / "mine.json")
    dialog.sets.setCurrentIndex(dialog.sets.findData("reader"))
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    dialog.import_from(tmp_path / "mine.json")
    assert "imported" in dialog.told.text() and dialog.told.property("role") == "fine"
    assert dialog.choice.map.keys == before.map.keys
    assert {part: dialog.choice.mouse(part) for part in dialog.mouse.boxes} == {
        part: before.mouse(part) for part in dialog.mouse.boxes
    }
    dialog.accept()
    settings.update(**dialog.choice.settings())
    follow_keys(settings.value)
    assert keys_of(command("views.tool_pan")) == ("M",) and keys_of(command("views.invert")) == ("Ctrl+Shift+X",)


def test_a_broken_file_changes_nothing_and_one_with_mistakes_is_used_where_it_can(
    qtbot: QtBot, settings: SettingsModel, tmp_path: Path
) -> None:
    dialog = opened(qtbot, settings)
    choose(dialog, INVERT)
    press(dialog, Qt.Key.Key_X, CTRL | SHIFT)
    press(dialog, Qt.Key.Key_Return)
    before, file = dialog.choice, tmp_path / "keys.json"
    for broken in (b"", b"\xff\xfe\x00", b"[1]", b'{"keys": 1}', b"x" * 1_000_001):
        file.write_bytes(broken)
        dialog.import_from(file)
        assert dialog.choice is before and dialog.told.text()
    dialog.import_from(tmp_path / "gone.json")
    assert dialog.choice is before and "gone.json" in dialog.told.text()
    keys = {"reading": {"views.invert": ["W", "Nn"], "gone\ud800": ["Q"], "views.tool_pan": ["Q"]},
            "report": {"report.next": ["N", "F6"]}}  # fmt: skip
    file.write_text(json.dumps({"version": 7, "keys": keys, "mouse": {"right": "fly"}}))
    dialog.import_from(file)
    for said in ("newer version", "“Nn”", "gone", "Next section", "fly"):
        assert said in dialog.told.text()
    assert dialog.choice.keys(INVERT) == ("W",) and dialog.choice.keys(PAN) == ("Q",)
    dialog.export_to(tmp_path / "again.json")
    assert read_file(tmp_path / "again.json")[0].keys == dialog.choice.own.keys
    assert dialog.choice.keys(("report", "report.next")) == ("F6",) and dialog.choice.keys(WINDOW) == ()


def test_what_the_hospital_locks_cannot_be_changed(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "ours.json").write_text(written(KeySet(keys={PAN: ("Q",)})))
    (tmp_path / "policy.toml").write_text('[lock]\nkey_set = "weasis"\nkeys = "ours.json"\nmouse = {}\n')
    settings = SettingsModel(tmp_path / "settings.json", read_policy(tmp_path / "policy.toml", ENTRIES))
    dialog = opened(qtbot, settings)
    assert dialog.sets.currentData() == "weasis" and dialog.choice.keys(PAN) == ("Q",)
    page = dialog.keys
    assert "hospital" in page._told.text()
    changing = (dialog.sets, dialog.bring, dialog.reset, page.field, page.use, page.none, page.reset,
                *dialog.mouse.boxes.values())  # fmt: skip
    assert not any(control.isEnabled() for control in changing)


def test_the_list_has_every_command_and_narrows_to_a_key(qtbot: QtBot, settings: SettingsModel) -> None:
    dialog = opened(qtbot, settings)
    table = dialog.keys.table
    assert set(table._rows) == {one.place for one in command_list()}
    dialog.keys.search.setText("ctrl+w")
    shown = {place for place, row in table._rows.items() if not row.isHidden()}
    assert shown == {("reading", "app.close_case"), ("help", "help.close"), ("audit", "audit.close"),
                     ("statistics", "statistics.close")}  # fmt: skip
    assert all("Ctrl+W" in table._rows[place].text(KEYS) for place in shown)
    assert table.command is not None and table.command.place in shown
    dialog.keys.search.setText("no such thing")
    assert dialog.keys._nothing.isVisible()


def test_every_control_has_a_name_for_a_screen_reader(qtbot: QtBot, settings: SettingsModel) -> None:
    dialog = opened(qtbot, settings)
    dialog.tabs.setCurrentIndex(1)
    for kind in (QComboBox, QLineEdit, QPushButton):
        for control in dialog.findChildren(kind):
            assert control.accessibleName() or (isinstance(control, QPushButton) and control.text()), control
    assert dialog.keys.table.accessibleName() and dialog.tabs.accessibleName()


def test_a_file_that_was_exported_can_be_given_to_a_hospital(tmp_path: Path) -> None:
    choice = KeyChoice("osirix", KeySet(keys={PAN: ("Q",)}))
    (tmp_path / "keys.json").write_text(written(choice.all_of_it()))
    keys, problems = read_file(tmp_path / "keys.json")
    assert not problems and KeyChoice("reader", keys).map.keys == choice.map.keys
    assert command_title(PAN) == "Pan" and command_title(("reading", "gone")) == "gone"
