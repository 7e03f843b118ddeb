"""Whose the keyboard is: never the window's below an open list or menu, and never nobody's."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from reader.core.qt.held import HELD
from reader.core.qt.tab_order import focus_next, uses_tab

_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_TYPED_ON_S = 1.5
"""Seconds within which a letter goes on with those before it."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
_TYPED_INTO = (QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
_MOVED_IN = (QAbstractScrollArea, QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)


class Keyboard(QObject):
    """One for the program. While a list, a menu or a palette is open, no shortcut of the window below runs. The
    control with the focus comes before them too: letters typed into a combo box or a text (also one that is read
    only), arrows in a list or slider, the Enter that presses a button. Tab goes to what is seen next. A letter
    with Alt that is no shortcut writes nothing. Where the widget with the focus is disabled or goes, the focus goes
    to the window's focus proxy: what its keys are for; else to its first control. help_: called with the widget
    that has the focus where F1 is pressed in a window without commands of its own, such as a dialog."""

    def __init__(self, app: QApplication, help_: Callable[[QWidget], None] = lambda _: None) -> None:
        super().__init__(app)
        self._help = help_
        self._typed: tuple[float, str] = (0.0, "")
        self._app = app
        app.installEventFilter(self)
        app.focusChanged.connect(self._focus_changed)

    def stop(self) -> None:
        """The program ends: it sees no more keys."""
        self._app.removeEventFilter(self)
        self._app.focusChanged.disconnect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False  # most events; asking for their type would take longer than all the rest
        HELD.note(event)
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            if QApplication.activePopupWidget() is not None:
                event.accept()  # and on to the open list, which is chosen from by this event already (Qt 6.11)
            elif _is_typed(event) or _moves_in_control(event) or _button_for(event) is not None:
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress:
            focus = QApplication.focusWidget()
            if QApplication.activePopupWidget() is not None:
                return isinstance(watched, QAbstractItemView) and (
                    self._find(watched, event) or _choose(watched, event)
                )
            if isinstance(watched, QWidget) and _presses_in_vain(watched, event):
                return True
            if isinstance(watched, _TYPED_INTO) and _means_nothing(event):
                return True
            return focus is not None and watched is focus and self._press(focus, event)
        return False

    def _press(self, focus: QWidget, event: QKeyEvent) -> bool:
        """The keys that mean the same wherever they are pressed; True where that was one."""
        button = _button_for(event)
        if button is not None:
            button.click()  # also where a dialog has another default: Enter on "Back" never signs
            return True
        if isinstance(focus, QComboBox) and self._find(focus, event):
            return True
        if event.key() == Qt.Key.Key_F1 and not event.modifiers():
            self._help(focus)
            return True
        forward = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}.get(Qt.Key(event.key()))
        if forward is None or event.modifiers() & ~_TYPED or uses_tab(focus):
            return False
        return focus_next(focus.window(), forward=forward)

    def _find(self, choices: QComboBox | QAbstractItemView, event: QKeyEvent) -> bool:
        """What is typed into a combo box or its open list goes to the entry that begins with it, else to the first
        that has it in it; where none does, the choice stays. A space belongs to what is typed."""
        combo = choices if isinstance(choices, QComboBox) else choices.window().parentWidget()
        text = event.text().casefold()
        if event.key() == Qt.Key.Key_Shift or not isinstance(combo, QComboBox):
            return False
        if event.modifiers() & ~_TYPED or not text or not text.isprintable():
            self._typed = (0.0, "")
            return False
        when, before = self._typed
        before = before if time.monotonic() - when < _TYPED_ON_S else ""
        if combo.isEditable() or (text == " " and not before):
            return False
        typed = text if before == text else before + text  # the same letter again: the next that begins with it
        self._typed = (time.monotonic(), typed)
        here = combo.currentIndex() if choices is combo else cast(QAbstractItemView, choices).currentIndex().row()
        names = [combo.itemText(row).casefold() for row in range(combo.count())]
        order = [*range(here + 1, len(names)), *range(here + 1)] if len(typed) == 1 else range(len(names))
        begin = [row for row in order if names[row].startswith(typed)]
        fits = begin or [row for row in order if typed in names[row]]
        if fits and choices is combo:
            combo.setCurrentIndex(fits[0])
            combo.activated.emit(fits[0])
        elif fits:
            view = cast(QAbstractItemView, choices)
            view.setCurrentIndex(view.model().index(fits[0], combo.modelColumn()))
        return True

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        self._typed = (0.0, "")
        if now is None:
            QTimer.singleShot(0, self, self._bring_home)

    def _bring_home(self) -> None:
        window = QApplication.activeWindow()
        if QApplication.focusWidget() is not None or window is None or not isValid(window):
            return
        home = window.focusProxy()
        if QApplication.activePopupWidget() is not None:
            return
        if home is not None and home.isVisible():
            home.setFocus(Qt.FocusReason.OtherFocusReason)
        elif home is None:
            focus_next(window, forward=True)


def _choose(shown: QAbstractItemView, event: QKeyEvent) -> bool:
    """Space chooses in the open list of a combo box, as Enter does: it is the key that has opened it."""
    if event.key() != Qt.Key.Key_Space or HELD.now:
        return False
    combo = shown.window().parentWidget()
    row = shown.currentIndex().row()
    if not isinstance(combo, QComboBox) or row < 0:
        return False
    combo.hidePopup()
    combo.setCurrentIndex(row)
    combo.activated.emit(row)
    return True


def _is_typed(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~_TYPED
    printable = bool(event.text()) and event.text().isprintable()
    return plain and printable and isinstance(QApplication.focusWidget(), _TYPED_INTO)


def _moves_in_control(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~_TYPED
    focus = QApplication.focusWidget()
    chosen_among = isinstance(focus, QAbstractButton) and focus.group() is not None
    return plain and event.key() in _MOVING and (chosen_among or isinstance(focus, _MOVED_IN))


def _means_nothing(event: QKeyEvent) -> bool:
    """Alt or Meta with a letter: Qt would write it into the text. AltGr comes as a modifier of its own, or as
    Ctrl+Alt."""
    held = event.modifiers()
    alone = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    shortcut = bool(held & alone) and not held & Qt.KeyboardModifier.ControlModifier
    return shortcut and event.text().isprintable() and bool(event.text())


def _presses_in_vain(watched: QWidget, event: QKeyEvent) -> bool:
    """The key that has opened a dialog answers no question in it while it is held down, nor pressed with Ctrl once
    more; and no button is pressed twice by one hand."""
    button = isinstance(watched, QAbstractButton)
    if event.key() == Qt.Key.Key_Space:
        return button and HELD.now
    if event.key() not in _ENTER or isinstance(watched, QPlainTextEdit | QTextEdit):
        return False
    if HELD.now:
        return button or isinstance(watched.window(), QDialog)
    return button and bool(event.modifiers() & ~_TYPED)


def _button_for(event: QKeyEvent) -> QPushButton | QToolButton | None:
    """The button that has the focus, where the key is an Enter that was not held down from before."""
    if event.key() not in _ENTER or event.modifiers() & ~_TYPED or HELD.now:
        return None
    focus = QApplication.focusWidget()
    return focus if isinstance(focus, QPushButton | QToolButton) else None
