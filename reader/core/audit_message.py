"""An audit record as a DICOM audit message: the XML of PS3.15 A.5.1, with the participants of A.5.3."""

from __future__ import annotations

import base64
import re
import socket
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from reader.core.audit import AuditEvent, AuditRecord

# Event ID, action, and an event type where the standard wants one (PS3.16 CID 400, CID 401).
_EVENTS: dict[str, tuple[tuple[str, str], str, tuple[str, str] | None]] = {
    AuditEvent.APPLICATION_START.value: (("110100", "Application Activity"), "E", ("110120", "Application Start")),
    AuditEvent.APPLICATION_STOP.value: (("110100", "Application Activity"), "E", ("110121", "Application Stop")),
    AuditEvent.LOGIN.value: (("110114", "User Authentication"), "E", ("110122", "Login")),
    AuditEvent.LOGOUT.value: (("110114", "User Authentication"), "E", ("110123", "Logout")),
    AuditEvent.AUDIT_LOG_USED.value: (("110101", "Audit Log Used"), "R", None),
    AuditEvent.INSTANCES_ACCESSED.value: (("110103", "DICOM Instances Accessed"), "R", None),
    AuditEvent.INSTANCES_TRANSFERRED.value: (("110104", "DICOM Instances Transferred"), "C", None),
    AuditEvent.EXPORT.value: (("110106", "Export"), "R", None),
    AuditEvent.IMPORT.value: (("110107", "Import"), "C", None),
    AuditEvent.PROCEDURE_RECORD.value: (("110111", "Procedure Record"), "U", None),
    AuditEvent.QUERY.value: (("110112", "Query"), "E", None),
    AuditEvent.SECURITY_ALERT.value: (
        ("110113", "Security Alert"), "E", ("110135", "Object Security Attributes Changed"),
    ),
}  # fmt: skip
_END_USER_DISPLAY, _SECURITY_SERVER = "1", "6"
_APPLICATION, _LAUNCHER = ("110150", "Application"), ("110151", "Application Launcher")
_SENDER, _RECEIVER = ("110153", "Source Role ID"), ("110152", "Destination Role ID")
_ENDS = {
    AuditEvent.INSTANCES_TRANSFERRED.value: (_RECEIVER, _SENDER), AuditEvent.QUERY.value: (_SENDER, _RECEIVER),
}  # fmt: skip
"""What the program and the archive are to each other (PS3.15 A.5.3.7, A.5.3.10)."""
# XML 1.0 has no place for these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """Who reports. name: of the computer; station: of its trail; server: a hub, not a workstation."""

    name: str
    station: str = ""
    server: bool = False


def this_computer(station: str = "", *, server: bool = False) -> Source:
    return Source(socket.gethostname(), station, server)


def message(record: AuditRecord, source: Source) -> bytes:
    """The audit message in UTF-8, without an XML declaration (the syslog message says that it is UTF-8)."""
    root = ET.Element("AuditMessage")
    (code, meaning), action, kind = _EVENTS.get(record.code, ((record.code, record.code), "E", None))
    details = record.details or {}
    event = ET.SubElement(
        root, "EventIdentification",
        EventActionCode=action, EventDateTime=record.time, EventOutcomeIndicator=str(record.outcome),
    )  # fmt: skip
    _coded(event, "EventID", code, "DCM", meaning)
    if kind is not None:
        _coded(event, "EventTypeCode", kind[0], "DCM", kind[1])
    if "reason" in details:
        ET.SubElement(event, "EventOutcomeDescription").text = _text(details["reason"])
    _participants(root, record, source)
    reporter = ET.SubElement(root, "AuditSourceIdentification", AuditSourceID=_text(source.station or source.name))
    type_code = _SECURITY_SERVER if source.server else _END_USER_DISPLAY
    ET.SubElement(reporter, "AuditSourceTypeCode", {"csd-code": type_code})
    _objects(root, record, details, source)
    return ET.tostring(root, encoding="unicode").encode()


def _participants(root: ET.Element, record: AuditRecord, source: Source) -> None:
    def participant(who: str, requests: bool, role: tuple[str, str] | None = None, *, here: bool = True) -> None:
        point = {"NetworkAccessPointID": _text(source.name), "NetworkAccessPointTypeCode": "1"} if here else {}
        found = ET.SubElement(
            root, "ActiveParticipant", {"UserID": _text(who), "UserIsRequestor": str(requests).lower(), **point}
        )
        if role is not None:
            _coded(found, "RoleIDCode", role[0], "DCM", role[1])

    launched = record.code in (AuditEvent.APPLICATION_START.value, AuditEvent.APPLICATION_STOP.value)
    ends = _ENDS.get(record.code)
    if record.user:
        participant(record.user, True, _LAUNCHER if launched else None)
    if ends is not None:
        participant("reader", not record.user, ends[0])
        participant((record.details or {}).get("archive", "-"), False, ends[1], here=False)
    elif not record.user or launched:
        participant("reader", not record.user, _APPLICATION)


def _objects(root: ET.Element, record: AuditRecord, details: dict[str, str], source: Source) -> None:
    if patient := details.get("patient"):
        _object(root, patient, "1", "1", ("2", "RFC-3881", "Patient Number"), patient)
    if study := details.get("study"):
        found = _object(root, study, "2", "3", ("110180", "DCM", "Study Instance UID"), study)
        for name, value in sorted(details.items()):
            if name not in ("patient", "study", "reason", "query", "log"):
                encoded = base64.b64encode(_text(value).encode()).decode()
                ET.SubElement(found, "ParticipantObjectDetail", type=_text(name), value=encoded)
    if query := details.get("query"):
        asked = _object(root, details.get("archive", "-"), "2", "24", ("110182", "DCM", "Node ID"), None)
        ET.SubElement(asked, "ParticipantObjectQuery").text = base64.b64encode(query.encode()).decode()
    if log := details.get("log"):
        _object(root, log, "2", "13", ("12", "RFC-3881", "URI"), "Security Audit Log")
    if record.code == AuditEvent.SECURITY_ALERT.value and not study:
        node = ("110182", "DCM", "Node ID")
        about = _object(root, details.get("subject", source.name), "2", "13", node, source.name)
        text = base64.b64encode(_text(details.get("reason", "")).encode()).decode()
        ET.SubElement(about, "ParticipantObjectDetail", type="Alert Description", value=text)


def _object(
    root: ET.Element, identifier: str, type_code: str, role: str, kind: tuple[str, str, str], name: str | None
) -> ET.Element:
    found = ET.SubElement(
        root, "ParticipantObjectIdentification", ParticipantObjectID=_text(identifier),
        ParticipantObjectTypeCode=type_code, ParticipantObjectTypeCodeRole=role,
    )  # fmt: skip
    _coded(found, "ParticipantObjectIDTypeCode", *kind)
    if name is not None:
        ET.SubElement(found, "ParticipantObjectName").text = _text(name)
    return found


def _coded(parent: ET.Element, tag: str, code: str, system: str, meaning: str) -> None:
    ET.SubElement(parent, tag, {"csd-code": code, "codeSystemName": system, "originalText": meaning})


def _text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
