"""Lines of a list with the key of each at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from reader.core.qt.theme import colour

_KEY = int(Qt.ItemDataRole.UserRole) + 1
_MARGIN = 12


class KeyDelegate(QStyledItemDelegate):
    """The title at the left, cut where the key at the right begins."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        key = str(index.data(_KEY) or "")
        room = option.rect.width() - option.fontMetrics.horizontalAdvance(key) - 3 * _MARGIN
        if key and room > 0:
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(colour("text-2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -_MARGIN, 0), right, str(index.data(_KEY) or ""))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 10)


def set_key(item: QListWidgetItem, key: str) -> None:
    """The key that is shown at the right of a line."""
    item.setData(_KEY, key)


def key_width(item: QListWidgetItem, metrics: QFontMetrics) -> int:
    """What the key of a line needs beside its title, in pixels."""
    key = str(item.data(_KEY) or "")
    return metrics.horizontalAdvance(key) + 2 * _MARGIN if key else 0
