"""Images kept on this computer: encrypted, bounded, and never worse for a kill.

One file an entry, named by a keyed hash of its name (for an image, its SOP Instance UID), so that neither the
names nor the contents tell anything without the key, which lies in the keyring. AES-256-GCM: a torn, changed
or foreign file does not open, is deleted and fetched again; so nothing is synced to disk and a kill at any
moment costs at most the entry that was being written. The oldest entries (by last use) go first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reader.core.secrets import Secrets

_MAGIC = b"RDRC\x01\0\0\0"
_NONCE = 12
_TAG = 16
_KEY_NAME = "image-cache-key"
_log = logging.getLogger(__name__)


class ImageCache:
    """Bytes by name. Any thread. Failures of the disk only mean that an entry is not kept."""

    def __init__(self, folder: Path, secrets: Secrets, limit: int = 20_000_000_000) -> None:
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._key = _key(secrets)
        self._names = hmac.digest(self._key, b"names", "sha256")
        self._size: int | None = None

    @property
    def limit(self) -> int:
        return self._limit

    def set_limit(self, limit: int) -> None:
        self._limit = limit
        self._purge()

    def put(self, name: str, pieces: Sequence[bytes | bytearray | memoryview]) -> bool:
        """Keep the joined pieces under a name; False where that was not possible."""
        nonce = os.urandom(_NONCE)
        machine = Cipher(algorithms.AES(self._key), modes.GCM(nonce)).encryptor()
        machine.authenticate_additional_data(name.encode())
        path = self._path(name)
        part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(part, "wb", buffering=0) as file:
                size = file.write(_MAGIC + nonce)
                for piece in pieces:
                    size += file.write(machine.update(piece))
                size += file.write(machine.finalize() + machine.tag)
            old = path.stat().st_size if path.exists() else 0
            os.replace(part, path)
        except OSError as cause:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            _log.warning("an image could not be kept in the cache: %s", cause.strerror)
            return False
        self._grown(size - old)
        return True

    def get(self, name: str) -> bytes | None:
        """The bytes of a name, or None where they are not there or not what was written."""
        path = self._path(name)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + _NONCE
        try:
            if stored[: len(_MAGIC)] != _MAGIC or len(stored) < head + _TAG:
                raise InvalidTag
            nonce, tag = stored[len(_MAGIC) : head], stored[-_TAG:]
            machine = Cipher(algorithms.AES(self._key), modes.GCM(nonce, tag)).decryptor()
            machine.authenticate_additional_data(name.encode())
            data = machine.update(memoryview(stored)[head:-_TAG])
            machine.finalize()
        except InvalidTag:
            _log.warning("an entry of the image cache was damaged and is fetched again")
            path.unlink(missing_ok=True)
            self._grown(-len(stored))
            return None
        now = time.time()
        try:
            os.utime(path, (now, now))
        except OSError:
            _log.debug("the time of use could not be noted")
        return data

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        self._size = None

    def clear(self) -> None:
        """Forget everything, on the user's request."""
        with self._lock:
            for path, _, _ in self._entries():
                path.unlink(missing_ok=True)
            self._size = 0

    @property
    def size(self) -> int:
        """Bytes on disk."""
        with self._lock:
            return self._measured()

    def _path(self, name: str) -> Path:
        digest = hmac.new(self._names, name.encode(), hashlib.sha256).hexdigest()
        return self._folder / digest[:2] / digest[2:]

    def _grown(self, size: int) -> None:
        with self._lock:
            if self._size is not None:
                self._size += size
            over = self._measured() > self._limit
        if over:
            self._purge()

    def _measured(self) -> int:
        if self._size is None:
            self._size = sum(size for _, size, _ in self._entries())
        return self._size

    def _entries(self) -> list[tuple[Path, int, float]]:
        """(path, bytes, last use) of every entry; parts left by a kill are deleted on the way."""
        found = []
        for folder in self._folder.glob("??"):
            for entry in os.scandir(folder):
                if entry.name.endswith(".part"):
                    if time.time() - entry.stat().st_mtime > 3600:
                        os.unlink(entry.path)
                    continue
                stat = entry.stat()
                found.append((Path(entry.path), stat.st_size, stat.st_mtime))
        return found

    def _purge(self) -> None:
        """Delete the longest unused entries until nine tenths of the limit are left."""
        with self._lock:
            entries = sorted(self._entries(), key=lambda entry: entry[2])
            total = sum(size for _, size, _ in entries)
            for path, size, _ in entries:
                if total <= self._limit * 0.9:
                    break
                path.unlink(missing_ok=True)
                total -= size
            self._size = total


def _key(secrets: Secrets) -> bytes:
    stored = secrets.get(_KEY_NAME)
    if stored:
        try:
            key = base64.b64decode(stored)
            if len(key) == 32:
                return key
        except ValueError:
            _log.warning("the key of the image cache is damaged; a new one is made")
    key = os.urandom(32)
    secrets.set(_KEY_NAME, base64.b64encode(key).decode())
    return key
