"""Files and folders dropped onto a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class _FileDrops(QObject):
    def __init__(self, window: QWidget, dropped: Callable[[list[Path]], None]) -> None:
        super().__init__(window)
        self._dropped = dropped
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            paths = _paths(event.mimeData())
            if not paths:
                return super().eventFilter(watched, event)
            event.acceptProposedAction()
            # the program that drags waits for this event to return, so a question can't be asked in it
            QTimer.singleShot(0, self, lambda: self._dropped(paths))
            return True
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and _paths(event.mimeData()):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)


def take_files(window: QWidget, dropped: Callable[[list[Path]], None]) -> None:
    """Let files and folders be dropped anywhere on a window where nothing else takes them. Main thread."""
    _FileDrops(window, dropped)


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
