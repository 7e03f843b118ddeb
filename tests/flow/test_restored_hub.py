"""A hub that was restored from an older copy has lost what it said to have: it is kept here and gone on with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.core.http import unreachable
from reader.delivery.model import AT_THE_HUB, DeliveryState, Step, StepKind
from reader.delivery.sender import Sender
from reader.report.model import ADDENDUM, IMPRESSION
from reader.worklist.exam import SIGNED_STAGES, Stage
from reader.worklist.model import Kind, State
from tests.flow.doctors import go_to, open_task, sign_in, sign_review, story, submit
from tests.flow.supplements import ALT, CTRL, SIGNED, begun, exam_of, select
from tests.flow.test_day_after import cancel
from tests.flow.test_put_back import put_back
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess, copy_hub

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]

LOST = "The hub does not have this report any more; it is kept on this computer. See its receipt."
KEPT = "What you wrote in an earlier claim of this exam is kept on this computer."
CORRECTED = "Pneumothorax on the left, small."


def copied(hub: HubProcess, to: Path) -> Path:
    """As a backup at night."""
    hub.stop()
    copy_hub(hub.data, to)
    hub.start()
    return to


def restored(hub: HubProcess, backup: Path) -> None:
    hub.stop()
    shutil.rmtree(hub.data)
    copy_hub(backup, hub.data)
    hub.start()


def goes_on(doctor: Workstation) -> None:
    """With what the hub has lost, in its window."""
    outbox = doctor.desk.place.outbox
    wait_for(lambda: exam_of(doctor).open, "it waits at the hub")
    wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "it is missed")
    go_to(doctor, exam_of(doctor).task)
    message = doctor.window.standing.message
    assert message is not None and message.text == LOST and message.holds
    assert LOST in story(doctor), "beside its signature"
    assert message.action == "Go on writing" and message.run is not None
    message.run()
    wait_for(lambda: not doctor.window.case.claiming and doctor.window.case.claim is not None, "claimed again")
    doctor.wait_for_report()
    doctor.activate(doctor.window)


def delivered(doctor: Workstation) -> bool:
    deliveries = doctor.desk.place.outbox.model.deliveries.values()
    return all(one.state in AT_THE_HUB for one in deliveries)


def test_what_a_restored_hub_has_lost_is_gone_on_with_and_delivered_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            backup = copied(hub, tmp_path / "before it was written")
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            assert li.desk.place.journal.kept() == ()
            li.desk.leave_case()
            restored(hub, backup)  # while the program goes on
            goes_on(li)
            assert "No consolidation." in li.editor(IMPRESSION).toPlainText()
            li.write(IMPRESSION, "Seen again.")
            wait_for(lambda: len(li.desk.place.journal.kept()) == 1, "it is on the disk")
        with sign_in(tmp_path / "li", hub, "li") as li:  # the program was ended in between
            assert not li.desk.place.outbox.model.deliveries, "what was lost is forgotten, what was written is not"
            open_task(li, State.READING, Kind.FIRST_READ)
            assert "Seen again." in li.editor(IMPRESSION).toPlainText() and not li.window.case.read_only
            submit(li, "And again.")
            wait_for(lambda: delivered(li) and exam_of(li).stage is Stage.SUBMITTED, "at the hub")

        backup = copied(hub, tmp_path / "before it was reviewed")
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.wait_for_images()
            zhou.write(IMPRESSION, CORRECTED)
            sign_review(zhou)
        restored(hub, backup)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            goes_on(zhou)
            assert CORRECTED in zhou.editor(IMPRESSION).toPlainText(), "the hub has what li wrote"
            sign_review(zhou)
            wait_for(lambda: delivered(zhou) and exam_of(zhou).stage in SIGNED_STAGES, "signed at the hub")


@pytest.mark.parametrize("again", [False, True])
def test_a_reason_of_a_return_that_a_restored_hub_has_lost_is_kept(tmp_path: Path, again: bool) -> None:
    """again: it is sent once more before, which the hub refuses: its claim is forgotten there."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        backup = copied(hub, tmp_path / "backup")
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            assert zhou.window.bar is not None
            zhou.window.bar.returned.emit("Which side?")
            wait_for(lambda: zhou.window.case.handed_over, "returned")
            zhou.wait_for_delivery()
        restored(hub, backup)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            if again:
                sends_again(zhou)
            else:
                goes_on(zhou)
            assert zhou.window.bar is not None and zhou.window.begun_return == "Which side?"
            zhou.window.bar.returned.emit("Which side?")
            wait_for(lambda: delivered(zhou) and exam_of(zhou).stage is Stage.RETURNED, "returned at the hub")


def sends_again(doctor: Workstation) -> None:
    outbox = doctor.desk.place.outbox
    wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "it is missed")
    [lost] = outbox.model.of_state(DeliveryState.MISSING)
    outbox.retry(lost.delivery_id)
    wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "refused")
    go_to(doctor, exam_of(doctor).task)
    message = doctor.window.standing.message
    assert message is not None and message.action == "Go on writing" and message.run is not None
    message.run()
    wait_for(lambda: not doctor.window.case.claiming and doctor.window.case.claim is not None, "claimed again")
    doctor.wait_for_report()


def test_what_a_hub_lost_that_still_has_the_claim_is_gone_on_with_in_that_claim(tmp_path: Path) -> None:
    """The backup was made while it was being written; at last an administrator puts it back."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            uid = li.window.case.task.uid
            backup = copied(hub, tmp_path / "backup")
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            li.desk.leave_case()
        for put_back_then in (False, True):
            restored(hub, backup)
            with sign_in(tmp_path / "li", hub, "li") as li:
                outbox = li.desk.place.outbox
                wait_for(lambda outbox=outbox: bool(outbox.model.of_state(DeliveryState.MISSING)), "missed")
                if put_back_then:
                    put_back(hub.data, uid)
                    li.desk.place.worklist.refresh()
                    wait_for(lambda li=li: exam_of(li).task.state is State.WAITING, "put back")
                    open_task(li, State.WAITING, Kind.FIRST_READ)
                else:
                    goes_on(li)
                    assert li.window.case.task.uid == uid
                assert "No consolidation." in li.editor(IMPRESSION).toPlainText()
                submit(li, "Seen again.")
                wait_for(lambda li=li: delivered(li) and exam_of(li).stage is Stage.SUBMITTED, "at the hub")
                li.desk.leave_case()


def test_what_is_not_kept_here_any_more_is_told_where_a_hub_that_has_lost_it_still_has_the_claim(
    tmp_path: Path,
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            backup = copied(hub, tmp_path / "backup")
            submit(li, "No consolidation.")
            li.wait_for_delivery()
            outbox = li.desk.place.outbox
            outbox.look_now(outbox.model.of_state(DeliveryState.DELIVERED)[0].delivery_id)
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.CONFIRMED)), "seen again")
            li.desk.leave_case()
        restored(hub, backup)
        with sign_in(tmp_path / "li", hub, "li") as li:
            gone = "does not have the report any more"
            wait_for(lambda: any(gone in message.text for message in li.said), "it is told")


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Callable[[StepKind | None], None]:
    """Cuts the line before the steps of a kind, from now on; mended by None."""
    send, cut = Sender.send, list[StepKind]()

    def cut_off(sender: Sender, step: Step) -> object:
        if step.kind in cut:
            raise unreachable("the line")
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", cut_off)
    return lambda kind: cut.__setitem__(slice(None), [] if kind is None else [kind])


def test_what_is_sent_again_does_not_overtake_what_is_written_on_another_computer(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        backup = copied(hub, tmp_path / "backup")
        with sign_in(tmp_path / "here", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "From here.")
            li.wait_for_delivery()
            li.desk.leave_case()
        restored(hub, backup)
        with sign_in(tmp_path / "elsewhere", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.write(IMPRESSION, "From elsewhere.")
            wait_for(lambda: len(li.desk.place.journal.kept()) == 1, "it is on the disk")
        with sign_in(tmp_path / "here", hub, "li") as li:
            outbox = li.desk.place.outbox
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "missed")
            outbox.retry(outbox.model.of_state(DeliveryState.MISSING)[0].delivery_id)
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "refused")
            assert "another claim" in outbox.model.of_state(DeliveryState.REFUSED)[0].error
        with sign_in(tmp_path / "elsewhere", hub, "li") as li:
            open_task(li, State.READING, Kind.FIRST_READ)
            submit(li, "To the end.")
            wait_for(lambda: delivered(li) and exam_of(li).stage is Stage.SUBMITTED, "at the hub")


@pytest.mark.parametrize("step", [StepKind.CREATE_TASK, StepKind.UPDATE_TASK])
def test_a_hub_that_is_restored_in_the_middle_of_a_delivery_gets_all_of_it(
    tmp_path: Path, line: Callable[[StepKind | None], None], step: StepKind
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        backup = copied(hub, tmp_path / "backup")
        line(step)
        submit(li, "No consolidation.")
        outbox = li.desk.place.outbox
        wait_for(lambda: any(one.done for one in outbox.model.deliveries.values()), "a part is done")
        wait_for(lambda: any(one.error for one in outbox.model.deliveries.values()), "and no more")
        restored(hub, backup)
        line(None)
        outbox.retry_all()
        wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "refused")
        outbox.retry(outbox.model.of_state(DeliveryState.REFUSED)[0].delivery_id)
        wait_for(lambda: delivered(li) and exam_of(li).stage is Stage.SUBMITTED, "at the hub")
        li.desk.leave_case()


def test_what_is_written_in_another_claim_outlives_a_cancelled_delivery(
    tmp_path: Path, line: Callable[[StepKind | None], None]
) -> None:
    """The order was cancelled while its report was on its way, and waits again at a restored hub."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        backup = copied(hub, tmp_path / "backup")
        line(StepKind.UPDATE_TASK)
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            study = li.window.case.task.workitem.study_uid
            submit(li, "No consolidation.")
            outbox = li.desk.place.outbox
            wait_for(lambda: any(one.done == 2 for one in outbox.model.deliveries.values()), "a part is done")
            cancel(hub, study)
            line(None)
            outbox.retry_all()
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.CANCELLED)), "cancelled")
            li.desk.leave_case()
        restored(hub, backup)
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.write(IMPRESSION, "Written since.")
            wait_for(lambda: len(li.desk.place.journal.kept()) == 1, "it is on the disk")
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.READING, Kind.FIRST_READ)
            assert "Written since." in li.editor(IMPRESSION).toPlainText() and not li.window.case.read_only


@pytest.mark.parametrize("sent", [False, True])
def test_an_addendum_that_a_restored_hub_never_knew_is_offered_where_its_exam_is_opened(
    tmp_path: Path, sent: bool
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, SIGNED)
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
            zhou.wait_for_delivery()
        backup = copied(hub, tmp_path / "backup")
        with sign_in(tmp_path / "li", hub, "li") as li:
            select(li)
            QTest.keyClick(li.desk.page.table, Qt.Key.Key_A, CTRL | ALT)
            begun(li)
            li.wait_for_report()
            li.write(ADDENDUM, "Small effusion.")
            if sent:
                li.answer_dialog()
                li.press(Qt.Key.Key_Return, CTRL)
                wait_for(lambda: li.window.case.handed_over, "submitted")
                li.wait_for_delivery()
            li.desk.leave_case()
        restored(hub, backup)
        with sign_in(tmp_path / "li", hub, "li") as li:
            if sent:
                wait_for(lambda: bool(li.desk.place.outbox.model.of_state(DeliveryState.MISSING)), "missed")
            go_to(li, exam_of(li).task)
            li.wait_for_report()
            offered = [message for message in li.said if message.action == "Copy its text"]
            assert offered and offered[0].run is not None
            offered[0].run()
            assert "Small effusion." in QApplication.clipboard().text()


def test_a_clock_that_was_put_back_leaves_no_draft_of_what_was_delivered(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.desk.place.hold_s = 600
        submit(li, "No consolidation.")
        later = (datetime.now(UTC) + timedelta(minutes=20)).isoformat()
        with li.program.services.database.write() as db:
            assert db.execute("UPDATE sealed_draft SET saved = ?", (later,)).rowcount == 1
        li.desk.place.outbox.send_held()
        li.wait_for_delivery()
        wait_for(lambda: li.desk.place.journal.kept() == (), "let go")


def documents(hub: HubProcess, study: str) -> int:
    """How many instances of an exam are stored there."""
    answer = requests.get(
        f"{hub.dicomweb}/studies/{study}/instances", headers={"Accept": "application/dicom+json"} | hub.headers(),
        timeout=20,
    )  # fmt: skip
    return len(answer.json())


def text_offered(doctor: Workstation) -> str:
    """What is copied where a message says that something of the exam is kept here."""
    wait_for(lambda: any(str(m.text) == KEPT for m in doctor.said), "it is offered")
    offer = [m for m in doctor.said if str(m.text) == KEPT][-1]
    assert offer.run is not None
    doctor.said.clear()
    offer.run()
    return QApplication.clipboard().text()


def test_what_another_reviewer_has_signed_since_is_what_is_shown(tmp_path: Path) -> None:
    """Of the first reviewer's report, which the hub has lost, only the text is offered: it is in no report."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        backup = copied(hub, tmp_path / "before it was signed")
        for name, text in (("zhou", "Effusion on the left."), ("wu", "Effusion on the right.")):
            with sign_in(tmp_path / name, hub, name) as reviewer:
                open_task(reviewer, State.WAITING, Kind.REVIEW)
                reviewer.wait_for_images()
                reviewer.write(IMPRESSION, text)
                sign_review(reviewer)
            if name == "zhou":
                restored(hub, backup)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            outbox = zhou.desk.place.outbox
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "his is missed")
            for _ in "as missed", "as refused":
                go_to(zhou, exam_of(zhou).task)
                zhou.wait_for_report()
                version = zhou.window.case.version
                assert version is not None and version.verifier is not None
                assert version.verifier.name.alphabetic == "Wu^Jing"
                assert any("Effusion on the right." in section.text for section in version.report.sections)
                assert "Effusion on the left." in text_offered(zhou)
                zhou.window.close()
                outbox.retry_all()
                for lost in outbox.model.of_state(DeliveryState.MISSING):
                    outbox.retry(lost.delivery_id)
                wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "the hub takes no second one")


def test_what_was_begun_is_offered_where_another_doctor_has_claimed_the_exam_since(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        backup = copied(hub, tmp_path / "before it was claimed")
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            li.write(IMPRESSION, "Effusion on the left.")
            li.desk.place.journal.flush()
        restored(hub, backup)
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            open_task(chen, State.WAITING, Kind.FIRST_READ)
        with sign_in(tmp_path / "li", hub, "li") as li:
            li.desk.open_task(exam_of(li).task)
            assert "Effusion on the left." in text_offered(li), "while another doctor writes"
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            open_task(chen, State.READING, Kind.FIRST_READ)
            submit(chen, "No effusion.")
            chen.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            go_to(li, exam_of(li).task)
            li.wait_for_report()
            assert "Effusion on the left." in text_offered(li), "and once it is submitted"


def test_what_is_sent_again_for_a_task_that_the_hub_has_lost_is_not_stored(tmp_path: Path) -> None:
    """It would be a report that no task leads to; its text stays within reach."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "No consolidation.")
            li.wait_for_delivery()
        backup = copied(hub, tmp_path / "before it was returned")
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.window.bar.returned.emit("Which side?")
            wait_for(lambda: zhou.window.case.handed_over, "returned")
            zhou.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Effusion on the left.")
            li.wait_for_delivery()
        restored(hub, backup)
        with sign_in(tmp_path / "li", hub, "li") as li:
            outbox, study = li.desk.place.outbox, exam_of(li).task.workitem.study_uid
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "it is missed")
            lost, stored = outbox.model.of_state(DeliveryState.MISSING)[-1], documents(hub, study)
            outbox.retry(lost.delivery_id)
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.REFUSED)), "the hub has no task for it")
            assert documents(hub, study) == stored and outbox.model.deliveries[lost.delivery_id].done == 0
            li.said.clear()
            go_to(li, exam_of(li).task)
            li.wait_for_report()
            assert "Effusion on the left." in text_offered(li)


def test_who_signed_what_a_restored_hub_has_lost_can_get_at_its_text(tmp_path: Path) -> None:
    """Also where the reviewer changed nothing, so that no draft was ever kept."""
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Effusion on the right.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
        backup = copied(hub, tmp_path / "before it was added to")
        with sign_in(tmp_path / "li", hub, "li") as li:
            wait_for(lambda: exam_of(li).stage in SIGNED_STAGES, "signed")
            select(li)
            QTest.keyClick(li.desk.page.table, Qt.Key.Key_A, CTRL | ALT)
            begun(li)
            li.wait_for_report()
            li.write(ADDENDUM, "On the left.")
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: li.window.case.handed_over, "submitted")
            li.wait_for_delivery()
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            sign_review(zhou)
        restored(hub, backup)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            wait_for(lambda: bool(zhou.desk.place.outbox.model.of_state(DeliveryState.MISSING)), "it is missed")
            go_to(zhou, exam_of(zhou).task)
            zhou.wait_for_report()
            assert "On the left." in text_offered(zhou)
