"""The department's list of critical results: what is in it, filtered, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from reader.core.text import mark, tr
from reader.delivery.critical_words import CATEGORIES, CHANNELS, state_text, steps_text
from reader.dicom.ups.critical import CriticalResult, What
from reader.dicom.values import clock_text, local

HEADINGS = (
    mark("State"), mark("Recorded"), mark("Due"), mark("Patient"), mark("Exam"), mark("Finding"), mark("Category"),
    mark("Author"), mark("To be told"), mark("Person told"), mark("How"), mark("Read back"), mark("Told at"),
    mark("Told by"), mark("Minutes"), mark("Escalated to"),
)  # fmt: skip
STATE = 0
IN_TABLE = (0, 3, 5, 8, 9, 11, 12, 7, 2, 4, 1)
"""Of the columns those that are shown; the file has all."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def row(result: CriticalResult, now: datetime) -> tuple[str, ...]:
    """One cell for each of `HEADINGS`."""
    item, told = result.item, result.told
    whom, phone = result.to_tell
    number = f"{item.patient_id}@{item.issuer}" if item.issuer else item.patient_id
    handed = [event.whom for event in result.events if event.what is What.HANDED_ON]
    minutes = ""
    if told is not None and item.scheduled is not None:
        minutes = str(max(0, round((told.when - item.scheduled).total_seconds() / 60)))
    return (
        state_text(result, now), clock_text(item.scheduled), clock_text(item.due),
        " ".join(filter(None, (item.patient_name.display, number))), item.procedure or item.modality, result.text,
        tr(CATEGORIES[result.category]), result.author.display, " ".join(filter(None, (whom, phone))),
        told.whom if told is not None else "", tr(CHANNELS[told.channel]) if told is not None else "",
        "" if told is None else tr("Yes") if told.read_back else tr("No"),
        clock_text(told.when) if told is not None else "", told.by.display if told is not None else "", minutes,
        tr("; ").join(handed),
    )  # fmt: skip


def filtered(
    results: Iterable[CriticalResult], now: datetime, *,
    first: date, last: date, words: str = "", only_open: bool = False,
) -> list[CriticalResult]:  # fmt: skip
    """Those recorded on these days, and all that are open; the open ones first, by when they are due."""
    wanted = words.casefold().split()
    found = []
    for result in results:
        day = local(result.item.scheduled).date() if result.item.scheduled is not None else None
        if not result.open and (only_open or day is None or not first <= day <= last):
            continue
        text = " ".join((*row(result, now), *steps_text(result))).casefold()
        if all(word in text for word in wanted):
            found.append(result)
    return sorted(found, key=lambda one: (not one.open, one.due.timestamp() if one.due is not None else 0.0))


def csv_text(results: Sequence[CriticalResult], now: datetime) -> str:
    """With a byte order mark, so that spreadsheets read Chinese; no cell is a formula to them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(tr(heading)) for heading in HEADINGS])
    for result in results:
        writer.writerow([guarded(cell) for cell in row(result, now)])
    return "\ufeff" + out.getvalue()


def guarded(cell: str) -> str:
    """A text that a spreadsheet takes for a text: what would begin a formula has an apostrophe before it."""
    begins = cell.startswith(_BEGINS_A_FORMULA) or cell.lstrip().startswith(_BEGINS_A_FORMULA)
    return f"'{cell}" if begins else cell
