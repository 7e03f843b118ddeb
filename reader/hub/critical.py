"""Critical results at the hub: who may say what of one, and when. Free of storage and HTTP.

A doctor tells of a critical result of an exam that the hub has a task for, in their own name. What it is, is said
once; what happens to it is added, step by step, each by the doctor who does it: what is there never changes. It is
done when somebody was told, and withdrawn only before that. However late it reaches the hub it is taken: a
workstation may have been without it for days. The names in it are those of the signed-in user, as the hub knows
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from reader.core.refusals import HEADER, Refusal
from reader.dicom.json_model import Json, element, items
from reader.dicom.ups.critical import (
    LIMITS,
    PARAMETERS,
    CriticalResult,
    Event,
    What,
    critical_from,
    critical_json,
    event_from,
    event_json,
    events_in,
    is_critical,
    is_event,
    problem_of,
)
from reader.dicom.ups.workitem import IN_PROGRESS, SCHEDULED
from reader.dicom.values import format_dt
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
    recorded = result.item.scheduled
    if not problem and (recorded is None or recorded.tzinfo is None):
        problem = "(0040,4005) is needed, with its offset"
    if not problem and result.due is not None and recorded is not None and result.due < recorded:
        problem = "(0040,4011) is before (0040,4005)"
    if problem:
        raise Refused(400, problem)
    if not by.is_known_as(result.author_id):
        raise forbidden(Refusal.AUTHOR)
    same = [task for task in tasks if _identity(task) == _identity(content)]
    if not same:
        raise forbidden(Refusal.NOT_YOUR_CASE)
    return Party(ordered_by=by.name), _in_bounds(content, result, by, now), same[:1]


def _in_bounds(content: Json, result: CriticalResult, by: User, now: datetime) -> Json:
    """Recorded by the signed-in user, not in the future, and due as soon as its category asks: a clock that was
    wrong hides none. It says when the hub was told of it."""
    recorded, due = result.item.scheduled or now, result.due or now
    if recorded > now + _AHEAD:
        recorded = now
    due = min(due, recorded + LIMITS[result.category])
    ours = replace(result, author=by.person.name, author_id=by.person.code.value, received=now)
    times = {"00404005": element("DT", format_dt(recorded)), "00404011": element("DT", format_dt(due))}
    return content | times | {PARAMETERS: critical_json(ours)[PARAMETERS]}


def changeable_by(content: Json, stand: Stand, user: User) -> frozenset[str]:
    """The attributes that may be set on a workitem that stands so, by someone whom `UPDATE` allows to."""
    if is_critical(content):
        performed = permissions.changeable(stand, user.roles) if stand is Stand.MINE else frozenset[str]()
        return performed | {PARAMETERS}
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
    result = _readable(content)
    if (begun := result.item.scheduled) is not None and any(event.when < begun - _AHEAD for event in read):
        return ["a step is before the critical result was recorded"]
    problem = problem_of(result, read)
    return [problem] if problem else []


def with_own_name(content: Json, changes: Json, user: User) -> Json:
    """The changes, of which `step_problems` has found nothing wrong, with the signed-in user as who did each step
    that is new."""
    if not is_critical(content) or PARAMETERS not in changes:
        return changes
    before = items(content, PARAMETERS)
    added = (event_from(entry) for entry in items(changes, PARAMETERS)[len(before) :])
    named = (event_json(_by(event, user)) for event in added if event is not None)
    return changes | {PARAMETERS: element("SQ", *before, *named)}


def _by(event: Event, user: User) -> Event:
    return replace(event, by=user.person.name, by_id=user.person.code.value)


def as_claimed(state: str, content: Json, asked: str) -> str:
    """The state that a claim is decided from. A critical result is claimed only to close it, once somebody was
    told; a claim that hangs, since its doctor's computer is gone, is another's for the asking. Raises `Refused`
    (409) where nobody was told."""
    if not is_critical(content) or asked != IN_PROGRESS:
        return state
    if state == SCHEDULED:
        refuse_untold(content)
    return SCHEDULED if state == IN_PROGRESS else state


def refuse_untold(content: Json) -> None:
    """Raises `Refused` (409) where a critical result would be closed of which nobody was told."""
    if not _is_told(content):
        raise Refused(409, Refusal.UNTOLD.words, {HEADER: Refusal.UNTOLD.value})


def refuse_told(state: str, content: Json) -> None:
    """Raises `Refused` (409) where a critical result would be withdrawn that somebody was told of: they act on it,
    and what they were told stays to be seen."""
    if is_critical(content) and state in (SCHEDULED, IN_PROGRESS) and _is_told(content):
        raise Refused(409, Refusal.TOLD.words, {HEADER: Refusal.TOLD.value})


def _is_told(content: Json) -> bool:
    steps = map(event_from, events_in(content))
    return any(event is not None and event.what is What.TOLD for event in steps)


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
