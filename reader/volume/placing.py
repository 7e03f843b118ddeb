"""Where the images of one series land. `Placing` belongs to one `Loading`, which brings them from somewhere.

Worker threads hand in objects (`receive`, `take_bytes`); the main thread hears of them at most ten times a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from reader.core.tasks import Progress, Tasks
from reader.core.text import counted, tr
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
from reader.study.identity import PatientIdentity
from reader.study.model import Arrival, Failure, Instance, Series, SeriesState
from reader.study.opened import StudyModel
from reader.study.service import user_reason
from reader.volume.assembly import Entry
from reader.volume.intake import Intake
from reader.volume.keeping import Kept
from reader.volume.labels import nature_of
from reader.volume.memory import prepare
from reader.volume.model import OpenedSeries
from reader.volume.paging import PagedTarget, Paging, open_part
from reader.volume.parts import Plan, plan_parts
from reader.volume.target import DoesNotFit, News, Target, VolumeTarget


class PlanWrong(Exception):
    """The guessed geometry or the index does not hold for what arrives."""


_REFUSED = (
    DoesNotFit, BrokenObject, PlanWrong, OtherPatient,
    ValueError, MemoryError, ArithmeticError, LookupError, TypeError, RuntimeError,  # of a codec
)  # fmt: skip


class Placing:
    """One series' images on their way into one array or one stack.

    patient: of the exam, as admitted; no image of anybody else gets a place. strangers: UID → whose those are.
    series: as it is known now. intake: what has become of each image. wrong: something arrived that the plan has no
    place for. shown: a first picture is there. siblings: reads the headers.
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
    ) -> None:
        self._patient = patient
        self._tasks = tasks
        self._paging = paging
        self._cache = cache
        self._model = model
        self._then = then
        self._progress = Progress()
        self._lock = threading.RLock()
        self._restarts = -1
        self._ended = False
        self.siblings = Siblings()
        self.intake = Intake()
        self.series = series
        self.seen: dict[str, Instance] = {}
        self.plan(series, Plan(()))

    def bind(self, progress: Progress) -> None:
        """Main thread: the query that this runs in."""
        self._progress = progress

    def plan(self, series: Series, plan: Plan) -> None:
        """Begin, or begin anew, with a plan of the parts that the series has, while nobody is at an image."""
        self.intake.forget()
        with self._lock:
            self._restarts += 1
            self.series = series
            self.parts = plan
            self.opened: OpenedSeries | None = None
            self.seen = {}
            self.kept: dict[str, Kept] = {}
            self.strangers: dict[str, OtherPatient] = {}
            self.wrong = False
            self.shown = False
            self._targets: list[Target] = []
            self._homes: dict[Entry, tuple[Target, int]] = {}
            self._natures: dict[int, object] = {}
            self._news: dict[int, News] = {}

    @property
    def is_thin(self) -> bool:
        """Only a few instances of a long series are listed; each is placed by its own position."""
        return any(part.assembly is not None and part.assembly.predicted for part in self.parts.parts)

    def missing(self) -> list[str]:
        """The listed images that are neither there nor known to be broken."""
        return self.intake.open_of(i.sop_instance_uid for i in self.series.instances)

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
        with self.intake.claim(uid) as mine:
            if not mine:
                part.skip()
                return True
            there = min(len(head) - place.offset, size)
            buffer[:there] = memoryview(head)[place.offset : place.offset + there]
            part.readinto(buffer[there:])
            tail = bytes(head[place.offset + size :]) + bytes(part.read())
            before = bytes(memoryview(head)[: place.offset])
            self._settle(target, k, pixels, buffer, uid, before, tail)
        return True

    def _is_picture(self, header: Header) -> bool:
        pixels = header.pixels is not None or header.has(0x00280010)
        return Use.SHOWN in kind_of(text(header, 0x00080016), self.series.modality, pixels=pixels).uses

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
                self.kept[uid] = Kept(target, k, head, tail, pixels)
        except _REFUSED as error:
            self._refuse(uid, error)
            return
        self.intake.place(uid)
        self._arrived(target, k)

    def take_bytes(self, data: bytes | bytearray, progress: Progress, asked: str, keep: bool = True) -> None:
        """One whole object: every frame of it decoded into its place. asked: the UID it should have, or ""."""
        progress.check()
        try:
            header = self.siblings.read(data)
        except _REFUSED as error:
            if asked:  # else nobody knows which one it is, and it is asked for by itself
                self._refuse(asked, error)
            return
        uid = text(header, 0x00080018) or asked
        with self.intake.claim(uid) as mine:
            if mine:
                self._take(header, data, uid, progress, keep)
        if asked and uid != asked:
            self.intake.fail(asked, tr("the server sent another image in its place"))

    def _take(self, header: Header, data: bytes | bytearray, uid: str, progress: Progress, keep: bool) -> None:
        if not self._is_picture(header):
            self.intake.place(uid)  # a document among the images
            return
        try:
            pixels = describe(header, header.transfer_syntax)
            pieces = frame_pieces(header, pixels)
            self._take_frames(header, pixels, uid, pieces[: pixels.frames], progress)
            if keep:
                self._cache.put(uid, [data], self.series.study_uid)
        except _REFUSED as error:
            self._refuse(uid, error)

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
        with self.intake.claim(uid) as mine:
            if not mine:
                return False
            incoming = Incoming(head, part)
            try:
                self._take_frames(header, pixels, uid, frames_of(header, pixels, incoming), progress)
                self._cache.put(uid, [incoming.data], self.series.study_uid)
            except _REFUSED as error:
                self._refuse(uid, error)
        return True

    def _take_frames(
        self, header: Header, pixels: PixelDescription, uid: str, pieces: Iterable[Any], progress: Progress
    ) -> None:
        """Each frame decoded into its place."""
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
            reason = counted("{count} of its pictures is missing", "{count} of its pictures are missing", gone)
            self.intake.fail(uid, reason)
        elif strange:
            self.intake.fail(uid, tr("the server's list does not name it"))
        else:
            self.intake.place(uid)

    def _refuse(self, uid: str, error: BaseException) -> None:
        """Say why an image is not shown."""
        if isinstance(error, PlanWrong):
            self.wrong = True
        elif isinstance(error, OtherPatient):
            with self._lock:
                self.strangers[uid] = error
            self.intake.fail(uid, tr("it says it is of another patient: {how}", how=error.comparison.text))
        elif isinstance(error, DoesNotFit):
            self.intake.fail(uid, tr("its size or kind is not that of the other images"))
        else:
            self.intake.fail(uid, user_reason(error))

    def _see(self, header: Header, uid: str) -> Instance:
        """Note what the header says. Raises `OtherPatient`, before anything of it has a place."""
        with self._lock:
            instance = self.seen.get(uid)
            if instance is None:
                self._model.admission.check(common(identity_from, header), self._patient)
                instance = instance_from(header)
                self.seen[uid] = instance
        return instance

    def _home(self, instance: Instance, frame: int, pixels: PixelDescription) -> tuple[Target, int] | None:
        """Where a frame goes: (its part's target, the place in it); None where no plan knows it.

        Raises `PlanWrong` where another plan, made from what the headers say, has a place for it, and
        `DoesNotFit` where it can't lie among the others.
        """
        entry = (instance.sop_instance_uid, frame)
        with self._lock:
            if not self._targets:
                self._open(instance, pixels)
            home = self._homes.get(entry)
            if home is None and self.is_thin:
                home = self._by_position(instance, entry)
            if home is None:
                if self._restarts == 0:
                    raise PlanWrong
                return None
            target = home[0]
            nature = nature_of(instance.traits_of(frame))
            odd = self._natures.setdefault(id(target), nature) != nature and isinstance(target, VolumeTarget)
            if odd and self._restarts == 0:
                raise PlanWrong
        if isinstance(target, VolumeTarget):
            try:
                if target.begin(pixels, instance.units) and not target.ready:
                    prepare(target.voxels, lambda: not self._progress.cancelled)
            except DoesNotFit:
                if self._restarts == 0:
                    raise PlanWrong from None
                raise
        return home

    def _by_position(self, instance: Instance, entry: Entry) -> tuple[Target, int] | None:
        """In a predicted volume, whose slices are not listed yet."""
        target = self._targets[0]
        if not isinstance(target, VolumeTarget) or len(instance.planes) < entry[1]:
            return None
        k = target.assembly.index_of(instance.planes[entry[1] - 1])
        return (target, k) if k is not None and target.reserve(entry, k) else None

    def _open(self, instance: Instance, pixels: PixelDescription) -> None:
        """The arrays and stacks of all parts, made when the first image comes; their memory when it is written."""
        listed = {i.sop_instance_uid: self.seen.get(i.sop_instance_uid, i) for i in self.series.instances}
        if not self.parts.parts:
            listed.setdefault(instance.sop_instance_uid, instance)
            self.parts = plan_parts(replace(self.series, instances=in_order(listed.values())).pictures)
        parts, reduced = [], []
        turn = self._restarts
        for planned in self.parts.parts:
            target, made = open_part(planned, self.series.series_uid, listed, pixels, self._paging)
            places = target.assembly.slots if isinstance(target, VolumeTarget) else target.image.frames
            self._homes |= {entry: (target, n) for n, entry in enumerate(places) if entry is not None}
            self._news[id(target)] = News(self._tasks.deliver, self._teller(target, turn))
            for image in (image for part in made for image in part.images):
                image.instances = self.seen
            self._targets.append(target)
            parts.append(made[0])
            reduced += made[1:]
        self.opened = OpenedSeries(self.series.series_uid, (*parts, *reduced), self.parts.main)

    def _teller(self, target: Target, turn: int) -> Callable[[list[int]], None]:
        return lambda new: self._publish(target, new, turn)

    def _arrived(self, target: Target, k: int) -> None:
        with self._lock:
            news, opened = self._news[id(target)], self.opened
            first, self.shown = not self.shown, True
        news.add(k)  # before the picture is shown, so that it has something to show
        if first and opened is not None:
            self._tasks.deliver(lambda: self._show(opened))

    # main thread -----------------------------------------------------------------------------------------

    def _show(self, opened: OpenedSeries) -> None:
        if opened is self.opened and not self._over:
            self._flush()
            self._then(opened)

    @property
    def _over(self) -> bool:
        """What still comes changes nothing."""
        return self._ended or self._progress.cancelled

    def _flush(self) -> None:
        for news in list(self._news.values()):
            news.flush()

    def _publish(self, target: Target, new: list[int], turn: int) -> None:
        if turn != self._restarts or self._over:
            return
        self._set_state(Arrival.LOADING)
        target.publish(new)

    def _set_state(self, arrival: Arrival) -> None:
        failures = tuple(Failure(uid, reason) for uid, reason in self.intake.failures.items())
        expected = max(self.series.expected, len(self.series.instances))
        state = SeriesState(arrival, min(self.intake.placed, expected), expected, failures)
        self._model.set_state(self.series.series_uid, state)

    def finish(self) -> None:
        """Everything that can be had is here."""
        arrival = Arrival.FAILED
        try:
            self._flush()
            for target in self._targets:
                target.fill_holes()
            if self.is_thin or len(self.series.instances) < len(self.seen):
                self.series = replace(self.series, instances=in_order(self.seen.values()))
            else:
                self.relist(self.series.instances)
            self._name_parts()
            self._model.put_series(self.series)
            self._name_strangers()
            arrival = Arrival.COMPLETE if self.complete else Arrival.INCOMPLETE
        finally:
            self._end(arrival)

    def give_up(self) -> None:
        """It ended with an error."""
        try:
            self._name_strangers()
        finally:
            self._end(Arrival.FAILED)

    def _end(self, arrival: Arrival) -> None:
        self._ended = True
        self._set_state(arrival)

    def _name_parts(self) -> None:
        """The headers may name what an index could not tell."""
        if self.opened is None or len(self.opened.parts) < 2:
            return
        if any(isinstance(target, PagedTarget) for target in self._targets):
            return
        again = plan_parts(self.series.pictures)
        if [part.entries for part in again.parts] == [part.entries for part in self.parts.parts]:
            for part, planned in zip(self.opened.parts, again.parts, strict=True):
                part.label, part.phases, part.issues = planned.label, planned.phases, planned.issues

    def _name_strangers(self) -> None:
        """Whose images were left out, and how many of each."""
        found: dict[PatientIdentity, Withheld] = {}
        for stranger in self.strangers.values():
            known = found.get(stranger.patient)
            found[stranger.patient] = Withheld(
                title(self.series), stranger.patient, stranger.comparison, self.series.series_uid,
                known.images + 1 if known is not None else 1,
            )  # fmt: skip
        self._model.withhold_images(self.series.series_uid, found.values())

    @property
    def complete(self) -> bool:
        """Every image is in place and none failed."""
        return not self.intake.failures and self.intake.placed >= self.series.expected
