"""A report as a DICOM object: Comprehensive SR with TID 2000 (PS3.3 A.35.3, PS3.16), unsigned.

`review/` adds the signature to the bytes that come from here. `codec_read.py` reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydicom import Dataset
from pydicom.sequence import Sequence as Items

from reader import __version__
from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.dicom.datasets import file_of
from reader.dicom.objects import COMPREHENSIVE_SR
from reader.dicom.private import PRIVATE_CREATOR, PRIVATE_GROUP, Private
from reader.dicom.texts import clean_text
from reader.dicom.ups.tasks import CONCLUSION, NEGATIVE, POSITIVE, SECOND_READ
from reader.dicom.values import Code, Person, in_zone_of, with_offset
from reader.findings.model import Finding, ImageReference
from reader.report.codec_read import decode_report
from reader.report.codes import (
    ALGORITHM_NAME,
    ALSO_TRACKED,
    COMMENT,
    ELEMENTS,
    FINDING,
    LANGUAGE,
    LOGIN_NAME,
    OBSERVER_NAME,
    OBSERVER_ORGANISATION,
    OBSERVER_TYPE,
    PERSON,
    SOURCE_IMAGE,
    TRACKING_UID,
)
from reader.report.model import (
    FINDINGS,
    IMPRESSION,
    ObjectReference,
    Report,
    ReportDocument,
    Section,
    Statement,
)
from reader.terms.languages import language_of, meaning

__all__ = ["decode_report", "encode_report"]

_MEANINGS = {FINDINGS.value: "Findings"}  # CID 7001 calls LOINC 59776-5 so; LOINC itself "Procedure Findings"


def encode_report(document: ReportDocument, findings: Iterable[Finding] = ()) -> bytes:
    """The document as a DICOM file (Explicit VR Little Endian, ISO_IR 192).

    findings: where a statement points at one of these that has a key image, the image is cited with the
    sentence and joins the evidence. A statement without text is left out. Raises `ReaderError` where the
    standard needs something that is not known (the verifier's organisation).
    """
    images = {f.tracking_uid: f.key_image for f in findings if f.key_image is not None and f.key_image.series_uid}
    report = document.report
    linked = [images[uid] for uid in sorted(report.finding_uids) if uid in images]
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    _patient_and_study(ds, report)
    _series(ds, document)
    _document(ds, document, linked)
    _content(ds, document, images)
    _private(ds, report)
    return file_of(ds)


def _patient_and_study(ds: Dataset, report: Report) -> None:
    subject = report.subject
    ds.PatientName = str(subject.patient.name)
    ds.PatientID = subject.patient.patient_id
    if subject.patient.issuer:
        ds.IssuerOfPatientID = subject.patient.issuer
    born = subject.patient.birth_date
    ds.PatientBirthDate = born.strftime("%Y%m%d") if born else ""
    ds.PatientSex = subject.patient.sex
    ds.StudyInstanceUID = subject.study_uid
    studied = subject.study_when
    ds.StudyDate = studied.strftime("%Y%m%d") if studied else ""
    ds.StudyTime = _time(studied) if studied else ""
    ds.ReferringPhysicianName = ""
    ds.StudyID = ""
    ds.AccessionNumber = subject.accession
    if subject.study_description:
        ds.StudyDescription = _line(subject.study_description)


def _series(ds: Dataset, document: ReportDocument) -> None:
    ds.Modality = "SR"
    ds.SeriesInstanceUID = document.reference.series_uid
    ds.SeriesNumber = 9100
    ds.SeriesDescription = language_of(document.report.language).report
    ds.ReferencedPerformedProcedureStepSequence = Items()
    ds.Manufacturer = "reader"
    ds.ManufacturerModelName = "reader"
    ds.SoftwareVersions = __version__
    ds.DeviceSerialNumber = "0"


def _document(ds: Dataset, document: ReportDocument, images: Sequence[ImageReference]) -> None:
    """SR Document General (PS3.3 C.17.2) and SOP Common."""
    report = document.report
    when = in_zone_of(report.subject.study_when, document.when)
    ds.SOPClassUID = COMPREHENSIVE_SR
    ds.SOPInstanceUID = document.reference.sop_instance_uid
    ds.InstanceNumber = 1
    ds.ContentDate, ds.ContentTime = when.strftime("%Y%m%d"), _time(when)
    ds.InstanceCreationDate, ds.InstanceCreationTime = ds.ContentDate, ds.ContentTime
    ds.TimezoneOffsetFromUTC = when.strftime("%z")[:5]
    ds.CompletionFlag = "COMPLETE" if document.complete else "PARTIAL"
    ds.PreliminaryFlag = "FINAL" if document.final else "PRELIMINARY"
    ds.VerificationFlag = "VERIFIED" if document.verifier else "UNVERIFIED"
    if document.verifier is not None:
        ds.VerifyingObserverSequence = Items([_verifier(document.verifier, document.verified_at or when)])
    ds.AuthorObserverSequence = Items([_person(report.author)])
    if document.participants:
        ds.ParticipantSequence = Items([_participant(person) for person in document.participants])
    if document.predecessor is not None:
        ds.PredecessorDocumentsSequence = _references([document.predecessor])
    ds.PerformedProcedureCodeSequence = _codes(SECOND_READ) if report.second else Items()
    ds.ReferencedRequestSequence = Items([_request(report)])
    cited = [
        ObjectReference(image.sop_class_uid, image.sop_instance_uid, image.series_uid, report.subject.study_uid)
        for image in images
    ]
    known = {reference.sop_instance_uid for reference in document.evidence}
    others = {c.sop_instance_uid: c for c in cited if c.sop_instance_uid not in known}
    evidence = (*document.evidence, *others.values())
    own = [reference for reference in evidence if reference.study_uid == report.subject.study_uid]
    other = [reference for reference in evidence if reference.study_uid != report.subject.study_uid]
    if own:
        ds.CurrentRequestedProcedureEvidenceSequence = _references(own)
    if other:
        ds.PertinentOtherEvidenceSequence = _references(other)


def _request(report: Report) -> Dataset:
    item = Dataset()
    item.StudyInstanceUID = report.subject.study_uid
    item.ReferencedStudySequence = Items()
    item.AccessionNumber = report.subject.ordered or report.subject.accession
    item.PlacerOrderNumberImagingServiceRequest = ""
    item.FillerOrderNumberImagingServiceRequest = ""
    item.RequestedProcedureID = ""
    item.RequestedProcedureDescription = _line(report.subject.study_description)
    item.RequestedProcedureCodeSequence = Items()
    return item


def _person(person: Person) -> Dataset:
    """Identified Person or Device macro (PS3.3 table C.17-3b)."""
    item = Dataset()
    item.ObserverType = "PSN"
    item.PersonName = str(person.name)
    item.PersonIdentificationCodeSequence = _codes(person.code)
    item.InstitutionName = _line(person.organisation)
    item.InstitutionCodeSequence = Items()
    return item


def _participant(person: Person) -> Dataset:
    item = _person(person)
    item.ParticipationType = "ATTEST"
    item.ParticipationDateTime = ""
    return item


def _verifier(person: Person, when: datetime) -> Dataset:
    if not person.organisation:
        raise ReaderError(
            tr("A verified report names the signer's organisation, and your account has none."),
            tr("Ask your administrator to complete your account; then sign again."),
            safe=tr("Your text is saved on this computer."),
        )
    item = Dataset()
    item.VerifyingObserverName = str(person.name)
    item.VerifyingObserverIdentificationCodeSequence = _codes(person.code)
    item.VerifyingOrganization = _line(person.organisation)
    item.VerificationDateTime = with_offset(when).strftime("%Y%m%d%H%M%S.%f%z")
    return item


def _references(references: Iterable[ObjectReference]) -> Items:
    """Hierarchical SOP Instance Reference macro (PS3.3 table C.17-3): study > series > instance."""
    studies: dict[str, dict[str, list[ObjectReference]]] = {}
    for reference in references:
        studies.setdefault(reference.study_uid, {}).setdefault(reference.series_uid, []).append(reference)
    result = Items()
    for study_uid, series in studies.items():
        study_item = Dataset()
        study_item.ReferencedSeriesSequence = Items()
        for series_uid, instances in series.items():
            series_item = Dataset()
            series_item.ReferencedSOPSequence = Items()
            for instance in instances:
                series_item.ReferencedSOPSequence.append(_sop(instance.sop_class_uid, instance.sop_instance_uid))
            series_item.SeriesInstanceUID = series_uid
            study_item.ReferencedSeriesSequence.append(series_item)
        study_item.StudyInstanceUID = study_uid
        result.append(study_item)
    return result


def _sop(class_uid: str, instance_uid: str) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = class_uid
    item.ReferencedSOPInstanceUID = instance_uid
    return item


def _content(ds: Dataset, document: ReportDocument, images: dict[str, ImageReference]) -> None:
    """The tree of TID 2000: language (TID 1204), observer (TID 1003), one container a section, the note last."""
    report = document.report
    template = Dataset()
    template.MappingResource = "DCMR"
    template.TemplateIdentifier = "2000"
    ds.ValueType = "CONTAINER"
    ds.ConceptNameCodeSequence = _codes(report.title)
    ds.ContinuityOfContent = "SEPARATE"
    ds.ContentTemplateSequence = Items([template])
    author = report.author
    spoken = Code(report.language, "RFC5646", meaning(report.language))
    tree = [_code("HAS CONCEPT MOD", LANGUAGE, spoken)] if report.language else []
    tree += [
        _code("HAS OBS CONTEXT", OBSERVER_TYPE, PERSON),
        _item("HAS OBS CONTEXT", "PNAME", OBSERVER_NAME, PersonName=str(author.name)),
    ]
    if author.username:
        tree.append(_item("HAS OBS CONTEXT", "TEXT", LOGIN_NAME, TextValue=author.username))
    if author.organisation:
        tree.append(_item("HAS OBS CONTEXT", "TEXT", OBSERVER_ORGANISATION, TextValue=author.organisation))
    said = _place_of_flag(report)
    for section in report.sections:
        tree.append(_section(section, images, report.positive if section is said else None))
    if document.note:
        note = _item("CONTAINS", "CONTAINER", COMMENT)
        note.ContinuityOfContent = "SEPARATE"
        text = clean_text(document.note).replace("\n", "\r\n")
        note.ContentSequence = Items([_item("CONTAINS", "TEXT", COMMENT, TextValue=text)])
        tree.append(note)
    ds.ContentSequence = Items(tree)


def _place_of_flag(report: Report) -> Section | None:
    """Where positive or negative is said: with the impression, else at the end."""
    for section in report.sections:
        if section.heading == IMPRESSION:
            return section
    return report.sections[-1] if report.sections else None


def _section(section: Section, images: dict[str, ImageReference], positive: bool | None) -> Dataset:
    # Code meanings may be in the reader's own language (PS3.3 8.3): every viewer shows the heading as written.
    title = section.title or _MEANINGS.get(section.heading.value, section.heading.meaning)
    item = _item("CONTAINS", "CONTAINER", Code(section.heading.value, section.heading.scheme, title))
    item.ContinuityOfContent = "SEPARATE"
    content = [
        _statement(statement, section.heading, images)
        for statement in section.statements
        if clean_text(statement.text).strip()
    ]
    if positive is not None:
        content.append(_code("CONTAINS", CONCLUSION, POSITIVE if positive else NEGATIVE))
    if content:
        item.ContentSequence = Items(content)
    return item


def _statement(statement: Statement, heading: Code, images: dict[str, ImageReference]) -> Dataset:
    concept = ELEMENTS.get(heading.value, FINDING)
    item = _item("CONTAINS", "TEXT", concept, TextValue=clean_text(statement.text).replace("\n", "\r\n"))
    # TID 4108 has one tracking UID; a sentence about several findings names the others in our own words
    below = [_item("HAS OBS CONTEXT", "UIDREF", TRACKING_UID, UID=uid) for uid in statement.finding_uids[:1]]
    below += [_item("HAS PROPERTIES", "UIDREF", ALSO_TRACKED, UID=uid) for uid in statement.finding_uids[1:]]
    below += [_item("HAS PROPERTIES", "TEXT", ALGORITHM_NAME, TextValue=name) for name in statement.algorithms]
    for image in dict.fromkeys(images[uid] for uid in statement.finding_uids if uid in images):
        cited = _item("INFERRED FROM", "IMAGE", SOURCE_IMAGE)
        reference = _sop(image.sop_class_uid, image.sop_instance_uid)
        if image.frames:
            reference.ReferencedFrameNumber = list(image.frames)
        cited.ReferencedSOPSequence = Items([reference])
        below.append(cited)
    if below:
        item.ContentSequence = Items(below)
    return item


def _item(relation: str, kind: str, name: Code, **values: object) -> Dataset:
    item = Dataset()
    item.RelationshipType = relation
    item.ValueType = kind
    item.ConceptNameCodeSequence = _codes(name)
    for keyword, content in values.items():
        setattr(item, keyword, content)
    return item


def _code(relation: str, name: Code, content: Code) -> Dataset:
    item = _item(relation, "CODE", name)
    item.ConceptCodeSequence = _codes(content)
    return item


def _codes(code: Code) -> Items:
    if not code.value:
        return Items()
    item = Dataset()
    item.CodeValue = code.value
    item.CodingSchemeDesignator = code.scheme
    item.CodeMeaning = _line(code.meaning) or code.value
    return Items([item])


def _private(ds: Dataset, report: Report) -> None:
    """What the editor needs to go on and no public attribute of an SR holds; a reader without it loses no text."""
    block = ds.private_block(PRIVATE_GROUP, PRIVATE_CREATOR, create=True)
    subject = report.subject
    for element, text in (
        (Private.TEMPLATE, report.template_id),
        (Private.SITE, subject.site),
        (Private.MODALITY, subject.modality),
        (Private.BODY_PART, subject.body_part),
    ):
        if text:
            block.add_new(element.value, "LO", _line(text))


def _time(moment: datetime) -> str:
    return moment.strftime("%H%M%S.%f" if moment.microsecond else "%H%M%S")


def _line(text: str) -> str:
    """The text as one LO value: 64 characters, no backslash (it parts values)."""
    return " ".join(clean_text(text).split())[:64].rstrip().replace("\\", "/")

