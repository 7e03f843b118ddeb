"""DICOM JSON by value representation: what the standard forbids is named, what it allows is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reader.dicom.texts import clean_text
from reader.dicom.validation import Unreadable, check, read_json, value_problem
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


def test_what_is_typed_or_pasted_never_fails_at_the_hub_and_no_two_numbers_become_one() -> None:
    controls = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xD83D)
    for number in (*controls, *range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        text = clean_text(f"segment 4{chr(number)}8 mm")
        assert value_problem("UT", text) == "", hex(number)
        invisible = 0x202A <= number <= 0x202E or 0x2066 <= number <= 0x2069
        assert ("48" in text) == invisible, hex(number)
