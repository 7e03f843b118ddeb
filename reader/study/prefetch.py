"""Exams on their way into the cache before anybody asks for them: nothing is decoded, nothing is shown.

One connection, and a pause after each object as long as the caller wants. What was called off in the middle goes
on later with the instances that are still missing. A series that is whole keeps its record, so that opening it
asks the archive for no image.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reader.core.errors import ReaderError
from reader.core.tasks import Progress
from reader.dicom.archives.archive import NotThere
from reader.dicom.attributes import text
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import READ, Use
from reader.study.codec import in_order, instance_from
from reader.study.kept import keep_series, keep_study, kept_series
from reader.study.model import Instance, Series, Study
from reader.study.priors import by_relevance, matching_series
from reader.study.service import StudyService, pause

PRIORS = 2
_LARGEST = 1_000_000_000
_log = logging.getLogger(__name__)


@dataclass
class Amount:
    """How much may come, and how much came. room: bytes; idle: seconds to wait after `seconds` of work.

    exams: Study Instance UIDs of what was looked at. priors: the patient's earlier exams, the latest first.
    """

    room: int
    idle: Callable[[float], float] = lambda seconds: 0.0
    bytes: int = 0
    instances: int = 0
    exams: set[str] = field(default_factory=set)
    priors: tuple[Study, ...] = ()

    @property
    def full(self) -> bool:
        return self.bytes >= self.room

    def took(self, size: int, seconds: float, progress: Progress) -> None:
        self.bytes += size
        self.instances += 1
        if (wait := self.idle(seconds)) > 0:
            pause(wait, progress)


def prefetch_exam_now(
    studies: StudyService, base_url: str, study_uid: str, amount: Amount, progress: Progress
) -> tuple[Study, bool]:
    """An exam, then the series of its `PRIORS` most relevant priors that would be put beside it.

    (what the exam holds, whether all of it is on this computer now). Blocks; raises what the archive raises, and
    `Cancelled`.
    """
    study = studies.study_now(base_url, study_uid, progress)
    whole = True
    wanted = (series for series in study.series if series.holds(Use.SHOWN, *READ))
    for series in sorted(wanted, key=lambda entry: (not entry.is_image, -entry.expected)):
        whole = prefetch_now(studies, study, series, amount, progress) and whole
    keep_study(studies.cache, study)
    found = studies.priors_now(study, progress)
    priors = by_relevance(study, found)
    amount.priors = tuple(sorted(priors, key=found.index))
    for prior in priors[:PRIORS]:
        try:
            listed = studies.study_now(prior.base_url, prior.study_uid, progress)
            chosen = matching_series(listed, study)
            if chosen is not None:
                prefetch_now(studies, listed, chosen, amount, progress)
        except ReaderError as error:
            _log.info("a prior was not fetched: %s", error.user_message)
    return study, whole


def prefetch_now(studies: StudyService, study: Study, series: Series, amount: Amount, progress: Progress) -> bool:
    """One series into the cache; True where all of it is there now. Blocks; any thread but the main one."""
    amount.exams.add(study.study_uid)
    if series_is_here(studies, series):
        return True
    if _expected_bytes(series) > amount.room - amount.bytes:
        return False
    if not series.is_image:
        before = time.monotonic()
        objects = studies.objects_now(study, series, READ, progress)
        amount.took(sum(map(len, objects)), time.monotonic() - before, progress)
        return True
    mark = f"begun:{series.series_uid}"
    seen: dict[str, Instance] = {}
    if not studies.cache.has(mark):
        studies.cache.put(mark, [b"1"], series.study_uid)
        _stream(studies, study, series, seen, amount, progress)
    if (len(seen) < series.expected or not seen) and not amount.full:
        series = _one_by_one(studies, study, series, seen, amount, progress)
    if len(seen) < max(1, series.expected):
        return False
    keep_series(studies.cache, replace(series, instances=in_order(seen.values()), expected=len(seen)))
    studies.cache.remove(mark)
    return series_is_here(studies, series)


def exam_is_here(studies: StudyService, study: Study) -> bool:
    """Whether no image of the exam would have to be asked for."""
    images = [series for series in study.series if series.is_image]
    return bool(images) and all(series_is_here(studies, series) for series in images)


def series_is_here(studies: StudyService, series: Series) -> bool:
    kept = kept_series(studies.cache, series) if series.is_image else None
    return kept is not None and all(studies.cache.has(entry.sop_instance_uid) for entry in kept.instances)


def _stream(
    studies: StudyService,
    study: Study,
    series: Series,
    seen: dict[str, Instance],
    amount: Amount,
    progress: Progress,
) -> None:
    """The whole series as one answer; `seen` holds what was put into the cache, also where the line breaks."""
    archive = studies.archive(study.base_url)
    stream = archive.stream_series(series.study_uid, series.series_uid)
    progress.when_cancelled(stream.abort)
    before = time.monotonic()
    try:
        for part in stream.parts(progress.check):
            if part.length > _LARGEST:
                part.skip()
                continue
            data = part.read()
            if not _keep(studies, series, data, seen):
                amount.room = 0  # the cache takes no more
            amount.took(len(data), time.monotonic() - before, progress)
            if amount.full:
                return
            before = time.monotonic()
    except ReaderError as error:
        progress.check()
        _log.info("the stream of a series broke and goes on by instance: %s", type(error).__name__)
    finally:
        stream.close()


def _one_by_one(
    studies: StudyService,
    study: Study,
    series: Series,
    seen: dict[str, Instance],
    amount: Amount,
    progress: Progress,
) -> Series:
    """What is missing, each with its own request; the series with all its instances listed."""
    full = studies.full_series_now(study, series, progress)
    archive = studies.archive(study.base_url)
    for instance in full.instances:
        uid = instance.sop_instance_uid
        if uid in seen:
            continue
        progress.check()
        if amount.full:
            break
        before = time.monotonic()
        here = studies.cache.has(uid)
        try:
            data = studies.instance_now(archive, series, uid, progress)
        except NotThere:
            continue
        try:
            seen[uid] = instance_from(read_header(data))
        except BrokenObject:
            seen[uid] = instance  # the archive has it so; opening says what is wrong with it
        if not here:
            amount.took(len(data), time.monotonic() - before, progress)
    return full


def _keep(studies: StudyService, series: Series, data: bytearray, seen: dict[str, Instance]) -> bool:
    """False where the cache has no room for it."""
    try:
        header = read_header(data)
    except BrokenObject:
        return True  # asked for again by its name, which it does not tell
    uid = text(header, 0x00080018)
    if uid and not studies.cache.put(uid, [data], series.study_uid):
        return False
    seen[uid] = instance_from(header)
    return True


def _expected_bytes(series: Series) -> int:
    sample = next((entry for entry in series.instances if entry.is_image), None)
    if sample is None:
        return 0
    return 2 * sample.rows * sample.columns * sample.samples * sample.frames * max(series.expected, 1)
