"""What is still to be handed over, on disk: every step with its objects, and how far each delivery is.

The payloads hold patient data and Transaction UIDs. They are sealed with AES-256-GCM under a key from the
keyring, bound to their place, and deleted as soon as the delivery has arrived; the receipt stays.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from reader.core.errors import ReaderError
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.text import tr
from reader.delivery.model import Delivery, DeliveryState, Step, StepKind

_MIGRATIONS = (
    """CREATE TABLE delivery (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        task_uid TEXT NOT NULL, state TEXT NOT NULL, done INTEGER NOT NULL, steps INTEGER NOT NULL,
        tries INTEGER NOT NULL, error TEXT NOT NULL, hint TEXT NOT NULL, queued TEXT NOT NULL,
        delivered TEXT, next_try TEXT);
    CREATE TABLE delivery_part (
        id TEXT NOT NULL, step INTEGER NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (id, step, part))""",
)
_KEY = "outbox.key"
_KEEP_RECEIPTS = timedelta(days=30)


class SealBroken(ReaderError):
    """A stored delivery can't be opened: its key is gone, or the file was changed."""


class Ledger:
    """The outbox's rows in the profile's database. Any thread; every method is one transaction."""

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._cipher = AESGCM(_key(secrets))
        database.migrate("delivery", _MIGRATIONS)

    def add(self, title: str, task_uid: str, steps: Sequence[Step]) -> Delivery:
        """Keep a new delivery; it is on disk when this returns. Raises `StorageError`."""
        delivery = Delivery(
            str(uuid4()), title, task_uid, DeliveryState.WAITING, 0, len(steps), queued=datetime.now(UTC)
        )
        with self._database.write() as db:
            db.execute(
                "INSERT INTO delivery (id, title, task_uid, state, done, steps, tries, error, hint, queued)"
                " VALUES (?,?,?,?,0,?,0,'','',?)",
                (delivery.delivery_id, title, task_uid, delivery.state.value, len(steps), _text(delivery.queued)),
            )
            for number, step in enumerate(steps):
                for part, data in enumerate((_head(step), *step.objects)):
                    place = (delivery.delivery_id, number, part)
                    db.execute("INSERT INTO delivery_part VALUES (?,?,?,?)", (*place, self._seal(data, place)))
        return delivery

    def deliveries(self) -> list[Delivery]:
        """All that wait or were refused, and the receipts of the last 30 days."""
        oldest = _text(datetime.now(UTC) - _KEEP_RECEIPTS)
        rows = self._database.read(
            "SELECT * FROM delivery WHERE state != ? OR delivered > ? ORDER BY number",
            (DeliveryState.DELIVERED.value, oldest),
        )
        return [_delivery(row) for row in rows]

    def pending(self) -> list[Delivery]:
        """What is not yet handed over, oldest first; a later delivery for a task waits for the earlier one."""
        rows = self._database.read(
            "SELECT * FROM delivery WHERE state = ? AND NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE"
            " earlier.task_uid = delivery.task_uid AND earlier.number < delivery.number"
            " AND earlier.state = ?) ORDER BY number",
            (DeliveryState.WAITING.value, DeliveryState.WAITING.value),
        )
        return [_delivery(row) for row in rows]

    def next_step(self, delivery: Delivery) -> Step:
        """The first unfinished step. Raises `SealBroken`."""
        rows = self._database.read(
            "SELECT part, sealed FROM delivery_part WHERE id = ? AND step = ? ORDER BY part",
            (delivery.delivery_id, delivery.done),
        )
        if not rows:
            raise _broken()
        parts = [
            self._open(bytes(row["sealed"]), (delivery.delivery_id, delivery.done, row["part"])) for row in rows
        ]
        head = json.loads(parts[0])
        return Step(**{**head, "kind": StepKind(head["kind"])}, objects=tuple(parts[1:]))

    def objects(self, task_uid: str) -> tuple[bytes, ...]:
        """The DICOM files of a task's newest delivery, as long as they are kept. Raises `SealBroken`."""
        rows = self._database.read(
            "SELECT part.id, step, part, sealed FROM delivery_part AS part JOIN delivery ON delivery.id = part.id"
            " WHERE part > 0 AND number = (SELECT max(number) FROM delivery WHERE task_uid = ?)"
            " ORDER BY step, part",
            (task_uid,),
        )
        return tuple(self._open(bytes(row["sealed"]), (row["id"], row["step"], row["part"])) for row in rows)

    def keep(self, delivery: Delivery) -> Delivery:
        """Write down how far a delivery is; one that has arrived loses its payload. Raises `StorageError`."""
        with self._database.write() as db:
            db.execute(
                "UPDATE delivery SET state=?, done=?, tries=?, error=?, hint=?, delivered=?, next_try=? WHERE id=?",
                (
                    delivery.state.value, delivery.done, delivery.tries, delivery.error, delivery.hint,
                    _text(delivery.delivered), _text(delivery.next_try), delivery.delivery_id,
                ),
            )  # fmt: skip
            if delivery.state is DeliveryState.DELIVERED:
                db.execute("DELETE FROM delivery_part WHERE id = ?", (delivery.delivery_id,))
        return delivery

    def step_done(self, delivery: Delivery) -> Delivery:
        """One more step is finished; after the last one the delivery has arrived."""
        done = replace(delivery, done=delivery.done + 1, tries=0, error="", hint="", next_try=None)
        if done.done >= done.steps:
            done = replace(done, state=DeliveryState.DELIVERED, delivered=datetime.now(UTC))
        return self.keep(done)

    def _seal(self, data: bytes, place: tuple[str, int, int]) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, data, repr(place).encode())

    def _open(self, sealed: bytes, place: tuple[str, int, int]) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], repr(place).encode())
        except InvalidTag as cause:
            raise _broken() from cause


def _key(secrets: Secrets) -> bytes:
    kept = secrets.get(_KEY)
    if kept is None:
        kept = base64.b64encode(AESGCM.generate_key(256)).decode()
        secrets.set(_KEY, kept)
    return base64.b64decode(kept)


def _broken() -> SealBroken:
    return SealBroken(
        tr("A delivery kept on this computer can't be opened."),
        tr("Open the exam again and send the report anew; the key kept on this computer has changed."),
    )


def _head(step: Step) -> bytes:
    head = {
        "kind": step.kind.value, "url": step.url, "uid": step.uid, "payload": step.payload,
        "transaction": step.transaction, "state": step.state,
    }  # fmt: skip
    return json.dumps(head, ensure_ascii=False).encode()


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        delivery_id=row["id"], title=row["title"], task_uid=row["task_uid"], state=DeliveryState(row["state"]),
        done=row["done"], steps=row["steps"], tries=row["tries"], error=row["error"], hint=row["hint"],
        queued=_time(row["queued"]), delivered=_time(row["delivered"]), next_try=_time(row["next_try"]),
    )  # fmt: skip


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def waiting_and_refused(database: Database) -> tuple[int, int]:
    """How many deliveries of this profile are not with the hub: (on their way, refused by it). Any thread."""
    if not database.read("SELECT 1 FROM sqlite_master WHERE name = 'delivery'"):
        return 0, 0
    counted = {row["state"]: row["n"] for row in database.read(
        "SELECT state, count(*) AS n FROM delivery GROUP BY state"
    )}  # fmt: skip
    waiting = sum(counted.get(state.value, 0) for state in (DeliveryState.WAITING, DeliveryState.SENDING))
    return waiting, counted.get(DeliveryState.REFUSED.value, 0)
