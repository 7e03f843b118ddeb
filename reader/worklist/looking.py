"""Reading the worklist: the first page at once, the rest in bounded pages, and later only what has changed.

A page is asked for when the one before has been taken, so that the first rows are on the screen while the rest is
under way and no more than one page is in memory twice. A large list is read whole once; after that the hub is asked
for what was modified since, and for its number of open tasks, which shows whether something was missed.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from reader.core.http import HttpError
from reader.core.tasks import Tasks
from reader.dicom.ups.paging import Page, Search
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from reader.dicom.values import parse_dt
from reader.worklist.exam import is_open
from reader.worklist.listing import Extent, WorklistModel
from reader.worklist.model import State
from reader.worklist.pages import Got, Pages

FIRST, REST = 100, 500
"""How many tasks the first page has, and each after it."""
MOST = 60_000
"""How many open tasks are held at most; the list says that there are more, and the search reaches them."""
SMALL = 2_000
"""Up to so many tasks the whole list is read at each look."""
WHOLE_EVERY_S = 1800.0
_OVERLAP_S = 5.0
_OPEN = {SCHEDULED: State.WAITING, IN_PROGRESS: State.READING}

Failed = Callable[[BaseException], None]
_Asker = tuple[Callable[[], None] | None, Failed | None]


@dataclass(frozen=True)
class _Ask:
    """One page to ask for. state: which total of open tasks it tells, "" for none."""

    search: Search
    state: str = ""
    previous: Page | None = None


@dataclass
class _Look:
    """One look under way. asks: what is still to be read, the next one first. whole: everything, not only changes.

    seen: keys of the records that it has brought; newer: of those that came by another way meanwhile.
    """

    asks: deque[_Ask]
    whole: bool
    askers: list[_Asker]
    began: float = field(default_factory=time.monotonic)
    seen: set[str] = field(default_factory=set)
    newer: set[str] = field(default_factory=set)
    totals: dict[str, int | None] = field(default_factory=dict)
    open_seen: int = 0
    newest: str = ""


class Looking:
    """Main thread. landed: hears each page; looked: after each look, whether it was of everything; failed: the
    failure of a look."""

    def __init__(
        self,
        worklist: WorklistModel,
        pages: Pages,
        tasks: Tasks,
        *,
        landed: Callable[[Got], None],
        looked: Callable[[bool], None],
        failed: Failed,
    ) -> None:
        self._worklist = worklist
        self._pages = pages
        self._tasks = tasks
        self._landed, self._looked, self._failed = landed, looked, failed
        self._look: _Look | None = None
        self._askers: list[_Asker] = []
        self._knows: frozenset[str] = frozenset()
        self._newest = ""
        self._whole_at: float | None = None

    def refresh(self, then: Callable[[], None] | None = None, failed: Failed | None = None) -> None:
        """Look again: now, or after the look that is under way."""
        self._askers.append((then, failed))
        if self._look is None:
            self._begin(whole=self._must_be_whole())

    def came(self, keys: set[str]) -> None:
        """These records came by another way: a look that began before does not know better."""
        if self._look is not None:
            self._look.newer |= keys

    def _must_be_whole(self) -> bool:
        if self._whole_at is None or not self._newest or "after" not in self._knows:
            return True
        small = len(self._worklist.tasks) <= SMALL
        return small or time.monotonic() - self._whole_at > WHOLE_EVERY_S

    def _begin(self, *, whole: bool) -> None:
        asks: list[_Ask] = []
        if whole:
            today = f"{date.today():%Y%m%d}-"
            asks += [_Ask(Search({"00741000": state}, FIRST), state) for state in _OPEN]
            ended = ({"00741000": state, "00404010": today} for state in (COMPLETED, CANCELED))
            asks += [_Ask(Search(match, REST)) for match in ended]
        else:
            asks.append(_Ask(Search({"00404010": f"{self._newest}-"}, REST)))
            asks += [_Ask(Search({"00741000": state}, 0), state) for state in _OPEN]
        askers, self._askers = self._askers, []
        self._look = _Look(deque(asks), whole, askers)
        self._next(self._look)

    def _next(self, look: _Look) -> None:
        if not look.asks:
            self._end(look)
            return
        ask = look.asks.popleft()
        self._tasks.query(
            lambda progress: self._pages.read(ask.search, ask.previous, progress),
            lambda got: self._took(look, ask, got),
            failed=lambda error: self._broke(look, ask, error),
            topic="worklist.refresh",
        )

    def _took(self, look: _Look, ask: _Ask, got: Got) -> None:
        self._knows |= got.page.knows
        self._landed(got)
        look.newest = max(look.newest, got.newest)
        before = len(look.seen)
        look.seen.update(entry.key for entry in got.entries)
        if ask.search.limit:
            fresh = [entry for entry in got.entries if entry.key not in look.newer]
            self._worklist.take(fresh, got.gone, looked=True)
        if ask.state:
            look.totals[ask.state] = got.page.total
            look.open_seen += len(look.seen) - before
        if got.page.more and len(look.seen) > before and not (ask.state and look.open_seen >= MOST):
            further = _Ask(Search(ask.search.match, REST), ask.state, got.page)
            if ask.state == SCHEDULED and ask.previous is None:
                look.asks.append(further)  # what is under way and what was done today comes first
            else:
                look.asks.appendleft(further)
        if look.whole and ask.state and self._whole_at is None:
            more = any(other.state for other in look.asks)
            self._worklist.set_extent(Extent(look.open_seen, _total(look), complete=not more))
        self._next(look)

    def _broke(self, look: _Look, ask: _Ask, error: BaseException) -> None:
        match = dict(ask.search.match)
        if isinstance(error, HttpError) and ask.previous is None and len(match) > 1 and match.pop("00404010", ""):
            look.asks.appendleft(_Ask(Search(match, REST)))  # it can't match the time: all of that state, then
            self._next(look)
            return
        self._look = None
        askers, self._askers = look.askers + self._askers, []
        self._failed(error)
        for _, failed in askers:
            if failed is not None:
                failed(error)

    def _end(self, look: _Look) -> None:
        self._look = None
        extent = self._worklist.extent
        if look.whole:
            kept = look.seen | look.newer
            self._worklist.take((), self._worklist.outlived(kept))
            self._whole_at = time.monotonic()
            bounded = look.open_seen >= MOST and look.open_seen < (_total(look) or MOST + 1)
            extent = Extent(look.open_seen, _total(look), complete=not bounded, bounded=bounded)
            self._worklist.set_extent(extent)
            self._worklist.end_first_look()
        elif not extent.bounded and self._differs(look):
            self._askers = look.askers + self._askers
            self._begin(whole=True)
            return
        if look.newest:
            self._newest = max(self._newest, _earlier(look.newest, time.monotonic() - look.began + _OVERLAP_S))
        self._looked(look.whole and not extent.bounded)
        for then, _ in look.askers:
            if then is not None:
                then()
        if self._askers and self._look is None:
            self._begin(whole=self._must_be_whole())

    def _differs(self, look: _Look) -> bool:
        """Whether the hub has another number of open tasks than this list, so that something was missed."""
        here = sum(is_open(task) for task in self._worklist.tasks.values())
        total = _total(look)
        return total is not None and not 0 <= total - here <= len(self._worklist.unreadable)


def _total(look: _Look) -> int | None:
    """Of all open tasks, None where the server does not say."""
    totals = [total for total in look.totals.values() if total is not None]
    return sum(totals) if len(totals) == len(_OPEN) else None


def _earlier(text: str, seconds: float) -> str:
    """A time as the hub writes it, so much before: what changed while one looked has an earlier time than the
    newest that was seen."""
    moment = parse_dt(text)
    return f"{moment - timedelta(seconds=seconds):%Y%m%d%H%M%S}" if moment is not None and moment.year > 1 else ""
