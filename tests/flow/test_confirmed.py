"""Between the confirmation and the outbox a report is encoded and signed: what the doctor does meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.core.errors import ReaderError
from reader.delivery.model import Step, StepKind
from reader.delivery.ui.held import HeldBanner
from reader.review import service as review
from reader.worklist.model import Kind, State
from tests.flow.doctors import CTRL, open_task, sign_in, submit, task_of
from tests.flow.region import Region
from tests.flow.workstation import FINDINGS, IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(240)]
SIGN = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", demo=True) as process:
        yield process


@dataclass
class Slowly:
    """A verb of the review that takes until it is let go, and then may fail."""

    verb: Callable[..., Any]
    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    fails: bool = False
    times: int = 0

    def __call__(self, *values: Any, **named: Any) -> Any:
        self.times += 1
        self.begun.set()
        assert self.go.wait(60)
        if self.fails:
            raise ReaderError("The key can't be read.")
        return self.verb(*values, **named)


def slowly(monkeypatch: pytest.MonkeyPatch, name: str) -> Slowly:
    made = Slowly(getattr(review, name))
    monkeypatch.setattr(review, name, made)
    return made


def texts(doctor: Workstation) -> str:
    return doctor.editor(IMPRESSION).toPlainText()


def measurable(doctor: Workstation) -> bool:
    return not doctor.window.case.findings.read_only


def deliveries(doctor: Workstation) -> list[tuple[str, str]]:
    return [(d.title, d.state.value) for d in doctor.desk.place.outbox.model.deliveries.values()]


def test_what_is_confirmed_is_what_is_handed_over_once_and_whole(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typing, submitting again, leaving the case, signing out: none of it loses, doubles or releases anything."""
    region = Region(hub)
    with sign_in(tmp_path / "li", hub, "li") as li:
        slow = slowly(monkeypatch, "submit")
        open_task(li, State.WAITING, Kind.FIRST_READ)
        case = li.window.case
        study = case.study.study.study_uid
        before = set(region.reports(study))
        slow.fails = True
        li.wait_for_images()
        li.write(FINDINGS, "As before.")
        li.write(IMPRESSION, "Nothing new.")
        confirmed(li, CTRL, slow)
        slow.go.set()
        wait_for(lambda: not case.read_only, "it could not be handed over: it can be written in again")
        assert measurable(li) and li.window.bar is not None and li.window.bar._submit.isEnabled()
        li.write(IMPRESSION, "Unchanged.")
        slow.fails = False
        slow.begun.clear()
        slow.go.clear()

        confirmed(li, CTRL, slow)
        assert case.read_only and not measurable(li), "nothing that was confirmed is changed"
        QTest.keyClicks(li.editor(IMPRESSION), "LATE")
        assert "LATE" not in texts(li)
        li.press(Qt.Key.Key_Return, CTRL)
        assert li.app.activeModalWidget() is None and slow.times == 2, "it is submitted once"
        li.window.close()
        assert not any("released" in str(m.text) for m in li.said)
        li.desk.open_task(task_of(li, State.READING, Kind.FIRST_READ))
        wait_for(lambda: li.window.report is not None or bool(li.window.case.why_read_only), "it opens again")
        assert li.window.case.read_only, "on its way: not written in a second time"
        slow.go.set()
        wait_for(lambda: deliveries(li) == [("Submission", "delivered")], "the delivery")
    assert len(set(region.reports(study)) - before) == 1

    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        slow = slowly(monkeypatch, "sign")
        open_task(zhou, State.WAITING, Kind.REVIEW)
        zhou.wait_for_images()
        assert zhou.window.case.untouched
        confirmed(zhou, SIGN, slow)
        zhou.window.close()
        assert not any("released" in str(m.text) for m in zhou.said)
        threading.Timer(1.0, slow.go.set).start()
        zhou.desk.sign_out()
        wait_for(lambda: zhou.program.desk is None, "signed out once it was sent")
    assert len(region.completed("110007", study)) == 1
    assert len(set(region.reports(study)) - before) == 2


def confirmed(doctor: Workstation, keys: Qt.KeyboardModifier, slow: Slowly) -> None:
    """The report is confirmed by its keys and is being encoded."""
    doctor.answer_dialog()
    doctor.press(Qt.Key.Key_Return, keys)
    wait_for(slow.begun.is_set, "it is being encoded")


def test_a_report_that_can_not_be_handed_over_after_its_case_was_left_is_named_and_can_be_written_on(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        slow = slowly(monkeypatch, "submit")
        slow.fails = True
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.wait_for_images()
        li.write(FINDINGS, "As before.")
        li.write(IMPRESSION, "Nothing new.")
        confirmed(li, CTRL, slow)
        task = li.window.case.task
        li.window.close()
        li.desk.open_task(task)
        assert li.window.case.read_only
        slow.go.set()
        wait_for(lambda: any("was not handed over" in str(m.text) for m in li.said), "it is told")
        told = next(m for m in li.said if "was not handed over" in str(m.text))
        assert task.patient.name.display in told.text and "key can't be read" in str(told.hint)
        wait_for(lambda: li.desk.case is not None and not li.window.case.read_only, "it can be written in")
        li.wait_for_report()
        assert "Nothing new." in texts(li) and not deliveries(li)


def test_the_program_does_not_end_on_what_could_not_be_handed_over_and_a_reason_is_kept(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a return is encoded its case is left and the program closed; then it can't be signed."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        slow = slowly(monkeypatch, "return_to_author")
        slow.fails = True
        open_task(zhou, State.WAITING, Kind.REVIEW)
        task, ended = zhou.window.case.task, []
        monkeypatch.setattr(zhou.desk, "_quit", lambda: ended.append(True))
        assert zhou.window.bar is not None and zhou.desk.worklist_window is not None
        zhou.window.bar.returned.emit("The left hilum?")
        zhou.window.close()
        threading.Timer(0.5, slow.go.set).start()
        zhou.desk.worklist_window.close()
        assert not ended and zhou.desk.worklist_window.isVisible(), "one reads what was not handed over"
        assert "was not handed over" in str(zhou.said[-1].text)
    monkeypatch.undo()
    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        wait_for(lambda: task.uid in zhou.desk.place.worklist.worklist.tasks, "the list is there")
        (mine,) = zhou.desk.leaving.unfinished()
        assert mine.task.uid == task.uid and mine.begun, "it is not given back unasked"
        zhou.desk.open_task(mine.task)
        zhou.wait_for_report()
        bar = zhou.window.bar
        assert bar is not None and bar._reasons.isVisibleTo(bar) and bar._reasons.reason == "The left hilum?"
        zhou.window.close()
        assert zhou.desk.place.journal.reason(task.uid) == "The left hilum?", "looking at it forgets nothing"
        zhou.desk.open_task(zhou.desk.place.worklist.worklist.tasks[task.uid])
        zhou.wait_for_report()
        wait_for(lambda: zhou.window.case.claim is not None, "still zhou's")
        assert zhou.window.bar is not None
        zhou.window.bar.returned.emit("The left hilum?")
        zhou.wait_for_delivery()
        assert zhou.desk.place.journal.kept() == (), "the hub has it"


def test_a_recall_that_comes_too_late_says_nothing_of_a_report_that_is_kept(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A senior was faster, and the worklist here does not know yet."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
        review = task_of(li, State.WAITING, Kind.REVIEW)
        li.desk.open_task(review)
        li.wait_for_report()
        send = li.desk.place.outbox._sender.send
        claim = {
            "00081195": {"vr": "UI", "Value": ["2.25.77"]},
            "00741000": {"vr": "CS", "Value": ["IN PROGRESS"]},
        }

        def late(step: Step) -> str:
            if step.kind is StepKind.CANCEL_TASK:
                answer = requests.put(
                    f"{hub.dicomweb}/workitems/{review.uid}/state", json=claim,
                    headers=hub.headers("zhou") | {"Content-Type": "application/dicom+json"},
                )  # fmt: skip
                assert answer.status_code == 200
            return send(step)

        monkeypatch.setattr(li.desk.place.outbox._sender, "send", late)
        li.window.registry["exam.recall"].run()
        wait_for(lambda: any("review this report" in str(m.text) for m in li.said), "it is told")
        told = next(m for m in li.said if "review this report" in str(m.text))
        standing = li.window.standing.message
        assert "kept on this computer" not in str(told.hint)
        assert standing is not None and "not taken" not in standing.text


def test_a_recall_that_is_asked_for_twice_is_one(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
        recall = li.window.registry["exam.recall"]
        wait_for(recall.when, "it can be recalled")
        recall.run()
        recall.run()
        assert not recall.when()
        wait_for(lambda: bool(task_of(li, State.WAITING, Kind.FIRST_READ)), "it is back in the list")
        assert [title for title, _ in deliveries(li)] == ["Submission", "Recall of a submission"]
        assert {state for _, state in deliveries(li)} == {"delivered"}


def test_a_window_that_is_built_again_has_the_buttons_and_the_reason_of_the_former(
    tmp_path: Path, hub: HubProcess
) -> None:
    """A submission that is undone after a change of theme, and the reason of a return that is being written in one.
    Who has other roles when he signs in again is not shown what he may not do any more."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.place.hold_s = 600.0
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.program.services.settings.update(theme="light")
        assert li.window.bar is not None and not li.window.bar._submit.isEnabled()
        li.activate(li.window)
        li.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
        assert not li.window.case.read_only
        assert li.window.bar._submit.isVisible() and li.window.bar._submit.isEnabled()
        li.desk.place.hold_s = 0.0
        submit(li, "Written on.")
        li.wait_for_delivery()

    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        open_task(zhou, State.WAITING, Kind.REVIEW)
        zhou.press(Qt.Key.Key_R, SIGN)
        box = zhou.window.bar._reasons  # type: ignore[union-attr]
        QTest.keyClicks(box._text, "The left hilum?")
        zhou.program.services.settings.update(theme="light")
        again = zhou.window.bar._reasons  # type: ignore[union-attr]
        assert again is not box and again.isVisible() and again.reason == "The left hilum?"

        with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as database:
            database.execute("UPDATE user SET roles = replace(roles, 'reviewing', 'reporting') WHERE name = 'zhou'")
        zhou.desk.place.ups.http.authorize(hub.url, "no longer good")
        zhou.desk.place.worklist.refresh()
        wait_for(lambda: zhou.program.sign_in_window is not None, "the session has ended")
        zhou.sign_in("zhou")
        wait_for(lambda: zhou.program.sign_in_window is None, "signed in again")
        assert not zhou.desk.session.may_review and zhou.desk.reading_window is None
        assert "roles have been changed" in str(zhou.said[-1].text)


def test_a_submission_is_undone_though_its_exam_was_opened_again(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.place.hold_s = 600.0
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        uid = li.window.case.task.uid
        li.window.close()
        li.desk.open_task(li.desk.place.worklist.worklist.tasks[uid])
        assert li.window.case.why_read_only == "This report is on its way to the hub."
        [held] = li.window.findChildren(HeldBanner)
        held.take_back()
        assert not deliveries(li)
        wait_for(lambda: li.desk.case is not None and not li.window.case.read_only, "it can be written in again")
        li.wait_for_report()
        assert "Nothing new." in texts(li)


def test_a_report_that_the_hub_refuses_is_said_to_be_kept_here(tmp_path: Path, hub: HubProcess) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.place.hold_s = 600.0
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        task = li.window.case.task
        with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as database:
            database.execute("UPDATE user SET roles = replace(roles, 'reporting', 'administrator')")
        li.desk.place.outbox.send_held()
        wait_for(lambda: deliveries(li) == [("Submission", "refused")], "it is refused")
        kept = "The hub has not taken this report; it is kept on this computer. See its receipt."
        assert li.window.case.why_read_only == kept
        li.window.close()
        li.desk.open_task(task)
        assert li.window.case.why_read_only == kept
        li.wait_for_report()
        assert "Nothing new." in texts(li)


def test_the_keyboard_stays_where_one_wrote_and_goes_on_from_there(tmp_path: Path, hub: HubProcess) -> None:
    """Submitted out of the impression and undone, the cursor is there again. Below it is the next case."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        li.desk.place.hold_s = 600.0
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.wait_for_images()
        for times in (1, 2):
            li.write(FINDINGS, f"As before {times}.")
            li.write(IMPRESSION, f"Nothing new {times}.")
            li.answer_dialog()
            QTest.keyClick(li.editor(IMPRESSION), Qt.Key.Key_Return, CTRL)
            wait_for(lambda: li.window.case.handed_over, "submitted")
            li.editor(IMPRESSION).setFocus()
            if times == 1:
                QTest.keyClick(li.editor(IMPRESSION), Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
                wait_for(lambda: not li.window.case.handed_over, "undone")
                wait_for(li.editor(IMPRESSION).hasFocus, "the keyboard is where it was", 5)
        before = li.window.case
        QTest.keyClick(li.editor(IMPRESSION), Qt.Key.Key_Down, CTRL)
        wait_for(lambda: li.desk.case is not before, "the next case")
