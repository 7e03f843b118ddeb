"""Who a UPS workitem is about and by: the parts of its JSON that `workitem.Workitem` does not carry.

Actual performers stand in Performed Procedure (0074,1216); who wrote the report that a Report Verification
task is about stands in Scheduled Processing Parameters (0074,1210) as content items (PS3.3 table 10-2), and so
does why a reviewer gave it back.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reader.dicom.json_model import Json, code_from, code_json, element, items, name_from, name_json, value
from reader.dicom.values import Code, Person, PersonName, format_dt

_TITLES = "READER_"
_AET_LENGTH = 16

OBSERVER_NAME = Code("121008", "DCM", "Person Observer Name")
OBSERVER_LOGIN = Code("128774", "DCM", "Person Observer's Login Name")
REPORT = Code("18748-4", "LN", "Diagnostic imaging study")
MEASUREMENTS = Code("126000", "DCM", "Imaging Measurement Report")
COMMENT = Code("121106", "DCM", "Comment")
CONCLUSION = Code("121073", "DCM", "Impression")
POSITIVE, NEGATIVE = Code("10828004", "SCT", "Positive"), Code("260385009", "SCT", "Negative")
"""阳性/阴性: whether the exam shows anything that matters, as a coded impression."""
QUALITY_ISSUE = Code("113010", "DCM", "Quality Issue")
NOTIFIABLE = Code("NOTIFIABLE", "99READER", "Disease to be reported by law")
CLAIM = Code("CLAIM", "99READER", "Claim of a workstation")
SUPPLEMENT = Code("SUPPLEMENT", "99READER", "Addendum or amendment of a signed report")
MADE_IN = Code("MADE_IN", "99READER", "Task in which the report was made")
APPROVAL = Code("APPROVAL", "99READER", "A chief doctor signs the report")
PASSED_BY = Code("PASSED_BY", "99READER", "Who has reviewed the report and passed it on")
OWN = Code("OWN", "99READER", "The author may sign the report")
SECOND_READ = Code("SECOND_READ", "99READER", "Second reading, without knowledge of the first report")
SECOND_BY = Code("SECOND_BY", "99READER", "Who has read the exam a second time")
SECOND_IN = Code("SECOND_IN", "99READER", "Task of the second reading")
SECOND_REPORT = Code("SECOND_REPORT", "99READER", "Report of the second reading")
_STEPS = (APPROVAL, PASSED_BY, OWN, SECOND_READ, SECOND_BY, SECOND_IN, SECOND_REPORT)
MADE_IN_HEADER = "Reader-Made-In"
"""Of a request that stores: the UID of the claimed task in which its objects were made."""
CLAIM_HEADER = "Reader-Claim"
"""Of one that stores or creates a task: the mark of the claim in which it was made, see `claim_mark`."""

RELEASED_BY, GIVEN_UP_BY, TAKEN_BACK = "Released by", "Given up by", "Taken back by its author"
PUT_BACK_BY = "Put back by"
"""How the reason of a cancelled task (0074,1238) begins."""


def is_replaced(item: Mapping[str, Any]) -> bool:
    """Of a cancelled task: another one was, or is being, created in its place (it was released, put back by
    an administrator, or recalled)."""
    return any(reason.startswith((RELEASED_BY, PUT_BACK_BY, TAKEN_BACK)) for reason in reasons_for_cancelling(item))


def reasons_for_cancelling(item: Mapping[str, Any]) -> list[str]:
    """(0074,1238) of a workitem."""
    return [str(value(step, "00741238")) for step in items(item, "00741002")]


@dataclass(frozen=True)
class Subject:
    """What a review is about. author_id: the hub's identifier of them. report, evidence: SOP Instance UIDs.

    reason: why the reviewer gave it back, of any length. supplement: "addendum" or "amendment" where the report
    follows on a signed one, else "". made_in: UID of the task in which the report was made; "" where that is not
    said, as by earlier versions. approval: the hub wants a chief doctor to sign it. passed_by: the hub's identifier
    of the doctor who has reviewed it and passed it on to one, "" before that. second: before the review another
    doctor reads the exam, without knowing this report. second_by, second_in, second_report: once that is done, who
    did, the UID of that task, and of its report. own: the hub lets its author sign it without a review by another.
    """

    author: PersonName = field(default_factory=PersonName)
    author_id: str = ""
    report: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""
    supplement: str = ""
    made_in: str = ""
    approval: bool = False
    passed_by: str = ""
    second: bool = False
    second_by: str = ""
    second_in: str = ""
    second_report: str = ""
    own: bool = False


def actual_performers(item: Mapping[str, Any]) -> tuple[tuple[Code, PersonName], ...]:
    """Who has claimed or performed the task: (0074,1216) > (0040,4035)."""
    return tuple(_performer(entry) for step in items(item, "00741216") for entry in items(step, "00404035"))


def scheduled_performers(item: Mapping[str, Any]) -> tuple[tuple[Code, PersonName], ...]:
    """Who is meant to perform the task: (0040,4034)."""
    return tuple(_performer(entry) for entry in items(item, "00404034"))


def performer_json(person: Person) -> Json:
    """One item of (0040,4034) or (0040,4035)."""
    return {
        "00404009": element("SQ", code_json(person.code)),
        "00404036": element("LO", person.organisation),
        "00404037": name_json(person.name),
    }


def started_json(person: Person, station: Code, workitem: Code, when: datetime) -> Json:
    """The Performed Procedure (0074,1216) of a task that has been claimed: who, where, since when."""
    step: Json = {
        "00404019": element("SQ", code_json(workitem)),
        "00404028": element("SQ", code_json(station)),
        "00404035": element("SQ", performer_json(person)),
        "00404050": element("DT", format_dt(when)),
        "00404033": element("SQ"),
    }
    return {"00741216": element("SQ", step)}


def claim_mark(transaction: str) -> str:
    """What a claim leaves in its task: its owner knows it again, and nobody learns the Transaction UID."""
    return hashlib.sha256(transaction.encode()).hexdigest()[:32]


def claim_headers(transaction: str) -> dict[str, str]:
    """Tell our hub in which claim something was made; nothing where that is not known."""
    return {CLAIM_HEADER: claim_mark(transaction)} if transaction else {}


def marked(performed: Json, transaction: str) -> Json:
    """The Performed Procedure (0074,1216) with the mark of a claim, in (0074,1212) of its first item.

    A server takes it under the claim's Transaction UID alone once the task is IN PROGRESS, and a task never leaves
    that state for another claim: whoever reads their own mark there has the claim.
    """
    first, *rest = items(performed, "00741216") or [{}]
    others = [entry for entry in items(first, "00741212") if _concept(entry) != CLAIM]
    mark = _content("TEXT", CLAIM, {"0040A160": element("UT", claim_mark(transaction))})
    return {"00741216": element("SQ", {**first, "00741212": element("SQ", *others, mark)}, *rest)}


def concluded(
    performed: Json, positive: bool | None, poor: Iterable[Code] = (), notifiable: Iterable[Code] = ()
) -> Json:
    """The Performed Procedure (0074,1216) with what the signed report concludes, where it says so, why images of
    the exam were marked as poor, and what has to be reported by law, in (0074,1212) of its first item."""
    said = [(CONCLUSION, POSITIVE if positive else NEGATIVE)] if positive is not None else []
    said += [(QUALITY_ISSUE, why) for why in poor]
    said += [(NOTIFIABLE, disease) for disease in notifiable]
    first, *rest = items(performed, "00741216") or [{}]
    told = (_content("CODE", concept, {"0040A168": element("SQ", code_json(code))}) for concept, code in said)
    whole = element("SQ", *items(first, "00741212"), *told)
    return performed | {"00741216": element("SQ", {**first, "00741212": whole}, *rest)}


def conclusion_of(item: Mapping[str, Any]) -> bool | None:
    """Whether the report that a task was completed with is positive; None where that is not said."""
    said = next(_said_of(item, CONCLUSION), None)
    return {POSITIVE: True, NEGATIVE: False}.get(said) if said is not None else None


def poor_images(item: Mapping[str, Any]) -> tuple[Code, ...]:
    """Why images of the exam were marked as poor; () where none were."""
    return tuple(_said_of(item, QUALITY_ISSUE))


def notifiable_in(item: Mapping[str, Any]) -> tuple[Code, ...]:
    """What of the report that a task was completed with has to be reported by law."""
    return tuple(dict.fromkeys(_said_of(item, NOTIFIABLE)))


def _said_of(item: Mapping[str, Any], concept: Code) -> Iterator[Code]:
    entries = (entry for step in items(item, "00741216") for entry in items(step, "00741212"))
    for entry in entries:
        if _concept(entry) == concept:
            yield from map(code_from, items(entry, "0040A168"))


def mark_on(item: Mapping[str, Any]) -> str:
    """The mark of the claim that a task is under; "" where there is none."""
    for step in items(item, "00741216"):
        for entry in items(step, "00741212"):
            if _concept(entry) == CLAIM:
                return str(value(entry, "0040A160"))
    return ""


def subject_json(subject: Subject) -> Json:
    """(0074,1210) that says whose report a review is about."""
    entries: list[Json] = []
    if str(subject.author):
        entries.append(_content("PNAME", OBSERVER_NAME, {"0040A123": name_json(subject.author)}))
    if subject.author_id:
        entries.append(_content("TEXT", OBSERVER_LOGIN, {"0040A160": element("UT", subject.author_id)}))
    if subject.report:
        entries.append(_content("UIDREF", REPORT, {"0040A124": element("UI", subject.report)}))
    for uid in subject.evidence:
        entries.append(_content("UIDREF", MEASUREMENTS, {"0040A124": element("UI", uid)}))
    if subject.reason:
        entries.append(_content("TEXT", COMMENT, {"0040A160": element("UT", subject.reason)}))
    if subject.supplement:
        entries.append(_content("TEXT", SUPPLEMENT, {"0040A160": element("UT", subject.supplement)}))
    if subject.made_in:
        entries.append(_content("UIDREF", MADE_IN, {"0040A124": element("UI", subject.made_in)}))
    if subject.approval:
        entries.append(_content("TEXT", APPROVAL, {"0040A160": element("UT", "YES")}))
    if subject.passed_by:
        entries.append(_content("TEXT", PASSED_BY, {"0040A160": element("UT", subject.passed_by)}))
    if subject.own:
        entries.append(_content("TEXT", OWN, {"0040A160": element("UT", "YES")}))
    if subject.second:
        entries.append(_content("TEXT", SECOND_READ, {"0040A160": element("UT", "YES")}))
    if subject.second_by:
        entries.append(_content("TEXT", SECOND_BY, {"0040A160": element("UT", subject.second_by)}))
    if subject.second_in:
        entries.append(_content("UIDREF", SECOND_IN, {"0040A124": element("UI", subject.second_in)}))
    if subject.second_report:
        entries.append(_content("UIDREF", SECOND_REPORT, {"0040A124": element("UI", subject.second_report)}))
    return {"00741210": element("SQ", *entries)}


def with_steps(item: Json, steps: Subject) -> Json:
    """A verification that says what its report still needs, or has had, as `steps` does in its last seven values;
    what it said of that itself is dropped."""
    kept = [entry for entry in items(item, "00741210") if _concept(entry) not in _STEPS]
    said = [entry for entry in items(subject_json(steps), "00741210") if _concept(entry) in _STEPS]
    return item | {"00741210": element("SQ", *kept, *said)} if kept or said else item


_TEXTS = {
    OBSERVER_LOGIN: "author_id", COMMENT: "reason", SUPPLEMENT: "supplement", PASSED_BY: "passed_by",
    SECOND_BY: "second_by",
}  # fmt: skip
_UIDS = {REPORT: "report", MADE_IN: "made_in", SECOND_IN: "second_in", SECOND_REPORT: "second_report"}
_FLAGS = {APPROVAL: "approval", SECOND_READ: "second", OWN: "own"}


def subject_from(item: Mapping[str, Any]) -> Subject:
    """Read (0074,1210); what is not there stays empty."""
    found: dict[str, Any] = {}
    evidence = list[str]()
    for entry in items(item, "00741210"):
        concept = _concept(entry)
        if concept == OBSERVER_NAME:
            found["author"] = name_from(entry, "0040A123")
        elif concept == MEASUREMENTS:
            evidence.append(str(value(entry, "0040A124")))
        elif concept in _TEXTS:
            found[_TEXTS[concept]] = str(value(entry, "0040A160"))
        elif concept in _UIDS:
            found[_UIDS[concept]] = str(value(entry, "0040A124"))
        elif concept in _FLAGS:
            found[_FLAGS[concept]] = True
    return Subject(evidence=tuple(evidence), **found)


def _concept(entry: Mapping[str, Any]) -> Code | None:
    names = items(entry, "0040A043")
    return code_from(names[0]) if names else None


def _content(kind: str, concept: Code, content: Json) -> Json:
    return {"0040A040": element("CS", kind), "0040A043": element("SQ", code_json(concept))} | content


def _performer(entry: Json) -> tuple[Code, PersonName]:
    codes = items(entry, "00404009")
    return (code_from(codes[0]) if codes else Code("", "", ""), name_from(entry, "00404037"))


def station_code(host: str) -> Code:
    """This computer as (0040,4028) Performed Station Name Code; CID 99 of the site, scheme 99READER."""
    return Code(host[:16] or "reader", "99READER", (host or "reader")[:64])


def station_title(host: str, user: str) -> str:
    """The AE title of this user at this computer, 16 characters; whose it is can be told from it."""
    return f"{_title_of(user)}{_digest(f'{host}|{user}')[:4]}"


def may_have_title(aet: str, user: str) -> bool:
    """False for the title of a workstation of somebody else: it can't be taken before its user comes."""
    return not (aet.startswith(_TITLES) and len(aet) == _AET_LENGTH) or is_workstation_of(aet, user)


def is_workstation_of(aet: str, user: str) -> bool:
    """Whether this is the title of a workstation of this user, at whatever computer."""
    return len(aet) == _AET_LENGTH and aet.startswith(_title_of(user))


def _title_of(user: str) -> str:
    return f"{_TITLES}{_digest(user)[:5]}"


def _digest(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()
