"""The line at the bottom of the reading window: what has arrived, memory, hub, and what is under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.paced import Paced
from reader.core.qt.plain import Label
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.study.model import Arrival, Series, SeriesState
from reader.study.opened import StudyModel
from reader.worklist.listing import WorklistModel

STAYS_MS = 6000
"""How long the line of a series stays once all of it is there."""


class StatusLine(QFrame):
    """Follows the series that arrive, the hub's connection and the views' read-out. Main thread.

    worklist: of the hub that the exam is from; None where it is from none.
    """

    def __init__(self, study: StudyModel, worklist: WorklistModel | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self._study = study
        self._series_uid = self._told = ""
        self._arrival = Label()
        self._arrival.hide()
        self._waiting = QProgressBar(textVisible=False)
        self._waiting.setFixedWidth(120)
        self._waiting.hide()
        self._hub = Label()
        self._readout = Label()
        self._readout.setFont(figures())
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self._arrival, self._hub, self._readout):
            label.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(16)
        row.addWidget(self._arrival)
        row.addWidget(self._waiting)
        row.addWidget(self._hub)
        row.addWidget(self._readout, 1)
        self._progress = Paced(self._show_series, self)
        self._passing = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._passing.timeout.connect(self._let_go)
        study.series_changed.connect(self._series_changed)
        study.study_changed.connect(self._study_changed)
        if worklist is not None:
            worklist.connection_changed.connect(self._show_hub)
            self._show_hub(worklist.connection)

    @while_alive
    def set_readout(self, text: str) -> None:
        self._readout.setText(text)

    @while_alive
    def forget_readout(self) -> None:
        """Something has changed: what was said of the change before, or of the pixels then, holds no more."""
        self._readout.clear()

    @while_alive
    def set_loading(self, what: str) -> None:
        """Something whose size is not known is being waited for."""
        self._waiting.setRange(0, 0)
        self._waiting.setVisible(bool(what))
        self._say(what or self._told)

    @while_alive
    def _series_changed(self, series_uid: str) -> None:
        loading = self._study.state(series_uid).arrival is Arrival.LOADING
        (self._progress if loading else self._progress.at_once)(series_uid)

    @while_alive
    def _study_changed(self) -> None:
        if self._series_uid and self._study.find_series(self._series_uid) is None:  # taken off the screen
            self._series_uid = self._told = ""
            self.set_loading("")

    def _show_series(self, series_uid: str) -> None:
        series, state = self._study.find_series(series_uid), self._study.state(series_uid)
        if series is None:
            return
        self._series_uid = series_uid
        self._told = arrival_text(series, state)
        self._say(self._told)
        complete = state.arrival is Arrival.COMPLETE and not state.failures
        self._passing.start() if complete else self._passing.stop()
        loading = state.arrival is Arrival.LOADING and state.expected > 0
        self._waiting.setVisible(loading)
        if loading:
            self._waiting.setRange(0, state.expected)
            self._waiting.setUpdatesEnabled(False)  # else it paints all that waits to be painted, at once
            self._waiting.setValue(state.arrived)
            self._waiting.setUpdatesEnabled(True)

    def _say(self, text: str) -> None:
        self._arrival.setText(text)
        self._arrival.setVisible(bool(text))

    def _let_go(self) -> None:
        """It is there, and maybe not what is on the screen any more."""
        if self._arrival.text() == self._told:
            self._say("")
        self._told = ""

    @while_alive
    def _show_hub(self, connection: str) -> None:
        words = {"live": tr("hub ●"), "polling": tr("hub ◐"), "away": tr("hub ○ does not answer")}
        self._hub.setText(words.get(connection, tr("hub ◌")))


def arrival_text(series: Series, state: SeriesState) -> str:
    """ "series 1: 275 of 275", with what failed."""
    text = tr(
        "series {number}: {arrived} of {expected}",
        number=series.number, arrived=state.arrived, expected=max(state.expected, state.arrived),
    )  # fmt: skip
    if state.failures:
        return f"{text} · {tr('{count} can’t be shown', count=len(state.failures))}"
    return text
