"""50,000 tasks on the hub: pages, filters, counts; then 8 clients that ask and 200 that listen; then the program.

The tasks are written into the hub's database as it would write them itself, and the real hub process serves them.
`floor_*` is SQLite reading the same rows by their UIDs, in this process and in the same run; `*_over_floor` is how
often that the answer over HTTP took, so that what else the machine does meets both. Medians of `TURNS`; p95 under
load. An event's time runs from before the change is asked for until a listener has it: it includes the change.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from websockets.asyncio.client import connect

from reader.core.storage import Database
from reader.dicom.json_model import Json, element, value
from reader.dicom.ups.workitem import (
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    Input,
    Workitem,
    workitem_json,
)
from reader.dicom.values import Code, PersonName, format_dt, new_transaction_uid
from reader.hub.listing import Listing, json_text
from reader.hub.vault import Vault
from tests.memory import memory
from tests.servers import PEOPLE, HubProcess

TASKS, TURNS = 50_000, 15
CLIENTS, LISTENERS, LOAD_S, POLL_S = 8, 200, 20.0, 1.0
_BATCH = 2_000
_FAMILY, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "芳伟娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
_LATIN = (
    *("wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou"),
    *("xu", "sun", "ma", "zhu", "hu", "guo", "he", "gao", "lin", "luo"),
)
_SPELT = (
    *("fang", "wei", "na", "min", "jing", "li", "qiang", "lei", "jun", "yang"),
    *("yong", "yan", "jie", "juan", "tao", "ming", "chao", "lan", "xia", "ping"),
)

FILTERS = {
    "name": {"PatientName": "Wang Fangwei*"},
    "id": {"PatientID": "P0031415"},
    "accession": {"0040A370.00080050": "A0027182"},
    "modality_and_site": {"Modality": "MR", "00080080": "Township hospital 7", "ProcedureStepState": SCHEDULED},
    "due": {"ExpectedCompletionDateTime": f"-{datetime.now():%Y%m%d%H%M%S}", "ProcedureStepState": SCHEDULED},
    "urgent": {"ScheduledProcedureStepPriority": "HIGH", "ProcedureStepState": f"{SCHEDULED},{IN_PROGRESS}"},
    "text": {"text": "wangfw", "ProcedureStepState": f"{SCHEDULED},{IN_PROGRESS}"},
    "pinyin": {"text": "linjing"},
}


def seed(folder: Path, count: int = TASKS) -> None:
    """Tasks of a region: 70 % wait, 5 % are being read, 25 % are done."""
    chance, now = random.Random(50), datetime.now().astimezone().replace(microsecond=0)
    database = Database(folder / "hub.sqlite")
    listing = Listing(Vault(database))
    for begin in range(0, count, _BATCH):
        with database.write() as db:
            for number in range(begin, min(begin + _BATCH, count)):
                state = chance.choices((SCHEDULED, IN_PROGRESS, COMPLETED), (70, 5, 25))[0]
                item = _task(number, state, chance, now)
                uid, text = value(item, "00080018"), json_text(item)
                ended = format_dt(now) if state == COMPLETED else ""
                db.execute("INSERT INTO workitem VALUES (?,?,?,?,?)", (uid, state, "", ended, text))
                listing.put(db, uid, state, item, text)
    database.close()


def _task(number: int, state: str, chance: random.Random, now: datetime) -> Json:
    family, first, second = chance.randrange(20), chance.randrange(20), chance.randrange(20)
    study = f"1.2.840.99999.1.{number}"
    reader = PEOPLE[0].person
    item = workitem_json(
        Workitem(
            uid=f"2.25.{10**37 + chance.randrange(10**37)}",
            state=state,
            code=REPORT_VERIFICATION if chance.random() < 0.2 else INTERPRETATION,
            priority=chance.choices(("HIGH", "MEDIUM", "LOW"), (5, 75, 20))[0],
            label="CT chest",
            worklist_label="First read",
            scheduled=now - timedelta(minutes=chance.randrange(5000)),
            due=now + timedelta(minutes=chance.randrange(-600, 5000)),
            patient_name=PersonName(
                f"{_LATIN[family]}^{_SPELT[first]}{_SPELT[second]}".title(),
                f"{_FAMILY[family]}^{_GIVEN[first]}{_GIVEN[second]}",
            ),
            patient_id=f"P{number:07}",
            issuer="REGION",
            sex=chance.choice("FM"),
            birth_date=f"{chance.randrange(1930, 2020)}0131",
            study_uid=study,
            accession=f"A{number:07}",
            procedure="CT chest, plain",
            site=f"Township hospital {number % 40}",
            comment="Cough for three weeks. 咳嗽三周。",
            performers=((reader.code, reader.name),) if state != SCHEDULED or chance.random() < 0.3 else (),
            inputs=tuple(Input(study, f"{study}.{n}", (), f"http://127.0.0.1/studies/{study}") for n in range(2)),
            storage_url="http://127.0.0.1/studies",
            modality=chance.choice(("CT", "MR", "DX")),
            body_part="CHEST",
            expected_images=275,
            station=Code("S1", "99READER", "Township"),
        )
    )
    del item["00081195"]
    return item | {"00404010": element("DT", format_dt(now))}


class _Asker:
    """One signed-in HTTP client."""

    def __init__(self, hub: HubProcess, user: str = "ma") -> None:
        self.session = requests.Session()
        self.session.headers.update(hub.headers(user) | {"Accept": "application/dicom+json"})
        self.url = f"{hub.dicomweb}/workitems"

    def get(self, **query: Any) -> requests.Response:
        answer = self.session.get(self.url, params=query, timeout=60)
        assert answer.status_code in (200, 204, 206), answer.text
        return answer

    def timed(self, query: dict[str, Any]) -> tuple[float, requests.Response]:
        begun = time.perf_counter()
        answer = self.get(**query)
        return time.perf_counter() - begun, answer


def _floor(folder: Path, uids: list[str]) -> float:
    """SQLite giving the contents of these workitems to a fresh connection, as one JSON text."""
    database = sqlite3.connect(folder / "hub.sqlite")
    marks = ",".join("?" * len(uids))
    begun = time.perf_counter()
    rows = database.execute(f"SELECT content FROM workitem WHERE uid IN ({marks})", uids).fetchall()
    json_array = "[" + ",".join(str(row[0]) for row in rows) + "]"  # sealed ones are bytes
    taken = time.perf_counter() - begun
    assert len(json_array) > 1
    database.close()
    return taken


def _searches(folder: Path, asker: _Asker) -> dict[str, float]:
    page = {"ProcedureStepState": SCHEDULED, "limit": 200, "includefield": "all"}
    waiting = int(asker.get(limit=0, ProcedureStepState=SCHEDULED).headers["X-Total-Count"])
    queries: dict[str, dict[str, Any]] = {
        "first_page": page,
        "deep_page": page | {"offset": waiting - 400},
        "count": {"limit": 0, "ProcedureStepState": SCHEDULED},
        "by_patient": page | {"order": "patient"},
        **{f"filter_{name}": query | {"limit": 200, "includefield": "all"} for name, query in FILTERS.items()},
    }
    found: dict[str, float] = {}
    for name, query in queries.items():
        times, floors = [], []
        for _ in range(TURNS):
            taken, answer = asker.timed(query)
            times.append(taken)
            uids = [value(item, "00080018") for item in answer.json()] if answer.content else []
            if uids:
                floors.append(_floor(folder, uids))
        found[f"{name}_s"] = median(times)
        line = f"{name:26} {median(times) * 1e3:8.1f} ms, {answer.headers['X-Total-Count']} match"
        if floors:
            found[f"{name}_over_floor"] = median(times) / median(floors)
            line += f", floor {median(floors) * 1e3:.1f} ms"
        print(line)
    return found


def _walk(asker: _Asker) -> dict[str, float]:
    """Every waiting task once, page by page along `Link`."""
    query: dict[str, Any] = {"ProcedureStepState": SCHEDULED, "limit": 500, "includefield": "all"}
    total = int(asker.get(limit=0, ProcedureStepState=SCHEDULED).headers["X-Total-Count"])
    met: set[str] = set()
    slowest, begun = 0.0, time.perf_counter()
    while query:
        taken, answer = asker.timed(query)
        slowest = max(slowest, taken)
        page = [value(item, "00080018") for item in answer.json()]
        assert not met & set(page)
        met |= set(page)
        link = answer.headers.get("Link", "")
        query = dict(parse_qsl(urlsplit(link[1:].partition(">")[0]).query))
    assert len(met) == total, (len(met), total)
    print(f"{'all rows':26} {time.perf_counter() - begun:8.1f} s, {len(met)} of {total}")
    return {"all_rows_s": time.perf_counter() - begun, "rows": len(met), "slowest_page_s": slowest}


@dataclass
class _Load:
    """What the clients saw. sent: when a change of a workitem was asked for; heard: seconds until each listener."""

    searches: list[float] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    heard: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)


def _loaded(hub: HubProcess) -> dict[str, float]:
    """8 ask for the first page once a second, 200 listen to everything, two tasks a second are claimed."""
    load, done = _Load(), threading.Event()
    ready = threading.Barrier(2)
    askers = [_Asker(hub, "li") for _ in range(CLIENTS)]
    claimer = _Asker(hub)
    readings = {"ProcedureStepState": SCHEDULED, "00404018.00080100": INTERPRETATION.value}
    middle = int(claimer.get(limit=0, **readings).headers["X-Total-Count"]) // 2
    waiting = [value(item, "00080018") for item in claimer.get(limit=200, offset=middle, **readings).json()]

    def ask(asker: _Asker) -> None:
        while not done.wait(random.uniform(0.5, 1.5) * POLL_S):
            taken, _ = asker.timed({"ProcedureStepState": SCHEDULED, "limit": 200, "includefield": "all"})
            load.searches.append(taken)

    listening = threading.Thread(target=lambda: asyncio.run(_listen(hub, load, done, ready)))
    listening.start()
    ready.wait(120)
    polling = [threading.Thread(target=ask, args=(asker,)) for asker in askers]
    for thread in polling:
        thread.start()
    end = time.monotonic() + LOAD_S
    while time.monotonic() < end and waiting:
        uid = waiting.pop()
        claim = {"00081195": element("UI", new_transaction_uid()), "00741000": element("CS", IN_PROGRESS)}
        load.sent[uid] = begun = time.perf_counter()
        answer = claimer.session.put(f"{claimer.url}/{uid}/state", json=[claim], timeout=60)
        assert answer.status_code == 200, answer.text
        load.changes.append(time.perf_counter() - begun)
        time.sleep(0.5)
    time.sleep(2.0)
    done.set()
    for thread in (*polling, listening):
        thread.join()
    expected = LISTENERS * len(load.changes)
    assert len(load.heard) == expected, f"{len(load.heard)} of {expected} events came"
    found = {
        "load_search_p95_s": _p95(load.searches), "load_search_median_s": median(load.searches),
        "load_event_p95_s": _p95(load.heard), "load_event_max_s": max(load.heard),
        "load_change_p95_s": _p95(load.changes),
    }  # fmt: skip
    print(f"under load: {len(load.searches)} searches, p95 {found['load_search_p95_s'] * 1e3:.0f} ms;"
          f" {len(load.heard)} events, p95 {found['load_event_p95_s'] * 1e3:.0f} ms;"
          f" {len(load.changes)} claims, p95 {found['load_change_p95_s'] * 1e3:.0f} ms")  # fmt: skip
    return found


async def _listen(hub: HubProcess, load: _Load, done: threading.Event, ready: threading.Barrier) -> None:
    """WebSockets of `LISTENERS` AE titles, each subscribed to everything."""
    session = requests.Session()
    headers = hub.headers("ma")
    session.headers.update(headers)
    addresses = []
    for number in range(LISTENERS):
        url = f"{hub.dicomweb}/workitems/1.2.840.10008.5.1.4.34.5/subscribers/BENCH{number}"
        answer = session.post(url, timeout=60)
        assert answer.status_code == 201, answer.text
        addresses.append(answer.headers["Content-Location"])

    async def hear(number: int) -> None:
        async with connect(addresses[number], additional_headers=headers) as socket:
            opened.append(number)
            async for message in socket:
                now = time.perf_counter()
                event = json.loads(message)
                if value(event, "00741000") == IN_PROGRESS:
                    load.heard.append(now - load.sent[value(event, "00001000")])

    opened: list[int] = []
    tasks = [asyncio.create_task(hear(number)) for number in range(LISTENERS)]
    while len(opened) < LISTENERS:
        await asyncio.sleep(0.05)
    await asyncio.to_thread(ready.wait, 120)
    await asyncio.to_thread(done.wait)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _client(hub: HubProcess, folder: Path) -> dict[str, float]:
    """The program's real window on this hub, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.worklist_client", hub.url, str(folder / "profile")]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=900)
    print("".join(f"{line}\n" for line in done.stdout.splitlines()[:-1]), end="")
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(count: int = TASKS, *, sealed: bool = False) -> dict[str, float | str]:
    """sealed: the folder gets a key once the tasks are in it."""
    folder = Path(tempfile.mkdtemp(prefix="reader-bench-"))
    steps: list[Callable[[], dict[str, float]]] = []
    result: dict[str, float | str] = {"bench": "worklist", "tasks": count}
    try:
        hub = HubProcess(folder / "hub")
        hub.start().stop()  # its tables and users
        begun = time.perf_counter()
        seed(folder / "hub", count)
        print(f"{count} tasks written in {time.perf_counter() - begun:.1f} s")
        if sealed:
            (folder / "key").write_bytes(base64.b64encode(os.urandom(32)))
            hub.options = ["--key-file", str(folder / "key")]
            begun = time.perf_counter()
            hub.start().stop()
            result["sealed_in_s"] = round(time.perf_counter() - begun, 2)
        begun = time.perf_counter()
        with hub:
            result["start_s"] = round(time.perf_counter() - begun, 2)
            asker = _Asker(hub)
            steps = [
                lambda: _searches(folder / "hub", asker), lambda: _walk(asker), lambda: _loaded(hub),
                lambda: _client(hub, folder),
            ]  # fmt: skip
            for step in steps:
                result |= {name: round(number, 4) for name, number in step().items()}
                result["hub_rss_mb"] = round(memory("VmHWM", hub.pid) / 2**20, 1)
        print(f"hub: started in {result['start_s']} s, {result['hub_rss_mb']} MB at most")
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)
