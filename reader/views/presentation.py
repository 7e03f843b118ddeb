"""Softcopy presentation states as plain values (PS3.3 A.33): how somebody wants images to be shown.

Points of an image are (column, row), continuous, the centre of its first stored pixel is (0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from reader.core.text import now, tr
from reader.dicom.pixels.luts import Lut
from reader.dicom.pixels.shutters import Shutter
from reader.dicom.values import day_text
from reader.study.model import Window

Point = tuple[float, float]
Entry = tuple[str, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Images:
    """Some images. frames: by SOP Instance UID those that are meant, from 1; empty for all of an image."""

    frames: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, references: Iterable[tuple[str, Iterable[int]]]) -> Images:
        """One that is named with and without frames is named as a whole."""
        found: dict[str, frozenset[int]] = {}
        for uid, frames in references:
            own = frozenset(frames)
            found[uid] = (found[uid] | own if own and found[uid] else frozenset()) if uid in found else own
        return cls(found)

    def covers(self, entry: Entry | None) -> bool:
        """Whether a stored image, (SOP Instance UID, frame from 1), is one of them; False for none."""
        if entry is None or (frames := self.frames.get(entry[0])) is None:
            return False
        return not frames or entry[1] in frames


class GraphicType(Enum):
    """What a graphic object can be (PS3.3 C.10.5.1.2)."""

    POINT = "POINT"
    POLYLINE = "POLYLINE"
    INTERPOLATED = "INTERPOLATED"
    CIRCLE = "CIRCLE"
    ELLIPSE = "ELLIPSE"


class Units(Enum):
    """What the points of an annotation are: of the image, or fractions of the displayed area from its upper left as
    it is seen."""

    PIXEL = "PIXEL"
    DISPLAY = "DISPLAY"


@dataclass(frozen=True)
class Graphic:
    """points: in the image, or as `Units.DISPLAY` has them. tracking_uid: of the finding that it shows, "" where
    that is not told."""

    kind: GraphicType
    units: Units
    points: tuple[Point, ...]
    filled: bool = False
    tracking_uid: str = ""


@dataclass(frozen=True)
class TextObject:
    """box: its upper left and lower right corner, which may be anywhere as the image may be turned; anchor: what it
    speaks of. line: one is drawn to the anchor. align: "LEFT", "RIGHT" or "CENTER". tracking_uid: as of a graphic.
    """

    lines: tuple[str, ...]
    box: tuple[Point, Point] | None = None
    box_units: Units = Units.PIXEL
    anchor: Point | None = None
    anchor_units: Units = Units.PIXEL
    line: bool = False
    align: str = "LEFT"
    tracking_uid: str = ""


@dataclass(frozen=True)
class Annotation:
    """What is drawn on some images in one layer. colour: RGB as the layer recommends it, None where it does not."""

    images: Images
    graphics: tuple[Graphic, ...]
    texts: tuple[TextObject, ...]
    colour: tuple[int, int, int] | None = None


class SizeMode(Enum):
    """How large the displayed area is (PS3.3 C.10.4)."""

    FIT = "SCALE TO FIT"
    TRUE_SIZE = "TRUE SIZE"
    MAGNIFY = "MAGNIFY"


@dataclass(frozen=True)
class Area:
    """A part of a picture that is shown. box: (left, top, right, bottom), continuous, edges of pixels.

    factor: of `TRUE_SIZE` the mm on the screen, of `MAGNIFY` the pixels of the screen that a pixel of the image is
    wide.
    """

    box: Box
    mode: SizeMode = SizeMode.FIT
    factor: float = 0.0

    @property
    def middle(self) -> Point:
        left, top, right, bottom = self.box
        return ((left + right) / 2, (top + bottom) / 2)


@dataclass(frozen=True)
class Selected:
    """Something that holds for some images: a window or a displayed area."""

    images: Images
    window: Window | None = None
    area: Area | None = None


@dataclass(frozen=True, eq=False)
class PresentationState:
    """One object, equal to itself alone. images: those that it is for. turns: quarter turns clockwise, after which
    left and right change places where it is `flipped`.

    inverted: what the window makes black is white. output: a Presentation LUT after the window. rescale: (slope,
    intercept) from stored values to those of its windows; None where that is not known. shutters: over every image
    of it. overlays: groups (0x6000 …) of those of the images that it shows (PS3.3 C.11.7). annotations: from below.
    problems: what of it can't be shown, in the user's words (`Told`).
    """

    uid: str
    series_uid: str
    label: str
    description: str = ""
    creator: str = ""
    when: datetime | None = None
    images: Images = field(default_factory=lambda: Images({}))
    windows: tuple[Selected, ...] = ()
    areas: tuple[Selected, ...] = ()
    rescale: tuple[float, float] | None = None
    output: Lut | None = None
    inverted: bool | None = None
    turns: int = 0
    flipped: bool = False
    shutter: Shutter | None = None
    overlays: frozenset[int] = frozenset()
    annotations: tuple[Annotation, ...] = ()
    problems: tuple[str, ...] = field(default=())

    def covers(self, entry: Entry | None) -> bool:
        """Whether it is for this image: (SOP Instance UID, frame from 1)."""
        return self.images.covers(entry)

    def window(self, entry: Entry) -> Window | None:
        return next((s.window for s in self.windows if s.images.covers(entry)), None)

    def area(self, entry: Entry) -> Area | None:
        return next((s.area for s in self.areas if s.images.covers(entry)), None)

    def drawn_on(self, entry: Entry) -> tuple[Annotation, ...]:
        return tuple(one for one in self.annotations if one.images.covers(entry))

    @property
    def heading(self) -> str:
        """What a menu says of it: "AI_FINDING · lung window · Li Na · 2026-11-22"."""
        partly = tr("partly readable") if self.problems else ""
        return " · ".join(filter(None, (self.label, self.description, self.creator, day_text(self.when), partly)))

    @property
    def lacks(self) -> str:
        """What of it can't be shown, in sentences; "" where all of it can."""
        return " ".join(now(problem) for problem in self.problems)

