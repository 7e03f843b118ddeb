"""Key Object Selections of any maker → key images; own key images → a Key Object Selection (PS3.3 A.35.4, PS3.16
TID 2010).

The title of an own one is (113000, DCM, "Of Interest"), the plain one of CID 7010, which every viewer knows; of
images that are marked as poor (113010, DCM, "Quality Issue") with the reason. The others say what somebody else is
to do with the images: (113020, DCM, "For Report Attachment") that they are to be printed with the report, which
these need not be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from reader import __version__
from reader.core.text import tr
from reader.dicom.datasets import file_of
from reader.dicom.objects import KEY_OBJECT_SELECTION
from reader.dicom.texts import clean_text
from reader.dicom.ups.tasks import QUALITY_ISSUE
from reader.dicom.values import Code, Person, in_zone_of
from reader.findings.codec_sr import is_named, source_of
from reader.findings.codec_tree import read_tree
from reader.findings.codec_write import MANUFACTURER, header_of
from reader.findings.model import Finding, ImageReference, KeyImage, Observer, Source
from reader.findings.own_key_images import KEY_IMAGE, marked
from reader.findings.placing import StudyIndex
from reader.findings.quality import REASONS
from reader.study.model import Study
from reader.terms.languages import meaning, short

DESCRIPTION, MODIFIER = "113012", "113011"
OF_INTEREST = Code("113000", "DCM", "Of Interest")
_LANGUAGE = Code("121049", "DCM", "Language of Content Item and Descendants")
_OBSERVER_TYPE, _PERSON = Code("121005", "DCM", "Observer Type"), Code("121006", "DCM", "Person")
_OBSERVER_NAME = Code("121008", "DCM", "Person Observer Name")
_OBSERVER_ORGANISATION = Code("121009", "DCM", "Person Observer's Organization Name")
_LOGIN_NAME = Code("128774", "DCM", "Person Observer's Login Name")
_MODIFIED = Code(MODIFIER, "DCM", "Document Title Modifier")
_DESCRIBED = Code(DESCRIPTION, "DCM", "Key Object Description")


@dataclass(frozen=True)
class KeyObjectsRead:
    """One document. missing: how many of the images that it names are not in the exam. said: its description;
    poor: why the images are, None where they are not, or for another reason than those of `quality`."""

    source: Source
    images: tuple[KeyImage, ...]
    missing: int
    said: str = ""
    poor: Code | None = None


def read_key_objects(dataset: Dataset, index: StudyIndex) -> KeyObjectsRead:
    """Each image, and each frame where some are named. Raises `READ_ERRORS` where the document is broken.

    Where nobody is named as the one who chose, its Series Description tells; it passes for an algorithm's then.
    """
    root = read_tree(dataset)
    source = source_of(dataset, root, index)
    if not is_named(root):
        source = replace(source, name=source.series_description or source.manufacturer or tr("Unknown"), version="")
    said = [item.text for item in root.walk() if item.concept is not None and item.concept.value == DESCRIPTION]
    modifiers = [item.code for item in root.named(MODIFIER) if item.code is not None]
    note = "\n".join(text for text in (*(code.meaning for code in modifiers), *said) if text)
    title = root.concept or OF_INTEREST
    poor = next((why for why in REASONS if why in modifiers and title == QUALITY_ISSUE), None)
    named = dict.fromkeys(
        index.reference(image.sop_class_uid, image.sop_instance_uid, (number,) if number else ())
        for item in root.walk()
        for image, _ in item.images
        for number in image.frames or (0,)
    )
    here = [image for image in named if index.holds(image) and index.is_image(image)]
    gone = sum(1 for image in named if not index.holds(image))
    images = tuple(KeyImage(image, title, note, source) for image in here)
    return KeyObjectsRead(source, images, gone, "\n".join(filter(None, said)) if poor else note, poor)


def is_of_person(selection: KeyObjectsRead) -> bool:
    return selection.source.observer is Observer.PERSON


def own_from(selection: KeyObjectsRead) -> tuple[Finding, ...]:
    """The key images of a selection that a report is built on."""
    why = selection.poor or KEY_IMAGE
    return tuple(marked(key.image, key.source, selection.said, why) for key in selection.images)


def encode_key_objects(
    key_images: Sequence[Finding],
    study: Study,
    observer: Person,
    *,
    sop_instance_uid: str,
    series_uid: str,
    number: int,
    language: str,
    when: datetime,
) -> bytes:
    """One document of key images that have one reason and one note: a DICOM file (Explicit VR Little Endian,
    ISO_IR 192).

    number: of the document in its series, from 1. language: RFC 5646. Any thread. Raises ValueError where an image
    or frame is not in this study: each study would need a document of its own (Identical Documents).
    """
    index, note = StudyIndex(study), key_images[0].note
    poor = key_images[0].finding if key_images[0].finding in REASONS else None
    images = [_in_study(finding.key_image, index) for finding in key_images]
    moment = in_zone_of(study.when, when)
    ds = header_of(study, ImageReference(KEY_OBJECT_SELECTION, sop_instance_uid, (), series_uid), "")
    ds.Modality = "KO"
    ds.SeriesNumber = 9910
    ds.SeriesDescription = "Key images"
    ds.ReferencedPerformedProcedureStepSequence = Items()
    ds.Manufacturer = ds.ManufacturerModelName = MANUFACTURER
    ds.SoftwareVersions, ds.DeviceSerialNumber = __version__, "0"
    if observer.organisation:
        ds.InstitutionName = observer.organisation[:64]
    ds.InstanceNumber = number
    ds.ContentDate, ds.ContentTime = moment.strftime("%Y%m%d"), moment.strftime("%H%M%S")
    ds.SeriesDate, ds.SeriesTime = ds.ContentDate, ds.ContentTime
    ds.InstanceCreationDate, ds.InstanceCreationTime = ds.ContentDate, ds.ContentTime
    ds.TimezoneOffsetFromUTC = moment.strftime("%z")[:5]
    ds.ReferencedRequestSequence = Items([_request(study)])
    ds.CurrentRequestedProcedureEvidenceSequence = Items([_evidence(study, images)])
    ds.ValueType = "CONTAINER"
    ds.ConceptNameCodeSequence = _coded(QUALITY_ISSUE if poor is not None else OF_INTEREST)
    ds.ContinuityOfContent = "SEPARATE"
    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    ds.ContentTemplateSequence = Items([template])
    ds.ContentSequence = Items([*_modifier(poor), *_context(observer, language), *_content(note, images)])
    return file_of(ds)


def _in_study(image: ImageReference | None, index: StudyIndex) -> ImageReference:
    """As the study has it, or as it was marked where its series is not listed whole yet. Raises ValueError."""
    if image is None or image.series_uid not in index.series_uids:
        raise ValueError("a key image that is not in this exam")
    if index.get(image.sop_instance_uid) is None:
        series = next(series for series in index.study.series if series.series_uid == image.series_uid)
        if image.sop_class_uid and len(series.instances) < series.expected:
            return image
        raise ValueError("a key image that is not in this exam")
    known = index.reference(image.sop_class_uid, image.sop_instance_uid, image.frames)
    if not index.holds(known) or not index.is_image(known):
        raise ValueError("a key image that is no image of this exam")
    return known


def _request(study: Study) -> Dataset:
    item = Dataset()
    item.StudyInstanceUID = study.study_uid
    item.ReferencedStudySequence = Items()
    item.AccessionNumber = study.accession
    for keyword in (
        "PlacerOrderNumberImagingServiceRequest", "FillerOrderNumberImagingServiceRequest", "RequestedProcedureID",
    ):  # fmt: skip
        setattr(item, keyword, "")
    item.RequestedProcedureDescription = study.description[:64]
    item.RequestedProcedureCodeSequence = Items()
    return item


def _evidence(study: Study, images: Sequence[ImageReference]) -> Dataset:
    """Each image once, by series: several frames of it are one object (PS3.3 C.17.2)."""
    by_series: dict[str, dict[str, str]] = {}
    for image in images:
        by_series.setdefault(image.series_uid, {})[image.sop_instance_uid] = image.sop_class_uid
    item = Dataset()
    item.ReferencedSeriesSequence = Items()
    for series_uid, instances in by_series.items():
        series = Dataset()
        series.ReferencedSOPSequence = Items([_sop(sop_class, uid) for uid, sop_class in instances.items()])
        series.SeriesInstanceUID = series_uid
        item.ReferencedSeriesSequence.append(series)
    item.StudyInstanceUID = study.study_uid
    return item


def _modifier(poor: Code | None) -> list[Dataset]:
    """Document Title Modifier."""
    if poor is None:
        return []
    item = _item("HAS CONCEPT MOD", "CODE", _MODIFIED)
    item.ConceptCodeSequence = _coded(poor)
    return [item]


def _context(observer: Person, language: str) -> list[Dataset]:
    """Language (TID 1204) and who chose them (TID 1003)."""
    spoken = Code(short(language), "RFC5646", meaning(language))
    told = [_item("HAS CONCEPT MOD", "CODE", _LANGUAGE), _item("HAS OBS CONTEXT", "CODE", _OBSERVER_TYPE)]
    told[0].ConceptCodeSequence, told[1].ConceptCodeSequence = _coded(spoken), _coded(_PERSON)
    name = _item("HAS OBS CONTEXT", "PNAME", _OBSERVER_NAME)
    name.PersonName = str(observer.name)
    told.append(name)
    for concept, said in ((_LOGIN_NAME, observer.username), (_OBSERVER_ORGANISATION, observer.organisation)):
        if said:
            told.append(_item("HAS OBS CONTEXT", "TEXT", concept))
            told[-1].TextValue = said
    return told


def _content(note: str, images: Sequence[ImageReference]) -> list[Dataset]:
    made: list[Dataset] = []
    if said := clean_text(note).strip():
        made.append(_item("CONTAINS", "TEXT", _DESCRIBED))
        made[0].TextValue = said
    for image in images:
        reference = _sop(image.sop_class_uid, image.sop_instance_uid)
        if image.frames:
            reference.ReferencedFrameNumber = list(image.frames)
        shown = _item("CONTAINS", "IMAGE", None)
        shown.ReferencedSOPSequence = Items([reference])
        made.append(shown)
    return made


def _item(relation: str, kind: str, name: Code | None) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = relation, kind
    if name is not None:
        item.ConceptNameCodeSequence = _coded(name)
    return item


def _coded(code: Code) -> Items:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code.value, code.scheme, code.meaning
    return Items([item])


def _sop(class_uid: str, instance_uid: str) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = class_uid, instance_uid
    return item
