"""Critical results in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from reader.core.text import mark, tr
from reader.delivery.critical_standing import Standing
from reader.dicom.ups.critical import Category, Channel, CriticalResult, Event, What
from reader.dicom.values import clock_text, short_clock_text

CATEGORIES = {
    Category.MINUTES: mark("Category 1: to be told within minutes"),
    Category.HOURS: mark("Category 2: to be told within hours"),
    Category.DAYS: mark("Category 3: to be told within days"),
}
CHANNELS = {
    Channel.PHONE: mark("By telephone"),
    Channel.IN_PERSON: mark("In person"),
    Channel.MESSAGE: mark("By text message"),
    Channel.SYSTEM: mark("Through the information system"),
}
_SHORT = 60
_LATE = timedelta(minutes=2)
"""What took longer to reach the hub did so late."""


def duration(length: timedelta) -> str:
    """ "7 min 42 s", "5 h 20 min", "2 d 3 h": what can't be read as a time of day. The sign is left out."""
    seconds = int(abs(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return tr("{days} d {hours} h", days=days, hours=hours)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{minutes} min {seconds} s", minutes=minutes, seconds=seconds % 60)


def left_text(result: CriticalResult, now: datetime) -> str:
    """ "7 min 42 s left", "2 min 3 s late"; "" where no time is set."""
    left = result.left(now)
    if left is None:
        return ""
    said = mark("{time} left") if left >= timedelta(0) else mark("{time} late")
    return tr(said, time=duration(left))


def line_text(standing: Standing, now: datetime) -> str:
    """One critical result on one line: how long, whose, what, who is to be told."""
    result = standing.result
    name, what = _name(result), _short(result)
    if standing.closing:
        parts = [tr("Critical result"), tr("told; the hub does not have it yet"), name, what]
    elif standing.absent:
        parts = [tr("Critical result"), tr("{name} could not send it to the hub", name=standing.absent), name, what]
    else:
        parts = [tr("Critical result"), left_text(result, now), name, what]
        whom, phone = result.to_tell
        if whom or phone:
            parts.append(tr("tell {whom}", whom=" ".join(filter(None, (whom, phone)))))
        if result.taken is not None or not standing.mine:
            parts.append(tr("recorded by {name}", name=result.author.display))
        parts.append(taken_text(result))
        if standing.unsent:
            parts.append(tr("not at the hub yet"))
    if result.told is not None and not standing.closing:  # by another user of this computer, who could not send it
        parts.append(tr("Told: {how}", how=told_text(result.told)))
    if standing.problem:
        parts.append(standing.problem)
    return " · ".join(filter(None, parts))


def unreadable_line(author: str) -> str:
    """Of one that is kept on this computer and can't be opened."""
    said = tr("what {name} recorded on this computer can't be read; tell of it again", name=author)
    return f"{tr('Critical result')} · {said}"


def told_text(event: Event) -> str:
    """ "Dr Wu, by telephone, read back, 2026-01-01 09:12 (Li Na)"."""
    read = tr("read back") if event.read_back else tr("not read back")
    how = tr(CHANNELS[event.channel])
    return tr(
        "{whom}; {how}; {read}; {when} ({by})",
        whom=event.whom, how=how, read=read, when=clock_text(event.when), by=event.by.display,
    )  # fmt: skip


def state_text(result: CriticalResult, now: datetime) -> str:
    """Open with its time, closed, withdrawn."""
    if result.withdrawn:
        return tr("Withdrawn")
    if result.told is not None:
        return tr("Told {when}", when=short_clock_text(result.told.when))
    if not result.open:
        return tr("Closed")
    return " · ".join(filter(None, (tr("Still open"), taken_text(result), left_text(result, now))))


def taken_text(result: CriticalResult) -> str:
    """Who sees to it instead of who recorded it; "" for nobody."""
    return tr("taken over by {by}", by=result.taken.by.display) if result.taken is not None else ""


def steps_text(result: CriticalResult) -> Iterator[str]:
    """Its life, one line a step; also when the hub was told of it, where that was late."""
    begun, received = result.item.scheduled, result.received
    if begun is not None and received is not None and received - begun > _LATE:
        yield tr("{when} reached the hub", when=clock_text(received))
    yield from map(step_text, result.events)


def step_text(event: Event) -> str:
    """One step of its life."""
    when = clock_text(event.when)
    match event.what:
        case What.TOLD:
            return tr("Told: {how}", how=told_text(event))
        case What.HANDED_ON:
            return tr("{when} escalated to {whom} ({by})", when=when, whom=event.whom, by=event.by.display)
        case What.TAKEN_OVER:
            return tr("{when} taken over by {by}", when=when, by=event.by.display)


def of_whom(result: CriticalResult) -> str:
    """Whose it is and what it is."""
    return f"{_name(result)} · {_short(result)}"


def _name(result: CriticalResult) -> str:
    return result.item.patient_name.display or tr("No name")


def _short(result: CriticalResult) -> str:
    text = result.text.split("\n")[0]
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
