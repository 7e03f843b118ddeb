"""Delivered exactly once: on a real hub, with answers lost, the hub away, and the program killed."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest

from reader.core.http import Forbidden, HubUnreachable, unreachable
from reader.core.refusals import HEADER, Refusal
from reader.core.storage import StorageError
from reader.delivery.comparison import compare
from reader.delivery.ledger import Ledger
from reader.delivery.model import Delivery, DeliveryState, Step, StepKind
from reader.delivery.outbox import Outbox
from reader.delivery.sender import Sender
from reader.delivery.service import Handover, submission_steps
from reader.delivery.ui.receipts import state_words
from reader.dicom.archives.web import DicomWeb
from reader.dicom.json_model import Json, items, value
from reader.dicom.ups.client import TaskGone, UpsClient
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED, workitem_from
from tests.delivery.journeys import Truth
from tests.delivery.samples import claimed, handover
from tests.faults import FaultProxy
from tests.flow.test_put_back import put_back
from tests.nursery import start
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, ZHOU
from tests.worklist.station import Station

MakeStation = Callable[..., Station]
RETRY = (0.05, 0.1, 0.2)


def outbox_of(station: Station) -> Outbox:
    return Outbox(station.database, station.http, station.tasks, station.seal, station.user, back_off=RETRY)


def work(station: Station) -> Handover:
    task, transaction = claimed(station)
    return handover(task, transaction, station.hub.dicomweb, station.user)


def unreviewed(made: Handover) -> tuple[Step, ...]:
    """Stored and completed; nobody is asked to verify it."""
    return tuple(step for step in submission_steps(made) if step.kind is not StepKind.CREATE_TASK)


def cancel(hub: HubProcess, uid: str) -> None:
    """As hubs of earlier versions let the program do that has the claim, also once its verification waited."""
    with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as db:
        (content,) = db.execute("SELECT content FROM workitem WHERE uid = ?", (uid,)).fetchone()
        ended = content.replace(f'"{IN_PROGRESS}"', f'"{CANCELED}"')
        db.execute("UPDATE workitem SET state = ?, content = ? WHERE uid = ?", (CANCELED, ended, uid))


def settled(station: Station, outbox: Outbox, seconds: float = 10) -> list[Delivery]:
    station.until(lambda: not any(entry.pending for entry in outbox.model.deliveries.values()), seconds)
    return list(outbox.model.deliveries.values())


def assert_all_delivered(deliveries: list[Delivery]) -> None:
    assert [entry.state for entry in deliveries] == [DeliveryState.DELIVERED], deliveries[0].error


def assert_delivered_once(station: Station, made: Handover) -> None:
    task = station.ups.retrieve(made.task.uid)
    assert value(task, "00741000") == COMPLETED
    outputs = {uid for entry in workitem_from(task).outputs for _, uid in entry.instances}
    assert outputs == {made.report.sop_instance_uid, made.evidence[0].sop_instance_uid}
    web = DicomWeb(station.http, station.hub.dicomweb)
    stored = [
        str(value(entry, "00080018"))
        for series in web.search_series(made.task.study_uid)
        for entry in web.search_instances(made.task.study_uid, str(value(series, "0020000E")))
    ]
    assert sorted(stored) == sorted(outputs)
    reviews = [
        entry for entry in station.ups.search({"00741000": SCHEDULED})
        if value(items(entry, "0040A370")[0], "0020000D") == made.task.study_uid
    ]  # fmt: skip
    assert len(reviews) == 1
    assert value(items(reviews[0], "00404018")[0], "00080100") == "110007"


def test_what_one_has_sent_oneself_is_known_by_its_exam_also_when_it_is_confirmed(station: MakeStation) -> None:
    li = station(LI)
    made, outbox = work(li), outbox_of(li)
    study, sent = made.task.study_uid, {made.report.series_uid, *(e.series_uid for e in made.evidence)}
    assert outbox.sent_series(study) == frozenset()
    delivery = outbox.enqueue("CT chest", made.task.uid, unreviewed(made))
    assert outbox.sent_series(study) == sent and outbox.sent_series("1.2.3") == frozenset()
    confirmed = replace(delivery, state=DeliveryState.CONFIRMED, delivered=delivery.queued)
    Ledger(li.database, li.seal, li.user).keep(confirmed)
    assert outbox.sent_series(study) == sent
    assert Outbox(li.database, li.http, li.tasks, li.seal, ZHOU).sent_series(study) == frozenset()


def test_a_submission_arrives_and_the_reviewer_finds_it(station: MakeStation) -> None:
    li, zhou = station(LI), station(ZHOU)
    made = work(li)
    outbox = outbox_of(li)
    receipts: list[Delivery] = []
    outbox.model.delivered.connect(receipts.append)
    outbox.start()
    outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    assert_all_delivered(settled(li, outbox))
    assert len(receipts) == 1 and receipts[0].delivered is not None
    assert_delivered_once(li, made)
    assert li.database.read("SELECT 1 FROM delivery_part")  # what was sent is kept until it was looked for
    zhou.look()
    review = next(entry for entry in zhou.worklist.tasks.values() if entry.report == made.report.sop_instance_uid)
    assert review.author.native == "李娜" and review.due == made.task.due and review.ai == 0
    outbox.start()  # the next sign-in looks for it
    li.until(lambda: [entry.state for entry in outbox.model.deliveries.values()] == [DeliveryState.CONFIRMED])
    assert not li.database.read("SELECT 1 FROM delivery_part")  # nothing of the patient stays in the outbox


@pytest.mark.parametrize("lost", range(4))
def test_a_step_whose_answer_was_lost_is_not_done_twice(station: MakeStation, lost: int) -> None:
    li = station(LI)
    made = work(li)
    outbox = outbox_of(li)
    changes: list[str] = []

    def lose(method: str, url: str) -> bool:
        if method in ("POST", "PUT"):
            changes.append(url)
        return method in ("POST", "PUT") and len(changes) == lost + 1

    li.http.lose = lose
    outbox.start()
    outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    assert_all_delivered(settled(li, outbox))
    assert len(changes) > lost
    assert_delivered_once(li, made)


@pytest.mark.parametrize("version", ["this", "earlier", "earlier, refused"])
def test_on_one_computer_a_report_is_sent_in_its_authors_session_only(station: MakeStation, version: str) -> None:
    """Earlier versions did not note whose it was: in the next one's session the hub refused it."""
    li = station(LI, "shared")
    made = work(li)
    kept = outbox_of(li).enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
    if version != "this":
        state = "refused" if "refused" in version else "waiting"
        with li.database.write() as db:
            db.execute("UPDATE delivery SET username = '', author = NULL, state = ?, error = 'No.'", (state,))
    li.close()

    chen = station(CHEN, "shared")
    outbox, own = outbox_of(chen), replace(work(chen), user=CHEN)
    outbox.start()
    sent = outbox.enqueue("CT chest", own.task.uid, submission_steps(own)).delivery_id
    outbox.retry(kept)
    chen.until(lambda: outbox.model.deliveries[sent].state is DeliveryState.DELIVERED)
    assert state_words(outbox.model.deliveries[kept])[0] == "◔ Waits until 李娜 Li Na signs in"
    assert not outbox.withdraw(kept) and outbox.model.deliveries[kept].tries == 0
    outbox.stop()
    chen.close()

    again = station(LI, "shared")
    outbox = outbox_of(again)
    outbox.start()
    again.until(lambda: outbox.model.deliveries[kept].state is DeliveryState.DELIVERED)
    assert_delivered_once(again, made)


def test_a_hub_that_is_away_is_waited_for(station: MakeStation, hub: HubProcess) -> None:
    li = station(LI)
    made = work(li)
    outbox, unanswered = outbox_of(li), []
    outbox.unanswered.connect(unanswered.append)
    outbox.start()
    hub.kill()
    delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    li.until(lambda: outbox.model.deliveries[delivery.delivery_id].tries >= 2)
    waiting = outbox.model.deliveries[delivery.delivery_id]
    assert waiting.pending and waiting.error and waiting.next_try is not None
    assert len(unanswered) >= 2 and all(isinstance(error, HubUnreachable) for error in unanswered)
    hub.start()
    assert_all_delivered(settled(li, outbox))
    assert_delivered_once(li, made)


def test_a_disk_that_was_full_is_tried_again_by_itself(station: MakeStation) -> None:
    li = station(LI)
    made = work(li)
    outbox = outbox_of(li)
    delivery = outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    full = "CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    with li.database.write() as db:
        db.execute(full)
    outbox.start()
    with pytest.raises(StorageError, match="disk is full"):  # told once
        li.until(lambda: False)
    li.until(lambda: outbox._unwritten >= 3)
    assert outbox.model.deliveries[delivery.delivery_id].pending
    with li.database.write() as db:
        db.execute("DROP TRIGGER full")
    assert_all_delivered(settled(li, outbox))
    assert_delivered_once(li, made)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("store", "200 empty"), ("store", "200 []"), ("store", "200 error object"), ("store", "made-up receipt"),
        ("store", "202 without doing it"), ("create", "200 empty"), ("create", "201 elsewhere"),
        ("update", "200 web page"), ("update", "204"),
        ("complete", "200 empty"), ("complete", "200 web page"), ("complete", "204"),
    ],
)  # fmt: skip
def test_what_something_else_confirmed_is_unknown_and_kept_until_the_hub_has_it(
    station: MakeStation, hub: HubProcess, step: str, kind: str
) -> None:
    with FaultProxy(hub.url, patience=30) as line:
        li = station(LI)
        li.http.authorize(line.url, hub.login("li"))
        task, transaction = claimed(li, root=line.url)
        made = handover(task, transaction, line.url)
        line.plan(step, *[kind] * 1000)
        outbox = outbox_of(li)
        outbox.start()
        kept = outbox.enqueue("CT chest", task.uid, submission_steps(made))
        li.until(lambda: outbox.model.deliveries[kept.delivery_id].tries >= 2)
        waiting = outbox.model.deliveries[kept.delivery_id]
        assert waiting.pending and waiting.error and value(li.ups.retrieve(task.uid), "00741000") != COMPLETED
        assert state_words(replace(waiting, state=DeliveryState.UNKNOWN))[0] == "◌ Outcome unknown"
        assert li.database.read("SELECT 1 FROM delivery_part")
        line.clear()
        assert_all_delivered(settled(li, outbox))
        assert_delivered_once(li, made)


def test_what_was_lost_at_the_hub_after_it_was_delivered_is_missing_and_sent_again(
    station: MakeStation, hub: HubProcess
) -> None:
    li = station(LI)
    made = work(li)
    outbox = outbox_of(li)
    missing: list[Delivery] = []
    outbox.model.missing.connect(missing.append)
    outbox.start()
    kept = outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    assert_all_delivered(settled(li, outbox))
    lose(hub, made.report.sop_instance_uid)
    outbox.start()
    li.until(lambda: bool(missing))
    assert "1 of 2 documents" in missing[0].error and "kept on this computer" in missing[0].hint
    [told] = compare(Ledger(li.database, li.seal), Sender(li.http))
    assert told.missing and told.kept
    outbox.retry(kept.delivery_id)
    assert_all_delivered(settled(li, outbox))
    assert_delivered_once(li, made)
    outbox.start()
    li.until(lambda: outbox.model.deliveries[kept.delivery_id].state is DeliveryState.CONFIRMED)
    [told] = compare(Ledger(li.database, li.seal), Sender(li.http))
    assert not told.missing and told.problem is None and not told.kept


@pytest.mark.parametrize("let_go", [False, True])
def test_what_is_done_with_what_is_missed_holds_while_it_is_looked_for_once_more(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, let_go: bool
) -> None:
    li = station(LI)
    made, outbox = work(li), outbox_of(li)
    outbox.start()
    kept = outbox.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
    assert_all_delivered(settled(li, outbox))
    lose(hub, made.report.sop_instance_uid)
    outbox.start()
    li.until(lambda: bool(outbox.model.of_state(DeliveryState.MISSING)))
    looks, answer, missing = Event(), Event(), Sender.missing
    monkeypatch.setattr(Sender, "missing", lambda *of: (missing(*of), looks.set(), answer.wait(20))[0])
    outbox.start()
    li.until(looks.is_set)
    if let_go:
        outbox.dismiss(kept)
    else:
        outbox.retry(kept)
    answer.set()
    if let_go:
        li.until(lambda: outbox._working is None)
        assert not outbox.model.deliveries
    else:
        li.until(lambda: bool(outbox.model.of_state(DeliveryState.DELIVERED)))
        assert_delivered_once(li, made)


@pytest.mark.parametrize("kind", [StepKind.STORE, StepKind.CLOSE_TASK])
@pytest.mark.parametrize("confirmed", [False, True])
def test_a_step_that_hung_since_a_sign_in_before_undoes_nothing(
    station: MakeStation, monkeypatch: pytest.MonkeyPatch, kind: StepKind, confirmed: bool
) -> None:
    li = station(LI)
    made, before = work(li), outbox_of(li)
    hangs, answer, send = Event(), Event(), Sender.send

    def hang(sender: Sender, step: Step) -> str:
        if step.kind is kind and not hangs.is_set():
            hangs.set()
            answer.wait(20)
            raise unreachable("the hub")
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", hang)
    before.start()
    kept = before.enqueue("CT chest", made.task.uid, submission_steps(made)).delivery_id
    li.until(hangs.is_set)
    before.stop()
    now = outbox_of(li)
    now.start()
    li.until(lambda: bool(now.model.of_state(DeliveryState.DELIVERED)))
    if confirmed:
        now.start()
        li.until(lambda: bool(now.model.of_state(DeliveryState.CONFIRMED)))
    answer.set()
    li.until(lambda: before._working is None)
    state = DeliveryState.CONFIRMED if confirmed else DeliveryState.DELIVERED
    for outbox in (before, outbox_of(li)):
        assert outbox.model.deliveries[kept].state is state
    assert_delivered_once(li, made)


@pytest.mark.parametrize("read", ["now", "pending"])
def test_a_disk_that_can_t_be_read_for_a_moment_stops_nothing(
    station: MakeStation, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    li = station(LI)
    made, outbox = work(li), outbox_of(li)
    outbox.start()
    given, fails, reads = getattr(Ledger, read), [False, True], list[Ledger]()

    def unread(ledger: Ledger, *which: object) -> object:
        if current_thread() is main_thread() and fails and fails.pop(0):
            reads.append(ledger)
            raise StorageError("The disk could not be read.")
        return given(ledger, *which)

    monkeypatch.setattr(Ledger, read, unread)
    outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    with pytest.raises(StorageError):  # told once
        li.until(lambda: False)
    assert reads
    assert_all_delivered(settled(li, outbox))
    assert_delivered_once(li, made)


def lose(hub: HubProcess, uid: str) -> None:
    """The hub's disk was restored from before."""
    hub.stop()
    with sqlite3.connect(hub.data / "hub.sqlite") as database:
        database.execute("DELETE FROM instance WHERE uid = ?", (uid,))
    for file in hub.data.rglob(f"{uid}.dcm"):
        file.unlink()
    hub.start()


def test_a_report_that_can_t_be_sent_keeps_no_other_one_back(station: MakeStation) -> None:
    """An order whose storage URL is none: its report waits and says so, the one behind it arrives."""
    li = station(LI)
    lost, made = replace(work(li), store_url="http://[::1/studies"), work(li)
    outbox = outbox_of(li)
    outbox.start()
    first = outbox.enqueue("CT chest", lost.task.uid, submission_steps(lost))
    second = outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    li.until(lambda: outbox.model.deliveries[second.delivery_id].state is DeliveryState.DELIVERED, 10)
    assert_delivered_once(li, made)
    waiting = outbox.model.deliveries[first.delivery_id]
    assert waiting.pending and waiting.error


def test_what_the_hub_refuses_says_why_and_is_kept(station: MakeStation) -> None:
    li, chen = station(LI), station(CHEN)
    task, transaction = claimed(chen)
    theirs = handover(task, transaction, chen.hub.dicomweb, CHEN)
    ours = handover(task, "2.25.1", chen.hub.dicomweb)  # a claim that is not ours
    outbox = outbox_of(li)
    outbox.start()
    outbox.enqueue("CT chest", task.uid, unreviewed(ours))
    refused = settled(li, outbox)[0]
    assert refused.state is DeliveryState.REFUSED and refused.error and "kept on this computer" in refused.hint

    others = outbox_of(chen)
    others.start()
    others.enqueue("CT chest", task.uid, submission_steps(theirs))
    assert settled(chen, others)[0].state is DeliveryState.DELIVERED
    outbox.retry(refused.delivery_id)  # now it is complete, but not by us
    again = settled(li, outbox)[0]
    assert again.state is DeliveryState.REFUSED and "submitted already" in again.error and not again.done


@pytest.mark.parametrize("before", [StepKind.UPDATE_TASK, StepKind.CLOSE_TASK])
def test_a_task_cancelled_before_it_could_be_closed_has_ended_if_the_next_one_is_there(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, before: StepKind
) -> None:
    li, send = station(LI), Sender.send

    def cancelled_first(sender: Sender, step: Step) -> str:
        if step.kind is before and li.ups.retrieve(step.uid)["00741000"]["Value"] == ["IN PROGRESS"]:
            cancel(hub, step.uid)
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", cancelled_first)
    reviewed = work(li)
    outbox = outbox_of(li)
    outbox.start()
    outbox.enqueue("CT chest", reviewed.task.uid, submission_steps(reviewed))
    (done,) = settled(li, outbox)
    assert done.state is DeliveryState.DELIVERED and done.error == ""
    assert len(Truth(hub).waiting(reviewed.task.study_uid)) == 1, "its review"
    receipt = outbox._ledger.receipt(done)
    assert receipt is not None and outbox._sender.missing(receipt) == [], "it does not turn up as missing later"


@pytest.mark.parametrize("refused", [True, False])
def test_what_was_queued_is_not_stored_once_its_task_has_been_cancelled(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """Another claim of the exam would let it in, beside what is written there by now. Refused before, or queued
    while the hub was away."""
    li, send = station(LI), Sender.send
    sent: list[StepKind] = []

    def refused_once(sender: Sender, step: Step) -> str:
        sent.append(step.kind)
        if len(sent) == 1:
            raise Forbidden({HEADER: Refusal.ROLE.value})
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", refused_once)
    made = work(li)
    outbox = outbox_of(li)
    first = outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    if refused:
        outbox.start()
        assert settled(li, outbox)[0].state is DeliveryState.REFUSED and sent == [StepKind.STORE]
    put_back(hub.data, made.task.uid)
    if refused:
        outbox.retry(first.delivery_id)
    else:
        outbox.start()
    (again,) = settled(li, outbox)
    assert again.state is DeliveryState.REFUSED and "cancelled" in again.error and "nothing" in again.hint
    assert sent == [StepKind.STORE] * refused, "nothing after that"


@pytest.mark.parametrize("next_one", ["cancelled", "unanswered", "deleted", "released", "unknown"])
def test_of_a_cancelled_task_the_next_one_decides_and_it_is_asked_for_until_the_hub_answers(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, next_one: str
) -> None:
    li, send, retrieve = station(LI), Sender.send, UpsClient.retrieve
    answers = {"unanswered": [HubUnreachable("No answer."), HubUnreachable("No answer.")]}.get(next_one, [])
    created: list[str] = []

    def cancelled_first(sender: Sender, step: Step) -> str:
        if step.kind is StepKind.CREATE_TASK:
            created.append(send(sender, step))
            return created[0]
        if step.kind is StepKind.UPDATE_TASK and str(value(retrieve(li.ups, step.uid), "00741000")) != CANCELED:
            cancel(hub, step.uid)
            reasons = {"cancelled": "The order is withdrawn.", "released": "Released by Zhou Wei"}
            if next_one in reasons:
                li.ups.request_cancel(created[0], reasons[next_one])
        return send(sender, step)

    def asked(ups: UpsClient, uid: str) -> Json:
        if uid in created and answers:
            raise answers.pop()
        if uid in created and next_one == "deleted":
            raise TaskGone(deleted=True)
        if uid in created and next_one == "unknown":
            raise TaskGone()
        return retrieve(ups, uid)

    monkeypatch.setattr(Sender, "send", cancelled_first)
    monkeypatch.setattr(UpsClient, "retrieve", asked)
    reviewed = work(li)
    outbox = outbox_of(li)
    outbox.start()
    states: list[DeliveryState] = []
    outbox.model.changed.connect(lambda: states.extend(e.state for e in outbox.model.deliveries.values()))
    outbox.enqueue("CT chest", reviewed.task.uid, submission_steps(reviewed))
    (done,) = settled(li, outbox)
    if next_one == "unknown":
        assert done.state is DeliveryState.REFUSED and done.tries == 1, "the hub has answered: no endless tries"
        return
    assert DeliveryState.REFUSED not in states and not answers
    if next_one != "cancelled":
        assert done.state is DeliveryState.DELIVERED and done.error == ""
        return
    assert done.state is DeliveryState.CANCELLED and "cancelled at the hub" in done.error
    assert state_words(done)[0] == "○ Cancelled at the hub" and "stays stored" in done.hint
    outbox.retry(done.delivery_id)
    assert outbox.model.deliveries[done.delivery_id] == done, "there is nothing to try again"
    assert outbox_of(li).model.deliveries[done.delivery_id] == done, "also after the next start"


def test_killed_at_any_moment_it_delivers_once_in_the_end(
    station: MakeStation, hub: HubProcess, tmp_path: Path
) -> None:
    li = station(LI)
    outbox = outbox_of(li)
    made = [work(li) for _ in range(8)]
    for entry in made:
        outbox.enqueue("CT chest", entry.task.uid, submission_steps(entry))
    assert_nothing_readable(li.profile.database, made[0])
    li.database.close()

    token, chance = hub.login("li"), random.Random(2026)
    arguments = (str(li.profile.root), hub.dicomweb, token)
    kills, ended = 0, False
    for _ in range(20):
        child = start("tests.delivery.child", arguments, os.environ, tmp_path / "child.err")
        assert child.stdout.readline() == "ready\n"
        ended = child.wait(chance.uniform(0.0, 0.2)) is not None
        if not ended:
            child.kill()
            kills += 1
        status = child.wait()
        child.close()
        if ended:
            assert status == 0, "it ends when all is delivered, and only then"
            break
    assert kills >= 3
    if not ended:
        last = start("tests.delivery.child", arguments, os.environ, tmp_path / "child.err")
        assert last.wait(60) == 0
        last.close()
    again = station(LI, "reader of the hub")
    for entry in made:
        assert_delivered_once(again, entry)


def assert_nothing_readable(database: Path, made: Handover) -> None:
    """Neither the patient nor the claim can be read from the outbox on disk."""
    with sqlite3.connect(database) as copy:
        for (sealed,) in copy.execute("SELECT sealed FROM delivery_part"):
            assert b"Wang" not in sealed and made.transaction.encode() not in sealed

