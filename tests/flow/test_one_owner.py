"""A report has one owner: what a colleague wrote on the same computer, or the same doctor on another one, is nobody
else's draft, and no second report is stored beside what the hub has by then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.delivery.model import Delivery, DeliveryState, StepKind
from reader.report.model import IMPRESSION
from reader.worklist.model import Kind, State
from tests.flow.doctors import go_to, open_task, sign_in, sign_review, submit
from tests.flow.supplements import exam_of
from tests.flow.test_restored_hub import copied, documents, line, restored, text_offered
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

__all__ = ["line"]
pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def refused(doctor: Workstation) -> Delivery:
    outbox = doctor.desk.place.outbox.model
    wait_for(lambda: bool(outbox.of_state(DeliveryState.REFUSED)), "the report is refused")
    return outbox.of_state(DeliveryState.REFUSED)[0]


def is_stored(doctor: Workstation) -> bool:
    """Nothing else of a delivery is done."""
    return any(found.done == 1 for found in doctor.desk.place.outbox.model.deliveries.values())


@pytest.mark.parametrize("kind", [Kind.FIRST_READ, Kind.REVIEW], ids=["first read", "review"])
def test_a_colleague_at_the_same_computer_does_not_go_on_with_what_another_one_wrote(
    tmp_path: Path, kind: Kind
) -> None:
    """Where the hub has forgotten the first one's claim and gives the very task to the second."""
    first, second = ("li", "chen") if kind is Kind.FIRST_READ else ("zhou", "wu")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        if kind is Kind.REVIEW:
            with sign_in(tmp_path / "elsewhere", hub, "li") as li:
                open_task(li, State.WAITING, Kind.FIRST_READ)
                submit(li, "No consolidation.")
                li.wait_for_delivery()
        backup = copied(hub, tmp_path / "before it was claimed")
        with sign_in(tmp_path / "shared", hub, first) as doctor:
            open_task(doctor, State.WAITING, kind)
            uid, journal = doctor.window.case.task.uid, doctor.desk.place.journal
            doctor.write(IMPRESSION, "Effusion on the left.")
            doctor.window.close()
            wait_for(lambda: doctor.desk.reading_window is None, "left")
            journal.keep_reason(uid, "Which side?")
        restored(hub, backup)
        with sign_in(tmp_path / "shared", hub, second) as doctor:
            open_task(doctor, State.WAITING, kind)
            journal = doctor.desk.place.journal
            assert doctor.window.case.task.uid == uid and not doctor.window.case.read_only
            assert "Effusion" not in doctor.editor(IMPRESSION).toPlainText()
            assert not journal.kept() and not journal.reason(uid)
            doctor.write(IMPRESSION, "No effusion.")
            journal.flush()
        with sign_in(tmp_path / "shared", hub, first) as doctor:
            doctor.desk.open_task(exam_of(doctor).task)
            assert "Effusion on the left." in text_offered(doctor)
            assert doctor.desk.place.journal.reason(uid) == "Which side?"


def twice(folder: Path, hub: HubProcess) -> None:
    """li has claimed the exam, and her profile was copied."""
    with sign_in(folder / "one", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        li.write(IMPRESSION, "Begun.")
        li.desk.place.journal.flush()
    shutil.copytree(folder / "one", folder / "other")


def test_the_writing_ends_where_the_report_is_submitted_from_another_computer(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        twice(tmp_path, hub)
        with sign_in(tmp_path / "other", hub, "li") as other:
            open_task(other, State.READING, Kind.FIRST_READ)
            case, window = other.window.case, other.window
            assert not case.read_only
            one = sign_in(tmp_path / "one", hub, "li")
            open_task(one, State.READING, Kind.FIRST_READ)
            submit(one, "From here.")
            one.wait_for_delivery()
            one.program.stop()
            wait_for(lambda: case.read_only, "the writing ends")
            told = window.messages.message
            assert told is not None and "reported from another computer" in str(told.text)
        with sign_in(tmp_path / "other", hub, "li") as other:
            go_to(other, exam_of(other).task)
            assert "Begun." in text_offered(other)


def test_what_waits_here_is_not_stored_beside_what_was_submitted_from_another_computer(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        twice(tmp_path, hub)
        with sign_in(tmp_path / "other", hub, "li") as other:
            other.desk.place.hold_s = 600
            open_task(other, State.READING, Kind.FIRST_READ)
            submit(other, "From the other one.")
            hub.stop()
        hub.start()
        with sign_in(tmp_path / "one", hub, "li") as one:
            open_task(one, State.READING, Kind.FIRST_READ)
            submit(one, "From here.")
            one.wait_for_delivery()
            stored = documents(hub, one.window.case.task.workitem.study_uid)
        with sign_in(tmp_path / "other", hub, "li") as other:
            assert refused(other).done == 0
            assert documents(hub, exam_of(other).task.workitem.study_uid) == stored
            go_to(other, exam_of(other).task)
            assert "From the other one." in text_offered(other)


def test_what_a_restored_hub_has_lost_is_not_stored_beside_what_was_submitted_since(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        backup = copied(hub, tmp_path / "before it was claimed")
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "From here.")
            li.wait_for_delivery()
        restored(hub, backup)
        with sign_in(tmp_path / "chen", hub, "chen") as chen:
            open_task(chen, State.WAITING, Kind.FIRST_READ)
            submit(chen, "From elsewhere.")
            chen.wait_for_delivery()
        with sign_in(tmp_path / "li", hub, "li") as li:
            outbox, study = li.desk.place.outbox, exam_of(li).task.workitem.study_uid
            stored = documents(hub, study)
            wait_for(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)), "it is missed")
            outbox.retry(outbox.model.of_state(DeliveryState.MISSING)[0].delivery_id)
            assert refused(li).done == 0 and documents(hub, study) == stored
            go_to(li, exam_of(li).task)
            assert "From here." in text_offered(li)


@pytest.mark.parametrize("elsewhere", ["submitted", "released to a colleague"])
def test_what_is_only_stored_from_here_is_offered_as_text_where_another_report_is_submitted(
    tmp_path: Path, line: Callable[[StepKind | None], None], elsewhere: str
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        twice(tmp_path, hub)
        line(StepKind.CREATE_TASK)
        with sign_in(tmp_path / "one", hub, "li") as one:
            open_task(one, State.READING, Kind.FIRST_READ)
            submit(one, "From here.")
            wait_for(lambda: is_stored(one), "it is stored")
        line(None)
        with sign_in(tmp_path / "other", hub, "li") as other:
            open_task(other, State.READING, Kind.FIRST_READ)
            if elsewhere == "submitted":
                submit(other, "From elsewhere.")
                other.wait_for_delivery()
            else:
                desk, task = other.desk, other.window.case.task
                desk.leaving.release_all([task], lambda: desk.leave_case(settled=True))
                wait_for(lambda: exam_of(other).task.state is State.WAITING, "released")
        if elsewhere != "submitted":
            with sign_in(tmp_path / "chen", hub, "chen") as chen:
                open_task(chen, State.WAITING, Kind.FIRST_READ)
                submit(chen, "From elsewhere.")
                chen.wait_for_delivery()
        with sign_in(tmp_path / "one", hub, "li") as one:
            said = refused(one)
            assert "administrator" not in f"{said.error} {said.hint}"
            go_to(one, exam_of(one).task)
            assert "From here." in text_offered(one)
            assert "From elsewhere." in one.editor(IMPRESSION).toPlainText()


def test_a_return_that_another_computer_has_overtaken_by_a_signature_is_not_what_is_shown(
    tmp_path: Path, line: Callable[[StepKind | None], None]
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "By li.")
            li.wait_for_delivery()
        with sign_in(tmp_path / "one", hub, "zhou") as zhou:
            open_task(zhou, State.WAITING, Kind.REVIEW)
            zhou.write(IMPRESSION, "Begun.")
            zhou.desk.place.journal.flush()
        shutil.copytree(tmp_path / "one", tmp_path / "other")
        line(StepKind.CREATE_TASK)
        with sign_in(tmp_path / "one", hub, "zhou") as zhou:
            open_task(zhou, State.READING, Kind.REVIEW)
            zhou.wait_for_images()
            zhou.write(IMPRESSION, "Given back.")
            zhou.window.bar.returned.emit("Which side?")
            wait_for(lambda: is_stored(zhou), "it is stored")
        line(None)
        with sign_in(tmp_path / "other", hub, "zhou") as zhou:
            open_task(zhou, State.READING, Kind.REVIEW)
            zhou.write(IMPRESSION, "Signed.")
            sign_review(zhou)
        with sign_in(tmp_path / "one", hub, "zhou") as zhou:
            refused(zhou)
            go_to(zhou, exam_of(zhou).task)
            assert "Given back." in text_offered(zhou)
            assert "Signed." in zhou.editor(IMPRESSION).toPlainText()
