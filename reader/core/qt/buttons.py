"""Buttons side by side, none of which is cut off where text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QDialogButtonBox, QPushButton, QWidget

from reader.core.text import tr


def accept_or_cancel(dialog: QDialog, text: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The two buttons that end a dialog, and the first of them, which is its main and default one. text: on it."""
    buttons = QDialogButtonBox()
    accept = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    accept.setProperty("role", "primary")
    accept.setDefault(True)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, accept


class ButtonRow(QWidget):
    """In one row, or one below the other where that is too narrow for their words. None in `buttons`: a place for
    the width that is left over."""

    def __init__(self, *buttons: QPushButton | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._buttons = [button for button in buttons if button is not None]
        for button in buttons:
            if button is None:
                self._row.addStretch(1)
            else:
                self._row.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them."""
        widest = max((button.minimumSizeHint().width() for button in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # one of them has come or gone, or says something else
            self._arrange()
        return super().event(event)

    def _shown(self) -> list[QPushButton]:
        return [button for button in self._buttons if not button.isHidden()]

    def _arrange(self) -> None:
        shown = self._shown()
        needed = sum(button.sizeHint().width() for button in shown) + self._row.spacing() * (len(shown) - 1)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        direction = across if needed <= self.width() else down
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self.updateGeometry()
