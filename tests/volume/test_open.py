"""A series from a real Orthanc (and the hub) into one array: the voxels, the first picture, cuts, broken files."""

from __future__ import annotations

import json
import random
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pydicom
import pytest
import SimpleITK

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Scope
from reader.dicom.archives.web import DicomWeb
from reader.study.model import Arrival, Study
from reader.study.opened import StudyModel
from reader.study.service import TRIES, StudyService
from reader.volume.model import OpenedSeries, Stack, Volume
from reader.volume.service import VolumeService
from tests.loop import MainLoop
from tests.orthanc import Orthanc, find_orthanc
from tests.proxy import Proxy
from tests.synthetic import CtSeries, ct_series

DATA = Path(__file__).parents[1] / "data" / "dicom"
ENDED = (Arrival.COMPLETE, Arrival.INCOMPLETE, Arrival.FAILED)

needs_orthanc = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")


class Reading:
    """A workstation in small: opens one exam and waits for it."""

    def __init__(self, folder: Path, base_url: str, http: Http | None = None) -> None:
        self.loop = MainLoop()
        self.studies = StudyService(http or Http(), self.loop.tasks, folder / "cache", Secrets(Profile(folder)))
        self.volumes = VolumeService(self.studies, self.loop.tasks)
        if base_url.startswith("http"):
            self.studies.archive(base_url).line.answered(0.001)  # however busy it is here
        self.base_url = base_url
        self.scope = Scope()
        self.images: list[Volume | Stack] = []
        self.opened: list[OpenedSeries] = []
        self.first_state: Arrival | None = None
        self.errors: list[BaseException] = []
        self.signals: list[int] = []

    def study(self, uid: str) -> Study:
        found: list[Study] = []
        self.studies.open_study(self.base_url, uid, found.append, self.errors.append, self.scope)
        self.loop.run_until(lambda: found or self.errors)
        if self.errors:
            raise self.errors[0]
        return found[0]

    def open(self, uid: str, number: int = 0, *, wait: bool = True) -> StudyModel:
        study = self.study(uid)
        self.model = model = StudyModel(study)
        self.series = study.series[number]

        def first(opened: OpenedSeries) -> None:
            image = opened.parts[opened.main].images[0]
            self.opened.append(opened)
            self.images.append(image)
            self.first_state = self.state.arrival
            image.filled.connect(self.signals.append)

        self.volumes.open_series(study, self.series, model, first, self.errors.append, self.scope)
        if wait:
            self.loop.run_until(lambda: self.state.arrival in ENDED)
        return model

    @property
    def state(self):  # type: ignore[no-untyped-def]
        return self.model.state(self.series.series_uid)

    @property
    def volume(self) -> Volume:
        image = self.images[-1]
        assert isinstance(image, Volume)
        return image

    def close(self) -> None:
        self.scope.close()
        self.studies.close()
        self.loop.tasks.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[CtSeries, CtSeries]:
    """(a long series in order, the same shuffled against its positions)."""
    folder = tmp_path_factory.mktemp("ct")
    ordered = ct_series(folder / "a", 120, 96, shuffle=False, uid_root="2.25.71")
    return ordered, ct_series(folder / "b", 120, 96, uid_root="2.25.72", patient_id="OTHER")


@pytest.fixture(scope="module")
def orthanc(made: tuple[CtSeries, CtSeries]) -> Iterator[Orthanc]:
    if find_orthanc() is None:
        pytest.skip("Orthanc is not installed")
    with Orthanc() as server:
        for series in made:
            assert server.store(series.files) == 120
        yield server


def check(reading: Reading, made: CtSeries) -> None:
    assert reading.state.arrival is Arrival.COMPLETE and not reading.state.failures
    volume = reading.volume
    assert volume.complete and volume.voxels.dtype == np.int16 and volume.scale == (1.0, 0.0)
    assert volume.voxels.flags.c_contiguous
    assert np.array_equal(volume.voxels, made.voxels)
    assert volume.units == "HU"
    assert [slot and slot[0] for slot in volume.slices] == list(made.instance_uids)
    assert volume.slices.index((made.instance_uids[7], 1)) == 7
    series = reading.model.find_series(made.series_uid)
    assert series is not None and len(series.instances) == 120 and series.instances[0].windows[1].width == 1500


@pytest.mark.parametrize("which", [0, 1], ids=["ordered", "shuffled"])
def test_from_orthanc_then_from_the_cache(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], which: int, tmp_path: Path
) -> None:
    series = made[which]
    reading = Reading(tmp_path, orthanc.dicomweb_url)
    reading.open(series.study_uid)
    check(reading, series)
    assert reading.first_state is Arrival.LOADING and len(reading.images) == 1
    assert str(reading.model.study.patient.name) == "Synthetic^Six=合成^六"
    assert reading.model.study.patient.issuer == "Xihu" and reading.model.study.site == "测试医院"
    reading.loop.run_until(lambda: reading.studies.cache.has(f"series:{series.series_uid}"))
    for path in series.files[:5]:
        kept = reading.studies.cache.get(made[which].instance_uids[series.files.index(path)])
        assert kept is not None and kept.endswith(path.read_bytes()[-1000:])
    on_disk = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    for plain in (b"Synthetic", bytes(128) + b"DICM", series.patient_id.encode(), "合成".encode(), b"2.25.7"):
        assert plain not in on_disk
    reading.close()

    again = Reading(tmp_path, orthanc.dicomweb_url)
    again.studies.instance_now = never  # type: ignore[method-assign]
    again.volumes._studies.archive = lambda url: NoRetrieve(Http(), url)  # type: ignore[method-assign]
    again.open(series.study_uid)
    check(again, series)
    again.close()


def never(*_: object) -> bytes:
    raise AssertionError("everything is in the cache")


class NoRetrieve(DicomWeb):
    def _stream(self, place: str):  # type: ignore[no-untyped-def]
        raise AssertionError("everything is in the cache")


def test_values_are_simpleitks(made: tuple[CtSeries, CtSeries]) -> None:
    """The synthetic files say what `ct_series` says that they say."""
    reader = SimpleITK.ImageSeriesReader()
    folder = str(made[1].files[0].parent)
    reader.SetFileNames(SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(folder))
    assert np.array_equal(SimpleITK.GetArrayFromImage(reader.Execute()), made[1].voxels)


@pytest.mark.parametrize("which", [0, 1], ids=["ordered", "shuffled"])
def test_cut_at_twenty_places(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], which: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line breaks 20 times while one series comes: it is the same, and nothing is fetched twice."""
    monkeypatch.setattr("reader.study.service._FIRST_WAIT", 0.02)
    total = 120 * (96 * 96 * 2 + 1400)
    cuts = random.Random(20 + which).sample(range(300, total), 20)
    with Proxy(orthanc.dicomweb_url, cuts=cuts) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[which].study_uid)
        check(reading, made[which])
        reading.close()
        assert proxy.broken == 20
        key = reading.series.instances[len(reading.series.instances) // 2].sop_instance_uid
        again = {uid: count for uid, count in proxy.received.items() if count > 1}
        assert set(again) <= {key}  # the key image is asked for beside the stream
        assert set(proxy.received) == set(made[which].instance_uids)


@pytest.mark.parametrize("times", [1 + 2 * TRIES, 1000])
def test_an_image_that_breaks_the_line_does_not_take_others_along(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for again after them; where it never comes, it alone is missing."""
    monkeypatch.setattr("reader.study.service._FIRST_WAIT", 0.005)
    bad = made[0].instance_uids[70]
    asked: list[str] = []

    def spoil(path: str) -> bool:
        asked.append(path)
        return path.endswith("/series/" + made[0].series_uid) or (
            bad in path and sum(bad in old for old in asked) < times
        )

    with Proxy(orthanc.dicomweb_url, spoil=spoil) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].study_uid)
        if times < 1000:
            check(reading, made[0])
        else:
            assert reading.state.arrival is Arrival.INCOMPLETE
            assert [failure.sop_instance_uid for failure in reading.state.failures] == [bad]
            assert [k for k, there in enumerate(reading.volume.present) if not there] == [70]
        reading.close()


@pytest.mark.parametrize("cut", [300, 19_000, 700_000, 2_000_001])
def test_a_broken_stream_goes_on_by_instance(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], cut: int, tmp_path: Path
) -> None:
    with Proxy(orthanc.dicomweb_url, cuts=[cut]) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].study_uid)
        check(reading, made[0])
        reading.close()
        streams = [path for path in proxy.objects if path.split("/")[-2] == "series"]
        assert len(streams) <= 2
        assert sum(count > 1 for count in proxy.received.values()) <= 1


def _no_series(path: str, accept: str) -> int:
    return 405 if path.split("/")[-2] == "series" else 0


def _nothing_but_frames(path: str, accept: str) -> int:
    return 404 if path.split("/")[-2] in ("series", "instances") and "?" not in path else 0


def _no_parameter(path: str, accept: str) -> int:
    return 406 if "transfer-syntax" in accept and "frames" not in path else 0


@pytest.mark.parametrize("refuse", [_no_series, _nothing_but_frames, _no_parameter])
def test_servers_that_do_less(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], refuse: Callable[[str, str], int], tmp_path: Path
) -> None:
    """What a server does not do is asked for once, and then its other way is taken."""
    with Proxy(orthanc.dicomweb_url, refuse) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[0].study_uid)
        check(reading, made[0])
        proxy.asked.clear()
        reading.studies.cache.clear()
        reading.open(made[1].study_uid)
        check(reading, made[1])
        reading.close()
        refused = [path for path, accept in proxy.asked if refuse(path, accept)]
        assert len(refused) <= (1 if refuse is _nothing_but_frames else 0)


def test_what_is_looked_at_comes_next_on_a_slow_line(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], tmp_path: Path
) -> None:
    """Each image by itself, packed, from the middle outwards, until the user goes elsewhere."""
    with Proxy(orthanc.dicomweb_url, pause=0.04) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.studies.archive(proxy.url).line.carried(1_000_000, 1.0)
        reading.open(made[1].study_uid, wait=False)
        reading.loop.run_until(lambda: reading.images and reading.volume.present.sum() > 12)
        seen = len(proxy.objects)
        reading.volumes.wanted(reading.volume, 3)
        reading.loop.run_until(lambda: reading.volume.present[3])
        asked = [path.split("/")[-1] for path in proxy.objects[seen:]]
        assert made[1].instance_uids[3] in asked[:6]  # those under way, the one before it in each of three hands
        reading.loop.run_until(lambda: reading.state.arrival in ENDED, 60)
        check(reading, made[1])
        assert max(proxy.received.values()) == 1 or set(proxy.received.values()) == {1, 2}
        reading.close()


@pytest.mark.parametrize("which", [0, 1], ids=["ordered", "shuffled"])
def test_what_is_looked_at_is_fetched_beside_the_stream(
    orthanc: Orthanc, made: tuple[CtSeries, CtSeries], which: int, tmp_path: Path
) -> None:
    """While the stream hangs, a slice that nobody has listed yet comes by its own request."""
    hold = threading.Event()
    with Proxy(orthanc.dicomweb_url, hold=hold) as proxy:
        reading = Reading(tmp_path, proxy.url)
        reading.open(made[which].study_uid, wait=False)
        reading.loop.run_until(lambda: reading.images and reading.volume.present.sum() > 3)
        there = reading.volume.present
        for k in [int(k) for k in np.flatnonzero(~there)[[0, 40, -1]]]:
            reading.volumes.wanted(reading.volume, k)
            reading.loop.run_until(lambda: reading.volume.present[k])  # noqa: B023 asked at once
            assert np.array_equal(reading.volume.voxels[k], made[which].voxels[k])
        assert not reading.volume.complete
        hold.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        check(reading, made[which])
        reading.close()


def test_broken_and_missing_instances(tmp_path: Path) -> None:
    if find_orthanc() is None:
        pytest.skip("Orthanc is not installed")
    made = ct_series(tmp_path / "files", 20, 64, uid_root="2.25.73")
    objects = [path.read_bytes() for path in made.files]
    size = 64 * 64 * 2
    short = objects[3][: -size - 4] + struct.pack("<I", size - 4000) + objects[3][-size:-4000]
    objects[3] = short  # fewer pixels than rows and columns say
    with Orthanc() as server:
        assert server.store([data for n, data in enumerate(objects) if n != 9]) == 19
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.open(made.study_uid)
        state, volume = reading.state, reading.volume
        assert state.arrival is Arrival.INCOMPLETE
        assert [failure.sop_instance_uid for failure in state.failures] == [made.instance_uids[3]]
        assert "cut off" in state.failures[0].reason
        assert [k for k in range(20) if not volume.present[k]] == [3, 9]
        assert volume.geometry.issues == ("1 slice is missing",)
        there = volume.present
        assert np.array_equal(volume.voxels[there], made.voxels[there])
        reading.close()


@needs_orthanc
def test_a_slice_beyond_the_type_widens_the_volume(tmp_path: Path) -> None:
    """One slice has another slope: all values stay right, and only whole originals get into the cache."""
    made = ct_series(tmp_path / "files", 20, 64, uid_root="2.25.74")
    odd = pydicom.dcmread(made.files[12])
    odd.RescaleSlope, odd.RescaleIntercept = "2.5", "-100"
    odd.save_as(made.files[12])
    expected = made.voxels.astype(np.float32)
    expected[12] = (made.voxels[12] + 1024) * np.float32(2.5) - 100
    with Orthanc() as server:
        server.store(made.files)
        for _ in range(2):
            reading = Reading(tmp_path, server.dicomweb_url)
            reading.open(made.study_uid)
            assert reading.state.arrival is Arrival.COMPLETE and reading.volume.voxels.dtype == np.float32
            assert np.array_equal(reading.volume.voxels, expected)
            reading.loop.run_for(0.3)
            for uid, path in zip(made.instance_uids, made.files, strict=True):
                assert reading.studies.cache.get(uid) in (None, path.read_bytes())
            reading.close()


def test_closing_the_case_ends_it(orthanc: Orthanc, made: tuple[CtSeries, CtSeries], tmp_path: Path) -> None:
    reading = Reading(tmp_path, orthanc.dicomweb_url)
    reading.open(made[0].study_uid, wait=False)
    reading.scope.close()
    reading.loop.run_for(0.4)
    assert reading.state.arrival is Arrival.CANCELLED and reading.images == [] and reading.errors == []
    names = [thread.name for thread in threading.enumerate()]
    reading.close()
    assert names


@needs_orthanc
def test_stacks(tmp_path: Path) -> None:
    """Colour cine in one object: every frame, as RGB, calibrated by its region, never a volume."""
    with Orthanc() as server:
        server.store([DATA / "us_ybr_422_jpeg_30frames.dcm"])
        found = json.loads(urlopen(f"{server.url}/studies?expand").read())
        uid = found[0]["MainDicomTags"]["StudyInstanceUID"]
        reading = Reading(tmp_path, server.dicomweb_url)
        reading.open(uid)
        stack = reading.images[0]
        assert isinstance(stack, Stack) and reading.state.arrival is Arrival.COMPLETE
        assert len(stack.frames) == 30 and all(p is not None and p.shape == (240, 320, 3) for p in stack.pixels)
        assert reading.state.arrived == 1
        reading.close()


@needs_orthanc
def test_the_first_frames_of_a_cine_come_before_its_end(tmp_path: Path) -> None:
    path = DATA / "us_ybr_422_jpeg_30frames.dcm"
    hold = threading.Event()
    with Orthanc() as server, Proxy(server.dicomweb_url, hold=hold, hold_at=205_000) as proxy:
        server.store([path])
        reading = Reading(tmp_path, proxy.url)
        reading.open(str(pydicom.dcmread(path, stop_before_pixels=True).StudyInstanceUID), wait=False)
        reading.loop.run_until(lambda: reading.images)
        stack = reading.images[0]
        assert isinstance(stack, Stack)
        reading.loop.run_until(lambda: stack.pixels[1] is not None)
        assert stack.pixels[29] is None
        hold.set()
        reading.loop.run_until(lambda: reading.state.arrival in ENDED)
        assert reading.state.arrival is Arrival.COMPLETE and all(picture is not None for picture in stack.pixels)
        reading.loop.run_until(lambda: reading.studies.cache.has(stack.frames[0][0]))
        assert reading.studies.cache.get(stack.frames[0][0]) == path.read_bytes()
        reading.close()


def test_from_the_hub(made: tuple[CtSeries, CtSeries], tmp_path: Path) -> None:
    servers = pytest.importorskip("tests.servers")
    with servers.HubProcess(tmp_path / "hub") as hub:
        http = Http()
        token = json.loads(
            urlopen(f"{hub.url}/oauth/token", b"grant_type=password&username=ma&password=demo").read()
        )["access_token"]
        http.authorize(hub.url, token)
        DicomWeb(http, hub.dicomweb).store([path.read_bytes() for path in made[0].files])
        reading = Reading(tmp_path, hub.dicomweb, http)
        reading.open(made[0].study_uid)
        check(reading, made[0])
        reading.close()
