"""What the hub answers: DICOM JSON, refusals with a short reason, and bodies read up to a limit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from reader.dicom.json_model import Json
from reader.dicom.validation import Problem, Unreadable, check, read_json
from reader.hub import late

DICOM_JSON = "application/dicom+json"
JSON_LIMIT = 4 * 2**20
AGENT = "reader-hub"
_TOLD = 5


class Refused(Exception):
    """An answer of 4xx or 5xx. reason: one short line; it becomes the body and, for 299, a Warning header."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})


def refused(request: Request, error: Exception) -> Response:
    """The response for a `Refused` (a Starlette exception handler)."""
    assert isinstance(error, Refused)
    # Headers are Latin-1; the reason names only what the hub itself writes or has cleaned.
    warning = {"Warning": warning_299(error.reason)} if error.status < 500 and error.status != 401 else {}
    return Response(f"{error.reason}\n", error.status, {**warning, **error.headers}, media_type="text/plain")


def warning_299(text: str) -> str:
    """A Warning header's value (RFC 7234 5.5), free of quotes, line ends and what no header may hold."""
    clean = "".join(letter if " " <= letter <= "~" else "?" for letter in text.replace("\n", " ")).replace('"', "'")
    return f'299 {AGENT} "{" ".join(clean.split())[:300]}"'


def dicom_json(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    rows = content if isinstance(content, list) else [content]
    body = b",".join(map(json_bytes, rows))
    body = b"[" + body + b"]" if isinstance(content, list) else body
    return Response(body, status, headers, media_type=DICOM_JSON)


def json_bytes(dataset: Json) -> bytes:
    """One dataset as JSON in UTF-8. Of one that can't be written, what can."""
    try:
        return _dump(dataset)
    except (TypeError, ValueError, RecursionError):  # NaN, half a surrogate pair: kept by an older hub
        return _dump(check(dataset, command=True).dataset)


def _dump(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters, both in lower case but the parameters' values; quotes are taken off."""
    pieces = _split(header, ";")
    parameters = {}
    for piece in pieces[1:]:
        name, _, text = piece.partition("=")
        text = text.strip()
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace("\\", "")
        parameters[name.strip().lower()] = text
    return pieces[0].strip().lower(), parameters


def accepted(request: Request) -> list[tuple[str, dict[str, str]]]:
    """What the client accepts, best first: the `accept` query parameter (PS3.18 8.3.3.1), else the header."""
    text = request.query_params.get("accept") or ", ".join(request.headers.getlist("accept")) or "*/*"
    found = [media_type(piece) for piece in _split(text, ",") if piece.strip()]
    ranked = [(_quality(parameters), kind, parameters) for kind, parameters in found]
    return [(kind, parameters) for quality, kind, parameters in sorted(ranked, key=lambda r: -r[0]) if quality > 0]


def require_json_accepted(request: Request) -> None:
    """406 unless the client takes DICOM JSON."""
    fine = {DICOM_JSON, "application/json", "application/*", "*/*"}
    if not any(kind in fine for kind, _ in accepted(request)):
        raise Refused(406, f"only {DICOM_JSON} is available")


def require_plain_body(request: Request) -> None:
    """415 for a body in a content coding: its size shows only after unpacking (RFC 9110 8.4, 12.5.3)."""
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Refused(415, "send the body as it is, without a content coding", {"Accept-Encoding": "identity"})


async def read_body(request: Request, limit: int = JSON_LIMIT) -> bytes:
    """The body, or 413 before more than `limit` bytes were taken."""
    require_plain_body(request)
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > limit:
        raise Refused(413, f"the body may have {limit} bytes at most")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused(413, f"the body may have {limit} bytes at most")
    return bytes(body)


async def read_dataset(request: Request) -> Json:
    """One DICOM JSON dataset: an object, or an array of one. 415 for another type, 400 for anything that is not
    by the standard."""
    dataset = await read_readable(request)
    if problems := (await to_thread.run_sync(check, dataset)).problems:
        raise Refused(400, told(problems))
    return dataset


async def read_readable(request: Request) -> Json:
    """The same, with values that break a rule and can be read all the same: for `inherited` to look at."""
    kind, _ = media_type(request.headers.get("content-type", DICOM_JSON))
    if kind not in (DICOM_JSON, "application/json"):
        raise Refused(415, f"send {DICOM_JSON}")
    return await to_thread.run_sync(received_dataset, await read_body(request))


def received_dataset(body: bytes) -> Json:
    """The dataset of a body in upper-case tags, every value by its VR but for those that break a rule of it and can
    be read all the same. 400 names attribute, VR and reason."""
    late.load()  # the dictionary
    try:
        content = read_json(body)
    except Unreadable as reason:
        raise Refused(400, str(reason)) from None
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise Refused(400, "the body is not one DICOM JSON dataset")
    checked = check(content)
    if not all(problem.left_in for problem in checked.problems):
        raise Refused(400, told(checked.problems))
    return checked.dataset


def told(problems: Sequence[Problem]) -> str:
    """What is wrong with a dataset, in one line: the first few, and how many more."""
    more = f"; and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
    return "; ".join(map(str, problems[:_TOLD])) + more


def _split(text: str, separator: str) -> list[str]:
    """Split, but not inside quotes."""
    pieces, start, quoted = [], 0, False
    for position, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == separator and not quoted:
            pieces.append(text[start:position])
            start = position + 1
    return [*pieces, text[start:]]


def _quality(parameters: Mapping[str, str]) -> float:
    try:
        return float(parameters.get("q", "1"))
    except ValueError:
        return 0.0
