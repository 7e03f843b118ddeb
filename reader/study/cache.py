"""Images kept on this computer: encrypted, bounded, and never worse for a kill.

One file an entry, named by a keyed hash of its name (for an image, its SOP Instance UID) and of the exam that it
belongs to, so that neither the names nor the contents tell anything without the key, which lies in the keyring.
AES-256-GCM: a torn, changed or foreign file does not open, is deleted and fetched again; so nothing is synced to
disk and a kill at any moment costs at most the entry that was being written. What was not used for long goes
first, an exam as a whole, and never one that is pinned (`study/pins.py`). Several programs may share one folder.
"""

from __future__ import annotations

import base64
import hmac
import logging
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from io import FileIO
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from reader.core.private import make_folder, opener
from reader.core.secrets import Secrets
from reader.study.pins import Pins

_MAGIC = b"RDRC\x02\0\0\0"
_NONCE = 12
_TAG = 16
_HEAD = len(_MAGIC) + _NONCE
_BLOCK = 16
_LARGEST = 2**31 - 64
_AT_ONCE = 4 * 1024 * 1024
_REUSED = 16 * 1024 * 1024
_KEY_NAME = "image-cache-key"
_LOOK_AGAIN_S = 120.0
_NO_ROOM_S = 20.0
_LEFT_BY_A_KILL_S = 3600.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file. exam: the keyed hash of the exam it belongs to, "" for none; used: seconds since 1970."""

    path: str
    exam: str
    size: int
    used: float


class ImageCache:
    """Bytes by name. Any thread. Failures of the disk only mean that an entry is not kept.

    limit: bytes on disk at most. days: what was not used for so long is deleted; 0 keeps it until there is no
    room. spare: bytes that are left free on the disk for what matters more (drafts, the outbox); by default
    1 GB, or a twentieth of a small disk.
    """

    def __init__(
        self, folder: Path, secrets: Secrets, limit: int = 20_000_000_000, days: int = 0, spare: int | None = None
    ) -> None:
        self._folder = folder
        self._limit = limit
        self._days = days
        self._spare = spare
        self._lock = threading.Lock()
        self._own = threading.local()
        self._key = _key(secrets)
        self._gcm = AESGCM(self._key)
        self._names = hmac.digest(self._key, b"names", "sha256")
        self._pins = Pins(folder / "pins")
        self._size = 0
        self._measured_at = float("-inf")
        self._no_room_until = 0.0

    @property
    def limit(self) -> int:
        return self._limit

    def bound(self, limit: int, days: int) -> None:
        """Other bounds from now on; what is over them is deleted. A worker thread."""
        self._limit, self._days = limit, days
        self._no_room_until = 0.0
        self.tidy()

    def put(self, name: str, pieces: Sequence[bytes | bytearray | memoryview], exam: str = "") -> bool:
        """Keep the joined pieces under a name; False where that was not possible.

        exam: the Study Instance UID that it belongs to, so that it is kept and deleted together with the rest.
        """
        size = _HEAD + sum(memoryview(piece).nbytes for piece in pieces) + _TAG
        if size > _LARGEST or not self._make_room(size):
            return False
        folder, digest = self._place(name)
        path = folder / f"{digest}.{self._exam(exam)}"
        part = folder / f".{digest}.{os.getpid()}.{threading.get_ident()}.part"
        try:
            make_folder(folder)
            with open(part, "wb", buffering=0, opener=opener) as file:
                self._write(file, name, pieces)
            replaced = self._find(folder, digest)
            old = _delete(replaced) if replaced is not None and replaced != str(path) else _size(path)
            os.replace(part, path)
        except OSError as cause:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            _log.warning("an image could not be kept in the cache: %s", cause.strerror)
            with self._lock:
                self._size -= size
                self._no_room_until = time.monotonic() + _NO_ROOM_S
            return False
        if old:
            with self._lock:
                self._size -= old
        return True

    def _write(self, file: FileIO, name: str, pieces: Sequence[bytes | bytearray | memoryview]) -> None:
        """Head, encrypted pieces and tag, through a buffer of the thread: one write for a slice."""
        stored = self._buffer("write", _AT_ONCE + _BLOCK)
        nonce = os.urandom(_NONCE)
        stored[: len(_MAGIC)] = _MAGIC
        stored[len(_MAGIC) : _HEAD] = nonce
        machine = Cipher(algorithms.AES(self._key), modes.GCM(nonce)).encryptor()
        machine.authenticate_additional_data(name.encode())
        filled = _HEAD
        for piece in pieces:
            rest = memoryview(piece).cast("B")
            while rest:
                if filled == _AT_ONCE:
                    _write_all(file, stored[:filled])
                    filled = 0
                take = rest[: _AT_ONCE - filled]
                filled += machine.update_into(take, stored[filled:])
                rest = rest[len(take) :]
        machine.finalize()
        _write_all(file, stored[:filled])
        _write_all(file, memoryview(machine.tag))

    def get(self, name: str) -> bytes | None:
        """The bytes of a name, or None where they are not there or not what was written.

        Read into a buffer of the thread, decrypted from there straight into the answer; other threads go on.
        """
        path = self._find(*self._place(name))
        if path is None:
            return None
        try:
            with open(path, "rb", buffering=0) as file:
                size = os.fstat(file.fileno()).st_size
                stored = self._buffer("read", size)[:size]
                if size < _HEAD + _TAG or file.readinto(stored) != size or stored[: len(_MAGIC)] != _MAGIC:
                    raise InvalidTag
                data = self._gcm.decrypt(stored[len(_MAGIC) : _HEAD], stored[_HEAD:], name.encode())
        except OSError:
            return None
        except (InvalidTag, OverflowError):
            _log.warning("an entry of the image cache was damaged and is fetched again")
            gone = _delete(path)
            with self._lock:
                self._size -= gone
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def has(self, name: str) -> bool:
        return self._find(*self._place(name)) is not None

    def remove(self, name: str) -> None:
        path = self._find(*self._place(name))
        gone = _delete(path) if path is not None else 0
        with self._lock:
            self._size -= gone

    def clear(self, exam: str = "") -> int:
        """On the user's request forget everything but what is pinned, or all of one exam: the bytes freed."""
        pinned, chosen = self._pins.all(), self._exam(exam)
        with self._lock:
            found = self._entries()
            if exam:
                gone = sum(_delete(entry.path) for entry in found if entry.exam == chosen)
            else:
                gone = sum(_delete(entry.path) for entry in found if entry.exam not in pinned)
            self._note_size(sum(entry.size for entry in found) - gone)
            return gone

    def pin(self, owner: str, exams: Iterable[str]) -> None:
        """Never delete these exams (Study Instance UIDs) while this owner needs them; in place of its last ones.

        Lasts over a restart, for a week at most, and counts for every program on this profile.
        """
        self._pins.keep(self._hash(owner), {self._exam(uid) for uid in exams if uid})
        self._no_room_until = 0.0

    @property
    def size(self) -> int:
        """Bytes on disk, counted anew. Takes 0.1 s for a full cache."""
        with self._lock:
            self._note_size(sum(entry.size for entry in self._entries()))
            return self._size

    def size_of(self, exams: Collection[str]) -> int:
        """Bytes on disk of these exams together."""
        chosen = {self._exam(uid) for uid in exams}
        return sum(entry.size for entry in self._entries() if entry.exam in chosen)

    def tidy(self) -> None:
        """Delete what is too old, over the limit, or left by a kill. A worker thread."""
        with self._lock:
            self._purge(0)

    # -----------------------------------------------------------------------------------------------------

    def _buffer(self, use: str, size: int) -> memoryview:
        """At least `size` bytes of this thread's own, used again: fresh memory costs more than decrypting."""
        kept: bytearray | None = getattr(self._own, use, None)
        if kept is None or len(kept) < size:
            kept = bytearray(max(size, 1024 * 1024))
            if size <= _REUSED:
                setattr(self._own, use, kept)
        return memoryview(kept)

    def _hash(self, text: str) -> str:
        return hmac.digest(self._names, text.encode(), "sha256").hex()

    def _exam(self, uid: str) -> str:
        return self._hash(f"exam {uid}")[:16] if uid else ""

    def _place(self, name: str) -> tuple[Path, str]:
        digest = self._hash(name)[:40]
        return self._folder / digest[:3], digest[3:]

    @staticmethod
    def _find(folder: Path, digest: str) -> str | None:
        """The file of an entry, whatever exam it belongs to; a folder holds some ten files."""
        try:
            for name in os.listdir(folder):
                if name.startswith(digest):
                    return os.path.join(folder, name)
        except OSError:
            pass
        return None

    def _entries(self) -> list[_Entry]:
        """Every entry; parts left by a kill are deleted on the way."""
        found = []
        now = time.time()
        for folder in self._folder.glob("???"):
            try:
                listed = list(os.scandir(folder))
            except OSError:
                continue
            for entry in listed:
                try:
                    stat = entry.stat()
                except OSError:
                    continue  # deleted by another program just now
                digest, _, exam = entry.name.partition(".")
                if digest:
                    found.append(_Entry(entry.path, exam, stat.st_size, stat.st_mtime))
                elif now - stat.st_mtime > _LEFT_BY_A_KILL_S:
                    _delete(entry.path)
        return found

    def _note_size(self, size: int) -> None:
        self._size = size
        self._measured_at = time.monotonic()

    def _make_room(self, size: int) -> bool:
        """Count `size` bytes as written, after deleting what has to go for them; False where that is not enough."""
        with self._lock:
            now = time.monotonic()
            if now < self._no_room_until:
                return False
            if now - self._measured_at > _LOOK_AGAIN_S:  # another program writes here as well
                self._purge(0)
            if self._over(size) > 0:
                self._purge(size)
            if self._over(size) > 0:
                self._no_room_until = now + _NO_ROOM_S
                _log.warning("the image cache has no room: what is in it is needed, or the disk is full")
                return False
            self._size += size
            return True

    def _over(self, size: int) -> int:
        """How many bytes are too many, if `size` more come."""
        over = self._size + size - self._limit
        try:
            disk = shutil.disk_usage(self._folder)
        except OSError:
            return over
        spare = min(1_000_000_000, disk.total // 20) if self._spare is None else self._spare
        return max(over, spare + size - disk.free)

    def _purge(self, size: int) -> None:
        """Count anew; delete what is too old, and where `size` more bytes are too many, the longest unused until
        they fit and a tenth more. The lock is held."""
        pinned = self._pins.all()
        found = self._entries()
        self._note_size(sum(entry.size for entry in found))
        used: dict[str, float] = {}
        for entry in found:
            group = entry.exam or entry.path
            used[group] = max(used.get(group, 0.0), entry.used)
        ranked = sorted(found, key=lambda entry: (used[entry.exam or entry.path], entry.used))
        oldest = time.time() - self._days * 86400 if self._days else float("-inf")
        over = self._over(size)
        goal = self._size - over - min(self._limit, self._size) // 10 if over > 0 else self._size
        for entry in ranked:
            old = used[entry.exam or entry.path] < oldest
            if not old and self._size <= goal:
                break
            if entry.exam not in pinned or not entry.exam:
                self._size -= _delete(entry.path)


def _write_all(file: FileIO, data: memoryview) -> None:
    if file.write(data) != len(data):
        raise OSError(ENOSPC, "the disk is full")


def _delete(path: str) -> int:
    """The bytes that the file had; 0 where it was not there or is in use (Windows)."""
    try:
        size = os.stat(path).st_size
        os.unlink(path)
    except OSError:
        return 0
    return size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _key(secrets: Secrets) -> bytes:
    """The key of this profile; made once, also where two programs start side by side."""
    stored = secrets.keep(_KEY_NAME, _new_key)
    try:
        key = base64.b64decode(stored)
    except ValueError:
        key = b""
    if len(key) != 32:
        _log.warning("the key of the image cache is damaged; a new one is made")
        stored = _new_key()
        secrets.set(_KEY_NAME, stored)
        key = base64.b64decode(stored)
    return key


def _new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()
