"""What goes wrong in a reading room: each time the window says what happened and what is safe."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app import claiming
from reader.app.claiming import CLAIM_MS
from reader.app.prefetch import Prefetcher
from reader.app.presenter import Level
from reader.app.ui.message_banner import MessageBanner
from reader.core.http import SessionExpired
from reader.core.storage import StorageError
from reader.delivery.model import DeliveryState, Step, StepKind
from reader.delivery.sender import Sender
from reader.dicom.ups.workitem import REPORT_VERIFICATION, SCHEDULED, workitem_from, workitem_json
from reader.dicom.values import new_uid
from tests.flow.doctors import submit, words
from tests.flow.region import Region
from tests.flow.test_put_back import put_back
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
NAMES = ("Guihua", "Lijuan")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", demo=True) as process:
        yield process


def test_a_wrong_password_a_program_that_is_damaged_and_a_hub_that_is_not_there(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li", "wrong")
        window = reader.program.sign_in_window
        assert window is not None
        banner = window.findChild(MessageBanner)
        wait_for(lambda: banner.message is not None, "the refusal is shown")
        assert "password" in banner.message.text
        for module in ("reader.app.session", "reader.app.workplace"):  # on the worker, and after it has answered
            with monkeypatch.context() as damaged:
                damaged.setitem(sys.modules, module, None)
                reader.sign_in("li")
                assert banner.message is None
                wait_for(lambda: banner.message is not None, f"an end without {module}")
                assert banner.message.text == "Sign-in failed."
                assert reader.program.sign_in_window is window and window.isVisible()
        (tmp_path / "li" / "settings.json").unlink(missing_ok=True)
        (tmp_path / "li" / "settings.json").mkdir()  # from now on no setting can be kept
        hub.stop()
        reader.sign_in("li")
        wait_for(lambda: banner.message is not None and "does not answer" in banner.message.text, "it is away")


def test_a_review_that_names_no_report_is_only_looked_at(tmp_path: Path, hub: HubProcess) -> None:
    """As a site may order one: what a reviewer wrote in it would be a report of nobody, which the hub refuses."""
    [exam] = [item for item in Region(hub).workitems() if "Guihua" in str(item["00100010"])]
    ordered = workitem_from(exam)
    item = replace(ordered, uid=new_uid(), code=REPORT_VERIFICATION, state=SCHEDULED, performers=())
    answer = requests.post(
        f"{hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
        headers={"Content-Type": "application/dicom+json"} | hub.headers("gate"), timeout=20,
    )  # fmt: skip
    answer.raise_for_status()
    with Workstation(tmp_path / "zhou", hub.url) as reader:
        reader.sign_in("zhou")
        reader.wait_for_worklist()
        tasks = reader.desk.place.worklist.worklist.tasks
        wait_for(lambda: item.uid in tasks, "the review is listed")
        reader.desk.open_task(tasks[item.uid])
        wait_for(lambda: "can't be found" in reader.window.case.why_read_only, "why nothing can be written")
        assert reader.window.case.read_only and not reader.window.case.may_judge


@pytest.mark.parametrize(("who", "said"), [("chen", "Chen"), ("li", "on another computer")])
def test_somebody_else_was_faster(who: str, said: str, tmp_path: Path, hub: HubProcess) -> None:
    [task] = [item for item in Region(hub).workitems() if "Guihua" in str(item["00100010"])]
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.desk.place.worklist.stop_live()  # the list on the screen is older than the claim
        answer = requests.put(
            f"{hub.dicomweb}/workitems/{task['00080018']['Value'][0]}/state",
            json=[
                {
                    "00081195": {"vr": "UI", "Value": ["2.25.12345"]},
                    "00741000": {"vr": "CS", "Value": ["IN PROGRESS"]},
                }
            ],
            headers={"Content-Type": "application/dicom+json"} | hub.headers(who),
            timeout=20,
        )
        assert answer.status_code == 200
        reader.open_case("Guihua")
        case, messages = reader.window.case, reader.window.standing
        wait_for(lambda: messages.message is not None and said in messages.message.text, "who reads it is said")
        wait_for(lambda: bool(case.no_report), "there is no report to look at")
        assert case.read_only and case.draft is None and reader.window.report is None
        reader.program.presenter.say("2 of 30 images are missing.", level=Level.WARNING)
        assert reader.window.messages.isVisible() and messages.isVisible(), "one message hides no other"


def test_an_order_that_was_changed_meanwhile_is_not_read(tmp_path: Path, hub: HubProcess) -> None:
    """What is on the screen is the exam as it was ordered when the list was read: nobody may write about that."""
    tasks = {name: item for item in Region(hub).workitems() for name in NAMES if name in str(item["00100010"])}
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.desk.place.worklist.stop_live()
        other = tasks["Lijuan"]
        hub.rewrite_task(tasks["Guihua"]["00080018"]["Value"][0], {"00404021": other["00404021"]})
        reader.open_case("Guihua")
        wait_for(lambda: reader.desk.reading_window is None, "the case is left")
        assert any("order was changed" in message.text for message in reader.said)
        assert reader.desk.case is None


def test_a_case_left_while_the_hub_stalls_does_not_hold_up_the_next(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        os.kill(hub.pid, signal.SIGSTOP)
        try:
            reader.open_case("Guihua")
            QTest.qWait(2 * CLAIM_MS)
            assert reader.window.case.claiming, "asked, and not answered"
            reader.window.close()
            wait_for(lambda: reader.desk.reading_window is None, "it is left")
            reader.open_case("Lijuan")
            QTest.qWait(2 * CLAIM_MS)
        finally:
            os.kill(hub.pid, signal.SIGCONT)
        reader.wait_for_report()
        assert "Lijuan" in reader.window.case.study.study.patient.name.display
        assert not reader.window.case.read_only and not reader.editor(IMPRESSION).isReadOnly()


def test_the_hub_is_asked_for_the_task_once_the_pictures_are_there(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "CLAIM_MS", 600_000)
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_report()
        assert not reader.window.case.read_only


def test_an_expired_session_keeps_case_and_text(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_report()
        reader.write(IMPRESSION, "Typed before it expired.")
        reader.desk.presenter.show(SessionExpired("The archive Other requires a sign-in."))
        assert reader.program.sign_in_window is None, "the hub has refused nothing"
        reader.desk.place.ups.http.authorize(hub.url, "no longer good")
        reader.desk.place.worklist.refresh()
        wait_for(lambda: reader.program.sign_in_window is not None, "it asks to sign in again")
        assert reader.program.sign_in_window is not None
        reader.program.sign_in_window.close()
        reader.desk.presenter.show(SessionExpired("Your sign-in has expired."))
        assert reader.program.sign_in_window.isVisible(), "it comes again when something is asked of the hub"
        reader.sign_in("li")
        wait_for(lambda: reader.program.sign_in_window is None, "signed in again")
        assert reader.editor(IMPRESSION).toPlainText() == "Typed before it expired."
        assert not reader.window.case.read_only


def test_a_start_that_failed_leaves_no_half_of_the_program(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Prefetcher) -> None:
        raise StorageError("The disk is full.")

    with Workstation(tmp_path / "li", hub.url) as reader:
        monkeypatch.setattr(Prefetcher, "start", full)
        asking = reader.program.sign_in_window
        assert asking is not None
        reader.sign_in("li")
        wait_for(lambda: "The disk is full." in words(asking), "it is said there")
        assert reader.program.desk is None
        monkeypatch.undo()
        reader.sign_in("li")
        reader.wait_for_worklist()
        window = reader.desk.worklist_window
        assert window is not None and window.isVisible()


def test_who_signs_in_lends_nobody_a_token(tmp_path: Path, hub: HubProcess) -> None:
    """Another doctor signs in where a session has expired: what the first desk sends is not sent as theirs."""
    with Workstation(tmp_path / "shared", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        http = reader.desk.place.ups.http
        http.authorize(hub.url, "no longer good")
        reader.desk.place.worklist.refresh()
        wait_for(lambda: reader.program.sign_in_window is not None, "it asks to sign in again")
        reader.sign_in("zhou")
        wait_for(lambda: reader.program.sign_in_window is None, "signed in")
        reader.wait_for_worklist()
        assert reader.desk.place.session.user.username == "zhou"
        assert http.bearer(hub.url) in (None, "no longer good")
        with pytest.raises(SessionExpired):
            http.request("GET", f"{hub.dicomweb}/workitems")


@pytest.mark.parametrize("refused", [False, True])
def test_what_comes_of_a_doctors_work_after_the_sign_out_is_not_told_to_the_next_one(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """refused: the claim was put back before its documents came; else the answer to the last step is late."""
    held, answers, send = StepKind.STORE if refused else StepKind.CLOSE_TASK, Event(), Sender.send
    reached = Event()

    def late(sender: Sender, step: Step) -> str:
        if step.kind is not held or reached.is_set():
            return send(sender, step)
        if refused:
            put_back(hub.data, task)
        try:
            return send(sender, step)
        finally:
            reached.set()
            answers.wait(60)

    monkeypatch.setattr(Sender, "send", late)
    with Workstation(tmp_path / "shared", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_report()
        task, outbox = reader.window.case.task.uid, reader.desk.place.outbox
        wait_for(lambda: reader.window.case.findings.loaded, "the results are there")
        submit(reader, "Clear lungs.")
        wait_for(reached.is_set, "it is on its way")
        reader.program._sign_out()
        reader.sign_in("zhou")
        reader.wait_for_worklist()
        reader.said.clear()
        answers.set()
        wait_for(lambda: outbox._working is None, "the answer has come")
        rest = time.monotonic() + 2
        wait_for(lambda: time.monotonic() > rest, "and what follows on it")
        assert reader.program.sign_in_window is None and reader.said == []
        reader.program._sign_out()
        reader.sign_in("li")
        reader.wait_for_worklist()
        told = [message for message in reader.said if "has not taken the report" in message.text]
        assert len(told) == refused and all(message.stays for message in told)


def test_text_that_one_doctor_has_switched_off_is_there_for_the_next_one(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "shared", hub.url) as reader:
        for user, expected in (("li", 2), ("li", 0), ("zhou", 2)):
            reader.sign_in(user)
            reader.wait_for_worklist()
            settings = reader.program.services.settings
            assert settings.value.overlay_level == expected
            settings.update(overlay_level=0)
            reader.program._sign_out()


def test_the_hub_is_away_at_submission_and_comes_back(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_images()
        reader.wait_for_report()
        reader.write(FINDINGS, "Clear lungs.")
        reader.write(IMPRESSION, "Written while the line was up.")
        hub.stop()
        reader.answer_dialog()
        reader.press(Qt.Key.Key_Return, CTRL)
        wait_for(lambda: reader.window.case.handed_over, "the outbox takes it without a hub")
        outbox = reader.desk.place.outbox.model
        wait_for(lambda: any(d.error for d in outbox.deliveries.values()), "it says what is wrong")
        [waiting] = outbox.deliveries.values()
        assert waiting.state is DeliveryState.WAITING and "does not answer" in waiting.error
        hub.start()
        reader.desk.place.outbox.retry_all()
        reader.wait_for_delivery()
        assert len(Region(hub).completed("110005")) == 1


def test_missing_images_are_named(tmp_path: Path, hub: HubProcess) -> None:
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Lijuan")
        reader.wait_for_images()
        assert any("6 of 36 images are missing" in message.text for message in reader.said)
        content = reader.window.case.views.contents()[0]
        assert any("missing" in issue.lower() for issue in content.image.geometry.issues)


def test_a_full_disk_while_typing(tmp_path: Path, hub: HubProcess) -> None:
    """SQLite itself refuses to grow, as it does on a full disk; once there is room, what was typed is saved."""
    with Workstation(tmp_path / "li", hub.url) as reader:
        reader.sign_in("li")
        reader.wait_for_worklist()
        reader.open_case("Guihua")
        reader.wait_for_report()
        connection = reader.program.services.database._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        draft = reader.window.case.draft
        assert draft is not None
        reader.write(IMPRESSION, "First words.")
        reader.editor(IMPRESSION).textCursor().insertText("A pasted sentence that finds no room. " * 4000)
        wait_for(lambda: "disk is full" in draft.save_problem, "the report says that it is not saved")
        connection.execute("PRAGMA max_page_count = 1000000")
        wait_for(lambda: not draft.save_problem and not draft.dirty, "it is saved by itself")
        kept = reader.desk.place.journal.resume(reader.window.case.task.uid)
        assert kept is not None and "finds no room" in str(kept.report.sections)
