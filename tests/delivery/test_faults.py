"""500 seeded journeys through a line that lies: each ends with one copy at the hub, or says that it waits."""

from __future__ import annotations

import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from tests.delivery.journeys import Room, plans
from tests.servers import HubProcess

RUNS, ROOMS = 500, 8


@pytest.mark.timeout(300)
def test_whatever_answers_nothing_is_lost_doubled_or_told_too_early(tmp_path: Path, hub: HubProcess) -> None:
    todo: SimpleQueue[tuple[int, list[tuple[str, str]]]] = SimpleQueue()
    for number, plan in enumerate(plans(RUNS, seed=9)):
        todo.put((number, plan))
    failed: list[str] = []

    def work(name: str) -> None:
        room = Room(hub, tmp_path, name)
        try:
            while not failed:
                number, plan = todo.get_nowait()
                try:
                    room.run(number, plan)
                except BaseException:  # noqa: BLE001 told with its plan below
                    failed.append(f"run {number}, {plan}:\n{traceback.format_exc()}")
        except Empty:
            return
        finally:
            room.close()

    with ThreadPoolExecutor(ROOMS) as pool:
        list(pool.map(work, [f"room{number}" for number in range(ROOMS)]))
    assert not failed, failed[0]
