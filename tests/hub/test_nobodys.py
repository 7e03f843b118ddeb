"""Whatever people do, a report or an order is never nobody's: what is left can be finished, and then says so."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.hub.test_follow_ups import People, people
from tests.hub.ward import Ward, told_rightly
from tests.servers import HubProcess

assert people  # a fixture


@pytest.fixture(scope="module")
def chiefs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Where a chief signs every other report."""
    folder = tmp_path_factory.mktemp("hub")
    (folder / "approval.toml").write_text("[[rule]]\nshare = 0.5\n", "utf-8")
    with HubProcess(folder) as hub:
        yield People(hub)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Where most exams are read a second time, and a chief signs some."""
    folder = tmp_path_factory.mktemp("hub")
    (folder / "approval.toml").write_text("[[second]]\nshare = 0.8\n[[rule]]\nshare = 0.3\n", "utf-8")
    with HubProcess(folder) as hub:
        yield People(hub)


@pytest.mark.parametrize("seed", range(10, 20))
@pytest.mark.parametrize("where", ["people", "chiefs", "twice"])
def test_whatever_was_done_an_exam_can_be_finished(
    where: str, seed: int, request: pytest.FixtureRequest
) -> None:
    ward = Ward(request.getfixturevalue(where), random.Random(seed))
    for _ in range(30):
        ward.act()
    try:
        exam = ward.finish()
        assert told_rightly(ward, exam), exam.stage
    except AssertionError as wrong:
        raise AssertionError("\n".join([str(wrong), *ward.told])) from None
