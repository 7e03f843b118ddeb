"""UPS-RS over the wire: the whole transition table, Transaction UIDs, roles, final states, search and events."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
import websockets
from websockets.sync.client import connect

from reader.dicom.json_model import Json, code_json, element
from reader.dicom.ups.putting_back import DISCONTINUED, replacement
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    Input,
    Workitem,
    input_json,
    workitem_json,
)
from reader.dicom.values import Code, Person, PersonName, format_dt, new_transaction_uid, new_uid
from reader.hub.ups_rules import STATES, TRANSITIONS, Event
from tests.delivery.samples import report
from tests.hub.conftest import multipart, signed_in
from tests.servers import HubProcess


def task(study: str = "1.2.3", **changes: Any) -> Json:
    item = Workitem(
        uid="", state=SCHEDULED, code=INTERPRETATION, label="CT chest", worklist_label="reading",
        scheduled=datetime(2026, 11, 22, 8, 0).astimezone(), due=datetime(2026, 11, 22, 9, 0).astimezone(),
        patient_name=PersonName("Wang^Fang", "王^芳"), patient_id="P1", study_uid=study, accession="A1",
        inputs=(Input(study, f"{study}.4"),),
    )  # fmt: skip
    return workitem_json(item) | changes


def create(session: requests.Session, root: str, item: Json | None = None, uid: str = "") -> str:
    uid = uid or new_uid()
    answer = session.post(f"{root}/workitems?workitem={uid}", json=[item or task()])
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{root}/workitems/{uid}"
    return uid


def to_state(session: requests.Session, root: str, uid: str, state: str, transaction: str) -> requests.Response:
    body = {"00081195": element("UI", transaction), "00741000": element("CS", state)}
    return session.put(f"{root}/workitems/{uid}/state", json=[body])


def output(study: str, uid: str) -> Json:
    """One item of Output Information (0040,4033): a report."""
    return input_json(Input(study, "", (("1.2.840.10008.5.1.4.1.1.88.33", uid),)))


def final_attributes(state: str, *made: Json) -> Json:
    """made: the items of its Output Information."""
    now = format_dt(datetime.now().astimezone())
    if state == CANCELED:
        reason = element("SQ", code_json(DISCONTINUED))
        return {"00741002": element("SQ", {"00404052": element("DT", now), "0074100E": reason})}
    step = {
        "00404028": element("SQ", code_json(INTERPRETATION)),
        "00404019": element("SQ", code_json(INTERPRETATION)),
        "00404050": element("DT", now),
        "00404051": element("DT", now),
        "00404033": element("SQ", *made),
    }
    return {"00741216": element("SQ", step)}


def read(session: requests.Session, root: str, uid: str, study: str) -> Json:
    """What a claimed reading is completed with, once its report is stored and waits for verification."""
    told = session.get(f"{root.removesuffix('/dicom-web')}/oauth/userinfo").json()
    code = Code(told["person_code"]["value"], "99READER", told["person_code"]["meaning"])
    author = Person(PersonName.parse(told["name_pn"]), told["organisation"], code)
    body, headers = multipart(report(study, f"{study}.88", author)[1])
    assert session.post(f"{root}/studies", data=body, headers=headers).status_code == 200
    [item] = session.get(f"{root}/workitems/{uid}").json()
    step = {
        "00741000": element("CS", SCHEDULED), "00404018": element("SQ", code_json(REPORT_VERIFICATION)),
        "00741002": element("SQ"), "00741216": element("SQ"), "00080018": element("UI"),
    }  # fmt: skip
    create(session, root, item | step | subject_json(Subject(PersonName(), "ma", f"{study}.88", made_in=uid)))
    return output(study, f"{study}.88")


def waits_again(session: requests.Session, root: str, uid: str) -> None:
    """A copy of a claimed task waits in its place."""
    [item] = session.get(f"{root}/workitems/{uid}").json()
    again = new_uid()
    create(session, root, replacement(item, again), again)


def bring_to(session: requests.Session, root: str, state: str, study: str = "1.2.3") -> tuple[str, str]:
    """A fresh workitem in that state, and its Transaction UID."""
    uid, transaction = create(session, root, task(study)), new_transaction_uid()
    if state != SCHEDULED:
        assert to_state(session, root, uid, IN_PROGRESS, transaction).status_code == 200
    if state in (COMPLETED, CANCELED):
        made = [read(session, root, uid, study)] if state == COMPLETED else []
        if state == CANCELED:
            waits_again(session, root, uid)
        body = final_attributes(state, *made) | {"00081195": element("UI", transaction)}
        assert session.post(f"{root}/workitems/{uid}?transaction={transaction}", json=[body]).status_code == 200
        answer = to_state(session, root, uid, state, transaction)
        assert answer.status_code == 200, answer.text
    return uid, transaction


def test_a_claim_is_cancelled_only_where_its_exam_stays_in_a_list_or_that_was_asked_for(
    hub: HubProcess, session: requests.Session
) -> None:
    root = hub.dicomweb
    for asked in (False, True):
        uid, transaction = bring_to(session, root, IN_PROGRESS, f"1.2.{random.randrange(10**9)}")
        session.post(f"{root}/workitems/{uid}/subscribers/TABLE")
        body = final_attributes(CANCELED) | {"00081195": element("UI", transaction)}
        assert session.post(f"{root}/workitems/{uid}", json=[body]).status_code == 200
        if asked:
            why = [{"00741238": element("LT", "why")}]
            assert session.post(f"{root}/workitems/{uid}/cancelrequest", json=why).status_code in (200, 202)
        answer = to_state(session, root, uid, CANCELED, transaction)
        assert answer.status_code == (200 if asked else 409), answer.text
        assert ("waits in its place" in answer.text) is not asked


def test_the_table_is_whole() -> None:
    assert set(TRANSITIONS) == {(s, e, right) for s in STATES for e in Event for right in (True, False)}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("right", [True, False])
def test_every_transition(
    hub: HubProcess, session: requests.Session, state: str, event: Event, right: bool
) -> None:
    root = hub.dicomweb
    study = f"1.2.{random.randrange(10**9)}"
    uid, transaction = bring_to(session, root, state, study)
    session.post(f"{root}/workitems/{uid}/subscribers/TABLE")
    used = transaction if right else new_transaction_uid()
    if event in (Event.TO_COMPLETED, Event.TO_CANCELED) and state == IN_PROGRESS:
        made = [read(session, root, uid, study)] if event is Event.TO_COMPLETED else []
        if event is Event.TO_CANCELED:
            waits_again(session, root, uid)
        ready = final_attributes(event.value, *made) | {"00081195": element("UI", transaction)}
        assert session.post(f"{root}/workitems/{uid}", json=[ready]).status_code == 200
    if event is Event.UPDATE:
        body = {"00081195": element("UI", used), "00741200": element("CS", "LOW")}
        answer = session.post(f"{root}/workitems/{uid}", json=[body])
    elif event is Event.REQUEST_CANCEL:
        answer = session.post(f"{root}/workitems/{uid}/cancelrequest", json=[{"00741238": element("LT", "why")}])
    else:
        answer = to_state(session, root, uid, event.value, used)
    # A waiting workitem has no Transaction UID yet: whatever a claim brings is right.
    expected = TRANSITIONS[(state, event, right and state != SCHEDULED)]
    assert answer.status_code == expected.status, answer.text
    assert expected.note in answer.headers.get("Warning", "")
    assert bool(expected.note) == ("Warning" in answer.headers)
    [now] = session.get(f"{root}/workitems/{uid}").json()
    assert now["00741000"]["Value"] == [expected.to]
    assert "00081195" not in now
    assert transaction not in json.dumps(now)


def test_transaction_uid_and_missing_things(hub: HubProcess, session: requests.Session) -> None:
    root = hub.dicomweb
    uid = create(session, root)
    assert to_state(session, root, uid, IN_PROGRESS, "").status_code == 400
    assert to_state(session, root, uid, "DREAMING", "1.2").status_code == 400
    assert to_state(session, root, "1.2.3.4.5", IN_PROGRESS, "1.2").status_code == 404
    first, second = new_transaction_uid(), new_transaction_uid()
    assert to_state(session, root, uid, IN_PROGRESS, first).status_code == 200
    lost = to_state(session, root, uid, IN_PROGRESS, second)
    assert lost.status_code == 409
    assert "already IN PROGRESS" in lost.headers["Warning"]
    change = {"00741200": element("CS", "LOW")}
    url = f"{root}/workitems/{uid}"
    assert session.post(url, json=[change]).status_code == 400
    assert session.post(f"{url}?transaction={second}", json=[change]).status_code == 409
    for spelled in (f"transaction={first}", f"Transaction-uid={first}", first):
        assert session.post(f"{url}?{spelled}", json=[change]).status_code == 200
    unready = to_state(session, root, uid, COMPLETED, first)
    assert unready.status_code == 409
    assert "(0040,4051)" in unready.text
    [now] = session.get(url).json()
    [performer] = now["00741216"]["Value"][0]["00404035"]["Value"]
    assert performer["00404037"]["Value"][0]["Ideographic"] == "马^全"


def test_creation_checks(hub: HubProcess, session: requests.Session) -> None:
    root = hub.dicomweb
    url = f"{root}/workitems?workitem={new_uid()}"
    for tag in ("00741200", "00741204", "00404005", "00404041", "00741000", "00404018", "0040A370", "00404021"):
        broken = {key: entry for key, entry in task().items() if key != tag}
        answer = session.post(url, json=[broken])
        assert answer.status_code == 400
        assert f"{tag[:4]},{tag[4:]}" in answer.text
    for changes in (
        {"00741200": element("CS", "NOW")},
        {"00741000": element("CS", IN_PROGRESS)},
        {"00081195": element("UI", "1.2.3")},
        {"00404005": element("DT", "soon")},
    ):
        assert session.post(url, json=[task(**changes)]).status_code == 400
    uid = create(session, root)
    assert session.post(f"{root}/workitems?{uid}", json=[task()]).status_code == 409
    for body, kind, status in (
        (b"{", "application/dicom+json", 400),
        (b"[1]", "application/dicom+json", 400),
        (b"[{},{}]", "application/dicom+json", 400),
        (b'[{"0020000D": 5}]', "application/dicom+json", 400),
        (b"<xml/>", "application/dicom+xml", 415),
        (b"[" * 100_000, "application/dicom+json", 400),
        (b" " * (5 * 2**20), "application/dicom+json", 413),
    ):
        assert session.post(url, data=body, headers={"Content-Type": kind}).status_code == status, body[:20]
    for tag, entry in (("0040A370", element("SQ")), ("00100020", element("LO", "P2"))):
        assert session.post(f"{root}/workitems/{uid}", json=[{tag: entry}]).status_code == 400
    assert session.get(f"{root}/workitems/not-a-uid").status_code == 400


def test_only_a_reviewing_doctor_takes_a_verification(
    hub: HubProcess, session: requests.Session, reporter: requests.Session, reviewer: requests.Session
) -> None:
    root = hub.dicomweb
    uid = create(session, root, task(**{"00404018": element("SQ", code_json(REPORT_VERIFICATION))}))
    assert to_state(reporter, root, uid, IN_PROGRESS, new_transaction_uid()).status_code == 403
    assert to_state(reviewer, root, uid, IN_PROGRESS, new_transaction_uid()).status_code == 200


def test_search(hub: HubProcess, session: requests.Session) -> None:
    root = hub.dicomweb
    label = f"search {new_uid()[-12:]}"
    for number in range(3):
        priority = ("LOW", "HIGH", "MEDIUM")[number]
        create(session, root, task(**{"00741202": element("LO", label), "00741200": element("CS", priority)}))

    def search(**query: str) -> requests.Response:
        return session.get(f"{root}/workitems", params={"00741202": label} | query)

    found = search().json()
    assert [item["00741200"]["Value"][0] for item in found] == ["HIGH", "MEDIUM", "LOW"]
    assert len(search(**{"00404018.00080100": "110005"}).json()) == 3
    assert search(**{"ScheduledWorkitemCodeSequence.CodeValue": "110007"}).status_code == 204
    assert len(search(PatientName="王芳", ProcedureStepState=SCHEDULED).json()) == 3
    assert search(PatientName="*a" * 1000).status_code == 204, "however many pieces"
    assert search(ScheduledProcedureStepStartDateTime="20270101-").status_code == 204
    page = search(limit="2")
    assert len(page.json()) == 2
    assert "Warning" in page.headers
    assert session.get(f"{root}/workitems", params={"NoSuch": "1"}).status_code == 400


def drain(socket: Any, count: int) -> list[Json]:
    return [json.loads(socket.recv(timeout=5)) for _ in range(count)]


def test_events_over_a_real_websocket(hub: HubProcess, session: requests.Session) -> None:
    root = hub.dicomweb
    bearer = {"Authorization": session.headers["Authorization"]}
    subscription = f"{root}/workitems/1.2.840.10008.5.1.4.34.5/subscribers/ROOM1"
    answer = session.post(f"{subscription}?deletionlock=false")
    assert answer.status_code == 201
    address = answer.headers["Content-Location"]
    assert address == f"{root.replace('http', 'ws')}/subscribers/ROOM1"
    with pytest.raises(websockets.InvalidStatus) as refused:
        connect(address)
    assert refused.value.response.status_code == 401
    filtered = f"{root}/workitems/1.2.840.10008.5.1.4.34.5.1/subscribers/ROOM2"
    assert session.post(filtered).status_code == 400
    assert session.post(f"{filtered}?PatientID=P9").status_code == 201
    with (
        connect(address, additional_headers=bearer) as all_events,
        connect(address.replace("ROOM1", "ROOM2"), additional_headers=bearer) as few_events,
    ):
        performer = {"00404009": element("SQ", code_json(Code("1", "99READER", "Anna")))}
        assigned = {"00404034": element("SQ", performer), "00100020": element("LO", "P9")}
        uid = create(session, root, task(**assigned))
        other = create(session, root)
        transaction = new_transaction_uid()
        to_state(session, root, uid, IN_PROGRESS, transaction)
        progress = {"00741004": element("DS", 50)}
        body = {"00081195": element("UI", transaction), "00741002": element("SQ", progress)}
        assert session.post(f"{root}/workitems/{uid}", json=[body]).status_code == 200
        reason = {"00741238": element("LT", "wrong patient")}
        assert session.post(f"{root}/workitems/{uid}/cancelrequest", json=[reason]).status_code == 202
        events = drain(all_events, 6)
        mine = [e for e in events if e["00001000"]["Value"] == [uid]]
        assert [e["00001002"]["Value"][0] for e in mine] == [1, 5, 1, 3, 2]
        assert [e["00001000"]["Value"][0] for e in events].count(other) == 1
        assert mine[2]["00741000"]["Value"] == [IN_PROGRESS]
        assert mine[3]["00741002"]["Value"][0] == progress
        assert mine[4]["00741238"]["Value"] == ["wrong patient"]
        assert mine[4]["00741236"]["Value"] == ["MA"]
        assert all(e["00000002"]["Value"] == ["1.2.840.10008.5.1.4.34.6.4"] for e in events)
        assert drain(few_events, 5) == mine
        # Suspended: what is there goes on, what is new does not come.
        assert session.post(f"{subscription}/suspend").status_code == 200
        create(session, root)
        to_state(session, root, other, IN_PROGRESS, new_transaction_uid())
        [event] = drain(all_events, 1)
        assert event["00001000"]["Value"] == [other]
        assert session.delete(subscription).status_code == 200
        assert session.delete(subscription).status_code == 404
    assert session.delete(filtered).status_code == 200
    assert session.post(f"{root}/workitems/1.2.3.4.5.6/subscribers/ROOM1").status_code == 404
    assert session.post(f"{root}/workitems/{uid}/subscribers/{'A' * 17}").status_code == 400


def test_cancel_of_a_claimed_task_needs_someone_who_hears(tmp_path: Any) -> None:
    with HubProcess(tmp_path / "hub") as alone:  # on the hub of the other tests somebody may still listen
        session = signed_in(alone, "ma")
        uid, _ = bring_to(session, alone.dicomweb, IN_PROGRESS)
        answer = session.post(f"{alone.dicomweb}/workitems/{uid}/cancelrequest")
        assert answer.status_code == 409
        assert "cannot be contacted" in answer.headers["Warning"]


def test_two_who_claim_at_once(hub: HubProcess, session: requests.Session) -> None:
    """Of many simultaneous claims exactly one wins."""
    uid = create(session, hub.dicomweb)
    others = [signed_in(hub, "chen") for _ in range(4)]

    async def all_at_once() -> list[int]:
        loop = asyncio.get_running_loop()
        claims = [
            loop.run_in_executor(None, to_state, s, hub.dicomweb, uid, IN_PROGRESS, new_transaction_uid())
            for s in [session, *others]
        ]
        return [answer.status_code for answer in await asyncio.gather(*claims)]

    assert sorted(asyncio.run(all_at_once())) == [200, 409, 409, 409, 409]


def test_old_ended_tasks_are_deleted_unless_locked(tmp_path: Any) -> None:
    from reader.hub.answers import Refused
    from reader.hub.events import GLOBAL
    from reader.hub.hub import Hub
    from reader.hub.users import DEMO_USERS

    hub = Hub(tmp_path / "hub", images="http://images.example/dicom-web")  # holds no reports
    uid, transaction = new_uid(), new_transaction_uid()
    hub.worklist.create(task(), uid)
    hub.worklist.change_state(uid, IN_PROGRESS, transaction, DEMO_USERS[0])
    hub.worklist.update(uid, copy.deepcopy(final_attributes(COMPLETED)), transaction)
    hub.worklist.change_state(uid, COMPLETED, transaction, DEMO_USERS[0])
    hub.subscriptions.subscribe("ROOM", GLOBAL, "", True)
    assert hub.worklist.purge(timedelta(days=-1)) == 0
    hub.subscriptions.unsubscribe("ROOM", GLOBAL)
    assert hub.worklist.purge(timedelta(days=-1)) == 1
    with pytest.raises(Refused) as gone:
        hub.worklist.retrieve(uid)
    assert gone.value.status == 410
    hub.close()
