"""`reader doctor` as a user calls it, and every bad news that it has to tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reader.app import doctor
from reader.app.doctor import Check, Examined, State, clock_check, examine
from reader.core.http import Http
from reader.core.machine import GB
from reader.core.profile import Profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.settings import SettingsModel
from reader.core.storage import Database
from reader.delivery.ledger import Ledger
from reader.delivery.model import DeliveryState, Step, StepKind
from reader.delivery.outbox import Outbox
from reader.delivery.service import submission_steps
from reader.study.cache import ImageCache
from reader.views.calibration.record import Use
from tests.app.test_monitors import LARGE, OLD, reading, settings
from tests.delivery.samples import claimed, handover
from tests.delivery.test_outbox import lose
from tests.orthanc import Orthanc, find_orthanc, free_port
from tests.servers import HubProcess
from tests.worklist.samples import LI
from tests.worklist.station import Station


def ask(profile: Path, *arguments: str, typed: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    """changes: of the environment."""
    command = [sys.executable, "-m", "reader", "doctor", "--profile", str(profile), *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"} | changes
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=120, env=environment, input=typed, check=False
    )


@pytest.fixture
def examined(tmp_path: Path) -> Examined:
    return Examined(Profile(tmp_path), Http())


def only(checks: Any) -> Check:
    (found,) = checks
    assert isinstance(found, Check)
    return found


def test_the_command_line_on_a_computer_with_a_hub(tmp_path: Path) -> None:
    secrets, database = Secrets(Profile(tmp_path)), Database(Profile(tmp_path).database)
    ledger = Ledger(database, seal_of(database, secrets))
    ledger.add("Report", "1.2.3", [Step(StepKind.STORE, "http://x", (b"Wang^Xiaodong",))])
    database.close()
    ImageCache(tmp_path / "cache", secrets).put("1.2.840.1", [bytes(20_000_000)], "1.2.840")
    SettingsModel(Profile(tmp_path).settings).update(user="li", cache_bytes=7 * GB)
    with HubProcess(tmp_path / "hub") as hub:
        told = ask(tmp_path, "--hub", hub.url, "--json")
    found = {entry["name"]: entry for entry in json.loads(told.stdout)}
    assert told.returncode == 0 and told.stderr == ""
    assert "Python 3" in found["Program"]["text"] and "pydicom 3" in found["Libraries"]["text"]
    for name in ("JPEG 2000", "HTJ2K", "JPEG-LS", "RLE"):
        assert f"{name} (" in found["Image codecs"]["text"]
    assert hub.url in found["Hub"]["text"] and "worklist, images" in found["Hub"]["text"]
    assert found["Clock"]["state"] == "ok"
    assert (found["Outbox"]["state"], found["Outbox"]["text"]) == ("warning", "1 waiting for the hub")
    assert found["Image cache"]["text"].startswith("20 MB of 7.0 GB")
    assert found["Keys"]["state"] == "warning" and found["Keys"]["hint"]
    assert found["Chinese fonts"]["text"] and found["3D"]["text"]
    for private in ("Wang", "1.2.3", "1.2.840"):
        assert private not in told.stdout
    assert found["Kept here"]["state"] == "ok"
    whole = Profile(tmp_path).database.read_bytes()
    for damage in (b"", whole[:4096] + b"\xa5" * (len(whole) - 4096)):
        Profile(tmp_path).database.write_bytes(damage)
        kept = [line for line in ask(tmp_path).stdout.splitlines() if "Kept here" in line]
        assert kept and kept[0].startswith("PROBLEM"), "nothing waiting, it said"


def test_the_deliveries_of_the_last_month_are_held_against_the_hub(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li")
        outbox = Outbox(li.database, li.http, li.tasks, li.seal, LI)
        outbox.start()
        made = [handover(*claimed(li), hub.dicomweb) for _ in range(2)]
        for entry in made:
            outbox.enqueue("CT chest", entry.task.uid, submission_steps(entry))
        li.until(lambda: not any(entry.pending for entry in outbox.model.deliveries.values()))
        li.close()

        def compared(*user: str) -> list[tuple[str, str]]:
            told = ask(tmp_path / "li", "--hub", hub.url, "--json", *user, typed="demo\n")
            assert "Wang" not in told.stdout
            found = [entry for entry in json.loads(told.stdout) if entry["name"] == "Deliveries"]
            return [(entry["state"], entry["text"]) for entry in found]

        host = hub.url.partition("://")[2]
        assert compared() == [("warning", f"2 could not be checked: {host} requires a sign-in.")]
        assert compared("--user", "li") == [("ok", "2 in the last month, all at the hub")]
        lose(hub, made[0].report.sop_instance_uid)
        [missing, there] = compared("--user", "li")
        assert missing[0] == "problem" and missing[1].endswith("missing at the hub: 1 of 2 documents")
        assert there == ("ok", "1 in the last month, all at the hub")


def test_plain_text_and_the_exit_status(tmp_path: Path) -> None:
    told = ask(tmp_path, "--hub", f"http://127.0.0.1:{free_port()}")
    assert told.returncode == 1
    bad = [line for line in told.stdout.splitlines() if line.startswith("PROBLEM")]
    assert len(bad) == 1 and "Hub: 127.0.0.1" in bad[0] and "does not answer" in bad[0]
    assert "→ Check the network" in told.stdout and told.stdout.count("ok         ") >= 6


@pytest.mark.parametrize(
    ("changes", "arrow"),
    [
        ({"PYTHONIOENCODING": "cp1252"}, "?"),  # what Windows gives a program whose output goes to a file
        ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "→"),
    ],
)
def test_it_is_told_whatever_the_console_can_write(tmp_path: Path, changes: dict[str, str], arrow: str) -> None:
    told = ask(tmp_path, "--hub", f"http://127.0.0.1:{free_port()}", **changes)
    assert told.returncode == 1 and "Traceback" not in told.stderr
    assert f"{arrow} Check the network" in told.stdout


class OldHub(BaseHTTPRequestHandler):
    """A hub whose clock stands still in the year 2020."""

    def do_GET(self) -> None:
        places = ("token_endpoint", "userinfo_endpoint", "reader_ups_root", "reader_est_root")
        body = json.dumps(dict.fromkeys(places, "/x") | {"reader_dicomweb_root": "/y"}).encode()
        self.send_response_only(200)
        self.send_header("Date", "Wed, 01 Jan 2020 00:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def old_hub() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), OldHub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_clock_that_is_wrong(old_hub: str, tmp_path: Path) -> None:
    _, clock = examine([doctor.hub], Examined(Profile(tmp_path), Http(), old_hub))
    assert clock.state is State.PROBLEM and "ahead" in clock.text and "NTP" in clock.hint
    states = {offset: clock_check(offset).state for offset in (-4.0, 0.4, 5.5, -60.0, 121.0, -1000.0)}
    assert list(states.values()) == [State.OK, State.OK, State.WARNING, State.WARNING, State.PROBLEM, State.PROBLEM]
    assert "60 s behind" in clock_check(-60.0).text


@pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed")
def test_other_archives_are_asked(examined: Examined) -> None:
    port = free_port()
    with Orthanc(DicomServerEnabled=True, DicomPort=port, DicomAet="SITE", DicomAlwaysAllowFind=True) as site:
        addresses = {"a": site.dicomweb_url, "b": f"dimse://SITE@127.0.0.1:{port}", "c": site.url, "d": "dimse:x"}
        SettingsModel(examined.profile.settings).update(archives=addresses)
        answers = examine([doctor.archives], examined)
        assert [(check.name, check.state is State.OK) for check in answers] == [
            ("a", True), ("b", True), ("c", False), ("d", False),
        ]  # fmt: skip
    stopped = examine([doctor.archives], examined)
    assert all(check.state is State.PROBLEM and check.text and check.hint for check in stopped)


def test_bad_news_about_this_computer(examined: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    Usage = type(doctor.shutil.disk_usage("/"))
    for free, state in ((500 * GB, State.OK), (5 * GB, State.WARNING), (1 * GB, State.PROBLEM)):
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _, free=free: Usage(10**12, 10**12 - free, free))
        assert only(doctor.disk(examined)).state is state
    assert only(doctor.cache(examined)).state is State.WARNING  # 20 GB do not fit into 1
    for total, state in ((64 * GB, State.OK), (4 * GB, State.WARNING)):
        monkeypatch.setattr(doctor, "memory_total", lambda total=total: total)
        assert only(doctor.memory(examined)).state is state
    monkeypatch.setattr(doctor, "available", lambda: (("RLE", "imagecodecs.dicomrle_decode"), ("HTJ2K", "")))
    assert [check.state for check in doctor.codecs(examined)] == [State.OK, State.WARNING]

    def breaks(_: Examined) -> Any:
        raise RuntimeError("no driver")

    checks = list(examine([breaks, doctor.outbox], examined))
    assert [check.state for check in checks] == [State.PROBLEM, State.OK] and "no driver" in checks[0].text


def test_what_the_hub_refused_is_a_problem(examined: Examined) -> None:
    database = Database(examined.profile.database)
    ledger = Ledger(database, seal_of(database, Secrets(examined.profile)))
    for _ in range(2):
        ledger.add("Report", "1.2.3", [])
    with database.write() as db:
        db.execute("UPDATE delivery SET state = ? WHERE number = 1", (DeliveryState.REFUSED.value,))
    database.close()
    refused, waiting = doctor.outbox(examined)
    assert (refused.state, waiting.state) == (State.PROBLEM, State.WARNING)


def test_monitors_for_reading_whose_calibration_is_due_are_named(examined: Examined) -> None:
    assert not list(doctor.monitors(examined)), "nothing is marked for reading"
    kept = settings(large=reading(OLD), laptop=reading(use=Use.REVIEW)).display_records
    examined.settings.update(display_records=kept)
    due = only(doctor.monitors(examined))
    assert due.state is State.WARNING and "was due on" in due.text and due.text.startswith(LARGE.device)
    examined.settings.update(display_records=settings(large=reading()).display_records)
    assert only(doctor.monitors(examined)) == Check("Monitors", State.OK, LARGE.device)
