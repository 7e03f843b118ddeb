"""A critical result as a UPS workitem: dataset ↔ plain value.

It is a workitem of its own kind, about the exam of another one. What it is, is said in Scheduled Processing
Parameters (0074,1210) by content items (PS3.3 table 10-2): author, ACR category (CID 7035), text, coded finding,
whom to tell. Every step of its life (told, handed on, taken over) is one more content item, whose details are its
modifiers (0040,0441); items are only ever added. Due is Expected Completion (0040,4011). It is open until it is
COMPLETED.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from typing import Any

from reader.dicom.json_model import Json, code_from, code_json, element, items, name_from, name_json, value
from reader.dicom.ups.tasks import OBSERVER_LOGIN, OBSERVER_NAME, subject_from
from reader.dicom.ups.workitem import CANCELED, COMPLETED, SCHEDULED, Workitem, workitem_from, workitem_json
from reader.dicom.values import Code, Person, PersonName, format_dt, parse_dt

CRITICAL = Code("CRITICAL", "99READER", "Communication of critical result")
PARAMETERS = "00741210"
MOST_TEXT = 2000
"""Characters of any text in it."""

_FINDING = Code("121071", "DCM", "Finding")
_CATEGORY = Code("CR_CATEGORY", "99READER", "Category of critical result")
_RECIPIENT = Code("CR_RECIPIENT", "99READER", "Person to be told")
_PHONE = Code("CR_PHONE", "99READER", "Telephone number")
_EVENT = Code("CR_EVENT", "99READER", "Step in the communication of a critical result")
_EVENT_ID = Code("CR_EVENT_ID", "99READER", "Identifier of the step")
_WHEN = Code("111526", "DCM", "DateTime Started")
_WHOM = Code("CR_WHOM", "99READER", "Person told")
_CHANNEL = Code("CR_CHANNEL", "99READER", "Channel of communication")
_RECEIVED = Code("CR_RECEIVED", "99READER", "Received by the hub")
_READ_BACK = Code("CR_READ_BACK", "99READER", "Read back by the person told")
_YES, _NO = Code("373066001", "SCT", "Yes"), Code("373067005", "SCT", "No")


class Category(IntEnum):
    """ACR category of an actionable finding: to be told within minutes, hours, days."""

    MINUTES = 1
    HOURS = 2
    DAYS = 3


CATEGORY_CODES: Mapping[Category, Code] = {
    Category.MINUTES: Code("RID49480", "RADLEX", "ACR Category 1 Actionable Finding"),
    Category.HOURS: Code("RID49481", "RADLEX", "ACR Category 2 Actionable Finding"),
    Category.DAYS: Code("RID49482", "RADLEX", "ACR Category 3 Actionable Finding"),
}
"""CID 7035."""
LIMITS: Mapping[Category, timedelta] = {
    Category.MINUTES: timedelta(minutes=10),
    Category.HOURS: timedelta(hours=6),
    Category.DAYS: timedelta(days=3),
}
"""How long each may take until somebody is told."""


class Channel(Enum):
    """How somebody was told."""

    PHONE = "phone"
    IN_PERSON = "in person"
    MESSAGE = "message"
    SYSTEM = "system"


class What(Enum):
    """A step in the life of a critical result. HANDED_ON: its time was over, and the next person is to be told.
    TAKEN_OVER: another doctor sees to it now."""

    TOLD = "told"
    HANDED_ON = "handed on"
    TAKEN_OVER = "taken over"


@dataclass(frozen=True)
class Event:
    """One step. uid: made before it is sent, so that it is never there twice. when: aware. by, by_id: the doctor.

    whom: who was, or is now to be, told; phone: their number. channel, read_back: of TOLD.
    """

    uid: str
    what: What
    when: datetime
    by: PersonName
    by_id: str
    whom: str = ""
    phone: str = ""
    channel: Channel = Channel.PHONE
    read_back: bool = False


@dataclass(frozen=True)
class CriticalResult:
    """item: whose and about which exam, state and due time. text: what it is. finding: its code where there is one.

    recipient, phone: who is to be told. events: in the order in which the hub has them. received: when the hub was
    told of it, which is later than it was recorded where the hub was away; None before.
    """

    item: Workitem
    category: Category
    text: str
    author: PersonName
    author_id: str
    finding: Code | None = None
    recipient: str = ""
    phone: str = ""
    events: tuple[Event, ...] = ()
    ended: datetime | None = None
    received: datetime | None = field(default=None, compare=False)

    @property
    def uid(self) -> str:
        return self.item.uid

    @property
    def open(self) -> bool:
        """Whether it has not been closed or withdrawn. One that is closed without saying who was told, is open:
        nobody knows that anybody was."""
        return self.item.state != CANCELED and (self.item.state != COMPLETED or self.told is None)

    @property
    def withdrawn(self) -> bool:
        return self.item.state == CANCELED

    @property
    def told(self) -> Event | None:
        """How somebody was told, the last time."""
        return next((event for event in reversed(self.events) if event.what is What.TOLD), None)

    @property
    def taken(self) -> Event | None:
        """By whom it was taken over, the last time."""
        return next((event for event in reversed(self.events) if event.what is What.TAKEN_OVER), None)

    @property
    def seen_to_by(self) -> str:
        """Identifier of the doctor who sees to it: its author, until another has taken it over."""
        return self.taken.by_id if self.taken is not None else self.author_id

    @property
    def to_tell(self) -> tuple[str, str]:
        """Who is to be told by now, and their number."""
        handed = (event for event in reversed(self.events) if event.what is What.HANDED_ON)
        last = next(handed, None)
        return (last.whom, last.phone) if last is not None else (self.recipient, self.phone)

    @property
    def due(self) -> datetime | None:
        """When somebody has to have been told."""
        return self.item.due

    def left(self, now: datetime) -> timedelta | None:
        """Until it is due, negative where that is over; None where nobody has said when. now: aware."""
        return self.due - now if self.due is not None else None

    def overdue(self, now: datetime) -> bool:
        left = self.left(now)
        return self.open and self.told is None and left is not None and left < timedelta(0)

    def with_event(self, event: Event) -> CriticalResult:
        """Unchanged where it is there already."""
        if any(known.uid == event.uid for known in self.events):
            return self
        return replace(self, events=(*self.events, event))


def new_result(
    exam: Workitem, uid: str, category: Category, text: str, author: Person, now: datetime, *,
    finding: Code | None = None, recipient: str = "", phone: str = "", limit: timedelta | None = None,
) -> CriticalResult:  # fmt: skip
    """About the exam of a task. limit: until it is due, by default that of its category."""
    item = Workitem(
        uid=uid, state=SCHEDULED, code=CRITICAL, priority="HIGH" if category is Category.MINUTES else "MEDIUM",
        label=CRITICAL.meaning, worklist_label="critical", scheduled=now,
        due=now + (LIMITS[category] if limit is None else limit), patient_name=exam.patient_name,
        patient_id=exam.patient_id, issuer=exam.issuer, sex=exam.sex, birth_date=exam.birth_date,
        study_uid=exam.study_uid, accession=exam.accession, procedure=exam.procedure, site=exam.site,
        modality=exam.modality, body_part=exam.body_part,
    )  # fmt: skip
    return CriticalResult(item, category, text, author.name, author.code.value, finding, recipient, phone)


def is_critical(item: Mapping[str, Any]) -> bool:
    """Whether a workitem (DICOM JSON) is a critical result, and no task to read. One that can't be read counts as a
    task, and is told as one."""
    try:
        return CRITICAL in [code_from(code) for code in items(item, "00404018")]
    except (AttributeError, TypeError, ValueError, KeyError, IndexError):
        return False


def critical_json(result: CriticalResult) -> Json:
    """The attributes of an N-CREATE."""
    parameters = [
        _content("PNAME", OBSERVER_NAME, {"0040A123": name_json(result.author)}),
        _text(OBSERVER_LOGIN, result.author_id),
        _coded(_CATEGORY, CATEGORY_CODES[result.category]),
        _text(_FINDING, result.text),
        *([_coded(_FINDING, result.finding)] if result.finding is not None else []),
        *([_text(_RECIPIENT, result.recipient)] if result.recipient else []),
        *([_text(_PHONE, result.phone)] if result.phone else []),
        *map(event_json, result.events),
        *([received_json(result.received)] if result.received is not None else []),
    ]
    return workitem_json(result.item) | {PARAMETERS: element("SQ", *parameters)}


def critical_from(data: Mapping[str, Any]) -> CriticalResult:
    """Raises ValueError where it is none: no UID, no state, no known category, no text."""
    entries = [entry for entry in items(data, PARAMETERS) if not is_event(entry)]
    said = {(str(value(entry, "0040A040")), _concept(entry)): entry for entry in entries}
    coded = said.get(("CODE", _CATEGORY), {})
    codes = [code_from(code) for code in items(coded, "0040A168")]
    categories = [category for category, code in CATEGORY_CODES.items() if code in codes]
    text = _said(said, _FINDING)
    if not is_critical(data) or not categories or not text.strip():
        raise ValueError("no critical result")
    finding = [code_from(code) for code in items(said.get(("CODE", _FINDING), {}), "0040A168")]
    subject = subject_from(data)
    ends = (value(step, "00404051") for step in items(data, "00741216"))
    return CriticalResult(
        workitem_from(data), categories[0], text, subject.author, subject.author_id,
        finding[0] if finding else None, _said(said, _RECIPIENT), _said(said, _PHONE),
        tuple(filter(None, map(event_from, events_in(data)))),
        next((end for text in ends if (end := parse_dt(str(text))) is not None), None),
        parse_dt(str(value(said.get(("DATETIME", _RECEIVED), {}), "0040A120"))),
    )  # fmt: skip


def events_in(data: Mapping[str, Any]) -> list[Json]:
    """The content items that are steps, also those that can't be read."""
    return [entry for entry in items(data, PARAMETERS) if is_event(entry)]


def is_event(entry: Mapping[str, Any]) -> bool:
    return _concept(entry) == _EVENT


def received_json(when: datetime) -> Json:
    """The content item in which a hub says when it was told of a result."""
    return _content("DATETIME", _RECEIVED, {"0040A120": element("DT", format_dt(when))})


def event_json(event: Event) -> Json:
    details = [
        _text(_EVENT_ID, event.uid),
        _content("DATETIME", _WHEN, {"0040A120": element("DT", format_dt(event.when))}),
        _content("PNAME", OBSERVER_NAME, {"0040A123": name_json(event.by)}),
        _text(OBSERVER_LOGIN, event.by_id),
        *([_text(_WHOM, event.whom)] if event.whom else []),
        *([_text(_PHONE, event.phone)] if event.phone else []),
    ]
    if event.what is What.TOLD:
        details += [_text(_CHANNEL, event.channel.value), _coded(_READ_BACK, _YES if event.read_back else _NO)]
    code = Code(event.what.value.upper().replace(" ", "_"), "99READER", event.what.value.capitalize())
    return _coded(_EVENT, code) | {"00400441": element("SQ", *details)}


def event_from(entry: Mapping[str, Any]) -> Event | None:
    """None where it can't be read: an unknown step, no identifier, no time."""
    details = {(str(value(one, "0040A040")), _concept(one)): one for one in items(entry, "00400441")}
    codes = [code_from(code).value.lower().replace("_", " ") for code in items(entry, "0040A168")]
    kinds = [what for what in What if what.value in codes]
    when = parse_dt(str(value(details.get(("DATETIME", _WHEN), {}), "0040A120")))
    uid = _said(details, _EVENT_ID)
    if not kinds or when is None or when.tzinfo is None or not uid:
        return None
    read_back = [code_from(code) for code in items(details.get(("CODE", _READ_BACK), {}), "0040A168")]
    channels = [channel for channel in Channel if channel.value == _said(details, _CHANNEL)]
    return Event(
        uid, kinds[0], when, name_from(details.get(("PNAME", OBSERVER_NAME), {}), "0040A123"),
        _said(details, OBSERVER_LOGIN), _said(details, _WHOM), _said(details, _PHONE),
        channels[0] if channels else Channel.SYSTEM, _YES in read_back,
    )  # fmt: skip


def problem_of(result: CriticalResult, events: tuple[Event, ...]) -> str:
    """What is wrong with a result, or with these new steps of it, in one line of English; "" for nothing."""
    texts = (result.text, result.recipient, result.phone, *(t for e in events for t in (e.whom, e.phone)))
    if any(len(text) > MOST_TEXT for text in texts):
        return f"a text is longer than {MOST_TEXT} characters"
    if result.due is None or result.due.tzinfo is None:
        return "(0040,4011) is needed, with its offset"
    for event in events:
        if event.what is not What.TAKEN_OVER and not event.whom.strip():
            return "the person is not named"
    return ""


def _said(said: Mapping[tuple[str, Code | None], Mapping[str, Any]], concept: Code) -> str:
    return str(value(said.get(("TEXT", concept), {}), "0040A160"))


def _concept(entry: Mapping[str, Any]) -> Code | None:
    names = items(entry, "0040A043")
    return code_from(names[0]) if names else None


def _content(kind: str, concept: Code, content: Json) -> Json:
    return {"0040A040": element("CS", kind), "0040A043": element("SQ", code_json(concept))} | content


def _text(concept: Code, text: str) -> Json:
    return _content("TEXT", concept, {"0040A160": element("UT", text)})


def _coded(concept: Code, code: Code) -> Json:
    return _content("CODE", concept, {"0040A168": element("SQ", code_json(code))})
