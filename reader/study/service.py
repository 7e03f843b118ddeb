"""The verbs of an exam: open it, find its priors, fetch its documents, complete its index.

`open_study` answers at once: a long series is listed by its first, middle and last instance only (Orthanc needs
0.7 ms for each instance that it lists, 0.5 s for 600), which is enough to show it; the rest comes with the images
or through `complete`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from psygnal import Signal

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import Forbidden, Http, HttpError, HubUnreachable, SessionExpired
from reader.core.secrets import Secrets
from reader.core.tasks import Progress, Scope, Tasks
from reader.core.text import tr
from reader.dicom.archives.archive import Archive, BadAnswer, NotThere
from reader.dicom.archives.opening import open_archive
from reader.dicom.archives.rows import row_fault
from reader.dicom.archives.web import DicomWeb
from reader.dicom.attributes import JsonAttributes, text, whole
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.json_model import Json, element
from reader.dicom.objects import PRIVATE_DATA, Use, kind_of
from reader.study.cache import ImageCache
from reader.study.codec import (
    INSTANCE_FIELDS,
    SERIES_FIELDS,
    STUDY_FIELDS,
    identity_from,
    in_order,
    instance_from,
    series_from,
    stated_identity,
    study_from,
    with_header,
)
from reader.study.identity import NOBODY, compare
from reader.study.kept import kept_series, kept_study
from reader.study.model import LISTED_AT_ONCE, Instance, Series, Study

T = TypeVar("T")
S = TypeVar("S")
TRIES = 5
_FIRST_WAIT = 0.3
_log = logging.getLogger(__name__)


class StudyService:
    """Make and call it on the main thread; what is named `…_now` blocks and belongs on a worker thread.

    archives: other archives that are asked for priors, name → address. archive_away: (name, why) of one of them
    that could not be asked; main thread. rows_faulty: (address, what is wrong) of an answer that was used without
    what was wrong in it; once for the same faults; main thread.
    """

    archive_away = Signal(str, object)
    rows_faulty = Signal(str, object)

    def __init__(
        self, http: Http, tasks: Tasks, cache_dir: Path, secrets: Secrets, cache_bytes: int = 20_000_000_000
    ) -> None:
        self._http = http
        self._tasks = tasks
        self.cache = ImageCache(cache_dir, secrets, cache_bytes)
        self.archives: Mapping[str, str] = {}
        self._archives: dict[str, Archive] = {}
        self._told: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()
        self._fan = ThreadPoolExecutor(4, thread_name_prefix="reader-index")
        self._asks = ThreadPoolExecutor(3, thread_name_prefix="reader-index")

    def archive(self, base_url: str) -> Archive:
        """The archive behind an address; the same one each time, so that what it knows is kept. Any thread."""
        with self._lock:
            if base_url not in self._archives:
                made = self._archives[base_url] = open_archive(base_url, self._http)
                if isinstance(made, DicomWeb):
                    made.faulty = partial(self._tell_faulty, base_url)
            return self._archives[base_url]

    def _tell_faulty(self, base_url: str, faults: Sequence[str]) -> None:
        """Any thread."""
        with self._lock:
            known = (base_url, *faults) in self._told
            self._told.add((base_url, *faults))
        if not known:
            self._tasks.deliver(lambda: self.rows_faulty.emit(base_url, tuple(faults)))

    def _instances(self, base_url: str, answers: Iterable[Json]) -> list[Instance]:
        return self._each(base_url, answers, instance_from)

    def _each(self, base_url: str, answers: Iterable[Json], read: Callable[[JsonAttributes], T]) -> list[T]:
        """Each row of an answer read alone; those that can't be are told."""
        found, faults = [], []
        for number, answer in enumerate(answers, 1):
            try:
                found.append(read(JsonAttributes(answer)))
            except (ValueError, TypeError, OverflowError, AttributeError, KeyError, IndexError) as error:
                faults.append(row_fault(number, type(error).__name__))
        if faults:
            self._tell_faulty(base_url, faults)
        return found

    def use_archive(self, archive: Archive) -> None:
        """Take an archive that was just read, such as a folder, in place of what was known of its address."""
        with self._lock:
            self._archives[archive.base_url] = archive

    def open_study(
        self,
        base_url: str,
        study_uid: str,
        then: Callable[[Study], None],
        failed: Callable[[BaseException], None] | None = None,
        scope: Scope | None = None,
        *,
        kept: bool = False,
    ) -> Progress:
        """Read the study's index. `then` gets it on the main thread; long series listed by three instances.

        kept: what this computer knows of it will do for the beginning (`Study.kept`).
        """

        def work(progress: Progress) -> Study:
            known = kept_study(self.cache, base_url, study_uid) if kept else None
            return known or self.study_now(base_url, study_uid, progress)

        return self._tasks.query(work, then, failed=failed, scope=scope)

    def complete(
        self,
        study: Study,
        series: Series,
        then: Callable[[Series], None],
        failed: Callable[[BaseException], None] | None = None,
        scope: Scope | None = None,
    ) -> Progress:
        """The series with all its instances listed."""
        return self._tasks.query(
            lambda progress: self.full_series_now(study, series, progress), then, failed=failed, scope=scope
        )

    def find_priors(
        self,
        study: Study,
        then: Callable[[tuple[Study, ...]], None],
        failed: Callable[[BaseException], None] | None = None,
        scope: Scope | None = None,
    ) -> Progress:
        """The patient's other exams on that server and in the other archives, the latest first, without instances.

        `then` comes again with each archive that knows more; one that fails says so alone (`archive_away`).

        Found by patient ID alone: whether each is the patient's is for whoever shows it (`study/admission`).
        """
        others = {url: name for name, url in self.archives.items() if url != study.base_url}
        found: dict[str, tuple[Study, ...]] = {}

        def ask(url: str, broke: Callable[[BaseException], None] | None) -> Progress:
            def arrived(priors: tuple[Study, ...]) -> None:
                found[url] = priors
                ranked = (prior for home in (*others, study.base_url) for prior in found.get(home, ()))
                known = {prior.study_uid: prior for prior in ranked}  # of two, the one where the exam is
                if priors or url == study.base_url:
                    then(tuple(sorted(known.values(), key=_moment, reverse=True)))

            return self._tasks.query(lambda p: self.priors_now(study, p, url), arrived, failed=broke, scope=scope)

        for url, name in others.items():
            ask(url, partial(self.archive_away.emit, name))
        return ask(study.base_url, failed)

    def fan_out(self, work: Callable[[S], T], entries: Iterable[S]) -> list[T]:
        """Do it for each entry, a few side by side; the answers in order. From a worker thread."""
        return list(self._fan.map(work, entries))

    def close(self) -> None:
        self._fan.shutdown(wait=False, cancel_futures=True)
        self._asks.shutdown(wait=False, cancel_futures=True)

    # on a worker thread ----------------------------------------------------------------------------------

    def study_now(self, base_url: str, study_uid: str, progress: Progress) -> Study:
        web = self.archive(base_url)
        listing = self._fan.submit(
            self.again, lambda: web.search_series(study_uid, include=SERIES_FIELDS), progress
        )
        found = self.again(
            lambda: web.search_studies({"StudyInstanceUID": study_uid}, include=STUDY_FIELDS), progress
        )
        heads = _each_once([JsonAttributes(entry) for entry in listing.result()])
        about = [a for a in map(JsonAttributes, found) if text(a, 0x0020000D) in ("", study_uid)]
        if not heads:
            raise NotThere(
                tr("The server does not have this exam."),
                tr("Refresh the list; if it should be there, tell your administrator."),
            )
        progress.check()
        # the metadata of a document can be long (a segmentation's frames), and the images tell as much
        images = any(Use.SHOWN in kind_of("", text(head, 0x00080060)).uses for head in heads)
        read = self.fan_out(lambda head: self._series_head(web, study_uid, head, images, progress), heads)
        listed = Study(study_uid, NOBODY, "", None, "", "", (), base_url, tuple(series for series, _ in read))
        main = listed.main_series
        header = next((h for series, h in read if series is main and h is not None), None)
        header = header or next((h for _, h in read if h is not None), None)
        study = study_from(_about(about, header) or heads[0], base_url, listed.series)
        study = replace(study, study_uid=study_uid)
        return with_header(study, header) if header is not None else study

    def _series_head(
        self, web: Archive, study_uid: str, head: JsonAttributes, images: bool, progress: Progress
    ) -> tuple[Series, JsonAttributes | None]:
        """(the series with at least its ends and its middle listed, the attributes of one of its instances)."""
        uid, expected = text(head, 0x0020000E), whole(head, 0x00201209)
        series = series_from(head, study_uid, self._listing(web, study_uid, uid, expected, progress))
        if not series.instances:
            return series, None
        if images and not series.is_image and PRIVATE_DATA not in series.kinds:
            return series, None
        listed = series.pictures or series.instances
        sample = listed[len(listed) // 2]
        try:
            answers = self.again(lambda: web.metadata(study_uid, uid, sample.sop_instance_uid), progress)
        except (HttpError, NotThere, BadAnswer):
            return series, None
        if not answers:
            return series, None
        header = JsonAttributes(answers[0])
        full = instance_from(header)
        if full.sop_instance_uid != sample.sop_instance_uid:
            return series, header
        series = replace(
            series,
            modality=series.modality or text(header, 0x00080060),
            body_part=series.body_part or text(header, 0x00180015),
            description=text(header, 0x0008103E) or series.description,
            instances=tuple(enriched(i, full) for i in series.instances),
            patient=stated_identity(header) or series.patient,
        )
        return series, header

    def _listing(
        self, web: Archive, study_uid: str, uid: str, expected: int, progress: Progress
    ) -> list[Instance]:
        if 0 < expected <= LISTED_AT_ONCE or expected == 0:
            return self._list_all(web, study_uid, uid, progress)
        numbers = (1, (expected + 1) // 2, expected)
        found = self._asks.map(lambda number: self._numbered(web, study_uid, uid, number, progress), numbers)
        listed = [instance for instance in found if instance is not None]
        if listed:
            return listed
        some = self.again(lambda: web.search_instances(study_uid, uid, include=INSTANCE_FIELDS, limit=1), progress)
        return self._instances(web.base_url, some)

    def numbered_now(self, study: Study, series: Series, number: int, progress: Progress) -> Instance | None:
        """The instance with this Instance Number, if the server finds it."""
        web = self.archive(study.base_url)
        return self._numbered(web, series.study_uid, series.series_uid, number, progress)

    def _numbered(
        self, web: Archive, study_uid: str, uid: str, number: int, progress: Progress
    ) -> Instance | None:
        progress.check()
        answers = self.again(
            lambda: web.search_instances(
                study_uid, uid, {"InstanceNumber": str(number)}, include=INSTANCE_FIELDS, limit=2
            ),
            progress,
        )
        found = self._instances(web.base_url, answers)
        return next((instance for instance in found if instance.number == number), None)

    def _list_all(self, web: Archive, study_uid: str, uid: str, progress: Progress) -> list[Instance]:
        answers = self.again(lambda: web.search_instances(study_uid, uid, include=INSTANCE_FIELDS), progress)
        return self._instances(web.base_url, answers)

    def sizes_now(self, base_url: str, study_uid: str, progress: Progress) -> dict[str, int]:
        """How many instances the archive says each series of a study has, 0 where it does not say: one request."""
        web = self.archive(base_url)
        listing = self.again(lambda: web.search_series(study_uid, include=SERIES_FIELDS), progress)
        heads = _each_once([JsonAttributes(entry) for entry in listing])
        return {text(head, 0x0020000E): whole(head, 0x00201209) for head in heads}

    def full_series_now(self, study: Study, series: Series, progress: Progress) -> Series:
        """Every instance listed, with its position: from the cache, by QIDO-RS, else from /metadata."""
        cached = kept_series(self.cache, series)
        if cached is not None:
            return cached
        web = self.archive(study.base_url)
        listed = in_order(self._list_all(web, series.study_uid, series.series_uid, progress))
        known = next((i for i in series.instances if i.planes), next(iter(series.instances), None))
        if known is not None:
            listed = tuple(enriched(instance, known) for instance in listed)
        pictures = replace(series, instances=listed).pictures
        multi = any(instance.frames > 1 for instance in pictures)
        placed = known is not None and known.planes and all(instance.planes for instance in pictures)
        if not listed or multi or (known is not None and known.planes and not placed):
            answers = self.again(lambda: web.metadata(series.study_uid, series.series_uid), progress)
            listed = in_order(self._instances(web.base_url, answers)) or listed
        return replace(series, instances=listed, expected=max(len(listed), series.expected))

    def described_series_now(self, study: Study, series: Series, progress: Progress) -> Series:
        """Every instance with what its header says: for series whose index does not tell its images apart."""
        web = self.archive(study.base_url)
        answers = self.again(lambda: web.metadata(series.study_uid, series.series_uid), progress)
        listed = in_order(self._instances(web.base_url, answers))
        if not listed:
            return self.full_series_now(study, series, progress)
        return replace(series, instances=listed, expected=max(len(listed), series.expected))

    def objects_now(self, study: Study, series: Series, uses: Sequence[Use], progress: Progress) -> list[bytes]:
        """What of a series is used for one of these."""
        web = self.archive(study.base_url)
        if len(series.instances) < series.expected or not series.instances:
            series = self.full_series_now(study, series, progress)
        found = []
        for instance in series.objects(*uses):
            progress.check()
            found.append(self.instance_now(web, series, instance.sop_instance_uid, progress))
        return found

    def reports_now(self, base_url: str, study_uid: str, progress: Progress) -> list[bytes]:
        """What may be a report of an exam, as the archive has it now; its images are not listed."""
        web = self.archive(base_url)
        listing = self.again(lambda: web.search_series(study_uid, include=SERIES_FIELDS), progress)
        found = []
        for head in _each_once([JsonAttributes(entry) for entry in listing]):
            modality = text(head, 0x00080060)
            if modality and Use.REPORT not in kind_of("", modality).uses:
                continue
            listed = self._list_all(web, study_uid, text(head, 0x0020000E), progress)
            series = series_from(head, study_uid, listed)
            for instance in series.objects(Use.REPORT):
                progress.check()
                found.append(self.instance_now(web, series, instance.sop_instance_uid, progress))
        return found

    def instance_now(self, web: Archive, series: Series, uid: str, progress: Progress) -> bytes:
        """One object, from the cache or the server."""
        data = self.cache.get(uid)
        if data is None:
            data = self.again(
                lambda: web.instance(series.study_uid, series.series_uid, uid, progress.check), progress
            )
            if _is_instance(data, uid):  # what a server gives by mistake is asked for again the next time
                self.cache.put(uid, [data], series.study_uid)
        return data

    def priors_now(self, study: Study, progress: Progress, base_url: str = "") -> tuple[Study, ...]:
        """The patient's other exams where the exam is, or in the archive at `base_url`."""
        patient = study.patient
        base_url = base_url or study.base_url
        if not patient.patient_id:
            return ()
        web = self.archive(base_url)
        answers = self.again(
            lambda: web.search_studies({"PatientID": patient.patient_id}, include=STUDY_FIELDS), progress
        )
        listed = self._each(base_url, answers, lambda source: study_from(source, base_url))
        others = (prior for prior in listed if prior.study_uid not in ("", study.study_uid))
        found = [prior for prior in others if prior.patient.patient_id == patient.patient_id]
        return tuple(sorted(found, key=_moment, reverse=True))

    def again(self, ask: Callable[[], T], progress: Progress) -> T:
        """Ask, and after a broken line or a busy server ask again, a little later each time."""
        wait = _FIRST_WAIT
        for turn in range(TRIES):
            progress.check()
            try:
                return ask()
            except (SessionExpired, Forbidden, Cancelled, NotThere):
                raise
            except (HubUnreachable, BadAnswer, HttpError) as error:
                if turn == TRIES - 1 or (isinstance(error, HttpError) and error.status < 500):
                    raise
                _log.info("asking again after %s", type(error).__name__)
                pause(wait, progress)
                wait = min(wait * 2, 4.0)
        raise AssertionError


def pause(seconds: float, progress: Progress) -> None:
    """Wait, but not longer than the work is wanted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        progress.check()
        time.sleep(min(0.05, seconds))


def enriched(instance: Instance, known: Instance) -> Instance:
    """What an index leaves out, taken from a sibling whose header was read."""
    if known.sop_class_uid != instance.sop_class_uid != "":
        return instance  # of another kind
    if instance.sop_instance_uid == known.sop_instance_uid:
        # what tells images apart has to come from one source for all of them: one that knows more would stand apart
        return known if known.frames > 1 else replace(known, traits=instance.traits)
    planes = instance.planes
    if len(planes) == 1 and min(planes[0].spacing) <= 0 and len(known.planes) == 1:
        planes = (replace(planes[0], spacing=known.planes[0].spacing, thickness=known.planes[0].thickness),)
    return replace(
        instance,
        rows=instance.rows or known.rows,
        columns=instance.columns or known.columns,
        planes=planes,
        windows=instance.windows or known.windows,
        inverted=instance.inverted or known.inverted,
        units=known.units,
    )


def _each_once(answers: Sequence[JsonAttributes]) -> list[JsonAttributes]:
    """The rows of the series, one a UID. An archive that sorts by patient has two where a series holds images of
    two: they are counted together, and whose they are is told by the images."""
    rows: dict[str, JsonAttributes] = {}
    for answer in answers:
        uid = text(answer, 0x0020000E)
        known = rows.get(uid)
        if known is None:
            rows[uid] = answer
        elif stated_identity(known) != stated_identity(answer):
            count = whole(known, 0x00201209) + whole(answer, 0x00201209)
            unnamed = {tag: entry for tag, entry in known.data.items() if not tag.startswith("0010")}
            rows[uid] = JsonAttributes(unnamed | {"00201209": element("IS", count)})
    return [row for uid, row in rows.items() if uid]


def _about(answers: Sequence[JsonAttributes], header: JsonAttributes | None) -> JsonAttributes | None:
    """The archive's answer about the exam: of several, as where two patients share its UID, that of the header."""
    if header is not None and len(answers) > 1:
        mine = identity_from(header)
        same = (a for a in answers if compare(mine, identity_from(a), same_exam=True).same)
        return next(same, answers[0])
    return answers[0] if answers else None


def _is_instance(data: bytes, uid: str) -> bool:
    try:
        return text(read_header(data), 0x00080018) == uid
    except BrokenObject:
        return False


def _moment(study: Study) -> str:
    return study.when.replace(tzinfo=None).isoformat() if study.when else ""


def user_reason(error: BaseException) -> str:
    """Why something failed, in the user's words, for a mark on an image."""
    reason = getattr(error, "reason", "")
    if isinstance(reason, str) and reason:
        return reason
    if isinstance(error, MemoryError):
        return tr("there is not enough memory for it")
    return error.user_message if isinstance(error, ReaderError) else tr("it can't be read")
