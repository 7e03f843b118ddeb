"""Messages to the hospital's own system, where what was right when the report was signed is so no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.delivery.model import Delivery, DeliveryState
from reader.report.model import AMENDMENT
from reader.worklist.model import Kind, State
from tests.delivery.receiver import Receiver, acknowledged
from tests.flow.doctors import open_task, sign_in, sign_review, submit
from tests.flow.supplements import ALT, CTRL, begun, select
from tests.flow.workstation import IMPRESSION, Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


def receiver(doctor: Workstation, port: int) -> None:
    """As the policy sets it; 0 for none."""
    doctor.program.services.settings.update(hl7_receiver=f"mllp://127.0.0.1:{port}" if port else "")


def message(doctor: Workstation) -> Delivery:
    deliveries = doctor.desk.place.outbox.model.deliveries.values()
    return next(one for one in deliveries if one.message)


def until(doctor: Workstation, true: Callable[[Delivery], bool], what: str) -> None:
    """Trying again at once, without the pauses in between."""
    outbox = doctor.desk.place.outbox

    def found() -> bool:
        if any(one.message and true(one) for one in outbox.model.deliveries.values()):
            return True
        outbox.retry_all()
        return False

    wait_for(found, what)


def nobody() -> int:
    """A port where no receiver is."""
    with Receiver(acknowledged) as away:
        return away.port


def first_read(profile: Path, hub: HubProcess) -> None:
    with sign_in(profile, hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Pneumothorax on the right.")
        li.wait_for_delivery()


def signs(doctor: Workstation, port: int) -> None:
    """What waits for review, while the receiver is away."""
    receiver(doctor, port)
    open_task(doctor, State.WAITING, Kind.REVIEW)
    sign_review(doctor)
    until(doctor, lambda one: one.tries > 0, "it waits for the receiver")


def test_what_waits_goes_to_the_receiver_of_now(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        first_read(tmp_path / "li", hub)
        with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
            port = nobody()
            signs(zhou, port)
            receiver(zhou, 0)
            until(zhou, lambda one: "No receiver is set" in one.error, "its receipt says that it waits")
            with Receiver(acknowledged, port) as before, Receiver(acknowledged) as now:
                zhou.desk.place.outbox.retry_all()
                until(zhou, lambda one: "No receiver is set" in one.error, "it still waits")
                assert message(zhou).state is DeliveryState.WAITING and not before.messages
                receiver(zhou, now.port)
                until(zhou, lambda one: one.state is DeliveryState.DELIVERED, "taken")
                assert len(now.messages) == 1 and not before.messages


def test_what_waits_here_is_not_sent_after_what_another_computer_has_signed_since(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        first_read(tmp_path / "li", hub)
        port = nobody()
        with sign_in(tmp_path / "here", hub, "zhou") as zhou:
            signs(zhou, port)
            hub.stop()
            until(zhou, lambda one: "could not be asked" in one.error, "its receipt says that it waits")
            with Receiver(acknowledged, port) as early:
                zhou.desk.place.outbox.retry_all()
                until(zhou, lambda one: "could not be asked" in one.error, "it still waits")
                assert message(zhou).state is DeliveryState.WAITING and not early.messages
            hub.start()
        with sign_in(tmp_path / "li", hub, "li") as li:
            select(li)
            QTest.keyClick(li.desk.page.table, Qt.Key.Key_M, CTRL | ALT)
            begun(li)
            li.wait_for_images()
            li.editor(IMPRESSION).selectAll()
            QTest.keyClicks(li.editor(IMPRESSION), "Pneumothorax on the left.")
            li.write(AMENDMENT, "Wrong side.")
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, CTRL)
            wait_for(lambda: li.window.case.handed_over, "submitted")
            li.wait_for_delivery()
        with sign_in(tmp_path / "elsewhere", hub, "wu") as wu, Receiver(acknowledged) as his:
            receiver(wu, his.port)
            open_task(wu, State.WAITING, Kind.REVIEW)
            sign_review(wu)
            until(wu, lambda one: one.state is DeliveryState.DELIVERED, "taken")
            lines = his.messages[0].decode().split("\r")
            assert any("|TX|" in line and "Pneumothorax on the left." in line for line in lines)
            assert [line.split("|")[25] for line in lines if line.startswith("OBR")] == ["C"]
        with Receiver(acknowledged, port) as late, sign_in(tmp_path / "here", hub, "zhou") as zhou:
            receiver(zhou, port)
            ends = (DeliveryState.SUPERSEDED, DeliveryState.DELIVERED)
            until(zhou, lambda one: one.state in ends, "an end of it")
            assert message(zhou).state is DeliveryState.SUPERSEDED and not late.messages
            assert "newer signed version" in message(zhou).error
