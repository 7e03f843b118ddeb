"""TID 1500 of any vendor → findings (PS3.16, IHE AIR). Tolerant: small deviations are taken as meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import isfinite
from uuid import NAMESPACE_OID, uuid5

from pydicom.dataset import Dataset

from reader.core.text import mark, tr
from reader.dicom.objects import SEGMENTATION, kind_of
from reader.dicom.values import Code, PersonName, parse_dt
from reader.findings import annotation, codes, levels, placing
from reader.findings.axes import joined
from reader.findings.codec_tree import Item, code_of, content_moment, read_tree, sequence, text
from reader.findings.model import (
    Evaluation,
    Finding,
    ImageReference,
    Measurement,
    Observer,
    SegmentReference,
    Shape,
    ShapeKind,
    Source,
    Status,
    Vector,
)
from reader.findings.placing import StudyIndex
from reader.spatial.space import Space
from reader.terms.units import NO_UNITS

MEASUREMENT_GROUP, IMAGING_MEASUREMENTS = "125007", "126010"
QUALITATIVE_EVALUATIONS = ("C0034375",)
FINDING, FINDING_SITE = "121071", ("363698007", "G-C0E3")
LATERALITY = ("272741003", "G-C171")
TRACKING_ID, TRACKING_UID = "112039", "112040"
ALGORITHM_NAME, ALGORITHM_VERSION = "111001", "111003"
OBSERVER_TYPE, PERSON, DEVICE = "121005", "121006", "121007"
PERSON_NAME = "121008"
DEVICE_UID, DEVICE_NAME, DEVICE_MAKER, DEVICE_MODEL = "121012", "121013", "121014", "121015"
DERIVATION, COMMENT, METHOD = "121401", "121106", "370129005"
PROCESSING_EQUIPMENT = ("109102", "Newcode1")
# (111012) Certainty of Finding is asked for by IHE AIR; the others are what vendors write for the same.
CERTAINTIES = ("111012", "246103008", "111047")
_WRITTEN_WITH = ("121233", "121112")  # Source image for segmentation, Source of Measurement
# Context, not content: category, session, time points, geometric purpose, method.
_CONTEXT = ("276214006", "126070", "126071", "126072", "C2348792", "C2348793", "C67447", "130400", "370129005")
NOWHERE = mark("is in a frame of reference that no image of this exam has")
MOST_SOURCES = 16
MOST_GROUPS = 1000
_STATUSES = {
    codes.STATUS_ACCEPTED: Status.ACCEPTED,
    codes.STATUS_EDITED: Status.EDITED,
    codes.STATUS_REJECTED: Status.REJECTED,
    codes.STATUS_ADDED: Status.ACCEPTED,
}
_KINDS = {
    "POINT": ShapeKind.POINT,
    "MULTIPOINT": ShapeKind.POINT,
    "POLYLINE": ShapeKind.POLYLINE,
    "POLYGON": ShapeKind.POLYGON,
    "ELLIPSE": ShapeKind.ELLIPSE,
    "CIRCLE": ShapeKind.CIRCLE,
}


@dataclass(frozen=True)
class ReportRead:
    """One measurement report. judged: what a person of ours said of each tracking UID, None where nobody did.

    predecessors: the SOP Instance UIDs that this one takes the place of. missing: cited images not in the exam.
    beyond: how many measurement groups were left unread, after the first `MOST_GROUPS`.
    """

    source: Source
    findings: tuple[Finding, ...]
    judged: frozenset[str]
    predecessors: frozenset[str]
    missing: int
    when: str
    beyond: int = 0


def is_measurement_report(root: Item) -> bool:
    """Whether the tree is a TID 1500 or holds measurement groups; a written report is neither."""
    if root.concept is not None and root.concept.value == "126000":
        return True
    return any(
        i.kind == "CONTAINER" and i.concept is not None and i.concept.value == MEASUREMENT_GROUP
        for i in root.walk()
    )


def read_report(dataset: Dataset, index: StudyIndex) -> ReportRead | None:
    """The findings of one SR; None where it is a report of another kind. Raises `READ_ERRORS` where broken."""
    root = read_tree(dataset)
    if root.kind != "CONTAINER":
        raise ValueError("the document has no root container")
    if not is_measurement_report(root):
        return None
    reader = _Reader(dataset, root, index)
    findings: dict[str, Finding] = {}
    judged = set()
    groups = _groups(root)
    for number, group in enumerate(groups[:MOST_GROUPS], start=1):
        finding, by_us = reader.finding(group, number)
        known = findings.get(finding.tracking_uid)
        findings[finding.tracking_uid] = finding if known is None else _join(known, finding)
        if by_us:
            judged.add(finding.tracking_uid)
    predecessors = frozenset(
        text(sop, "ReferencedSOPInstanceUID")
        for study in sequence(dataset, "PredecessorDocumentsSequence")
        for series in sequence(study, "ReferencedSeriesSequence")
        for sop in sequence(series, "ReferencedSOPSequence")
    )
    ready = tuple(findings.values())
    source = reader.source(root)
    return ReportRead(
        source, ready, frozenset(judged), predecessors, len(reader.missing), _sortable(source.run),
        max(0, len(groups) - MOST_GROUPS),
    )  # fmt: skip


def source_of(dataset: Dataset, root: Item, index: StudyIndex) -> Source:
    """Who made a structured document."""
    return _Reader(dataset, root, index).source(root)


def is_named(root: Item) -> bool:
    """Whether a document names a person, a device or an algorithm as the one who says so."""
    return any(root.first_text(concept) for concept in (PERSON_NAME, DEVICE_NAME, DEVICE_MODEL, ALGORITHM_NAME))


def _sortable(run: str) -> str:
    """DT text that sorts by time, in UTC where the document states its offset."""
    moment = parse_dt(run)
    if moment is None:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo is not None else moment).strftime("%Y%m%d%H%M%S")


def _groups(root: Item) -> list[Item]:
    groups = [
        i
        for i in root.walk()
        if i.kind == "CONTAINER" and i.concept is not None and i.concept.value == MEASUREMENT_GROUP
    ]
    if not groups:
        for container in root.named(IMAGING_MEASUREMENTS):
            groups.extend(child for child in container.children if child.kind == "CONTAINER" and child.children)
    for container in root.named(*QUALITATIVE_EVALUATIONS):
        groups.extend(
            Item("CONTAINER", "CONTAINS", None, (child,)) for child in container.children if child.kind == "CODE"
        )
    return groups


def _join(first: Finding, second: Finding) -> Finding:
    """Two groups of one tracking UID in one object: one finding with what both say. What one of them says of
    images of another exam, as of the time before, is not how it is now."""
    if bool(first.problem) != bool(second.problem):
        return second if first.problem else first
    shapes = first.shapes + second.shapes
    placed = first if first.place is not None else second
    if levels.is_set(first):
        placed = replace(first, place=placing.centre(shapes), space=placing.space_of(shapes))
    return replace(
        first,
        shapes=shapes,
        segments=tuple(dict.fromkeys(first.segments + second.segments)),
        measurements=tuple(dict.fromkeys(first.measurements + second.measurements)),
        evaluations=tuple(dict.fromkeys(first.evaluations + second.evaluations)),
        certainty=first.certainty if first.certainty is not None else second.certainty,
        key_image=first.key_image or second.key_image,
        place=placed.place,
        space=placed.space,
        problem=first.problem if first.problem and second.problem else "",
        note=first.note or second.note,
    )


class _Reader:
    """Reads the groups of one document."""

    def __init__(self, dataset: Dataset, root: Item, index: StudyIndex) -> None:
        self._dataset, self._root, self._index = dataset, root, index
        self._sop = text(dataset, "SOPInstanceUID")
        self._series = _series_of(dataset)
        self.missing: set[str] = set()

    def source(self, group: Item) -> Source:
        """Who says so: an algorithm named in the group or above it is the one, else the observer.

        A person's document whose group names an algorithm is the algorithm's word until someone here accepts
        it: nothing from AI may pass for human (safety by design, 5).
        """
        root = self._root
        own_observers = {c.code.value for c in group.named(OBSERVER_TYPE) if c.code is not None}
        observers = own_observers or {c.code.value for c in root.named(OBSERVER_TYPE) if c.code is not None}
        algorithm, version = _algorithm(group)
        if not algorithm and group is not root:
            algorithm, version = _algorithm(root)
        common = Source(
            observer=Observer.DEVICE,
            name="",
            series_description=text(self._dataset, "SeriesDescription"),
            sop_class_uid=text(self._dataset, "SOPClassUID"),
            sop_instance_uid=self._sop,
            series_uid=text(self._dataset, "SeriesInstanceUID"),
            study_uid=text(self._dataset, "StudyInstanceUID"),
            run=content_moment(self._dataset),
            verified=text(self._dataset, "VerificationFlag") == "VERIFIED",
        )
        if PERSON in observers and not algorithm:
            name = group.first_text(PERSON_NAME) or root.first_text(PERSON_NAME)
            return replace(
                common, observer=Observer.PERSON, name=PersonName.parse(name).display or tr("Unnamed person")
            )
        return self._device(common, algorithm, version)

    def _device(self, common: Source, algorithm: str, version: str) -> Source:
        equipment = [
            item
            for item in sequence(self._dataset, "ContributingEquipmentSequence")
            if (purpose := code_of(item, "PurposeOfReferenceCodeSequence")) is not None
            and purpose.value in PROCESSING_EQUIPMENT
        ]
        root, data = self._root, self._dataset
        name = algorithm or root.first_text(DEVICE_MODEL) or root.first_text(DEVICE_NAME)
        same = [item for item in equipment if text(item, "ManufacturerModelName") == name] if name else equipment
        chosen = same[0] if same else Dataset()
        header_model = text(data, "ManufacturerModelName")
        name = name or text(chosen, "ManufacturerModelName") or header_model
        name = name or common.series_description or text(data, "Manufacturer") or tr("Unnamed algorithm")
        version = version or text(chosen, "SoftwareVersions")
        if not version and header_model == name:
            version = text(data, "SoftwareVersions")
        maker = root.first_text(DEVICE_MAKER) or text(chosen, "Manufacturer") or text(data, "Manufacturer")
        uid = root.first_text(DEVICE_UID) or text(chosen, "DeviceUID")
        return replace(common, name=name, version=version, manufacturer=maker, device_uid=uid)

    def finding(self, group: Item, number: int) -> tuple[Finding, bool]:
        """One group → one finding, and whether a person of ours has judged it there."""
        source = self.source(group)
        uid = group.first_text(TRACKING_UID) or f"2.25.{uuid5(NAMESPACE_OID, f'{self._sop}#{number}').int}"
        site, laterality = _site(group)
        evaluations, status = _evaluations(group)
        shown_on = self._shown_on(group) if status is not None else None
        images = self._cited(group)
        measurements = tuple(m for item in group.children if (m := self._measurement(item, images)) is not None)
        shapes = self._shapes(group, measurements)
        here = [image for image in images if self._index.holds(image)]
        self.missing.update({i.sop_instance_uid for i in images} - {i.sop_instance_uid for i in here})
        kept = tuple(shape for shape in shapes if shape.image is None or self._index.holds(shape.image))
        place = annotation.place_of(kept, annotation.kind_in(evaluations))
        space = placing.space_of(kept)
        segments = _segments(group)
        problem = ""
        if images and not here and not any(s.image is None for s in kept):
            problem = mark("cites images that are not in this exam")
        elif not here and space is not None and not self._index.spaces.has(space):
            problem = NOWHERE
        judged_by, judged_at = self._judge(group) if status is not None else ("", None)
        default = Status.PROPOSED if source.observer is Observer.DEVICE else Status.ACCEPTED
        read = Finding(
            tracking_uid=uid,
            tracking_id=group.first_text(TRACKING_ID) or tr("Finding {number}", number=number),
            source=source,
            finding=_finding_code(group, evaluations),
            site=site,
            laterality=laterality,
            shapes=kept,
            segments=segments,
            measurements=measurements,
            certainty=_certainty(group),
            status=status or default,
            key_image=shown_on
            or (self._elsewhere(images) if not here else None)
            or self._key_image(kept, here, place, space),
            place=place,
            space=space,
            note="\n".join(c.text for c in group.children if c.kind == "TEXT" and c.text and _is_comment(c)),
            problem=problem,
            evaluations=evaluations,
            judged_by=judged_by,
            judged_at=judged_at,
        )
        return levels.read(read), status is not None

    def _judge(self, group: Item) -> tuple[str, datetime | None]:
        """Who judged a finding and when: as its group says, else who made the document."""
        said = next((c.text for c in group.children if c.concept == codes.JUDGED_BY and c.text), "")
        when, _, name = said.partition(" ")
        if not name:
            return PersonName.parse(self._root.first_text(PERSON_NAME)).display, parse_dt(self.source(group).run)
        try:
            return name, datetime.fromisoformat(when)
        except ValueError:
            return name, None

    def _image(self, reference: ImageReference) -> ImageReference:
        """With its series: as the study has it, else as the document's evidence says."""
        uid = reference.sop_instance_uid
        known = self._index.reference(reference.sop_class_uid, uid, reference.frames)
        return known if known.series_uid else replace(known, series_uid=self._series.get(uid, ""))

    def _cited(self, group: Item) -> list[ImageReference]:
        found = [
            self._image(reference)
            for item in group.walk()
            if item.concept != codes.SHOWN_ON
            for reference, segment in item.images
            if not segment and kind_of(reference.sop_class_uid) is not SEGMENTATION
        ]
        return list(dict.fromkeys(found))

    def _shown_on(self, group: Item) -> ImageReference | None:
        """The one image of a finding that a person of ours judged, as its sentence names it: stated as such, or in
        documents from before it was, by what it was written with. None where it is not in the exam."""
        for concept in (codes.SHOWN_ON.value, *_WRITTEN_WITH):
            named = [reference for item in group.named(concept) for reference, _ in item.images]
            if named:
                image = self._image(named[0])
                return image if self._index.holds(image) else None
        return None

    def _shapes(self, group: Item, measurements: tuple[Measurement, ...]) -> tuple[Shape, ...]:
        lengths = [m.concept for m in measurements if m.unit.value in ("mm", "cm") and m.derivation is None]
        found = []
        for item in group.children:
            owner = item.concept if item.kind == "NUM" else None
            for part in item.walk() if item.kind == "NUM" else (item,):
                for shape in self._drawn(part, owner):
                    if shape.role is None and len(lengths) == 1 and shape.kind is ShapeKind.POLYLINE:
                        shape = replace(shape, role=lengths[0])
                    found.append(shape)
        return joined(found)

    def _drawn(self, item: Item, role: Code | None) -> list[Shape]:
        """The contour of an item, once for each image that it was drawn on."""
        kind = _KINDS.get(item.graphic)
        points = [p for p in item.points if all(isfinite(c) for c in p)]
        if kind is None or not points or len(points) != len(item.points):
            return []
        if kind in (ShapeKind.POLYLINE, ShapeKind.POLYGON) and len(points) > 3 and points[0] == points[-1]:
            kind = ShapeKind.POLYGON
            points = points[:-1]
        images = list(dict.fromkeys(self._image(r) for child in item.children for r, _ in child.images))
        if item.kind == "SCOORD3D":
            image = images[0] if images else None
            space = self._index.space(image) or Space.series(text(self._dataset, "SeriesInstanceUID"))
            if item.frame_of_reference_uid:
                space = Space.frame(item.frame_of_reference_uid)
            return [Shape(kind, tuple((p[0], p[1], p[2]) for p in points), True, image, role, space)]
        return [self._on_image(kind, points, image, role) for image in images]

    def _on_image(
        self, kind: ShapeKind, points: Sequence[tuple[float, ...]], image: ImageReference, role: Code | None
    ) -> Shape:
        plane = self._index.plane(image)
        if plane is None:
            return Shape(kind, tuple((p[0], p[1], 0.0) for p in points), False, image, role)
        space = self._index.space(image)
        return Shape(kind, tuple(placing.to_patient(plane, p[0], p[1]) for p in points), True, image, role, space)

    def _elsewhere(self, images: Sequence[ImageReference]) -> ImageReference | None:
        """What a finding was seen in that is not in the exam: no other image is shown in the place of it."""
        gone = [i for i in images if self._index.get(i.sop_instance_uid) is None and i.series_uid]
        named = [image for image in gone if all(frame >= 1 for frame in image.frames)]
        return named[len(named) // 2] if named else None

    def _key_image(
        self, shapes: tuple[Shape, ...], here: list[ImageReference], place: Vector | None, space: Space | None
    ) -> ImageReference | None:
        drawn = next((shape.image for shape in shapes if shape.image is not None), None)
        if drawn is not None:
            return drawn
        middle = here[len(here) // 2] if here else None
        series = middle.series_uid if middle is not None else ""
        if place is not None and (near := self._index.nearest(place, space, series)) is not None:
            return near
        return middle

    def _measurement(self, item: Item, cited: Sequence[ImageReference]) -> Measurement | None:
        """cited: by the whole group; a statistic that names no images itself was made from those."""
        measurement = _measurement(item)
        if measurement is None or not measurement.is_statistic:
            return measurement
        own = self._cited(item)
        return replace(measurement, taken_from=sample(own or cited))


def sample(images: Sequence[ImageReference]) -> tuple[ImageReference, ...]:
    """So many of them, spread evenly, that another series or time among them is seen."""
    return tuple(dict.fromkeys(images[:: len(images) // MOST_SOURCES + 1]))


def _algorithm(item: Item) -> tuple[str, str]:
    for place in (item, *(c for c in item.children if c.kind == "NUM")):
        name = place.first_text(ALGORITHM_NAME)
        if name:
            version = place.first_text(ALGORITHM_VERSION)
            return name, "" if version == codes.UNKNOWN_VERSION else version
    return "", ""


def _site(group: Item) -> tuple[Code | None, Code | None]:
    for item in group.named(*FINDING_SITE):
        if item.code is not None:
            sides = [c.code for c in (*item.named(*LATERALITY), *group.named(*LATERALITY)) if c.code is not None]
            return item.code, sides[0] if sides else None
    sides = [c.code for c in group.named(*LATERALITY) if c.code is not None]
    return None, sides[0] if sides else None


def _finding_code(group: Item, evaluations: tuple[Evaluation, ...]) -> Code:
    for item in group.named(FINDING):
        if item.code is not None:
            return item.code
    coded = next((e for e in evaluations if isinstance(e.value, Code)), None)
    return coded.concept if coded is not None else codes.LESION


def _evaluations(group: Item) -> tuple[tuple[Evaluation, ...], Status | None]:
    found: list[Evaluation] = []
    status = None
    skip = (FINDING, OBSERVER_TYPE, *FINDING_SITE, *LATERALITY, *_CONTEXT, *CERTAINTIES)
    for item in group.children:
        if item.concept is None or item.kind != "CODE" or item.code is None:
            continue
        if item.concept == codes.READING_STATUS:
            status = _STATUSES.get(item.code)
        elif item.concept.value not in skip:
            found.append(Evaluation(item.concept, item.code))
    return tuple(found), status


def _is_comment(item: Item) -> bool:
    return item.concept is not None and item.concept.value == COMMENT


def _measurement(item: Item) -> Measurement | None:
    if item.kind != "NUM" or item.concept is None or item.number is None or not isfinite(item.number):
        return None
    if item.concept.value in CERTAINTIES[:1]:
        return None
    derivation = next((c.code for c in item.named(DERIVATION) if c.code is not None), None)
    method = next((c.code for c in item.named(METHOD) if c.code is not None), None)
    return Measurement(item.concept, item.number, item.unit or NO_UNITS, derivation, method)


def _certainty(group: Item) -> float | None:
    """Percent, of the group, or of its finding: certainty first, else probability. A ratio counts as of 1."""
    inside = [group, *group.named(FINDING)]
    for concept in CERTAINTIES:
        for item in (child for place in inside for child in place.named(concept)):
            if item.number is None or not isfinite(item.number):
                continue
            percent = item.number
            if item.unit is not None and item.unit.value != "%" and 0 <= percent <= 1:
                percent *= 100
            if 0 <= percent <= 100:
                return percent
    return None


def _segments(group: Item) -> tuple[SegmentReference, ...]:
    found = [
        SegmentReference(reference.sop_instance_uid, segment or 1)
        for item in group.walk()
        for reference, segment in item.images
        if segment or kind_of(reference.sop_class_uid) is SEGMENTATION
    ]
    return tuple(dict.fromkeys(found))


def _series_of(dataset: Dataset) -> dict[str, str]:
    return {
        text(sop, "ReferencedSOPInstanceUID"): text(series, "SeriesInstanceUID")
        for keyword in ("CurrentRequestedProcedureEvidenceSequence", "PertinentOtherEvidenceSequence")
        for study in sequence(dataset, keyword)
        for series in sequence(study, "ReferencedSeriesSequence")
        for sop in sequence(series, "ReferencedSOPSequence")
    }
