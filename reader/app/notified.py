"""The department's list of what has to be reported by law, as the hub keeps it: asked for, marked, written as CSV.

No Qt. What blocks is for any thread but the main one, and raises `ReaderError`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from reader.app.statistics import guarded, offset_now
from reader.core.errors import ReaderError
from reader.core.http import Http, HttpError, Kind, not_the_hub
from reader.core.text import mark, tr
from reader.dicom.values import PersonName, local, parse_dt, short_clock_text
from reader.review.notifiable import Disease

_KIND = Kind(30.0, 8 * 2**20, ("application/json",))
COLUMNS: Sequence[str] = (
    mark("Reported by"), mark("Disease"), mark("Patient"), mark("Patient ID"), mark("Sex"), mark("Birth date"),
    mark("Exam"), mark("Accession"), mark("Hospital"), mark("Signed"), mark("Author"), mark("Signed by"),
)  # fmt: skip


@dataclass(frozen=True)
class Notified:
    """A signed report. uid: of its verification. diseases: keys, with the names that the hub has for them.
    reported_by: "" where nobody has said that it was reported."""

    uid: str
    diseases: tuple[tuple[str, str], ...]
    patient: PersonName
    patient_id: str
    sex: str
    birth_date: str
    exam: str
    accession: str
    site: str
    signed: datetime | None
    author: PersonName
    signer: PersonName
    reported_by: str = ""
    reported_at: datetime | None = None

    def texts(self, diseases: Sequence[Disease]) -> tuple[str, ...]:
        """Of `COLUMNS`."""
        known = {disease.key: disease.name for disease in diseases}
        named = tr(", ").join(known.get(key, name) for key, name in self.diseases)
        by = PersonName.parse(self.reported_by).display
        at = short_clock_text(self.reported_at) if self.reported_at is not None else ""
        signed = short_clock_text(self.signed) if self.signed is not None else ""
        return (
            tr("{name}, {time}", name=by, time=at) if by else "", named, self.patient.display, self.patient_id,
            self.sex, _birth(self.birth_date), self.exam, self.accession, self.site, signed, self.author.display,
            self.signer.display,
        )  # fmt: skip


def ask(http: Http, root: str, first: date, last: date) -> tuple[tuple[Notified, ...], bool]:
    """The newest first, and whether there are more than the hub sends. root: of the hub's list, "" where it has
    none. Days are those of this computer's time zone."""
    if not root:
        raise _none_there()
    asked = {"from": first.isoformat(), "to": last.isoformat(), "offset": str(offset_now())}
    try:
        answer = http.request("GET", root, kind=_KIND, params=asked)
    except HttpError as error:
        if error.status == 404:
            raise _none_there() from error
        raise
    try:
        found = answer.json()
        return tuple(map(_read, found["rows"])), bool(found["left_out"])
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise not_the_hub(root, tr("an answer that can't be read")) from cause


def note(http: Http, root: str, uid: str, *, reported: bool) -> None:
    """Say that a report was reported, or was not."""
    said = json.dumps({"reported": reported}).encode()
    http.request("POST", f"{root}/{uid}", kind=_KIND, data=said, headers={"Content-Type": "application/json"})


def csv_of(rows: Sequence[Notified], diseases: Sequence[Disease]) -> bytes:
    """The list as spreadsheets read it: UTF-8 with BOM. A text that a spreadsheet would take for a formula begins
    with an apostrophe."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow([tr(title) for title in COLUMNS])
    for row in rows:
        table.writerow([guarded(cell) for cell in row.texts(diseases)])
    return text.getvalue().encode("utf-8-sig")


def _read(entry: Mapping[str, Any]) -> Notified:
    said = entry["reported"] or {}
    at = datetime.fromisoformat(str(said["at"])) if said else None
    return Notified(
        str(entry["uid"]), tuple((str(one["key"]), str(one["name"])) for one in entry["diseases"]),
        PersonName.parse(str(entry["patient"])), str(entry["patient_id"]), str(entry["sex"]),
        str(entry["birth_date"]), str(entry["exam"]), str(entry["accession"]), str(entry["site"]),
        parse_dt(str(entry["signed"])), PersonName.parse(str(entry["author"])),
        PersonName.parse(str(entry["signer"])), str(said.get("by", "")), local(at) if at is not None else None,
    )  # fmt: skip


def _birth(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def _none_there() -> ReaderError:
    return ReaderError(tr("This hub keeps no list of notifiable diseases."), tr("A newer version of the hub does."))
