"""DICOMweb of one server: QIDO-RS, WADO-RS and STOW-RS (PS3.18 §10). Blocking; any thread but the main one.

Dialects are few and stand here: `204` or an empty body for no match, an array or an object, gzip only where
asked for. Answers are checked against the question, because servers ignore filters they don't know.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, unreachable
from reader.core.text import tr
from reader.dicom.multipart import MultipartError, Part, Readable, read_parts
from reader.dicom.workitem import Json, items, value

ANY_SYNTAX = 'multipart/related; type="application/dicom"; transfer-syntax=*'
JSON = "application/dicom+json"
_BOUNDARY = "reader-store-3f6a2c"
_ALREADY_THERE = frozenset({0x0111, 0xA700 + 0x11})


class NotThere(ReaderError):
    """The server does not have what was asked for (404, 410)."""


class BadAnswer(ReaderError):
    """The server answered, but not as the standard says."""


class StoreRefused(ReaderError):
    """Some objects were not stored. failures: (SOP Instance UID, failure reason (0008,1197)) of each."""

    def __init__(self, failures: Sequence[tuple[str, int]], total: int) -> None:
        super().__init__(
            tr("The hub did not store {count} of {total} documents.", count=len(failures), total=total),
            tr("It is tried again by itself; if it goes on, tell the hub's operator."),
            safe=tr("Everything is kept on this computer until the hub has it."),
        )
        self.failures = tuple(failures)


class DicomWeb:
    """One DICOMweb root, such as http://hub/dicom-web."""

    def __init__(self, http: Http, base_url: str) -> None:
        self._http = http
        self.base_url = base_url.rstrip("/")

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
        return self._json(place + tail)

    # WADO-RS ---------------------------------------------------------------------------------------------

    def metadata(self, study: str, series: str = "", instance: str = "") -> list[Json]:
        """All attributes but the bulk data, as DICOM JSON."""
        return self._json(f"{_place(study, series, instance)}/metadata")

    def instance(self, study: str, series: str, uid: str, check: Callable[[], None] = lambda: None) -> bytes:
        """One object as a Part 10 file, in the transfer syntax that it is kept in."""
        stream = self._stream(_place(study, series, uid))
        try:
            for part in stream.parts(check):
                return bytes(part.read())
        finally:
            stream.close()
        raise BadAnswer(tr("The server sent an empty answer instead of an image."))

    def stream_series(self, study: str, series: str) -> PartStream:
        """All objects of a series as one answer, each in the transfer syntax that it is kept in."""
        return self._stream(_place(study, series))

    def stream_instance(self, study: str, series: str, uid: str) -> PartStream:
        return self._stream(_place(study, series, uid))

    def _stream(self, place: str) -> PartStream:
        url = self.base_url + place
        response = self._get(url, {"Accept": ANY_SYNTAX, "Accept-Encoding": "identity"}, stream=True)
        return PartStream(response, url)

    # STOW-RS ---------------------------------------------------------------------------------------------

    def store(self, objects: Sequence[bytes]) -> None:
        """Store Part 10 files in one transaction. One that is already there counts as stored.

        Raises `StoreRefused` naming each that failed.
        """
        if not objects:
            return
        pieces: list[bytes] = []
        for data in objects:
            head = f"--{_BOUNDARY}\r\nContent-Type: application/dicom\r\nContent-Length: {len(data)}\r\n\r\n"
            pieces += [head.encode(), data, b"\r\n"]
        body = b"".join(pieces) + f"--{_BOUNDARY}--\r\n".encode()
        try:
            response = self._http.request(
                "POST",
                f"{self.base_url}/studies",
                ok=(200, 202, 409),
                headers={
                    "Content-Type": f'multipart/related; type="application/dicom"; boundary={_BOUNDARY}',
                    "Accept": JSON,
                },
                data=body,
                timeout=120,
            )
        except HttpError as error:
            if error.status == 400:
                raise StoreRefused([("", 0)], len(objects)) from error
            raise
        answer = _parse(response)
        report = answer[0] if answer else {}
        failed = [
            (str(value(entry, "00081155")), int(value(entry, "00081197", 0)))
            for entry in items(report, "00081198")
            if int(value(entry, "00081197", 0)) not in _ALREADY_THERE
        ]
        stored = len(items(report, "00081199")) + len(items(report, "00081198")) - len(failed)
        if failed or (response.status_code != 200 and stored < len(objects)):
            raise StoreRefused(failed or [("", 0)], len(objects))

    # -----------------------------------------------------------------------------------------------------

    def _get(self, url: str, headers: Mapping[str, str], *, stream: bool = False) -> Any:
        try:
            return self._http.request("GET", url, ok=(200, 204, 206), headers=headers, stream=stream)
        except HttpError as error:
            if error.status in (404, 410):
                raise NotThere(
                    tr("The server does not have this exam any more."),
                    tr("Refresh the list; if it should be there, tell the hub's operator."),
                ) from error
            raise

    def _json(self, place: str) -> list[Json]:
        return _parse(self._get(self.base_url + place, {"Accept": JSON}))


class _Line:
    """A raw answer whose failures are those of the line."""

    def __init__(self, raw: Readable, url: str) -> None:
        self._raw = raw
        self._url = url

    def readinto(self, buffer: memoryview) -> int | None:
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

    def __init__(self, response: Any, url: str) -> None:
        self._response = response
        self._url = url

    def parts(self, check: Callable[[], None] = lambda: None) -> Iterator[Part]:
        """Each part once, in the server's order. Raises `HubUnreachable` where the line breaks."""
        content_type = self._response.headers.get("Content-Type", "")
        raw = self._response.raw
        # below urllib3's own buffer there is a `readinto` without a copy; it is used where nothing is encoded
        plain = getattr(raw, "_fp", None)
        encoded = self._response.headers.get("Content-Encoding", "identity") not in ("", "identity")
        source: Readable = plain if plain is not None and not encoded and hasattr(plain, "readinto") else raw
        if content_type.lower().startswith("application/dicom") and "json" not in content_type:
            data = bytearray(self._response.content)
            yield Part({}, None, len(data), data)
            return
        try:
            line = _Line(source, self._url)
            yield from read_parts(line, content_type, check, lambda: unreachable(self._url))
        except MultipartError as cause:
            raise BadAnswer(
                tr("The server's answer could not be read."),
                tr("Try again; if it goes on, tell the hub's operator."),
            ) from cause

    def close(self) -> None:
        with suppress(ValueError, RuntimeError, OSError, AttributeError):
            self._response.raw.shutdown()
        self._response.close()

    def abort(self) -> None:
        """Wake a thread that waits for bytes; it sees the stream end. Any thread."""
        with suppress(ValueError, RuntimeError, OSError, AttributeError):
            self._response.raw.shutdown()


def _place(study: str, series: str = "", instance: str = "") -> str:
    place = f"/studies/{quote(study)}"
    place += f"/series/{quote(series)}" if series else ""
    return place + (f"/instances/{quote(instance)}" if instance else "")


def _parse(response: Any) -> list[Json]:
    if response.status_code == 204 or not response.content:
        return []
    try:
        answer: Any = json.loads(response.content)
    except ValueError as cause:
        raise BadAnswer(
            tr("The server's answer could not be read."), tr("Try again; if it goes on, tell the hub's operator.")
        ) from cause
    if isinstance(answer, dict):
        return [answer]
    return [entry for entry in answer if isinstance(entry, dict)] if isinstance(answer, list) else []
