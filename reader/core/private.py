"""Files and folders that only their owner can read.

On POSIX folders have mode 0700 and files 0600, whatever the umask. On Windows a profile is below the user's own
%LOCALAPPDATA%, which nobody else may read; a folder elsewhere gets an access list of its own from `icacls`.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_FOLDER, _FILE, _OTHERS = 0o700, 0o600, 0o077
_SYSTEM = "S-1-5-18"
_log = logging.getLogger(__name__)


def be_private() -> None:
    """From now on nothing that this process makes can be read by others. Once, at the start of a program."""
    os.umask(_OTHERS)
    if sys.platform != "win32":
        import resource

        # A core dump would hold images and keys in plain.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def opener(path: str, flags: int) -> int:
    """For `open(…, opener=opener)`: a new file is its owner's only."""
    return os.open(path, flags, _FILE)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner only. One that is there stays so."""
    for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
        missing.mkdir(mode=_FOLDER, exist_ok=True)


def keep_to_owner(folder: Path) -> None:
    """Shut others out of a folder of this program, made where it is missing.

    One that was open to others until now, as earlier versions left it, is gone through file by file.
    """
    make_folder(folder)
    if sys.platform == "win32":
        if not _in_local_appdata(folder):
            _grant_to_owner_only(folder)
        return
    with suppress(OSError):
        if not folder.stat().st_mode & _OTHERS:
            return
        folder.chmod(_FOLDER)
        _close(folder)


def _close(folder: Path) -> None:
    for path, folders, files in os.walk(folder):
        for name, mode in (*((name, _FOLDER) for name in folders), *((name, _FILE) for name in files)):
            entry = os.path.join(path, name)
            if not os.path.islink(entry):
                with suppress(OSError):
                    os.chmod(entry, mode)


def _in_local_appdata(folder: Path) -> bool:
    place = os.environ.get("LOCALAPPDATA")
    return place is not None and folder.resolve().is_relative_to(Path(place).resolve())


def sid_of(answer: str) -> str:
    """The SID in the answer of `whoami /user /fo csv /nh`, such as `"desk\\li","S-1-5-21-…-1001"`; "" for none."""
    found = re.findall(r'"(S-1-[0-9-]+)"', answer)
    return found[0] if len(found) == 1 else ""


def owner_only(folder: Path, sid: str) -> list[str]:
    """The arguments of `icacls` for: this user and the system, all of it, nothing inherited from above.

    Whatever is below takes it over as far as it has no entries of its own. SIDs, because names are translated, and
    may be another account's where the computer and its domain have the same one.
    """
    rights = [right for who in (sid, _SYSTEM) for right in ("/grant:r", f"*{who}:(OI)(CI)F")]
    return [str(folder), "/inheritance:r", *rights]


def _grant_to_owner_only(folder: Path) -> None:
    try:
        sid = sid_of(_system("whoami.exe", "/user", "/fo", "csv", "/nh"))
        if not sid:
            raise OSError("the user has no SID")
        _system("icacls.exe", *owner_only(folder, sid))
    except (OSError, subprocess.SubprocessError) as cause:
        _log.warning("the access list of the profile could not be set: %s", type(cause).__name__)


def _system(program: str, *arguments: str) -> str:
    """Run one of Windows' own programs, from its own folder, without a window."""
    place = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / program
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(
        [str(place), *arguments], check=True, capture_output=True, timeout=30, creationflags=hidden
    )
    return done.stdout.decode("ascii", "replace")
