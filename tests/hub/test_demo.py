"""Loading the demo: once, whole, with times relative to now, into the hub itself or onto an Orthanc behind it."""

from __future__ import annotations

import json
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from reader.dicom.ups.workitem import SCHEDULED, Workitem, workitem_from
from reader.hub.demo import DEMO, load_demo
from reader.hub.hub import Hub
from reader.hub.search import Search
from reader.hub.users import DEMO_USERS
from tests.hub.conftest import signed_in
from tests.orthanc import Orthanc, find_orthanc
from tests.servers import HubProcess

AS_STORED = 'multipart/related; type="application/dicom"; transfer-syntax=*'
SEG, SR_3D = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.88.34"
FEW = ("ct-covid", "ct-covid-prior", "us-echo")


@pytest.fixture(scope="module")
def manifest() -> list[dict[str, Any]]:
    return list(json.loads((DEMO / "manifest.json").read_text("utf-8"))["exams"])


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, manifest: list[dict[str, Any]]) -> Path:
    """Three small exams of the demo."""
    folder = tmp_path_factory.mktemp("few")
    for name in FEW:
        shutil.copytree(DEMO / name, folder / name)
    entries = [entry for entry in manifest if entry["folder"] in FEW]
    (folder / "manifest.json").write_text(json.dumps({"exams": entries}), "utf-8")
    return folder


def tasks(session: requests.Session, hub: HubProcess) -> dict[str, Workitem]:
    found = map(workitem_from, session.get(f"{hub.dicomweb}/workitems").json())
    return {item.study_uid: item for item in found}


def test_the_first_start_and_the_second(tmp_path: Path, manifest: list[dict[str, Any]]) -> None:
    def shipped() -> dict[Path, tuple[int, int, int]]:
        found = {path: path.stat() for path in DEMO.rglob("*")}
        return {path: (stat.st_size, stat.st_mtime_ns, stat.st_mode) for path, stat in found.items()}

    before = shipped()
    hub = HubProcess(tmp_path / "hub", demo=True, first_start=True)
    hub.start()
    try:
        assert shipped() == before, "what the program ships is not changed"
        session = signed_in(hub, "li")
        found = tasks(session, hub)
        assert len(found) == sum(entry["task"] is not None for entry in manifest)
        every = session.get(f"{hub.dicomweb}/instances").json()
        assert len(every) == len(list(DEMO.glob("*/*.dcm")))
        assert len(session.get(f"{hub.dicomweb}/studies").json()) == len(manifest)
        now = datetime.now().astimezone()
        for item in found.values():
            assert item.state == SCHEDULED
            assert item.scheduled is not None and now - timedelta(minutes=90) < item.scheduled < now
            assert item.due is not None and abs(item.due - now) < timedelta(hours=5)
            assert item.patient_id and item.issuer and item.accession and item.site and item.modality
            assert item.storage_url == f"{hub.dicomweb}/studies"
        assert any(item.due < now for item in found.values() if item.due)
        [chest] = [item for item in found.values() if item.expected_images == 275]
        assert {SEG, SR_3D} <= {sop for source in chest.inputs for sop, _ in source.instances}
        assert [name for _, name in chest.performers] == [DEMO_USERS[0].person.name]
        assert chest.patient_name.native == "王小东"
        assert chest.modality == "CT"
        for source in chest.inputs[1:]:
            body = session.get(source.retrieve_url, headers={"Accept": AS_STORED}).content
            assert body.count(b"DICM") == len(source.instances)
        file = next((DEMO / "ct-chest").glob("ai-findings*.dcm")).read_bytes()
        assert any(
            file in session.get(source.retrieve_url, headers={"Accept": AS_STORED}).content
            for source in chest.inputs[1:]
        )
        hub.stop()
        begun = time.monotonic()
        hub.start()
        assert time.monotonic() - begun < 5
        assert tasks(signed_in(hub, "li"), hub) == found
    finally:
        hub.stop()


def test_a_killed_first_start_is_done_again(tmp_path: Path, few: Path) -> None:
    """As if the hub had been killed between the objects and the end: no task twice, nothing missing."""
    hub = Hub(tmp_path / "hub")
    hub.address = "http://hub"
    load_demo(hub, few)
    before = hub.worklist.search(Search()).datasets()
    with hub.database.write() as db:
        db.execute("DELETE FROM demo WHERE folder = ''")
        db.execute("DELETE FROM workitem WHERE uid = ?", (before[0]["00080018"]["Value"][0],))
    load_demo(hub, few)
    after = hub.worklist.search(Search()).datasets()
    assert [item["00080018"] for item in after] == [item["00080018"] for item in before]
    hub.close()


def test_another_morning(tmp_path: Path, few: Path) -> None:
    hub = Hub(tmp_path / "hub")
    hub.address = "http://hub"
    load_demo(hub, few)
    first, second = map(workitem_from, hub.worklist.search(Search()).datasets())
    hub.worklist.change_state(second.uid, "IN PROGRESS", "1.2.3", DEMO_USERS[0])
    load_demo(hub, few)
    assert workitem_from(hub.worklist.retrieve(first.uid)).due == first.due
    with hub.database.write() as db:
        db.execute("UPDATE demo SET loaded = loaded - 86400 WHERE folder = ''")
    load_demo(hub, few)
    moved, taken = (workitem_from(hub.worklist.retrieve(item.uid)) for item in (first, second))
    assert first.due is not None and moved.due is not None
    assert abs(moved.due - first.due - timedelta(days=1)) < timedelta(minutes=1)
    assert taken.due == second.due
    hub.close()


def test_on_another_port_the_exams_are_found_again(tmp_path: Path, few: Path) -> None:
    hub = Hub(tmp_path / "hub")
    for address in ("http://127.0.0.1:1111", "http://127.0.0.1:2222"):
        hub.address = address
        hub.worklist.settle_at(address)
        load_demo(hub, few)
    for item in map(workitem_from, hub.worklist.search(Search()).datasets()):
        assert item.storage_url == "http://127.0.0.1:2222/dicom-web/studies"
        assert all(source.retrieve_url.startswith("http://127.0.0.1:2222/") for source in item.inputs)
    hub.close()


@pytest.mark.skipif(find_orthanc() is None, reason="Orthanc and its DICOMweb plug-in are not installed")
def test_in_front_of_an_orthanc(tmp_path: Path, few: Path) -> None:
    with Orthanc() as images:
        hub = Hub(tmp_path / "hub", images=images.dicomweb_url)
        hub.address = "http://hub"
        load_demo(hub, few)
        assert len(requests.get(f"{images.dicomweb_url}/studies", timeout=20).json()) == 3
        for item in map(workitem_from, hub.worklist.search(Search()).datasets()):
            assert item.storage_url == f"{images.dicomweb_url}/studies"
            for source in item.inputs:
                answer = requests.get(source.retrieve_url, headers={"Accept": AS_STORED}, timeout=20)
                assert answer.content.count(b"DICM") == len(source.instances)
        assert hub.store.instances(study=item.study_uid) == []
        hub.close()


def test_an_image_server_that_is_away_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="does not answer"):
        HubProcess(tmp_path / "hub", demo=True, images="http://127.0.0.1:9/dicom-web").start()
