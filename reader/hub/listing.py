"""The list of workitems as the database keeps it for searching: one narrow row a workitem, beside its content.

SQL triggers keep the rows complete whoever writes: a workitem that was added or changed by something other than
`put` (an older hub, a restored backup) has a row that is stale, and is read again before the next search. What is
served is the content as stored or, where that is damaged, what `stored` made of it.

The table is in the order of its UIDs, which nobody asks for: a search reads the index `listed_urgency` or, for a
text or a rarer column, `listed_all`, from one end to the other. The texts are last in it, so that a row too long
for its page leaves nothing else out.

Any thread; every method blocks.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reader.core.log import short
from reader.dicom.json_model import Json
from reader.dicom.ups.critical import CRITICAL
from reader.dicom.ups.workitem import IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED
from reader.hub.listed import COLUMNS, MORE_THAN_ONE, SECOND, row
from reader.hub.search import CONTENT, MATCH, Condition, Search, cursor, key_matches
from reader.hub.steps import Steps
from reader.hub.stored import Served, read_stored
from reader.hub.vault import Vault

MOST_ROWS = 1000
_MOST_CHARACTERS = 8 * 2**20
_BATCH = 200

log = logging.getLogger(__name__)

_BYTES = "CASE typeof(workitem.content) WHEN 'blob' THEN " + CONTENT + " ELSE CAST(workitem.content AS BLOB) END"
"""SQL for the content of a workitem as bytes, whatever they are: text in another encoding, or no text."""
_COLUMNS = ("uid", "stale", "size", "shown", *COLUMNS)
_TABLE = f"""CREATE TABLE listed (uid TEXT PRIMARY KEY, stale INTEGER NOT NULL DEFAULT 1,
        size INTEGER NOT NULL DEFAULT 0, shown TEXT,
        {", ".join(f"{name} NOT NULL DEFAULT ''" for name in COLUMNS)}) WITHOUT ROWID;
    CREATE INDEX listed_urgency ON listed
        (state, priority, due, uid, size, kind, author, reader_code, assigned);
    CREATE INDEX listed_study ON listed (study);
    CREATE INDEX listed_modified ON listed (modified);
    CREATE INDEX listed_stale ON listed (stale) WHERE stale = 1"""
_WIDER = f"""DROP INDEX listed_urgency;
    CREATE INDEX listed_urgency ON listed
        (state, priority, due, uid, size, kind, author, reader_code, assigned, modality, site, patient);
    CREATE INDEX listed_all ON listed (state, priority, due, uid, size, {", ".join(COLUMNS[3:])})"""
_MIGRATIONS = (f"{_TABLE};\n    INSERT INTO listed (uid) SELECT uid FROM workitem", _WIDER)
_SEALED_ROWS = ("""CREATE TABLE sealed_row (uid TEXT PRIMARY KEY, content BLOB NOT NULL)""",)
_OF_SEALED_ROWS = (
    """CREATE TRIGGER IF NOT EXISTS row_outdated AFTER UPDATE ON workitem
    BEGIN DELETE FROM sealed_row WHERE uid = new.uid; END""",
    """CREATE TRIGGER IF NOT EXISTS row_removed AFTER DELETE ON workitem
    BEGIN DELETE FROM sealed_row WHERE uid = old.uid; END""",
)
_TRIGGERS = (
    """CREATE TRIGGER IF NOT EXISTS workitem_added AFTER INSERT ON workitem
    BEGIN INSERT OR REPLACE INTO listed (uid) VALUES (new.uid); END""",
    """CREATE TRIGGER IF NOT EXISTS workitem_changed AFTER UPDATE ON workitem
    BEGIN UPDATE listed SET stale = 1 WHERE uid = new.uid; END""",
    """CREATE TRIGGER IF NOT EXISTS workitem_removed AFTER DELETE ON workitem
    BEGIN DELETE FROM listed WHERE uid = old.uid; END""",
)


@dataclass(frozen=True)
class Found:
    """A page of a search. rows: DICOM JSON. total: all that match. left: those after the page. after: a cursor for
    the next page, "" where there is none. cut: the page is shorter than was asked for."""

    rows: tuple[str, ...]
    total: int
    left: int
    after: str = ""
    cut: bool = False

    def datasets(self) -> list[Json]:
        return [json.loads(text) for text in self.rows]


class Listing:
    """The table `listed`, and the searches in it. The table `workitem` has to be there.

    In a sealed folder the table is in memory; on the disk its rows are sealed (`sealed_row`), to be read at start.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault, self._database = vault, vault.database
        in_memory = vault.seal is not None
        if in_memory:
            self._database.migrate("sealed rows", _SEALED_ROWS)
        else:
            self._database.migrate("listing", _MIGRATIONS)
        with self._database.write() as db:
            if in_memory:
                self._read_sealed(db)
            for trigger in _TRIGGERS:
                db.execute(trigger.replace("CREATE TRIGGER", "CREATE TEMP TRIGGER") if in_memory else trigger)
            db.create_function(MATCH, 6, key_matches, deterministic=True)
        self._steps = Steps(self._database)
        with self._database.write() as db:
            db.execute(f"UPDATE listed SET stale = 1 WHERE uid IN ({self._steps.missing()})")
        self.refresh()

    def _read_sealed(self, db: sqlite3.Connection) -> None:
        """Fill the table in memory from its sealed rows. A row without one, or of another shape, stays stale until
        `refresh` reads its workitem."""
        table, *indices = _TABLE.split(";")
        db.execute(table.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        insert = f"INSERT OR IGNORE INTO listed VALUES ({', '.join('?' * len(_COLUMNS))})"
        for entry in db.execute("SELECT uid, content FROM sealed_row"):
            kept = self._vault.opened(entry["content"], "row", entry["uid"])
            if isinstance(kept, str) and len(values := json.loads(kept)) == len(COLUMNS) + 1:
                db.execute(insert, (entry["uid"], 0, values[0], None, *values[1:]))
        for index in indices:
            db.execute(index.replace("CREATE INDEX ", "CREATE INDEX temp."))
        db.execute("INSERT OR IGNORE INTO listed (uid) SELECT uid FROM workitem")
        db.execute("DELETE FROM listed WHERE uid NOT IN (SELECT uid FROM workitem)")
        for trigger in _OF_SEALED_ROWS:
            db.execute(trigger)

    def _keep_sealed(self, db: sqlite3.Connection, uid: str, values: Sequence[Any]) -> None:
        """values: size, then those of `COLUMNS`."""
        kept = self._vault.sealed(json.dumps(values, ensure_ascii=False), "row", uid)
        db.execute("INSERT OR REPLACE INTO sealed_row VALUES (?,?)", (uid, kept))

    def put(self, db: sqlite3.Connection, uid: str, state: str, item: Json, content: str) -> None:
        """The row of a workitem that was just written, in the same transaction."""
        self._write(db, uid, state, Served(item, True), len(content))

    def moved(self, db: sqlite3.Connection, change: Sequence[str]) -> None:
        """A text in the contents was replaced that no row holds: the rows that this made stale are still right.

        change: text before, text after, a LIKE pattern."""
        db.execute("UPDATE listed SET shown = replace(shown, ?, ?) WHERE shown LIKE ?", change)
        db.execute("UPDATE listed SET stale = 0 WHERE stale = 1")
        if self._vault.seal is not None:
            names = ", ".join(("size", *COLUMNS))
            gone = "shown IS NULL AND uid NOT IN (SELECT uid FROM sealed_row)"
            for entry in db.execute(f"SELECT uid, {names} FROM listed WHERE {gone}").fetchall():
                self._keep_sealed(db, entry["uid"], tuple(entry)[1:])

    def refresh(self) -> None:
        """Make stale rows right: read again what was written by something other than `put`."""
        done = 0
        while self._database.read("SELECT 1 FROM listed WHERE stale = 1 LIMIT 1"):
            with self._database.write() as db:
                odd = db.execute(
                    "DELETE FROM listed WHERE stale = 1 AND (uid = '' OR uid GLOB '*[^0-9.]*')"
                ).rowcount
                if odd:  # nobody could ask for it
                    log.error("%d workitems have no UID that can be one and are not listed", odd)
                stale = db.execute(
                    f"SELECT workitem.uid, CAST(state AS BLOB) AS state, {_BYTES} AS content"
                    " FROM workitem WHERE uid IN (SELECT uid FROM listed WHERE stale = 1 LIMIT ?)",
                    (_BATCH,),
                ).fetchall()
                for entry in stale:
                    stored = read_stored(entry["uid"], _text(entry["state"]), _bytes(entry["content"]))
                    self._write(db, entry["uid"], _text(entry["state"]), stored, len(entry["content"]))
                    if not stored.whole:
                        log.warning("workitem %s is damaged", short(entry["uid"]))
                done += len(stale)
        if done:
            log.info("%d workitems read into the list", done)

    def load(self, uid: str) -> tuple[str, str, Json] | None:
        """State, Transaction UID and content of a workitem; None where there is none."""
        found = self._database.read(
            "SELECT CAST(workitem.state AS BLOB) AS state, CAST(transaction_uid AS BLOB) AS owner, shown, stale,"
            f" {_BYTES} AS content FROM workitem JOIN listed ON listed.uid = workitem.uid"
            " WHERE workitem.uid = ?",
            (uid,),
        )
        for entry in found:
            state = _text(entry["state"])
            if entry["stale"]:
                item = read_stored(uid, state, _bytes(entry["content"])).item
            else:
                item = json.loads(entry["shown"] or entry["content"])
            return state, _text(entry["owner"]), item
        return None

    def find(self, search: Search) -> Found:
        """A page of what matches, in the order asked for, and how many there are."""
        self.refresh()
        conditions, beyond = search.conditions(), search.beyond()
        if search.undecided or any(condition.scans for condition in conditions):
            return self._scanned(search, conditions, beyond)
        total = self._count(conditions)
        if beyond is not None:
            conditions = [*conditions, beyond]
        available = self._count(conditions) if beyond is not None else max(0, total - search.query.offset)
        limit = min(search.query.limit, MOST_ROWS)
        entries = self._entries(search, conditions, limit, 0 if beyond is not None else search.query.offset)
        return self._page(search, entries, total, available)

    def of_study(self, study: str) -> list[str]:
        """Every task that may be about this study, alone or among others; critical results are none."""
        self.refresh()
        rows = self._database.read(
            "SELECT uid FROM listed WHERE study IN (?, ?) AND kind <> ?", (study, MORE_THAN_ONE, CRITICAL.value)
        )
        return [row["uid"] for row in rows]

    def second_readings(self, study: str = "") -> list[Json]:
        """The open tasks of reading an exam a second time, of one study or of all."""
        self.refresh()
        kind = f"{REPORT_VERIFICATION.value}{SECOND}"
        of_study, bound = ("AND study IN (?, ?)", (study, MORE_THAN_ONE)) if study else ("", ())
        rows = self._database.read(
            f"SELECT uid FROM listed WHERE state IN (?, ?) AND kind = ? {of_study}",
            (SCHEDULED, IN_PROGRESS, kind, *bound),
        )
        return [found[2] for row in rows if (found := self.load(row["uid"])) is not None]

    def uids(self, search: Search) -> list[str]:
        """The UIDs of all that match."""
        self.refresh()
        return [entry["uid"] for entry in self._judged(search, self._entries(search, search.conditions(), -1, 0))]

    def _scanned(self, search: Search, conditions: Sequence[Condition], beyond: Condition | None) -> Found:
        """Where counting is as much work as finding: all that match, in one go."""
        matching = self._judged(search, self._entries(search, conditions, -1, 0, beyond))
        if beyond is not None:
            rest = [entry for entry in matching if entry["beyond"]]
        else:
            rest = matching[search.query.offset :]
        return self._page(search, rest[: min(search.query.limit, MOST_ROWS)], len(matching), len(rest))

    def _judged(self, search: Search, entries: list[sqlite3.Row]) -> list[sqlite3.Row]:
        """The entries that match the keys that no column decides; their contents are read, some at a time."""
        if not search.undecided:
            return entries
        keys, fuzzy = search.undecided, search.query.fuzzy
        found, remaining = [], iter(entries)
        while batch := list(islice(remaining, _BATCH)):
            contents = self._contents([entry["uid"] for entry in batch])
            for entry in batch:
                content = contents.get(entry["uid"])
                if content is not None:
                    item = json.loads(content)
                    if all(key.matches(item, fuzzy) for key in keys):
                        found.append(entry)
        return found

    def _count(self, conditions: Sequence[Condition]) -> int:
        where, bound = _where(conditions)
        return int(self._database.read(f"SELECT count(*) FROM listed{where}", bound)[0][0])

    def _entries(
        self,
        search: Search,
        conditions: Sequence[Condition],
        limit: int,
        offset: int,
        beyond: Condition | None = None,
    ) -> list[sqlite3.Row]:
        """UID, size and sort values of the rows, in order. beyond: a condition whose outcome is given with each."""
        sorting = search.sorting
        values = ", ".join(f"{column.value.sql} AS s{number}" for number, column in enumerate(sorting))
        order = ", ".join(f"s{number}{' DESC' if column.descends else ''}" for number, column in enumerate(sorting))
        where, bound = _where(conditions)
        judge = beyond or Condition("1")
        return self._database.read(
            f"SELECT uid, size, {judge.sql} AS beyond, {values} FROM listed{where}"
            f" ORDER BY {order} LIMIT ? OFFSET ?",
            (*judge.bound, *(text for column in sorting for text in column.value.bound), *bound, limit, offset),
        )

    def _page(self, search: Search, entries: Sequence[sqlite3.Row], total: int, available: int) -> Found:
        """The entries' contents, as many as fit into one answer."""
        size, kept = 0, 0
        for entry in entries:
            size += entry["size"]
            if kept and size > _MOST_CHARACTERS:
                break
            kept += 1
        page = entries[:kept]
        contents = self._contents([entry["uid"] for entry in page])
        rows = tuple(contents[entry["uid"]] for entry in page if entry["uid"] in contents)
        left = max(0, available - kept)
        last = [page[-1][f"s{number}"] for number in range(len(search.sorting))] if page and left else []
        cut = left > 0 and kept < search.query.limit
        return Found(rows, total, left, cursor(last) if last else "", cut)

    def _contents(self, uids: Sequence[str]) -> dict[str, str]:
        marks = ", ".join("?" * len(uids))
        found = self._database.read(
            f"SELECT workitem.uid, coalesce(shown, {CONTENT}) AS content FROM workitem"
            f" JOIN listed ON listed.uid = workitem.uid WHERE workitem.uid IN ({marks}) AND NOT stale",
            uids,
        )
        return {entry["uid"]: entry["content"] for entry in found}

    def _write(self, db: sqlite3.Connection, uid: str, state: str, stored: Served, size: int) -> None:
        shown = None if stored.whole else json_text(stored.item)
        values: tuple[Any, ...] = row(state, stored.item)
        whole = (uid, 0, len(shown) if shown else size, shown, *values)
        db.execute(f"INSERT OR REPLACE INTO listed VALUES ({', '.join('?' * len(_COLUMNS))})", whole)
        self._steps.put(db, uid, state, stored.item)
        if self._vault.seal is not None and shown is None:
            self._keep_sealed(db, uid, (size, *values))


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


def json_text(item: Json) -> str:
    """A workitem as the database keeps it and as it is sent."""
    return json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _where(conditions: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
    sql = " AND ".join(condition.sql for condition in conditions)
    return (f" WHERE {sql}" if sql else ""), tuple(text for entry in conditions for text in entry.bound)
