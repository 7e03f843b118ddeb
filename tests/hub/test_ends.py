"""A claim ends with nothing in its place only where nobody's report or order is lost by that."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, Workitem, workitem_from, workitem_json
from reader.dicom.values import new_transaction_uid, new_uid
from tests.hub.conftest import signed_in
from tests.hub.test_follow_ups import People, people, returned, verification
from tests.hub.test_worklist import final_attributes, to_state
from tests.worklist.samples import CHEN, LI

assert people  # a fixture


def cancelled(of: People, who: requests.Session, item: Workitem, transaction: str) -> requests.Response:
    url = f"{of.root}/workitems/{item.uid}?transaction={transaction}"
    assert who.post(url, json=[final_attributes(CANCELED)]).status_code == 200
    return to_state(who, of.root, item.uid, CANCELED, transaction)


def is_refused(answer: requests.Response) -> None:
    assert (answer.status_code, answer.headers["Reader-Refusal"]) == (409, Refusal.UNREPLACED.value)


def claimed(of: People, who: requests.Session, item: Json) -> tuple[Workitem, str]:
    step, transaction = workitem_from(item), new_transaction_uid()
    assert to_state(who, of.root, step.uid, IN_PROGRESS, transaction).status_code == 200
    return step, transaction


@pytest.mark.parametrize("name", ["li", "chen", "zhou"])
def test_a_review_and_the_returned_report_do_not_excuse_each_other(people: People, name: str) -> None:
    review = people.reviewed_by_zhou()
    again, who = returned(review), getattr(people, name)
    assert people.create(people.zhou, again).status_code == 201
    back, transaction = claimed(people, who, again)
    answers = [cancelled(people, who, back, transaction), cancelled(people, people.zhou, review, people.last)]
    assert [answer.status_code for answer in answers] != [200, 200], "nobody would have the report"


def test_a_copy_that_its_reviewer_ends_is_not_taken_back_by_its_author(people: People) -> None:
    review = people.reviewed_by_zhou()
    [now] = people.zhou.get(f"{people.root}/workitems/{review.uid}").json()
    copied = replacement(now, new_uid())
    assert people.create(people.zhou, copied).status_code == 201
    is_refused(cancelled(people, people.zhou, *claimed(people, people.zhou, copied)))


def test_another_order_does_not_stand_for_a_report(people: People) -> None:
    review = people.reviewed_by_zhou()
    twice = replace(review, uid=new_uid(), code=people.order().code)
    assert people.create(people.gate, workitem_json(twice)).status_code == 201
    is_refused(cancelled(people, people.zhou, review, people.last))


def test_an_order_that_was_withdrawn_while_it_waited_again_ends(people: People) -> None:
    """A release that was cut before its last step goes on to its end."""
    first, transaction = people.claimed(people.li, people.order())
    [now] = people.li.get(f"{people.root}/workitems/{first.uid}").json()
    copied = replacement(now, new_uid())
    assert people.create(people.li, copied).status_code == 201
    url = f"{people.root}/workitems/{copied['00080018']['Value'][0]}/cancelrequest"
    assert people.li.post(url).status_code in (403, 409), "only who ordered it withdraws it"
    assert signed_in(people.hub, "admin").post(url).status_code == 202
    assert cancelled(people, people.li, first, transaction).status_code == 200


def test_a_review_does_not_stand_for_the_reading_that_it_is_about(people: People) -> None:
    """Its author can withdraw it, and then nothing leads to report and order: a reading is completed with it."""
    first, transaction = people.claimed(people.li, people.order())
    assert people.create(people.li, verification(first, LI.code.value)).status_code == 201
    is_refused(cancelled(people, people.li, first, transaction))


def test_a_colleague_s_report_does_not_stand_for_the_returned_one(people: People) -> None:
    review = people.reviewed_by_zhou()
    again = returned(review)
    assert people.create(people.zhou, again).status_code == 201
    back, transaction = claimed(people, people.chen, again)
    people.create(people.chen, verification(back, CHEN.code.value, CHEN.name))
    is_refused(cancelled(people, people.chen, back, transaction))
