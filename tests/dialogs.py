"""Who answers the dialogs that come up in a test, and the end of those that nobody answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

D = TypeVar("D", bound=QDialog)
LOOK_MS = 20


def answer(
    kind: type[D], act: Callable[[D], object], *, after_s: float = 0.0, unless: Callable[[], bool] = lambda: False
) -> list[D]:
    """When the next dialog of this kind comes, however late, do something with it; who came.

    after_s: only once it has had the keyboard for so long. unless: nobody waits for it any more as soon as this
    holds. The window behind gets the keyboard back, as from a window manager. What goes wrong in `act` fails the
    test (pytest-qt) and closes the dialog, which would keep the test waiting for ever.
    """
    came: list[D] = []
    timer = QTimer(QCoreApplication.instance(), interval=LOOK_MS)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        asked = isinstance(dialog, kind) and (not after_s or dialog.isActiveWindow())
        if asked or unless():
            timer.stop()
            timer.deleteLater()
        if asked:
            came.append(dialog)
            if (behind := dialog.parentWidget()) is not None:  # as a window manager does
                dialog.finished.connect(behind.window().activateWindow)
            QTimer.singleShot(round(1000 * after_s), dialog, lambda: _act(dialog))

    def _act(dialog: D) -> None:
        try:
            act(dialog)
        except BaseException:
            dialog.reject()
            raise

    timer.timeout.connect(look)
    timer.start()
    return came


class _Closer(QObject):
    """Lives on the main thread; any thread may emit `overdue`."""

    overdue = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.overdue.connect(self._close, Qt.ConnectionType.QueuedConnection)

    def _close(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.done(QDialog.DialogCode.Rejected)


@contextmanager
def closed_after(seconds: float) -> Iterator[None]:
    """Dialogs that are open when a test's time is over are closed: pytest-timeout raises where the test is, which a
    dialog's own loop of events swallows, and the test would wait for ever."""
    over, closer = threading.Event(), _Closer()

    def watch() -> None:
        if not over.wait(seconds):
            while not over.wait(1.0):
                closer.overdue.emit()

    watching = threading.Thread(target=watch, name="test-watch", daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
