"""What lies between two slices in which something was outlined: by the signed distances from its outlines (Raya and
Udupa, Shape-based interpolation of multidimensional objects, IEEE TMI 1990). Any thread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def between(low: Mask, high: Mask, slices: int, spacing: tuple[float, float]) -> Iterator[Mask]:
    """The masks of so many slices, evenly between two of one shape (rows, columns). spacing: of columns and rows,
    mm."""
    begin, end = _distances(low, spacing), _distances(high, spacing)
    for number in range(1, slices + 1):
        share = number / (slices + 1)
        yield (1 - share) * begin + share * end <= 0


def _distances(mask: Mask, spacing: tuple[float, float]) -> NDArray[np.float64]:
    """mm from each pixel outside to the nearest one inside, below 0 from each inside to the nearest outside: the
    outline lies in the middle between them."""
    if not mask.any():
        return np.full(mask.shape, np.inf)
    found = np.zeros(mask.shape)
    for side, sign in ((mask, 1.0), (~mask, -1.0)):
        image = sitk.GetImageFromArray(side.astype(np.uint8))
        image.SetSpacing(spacing)
        away = sitk.SignedMaurerDistanceMap(
            image, insideIsPositive=False, squaredDistance=False, useImageSpacing=True
        )
        found[~side] = sign * sitk.GetArrayFromImage(away)[~side]
    return found
