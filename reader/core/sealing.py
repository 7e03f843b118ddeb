"""Patient data on disk: sealed with AES-256-GCM under a key from the keyring, each value bound to its place.

One seal for everything in the profile's database. The key is made once; a proof in the database tells whether it is
still the one that sealed what is there.
"""

from __future__ import annotations

import base64
import os

from reader.core.errors import ReaderError
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.text import tr

_KEY = "outbox.key"  # the outbox was the first to seal
_NONCE = 12
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

    def open(self, sealed: bytes, place: object) -> bytes:
        """Raises `SealBroken`."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], repr(place).encode())
        except (InvalidTag, ValueError) as cause:
            raise SealBroken(
                tr("Something kept on this computer can't be opened."),
                tr("It was changed on the disk, or the key kept on this computer is another one."),
            ) from cause


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def seal_of(database: Database, secrets: Secrets) -> Seal:
    """The seal of a profile's database. Raises `KeyGone` where it is sealed and its key is not there."""
    database.migrate("seal", _MIGRATIONS)
    proof = database.read("SELECT proof FROM seal")
    if proof and secrets.get(_KEY) is None:
        raise _gone()
    seal = Seal(base64.b64decode(secrets.keep(_KEY, new_key)))
    if not proof:
        with database.write() as db:
            db.execute("INSERT INTO seal VALUES (?)", (seal.seal(b"", _PROOF),))
        return seal
    try:
        seal.open(bytes(proof[0]["proof"]), _PROOF)
    except SealBroken as broken:
        raise _gone() from broken
    return seal


def _gone() -> KeyGone:
    return KeyGone(
        tr("The key to what is kept on this computer is gone from its keyring."),
        tr("Sign in to the computer as usual and start again."),
    )
