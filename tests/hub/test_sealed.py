"""A hub with a key: what it keeps of patients can't be read from its folder, and is served as before."""

from __future__ import annotations

import base64
import hashlib
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from reader.app.audit import run_verify
from reader.core.sealing import KeyGone, Seal, seal_from
from reader.core.storage import Database
from reader.dicom.ups.workitem import workitem_json
from reader.hub.kept import Kept, copy
from reader.hub.vault import Vault
from tests.disk import written_in
from tests.hub.conftest import multipart, signed_in, store
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series
from tests.worklist.samples import workitem

NAMES = ("Zhuge", "Kongming", "诸葛", "孔明", "KM-00181", "19690412")


def made(folder: Path, number: int = 3) -> CtSeries:
    return ct_series(
        folder, number, 200, uid_root=f"2.25.77{number}",
        patient_name="Zhuge^Kongming=诸葛^孔明", patient_id="KM-00181",
    )  # fmt: skip


def key_file(folder: Path, name: str = "key") -> Path:
    path = folder / name
    path.write_bytes(base64.b64encode(os.urandom(32)) + b"\n")
    return path


def sealed(data: Path, key: Path, port: int = 0) -> HubProcess:
    return HubProcess(data, port=port, options=("--key-file", str(key)))


def everything(hub: HubProcess, series: CtSeries) -> dict[str, Any]:
    """What clients get of one exam and its task."""
    http = signed_in(hub, "ma")

    def get(path: str, **headers: str) -> requests.Response:
        answer = http.get(f"{hub.dicomweb}/{path}", headers=headers, timeout=30)
        assert answer.status_code == 200, (path, answer.text)
        return answer

    study = get("studies?PatientName=Zhuge*").json()
    uid = study[0]["0020000D"]["Value"][0]
    [_, *_] = instances = get(f"studies/{uid}/instances").json()
    address = instances[0]["00081190"]["Value"][0].removeprefix(f"{hub.dicomweb}/")
    whole = get(address, Accept='application/dicom; transfer-syntax="*"').content
    assert hashlib.sha256(whole).digest() in {hashlib.sha256(f.read_bytes()).digest() for f in series.files}
    tasks = get("workitems?text=zgkm&00741000=SCHEDULED").json()
    assert [task["00100020"]["Value"] for task in tasks] == [["KM-00181"]]
    by_key = get("workitems?PatientID=KM-00181&PatientName=诸葛*").json()
    by_comment = get("workitems?00400400=Cough since*").json()  # no column has it
    assert len(by_comment) == 1 and get("studies?PatientID=KM-00181").json() == study
    return {
        "study": study, "instances": instances, "metadata": get(f"studies/{uid}/metadata").json(),
        "frame": get(f"{address}/frames/1", Accept="application/octet-stream").content,
        "object": whole, "tasks": tasks, "by key": by_key, "by comment": by_comment,
        "task": get("workitems/2.25.181").json(),
    }  # fmt: skip


def fill(hub: HubProcess, series: CtSeries) -> None:
    http = signed_in(hub, "ma")
    assert store(http, hub.dicomweb, list(series.files)).status_code == 200
    item = workitem(181, "Zhuge^Kongming=诸葛^孔明", patient_id="KM-00181", comment="Cough since May")
    url = f"{hub.dicomweb}/workitems?workitem=2.25.181"
    headers = {"Content-Type": "application/dicom+json"}
    assert http.post(url, json=[workitem_json(item)], headers=headers, timeout=20).status_code == 201


def digests(folder: Path) -> dict[str, bytes]:
    """Of the objects and keys."""
    files = [*(folder / "objects").rglob("*.dcm"), folder / "audit.key"]
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in files}


def test_an_open_folder_is_sealed_and_opens_with_its_key_only(tmp_path: Path) -> None:
    data, series, key = tmp_path / "hub", made(tmp_path / "ct"), key_file(tmp_path)
    with HubProcess(data) as hub:
        fill(hub, series)
        open_answers = everything(hub, series)
        port = hub.port
    assert len({hit.rpartition("b'")[2] for hit in written_in(data, NAMES)}) >= 4, "the search finds what is open"
    for file in (data / "objects").rglob("*.dcm"):  # as a kill in the middle of the first sealing leaves one
        file.with_name(f"{file.name}.part").write_bytes(b"half")
    own = (data / "audit.key").read_bytes()
    with sealed(data, key, port) as hub:
        assert everything(hub, series) == open_answers
        assert written_in(data, NAMES) == []
        assert not (data / "audit.key").read_bytes().startswith(b"{"), "what signs the hub's trail is sealed too"
        assert signed_in(hub, "ma").get(f"{hub.dicomweb}/workitems/2.25.181", timeout=20).ok
    kept = (data / "audit.key").read_bytes()
    (data / "audit.key").write_bytes(own)  # one that is not sealed can be anybody's
    assert run_verify(None, hub_data=data, key_file=key) == 1
    (data / "audit.key").write_bytes(kept)
    assert run_verify(None, hub_data=data, key_file=key) == 2
    before = digests(data)
    with pytest.raises(RuntimeError, match="no key was given"):
        HubProcess(data).start()
    database = Database(data / "hub.sqlite")
    with pytest.raises(KeyGone, match="another key; nothing was changed"):
        Vault(database, seal_from(key_file(tmp_path, "other")))
    database.close()
    for path, words in ((tmp_path / "none", "There is no key file"), (series.files[0], "32-byte key")):
        with pytest.raises(KeyGone, match=words):
            seal_from(path)
    assert digests(data) == before
    with sealed(data, key, port) as hub:
        assert everything(hub, series) == open_answers
        http = signed_in(hub, "ma")
        assert store(http, hub.dicomweb, list(series.files)).status_code == 200, "the same again is the same"
        assert "00081198" not in store(http, hub.dicomweb, list(series.files)).json()


def test_a_killed_hub_leaves_nothing_open_and_its_own_trail_is_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, series, key = tmp_path / "hub", made(tmp_path / "ct", 40), key_file(tmp_path)
    with sealed(data, key) as hub:
        fill(hub, made(tmp_path / "first"))
        http = signed_in(hub, "ma")
        body, headers = multipart(*(file.read_bytes() for file in series.files))

        def trickle() -> None:
            def slowly() -> Any:
                for begin in range(0, len(body), 100_000):
                    yield body[begin : begin + 100_000]
                    time.sleep(0.02)

            with pytest.raises(requests.RequestException):
                http.post(f"{hub.dicomweb}/studies", data=slowly(), headers=headers, timeout=20)

        sending = threading.Thread(target=trickle)
        sending.start()
        end = time.monotonic() + 20
        while len(list((data / "incoming").iterdir())) < 9 and time.monotonic() < end:
            time.sleep(0.005)
        hub.kill()
        sending.join()
        assert len(list((data / "incoming").iterdir())) >= 9 and written_in(data, NAMES) == []
        hub.start()
        with pytest.raises(OSError):
            hub.login("nobody", "wrong")
    assert run_verify(None, hub_data=data) == 1 and "no key was given" in capsys.readouterr().err
    assert run_verify(None, hub_data=data, key_file=key) == 2
    assert "1 record, as it was written" in capsys.readouterr().out
    [record] = hub.audit()
    assert record["signature"] and isinstance(record["details"], bytes)


def test_blocks_of_a_sealed_file_keep_their_place(tmp_path: Path) -> None:
    seal, data = Seal(os.urandom(32)), os.urandom(3 * 2**16 + 5)
    (tmp_path / "plain").write_bytes(data)
    kept = Kept(tmp_path / "sealed", seal)
    copy(Kept(tmp_path / "plain"), kept)
    assert kept.size == len(data) and kept.read_bytes() == data and kept.same(Kept(tmp_path / "plain"))
    with kept.open() as file:
        for place in (0, 2**16 - 1, 2**17 + 3, len(data) - 2, len(data)):
            file.seek(place)
            assert file.read(70_000) == data[place : place + 70_000]
    whole, step = kept.path.read_bytes(), 2**16 + 28
    blocks = [whole[32 + n * step : 32 + (n + 1) * step] for n in range(4)]
    swapped = whole[:32] + b"".join((blocks[1], blocks[0], *blocks[2:]))
    flipped = bytearray(whole)
    flipped[-9] ^= 1
    for spoilt in (swapped, whole[: 32 + 3 * step], whole[: 32 + step] + blocks[3], bytes(flipped)):
        kept.path.write_bytes(spoilt)
        with pytest.raises(OSError, match="can't be opened"):
            kept.read_bytes()
    for size in (0, 1, 2**16, 2**17):
        (tmp_path / "plain").write_bytes(data[:size])
        copy(Kept(tmp_path / "plain"), kept)
        assert kept.size == size and kept.read_bytes() == data[:size]
