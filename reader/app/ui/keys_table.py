"""Every command with its keys, under the headings that the handbook has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from reader.app.keys import KeyChoice
from reader.core.commands import Command, Place
from reader.core.qt.actions import key_name, key_names
from reader.core.qt.plain import plain_tip
from reader.core.qt.theme import colour
from reader.core.text import tr

_PLACE = int(Qt.ItemDataRole.UserRole)
_AIR = 12
COMMAND, KEYS, ORIGIN = range(3)
Section = tuple[str, Sequence[Command]]


class KeysTable(QTreeWidget):
    """sections: a heading and its commands each. `chosen`: another command is selected."""

    chosen = Signal()

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Commands and their keys"))
        self.setColumnCount(3)
        self.setHeaderLabels([tr("Command"), tr("Key"), ""])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(40)
        head.setSectionResizeMode(COMMAND, QHeaderView.ResizeMode.Stretch)
        for column in (KEYS, ORIGIN):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(_Rows(self))
        self._rows: dict[Place, QTreeWidgetItem] = {}
        self._commands: dict[Place, Command] = {}
        self._headings: list[tuple[QTreeWidgetItem, list[Place]]] = []
        for title, commands in sections:
            heading = QTreeWidgetItem(self, [title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFirstColumnSpanned(True)
            heading.setForeground(COMMAND, QBrush(colour("text-2")))
            self._headings.append((heading, [command.place for command in commands]))
            for command in commands:
                row = QTreeWidgetItem(heading, [tr(command.title)])
                row.setData(COMMAND, _PLACE, command.place)
                row.setToolTip(COMMAND, plain_tip(row.text(COMMAND)))
                self._rows[command.place], self._commands[command.place] = row, command
        self.expandAll()
        self.currentItemChanged.connect(lambda *_: self.chosen.emit())

    @property
    def command(self) -> Command | None:
        """The selected one."""
        item = self.currentItem()
        place = item.data(COMMAND, _PLACE) if item is not None else None
        return self._commands.get(tuple(place)) if place else None

    def select(self, place: Place) -> None:
        row = self._rows[place]
        self.setCurrentItem(row)
        self.scrollToItem(row)

    def show_choice(self, choice: KeyChoice) -> None:
        """The keys as they are chosen now, and who chose them."""
        for place, row in self._rows.items():
            keys, lost = choice.keys(place), choice.map.lost.get(place, {})
            row.setText(KEYS, "  ".join(key_names(keys)))
            row.setText(ORIGIN, self._origin(place, choice, lost))
            row.setToolTip(ORIGIN, plain_tip("\n".join(self._gone(key, to) for key, to in lost.items())))
            token = "soon" if lost else "accent" if place in choice.own.keys else "text-2"
            row.setForeground(ORIGIN, QBrush(colour(token)))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # the font is known only now

    def _fit(self) -> None:
        """The columns of keys as wide as what is in them, also in rows that are out of sight or hidden."""
        for column, most in ((KEYS, 0.4), (ORIGIN, 0.3)):
            texts = (row.text(column) for row in self._rows.values())
            widest = max(self.fontMetrics().horizontalAdvance(text) for text in (*texts, tr("set here")))
            self.setColumnWidth(column, min(widest + 2 * _AIR, max(80, int(self.width() * most))))

    def _origin(self, place: Place, choice: KeyChoice, lost: Mapping[str, Place]) -> str:
        if lost:
            return tr("{keys} given to another", keys="  ".join(key_names(lost)))
        if place in choice.own.keys:
            return tr("set here")
        return tr("of the set") if place in choice.base.keys else ""

    def _gone(self, key: str, to: Place) -> str:
        return tr("{key} is now the key of “{command}”.", key=key_name(key), command=self.title(to))

    def title(self, place: Place) -> str:
        return tr(self._commands[place].title)

    def narrow(self, words: str) -> int:
        """Show those with all of the words in title or key; how many that are."""
        wanted, shown = words.casefold().split(), 0
        for heading, places in self._headings:
            count = 0
            for place in places:
                row = self._rows[place]
                fits = all(self._fits(place, word) for word in wanted)
                row.setHidden(not fits)
                count += fits
            heading.setHidden(count == 0)
            shown += count
        current = self.currentItem()
        if shown and (current is None or current.isHidden()):
            self.select(next(place for place, row in self._rows.items() if not row.isHidden()))
        return shown

    def _fits(self, place: Place, word: str) -> bool:
        """In its title or its keys; one letter is a key, or begins a word."""
        title = f"{self._rows[place].text(COMMAND)} {self._commands[place].title}".casefold()
        keys = self._rows[place].text(KEYS).casefold()
        if len(word) > 1 or not word.isascii():
            return word in title or word in keys
        return word in keys.replace("+", " ").split() or any(part.startswith(word) for part in title.split())


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 8)
