"""A 600-slice CT without a window: seconds to the first picture and the whole volume, cold, then cached."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.study.model import Arrival, Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService
from reader.volume.model import OpenedSeries, Stack, Volume
from reader.volume.service import VolumeService
from tests.bench.peers import Peak, curl_seconds, simpleitk_seconds
from tests.loop import MainLoop
from tests.orthanc import Orthanc
from tests.synthetic import CtSeries, ct_series


def measure(base_url: str, series: CtSeries, profile: Path) -> dict[str, float]:
    """Open the exam's first series as a double click does: index, first picture, everything."""
    loop = MainLoop()
    studies = StudyService(Http(), loop.tasks, profile / "cache", Secrets(Profile(profile)))
    volumes = VolumeService(studies, loop.tasks)
    found: dict[str, float] = {}
    models: list[StudyModel] = []
    images: list[Volume | Stack] = []

    def first(opened: OpenedSeries) -> None:
        found.setdefault("first_picture_s", time.perf_counter() - begun)
        images.append(opened.parts[opened.main].images[0])

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

