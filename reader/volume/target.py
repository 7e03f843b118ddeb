"""The place where pixels land while a series arrives: one array for a volume, a list of pictures for a stack.

Decoding threads write here; the main thread hears of it at most ten times a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.core.tasks import Tasks
from reader.dicom.pixels.description import PixelDescription, embedded_overlays, stored_frame, to_modality, to_rgb
from reader.study.model import Instance
from reader.volume.assembly import Assembly, Entry
from reader.volume.model import Stack, Volume
from reader.volume.reserve import Reserve

Pixels = NDArray[Any]
INTERVAL = 0.1
_SAMPLED = 64


class DoesNotFit(Exception):
    """An image that is not of the size or kind of its volume."""


@dataclass
class News:
    """Collects what arrived and tells the main thread in bundles."""

    tasks: Tasks
    tell: Callable[[list[int]], None]
    _new: list[int] = field(default_factory=list)
    _scheduled: bool = False
    _last: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, index: int) -> None:
        """Any thread."""
        with self._lock:
            self._new.append(index)
            if self._scheduled:
                return
            self._scheduled = True
            wait = INTERVAL - (time.monotonic() - self._last)
        if wait <= 0:
            self.tasks.deliver(self.flush)
        else:
            self.tasks.later(wait, self.flush)

    def flush(self) -> None:
        """Main thread: tell what is new since the last time."""
        with self._lock:
            new, self._new = self._new, []
            self._scheduled = False
            self._last = time.monotonic()
        if new:
            self.tell(new)


class VolumeTarget:
    """Writes slices of modality values into one contiguous array."""

    def __init__(
        self, series_uid: str, assembly: Assembly, dtype: np.dtype[Any], reserve: Reserve | None = None
    ) -> None:
        """Slices are counted through all phases: n = phase * slices + k. reserve: where memory may be ready."""
        columns, rows, slices = assembly.geometry.size
        self.assembly = assembly
        self._slices = slices
        shape = (assembly.phases * slices, rows, columns)
        self._voxels: Pixels
        self._voxels, self.ready = reserve.zeros(shape, dtype) if reserve else (np.zeros(shape, dtype), False)
        self._present = np.zeros(assembly.phases * slices, np.bool_)
        self.images = tuple(
            Volume(
                series_uid=series_uid,
                geometry=assembly.geometry,
                voxels=self._voxels[start : start + slices],
                present=self._present[start : start + slices],
                slices=assembly.slots[start : start + slices],
            )
            for start in range(0, len(self._voxels), slices)
        )
        self._shown = self._voxels
        self._slots: list[Entry | None] = list(assembly.slots)
        self._lock = threading.Lock()
        self._begun = False

    @property
    def voxels(self) -> Pixels:
        """Of all phases, one after the other."""
        return self._voxels

    def begin(self, pixels: PixelDescription, units: str) -> bool:
        """Before an image is written: the first one says of what type the array is; True for that one.

        Raises `DoesNotFit` for an image of another size or kind.
        """
        if pixels.colour or (pixels.rows, pixels.columns) != self._voxels.shape[1:]:
            raise DoesNotFit
        with self._lock:
            if self._begun:
                return False
            self._begun = True
            dtype = pixels.modality_dtype()
            if self._voxels.dtype != dtype:
                same = self._voxels.dtype.itemsize == dtype.itemsize  # zeros of one size are zeros of another kind
                self.ready = self.ready and same
                self._voxels = self._voxels.view(dtype) if same else np.zeros(self._voxels.shape, dtype)
            for image in self.images:
                image.units = units
        return True

    def reserve(self, entry: Entry, k: int) -> bool:
        """Take a slot of a predicted volume; False where another image has it."""
        with self._lock:
            if self._slots[k] not in (None, entry):
                return False
            self._slots[k] = entry
            return True

    def buffer(self, k: int, pixels: PixelDescription) -> memoryview | None:
        """The bytes of slice k where the frame's stored bytes can be received into it, else None."""
        voxels = self._voxels
        fits = (
            voxels.dtype.itemsize == 2
            and voxels.dtype.kind in "iu"
            and voxels.shape[1:]
            == (
                pixels.rows,
                pixels.columns,
            )
        )
        return memoryview(voxels[k].reshape(-1)).cast("B") if fits and pixels.direct else None

    def settle(self, k: int, pixels: PixelDescription, frame: int, source: memoryview) -> bool:
        """Make modality values of the stored bytes received into slice k; True where that can be undone.

        source: what `buffer` gave.
        """
        array = np.frombuffer(source, pixels.stored_dtype).reshape(pixels.rows, pixels.columns)
        voxels = self._voxels
        slope, intercept = pixels.rescale(frame)
        shift = int(intercept)
        bounds = np.iinfo(voxels.dtype) if voxels.dtype.kind in "iu" else None
        plain = bounds is not None and slope == 1 and float(intercept).is_integer()
        if plain and bounds is not None and self._fits(array, pixels, shift, bounds):
            if shift:
                raw = voxels[k].view(np.uint16)
                np.add(raw, np.uint16(shift & 0xFFFF), out=raw)  # wraps as two's complement does
            if voxels is not self._voxels:
                self._voxels[k] = voxels[k]  # another thread widened the array meanwhile
            return True
        self.write(k, pixels, frame, array.copy(), stored=True)
        return False

    @staticmethod
    def _fits(array: Pixels, pixels: PixelDescription, shift: int, bounds: np.iinfo[Any]) -> bool:
        """No stored value has bits that it should not have, none leaves the array's range when it is shifted."""
        high = int(array.max())
        if high >= 1 << (pixels.bits_stored - pixels.signed) or high + shift > bounds.max:
            return False
        if not pixels.signed and shift >= bounds.min:
            return True
        low = int(array.min())
        return low >= (-1 << (pixels.bits_stored - 1) if pixels.signed else 0) and low + shift >= bounds.min

    def write(
        self, k: int, pixels: PixelDescription, frame: int, piece: Any, *, stored: bool = False, **native: Any
    ) -> None:
        """Decode one frame into slice k. piece: its bytes, or with `stored` its array. native: as `stored_frame`.

        Raises `BrokenObject` or `DoesNotFit`.
        """
        if stored:
            piece = np.ascontiguousarray(piece).tobytes()
        array = stored_frame(pixels, piece, **native)
        entry = self._slots[k]
        if pixels.embedded and entry is not None:
            found = embedded_overlays(pixels, piece, big_endian=bool(native.get("big_endian")))
            self.images[k // self._slices].embedded[entry] = found
        while True:
            voxels = self._voxels
            if array.shape != voxels.shape[1:]:
                raise DoesNotFit
            try:
                values = to_modality(pixels, array, frame, voxels.dtype)
            except OverflowError:
                self._widen()
                continue
            voxels[k] = values
            if voxels is self._voxels:
                return
            # another thread widened the array meanwhile: write once more, into the new one

    def put(self, k: int, values: Pixels) -> None:
        """Modality values, computed elsewhere, into slice k: rounded where the array is of whole numbers."""
        while True:
            voxels = self._voxels
            fitting = voxels.dtype.kind == "f"
            if not fitting:
                bounds = np.iinfo(voxels.dtype)
                fitting = bool(values.min() >= bounds.min and values.max() <= bounds.max)
            if not fitting:
                self._widen()
                continue
            voxels[k] = values if voxels.dtype.kind == "f" else np.rint(values)
            if voxels is self._voxels:
                return

    def stored_bytes(self, k: int, pixels: PixelDescription) -> bytes | None:
        """The bytes that `settle` took for slice k, made again from its values; None in a widened array."""
        _, intercept = pixels.rescale(0)
        voxels = self._voxels
        if voxels.dtype.itemsize != 2:
            return None
        raw = voxels[k].view(np.uint16)
        stored: Pixels = np.subtract(raw, np.uint16(int(intercept) & 0xFFFF))
        return stored.tobytes()

    def _widen(self) -> None:
        """A slice has values that the array can't hold: go on in float32, with everything that is there."""
        with self._lock:
            if self._voxels.dtype != np.float32:
                self._voxels = self._voxels.astype(np.float32)

    def publish(self, new: list[int]) -> None:
        """Main thread: show slices `new`."""
        count = self._slices
        with self._lock:
            voxels, slots = self._voxels, tuple(self._slots) if self.assembly.predicted else None
        changed = self._shown is not voxels
        self._shown = voxels
        for phase, volume in enumerate(self.images):
            span = slice(phase * count, (phase + 1) * count)
            if changed:
                volume.set_voxels(voxels[span])
            if slots is not None:
                volume.slices = slots[span]
        for phase in sorted({n // count for n in new}):
            own = [n - phase * count for n in new if n // count == phase]
            self.images[phase].present[own] = True
            self.images[phase].filled.emit(own[0] if len(own) == 1 and not changed else -1)

    def fill_holes(self) -> None:
        """Main thread, at the end: what never came looks like the emptiest voxel, not like water.

        The emptiest of some slices from end to end, which takes a moment and not the time of reading all.
        """
        missing = ~self._present
        if missing.any():
            there = np.flatnonzero(self._present)
            some = there[:: len(there) // _SAMPLED + 1]
            self._voxels[missing] = min([0.0, *(float(self._voxels[k].min()) for k in some)])


class StackTarget:
    """Takes pictures of any size and kind."""

    def __init__(self, series_uid: str, frames: tuple[Entry, ...], each: Mapping[str, Instance]) -> None:
        """frames: in the order of showing. each: the instances by their UID."""
        used = [each[uid] for uid in dict.fromkeys(uid for uid, _ in frames)]
        first = used[0] if used else None
        self.image = Stack(
            series_uid=series_uid,
            frames=tuple(frames),
            pixels=[None] * len(frames),
            inverted=tuple(each[uid].inverted for uid, _ in frames),
            units=first.units if first else "",
            frame_time_ms=max((i.frame_time_ms for i in used), default=0.0),
        )
        self._place = {entry: n for n, entry in enumerate(frames)}

    def index_of(self, entry: Entry) -> int | None:
        return self._place.get(entry)

    def write(self, n: int, pixels: PixelDescription, frame: int, piece: Any, **native: Any) -> None:
        array = stored_frame(pixels, piece, **native)
        if pixels.embedded:
            found = embedded_overlays(pixels, piece, big_endian=bool(native.get("big_endian")))
            self.image.embedded[self.image.frames[n]] = found
        if pixels.colour:
            picture: Pixels = to_rgb(pixels, array)
        else:
            try:
                picture = to_modality(pixels, array, frame, pixels.picture_dtype())
            except OverflowError:
                picture = to_modality(pixels, array, frame, np.dtype(np.float32))
        # the values own their memory: a view would keep the whole object alive
        self.image.pixels[n] = picture if picture.base is None else picture.copy()

    def publish(self, new: list[int]) -> None:
        self.image.filled.emit(new[0] if len(new) == 1 else -1)

    def fill_holes(self) -> None:
        """Nothing to do: a missing picture is None."""


Target = VolumeTarget | StackTarget
