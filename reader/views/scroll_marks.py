"""What a scrollbar beside a picture tells: which images of the series were on the screen, and on which there is a
finding or a key image. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

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
        self._seen_of: tuple[object, ...] = ()
        self._seen: tuple[tuple[int, int], ...] = ()

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

    def seen(self, views: ViewsModel, viewport: Viewport) -> Sequence[tuple[int, int]]:
        """Runs of images that were on the screen: first and one past the last index. None of a plane across the
        stored images, of which nothing is noted."""
        content, frame = viewport.content, viewport.frame
        if content is None or frame is None:
            return ()
        made_of = (views.viewed.count(content.series.series_uid), content, content.part, viewport.plane)
        if not _same(made_of, self._seen_of):
            self._seen_of = made_of
            entries = views.seen(content.series.series_uid)
            shown = [entry in entries for entry in _entries(viewport, content, frame)]
            self._seen = tuple(_runs(shown))
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


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    for flag, group in groupby(flags):
        end = at + sum(1 for _ in group)
        if flag:
            yield at, end
        at = end


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
