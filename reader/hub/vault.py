"""What the hub keeps of patients, sealed where the hub has a key.

Sealed are the values that tell of patients, each bound to its row, and the files of objects; UIDs, states and
times stay open, they are what rows are found by. Searching needs the values themselves: the list of workitems is in
memory then (`listing`). An open folder is sealed at the first start with a key, and opens with no other then.
"""

from __future__ import annotations

import logging
from pathlib import Path

from reader.core.audit_chain import seal_key
from reader.core.errors import ReaderError
from reader.core.sealing import KeyGone, Seal, SealBroken, is_sealed, proven
from reader.core.storage import Database
from reader.core.text import tr
from reader.hub.kept import Kept, copy

OPENED = "opened"
"""The name under which SQL knows `Vault.opened`."""
SEALED = "sealed"
_MIGRATIONS = ("CREATE TABLE sealing (room TEXT PRIMARY KEY)",)

log = logging.getLogger(__name__)


class Vault:
    """seal: None where the folder is open. Any thread.

    Raises `KeyGone` where the database is sealed and this is not its key; nothing was changed then.
    """

    def __init__(self, database: Database, seal: Seal | None = None) -> None:
        self.database, self.seal = database, seal
        if seal is None and is_sealed(database):
            raise KeyGone(
                tr("What this hub keeps is sealed, and no key was given."), tr("Give its key with --key-file.")
            )
        if seal is not None and not proven(database, seal):
            raise KeyGone(
                tr("What this hub keeps is sealed with another key; nothing was changed."),
                tr("Give the key that it was sealed with."),
            )
        database.migrate("vault", _MIGRATIONS)
        with database.write() as db:
            db.create_function(OPENED, 3, self.opened, deterministic=True)
            db.create_function(SEALED, 3, self.sealed)

    def sealed(self, text: str | bytes, kind: str, key: str) -> str | bytes:
        """A value as the database keeps it. kind, key: whose it is."""
        if self.seal is None:
            return text
        return self.seal.seal(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, (kind, key))

    def opened(self, value: str | bytes, kind: str, key: str) -> str | bytes:
        """What was sealed; a value that was not, or can't be opened, as it is: it costs that row and no other."""
        if self.seal is None or not isinstance(value, bytes):
            return value
        try:
            return self.seal.open(value, (kind, key)).decode("utf-8", "surrogatepass")
        except (SealBroken, UnicodeDecodeError):
            return value

    def file(self, path: Path) -> Kept:
        return Kept(path, self.seal)


def plain(column: str, kind: str, key: str) -> str:
    """SQL for what is in a column that may be sealed. kind: as it was sealed; key: the column with the row's."""
    return f"CASE typeof({column}) WHEN 'blob' THEN {OPENED}({column}, '{kind}', {key}) ELSE {column} END"


def seal_what_is_open(vault: Vault, folder: Path) -> None:
    """What the folder holds from the time before it had a key. Stopped anywhere, the next start goes on.

    Blocks; minutes for many exams. What the disk's free space still holds of the open files stays there. Raises
    `ReaderError` where the disk refuses.
    """
    if vault.seal is None or vault.database.read("SELECT 1 FROM sealing WHERE room = 'all'"):
        return
    count = 0
    seal_key(folder / "audit.key", vault.seal)
    for path in list((folder / "objects").rglob("*")):  # what is made on the way is not walked into
        try:
            if path.suffix == ".part":
                path.unlink(missing_ok=True)  # of a file that was sealed just now
            elif path.is_file() and not vault.file(path).sealed:
                copy(Kept(path), vault.file(path))
                count += 1
        except OSError as cause:
            raise ReaderError(tr("{path} could not be sealed: {reason}", path=path.name, reason=cause)) from cause
    with vault.database.write() as db:
        for trigger in ("workitem_added", "workitem_changed", "workitem_removed"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.execute("DROP TABLE IF EXISTS main.listed")
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, column, key in _PATIENTS:
            if table in tables:
                db.execute(
                    f"UPDATE {table} SET {column} = {SEALED}(CAST({column} AS BLOB), '{table}', {key})"
                    f" WHERE typeof({column}) = 'text'"
                )
        db.execute("INSERT INTO sealing VALUES ('all')")
        vault.database.scrub_later(db)
    log.info("%d files were sealed", count)
    vault.database.scrub()


_PATIENTS = (
    ("workitem", "content", "uid"), ("reread", "comment", "uid"), ("study", "header", "uid"),
    ("series", "header", "uid"),
    ("instance", "header", "uid"), ("subscription", "keys", "aet"),
)  # fmt: skip
"""Table, column, and the column that names the row."""
