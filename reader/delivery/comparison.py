"""The deliveries of the last month held against the hub: each is there, missing, or could not be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.core.errors import ReaderError
from reader.core.http import HubUnreachable, SessionExpired
from reader.delivery.ledger import Ledger
from reader.delivery.model import Delivery
from reader.delivery.sender import Sender


@dataclass(frozen=True)
class Compared:
    """missing: what of it is not at the hub, in words. problem: why it could not be asked about. kept: what was
    sent is still on this computer.
    """

    delivery: Delivery
    missing: tuple[str, ...] = ()
    problem: ReaderError | None = None
    kept: bool = False


def compare(ledger: Ledger, sender: Sender) -> Iterator[Compared]:
    """Blocks. Those of before receipts were kept are left out. A hub that does not answer is asked once."""
    away: ReaderError | None = None
    for delivery in ledger.delivered():
        kept = ledger.can_send_again(delivery)
        try:
            receipt = ledger.receipt(delivery)
            if receipt is None:
                continue
            if away is not None:
                yield Compared(delivery, problem=away, kept=kept)
                continue
            yield Compared(delivery, tuple(sender.missing(receipt)), kept=kept)
        except ReaderError as error:
            if isinstance(error, HubUnreachable | SessionExpired):
                away = error
            yield Compared(delivery, problem=error, kept=kept)
