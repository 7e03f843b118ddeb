"""The outbox: hands every delivery over, exactly once, whatever happens to the hub or to the program.

One step at a time, the oldest delivery first. A step is finished when it was done and read back; that is written
down before the next begins. A kill between a step and its being written down repeats the step, which is why each
one can be repeated. What can't be proven is tried again.

A delivery belongs to the user who made it: it is sent in their session only, in anybody else's it waits. A message
to the hospital's own system is sent in anybody's, and stays its doctor's. Before each try it is asked where it
goes, and whether it still does (`Route`); as long as that can't be told it waits.

What was delivered is looked for once more some minutes later, and when the program is started again. Only when all
of it is at the hub then is what was sent deleted here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from psygnal import Signal

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import Forbidden, Http, HttpError, HubUnreachable, SessionExpired, in_doubt
from reader.core.log import short
from reader.core.refusals import Refusal
from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import together, tr
from reader.delivery import mllp
from reader.delivery.ledger import Ledger
from reader.delivery.model import Delivery, DeliveryState, Edition, OutboxModel, Step, StepKind
from reader.delivery.receipt import Receipt
from reader.delivery.route import NotRouted, Overtaken, Route
from reader.delivery.sender import Ended, NotOurs, Sender, for_good
from reader.dicom.archives.storing import ObjectId
from reader.dicom.ups.client import STANDARD, Dialect, TaskError, TaskGone
from reader.dicom.values import Person

_Work = Callable[[Progress], Delivery | None]

BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
LOOK_AFTER = (300.0, 3600.0)
"""Seconds until what was delivered is looked for again, and then until the next look where it was not found."""

_LONGEST_WAIT, _LONGEST_LOOK = timedelta(minutes=15), timedelta(hours=2)

log = logging.getLogger(__name__)


class Outbox:
    """Main thread. Its work runs on one network thread at a time and reports through `model`.

    unanswered(HubUnreachable): the hub does not answer a delivery. user: who is signed in. back_off: seconds
    between tries, the last for ever; look_after: as `LOOK_AFTER`. Raises `StorageError` where the profile can't be
    read.
    """

    unanswered = Signal(object)

    def __init__(
        self,
        database: Database,
        http: Http,
        tasks: Tasks,
        seal: Seal,
        user: Person,
        *,
        dialect: Dialect = STANDARD,
        aet: str = "READER",
        back_off: Sequence[float] = BACK_OFF,
        look_after: tuple[float, float] = LOOK_AFTER,
    ) -> None:
        self.model = OutboxModel()
        self.user = user
        self._ledger = Ledger(database, seal, user)
        self._sender = Sender(http, dialect, aet)
        self._tasks = tasks
        self._back_off = tuple(back_off)
        self._look_after = tuple(timedelta(seconds=seconds) for seconds in look_after)
        self._started = False
        self._route: Route | None = None
        self._working: Progress | None = None
        self._alarm: Progress | None = None
        self._unwritten = 0
        self._silent: HubUnreachable | None = None
        self.model.load(self._ledger.deliveries())

    def enqueue(
        self, title: str, task_uid: str, steps: Sequence[Step], *, about: str = "", hold: float = 0.0,
        edition: Edition | None = None,
    ) -> Delivery:  # fmt: skip
        """Take over a delivery: it is safe on disk when this returns. Raises `StorageError`.

        title: what the receipts call it, without patient identifiers; about: whose exam it is, kept sealed. hold:
        seconds for which it is not sent yet and can be withdrawn; a kill does not end them. edition: of a message.
        """
        until = datetime.now(UTC) + timedelta(seconds=hold) if hold else None
        delivery = self._ledger.add(title, task_uid, steps, about, until, edition)
        self._put(delivery)
        self._turn()
        return delivery

    def withdraw(self, delivery_id: str) -> bool:
        """Take a delivery back that is still held; False where it is too late. Raises `StorageError`."""
        delivery, now = self.model.deliveries.get(delivery_id), datetime.now(UTC)
        if delivery is None or delivery.absent or not delivery.held(now):
            return False
        if not self._ledger.withdraw(delivery_id, now):
            return False
        self.model.remove(delivery_id)
        self._turn()
        return True

    def dismiss(self, delivery_id: str, *, claimed: bool = False) -> None:
        """Forget a delivery that the hub has not taken: it asked for what is no longer possible, or its report is
        written on. claimed: its task has been claimed anew, so that nothing has followed on it. Raises
        `StorageError`."""
        delivery = self.model.deliveries.get(delivery_id)
        if delivery is not None and (delivery.untaken or (claimed and delivery.only_stored)):
            self._ledger.dismiss(delivery_id)
            self.model.remove(delivery_id)
            self._show_superseded()

    def send_held(self) -> None:
        """Hold nothing back any longer (the user goes on, or leaves). Raises `StorageError`."""
        now = datetime.now(UTC)
        for delivery in self.model.of_state(DeliveryState.WAITING):
            if delivery.held(now):
                self.model.put(self._ledger.keep(replace(delivery, hold=None), delivery))
        self._turn()

    def about(self, delivery: Delivery) -> str:
        """Whose exam it is about; "" where that was not kept or can't be opened."""
        try:
            receipt = self._ledger.receipt(delivery)
        except SealBroken:
            return ""
        return receipt.about if receipt is not None else ""

    def made(self, delivery: Delivery) -> tuple[ObjectId, ...]:
        """What it has stored at the hub, as long as its receipt is kept; () where that can't be opened. Blocks; any
        thread."""
        try:
            receipt = self._ledger.receipt(delivery)
        except SealBroken:
            return ()
        return tuple(entry for _, entry in receipt.objects) if receipt is not None else ()

    def may_have_sent(self, edition: Edition) -> bool:
        """Whether a message of the same version of a report has arrived, or may have. Any thread."""
        return self._ledger.may_have_sent(edition)

    def handed_on(self, delivery: Delivery) -> bool:
        """Whether the hub has the task that follows on the one that this delivery completes."""
        return self._ledger.followed(delivery)

    def transaction(self, delivery: Delivery) -> str:
        """The Transaction UID of the claim in which it was made; "" where that is not kept any more."""
        return self._ledger.transaction(delivery)

    def objects(self, task_uid: str) -> tuple[bytes, ...]:
        """The DICOM files of a task's delivery, report last, as long as they are kept; () once they are not."""
        try:
            return self._ledger.objects(task_uid)
        except SealBroken:
            return ()

    def sent_series(self, study_uid: str) -> frozenset[str]:
        """Series of an exam in what the user has handed over from here, as long as the receipts are kept. Blocks;
        any thread. Raises `StorageError`."""
        found: set[str] = set()
        for delivery in self._ledger.deliveries():
            if not delivery.absent:
                with suppress(SealBroken):
                    receipt = self._ledger.receipt(delivery)
                    objects = receipt.objects if receipt is not None else ()
                    found.update(entry.series for _, entry in objects if entry.study == study_uid)
        return frozenset(found)

    def brought(self, message: Delivery) -> tuple[tuple[str, ObjectId], ...]:
        """What the delivery that a message is about has stored, each by its DICOMweb root; () where that is not
        known. Blocks; any thread. Raises `SealBroken`."""
        return self._ledger.brought(message)

    def route_messages(self, route: Route) -> None:
        """Who tells where messages go; until then they wait."""
        self._route = route
        self._turn_again()

    def start(self) -> None:
        """Begin, or go on where the last run of the program stopped; after every sign-in. Raises `StorageError`
        where that can't be written; it is tried again by itself."""
        self._started = True
        self._begin_again(*self._ledger.unconfirmed())

    def stop(self) -> None:
        """No further step; the one under way ends by itself."""
        self._started = False
        for running in (self._working, self._alarm):
            if running is not None:
                running.cancel()

    def retry(self, delivery_id: str) -> None:
        """Try one delivery of the user again now: all of it where the hub refused a step, or misses it. It may have
        been restored from an older copy; what it still has is not done twice."""
        delivery = self.model.deliveries[delivery_id]
        if delivery.absent:
            return
        was = delivery
        if was.state in (DeliveryState.MISSING, DeliveryState.REFUSED) and self.can_send_again(delivery):
            delivery = replace(delivery, done=0, state=DeliveryState.WAITING)
        if delivery.state in (DeliveryState.WAITING, DeliveryState.UNKNOWN, DeliveryState.REFUSED):
            self._again(replace(delivery, hold=None), was)
            self._turn()

    def look_now(self, delivery_id: str) -> None:
        """Look at once whether the hub has what was delivered: something says that it has not."""
        delivery = self.model.deliveries[delivery_id]
        if delivery.state is DeliveryState.DELIVERED and not delivery.absent:
            self._look_soon(delivery)
            self._turn()

    def retry_all(self) -> None:
        """Try all that wait again now (the network is back, the user has signed in). Raises as `start`."""
        self._begin_again()

    def _begin_again(self, *delivered: Delivery) -> None:
        try:
            for delivery in delivered:
                self._look_soon(delivery)
            for delivery in self.model.of_state(DeliveryState.WAITING, DeliveryState.UNKNOWN):
                if delivery.next_try is not None and not delivery.absent:
                    self._again(delivery, delivery)
            self._turn()
        except ReaderError as error:
            self._failed(error)

    def can_send_again(self, delivery: Delivery) -> bool:
        """Whether what was sent is still on this computer."""
        return self._ledger.can_send_again(delivery)

    def _again(self, delivery: Delivery, was: Delivery) -> None:
        unknown = delivery.state is DeliveryState.UNKNOWN
        state = DeliveryState.UNKNOWN if unknown else DeliveryState.WAITING
        self._put(self._ledger.keep(replace(delivery, state=state, next_try=None, error="", hint=""), was))

    def _look_soon(self, delivery: Delivery) -> None:
        self.model.put(self._ledger.keep(replace(delivery, next_try=None), delivery))

    def _put(self, delivery: Delivery) -> None:
        """Show a delivery, with the messages that it has superseded."""
        self.model.put(delivery)
        if delivery.message:
            self._show_superseded()

    def _show_superseded(self) -> None:
        for message in self._ledger.superseded():
            self.model.put(message)

    def _turn(self) -> None:
        """Start the next piece of work, unless one is under way or there is none: sending comes before looking."""
        if not self._started or self._working is not None:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        pending = [entry for entry in self._ledger.pending() if self._route is not None or not entry.message]
        pending.sort(key=lambda entry: entry.message)  # a hospital's system may be slow; the hub comes first
        unconfirmed = self._ledger.unconfirmed()
        now = datetime.now(UTC)
        due = next((entry for entry in pending if _is_due(entry, now, _LONGEST_WAIT)), None)
        if due is not None:
            self.model.put(replace(due, state=DeliveryState.SENDING))
            # begun only as long as the user is signed in
            self._run(lambda progress: None if progress.cancelled else self._send(due, progress))
            return
        look = next((entry for entry in unconfirmed if _is_due(entry, now, _LONGEST_LOOK)), None)
        if look is not None:
            self._run(lambda _: self._look(look))
            return
        times = [entry.due for entry in (*pending, *unconfirmed) if entry.due is not None]
        if times:
            self._alarm = self._tasks.later((min(times) - now).total_seconds(), self._turn)

    def _run(self, work: _Work) -> None:
        self._working = self._tasks.change(work, self._landed, failed=self._broken_off, pool=Pool.NETWORK)

    def _landed(self, delivery: Delivery | None) -> None:
        self._working, self._unwritten = None, 0
        silent, self._silent = self._silent, None
        try:
            if delivery is not None:
                self._show(delivery.delivery_id)
            self._turn()
        except ReaderError as error:
            self._failed(error)
        finally:
            if silent is not None:
                self.unanswered.emit(silent)

    def _show(self, delivery_id: str) -> None:
        """As it is on the disk now: since the work ended it may have been sent again, or let go."""
        if (now := self._ledger.now(delivery_id)) is None:
            self.model.remove(delivery_id)
        else:
            self._put(now)

    def _broken_off(self, error: BaseException) -> None:
        """The work under way has ended with an error."""
        self._working = None
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """The ledger could not be written: nothing is lost, it is told once, and tried again by itself, once what
        is under way has ended."""
        self._unwritten += 1
        if self._started:
            pause = self._back_off[min(self._unwritten, len(self._back_off)) - 1]
            self._alarm = self._tasks.later(pause, self._turn_again)
        with suppress(ReaderError):  # else it is read by the next turn
            self.model.load(self._ledger.deliveries())
        if self._unwritten == 1:
            raise error

    def _turn_again(self) -> None:
        """The next piece of work; where the disk doesn't give it either, later."""
        try:
            self._turn()
        except ReaderError as error:
            self._failed(error)

    def _send(self, delivery: Delivery, progress: Progress) -> Delivery | None:
        """One step; on a worker. None where the user has left before anything was sent. What becomes of a step is
        written only where nobody has gone on with it since: its user may have signed out and in again."""
        begun = delivery
        try:
            step = self._ledger.next_step(delivery)
            if step.kind is StepKind.SEND_MESSAGE:
                step = replace(step, url=self._address(delivery, progress))
            try:
                store = not delivery.done and step.kind is StepKind.STORE
                if store and (found := self._stored_of_cancelled(delivery)) is not None:
                    there, total = found
                    if not 0 < there == total:
                        delivery = replace(delivery, done=min(there, 1))
                        raise _ended(there, total)
                    # the hub says what may follow
                    return self._ledger.step_done(delivery, "", "", datetime.now(UTC) + self._look_after[0], begun)
                given = self._sender.send(self._in_its_claim(step, delivery))
            except Ended as ended:
                receipt = self._ledger.receipt(delivery)
                if receipt is None or not self._ledger.followed(delivery):
                    raise
                if not self._goes_on(receipt, ended):
                    return self._ledger.keep(_cancelled(delivery), begun)
                given = ""  # the report is stored and the next task there: nothing is left to do
                delivery = replace(delivery, done=delivery.steps - 1)
        except Cancelled:
            return None
        except Overtaken as overtaken:
            return self._ledger.supersede(delivery, overtaken.user_message)
        except ReaderError as error:
            if (other := self._taken_by_another(delivery, error)) is not None:
                return self._ledger.keep(self._after(replace(delivery, done=0), other), begun)
            why = error.__cause__ if isinstance(error, NotRouted) else error
            self._silent = why if isinstance(why, HubUnreachable) else None
            return self._ledger.keep(self._after(delivery, error), begun)
        except Exception as defect:  # whatever it is, it must not stop the deliveries behind it
            log.exception("delivery %s", short(delivery.delivery_id))
            what = tr("Something went wrong in the program: {what}.", what=type(defect).__name__)
            return self._ledger.keep(self._after(delivery, ReaderError(what)), begun)
        log.info("delivery %s: step %d of %d", short(delivery.delivery_id), delivery.done + 1, delivery.steps)
        look_at = datetime.now(UTC) + self._look_after[0]
        return self._ledger.step_done(delivery, step.uid, given, look_at, begun)

    def _in_its_claim(self, step: Step, delivery: Delivery) -> Step:
        """With the claim in which it was made, by which our hub tells it from what was made in another one."""
        if step.kind not in (StepKind.STORE, StepKind.CREATE_TASK):
            return step
        uid = delivery.task_uid if step.kind is StepKind.STORE else step.uid
        return replace(step, uid=uid, transaction=self._ledger.transaction(delivery))

    def _taken_by_another(self, delivery: Delivery, error: ReaderError) -> ReaderError | None:
        """Why the hub refuses what is to follow on a stored report, where its task ended with another one, is in
        another claim, or is lost: as if nothing of it had been done, its text is to be gone on with. None for any
        other reason."""
        try:
            receipt = self._ledger.receipt(delivery) if for_good(error) else None
            if receipt is not None and receipt.objects and (delivery.without_tasks or self._lost(receipt, error)):
                self._check_open(delivery, receipt)
        except Ended:
            return None
        except NotOurs as other:
            return other
        except ReaderError:
            return None  # the hub does not say: what it said before holds
        return None

    def _lost(self, receipt: Receipt, error: ReaderError) -> bool:
        """Whether the hub has never heard of the task, nor of one that was made to follow on it: it was restored
        from an older copy. Raises a `ReaderError` where that can't be told."""
        if not isinstance(error, TaskGone) or error.deleted:
            return False
        try:
            if any(not task.state for task in receipt.tasks):
                self._sender.goes_on(receipt)
                return False
        except TaskGone:
            pass
        return True

    def _check_open(self, delivery: Delivery, receipt: Receipt) -> None:
        """As `Sender.check_open`; says what of it is stored."""
        try:
            self._sender.check_open(receipt, self._ledger.transaction(delivery))
        except Ended:
            raise
        except NotOurs as other:
            if self._sender.stored(receipt)[0]:
                look = tr("Open the exam to see how it stands; yours is stored there, and no task leads to it.")
                raise NotOurs(other.user_message, look, safe=other.safe) from other
            raise

    def _address(self, delivery: Delivery, progress: Progress) -> str:
        """Where a message goes now. Raises `Overtaken`, or `NotRouted`: whatever the hub says to that question, the
        message is not refused for it."""
        assert self._route is not None
        try:
            return self._route(delivery, progress)
        except (Overtaken, NotRouted):
            raise
        except ReaderError as error:
            said = tr("The hub could not be asked whether this report has a newer version.")
            raise NotRouted(said, together(error.user_message, tr("It is tried again by itself."))) from error

    def _stored_of_cancelled(self, delivery: Delivery) -> tuple[int, int] | None:
        """Before anything is stored: how many documents of how many the hub has, where its task has been cancelled
        since it was queued; else None. Another claim of the same exam would let them in, beside what is written
        there now; a try whose answer was lost may have been in time. Raises a `ReaderError` where that can't be
        told."""
        receipt = self._ledger.receipt(delivery)
        try:
            if receipt is not None:
                self._check_open(delivery, receipt)
        except Ended:
            assert receipt is not None
            return self._sender.stored(receipt)
        return None

    def _goes_on(self, receipt: Receipt, ended: Ended) -> bool:
        """Raises a `ReaderError`: `ended` where the hub has answered, and has never heard of the next task."""
        try:
            return self._sender.goes_on(receipt)
        except TaskGone:
            raise ended from None

    def _after(self, delivery: Delivery, error: ReaderError) -> Delivery:
        """The delivery after a failed step: to be tried again, or refused for good."""
        log.info("delivery %s: %s", short(delivery.delivery_id), type(error).__name__)
        if isinstance(error, NotRouted):  # nothing was sent: it is no try
            later = self._next(error, len(self._back_off))
            return replace(delivery, error=error.user_message, hint=error.hint, next_try=later)
        told = replace(delivery, tries=delivery.tries + 1, error=error.user_message)
        passed = isinstance(error, mllp.NotNow) and self._ledger.overtaken(delivery)
        if for_good(error) or isinstance(error, SealBroken) or passed:
            safe = ""
            if delivery.done and isinstance(error, Forbidden) and error.reason is Refusal.PUT_BACK:
                safe = tr("What is stored of it stays at the hub and is not gone on with.")
            elif delivery.done:
                safe = tr("Part of it is done at the hub; the rest can be tried again.")
            elif self._ledger.has_report(delivery):
                safe = tr("Your report is kept on this computer.")
            hint = f"{safe} {error.hint}".strip()
            return replace(told, state=DeliveryState.REFUSED, hint=hint, next_try=None)
        # what was unknown stays so until it is proven, also while the hub can't be reached
        doubt = delivery.state is DeliveryState.UNKNOWN or in_doubt(error) or isinstance(error, TaskError)
        state = DeliveryState.UNKNOWN if doubt else DeliveryState.WAITING
        # A sign-in that has ended is not mended by waiting: the next sign-in nudges.
        turn = len(self._back_off) if isinstance(error, SessionExpired) else told.tries
        return replace(told, state=state, hint=error.hint, next_try=self._next(error, turn))

    def _next(self, error: ReaderError, turn: int) -> datetime:
        """When to try again after so many failures, or later where the server asks for it."""
        pause = self._back_off[min(turn, len(self._back_off)) - 1]
        asked = error.pause if isinstance(error, HttpError) else 0.0
        return datetime.now(UTC) + timedelta(seconds=max(pause, asked))

    def _look(self, delivery: Delivery) -> Delivery:
        """Whether all of a delivery is at the hub; on a worker. What the user does with it meanwhile holds."""
        again = datetime.now(UTC) + self._look_after[1]
        try:
            receipt = self._ledger.receipt(delivery)
            missing = self._sender.missing(receipt) if receipt is not None else []
        except ReaderError as error:
            log.info("delivery %s: looked for: %s", short(delivery.delivery_id), type(error).__name__)
            later = self._next(error, len(self._back_off))
            return self._ledger.keep(replace(delivery, next_try=later), delivery)
        looked = replace(delivery, looked=datetime.now(UTC), next_try=again, error="", hint="")
        if not missing:
            return self._ledger.keep(replace(looked, state=DeliveryState.CONFIRMED, next_try=None), delivery)
        log.warning("delivery %s: not all of it is at the hub", short(delivery.delivery_id))
        what = tr("Missing at the hub: {what}.", what=", ".join(missing))
        hint = tr("It is kept on this computer: send it again, or tell your administrator.")
        missed = replace(looked, state=DeliveryState.MISSING, error=what, hint=hint)
        return self._ledger.keep(missed, delivery)


def _ended(there: int, total: int) -> Ended:
    """Of a task that was cancelled before all of its documents were stored."""
    if there:
        look = tr("Open the exam to see how it stands; a part of this is stored at the hub: {there} of {total}.",
                  there=there, total=total)  # fmt: skip
    else:
        look = tr("Open the exam to see how it stands; nothing of this was stored.")
    return Ended(tr("This task has been cancelled."), look, safe=tr("Your report is kept on this computer."))


def _cancelled(delivery: Delivery) -> Delivery:
    """As it is when all tasks of what it has stored were cancelled at the hub."""
    what = tr("The order was cancelled at the hub.")
    hint = tr("Nobody waits for this report; it stays stored there.")
    return replace(delivery, state=DeliveryState.CANCELLED, error=what, hint=hint, next_try=None)


def _is_due(entry: Delivery, now: datetime, longest: timedelta) -> bool:
    """Whether its time has come. What is further away than any wait, and what was held by a later clock, was set
    before the computer's clock was put back: nobody would wait for it."""
    hold = entry.hold if entry.queued is None or entry.queued <= now else None
    due = max((moment for moment in (hold, entry.next_try) if moment is not None), default=now)
    return due <= now or due - now > longest
