"""The audit trail: DICOM audit event codes (PS3.15 A.5) in a hash chain that shows any later change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from reader.core.storage import Database

_MIGRATIONS = (
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY, time TEXT NOT NULL, code TEXT NOT NULL, user TEXT NOT NULL,
        outcome INTEGER NOT NULL, details TEXT NOT NULL, hash TEXT NOT NULL)""",
)


class AuditEvent(Enum):
    """Event IDs and types of PS3.16 CID 400 and 401 that the workstation records."""

    APPLICATION_START = "110120"
    APPLICATION_STOP = "110121"
    LOGIN = "110122"
    LOGOUT = "110123"
    INSTANCES_ACCESSED = "110103"
    INSTANCES_TRANSFERRED = "110104"
    PROCEDURE_RECORD = "110111"
    QUERY = "110112"
    SECURITY_ALERT = "110113"
    EXPORT = "110106"


@dataclass(frozen=True)
class AuditRecord:
    """One event. time: ISO 8601, UTC. outcome: 0 success, 4 minor, 8 serious, 12 major failure."""

    number: int
    time: str
    code: str
    user: str
    outcome: int
    details: dict[str, str]
    hash: str


class AuditTrail:
    """Append-only. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("audit", _MIGRATIONS)

    def record(self, event: AuditEvent, user: str, *, outcome: int = 0, **details: str) -> None:
        """Append one event; `details` holds UIDs and reasons. Raises `StorageError`."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps(details, sort_keys=True, ensure_ascii=False)
        with self._database.write() as db:
            row = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
            number, previous = (row["number"] + 1, row["hash"]) if row else (1, "")
            digest = _chain(previous, number, time, event.value, user, outcome, text)
            db.execute(
                "INSERT INTO audit VALUES (?,?,?,?,?,?,?)",
                (number, time, event.value, user, outcome, text, digest),
            )

    def records(self) -> list[AuditRecord]:
        return [
            AuditRecord(
                row["number"], row["time"], row["code"], row["user"], row["outcome"],
                json.loads(row["details"]), row["hash"],
            )
            for row in self._database.read("SELECT * FROM audit ORDER BY number")
        ]  # fmt: skip

    def first_break(self) -> int | None:
        """The number of the first record that does not follow from the one before, or None if all do."""
        previous = ""
        for expected, row in enumerate(self._database.read("SELECT * FROM audit ORDER BY number"), start=1):
            digest = _chain(
                previous, row["number"], row["time"], row["code"], row["user"], row["outcome"], row["details"]
            )
            if row["number"] != expected or digest != row["hash"]:
                return expected
            previous = row["hash"]
        return None


def _chain(previous: str, *fields: object) -> str:
    return hashlib.sha256(json.dumps([previous, *fields], ensure_ascii=False).encode()).hexdigest()
