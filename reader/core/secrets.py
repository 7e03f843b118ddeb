"""Keys and tokens: in the keyring of the operating system where there is one.

A computer without a keyring (a bare server, a test machine) keeps them in a file of the profile that only
its owner can read; `Secrets.kept_in` says which it is, so that the About box can.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from reader.core.json_text import parse
from reader.core.lock import only_one
from reader.core.profile import Profile
from reader.core.storage import StorageError, write_atomically
from reader.core.text import tr

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "reader"


class Secrets:
    """Named secrets of one profile. Any thread. $READER_KEYRING=file asks for the file.

    silent: there is a keyring, but it did not answer: locked, or its service is away.
    """

    silent = False

    def __init__(self, profile: Profile) -> None:
        self._path = profile.secrets
        self._prefix = str(profile.root)
        self._lock = threading.Lock()
        self._in_file = os.environ.get("READER_KEYRING") == "file"

    def _keyring(self) -> KeyringBackend | None:
        """The keyring of the system, None where there is none. Looked for when first needed: that takes a while."""
        if self._in_file:
            return None
        import keyring
        from keyring.backends.fail import Keyring as NoKeyring

        found = keyring.get_keyring()
        self._in_file = isinstance(found, NoKeyring)
        return None if self._in_file else found

    @property
    def kept_in(self) -> str:
        ring = self._keyring()
        return str(self._path) if ring is None else ring.name

    def get(self, name: str) -> str | None:
        with self._lock:
            if (ring := self._keyring()) is not None:
                try:
                    return ring.get_password(_SERVICE, f"{self._prefix}:{name}")
                except _errors():
                    self._in_file = self.silent = True
            return self._load().get(name)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            if (ring := self._keyring()) is not None:
                try:
                    ring.set_password(_SERVICE, f"{self._prefix}:{name}", value)
                    return
                except _errors():
                    self._in_file = True
            with self._other_programs():
                self._save(self._load() | {name: value})

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """The secret of a name; made where there is none, once among all programs on this profile."""
        with only_one(self._path.with_suffix(".lock")):
            stored = self.get(name)
            if stored is None:
                stored = make()
                self.set(name, stored)
            return stored

    def delete(self, name: str) -> None:
        with self._lock:
            if (ring := self._keyring()) is not None:
                with suppress(_errors()):
                    ring.delete_password(_SERVICE, f"{self._prefix}:{name}")
                return
            with self._other_programs():
                self._save({key: value for key, value in self._load().items() if key != name})

    def _other_programs(self) -> AbstractContextManager[None]:
        """The file is read, changed and written as a whole: one program at a time."""
        return only_one(self._path.with_suffix(".writing"))

    def _load(self) -> dict[str, str]:
        """Raises `StorageError`: a file that can't be read is left as it is, it holds the only keys."""
        try:
            kept = parse(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as cause:
            raise self.damaged() from cause
        if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
            raise self.damaged()
        return kept

    def damaged(self) -> StorageError:
        """To raise for a secret that is not what was kept; nothing is put in its place."""
        return StorageError(
            tr("The keys of this computer can't be read: {file} is damaged.", file=self._path.name),
            tr("Restore it from a backup. Without it, this computer's data can't be opened."),
        )

    def _save(self, values: dict[str, str]) -> None:
        write_atomically(self._path, json.dumps(values).encode())


def _errors() -> type[Exception]:
    from keyring.errors import KeyringError

    return KeyringError
