"""A reading window for the next case, built while the worklist is looked at: a double click then only shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer

from reader.app.ui.reading_window import ReadingWindow

AFTER_MS = 400
APART_MS = 50


class SpareWindow:
    """At most one. Main thread. build: a window of a case that has not begun.

    Building, laying out and drawing each take 30 to 60 ms, so they are done apart.
    """

    def __init__(self, build: Callable[[], ReadingWindow]) -> None:
        self._build = build
        self._window: ReadingWindow | None = None
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._next)
        self._steps: list[Callable[[], None]] = []

    def soon(self) -> None:
        """Build it when the worklist has had a moment to be shown."""
        if self._window is None:
            self._steps = [self._make, self._lay_out, self._draw]
            self._timer.start(AFTER_MS)

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

    def _next(self) -> None:
        self._steps.pop(0)()
        if self._steps:
            self._timer.start(APART_MS)

    def _make(self) -> None:
        self._window = self._build()

    def _lay_out(self) -> None:
        """As if it were shown: styles, sizes and the window of the system."""
        window = self._window
        assert window is not None
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.showMaximized()
        window.hide()
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)

    def _draw(self) -> None:
        """Into nothing: icons, fonts and the code that paints are there then."""
        assert self._window is not None
        self._window.grab()
