"""What the receipt line says, and its list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reader.delivery.model import Delivery, DeliveryState, OutboxModel
from reader.delivery.ui.receipts import ReceiptDetails, ReceiptsWidget

NOW = datetime.now(UTC)


class _Outbox:
    """The part of an outbox that the widget uses."""

    def __init__(self) -> None:
        self.model = OutboxModel()
        self.username = "li"
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
    assert widget.text() == "" and widget.isHidden()
    one = Delivery("1", "CT chest", "2.25.1", DeliveryState.WAITING, 0, 4, queued=NOW)
    outbox.model.put(one)
    assert widget.text() == "↑ Sending (1)"
    outbox.model.put(replace(one, error="hub does not answer.", next_try=NOW))
    assert widget.text() == "◔ Waiting for the hub (1)"
    outbox.model.put(replace(one, state=DeliveryState.DELIVERED, done=4, delivered=NOW))
    assert re.fullmatch(r"Delivered (\d\d-\d\d )?\d\d:\d\d ✓", widget.text())
    outbox.model.put(replace(one, state=DeliveryState.DELIVERED, done=4, delivered=NOW, username="zhou"))
    assert widget.text() == "", "a colleague's at this computer"
    outbox.model.put(replace(one, delivery_id="2", state=DeliveryState.REFUSED, error="No.", hint="Kept."))
    assert widget.text() == "▲ Refused: No."

    details = ReceiptDetails(outbox, widget)  # type: ignore[arg-type]
    again = next(button for button in details.findChildren(type(details._again)) if button.text() == "Try again")
    again.click()
    assert outbox.retried == ["2"]
    texts = [label.text() for label in details.findChildren(QLabel)]
    assert any("王小东" in text for text in texts), "whose report it is"
    assert sum("· zhou" in text for text in texts) == 1, "who handed it over, where that was somebody else"
