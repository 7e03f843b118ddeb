"""A UPS workitem as a plain value, and its DICOM JSON (PS3.4 Annex CC, PS3.18 F).

The worklist reads it, the delivery writes it, the hub checks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from reader.core.text import tr
from reader.dicom.json_model import Json, code_from, code_json, element, items, name_from, name_json, value
from reader.dicom.values import Code, PersonName, format_dt, parse_dt

SCHEDULED, IN_PROGRESS, COMPLETED, CANCELED = "SCHEDULED", "IN PROGRESS", "COMPLETED", "CANCELED"

INTERPRETATION = Code("110005", "DCM", "Interpretation")
REPORT_VERIFICATION = Code("110007", "DCM", "Report Verification")
VERIFIED = "VERIFIED"
"""Procedure Step Progress Description (0074,1006) of a task that was completed with a signed report."""
ADDENDUM = Code("128001", "DCM", "Add Addendum to Report")

PERFORMANCE = frozenset(("00080018", "00081195", "00404010", "00741000", "00741002", "00741216", "00741224"))
"""The attributes of one performance of a task, not of the order behind it (PS3.4 table CC.2.5-3)."""


class EventType(IntEnum):
    """Event Type ID (0000,1002) of the UPS Event SOP Class (PS3.4 table CC.2.4-1)."""

    STATE = 1
    CANCEL_REQUESTED = 2
    PROGRESS = 3
    SCP_STATUS = 4
    ASSIGNED = 5


@dataclass(frozen=True)
class Input:
    """One study or series a task works on, or one object made by it: DICOM references and where to get them.

    instances: (SOP Class UID, SOP Instance UID); empty means the whole series or study.
    """

    study_uid: str
    series_uid: str = ""
    instances: tuple[tuple[str, str], ...] = ()
    retrieve_url: str = ""


@dataclass(frozen=True)
class Workitem:
    """What a workstation needs of a UPS instance. Times are aware or naive as the hub sent them.

    question: why the exam was asked for, as its requests say it. requests: those requests as they were read,
    (0040,A370) in DICOM JSON; "" for a workitem that was not read. replaces: UIDs of those in whose place it was
    created (0074,1224).
    """

    uid: str
    state: str
    code: Code
    priority: str = "MEDIUM"
    label: str = ""
    worklist_label: str = ""
    scheduled: datetime | None = None
    due: datetime | None = None
    readiness: str = "READY"
    patient_name: PersonName = field(default_factory=PersonName)
    patient_id: str = ""
    issuer: str = ""
    sex: str = ""
    birth_date: str = ""
    study_uid: str = ""
    accession: str = ""
    procedure: str = ""
    site: str = ""
    comment: str = ""
    question: str = ""
    performers: tuple[tuple[Code, PersonName], ...] = ()
    inputs: tuple[Input, ...] = ()
    storage_url: str = ""
    modified: datetime | None = None
    modality: str = ""
    body_part: str = ""
    expected_images: int = 0
    station: Code | None = None
    outputs: tuple[Input, ...] = ()
    requests: str = ""
    replaces: tuple[str, ...] = ()


def says_verified(item: Mapping[str, Any]) -> bool:
    """Whether a task, or a change to one, says that it was completed with a signed report."""
    said = (value(entry, "00741006") for entry in items(item, "00741002"))
    return any(isinstance(text, str) and text.strip() == VERIFIED for text in said)


def input_json(source: Input) -> Json:
    """One item of (0040,4021) or (0040,4033): Referenced Instances and Access Macro (PS3.3 10.3)."""
    entry: Json = {
        "0040E020": element("CS", "DICOM"),
        "0020000D": element("UI", source.study_uid),
        "0020000E": element("UI", source.series_uid),
        "00081199": element(
            "SQ",
            *({"00081150": element("UI", sop), "00081155": element("UI", uid)} for sop, uid in source.instances),
        ),
    }
    if source.retrieve_url:
        entry["0040E025"] = element("SQ", {"00081190": element("UR", source.retrieve_url)})
    return entry


def input_from(item: Mapping[str, Any]) -> Input:
    web = items(item, "0040E025")
    return Input(
        study_uid=str(value(item, "0020000D")),
        series_uid=str(value(item, "0020000E")),
        instances=tuple(
            (str(value(ref, "00081150")), str(value(ref, "00081155"))) for ref in items(item, "00081199")
        ),
        retrieve_url=str(value(web[0], "00081190")) if web else "",
    )


def workitem_json(item: Workitem) -> Json:
    """The attributes of an N-CREATE (PS3.4 table CC.2.5-3): type 1 filled, type 2 present."""
    scheduled = format_dt(item.scheduled) if item.scheduled else ""
    due = format_dt(item.due) if item.due else ""
    performers = (
        {"00404009": element("SQ", code_json(code)), "00404037": name_json(name)}
        | {"00404036": element("LO", item.site)}
        for code, name in item.performers
    )
    result: Json = {
        "00080016": element("UI", "1.2.840.10008.5.1.4.34.6.1"),
        "00080018": element("UI", item.uid),
        "00081195": element("UI"),
        "00100010": name_json(item.patient_name),
        "00100020": element("LO", item.patient_id),
        "00100021": element("LO", item.issuer),
        "00100030": element("DA", item.birth_date),
        "00100040": element("CS", item.sex),
        "00380010": element("LO"),
        "0020000D": element("UI", item.study_uid),
        "00404041": element("CS", item.readiness),
        "00741000": element("CS", item.state),
        "00741002": element("SQ"),
        "00741200": element("CS", item.priority),
        "00741202": element("LO", item.worklist_label),
        "00741204": element("LO", item.label),
        "00741216": element("SQ"),
        "00404005": element("DT", scheduled),
        "00404011": element("DT", due),
        "00404018": element("SQ", code_json(item.code)),
        "00404021": element("SQ", *(input_json(source) for source in item.inputs)),
        "00404025": element("SQ"),
        "00404026": element("SQ"),
        "00404027": element("SQ", code_json(item.station)) if item.station else element("SQ"),
        "00404034": element("SQ", *performers),
        "0040A370": element("SQ", *_requests(item)),
        "00400400": element("LT", item.comment),
    }
    if item.site:
        result["00080080"] = element("LO", item.site)
    if item.modality:
        result["00080060"] = element("CS", item.modality)
    if item.body_part:
        result["00180015"] = element("CS", item.body_part)
    if item.expected_images:
        result["00201208"] = element("IS", item.expected_images)
    if item.storage_url:
        storage = {"00404073": element("UR", item.storage_url)}
        result["00404070"] = element("SQ", {"00404072": element("SQ", storage)})
    return result


def workitem_from(data: Mapping[str, Any]) -> Workitem:
    """Read a workitem, tolerant of what servers leave out; raises ValueError without a UID or a state."""
    uid, state = str(value(data, "00080018")), str(value(data, "00741000"))
    if not uid or not state:
        raise ValueError(tr("no SOP Instance UID or no Procedure Step State"))
    zone = str(value(data, "00080201"))
    codes, requests = items(data, "00404018"), items(data, "0040A370")
    study_uid, accession, procedure, question = _requested(requests)
    inputs = tuple(input_from(entry) for entry in items(data, "00404021"))
    performed = items(data, "00741216")
    stations = items(data, "00404027")
    study_uid = study_uid or str(value(data, "0020000D"))
    return Workitem(
        uid=uid,
        state=state,
        code=code_from(codes[0]) if codes else INTERPRETATION,
        priority=str(value(data, "00741200", "MEDIUM")),
        label=str(value(data, "00741204")),
        worklist_label=str(value(data, "00741202")),
        scheduled=parse_dt(str(value(data, "00404005")), zone=zone),
        due=parse_dt(str(value(data, "00404011")), zone=zone),
        readiness=str(value(data, "00404041", "READY")),
        patient_name=name_from(data, "00100010"),
        patient_id=str(value(data, "00100020")),
        issuer=str(value(data, "00100021")),
        sex=str(value(data, "00100040")),
        birth_date=str(value(data, "00100030")),
        study_uid=study_uid or (inputs[0].study_uid if inputs else ""),
        accession=accession or str(value(data, "00080050")),
        procedure=procedure,
        site=str(value(data, "00080080")),
        comment=str(value(data, "00400400")),
        question=question,
        performers=tuple(_performers(items(data, "00404034")))
        or tuple(_performers(entry for step in performed for entry in items(step, "00404035"))),
        inputs=inputs,
        storage_url=_storage_url(data),
        modified=parse_dt(str(value(data, "00404010")), zone=zone),
        modality=str(value(data, "00080060")),
        body_part=str(value(data, "00180015")),
        expected_images=int(value(data, "00201208", 0) or 0),
        station=code_from(stations[0]) if stations else None,
        outputs=tuple(input_from(entry) for step in performed for entry in items(step, "00404033")),
        requests=json.dumps(requests, sort_keys=True) if requests else "",
        replaces=tuple(str(value(entry, "00081155")) for entry in items(data, "00741224")),
    )


def _requests(item: Workitem) -> Sequence[Json]:
    """The items of (0040,A370): as they were read where the workitem still is about them, else one made of it."""
    read: Sequence[Json] = json.loads(item.requests) if item.requests else ()
    if read and _requested(read) == (item.study_uid, item.accession, item.procedure, item.question):
        return read
    request = {
        "0020000D": element("UI", item.study_uid),
        "00080050": element("SH", item.accession),
        "00401001": element("SH"),
        "00321060": element("LO", item.procedure),
        "00321064": element("SQ"),
    }
    if item.question:
        request["00401400"] = element("LT", item.question)
    return (request,)


def _requested(requests: Sequence[Mapping[str, Any]]) -> tuple[str, str, str, str]:
    """Study Instance UID, accession number and procedure of the first request, and what all of them ask."""
    first = requests[0] if requests else {}
    asked = (str(value(request, tag)) for request in requests for tag in ("00401002", "00401400", "00402400"))
    question = "\n".join(dict.fromkeys(filter(None, asked)))
    return str(value(first, "0020000D")), str(value(first, "00080050")), str(value(first, "00321060")), question


def _performers(entries: Iterable[Json]) -> Iterable[tuple[Code, PersonName]]:
    for entry in entries:
        codes = items(entry, "00404009")
        yield (code_from(codes[0]) if codes else Code("", "", ""), name_from(entry, "00404037"))


def _storage_url(data: Mapping[str, Any]) -> str:
    for destination in items(data, "00404070"):
        for storage in items(destination, "00404072"):
            return str(value(storage, "00404073"))
    return ""
