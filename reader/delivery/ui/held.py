"""The few seconds after a submission in which it can be taken back: a line with a countdown, in whatever window."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon, picture
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.delivery.model import Delivery, DeliveryState
from reader.delivery.outbox import Outbox

_TICK_MS = 250


class HeldBanner(QFrame):
    """Shows the newest delivery that is held, as long as it is. undo_asked(delivery): the user wants it back."""

    undo_asked = Signal(object)

    def __init__(self, outbox: Outbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("delivery.held")
        self._outbox = outbox
        self._delivery: Delivery | None = None
        self._text = Label(wordWrap=True)
        self.undo = QPushButton(icon("undo-2"), "")
        self.undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo.clicked.connect(self.take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(picture("send", "accent", 18))
        row.addWidget(self._text, 1)
        row.addWidget(self.undo)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.hide()
        outbox.model.changed.connect(self._changed)
        self._changed()

    def take_back(self) -> None:
        if self._delivery is not None:
            self.undo_asked.emit(self._delivery)

    def can_take_back(self) -> bool:
        return self._delivery is not None and self._delivery.held(datetime.now(UTC))

    @while_alive
    def _changed(self) -> None:
        now = datetime.now(UTC)
        waiting = self._outbox.model.of_state(DeliveryState.WAITING)
        held = [entry for entry in waiting if entry.held(now) and not entry.absent]
        self._delivery = held[-1] if held else None
        self.setVisible(bool(held))
        if held:
            about = self._outbox.about(held[-1])
            self._text.setText(" · ".join(part for part in (held[-1].title, about) if part))
            self._timer.start()
            self._tick()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        now = datetime.now(UTC)
        if self._delivery is None or self._delivery.hold is None or not self._delivery.held(now):
            self._changed()
            return
        seconds = int((self._delivery.hold - now).total_seconds()) + 1
        self.undo.setText(tr("Undo ({seconds} s)", seconds=seconds))
        self.undo.setToolTip(plain_tip(f"{tr('Cancel the submission')}  Ctrl+Alt+Z"))
