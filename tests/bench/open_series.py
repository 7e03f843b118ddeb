"""Opening a 600-slice CT without a window: seconds to the first picture and to the whole volume.

`python -m tests.bench.open_series [slices]` compares with curl fetching the same bytes from the same Orthanc and
with SimpleITK reading the same files from disk, in one run. `measure` is what the bench of the window builds on.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import SimpleITK

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.model import Arrival, Study, StudyModel
from reader.study.service import StudyService
from reader.volume.model import Stack, Volume
from reader.volume.service import VolumeService
from tests.orthanc import Orthanc
from tests.synthetic import CtSeries, ct_series
from tests.volume.loop import MainLoop

ACCEPT = 'multipart/related; type="application/dicom"; transfer-syntax=*'


def resident() -> int:
    """Bytes of memory that this process has now (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


class Peak:
    """The most memory above what was there at the start, looked at every 10 ms."""

    def __enter__(self) -> Peak:
        gc.collect()
        self._base = self._highest = resident()
        self._running = True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._running = False
        self._thread.join()

    @property
    def bytes(self) -> int:
        return self._highest - self._base

    def _watch(self) -> None:
        while self._running:
            self._highest = max(self._highest, resident())
            time.sleep(0.01)


def curl_seconds(server: Orthanc, series: CtSeries) -> float:
    """The same bytes as one stream, thrown away."""
    url = f"{server.dicomweb_url}/studies/{series.study_uid}/series/{series.series_uid}"
    begun = time.perf_counter()
    subprocess.run(["curl", "-s", "-o", "/dev/null", "-H", f"Accept: {ACCEPT}", url], check=True)
    return time.perf_counter() - begun


def simpleitk_seconds(series: CtSeries) -> float:
    """The same files from local disk into one image, sorted by GDCM."""
    begun = time.perf_counter()
    reader = SimpleITK.ImageSeriesReader()
    folder = str(series.files[0].parent)
    reader.SetFileNames(SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(folder))
    reader.Execute()
    return time.perf_counter() - begun


def measure(base_url: str, series: CtSeries, profile: Path) -> dict[str, float]:
    """Open the exam's first series as a double click does: index, first picture, everything."""
    loop = MainLoop()
    studies = StudyService(Http(), loop.tasks, profile / "cache", Secrets(Profile(profile)))
    volumes = VolumeService(studies, loop.tasks)
    found: dict[str, float] = {}
    models: list[StudyModel] = []
    images: list[Volume | Stack] = []

    def first(image: Volume | Stack) -> None:
        found.setdefault("first_picture_s", time.perf_counter() - begun)
        images.append(image)

    def opened(study: Study) -> None:
        models.append(StudyModel(study))
        volumes.open_series(study, study.series[0], models[0], first)

    def ended() -> bool:
        return bool(models) and models[0].state(series.series_uid).arrival in (Arrival.COMPLETE, Arrival.INCOMPLETE)

    with Peak() as peak:
        begun = time.perf_counter()
        studies.open_study(base_url, series.study_uid, opened)
        loop.run_until(ended, 120)
        found["complete_s"] = time.perf_counter() - begun
    (volume,) = images
    assert isinstance(volume, Volume) and volume.complete and (volume.voxels == series.voxels).all()
    found["peak_rss_over_volume"] = peak.bytes / volume.voxels.nbytes
    loop.run_until(lambda: studies.cache.has(f"series:{series.series_uid}"), 60)
    studies.close()
    loop.tasks.close()
    return found


def main(slices: int = 600, turns: int = 3) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", slices, shuffle=False)
        with Orthanc() as server:
            server.store(series.files)
            curl_seconds(server, series)
            rows = []
            for turn in range(turns):
                curl = curl_seconds(server, series)
                row = measure(server.dicomweb_url, series, folder / str(turn)) | {"curl_s": curl}
                row["prefetched_s"] = measure(server.dicomweb_url, series, folder / str(turn))["complete_s"]
                row["simpleitk_s"] = simpleitk_seconds(series)
                shutil.rmtree(folder / str(turn))
                rows.append(row)
                print({key: round(value, 3) for key, value in row.items()})
        middle = {key: sorted(row[key] for row in rows)[len(rows) // 2] for key in rows[0]}
        return {"bench": "open_series"} | {key: round(value, 3) for key, value in middle.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)))
