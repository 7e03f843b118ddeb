"""A claim counts when the hub shows it, and is dropped when the hub shows that it is over: nothing else counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.errors import Cancelled, ReaderError
from reader.dicom.json_model import value
from reader.dicom.ups.workitem import IN_PROGRESS, SCHEDULED, Workitem, workitem_json
from reader.dicom.values import Code, Person, PersonName
from reader.worklist.codec import task_from
from reader.worklist.model import Claim
from tests.faults import FaultProxy
from tests.servers import HubProcess
from tests.worklist.samples import LI, workitem
from tests.worklist.station import Station

MA = Person(PersonName("Ma^Quan", "马^全"), "Demo region", Code("D9999", "99READER", "Ma Quan"), "ma")


@pytest.fixture
def order(hub: HubProcess, tmp_path: Path) -> Iterator[Workitem]:
    """A waiting task, made and later read without the faulty line."""
    direct = Station(hub, MA, tmp_path / "ma")
    item = workitem(random.randrange(10**9), "Wang^Xiaodong")
    direct.ups.create(workitem_json(item), item.uid)
    yield item
    direct.close()


def state(station: Station, item: Workitem) -> str:
    return str(value(station.ups.retrieve(item.uid), "00741000"))


@pytest.mark.parametrize(
    "kind", ["200 web page", "200 empty", "200 error object", "302 to a login here", "202 without doing it", "204"]
)
def test_a_claim_that_something_else_granted_is_none(
    li: Station, line: FaultProxy, order: Workitem, kind: str
) -> None:
    line.plan("claim", kind)
    with pytest.raises(ReaderError):
        li.service.claim_now(order.uid)
    assert state(li, order) == SCHEDULED
    kept = li.service.transaction(order.uid)
    assert kept is not None
    assert li.service.claim_now(order.uid).transaction == kept
    assert state(li, order) == IN_PROGRESS


@pytest.mark.parametrize(
    "kind", ["200 empty", "200 []", "204", "200 web page", "404 of a proxy", "404 web page", "410"]
)
def test_after_a_restart_no_empty_answer_makes_it_forget_a_claim(
    hub: HubProcess, li: Station, line: FaultProxy, order: Workitem, kind: str, tmp_path: Path
) -> None:
    claim = li.service.claim_now(order.uid)
    again = Station(hub, LI, tmp_path / "li", roles=("reporting",), root=line.url)
    line.plan("search", "200 []", "200 []", "200 []")
    line.plan("retrieve", kind)
    again.look()
    again.errors.clear()
    assert again.service.transaction(order.uid) == claim.transaction
    line.plan("claim", "409")
    line.plan("retrieve", *[kind] * 2)
    with pytest.raises(ReaderError):
        again.service.claim_now(order.uid)
    line.clear()
    assert again.service.claim_now(order.uid).transaction == claim.transaction
    again.close()


def test_a_claim_is_asked_for_until_the_hub_answers_and_says_so_once(
    li: Station, line: FaultProxy, order: Workitem
) -> None:
    line.plan("claim", *["200 web page"] * 3, "lost, forwarded")
    won: list[Claim] = []
    said: list[ReaderError] = []
    li.service.claim(task_from(workitem_json(order)), won.append, li.errors.append, said.append)
    li.until(lambda: bool(won or li.errors))
    assert not li.errors and li.service.transaction(order.uid) == won[0].transaction
    assert said and [e.hint.split(":")[0] for e in said] == ["This is not the hub", "127.0.0.1"][: len(said)]
    assert state(li, order) == IN_PROGRESS


def test_a_claim_that_nobody_waits_for_any_more_is_not_asked_for(
    li: Station, line: FaultProxy, order: Workitem
) -> None:
    line.plan("claim", *["200 web page"] * 1000)
    ended: list[BaseException] = []
    said: list[ReaderError] = []
    asked = li.service.claim(task_from(workitem_json(order)), lambda _: None, ended.append, said.append)
    li.until(lambda: bool(said))
    asked.cancel()
    li.until(lambda: bool(ended))
    assert isinstance(ended[0], Cancelled)
    line.clear()
    assert state(li, order) == SCHEDULED


def test_a_claim_of_someone_else_behind_a_false_yes_is_seen(
    hub: HubProcess, li: Station, line: FaultProxy, order: Workitem, tmp_path: Path
) -> None:
    ma = Station(hub, MA, tmp_path / "ma", roles=("reporting",))
    ma.service.claim_now(order.uid)
    ma.close()
    line.plan("claim", "200 text")
    line.plan("update", "200 text")
    with pytest.raises(ReaderError):
        li.service.claim_now(order.uid)
    with pytest.raises(ReaderError, match="Ma"):
        li.service.claim_now(order.uid)
    assert li.service.transaction(order.uid) is None, "the task itself names another"
