"""The claims of one user on this computer, in the keyring, by workitem: Transaction UIDs, and what was begun to be
released or given up."""

from __future__ import annotations

import json
import logging
import threading

from reader.core.json_text import parse
from reader.core.secrets import Secrets
from reader.dicom.values import new_transaction_uid, new_uid

_log = logging.getLogger(__name__)


class Claims:
    """Any thread. root: the worklist service they belong to; user: by name. Each claim is a secret of its own, and
    one more lists for which workitems there are any, because keyrings can't be listed.

    Earlier versions kept the claims of all users of a computer under the same names, without a user's. Those are
    `unowned` until the hub has named the user who performs the workitem.
    """

    def __init__(self, secrets: Secrets, root: str, user: str) -> None:
        self._secrets = secrets
        self._unowned, self._own = root, f"{root}:{user}"
        self._lock = threading.Lock()

    def transaction(self, uid: str) -> str | None:
        return self._secrets.get(self._claim(uid))

    def begin(self, uid: str, known: str = "") -> str:
        """The Transaction UID to claim with, kept: that of before, else the one that is known, else a new one."""
        with self._lock:
            kept, listed = self.transaction(uid), self._listed()
            if uid not in listed:
                self._list({*listed, uid})
            if kept is None:
                kept = known or new_transaction_uid()
                self._secrets.set(self._claim(uid), kept)
            return kept

    def forget(self, uid: str) -> None:
        with self._lock:
            for place in (self._claim(uid), self._release(uid), self._giving_up(uid)):
                self._secrets.delete(place)
            self._list(self._listed() - {uid})

    def replacement(self, uid: str) -> str | None:
        """The UID of the workitem that a begun release puts in the place of this one."""
        return self._secrets.get(self._release(uid))

    def begin_release(self, uid: str) -> str:
        with self._lock:
            kept = self.replacement(uid)
            if kept is None:
                kept = new_uid()
                self._secrets.set(self._release(uid), kept)
            return kept

    def given_up(self, uid: str) -> bool:
        """Whether the user has begun to end this workitem with nothing in its place."""
        return self._secrets.get(self._giving_up(uid)) is not None

    def begin_giving_up(self, uid: str) -> None:
        with self._lock:
            self._list({*self._listed(), uid})
            self._secrets.set(self._giving_up(uid), "yes")

    def keep(self, uid: str) -> None:
        """What was begun to end it is off."""
        with self._lock:
            self._secrets.delete(self._release(uid))
            self._secrets.delete(self._giving_up(uid))

    def all(self) -> set[str]:
        """The workitems with a claim."""
        with self._lock:
            return self._listed()

    def unowned(self) -> set[str]:
        """The workitems with a claim of nobody knows whom."""
        with self._lock:
            return self._listed(self._unowned)

    def adopt(self, uid: str) -> None:
        """The unowned claim of a workitem, if there is one, is this user's, unless they have a later one."""
        with self._lock:
            unowned = self._listed(self._unowned)
            if uid not in unowned:
                return
            later = self.transaction(uid) is not None
            self._list({*self._listed(), uid})
            for kind in ("release", "claim"):
                kept = self._secrets.get(f"{kind}:{self._unowned}:{uid}")
                if kept is not None and not later:
                    self._secrets.set(f"{kind}:{self._own}:{uid}", kept)
            for kind in ("release", "claim"):
                self._secrets.delete(f"{kind}:{self._unowned}:{uid}")
            self._list(unowned - {uid}, self._unowned)

    def _listed(self, owner: str = "") -> set[str]:
        """Of a damaged list nothing; each claim is kept by itself, and is still found by its task."""
        try:
            listed = parse(self._secrets.get(f"claims:{owner or self._own}") or "[]")
        except ValueError:
            listed = None
        if not isinstance(listed, list) or not all(isinstance(uid, str) for uid in listed):
            _log.warning("the list of claimed tasks is damaged; it begins anew")
            return set()
        return set(listed)

    def _list(self, uids: set[str], owner: str = "") -> None:
        self._secrets.set(f"claims:{owner or self._own}", json.dumps(sorted(uids)))

    def _claim(self, uid: str) -> str:
        return f"claim:{self._own}:{uid}"

    def _release(self, uid: str) -> str:
        return f"release:{self._own}:{uid}"

    def _giving_up(self, uid: str) -> str:
        return f"give up:{self._own}:{uid}"
