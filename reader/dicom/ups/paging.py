"""A search for workitems, page by page (PS3.18 11.9): how many there are in all, and how to go on.

The project's own hub says more than the standard asks for (`hub/worklist_api.py`): the total, an order, a text
search, and a cursor under which no row is missed or given twice. It is asked for these only after it has said that
it knows them; every other server is paged by limit and offset.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from reader.core.errors import ReaderError
from reader.core.http import LIST
from reader.core.text import tr
from reader.dicom.json_model import Json
from reader.dicom.records import Damaged, records
from reader.dicom.ups.client import MEDIA_TYPE, UpsClient

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')
_COUNT = re.compile("[0-9]{1,9}")
_LEFT = re.compile(r"(?<![0-9])([0-9]{1,9}) additional results")


@dataclass(frozen=True)
class Search:
    """What is asked for. match: tag, or path of tags, → text. limit: of a page. extra: the hub's own parameters."""

    match: Mapping[str, str] = field(default_factory=dict)
    limit: int = 200
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One part of what was found. total: of all parts, None where the server does not say.

    more: whether there is another part; `offset` and `after` are how to ask for it. knows: which of the hub's
    additions the server has announced.
    """

    found: tuple[Json | Damaged, ...]
    total: int | None
    more: bool
    offset: int
    after: str = ""
    knows: frozenset[str] = frozenset()


def search_page(ups: UpsClient, search: Search, previous: Page | None = None) -> Page:
    """The first page, or the one after `previous`. Blocks; raises the errors of `core.http`, and `ReaderError`
    where the answer is no list."""
    offset = previous.offset if previous is not None else 0
    query: dict[str, str | int] = {**search.match, **search.extra, "limit": search.limit}
    if previous is not None and previous.after:
        query["after"] = previous.after
    else:
        query["offset"] = offset
    if ups.dialect.include:
        query["includefield"] = ups.dialect.include
    answer = ups.http.request(
        "GET", f"{ups.root}/workitems", kind=LIST, headers={"Accept": MEDIA_TYPE}, params=query, ok=(200, 204, 206)
    )
    try:
        found = tuple(records(answer.content)) if answer.status_code != 204 else ()
    except ValueError as cause:
        raise ReaderError(
            tr("The hub's answer could not be understood."), tr("Check the hub's address in the settings.")
        ) from cause
    headers = answer.headers
    knows = frozenset(headers.get("X-Worklist", "").split())
    total = _total(headers.get("X-Total-Count", ""), headers.get("Warning", ""), offset + len(found))
    after = _cursor(headers.get("Link", "")) if "after" in knows else ""
    if "after" in knows:
        more = bool(after)
    elif total is not None:
        more = offset + len(found) < total
    else:  # servers cap `limit` as they like
        more = bool(found) and (len(found) >= search.limit or answer.status_code == 206)
    return Page(found, total, more and bool(found), offset + len(found), after, knows)


def _total(count: str, warning: str, so_far: int) -> int | None:
    if _COUNT.fullmatch(count):
        return int(count)
    left = _LEFT.search(warning)
    return so_far + int(left[1]) if left else None


def _cursor(link: str) -> str:
    found = _NEXT.search(link)
    return dict(parse_qsl(urlsplit(found[1]).query)).get("after", "") if found else ""
