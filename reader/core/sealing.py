"""Patient data on disk: sealed with AES-256-GCM under a key from the keyring, each value bound to its place.

One seal for everything in the profile's database. The key is made once; a proof in the database tells whether it is
still the one that sealed what is there.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

from reader.core.errors import ReaderError
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.text import tr

_KEY = "outbox.key"  # the outbox was the first to seal
_NONCE, _TAG, _KEY_BYTES = 12, 16, 32
OVERHEAD = _NONCE + _TAG
"""Bytes that a sealed value has more than what is in it."""
_PROOF = "reader"
_MIGRATIONS = ("CREATE TABLE seal (proof BLOB NOT NULL)",)


class SealBroken(ReaderError):
    """A sealed value can't be opened: it was changed, or its key is gone."""


class KeyGone(ReaderError):
    """The database was sealed with a key that is no longer there."""


class Seal:
    """Any thread. place: what the value is and whose, so that none opens in the place of another."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not before the sign-in window is shown

        self._cipher = AESGCM(key)

    def seal(self, data: bytes, place: object) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, repr(place).encode())

    def open(self, sealed: object, place: object) -> bytes:
        """sealed: bytes from the database; a damaged row may have anything else. Raises `SealBroken`."""
        from cryptography.exceptions import InvalidTag

        try:
            if not isinstance(sealed, bytes):
                raise ValueError(type(sealed).__name__)
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], repr(place).encode())
        except (InvalidTag, ValueError) as cause:
            raise SealBroken(
                tr("Something kept on this computer can't be opened."),
                tr("It was changed on the disk, or the key kept on this computer is another one."),
            ) from cause


def new_key() -> str:
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def seal_of(database: Database, secrets: Secrets) -> Seal:
    """The seal of a profile's database. Raises `KeyGone` where it is sealed and its key is not there,
    `StorageError` where what is kept as its key is damaged."""
    if is_sealed(database) and secrets.get(_KEY) is None:
        raise _gone()
    try:
        key = base64.b64decode(secrets.keep(_KEY, new_key), validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise secrets.damaged()
    seal = Seal(key)
    if not proven(database, seal):
        raise _gone()
    return seal


def is_sealed(database: Database) -> bool:
    """Whether a key has sealed what is in it, also one that is gone."""
    database.migrate("seal", _MIGRATIONS)
    return bool(database.read("SELECT 1 FROM seal"))


def proven(database: Database, seal: Seal) -> bool:
    """Whether this is the seal of the database, which from now on it is where there was none."""
    if not is_sealed(database):
        with database.write() as db:
            db.execute("INSERT INTO seal VALUES (?)", (seal.seal(b"", _PROOF),))
        return True
    try:
        seal.open(database.read("SELECT proof FROM seal")[0]["proof"], _PROOF)
    except SealBroken:
        return False
    return True


def seal_from(path: Path) -> Seal:
    """The seal of a key that is kept in a file: 32 bytes in base64. Raises `KeyGone` where there is none."""
    hint = tr("Make one with: head -c 32 /dev/urandom | base64 > FILE, and keep a copy of it elsewhere.")
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except FileNotFoundError as cause:
        raise KeyGone(tr("There is no key file {path}.", path=path), hint) from cause
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise KeyGone(tr("The key file {path} can't be read: {reason}", path=path, reason=reason)) from cause
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeyGone(tr("{path} does not hold a 32-byte key in base64.", path=path), hint)
    return Seal(key)


def _gone() -> KeyGone:
    return KeyGone(
        tr("The key to this computer's data is missing from its keyring."),
        tr("Sign in to the computer as usual and start again."),
    )
