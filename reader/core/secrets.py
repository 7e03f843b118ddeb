"""Keys and tokens: in the keyring of the operating system where there is one.

A computer without a keyring (a bare server, a test machine) keeps them in a file of the profile that only
its owner can read; `Secrets.kept_in` says which it is, so that the About box can.
"""

from __future__ import annotations

import json
import os
import threading

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError

from reader.core.profile import Profile
from reader.core.storage import write_atomically

_SERVICE = "reader"


class Secrets:
    """Named secrets of one profile. Any thread. $READER_KEYRING=file asks for the file."""

    def __init__(self, profile: Profile) -> None:
        self._path = profile.secrets
        self._prefix = str(profile.root)
        self._lock = threading.Lock()
        unavailable = isinstance(keyring.get_keyring(), NoKeyring)
        self._in_file = os.environ.get("READER_KEYRING") == "file" or unavailable

    @property
    def kept_in(self) -> str:
        return str(self._path) if self._in_file else keyring.get_keyring().name

    def get(self, name: str) -> str | None:
        with self._lock:
            if not self._in_file:
                try:
                    return keyring.get_password(_SERVICE, f"{self._prefix}:{name}")
                except KeyringError:
                    self._in_file = True
            return self._load().get(name)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            if not self._in_file:
                try:
                    keyring.set_password(_SERVICE, f"{self._prefix}:{name}", value)
                    return
                except KeyringError:
                    self._in_file = True
            self._save(self._load() | {name: value})

    def delete(self, name: str) -> None:
        with self._lock:
            if not self._in_file:
                try:
                    keyring.delete_password(_SERVICE, f"{self._prefix}:{name}")
                    return
                except KeyringError:
                    return
            self._save({key: value for key, value in self._load().items() if key != name})

    def _load(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text("utf-8")))
        except FileNotFoundError:
            return {}

    def _save(self, values: dict[str, str]) -> None:
        old = os.umask(0o077)
        try:
            write_atomically(self._path, json.dumps(values).encode())
        finally:
            os.umask(old)
