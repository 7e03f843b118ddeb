"""Images and results that arrive at the archive while their exam is open. No Qt; main thread.

Nothing moves on the screen by itself: new series come into the series column, new results to the findings, and a
series that is shown is loaded again when its reader says so. What nobody has looked at counts in the last check.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from reader.app.case import Case
from reader.app.presenter import Level, Message, Presenter
from reader.app.workplace import CasePlace
from reader.core.errors import ReaderError
from reader.core.tasks import Progress
from reader.core.text import Told, counted, tr
from reader.dicom.objects import READ, Use
from reader.study.heading import series_title
from reader.study.model import Series, Study

LOOK_S = 30.0
SETTLED_S = LOOK_S + 10.0
ABOUT = "what arrived while the exam was open"
C = TypeVar("C", bound=Case)
Failed = Callable[[BaseException], None]
_log = logging.getLogger(__name__)


class Grown(NamedTuple):
    """exam: as it was known, with what has come. new, longer: its series that have come, or have more instances.
    more: images by series."""

    exam: Study
    new: tuple[Series, ...]
    longer: tuple[Series, ...]
    more: Mapping[str, int]

    @property
    def results(self) -> bool:
        return any(series.holds(*READ) for series in (*self.new, *self.longer))


class Growing(Generic[C]):
    """Looks after the open case. take: brings what has come into it, and calls back when it was read. load_again: a
    series that is on its screen, or says why it can't."""

    def __init__(
        self,
        place: CasePlace,
        presenter: Presenter,
        take: Callable[[C, Grown, Callable[[], None]], None],
        load_again: Callable[[Case, str, Failed], None],
    ) -> None:
        self._place, self._presenter = place, presenter
        self._take, self._load_again = take, load_again
        self._watched: Callable[[], C | None] = lambda: None  # without keeping its images once it is left

    def watch(self, case: C) -> None:
        """From now on, until it is left. What lies on this computer does not grow."""
        if case is not self._watched() and urlsplit(case.study.offered.base_url).scheme in ("http", "https"):
            self._watched = weakref.ref(case)
            self._again(case)

    def _again(self, case: C) -> None:
        if not case.scope.closed:
            look = partial(self.look, case, lambda: self._again(case))
            case.scope.add(self._place.services.tasks.later(LOOK_S, look))

    def look(self, case: C, then: Callable[[], None]) -> None:
        """Ask the archive now what the exam holds; `then` comes when that is known, or it has not answered."""
        known, place, studies = case.study.offered, self._place, self._place.studies

        def work(progress: Progress) -> Grown | None:
            had = {series.series_uid: series.expected for series in known.series}
            sizes = studies.sizes_now(known.base_url, known.study_uid, progress)
            more = {uid for uid, size in sizes.items() if size > had.get(uid, -1)}
            if not more or more <= place.sent_series(known.study_uid):
                return None
            now = studies.study_now(known.base_url, known.study_uid, progress)
            own = place.sent_series(known.study_uid)  # also what was handed over meanwhile
            return grown(known, now, own, lambda series: studies.full_series_now(now, series, progress))

        def landed(found: Grown | None) -> None:
            if found is not None and case.study.offered is known:  # else it is of before a change here
                self._take(case, found, partial(self._tell, case, found))
            then()

        def failed(error: BaseException) -> None:
            _log.info("the open exam could not be looked at: %s", type(error).__name__)
            then()

        self._place.services.tasks.query(work, landed, failed=failed, scope=case.scope)

    def _tell(self, case: Case, found: Grown, *, settled: bool = False) -> None:
        """settled: documents were looked at once more. A doctor's report and what it is built on come one after
        the other, and which of them belong to the report that the window shows is known with the last."""
        admitted = {series.series_uid: series for series in case.study.study.series}
        seen = [admitted[s.series_uid] for s in (*found.new, *found.longer) if s.series_uid in admitted]
        seen = [series for series in seen if not _holds_only(series, case.documents)]
        if not seen:
            return  # what is withheld is said as that, and how far the report is in its own words
        images = any(found.more.get(series.series_uid) for series in seen)
        if not settled and not images and all(_is_of_documents(series) for series in seen):
            tell = partial(self._tell, case, found, settled=True)
            case.scope.add(self._place.services.tasks.later(SETTLED_S, tell))
            return
        what = Told(lambda: tr("A new result of this exam has arrived."))
        if images:
            what = Told(lambda: counted(
                "{count} more image of this exam has arrived.", "{count} more images of this exam have arrived.",
                sum(found.more.get(series.series_uid, 0) for series in seen),
            ))  # fmt: skip
        named = Told(lambda: tr("In the series column: {series}.", series=tr(", ").join(map(series_title, seen))))
        on_screen = {content.series.series_uid for content in case.views.contents()}
        again = [series for series in found.longer if series.is_image and series.series_uid in on_screen]
        if not again:
            self._presenter.tell(Message(what, named, level=Level.WARNING, about=ABOUT))
            return
        hint = Told(lambda: tr("The series on the screen does not show them yet."))

        def offer(what: str, hint: str) -> None:
            action = tr("Load it again")
            self._presenter.tell(Message(what, hint, level=Level.WARNING, about=ABOUT, action=action, run=load))

        def load() -> None:
            self._presenter.withdraw(ABOUT)
            for series in again:
                self._load_again(case, series.series_uid, missed)

        def missed(error: BaseException) -> None:
            why = error.user_message if isinstance(error, ReaderError) else str(error)
            offer(tr("The series could not be loaded again: {why}", why=why), hint)

        offer(what, hint)


def grown(known: Study, now: Study, own: AbstractSet[str], full: Callable[[Series], Series]) -> Grown | None:
    """What an exam has now beside what is known of it; None where that is nothing. own: series that are left out.
    full: lists a series whole; one that lists fewer than are known tells nothing."""
    before = {series.series_uid: series for series in known.series}
    new = tuple(s for s in now.series if s.series_uid not in before and s.series_uid not in own)
    listed = ((s, before[s.series_uid]) for s in now.series if s.series_uid in before)
    longer = tuple(
        whole for series, old in listed
        if series.expected > old.expected and _holds(whole := full(series), old)
    )  # fmt: skip
    if not new and not longer:
        return None
    renewed = {series.series_uid: series for series in longer}
    series = (*(renewed.get(old.series_uid, old) for old in known.series), *new)
    had = {uid: old.picture_count for uid, old in before.items()}
    more = {s.series_uid: s.picture_count - had.get(s.series_uid, 0) for s in (*new, *longer) if s.is_image}
    return Grown(replace(known, series=series), new, longer, more)


def _is_of_documents(series: Series) -> bool:
    return bool(series.kinds) and all(Use.AUTHORED in kind.uses for kind in series.kinds)


def _holds_only(series: Series, uids: AbstractSet[str]) -> bool:
    there = {instance.sop_instance_uid for instance in series.instances}
    return len(there) >= max(series.expected, 1) and there <= uids


def _holds(series: Series, old: Series) -> bool:
    there = {instance.sop_instance_uid for instance in series.instances}
    return len(there) > len(old.instances) and there.issuperset(i.sop_instance_uid for i in old.instances)
