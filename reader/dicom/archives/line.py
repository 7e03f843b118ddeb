"""How fast the way to one archive is, learnt from what passes over it anyway. Any thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

FAST = 1e9
NEAR = 0.025
DISTANT = 5e6
SLOW = 8e6
_WORTH_COUNTING = 128 * 1024
_MEMORY = 4.0


@dataclass
class Line:
    """rtt: seconds to an answer and back, the shortest seen; None before the first."""

    rtt: float | None = None
    _bytes: float = 0.0
    _seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def answered(self, seconds: float) -> None:
        """A small question was answered after so long."""
        with self._lock:
            self.rtt = seconds if self.rtt is None else min(self.rtt, seconds)

    def carried(self, size: int, seconds: float) -> None:
        """So many bytes came in so long, waiting for the server's own work not counted."""
        if size < _WORTH_COUNTING:
            return
        with self._lock:
            keep = 1.0 if self._seconds < _MEMORY else _MEMORY / self._seconds
            self._bytes = self._bytes * keep + size
            self._seconds = self._seconds * keep + max(seconds, 1e-6)

    @property
    def measured(self) -> float | None:
        """Bytes a second of the last few seconds of transfer; None before enough has passed."""
        with self._lock:
            return self._bytes / self._seconds if self._bytes else None

    @property
    def bandwidth(self) -> float:
        """Bytes a second: measured, else guessed: a server that answers late is not on the same network."""
        measured = self.measured
        if measured is not None:
            return measured
        return DISTANT if self.distant else FAST

    @property
    def distant(self) -> bool:
        """Nothing large has come over it yet, and the server answers late: it may be slow."""
        return self.measured is None and self.rtt is not None and self.rtt >= NEAR

    @property
    def slow(self) -> bool:
        """The line, not the server or this computer, decides how long images take (less than 64 Mbit/s)."""
        measured = self.measured
        return measured is not None and measured < SLOW
