"""The page of the monitors and the line over the images: nobody is warned who has set nothing up, and whoever has
is told of the monitor that the window is on, wherever it is moved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from reader.app.display_checks import warning
from reader.app.ui import display_note
from reader.app.ui.calibration_dialog import CalibrationDialog
from reader.app.ui.display_note import DisplayNote
from reader.app.ui.monitors import Monitors, MonitorsDialog
from reader.app.ui.screen_picture import PatchScreen, TestPattern
from reader.core.governed import ENTRIES
from reader.core.policy import Policy, Unusable
from reader.core.qt.displays import Display, described
from reader.core.settings import Settings, SettingsModel
from reader.views.calibration.codec import read, written
from reader.views.calibration.pattern import quality
from reader.views.calibration.record import LEVELS, Calibration, DisplayRecord, GreysBy, Use
from tests.views.test_display_calibration import CONTRADICTIONS, expected_greys, grey

TODAY = date(2026, 11, 28)
LARGE = Display("EIZO RX560 1", "DP-1", "EIZO RX560", 2048, 2560, (337.9, 422.4), 30, 1.0)
LAPTOP = Display("eDP-1", "eDP-1", "eDP-1", 1280, 800, (331.0, 207.0), 24, 1.0)


def by_the_gsdf() -> tuple[tuple[float, float], ...]:
    from tests.views.test_display_calibration import jnd, standard

    jnds = np.linspace(float(jnd(1.2)), float(jnd(420.0)), 256)
    return tuple((float(level), standard(jnds[level])) for level in LEVELS)


FINE = Calibration(by_the_gsdf(), 0.0, TODAY - timedelta(days=30), TODAY + timedelta(days=300))
DARK = replace(FINE, points=tuple((level, value / 2) for level, value in FINE.points))
OLD = replace(FINE, due=TODAY - timedelta(days=1))
WRONG = replace(FINE, points=CONTRADICTIONS["darker"][0])


def settings(*, checked: bool = False, **records: DisplayRecord) -> Settings:
    devices = {"large": LARGE.device, "laptop": LAPTOP.device}
    kept = {devices[name]: written(record) for name, record in records.items()}
    return Settings(display_records=kept, displays_checked=checked)


def reading(calibration: Calibration | None = None, use: Use = Use.DIAGNOSTIC) -> DisplayRecord:
    return DisplayRecord(use, GreysBy.DISPLAY, calibration)


WARNINGS = {
    "nothing set up": (LAPTOP, settings(), ""),
    "only a use that is not reading": (LAPTOP, settings(laptop=reading(use=Use.REVIEW)), ""),
    "only a measurement": (LAPTOP, settings(laptop=reading(OLD, Use.UNSAID)), ""),
    "marked": (LARGE, settings(large=reading()), ""),
    "another one is marked": (LAPTOP, settings(large=reading()), "not marked for reading"),
    "in order": (LARGE, settings(checked=True, large=reading(FINE)), ""),
    "required": (LARGE, settings(checked=True), "not calibrated"),
    "marked, and required": (LARGE, settings(checked=True, large=reading()), "not calibrated"),
    "too small": (LAPTOP, settings(laptop=reading()), "1.0 megapixels; at least 3"),
    "too coarse": (
        replace(LARGE, size=(600.0, 750.0)), settings(large=reading()), "Pixels of 0.29 mm; at most 0.21 mm",
    ),
    "of unknown size": (replace(LARGE, size=None), settings(large=reading()), ""),
    "overdue": (LARGE, settings(large=reading(OLD)), "was due on 2026-11-27"),
    "contradicts itself": (LARGE, settings(large=reading(WRONG)), "contradicts itself"),
    "damaged": (LARGE, settings(large=reading(Calibration(damaged=True))), "contradicts itself"),
    "from the future": (
        LARGE, settings(large=reading(replace(FINE, measured=TODAY + timedelta(days=1)))), "contradicts itself",
    ),
    "too dark": (LARGE, settings(large=reading(DARK)), "outside the limits"),
}  # fmt: skip


@pytest.mark.parametrize("case", WARNINGS)
def test_only_who_has_set_up_monitors_is_warned(case: str) -> None:
    display, chosen, words = WARNINGS[case]
    said = warning(display, chosen, TODAY)
    assert words in said and bool(said) == bool(words)


@pytest.fixture
def model(tmp_path: Path) -> SettingsModel:
    return SettingsModel(tmp_path / "settings.json")


@pytest.fixture
def two_displays(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[QMainWindow]:
    """A window, on the large monitor while it is at the left, and on the laptop's beyond 300 pixels."""
    window = QMainWindow()
    qtbot.addWidget(window)
    monkeypatch.setattr(display_note, "described", lambda _: LAPTOP if window.x() > 300 else LARGE)
    monkeypatch.setattr(display_note, "date", type("", (), {"today": lambda: TODAY}))
    window.setGeometry(10, 10, 600, 300)
    yield window


def test_the_line_follows_its_window_and_is_closed_for_the_session(
    qtbot: QtBot, model: SettingsModel, two_displays: QMainWindow
) -> None:
    shown: list[bool] = []
    monitors = Monitors(model, lambda: two_displays)
    monitors.show = lambda: shown.append(True)  # type: ignore[method-assign]
    note = DisplayNote(two_displays, model, monitors)
    two_displays.setCentralWidget(note)
    two_displays.show()
    qtbot.waitExposed(two_displays)
    assert note.isHidden(), "nobody has set anything up"
    model.update(display_records={LARGE.device: written(reading(FINE))})
    assert note.isHidden(), "it is on the one for reading"
    two_displays.move(400, 10)
    qtbot.waitUntil(lambda: not note.isHidden(), timeout=3000)
    assert note.message is not None and "not marked for reading" in note.message.text
    action = next(button for button in note.findChildren(QPushButton) if "Monitors" in button.text())
    action.click()
    assert shown and not note.isHidden(), "it is so still"
    two_displays.move(10, 10)
    qtbot.waitUntil(note.isHidden, timeout=3000)
    two_displays.move(400, 10)
    qtbot.waitUntil(lambda: not note.isHidden(), timeout=3000)

    again = DisplayNote(two_displays, model, monitors)
    again.look()
    assert not again.isHidden()
    next(button for button in note.findChildren(QPushButton) if button.toolTip() == "Close").click()
    assert note.isHidden() and again.isHidden(), "in every window"
    note.look()
    assert note.isHidden() and Monitors(model, lambda: None).closed == set(), "as long as the program runs"
    model.update(display_records={LAPTOP.device: written(reading())})
    assert note.message is not None and "too small" in note.message.text, "something else is said"


def typed(dialog: CalibrationDialog, level: int) -> QLineEdit:
    return next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == f"Level {level}")


def test_a_monitor_is_measured_patch_by_patch_and_kept(qtbot: QtBot, model: SettingsModel) -> None:
    display = described(QGuiApplication.primaryScreen())
    dialog = CalibrationDialog(None, Use.DIAGNOSTIC, display)
    qtbot.addWidget(dialog)
    patches = PatchScreen(display, dict.fromkeys(LEVELS, ""), dialog)
    patches.show()
    qtbot.waitExposed(patches)
    seen = []
    for level, luminance in FINE.points:
        assert patches.level == level
        picture = grey(patches.grab().toImage())
        middle = picture[picture.shape[0] // 2, picture.shape[1] // 2]
        seen.append(int(middle[0]))
        QTest.keyClicks(QApplication.focusWidget() or patches._entry, f"{luminance:.4f}")
        if level == 30:  # back, to look again
            QTest.keyClick(patches._entry, Qt.Key.Key_Up)
            assert patches.level == 15 and patches._entry.text() == f"{FINE.points[1][1]:.4f}"
            QTest.keyClick(patches._entry, Qt.Key.Key_Down)
        QTest.keyClick(patches._entry, Qt.Key.Key_Return)
    assert seen == list(LEVELS), "each patch is its grey level itself"
    assert patches.isHidden(), "after the last one it leaves"
    for level, field in dialog._fields:
        field.setText(patches.typed[int(level)])
    assert np.allclose(dialog.calibration.points, FINE.points, atol=1e-4)
    assert dialog.calibration.measured == date.today() and dialog.calibration.due is not None
    dialog._evaluate()
    assert "Contrast against the GSDF" in dialog._told.text() and dialog._wrong.isHidden()
    typed(dialog, 45).setText("abc")
    typed(dialog, 60).setText("-3")
    dialog._evaluate()
    assert dialog._told.isHidden() and "Level 45: the luminance is not a number." in dialog._wrong.text()
    assert "Level 60: the luminance is negative." in dialog._wrong.text()


def test_a_file_is_read_and_one_that_is_none_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CalibrationDialog(FINE, Use.DIAGNOSTIC, LARGE)
    qtbot.addWidget(dialog)
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_bytes(b"\x00\xff")
    good.write_text("level,luminance\n" + "\n".join(f"{level},{level + 1}" for level in range(256)))
    for path in (bad, tmp_path / "missing.csv"):
        dialog.read(path)
        assert dialog._wrong.text() and np.allclose(dialog.calibration.points, FINE.points, rtol=1e-5)
    dialog.read(good)
    assert dialog.calibration.points == tuple((float(level), level + 1.0) for level in range(256))


def choose(dialog: MonitorsDialog, box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def words_of(dialog: MonitorsDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_page_keeps_what_is_chosen_and_tells_what_is_wrong(qtbot: QtBot, model: SettingsModel) -> None:
    device = described(QGuiApplication.primaryScreen()).device
    dialog = MonitorsDialog(model)
    qtbot.addWidget(dialog)
    assert "none is known" in words_of(dialog) and not dialog._greys.isEnabled()
    choose(dialog, dialog._use, "diagnostic")
    assert read(model.value.display_records[device]).use is Use.DIAGNOSTIC
    assert "at least 3 for its class" in words_of(dialog)
    choose(dialog, dialog._use, "")
    assert model.value.display_records == {}, "nothing is kept of a monitor of which nothing is said"
    damaged = Calibration(damaged=True)
    for calibration, words in ((FINE, "Just noticeable"), (WRONG, "is darker than"), (damaged, "can't be read")):
        model.update(display_records={device: written(reading(calibration))})
        shown = MonitorsDialog(model)
        qtbot.addWidget(shown)
        assert words in words_of(shown)
        assert ("Luminance ratio" in words_of(shown)) == (calibration is FINE)
        assert shown._greys.isEnabled() == (calibration is FINE)
    model.update(display_records={device: written(reading(FINE))})
    dialog._show()
    choose(dialog, dialog._greys, "reader")
    assert read(model.value.display_records[device]) == replace(reading(FINE), greys=GreysBy.READER)
    dialog._checked.click()
    assert model.value.displays_checked
    dialog._delete.click()
    assert read(model.value.display_records[device]) == reading(None)


def test_the_hospital_can_require_calibration(qtbot: QtBot, tmp_path: Path) -> None:
    entry = next(entry for entry in ENTRIES if entry.name == "displays_checked")
    assert entry.read(True, tmp_path) is True
    policy = Policy(tmp_path, values={entry.setting: True}, locked=frozenset({entry.setting}))
    model = SettingsModel(tmp_path / "settings.json", policy)
    dialog = MonitorsDialog(model)
    qtbot.addWidget(dialog)
    assert dialog._checked.isChecked() and not dialog._checked.isEnabled()
    assert "not calibrated" in warning(LARGE, model.value, TODAY)


def test_the_hospital_can_set_up_the_monitors_for_all_users(qtbot: QtBot, tmp_path: Path) -> None:
    entry = next(entry for entry in ENTRIES if entry.name == "monitors")
    display = described(QGuiApplication.primaryScreen())
    (tmp_path / "text.json").write_text(json.dumps({display.device: written(reading(FINE))}))
    (tmp_path / "object.json").write_text(json.dumps({display.device: json.loads(written(reading(FINE)))}))
    for name in ("text.json", "object.json"):
        given = entry.read(name, tmp_path)
        assert read(given[display.device]) == reading(FINE)
        policy = Policy(tmp_path, values={entry.setting: given}, locked=frozenset({entry.setting}))
        dialog = MonitorsDialog(SettingsModel(tmp_path / "settings.json", policy))
        qtbot.addWidget(dialog)
        assert "Luminance ratio" in words_of(dialog)
        for widget in (dialog._use, dialog._greys, dialog._enter, dialog._delete):
            assert not widget.isEnabled() and "Locked" in widget.toolTip()
    for content in ("[]", "{", '{"a": 3}'):
        (tmp_path / "bad.json").write_text(content)
        with pytest.raises(Unusable):
            entry.read("bad.json", tmp_path)
    with pytest.raises(OSError, match="missing"):
        entry.read("missing.json", tmp_path)


def test_the_pattern_goes_through_the_calibration_where_images_do(qtbot: QtBot) -> None:
    display = described(QGuiApplication.primaryScreen())
    table = expected_greys(FINE.points, 0.0)[::-1].copy()  # unlike any other
    for greys in (None, table):
        pattern = TestPattern(display, "facts", greys)
        qtbot.addWidget(pattern)
        made = grey(pattern.made(800, 600))[..., 0]
        plain = quality(800, 600)
        for area in (*plain.patches, *plain.lines):
            wanted = area.of(plain.picture) if greys is None else greys[area.of(plain.picture)]
            assert np.array_equal(area.of(made), wanted)
        for area in plain.words:
            assert len(np.unique(area.of(made))) == 15, "a level for each letter, none between them"


_AT_A_SCALE = """
import sys
import numpy as np
from PySide6.QtWidgets import QApplication
from reader.app.ui.screen_picture import TestPattern
from reader.core.qt.displays import described
app = QApplication([])
pattern = TestPattern(described(app.primaryScreen()), "")
pattern.show()
app.processEvents()
image = pattern.grab().toImage()
made = pattern.made(image.width(), image.height())
assert image.devicePixelRatio() == float(sys.argv[1]), image.devicePixelRatio()
image.setDevicePixelRatio(1)
same = image.convertToFormat(made.format()) == made
print("same" if same else "different", image.size(), pattern.size())
"""


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2.0"])
def test_a_pixel_of_the_pattern_is_one_of_the_display_also_where_the_system_scales(scale: str) -> None:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    ran = subprocess.run(
        [sys.executable, "-c", _AT_A_SCALE, scale], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.startswith("same"), ran.stdout + ran.stderr


def test_which_device_it_is_does_not_depend_on_where_it_stands(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = QGuiApplication.primaryScreen()
    monkeypatch.setattr(QScreen, "manufacturer", lambda _: "EIZO")
    monkeypatch.setattr(QScreen, "model", lambda _: "RX560")
    monkeypatch.setattr(QScreen, "serialNumber", lambda _: "123")
    assert described(screen).device == "EIZO RX560 123"
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [screen, screen])
    assert described(screen).device == f"EIZO RX560 123 {screen.name()}", "two that say the same are two"
    monkeypatch.setattr(QScreen, "serialNumber", lambda _: "")
    assert described(screen).device == f"EIZO RX560 {screen.name()}"
