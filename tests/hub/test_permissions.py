"""The whole table of who may do what, over real HTTP, held against a second one written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import requests

from reader.core.storage import Database
from reader.dicom.json_model import Json, code_json, element, value
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.putting_back import replacement
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    PERFORMANCE,
    REPORT_VERIFICATION,
    SCHEDULED,
)
from reader.dicom.values import PersonName, new_transaction_uid, new_uid
from reader.hub.roles import ROLES
from reader.hub.users import DEMO_PASSWORD, Users, make_user
from tests.hub.conftest import signed_in
from tests.hub.criticals import critical_item, told_by, with_step
from tests.hub.test_worklist import create, final_attributes, task, to_state
from tests.servers import HubProcess

# Per role: y may come in, - may not; "open" for everybody without a token.
ENDPOINTS = """
                                                             reporting reviewing approving sending administrator
GET  /.well-known/oauth-authorization-server                     open
GET  /.well-known/est/cacerts                                    open
GET  /updates/{name}                                             open
POST /oauth/token                                                open
POST /oauth/revoke                                               open
GET  /oauth/userinfo                                              y         y         y         y         y
POST /oauth/userinfo                                              y         y         y         y         y
POST /.well-known/est/simpleenroll                                y         y         y         -         -
GET  /dicom-web/studies                                           y         y         y         y         -
GET  /dicom-web/series                                            y         y         y         y         -
GET  /dicom-web/instances                                         y         y         y         y         -
GET  /dicom-web/studies/{study}                                   y         y         y         y         -
GET  /dicom-web/studies/{study}/metadata                          y         y         y         y         -
GET  /dicom-web/studies/{study}/series                            y         y         y         y         -
GET  /dicom-web/studies/{study}/instances                         y         y         y         y         -
GET  /dicom-web/studies/{study}/series/{series}                   y         y         y         y         -
GET  /dicom-web/studies/{study}/series/{series}/metadata          y         y         y         y         -
GET  /dicom-web/studies/{study}/series/{series}/instances         y         y         y         y         -
GET  /dicom-web/studies/{study}/series/{series}/instances/{sop}   y         y         y         y         -
GET  /dicom-web/studies/{study}/series/{series}/instances/{sop}/metadata              y y y y -
GET  /dicom-web/studies/{study}/series/{series}/instances/{sop}/frames/{frames}       y y y y -
GET  /dicom-web/studies/{study}/series/{series}/instances/{sop}/bulkdata/{path:path}  y y y y -
POST /dicom-web/studies                                           y         y         y         y         -
POST /dicom-web/studies/{study}                                   y         y         y         y         -
GET  /dicom-web/workitems                                         y         y         y         y         y
POST /dicom-web/workitems                                         y         y         y         y         -
GET  /dicom-web/workitems/{uid}                                   y         y         y         y         y
POST /dicom-web/workitems/{uid}                                   y         y         y         y         y
PUT  /dicom-web/workitems/{uid}/state                             y         y         y         -         -
PUT  /dicom-web/workitems/{uid}/state/{aet}                       y         y         y         -         -
POST /dicom-web/workitems/{uid}/cancelrequest                     y         y         y         y         y
POST /dicom-web/workitems/{uid}/cancelrequest/{aet}               y         y         y         y         y
POST /dicom-web/workitems/{uid}/subscribers/{aet}                 y         y         y         y         y
DELETE /dicom-web/workitems/{uid}/subscribers/{aet}               y         y         y         y         y
POST /dicom-web/workitems/{uid}/subscribers/{aet}/suspend         y         y         y         y         y
WS   /dicom-web/subscribers/{aet}                                 y         y         y         y         y
GET  /statistics                                                  -         y         y         -         y
GET  /statistics/own                                              y         y         y         -         -
GET  /notifiable                                                  -         y         y         -         y
POST /notifiable/{uid}                                            -         y         y         -         y
GET  /rereads                                                     y         y         y         -         -
POST /rereads/{uid}                                               -         y         y         -         -
GET  /audit/stations                                              -         -         -         -         y
PUT  /audit/stations/{station}                                    y         y         y         -         y
GET  /audit/stations/{station}/anchor                            open
POST /audit/stations/{station}/anchor                            open
GET  /audit/places/{place}                                        open
"""

# One letter a stand: waiting, own order, mine (claimed by this user), others' (claimed by another), ended.
# Y done; s let through to the state machine, which refuses; refused with 403 because of: r role, v for reviewing
# doctors, h for chiefs, p for reporting doctors, o own report, d own review, c claimed by another, w waiting; -
# can't come about.
# Whoever asks knows the Transaction UID, whosever claim it is.
# A critical result is claimed once somebody was told; a claim of it that hangs is another doctor's for the asking.
# What an administrator has claimed is put back: they are no doctor any more, and could never end it.
TASKS = """
              reading  addendum  review   own review  approval  passed  second   own signing  critical
update
reporting      wwYcs    wwYcs    vvvvv    oo-oo       hhhhh     dd-dd   wwYcs    vvvvv       YYYcs
reviewing      ppppp    ppppp    wwYcs    oo-oo       hhhhh     dd-dd   wwYcs    wwYcs       YYYcs
approving      ppppp    ppppp    vvvvv    oo-oo       wwYcs     dd-dd   wwYcs    wwYcs       YYYcs
sending        wYccs    wYccs    vvvvv    oo-oo       hhhhh     dd-dd   vvvvv    vvvvv       rrrrr
administrator  YYccs    YYccs    YYccs    YY-cs       YYccs     YY-cs   YYccs    YYccs       rrrrr
claim
reporting      YYsss    YYsss    vvvvv    oo-oo       hhhhh     dd-dd   YYsss    vvvvv       ssYYs
reviewing      ppppp    ppppp    YYsss    oo-oo       hhhhh     dd-dd   YYsss    YYsss       ssYYs
approving      ppppp    ppppp    vvvvv    oo-oo       YYsss     dd-dd   YYsss    YYsss       ssYYs
sending        rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
administrator  rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
complete
reporting      ssYcs    ssYcs    vvvvv    oo-oo       hhhhh     dd-dd   ssYcs    vvvvv       ssYcs
reviewing      ppppp    ppppp    ssYcs    oo-oo       hhhhh     dd-dd   ssYcs    ssYcs       ssYcs
approving      ppppp    ppppp    vvvvv    oo-oo       ssYcs     dd-dd   ssYcs    ssYcs       ssYcs
sending        rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
administrator  rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
cancel
reporting      ssYcs    ssYcs    vvvvv    oo-oo       hhhhh     dd-dd   ssYcs    vvvvv       rrrrr
reviewing      ppppp    ppppp    ssYcs    oo-oo       hhhhh     dd-dd   ssYcs    ssYcs       rrrrr
approving      ppppp    ppppp    vvvvv    oo-oo       ssYcs     dd-dd   ssYcs    ssYcs       rrrrr
sending        rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
administrator  rrrrr    rrrrr    rrrrr    rr-rr       rrrrr     rr-rr   rrrrr    rrrrr       rrrrr
ask to cancel
reporting      rrrrr    rrrrr    rrrrr    YY-cs       rrrrr     dd-dd   rrrrr    YYccs       wYccs
reviewing      rrrrr    rrrrr    rrrrr    YY-cs       rrrrr     dd-dd   rrrrr    YYccs       wYccs
approving      rrrrr    rrrrr    rrrrr    YY-cs       rrrrr     dd-dd   rrrrr    YYccs       wYccs
sending        wYccs    wYccs    rrrrr    vv-vv       rrrrr     dd-dd   rrrrr    vvvvv       rrrrr
administrator  YYYss    YYYss    YYYss    YY-ss       YYYss     YY-ss   YYYss    YYYss       rrrrr
"""
REASONS = {
    "r": ("role", "role"),
    "v": ("reviewers", "Only a reviewing doctor"),
    "p": ("reporters", "Only a reporting doctor"),
    "h": ("chiefs", "Only a chief doctor"),
    "d": ("own-review", "You have reviewed this report"),
    "o": ("own-report", "You can't verify your own report"),
    "c": ("claimed-by-another", "Another user has claimed this task"),
    "w": ("waiting", "only by its sender or an administrator"),
}
KINDS = ("reading", "addendum", "review", "own review", "approval", "passed", "second", "own signing", "critical")
STANDS = ("waiting", "own order", "mine", "others'", "ended")
_NAMED = {"second": "Mammography, read twice", "own signing": "Chest, signed by its author"}
"""What the exams are called that rules of the hub mean."""
NAMES = {"reporting": "ada", "reviewing": "bea", "approving": "eli", "sending": "cyd", "administrator": "dov"}


@dataclass
class Ground:
    """A hub with one user of each role, who had every role while the tasks were made.

    The reports are elsewhere, and whether a task may end is a matter of roles alone."""

    hub: HubProcess
    users: Users
    everything: requests.Session
    yan: requests.Session
    chief: requests.Session
    sessions: dict[str, requests.Session]

    def become(self, role: str) -> requests.Session:
        """The user of that role, with this one role and no other."""
        self.users.set_roles(NAMES[role], role)
        return self.sessions[role]

    def made(self, role: str, kind: str, stand: str) -> tuple[str, str]:
        """A fresh task that stands so to the user of that role: its UID and its Transaction UID."""
        self.users.set_roles(NAMES[role], *ROLES)
        other, root = self.everything, self.hub.dicomweb
        author = f"I-{NAMES[role]}" if kind in ("own review", "own signing") else "I-zoe"
        code = {"reading": INTERPRETATION, "addendum": ADDENDUM}.get(kind, REPORT_VERIFICATION)
        if kind in ("approval", "passed"):
            return self._brought(role, stand, self._passed_on(role, kind, stand), self.chief)
        about = "review" in kind or kind in _NAMED
        subject = subject_json(Subject(PersonName("Some^One"), author)) if about else {}
        study = new_uid()
        if kind == "critical":
            create(other, root, task(study))  # the exam that it is about
            own = stand == "own order"
            item = critical_item(study, f"I-{NAMES[role]}" if own else "D9999")
            uid = create(self.sessions[role] if own else other, root, item)
            if stand not in ("waiting", "own order"):  # somebody was told, so that it may be closed
                teller, by = (self.sessions[role], f"I-{NAMES[role]}") if stand == "mine" else (other, "D9999")
                step = with_step(self.state(uid), told_by(by))
                assert teller.post(f"{root}/workitems/{uid}", json=[step]).status_code == 200
            return self._brought(role, stand, uid)
        named = {"00741204": element("LO", _NAMED[kind])} if kind in _NAMED else {}
        item = task(study, **{"00404018": element("SQ", code_json(code))}, **subject, **named)
        uid = create(self.sessions[role] if stand == "own order" else other, root, item)
        return self._brought(role, stand, uid)

    def _passed_on(self, role: str, kind: str, stand: str) -> str:
        """What waits for a chief: ma has written it, and the user of that role or yan has reviewed it."""
        reviewer, by = (self.sessions[role], f"I-{NAMES[role]}") if kind == "passed" else (self.yan, "I-yan")
        study, report, reviewed = new_uid(), new_uid(), new_uid()
        sender = self.sessions[role] if stand == "own order" else self.everything
        order = create(sender, self.hub.dicomweb, task(study))
        about = Subject(PersonName("Ma^Quan", "马^全"), "D9999", report, made_in=order)
        first = self._step(self.everything, order, about)
        about = replace(about, report=reviewed, made_in=first, approval=True, passed_by=by)
        self.users.set_roles(NAMES[role], "reporting", "reviewing", "sending")  # a chief passes nothing on
        passed = self._step(reviewer, first, about)
        self.users.set_roles(NAMES[role], *ROLES)
        return passed

    def _step(self, who: requests.Session, uid: str, about: Subject) -> str:
        """A task is claimed, followed by a verification, and completed: the verification."""
        transaction, root = new_transaction_uid(), self.hub.dicomweb
        claimed = to_state(who, root, uid, IN_PROGRESS, transaction)
        assert claimed.status_code == 200, claimed.text
        kept = {tag: entry for tag, entry in self.state(uid).items() if tag not in PERFORMANCE | {"00080018"}}
        code = {"00404018": element("SQ", code_json(REPORT_VERIFICATION)), "00741000": element("CS", SCHEDULED)}
        after = create(who, root, kept | code | subject_json(about))
        ready = final_attributes(COMPLETED)
        assert who.post(f"{root}/workitems/{uid}?transaction={transaction}", json=[ready]).status_code == 200
        assert to_state(who, root, uid, COMPLETED, transaction).status_code == 200
        return after

    def copy(self, role: str, uid: str) -> None:
        """What makes it possible to cancel a claimed task: it waits again for somebody else."""
        again = new_uid()
        create(self.sessions[role], self.hub.dicomweb, replacement(self.state(uid), again), again)

    def _brought(
        self, role: str, stand: str, uid: str, other: requests.Session | None = None
    ) -> tuple[str, str]:
        other, root = other or self.everything, self.hub.dicomweb
        transaction = new_transaction_uid()
        if stand in ("waiting", "own order"):
            return uid, transaction
        performer = self.sessions[role] if stand == "mine" else other
        assert to_state(performer, root, uid, IN_PROGRESS, transaction).status_code == 200
        ready = final_attributes(COMPLETED) | final_attributes(CANCELED)
        url = f"{root}/workitems/{uid}?transaction={transaction}"
        assert performer.post(url, json=[ready]).status_code == 200
        if stand == "ended":
            assert to_state(performer, root, uid, COMPLETED, transaction).status_code == 200
        return uid, transaction

    def state(self, uid: str) -> Json:
        [item] = self.everything.get(f"{self.hub.dicomweb}/workitems/{uid}").json()
        return dict(item)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "approval.toml").write_text(
        '[[rule]]\n[[second]]\nwords = ["twice"]\n[[own]]\nwords = ["by its author"]\n', "utf-8"
    )
    with HubProcess(folder, images="http://127.0.0.1:9/dicom-web") as hub:
        database = Database(folder / "hub.sqlite")
        users = Users(database)
        for name in NAMES.values():
            users.add(make_user(name, f"{name}^User", f"I-{name}", *ROLES, organisation="X"), DEMO_PASSWORD)
        sessions = {role: signed_in(hub, name) for role, name in NAMES.items()}
        users.add(make_user("yan", "Yan^User", "I-yan", "reviewing", organisation="X"), DEMO_PASSWORD)
        users.add(make_user("kai", "Kai^User", "I-kai", "approving", organisation="X"), DEMO_PASSWORD)
        everything, yan, chief = (signed_in(hub, name) for name in ("ma", "yan", "kai"))
        yield Ground(hub, users, everything, yan, chief, sessions)
        database.close()


def ask(session: requests.Session, root: str, act: str, uid: str, transaction: str, by: str) -> requests.Response:
    item = f"{root}/workitems/{uid}"
    now = session.get(item).json()[0]
    if act == "update" and is_critical(now) and value(now, "00741000") != IN_PROGRESS:
        return session.post(item, json=[with_step(now, told_by(by))])
    if act == "update":
        return session.post(f"{item}?transaction={transaction}", json=[{"00741200": element("CS", "HIGH")}])
    if act == "ask to cancel":
        return session.post(f"{item}/cancelrequest", json=[{"00741238": element("LT", "why")}])
    states = {"claim": IN_PROGRESS, "complete": COMPLETED, "cancel": CANCELED}
    claims = new_transaction_uid() if act == "claim" else transaction
    return to_state(session, root, uid, states[act], claims)


def task_rows() -> Iterator[tuple[str, str, dict[tuple[str, str], str]]]:
    """(act, role, (kind, stand) → letter)"""
    act = ""
    for line in TASKS.strip().splitlines()[1:]:
        role, *cells = line.split()
        if role not in ROLES:
            act = line.strip()
            continue
        kinds = zip(KINDS, cells, strict=True)
        yield act, role, {(kind, stand): cell[n] for kind, cell in kinds for n, stand in enumerate(STANDS)}


def test_the_two_tables_name_the_same_acts_and_roles() -> None:
    rows = list(task_rows())
    assert len(rows) == 5 * len(ROLES)
    assert all(len(cells) == len(KINDS) * len(STANDS) for _, _, cells in rows)


@pytest.mark.parametrize("act", ["update", "claim", "complete", "cancel", "ask to cancel"])
@pytest.mark.parametrize("role", ROLES)
def test_every_act_on_every_task(ground: Ground, act: str, role: str) -> None:
    [cells] = [cells for a, r, cells in task_rows() if (a, r) == (act, role)]
    made = {place: ground.made(role, *place) for place, letter in cells.items() if letter != "-"}
    for place, (uid, _) in made.items():
        copied = ("reading", "review", "approval", "second", "own signing")
        if act == "cancel" and cells[place] == "Y" and place[0] in copied:
            ground.copy(role, uid)
    session = ground.become(role)
    for place, (uid, transaction) in made.items():
        letter, before = cells[place], ground.state(uid)
        answer = ask(session, ground.hub.dicomweb, act, uid, transaction, f"I-{NAMES[role]}")
        if letter == "Y":
            assert answer.status_code in (200, 202), (place, answer.text)
            continue
        assert ground.state(uid) == before, place
        if letter == "s":
            assert answer.status_code == 409 or "already in the requested state" in answer.headers["Warning"], place
            continue
        code, words = REASONS[letter]
        assert answer.status_code == 403, (place, answer.status_code, answer.text)
        assert answer.headers["Reader-Refusal"] == code, place
        assert words in answer.text, place
        assert words in answer.headers["Warning"], place


def test_nobody_can_claim_a_verification_of_their_own_report_whatever_their_roles(ground: Ground) -> None:
    uid, _ = ground.made("administrator", "own review", "waiting")
    session = ground.sessions["administrator"]
    refused = to_state(session, ground.hub.dicomweb, uid, IN_PROGRESS, new_transaction_uid())
    assert refused.status_code == 403


def endpoint_rows() -> dict[str, list[str]]:
    return {
        " ".join(line.split()[:2]): line.split()[2:] for line in ENDPOINTS.strip().splitlines()[1:]
    }


def test_every_route_has_its_row_here(tmp_path: Path) -> None:
    from starlette.routing import Route, WebSocketRoute

    from reader.hub.app import make_app
    from reader.hub.hub import Hub

    hub = Hub(tmp_path / "hub")
    found: set[str] = set()
    for route in make_app(hub).routes:
        if isinstance(route, Route):
            found |= {f"{method} {route.path}" for method in (route.methods or set()) - {"HEAD"}}
        else:
            assert isinstance(route, WebSocketRoute)
            found.add(f"WS {route.path}")
    hub.close()
    assert found == set(endpoint_rows())


def test_a_route_without_a_row_is_not_built() -> None:
    from starlette.responses import Response
    from starlette.routing import Route

    from reader.hub.permissions import guarded

    async def anything(request: Any) -> Response:
        return Response()

    with pytest.raises(LookupError, match="GET /new has no row"):
        guarded([Route("/new", anything)])
    with pytest.raises(LookupError, match="DELETE /dicom-web/studies has no row"):
        guarded([Route("/dicom-web/studies", anything, methods=["GET", "DELETE"])])


@pytest.mark.parametrize("endpoint", list(endpoint_rows()))
def test_every_endpoint_for_every_role(ground: Ground, endpoint: str) -> None:
    method, path = endpoint.split()
    letters = endpoint_rows()[endpoint]
    for name, text in (
        ("{study}", "1.2"), ("{series}", "1.3"), ("{sop}", "1.4"), ("{frames}", "1"), ("{path:path}", "7FE00010"),
        ("{uid}", new_uid()), ("{aet}", "TABLE"),
    ):  # fmt: skip
        path = path.replace(name, text)

    def status(session: requests.Session) -> int:
        if method != "WS":
            return session.request(method, ground.hub.url + path, timeout=20).status_code
        upgrade = {
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }  # fmt: skip
        own = path if "Authorization" not in session.headers else f"{path}{session.headers['X-Who']}"
        with session.get(ground.hub.url + own, headers=upgrade, stream=True, timeout=20) as answer:
            return answer.status_code

    assert (status(requests.Session()) == 401) == (letters != ["open"])
    if letters == ["open"]:
        return
    for role, letter in zip(ROLES, letters, strict=True):
        session = ground.become(role)
        session.headers["X-Who"] = role[:4].upper()
        own = path
        path = path.replace("TABLE", f"TABLE{role[:4].upper()}") if method != "WS" else path
        assert (status(session) == 403) == (letter == "-"), role
        path = own


IDENTITY: dict[str, Json] = {
    "00404018": element("SQ", code_json(INTERPRETATION)),
    "00404021": element("SQ"),
    "0040A370": element("SQ", {"0020000D": element("UI", "1.9")}),
    "0020000D": element("UI", "1.9"),
    "00100010": element("PN", {"Alphabetic": "Other"}),
    "00100020": element("LO", "P2"),
    "00100021": element("LO", "elsewhere"),
    "00100022": element("CS", "TEXT"),
    "00100030": element("DA", "19000101"),
    "00100040": element("CS", "O"),
    "00741204": element("LO", "another exam"),
    "00741202": element("LO", "another list"),
    "00741210": element("SQ"),
    "00741224": element("SQ", {"00081155": element("UI", "1.2")}),
    "00404070": element("SQ", {"00404072": element("SQ", {"00404073": element("UR", "http://elsewhere/")})}),
    "00080050": element("SH", "A2"),
    "00080060": element("CS", "XX"),
    "00741000": element("CS", COMPLETED),
    "00091010": element("LO", "private"),
}


@pytest.mark.parametrize("stand", ["waiting", "mine"])
def test_what_identifies_a_task_is_said_once(ground: Ground, stand: str) -> None:
    """A user of all roles tries, with the Transaction UID: alone, and beside something that may be changed."""
    uid, transaction = ground.made("administrator", "review", stand)
    session, before = ground.sessions["administrator"], ground.state(uid)
    url = f"{ground.hub.dicomweb}/workitems/{uid}?transaction={transaction}"
    for tag, entry in IDENTITY.items():
        for beside in ({}, {"00741200": element("CS", "HIGH")}):
            answer = session.post(url, json=[{tag: entry, **beside}])
            assert answer.status_code == 400, tag
            assert f"({tag[:4]},{tag[4:]}) can't be changed" in answer.text
    assert ground.state(uid) == before
    elsewhere = {"00100021": before.get("00100021", {"vr": "LO"}) | {"BulkDataURI": "http://elsewhere.example/"}}
    assert session.post(url, json=[elsewhere]).status_code == 400
    same = {tag: before[tag] for tag in ("00404018", "00100010", "0040A370")}
    nothing = {tag: {"vr": entry["vr"]} for tag, entry in IDENTITY.items() if tag not in before}
    assert session.post(url, json=[nothing | same]).status_code == 200
    after = ground.state(uid)
    assert {tag: after[tag] for tag in after if tag != "00404010"} == {
        tag: before[tag] for tag in before if tag != "00404010"
    }


def test_who_is_to_read_it_is_changed_by_administrators_while_it_waits(ground: Ground) -> None:
    """Not by its sender, nor by whoever has claimed it."""
    other = {"00404034": element("SQ", {"00404009": element("SQ", code_json(INTERPRETATION))})}
    for role, stand, expected in (
        ("sending", "own order", 400), ("reporting", "mine", 400), ("administrator", "waiting", 200),
        ("reporting", "waiting", 403),
    ):  # fmt: skip
        uid, transaction = ground.made(role, "reading", stand)
        session = ground.become(role)
        url = f"{ground.hub.dicomweb}/workitems/{uid}?transaction={transaction}"
        assert session.post(url, json=[other]).status_code == expected, role


def test_a_task_is_performed_in_the_name_of_the_signed_in_user(ground: Ground) -> None:
    root = ground.hub.dicomweb
    uid, transaction = ground.made("reporting", "reading", "mine")
    session = ground.become("reporting")
    url = f"{root}/workitems/{uid}?transaction={transaction}"
    step = final_attributes(COMPLETED)["00741216"]["Value"][0]

    def performer(code: str, name: str) -> Json:
        entry = {"00404009": element("SQ", _code(code)), "00404037": element("PN", {"Alphabetic": name})}
        return {"00741216": element("SQ", step | {"00404035": element("SQ", entry)})}

    refused = session.post(url, json=[performer("I-bea", "bea^User")])
    assert (refused.status_code, refused.headers["Reader-Refusal"]) == (403, "performer")
    assert session.post(url, json=[performer("I-ada", "Somebody^Else")]).status_code == 200
    assert to_state(session, root, uid, COMPLETED, transaction).status_code == 200
    [done] = ground.state(uid)["00741216"]["Value"][0]["00404035"]["Value"]
    assert done["00404037"]["Value"] == [{"Alphabetic": "ada^User"}]


def _code(value: str) -> Json:
    return {"00080100": element("SH", value), "00080102": element("SH", "99READER"), "00080104": element("LO", "x")}


