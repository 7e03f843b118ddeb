"""A 300-slice CT over 20 Mbit/s with 50 ms there and back: the first picture, and a slice far from it.

The reader runs at the far end of the line and opens the exam as a double click does. While it is loading, the
user jumps to a slice that is far away; it is fetched next. Beside it: curl fetching that one slice, in the same
transfer syntax, over the same line when nothing else is on it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Scope
from reader.dicom.archives.negotiation import JPEG_LS
from reader.study.model import Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService
from reader.volume.model import OpenedSeries, Volume
from reader.volume.service import VolumeService
from tests.bench.line import NEAR, Namespace, Pacer, can_make
from tests.loop import MainLoop
from tests.orthanc import Orthanc
from tests.synthetic import ct_series

RATE, DELAY = 20e6, 0.025
SLICES, TURNS = 300, 3
JUMPS = (20, 280, 100)


def far_end(base_url: str, study_uid: str, profile: Path) -> dict[str, float]:
    """At the far end: open, look, jump three times, leave."""
    loop = MainLoop()
    studies = StudyService(Http(), loop.tasks, profile / "cache", Secrets(Profile(profile)))
    volumes = VolumeService(studies, loop.tasks)
    scope = Scope()
    found: dict[str, float] = {}
    images: list[Volume] = []

    def first(opened: OpenedSeries) -> None:
        found.setdefault("first_picture_s", time.perf_counter() - begun)
        image = opened.parts[opened.main].images[0]
        assert isinstance(image, Volume)
        images.append(image)

    def ready(study: Study) -> None:
        found["index_s"] = time.perf_counter() - begun
        volumes.open_series(study, study.series[0], StudyModel(study), first, scope=scope)

    begun = time.perf_counter()
    studies.open_study(base_url, study_uid, ready, scope=scope)
    loop.run_until(lambda: images and images[-1].present.any(), 60)
    loop.run_for(2.0)
    waits = []
    for k in JUMPS:
        image = images[-1]
        assert not image.present[k], "the slice came before anyone went there"
        asked = time.perf_counter()
        volumes.wanted(image, k)
        loop.run_until(lambda: images[-1].present[k], 60)  # noqa: B023 asked at once
        waits.append(time.perf_counter() - asked)
        loop.run_for(1.0)
    found["far_slice_ms"] = 1000 * median(waits)
    found["slices_a_second"] = float(images[-1].present.sum()) / (time.perf_counter() - begun)
    scope.close()
    return found


def curl_ms(inside: list[str], url: str) -> float:
    """One slice over the idle line, from a new connection to its last byte."""
    accept = f'Accept: multipart/related; type="application/dicom"; transfer-syntax={JPEG_LS}'
    command = [*inside, "curl", "-s", "-o", "/dev/null", "-w", "%{time_total}", "-H", accept, url]
    return 1000 * float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    try:
        series = ct_series(folder / "ct", SLICES, shuffle=False)
        with Orthanc(RemoteAccessAllowed=True) as server:
            server.store(series.files)
            port = int(server.url.rsplit(":", 1)[1])
            if can_make():
                with Namespace(RATE, DELAY) as line:
                    return _measure(line.kind, f"http://{NEAR}:{port}", line.inside([]), series.study_uid, folder)
            pacer = Pacer(port, RATE, DELAY)
            return _measure(pacer.kind, f"http://127.0.0.1:{pacer.port}", [], series.study_uid, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(kind: str, url: str, inside: list[str], study_uid: str, folder: Path) -> dict[str, float | str]:
    print(f"20 Mbit/s, 50 ms: {kind}", flush=True)
    root = f"{url}/dicom-web"
    one = f"{root}/studies/{study_uid}/series/{study_uid}.1/instances/{study_uid}.1.17"
    rows = []
    for turn in range(TURNS):
        command = [*inside, sys.executable, "-m", "tests.bench.slow_line", root, study_uid, str(folder / str(turn))]
        environment = os.environ | {"READER_KEYRING": "file"}
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        row = json.loads(answer.stdout.splitlines()[-1])
        rows.append(row | {"curl_slice_ms": curl_ms(inside, one)})
        print({key: round(value, 3) for key, value in rows[-1].items()}, flush=True)
    middle = {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    return {"bench": "slow_line", "line": kind} | middle


if __name__ == "__main__":
    print(json.dumps(far_end(sys.argv[1], sys.argv[2], Path(sys.argv[3]))), flush=True)
    os._exit(0)
