"""Claim, release, reviews and what happens live, on a real hub process."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ReaderError
from reader.core.http import OutcomeUnknown
from reader.core.profile import open_profile
from reader.core.secrets import Secrets
from reader.dicom.json_model import items, value
from reader.dicom.ups.client import AlreadyFinal, ClaimLost, TaskError
from reader.dicom.ups.putting_back import DISCONTINUED
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED, Workitem, workitem_json
from reader.worklist.claims import Claims
from reader.worklist.codec import task_from
from reader.worklist.exam import Stage
from reader.worklist.model import Ending, State
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, ZHOU, workitem
from tests.worklist.station import Station

MakeStation = Callable[..., Station]


def order(station: Station, number: int = 0, subject: Subject | None = None, **changes: Any) -> Workitem:
    """A new task on the hub."""
    item = workitem(number or random.randrange(10**9), "Wang^Xiaodong=王^小东", **changes)
    payload = workitem_json(item) | (subject_json(subject) if subject else {})
    station.site.create(payload, item.uid)
    return item


def attempt(station: Station, uid: str, results: list[Any]) -> None:
    try:
        results.append(station.service.claim_now(uid))
    except ReaderError as error:
        results.append(error)


def test_of_two_that_claim_at_once_one_wins_and_the_other_hears_who(station: MakeStation) -> None:
    li, chen = station(LI), station(CHEN)
    for _ in range(5):
        item = order(li)
        results: list[Any] = []
        threads = [threading.Thread(target=attempt, args=(who, item.uid, results)) for who in (li, chen)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lost = [entry for entry in results if isinstance(entry, ClaimLost)]
        won = [entry for entry in results if not isinstance(entry, Exception)]
        assert len(lost) == len(won) == 1
        winner, loser = (LI, chen) if won[0].task.reader_id == LI.code.value else (CHEN, li)
        assert winner.name.native in lost[0].user_message
        assert loser.service.transaction(item.uid) is None


def test_a_claim_whose_answer_was_lost_is_found_again_and_goes_on(station: MakeStation) -> None:
    li = station(LI)
    item = order(li)
    li.http.lose = lambda method, url: method == "PUT"
    with pytest.raises(OutcomeUnknown):
        li.service.claim_now(item.uid)
    kept = li.service.transaction(item.uid)
    li.close()

    again = station(LI, "li")
    again.look()
    assert again.worklist.tasks[item.uid].mine
    claim = again.service.claim_now(item.uid)
    assert claim.transaction == kept and claim.task.state is State.READING

    other = station(LI, "second computer")
    with pytest.raises(ClaimLost, match="another computer"):
        other.service.claim_now(item.uid)
    assert again.service.claim_now(item.uid).transaction == kept


@pytest.mark.parametrize("damage", ["[junk", "5", "{}", "[5]", "null"])
def test_a_damaged_list_of_claims_costs_no_claim(tmp_path: Path, damage: str) -> None:
    secrets = Secrets(open_profile(tmp_path))
    claims = Claims(secrets, "http://hub/ups", "li")
    transaction = claims.begin("2.25.1")
    secrets.set("claims:http://hub/ups:li", damage)
    assert claims.transaction("2.25.1") == transaction and claims.all() == set()
    assert claims.begin("2.25.1") == transaction
    claims.begin("2.25.2")
    assert claims.all() == {"2.25.1", "2.25.2"}


@pytest.mark.parametrize("version", ["this", "earlier"])
def test_on_one_computer_a_claim_belongs_to_the_user_who_made_it(station: MakeStation, version: str) -> None:
    """Earlier versions kept the claims of all users under the same names."""
    li = station(LI, "shared")
    item = order(li)
    kept = li.service.claim_now(item.uid).transaction
    if version == "earlier":
        li.service.forget(item.uid)
        li.secrets.set(f"claim:{li.ups.root}:{item.uid}", kept)
        li.secrets.set(f"claims:{li.ups.root}", json.dumps([item.uid]))
    li.close()

    chen = station(CHEN, "shared")
    with pytest.raises(ClaimLost, match="李娜"):  # the list on his screen is older than her claim
        chen.service.claim_now(item.uid)
    chen.look()
    assert not chen.worklist.tasks[item.uid].mine and chen.service.transaction(item.uid) is None
    chen.close()

    again = station(LI, "shared")
    assert again.service.claim_now(item.uid).transaction == kept
    again.look()
    assert again.worklist.tasks[item.uid].mine


@pytest.mark.parametrize("killed_at", ["nowhere", "update", "create", "cancel"])
def test_release_puts_the_same_order_back_once(station: MakeStation, killed_at: str) -> None:
    li = station(LI)
    item = order(li, performers=((LI.code, LI.name),), comment="Cough")
    li.service.claim_now(item.uid)
    if killed_at != "nowhere":
        lost = {
            "update": lambda method, url: method == "POST" and item.uid in url,
            "create": lambda method, url: method == "POST" and "workitems?" in url,
            "cancel": lambda method, url: method == "PUT",
        }
        li.http.lose = lost[killed_at]
        with pytest.raises(OutcomeUnknown):
            li.service.release_now(item.uid)
        li.close()
        li = station(LI, "li")
        li.look()  # finishes what was begun
    if killed_at == "nowhere":
        li.service.release_now(item.uid)

    old = li.ups.retrieve(item.uid)
    assert value(old, "00741000") == CANCELED
    reason = items(items(old, "00741002")[0], "0074100E")[0]
    assert value(reason, "00080100") == DISCONTINUED.value
    assert task_from(old).ending is Ending.RELEASED
    waiting = [
        entry for entry in li.ups.search({"00741000": SCHEDULED})
        if value(items(entry, "0040A370")[0], "00080050") == item.accession
    ]  # fmt: skip
    assert len(waiting) == 1
    for tag in ("00404011", "00741200", "00404034", "00400400", "00404021", "00100020"):
        assert waiting[0][tag] == old[tag]
    assert value(items(waiting[0], "00741224")[0], "00081155") == item.uid
    li.until(lambda: li.service.transaction(item.uid) is None)  # what has ended is seen after a look
    station(CHEN).service.claim_now(str(value(waiting[0], "00080018")))


def test_reviews_are_for_reviewing_doctors_and_never_of_ones_own_report(station: MakeStation) -> None:
    zhou, li = station(ZHOU), station(LI, roles=("reporting",))
    by_li = order(zhou, code=REPORT_VERIFICATION, subject=Subject(LI.name, LI.code.value, "1.2.3"))
    by_zhou = order(zhou, code=REPORT_VERIFICATION, subject=Subject(ZHOU.name, ZHOU.code.value, "1.2.4"))
    zhou.look()
    li.look()
    exams = {(who.user, item.uid): who.worklist.exam(item.uid) for who in (zhou, li) for item in (by_li, by_zhou)}
    assert [pair for pair, exam in exams.items() if exam.doable] == [(ZHOU, by_li.uid)]
    assert {exam.stage for exam in exams.values()} == {Stage.SUBMITTED}  # how the own report stands is seen by all
    for who, item in ((zhou, by_zhou), (li, by_li)):
        with pytest.raises(TaskError):
            who.service.claim_now(item.uid)
        assert value(who.ups.retrieve(item.uid), "00741000") == SCHEDULED
    claim = zhou.service.claim_now(by_li.uid)
    assert claim.task.author.native == "李娜" and claim.task.report == "1.2.3"


def test_what_is_done_or_cancelled_is_said_and_not_claimed(station: MakeStation) -> None:
    li = station(LI)
    item = order(li)
    li.site.request_cancel(item.uid, "duplicate")
    with pytest.raises(AlreadyFinal):
        li.service.claim_now(item.uid)
    assert li.service.transaction(item.uid) is None


def test_events_arrive_live_and_polling_takes_over_while_the_hub_is_away(
    station: MakeStation, hub: HubProcess
) -> None:
    li, chen = station(LI), station(CHEN)
    li.service.start_live()
    li.until(lambda: li.worklist.connection == "live")
    arrived: list[str] = []
    li.worklist.arrived.connect(arrived.extend)
    item = order(chen)
    li.until(lambda: item.uid in li.worklist.tasks, 3)
    assert arrived == [item.uid]
    chen.service.claim_now(item.uid)
    li.until(lambda: li.worklist.tasks[item.uid].state is State.READING, 3)
    assert li.worklist.tasks[item.uid].reader.native == "陈宇"

    hub.kill()
    li.until(lambda: li.worklist.connection == "away", 5)
    assert item.uid in li.worklist.tasks  # the list stays readable
    hub.start()
    li.until(lambda: li.worklist.connection == "live", 8)
    second = order(chen)
    li.until(lambda: second.uid in li.worklist.tasks, 3)


def test_without_subscriptions_the_list_is_polled(station: MakeStation) -> None:
    li = station(LI)
    li.ups.dialect = replace(li.ups.dialect, live=False)
    li.service.start_live()
    li.until(lambda: li.worklist.loaded is not None)
    item = order(li)
    li.until(lambda: item.uid in li.worklist.tasks, 3)
    assert li.worklist.connection == "polling"
    assert value(li.ups.retrieve(item.uid), "00741000") != IN_PROGRESS
