"""Signed reports that another doctor reads again, chosen by the hub: asked for, and how far one agrees.

No Qt. What blocks is for any thread but the main one, and raises `ReaderError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, Kind, not_the_hub
from reader.core.text import mark, tr
from reader.dicom.values import PersonName, parse_dt

_KIND = Kind(30.0, 8 * 2**20, ("application/json",))
SCORES: Mapping[int, str] = {
    1: mark("I agree"), 2: mark("I differ; others might read it so"),
    3: mark("I differ; most would read it otherwise"),
}  # fmt: skip
LONGEST = 2000


@dataclass(frozen=True)
class Reread:
    """uid: of the verification that the report ended. score: of `SCORES`, 0 while it waits; by: who gave it."""

    uid: str
    patient: PersonName
    patient_id: str
    exam: str
    site: str
    signed: datetime | None
    author: PersonName
    signer: PersonName
    score: int = 0
    significant: bool = False
    comment: str = ""
    by: PersonName = field(default_factory=PersonName)

    @property
    def verdict(self) -> str:
        if not self.score:
            return ""
        return tr("{score}, matters", score=tr(SCORES[self.score])) if self.significant else tr(SCORES[self.score])


def ask(http: Http, root: str, *, done: bool) -> tuple[Reread, ...]:
    """What waits for this user, or what was read again. root: "" where the hub has no such list."""
    if not root:
        raise _none_there()
    try:
        answer = http.request("GET", root, kind=_KIND, params={"done": "true" if done else "false"})
    except HttpError as error:
        if error.status == 404:
            raise _none_there() from error
        raise
    try:
        return tuple(map(_read, answer.json()["rows"]))
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise not_the_hub(root, tr("an answer that can't be read")) from cause


def rate(http: Http, root: str, uid: str, score: int, comment: str, *, significant: bool) -> None:
    """Say how far one agrees with a signed report; once, for good."""
    said = json.dumps({"score": score, "significant": significant, "comment": comment}).encode()
    http.request("POST", f"{root}/{uid}", kind=_KIND, data=said, headers={"Content-Type": "application/json"})


def _read(entry: Mapping[str, Any]) -> Reread:
    names = {name: PersonName.parse(str(entry.get(name, ""))) for name in ("patient", "author", "signer", "by")}
    score = int(entry.get("score", 0))
    if score not in (0, *SCORES):
        raise ValueError(f"no score: {score}")
    return Reread(
        str(entry["uid"]), names["patient"], str(entry["patient_id"]), str(entry["exam"]), str(entry["site"]),
        parse_dt(str(entry["signed"])), names["author"], names["signer"], score, bool(entry.get("significant")),
        str(entry.get("comment", ""))[:LONGEST], names["by"],
    )  # fmt: skip


def _none_there() -> ReaderError:
    return ReaderError(tr("This hub chooses no reports to be read again."), tr("A newer version of the hub does."))
