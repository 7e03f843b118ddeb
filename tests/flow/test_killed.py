"""SIGKILL while typing and while delivering: the text is there, and the report is delivered once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flow.region import Region
from tests.flow.validators import dsrdump
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("region") / "hub", demo=True) as process:
        yield process


@contextmanager
def doctor(verb: str, profile: Path, hub: HubProcess, patient: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.flow.doctor", verb, str(profile), hub.url, patient]
    errors = profile.with_suffix(".err")
    with errors.open("w") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def heard(process: subprocess.Popen[str], word: str) -> list[str]:
    """Wait for a line that begins with `word`."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            return line.split()
    raise AssertionError(f"the doctor never said {word}")


def test_killed_while_typing_at_most_a_second_is_lost(tmp_path: Path, hub: HubProcess) -> None:
    typed: list[tuple[int, float]] = []
    with doctor("type", tmp_path / "li", hub, "Guihua") as process:
        while len(typed) < 120:
            _, number, moment = heard(process, "typed")
            typed.append((int(number), float(moment)))
        process.kill()
        killed = time.time()
    safe = max((number for number, moment in typed if moment < killed - 1.0), default=0)
    assert safe > 20, "the test itself typed too slowly to show anything"
    with Workstation(tmp_path / "li", hub.url) as again:
        again.sign_in("li")
        again.wait_for_worklist()
        again.open_case("Guihua")
        again.wait_for_report()
        assert not again.window.case.read_only, "the claim survived the kill"
        assert again.editor(IMPRESSION).toPlainText().count("x") >= safe
        assert [key.is_ai for key in again.window.case.findings.key_images if key.own] == [False]
        again.wait_for_images()
        presenting, active = again.window.case.views.presenting, again.window.case.views.active
        wait_for(lambda: any(map(presenting.is_own, presenting.listed(active))), "the saved presentation state")


@pytest.mark.parametrize(("patient", "pause"), [("Meilan", 0.0), ("Jianguo", 0.06), ("Dewen", 0.15)])
def test_killed_while_delivering_it_is_delivered_once(
    tmp_path: Path, hub: HubProcess, patient: str, pause: float
) -> None:
    with doctor("deliver", tmp_path / "li", hub, patient) as process:
        heard(process, "queued")
        time.sleep(pause)
        process.kill()
    region = Region(hub)
    with Workstation(tmp_path / "li", hub.url) as again:
        again.sign_in("li")
        again.wait_for_worklist()
        again.wait_for_receipts()
        [read] = [item for item in region.completed("110005") if patient in str(item["00100010"])]
    study = read["0020000D"]["Value"][0]
    named = region.outputs(read)
    files = [region.fetch((study, series, uid), tmp_path) for _, series, uid in named]
    assert sum("Nothing new since the last exam." in dsrdump(file) for file in files) == 1
    assert sorted(region.reports(study)) == sorted(uid for _, _, uid in named), "nothing was stored twice"
    reviews = [
        item
        for item in region.workitems(**{"00741000": "SCHEDULED"})
        if item["00404018"]["Value"][0]["00080100"]["Value"] == ["110007"] and item["0020000D"]["Value"] == [study]
    ]
    assert len(reviews) == 1
