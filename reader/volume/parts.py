"""What of a series belongs together, and in which order: the parts that a reader looks at one at a time.

Apart stand images of another nature (scouts, magnitude and phase, maps), units, frame of reference, size, pixel
spacing or orientation.
Where images lie upon each other, what tells them apart decides: a kind, an echo or a b-value makes parts; a time,
a cardiac phase or an acquisition makes one volume that is there several times (4D). Where nothing says why, and
each place is there equally often, it is 4D in the order of acquisition. Nothing is left out: what fits nowhere is
a part of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from reader.core.text import Told, counted, mark, tr
from reader.spatial.space import each_its_own
from reader.study.model import Instance
from reader.study.traits import Traits
from reader.volume.assembly import (
    MIN_SLICES,
    SAME_POSITION_MM,
    Assembly,
    Entry,
    Image,
    assemble,
    frame_of,
    same_direction,
    why_no_grid,
)
from reader.volume.labels import RAW, labels_of, nature_of, phase_labels

MAX_PARTS = 16
"""A trait with more values than this makes no parts."""
MAX_PLANES = 6
STATION_MM = 5.0
COVERED = 0.95
CINE = 3


@dataclass(frozen=True)
class PlannedPart:
    """One thing to look at. entries: every image of it, in the order of showing (of a 4D part: time by time).

    label: "" where the series has one part only. assembly: None for a stack. phases: what stands on the screen of
    each time, such as "t 3/12"; () where there is one. interval_ms: between them, 0 where unknown. issues: why it
    is no volume, or what its order was taken from.
    """

    label: str
    entries: tuple[Entry, ...]
    assembly: Assembly | None = None
    phases: tuple[str, ...] = ()
    interval_ms: float = 0.0
    issues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The parts of a series. main: the one to show first.

    certain: False where images lie upon each other and nothing that was read says why: headers may know more.
    """

    parts: tuple[PlannedPart, ...]
    main: int = 0
    certain: bool = True

    @classmethod
    def of(cls, assembly: Assembly) -> Plan:
        """One volume and nothing else."""
        return cls((PlannedPart("", tuple(entry for entry in assembly.slots if entry is not None), assembly),))


@dataclass
class Draft:
    """A part before it has a label. aspects: what it is, by the name of the aspect, to be told from the others."""

    levels: list[list[Image]] = field(default_factory=list)
    flat: list[Image] = field(default_factory=list)
    aspects: dict[str, Any] = field(default_factory=dict)
    phases: list[list[Image]] = field(default_factory=list)
    issues: tuple[str, ...] = ()
    certain: bool = True


def plan_parts(instances: Iterable[Instance]) -> Plan:
    """The parts of a series whose instances are all listed; an empty plan for none."""
    listed = list(instances)
    frames = _frames_of_reference(listed)
    placed, loose = [], []
    for instance in listed:
        for n in range(max(1, instance.frames)):
            entry = (instance.sop_instance_uid, n + 1)
            if n < len(instance.planes):
                placed.append(
                    Image(
                        entry, instance.planes[n], instance.rows, instance.columns, instance.number,
                        instance.traits_of(n + 1), instance.samples, frames.get(instance.frame_of_reference_uid, 0),
                        instance.units,
                    )
                )  # fmt: skip
            else:
                loose.append((instance, entry))
    drafts = [draft for group in _groups(placed) for draft in _split(group, _group_aspects(group[0]))]
    drafts = _singles_together(drafts)
    made = [(draft, _part(draft)) for draft in drafts]
    mosaics = {instance.sop_instance_uid for instance, _ in loose if instance.is_mosaic}
    for draft, entries in _loops(loose):
        tiled = any(uid in mosaics for uid, _ in entries)
        issues = (_mosaic(),) if tiled else ()
        made.append((draft, PlannedPart("", entries, issues=issues)))
    made = _without_units(made)
    made.sort(key=lambda pair: bool(pair[0].aspects.get("scout")))
    if not made:
        return Plan(())
    labels = labels_of([draft.aspects for draft, _ in made])
    parts = tuple(
        PlannedPart(label, part.entries, part.assembly, part.phases, part.interval_ms, part.issues)
        for label, (_, part) in zip(labels, made, strict=True)
    )
    main = max(range(len(made)), key=lambda n: (*_worth(*made[n]), -n))
    return Plan(parts, main, all(draft.certain for draft, _ in made))


def _without_units(made: list[tuple[Draft, PlannedPart]]) -> list[tuple[Draft, PlannedPart]]:
    """Where some images state Hounsfield units, each part says how many others do not."""
    images = [pair for pair in made if not pair[0].aspects.get("scout")]
    if not any(draft.aspects.get("units") == "HU" for draft, _ in images):
        return made
    count = sum(len(part.entries) for draft, part in images if draft.aspects.get("units") == RAW)
    if not count:
        return made
    issue = Told(lambda: counted(
        "{count} image states no Hounsfield units; it is shown separately",
        "{count} images state no Hounsfield units; they are shown separately",
        count,
    ))  # fmt: skip
    return [
        (draft, part if draft.aspects.get("scout") else replace(part, issues=(*part.issues, issue)))
        for draft, part in made
    ]


def _mosaic() -> str:
    return Told(lambda: tr("mosaic: many slices in one picture, without patient coordinates"))


def _worth(draft: Draft, part: PlannedPart) -> tuple[bool, bool, bool, int]:
    """What is read first: no scout, acquired rather than computed, a volume, the most images."""
    aspects = draft.aspects
    first = not aspects.get("scout"), not aspects.get("map") and not aspects.get("again")
    return (*first, part.assembly is not None, len(part.entries))


def _part(draft: Draft) -> PlannedPart:
    times = draft.phases or [[image for level in draft.levels for image in level[:1]] or draft.flat]
    levels = [level[0] for level in draft.levels]
    assembly, issues = None, draft.issues
    if levels and (draft.phases or all(len(level) == 1 for level in draft.levels)):
        where = {image.entry: n for n, level in enumerate(draft.levels) for image in level}
        slots: list[list[Entry | None]] = []
        for images in times:
            row: list[Entry | None] = [None] * len(levels)
            for image in images:
                row[where[image.entry]] = image.entry
            slots.append(row)
        assembly = assemble(levels, slots)
        if assembly is None and levels[0].samples == 1:
            issues = (*issues, *why_no_grid(levels))
    if assembly is None:
        entries = tuple(image.entry for image in (draft.flat or [i for level in draft.levels for i in level]))
        return PlannedPart("", entries, issues=issues)
    entries = tuple(entry for entry in assembly.slots if entry is not None)
    if len(times) == 1:
        return PlannedPart("", entries, assembly, issues=issues)
    labels, interval = phase_labels([[image.traits for image in images] for images in times])
    return PlannedPart("", entries, assembly, labels, interval, issues)


# what never belongs together -----------------------------------------------------------------------------------


def _groups(images: Sequence[Image]) -> list[list[Image]]:
    """Images of one nature, matrix, pixel spacing and orientation, in the order in which they come."""
    groups: list[tuple[Any, Any, list[Image]]] = []
    by_kind: dict[Any, list[int]] = {}
    alike: dict[Any, int] = {}
    for image in images:
        down, across = image.plane.spacing
        kind: tuple[Any, ...] = (nature_of(image.traits), image.samples, image.rows, image.columns)
        kind = (*kind, image.units, image.frame_of_reference, round(down, 4), round(across, 4))
        lying = (kind, image.plane.row, image.plane.column)
        known = alike.get(lying)
        if known is None:
            near = (n for n in by_kind.setdefault(kind, []) if same_direction(image.plane, groups[n][0]))
            known = next(near, None)
            if known is None:
                known = len(groups)
                by_kind[kind].append(known)
                groups.append((np.stack(frame_of(image.plane), axis=1), kind, []))
            alike[lying] = known
        groups[known][2].append(image)
    return [members for _, _, members in groups]


def _frames_of_reference(listed: Sequence[Instance]) -> dict[str, int]:
    """By UID, from 1, where images share them and there are several; where each image has one of its own they tell
    nothing apart (see `spatial/space.py`)."""
    named = [i.frame_of_reference_uid for i in listed if i.frame_of_reference_uid]
    apart = dict.fromkeys(named)
    return {uid: n for n, uid in enumerate(apart, start=1)} if len(apart) > 1 and not each_its_own(named) else {}


def _group_aspects(image: Image) -> dict[str, Any]:
    scout, component, computed = nature_of(image.traits)
    down, across = image.plane.spacing
    return {
        "scout": scout,
        "frame": image.frame_of_reference or None,
        "component": component,
        "map": computed,
        "units": image.units or RAW,
        "colour": image.samples > 1,
        "plane": int(np.argmax(np.abs(frame_of(image.plane)[2]))),
        "matrix": (image.columns, image.rows),
        "spacing": (round(down, 3), round(across, 3)),
    }


def _singles_together(drafts: list[Draft]) -> list[Draft]:
    """Lone images of many orientations (one of each plane, turning projections) are one stack."""
    lone = [d for d in drafts if sum(map(len, d.levels)) == 1 and not d.phases]
    by_nature: dict[Any, list[Draft]] = {}
    for draft in lone:
        nature = tuple(draft.aspects[name] for name in ("scout", "component", "map", "units"))
        by_nature.setdefault(nature, []).append(draft)
    joined: list[Draft] = []
    for group in by_nature.values():
        if len(group) == 1 or (len(group) <= MAX_PLANES and len(drafts) > len(lone) and len(group) < CINE):
            continue
        images = sorted((d.levels[0][0] for d in group), key=lambda i: (i.number, i.entry))
        aspects = {name: value for name, value in group[0].aspects.items()
                   if all(d.aspects.get(name) == value for d in group)}  # fmt: skip
        joined.append(Draft(flat=images, aspects={**aspects, "several": True}))
        drafts = [d for d in drafts if all(d is not one for one in group)]
    return drafts + joined


def _loops(loose: list[tuple[Instance, Entry]]) -> list[tuple[Draft, tuple[Entry, ...]]]:
    """Images without a position: each multi-frame object by itself, the single ones of one unit as one stack."""
    singles: dict[str, list[tuple[Instance, Entry]]] = {}
    for instance, entry in loose:
        if instance.frames <= 1:
            singles.setdefault(instance.units, []).append((instance, entry))
    made = []
    for units, alike in singles.items():
        aspects: dict[str, Any] = {"scout": False, "loose": True, "units": units or RAW}
        made.append((Draft(aspects=aspects), tuple(entry for _, entry in alike)))
    objects: dict[str, list[Entry]] = {}
    for instance, entry in loose:
        if instance.frames > 1:
            objects.setdefault(instance.sop_instance_uid, []).append(entry)
    for turn, entries in enumerate(objects.values()):
        made.append((Draft(aspects={"scout": False, "loop": turn + 1}), tuple(entries)))
    return made


# what lies upon each other -------------------------------------------------------------------------------------

Key = Callable[[Traits], Any]
_PARTS: tuple[tuple[str, Key], ...] = (
    ("kind", lambda t: t.kind or None),
    ("b", lambda t: t.b_value),
    ("echo", lambda t: (t.echo_number, t.echo) if t.echo is not None or t.echo_number else None),
    ("contrast", lambda t: t.contrast or None),
    ("stack", lambda t: t.stack or None),
)
_TIMES: tuple[tuple[str, Key], ...] = (
    ("temporal", lambda t: t.temporal),
    ("cardiac", lambda t: t.cardiac),
    ("trigger", lambda t: t.trigger),
    ("acquisition", lambda t: t.acquisition or None),
)


def _split(images: list[Image], aspects: dict[str, Any]) -> list[Draft]:
    """Images of one group into parts that have one image at each place and time."""
    stations = _stations(images)
    if len(stations) > 1:
        return [
            draft for n, station in enumerate(stations) for draft in _split(station, {**aspects, "station": n + 1})
        ]
    levels = _levels(images)
    if all(len(level) == 1 for level in levels):
        return [Draft(levels, aspects=aspects)]
    for name, key in _PARTS:
        values = _apart(levels, key)
        if 1 < len(values) <= MAX_PARTS:
            return [
                draft
                for value in values
                for draft in _split([i for i in images if key(i.traits) == value], {**aspects, name: value})
            ]
    for name, key in _TIMES:
        values = _apart(levels, key)
        times = [[i for i in images if key(i.traits) == value] for value in values]
        if len(times) < 2 or len(times) != max(map(len, levels)) or not all(_once(levels, t) for t in times):
            continue
        if name != "temporal" and min(map(len, times)) < COVERED * len(levels):
            return [
                draft
                for value, part in zip(values, times, strict=True)
                for draft in _split(part, {**aspects, name: value})
            ]
        return _in_time(levels, times, aspects)
    return _unexplained(images, levels, aspects)


def _unexplained(images: list[Image], levels: list[list[Image]], aspects: dict[str, Any]) -> list[Draft]:
    """No one trait tells them apart: by turns, if each place is there equally often, else first ones and others."""
    most = max(map(len, levels))
    times = _runs(images, levels)
    whole = [len(images) >= COVERED * len(levels) for images in times]
    if len(times) != most or not all(whole[:-1]) or (most == 2 and len(times[-1]) < len(levels) / 2):
        equal = all(len(level) == most for level in levels)
        times = [[level[turn] for level in levels] for turn in range(most)] if equal else []
    timed = _apart(levels, lambda t: (t.temporal, t.cardiac, t.trigger, t.time))
    if times:
        word = mark("time of acquisition") if len(timed) >= most else mark("image number")
        issue = Told(lambda: counted(
            "{count} image at each position; sorted by {word}",
            "{count} images at each position; sorted by {word}",
            most, word=tr(word),
        ))  # fmt: skip
        drafts = _in_time(levels, times, aspects)
        for draft in drafts:
            draft.issues, draft.certain = (issue,), False
        return drafts
    again = sorted((i for level in levels for i in level[1:]), key=lambda i: (i.number, i.entry))
    issue = Told(lambda: counted(
        "{count} slice has the position of another one; only the first is shown here",
        "{count} slices have the position of another one; only the first is shown here",
        len(again),
    ))  # fmt: skip
    return [
        Draft([level[:1] for level in levels], aspects=aspects, issues=(issue,), certain=False),
        Draft(flat=again, aspects={**aspects, "again": True}, certain=False),
    ]


def _in_time(levels: list[list[Image]], times: list[list[Image]], aspects: dict[str, Any]) -> list[Draft]:
    """One 4D part, or for few places a loop at each."""
    if len(levels) >= MIN_SLICES:
        return [Draft(levels, aspects=aspects, phases=times)]
    turn = {image.entry: n for n, images in enumerate(times) for image in images}
    ordered = [sorted(level, key=lambda image: turn[image.entry]) for level in levels]
    if len(levels) == 1 or len(times) < CINE:
        return [Draft(flat=[image for level in ordered for image in level], aspects=aspects)]
    return [Draft(flat=level, aspects={**aspects, "place": n + 1}) for n, level in enumerate(ordered)]


def _apart(levels: Sequence[Sequence[Image]], key: Key) -> list[Any]:
    """The values of a trait in order, if they differ somewhere between images at one place; else []."""
    if not any(len({key(image.traits) for image in level}) > 1 for level in levels):
        return []
    values = {key(image.traits) for level in levels for image in level}
    return sorted(values, key=lambda v: (v is not None, _sortable(v)))


def _sortable(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_sortable(part) for part in value)
    return (0, 0.0, "") if value is None else (1, 0.0, value) if isinstance(value, str) else (1, float(value), "")


def _once(levels: Sequence[Sequence[Image]], images: Sequence[Image]) -> bool:
    chosen = {image.entry for image in images}
    return all(sum(image.entry in chosen for image in level) <= 1 for level in levels)


def _runs(images: Sequence[Image], levels: Sequence[Sequence[Image]]) -> list[list[Image]]:
    """Images in the order of their numbers, anew whenever a place comes again: one run a time."""
    where = {image.entry: n for n, level in enumerate(levels) for image in level}
    runs: list[list[Image]] = []
    taken: set[int] = set()
    for image in sorted(images, key=lambda i: (i.number, i.entry[1])):
        if not runs or where[image.entry] in taken:
            runs.append([])
            taken = set()
        taken.add(where[image.entry])
        runs[-1].append(image)
    return runs


def _levels(images: Sequence[Image]) -> list[list[Image]]:
    """Images by position along the normal, those at one position by time and number."""
    normal = frame_of(images[0].plane)[2]
    along = np.array([image.plane.position for image in images]) @ normal
    levels: list[list[Image]] = []
    start = -np.inf
    for n in np.argsort(along, kind="stable"):
        if along[n] - start >= SAME_POSITION_MM:
            levels.append([])
            start = along[n]
        levels[-1].append(images[int(n)])
    for level in levels:
        if len(level) > 1:
            level.sort(key=_moment)
    return levels


def _moment(image: Image) -> Any:
    t = image.traits
    times = (t.temporal, t.cardiac, t.trigger, t.time)
    return (*(_sortable(value) for value in times), image.number, image.entry)


def _stations(images: list[Image]) -> list[list[Image]]:
    """Images at one height that lie beside each other (a whole body in steps) are different stacks."""
    row, column, normal = frame_of(images[0].plane)
    positions = np.array([image.plane.position for image in images])
    order = np.argsort(positions @ normal, kind="stable")
    side = np.stack((positions @ row, positions @ column), axis=1)
    heights = (positions @ normal)[order]
    close = np.diff(heights) < SAME_POSITION_MM
    apart = np.abs(np.diff(side[order], axis=0)).max(axis=1, initial=0.0) > STATION_MM
    if not bool((close & apart).any()):
        return [images]
    found: list[tuple[Any, list[Image]]] = []
    for place, image in zip(side, images, strict=True):
        for middle, members in found:
            if float(np.abs(place - middle).max()) <= STATION_MM:
                members.append(image)
                break
        else:
            found.append((place, [image]))
    return [members for _, members in found] if len(found) <= MAX_PARTS else [images]
