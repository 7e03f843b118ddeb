"""DICOMweb of one server: QIDO-RS, WADO-RS and STOW-RS (PS3.18 §10). Blocking; any thread but the main one.

Dialects are few and stand here: `204` or an empty body for no match, an array or an object, gzip only where
asked for. Answers are checked against the question, because servers ignore filters they don't know. What a
server can't do is found out by asking, and remembered as long as the object lives (`Abilities`).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin

from reader.core.errors import ReaderError
from reader.core.http import (
    LIST,
    STORED,
    Answer,
    Http,
    HttpError,
    HubUnreachable,
    OutcomeUnknown,
    SessionExpired,
    in_doubt,
    not_the_hub,
    unreachable,
)
from reader.core.refusals import HEADER, refusal_from
from reader.core.text import tr
from reader.dicom.archives.archive import BadAnswer, NotOffered, NotThere
from reader.dicom.archives.line import Line
from reader.dicom.archives.multipart import MultipartError, Part, Readable, read_parts
from reader.dicom.archives.negotiation import ANY, Stored, choose, stored_from
from reader.dicom.archives.rebuilt import FRAME_KINDS, part10
from reader.dicom.archives.rows import Rows, plain_rows, rows
from reader.dicom.archives.storing import (
    CHEAP,
    OTHER_CONTENT,
    ObjectId,
    StoreRefused,
    multipart,
    object_id,
    receipt,
    same_object,
)
from reader.dicom.attributes import JsonAttributes, text
from reader.dicom.json_model import Json, value
from reader.dicom.ups.tasks import MADE_IN_HEADER, claim_headers

if TYPE_CHECKING:
    from reader.core.http import Response

_OK = (200, 204, 206)
_FEW = 4
_OBJECTS = 'multipart/related; type="application/dicom"'
JSON = "application/dicom+json"
_NOT_LIKE_THIS = frozenset({400, 405, 406, 415, 501})
"""Answers to a request that this server does not understand or offer, in this form or at all."""
_SINGLE = ("application/dicom", "application/octet-stream", "image/")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Abilities:
    """What a server was found to do. series, instances: gives whole ones. any_syntax: knows `transfer-syntax=*`.

    refused: transfer syntaxes that it does not make of others.
    """

    series: bool = True
    instances: bool = True
    any_syntax: bool = True
    refused: frozenset[str] = frozenset()


class DicomWeb:
    """One DICOMweb root, such as http://hub/dicom-web.

    faulty: hears what was wrong in the rows of an answer that was used all the same; on the thread that asked.
    """

    def __init__(self, http: Http, base_url: str) -> None:
        self._http = http
        self.base_url = base_url.rstrip("/")
        self.line = Line()
        self.faulty: Callable[[Sequence[str]], None] = lambda _: None
        self.abilities = Abilities()
        self._lock = threading.Lock()
        self._stored: dict[str, Stored] = {}
        self._as_kept: set[str] = set()
        self._doubted: set[str] = set()
        self._proven = False

    # QIDO-RS ---------------------------------------------------------------------------------------------

    def search_studies(
        self, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = (), limit: int = 0
    ) -> list[Json]:
        return self._search("/studies", filters or {}, include, limit, 0)

    def search_series(
        self, study: str, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = ()
    ) -> list[Json]:
        return self._search(f"/studies/{quote(study)}/series", filters or {}, include, 0, 0)

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
        place = f"/studies/{quote(study)}/series/{quote(series)}/instances"
        return self._search(place, filters or {}, include, limit, offset)

    def _search(
        self, place: str, filters: Mapping[str, str], include: Sequence[str], limit: int, offset: int
    ) -> list[Json]:
        query = [*filters.items(), *(("includefield", name) for name in include)]
        if limit:
            query += [("limit", str(limit))]
        if offset:
            query += [("offset", str(offset))]
        tail = f"?{urlencode(query)}" if query else ""
        return self._json(place + tail, rows)

    # WADO-RS ---------------------------------------------------------------------------------------------

    def metadata(self, study: str, series: str = "", instance: str = "") -> list[Json]:
        """All attributes but the bulk data, as DICOM JSON."""
        answers = self._json(f"{_place(study, series, instance)}/metadata")
        if series and answers:
            source = JsonAttributes(answers[0])
            self._stored[text(source, 0x0020000E) or series] = stored_from(source)
        return answers

    def instance(self, study: str, series: str, uid: str, check: Callable[[], None] = lambda: None) -> bytes:
        """One object as a Part 10 file, in a lossless transfer syntax or the one that it is kept in."""
        try:
            stream = self.stream_instance(study, series, uid)
        except NotOffered:
            return self._from_frames(study, series, uid, check)
        except NotThere:
            if self._proven:
                raise
            try:
                found = self._from_frames(study, series, uid, check)
            except ReaderError:
                found = b""
            if not found:
                raise
            self._learn(instances=False)
            return found
        data = None
        try:
            for part in stream.parts(check):
                data = part.read() if data is None else data
        except (HubUnreachable, BadAnswer):
            if data is None:
                raise  # else only the end of the answer is missing, not the object's
        finally:
            stream.close()
        if data is not None:
            return bytes(data)
        raise BadAnswer(tr("The server sent an empty answer instead of an image."))

    def stream_series(self, study: str, series: str) -> PartStream:
        """All objects of a series as one answer. Raises `NotOffered` where the server has no such answers."""
        if self.abilities.series:
            try:
                return self._objects(_place(study, series), series)
            except NotThere:
                self._doubted.add(series)  # gone, or a server that knows only instances: an instance will tell
                raise
            except NotOffered:
                self._learn(series=False)
        raise _not_offered()

    def stream_instance(self, study: str, series: str, uid: str) -> PartStream:
        """One object. Raises `NotOffered` where the server gives only frames."""
        if not self.abilities.instances:
            raise _not_offered()
        try:
            stream = self._objects(_place(study, series, uid), series, single=True)
        except NotOffered:
            self._learn(instances=False)
            raise
        self._proven = True
        if series in self._doubted:
            self._learn(series=False)
        return stream

    def _objects(self, place: str, series: str, single: bool = False) -> PartStream:
        """Ask for objects in the syntax that will be there first, then in ever plainer forms."""
        asked = self._syntax(series)
        if asked != ANY:
            try:
                return self._stream(place, f"{_OBJECTS}; transfer-syntax={asked}")
            except HttpError as error:
                if error.status in _NOT_LIKE_THIS:
                    self._learn(refused=self.abilities.refused | {asked})
                elif error.status == 500:
                    self._as_kept.add(series)  # it tried, and could not with this one
                else:
                    raise
        forms = [f"{_OBJECTS}; transfer-syntax={ANY}"] if self.abilities.any_syntax else []
        forms += [_OBJECTS, *(["application/dicom"] if single else [])]
        for form in forms:
            try:
                stream = self._stream(place, form)
            except HttpError as error:
                if error.status not in _NOT_LIKE_THIS:
                    raise
                continue
            if form == _OBJECTS and len(forms) > 1 and self.abilities.any_syntax:
                self._learn(any_syntax=False)
            return stream
        raise _not_offered()

    def _syntax(self, series: str) -> str:
        if series in self._as_kept:
            return ANY
        threads = max(2, os.cpu_count() or 2)
        return choose(
            self._stored.get(series), self.line.bandwidth, refused=self.abilities.refused, threads=threads
        )

    def _from_frames(self, study: str, series: str, uid: str, check: Callable[[], None]) -> bytes:
        """The object put together from its metadata, frames and bulk data (PS3.18 10.4.1.1.2, .3, .6)."""
        answers = self.metadata(study, series, uid)
        if not answers:
            raise NotThere(tr("The server does not have this exam any more."))
        place = _place(study, series, uid)

        def frames(numbers: str) -> Iterator[tuple[str, list[bytes]]]:
            for kind in FRAME_KINDS:
                try:
                    stream = self._stream(f"{place}/frames/{numbers}", kind)
                except (HttpError, NotThere) as error:
                    if isinstance(error, HttpError) and error.status not in _NOT_LIKE_THIS | {500}:
                        raise
                    continue
                try:
                    parts = [(p.headers.get("content-type", ""), bytes(p.read())) for p in stream.parts(check)]
                finally:
                    stream.close()
                yield parts[0][0] if parts else "", [data for _, data in parts]

        def bulk(url: str) -> bytes:
            # relative to what was asked for (RFC 3986); the token goes to no other origin (`core/http`)
            address = urljoin(f"{self.base_url}{place}/metadata", url)
            accept = 'multipart/related; type="application/octet-stream"'
            stream = PartStream(self._open(address, {"Accept": accept}), address, self.line)
            try:
                return b"".join(bytes(part.read()) for part in stream.parts(check))
            finally:
                stream.close()

        return part10(answers[0], frames, bulk)

    def _learn(self, **found: Any) -> None:
        with self._lock:
            self.abilities = replace(self.abilities, **found)
        _log.info("the server's abilities: %s", self.abilities)

    # STOW-RS ---------------------------------------------------------------------------------------------

    def store(
        self, objects: Sequence[bytes], made_in: str = "", transaction: str = ""
    ) -> tuple[ObjectId, ...]:
        """Store Part 10 files in one transaction. One that is already there counts as stored. made_in: the UID of
        the claimed task in which they were made; transaction: that of its claim; for our hub.

        Stored is what the answer names and the server then has, small objects with the same content. Raises
        `StoreRefused` naming each that the server refused, `BrokenObject` for what is none, or `OutcomeUnknown`.
        """
        sent = {object_id(data).uid: (object_id(data), data) for data in objects}
        if not sent:
            return ()
        content_type, body = multipart(objects)
        headers = {"Content-Type": content_type, "Accept": JSON, **claim_headers(transaction)}
        if made_in:
            headers[MADE_IN_HEADER] = made_in
        try:
            answer = self._http.request(
                "POST", f"{self.base_url}/studies", kind=STORED, ok=(200, 202, 409), headers=headers, data=body
            )
        except ReaderError as error:
            if in_doubt(error):
                raise OutcomeUnknown(error) from error
            raise
        named, failed = receipt(_parse(answer))
        if failed:
            raise StoreRefused(failed, len(sent), refusal_from(answer.headers.get(HEADER)))
        if not sent.keys() <= named:
            raise OutcomeUnknown(not_the_hub(self.base_url, tr("a receipt for something else")))
        ids = tuple(entry for entry, _ in sent.values())
        try:
            if self.missing(ids):
                raise OutcomeUnknown
            cheap = [pair for pair in sent.values() if len(pair[1]) <= CHEAP]
            other = [entry.uid for entry, data in cheap if self._differs(entry, data)]
        except (SessionExpired, OutcomeUnknown):
            raise
        except ReaderError as error:
            raise OutcomeUnknown(error) from error
        if other:
            raise StoreRefused([(uid, OTHER_CONTENT) for uid in other], len(sent))
        return ids

    def missing(self, ids: Iterable[ObjectId]) -> set[str]:
        """Those SOP Instance UIDs that the server, asked now, does not have."""
        gone: set[str] = set()
        series: dict[tuple[str, str], set[str]] = {}
        for entry in ids:
            series.setdefault((entry.study, entry.series), set()).add(entry.uid)
        for place, wanted in series.items():
            questions = [{"00080018": uid} for uid in wanted] if len(wanted) <= _FEW else [{}]
            try:
                listed = [found for asked in questions for found in self.search_instances(*place, asked)]
            except NotThere:
                listed = []
            gone |= wanted - {str(value(found, "00080018")) for found in listed}
        return gone

    def _differs(self, entry: ObjectId, data: bytes) -> bool:
        """Whether the server gives something else back. One that gives no objects can't be asked."""
        try:
            return not same_object(data, self.instance(entry.study, entry.series, entry.uid))
        except NotOffered:
            return False

    # -----------------------------------------------------------------------------------------------------

    def _stream(self, place: str, accept: str) -> PartStream:
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        return PartStream(self._open(self.base_url + place, headers), self.base_url + place, self.line)

    def _open(self, url: str, headers: Mapping[str, str]) -> Response:
        with _gone():
            return self._http.stream(url, ok=_OK, headers=headers)

    def _json(self, place: str, read: Callable[[bytes], Rows] = plain_rows) -> list[Json]:
        with _gone():
            answer = self._http.request(
                "GET", self.base_url + place, kind=LIST, ok=_OK, headers={"Accept": JSON}
            )
        self.line.answered(answer.seconds)
        try:
            found = Rows() if answer.status_code == 204 else read(answer.content)
        except ValueError as cause:
            raise BadAnswer(tr("The server's answer is not a list of exams or images.")) from cause
        if found.faults:
            self.faulty(found.faults)
        return list(found.found)


@contextmanager
def _gone() -> Iterator[None]:
    """404 and 410 as `NotThere`."""
    try:
        yield
    except HttpError as error:
        if error.status not in (404, 410):
            raise
        raise NotThere(
            tr("The server does not have this exam any more."),
            tr("Refresh the list; if it should be there, tell your administrator."),
        ) from error


class _Raw:
    """A raw answer whose failures are those of the line, and whose bytes are counted."""

    def __init__(self, raw: Readable, url: str) -> None:
        self._raw = raw
        self._url = url
        self._waiting = True
        self.size = 0
        self.seconds = 0.0

    def between_parts(self) -> None:
        """What is waited for next is the server's work on the next part, not the line."""
        self._waiting = True

    def readinto(self, buffer: memoryview) -> int | None:
        begun = time.perf_counter()
        taken = self._readinto(buffer)
        if not self._waiting:
            self.size += taken or 0
            self.seconds += time.perf_counter() - begun
        self._waiting = False
        return taken

    def _readinto(self, buffer: memoryview) -> int | None:
        try:
            return self._raw.readinto(buffer)
        except (OSError, HTTPException, ValueError, AttributeError) as cause:  # the last two: closed meanwhile
            raise unreachable(self._url) from cause
        except Exception as cause:
            if type(cause).__module__.startswith("urllib3"):
                raise unreachable(self._url) from cause
            raise


class PartStream:
    """An answer that is still arriving. `close` may be called on any thread and ends a read that waits."""

    def __init__(self, response: Any, url: str, line: Line) -> None:
        self._response = response
        self._url = url
        self._line = line
        self._source: Readable | None = None

    def parts(self, check: Callable[[], None] = lambda: None) -> Iterator[Part]:
        """Each part once, in the server's order. Raises `HubUnreachable` where the line breaks."""
        content_type = self._response.headers.get("Content-Type", "")
        raw = self._response.raw
        # below urllib3's own buffer there is a `readinto` without a copy; it is used where nothing is encoded
        plain = getattr(raw, "_fp", None)
        encoded = self._response.headers.get("Content-Encoding", "identity") not in ("", "identity")
        source: Readable = plain if plain is not None and not encoded and hasattr(plain, "readinto") else raw
        if content_type.lower().startswith(_SINGLE) and "json" not in content_type:
            data = self._whole()
            yield Part({"content-type": content_type}, None, len(data), data)
            return
        try:
            counted = _Raw(source, self._url)
            for part in read_parts(counted, content_type, check, lambda: unreachable(self._url)):
                yield part
                part.skip()
                self._line.carried(counted.size, counted.seconds)
                counted.size, counted.seconds = 0, 0.0
                counted.between_parts()
            self._source = source
        except MultipartError as cause:
            raise BadAnswer(
                tr("The server's answer could not be read."),
                tr("Try again; if it continues, tell your administrator."),
            ) from cause

    def _whole(self) -> bytearray:
        """The body of an answer that is one object; its end before its length is a broken line."""
        try:
            return bytearray(self._response.content)
        except (OSError, ValueError, RuntimeError) as cause:  # requests' own errors are kinds of OSError
            raise unreachable(self._url) from cause

    def close(self) -> None:
        if self._drained():
            self._response.raw.release_conn()  # the next question takes the same way: no handshake, no slow start
            return
        with suppress(ValueError, RuntimeError, OSError, AttributeError):
            self._response.raw.shutdown()
        self._response.close()

    def _drained(self) -> bool:
        """After the last part was read: nothing of the answer is left on the connection."""
        if self._source is None:
            return False
        try:
            rest = self._source.readinto(memoryview(bytearray(4096)))
            return not rest or not self._source.readinto(memoryview(bytearray(1)))
        except (OSError, HTTPException, ValueError, AttributeError):
            return False

    def abort(self) -> None:
        """Wake a thread that waits for bytes; it sees the stream end. Any thread."""
        with suppress(ValueError, RuntimeError, OSError, AttributeError):
            self._response.raw.shutdown()


def _not_offered() -> NotOffered:
    return NotOffered(
        tr("The server does not support this way of retrieval."),
        tr("Tell your administrator: the images have to be retrievable by series, by instance or by frame."),
    )


def _place(study: str, series: str = "", instance: str = "") -> str:
    place = f"/studies/{quote(study)}"
    place += f"/series/{quote(series)}" if series else ""
    return place + (f"/instances/{quote(instance)}" if instance else "")


def _parse(answer: Answer) -> list[Json]:
    if answer.status_code == 204:
        return []
    found = answer.json()
    if isinstance(found, dict):
        return [found]
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
