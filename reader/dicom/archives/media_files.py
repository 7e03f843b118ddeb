"""The files of a disc, a folder or a ZIP, read where they lie: nothing is unpacked onto this computer's disk.

A ZIP's members are inflated as they are read, and never further than they say that they are long; one that says
or does too much is refused by name. DICOMDIR (PS3.10 8.6, PS3.3 F) is believed only where it fits the files.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, cast

import pydicom

from reader.core.text import tr
from reader.dicom.archives.archive import NotThere
from reader.dicom.header import BrokenObject, Header, MoreNeeded, read_header

FIRST_READ = 8 * 1024
MAX_FILES = 200_000
MAX_OBJECT = 4 * 1024 * 1024 * 1024
MAX_DIRECTORY = 64 * 1024 * 1024
BARE_HEADER = 1024 * 1024
_SURE_SIZE, _MOST_RATIO = 256 * 1024 * 1024, 300
_STANDARD = "1.2.840.10008."


class Unreadable(NotThere):
    """One file, or the whole disc, can't be read. reason: why, in the user's words."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            tr("{name} can’t be read: {reason}", name=name, reason=reason),
            tr("Check that the disc or folder is still there. Nothing on it was changed."),
        )
        self.reason = reason


class NoDicom(Exception):
    """A file of another kind: a viewer program, a picture, a text."""


class IsDirectory(Exception):
    """The file is a DICOMDIR, no exam."""


@dataclass(frozen=True)
class Place:
    """Where one file lies. name: relative, as the user is told it."""

    name: str
    size: int

    def open(self) -> BinaryIO:
        """Raises `Unreadable`."""
        raise AssertionError


@dataclass(frozen=True)
class OnDisk(Place):
    path: Path

    def open(self) -> BinaryIO:
        try:
            return open(self.path, "rb", buffering=0)
        except OSError as cause:
            raise Unreadable(self.name, os_reason(cause)) from cause


@dataclass(frozen=True)
class InZip(Place):
    """A member; reading several side by side is safe."""

    archive: zipfile.ZipFile
    member: zipfile.ZipInfo

    def open(self) -> BinaryIO:
        if self.member.flag_bits & 1:
            raise Unreadable(self.name, tr("it is protected by a password; unpack it first"))
        packed = max(1, self.member.compress_size)
        if self.size > MAX_OBJECT or (self.size > _SURE_SIZE and self.size / packed > _MOST_RATIO):
            raise Unreadable(self.name, tr("it would unpack to {size} MB", size=self.size >> 20))
        try:
            return cast(BinaryIO, self.archive.open(self.member))
        except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as cause:
            raise Unreadable(self.name, zip_reason(cause)) from cause


class PlaceReader:
    """Reads one place from its beginning; a `multipart.Filling`. Every failure is an `Unreadable`."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._file = place.open()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end."""
        try:
            return self._file.read(size)
        except OSError as cause:
            raise Unreadable(self._place.name, os_reason(cause)) from cause
        except (ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as cause:
            raise Unreadable(self._place.name, zip_reason(cause)) from cause

    def readinto(self, target: memoryview, /) -> None:
        done = 0
        while done < len(target):
            try:
                taken = self._file.readinto(target[done:])  # type: ignore[attr-defined]
            except OSError as cause:
                raise Unreadable(self._place.name, os_reason(cause)) from cause
            except (ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as cause:
                raise Unreadable(self._place.name, zip_reason(cause)) from cause
            if not taken:
                raise Unreadable(self._place.name, tr("it ends too early"))
            done += taken

    def close(self) -> None:
        self._file.close()


def header_of(place: Place) -> Header:
    """What comes before the pixels, and not much more. Raises NoDicom, IsDirectory, BrokenObject, Unreadable."""
    reader = PlaceReader(place)
    try:
        data = reader.read(FIRST_READ)
        ended = len(data) >= place.size
        while True:
            marked = data[128:132] == b"DICM"
            try:
                header = read_header(data, whole=ended)
                break
            except MoreNeeded:
                if not marked and len(data) > BARE_HEADER:
                    raise NoDicom from None
            except BrokenObject:
                if not marked:
                    raise NoDicom from None
                raise
            more = reader.read(max(FIRST_READ, len(data)))
            data += more
            ended = not more or len(data) >= place.size
    finally:
        reader.close()
    if header.has(0x00041130) or header.has(0x00041220) or 0x00041200 in header.tags():
        raise IsDirectory
    if not marked and not (header.texts(0x00080016) or [""])[0].startswith(_STANDARD):
        raise NoDicom
    return header


# what lies where --------------------------------------------------------------------------------------------


def files_under(
    path: Path, check: Callable[[], None], denied: Callable[[OSError], None]
) -> Iterator[tuple[Path, str, int]]:
    """(path, name below it, bytes) of every plain file of a folder; links to folders are not followed.

    denied: hears of each folder that can't be listed, `path` itself too.
    """
    for folder, inner, names in os.walk(path, onerror=denied):
        check()
        inner.sort()
        for name in sorted(names):
            full = Path(folder, name)
            try:
                stat = full.stat()
            except OSError as error:
                denied(error)
                continue
            if not S_ISREG(stat.st_mode):
                continue
            yield full, full.relative_to(path).as_posix(), stat.st_size


def zip_members(path: Path, shown: str) -> list[InZip]:
    """The members of a ZIP. Raises `Unreadable`."""
    try:
        archive = zipfile.ZipFile(path)  # kept open by the places in it, closed with the last of them
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as cause:
        reason = os_reason(cause) if isinstance(cause, OSError) else zip_reason(cause)
        raise Unreadable(shown, reason) from cause
    found = [
        InZip(f"{shown}/{_member_name(info)}", info.file_size, archive, info)
        for info in archive.infolist()
        if not info.is_dir()
    ]
    if found and all(place.member.flag_bits & 1 for place in found):
        archive.close()
        raise Unreadable(shown, tr("it is protected by a password; unpack it first"))
    return found


def is_zip(path: Path) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(4) in (b"PK\3\4", b"PK\5\6")
    except OSError:
        return False


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name to show. Old programs write it in GB18030 without saying so; it is never used as a path."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    return "".join(c if c.isprintable() else "?" for c in name).lstrip("/")


def os_reason(cause: OSError) -> str:
    if isinstance(cause, FileNotFoundError):
        return tr("it is not there any more")
    if isinstance(cause, PermissionError):
        return tr("you have no right to read it")
    return tr("the disc reports an error ({reason})", reason=cause.strerror or type(cause).__name__)


def zip_reason(cause: BaseException) -> str:
    if isinstance(cause, NotImplementedError):
        return tr("its compression is not supported")
    if isinstance(cause, RuntimeError) and "password" in str(cause):
        return tr("it is protected by a password; unpack it first")
    return tr("the ZIP file is damaged")


# DICOMDIR ---------------------------------------------------------------------------------------------------


class BrokenDirectory(Exception):
    """The DICOMDIR can't be followed, or does not fit its files."""


@dataclass(frozen=True)
class Listed:
    """One file that a DICOMDIR names. file_id: its components below the folder of the DICOMDIR."""

    file_id: tuple[str, ...]
    patient_id: str
    study_uid: str
    series_uid: str
    uid: str
    sop_class: str
    number: int


def read_directory(path: Path) -> list[Listed]:
    """The files that a DICOMDIR names, following its offsets (PS3.3 F.3.2.2). Raises `BrokenDirectory`."""
    try:
        if path.stat().st_size > MAX_DIRECTORY:
            raise BrokenDirectory
        dataset = pydicom.dcmread(path)
        records = {item.seq_item_tell: item for item in dataset[0x00041220].value}
        found: list[Listed] = []
        unseen = set(records)
        # (offset of the first record, what the records above it say)
        todo: list[tuple[int, dict[str, str]]] = [(int(dataset[0x00041200].value), {})]
        while todo:
            offset, above = todo.pop()
            while offset:
                if offset not in unseen:
                    raise BrokenDirectory  # it points nowhere, or in a circle
                unseen.discard(offset)
                record = records[offset]
                about = above | _said(record)
                if record.get(0x00041500) is not None and record[0x00041500].value:
                    found.append(_listed(record, about))
                lower = record.get(0x00041420)
                if lower is not None and lower.value:
                    todo.append((int(lower.value), about))
                onward = record.get(0x00041400)
                offset = int(onward.value or 0) if onward is not None else 0
    except BrokenDirectory:
        raise
    except Exception as cause:  # pydicom raises almost anything on a garbled file
        raise BrokenDirectory from cause
    if any(records[offset].get(0x00041500) is not None for offset in unseen) or not found:
        raise BrokenDirectory
    return found


def _said(record: pydicom.Dataset) -> dict[str, str]:
    tags = {"patient": 0x00100020, "study": 0x0020000D, "series": 0x0020000E}
    return {name: str(record[tag].value).strip() for name, tag in tags.items() if tag in record}


def _listed(record: pydicom.Dataset, about: dict[str, str]) -> Listed:
    file_id = record[0x00041500].value
    parts = [file_id] if isinstance(file_id, str) else list(file_id)
    if any(part in ("", ".", "..") or "/" in part or "\\" in part for part in parts):
        raise BrokenDirectory  # it points out of its folder
    number = record.get(0x00200013)
    return Listed(
        tuple(map(str, parts)),
        about.get("patient", ""),
        about["study"],
        about["series"],
        str(record[0x00041511].value),
        str(record[0x00041510].value),
        int(number.value) if number is not None and number.value else 0,
    )
