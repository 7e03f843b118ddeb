"""What was made in a claim that has been put back: nothing goes on with it, and it does not bar the copy."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from reader.core.http import unreachable
from reader.core.refusals import Refusal
from reader.delivery.model import DeliveryState, Step, StepKind
from reader.delivery.outbox import Outbox
from reader.delivery.sender import Sender
from reader.delivery.service import Handover, return_steps, signature_steps, submission_steps
from reader.dicom.json_model import value
from reader.dicom.ups.workitem import SCHEDULED, Workitem, workitem_from
from reader.study.codec import identity_of
from reader.worklist.exam import Stage
from tests import faults
from tests.delivery.journeys import Truth
from tests.delivery.samples import claimed, handover
from tests.delivery.test_outbox import MakeStation, outbox_of, settled, work
from tests.flow.test_put_back import put_back
from tests.hub.test_documents import reference, written
from tests.hub.test_follow_ups import People, first_of, report_of
from tests.hub.test_one_ending import of_exam, signature, stage
from tests.servers import HubProcess
from tests.worklist.samples import LI, ZHOU
from tests.worklist.station import Station

_HUNDREDS = count(100, 100)


def people_of(hub: HubProcess) -> People:
    """Each test has exams of its own."""
    people = People(hub)
    people._number = next(_HUNDREDS)
    return people


def of_zhou(root: str, item: Workitem, transaction: str, data: bytes) -> Handover:
    return Handover(
        task=item, transaction=transaction, user=ZHOU, report=reference(data), objects=(data,),
        ups_url=root, store_url=root, superseded=(report_of(item),),
    )  # fmt: skip


def waiting(people: People, study: str) -> Workitem:
    [item] = [entry for entry in of_exam(people, study) if value(entry, "00741000") == SCHEDULED]
    return workitem_from(item)


def behind(hub: HubProcess, folder: Path, user: object, patience: float) -> tuple[faults.FaultProxy, Station]:
    proxy = faults.FaultProxy(hub.url, 3.0)
    roles = ("reporting", "reviewing")
    return proxy, Station(hub, user, folder, roles=roles, root=proxy.url, patience=patience)  # type: ignore[arg-type]


def sign(there: Station, people: People, review: Workitem, copy: Workitem, claim: str) -> None:
    """The report of a review that was put back, in its copy, which is claimed there."""
    outbox = outbox_of(there)
    made = of_zhou(people.root, copy, claim, signature(people, review))
    outbox.enqueue("Signature", copy.uid, signature_steps(made))
    outbox.start()
    (signed,) = settled(there, outbox)
    assert signed.state is DeliveryState.DELIVERED, signed.error


def test_a_half_sent_return_does_not_go_on_in_the_copy_of_its_review(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line was cut after its text was stored; the copy is claimed elsewhere by the same reviewer."""
    people = people_of(hub)
    review, claim = people.reviewed_by_zhou(), people.last
    here, there, send = station(ZHOU, "a"), station(ZHOU, "b"), Sender.send

    def cut(sender: Sender, step: Step) -> str:
        if step.kind is StepKind.CREATE_TASK:
            raise unreachable(step.url)
        return send(sender, step)

    changed = written(review.study_uid, LI, predecessor=first_of(review), patient=identity_of(review))
    steps = return_steps(of_zhou(people.root, review, claim, changed), LI.name, LI.code, "Left hilum?")
    outbox = outbox_of(here)
    with monkeypatch.context() as patched:
        patched.setattr(Sender, "send", cut)
        outbox.enqueue("Return", review.uid, steps)
        outbox.start()
        here.until(lambda: any(entry.error for entry in outbox.model.deliveries.values()))
        outbox.stop()
        here.until(lambda: outbox._working is None)
    put_back(hub.data, review.uid)
    again = waiting(people, review.study_uid)
    claim = there.service.claim_now(again.uid).transaction

    outbox.start()
    (refused,) = settled(here, outbox)
    assert (refused.state, refused.done) == (DeliveryState.REFUSED, 1)
    assert refused.error == Refusal.PUT_BACK.translated and Refusal.PUT_BACK.hint in refused.hint
    assert "rest can be tried again" not in refused.hint, "it can't"
    assert stage(people, review.study_uid) is Stage.IN_REVIEW

    sign(there, people, review, again, claim)
    assert stage(people, review.study_uid) is Stage.SIGNED


@pytest.mark.parametrize("kind", ["signature", "submission", "return"])
def test_what_reaches_the_hub_after_its_claim_was_put_back_is_not_stored(
    station: MakeStation, hub: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """On a slow line, while the exam is put back and claimed anew elsewhere by the same doctor."""
    people, truth = people_of(hub), Truth(hub)
    user = LI if kind == "submission" else ZHOU
    proxy, here = behind(hub, tmp_path / "here", user, 10.0)
    there = station(user, "there")
    if kind == "submission":
        task, claim = claimed(here, root=proxy.url)
        steps = submission_steps(handover(task, claim, proxy.url, LI))
    else:
        task, claim = people.reviewed_by_zhou(), people.last
        if kind == "signature":
            steps = signature_steps(of_zhou(proxy.url, task, claim, signature(people, task)))
        else:
            changed = written(task.study_uid, LI, predecessor=first_of(task), patient=identity_of(task))
            steps = return_steps(of_zhou(proxy.url, task, claim, changed), LI.name, LI.code, "Left hilum?")
    before = truth.stored(task.study_uid)
    anew: list[tuple[Workitem, str]] = []

    def slow(ask: faults.Exchange) -> None:
        put_back(hub.data, task.uid)
        copy = waiting(people, task.study_uid)
        anew.append((copy, there.service.claim_now(copy.uid).transaction))
        ask.answer(*ask.forward())

    monkeypatch.setitem(faults.FAULTS, "slow", slow)
    proxy.plan("store", "slow")
    outbox = outbox_of(here)
    outbox.enqueue("CT chest", task.uid, steps)
    with proxy:
        outbox.start()
        (refused,) = settled(here, outbox, 40)
        here.close()
    assert refused.untaken and truth.stored(task.study_uid) == before
    assert Refusal.PUT_BACK.translated in refused.hint and Refusal.PUT_BACK.hint in refused.hint
    if kind == "submission":
        return
    [(copy, claim)] = anew
    sign(there, people, task, copy, claim)


@pytest.mark.parametrize("claimed_anew", [False, True])
def test_what_the_hub_has_of_a_cancelled_task_is_not_said_to_be_lost(
    station: MakeStation, hub: HubProcess, tmp_path: Path, claimed_anew: bool
) -> None:
    """The answer to the storing was lost: it has reached the hub all the same."""
    people, truth = people_of(hub), Truth(hub)
    proxy, li = behind(hub, tmp_path / "far", LI, 0.5)
    task, claim = claimed(li, root=proxy.url)
    made = handover(task, claim, proxy.url, LI)
    outbox = Outbox(li.database, li.http, li.tasks, li.seal, LI, back_off=(5.0,))
    proxy.plan("store", "lost, forwarded")
    with proxy:
        outbox.start()
        outbox.enqueue("CT chest", task.uid, submission_steps(made))
        li.until(lambda: any(entry.error for entry in outbox.model.deliveries.values()), 30)
        put_back(hub.data, task.uid)
        if claimed_anew:
            station(LI, "there").service.claim_now(waiting(people, task.study_uid).uid)
        outbox.retry_all()
        (refused,) = settled(li, outbox, 20)
        assert len(truth.stored(task.study_uid)) == 2
        assert refused.state is DeliveryState.REFUSED and "nothing of this" not in refused.hint
        assert refused.error == Refusal.PUT_BACK.translated and Refusal.PUT_BACK.hint in refused.hint
        assert not refused.untaken
        outbox.dismiss(refused.delivery_id)
        assert refused.delivery_id in outbox.model.deliveries and outbox.objects(task.uid), "not as of none"
        li.close()


def test_whether_it_was_stored_is_asked_until_the_hub_answers(
    station: MakeStation, hub: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, asked = station(LI), []
    made = work(li)
    outbox = outbox_of(li)
    outbox.enqueue("CT chest", made.task.uid, submission_steps(made))
    put_back(hub.data, made.task.uid)
    stored = Sender.stored

    def silent_once(sender: Sender, receipt: object) -> tuple[int, int]:
        asked.append(receipt)
        if len(asked) == 1:
            raise unreachable(hub.dicomweb)
        return stored(sender, receipt)  # type: ignore[arg-type]

    monkeypatch.setattr(Sender, "stored", silent_once)
    outbox.start()
    (refused,) = settled(li, outbox)
    assert len(asked) == 2 and refused.untaken and "nothing of this was stored" in refused.hint
