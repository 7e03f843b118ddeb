"""Every workitem as one narrow row for the department's statistics: what was done, by whom, when; no patient in it.

`Listing` writes the row in the transaction that writes the workitem. At start the rows are made that are missing
or of another state than their workitem: of a folder from before there were any, or that an older hub has used.
Deleting a workitem deletes its row, and notes until when something is missing since. Any thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.core.storage import Database
from reader.dicom.json_model import Json, code_from, items, value
from reader.dicom.ups.critical import CRITICAL
from reader.dicom.ups.tasks import (
    TAKEN_BACK,
    actual_performers,
    conclusion_of,
    notifiable_in,
    poor_images,
    reasons_for_cancelling,
    subject_from,
)
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    REPORT_VERIFICATION,
    says_verified,
)
from reader.hub.matching import values_at
from reader.hub.moments import span, zone_of

READ: Final = "read"
"""The first report of an order; once it is sent back or recalled, writing it again is a `CORRECTION`."""
CORRECTION: Final = "correction"
SUPPLEMENT: Final = "supplement"
REVIEW: Final = "review"
SECOND: Final = "second"
"""An exam read once more, without knowledge of its report, before that is reviewed."""
TELLING: Final = "telling"
"""Of a critical result: no report, so it counts nowhere here."""
DONE, SIGNED, RETURNED, PASSED, RECALLED = "done", "signed", "returned", "passed", "recalled"
"""PASSED: reviewed, and handed on to a chief, who signs."""

_MIGRATIONS = (
    """CREATE TABLE step (number INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        task TEXT NOT NULL, outcome TEXT NOT NULL, supplement TEXT NOT NULL, root TEXT NOT NULL,
        performer TEXT NOT NULL, performer_name TEXT NOT NULL, author TEXT NOT NULL, author_name TEXT NOT NULL,
        site TEXT NOT NULL, modality TEXT NOT NULL,
        due INTEGER, ordered INTEGER, claimed INTEGER, ended INTEGER);
    CREATE INDEX step_ended ON step
        (ended, task, outcome, supplement, performer, author, site, modality, due, claimed, root)
        WHERE outcome <> '';
    CREATE INDEX step_performer ON step (performer);
    CREATE INDEX step_author ON step (author);
    CREATE INDEX step_root ON step (root, task, outcome, ordered, claimed, ended);
    CREATE TABLE step_lost (until TEXT NOT NULL);
    INSERT INTO step_lost SELECT CASE WHEN EXISTS (SELECT 1 FROM gone_workitem)
        THEN strftime('%Y%m%d%H%M%S+0000', 'now', '-90 days') ELSE '' END""",
    """ALTER TABLE step ADD COLUMN positive INTEGER;
    ALTER TABLE step ADD COLUMN poor INTEGER;
    DROP INDEX step_ended;
    CREATE INDEX step_ended ON step
        (ended, task, outcome, supplement, performer, author, site, modality, due, claimed, root, positive, poor)
        WHERE outcome <> '';""",
    """ALTER TABLE step ADD COLUMN notifiable TEXT NOT NULL DEFAULT '';
    CREATE INDEX step_notifiable ON step (ended) WHERE notifiable <> '';
    CREATE TABLE reported_by_law (uid TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL)""",
)
_REMOVED = """CREATE TRIGGER IF NOT EXISTS step_removed AFTER DELETE ON workitem
    BEGIN
        UPDATE step_lost SET until = max(until, old.ended);
        DELETE FROM step WHERE uid = old.uid;
    END"""
_ROOT = """WITH RECURSIVE up(uid, far) AS (SELECT ?, 0
        UNION ALL SELECT party.follows, far + 1 FROM up JOIN party ON party.uid = up.uid
        WHERE party.follows <> '' AND far < 1000)
    SELECT uid FROM up ORDER BY far DESC LIMIT 1"""
_AFTER = "SELECT step.task FROM party LEFT JOIN step ON step.uid = party.uid WHERE party.follows = ?"
_COLUMNS = (
    "uid", "state", "task", "outcome", "supplement", "root", "performer", "performer_name", "author", "author_name",
    "site", "modality", "positive", "poor", "notifiable", "due", "ordered", "claimed", "ended",
)  # fmt: skip
_PUT = f"""INSERT INTO step ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
    ON CONFLICT (uid) DO UPDATE SET {", ".join(f"{n} = excluded.{n}" for n in _COLUMNS[1:-2])},
    claimed = coalesce(claimed, excluded.claimed), ended = coalesce(ended, excluded.ended)"""


class Steps:
    """The table `step`. The tables `workitem`, `gone_workitem` and `party` have to be there."""

    def __init__(self, database: Database) -> None:
        database.migrate("steps", _MIGRATIONS)
        with database.write() as db:
            db.execute(_REMOVED)

    @staticmethod
    def missing() -> str:
        """SQL for the UIDs of the workitems whose rows are not there or not right."""
        return (
            "SELECT workitem.uid FROM workitem LEFT JOIN step ON step.uid = workitem.uid"
            " WHERE step.state IS NULL OR step.state <> workitem.state"
        )

    @staticmethod
    def put(db: sqlite3.Connection, uid: str, state: str, item: Json) -> None:
        """The row of a workitem that was just written, in the same transaction.

        A claim begins when the hub notes it; where that was before there were rows, when its performer says.
        """
        subject, zone = subject_from(item), zone_of(item)
        codes = [code_from(code) for code in items(item, "00404018")]
        if REPORT_VERIFICATION in codes:
            task = SECOND if subject.second else REVIEW
        elif ADDENDUM in codes:
            task = SUPPLEMENT
        elif CRITICAL in codes:
            task = TELLING
        else:
            task = CORRECTION if subject.report else READ
        performers = actual_performers(item)
        who = performers[0] if performers else None
        claimed = _moment(item, ("00404010",), zone) if state == IN_PROGRESS else None
        if claimed is None:
            claimed = _moment(item, ("00741216", "00404050"), zone)
        root = db.execute(_ROOT, (uid,)).fetchone()[0]
        ended = db.execute("SELECT CAST(ended AS TEXT) FROM workitem WHERE uid = ?", (uid,)).fetchone()
        end = span(ended[0]) if ended is not None and ended[0] else None
        after = [row[0] for row in db.execute(_AFTER, (uid,))]
        outcome = _outcome(task, state, item, after) if end is not None else ""
        db.execute(
            _PUT,
            (uid, state, task, outcome, subject.supplement, root,
             who[0].value.strip() if who else "", str(who[1]) if who else "",
             subject.author_id.strip(), str(subject.author),
             str(value(item, "00080080")).strip(), str(value(item, "00080060")).strip(),
             conclusion_of(item), bool(poor_images(item)), " ".join(code.value for code in notifiable_in(item)),
             _moment(item, ("00404011",), zone), _moment(item, ("00404005",), zone), claimed,
             end[0] if end is not None else None),
        )  # fmt: skip


def _outcome(task: str, state: str, item: Json, after: Sequence[str | None]) -> str:
    """"" for what counts nowhere: a task that was released, withdrawn or put back. after: what kinds of task follow
    on it, None of one that is gone.

    A verification that does not say how it ended is a return where a reading follows on it.
    """
    if task == TELLING:
        return ""
    if state == COMPLETED:
        if task != REVIEW:
            return DONE
        if says_verified(item) or not after:
            return SIGNED
        return PASSED if REVIEW in after else RETURNED
    taken = any(reason.startswith(TAKEN_BACK) for reason in reasons_for_cancelling(item))
    return RECALLED if state == CANCELED and task in (REVIEW, SECOND) and taken else ""


def _moment(item: Json, path: tuple[str, ...], zone: int | None) -> int | None:
    """Microseconds as in `moments`; None where there is none that can be read."""
    found = (span(str(text), zone) for text in values_at(item, path))
    return next((moment[0] for moment in found if moment is not None), None)
