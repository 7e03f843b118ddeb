"""Files that only an administrator may change: whether that is so."""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.core.text import mark

ADMINISTRATORS = frozenset({0})
"""User ids of POSIX."""
_WINDOWS_ADMINISTRATORS = (
    "S-1-5-18",  # the system
    "S-1-5-32-544",  # the group Administrators
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
)
_WINDOWS_ENDS = ("-500", "-512", "-519")  # the built-in Administrator, Domain Admins, Enterprise Admins
OWNED = mark("{path} belongs to an ordinary user.")
WRITABLE = mark("{path} can be changed by ordinary users.")


def loose(path: Path) -> tuple[str, Path] | None:
    """Why somebody else than an administrator could change a file, or put another one in its place.

    (a marked text with `{path}`, what it is about); None where nobody can. Raises OSError where it can't be asked.
    """
    return _loose_on_windows(path) if sys.platform == "win32" else _loose_on_posix(path)


def _loose_on_posix(path: Path) -> tuple[str, Path] | None:
    """Each folder on the way counts, also behind links. In a sticky folder (/tmp) nobody replaces others' files."""
    for place in dict.fromkeys((*_way(path.absolute()), *_way(path.resolve()))):
        found = place.stat()
        if found.st_uid not in ADMINISTRATORS:
            return OWNED, place
        if stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX:
            continue
        if found.st_mode & stat.S_IWOTH or (found.st_mode & stat.S_IWGRP and found.st_gid != 0):
            return WRITABLE, place
    return None


def _way(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents


def _loose_on_windows(path: Path) -> tuple[str, Path] | None:
    """Owners, because whoever makes a folder below %ProgramData% may do everything in it; and what this user may
    do, unless they are an administrator."""
    elevated = bool(_windows().shell32.IsUserAnAdmin())
    for place in (path, path.parent):
        owner = _owner(place)
        if not (owner in _WINDOWS_ADMINISTRATORS or owner.endswith(_WINDOWS_ENDS)) and not elevated:
            return OWNED, place
    if elevated:
        return None
    try:
        with open(path, "r+b"):
            return WRITABLE, path
    except OSError:
        return None


def _owner(path: Path) -> str:
    """The SID of a file's owner. Raises OSError."""
    windows = _windows()
    owner, descriptor, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
    file_object, owner_only = 1, 1
    code = windows.advapi32.GetNamedSecurityInfoW(
        ctypes.c_wchar_p(str(path)), file_object, owner_only, ctypes.byref(owner), None, None, None,
        ctypes.byref(descriptor),
    )  # fmt: skip
    if code:
        raise OSError(code, "the owner is not known", str(path))
    try:
        if not windows.advapi32.ConvertSidToStringSidW(owner, ctypes.byref(text)):
            raise OSError(0, "the owner is not known", str(path))
        sid = text.value or ""
        windows.kernel32.LocalFree(text)
        return sid
    finally:
        windows.kernel32.LocalFree(descriptor)


def _windows() -> Any:
    return getattr(ctypes, "windll")  # noqa: B009 mypy knows it on Windows only


def administrators_folder() -> Path:
    """Where administrators keep settings for all users. Asked of the system: an environment variable is the user's
    to change."""
    return _common_appdata() if sys.platform == "win32" else Path("/etc")


def _common_appdata() -> Path:
    found = ctypes.create_unicode_buffer(260)
    common_appdata = 0x23
    if _windows().shell32.SHGetFolderPathW(None, common_appdata, None, 0, found) != 0:
        return Path(os.path.splitdrive(sys.executable)[0] + r"\ProgramData")
    return Path(found.value)
