"""Exams fetched beforehand from a real Orthanc: whole, never twice, within their room, relevant priors first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pydicom
import pytest

from reader.core.errors import Cancelled
from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Progress
from reader.dicom.values import PersonName
from reader.study.identity import PatientIdentity
from reader.study.kept import kept_series
from reader.study.model import Study
from reader.study.prefetch import Amount, exam_is_here, prefetch_exam_now, prefetch_now, series_is_here
from reader.study.priors import by_relevance
from reader.study.service import StudyService
from tests.loop import MainLoop
from tests.orthanc import Orthanc, find_orthanc
from tests.synthetic import CtSeries, ct_series

pytestmark = pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")
IMAGES = re.compile(r"/series/[\d.]+(/instances/[\d.]+(/frames/.*|/rendered)?)?(\?.*)?$")


class Counting(Http):
    """Remembers what images were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.images: list[str] = []

    def stream(self, url: str, **arguments: Any) -> Any:
        if IMAGES.search(url):
            self.images.append(url)
        return super().stream(url, **arguments)


class Station:
    def __init__(self, folder: Path, base_url: str) -> None:
        self.loop = MainLoop()
        self.http = Counting()
        self.base_url = base_url
        self.studies = StudyService(self.http, self.loop.tasks, folder / "cache", Secrets(Profile(folder)))

    def study(self, uid: str) -> Study:
        return self.studies.study_now(self.base_url, uid, Progress())

    def fetch(self, study: Study, room: int = 10**9, progress: Progress | None = None) -> tuple[bool, Amount]:
        amount = Amount(room)
        whole = prefetch_now(self.studies, study, study.series[0], amount, progress or Progress())
        return whole, amount

    def close(self) -> None:
        self.studies.close()
        self.loop.tasks.close()


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> tuple[CtSeries, CtSeries, CtSeries]:
    """(an exam, a prior of the same region, a prior of another person with the same number)."""
    folder = tmp_path_factory.mktemp("ct")
    now, before, other = (
        ct_series(folder / name, count, 64, uid_root=f"2.25.9{n}", patient_id="P90")
        for n, (name, count) in enumerate((("now", 100), ("before", 12), ("other", 12)))
    )
    for path in other.files:
        dataset = pydicom.dcmread(path)
        dataset.PatientSex, dataset.PatientName, dataset.PatientBirthDate = "F", "Zhang^San", "19400101"
        dataset.save_as(path)
    return now, before, other


@pytest.fixture(scope="module")
def orthanc(exams: tuple[CtSeries, ...]) -> Iterator[Orthanc]:
    with Orthanc() as server:
        server.store([path for exam in exams for path in exam.files])
        yield server


@pytest.fixture
def station(orthanc: Orthanc, tmp_path: Path) -> Iterator[Station]:
    made = Station(tmp_path, orthanc.dicomweb_url)
    yield made
    made.close()


def test_whole_in_one_stream_byte_for_byte(station: Station, exams: tuple[CtSeries, ...]) -> None:
    study = station.study(exams[0].study_uid)
    whole, amount = station.fetch(study)
    assert whole and exam_is_here(station.studies, study)
    assert [url.rsplit("/", 2)[-2] for url in station.http.images] == ["series"]
    for uid, path in zip(exams[0].instance_uids, exams[0].files, strict=True):
        kept = station.studies.cache.get(uid)
        assert kept is not None and kept[132:].endswith(path.read_bytes()[-64 * 64 * 2 :])
    assert amount.instances == 100 and amount.bytes == sum(
        len(station.studies.cache.get(uid) or b"") for uid in exams[0].instance_uids
    )
    kept = kept_series(station.studies.cache, study.series[0])
    assert kept is not None and len(kept.instances) == kept.expected == 100
    assert all(instance.planes and instance.windows for instance in kept.instances)
    station.http.images.clear()
    whole, amount = station.fetch(study)
    assert whole and (amount.bytes, amount.instances) == (0, 0) and station.http.images == []


@pytest.mark.parametrize("stop", [1, 37, 99])
def test_called_off_and_gone_on_with_by_instance(station: Station, exams: tuple[CtSeries, ...], stop: int) -> None:
    study = station.study(exams[0].study_uid)
    progress = Progress()
    taken: list[float] = []

    def idle(seconds: float) -> float:
        taken.append(seconds)
        if len(taken) == stop:
            progress.cancel()
        return 0.0

    with pytest.raises(Cancelled):
        prefetch_now(station.studies, study, study.series[0], Amount(10**9, idle), progress)
    here = [uid for uid in exams[0].instance_uids if station.studies.cache.has(uid)]
    assert len(here) in (stop, stop - 1) and not series_is_here(station.studies, study.series[0])
    station.http.images.clear()
    whole, amount = station.fetch(study)
    asked = Counter(url.rsplit("/", 1)[-1] for url in station.http.images)
    assert whole and amount.instances == 100 - len(here)
    assert asked == Counter(set(exams[0].instance_uids) - set(here))  # what was here is not asked for again


def test_never_more_than_its_room(station: Station, exams: tuple[CtSeries, ...]) -> None:
    study = station.study(exams[0].study_uid)
    whole, amount = station.fetch(study, room=100 * 64 * 64 * 2 - 1)
    assert not whole and amount.bytes == 0 and station.http.images == []
    whole, amount = station.fetch(study, room=100 * 64 * 64 * 2)  # the headers make it more than was expected
    assert not whole and 0 <= amount.bytes - amount.room < 12_000
    station.studies.cache.bound(300_000, 0)
    station.studies.cache.clear()
    station.studies.cache.pin("case", [study.study_uid])
    whole, amount = station.fetch(study)
    assert not whole and amount.instances < 40 and station.studies.cache.size <= 300_000


def test_an_exam_with_its_priors_but_nobody_elses(station: Station, exams: tuple[CtSeries, ...]) -> None:
    now, before, _ = exams
    amount = Amount(10**9)
    study, whole = prefetch_exam_now(station.studies, station.base_url, now.study_uid, amount, Progress())
    assert whole and study.study_uid == now.study_uid
    assert amount.instances == 112
    here = [all(map(station.studies.cache.has, exam.instance_uids)) for exam in exams]
    assert here == [True, True, False]
    assert station.studies.cache.size_of([now.study_uid, before.study_uid]) > amount.bytes
    assert station.studies.cache.clear(now.study_uid) > 0
    assert not station.studies.cache.has(now.instance_uids[0])
    assert station.studies.cache.has(before.instance_uids[0])


def test_the_relevant_priors_first() -> None:
    def exam(uid: str, modality: str, body: str, year: int, name: str = "Wang^Fang") -> Study:
        who = PatientIdentity(PersonName(name), "1", "X", "F", None)
        when = datetime(year, 1, 1)
        return Study(uid, who, "", when, "", "", (modality,), "", body_part=body)

    now = exam("0", "CT", "CHEST", 2026)
    priors = [
        exam("MR head", "MR", "HEAD", 2025), exam("CT head", "CT", "HEAD", 2024),
        exam("X-ray", "DX", "chest", 2020), exam("old", "CT", "CHEST", 2018),
        exam("last", "CT", "CHEST", 2023), exam("stranger", "CT", "CHEST", 2025, "Li^Na"),
    ]  # fmt: skip
    ranked = [prior.study_uid for prior in by_relevance(now, priors)]
    assert ranked == ["last", "old", "X-ray", "CT head", "MR head"]
    described = [replace(prior, body_part="", description=prior.study_uid) for prior in priors[:2]]
    found = by_relevance(replace(now, body_part="", description="Head plain"), described)
    assert [prior.study_uid for prior in found] == ["CT head", "MR head"]
