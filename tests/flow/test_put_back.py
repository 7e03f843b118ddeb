"""A claim that an administrator has put back: what its owner wrote is there once the exam is claimed again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reader.app.presenter import Message
from reader.core.http import unreachable
from reader.delivery.model import DeliveryState
from reader.dicom.json_model import Json
from reader.dicom.ups.client import UpsClient
from reader.dicom.values import new_uid
from reader.report.model import FINDINGS
from reader.review.ui.sign_dialog import SignDialog
from reader.worklist.model import Ending, Kind, ReadingTask, State
from tests.dialogs import answer
from tests.flow.doctors import CHEST, CTRL, open_task, sign_in, submit, task_of
from tests.flow.test_day_after import put_back_a_day
from tests.flow.workstation import Workstation, wait_for
from tests.hub.conftest import signed_in
from tests.servers import HubProcess, copy_hub

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def put_back(data: Path, uid: str) -> None:
    command = [sys.executable, "-m", "reader", "hub", "--data", str(data), "tasks", "put-back", uid, "--anyway"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def order_again(hub: HubProcess, accession: str) -> None:
    """The gateway orders the same exam a second time."""
    gate = signed_in(hub, "gate")
    url = f"{hub.url}/dicom-web/workitems"
    listed = gate.get(url, params={"includefield": "all"}, timeout=20).json()
    waiting = (entry for entry in listed if entry["00741000"]["Value"] == ["SCHEDULED"])
    order = next(entry for entry in waiting if CHEST in str(entry["00100010"]))
    order = {tag: entry for tag, entry in order.items() if tag not in ("00741224", "00741216", "00741002")}
    uid = new_uid()
    order["00080018"]["Value"] = [uid]
    order["0040A370"]["Value"][0]["00080050"] = {"vr": "SH", "Value": [accession]}
    made = gate.post(f"{url}?{uid}", json=[order], headers={"Content-Type": "application/dicom+json"}, timeout=20)
    assert made.status_code == 201, made.text


def begun(profile: Path, hub: HubProcess) -> ReadingTask:
    """li has begun a report and gone home."""
    with sign_in(profile, hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.write(FINDINGS, "Smooth nodule.")
        li.desk.place.journal.flush()
        return li.window.case.task


def test_what_was_written_before_is_there_when_the_exam_is_claimed_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.write(FINDINGS, "Smooth nodule in the right upper lobe.")
        task, study = li.window.case.task.uid, li.window.case.task.workitem.study_uid
        li.desk.place.journal.flush()
        li.window.close()
        wait_for(lambda: li.desk.reading_window is None, "left")
        put_back(hub.data, task)
        order_again(hub, "SECOND")
        li.desk.place.worklist.refresh()
        model = li.desk.place.worklist.worklist
        wait_for(lambda: task in model.tasks and model.tasks[task].ending is Ending.PUT_BACK, "put back")

        def waiting() -> list[ReadingTask]:
            of_exam = [entry for entry in model.tasks.values() if entry.workitem.study_uid == study]
            return [entry for entry in of_exam if entry.state is State.WAITING]

        wait_for(lambda: len(waiting()) == 2, "its follower and the other order are in the worklist")
        other, again = sorted(waiting(), key=lambda entry: entry.workitem.accession != "SECOND")
        li.desk.open_task(other)
        li.wait_for_report()
        assert not li.editor(FINDINGS).toPlainText(), "what was written for one order is not the other's text"
        li.window.close()
        wait_for(lambda: li.desk.reading_window is None, "left")
        li.desk.open_task(again)
        li.wait_for_report()
        draft = li.window.case.draft
        assert draft is not None and "Smooth nodule" in draft.report.section(FINDINGS).text
        assert li.desk.place.journal.kept() == (again.uid,)


@pytest.mark.parametrize("handed", ["not", "undone", "sent"])
def test_a_claim_that_is_put_back_while_its_exam_is_open_is_told_and_ends_the_writing(
    tmp_path: Path, handed: str
) -> None:
    """While it is written in; in the seconds in which a submission can be undone, undone or not."""
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.place.hold_s = 600.0
        open_task(li, State.WAITING, Kind.FIRST_READ)
        case, model, outbox = li.window.case, li.desk.place.worklist.worklist, li.desk.place.outbox
        li.write(FINDINGS, "Smooth nodule.")
        if handed != "not":
            submit(li, "Smooth nodule.")
        put_back(hub.data, case.task.uid)
        wait_for(lambda: model.is_cancelled(case.task.uid), "the worklist has it")
        if handed == "undone":
            li.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
        if handed == "sent":
            outbox.send_held()
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "the hub does not take it")
        wait_for(lambda: case.read_only, "nothing can be written without a claim")
        if handed != "sent":
            assert any("put your claim back" in banner.text() for banner in li.window.findChildren(QLabel))

        def way_on() -> Callable[[], None] | None:
            standing = li.window.standing.message
            return standing.run if standing is not None else None

        wait_for(lambda: way_on() is not None, "a way on")
        li.window.standing.message.run()  # type: ignore[union-attr, misc]
        wait_for(lambda: li.desk.case not in (None, case), "the exam is opened anew")
        li.wait_for_report()
        assert "Smooth nodule." in li.editor(FINDINGS).toPlainText() and not li.window.case.read_only
        assert not outbox.model.deliveries, "it is written on: nothing of it waits to be sent"


def test_a_last_check_that_is_open_when_the_claim_is_put_back_goes(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.wait_for_images()
        li.write(FINDINGS, "Smooth nodule.")
        case = li.window.case
        came = answer(SignDialog, lambda _: put_back(hub.data, case.task.uid))
        li.press(Qt.Key.Key_Return, CTRL)
        assert came and case.read_only and not case.handed_over
        assert QApplication.activeModalWidget() is None


def test_who_submits_a_report_that_is_still_being_opened_is_told(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.open_task(task_of(li, State.WAITING, Kind.FIRST_READ))
        li.activate(li.window)
        case, shown = li.window.case, li.window.messages
        assert case.draft is None
        li.press(Qt.Key.Key_Return, CTRL)
        assert "still being opened" in str(shown.message.text)  # type: ignore[union-attr]
        wait_for(lambda: not case.claiming, "the hub has answered")
        if case.draft is None:
            shown.show_message(Message("-"))
            li.press(Qt.Key.Key_Return, CTRL)
            assert "still being opened" in str(shown.message.text)  # type: ignore[union-attr]
        li.wait_for_report()


def test_a_hub_that_was_restored_has_given_the_exam_to_somebody_else(tmp_path: Path) -> None:
    """From a copy of before the claim, while its owner writes."""
    with HubProcess(tmp_path / "hub", demo=True) as hub, ExitStack() as stack:
        li = stack.enter_context(sign_in(tmp_path / "li", hub, "li"))
        hub.stop()
        copy_hub(hub.data, tmp_path / "copy")
        hub.start()
        open_task(li, State.WAITING, Kind.FIRST_READ)
        case = li.window.case
        li.write(FINDINGS, "Smooth nodule.")
        li.desk.place.journal.flush()
        hub.kill()
        shutil.rmtree(hub.data)
        copy_hub(tmp_path / "copy", hub.data)
        hub.start()
        chen = sign_in(tmp_path / "chen", hub, "chen")
        stack.callback(chen.program.stop)  # the other one closes all windows
        chen.desk.open_task(task_of(chen, State.WAITING, Kind.FIRST_READ))
        chen.wait_for_report()
        assert chen.window.case.task.uid == case.task.uid and not chen.window.case.read_only
        wait_for(lambda: case.read_only, "nothing can be written without a claim")
        said = [banner.text() for banner in li.window.findChildren(QLabel)]
        assert any("Chen Yu has this exam now" in text for text in said)
        assert case.task.uid in li.desk.place.journal.kept()


@pytest.mark.parametrize("left", [False, True], ids=["at once", "after a colleague"])
def test_what_was_written_yesterday_is_there_in_the_claim_of_today(tmp_path: Path, left: bool) -> None:
    """The list does not have what was cancelled before today. A colleague had opened the exam and left it."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        task = begun(tmp_path / "li", hub)
        put_back(hub.data, task.uid)
        if left:
            with sign_in(tmp_path / "chen", hub, "chen") as chen:
                open_task(chen, State.WAITING, Kind.FIRST_READ)
                uid, model = chen.window.case.task.uid, chen.desk.place.worklist.worklist
                chen.window.close()
                wait_for(lambda: model.is_cancelled(uid), "the exam is given back")
        put_back_a_day(hub, task.workitem.study_uid, ("CANCELED",))
        with sign_in(tmp_path / "li", hub, "li") as li:
            assert task.uid not in li.desk.place.worklist.worklist.tasks
            open_task(li, State.WAITING, Kind.FIRST_READ)
            assert "Smooth nodule." in li.editor(FINDINGS).toPlainText()


def offered(doctor: Workstation) -> str:
    """What was written in an earlier claim, as it can be copied."""
    wait_for(lambda: any("earlier claim" in str(m.text) for m in doctor.said), "it is offered")
    offer = next(m for m in doctor.said if "earlier claim" in str(m.text))
    assert offer.run is not None
    offer.run()
    return QGuiApplication.clipboard().text()


def test_what_was_written_is_offered_where_another_computer_has_submitted_the_report(tmp_path: Path) -> None:
    """A profile that was copied has the claim as well."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        begun(tmp_path / "li", hub)
        shutil.copytree(tmp_path / "li", tmp_path / "copied")
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.READING, Kind.FIRST_READ)
            submit(li, "A nodule.")
            li.wait_for_delivery()
            assert not any("earlier claim" in str(m.text) for m in li.said)
        with sign_in(tmp_path / "copied", hub, "li") as li:
            li.desk.open_task(task_of(li, State.WAITING, Kind.REVIEW))
            assert "Smooth nodule." in offered(li)


@pytest.mark.parametrize("submitted", [False, True], ids=["written on", "submitted"])
def test_what_was_written_is_offered_where_a_colleague_has_the_exam_now(tmp_path: Path, submitted: bool) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.write(FINDINGS, "Smooth nodule.")
            uid = li.window.case.task.uid
            li.desk.place.journal.flush()
            put_back(hub.data, uid)
            wait_for(lambda: li.desk.place.worklist.worklist.is_cancelled(uid), "put back")
            li.window.close()
            assert not any("stays yours" in str(message.text) for message in li.said)
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            open_task(chen, State.WAITING, Kind.FIRST_READ)
            chen.write(FINDINGS, "A nodule.")
            if submitted:
                submit(chen, "A nodule.")
                chen.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            now = (State.WAITING, Kind.REVIEW) if submitted else (State.READING, Kind.FIRST_READ)
            li.desk.open_task(task_of(li, *now))
            assert "Smooth nodule." in offered(li)


def test_the_reason_of_a_return_that_is_begun_is_kept_when_the_review_is_left_or_put_back(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "A nodule.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.wait_for_images()
            zhou.press(Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
            QTest.keyClicks(QApplication.focusWidget(), "Which side?")
            kept, uid = zhou.desk.place.journal.reason, zhou.window.case.task.uid
            wait_for(lambda: kept(uid) == "Which side?", "it would outlive the program's end")
            zhou.window.close()
            wait_for(lambda: zhou.desk.reading_window is None, "left")
            open_task(zhou, State.READING, Kind.REVIEW)
            assert zhou.window.begun_return == "Which side?"
            before, model = zhou.window.case, zhou.desk.place.worklist.worklist
            QTest.keyClicks(QApplication.focusWidget(), " Left?")
            said = zhou.window.begun_return
            put_back(hub.data, before.task.uid)
            wait_for(lambda: before.read_only, "its claim is gone")
            assert zhou.window.bar is not None and not zhou.window.bar._sign.isEnabled()
            wait_for(lambda: any(t.state is State.WAITING and t.kind is Kind.REVIEW and t.workitem.replaces
                                 for t in model.tasks.values()), "it waits again")  # fmt: skip
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert zhou.desk.case is not before and zhou.window.begun_return == said


def test_while_the_hub_does_not_say_what_became_of_a_task_nothing_is_begun_over_its_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        task = begun(tmp_path / "li", hub)
        put_back(hub.data, task.uid)
        put_back_a_day(hub, task.workitem.study_uid, ("CANCELED",))
        asked, retrieve = [], UpsClient.retrieve

        def lost(client: UpsClient, uid: str) -> Json:
            if uid == task.uid:
                asked.append(uid)
                if silent:
                    raise unreachable(uid)
            return retrieve(client, uid)

        with sign_in(tmp_path / "li", hub, "li") as li:
            silent = True
            monkeypatch.setattr(UpsClient, "retrieve", lost)
            li.desk.open_task(task_of(li, State.WAITING, Kind.FIRST_READ))
            wait_for(lambda: any("has not said yet" in str(m.text) for m in li.said), "it is told")
            assert asked and li.window.report is None, "nothing to write in"
            silent = False
            li.wait_for_report()
            assert "Smooth nodule." in li.editor(FINDINGS).toPlainText()
