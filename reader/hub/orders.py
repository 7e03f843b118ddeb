"""What a task carries over from the one it follows: the order behind both, free of storage and HTTP.

A program may leave out attributes that it does not know; those that it states must be as ordered. A follow-up has a
step, a start, performers and a report of its own; its inputs gain what the step before has made and lose what that
replaces. Priority, due time, readiness, comment and number of images may change at any time: the hub keeps its
current values, whatever a follow-up states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reader.dicom.json_model import Json, value
from reader.dicom.ups.tasks import subject_from
from reader.dicom.ups.workitem import ADDENDUM, PERFORMANCE, Input, Workitem, workitem_from, workitem_json
from reader.hub.permissions import Kind

_NOT_ORDERED = PERFORMANCE | {"00080005", "00080016"}  # nor its character set and SOP class
_LABEL, _DUE, _INPUTS = "00741204", "00404011", "00404021"
# Priority, due time, readiness, comment, number of images: the hub's current values.
_CURRENT = frozenset({"00741200", _DUE, "00404041", "00400400", "00201208"})
# Workitem code, worklist label, scheduled start, performers, whose report it is about.
_STEP = {"00404018", "00741202", "00404005", "00404034", "00741210"}
_OF_THE_STEP = _NOT_ORDERED | _STEP | _CURRENT | {_LABEL, _INPUTS}


def task_of(content: Json) -> Workitem | None:
    """None where it can't be read. UID and state are not looked at."""
    try:
        return workitem_from(content | {"00080018": {"Value": ["1"]}, "00741000": {"Value": ["SCHEDULED"]}})
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def root_of(url: str) -> str:
    """The DICOMweb root of a Retrieve or Storage URL."""
    return url.split("/studies")[0].rstrip("/")


def order_of(content: Json) -> dict[str, Any]:
    """The attributes of the order itself, empty ones left out."""
    return _filled(content, _NOT_ORDERED)


def carried_over(new: Json, before: Json, kind: Kind) -> bool:
    """Whether a new task carries the order of the task before, with nothing changed, added or dropped, apart from
    what `as_ordered` sets."""
    one, other = task_of(new), task_of(before)
    if one is None or other is None:
        return False
    written = workitem_json(other)  # as a program that has read the task before writes it
    again = task_of(written) or other
    if _ordered(one) not in (_ordered(other), _ordered(again)):
        return False
    if not _within(_filled(new, _OF_THE_STEP), [_filled(before, _OF_THE_STEP), _filled(written, _OF_THE_STEP)]):
        return False
    labels = {other.label, other.procedure, *((ADDENDUM.meaning,) if kind is Kind.ADDENDUM else ())}
    return one.label in labels and _inputs_grown(one, other, before)


def as_ordered(new: Json, before: Json, kind: Kind) -> Json:
    """The new task with the current values of the order of the task before. An addendum may have no due time."""
    kept = _CURRENT - {_DUE} if kind is Kind.ADDENDUM and not value(new, _DUE, "") else _CURRENT
    return {tag: entry for tag, entry in new.items() if tag not in kept} | {
        tag: before[tag] for tag in kept if tag in before
    }


def _ordered(item: Workitem) -> Workitem:
    """What a program of ours knows of an order, free of what is of one step."""
    return replace(
        item, code=ADDENDUM, label="", worklist_label="", scheduled=None, due=None, performers=(), inputs=(),
        outputs=(), modified=None, station=None, priority="", comment="", readiness="", expected_images=0,
        requests="",
    )  # fmt: skip


def _inputs_grown(new: Workitem, before: Workitem, content: Json) -> bool:
    """Everything to be read before is still there but for the report that is replaced, and its evidence; what is
    new are objects of the same exam."""
    subject = subject_from(content)
    replaced = {subject.report, *subject.evidence}
    now = {(_place(source), entry) for source in new.inputs for entry in source.instances or (None,)}
    for source in before.inputs:
        kept = [entry for entry in source.instances if entry[1] not in replaced] if source.instances else (None,)
        if not {(_place(source), entry) for entry in kept} <= now:
            return False
    known = {_place(source) for source in before.inputs}
    return all(
        source.instances and source.study_uid == before.study_uid and _names(source)
        for source in new.inputs
        if _place(source) not in known
    )


def _place(source: Input) -> tuple[str, str, str]:
    """The root may have moved; what is asked for there has not."""
    return source.study_uid, source.series_uid, source.retrieve_url.removeprefix(root_of(source.retrieve_url))


def _names(source: Input) -> bool:
    """Whether it is to be had from where objects of its study are."""
    where = f"{_place(source)[2].rstrip('/')}/"
    return not source.retrieve_url or where.startswith(f"/studies/{source.study_uid}/")


def _within(new: Any, known: Sequence[Any]) -> bool:
    """Whether what is stated stands in one of the known ones; items of a sequence are compared one by one."""
    if isinstance(new, dict):
        return all(
            _within(entry, [one[key] for one in known if isinstance(one, dict) and key in one])
            for key, entry in new.items()
        )
    if isinstance(new, list):
        same = [one for one in known if isinstance(one, list) and len(one) == len(new)]
        return bool(same) and all(_within(entry, [one[i] for one in same]) for i, entry in enumerate(new))
    return new in known


def _filled(content: Json, without: frozenset[str]) -> dict[str, Any]:
    plain = {tag: _plain(entry) for tag, entry in content.items() if tag not in without}
    return {tag: entry for tag, entry in plain.items() if entry}


def _plain(entry: Any) -> Any:
    """An attribute's values, free of how emptiness is spelled."""
    if not isinstance(entry, dict):
        return entry
    if "Value" in entry or "vr" in entry:
        values = [_plain(one) for one in entry.get("Value", [])]
        rest = {key: entry[key] for key in ("InlineBinary", "BulkDataURI") if key in entry}
        return [*values, rest] if rest else values
    found = {key: _plain(one) for key, one in entry.items()}
    return {key: one for key, one in found.items() if one not in ([], None, "")}
