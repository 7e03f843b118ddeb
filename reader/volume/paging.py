"""A series that is larger than the memory that is left: opened by slices.

Its slices are a stack whose pictures are read from the cache on this computer when they are looked at, the last
ones kept; the other planes come from a volume reduced in the plane of the slices, averaged, and marked so. Each
slice keeps its place: slice k of the reduced volume is slice k of the series.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.errors import Cancelled, ReaderError
from reader.core.text import Told, tr
from reader.dicom.header import read_header
from reader.dicom.pixels.description import PixelDescription, describe, frame_pieces
from reader.study.model import Instance
from reader.volume.assembly import Assembly, Entry
from reader.volume.memory import Budget
from reader.volume.model import Part, VolumeGeometry, without_padding
from reader.volume.parts import PlannedPart
from reader.volume.target import StackTarget, Target, VolumeTarget

_COLLECTED_S = 2.0

FACTORS = (2, 3, 4, 6, 8, 12, 16)
MOST_ROOM, LEAST_ROOM = 512_000_000, 32_000_000
NEIGHBOURS = (1, -1, 2, -2, 3, -3)


@dataclass(frozen=True)
class Paging:
    """What opening by slices needs. read: an object by its SOP Instance UID, from the cache or the server, on a
    worker thread. submit: runs work on a worker thread. deliver: on the main thread."""

    budget: Budget
    read: Callable[[str], bytes]
    submit: Callable[[Callable[[], None]], object]
    deliver: Callable[[Callable[[], None]], None]


class PagedPixels(list[NDArray[Any] | None]):
    """Pictures of which only some are in memory; asking for one that is not gives None and fetches it."""

    def __init__(self, count: int, room: int, fetch: Callable[[int], None]) -> None:
        super().__init__([None] * count)
        self._room = room
        self._fetch = fetch
        self._lock = threading.RLock()
        self._used: OrderedDict[int, int] = OrderedDict()
        self._size = 0

    def __getitem__(self, n: Any) -> Any:
        found = super().__getitem__(n)
        if isinstance(n, int):
            if found is None:
                self._fetch(n)
            else:
                with self._lock:
                    if n in self._used:
                        self._used.move_to_end(n)
        return found

    def __setitem__(self, n: Any, picture: Any) -> None:
        """Keep a picture; the one that was not looked at for longest goes."""
        with self._lock:
            self._size += picture.nbytes - self._used.pop(n, 0)
            self._used[n] = picture.nbytes
            super().__setitem__(n, picture)
            while self._size > self._room and len(self._used) > 1:
                gone, size = self._used.popitem(last=False)
                self._size -= size
                super().__setitem__(gone, None)

    def there(self, n: int) -> bool:
        return super().__getitem__(n) is not None


class PagedTarget(StackTarget):
    """The stack, and where there is one the reduced volume; slot of the volume ↔ place in the stack."""

    def __init__(
        self,
        series_uid: str,
        frames: tuple[Entry, ...],
        each: Mapping[str, Instance],
        room: int,
        paging: Paging,
        reduced: VolumeTarget | None = None,
        factor: int = 1,
    ) -> None:
        super().__init__(series_uid, frames, each)
        self._paging = paging
        self._room = room
        self.reduced = reduced
        self._factor = factor
        self._slots = {}
        if reduced is not None:
            slots = {entry: k for k, entry in enumerate(reduced.assembly.slots) if entry is not None}
            self._slots = {n: slots[entry] for n, entry in enumerate(frames) if entry in slots}
        self._arrived: set[int] = set()
        self._asked: int | None = None
        self._reading = False
        self._lock = threading.Lock()
        self.image.pixels = PagedPixels(len(frames), room, self._fetch)
        paging.budget.count(self.image, room)

    def write(self, n: int, pixels: PixelDescription, frame: int, piece: Any, **native: Any) -> None:
        super().write(n, pixels, frame, piece, **native)
        slot, reduced, f = self._slots.get(n), self.reduced, self._factor
        if reduced is not None and slot is not None and n not in self._arrived:
            picture = list.__getitem__(self.image.pixels, n)
            if picture is not None:
                rows, columns = picture.shape[0] // f, picture.shape[1] // f
                reduced.begin(replace(pixels, rows=rows, columns=columns), self.image.units)
                instance = self.image.instances.get(self.image.frames[n][0])
                padding = instance.presentation.padding(frame) if instance is not None else None
                blank = float(np.float32(padding[0])) if padding is not None else 0.0
                if padding is not None:
                    for image in reduced.images:
                        image.blank = blank
                cut = picture[: rows * f, : columns * f]
                reduced.put(slot, _means(cut, without_padding(cut, padding), f, blank))
        self._arrived.add(n)

    def publish(self, new: list[int]) -> None:
        super().publish(new)
        if self.reduced is not None:
            self.reduced.publish([self._slots[n] for n in new if n in self._slots])

    def fill_holes(self) -> None:
        if self.reduced is not None:
            self.reduced.fill_holes()

    # on demand -------------------------------------------------------------------------------------------

    def _fetch(self, n: int) -> None:
        """Any thread: picture n is looked at; the latest wish counts."""
        n = n % len(self.image.pixels)
        if n not in self._arrived:
            return
        with self._lock:
            self._asked = n
            if self._reading:
                return
            self._reading = True
        self._paging.submit(self._read_asked)

    def _read_asked(self) -> None:
        """A worker thread: what is asked for, then its neighbours while nothing else is."""
        while True:
            with self._lock:
                n, self._asked = self._asked, None
                if n is None:
                    self._reading = False
                    return
            if self._read(n):
                self._paging.deliver(lambda n=n: self.image.filled.emit(n))  # type: ignore[misc]
            size = self._size_of(n)
            for step in NEIGHBOURS:
                near = n + step
                if self._asked is not None or size * len(NEIGHBOURS) > self._room // 2:
                    break
                if near in self._arrived:
                    self._read(near)

    def _size_of(self, n: int) -> int:
        picture = list.__getitem__(self.image.pixels, n)
        return picture.nbytes if picture is not None else self._room

    def _read(self, n: int) -> bool:
        paged = self.image.pixels
        if isinstance(paged, PagedPixels) and paged.there(n):
            return True
        uid, frame = self.image.frames[n]
        try:
            data = self._paging.read(uid)
            header = read_header(data)
            pixels = describe(header, header.transfer_syntax)
            pieces = frame_pieces(header, pixels)
            vr = header.pixels.vr if header.pixels else "OW"
            super().write(n, pixels, frame - 1, pieces[frame - 1], big_endian=header.big_endian, vr=vr)
        except (ReaderError, Cancelled, ValueError, LookupError, ArithmeticError, TypeError, MemoryError):
            return False
        return True


def _means(values: NDArray[Any], there: NDArray[np.bool_] | None, f: int, blank: float) -> NDArray[np.float32]:
    """Of f × f pixels each, without padding; where more than half is padding, `blank`."""
    rows, columns = values.shape[0] // f, values.shape[1] // f
    blocks = values.reshape(rows, f, columns, f)
    if there is None:
        return np.asarray(blocks.mean(axis=(1, 3), dtype=np.float32))
    kept = there.reshape(blocks.shape)
    count = kept.sum(axis=(1, 3))
    total = np.where(kept, blocks, 0).sum(axis=(1, 3), dtype=np.float32)
    return np.where(count * 2 >= f * f, total / np.maximum(count, 1), blank).astype(np.float32)


def room_for(assembly: Assembly, itemsize: int = 2) -> int:
    """Bytes of the volume that a grid makes."""
    columns, rows, slices = assembly.geometry.size
    return columns * rows * slices * assembly.phases * itemsize


def _collect(paging: Paging) -> None:
    """Let go of what nobody holds any more: on the main thread, as all garbage (`core.qt.garbage`)."""
    if threading.current_thread() is threading.main_thread():
        gc.collect()
        return
    done = threading.Event()

    def collect() -> None:
        gc.collect()
        done.set()

    paging.deliver(collect)
    done.wait(_COLLECTED_S)


def open_part(
    planned: PlannedPart,
    series_uid: str,
    listed: Mapping[str, Instance],
    pixels: PixelDescription,
    paging: Paging,
) -> tuple[Target, list[Part]]:
    """Where the images of a part land, and what of it is shown: itself, or by slices where it is too large."""
    grid, budget = planned.assembly, paging.budget
    made = Part((), planned.label, planned.phases, planned.interval_ms, planned.issues)
    needed = room_for(grid, pixels.picture_dtype().itemsize) if grid is not None else _stack_size(planned, listed)
    if not budget.fits(needed):
        _collect(paging)  # what was left a moment ago
    if budget.fits(needed):
        try:
            if grid is None:
                stack = StackTarget(series_uid, planned.entries, listed)
                budget.count(stack.image, needed)
                return stack, [replace(made, images=(stack.image,))]
            whole = VolumeTarget(series_uid, grid, np.dtype(np.int16), budget.reserve)
            budget.count(whole.images[0], needed)
            return whole, [replace(made, images=whole.images)]
        except MemoryError:
            pass
    room = max(LEAST_ROOM, min(MOST_ROOM, budget.left // 4))
    entries = planned.entries if grid is None else tuple(entry for entry in grid.slots if entry is not None)
    told = Told(
        lambda: tr("too large for the memory: each picture is read from this computer's disk when it is looked at")
    )
    reduced, factor = _reduced(series_uid, grid, needed, budget.left - room) if grid is not None else (None, 1)
    paged = PagedTarget(series_uid, entries, listed, room, paging, reduced, factor)
    parts = [replace(made, images=(paged.image,), phases=(), interval_ms=0.0, issues=(*planned.issues, told))]
    if reduced is not None:
        budget.count(reduced.images[0], needed // factor**2)
        parts[0].label = planned.label or tr("full size")
        label = f"{planned.label} {tr('reduced')}".strip()
        parts.append(replace(made, images=reduced.images, label=label))
    return paged, parts


def _stack_size(planned: PlannedPart, listed: Mapping[str, Instance]) -> int:
    size = 0
    for uid, _ in planned.entries:
        instance = listed[uid]
        size += instance.rows * instance.columns * (3 if instance.samples == 3 else 2)
    return size


def _reduced(series_uid: str, grid: Assembly, needed: int, left: int) -> tuple[VolumeTarget | None, int]:
    """A volume of every f-th row and column that fits, and f; None where even the smallest does not."""
    columns, rows, _ = grid.geometry.size
    for f in FACTORS:
        if needed // f**2 <= left and min(columns, rows) // f >= 16:
            try:
                coarse = replace(grid, geometry=_coarser(grid.geometry, f))
                made = VolumeTarget(series_uid, coarse, np.dtype(np.int16))
            except MemoryError:
                continue
            for image in made.images:
                image.slices = (None,) * len(image.slices)  # computed: who has seen these has not seen the images
            return made, f
    return None, 1


def _coarser(geometry: VolumeGeometry, f: int) -> VolumeGeometry:
    """The grid of the means of f × f voxels; its first voxel lies in the middle of the first of these."""
    columns, rows, slices = geometry.size
    across, down, between = geometry.spacing
    note = Told(lambda: tr("reduced to fit the memory: {factor} × {factor} pixels averaged", factor=f))
    return replace(
        geometry,
        size=(columns // f, rows // f, slices),
        spacing=(across * f, down * f, between),
        origin=geometry.to_patient(((f - 1) / 2, (f - 1) / 2, 0.0)),
        issues=(*geometry.issues, note),
        resampled=True,
    )
