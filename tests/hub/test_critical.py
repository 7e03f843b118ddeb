"""Critical results over real HTTP: who may tell, add and close, and what can't be changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import requests

from reader.core.refusals import HEADER
from reader.dicom.json_model import Json, code_json, element, items
from reader.dicom.ups.critical import CATEGORY_CODES, PARAMETERS, Category, What, critical_from
from reader.dicom.ups.workitem import COMPLETED, IN_PROGRESS
from reader.dicom.values import format_dt, new_transaction_uid, new_uid
from reader.hub.users import DEMO_USERS
from tests.hub.conftest import signed_in
from tests.hub.criticals import critical_item, told_by, with_step
from tests.hub.test_worklist import create, final_attributes, task, to_state
from tests.servers import HubProcess

IDS = {user.name: user.person.code.value for user in DEMO_USERS}


@pytest.fixture
def study(hub: HubProcess, session: requests.Session) -> str:
    """An exam that there is a task for."""
    uid = new_uid()
    create(session, hub.dicomweb, task(uid))
    return uid


def post(session: requests.Session, hub: HubProcess, item: Json) -> requests.Response:
    return session.post(f"{hub.dicomweb}/workitems?workitem={new_uid()}", json=[item])


def read(session: requests.Session, hub: HubProcess, uid: str) -> Json:
    [item] = session.get(f"{hub.dicomweb}/workitems/{uid}").json()
    return dict(item)


def add(session: requests.Session, hub: HubProcess, uid: str, change: Json) -> requests.Response:
    return session.post(f"{hub.dicomweb}/workitems/{uid}", json=[change])


def close(session: requests.Session, hub: HubProcess, uid: str) -> requests.Response:
    root, transaction = hub.dicomweb, new_transaction_uid()
    claimed = to_state(session, root, uid, IN_PROGRESS, transaction)
    if claimed.status_code != 200:
        return claimed
    done = session.post(f"{root}/workitems/{uid}?transaction={transaction}", json=[final_attributes(COMPLETED)])
    assert done.status_code == 200, done.text
    return to_state(session, root, uid, COMPLETED, transaction)


def test_it_is_what_its_author_said(hub: HubProcess, reporter: requests.Session, study: str) -> None:
    uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    found = critical_from(read(reporter, hub, uid))
    assert (found.category, found.text, found.author_id) == (
        Category.MINUTES, "Tension pneumothorax on the left", IDS["li"],
    )  # fmt: skip
    assert (found.item.patient_id, found.item.study_uid, found.recipient) == ("P1", study, "Dr Wu")
    assert found.due is not None and found.item.scheduled is not None
    assert found.due - found.item.scheduled == timedelta(minutes=10)
    assert found.open and found.told is None


def test_only_doctors_tell_of_one_and_only_in_their_own_name(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    item = critical_item(study, IDS["li"])
    for user in ("gate", "admin"):
        assert post(signed_in(hub, user), hub, item).status_code == 403, user
    assert requests.post(f"{hub.dicomweb}/workitems", json=[item]).status_code == 401
    other = post(reporter, hub, critical_item(study, IDS["chen"]))
    assert (other.status_code, other.headers[HEADER]) == (403, "author")
    nobody = post(reporter, hub, critical_item(new_uid(), IDS["li"]))
    assert (nobody.status_code, nobody.headers[HEADER]) == (403, "not-your-case")
    wrong = item | {"00100020": element("LO", "P2")}
    assert post(reporter, hub, wrong).status_code == 403, "of another patient than the exam"


@pytest.mark.parametrize("change", [
    {PARAMETERS: element("SQ")},
    {"00404011": element("DT")},
    {"00404011": element("DT", "20200101000000+0800")},
    {"00741000": element("CS", COMPLETED)},
])  # fmt: skip
def test_what_says_nothing_is_refused(
    hub: HubProcess, reporter: requests.Session, study: str, change: Json
) -> None:
    assert post(reporter, hub, critical_item(study, IDS["li"]) | change).status_code == 400


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_its_text_is_held_to_a_measure(
    hub: HubProcess, reporter: requests.Session, study: str, text: str
) -> None:
    assert post(reporter, hub, critical_item(study, IDS["li"], text)).status_code == 400


def test_a_category_of_its_own_is_none(hub: HubProcess, reporter: requests.Session, study: str) -> None:
    item = critical_item(study, IDS["li"])
    text = json.dumps(item).replace(CATEGORY_CODES[Category.MINUTES].value, "RID1")
    assert post(reporter, hub, json.loads(text)).status_code == 400


def test_steps_are_added_and_nothing_else_can_be_changed(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    chen = signed_in(hub, "chen")
    uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    now = read(reporter, hub, uid)
    assert add(chen, hub, uid, with_step(now, told_by(IDS["chen"], What.TAKEN_OVER))).status_code == 200
    taken = read(reporter, hub, uid)
    assert critical_from(taken).seen_to_by == IDS["chen"]
    late = add(reporter, hub, uid, with_step(now, told_by(IDS["li"])))
    assert late.status_code == 409, "made of what was there before the other's step"
    assert read(reporter, hub, uid) == taken
    assert add(reporter, hub, uid, with_step(taken, told_by(IDS["chen"]))).status_code == 403, "in another's name"
    ahead = told_by(IDS["li"], ago=timedelta(hours=-1))
    assert add(reporter, hub, uid, with_step(taken, ahead)).status_code == 400, "in the future"
    [first] = critical_from(taken).events
    twice = told_by(IDS["li"], uid=first.uid)
    assert add(reporter, hub, uid, with_step(taken, twice)).status_code == 400, "an identifier that is there"
    less = {PARAMETERS: element("SQ", *items(taken, PARAMETERS)[:-1])}
    assert add(reporter, hub, uid, less).status_code == 409, "a step taken away"
    for tag, entry in {
        "00100020": element("LO", "P2"), "0020000D": element("UI", "1.9"), "00404011": element("DT", "20300101"),
        "00404018": element("SQ", code_json(CATEGORY_CODES[Category.DAYS])), "00741200": element("CS", "LOW"),
    }.items():  # fmt: skip
        assert add(reporter, hub, uid, {tag: entry}).status_code == 400, tag
    assert read(reporter, hub, uid) == taken


def test_it_is_closed_by_whoever_told_somebody_and_not_before(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    chen = signed_in(hub, "chen")
    uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    silent = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    assert close(chen, hub, silent).status_code == 409, "nobody was told"
    assert add(chen, hub, uid, with_step(read(chen, hub, uid), told_by(IDS["chen"]))).status_code == 200
    assert close(chen, hub, uid).status_code == 200
    found = critical_from(read(reporter, hub, uid))
    assert not found.open and found.told is not None
    assert (found.told.whom, found.told.by_id, found.told.read_back) == ("Dr Wu", IDS["chen"], True)
    again = add(reporter, hub, uid, with_step(read(reporter, hub, uid), told_by(IDS["li"])))
    assert again.status_code in (400, 409), "closed for good"


def test_it_is_no_task(hub: HubProcess, reporter: requests.Session, study: str) -> None:
    """No list of tasks has it, and a claim of it lets nobody store a report; who asks for its code finds it."""
    uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))

    def found(**match: str) -> list[str]:
        answer = reporter.get(f"{hub.dicomweb}/workitems", params={"StudyInstanceUID": study, **match})
        assert answer.headers["X-Total-Count"] == str(len(answer.json()) if answer.content else 0)
        return [item["00080018"]["Value"][0] for item in answer.json()] if answer.content else []

    assert uid not in found() and len(found()) == 1
    assert found(**{"00404018.00080100": "CRITICAL"}) == [uid]
    assert uid in found(SOPInstanceUID=uid)


def test_an_open_one_keeps_nobody_from_working_on_its_exam(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    """Its exam can still be claimed, and a claim that nothing waits for can't be cancelled for its sake."""
    create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    [reading] = reporter.get(f"{hub.dicomweb}/workitems", params={"StudyInstanceUID": study}).json()
    uid, transaction = reading["00080018"]["Value"][0], new_transaction_uid()
    assert to_state(reporter, hub.dicomweb, uid, IN_PROGRESS, transaction).status_code == 200
    refused = to_state(reporter, hub.dicomweb, uid, "CANCELED", transaction)
    assert refused.status_code == 409


@pytest.mark.parametrize("late", [timedelta(hours=25), timedelta(days=40)])
def test_what_reaches_it_late_is_taken_and_says_when_it_came(
    hub: HubProcess, reporter: requests.Session, study: str, late: timedelta
) -> None:
    recorded = datetime.now(UTC) - late
    item = critical_item(study, IDS["li"]) | {
        "00404005": element("DT", format_dt(recorded)),
        "00404011": element("DT", format_dt(recorded + timedelta(minutes=10))),
    }
    other = item | {PARAMETERS: critical_item(study, IDS["chen"])[PARAMETERS]}
    assert post(reporter, hub, other).status_code == 403, "its author is still asked for"
    found = critical_from(read(reporter, hub, create(reporter, hub.dicomweb, item)))
    assert found.overdue(datetime.now(UTC)) and found.item.scheduled is not None and found.received is not None
    assert abs(found.item.scheduled - recorded) < timedelta(seconds=1)
    assert abs(found.received - datetime.now(UTC)) < timedelta(minutes=1)


def test_its_category_says_when_it_is_due_at_the_latest(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    """Whatever a clock that is wrong, or a forged request, has written."""
    ahead = datetime.now(UTC) + timedelta(days=400)
    for times in ({"00404011": ahead}, {"00404005": ahead, "00404011": ahead + timedelta(minutes=10)}):
        told = {tag: element("DT", format_dt(when)) for tag, when in times.items()}
        uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]) | told)
        assert critical_from(read(reporter, hub, uid)).overdue(datetime.now(UTC) + timedelta(minutes=11)), times


def test_names_in_it_are_the_signed_in_users(hub: HubProcess, reporter: requests.Session, study: str) -> None:
    names = {user.name: user.person.name for user in DEMO_USERS}
    forged = json.loads(json.dumps(critical_item(study, IDS["li"])).replace("Some^One", "Chen^Wei"))
    uid = create(reporter, hub.dicomweb, forged)
    assert critical_from(read(reporter, hub, uid)).author == names["li"]
    own = with_step(read(reporter, hub, uid), told_by(IDS["li"]))
    step = json.loads(json.dumps(own).replace("Some^One", "X^Y"))
    assert add(reporter, hub, uid, step).status_code == 200
    now = read(reporter, hub, uid)
    [told] = critical_from(now).events
    assert (told.by, told.by_id, told.whom) == (names["li"], IDS["li"], "Dr Wu")
    for ago in (timedelta(days=20000), timedelta(minutes=30)):
        early = with_step(now, told_by(IDS["li"], ago=ago))
        assert add(reporter, hub, uid, early).status_code == 400, "before it was recorded"
    assert read(reporter, hub, uid) == now


def test_a_claim_is_there_only_to_close_it_and_never_in_anybodys_way(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    root, chen = hub.dicomweb, signed_in(hub, "chen")
    uid = create(reporter, root, critical_item(study, IDS["li"]))
    early = to_state(chen, root, uid, IN_PROGRESS, new_transaction_uid())
    assert (early.status_code, early.headers[HEADER]) == (409, "untold"), "nobody was told"
    assert add(chen, hub, uid, with_step(read(chen, hub, uid), told_by(IDS["chen"]))).status_code == 200
    gone = new_transaction_uid()
    assert to_state(chen, root, uid, IN_PROGRESS, gone).status_code == 200  # and chen's computer is gone
    mine = new_transaction_uid()
    assert to_state(reporter, root, uid, IN_PROGRESS, mine).status_code == 200
    step = with_step(read(reporter, hub, uid), told_by(IDS["li"]))
    assert reporter.post(f"{root}/workitems/{uid}?transaction={mine}", json=[step]).status_code == 200
    late = chen.post(f"{root}/workitems/{uid}?transaction={gone}", json=[final_attributes(COMPLETED)])
    assert late.status_code in (403, 409), "the claim is not chen's any more"
    done = reporter.post(f"{root}/workitems/{uid}?transaction={mine}", json=[final_attributes(COMPLETED)])
    assert done.status_code == 200, done.text
    assert to_state(reporter, root, uid, COMPLETED, mine).status_code == 200
    found = critical_from(read(reporter, hub, uid))
    assert not found.open and [event.by_id for event in found.events] == [IDS["chen"], IDS["li"]]


def test_only_its_author_withdraws_it_and_only_while_nobody_was_told(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    chen = signed_in(hub, "chen")
    untold, told = (create(reporter, hub.dicomweb, critical_item(study, IDS["li"])) for _ in range(2))
    assert add(chen, hub, told, with_step(read(chen, hub, told), told_by(IDS["chen"]))).status_code == 200
    why = [{"00741238": element("LT", "wrong patient")}]

    def ask(session: requests.Session, uid: str) -> tuple[int, str]:
        answer = session.post(f"{hub.dicomweb}/workitems/{uid}/cancelrequest", json=why)
        return answer.status_code, answer.headers.get(HEADER, "")

    for user, reason in (("chen", "waiting"), ("admin", "role")):
        assert ask(signed_in(hub, user), untold) == (403, reason), user
    assert ask(reporter, told) == (409, "told")
    assert critical_from(read(reporter, hub, told)).open
    assert ask(reporter, untold) == (202, "")
    assert critical_from(read(reporter, hub, untold)).withdrawn
    assert close(chen, hub, told).status_code == 200
