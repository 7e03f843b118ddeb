"""One program at a time on what it works with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

NAME = "running.lock"
_PATIENCE_MS = 3000


class OnlyOne:
    """Holds a folder for this program until `let_go` or the end of the process, however it ends.

    A lock left by a process of this computer that is gone does not count, one of another computer does.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME
        self._lock = QLockFile(str(self.file))
        self._lock.setStaleLockTime(0)  # by its process, not by its age

    def take(self) -> bool:
        """False where another program holds it; one that is ending is given seconds. Where no lock can be written
        there is none: what else can't be written is told by who writes it."""
        return self._lock.tryLock(_PATIENCE_MS) or self._lock.error() is not QLockFile.LockError.LockFailedError

    @property
    def computer(self) -> str:
        """The name of the computer whose program holds it, "" for this one or unknown."""
        told = self._lock.getLockInfo()  # process, computer, program; Qt's stubs say otherwise
        computer = str(told[1]) if isinstance(told, tuple) and len(told) == 3 else ""
        return "" if computer == QSysInfo.machineHostName() else computer

    def let_go(self) -> None:
        self._lock.unlock()
