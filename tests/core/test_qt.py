"""What `core/qt` promises to every window."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.commands import Command
from reader.core.qt.actions import bind_keys
from reader.core.qt.elided import elided
from reader.core.qt.soon import soon

_BROKEN_HANDLER = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from reader.core.qt.guard import guard_event_handlers
class Broken(QWidget):
    def hideEvent(self, event):
        [][3]
Broken.__module__ = "reader.test"
app = QApplication([])
heard = []
sys.excepthook = lambda kind, error, trace: heard.append(kind)
guard_event_handlers()
widget = Broken()
widget.show()
widget.hide()
assert heard == [IndexError], heard
print("survived")
"""

_FONTS = """
from PySide6.QtWidgets import QApplication
from reader.core.qt.theme import apply_theme
app = QApplication([])
assert app.font("QMenu").family() == "DejaVu Serif", "the desktop has a font of its own for menus"
apply_theme(app, "dark", scale=2.0)
assert app.font("QMenu") == app.font(), app.font("QMenu").toString()
"""

_STROKES = """
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication
from reader.core.qt.strokes import even_strokes
from reader.core.qt.theme import apply_theme
even_strokes()
app = QApplication([])
apply_theme(app, "dark")

def ink(text, size):
    font = app.font()
    font.setPixelSize(size)
    image = QImage(size * (len(text) + 1), size * 2, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(image.rect(), 0, text)
    painter.end()
    return sum(sum(bytes(image.constScanLine(y))) for y in range(image.height())) / 255 / size**2

layout = QTextLayout("王 W", app.font())
layout.beginLayout()
layout.createLine()
layout.endLayout()
faces = {run.rawFont().familyName(): run.rawFont().weight() for run in layout.glyphRuns()}
assert len(faces) == 2 and set(faces.values()) == {400}, faces
print(ink("既往右上肺病灶", 13) / ink("既往右上肺病灶", 130), ink("Known right", 13) / ink("Known right", 130))
"""


_IMPORTS = """
import inspect
from reader.core.qt.imports import plain_imports
plain_imports()
from PySide6.QtCore import QObject
inspect.getsource = lambda module: print("read again:", module.__name__) or ""
import reader.app.program
print("imported")
"""


def test_small_chinese_is_as_light_as_its_outlines() -> None:
    """Ink for its size against the same characters ten times as large; a hinted stroke is up to a pixel wide."""
    result = subprocess.run([sys.executable, "-c", _STROKES], capture_output=True, text=True, check=False)
    chinese, latin = map(float, result.stdout.split())
    assert 0.85 < chinese < 1.4 and 0.85 < latin < 1.4, (chinese, latin, result.stderr)


def test_a_desktop_with_fonts_of_its_own_for_menus_and_lists_changes_none_of_ours(tmp_path: Path) -> None:
    serif = "DejaVu Serif,20,-1,5,50,0,0,0,0,0"
    (tmp_path / "kdeglobals").write_text(f"[General]\nfont=DejaVu Sans,10\nmenuFont={serif}\n")
    kde = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_SESSION_VERSION": "5", "XDG_CONFIG_HOME": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", _FONTS], capture_output=True, text=True, check=False, env=os.environ | kde
    )
    assert result.returncode == 0, result.stderr


def test_an_error_in_an_event_handler_does_not_end_the_program() -> None:
    result = subprocess.run([sys.executable, "-c", _BROKEN_HANDLER], capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "survived", (result.returncode, result.stderr)


@pytest.mark.parametrize(("focused", "expected"), [("inner", ["inner"]), ("outer", ["outer"])])
def test_of_two_contexts_the_one_nearest_to_the_focus_has_the_key(
    qtbot: QtBot, focused: str, expected: list[str]
) -> None:
    window, inner = QWidget(), QWidget()
    buttons = {"outer": QPushButton(window), "inner": QPushButton(inner)}
    layout = QVBoxLayout(window)
    layout.addWidget(inner)
    QVBoxLayout(inner).addWidget(buttons["inner"])
    layout.addWidget(buttons["outer"])
    ran: list[str] = []
    bind_keys([Command("a.outer", "Outer", lambda: ran.append("outer"), keys=("Ctrl+J",))], window)
    bind_keys([Command("a.inner", "Inner", lambda: ran.append("inner"), keys=("Ctrl+J",))], inner)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    buttons[focused].setFocus()
    qtbot.keyClick(buttons[focused], "j", modifier=Qt.KeyboardModifier.ControlModifier)
    assert ran == expected



def test_an_ellipsis_never_makes_another_number_of_a_number(qapp: QApplication) -> None:
    text = "M 56 · ID 00314@XIHU · 2026-11-20 08:12 · 图像116 · (−1.4, 140.6, −123.5) L −600"
    whole = set(re.findall(r"[^ ·()像]*[0-9][^ ·()]*", text))
    metrics = QFontMetrics(qapp.font())
    for width in range(metrics.horizontalAdvance(text) + 10):
        shown = elided(text, metrics, width)
        assert set(re.findall(r"[^ ·()像…]*[0-9][^ ·()…]*", shown)) <= whole, shown
    assert shown == text


def test_an_imported_module_is_not_read_a_second_time() -> None:
    """PySide6 does, and takes a tenth of the start for it."""
    result = subprocess.run([sys.executable, "-c", _IMPORTS], capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "imported", (result.stdout, result.stderr)


def test_what_is_done_soon_is_forgotten_with_its_owner(qtbot: QtBot) -> None:
    class Owner(QObject):
        calls = 0

        def call(self) -> None:
            Owner.calls += 1

    stays, goes = Owner(), Owner()
    there = weakref.ref(goes)
    soon(stays, stays.call)
    soon(goes, goes.call)
    assert Owner.calls == 0
    goes.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del goes
    qtbot.waitUntil(lambda: Owner.calls > 0)
    qtbot.wait(10)
    gc.collect()
    assert Owner.calls == 1 and there() is None
    assert not stays.children()
