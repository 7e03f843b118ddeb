"""How long a turn of something takes, at its slowest but for one in twenty."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

TIMES = 150


def p95(act: Callable[[int], None], times: int = TIMES) -> float:
    """ms; the first five turns warm up."""
    taken = []
    for turn in range(times + 5):
        begun = time.perf_counter()
        act(turn)
        taken.append(1000 * (time.perf_counter() - begun))
    return float(np.percentile(taken[5:], 95))
