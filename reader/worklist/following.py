"""Looking at the worklist and staying informed: the list read whole, one task read again, events heard.

Each workitem is decoded here. What a claim means for a task (whose it is, what a kill left behind) is asked of
the claims' side through two callables, so that neither half knows the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Set
from datetime import date

from psygnal import Signal

from reader.core.errors import ReaderError
from reader.core.http import HttpError, HubUnreachable, SessionExpired
from reader.core.tasks import Progress, Tasks
from reader.dicom.json_model import Json, value
from reader.dicom.ups.client import TaskError, TaskGone, UpsClient
from reader.dicom.ups.events import EventChannel, Heard
from reader.dicom.ups.workitem import COMPLETED, IN_PROGRESS, SCHEDULED
from reader.worklist.codec import task_from
from reader.worklist.model import ReadingTask, State, WorklistModel, ended_on
from reader.worklist.rights import Rights

_MANY = 20

log = logging.getLogger(__name__)


class Following:
    """Keeps `worklist` as the hub has it. Methods are for the main thread.

    owned: marks what this computer has claimed, and returns None where the task leaves the list by that; open_now:
    hears the UIDs of all open workitems after each look. Both run on a worker.
    session_expired: emitted once when background work meets a 401.
    """

    session_expired = Signal()

    def __init__(
        self,
        ups: UpsClient,
        tasks: Tasks,
        rights: Rights,
        *,
        owned: Callable[[ReadingTask], ReadingTask | None],
        open_now: Callable[[Set[str]], None],
        channel: EventChannel | None = None,
    ) -> None:
        self.worklist = WorklistModel()
        self._ups = ups
        self._tasks = tasks
        self._rights = rights
        self._owned = owned
        self._open_now = open_now
        self._channel = channel
        self._expired = False

    def refresh(
        self,
        then: Callable[[], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Read the whole worklist; without `failed`, a failure only changes the connection state."""

        def landed(found: list[ReadingTask]) -> None:
            self._expired = False
            self.worklist.set_connection(self._channel.mode if self._channel else "polling")
            self.worklist.replace_all(found)
            if then is not None:
                then()

        def missed(error: BaseException) -> None:
            self.note_failure(error)
            if failed is not None:
                failed(error)

        self._tasks.query(self._look, landed, failed=missed, topic="worklist.refresh")

    def start(self) -> None:
        """Load, then follow what happens: by events where the hub has them, else every 15 s."""
        if self._channel is None:
            self._channel = EventChannel(self._ups)
        self._channel.start()
        self.refresh()
        self._listen()

    def stop(self) -> None:
        if self._channel is not None:
            self._channel.stop()
            self._channel = None

    def reread(self, uid: str) -> None:
        """Read one task again; what is gone, cancelled or not for this user leaves the list."""

        def look(_: Progress) -> ReadingTask | None:
            try:
                return self._owned(task_from(self._ups.retrieve(uid)))
            except (TaskGone, ValueError):
                return None

        def landed(task: ReadingTask | None) -> None:
            if task is not None and self._rights.visible(task):
                self.worklist.put(task)
            else:
                self.worklist.remove(uid)

        self._tasks.query(look, landed, failed=self.note_failure, topic=("worklist.task", uid))

    def note_failure(self, error: BaseException) -> None:
        if isinstance(error, SessionExpired) and not self._expired:
            self._expired = True
            self.session_expired.emit()
        if isinstance(error, HubUnreachable | SessionExpired):
            self.worklist.set_connection("away", error.user_message)
        elif not isinstance(error, ReaderError):
            raise error
        elif not isinstance(error, TaskError):
            self.worklist.set_connection("away", error.user_message)

    # -- behind them -----------------------------------------------------------------------------------------

    def _look(self, progress: Progress) -> list[ReadingTask]:
        today = date.today()
        found: list[Json] = []
        for state in (SCHEDULED, IN_PROGRESS):
            found += self._ups.search({"00741000": state})
            progress.check()
        self._open_now({str(value(entry, "00080018")) for entry in found})
        found += self._completed_since(today)
        tasks: dict[str, ReadingTask] = {}
        for entry in found:
            try:
                task = self._owned(task_from(entry))
            except ValueError as error:
                log.warning("a workitem was passed over: %s", error)
                continue
            if task is None or not self._rights.visible(task):
                continue
            if task.state is not State.DONE or ended_on(task, today):
                tasks[task.uid] = task
        return list(tasks.values())

    def _completed_since(self, day: date) -> list[Json]:
        try:
            return self._ups.search({"00741000": COMPLETED, "00404010": f"{day:%Y%m%d}-"}, most=600)
        except HttpError:
            return self._ups.search({"00741000": COMPLETED}, most=600)

    def _listen(self) -> None:
        channel = self._channel
        if channel is None:
            return

        def wait(progress: Progress) -> Heard:
            return channel.wait(wanted=lambda: not progress.cancelled)

        self._tasks.query(wait, self._heard, topic="worklist.events")

    def _heard(self, heard: Heard) -> None:
        if self._channel is None:
            return
        uids = list(dict.fromkeys(event.uid for event in heard.events))
        if heard.look or len(uids) > _MANY:
            self.refresh()
        else:
            for uid in uids:
                self.reread(uid)
        self._listen()
