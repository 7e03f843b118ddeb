"""Somebody at the keyboard of the real program: real keys through the X server, never a mouse.

For a process of its own on a `desktop`. What the user does runs on a thread beside the program's event loop, so
that dialogs run theirs as they do for a user. State is only looked at, on the main thread.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray
from PySide6.QtWidgets import QApplication, QWidget

from reader.app.program import Program
from reader.core.profile import open_profile
from reader.core.qt.actions import CommandShortcut
from reader.core.qt.main_thread import MainThread
from reader.core.qt.strokes import even_strokes
from reader.volume.service import VolumeService

T = TypeVar("T")
PATIENCE_S = 20.0
_KEY_PRESS = 2
_TURNS, _TURN_S = 600, 0.005


class _Presses(QAbstractNativeEventFilter):
    """Counts the keys that have come through the X server, Shift and Ctrl too."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def nativeEventFilter(self, kind: QByteArray, message: Any) -> object:  # type: ignore[override]
        if kind == b"xcb_generic_event_t":
            self.count += ctypes.c_uint8.from_address(int(message)).value & 0x7F == _KEY_PRESS
        return False, 0


class Seat:
    """One running program with its own profile, and the hands on its keyboard. ran: the ids of the commands that
    keys have run. settings: as the user has set them before."""

    def __init__(self, profile: Path, hub_url: str, **settings: Any) -> None:
        even_strokes()
        app = QApplication([__name__])
        self.app = app
        VolumeService.make_ready = lambda _: None  # type: ignore[assignment,method-assign]
        self.program = Program(app, open_profile(profile), hub_url)
        self.program.services.settings.update(**{"prefetch": False, "leaving": "keep"} | settings)
        app.setQuitOnLastWindowClosed(False)
        self.ran: list[str] = []
        self._held: list[QWidget] = []
        """What the hands were given: who lets go of a closed dialog last ends it, and only the main thread may."""
        run = CommandShortcut.run

        def noted(shortcut: CommandShortcut) -> None:
            self.ran.append(shortcut.command.id)
            run(shortcut)

        CommandShortcut.run = noted  # type: ignore[assignment,method-assign]
        self._presses = _Presses()
        app.installNativeEventFilter(self._presses)
        self._main = MainThread(lambda error: None)

    def use(self, what: Callable[[Seat], None]) -> int:
        """Run the program until the user has done what there is to do. 0: it went well."""
        failures: list[str] = []

        def hands() -> None:
            try:
                what(self)
            except BaseException:  # noqa: BLE001 - whatever it is, the test shows it
                failures.append(traceback.format_exc())
            self._main.deliver(lambda: self.app.exit(0))

        self.program.start()
        threading.Thread(target=hands, daemon=True).start()
        self.app.exec()
        for failure in failures:
            print(failure, flush=True)  # noqa: T201 - the test reads it
        self.program.desk = None
        sys.stdout.flush()
        os._exit(bool(failures))  # a program in the middle of a dialog has no orderly end

    # looking ----------------------------------------------------------------------------------------------

    def ask(self, what: Callable[[], T]) -> T:
        """The answer of the main thread."""
        answered = threading.Event()
        answer: list[T] = []
        errors: list[BaseException] = []

        def work() -> None:
            try:
                answer.append(what())
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                errors.append(error)
            answered.set()

        self._main.deliver(work)
        assert answered.wait(PATIENCE_S), "the program does not answer"
        if errors:
            raise errors[0]
        if isinstance(answer[0], QWidget):
            self._held.append(answer[0])
        return answer[0]

    def later(self, what: Callable[[], None]) -> None:
        """Begin something on the main thread that may open a dialog."""
        self._main.deliver(what)

    def until(self, what: Callable[[], bool], why: str, patience: float = PATIENCE_S) -> None:
        """Wait for something to hold; fails by naming what never did, and where the keyboard is."""
        end = time.monotonic() + patience
        while not self.ask(what):
            if time.monotonic() > end:
                where = self.ask(lambda: told(self.focus))
                raise AssertionError(f"never: {why}; the keyboard is in {where}; last it ran {self.ran[-4:]}")
            time.sleep(0.01)

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def window(self, kind: type[QWidget] | str) -> QWidget | None:
        """The visible window of this class."""
        found = (w for w in self.app.topLevelWidgets() if w.isVisible() and _is(w, kind))
        return next(found, None)

    def until_open(self, kind: type[QWidget] | str) -> QWidget:
        """Wait for a window to be open and to have the keyboard."""

        def has_keyboard() -> bool:
            window, focus = self.window(kind), self.focus
            return window is not None and focus is not None and focus.window() is window

        said = f"{kind} is open and has the keyboard"
        self.until(has_keyboard, said)
        time.sleep(0.15)  # a window manager may hand the keyboard on when the window before is gone
        self.until(has_keyboard, said)
        window = self.ask(lambda: self.window(kind))
        assert window is not None
        return window

    # typing -----------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys by their X names ("ctrl+k", "Return"); returns when the program has had them. One that reaches no
        window, because the window manager is just handing the keyboard on, is pressed again, as a person would."""
        for key in keys:
            if not self._send(["key", "--delay", "0", key], key.count("+") + 1):
                self._send(["key", "--delay", "0", key], key.count("+") + 1)

    def type(self, text: str) -> None:
        self._send(["type", "--delay", "1", text], len(text) + sum(map(_needs_shift, text)))

    def _send(self, words: list[str], keys: int) -> bool:
        """False where the program has seen none of them. Only turns of its event loop count, not time: a program
        that is busy for seconds has its keys still before it, and would get them twice."""
        before = self._presses.count
        subprocess.run(["xdotool", *words], check=True)
        for _ in range(_TURNS):
            self.ask(lambda: None)
            if self._presses.count >= before + keys:
                break
            time.sleep(_TURN_S)
        self.ask(lambda: None)
        return self._presses.count > before


def _needs_shift(letter: str) -> bool:
    return letter.isupper() or letter in '~!@#$%^&*()_+{}|:"<>?'


def _is(window: QWidget, kind: type[QWidget] | str) -> bool:
    return type(window).__name__ == kind if isinstance(kind, str) else isinstance(window, kind)


def told(widget: QWidget | None) -> str:
    """A widget in words: its class, text and place among its parents."""
    if widget is None:
        return "nothing"
    parts = []
    while widget is not None:
        text = widget.property("text") or widget.objectName() or widget.accessibleName()
        parts.append(f"{type(widget).__name__}({text})" if text else type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parts[:6])
