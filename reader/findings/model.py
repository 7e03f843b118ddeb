"""What was seen: one type for what an algorithm and what a person found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from psygnal import Signal

from reader.dicom.values import Code, new_uid

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
    """One image (and frame, from 1) by UID."""

    sop_class_uid: str
    sop_instance_uid: str
    frame: int = 1
    series_uid: str = ""


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
    role: what the contour is, e.g. long axis; None for the outline.
    """

    kind: ShapeKind
    points: tuple[Vector, ...]
    in_patient: bool
    image: ImageReference | None = None
    role: Code | None = None


@dataclass(frozen=True)
class SegmentReference:
    """One segment of a SEG object. number: Segment Number. label and colour (sRGB 0..255) as the object says."""

    sop_instance_uid: str
    number: int
    label: str = ""
    colour: tuple[int, int, int] = (45, 212, 191)


@dataclass(frozen=True)
class Measurement:
    """A number with its UCUM unit. derivation: e.g. (373098007,SCT,"Mean") or None."""

    concept: Code
    value: float
    unit: Code
    derivation: Code | None = None


@dataclass(frozen=True)
class Finding:
    """One thing seen. tracking_uid keeps its identity through acceptance, editing and later exams.

    certainty: percent or None. key_image: where to jump. place: its centre in LPS mm, None if only in pixels.
    problem: why it can't be shown ("cites images that are not in this exam"), "" where it can.
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

    @property
    def is_ai(self) -> bool:
        return self.source.observer is Observer.DEVICE

    def apply(self, event: Event) -> Finding:
        """The finding after an event; raises ValueError where the table has none."""
        status = TRANSITIONS.get((self.status, event))
        if status is None:
            raise ValueError(f"a finding that is {self.status.value} can't {event.value}")
        return replace(self, status=status)


def new_tracking() -> str:
    return new_uid()


@dataclass
class FindingsModel:
    """The findings of the case, in order. Main thread only; every change can be undone."""

    findings: tuple[Finding, ...] = ()
    selected: str = ""
    _past: list[tuple[Finding, ...]] = field(default_factory=list, repr=False)
    _future: list[tuple[Finding, ...]] = field(default_factory=list, repr=False)

    changed = Signal()
    selection_changed = Signal(str)
    jump_requested = Signal(object)

    def __getitem__(self, tracking_uid: str) -> Finding:
        for finding in self.findings:
            if finding.tracking_uid == tracking_uid:
                return finding
        raise KeyError(tracking_uid)

    def get(self, tracking_uid: str) -> Finding | None:
        return next((f for f in self.findings if f.tracking_uid == tracking_uid), None)

    def load(self, findings: Iterable[Finding]) -> None:
        """Put in what was read from the hub or the disk; can't be undone."""
        self.findings = tuple(findings)
        self._past.clear()
        self._future.clear()
        self.changed.emit()

    def put(self, finding: Finding) -> None:
        """Add a finding or replace the one with its tracking UID."""
        if self.get(finding.tracking_uid) is None:
            new = (*self.findings, finding)
        else:
            new = tuple(finding if f.tracking_uid == finding.tracking_uid else f for f in self.findings)
        self._step(new)

    def remove(self, tracking_uid: str) -> None:
        """Take away a person's own finding; an algorithm's can only be rejected (raises ValueError)."""
        if self[tracking_uid].is_ai:
            raise ValueError("an algorithm's finding is rejected, not removed")
        self._step(tuple(f for f in self.findings if f.tracking_uid != tracking_uid))

    def apply(self, tracking_uid: str, event: Event) -> None:
        self.put(self[tracking_uid].apply(event))

    def undo(self) -> bool:
        return self._swap(self._past, self._future)

    def redo(self) -> bool:
        return self._swap(self._future, self._past)

    def select(self, tracking_uid: str, *, jump: bool = False) -> None:
        self.selected = tracking_uid
        self.selection_changed.emit(tracking_uid)
        finding = self.get(tracking_uid)
        if jump and finding is not None:
            self.jump_requested.emit(finding)

    def _step(self, new: tuple[Finding, ...]) -> None:
        self._past.append(self.findings)
        self._future.clear()
        self.findings = new
        self.changed.emit()

    def _swap(self, source: list[tuple[Finding, ...]], target: list[tuple[Finding, ...]]) -> bool:
        if not source:
            return False
        target.append(self.findings)
        self.findings = source.pop()
        self.changed.emit()
        return True
