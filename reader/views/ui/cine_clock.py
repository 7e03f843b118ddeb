"""The clock of a viewport that plays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from reader.views.cine import frame_ms
from reader.views.model import ViewsModel


class CineClock(QObject):
    """Shows one image after the other of a viewport while it plays and is on the screen."""

    def __init__(self, views: ViewsModel, viewport_id: int, shown_by: QWidget) -> None:
        super().__init__(shown_by)
        self._views, self._id, self._widget = views, viewport_id, shown_by
        self._backwards = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)
        shown_by.installEventFilter(self)

    @property
    def runs(self) -> bool:
        return self._timer.isActive()

    def look(self) -> None:
        """Whether it plays may have changed."""
        number = self._views.number_of(self._id)
        playing = number is not None and self._views.cine.plays(self._views.viewports[number])
        if not playing or not self._widget.isVisible():
            self._timer.stop()
        elif number is not None and not self.runs:
            self._timer.start(round(frame_ms(self._views.viewports[number])))

    def stop(self) -> None:
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.look()
        return False

    def _next(self) -> None:
        number = self._views.number_of(self._id)
        if number is None:
            self._timer.stop()
            return
        if self._views.viewports[number].playing_phases:
            self._views.parts.step_phase(number, 1, around=True)
        else:
            self._backwards = self._views.cine.advance(number, self._backwards)
        self._timer.setInterval(round(frame_ms(self._views.viewports[number])))
