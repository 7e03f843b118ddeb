"""What is done in the next turn of the event loop, unless its owner is gone by then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject


class _Call(QObject):
    def __init__(self, owner: QObject, call: Callable[[], None]) -> None:
        super().__init__(owner)
        self._call = call
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.User:
            return super().event(event)
        self.deleteLater()
        self._call()
        return True


def soon(owner: QObject, call: Callable[[], None]) -> None:
    """Main thread. `call` must not open a dialog.

    `QTimer.singleShot(0, owner, call)` keeps the call for ever where the owner goes first (PySide 6.11), and with
    it all that it leads to, such as a whole window with its exam.
    """
    _Call(owner, call)
