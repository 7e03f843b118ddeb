"""One opening in the real windows, in a process of its own: `python -m tests.bench.opening JSON` prints its row.

The clock starts where the double click calls the program. first_picture_s: the slice that was sent for has been
painted and handed to the screen. complete_s: every slice is there, and so are the pictures of all three planes.
hung_s: each viewport of the protocol has its first picture.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import requests

from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.dicom.values import PersonName, new_uid
from tests.bench.peers import Peak
from tests.orthanc import Orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries

ROOT = Path(__file__).resolve().parents[2]
IDLE_S = 3.0
SIZE = (1920, 1080)


@dataclass(frozen=True)
class Turn:
    """What one process opens. keep: wait until the cache has the series, so that the next turn finds it there.
    hangs: how many viewports the exam's protocol fills; 0 for the three planes of one series."""

    hub: str
    task: str
    series: str
    profile: str
    voxels: str
    keep: bool = False
    hangs: int = 0


def order(hub: HubProcess, images: Orthanc, series: CtSeries, **changes: Any) -> str:
    """Put the exam into the worklist, under the identity that `ct_series` writes; returns the workitem's UID."""
    now = datetime.now().astimezone()
    url = f"{images.dicomweb_url}/studies/{series.study_uid}"
    item = Workitem(
        uid=new_uid(),
        state=SCHEDULED,
        code=INTERPRETATION,
        label="CT chest",
        scheduled=now,
        due=now + timedelta(hours=1),
        patient_name=PersonName("Synthetic^Six", "合成^六"),
        patient_id=series.patient_id,
        issuer="Xihu",
        sex="M",
        birth_date="19700203",
        study_uid=series.study_uid,
        inputs=(Input(series.study_uid, retrieve_url=url),),
        modality="CT",
        expected_images=len(series.files),
    )
    item = replace(item, **changes)
    answer = requests.post(
        f"{hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
        headers={"Content-Type": "application/dicom+json"} | hub.headers("gate"), timeout=20,
    )  # fmt: skip
    answer.raise_for_status()
    return item.uid


def open_once(turn: Turn) -> dict[str, float]:
    """Run one turn in a process of its own. Nothing is fetched ahead: what is in the cache is what was kept."""
    Path(turn.profile).mkdir(parents=True, exist_ok=True)
    (Path(turn.profile) / "settings.json").write_text(json.dumps({"prefetch": False}))
    command = [sys.executable, "-m", "tests.bench.opening", json.dumps(asdict(turn))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    rows = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not rows:
        raise RuntimeError(done.stderr[-3000:])
    row: dict[str, float] = json.loads(rows[-1])
    return row


def turn_of(hub: HubProcess, images: Orthanc, series: CtSeries, profile: Path, *, keep: bool = False) -> Turn:
    """A turn on a fresh order; its voxels are compared afterwards."""
    voxels = series.files[0].parent.parent / "voxels.npy"
    if not voxels.exists():
        np.save(voxels, series.voxels)
    return Turn(hub.url, order(hub, images, series), series.series_uid, str(profile), str(voxels), keep)


class Watch:
    """Notes when panes have been painted and Qt has handed them to the screen, which ends that turn of events."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        from reader.views.planes import Plane
        from reader.views.ui.arriving import runs_across
        from reader.views.ui.viewport import ViewportWidget

        self.first, self.whole, self.hung = 0.0, dict[int, float](), dict[int, float]()
        self._seen: set[object] = set()
        paint: Any = ViewportWidget.paintEvent

        def painted(widget: Any, event: Any) -> None:
            state, content = widget.state, widget.state.content
            there = content is not None and state.plane is not Plane.VOLUME
            there = there and content.has_slice(state.plane, state.index)
            whole = there and content.image.complete
            paint(widget, event)
            if there and not runs_across(state) and "first" not in self._seen:
                self._seen.add("first")
                QTimer.singleShot(0, self._first)
            for told, noted in ((whole, self.whole), (there, self.hung)):
                if told and (id(noted), widget.number) not in self._seen:
                    self._seen.add((id(noted), widget.number))
                    QTimer.singleShot(0, partial(self._note, noted, widget.number))

        ViewportWidget.paintEvent = painted  # type: ignore[assignment,method-assign]

    def _first(self) -> None:
        self.first = time.perf_counter()

    @staticmethod
    def _note(where: dict[int, float], number: int) -> None:
        where[number] = time.perf_counter()


def measure(turn: Turn) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop, QTimer

    from reader.app.ui.reading_window import ReadingWindow
    from reader.study.model import Arrival
    from tests.flow.workstation import Workstation, wait_for

    def run_until(what: Any, patience: float = 120.0) -> None:
        """Qt's own event loop, as the program has it; what is waited for is looked at every 5 ms."""
        loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + patience
        timer.timeout.connect(lambda: loop.quit() if what() or time.monotonic() > end else None)
        timer.start(5)
        loop.exec()
        timer.stop()

    def maximised(window: ReadingWindow) -> None:
        window.resize(*SIZE)  # no window manager here that would do it
        window.show()

    ReadingWindow.showMaximized = maximised  # type: ignore[assignment,method-assign]
    watch = Watch()
    with Workstation(Path(turn.profile), turn.hub, ready=True) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        desk = station.desk
        wait_for(lambda: turn.task in desk.place.worklist.worklist.tasks, "the order is in the worklist")
        rest = time.monotonic() + IDLE_S
        run_until(lambda: time.monotonic() > rest)
        task = desk.place.worklist.worklist.tasks[turn.task]
        if turn.hangs:
            return _hung(desk, task, watch, turn.hangs, run_until)
        ready = desk.place.volumes.memory.reserve.size
        with Peak() as peak:
            begun = time.perf_counter()
            desk.open_task(task)
            assert desk.case is not None
            state = desk.case.study.state
            run_until(lambda: state(turn.series).arrival is Arrival.COMPLETE and len(watch.whole) == 3)
        image: Any = desk.case.views.contents()[0].image
        row = {
            "first_picture_s": watch.first - begun,
            "complete_s": max(watch.whole.values()) - begun,
            # what was made ready before the clock started is counted as used now
            "peak_rss_over_volume": (peak.bytes + min(ready, image.voxels.nbytes)) / image.voxels.nbytes,
        }
        assert (image.voxels == np.load(turn.voxels, mmap_mode="r")).all()
        run_until(lambda: not desk.case.claiming)
        if turn.keep:
            cache = desk.place.studies.cache
            run_until(lambda: cache.has(f"series:{turn.series}"))
        desk.place.worklist.release_now(turn.task)
    return row


def _hung(desk: Any, task: Any, watch: Watch, hangs: int, run_until: Any) -> dict[str, float]:
    begun = time.perf_counter()
    desk.open_task(task)
    run_until(lambda: len(watch.hung) == hangs)
    row = {"first_picture_s": watch.first - begun, "hung_s": max(watch.hung.values()) - begun}
    assert len({viewport.content.series.series_uid for viewport in desk.case.views.viewports}) == hangs
    run_until(lambda: not desk.case.claiming)
    desk.place.worklist.release_now(task.uid)
    return row


def forget(profile: Path) -> None:
    shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(measure(Turn(**json.loads(sys.argv[1])))), flush=True)
    os._exit(0)
