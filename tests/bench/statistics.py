"""100,000 finished tasks of a month on the hub: the statistics over HTTP, grouped each way; medians of `TURNS`.

`cpu_ms` is the processor's time for one of them, whatever else the machine does; `floor_ms` is SQLite reading the
same rows, in this process and in the same run; `wait_ms` how long a search of the worklist takes while the
statistics are being made, beside `alone_ms`.
"""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import requests

from reader.hub.statistics import GROUPS, Question, statistics
from tests.departments import Department, fill
from tests.servers import HubProcess

TASKS, TURNS, DAYS = 100_000, 5, 31


def main() -> dict[str, float | str]:
    with tempfile.TemporaryDirectory(prefix="reader-statistics-") as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> dict[str, float | str]:
    with HubProcess(folder):
        pass
    now = datetime.now().astimezone()
    first = now - timedelta(days=DAYS - 2)
    fill(folder, Department(first, (DAYS - 2) * 24), TASKS)
    result: dict[str, float | str] = {"tasks": TASKS}
    begun = time.perf_counter()
    with HubProcess(folder) as hub:
        result["start_s"] = round(time.perf_counter() - begun, 2)
        session = requests.Session()
        session.headers.update(hub.headers("admin"))
        span = {"from": f"{first - timedelta(days=1):%Y-%m-%d}", "to": f"{now + timedelta(days=2):%Y-%m-%d}"}

        def ask(by: str) -> float:
            since = time.perf_counter()
            answer = session.get(f"{hub.url}/statistics", params=span | {"offset": "480", "by": by}, timeout=60)
            took = time.perf_counter() - since
            assert answer.status_code == 200 and answer.json()["total"]["tasks"] > 0.85 * TASKS, answer.text[:200]
            return took * 1000

        for by in GROUPS:
            result[f"{by}_ms"] = round(median(ask(by) for _ in range(TURNS)))
            print(by, result[f"{by}_ms"], "ms", flush=True)
        question = Question(first.date() - timedelta(days=1), now.date() + timedelta(days=2), 480, "person")
        spent = time.process_time()
        statistics(folder / "hub.sqlite", question)
        result["cpu_ms"] = round((time.process_time() - spent) * 1000)
        result["floor_ms"] = round(median(_floor(folder) for _ in range(TURNS)))
        other = requests.Session()
        other.headers.update(hub.headers("li") | {"Accept": "application/dicom+json"})

        def search() -> float:
            since = time.perf_counter()
            other.get(f"{hub.dicomweb}/workitems", params={"ProcedureStepState": "SCHEDULED"}, timeout=60)
            return (time.perf_counter() - since) * 1000

        result["alone_ms"] = round(median(search() for _ in range(20)), 1)
        busy = threading.Thread(target=lambda: [ask("person") for _ in range(TURNS)])
        busy.start()
        waits = []
        while busy.is_alive():
            waits.append(search())
        result["wait_ms"], result["longest_wait_ms"] = round(median(waits), 1), round(max(waits), 1)
    return result


def _floor(folder: Path) -> float:
    with sqlite3.connect(folder / "hub.sqlite") as db:
        since = time.perf_counter()
        assert db.execute("SELECT * FROM step WHERE outcome <> '' ORDER BY ended").fetchall()
        return (time.perf_counter() - since) * 1000
