"""The verbs of the worklist: claim and release; looking and staying informed is `following`.

A claim's Transaction UID is made and kept before the claim is asked for, because the server never tells it
again: a program killed between question and answer finds its claim on the next look and goes on with it. It is
dropped only when the workitem itself says that it is over: ended, another performer, the mark of another claim.

A claim belongs to the user who made it. Ours is a task that carries the mark of our claim (`ups.tasks.marked`) and
names the signed-in user as its performer. An answer that proves neither that nor the contrary leaves the outcome
unknown: the question is asked again, and meanwhile nothing can be written.

UPS knows no way back from IN PROGRESS to SCHEDULED (PS3.4 figure CC.1.1-1). Releasing therefore follows IHE
RRR-WF: the performer cancels its workitem with a discontinuation reason, and the same order is created again
as a SCHEDULED workitem that names the one it replaces. Due time, priority and assignment stay. The order is:
keep the new one's UID, note the reason on the old one (which proves that the claim is still ours), create the new
one, cancel the old one. A kill in between leaves the exam in the worklist, and the next look finishes the release,
as it does where an addendum or amendment was being given up: that ends with nothing in its place.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import TypeVar

from psygnal import SignalInstance

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import Forbidden, OutcomeUnknown, SessionExpired
from reader.core.log import short
from reader.core.secrets import Secrets
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import tr
from reader.dicom.json_model import Json, items, value
from reader.dicom.ups.client import (
    AlreadyFinal,
    ClaimLost,
    TaskError,
    TaskGone,
    TaskRefused,
    UpsClient,
    claim_lost,
)
from reader.dicom.ups.events import EventChannel
from reader.dicom.ups.putting_back import discontinuation, replacement
from reader.dicom.ups.tasks import (
    GIVEN_UP_BY,
    RELEASED_BY,
    actual_performers,
    claim_mark,
    mark_on,
    marked,
    started_json,
    station_code,
)
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, workitem_from
from reader.dicom.values import Person
from reader.worklist.claims import Claims
from reader.worklist.codec import task_from
from reader.worklist.exam import Exam
from reader.worklist.following import Following
from reader.worklist.listing import WorklistModel
from reader.worklist.model import Claim, Ending, Kind, ReadingTask, State
from reader.worklist.rights import Rights

BACK_OFF = (1.0, 2.0, 5.0, 10.0)
"""Seconds between two questions whose answers prove nothing; the last for ever."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class WorklistService:
    """The worklist of one signed-in user. Methods are for the main thread; those that end in `_now` block and
    may be called on any other.

    roles: "reporting", "reviewing". session_expired: emitted once when background work meets a 401.
    """

    def __init__(
        self,
        ups: UpsClient,
        tasks: Tasks,
        secrets: Secrets,
        user: Person,
        roles: Collection[str],
        *,
        channel: EventChannel | None = None,
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        self.user = user
        self._back_off = tuple(back_off)
        self.station = station_code(platform.node())
        self._ups = ups
        self._tasks = tasks
        self._claims = Claims(secrets, ups.root, user.username)
        self._rights = Rights(user, roles)
        self._swept = False
        self._following = Following(
            ups, tasks, self._rights, owned=self._owned, open_now=self._forget_ended, channel=channel
        )

    def note_failure(self, error: BaseException) -> None:
        """What somebody else has met at the hub: where it does not answer, the list is not called live."""
        self._following.note_failure(error)

    @property
    def worklist(self) -> WorklistModel:
        return self._following.worklist

    @property
    def session_expired(self) -> SignalInstance:
        return self._following.session_expired

    def refresh(
        self,
        then: Callable[[], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Read the whole worklist; without `failed`, a failure only changes the connection state."""
        self._following.refresh(then, failed)

    def find(self, words: str, then: Callable[[bool], None]) -> None:
        self._following.find(words, then)

    def steps_of(self, exam: Exam, then: Callable[[], None] = lambda: None, *, chosen: bool = True) -> None:
        """then: comes after the answer has been taken; never where there was none."""
        self._following.steps_of(exam, then, chosen=chosen)

    def read(
        self, uid: str, then: Callable[[], None] = lambda: None, failed: Callable[[], object] = lambda: None
    ) -> None:
        """One task, which may not be in the list. then: comes after the hub's answer; failed: there is none."""
        self._following.reread(uid, then, failed)

    def start_live(self) -> None:
        self._following.start()

    def stop_live(self) -> None:
        self._following.stop()

    def is_me(self, person_id: str) -> bool:
        return self._rights.is_me(person_id)

    # -- claim and release -----------------------------------------------------------------------------------

    def claim(
        self,
        task: ReadingTask,
        then: Callable[[Claim], None],
        failed: Callable[[BaseException], None] | None = None,
        waiting: Callable[[ReaderError], None] = lambda _: None,
    ) -> Progress:
        """Make the task ours or go on with an earlier claim. Fails with `ClaimLost`, `AlreadyFinal`, `TaskGone` or
        `TaskRefused` (the exam may then be opened to look), or with `Cancelled` where the returned Progress was.

        While it is not known whose the task is, `waiting` hears why, and it is asked again by itself.
        """

        def landed(claim: Claim) -> None:
            self.worklist.put(claim.task)
            then(claim)

        return self._insist(lambda: self.claim_now(task.uid), landed, self._failing(task.uid, failed), waiting)

    def release(
        self,
        task: ReadingTask,
        then: Callable[[], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        waiting: Callable[[ReaderError], None] = lambda _: None,
    ) -> Progress:
        """Give the task back so that someone else can take it. While it is not known whether the hub has done it,
        `waiting` hears why, and it goes on by itself, after the next start too."""

        def landed(_: None) -> None:
            self.refresh(then)

        ending = partial(self.release_now, task.uid)
        return self._insist(ending, landed, self._failing(task.uid, failed), waiting, ending=True)

    def give_up(
        self,
        task: ReadingTask,
        then: Callable[[], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        waiting: Callable[[ReaderError], None] = lambda _: None,
    ) -> Progress:
        """End a task that this user wrote and nobody else waits for, with nothing in its place; otherwise as
        `release`."""

        def landed(_: None) -> None:
            self.refresh(then)

        ending = partial(self.give_up_now, task.uid)
        return self._insist(ending, landed, self._failing(task.uid, failed), waiting, ending=True)

    def begin_ending(self, uid: str, *, replaced: bool) -> None:
        """Keep that the user gives this back, before anything of it is deleted here: it goes on after a kill.
        replaced: the same order waits again in its place; else nothing does."""
        if self._claims.transaction(uid) is not None:
            (self._claims.begin_release if replaced else self._claims.begin_giving_up)(uid)

    def transaction(self, uid: str) -> str | None:
        """The Transaction UID of a claim that this user made on this computer, else None."""
        return self._claims.transaction(uid)

    def take_up(self, uid: str, transaction: str) -> None:
        """Go on with a claim that was of no more use, and that the hub has again: it was restored from an older
        copy. transaction: its Transaction UID. Nothing where there is another claim."""
        self._claims.begin(uid, transaction)

    def forget(self, uid: str) -> None:
        """The task is completed and delivered: its Transaction UID is of no more use."""
        self._claims.forget(uid)

    def claim_now(self, uid: str) -> Claim:
        """Raises a `TaskError`, or what leaves the outcome unknown: then nothing may be written."""
        task = task_from(self._ups.retrieve(uid))
        self._refuse_own_report(task)
        self._adopt(task)
        if self._claims.given_up(uid):
            self.give_up_now(uid)
            raise _given_up(task)
        if self._claims.replacement(uid) is not None:
            try:
                self.release_now(uid)
            except (TaskRefused, Forbidden):
                if self._claims.replacement(uid) is not None:
                    raise
            else:
                raise TaskError(tr("You have released this exam."), tr("Open it again from the worklist."))
        return self._take(uid)

    def _take(self, uid: str) -> Claim:
        transaction = self._claims.begin(uid)
        taken = True
        try:
            now = self._ups.change_state(uid, IN_PROGRESS, transaction)
        except ClaimLost as lost:
            taken, now = False, lost.workitem or self._ups.retrieve(uid)
        except AlreadyFinal:
            self.forget(uid)
            raise
        now = self._proven(uid, transaction, now, taken)
        return Claim(replace(task_from(now), mine=True), transaction)

    def release_now(self, uid: str) -> None:
        """Put the same order back as another workitem. Raises as `claim_now`; it is not released any more where the
        hub has refused that."""
        transaction = self.transaction(uid)
        if transaction is None:
            if task_from(self._ups.retrieve(uid)).ending is Ending.RELEASED:
                return  # somebody else who goes on with it was faster
            raise TaskError(tr("This exam is not claimed on this computer."), tr("Refresh the worklist."))
        waiting = self._claims.begin_release(uid)
        try:
            self._put_back(uid, transaction, waiting)
        except AlreadyFinal as final:
            self.forget(uid)
            if task_from(final.workitem or self._ups.retrieve(uid)).ending is not Ending.RELEASED:
                raise
        except (TaskError, Forbidden) as error:
            self._keep_if_refused(uid, error)
            raise
        self.forget(uid)

    def _put_back(self, uid: str, transaction: str, waiting: str) -> None:
        """waiting: UID of the workitem in the place of this one."""
        old = self._ups.retrieve(uid)
        state = str(value(old, "00741000"))
        if state == COMPLETED or (state == CANCELED and task_from(old).ending is not Ending.RELEASED):
            raise AlreadyFinal(state, old)
        if state == IN_PROGRESS:
            note = discontinuation(datetime.now().astimezone(), f"{RELEASED_BY} {self.user.name.latin}")
            self._ups.update(uid, note, transaction)
        self._ups.create(replacement(old, waiting), waiting)
        self._ups.change_state(uid, CANCELED, transaction)

    def give_up_now(self, uid: str) -> None:
        """Cancel it, and put nothing in its place; what waits for this user is claimed for that. Raises as
        `claim_now`; it is not given up any more where the hub has refused that."""
        self._claims.begin_giving_up(uid)
        note = discontinuation(datetime.now().astimezone(), f"{GIVEN_UP_BY} {self.user.name.latin}")
        try:
            transaction = self._take(uid).transaction
            self._ups.update(uid, note, transaction)
            self._ups.change_state(uid, CANCELED, transaction)
        except AlreadyFinal as final:
            self.forget(uid)
            if task_from(final.workitem or self._ups.retrieve(uid)).ending is not Ending.GIVEN_UP:
                raise  # such as put back, or released on another computer: it waits again in its place
        except (TaskError, Forbidden) as error:
            self._keep_if_refused(uid, error)
            raise
        self.forget(uid)

    def _keep_if_refused(self, uid: str, error: TaskError | Forbidden) -> None:
        """What the hub itself has refused to end goes on; not for the words of something on the way to it."""
        if not isinstance(error, TaskRefused | TaskGone | Forbidden) or error.own:
            self._claims.keep(uid)

    # -- behind them -----------------------------------------------------------------------------------------

    def _forget_ended(self, open_now: Set[str]) -> None:
        """Once a run: drop the claims on what has ended meanwhile (delivered, or released at the last moment)."""
        if self._swept:
            return
        self._swept = True
        for uid in (self._claims.all() | self._claims.unowned()) - open_now:
            try:
                state = str(value(self._ups.retrieve(uid), "00741000"))
            except SessionExpired:
                raise
            except ReaderError as error:
                log.info("claim of %s: %s", short(uid), type(error).__name__)
                if not isinstance(error, TaskError):
                    self._swept = False  # what is gone stays gone; the rest is asked again
            else:
                if state in (COMPLETED, CANCELED):
                    self._claims.adopt(uid)
                    self.forget(uid)

    def _owned(self, task: ReadingTask) -> ReadingTask | None:
        """Mark what this program has claimed; finish what a kill interrupted of giving it back (then None)."""
        if task.state is State.WAITING and task.kind is Kind.ADDENDUM and self.is_me(task.author_id):
            claimed = False  # withdrawn without having been opened
        elif self._claimed_here(task):
            claimed = True
        else:
            return task
        return None if self._goes_on(task.uid) else replace(task, mine=claimed)

    def _claimed_here(self, task: ReadingTask) -> bool:
        if task.state is not State.READING or (task.reader_id and not self.is_me(task.reader_id)):
            return False
        self._adopt(task)
        transaction = self.transaction(task.uid)
        if transaction is not None and task.claim_mark not in ("", claim_mark(transaction)):
            self.forget(task.uid)
            return False
        return transaction is not None

    def _goes_on(self, uid: str) -> bool:
        """Whether the user had begun to end it, and it has ended now."""
        if self._claims.given_up(uid):
            end = self.give_up_now
        elif self._claims.replacement(uid) is not None:
            end = self.release_now
        else:
            return False
        try:
            end(uid)
        except SessionExpired:
            raise
        except ReaderError as error:  # whatever it is, the list has other tasks
            log.warning("ending of %s: %s", short(uid), type(error).__name__)
            return False
        return True

    def _adopt(self, task: ReadingTask) -> None:
        """A claim of before claims were kept by user is ours where the hub says that we perform the task."""
        if task.state is State.READING and self.is_me(task.reader_id):
            self._claims.adopt(task.uid)

    def _refuse_own_report(self, task: ReadingTask) -> None:
        """Nobody reviews a report of their own, whatever the list on the screen says."""
        if task.kind is Kind.REVIEW and not self._rights.may_do(replace(task, state=State.WAITING)):
            raise _not_yours(self.is_me(task.author_id))

    def _proven(self, uid: str, transaction: str, now: Json, taken: bool) -> Json:
        """The task in progress, once it carries the mark of our claim, maybe an earlier one, and names us. Raises
        otherwise.

        Where it carries none, the hub's taking ours is the proof. That is tried only on what was read as IN
        PROGRESS: a waiting task takes an update from anyone. taken: something said that the claim was granted.
        """
        performers = actual_performers(now)
        ours = any(self.is_me(code.value) for code, _ in performers)
        others = performers and not ours
        same = mark_on(now) == claim_mark(transaction)
        if ours and same:
            return now
        over = claim_lost(now) if others else _elsewhere(now)
        if (mark_on(now) and (others or not same)) or (others and not taken):
            self.forget(uid)
            raise over
        begun = ours and any(value(step, "00404050") for step in items(now, "00741216"))
        performed = {"00741216": now["00741216"]} if begun else self._started(now)
        try:
            return self._ups.update(uid, marked(performed, transaction), transaction)
        except AlreadyFinal:
            self.forget(uid)
            raise
        except TaskRefused as refused:
            if others:
                self.forget(uid)
            elif not refused.own:
                raise OutcomeUnknown(refused) from refused
            # else most likely another's, but nothing that was read says so: the Transaction UID is kept
            raise (over if performers else claim_lost(now)) from refused

    def _started(self, workitem: Json) -> Json:
        code = workitem_from(workitem).code
        return started_json(self.user, self.station, code, datetime.now().astimezone())

    def _insist(
        self,
        ask: Callable[[], T],
        landed: Callable[[T], None],
        failed: Callable[[BaseException], None],
        waiting: Callable[[ReaderError], None],
        *,
        ending: bool = False,
    ) -> Progress:
        """Ask, off the main thread, until there is an answer of the hub's own or the Progress is cancelled. ending:
        it goes on wherever something on the way to the hub has refused it (`_keep_if_refused`), so here too."""
        wanted = Progress()
        pauses = chain(self._back_off, repeat(self._back_off[-1]))
        pausing: Progress | None = None
        said = ""

        def attempt() -> None:
            nonlocal pausing
            pausing = None
            self._tasks.change(lambda _: ask(), landed, failed=missed, pool=Pool.NETWORK)

        def missed(error: BaseException) -> None:
            nonlocal pausing, said
            kinds = Forbidden | TaskRefused | TaskGone if ending else Forbidden
            by_another = isinstance(error, kinds) and not error.own
            definite = isinstance(error, TaskError | Forbidden) and not by_another
            if definite or not isinstance(error, ReaderError):
                failed(error)
                return
            self._following.note_failure(error)
            if wanted.cancelled:
                failed(Cancelled())
                return
            before, said = said, f"{error.user_message} {error.hint}"
            if said != before:
                waiting(error)
            pausing = self._tasks.later(next(pauses), attempt)  # a person waits: not for as long as a server likes

        def no_more() -> None:
            if pausing is not None:
                pausing.cancel()
                failed(Cancelled())

        wanted.when_cancelled(lambda: self._tasks.deliver(no_more))
        attempt()
        return wanted

    def _failing(self, uid: str, failed: Callable[[BaseException], None] | None) -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            if not isinstance(error, Cancelled):
                self._following.note_failure(error)
            if isinstance(error, TaskError):
                self._following.reread(uid)
            if failed is not None:
                failed(error)
            elif not isinstance(error, Cancelled):
                raise error

        return fail


def _elsewhere(workitem: Json) -> ClaimLost:
    return ClaimLost(
        tr("You have opened this exam on another computer, or this one has lost your claim."),
        tr("Continue there, or release it there first; an administrator can put it back."),
        workitem=workitem,
    )


def _given_up(task: ReadingTask) -> TaskError:
    amended = task.supplement == "amendment"
    what = tr("You have withdrawn this amendment.") if amended else tr("You have withdrawn this addendum.")
    return TaskError(what, tr("The signed report stays as it is."))


def _not_yours(own: bool) -> TaskError:
    if own:
        return TaskError(tr("You can't review your own report."), tr("Another reviewing doctor must review it."))
    return TaskError(tr("Reviews are for reviewing doctors."), tr("Ask your administrator for permission."))
