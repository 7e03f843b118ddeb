"""Pictures to look at a display with and to measure it by, pixel by pixel.

Made from the description of TG18-QC and TG18-LN in AAPM On-line Report 03 (section 3 and appendix III), with the 18
grey levels of report 270 and without the Cx marks for the focus of tubes. No picture of theirs is used; as the
report wants it, the pattern says that it is a synthetic one. The letters are drawn where there are fonts
(`app/ui/screen_picture.py`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.views.calibration.record import LEVELS, MOST_LEVEL

GREY = 128
AROUND = 153
"""Behind a patch that is measured: about 20 % of L'max on a display by the GSDF."""
WORDS = "QUALITY CONTROL"
CORNER_STEP = 4
"""The little squares in the corners of a patch are so many levels brighter and darker."""
_NEAR_BLACK, _NEAR_WHITE = 13, 242
"""5 % and 95 % of 255."""
_PART = 0.1 ** 0.5
"""Of each side of the picture, for 10 % of its area."""


class Area(NamedTuple):
    left: int
    top: int
    width: int
    height: int

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Its pixels, to look at or to write into."""
        return picture[self.top : self.top + self.height, self.left : self.left + self.width]


class Quality(NamedTuple):
    """picture: [row, column], grey levels. patches: where each of `LEVELS` is. extremes: 5 % in 0 %, 95 % in 100 %.
    bars: white over black, whose edges show streaks of the signal. lines: the squares of lines at the Nyquist
    frequency and at half of it, at the centre and the four corners; a row in black and white, and one of a contrast
    of two levels. words: where low-contrast letters are to be written, on dark, grey and bright. label: a line."""

    picture: NDArray[np.uint8]
    patches: tuple[Area, ...]
    extremes: tuple[Area, Area]
    bars: tuple[Area, Area]
    lines: tuple[Area, ...]
    words: tuple[Area, Area, Area]
    label: Area


def quality(width: int, height: int) -> Quality:
    """The whole pattern for a display of so many pixels, at least 320 in each direction."""
    picture = np.full((height, width), GREY, np.uint8)
    _grid(picture)
    unit = max(16, min(width, height) // 16) // 4 * 4
    middle, left, top = unit * 10, (width - unit * 10) // 2, (height - unit * 12) // 2
    ramp = max(8, unit // 2)
    for x, upwards in ((left - unit - ramp // 2, False), (left + middle + unit - ramp // 2, True)):
        levels = np.linspace(0, MOST_LEVEL, unit * 10).round().astype(np.uint8)
        Area(x, top + unit, ramp, unit * 10).of(picture)[:] = (levels[::-1] if upwards else levels)[:, None]
    extremes = (Area(left + unit * 2, top, unit * 2, unit * 2), Area(left + unit * 6, top, unit * 2, unit * 2))
    for area, outer, inner in zip(extremes, (0, MOST_LEVEL), (_NEAR_BLACK, _NEAR_WHITE), strict=True):
        area.of(picture)[:] = outer
        Area(area.left + unit // 2, area.top + unit // 2, unit, unit).of(picture)[:] = inner
    white = Area(left + unit * 17 // 4, top, unit * 3 // 2, unit)
    bars = (white, white._replace(top=top + unit))
    bars[0].of(picture)[:], bars[1].of(picture)[:] = MOST_LEVEL, 0
    patches = tuple(_patches(left, top + unit * 5 // 2, unit))
    for area, level in zip(patches, LEVELS, strict=True):
        _patch(area.of(picture), level)
    words_top = top + unit * 17 // 2
    words = tuple(Area(left, words_top + unit * row, middle, unit) for row in range(3))
    for area, level in zip(words, (0, GREY, MOST_LEVEL), strict=True):
        area.of(picture)[:] = level
    square = unit * 3 // 4 // 4 * 4
    lines: list[Area] = []
    edge = unit // 4
    for x, y in (
        ((width - 4 * square) // 2, top + unit * 7),
        (edge, edge), (width - 4 * square - edge, edge),
        (edge, height - 2 * square - edge), (width - 4 * square - edge, height - 2 * square - edge),
    ):  # fmt: skip
        for row, levels_of in enumerate(((0, MOST_LEVEL), (GREY, GREY + 2))):
            for n in range(4):
                area = Area(x + n * square, y + row * square, square, square)
                _lines(area.of(picture), levels_of, period=2 << n // 2, upright=n % 2 == 0)
                lines.append(area)
    label = Area(left - unit, words_top + unit * 3 + unit // 8, middle + 2 * unit, unit)
    label.of(picture)[:] = GREY
    return Quality(picture, patches, extremes, bars, tuple(lines), (words[0], words[1], words[2]), label)


def patch(width: int, height: int, level: int) -> tuple[NDArray[np.uint8], Area]:
    """One grey level in the middle, 10 % of the picture, to be measured; and where it is."""
    picture = np.full((height, width), AROUND, np.uint8)
    wide, high = round(width * _PART), round(height * _PART)
    area = Area((width - wide) // 2, (height - high) // 2, wide, high)
    area.of(picture)[:] = level
    return picture, area


def letter_levels(background: int) -> tuple[int, ...]:
    """Of each letter of `WORDS`, from 14 levels of contrast down to one; brighter than dark, darker than bright."""
    sign = -1 if background > GREY else 1
    count = len(WORDS.replace(" ", ""))
    contrasts = iter(range(count, 0, -1))
    return tuple(background if letter == " " else background + sign * next(contrasts) for letter in WORDS)


def _grid(picture: NDArray[np.uint8]) -> None:
    """Lines for straightness, a border at the last pixels, crosses at the middle of the edges."""
    height, width = picture.shape
    step = max(32, min(width, height) // 16)
    picture[height // 2 % step :: step, :] = 191
    picture[:, width // 2 % step :: step] = 191
    for edge, level in ((0, MOST_LEVEL), (1, 0), (2, MOST_LEVEL)):
        picture[edge, edge : width - edge] = picture[height - 1 - edge, edge : width - edge] = level
        picture[edge : height - edge, edge] = picture[edge : height - edge, width - 1 - edge] = level
    arm = step // 2
    for x, y in ((width // 2, step), (width // 2, height - step), (step, height // 2), (width - step, height // 2)):
        picture[y, x - arm : x + arm + 1] = MOST_LEVEL
        picture[y - arm : y + arm + 1, x] = MOST_LEVEL


def _patches(left: int, top: int, unit: int) -> list[Area]:
    """Two rows of nine, the second one backwards: neighbours are one step apart."""
    size = unit * 10 // 9
    places = [(column, 0) for column in range(9)] + [(8 - column, 1) for column in range(9)]
    return [Area(left + column * size, top + row * unit * 2, size, unit * 2) for column, row in places]


def _patch(area: NDArray[np.uint8], level: int) -> None:
    area[:] = level
    little = max(4, min(area.shape) // 5)
    brighter, darker = min(MOST_LEVEL, level + CORNER_STEP), max(0, level - CORNER_STEP)
    gap = little // 2
    area[gap : gap + little, gap : gap + little] = area[-gap - little : -gap, -gap - little : -gap] = brighter
    area[gap : gap + little, -gap - little : -gap] = area[-gap - little : -gap, gap : gap + little] = darker


def _lines(area: NDArray[np.uint8], levels: tuple[int, int], *, period: int, upright: bool) -> None:
    """Lines in turn of two levels, each half a period of pixels wide."""
    size = area.shape[1] if upright else area.shape[0]
    line = np.where(np.arange(size) % period < period // 2, *levels).astype(np.uint8)
    area[:] = line[None, :] if upright else line[:, None]
