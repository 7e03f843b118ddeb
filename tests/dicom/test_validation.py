"""DICOM JSON by value representation: what the standard forbids is named, what it allows is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reader.dicom.validation import Unreadable, check, read_json
from tests import mutated_records as records


@pytest.mark.parametrize(
    "good",
    [records.workitem, records.event, records.study_row, records.series_row, records.instance_row],
)
def test_each_bad_value_is_named_and_costs_only_itself(good: Callable[[], dict[str, Any]]) -> None:
    command = good is records.event
    assert not check(good(), command=command).problems
    for number in range(600):
        mutant = records.mutant(number, good())
        try:
            checked = check(read_json(mutant.text), command=command)
        except Unreadable as reason:
            assert mutant.bad, mutant
            assert mutant.where.rpartition(">")[2] in str(reason), mutant
            continue
        told = "; ".join(map(str, checked.problems))
        assert bool(told) == mutant.bad, (mutant, told)
        assert mutant.where in told or not mutant.bad, (mutant, told)
        # What is left can be sent on, and reading it again finds nothing that can't be used.
        text = json.dumps(checked.dataset, allow_nan=False, ensure_ascii=False).encode()
        again = check(read_json(text), command=command)
        assert all(problem.usable for problem in again.problems), (mutant, again.problems)
        assert again.dataset == checked.dataset
        lost = set(good()) - set(checked.dataset)
        assert len(lost) <= (mutant.where == ""), (mutant, lost)


def test_what_can_be_read_of_a_name_is_kept() -> None:
    name = {"vr": "PN", "Value": [{"Alphabetic": "Wang\ud800^Fang", "Ideographic": "王^芳"}]}
    checked = check({"00100010": name, "00100020": {"vr": "LO", "Value": ["P1"]}})
    assert checked.dataset["00100010"]["Value"] == [{"Alphabetic": "Wang\ufffd^Fang", "Ideographic": "王^芳"}]
    assert checked.dataset["00100020"]["Value"] == ["P1"]
    assert [(p.tag, p.path, p.vr) for p in checked.problems] == [("00100010", "(0010,0010)", "PN")]


@pytest.mark.parametrize("data", [None, 5, "text", [], [{}], {"": 5}, {"00100010": None}])
def test_what_is_no_dataset_is_an_empty_one(data: Any) -> None:
    checked = check(data)
    assert checked.problems
    assert all(entry == {"vr": "PN"} for entry in checked.dataset.values())
