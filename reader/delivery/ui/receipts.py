"""The quiet widget that says what has been handed over, what waits, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.core.qt.alive import while_alive
from reader.core.qt.fitting import Scrolled
from reader.core.qt.overlay import Overlay
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import together, tr
from reader.delivery.model import AT_THE_HUB, Delivery, DeliveryState
from reader.delivery.outbox import Outbox
from reader.dicom.values import short_clock_text

_SHOWN = 30


class ReceiptsWidget(QWidget):
    """One line of text for a status bar; a click shows every delivery, with a way to try again."""

    def __init__(self, outbox: Outbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("delivery.receipts")
        self._outbox = outbox
        self._details: ReceiptDetails | None = None
        self._button = QToolButton()
        self._button.setProperty("role", "quiet")
        self._button.setToolTip(tr("Delivery receipts"))
        self._button.clicked.connect(self.show_details)
        self._label = Label()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 2)
        row.setSpacing(4)
        row.addWidget(self._label)
        row.addStretch(1)
        row.addWidget(self._button)
        self._button.setText(tr("Details"))
        policy = self._button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # what is above stays where it is when the first one is sent
        self._button.setSizePolicy(policy)
        outbox.model.changed.connect(self._update)
        self._update()

    def text(self) -> str:
        return self._label.text()

    def show_details(self) -> None:
        """Open the list above the line; Esc or a click elsewhere closes it."""
        details = ReceiptDetails(self._outbox, self)
        details.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - details.width(), -details.height() - 4))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left() + 4, min(corner.x(), screen.right() - details.width() - 4)))
        corner.setY(max(screen.top() + 4, corner.y()))
        details.move(corner)
        details.show()
        self._details = details

    @while_alive
    def _update(self) -> None:
        deliveries = tuple(self._outbox.model.deliveries.values())
        text, role = summary(deliveries)
        self._label.setText(text)
        self._label.setProperty("role", role)
        self._label.style().polish(self._label)
        self._button.setVisible(bool(deliveries))
        if self._details is not None and isValid(self._details) and self._details.isVisible():
            self._details.fill()


class ReceiptDetails(Overlay):
    """The deliveries, newest first."""

    def __init__(self, outbox: Outbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Deliveries"))
        self.setObjectName("delivery.details")
        self._outbox = outbox
        title = Label(tr("Deliveries"))
        title.setProperty("role", "title")
        self._again = QPushButton(tr("Try all again now"))
        self._again.clicked.connect(outbox.retry_all)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._again)
        head.addWidget(close)
        self._scroll = Scrolled()
        self._scroll.setStyleSheet("QScrollArea > QWidget > QWidget { background: transparent }")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 12, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._scroll)
        self.setFixedWidth(scaled(460, 2.0))
        self.fill()
        close.setFocus()

    def fill(self) -> None:
        """Show the deliveries as they are now."""
        entries = list(self._outbox.model.deliveries.values())[::-1][:_SHOWN]
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, delivery in enumerate(entries):
            self._add(grid, row * 2, delivery)
        grid.setRowStretch(len(entries) * 2, 1)
        self._scroll.setWidget(inside)
        self._scroll.setFixedHeight(min(scaled(360, 1.5), max(32, inside.sizeHint().height() + 4)))
        self._again.setVisible(any(entry.pending and not entry.absent for entry in entries))

    def _add(self, grid: QGridLayout, row: int, delivery: Delivery) -> None:
        words, role = state_words(delivery)
        state = Label(words)
        state.setProperty("role", role)
        about = self._outbox.about(delivery)
        what = " · ".join(part for part in (delivery.title, delivery.absent or delivery.doctor) if part)
        title = Label("\n".join(part for part in (about, what) if part), wordWrap=True)
        grid.addWidget(state, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, row, 1)
        own = not delivery.absent
        if own and delivery.state is DeliveryState.REFUSED:
            self._add_button(grid, row, tr("Try again"), delivery)
        elif own and delivery.state is DeliveryState.MISSING and self._outbox.can_send_again(delivery):
            self._add_button(grid, row, tr("Send again"), delivery)
        why = together(delivery.error, delivery.hint)
        if why:
            reason = Label(why)
            reason.setProperty("role", "small")
            reason.setWordWrap(True)
            grid.addWidget(reason, row + 1, 1, 1, 2)

    def _add_button(self, grid: QGridLayout, row: int, text: str, delivery: Delivery) -> None:
        again = QPushButton(text)
        again.clicked.connect(lambda _=False: self._outbox.retry(delivery.delivery_id))
        grid.addWidget(again, row, 2)


def summary(deliveries: Sequence[Delivery]) -> tuple[str, str]:
    """The line and its role: what needs a person first, then what is not proven, what waits, what waits for another
    user, the last receipt."""
    own = [entry for entry in deliveries if not entry.absent]
    refused = [entry for entry in own if entry.state is DeliveryState.REFUSED]
    missing = [entry for entry in own if entry.state is DeliveryState.MISSING]
    unknown = [entry for entry in own if entry.state is DeliveryState.UNKNOWN]
    waiting = [entry for entry in own if entry.pending]
    others = [entry for entry in deliveries if entry.absent and entry.pending]
    delivered = [entry for entry in own if entry.state in AT_THE_HUB]
    if refused:
        return (tr("▲ Refused: {reason}", reason=refused[-1].error), "urgent")
    if missing:
        return (f"▲ {missing[-1].error}", "urgent")
    if unknown:
        return (tr("◌ Not confirmed by the hub yet ({count}), retried automatically", count=len(unknown)), "soon")
    now = datetime.now(UTC)
    if waiting and all(entry.held(now) for entry in waiting):
        return (tr("◔ Held for a moment ({count})", count=len(waiting)), "secondary")
    if (late := [entry for entry in waiting if entry.error]) and all(entry.message for entry in late):
        return (tr("◔ Waiting for the hospital’s system ({count})", count=len(late)), "soon")
    if late:
        return (tr("◔ Waiting for the hub ({count})", count=len(waiting)), "soon")
    if waiting:
        return (tr("↑ Sending ({count})", count=len(waiting)), "secondary")
    if others:
        return state_words(others[-1])
    if (cancelled := [entry for entry in own if entry.state is DeliveryState.CANCELLED]) and not delivered:
        return state_words(cancelled[-1])
    if delivered:
        last = max(reversed(delivered), key=lambda entry: entry.delivered or datetime.min.astimezone())
        time = _clock(last.delivered)
        recalled = _is_recall(last)
        return (tr("Recalled {time} ✓", time=time) if recalled else tr("Delivered {time} ✓", time=time), "fine")
    return (tr("Nothing has been sent yet"), "secondary")


def state_words(delivery: Delivery) -> tuple[str, str]:
    """The state of one delivery and its role."""
    if _is_recall(delivery) and delivery.state in AT_THE_HUB:
        return (tr("✓ Recalled {time}", time=_clock(delivery.delivered)), "fine")
    if delivery.state is DeliveryState.CONFIRMED:
        return (tr("✓✓ Confirmed {time}", time=_clock(delivery.looked)), "fine")
    if delivery.state is DeliveryState.DELIVERED:
        return (tr("✓ Delivered {time}", time=_clock(delivery.delivered)), "fine")
    if delivery.state is DeliveryState.MISSING:
        return (tr("▲ Missing"), "urgent")
    if delivery.state is DeliveryState.REFUSED:
        return (tr("▲ Refused"), "urgent")
    if delivery.state is DeliveryState.CANCELLED:
        return (tr("○ Cancelled at the hub"), "secondary")
    if delivery.state is DeliveryState.SUPERSEDED:
        return (tr("○ Replaced by a newer version"), "secondary")
    if delivery.absent:
        return (tr("◔ Waits until {name} signs in", name=delivery.absent), "soon")
    if delivery.state is DeliveryState.SENDING:
        return (tr("↑ {done} of {steps}", done=delivery.done, steps=delivery.steps), "secondary")
    if delivery.state is DeliveryState.UNKNOWN:
        return (tr("◌ Outcome unknown"), "soon")
    if delivery.held(datetime.now(UTC)):
        return (tr("◔ Sent in a moment"), "secondary")
    if delivery.next_try is not None:
        return (tr("◔ Next try {time}", time=_clock(delivery.next_try)), "soon")
    return (tr("◔ Queued"), "secondary")


def _is_recall(delivery: Delivery) -> bool:
    """Whether it takes a report back from review, and brings none."""
    return not delivery.of_a_report and not delivery.message


def _clock(moment: datetime | None) -> str:
    return short_clock_text(moment) or "–"
