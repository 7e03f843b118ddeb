"""Opening what this computer keeps sealed, and what to do where its key is gone.

A key can be lost for good (a new keyring) or for a while (a keyring restored later). Nothing is deleted: the
records are put aside under another name, and come back by themselves once their key is there again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reader.core.audit import AuditTrail
from reader.core.audit_chain import StationKey, station_key, unsigned_records
from reader.core.profile import Profile
from reader.core.sealing import KeyGone, Seal, seal_of
from reader.core.secrets import Secrets
from reader.core.storage import Database, StorageError
from reader.core.text import counted, tr
from reader.delivery.ledger import waiting_and_stuck
from reader.report.journal import drafts_in, seal_open_drafts


@dataclass(frozen=True)
class SetAside:
    """Records that can't be opened: their new place, and what is in them."""

    path: Path
    drafts: int
    deliveries: int

    @property
    def words(self) -> tuple[str, str]:
        """What happened and what to do, for the user."""
        lost = tr(
            "The key to this computer's data is lost: {drafts} and {deliveries} can't be opened.",
            drafts=counted("{count} draft", "{count} drafts", self.drafts),
            deliveries=counted("{count} report on its way", "{count} reports on their way", self.deliveries),
        )  # fmt: skip
        hint = tr(
            "They are kept in {file} and return once the old keyring is restored. If it is lost, write them again.",
            file=self.path.name,
        )
        return lost, hint


@dataclass(frozen=True)
class Records:
    """What is kept on disk, and what it is sealed and signed with."""

    database: Database
    seal: Seal
    audit: AuditTrail
    key: StationKey
    aside: SetAside | None = None


def open_records(profile: Profile, secrets: Secrets, *, put_aside: bool = True) -> Records:
    """The profile's database with its seal; what earlier versions left open in it is sealed.

    put_aside: where the key is gone, begin anew. Raises `StorageError`, and `KeyGone` where the keyring does not
    answer, or nothing is to be put aside.
    """
    database = Database(profile.database)
    try:
        return _records(database, secrets)
    except KeyGone:
        if secrets.silent or not put_aside:  # it may answer at the next start; until then nothing is moved
            database.close()
            raise
    drafts, deliveries = drafts_in(database), sum(waiting_and_stuck(database))
    database.close()
    path = _renamed(profile.database, _free_name(profile))
    earlier = _that_opens(profile, secrets, path)
    if earlier is not None:
        _renamed(earlier, profile.database)
    aside = SetAside(path, drafts, deliveries) if drafts or deliveries else None
    return _records(Database(profile.database), secrets, aside)


def _records(database: Database, secrets: Secrets, aside: SetAside | None = None) -> Records:
    seal = seal_of(database, secrets)
    seal_open_drafts(database, seal)
    key = station_key(secrets)
    audit = AuditTrail(database, seal, key)
    audit.unsigned = unsigned_records(secrets, audit.anchor.count)
    return Records(database, seal, audit, key, aside)


def _that_opens(profile: Profile, secrets: Secrets, but: Path) -> Path | None:
    """The latest database put aside whose key is there again."""
    for path in sorted(profile.root.glob(f"{profile.database.stem}-aside-*.sqlite"), reverse=True):
        if path == but:
            continue
        try:
            database = Database(path)
        except StorageError:
            continue
        try:
            seal_of(database, secrets)
            return path
        except KeyGone:
            continue
        finally:
            database.close()
    return None


def _free_name(profile: Profile) -> Path:
    now = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    return profile.root / f"{profile.database.stem}-aside-{now}.sqlite"


def _renamed(path: Path, to: Path) -> Path:
    """The database with what SQLite keeps beside it; it is closed."""
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(to.with_name(to.name + suffix))
    return to
