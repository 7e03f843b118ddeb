"""The next exams lie ready: opened without asking for an image, held back while a case loads, dropped if taken."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np
import pytest
import requests
from PySide6.QtWidgets import QApplication, QLabel

from reader.app.prefetch import Prefetcher
from reader.core.audit import AuditEvent
from reader.core.http import Http
from reader.core.tasks import Progress
from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.dicom.values import PersonName, new_uid
from reader.study.model import Arrival
from reader.study.prefetch import series_is_here
from reader.worklist.filters import View
from reader.worklist.model import ReadingTask, State
from tests.flow.workstation import Workstation, wait_for
from tests.orthanc import Orthanc, find_orthanc
from tests.servers import HubProcess
from tests.study.test_prefetch import IMAGES
from tests.synthetic import CtSeries, ct_series
from tests.worklist.rows import select

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


class Region:
    """A hub with a worklist in front of an Orthanc, and three exams: one with a prior, and a long one."""

    def __init__(self, folder: Path, hub: HubProcess, images: Orthanc) -> None:
        self.hub, self.images = hub, images
        self.small = ct_series(folder / "small", 60, 96, uid_root="2.25.501", patient_id="P501", shuffle=False)
        self.prior = ct_series(folder / "prior", 20, 96, uid_root="2.25.502", patient_id="P501", shuffle=False)
        self.long = ct_series(folder / "long", 240, 96, uid_root="2.25.503", patient_id="P503", shuffle=False)
        for series in (self.small, self.prior, self.long):
            images.store(series.files)

    def order(self, series: CtSeries, minutes: int, priority: str = "MEDIUM") -> str:
        """Put an exam into the worklist; the workitem's UID."""
        now = datetime.now().astimezone()
        url = f"{self.images.dicomweb_url}/studies/{series.study_uid}"
        item = Workitem(
            uid=new_uid(), state=SCHEDULED, code=INTERPRETATION, label="CT chest", scheduled=now, priority=priority,
            due=now + timedelta(minutes=minutes), patient_name=PersonName("Synthetic^Six"),
            patient_id=series.patient_id, study_uid=series.study_uid, issuer="Xihu", modality="CT",
            inputs=(Input(series.study_uid, retrieve_url=url),), expected_images=len(series.files),
        )  # fmt: skip
        requests.post(
            f"{self.hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
            headers={"Content-Type": "application/dicom+json"} | self.hub.headers("gate"), timeout=20,
        ).raise_for_status()  # fmt: skip
        return item.uid

    def cancel(self, uid: str) -> None:
        """Out of the worklist again, as the hub's own administrator would."""
        requests.post(
            f"{self.hub.dicomweb}/workitems/{uid}/cancelrequest",
            json=[{}], headers={"Content-Type": "application/dicom+json"} | self.hub.headers("admin"), timeout=20,
        )  # fmt: skip

    def state(self, uid: str) -> str:
        answer = requests.get(f"{self.hub.dicomweb}/workitems/{uid}", headers=self.hub.headers(), timeout=20).json()
        entry = answer[0] if isinstance(answer, list) else answer
        return str(entry["00741000"]["Value"][0])


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    folder = tmp_path_factory.mktemp("region")
    with Orthanc() as images, HubProcess(folder / "hub", images=images.dicomweb_url) as hub:
        yield Region(folder, hub, images)


class Ready(Workstation):
    """A workstation whose image requests are remembered."""

    def __init__(self, folder: Path, region: Region) -> None:
        super().__init__(folder / "profile", region.hub.url, prefetch=True)
        self.images: list[str] = []
        self._ask = ask = Http._ask

        def counting(http: Http, method: str, url: str, *arguments: Any, **options: Any) -> Any:
            if IMAGES.search(url):
                self.images.append(url)
            return ask(http, method, url, *arguments, **options)

        Http._ask = counting  # type: ignore[assignment,method-assign]
        self.sign_in("li")
        self.wait_for_worklist()

    def close(self) -> None:
        super().close()
        Http._ask = self._ask  # type: ignore[method-assign]

    def task(self, uid: str) -> ReadingTask:
        return self.desk.place.worklist.worklist.tasks[uid]

    def asked(self, series: CtSeries) -> Counter[str]:
        return Counter(url.rsplit("/", 1)[-1] for url in self.images if series.study_uid in url)

    def open_and_wait(self, uid: str, series: CtSeries) -> None:
        self.desk.open_task(self.task(uid))
        assert self.desk.case is not None
        state = self.desk.case.study.state
        wait_for(lambda: state(series.series_uid).arrival is Arrival.COMPLETE, "the whole series")

    def audited(self, event: AuditEvent) -> list[str]:
        records = self.program.services.audit.records()
        return [record.details["study"] for record in records if record.code == event.value]


@contextmanager
def busy(database: Path) -> Iterator[None]:
    """Nobody else's writing into it ends; for so long that whoever waits for it does not give up."""
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    end = Timer(5.0, other.rollback)
    end.start()
    try:
        yield
    finally:
        end.cancel()
        end.join()
        other.rollback()
        other.close()


def test_a_ready_exam_opens_without_asking_for_an_image(region: Region, tmp_path: Path) -> None:
    uid = region.order(region.small, 60)
    with Ready(tmp_path, region) as station:
        desk, cache = station.desk, station.desk.place.studies.cache
        wait_for(lambda: station.task(uid).here, "the exam is ready")
        assert all(cache.has(name) for name in region.prior.instance_uids)  # and so is its prior
        desk.page.show_view(View.WAITING)
        table = desk.page.table.model()
        cells = [str(table.index(row, 7).data()) for row in range(table.rowCount())]
        assert "60 ↓" in cells
        assert region.state(uid) == "SCHEDULED"  # fetched, not claimed
        select(desk.page, uid)
        picture = desk.page.findChild(QLabel, "worklist.picture")
        assert isinstance(picture, QLabel)
        wait_for(picture.isVisible, "its key image in the preview")
        drawn = picture.pixmap().toImage()
        assert drawn.width() >= 92 and drawn.pixelColor(drawn.width() // 2, drawn.height() // 2).value() > 100
        assert station.audited(AuditEvent.INSTANCES_ACCESSED) == []
        assert set(station.audited(AuditEvent.INSTANCES_TRANSFERRED)) == {region.small.study_uid}
        assert station.images and max(station.asked(region.small).values()) == 1

        station.images.clear()
        with busy(station.program.services.profile.database):
            station.open_and_wait(uid, region.small)
        assert station.images == []
        assert desk.case is not None
        shown = desk.case.views.contents()[0].image
        assert np.array_equal(shown.voxels, region.small.voxels)
        accessed = partial(station.audited, AuditEvent.INSTANCES_ACCESSED)
        wait_for(lambda: accessed() == [region.small.study_uid], "that it was opened is in the audit trail")
        desk.place.studies.cache.clear()  # what is open stays, whatever is cleared
        assert all(cache.has(name) for name in region.small.instance_uids)
        wait_for(lambda: desk.case is not None and desk.case.claim is not None, "the claim")
        desk.place.worklist.release_now(uid)


def test_a_case_that_loads_holds_it_back(region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prefetcher, "_rest", lambda self, seconds: 0.02)
    urgent = region.order(region.long, 5, "HIGH")
    other = region.order(region.small, 600)
    with Ready(tmp_path, region) as station:
        desk, cache = station.desk, station.desk.place.studies.cache
        studies = desk.place.studies
        long = studies.study_now(region.images.dicomweb_url, region.long.study_uid, Progress()).series[0]
        wait_for(lambda: cache.size_of([region.long.study_uid]) > 300_000, "the long exam is on its way")
        assert desk.prefetch._current is not None
        desk.open_task(station.task(other))
        assert desk.prefetch._current is None
        time.sleep(0.1)  # the object that was on the line is put away
        before = cache.size_of([region.long.study_uid])
        assert desk.case is not None
        state = desk.case.study.state
        wait_for(lambda: state(region.small.series_uid).arrival is Arrival.COMPLETE, "the case is there")
        assert cache.size_of([region.long.study_uid]) == before
        assert not series_is_here(studies, long)

        here = {name for name in region.long.instance_uids if cache.has(name)}
        station.images.clear()
        wait_for(lambda: station.task(urgent).here, "it goes on beside the open case")
        assert station.asked(region.long) == Counter(set(region.long.instance_uids) - here)  # each of the rest once
        wait_for(lambda: desk.case is not None and desk.case.claim is not None, "the claim")
        desk.place.worklist.release_now(other)


def test_what_is_taken_or_not_wanted_is_dropped(
    region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prefetcher, "_rest", lambda self, seconds: 0.02)
    urgent = region.order(region.long, 1, "HIGH")
    with Ready(tmp_path, region) as station:
        desk, prefetch = station.desk, station.desk.prefetch
        model, settings = desk.place.worklist.worklist, station.program.services.settings

        def fetching() -> bool:
            return prefetch._current is not None and prefetch._current[0] == region.long.study_uid

        wait_for(fetching, "it is fetched")
        others = [task for task in model.tasks.values() if task.workitem.study_uid == region.long.study_uid]
        for task in others:
            model.put(replace(task, state=State.READING, reader_id="chen"))
        assert not fetching()
        for task in others:
            model.put(task)
        wait_for(fetching, "it is fetched again")
        settings.update(prefetch=False)
        assert prefetch._current is None
        settings.update(prefetch=True)
        assert fetching()
        prefetch._metered = lambda: True
        prefetch.look()
        assert prefetch._current is None
        prefetch._metered = lambda: False
        prefetch.look()
        assert fetching()
        current = prefetch._current
        desk.sign_out()
        assert current is not None and current[1].cancelled and station.program.desk is None
        QApplication.processEvents()
    assert region.state(urgent) == "SCHEDULED"
