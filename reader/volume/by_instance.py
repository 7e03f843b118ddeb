"""Images that come by a request of their own: what no stream brought, and what is looked at before its turn."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import wait

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import HubUnreachable
from reader.core.tasks import Progress, Scope, Tasks
from reader.core.text import Told, tr
from reader.dicom.archives.archive import NotOffered, NotThere
from reader.study.model import ImagePlane, Series, Study
from reader.study.service import StudyService, user_reason
from reader.volume.model import Stack, Vector, Volume
from reader.volume.placing import Placing
from reader.volume.queue import Queue

SIDE_BY_SIDE = 3
PATIENCE = 0.03


class ByInstance:
    """listed: the series as it was listed first, with at least its ends."""

    def __init__(
        self, studies: StudyService, tasks: Tasks, study: Study, listed: Series, placing: Placing
    ) -> None:
        self._studies = studies
        self._tasks = tasks
        self._study = study
        self._listed = listed
        self._placing = placing
        self._archive = studies.archive(study.base_url)
        self._progress = Progress()
        self._scope: Scope | None = None
        self._wishes: deque[tuple[Volume | Stack, int]] = deque(maxlen=1)
        self._wanting = False
        self._queue = Queue()
        self._ranked = False
        self._base: ImagePlane | None = None
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()
        self._answers = 0

    # main thread -----------------------------------------------------------------------------------------

    def bind(self, progress: Progress, scope: Scope | None) -> None:
        """The query of the whole series: what is wished for ends with it."""
        self._progress = progress
        self._scope = scope

    def want(self, image: Volume | Stack, k: int) -> None:
        """Fetch slice k of `image` next. Returns at once."""
        if self._ranked:
            self._queue.look_at(self._height_of(image, k))
            return
        self._wishes.append((image, k))
        self._ask()

    def _ask(self) -> None:
        if self._wanting:
            return
        self._wanting = True

        def over(_: object) -> None:
            self._wanting = False
            if self._wishes and not self._progress.cancelled:
                self._ask()  # it was wished while the one before was ending

        query = self._tasks.query(self._fetch_wanted, over, failed=over, scope=self._scope)
        self._progress.when_cancelled(query.cancel)

    # worker threads --------------------------------------------------------------------------------------

    def fetch_missing(self, progress: Progress, give_way: Callable[[], None]) -> ReaderError | None:
        """Everything that is listed and not there, with a few tries each, a few side by side.

        Where the line broke for one image while others came, that one is tried again after them; only where
        nothing at all was answered meanwhile are all others given up too, and what was wrong with the line is
        returned. Afterwards each is in place, failed, or somebody else is at it. give_way: called before each.
        """
        placing, queue = self._placing, self._queue
        missing = placing.missing()
        queue.fill(self._heights(missing))
        lost: list[ReaderError] = []

        def one(uid: str) -> None:
            before = self._answers
            error = self._fetch(uid, progress) if placing.intake.open_of((uid,)) else None
            if error is None:
                return
            if self._answers == before or isinstance(error, NotOffered | NotThere):
                lost.append(error)
            elif not queue.give_back(uid):
                placing.intake.fail(uid, user_reason(error))

        def worker() -> None:
            while not lost and not placing.intake.plan_wrong:
                give_way()
                uid = queue.next(progress.check)
                if uid is None:
                    return
                try:
                    one(uid)
                finally:
                    queue.done(uid)

        running = [self._tasks.beside(worker, "images") for _ in range(min(SIDE_BY_SIDE, len(missing)))]
        self._ranked = True
        wait(running)
        for future in running:
            future.result()
        if lost:
            for uid in placing.missing():
                placing.intake.fail(uid, lost[0].user_message)
        return lost[0] if lost else None

    def _fetch(self, uid: str, progress: Progress) -> ReaderError | None:
        """One image into its place. An error comes back where that may not be the image's fault."""
        placing = self._placing
        try:
            data = self._studies.instance_now(self._archive, placing.series, uid, progress)
        except (HubUnreachable, NotOffered) as error:
            return error
        except NotThere as error:
            self._answered()
            placing.intake.fail(uid, error.reason or Told(lambda: tr("the server does not have it")))
            gone = not placing.shown and len(placing.intake.snapshot.failures) >= SIDE_BY_SIDE
            return error if gone else None
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - one image that can't be had is not the end of the others
            self._answered()
            placing.intake.fail(uid, user_reason(error))
            return None
        self._answered()
        placing.take_bytes(data, progress, uid, keep=False)
        return None

    def _answered(self) -> None:
        """The server is there, whatever it says."""
        with self._lock:
            self._answers += 1

    def _fetch_wanted(self, progress: Progress) -> None:
        """What is looked at and not there, beside the stream; the latest wish counts."""
        placing = self._placing
        if not self._archive.line.slow:
            time.sleep(PATIENCE)  # it is about to come by itself
        while self._wishes:
            progress.check()
            wish = self._wishes.pop()
            uid = _uid_at(*wish) or self._look_up(*wish, progress)
            if not uid or not placing.intake.open_of((uid,)) or not self._queue.take(uid):
                continue
            try:
                error = self._fetch(uid, progress)
                if error is not None and not self._queue.give_back(uid):
                    placing.intake.fail(uid, user_reason(error))
            finally:
                self._queue.done(uid)

    def _look_up(self, image: Volume | Stack, k: int, progress: Progress) -> str:
        """The image that has to lie at slice k of a long series of which only a few are listed."""
        ends = [i for i in self._listed.instances if len(i.planes) == 1]
        if not isinstance(image, Volume) or len(ends) < 2:
            return ""
        first, last = ends[0], ends[-1]
        low, high = _height(first.planes[0], first.planes[0]), _height(last.planes[0], first.planes[0])
        here = _height(image.geometry.to_patient((0, 0, k)), first.planes[0])
        if low == high:
            return ""
        number = round(first.number + (here - low) / (high - low) * (last.number - first.number))
        try:
            found = self._studies.numbered_now(self._study, self._listed, number, progress)
        except ReaderError:
            return ""
        return found.sop_instance_uid if found is not None else ""

    def _heights(self, uids: list[str]) -> dict[str, float]:
        """How far along the series each image lies: mm along its normal, else its number in the series."""
        listed = {i.sop_instance_uid: i for i in self._placing.series.instances}
        self._numbers = {uid: n for n, uid in enumerate(listed)}
        self._base = next((i.planes[0] for i in listed.values() if i.planes), None)
        if self._base is None or any(uid in listed and len(listed[uid].planes) != 1 for uid in uids):
            self._base = None
            return {uid: float(self._numbers.get(uid, 0)) for uid in uids}
        return {uid: _height(listed[uid].planes[0], self._base) if uid in listed else 0.0 for uid in uids}

    def _height_of(self, image: Volume | Stack, k: int) -> float:
        """The same of slice k of an image."""
        if self._base is not None and isinstance(image, Volume):
            return _height(image.geometry.to_patient((0, 0, k)), self._base)
        return float(self._numbers.get(_uid_at(image, k), k))


def _height(point: ImagePlane | Vector, base: ImagePlane) -> float:
    """mm along the normal of `base`, of an image or a point."""
    (a, b, c), (d, e, f) = base.row, base.column
    x, y, z = point.position if isinstance(point, ImagePlane) else point
    return x * (b * f - c * e) + y * (c * d - a * f) + z * (a * e - b * d)


def _uid_at(image: Volume | Stack, k: int) -> str:
    entry = image.slices[k] if isinstance(image, Volume) else image.frames[k]
    return entry[0] if entry is not None else ""
