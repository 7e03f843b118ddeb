"""Which of many findings can be seen in a picture at all, asked of all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.findings.levels import is_set
from reader.findings.model import Finding, is_key_image
from reader.spatial.space import Space
from reader.views.content import Content
from reader.views.display import stored_entry
from reader.views.measure import half_stack
from reader.views.planes import Frame, Plane

_MARGIN = 1.0
"""In slices or mm: more than any rounding, so that none is left out."""


@dataclass(frozen=True)
class _InSpace:
    """Findings whose points are all in one space. owners: their numbers; first: where the points of each begin;
    points: (n, 3), LPS mm."""

    owners: NDArray[np.intp]
    first: NDArray[np.intp]
    points: NDArray[np.float64]


class Nearby:
    """Of findings as they are; others need another one."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        self._always: list[int] = []
        self._of_image: dict[str, list[int]] = {}
        self._number = {finding.tracking_uid: n for n, finding in enumerate(findings)}
        places: dict[Space, list[tuple[int, list[tuple[float, float, float]]]]] = {}
        for n, finding in enumerate(findings):
            if is_key_image(finding):
                continue  # nothing is drawn of it in the picture
            spaces = {shape.space for shape in finding.shapes if shape.in_patient}
            points = [point for shape in finding.shapes for point in shape.points]
            if finding.place is not None:
                spaces.add(finding.space)
                points.append(finding.place)
            if finding.key_image is not None:
                self._of_image.setdefault(finding.key_image.sop_instance_uid, []).append(n)
            space = spaces.pop() if len(spaces) == 1 else None
            if is_set(finding) or space is None or not all(shape.in_patient for shape in finding.shapes):
                self._always.append(n)  # seen from afar, or its place is asked of images, or not settled yet
            else:
                places.setdefault(space, []).append((n, points))
        self._spaces = {space: _arrays(entries) for space, entries in places.items()}

    def seen_in(
        self,
        content: Content,
        frame: Frame,
        index: int,
        slices: tuple[int, int],
        outlined: Collection[str] = frozenset(),
    ) -> list[Finding]:
        """Those that may be drawn in picture `index` (of a slab: in slices [first, end)), in their order. outlined:
        those that segments of are."""
        stack = frame.plane is Plane.STACK
        low, high = (-half_stack(frame), half_stack(frame)) if stack else (slices[0] - 0.5, slices[1] - 0.5)
        across = frame.back[2]
        found = {*self._always, *(self._number[uid] for uid in outlined if uid in self._number)}
        entry = stored_entry(content, frame, index)
        found.update(self._of_image.get(entry[0], ()) if entry is not None else ())
        for space, group in self._spaces.items():
            way = content.relation(space, index)
            if not way.joined or way.moves:
                found.update(group.owners.tolist())
                continue
            heights = (group.points - np.asarray(frame.origin)) @ across
            least = np.minimum.reduceat(heights, group.first)
            most = np.maximum.reduceat(heights, group.first)
            found.update(group.owners[(most >= low - _MARGIN) & (least <= high + _MARGIN)].tolist())
        return [self.findings[n] for n in sorted(found)]


def _arrays(entries: Iterable[tuple[int, list[tuple[float, float, float]]]]) -> _InSpace:
    owners, points = zip(*entries, strict=True)
    sizes = [len(own) for own in points]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return _InSpace(np.asarray(owners), first.astype(np.intp), np.concatenate([np.asarray(own) for own in points]))
