"""One series on its way in: where its bytes come from, and in which order.

`Loading` belongs to one call of `VolumeService.open_series`; where the images go is `Placing`'s. On a fast line
the whole series is one stream. On a slow one, and from a server that gives no series or whose stream broke, each
image is its own request, a few side by side, the nearest to what is looked at first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import HttpError, HubUnreachable
from reader.core.tasks import Pool, Progress, Scope, Tasks
from reader.core.text import tr
from reader.dicom.archives.archive import BadAnswer, NotOffered, NotThere
from reader.dicom.archives.multipart import Part
from reader.dicom.header import BrokenObject, Header, MoreNeeded
from reader.study.codec import in_order
from reader.study.identity import Agreement
from reader.study.kept import has_series, keep_series, kept_series
from reader.study.model import Series, Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService, user_reason
from reader.volume.assembly import predict
from reader.volume.attention import Attention
from reader.volume.by_instance import ByInstance
from reader.volume.intake import Intake, PlanWrong, Snapshot, Stage
from reader.volume.keeping import keep_slices
from reader.volume.memory import Budget
from reader.volume.model import OpenedSeries, Stack, Volume
from reader.volume.paging import Paging, room_for
from reader.volume.parts import Plan, plan_parts
from reader.volume.placing import Placing

_log = logging.getLogger(__name__)
FIRST_READ = 8 * 1024
MAX_OBJECT = 4 * 1024 * 1024 * 1024
TO_SHOW, TO_PAINT = 0.2, 0.04


class Loading:
    """series_uid, prior: for the attention of the user, in which it takes part while it is loading."""

    def __init__(
        self,
        studies: StudyService,
        tasks: Tasks,
        study: Study,
        series: Series,
        model: StudyModel,
        then: Callable[[OpenedSeries], None],
        attention: Attention,
        budget: Budget,
    ) -> None:
        self._studies = studies
        self._tasks = tasks
        self._study = study
        self._listed = series
        self._attention = attention
        self.series_uid = series.series_uid
        self.prior = study.study_uid != model.study.study_uid
        self._archive = studies.archive(study.base_url)
        self._line = self._archive.line
        self._progress = Progress()
        self._scope: Scope | None = None
        self._planned = threading.Event()
        self._key_done = threading.Event()
        self._room = threading.Semaphore(2 * tasks.decode_threads + 2)
        self._work: list[Future[None]] = []
        self._listing: Future[None] | None = None

        self._shown = threading.Event()

        def shown(opened: OpenedSeries) -> None:
            attention.shown(self)
            then(opened)
            self._shown.set()

        self._budget = budget
        paging = Paging(budget, self._object, tasks.executor(Pool.DECODE).submit, tasks.deliver)
        self._intake = Intake(self._ended)
        self._placing = Placing(tasks, studies.cache, study.patient, series, model, shown, paging, self._intake)
        self._by_instance = ByInstance(studies, tasks, study, series, self._placing)

    def bind(self, progress: Progress, key: Progress, scope: Scope | None) -> None:
        """Main thread: the queries that this runs in; either may have begun."""
        self._progress = progress
        self._scope = scope
        self._by_instance.bind(progress, scope)
        self._attention.begin(self)
        progress.when_cancelled(lambda: self._attention.end(self))
        progress.when_cancelled(self._intake.cancel)
        self._placing.bind(progress)

    # worker threads --------------------------------------------------------------------------------------

    def key_image(self, progress: Progress) -> None:
        """The middle image by itself, so that there is something to see before the stream has come to it."""
        try:
            self._key_image(progress)
        finally:
            self._key_done.set()

    def _key_image(self, progress: Progress) -> None:
        listed = self._listed.pictures
        if len(listed) < 2 and self._listed.picture_count < 2:
            return  # the stream is the key image
        uid = listed[len(listed) // 2].sop_instance_uid if listed else ""
        if not uid or has_series(self._studies.cache, self._listed):
            return
        try:
            stream = self._archive.stream_instance(self._listed.study_uid, self._listed.series_uid, uid)
        except ReaderError:
            return
        progress.when_cancelled(stream.abort)
        try:
            for part in stream.parts(progress.check):
                header, head = self._begin(part)
                while not self._planned.wait(0.02):
                    progress.check()
                if header is None or not self._placing.take_arriving(header, head, part, progress):
                    self._placing.take_bytes(head + part.read(), progress, uid)
        except ReaderError:
            return  # the stream brings it again, and says what is wrong
        finally:
            stream.close()

    def run(self, progress: Progress) -> None:
        """Bring in every instance; after it the series has ended. Raises where it failed or was broken off."""
        self._progress = progress
        try:
            self._plan(progress)
            self._planned.set()
            try:
                self._bring(progress)
            except PlanWrong:
                self._replan(progress)
                self._bring(progress)
        except Cancelled:
            self._intake.cancel()
            raise
        except BaseException as error:
            placing = self._placing
            self._intake.break_off(placing.uids, placing.series.expected, user_reason(error))
            raise
        finally:
            self._planned.set()

    def _plan(self, progress: Progress) -> None:
        """Decide between volume and stack, and where each image goes."""
        placing = self._placing
        kept = kept_series(self._studies.cache, self._listed)
        series = kept or self._listed
        listed = series.pictures
        if len(series.instances) < series.expected:
            guess = predict(listed, series.expected)
            if guess is not None and self._budget.fits(room_for(guess)):
                placing.series, placing.parts = series, Plan.of(guess)
                return
            series = self._studies.full_series_now(self._study, series, progress)
        elif any(i.frames > 1 and not i.planes for i in listed) and any(len(i.planes) > 1 for i in listed):
            series = self._studies.full_series_now(self._study, series, progress)
        elif any(i.planes for i in listed) and not all(i.planes for i in listed):  # its index tells no positions
            series = self._studies.described_series_now(self._study, series, progress)
        plan = plan_parts(series.pictures)
        if not plan.certain and kept is None:
            series = self._studies.described_series_now(self._study, series, progress)
            plan = plan_parts(series.pictures)
        placing.series, placing.parts = series, plan

    def _replan(self, progress: Progress) -> None:
        """The guess was wrong: list every instance and begin again."""
        self._settle_work()
        placing = self._placing
        full = self._studies.described_series_now(self._study, placing.series, progress)
        seen = placing.seen
        if not any(instance.units for instance in full.instances):  # not told, which is not the same as none
            units = next((instance.units for instance in seen.values() if instance.units), "")
            full = replace(full, instances=tuple(replace(instance, units=units) for instance in full.instances))
        series = replace(full, instances=in_order(seen.get(i.sop_instance_uid, i) for i in full.instances))
        plan = plan_parts(series.pictures)
        with self._intake.restarting(progress.check):  # the key image may still be on its way into the old plan
            placing.plan(series, plan)

    def _bring(self, progress: Progress) -> None:
        placing, intake = self._placing, self._intake
        self._from_cache(progress)
        problem: ReaderError | None = None
        if placing.missing() or placing.is_thin:
            try:
                self._stream(progress)
            except (HubUnreachable, BadAnswer, HttpError, NotThere, NotOffered) as error:
                problem = error
            except (Cancelled, PlanWrong, ReaderError):
                raise
            except Exception as error:  # noqa: BLE001 - a defect in the stream; each image can still be asked for
                _log.warning("a stream of images broke off: %s", type(error).__name__)
        self._settle_work()
        if not intake.plan_wrong and placing.is_thin and len(placing.seen) < placing.series.expected:
            self._list_rest(progress).result()
        while True:
            intake.settle(progress.check)  # the key image, or what is looked at, may still be on its way
            if intake.plan_wrong:
                raise PlanWrong
            nothing = problem or self._nothing()
            if placing.missing():
                problem = self._by_instance.fetch_missing(progress, self._give_way(progress)) or problem
            elif not placing.shown and not self._key_done.is_set():
                self._key_done.wait(0.02)  # it may be all that there will be
                progress.check()
            elif intake.close(placing.uids, placing.series.expected, nothing.user_message):
                break
        if intake.stage is Stage.FAILED:
            raise nothing

    def _give_way(self, progress: Progress) -> Callable[[], None]:
        return lambda: self._attention.give_way(self, progress.check)

    def _nothing(self) -> ReaderError:
        """Why there is nothing to show."""
        stranger = next(iter(self._placing.strangers.values()), None)
        if stranger is not None:
            what = tr("The images of this series say they are of another patient; they are not shown.")
            if stranger.comparison.verdict is Agreement.DOUBT:
                what = tr("This series may be of another patient; its images are not shown.")
            return ReaderError(what, stranger.comparison.text)
        reasons = iter(self._intake.snapshot.failures.values())
        return next(map(BrokenObject, reasons), ReaderError(tr("This series contains no images.")))

    def _list_rest(self, progress: Progress) -> Future[None]:
        """A long series that does not come as one: now every instance has to be listed. Done beside the rest."""
        if self._listing is None:
            placing = self._placing
            plan = placing.parts

            def work() -> None:
                try:
                    full = self._studies.full_series_now(self._study, placing.series, progress)
                except ReaderError:
                    return  # what is not listed is missing in the end, and said to be
                if placing.parts is plan:
                    placing.relist(full.instances)

            self._listing = self._tasks.beside(work, "listing")
        return self._listing

    # sources ---------------------------------------------------------------------------------------------

    def _from_cache(self, progress: Progress) -> None:
        """What this computer has already, from the middle outwards."""
        placing, cache = self._placing, self._studies.cache
        missing = placing.missing()
        if placing.is_thin or not missing or not cache.has(missing[len(missing) // 2]):
            return
        middle = len(missing) // 2
        ranked = [uid for _, uid in sorted(enumerate(missing), key=lambda pair: abs(pair[0] - middle))]

        def take(uid: str) -> None:
            progress.check()
            data = cache.get(uid)
            if data is not None:
                placing.take_bytes(data, progress, uid, keep=False)

        take(ranked[0])
        if len(ranked) > 1 and self._shown.wait(TO_SHOW):
            time.sleep(TO_PAINT)  # the first picture has the processor for itself
        for uid in ranked[1:]:
            progress.check()
            self._submit(take, uid)
        self._settle_work()

    def _stream(self, progress: Progress) -> None:
        """The whole series as one answer; on a slow line only until it is known what else there is to ask for."""
        while (self._line.slow or self._line.distant) and not self._key_done.wait(0.02):
            progress.check()  # until there is something to see, it has the line for itself
        if self._line.slow and not self._placing.is_thin and self._placing.series.expected > 1:
            return
        series = self._placing.series
        stream = self._studies.again(
            lambda: self._archive.stream_series(series.study_uid, series.series_uid), progress
        )
        progress.when_cancelled(stream.abort)
        try:
            for part in stream.parts(progress.check):
                if self._intake.plan_wrong:
                    raise PlanWrong
                self._attention.give_way(self, progress.check)
                self._take_part(part, progress)
                if self._line.slow and (not self._placing.is_thin or self._list_rest(progress).done()):
                    return
        finally:
            stream.close()

    def _take_part(self, part: Part, progress: Progress) -> None:
        """One object of the stream: straight into its place, or read and decoded in a thread."""
        if part.length > MAX_OBJECT:
            part.skip()
            return
        placing = self._placing
        header, head = self._begin(part)
        if header is not None and placing.receive(header, head, part):
            return
        if header is not None and placing.take_arriving(header, head, part, progress):
            return
        data = head + part.read()
        self._submit(self._placing.take_bytes, data, progress, "")

    def _begin(self, part: Part) -> tuple[Header | None, bytearray]:
        """(the header of an object, the bytes read for it); None where it is damaged, which is told later."""
        head = part.read(FIRST_READ)
        while True:
            try:
                return self._placing.siblings.read(head, whole=part.remaining == 0), head
            except MoreNeeded:
                head += part.read(max(FIRST_READ, len(head)))
            except BrokenObject:
                return None, head

    def _object(self, uid: str) -> bytes:
        """One object again, for a picture that is no longer in memory."""
        scope = self._scope
        progress = Progress()
        if scope is not None and scope.closed:
            progress.cancel()
        return self._studies.instance_now(self._archive, self._listed, uid, progress)

    # decode threads --------------------------------------------------------------------------------------

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        """Into the decode threads, but only as much as they can take: what waits holds memory."""
        while not self._room.acquire(timeout=0.1):
            self._progress.check()

        def done(_: Future[None]) -> None:
            self._room.release()

        future: Future[None] = self._tasks.executor(Pool.DECODE).submit(work, *arguments)
        future.add_done_callback(done)
        self._work.append(future)
        if len(self._work) > 256:
            self._work = [f for f in self._work if not f.done() or f.exception() is not None]

    def _settle_work(self) -> None:
        """Wait for what was handed out; raises what it raised."""
        work, self._work = self._work, []
        for future in work:
            future.result()

    # main thread -----------------------------------------------------------------------------------------

    def want(self, image: Volume | Stack, k: int) -> None:
        """Fetch slice k of `image` next. Returns at once."""
        self._by_instance.want(image, k)

    @property
    def shown(self) -> bool:
        """There is something of it to look at."""
        return self._placing.shown

    def _ended(self, end: Snapshot) -> None:
        """Any thread."""

        def finish() -> None:
            self._attention.end(self)
            self._placing.finish(end)

        self._tasks.deliver(finish)

    def keep(self, scope: Scope | None) -> None:
        """Write what is not in the cache yet, in the background, while the case is open."""
        placing, cache = self._placing, self._studies.cache
        if not cache.limit:
            return  # an exam from a disc or folder
        kept, series = dict(placing.kept), placing.series
        complete = self._intake.stage is Stage.COMPLETE

        def work(progress: Progress) -> None:
            written = keep_slices(cache, kept, progress, series.study_uid)
            if complete and written:
                keep_series(cache, series)

        self._tasks.query(work, lambda _: None, failed=lambda _: None, scope=scope)
