"""Something that is dragged out of its window by the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class DraggingOut(QObject):
    """Watches a handle, such as a bar of tabs. dragged_out(QPoint): it was let go outside of its window, at this
    place of the desktop."""

    dragged_out = Signal(QPoint)

    def __init__(self, handle: QWidget) -> None:
        super().__init__(handle)
        self._handle, self._held = handle, False
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self._held = event.button() is Qt.MouseButton.LeftButton
            elif event.type() == QEvent.Type.MouseMove and self._held:
                outside = self._is_outside(event)
                self._handle.setCursor(Qt.CursorShape.DragMoveCursor if outside else Qt.CursorShape.ArrowCursor)
            elif event.type() == QEvent.Type.MouseButtonRelease and self._held:
                self._held = False
                self._handle.unsetCursor()
                if self._is_outside(event):
                    self.dragged_out.emit(event.globalPosition().toPoint())
        return super().eventFilter(watched, event)

    def _is_outside(self, event: QMouseEvent) -> bool:
        return not self._handle.window().frameGeometry().contains(event.globalPosition().toPoint())
