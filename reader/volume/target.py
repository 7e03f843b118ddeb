"""The place where pixels land while a series arrives: one array for a volume, a list of pictures for a stack.

Decoding threads write here; the main thread hears of it at most 20 times a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.dicom.pixels import PixelDescription, stored_frame, to_modality, to_rgb
from reader.study.model import Instance
from reader.volume.assembly import Assembly, Entry
from reader.volume.model import Stack, Volume

Pixels = NDArray[Any]
Deliver = Callable[[Callable[[], None]], None]
INTERVAL = 0.05


class DoesNotFit(Exception):
    """An image that is not of the size or kind of its volume."""


@dataclass
class News:
    """Collects what arrived and tells the main thread in bundles."""

    deliver: Deliver
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
            self.deliver(self.flush)
        else:
            timer = threading.Timer(wait, self.deliver, (self.flush,))
            timer.daemon = True
            timer.start()

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

    def __init__(self, series_uid: str, assembly: Assembly, pixels: PixelDescription, units: str) -> None:
        columns, rows, slices = assembly.geometry.size
        if pixels.colour or (pixels.rows, pixels.columns) != (rows, columns):
            raise DoesNotFit
        dtype = pixels.modality_dtype()
        self.assembly = assembly
        self.image = Volume(
            series_uid=series_uid,
            geometry=assembly.geometry,
            voxels=np.zeros((slices, rows, columns), dtype),  # pages come when they are written
            present=np.zeros(slices, np.bool_),
            slices=assembly.slots,
            units=units,
        )
        self._voxels: Pixels = self.image.voxels
        self._slots: list[Entry | None] = list(assembly.slots)
        self._lock = threading.Lock()
        self.lowest = 0.0

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
        low, high = int(array.min()), int(array.max())
        clean = self._in_range(pixels, low, high)
        slope, intercept = pixels.rescale(frame)
        shift = int(intercept)
        bounds = np.iinfo(voxels.dtype) if voxels.dtype.kind in "iu" else None
        plain = bounds is not None and clean and slope == 1 and float(intercept).is_integer()
        if plain and bounds is not None and bounds.min <= low + shift and high + shift <= bounds.max:
            if shift:
                raw = voxels[k].view(np.uint16)
                np.add(raw, np.uint16(shift & 0xFFFF), out=raw)  # wraps as two's complement does
            if voxels is not self._voxels:
                self._voxels[k] = voxels[k]  # another thread widened the array meanwhile
            self._note(low + shift)
            return True
        self.write(k, pixels, frame, array.copy(), stored=True)
        return False

    @staticmethod
    def _in_range(pixels: PixelDescription, low: int, high: int) -> bool:
        if pixels.signed:
            return low >= -(1 << (pixels.bits_stored - 1)) and high < 1 << (pixels.bits_stored - 1)
        return high < 1 << pixels.bits_stored

    def write(
        self, k: int, pixels: PixelDescription, frame: int, piece: Any, *, stored: bool = False, **native: Any
    ) -> None:
        """Decode one frame into slice k. piece: its bytes, or with `stored` its array. native: as `stored_frame`.

        Raises `BrokenObject` or `DoesNotFit`.
        """
        if stored:
            piece = np.ascontiguousarray(piece).tobytes()
        array = stored_frame(pixels, piece, **native)
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
            self._note(float(values.min()))
            if voxels is self._voxels:
                return
            # another thread widened the array meanwhile: write once more, into the new one

    def stored_bytes(self, k: int, pixels: PixelDescription) -> bytes | None:
        """The bytes that `settle` took for slice k, made again from its values; None in a widened array."""
        _, intercept = pixels.rescale(0)
        voxels = self._voxels
        if voxels.dtype.itemsize != 2:
            return None
        raw = voxels[k].view(np.uint16)
        stored: Pixels = np.subtract(raw, np.uint16(int(intercept) & 0xFFFF))
        return stored.tobytes()

    def _note(self, value: float) -> None:
        self.lowest = min(self.lowest, value)

    def _widen(self) -> None:
        """A slice has values that the array can't hold: go on in float32, with everything that is there."""
        with self._lock:
            if self._voxels.dtype != np.float32:
                self._voxels = self._voxels.astype(np.float32)

    def publish(self, new: list[int]) -> None:
        """Main thread: show slices `new`."""
        volume = self.image
        with self._lock:
            changed = volume.voxels is not self._voxels
            volume.voxels = self._voxels
            if self.assembly.predicted:
                volume.slices = tuple(self._slots)
                volume._index.clear()
        volume.present[new] = True
        volume.filled.emit(new[0] if len(new) == 1 and not changed else -1)

    def fill_holes(self) -> None:
        """Main thread, at the end: what never came looks like the emptiest voxel, not like water."""
        missing = ~self.image.present
        if missing.any():
            self.image.voxels[missing] = self.lowest


class StackTarget:
    """Takes pictures of any size and kind."""

    def __init__(self, series_uid: str, instances: tuple[Instance, ...]) -> None:
        frames = [(i.sop_instance_uid, n + 1) for i in instances for n in range(max(1, i.frames))]
        each = {i.sop_instance_uid: i for i in instances}
        calibrations: list[tuple[float, float, str] | None] = []
        for uid, frame in frames:
            instance = each[uid]
            plane = instance.planes[min(frame, len(instance.planes)) - 1] if instance.planes else None
            if plane is not None and min(plane.spacing) > 0:
                calibrations.append((*plane.spacing, "Pixel Spacing"))
            elif instance.calibration is not None:
                c = instance.calibration
                calibrations.append((c.row, c.column, c.source))
            else:
                calibrations.append(None)
        first = instances[0] if instances else None
        self.image = Stack(
            series_uid=series_uid,
            frames=tuple(frames),
            pixels=[None] * len(frames),
            calibration=tuple(calibrations),
            inverted=tuple(each[uid].inverted for uid, _ in frames),
            units=first.units if first else "",
            frame_time_ms=max((i.frame_time_ms for i in instances), default=0.0),
        )
        self._place = {entry: n for n, entry in enumerate(frames)}

    def index_of(self, entry: Entry) -> int | None:
        return self._place.get(entry)

    def write(self, n: int, pixels: PixelDescription, frame: int, piece: Any, **native: Any) -> None:
        array = stored_frame(pixels, piece, **native)
        if pixels.colour:
            picture: Pixels = to_rgb(pixels, array)
        else:
            try:
                picture = to_modality(pixels, array, frame, pixels.modality_dtype())
            except OverflowError:
                picture = to_modality(pixels, array, frame, np.dtype(np.float32))
        # the values own their memory: a view would keep the whole object alive
        self.image.pixels[n] = picture if picture.base is None else picture.copy()

    def publish(self, new: list[int]) -> None:
        self.image.filled.emit(new[0] if len(new) == 1 else -1)

    def fill_holes(self) -> None:
        """Nothing to do: a missing picture is None."""


Target = VolumeTarget | StackTarget
