"""What is still to be told to the hub of critical results, on disk before the hub is asked.

Each row is one act of one user: a new result, a step in its life, its end. It is sealed with what the result is,
bound to its place. The acts on one result are done in their order, and kept until the result has ended at the hub:
a hub that was restored from an older copy gets them again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
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
)


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


class CriticalJournal:
    """Rows in the profile's database. Any thread; every method is one transaction and raises `StorageError`."""

    def __init__(self, database: Database, seal: Seal, user: Person) -> None:
        self._database, self._seal, self._user = database, seal, user
        database.migrate("critical", _MIGRATIONS)

    def add(self, result: str, about: dict[str, Any], acts: Sequence[tuple[ActKind, dict[str, Any]]]) -> None:
        """They are on disk when this returns, all or none."""
        with self._database.write() as db:
            for kind, payload in acts:
                self._insert(db, result, about, kind, payload)

    def acts(self) -> list[Act]:
        """What the hub has not got yet, of every user of this computer, in their order. What can't be opened is
        left out."""
        found = []
        for row in self._database.read("SELECT * FROM critical_act WHERE sent = 0 ORDER BY number"):
            try:
                kept = json.loads(self._seal.open(row["sealed"], ("critical", row["id"])))
                kind = ActKind(kept["kind"])
            except (SealBroken, ValueError, KeyError, TypeError):
                continue
            payload, about = kept["payload"], kept["about"]
            found.append(Act(row["id"], row["result"], kind, payload, about, row["username"], row["author"]))
        return found

    def at_hub(self) -> set[str]:
        """UIDs of the results of which the hub has had all that the signed-in user has said."""
        rows = self._database.read(
            "SELECT result FROM critical_act WHERE username = ? GROUP BY result HAVING min(sent) = 1",
            (self._user.username,),
        )
        return {row["result"] for row in rows}

    def forget(self, result: str) -> None:
        """It has ended at the hub."""
        with self._database.write() as db:
            db.execute("DELETE FROM critical_act WHERE result = ? AND sent = 1", (result,))

    def again(self, result: str) -> None:
        """The hub does not have it any more: all that the signed-in user has said of it is to be sent again."""
        with self._database.write() as db:
            db.execute(
                "UPDATE critical_act SET sent = 0 WHERE result = ? AND username = ?", (result, self._user.username)
            )

    def is_own(self, act: Act) -> bool:
        """Whether it is the signed-in user's."""
        return act.username == self._user.username

    def done(self, act: Act) -> None:
        """The hub has it."""
        with self._database.write() as db:
            db.execute("UPDATE critical_act SET sent = 1 WHERE id = ?", (act.act_id,))

    def adopt(self, result: str, created: dict[str, Any]) -> None:
        """The signed-in user tells of what another could not send from here; all that was to be said of it is
        replaced. created: the workitem, in the new author's name."""
        with self._database.write() as db:
            db.execute("DELETE FROM critical_act WHERE result = ?", (result,))
            self._insert(db, result, created, ActKind.CREATE, created)

    def _insert(
        self, db: sqlite3.Connection, result: str, about: dict[str, Any], kind: ActKind, payload: dict[str, Any]
    ) -> None:
        act_id = str(uuid4())
        text = json.dumps({"kind": kind.value, "payload": payload, "about": about}, ensure_ascii=False)
        sealed = self._seal.seal(text.encode(), ("critical", act_id))
        db.execute(
            "INSERT INTO critical_act (id, result, username, author, sealed) VALUES (?,?,?,?,?)",
            (act_id, result, self._user.username, self._user.name.display, sealed),
        )
