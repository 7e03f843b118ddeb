"""A report signed with a key on a token, on a real hub; and what is there when the token is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from reader.review.ui.pin_dialog import PinDialog
from reader.worklist.model import Kind, State
from tests.dialogs import answer
from tests.flow.doctors import CTRL, open_task, submit
from tests.flow.region import Region
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.hub.test_documents import _as_the_hub_knows
from tests.servers import HubProcess
from tests.softhsm import LIBRARY, OTHER_PIN, PIN, SoftToken, certificate_for, tokens
from tests.worklist.samples import ZHOU

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
SIGN = (Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)


def station(folder: Path, hub: HubProcess, user: str, made: SoftToken) -> Workstation:
    policy = folder / "policy.toml"
    policy.parent.mkdir(parents=True, exist_ok=True)
    policy.write_text(f'[lock]\nsigning_token = {{library = "{LIBRARY}", label = "{made.label}"}}\n')
    policy.chmod(0o644)
    doctor = Workstation(folder / "profile", hub.url, policy=policy)
    doctor.sign_in(user)
    doctor.wait_for_worklist()
    return doctor


def entered(*pins: str) -> list[str]:
    """Each into the next dialog that asks for one; what they said."""
    said: list[str] = []
    left = list(pins)

    def enter(dialog: PinDialog) -> None:
        said.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
        [field] = dialog.findChildren(QLineEdit)
        QTest.keyClicks(field, left.pop(0))
        if left:
            answer(PinDialog, enter)
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    answer(PinDialog, enter)
    return said


def authority(hub: HubProcess, folder: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    Region(hub).authority(folder)  # it is made when it is first asked for
    [both] = folder.rglob("authority.pem")
    key = load_pem_private_key(both.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key, x509.load_pem_x509_certificate(both.read_bytes())


def test_signed_with_a_token_or_not_at_all(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        ca = authority(hub, tmp_path)
        made, pulled = tokens()["flow"], tokens()["flow pulled"]
        zhou_of_hub = _as_the_hub_knows(hub, signed_in(hub, "zhou"), ZHOU)
        for one in (made, pulled):
            one.put(certificate_for(one.new_key(), zhou_of_hub, *ca))
        with Workstation(tmp_path / "li", hub.url) as li:
            li.sign_in("li")
            li.wait_for_worklist()
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()

        with station(tmp_path / "zhou", hub, "zhou", pulled) as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.wait_for_images()
            case = zhou.window.case
            zhou.write(IMPRESSION, "Compared.")
            zhou.answer_dialog()
            came = answer(PinDialog, QDialog.reject)
            zhou.press(*SIGN)
            wait_for(lambda: bool(came), "the PIN is asked for")
            assert not case.handed_over and not case.handing_over, "who enters none signs nothing"
            said = entered(PIN)
            key = zhou.desk.place.key
            assert key is not None
            sign = key.sign

            def pull(message: bytes) -> bytes:
                pulled.pull_out()
                return sign(message)

            object.__setattr__(key, "sign", pull)
            zhou.answer_dialog()
            zhou.press(*SIGN)
            wait_for(lambda: any("token" in message.text for message in zhou.said), "it is said")
            assert len(said) == 1
            assert not case.handed_over and not case.read_only, "the report is a draft as before"
            assert case.task.uid in zhou.desk.place.journal.kept()

        with station(tmp_path / "zhou", hub, "zhou", made) as zhou:
            open_task(zhou, State.READING, Kind.REVIEW)
            zhou.wait_for_images()
            assert "Compared." in zhou.editor(IMPRESSION).toPlainText()
            zhou.answer_dialog()
            said = entered(OTHER_PIN, PIN)
            zhou.press(*SIGN)
            wait_for(lambda: zhou.window.case.handed_over, "signed")
            assert len(said) == 2 and "did not accept" in said[1]
            assert not zhou.desk.place.key.private.unlocked  # type: ignore[union-attr]
            zhou.wait_for_delivery()
            study = zhou.window.case.study.study.study_uid
        region = Region(hub)
        [signed] = region.completed("110007", study)
        files = [region.fetch(output, tmp_path) for output in region.outputs(signed)]
        for file in files:
            command = ["dcmsign", "--verify", "+rs", "+cf", str(tmp_path / "ca.pem"), str(file)]
            assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0
