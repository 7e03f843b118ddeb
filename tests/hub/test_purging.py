"""What ended long ago is deleted with all that belongs to it, and stops nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.dicom.json_model import value
from reader.dicom.ups.putting_back import discontinuation, replacement
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, Workitem
from reader.dicom.values import format_dt, new_transaction_uid, new_uid
from reader.hub.hub import Hub
from reader.hub.users import DEMO_USERS
from tests.hub.test_follow_ups import People, verification
from tests.hub.test_worklist import task, to_state
from tests.servers import HubProcess
from tests.worklist.samples import LI


def age(people: People, *uids: str) -> None:
    """They ended a year ago; the hub is started anew."""
    people.hub.stop()
    with sqlite3.connect(people.data / "hub.sqlite") as db:
        then = format_dt(datetime.now(UTC) - timedelta(days=366))
        db.executemany("UPDATE workitem SET ended = ? WHERE uid = ?", [(then, uid) for uid in uids])
    people.hub.start()


def deleted_by_an_old_hub(people: People, uid: str) -> None:
    people.hub.stop()
    with sqlite3.connect(people.data / "hub.sqlite") as db:
        db.execute("DELETE FROM workitem WHERE uid = ?", (uid,))
        db.execute("INSERT INTO gone_workitem VALUES (?)", (uid,))
    people.hub.start()


def release(people: People, item: Workitem, transaction: str) -> None:
    copy = replacement(people.li.get(f"{people.root}/workitems/{item.uid}").json()[0], new_uid())
    assert people.create(people.li, copy).status_code == 201
    end = discontinuation(datetime.now(UTC), "Released")
    url = f"{people.root}/workitems/{item.uid}?transaction={transaction}"
    assert people.li.post(url, json=[end]).status_code == 200
    assert to_state(people.li, people.root, item.uid, CANCELED, transaction).status_code == 200


@pytest.mark.parametrize("lose", [age, deleted_by_an_old_hub])
def test_whose_recalled_report_is_long_ago_can_still_hand_over(
    tmp_path: Path, lose: Callable[[People, str], None]
) -> None:
    """The first read is claimed as before: its verification, half sent and recalled, is deleted with it only."""
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        first, transaction = people.claimed(people.li, people.order())
        review = verification(first, LI.code.value)
        assert people.create(people.li, review).status_code == 201
        old = str(value(review, "00080018"))
        assert people.li.post(f"{people.root}/workitems/{old}/cancelrequest").status_code == 202
        other, _ = people.claimed(people.li, people.order())
        lose(people, old)
        people = People(process)
        release(people, first, transaction)
        assert people.create(people.li, verification(other, LI.code.value)).status_code == 201
        there = people.li.get(f"{people.root}/workitems/{old}").status_code
        assert there == (200 if lose is age else 410)


def test_what_was_put_back_stays_as_long_as_something_in_its_place_is_open(tmp_path: Path) -> None:
    """However long ago: a draft that was begun in it is found by it."""
    hub, li = Hub(tmp_path / "hub"), DEMO_USERS[0]
    try:
        first = uid = new_uid()
        hub.worklist.create(task(), uid)
        for _ in range(2):
            hub.worklist.change_state(uid, IN_PROGRESS, new_transaction_uid(), li)
            uid = hub.worklist.put_back(uid, "operator", anyway=True).waiting
        assert hub.worklist.purge(timedelta(days=-1)) == 0
        assert value(hub.worklist.retrieve(first), "00741000") == CANCELED
        hub.worklist.request_cancel(uid, {}, "operator")
        assert hub.worklist.purge(timedelta(days=-1)) == 3, "nothing of it is open"
    finally:
        hub.close()


def test_a_locked_step_keeps_all_that_was_done_with_its_order(tmp_path: Path) -> None:
    """Whoever once gave an exam back is asked what followed on that at each hand-over."""
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        order = people.order()
        lock = f"{people.root}/workitems/{order.uid}/subscribers/GATE?deletionlock=true"
        assert people.gate.post(lock).status_code == 201
        first, transaction = people.claimed(people.li, order)
        release(people, first, transaction)
        other, _ = people.claimed(people.li, people.order())
        steps = people.ma.get(f"{people.root}/workitems", params={"0020000D": first.study_uid}).json()
        copy = next(uid for step in steps if (uid := str(value(step, "00080018"))) != first.uid)
        assert people.gate.post(f"{people.root}/workitems/{copy}/cancelrequest").status_code == 202
        age(people, first.uid, copy)
        people = People(process)
        assert people.gate.get(f"{people.root}/workitems/{copy}").status_code == 200
        assert people.create(people.li, verification(other, LI.code.value)).status_code == 201
        locked = f"{people.root}/workitems/{order.uid}/subscribers/GATE"
        assert people.gate.delete(locked).status_code == 200
        age(people)
        people = People(process)
        assert people.gate.get(f"{people.root}/workitems/{copy}").status_code == 410
