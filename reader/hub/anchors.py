"""Where the audit trails of the workstations end: what the hub keeps, so that none can be cut or written anew.

A workstation is known by its key; the first sign-in there makes it known. From then on its trail only grows: a
newer end is taken only with the digests of all records between. Any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.core.audit_chain import Anchor, claim, extended, signed_by, station_of
from reader.core.storage import Database

_MIGRATIONS = (
    """CREATE TABLE audit_station (station TEXT PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL,
        user TEXT NOT NULL, count INTEGER NOT NULL, hash TEXT NOT NULL, time TEXT NOT NULL)""",
    "ALTER TABLE audit_station ADD COLUMN place TEXT NOT NULL DEFAULT ''",
)


class UnknownStation(LookupError):
    """Nobody has signed in at this workstation yet."""


class AnchorRefused(ValueError):
    """What is claimed does not continue what the hub has; the message says why. there: what the hub has."""

    def __init__(self, reason: str, there: Anchor) -> None:
        super().__init__(reason)
        self.there = there


@dataclass(frozen=True)
class Station:
    """One workstation. name: of the computer; user: who signed in there first; time: of the anchor, ISO, UTC."""

    station: str
    name: str
    user: str
    anchor: Anchor
    time: str


class Anchors:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        database.migrate("anchors", _MIGRATIONS)

    def register(self, station: str, key: str, name: str, user: str, place: str = "") -> bool:
        """Make a workstation known; False where it is already. place: where its trail is kept, as it names it.

        Raises ValueError where the key is another's.
        """
        if station_of(key) != station:
            raise ValueError("the key is not this workstation's")
        row = (station, key, name[:64], user, 0, "", _now(), place)
        with self._database.write() as db:
            return db.execute("INSERT OR IGNORE INTO audit_station VALUES (?,?,?,?,?,?,?,?)", row).rowcount == 1

    def of(self, station: str) -> Anchor:
        """Raises `UnknownStation`."""
        return self._row(station)[1]

    def extend(self, station: str, start: Anchor, digests: Sequence[str], signature: str) -> Anchor:
        """Take a newer end. start: where the sender last was; digests: of the records since, in order.

        The first start may be anywhere: records older than the workstation's key are not signed one by one. Raises
        `UnknownStation`, `AnchorRefused`, or ValueError where the signature is not the workstation's.
        """
        with self._lock:
            key, there = self._row(station)
            newest = extended(start, digests)
            if not signed_by(key, claim(station, newest), signature):
                raise ValueError("the signature is not this workstation's")
            if newest == there:
                return there  # the answer to the same was lost
            if there.count and start.count < there.count:
                raise AnchorRefused("the trail has become shorter", there)
            if there.count and start != there:
                raise AnchorRefused("the trail has another history", there)
            with self._database.write() as db:
                db.execute(
                    "UPDATE audit_station SET count = ?, hash = ?, time = ? WHERE station = ?",
                    (newest.count, newest.hash, _now(), station),
                )
            return newest

    def everything(self) -> list[Station]:
        """All workstations, by name."""
        return self._stations("SELECT * FROM audit_station ORDER BY name, station")

    def at(self, place: str) -> list[Station]:
        """The workstations whose trail is, or was, kept there, the latest last."""
        return self._stations("SELECT * FROM audit_station WHERE place = ? ORDER BY time", place)

    def _stations(self, sql: str, *values: str) -> list[Station]:
        rows = self._database.read(sql, values)
        return [
            Station(row["station"], row["name"], row["user"], Anchor(row["count"], row["hash"]), row["time"])
            for row in rows
        ]

    def _row(self, station: str) -> tuple[str, Anchor]:
        rows = self._database.read("SELECT key, count, hash FROM audit_station WHERE station = ?", (station,))
        if not rows:
            raise UnknownStation(station)
        return rows[0]["key"], Anchor(rows[0]["count"], rows[0]["hash"])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
