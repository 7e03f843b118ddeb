"""At the end of work: what was submitted just now is sent before the program goes, or said to be waiting."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core.qt.plain import Label
from reader.core.text import counted, tr
from reader.delivery.model import UNFINISHED, Delivery
from reader.delivery.outbox import Outbox

PATIENCE_MS = 8000


class SendingDialog(QDialog):
    """Accepts by itself once nothing is on its way; until then the user may go (accept) or stay (reject)."""

    def __init__(self, outbox: Outbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Sending"))
        self.setMinimumWidth(420)
        self._outbox = outbox
        self._late = False
        self._text = Label(wordWrap=True)
        self._hint = Label(wordWrap=True)
        self._hint.setProperty("role", "secondary")
        self.go = QPushButton(tr("Leave now"), autoDefault=False)
        self.stay = QPushButton(tr("Stay"))
        self.stay.setProperty("role", "primary")
        self.go.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        for widget in (self._text, self._hint):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self._patience.start()
        outbox.model.changed.connect(self._follow)
        self.finished.connect(lambda _: outbox.model.changed.disconnect(self._follow, missing_ok=True))
        self._follow()

    @property
    def pending(self) -> list[Delivery]:
        """What only this user's session can still send."""
        unfinished = self._outbox.model.of_state(*UNFINISHED)
        return [entry for entry in unfinished if not entry.absent and not entry.message]

    def _give_up(self) -> None:
        self._late = True
        self._follow()

    def _follow(self) -> None:
        pending = self.pending
        if not pending:
            self.accept()
            return
        stuck = next((delivery.error for delivery in pending if delivery.error), "")
        names = [about for delivery in pending if (about := self._outbox.about(delivery))]
        several = counted("{count} report is being sent …", "{count} reports are being sent …", len(pending))
        if stuck or self._late:
            several = counted(
                "{count} report is not at the hub yet.", "{count} reports are not at the hub yet.", len(pending)
            )
        self._text.setText("\n".join((several, *names)))
        kept = tr("Kept on this computer, waits until {name} signs in.", name=self._outbox.user.name.display)
        others = [
            tr("{what}: waits until {name} signs in.", what=self._outbox.about(one) or one.title, name=one.absent)
            for one in self._outbox.model.of_state(*UNFINISHED)
            if one.absent
        ]
        self._hint.setText("\n".join(part for part in (stuck, kept, *others) if part))
