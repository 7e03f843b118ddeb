"""What a scrollbar beside a picture tells: which images of the series were on the screen, and on which there is a
finding or a key image. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.findings.model import Finding, is_key_image
from reader.views.content import Content
from reader.views.jumping import images_of, place_in
from reader.views.model import ViewsModel
from reader.views.planes import Frame, Plane
from reader.views.viewport import Viewport
from reader.volume.model import Entry


@dataclass(frozen=True)
class Mark:
    """At an index of the viewport. key: a key image, else a finding; ai: of an algorithm."""

    index: int
    ai: bool
    key: bool = False


class ScrollMarks:
    """Of one viewport; what does not change from picture to picture is computed once."""

    def __init__(self) -> None:
        self._made_of: tuple[object, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._runs: dict[bool, list[tuple[int, int]]] = {}
        self._runs_of: Sequence[Mark] = ()
        self._seen_of: tuple[object, ...] = ()
        self._seen: list[tuple[int, int]] = []
        self._noted = 0
        self._number: dict[Entry, int] = {}
        self._flags = np.zeros(2, dtype=np.int8)

    def marks(self, views: ViewsModel, viewport: Viewport) -> Sequence[Mark]:
        """In no order. A prior has none: what was found in the exam is not shown in it."""
        content, frame = viewport.content, viewport.frame
        if content is None or frame is None or content.prior:
            return ()
        findings = views.findings
        made_of = (
            findings.findings, findings.key_images, findings.threshold, views.ai_shown, content, content.part,
            viewport.plane, findings.looks.state,
        )  # fmt: skip
        if not _same(made_of, self._made_of):
            self._made_of = made_of
            self._marks = tuple(dict.fromkeys(_marks(views, viewport, content, frame)))
        return self._marks

    def runs(self, views: ViewsModel, viewport: Viewport, *, ai: bool) -> Sequence[tuple[int, int]]:
        """Runs of images with findings, of algorithms or of persons: first and one past the last index."""
        marks = self.marks(views, viewport)
        if marks is not self._runs_of:
            self._runs_of, self._runs = marks, {}
        if ai not in self._runs:
            there = [mark.index for mark in marks if mark.ai is ai and not mark.key]
            flags = np.zeros(max(there, default=0) + 3, dtype=np.int8)
            flags[np.array(there, dtype=int) + 1] = 1
            self._runs[ai] = _runs(flags)
        return self._runs[ai]

    def seen(self, views: ViewsModel, viewport: Viewport) -> Sequence[tuple[int, int]]:
        """Runs of images that were on the screen: first and one past the last index. None of a plane across the
        stored images, of which nothing is noted."""
        content, frame = viewport.content, viewport.frame
        if content is None or frame is None:
            return ()
        made_of, series_uid = (content, content.image.entries, viewport.plane), content.series.series_uid
        if not _same(made_of, self._seen_of):
            self._seen_of, self._noted = made_of, 0
            entries = _entries(viewport, content, frame)
            self._number = {entry: index for index, entry in enumerate(entries) if entry is not None}
            self._flags = np.zeros(len(entries) + 2, dtype=np.int8)
        if (count := views.viewed.count(series_uid)) != self._noted:
            if count < self._noted:
                self._noted = self._flags[:] = 0
            for entry in views.viewed.since(series_uid, self._noted):
                if entry in self._number:
                    self._flags[self._number[entry] + 1] = 1
            self._noted = count
            self._seen = _runs(self._flags)
        return self._seen


def _same(made_of: tuple[object, ...], before: tuple[object, ...]) -> bool:
    return len(made_of) == len(before) and all(
        now is then or (isinstance(now, int | Plane) and now == then)
        for now, then in zip(made_of, before, strict=True)
    )


def _entries(viewport: Viewport, content: Content, frame: Frame) -> list[Entry | None]:
    """The stored image behind each picture; none for a plane across them."""
    entries = content.image.entries
    if viewport.plane is Plane.STACK:
        return list(entries)
    if not frame.stored:
        return []
    return [entries[frame.stored_index(index)] for index in range(viewport.count)]


def _runs(flags: NDArray[np.int8]) -> list[tuple[int, int]]:
    """flags: with a 0 before the first one and after the last."""
    edges = np.flatnonzero(np.diff(flags)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _marks(views: ViewsModel, viewport: Viewport, content: Content, frame: Frame) -> Iterator[Mark]:
    number = {entry: index for index, entry in enumerate(_entries(viewport, content, frame)) if entry is not None}
    for finding in views.findings.findings:
        if (finding.is_ai and not views.ai_shown) or not views.findings.shows(finding) or is_key_image(finding):
            continue
        index = _index_of(finding, viewport, content, frame, number)
        if index is not None:
            yield Mark(index, finding.is_ai)
    for key in views.findings.key_images:
        index = next((number[entry] for entry in number if key.image.covers(entry)), None)
        if index is not None and not key.is_rejected:
            yield Mark(index, key.is_ai, key=True)


def _index_of(
    finding: Finding, viewport: Viewport, content: Content, frame: Frame, number: dict[Entry, int]
) -> int | None:
    if viewport.plane is not Plane.STACK and (place := place_in(content, finding)) is not None:
        index = round(frame.to_pixel(place)[2])
        return index if 0 <= index < viewport.count else None
    first = next(iter(images_of(finding)), None)
    return next((index for entry, index in number.items() if first is not None and first.covers(entry)), None)
