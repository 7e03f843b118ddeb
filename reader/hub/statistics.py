"""Statistics of the department, under /statistics: how much was read, reviewed and signed, how fast and how well.

A task counts on the local day on which it ended. Who did it has the work, the delays and the times; whose report
it was has the returns and recalls. Times are in seconds: of the first report of each order, whatever was returned
or recalled on the way. A claim before the scheduled time has waited 0 seconds.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reader.hub.answers import Refused
from reader.hub.hub import Hub
from reader.hub.moments import span
from reader.hub.steps import PASSED, READ, RECALLED, RETURNED, REVIEW, SECOND, SIGNED
from reader.hub.users import User

GROUPS = ("person", "site", "modality", "day")
COUNTS = (
    "tasks", "reads", "reviews", "signed", "addenda", "amendments", "overdue", "returned", "decided", "recalled",
    "concluded", "positive", "poor", "reread", "differing", "significant",
)  # fmt: skip
"""decided: verifications of reports of this author that ended with a signature or a return. concluded: exams whose
first signed report says whether it is positive; positive: those that are. poor: exams with images that were marked
as poor by then. reread: signed reports that another doctor has read again on that day, for their author and for who
signed; differing: those that were read otherwise; significant: in a way that is likely to matter."""
SPANS = ("wait", "reading", "review", "turnaround")
"""Ordered → first claimed, claimed → submitted, first submitted → signed, ordered → signed."""
MOST_DAYS, MOST_TASKS, MOST_ROWS = 366, 400_000, 1_000
_PATIENCE_S = 20.0
_DAY = 86_400_000_000
_MINUTE = 60_000_000
_MOST_OFFSET = 14 * 60
_OFFSET = re.compile(r"-?\d{1,3}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ORDERED = "(SELECT min(o.ordered) FROM step o WHERE o.root = step.root AND o.task = 'read')"
_CLAIMED = "(SELECT min(o.claimed) FROM step o WHERE o.root = step.root AND o.task = 'read')"
_SUBMITTED = (
    "(SELECT min(o.ended) FROM step o WHERE o.root = step.root AND o.task = 'read' AND o.outcome = 'done')"
)
_FIRST_SIGNED = "outcome = 'signed' AND supplement = ''"
_PLACES = {"site": "site", "modality": "modality"}
_ROWS = f"""SELECT task, outcome, supplement, positive, poor, performer, author, {{place}},
    due, claimed, ended,
    CASE WHEN task = 'read' OR ({_FIRST_SIGNED}) THEN {_ORDERED} END,
    CASE WHEN task = 'read' THEN {_CLAIMED} WHEN {_FIRST_SIGNED} THEN {_SUBMITTED} END
    FROM step WHERE ended >= ? AND ended < ? AND outcome <> '' ORDER BY ended LIMIT ?"""
_REREADS = """SELECT score, significant, author, performer, {place}, done FROM reread
    JOIN step ON step.uid = reread.uid WHERE score > 0 AND done >= ? AND done < ? ORDER BY done LIMIT ?"""


@dataclass(frozen=True)
class Question:
    """first, last: local days, both counted. offset: minutes that local time is ahead of UTC. by: of `GROUPS`."""

    first: date
    last: date
    offset: int
    by: str

    @property
    def limits(self) -> tuple[int, int]:
        """Begin and (exclusive) end as in `moments`."""
        shift = self.offset * _MINUTE
        return self.first.toordinal() * _DAY - shift, (self.last.toordinal() + 1) * _DAY - shift

    def day(self, moment: int) -> str:
        return date.fromordinal((moment + self.offset * _MINUTE) // _DAY).isoformat()


class _Tally:
    """What is counted of one group."""

    __slots__ = ("counts", "spans")

    def __init__(self) -> None:
        self.counts = [0] * len(COUNTS)
        self.spans: tuple[list[int], ...] = tuple([] for _ in SPANS)

    def plain(self) -> dict[str, Any]:
        times = {name: _summary(found) for name, found in zip(SPANS, self.spans, strict=True)}
        return dict(zip(COUNTS, self.counts, strict=True)) | {"times": times}


def routes(hub: Hub) -> list[Route]:
    limiter: list[CapacityLimiter] = []

    async def answer(request: Request, own: User | None) -> Response:
        question = _question(request.query_params)
        if not limiter:
            limiter.append(CapacityLimiter(1))  # one at a time: the worklist goes before
        found = await to_thread.run_sync(statistics, hub.database.path, question, own, limiter=limiter[0])
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def everybody(request: Request) -> Response:
        return await answer(request, None)

    async def own(request: Request) -> Response:
        return await answer(request, request.state.user)

    return [
        Route("/statistics", everybody, methods=["GET"]),
        Route("/statistics/own", own, methods=["GET"]),
    ]


def statistics(path: Path, question: Question, own: User | None = None) -> dict[str, Any]:
    """The answer. own: count only what this user did, and what became of their reports.

    Reads the database at `path` on a connection of its own: nobody waits for it. Blocks. Raises `Refused`.
    """
    deadline = time.monotonic() + _PATIENCE_S
    rows = _ROWS.format(place=_PLACES.get(question.by, "''"))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            db.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
            until = db.execute("SELECT until FROM step_lost").fetchone()
            groups, days = _tallied(db.execute(rows, (*question.limits, MOST_TASKS + 1)), question, own)
            again = _REREADS.format(place=_PLACES.get(question.by, "''"))
            _add_rereads(db.execute(again, (*question.limits, MOST_TASKS + 1)), question, own, groups, days)
            most = sorted(groups.items(), key=lambda entry: (-entry[1].counts[0], entry[0]))[:MOST_ROWS]
            names = {key: _name_of(db, key) for key, _ in most if key} if question.by == "person" else {}
    except sqlite3.OperationalError as cause:
        raise Refused(503, "the statistics took too long, or the database is busy: ask for fewer days") from cause
    total = _Tally()
    for one in days.values():
        total.counts = [a + b for a, b in zip(total.counts, one.counts, strict=True)]
        for whole, part in zip(total.spans, one.spans, strict=True):
            whole += part
    lost = span(until[0]) if until is not None and until[0] else None
    return {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "offset": question.offset,
        "by": question.by,
        "own": own is not None,
        "complete_from": question.day(lost[1] + _DAY) if lost is not None else "",
        "rows": [{"key": key, "name": names.get(key, "")} | one.plain() for key, one in most],
        "left_out": len(groups) - len(most),
        "days": [{"key": key} | one.plain() for key, one in sorted(days.items())],
        "total": total.plain(),
    }


def _tallied(
    rows: Iterable[Sequence[Any]], question: Question, own: User | None
) -> tuple[dict[str, _Tally], dict[str, _Tally]]:
    """By group and by day. rows: of `_ROWS`."""
    groups: dict[str, _Tally] = {}
    days: dict[str, _Tally] = {}
    by, mine, day_of, begin = question.by, _known(own), question.day, question.limits[0]
    dates: dict[int, str] = {}
    for number, row in enumerate(rows):
        if number >= MOST_TASKS:
            raise Refused(413, f"more than {MOST_TASKS} tasks ended in that time: ask for fewer days")
        task, outcome, supplement, positive, poor, performer, author, place, due, claimed, *times = row
        ended, ordered, between = times
        since = (ended - begin) // _DAY
        day = dates.get(since) or dates.setdefault(since, day_of(ended))
        place = day if by == "day" else place
        if outcome != RECALLED and mine(performer):
            one = _at(groups, performer if by == "person" else place)
            for tally in (one, _at(days, day)):
                _add_work(tally, task, outcome, supplement, due is not None and ended > due)
                if outcome == SIGNED and not supplement:
                    tally.counts[10] += positive is not None
                    tally.counts[11] += positive or 0
                    tally.counts[12] += poor or 0
                _add_times(tally.spans, task, ordered, between, claimed, ended)
        if mine(author) and (task == REVIEW or (task == SECOND and outcome == RECALLED)):
            one = _at(groups, author if by == "person" else place)
            for tally in (one, _at(days, day)):
                tally.counts[7] += outcome == RETURNED
                tally.counts[8] += outcome not in (RECALLED, PASSED)
                tally.counts[9] += outcome == RECALLED
    return groups, days


def _add_rereads(
    rows: Iterable[Sequence[Any]], question: Question, own: User | None,
    groups: dict[str, _Tally], days: dict[str, _Tally],
) -> None:  # fmt: skip
    """rows: of `_REREADS`."""
    mine = _known(own)
    for score, significant, author, performer, place, done in rows:
        people = [person for person in dict.fromkeys((author, performer)) if mine(person)]
        if not people:
            continue
        day = question.day(done)
        keys = {"person": people, "day": [day]}.get(question.by, [place])
        for tally in (*(_at(groups, key) for key in keys), _at(days, day)):
            tally.counts[13] += 1
            tally.counts[14] += score > 1
            tally.counts[15] += significant


def _add_work(tally: _Tally, task: str, outcome: str, supplement: str, late: bool) -> None:
    counts = tally.counts
    counts[0] += 1
    if task == READ:
        counts[1] += 1
    elif task == REVIEW:
        counts[2] += 1
        if outcome == SIGNED:
            counts[3] += 1
            counts[4] += supplement == "addendum"
            counts[5] += supplement == "amendment"
    counts[6] += late


def _add_times(
    spans: tuple[list[int], ...], task: str,
    ordered: int | None, between: int | None, claimed: int | None, ended: int,
) -> None:  # fmt: skip
    """between: of a read when its order was first claimed; of a signature when the report was first submitted."""
    if task == READ:
        if ordered is not None and between is not None:
            spans[0].append(max(0, between - ordered))
        if claimed is not None:
            spans[1].append(max(0, ended - claimed))
    elif between is not None:
        spans[2].append(max(0, ended - between))
        if ordered is not None:
            spans[3].append(max(0, ended - ordered))


def _known(own: User | None) -> Callable[[str], bool]:
    """Whether an identifier is of whom it is about."""
    if own is None:
        return lambda _: True
    known: dict[str, bool] = {}
    user = own

    def mine(identifier: str) -> bool:
        found = known.get(identifier)
        if found is None:
            found = known[identifier] = user.is_known_as(identifier)
        return found

    return mine


def _at(tallies: dict[str, _Tally], key: str) -> _Tally:
    found = tallies.get(key)
    if found is None:
        found = tallies[key] = _Tally()
    return found


def _name_of(db: sqlite3.Connection, person: str) -> str:
    """As the newest task has it, "" where none has."""
    for column in ("performer", "author"):
        named = f"SELECT {column}_name FROM step WHERE {column} = ? AND {column}_name <> ''"
        found = db.execute(f"{named} ORDER BY number DESC LIMIT 1", (person,)).fetchone()
        if found is not None:
            return str(found[0])
    return ""


def _summary(times: list[int]) -> dict[str, Any]:
    """Count, median and 90th percentile (linear between the two nearest) in seconds."""
    times.sort()
    median, ninetieth = (_quantile(times, part) for part in (0.5, 0.9))
    return {"count": len(times), "median": median, "p90": ninetieth}


def _quantile(ordered: Sequence[int], part: float) -> float | None:
    if not ordered:
        return None
    low, rest = divmod((len(ordered) - 1) * part, 1)
    first = ordered[int(low)]
    second = ordered[min(int(low) + 1, len(ordered) - 1)]
    return round((first + (second - first) * rest) / 1_000_000, 3)


def _question(asked: Mapping[str, str]) -> Question:
    """Raises `Refused` (400) for what can't be answered."""
    first, last, offset = asked_days(asked)
    by = asked.get("by", "person")
    if by not in GROUPS:
        raise Refused(400, f"by is one of {', '.join(GROUPS)}")
    return Question(first, last, offset, by)


def asked_days(asked: Mapping[str, str]) -> tuple[date, date, int]:
    """The first and the last day, and the minutes that they are ahead of UTC. Raises `Refused` (400)."""
    first, last = _days(asked)
    text = asked.get("offset", "0")
    if not _OFFSET.fullmatch(text) or abs(offset := int(text)) > _MOST_OFFSET:
        raise Refused(400, f"offset is the minutes that local time is ahead of UTC, at most {_MOST_OFFSET}")
    return first, last, offset


def _days(asked: Mapping[str, str]) -> Iterator[date]:
    found = []
    for name in ("from", "to"):
        text = asked.get(name, "")
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            found.append(date.fromisoformat(text))
        except ValueError:
            raise Refused(400, f"{name} is a day like 2026-01-31") from None
    if not 0 <= (found[1] - found[0]).days < MOST_DAYS:
        raise Refused(400, f"from one day to a later one, at most {MOST_DAYS} days")
    if not 1900 <= found[0].year <= 9000:
        raise Refused(400, "from is a day like 2026-01-31")
    return iter(found)
