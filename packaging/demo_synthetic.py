"""Computed from the chest CT: an earlier CT, two radiographs, and an abdomen with slices missing.

Volumes are arrays (slice, row, column) in HU, slices from feet to head; spacing in mm as (z, y, x).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import SimpleITK as sitk
from demo_catalogue import Exam
from demo_dicom import compress, fixed_uid, identify
from pydicom import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import CTImageStorage, DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

MISSING = range(15, 21)  # instance numbers left out of the incomplete abdomen
ABDOMEN_SLICES = 36


@dataclass(frozen=True)
class Chest:
    """The chest CT as a volume in HU; `origin` is the centre of the first voxel, LPS, mm."""

    hu: np.ndarray
    spacing: tuple[float, float, float]
    origin: tuple[float, float, float]


def _image(volume: np.ndarray, spacing: tuple[float, float, float]) -> sitk.Image:
    image = sitk.GetImageFromArray(volume.astype(np.float32))
    image.SetSpacing((spacing[2], spacing[1], spacing[0]))
    return image


# --- CT ---


def shrink_nodule(chest: Chest, nodule: np.ndarray, factor: float = 1.6, reach_mm: float = 24.0) -> np.ndarray:
    """The volume with the nodule about 1/factor as large, by a smooth deformation that ends at `reach_mm`."""
    hu, (dz, dy, dx) = chest.hu, chest.spacing
    cz, cy, cx = np.argwhere(nodule).mean(axis=0)
    pad = [int(np.ceil(reach_mm / s)) + 1 for s in (dz, dy, dx)]
    low = [round(c) - p for c, p in zip((cz, cy, cx), pad, strict=True)]
    high = [round(c) + p + 1 for c, p in zip((cz, cy, cx), pad, strict=True)]
    box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    z, y, x = np.meshgrid(*[np.arange(a, b) for a, b in zip(low, high, strict=True)], indexing="ij")
    vz, vy, vx = (z - cz) * dz, (y - cy) * dy, (x - cx) * dx
    radius = np.sqrt(vz**2 + vy**2 + vx**2) / reach_mm
    stretch = (factor - 1.0) * np.clip(1.0 - radius**2, 0.0, 1.0) ** 2
    field = np.stack([vx * stretch, vy * stretch, vz * stretch], axis=-1)  # SimpleITK wants x, y, z
    part = _image(hu[box], chest.spacing)
    shift = sitk.GetImageFromArray(field.astype(np.float64), isVector=True)
    shift.CopyInformation(part)
    moved = sitk.Resample(part, part, sitk.DisplacementFieldTransform(shift), sitk.sitkBSpline, -1000.0)
    out = hu.astype(np.float32).copy()
    out[box] = sitk.GetArrayFromImage(moved)
    return out


def thick_slices(volume: np.ndarray, count: int, first: int = 0) -> np.ndarray:
    """Averages of `count` neighbouring slices, without overlap."""
    whole = (len(volume) - first) // count
    return volume[first : first + whole * count].reshape(whole, count, *volume.shape[1:]).mean(axis=1)


def in_plane(
    volume: np.ndarray, spacing: tuple[float, float, float], sigma_mm: float, field_mm: float
) -> np.ndarray:
    """Smoothed in the slice, and resampled to 512 x 512 over `field_mm` about the same centre."""
    slices = []
    for plane in volume:
        image = sitk.GetImageFromArray(plane.astype(np.float32))
        image.SetSpacing((spacing[2], spacing[1]))
        smooth = sitk.DiscreteGaussian(image, sigma_mm**2)
        pixel = field_mm / 512
        begin = (spacing[2] * 511 - pixel * 511) / 2
        slices.append(
            sitk.GetArrayFromImage(
                sitk.Resample(
                    smooth,
                    (512, 512),
                    sitk.Transform(),
                    sitk.sitkLinear,
                    (begin, begin),
                    (pixel, pixel),
                    (1.0, 0.0, 0.0, 1.0),
                    -1000.0,
                )
            )
        )
    return np.stack(slices)


def ct_series(
    exam: Exam,
    hu: np.ndarray,
    *,
    pixel_mm: float,
    step_mm: float,
    origin: tuple[float, float, float],
    series: str,
    thickness: float,
) -> list[Dataset]:
    """Axial CT slices, instance 1 the highest, 12 bits from -1024 HU, each compressed without loss."""
    stored = np.clip(np.rint(hu) + 1024, 0, 4095).astype(np.uint16)
    slices = []
    for index in range(len(stored) - 1, -1, -1):
        number = len(stored) - index
        ds = _new(CTImageStorage, exam, "series 1", number)
        ds.ImageType = ["DERIVED", "SECONDARY", "AXIAL"]
        ds.Modality, ds.Manufacturer, ds.ManufacturerModelName = "CT", "Synthetic", "reader demo exams"
        ds.SeriesNumber, ds.InstanceNumber, ds.AcquisitionNumber = 2, number, 1
        ds.SliceThickness, ds.KVP, ds.PatientPosition = thickness, "120", "HFS"
        ds.ConvolutionKernel = "SYNTHETIC"
        ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = (
            fixed_uid(exam.folder, "frame of reference"),
            "",
        )
        ds.ImagePositionPatient = [
            round(origin[0], 4),
            round(origin[1], 4),
            round(origin[2] + index * step_mm, 4),
        ]
        ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        ds.SliceLocation = ds.ImagePositionPatient[2]
        ds.PixelSpacing = [pixel_mm, pixel_mm]
        ds.WindowCenter, ds.WindowWidth = (["40", "-500"], ["350", "1500"])
        ds.WindowCenterWidthExplanation = (
            ["MEDIASTINUM", "LUNG"] if exam.body_part == "CHEST" else ["ABDOMEN", "LUNG"]
        )
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "-1024", "1", "HU"
        ds.DerivationDescription = "Computed from LIDC-IDRI-0314 for the demonstration"
        _pixels(ds, stored[index], bits=12)
        _finish(ds, exam, series)
        slices.append(ds)
    return slices


def prior(exam: Exam, chest: Chest, nodule: np.ndarray) -> list[Dataset]:
    """About ten months earlier: the nodule smaller, 5 mm slices, another scanner's coordinates."""
    earlier = thick_slices(shrink_nodule(chest, nodule), 5)
    field = 360.0
    hu = in_plane(earlier, chest.spacing, 0.75, field)
    margin = (chest.spacing[2] * 512 - field) / 2
    at = (chest.origin[0] + margin + 6.5, chest.origin[1] + margin - 11.0, -180.0)
    return ct_series(
        exam,
        hu,
        pixel_mm=field / 512,
        step_mm=5.0,
        origin=at,
        thickness=5.0,
        series="Synthetic prior, computed from LIDC-IDRI-0314",
    )


def incomplete_abdomen(exam: Exam, chest: Chest) -> list[Dataset]:
    """36 slices of 2 mm of the upper abdomen, without those of MISSING."""
    thick = thick_slices(chest.hu[: 2 * ABDOMEN_SLICES].astype(np.float32), 2)
    field = 380.0
    hu = in_plane(thick, chest.spacing, 0.9, field)
    margin = (chest.spacing[2] * 512 - field) / 2
    at = (chest.origin[0] + margin, chest.origin[1] + margin - 120.0, 1020.0)
    whole = ct_series(
        exam,
        hu,
        pixel_mm=field / 512,
        step_mm=2.0,
        origin=at,
        thickness=2.0,
        series="Derived from LIDC-IDRI-0314, incomplete on purpose",
    )
    for ds in whole:
        ds.ImagesInAcquisition = ABDOMEN_SLICES
    return [ds for ds in whole if ds.InstanceNumber not in MISSING]


# --- radiographs ---


def body_only(chest: Chest) -> np.ndarray:
    """The volume with table, blanket and surrounding air set to -1000 HU."""
    hu = chest.hu
    flesh = sitk.GetImageFromArray((hu > -350).astype(np.uint8))
    flesh = sitk.BinaryMorphologicalOpening(flesh, [5, 5, 2])
    parts = sitk.RelabelComponent(sitk.ConnectedComponent(flesh))
    body = sitk.BinaryDilate(parts == 1, [3, 3, 1])
    filled = np.stack([sitk.GetArrayFromImage(sitk.BinaryFillhole(body[:, :, z])) for z in range(body.GetDepth())])
    return np.where(filled > 0, hu, -1000)


def radiograph(
    body: np.ndarray,
    spacing: tuple[float, float, float],
    axis: int,
    pixel_mm: float,
    seed: int,
    bits: int = 12,
) -> np.ndarray:
    """A radiograph by parallel projection along `axis` (1: front to back, 2: side to side); bright is dense.

    HU become attenuation at about 65 keV (water 0.0200 / mm; bone above 150 HU weighs more, as it does in the
    photoelectric range), attenuation is integrated; the exposure is I = exp(-integral), its logarithm is
    taken; then blurred masking lifts the detail and a sigmoid gives the film-like contrast.
    """
    attenuation = 0.0200 * np.clip(1.0 + body / 1000.0, 0.0, None)
    attenuation += 0.0200 * 0.9 * np.clip(body - 150, 0, None) / 1000.0
    path = attenuation.sum(axis=axis) * spacing[axis]
    path = path[::-1]  # head up
    across = spacing[2] if axis == 1 else spacing[1]
    image = sitk.GetImageFromArray(path.astype(np.float32))
    image.SetSpacing((across, spacing[0]))
    size = (round(path.shape[1] * across / pixel_mm), round(path.shape[0] * spacing[0] / pixel_mm))
    image = sitk.Resample(
        image,
        size,
        sitk.Transform(),
        sitk.sitkBSpline,
        (0.0, 0.0),
        (pixel_mm, pixel_mm),
        (1.0, 0.0, 0.0, 1.0),
        0.0,
    )
    # the last half voxel lies outside the interpolation grid
    path = np.clip(sitk.GetArrayFromImage(image), 0.0, None)
    path = path[: int(size[1] - spacing[0] / pixel_mm) - 1, : int(size[0] - across / pixel_mm) - 1]
    photons = np.exp(-path) * 8.0e6 + 80.0
    noise = np.random.default_rng(seed).normal(size=path.shape) / np.sqrt(photons)
    density = np.where(path > 0.02, -np.log(photons / 8.0e6) + noise, 0.0)

    flat = sitk.GetImageFromArray(density.astype(np.float32))
    flat.SetSpacing((pixel_mm, pixel_mm))
    shown = density.copy()
    for sigma_mm, gain in ((1.2, 0.7), (4.0, 0.6), (14.0, 0.45)):
        shown += gain * (density - sitk.GetArrayFromImage(sitk.SmoothingRecursiveGaussian(flat, sigma_mm)))
    inside = density[path > 0.5]
    low, high = np.percentile(inside, (2.0, 98.5))
    level = (shown - (low + high) / 2) / (high - low)
    shade = 1.0 / (1.0 + np.exp(-4.2 * level))
    shade = np.where(path > 0.02, shade, 0.0)
    return np.rint(np.clip(shade, 0, 1) * (2**bits - 1)).astype(np.uint16)


def dr_images(exam: Exam, chest: Chest) -> list[Dataset]:
    """PA and left lateral. Parallel rays, so the spacing at the detector is that in the patient."""
    body, pixel = body_only(chest), 0.175
    pa = _trim(radiograph(body, chest.spacing, 1, pixel, 1))
    lateral = _trim(radiograph(body, chest.spacing, 2, pixel, 2))
    # PA: columns run to the patient's left. Lateral: columns run to the back.
    return [
        _dx(exam, pa, pixel, 1, "PA", ["L", "F"], ("399348003", "postero-anterior")),
        _dx(exam, lateral, pixel, 2, "LL", ["P", "F"], ("399173006", "left lateral")),
    ]


def _trim(image: np.ndarray) -> np.ndarray:
    columns = np.flatnonzero((image > 0).mean(axis=0) > 0.02)
    return np.ascontiguousarray(image[:, max(0, columns[0] - 40) : columns[-1] + 41])


def _dx(
    exam: Exam,
    image: np.ndarray,
    pixel: float,
    number: int,
    view: str,
    orientation: list[str],
    code: tuple[str, str],
) -> Dataset:
    ds = _new(DigitalXRayImageStorageForPresentation, exam, f"series {view}", number)
    ds.ImageType = ["DERIVED", "SECONDARY", ""]
    ds.Modality, ds.PresentationIntentType = "DX", "FOR PRESENTATION"
    ds.Manufacturer, ds.ManufacturerModelName = "Synthetic", "reader demo exams"
    ds.SeriesNumber, ds.InstanceNumber, ds.AcquisitionNumber = number, 1, None
    ds.ImageLaterality, ds.ViewPosition, ds.PatientOrientation = "U", view, orientation
    ds.AnatomicRegionSequence = Sequence([_code("51185008", "SCT", "Chest")])
    ds.ViewCodeSequence = Sequence([_code(code[0], "SCT", code[1])])
    ds.ImagerPixelSpacing = ds.PixelSpacing = [pixel, pixel]
    ds.DetectorType, ds.KVP = "DIRECT", "120"
    ds.PositionerType = "NONE"
    ds.PixelIntensityRelationship, ds.PixelIntensityRelationshipSign = "LOG", 1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.PresentationLUTShape, ds.BurnedInAnnotation, ds.LossyImageCompression = "IDENTITY", "NO", "00"
    ds.WindowCenter, ds.WindowWidth = "2048", "4096"
    ds.AcquisitionContextSequence = Sequence()
    ds.DerivationDescription = "Projected from LIDC-IDRI-0314 for the demonstration"
    _pixels(ds, image, bits=12)
    _finish(ds, exam, f"Synthetic {'PA' if view == 'PA' else 'lateral'}, projected from LIDC-IDRI-0314")
    return ds


# --- what every computed image has ---


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def _new(sop_class: str, exam: Exam, series: str, number: int) -> Dataset:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, fixed_uid(exam.folder, series, str(number))
    ds.StudyInstanceUID = fixed_uid(exam.folder, "study")
    ds.SeriesInstanceUID = fixed_uid(exam.folder, series)
    ds.DeidentificationMethod = "DCM:113100/113105/113107/113108/113109/113111"
    return ds


def _pixels(ds: Dataset, image: np.ndarray, bits: int) -> None:
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = image.shape
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, bits, bits - 1, 0
    ds.PixelData = image.tobytes()
    ds["PixelData"].VR = "OW"


def _finish(ds: Dataset, exam: Exam, series: str) -> None:
    derivation = ds.DerivationDescription
    identify(ds, exam, series=series)
    ds.DerivationDescription = derivation
    compress(ds)
