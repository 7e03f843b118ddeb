"""Where the images of one series land. `Placing` belongs to one `Loading`, which brings them from somewhere.

Worker threads hand in objects (`receive`, `take_bytes`); the main thread hears of them at most ten times a second.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

from reader.core.errors import Cancelled, ReaderError
from reader.core.tasks import Progress, Tasks
from reader.core.text import Told, counted, tr
from reader.dicom.archives.arriving import Incoming, comes_by_frames, frames_of
from reader.dicom.archives.multipart import Part
from reader.dicom.attributes import text
from reader.dicom.header import BrokenObject, Header
from reader.dicom.objects import Use, kind_of
from reader.dicom.pixels.description import PixelDescription, describe, frame_pieces
from reader.dicom.siblings import Siblings, common
from reader.study.admission import OtherPatient, Withheld, title
from reader.study.cache import ImageCache
from reader.study.codec import identity_from, in_order, instance_from
from reader.study.identity import Agreement, PatientIdentity
from reader.study.model import Arrival, Failure, Instance, Series, SeriesState
from reader.study.opened import StudyModel
from reader.study.service import user_reason
from reader.volume.assembly import Entry
from reader.volume.intake import Intake, NotPlaced, PlanWrong, Snapshot, Stage
from reader.volume.keeping import Kept
from reader.volume.labels import nature_of
from reader.volume.memory import prepare
from reader.volume.model import OpenedSeries
from reader.volume.paging import PagedTarget, Paging, open_part
from reader.volume.parts import Plan, plan_parts
from reader.volume.target import DoesNotFit, News, Target, VolumeTarget

_LINE = (ReaderError, OSError)
"""While an object is still arriving, these are no fault of it; `BrokenObject` is."""
_log = logging.getLogger(__name__)


_ARRIVALS = {
    Stage.WAITING: Arrival.LOADING,
    Stage.ARRIVING: Arrival.LOADING,
    Stage.COMPLETE: Arrival.COMPLETE,
    Stage.INCOMPLETE: Arrival.INCOMPLETE,
    Stage.FAILED: Arrival.FAILED,
    Stage.CANCELLED: Arrival.CANCELLED,
}


@dataclass(frozen=True)
class _Landing:
    """What the images of one plan are written to. homes: of each entry that the plan has, which target and where in
    it. natures: by the id of the target, of its first image; units, news: by the same."""

    opened: OpenedSeries
    targets: tuple[Target, ...]
    homes: Mapping[Entry, tuple[Target, int]]
    news: Mapping[int, News]
    natures: dict[int, object] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)


class Placing:
    """One series' images on their way into one array or one stack. It has no lock: what several threads write are
    dictionaries, an entry at a time, and the arrays have their own.

    patient: of the exam, as admitted; no image of anybody else gets a place. strangers: UID → whose those are.
    series: as it is known now. intake: what has become of each image. siblings: reads the headers.
    """

    def __init__(
        self,
        tasks: Tasks,
        cache: ImageCache,
        patient: PatientIdentity,
        series: Series,
        model: StudyModel,
        then: Callable[[OpenedSeries], None],
        paging: Paging,
        intake: Intake,
    ) -> None:
        self._patient = patient
        self._tasks = tasks
        self._paging = paging
        self._cache = cache
        self._model = model
        self._then = then
        self._progress = Progress()
        self._restarts = -1
        self._ended = False
        self._told: SeriesState | None = None
        self.siblings = Siblings()
        self.intake = intake
        self.plan(series, Plan(()))

    def bind(self, progress: Progress) -> None:
        """Main thread: the query that this runs in."""
        self._progress = progress
        self._tell(self.intake.snapshot, Arrival.LOADING)

    def plan(self, series: Series, plan: Plan) -> None:
        """Begin with a plan of the parts that the series has; again only inside `Intake.restarting`."""
        self._restarts += 1
        self.series = series
        self.parts = plan
        self.seen: dict[str, Instance] = {}
        self.kept: dict[str, Kept] = {}
        self.strangers: dict[str, OtherPatient] = {}
        self._landings: dict[int, Future[_Landing]] = {}

    @property
    def is_thin(self) -> bool:
        """Only a few instances of a long series are listed; each is placed by its own position."""
        return any(part.assembly is not None and part.assembly.predicted for part in self.parts.parts)

    @property
    def shown(self) -> bool:
        """A first picture of this plan is there."""
        return self.intake.stage in (Stage.ARRIVING, Stage.COMPLETE, Stage.INCOMPLETE)

    @property
    def uids(self) -> list[str]:
        """Of the images that are listed now."""
        return [instance.sop_instance_uid for instance in self.series.instances]

    def missing(self) -> list[str]:
        """The listed images that are neither there nor known to be broken."""
        return self.intake.open_of(self.uids)

    def relist(self, instances: Iterable[Instance]) -> None:
        """More is listed now; what was read from the headers is kept."""
        self.series = replace(self.series, instances=tuple(self.seen.get(i.sop_instance_uid, i) for i in instances))

    # worker threads --------------------------------------------------------------------------------------

    def receive(self, header: Header, head: bytearray, part: Part) -> bool:
        """Read a native slice into the array; False where that is not possible, with the part as it was."""
        uid, place = text(header, 0x00080018), header.pixels
        if place is None or not self._is_picture(header):
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
            home = self._home(self._see(header, uid), 1, pixels)
        except (DoesNotFit, PlanWrong, BrokenObject, OtherPatient, MemoryError):
            return False
        if home is None:
            return False
        target, k = home
        if not isinstance(target, VolumeTarget):
            return False
        buffer = target.buffer(k, pixels)
        if buffer is None:
            return False
        start = place.offset

        def work() -> None:
            there = min(len(head) - start, size)
            buffer[:there] = memoryview(head)[start : start + there]
            part.readinto(buffer[there:])
            tail = bytes(head[start + size :]) + bytes(part.read())
            if target.settle(k, pixels, 0, buffer):
                self.kept[uid] = Kept(target, k, bytes(memoryview(head)[:start]), tail, pixels)
            self._arrived(target, k)

        if not self._take(uid, work, _LINE):
            part.skip()
        return True

    def _is_picture(self, header: Header) -> bool:
        pixels = header.pixels is not None or header.has(0x00280010)
        return Use.SHOWN in kind_of(text(header, 0x00080016), self.series.modality, pixels=pixels).uses

    def take_bytes(self, data: bytes | bytearray, progress: Progress, asked: str, keep: bool = True) -> None:
        """One complete object: every frame of it decoded into its place. asked: the UID it should have, or ""."""
        progress.check()
        try:
            header = self.siblings.read(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this object's
            if asked:  # else nobody knows which one it is, and it is asked for by itself
                self.intake.fail(asked, self._refusal(asked, error))
            return
        uid = text(header, 0x00080018) or asked

        def work() -> None:
            if not self._is_picture(header):
                return  # a document among the images
            pixels = describe(header, header.transfer_syntax)
            pieces = frame_pieces(header, pixels)
            lacking = self._take_frames(header, pixels, uid, pieces[: pixels.frames], progress)
            if keep:
                self._cache.put(uid, [data], self.series.study_uid)
            if lacking:
                raise NotPlaced(lacking)

        self._take(uid, work)
        if asked and uid != asked:
            self.intake.fail(asked, Told(lambda: tr("the server sent another image in its place")))

    def take_arriving(self, header: Header, head: bytearray, part: Part, progress: Progress) -> bool:
        """The first object of a series where it has many frames: each shown as soon as its bytes are there.

        False where that is not possible, with the part as it was.
        """
        uid = text(header, 0x00080018)
        try:
            pixels = describe(header, header.transfer_syntax)
        except BrokenObject:
            return False
        if self.shown or not self._is_picture(header) or not comes_by_frames(header, pixels):
            return False

        def work() -> None:
            incoming = Incoming(head, part)
            lacking = self._take_frames(header, pixels, uid, frames_of(header, pixels, incoming), progress)
            self._cache.put(uid, [incoming.data], self.series.study_uid)
            if lacking:
                raise NotPlaced(lacking)

        return self._take(uid, work, _LINE)

    def _take(self, uid: str, work: Callable[[], None], line: tuple[type[Exception], ...] = ()) -> bool:
        """`Intake.take`, for which all that goes wrong is the image's fault. line: errors that are not."""

        def refusing() -> None:
            try:
                work()
            except (NotPlaced, PlanWrong, Cancelled):
                raise
            except Exception as error:
                if isinstance(error, line) and not isinstance(error, BrokenObject):
                    raise
                raise NotPlaced(self._refusal(uid, error)) from error

        return self.intake.take(uid, refusing)

    def _take_frames(
        self, header: Header, pixels: PixelDescription, uid: str, pieces: Iterable[Any], progress: Progress
    ) -> str:
        """Each frame decoded into its place. Returns why not all of them are there, else ""."""
        instance = self._see(header, uid)
        vr = header.pixels.vr if header.pixels else "OW"
        count = strange = 0
        for n, piece in enumerate(pieces):
            progress.check()
            count += 1
            home = self._home(instance, n + 1, pixels)
            if home is None:
                strange += 1
                continue
            target, k = home
            target.write(k, pixels, n, piece, big_endian=header.big_endian, vr=vr)
            self._arrived(target, k)
        if count < pixels.frames:
            gone = pixels.frames - count
            return Told(
                lambda: counted("{count} of its pictures is missing", "{count} of its pictures are missing", gone)
            )
        return Told(lambda: tr("the server's list does not name it")) if strange else ""

    def _refusal(self, uid: str, error: BaseException) -> str:
        """Why an image is not shown."""
        if isinstance(error, OtherPatient):
            self.strangers[uid] = error
            other = error.comparison
            if other.verdict is Agreement.DOUBT:
                return Told(lambda: tr("it may be of another patient: {how}", how=other.text))
            return Told(lambda: tr("it says it is of another patient: {how}", how=other.text))
        if isinstance(error, DoesNotFit):
            return Told(lambda: tr("its size or kind is not that of the other images"))
        if not isinstance(error, ReaderError | MemoryError):
            _log.warning("an image could not be placed: %s", type(error).__name__)
        return user_reason(error)

    def _see(self, header: Header, uid: str) -> Instance:
        """Note what the header says. Raises `OtherPatient`, before anything of it has a place."""
        instance = self.seen.get(uid)
        if instance is None:
            self._model.admission.check(common(identity_from, header), self._patient)
            instance = self.seen.setdefault(uid, instance_from(header))
        return instance

    def _home(self, instance: Instance, frame: int, pixels: PixelDescription) -> tuple[Target, int] | None:
        """Where a frame goes: (its part's target, the place in it); None where no plan knows it.

        Raises `PlanWrong` where another plan, made from what the headers say, has a place for it, and
        `DoesNotFit` where it can't lie among the others.
        """
        entry = (instance.sop_instance_uid, frame)
        landing = self._land(instance, pixels)
        home = landing.homes.get(entry)
        if home is None and self.is_thin:
            home = _by_position(landing.targets[0], instance, entry)
        if home is None:
            if self._restarts == 0:
                raise PlanWrong
            return None
        target = home[0]
        nature = nature_of(instance.traits_of(frame))
        odd = landing.natures.setdefault(id(target), nature) != nature and isinstance(target, VolumeTarget)
        other = landing.units.setdefault(id(target), instance.units) != instance.units
        if (odd or other) and self._restarts == 0:
            raise PlanWrong
        if other:
            raise DoesNotFit
        if not isinstance(target, VolumeTarget):
            target.image.units = instance.units
        else:
            try:
                if target.begin(pixels, instance.units) and not target.ready:
                    prepare(target.voxels, lambda: not self._over, self._tasks)
            except DoesNotFit:
                if self._restarts == 0:
                    raise PlanWrong from None
                raise
        return home

    def _land(self, instance: Instance, pixels: PixelDescription) -> _Landing:
        """The arrays and stacks of all parts, made when the first image comes; other threads wait for it."""
        landing = self._landings.get(self._restarts)
        if landing is None:
            mine: Future[_Landing] = Future()
            landing = self._landings.setdefault(self._restarts, mine)
            if landing is mine:
                try:
                    mine.set_result(self._open(instance, pixels))
                except BaseException as error:  # noqa: BLE001 - for each thread that waits for it
                    self._landings.clear()  # the next image tries again
                    mine.set_exception(error)
        return landing.result()

    def _open(self, instance: Instance, pixels: PixelDescription) -> _Landing:
        """Their memory is taken when it is written."""
        listed = {i.sop_instance_uid: self.seen.get(i.sop_instance_uid, i) for i in self.series.instances}
        if not self.parts.parts:
            listed.setdefault(instance.sop_instance_uid, instance)
            self.parts = plan_parts(replace(self.series, instances=in_order(listed.values())).pictures)
        targets: list[Target] = []
        homes: dict[Entry, tuple[Target, int]] = {}
        news: dict[int, News] = {}
        parts, reduced = [], []
        turn = self._restarts
        for planned in self.parts.parts:
            target, made = open_part(planned, self.series.series_uid, listed, pixels, self._paging)
            places = target.assembly.slots if isinstance(target, VolumeTarget) else target.image.frames
            homes |= {entry: (target, n) for n, entry in enumerate(places) if entry is not None}
            news[id(target)] = News(self._tasks, self._teller(target, turn))
            for image in (image for part in made for image in part.images):
                image.instances = self.seen
            targets.append(target)
            parts.append(made[0])
            reduced += made[1:]
        opened = OpenedSeries(self.series.series_uid, (*parts, *reduced), self.parts.main)
        return _Landing(opened, tuple(targets), homes, news)

    def _teller(self, target: Target, turn: int) -> Callable[[list[int]], None]:
        return lambda new: self._publish(target, new, turn)

    def _arrived(self, target: Target, k: int) -> None:
        landing = self._landings[self._restarts].result()
        landing.news[id(target)].add(k)  # before the picture is shown, so that it has something to show
        if self.intake.show():
            self._tasks.deliver(lambda: self._show(landing))

    # main thread -----------------------------------------------------------------------------------------

    @property
    def _landing(self) -> _Landing | None:
        """Of the plan as it is now, if its arrays are made."""
        landing = self._landings.get(self._restarts)
        return landing.result() if landing is not None and landing.done() and not landing.exception() else None

    def _show(self, landing: _Landing) -> None:
        if landing is self._landing and not self._over:
            self._flush(landing)
            self._then(landing.opened)

    @property
    def _over(self) -> bool:
        """What still comes changes nothing."""
        return self._ended or self._progress.cancelled

    @staticmethod
    def _flush(landing: _Landing) -> None:
        for news in landing.news.values():
            news.flush()

    def _publish(self, target: Target, new: list[int], turn: int) -> None:
        if turn != self._restarts or self._over:
            return
        self._tell(self.intake.snapshot, Arrival.LOADING)
        target.publish(new)

    def _tell(self, snapshot: Snapshot, arrival: Arrival) -> None:
        failures = tuple(Failure(uid, reason) for uid, reason in snapshot.failures.items())
        expected = max(self.series.expected, len(self.series.instances))
        arrived = min(len(snapshot.placed), expected)
        self._told = SeriesState(arrival, arrived, expected, failures, snapshot.reason)
        self._model.set_state(self.series.series_uid, self._told)

    def finish(self, end: Snapshot) -> None:
        """The series has ended so; where it was cancelled meanwhile, nobody sees any more of it."""
        arrival = Arrival.CANCELLED if self._progress.cancelled else _ARRIVALS[end.stage]
        try:
            if arrival in (Arrival.COMPLETE, Arrival.INCOMPLETE):
                self._complete()
            if arrival is not Arrival.CANCELLED:
                self._name_strangers()
        finally:
            self._ended = True
            # what was cancelled may be on its way again, and then that has the word
            if arrival is not Arrival.CANCELLED or self._model.state(self.series.series_uid) is self._told:
                self._tell(end, arrival)

    def _complete(self) -> None:
        """Show and list what has come."""
        landing = self._landing
        if landing is not None:
            self._flush(landing)
            for target in landing.targets:
                target.fill_holes()
        if self.is_thin or len(self.series.instances) < len(self.seen):
            self.series = replace(self.series, instances=in_order(list(self.seen.values())))
        else:
            self.relist(self.series.instances)
        if landing is not None:
            self._name_parts(landing)
        self._model.put_series(self.series)

    def _name_parts(self, landing: _Landing) -> None:
        """The headers may name what an index could not tell."""
        parts = landing.opened.parts
        if len(parts) < 2 or any(isinstance(target, PagedTarget) for target in landing.targets):
            return
        again = plan_parts(self.series.pictures)
        if [part.entries for part in again.parts] == [part.entries for part in self.parts.parts]:
            for part, planned in zip(parts, again.parts, strict=True):
                part.label, part.phases, part.issues = planned.label, planned.phases, planned.issues

    def _name_strangers(self) -> None:
        """Whose images were left out, and how many of each."""
        found: dict[PatientIdentity, Withheld] = {}
        for stranger in list(self.strangers.values()):
            known = found.get(stranger.patient)
            found[stranger.patient] = Withheld(
                title(self.series), stranger.patient, stranger.comparison, self.series.series_uid,
                known.images + 1 if known is not None else 1,
            )  # fmt: skip
        self._model.withhold_images(self.series.series_uid, found.values())


def _by_position(target: Target, instance: Instance, entry: Entry) -> tuple[Target, int] | None:
    """In a predicted volume, whose slices are not listed yet."""
    if not isinstance(target, VolumeTarget) or len(instance.planes) < entry[1]:
        return None
    k = target.assembly.index_of(instance.planes[entry[1] - 1])
    return (target, k) if k is not None and target.reserve(entry, k) else None
