"""One thing to hand over, exactly once: its steps, how far it is, and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any


class StepKind(Enum):
    """Every step can be repeated without doing anything twice: its UID was chosen before it was first tried."""

    STORE = "store"
    CREATE_TASK = "create_task"
    UPDATE_TASK = "update_task"
    CLOSE_TASK = "close_task"


@dataclass(frozen=True)
class Step:
    """STORE: objects (DICOM files as bytes) to `url`. The others: workitem `uid` on the UPS service.

    payload: DICOM JSON of the create or update. transaction: the claim's Transaction UID.
    state: the final state that CLOSE_TASK asks for.
    """

    kind: StepKind
    url: str = ""
    objects: tuple[bytes, ...] = ()
    uid: str = ""
    payload: dict[str, Any] | None = None
    transaction: str = ""
    state: str = ""


class DeliveryState(Enum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    REFUSED = "refused"


@dataclass(frozen=True)
class Delivery:
    """One delivery as the outbox shows it. title: without patient identifiers. done: steps finished.

    error: why the last try failed, in the user's words. task_uid: the workitem it completes.
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
