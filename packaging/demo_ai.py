"""What the invented algorithm 'NoduleFinder 1.2' says about the chest CT: one SR (TID 1500) and two SEG.

Three findings to judge: a nodule that is there (measurements and tracking UID of the project's sample
object), a small opacity beside it that may or may not be one (lower certainty), and a fork of a vessel that
is none.
IHE AI Results (AIR): Contributing Equipment with purpose (109102, DCM, "Processing Equipment"), certainty as
(111012, DCM, "Certainty of Finding") in %, observer type Device, unverified.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import highdicom as hd
import numpy as np
import SimpleITK as sitk
from demo_catalogue import Exam
from demo_dicom import fixed_uid, identify
from demo_synthetic import Chest
from highdicom import sr
from pydicom import Dataset
from pydicom.sr.codedict import Code, codes
from pydicom.uid import DeflatedExplicitVRLittleEndian

ALGORITHM, VERSION, MAKER = "NoduleFinder", "1.2", "Demo AI (invented)"
DEVICE_UID = fixed_uid("NoduleFinder", "device")
CAUTION = "AI demo, not clinical"
NODULE = Code("27925004", "SCT", "Nodule")
RIGHT_UPPER, LEFT_LOWER = (
    Code("42400003", "SCT", "Upper lobe of right lung"),
    Code("41224006", "SCT", "Lower lobe of left lung"),
)
LUNGS = (Code("3341006", "SCT", "Right lung"), Code("44029006", "SCT", "Left lung"))
SOLID = Code("RID50151", "RADLEX", "Solid pulmonary nodule")


@dataclass(frozen=True)
class Mark:
    """One finding: where (mask over the CT volume), and what is claimed about it."""

    name: str
    tracking_uid: str
    mask: np.ndarray
    certainty: float
    site: Code
    volume_mm3: float
    mean_hu: float
    sd_hu: float
    long_mm: float
    short_mm: float


def sample_masks(segmentation: Dataset, chest: Chest) -> np.ndarray:
    """Masks (segment, slice, row, column) of a BINARY SEG on the slices of `chest`."""
    count = int(segmentation.NumberOfFrames)
    frames = np.unpackbits(np.frombuffer(segmentation.PixelData, np.uint8), bitorder="little")
    frames = frames[: count * 512 * 512].reshape(count, 512, 512)
    masks = np.zeros((len(segmentation.SegmentSequence), *chest.hu.shape), np.uint8)
    for frame, groups in zip(frames, segmentation.PerFrameFunctionalGroupsSequence, strict=True):
        z = float(groups.PlanePositionSequence[0].ImagePositionPatient[2])
        segment = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        masks[segment - 1, round((z - chest.origin[2]) / chest.spacing[0])] = frame
    return masks


def grown(chest: Chest, seed: tuple[int, int, int], radius_mm: float, above_hu: int) -> np.ndarray:
    """What is denser than `above_hu` within a ball around `seed` (x, y, z index) and touches its middle."""
    z, y, x = np.ogrid[: chest.hu.shape[0], : chest.hu.shape[1], : chest.hu.shape[2]]
    dz, dy, dx = chest.spacing
    ball = ((z - seed[2]) * dz) ** 2 + ((y - seed[1]) * dy) ** 2 + ((x - seed[0]) * dx) ** 2 <= radius_mm**2
    parts = sitk.ConnectedComponent(sitk.GetImageFromArray((ball & (chest.hu > above_hu)).astype(np.uint8)))
    label = parts[seed]
    if not label:
        raise ValueError(f"nothing above {above_hu} HU at {seed}")
    return sitk.GetArrayFromImage(parts == label).astype(np.uint8)


def _measured(chest: Chest, name: str, mask: np.ndarray, certainty: float, site: Code) -> Mark:
    values = chest.hu[mask > 0]
    slice_at = int(np.argmax(mask.sum(axis=(1, 2))))
    points = np.argwhere(mask[slice_at]) * np.array(chest.spacing[1:])
    away = np.linalg.norm(points[:, None] - points[None], axis=-1)
    first, second = np.unravel_index(int(away.argmax()), away.shape)
    along = (points[second] - points[first]) / away.max()
    across = points @ np.array([-along[1], along[0]])
    edge = chest.spacing[1]
    return Mark(
        name,
        fixed_uid("NoduleFinder", name),
        mask,
        certainty,
        site,
        round(float(mask.sum()) * float(np.prod(chest.spacing)), 1),
        round(float(values.mean()), 1),
        round(float(values.std()), 1),
        round(float(away.max()) + edge, 1),
        round(float(np.ptp(across)) + edge, 1),
    )


def marks(chest: Chest, masks: np.ndarray) -> list[Mark]:
    """The three findings. The first repeats the facts of the sample's SR and its tracking UID."""
    known = Mark(
        "Nodule 1",
        "1.2.826.0.1.3680043.8.498.24535778176067729714088316143670769682",
        masks[2],
        94.0,
        RIGHT_UPPER,
        1694.946,
        38.441,
        94.432,
        16.087,
        11.079,
    )
    small = _measured(chest, "Nodule 2", grown(chest, SMALL_SEED, 4.2, -350), 61.0, RIGHT_UPPER)
    wrong = _measured(chest, "Nodule 3", grown(chest, VESSEL_SEED, 3.6, -500), 43.0, LEFT_LOWER)
    return [known, small, wrong]


SMALL_SEED = (196, 255, 160)  # beside nodule 1: a satellite or a vein, nobody has decided
VESSEL_SEED = (300, 361, 184)  # a fork of a vessel in the left lower lobe: the false positive


def results(exam: Exam, chest: Chest, slices: list[Dataset], masks: np.ndarray) -> list[Dataset]:
    """The SR, the SEG of the findings and the SEG of the lungs. `slices` are the CT's, feet to head."""
    sources = []
    for ds in slices:
        light = copy.deepcopy(ds)
        # the source gives every slice a frame of reference of its own: highdicom wants the one of the lowest
        light.FrameOfReferenceUID = slices[0].FrameOfReferenceUID
        light.file_meta = ds.file_meta
        sources.append(light)
    found = marks(chest, masks)
    shapes = [m.mask for m in found]
    nodules = _segmentation(
        sources,
        shapes,
        [
            _segment(
                n,
                m.name,
                Code("49755003", "SCT", "Morphologically abnormal structure"),
                NODULE,
                m.tracking_uid,
                m.site,
            )
            for n, m in enumerate(found, 1)
        ],
        "nodules",
        901,
        exam,
    )
    lungs = _segmentation(
        sources,
        [masks[0], masks[1]],
        [
            _segment(
                n,
                c.meaning,
                Code("123037004", "SCT", "Anatomical structure"),
                c,
                fixed_uid("lung", c.meaning),
                None,
            )
            for n, c in enumerate(LUNGS, 1)
        ],
        "lungs",
        902,
        exam,
    )
    lungs.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    report = _report(exam, sources, nodules, found)
    return [report, nodules, lungs]


def _segment(
    number: int,
    label: str,
    category: Code,
    kind: Code,
    tracking: str,
    site: Code | None,
) -> hd.seg.SegmentDescription:
    algorithm = hd.AlgorithmIdentificationSequence(
        name=ALGORITHM, version=VERSION, family=codes.DCM.ArtificialIntelligence
    )
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=category,
        segmented_property_type=kind,
        algorithm_type="AUTOMATIC",
        algorithm_identification=algorithm,
        tracking_uid=tracking,
        tracking_id=label,
        anatomic_regions=None if site is None else [site],
    )


def _segmentation(
    sources: list[Dataset],
    shapes: list[np.ndarray],
    described: list[hd.seg.SegmentDescription],
    what: str,
    number: int,
    exam: Exam,
) -> Dataset:
    pixels = np.stack(shapes, axis=-1).astype(np.uint8)
    ds = hd.seg.Segmentation(
        source_images=sources,
        pixel_array=pixels,
        segmentation_type="BINARY",
        segment_descriptions=described,
        series_instance_uid=fixed_uid(exam.folder, what, "series"),
        series_number=number,
        sop_instance_uid=fixed_uid(exam.folder, what),
        instance_number=1,
        manufacturer=MAKER,
        manufacturer_model_name=ALGORITHM,
        software_versions=VERSION,
        device_serial_number="0",
        content_label=f"AI_{what.upper()}",
        content_description=f"{ALGORITHM} {VERSION}: {what}",
        series_description=f"{ALGORITHM} {VERSION} {what} ({CAUTION})",
    )
    organisation = fixed_uid(exam.folder, what, "dimensions")
    for item in (*ds.DimensionOrganizationSequence, *ds.DimensionIndexSequence):
        item.DimensionOrganizationUID = organisation
    _signed_by_device(ds)
    identify(ds, exam, content="SEG")
    return ds


def _signed_by_device(ds: Dataset) -> None:
    """Contributing Equipment as IHE AIR asks for it; the library's own entry stays behind it."""
    item = Dataset()
    item.PurposeOfReferenceCodeSequence = [hd.sr.CodedConcept("109102", "DCM", "Processing Equipment")]
    item.Manufacturer, item.ManufacturerModelName, item.SoftwareVersions = MAKER, ALGORITHM, VERSION
    item.DeviceUID = DEVICE_UID
    item.ContributionDateTime = "20261120082400"
    item.ContributionDescription = "Invented algorithm of the demonstration, not for clinical use"
    others = list(ds.get("ContributingEquipmentSequence", []))
    ds.ContributingEquipmentSequence = [item, *others]


def _report(exam: Exam, sources: list[Dataset], nodules: Dataset, found: list[Mark]) -> Dataset:
    device = sr.ObserverContext(
        observer_type=codes.DCM.Device,
        observer_identifying_attributes=sr.DeviceObserverIdentifyingAttributes(
            uid=DEVICE_UID, name=ALGORITHM, manufacturer_name=MAKER, model_name=ALGORITHM, serial_number="0"
        ),
    )
    groups = [_group(m, n, nodules) for n, m in enumerate(found, 1)]
    pictured = [s for k, s in enumerate(sources) if any(m.mask[k].any() for m in found)]
    content = sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_device_context=device),
        procedure_reported=Code("25045-6", "LN", "CT unspecified body region"),
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
        referenced_images=pictured,
    )
    ds = sr.Comprehensive3DSR(
        evidence=[*pictured, nodules],
        content=content[0],
        series_instance_uid=fixed_uid(exam.folder, "report", "series"),
        series_number=900,
        sop_instance_uid=fixed_uid(exam.folder, "report"),
        instance_number=1,
        manufacturer=MAKER,
        is_complete=True,
        is_final=False,
        is_verified=False,
        series_description=f"{ALGORITHM} {VERSION} findings ({CAUTION})",
    )
    ds.ManufacturerModelName, ds.SoftwareVersions, ds.DeviceSerialNumber = ALGORITHM, VERSION, "0"
    _signed_by_device(ds)
    identify(ds, exam, content="SR")
    return ds


def _group(mark: Mark, segment: int, nodules: Dataset) -> sr.VolumetricROIMeasurementsAndQualitativeEvaluations:
    """TID 1411. All three are, for Pixelmed's validator refuses TID 1410 and 1411 side by side."""
    algorithm = sr.AlgorithmIdentification(ALGORITHM, VERSION)
    hounsfield = Code("[hnsf'U]", "UCUM", "Hounsfield unit")
    attenuation = Code("112031", "DCM", "Attenuation Coefficient")
    millimetre, percent = codes.UCUM.Millimeter, codes.UCUM.Percent
    numbers = (
        (codes.DCM.CertaintyOfFinding, mark.certainty, percent, None),
        (codes.SCT.LongAxis, mark.long_mm, millimetre, None),
        (codes.SCT.ShortAxis, mark.short_mm, millimetre, None),
        (codes.SCT.Volume, mark.volume_mm3, codes.UCUM.CubicMillimeter, None),
        (attenuation, mark.mean_hu, hounsfield, codes.SCT.Mean),
        (attenuation, mark.sd_hu, hounsfield, codes.SCT.StandardDeviation),
    )
    return sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(uid=mark.tracking_uid, identifier=mark.name),
        finding_type=NODULE,
        finding_sites=[sr.FindingSite(mark.site)],
        algorithm_id=algorithm,
        referenced_segment=sr.ReferencedSegment.from_segmentation(nodules, segment),
        measurements=[
            sr.Measurement(name, value, unit, derivation=how, algorithm_id=algorithm)
            for name, value, unit, how in numbers
        ],
        qualitative_evaluations=[
            sr.QualitativeEvaluation(Code("427359005", "SCT", "Solitary nodule of lung"), SOLID)
        ],
    )
