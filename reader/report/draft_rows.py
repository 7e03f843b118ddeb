"""Where drafts lie in the program's database: nothing is written over that has not been read.

A task is named by its key, see `journal`. Its draft is its newest row: the one in `sealed_draft`, which earlier
versions know too, or the last part in `later_draft`. A row that can't be read is set aside, in `unread_draft`;
where the file is so damaged that it can't even be moved, it stays where it is and later parts go on top of it. An
empty last part says that nothing is being written any more, and that what is under it is set aside.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from reader.core.storage import Database, StorageError, Trouble

_log = logging.getLogger(__name__)
MIGRATIONS = (
    """CREATE TABLE draft (
        task TEXT PRIMARY KEY, saved TEXT NOT NULL, number INTEGER NOT NULL, report TEXT NOT NULL,
        findings TEXT NOT NULL)""",
    """CREATE TABLE sealed_draft (
        task TEXT PRIMARY KEY, saved TEXT NOT NULL, number INTEGER NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE TABLE sealed_reason (task TEXT PRIMARY KEY, saved TEXT NOT NULL, sealed BLOB NOT NULL)",
    """CREATE TABLE unread_draft (
        task TEXT NOT NULL, saved TEXT NOT NULL, number INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (task, saved))""",
    """CREATE TABLE later_draft (
        task TEXT NOT NULL, part INTEGER NOT NULL, saved TEXT NOT NULL, number INTEGER NOT NULL,
        sealed BLOB NOT NULL, PRIMARY KEY (task, part))""",
    "CREATE TABLE sent_draft (task TEXT PRIMARY KEY, saved TEXT NOT NULL, sealed BLOB, reason BLOB)",
)
_FIRST, _ASIDE, _ENDED, _SENT = 0, -1, -1, -2


@dataclass(frozen=True)
class Row:
    """Where one draft lies. part: 0 in `sealed_draft`, from 1 in `later_draft`, -1 in `unread_draft`, -2 in
    `sent_draft`. saved: when, ISO 8601, UTC."""

    task: str
    part: int
    saved: str

    @property
    def _where(self) -> tuple[str, tuple[object, ...]]:
        if self.part == _FIRST:
            return "sealed_draft WHERE task = ?", (self.task,)
        if self.part == _SENT:
            return "sent_draft WHERE task = ?", (self.task,)
        if self.part == _ASIDE:
            return "unread_draft WHERE task = ? AND saved = ?", (self.task, self.saved)
        return "later_draft WHERE task = ? AND part = ?", (self.task, self.part)

    def sealed(self, database: Database) -> object:
        """What lies there. Raises `StorageError`."""
        where, values = self._where
        return database.read(f"SELECT sealed FROM {where}", values)[0]["sealed"]

    def delete(self, db: Connection) -> None:
        where, values = self._where
        db.execute(f"DELETE FROM {where}", values)


class DraftRows:
    """Any thread. Every method raises `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("report", MIGRATIONS)

    def newest(self, task: str) -> Row | None:
        """Where the draft of a task lies; None where nothing is being written."""
        return self._top(task)[1]

    def aside(self, task: str) -> list[Row]:
        """What is set aside of a task, the latest first."""
        top, _ = self._top(task)
        read = self._database.read
        rows = [
            Row(task, entry["part"], entry["saved"])
            for entry in read("SELECT part, saved FROM later_draft WHERE task = ? AND part < ? AND number >= 0",
                              (task, top))
        ]  # fmt: skip
        if top > _FIRST:
            rows += [Row(task, _FIRST, saved) for _, saved in self._firsts(task)]
        unread = read("SELECT saved FROM unread_draft WHERE task = ?", (task,))
        rows += [Row(task, _ASIDE, entry["saved"]) for entry in unread]
        return sorted(rows, key=lambda row: row.saved, reverse=True)

    def kept(self) -> dict[str, str]:
        """The tasks that have a draft, and when each was saved."""
        found = dict(self._firsts())
        later = "SELECT task, saved, number FROM later_draft ORDER BY part"
        for entry in self._database.read(later):
            found.pop(entry["task"], None)
            if entry["number"] >= 0:
                found[entry["task"]] = entry["saved"]
        return found

    def put(self, task: str, saved: str, number: int, sealed: bytes, over: int | None, taken: Row | None) -> int:
        """Save a draft; the part where it lies now. over: the part that it replaces, None where nothing is to be:
        what is there is set aside. taken: what it goes on from, and takes the place of."""
        row = (task, saved, number, sealed)
        try:
            with self._database.write() as db:
                part = self._free(db, task) if over is None else over
                if part == _FIRST:
                    db.execute("INSERT OR REPLACE INTO sealed_draft VALUES (?,?,?,?)", row)
                else:
                    db.execute("INSERT OR REPLACE INTO later_draft VALUES (?,?,?,?,?)", (task, part, *row[1:]))
                if taken is not None:
                    taken.delete(db)
            return part
        except StorageError as error:
            if error.trouble in (Trouble.FULL, Trouble.BUSY):
                raise
            _log.error("a draft gets another place: %s", error.__cause__)
        with self._database.write() as db:
            part = _next(db, task)
            db.execute("INSERT INTO later_draft VALUES (?,?,?,?,?)", (task, part, *row[1:]))
        return part

    def end(self, task: str, *, but: Row | None) -> None:
        """Nothing is being written for this task any more. but: what is not needed any more; all else is set
        aside."""
        try:
            with self._database.write() as db:
                if but is not None:
                    but.delete(db)
                _set_aside(db, task)
        except StorageError as error:
            if error.trouble in (Trouble.FULL, Trouble.BUSY):
                raise
            _log.error("a draft is set aside where it is: %s", error.__cause__)
            with self._database.write() as db:
                ended = (task, _next(db, task), "", _ENDED, b"")
                db.execute("INSERT INTO later_draft VALUES (?,?,?,?,?)", ended)
                if but is not None:
                    but.delete(db)

    def take_over(self, row: Row, to: str, sealed: bytes, *, aside: bool = False) -> None:
        """What lies there becomes another task's: its draft where that has none, else (or aside) set aside."""
        table = "sealed_draft" if not aside and self._top(to) == (_FIRST, None) else "unread_draft"
        with self._database.write() as db:
            db.execute(f"INSERT INTO {table} VALUES (?,?,?,?)", (to, row.saved, 0, sealed))
            row.delete(db)

    def sent(self) -> set[str]:
        """The tasks whose drafts are only kept until the hub is known to have what was made of them."""
        return {row["task"] for row in self._database.read("SELECT task FROM sent_draft")}

    def sent_row(self, task: str) -> Row | None:
        """Where the draft lies that is only kept until then; None where there is none."""
        rows = self._database.read("SELECT saved FROM sent_draft WHERE task = ? AND sealed IS NOT NULL", (task,))
        return Row(task, _SENT, rows[0]["saved"]) if rows else None

    def keep_sent(self, task: str, saved: str, sealed: object, reason: object) -> None:
        """A task's draft and the reason of its return, as far as there are any."""
        if sealed is None and reason is None:
            return
        with self._database.write() as db:
            db.execute("INSERT OR REPLACE INTO sent_draft VALUES (?,?,?,?)", (task, saved, sealed, reason))

    def bring_back(self, task: str) -> None:
        """What was kept of a task becomes its draft and its reason again; where it has another draft by now, it is
        set aside."""
        free = self._top(task) == (_FIRST, None)
        with self._database.write() as db:
            for row in db.execute("SELECT * FROM sent_draft WHERE task = ?", (task,)).fetchall():
                if row["sealed"] is not None:
                    table = "sealed_draft" if free else "unread_draft"
                    kept = (task, row["saved"], row["sealed"])
                    db.execute(f"INSERT OR IGNORE INTO {table} VALUES (?,?,0,?)", kept)
                if row["reason"] is not None:
                    told = (task, row["saved"], row["reason"])
                    db.execute("INSERT OR IGNORE INTO sealed_reason VALUES (?,?,?)", told)
            db.execute("DELETE FROM sent_draft WHERE task = ?", (task,))

    def drop_sent(self, task: str) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM sent_draft WHERE task = ?", (task,))

    def _top(self, task: str) -> tuple[int, Row | None]:
        """The newest part of a task, and its row where it is one that is being written."""
        newest = "SELECT part, saved, number FROM later_draft WHERE task = ? ORDER BY part DESC LIMIT 1"
        for entry in self._database.read(newest, (task,)):
            part = int(entry["part"])
            return part, Row(task, part, entry["saved"]) if entry["number"] >= 0 else None
        for _, saved in self._firsts(task):
            return _FIRST, Row(task, _FIRST, saved)
        return _FIRST, None

    def _firsts(self, task: str = "") -> Iterator[tuple[str, str]]:
        """Task and time of the rows in `sealed_draft`; of a damaged table what its index still says."""
        only, values = (" WHERE task = ?", (task,)) if task else ("", ())
        try:
            rows = self._database.read(f"SELECT task, saved FROM sealed_draft{only}", values)
        except StorageError as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            rows = self._database.read(f"SELECT task, '' AS saved FROM sealed_draft{only}", values)
        return ((row["task"], row["saved"]) for row in rows)

    def _free(self, db: Connection, task: str) -> int:
        """The part where something new can be written, once what is there is set aside."""
        if (part := _next(db, task)) > 1:
            return part
        db.execute("INSERT INTO unread_draft SELECT * FROM sealed_draft WHERE task = ?", (task,))
        return _FIRST


def _next(db: Connection, task: str) -> int:
    last = db.execute("SELECT max(part) FROM later_draft WHERE task = ?", (task,)).fetchone()[0]
    return 1 + (last or _FIRST)


def _set_aside(db: Connection, task: str) -> None:
    """All that lies in parts, in the table of what could not be read."""
    db.execute("INSERT INTO unread_draft SELECT * FROM sealed_draft WHERE task = ?", (task,))
    db.execute(
        "INSERT INTO unread_draft SELECT task, saved, number, sealed FROM later_draft"
        " WHERE task = ? AND number >= 0",
        (task,),
    )
    db.execute("DELETE FROM sealed_draft WHERE task = ?", (task,))
    db.execute("DELETE FROM later_draft WHERE task = ?", (task,))
