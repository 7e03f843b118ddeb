"""The worklist found through its columns: SQL decides what the matcher says, pages are whole, words rank."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from starlette.datastructures import QueryParams

from reader.dicom.json_model import Json, code_json, element, items, name_json, value
from reader.dicom.ups.workitem import IN_PROGRESS, INTERPRETATION, REPORT_VERIFICATION
from reader.dicom.values import Code, PersonName, new_transaction_uid, new_uid
from reader.hub.hub import Hub
from reader.hub.search import Search, parse_search
from reader.hub.users import DEMO_USERS, User
from tests import mutated_records as records
from tests.hub.conftest import signed_in
from tests.servers import HubProcess

LI, ZHOU = (next(user for user in DEMO_USERS if user.name == name) for name in ("li", "zhou"))
NAMES = [
    PersonName("Wang^Fang", "王^芳"), PersonName("Wang^Fangfang"), PersonName("", "欧阳^单"), PersonName("Lin^Na"),
    PersonName("Müller^Jörg"), PersonName("Lin^Dan", "林^丹", "lin^dan"), PersonName(),
    PersonName("Zeng^Li", "曾^丽"),
]  # fmt: skip
MOMENTS = [
    "20261122080000+0800", "20261122000000+0000", "20261122", "2026", "20261122010000", "20261121235959.5-0500",
    "0001", "99991231235959+1400", "202611220900",
]  # fmt: skip


def some_task(chance: random.Random) -> Json:
    item = records.workitem()
    performer = {"00404009": element("SQ", code_json(Code(chance.choice(("D1", "D2")), "99READER", "x")))}
    item |= {
        "00100010": name_json(chance.choice(NAMES)),
        "00100020": element("LO", chance.choice(("P1", "P10", "p1", "WANG-7"))),
        "00741200": element("CS", chance.choice(("HIGH", "MEDIUM", "LOW"))),
        "00404005": element("DT", chance.choice(MOMENTS)),
        "00404011": element("DT", *chance.sample(MOMENTS, chance.choice((0, 1)))),
        "00080060": element("CS", chance.choice(("CT", "MR"))),
        "00404018": element("SQ", code_json(chance.choice((INTERPRETATION, REPORT_VERIFICATION)))),
        "00404034": element("SQ", *([performer] if chance.random() < 0.5 else [])),
        "00100030": element("DA", chance.choice(("19700131", "00010101", "99991231"))),
        "00201208": element("IS", chance.choice((0, 275, "275"))),
        "00080201": element("SH", *chance.sample(("+0800", "-0500"), chance.choice((0, 1)))),
    }
    item["0040A370"]["Value"][0]["00080050"] = element("SH", chance.choice(("A1", "A12", "P1")))
    return item


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    hub = Hub(tmp_path_factory.mktemp("listing"), demo=True)
    chance = random.Random(11)
    for _ in range(250):
        hub.worklist.create(some_task(chance), new_uid())
    for item in hub.worklist.search(Search()).datasets()[::5]:
        kind = items(item, "00404018")[0]
        user = ZHOU if value(kind, "00080100") == REPORT_VERIFICATION.value else LI
        hub.worklist.change_state(value(item, "00080018"), IN_PROGRESS, new_transaction_uid(), user)
    yield hub
    hub.close()


def asked(text: str, user: User = LI) -> Search:
    return parse_search(QueryParams(text), user)


KEYS = [
    "PatientName=Wang*", "PatientName=wang^fang", "PatientName=王芳", "PatientName=*芳*", "PatientName=muller jorg",
    "PatientName=?in*", "PatientName=na lin&fuzzymatching=true", 'PatientName=""', "PatientID=P1", "PatientID=P*",
    "PatientID=P1,WANG-7", "PatientBirthDate=19700101-19791231", "PatientBirthDate=-19000101", "Modality=CT,MR",
    "Modality=CT", "PatientBirthDate=00010101", "ProcedureStepState=SCHEDULED,IN PROGRESS",
    "ProcedureStepState=IN PROGRESS", "ScheduledProcedureStepPriority=HIGH",
    "ScheduledProcedureStepStartDateTime=20261122", "ScheduledProcedureStepStartDateTime=20261122%2B0800",
    "ScheduledProcedureStepStartDateTime=20261121230000%2B0000-20261122003000%2B0000",
    "ScheduledProcedureStepStartDateTime=-2025", "ScheduledProcedureStepStartDateTime=20261122-&00080201=-0500",
    "ExpectedCompletionDateTime=20261122", 'ExpectedCompletionDateTime=""', "ExpectedCompletionDateTime=9999",
    "ScheduledWorkitemCodeSequence.CodeValue=110007", "ScheduledWorkitemCodeSequence.CodeValue=*7",
    'ScheduledHumanPerformersSequence=""', "00404034.00404009.00080100=D1", "00404034.00404009.00080100=D?",
    "0040A370.00080050=A1", "0040A370.00080050=A*", "0040A370.0020000D=1.2.3", "StudyInstanceUID=1.2.3,1.2.4",
    "00741216.00404035.00404037=李娜", "00741216.00404035.00404037=Li*",
    "NumberOfStudyRelatedInstances=275", "CommentsOnTheScheduledProcedureStep=*咳嗽*",
    "00404021.0040E025.00081190=http*", "PatientSex=F&Modality=MR&PatientName=*n*",
]  # fmt: skip


OF_ALL = {
    "Modality=CT,MR", "StudyInstanceUID=1.2.3,1.2.4", "0040A370.0020000D=1.2.3", "00404021.0040E025.00081190=http*",
    "ProcedureStepState=SCHEDULED,IN PROGRESS", "CommentsOnTheScheduledProcedureStep=*咳嗽*",
}  # fmt: skip


@pytest.mark.parametrize(
    ("time", "key", "matches"),
    [
        ("1030", "103000-1100", True), ("103000", "103000.00-1031", True), ("10", "103000-11", False),
        ("1030", "103000", True), ("103000.5", "1030", True), ("105959.999", "-10", True), ("11", "-10", False),
    ],
)  # fmt: skip
def test_a_time_matches_by_when_it_begins_however_precise_it_is(time: str, key: str, matches: bool) -> None:
    assert asked(f"StudyTime={key}").query.matches({"00080030": {"vr": "TM", "Value": [time]}}) is matches


@pytest.mark.parametrize("keys", KEYS)
def test_columns_and_matcher_agree(hub: Hub, keys: str) -> None:
    search = asked(keys)
    everything = hub.worklist.search(Search()).datasets()
    assert len(everything) == 250
    expected = [item for item in everything if search.query.matches(item)]
    found = hub.worklist.search(search)
    assert found.datasets() == expected
    assert (found.total, found.left) == (len(expected), 0)
    assert 0 < len(expected) < 250 or keys in OF_ALL
    pages, after = [], ""
    while len(pages) <= len(expected):
        page = hub.worklist.search(asked(f"{keys}&limit=7{after}"))
        pages += page.datasets()
        assert page.total == len(expected)
        assert page.left == len(expected) - len(pages)
        if not page.after:
            break
        after = f"&after={page.after}"
    assert pages == expected
    assert sorted(hub.worklist.uids(search)) == sorted(value(item, "00080018") for item in expected)


def test_moments_are_compared_with_their_offsets(hub: Hub) -> None:
    """Expected by hand: 08:00 at +0800 is midnight UTC."""
    item = records.workitem() | {"00404011": element("DT", "20301122080000+0800")}
    offset = records.workitem() | {"00404011": element("DT", "20301122080000"), "00080201": element("SH", "-0500")}
    uids = []
    for task in (item, offset):
        uids.append(new_uid())
        hub.worklist.create(task, uids[-1])
    for key, expected in (
        ("20301122000000%2B0000", [uids[0]]), ("20301121235959%2B0000-20301122000001%2B0000", [uids[0]]),
        ("20301122130000%2B0000", [uids[1]]), ("20301122090000-0400", [uids[1]]),
        ("20301122&00080201=%2B0800", uids),
        ("20301121&00080201=-0500", [uids[0]]), ("20301122&00080201=-0500", [uids[1]]),
        ("20301122080000&00080201=%2B0800", [uids[0]]), ("20301122080001%2B0800-2031", [uids[1]]),
    ):  # fmt: skip
        found = hub.worklist.search(asked(f"ExpectedCompletionDateTime={key}")).datasets()
        assert [value(task, "00080018") for task in found] == expected, key
    with hub.database.write() as db:
        db.executemany("DELETE FROM workitem WHERE uid = ?", [(uid,) for uid in uids])


@pytest.mark.parametrize(
    ("words", "whole", "begin"),
    [
        ("wang fang", {"Wang^Fang"}, {"Wang^Fangfang"}),
        ("WANGFANG", {"Wang^Fang"}, {"Wang^Fangfang"}),
        ("王芳", {"Wang^Fang"}, set()),
        ("wf", {"Wang^Fang", "Wang^Fangfang"}, set()),
        ("lindan", {"Lin^Dan"}, set()),
        ("lin", {"Lin^Na", "Lin^Dan"}, set()),
        ("ouyangshan", {""}, set()),
        ("oyd", {""}, set()),
        ("ceng", set(), {"Zeng^Li"}),
        ("zl", {"Zeng^Li"}, set()),
        ("muller", {"Müller^Jörg"}, set()),
        ("jorgm", set(), {"Müller^Jörg"}),
        ("p10", {"P10"}, set()),
        ("A12", {"A12"}, set()),
        ("nobody", set(), set()),
    ],
)
def test_words_find_and_rank(hub: Hub, words: str, whole: set[str], begin: set[str]) -> None:
    found = hub.worklist.search(asked(f"text={words}")).datasets()

    def marks(item: Json) -> set[str]:
        name = value(item, "00100010", {})
        own = {name.get("Alphabetic", "")} if name else set()
        return own | {value(item, "00100020"), value(items(item, "0040A370")[0], "00080050")}

    everything = hub.worklist.search(Search()).datasets()
    first = [item for item in everything if marks(item) & whole]
    second = [item for item in everything if marks(item) & begin and not marks(item) & whole]
    assert found[: len(first)] == first
    assert found[len(first) : len(first) + len(second)] == second
    if not whole and not begin:
        assert not found


def test_a_name_of_the_patient_comes_before_one_of_the_reader(hub: Hub) -> None:
    found = hub.worklist.search(asked("text=na")).datasets()
    patients = [value(item, "00100010", {}).get("Alphabetic") == "Lin^Na" for item in found]
    assert patients.index(False) == sum(patients) > 0
    assert not any(patients[patients.index(False) :])


PATIENTS = ("Lin^Dan", "Lin^Na", "Müller^Jörg", "欧阳^单", "Wang^Fang", "Wang^Fangfang", "Zeng^Li", "")
READERS = ("Li^Na", "Zhou^Wei", "")
"""In their order, by hand: as they are said, and nobody last."""


def place(item: Json, order: str) -> Any:
    """By what a task is sorted, without the hub's columns."""
    if order == "patient":
        name = value(item, "00100010", {})
        return PATIENTS.index(name.get("Alphabetic") or name.get("Ideographic", ""))
    if order == "reader":
        people = items(next(iter(items(item, "00741216")), {}), "00404035")
        return READERS.index(value(people[0], "00404037")["Alphabetic"] if people else "")
    if order == "due":
        text = str(value(item, "00404011"))
        return began(text, str(value(item, "00080201"))) if text else float("inf")
    return str(value(item, {"id": "00100020", "modality": "00080060", "state": "00741000"}[order])).casefold()


def began(moment: str, zone: str) -> float:
    """Seconds from the year 0 to the first second that a DT may mean."""
    digits, sign, offset = re.fullmatch(r"([0-9.]+)(?:([+-])([0-9]+))?", moment).groups()  # type: ignore[union-attr]
    sign, offset = (sign, offset) if sign else (zone[:1], zone[1:])
    away = int(offset[:2]) * 3600 + int(offset[2:]) * 60 if offset else time.timezone
    whole = digits.partition(".")[0] + "00000101000000"[len(digits.partition(".")[0]) :]
    day = date(int(whole[:4]), int(whole[4:6]), int(whole[6:8])).toordinal()
    second = int(whole[8:10]) * 3600 + int(whole[10:12]) * 60 + float(whole[12:14])
    second += float(f"0.{digits.partition('.')[2] or 0}") - (away if sign == "+" else -away)
    return day * 86400 + second


@pytest.mark.parametrize("order", ["patient", "-patient", "due", "-due", "id", "modality", "-state", "reader"])
def test_order_and_urgency_within(hub: Hub, order: str) -> None:
    found = hub.worklist.search(asked(f"order={order}")).datasets()
    places = [place(item, order.lstrip("-")) for item in found]
    assert places == sorted(places, reverse=order.startswith("-")) and len(set(places)) > 1
    ranks = [("HIGH", "MEDIUM", "LOW").index(value(item, "00741200")) for item in found]
    groups = {one: [rank for p, rank in zip(places, ranks, strict=True) if p == one] for one in places}
    assert all(group == sorted(group) for group in groups.values())
    pages: list[Json] = []
    after = ""
    while True:
        page = hub.worklist.search(asked(f"order={order}&limit=33{after}"))
        pages += page.datasets()
        if not page.after:
            break
        after = f"&after={page.after}"
    assert pages == found


def test_who_may_do_reviews(hub: Hub) -> None:
    everything = hub.worklist.search(Search()).datasets()
    reviews = [item for item in everything if value(items(item, "00404018")[0], "00080100") == "110007"]
    assert 0 < len(reviews) < len(everything)
    assert hub.worklist.search(asked("openable=true&limit=0", LI)).total == len(everything) - len(reviews)
    assert hub.worklist.search(asked("openable=true&limit=0", ZHOU)).total == len(everything)
    author = {
        "0040A040": element("CS", "TEXT"), "0040A160": element("UT", ZHOU.name),
        "0040A043": element("SQ", code_json(Code("128774", "DCM", "Person Observer's Login Name"))),
    }  # fmt: skip
    uid = value(next(item for item in reviews if value(item, "00741000") == "SCHEDULED"), "00080018")
    hub.worklist.update(uid, {"00741210": element("SQ", author)}, "")
    assert hub.worklist.search(asked("openable=true&limit=0", ZHOU)).total == len(everything) - 1


def test_pages_over_http_while_others_change_the_list(tmp_path: Path) -> None:
    """Following `Link` meets every task that was there all the time once, whatever came and went."""
    with HubProcess(tmp_path / "hub") as hub:
        session = signed_in(hub, "ma")
        url = f"{hub.dicomweb}/workitems"
        chance = random.Random(4)

        def add() -> str:
            uid = new_uid()
            assert session.post(f"{url}?workitem={uid}", json=some_task(chance)).status_code == 201
            return uid

        there = [add() for _ in range(60)]
        removed = set(chance.sample(there, 15))
        met: list[str] = []
        query: dict[str, str] = {"ProcedureStepState": "SCHEDULED", "limit": "7", "includefield": "all"}
        leaving, added = list(removed), 0
        while True:
            answer: requests.Response = session.get(url, params=query)
            assert answer.headers["X-Worklist"] == "text order after reader openable withdrawn"
            rows = answer.json() if answer.status_code == 200 else []  # 204: what was left is gone meanwhile
            met += [value(item, "00080018") for item in rows]
            left = int(answer.headers["X-Total-Count"])
            assert left >= len(rows)
            if "Link" not in answer.headers:
                break
            assert "additional results" in answer.headers["Warning"]
            target = answer.headers["Link"].removeprefix("<").partition(">")[0]
            query = dict(parse_qsl(urlsplit(target).query))
            assert query["ProcedureStepState"] == "SCHEDULED" and "offset" not in query
            for uid in leaving[:2]:
                assert session.post(f"{url}/{uid}/cancelrequest").status_code == 202
            del leaving[:2]
            add()
            added += 1
        assert len(met) == len(set(met))
        assert set(there) - removed <= set(met)
        counted = session.get(url, params={"limit": "0"})
        assert (counted.status_code, counted.headers["X-Total-Count"]) == (204, str(60 + added))
