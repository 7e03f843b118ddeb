"""Commands as Qt actions: the same text, key, icon and state in every menu, bar and palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from reader.core.commands import Command, keys_of
from reader.core.qt.held import HELD
from reader.core.qt.icons import icon
from reader.core.qt.plain import plain_tip
from reader.core.text import mark, tr


def key_text(command: Command) -> str:
    """The first key as the platform writes it ("Ctrl+Z"), or ""."""
    return next(iter(key_texts(command)), "")


def key_texts(command: Command) -> list[str]:
    """All of its keys as the platform writes them, each once: some languages have one word for Return and Enter."""
    return key_names(keys_of(command))


def key_names(keys: Iterable[str]) -> list[str]:
    """The same of portable keys."""
    return list(dict.fromkeys(map(key_name, keys)))


_ON_KEYBOARDS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Backspace": mark("Backspace")}
_NATIVE = QKeySequence.SequenceFormat.NativeText


def key_name(key: str) -> str:
    """A portable key as the platform writes it, with the names on keyboards where Qt's translations have others."""
    before, plus, last = key.rpartition("+")
    if last not in _ON_KEYBOARDS:
        return QKeySequence(key).toString(_NATIVE)
    modifiers = QKeySequence(f"{before}{plus}A").toString(_NATIVE).removesuffix("A")
    return modifiers + tr(_ON_KEYBOARDS[last])


def title_with_key(command: Command) -> str:
    """What a tooltip says: the title and its key."""
    key = key_text(command)
    return f"{tr(command.title)}  {key}" if key else tr(command.title)


def not_now_text(command: Command) -> str:
    """What is said of a command whose key was pressed and that can't be done now: no key does nothing without a
    word."""
    title, why = tr(command.title), command.why()
    if why:
        return tr("“{command}” is not possible now: {reason}", command=title, reason=why)
    return tr("“{command}” is not possible now.", command=title)


def make_action(command: Command, parent: QObject) -> QAction:
    """An action for menus and buttons. It has no shortcut of its own: `bind_keys` owns the keys."""
    action = QAction(tr(command.title), parent)
    action.setToolTip(plain_tip(title_with_key(command)))
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
    detail = command.detail() if command.detail is not None and command.when() else ""
    if detail:
        action.setText(f"{action.text()} · {detail}".replace("&", "&&"))
    if command.letter:
        action.setText(_with_letter(action.text(), command.letter))
    key = key_text(command)
    if key:
        action.setText(f"{action.text()}\t{key}")
    return action


def _with_letter(text: str, letter: str) -> str:
    """With the letter that chooses it underlined, where the text has it; else it follows in brackets."""
    at = text.upper().find(letter)
    return f"{text[:at]}&{text[at:]}" if at >= 0 else f"{text} (&{letter})"


class CommandShortcut(QShortcut):
    """One key of one command, while `widget` or a child of it has the focus."""

    def __init__(self, key: str, command: Command, widget: QWidget, not_now: Callable[[Command], None]) -> None:
        super().__init__(QKeySequence(key), widget)
        self.command, self._not_now = command, not_now
        self.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAutoRepeat(command.repeats)
        self.activated.connect(self.run)
        self.activatedAmbiguously.connect(self._run_innermost)

    def run(self) -> None:
        if HELD.now and not self.command.repeats:
            return
        if self.command.when():
            self.command.run()
        else:
            self._not_now(self.command)

    def _run_innermost(self) -> None:
        """Two contexts claim the key: the one nearest to the focus has it (the report before the window)."""
        widget = QApplication.focusWidget()
        while widget is not None:
            for shortcut in widget.findChildren(CommandShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if shortcut.key() == self.key():
                    shortcut.run()
                    return
            widget = widget.parentWidget()


def bind_keys(
    commands: Iterable[Command], widget: QWidget, not_now: Callable[[Command], None] = lambda _: None
) -> None:
    """Let the keys of `commands` work while `widget` or a child of it has the focus. not_now: says of a command
    that it can't be done now.

    A text field keeps the plain letters that are typed into it: Qt offers it the key first.
    """
    for command in commands:
        for key in keys_of(command):
            CommandShortcut(key, command, widget, not_now)


def _runner(command: Command) -> Callable[[], None]:
    def run() -> None:
        if command.when():
            command.run()

    return run
