"""What the receipt line says, and its list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from reader.delivery.model import Delivery, DeliveryState, OutboxModel
from reader.delivery.ui.receipts import ReceiptDetails, ReceiptsWidget, state_words
from reader.delivery.ui.sending_dialog import SendingDialog
from tests.worklist.samples import CHEN

NOW = datetime.now(UTC)


class _Outbox:
    """The part of an outbox that the widget uses."""

    def __init__(self) -> None:
        self.model, self.user = OutboxModel(), CHEN
        self.retried: list[str] = []
        self.retry: Callable[[str], None] = self.retried.append

    def retry_all(self) -> None:
        self.retried.append("all")

    def about(self, delivery: Delivery) -> str:
        return "王小东 Wang Xiaodong"


def test_refused_stands_before_waiting_before_delivered(qtbot: QtBot) -> None:
    outbox = _Outbox()
    widget = ReceiptsWidget(outbox)  # type: ignore[arg-type]
    qtbot.addWidget(widget)
    assert widget.text() == "Nothing has been sent yet"
    height = widget.sizeHint().height()
    one = Delivery("1", "CT chest", "2.25.1", DeliveryState.WAITING, 0, 4, queued=NOW)
    outbox.model.put(one)
    assert widget.text() == "↑ Sending (1)"
    assert widget.sizeHint().height() == height, "what is above stays where it is"
    outbox.model.put(replace(one, error="hub does not answer.", next_try=NOW))
    assert widget.text() == "◔ Waiting for the hub (1)"
    outbox.model.put(replace(one, state=DeliveryState.DELIVERED, done=4, delivered=NOW))
    assert re.fullmatch(r"Delivered (\d\d-\d\d )?\d\d:\d\d ✓", widget.text())
    outbox.model.put(replace(one, delivery_id="2", state=DeliveryState.REFUSED, error="No.", hint="Kept."))
    assert widget.text() == "▲ Refused: No."

    details = ReceiptDetails(outbox, widget)  # type: ignore[arg-type]
    again = next(button for button in details.findChildren(type(details._again)) if button.text() == "Try again")
    again.click()
    assert outbox.retried == ["2"]
    assert any("王小东" in label.text() for label in details.findChildren(QLabel)), "whose report it is"


def test_a_recall_is_called_one(qtbot: QtBot) -> None:
    outbox = _Outbox()
    widget = ReceiptsWidget(outbox)  # type: ignore[arg-type]
    qtbot.addWidget(widget)
    at = NOW - timedelta(minutes=5)
    report = Delivery("1", "CT chest", "2.25.1", DeliveryState.CONFIRMED, 4, 4, delivered=at, looked=NOW)
    recall = Delivery("2", "Recall of a submission", "2.25.2", DeliveryState.DELIVERED, 2, 2, delivered=NOW)
    outbox.model.load([report, recall])
    assert widget.text().startswith("Recalled ")
    for state in (DeliveryState.DELIVERED, DeliveryState.CONFIRMED):
        assert state_words(replace(recall, state=state))[0].startswith("✓ Recalled ")
    message = replace(recall, message=True)
    assert not state_words(message)[0].startswith("✓ Recalled")
    assert state_words(report)[0].startswith("✓✓ Confirmed")
    outbox.model.put(replace(report, delivery_id="3", delivered=NOW + timedelta(minutes=1)))
    assert widget.text().startswith("Delivered "), "handed in again"


def test_what_waits_for_somebody_else_says_for_whom_and_holds_nobody_up(qtbot: QtBot) -> None:
    outbox = _Outbox()
    widget = ReceiptsWidget(outbox)  # type: ignore[arg-type]
    qtbot.addWidget(widget)
    theirs = Delivery("1", "CT chest", "2.25.1", DeliveryState.UNKNOWN, 0, 4, error="No.", absent="Li Na")
    outbox.model.load([theirs, replace(theirs, delivery_id="2", state=DeliveryState.REFUSED)])
    assert widget.text() == "◔ Waits until Li Na signs in"
    outbox.model.put(replace(theirs, state=DeliveryState.DELIVERED, done=4, delivered=NOW))
    assert widget.text() == "Nothing has been sent yet", "the receipt is one's own"
    outbox.model.put(theirs)
    details = ReceiptDetails(outbox, widget)  # type: ignore[arg-type]
    shown = {button.text() for button in details.findChildren(QPushButton) if not button.isHidden()}
    assert shown == {"Close"}, "nothing to try again"
    assert sum("· Li Na" in label.text() for label in details.findChildren(QLabel)) == 2, "who handed it over"
    assert not SendingDialog(outbox).pending  # type: ignore[arg-type]
    outbox.model.put(replace(theirs, delivery_id="3", absent=""))
    dialog = SendingDialog(outbox)  # type: ignore[arg-type]
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert len(dialog.pending) == 1 and told[0].startswith("1 report is not at the hub yet.")
    assert "waits until 陈宇 Chen Yu signs in." in told[1]
    assert "王小东 Wang Xiaodong: waits until Li Na signs in." in told[1]
