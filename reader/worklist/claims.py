"""The claims of this computer: Transaction UIDs and begun releases, in the keyring, by workitem."""

from __future__ import annotations

import json
import threading

from reader.core.secrets import Secrets
from reader.dicom.values import new_transaction_uid, new_uid


class Claims:
    """Any thread. root: the worklist service they belong to; each claim is a secret of its own, and one more
    lists for which workitems there are any, because keyrings can't be listed."""

    def __init__(self, secrets: Secrets, root: str) -> None:
        self._secrets = secrets
        self._root = root
        self._lock = threading.Lock()

    def transaction(self, uid: str) -> str | None:
        return self._secrets.get(self._claim(uid))

    def begin(self, uid: str) -> str:
        """The Transaction UID to claim with: the one from before where there is one, else a new one, kept."""
        with self._lock:
            kept = self.transaction(uid)
            if kept is None:
                kept = new_transaction_uid()
                self._list({*self._listed(), uid})
                self._secrets.set(self._claim(uid), kept)
            return kept

    def forget(self, uid: str) -> None:
        with self._lock:
            self._secrets.delete(self._claim(uid))
            self._secrets.delete(self._release(uid))
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

    def keep(self, uid: str) -> None:
        """A release that was begun is off."""
        with self._lock:
            self._secrets.delete(self._release(uid))

    def all(self) -> set[str]:
        """The workitems with a claim."""
        with self._lock:
            return self._listed()

    def _listed(self) -> set[str]:
        return set(json.loads(self._secrets.get(f"claims:{self._root}") or "[]"))

    def _list(self, uids: set[str]) -> None:
        self._secrets.set(f"claims:{self._root}", json.dumps(sorted(uids)))

    def _claim(self, uid: str) -> str:
        return f"claim:{self._root}:{uid}"

    def _release(self, uid: str) -> str:
        return f"release:{self._root}:{uid}"
