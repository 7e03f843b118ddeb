"""What is handed over, on disk: every step with its objects, how far each delivery is, and what it left at the hub.

The payloads hold patient data and Transaction UIDs, the receipts UIDs. They are sealed, bound to their place. A
payload is deleted once a look after the delivery has found all of it at the hub; the receipt stays.

A delivery belongs to the user who made it. Earlier versions did not note who that was, and sent it in the next
session of anybody: their deliveries get the author whom their steps name, and what was refused is tried once more.

A message to the hospital's own system is sent in anybody's session. A later version of a report waits for an
earlier one, and takes the place of one that was refused; an earlier one that comes late is not sent after it, nor
one of which the hub has a later version from another computer. That of a report which the hub has lost waits until
the hub has it again, and is never sent where it is written anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from reader.core.sealing import Seal, SealBroken
from reader.core.storage import Database
from reader.core.text import tr
from reader.delivery.model import (
    AT_THE_HUB,
    MESSAGE_ABOUT,
    UNFINISHED,
    Delivery,
    DeliveryState,
    Edition,
    Step,
    StepKind,
    message_about,
)
from reader.delivery.receipt import Receipt, read, receipt_of, written
from reader.delivery.service import author_of
from reader.dicom.archives.storing import ObjectId
from reader.dicom.values import Code, Person, PersonName

_MIGRATIONS = (
    """CREATE TABLE delivery (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        task_uid TEXT NOT NULL, state TEXT NOT NULL, done INTEGER NOT NULL, steps INTEGER NOT NULL,
        tries INTEGER NOT NULL, error TEXT NOT NULL, hint TEXT NOT NULL, queued TEXT NOT NULL,
        delivered TEXT, next_try TEXT);
    CREATE TABLE delivery_part (
        id TEXT NOT NULL, step INTEGER NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (id, step, part))""",
    """ALTER TABLE delivery ADD COLUMN looked TEXT;
    CREATE TABLE delivery_receipt (id TEXT PRIMARY KEY, sealed BLOB NOT NULL)""",
    "ALTER TABLE delivery ADD COLUMN hold TEXT",
    "ALTER TABLE delivery ADD COLUMN username TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE delivery ADD COLUMN author TEXT",
    """ALTER TABLE delivery ADD COLUMN report TEXT NOT NULL DEFAULT '';
    ALTER TABLE delivery ADD COLUMN version INTEGER NOT NULL DEFAULT 0""",
)
_KEEP_RECEIPTS = timedelta(days=30)
_RECEIPT = -1
_HAS_PAYLOAD = "EXISTS (SELECT 1 FROM delivery_part WHERE delivery_part.id = delivery.id)"
_WAITING = (DeliveryState.WAITING.value, DeliveryState.UNKNOWN.value)
_REFUSED, _SUPERSEDED = DeliveryState.REFUSED.value, DeliveryState.SUPERSEDED.value
_ARRIVED = tuple(state.value for state in AT_THE_HUB)
_LATER = "SELECT 1 FROM delivery AS later WHERE later.report = delivery.report AND later.version > delivery.version"
_OVERTAKEN = (
    f"report <> '' AND state IN (?,?,?) AND EXISTS ({_LATER}"
    " AND (delivery.state = ? OR later.tries > 0 OR later.state IN (?,?)))"
)
"""Messages that a later version takes the place of: those refused, and each that has not been accepted once the
later one may have arrived."""
_OVERTAKEN_BY = (*_WAITING, _REFUSED, _REFUSED, *_ARRIVED)


class Ledger:
    """The outbox's rows in the profile's database. Any thread; every method is one transaction.

    user: who is signed in; None for nobody, as for a look at what was delivered.
    """

    def __init__(self, database: Database, seal: Seal, user: Person | None = None) -> None:
        self._database, self._seal = database, seal
        self._user = user or Person(PersonName(), "", Code("", "", ""))
        self._known_as = (self._user.username, self._user.code.value)
        database.migrate("delivery", _MIGRATIONS)
        self._mend()
        self._find_authors()

    def add(
        self, title: str, task_uid: str, steps: Sequence[Step], about: str = "", hold: datetime | None = None,
        edition: Edition | None = None,
    ) -> Delivery:  # fmt: skip
        """Keep a new delivery; it is on disk when this returns. edition: of a message. Raises `StorageError`."""
        message = all(step.kind is StepKind.SEND_MESSAGE for step in steps)
        delivery = Delivery(
            str(uuid4()), title, task_uid, DeliveryState.WAITING, 0, len(steps), queued=datetime.now(UTC),
            hold=hold, message=message,
        )  # fmt: skip
        alone = Edition(delivery.delivery_id if message else "", 0)
        edition = edition if edition is not None and message else alone
        with self._database.write() as db:
            edition = _free(db, edition, task_uid)
            made = db.execute("SELECT username, author FROM delivery WHERE id = ?", (edition.of,)).fetchone()
            owner = tuple(made) if made is not None else (self._user.username, self._user.name.display)
            db.execute(
                "INSERT INTO delivery (id, title, task_uid, state, done, steps, tries, error, hint, queued, hold,"
                " username, author, report, version) VALUES (?,?,?,?,0,?,0,'','',?,?,?,?,?,?)",
                (
                    delivery.delivery_id, title, task_uid, delivery.state.value, len(steps),
                    _text(delivery.queued), _text(hold), *owner, edition.report, edition.version,
                ),
            )  # fmt: skip
            for number, step in enumerate(steps):
                for part, data in enumerate((_head(step), *step.objects)):
                    place = (delivery.delivery_id, number, part)
                    db.execute("INSERT INTO delivery_part VALUES (?,?,?,?)", (*place, self._seal.seal(data, place)))
            self._keep_receipt(db, delivery.delivery_id, receipt_of(steps, about))
            self._set_aside(db)
        return self.now(delivery.delivery_id) or delivery

    def withdraw(self, delivery_id: str, now: datetime) -> bool:
        """Remove a delivery of which nothing was sent, as long as it is held; False where that is over."""
        with self._database.write() as db:
            gone = db.execute(
                "DELETE FROM delivery WHERE id = ? AND state = ? AND done = 0 AND hold > ?",
                (delivery_id, DeliveryState.WAITING.value, _text(now)),
            )
            if gone.rowcount == 0:
                return False
            self._drop(db, delivery_id)
        return True

    def dismiss(self, delivery_id: str) -> None:
        """Remove a delivery that was refused or is missing at the hub. Raises `StorageError`."""
        with self._database.write() as db:
            gone = db.execute(
                "DELETE FROM delivery WHERE id = ? AND state IN (?,?)",
                (delivery_id, DeliveryState.REFUSED.value, DeliveryState.MISSING.value),
            )
            if gone.rowcount:
                self._drop(db, delivery_id)
                unsent = "SELECT id FROM delivery WHERE task_uid = ? AND state IN (?,?,?)"
                about = (message_about(delivery_id), *_WAITING, _REFUSED)
                self._supersede(db, unsent, about, tr("Not sent any more: the hub has lost this report."))

    @staticmethod
    def _drop(db: sqlite3.Connection, delivery_id: str) -> None:
        for table in ("delivery_part", "delivery_receipt"):
            db.execute(f"DELETE FROM {table} WHERE id = ?", (delivery_id,))

    def deliveries(self) -> list[Delivery]:
        """All whose payload is still here, and the receipts of the last 30 days."""
        rows = self._database.read(
            f"SELECT * FROM delivery WHERE {_HAS_PAYLOAD} OR state NOT IN (?,?,?)"
            " OR coalesce(delivered, looked) > ? ORDER BY number",
            (*_ARRIVED, _SUPERSEDED, _text(datetime.now(UTC) - _KEEP_RECEIPTS)),
        )
        return [_delivery(row, self._known_as) for row in rows]

    def superseded(self) -> list[Delivery]:
        """Messages of the last 30 days that a later version has taken the place of."""
        rows = self._database.read(
            "SELECT * FROM delivery WHERE state = ? AND looked > ?",
            (_SUPERSEDED, _text(datetime.now(UTC) - _KEEP_RECEIPTS)),
        )
        return [_delivery(row, self._known_as) for row in rows]

    def overtaken(self, delivery: Delivery) -> bool:
        """Whether a message of a later version of the same report is here."""
        rows = self._database.read(
            f"SELECT 1 FROM delivery WHERE id = ? AND report <> '' AND EXISTS ({_LATER})", (delivery.delivery_id,)
        )
        return bool(rows)

    def may_have_sent(self, edition: Edition) -> bool:
        """Whether a message of the same version of the same report has arrived, or may have: the hub has lost that
        report since, and it was written anew."""
        states = (*_ARRIVED, DeliveryState.SENDING.value, DeliveryState.UNKNOWN.value)
        rows = self._database.read(
            "SELECT 1 FROM delivery WHERE report = ? AND version = ? AND (state IN (?,?,?,?) OR tries > 0)"
            " AND task_uid <> ?",
            (edition.report, edition.version, *states, message_about(edition.of)),
        )
        return bool(rows)

    def delivered(self) -> list[Delivery]:
        """What was delivered in the last 30 days, oldest first."""
        states = (*AT_THE_HUB, DeliveryState.MISSING)
        rows = self._database.read(
            "SELECT * FROM delivery WHERE state IN (?,?,?) AND delivered > ? ORDER BY number",
            (*(state.value for state in states), _text(datetime.now(UTC) - _KEEP_RECEIPTS)),
        )
        return [_delivery(row, self._known_as) for row in rows]

    def unconfirmed(self) -> list[Delivery]:
        """What was delivered and is to be looked for again, oldest first."""
        rows = self._database.read(
            f"SELECT * FROM delivery WHERE state IN (?,?) AND {_HAS_PAYLOAD} ORDER BY number",
            (DeliveryState.DELIVERED.value, DeliveryState.MISSING.value),
        )
        return [_delivery(row, self._known_as) for row in rows]

    def pending(self) -> list[Delivery]:
        """What is not yet handed over and belongs to the signed-in user or to nobody known, oldest first, then the
        messages of everybody: a silent receiver keeps no report from the hub. A later delivery for a task, or the
        message of a later version, waits for the earlier one."""
        rows = self._database.read(
            "SELECT * FROM delivery WHERE state IN (?,?) AND (report <> '' OR username IN ('',?,?)) AND NOT EXISTS"
            " (SELECT 1 FROM delivery AS earlier WHERE earlier.task_uid = delivery.task_uid"
            " AND earlier.number < delivery.number AND earlier.state IN (?,?)) AND NOT EXISTS"
            " (SELECT 1 FROM delivery AS earlier WHERE delivery.report <> '' AND earlier.report = delivery.report"
            " AND earlier.version < delivery.version AND earlier.state IN (?,?)) AND NOT EXISTS"
            " (SELECT 1 FROM delivery AS own WHERE delivery.report <> '' AND delivery.task_uid = ? || own.id"
            " AND own.state NOT IN (?,?)) ORDER BY report <> '', number",
            (*_WAITING, *self._known_as, *_WAITING, *_WAITING, MESSAGE_ABOUT, *_ARRIVED),
        )
        return [_delivery(row, self._known_as) for row in rows]

    def has_report(self, delivery: Delivery) -> bool:
        """Whether objects are part of it, which are kept here with it; a recall has none."""
        rows = self._database.read(
            "SELECT 1 FROM delivery_part WHERE id = ? AND part > 0 LIMIT 1", (delivery.delivery_id,)
        )
        return bool(rows)

    def next_step(self, delivery: Delivery) -> Step:
        """The first unfinished step. Raises `SealBroken`."""
        return self._step(delivery, delivery.done)

    def _step(self, delivery: Delivery, number: int) -> Step:
        rows = self._database.read(
            "SELECT part, sealed FROM delivery_part WHERE id = ? AND step = ? ORDER BY part",
            (delivery.delivery_id, number),
        )
        if not rows:
            raise _broken()
        parts = [self._seal.open(row["sealed"], (delivery.delivery_id, number, row["part"])) for row in rows]
        return replace(_step(parts[0]), objects=tuple(parts[1:]))

    def _mend(self) -> None:
        """Rows that were damaged on the disk. What still has its payload is sent again from its first step, which
        does nothing twice; of what has not, only a look at the hub can tell whether it is there."""
        states = [state.value for state in DeliveryState]
        numbers = " AND ".join(f"typeof({column}) = 'integer'" for column in ("done", "steps", "tries"))
        whole = f"state = '{DeliveryState.CONFIRMED.value}'"  # it was seen at the hub: nothing depends on numbers
        rows = self._database.read(
            "SELECT id, (SELECT count(DISTINCT step) FROM delivery_part WHERE delivery_part.id = delivery.id)"
            f" AS steps FROM delivery WHERE state NOT IN ({','.join('?' * len(states))})"
            f" OR NOT ({numbers} OR {whole})",
            states,
        )
        if not rows:
            return
        error = tr("Its entry on this computer was damaged.")
        with self._database.write() as db:
            for row in rows:
                state = DeliveryState.UNKNOWN if row["steps"] else DeliveryState.MISSING
                db.execute(
                    "UPDATE delivery SET state = ?, done = 0, steps = ?, tries = 0, error = ? WHERE id = ?",
                    (state.value, row["steps"], error, row["id"]),
                )

    def _find_authors(self) -> None:
        """Once for the deliveries of earlier versions. One that was refused may have been sent in somebody else's
        session; it is left refused where a later one of the same task has taken its place."""
        rows = self._database.read("SELECT id, username FROM delivery WHERE author IS NULL")
        found = [(row["id"], row["username"], self._heads(row["id"])) for row in rows]
        if not found:
            return
        with self._database.write() as db:
            for delivery_id, username, heads in found:
                identifier, name = author_of(heads)
                db.execute(
                    "UPDATE delivery SET username = ?, author = ? WHERE id = ?",
                    (username or identifier, name, delivery_id),
                )
                if identifier and heads[0].kind is StepKind.STORE:
                    db.execute(
                        "UPDATE delivery SET state = ?, error = '', hint = '' WHERE id = ? AND state = ?"
                        " AND NOT EXISTS (SELECT 1 FROM delivery AS later"
                        " WHERE later.task_uid = delivery.task_uid AND later.number > delivery.number)",
                        (DeliveryState.WAITING.value, delivery_id, DeliveryState.REFUSED.value),
                    )

    def _heads(self, delivery_id: str) -> list[Step]:
        """The steps of a delivery without their objects; none where they are gone or can't be opened."""
        rows = self._database.read(
            "SELECT step, sealed FROM delivery_part WHERE id = ? AND part = 0 ORDER BY step", (delivery_id,)
        )
        try:
            return [_step(self._seal.open(row["sealed"], (delivery_id, row["step"], 0))) for row in rows]
        except SealBroken:
            return []

    def followed(self, delivery: Delivery) -> bool:
        """Whether the task that it creates has been created."""
        return any(step.kind is StepKind.CREATE_TASK for step in self._heads(delivery.delivery_id)[: delivery.done])

    def transaction(self, delivery: Delivery) -> str:
        """The Transaction UID of the claim in which it was made; "" where that is not kept any more."""
        return next((step.transaction for step in self._heads(delivery.delivery_id) if step.transaction), "")

    def objects(self, task_uid: str) -> tuple[bytes, ...]:
        """The DICOM files of a task's newest delivery, as long as they are kept. Raises `SealBroken`."""
        rows = self._database.read(
            "SELECT part.id, step, part, sealed FROM delivery_part AS part JOIN delivery ON delivery.id = part.id"
            " WHERE part > 0 AND number = (SELECT max(number) FROM delivery WHERE task_uid = ?)"
            " ORDER BY step, part",
            (task_uid,),
        )
        return tuple(self._seal.open(row["sealed"], (row["id"], row["step"], row["part"])) for row in rows)

    def keep(self, delivery: Delivery, was: Delivery | None = None) -> Delivery:
        """Write down how far a delivery is, and return it as it is then: a message may have been superseded. One
        that is confirmed loses its payload. Raises `StorageError`.

        was: it is written only where it still is as far as this; it may have been sent again or looked for since,
        also by who has signed in meanwhile.
        """
        with self._database.write() as db:
            if self._update(db, delivery, was) and delivery.state is DeliveryState.CONFIRMED:
                db.execute("DELETE FROM delivery_part WHERE id = ?", (delivery.delivery_id,))
            self._set_aside(db)
        return self.now(delivery.delivery_id) or delivery

    def now(self, delivery_id: str) -> Delivery | None:
        """As it is on the disk; None where it has been let go."""
        rows = self._database.read("SELECT * FROM delivery WHERE id = ?", (delivery_id,))
        return _delivery(rows[0], self._known_as) if rows else None

    @staticmethod
    def _set_aside(db: sqlite3.Connection) -> None:
        """Messages that a later version takes the place of get a receipt that says so, and are never sent."""
        said = tr("Not sent any more: a newer version of this report goes in its place.")
        Ledger._supersede(db, f"SELECT id FROM delivery WHERE {_OVERTAKEN}", _OVERTAKEN_BY, said)

    def supersede(self, delivery: Delivery, said: str) -> Delivery:
        """A message that is never sent again, for a reason in words, where it waits. Raises `StorageError`."""
        with self._database.write() as db:
            waits = "SELECT id FROM delivery WHERE id = ? AND state IN (?,?)"
            self._supersede(db, waits, (delivery.delivery_id, *_WAITING), said)
        return self.now(delivery.delivery_id) or delivery

    @staticmethod
    def _supersede(db: sqlite3.Connection, which: str, values: Sequence[str], said: str) -> None:
        for (delivery_id,) in db.execute(which, values).fetchall():
            db.execute(
                "UPDATE delivery SET state = ?, hint = error, error = ?, next_try = NULL, looked = ? WHERE id = ?",
                (_SUPERSEDED, said, _text(datetime.now(UTC)), delivery_id),
            )
            db.execute("DELETE FROM delivery_part WHERE id = ?", (delivery_id,))

    def step_done(
        self, delivery: Delivery, uid: str, given: str, look_at: datetime, was: Delivery
    ) -> Delivery:
        """One more step is finished; after the last one the delivery has arrived.

        uid, given: of a task that the step created, and what the hub named it. look_at: when it is looked for. was:
        as of `keep`.
        """
        done = replace(
            delivery, done=delivery.done + 1, state=DeliveryState.WAITING, tries=0, error="", hint="", next_try=None
        )
        if done.done >= done.steps:
            done = replace(done, state=DeliveryState.DELIVERED, delivered=datetime.now(UTC), next_try=look_at)
        receipt = self.receipt(delivery) if given not in ("", uid) else None
        with self._database.write() as db:
            if self._update(db, done, was) and receipt is not None:
                self._keep_receipt(db, delivery.delivery_id, receipt.named(uid, given))
            self._set_aside(db)
        return self.now(delivery.delivery_id) or done

    def receipt(self, delivery: Delivery) -> Receipt | None:
        """What it puts at the hub; None for one of before receipts were kept whose payload is gone.

        Raises `SealBroken`.
        """
        rows = self._database.read("SELECT sealed FROM delivery_receipt WHERE id = ?", (delivery.delivery_id,))
        if rows:
            return read(self._seal.open(rows[0]["sealed"], (delivery.delivery_id, _RECEIPT, 0)))
        if not self.can_send_again(delivery):
            return None
        return receipt_of([self._step(delivery, number) for number in range(delivery.steps)])

    def brought(self, message: Delivery) -> tuple[tuple[str, ObjectId], ...]:
        """What the delivery that a message is about has stored, each by its DICOMweb root. Raises `SealBroken`."""
        about = message.task_uid.removeprefix(MESSAGE_ABOUT)
        rows = self._database.read("SELECT sealed FROM delivery_receipt WHERE id = ?", (about,))
        return read(self._seal.open(rows[0]["sealed"], (about, _RECEIPT, 0))).objects if rows else ()

    def can_send_again(self, delivery: Delivery) -> bool:
        """Whether what was sent is still here."""
        return bool(
            self._database.read("SELECT 1 FROM delivery_part WHERE id = ? LIMIT 1", (delivery.delivery_id,))
        )

    @staticmethod
    def _update(db: sqlite3.Connection, delivery: Delivery, was: Delivery | None = None) -> bool:
        done = db.execute(
            "UPDATE delivery SET state=?, done=?, tries=?, error=?, hint=?, delivered=?, next_try=?, looked=?,"
            " hold=? WHERE id=? AND state=coalesce(?,state) AND done=coalesce(?,done)",
            (
                delivery.state.value, delivery.done, delivery.tries, delivery.error, delivery.hint,
                _text(delivery.delivered), _text(delivery.next_try), _text(delivery.looked), _text(delivery.hold),
                delivery.delivery_id, *((was.state.value, was.done) if was is not None else (None, None)),
            ),
        )  # fmt: skip
        return bool(done.rowcount)

    def _keep_receipt(self, db: sqlite3.Connection, delivery_id: str, receipt: Receipt) -> None:
        sealed = self._seal.seal(written(receipt), (delivery_id, _RECEIPT, 0))
        db.execute("INSERT OR REPLACE INTO delivery_receipt VALUES (?,?)", (delivery_id, sealed))


def _free(db: sqlite3.Connection, edition: Edition, about: str) -> Edition:
    """After a message of the same version about another delivery: the hub has lost the report that it brought, and
    the new one was written in its place."""
    same = "SELECT 1 FROM delivery WHERE report <> '' AND report = ? AND version = ? AND task_uid <> ?"
    while db.execute(same, (edition.report, edition.version, about)).fetchone() is not None:
        edition = replace(edition, version=edition.version + 1)
    return edition


def _broken() -> SealBroken:
    return SealBroken(
        tr("A delivery kept on this computer can't be opened."),
        tr("The key kept on this computer has changed: open the exam and send the report again."),
    )


def _head(step: Step) -> bytes:
    head = {
        "kind": step.kind.value, "url": step.url, "uid": step.uid, "payload": step.payload,
        "transaction": step.transaction, "state": step.state,
    }  # fmt: skip
    return json.dumps(head, ensure_ascii=False).encode()


def _step(head: bytes) -> Step:
    """The inverse of `_head`, still without objects."""
    entry = json.loads(head)
    return Step(**{**entry, "kind": StepKind(entry["kind"])})


def _delivery(row: sqlite3.Row, known_as: tuple[str, str]) -> Delivery:
    """known_as: user name and identifier of the signed-in one."""
    away = row["username"] not in ("", *known_as)
    who, message = (row["author"] or row["username"]) if away else "", bool(row["report"])
    return Delivery(
        delivery_id=row["id"], title=row["title"], task_uid=row["task_uid"], state=DeliveryState(row["state"]),
        done=row["done"], steps=row["steps"], tries=row["tries"], error=row["error"], hint=row["hint"],
        queued=_time(row["queued"]), delivered=_time(row["delivered"]), next_try=_time(row["next_try"]),
        looked=_time(row["looked"]), hold=_time(row["hold"]),
        absent="" if message else who, message=message, doctor=who if message else "",
    )  # fmt: skip


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _time(text: str | None) -> datetime | None:
    """None for what was damaged on the disk, too: nothing is decided on a moment but when to try again."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except (ValueError, TypeError):
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def waiting_and_stuck(database: Database) -> tuple[int, int]:
    """How many deliveries of this profile are not with the hub: (on their way; refused or missing). Any thread."""
    if not database.read("SELECT 1 FROM sqlite_master WHERE name = 'delivery'"):
        return 0, 0
    counted = {row["state"]: row["n"] for row in database.read(
        "SELECT state, count(*) AS n FROM delivery GROUP BY state"
    )}  # fmt: skip
    waiting = sum(counted.get(state.value, 0) for state in UNFINISHED)
    stuck = (DeliveryState.REFUSED, DeliveryState.MISSING)
    return waiting, sum(counted.get(state.value, 0) for state in stuck)
