"""The command palette: every command of the window, found by typing, with its key beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.commands import Command, CommandRegistry
from reader.core.qt.actions import key_text
from reader.core.qt.key_list import KeyDelegate, set_key
from reader.core.qt.overlay import Overlay
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr

_FAR = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)

class CommandPalette(Overlay):
    """Opens over `parent`; Enter runs the chosen command, Esc closes."""

    def __init__(self, registry: CommandRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._registry = registry
        self._field = QLineEdit(placeholderText=tr("Search for a command"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(KeyDelegate(self._list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        self._nothing = Label(wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setMargin(12)
        self._nothing.setProperty("role", "secondary")
        layout.addWidget(self._nothing)
        layout.addStretch()
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _: self._run())
        width = min(scaled(560, 1.6), parent.width() - 80)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.setGeometry(QRect(corner.x() + (parent.width() - width) // 2, corner.y() + 60, width, 420))
        self._filter("")
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
            if event.key() in _FAR and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                QApplication.sendEvent(self._list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._list.clear()
        for command in self._registry:
            searched = f"{tr(command.title)} {command.title} {command.id}".casefold()
            if command.when() and all(word in searched for word in words):
                self._list.addItem(self._item(command))
        self._list.setCurrentRow(0)
        self._list.setVisible(self._list.count() > 0)
        self._nothing.setVisible(self._list.isHidden())
        self._nothing.setText(tr("No command matches “{words}”", words=text.strip()))

    def _item(self, command: Command) -> QListWidgetItem:
        key = key_text(command)
        detail = command.detail() if command.detail is not None else ""
        item = QListWidgetItem(" · ".join(part for part in (tr(command.title), detail) if part))
        item.setData(Qt.ItemDataRole.UserRole, command.id)
        set_key(item, key)
        return item

    def _run(self) -> None:
        item = self._list.currentItem()
        self.reject()
        if item is not None:
            self._registry.run(item.data(Qt.ItemDataRole.UserRole))
