"""Commands as Qt actions: the same text, key, icon and state in every menu, bar and palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reader.core.commands import Command
from reader.core.qt.icons import icon
from reader.core.text import tr


def key_text(command: Command) -> str:
    """The first key as the platform writes it ("Ctrl+Z"), or ""."""
    if not command.keys:
        return ""
    return QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def title_with_key(command: Command) -> str:
    """What a tooltip says: the title and its key."""
    key = key_text(command)
    return f"{tr(command.title)}  {key}" if key else tr(command.title)


def make_action(command: Command, parent: QObject) -> QAction:
    """An action for menus and buttons. It has no shortcut of its own: `bind_keys` owns the keys."""
    action = QAction(tr(command.title), parent)
    action.setToolTip(title_with_key(command))
    if command.icon:
        action.setIcon(icon(command.icon))
    if command.checked is not None:
        action.setCheckable(True)
        action.setChecked(command.checked())
    action.setEnabled(command.when())
    action.triggered.connect(_runner(command))
    return action


def menu_action(command: Command, parent: QObject) -> QAction:
    """The same, with its key shown at the right of a menu line."""
    action = make_action(command, parent)
    key = key_text(command)
    if key:
        action.setText(f"{action.text()}\t{key}")
    return action


def bind_keys(commands: Iterable[Command], widget: QWidget) -> list[QAction]:
    """Let the keys of `commands` work while `widget` or a child of it has the focus.

    A text field keeps the plain letters that are typed into it: Qt offers it the key first.
    """
    bound = []
    for command in commands:
        if not command.keys:
            continue
        action = QAction(tr(command.title), widget)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(_runner(command))
        widget.addAction(action)
        bound.append(action)
    return bound


def _runner(command: Command) -> Callable[[], None]:
    def run() -> None:
        if command.when():
            command.run()

    return run
