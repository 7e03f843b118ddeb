"""A reading window for the next case, built while the worklist is looked at: a double click then only shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer

from reader.app.ui.reading_window import ReadingWindow

AFTER_MS = 400


class SpareWindow:
    """At most one. Main thread. build: a window of a case that has not begun; takes about 50 ms."""

    def __init__(self, build: Callable[[], ReadingWindow]) -> None:
        self._build = build
        self._window: ReadingWindow | None = None
        self._timer = QTimer(singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._make)

    def soon(self) -> None:
        """Build it when the worklist has had a moment to be shown."""
        if self._window is None:
            self._timer.start()

    def take(self) -> ReadingWindow | None:
        """The caller's from now on; None where there is none yet."""
        self._timer.stop()
        window, self._window = self._window, None
        return window

    def drop(self) -> None:
        """It is of another language or theme, or nobody needs it any more."""
        window = self.take()
        if window is not None:
            window.views.close()
            window.deleteLater()

    def _make(self) -> None:
        window = self._window = self._build()
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.showMaximized()
        window.hide()
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
