"""A claim whose owner is gone: the hub ends it in their place, as their program would. Free of storage and HTTP.

PS3.4 CC.2.2.3 has the performer asked. Whose account is disabled or gone, or may no longer do such a task, can't
be asked: the Transaction UID went with them, and nobody else could ever end the claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reader.dicom.json_model import Json, code_json, element, items, value
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import actual_performers, station_code
from reader.dicom.ups.workitem import VERIFIED, Input, input_json
from reader.dicom.values import format_dt
from reader.hub.follow_ups import outputs_of
from reader.hub.parties import kind_for
from reader.hub.permissions import COMPLETE, Stand, refusal
from reader.hub.users import Account


@dataclass(frozen=True)
class PutBack:
    """What became of a claim. by: who wanted it; claimed_by: the account, "" where it is not known. waiting: the
    UID of the task that was put in its place, "" where another follows on it already or the report is signed.
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


def as_signed(content: Json, report: Input, now: datetime) -> Json:
    """The attributes of a verification that ended with this signed report: those that its performer left out."""
    step, *_ = (*items(content, "00741216"), {})
    named = {uid for output in outputs_of(content) for _, uid in output.instances}
    made = {} if {uid for _, uid in report.instances} <= named else {"00404033": element("SQ", input_json(report))}
    known = {
        "00404028": element("SQ", code_json(station_code("hub"))),
        "00404019": element("SQ", *items(content, "00404018")),
        "00404050": element("DT", format_dt(now)),
        "00404051": element("DT", format_dt(now)),
    }
    kept = {tag: entry for tag, entry in step.items() if entry.get("Value")}
    progress = {"00741004": element("DS", 100), "00741006": element("ST", VERIFIED)}
    return {"00741216": element("SQ", known | kept | made), "00741002": element("SQ", progress)}


def _names(performer: Json, gone: set[str]) -> bool:
    return any(str(value(code, "00080100")) in gone for code in items(performer, "00404009"))
