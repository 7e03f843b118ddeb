"""Findings → a measurement report by a person: Comprehensive 3D SR, TID 1500 (PS3.16, IHE AIR).

An algorithm's object is never changed: this is a new document that re-uses its tracking UIDs, says what a person
made of each finding (`codes.READING_STATUS`), and cites the algorithm's objects as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from reader import __version__
from reader.dicom.texts import clean_text
from reader.dicom.values import Code, Person, in_zone_of, new_uid
from reader.findings import codes, levels, placing
from reader.findings.axes import apart
from reader.findings.codec_tree import frame_numbers
from reader.findings.model import Finding, ImageReference, Measurement, Shape, ShapeKind, Status
from reader.findings.placing import StudyIndex
from reader.spatial.space import Kind
from reader.study.model import ImagePlane, Study
from reader.terms.languages import meaning, short
from reader.terms.units import PERCENT

MANUFACTURER = "reader"
_LOINC_REGIONS = {
    "CT": ("25045-6", "CT unspecified body region"),
    "MR": ("25056-3", "MRI unspecified body region"),
    "NM": ("49118-3", "NM unspecified body region"),
    "PT": ("44136-0", "PET unspecified body region"),
    "CR": ("43468-8", "XR unspecified body region"),
    "DX": ("43468-8", "XR unspecified body region"),
    "RG": ("43468-8", "XR unspecified body region"),
}
_GRAPHICS = {
    ShapeKind.POINT: "POINT",
    ShapeKind.POLYLINE: "POLYLINE",
    ShapeKind.POLYGON: "POLYLINE",
    ShapeKind.ELLIPSE: "ELLIPSE",
    ShapeKind.CIRCLE: "CIRCLE",
}
_STATUS_CODES = {
    Status.ACCEPTED: codes.STATUS_ACCEPTED,
    Status.EDITED: codes.STATUS_EDITED,
    Status.REJECTED: codes.STATUS_REJECTED,
}


def encode_measurement_report(
    findings: Iterable[Finding],
    study: Study,
    observer: Person,
    cites: Sequence[ImageReference] = (),
    *,
    predecessor: ImageReference | None = None,
    sop_instance_uid: str = "",
    series_uid: str = "",
    language: str = "en",
    when: datetime | None = None,
) -> bytes:
    """A new document with every finding that was judged or added; proposals nobody judged are left out.

    cites: further evidence, such as AI results that found nothing. predecessor: the version that this one takes
    the place of. sop_instance_uid, series_uid: chosen by the caller, so that the same delivery made twice is one
    object. language: RFC 5646. when: content date and time, now by default. Takes about 0.1 s; any thread.
    Raises ValueError where nothing was judged.
    """
    import highdicom as hd  # late: 0.4 s that only a submission needs

    judged = [finding for finding in findings if finding.status is not Status.PROPOSED]
    if not judged:
        raise ValueError("a measurement report needs at least one finding that was judged or added")
    writer = _Writer(study)
    groups = writer.groups(judged)
    evidence = _Evidence(study)
    for reference in (*writer.cited, *cites):
        evidence.add(reference)
    for finding in judged:
        source = finding.source
        if finding.is_ai and source.sop_instance_uid:
            evidence.add(
                ImageReference(source.sop_class_uid, source.sop_instance_uid, (), source.series_uid),
                source.study_uid,
            )
    if not evidence.datasets:
        evidence.add(_any_image(study))
    context = hd.sr.ObservationContext(
        observer_person_context=hd.sr.ObserverContext(
            observer_type=_coded(Code("121006", "DCM", "Person")),
            observer_identifying_attributes=hd.sr.PersonObserverIdentifyingAttributes(
                name=str(observer.name),
                login_name=observer.username or None,
                organization_name=observer.organisation or None,
            ),
        )
    )
    report = hd.sr.MeasurementReport(
        observation_context=context,
        procedure_reported=_coded(_procedure(study)),
        imaging_measurements=groups,
        language_of_content_item_and_descendants=hd.sr.LanguageOfContentItemAndDescendants(
            _coded(Code(short(language), "RFC5646", meaning(language)))
        ),
    )
    moment = in_zone_of(study.when, when or datetime.now())
    document = hd.sr.Comprehensive3DSR(
        evidence=evidence.datasets,
        content=report,
        series_instance_uid=series_uid or new_uid(),
        series_number=9900,
        sop_instance_uid=sop_instance_uid or new_uid(),
        instance_number=1,
        manufacturer=MANUFACTURER,
        manufacturer_model_name=MANUFACTURER,
        software_versions=__version__,
        device_serial_number="0",
        series_description="Findings judged by a reader",
        institution_name=observer.organisation or None,
        is_complete=True,
        is_final=False,
        previous_versions=[header_of(study, predecessor, "")] if predecessor is not None else None,
        specific_character_set="ISO_IR 192",
        contributing_equipment=[
            hd.ContributingEquipment(
                MANUFACTURER,
                _coded(Code("109102", "DCM", "Processing Equipment")),
                manufacturer_model_name=MANUFACTURER,
                software_versions=__version__,
                institution_name=observer.organisation or None,
                contribution_datetime=moment,
                contribution_description="Workstation on which the findings were judged",
            )
        ],
    )
    document.ContentDate, document.ContentTime = moment.strftime("%Y%m%d"), moment.strftime("%H%M%S")
    document.TimezoneOffsetFromUTC = moment.strftime("%z")[:5]
    document.SeriesDate, document.SeriesTime = document.ContentDate, document.ContentTime
    document.InstanceCreationDate, document.InstanceCreationTime = document.ContentDate, document.ContentTime
    buffer = BytesIO()
    document.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


class _Evidence:
    """Headers of the cited objects, as far as highdicom needs them; no pixel data is asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._index = StudyIndex(study)
        self.datasets: list[Dataset] = []
        self._seen: set[str] = set()

    def add(self, reference: ImageReference, study_uid: str = "") -> None:
        """Cite one object; without a known series it can't be cited and is left out."""
        cited = self._index.get(reference.sop_instance_uid)
        series = cited.series_uid if cited is not None else reference.series_uid
        sop_class = cited.instance.sop_class_uid if cited is not None else reference.sop_class_uid
        if not series or not sop_class or reference.sop_instance_uid in self._seen:
            return
        self._seen.add(reference.sop_instance_uid)
        known = ImageReference(sop_class, reference.sop_instance_uid, reference.frames, series)
        self.datasets.append(header_of(self._study, known, study_uid))


def header_of(study: Study, reference: ImageReference, study_uid: str) -> Dataset:
    """Patient and study as the exam has them (the new object inherits them), and the reference's own UIDs.

    study_uid: "" for that of the exam.
    """
    patient, made = study.patient, Dataset()
    made.SpecificCharacterSet = "ISO_IR 192"
    made.PatientName = str(patient.name)
    made.PatientID = patient.patient_id
    if patient.issuer:
        made.IssuerOfPatientID = patient.issuer
    made.PatientBirthDate = patient.birth_date.strftime("%Y%m%d") if patient.birth_date else ""
    made.PatientSex = patient.sex if patient.sex in ("M", "F", "O") else ""
    made.StudyInstanceUID = study_uid or study.study_uid
    made.StudyDate = study.when.strftime("%Y%m%d") if study.when else ""
    made.StudyTime = study.when.strftime("%H%M%S") if study.when else ""
    made.AccessionNumber = study.accession
    made.StudyID = ""
    made.ReferringPhysicianName = ""
    if study.description:
        made.StudyDescription = study.description[:64]
    made.SeriesInstanceUID = reference.series_uid
    made.SOPClassUID = reference.sop_class_uid
    made.SOPInstanceUID = reference.sop_instance_uid
    made.Modality = "OT"
    return made


def _any_image(study: Study) -> ImageReference:
    for series in study.series:
        for instance in series.instances:
            return ImageReference(instance.sop_class_uid, instance.sop_instance_uid, (), series.series_uid)
    raise ValueError("a measurement report needs an image to cite")


def _procedure(study: Study) -> Code:
    """(121058) must come from CID 100; "unspecified" is what can be said of every exam of a modality."""
    for modality in study.modalities:
        if modality in _LOINC_REGIONS:
            value, meaning = _LOINC_REGIONS[modality]
            return Code(value, "LN", meaning)
    return Code("363679005", "SCT", "Imaging procedure")


def _coded(code: Code) -> Any:
    from highdicom.sr import CodedConcept

    meaning = code.meaning or code.value
    return CodedConcept(
        code.value, code.scheme or "99UNKNOWN", meaning if len(meaning) <= 64 else meaning[:63] + "…"
    )


class _Writer:
    """Makes the measurement groups; `cited` collects every object that they refer to."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._index = StudyIndex(study)
        self.cited: list[ImageReference] = []

    def groups(self, findings: Sequence[Finding]) -> list[Any]:
        """One group a finding: a segment, outlines, or an image alone.

        PixelMed's validator decides for the whole document what its groups are. One segment makes it look for
        a segment or outline in every group (TID 1411), exactly one outline for an outline in every group
        (TID 1410). So segments are referred to only where both hold, and a lonely outline goes to the
        measurement that was made from it. Nothing is lost: the algorithm's own object, which is cited, tells
        its segment under the same tracking UID.
        """
        findings = [
            group
            for finding in findings
            for group in levels.apart(placing.settled(finding, self._index.spaces, self._study))
        ]
        regions = [self._regions(finding) for finding in findings]
        flat = [[region for region in found if region.ValueType == "SCOORD"] for found in regions]
        lonely = len(findings) > 1 and sum(len(outlines) for outlines in flat) == 1
        segments = [self._segment(finding) for finding in findings]
        everywhere = all(a or b is not None for a, b in zip(flat, segments, strict=True))
        volumetric = any(s is not None for s in segments) and everywhere and not lonely
        made = []
        for finding, found, segment in zip(findings, regions, segments, strict=True):
            as_points = lonely and bool(finding.measurements)
            made.append(
                self._noted(self._group(finding, found, segment if volumetric else None, as_points), finding)
            )
        return made

    def _group(self, finding: Finding, regions: list[Any], segment: Any, as_points: bool) -> Any:
        import highdicom as hd

        flat = [region for region in regions if region.ValueType == "SCOORD"]
        common = self._common(finding, flat[0] if flat and as_points else None, name_sources=not flat)
        if segment is not None:
            return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(referenced_segment=segment, **common)
        if len(flat) > 1:
            return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(referenced_regions=flat, **common)
        if regions and not (flat and as_points):
            return hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
                referenced_region=(flat or regions)[0], **common
            )
        images, key = None, finding.key_image
        if key is not None and self._cite(key):
            images = [
                hd.sr.SourceImageForMeasurementGroup(key.sop_class_uid, key.sop_instance_uid, self._frames(key))
            ]
        return hd.sr.MeasurementsAndQualitativeEvaluations(source_images=images, **common)

    def _regions(self, finding: Finding) -> list[Any]:
        own = finding.key_image.series_uid if finding.key_image is not None else ""
        taken = [image.series_uid for m in finding.measurements for image in m.taken_from]
        series = next((uid for uid in (own, *taken) if uid), "")
        if _only_axes(finding):
            return []
        lines = [apart(shape, finding.measurements).values() or (shape,) for shape in finding.shapes]
        regions = (self._region(line, series) for shape in lines for line in shape)
        return [region for region in regions if region is not None]

    def _axes(self, finding: Finding) -> dict[Code, Any]:
        """The lines that axes were measured along, by concept, where they can stand with their numbers: there is no
        region of the group beside them (TID 1410, 1411)."""
        if not _only_axes(finding):
            return {}
        series = finding.key_image.series_uid if finding.key_image is not None else ""
        lines = apart(finding.shapes[0], finding.measurements)
        found = {concept: self._region(line, series) for concept, line in lines.items()}
        return {concept: region for concept, region in found.items() if region is not None}

    def _noted(self, group: Any, finding: Finding) -> Any:
        """The image that the report names for it, a person's remark as a comment of the group, and who judged it:
        "2026-01-01T12:04:00+08:00 Li Na"."""
        import highdicom as hd

        contains = hd.sr.RelationshipTypeValues.CONTAINS
        when = finding.judged_at.isoformat() if finding.judged_at is not None else "-"
        judged = f"{when} {finding.judged_by}" if finding.judged_by else ""
        for concept, said in ((codes.COMMENT, clean_text(finding.note)), (codes.JUDGED_BY, judged)):
            if said:
                item = hd.sr.TextContentItem(_coded(concept), said, relationship_type=contains)
                group[0].ContentSequence.append(item)
        key = finding.key_image
        if key is not None and self._cite(key):
            named = _coded(codes.SHOWN_ON)
            uids = key.sop_class_uid, key.sop_instance_uid, self._frames(key)
            group[0].ContentSequence.append(hd.sr.ImageContentItem(named, *uids, relationship_type=contains))
        return group

    def _common(self, finding: Finding, region: Any, *, name_sources: bool) -> dict[str, Any]:
        """name_sources: no region says on which images a statistic was made."""
        import highdicom as hd

        status = _STATUS_CODES[finding.status] if finding.is_ai else codes.STATUS_ADDED
        evaluations = [hd.sr.QualitativeEvaluation(_coded(codes.READING_STATUS), _coded(status))]
        evaluations += [
            hd.sr.QualitativeEvaluation(_coded(e.concept), _coded(e.value))
            for e in finding.evaluations
            if isinstance(e.value, Code)
        ]
        axes = self._axes(finding)
        measurements = [
            _measurement(
                m,
                axes.get(m.concept) or (region if n == 0 else None),
                self._sources(m) if name_sources else (),
            )
            for n, m in enumerate(finding.measurements)
        ]
        if finding.certainty is not None:
            measurements.append(_measurement(Measurement(codes.CERTAINTY, finding.certainty, PERCENT)))
        sites = None
        if finding.site is not None:
            side = _coded(finding.laterality) if finding.laterality is not None else None
            sites = [hd.sr.FindingSite(_coded(finding.site), laterality=side)]
        elif finding.laterality is not None:
            evaluations.append(
                hd.sr.QualitativeEvaluation(
                    _coded(Code("272741003", "SCT", "Laterality")), _coded(finding.laterality)
                )
            )
        algorithm = None
        if finding.is_ai:
            source = finding.source
            algorithm = hd.sr.AlgorithmIdentification(source.name, source.version or codes.UNKNOWN_VERSION)
        return {
            "tracking_identifier": hd.sr.TrackingIdentifier(
                uid=finding.tracking_uid, identifier=finding.tracking_id or finding.finding.meaning
            ),
            "finding_type": _coded(finding.finding),
            "finding_sites": sites,
            "algorithm_id": algorithm,
            "measurements": measurements or None,
            "qualitative_evaluations": evaluations,
        }

    def _sources(self, measurement: Measurement) -> list[Any]:
        """The images that a statistic was taken from."""
        import highdicom as hd

        taken = measurement.taken_from if measurement.is_statistic else ()
        known = [image for image in taken if image.sop_class_uid and self._cite(image)]
        return [
            hd.sr.SourceImageForMeasurement(i.sop_class_uid, i.sop_instance_uid, self._frames(i)) for i in known
        ]

    def _cite(self, reference: ImageReference) -> bool:
        """Whether the object can be cited: its class and series have to be known."""
        if self._index.get(reference.sop_instance_uid) is None and not (
            reference.series_uid and reference.sop_class_uid
        ):
            return False
        self.cited.append(reference)
        return True

    def _frames(self, reference: ImageReference) -> list[int] | None:
        """Referenced Frame Number: none for all frames, nor for a single image."""
        known = self._index.reference(reference.sop_class_uid, reference.sop_instance_uid, reference.frames)
        return list(known.frames) or None

    def _segment(self, finding: Finding) -> Any:
        import highdicom as hd

        key = finding.key_image
        for segment in finding.segments:
            cited = self._index.get(segment.sop_instance_uid)
            if cited is None or key is None or not self._cite(key):
                continue
            sop_class = cited.instance.sop_class_uid
            self.cited.append(ImageReference(sop_class, segment.sop_instance_uid, (), cited.series_uid))
            images = [hd.sr.SourceImageForSegmentation(key.sop_class_uid, key.sop_instance_uid, self._frames(key))]
            return hd.sr.ReferencedSegment(
                sop_class, segment.sop_instance_uid, segment.number, source_images=images
            )
        return None

    def _region(self, shape: Shape, series_uid: str) -> Any:
        """2D coordinates on the image where there is one, which any other reader can show; else 3D ones.

        series_uid: what was measured on.
        """
        import highdicom as hd

        image, plane = shape.image, self._index.plane(shape.image)
        points = shape.points
        if shape.kind is ShapeKind.POLYGON and points[0] != points[-1]:
            points = (*points, points[0])
        points = tuple(placing.thinned(points))
        if image is not None and (plane is not None or not shape.in_patient) and self._cite(image):
            flat = [_pixels(plane, p) if plane is not None and shape.in_patient else (p[0], p[1]) for p in points]
            graphic = _GRAPHICS[shape.kind]
            if graphic == "POINT":
                flat = flat[:1]
            source = hd.sr.SourceImageForRegion(image.sop_class_uid, image.sop_instance_uid, self._frames(image))
            return hd.sr.ImageRegion(graphic, np.array(flat, dtype=np.float64), source)
        frame = self._frame_of_reference(shape, series_uid)
        if not shape.in_patient or not frame or shape.kind is ShapeKind.CIRCLE:
            return None
        graphic = "POLYGON" if shape.kind is ShapeKind.POLYGON else _GRAPHICS[shape.kind]
        return hd.sr.ImageRegion3D(
            graphic, np.array(points[:1] if graphic == "POINT" else points, dtype=np.float64), frame
        )

    def _frame_of_reference(self, shape: Shape, series_uid: str) -> str:
        """The shape's own; in some exams every slice has another one, then that of the image nearest to it. The
        image is cited as evidence."""
        middle = placing.centre([shape])
        near = self._index.nearest(middle, shape.space, series_uid) if middle is not None else None
        cited = self._index.get(near.sop_instance_uid) if near is not None else None
        if near is not None:
            self._cite(near)
        if shape.space is not None and shape.space.kind is Kind.FRAME:
            return shape.space.uid
        return cited.instance.frame_of_reference_uid if cited is not None else ""


def _only_axes(finding: Finding) -> bool:
    return (
        len(finding.shapes) == 1
        and not finding.segments
        and bool(apart(finding.shapes[0], finding.measurements))
    )


def _pixels(plane: ImagePlane, point: tuple[float, float, float]) -> tuple[float, float]:
    column, row, _ = placing.to_pixel(plane, point)
    return (column, row)


def _measurement(measurement: Measurement, region: Any = None, sources: Sequence[Any] = ()) -> Any:
    """region: the outline it was made from, where it is not told as a region of the group. sources: the images that
    a statistic was taken from."""
    import highdicom as hd

    points = None
    if region is not None and region.ValueType == "SCOORD3D":
        frame = region.ReferencedFrameOfReferenceUID
        points = [hd.sr.CoordinatesForMeasurement3D(region.GraphicType, region.value, frame)]
    elif region is not None:
        source = region.ContentSequence[0].ReferencedSOPSequence[0]
        image = hd.sr.SourceImageForRegion(
            source.ReferencedSOPClassUID, source.ReferencedSOPInstanceUID, list(frame_numbers(source)) or None
        )
        points = [hd.sr.CoordinatesForMeasurement(region.GraphicType, region.value, image)]
    return hd.sr.Measurement(
        name=_coded(measurement.concept),
        value=measurement.value,
        unit=_coded(measurement.unit),
        derivation=_coded(measurement.derivation) if measurement.derivation is not None else None,
        method=_coded(measurement.method) if measurement.method is not None else None,
        referenced_coordinates=points,
        referenced_images=sources or None,
    )
