"""The audit trail: DICOM audit events (PS3.15 A.5) in a signed chain that shows any later change.

What a record tells of patients is sealed. Records that earlier versions wrote are chained but not signed; they come
first and stay as they are.
"""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from reader.core.audit_chain import Anchor, StationKey, digest, link, signed_by
from reader.core.json_text import parse
from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database, StorageError
from reader.core.text import tr

_MIGRATIONS = (
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY, time TEXT NOT NULL, code TEXT NOT NULL, user TEXT NOT NULL,
        outcome INTEGER NOT NULL, details TEXT NOT NULL, hash TEXT NOT NULL)""",
    """ALTER TABLE audit ADD COLUMN signature TEXT NOT NULL DEFAULT '';
    CREATE TABLE audit_sent (destination TEXT PRIMARY KEY, number INTEGER NOT NULL)""",
)


class AuditEvent(Enum):
    """Event IDs and types of PS3.16 CID 400 and 401 that are recorded."""

    APPLICATION_START = "110120"
    APPLICATION_STOP = "110121"
    LOGIN = "110122"
    LOGOUT = "110123"
    AUDIT_LOG_USED = "110101"
    INSTANCES_ACCESSED = "110103"
    INSTANCES_TRANSFERRED = "110104"
    EXPORT = "110106"
    IMPORT = "110107"
    PROCEDURE_RECORD = "110111"
    QUERY = "110112"
    SECURITY_ALERT = "110113"


@dataclass(frozen=True)
class AuditRecord:
    """One event. time: ISO 8601, UTC. outcome: 0 success, 4 minor, 8 serious, 12 major failure.

    details: what it was about, by name; None where they can't be opened.
    """

    number: int
    time: str
    code: str
    user: str
    outcome: int
    details: dict[str, str] | None
    hash: str


class Flaw(Enum):
    """What is wrong with a trail."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    NOT_SIGNED = "not signed by this workstation"
    SHORTER = "the end is missing"
    REWRITTEN = "another history than the hub's"
    TABLE = "the table is not as the program makes it"


@dataclass(frozen=True)
class Breach:
    """One flaw. first, last: the numbers of the records that it is about."""

    flaw: Flaw
    first: int
    last: int


class AuditTrail:
    """Append-only. Any thread.

    seal: for what is told of patients; key: signs. Without them a trail is open, and only chained. unsigned: the
    number of the last record that is older than the key. recorded: called after each record, on the thread that
    made it.
    """

    def __init__(self, database: Database, seal: Seal | None = None, key: StationKey | None = None) -> None:
        self._database = database
        self._seal = seal
        self._key = key
        self.unsigned = 0
        self.recorded: Callable[[], None] = lambda: None
        database.migrate("audit", _MIGRATIONS)

    def record(self, event: AuditEvent, user: str, *, outcome: int = 0, **details: str) -> None:
        """Append one event; `details` holds UIDs, the patient's ID, reasons. Raises `StorageError`."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        told = {name: value for name, value in details.items() if value}
        text = json.dumps(told, sort_keys=True, ensure_ascii=False)
        with self._database.write() as db:
            row = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
            number, previous = (row["number"] + 1, row["hash"]) if row else (1, "")
            kept = self._seal.seal(text.encode(), _place(number)) if self._seal is not None else text
            fields = (number, time, event.value, user, outcome, kept)
            newest = self._hash(previous, fields)
            signature = self._key.sign(newest) if self._key is not None else ""
            db.execute("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?)", (*fields, newest, signature))
            there = db.execute("SELECT * FROM audit WHERE number = ?", (number,)).fetchone()
            if there is None or tuple(there) != (*fields, newest, signature):
                raise StorageError(
                    tr("The audit trail did not keep a record as it was written: its table was changed."),
                    tr("Tell your administrator: reader audit verify says what is wrong."),
                )
        self.recorded()

    def records(self, after: int = 0, limit: int = -1) -> list[AuditRecord]:
        """Oldest first. after: only those of higher numbers; limit: so many at most."""
        rows = self._database.read("SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
        return [self._record(row) for row in rows]

    @property
    def anchor(self) -> Anchor:
        """Where the trail ends."""
        rows = self._database.read("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        return Anchor(rows[0]["number"], rows[0]["hash"]) if rows else Anchor()

    def hash_of(self, number: int) -> str | None:
        """The hash of one record, None where it is not there; "" of number 0, the beginning."""
        if number == 0:
            return ""
        rows = self._database.read("SELECT hash FROM audit WHERE number = ?", (number,))
        return str(rows[0]["hash"]) if rows else None

    def digests(self, after: int, limit: int) -> list[str]:
        """Of the records behind number `after`, in order."""
        rows = self._database.read("SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
        return [digest(*_fields(row)) for row in rows]

    @property
    def place(self) -> str:
        """Names where this trail is kept, the computer and the file, to those who know both; the hub does not."""
        return digest("audit", socket.gethostname(), str(self._database.path.resolve()))

    def breaches(self, anchor: Anchor | None = None) -> list[Breach]:
        """Everything that is wrong, in the order of the records. anchor: the hub's, None where it is not known."""
        found: list[Breach] = [] if self._as_made() else [Breach(Flaw.TABLE, 0, 0)]
        previous: str | None = ""
        expected = 1
        for number, row in self._rows():
            if number < expected:
                found.append(Breach(Flaw.ADDED, number, number))
                continue
            if number != expected:
                found.append(Breach(Flaw.REMOVED, expected, number - 1))
            if row is None:
                found.append(Breach(Flaw.CHANGED, number, number))
            else:
                found += self._flaws(row, previous if number == expected else None)
            previous, expected = row["hash"] if row is not None else None, number + 1
        if anchor is not None and anchor.count >= expected:
            found.append(Breach(Flaw.SHORTER, expected, anchor.count))
        elif anchor is not None and self.hash_of(anchor.count) not in (anchor.hash, None):
            found.append(Breach(Flaw.REWRITTEN, 1, anchor.count))
        return found

    def _as_made(self) -> bool:
        """Whether nothing is in the file that could keep records out or change them on their way in."""
        made = sqlite3.connect(":memory:")
        for statement in filter(str.strip, ";".join(_MIGRATIONS).split(";")):
            made.execute(statement)
        [(expected,)] = made.execute("SELECT sql FROM sqlite_master WHERE name = 'audit'").fetchall()
        made.close()
        found = self._database.read(
            "SELECT type, sql FROM sqlite_master WHERE lower(tbl_name) = 'audit'"
            " OR (type IN ('trigger', 'view') AND sql LIKE '%audit%')"
        )
        return [(row["type"], row["sql"].split()) for row in found] == [("table", expected.split())]

    def _rows(self) -> Iterator[tuple[int, sqlite3.Row | None]]:
        """By number; None for a record that can't be read."""
        whole = "SELECT * FROM audit"
        try:
            yield from [(row["number"], row) for row in self._database.read(f"{whole} ORDER BY number")]
            return
        except StorageError:
            numbers = [row["number"] for row in self._database.read("SELECT number FROM audit ORDER BY number")]
        for number in numbers:
            try:
                [row] = self._database.read(f"{whole} WHERE number = ?", (number,))
            except StorageError:
                row = None
            yield number, row

    def _flaws(self, row: sqlite3.Row, previous: str | None) -> Iterator[Breach]:
        """previous: the hash of the record before, None where that one is missing."""
        number = row["number"]
        if previous is not None and self._hash(previous, _fields(row)) != row["hash"]:
            yield Breach(Flaw.CHANGED, number, number)
            return
        signer = self._key.public if self._key is not None and number > self.unsigned else None
        if signer is not None and not signed_by(signer, row["hash"], row["signature"]):
            yield Breach(Flaw.NOT_SIGNED, number, number)

    def _hash(self, previous: str, fields: Sequence[Any]) -> str:
        """Records older than the key have the chain of earlier versions."""
        if self._key is None or fields[0] <= self.unsigned:
            return digest(previous, *fields)
        return link(previous, digest(*fields))

    def sent(self, destination: str) -> int:
        """The number of the last record that was sent there."""
        rows = self._database.read("SELECT number FROM audit_sent WHERE destination = ?", (destination,))
        return int(rows[0]["number"]) if rows else 0

    def note_sent(self, destination: str, number: int) -> None:
        with self._database.write() as db:
            db.execute("INSERT OR REPLACE INTO audit_sent VALUES (?,?)", (destination, number))

    def _record(self, row: sqlite3.Row) -> AuditRecord:
        number, time, code, user, outcome, _ = _fields(row)
        return AuditRecord(number, time, code, user, outcome, self._details(row), row["hash"])

    def _details(self, row: sqlite3.Row) -> dict[str, str] | None:
        kept = row["details"]
        try:
            if isinstance(kept, bytes):
                kept = self._seal.open(kept, _place(row["number"])) if self._seal is not None else b"null"
            details = parse(kept)
        except (SealBroken, ValueError, TypeError):
            return None
        return {str(name): str(value) for name, value in details.items()} if isinstance(details, dict) else None


def _place(number: int) -> tuple[str, int]:
    return "audit", number


def _fields(row: sqlite3.Row) -> list[Any]:
    return [row[name] for name in ("number", "time", "code", "user", "outcome", "details")]
