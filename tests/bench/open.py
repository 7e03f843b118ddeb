"""A double click on a 600-slice CT in the real windows: seconds to the first picture and to the whole volume.

The images are on a local Orthanc, the worklist on a hub in front of it. Beside it, in the same run: curl fetching
the same bytes from the same Orthanc, and SimpleITK reading the same files from disk.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import requests
from PySide6.QtWidgets import QApplication

from reader.dicom.values import PersonName, new_uid
from reader.dicom.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.study.model import Arrival
from tests.bench.peers import Peak, curl_seconds, simpleitk_seconds
from tests.flow.workstation import Workstation, wait_for
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

TURNS = 3


def order(hub: HubProcess, images: Orthanc, series: CtSeries) -> str:
    """Put the exam into the worklist; returns the workitem's UID."""
    now = datetime.now().astimezone()
    url = f"{images.dicomweb_url}/studies/{series.study_uid}"
    item = Workitem(
        uid=new_uid(),
        state=SCHEDULED,
        code=INTERPRETATION,
        label="CT chest",
        scheduled=now,
        due=now + timedelta(hours=1),
        patient_name=PersonName("Bench"),
        patient_id=series.patient_id,
        study_uid=series.study_uid,
        inputs=(Input(series.study_uid, retrieve_url=url),),
        modality="CT",
        expected_images=len(series.files),
    )
    answer = requests.post(
        f"{hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
        headers={"Content-Type": "application/dicom+json"} | hub.headers(), timeout=20,
    )  # fmt: skip
    answer.raise_for_status()
    return item.uid


def measure(hub: HubProcess, task_uid: str, series: CtSeries, profile: Path) -> dict[str, float]:
    """One opening with an empty cache. The clock starts where the double click calls the program."""
    found: dict[str, float] = {}
    with Workstation(profile, hub.url) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        desk = station.desk
        wait_for(lambda: task_uid in desk.place.worklist.worklist.tasks, "the order is in the worklist")
        task = desk.place.worklist.worklist.tasks[task_uid]
        with Peak() as peak:
            begun = time.perf_counter()
            desk.open_task(task)
            wait_for(lambda: desk.case is not None and bool(desk.case.views.contents()), "the first picture")
            assert desk.case is not None
            views = station.window.views.grid.viewports
            views[0].repaint()
            found["first_picture_s"] = time.perf_counter() - begun
            state = desk.case.study.state
            wait_for(lambda: state(series.series_uid).arrival is Arrival.COMPLETE, "the whole volume")
            QApplication.processEvents()
            found["complete_s"] = time.perf_counter() - begun
        image = desk.case.views.contents()[0].image
        assert (image.voxels == series.voxels).all()
        found["peak_rss_over_volume"] = peak.bytes / image.voxels.nbytes
        desk.place.worklist.release_now(task_uid)
    return found


def main(slices: int = 600) -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", slices, shuffle=False)
        with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
            images.store(series.files)
            curl_seconds(images, series)
            rows = []
            for turn in range(TURNS):
                profile = folder / f"profile-{turn}"
                curl = curl_seconds(images, series)
                row = measure(hub, order(hub, images, series), series, profile)
                rows.append(row | {"curl_s": curl, "simpleitk_s": simpleitk_seconds(series)})
                shutil.rmtree(profile, ignore_errors=True)
                print({key: round(value, 3) for key, value in rows[-1].items()})
        return {"bench": "open"} | {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
