"""The next exams of the worklist, fetched while nobody waits for anything. No Qt; main thread.

One exam at a time, over one connection: what the user has claimed, then what they will open next, each with its
priors. It claims nothing and is audited as a transfer, not as an access. It stops at once while the open case
loads, goes slowly while a case is open, and not at all on a metered line or where the user does not want it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from reader.app.key_image import key_picture
from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.settings import Settings
from reader.core.tasks import Pool, Progress
from reader.delivery.model import UNDELIVERED
from reader.dicom.values import day_text
from reader.study.heading import exam_title
from reader.study.model import Arrival, Series, Study
from reader.study.opened import StudyModel
from reader.study.prefetch import Amount, exam_is_here, prefetch_exam_now
from reader.worklist.model import ReadingTask

AHEAD = 6
"""How many exams lie ready at most."""
QUIET_S = 2.0
"""How long the open case has loaded nothing before it goes on."""
PICTURE = 184
"""Pixels of a key image for the worklist: its height in points, for a screen of 200 %."""
_INDEX_S = 60.0
_RETRY_S = 60.0
_TIDY_S = 3600.0
_REST_BESIDE_A_CASE = 3.0
_log = logging.getLogger(__name__)


class Prefetcher:
    """Made at sign-in, stopped at sign-out; `case_opened` and `case_left` say when to hold back.

    metered: whether the line costs by the byte. It also keeps the cache within the bounds of the settings and
    pins what is open or not delivered yet.
    """

    def __init__(self, place: Workplace, metered: Callable[[], bool] = lambda: False) -> None:
        self._place = place
        self._tasks = place.services.tasks
        self._cache = place.studies.cache
        self._metered = metered
        self._running = False
        self._case: StudyModel | None = None
        self._opened = 0.0
        self._current: tuple[str, Progress] | None = None
        self._done: dict[str, bool] = {}
        self._brought: dict[str, set[str]] = {}
        self._pictured: dict[str, Series | None] = {}
        self._again: dict[str, float] = {}
        self._pinned: frozenset[str] | None = None
        self._delays: dict[str, Progress] = {}
        self._bounds = (0, 0)

    def start(self) -> None:
        self._running = True
        self._place.worklist.worklist.changed.connect(self.look)
        self._place.services.settings.changed.connect(self._settings_changed)
        self._settings_changed(self._place.services.settings.value)
        self._tidy()

    def stop(self) -> None:
        if self._running:
            self._running = False
            self._place.worklist.worklist.changed.disconnect(self.look)
            self._place.services.settings.changed.disconnect(self._settings_changed)
            self.case_left()
        self._call_off()
        for delay in self._delays.values():
            delay.cancel()

    # the open case ----------------------------------------------------------------------------------------

    def hold(self, seconds: float = QUIET_S) -> None:
        """Stop now and look again after a while."""
        self._call_off()
        self._later("look", seconds, self.look)

    def case_opened(self, model: StudyModel) -> None:
        self.case_left()
        self._case, self._opened = model, time.monotonic()
        model.series_changed.connect(self._case_moved)
        model.priors_changed.connect(self._priors_found)
        self._pin_case()
        self.hold(_INDEX_S)

    def case_left(self) -> None:
        model, self._case = self._case, None
        if model is not None:
            model.series_changed.disconnect(self._case_moved)
            model.priors_changed.disconnect(self._priors_found)
            self._cache.pin(self._case_owner, ())
            self._later("look", QUIET_S, self.look)

    def _case_moved(self, _: str) -> None:
        if self._busy():
            self._call_off()
        else:
            self._later("look", QUIET_S, self.look)

    def _busy(self) -> bool:
        """Whether the open case is still loading: its index, or any series."""
        model = self._case
        if model is None:
            return False
        if any(state.arrival is Arrival.LOADING for state in model.states.values()):
            return True
        return not model.states and time.monotonic() - self._opened < _INDEX_S

    # what next --------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Go on with the first exam that is not here yet; call off what nobody needs any more."""
        if not self._running:
            return
        self._pin_tasks()
        wanted = self._wanted()
        if self._current is not None and (self._busy() or self._current[0] not in wanted):
            self._call_off()
        if self._current is None and not self._busy():
            now = time.monotonic()
            ready = (task for uid, task in wanted.items() if uid not in self._done)
            task = next((task for task in ready if self._again.get(task.workitem.study_uid, 0.0) <= now), None)
            if task is not None:
                self._fetch(task, set(wanted))

    def _wanted(self) -> dict[str, ReadingTask]:
        """The exams to have ready, by Study Instance UID, the most urgent first."""
        if not self._place.services.settings.value.prefetch or self._metered():
            return {}
        found: dict[str, ReadingTask] = {}
        for exam in islice(self._place.worklist.worklist.upcoming(), AHEAD):
            if exam.task.workitem.study_uid:
                found.setdefault(exam.task.workitem.study_uid, exam.task)
        return found

    def _fetch(self, task: ReadingTask, wanted: set[str]) -> None:
        place, uid = self._place, task.workitem.study_uid
        base_url, user = place.base_url(task), place.session.user.username
        others = {exam for key in wanted for exam in self._brought.get(key, ())}

        def work(progress: Progress) -> tuple[Study, bool, Amount]:
            room = self._cache.limit // 2 - self._cache.size_of(others)
            amount = Amount(max(0, room), self._rest)
            try:
                return *prefetch_exam_now(place.studies, base_url, uid, amount, progress), amount
            finally:
                if amount.instances:
                    place.services.audit.record(
                        AuditEvent.INSTANCES_TRANSFERRED, user, study=uid, instances=str(amount.instances),
                        reason="prefetch", archive=base_url, patient=task.patient.patient_id,
                    )  # fmt: skip

        def landed(result: tuple[Study, bool, Amount]) -> None:
            study, self._done[uid], amount = result
            self._current = None
            self._pictured[uid] = study.main_series
            self._brought[uid] = amount.exams
            self._note_priors(study, amount.priors)
            self._tell()
            self.look()

        def failed(error: BaseException) -> None:
            self._current = None
            self._again[uid] = time.monotonic() + _RETRY_S
            self._later("retry", _RETRY_S + 1, self.look)
            if not isinstance(error, ReaderError):
                raise error
            _log.info("prefetch: %s", type(error).__name__)
            self.look()

        self._current = (uid, self._tasks.query(work, landed, failed=failed))

    def _rest(self, seconds: float) -> float:
        """On a worker thread: how long to leave the line and the processors alone after so much work."""
        return seconds * _REST_BESIDE_A_CASE if self._case is not None else 0.0

    def _call_off(self) -> None:
        current, self._current = self._current, None
        if current is not None:
            current[1].cancel()

    def _tell(self) -> None:
        self._place.worklist.worklist.set_here(frozenset(uid for uid, whole in self._done.items() if whole))

    def _later(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Do it on the main thread after a while; a later wish of the same name replaces an earlier one."""
        if name in self._delays:
            self._delays[name].cancel()
        self._delays[name] = self._tasks.later(seconds, call)

    def picture(self, task: ReadingTask, then: Callable[[NDArray[np.uint8] | None], None]) -> None:
        """A key image of an exam that is ready; `then` gets None where there is none."""
        series = self._pictured.get(task.workitem.study_uid)
        studies = self._place.studies
        if series is None or not task.here:
            then(None)
        else:
            chosen = series
            self._tasks.query(
                lambda _: key_picture(studies, chosen, task.patient, PICTURE), then,
                failed=lambda _: then(None), pool=Pool.DECODE, topic="worklist.picture",
            )  # fmt: skip

    # the cache --------------------------------------------------------------------------------------------

    def verify(self) -> None:
        """Look again which of the ready exams are really here, after something was deleted."""
        place = self._place
        ready = [task for uid, task in self._wanted().items() if self._done.get(uid)]
        self._done = dict.fromkeys(self._done, False)
        self._tell()

        def work(progress: Progress) -> set[str]:
            found = set()
            for task in ready:
                study = place.studies.study_now(place.base_url(task), task.workitem.study_uid, progress)
                if exam_is_here(place.studies, study):
                    found.add(study.study_uid)
            return found

        def landed(found: set[str]) -> None:
            self._done |= dict.fromkeys(found, True)  # what the user deleted is not fetched again by itself
            self._tell()

        self._tasks.query(work, landed, failed=lambda error: landed(set()), topic="prefetch.verify")

    def forget(self, task: ReadingTask) -> None:
        """Delete one exam from this computer, on the user's request; it is not fetched again by itself."""
        uid = task.workitem.study_uid

        def gone(_: int) -> None:
            self._done[uid] = False
            self._tell()

        if self._case is None or self._case.study.study_uid != uid:
            self._tasks.query(lambda _: self._cache.clear(uid), gone)

    def _settings_changed(self, settings: Settings) -> None:
        bounds = (settings.cache_bytes, settings.cache_days)
        if bounds != self._bounds:
            self._bounds = bounds
            bound = self._cache.bound
            self._tasks.query(lambda _: bound(*bounds), lambda _: self.verify(), topic="cache.bound")
        self.look()

    def _tidy(self) -> None:
        """Now and then, so that the bound by age holds on a program that is never closed."""
        if self._running:
            self._later("tidy", _TIDY_S, self._tidy)
            self._tasks.query(lambda _: self._cache.tidy(), lambda _: None, topic="cache.tidy")

    @property
    def _case_owner(self) -> str:
        return f"case {os.getpid()}"

    def _pin_case(self) -> None:
        model = self._case
        if model is not None:
            exams = {study.study_uid for study in (model.study, *model.priors)}
            self._tasks.query(lambda _: self._cache.pin(self._case_owner, exams), lambda _: None)

    def _priors_found(self) -> None:
        self._pin_case()
        if (model := self._case) is not None:
            self._note_priors(model.study, tuple(one for one in model.priors if model.judge_prior(one).same))

    def _note_priors(self, study: Study, priors: tuple[Study, ...]) -> None:
        """For the worklist, which does not search itself."""
        lines = (f"{day_text(p.when)} {exam_title('/'.join(p.modalities), p.description)}".strip() for p in priors)
        self._place.worklist.worklist.note_priors(study.study_uid, tuple(lines))

    def _pin_tasks(self) -> None:
        """What is claimed here, has a draft here or is on its way must be there until it is delivered."""
        place = self._place
        if place.worklist.worklist.loaded is None:
            return
        try:
            drafts = place.journal.kept()
        except ReaderError as error:
            _log.warning("what is kept stays as it was: %s", error.__cause__)
            return
        kept = {*drafts, *(entry.task_uid for entry in place.outbox.model.of_state(*UNDELIVERED))}
        tasks = place.worklist.worklist.tasks.values()
        needed = frozenset(task.workitem.study_uid for task in tasks if task.mine or task.uid in kept)
        if needed != self._pinned:
            self._pinned = needed
            owner = f"tasks {place.session.hub.url} {place.session.user.username}"
            self._tasks.query(lambda _: self._cache.pin(owner, needed), lambda _: None)
