"""A list over a window, narrowed by typing: Enter takes the chosen line, Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.core.qt.key_list import KeyDelegate, set_key
from reader.core.qt.overlay import Overlay
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled

_FAR = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class Line(NamedTuple):
    """name: what it is known by. key: shown at its right."""

    name: str
    text: str
    key: str


class QuickList(Overlay):
    """asks: what to type. lines: those that match what is typed. none: what is said where there are none.
    take: called with the name of the chosen line, once the list is closed. begin: typed already."""

    def __init__(
        self,
        asks: str,
        lines: Callable[[str], Iterable[Line]],
        none: Callable[[str], str],
        take: Callable[[str], None],
        parent: QWidget,
        begin: str = "",
    ) -> None:
        super().__init__(parent)
        self._lines, self._none, self._take = lines, none, take
        self.field = QLineEdit(placeholderText=asks)
        self.field.setAccessibleName(asks)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(KeyDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self._nothing = Label(wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setMargin(12)
        self._nothing.setProperty("role", "secondary")
        layout.addWidget(self._nothing)
        layout.addStretch()
        self.field.setText(begin)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take_chosen())
        width = min(scaled(560, 1.6), parent.width() - 80)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.setGeometry(QRect(corner.x() + (parent.width() - width) // 2, corner.y() + 60, width, 420))
        self._narrow(begin)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in _FAR and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_chosen()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self.list.clear()
        for line in self._lines(text):
            item = QListWidgetItem(line.text)
            item.setData(Qt.ItemDataRole.UserRole, line.name)
            set_key(item, line.key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)
        self._nothing.setVisible(self.list.isHidden())
        self._nothing.setText(self._none(text.strip()))

    def _take_chosen(self) -> None:
        item = self.list.currentItem()
        self.reject()
        if item is not None:
            self._take(str(item.data(Qt.ItemDataRole.UserRole)))
