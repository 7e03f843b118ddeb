"""Critical results over real HTTP: who may tell, add and close, and what can't be changed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import requests

from reader.core.refusals import HEADER
from reader.dicom.json_model import Json, code_json, element, items
from reader.dicom.ups.critical import CATEGORY_CODES, PARAMETERS, Category, What, critical_from
from reader.dicom.ups.workitem import COMPLETED, IN_PROGRESS
from reader.dicom.values import new_transaction_uid, new_uid
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
    assert to_state(session, root, uid, IN_PROGRESS, transaction).status_code == 200
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


def test_its_author_withdraws_it_while_nobody_has_closed_it(
    hub: HubProcess, reporter: requests.Session, study: str
) -> None:
    uid = create(reporter, hub.dicomweb, critical_item(study, IDS["li"]))
    why = [{"00741238": element("LT", "wrong patient")}]
    url = f"{hub.dicomweb}/workitems/{uid}/cancelrequest"
    assert signed_in(hub, "chen").post(url, json=why).status_code == 403
    assert reporter.post(url, json=why).status_code == 202
    assert critical_from(read(reporter, hub, uid)).withdrawn
