"""One series on its way in. `Loading` belongs to one call of `VolumeService.open_series`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from reader.core.errors import ReaderError
from reader.core.http import HttpError, HubUnreachable
from reader.core.tasks import Pool, Progress, Scope, Tasks
from reader.core.text import tr
from reader.dicom.attributes import text
from reader.dicom.header import BrokenObject, Header, MoreNeeded, read_header
from reader.dicom.multipart import Part
from reader.dicom.pixels import PixelDescription, describe, frame_pieces
from reader.dicom.web import BadAnswer, NotThere, PartStream
from reader.study.codec import in_order, instance_from
from reader.study.model import Arrival, Failure, Instance, Series, SeriesState, Study, StudyModel
from reader.study.service import StudyService, user_reason
from reader.volume.assembly import Assembly, assemble, predict
from reader.volume.keeping import Kept, keep_slices
from reader.volume.memory import prepare
from reader.volume.model import Stack, Volume
from reader.volume.target import DoesNotFit, News, StackTarget, Target, VolumeTarget

FIRST_READ = 8 * 1024
MAX_OBJECT = 4 * 1024 * 1024 * 1024


class PlanWrong(Exception):
    """The guessed geometry or the index does not hold for what arrives."""


class Loading:
    def __init__(
        self,
        studies: StudyService,
        tasks: Tasks,
        study: Study,
        series: Series,
        model: StudyModel,
        then: Callable[[Volume | Stack], None],
    ) -> None:
        self._studies = studies
        self._tasks = tasks
        self._study = study
        self._series = series
        self._model = model
        self._then = then
        self._web = studies.web(study.base_url)
        self._progress = Progress()
        self._lock = threading.RLock()
        self._planned = threading.Event()
        self._room = threading.Semaphore(2 * tasks.decode_threads + 2)
        self._restarts = 0
        self._reset()

    def _reset(self) -> None:
        """Begin anew, with another plan."""
        self._assembly: Assembly | None = None
        self._target: Target | None = None
        self._told = False
        self._seen: dict[str, Instance] = {}
        self._taken: set[str] = set()
        self._claimed: set[str] = set()
        self._kept: dict[str, Kept] = {}
        self._failures: dict[str, str] = {}
        self._wrong = False
        self._slot_table: dict[tuple[str, int], int] | None = None
        turn = self._restarts
        self._news = News(self._tasks.deliver, lambda new: self._publish(new, turn))
        self._work: list[Future[None]] = []

    def bind(self, progress: Progress, key: Progress) -> None:
        """Main thread: the queries that this runs in; either may have begun."""
        self._progress = progress
        self._key = key

    # worker threads --------------------------------------------------------------------------------------

    def key_image(self, progress: Progress) -> None:
        """The middle image by itself, so that there is something to see before the stream has come to it."""
        listed = self._series.instances
        if len(listed) < 2 and self._series.expected < 2:
            return  # the stream is the key image
        uid = listed[len(listed) // 2].sop_instance_uid if listed else ""
        if not uid or self._studies.cache.has(f"series:{self._series.series_uid}"):
            return
        stream = self._web.stream_instance(self._series.study_uid, self._series.series_uid, uid)
        progress.when_cancelled(stream.abort)
        try:
            for part in stream.parts(progress.check):
                data = part.read()
                while not self._planned.wait(0.02):
                    progress.check()
                self._take_bytes(data, progress, uid)
        except (ReaderError, PlanWrong):
            return  # the stream brings it again, and says what is wrong
        finally:
            stream.close()

    def run(self, progress: Progress) -> None:
        """Bring in every instance. Raises only where nothing at all can be shown."""
        self._progress = progress
        try:
            self._plan(progress)
            self._planned.set()
            try:
                self._bring(progress)
            except PlanWrong:
                self._replan(progress)
                self._bring(progress)
        finally:
            self._planned.set()

    def _plan(self, progress: Progress) -> None:
        """Decide between volume and stack, and where each image goes."""
        cached = self._studies.cached_series(self._series)
        if cached is not None:
            self._series = cached
        series = self._series
        listed = series.instances
        if len(listed) < series.expected:
            self._assembly = predict(listed, series.expected)
            if self._assembly is not None:
                return
            self._series = self._studies.full_series_now(self._study, series, progress)
        elif any(i.frames > 1 and not i.planes for i in listed) and any(len(i.planes) > 1 for i in listed):
            self._series = self._studies.full_series_now(self._study, series, progress)
        self._assembly = assemble(self._series.instances)

    def _replan(self, progress: Progress) -> None:
        """The guess was wrong: list every instance and begin anew."""
        self._settle_work()
        bare = replace(self._series, instances=self._series.instances[:1])
        full = self._studies.full_series_now(self._study, bare, progress)
        seen = dict(self._seen)
        with self._lock:
            self._restarts += 1
            self._reset()
            self._series = replace(
                full, instances=in_order(seen.get(i.sop_instance_uid, i) for i in full.instances)
            )
            self._assembly = assemble(self._series.instances)

    def _bring(self, progress: Progress) -> None:
        self._from_cache(progress)
        problem: ReaderError | None = None
        if self._missing() or self._is_thin():
            try:
                self._stream(progress)
            except (HubUnreachable, BadAnswer, HttpError, NotThere) as error:
                problem = error
        self._settle_work()
        if self._wrong:
            raise PlanWrong
        if self._is_thin() and len(self._seen) < self._series.expected:
            self._list_rest(progress)
        self._one_by_one(progress)
        self._settle_work()
        if self._target is None:
            raise problem or BrokenObject(self._reason())

    def _reason(self) -> str:
        return next(iter(self._failures.values()), tr("there is no image in this series"))

    def _is_thin(self) -> bool:
        return self._assembly is not None and self._assembly.predicted

    def _missing(self) -> list[str]:
        """The listed images that are neither there nor known to be broken."""
        listed = (i.sop_instance_uid for i in self._series.instances)
        return [uid for uid in listed if uid not in self._taken and uid not in self._failures]

    def _list_rest(self, progress: Progress) -> None:
        """A long series did not come to its end: now every instance has to be listed."""
        try:
            full = self._studies.full_series_now(self._study, self._series, progress)
        except ReaderError:
            return
        self._series = replace(full, instances=tuple(self._seen.get(i.sop_instance_uid, i) for i in full.instances))

    # sources ---------------------------------------------------------------------------------------------

    def _from_cache(self, progress: Progress) -> None:
        """What this computer has already, from the middle outwards."""
        missing = self._missing()
        cache = self._studies.cache
        if self._is_thin() or not missing or not cache.has(missing[len(missing) // 2]):
            return
        middle = len(missing) // 2
        ranked = [uid for _, uid in sorted(enumerate(missing), key=lambda pair: abs(pair[0] - middle))]

        def take(uid: str) -> None:
            progress.check()
            data = cache.get(uid)
            if data is not None:
                self._take_bytes(data, progress, uid, keep=False)

        for uid in ranked:
            progress.check()
            self._submit(take, uid)
        self._settle_work()

    def _stream(self, progress: Progress) -> None:
        series = self._series
        stream = self._studies.again(lambda: self._web.stream_series(series.study_uid, series.series_uid), progress)
        progress.when_cancelled(stream.abort)
        try:
            self._take_parts(stream, progress)
        finally:
            stream.close()

    def _take_parts(self, stream: PartStream, progress: Progress) -> None:
        for part in stream.parts(progress.check):
            if self._wrong:
                raise PlanWrong
            self._take_part(part, progress)

    def _one_by_one(self, progress: Progress) -> None:
        """What the stream did not bring, each with its own request and a few tries."""

        def fetch(uid: str) -> ReaderError | None:
            try:
                data = self._studies.instance_now(self._web, self._series, uid, progress)
            except NotThere as error:
                self._fail(uid, tr("the server does not have it"))
                return None if self._target is not None else error
            except ReaderError as error:
                self._fail(uid, user_reason(error))
                return error if isinstance(error, HubUnreachable) else None
            self._take_bytes(data, progress, uid, keep=False)
            return None

        missing = self._missing()
        for begin in range(0, len(missing), 4):
            progress.check()
            errors = [error for error in self._studies.fan_out(fetch, missing[begin : begin + 4]) if error]
            if self._wrong:
                raise PlanWrong
            lost = next((error for error in errors if isinstance(error, HubUnreachable)), None)
            if lost is not None:
                if self._target is None:
                    raise lost
                for uid in missing[begin + 4 :]:
                    self._fail(uid, lost.user_message)
                return

    # images ----------------------------------------------------------------------------------------------

    def _take_part(self, part: Part, progress: Progress) -> None:
        """One object of the stream: straight into its place, or read and decoded in a thread."""
        if part.length > MAX_OBJECT:
            part.skip()
            return
        head = part.read(FIRST_READ)
        header = None
        while header is None:
            try:
                header = read_header(head, whole=part.remaining == 0)
            except MoreNeeded:
                head += part.read(max(FIRST_READ, len(head)))
            except BrokenObject:
                break  # told below, by whoever reads it whole
        if header is not None and self._receive(header, head, part):
            return
        data = head + part.read()
        self._submit(self._take_bytes, data, progress, "")

    def _receive(self, header: Header, head: bytearray, part: Part) -> bool:
        """Read a native slice into the array; False where that is not possible, with the part as it was."""
        uid, place = text(header, 0x00080018), header.pixels
        if place is None:
            return False
        try:
            pixels = describe(header, header.transfer_syntax)
        except BrokenObject:
            return False
        size = pixels.frame_bits // 8
        if not pixels.direct or pixels.frames != 1 or place.length is None or place.length < size:
            return False
        if part.remaining + len(head) < place.offset + size:
            return False
        try:
            instance = self._see(header, uid)
            target = self._target_for(instance, pixels)
            k = self._slot(target, instance, 1) if isinstance(target, VolumeTarget) else None
        except (DoesNotFit, PlanWrong, BrokenObject):
            return False
        if k is None or not isinstance(target, VolumeTarget):
            return False
        buffer = target.buffer(k, pixels)
        if buffer is None:
            return False
        if not self._claim(uid):
            part.skip()
            return True
        there = min(len(head) - place.offset, size)
        buffer[:there] = memoryview(head)[place.offset : place.offset + there]
        try:
            part.readinto(buffer[there:])
            tail = bytes(head[place.offset + size :]) + bytes(part.read())
        except BaseException:
            self._claimed.discard(uid)  # half of it came: it is asked for again
            raise
        before = bytes(memoryview(head)[: place.offset])
        self._settle(target, k, pixels, buffer, uid, before, tail)
        return True

    def _settle(
        self,
        target: VolumeTarget,
        k: int,
        pixels: PixelDescription,
        buffer: memoryview,
        uid: str,
        head: bytes,
        tail: bytes,
    ) -> None:
        try:
            if target.settle(k, pixels, 0, buffer):
                self._kept[uid] = Kept(k, head, tail, pixels)
        except (BrokenObject, DoesNotFit) as error:
            self._fail(uid, user_reason(error))
            return
        self._arrived(target, k, uid)

    def _take_bytes(self, data: bytes | bytearray, progress: Progress, asked: str, keep: bool = True) -> None:
        """One whole object: every frame of it decoded into its place. asked: the UID it should have, or ""."""
        progress.check()
        uid = asked
        try:
            header = read_header(data)
            uid = text(header, 0x00080018) or asked
            if not self._claim(uid):
                return
            if header.pixels is None and not header.has(0x00280010):
                self._taken.add(uid)  # a document among the images
                return
            pixels = describe(header, header.transfer_syntax)
            instance = self._see(header, uid)
            target = self._target_for(instance, pixels)
            pieces = frame_pieces(header, pixels, header.data if header.data is not data else data)
            vr = header.pixels.vr if header.pixels else "OW"
            for n, piece in enumerate(pieces[: pixels.frames]):
                progress.check()
                k = self._slot(target, instance, n + 1)
                if k is None:
                    continue
                target.write(k, pixels, n, piece, big_endian=header.big_endian, vr=vr)
                self._arrived(target, k, uid)
            if len(pieces) < pixels.frames:
                self._fail(uid, tr("{count} of its pictures are missing", count=pixels.frames - len(pieces)))
            else:
                self._taken.add(uid)  # also where it has no place in the volume
            if keep:
                self._studies.cache.put(uid, [data])
        except DoesNotFit:
            self._fail(uid, tr("its size or kind is not that of the other images"))
        except BrokenObject as error:
            self._fail(uid, error.reason)
        except PlanWrong:
            self._wrong = self._restarts == 0
        except (ValueError, MemoryError, ArithmeticError, LookupError, TypeError) as error:
            self._fail(uid, user_reason(error))

    def _see(self, header: Header, uid: str) -> Instance:
        """Note what the header says; raises `PlanWrong` where the index said something else."""
        with self._lock:
            instance = self._seen.get(uid)
            if instance is None:
                instance = instance_from(header)
                self._seen[uid] = instance
        return instance

    def _target_for(self, instance: Instance, pixels: PixelDescription) -> Target:
        """The one array or the one stack, made when the first image comes."""
        with self._lock:
            if self._target is not None:
                return self._target
            if self._assembly is not None:
                try:
                    volume = VolumeTarget(self._series.series_uid, self._assembly, pixels, instance.units)
                    self._target = volume
                    prepare(volume.image.voxels, lambda: not self._progress.cancelled)
                    return volume
                except DoesNotFit:
                    if self._assembly.predicted:
                        raise PlanWrong from None
            listed = self._series.instances
            known = {i.sop_instance_uid: self._seen.get(i.sop_instance_uid, i) for i in listed}
            known.setdefault(instance.sop_instance_uid, instance)
            self._assembly = None
            self._target = StackTarget(self._series.series_uid, in_order(known.values()))
            return self._target

    def _slot(self, target: Target, instance: Instance, frame: int) -> int | None:
        """Where a frame goes; None where it belongs to no slice of the volume."""
        entry = (instance.sop_instance_uid, frame)
        if isinstance(target, StackTarget):
            n = target.index_of(entry)
            if n is None and self._restarts == 0:
                raise PlanWrong
            return n
        if target.assembly.predicted:
            k = target.assembly.index_of(instance.planes[frame - 1]) if len(instance.planes) >= frame else None
            if k is None or not target.reserve(entry, k):
                raise PlanWrong
            return k
        return self._slots(target).get(entry)

    def _slots(self, target: VolumeTarget) -> dict[tuple[str, int], int]:
        with self._lock:
            if self._slot_table is None:
                slots = target.assembly.slots
                self._slot_table = {entry: k for k, entry in enumerate(slots) if entry is not None}
            return self._slot_table

    def _arrived(self, target: Target, k: int, uid: str) -> None:
        with self._lock:
            if target is not self._target:
                return  # of a plan that was given up
            self._taken.add(uid)
            first = not self._told
            self._told = True
        if first:
            image = target.image
            self._tasks.deliver(lambda: self._show(target, image))
        self._news.add(k)

    def _claim(self, uid: str) -> bool:
        """The one who may write this image: it comes twice where the key image is also in the stream."""
        with self._lock:
            if uid in self._claimed:
                return False
            self._claimed.add(uid)
            return True

    def _fail(self, uid: str, reason: str) -> None:
        with self._lock:
            self._failures.setdefault(uid, reason)

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

    def _show(self, target: Target, image: Volume | Stack) -> None:
        if target is self._target and not self._progress.cancelled:
            self._news.flush()
            self._then(image)

    def _publish(self, new: list[int], turn: int) -> None:
        target = self._target
        if target is None or turn != self._restarts or self._progress.cancelled:
            return
        self._set_state(Arrival.LOADING)
        target.publish(new)

    def _set_state(self, arrival: Arrival) -> None:
        failures = tuple(Failure(uid, reason) for uid, reason in list(self._failures.items()))
        expected = max(self._series.expected, len(self._series.instances))
        state = SeriesState(arrival, min(len(self._taken), expected), expected, failures)
        self._model.set_state(self._series.series_uid, state)

    def finish(self) -> None:
        """Everything that can be had is here."""
        self._news.flush()
        target = self._target
        if target is not None:
            target.fill_holes()
        if self._is_thin() or len(self._series.instances) < len(self._seen):
            self._series = replace(self._series, instances=in_order(self._seen.values()))
        else:
            self._series = replace(
                self._series,
                instances=tuple(self._seen.get(i.sop_instance_uid, i) for i in self._series.instances),
            )
        complete = not self._failures and len(self._taken) >= self._series.expected
        self._model.put_series(self._series)
        self._set_state(Arrival.COMPLETE if complete else Arrival.INCOMPLETE)

    def give_up(self, error: BaseException) -> None:
        self._set_state(Arrival.FAILED)

    def keep(self, scope: Scope | None) -> None:
        """Write what is not in the cache yet, in the background, while the case is open."""
        kept, series, target, cache = dict(self._kept), self._series, self._target, self._studies.cache
        complete = len(self._taken) >= series.expected and not self._failures

        def work(progress: Progress) -> None:
            written = not isinstance(target, VolumeTarget) or keep_slices(cache, target, kept, progress)
            if complete and written:
                self._studies.keep_series(series)

        self._tasks.query(work, lambda _: None, failed=lambda _: None, scope=scope)
