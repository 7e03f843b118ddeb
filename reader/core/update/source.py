"""Where new versions are: a folder (a file share) or a web address. Blocks; workers only."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, Kind, NotTheHub
from reader.core.private import make_folder, opener
from reader.core.storage import StorageError, storage_error
from reader.core.text import tr
from reader.core.update.manifest import FILE, MOST_BYTES, Artefact, UpdateRefused

_LIST = Kind(20.0, MOST_BYTES)
_PIECE = 256 * 1024
_SPARE = 200_000_000
"""Bytes of the disk that an update leaves to drafts and images."""


Opened = AbstractContextManager[tuple[int, Iterator[bytes]]]
"""(the byte that it begins with, its pieces)."""


class Source(Protocol):
    """What lists and artefacts are read from."""

    def manifest(self) -> bytes:
        """Raises a ReaderError where there is none."""

    def opened(self, name: str, start: int) -> Opened:
        """A file from byte `start`, or from its begin where the source can't do that."""


class UpdateFolder:
    """A folder of this computer or of a file share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def manifest(self) -> bytes:
        try:
            with open(self._folder / FILE, "rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as cause:
            raise _not_there(self._folder / FILE, cause) from cause

    @contextmanager
    def opened(self, name: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        path = self._folder / name
        try:
            file = open(path, "rb")  # noqa: SIM115 closed below
        except OSError as cause:
            raise _not_there(path, cause) from cause

        def pieces() -> Iterator[bytes]:
            try:
                file.seek(start)
                while piece := file.read(_PIECE):
                    yield piece
            except OSError as cause:
                raise _not_there(path, cause) from cause

        with file:
            yield start, pieces()


class UpdateSite:
    """A web address under which the files are."""

    def __init__(self, http: Http, address: str) -> None:
        self._http, self._address = http, address.rstrip("/")

    def manifest(self) -> bytes:
        try:
            return self._http.request("GET", f"{self._address}/{FILE}", kind=_LIST).content
        except HttpError as cause:
            raise self._missing(FILE, cause) from cause
        except NotTheHub as cause:
            raise self._another() from cause

    @contextmanager
    def opened(self, name: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        url = f"{self._address}/{name}"
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        try:
            response = self._http.stream(url, ok=(200, 206) if start else (200,), headers=headers)
        except HttpError as cause:
            if start and cause.status == 416:  # it is shorter than what is here: another file
                with self.opened(name, 0) as whole:
                    yield whole
                return
            raise self._missing(name, cause) from cause
        except NotTheHub as cause:
            raise self._another() from cause
        told = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
        begin = int(told[1]) if response.status_code == 206 and told else 0
        if response.status_code == 206 and begin != start:
            response.close()
            raise UpdateRefused(tr("{name} can't be downloaded in parts.", name=name))

        def pieces() -> Iterator[bytes]:
            try:
                yield from response.iter_content(_PIECE)
            except (OSError, ValueError, AttributeError) as cause:  # those of requests are OSErrors
                raise _interrupted(name) from cause

        try:
            yield begin, pieces()
        finally:
            response.close()

    def _another(self) -> ReaderError:
        """What answers is a web page, a proxy that wants a sign-in, or has a certificate that is not trusted."""
        return ReaderError(
            tr("{place} does not answer as an update source.", place=self._address),
            tr("Check the update source with your administrator."), safe=tr("The program was not changed."),
        )  # fmt: skip

    def _missing(self, name: str, cause: HttpError) -> ReaderError:
        return ReaderError(
            tr("{name} is not at {place} ({status}).", name=name, place=self._address, status=cause.status),
            tr("Check the update source with your administrator."), safe=tr("The program was not changed."),
        )  # fmt: skip


def _interrupted(name: str) -> ReaderError:
    return ReaderError(
        tr("The download of {name} was interrupted.", name=name),
        tr("The download continues later."), safe=tr("The program was not changed."),
    )  # fmt: skip


def _not_there(path: Path, cause: OSError) -> ReaderError:
    return ReaderError(
        tr("{path} can't be read ({why}).", path=path, why=cause.strerror or cause),
        tr("Check the update source with your administrator."), safe=tr("The program was not changed."),
    )  # fmt: skip


def source_at(place: str, http: Http) -> Source:
    """place: an address or the full path of a folder, as the settings have it."""
    return UpdateSite(http, place) if "://" in place else UpdateFolder(Path(place))


def fetch(source: Source, artefact: Artefact, folder: Path, check: Callable[[], None]) -> Path:
    """The artefact's file in `folder`, of the right size and digest, which is the only way it gets its name.

    check: raises `Cancelled` when it is no longer wanted; what has come by then stays, and is gone on with. Raises
    a ReaderError: `UpdateRefused` for a wrong file, which is deleted, `StorageError` for a full disk.
    """
    target = folder / artefact.name
    part = folder / f"{artefact.sha256}.part"
    try:
        make_folder(folder)
        if target.is_file() and _digest(target, check) == artefact.sha256:
            return target
        for other in folder.glob("*.part"):
            if other != part:
                other.unlink()
        there = part.stat().st_size if part.exists() else 0
        if there > artefact.size:
            part.unlink()
            there = 0
        if shutil.disk_usage(folder).free < artefact.size - there + _SPARE:
            raise OSError(28, "no room for the update")
        if there < artefact.size:
            _append(source, artefact, part, there, check)
        if _digest(part, check) != artefact.sha256:
            part.unlink()
            what = tr("{name} is not the file that was signed.", name=artefact.name)
            raise UpdateRefused(what, tr("It will be downloaded again."))
        os.replace(part, target)
    except OSError as cause:
        with suppress(OSError):  # gives the room back
            part.unlink(missing_ok=True)
        raise _not_kept(artefact.name, cause) from cause
    return target


def _not_kept(name: str, cause: OSError) -> StorageError:
    error = storage_error(Path(name), cause)
    return StorageError(error.user_message, error.hint, safe=tr("The program was not changed."))


def _append(source: Source, artefact: Artefact, part: Path, there: int, check: Callable[[], None]) -> None:
    """Raises a ReaderError for a source that ends early; what has come stays in `part`."""
    mode = "r+b" if there else "wb"
    with source.opened(artefact.name, there) as (begin, pieces), open(part, mode, opener=opener) as file:
        file.seek(begin)
        written = begin
        for piece in pieces:
            check()
            written += len(piece)
            if written > artefact.size:
                break
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if written < artefact.size:
        raise _interrupted(artefact.name)
    if written > artefact.size:
        part.unlink()
        raise UpdateRefused(tr("{name} is not the file that was signed.", name=artefact.name))


def is_artefact(path: Path, artefact: Artefact) -> bool:
    """Whether the file is there and as it was signed. Reads all of it."""
    try:
        return path.stat().st_size == artefact.size and _digest(path, lambda: None) == artefact.sha256
    except OSError:
        return False


def _digest(path: Path, check: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(4 * _PIECE):
            check()
            digest.update(piece)
    return digest.hexdigest()
