"""The department's statistics: each number against plain Python over the tasks, and who may see which."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
import requests

from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.dicom.ups.workitem import COMPLETED
from reader.dicom.values import format_dt, parse_dt
from reader.hub import statistics
from reader.hub.hub import Hub
from reader.hub.statistics import GROUPS, Question
from reader.hub.users import DEMO_PASSWORD, DEMO_USERS, Users
from tests.departments import Department, Made, fill
from tests.hub.conftest import signed_in
from tests.hub.test_follow_ups import People, report_of, returned
from tests.hub.test_worklist import final_attributes, output, to_state
from tests.servers import PEOPLE, HubProcess

SHANGHAI = timezone(timedelta(hours=8))
FIRST = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
DAYS = (date(2026, 11, 21), date(2026, 11, 23))
AN_HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("department")
    Hub(folder).close()
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> list[Made]:
    made = fill(folder, Department(FIRST, 96), 700)
    with closing(sqlite3.connect(folder / "hub.sqlite")) as db, db:
        for one in made:
            if score := reread(one):
                when = (one.ended + AN_HOUR).astimezone(UTC)
                of_day = when - when.replace(hour=0, minute=0, second=0, microsecond=0)
                moment = when.toordinal() * 86_400_000_000 + of_day // timedelta(microseconds=1)
                db.execute(
                    "INSERT INTO reread (uid, score, significant, done) VALUES (?,?,?,?)",
                    (one.uid, score, score == 3, moment),
                )
    return made


def reread(made: Made) -> int:
    """How far another doctor agrees, an hour after the signature: some of the signed reports, 0 for the others."""
    signed = text(made.item, "00741002", "00741006") == "VERIFIED"
    supplement = content(made.item, "Addendum or amendment of a signed report")
    return 1 + int(made.uid[-1]) % 3 if signed and not supplement and int(made.uid[-2]) < 5 else 0


@pytest.fixture(scope="module")
def hub(folder: Path, done: list[Made]) -> Iterator[HubProcess]:
    assert done
    database = Database(folder / "hub.sqlite")
    for user in PEOPLE:
        Users(database).add(user, DEMO_PASSWORD)
    database.close()
    with HubProcess(folder) as process:
        yield process


def text(item: Any, *path: str) -> str:
    """The first value at a path of DICOM JSON, "" where there is none. Own code, not the program's."""
    for tag in path:
        values = item.get(tag, {}).get("Value") or [""]
        item = values[0]
        if item == "":
            return ""
    return str(item)


def content(item: Any, name: str) -> str:
    """A content item of (0074,1210)."""
    for entry in item.get("00741210", {}).get("Value", []):
        if text(entry, "0040A043", "00080104") == name:
            return text(entry, "0040A160") or text(entry, "0040A124")
    return ""


def told(item: Any, concept: str) -> str:
    """The meaning of a code in (0074,1212) of what was performed; "" where it is not there."""
    for step in item.get("00741216", {}).get("Value", []):
        for entry in step.get("00741212", {}).get("Value", []):
            if text(entry, "0040A043", "00080100") == concept:
                return text(entry, "0040A168", "00080104")
    return ""


def expected(
    done: list[Made], key: Callable[[Made, str], str], offset: timedelta, mine: str = ""
) -> dict[str, dict[str, Any]]:
    """By group. key: the group of a task, for its performer ("performer") or its author ("author")."""
    before = {made.uid: made.follows for made in done}

    def root(uid: str) -> str:
        return root(before[uid]) if before[uid] else uid

    orders = defaultdict[str, list[Made]](list)
    for made in done:
        orders[root(made.uid)].append(made)

    def kind(made: Made) -> str:
        code = text(made.item, "00404018", "00080100")
        if code == "110005":
            return "again" if content(made.item, "Diagnostic imaging study") else "read"
        return {"110007": "review", "128001": "supplement"}[code]

    def seconds(begin: datetime, end: datetime) -> float:
        return max(0.0, (end - begin).total_seconds())

    def begun(made: Made) -> datetime:
        found = parse_dt(text(made.item, "00741216", "00404050"))
        assert found is not None
        return found

    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for made in done:
        again, score = replace(made, ended=made.ended + AN_HOUR), reread(made)
        if score and DAYS[0] <= (again.ended + offset).replace(tzinfo=None).date() <= DAYS[1]:
            author = content(made.item, "Person Observer's Login Name")
            people = {author, text(made.item, "00741216", "00404035", "00404009", "00080100")}
            for group in {key(again, person) for person in people if mine in ("", person)}:
                counts[group]["reread"] += 1
                counts[group]["differing"] += score > 1
                counts[group]["significant"] += score == 3
        if not DAYS[0] <= (made.ended + offset).replace(tzinfo=None).date() <= DAYS[1]:
            continue
        name, order = kind(made), orders[root(made.uid)]
        recalled = text(made.item, "00741002", "00741238").startswith("Taken back")
        signed = text(made.item, "00741002", "00741006") == "VERIFIED"
        if made.state == "CANCELED" and not recalled:
            continue
        performer, author = text(made.item, "00741216", "00404035", "00404009", "00080100"), ""
        if name == "review":
            author = content(made.item, "Person Observer's Login Name")
        if not recalled and mine in ("", performer):
            group = key(made, performer)
            some = counts[group]
            some["tasks"] += 1
            some["reads"] += name == "read"
            some["reviews"] += name == "review"
            some["signed"] += signed
            supplement = content(made.item, "Addendum or amendment of a signed report")
            concluded = told(made.item, "121073") if signed and not supplement else ""
            some["poor"] += bool(told(made.item, "113010")) and not supplement
            some["concluded"] += bool(concluded)
            some["positive"] += concluded == "Positive"
            some["addenda"] += signed and supplement == "addendum"
            some["amendments"] += signed and supplement == "amendment"
            due = text(made.item, "00404011")
            some["overdue"] += bool(due) and made.ended > (parse_dt(due) or made.ended)
            reads = [one for one in order if kind(one) == "read"]
            ordered = parse_dt(text(reads[0].item, "00404005"))
            assert ordered is not None
            if name == "read":
                times[group]["wait"].append(seconds(ordered, min(map(begun, reads))))
                times[group]["reading"].append(seconds(begun(made), made.ended))
            if signed and not supplement:
                submitted = min(one.ended for one in reads if one.state == "COMPLETED")
                times[group]["review"].append(seconds(submitted, made.ended))
                times[group]["turnaround"].append(seconds(ordered, made.ended))
        if author and mine in ("", author):
            some = counts[key(made, author)]
            some["returned"] += not signed and not recalled
            some["decided"] += not recalled
            some["recalled"] += recalled
    return {
        group: {name: some.get(name, 0) for name in statistics.COUNTS}
        | {"times": {name: summary(times[group][name]) for name in statistics.SPANS}}
        for group, some in counts.items()
    }


def summary(found: list[float]) -> dict[str, Any]:
    if not found:
        return {"count": 0, "median": None, "p90": None}
    tenths = quantiles(found, n=10, method="inclusive") if len(found) > 1 else found * 9
    return {
        "count": len(found), "median": pytest.approx(median(found), abs=0.002),
        "p90": pytest.approx(tenths[8], abs=0.002),
    }  # fmt: skip


def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["key"]: {name: row[name] for name in (*statistics.COUNTS, "times")} for row in rows}


def group_of(by: str, offset: timedelta) -> Callable[[Made, str], str]:
    return {
        "person": lambda made, person: person,
        "site": lambda made, _: text(made.item, "00080080"),
        "modality": lambda made, _: text(made.item, "00080060"),
        "day": lambda made, _: f"{made.ended + offset:%Y-%m-%d}",
        "all": lambda made, _: "",
    }[by]


# UTC+8 and UTC-11: what ended at 01:30 in Shanghai is of the day before there.
@pytest.mark.parametrize("minutes", [480, -660])
@pytest.mark.parametrize("by", GROUPS)
def test_each_number_is_that_of_plain_python(folder: Path, done: list[Made], by: str, minutes: int) -> None:
    offset = timedelta(minutes=minutes)
    tasks = [Made(m.uid, m.state, m.item, m.ended.astimezone(UTC), m.follows) for m in done]
    found = statistics.statistics(folder / "hub.sqlite", Question(*DAYS, minutes, by))
    assert by_key(found["rows"]) == expected(tasks, group_of(by, offset), offset)
    assert by_key(found["days"]) == expected(tasks, group_of("day", offset), offset)
    total = {name: found["total"][name] for name in (*statistics.COUNTS, "times")}
    assert {"": total} == expected(tasks, group_of("all", offset), offset)
    assert min(total[name] for name in statistics.COUNTS) > 0, "each number is tried"
    assert found["complete_from"] == "" and found["left_out"] == 0


def ask(session: requests.Session, hub: HubProcess, own: str = "", **asked: Any) -> requests.Response:
    query = {"from": DAYS[0].isoformat(), "to": DAYS[1].isoformat(), "offset": 480, "by": "person"} | asked
    return session.get(f"{hub.url}/statistics{own}", params=query, timeout=30)


def test_reporting_doctors_see_their_own_rows_only(hub: HubProcess, done: list[Made]) -> None:
    offset = timedelta(hours=8)
    tasks = [Made(m.uid, m.state, m.item, m.ended.astimezone(UTC), m.follows) for m in done]
    everybody = expected(tasks, group_of("person", offset), offset)
    for name in ("zhou", "admin"):
        assert by_key(ask(signed_in(hub, name), hub).json()["rows"]) == everybody
    li = signed_in(hub, "li")
    assert ask(li, hub).status_code == 403 == ask(signed_in(hub, "gate"), hub, "/own").status_code
    assert requests.get(f"{hub.url}/statistics", timeout=10).status_code == 401
    assert by_key(ask(li, hub, "/own").json()["rows"]) == {"D1001": everybody["D1001"]}
    own = ask(li, hub, "/own", by="site").json()
    assert own["own"] and by_key(own["rows"]) == expected(tasks, group_of("site", offset), offset, "D1001")
    assert own["total"]["reads"] == everybody["D1001"]["reads"]
    assert "王" not in ask(signed_in(hub, "admin"), hub).text, "no patient"


@pytest.mark.parametrize(
    "asked",
    [{"from": "yesterday"}, {"from": "2026-02-30"}, {"to": "2020-01-01"}, {"from": "2020-01-01"}, {"by": "patient"},
     {"offset": "+08"}, {"offset": "900"}, {"from": "0001-01-01", "to": "0001-01-02"}, {"to": "9999-12-31"}],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(hub: HubProcess, asked: dict[str, str]) -> None:
    answer = ask(signed_in(hub, "admin"), hub, **asked)
    assert answer.status_code == 400 and answer.text.strip()


def test_work_is_counted_as_it_is_done_and_again_after_it_was_lost(tmp_path: Path) -> None:
    """Over HTTP: one report returned, one signed; the rows are made again at the next start."""
    with HubProcess(tmp_path / "hub") as process:
        people = People(process)
        begun = datetime.now().astimezone()
        review = people.reviewed_by_zhou()
        assert people.create(people.zhou, returned(review)).status_code == 201
        url = f"{people.root}/workitems/{review.uid}?transaction={people.last}"
        made = output(review.study_uid, report_of(review))
        assert people.zhou.post(url, json=[final_attributes(COMPLETED, made)]).status_code == 200
        assert to_state(people.zhou, people.root, review.uid, COMPLETED, people.last).status_code == 200
        claim = people.claimed(people.li, people.order())
        time.sleep(1.1)  # the hub notes whole seconds
        people.submitted_and_signed(*claim)
        took = (datetime.now().astimezone() - begun).total_seconds() + 1  # from 0.9 to 2.0 s, in whole seconds: 2

        def asked() -> dict[str, Any]:
            today = f"{datetime.now().astimezone():%Y-%m-%d}"
            offset = int((datetime.now().astimezone().utcoffset() or timedelta()).total_seconds()) // 60
            return ask(people.zhou, process, **{"from": today, "to": today, "offset": offset}).json()

        found = asked()
        total = {name: found["total"][name] for name in statistics.COUNTS}
        wanted = {"tasks": 4, "reads": 2, "reviews": 2, "signed": 1, "returned": 1, "decided": 2}
        assert total == dict.fromkeys(statistics.COUNTS, 0) | wanted | {"overdue": total["overdue"]}
        times = found["total"]["times"]
        assert times["reading"]["count"] == 2 and 0 < times["reading"]["p90"] <= took
        assert {row["key"]: row["name"] for row in found["rows"]}["D1001"] == str(DEMO_USERS[0].person.name)
        process.stop()
        with sqlite3.connect(people.data / "hub.sqlite") as db:
            assert db.execute("DELETE FROM step").rowcount >= 4
        process.start()
        people = People(process)
        later = asked()
        assert {name: later["total"][name] for name in statistics.COUNTS} == total
        process.stop()
        with sqlite3.connect(people.data / "hub.sqlite") as db:
            then = datetime.now().astimezone() - timedelta(days=100)
            db.execute("UPDATE workitem SET ended = ? WHERE ended <> ''", (format_dt(then),))
        process.start()
        people = People(process)
        gone = asked()
        assert gone["total"]["tasks"] == 2, "the order that was returned is still open, and stays"
        assert gone["complete_from"] == f"{then + timedelta(days=1):%Y-%m-%d}"


def test_a_sealed_hub_has_the_same_numbers(tmp_path: Path) -> None:
    Hub(tmp_path / "open").close()
    made = fill(tmp_path / "open", Department(FIRST, 96, seed=5), 60)
    question = Question(date(2026, 11, 19), date(2026, 11, 29), 480, "person")
    plain = statistics.statistics(tmp_path / "open" / "hub.sqlite", question)
    with sqlite3.connect(tmp_path / "open" / "hub.sqlite") as db:
        db.execute("DELETE FROM step")
    hub = Hub(tmp_path / "open", seal=Seal(bytes(range(32))))
    try:
        assert statistics.statistics(hub.database.path, question) == plain
        assert plain["total"]["tasks"] and made
    finally:
        hub.close()
