"""The verbs of the worklist: claim and release; looking and staying informed is `following`.

A claim's Transaction UID is made and kept before the claim is asked for, because the server never tells it
again: a program killed between question and answer finds its claim on the next look and goes on with it.

UPS knows no way back from IN PROGRESS to SCHEDULED (PS3.4 figure CC.1.1-1). Releasing therefore follows IHE
RRR-WF: the performer cancels its workitem with a discontinuation reason, and the same order is created again
as a SCHEDULED workitem that names the one it replaces. Due time, priority and assignment stay. The order is:
note the reason on the old one (which proves that the claim is still ours), create the new one under a UID
that was kept beforehand, cancel the old one. A kill in between leaves the exam in the worklist, and the next
look finishes the release.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Collection, Set
from dataclasses import replace
from datetime import datetime

from psygnal import SignalInstance

from reader.core.log import short
from reader.core.secrets import Secrets
from reader.core.tasks import Pool, Tasks
from reader.core.text import tr
from reader.dicom.json_model import Json, items, value
from reader.dicom.ups.client import AlreadyFinal, ClaimLost, TaskError, TaskGone, TaskRefused, UpsClient
from reader.dicom.ups.events import EventChannel
from reader.dicom.ups.tasks import actual_performers, started_json, station_code
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, workitem_from
from reader.dicom.values import Person
from reader.worklist.claims import Claims
from reader.worklist.codec import discontinuation, replacement, task_from
from reader.worklist.following import Following
from reader.worklist.model import Claim, Kind, ReadingTask, State, WorklistModel
from reader.worklist.rights import Rights

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
    ) -> None:
        self.user = user
        self.station = station_code(platform.node())
        self._ups = ups
        self._tasks = tasks
        self._claims = Claims(secrets, ups.root)
        self._rights = Rights(user, roles)
        self._swept = False
        self._following = Following(
            ups, tasks, self._rights, owned=self._owned, open_now=self._forget_ended, channel=channel
        )

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
    ) -> None:
        """Make the task ours or go on with an earlier claim. Fails with `ClaimLost`, `AlreadyFinal`, `TaskGone`
        or `TaskRefused` (the exam may then be opened to look), or because the hub is away."""

        def landed(claim: Claim) -> None:
            self.worklist.put(claim.task)
            then(claim)

        failing = self._failing(task.uid, failed)
        self._tasks.change(lambda _: self.claim_now(task.uid), landed, failed=failing, pool=Pool.NETWORK)

    def release(
        self,
        task: ReadingTask,
        then: Callable[[], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Give the task back so that someone else can take it."""

        def landed(_: str) -> None:
            self.refresh(then)

        failing = self._failing(task.uid, failed)
        self._tasks.change(lambda _: self.release_now(task.uid), landed, failed=failing, pool=Pool.NETWORK)

    def transaction(self, uid: str) -> str | None:
        """The Transaction UID of a claim that this program made, else None."""
        return self._claims.transaction(uid)

    def forget(self, uid: str) -> None:
        """The task is completed and delivered: its Transaction UID is of no more use."""
        self._claims.forget(uid)

    def claim_now(self, uid: str) -> Claim:
        self._refuse_own_report(uid)
        transaction = self._claims.begin(uid)
        try:
            self._ups.change_state(uid, IN_PROGRESS, transaction)
        except ClaimLost as lost:
            self._resume(uid, transaction, lost)
        except (AlreadyFinal, TaskGone):
            self.forget(uid)
            raise
        else:
            self._announce(uid, transaction)
        return Claim(replace(task_from(self._ups.retrieve(uid)), mine=True), transaction)

    def release_now(self, uid: str) -> str:
        """Returns the UID of the workitem that waits in its place."""
        transaction = self.transaction(uid)
        if transaction is None:
            raise TaskError(tr("This exam is not claimed on this computer."), tr("Refresh the worklist."))
        begun = self._claims.replacement(uid) is not None
        old = self._ups.retrieve(uid)
        state = str(value(old, "00741000"))
        if state == COMPLETED or (state == CANCELED and not begun):
            self.forget(uid)
            raise AlreadyFinal(state, old)
        if state == IN_PROGRESS:
            note = discontinuation(datetime.now().astimezone(), f"Released by {self.user.name.latin}")
            self._ups.update(uid, note, transaction)
        waiting = self._claims.begin_release(uid)
        waiting = self._create_once(replacement(old, waiting), waiting)
        try:
            self._ups.change_state(uid, CANCELED, transaction)
        except AlreadyFinal as final:
            if final.state != CANCELED:
                raise
        self.forget(uid)
        return waiting

    # -- behind them -----------------------------------------------------------------------------------------

    def _forget_ended(self, open_now: Set[str]) -> None:
        """Once a run: drop the claims on what has ended meanwhile (delivered, or released at the last moment)."""
        if self._swept:
            return
        for uid in self._claims.all() - open_now:
            try:
                state = str(value(self._ups.retrieve(uid), "00741000"))
            except TaskGone:
                state = CANCELED
            if state in (COMPLETED, CANCELED):
                self.forget(uid)
        self._swept = True

    def _owned(self, task: ReadingTask) -> ReadingTask | None:
        """Mark what this program has claimed; finish a release that a kill interrupted (then None)."""
        if task.state is not State.READING or (task.reader_id and not self.is_me(task.reader_id)):
            return task
        if self.transaction(task.uid) is None:
            return task
        if self._claims.replacement(task.uid) is not None:
            try:
                self.release_now(task.uid)
            except TaskError as error:
                log.warning("release of %s: %s", short(task.uid), error)
            else:
                return None
        return replace(task, mine=True)

    def _refuse_own_report(self, uid: str) -> None:
        """Nobody reviews a report of their own, whatever the list on the screen says."""
        task = task_from(self._ups.retrieve(uid))
        if task.kind is Kind.REVIEW and not self._rights.visible(replace(task, state=State.WAITING)):
            raise _not_yours(self.is_me(task.author_id))

    def _resume(self, uid: str, transaction: str, lost: ClaimLost) -> None:
        """Go on with our own earlier claim, or raise. The server's taking an update under the kept transaction
        is the proof; it is not tried on a task that names someone else."""
        now = lost.workitem or self._ups.retrieve(uid)
        performers = actual_performers(now)
        if performers and not any(self.is_me(code.value) for code, _ in performers):
            self.forget(uid)
            raise lost
        begun = any(value(step, "00404050") for step in items(now, "00741216"))
        started = {"00741216": now["00741216"]} if begun else self._started(now)
        try:
            self._ups.update(uid, started, transaction)
        except TaskError as refused:
            self.forget(uid)
            if performers:
                raise ClaimLost(
                    tr("You have opened this exam on another computer."),
                    tr("Go on there, or release it there first."),
                    workitem=now,
                ) from refused
            raise lost from refused

    def _announce(self, uid: str, transaction: str) -> None:
        """Tell the others who reads it; a server that does not take it leaves the claim as good as it was."""
        try:
            self._ups.update(uid, self._started(self._ups.retrieve(uid)), transaction)
        except TaskRefused as refused:
            log.info("task %s: performer not taken: %s", short(uid), refused.detail)

    def _started(self, workitem: Json) -> Json:
        code = workitem_from(workitem).code
        return started_json(self.user, self.station, code, datetime.now().astimezone())

    def _create_once(self, payload: Json, uid: str) -> str:
        try:
            return self._ups.create(payload, uid)
        except TaskRefused as refused:
            if refused.workitem is None:
                raise
            return uid

    def _failing(
        self, uid: str, failed: Callable[[BaseException], None] | None
    ) -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            self._following.note_failure(error)
            if isinstance(error, TaskError):
                self._following.reread(uid)
            if failed is None:
                raise error
            failed(error)

        return fail


def _not_yours(own: bool) -> TaskError:
    if own:
        return TaskError(tr("You can't review your own report."), tr("Another reviewing doctor has to do it."))
    return TaskError(tr("Reviews are for reviewing doctors."), tr("Ask the hub's operator for the right."))
