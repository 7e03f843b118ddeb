"""Showing something that changes faster than anyone reads it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PROGRESS_MS = 200


class Paced(QObject):
    """Calls `show(key)` for the keys it is called with: the first at once, then at most once in `interval` ms.

    What came meanwhile is shown when the time has passed, each key once. Main thread.
    """

    def __init__(self, show: Callable[[str], None], parent: QObject, interval: int = PROGRESS_MS) -> None:
        super().__init__(parent)
        self._show = show
        self._waiting: dict[str, None] = {}
        self._timer = QTimer(self, singleShot=True, interval=interval)
        self._timer.timeout.connect(self._next)

    def __call__(self, key: str) -> None:
        self._waiting[key] = None
        if not self._timer.isActive():
            self._next()

    def at_once(self, key: str) -> None:
        """Show this one without waiting."""
        self._waiting.pop(key, None)
        self._show(key)

    def _next(self) -> None:
        keys, self._waiting = list(self._waiting), {}
        if keys:
            self._timer.start()
        for key in keys:
            self._show(key)
