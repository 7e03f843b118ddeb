"""The newest signed version of a report is gone from the archive, or is not what was signed: it is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from reader.app.access import Barrier, ReadOnly
from reader.report.model import AMENDMENT
from reader.review.doubts import why_doubted
from reader.review.ui.sign_dialog import SignDialog
from reader.worklist.model import Kind, State
from tests.dialogs import answer
from tests.flow.doctors import open_task, sign_in, submit, task_of
from tests.flow.supplements import ALT, CTRL, SHIFT, begun, exam_of, select, sign
from tests.flow.test_confirmed import hub  # noqa: F401
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def stripped(data: bytes, path: Path) -> bytes:
    dataset = pydicom.dcmread(path)
    dataset.VerificationFlag = "UNVERIFIED"
    del dataset.VerifyingObserverSequence, dataset.DigitalSignaturesSequence
    dataset.save_as(path)
    return path.read_bytes()


def retitled(data: bytes, path: Path) -> bytes:
    dataset = pydicom.dcmread(path)
    dataset.ConceptNameCodeSequence[0].CodeValue = "126000"
    dataset.save_as(path)
    return path.read_bytes()


def noise(data: bytes, path: Path) -> bytes:
    return bytes(reversed(data))


def changed(data: bytes, path: Path) -> bytes:
    return data.replace(b"LEFT", b"BOTH")


def whole(data: bytes, path: Path) -> bytes:
    return data


def standing(doctor: Workstation) -> str:
    """What the window says of the report, once it is shown."""
    wait_for(lambda: doctor.window.case.draft is not None or doctor.window.case.lacks_report, "the report")
    QTest.qWait(300)
    message = doctor.window.standing.message
    return f"{message.text} {message.hint}" if message is not None else ""


def amend(tmp_path: Path, hub: HubProcess, *, signed: bool = True) -> None:  # noqa: F811
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nodule in the RIGHT lung.")
        li.wait_for_delivery()
    sign(tmp_path / "zhou", hub)
    with sign_in(tmp_path / "li", hub, "li") as li:
        select(li)
        QTest.keyClick(li.desk.page.table, Qt.Key.Key_M, CTRL | ALT)
        begun(li)
        li.wait_for_images()
        li.write(IMPRESSION, "Nodule in the LEFT lung.")
        li.write(AMENDMENT, "Wrong side.")
        li.answer_dialog()
        li.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: li.window.case.handed_over, "submitted")
        li.wait_for_delivery()
    if signed:
        sign(tmp_path / "zhou", hub)


def file_of(hub: HubProcess, uid: str) -> Path:  # noqa: F811
    with sqlite3.connect(hub.data / "hub.sqlite") as database:
        [name] = database.execute("SELECT path FROM instance WHERE uid = ?", (uid,)).fetchone()
    [file] = hub.data.rglob(Path(name).name)
    return file


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "changed"])
def test_what_amends_a_lost_or_changed_version_can_not_be_signed(
    tmp_path: Path, hub: HubProcess, lost: bool  # noqa: F811
) -> None:
    """Nothing would lock the signed text, and nobody would see what is changed in it."""
    amend(tmp_path, hub, signed=False)
    with sign_in(tmp_path / "other", hub, "zhou") as zhou:
        wait_for(lambda: exam_of(zhou).last_signed is not None, "the signed version")
        signed = exam_of(zhou).last_signed
        assert signed is not None
        file = file_of(hub, signed.made[0])
        stored = file.read_bytes()
        file.write_bytes(noise(stored, file) if lost else stored.replace(b"RIGHT", b"WRONG"))
        open_task(zhou, State.WAITING, Kind.REVIEW)
        wait_for(lambda: zhou.window.case.read_only, "it can only be viewed")
        barrier = Barrier.NO_SIGNED_REPORT if lost else Barrier.BROKEN_SIGNATURE
        assert zhou.window.case.read_only_because == ReadOnly(barrier)


def test_an_older_version_never_reads_as_the_signed_one(tmp_path: Path, hub: HubProcess) -> None:  # noqa: F811
    amend(tmp_path, hub)
    said = {}
    ways: tuple[Callable[[bytes, Path], bytes], ...] = (stripped, retitled, noise, changed, whole)
    for way in ways:
        with sign_in(tmp_path / way.__name__, hub, "chen") as chen:
            select(chen)
            [uid] = exam_of(chen).task.made
            file = file_of(hub, uid)
            stored = file.read_bytes()
            file.write_bytes(way(stored, file))
            chen.desk.open_task(exam_of(chen).task)
            wait_for(lambda: chen.desk.case is not None, "it opens")
            said[way.__name__] = standing(chen)
            offered = [b.text() for b in chen.window.findChildren(QPushButton) if b.isVisible()]
            assert ("Amend the report" in offered) is (way in (changed, whole)), way.__name__
            file.write_bytes(stored)
    assert {way: text.split(",")[0].split(":")[0] for way, text in said.items()} == {
        "stripped": "The newest version of this report is not on the hub",
        "retitled": "The newest version of this report is not on the hub",
        "noise": "The newest version of this report is not on the hub",
        "changed": "This report is marked as signed",
        "whole": "This report is signed. You can view it.",
    }


def unsigned(data: bytes, path: Path) -> bytes:
    dataset = pydicom.dcmread(path)
    del dataset.DigitalSignaturesSequence, dataset.MACParametersSequence
    dataset.save_as(path)
    return path.read_bytes().replace(b"RIGHT", b"LEFT ")


def mirrored(data: bytes, path: Path) -> bytes:
    return data.replace(b"RIGHT", b"LEFT ")


@pytest.mark.parametrize("way", [mirrored, unsigned])
def test_a_report_that_was_changed_since_its_author_signed_it_is_not_signed_by_its_reviewer(
    tmp_path: Path, hub: HubProcess, way: Callable[[bytes, Path], bytes]  # noqa: F811
) -> None:
    """Without a signature nothing shows that it was: that is for its reviewer to judge."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nodule in the RIGHT lung.")
        li.wait_for_delivery()
    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        file = file_of(hub, task_of(zhou, State.WAITING, Kind.REVIEW).report)
        file.write_bytes(way(file.read_bytes(), file))
        open_task(zhou, State.WAITING, Kind.REVIEW)
        zhou.wait_for_images()
        assert ("changed after" in standing(zhou)) is (way is mirrored)
        said, may = last_look(zhou, Qt.Key.Key_Return, CTRL | SHIFT)
        assert ("changed after" if way is mirrored else "not signed") in said
        assert may is (way is unsigned) and not zhou.window.case.handed_over
        zhou.press(Qt.Key.Key_R, CTRL | SHIFT)
        reviewed = zhou.window.case.version
        assert reviewed is not None
        zhou.app.focusWidget().setPlainText(f"Who was it? {why_doubted(reviewed)}")  # as after a refusal
        [send] = [b for b in zhou.window.findChildren(QPushButton) if b.text() == "Return to author"]
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
        wait_for(lambda: zhou.window.case.handed_over, "returned")
        zhou.wait_for_delivery()
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.wait_for_images()
        assert "earlier version of this report" in standing(li), "her text is not what she signed"
        version = li.window.case.version
        assert version is not None
        assert version.reason.count("changed after" if way is mirrored else "not signed") == 1
        said, _ = last_look(li, Qt.Key.Key_Return, CTRL)
        assert "earlier version of this report" in said


def last_look(doctor: Workstation, key: Qt.Key, held: Qt.KeyboardModifier) -> tuple[str, bool]:
    """What is said before a signature, and whether it can go on once everything is ticked; gone back from."""
    found: list[tuple[str, bool]] = []

    def look(dialog: SignDialog) -> None:
        for tick in dialog.findChildren(QCheckBox):
            tick.setChecked(True)
        found.append((" ".join(label.text() for label in dialog.findChildren(QLabel)), dialog.go.isEnabled()))
        dialog.reject()

    answer(SignDialog, look)
    doctor.activate(doctor.window)
    doctor.press(key, held)
    wait_for(lambda: bool(found), "the last look")
    return found[0]
