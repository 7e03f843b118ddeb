"""A claim whose owner is gone: the hub ends it in their place, as their program would. Free of storage and HTTP.

PS3.4 CC.2.2.3 has the performer asked. Whose account is disabled or gone, or may no longer do such a task, can't
be asked: the Transaction UID went with them, and nobody else could ever end the claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reader.dicom.json_model import Json, code_json, element, items, value
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import actual_performers, station_code
from reader.dicom.ups.workitem import Input, input_json
from reader.dicom.values import format_dt
from reader.hub.follow_ups import inputs_of, outputs_of
from reader.hub.parties import kind_for
from reader.hub.permissions import COMPLETE, Stand, refusal
from reader.hub.users import Account


@dataclass(frozen=True)
class PutBack:
    """What became of a claim. by: who wanted it; claimed_by: the account, "" where it is not known. waiting: the
    UID of the task that was put in its place, "" where none had to be: what its performer made is at the hub, and
    another task follows, or the report is signed.
    """

    uid: str
    by: str
    claimed_by: str
    waiting: str
    signed: bool
    content: Json


def can_go_on(content: Json, account: Account | None) -> bool:
    """Whether the performer of a claimed task can still end it. account: None where it was removed."""
    if account is None or account.disabled:
        return False
    return refusal(COMPLETE, account.user.roles, kind_for(content, account.user), Stand.MINE) is None


def copy_of(content: Json, uid: str, *, for_others: bool) -> Json:
    """What waits in its place. for_others: it is no longer meant for its performer."""
    copy = replacement(content, uid)
    if for_others:
        gone = {code.value for code, _ in actual_performers(content)}
        meant = [entry for entry in items(copy, "00404034") if not _names(entry, gone)]
        copy["00404034"] = element("SQ", *meant)
    return copy


def is_copy_of(other: Json, uid: str) -> bool:
    """Whether another task stands in the place of this one, which its performer has put back."""
    return any(value(entry, "00081155") == uid for entry in items(other, "00741224"))


def made_in(content: Json, other: Json) -> tuple[Input, ...]:
    """What the performer of a task has made, as the task says that follows on it: what is not among its inputs."""
    before = {uid for source in inputs_of(content) for _, uid in source.instances}
    found = []
    for source in inputs_of(other):
        if new := tuple(entry for entry in source.instances if entry[1] not in before):
            found.append(replace(source, instances=new))
    return tuple(found)


def as_done(content: Json, results: Sequence[Input], now: datetime, said: str) -> Json:
    """The attributes of a task that ended with these results: those that its performer left out. said: in its
    progress, "" for nothing."""
    step, *_ = (*items(content, "00741216"), {})
    named = {uid for output in outputs_of(content) for _, uid in output.instances}
    wanted = {uid for output in results for _, uid in output.instances}
    made = {} if wanted <= named else {"00404033": element("SQ", *map(input_json, results))}
    known = {
        "00404028": element("SQ", code_json(station_code("hub"))),
        "00404019": element("SQ", *items(content, "00404018")),
        "00404050": element("DT", format_dt(now)),
        "00404051": element("DT", format_dt(now)),
    }
    kept = {tag: entry for tag, entry in step.items() if entry.get("Value")}
    progress = [{"00741004": element("DS", 100), "00741006": element("ST", said)}] if said else []
    return {"00741216": element("SQ", known | kept | made), "00741002": element("SQ", *progress)}


def _names(performer: Json, gone: set[str]) -> bool:
    return any(str(value(code, "00080100")) in gone for code in items(performer, "00404009"))
