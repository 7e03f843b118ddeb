"""A submission can be undone for some seconds, and recalled until it is reviewed; never twice, on a real hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reader.delivery.model import DeliveryState
from reader.delivery.service import recall_steps, submission_steps
from reader.dicom.json_model import items, value
from reader.dicom.ups.tasks import scheduled_performers, subject_from
from reader.dicom.ups.workitem import CANCELED, SCHEDULED, workitem_from
from tests.delivery.test_outbox import assert_all_delivered, assert_delivered_once, outbox_of, settled, work
from tests.worklist.samples import LI, ZHOU
from tests.worklist.station import Station

MakeStation = Callable[..., Station]
LONG = 600.0


def changes(station: Station) -> list[str]:
    """Every change that is asked of the hub from now on."""
    asked: list[str] = []

    def note(method: str, url: str) -> bool:
        if method in ("POST", "PUT"):
            asked.append(url)
        return False

    station.http.lose = note
    return asked


def test_what_is_held_is_not_sent_and_can_be_taken_back(station: MakeStation) -> None:
    li = station(LI)
    made = work(li)
    outbox = outbox_of(li)
    outbox.start()
    asked = changes(li)
    held = outbox.enqueue("Submission", made.task.uid, submission_steps(made), about="Wang Xiaodong", hold=LONG)
    outbox.retry_all()  # a sign-in, or the network is back
    assert not asked and held.held(datetime.now(UTC))
    assert outbox.about(held) == "Wang Xiaodong"
    assert outbox.withdraw(held.delivery_id) and not outbox.withdraw(held.delivery_id)
    assert not outbox.model.deliveries and not li.database.read("SELECT 1 FROM delivery_part")
    outbox.enqueue("Submission", made.task.uid, submission_steps(made), hold=0.3)
    assert_all_delivered(settled(li, outbox))
    assert_delivered_once(li, made)
    sent = next(iter(outbox.model.deliveries))
    assert not outbox.withdraw(sent), "too late"


def test_after_a_kill_it_is_still_held_and_sent_once_in_the_end(station: MakeStation) -> None:
    """Another outbox on the same profile is what a killed program starts with."""
    li = station(LI)
    made = work(li)
    first = outbox_of(li)
    first.start()
    asked = changes(li)
    held = first.enqueue("Submission", made.task.uid, submission_steps(made), hold=LONG)
    first.stop()
    second = outbox_of(li)
    second.start()
    assert not asked and second.model.deliveries[held.delivery_id].held(datetime.now(UTC))
    second.send_held()
    assert_all_delivered(settled(li, second))
    assert_delivered_once(li, made)


def test_a_clock_that_was_put_back_keeps_no_report_here(station: MakeStation) -> None:
    """Queued for some seconds by a clock that was a day ahead, or put off by it: no wait is that long."""
    li = station(LI)
    made = work(li)
    first = outbox_of(li)
    first.enqueue("Submission", made.task.uid, submission_steps(made), hold=LONG)
    first.stop()
    ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    with li.database.write() as db:
        db.execute("UPDATE delivery SET queued = ?, hold = ?", (ahead, ahead))
    second = outbox_of(li)
    second.start()
    assert_all_delivered(settled(li, second))
    assert_delivered_once(li, made)


def submitted(li: Station) -> tuple[Any, Any]:
    """(what was submitted, the review task that waits for it)."""
    made = work(li)
    outbox = outbox_of(li)
    outbox.start()
    outbox.enqueue("Submission", made.task.uid, submission_steps(made))
    assert_all_delivered(settled(li, outbox))
    outbox.stop()
    return made, waiting(li, made.task.study_uid, "110007")[0]


def waiting(station: Station, study: str, code: str) -> list[dict[str, Any]]:
    return [
        entry for entry in station.ups.search({"00741000": SCHEDULED, "0020000D": study})
        if value(items(entry, "00404018")[0], "00080100") == code
    ]  # fmt: skip


def recalling(review: dict[str, Any], root: str) -> Any:
    return recall_steps(workitem_from(review), subject_from(review), LI, root)


@pytest.mark.parametrize("lost", [None, 0, 1])
def test_a_recall_gives_the_author_the_report_back_once(station: MakeStation, lost: int | None) -> None:
    li = station(LI)
    made, review = submitted(li)
    outbox = outbox_of(li)
    asked: list[str] = []

    def lose(method: str, url: str) -> bool:
        if method == "POST":
            asked.append(url)
        return method == "POST" and lost is not None and len(asked) == lost + 1

    li.http.lose = lose
    outbox.start()
    steps = recalling(review, made.ups_url)
    outbox.enqueue("Recall", value(review, "00080018"), steps)
    assert settled(li, outbox)[-1].state is DeliveryState.DELIVERED
    assert waiting(li, made.task.study_uid, "110007") == []
    [again] = waiting(li, made.task.study_uid, "110005")
    assert subject_from(again).report == made.report.sop_instance_uid
    assert [code for code, _ in scheduled_performers(again)] == [LI.code]
    assert value(li.ups.retrieve(value(review, "00080018")), "00741000") == CANCELED


def test_a_review_that_has_begun_is_not_recalled(station: MakeStation) -> None:
    li, zhou = station(LI), station(ZHOU)
    made, review = submitted(li)
    zhou.service.claim_now(value(review, "00080018"))
    outbox = outbox_of(li)
    outbox.start()
    outbox.enqueue("Recall", value(review, "00080018"), recalling(review, made.ups_url))
    refused = settled(li, outbox)[-1]
    assert refused.state is DeliveryState.REFUSED and "周伟" in refused.error
    assert waiting(li, made.task.study_uid, "110005") == [], "nobody gets a second task"
    outbox.dismiss(refused.delivery_id)
    assert refused.delivery_id not in outbox.model.deliveries
    assert not li.database.read("SELECT 1 FROM delivery_part WHERE id = ?", (refused.delivery_id,))
