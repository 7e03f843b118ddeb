"""AE titles: each belongs to one account, and nobody else subscribes or listens under it.

A workstation makes its title from its user and its computer, so that two who share a computer have two, and nobody
can take it before its user does. Any other title belongs to the account that used it first; an account has a few of
those and no more, or it could take the titles of all others. Any thread.
"""

from __future__ import annotations

import sqlite3

from reader.core.refusals import Refusal
from reader.core.storage import Database
from reader.dicom.ups.tasks import is_workstation_of, may_have_title
from reader.hub.permissions import forbidden

_OWNER = "SELECT user FROM title WHERE aet = ?"
_MIGRATIONS = ("CREATE TABLE title (aet TEXT PRIMARY KEY, user TEXT NOT NULL)",)
_MOST_SHARED, _MOST_OWN = 20, 200
"""Titles of one account: those that anyone might have taken, and those of its user's workstations."""


class Titles:
    """The table of AE titles and their accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("titles", _MIGRATIONS)

    def bind(self, aet: str, user: str) -> None:
        """Take a title for this account; 403 where it is another's, or the account has too many."""
        if _owner(self._database.read(_OWNER, (aet,))) == user:
            return
        if not may_have_title(aet, user):
            raise forbidden(Refusal.AE_TITLE)
        own = is_workstation_of(aet, user)
        with self._database.write() as db:
            owner = _owner(db.execute(_OWNER, (aet,)).fetchall())
            if not owner:
                rows = db.execute("SELECT aet FROM title WHERE user = ?", (user,)).fetchall()
                alike = sum(is_workstation_of(row["aet"], user) == own for row in rows)
                if alike >= (_MOST_OWN if own else _MOST_SHARED):
                    raise forbidden(Refusal.AE_TITLES)
                db.execute("INSERT INTO title VALUES (?, ?)", (aet, user))
        if owner not in ("", user):
            raise forbidden(Refusal.AE_TITLE)


def _owner(rows: list[sqlite3.Row]) -> str:
    return str(rows[0]["user"]) if rows else ""
