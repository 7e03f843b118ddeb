"""Which signed reports are to be read again by another doctor, and what came of it. See `rereads_api`."""

from __future__ import annotations

import sqlite3

from reader.core.storage import Database

_MIGRATIONS = (
    """CREATE TABLE reread (uid TEXT PRIMARY KEY, score INTEGER NOT NULL DEFAULT 0,
        significant INTEGER NOT NULL DEFAULT 0, by TEXT NOT NULL DEFAULT '', done INTEGER,
        comment BLOB NOT NULL DEFAULT '');
    CREATE INDEX reread_waiting ON reread (score);
    CREATE INDEX reread_done ON reread (done) WHERE score > 0""",
)


class Rereads:
    """The table. Any thread."""

    def __init__(self, database: Database) -> None:
        database.migrate("rereads", _MIGRATIONS)

    @staticmethod
    def note(db: sqlite3.Connection, uid: str) -> None:
        """The report that this verification ended with is to be read again."""
        db.execute("INSERT OR IGNORE INTO reread (uid) VALUES (?)", (uid,))
