"""What is still to be told to the hub of critical results, on disk before the hub is asked.

Each row is one act of one user: a new result, a step in its life, its end. It is sealed with what the result is,
bound to its place: whose act it is, on which result, and after which others. The acts on one result are done in
their order, and kept for some time after the result has ended at the hub: a hub that was restored from an older
copy gets them again, whoever of this computer's users had done them. Of what can't be opened it is known whose it
is and on which result, and it stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import uuid4

from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database
from reader.dicom.values import Person

_MIGRATIONS = (
    """CREATE TABLE critical_act (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, result TEXT NOT NULL,
        username TEXT NOT NULL, author TEXT NOT NULL, sealed BLOB NOT NULL)""",
    "ALTER TABLE critical_act ADD COLUMN sent INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE critical_act ADD COLUMN ended TEXT NOT NULL DEFAULT ''",
)
_KEPT = timedelta(days=30)
"""How long what has ended at the hub is kept."""
_WAITS, _SENT, _ENDED, _KNOWN = range(4)
"""Of an act: the hub does not have it; has it; and the result has ended there; it has ended otherwise than the act
would have it, and whose act it is knows."""


class ActKind(Enum):
    """CREATE: the payload is the new workitem. STEP: one content item that is added. CLOSE: when it was done, and
    the Transaction UID of the claim that it takes, which is made before it is asked for."""

    CREATE = "create"
    STEP = "step"
    CLOSE = "close"


@dataclass(frozen=True)
class Act:
    """One thing to do at the hub. result: UID of the critical result; about: its workitem as it was known then.
    username, author: whose act it is."""

    act_id: str
    result: str
    kind: ActKind
    payload: dict[str, Any]
    about: dict[str, Any]
    username: str
    author: str


@dataclass(frozen=True)
class Unreadable:
    """An act that can't be opened, of this user on this result, as its row says."""

    act_id: str
    result: str
    username: str
    author: str


class CriticalJournal:
    """Rows in the profile's database. Any thread; every method is one transaction and raises `StorageError`."""

    def __init__(self, database: Database, seal: Seal, user: Person) -> None:
        self._database, self._seal, self._user = database, seal, user
        database.migrate("critical", _MIGRATIONS)
        with database.write() as db:
            before = (datetime.now(UTC) - _KEPT).isoformat()
            db.execute("DELETE FROM critical_act WHERE sent >= ? AND ended < ?", (_ENDED, before))

    def add(self, result: str, about: dict[str, Any], acts: Sequence[tuple[ActKind, dict[str, Any]]]) -> None:
        """They are on disk when this returns, all or none."""
        with self._database.write() as db:
            for kind, payload in acts:
                self._insert(db, result, about, kind, payload)

    def acts(self) -> list[Act]:
        """What the hub has not got yet, of every user of this computer, in their order; without what can't be
        opened."""
        return [act for act in self._read("sent = ?", _WAITS) if isinstance(act, Act)]

    def unreadable(self) -> list[Unreadable]:
        """What can't be opened of what the hub has not got yet, of every user of this computer."""
        return [act for act in self._read("sent = ?", _WAITS) if isinstance(act, Unreadable)]

    def done_already(self, *, untold: bool = False) -> list[Act]:
        """What the hub has, or had once, of every user of this computer. untold: only the signed-in user's, without
        that of which they know that it came to nothing."""
        if untold:
            read = self._read("sent IN (?, ?) AND username = ?", _SENT, _ENDED, self._user.username)
        else:
            read = self._read("sent <> ?", _WAITS)
        return [act for act in read if isinstance(act, Act)]

    def at_hub(self) -> set[str]:
        """UIDs of the results of which the hub has had something that was said here, and that have not ended
        there."""
        return self._results("sent = ?", _SENT)

    def ended(self) -> set[str]:
        """UIDs of those that have ended there, as far as they are still kept."""
        return self._results("sent >= ?", _ENDED)

    def last_ended(self) -> str:
        """Of those the one that was last spoken of here; "" where there is none."""
        rows = self._database.read(
            "SELECT result FROM critical_act WHERE sent >= ? ORDER BY number DESC LIMIT 1", (_ENDED,)
        )
        return str(rows[0]["result"]) if rows else ""

    def forget(self, result: str, *, deleted: bool = False) -> None:
        """It has ended at the hub: what was said of it is kept for the time being, unless the hub has deleted it.
        What can't be opened, nobody needs any more."""
        lost = [act.act_id for act in self.unreadable() if act.result == result]
        with self._database.write() as db:
            db.executemany("DELETE FROM critical_act WHERE id = ?", [(act_id,) for act_id in lost])
            if deleted:
                db.execute("DELETE FROM critical_act WHERE result = ? AND sent <> ?", (result, _WAITS))
            db.execute(
                "UPDATE critical_act SET sent = ?, ended = ? WHERE result = ? AND sent = ?",
                (_ENDED, datetime.now(UTC).isoformat(), result, _SENT),
            )

    def known(self, result: str) -> None:
        """The signed-in user knows that it has ended otherwise than they would have it."""
        with self._database.write() as db:
            db.execute(
                "UPDATE critical_act SET sent = ?, ended = ? WHERE result = ? AND username = ? AND sent IN (?, ?)",
                (_KNOWN, datetime.now(UTC).isoformat(), result, self._user.username, _SENT, _ENDED),
            )

    def again(self, result: str, username: str = "") -> bool:
        """The hub does not have all of it any more: all that was said of it here, or by one user, is to be sent
        again; what is there is not there twice. Returns whether there is any that the hub had."""
        with self._database.write() as db:
            changed = db.execute(
                "UPDATE critical_act SET sent = ?, ended = ''"
                " WHERE result = ? AND sent <> ? AND ? IN ('', username)",
                (_WAITS, result, _WAITS, username),
            )
            return changed.rowcount > 0

    def _results(self, which: str, *values: object) -> set[str]:
        rows = self._database.read(f"SELECT DISTINCT result FROM critical_act WHERE {which}", values)
        return {row["result"] for row in rows}

    def _read(self, which: str, *values: object) -> list[Act | Unreadable]:
        found: list[Act | Unreadable] = []
        rows = self._database.read(f"SELECT * FROM critical_act WHERE {which} ORDER BY number", values)
        for row in rows:
            act_id, result, username, author = row["id"], row["result"], row["username"], row["author"]
            try:
                place = _place(row["number"], act_id, result, username, author)
                kept = json.loads(self._seal.open(row["sealed"], place))
                kind = ActKind(kept["kind"])
                found.append(Act(act_id, result, kind, kept["payload"], kept["about"], username, author))
            except (SealBroken, ValueError, KeyError, TypeError):
                found.append(Unreadable(act_id, result, username, author))
        return found

    def is_own(self, act: Act | Unreadable) -> bool:
        """Whether it is the signed-in user's."""
        return act.username == self._user.username

    def done(self, act: Act) -> None:
        """The hub has it."""
        with self._database.write() as db:
            db.execute("UPDATE critical_act SET sent = ? WHERE id = ?", (_SENT, act.act_id))

    def adopt(self, act: Act, created: dict[str, Any]) -> None:
        """The signed-in user tells of what another could not send from here. Only that it is new is replaced: whom
        the other told, and that they closed it, is theirs to say and sent when they are back. created: the
        workitem, in the new author's name."""
        with self._database.write() as db:
            db.execute("DELETE FROM critical_act WHERE id = ?", (act.act_id,))
            self._insert(db, act.result, created, ActKind.CREATE, created)

    def _insert(
        self, db: sqlite3.Connection, result: str, about: dict[str, Any], kind: ActKind, payload: dict[str, Any]
    ) -> None:
        act_id, username, author = str(uuid4()), self._user.username, self._user.name.display
        text = json.dumps({"kind": kind.value, "payload": payload, "about": about}, ensure_ascii=False)
        added = db.execute(
            "INSERT INTO critical_act (id, result, username, author, sealed) VALUES (?,?,?,?,?)",
            (act_id, result, username, author, b""),
        )
        number = int(added.lastrowid or 0)
        sealed = self._seal.seal(text.encode(), _place(number, act_id, result, username, author))
        db.execute("UPDATE critical_act SET sealed = ? WHERE number = ?", (sealed, number))


def _place(number: int, act_id: str, result: str, username: str, author: str) -> object:
    """To which a row is bound: moved to another result, user or place in the order it does not open."""
    return ("critical", number, act_id, result, username, author)
