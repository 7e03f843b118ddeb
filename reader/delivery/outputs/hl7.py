"""A report as an HL7 v2.5.1 message ORU^R01, in UTF-8, for hospital information systems."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from reader.delivery.outputs.content import FindingRow, Part, ReportPage, Standing
from reader.delivery.outputs.text import origin_of
from reader.dicom.values import Code, Person, PersonName, with_offset
from reader.terms.units import NO_UNITS

_STATUS = {Standing.FINAL: "F", Standing.AMENDED: "C", Standing.ADDENDUM: "F", Standing.PRELIMINARY: "P"}
_ESCAPES = str.maketrans({
    "\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\", "\n": "\\.br\\",
})  # fmt: skip
_SCHEMES = frozenset({"LN", "SCT", "DCM", NO_UNITS.scheme})
"""Designators that HL7 table 0396 has too."""
_SEXES = {"M": "M", "F": "F", "O": "O"}



def control_id(page: ReportPage) -> str:
    """MSH-10, at most 20 characters: the same report is the same message."""
    return uuid5(NAMESPACE_OID, page.reference.sop_instance_uid).hex[:20].upper()


def hl7_of(page: ReportPage, pdf: bytes = b"", *, instead: bool = False) -> bytes:
    """Segments end in a carriage return. pdf: of the same page, sent as ED; b"" for none.

    A report that replaces a signed one is a correction (OBR-25 and OBX-11 are C); an addendum is an observation of
    its own under LOINC 55107-7. instead: of a report that the receiver may have had, and that no archive has any
    more; it is a correction too. Lines of text are one OBX each, numbered section.line in OBX-4.
    """
    sent = _time(page.answering.when)
    status = "C" if instead else _STATUS[page.standing]
    segments = [
        _segment("MSH", "^~\\&", "READER", _escaped(page.institution), "", "", sent, "", "ORU^R01^ORU_R01",
                 control_id(page), "P", "2.5.1", "", "", "", "", "", "UNICODE UTF-8"),
        _patient(page),
        _segment("ORC", "RE", "", _filler(page)),
        _request(page, sent, status),
    ]  # fmt: skip
    number = 0
    for place, part in enumerate(page.parts, 1):
        for line, said in enumerate(part.lines, 1):
            number += 1
            text = _escaped(said.text + origin_of(page, said.algorithms))
            segments.append(_result(number, "TX", _section(part), f"{place}.{line}", text, "", status))
    for row in page.findings:
        for line, measured in enumerate(row.measurements, 1):
            number += 1
            value, unit = f"{measured.value:.15g}", _coded(measured.unit)
            name = _coded(measured.concept)
            how = "~".join(_coded(code) for code in (measured.derivation, measured.method) if code is not None)
            segments.append(_result(number, "NM", name, _group(row, page, line), value, unit, status, how))
    if pdf:
        number += 1
        data = b64encode(pdf).decode("ascii")
        name = _coded(Code("PDF", "", page.words.title))
        segments.append(_result(number, "ED", name, "", f"READER^application^pdf^Base64^{data}", "", status))
    return "".join(f"{segment}\r" for segment in segments).encode("utf-8")


def _patient(page: ReportPage) -> str:
    patient = page.subject.patient
    issuer = _escaped(patient.issuer)
    if patient.issuer_uid:
        issuer += f"&{_escaped(patient.issuer_uid)}&ISO"
    identifier = f"{_escaped(patient.patient_id)}^^^{issuer}^PI"
    born = patient.birth_date.strftime("%Y%m%d") if patient.birth_date else ""
    return _segment(
        "PID", "1", "", identifier, "", "~".join(_names(patient.name)), "", born, _SEXES.get(patient.sex, "U")
    )


def _request(page: ReportPage, sent: str, status: str) -> str:
    subject = page.subject
    exam = _escaped(subject.study_description or page.words.title)
    fields = dict.fromkeys(range(1, 33), "")
    fields |= {
        1: "1", 3: _filler(page), 4: f"{_escaped(subject.modality) or 'RAD'}^{exam}^L",
        7: _time(subject.study_when),
        18: _escaped(page.accession), 22: sent, 24: "RAD", 25: status,
        32: _interpreter(page.answering.person),
    }  # fmt: skip
    fields[33] = "~".join(map(_interpreter, (*page.beside, *page.before_addendum)))
    return _segment("OBR", *fields.values())


def _result(
    number: int, kind: str, name: str, group: str, value: str, unit: str, status: str, how: str = ""
) -> str:
    """how: OBX-17, what it was made from and how its lengths were calibrated."""
    later = ("", "", "", "", "", how)
    return _segment("OBX", str(number), kind, name, group, value, unit, "", "", "", "", status, *later)


def _section(part: Part) -> str:
    heading = part.heading
    return f"{_escaped(heading.value)}^{_escaped(part.title)}^{_scheme(heading)}"


def _group(row: FindingRow, page: ReportPage, line: int) -> str:
    """Numbers of one finding have its number in common, behind those of the sections."""
    return f"{len(page.parts) + 1 + page.findings.index(row)}.{line}"


def _coded(code: Code) -> str:
    return f"{_escaped(code.value)}^{_escaped(code.meaning)}^{_scheme(code)}"


def _scheme(code: Code) -> str:
    """L: a local one."""
    return code.scheme if code.scheme in _SCHEMES else "L"


def _names(name: PersonName) -> list[str]:
    """XPN: family^given^middle^suffix^prefix^^L^I, ideographic first; A is alphabetic (table 0465)."""
    found = []
    for written, representation in ((name.ideographic, "I"), (name.alphabetic, "A")):
        if written.strip("^"):
            family, given, middle, prefix, suffix = [*map(_escaped, written.split("^")), "", "", "", "", ""][:5]
            found.append(f"{family}^{given}^{middle}^{suffix}^{prefix}^^L^{representation}")
    return found


def _interpreter(person: Person) -> str:
    """NDL, whose first component is a CNN: id&family&given; the name as it is read most easily."""
    name = person.name
    parts = (name.alphabetic or name.ideographic).split("^")
    family, given = [*map(_escaped, parts), "", ""][:2]
    return f"{_escaped(person.code.value)}&{family}&{given}"


def _filler(page: ReportPage) -> str:
    return f"{_escaped(page.accession)}^READER" if page.accession else ""


def _segment(*fields: str) -> str:
    return "|".join(fields).rstrip("|")


def _escaped(text: str) -> str:
    """Without control characters: one of them would end the segment, or the message (MLLP)."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp"))
    return kept.translate(_ESCAPES)


def _time(when: datetime | None) -> str:
    """TS to the second with its offset; a day without one where it is not known."""
    if when is None or when.year == 1:
        return ""
    return with_offset(when).strftime("%Y%m%d%H%M%S%z")[:19]
