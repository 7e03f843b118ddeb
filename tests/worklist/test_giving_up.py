"""An addendum or amendment that its author withdraws: once said, it ends, whatever happens on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from reader.core.errors import ReaderError
from reader.dicom.json_model import value
from reader.dicom.ups.client import ClaimLost, TaskError
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import ADDENDUM, CANCELED, IN_PROGRESS, workitem_json
from reader.worklist.codec import task_from
from reader.worklist.model import Ending
from tests.faults import FaultProxy
from tests.flow.test_put_back import put_back
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, workitem
from tests.worklist.station import Station


@pytest.fixture
def waits(li: Station) -> str:
    """The UID of an addendum that came back to its author."""
    item = workitem(random.randrange(10**9), "Wang^Xiaodong", code=ADDENDUM)
    about = Subject(LI.name, LI.code.value, "1.2.8.2", supplement="addendum")
    li.site.create(workitem_json(item) | subject_json(about), item.uid)
    return item.uid


def state(li: Station, uid: str) -> str:
    return str(value(li.site.retrieve(uid), "00741000"))


def is_withdrawn(li: Station, uid: str) -> bool:
    return task_from(li.site.retrieve(uid)).ending is Ending.GIVEN_UP


ANSWERS = ["200 web page", "404 of a proxy", "404 of a proxy, an empty list"]


def killed_at(
    step: str, answer: str, act: Callable[[str], None], uid: str, li: Station, line: FaultProxy, folder: Path
) -> Station:
    """The program, started again after it was ended in a step of giving this back, which something on the way to
    the hub had answered; it has looked once."""
    kind, _, listed = answer.partition(", ")
    line.plan(step, *[kind] * 3)
    line.plan("search", *["200 []"] * 3 if listed else ())
    with pytest.raises(ReaderError):
        act(uid)
    line.clear()
    again = Station(li.hub, LI, folder, roles=("reporting",), root=line.url)
    again.look()
    return again


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("step", "claimed"), [("claim", False), *product(["retrieve", "update", "cancel"], [False, True])]
)
def test_a_withdrawal_that_a_kill_interrupts_goes_on_after_the_next_start(
    li: Station, line: FaultProxy, waits: str, tmp_path: Path, step: str, claimed: bool, answer: str
) -> None:
    if claimed:
        li.service.claim_now(waits)
    again = killed_at(step, answer, li.service.give_up_now, waits, li, line, tmp_path / "li")
    assert is_withdrawn(li, waits)
    again.look()
    assert again.service.transaction(waits) is None and again.worklist.tasks[waits].ending is Ending.GIVEN_UP
    again.close()


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("step", ["retrieve", "update", "create", "cancel"])
def test_a_release_that_a_kill_interrupts_goes_on_after_the_next_start(
    li: Station, line: FaultProxy, waits: str, tmp_path: Path, step: str, answer: str
) -> None:
    li.service.claim_now(waits)
    again = killed_at(step, answer, li.service.release_now, waits, li, line, tmp_path / "li")
    assert task_from(li.site.retrieve(waits)).ending is Ending.RELEASED
    again.close()


@pytest.mark.parametrize("replaced", [False, True])
def test_what_is_to_end_ends_after_a_kill_before_the_hub_was_asked(
    hub: HubProcess, li: Station, line: FaultProxy, waits: str, tmp_path: Path, replaced: bool
) -> None:
    li.service.claim_now(waits)
    li.service.begin_ending(waits, replaced=replaced)
    again = Station(hub, LI, tmp_path / "li", roles=("reporting",), root=line.url)
    again.look()
    assert task_from(li.site.retrieve(waits)).ending is (Ending.RELEASED if replaced else Ending.GIVEN_UP)
    again.close()


def test_what_the_hub_does_not_let_go_can_be_written_on(li: Station, waits: str) -> None:
    """A hub that was restored to a time before the claim: the task waits there."""
    li.service._claims.begin(waits)
    with pytest.raises(ReaderError):
        li.service.release_now(waits)
    claim = li.service.claim_now(waits)
    assert claim.task.mine and state(li, waits) == IN_PROGRESS
    failed: list[BaseException] = []
    li.service.release(claim.task, None, failed.append)
    li.until(lambda: state(li, waits) == CANCELED or bool(failed))
    assert not failed


@pytest.mark.parametrize("claimed", [False, True])
def test_what_is_being_withdrawn_can_not_be_written_on(
    li: Station, line: FaultProxy, waits: str, claimed: bool
) -> None:
    if claimed:
        li.service.claim_now(waits)
    line.plan("cancel", *["200 web page"] * 3)
    line.plan("retrieve", *["200 web page"] * 3)
    landed: list[bool] = []
    li.service.give_up(task_from(li.site.retrieve(waits)), lambda: landed.append(True), li.errors.append)
    li.until(lambda: li.service._claims.given_up(waits))
    for _ in range(20):
        with pytest.raises(ReaderError) as refused:
            li.service.claim_now(waits)
        if isinstance(refused.value, TaskError):
            break
    li.until(lambda: bool(landed or li.errors))
    assert not li.errors and is_withdrawn(li, waits)


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("answer", ["403 web page", "503", "413"])
def test_what_can_not_be_ended_now_does_not_keep_the_list_away(
    hub: HubProcess, li: Station, line: FaultProxy, waits: str, tmp_path: Path, answer: str, replaced: bool
) -> None:
    li.service.claim_now(waits)
    li.service.begin_ending(waits, replaced=replaced)
    again = Station(hub, LI, tmp_path / "li", roles=("reporting",), root=line.url)
    line.plan("update", *[answer] * 9)
    again.look()
    assert waits in again.worklist.tasks
    line.clear()
    again.look()
    assert task_from(li.site.retrieve(waits)).ending is (Ending.RELEASED if replaced else Ending.GIVEN_UP)
    again.close()


@pytest.mark.parametrize("how", ["put back", "released elsewhere"])
def test_what_waits_again_meanwhile_is_not_told_as_withdrawn(li: Station, waits: str, how: str) -> None:
    """By an administrator, or by the same doctor on another computer, after this list was read."""
    claim = li.service.claim_now(waits)
    if how == "put back":
        put_back(li.hub.data, waits)
    else:
        li.service.release_now(waits)
        li.service.take_up(waits, claim.transaction)
    withdrawn: list[bool] = []
    failed: list[BaseException] = []
    li.service.give_up(claim.task, lambda: withdrawn.append(True), failed.append)
    li.until(lambda: bool(withdrawn or failed))
    assert not withdrawn and isinstance(failed[0], TaskError)
    assert not is_withdrawn(li, waits) and li.service.transaction(waits) is None


def test_a_withdrawal_that_two_carry_out_at_once_is_no_error(li: Station, waits: str) -> None:
    li.service.claim_now(waits)
    done: list[str] = []
    task = task_from(li.site.retrieve(waits))
    for _ in range(3):
        li.service.give_up(task, lambda: done.append("withdrawn"), li.errors.append)
    li.until(lambda: len(done) + len(li.errors) == 3)
    assert not li.errors and is_withdrawn(li, waits)
    assert li.service.transaction(waits) is None and not li.service._claims.given_up(waits)


def test_a_release_that_two_carry_out_at_once_is_no_error(li: Station, waits: str) -> None:
    li.service.claim_now(waits)
    done: list[str] = []
    task = task_from(li.site.retrieve(waits))
    for _ in range(3):
        li.service.release(task, lambda: done.append("released"), li.errors.append)
    li.until(lambda: len(done) + len(li.errors) == 3)
    assert not li.errors and state(li, waits) == CANCELED


def test_what_a_colleague_has_taken_is_not_withdrawn(
    hub: HubProcess, li: Station, waits: str, tmp_path: Path
) -> None:
    chen = Station(hub, CHEN, tmp_path / "chen", roles=("reporting",))
    chen.service.claim_now(waits)
    with pytest.raises(ClaimLost):
        li.service.give_up_now(waits)
    chen.service.release_now(waits)
    chen.close()
    li.look()
    assert not is_withdrawn(li, waits) and not li.service._claims.given_up(waits)


@pytest.mark.parametrize("replaced", [False, True])
def test_what_something_on_the_way_refuses_is_asked_again_until_the_hub_has_ended_it(
    li: Station, line: FaultProxy, waits: str, replaced: bool
) -> None:
    """It is not told as refused while it goes on behind that."""
    claim = li.service.claim_now(waits)
    line.plan("update", "404 of a proxy", "409")
    line.plan("retrieve", "404 of a proxy")
    landed, failed = list[bool](), list[BaseException]()
    ends = li.service.release if replaced else li.service.give_up
    ends(claim.task, lambda: landed.append(True), failed.append)
    li.until(lambda: bool(landed or failed))
    assert landed and not failed and state(li, waits) == CANCELED
