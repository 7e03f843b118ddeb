"""The outbox: hands every delivery over, exactly once, whatever happens to the hub or to the program.

One step at a time, the oldest delivery first. A finished step is written down before the next begins; a kill
between a step and its being written down repeats the step, which is why each one can be repeated.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reader.core.errors import ReaderError
from reader.core.http import Http, SessionExpired
from reader.core.log import short
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import tr
from reader.delivery.ledger import Ledger, SealBroken
from reader.delivery.model import Delivery, DeliveryState, OutboxModel, Step
from reader.delivery.sender import Sender, passing
from reader.dicom.ups.client import STANDARD, Dialect

_Work = Callable[[Progress], Delivery | None]

BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

log = logging.getLogger(__name__)


class Outbox:
    """Main thread. Its work runs on one network thread at a time and reports through `model`.

    back_off: seconds between tries, the last for ever. Raises `StorageError` where the profile can't be read.
    """

    def __init__(
        self,
        database: Database,
        http: Http,
        tasks: Tasks,
        secrets: Secrets,
        *,
        dialect: Dialect = STANDARD,
        aet: str = "READER",
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        self.model = OutboxModel()
        self._ledger = Ledger(database, secrets)
        self._sender = Sender(http, dialect, aet)
        self._tasks = tasks
        self._back_off = tuple(back_off)
        self._wake = threading.Event()
        self._started = False
        self._working: Progress | None = None
        self.model.load(self._ledger.deliveries())

    def enqueue(self, title: str, task_uid: str, steps: Sequence[Step]) -> Delivery:
        """Take over a delivery: it is safe on disk when this returns. Raises `StorageError`.

        title: what the receipts call it, without patient identifiers.
        """
        delivery = self._ledger.add(title, task_uid, steps)
        self.model.put(delivery)
        self._nudge()
        return delivery

    def objects(self, task_uid: str) -> tuple[bytes, ...]:
        """The DICOM files of a task's delivery, report last, as long as they are kept; () once they are not."""
        try:
            return self._ledger.objects(task_uid)
        except SealBroken:
            return ()

    def start(self) -> None:
        """Begin, or go on where the last run of the program stopped; after every sign-in."""
        self._started = True
        self.retry_all()

    def stop(self) -> None:
        """No further step; the one under way ends by itself."""
        self._started = False
        if self._working is not None:
            self._working.cancel()
        self._wake.set()

    def retry(self, delivery_id: str) -> None:
        """Try one delivery again now, also a refused one."""
        delivery = self.model.deliveries[delivery_id]
        if delivery.state in (DeliveryState.WAITING, DeliveryState.REFUSED):
            self._again(delivery)
            self._nudge()

    def retry_all(self) -> None:
        """Try all that wait again now (the network is back, the user has signed in)."""
        for delivery in self.model.of_state(DeliveryState.WAITING):
            if delivery.next_try is not None:
                self._again(delivery)
        self._nudge()

    def _again(self, delivery: Delivery) -> None:
        fresh = replace(delivery, state=DeliveryState.WAITING, next_try=None, error="", hint="")
        self.model.put(self._ledger.keep(fresh))

    def _nudge(self) -> None:
        self._wake.set()
        self._turn()

    def _turn(self) -> None:
        """Start the next piece of work, unless one is under way or there is none."""
        if not self._started or self._working is not None:
            return
        pending = self._ledger.pending()
        if not pending:
            return
        now = datetime.now(UTC)
        due = next((entry for entry in pending if entry.next_try is None or entry.next_try <= now), None)
        if due is not None:
            self.model.put(replace(due, state=DeliveryState.SENDING))
            self._run(lambda _: self._send(due))
            return
        self._wake.clear()
        first = min(entry.next_try for entry in pending if entry.next_try is not None)
        self._run(lambda progress: self._sleep(first, progress))

    def _run(self, work: _Work) -> None:
        self._working = self._tasks.change(work, self._landed, failed=self._failed, pool=Pool.NETWORK)

    def _landed(self, delivery: Delivery | None) -> None:
        self._working = None
        if delivery is not None:
            self.model.put(delivery)
        self._turn()

    def _failed(self, error: BaseException) -> None:
        """The ledger could not be written: nothing is lost, and it is tried again at the next nudge."""
        self._working = None
        self.model.load(self._ledger.deliveries())
        raise error

    def _send(self, delivery: Delivery) -> Delivery:
        """One step; on a worker."""
        try:
            self._sender.send(self._ledger.next_step(delivery))
        except ReaderError as error:
            return self._ledger.keep(self._after(delivery, error))
        log.info("delivery %s: step %d of %d", short(delivery.delivery_id), delivery.done + 1, delivery.steps)
        return self._ledger.step_done(delivery)

    def _after(self, delivery: Delivery, error: ReaderError) -> Delivery:
        """The delivery after a failed step: to be tried again, or refused for good."""
        log.info("delivery %s: %s", short(delivery.delivery_id), type(error).__name__)
        told = replace(delivery, tries=delivery.tries + 1, error=error.user_message)
        if not passing(error):
            hint = f"{tr('Your report is kept on this computer.')} {error.hint}".strip()
            return replace(told, state=DeliveryState.REFUSED, hint=hint, next_try=None)
        # A sign-in that has ended is not mended by waiting: the next sign-in nudges.
        step = len(self._back_off) if isinstance(error, SessionExpired) else told.tries
        pause = timedelta(seconds=self._back_off[min(step, len(self._back_off)) - 1])
        return replace(told, state=DeliveryState.WAITING, hint=error.hint, next_try=datetime.now(UTC) + pause)

    def _sleep(self, until: datetime, progress: Progress) -> None:
        """Wait for the next try, or for a nudge; on a worker."""
        while not progress.cancelled and not self._wake.wait(timeout=0.25):
            if datetime.now(UTC) >= until:
                return
