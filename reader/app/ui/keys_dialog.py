"""Keys and mouse: a set to begin with, each key of it, what the mouse does; to and from files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader.app.command_list import command_list, command_title
from reader.app.handbook import key_sections
from reader.app.keys import KeyChoice, key_problems
from reader.app.ui.keys_page import KeysPage
from reader.app.ui.keys_table import Section
from reader.app.ui.mouse_page import MousePage
from reader.core.commands import Command
from reader.core.key_sets import OWN_SET, KeySet, NotAKeySet, bundled, read_file, written
from reader.core.qt.fitting import FittingArea, fit_screen
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.settings import SettingsModel
from reader.core.storage import StorageError, write_atomically
from reader.core.text import counted, language_now, tr

_FILES = "JSON (*.json)"
_MOST_TOLD = 12


def edit_keys(settings: SettingsModel, parent: QWidget | None) -> None:
    """Ask, and bring into use at once what was chosen: every open window is built again with it."""
    dialog = KeysDialog(settings, parent)
    if dialog.exec():
        settings.update(**dialog.choice.settings())


class KeysDialog(QDialog):
    """choice: what was chosen, to be kept by whoever opened it. begin: what is chosen already, the settings' where
    it is None. told: what is wrong with the keys that are in use or were imported."""

    def __init__(
        self, settings: SettingsModel, parent: QWidget | None = None, begin: KeyChoice | None = None
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Keys and mouse"))
        self.setMinimumWidth(scaled(720, 1.5))
        self._settings = settings
        self.choice = begin or KeyChoice.of(settings.value)
        self.sets = QComboBox()
        self.sets.setAccessibleName(tr("Set of keys"))
        for key_set, known in bundled().items():
            self.sets.addItem(tr(known.title), key_set)
        self.sets.setEnabled(not settings.locked("key_set"))
        self.sets.currentIndexChanged.connect(self._take_set)
        keys_locked = settings.locked("keys")
        self.bring = _button(tr("Import …"), self._import)
        self.bring.setEnabled(not keys_locked and not settings.locked("key_set"))
        self.give = _button(tr("Export …"), self._export)
        top = QHBoxLayout()
        top.setSpacing(8)
        label = Label(tr("Set"))
        label.setBuddy(self.sets)
        top.addWidget(label)
        top.addWidget(self.sets, 1)
        top.addWidget(self.bring)
        top.addWidget(self.give)
        self.told = Label(wordWrap=True)
        self._told_area = FittingArea(self.told, lines=4, shrinks=True)
        self.keys = KeysPage(_sections(), self.choice, self._take, keys_locked)
        self.mouse = MousePage(self.choice, self._take, settings.locked("mouse"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Keys and mouse"))
        self.tabs.addTab(self.keys, tr("Keyboard"))
        self.tabs.addTab(self.mouse, tr("Mouse"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._told_area)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._buttons())
        self._say(key_problems(settings.value), tr("Not all of your keys can be used:"))
        self._show_choice()
        self.keys.search.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            fit_screen(self)
            self.resize(self.width(), min(scaled(760), self.screen().availableGeometry().height() - 60))

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.apply = buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setProperty("role", "primary")
        self.apply.setToolTip(tr("In every open window at once"))
        self.apply.setAutoDefault(False)
        cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.reset = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.setToolTip(tr("Keys and mouse as in the chosen set"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._reset)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    # what is chosen ---------------------------------------------------------------------------------------

    def _take(self, choice: KeyChoice) -> None:
        self.choice = choice
        self._show_choice()

    def _show_choice(self) -> None:
        self.sets.blockSignals(True)
        self.sets.setCurrentIndex(max(0, self.sets.findData(self.choice.key_set)))
        self.sets.blockSignals(False)
        self.keys.show_choice(self.choice)
        self.mouse.show_choice(self.choice)
        mine = [name for name in ("keys", "mouse") if getattr(self.choice.own, name)]
        self.reset.setEnabled(any(not self._settings.locked(name) for name in mine))

    def _take_set(self) -> None:
        """What was chosen key by key stays, on top of the other set."""
        self._take(KeyChoice(self.sets.currentData(), self.choice.own))

    def _reset(self) -> None:
        own = self.choice.own
        keys = own.keys if self._settings.locked("keys") else {}
        mouse = own.mouse if self._settings.locked("mouse") else {}
        self._say([], "")
        self._take(KeyChoice(self.choice.key_set, KeySet(keys=keys, mouse=mouse)))

    # files ------------------------------------------------------------------------------------------------

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import keys"), "", _FILES)
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """In place of what is chosen; what can't be used is told."""
        try:
            found, problems = read_file(path)
        except NotAKeySet as error:
            self._say([error.user_message, error.hint], "")
            return
        mouse = self.choice.own.mouse if self._settings.locked("mouse") else found.mouse
        choice = KeyChoice(OWN_SET, KeySet(keys=found.keys, mouse=mouse))
        said = [problem.words(command_title) for problem in (*problems, *choice.map.problems)]
        self._take(choice)
        self._say(said, tr("{file} was imported, but not all of it can be used:", file=path.name))
        if not said:
            self._say([tr("{file} was imported. “Apply” brings it into use.", file=path.name)], "", "fine")

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export keys"), "keys.json", _FILES)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """What is chosen now, also what is not applied yet."""
        try:
            write_atomically(path, written(self.choice.all_of_it()).encode())
        except StorageError as error:
            self._say([error.user_message, error.hint], "")
            return
        self._say([tr("Exported: {file}", file=path.name)], "", "fine")

    def _say(self, lines: Sequence[str], head: str, role: str = "soon") -> None:
        more = len(lines) - _MOST_TOLD
        rest = [counted("and {count} more", "and {count} more", more)] if more > 0 else []
        shown = [*([head] if head and lines else []), *lines[:_MOST_TOLD], *rest]
        self.told.setText("\n".join(shown))
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self._told_area.setVisible(bool(shown))


def _sections() -> list[Section]:
    """All commands under the headings of the handbook; what none of them names is with the rest of its windows."""
    headings = key_sections(language_now())
    of_group = {group: title for title, groups in reversed(headings) for group in groups}
    of_context = {group.split()[0]: title for title, groups in reversed(headings) for group in groups}
    found: dict[str, list[Command]] = {title: [] for title, _ in headings}
    for command in command_list():
        group = f"{command.context} {command.group or '-'}"
        found[of_group.get(group, of_context[command.context])].append(command)
    return [(title, commands) for title, commands in found.items() if commands]


def _button(text: str, run: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(run)
    return button
