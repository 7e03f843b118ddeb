"""The department's statistics as the hub counts them: asked for, put into words, written as CSV. No Qt.

Whatever is counted is of finished tasks, on the local day on which each ended; the hub says of which it has any.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from io import StringIO
from typing import Any

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, Kind, not_the_hub
from reader.core.text import mark, tr
from reader.dicom.values import PersonName

MOST_DAYS = 366
_KIND = Kind(30.0, 8 * 2**20, ("application/json",))
_COUNTS = (
    "tasks", "reads", "reviews", "signed", "addenda", "amendments", "overdue", "returned", "decided", "recalled",
)  # fmt: skip
_LATER_COUNTS = ("concluded", "positive", "poor", "reread", "differing", "significant")
"""Of hubs from this version on."""
_TIMES = ("wait", "reading", "review", "turnaround")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Grouping(Enum):
    """By what the rows are told apart; the value is the hub's word."""

    PERSON = "person"
    SITE = "site"
    MODALITY = "modality"
    DAY = "day"


GROUPINGS: Mapping[Grouping, str] = {
    Grouping.PERSON: mark("Person"), Grouping.SITE: mark("Site"),
    Grouping.MODALITY: mark("Modality"), Grouping.DAY: mark("Day"),
}  # fmt: skip


class Unit(Enum):
    COUNT = "count"
    SHARE = "share"
    """0 to 1; shown in percent."""
    SECONDS = "seconds"


@dataclass(frozen=True)
class Figures:
    """counts, times: by the hub's words; of a time its median and 90th percentile in seconds, None for none."""

    counts: Mapping[str, int]
    times: Mapping[str, tuple[float | None, float | None]]

    @property
    def return_rate(self) -> float | None:
        """Of the reports that were signed or returned, the share that was returned; None where there were none."""
        return self.counts["returned"] / self.counts["decided"] if self.counts["decided"] else None

    @property
    def positive_rate(self) -> float | None:
        """Of the exams whose report says whether it is positive, the share that is; None where none says it."""
        return self.counts["positive"] / self.counts["concluded"] if self.counts["concluded"] else None


    @property
    def agreement(self) -> float | None:
        """Of the reports that another doctor has read again, the share that was read alike; None where none was."""
        again = self.counts["reread"]
        return 1 - self.counts["differing"] / again if again else None


@dataclass(frozen=True)
class Row:
    """key: the hub's; name: of a person as DICOM writes it, "" of anything else."""

    key: str
    name: str
    figures: Figures

    @property
    def words(self) -> str:
        return PersonName.parse(self.name).display or self.key or tr("Not stated")


@dataclass(frozen=True)
class Statistics:
    """rows: by group. days: by day. total: of all of it. own: of this user alone. complete_from: the hub has
    deleted tasks that ended before this day, None for none. left_out: rows that were too many to be sent."""

    first: date
    last: date
    by: Grouping
    own: bool
    rows: tuple[Row, ...]
    days: tuple[Row, ...]
    total: Figures
    complete_from: date | None = None
    left_out: int = 0

    @property
    def incomplete(self) -> bool:
        return self.complete_from is not None and self.first < self.complete_from


@dataclass(frozen=True)
class Column:
    """title, tip: marked. value: None where there is nothing to count."""

    title: str
    tip: str
    unit: Unit
    value: Callable[[Figures], float | None]


def _count(name: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.counts[name]


def _time(name: str, which: int) -> Callable[[Figures], float | None]:
    return lambda figures: figures.times[name][which]


_WAIT = mark("From the order to the first claim")
_READING = mark("From the claim to the submitted report")
_REVIEW = mark("From the first submission to the signature, returns included")
_TOTAL = mark("From the order to the signature")
COLUMNS: Sequence[Column] = (
    Column(mark("Tasks"), mark("All tasks completed"), Unit.COUNT, _count("tasks")),
    Column(mark("First reads"), mark("Reports written and submitted; corrections are not counted again"),
           Unit.COUNT, _count("reads")),
    Column(mark("Reviews"), mark("Verifications completed, signed or returned"), Unit.COUNT, _count("reviews")),
    Column(mark("Signed"), mark("Reports signed, addenda and amendments too"), Unit.COUNT, _count("signed")),
    Column(mark("Addenda"), mark("Addenda signed"), Unit.COUNT, _count("addenda")),
    Column(mark("Amendments"), mark("Amendments signed"), Unit.COUNT, _count("amendments")),
    Column(mark("Positive rate"), mark("Positive, of the exams whose first signed report says either way"),
           Unit.SHARE, lambda figures: figures.positive_rate),
    Column(mark("Poor images"), mark("Exams with images marked as poor by the time their report was first signed"),
           Unit.COUNT, _count("poor")),
    Column(mark("Overdue"), mark("Tasks completed after they were due"), Unit.COUNT, _count("overdue")),
    Column(mark("Returned"), mark("Reports that a reviewer returned, counted for their author"),
           Unit.COUNT, _count("returned")),
    Column(mark("Return rate"), mark("Returned, of the author's reports that were returned or signed"),
           Unit.SHARE, lambda figures: figures.return_rate),
    Column(mark("Recalled"), mark("Reports that their author took back before they were reviewed"),
           Unit.COUNT, _count("recalled")),
    Column(mark("Read again"), mark("Signed reports that another doctor has read again, for author and signer"),
           Unit.COUNT, _count("reread")),
    Column(mark("Agreement"), mark("Of the reports read again, the share that was read alike"), Unit.SHARE,
           lambda figures: figures.agreement),
    Column(mark("Wait, median"), _WAIT, Unit.SECONDS, _time("wait", 0)),
    Column(mark("Wait, 90 %"), _WAIT, Unit.SECONDS, _time("wait", 1)),
    Column(mark("Reading, median"), _READING, Unit.SECONDS, _time("reading", 0)),
    Column(mark("Reading, 90 %"), _READING, Unit.SECONDS, _time("reading", 1)),
    Column(mark("To signature, median"), _REVIEW, Unit.SECONDS, _time("review", 0)),
    Column(mark("To signature, 90 %"), _REVIEW, Unit.SECONDS, _time("review", 1)),
    Column(mark("Turnaround, median"), _TOTAL, Unit.SECONDS, _time("turnaround", 0)),
    Column(mark("Turnaround, 90 %"), _TOTAL, Unit.SECONDS, _time("turnaround", 1)),
)  # fmt: skip


def shown(value: float | None, unit: Unit) -> str:
    """A value as it is read: "12", "4.5 %", "1 h 05 min"; "–" for none."""
    if value is None:
        return "–"
    if unit is Unit.COUNT:
        return f"{value:.0f}"
    if unit is Unit.SHARE:
        return f"{100 * value:.1f} %"
    minutes = round(value / 60)
    if value < 60:
        return tr("{seconds} s", seconds=round(value))
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02}")
    return tr("{days} d {hours} h", days=hours // 24, hours=hours % 24)


def ask(http: Http, root: str, first: date, last: date, by: Grouping, *, everybody: bool) -> Statistics:
    """root: of the hub's statistics, "" where it has none. everybody: not of this user alone.

    Days are those of this computer's time zone. Blocks; any thread but the main one. Raises `ReaderError`.
    """
    if not root:
        raise _none_there()
    asked = {"from": first.isoformat(), "to": last.isoformat(), "offset": str(offset_now()), "by": by.value}
    url = root if everybody else f"{root}/own"
    try:
        answer = http.request("GET", url, kind=_KIND, params=asked)
    except HttpError as error:
        if error.status == 404:
            raise _none_there() from error
        if error.status == 413:
            raise ReaderError(tr("That is too much to count at once."), tr("Choose fewer days.")) from error
        raise
    try:
        return _read(answer.json(), first, last, by)
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise not_the_hub(url, tr("an answer that can't be read")) from cause


def offset_now() -> int:
    """Minutes that this computer's time is ahead of UTC."""
    offset = datetime.now().astimezone().utcoffset()
    return int(offset.total_seconds()) // 60 if offset is not None else 0


def _none_there() -> ReaderError:
    return ReaderError(tr("This hub has no statistics."), tr("A newer version of the hub has them."))


def _read(found: Mapping[str, Any], first: date, last: date, by: Grouping) -> Statistics:
    since = str(found["complete_from"])
    return Statistics(
        first, last, by, bool(found["own"]),
        tuple(_row(entry) for entry in found["rows"]), tuple(_row(entry) for entry in found["days"]),
        _figures(found["total"]), date.fromisoformat(since) if since else None, int(found["left_out"]),
    )  # fmt: skip


def _row(entry: Mapping[str, Any]) -> Row:
    return Row(str(entry["key"]), str(entry.get("name", "")), _figures(entry))


def _figures(entry: Mapping[str, Any]) -> Figures:
    times = ((name, entry["times"][name]) for name in _TIMES)
    read = {name: (_number(found["median"]), _number(found["p90"])) for name, found in times}
    counts = {name: int(entry[name]) for name in _COUNTS}
    return Figures(counts | {name: int(entry.get(name, 0)) for name in _LATER_COUNTS}, read)


def _number(found: object) -> float | None:
    return None if found is None else float(str(found))


def csv_of(found: Statistics, rows: Sequence[Row]) -> bytes:
    """The table as spreadsheets read it: UTF-8 with BOM, times in minutes. rows: those of `found`, in their order.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = StringIO()
    table = csv.writer(text)
    table.writerow([tr(GROUPINGS[found.by]), *(_heading(column) for column in COLUMNS)])
    for row in rows:
        table.writerow([guarded(row.words), *(_cell(column, row.figures) for column in COLUMNS)])
    table.writerow([tr("All"), *(_cell(column, found.total) for column in COLUMNS)])
    return text.getvalue().encode("utf-8-sig")


def _heading(column: Column) -> str:
    title = tr(column.title)
    if column.unit is Unit.SECONDS:
        return tr("{title} (min)", title=title)
    return f"{title} (%)" if column.unit is Unit.SHARE else title


def _cell(column: Column, figures: Figures) -> str:
    value = column.value(figures)
    if value is None:
        return ""
    if column.unit is Unit.SECONDS:
        return f"{value / 60:.1f}"
    return f"{100 * value:.1f}" if column.unit is Unit.SHARE else f"{value:.0f}"


def guarded(text: str) -> str:
    """As a cell of a spreadsheet, which takes it for no formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
