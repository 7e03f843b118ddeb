"""What the hub is asked for beside the list: a search, the steps of one exam, what was withdrawn before today, and
how many rows a view has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from reader.core.http import HttpError
from reader.core.tasks import Progress, Tasks
from reader.dicom.ups.paging import Search
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED
from reader.worklist.exam import Exam, exam_key, exam_of
from reader.worklist.filters import View
from reader.worklist.listing import WorklistModel
from reader.worklist.model import Entry, ReadingTask
from reader.worklist.pages import Got, Pages
from reader.worklist.rights import Rights

_MANY = 200
_WAITS, _BOTH = {"00741000": SCHEDULED}, {"00741000": f"{SCHEDULED},{IN_PROGRESS}"}
_NOBODY = {**_WAITS, "00404034": '""'}
_REVIEW = {"00404018.00080100": REPORT_VERIFICATION.value}
_WITHDRAWN_SINCE = timedelta(days=30)
_NOT_ASKED = (400, 404, 405, 501)
"""What a server answers that can't be asked this."""
_Part = tuple[int, Search]


class Asking:
    """Main thread. The answers join `worklist`. came: hears which records came this way."""

    def __init__(
        self,
        worklist: WorklistModel,
        pages: Pages,
        tasks: Tasks,
        rights: Rights,
        *,
        came: Callable[[set[str]], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._worklist = worklist
        self._pages = pages
        self._tasks = tasks
        self._rights = rights
        self._came, self._failed = came, failed
        self.knows: frozenset[str] = frozenset()
        self._withdrawn_known = False

    def find(self, words: str, then: Callable[[bool], None]) -> None:
        """Tasks that are not here yet. `then` comes with True after the hub's answer, with False where it gave none
        or was not asked."""
        if self._worklist.extent.complete or "text" not in self.knows or not words.strip():
            then(False)
            return

        def missed(error: BaseException) -> None:
            self._failed(error)
            then(False)

        def landed(got: Got) -> None:
            self._take(got)
            then(True)

        search = Search(_BOTH, _MANY, {"text": words})
        self._tasks.query(
            lambda progress: self._pages.read(search, None, progress), landed, failed=missed, topic="worklist.find"
        )

    def steps_of(self, exam: Exam, then: Callable[[], None] = lambda: None, *, chosen: bool = True) -> None:
        """The other steps of an exam, which may have been done before today. chosen: only the exam that was chosen
        last is of interest. then: comes after the answer has been taken; never where there was none."""
        study = exam.task.workitem.study_uid
        if not study:
            return

        def landed(got: Got) -> None:
            self._take(got)
            then()

        search = Search({"0040A370.0020000D": study}, _MANY)
        self._tasks.query(
            lambda progress: self._pages.read(search, None, progress),
            landed, failed=lambda _: None, topic=("worklist.steps", "" if chosen else study),
        )  # fmt: skip

    def withdrawn(self) -> None:
        """This user's reports whose review was withdrawn without a step after it: nobody else waits for them. Where
        the hub does not know which these are, those of the last 30 days. Asked until it has been answered once."""
        if self._withdrawn_known:
            return
        since = f"{datetime.now() - _WITHDRAWN_SINCE:%Y%m%d}-"
        search = Search({"00741000": CANCELED, **_REVIEW, "00404010": since}, _MANY)
        if "withdrawn" in self.knows:
            search = Search({}, _MANY, {"withdrawn": "true"})

        def ask(progress: Progress) -> list[Entry]:
            entries: list[Entry] = []
            reviews = (task for task in self._tasks_of(search, progress) if self._rights.is_me(task.author_id))
            for key, study in {exam_key(review): review.workitem.study_uid for review in reviews}.items():
                steps = self._tasks_of(Search({"0040A370.0020000D": study}, _MANY), progress)
                steps = [task for task in steps if exam_key(task) == key]
                withdrawn = exam_of(key, steps, self._rights).withdrawn if steps else ()
                if any(self._rights.is_me(review.author_id) for review in withdrawn):
                    entries += steps
            return entries

        def landed(entries: list[Entry]) -> None:
            self._withdrawn_known = True
            self._take_entries(entries)

        def missed(error: BaseException) -> None:
            if isinstance(error, HttpError) and error.status in _NOT_ASKED:
                self._withdrawn_known = True
            else:
                self._failed(error)

        self._tasks.query(ask, landed, failed=missed, topic="worklist.withdrawn")

    def _tasks_of(self, search: Search, progress: Progress) -> list[ReadingTask]:
        """On a worker: all that is found, page by page."""
        found: dict[str, ReadingTask] = {}
        got: Got | None = None
        while got is None or got.page.more:
            got = self._pages.read(search, got.page if got is not None else None, progress)
            fresh = {entry.uid: entry for entry in got.entries if isinstance(entry, ReadingTask)}
            if not fresh.keys() - found.keys():
                break
            found |= fresh
        return list(found.values())

    def count(self) -> None:
        """How many rows each view has, while the list is not complete."""
        if "openable" not in self.knows:
            return

        def ask(progress: Progress) -> dict[View, int]:
            found = {}
            for view, parts in self._counting():
                progress.check()
                found[view] = sum(sign * self._pages.total(search) for sign, search in parts)
            return found

        def landed(found: dict[View, int]) -> None:
            if not self._worklist.extent.complete:
                self._worklist.set_stated(found)

        self._tasks.query(ask, landed, failed=self._failed, topic="worklist.count")

    def _counting(self) -> Iterator[tuple[View, list[_Part]]]:
        """Each view as numbers to add and to subtract."""
        own, now = {"reader": self._rights.user.code.value}, f"{datetime.now():%Y%m%d%H%M%S}"

        def part(sign: int, match: dict[str, str], extra: dict[str, str] | None = None) -> _Part:
            return sign, Search(match, 0, {"openable": "true", **(extra or {})})

        yield View.WAITING, [part(1, _WAITS), part(-1, {**_WAITS, **_REVIEW})]
        yield View.URGENT, [part(1, {**_BOTH, "00741200": "HIGH"})]
        yield View.FOR_ME, [part(1, _BOTH, own)]
        yield View.UNASSIGNED, [part(1, _NOBODY), part(-1, {**_NOBODY, **_REVIEW})]
        yield View.MY_REVIEW, [part(1, {**_WAITS, **_REVIEW}), part(1, {"00741000": IN_PROGRESS, **_REVIEW}, own)]
        yield View.OVERDUE, [part(1, {**_BOTH, "00404011": f"-{now}"})]

    def _take(self, got: Got) -> None:
        self._take_entries(got.entries, got.gone)

    def _take_entries(self, entries: Sequence[Entry], gone: Sequence[str] = ()) -> None:
        self._came({entry.key for entry in entries})
        self._worklist.take(entries, gone, announce=False)
