"""What was seen: one type for what an algorithm and what a person found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from reader.core.history import Change, History
from reader.dicom.values import Code
from reader.findings.looks import Looks
from reader.findings.quality import REASONS, REJECTIONS
from reader.findings.saved_states import SavedStates
from reader.spatial.space import Space
from reader.terms.units import tells_size
from reader.volume.model import VolumeGeometry

Vector = tuple[float, float, float]


class Observer(Enum):
    """Observer Type (121005): CID 270."""

    DEVICE = "device"
    PERSON = "person"


class Status(Enum):
    """The life of a finding. AI findings start PROPOSED; a person's own are ACCEPTED from the start."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class Event(Enum):
    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[Status, Event], Status] = {
    (Status.PROPOSED, Event.ACCEPT): Status.ACCEPTED,
    (Status.PROPOSED, Event.EDIT): Status.EDITED,
    (Status.PROPOSED, Event.REJECT): Status.REJECTED,
    (Status.ACCEPTED, Event.EDIT): Status.EDITED,
    (Status.ACCEPTED, Event.REJECT): Status.REJECTED,
    (Status.ACCEPTED, Event.REOPEN): Status.PROPOSED,
    (Status.EDITED, Event.EDIT): Status.EDITED,
    (Status.EDITED, Event.REJECT): Status.REJECTED,
    (Status.EDITED, Event.REOPEN): Status.PROPOSED,
    (Status.REJECTED, Event.REOPEN): Status.PROPOSED,
    (Status.REJECTED, Event.ACCEPT): Status.ACCEPTED,
}


@dataclass(frozen=True)
class Source:
    """Who says so. For a device: the algorithm's name, version, maker, device UID; for a person: the name.

    series_description: verbatim, vendors write their cautions there. sop_instance_uid: the object it was read
    from, "" for what was made here. run: when the object was made, as DT text. verified: (0040,A493).
    """

    observer: Observer
    name: str
    version: str = ""
    manufacturer: str = ""
    device_uid: str = ""
    series_description: str = ""
    sop_class_uid: str = ""
    sop_instance_uid: str = ""
    series_uid: str = ""
    study_uid: str = ""
    run: str = ""
    verified: bool = False


@dataclass(frozen=True)
class ImageReference:
    """One image by UID. frames: which of its frames are meant, from 1; () for all of them.

    A reference without Referenced Frame Number (0008,1160) is to all frames, one with several to each of them
    (PS3.3 10.3, C.18.4).
    """

    sop_class_uid: str
    sop_instance_uid: str
    frames: tuple[int, ...] = ()
    series_uid: str = ""

    @property
    def frame(self) -> int:
        """The first frame that is meant."""
        return self.frames[0] if self.frames else 1

    def covers(self, entry: tuple[str, int] | None) -> bool:
        """Whether a stored image (SOP Instance UID, frame from 1) is meant; False for none."""
        if entry is None or entry[0] != self.sop_instance_uid:
            return False
        return not self.frames or entry[1] in self.frames

    @staticmethod
    def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
        """Drafts of earlier versions name one frame."""
        return {**plain, "frames": [plain["frame"]]} if "frame" in plain else plain


class ShapeKind(Enum):
    POINT = "point"
    POLYLINE = "polyline"
    POLYGON = "polygon"
    ELLIPSE = "ellipse"
    CIRCLE = "circle"


@dataclass(frozen=True)
class Shape:
    """A contour. points: LPS mm (x, y, z) where `image` is None or has a position; else pixels (column, row, 0).

    in_patient: True for LPS mm. Pixel points follow SCOORD: the first pixel's upper left corner is (0, 0).
    role: what the contour is, e.g. long axis; None for the outline. space: where LPS points hold; None in pixels,
    and in drafts of earlier versions, see `placing.settled`.
    """

    kind: ShapeKind
    points: tuple[Vector, ...]
    in_patient: bool
    image: ImageReference | None = None
    role: Code | None = None
    space: Space | None = None


@dataclass(frozen=True)
class SegmentReference:
    """One segment of a SEG object. number: Segment Number. label and colour (sRGB 0..255) as the object says."""

    sop_instance_uid: str
    number: int
    label: str = ""
    colour: tuple[int, int, int] = (45, 212, 191)


@dataclass(frozen=True)
class Measurement:
    """A number with its UCUM unit. derivation: e.g. (373098007,SCT,"Mean") or None. method: how it was measured,
    such as "at the detector" (`terms/calibration.py`), None where there is nothing to say. taken_from: images of
    the series, part and time that it was measured on, and a statistic made from; () where that is not known."""

    concept: Code
    value: float
    unit: Code
    derivation: Code | None = None
    method: Code | None = None
    taken_from: tuple[ImageReference, ...] = ()

    @property
    def is_statistic(self) -> bool:
        """Made from values of pixels, as a mean or an attenuation is: true of those pixels alone. A length, an area
        or an angle holds wherever its shape does."""
        return self.derivation is not None or not tells_size(self.unit)


@dataclass(frozen=True, eq=False)
class SegmentMask:
    """The voxels of one segment, cropped to the box that holds them.

    mask: uint8, shape (k, j, i) of `geometry`, 1 inside and 0 outside (fractional segments: 1 from 50 % on).
    fraction: the same shape, 0..255 for 0..100 %, of fractional segments; None for the others.
    geometry: LPS mm where `in_patient`; else pixels of `image` (i = column, j = row, spacing 1).
    type, category: Segmented Property Type and Category. series_uid: the series that was segmented.
    slices: the image behind each mask slice k, as far as the object names it.
    tracking_uid: (0062,0021), "" where the segment has none. space: where its LPS mm hold, None in pixels.
    """

    reference: SegmentReference
    geometry: VolumeGeometry
    mask: NDArray[np.uint8]
    source: Source
    type: Code
    category: Code
    in_patient: bool = True
    image: ImageReference | None = None
    fraction: NDArray[np.uint8] | None = None
    series_uid: str = ""
    slices: tuple[ImageReference | None, ...] = ()
    tracking_uid: str = ""
    tracking_id: str = ""
    site: Code | None = None
    laterality: Code | None = None
    space: Space | None = None

    @property
    def key(self) -> tuple[str, int]:
        """(SOP Instance UID, Segment Number): the same as of a finding's `SegmentReference`."""
        return (self.reference.sop_instance_uid, self.reference.number)

    @property
    def piece(self) -> tuple[object, ...]:
        """Tells it from other masks, also of the same segment: the voxels of a stored object never change."""
        return (self.key, self.geometry, self.image)

    @property
    def voxels(self) -> int:
        return int(np.count_nonzero(self.mask))

    @property
    def volume_mm3(self) -> float | None:
        """None where the mask lies in pixels."""
        return self.voxels * float(np.prod(self.geometry.spacing)) if self.in_patient else None

    @property
    def centroid(self) -> Vector | None:
        """The mean of its voxels in LPS mm; None where it lies in pixels or is empty."""
        if not self.in_patient or not self.mask.any():
            return None
        k, j, i = (float(axis.mean()) for axis in np.nonzero(self.mask))
        return self.geometry.to_patient((i, j, k))

    @property
    def is_anatomy(self) -> bool:
        """An organ or region, no finding: category Anatomical Structure and the like (CID 7150)."""
        return self.category.value in ANATOMICAL_CATEGORIES


ANATOMICAL_CATEGORIES = frozenset({"123037004", "91723000", "85756007", "91720002", "309825002", "260787004"})


@dataclass(frozen=True)
class KeyImage:
    """An image, or one frame of it, that somebody chose. title: why, as a Document Title of CID 7010, of an own one
    also of `quality.REASONS`. note: more of it in free text, "" for none. source: who chose it. own: the tracking
    UID of the finding that it is of this report's key images, "" for others. Some are to be used no more."""

    image: ImageReference
    title: Code
    note: str
    source: Source
    own: str = ""

    @property
    def is_ai(self) -> bool:
        return self.source.observer is Observer.DEVICE

    @property
    def is_rejected(self) -> bool:
        """The title says that the image is not to be used (CID 7011, IHE IOCM)."""
        return self.title.scheme == "DCM" and self.title.value in REJECTIONS


@dataclass(frozen=True)
class Evaluation:
    """A qualitative evaluation of a finding: what was asked, and the coded or written answer."""

    concept: Code
    value: Code | str


@dataclass(frozen=True)
class Finding:
    """One thing seen. tracking_uid keeps its identity through acceptance, editing and later exams.

    certainty: percent or None. key_image: where to jump. place: its centre in LPS mm, None if only in pixels.
    space: where the place holds, as of a shape.
    problem: why it can't be shown, "" where it can: English and marked ("cites images that are not in this exam"),
    translated when shown.
    proposed: what the algorithm said before a person edited it, so that reopening brings it back. judged_by,
    judged_at: who accepted, edited or rejected it last, and when; "" and None where nobody did.
    """

    tracking_uid: str
    tracking_id: str
    source: Source
    finding: Code
    site: Code | None = None
    laterality: Code | None = None
    shapes: tuple[Shape, ...] = ()
    segments: tuple[SegmentReference, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    certainty: float | None = None
    status: Status = Status.PROPOSED
    key_image: ImageReference | None = None
    place: Vector | None = None
    note: str = ""
    problem: str = ""
    evaluations: tuple[Evaluation, ...] = ()
    proposed: Finding | None = None
    judged_by: str = ""
    judged_at: datetime | None = None
    space: Space | None = None

    @property
    def is_ai(self) -> bool:
        return self.source.observer is Observer.DEVICE

    @property
    def as_proposed(self) -> Finding:
        """Before a person judged or edited it."""
        return self.proposed or replace(self, status=Status.PROPOSED, judged_by="", judged_at=None)

    def apply(self, event: Event) -> Finding:
        """After an event; an edited one that is accepted stays edited, one that is rejected is again what was
        proposed, with the remark. Raises ValueError for any other."""
        status = TRANSITIONS.get((self.status, event))
        if status is None:
            raise ValueError(f"a finding that is {self.status.value} can't {event.value}")
        if event is Event.REOPEN:
            return self.as_proposed
        if event is Event.REJECT:
            return replace(self.as_proposed, status=status, note=self.note, key_image=self.key_image)
        return replace(self, status=Status.EDITED if event is Event.ACCEPT and self.proposed else status)


KEY_IMAGE_VALUE = "key-image"


def is_key_image(finding: Finding) -> bool:
    """Whether it is an image that a person has marked (`own_key_images`), no measurement."""
    poor = finding.finding in REASONS and not finding.measurements  # which another program may have named so
    return (finding.finding.value == KEY_IMAGE_VALUE or poor) and not finding.is_ai


def is_hidden(finding: Finding, threshold: float) -> bool:
    """Below the threshold in percent. Only unjudged proposals that state a certainty can be hidden."""
    proposal = finding.is_ai and finding.status is Status.PROPOSED
    return proposal and finding.certainty is not None and finding.certainty < threshold


@dataclass
class FindingsModel:
    """The findings of the case, in order. Main thread only; every change of them is a step of `history`, which
    can be undone and refuses where the case may not be changed.

    part: of the selected one the shape that was chosen in a picture, -1 for all of it.
    masks: the segmentations of the case. The switches decide what is drawn; `visible_masks` is the outcome, and
    changes with `masks_changed`, `changed` and `threshold_changed`. threshold: percent; unjudged proposals of an
    algorithm that are less certain are not shown.
    sources: the results that were read, also those that found nothing. problems: what could not be read, in the
    user's words. chosen_images: the key images that algorithms and colleagues chose; key_image: the one of
    `key_images` gone to last, from 0, -1 for none. loaded: False until it is known what the exam's results say.
    judge: the name of who judges here. named: what a person said a finding is last, in this case.
    name_wanted(tracking UID, at once): a new one can be named now; at once: it waits for its words.
    looks: what of them is hidden, locked or labelled elsewhere. saved: presentation states that go with the report.
    on_screen: whether a finding can be seen in the images now; asked before it is judged. rests_on: what it was
    read from or seen in that is kept off the screen for whose it says it is, in words; "" where nothing is.
    """

    findings: tuple[Finding, ...] = ()
    selected: str = ""
    part: int = -1
    masks: tuple[SegmentMask, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[str, ...] = ()
    chosen_images: tuple[KeyImage, ...] = ()
    key_image: int = -1
    threshold: int = 0
    loaded: bool = True
    judge: str = ""
    named: Code | None = None
    on_screen: Callable[[Finding], bool] = field(default=lambda _: True, repr=False)
    rests_on: Callable[[Finding], str] = field(default=lambda _: "", repr=False)
    _switches: dict[tuple[str, int], bool] = field(default_factory=dict, repr=False)
    _rested: dict[str, str] = field(default_factory=dict, repr=False)
    _key_images: tuple[tuple[Finding, ...] | None, tuple[KeyImage, ...], tuple[KeyImage, ...]] = field(
        default=(None, (), ()), repr=False
    )
    _stored: dict[str, bool] = field(default_factory=dict, repr=False)  # whether one that is not there is removed
    history: History = field(default_factory=History, repr=False)
    looks: Looks = field(init=False, repr=False)
    saved: SavedStates = field(init=False, repr=False)

    changed = Signal()
    selection_changed = Signal(str)
    jump_requested = Signal(object)
    edit_requested = Signal(str)
    name_wanted = Signal(str, bool)
    key_image_changed = Signal()
    shown_first = Signal(str)
    masks_changed = Signal()
    threshold_changed = Signal()

    def __post_init__(self) -> None:
        self.looks, self.saved = Looks(self.history), SavedStates(self.history)
        self.looks.changed.connect(self.threshold_changed.emit)

    def __getitem__(self, tracking_uid: str) -> Finding:
        for finding in self.findings:
            if finding.tracking_uid == tracking_uid:
                return finding
        raise KeyError(tracking_uid)

    def get(self, tracking_uid: str) -> Finding | None:
        return next((f for f in self.findings if f.tracking_uid == tracking_uid), None)

    def load(self, findings: Iterable[Finding], removed: Iterable[str] = ()) -> None:
        """Put in what was read from the hub or the disk; can't be undone. removed: see there, of a draft."""
        self.findings = tuple(findings)
        judged = (f for f in self.findings if f.status is not Status.PROPOSED)
        self._stored |= {f.tracking_uid: not f.is_ai for f in judged} | dict.fromkeys(removed, True)
        self.history.forget(display=False)
        if self.get(self.selected) is None:
            self.selected = ""
        self.changed.emit()

    @property
    def removed(self) -> frozenset[str]:
        """Tracking UIDs of loaded findings: persons' that are gone by now, algorithms' that are proposals again."""
        now = {f.tracking_uid: f.status is Status.PROPOSED for f in self.findings}
        return frozenset(uid for uid, gone in self._stored.items() if now.get(uid, gone))

    @property
    def read_only(self) -> bool:
        """Judging, editing and measuring are off (claim lost, signed)."""
        return bool(self.history.refusal)

    def ask_withheld(self, behind: Callable[[Finding], str]) -> None:
        """Who knows what a finding rests on that is withheld."""
        self.rests_on = behind

    def look_at_withheld(self) -> None:
        """More or less is withheld now."""
        now = self.resting
        if now != self._rested:
            self._rested = now
            self.changed.emit()

    @property
    def resting(self) -> dict[str, str]:
        """Tracking UID → what is withheld, of each finding that rests on such images or results."""
        return {f.tracking_uid: what for f in self.findings if (what := self.rests_on(f))}

    def ask_on_screen(self, shown: Callable[[Finding], bool]) -> None:
        """Who knows whether a finding can be seen in the images now."""
        self.on_screen = shown

    def set_read_only(self, why: str) -> None:
        """why: in the user's words; "" lets it be changed again."""
        self.history.refuse(why)
        self.changed.emit()

    def set_results(
        self, sources: Iterable[Source], problems: Iterable[str], key_images: Iterable[KeyImage] = ()
    ) -> None:
        """What was read besides findings, and what could not be."""
        self.sources, self.problems, self.loaded = tuple(sources), tuple(problems), True
        self.chosen_images, self.key_image = tuple(key_images), -1
        self.changed.emit()

    @property
    def key_images(self) -> tuple[KeyImage, ...]:
        """Those that algorithms and colleagues chose, then this report's own; the same object until they change."""
        findings, chosen, _ = self._key_images
        if findings is not self.findings or chosen is not self.chosen_images:
            marked = ((f, f.key_image) for f in self.findings if is_key_image(f) and f.key_image is not None)
            own = (KeyImage(image, f.finding, f.note, f.source, f.tracking_uid) for f, image in marked)
            self._key_images = (self.findings, self.chosen_images, (*self.chosen_images, *own))
        return self._key_images[2]

    def go_to_key_image(self, number: int) -> None:
        """Show one of the key images, counted from 0 around the ends; an own one is selected too."""
        if every := self.key_images:
            self.key_image = number % len(every)
            self.key_image_changed.emit()
            if own := every[self.key_image].own:
                self.select(own, jump=True)
            else:
                self.jump_requested.emit(every[self.key_image].image)

    def set_masks(self, masks: Iterable[SegmentMask]) -> None:
        """The segmentations of the case; every switch goes back to its default."""
        self.masks = tuple(masks)
        self._switches.clear()
        self.masks_changed.emit()

    def switch_mask(self, key: tuple[str, int], on: bool) -> None:
        """Show or hide one segment, see `SegmentMask.key`."""
        self._switches[key] = on
        self.masks_changed.emit()

    def mask_on(self, key: tuple[str, int]) -> bool:
        """Segments of a finding that is shown and not rejected are on; others (organs) when switched on."""
        if key in self._switches:
            return self._switches[key]
        owners = [f for f in self.findings if any((s.sop_instance_uid, s.number) == key for s in f.segments)]
        return any(f.status is not Status.REJECTED and self.shows(f) for f in owners)

    def set_threshold(self, percent: int) -> None:
        if percent != self.threshold:
            self.threshold = percent
            self.threshold_changed.emit()

    def shows(self, finding: Finding) -> bool:
        """False for what the threshold or the user hides, or what rests on something withheld: in the images
        and in the volume view alike."""
        hidden = is_hidden(finding, self.threshold) or self.looks.hides(finding.tracking_uid, finding.is_ai)
        return not hidden and not self.rests_on(finding)

    @property
    def visible_masks(self) -> tuple[SegmentMask, ...]:
        return tuple(mask for mask in self.masks if self.mask_on(mask.key))

    def put(
        self, finding: Finding, title: str = "", merge: Hashable = None, *, without: Collection[str] = ()
    ) -> None:
        """Add a finding or replace the one with its tracking UID. title, merge: of its step. without: join it."""
        uid, kept = finding.tracking_uid, [f for f in self.findings if f.tracking_uid not in without]
        new = [finding if f.tracking_uid == uid else f for f in kept]
        self._step(tuple(new) if self.get(uid) is not None else (*new, finding), title, merge)

    def remove(self, tracking_uid: str, title: str = "") -> None:
        """Take away a person's own finding; an algorithm's can only be rejected (raises ValueError)."""
        if self[tracking_uid].is_ai:
            raise ValueError("an algorithm's finding is rejected, not removed")
        self._step(tuple(f for f in self.findings if f.tracking_uid != tracking_uid), title)

    def part_of(self, finding: Finding) -> int:
        """The shape of it that is chosen, else the last one."""
        chosen = self.part if self.selected == finding.tracking_uid else -1
        return chosen if 0 <= chosen < len(finding.shapes) else len(finding.shapes) - 1

    def select(self, tracking_uid: str, *, jump: bool = False, part: int = -1) -> None:
        self.selected, self.part = tracking_uid, part
        self.selection_changed.emit(tracking_uid)
        finding = self.get(tracking_uid)
        number = next((n for n, key in enumerate(self.key_images) if key.own == tracking_uid != ""), -1)
        if number >= 0:
            self.key_image = number
            self.key_image_changed.emit()
        if jump and finding is not None:
            self.looks.reveal(tracking_uid)
            self.jump_requested.emit(finding if number < 0 else finding.key_image)

    def _step(self, new: tuple[Finding, ...], title: str, merge: Hashable = None) -> None:
        old = self.findings
        self.history.make(Change(title, lambda: self._show(new), lambda: self._show(old), merge))

    def _show(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        if self.selected and self.get(self.selected) is None:
            self.select("")
        self.changed.emit()
