"""Critical results at the hub: who may say what of one, and when. Free of storage and HTTP.

A doctor tells of a critical result of an exam that the hub has a task for, in their own name. What it is, is said
once; what happens to it is added, step by step, each by the doctor who does it: what is there never changes. It is
done when somebody was told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from reader.core.refusals import HEADER, Refusal
from reader.dicom.json_model import Json, items
from reader.dicom.ups.critical import (
    PARAMETERS,
    CriticalResult,
    What,
    critical_from,
    event_from,
    events_in,
    is_critical,
    is_event,
    problem_of,
)
from reader.hub import permissions
from reader.hub.answers import Refused
from reader.hub.orders import task_of
from reader.hub.parties import Party
from reader.hub.permissions import CREATE_CRITICAL, Kind, Stand, forbidden, refusal
from reader.hub.users import User

_AHEAD = timedelta(minutes=5)
"""By how much the clock of a workstation may be ahead of the hub's."""
CHANGED = "Somebody else has added to this critical result meanwhile"


def critical_order(
    content: Json, by: User, tasks: Iterable[Json], now: datetime
) -> tuple[Party, Json, list[Json]]:
    """Who a new critical result belongs to, its content, and whose values it may repeat: as `ups` has it of an
    order. tasks: those of its exam.

    Raises `Refused`: 403 for whoever is no doctor, is not its author or tells of an exam that there is no task for;
    400 for what is none.
    """
    reason = refusal(CREATE_CRITICAL, by.roles, Kind.CRITICAL, Stand.WAITING)
    if reason is not None:
        raise forbidden(reason)
    result = _readable(content)
    problem = problem_of(result, ())
    if not problem and events_in(content):
        problem = "(0074,1210) of a new critical result has steps already"
    if not problem and result.due is not None and result.due < now - timedelta(days=1):
        problem = "(0040,4011) is over"
    if problem:
        raise Refused(400, problem)
    if not by.is_known_as(result.author_id):
        raise forbidden(Refusal.AUTHOR)
    same = [task for task in tasks if _identity(task) == _identity(content)]
    if not same:
        raise forbidden(Refusal.NOT_YOUR_CASE)
    return Party(ordered_by=by.name), content, same[:1]


def changeable_by(content: Json, stand: Stand, user: User) -> frozenset[str]:
    """The attributes that may be set on a workitem that stands so, by someone whom `UPDATE` allows to."""
    if is_critical(content) and stand is not Stand.MINE:
        return frozenset((PARAMETERS,))
    return permissions.changeable(stand, user.roles)


def step_problems(content: Json, changes: Json, user: User, now: datetime) -> list[str]:
    """What is wrong with the steps that a change adds to a critical result. Raises `Refused`: 409 where it is not
    made of what is there by now, 403 where a step is another doctor's."""
    if not is_critical(content) or PARAMETERS not in changes:
        return []
    before, after = items(content, PARAMETERS), items(changes, PARAMETERS)
    if after[: len(before)] != before:
        raise Refused(409, CHANGED)
    added = after[len(before) :]
    known = {event.uid for entry in before if (event := event_from(entry)) is not None}
    events = [event_from(entry) for entry in added if is_event(entry)]
    read = tuple(event for event in events if event is not None)
    if len(read) != len(added) or len({event.uid for event in read} | known) != len(read) + len(known):
        return ["(0074,1210) has a step that can't be read, or is there already"]
    if any(not user.is_known_as(event.by_id) for event in read):
        raise forbidden(Refusal.PERFORMER)
    if any(event.when > now + _AHEAD for event in read):
        return ["a step is in the future"]
    problem = problem_of(_readable(content), read)
    return [problem] if problem else []


def refuse_untold(content: Json) -> None:
    """Raises `Refused` (409) where a critical result would be closed of which nobody was told."""
    if not any((event := event_from(entry)) and event.what is What.TOLD for entry in events_in(content)):
        raise Refused(409, Refusal.UNTOLD.words, {HEADER: Refusal.UNTOLD.value})


def _readable(content: Json) -> CriticalResult:
    try:
        return critical_from(content | {"00080018": {"Value": ["1"]}, "00741000": {"Value": ["SCHEDULED"]}})
    except (ValueError, TypeError, AttributeError, KeyError):
        raise Refused(400, "(0074,1210) does not say what the critical result is") from None


def _identity(content: Json) -> tuple[str, ...] | None:
    item = task_of(content)
    if item is None:
        return None
    return (
        str(item.patient_name), item.patient_id, item.issuer, item.sex, item.birth_date, item.study_uid,
        item.accession,
    )  # fmt: skip
