"""The hub's worklist: workitems in the database, changed one transaction at a time, each change told to others.

Any thread; every method blocks. Raises `Refused` with the codes of PS3.18 chapter 11.
"""

from __future__ import annotations

import hmac
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json, element, items, value
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.putting_back import discontinuation
from reader.dicom.ups.tasks import PUT_BACK_BY, Subject, actual_performers, subject_from, with_steps
from reader.dicom.ups.workitem import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    SCHEDULED,
    VERIFIED,
    EventType,
    Input,
    says_verified,
)
from reader.dicom.values import format_dt, new_uid
from reader.hub import permissions
from reader.hub.answers import Refused
from reader.hub.approval import Approval, passed_on
from reader.hub.critical import as_claimed, changeable_by, critical_order, refuse_told, step_problems, with_own_name
from reader.hub.exam_steps import ExamSteps
from reader.hub.follow_ups import (
    followed_by,
    foreign_outputs,
    is_order,
    refuse_second_addendum,
    study_of,
    task_made_in,
)
from reader.hub.inherited import refuse_new_problems, refuse_new_values
from reader.hub.listing import Found, Listing, json_text
from reader.hub.orders import as_ordered
from reader.hub.parties import Claim, Parties, Party, is_verification, kind_for, stand_for
from reader.hub.performers import performed_by, with_performer
from reader.hub.purging import outlived
from reader.hub.putting_back import PutBack, as_done, can_go_on, copy_of, is_copy_of
from reader.hub.rereads import Rereads
from reader.hub.results import Results, refuse_mark
from reader.hub.roles import ADMINISTRATOR, DOCTORS
from reader.hub.search import CONTENT, Search
from reader.hub.store import valid_uid
from reader.hub.stored import UNREADABLE, damaged, reasons_against_work
from reader.hub.ups_rules import (
    FINAL,
    STATES,
    TRANSITIONS,
    UPS_PUSH,
    Event,
    Outcome,
    canceled_progress,
    creation_problems,
    final_problems,
    fixed_problems,
    update_problems,
)
from reader.hub.users import User, Users
from reader.hub.vault import SEALED, Vault

_MIGRATIONS = (
    """CREATE TABLE workitem (uid TEXT PRIMARY KEY, state TEXT NOT NULL, transaction_uid TEXT NOT NULL,
        ended TEXT NOT NULL, content TEXT NOT NULL);
    CREATE TABLE gone_workitem (uid TEXT PRIMARY KEY)""",
    "CREATE TABLE hub_address (url TEXT PRIMARY KEY)",
    "CREATE TABLE images_address (url TEXT PRIMARY KEY)",
)
_PLAIN_IMAGES = re.compile(r'"(http://[^"]*?)/studies')


@dataclass(frozen=True)
class Notice:
    """One event to report: what happened to which workitem. item: its attributes after the change."""

    uid: str
    kind: EventType
    attributes: Json
    item: Json


class Worklist:
    """publish: called for each notice, in the order of the changes, after they are on disk.

    watched: whether anyone would hear of a workitem; locked: whether a subscriber keeps it from being deleted.
    results: what is stored of tasks. put_back: called after a claim was ended whose owner could not.
    """

    def __init__(
        self,
        vault: Vault,
        publish: Callable[[Notice], None],
        watched: Callable[[str, Json], bool],
        locked: Callable[[str, Callable[[], Json]], bool],
        results: Results,
        users: Users,
        put_back: Callable[[PutBack], None],
        approval: Approval,
    ) -> None:
        self._vault, self._database = vault, vault.database
        self._publish = publish
        self._watched = watched
        self._locked = locked
        self._results, self._users = results, users
        self._ended_by_others, self._approval = put_back, approval
        self._lock = threading.Lock()
        self.parties = Parties(self._database)
        self._database.migrate("worklist", _MIGRATIONS)
        self._listing = Listing(vault)
        Rereads(self._database)
        self.steps = ExamSteps(self._load, self._listing, self.parties)

    def create(
        self, item: Json, uid: str, by: User | None = None, roots: frozenset[str] = frozenset(), mark: str = ""
    ) -> None:
        """Add a workitem; 11.4. 400 where attributes are missing, 409 where the UID is in use.

        by: who asks, None for the hub itself; a doctor's new task has to follow on one of theirs (403). roots: of
        the services that tasks of this hub may name besides those that they name already. mark: of the claim of
        the task that it follows on, where the program says it.
        """
        if not valid_uid(uid):
            raise Refused(400, "the workitem's UID is none")
        problems = creation_problems(item)
        if problems:
            raise Refused(400, "; ".join(problems))
        content = item | {
            "00080016": element("UI", UPS_PUSH),
            "00080018": element("UI", uid),
            "00404010": element("DT", format_dt(_now())),
            "00741002": element("SQ"),
            "00741216": element("SQ"),
        }
        content.pop("00081195", None)
        with self._lock:
            with self._database.write() as db:
                if db.execute("SELECT 1 FROM gone_workitem WHERE uid = ?", (uid,)).fetchone():
                    raise Refused(409, "A workitem of this UID was deleted")
                if db.execute("SELECT 1 FROM workitem WHERE uid = ?", (uid,)).fetchone():
                    raise Refused(409, "A workitem of this UID is there already")
                party, content, held = self._as_ordered(content, by, roots, mark)
                refuse_new_problems(content, held)
                self.parties.note_created(db, uid, party)
                self._insert(db, uid, content)
            self._tell_new(uid, content)

    def retrieve(self, uid: str) -> Json:
        """One workitem, without its Transaction UID; 11.5. 404, or 410 for a deleted one."""
        return self._load(uid)[2]

    def search(self, search: Search) -> Found:
        """A page of what matches, and how many do; 11.9."""
        return self._listing.find(search)

    def update(self, uid: str, changes: Json, transaction: str, by: User | None = None) -> None:
        """Set attributes; 11.6. In progress only with the claim's Transaction UID, and by whoever claimed it.

        by: who asks, None for the hub itself.
        """
        changes = {tag: entry for tag, entry in changes.items() if tag != "00081195"}
        with self._lock:
            state, owner, content = self._load(uid)
            if state == IN_PROGRESS and not transaction:
                raise Refused(400, "The Transaction UID is missing")
            stand = self._allowed(permissions.UPDATE, by, uid, state, content)
            self._decide(state, Event.UPDATE, owner, transaction)
            if value(content, "00741204") == UNREADABLE:
                raise damaged(content)
            refuse_new_values(changes, (content,))
            problems = update_problems(changes)
            if by is not None and stand is not None:
                changeable = changeable_by(content, stand, by)
                problems += fixed_problems(content, changes, changeable)
                problems += step_problems(content, changes, by, _now())
                changes = {tag: entry for tag, entry in changes.items() if tag in changeable}
                changes = performed_by(with_own_name(content, changes, by) if not problems else changes, by)
                refuse_mark(changes, content, by)
            if problems:
                raise Refused(400, "; ".join(problems))
            after = content | changes | {"00404010": element("DT", format_dt(_now()))}
            self._save(uid, state, owner, after)
            if _differ(content, after, "00741002"):
                self._tell(uid, EventType.PROGRESS, after)
            if _differ(content, after, "00404034", "00404025"):
                self._tell(uid, EventType.ASSIGNED, after)
            if _differ(content, after, "00404041", "00741200", "00741216", "00404011", "00741210"):
                self._tell(uid, EventType.STATE, after)

    def change_state(self, uid: str, state: str, transaction: str, user: User) -> str:
        """Claim, complete or cancel; 11.7. Returns a warning, "" for none. 403 where the user has not the role."""
        if not valid_uid(transaction):
            raise Refused(400, "The Transaction UID is missing")
        try:
            event = Event(state)
        except ValueError:
            raise Refused(400, f"{state[:16]!r} is no Procedure Step State") from None
        if event in (Event.UPDATE, Event.REQUEST_CANCEL):
            raise Refused(400, f"{state[:16]!r} is no Procedure Step State")
        with self._lock:
            before, owner, content = self._load(uid)
            if event is not Event.TO_SCHEDULED:
                self._allowed(f"{permissions.CHANGE_STATE} {state}", user, uid, before, content)
                before = as_claimed(before, content, state)
            outcome = self._decide(before, event, owner, transaction)
            if outcome.to == before:
                return outcome.note
            if outcome.to == IN_PROGRESS:
                if reasons_against_work(content):
                    raise damaged(content)
                owner = transaction
                content = with_performer(content, user)
            else:
                problems = [*final_problems(content, outcome.to), *foreign_outputs(content)]
                if problems:
                    raise Refused(409, f"The final state requirements are not met: {'; '.join(problems)}")
                if outcome.to == COMPLETED:
                    followed = self.parties.is_followed(uid)
                    made = self._results.own_results(content, user)
                    self._results.refuse(content, user, self.steps.kinds_after(uid, content, user, made), followed)
                else:
                    self._refuse_loss(uid, content, user)
            content["00404010"] = element("DT", format_dt(_now()))
            self._save(uid, outcome.to, owner, content, claimed_by=user.name)
            self._tell(uid, EventType.STATE, content)
            return outcome.note

    def claims_of(self, user: User) -> list[Json]:
        """The tasks that this user has in progress."""
        return [item for uid in self.parties.claims_of(user.name) if not is_critical(item := self._load(uid)[2])]

    def completed_by(self, user: User, study: str) -> list[Json]:
        """The tasks of a study that this user has completed."""
        done = map(self._load, self.parties.completed_by(user.name, study))
        return [item for _, _, item in done if study_of(item) == study and not is_critical(item)]

    @property
    def steady(self) -> AbstractContextManager[object]:
        """As long as it is held no claim begins or ends; nothing of this class that changes may be called then."""
        return self._lock

    def request_cancel(self, uid: str, request: Json, requester: str, by: User | None = None) -> str:
        """Cancel a waiting workitem, or ask its performer to; 11.8. Returns a warning, "" for none.

        by: who asks, None for the hub itself. What an administrator asks of a performer who is gone, the hub does
        in their place: see `put_back`.
        """
        with self._lock:
            before, owner, content = self._load(uid)
            self._allowed(permissions.REQUEST_CANCEL, by, uid, before, content)
            outcome = self._decide(before, Event.REQUEST_CANCEL, owner, "")
            refuse_told(before, content)
            tags: tuple[str, ...] = ("00741238", "0074100E", "0074100A", "0074100C")
            asked: Json = {tag: request[tag] for tag in tags if tag in request}
            asked["00741236"] = element("AE", requester)
            if before == IN_PROGRESS:
                if by is not None and ADMINISTRATOR in by.roles and not self._can_go_on(uid, content):
                    self._put_back(uid, owner, content, by.name, for_others=True)
                    return ""
                if not self._watched(uid, content):
                    raise Refused(409, "The performer cannot be contacted")
                with self._database.write() as db:
                    self.parties.note_cancel_asked(db, uid)
                self._publish(Notice(uid, EventType.CANCEL_REQUESTED, asked, content))
            elif before == SCHEDULED:
                if by is not None and ADMINISTRATOR not in by.roles and not is_verification(content):
                    self._results.refuse_loss_of_text(content, by)  # nor does a placer withdraw what has results
                if is_verification(content):
                    self._refuse_unclosed_signature(uid, content)
                content["00741002"] = canceled_progress(asked, _now())
                content["00404010"] = element("DT", format_dt(_now()))
                self._save(uid, CANCELED, owner, content)
                # The hub itself performs the cancellation: for an instant it had the claim (CC.1.1).
                self._tell(uid, EventType.STATE, content | {"00741000": element("CS", IN_PROGRESS)})
                self._tell(uid, EventType.STATE, content)
            return outcome.note

    def put_back(self, uid: str, by: str, *, anyway: bool = False) -> PutBack:
        """End a claim whose owner can't: the same order waits again in its place, as after a release. Where another
        task follows on it already, that one waits; where its report is signed, it is completed with that.

        anyway: also where the owner still could, but for their computer. Raises `Refused`: 404 and 410, 409 where
        it is not claimed or its owner can go on.
        """
        with self._lock:
            state, owner, content = self._load(uid)
            if state != IN_PROGRESS:
                raise Refused(409, "The task is not claimed.")
            gone = not self._can_go_on(uid, content)
            if not (gone or anyway):
                raise Refused(409, "Whoever has claimed this task can still release it.")
            return self._put_back(uid, owner, content, by, for_others=gone)

    def _can_go_on(self, uid: str, content: Json) -> bool:
        name = self.parties.of(uid).claimed_by
        known = [code.value for code, _ in actual_performers(content)]
        accounts = self._users.everyone()
        if name:
            found = [account for account in accounts if account.user.name == name]
        else:
            found = [one for one in accounts if any(map(one.user.is_known_as, known))]
        return can_go_on(content, found[0] if found else None)

    def _put_back(self, uid: str, owner: str, content: Json, by: str, *, for_others: bool) -> PutBack:
        """In one transaction: nobody has an exam of which half is done. The claim's Transaction UID is kept: where
        its owner comes back, they learn how it ended."""
        now, party, others = _now(), self.parties.of(uid), self.steps.continuing(uid, content)
        signed = self._results.signed(content) if is_verification(content) and not others else None
        made: tuple[Input, ...] = (signed,) if signed is not None else ()
        if others and not any(is_copy_of(other, uid) for other in others):
            made = next(filter(None, (self._results.made(content, other) for other in others)), ())
        waiting, copy = "" if others or made else new_uid(), dict[str, Any]()
        if made:
            content |= as_done(content, made, now, VERIFIED if signed is not None else "")
        else:
            content |= discontinuation(now, f"{PUT_BACK_BY} {by}")
        content["00404010"] = element("DT", format_dt(now))
        with self._database.write() as db:
            self._write(db, uid, COMPLETED if made else CANCELED, owner, content)
            if waiting:
                copy = copy_of(content, waiting, for_others=for_others)
                copy["00404010"] = element("DT", format_dt(now))
                self.parties.note_created(db, waiting, Party(ordered_by=party.ordered_by, follows=uid))
                self._insert(db, waiting, copy)
        if copy:
            self._tell_new(waiting, copy)
        self._tell(uid, EventType.STATE, content)
        ended = PutBack(uid, by, party.claimed_by, waiting, signed is not None, content)
        self._ended_by_others(ended)
        return ended

    def purge(self, older_than: timedelta) -> int:
        """Delete orders of which all ended so long ago and nothing is locked; later questions for them get 410."""
        limit = format_dt(_now() - older_than)
        with self._lock:
            ended = {row["uid"]: row["ended"] for row in self._database.read("SELECT uid, ended FROM workitem")}
            old = {uid for uid, when in ended.items() if when and when < limit}
            old = {uid for uid in old if not self._locked(uid, partial(self.retrieve, uid))}
            gone = outlived(old, ended.keys() - old, self.parties.following())
            with self._database.write() as db:
                for uid in gone:
                    db.execute("DELETE FROM workitem WHERE uid = ?", (uid,))
                    db.execute("INSERT OR IGNORE INTO gone_workitem VALUES (?)", (uid,))
        return len(gone)

    def settle_at(self, address: str, images: str = "") -> None:
        """The hub listens at this URL now, and the images are at that DICOMweb root (its own where none is given):
        what workitems say of these services is rewritten.

        Whoever is started on a free port has another one each time, and its Retrieve and Storage URLs with it. On
        https no http address of images is left, wherever it came from.
        """
        images = images or f"{address}/dicom-web"
        with self._lock, self._database.write() as db:
            for old in [row["url"] for row in db.execute("SELECT url FROM hub_address").fetchall()]:
                self._move(db, f"{old}/", f"{address}/")
            for old in [row["url"] for row in db.execute("SELECT url FROM images_address").fetchall()]:
                self._move(db, f"{old}/studies", f"{images}/studies")
            if address.startswith("https://"):
                rows = db.execute(f"SELECT {CONTENT} AS content FROM workitem WHERE {CONTENT} LIKE '%http://%/studies%'")
                for old in {root for row in rows for root in _PLAIN_IMAGES.findall(_text(row["content"]))}:
                    self._move(db, f"{old}/studies", f"{images}/studies")
            for table, url in (("hub_address", address), ("images_address", images)):
                db.execute(f"DELETE FROM {table}")
                db.execute(f"INSERT INTO {table} VALUES (?)", (url,))

    def _move(self, db: sqlite3.Connection, old: str, new: str) -> None:
        if old != new:
            change = (f'"{old}', f'"{new}', f'%"{old}%')
            moved = f"replace({CONTENT}, ?, ?)"
            if self._vault.seal is not None:
                moved = f"{SEALED}({moved}, 'workitem', workitem.uid)"
            db.execute(f"UPDATE workitem SET content = {moved} WHERE {CONTENT} LIKE ?", change)
            self._listing.moved(db, change)

    def uids(self, search: Search) -> list[str]:
        """Of all that match."""
        return self._listing.uids(search)

    def _load(self, uid: str) -> tuple[str, str, Json]:
        found = self._listing.load(uid)
        if found is not None:
            return found
        if self._database.read("SELECT 1 FROM gone_workitem WHERE uid = ?", (uid,)):
            raise Refused(410, "the workitem was deleted")
        raise Refused(404, "there is no such workitem")

    def _allowed(
        self, endpoint: str, by: User | None, uid: str, state: str, content: Json
    ) -> permissions.Stand | None:
        """How the task stands to the user who asks; 403 where the table does not allow it. None: the hub itself."""
        if by is None:
            return None
        stand = stand_for(state, content, self.parties.of(uid), by)
        refusal = permissions.refusal(endpoint, by.roles, kind_for(content, by), stand)
        if refusal is not None:
            raise permissions.forbidden(refusal)
        return stand

    def _as_ordered(
        self, content: Json, by: User | None, roots: frozenset[str], mark: str
    ) -> tuple[Party, Json, list[Json]]:
        """Who a new task belongs to, its content as stored, and the tasks whose values it may repeat: a follow-up
        has the order's current values."""
        if by is None:
            return Party(), content, []
        if not is_verification(content):
            content = with_steps(content, Subject())  # what a report still needs is said of verifications alone
        if is_critical(content):
            return critical_order(content, by, [self._load(uid)[2] for uid in self.steps.of_exam(content)], _now())
        if is_order(content, by, self._users):
            found = list(self.steps.candidates(content, by))
            refuse_second_addendum(content, by, found)
            self._results.refuse_order_about(content, by)
            supplement = kind_for(content, by) is permissions.Kind.ADDENDUM
            if supplement and (made := self.steps.made_of_order(content)):
                self._results.refuse_unsigned(content, made)
            same = [one.content for one in found if study_of(one.content) == study_of(content)]
            if is_verification(content):
                content = self._marked(content)
            return Party(ordered_by=by.name), content, same
        put_back = self.steps.cancelled(task_made_in(content, by))
        known = followed_by(content, by, self.steps.candidates(content, by), roots, put_back)
        if known.state == CANCELED and is_verification(known.content) and self.steps.is_in_verification(content):
            raise permissions.conflict(Refusal.CLAIMED)
        if known.state == IN_PROGRESS and not self.parties.holds(Claim(known.uid, mark)):
            raise permissions.forbidden(Refusal.OTHER_CLAIM)
        cancelled_at = self.parties.cancelled_at
        if known.state == IN_PROGRESS and self._results.is_from_before(content, known.content, cancelled_at):
            raise permissions.forbidden(Refusal.PUT_BACK)
        if known.state != COMPLETED and is_verification(known.content):
            self._results.refuse_after_signature(known.content)
        if known.state == COMPLETED:
            self._results.refuse_unsigned(content, self.steps.made_with(known.uid))
        elif is_verification(known.content):
            self._results.refuse_given_back(content, known.content)
            if kind_for(content, by) is permissions.Kind.PASSED:
                content = passed_on(content, known.content)
        elif is_verification(content):
            self._results.refuse_handed_over(content, known.content, by)
            content = self._marked(content)
        party = Party(ordered_by=known.party.ordered_by, follows=known.uid)
        return party, as_ordered(content, known.content, kind_for(content, by)), [known.content]

    def _marked(self, verification: Json) -> Json:
        """With what the hub's rules say that the report still needs."""
        doctors = [one.user for one in self._users.everyone() if not one.disabled and DOCTORS & set(one.user.roles)]
        return self._approval.marked(verification, doctors, self.steps.second_reading(verification))

    def _refuse_loss(self, uid: str, content: Json, user: User) -> None:
        """Raises `Refused` (409) where a claimed task is cancelled that nobody asked to cancel, and nothing waits
        in its place: what was cancelled itself does not, nor does another order of the exam. A signed report is
        complete without an addendum: its author alone gives that up. Nor is a task cancelled that another one goes
        on with, or whose report is signed in it: it is completed."""
        if self.steps.goes_on(uid, content):
            raise permissions.conflict(Refusal.FOLLOWED)
        if is_verification(content) and self._refuse_unclosed_signature(uid, content):
            return
        author, addendum = subject_from(content).author_id, kind_for(content, user) is permissions.Kind.ADDENDUM
        own = not author or user.is_known_as(author)
        if (addendum and own) or self.parties.is_asked_to_cancel(uid):
            return
        if not self.steps.has_stand_in(uid, content):
            raise permissions.conflict(Refusal.UNREPLACED)

    def _refuse_unclosed_signature(self, uid: str, review: Json) -> bool:
        """Whether the report of a verification that is to be cancelled is signed, and another task was, or still
        will be, completed with that: raises `Refused` (409) where it is signed and none was."""
        signed = self._results.signed(review)
        if signed is None:
            return False
        if self.steps.has_led_to(uid, review, signed.instances[0][1]) or self.steps.is_led_on(uid, review):
            return True
        raise permissions.conflict(Refusal.SIGNED_ALREADY)

    def _save(self, uid: str, state: str, owner: str, content: Json, claimed_by: str = "") -> None:
        with self._database.write() as db:
            self._write(db, uid, state, owner, content)
            if state == IN_PROGRESS and claimed_by:
                self.parties.note_claimed(db, uid, claimed_by)

    def _write(self, db: sqlite3.Connection, uid: str, state: str, owner: str, content: Json) -> None:
        content["00741000"] = element("CS", state)
        ended, text = format_dt(_now()) if state in FINAL else "", json_text(content)
        db.execute(
            "UPDATE workitem SET state = ?, transaction_uid = ?, ended = ?, content = ? WHERE uid = ?",
            (state, owner, ended, self._vault.sealed(text, "workitem", uid), uid),
        )
        self._listing.put(db, uid, state, content, text)
        signed = state == COMPLETED and is_verification(content) and says_verified(content)
        if signed and self._approval.read_again(content):
            Rereads.note(db, uid)

    def _insert(self, db: sqlite3.Connection, uid: str, content: Json) -> None:
        text = json_text(content)
        row = (uid, SCHEDULED, "", "", self._vault.sealed(text, "workitem", uid))
        db.execute("INSERT INTO workitem VALUES (?,?,?,?,?)", row)
        self._listing.put(db, uid, SCHEDULED, content, text)

    @staticmethod
    def _decide(state: str, event: Event, owner: str, transaction: str) -> Outcome:
        right = bool(owner) and hmac.compare_digest(owner.encode(), transaction.encode())
        if state not in STATES:
            raise Refused(409, "The stored workitem is damaged: it is in no state of the standard")
        outcome = TRANSITIONS[(state, event, right)]
        if outcome.refused:
            raise Refused(outcome.status, outcome.note)
        return outcome

    def _tell_new(self, uid: str, content: Json) -> None:
        self._tell(uid, EventType.STATE, content)
        if items(content, "00404034"):
            self._tell(uid, EventType.ASSIGNED, content)

    def _tell(self, uid: str, kind: EventType, content: Json) -> None:
        tags = {
            EventType.STATE: ("00741000", "00404041", "00741002"),
            EventType.PROGRESS: ("00741002",),
            EventType.ASSIGNED: ("00404034", "00404025", "00741000"),
        }[kind]
        if kind is EventType.STATE and value(content, "00741000") != CANCELED:
            tags = tags[:2]
        self._publish(Notice(uid, kind, {tag: content[tag] for tag in tags if tag in content}, content))


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8", "replace")


def _differ(before: Json, after: Json, *tags: str) -> bool:
    return any(before.get(tag) != after.get(tag) for tag in tags)


def _now() -> datetime:
    return datetime.now().astimezone()
