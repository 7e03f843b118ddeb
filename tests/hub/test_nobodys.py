"""Whatever people do, a report or an order is never nobody's: what is left can be finished, and then says so."""

from __future__ import annotations

import random

import pytest

from tests.hub.test_follow_ups import People, people
from tests.hub.ward import Ward, told_rightly

assert people  # a fixture


@pytest.mark.parametrize("seed", range(10, 20))
def test_whatever_was_done_an_exam_can_be_finished(people: People, seed: int) -> None:
    ward = Ward(people, random.Random(seed))
    for _ in range(30):
        ward.act()
    try:
        exam = ward.finish()
        assert told_rightly(ward, exam), exam.stage
    except AssertionError as wrong:
        raise AssertionError("\n".join([str(wrong), *ward.told])) from None
