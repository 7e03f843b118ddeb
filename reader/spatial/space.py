"""Where coordinates hold: frames of reference, what joins them, and which of them an image is in.

Coordinates of one space mean nothing in another one: a patient who was positioned again lies elsewhere at the same
numbers. From space to space there is a way only where the standard, a registration or the user says so. Shapes in
the pixels of an image name that image; they are in no space of this kind. LPS, mm; no Qt.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count

import numpy as np
from numpy.typing import NDArray

from reader.study.model import Instance, Series, Study

Vector = tuple[float, float, float]
Matrix = tuple[float, ...]
"""4×4, row by row."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)


class Kind(Enum):
    FRAME = "frame"
    SERIES = "series"


@dataclass(frozen=True)
class Space:
    """uid: Frame of Reference UID (0020,0052); of a SERIES, which states none, its Series Instance UID."""

    kind: Kind
    uid: str

    @classmethod
    def frame(cls, uid: str) -> Space:
        return cls(Kind.FRAME, uid)

    @classmethod
    def series(cls, uid: str) -> Space:
        return cls(Kind.SERIES, uid)


class Kinship(Enum):
    """What is known of two spaces, the surest first."""

    SAME = "same"
    REGISTERED = "registered"
    DECLARED = "declared"
    UNRELATED = "unrelated"


@dataclass(frozen=True)
class Relation:
    """How coordinates of one space become those of another.

    matrix: 4×4, from the first to the second; the identity where they are the same or the user says that they
    belong together. error_mm: how far a registration may be off; None where nobody said.
    """

    kinship: Kinship
    matrix: Matrix = IDENTITY
    error_mm: float | None = None

    def __post_init__(self) -> None:
        if len(self.matrix) != 16:
            raise ValueError("a matrix of 4×4 has 16 numbers")

    @property
    def joined(self) -> bool:
        """False where there is no way from the one to the other."""
        return self.kinship is not Kinship.UNRELATED

    @property
    def moves(self) -> bool:
        """Coordinates change on the way."""
        return self.matrix != IDENTITY

    @property
    def array(self) -> NDArray[np.float64]:
        return np.array(self.matrix, dtype=np.float64).reshape(4, 4)

    def point(self, point: Vector) -> Vector:
        """The same place in the second space. Meaningless where nothing joins them."""
        if not self.moves:
            return point
        x, y, z, _ = self.array @ np.array((*point, 1.0))
        return (float(x), float(y), float(z))


SAME = Relation(Kinship.SAME)
UNRELATED = Relation(Kinship.UNRELATED)


@dataclass(frozen=True)
class _Link:
    one: Space
    other: Space
    relation: Relation


_COPIED = 20


def each_its_own(frames: Sequence[str]) -> bool:
    """Whether every image states another frame of reference, a copied one in twenty aside. frames: one an image."""
    apart = len(set(frames))
    return apart > 1 and apart >= len(frames) - len(frames) // _COPIED


def _sharing(frames: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Series in groups that have frames of reference in common. frames: of each series."""
    groups: list[tuple[frozenset[str], list[str]]] = []
    for series, own in frames.items():
        common = [group for group in groups if group[0] & own]
        groups = [group for group in groups if group not in common]
        members = [member for _, joined in common for member in joined]
        groups.append((own.union(*(shared for shared, _ in common)), [*members, series]))
    return [members for _, members in groups]


class Spaces:
    """The spaces of the exams of one case, as a graph. Not safe for several threads at once.

    A series has one frame of reference (PS3.3 C.7.4.1). Where it states several that other images share, each image
    is in its own. Where it states another one for every image, which some de-identifiers do, none of them tells
    anything apart: they all are the space of the series, and of others that were copied or made from its images
    under the same ones. A few of them in a series of one frame of reference, such as a copied image, don't change
    that.
    """

    def __init__(self, studies: Iterable[Study] = ()) -> None:
        self._listed: dict[str, Series] = {}
        self._stated: dict[str, dict[str, str]] = {}
        self._series: dict[str, str] = {}
        self._whole: dict[str, Space | None] | None = None
        self._meaningless: dict[str, Space] = {}
        self._links: list[_Link] = []
        for study in studies:
            self.take_study(study)

    # what images state -------------------------------------------------------------------------------------

    def take_study(self, study: Study) -> None:
        """An exam as it is listed now."""
        for series in study.series:
            self.take(series)

    def take(self, series: Series) -> None:
        """A series as it is listed now. What is no image (a SEG has a frame of reference too) is left out."""
        if series.is_image and self._listed.get(series.series_uid) is not series:
            self._listed[series.series_uid] = series
            self.take_images(series.series_uid, series.instances)

    def take_images(self, series_uid: str, instances: Iterable[Instance]) -> None:
        """What images of a series state; an index that names no frame of reference takes none back."""
        stated = self._stated.setdefault(series_uid, {})
        for instance in instances:
            uid, frame = instance.sop_instance_uid, instance.frame_of_reference_uid
            if frame or uid not in stated:
                stated[uid] = frame
            self._series[uid] = series_uid
        self._whole = None

    def of_image(self, sop_instance_uid: str, series_uid: str = "") -> Space | None:
        """The space of an image that has a position; None where it is not known. series_uid: where to look for one
        that is not listed."""
        series = self._series.get(sop_instance_uid, series_uid)
        whole = self._by_series()
        if series not in whole:
            return None
        if (found := whole[series]) is not None:
            return found
        stated = self._stated[series].get(sop_instance_uid, "")
        return Space.frame(stated) if stated else Space.series(series)

    def states(self, sop_instance_uid: str) -> bool:
        """Whether a frame of reference is known of an image."""
        series = self._series.get(sop_instance_uid)
        return series is not None and self._stated[series][sop_instance_uid] != ""

    def has(self, space: Space) -> bool:
        """Whether there is a way from a space to one that an image is in."""
        there = {s for s in self._by_series().values() if s is not None}
        there |= {Space.frame(uid) for stated in self._stated.values() for uid in stated.values() if uid}
        return any(self.relation(space, other).joined for other in there)

    def sole(self, study: Study) -> Space | None:
        """The one space that all images of an exam are in that have a position; None where there are several."""
        images = [(i, s) for s in study.series if s.is_image for i in s.instances]
        placed = [(i, s) for i, s in images if i.planes or i.frame_of_reference_uid] or images
        found = {self.of_image(i.sop_instance_uid, s.series_uid) for i, s in placed}
        return found.pop() if len(found) == 1 else None

    def _by_series(self) -> Mapping[str, Space | None]:
        """The space of all images of each series; None where they are in several."""
        if self._whole is not None:
            return self._whole
        named = {series: [uid for uid in stated.values() if uid] for series, stated in self._stated.items()}
        apart = {series: frozenset(uids) for series, uids in named.items()}
        whole: dict[str, Space | None] = {}
        for series, frames in apart.items():
            alike = Space.frame(*frames) if len(frames) == 1 else None
            whole[series] = alike if frames else Space.series(series)
        each = {series for series, uids in named.items() if each_its_own(uids)}
        telling = frozenset[str]().union(*(frames for series, frames in apart.items() if series not in each))
        self._meaningless = {}
        for group in _sharing(
            {s: apart[s] for s in apart if s in each and len(apart[s] & telling) * _COPIED <= len(apart[s])}
        ):
            space = Space.series(group[0])
            for series in group:
                whole[series] = space
                self._meaningless |= dict.fromkeys(apart[series], space)
        self._whole = whole
        return whole

    # what joins them ---------------------------------------------------------------------------------------

    def register(self, one: Space, other: Space, matrix: Sequence[float], error_mm: float | None = None) -> None:
        """A registration: 4×4, row by row, from coordinates of the first to those of the second.

        Raises ValueError where there is no way back.
        """
        made = Relation(Kinship.REGISTERED, tuple(float(v) for v in matrix), error_mm)
        if not np.isfinite(made.array).all() or abs(float(np.linalg.det(made.array))) < 1e-9:
            raise ValueError("a registration that can't be turned round")
        self._links.append(_Link(one, other, made))

    def declare(self, one: Space, other: Space) -> None:
        """The user says that the patient lies alike in both."""
        self._links.append(_Link(one, other, Relation(Kinship.DECLARED)))

    def withdraw(self, one: Space, other: Space) -> None:
        """The user takes back what was declared of these two."""
        both = {self._meant(one), self._meant(other)}
        self._links = [
            link
            for link in self._links
            if link.relation.kinship is not Kinship.DECLARED
            or {self._meant(link.one), self._meant(link.other)} != both
        ]

    def relation(self, one: Space | None, other: Space | None) -> Relation:
        """The surest way from one space to another: with the fewest statements of the user, then registrations.

        None is a space that is not known, which is related to nothing.
        """
        if one is None or other is None:
            return UNRELATED
        start, end = self._meant(one), self._meant(other)
        if start == end:
            return SAME
        turn = count()
        waiting: list[tuple[int, int, float, int, Space, Relation]] = [(0, 0, 0.0, next(turn), start, SAME)]
        done: set[Space] = set()
        while waiting:
            declared, registered, error, _, at, way = heapq.heappop(waiting)
            if at == end:
                return way
            if at in done:
                continue
            done.add(at)
            for step, to in self._steps(at):
                by_word = step.kinship is Kinship.DECLARED
                off = error + (step.error_mm or 0.0)
                cost = (declared + by_word, registered + (not by_word), off, next(turn))
                heapq.heappush(waiting, (*cost, to, _then(way, step)))
        return UNRELATED

    def _steps(self, at: Space) -> Iterable[tuple[Relation, Space]]:
        for link in self._links:
            one, other = self._meant(link.one), self._meant(link.other)
            if one == at:
                yield link.relation, other
            elif other == at:
                back = tuple(float(v) for v in np.linalg.inv(link.relation.array).ravel())
                yield Relation(link.relation.kinship, back, link.relation.error_mm), one

    def _meant(self, space: Space) -> Space:
        """A series by the frame of reference that is known of it by now, and the other way round where that tells
        nothing."""
        whole = self._by_series()
        if space.kind is Kind.FRAME:
            return self._meaningless.get(space.uid, space)
        return whole.get(space.uid) or space


def _then(first: Relation, second: Relation) -> Relation:
    """One relation after another: as sure as the less sure one, off by both errors."""
    if first.kinship is Kinship.SAME:
        return second
    kinds = list(Kinship)
    kinship = max(first.kinship, second.kinship, key=kinds.index)
    known = [
        relation.error_mm for relation in (first, second) if relation.kinship is Kinship.REGISTERED
    ]
    error = sum(e for e in known if e is not None) if known and None not in known else None
    matrix = tuple(float(v) for v in (second.array @ first.array).ravel())
    return Relation(kinship, matrix, error)
