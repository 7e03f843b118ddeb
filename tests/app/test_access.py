"""Who may write in a case: the whole table, and what it promises."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from reader.app.access import TRANSITIONS, Access, AccessEvent, Barrier, ReadOnly, after
from reader.app.case import Case
from reader.core.settings import SettingsModel
from reader.findings.model import FindingsModel
from reader.views.model import ViewsModel
from tests.findings.exams import own
from tests.worklist.samples import task, workitem


def reachable(state: Access) -> set[Access]:
    found, wanted = {state}, [state]
    while wanted:
        before = wanted.pop()
        new = {to for (at, _), to in TRANSITIONS.items() if at is before} - found
        found |= new
        wanted += new
    return found


def test_each_event_in_each_state_is_a_step_or_refused() -> None:
    for state, event in product(Access, AccessEvent):
        if (state, event) in TRANSITIONS:
            assert after(state, event) is TRANSITIONS[state, event]
        else:
            with pytest.raises(ValueError):
                after(state, event)


def test_only_the_hubs_grant_or_an_undone_submission_lets_anyone_write() -> None:
    into = {(state, event) for (state, event), to in TRANSITIONS.items() if to is Access.WRITING}
    assert into == {
        (Access.NEW, AccessEvent.GRANT), (Access.CLAIMING, AccessEvent.GRANT),
        (Access.HANDED_OVER, AccessEvent.TAKE_BACK),
    }  # fmt: skip


def test_what_was_barred_is_never_written_in_again() -> None:
    for state in Access:
        if (state, AccessEvent.BAR) in TRANSITIONS:
            assert Access.WRITING not in reachable(after(state, AccessEvent.BAR))


def test_every_case_can_be_left_and_every_question_to_the_hub_ends() -> None:
    assert all(after(state, AccessEvent.LEAVE) is Access.LEFT for state in Access)
    for state in (Access.CLAIMING, Access.BARRED):
        for answer in (AccessEvent.GRANT, AccessEvent.REFUSE):
            assert after(state, answer) in (Access.WRITING, Access.VIEWING)


def test_a_case_that_is_barred_refuses_changes_and_says_why_whatever_the_hub_answers(tmp_path: Path) -> None:
    findings = FindingsModel(loaded=True)
    findings.load([own()])
    case = Case(findings, ViewsModel(SettingsModel(tmp_path / "settings.json")))
    case.begin(task(workitem(1, "Wang^Fang")), None, "")
    assert case.claiming and case.read_only and not findings.read_only
    case.bar(ReadOnly(Barrier.OTHER_PATIENT))
    case.settle(case.task, None, ReadOnly(Barrier.REFUSED, (("said", "no"),)))
    assert case.read_only and findings.read_only and case.claim is None
    assert case.why_read_only == "The images belong to another patient than the order."
