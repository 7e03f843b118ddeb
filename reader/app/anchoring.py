"""Telling the hub where this workstation's audit trail ends. Any thread; blocks. No Qt."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass

from reader.core.audit import AuditTrail
from reader.core.audit_chain import Anchor, StationKey, claim, extended
from reader.core.errors import ReaderError
from reader.core.http import CHANGE, TOKEN, Http, HttpError
from reader.core.text import tr

_AT_ONCE = 5_000
_HEADERS = {"Content-Type": "application/json"}


class AnchorDisputed(ReaderError):
    """The hub has another history of this workstation's trail than the one that is here."""


def ask_anchor(http: Http, root: str, station: str) -> Anchor | None:
    """What the hub has; None where it does not know this workstation. root: of the hub's audit service.

    Raises `ReaderError`.
    """
    try:
        there = http.request("GET", f"{root}/stations/{station}/anchor", kind=TOKEN).json()
        return Anchor(int(there["count"]), str(there["hash"]))
    except HttpError as error:
        if error.status == 404:
            return None
        raise


@dataclass(frozen=True)
class Earlier:
    """A trail that the hub has seen from the same place under another key. time: of its end, ISO 8601, UTC."""

    count: int
    time: str


def ask_earlier(http: Http, root: str, place: str, station: str) -> tuple[Earlier, ...]:
    """Trails that were kept where that of this workstation is now. Raises `ReaderError`."""
    try:
        there = http.request("GET", f"{root}/places/{place}", kind=TOKEN).json()
        others = [trail for trail in there if trail["count"] and trail["station"] != station]
        return tuple(Earlier(int(trail["count"]), str(trail["time"])) for trail in others)
    except HttpError as error:
        if error.status == 404:  # a hub that does not keep places
            return ()
        raise


def _register(http: Http, root: str, trail: AuditTrail, key: StationKey) -> None:
    about = json.dumps({"key": key.public, "name": socket.gethostname(), "place": trail.place}).encode()
    url = f"{root}/stations/{key.station}"
    http.request("PUT", url, kind=CHANGE, headers=_HEADERS, data=about, ok=(200, 201))


def send_anchor(http: Http, root: str, trail: AuditTrail, key: StationKey) -> None:
    """Bring the hub up to date. One that does not know this workstation is told of it: somebody is signed in then.

    Raises `AnchorDisputed`, or another `ReaderError` where the hub was not reached.
    """
    there = ask_anchor(http, root, key.station)
    if there is None:
        _register(http, root, trail, key)
        there = Anchor()
    if there.count == 0 and trail.unsigned:
        there = Anchor(trail.unsigned, trail.hash_of(trail.unsigned) or "")
    elif trail.hash_of(there.count) != there.hash:
        raise AnchorDisputed(
            tr("What this computer has kept is not what the hub has seen of it: "
               "records are missing or were replaced."),
            tr("Drafts and reports that waited here may be missing too. Tell your administrator; "
               "reader audit verify says what is wrong."),
            safe=tr("What the worklist shows as delivered is at the hub."),
        )  # fmt: skip
    while digests := trail.digests(there.count, _AT_ONCE):
        newest = extended(there, digests)
        body = {
            "count": there.count, "hash": there.hash, "digests": digests,
            "signature": key.sign(claim(key.station, newest)),
        }  # fmt: skip
        url = f"{root}/stations/{key.station}/anchor"
        http.request("POST", url, kind=TOKEN, headers=_HEADERS, data=json.dumps(body).encode())
        there = newest
