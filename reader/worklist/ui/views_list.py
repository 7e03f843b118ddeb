"""The list of views at the left, and the chips above the table: each with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.core.qt.theme import colour, figures
from reader.core.text import tr
from reader.worklist.filters import View

_COUNT = int(Qt.ItemDataRole.UserRole) + 1
_SHAPES = {View.URGENT: "● ", View.OVERDUE: "▲ "}


class _CountDelegate(QStyledItemDelegate):
    """The title at the left, the count at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        title, option.text = option.text, ""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(figures(option.font))
        inner = option.rect.adjusted(12, 0, -12, 0)
        count = str(index.data(_COUNT) or "0")
        painter.setPen(colour("text"))
        room = inner.width() - painter.fontMetrics().horizontalAdvance(f"  {count}")
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(colour("text" if selected else "text-2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        words = option.fontMetrics.horizontalAdvance(f"{index.data()}   {index.data(_COUNT) or ''}")
        return QSize(words + 24, max(32, option.fontMetrics.height() + 14))


class ViewsList(QListWidget):
    """Emits the view that the user chose."""

    chosen = Signal(View)

    def __init__(self, views: Sequence[View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist.views")
        self.setAccessibleName(tr("Views"))
        self.setItemDelegate(_CountDelegate(self))
        self.setStyleSheet("background: transparent")  # it stands on its panel
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items: dict[View, QListWidgetItem] = {}
        for view in views:
            item = QListWidgetItem(tr(view.value), self)
            item.setData(Qt.ItemDataRole.UserRole, view)
            self._items[view] = item
        self.currentItemChanged.connect(self._changed)

    def set_counts(self, numbers: Mapping[View, str]) -> None:
        """The numbers in words. What can't be read is listed while there is any."""
        for view, item in self._items.items():
            item.setData(_COUNT, numbers[view])
            item.setHidden(view is View.UNREADABLE and numbers[view] == "0")
        self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))  # a count of more digits widens it

    def sizeHint(self) -> QSize:
        """As wide as its words at the size of text."""
        return QSize(max(140, self.sizeHintForColumn(0) + 8), super().sizeHint().height())

    def show_chosen(self, view: View | None) -> None:
        """Mark a view without emitting; one that is not in the list leaves none marked."""
        self.blockSignals(True)
        item = self._items.get(view) if view is not None else None
        if item is not None:
            self.setCurrentItem(item)
        else:
            self.setCurrentRow(-1)
        self.blockSignals(False)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(View(item.data(Qt.ItemDataRole.UserRole)))


class ViewChips(QWidget):
    """Counts that one can click: "Waiting 8"."""

    chosen = Signal(View)

    def __init__(self, views: Sequence[View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._chips: dict[View, QPushButton] = {}
        for view in views:
            chip = QPushButton()
            chip.setObjectName(f"worklist.chip.{view.name.lower()}")
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setToolTip(tr("Show only these"))
            chip.clicked.connect(lambda _=False, view=view: self.chosen.emit(view))
            row.addWidget(chip)
            self._chips[view] = chip

    def set_counts(self, numbers: Mapping[View, str]) -> None:
        for view, chip in self._chips.items():
            shape = _SHAPES.get(view, "") if numbers[view] != "0" else ""
            chip.setText(f"{shape}{tr(view.value)}  {numbers[view]}")

    def show_chosen(self, view: View | None) -> None:
        for own, chip in self._chips.items():
            chip.setChecked(own is view)
