"""A hub that was restored from before the order, and a disk that is full for a moment."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from reader.core.http import unreachable
from reader.core.storage import StorageError
from reader.delivery.model import AT_THE_HUB, DeliveryState, Step, StepKind
from reader.delivery.outbox import Outbox
from reader.delivery.sender import NotOurs, Sender
from reader.delivery.service import submission_steps
from tests.delivery.test_outbox import outbox_of, work
from tests.servers import HubProcess, copy_hub
from tests.worklist.samples import LI
from tests.worklist.station import Station

FULL = "SELECT RAISE(FAIL, 'database or disk is full')"


@pytest.mark.parametrize("step", [StepKind.CREATE_TASK, StepKind.UPDATE_TASK, StepKind.CLOSE_TASK])
def test_what_a_hub_has_never_heard_of_is_refused_and_its_text_can_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: StepKind
) -> None:
    send, cut = Sender.send, [step]

    def cut_off(sender: Sender, one: Step) -> str:
        if one.kind in cut:
            raise unreachable("the line")
        return send(sender, one)

    monkeypatch.setattr(Sender, "send", cut_off)
    with HubProcess(tmp_path / "hub") as hub:
        hub.stop()
        copy_hub(hub.data, tmp_path / "older")
        hub.start()
        li = Station(hub, LI, tmp_path / "li", roles=("reporting",))
        made, outbox = work(li), outbox_of(li)
        outbox.start()
        delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
        li.until(lambda: outbox.model.deliveries[delivery].error != "", 10)
        assert outbox.model.deliveries[delivery].done > 0
        hub.stop()
        shutil.rmtree(hub.data)
        copy_hub(tmp_path / "older", hub.data)
        hub.start()
        li.http.authorize(hub.dicomweb, hub.login("li"))
        cut.clear()
        outbox.retry_all()
        li.until(lambda: outbox.model.deliveries[delivery].state is DeliveryState.REFUSED, 10)
        refused = outbox.model.deliveries[delivery]
        assert refused.untaken and outbox.objects(made.task.uid) and "restored from an older copy" in refused.error
        outbox.stop()
        li.close()


def test_a_disk_that_is_full_for_a_moment_keeps_nothing_from_the_hub_for_long(
    station: Callable[..., Station],
) -> None:
    li = station(LI)
    made, outbox = work(li), outbox_of(li)
    delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
    path = li.database.path

    def change(sql: str) -> None:
        with sqlite3.connect(path, timeout=20) as db:
            db.execute(sql)

    change("UPDATE delivery SET next_try = '2000-01-01T00:00:00+00:00'")
    change(f"CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN {FULL}; END")
    outbox = outbox_of(li)
    with pytest.raises(StorageError):
        outbox.start()
    outbox.route_messages(lambda *_: "")
    change("DROP TRIGGER full")
    li.until(lambda: outbox.model.deliveries[delivery].state in AT_THE_HUB, 10)
    outbox.stop()


def test_a_disk_that_is_full_while_a_step_is_under_way_begins_no_second_one(
    station: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step would be sent twice, side by side."""
    li, send, begun, go_on = station(LI), Sender.send, list[str](), Event()
    made = work(li)
    outbox = Outbox(li.database, li.http, li.tasks, li.seal, li.user, back_off=(0.3, 60.0))

    def change(sql: str) -> None:
        with sqlite3.connect(li.database.path, timeout=20) as db:
            db.execute(sql)

    def slow(sender: Sender, step: Step) -> str:
        begun.append(f"{step.kind} {step.uid}")
        if len(begun) <= 2:
            raise unreachable("the line")
        assert go_on.wait(20)
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", slow)
    outbox.start()
    waits = outbox.enqueue("CT before", f"{made.task.uid}.9", submission_steps(made)).delivery_id
    li.until(lambda: outbox.model.deliveries[waits].tries == 2, 10)
    delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
    li.until(lambda: len(begun) == 3, 10)
    change(f"CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN {FULL}; END")
    with pytest.raises(StorageError):
        outbox.retry_all()
    change("DROP TRIGGER full")
    with suppress(AssertionError):
        li.until(lambda: len(begun) > 3, 1.5)
    assert len(begun) == 3
    go_on.set()
    li.until(lambda: outbox.model.deliveries[delivery].state in AT_THE_HUB, 20)
    outbox.stop()


def test_what_was_wholly_done_before_its_task_was_deleted_is_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the last step was lost, and the computer away until the hub had deleted the order."""
    send, lost = Sender.send, [True]

    def cut_off(sender: Sender, step: Step) -> str:
        given = send(sender, step)
        if step.kind is StepKind.CLOSE_TASK and lost:
            raise unreachable("the line")
        return given

    monkeypatch.setattr(Sender, "send", cut_off)
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li", roles=("reporting",))
        made, outbox = work(li), outbox_of(li)
        outbox.start()
        delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
        li.until(lambda: outbox.model.deliveries[delivery].error != "", 10)
        outbox.stop()
        hub.stop()
        with sqlite3.connect(hub.data / "hub.sqlite") as db:  # as it does after 90 days
            for (uid,) in db.execute("SELECT uid FROM workitem").fetchall():
                db.execute("DELETE FROM workitem WHERE uid = ?", (uid,))
                db.execute("INSERT OR IGNORE INTO gone_workitem VALUES (?)", (uid,))
        hub.start()
        li.http.authorize(hub.dicomweb, hub.login("li"))
        lost.clear()
        outbox = outbox_of(li)
        outbox.start()
        li.until(lambda: outbox.model.deliveries[delivery].state in AT_THE_HUB, 10)
        outbox.stop()
        li.close()


def test_a_receipt_that_cannot_be_read_stops_nothing_behind_it(
    station: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    li, send, line = station(LI), Sender.send, ["away"]
    one, two, outbox = work(li), work(li), outbox_of(li)

    def refused(sender: Sender, step: Step) -> str:
        if step.kind is StepKind.CLOSE_TASK and step.uid == one.task.uid:
            raise unreachable("the line") if line else NotOurs("Refused.")
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", refused)
    outbox.start()
    first = outbox.enqueue("CT before", one.task.uid, submission_steps(one)).delivery_id
    li.until(lambda: outbox.model.deliveries[first].error != "", 10)
    outbox.stop()
    with sqlite3.connect(li.database.path, timeout=20) as db:
        db.execute("UPDATE delivery_receipt SET sealed = x'00112233' WHERE id = ?", (first,))
    line.clear()
    outbox = outbox_of(li)
    second = outbox.enqueue("CT chest", two.task.uid, submission_steps(two)).delivery_id
    outbox.start()
    li.until(lambda: outbox.model.deliveries[second].state in AT_THE_HUB, 10)
    assert outbox.model.deliveries[first].state is DeliveryState.REFUSED
    outbox.stop()
