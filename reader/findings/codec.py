"""What AI and people left in a study (SR, SEG, KO) → findings; findings → a measurement report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import NAMESPACE_OID, uuid5

import numpy as np
from pydicom.dataset import Dataset

from reader.core.errors import ReaderError
from reader.core.text import Told, counted, mark, tr
from reader.dicom import attributes
from reader.dicom.datasets import READ_ERRORS, read_dataset
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import (
    CAD_REPORT,
    KEY_OBJECTS,
    OTHER_REPORT,
    SEGMENTATION,
    STRUCTURED_REPORT,
    TEXT_REPORT,
    ObjectKind,
    kind_of,
)
from reader.findings.codec_ko import (
    KeyObjectsRead,
    encode_key_objects,
    is_of_person,
    own_from,
    read_key_objects,
)
from reader.findings.codec_seg import decode_segments
from reader.findings.codec_sr import NOWHERE, ReportRead, read_report, sample
from reader.findings.codec_tree import text
from reader.findings.codec_write import encode_measurement_report
from reader.findings.model import (
    Finding,
    ImageReference,
    KeyImage,
    Observer,
    SegmentMask,
    Source,
    Status,
)
from reader.findings.placing import StudyIndex
from reader.study.model import Study

__all__ = [
    "FindingsRead", "decode_segments", "encode_key_objects", "encode_measurement_report", "read_alone",
    "read_objects",
]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What one object says. problem: what is wrong with it, in the user's words."""

    reports: tuple[ReportRead, ...] = ()
    masks: tuple[SegmentMask, ...] = ()
    selections: tuple[KeyObjectsRead, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class FindingsRead:
    """What was read. problems: in the user's words, what could not be.

    sources: every result that was read, also one that found nothing. key_images: of Key Object Selections.
    used: SOP Instance UIDs of the objects that said something. unplaced: some of it lies in a frame of reference
    that no listed image states; an index may know but one for a whole series.
    """

    findings: tuple[Finding, ...] = ()
    segmentations: tuple[SegmentMask, ...] = ()
    problems: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    key_images: tuple[KeyImage, ...] = ()
    used: frozenset[str] = frozenset()
    unplaced: bool = False


def read_objects(
    objects: Iterable[bytes], study: Study, reported: Collection[str] = (), replaced: Collection[str] = ()
) -> FindingsRead:
    """Read those objects of one exam that `READERS` knows. Any thread, never raises for what a file says.

    Whose they are was judged before (`study/admission`).

    Findings of one tracking UID in several documents are one: what an algorithm proposed, with the judgement of
    the latest document in which a person of ours judged it. A document that another one replaces counts no more.
    Segments that no report speaks of: organs stay masks; what is abnormal becomes a finding of its own.
    reported, replaced: SOP Instance UIDs of what the reports of the exam are built on now, and of what only earlier
    versions were built on. Key images that a person chose for a report are findings of the exam; what people here
    chose or measured for an earlier version alone is none any more. Where nothing takes the place of a document,
    and for Key Object Selections, which name no predecessor, only the reports tell.
    """
    index = StudyIndex(study)
    problems: list[str] = []
    readings: dict[str, Reading] = {}
    for data in objects:
        try:
            dataset = read_dataset(data)
            read = READERS.get(kind_of(text(dataset, "SOPClassUID")))
            if read is not None and (found := read(dataset, index)) != Reading():
                readings[text(dataset, "SOPInstanceUID")] = found
        except ReaderError as error:
            problems.append(error.user_message)
        except READ_ERRORS:
            problems.append(Told(_damaged))
    problems += [reading.problem for reading in readings.values() if reading.problem]
    reports = [report for reading in readings.values() for report in reading.reports]
    masks = [mask for reading in readings.values() for mask in reading.masks]
    own, selections = _selections(readings, reported, replaced)
    problems.extend(_missing((*reports, *own, *selections), masks, index))
    problems += [Told(partial(_too_many, report.beyond, report.source.name)) for report in reports if report.beyond]
    findings = [_with_masks(finding, masks, index) for finding in _merge(reports, masks, index, replaced)]
    marked = {finding.tracking_uid: finding for selection in own for finding in own_from(selection)}
    findings += marked.values()
    sources = dict.fromkeys(report.source for report in reports)
    key_images = tuple(dict.fromkeys(key for selection in selections for key in selection.images))
    return FindingsRead(
        tuple(findings), tuple(masks), tuple(problems), tuple(sources), key_images, frozenset(readings),
        unplaced=bool(_lost(masks, index)) or any(finding.problem == NOWHERE for finding in findings),
    )  # fmt: skip


def _selections(
    readings: Mapping[str, Reading], reported: Collection[str], replaced: Collection[str]
) -> tuple[list[KeyObjectsRead], list[KeyObjectsRead]]:
    """(those that reports are built on, those of others); what was replaced is in neither."""
    own, others = [], []
    for uid, reading in readings.items():
        for selection in reading.selections:
            if not is_of_person(selection) or uid not in (*reported, *replaced):
                others.append(selection)
            elif uid in reported:
                own.append(selection)
    return own, others


def _read_segments(dataset: Dataset, index: StudyIndex) -> Reading:
    masks = tuple(decode_segments(dataset, index))
    name = _name_of(dataset)
    return Reading(masks=masks, problem="" if masks else Told(lambda: _named(tr("A segmentation is empty"), name)))


def _read_selection(dataset: Dataset, index: StudyIndex) -> Reading:
    return Reading(selections=(read_key_objects(dataset, index),))


def _read_report(dataset: Dataset, index: StudyIndex) -> Reading:
    report = read_report(dataset, index)
    return Reading(reports=(report,)) if report is not None else Reading()


READERS: dict[ObjectKind, Callable[[Dataset, StudyIndex], Reading]] = {
    SEGMENTATION: _read_segments,
    KEY_OBJECTS: _read_selection,
    STRUCTURED_REPORT: _read_report,
    TEXT_REPORT: _read_report,
    CAD_REPORT: _read_report,
    OTHER_REPORT: _read_report,
}
"""Who reads what is used for findings. They raise `ReaderError` or `READ_ERRORS` for what they can't read."""


def read_alone(objects: Iterable[bytes], study: Study, uids: Collection[str]) -> dict[str, tuple[Finding, ...]]:
    """What each of these documents says by itself, by SOP Instance UID; one that can't be read is left out."""
    found: dict[str, tuple[Finding, ...]] = {}
    for data in objects if uids else ():
        try:
            uid = attributes.text(read_header(data), 0x00080018)
        except BrokenObject:
            continue
        if uid in uids:
            found[uid] = read_objects([data], study, (uid,)).findings
    return found


def _name_of(dataset: Dataset) -> str:
    return text(dataset, "SeriesDescription") or text(dataset, "Manufacturer")


def _named(message: str, name: str) -> str:
    return f"{message}: {name}" if name else message


def _lost(masks: Sequence[SegmentMask], index: StudyIndex) -> list[str]:
    """The labels of segments that are nowhere near an image."""
    lost = (m.reference.label for m in masks if m.in_patient and not (m.space and index.spaces.has(m.space)))
    return list(dict.fromkeys(lost))


def _missing(
    reports: Sequence[ReportRead | KeyObjectsRead], masks: Sequence[SegmentMask], index: StudyIndex
) -> list[str]:
    found: list[str] = [Told(partial(_cites, r.missing, r.source.name)) for r in reports if r.missing]
    found += [Told(partial(_nowhere, label)) for label in _lost(masks, index)]
    for mask in masks:
        cited = [image for image in mask.slices if image is not None]
        here = any(index.get(image.sop_instance_uid) is not None for image in cited)
        if not here and mask.series_uid not in index.series_uids and (cited or mask.series_uid):
            found.append(Told(partial(_marks_others, mask.reference.label)))
    return found


def _damaged() -> str:
    return tr("A result of the exam is damaged and can't be read; the images are not affected.")


def _too_many(count: int, name: str) -> str:
    return counted(
        "{name}: {count} more finding is not shown; the result has too many.",
        "{name}: {count} more findings are not shown; the result has too many.",
        count, name=name,
    )  # fmt: skip


def _cites(count: int, name: str) -> str:
    return counted(
        "{name} cites {count} image that is not in this exam.",
        "{name} cites {count} images that are not in this exam.",
        count, name=name,
    )  # fmt: skip


def _nowhere(label: str) -> str:
    return tr("{name} is in a frame of reference that no image of this exam has.", name=label)


def _marks_others(label: str) -> str:
    return tr("{name} marks images that are not in this exam.", name=label)


def _merge(
    reports: Sequence[ReportRead], masks: Sequence[SegmentMask], index: StudyIndex, replaced: Collection[str]
) -> list[Finding]:
    """What was proposed, by reports and by segments alone, then what people here made of it, oldest first.

    replaced: documents that are of another version alone; those of people here count no more, nor do they stand in
    the place of any.
    """
    reports = [r for r in reports if not (r.judged and r.source.sop_instance_uid in replaced)]
    gone = {uid for report in reports for uid in report.predecessors}
    standing = sorted((r for r in reports if r.source.sop_instance_uid not in gone), key=lambda r: r.when)
    merged: dict[str, Finding] = {}
    for report in standing:
        for finding in report.findings:
            known = merged.get(finding.tracking_uid)
            elsewhere = finding.problem and known is not None and not known.problem  # of another exam's images
            if finding.tracking_uid not in report.judged and not elsewhere:
                merged[finding.tracking_uid] = finding
    for finding in _of_masks(masks, tuple(merged.values()), index):
        merged.setdefault(finding.tracking_uid, finding)
    for report in standing:
        for finding in report.findings:
            if finding.tracking_uid in report.judged:
                merged[finding.tracking_uid] = judged_on(merged.get(finding.tracking_uid), finding)
    return list(merged.values())


def judged_on(known: Finding | None, new: Finding) -> Finding:
    """The known finding after what a person's later document says of it."""
    if known is None or not known.is_ai:
        return new
    first = known.as_proposed
    if new.status is Status.EDITED:
        kept = new.problem or known.problem if not new.shapes else ""
        return replace(
            new,
            source=known.source,
            proposed=first,
            segments=new.segments or known.segments,
            shapes=new.shapes or known.shapes,
            key_image=new.key_image or known.key_image,
            place=new.place or known.place,
            space=new.space if new.place is not None else known.space,
            certainty=new.certainty if new.certainty is not None else known.certainty,
            problem=kept,
        )
    return replace(
        first, status=new.status, note=new.note or known.note, judged_by=new.judged_by, judged_at=new.judged_at,
        key_image=first.key_image if new.problem else new.key_image or first.key_image,
    )  # fmt: skip


def _with_masks(finding: Finding, masks: Sequence[SegmentMask], index: StudyIndex) -> Finding:
    """With label and colour of its segments, a place from them, and those that share its UID. Its key image is from
    them too, unless a person of ours judged it: then it is that which his document and his sentence name."""
    by_key: dict[tuple[str, int], SegmentMask] = {}
    for mask in masks:  # of a segment in several pieces the largest one is gone to
        if mask.key not in by_key or mask.voxels > by_key[mask.key].voxels:
            by_key[mask.key] = mask
    own = [s for s in finding.segments if (s.sop_instance_uid, s.number) in by_key]
    references = [by_key[(s.sop_instance_uid, s.number)].reference for s in own]
    references += [mask.reference for mask in masks if _uid_of(mask) == finding.tracking_uid]
    references = list({(r.sop_instance_uid, r.number): r for r in references}.values())
    gone = [s for s in finding.segments if (s.sop_instance_uid, s.number) not in by_key]
    mine = [by_key[(r.sop_instance_uid, r.number)] for r in references]
    place, space = finding.place, finding.space
    if place is None:
        place, space = next(((m.centroid, m.space) for m in mine if m.centroid is not None), (None, None))
    key_image = finding.key_image
    named = key_image is not None and bool(finding.judged_by or finding.judged_at)
    if mine and not finding.shapes and place is not None and not named:
        key_image = _slice_image(mine[0], index) or key_image
    problem = finding.problem
    sources = sample([image for mask in mine for image in _sources(mask, index)])
    measurements = tuple(
        replace(m, taken_from=sources) if m.is_statistic and not m.taken_from else m for m in finding.measurements
    )
    if gone and not mine and not finding.shapes and not problem:
        problem = mark("cites a segmentation that is not in this exam")
    proposed = None if finding.proposed is None else _with_masks(finding.proposed, masks, index)
    return replace(
        finding, segments=(*references, *gone), place=place, space=space, key_image=key_image, problem=problem,
        proposed=proposed, measurements=measurements,
    )  # fmt: skip


def _sources(mask: SegmentMask, index: StudyIndex) -> list[ImageReference]:
    """The images that were segmented, as far as the object names them and they are in the exam."""
    named = [i for i in (*mask.slices, mask.image) if i is not None and index.get(i.sop_instance_uid) is not None]
    if named or mask.centroid is None or mask.series_uid not in index.series_uids:
        return named
    near = index.nearest(mask.centroid, mask.space, mask.series_uid)
    return [near] if near is not None and near.series_uid == mask.series_uid else []


def _slice_image(mask: SegmentMask, index: StudyIndex) -> ImageReference | None:
    """The image of the slice in which most of it lies, of equal ones in the middle, as far as it is in the exam."""
    areas = np.count_nonzero(mask.mask, axis=(1, 2))
    middle = (len(areas) - 1) / 2
    for k in sorted(range(len(areas)), key=lambda k: (-areas[k], abs(k - middle))):
        image = mask.slices[k] if k < len(mask.slices) else None
        if image is not None and index.get(image.sop_instance_uid) is not None:
            return image
    return index.nearest(mask.centroid, mask.space, mask.series_uid) if mask.centroid is not None else None


def _uid_of(mask: SegmentMask) -> str:
    """The segment's tracking UID, or one made from the segment that stays the same each time it is read."""
    return mask.tracking_uid or f"2.25.{uuid5(NAMESPACE_OID, f'{mask.key[0]}#segment{mask.key[1]}').int}"


def _of_masks(masks: Sequence[SegmentMask], findings: Sequence[Finding], index: StudyIndex) -> list[Finding]:
    """Findings of the segments that no report speaks of, unless they are organs."""
    told = {(s.sop_instance_uid, s.number) for f in findings for s in f.segments}
    named = {finding.tracking_uid for finding in findings}
    made: dict[str, Finding] = {}
    for mask in masks:
        if mask.key in told or _uid_of(mask) in named or mask.is_anatomy:
            continue
        uid = _uid_of(mask)
        if uid in made:
            made[uid] = replace(made[uid], segments=(*made[uid].segments, mask.reference))
            continue
        key_image = _slice_image(mask, index) or mask.image
        here = key_image is not None and index.get(key_image.sop_instance_uid) is not None
        made[uid] = Finding(
            tracking_uid=uid,
            tracking_id=mask.tracking_id or mask.reference.label,
            source=mask.source,
            finding=mask.type,
            site=mask.site,
            laterality=mask.laterality,
            segments=(mask.reference,),
            status=Status.PROPOSED if mask.source.observer is Observer.DEVICE else Status.ACCEPTED,
            key_image=key_image,
            place=mask.centroid,
            space=mask.space,
            problem="" if here else _why_not(mask, index),
        )
    return list(made.values())


def _why_not(mask: SegmentMask, index: StudyIndex) -> str:
    """Why a segment of which no image is in the exam can't be shown; "" where it can."""
    if mask.in_patient and mask.space is not None and not index.spaces.has(mask.space):
        return NOWHERE
    return mark("cites images that are not in this exam")
