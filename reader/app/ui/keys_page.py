"""The keys in "Keys and mouse": find a command, press a key, see at once who has it already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.app.keys import KeyChoice
from reader.app.ui.keys_table import KeysTable, Section
from reader.core.commands import Command
from reader.core.key_rules import refusal
from reader.core.qt.actions import key_name, key_names
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.key_field import KeyField
from reader.core.qt.plain import Label
from reader.core.text import tr


class KeysPage(QWidget):
    """choice: what is chosen now; changed: called with what is chosen next. locked: the hospital has decided."""

    def __init__(
        self, sections: Sequence[Section], choice: KeyChoice, changed: Callable[[KeyChoice], None], locked: bool
    ) -> None:
        super().__init__()
        self._choice, self._changed, self._locked = choice, changed, locked
        self.search = QLineEdit(placeholderText=tr("Search for a command or a key"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search for a command or a key"))
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.table = KeysTable(sections)
        self.table.setMinimumHeight(6 * self.fontMetrics().lineSpacing())
        self.table.chosen.connect(self._show_command)
        self._nothing = Label()
        self._nothing.setProperty("role", "secondary")
        self._nothing.hide()
        self._name = Label(wordWrap=True)
        self.field = KeyField()
        self.field.setPlaceholderText(tr("Press the new key here"))
        self.field.taken.connect(lambda _: self._judge())
        self.field.textChanged.connect(lambda text: None if text else self._forget())
        self.field.confirmed.connect(self._use_if_possible)
        self._told = Label(wordWrap=True)
        self._told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.use = _button(tr("Use this key"), self._use)
        self.more = _button(tr("Use it as well"), self._use_as_well)
        self.none = _button(tr("No key"), self._use_none)
        self.reset = _button(tr("Reset"), self._reset)
        self.reset.setToolTip(tr("The keys that the command has in the chosen set"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(ButtonRow(self.use, self.more, self.none, self.reset), 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(self._name)
        layout.addLayout(row)
        layout.addWidget(self._told)
        self.show_choice(choice)
        self.table.select(sections[0][1][0].place)

    def show_choice(self, choice: KeyChoice) -> None:
        self._choice = choice
        self.table.show_choice(choice)
        self._narrow(self.search.text())
        self._show_command()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search the arrows go to the commands."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                QApplication.sendEvent(self.table, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.field.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, words: str) -> None:
        found = self.table.narrow(words)
        self._nothing.setText(tr("No command matches “{words}”", words=words.strip()))
        self._nothing.setVisible(found == 0)

    def _show_command(self) -> None:
        command = self.table.command
        self.field.forget()
        if command is None:
            self._name.setText(tr("Choose a command."))
        else:
            keys = tr(", ").join(key_names(self._choice.keys(command.place)))
            self._name.setText(tr("{command}: {keys}", command=tr(command.title), keys=keys or tr("no key")))
            self.field.setAccessibleName(tr("New key for “{command}”", command=tr(command.title)))
        self._judge()

    def _forget(self) -> None:
        self.field.key = ""
        self._judge()

    def _judge(self) -> None:
        """What is said of the key that was pressed, and what can be done with it."""
        command, key = self.table.command, self.field.key
        text, role = self._verdict(command, key)
        self._told.setText(text)
        self.field.setAccessibleDescription(text)
        self._told.setProperty("role", role)
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        usable = bool(key) and role != "urgent" and command is not None and not self._locked
        taken = usable and role == "soon"
        held = self._choice.keys(command.place) if command is not None else ()
        self.use.setText(tr("Take it over") if taken else tr("Use this key"))
        self.use.setEnabled(usable and held != (key,))
        self.more.setEnabled(usable and bool(held) and key not in held)
        self.none.setEnabled(bool(held) and not self._locked)
        changed = command is not None and (
            command.place in self._choice.own.keys or command.place in self._choice.map.lost
        )
        self.reset.setEnabled(changed and not self._locked)
        self.field.setEnabled(command is not None and not self._locked)

    def _verdict(self, command: Command | None, key: str) -> tuple[str, str]:
        """What is said, and its role."""
        if self._locked:
            return tr("Locked by the hospital."), "secondary"
        if command is None:
            return "", "secondary"
        if not key:
            pressed = self.field.text()
            return self._without_key(command) if not pressed else "", "secondary"
        why = refusal(command, key)
        if why:
            return "■ " + tr("{key} can't be used: {why}", key=key_name(key), why=tr(why)), "urgent"
        other = self._choice.owner(command.place, key)
        if other is not None:
            said = tr(
                "{key} is the key of “{other}”, which would be without it.",
                key=key_name(key), other=self.table.title(other),
            )  # fmt: skip
            return f"▲ {said}", "soon"
        if key in self._choice.keys(command.place):
            return tr("It has this key already."), "secondary"
        return "● " + tr("{key} is free.", key=key_name(key)), "fine"

    def _without_key(self, command: Command) -> str:
        lost = self._choice.map.lost.get(command.place, {})
        return "\n".join(
            tr("{key} is now the key of “{command}”.", key=key_name(key), command=self.table.title(to))
            for key, to in lost.items()
        )

    def _use_if_possible(self) -> None:
        if self.use.isEnabled():
            self._use()

    def _use(self) -> None:
        self._take((self.field.key,))

    def _use_as_well(self) -> None:
        if (command := self.table.command) is not None:
            self._take((*self._choice.keys(command.place), self.field.key))

    def _use_none(self) -> None:
        self._take(())

    def _reset(self) -> None:
        if (command := self.table.command) is not None:
            self._take(self._choice.before(command))

    def _take(self, keys: tuple[str, ...]) -> None:
        if (command := self.table.command) is not None:
            self._changed(self._choice.with_keys(command, keys))


def _button(text: str, run: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(run)
    return button
