"""One exam: who it is of, what is in it, what has arrived and what failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from math import hypot

from reader.dicom.objects import ObjectKind, Use, kind_of
from reader.dicom.pixels.luts import Shading, Supplement
from reader.dicom.pixels.overlays import Overlay
from reader.dicom.pixels.shutters import Shutter
from reader.study.calibration import Calibration
from reader.study.identity import PatientIdentity
from reader.study.traits import Traits
from reader.study.uptake import Uptake

NO_TRAITS = Traits()


@dataclass(frozen=True)
class ImagePlane:
    """Image Plane module (PS3.3 C.7.6.2), LPS, mm.

    position: centre of the first voxel. row, column: direction cosines of increasing column index and of
    increasing row index (the two halves of Image Orientation). spacing: (between rows, between columns).
    """

    position: tuple[float, float, float]
    row: tuple[float, float, float]
    column: tuple[float, float, float]
    spacing: tuple[float, float]
    thickness: float | None = None


FARTHEST_MM = 1e5
"""No patient lies so far from where a scanner measures from, and no pixel is so large."""


def is_near(*lengths: float) -> bool:
    """Whether coordinates or sizes in mm can be those of an image of a patient."""
    return all(abs(length) <= FARTHEST_MM for length in lengths)


def spans_a_plane(row: Sequence[float], column: Sequence[float]) -> bool:
    """Whether two directions are directions and not the same one; zeros, as some devices write, are none."""
    (a, b, c), (x, y, z) = row, column
    across = hypot(b * z - c * y, c * x - a * z, a * y - b * x)
    return across > 1e-3 * hypot(a, b, c) * hypot(x, y, z) > 0


@dataclass(frozen=True)
class Window:
    """A VOI window: centre and width in modality values, and its explanation.

    function: LINEAR, LINEAR_EXACT or SIGMOID. table: a VOI LUT instead, or what a presentation state makes of the
    values; centre and width then only say about where it lies.
    """

    centre: float
    width: float
    name: str = ""
    function: str = "LINEAR"
    table: Shading | None = None


@dataclass(frozen=True)
class Presentation:
    """What an image's own header says of how it is shown, beside its windows. Not kept in the index.

    frame_windows: one tuple a frame where frames differ. paddings: (lowest, highest) modality value that is no
    image, one for all frames or one a frame. shutters: likewise. supplement: colours among the grey values.
    frame_times: ms for which each frame is shown, or one value for all. sweeps: cine goes to and fro.
    """

    frame_windows: tuple[tuple[Window, ...], ...] = ()
    paddings: tuple[tuple[float, float], ...] = ()
    shutters: tuple[Shutter | None, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    supplement: Supplement | None = None
    frame_times: tuple[float, ...] = ()
    sweeps: bool = False

    def padding(self, frame: int) -> tuple[float, float] | None:
        """Of a frame, counted from 0."""
        return self.paddings[min(frame, len(self.paddings) - 1)] if self.paddings else None

    def shutter(self, frame: int) -> Shutter | None:
        """Of a frame, counted from 0."""
        return self.shutters[min(frame, len(self.shutters) - 1)] if self.shutters else None

    def colours(self, frame: int) -> Supplement | None:
        """Of a frame, counted from 0."""
        found = self.supplement
        return found if found is not None and (found.frames is None or frame in found.frames) else None


PLAIN = Presentation()


@dataclass(frozen=True)
class Instance:
    """One SOP instance without its pixels. planes: one a frame, or empty where it has no position.

    units: of the modality values, "HU" for CT with rescale, a UCUM code for PET, else "". video: encapsulated MPEG.
    inverted: low values are light. aspect: height of a pixel by its width where no spacing is known.
    frame_of_reference_uid: (0020,0052), as stated; which space that is, is told by `spatial/space.py`.
    laterality: "R", "L" or "B" where the image shows one side of a pair. view: how the beam went, such as "MLO".
    patient_orientation: Patient Orientation (0020,0020), direction of rows and of columns, such as ("L", "F").
    traits: what tells its frames apart, one a frame or one for all; an index states little of it. rescale: (slope,
    intercept) of all its frames, (1, 0) without one; None where it is not known, they differ, or a table is used.
    uptake: of a PET image, what a standardized uptake value needs; an index states too little of it.
    """

    sop_instance_uid: str
    sop_class_uid: str
    number: int
    rows: int = 0
    columns: int = 0
    frames: int = 1
    samples: int = 1
    planes: tuple[ImagePlane, ...] = ()
    calibration: Calibration | None = None
    windows: tuple[Window, ...] = ()
    inverted: bool = False
    units: str = ""
    frame_time_ms: float = 0.0
    laterality: str = ""
    view: str = ""
    image_type: tuple[str, ...] = ()
    acquisition: str = ""
    patient_orientation: tuple[str, str] = ("", "")
    frame_of_reference_uid: str = ""
    aspect: float = 1.0
    presentation: Presentation = PLAIN
    traits: tuple[Traits, ...] = ()
    rescale: tuple[float, float] | None = None
    uptake: Uptake | None = None

    def own_windows(self, frame: int) -> tuple[Window, ...]:
        """The windows and LUTs that the image brings for a frame, counted from 0."""
        each = self.presentation.frame_windows
        return each[frame] or self.windows if 0 <= frame < len(each) else self.windows

    def pixel_size(self, frame: int) -> tuple[float, float]:
        """Height and width of a pixel, frame counted from 0: in mm where they are known, else their ratio."""
        plane = self.planes[frame] if 0 <= frame < len(self.planes) else None
        if plane is not None and min(plane.spacing) > 0:
            return plane.spacing
        known = self.calibration
        return (known.row, known.column) if known is not None and not known.regions else (self.aspect, 1.0)

    @property
    def is_image(self) -> bool:
        return self.rows > 0 and self.columns > 0

    @property
    def is_mosaic(self) -> bool:
        """Many slices side by side in one picture, as Siemens stores EPI series: its position is no slice's."""
        return "MOSAIC" in self.image_type and self.frames <= 1

    def traits_of(self, frame: int) -> Traits:
        """Of a frame from 1."""
        if len(self.traits) >= frame:
            return self.traits[frame - 1]
        return self.traits[0] if self.traits else NO_TRAITS


@dataclass(frozen=True)
class Series:
    """What belongs together on the screen. `instances` in the order of Instance Number.

    patient: whom one of its images says it is of; None where none was read.
    """

    series_uid: str
    study_uid: str
    modality: str
    number: int
    description: str = ""
    body_part: str = ""
    instances: tuple[Instance, ...] = ()
    expected: int = 0
    patient: PatientIdentity | None = None

    @cached_property
    def kinds(self) -> Mapping[ObjectKind, tuple[Instance, ...]]:
        """What it holds, as listed; () of what its modality promises where nothing is listed."""
        known: dict[tuple[str, bool], ObjectKind] = {}
        found: dict[ObjectKind, list[Instance]] = {}
        for instance in self.instances:
            nature = (instance.sop_class_uid, instance.is_image)
            if nature not in known:
                known[nature] = kind_of(nature[0], self.modality, pixels=nature[1])
            found.setdefault(known[nature], []).append(instance)
        if not found:
            return {kind_of("", self.modality): ()}
        return {kind: tuple(instances) for kind, instances in found.items()}

    def holds(self, *uses: Use) -> bool:
        """Whether anything in it is used for one of these."""
        return any(not kind.uses.isdisjoint(uses) for kind in self.kinds)

    def objects(self, *uses: Use) -> tuple[Instance, ...]:
        """The listed ones that are used for one of these, in their order."""
        if len(self.kinds) == 1:
            return self.instances if self.holds(*uses) else ()
        wanted = {
            instance.sop_instance_uid
            for kind, instances in self.kinds.items()
            if not kind.uses.isdisjoint(uses)
            for instance in instances
        }
        return tuple(instance for instance in self.instances if instance.sop_instance_uid in wanted)

    @property
    def is_image(self) -> bool:
        return self.holds(Use.SHOWN)

    @property
    def pictures(self) -> tuple[Instance, ...]:
        """Those of the listed instances that are images."""
        return self.objects(Use.SHOWN)

    @property
    def others(self) -> int:
        """How many of the listed instances are no images."""
        return len(self.instances) - len(self.pictures)

    @property
    def picture_count(self) -> int:
        """How many images it should have."""
        return max(self.expected, len(self.instances)) - self.others


LISTED_AT_ONCE = 80
"""A series of more images is first listed by its ends and its middle."""


@dataclass(frozen=True)
class Study:
    """One exam. site: the institution that acquired it; department: the part of it, once a header was read.
    base_url: the DICOMweb root that holds it.

    kept: as this computer knew it; the archive was not asked yet.
    """

    study_uid: str
    patient: PatientIdentity
    accession: str
    when: datetime | None
    description: str
    site: str
    modalities: tuple[str, ...]
    base_url: str
    series: tuple[Series, ...] = ()
    body_part: str = ""
    kept: bool = False
    department: str = ""

    @property
    def main_series(self) -> Series | None:
        """The series to show first: the one with the most images, of two the one with the lower number."""
        images = [s for s in self.series if s.is_image and (s.expected or s.instances)]
        return max(images, key=lambda s: (s.picture_count, -s.number), default=None)

    @property
    def age(self) -> str:
        return self.patient.age(self.when.date() if self.when else None)


class Arrival(Enum):
    """How far one series has come to this computer."""

    ABSENT = "absent"
    LOADING = "loading"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Failure:
    """One instance that could not be shown. reason: in the user's words."""

    sop_instance_uid: str
    reason: str


@dataclass(frozen=True)
class SeriesState:
    """arrived, expected: images. reason: why it is incomplete or has failed, in the user's words."""

    arrival: Arrival = Arrival.ABSENT
    arrived: int = 0
    expected: int = 0
    failures: tuple[Failure, ...] = ()
    reason: str = ""
