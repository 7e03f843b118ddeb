"""AE titles: each belongs to one account, and nobody else subscribes or listens under it.

A workstation makes its title from its user and its computer, so that two who share a computer have two, and nobody
can take it before its user does. Any other title belongs to the account that used it first. Any thread.
"""

from __future__ import annotations

from reader.core.refusals import Refusal
from reader.core.storage import Database
from reader.dicom.ups.tasks import may_have_title
from reader.hub.answers import Refused
from reader.hub.permissions import forbidden

_MIGRATIONS = ("CREATE TABLE title (aet TEXT PRIMARY KEY, user TEXT NOT NULL)",)
_MOST = 200


class Titles:
    """The table of AE titles and their accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("titles", _MIGRATIONS)

    def bind(self, aet: str, user: str) -> None:
        """Take a title for this account; 403 where it is another's, or the account has too many."""
        if self._owner(aet) == user:
            return
        if not may_have_title(aet, user):
            raise forbidden(Refusal.AE_TITLE)
        with self._database.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO title SELECT ?, ? WHERE (SELECT count(*) FROM title WHERE user = ?) < ?",
                (aet, user, user, _MOST),
            )
        owner = self._owner(aet)
        if owner == "":
            raise Refused(403, f"one account has {_MOST} AE titles at most")
        if owner != user:
            raise forbidden(Refusal.AE_TITLE)

    def _owner(self, aet: str) -> str:
        rows = self._database.read("SELECT user FROM title WHERE aet = ?", (aet,))
        return str(rows[0]["user"]) if rows else ""
