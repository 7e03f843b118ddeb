"""The line over the pictures of a window that says of the display they are on what its reader should know."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from reader.app.display_checks import warning
from reader.app.presenter import Level, Message
from reader.app.ui.message_banner import MessageBanner
from reader.app.ui.monitors import Monitors
from reader.core.qt.alive import while_alive
from reader.core.qt.displays import described
from reader.core.settings import SettingsModel
from reader.core.text import tr

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
_SETTLED_MS = 300


class DisplayNote(MessageBanner):
    """Follows its window from display to display. What was closed is not said again, in no window, until the
    program ends or something else is to be said."""

    def __init__(self, window: QMainWindow, settings: SettingsModel, monitors: Monitors) -> None:
        super().__init__()
        self._watched, self._settings, self._monitors = window, settings, monitors
        self._said = ("", "")
        self._close.clicked.connect(self._put_away)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.look)
        window.installEventFilter(self)
        settings.changed.connect(self.look)
        monitors.changed.connect(self.look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched and event.type() == QEvent.Type.Show:
            self.look()
        elif watched is self._watched and event.type() in _MOVES:
            self._settled.start()
        return super().eventFilter(watched, event)

    @while_alive
    def look(self, _: object = None) -> None:
        """Say what is to be said of the display that the window is on now."""
        display = described(self._watched.screen())
        words = warning(display, self._settings.value, date.today())
        if not words or (display.device, words) in self._monitors.closed:
            self._said = ("", "")
            self.hide()
        elif (display.device, words) != self._said or self.isHidden():
            self._said = (display.device, words)
            self.show_message(Message(words, level=Level.WARNING, action=tr("Monitors …"), run=self._show))

    def _put_away(self) -> None:
        self._monitors.close(*self._said)

    def _show(self) -> None:
        self._monitors.show()
        self.look()
