"""A hundred kills of program and hub at random moments of journeys from the order to the signature, and a hundred
of a program that tells of a critical result."""

from __future__ import annotations

import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.delivery.critical_kills import killed_once
from tests.flow.kills import run_all
from tests.servers import HubProcess
from tests.worklist.samples import LI
from tests.worklist.station import Station

KILLS = 100


def main() -> dict[str, Any]:
    begun = time.perf_counter()
    with TemporaryDirectory() as folder:
        journeys, failed = run_all(Path(folder), KILLS, seed=9)
        failed += critical(Path(folder) / "critical")
    for text in failed:
        print(text[-3000:])
    seconds = round(time.perf_counter() - begun, 1)
    return {"bench": "kills", "kills": 2 * KILLS, "journeys": journeys, "failed": len(failed), "seconds": seconds}


def critical(folder: Path) -> list[str]:
    """What failed."""
    failed: list[str] = []
    with HubProcess(folder / "hub") as hub:
        li = Station(hub, LI, folder / "li", roles=("reporting",))
        for seed in range(KILLS):
            try:
                killed_once(hub, li, folder / f"killed-{seed}", seed)
            except AssertionError:
                failed.append(f"critical result {seed}:\n{traceback.format_exc()}")
        li.close()
    return failed
