"""Memory for the next volume, made ready while the user is still in the worklist.

Memory that the system promises is only made when it is first written. On a virtual machine, where most large
hospitals run their desktops, that was measured to cost up to 0.9 s for 300 MB, three times what receiving them
does; memory that has been used before costs 0.03 s. So one block is written once, in the background, and goes from
each volume to the next. For a volume that is larger it is given up until the worklist is shown again.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

MOST = 512 * 1024 * 1024
SHARE = 8
WORTH_IT = 16 * 1024 * 1024
_STEP = 4 * 1024 * 1024


class Reserve:
    """One block, lent to one array at a time. Any thread. limit: bytes of all images together; a share is kept."""

    def __init__(self, limit: Callable[[], int]) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._block: NDArray[np.uint8] | None = None
        self._lent = False
        self._too_small = False

    @property
    def size(self) -> int:
        """Bytes that are kept ready now."""
        return 0 if self._block is None else self._block.nbytes

    def make_ready(self, check: Callable[[], None] = lambda: None) -> None:
        """Make the block, unless it is there. Takes up to a second or two: a worker thread, when all is quiet."""
        size = min(MOST, self._limit() // SHARE)
        if self._block is not None or size < WORTH_IT:
            return
        self._too_small = False
        try:
            block = np.zeros(size, np.uint8)
        except MemoryError:
            return
        for start in range(0, size, _STEP):
            check()
            if self._too_small:
                return
            block[start : start + _STEP] = 0
        with self._lock:
            if self._block is None and not self._too_small:
                self._block = block

    def zeros(self, shape: tuple[int, ...], dtype: DTypeLike) -> tuple[NDArray[Any], bool]:
        """(an array of zeros, whether its memory was ready). Raises `MemoryError`."""
        kind = np.dtype(dtype)
        size = prod(shape) * kind.itemsize
        with self._lock:
            block = self._block
            ready = block is not None and not self._lent and WORTH_IT <= size <= block.nbytes
            self._lent = self._lent or ready
            if not self._lent and size > min(MOST, self._limit() // SHARE):
                self._block, self._too_small = None, True  # the large one shall not have this beside it
        if block is None or not ready:
            return np.zeros(shape, kind), False
        block[:size] = 0
        # the array's base is no array: every view of it keeps it, and so its loan, alive
        array = np.frombuffer(block.data[:size], kind).reshape(shape)
        owner = array.base if isinstance(array.base, np.ndarray) else array
        weakref.finalize(owner, self._returned).atexit = False
        return array, True

    def _returned(self) -> None:
        with self._lock:
            self._lent = False
