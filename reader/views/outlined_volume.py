"""The volume of what was outlined in several slices; in those that were left out between them the outline is
interpolated (`volume/between.py`). Main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.findings import service
from reader.findings.model import Finding, ImageReference, Measurement, Shape, ShapeKind
from reader.findings.placing import centre, settled, space_of
from reader.terms.measures import VOLUME
from reader.terms.units import CUBIC_MILLIMETRE
from reader.views.content import Content
from reader.views.display import there_in
from reader.views.inside import inside
from reader.views.measure import image_reference, shape_pixels
from reader.views.planes import Frame, Plane
from reader.views.statistics import grey_values, modality_values, value_statistics
from reader.views.workspace import Workspace

CLOSED = (ShapeKind.ELLIPSE, ShapeKind.POLYGON)
Mask = NDArray[np.bool_]
Pixel = tuple[float, float]
_Outline = tuple[int, Shape]
"""The slice that it lies in, and it."""


def is_outlined(finding: Finding) -> bool:
    """Whether it is a person's volume from outlines, which is measured again where one of them is changed."""
    closed = all(shape.kind in CLOSED for shape in finding.shapes)
    volume = any(m.concept == VOLUME and m.derivation is None for m in finding.measurements)
    return not finding.is_ai and len(finding.shapes) > 1 and closed and volume


def can_make_volume(views: Workspace) -> bool:
    return _together(views) is not None


def make_volume(views: Workspace) -> None:
    """The chosen outline and those that are named alike in other slices of its series become one finding with their
    volume; undone in one step. Raises `ReaderError` where they can't be edited."""
    here = views.active_viewport
    if (found := _together(views)) is None or here.content is None or here.frame is None:
        return
    (chosen, *others), outlines = found
    changes = measured([shape for _, shape in outlines], here.content, here.frame)
    at = sorted({index for index, _ in outlines})
    key = image_reference(here.content, here.frame, at[len(at) // 2])
    service.join(views.findings, chosen.tracking_uid, [f.tracking_uid for f in others], key_image=key, **changes)


def measured(shapes: Sequence[Shape], content: Content, frame: Frame) -> dict[str, Any]:
    """What of a finding follows from its outlines, as `service.edit` takes it: volume in mm³ first, then the values
    of the voxels. A voxel counts where `views/inside.py` says so."""
    found = _masks(shapes, content, frame)
    voxels, values, images = 0, [], list[ImageReference]()
    for index, mask in sorted(found.items()):
        voxels += int(np.count_nonzero(mask))
        picture, there = grey_values(content, frame, index), there_in(content, frame, index)
        if picture is not None:
            values.append(modality_values(content, picture[mask if there is None else mask & there]))
        if (image := image_reference(content, frame, index)) is not None:
            images.append(image)
    size = abs(float(np.linalg.det(frame.matrix[:3, :3])))
    numbers = (
        Measurement(VOLUME, voxels * size, CUBIC_MILLIMETRE),
        *value_statistics(content, np.concatenate(values) if values else np.empty(0)),
    )
    taken = tuple(replace(number, taken_from=tuple(images)) for number in numbers)
    return {"shapes": tuple(shapes), "measurements": taken, "place": centre(shapes), "space": space_of(shapes)}


def _together(views: Workspace) -> tuple[list[Finding], list[_Outline]] | None:
    """The chosen finding first, then those that go into it; and all of their outlines, slice by slice."""
    findings, here = views.findings, views.active_viewport
    chosen, content, frame = findings.get(findings.selected), here.content, here.frame
    if chosen is None or findings.read_only or content is None or frame is None or not content.is_volume:
        return None
    if here.plane is Plane.STACK or not (frame.stored and frame.in_patient):
        return None
    alike = [f for f in findings.findings if f is not chosen and _named(f) == _named(chosen)]
    own = [f for f in (chosen, *alike) if not f.is_ai and not findings.looks.of(f.tracking_uid).locked]
    placed = [(f, outlines) for f in own if (outlines := _outlines(f, content, frame))]
    found = sorted((entry for _, outlines in placed for entry in outlines), key=lambda entry: entry[0])
    if not placed or placed[0][0] is not chosen or len(placed) < 2 or found[0][0] == found[-1][0]:
        return None
    return [f for f, _ in placed], found


def _named(finding: Finding) -> tuple[object, ...]:
    return finding.finding, finding.site, finding.laterality


def _outlines(finding: Finding, content: Content, frame: Frame) -> list[_Outline]:
    """Each shape with the slice that it lies in; none where one is no outline of a slice here."""
    shapes = settled(finding, content.spaces, content.study).shapes
    found = [(place[0], shape) for shape in shapes if (place := _placed(shape, content, frame)) is not None]
    return found if len(found) == len(shapes) else []


def _placed(shape: Shape, content: Content, frame: Frame) -> tuple[int, list[Pixel]] | None:
    """The slice that an outline lies in, and its points (column, row) there; None where it lies in none."""
    if shape.kind not in CLOSED or not shape.in_patient or shape.image is None:
        return None
    index = round(frame.to_pixel(shape.points[0])[2])
    pixels = shape_pixels(shape, content, frame, index) if 0 <= index < frame.size[2] else None
    return (index, pixels) if pixels is not None else None


def _masks(shapes: Sequence[Shape], content: Content, frame: Frame) -> Mapping[int, Mask]:
    """Which pixels of each slice belong to it: from the first outlined slice to the last one."""
    drawn: dict[int, Mask] = {}
    for shape in shapes:
        if (place := _placed(shape, content, frame)) is not None:
            index, pixels = place
            mask = drawn.setdefault(index, np.zeros((frame.size[1], frame.size[0]), dtype=bool))
            down, across, chosen = inside(shape.kind, pixels, *mask.shape)
            mask[down, across] |= chosen
    found, keys = dict(drawn), sorted(drawn)
    for low, high in pairwise(keys):
        if high - low > 1:
            from reader.volume.between import between  # late: who measures no volume need not wait for it

            box = _box(drawn[low] | drawn[high])
            parts = between(drawn[low][box], drawn[high][box], high - low - 1, frame.spacing)
            for index, part in enumerate(parts, low + 1):
                found[index] = np.zeros_like(drawn[low])
                found[index][box] = part
    return found


def _box(mask: Mask) -> tuple[slice, slice]:
    """What holds all of it, with a pixel around."""
    sides = []
    for axis in (1, 0):
        hit = np.flatnonzero(mask.any(axis=axis))
        low, high = (int(hit[0]), int(hit[-1]) + 1) if hit.size else (0, 0)
        sides.append(slice(max(0, low - 1), min(mask.shape[1 - axis], high + 1)))
    return sides[0], sides[1]

