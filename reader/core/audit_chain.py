"""What makes an audit trail show any later change: a chain of hashes, signed, and its end kept at the hub.

Each record's hash covers the one before. The workstation signs it with a key of its own (Ed25519, in the keyring);
the hub keeps the newest hash with its number (the anchor), and takes a newer one only with the digests of all
records between, so that nobody can put another history in the place of the one it has seen.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.json_text import parse
from reader.core.sealing import Seal
from reader.core.secrets import Secrets
from reader.core.storage import StorageError, storage_error, write_atomically
from reader.core.text import tr

if TYPE_CHECKING:  # imported when something is signed: the sign-in window is shown before that
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_KEY = "audit.key"
_UNSIGNED = "audit.unsigned"
_KEY_PLACE = ("audit key", "")


@dataclass(frozen=True)
class Anchor:
    """The end of a trail: the number of its newest record, and that one's hash; 0 and "" for an empty one."""

    count: int = 0
    hash: str = ""


class StationKey:
    """The key that a workstation signs its records with. Any thread."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public(self) -> str:
        """The public key, base64."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    @property
    def station(self) -> str:
        """The name of this workstation's trail: nobody else can have the same."""
        return station_of(self.public)

    def sign(self, text: str) -> str:
        return base64.b64encode(self._private.sign(text.encode())).decode()


def station_key(secrets: Secrets) -> StationKey:
    """The key of this profile; made once. Raises `StorageError` where what is kept is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kept = secrets.keep(_KEY, lambda: base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode())
    try:
        return StationKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode(kept, validate=True)))
    except ValueError as cause:
        raise _damaged(_KEY) from cause


def _damaged(name: str) -> StorageError:
    return StorageError(
        tr("The key of the audit trail is damaged: {name} is not readable.", name=name),
        tr("Restore it from a backup. Without it, the records can't be checked."),
    )


def kept_key(path: Path, seal: Seal | None, there: int) -> tuple[StationKey, int]:
    """The key of a hub's own trail, in a file of its folder, and how many records are older; made once.

    there: how many records there are now. With a seal only a sealed key is taken: who has no seal can put none of
    their own there. Raises `SealBroken`, or `StorageError` where it can't be kept or read.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        if not path.exists():
            raw = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
            text = json.dumps({"key": raw, "unsigned": there}).encode()
            write_atomically(path, seal.seal(text, _KEY_PLACE) if seal is not None else text)
        kept = path.read_bytes()
        known = parse(kept if seal is None else seal.open(kept, _KEY_PLACE))
        return StationKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode(known["key"]))), known["unsigned"]
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise storage_error(path, cause) from cause


def seal_key(path: Path, seal: Seal) -> None:
    """The key of a hub's own trail that was made before the hub had a seal. Raises `StorageError`."""
    try:
        if not path.exists():
            return
        kept = path.read_bytes()
        try:
            parse(kept)
        except ValueError:
            return  # it is sealed
        write_atomically(path, seal.seal(kept, _KEY_PLACE))
    except OSError as cause:
        raise storage_error(path, cause) from cause


def unsigned_records(secrets: Secrets, there: int) -> int:
    """How many records of this profile are older than its key: `there`, when it is asked for the first time.

    Raises `StorageError` where what is kept is no number.
    """
    kept = secrets.keep(_UNSIGNED, lambda: str(there))
    if not re.fullmatch("[0-9]{1,18}", kept):
        raise _damaged(_UNSIGNED)
    return int(kept)


def station_of(public: str) -> str:
    return hashlib.sha256(public.encode()).hexdigest()


def signed_by(public: str, text: str, signature: str) -> bool:
    """Whether the owner of the public key (base64) signed this."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def digest(*fields: object) -> str:
    """SHA-256 of the fields of one record; bytes count as their hex digits."""
    plain = [field.hex() if isinstance(field, bytes) else field for field in fields]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def link(previous: str, record: str) -> str:
    """The hash of a record with this digest behind one of that hash."""
    return hashlib.sha256(f"{previous} {record}".encode()).hexdigest()


def extended(anchor: Anchor, digests: Iterable[str]) -> Anchor:
    """The end of the trail after further records."""
    count, newest = anchor.count, anchor.hash
    for record in digests:
        count, newest = count + 1, link(newest, record)
    return Anchor(count, newest)


def claim(station: str, anchor: Anchor) -> str:
    """What a workstation signs when it tells the hub where its trail ends."""
    return f"{station} {anchor.count} {anchor.hash}"
