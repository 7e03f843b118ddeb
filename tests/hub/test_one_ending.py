"""A review ends once: with a signed report, or with a task that goes on with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
import requests

from reader.dicom.json_model import Json, value
from reader.dicom.signatures.model import VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_from, subject_json
from reader.dicom.ups.workitem import ADDENDUM, CANCELED, IN_PROGRESS, Workitem, workitem_from, workitem_json
from reader.dicom.values import new_transaction_uid, new_uid
from reader.study.codec import identity_of
from reader.worklist.codec import task_from
from reader.worklist.exam import Stage, exam_key, exam_of
from reader.worklist.rights import Rights
from tests.hub.conftest import signed_in
from tests.hub.test_documents import reference, store, written
from tests.hub.test_follow_ups import (
    People,
    closed,
    first_of,
    recalled,
    report_of,
    returned,
    verification,
)
from tests.hub.test_worklist import output, to_state
from tests.servers import HubProcess
from tests.worklist.samples import CHEN, LI, ZHOU


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as hub:
        yield People(hub)


def task(people: People, uid: str) -> Json:
    [found] = people.ma.get(f"{people.root}/workitems/{uid}").json()
    return dict(found)


def state(people: People, uid: str) -> str:
    return str(value(task(people, uid), "00741000"))


def of_exam(people: People, study: str) -> list[Json]:
    answer = people.ma.get(f"{people.root}/workitems", params={"0020000D": study, "includefield": "all"})
    return list(answer.json())


def stage(people: People, study: str) -> Stage:
    tasks = [task_from(entry) for entry in of_exam(people, study)]
    return exam_of(exam_key(tasks[0]), tasks, Rights(LI, ("reporting",))).stage


def copy_of(people: People, review: Workitem) -> Json:
    return dict(replacement(task(people, review.uid), new_uid()))


def uid_of(item: Json) -> str:
    return str(value(item, "00080018"))


def signature(people: People, review: Workitem) -> bytes:
    data = written(review.study_uid, LI, ZHOU, predecessor=first_of(review), patient=identity_of(review))
    return bytes(sign_object(data, people._key, VERIFICATION))


def conflict(answer: requests.Response, reason: str) -> None:
    assert (answer.status_code, answer.headers.get("Reader-Refusal")) == (409, reason), answer.text
    assert answer.text.strip() or "Warning" in answer.headers, "in words"


# -- one ending -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["given back", "put back"])
def test_a_review_that_somebody_goes_on_with_is_not_signed(people: People, way: str) -> None:
    """Neither is its signed report stored, nor does it end as signed with one that was stored just before."""
    review, transaction = people.reviewed_by_zhou(), people.last
    follow = returned(review) if way == "given back" else copy_of(people, review)
    assert people.create(people.zhou, follow).status_code == 201
    conflict(store(people.zhou, people.root, signature(people, review)), "followed")
    made = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, made, "VERIFIED") == 409
    assert state(people, review.uid) == IN_PROGRESS


@pytest.mark.parametrize("way", ["given back", "put back"])
def test_a_signature_and_a_follow_up_that_came_at_once_do_not_both_count(people: People, way: str) -> None:
    """Two requests of one reviewer at the same instant: as the hub would find it then."""
    review, transaction = people.reviewed_by_zhou(), people.last
    follow = returned(review) if way == "given back" else copy_of(people, review)
    signed = output(review.study_uid, people.signed(review))
    conflict(people.create(people.zhou, follow), "signed-already")
    with closing(sqlite3.connect(people.data / "hub.sqlite", timeout=20)) as db, db:
        other = people.order()
        db.execute("UPDATE party SET follows = ? WHERE uid = ?", (review.uid, other.uid))
    assert closed(people, people.zhou, review, transaction, signed, "VERIFIED", reason="followed") == 409
    assert closed(people, people.zhou, review, transaction, signed, reason="followed") == 409
    admin = signed_in(people.hub, "admin")
    assert admin.post(f"{people.root}/workitems/{other.uid}/cancelrequest").status_code == 202
    assert closed(people, people.zhou, review, transaction, signed, "VERIFIED") == 200


def test_a_signed_report_is_neither_given_back_nor_put_back_nor_taken_back(people: People) -> None:
    review, transaction = people.reviewed_by_zhou(), people.last
    signed = output(review.study_uid, people.signed(review))
    for follow in (returned(review), copy_of(people, review)):
        conflict(people.create(people.zhou, follow), "signed-already")
    given_back = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, given_back, "returned") == 409
    assert closed(people, people.zhou, review, transaction, signed, "VERIFIED") == 200, "half stored, then ended"
    assert stage(people, review.study_uid) is Stage.SIGNED


def test_a_report_is_signed_once(people: People) -> None:
    review = people.reviewed_by_zhou()
    first, other = signature(people, review), signature(people, review)
    assert store(people.zhou, people.root, first).status_code == 200
    conflict(store(people.zhou, people.root, other), "signed-already")
    assert store(people.zhou, people.root, first).status_code == 200, "sent once more, as after a broken line"


def test_a_signature_of_another_report_ends_no_review(people: People) -> None:
    """Two orders of one exam: what chen wrote is signed by nobody."""
    review, transaction = people.reviewed_by_zhou(), people.last
    signed = output(review.study_uid, people.signed(review))
    assert closed(people, people.zhou, review, transaction, signed, "VERIFIED") == 200
    order = replace(people.order(), study_uid=review.study_uid, inputs=review.inputs[:1], uid=new_uid())
    assert people.create(people.gate, workitem_json(order)).status_code == 201
    t = new_transaction_uid()
    assert to_state(people.chen, people.root, order.uid, IN_PROGRESS, t).status_code == 200
    wrote = written(review.study_uid, CHEN, patient=identity_of(review))
    assert store(people.chen, people.root, wrote).status_code == 200
    uid = reference(wrote).sop_instance_uid
    about = Subject(CHEN.name, CHEN.code.value, uid)
    second = verification(order, CHEN.code.value, CHEN.name) | subject_json(about)
    assert people.create(people.chen, second).status_code == 201
    assert closed(people, people.chen, order, t, output(review.study_uid, uid)) == 200
    item, t = workitem_from(second), new_transaction_uid()
    assert to_state(people.zhou, people.root, item.uid, IN_PROGRESS, t).status_code == 200
    assert closed(people, people.zhou, item, t, signed, "VERIFIED", reason="result") == 409
    assert state(people, item.uid) == IN_PROGRESS


def test_a_review_given_back_before_ends_so_only_while_it_is_not_signed(people: People) -> None:
    """The signed report came in at a hub of before, after the task that follows."""
    review, transaction = people.reviewed_by_zhou(), people.last
    back = recalled(review)
    assert people.create(people.zhou, back).status_code == 201
    with closing(sqlite3.connect(people.data / "hub.sqlite", timeout=20)) as db, db:
        db.execute("UPDATE party SET follows = '' WHERE uid = ?", (uid_of(back),))
    signed = people.signed(review)
    with closing(sqlite3.connect(people.data / "hub.sqlite", timeout=20)) as db, db:
        db.execute("UPDATE party SET follows = ? WHERE uid = ?", (review.uid, uid_of(back)))
    made = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, made, "returned", reason="signed-already") == 409
    assert signed


def test_a_copy_left_over_beside_a_signed_report_takes_nothing_back(people: People) -> None:
    """As a hub of before has left them: the author may cancel the copy, and no more."""
    review, transaction = people.reviewed_by_zhou(), people.last
    follow = copy_of(people, review)
    assert people.create(people.zhou, follow).status_code == 201
    with closing(sqlite3.connect(people.data / "hub.sqlite", timeout=20)) as db, db:
        db.execute("UPDATE party SET follows = '' WHERE uid = ?", (uid_of(follow),))
    assert closed(
        people, people.zhou, review, transaction, output(review.study_uid, people.signed(review)), "VERIFIED"
    ) == 200  # fmt: skip
    with closing(sqlite3.connect(people.data / "hub.sqlite", timeout=20)) as db, db:
        db.execute("UPDATE party SET follows = ? WHERE uid = ?", (review.uid, uid_of(follow)))
    assert people.li.post(f"{people.root}/workitems/{uid_of(follow)}/cancelrequest").status_code == 202
    again = returned(review) | subject_json(subject_from(task(people, review.uid)))
    conflict(people.create(people.li, again), "signed-already")
    assert stage(people, review.study_uid) is Stage.SIGNED


def test_a_half_return_that_was_answered_and_signed_elsewhere_ends_as_returned(people: People) -> None:
    """Of two reviews, each has its own ending."""
    review, transaction = people.reviewed_by_zhou(), people.last
    changed = written(review.study_uid, LI, predecessor=first_of(review), patient=identity_of(review))
    assert store(people.zhou, people.root, changed).status_code == 200
    v2 = reference(changed)
    back = returned(review) | subject_json(
        Subject(LI.name, LI.code.value, v2.sop_instance_uid, reason="Side?", made_in=review.uid)
    )
    assert people.create(people.zhou, back).status_code == 201
    b, t = workitem_from(back), new_transaction_uid()
    assert to_state(people.li, people.root, b.uid, IN_PROGRESS, t).status_code == 200
    answer = written(review.study_uid, LI, predecessor=v2, patient=identity_of(review))
    assert store(people.li, people.root, answer).status_code == 200
    v3 = reference(answer)
    again = verification(b, LI.code.value) | subject_json(Subject(LI.name, LI.code.value, v3.sop_instance_uid))
    assert people.create(people.li, again).status_code == 201
    assert closed(people, people.li, b, t, output(b.study_uid, v3.sop_instance_uid)) == 200
    second, t = workitem_from(again), new_transaction_uid()
    assert to_state(people.zhou, people.root, second.uid, IN_PROGRESS, t).status_code == 200
    signed = sign_object(
        written(review.study_uid, LI, ZHOU, predecessor=v3, patient=identity_of(review)), people._key, VERIFICATION
    )
    assert store(people.zhou, people.root, signed).status_code == 200
    made = output(b.study_uid, reference(signed).sop_instance_uid)
    assert closed(people, people.zhou, second, t, made, "VERIFIED") == 200
    assert closed(people, people.zhou, review, transaction, output(b.study_uid, v2.sop_instance_uid)) == 200
    assert stage(people, review.study_uid) is Stage.SIGNED


def test_a_half_release_whose_copy_was_signed_ends_as_cancelled(people: People) -> None:
    """Stopped after the copy was created; somebody signs that; the program goes on with what is left."""
    review, transaction = people.reviewed_by_zhou(), people.last
    follow = copy_of(people, review)
    assert people.create(people.zhou, follow).status_code == 201
    second, t = workitem_from(follow), new_transaction_uid()
    assert to_state(people.zhou, people.root, second.uid, IN_PROGRESS, t).status_code == 200
    made = output(review.study_uid, people.signed(review))
    assert closed(people, people.zhou, second, t, made, "VERIFIED") == 200
    assert closed(people, people.zhou, review, transaction, made, "VERIFIED", reason="followed") == 409
    people.ended(people.zhou, review, transaction, CANCELED)
    assert stage(people, review.study_uid) is Stage.SIGNED


def test_who_ordered_an_exam_withdraws_no_report_that_lies_in_it(people: People) -> None:
    """Given back, or taken back: the author goes on with it. An administrator may still end it."""
    first, transaction = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    people.ended(people.li, first, transaction)
    assert people.li.post(f"{people.root}/workitems/{uid_of(review)}/cancelrequest").status_code == 202
    again = recalled(first)
    assert people.create(people.li, again).status_code == 201
    url = f"{people.root}/workitems/{uid_of(again)}/cancelrequest"
    conflict(people.gate.post(url), "written")
    assert state(people, uid_of(again)) == "SCHEDULED"
    assert signed_in(people.hub, "admin").post(url).status_code == 202

    review, transaction = people.reviewed_by_zhou(), people.last
    back = recalled(review)
    assert people.create(people.zhou, back).status_code == 201
    made = output(review.study_uid, report_of(review))
    assert closed(people, people.zhou, review, transaction, made, "returned") == 200
    conflict(people.gate.post(f"{people.root}/workitems/{uid_of(back)}/cancelrequest"), "written")

    first, transaction = people.claimed(people.li, people.order())
    people.submitted_and_signed(first, transaction)
    made_of_all = {uid for step in of_exam(people, first.study_uid) for uid in task_from(step).made}
    [signed] = made_of_all - {report_of(first)}
    begun = workitem_json(replace(first, uid=new_uid(), code=ADDENDUM)) | subject_json(
        Subject(LI.name, LI.code.value, signed, supplement="addendum")
    )
    assert people.create(people.li, begun).status_code == 201
    url = f"{people.root}/workitems/{uid_of(begun)}/cancelrequest"
    assert people.gate.post(url).status_code == 202, "nothing was written in it"
