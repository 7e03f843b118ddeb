"""Where a pixel of a picture lies on the screen, and back. Screen units are Qt's logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from reader.views.planes import Frame
from reader.views.presentation import Area, SizeMode


@dataclass(frozen=True)
class ScreenMap:
    """The affine map of one viewport: screen = (a, b; c, d) · (column, row) + (x, y).

    scale: logical pixels a mm (a calibrated pixel), the same in both directions.
    """

    a: float
    b: float
    c: float
    d: float
    x: float
    y: float
    scale: float

    def to_screen(self, column: float, row: float) -> tuple[float, float]:
        return (self.a * column + self.b * row + self.x, self.c * column + self.d * row + self.y)

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """(column, row), continuous."""
        det = self.a * self.d - self.b * self.c
        dx, dy = x - self.x, y - self.y
        return ((self.d * dx - self.b * dy) / det, (self.a * dy - self.c * dx) / det)

    def enlarged(self, at: tuple[float, float], factor: float) -> ScreenMap:
        """The map of a picture so many times larger, in which what is at a point of the screen stays there."""
        x, y = at
        left, top = x + factor * (self.x - x), y + factor * (self.y - y)
        a, b, c, d = (factor * part for part in (self.a, self.b, self.c, self.d))
        return ScreenMap(a, b, c, d, left, top, factor * self.scale)

    def direction(self, frame: Frame, dx: float, dy: float) -> tuple[float, float, float]:
        """The frame's vector behind a direction on the screen (dx right, dy down); not of unit length."""
        column, row = self.to_pixel(self.x + dx, self.y + dy)
        vector = np.asarray(frame.right) * column + np.asarray(frame.down) * row
        return (float(vector[0]), float(vector[1]), float(vector[2]))


def fit_scale(frame: Frame, turns: int, width: float, height: float, angle: float = 0.0) -> float:
    """Logical pixels a mm at which the whole picture just fits. angle: degrees beyond the quarter turns, with which
    its corners need room."""
    across, down = frame.size[0] * frame.spacing[0], frame.size[1] * frame.spacing[1]
    if turns % 2:
        across, down = down, across
    if angle:
        cosine, sine = abs(cos(radians(angle))), abs(sin(radians(angle)))
        across, down = cosine * across + sine * down, sine * across + cosine * down
    return max(1e-6, min(width / across, height / down))


def to_the_wall(frame: Frame, wall: str, width: float, scale: float) -> tuple[float, float]:
    """The pan, in mm, with which a picture touches the left or right edge of a viewport that is wider than it."""
    free = max(0.0, width / scale - frame.size[0] * frame.spacing[0])
    return (-free / 2 if wall == "left" else free / 2, 0.0)


def area_scale(
    frame: Frame, area: Area, turns: int, width: float, height: float, *, ratio: float, per_mm: float
) -> float:
    """Logical pixels a mm at which a part of a picture is as large as it asks for.

    ratio: device pixels a logical one. per_mm: logical pixels on a millimetre of the screen.
    """
    if area.mode is SizeMode.MAGNIFY:
        return area.factor / ratio / frame.spacing[0]
    if area.mode is SizeMode.TRUE_SIZE:
        return area.factor * per_mm / frame.spacing[0]
    left, top, right, bottom = area.box
    across, down = (right - left) * frame.spacing[0], (bottom - top) * frame.spacing[1]
    if turns % 2:
        across, down = down, across
    return max(1e-6, min(width / across, height / down))


def screen_map(
    frame: Frame,
    width: float,
    height: float,
    *,
    zoom: float = 1.0,
    pan: tuple[float, float] = (0.0, 0.0),
    turns: int = 0,
    angle: float = 0.0,
    flipped: bool = False,
    fit: float | None = None,
    middle: tuple[float, float] | None = None,
) -> ScreenMap:
    """The map of a picture in a viewport of width × height.

    zoom: 1 fits the picture, or is `fit` logical pixels a mm, where others have to fit too. pan: mm right and
    down on the screen. turns: quarter turns clockwise, after a left-right flip, and angle: degrees more, which
    change nothing of how large it is. middle: what lies at the middle, without a pan; that of the picture.
    """
    scale = (fit_scale(frame, turns, width, height) if fit is None else fit) * zoom
    cosine, sine = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[turns % 4]
    if angle:
        by = radians(90.0 * (turns % 4) + angle)
        cosine, sine = cos(by), sin(by)
    sx, sy = frame.spacing[0] * scale * (-1 if flipped else 1), frame.spacing[1] * scale
    a, b, c, d = cosine * sx, -sine * sy, sine * sx, cosine * sy
    middle_column, middle_row = middle or ((frame.size[0] - 1) / 2, (frame.size[1] - 1) / 2)
    x = width / 2 + pan[0] * scale - (a * middle_column + b * middle_row)
    y = height / 2 + pan[1] * scale - (c * middle_column + d * middle_row)
    return ScreenMap(a, b, c, d, x, y, scale)
