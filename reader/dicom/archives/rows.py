"""The rows of a search or of metadata, each alone: what is wrong with one costs that one, or only an attribute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.text import tr
from reader.dicom.json_model import Json
from reader.dicom.records import Damaged, records
from reader.dicom.validation import Problem, check

# What a row is about, by level: without it nobody knows what the row is of.
_NAMED_BY = ("0020000D", "0020000E", "00080018")


@dataclass(frozen=True)
class Rows:
    """found: what can be read, without the attributes that can't. faults: what was wrong, one line a row."""

    found: tuple[Json, ...] = ()
    faults: tuple[str, ...] = ()


def row_fault(number: int, reason: str) -> str:
    """What is wrong with one row of an answer, in the user's language."""
    return tr("row {number}: {reason}", number=number, reason=reason)


def rows(content: bytes) -> Rows:
    """An answer in DICOM JSON. Raises ValueError where it is none at all."""
    found, faults = [], []
    for number, record in enumerate(records(content), 1):
        if isinstance(record, Damaged):
            faults.append(row_fault(number, record.reason))
            continue
        checked = check(record)
        lost = [problem for problem in checked.problems if not problem.usable]
        if lost:
            faults.append(row_fault(number, tr("; ").join(problem.text for problem in lost[:3])))
        if not any(problem.tag in _NAMED_BY for problem in lost):
            found.append(checked.dataset | _old_moments(record, lost))
    return Rows(tuple(found), tuple(faults))


def _old_moments(record: Json, lost: Iterable[Problem]) -> Json:
    """Dates and times written as old devices do ("1970.01.31"): whoever reads them knows those too."""
    kept = {problem.tag for problem in lost if problem.vr in ("DA", "TM") and problem.path.count("(") == 1}
    plain = {tag: record[tag] for tag in kept if isinstance(record.get(tag), dict)}
    return {tag: entry for tag, entry in plain.items() if _is_one_text(entry.get("Value"))}


def _is_one_text(values: object) -> bool:
    return isinstance(values, list) and len(values) == 1 and isinstance(values[0], str) and values[0].isascii()


def plain_rows(content: bytes) -> Rows:
    """The same for metadata, which is as the devices wrote it: what each record says is for whoever reads it."""
    parsed = records(content)
    found = tuple(record for record in parsed if not isinstance(record, Damaged))
    faults = (row_fault(n, r.reason) for n, r in enumerate(parsed, 1) if isinstance(r, Damaged))
    return Rows(found, tuple(faults))
