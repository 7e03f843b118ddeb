"""A quick list over a window: it has the keyboard at once, and gives it back however it closes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QWidget


class Overlay(QDialog):
    """Without a frame; Esc or a click elsewhere closes it. No popup: a window manager gives those no keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setProperty("role", "panel")  # it has no frame but its own
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def reject(self) -> None:
        parent = self.parentWidget()
        super().reject()
        if parent is not None:
            parent.activateWindow()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate and self.isVisible():
            self.close()
        return super().event(event)
