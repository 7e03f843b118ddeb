"""A first read from claim to confirmed receipt, without a window, through a line that lies.

At every moment what the program says is held against the hub, asked directly by plain requests.
"""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import requests

from reader.core.errors import ReaderError
from reader.delivery.model import AT_THE_HUB, Delivery, DeliveryState
from reader.delivery.outbox import Outbox
from reader.delivery.service import submission_steps
from reader.dicom.ups.events import EventChannel
from reader.dicom.ups.workitem import Workitem, workitem_json
from reader.worklist.codec import task_from
from reader.worklist.model import Claim, ReadingTask
from tests.delivery.samples import at, handover
from tests.faults import FAULTS, SLOW, STEPS, FaultProxy
from tests.servers import HubProcess
from tests.worklist.samples import LI, workitem
from tests.worklist.station import Station

PATIENCE = 1.0
"""Seconds that a small request may take in these runs."""
QUICK = (0.01, 0.03, 0.1)
PAIRS = [(step, kind) for step in STEPS for kind in FAULTS]
_FOREVER = 1000
_OPENING = ("search", "retrieve", "claim", "subscribe")


class Truth:
    """The hub, asked directly by plain requests."""

    def __init__(self, hub: HubProcess) -> None:
        self._root = hub.dicomweb
        self._session = requests.Session()
        self._reader = hub.headers("li") | {"Content-Type": "application/dicom+json"}
        self._session.headers.update(hub.headers("ma") | {"Connection": "close"})

    def order(self, item: Workitem) -> None:
        self._post(f"workitems?workitem={item.uid}", workitem_json(item), 201)

    def item(self, uid: str) -> dict[str, Any]:
        answer = self._session.get(f"{self._root}/workitems/{uid}", timeout=30)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()[0])

    def state(self, uid: str) -> str:
        return str(self.item(uid)["00741000"]["Value"][0])

    def owns(self, uid: str, transaction: str) -> bool:
        """Whether the task, which is in progress, is so under this Transaction UID."""
        body = [{"00081195": {"vr": "UI", "Value": [transaction]}}]
        answer = self._session.post(f"{self._root}/workitems/{uid}?transaction={transaction}", json=body,
                                    headers=self._reader, timeout=30)  # fmt: skip
        assert answer.status_code in (200, 409), answer.text
        return answer.status_code == 200

    def stored(self, study: str) -> list[str]:
        answer = self._session.get(f"{self._root}/studies/{study}/instances", timeout=30)
        return [entry["00080018"]["Value"][0] for entry in answer.json()] if answer.status_code == 200 else []

    def waiting(self, study: str) -> list[str]:
        """The SCHEDULED workitems of a study."""
        query = {"00741000": "SCHEDULED", "0020000D": study}
        answer = self._session.get(f"{self._root}/workitems", params=query, timeout=30)
        found = answer.json() if answer.status_code == 200 else []
        return [entry["00080018"]["Value"][0] for entry in found]

    def cancel(self, uid: str) -> None:
        self._post(f"workitems/{uid}/cancelrequest", {}, 202)

    def outcome(self, uid: str) -> tuple[str, set[str]]:
        """(state, the SOP Instance UIDs that it names as its output)."""
        item = self.item(uid)
        entries = item["00741216"]["Value"][0].get("00404033", {}).get("Value", [])
        named = {ref["00081155"]["Value"][0] for entry in entries for ref in entry["00081199"]["Value"]}
        return item["00741000"]["Value"][0], named

    def _post(self, path: str, item: dict[str, Any], expected: int) -> None:
        answer = self._session.post(f"{self._root}/{path}", json=[item],
                                    headers={"Content-Type": "application/dicom+json"}, timeout=30)  # fmt: skip
        assert answer.status_code == expected, answer.text


class Room:
    """One workstation behind its own faulty line; runs one journey after the other."""

    def __init__(self, hub: HubProcess, folder: Path, name: str) -> None:
        self._ends = ExitStack()
        self.truth = Truth(hub)
        self.proxy = self._ends.enter_context(FaultProxy(hub.url, PATIENCE, pace=0.01))
        self.station = Station(
            hub, LI, folder / name, roles=("reporting",), root=self.proxy.url,
            patience=PATIENCE / 30, back_off=QUICK,
        )  # fmt: skip
        self._ends.callback(self.station.close)
        self.station.ups.aet = name.upper()[:16]
        station = self.station
        self.outbox = Outbox(station.database, station.http, station.tasks, station.seal, LI, back_off=QUICK)
        self.outbox.start()

    def close(self) -> None:
        self.outbox.stop()
        self._ends.close()

    def run(self, seed: int, plan: list[tuple[str, str]]) -> None:
        """One journey whose steps meet the faults of `plan`, each once, a few times or until given up."""
        chance = random.Random(seed)
        item = workitem(chance.randrange(10**9, 10**10), "Wang^Xiaodong=王^小东")
        item = replace(item, inputs=at(self.proxy.url, item.study_uid))
        self.truth.order(item)
        self.proxy.clear()
        for step, kind in plan:
            times = 1 if kind in SLOW else chance.choice((1, 1, 1, 1, 2, 2, 3, _FOREVER))
            self.proxy.plan(step, *[kind] * times)
        steps = {step for step, _ in plan}
        if "subscribe" in steps:
            self._listen()
        if "search" in steps:
            self._look(item)
        claim = self._claim(item)
        if "cancel" in steps:
            self._release(item, claim)
        else:
            self._deliver(item, claim, confirmed=bool(steps & {"query", "retrieve"}) or seed % 3 == 0)
        unmet = [pair for pair in plan if not self.proxy.told[pair]]
        assert not unmet, f"the journey has not met {unmet}"

    def _listen(self) -> None:
        channel = EventChannel(self.station.ups, poll=0.1, back_off=(0.01, 0.05))
        channel.start()
        try:
            self._wait_or_lift(lambda: channel.mode == "live")
            other = workitem(random.randrange(10**9, 10**10), "Li^Ming")
            self.truth.order(other)
            heard = channel.wait()  # an event, or the call for a look: nobody is blind
            assert heard.look or heard.events
            self.truth.cancel(other.uid)
        finally:
            channel.stop()

    def _look(self, item: Workitem) -> None:
        """Until the list shows the task; a look that a newer one replaced tells nobody."""
        worklist = self.station.service.worklist
        again = 0.0

        def ended(_: object = None) -> None:
            nonlocal again
            again = time.monotonic() + QUICK[0]

        def seen() -> bool:
            nonlocal again
            if item.uid not in worklist.tasks and time.monotonic() > again:
                again = time.monotonic() + 5 * PATIENCE
                self.station.service.refresh(lambda: ended(), ended)
            return item.uid in worklist.tasks

        self._wait_or_lift(seen)

    def _claim(self, item: Workitem) -> Claim:
        """As a person does who opens the exam until it can be written."""
        service = self.station.service
        for turn in range(9):
            answer = self._ask(task_from(workitem_json(item)))
            kept = service.transaction(item.uid)
            claimed = self.truth.state(item.uid) == "IN PROGRESS"
            assert claimed or not isinstance(answer, Claim), "writable without a claim"
            if claimed:
                assert kept is not None and self.truth.owns(item.uid, kept), f"a claim was forgotten: {answer}"
            if isinstance(answer, Claim):
                assert kept == answer.transaction
                return answer
            if turn > 2:
                self.proxy.mend()
        raise AssertionError(f"never claimed: {answer}")

    def _ask(self, task: ReadingTask) -> Claim | BaseException:
        """One claim: what came of it. While nothing is known it says why, and goes on by itself."""
        answers: list[Claim | BaseException] = []
        said: list[ReaderError] = []
        self.station.service.claim(task, answers.append, answers.append, said.append)
        self._wait_or_lift(lambda: bool(answers))
        assert all(error.user_message and error.hint for error in said)
        return answers[0]

    def _release(self, item: Workitem, claim: Claim) -> None:
        """Until the program has given it back; it goes on by itself while it does not know."""
        service = self.station.service
        ended: list[BaseException] = []
        said: list[ReaderError] = []
        while service.transaction(item.uid) is not None:
            ended.clear()
            service.release(claim.task, lambda: None, ended.append, said.append)
            self._wait_or_lift(partial(self._given_back, item.uid, ended))
            assert not said or said[-1].user_message
            self.proxy.mend()
        assert self.truth.state(item.uid) == "CANCELED", ended
        assert len(self._cleared(item.study_uid)) == 1, "the order waits once"

    def _given_back(self, uid: str, ended: list[BaseException]) -> bool:
        return bool(ended) or self.station.service.transaction(uid) is None

    def _deliver(self, item: Workitem, claim: Claim, *, confirmed: bool) -> None:
        made = handover(item, claim.transaction, self.proxy.url)
        kept = self.outbox.enqueue("CT chest", item.uid, submission_steps(made))
        turns = 0
        while (now := self._settled(kept)).state not in AT_THE_HUB:
            assert now.error and now.state.value in ("waiting", "unknown", "refused"), now
            assert self.outbox.can_send_again(now), "what was sent is kept"
            turns += 1
            if turns > 2:
                self.proxy.mend()
            self.outbox.retry(kept.delivery_id)  # a person may always try, whatever a server asked for
        self._check(item, {made.report.sop_instance_uid, made.evidence[0].sop_instance_uid})
        turns = 0
        while confirmed and self.outbox.model.deliveries[kept.delivery_id].state is not DeliveryState.CONFIRMED:
            assert self.outbox.can_send_again(now), "what was sent is kept until it was seen again"
            turns += 1
            if turns > 2:
                self.proxy.mend()
            self.outbox.start()
            self.station.until(lambda: self.outbox._working is None, 60)
        assert confirmed != self.outbox.can_send_again(now)

    def _settled(self, kept: Delivery) -> Delivery:
        """The delivery once it is at the hub, or has told twice why it is not."""
        def now() -> Delivery:
            return self.outbox.model.deliveries[kept.delivery_id]

        begun = now().tries
        self.station.until(
            lambda: now().state in AT_THE_HUB
            or now().state is DeliveryState.REFUSED
            or (now().state is not DeliveryState.SENDING and bool(now().error) and now().tries >= begun + 2)
            or (now().next_try is not None and bool(now().error) and self.outbox._working is None), 60,
        )  # fmt: skip
        return now()

    def _check(self, item: Workitem, made: set[str]) -> None:
        """What was said to be delivered is at the hub, once."""
        state, outputs = self.truth.outcome(item.uid)
        assert (state, outputs) == ("COMPLETED", made)
        assert sorted(self.truth.stored(item.study_uid)) == sorted(made), "one copy of each"
        assert len(self._cleared(item.study_uid)) == 1, "one review"

    def _cleared(self, study: str) -> list[str]:
        """The tasks that wait for an exam; they are cancelled, so that the list stays short."""
        waiting = self.truth.waiting(study)
        for uid in waiting:
            self.truth.cancel(uid)
        return waiting

    def _wait_or_lift(self, done: Callable[[], bool]) -> None:
        """Wait, and mend the line after a while: a fault that never ends has no other end."""
        lift = time.monotonic() + 2 * PATIENCE

        def over() -> bool:
            if time.monotonic() > lift:
                self.proxy.mend()
            return done()

        self.station.until(over, 60)


def plans(count: int, seed: int) -> list[list[tuple[str, str]]]:
    """For each run its faults: each pair of step and kind once, up to four in a run, then some again.

    In a run each step has one of them; and a task that is given back is not delivered. Those that look at the list
    come first, while it is short.
    """
    chance = random.Random(seed)
    left = {step: chance.sample(sorted(FAULTS), len(FAULTS)) for step in STEPS}
    share = min(4, -(-len(PAIRS) // count))
    made = []
    for _ in range(count):
        released = bool(left["cancel"])
        steps = [step for step in (_OPENING if released else STEPS) if left[step]]
        steps.sort(key=lambda step: (len(left[step]), chance.random()), reverse=True)
        chosen = [*(["cancel"] if released else []), *steps][:share]
        made.append([(step, left[step].pop()) for step in chosen] or [chance.choice(PAIRS)])
    chance.shuffle(made)
    return sorted(made, key=lambda plan: "search" not in dict(plan))


def run_all(hub: HubProcess, folder: Path, count: int, seed: int, rooms: int = 8) -> list[str]:
    """So many journeys, side by side; what failed, with its plan. Stops at the first."""
    todo: SimpleQueue[tuple[int, list[tuple[str, str]]]] = SimpleQueue()
    for number, plan in enumerate(plans(count, seed)):
        todo.put((number, plan))
    failed: list[str] = []

    def work(name: str) -> None:
        room = Room(hub, folder, name)
        try:
            while not failed:
                number, plan = todo.get_nowait()
                try:
                    room.run(number, plan)
                except BaseException:  # noqa: BLE001 told with its plan
                    failed.append(f"run {number}, {plan}:\n{traceback.format_exc()}")
        except Empty:
            return
        finally:
            room.close()

    with ThreadPoolExecutor(rooms) as pool:
        list(pool.map(work, [f"room{number}" for number in range(rooms)]))
    return failed
