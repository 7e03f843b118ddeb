"""A claim whose owner is gone is freed by an administrator: the exam waits again, and what was made is not lost."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import requests

from reader.core.refusals import HEADER, Refusal, refusal_from
from reader.core.storage import Database
from reader.dicom.json_model import Json, value
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import MADE_IN_HEADER, Subject, scheduled_performers, subject_from, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    SCHEDULED,
    workitem_from,
    workitem_json,
)
from reader.dicom.values import new_transaction_uid, new_uid
from reader.hub.admission import Admission
from reader.hub.hub import Hub
from reader.hub.parties import Claim
from reader.hub.store import read_incoming
from reader.hub.users import Users
from reader.study.codec import identity_of
from reader.worklist.codec import task_from
from reader.worklist.exam import Stage, exam_key, exam_of
from reader.worklist.model import Ending
from reader.worklist.rights import Rights
from tests.hub.conftest import multipart, signed_in
from tests.hub.test_documents import reference, store, written
from tests.hub.test_follow_ups import People, claim, closed, first_of, recalled, report_of, returned, verification
from tests.hub.test_one_ending import signature
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.servers import HubProcess
from tests.worklist.samples import LI, ZHOU

_HUNDREDS = count(100, 100)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


@pytest.fixture
def people(hub: HubProcess) -> Iterator[People]:
    """Each test has exams of its own, and may disable accounts and take roles away."""
    people = People(hub)
    people._number = next(_HUNDREDS)
    yield people
    with closing(Database(hub.data / "hub.sqlite")) as database:
        for name, roles in (("li", ("reporting",)), ("zhou", ("reviewing", "reporting"))):
            Users(database).set_roles(name, *roles)
            Users(database).set_disabled(name, False)


def gone(people: People, name: str, how: str = "disabled") -> None:
    with closing(Database(people.data / "hub.sqlite")) as database:
        if how == "disabled":
            Users(database).set_disabled(name, True)
        else:
            Users(database).set_roles(name, "administrator" if how == "no doctor" else "reporting")


def ask(people: People, who: str, uid: str) -> requests.Response:
    return signed_in(people.hub, who).post(f"{people.root}/workitems/{uid}/cancelrequest")


def steps(people: People, study: str) -> dict[str, Json]:
    answer = people.ma.get(f"{people.root}/workitems", params={"0020000D": study, "includefield": "all"})
    return {str(value(entry, "00080018")): entry for entry in answer.json()}


def waiting(people: People, study: str) -> list[Json]:
    return [step for step in steps(people, study).values() if value(step, "00741000") == SCHEDULED]


def stage(people: People, study: str) -> Stage:
    tasks = [task_from(entry) for entry in steps(people, study).values()]
    return exam_of(exam_key(tasks[0]), tasks, Rights(LI, ("reporting",))).stage


def commanded(people: People, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`reader hub --data FOLDER tasks …` as an operator runs it."""
    command = [sys.executable, "-m", "reader", "hub", "--data", str(people.data), "tasks", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("how", ["disabled", "role"])
def test_a_review_whose_reviewer_is_gone_waits_again_with_its_report(people: People, how: str) -> None:
    review = people.reviewed_by_zhou()
    assert ask(people, "admin", review.uid).status_code == 409, "zhou can still release it"
    gone(people, "zhou", how)
    assert ask(people, "gate", review.uid).status_code == 403
    assert ask(people, "chen", review.uid).status_code == 403
    assert ask(people, "admin", review.uid).status_code == 202
    before = steps(people, review.study_uid)[review.uid]
    assert task_from(before).ending is Ending.PUT_BACK and value(before, "00741000") == CANCELED
    [again] = waiting(people, review.study_uid)
    assert subject_from(again) == subject_from(before), "it is about the same report"
    assert stage(people, review.study_uid) is Stage.SUBMITTED
    item, transaction = workitem_from(again), new_transaction_uid()
    assert to_state(people.ma, people.root, item.uid, IN_PROGRESS, transaction).status_code == 200
    assert ask(people, "admin", review.uid).status_code == 202, "once: it is cancelled already"
    assert not waiting(people, review.study_uid)
    assert item.inputs == workitem_from(before).inputs


def test_also_where_somebody_listens(people: People) -> None:
    """A subscription does not make a performer of anybody."""
    channel = f"{people.root}/workitems/1.2.840.10008.5.1.4.34.5/subscribers/WATCHER"
    assert people.ma.post(channel).status_code == 201
    review = people.reviewed_by_zhou()
    gone(people, "zhou")
    assert ask(people, "admin", review.uid).status_code == 202
    assert len(waiting(people, review.study_uid)) == 1
    assert people.ma.delete(channel).status_code == 200


def test_a_reading_meant_for_who_is_gone_waits_for_anybody_with_its_text(people: People) -> None:
    review, transaction = people.reviewed_by_zhou(), people.last
    changed = written(review.study_uid, LI, predecessor=first_of(review), patient=identity_of(review))
    assert store(people.zhou, people.root, changed).status_code == 200
    uid = reference(changed).sop_instance_uid
    back = returned(review) | subject_json(Subject(LI.name, LI.code.value, uid, reason="Side?"))
    assert people.create(people.zhou, back).status_code == 201
    url = f"{people.root}/workitems/{review.uid}?transaction={transaction}"
    made = final_attributes(COMPLETED, output(review.study_uid, uid))
    assert people.zhou.post(url, json=[made]).status_code == 200
    assert to_state(people.zhou, people.root, review.uid, COMPLETED, transaction).status_code == 200
    assert claim(people, people.li, back).status_code == 200
    gone(people, "li")
    assert ask(people, "admin", str(value(back, "00080018"))).status_code == 202
    [again] = waiting(people, review.study_uid)
    assert subject_from(again) == subject_from(back) and not scheduled_performers(again)
    assert claim(people, people.chen, again).status_code == 200


def test_a_signature_that_was_stored_counts(people: People) -> None:
    """Its reviewer was stopped between storing it and closing the review."""
    review, transaction = people.reviewed_by_zhou(), people.last
    signed = people.signed(review)
    gone(people, "zhou")
    assert ask(people, "admin", review.uid).status_code == 202
    after = task_from(steps(people, review.study_uid)[review.uid])
    assert after.verified and signed in after.made and after.reader_id == ZHOU.code.value
    assert not waiting(people, review.study_uid) and stage(people, review.study_uid) is Stage.SIGNED
    with closing(Database(people.data / "hub.sqlite")) as database:
        Users(database).set_disabled("zhou", False)
    zhou = signed_in(people.hub, "zhou")
    answer = to_state(zhou, people.root, review.uid, COMPLETED, transaction)
    assert answer.status_code == 200, "whoever comes back finds it as they meant it"


def test_what_was_handed_over_half_way_is_not_doubled(people: People) -> None:
    """The next task was created, the first one not closed: its author may take it back as ever."""
    first, _ = people.claimed(people.li, people.order())
    review = verification(first, LI.code.value)
    assert people.create(people.li, review).status_code == 201
    gone(people, "li", "no doctor")
    assert ask(people, "admin", first.uid).status_code == 202
    [left] = waiting(people, first.study_uid)
    assert value(left, "00080018") == value(review, "00080018")
    assert stage(people, first.study_uid) is Stage.SUBMITTED
    done = task_from(steps(people, first.study_uid)[first.uid])
    assert done.reports == (report_of(first),) and not done.verified
    gone(people, "li", "role")
    assert ask(people, "li", str(value(review, "00080018"))).status_code == 202
    assert people.create(people.li, recalled(first)).status_code == 201

    review_2 = people.reviewed_by_zhou()
    back = returned(review_2)
    assert people.create(people.zhou, back).status_code == 201
    gone(people, "zhou")
    assert ask(people, "admin", review_2.uid).status_code == 202
    assert [value(step, "00080018") for step in waiting(people, review_2.study_uid)] == [value(back, "00080018")]


def test_an_addendum_waits_again(people: People) -> None:
    first, transaction = people.claimed(people.li, people.order())
    people.submitted_and_signed(first, transaction)
    addendum = replace(first, uid=new_uid(), code=ADDENDUM, performers=((LI.code, LI.name),))
    assert people.create(people.li, workitem_json(addendum)).status_code == 201
    people.claimed(people.li, addendum)
    gone(people, "li")
    assert ask(people, "admin", addendum.uid).status_code == 202
    [again] = waiting(people, first.study_uid)
    assert workitem_from(again).code == ADDENDUM and not scheduled_performers(again)
    assert ask(people, "admin", str(value(again, "00080018"))).status_code == 202
    assert stage(people, first.study_uid) is Stage.SIGNED


def test_the_operator_puts_a_task_back_whose_workstation_is_lost(people: People) -> None:
    """By the command, while the hub runs; said in words, and in the audit trail."""
    item, transaction = people.claimed(people.li, people.order())
    listed = next(line for line in commanded(people, "list").stdout.splitlines() if line.startswith(item.uid))
    assert listed.split("\t") == [item.uid, "li", "-", "Interpretation", item.accession]
    said = commanded(people, "put-back", item.uid)
    assert said.returncode == 1 and "can still release it" in said.stderr and "--anyway" in said.stderr
    assert not waiting(people, item.study_uid)
    said = commanded(people, "put-back", item.uid, "--anyway")
    assert said.returncode == 0, said.stderr
    [again] = waiting(people, item.study_uid)
    assert str(value(again, "00080018")) in said.stdout
    assert to_state(people.li, people.root, item.uid, COMPLETED, transaction).status_code == 409
    assert commanded(people, "put-back", item.uid, "--anyway").returncode == 1, "it is not claimed any more"
    assert "no such workitem" in commanded(people, "put-back", "1.2.3").stderr
    with closing(Database(people.data / "hub.sqlite")) as database:
        rows = database.read("SELECT details FROM audit WHERE details LIKE ?", (f"%{item.uid}%",))
    assert len(rows) == 1 and "claim put back" in rows[0]["details"] and '"li"' in rows[0]["details"]
    assert commanded(people, "list").stdout.count(item.uid) == 0


def test_what_was_made_in_a_claim_that_was_put_back_is_not_handed_over_in_the_copy(people: People) -> None:
    """A program that was away sends what it had begun: beside what its user writes now it would be a second one."""
    first, _ = people.claimed(people.li, people.order())
    assert commanded(people, "put-back", first.uid, "--anyway").returncode == 0
    [again] = waiting(people, first.study_uid)
    item, transaction = workitem_from(again), new_transaction_uid()

    def handed_over(made_in: str) -> requests.Response:
        about = subject_json(Subject(LI.name, LI.code.value, report_of(first), made_in=made_in))
        return people.create(people.li, verification(item, LI.code.value) | about)

    waits = handed_over(first.uid)
    assert to_state(people.li, people.root, item.uid, IN_PROGRESS, transaction).status_code == 200
    for answer in (waits, handed_over(first.uid)):
        assert answer.status_code == 403 and refusal_from(answer.headers.get(HEADER)) is Refusal.PUT_BACK
    assert handed_over(item.uid).status_code == 201


@pytest.mark.parametrize("kind", ["return", "return of an addendum"])
def test_a_return_made_in_a_claim_that_was_put_back_does_not_go_on_in_the_copy(people: People, kind: str) -> None:
    review = people.reviewed_by_zhou()
    code = INTERPRETATION if kind == "return" else ADDENDUM
    assert commanded(people, "put-back", review.uid, "--anyway").returncode == 0
    [again] = waiting(people, review.study_uid)
    copy, transaction = workitem_from(again), new_transaction_uid()

    def handed_over(made_in: str) -> requests.Response:
        item = workitem_json(replace(copy, uid=new_uid(), code=code, performers=((LI.code, LI.name),)))
        about = Subject(LI.name, LI.code.value, report_of(review), reason="Side?", made_in=made_in)
        return people.create(people.zhou, item | subject_json(about))

    waits = handed_over(review.uid)
    assert to_state(people.zhou, people.root, copy.uid, IN_PROGRESS, transaction).status_code == 200
    for answer in (waits, handed_over(review.uid)):
        assert answer.status_code == 403 and refusal_from(answer.headers.get(HEADER)) is Refusal.PUT_BACK
    assert stage(people, review.study_uid) is Stage.IN_REVIEW
    assert people.create(people.zhou, dict(replacement(again, new_uid()))).status_code == 201, "released"
    assert handed_over(copy.uid).status_code == 409, "it is followed now"


def test_nor_is_one_of_a_program_that_does_not_say_where_it_was_made(people: People) -> None:
    """What it gives back was stored before the copy was there."""
    review = people.reviewed_by_zhou()

    def changed() -> str:
        data = written(review.study_uid, LI, predecessor=first_of(review), patient=identity_of(review))
        assert store(people.zhou, people.root, data).status_code == 200
        return reference(data).sop_instance_uid

    old = changed()
    time.sleep(1.1)  # times are kept to the second
    assert commanded(people, "put-back", review.uid, "--anyway").returncode == 0
    [again] = waiting(people, review.study_uid)
    copy, transaction = workitem_from(again), new_transaction_uid()
    assert to_state(people.zhou, people.root, copy.uid, IN_PROGRESS, transaction).status_code == 200

    def handed_over(report: str) -> requests.Response:
        about = Subject(LI.name, LI.code.value, report, reason="Side?")
        return people.create(people.zhou, returned(copy) | subject_json(about))

    answer = handed_over(old)
    assert answer.status_code == 403 and refusal_from(answer.headers.get(HEADER)) is Refusal.PUT_BACK
    assert handed_over(changed()).status_code == 201


def test_what_was_given_back_in_a_claim_that_ended_is_released_and_taken_back_as_ever(people: People) -> None:
    """A copy, and a report that its author has again, name where it was made; nothing is made in them."""
    first, _ = people.claimed(people.li, people.order())
    about = subject_json(Subject(LI.name, LI.code.value, report_of(first), made_in=first.uid))
    review = verification(first, LI.code.value) | about
    assert people.create(people.li, review).status_code == 201
    people.hub.rewrite_task(first.uid, {"00741000": {"vr": "CS", "Value": [CANCELED]}})
    with closing(Database(people.data / "hub.sqlite")) as database, database.write() as db:
        db.execute("UPDATE workitem SET state = ? WHERE uid = ?", (CANCELED, first.uid))
    assert claim(people, people.zhou, review).status_code == 200
    copy = dict(replacement(steps(people, first.study_uid)[str(value(review, "00080018"))], new_uid()))
    assert people.create(people.zhou, copy).status_code == 201
    assert subject_from(copy).made_in == first.uid


@pytest.mark.parametrize("says", [True, False])
def test_a_signature_made_in_a_claim_put_back_is_not_stored_in_the_copy(people: People, says: bool) -> None:
    """It would bar the new text for good. Where the program does not say in which claim it was made, what counts is
    whether it was signed before the copy was there."""
    review = people.reviewed_by_zhou()
    old = signature(people, review)
    time.sleep(1.1)  # what is signed in the second in which it is put back can't be told from what came after
    assert commanded(people, "put-back", review.uid, "--anyway").returncode == 0
    [again] = waiting(people, review.study_uid)
    copy, transaction = workitem_from(again), new_transaction_uid()
    assert to_state(people.zhou, people.root, copy.uid, IN_PROGRESS, transaction).status_code == 200

    def sent(data: bytes, made_in: str) -> requests.Response:
        body, headers = multipart(data)
        named = {MADE_IN_HEADER: made_in} if says else {}
        return people.zhou.post(f"{people.root}/studies", data=body, headers=headers | named, timeout=30)

    answer = sent(old, review.uid)
    assert answer.status_code == 409 and refusal_from(answer.headers.get(HEADER)) is Refusal.PUT_BACK
    if says:
        assert sent(old, people.order().uid).status_code == 409, "nor in any other one"
        assert sent(old, "../x").status_code == 400
    signed = signature(people, review)
    assert sent(signed, copy.uid).status_code == 200
    assert sent(signed, copy.uid).status_code == 200, "once more, as after a broken line"
    made = output(review.study_uid, reference(signed).sop_instance_uid)
    assert closed(people, people.zhou, copy, transaction, made, "VERIFIED") == 200
    assert stage(people, review.study_uid) is Stage.SIGNED


@pytest.mark.parametrize("made_in", ["named", ""])
def test_a_claim_that_is_put_back_while_its_signature_comes_in_has_none(tmp_path: Path, made_in: str) -> None:
    """It was looked at while the claim held; it is filed after its reviewer has claimed the exam anew."""
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        review = people.reviewed_by_zhou()
        data = signature(people, review)
    hub = Hub(tmp_path / "hub")
    try:
        hub.address = process.url
        [zhou] = [one.user for one in hub.users.everyone() if one.user.name == "zhou"]
        file = hub.store.receive()
        writer = file.create()
        writer.write(data)
        writer.finish()
        entry = read_incoming(file)
        admission = Admission(hub.store, hub.documents, hub.worklist, zhou, Claim(review.uid if made_in else ""))
        assert admission.refusal(entry) is None
        time.sleep(1.1)
        ended = hub.worklist.put_back(review.uid, "operator", anyway=True)
        hub.worklist.change_state(ended.waiting, IN_PROGRESS, new_transaction_uid(), zhou)
        assert admission.file([entry]) == [Refusal.PUT_BACK]
        assert not hub.store.instances(study=review.study_uid, sop=entry.uid)
    finally:
        hub.close()


def test_where_no_hub_runs_that_is_said(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        item, _ = people.claimed(people.li, people.order())
    said = commanded(people, "put-back", item.uid, "--anyway")
    assert said.returncode == 1 and "no hub runs" in said.stderr
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        [still] = people.li.get(f"{people.root}/workitems/{item.uid}").json()
        assert value(still, "00741000") == IN_PROGRESS, "what was asked then is not done later"


def test_of_an_encrypted_hub_too(tmp_path: Path) -> None:
    """The list tells an accession number to whoever has the key, and to nobody else."""
    key = tmp_path / "key"
    key.write_bytes(base64.b64encode(b"k" * 32))
    with HubProcess(tmp_path / "hub", options=["--key-file", str(key)]) as process:
        people = People(process)
        review = people.reviewed_by_zhou()
        gone(people, "zhou", "role")
        assert commanded(people, "list").stdout.split("\t") == [review.uid, "zhou", "-\n"]
        command = [sys.executable, "-m", "reader", "hub", "--data", str(people.data), "--key-file", str(key)]
        listed = subprocess.run([*command, "tasks", "list"], capture_output=True, text=True, check=False).stdout
        told = ["zhou", "has no such role", "Report Verification", review.accession]
        assert listed.strip().split("\t")[1:] == told
        assert commanded(people, "put-back", review.uid).returncode == 0
        assert len(waiting(people, review.study_uid)) == 1
