"""A hospital that has revocation lists and a time stamp authority: what a doctor sees of them, on a real hub."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.worklist.model import Kind, State
from tests.flow.doctors import CTRL, open_task, story, submit
from tests.flow.region import Region
from tests.flow.test_token import authority
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.openssl import OpensslCa
from tests.review.conftest import make_authority
from tests.servers import HubProcess
from tests.tsa import NAME, Tsa

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def station(folder: Path, hub: HubProcess, user: str, policy: Path) -> Workstation:
    doctor = Workstation(folder / user, hub.url, policy=policy)
    doctor.sign_in(user)
    doctor.wait_for_worklist()
    return doctor


def refused(doctor: Workstation, words: str) -> None:
    """The signature, with a message that says so."""
    doctor.answer_dialog()
    doctor.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_for(lambda: any(words in message.text for message in doctor.said), words)
    case = doctor.window.case
    wait_for(lambda: not case.handing_over, "it can be written in again")
    assert not case.handed_over and not case.read_only
    doctor.said.clear()


def test_revoked_and_stamped(tmp_path: Path) -> None:
    above = make_authority("Above the stamps")
    tsa = Tsa(tmp_path / "tsa", above.key, above.certificate)
    policy, lists = tmp_path / "policy.toml", tmp_path / "lists"
    lists.mkdir()
    with HubProcess(tmp_path / "hub", demo=True) as hub, tsa.serving() as url:
        ca = OpensslCa(tmp_path / "ca", *authority(hub, tmp_path))
        (lists / "region.crl").write_bytes(ca.crl().read_bytes())
        stamps = f'{{url = "{url}", cas = ["{tsa.folder}/ca.pem"]}}'
        policy.write_text(f'[lock]\nrevocation_lists = ["lists"]\ntime_stamps = {stamps}\n')
        with station(tmp_path, hub, "li", policy) as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            assert tsa.asked == 0

        with station(tmp_path, hub, "zhou", policy) as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert "Signature valid" in story(zhou) and "revo" not in story(zhou)
            zhou.wait_for_images()
            zhou.write(IMPRESSION, "Compared.")
            key = zhou.desk.place.key
            assert key is not None
            ca.revoke(key.certificate, datetime.now(UTC) - timedelta(minutes=1), "keyCompromise")
            (lists / "region.crl").write_bytes(ca.crl().read_bytes())
            refused(zhou, "was revoked")
            assert zhou.window.case.task.uid in zhou.desk.place.journal.kept()

        with station(tmp_path, hub, "zhou", policy) as zhou:
            new = zhou.desk.place.key
            assert new is not None and new.certificate != key.certificate, "a new one at the next sign-in"
            open_task(zhou, State.READING, Kind.REVIEW)
            zhou.wait_for_images()
            assert "Compared." in zhou.editor(IMPRESSION).toPlainText()
            tsa.how = "nonsense"
            refused(zhou, "Without a time stamp")
            tsa.how = "well"
            zhou.answer_dialog()
            zhou.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
            wait_for(lambda: zhou.window.case.handed_over, "signed")
            wait_for(lambda: f"by {NAME}" in story(zhou), "who stamped it is said", 5)
            zhou.wait_for_delivery()
            study = zhou.window.case.study.study.study_uid
        region = Region(hub)
        [signed] = region.completed("110007", study)
        files = [region.fetch(output, tmp_path) for output in region.outputs(signed)]
        trusted = ["+cf", str(tmp_path / "ca.pem"), "+cf", str(tsa.folder / "ca.pem")]
        for file in files:
            command = ["dcmsign", "--verify", "+rs", *trusted, str(file)]
            assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0
        needed = ["dcmsign", "--verify", "+rs", "+tr", *trusted]
        stamped = [subprocess.run([*needed, str(file)], capture_output=True).returncode for file in files]
        assert stamped.count(0) == 1, "the report alone"
