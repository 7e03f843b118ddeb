"""Who performs a claimed task, as the hub knows it from who was signed in. Free of storage and HTTP."""

from __future__ import annotations

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json, element, items
from reader.dicom.ups.tasks import actual_performers, performer_json
from reader.hub.permissions import forbidden
from reader.hub.users import User


def with_performer(content: Json, user: User) -> Json:
    """A task as it is when it is claimed. The hub knows by whom: others see the reader at once, before the
    performer's first update."""
    step = {"00404035": element("SQ", performer_json(user.person))}
    return content | {"00741216": element("SQ", step)}


def performed_by(changes: Json, user: User) -> Json:
    """The changes with the signed-in user as the performer of each step, under the name that the hub knows; 403
    where they name someone else."""
    if any(not user.is_known_as(code.value) for code, _ in actual_performers(changes)):
        raise forbidden(Refusal.PERFORMER)
    known = performer_json(user.person)
    named = {tag: known[tag] for tag in ("00404009", "00404037")}
    steps = [
        step | {"00404035": element("SQ", *([e | named for e in items(step, "00404035")] or [known]))}
        for step in items(changes, "00741216")
    ]
    return changes | {"00741216": element("SQ", *steps)} if "00741216" in changes else changes
