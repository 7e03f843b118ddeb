"""Critical results as a workstation sends them, for the tests of the hub."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from reader.dicom.json_model import Json, element, items
from reader.dicom.ups.critical import PARAMETERS, Category, Event, What, critical_json, event_json, new_result
from reader.dicom.ups.workitem import workitem_from
from reader.dicom.values import Code, Person, PersonName, new_uid
from tests.hub.test_worklist import task


def critical_item(study: str, author: str, text: str = "Tension pneumothorax on the left", **changes: Any) -> Json:
    """About the exam of `test_worklist.task(study)`. author: the identifier of who tells it."""
    exam = workitem_from(task(study) | {"00080018": element("UI", "1.2")})
    person = Person(PersonName("Some^One"), "X", Code(author, "99READER", author))
    made = new_result(exam, new_uid(), Category.MINUTES, text, person, datetime.now(UTC), recipient="Dr Wu")
    return critical_json(made) | {"00080018": element("UI")} | changes


def told_by(identifier: str, what: What = What.TOLD, uid: str = "", ago: timedelta = timedelta(0)) -> Event:
    when = datetime.now(UTC) - ago
    return Event(uid or new_uid(), what, when, PersonName("Some^One"), identifier, "Dr Wu", "8123", read_back=True)


def with_step(now: Json, *events: Event) -> Json:
    """The change that adds these steps to a critical result as it is now."""
    return {PARAMETERS: element("SQ", *items(now, PARAMETERS), *map(event_json, events))}
