"""Memory: how much of it images may take, and a volume's made ready while its first bytes are on their way.

A large array comes as promises; each page is only made when it is first written, in the middle of receiving.
On a virtual machine that costs more than the network does: 0.2 to 0.9 s for 300 MB. Linux can be asked to make
the pages beforehand, without touching what is in them (MADV_POPULATE_WRITE, Linux 5.14), so a thread does that
while the server is answering. Elsewhere nothing happens and nothing is lost.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from reader.core.machine import memory_available
from reader.core.tasks import Tasks
from reader.volume.reserve import Reserve

_POPULATE_WRITE = 23
_STEP = 4 * 1024 * 1024
_WORTH_IT = 32 * 1024 * 1024


class Budget:
    """What the images of the whole program may take: counted as long as they live. Any thread.

    limit: says how many bytes (the settings' `memory_bytes`). What the system has left is never planned with to
    the last byte. reserve: what is kept ready for the next volume.
    """

    def __init__(self, limit: Callable[[], int]) -> None:
        self._limit = limit
        self.reserve = Reserve(limit)
        self._counted: dict[int, int] = {}
        self._lock = threading.Lock()

    @property
    def used(self) -> int:
        with self._lock:
            return sum(self._counted.values())

    @property
    def left(self) -> int:
        """Bytes; what has been promised and not yet written counts as used."""
        mine = self._limit() - self.used
        free = memory_available()
        return max(0, mine if free is None else min(mine, free * 9 // 10))

    def fits(self, size: int) -> bool:
        return size <= self.left

    def count(self, owner: object, size: int) -> None:
        """Count `size` bytes until `owner`, which holds them, is gone."""
        with self._lock:
            self._counted[id(owner)] = size
        weakref.finalize(owner, self._forget, id(owner))

    def _forget(self, key: int) -> None:
        with self._lock:
            self._counted.pop(key, None)


def prepare(array: NDArray[Any], wanted: Callable[[], bool], tasks: Tasks) -> None:
    """Make the pages of a fresh array in a thread of its own, as long as `wanted` says so."""
    if not sys.platform.startswith("linux") or array.nbytes < _WORTH_IT:
        return
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    page = mmap.PAGESIZE
    start = (array.ctypes.data + page - 1) // page * page
    end = (array.ctypes.data + array.nbytes) // page * page

    def work(keep: NDArray[Any] = array) -> None:
        for place in range(start, end, _STEP):
            size = min(_STEP, end - place)
            if not wanted() or madvise(ctypes.c_void_p(place), ctypes.c_size_t(size), _POPULATE_WRITE):
                return

    tasks.beside(work, "memory")
