"""A hundred kills of program and hub at random moments of journeys from the order to the signature."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.flow.kills import run_all

KILLS = 100


def main() -> dict[str, Any]:
    begun = time.perf_counter()
    with TemporaryDirectory() as folder:
        journeys, failed = run_all(Path(folder), KILLS, seed=9)
    for text in failed:
        print(text[-3000:])
    seconds = round(time.perf_counter() - begun, 1)
    return {"bench": "kills", "kills": KILLS, "journeys": journeys, "failed": len(failed), "seconds": seconds}
