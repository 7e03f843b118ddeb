"""One process at a time on what it works with."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reader.core.private import make_folder, opener

_POLL_SECONDS = 0.05
_FAR = 1 << 30  # Windows shuts others out of the locked byte: one beyond what the file says


class FileLock:
    """A file held by one process of all that see it, until `let_go` or the end of the process, however it ends.

    It is the system's own lock (flock, LockFile), which ends with its process. What a file says of a process is no
    proof: after a kill, its number may be another one's. The file stays, and names the computer of its last holder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def take(self, seconds: float = float("inf")) -> bool:
        """Wait for the lock for so long; False where another one holds it still.

        Where no file can be written, or the disk knows no locks, there is none: what else can't be written is told
        by who writes it.
        """
        end = time.monotonic() + seconds
        try:
            make_folder(self.path.parent)
            self._file = open(self.path, "a+b", opener=opener)  # noqa: SIM115 - holds the lock while it is open
        except OSError:
            return True
        while not _locked(self._file):
            if time.monotonic() >= end:
                self.let_go()
                return False
            time.sleep(_POLL_SECONDS)
        with suppress(OSError):
            self._file.truncate(0)
            self._file.write(platform.node().encode())
            self._file.flush()
        return True

    @property
    def computer(self) -> str:
        """The name of the other computer whose program holds it, "" for this one or unknown."""
        try:
            name = self.path.read_bytes().decode(errors="replace")
        except OSError:
            return ""
        return "" if name == platform.node() else name

    def let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait for, then hold, the lock of a file."""
    lock = FileLock(path)
    lock.take()
    try:
        yield
    finally:
        lock.let_go()


def _locked(file: BinaryIO) -> bool:
    """False where another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a disk without locks
    return True
