"""STOW-RS (PS3.18 10.5): objects are written to disk as they arrive and enter the store together."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from reader.core.refusals import HEADER, Refusal
from reader.core.storage import StorageError
from reader.dicom.json_model import Json, element
from reader.hub import late
from reader.hub.admission import Admission
from reader.hub.answers import Refused, accepted, dicom_json, media_type, require_plain_body, warning_299
from reader.hub.kept import Kept, Writer
from reader.hub.multipart import MultipartError, MultipartParser, PartBegins, PartData, PartEnds
from reader.hub.store import Conflict, Incoming, Store, discard, read_incoming

# Failure Reasons (0008,1197) and a Warning Reason (0008,1196), PS3.18 tables I.2-1 and I.2-2, PS3.7 annex C.
PROCESSING_FAILURE, NOT_AUTHORIZED, WRONG_STUDY, CANNOT_UNDERSTAND = 0x0110, 0x0124, 0xA901, 0xC000
NOT_BY_ITS_CLASS = 0xB007

_MOST_PARTS = 20_000
_LARGEST_BODY = 2**40
_NO_ROOM = "the hub's disk has no room for a body of this length"
_RESERVE = 64 * 2**20
_BLOCK = 2**20


@dataclass
class _Receipt:
    """What came of each object."""

    stored: list[Json] = field(default_factory=list)
    failed: list[Json] = field(default_factory=list)
    warned: int = 0

    def take(self, entry: Incoming, address: str) -> None:
        """Stored as it came; what is wrong in its header is told with it (10.5.3.2)."""
        known = {
            "00081150": element("UI", entry.sop_class),
            "00081155": element("UI", entry.uid),
            "00081190": element("UR", address),
        }
        if entry.problems:
            self.warned += 1
            more = f" (+{len(entry.problems) - 1})" if len(entry.problems) > 1 else ""
            comment = f"{str(entry.problems[0])[: 64 - len(more)]}{more}"
            known |= {"00081196": element("US", NOT_BY_ITS_CLASS), "00000902": element("LO", comment)}
        self.stored.append(known)

    def fail(self, reason: int, comment: str, entry: Incoming | None = None) -> None:
        known = {
            "00081150": element("UI", entry.sop_class),
            "00081155": element("UI", entry.uid),
        } if entry else {}  # fmt: skip
        self.failed.append(known | {"00081197": element("US", reason), "00000902": element("LO", comment[:64])})


async def store_instances(
    request: Request, store: Store, root: str, study: str, admit: Callable[[], Admission]
) -> Response:
    """The answer to a STOW request. root: the service's URL. study: where the URL names one, else "". admit: who
    sends it, and what they may store; called on a thread. What is there already is taken again."""
    kind, parameters = media_type(request.headers.get("content-type", ""))
    part_type = parameters.get("type", "application/dicom").lower()
    if kind not in ("multipart/related", "application/dicom") or part_type != "application/dicom":
        raise Refused(415, 'send multipart/related; type="application/dicom"')
    if not {kind for kind, _ in accepted(request)} & _ANSWERS:
        raise Refused(406, "the answer is application/dicom+json")
    require_plain_body(request)
    room = await to_thread.run_sync(_room, store)
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > _LARGEST_BODY:
        raise Refused(413, "a body can't be of this length")
    if int(declared) > room:
        raise Refused(507, _NO_ROOM)
    files: list[Kept] = []
    try:
        if kind == "application/dicom":
            await _receive_single(request, store, files, room)
        else:
            await _receive_parts(request, store, files, room, parameters.get("boundary", ""))
        if not files:
            raise Refused(400, "the body holds no object")
        return await to_thread.run_sync(_file, store, files, root, study, admit)
    except ClientDisconnect:
        raise Refused(400, "the body ended too early") from None
    except (OSError, StorageError) as cause:
        raise Refused(507, "the hub's disk did not take the objects; none was stored") from cause
    finally:
        await to_thread.run_sync(discard, files)


_ANSWERS = {"*/*", "application/*", "application/dicom+json", "application/json"}


def _room(store: Store) -> int:
    """Bytes that objects may take of the disk; with the rest, everything else of the hub goes on."""
    return store.free_bytes() - _RESERVE


def _require_room(store: Store, size: int) -> None:
    """Asked for each block: other requests take of the same disk. Raises OSError."""
    if size > _room(store):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _file(store: Store, files: list[Kept], root: str, study: str, admit: Callable[[], Admission]) -> Response:
    late.load()
    from reader.hub.unpacking import Allowance, unpack

    allowance = Allowance(partial(_require_room, store))
    receipt, admission = _Receipt(), admit()
    refusals: set[Refusal] = set()
    entries: list[Incoming] = []
    for file in files:
        try:
            unpack(file, allowance)
            entry = read_incoming(file)
        except ValueError as reason:
            receipt.fail(CANNOT_UNDERSTAND, str(reason))
            continue
        if study and entry.study_uid != study:
            receipt.fail(WRONG_STUDY, "the object belongs to another study", entry)
        elif (refusal := admission.refusal(entry)) is not None:
            receipt.fail(NOT_AUTHORIZED, refusal.words, entry)
            refusals.add(refusal)
        else:
            entries.append(entry)
    for entry, outcome in zip(entries, admission.file(entries), strict=True):
        if isinstance(outcome, Refusal):
            receipt.fail(NOT_AUTHORIZED, outcome.words, entry)
            refusals.add(outcome)
            continue
        if isinstance(outcome, Conflict):
            receipt.fail(PROCESSING_FAILURE, str(outcome), entry)
            continue
        receipt.take(entry, f"{root}/studies/{entry.study_uid}/series/{entry.series_uid}/instances/{entry.uid}")
    studies = {study} if study else {entry.study_uid for entry in entries}
    answer: Json = {
        "00081190": element("UR", f"{root}/studies/{studies.pop()}" if len(studies) == 1 else ""),
        "00081199": element("SQ", *receipt.stored),
    }
    if receipt.failed:
        answer["00081198"] = element("SQ", *receipt.failed)
    status = 409 if not receipt.stored else 202 if receipt.failed or receipt.warned else 200
    notes = [f"{len(receipt.failed)} objects were not stored"] if receipt.failed else []
    notes += sorted(refusal.words for refusal in refusals)
    notes += [f"{receipt.warned} objects have headers against the standard"] if receipt.warned else []
    headers = {"Warning": warning_299("; ".join(notes))} if notes else {}
    if refusals:
        headers[HEADER] = min(refusal.value for refusal in refusals)
    return dicom_json(answer, status, headers)


class _File:
    """One received object on its way to the disk; written in blocks, on a thread."""

    def __init__(self, file: Kept, store: Store) -> None:
        self._kept, self._store = file, store
        self._file: Writer | None = None
        self._block = bytearray()

    async def write(self, data: bytes) -> None:
        self._block += data
        if len(self._block) >= _BLOCK:
            block, self._block = self._block, bytearray()
            await to_thread.run_sync(self._write, block)

    async def close(self) -> None:
        await to_thread.run_sync(self._finish)

    def abandon(self) -> None:
        with suppress(OSError):
            if self._file is not None:
                self._file.abandon()

    def _write(self, block: bytearray) -> None:
        if self._file is None:
            self._file = self._kept.create()
        _require_room(self._store, len(block))
        self._file.write(block)

    def _finish(self) -> None:
        self._write(self._block)
        assert self._file is not None
        self._file.finish()


async def _chunks(request: Request, room: int) -> AsyncIterator[bytes]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > room:
            raise Refused(507, _NO_ROOM)
        yield chunk


async def _receive_single(request: Request, store: Store, files: list[Kept], room: int) -> None:
    files.append(store.receive())
    file = _File(files[0], store)
    try:
        async for chunk in _chunks(request, room):
            await file.write(chunk)
        await file.close()
    finally:
        file.abandon()


async def _receive_parts(request: Request, store: Store, files: list[Kept], room: int, boundary: str) -> None:
    file: _File | None = None
    try:
        parser = MultipartParser(boundary)
        async for chunk in _chunks(request, room):
            for event in parser.feed(chunk):
                if isinstance(event, PartBegins):
                    kind, _ = media_type(event.headers.get("content-type", "application/dicom"))
                    if kind != "application/dicom":
                        raise Refused(415, "only parts of application/dicom are taken")
                    if len(files) >= _MOST_PARTS:
                        raise Refused(413, f"one request may bring {_MOST_PARTS} objects at most")
                    files.append(store.receive())
                    file = _File(files[-1], store)
                elif isinstance(event, PartData) and file is not None:
                    await file.write(event.data)
                elif isinstance(event, PartEnds) and file is not None:
                    await file.close()
                    file = None
        if not parser.finished:
            raise Refused(400, "the body ended before its last boundary")
    except MultipartError as error:
        raise Refused(400, str(error)) from None
    finally:
        if file is not None:
            file.abandon()
