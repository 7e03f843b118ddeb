"""A double click on a 600-slice CT in the real windows: seconds to the first picture and to the whole volume.

The images are on a local Orthanc, the worklist on a hub in front of it; every turn is the first case of a fresh
process with an empty cache. Beside it, in the same run: curl fetching the same bytes from the same Orthanc, and
SimpleITK reading the same files from disk.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.opening import forget, open_once, turn_of
from tests.bench.peers import curl_seconds, simpleitk_seconds
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import ct_series

TURNS = 5


def main(slices: int = 600, turns: int = TURNS) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", slices, shuffle=False)
        with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
            images.store(series.files)
            curl_seconds(images, series)
            rows = []
            for turn in range(turns):
                profile = folder / f"profile-{turn}"
                curl = curl_seconds(images, series)
                row = open_once(turn_of(hub, images, series, profile))
                row |= {"curl_s": curl, "simpleitk_s": simpleitk_seconds(series)}
                row["complete_over_curl"] = row["complete_s"] / curl
                row["complete_over_simpleitk"] = row["complete_s"] / row["simpleitk_s"]
                rows.append(row)
                forget(profile)
                print({key: round(value, 3) for key, value in row.items()}, flush=True)
        return {"bench": "open"} | {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
