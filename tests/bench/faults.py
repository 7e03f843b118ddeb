"""Five hundred seeded journeys through the fault proxy."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.delivery.journeys import run_all
from tests.servers import HubProcess

RUNS = 500


def main() -> dict[str, Any]:
    begun = time.perf_counter()
    with TemporaryDirectory() as folder, HubProcess(Path(folder) / "hub") as hub:
        failed = run_all(hub, Path(folder), RUNS, seed=9)
    for text in failed:
        print(text)
    return {"runs": RUNS, "failed": len(failed), "seconds": round(time.perf_counter() - begun, 1)}
