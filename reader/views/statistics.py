"""What the pixels in a closed shape say: mean, deviation and range of their modality values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reader.dicom.values import Code
from reader.findings.model import Measurement, ShapeKind
from reader.terms.measures import ATTENUATION, DEVIATION, MAXIMUM, MEAN, MINIMUM, MR_SIGNAL, PIXEL_VALUE, SUV
from reader.terms.units import SUV_BODY_WEIGHT, image_unit
from reader.views.content import Content
from reader.views.display import Pixels, picture_values, there_in
from reader.views.inside import inside
from reader.views.planes import Frame
from reader.volume.model import Volume
from reader.volume.suv import Suv

VALUES = frozenset((ATTENUATION, MR_SIGNAL, PIXEL_VALUE, SUV))
"""The concepts of what is said of pixels."""

Pixel = tuple[float, float]


def value_statistics(content: Content, values: NDArray[np.float64]) -> tuple[Measurement, ...]:
    """Mean, deviation and range of modality values of an image; () where there are none."""
    if values.size == 0:
        return ()
    concept, unit, factor = _meaning(content)
    values = values * factor
    statistics = (
        (MEAN, values.mean()),
        (DEVIATION, values.std()),
        (MINIMUM, values.min()),
        (MAXIMUM, values.max()),
    )
    return tuple(Measurement(concept, float(value), unit, how) for how, value in statistics)


def statistics_in(
    content: Content, frame: Frame, index: int, kind: ShapeKind, outline: Sequence[Pixel]
) -> tuple[Measurement, ...]:
    """Of the pixels of a shape that are an image."""
    return value_statistics(content, values_in(content, frame, index, kind, outline))


def values_in(
    content: Content, frame: Frame, index: int, kind: ShapeKind, outline: Sequence[Pixel]
) -> NDArray[np.float64]:
    """Modality values of the pixels of a shape that are an image; none of colours. `views/inside.py` says which."""
    picture = grey_values(content, frame, index)
    if picture is None:
        return np.empty(0)
    down, across, chosen = inside(kind, outline, *picture.shape)
    there = there_in(content, frame, index)
    if there is not None:
        chosen = chosen & there[down, across]
    return modality_values(content, picture[down, across][chosen])


def value_at(content: Content, frame: Frame, index: int, pixel: Pixel) -> tuple[Measurement, ...]:
    """Of the one pixel that a point lies in; () where there is none."""
    picture = grey_values(content, frame, index)
    column, row = (round(v) for v in pixel)
    if picture is None or not (0 <= row < picture.shape[0] and 0 <= column < picture.shape[1]):
        return ()
    there = there_in(content, frame, index)
    if there is not None and not there[row, column]:
        return ()
    value = modality_values(content, picture[row : row + 1, column])
    concept, unit, factor = _meaning(content)
    return (Measurement(concept, float(value[0]) * factor, unit),)


def grey_values(content: Content, frame: Frame, index: int) -> Pixels | None:
    """Those of a picture that has one value a pixel."""
    picture = picture_values(content, frame, index)
    return picture if picture is not None and picture.ndim == 2 else None


def modality_values(content: Content, values: Pixels) -> NDArray[np.float64]:
    """What the stored values of a picture mean: HU of a CT, and so on."""
    slope, intercept = content.image.scale if isinstance(content.image, Volume) else (1.0, 0.0)
    return np.asarray(values, dtype=np.float64) * slope + intercept


def _meaning(content: Content) -> tuple[Code, Code, float]:
    """(concept, unit, factor from modality values) of what is said of pixels."""
    unit, suv = image_unit(content.image.units), content.suv
    if isinstance(suv, Suv):
        return SUV, SUV_BODY_WEIGHT, suv.body_weight
    if unit.value == SUV_BODY_WEIGHT.value:
        return SUV, SUV_BODY_WEIGHT, 1.0
    if content.image.units == "HU":
        return ATTENUATION, unit, 1.0
    return (MR_SIGNAL if content.series.modality == "MR" else PIXEL_VALUE), unit, 1.0
