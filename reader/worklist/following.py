"""Staying informed: the list read when it is due, one task read again when something happened to it, events heard.

What a claim means for a task (whose it is, what a kill left behind) is asked of the claims' side through two
callables, so that neither half knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from psygnal import Signal

from reader.core.errors import ReaderError
from reader.core.http import Forbidden, HubUnreachable, SessionExpired
from reader.core.tasks import Progress, Tasks
from reader.dicom.ups.client import TaskError, TaskGone, UpsClient
from reader.dicom.ups.events import EventChannel, Heard
from reader.worklist.asking import Asking
from reader.worklist.exam import Exam, is_open
from reader.worklist.listing import WorklistModel
from reader.worklist.looking import Failed, Looking
from reader.worklist.model import Entry
from reader.worklist.pages import Got, Owned, Pages
from reader.worklist.rights import Rights

_MANY = 20


class Following:
    """Keeps `worklist` as the hub has it. Methods are for the main thread.

    owned: marks what this computer has claimed, and returns None where the task leaves the list by that; open_now:
    hears the UIDs of all open workitems after each look at everything. Both run on a worker.
    session_expired: emitted once when background work meets a 401.
    """

    session_expired = Signal()

    def __init__(
        self,
        ups: UpsClient,
        tasks: Tasks,
        rights: Rights,
        *,
        owned: Owned,
        open_now: Callable[[Set[str]], None],
        channel: EventChannel | None = None,
    ) -> None:
        self.worklist = WorklistModel(rights)
        self._ups = ups
        self._tasks = tasks
        self._open_now = open_now
        self._channel = channel
        self._expired = False
        self._pages = Pages(ups, owned)
        self._looking = Looking(
            self.worklist, self._pages, tasks, landed=self._landed, looked=self._looked, failed=self.note_failure
        )
        self._asking = Asking(
            self.worklist, self._pages, tasks, rights,
            came=self._looking.came, failed=self.note_failure,
        )  # fmt: skip

    def refresh(self, then: Callable[[], None] | None = None, failed: Failed | None = None) -> None:
        """Read the worklist again; without `failed`, a failure only changes the connection state."""
        self._looking.refresh(then, failed)

    def find(self, words: str, then: Callable[[bool], None]) -> None:
        """Let the hub search for tasks that are not here yet; `then` hears whether it has answered."""
        self._asking.find(words, then)

    def steps_of(self, exam: Exam, then: Callable[[], None] = lambda: None, *, chosen: bool = True) -> None:
        """Read the other steps of an exam; where it was chosen, those of the one before are of no interest."""
        self._asking.steps_of(exam, then, chosen=chosen)

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

    def reread(
        self, uid: str, then: Callable[[], None] = lambda: None, failed: Callable[[], object] = lambda: None
    ) -> None:
        """Read one task again; what is gone leaves the list. then: comes after the hub's answer; failed: there is
        none."""

        def look(_: Progress) -> Entry | None:
            try:
                return self._pages.retrieve(uid)
            except TaskGone:
                return None

        def landed(entry: Entry | None) -> None:
            self._looking.came({uid})
            if entry is None:
                self.worklist.remove(uid)
            else:
                self.worklist.take([entry])
            then()

        def missed(error: BaseException) -> None:
            failed()
            self.note_failure(error)

        self._tasks.query(look, landed, failed=missed, topic=("worklist.task", uid))

    def note_failure(self, error: BaseException) -> None:
        if isinstance(error, SessionExpired) and not self._expired:
            self._expired = True
            self.session_expired.emit()
        if isinstance(error, HubUnreachable | SessionExpired):
            self.worklist.set_connection("away", error.user_message)
        elif not isinstance(error, ReaderError):
            raise error
        elif not isinstance(error, TaskError) and not (isinstance(error, Forbidden) and error.own):
            self.worklist.set_connection("away", error.user_message)

    def _landed(self, got: Got) -> None:
        self._expired = False
        self.worklist.set_connection(self._channel.mode if self._channel else "polling")
        first, self._asking.knows = not self._asking.knows, self._asking.knows | got.page.knows
        if first and got.page.more:
            self._asking.count()

    def _looked(self, whole: bool) -> None:
        self.worklist.looked.emit()
        if whole:
            self._asking.withdrawn()
        if whole:
            open_now = {uid for uid, task in self.worklist.tasks.items() if is_open(task)}
            self._tasks.query(lambda _: self._open_now(open_now), lambda _: None, failed=self.note_failure)
        elif self.worklist.extent.bounded:
            self._asking.count()

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
