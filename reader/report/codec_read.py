"""Reading a report from a DICOM SR: our own without loss, anybody else's as plain sections of text.

Any SR class is taken (Basic Text, Enhanced, Comprehensive, Comprehensive 3D); a tree that is no report by
template still reads as headings and lines. What can't be read raises `ReaderError` that says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from pydicom import Dataset
from pydicom.errors import InvalidDicomError

from reader.core.errors import ReaderError
from reader.core.text import tr, visible
from reader.dicom import attributes
from reader.dicom.datasets import READ_ERRORS, read_dataset
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import Use, is_for
from reader.dicom.private import PRIVATE_CREATOR, PRIVATE_GROUP, Private
from reader.dicom.ups.tasks import CONCLUSION, NEGATIVE, POSITIVE, SECOND_READ
from reader.dicom.values import Code, Person, PersonName, clock_text, parse_birth, parse_dt, parse_offset
from reader.report.codes import (
    ALGORITHM_NAME,
    ALSO_TRACKED,
    COMMENT,
    LANGUAGE,
    LOGIN_NAME,
    OBSERVER_NAME,
    OBSERVER_ORGANISATION,
    TRACKING_UID,
)
from reader.report.model import (
    DIAGNOSTIC_IMAGING_REPORT,
    FINDINGS,
    ObjectReference,
    Report,
    ReportDocument,
    Section,
    Statement,
    Subject,
)
from reader.study.identity import PatientIdentity
from reader.terms.units import NO_UNITS, with_unit

_DEEPEST = 40


def decode_report(data: bytes) -> ReportDocument:
    """The report in a DICOM file. Raises `ReaderError` where it is no DICOM, no SR, or has no text."""
    try:
        return _read(data)
    except READ_ERRORS as cause:
        raise ReaderError(
            tr("The report could not be read: {reason}", reason=str(cause) or type(cause).__name__),
            tr("Ask your administrator to check the object; the images and your own text are not touched."),
        ) from cause


def _refuse_other(sop_class: str) -> None:
    if not is_for(Use.REPORT, sop_class):
        raise ReaderError(
            tr("This object is not a report: it is of class {sop_class}.", sop_class=sop_class or "?"),
            tr("Only DICOM structured reports are read."),
        )


def _read(data: bytes) -> ReportDocument:
    with suppress(BrokenObject):  # told below
        _refuse_other(attributes.text(read_header(data), 0x00080016))  # before a large segmentation is read whole
    try:
        ds = read_dataset(data, force=data[128:132] != b"DICM" and data[:1] == b"\x08")
    except InvalidDicomError as cause:
        raise ReaderError(tr("This is not a DICOM file."), tr("Only DICOM structured reports are read.")) from cause
    sop_class = _text(ds, "SOPClassUID")
    _refuse_other(sop_class)
    sections, positive = _sections(ds)
    if not sections:
        raise ReaderError(
            tr("The report has no text that can be read."),
            tr("Open it in the program that made it, or ask its author to send it again."),
        )
    root = list(_children(ds))
    verifier, verified_at = _verifier(ds)
    zone = _text(ds, "TimezoneOffsetFromUTC")
    when = _moment(_text(ds, "ContentDate") + _text(ds, "ContentTime"), zone)
    predecessors = list(_references(ds, "PredecessorDocumentsSequence"))
    report = Report(
        subject=_subject(ds),
        template_id=_private(ds, Private.TEMPLATE),
        title=_name(ds) or DIAGNOSTIC_IMAGING_REPORT,
        language=_language(root),
        sections=sections,
        author=_author(ds, root),
        positive=positive,
        second=_first_code(ds, "PerformedProcedureCodeSequence") == SECOND_READ,
    )
    return ReportDocument(
        report=report,
        reference=ObjectReference(
            sop_class, _text(ds, "SOPInstanceUID"), _text(ds, "SeriesInstanceUID"), _text(ds, "StudyInstanceUID")
        ),
        when=when or datetime.min,
        complete=_text(ds, "CompletionFlag") == "COMPLETE",
        final=_text(ds, "PreliminaryFlag") == "FINAL",
        verifier=verifier if _text(ds, "CompletionFlag") == "COMPLETE" else None,
        verified_at=None if verified_at == when else verified_at,
        participants=tuple(_person(item) for item in _items(ds, "ParticipantSequence")),
        predecessor=predecessors[0] if predecessors else None,
        evidence=(
            *_references(ds, "CurrentRequestedProcedureEvidenceSequence"),
            *_references(ds, "PertinentOtherEvidenceSequence"),
        ),
        note=_note(ds, root),
    )


def _subject(ds: Dataset) -> Subject:
    issuer = _text(ds, "IssuerOfPatientID")
    birth_date, birth_text = parse_birth(_text(ds, "PatientBirthDate"))
    accession = _text(ds, "AccessionNumber")
    ordered = next((_text(item, "AccessionNumber") for item in _items(ds, "ReferencedRequestSequence")), "")
    return Subject(
        patient=PatientIdentity(
            PersonName.parse(_text(ds, "PatientName")), _text(ds, "PatientID"), issuer,
            _text(ds, "PatientSex"), birth_date, birth_text,
        ),
        study_uid=_text(ds, "StudyInstanceUID"),
        accession=accession,
        study_when=_moment(_text(ds, "StudyDate") + _text(ds, "StudyTime"), _text(ds, "TimezoneOffsetFromUTC")),
        study_description=_text(ds, "StudyDescription"),
        site=_private(ds, Private.SITE),
        modality=_private(ds, Private.MODALITY),
        body_part=_private(ds, Private.BODY_PART),
        ordered=ordered if ordered != accession else "",
    )  # fmt: skip


def _author(ds: Dataset, root: list[Dataset]) -> Person:
    """From (0040,A078), else from the observer context of the tree; a foreign SR may have neither."""
    login = next((_text(item, "TextValue") for item in root if _name(item) == LOGIN_NAME), "")
    for item in _items(ds, "AuthorObserverSequence"):
        person = _person(item)
        return Person(person.name, person.organisation, person.code, login)
    name = next((_text(item, "PersonName") for item in root if _name(item) == OBSERVER_NAME), "")
    place = next((_text(item, "TextValue") for item in root if _name(item) == OBSERVER_ORGANISATION), "")
    return Person(PersonName.parse(name), place, Code("", "", ""), login)


def _person(item: Dataset) -> Person:
    return Person(
        PersonName.parse(_text(item, "PersonName")), _text(item, "InstitutionName"),
        _first_code(item, "PersonIdentificationCodeSequence") or Code("", "", ""),
    )  # fmt: skip


def _verifier(ds: Dataset) -> tuple[Person | None, datetime | None]:
    """The last verifying observer, only where the document says it is VERIFIED."""
    if _text(ds, "VerificationFlag") != "VERIFIED":
        return None, None
    latest: tuple[Person | None, datetime | None] = (None, None)
    for item in _items(ds, "VerifyingObserverSequence"):
        code = _first_code(item, "VerifyingObserverIdentificationCodeSequence") or Code("", "", "")
        name = PersonName.parse(_text(item, "VerifyingObserverName"))
        person = Person(name, _text(item, "VerifyingOrganization"), code)
        latest = (person, _moment(_text(item, "VerificationDateTime"), _text(ds, "TimezoneOffsetFromUTC")))
    return latest


class _Told(NamedTuple):
    """What holds for the whole tree. zone: (0008,0201); flags: the impressions, positive or not, in their order."""

    zone: str
    flags: list[bool]


def _sections(ds: Dataset) -> tuple[tuple[Section, ...], bool | None]:
    """The containers below the root as sections; what lies beside them goes into a section of its own."""
    sections: list[Section] = []
    loose: list[Statement] = []
    told = _Told(_text(ds, "TimezoneOffsetFromUTC"), [])
    for item in _children(ds):
        if _text(item, "RelationshipType") not in ("CONTAINS", ""):
            continue
        if _is_note(ds, item):
            continue
        if _text(item, "ValueType") == "CONTAINER":
            heading = _name(item) or FINDINGS
            statements = tuple(_statements(item, told, 1))
            number = 1 + sum(section.heading == heading for section in sections)
            sections.append(Section(heading, heading.meaning, statements, number=number))
        else:
            loose += _statement(item, told, 1)
    if loose:
        root = _name(ds) or FINDINGS
        taken = {section.heading for section in sections}
        heading = FINDINGS if FINDINGS not in taken else root
        sections.insert(0, Section(heading, root.meaning or heading.meaning, tuple(loose)))
    return tuple(sections), told.flags[-1] if told.flags else None


def _statements(container: Dataset, told: _Told, depth: int) -> Iterator[Statement]:
    if depth > _DEEPEST:
        raise ReaderError(tr("The object is nested too deeply to be a report."))
    for item in _children(container):
        if _text(item, "RelationshipType") not in ("CONTAINS", ""):
            continue
        if _text(item, "ValueType") == "CONTAINER":
            heading = _name(item)
            if heading is not None and heading.meaning:
                yield Statement(heading.meaning)
            yield from _statements(item, told, depth + 1)
        else:
            yield from _statement(item, told, depth)


def _statement(item: Dataset, told: _Told, depth: int) -> list[Statement]:
    """One content item as a line: its text, or "name: value" for what is coded or measured."""
    name, kind = _name(item), _text(item, "ValueType")
    label = name.meaning if name else ""
    if kind == "TEXT":
        text = _lines(item)
        return [Statement(text, *_links(item))] if text else []
    if kind == "CODE":
        code = _first_code(item, "ConceptCodeSequence")
        if name == CONCLUSION and code in (POSITIVE, NEGATIVE):
            told.flags.append(code == POSITIVE)
            return []
        content = code.meaning if code else ""
    elif kind == "NUM":
        content = _number(item)
    elif kind in ("PNAME", "DATE", "TIME", "DATETIME"):
        keyword = {"PNAME": "PersonName", "DATE": "Date", "TIME": "Time", "DATETIME": "DateTime"}[kind]
        content = _said(kind, _text(item, keyword), told.zone)
    else:
        return []  # images, coordinates and UIDs are cited, not said
    return [Statement(f"{label}: {content}" if label else content, *_links(item))] if content else []


def _said(kind: str, value: str, zone: str) -> str:
    """A name, date or time as one reads it; times with an offset in this computer's time."""
    if kind == "PNAME":
        return PersonName.parse(value).display
    if kind == "TIME":
        digits = value.strip().replace(":", "")
        return f"{digits[:2]}:{digits[2:4]}" if digits[:4].isdigit() and len(digits) >= 4 else value
    moment = parse_dt(value, zone=zone if kind == "DATETIME" else "")
    if moment is None:
        return value
    return clock_text(moment) if kind == "DATETIME" and len(value.strip()) > 8 else moment.date().isoformat()


def _links(item: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    below = list(_children(item))
    tracked = (child for child in below if _name(child) in (TRACKING_UID, ALSO_TRACKED))
    return (
        tuple(uid for child in tracked if (uid := _text(child, "UID"))),
        tuple(_text(child, "TextValue") for child in below if _name(child) == ALGORITHM_NAME),
    )


def _number(item: Dataset) -> str:
    for measured in _items(item, "MeasuredValueSequence"):
        unit = _first_code(measured, "MeasurementUnitsCodeSequence")
        return with_unit(_text(measured, "NumericValue").replace("-", "−"), unit or NO_UNITS)
    return ""


def _is_note(ds: Dataset, item: Dataset) -> bool:
    """What `encode_report` adds for the author of a report that goes back; a complete report has none."""
    partial = _text(ds, "CompletionFlag") == "PARTIAL"
    return partial and _text(item, "ValueType") == "CONTAINER" and _name(item) == COMMENT


def _note(ds: Dataset, root: list[Dataset]) -> str:
    lines = (
        _lines(child)
        for item in root if _is_note(ds, item)
        for child in _children(item) if _text(child, "ValueType") == "TEXT"
    )  # fmt: skip
    return "\n".join(lines)


def _language(root: list[Dataset]) -> str:
    for item in root:
        if _name(item) == LANGUAGE:
            code = _first_code(item, "ConceptCodeSequence")
            if code is not None and code.value:
                return code.value
    return ""


def _children(item: Dataset) -> list[Dataset]:
    return _items(item, "ContentSequence")


def _items(item: Dataset, keyword: str) -> list[Dataset]:
    value = item.get(keyword)
    return [entry for entry in value or () if isinstance(entry, Dataset)] if not isinstance(value, str) else []


def _name(item: Dataset) -> Code | None:
    return _first_code(item, "ConceptNameCodeSequence")


def _first_code(item: Dataset, keyword: str) -> Code | None:
    for entry in _items(item, keyword):
        value = _text(entry, "CodeValue") or _text(entry, "LongCodeValue") or _text(entry, "URNCodeValue")
        return Code(value, _text(entry, "CodingSchemeDesignator"), _text(entry, "CodeMeaning"))
    return None


def _references(ds: Dataset, keyword: str) -> Iterator[ObjectReference]:
    for study in _items(ds, keyword):
        for series in _items(study, "ReferencedSeriesSequence"):
            for sop in _items(series, "ReferencedSOPSequence"):
                yield ObjectReference(
                    _text(sop, "ReferencedSOPClassUID"), _text(sop, "ReferencedSOPInstanceUID"),
                    _text(series, "SeriesInstanceUID"), _text(study, "StudyInstanceUID"),
                )  # fmt: skip


def _text(item: Dataset, keyword: str) -> str:
    value: Any = item.get(keyword)
    if value is None:
        return ""
    if not isinstance(value, str) and hasattr(value, "__iter__") and not hasattr(value, "components"):
        return "\\".join(str(part) for part in value)
    return str(value)


def _lines(item: Dataset) -> str:
    """Its text as it is stored: what would show it in another order is seen."""
    return visible(_text(item, "TextValue").replace("\r\n", "\n").replace("\r", "\n").rstrip(" \0"))


def _moment(text: str, offset: str = "") -> datetime | None:
    """DT, or DA and TM one after the other, with fractions; `offset` is (0008,0201)."""
    text = text.strip()
    if len(text) > 5 and text[-5] in "+-":
        text, offset = text[:-5], text[-5:]
    clock, _, fraction = text.replace(":", "").replace(".", "", 2 if text[4:5] == "." else 0).partition(".")
    if len(clock) < 8:
        return None
    clock = clock[:14].ljust(14, "0")
    try:
        moment = datetime.strptime(clock + (fraction[:6] or "0").ljust(6, "0"), "%Y%m%d%H%M%S%f")
    except ValueError:
        return None
    return moment.replace(tzinfo=parse_offset(offset))


def _private(ds: Dataset, element: Private) -> str:
    try:
        return str(ds.private_block(PRIVATE_GROUP, PRIVATE_CREATOR)[element.value].value or "")
    except KeyError:
        return ""

