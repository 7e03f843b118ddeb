"""A claim ends with nothing in its place only where nobody's report or order is lost by that."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    Workitem,
    workitem_from,
    workitem_json,
)
from reader.dicom.values import Code, new_transaction_uid, new_uid
from reader.study.codec import identity_of
from tests.hub.conftest import signed_in
from tests.hub.test_documents import store, written
from tests.hub.test_follow_ups import People, first_of, people, report_of, returned, verification
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.worklist.samples import CHEN, LI, ZHOU

assert people  # a fixture


def cancelled(of: People, who: requests.Session, item: Workitem, transaction: str) -> requests.Response:
    url = f"{of.root}/workitems/{item.uid}?transaction={transaction}"
    assert who.post(url, json=[final_attributes(CANCELED)]).status_code == 200
    return to_state(who, of.root, item.uid, CANCELED, transaction)


def completed(
    of: People, who: requests.Session, item: Workitem, transaction: str, report: str
) -> requests.Response:
    url = f"{of.root}/workitems/{item.uid}?transaction={transaction}"
    made = output(item.study_uid, report)
    assert who.post(url, json=[final_attributes(COMPLETED, made)]).status_code == 200
    return to_state(who, of.root, item.uid, COMPLETED, transaction)


def release(of: People, who: requests.Session, item: Workitem, transaction: str) -> None:
    [now] = who.get(f"{of.root}/workitems/{item.uid}").json()
    assert of.create(who, replacement(now, new_uid())).status_code == 201
    assert cancelled(of, who, item, transaction).status_code == 200


def is_refused(answer: requests.Response, why: Refusal = Refusal.UNREPLACED) -> None:
    assert (answer.status_code, answer.headers["Reader-Refusal"]) == (409, why.value)


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
    is_refused(cancelled(people, people.li, first, transaction), Refusal.FOLLOWED)


def test_a_colleague_s_report_does_not_stand_for_the_returned_one(people: People) -> None:
    review = people.reviewed_by_zhou()
    again = returned(review)
    assert people.create(people.zhou, again).status_code == 201
    back, transaction = claimed(people, people.chen, again)
    people.create(people.chen, verification(back, CHEN.code.value, CHEN.name))
    is_refused(cancelled(people, people.chen, back, transaction))


def test_what_a_returned_report_follows_on_does_not_stand_for_its_verification(people: People) -> None:
    """The reviewer has given it back, but not yet ended the review: its author hands over nothing by ending it."""
    review = people.reviewed_by_zhou()
    again = returned(review)
    assert people.create(people.zhou, again).status_code == 201
    back, transaction = claimed(people, people.li, again)
    is_refused(completed(people, people.li, back, transaction, report_of(back)), Refusal.UNVERIFIED)
    assert completed(people, people.zhou, review, people.last, report_of(review)).status_code == 200


@pytest.mark.parametrize("change", ["addendum", "author", "report"])
def test_a_report_is_given_back_as_what_it_is(people: People, change: str) -> None:
    """As an addendum, or as nobody's, whoever claims it could end it with nothing."""
    review = people.reviewed_by_zhou()
    author, report = LI.code.value, report_of(review)
    about = Subject(LI.name, "" if change == "author" else author, "" if change == "report" else report)
    item = replace(review, uid=new_uid(), code=ADDENDUM if change == "addendum" else INTERPRETATION)
    item = replace(item, performers=((LI.code, LI.name),))
    answer = people.create(people.zhou, workitem_json(item) | subject_json(about))
    assert answer.status_code == (409 if change == "addendum" else 403), answer.text


def test_only_a_signed_report_has_an_addendum(people: People) -> None:
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, first, transaction)
    assert people.li.post(f"{people.root}/workitems/{workitem_from(review).uid}/cancelrequest").status_code == 202
    for who, person in ((people.li, LI), (people.chen, CHEN)):
        item = replace(first, uid=new_uid(), code=ADDENDUM, performers=((person.code, person.name),))
        for report in (report_of(first), ""):
            about = subject_json(Subject(person.name, person.code.value, report, supplement="addendum"))
            is_refused(people.create(who, workitem_json(item) | about), Refusal.UNSIGNED)


@pytest.mark.parametrize("author", ["named", "left out"])
@pytest.mark.parametrize("code", [INTERPRETATION, ADDENDUM])
def test_a_sender_gives_no_report_back(people: People, author: str, code: Code) -> None:
    """Nor orders anything about one that is still to be signed, under whatever number."""
    review = people.reviewed_by_zhou()
    order = replace(review, uid=new_uid(), code=code, accession="20261130-8", performers=())
    about = Subject(LI.name, LI.code.value if author == "named" else "", report_of(review))
    assert people.create(people.gate, workitem_json(order) | subject_json(about)).status_code in (403, 409)


def test_a_review_whose_report_is_signed_is_completed(people: People) -> None:
    review = people.reviewed_by_zhou()
    [now] = people.zhou.get(f"{people.root}/workitems/{review.uid}").json()
    copied = replacement(now, new_uid())
    assert people.create(people.zhou, copied).status_code == 201
    url = f"{people.root}/workitems/{copied['00080018']['Value'][0]}/cancelrequest"
    assert people.li.post(url).status_code == 202, "taken back by its author"
    signed = people.signed(review)
    is_refused(cancelled(people, people.zhou, review, people.last), Refusal.SIGNED_ALREADY)
    assert completed(people, people.zhou, review, people.last, signed).status_code == 200


def test_of_two_reviews_of_one_report_the_second_ends_once_it_is_signed(people: People) -> None:
    """From two orders of one exam."""
    first, transaction = people.claimed(people.li, people.order())
    second = replace(first, uid=new_uid())
    assert people.create(people.gate, workitem_json(second)).status_code == 201
    claim = new_transaction_uid()
    assert to_state(people.li, people.root, second.uid, IN_PROGRESS, claim).status_code == 200
    reviews = []
    for made, held in ((first, transaction), (second, claim)):
        about = subject_json(Subject(LI.name, LI.code.value, report_of(first), made_in=made.uid))
        reviews.append(verification(made, LI.code.value) | about)
        assert people.create(people.li, reviews[-1]).status_code == 201
        people.ended(people.li, made, held)
    (one, held), (other, still) = (claimed(people, people.zhou, review) for review in reviews)
    people.ended(people.zhou, one, held)
    assert cancelled(people, people.zhou, other, still).status_code == 200


def test_a_report_whose_review_waits_again_is_the_result_of_its_reading(people: People) -> None:
    """Its reviewer has released it before its author's program has completed the reading."""
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    release(people, people.zhou, *claimed(people, people.zhou, review))
    [now] = people.li.get(f"{people.root}/workitems/{first.uid}").json()
    assert people.create(people.li, replacement(now, new_uid())).status_code == 409
    is_refused(cancelled(people, people.li, first, transaction), Refusal.FOLLOWED)
    people.ended(people.li, first, transaction)


def test_a_report_given_back_is_not_signed_although_its_author_has_released_it(people: People) -> None:
    review = people.reviewed_by_zhou()
    again = returned(review)
    assert people.create(people.zhou, again).status_code == 201
    release(people, people.li, *claimed(people, people.li, again))
    data = written(review.study_uid, LI, ZHOU, predecessor=first_of(review), patient=identity_of(review))
    answer = store(people.zhou, people.root, sign_object(data, people._key, VERIFICATION))
    assert answer.status_code == 409 and answer.headers["Reader-Refusal"] == Refusal.FOLLOWED.value
    assert completed(people, people.zhou, review, people.last, report_of(review)).status_code == 200


def test_a_sender_orders_no_addendum_to_what_is_not_signed(people: People) -> None:
    review = people.reviewed_by_zhou()
    people.ended(people.zhou, review, people.last)
    signed = replace(review, uid=new_uid(), code=ADDENDUM)
    assert people.create(people.gate, workitem_json(signed)).status_code == 201
    first, transaction = people.claimed(people.li, people.order())
    waits = verification(first, LI.code.value)
    assert people.create(people.li, waits).status_code == 201
    people.ended(people.li, first, transaction)
    withdrawn = workitem_from(waits).uid
    assert people.li.post(f"{people.root}/workitems/{withdrawn}/cancelrequest").status_code == 202
    unsigned = replace(first, uid=new_uid(), code=ADDENDUM)
    is_refused(people.create(people.gate, workitem_json(unsigned)), Refusal.UNSIGNED)
    unread = people.order()
    assert people.gate.post(f"{people.root}/workitems/{unread.uid}/cancelrequest").status_code == 202
    elsewhere = replace(unread, uid=new_uid(), code=ADDENDUM)
    assert people.create(people.gate, workitem_json(elsewhere)).status_code == 201, "its report is not of this hub"


def test_a_report_handed_over_again_is_signed_before_its_return_is_closed(people: People) -> None:
    """Unchanged, by its author; the reviewer's program has not completed the first review yet."""
    review = people.reviewed_by_zhou()
    again = returned(review)
    assert people.create(people.zhou, again).status_code == 201
    back, transaction = claimed(people, people.li, again)
    second = verification(back, LI.code.value)
    assert people.create(people.li, second).status_code == 201
    people.ended(people.li, back, transaction)
    people.ended(people.zhou, *claimed(people, people.zhou, second))
