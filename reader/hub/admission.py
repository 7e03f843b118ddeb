"""What somebody may store, looked at when it has come in and, where it depends on claims, once more as it is filed.

Between the two an administrator may put a claim back: what was made in it would be stored for a claim that is no
more. So a doctor's objects are filed while no claim can change, and examined again where one has; what is
signed is always, since a report is signed once. Every method blocks; one thread.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from reader.core.refusals import Refusal
from reader.dicom.json_model import value
from reader.hub.parties import Claim
from reader.hub.roles import DOCTORS
from reader.hub.store import Conflict, Incoming, Store
from reader.hub.ups import Worklist
from reader.hub.users import User

if TYPE_CHECKING:
    from reader.hub.documents import Documents


class Admission:
    """Of one request. claim: in which its objects were made."""

    def __init__(self, store: Store, documents: Documents, worklist: Worklist, user: User, claim: Claim) -> None:
        self._store, self._documents, self._worklist = store, documents, worklist
        self._user, self._claim = user, claim
        self._before = self._claims()

    def refusal(self, entry: Incoming) -> Refusal | None:
        """Why it is not stored; None where it is, or is there already."""
        reason = self._documents.refusal(entry, self._user, self._claim)
        return None if reason is None or self._store.has(entry) else reason

    def file(self, entries: Sequence[Incoming]) -> list[bool | Conflict | Refusal]:
        """As `Store.file` for what was not refused, with why for what is refused by now."""
        if not DOCTORS & set(self._user.roles):
            return list(self._store.file(entries))
        with self._worklist.steady:
            same = self._claims() == self._before
            once = [entry for entry in entries if not _is_signed(entry)]
            answers = dict(zip(map(id, once), self._filed(once, same), strict=True))
            for entry in filter(_is_signed, entries):  # whether the next one may be, the one before decides
                [answers[id(entry)]] = self._filed([entry], same=False)
            return [answers[id(entry)] for entry in entries]

    def _filed(self, entries: Sequence[Incoming], same: bool) -> list[bool | Conflict | Refusal]:
        """same: nothing has changed since they were looked at."""
        reasons = [None if same else self.refusal(entry) for entry in entries]
        taken = [entry for entry, reason in zip(entries, reasons, strict=True) if reason is None]
        filed = iter(self._store.file(taken))
        return [next(filed) if reason is None else reason for reason in reasons]

    def _claims(self) -> Hashable:
        """What the answer depends on besides what is stored."""
        uids = [str(value(task, "00080018")) for task in self._worklist.claims_of(self._user)]
        parties, claim = self._worklist.parties, self._claim
        followed = ((uid, parties.is_followed(uid)) for uid in uids)
        return parties.cancelled_at(claim.uid), parties.holds(claim), *followed


def _is_signed(entry: Incoming) -> bool:
    return str(value(entry.instance, "0040A493")).strip() not in ("", "UNVERIFIED")
