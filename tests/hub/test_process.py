"""The hub as a process: killed while it stores, ended with its parent, small while it streams."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from reader.hub.server import _listen
from tests.hub.conftest import multipart, signed_in, store
from tests.memory import memory
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_killed_while_storing_leaves_all_or_nothing(tmp_path: Path) -> None:
    series = ct_series(tmp_path / "ct", 120, 256, uid_root="2.25.120")
    first, second = list(series.files[:20]), list(series.files[20:])
    hub = HubProcess(tmp_path / "hub").start()
    try:
        session = signed_in(hub, "ma")
        assert store(session, hub.dicomweb, first).status_code == 200
        body, headers = multipart(*(file.read_bytes() for file in second))

        def trickle() -> None:
            with pytest.raises(requests.RequestException):
                session.post(f"{hub.dicomweb}/studies", data=_slowly(body), headers=headers, timeout=20)

        thread = threading.Thread(target=trickle)
        thread.start()
        incoming = hub.data / "incoming"
        deadline = time.monotonic() + 20
        while len(list(incoming.iterdir())) < 30 and time.monotonic() < deadline:
            time.sleep(0.005)
        hub.kill()
        thread.join()
        assert list(incoming.iterdir())
        hub.start()
        session = signed_in(hub, "ma")
        assert _count(session, hub, series) == 20
        assert not list(incoming.iterdir())
        assert store(session, hub.dicomweb, list(series.files)).status_code == 200
        assert _count(session, hub, series) == 120
    finally:
        hub.stop()


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """An answer is two pieces, and a client acknowledges the first one 40 ms later: with Nagle's algorithm on, the
    second would wait for that."""

    async def option() -> int:
        asked: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
        listening = _listen("127.0.0.1", 0)
        server = await asyncio.start_server(lambda _, answer: asked.put_nowait(answer), sock=listening)
        _, question = await asyncio.open_connection(*server.sockets[0].getsockname())
        answer = await asked.get()
        found = answer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for end in (question, answer, server):
            end.close()
        return int(found)

    assert asyncio.run(option())


def test_what_was_acknowledged_survives_sigkill(tmp_path: Path) -> None:
    """Also where it was: a program keeps its claims, drafts and deliveries by the hub's address."""
    series = ct_series(tmp_path / "ct", 9, 64, uid_root="2.25.121")
    hub = HubProcess(tmp_path / "hub").start()
    try:
        session = signed_in(hub, "ma")
        for number, file in enumerate(series.files, start=1):
            assert store(session, hub.dicomweb, [file]).status_code == 200
            if number == 6:
                before, hub.port = hub.port, 0
                hub.kill()
                hub.start()
                assert hub.port == before
                session = signed_in(hub, "ma")
                assert _count(session, hub, series) == number
        before, hub.port = hub.port, 0
        hub.stop()
        with socket.create_server(("127.0.0.1", before)):
            assert hub.start().port != before
    finally:
        hub.stop()


def _slowly(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 256 * 1024):
        yield body[start : start + 256 * 1024]
        time.sleep(0.02)


def _count(session: requests.Session, hub: HubProcess, series: CtSeries) -> int:
    answer = session.get(f"{hub.dicomweb}/studies/{series.study_uid}/instances")
    found = answer.json() if answer.status_code == 200 else []
    accept = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
    body = session.get(f"{hub.dicomweb}/studies/{series.study_uid}", headers=accept).content
    assert body.count(b"DICM") == len(found)  # everything in the index is on the disk
    return len(found)


@linux
def test_memory_while_a_series_is_streamed(tmp_path: Path) -> None:
    """145 MB in, twice 145 MB out: the hub never holds more than a few objects."""
    series = ct_series(tmp_path / "ct", 275, 512, uid_root="2.25.275")
    with HubProcess(tmp_path / "hub") as hub:
        session = signed_in(hub, "ma")
        session.get(f"{hub.dicomweb}/studies")
        before = memory("VmRSS", hub.pid)
        for start in range(0, 275, 55):
            assert store(session, hub.dicomweb, list(series.files[start : start + 55])).status_code == 200
        url = f"{hub.dicomweb}/studies/{series.study_uid}/series/{series.series_uid}"
        accept = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
        for _ in range(2):
            received = 0
            with session.get(url, headers=accept, stream=True) as answer:
                for block in answer.iter_content(2**20):
                    received += len(block)
            assert received > 275 * 512 * 512 * 2
            assert received == int(answer.headers["Content-Length"])
        growth = memory("VmHWM", hub.pid) - before
    assert growth < 60 * 2**20, f"{growth / 2**20:.0f} MB"
    shutil.rmtree(tmp_path / "ct")


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGTERM"])
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_hub_ends_with_its_parent(tmp_path: Path, sign: str) -> None:
    """A parent starts a hub as the program does, and is killed."""
    code = (
        "import sys, time; from pathlib import Path; from tests.servers import HubProcess\n"
        f"hub = HubProcess(Path({str(tmp_path / 'hub')!r})).start()\n"
        "print(hub.pid, hub.port, flush=True)\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert parent.stdout is not None
    pid, port = map(int, parent.stdout.readline().split())
    with socket.create_connection(("127.0.0.1", port)):
        parent.send_signal(getattr(signal, sign))
        parent.wait()
        deadline = time.monotonic() + 10
        while _runs(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not _runs(pid)
    parent.stdout.close()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RuntimeError, match=f"127.0.0.1:{port} can't be used"):
            HubProcess(tmp_path / "hub", port=port).start()


def test_a_folder_in_use_is_said(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub"), pytest.raises(RuntimeError, match="Another hub is using the folder"):
        HubProcess(tmp_path / "hub").start()


def test_the_very_first_requests_come_together(tmp_path: Path) -> None:
    """pydicom is loaded after the hub answers; requests of every kind at that moment must not trip over it."""
    series = ct_series(tmp_path / "ct", 3, 64, uid_root="2.25.33")
    hub = HubProcess(tmp_path / "hub").start()
    try:
        session = signed_in(hub, "ma")
        assert store(session, hub.dicomweb, list(series.files)).status_code == 200
        for _ in range(2):
            hub.restart()
            root = f"{hub.dicomweb}/studies/{series.study_uid}"
            urls = [f"{hub.dicomweb}/studies?PatientName=S*", f"{root}/metadata", f"{root}/instances",
                    f"{hub.dicomweb}/workitems?PatientID=1", f"{hub.url}/.well-known/est/cacerts"] * 2  # fmt: skip
            with ThreadPoolExecutor(len(urls) + 2) as pool:
                answers = list(pool.map(session.get, urls)) + list(
                    pool.map(lambda file: store(session, hub.dicomweb, [file]), series.files[:2])
                )
            assert {answer.status_code for answer in answers} <= {200, 204}
    finally:
        hub.stop()


def test_in_front_of_another_image_server(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", images="http://127.0.0.1:9/dicom-web") as hub:
        found = requests.get(f"{hub.url}/.well-known/oauth-authorization-server", timeout=20).json()
        assert found["reader_dicomweb_root"] == "http://127.0.0.1:9/dicom-web"
        assert found["reader_ups_root"] == hub.dicomweb
        answer = signed_in(hub, "ma").get(f"{hub.dicomweb}/studies")
        assert answer.status_code == 404
        assert "http://127.0.0.1:9" in answer.text


def test_the_hub_answers_before_it_has_loaded_what_reads_images() -> None:
    """pydicom and numpy are two thirds of the time that a start would take."""
    loads = "import sys, reader.hub.server; print(sorted({'pydicom', 'numpy'} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
