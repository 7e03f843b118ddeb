"""What was on the screen of a case, image by image, and what of each series was not. No Qt; main thread only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reader.volume.model import Entry, OpenedSeries

FEW_PHASES = 6
"""Up to so many times (contrast phases) each is asked about; of a longer run of times, each place once."""


@dataclass(frozen=True)
class PartOutline:
    """What the series column says of a part once its series was opened. times: 1 for a single volume or stack.

    groups: what has to be looked at: sets of images of which one is enough. name: what is said of each group's
    kind, such as "t 2/3", "" for the part itself.
    """

    label: str
    count: int
    times: int
    groups: tuple[tuple[str, tuple[frozenset[Entry], ...]], ...]


@dataclass(frozen=True)
class SeenPart:
    """How much of a part was on the screen."""

    label: str
    seen: int
    total: int


class Seen:
    """(SOP Instance UID, frame from 1) of every image that was on the screen, by series."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[Entry, None]] = {}  # in the order in which they came onto the screen
        self.outlines: dict[str, tuple[PartOutline, ...]] = {}

    def clear(self) -> None:
        self._entries.clear()
        self.outlines.clear()

    def add(self, series_uid: str, entries: set[Entry]) -> bool:
        """True where one of them is new."""
        known = self._entries.setdefault(series_uid, {})
        new = entries - known.keys()
        known.update(dict.fromkeys(new))
        return bool(new)

    def count(self, series_uid: str) -> int:
        """How many of a series were on the screen."""
        return len(self._entries.get(series_uid, ()))

    def entries(self, series_uid: str) -> frozenset[Entry]:
        return frozenset(self._entries.get(series_uid, ()))

    def since(self, series_uid: str, count: int) -> Iterator[Entry]:
        """Those that came onto the screen after the first `count`, the last one first."""
        known = self._entries.get(series_uid, {})
        return islice(reversed(known), len(known) - count)

    def note_parts(self, opened: OpenedSeries) -> bool:
        """Remember what parts a series has; True where that was not known."""
        outline = tuple(_outline(opened, n) for n in range(len(opened.parts)))
        if self.outlines.get(opened.series_uid) == outline:
            return False
        self.outlines[opened.series_uid] = outline
        return True

    def parts(self, series_uid: str) -> tuple[SeenPart, ...]:
        """How much was seen of each part of a series, of a 4D one with few times of each time; () if not opened."""
        known = self._entries.get(series_uid, {}).keys()
        return tuple(
            SeenPart(" · ".join(word for word in (part.label, name) if word), sum(bool(g & known) for g in groups),
                     len(groups))
            for part in self.outlines.get(series_uid, ())
            for name, groups in part.groups
        )  # fmt: skip


def _outline(opened: OpenedSeries, number: int) -> PartOutline:
    part = opened.parts[number]
    times = len(part.images)
    slots = [image.entries for image in part.images]
    if times <= FEW_PHASES:
        names = part.phases if times > 1 else ("",)
        groups = tuple(
            (name, tuple(frozenset((entry,)) for entry in own if entry is not None))
            for name, own in zip(names, slots, strict=True)
        )
    else:
        places = zip(*slots, strict=True)
        together = (frozenset(entry for entry in place if entry is not None) for place in places)
        groups = (("", tuple(place for place in together if place)),)
    return PartOutline(part.label, part.count // times, times, groups)
