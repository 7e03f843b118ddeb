"""Presentation state objects → `PresentationState`: grayscale and colour (PS3.3 A.33.1, A.33.2). No Qt; any thread.

What can't be read is left out and named; the rest holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from reader.core.text import Told, counted, tr
from reader.dicom.attributes import Attributes, text, vector
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import PRESENTATION_STATE, kind_of
from reader.dicom.pixels.colours import lab_to_rgb
from reader.dicom.pixels.luts import presentation_lut
from reader.dicom.pixels.shutters import Shutter, shutter
from reader.dicom.values import parse_dt
from reader.findings.placing import StudyIndex
from reader.study.model import Study, Window
from reader.study.presentation import rescale_in, windows_in
from reader.views.presentation import Area, Images, PresentationState, Selected, SizeMode
from reader.views.states.annotations import FAR, read_annotations
from reader.views.states.notes import Notes

_log = logging.getLogger(__name__)
_STEEP = 1e9
"""Slopes of rescaling beyond this, or below its inverse, and values beyond it are no image's."""
_OVERLAYS = range(0x60000010, 0x60200010, 0x20000)


@dataclass(frozen=True)
class StatesRead:
    """states: in the order of their time. unread: by SOP Instance UID why an object is not shown, or not all of it,
    in the user's words (`Told`)."""

    states: tuple[PresentationState, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[str]:
        """SOP Instance UIDs of those that all of can be shown."""
        return frozenset(state.uid for state in self.states if not state.problems)


def read_states(objects: Iterable[bytes], study: Study) -> StatesRead:
    """Those of one exam; never raises for what a file says. Whose they are was judged before (`study/admission`).

    objects: of any kind. study: with every instance listed.
    """
    headers = []
    for data in objects:
        try:
            header = read_header(data)
        except BrokenObject:
            continue  # whoever reads results says so
        if kind_of(text(header, 0x00080016)) is PRESENTATION_STATE:
            headers.append(header)
    index = StudyIndex(study) if headers else None
    states: dict[str, PresentationState] = {}
    unread: dict[str, str] = {}
    for header in headers:
        uid = text(header, 0x00080018)
        assert index is not None
        try:
            state = _read(header, index)
        except (BrokenObject, ValueError, ArithmeticError, LookupError, TypeError, RecursionError) as error:
            _log.warning("a presentation state is damaged: %s", type(error).__name__)
            unread[uid] = Told(lambda: tr("It is damaged and can’t be read."))
            continue
        if not state.images.frames:
            unread[uid] = Told(lambda: tr("None of its images is in this exam."))
            continue
        states[uid] = state
        if state.problems:
            unread[uid] = _lacking(state)
    in_time = sorted(states.values(), key=lambda s: s.when.isoformat() if s.when is not None else "")
    return StatesRead(tuple(in_time), unread)


def _lacking(state: PresentationState) -> str:
    return Told(lambda: tr("{label}, in part: {what}", label=state.label, what=state.lacks))


def _read(source: Attributes, index: StudyIndex) -> PresentationState:
    notes = Notes()
    series = source.items(0x00081115)
    images = _Referring(index, notes)
    named = images.among([item for one in series for item in one.items(0x00081140)])
    creator = source.name(0x00700084).display
    windows, output = _windows(source, named, images, notes), presentation_lut(source)
    if output is not None and not windows:
        notes.say(lambda: tr("Its presentation LUT is not applied."))
    return PresentationState(
        uid=text(source, 0x00080018),
        series_uid=text(source, 0x0020000E),
        label=text(source, 0x00700080) or text(source, 0x0008103E) or tr("Presentation state"),
        description=text(source, 0x00700081),
        creator=creator,
        when=parse_dt(text(source, 0x00700082), text(source, 0x00700083), text(source, 0x00080201)),
        images=named,
        windows=windows,
        areas=_areas(source, named, images, notes),
        rescale=_rescale(source),
        output=output,
        inverted=_inverted(source, notes),
        turns=_turns(source, notes),
        flipped=text(source, 0x00700041) == "Y",
        shutter=_shutter(source, notes),
        overlays=_overlays(source),
        annotations=read_annotations(source, named, images.of, notes),
        problems=notes.told(),
    )


class _Referring:
    """Which images are meant, of those that the exam has."""

    def __init__(self, index: StudyIndex, notes: Notes) -> None:
        self._index, self._notes = index, notes
        self._missed: set[tuple[str, tuple[int, ...]]] = set()

    def of(self, source: Attributes, named: Images) -> Images:
        """Of an item; all that the state names where it says nothing."""
        listed = source.items(0x00081140)
        return self.among(listed) if listed else named

    def among(self, items: Iterable[Attributes]) -> Images:
        found: list[tuple[str, tuple[int, ...]]] = []
        for item in items:
            uid, frames = text(item, 0x00081155), tuple(int(n) for n in item.numbers(0x00081160) if isfinite(n))
            cited = self._index.get(uid) if uid else None
            most = 0
            if cited is not None:  # an index that tells no rows tells no frames either
                most = max(1, cited.instance.frames) if cited.instance.is_image else max(frames, default=1)
            there = tuple(n for n in frames if 1 <= n <= most)
            if cited is None or (frames and len(there) < len(frames)):
                self._missing(uid, frames)
            if cited is not None and (there or not frames):
                found.append((uid, there))
        return Images.of(found)

    def have_pixels_of(self, ratio: float, named: Images) -> bool:
        """Whether the pixels of these images have this height by their width; also where nothing is asked."""
        for uid in named.frames if ratio else ():
            cited = self._index.get(uid)
            if cited is not None and cited.instance.is_image:
                height, width = cited.instance.pixel_size(0)
                if abs(height / width - ratio) > 0.01 * ratio:
                    return False
        return True

    def _missing(self, uid: str, frames: tuple[int, ...]) -> None:
        """Each once, however often it is named."""
        if (uid, frames) not in self._missed:
            self._missed.add((uid, frames))
            self._notes.add(_not_there)


def _not_there(count: int) -> str:
    return counted(
        "{count} image that it names is not in this exam.", "{count} images that it names are not in this exam.",
        count,
    )


def _is_plain(window: Window) -> bool:
    """Whether values of an image could lie in it."""
    return max(abs(window.centre), abs(window.width)) < _STEEP


def _windows(source: Attributes, named: Images, images: _Referring, notes: Notes) -> tuple[Selected, ...]:
    """Of several of one image the first, as nothing says which one is meant."""
    found = []
    slope, intercept = rescale_in(source) or (1.0, 0.0)
    for item in source.items(0x00283110):
        held = next(iter(windows_in(item, intercept < 0)), None)
        if held is None or not (1 / _STEEP < abs(slope) < _STEEP and abs(intercept) < _STEEP and _is_plain(held)):
            notes.say(lambda: tr("A window can’t be read."))
        else:
            found.append(Selected(images.of(item, named), window=replace(held, name="")))
    if source.has(0x00286100):
        notes.say(lambda: tr("Its mask is not subtracted."))
    if source.has(0x00283000):
        notes.say(lambda: tr("Its own modality LUT is not applied."))
    return tuple(found)


def _areas(source: Attributes, named: Images, images: _Referring, notes: Notes) -> tuple[Selected, ...]:
    found = []
    for item in source.items(0x0070005A):
        area = _area(item)
        if area is None:
            notes.say(lambda: tr("A displayed area can’t be read."))
        else:
            meant = images.of(item, named)
            if not images.have_pixels_of(_ratio(item), meant):
                notes.say(lambda: tr("Its shape of the pixels is not applied."))
            found.append(Selected(meant, area=area))
    return tuple(found)


def _ratio(item: Attributes) -> float:
    """Height of a pixel by its width as it is to be shown; 0 where that is not said (PS3.3 C.10.4)."""
    height, width = vector(item, 0x00700101, 2) or vector(item, 0x00700102, 2) or (0.0, 0.0)
    return height / width if height > 0 and width > 0 else 0.0


def _area(item: Attributes) -> Area | None:
    """Its corners are pixels from 1 of the image as it is stored, both of them shown (PS3.3 C.10.4)."""
    first, last = vector(item, 0x00700052, 2), vector(item, 0x00700053, 2)
    if not first or not last or max(map(abs, (*first, *last))) > FAR:
        return None
    left, right = sorted((first[0], last[0]))
    top, bottom = sorted((first[1], last[1]))
    try:
        mode = SizeMode(text(item, 0x00700100, SizeMode.FIT.value))
    except ValueError:
        return None
    factor = 0.0
    if mode is SizeMode.TRUE_SIZE:
        factor = (vector(item, 0x00700101, 2) or (0.0, 0.0))[1]
    elif mode is SizeMode.MAGNIFY:
        factor = (vector(item, 0x00700103, 1) or (0.0,))[0]
    if mode is not SizeMode.FIT and not 1e-4 <= factor <= 1e4:
        return None
    return Area((left - 1.5, top - 1.5, right - 0.5, bottom - 0.5), mode, factor)


def _rescale(source: Attributes) -> tuple[float, float] | None:
    """Without any its windows are of stored values (PS3.4 N.2); None where a table makes the values."""
    return rescale_in(source) or (None if source.has(0x00283000) else (1.0, 0.0))


def _overlays(source: Attributes) -> frozenset[int]:
    """Groups for which it names a layer, and has no overlay of its own."""
    groups = (tag >> 16 for tag in _OVERLAYS)
    return frozenset(g for g in groups if text(source, g << 16 | 0x1001) and not source.has(g << 16 | 0x0010))


def _inverted(source: Attributes, notes: Notes) -> bool | None:
    shape = text(source, 0x20500020)
    if shape not in ("", "IDENTITY", "INVERSE"):
        notes.say(lambda: tr("Its presentation LUT can’t be read."))
    if source.has(0x20500010) and presentation_lut(source) is None:
        notes.say(lambda: tr("Its presentation LUT can’t be read."))
    table = False if source.has(0x20500010) else None  # its first entry is black in every kind of image
    return {"IDENTITY": False, "INVERSE": True}.get(shape, table)


def _turns(source: Attributes, notes: Notes) -> int:
    degrees = (vector(source, 0x00700042, 1) or (0.0,))[0]
    if degrees not in (0, 90, 180, 270):
        notes.say(lambda: tr("It is turned by an angle that can’t be."))
        return 0
    return int(degrees) // 90


def _shutter(source: Attributes, notes: Notes) -> Shutter | None:
    if any(source.has(tag) for tag in _OVERLAYS):
        notes.say(lambda: tr("Its overlays are not drawn."))
    if not source.has(0x00181600):
        return None
    shapes = {shape.upper() for shape in source.texts(0x00181600)}
    found = shutter(source)
    drawn = found is not None and (
        ("RECTANGULAR" not in shapes or found.rectangle is not None)
        and ("CIRCULAR" not in shapes or found.circle is not None)
        and ("POLYGONAL" not in shapes or bool(found.polygon))
    )
    if not drawn or not shapes <= {"RECTANGULAR", "CIRCULAR", "POLYGONAL"}:
        notes.say(lambda: tr("A shutter can’t be drawn."))
    lab = lab_to_rgb(source.numbers(0x00181624)) if not source.has(0x00181622) else None
    return replace(found, grey=round(sum(lab) / 3)) if found is not None and lab is not None else found
