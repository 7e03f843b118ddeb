"""Messages to the hospital's own system: the versions of one report in their order, whoever is signed in.

What the program asks the hub before each try is in tests/flow/test_elsewhere.py.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.http import Forbidden, Http, unreachable
from reader.core.profile import Profile, open_profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.storage import Database
from reader.core.tasks import Progress, Tasks
from reader.delivery.model import Delivery, DeliveryState, Edition, Step, StepKind, message_about
from reader.delivery.outbox import Outbox
from reader.delivery.route import Overtaken
from reader.delivery.ui.receipts import state_words, summary
from reader.dicom.values import Person
from tests.delivery.receiver import Receiver, acknowledged
from tests.worklist.samples import CHEN, LI

State = DeliveryState


class Computer:
    """One profile, without a hub: nothing here needs one."""

    def __init__(self, profile: Profile) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.tasks = Tasks(self.calls.put, lambda error: None)
        self.database = Database(profile.database)
        self.seal = seal_of(self.database, Secrets(profile))
        self.receiver = ""
        self.unanswered: Exception | None = None
        self.stalled: threading.Event | None = None

    def outbox(self, user: Person) -> Outbox:
        made = Outbox(self.database, Http(), self.tasks, self.seal, user, back_off=(0.1, 0.2))
        made.route_messages(self.route)
        return made

    def route(self, message: Delivery, progress: Progress) -> str:
        """On a worker, as the program's own."""
        while self.stalled is not None:
            self.stalled.set()
            progress.check()
            time.sleep(0.01)
        if self.unanswered is not None:
            raise self.unanswered
        return self.receiver

    def queue(self, outbox: Outbox, version: int, report: str = "A", of: str = "", about: str = "") -> str:
        message = f"MSH|^~\\&|READER|C|||20260101||ORU^R01|{report}{version}|P|2.5.1\rOBX|1\r".encode()
        step = Step(StepKind.SEND_MESSAGE, uid=f"{report}{version}", objects=(message,))
        about = message_about(about or f"{report}{version}")
        made = outbox.enqueue("Report", about, (step,), edition=Edition(report, version, of))
        return made.delivery_id

    def until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + 10
        while not true():
            assert time.monotonic() < ends, "it never came true"
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    made = Computer(open_profile(tmp_path / "profile"))
    yield made
    made.tasks.close()


def came(his: Receiver) -> list[str]:
    return [message.split(b"|")[9].decode() for message in his.messages]


def state(outbox: Outbox, number: str) -> Delivery:
    return outbox.model.deliveries[number]


def test_a_later_version_waits_for_an_earlier_one_and_another_report_does_not(computer: Computer) -> None:
    with Receiver(acknowledged) as away:
        port = away.port
    computer.receiver = f"mllp://127.0.0.1:{port}"
    outbox = computer.outbox(LI)
    outbox.start()
    first = computer.queue(outbox, 1)
    computer.until(lambda: state(outbox, first).tries > 0)
    computer.queue(outbox, 3)
    computer.queue(outbox, 2)
    computer.queue(outbox, 1, "B")
    assert summary(list(outbox.model.deliveries.values()))[0] == "◔ Waiting for the hospital’s system (1)"
    with Receiver(acknowledged, port) as his:
        computer.until(lambda: len(outbox.model.of_state(State.DELIVERED)) == 4)
        assert [name for name in came(his) if name[0] == "A"] == ["A1", "A2", "A3"]


@pytest.mark.parametrize("code", ["AE", "AR"])
def test_a_later_version_takes_the_place_of_a_refused_one_which_never_goes_out_again(
    computer: Computer, code: str
) -> None:
    outbox = computer.outbox(LI)
    outbox.start()
    takes = [False]
    with Receiver(lambda message: acknowledged(message, "AA" if takes[0] else code, text="No")) as his:
        computer.receiver = f"mllp://127.0.0.1:{his.port}"
        first = computer.queue(outbox, 1)
        computer.until(lambda: bool(state(outbox, first).error))
        assert state(outbox, first).state is (State.REFUSED if code == "AE" else State.WAITING)
        second = computer.queue(outbox, 2)
        computer.until(lambda: state(outbox, first).state is State.SUPERSEDED)
        assert "newer version" in state(outbox, first).error and "No" in state(outbox, first).hint
        assert state_words(state(outbox, first))[0] == "○ Replaced by a newer version"
        assert not computer.database.read("SELECT 1 FROM delivery_part WHERE id = ?", (first,))
        takes[0], count = True, len(his.messages)
        outbox.retry(second)
        computer.until(lambda: state(outbox, second).state is State.DELIVERED)
        outbox.retry(first)  # from a list that was open
        late = computer.queue(outbox, 1)
        assert state(outbox, late).state is State.SUPERSEDED, "made after the later one was taken"
        again = computer.outbox(LI)
        again.start()
        assert state(again, first).state is State.SUPERSEDED
        outbox.stop()
        third = computer.queue(again, 3)
        computer.until(lambda: state(again, third).state is State.DELIVERED)
        assert came(his)[count:] == ["A2", "A3"]


def test_ar_is_tried_again_by_itself_and_seen(computer: Computer) -> None:
    outbox = computer.outbox(LI)
    outbox.start()
    codes = ["AR", "AR", "AA"]
    with Receiver(lambda message: acknowledged(message, codes.pop(0), text="Temporarily down")) as his:
        computer.receiver = f"mllp://127.0.0.1:{his.port}"
        one = computer.queue(outbox, 1)
        computer.until(lambda: state(outbox, one).tries == 1)
        assert "Temporarily down" in state(outbox, one).error and state(outbox, one).next_try is not None
        computer.until(lambda: state(outbox, one).state is State.DELIVERED)
        assert came(his) == ["A1"] * 3


def test_it_is_sent_in_anybodys_session_and_stays_its_doctors(computer: Computer) -> None:
    with Receiver(acknowledged) as his:
        computer.receiver = f"mllp://127.0.0.1:{his.port}"
        li = computer.outbox(LI)
        report = li.enqueue("Report", "1.2.3", (Step(StepKind.CLOSE_TASK, "http://127.0.0.1:9", uid="1.2.3"),))
        one = computer.queue(li, 1)
        li.stop()
        chen = computer.outbox(CHEN)
        later = computer.queue(chen, 1, "B", of=report.delivery_id)  # made from what Li had delivered
        chen.start()
        computer.until(lambda: len(chen.model.of_state(State.DELIVERED)) == 2)
        assert came(his) == ["A1", "B1"]
        assert state(chen, report.delivery_id).absent and state(chen, report.delivery_id).tries == 0
        for number in (one, later):
            assert state(chen, number).doctor == LI.name.display and not state(chen, number).absent
        rows = computer.database.read("SELECT DISTINCT username FROM delivery")
        assert [row["username"] for row in rows] == [LI.username]


def test_a_report_for_the_hub_does_not_wait_behind_messages(computer: Computer) -> None:
    computer.receiver = "mllp://127.0.0.1:9"
    outbox = computer.outbox(LI)
    message = computer.queue(outbox, 1)
    report = outbox.enqueue("Report", "1.2.3", (Step(StepKind.CLOSE_TASK, "http://127.0.0.1:9", uid="1.2.3"),))
    assert [one.delivery_id for one in outbox._ledger.pending()] == [report.delivery_id, message]


@pytest.mark.parametrize("sent", [False, True])
def test_of_a_report_that_the_hub_has_lost_nothing_goes_out_after_the_one_in_its_place(
    computer: Computer, sent: bool
) -> None:
    """The hub was restored from an older copy while the receiver was away, or after it had the message."""
    with Receiver(acknowledged) as away:
        port = away.port
    computer.receiver = f"mllp://127.0.0.1:{port}"
    outbox = computer.outbox(LI)
    lost = outbox.enqueue("Report", "1.2.3", (Step(StepKind.CLOSE_TASK, "http://127.0.0.1:9", uid="1.2.3"),) * 3)
    outbox.model.put(outbox._ledger.keep(replace(lost, state=State.DELIVERED, delivered=datetime.now(UTC), done=3)))
    first = computer.queue(outbox, 2, about=lost.delivery_id)
    if sent:
        with Receiver(acknowledged, port):
            outbox.start()
            computer.until(lambda: state(outbox, first).state is State.DELIVERED)
    outbox.model.put(outbox._ledger.keep(replace(lost, state=State.MISSING, done=3)))
    assert outbox.may_have_sent(Edition("A", 2, "another")) is sent
    with Receiver(acknowledged, port) as his:
        outbox.start()
        other = computer.queue(outbox, 1, "B")
        computer.until(lambda: state(outbox, other).state is State.DELIVERED)
        assert came(his) == ["B1"], "it waits as long as the hub does not have its report"
        outbox.dismiss(lost.delivery_id)
        assert state(outbox, first).state is (State.DELIVERED if sent else State.SUPERSEDED)
        again = computer.queue(outbox, 2, about="another")
        computer.until(lambda: state(outbox, again).state is State.DELIVERED)
        assert came(his) == ["B1", "A2"]
        third = computer.queue(outbox, 3)
        computer.until(lambda: state(outbox, third).state is State.DELIVERED)


@pytest.mark.parametrize("away", [unreachable("the line"), Forbidden({}), Forbidden({"Warning": "299 hub"})])
def test_without_an_answer_whether_it_still_goes_it_waits_and_overtaken_it_never_goes(
    computer: Computer, away: Exception
) -> None:
    outbox, told = computer.outbox(LI), list[object]()
    outbox.unanswered.connect(told.append)
    computer.unanswered = away
    outbox.start()
    with Receiver(acknowledged) as his:
        computer.receiver = f"mllp://127.0.0.1:{his.port}"
        first = computer.queue(outbox, 1)
        second = computer.queue(outbox, 2)
        computer.until(lambda: bool(state(outbox, first).error))
        waits = state(outbox, first)
        assert waits.state is State.WAITING and waits.tries == 0, "it was not even tried"
        assert "newer version" in waits.error and str(away) in waits.hint and waits.next_try is not None
        assert summary(list(outbox.model.deliveries.values()))[0] == "◔ Waiting for the hospital’s system (1)"
        assert not outbox.may_have_sent(Edition("A", 1, "another"))
        computer.until(lambda: bool(told) or isinstance(away, Forbidden))
        computer.unanswered = Overtaken("There is a newer one.")
        computer.until(lambda: state(outbox, second).state is State.SUPERSEDED)
        assert [state(outbox, one).error for one in (first, second)] == ["There is a newer one."] * 2
        assert not computer.database.read("SELECT 1 FROM delivery_part"), "nothing to send is left"
        computer.unanswered = None
        outbox.retry(first)  # from a list that was open
        other = computer.queue(outbox, 1, "B")
        computer.until(lambda: state(outbox, other).state is State.DELIVERED)
        assert came(his) == ["B1"]


def test_it_goes_to_the_receiver_of_now_and_not_while_its_doctor_leaves(computer: Computer) -> None:
    outbox = computer.outbox(LI)
    outbox.start()
    with Receiver(acknowledged) as away:
        computer.receiver = f"mllp://127.0.0.1:{away.port}"
    one = computer.queue(outbox, 1)
    computer.until(lambda: state(outbox, one).tries > 0)
    computer.stalled = threading.Event()
    outbox.retry(one)
    computer.until(computer.stalled.is_set)
    outbox.stop()
    computer.until(lambda: outbox._working is None)
    assert not outbox._ledger.pending()[0].error, "leaving is no fault"
    with Receiver(acknowledged) as his:
        computer.receiver, computer.stalled = f"mllp://127.0.0.1:{his.port}", None
        chen = computer.outbox(CHEN)
        chen.start()
        computer.until(lambda: state(chen, one).state is State.DELIVERED)
        assert came(his) == ["A1"] and not away.messages
