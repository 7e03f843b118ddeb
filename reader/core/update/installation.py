"""How this program was installed, and how a version is put in place of it: the thin part that is the system's.

Bundles of `packaging/` are told apart: the installer of Windows, one file of Linux (`.run`), a Debian package. What
runs from a folder or a checkout is not updated.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reader.core.errors import ReaderError
from reader.core.profile import RESOURCES
from reader.core.storage import storage_error
from reader.core.text import tr

SINGLE_FILE = "READER_SINGLE_FILE"
"""The environment variable in which the `.run` names itself to the program that it unpacked."""
_HEADER = b"#!/bin/sh\n# reader "
_DEBIAN = Path("/opt/reader")


class Installer(Protocol):
    """Puts a verified file in place of the running program. Raises a ReaderError; then nothing was changed."""

    def install(self, file: Path, arguments: Sequence[str]) -> None:
        """Does not return where it went well: the new version starts in place of this one, with these arguments."""

    def roll_back(self) -> None:
        """The version before holds from the next start."""


@dataclass(frozen=True)
class Installation:
    """system: as in a manifest, "" for what is not updated. installer: None where an administrator is needed."""

    system: str
    installer: Installer | None = None


def installation() -> Installation:
    """Of the program that is running."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if sys.platform == "win32":
        folder = set_up_in(RESOURCES)
        if folder is None:
            return Installation("")
        return Installation(f"windows-{machine}", Setup(folder) if _writable(folder) else None)
    single = Path(os.environ.get(SINGLE_FILE, ""))
    if is_single_file(single):
        installer = SingleFile(single) if os.access(single, os.W_OK) and _writable(single.parent) else None
        return Installation(f"linux-{machine}-run", installer)
    return Installation(f"linux-{machine}-deb" if RESOURCES.is_relative_to(_DEBIAN) else "")


def set_up_in(resources: Path) -> Path | None:
    """The folder that Windows' installer made: the resources are in its `versions/VERSION/app`, and its `current`
    names the version that runs. None for a folder that was only unpacked."""
    above = list(resources.parents)[1:4]
    return next((folder for folder in above if (folder / "current").is_file()), None)


def is_single_file(path: Path) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def _writable(folder: Path) -> bool:
    probe = folder / f".reader-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


class SingleFile:
    """The one file of Linux: exchanged in one step, the version before beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = path.with_name(f"{path.name}.before")

    def install(self, file: Path, arguments: Sequence[str]) -> None:
        self.exchange(file)
        os.execv(self.path, [str(self.path), *arguments])

    def exchange(self, file: Path) -> None:
        fresh, kept = (self.path.with_name(f".{self.path.name}.{end}") for end in ("new", "old"))
        try:
            for left in (fresh, kept):
                left.unlink(missing_ok=True)
            shutil.copyfile(file, fresh)
            fresh.chmod(self.path.stat().st_mode & 0o777)
            with open(fresh, "rb") as written:
                os.fsync(written.fileno())
            try:
                os.link(self.path, kept)
            except OSError:
                shutil.copy2(self.path, kept)
            os.replace(kept, self.before)
            os.replace(fresh, self.path)
        except OSError as cause:
            for left in (fresh, kept):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
            raise storage_error(self.path, cause) from cause

    def roll_back(self) -> None:
        if not is_single_file(self.before):
            raise nothing_before()
        try:
            os.replace(self.before, self.path)
        except OSError as cause:
            raise storage_error(self.path, cause) from cause


WAITING = 'cmd.exe /d /v:on /s /c ""!READER_SETUP!" /S & start "" !READER_NEXT!"'
"""Values come in after the line was read (/v:on): an & or % in a folder's name stays part of it."""


class Setup:
    """Windows: its installer keeps the version before, and `reader-cli.exe rollback` goes back to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, file: Path, arguments: Sequence[str]) -> None:
        """It waits until this process is gone, installs, and starts whichever version then holds."""
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            subprocess.Popen(
                WAITING, env=os.environ | self.told(file, arguments), creationflags=hidden, close_fds=True
            )
        except OSError as cause:
            raise ReaderError(tr("The installer can't be started: {why}", why=cause.strerror or cause)) from cause
        os._exit(0)

    def told(self, file: Path, arguments: Sequence[str]) -> dict[str, str]:
        """What `WAITING` puts in."""
        program = subprocess.list2cmdline([str(self._folder / "reader.exe"), *arguments])
        return {"READER_SETUP": str(file), "READER_NEXT": program}

    def roll_back(self) -> None:
        try:
            done = subprocess.run([str(self._folder / "reader-cli.exe"), "rollback"], check=False)
        except OSError as cause:
            raise nothing_before() from cause
        if done.returncode:
            raise nothing_before()


def nothing_before() -> ReaderError:
    return ReaderError(
        tr("There is no previous version to go back to."), tr("Install the one you want with its installer."),
        safe=tr("The program was not changed."),
    )  # fmt: skip
