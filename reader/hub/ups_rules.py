"""What a workitem must be and how it may change: PS3.4 CC.1.1 and table CC.2.5-3, free of storage and HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.dicom.json_model import Json, code_json, element, items, value
from reader.dicom.ups.putting_back import DISCONTINUED
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from reader.dicom.values import format_dt

UPS_PUSH = "1.2.840.10008.5.1.4.34.6.1"
STATES = (SCHEDULED, IN_PROGRESS, COMPLETED, CANCELED)
FINAL = (COMPLETED, CANCELED)


class Event(Enum):
    """What can happen to a workitem; the value of a state change is the state asked for."""

    TO_SCHEDULED = SCHEDULED
    TO_IN_PROGRESS = IN_PROGRESS
    TO_COMPLETED = COMPLETED
    TO_CANCELED = CANCELED
    UPDATE = "update"
    REQUEST_CANCEL = "request cancel"


@dataclass(frozen=True)
class Outcome:
    """to: the state afterwards. status: the HTTP status. note: the reason or warning, "" for plain success."""

    to: str
    status: int
    note: str = ""

    @property
    def refused(self) -> bool:
        return self.status >= 400


_WRONG = "The correct Transaction UID was not provided"
_FINAL = "The UPS may no longer be updated"
_CLAIMED = "The UPS is already IN PROGRESS"
_NOT_CLAIMED = "The UPS is not yet in the IN PROGRESS state"
_ONLY_CREATED = "The UPS may only become SCHEDULED when it is created"
_DONE_ALREADY = "The UPS is already in the requested state of COMPLETED"
_CANCELED_ALREADY = "The UPS is already in the requested state of CANCELED"
_TOO_LATE = "The UPS is already COMPLETED"

# (state, event, with the right Transaction UID) → outcome; PS3.4 table CC.1.1-2. A claim brings its own UID.
TRANSITIONS: dict[tuple[str, Event, bool], Outcome] = {
    (SCHEDULED, Event.TO_SCHEDULED, True): Outcome(SCHEDULED, 409, _ONLY_CREATED),
    (SCHEDULED, Event.TO_SCHEDULED, False): Outcome(SCHEDULED, 409, _ONLY_CREATED),
    (SCHEDULED, Event.TO_IN_PROGRESS, True): Outcome(IN_PROGRESS, 200),
    (SCHEDULED, Event.TO_IN_PROGRESS, False): Outcome(IN_PROGRESS, 200),
    (SCHEDULED, Event.TO_COMPLETED, True): Outcome(SCHEDULED, 409, _NOT_CLAIMED),
    (SCHEDULED, Event.TO_COMPLETED, False): Outcome(SCHEDULED, 409, _NOT_CLAIMED),
    (SCHEDULED, Event.TO_CANCELED, True): Outcome(SCHEDULED, 409, _NOT_CLAIMED),
    (SCHEDULED, Event.TO_CANCELED, False): Outcome(SCHEDULED, 409, _NOT_CLAIMED),
    (SCHEDULED, Event.UPDATE, True): Outcome(SCHEDULED, 200),
    (SCHEDULED, Event.UPDATE, False): Outcome(SCHEDULED, 200),
    (SCHEDULED, Event.REQUEST_CANCEL, True): Outcome(CANCELED, 202),
    (SCHEDULED, Event.REQUEST_CANCEL, False): Outcome(CANCELED, 202),
    (IN_PROGRESS, Event.TO_SCHEDULED, True): Outcome(IN_PROGRESS, 409, _ONLY_CREATED),
    (IN_PROGRESS, Event.TO_SCHEDULED, False): Outcome(IN_PROGRESS, 409, _ONLY_CREATED),
    (IN_PROGRESS, Event.TO_IN_PROGRESS, True): Outcome(IN_PROGRESS, 409, _CLAIMED),
    (IN_PROGRESS, Event.TO_IN_PROGRESS, False): Outcome(IN_PROGRESS, 409, _CLAIMED),
    (IN_PROGRESS, Event.TO_COMPLETED, True): Outcome(COMPLETED, 200),
    (IN_PROGRESS, Event.TO_COMPLETED, False): Outcome(IN_PROGRESS, 409, _WRONG),
    (IN_PROGRESS, Event.TO_CANCELED, True): Outcome(CANCELED, 200),
    (IN_PROGRESS, Event.TO_CANCELED, False): Outcome(IN_PROGRESS, 409, _WRONG),
    (IN_PROGRESS, Event.UPDATE, True): Outcome(IN_PROGRESS, 200),
    (IN_PROGRESS, Event.UPDATE, False): Outcome(IN_PROGRESS, 409, _WRONG),
    (IN_PROGRESS, Event.REQUEST_CANCEL, True): Outcome(IN_PROGRESS, 202),
    (IN_PROGRESS, Event.REQUEST_CANCEL, False): Outcome(IN_PROGRESS, 202),
    (COMPLETED, Event.TO_SCHEDULED, True): Outcome(COMPLETED, 409, _ONLY_CREATED),
    (COMPLETED, Event.TO_SCHEDULED, False): Outcome(COMPLETED, 409, _ONLY_CREATED),
    (COMPLETED, Event.TO_IN_PROGRESS, True): Outcome(COMPLETED, 409, _FINAL),
    (COMPLETED, Event.TO_IN_PROGRESS, False): Outcome(COMPLETED, 409, _FINAL),
    (COMPLETED, Event.TO_COMPLETED, True): Outcome(COMPLETED, 200, _DONE_ALREADY),
    (COMPLETED, Event.TO_COMPLETED, False): Outcome(COMPLETED, 409, _WRONG),
    (COMPLETED, Event.TO_CANCELED, True): Outcome(COMPLETED, 409, _FINAL),
    (COMPLETED, Event.TO_CANCELED, False): Outcome(COMPLETED, 409, _WRONG),
    (COMPLETED, Event.UPDATE, True): Outcome(COMPLETED, 409, _FINAL),
    (COMPLETED, Event.UPDATE, False): Outcome(COMPLETED, 409, _FINAL),
    (COMPLETED, Event.REQUEST_CANCEL, True): Outcome(COMPLETED, 409, _TOO_LATE),
    (COMPLETED, Event.REQUEST_CANCEL, False): Outcome(COMPLETED, 409, _TOO_LATE),
    (CANCELED, Event.TO_SCHEDULED, True): Outcome(CANCELED, 409, _ONLY_CREATED),
    (CANCELED, Event.TO_SCHEDULED, False): Outcome(CANCELED, 409, _ONLY_CREATED),
    (CANCELED, Event.TO_IN_PROGRESS, True): Outcome(CANCELED, 409, _FINAL),
    (CANCELED, Event.TO_IN_PROGRESS, False): Outcome(CANCELED, 409, _FINAL),
    (CANCELED, Event.TO_COMPLETED, True): Outcome(CANCELED, 409, _FINAL),
    (CANCELED, Event.TO_COMPLETED, False): Outcome(CANCELED, 409, _WRONG),
    (CANCELED, Event.TO_CANCELED, True): Outcome(CANCELED, 200, _CANCELED_ALREADY),
    (CANCELED, Event.TO_CANCELED, False): Outcome(CANCELED, 409, _WRONG),
    (CANCELED, Event.UPDATE, True): Outcome(CANCELED, 409, _FINAL),
    (CANCELED, Event.UPDATE, False): Outcome(CANCELED, 409, _FINAL),
    (CANCELED, Event.REQUEST_CANCEL, True): Outcome(CANCELED, 202, _CANCELED_ALREADY),
    (CANCELED, Event.REQUEST_CANCEL, False): Outcome(CANCELED, 202, _CANCELED_ALREADY),
}

_PRIORITIES = ("HIGH", "MEDIUM", "LOW")
_READINESS = ("READY", "UNAVAILABLE", "INCOMPLETE")
_PRESENT = ("00741202", "00404018", "00404025", "00404026", "00404027", "00404021", "0040A370")
_EMPTY = ("00081195", "00741002", "00741216")


def creation_problems(item: Json) -> list[str]:
    """What a new workitem lacks of table CC.2.5-3, its `value_problems` apart."""
    problems = []
    if value(item, "00741000") != SCHEDULED:
        problems.append("(0074,1000) has to be SCHEDULED")
    if not value(item, "00741204"):
        problems.append("(0074,1204) Procedure Step Label is empty")
    problems += [f"({tag[:4]},{tag[4:]}) has to be present" for tag in _PRESENT if tag not in item]
    if len(items(item, "00404018")) != 1:
        problems.append("(0040,4018) has to name one workitem code")
    problems += [f"({tag[:4]},{tag[4:]}) has to be empty" for tag in _EMPTY if item.get(tag, {}).get("Value")]
    if any(not items(performer, "00404009") for performer in items(item, "00404034")):
        problems.append("(0040,4034) has a performer without a code (0040,4009)")
    return problems


def update_problems(changes: Json) -> list[str]:
    """What an update sets to a value that is none."""
    return list(value_problems(changes, required=False))


def fixed_problems(now: Json, changes: Json, changeable: frozenset[str]) -> list[str]:
    """What an update changes though it was said once and for all when the workitem was created: whose exam, which
    order, what to read. Setting it to what it is, is no change."""
    return [
        f"({tag[:4]},{tag[4:]}) can't be changed"
        for tag in changes
        if tag not in changeable and _said(changes[tag]) != _said(now.get(tag, {}))
    ]


def _said(entry: Json) -> list[object]:
    """An attribute's value, in whichever of the three places it is (PS3.18 F.2.2)."""
    return [entry.get("Value") or [], entry.get("InlineBinary"), entry.get("BulkDataURI")]


def final_problems(item: Json, state: str) -> list[str]:
    """What its performance lacks for a workitem to become COMPLETED or CANCELED. What an older hub has taken into
    its order is not held against whoever performs it."""
    problems = []
    if state == COMPLETED:
        steps = items(item, "00741216")
        if not steps:
            problems.append("(0074,1216) Performed Procedure is empty")
        for step in steps:
            for tag in ("00404028", "00404019", "00404050", "00404051"):
                if not step.get(tag, {}).get("Value"):
                    problems.append(f"({tag[:4]},{tag[4:]}) of the performed procedure is empty")
            if "00404033" not in step:
                problems.append("(0040,4033) Output Information is missing")
            for performer in items(step, "00404035"):
                if not items(performer, "00404009") or not value(performer, "00404037"):
                    problems.append("(0040,4035) has a performer without code or name")
    else:
        progress = items(item, "00741002")
        if not any(value(step, "00404052") for step in progress):
            problems.append("(0040,4052) Cancellation DateTime is empty")
        if not any(items(step, "0074100E") for step in progress):
            problems.append("(0074,100E) Discontinuation Reason is empty")
    return problems


def canceled_progress(request: Json, when: datetime) -> Json:
    """(0074,1002) of a workitem that the hub itself cancels, from the cancel request."""
    entry: Json = {
        "00404052": element("DT", format_dt(when)),
        "0074100E": element("SQ", *(items(request, "0074100E") or [code_json(DISCONTINUED)])),
    }
    for tag in ("00741238", "0074100A", "0074100C"):
        if tag in request:
            entry[tag] = request[tag]
    return element("SQ", entry)


def value_problems(item: Json, *, required: bool) -> Iterator[str]:
    """Values that are none of those that there are. required: also where an attribute is missing."""
    if (required or "00741200" in item) and value(item, "00741200") not in _PRIORITIES:
        yield "(0074,1200) Priority has to be HIGH, MEDIUM or LOW"
    if (required or "00404041" in item) and value(item, "00404041") not in _READINESS:
        yield "(0040,4041) has to be READY, UNAVAILABLE or INCOMPLETE"
    if (required or "00404005" in item) and not value(item, "00404005"):
        yield "(0040,4005) Scheduled Start is empty"
