"""The sections and lines of a template as a tree: one is chosen, to be moved, removed or written in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from reader.core.text import tr
from reader.report.mrrt.model import Template
from reader.report.template_draft import WHOLE, Place

_PLACE = Qt.ItemDataRole.UserRole
_SHOWN = 60
_Shape = list[int]


class Outline(QTreeWidget):
    """chosen(Place); move_asked(by), remove_asked, line_asked, enter_asked by key: Alt with an arrow, Del, Ins and
    Enter. Main thread."""

    chosen = Signal(object)
    move_asked = Signal(int)
    remove_asked = Signal()
    line_asked = Signal()
    enter_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(14)
        self.setItemsExpandable(False)
        self.setAccessibleName(tr("Sections and lines"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shape: _Shape = []
        self._telling = True
        self.currentItemChanged.connect(self._tell)

    @property
    def place(self) -> Place:
        item = self.currentItem()
        place = item.data(0, _PLACE) if item is not None else None
        return Place(*place) if place is not None else WHOLE

    def show_template(self, template: Template, at: Place | None = None) -> None:
        """at: what is chosen then; None for what was, as far as it is there. Nothing is said of it."""
        at = at or self.place
        self._telling = False
        shape = [len(section.fields) for section in template.sections]
        if shape != self._shape or not self.topLevelItemCount():
            self._build(shape)
        root = self._root
        _name(root, template.title or "–")
        for number, section in enumerate(template.sections):
            item = _child(root, number)
            _name(item, section.title or "–")
            for line, one in enumerate(section.fields):
                _name(_child(item, line), one.label or " ".join("".join(one.options[:1]).split())[:_SHOWN] or "–")
        self.setCurrentItem(self._item(at))
        self._telling = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Insert:
            self.line_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_asked.emit()
        else:
            super().keyPressEvent(event)

    def _build(self, shape: _Shape) -> None:
        self.clear()
        self._shape = shape
        root = QTreeWidgetItem(self)
        root.setData(0, _PLACE, (-1, -1))
        bold = self.font()
        bold.setBold(True)
        for number, lines in enumerate(shape):
            section = QTreeWidgetItem(root)
            section.setData(0, _PLACE, (number, -1))
            section.setFont(0, bold)
            for line in range(lines):
                QTreeWidgetItem(section).setData(0, _PLACE, (number, line))
        self.expandAll()

    def _item(self, at: Place) -> QTreeWidgetItem:
        item = self._root
        if 0 <= at.section < item.childCount():
            item = _child(item, at.section)
            if 0 <= at.line < item.childCount():
                item = _child(item, at.line)
        return item

    @property
    def _root(self) -> QTreeWidgetItem:
        root = self.topLevelItem(0)
        assert root is not None
        return root

    def _tell(self, *_: object) -> None:
        if self._telling:
            self.chosen.emit(self.place)


def _child(item: QTreeWidgetItem, number: int) -> QTreeWidgetItem:
    child = item.child(number)
    assert child is not None
    return child


def _name(item: QTreeWidgetItem, text: str) -> None:
    if item.text(0) != text:
        item.setText(0, text)
