"""Whose each workitem is, as the hub itself knows it: who ordered it, who claimed it, which one it follows.

What workitems say of persons is written by programs; this is written by the hub from who was signed in. Any thread.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from reader.core.storage import Database
from reader.dicom.json_model import Json, code_from, items
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.tasks import actual_performers, claim_mark, subject_from
from reader.dicom.ups.workitem import ADDENDUM, CANCELED, COMPLETED, IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED
from reader.dicom.values import parse_dt
from reader.hub.permissions import Kind, Stand
from reader.hub.users import User

_MIGRATIONS = (
    """CREATE TABLE party (uid TEXT PRIMARY KEY, ordered_by TEXT NOT NULL, claimed_by TEXT NOT NULL,
        follows TEXT NOT NULL);
    CREATE INDEX party_claimed ON party (claimed_by);
    CREATE INDEX party_follows ON party (follows)""",
    "CREATE TABLE cancel_asked (uid TEXT PRIMARY KEY)",
)

TO_SIGN = (Kind.REVIEW, Kind.APPROVAL, Kind.OWN_SIGNING)
"""Verifications that a user may do, but for their role."""


@dataclass(frozen=True)
class Party:
    """Names of users, "" where nobody is known. ordered_by: whose order stands behind it, through all that follows
    on it. follows: the UID of the workitem that it continues, "" for none."""

    ordered_by: str = ""
    claimed_by: str = ""
    follows: str = ""


@dataclass(frozen=True)
class Claim:
    """In which claimed task something was made, as its program says. mark: of the claim (`claim_mark`). Both are ""
    where it does not say it."""

    uid: str = ""
    mark: str = ""


class Parties:
    """The table. What changes it is part of the transaction that changes the workitem."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("parties", _MIGRATIONS)

    def of(self, uid: str) -> Party:
        rows = self._database.read("SELECT ordered_by, claimed_by, follows FROM party WHERE uid = ?", (uid,))
        return Party(*rows[0]) if rows else Party()

    def claims_of(self, name: str) -> list[str]:
        """UIDs of what this user has in progress."""
        return self._uids(
            "SELECT party.uid FROM party JOIN workitem ON workitem.uid = party.uid"
            " WHERE claimed_by = ? AND state = ?",
            (name, IN_PROGRESS),
        )

    def completed_by(self, name: str, study: str) -> list[str]:
        """UIDs of what this user has completed of a study, and of some whose study has still to be looked at."""
        return self._uids(
            "SELECT party.uid FROM party JOIN workitem ON workitem.uid = party.uid"
            " JOIN listed ON listed.uid = party.uid"
            " WHERE claimed_by = ? AND workitem.state = ? AND (study = ? OR stale = 1)",
            (name, COMPLETED, study),
        )

    def cancelled_after_claims_of(self, name: str) -> list[str]:
        """UIDs of the cancelled workitems that follow, at whatever distance, on what this user ever claimed."""
        return self._uids(
            "WITH RECURSIVE after(uid) AS (SELECT uid FROM party WHERE claimed_by = ?"
            " UNION SELECT party.uid FROM party JOIN after ON party.follows = after.uid)"
            " SELECT after.uid FROM after JOIN workitem ON workitem.uid = after.uid WHERE state = ?",
            (name, CANCELED),
        )

    def after(self, uid: str) -> list[str]:
        """UIDs of all that ever continued this workitem."""
        return self._uids("SELECT uid FROM party WHERE follows = ?", (uid,))

    def line_of(self, uid: str) -> list[str]:
        """UIDs of all that this workitem continues or that ever continued any of that, its own too."""
        return self._uids(
            "WITH RECURSIVE line(uid) AS (VALUES (?)"
            " UNION SELECT CASE WHEN party.uid = line.uid THEN party.follows ELSE party.uid END"
            " FROM party JOIN line ON party.uid = line.uid OR party.follows = line.uid WHERE line.uid <> '')"
            " SELECT uid FROM line WHERE uid <> ''",
            (uid,),
        )

    def led_to(self, uid: str) -> list[str]:
        """UIDs of what continues this workitem: in the place of what was cancelled, what continues that."""
        return self._uids(
            "WITH RECURSIVE after(uid) AS (SELECT uid FROM party WHERE follows = ?"
            " UNION SELECT party.uid FROM party JOIN after ON party.follows = after.uid"
            " JOIN workitem ON workitem.uid = after.uid WHERE state = ?)"
            " SELECT after.uid FROM after JOIN workitem ON workitem.uid = after.uid WHERE state <> ?",
            (uid, CANCELED, CANCELED),
        )

    def before(self, uid: str) -> list[str]:
        """UIDs of what this workitem continues, at whatever distance."""
        return self._uids(
            "WITH RECURSIVE before(uid) AS (SELECT follows FROM party WHERE uid = ?"
            " UNION SELECT party.follows FROM party JOIN before ON party.uid = before.uid)"
            " SELECT uid FROM before WHERE uid <> ''",
            (uid,),
        )

    def is_followed(self, uid: str) -> bool:
        """Whether another workitem, which was not cancelled, continues this one."""
        return bool(self.led_to(uid))

    def cancelled_at(self, uid: str) -> datetime | None:
        """When the workitem of this UID was cancelled, to the second; None where it was not, or none is known."""
        rows = self._database.read("SELECT ended FROM workitem WHERE uid = ? AND state = ?", (uid, CANCELED))
        return parse_dt(rows[0]["ended"]) if rows else None

    def holds(self, claim: Claim) -> bool:
        """Whether a workitem is in this very claim, or it can't be told: it has ended, is not known here, or the
        program does not say in which claim it worked."""
        rows = self._database.read("SELECT state, transaction_uid FROM workitem WHERE uid = ?", (claim.uid,))
        state, owner = rows[0] if rows and claim.mark else ("", "")
        return state not in (SCHEDULED, IN_PROGRESS) or (state == IN_PROGRESS and claim_mark(owner) == claim.mark)

    def following(self) -> list[tuple[str, str]]:
        """(A workitem, the one that it continues): all there are, deleted ones too."""
        rows = self._database.read("SELECT uid, follows FROM party WHERE follows <> ''")
        return [(row["uid"], row["follows"]) for row in rows]

    def _uids(self, sql: str, parameters: tuple[str, ...]) -> list[str]:
        return [row["uid"] for row in self._database.read(sql, parameters)]

    @staticmethod
    def note_created(db: sqlite3.Connection, uid: str, party: Party) -> None:
        row = (uid, party.ordered_by, party.claimed_by, party.follows)
        db.execute("INSERT OR REPLACE INTO party VALUES (?,?,?,?)", row)

    def is_asked_to_cancel(self, uid: str) -> bool:
        """Whether its performer was asked to cancel this workitem."""
        return bool(self._database.read("SELECT 1 FROM cancel_asked WHERE uid = ?", (uid,)))

    @staticmethod
    def note_cancel_asked(db: sqlite3.Connection, uid: str) -> None:
        db.execute("INSERT OR IGNORE INTO cancel_asked VALUES (?)", (uid,))

    @staticmethod
    def note_claimed(db: sqlite3.Connection, uid: str, name: str) -> None:
        db.execute(
            "INSERT INTO party VALUES (?,'',?,'') ON CONFLICT (uid) DO UPDATE SET claimed_by = excluded.claimed_by",
            (uid, name),
        )


def kind_for(content: Json, user: User) -> Kind:
    """What kind of task a workitem is for this user. Whose report it is about, and who has passed it on, was
    checked when it was created."""
    if is_verification(content):
        about = subject_from(content)
        if user.is_known_as(about.author_id):
            return Kind.OWN_SIGNING if about.own and not about.passed_by else Kind.OWN_REVIEW
        if about.second:
            return Kind.SECOND
        if not about.passed_by:
            return Kind.REVIEW
        return Kind.PASSED if user.is_known_as(about.passed_by) else Kind.APPROVAL
    if is_critical(content):
        return Kind.CRITICAL
    codes = [code_from(code) for code in items(content, "00404018")]
    return Kind.ADDENDUM if ADDENDUM in codes else Kind.READING


def is_verification(content: Json) -> bool:
    return REPORT_VERIFICATION in [code_from(code) for code in items(content, "00404018")]


def stand_for(state: str, content: Json, party: Party, user: User) -> Stand:
    """How a workitem stands to this user. A claim from before claims were bound to users is known by its
    performer."""
    if state == SCHEDULED:
        return Stand.OWN_ORDER if party.ordered_by == user.name else Stand.WAITING
    if state != IN_PROGRESS:
        return Stand.ENDED
    if party.claimed_by:
        return Stand.MINE if party.claimed_by == user.name else Stand.OTHERS
    mine = any(user.is_known_as(code.value) for code, _ in actual_performers(content))
    return Stand.MINE if mine else Stand.OTHERS
