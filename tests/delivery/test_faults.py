"""Seeded journeys through a line that lies: each ends with one copy at the hub, or says that it waits.

`python -m tests.bench faults` runs five hundred.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.journeys import PAIRS, plans, run_all
from tests.servers import HubProcess

RUNS = 154


@pytest.mark.timeout(600)
def test_whatever_answers_nothing_is_lost_doubled_or_told_too_early(tmp_path: Path, hub: HubProcess) -> None:
    assert {pair for plan in plans(RUNS, seed=9) for pair in plan} == set(PAIRS), "every answer to every step"
    failed = run_all(hub, tmp_path, RUNS, seed=9)
    assert not failed, failed[0]
