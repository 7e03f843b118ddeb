"""The same double click as in `open`, with the series in this computer's cache already.

Every turn is the first case of a fresh process; a turn before the first, not counted, brought the series in.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.opening import open_once, turn_of
from tests.bench.peers import simpleitk_seconds
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import ct_series

TURNS = 5


def main(slices: int = 600, turns: int = TURNS) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", slices, shuffle=False)
        profile = folder / "profile"
        with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
            images.store(series.files)
            open_once(turn_of(hub, images, series, profile, keep=True))
            rows = []
            for _ in range(turns):
                row = open_once(turn_of(hub, images, series, profile))
                row["simpleitk_s"] = simpleitk_seconds(series)
                row["complete_over_simpleitk"] = row["complete_s"] / row["simpleitk_s"]
                rows.append(row)
                print({key: round(value, 3) for key, value in row.items()}, flush=True)
        return {"bench": "open_prefetched"} | {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
