"""One part of a series as it is on the screen, with the exam it is of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.core.text import Told, tr
from reader.findings.model import ImageReference
from reader.spatial.space import Relation, Space, Spaces
from reader.study.model import ImagePlane, Series, Study
from reader.views.planes import (
    ORTHOGONAL,
    Frame,
    Plane,
    acquired_plane,
    frame_of,
    instance_of,
    stored_image,
    volume_frame,
)
from reader.volume.model import OpenedSeries, Part, Stack, Vector, Volume
from reader.volume.suv import Suv, suv_of

_Kept = tuple[object, tuple[Any, ...], Frame]
"""What a frame is of, what of that, and the frame."""


@dataclass(eq=False)
class Content:
    """One part of a series on the screen, with the exam it is of: identity and picture from the same object.

    phase: the time that is shown of a 4D part, from 0. resampled: the same part on another grid, computed because
    the user asked for it, which is shown instead. spaces: of everything that is on the screen beside it. Changed
    only through `ViewsModel`.
    """

    study: Study
    series: Series
    opened: OpenedSeries
    part_number: int
    prior: bool = False
    phase: int = 0
    resampled: Part | None = None
    spaces: Spaces = field(default_factory=Spaces, repr=False)
    _headers: int = field(default=0, init=False, repr=False)
    _suv: tuple[int, Suv | Told | None] | None = field(default=None, init=False, repr=False)
    _frames: dict[Plane, _Kept] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.spaces.take_study(self.study)
        self.spaces.take(self.series)

    @classmethod
    def of(cls, study: Study, series: Series, opened: OpenedSeries, *, prior: bool = False) -> Content:
        """The part of a series that is shown first."""
        return cls(study, series, opened, opened.main, prior)

    @property
    def part(self) -> Part:
        return self.resampled or self.opened.parts[self.part_number]

    @property
    def image(self) -> Volume | Stack:
        return self.part.images[self.phase]

    @property
    def acquired(self) -> Volume | Stack:
        """What was acquired, also where the picture is computed from it."""
        return self.opened.parts[self.part_number].images[self.phase]

    def space(self, index: int = 0) -> Space:
        """Where coordinates of picture `index` hold, if it has any in the patient. Of a volume: of all of it."""
        image, series = self.acquired, self.series.series_uid
        if isinstance(image, Stack):
            entry: tuple[str, int] | None = image.frames[index] if index < len(image.frames) else None
        else:
            entry = next((entry for entry in image.slices if entry is not None), None)
        uid = entry[0] if entry is not None else ""
        if not self.spaces.states(uid) and self._headers != (count := len(image.instances)):
            self._headers = count
            self.spaces.take_images(series, tuple(image.instances.values()))
        return self.spaces.of_image(uid, series) or Space.series(series)

    def relation(self, space: Space | None, index: int = 0) -> Relation:
        """From coordinates of a space to those of picture `index`."""
        return self.spaces.relation(space, self.space(index))

    def made_of(self, images: Sequence[ImageReference], index: int) -> bool:
        """Whether what was taken from these images was taken from the series, part and time of picture `index`.

        Of a stack, in which each image may be of another time: from that image itself, among others of the stack.
        """
        here = self.acquired.entries
        if not images or not all(any(image.covers(entry) for entry in here) for image in images):
            return False
        if isinstance(self.image, Stack):
            return any(image.covers(self.image.frames[index]) for image in images)
        times = (image.entries for part in self.opened.parts for image in part.images if image is not self.acquired)
        return not any(image.covers(entry) for entries in times for entry in entries for image in images)

    @property
    def phases(self) -> int:
        """How many times there are; 1 for most."""
        return len(self.part.images)

    @property
    def phase_text(self) -> str:
        """ "t 3/12", "" where there is one time only."""
        return self.part.phases[self.phase] if self.phases > 1 else ""

    @property
    def part_text(self) -> str:
        """ "b 800 (2 of 3)", "" for the only part of a series."""
        total = len(self.opened.parts)
        if total < 2:
            return ""
        return tr("{part} ({number} of {total})", part=self.part.label, number=self.part_number + 1, total=total)

    @property
    def issues(self) -> tuple[str, ...]:
        """What was found about the geometry, in words."""
        own = self.image.geometry.issues if isinstance(self.image, Volume) else ()
        return (*own, *self.part.issues)

    @property
    def suv(self) -> Suv | Told | None:
        """Of a PET image whose values are activity: how these become standardized uptake values, or why they don't.
        None of any other, and until all its images have come."""
        image = self.image
        if self.series.modality != "PT" or not isinstance(image, Volume) or not image.complete:
            return None
        there = image.instances
        if image.units not in ("Bq/ml", "{counts}"):
            return None
        if self._suv is None or self._suv[0] != len(there):
            stated = [header.uptake for header in there.values() if header.uptake is not None]
            self._suv = (len(there), suv_of(stated) if stated else None)
        return self._suv[1]

    @property
    def is_resampled(self) -> bool:
        return isinstance(self.image, Volume) and self.image.geometry.resampled

    @property
    def is_volume(self) -> bool:
        return isinstance(self.image, Volume)

    def plane_of(self, entry: tuple[str, int]) -> ImagePlane | None:
        """Where a stored image of it lies, as its header or the index says."""
        uid, frame = entry
        instance = self.image.instances.get(uid) or instance_of(self.series, uid)
        planes = instance.planes if instance is not None else ()
        return planes[frame - 1] if 0 < frame <= len(planes) else None

    @property
    def first_plane(self) -> Plane:
        return acquired_plane(self.image.geometry) if isinstance(self.image, Volume) else Plane.STACK

    @property
    def middle(self) -> Vector | None:
        """Where reading a volume begins: at its centre, on the nearest slice that the exam has; of two as near, on
        the one that has arrived."""
        if not isinstance(self.image, Volume):
            return None
        columns, rows, slices = self.image.geometry.size
        there = [k for k, entry in enumerate(self.image.slices) if entry is not None] or range(slices)
        k = min(there, key=lambda k: (abs(k - (slices - 1) / 2), not self.image.present[k], -k))
        return self.image.geometry.to_patient(((columns - 1) / 2, (rows - 1) / 2, k))

    def frame(self, plane: Plane, index: int = 0) -> Frame | None:
        """The frame behind a plane; None for the volume view."""
        if plane is Plane.VOLUME:
            return None
        image = self.image
        if isinstance(image, Stack):
            instance, *which = stored_image(self.series, image, min(max(index, 0), len(image.frames) - 1))
            return self._kept_frame(plane, instance, (*which, len(image.frames)), frame_of)
        own = plane if plane in ORTHOGONAL else self.first_plane
        return self._kept_frame(plane, image.geometry, (own,), volume_frame)

    def _kept_frame(self, plane: Plane, of: object, which: tuple[Any, ...], make: Callable[..., Frame]) -> Frame:
        """The last one in a plane: it is asked for many times in every painting."""
        if (kept := self._frames.get(plane)) is None or kept[0] is not of or kept[1] != which:
            kept = self._frames[plane] = (of, which, make(of, *which))
        return kept[2]

    def has_slice(self, plane: Plane, index: int) -> bool:
        """True where the picture (for a plane across the slices: any of it) has arrived."""
        if isinstance(self.image, Stack):
            return 0 <= index < len(self.image.pixels) and self.image.pixels[index] is not None
        frame = self.frame(plane, index)
        if frame is None or not frame.stored:
            return bool(self.image.present.any())
        return 0 <= index < frame.size[2] and bool(self.image.present[frame.stored_index(index)])
