"""One thing to hand over, exactly once: its steps, how far it is, and the receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from psygnal import Signal


class StepKind(Enum):
    """Every step can be repeated without doing anything twice: its UID was chosen before it was first tried."""

    STORE = "store"
    CREATE_TASK = "create_task"
    UPDATE_TASK = "update_task"
    CLOSE_TASK = "close_task"
    CANCEL_TASK = "cancel_task"
    SEND_MESSAGE = "send_message"


@dataclass(frozen=True)
class Step:
    """STORE: objects (DICOM files as bytes) to `url`, made in the claimed workitem `uid`. The others: workitem
    `uid` on the UPS service.

    CANCEL_TASK: only as long as nobody has begun it. SEND_MESSAGE: its one object is an HL7 v2 message; `uid` is
    its control ID, by which the receiver knows one that comes twice. `url` is only known when it is sent.

    payload: DICOM JSON of the create or update. transaction: the claim's Transaction UID; of STORE and CREATE_TASK
    it is known once they are sent.
    state: the final state that CLOSE_TASK asks for.
    """

    kind: StepKind
    url: str = ""
    objects: tuple[bytes, ...] = ()
    uid: str = ""
    payload: dict[str, Any] | None = None
    transaction: str = ""
    state: str = ""


@dataclass(frozen=True)
class Edition:
    """Which version of which report a message brings: those of one report reach the receiver in their order.

    report: the same for all versions; version: higher for a later one. of: the delivery that brought the report to
    the hub; the message is recorded under the same doctor.
    """

    report: str
    version: int
    of: str = ""


def message_about(delivery_id: str) -> str:
    """What a message of the report that this delivery brings has in the place of a task."""
    return f"{MESSAGE_ABOUT}{delivery_id}"


MESSAGE_ABOUT = "hl7:"


class DeliveryState(Enum):
    """How far a delivery is.

    UNKNOWN: a step was sent, and no proof has come that it was done or refused; it is tried again by itself.
    DELIVERED: every step was done and read back. CONFIRMED: a later look saw all of it at the hub again; only now
    is what was sent deleted here. MISSING: a later look did not find all of it. REFUSED: by the hub, for a reason.
    CANCELLED: the hub has what was made, but its task and the one after it were cancelled there before the rest was
    done; nothing is left to do, and nobody waits for it. SUPERSEDED: a message that was never accepted, and is not
    sent any more: a later version of the same report is, or was, sent in its place, or the hub has one from another
    computer, or has lost its report.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    MISSING = "missing"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


UNFINISHED = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
UNDELIVERED = (*UNFINISHED, DeliveryState.MISSING, DeliveryState.REFUSED)
AT_THE_HUB = (DeliveryState.DELIVERED, DeliveryState.CONFIRMED)
_OF_A_REPORT = 3
"""At least so many steps has the delivery of one; that of a recall has fewer."""
_WITH_A_TASK = 4
"""Steps of a submission or a return: store, create the next task, say what was performed, close this one."""


@dataclass(frozen=True)
class Delivery:
    """One delivery as the outbox shows it. title: without patient identifiers. done: steps finished.

    error: why the last try failed, in the user's words; hint: what to do; next_try: when it is tried again or, once
    delivered, looked for again. looked: when it was last looked for. task_uid: the workitem it completes. hold: it
    is not sent before then, and until then can be withdrawn. absent: whose delivery it is, by name, where that is
    not the signed-in user: it waits for them.
    message: it goes to the hospital's own system, whoever is signed in; doctor: whose it is, by name, where that is
    not the signed-in user.
    """

    delivery_id: str
    title: str
    task_uid: str
    state: DeliveryState
    done: int
    steps: int
    tries: int = 0
    error: str = ""
    queued: datetime | None = None
    delivered: datetime | None = None
    hint: str = ""
    next_try: datetime | None = None
    looked: datetime | None = None
    hold: datetime | None = None
    absent: str = ""
    message: bool = False
    doctor: str = ""

    def held(self, now: datetime) -> bool:
        """Whether nothing of it has been sent, and it can still be withdrawn."""
        return self.state is DeliveryState.WAITING and self.hold is not None and now < self.hold

    @property
    def untaken(self) -> bool:
        """Whether the hub has refused it before anything of it was done, or does not have it any more."""
        refused = self.state is DeliveryState.REFUSED and self.done == 0
        return refused or self.state is DeliveryState.MISSING

    @property
    def of_a_report(self) -> bool:
        """Whether it completes its task with a report."""
        return self.steps >= _OF_A_REPORT

    @property
    def recall(self) -> bool:
        """Whether it takes a submission back."""
        return not self.message and not self.of_a_report

    @property
    def only_stored(self) -> bool:
        """Whether the hub has its documents, and has refused to change anything of its tasks for them. Those that
        another task is to follow on change nothing by themselves."""
        return self.state is DeliveryState.REFUSED and self.without_tasks

    @property
    def without_tasks(self) -> bool:
        """Whether its documents are stored, and nothing of its tasks is done yet, the next one among them."""
        return self.done == 1 and self.steps == _WITH_A_TASK

    @property
    def due(self) -> datetime | None:
        """When the next step may be tried; None for at once."""
        return max((moment for moment in (self.hold, self.next_try) if moment is not None), default=None)

    @property
    def pending(self) -> bool:
        return self.state in UNFINISHED


class OutboxModel:
    """The deliveries as the receipts show them, oldest first. Main thread only.

    delivered, refused, missing, cancelled: one delivery reached that state just now.
    """

    changed = Signal()
    delivered = Signal(Delivery)
    refused = Signal(Delivery)
    missing = Signal(Delivery)
    cancelled = Signal(Delivery)

    def __init__(self) -> None:
        self.deliveries: dict[str, Delivery] = {}

    def load(self, deliveries: Iterable[Delivery]) -> None:
        self.deliveries = {entry.delivery_id: entry for entry in deliveries}
        self.changed.emit()

    def put(self, delivery: Delivery) -> None:
        before = self.deliveries.get(delivery.delivery_id)
        if before == delivery:
            return
        self.deliveries = {**self.deliveries, delivery.delivery_id: delivery}
        self.changed.emit()
        if before is not None and before.state is delivery.state:
            return
        if delivery.state is DeliveryState.DELIVERED:
            self.delivered.emit(delivery)
        elif delivery.state is DeliveryState.REFUSED:
            self.refused.emit(delivery)
        elif delivery.state is DeliveryState.MISSING:
            self.missing.emit(delivery)
        elif delivery.state is DeliveryState.CANCELLED:
            self.cancelled.emit(delivery)

    def remove(self, delivery_id: str) -> None:
        """It was withdrawn."""
        self.deliveries = {key: entry for key, entry in self.deliveries.items() if key != delivery_id}
        self.changed.emit()

    def of_state(self, *states: DeliveryState) -> list[Delivery]:
        return [entry for entry in self.deliveries.values() if entry.state in states]
