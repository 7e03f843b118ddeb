"""What is in a wheel or in a Debian package, by its path."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bundle import CannotBuild

Files = dict[str, Callable[[], bytes]]
"""Path with slashes -> what reads it."""


def wheel(path: Path) -> Files:
    """By the path below site-packages; scripts and headers are left out."""
    archive = zipfile.ZipFile(path)
    found: Files = {}
    for name in archive.namelist():
        data = re.match(r"[^/]+\.data/([^/]+)/", name)
        if name.endswith("/") or (data and data[1] not in ("purelib", "platlib")):
            continue
        found[name[data.end() :] if data else name] = lambda name=name: archive.read(name)  # type: ignore[misc]
    return found


@lru_cache
def debian(path: Path) -> Files:
    """By the path below the root. A symbolic link is read as what it points at, if that is in the same package."""
    tar = _data_of(path)
    members = {member.name.removeprefix("./"): member for member in tar.getmembers()}
    found: Files = {}
    for name, member in members.items():
        folder = name.rpartition("/")[0]
        while member is not None and member.issym():
            link = member.linkname
            member = members.get(link[1:] if link.startswith("/") else f"{folder}/{link}")  # type: ignore[assignment]
        if member is not None and (member.isfile() or member.islnk()):
            found[name] = lambda member=member: tar.extractfile(member).read()  # type: ignore[misc,union-attr]
    return found


def _data_of(path: Path) -> tarfile.TarFile:
    with path.open("rb") as stream:
        if stream.read(8) != b"!<arch>\n":
            raise CannotBuild(f"{path} is no Debian package")
        while head := stream.read(60):
            name, size = head[:16].decode().strip().rstrip("/"), int(head[48:58])
            body = stream.read(size + size % 2)[:size]
            if name.startswith("data.tar"):
                return tarfile.open(fileobj=io.BytesIO(body))
    raise CannotBuild(f"{path} holds no files")
