"""SIGKILL of the program and of the hub at random moments of the journey: claim, write, submit, review, sign,
deliver. What was said to be safe is held against the profile and the hub, asked directly."""

from __future__ import annotations

import os
import random
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.delivery.journeys import Truth
from tests.delivery.samples import at
from tests.nursery import start
from tests.servers import HubProcess
from tests.worklist.samples import workitem

LONGEST_S = 2.0
"""Within that a kill comes once the doctor is at work; undisturbed it is done sooner."""
KILLS_A_JOURNEY = 4


@dataclass
class Heard:
    """What one doctor has said, over all its lives."""

    claim: str = ""
    saved: int = 0
    queued: list[str] = field(default_factory=list)
    delivered: bool = False


class Region:
    """The hub that dies too, and is there again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.hub = HubProcess(folder / "hub").start()
        self.truth = Truth(self.hub)
        self._lock = threading.Lock()

    def kill(self) -> None:
        with self._lock:
            self.hub.kill()
            self.hub.start()

    def still(self) -> threading.Lock:
        """Hold it while the hub must not go."""
        return self._lock


def life(region: Region, role: str, profile: Path, task: str, heard: Heard, kill: str, after: float) -> None:
    """One life of a doctor. kill: "program", "hub" or "" for none; after: seconds of its work."""
    arguments = (role, str(profile), str(region.hub.port), task)
    process = start("tests.flow.killable", arguments, os.environ, profile.with_suffix(".err"))

    def strike() -> None:
        process.kill() if kill == "program" else region.kill()

    timer = threading.Timer(after, strike)
    try:
        for line in process.stdout:
            word, *rest = line.split()
            if word == "known" and kill:
                timer.start()
            if word == "known" and heard.claim and not heard.queued:
                assert rest == [heard.claim], f"a claim was forgotten: {rest}, it was {heard.claim}"
            elif word == "claimed":
                assert heard.claim in ("", rest[0]), "claimed twice"
                heard.claim = rest[0]
            elif word == "resumed":
                lost = int(rest[0]) < heard.saved and not heard.queued
                assert not lost, f"{heard.saved} lines were saved, {rest[0]} came back"
            elif word == "saved":
                heard.saved = int(rest[0])
            elif word == "queued":
                heard.queued.append(rest[0])
            elif word == "delivered":
                heard.delivered = True
        status = process.wait()
        assert heard.delivered or status == -9, profile.with_suffix(".err").read_text()[-3000:]
    finally:
        if kill == "program":
            timer.cancel()
        elif kill and timer.ident is not None:
            timer.join()
        process.kill()
        process.wait()
        process.close()


def journey(region: Region, folder: Path, seed: int, kills: int) -> None:
    """One exam from order to signature, with so many kills on the way."""
    chance, truth = random.Random(seed), region.truth
    number = 10**9 + seed
    with region.still():
        item = workitem(number, "Wang^Xiaodong=王^小东")
        item = replace(item, inputs=at(region.hub.dicomweb, item.study_uid))
        truth.order(item)
    plan = [chance.choice(("program", "program", "hub")) for _ in range(kills)]
    of_author = chance.randint(0, kills)
    made = []
    task = item.uid
    for role, mine in (("author", plan[:of_author]), ("reviewer", plan[of_author:])):
        profile, heard = folder / f"{role}-{seed}", Heard()
        for kill in (*mine, ""):
            if not heard.delivered:
                life(region, role, profile, task, heard, kill, chance.uniform(0.0, LONGEST_S))
            elif kill == "hub":
                region.kill()
        assert heard.delivered and len(heard.queued) <= 1, heard
        with region.still():
            state, outputs = truth.outcome(task)
            assert state == "COMPLETED" and len(outputs) == 1, (state, outputs)
            assert not heard.queued or outputs == set(heard.queued)
            made += outputs
            assert sorted(truth.stored(item.study_uid)) == sorted(made), "nothing lost, nothing twice"
            waiting = truth.waiting(item.study_uid)
            assert len(waiting) == (1 if role == "author" else 0), waiting
            task = waiting[0] if waiting else ""


def run_all(folder: Path, kills: int, seed: int, rooms: int = 3) -> tuple[int, list[str]]:
    """Seeded journeys until there were so many kills: how many journeys, and what failed."""
    region, failed = Region(folder), []
    todo = [min(KILLS_A_JOURNEY, kills - begun) for begun in range(0, kills, KILLS_A_JOURNEY)]

    def work(entry: tuple[int, int]) -> None:
        number, count = entry
        try:
            journey(region, folder, seed * 1000 + number, count)
        except BaseException:  # noqa: BLE001 told with its seed
            failed.append(f"journey {seed * 1000 + number}:\n{traceback.format_exc()}")

    try:
        with ThreadPoolExecutor(rooms) as pool:
            list(pool.map(work, enumerate(todo)))
    finally:
        region.hub.stop()
    return len(todo), failed
