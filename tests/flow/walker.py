"""Hands that go through windows by keyboard, and eyes that measure what is on the screen meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from reader.core.commands import CommandRegistry
from reader.core.qt.quick_list import QuickList
from reader.findings.ui.row import FindingRow
from reader.report.ui.section import SectionBox
from reader.views.ui.cine_bar import CineBar
from reader.views.ui.phase_bar import PhaseBar
from reader.views.ui.series_column import Thumbnail
from reader.views.ui.toolbar import ViewsToolbar
from reader.views.ui.viewport import ViewportWidget
from tests.flow.seat import Seat, told
from tests.flow.sight import faults

_CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar, QTextEdit, FindingRow, Thumbnail, ViewportWidget,
)  # fmt: skip
_COMMANDS_ONLY = (ViewsToolbar, PhaseBar, CineBar)
"""Rows of buttons for the mouse; each is a command with a key, or in the palette."""
TYPED_INTO = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_AGAIN = 3
_SETTLED_S = 3.0
"""So long a window manager may take to place a window, and layouts to settle."""


def said_of(widget: QWidget) -> str:
    """What a screen reader calls it, by Qt's accessibility; of a combo box Qt tells it what is chosen there, so it
    has to have a name of its own or a label."""
    if isinstance(widget, QComboBox):
        labels = widget.window().findChildren(QLabel)
        return widget.accessibleName() or " ".join(label.text() for label in labels if label.buddy() is widget)
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


class Walker:
    """seen: the classes of the widgets that were on the screen. wrong: what a walk has found. commands: of the
    windows, by context, id and keys."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.seen: set[type] = set()
        self.wrong: list[str] = []
        self.commands: set[tuple[str, str, tuple[str, ...]]] = set()

    def know(self, registry: CommandRegistry) -> None:
        """The commands of a window."""
        self.commands |= self.seat.ask(lambda: {(one.context, one.id, one.keys) for one in registry})

    def look(self, window: QWidget) -> None:
        """Measure what is on the screen."""
        self.seen |= self.seat.ask(lambda: {type(w) for w in self.seat.app.allWidgets() if w.isVisible()})
        end = time.monotonic() + _SETTLED_S
        while (wrong := self.seat.ask(lambda: faults(window))) and time.monotonic() < end:
            time.sleep(0.1)
        self.wrong += wrong

    def tour(self, window: QWidget) -> None:
        """Tab through all of a window that has just got the keyboard. What is wrong with it is wrong each time;
        where something in it came or went meanwhile, such as a delivery, the way led by another order."""
        self.look(window)
        begun = len(self.wrong)
        for _ in range(_AGAIN):
            del self.wrong[begun:]
            self._tour(window, self._controls(window))
            if len(self.wrong) == begun:
                return

    def _controls(self, window: QWidget) -> list[QWidget]:
        return self.seat.ask(lambda: [w for w in window.findChildren(QWidget) if _is_control(w, window)])

    def _tour(self, window: QWidget, wanted: list[QWidget]) -> None:
        seat = self.seat
        first = seat.ask(lambda: seat.focus)
        visited = self._round(window, len(wanted) + 30)
        if visited is None:
            return
        left = [widget for widget in wanted if widget not in visited]
        missed = seat.ask(lambda: [widget for widget in left if _is_control(widget, window)])
        if missed:  # what came or went meanwhile changed the way of the first round
            again = self._round(window, len(wanted) + 30) or []
            self.wrong += [f"Tab does not reach {self._told(widget)}" for widget in missed if widget not in again]
        if seat.ask(lambda: seat.focus) is not first:
            self.wrong.append(f"Tab in {self._told(window)} does not come back to where it began")
        if len(visited) > 1:
            seat.press("shift+Tab")
            where = seat.ask(lambda: seat.focus)
            if where is not visited[-1]:
                self.wrong.append(f"Shift+Tab in {self._told(window)} leads to {self._told(where)}")
            seat.press("Tab")

    def _round(self, window: QWidget, at_most: int) -> list[QWidget] | None:
        """Tab until the keyboard is where it has been: the widgets on the way. None: it left the window."""
        seat = self.seat
        visited: list[QWidget] = []
        for _ in range(at_most):
            now = seat.ask(lambda: seat.focus)
            if now is None or seat.ask(now.window) is not window:
                self.wrong.append(f"Tab in {self._told(window)} leads to {self._told(now)}")
                return None
            if now in visited:
                break
            visited.append(now)
            if not seat.ask(partial(said_of, now)):
                self.wrong.append(f"a screen reader has no name for {self._told(now)}")
            self._try_letters(now)
            shown = self._picture(now)
            seat.press("Tab")
            gone = not seat.ask(now.isVisible)  # put away meanwhile
            if seat.ask(lambda: seat.focus) is not now and not gone and self._picture(now) == shown:
                self.wrong.append(f"nothing shows the keyboard in {self._told(now)}")
        return visited

    def _picture(self, widget: QWidget) -> QImage:
        return self.seat.ask(lambda: widget.grab().toImage())

    def _told(self, widget: QWidget | None) -> str:
        return self.seat.ask(lambda: told(widget))

    def _try_letters(self, widget: QWidget) -> None:
        if not isinstance(widget, TYPED_INTO):
            return
        seat = self.seat
        before = len(seat.ran)
        index = seat.ask(lambda: widget.currentIndex() if isinstance(widget, QComboBox) else 0)
        text = seat.ask(lambda: widget.text() if isinstance(widget, QLineEdit) else "")
        seat.press("n", "slash")
        if len(seat.ran) > before:
            self.wrong.append(f"typing in {self._told(widget)} runs {seat.ran[before:]}")
        if isinstance(widget, QComboBox):
            seat.ask(lambda: widget.setCurrentIndex(index))
        elif isinstance(widget, QLineEdit):
            seat.ask(lambda: widget.setText(text))
        else:
            seat.press("BackSpace", "BackSpace")

    def dialog(self, keys: str, name: str, *, tour: bool = True) -> None:
        """Open it by a key, go through it, leave it by Esc: the keyboard is where it was, and works."""
        seat = self.seat
        before = seat.ask(lambda: seat.focus)
        seat.press(keys)
        window = seat.until_open(name)
        if tour:
            self.tour(window)
        seat.press("Escape")
        self.back_at(before, name)

    def back_at(self, before: QWidget | None, name: str) -> None:
        said = f"after {name} the keyboard is back in {self._told(before)}"
        self.seat.until(lambda: self.seat.focus is before, said)

    def menu(self, why: str) -> None:
        """A menu is open; Esc closes it."""
        seat = self.seat
        seat.until(lambda: isinstance(seat.app.activePopupWidget(), QMenu), f"the menu of {why}")
        before = len(seat.ran)
        seat.press("Down", "n")
        assert seat.ran[before:] == [], f"in the menu of {why} a letter runs a command of the window"
        seat.press("Escape")
        seat.until(lambda: seat.app.activePopupWidget() is None, f"the menu of {why} closes")

    def go_to(self, what: Callable[[QWidget], bool], why: str) -> None:
        """Tab until the keyboard is there."""
        for _ in range(80):
            if self.seat.ask(lambda: self.seat.focus is not None and what(self.seat.focus)):
                return
            self.seat.press("Tab")
        where = self._told(self.seat.ask(lambda: self.seat.focus))
        raise AssertionError(f"Tab does not lead to {why}, but to {where}; {self.wrong}")


def _is_control(widget: QWidget, window: QWidget) -> bool:
    if not isinstance(widget, _CONTROLS) or isinstance(widget, QScrollBar):
        return False
    if not widget.isVisible() or not widget.isEnabled() or widget.window() is not window:
        return False
    if widget.focusProxy() is not None or isinstance(widget.parentWidget(), QLineEdit | QTabBar):
        return False
    if isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked():
        return False  # one of several: the arrows choose
    if isinstance(widget, QTextEdit) and widget.isReadOnly() and not widget.verticalScrollBar().maximum():
        return False
    parent = widget.parentWidget()
    if isinstance(parent, SectionBox) and isinstance(widget, QToolButton):
        return False  # Tab goes from text to text; the sentences have a key
    while parent is not None:
        if isinstance(parent, _COMMANDS_ONLY):
            return False
        if isinstance(parent, QuickList) and not isinstance(widget, QLineEdit):
            return False  # its arrows are the field's
        if isinstance(parent, QAbstractItemView | QComboBox):
            return False
        parent = parent.parentWidget()
    return True
