"""SEG and Label Map SEG → masks (PS3.3 A.51, C.8.20): binary, fractional, label map; native or compressed.

Frames are placed by their own Plane Position, in the object's own frame of reference; where there is none, by the
image that they name in the study, in that one's.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames

from reader.core.errors import ReaderError
from reader.core.text import Told, tr
from reader.dicom.datasets import READ_ERRORS
from reader.dicom.header import BrokenObject
from reader.dicom.pixels.codecs import Frame, decode
from reader.dicom.values import Code
from reader.findings.codec_tree import code_of, content_moment, frame_numbers, numbers, sequence, text, value
from reader.findings.model import ImageReference, Observer, SegmentMask, SegmentReference, Source
from reader.findings.placing import StudyIndex
from reader.spatial.space import Space
from reader.study.model import ImagePlane, is_near, spans_a_plane
from reader.volume.model import VolumeGeometry

RLE, DEFLATED_FRAMES = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.8.1"
MAX_VOXELS = 2_000_000_000
"""Of the boxes of an object's segments together: above it the object lies or isn't for a reading room."""
SPARSE, SMALL = 64, 250_000_000
"""The boxes may have so many voxels for each pixel that the object holds, and so many in any case: a few small
frames that lie far apart would fill the memory."""
MISPLACED = 0.1
"""Of a slice: no frame is drawn farther beside its own place."""
FAR = 1.5
"""Times the stated thickness: slices farther apart are no neighbours, unless all are so."""
ALIKE = 2e-3
"""Directions and spacings that differ by less are the same, written in another way."""
_UNKNOWN = Code("49755003", "SCT", "Morphologically abnormal structure")


@dataclass(frozen=True)
class _Placed:
    """Where one frame lies. number: its index in the pixel data. plane: None where it has no position. space: where
    the plane holds. moment: Temporal Position Index, 0 where it has none."""

    number: int
    segment: int
    plane: ImagePlane | None
    image: ImageReference | None
    space: Space | None
    moment: int = 0


def decode_segments(dataset: Dataset, index: StudyIndex) -> list[SegmentMask]:
    """The segments of one object that hold any voxel, in order of their numbers. Any thread.

    index: of the exam that is segmented.

    Raises `ReaderError` where the object is broken, is no segmentation, or can't be decoded here.
    """
    try:
        return _decode(dataset, index)
    except (*READ_ERRORS, BrokenObject) as error:
        raise ReaderError(
            tr("A segmentation is damaged and is not shown."),
            tr("Ask the algorithm's maker or the site to send it again."),
        ) from error


def _decode(dataset: Dataset, index: StudyIndex) -> list[SegmentMask]:
    rows, columns = int(value(dataset, "Rows", 0)), int(value(dataset, "Columns", 0))
    count = int(value(dataset, "NumberOfFrames", 1))
    kind = text(dataset, "SegmentationType")
    if kind not in ("BINARY", "FRACTIONAL", "LABELMAP") or rows < 1 or columns < 1:
        raise ValueError("no segmentation")
    if "TotalPixelMatrixRows" in dataset:
        raise ReaderError(tr("A segmentation of a microscopy slide is not shown here."))
    frames = _frames(dataset, count, (rows, columns), index)
    crops: dict[int, dict[int, tuple[int, int, NDArray[np.uint8]]]] = {}
    scale = max(0, int(value(dataset, "MaximumFractionalValue", 255))) or 255
    by_number = {frame.number: frame for frame in frames}
    described = {
        int(value(item, "SegmentNumber", 0)): item
        for item in sequence(dataset, "SegmentSequence") if not _is_background(item)
    }  # fmt: skip
    for number, picture in _pictures(dataset, rows, columns, count):
        if kind == "LABELMAP":
            _keep_labels(crops, described.keys(), number, picture)
        elif number in by_number:
            part = picture
            if kind == "FRACTIONAL":  # in whole numbers: half of any scale is 128
                part = np.minimum((picture.astype(np.uint32) * 510 + scale) // (2 * scale), 255).astype(np.uint8)
            _keep(crops, by_number[number].segment, number, part)
    series, room = _series(dataset), min(MAX_VOXELS, max(SMALL, SPARSE * rows * columns * count))
    made: list[SegmentMask] = []
    for segment, item in described.items():
        if segment not in crops:
            continue
        own = [by_number[n] for n in sorted(crops[segment]) if n in by_number]
        for mask in _masks(dataset, item, own, crops[segment], kind, series, room):
            room -= mask.mask.size * (2 if mask.fraction is not None else 1)
            made.append(mask)
    return made


def _pictures(dataset: Dataset, rows: int, columns: int, count: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """(frame index, pixels) one at a time, so that a large object never lies unpacked in memory."""
    bits, size = int(value(dataset, "BitsAllocated", 8)), rows * columns
    if bits not in (1, 8, 16):
        raise ValueError(f"{bits} bits a pixel")
    if dataset["PixelData"].is_undefined_length:
        yield from _compressed(dataset, rows, columns, count, bits)
        return
    data = np.frombuffer(dataset.PixelData, dtype=np.uint8)
    if data.size * 8 < size * count * bits:
        raise ValueError("the pixel data is too short")
    for number in range(count):
        if bits == 1:  # frames follow each other without a gap, so one may begin within a byte (PS3.5 8.1.1)
            first, last = number * size, (number + 1) * size
            chunk = data[first // 8 : (last + 7) // 8]
            if chunk.any():
                unpacked = np.unpackbits(chunk, bitorder="little")[first % 8 : first % 8 + size]
                yield number, unpacked.reshape(rows, columns)
        else:
            width = bits // 8
            pixels = data[number * size * width : (number + 1) * size * width].view(f"<u{width}")
            if pixels.any():
                yield number, pixels.reshape(rows, columns)


def _compressed(
    dataset: Dataset, rows: int, columns: int, count: int, bits: int
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Frames of one bit a pixel are packed first where the syntax compresses bytes (RLE, deflate)."""
    syntax, size = str(dataset.file_meta.TransferSyntaxUID), rows * columns
    for number, piece in enumerate(generate_frames(dataset.PixelData, number_of_frames=count)):
        if syntax == DEFLATED_FRAMES:
            stored = (size * bits + 7) // 8
            raw = np.frombuffer(zlib.decompressobj(-15).decompress(piece, stored), dtype=np.uint8)
            if raw.size < stored:
                raise ValueError("the pixel data is too short")
            pixels = raw if bits < 16 else raw.view("<u2")
        elif syntax == RLE and bits == 1:
            pixels = decode(syntax, Frame(piece, 1, (size + 7) // 8, 1, 8, False)).ravel()
        else:
            pixels = decode(syntax, Frame(piece, rows, columns, 1, max(bits, 8), False)).ravel()
        if bits == 1 and pixels.size < size:
            pixels = np.unpackbits(pixels, bitorder="little")[:size]
        if pixels.any():
            yield number, pixels[:size].reshape(rows, columns)


def _keep(
    crops: dict[int, dict[int, tuple[int, int, NDArray[np.uint8]]]],
    segment: int,
    number: int,
    picture: NDArray[np.uint8],
) -> None:
    across, down = np.asarray(picture.any(axis=0)), np.asarray(picture.any(axis=1))
    if not across.any():
        return
    left, right = int(across.argmax()), across.size - int(across[::-1].argmax())
    top, bottom = int(down.argmax()), down.size - int(down[::-1].argmax())
    crops.setdefault(segment, {})[number] = (top, left, picture[top:bottom, left:right].copy())


def _keep_labels(
    crops: dict[int, dict[int, tuple[int, int, NDArray[np.uint8]]]],
    wanted: Set[int],
    number: int,
    picture: NDArray[np.uint8],
) -> None:
    """Each wanted label of a frame, in one pass over its pixels however many labels there are."""
    flat = picture.ravel()
    places = np.arange(flat.size) if 0 in wanted else np.flatnonzero(flat)
    places = places[np.argsort(flat[places], kind="stable")]
    labels = flat[places]
    ends = np.flatnonzero(labels[1:] != labels[:-1]) + 1
    for own in np.split(places, ends):
        label = int(flat[own[0]]) if own.size else 0
        if label not in wanted:
            continue
        down, across = np.divmod(own, picture.shape[1])
        top, left = int(down[0]), int(across.min())
        part = np.zeros((int(down[-1]) - top + 1, int(across.max()) - left + 1), dtype=np.uint8)
        part[down - top, across - left] = 1
        crops.setdefault(label, {})[number] = (top, left, part)


def _frames(dataset: Dataset, count: int, matrix: tuple[int, int], index: StudyIndex) -> list[_Placed]:
    """Where each frame lies: as it says itself, else on the pixels of its source image, if it has as many."""
    shared = (sequence(dataset, "SharedFunctionalGroupsSequence") or [Dataset()])[0]
    per_frame = sequence(dataset, "PerFrameFunctionalGroupsSequence")
    sources = [
        text(sop, "ReferencedSOPInstanceUID")
        for series in sequence(dataset, "ReferencedSeriesSequence")
        for sop in sequence(series, "ReferencedInstanceSequence")
    ]
    uid = text(dataset, "FrameOfReferenceUID")
    stated = Space.frame(uid) if uid else None
    found = []
    for number in range(count):
        own = per_frame[number] if number < len(per_frame) else Dataset()
        image = _source_image(own, index) or _source_image(shared, index)
        if image is None and len(sources) == 1 and count == len(sequence(dataset, "SegmentSequence")):
            image = index.reference("", sources[0])
        plane, source, space = _plane(own, shared), index.plane(image), index.space(image)
        if plane is not None and not _stated_step(own, shared) and _is_parallel(plane, source):
            plane = replace(plane, thickness=index.step(image) or plane.thickness)  # gaps between images are in it
        if plane is None and not index.has_matrix(image, matrix):
            raise ReaderError(
                tr("A segmentation has another matrix than the image it names, and is not shown."),
                tr("Ask the algorithm's maker or the site to send it again."),
            )
        if plane is not None:
            space = stated or space or Space.series(text(dataset, "SeriesInstanceUID"))
        identified = _first(own, shared, "SegmentIdentificationSequence")
        segment = int(value(identified, "ReferencedSegmentNumber", 1)) if identified is not None else 1
        content = _first(own, shared, "FrameContentSequence")
        moment = int(value(content, "TemporalPositionIndex", 0)) if content is not None else 0
        found.append(_Placed(number, segment, plane or source, image, space, moment))
    return found


def _first(own: Dataset, shared: Dataset, keyword: str) -> Dataset | None:
    items = sequence(own, keyword) or sequence(shared, keyword)
    return items[0] if items else None


def _stated_step(own: Dataset, shared: Dataset) -> list[float]:
    measures = _first(own, shared, "PixelMeasuresSequence")
    return numbers(measures, "SpacingBetweenSlices") if measures is not None else []


def _is_parallel(one: ImagePlane, other: ImagePlane | None) -> bool:
    if other is None:
        return False
    return abs(float(np.cross(one.row, one.column) @ np.cross(other.row, other.column))) > 1 - ALIKE


def _plane(own: Dataset, shared: Dataset) -> ImagePlane | None:
    position = _first(own, shared, "PlanePositionSequence")
    orientation = _first(own, shared, "PlaneOrientationSequence")
    measures = _first(own, shared, "PixelMeasuresSequence")
    if position is None or orientation is None or measures is None:
        return None
    at, along = numbers(position, "ImagePositionPatient"), numbers(orientation, "ImageOrientationPatient")
    spacing = numbers(measures, "PixelSpacing")
    thickness = _stated_step(own, shared) or numbers(measures, "SliceThickness")
    if len(at) != 3 or len(along) != 6 or len(spacing) != 2 or min(spacing) <= 0 or not is_near(*at, *spacing):
        return None
    if not spans_a_plane(along[:3], along[3:]):
        return None
    thick = thickness[0] if thickness and thickness[0] > 0 else None
    row, column = _unit(along[:3]), _unit(along[3:])
    return ImagePlane((at[0], at[1], at[2]), row, column, (spacing[0], spacing[1]), thick)


def _unit(vector: list[float]) -> tuple[float, float, float]:
    x, y, z = np.asarray(vector) / (np.linalg.norm(vector) or 1.0)
    return (float(x), float(y), float(z))


def _source_image(groups: Dataset, index: StudyIndex) -> ImageReference | None:
    for derivation in sequence(groups, "DerivationImageSequence"):
        for source in sequence(derivation, "SourceImageSequence"):
            uid = text(source, "ReferencedSOPInstanceUID")
            if uid:
                return index.reference(text(source, "ReferencedSOPClassUID"), uid, frame_numbers(source))
    return None


def _masks(
    dataset: Dataset,
    described: Dataset,
    frames: list[_Placed],
    crops: dict[int, tuple[int, int, NDArray[np.uint8]]],
    kind: str,
    series: str,
    room: int,
) -> Iterator[SegmentMask]:
    """One mask for each even run of slices that lie in the patient; else one for each image that was drawn on.
    room: the most voxels of all of them."""
    placed = [frame for frame in frames if frame.plane is not None]
    loose = [frame for frame in frames if frame.plane is None and frame.image is not None]
    _refuse_moments(placed)
    for run in _runs(placed):
        geometry, values, images = _assemble(run, crops, room)
        room -= values.size
        yield _mask(dataset, described, geometry, values, kind, series, slices=images, space=run[0].space)
    for frame in loose:
        top, left, picture = crops[frame.number]
        rows, columns = picture.shape
        flat = VolumeGeometry(
            (columns, rows, 1), (1.0, 1.0, 1.0), (float(left), float(top), 0.0), (1, 0, 0, 0, 1, 0, 0, 0, 1)
        )
        yield _mask(
            dataset, described, flat, picture[np.newaxis], kind, series, slices=(frame.image,), image=frame.image
        )


def _refuse_moments(frames: list[_Placed]) -> None:
    """What a place was at one time is not what it was at another, and nobody says which is meant."""
    at: dict[tuple[float, ...], int] = {}
    for frame in frames:
        if frame.plane is not None and frame.moment:
            place = tuple(round(c, 2) for c in (*frame.plane.position, *frame.plane.row))
            if at.setdefault(place, frame.moment) != frame.moment:
                raise ReaderError(tr("A segmentation of several points in time is not shown here."))


def _sorted_by_grid(frames: list[_Placed]) -> list[list[_Placed]]:
    """Those of one space, one orientation and one spacing together."""
    groups: list[list[_Placed]] = []
    for frame in frames:
        own = next((group for group in groups if _is_alike(group[0], frame)), None)
        if own is None:
            groups.append([frame])
        else:
            own.append(frame)
    return groups


def _is_alike(one: _Placed, other: _Placed) -> bool:
    a, b = one.plane, other.plane
    assert a is not None and b is not None
    turned = max(abs(x - y) for x, y in zip((*a.row, *a.column), (*b.row, *b.column), strict=True))
    scaled = max(abs(x - y) / x for x, y in zip(a.spacing, b.spacing, strict=True))
    return one.space == other.space and turned < ALIKE and scaled < ALIKE


def _runs(frames: list[_Placed]) -> Iterator[list[_Placed]]:
    """Frames that fit one even grid. Most segments are one run."""
    for alike in _sorted_by_grid(frames):
        heights = _heights(alike)
        levels = np.unique(np.round(list(heights.values()), 3))
        base = alike[0].plane
        for first, end in pairwise(_ends(levels, base.thickness if base is not None else None)):
            low, high = levels[first] - 5e-4, levels[end - 1] + 5e-4
            yield [frame for frame in alike if low <= heights[frame.number] <= high]


def _ends(levels: NDArray[np.float64], stated: float | None) -> list[int]:
    """Where a new run begins, with 0 and the end. Two slices far apart are not as thick as the way between them."""
    step = _step(levels, stated)
    slots = (levels - levels[0]) / step
    thick = stated is not None and step > FAR * stated and len(levels) == 2
    if not thick and np.abs(slots - np.round(slots)).max() <= MISPLACED:
        return [0, len(levels)]
    ends, run = [0], 0.0
    for n, gap in enumerate(np.diff(levels), start=1):
        if (stated is not None and gap > FAR * stated) or (run and abs(gap - run) > MISPLACED * run):
            ends.append(n)
            run = 0.0
        else:
            run = run or float(gap)
    return [*ends, len(levels)]


def _heights(frames: list[_Placed]) -> dict[int, float]:
    """How far along the normal of the first one each frame lies, mm."""
    planes = {frame.number: frame.plane for frame in frames if frame.plane is not None}
    base = planes[frames[0].number]
    normal = np.cross(base.row, base.column)
    return {number: float(np.asarray(plane.position) @ normal) for number, plane in planes.items()}


def _assemble(
    frames: list[_Placed], crops: dict[int, tuple[int, int, NDArray[np.uint8]]], room: int
) -> tuple[VolumeGeometry, NDArray[np.uint8], tuple[ImageReference | None, ...]]:
    """The frames on one regular grid, cropped. Slices without a frame are empty (PS3.3 C.8.20.3.1)."""
    planes = {frame.number: frame.plane for frame in frames if frame.plane is not None}
    base = planes[frames[0].number]
    row, column = np.asarray(base.row), np.asarray(base.column)
    normal = np.cross(row, column)
    heights = _heights(frames)
    levels = np.array(sorted({round(height, 3) for height in heights.values()}), dtype=np.float64)
    step = _step(levels, base.thickness)
    lowest = min(heights.values())
    origin_plane = planes[min(heights, key=lambda number: heights[number])]
    issues: tuple[str, ...] = ()
    slots: dict[int, int] = {}
    shifts: dict[int, tuple[int, int]] = {}
    for number, plane in planes.items():
        exact = (heights[number] - lowest) / step
        slots[number] = round(exact)
        if abs(exact - slots[number]) > 0.05:
            issues = (Told(lambda: tr("uneven spacing of the segmented slices")),)
        offset = np.asarray(plane.position) - np.asarray(origin_plane.position)
        shifts[number] = (
            round(float(offset @ column) / base.spacing[0]),
            round(float(offset @ row) / base.spacing[1]),
        )
    top = min(crops[n][0] + shifts[n][0] for n in planes)
    left = min(crops[n][1] + shifts[n][1] for n in planes)
    bottom = max(crops[n][0] + shifts[n][0] + crops[n][2].shape[0] for n in planes)
    right = max(crops[n][1] + shifts[n][1] + crops[n][2].shape[1] for n in planes)
    size = (right - left, bottom - top, max(slots.values()) + 1)
    if size[0] * size[1] * size[2] > room:
        raise ValueError("its segments are larger than any exam")
    values = np.zeros(size[::-1], dtype=np.uint8)
    images: list[ImageReference | None] = [None] * size[2]
    for frame in frames:
        y, x, picture = crops[frame.number]
        down, across = y + shifts[frame.number][0] - top, x + shifts[frame.number][1] - left
        area = values[slots[frame.number], down : down + picture.shape[0], across : across + picture.shape[1]]
        np.maximum(area, picture, out=area)
        images[slots[frame.number]] = images[slots[frame.number]] or frame.image
    origin = np.asarray(origin_plane.position) + column * base.spacing[0] * top + row * base.spacing[1] * left
    direction = np.column_stack((row, column, normal)).ravel()
    geometry = VolumeGeometry(
        size,
        (base.spacing[1], base.spacing[0], step),
        (float(origin[0]), float(origin[1]), float(origin[2])),
        tuple(float(cosine) for cosine in direction),  # type: ignore[arg-type]
        issues,
    )
    return geometry, values, tuple(images)


def _step(levels: NDArray[np.float64], stated: float | None) -> float:
    """The distance of neighbouring slices: the smallest found; what the object states where that fits as well."""
    gaps = np.diff(levels)
    if gaps.size == 0:
        return stated or 1.0
    smallest = float(gaps.min())
    if stated:
        ratio = gaps / stated
        if np.abs(ratio - np.round(ratio)).max() < 0.05 and round(smallest / stated) >= 1:
            return stated
    return float(gaps[gaps < 1.5 * smallest].mean())


def _mask(
    dataset: Dataset,
    described: Dataset,
    geometry: VolumeGeometry,
    values: NDArray[np.uint8],
    kind: str,
    series: str,
    *,
    slices: tuple[ImageReference | None, ...],
    image: ImageReference | None = None,
    space: Space | None = None,
) -> SegmentMask:
    label = text(described, "SegmentLabel") or tr(
        "Segment {number}", number=int(value(described, "SegmentNumber", 0))
    )
    number = int(value(described, "SegmentNumber", 1))
    colour = _colour(numbers(described, "RecommendedDisplayCIELabValue"))
    reference = SegmentReference(text(dataset, "SOPInstanceUID"), number, label, *((colour,) if colour else ()))
    region = (sequence(described, "AnatomicRegionSequence") or [Dataset()])[0]
    fraction = values if kind == "FRACTIONAL" else None
    return SegmentMask(
        reference=reference,
        geometry=geometry,
        mask=(values >= 128).view(np.uint8) if fraction is not None else values,
        source=_source(dataset, described),
        type=code_of(described, "SegmentedPropertyTypeCodeSequence") or Code("", "", label),
        category=code_of(described, "SegmentedPropertyCategoryCodeSequence") or _UNKNOWN,
        in_patient=image is None,
        image=image,
        fraction=fraction,
        series_uid=series or next((i.series_uid for i in slices if i is not None and i.series_uid), ""),
        slices=slices,
        tracking_uid=text(described, "TrackingUID"),
        tracking_id=text(described, "TrackingID"),
        site=code_of(described, "AnatomicRegionSequence"),
        laterality=code_of(region, "AnatomicRegionModifierSequence"),
        space=space,
    )


def _source(dataset: Dataset, described: Dataset) -> Source:
    manual = text(described, "SegmentAlgorithmType") == "MANUAL"
    algorithm = (sequence(described, "SegmentationAlgorithmIdentificationSequence") or [Dataset()])[0]
    name = text(algorithm, "AlgorithmName") or text(described, "SegmentAlgorithmName")
    description = text(dataset, "SeriesDescription")
    model = text(dataset, "ManufacturerModelName")
    if manual:
        name = text(dataset, "ContentCreatorName") or tr("Unnamed person")
    return Source(
        observer=Observer.PERSON if manual else Observer.DEVICE,
        name=name or model or description or tr("Unnamed algorithm"),
        version=text(algorithm, "AlgorithmVersion")
        or (text(dataset, "SoftwareVersions") if name in ("", model) else ""),
        manufacturer=text(dataset, "Manufacturer"),
        device_uid=text(dataset, "DeviceUID"),
        series_description=description,
        sop_class_uid=text(dataset, "SOPClassUID"),
        sop_instance_uid=text(dataset, "SOPInstanceUID"),
        series_uid=text(dataset, "SeriesInstanceUID"),
        study_uid=text(dataset, "StudyInstanceUID"),
        run=content_moment(dataset),
    )


def _series(dataset: Dataset) -> str:
    uids = [text(item, "SeriesInstanceUID") for item in sequence(dataset, "ReferencedSeriesSequence")]
    return uids[0] if uids else ""


def _is_background(described: Dataset) -> bool:
    kind = code_of(described, "SegmentedPropertyTypeCodeSequence")
    return kind is not None and kind.value == "125040" and kind.scheme == "DCM"


def _colour(lab: list[float]) -> tuple[int, int, int] | None:
    """CIELab as DICOM encodes it (PS3.3 C.10.7.1.1, D50) → sRGB 0..255."""
    if len(lab) != 3:
        return None
    lightness, a, b = lab[0] * 100 / 65535, lab[1] * 255 / 65535 - 128, lab[2] * 255 / 65535 - 128
    fy = (lightness + 16) / 116
    f = np.array([fy + a / 500, fy, fy - b / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * (0.9642, 1.0, 0.8249)
    linear = np.array(((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))) @ xyz
    linear = np.clip(linear, 0, 1)
    red, green, blue = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055) * 255
    return (round(float(red)), round(float(green)), round(float(blue)))
