"""An archive that is a disc, a folder, a ZIP or single files, with the questions and answers of DICOMweb.

Only headers are read to know what is there (8 KB of most files); the images are read when they are shown, straight
from where they lie. What is no DICOM, is damaged, is there twice or does not belong is counted and named.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from reader.core.text import counted, tr
from reader.dicom.archives.answers import json_of, matches
from reader.dicom.archives.archive import MEDIA, NotThere
from reader.dicom.archives.line import Line
from reader.dicom.archives.media_files import (
    MAX_FILES,
    BrokenDirectory,
    IsDirectory,
    Listed,
    NoDicom,
    OnDisk,
    Place,
    PlaceReader,
    Unreadable,
    files_under,
    header_of,
    is_zip,
    os_reason,
    read_directory,
    zip_members,
)
from reader.dicom.archives.multipart import Part
from reader.dicom.attributes import text, whole
from reader.dicom.header import DEFLATED, BrokenObject, Header, read_header
from reader.dicom.json_model import Json
from reader.dicom.objects import Use, kind_of

KEPT_HEADER = 32 * 1024
_STUDY_TAGS = (
    0x00080005, 0x0020000D, 0x00080020, 0x00080030, 0x00080050, 0x00080080, 0x00080090, 0x00080201, 0x00081030,
    0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040, 0x00200010,
)  # fmt: skip
_SERIES_TAGS = (0x0020000E, 0x00080060, 0x0008103E, 0x00180015, 0x00200011, 0x00200060)


def media_url(paths: Sequence[Path]) -> str:
    """The address of what lies at these paths, to be opened together."""
    return MEDIA + ";".join(quote(str(path.absolute()), safe="/:\\ ") for path in paths)


def paths_of(url: str) -> list[Path]:
    return [Path(unquote(piece)) for piece in url.removeprefix(MEDIA).split(";") if piece]


@dataclass(frozen=True)
class Problem:
    """A file that is not shown. reason: in the user's words."""

    name: str
    reason: str


@dataclass(frozen=True)
class MediaStudy:
    """One exam on the disc, to choose from. answer: as a search for studies gives it. images: without documents
    and results."""

    study_uid: str
    answer: Json
    images: int


@dataclass
class Contents:
    """What was found. others: files that are no DICOM. notes: what the user should know, in words."""

    studies: list[MediaStudy] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """One object. head: its bytes up to the pixels; b"" where they are read when needed. told: by a DICOMDIR."""

    place: Place
    study: str
    series: str
    uid: str
    sop_class: str
    number: int
    patient: tuple[str, str]
    head: bytes
    told: bool = False


class MediaArchive:
    """Implements `Archive`. Reads what is there at the first question, or with `read`. Any thread."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.line = Line()
        self._lock = threading.RLock()
        self._entries: dict[str, _Entry] = {}
        self._contents: Contents | None = None

    def read(
        self, check: Callable[[], None] = lambda: None, told: Callable[[int], None] = lambda count: None
    ) -> Contents:
        """Look through everything, once. told: hears how many files were looked at. Raises `Unreadable`."""
        with self._lock:
            if self._contents is None:
                scan = _Scan(check, told)
                for path in paths_of(self.base_url):
                    scan.path(path)
                self._entries = scan.entries
                scan.contents.studies = self._studies()
                self._contents = scan.contents
            return self._contents

    # questions ---------------------------------------------------------------------------------------------

    def search_studies(
        self, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = (), limit: int = 0
    ) -> list[Json]:
        found = [study.answer for study in self.read().studies if matches(study.answer, filters or {})]
        return found[:limit] if limit else found

    def search_series(
        self, study: str, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = ()
    ) -> list[Json]:
        self.read()
        found = []
        for members in _by(self._entries.values(), study, lambda entry: entry.series).values():
            header = self._some_header(members)
            answer = json_of(header, _SERIES_TAGS) if header is not None else {}
            answer["0020000E"] = {"vr": "UI", "Value": [members[0].series]}
            answer["0020000D"] = {"vr": "UI", "Value": [study]}
            answer["00201209"] = {"vr": "IS", "Value": [len(members)]}
            found.append(answer)
        return [answer for answer in found if matches(answer, filters or {})]

    def search_instances(
        self,
        study: str,
        series: str,
        filters: Mapping[str, str] | None = None,
        *,
        include: Sequence[str] = (),
        limit: int = 0,
        offset: int = 0,
    ) -> list[Json]:
        wanted = dict(filters or {})
        number = wanted.get("InstanceNumber") or wanted.get("00200013")
        members = [
            entry for entry in self._members(study, series) if not number or str(entry.number) == number.strip()
        ]
        if limit and not set(wanted) - {"InstanceNumber", "00200013"}:
            members, offset = members[offset : offset + limit], 0
        answers = [self._answer(entry) for entry in members]
        found = [answer for answer in answers if matches(answer, wanted)][offset:]
        return found[:limit] if limit else found

    def metadata(self, study: str, series: str = "", instance: str = "") -> list[Json]:
        self.read()
        return [
            self._answer(entry)
            for entry in sorted(self._entries.values(), key=_order)
            if entry.study == study and series in ("", entry.series) and instance in ("", entry.uid)
        ]

    def instance(self, study: str, series: str, uid: str, check: Callable[[], None] = lambda: None) -> bytes:
        stream = self.stream_instance(study, series, uid)
        for part in stream.parts(check):
            return bytes(part.read())
        raise self._missing(uid)

    def stream_series(self, study: str, series: str) -> MediaStream:
        return MediaStream([entry.place for entry in self._members(study, series)], skip_unreadable=True)

    def stream_instance(self, study: str, series: str, uid: str) -> MediaStream:
        self.read()
        entry = self._entries.get(uid)
        if entry is None:
            raise self._missing(uid)
        self._header(entry)  # it has to be the image that it was listed as
        return MediaStream([entry.place])

    # ---------------------------------------------------------------------------------------------------------

    def _missing(self, uid: str) -> NotThere:
        return Unreadable(uid, tr("it is not there"))

    def _members(self, study: str, series: str) -> list[_Entry]:
        self.read()
        members = [e for e in self._entries.values() if e.study == study and e.series == series]
        return sorted(members, key=_order)

    def _answer(self, entry: _Entry) -> Json:
        """All of its header; where that can't be read any more, what is known of it."""
        try:
            return json_of(self._header(entry))
        except (Unreadable, BrokenObject):
            return {
                "00080016": {"vr": "UI", "Value": [entry.sop_class]},
                "00080018": {"vr": "UI", "Value": [entry.uid]},
                "00200013": {"vr": "IS", "Value": [entry.number]},
            }

    def _header(self, entry: _Entry) -> Header:
        """Raises `Unreadable`, `BrokenObject`; also where the file is another image than DICOMDIR says."""
        if entry.head:
            return read_header(entry.head)
        try:
            header = header_of(entry.place)
        except (NoDicom, IsDirectory) as cause:
            raise Unreadable(entry.place.name, tr("it is not a DICOM file")) from cause
        if not _is(header, entry):
            raise Unreadable(entry.place.name, tr("it is no longer the same image"))
        entry.head = _kept(header)
        return header

    def _some_header(self, members: Sequence[_Entry]) -> Header | None:
        for entry in members[:20]:
            try:
                return self._header(entry)
            except (Unreadable, BrokenObject):
                continue
        return None

    def _studies(self) -> list[MediaStudy]:
        found = []
        for uid in dict.fromkeys(entry.study for entry in self._entries.values()):
            series = _by(self._entries.values(), uid, lambda entry: entry.series)
            read = [(entries, self._some_header(entries)) for entries in series.values()]
            headers = [header for _, header in read if header is not None]
            if not headers:
                continue
            # whose it is, is said by most of its images; the others are judged by whoever shows them
            patients = Counter(_whose(entry, header) for entries, header in read for entry in entries)
            headers.sort(key=lambda header: -patients[_patient(header)])
            entries = [entry for members in series.values() for entry in members]
            images = sum(Use.SHOWN in kind_of(entry.sop_class, pixels=True).uses for entry in entries)
            modalities = sorted({text(header, 0x00080060) for header in headers} - {""})
            answer = json_of(headers[0], _STUDY_TAGS)
            answer["0020000D"] = {"vr": "UI", "Value": [uid]}
            answer["00080061"] = {"vr": "CS", "Value": modalities}
            answer["00201206"] = {"vr": "IS", "Value": [len(series)]}
            answer["00201208"] = {"vr": "IS", "Value": [len(entries)]}
            found.append(MediaStudy(uid, answer, images))
        return found


class MediaStream:
    """Objects read one after the other; a `Stream`. skip_unreadable: leave out what can't be opened."""

    def __init__(self, places: Sequence[Place], *, skip_unreadable: bool = False) -> None:
        self._places = places
        self._skip = skip_unreadable
        self._stopped = threading.Event()

    def parts(self, check: Callable[[], None] = lambda: None) -> Iterator[Part]:
        for place in self._places:
            check()
            if self._stopped.is_set():
                return
            try:
                reader = PlaceReader(place)
            except Unreadable:
                if self._skip:
                    continue  # asked for by itself afterwards, and then named
                raise
            try:
                yield Part({}, reader, place.size, bytearray())
            finally:
                reader.close()

    def close(self) -> None:
        self._stopped.set()

    def abort(self) -> None:
        self._stopped.set()


# looking through what is there --------------------------------------------------------------------------------


class _Scan:
    """One walk through paths. What it finds stands in `entries` (by SOP Instance UID) and `contents`."""

    def __init__(self, check: Callable[[], None], told: Callable[[int], None]) -> None:
        self._check, self._told = check, told
        self._looked = 0
        self.entries: dict[str, _Entry] = {}
        self.contents = Contents()

    def path(self, path: Path) -> None:
        """A folder, a ZIP, a DICOMDIR or one file. Raises `Unreadable` where it can't be read at all."""
        try:
            if path.is_dir():
                self._folder(path)
                return
            size = path.stat().st_size
        except OSError as cause:
            raise Unreadable(str(path), os_reason(cause)) from cause
        if is_zip(path):
            for member in zip_members(path, path.name)[:MAX_FILES]:
                self._take(member)
            return
        place = OnDisk(path.name, size, path)
        try:
            header_of(place)
        except IsDirectory:
            self._folder(path.parent, path)
            return
        except (NoDicom, BrokenObject, Unreadable):
            pass  # told by `_take`
        self._take(place)

    def _folder(self, folder: Path, directory: Path | None = None) -> None:
        denied: list[OSError] = []
        files: dict[str, OnDisk] = {}
        for path, name, size in files_under(folder, self._check, denied.append):
            files[name] = OnDisk(name, size, path)
            if len(files) > MAX_FILES:
                self.contents.notes.append(
                    tr("There are more than {count} files; the rest were not read.", count=MAX_FILES)
                )
                break
        if not files and denied:
            raise Unreadable(str(folder), os_reason(denied[0])) from denied[0]
        for error in denied:
            self.contents.problems.append(Problem(str(error.filename or folder), os_reason(error)))
        if directory is None:
            directory = next((f.path for name, f in files.items() if name.upper() == "DICOMDIR"), None)
        listed = self._follow(directory, files) if directory is not None else {}
        extra = 0
        for name, place in files.items():
            if name in listed or place.path == directory:
                continue
            extra += self._zip(place.path, name) if name.lower().endswith(".zip") else self._take(place)
        if listed and extra:
            self.contents.notes.append(
                counted(
                    "{count} image is not in the disc’s table of contents; it is shown too.",
                    "{count} images are not in the disc’s table of contents; they are shown too.",
                    extra,
                )
            )

    def _follow(self, directory: Path, files: Mapping[str, OnDisk]) -> dict[str, _Entry]:
        """What a DICOMDIR lists, by file; nothing, and a note, where it does not fit the files."""
        by_fold = {_folded(name): place for name, place in files.items()}
        try:
            listed = read_directory(directory)
            found: dict[str, _Entry] = {}
            missing: list[Listed] = []
            sampled: set[str] = set()
            for record in listed:
                self._check()
                place = by_fold.get("/".join(record.file_id).casefold())
                if place is None:
                    missing.append(record)
                    continue
                entry = _Entry(
                    place, record.study_uid, record.series_uid, record.uid, record.sop_class, record.number,
                    (record.patient_id, ""), b"", told=True,
                )  # fmt: skip
                if record.series_uid not in sampled:
                    sampled.add(record.series_uid)
                    if not _same(entry):
                        raise BrokenDirectory
                found[place.name] = entry
            if len(missing) * 2 > len(listed):
                raise BrokenDirectory
        except BrokenDirectory:
            self.contents.notes.append(
                tr("The disc’s table of contents (DICOMDIR) is wrong; all files were read instead.")
            )
            return {}
        for record in missing:
            name = "/".join(record.file_id)
            self.contents.problems.append(Problem(name, tr("the DICOMDIR names it, but it is not there")))
        for entry in found.values():
            self._keep(entry)
        return found

    def _zip(self, path: Path, shown: str) -> int:
        """A ZIP inside a folder."""
        try:
            return sum(self._take(member) for member in zip_members(path, shown)[:MAX_FILES])
        except Unreadable as error:
            self.contents.problems.append(Problem(shown, error.reason))
            return 0

    def _take(self, place: Place) -> int:
        """1 where the file is an object to show."""
        self._check()
        self._looked += 1
        if self._looked % 50 == 0:
            self._told(self._looked)
        try:
            header = header_of(place)
        except NoDicom:
            self.contents.others.append(place.name)
            return 0
        except IsDirectory:
            return 0
        except (BrokenObject, Unreadable) as error:
            self.contents.problems.append(Problem(place.name, error.reason))
            return 0
        study, series, uid = (text(header, tag) for tag in (0x0020000D, 0x0020000E, 0x00080018))
        if not (study and series and uid):
            self.contents.problems.append(Problem(place.name, tr("it does not say which exam it belongs to")))
            return 0
        entry = _Entry(
            place, study, series, uid, text(header, 0x00080016), whole(header, 0x00200013),
            _patient(header), _kept(header),
        )  # fmt: skip
        return self._keep(entry)

    def _keep(self, entry: _Entry) -> int:
        known = self.entries.get(entry.uid)
        if known is None:
            self.entries[entry.uid] = entry
            return 1
        if known.place.size == entry.place.size and (known.head == entry.head or not known.head):
            self.contents.doubles.append(entry.place.name)
        else:
            self.contents.problems.append(
                Problem(entry.place.name, tr("it claims to be the same image as {name}", name=known.place.name))
            )
        return 0


def _patient(header: Header) -> tuple[str, str]:
    return text(header, 0x00100020), str(header.name(0x00100010))


def _whose(entry: _Entry, sample: Header | None) -> tuple[str, str]:
    """(ID, name); a DICOMDIR's entry has the name from a file of its series that was read, where the ID agrees."""
    if entry.told and sample is not None and _patient(sample)[0] == entry.patient[0]:
        return _patient(sample)
    return entry.patient


def _kept(header: Header) -> bytes:
    """The bytes of a header up to the pixels, where they are few and can be read again by themselves."""
    end = header.pixels.offset if header.pixels is not None else len(header.data)
    again = header.data[:end]
    return again if end <= KEPT_HEADER and header.transfer_syntax != DEFLATED else b""


def _same(entry: _Entry) -> bool:
    """Whether a file is the image that its DICOMDIR says."""
    try:
        header = header_of(entry.place)
    except (NoDicom, IsDirectory, BrokenObject, Unreadable):
        return False
    return _is(header, entry)


def _is(header: Header, entry: _Entry) -> bool:
    uids = (text(header, 0x0020000D), text(header, 0x0020000E), text(header, 0x00080018))
    return uids == (entry.study, entry.series, entry.uid) and text(header, 0x00100020) == entry.patient[0]


def _folded(name: str) -> str:
    """As a file ID: discs are mounted in lower case, with versions (";1") or a dot at the end."""
    return "/".join(part.partition(";")[0].rstrip(".").casefold() for part in name.split("/"))


def _by(entries: Iterable[_Entry], study: str, key: Callable[[_Entry], str]) -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = {}
    for entry in sorted((e for e in entries if e.study == study), key=_order):
        found.setdefault(key(entry), []).append(entry)
    return found


def _order(entry: _Entry) -> tuple[str, int, str]:
    return (entry.series, entry.number, entry.uid)
