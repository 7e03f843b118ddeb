"""Datasets and DICOM JSON ↔ Study, Series, Instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.dicom.attributes import Attributes, code, number, text, vector, whole
from reader.dicom.pixels.description import MAX_FRAMES
from reader.dicom.siblings import common
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import parse_birth, parse_dt
from reader.study import presentation
from reader.study.calibration import calibration_from
from reader.study.identity import PatientIdentity
from reader.study.model import ImagePlane, Instance, Series, Study, is_near, spans_a_plane
from reader.study.traits import traits_from
from reader.study.uptake import uptake_from
from reader.terms.units import pet_unit

STUDY_FIELDS = (
    "00080061", "00080080", "00080201", "00081030", "00100021", "00100030", "00100040", "00201206", "00201208",
)  # fmt: skip
SERIES_FIELDS = ("00080060", "0008103E", "00180015", "00200011", "00201209")
INSTANCE_FIELDS = (
    "00080016", "00080008", "00200013", "00200012", "00200020", "00200032", "00200037", "00200052", "00180050",
    "00180081", "00180086", "00189087", "00080032", "00080033", "00181060", "00200100", "00541330",
    "00181063", "00181164", "00185101", "00200062", "00280002", "00280004", "00280008", "00280010", "00280011",
    "00280030", "00281050", "00281051", "00281052", "00281053", "00281054", "00281055",
)  # fmt: skip
"""What QIDO-RS is asked to return beside the attributes that it returns anyway."""

MAX_PLANES = 50_000


def instance_from(source: Attributes) -> Instance:
    """One instance from its header or its JSON. Missing attributes leave their defaults."""
    stated = whole(source, 0x00280008, 1)
    frames = stated if 1 <= stated <= MAX_FRAMES else 1  # what claims more is refused when it is read
    alike = common(_alike, source, frames)
    return Instance(
        sop_instance_uid=text(source, 0x00080018),
        number=whole(source, 0x00200013),
        planes=planes_from(source, frames) if alike["rows"] and alike["columns"] else (),
        acquisition=text(source, 0x00200012),
        traits=traits_from(source, frames),
        uptake=uptake_from(source),
        **alike,
    )


def _alike(source: Attributes, frames: int) -> Mapping[str, Any]:
    """What the images of a series mostly have in common."""
    modality = text(source, 0x00080060)
    orientation = [*source.texts(0x00200020), "", ""]
    return {
        "sop_class_uid": text(source, 0x00080016),
        "rows": whole(source, 0x00280010),
        "columns": whole(source, 0x00280011),
        "frames": frames,
        "samples": whole(source, 0x00280002, 1),
        "calibration": calibration_from(source, modality),
        "windows": presentation.windows(source),
        "inverted": presentation.is_inverted(source),
        "units": _units(source, modality),
        "frame_time_ms": next(iter(presentation.frame_times(source, frames)), 0.0),
        "laterality": _side(source),
        "view": _view(source),
        "image_type": tuple(source.texts(0x00080008)),
        "patient_orientation": (orientation[0], orientation[1]),
        "frame_of_reference_uid": text(source, 0x00200052),
        "aspect": presentation.pixel_aspect(source),
        "presentation": presentation.presentation(source, frames),
        "rescale": presentation.rescale_of(source, frames),
    }


# CID 4014, in SNOMED CT and as before.
_VIEWS = {
    "399368009": "MLO", "R-10226": "MLO", "399162004": "CC", "R-10242": "CC", "399260004": "ML", "R-10224": "ML",
    "399352003": "LM", "R-10228": "LM",
}  # fmt: skip


def _side(source: Attributes) -> str:
    stated = text(source, 0x00200062) or text(source, 0x00200060)
    return stated if stated in ("R", "L", "B") else ""


def _view(source: Attributes) -> str:
    """View Position (0018,5101), else the View Code (0054,0220)."""
    stated = text(source, 0x00185101)
    coded = code(source, 0x00540220) if not stated else None
    return stated or (_VIEWS.get(coded.value, coded.meaning) if coded is not None else "")


def planes_from(source: Attributes, frames: int = 1) -> tuple[ImagePlane, ...]:
    """Where each frame lies: Image Plane module, or Plane Position and Orientation of the functional groups."""
    if frames == 1:
        if "MOSAIC" in source.texts(0x00080008):
            return ()  # the position and orientation of many slices as if they were one
        single = _plane(source, common(_lying, source))
        if single is not None:
            return (single,)
    each = source.items(0x52009230)
    if not each or frames > MAX_PLANES:
        return ()
    shared = next(iter(source.items(0x52009229)), None)
    found = []
    for group in each[:frames]:
        position = _group(group, shared, 0x00209113)
        orientation = _group(group, shared, 0x00209116)
        measures = _group(group, shared, 0x00289110)
        if position is None or orientation is None or measures is None:
            return ()
        plane = _plane(position, _lying(orientation, measures))
        if plane is None:
            return ()
        found.append(plane)
    return tuple(found) if len(found) == frames else ()


def _group(each: Attributes, shared: Attributes | None, tag: int) -> Attributes | None:
    for source in (each, shared):
        if source is not None:
            for item in source.items(tag):
                return item
    return None


_Vector = tuple[float, float, float]
_Lying = tuple[_Vector, _Vector, tuple[float, float], float | None]
"""(row, column, spacing, thickness) of an image plane."""


def _plane(position: Attributes, lying: _Lying | None) -> ImagePlane | None:
    place = vector(position, 0x00200032, 3)
    there = lying is not None and place and is_near(*place)
    return ImagePlane((place[0], place[1], place[2]), *lying) if lying is not None and there else None


def _lying(orientation: Attributes, measures: Attributes | None = None) -> _Lying | None:
    """None where it has no orientation, or one that is none: two directions that do not span a plane.

    measures: the item that holds the last two, where they are not beside the orientation.
    """
    measures = measures or orientation
    cosines, spacing = vector(orientation, 0x00200037, 6), vector(measures, 0x00280030, 2)
    if not cosines or not spans_a_plane(cosines[:3], cosines[3:]):
        return None
    if not spacing or min(spacing) <= 0 or not is_near(*spacing):
        spacing = (0.0, 0.0)  # the index may not name it; the first header does
    return (
        (cosines[0], cosines[1], cosines[2]),
        (cosines[3], cosines[4], cosines[5]),
        (spacing[0], spacing[1]),
        number(measures, 0x00180050) or None,
    )


def _units(source: Attributes, modality: str) -> str:
    """HU for a CT that says how its values become modality values and not that those are something else (Rescale
    Type, PS3.3 C.11.1.1.2).

    Of a PET image the UCUM code of its units; "" for plain numbers.
    """
    if modality == "CT":
        kinds = {kind.upper()[:3] for kind in presentation.rescale_types(source)}
        return "HU" if kinds <= {"", "HU", "HOU"} and "LOCALIZER" not in source.texts(0x00080008) else ""
    if modality == "PT":
        return pet_unit(text(source, 0x00541001), text(source, 0x00541006))
    return ""


def series_from(source: Attributes, study_uid: str, instances: Iterable[Instance] = ()) -> Series:
    listed = in_order(instances)
    return Series(
        series_uid=text(source, 0x0020000E),
        study_uid=study_uid,
        modality=text(source, 0x00080060),
        number=whole(source, 0x00200011),
        description=text(source, 0x0008103E),
        body_part=text(source, 0x00180015),
        instances=listed,
        expected=max(whole(source, 0x00201209), len(listed)),
        patient=stated_identity(source),
    )


def in_order(instances: Iterable[Instance]) -> tuple[Instance, ...]:
    """By Instance Number, each UID once."""
    unique = {instance.sop_instance_uid: instance for instance in instances if instance.sop_instance_uid}
    return tuple(sorted(unique.values(), key=lambda instance: (instance.number, instance.sop_instance_uid)))


def identity_from(source: Attributes) -> PatientIdentity:
    birth_date, birth_text = parse_birth(text(source, 0x00100030))
    return PatientIdentity(
        name=source.name(0x00100010),
        patient_id=text(source, 0x00100020),
        issuer=text(source, 0x00100021),
        sex=text(source, 0x00100040),
        birth_date=birth_date,
        birth_text=birth_text,
        issuer_uid=next((text(item, 0x00400032) for item in source.items(0x00100024)), ""),
    )


def identity_of(order: Workitem) -> PatientIdentity:
    """The patient as a workitem states them."""
    birth_date, birth_text = parse_birth(order.birth_date)
    return PatientIdentity(
        name=order.patient_name,
        patient_id=order.patient_id,
        issuer=order.issuer,
        sex=order.sex,
        birth_date=birth_date,
        birth_text=birth_text,
    )


def stated_identity(source: Attributes) -> PatientIdentity | None:
    """None where it says nothing of a patient."""
    patient = identity_from(source)
    return patient if patient.is_stated else None


def study_from(source: Attributes, base_url: str, series: Sequence[Series] = ()) -> Study:
    """The study from a QIDO answer or from the header of one of its instances."""
    modalities = [m for m in source.texts(0x00080061) if m] or [s.modality for s in series]
    return Study(
        study_uid=text(source, 0x0020000D),
        patient=identity_from(source),
        accession=text(source, 0x00080050),
        when=parse_dt(text(source, 0x00080020), text(source, 0x00080030), text(source, 0x00080201)),
        description=text(source, 0x00081030),
        site=text(source, 0x00080080),
        modalities=tuple(dict.fromkeys(m for m in modalities if m)),
        base_url=base_url,
        series=tuple(sorted(series, key=lambda s: (not s.is_image, s.number, s.series_uid))),
        department=text(source, 0x00081040),
        body_part=next((s.body_part for s in series if s.body_part), text(source, 0x00180015)),
    )


def with_header(study: Study, source: Attributes) -> Study:
    """The study with what a header of one instance says better than the index: names, site, issuer."""
    told = study_from(source, study.base_url)
    return replace(
        study,
        patient=told.patient.completed(study.patient),
        accession=study.accession or told.accession,
        when=told.when if study.when is None or (study.when.tzinfo is None and told.when) else study.when,
        description=told.description or study.description,
        site=told.site or study.site,
        body_part=study.body_part or told.body_part,
        department=told.department or study.department,
    )
