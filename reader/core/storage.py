"""Keeping things on disk so that a kill or a full disk loses nothing that was there before."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

from reader.core.errors import ReaderError
from reader.core.private import make_folder, opener
from reader.core.text import tr

_SCRUB = "scrub"
_log = logging.getLogger(__name__)


class Trouble(Enum):
    """What is the matter with a file."""

    FULL = auto()  # no room on the disk
    BUSY = auto()  # another program has it
    DAMAGED = auto()  # what is in it makes no sense
    REFUSED = auto()  # the disk, its folder or the way to it


class StorageError(ReaderError):
    """The disk did not take or give what was asked. trouble: whether it may work later, or elsewhere in it."""

    def __init__(
        self, user_message: str, hint: str = "", *, safe: str = "", trouble: Trouble = Trouble.REFUSED
    ) -> None:
        super().__init__(user_message, hint, safe=safe)
        self.trouble = trouble


def _trouble(cause: BaseException) -> Trouble:
    if (isinstance(cause, OSError) and cause.errno == 28) or "disk is full" in str(cause):
        return Trouble.FULL
    if isinstance(cause, sqlite3.OperationalError):
        return Trouble.BUSY if "locked" in str(cause) else Trouble.REFUSED
    if type(cause) is sqlite3.DatabaseError:  # SQLITE_CORRUPT, SQLITE_NOTADB
        return Trouble.DAMAGED
    return Trouble.REFUSED


def storage_error(path: Path, cause: BaseException) -> StorageError:
    """Say in the user's words why `path` could not be written."""
    trouble = _trouble(cause)
    safe = tr("Everything saved before is safe. What is being written stays in its window.")
    if trouble is Trouble.FULL:
        return StorageError(
            tr("The disk is full: {path} could not be written.", path=path.name),
            tr("Free some space."),
            safe=safe,
            trouble=trouble,
        )
    reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)  # without a passing file's name
    said = tr("{path} could not be written: {reason}", path=path.name, reason=reason)
    if trouble is Trouble.DAMAGED:
        safe = tr("What is being written stays in its window.")
        return StorageError(said, _damaged(), safe=safe, trouble=trouble)
    if trouble is Trouble.BUSY:
        return StorageError(said, tr("Another program is using it."), safe=safe, trouble=trouble)
    hint = tr("Check the disk and the permissions of the folder {folder}.", folder=str(path.parent))
    return StorageError(said, hint, safe=safe, trouble=trouble)


def reading_error(path: Path, cause: BaseException) -> StorageError:
    """Say in the user's words why `path` could not be read."""
    trouble = _trouble(cause)
    said = tr("{path} can't be read: {reason}", path=path.name, reason=str(cause))
    if trouble is Trouble.DAMAGED:
        return StorageError(said, _damaged(), trouble=trouble)
    if trouble is Trouble.BUSY:
        return StorageError(said, tr("Another program is using it."), trouble=trouble)
    hint = tr("Check the disk and the permissions of the folder {folder}.", folder=str(path.parent))
    return StorageError(said, hint, trouble=trouble)


def _damaged() -> str:
    return tr("It is damaged, or was changed by another program. Restore it from a backup.")


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file in one step; after a kill there is the old content or the new, never half of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        make_folder(path.parent)
        with open(part, "wb", opener=opener) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as cause:
        with suppress(OSError):
            part.unlink()
        raise storage_error(path, cause) from cause


class Database:
    """One SQLite file in WAL mode, shared by the rooms that keep rows (drafts, outbox, audit).

    Any thread may use it: one connection behind one lock, every `write` one transaction. Each room brings
    its own migrations under its own name; they run once, in order. Only its owner can read the file, and what is
    deleted is overwritten.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            make_folder(path.parent)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite's own files get its mode
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")
            self._connection.execute("PRAGMA temp_store=MEMORY")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS migration (room TEXT PRIMARY KEY, step INTEGER NOT NULL)"
            )
        except (OSError, sqlite3.OperationalError) as cause:
            raise storage_error(path, cause) from cause
        except sqlite3.Error as cause:
            raise reading_error(path, cause) from cause

    def migrate(self, room: str, steps: Sequence[str]) -> None:
        """Run those of the room's steps that this file has not seen; each step is one SQL script.

        A file that a newer version has written keeps that version's steps: they only add, so that an older one can
        go on with it after a rollback.
        """
        with self.write() as db:
            row = db.execute("SELECT step FROM migration WHERE room = ?", (room,)).fetchone()
            done = int(row[0]) if row else 0
            for step in steps[done:]:
                for statement in filter(str.strip, step.split(";")):
                    db.execute(statement)
            db.execute("INSERT OR REPLACE INTO migration VALUES (?, ?)", (room, max(done, len(steps))))

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Raises `StorageError` where the disk refuses."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except (sqlite3.Error, OverflowError) as cause:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise storage_error(self.path, cause) from cause

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            try:
                return self._connection.execute(sql, tuple(parameters)).fetchall()
            except (sqlite3.Error, OverflowError) as cause:
                raise reading_error(self.path, cause) from cause

    def flaw(self) -> str:
        """What SQLite finds damaged first, in its words; "" where it is whole. Raises `StorageError`."""
        found = str(self.read("PRAGMA quick_check(1)")[0][0])
        return "" if found == "ok" else found

    def scrub_later(self, db: sqlite3.Connection) -> None:
        """In this transaction something is sealed that lay open before: `scrub` has to run once it is committed."""
        db.execute("INSERT OR IGNORE INTO migration VALUES (?, 1)", (_SCRUB,))

    def scrub(self) -> None:
        """Rewrite the file where `scrub_later` asked for it, so that free pages and the log hold nothing open.

        Does nothing else where another program uses the file; then the next start does it.
        """
        if not self.read("SELECT 1 FROM migration WHERE room = ?", (_SCRUB,)):
            return
        with self._lock:
            try:
                self._connection.execute("VACUUM")
                busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy:
                    self._connection.execute("DELETE FROM migration WHERE room = ?", (_SCRUB,))
            except sqlite3.Error as cause:
                _log.warning("the database could not be scrubbed now: %s", cause)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
