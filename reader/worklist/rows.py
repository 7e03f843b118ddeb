"""The rows on the screen: the worklist narrowed to a view or a search, and sorted. Plain Python, main thread.

A key in the search, a view or a header decides over every row that is known, so one pass has to be quick with
50,000 of them: what a row is sorted and found by is worked out once, when the row comes or changes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.worklist.corpus import BLOCK, NOT_FOUND, Corpus
from reader.worklist.exam import Exam, ExamKey, Row, Urgency
from reader.worklist.filters import Now, View, views_of
from reader.worklist.search import FoundBy, found_by, words_of

Order = Callable[[Row], tuple[float | str, ...]]
_Place = tuple[bool, tuple[float | str, ...], Urgency]
_NOT_YET = FoundBy(b"", b"")
_FEW = 50
"""So many lines are put in their places one by one; with more, all are sorted."""


@dataclass(slots=True, eq=False)
class _Line:
    """One row and what is known of it.

    place: what it is sorted by: done below open, then the column, then urgency. number: of its text in the corpus.
    gone: a newer line, or none, is in its place.
    """

    row: Row
    views: frozenset[View]
    place: _Place
    found_by: FoundBy = _NOT_YET
    number: int = -1
    gone: bool = False

    @property
    def due(self) -> float:
        """Seconds since 1970; infinity without a due time."""
        return self.place[2][1]


_place_of: Callable[[_Line], _Place] = attrgetter("place")


class _Searched(NamedTuple):
    """All lines in their order: their rows, and the numbers of their texts in the corpus; shape (lines,) each."""

    rows: NDArray[np.object_]
    numbers: NDArray[np.int64]


class Rows:
    """shown: the rows in their order. ranks: how well each of them is found, empty while nothing is searched.
    counts: of each view. A search looks through every row, whatever the view. by_match: what a search finds best
    comes first; else it is in the order of the column that was chosen."""

    def __init__(self, order: Order) -> None:
        self.view = View.FOR_ME
        self.search = ""
        self.shown: Sequence[Row] = ()
        self.ranks: Sequence[int] = ()
        self.counts: Counter[View] = Counter()
        self.by_match = True
        self._order, self._descending = order, False
        self._day: date | None = None
        self._lines: list[_Line] = []
        self._by_key: dict[ExamKey, _Line] = {}
        self._unread: list[_Line] = []
        self._read: list[_Line] = []  # but not in the corpus yet
        self._corpus = Corpus()
        self._searched: _Searched | None = None

    def take(self, rows: Mapping[ExamKey, Row], touched: Iterable[ExamKey], now: Now) -> None:
        """What has come, gone or changed."""
        gone, new = [], []
        for key in touched:
            old = self._by_key.pop(key, None)
            if old is not None:
                old.gone = True
                gone.append(old)
                self.counts.subtract(old.views)
            row = rows.get(key)
            if row is not None:
                line = _Line(row, views_of(row, now), self._place(row))
                self._by_key[key] = line
                new.append(line)
                self.counts.update(line.views)
        self._unread += new
        self._searched = None
        if self._descending or len(gone) + len(new) > _FEW:
            self._lines = [line for line in (*self._lines, *new) if not line.gone]
            self._sort()
            return
        for line in gone:
            del self._lines[self._lines.index(line, bisect_left(self._lines, line.place, key=_place_of))]
        for line in new:
            insort(self._lines, line, key=_place_of)
        self.narrow()

    def at(self, now: Now) -> None:
        """The time has changed: what has become overdue, or was done yesterday, belongs into other views."""
        another_day = now.moment.date() != self._day
        self._day = now.moment.date()
        moment = now.moment.timestamp()
        for line in self._lines:
            if another_day or (line.due < moment and not line.place[0] and View.OVERDUE not in line.views):
                self.counts.subtract(line.views)
                line.views = views_of(line.row, now)
                self.counts.update(line.views)
        self.narrow()

    def sort(self, order: Order, *, descending: bool, by_match: bool = False) -> None:
        self._order, self._descending, self.by_match = order, descending, by_match
        for line in self._lines:
            line.place = self._place(line.row)
        self._sort()

    def show(self, view: View, search: str = "") -> None:
        self.view, self.search = view, search.strip()
        self.narrow()

    def narrow(self) -> None:
        """Decide again which rows are shown."""
        words = words_of(self.search)
        if not words:
            self.shown = [line.row for line in self._lines if self.view in line.views]
            self.ranks = ()
            return
        if self._searched is None:
            self._searched = self._prepare()
        ranks = self._corpus.ranks(words)[self._searched.numbers]
        found = np.flatnonzero(ranks < NOT_FOUND)
        if self.by_match:
            found = found[np.argsort(ranks[found], kind="stable")]
        self.shown, self.ranks = self._searched.rows[found].tolist(), ranks[found].tolist()

    def read_ahead(self, most: int) -> bool:
        """Work out what so many more rows are found by; False when there is none left."""
        for _ in range(min(most, len(self._unread))):
            line = self._unread.pop()
            line.found_by = found_by(line.row)
            self._read.append(line)
            if len(self._read) == BLOCK:
                self._add_read()
        return bool(self._unread)

    def _prepare(self) -> _Searched:
        """Have the texts of all lines in the corpus, and few that are no line's any more."""
        self.read_ahead(len(self._unread))
        self._add_read()
        if len(self._corpus) > 2 * len(self._lines) + BLOCK:
            self._corpus, self._read = Corpus(), list(self._lines)
            self._add_read()
        rows = np.empty(len(self._lines), np.object_)
        rows[:] = [line.row for line in self._lines]
        return _Searched(rows, np.fromiter((line.number for line in self._lines), np.int64, len(self._lines)))

    def _add_read(self) -> None:
        lines = [line for line in self._read if not line.gone]
        for number, line in enumerate(lines, len(self._corpus)):
            line.number = number
        self._corpus.add([line.found_by for line in lines])
        self._read.clear()

    def _place(self, row: Row) -> _Place:
        return (not (isinstance(row, Exam) and row.open), self._order(row), row.urgent)

    def _sort(self) -> None:
        """Equal values stay in the order of their urgency, also where the column is turned round."""
        self._searched = None
        self._lines.sort(key=_place_of)
        if self._descending:
            self._lines.sort(key=lambda line: line.place[2])
            self._lines.sort(key=lambda line: line.place[1], reverse=True)
            self._lines.sort(key=lambda line: line.place[0])
        self.narrow()
