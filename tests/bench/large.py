"""A 2,500-slice CT (1.3 GB) in the real reading window: opened, scrolled and reformatted; memory and seconds.

The images are on a local Orthanc. Memory is the most that this process had above what it had before the double
click, over the bytes of the volume; it is watched to the end of scrolling and reformatting. At rest it is looked at
before those, when the program has done what it does by itself after an opening.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from reader.study.model import Arrival
from reader.views.layout import MPR
from reader.volume.model import Volume
from tests.bench.opening import order
from tests.bench.peers import Peak, curl_seconds
from tests.flow.workstation import Workstation, wait_for
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

STEPS = 40
REST_S = 4.0
"""After the last slice: volume rendering is made ready then, the libraries of its software renderer with it."""


Sample = dict[int, NDArray[np.int16]]


def measure(
    hub: HubProcess, task_uid: str, series: CtSeries, sample: Sample, profile: Path
) -> dict[str, float]:
    found: dict[str, float] = {}
    with Workstation(profile, hub.url, ready=True) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        desk = station.desk
        wait_for(lambda: task_uid in desk.place.worklist.worklist.tasks, "the order is in the worklist")
        task = desk.place.worklist.worklist.tasks[task_uid]
        reserve = desk.place.volumes.memory.reserve
        wait_for(lambda: reserve.size > 0, "memory is ready, as after some seconds in the worklist")
        ready = reserve.size  # counted as used from here on
        with Peak() as peak:
            begun = time.perf_counter()
            desk.open_task(task)
            wait_for(lambda: desk.case is not None and bool(desk.case.views.contents()), "the first picture")
            assert desk.case is not None
            views = desk.case.views
            station.window.views.grid.viewports[0].repaint()
            found["first_picture_s"] = time.perf_counter() - begun
            state = desk.case.study.state
            wait_for(lambda: state(series.series_uid).arrival is Arrival.COMPLETE, "the whole volume", 120)
            QApplication.processEvents()
            found["complete_s"] = time.perf_counter() - begun
            image = views.contents()[0].image
            assert isinstance(image, Volume)
            found["opened_over_volume"] = (peak.bytes + ready) / image.voxels.nbytes
            rest = time.monotonic() + REST_S
            wait_for(lambda: time.monotonic() > rest, "the program is at rest")
            found["at_rest_over_volume"] = (peak.bytes + ready) / image.voxels.nbytes
            views.set_layout(MPR)
            for number, name in ((0, "scroll_ms"), (1, "coronal_ms"), (2, "sagittal_ms")):
                found[name] = _scroll(station, number)
        found["peak_rss_over_volume"] = (peak.bytes + ready) / image.voxels.nbytes
        assert image.complete and all(np.array_equal(image.voxels[k], values) for k, values in sample.items())
        desk.place.worklist.release_now(task_uid)
    return found


def _scroll(station: Workstation, number: int) -> float:
    """Milliseconds for one step, painted: the median of some through the whole volume."""
    assert station.desk.case is not None
    views = station.desk.case.views
    shown = station.window.views.grid.viewports[number]
    count = views.viewports[number].count
    taken = []
    for index in np.linspace(0, count - 1, STEPS).astype(int):
        begun = time.perf_counter()
        views.scroll_to(number, int(index))
        shown.repaint()
        taken.append(1000 * (time.perf_counter() - begun))
        QApplication.processEvents()
    return median(taken)


def main(slices: int = 2500) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", slices, shuffle=False)
        sample = {k: series.voxels[k].copy() for k in (0, 1, slices // 3, slices - 1)}
        series = replace(series, voxels=np.empty(0, np.int16))  # this process' memory is what is measured
        with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
            images.store(series.files)
            shutil.rmtree(folder / "ct")
            curl = curl_seconds(images, series)
            row = measure(hub, order(hub, images, series), series, sample, folder / "profile") | {"curl_s": curl}
        head = {"bench": "large", "volume_mb": slices * 512 * 512 * 2 / 1e6}
        return head | {key: round(value, 3) for key, value in row.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
