"""UPS workitems as reading tasks, and the copy that a release puts back into the worklist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.core.text import tr
from reader.dicom.json_model import Json, items, value
from reader.dicom.objects import Use, is_for
from reader.dicom.records import Damaged
from reader.dicom.ups.tasks import (
    GIVEN_UP_BY,
    PUT_BACK_BY,
    RELEASED_BY,
    TAKEN_BACK,
    actual_performers,
    mark_on,
    reasons_for_cancelling,
    scheduled_performers,
    subject_from,
)
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    REPORT_VERIFICATION,
    SCHEDULED,
    says_verified,
    workitem_from,
)
from reader.dicom.validation import Problem, check, path_text
from reader.dicom.values import Code, PersonName, parse_dt
from reader.study.codec import identity_of
from reader.worklist.model import Ending, Entry, Kind, Priority, ReadingTask, State, Unreadable

_STATES = {
    SCHEDULED: State.WAITING,
    IN_PROGRESS: State.READING,
    COMPLETED: State.DONE,
    CANCELED: State.CANCELLED,
}
_KINDS = {REPORT_VERIFICATION: Kind.REVIEW, ADDENDUM: Kind.ADDENDUM}
_PRIORITIES = {"HIGH": Priority.HIGH, "MEDIUM": Priority.MEDIUM, "LOW": Priority.LOW}

_IDENTIFYING = ("00080018", "00741000", "00404018", "00100010", "00100020", "00100021", "00100030", "00100040",
                "0020000D", "00741210")  # fmt: skip
_IDENTIFYING_INSIDE = re.compile(
    r"\(0040,(A370\)(>\((0020,000D|0008,0050)\))?|4021\)(>\((0020,000[DE]|0008,1199)\).*)?)"
)
_UID_IN_TEXT = re.compile(r'"00080018"\s*:\s*\{[^{}]*"Value"\s*:\s*\["([0-9.]{3,64})"\]')
_IN_PASSING = ("(0008,0104)", "(0008,0201)")
"""The meaning of a code, and the time zone of an item without times."""

_ENDINGS = (
    (RELEASED_BY, Ending.RELEASED),
    (PUT_BACK_BY, Ending.PUT_BACK),
    (GIVEN_UP_BY, Ending.GIVEN_UP),
    (TAKEN_BACK, Ending.RECALLED),
)
"""How (0074,1238) begins in what this program cancels; another's words say nothing that is known here."""


def entry_from(record: Json | Damaged) -> Entry:
    """One record of a worklist, alone: a task, with what can't be shown of it named, or else why it is none.

    A fault in what identifies the task (its UID, state, code, patient, study, images, whose report it is about)
    leaves nothing to rely on; any other costs its own attribute.
    """
    if isinstance(record, Damaged):
        named = _UID_IN_TEXT.search(record.text)
        return Unreadable(named[1] if named else "", (record.reason,), record.text)
    checked = check(record)
    found = checked.dataset
    wrong = [problem for problem in checked.problems if not problem.usable]
    fatal = [problem.text for problem in wrong if _identifies(problem)]
    if not fatal:
        try:
            task = task_from(found)
        except ValueError as error:
            fatal = [str(error)]
        else:
            faults = (*(problem.text for problem in wrong), *_meaningless(found, task))
            return replace(task, faults=faults) if faults else task
    uid = "" if any(problem.tag == "00080018" for problem in checked.problems) else _text(found, "00080018")
    return Unreadable(uid, tuple(fatal), json.dumps(record, indent=1))


def modified(record: Json | Damaged) -> str:
    """When it was changed last (0040,4010) as the server writes it, to the second and without its offset."""
    text = record.get("00404010") if isinstance(record, dict) else None
    values = text.get("Value") if isinstance(text, dict) else None
    found = values[0] if isinstance(values, list) and values else ""
    return found[:14] if isinstance(found, str) and re.match(r"[12]\d{13}", found) else ""


def task_from(data: Mapping[str, Any]) -> ReadingTask:
    """One workitem (DICOM JSON) as a task. Raises ValueError where it has no UID or an unknown state."""
    workitem = workitem_from(data)
    state = _STATES.get(workitem.state)
    if state is None:
        raise ValueError(tr("unknown Procedure Step State {state}", state=repr(workitem.state)))
    subject = subject_from(data)
    meant, did = scheduled_performers(data), actual_performers(data)
    reader_code, reader_name = (did or meant or ((Code("", "", ""), PersonName()),))[0]
    assigned_code, assigned = meant[0] if meant else (Code("", "", ""), PersonName())
    ours = {subject.report, *subject.evidence}
    kind = _KINDS.get(workitem.code, Kind.FIRST_READ)
    results = {uid for source in workitem.inputs for sop, uid in source.instances if is_for(Use.RESULT, sop)}
    return ReadingTask(
        workitem=workitem,
        kind=kind,
        state=state,
        priority=_PRIORITIES.get(workitem.priority, Priority.MEDIUM),
        patient=identity_of(workitem),
        images=workitem.expected_images,
        ai=len(results - ours),
        reader=reader_name,
        reader_id=reader_code.value,
        assigned=assigned,
        assigned_id=assigned_code.value,
        author=subject.author,
        author_id=subject.author_id,
        report=subject.report,
        made_in=subject.made_in,
        evidence=subject.evidence,
        ended=_ended(data),
        reason=subject.reason,
        ending=_ending(data) if state is State.CANCELLED else Ending.UNKNOWN,
        supplement=subject.supplement or ("addendum" if workitem.code == ADDENDUM else ""),
        claim_mark=mark_on(data),
        verified=workitem.state == COMPLETED and kind is Kind.REVIEW and says_verified(data),
        approval=subject.approval,
        passed_by=subject.passed_by,
        second=subject.second,
        second_in=subject.second_in,
        second_report=subject.second_report,
        own=subject.own,
    )  # fmt: skip


def _meaningless(data: Json, task: ReadingTask) -> Iterator[str]:
    """What is well formed and says nothing that a reading room knows: it is not taken for the usual silently."""
    for tag, known in (("00741200", _PRIORITIES), ("00100040", ("M", "F", "O"))):
        text = _text(data, tag)
        if text and text not in known:
            wrong = tr("{value} is none of {known}", value=text[:16], known=tr(", ").join(known))
            yield f"{path_text(tag)}: {wrong}"
    if _text(data, "00404011") and task.due is None:
        wrong = tr("{value} is not a date and time", value=_text(data, "00404011")[:26])
        yield f"{path_text('00404011')}: {wrong}"


def _identifies(problem: Problem) -> bool:
    if problem.path.endswith(_IN_PASSING):
        return False
    return problem.tag in ("", *_IDENTIFYING) or _IDENTIFYING_INSIDE.fullmatch(problem.path) is not None


def _text(data: Mapping[str, Any], tag: str) -> str:
    found = value(data, tag)
    return found if isinstance(found, str) else ""


def _ended(data: Mapping[str, Any]) -> datetime | None:
    zone = str(value(data, "00080201"))
    performed = [value(step, "00404051") for step in items(data, "00741216")]
    cancelled = [value(step, "00404052") for step in items(data, "00741002")]
    ends = (parse_dt(str(end), zone=zone) for end in (*performed, *cancelled))
    return next((end for end in ends if end is not None), None)


def _ending(data: Mapping[str, Any]) -> Ending:
    said = reasons_for_cancelling(data)
    return next((ending for words, ending in _ENDINGS for text in said if text.startswith(words)), Ending.UNKNOWN)
