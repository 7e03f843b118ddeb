"""WADO-RS (PS3.18 10.4): studies, series, instances, their metadata, frames and bulk data, streamed.

Objects leave as they are stored where the client takes any transfer syntax, else as Explicit VR Little Endian,
re-encoded one at a time on a thread. No answer holds more than a few objects in memory.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

import pydicom
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from reader.core.log import short
from reader.dicom.header import EXPLICIT_LITTLE
from reader.dicom.json_model import Json, element, value
from reader.dicom.objects import is_document
from reader.hub.answers import DICOM_JSON, Refused, accepted, json_bytes, require_json_accepted
from reader.hub.header import Header, read_header, to_json
from reader.hub.kept import Kept
from reader.hub.pixels import (
    NATIVE,
    NoSuchFrame,
    NotAvailable,
    can_decode,
    open_frames,
    read_whole,
    transcode,
)
from reader.hub.store import Store, Stored

log = logging.getLogger(__name__)

_BLOCK = 2**20

# Media types of a compressed frame (PS3.18 table 8.7.3-5), the default syntax of each first.
FRAME_TYPES = {
    "image/jpeg": ("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.50",
                   "1.2.840.10008.1.2.4.51"),
    "image/jls": ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"),
    "image/jp2": ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"),
    "image/jpx": ("1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93"),
    "image/jphc": ("1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"),
    "image/dicom-rle": ("1.2.840.10008.1.2.5",),
}  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """One part to send: a file as it is, or what `make` gives. size: -1 until it is made."""

    kind: str
    location: str
    size: int
    file: Kept | None = None
    make: Callable[[], bytes] | None = None

    def head(self, boundary: str, size: int) -> bytes:
        return (
            f"--{boundary}\r\nContent-Type: {self.kind}\r\nContent-Length: {size}\r\n"
            f"Content-Location: {self.location}\r\n\r\n"
        ).encode()


def objects(request: Request, found: Sequence[Stored], root: str) -> Response:
    """The objects themselves. 406 where none can be given as asked for, 206 where some can't. Blocks."""
    if not found:
        raise Refused(404, "nothing is stored under this UID")
    single = len(found) == 1 and _prefers_single(request)
    parts: list[_Part] = []
    missing = 0
    for stored in found:
        syntax = _chosen_syntax(request, stored.syntax, single)
        if syntax is None:
            continue
        address = _address(root, stored)
        kind = f"application/dicom; transfer-syntax={syntax}"
        if not stored.file.exists():
            missing += 1
            log.error("object %s is in the index but not on disk", short(stored.uid))
        elif syntax == stored.syntax:
            parts.append(_Part(kind, address, stored.file.size, stored.file))
        else:
            parts.append(_Part(kind, address, -1, make=lambda file=stored.file: transcode(file)))  # type: ignore[misc]
    if not parts and missing:
        raise Refused(404, "the object is no longer on the hub's disk")
    if not parts:
        raise Refused(406, "not available in the transfer syntax asked for")
    if single:
        return _single(parts[0])
    partial = len(parts) < len(found)
    headers = {"Warning": '299 reader-hub "some objects are not available"'} if partial else {}
    return _multipart(parts, "application/dicom", 206 if partial else 200, headers)


def metadata(request: Request, found: Sequence[Stored], root: str) -> Response:
    """The headers as DICOM JSON, long values by address. Blocks only until the first is there."""
    require_json_accepted(request)
    if not found:
        raise Refused(404, "nothing is stored under this UID")

    def pieces() -> Iterator[bytes]:
        block = bytearray(b"[")
        separator = b""
        for stored in found:
            try:
                header = read_header(stored.file)
            except (OSError, ValueError):
                log.exception("object %s can't be read", short(stored.uid))
                continue
            block += separator + json_bytes(full_header(header, _address(root, stored), stored.syntax))
            separator = b","
            if len(block) > _BLOCK // 4:
                yield bytes(block)
                block.clear()
        yield bytes(block) + b"]"

    return StreamingResponse(pieces(), media_type=DICOM_JSON)


def full_header(header: Header, address: str, syntax: str) -> Json:
    """What the metadata resource says of one object (PS3.18 10.4.1.1.2)."""
    content = to_json(header.dataset, lambda path: f"{address}/bulkdata/{path}")
    content["00083002"] = element("UI", syntax)
    if header.pixels is not None:
        tag = f"{header.pixels:08X}"
        narrow = value(content, "00280100", 8) in (1, 8)
        vr = {"7FE00008": "OF", "7FE00009": "OD"}.get(tag, "OB" if narrow else "OW")
        content[tag] = {"vr": vr, "BulkDataURI": f"{address}/bulkdata/{tag}"}
    return content


def frames(request: Request, stored: Stored, numbers: str, root: str) -> Response:
    """Some frames, uncompressed or as stored, by what the client accepts. Blocks."""
    try:
        wanted = [int(text) for text in numbers.split(",")]
    except ValueError:
        raise Refused(400, "frame numbers are whole numbers with commas between") from None
    if any(number < 1 for number in wanted) or len(wanted) > 100_000:
        raise Refused(400, "frame numbers begin at 1")
    if not stored.file.exists():
        raise Refused(404, "the object is no longer on the hub's disk")
    kind, native = _frame_type(request, stored.syntax)
    single = len(wanted) == 1 and _prefers_single(request)
    try:
        with open_frames(stored.file) as opened:
            if max(wanted) > opened.count:
                raise NoSuchFrame
    except NoSuchFrame:
        raise Refused(404, "the object has no such frame") from None
    except ValueError:
        raise Refused(406, "the pixels can't be read") from None

    def frame(number: int) -> bytes:
        with open_frames(stored.file) as opened:
            return opened.native(number) if native else opened.raw(number)

    parts = [
        _Part(kind, f"{_address(root, stored)}/frames/{n}", -1, make=lambda n=n: frame(n))  # type: ignore[misc]
        for n in wanted
    ]
    try:
        first = parts[0].make() if parts[0].make else b""  # what can't be decoded is said before anything is sent
    except (NotAvailable, ValueError):
        raise Refused(406, "the pixels can't be given in this form") from None
    parts[0] = _Part(kind, parts[0].location, len(first), make=lambda: first)
    if single:
        return _single(parts[0])
    return _multipart(parts, kind.partition(";")[0], 200, {})


def bulk_data(request: Request, stored: Stored, path: str, root: str) -> Response:
    """The value at a path such as "7FE00010" or "54000100/0/54001010", as bytes. Blocks."""
    if path == "7FE00010":
        try:
            with open_frames(stored.file) as opened:
                every = ",".join(str(number + 1) for number in range(opened.count))
        except (NoSuchFrame, OSError, ValueError):
            raise Refused(404, "the object has no pixels") from None
        return frames(request, stored, every, root)
    try:
        data = _value_at(read_whole(stored.file), path.split("/"))
    except Exception:  # noqa: BLE001 pydicom raises almost anything on a garbled value
        raise Refused(404, "the object has no such value") from None
    part = _Part("application/octet-stream", f"{_address(root, stored)}/bulkdata/{path}", len(data),
                 make=lambda: data)  # fmt: skip
    return _single(part) if _prefers_single(request) else _multipart([part], part.kind, 200, {})


def _value_at(dataset: pydicom.Dataset, path: Sequence[str]) -> bytes:
    entry = dataset[int(path[0], 16)]
    if len(path) == 1:
        if not isinstance(entry.value, bytes):
            raise TypeError("the value is no bulk data")
        return entry.value
    return _value_at(entry.value[int(path[1])], path[2:])


def select(
    store: Store, study: str, series: str = "", sop: str = "", hidden: Callable[[], Container[str]] = frozenset
) -> list[Stored]:
    """The objects under a resource's UIDs; 404 where there are none. hidden: which of the documents among them are
    not shown; asked where there are any. Blocks."""
    found = store.instances(study, series, sop)
    if any(is_document(stored.sop_class) for stored in found):
        unseen = hidden()
        found = [stored for stored in found if stored.uid not in unseen]
    if not found:
        raise Refused(404, "nothing is stored under this UID")
    return found


def _prefers_single(request: Request) -> bool:
    """Whether the client asks for the bare object before a multipart answer."""
    for kind, _ in accepted(request):
        if kind.startswith("multipart/") or kind == "*/*":
            return False
        if kind in ("application/dicom", "application/octet-stream") or kind in FRAME_TYPES:
            return True
    return False


def _chosen_syntax(request: Request, stored: str, single: bool) -> str | None:
    """The transfer syntax to send an object in, or None where no accepted one is available."""
    for kind, parameters in accepted(request):
        if kind == "multipart/related":
            if parameters.get("type", "application/dicom").lower() not in ("application/dicom", "*/*"):
                continue
        elif kind == "application/dicom":
            if not single:
                continue
        elif kind not in ("*/*", "multipart/*"):
            continue
        asked = parameters.get("transfer-syntax", EXPLICIT_LITTLE)
        if asked in ("*", stored):
            return stored
        if asked == EXPLICIT_LITTLE and can_decode(stored):
            return EXPLICIT_LITTLE
    return None


def _frame_type(request: Request, stored: str) -> tuple[str, bool]:
    """The media type for frames, and whether that means uncompressed. 406 where none is available."""
    own = next((kind for kind, syntaxes in FRAME_TYPES.items() if stored in syntaxes), "")
    for kind, parameters in accepted(request):
        inner = kind
        if kind.startswith("multipart/"):
            inner = parameters.get("type", "application/octet-stream").lower()
        asked = parameters.get("transfer-syntax", "")
        if inner in ("application/octet-stream", "*/*", "application/*"):
            if asked in ("", EXPLICIT_LITTLE) and can_decode(stored):
                return f"application/octet-stream; transfer-syntax={EXPLICIT_LITTLE}", True
            if asked == "*" and stored in NATIVE:
                return f"application/octet-stream; transfer-syntax={EXPLICIT_LITTLE}", True
            if asked == "*" and own:
                return f"{own}; transfer-syntax={stored}", False
        elif (
            own
            and inner in (own, "image/*")
            and (asked in ("*", stored) or (not asked and (inner == "image/*" or FRAME_TYPES[own][0] == stored)))
        ):
            return f"{own}; transfer-syntax={stored}", False
    raise Refused(406, "the frames are not available in this form")


def _single(part: _Part) -> Response:
    headers = {"Content-Location": part.location}
    if part.file is not None:
        headers["Content-Length"] = str(part.size)
        return StreamingResponse(_read(part.file, part.size), headers=headers, media_type=part.kind)
    assert part.make is not None
    try:
        return Response(part.make(), headers=headers, media_type=part.kind)
    except (NotAvailable, ValueError) as cause:
        log.warning("an object could not be re-encoded: %s", cause)
        raise Refused(406, "not available in the transfer syntax asked for") from None


def _read(kept: Kept, size: int) -> Iterator[bytes]:
    """Exactly `size` bytes, which the header has promised."""
    with kept.open() as file:
        left = size
        while left and (block := file.read(min(left, _BLOCK))):
            left -= len(block)
            yield block


def _multipart(parts: Sequence[_Part], kind: str, status: int, headers: dict[str, str]) -> Response:
    boundary = f"reader-hub-{secrets.token_hex(12)}"
    end = f"\r\n--{boundary}--\r\n".encode()
    sent = {**headers, "Content-Type": f'multipart/related; type="{kind}"; boundary={boundary}'}
    if all(part.size >= 0 for part in parts):
        heads = sum(len(part.head(boundary, part.size)) + part.size for part in parts)
        sent["Content-Length"] = str(heads + 2 * (len(parts) - 1) + len(end))
    return StreamingResponse(_body(parts, boundary, end), status, sent)


def _body(parts: Sequence[_Part], boundary: str, end: bytes) -> Iterator[bytes]:
    """Blocks of about a megabyte: fewer, larger steps between the thread and the event loop."""
    block = bytearray()
    between = b""
    for part in parts:
        if part.file is not None:
            block += between + part.head(boundary, part.size)
            for piece in _read(part.file, part.size):
                block += piece
                if len(block) >= _BLOCK:
                    yield bytes(block)
                    block.clear()
        else:
            assert part.make is not None
            try:
                content = part.make()
            except (NotAvailable, ValueError, OSError) as cause:
                # The status has gone out: leave the part out; the client sees that an object is missing.
                log.warning("a part was left out: %s", cause)
                continue
            block += between + part.head(boundary, len(content)) + content
            if len(block) >= _BLOCK:
                yield bytes(block)
                block.clear()
        between = b"\r\n"
    yield bytes(block) + end


def _address(root: str, stored: Stored) -> str:
    return f"{root}/studies/{stored.study_uid}/series/{stored.series_uid}/instances/{stored.uid}"
