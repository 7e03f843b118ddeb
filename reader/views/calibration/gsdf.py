"""The Grayscale Standard Display Function (PS3.14 section 7): luminance and just noticeable differences."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FIRST, LAST = 1.0, 1023.0
"""The indices that the function is defined for."""
DARKEST, BRIGHTEST = 0.05, 4000.0
"""cd/m² that it is defined for (PS3.14 section 6)."""

_ABOVE = (1.3635334e-3, -2.5468404e-2, 1.3646699e-1, 8.0242636e-2, -1.3011877)
"""m, g, e, c, a of equation 7-1: of ln(index), from the fourth power down."""
_BELOW = (1.2992634e-4, -3.1978977e-3, 2.8745620e-2, -1.0320229e-1, -2.5840191e-2, 1.0)
"""k, h, f, d, b and 1, from the fifth power down."""
_INVERSE = (
    -0.017046845, 0.14710899, -0.18014349, -1.1878455, 0.28175407, 9.8247004, 41.912053, 94.593053, 71.498068,
)  # fmt: skip
"""I to A of equation 7-2: of log10(luminance), from the eighth power down."""


def luminance(index: ArrayLike) -> NDArray[np.float64]:
    """cd/m² of JND indices, 1 to 1023, in an array of the same shape."""
    powers = np.log(np.asarray(index, np.float64))
    return np.asarray(10.0 ** (np.polyval(_ABOVE, powers) / np.polyval(_BELOW, powers)), np.float64)


def index(luminance: ArrayLike) -> NDArray[np.float64]:
    """JND indices of luminances from 0.05 to 4000 cd/m², with fractions, in an array of the same shape."""
    return np.asarray(np.polyval(_INVERSE, np.log10(np.asarray(luminance, np.float64))), np.float64)
