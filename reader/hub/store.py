"""Files on disk and their SQLite index: what the hub has, found by UID or by attribute.

A file is complete at its place before the index names it, and all that one request brings is indexed in one
transaction: after a kill there is the whole request or nothing of it. Any thread may use a store.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from reader.core.private import make_folder
from reader.dicom.json_model import Json, value
from reader.dicom.validation import Problem, path_text
from reader.hub import late
from reader.hub.kept import Kept, copy
from reader.hub.stored import stored_json
from reader.hub.vault import Vault, plain

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

_MIGRATIONS = (
    """CREATE TABLE study (uid TEXT PRIMARY KEY, header TEXT NOT NULL);
    CREATE TABLE series (uid TEXT PRIMARY KEY, study TEXT NOT NULL REFERENCES study, modality TEXT NOT NULL,
        header TEXT NOT NULL);
    CREATE TABLE instance (uid TEXT PRIMARY KEY, series TEXT NOT NULL REFERENCES series,
        study TEXT NOT NULL REFERENCES study, sop_class TEXT NOT NULL, number INTEGER NOT NULL,
        syntax TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, header TEXT NOT NULL);
    CREATE INDEX series_study ON series (study);
    CREATE INDEX instance_series ON instance (series, number);
    CREATE INDEX instance_study ON instance (study)""",
)

STUDY_TAGS = (
    0x00080005, 0x00080020, 0x00080030, 0x00080050, 0x00080051, 0x00080080, 0x00080090, 0x00080201, 0x00081030,
    0x00081032, 0x00100010, 0x00100020, 0x00100021, 0x00100024, 0x00100030, 0x00100032, 0x00100040, 0x00101001,
    0x00101010, 0x0020000D, 0x00200010,
)  # fmt: skip
SERIES_TAGS = (
    0x00080005, 0x00080021, 0x00080031, 0x00080060, 0x00080070, 0x00080080, 0x0008103E, 0x00081010, 0x00081090,
    0x00180015, 0x00181030, 0x00185100, 0x0020000E, 0x00200011, 0x00200052, 0x00200060, 0x00400244, 0x00400245,
    0x00400275,
)  # fmt: skip
INSTANCE_TAGS = (
    0x00080005, 0x00080008, 0x00080012, 0x00080013, 0x00080016, 0x00080018, 0x00080022, 0x00080023, 0x00080032,
    0x00080033, 0x00180050, 0x00200012, 0x00200013, 0x00200032, 0x00200037, 0x00200052, 0x00200100, 0x00280002,
    0x00280004, 0x00280008, 0x00280010, 0x00280011, 0x00280030, 0x00280100, 0x00280101, 0x00280103, 0x0040A043,
    0x0040A491, 0x0040A493, 0x0040A496, 0x00420010, 0x00700080, 0x00700081,
)  # fmt: skip

_UID = re.compile(r"[0-9]+(\.[0-9]+)*")


def valid_uid(text: str) -> bool:
    """A UID by its characters and length (PS3.5 9.1). Leading zeros are tolerated: old devices write them."""
    return 0 < len(text) <= 64 and _UID.fullmatch(text) is not None


@dataclass(frozen=True)
class Stored:
    """One object on disk. syntax: its transfer syntax UID; size: bytes of the file."""

    uid: str
    series_uid: str
    study_uid: str
    sop_class: str
    syntax: str
    file: Kept
    size: int


@dataclass(frozen=True)
class Incoming:
    """A received file that is not in the store yet, and what its header says. file: may be moved away. problems:
    what the standard forbids of what the index holds; unless it can be read all the same, it was left out."""

    file: Kept
    size: int
    study_uid: str
    series_uid: str
    uid: str
    sop_class: str
    syntax: str
    number: int
    study: Json
    series: Json
    instance: Json
    problems: tuple[Problem, ...] = ()


class Conflict(Exception):
    """An object or a series of this UID is there already, and it is another one."""


class Store:
    """The objects under `root`."""

    def __init__(self, root: Path, vault: Vault) -> None:
        self._objects = root / "objects"
        self._incoming = root / "incoming"
        self.vault, self.database = vault, vault.database
        self._filing = threading.Lock()
        self.database.migrate("store", _MIGRATIONS)
        make_folder(self._objects)
        shutil.rmtree(self._incoming, ignore_errors=True)  # what a killed hub had half received
        make_folder(self._incoming)

    def receive(self) -> Kept:
        """A fresh place for a file that is being received."""
        return self.vault.file(self._incoming / f"{uuid4().hex}.part")

    def free_bytes(self) -> int:
        return shutil.disk_usage(self._incoming).free

    def file(self, incoming: Sequence[Incoming], *, copied: bool = False) -> list[bool | Conflict]:
        """Take files into the store; for each True (new), False (the same object was there) or a `Conflict`.

        copied: the files stay where they are (the demo's own). Raises
        `StorageError` or OSError where the disk refuses; then none of them is in the store.
        """
        with self._filing:
            return self._file(incoming, copied)

    def _file(self, incoming: Sequence[Incoming], copied: bool) -> list[bool | Conflict]:
        outcome: list[bool | Conflict] = []
        fresh: dict[str, tuple[Incoming, Path]] = {}
        studies: dict[str, str] = {}
        for entry in incoming:
            study = studies.get(entry.series_uid) or self._study_of(entry.series_uid) or entry.study_uid
            known = self.instances(sop=entry.uid)
            there = known[0].file if known else fresh[entry.uid][0].file if entry.uid in fresh else None
            if known and (known[0].study_uid, known[0].series_uid) != (entry.study_uid, entry.series_uid):
                outcome.append(Conflict("an object of this UID is in another series"))
            elif study != entry.study_uid:
                outcome.append(Conflict("a series of this UID is in another study"))
            elif there is None or not there.exists():
                fresh[entry.uid] = (entry, self._place(entry))
                studies[entry.series_uid] = study
                outcome.append(True)
            elif there.same(entry.file):
                outcome.append(False)
            else:
                outcome.append(Conflict("an object of this UID with other content is there already"))
        for entry, place in fresh.values():
            make_folder(place.parent)
            if copied:
                copy(entry.file, self.vault.file(place))
            else:
                os.replace(entry.file.path, place)
        with self.database.write() as db:
            for entry, place in fresh.values():
                db.execute(
                    "INSERT OR IGNORE INTO study VALUES (?,?)",
                    (entry.study_uid, self._header("study", entry.study_uid, entry.study)),
                )
                db.execute(
                    "INSERT OR IGNORE INTO series VALUES (?,?,?,?)",
                    (entry.series_uid, entry.study_uid, str(value(entry.series, "00080060")),
                     self._header("series", entry.series_uid, entry.series)),
                )  # fmt: skip
                db.execute(
                    "INSERT OR REPLACE INTO instance VALUES (?,?,?,?,?,?,?,?,?)",
                    (entry.uid, entry.series_uid, entry.study_uid, entry.sop_class, entry.number, entry.syntax,
                     place.relative_to(self._objects).as_posix(), entry.size,
                     self._header("instance", entry.uid, entry.instance)),
                )  # fmt: skip
        return outcome

    def _study_of(self, series_uid: str) -> str:
        """The study that a series is in, "" where it is not here."""
        rows = self.database.read("SELECT study FROM series WHERE uid = ?", (series_uid,))
        return str(rows[0]["study"]) if rows else ""

    def has(self, entry: Incoming) -> bool:
        """Whether this very object is here already."""
        known = self.instances(sop=entry.uid)
        return bool(known) and known[0].file.exists() and known[0].file.same(entry.file)

    def _header(self, table: str, uid: str, header: Json) -> str | bytes:
        return self.vault.sealed(json.dumps(header), table, uid)

    def study(self, uid: str) -> Json | None:
        """What the first object of a study said of it, None where there is none."""
        column = plain("study.header", "study", "study.uid")
        rows = self.vault.database.read(f"SELECT {column} AS header FROM study WHERE study.uid = ?", (uid,))
        return stored_json(rows[0]["header"]) if rows else None

    def instances(self, study: str = "", series: str = "", sop: str = "") -> list[Stored]:
        """The objects of a study, a series or one UID (those that are given have to agree), in image order."""
        keys = {"study": study, "series": series, "uid": sop}
        where = " AND ".join(f"{column} = ?" for column, uid in keys.items() if uid)
        rows = self.database.read(
            "SELECT uid, series, study, sop_class, syntax, path, size FROM instance"
            f" WHERE {where} ORDER BY study, series, number, uid",
            [uid for uid in keys.values() if uid],
        )
        return [
            Stored(
                row["uid"], row["series"], row["study"], row["sop_class"], row["syntax"],
                self.vault.file(self._objects / row["path"]), row["size"],
            )
            for row in rows
        ]  # fmt: skip

    def _place(self, entry: Incoming) -> Path:
        # Three UIDs in one path are more than Windows takes; the study's folder has a digest for a name.
        folder = hashlib.blake2s(entry.study_uid.encode(), digest_size=8).hexdigest()
        return self._objects / folder / f"{entry.uid}.dcm"


def read_incoming(file: Kept) -> Incoming:
    """Read what the index needs from a file, which stays as it is. Raises ValueError with a short reason."""
    late.load()
    from reader.hub.header import read_header

    entry = incoming_from(read_header(file).dataset, file)
    uids = (("0020000D", entry.study_uid), ("0020000E", entry.series_uid), ("00080018", entry.uid))
    for tag, uid in (*uids, ("00080016", entry.sop_class)):
        if not valid_uid(uid):
            raise ValueError(f"{path_text(tag)} UI: missing or not a UID")
    return entry


def incoming_from(dataset: FileDataset, file: Kept) -> Incoming:
    """What a header says; UIDs that are missing are empty. Raises ValueError without a transfer syntax."""
    from reader.hub.indexing import indexed

    levels = [indexed(dataset, tags) for tags in (STUDY_TAGS, SERIES_TAGS, INSTANCE_TAGS)]
    study, series, instance = (level.dataset for level in levels)
    problems = dict.fromkeys(problem for level in levels for problem in level.problems)
    number = value(instance, "00200013", 0)
    syntax = str(dataset.file_meta.get("TransferSyntaxUID", "")) if hasattr(dataset, "file_meta") else ""
    if not valid_uid(syntax):
        raise ValueError("the file meta information names no transfer syntax")
    return Incoming(
        file=file,
        size=file.size,
        study_uid=str(value(study, "0020000D")),
        series_uid=str(value(series, "0020000E")),
        uid=str(value(instance, "00080018")),
        sop_class=str(value(instance, "00080016")),
        syntax=syntax,
        number=number if isinstance(number, int) and abs(number) < 2**62 else 0,
        study=study,
        series=series,
        instance=instance,
        problems=tuple(problems),
    )


def discard(files: Iterable[Kept]) -> None:
    """Remove received files that were not taken; one that was moved into the store is no longer there."""
    for file in files:
        with suppress(OSError):
            file.path.unlink()
