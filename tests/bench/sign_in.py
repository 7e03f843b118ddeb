"""A hundred sign-ins at once, right and wrong ones, while one client searches the worklist.

`quiet` is the same search before anybody signs in, in the same run. Passwords are hashed on purpose slowly: one
sign-in beside it says how slowly.
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

import requests

from tests.servers import HubProcess

SIGN_INS, TURNS = 100, 40


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, HubProcess(Path(folder) / "hub", demo=True) as hub:
        asker = requests.Session()
        asker.headers.update(hub.headers("li"))

        def search() -> float:
            begun = time.perf_counter()
            answer = asker.get(f"{hub.dicomweb}/workitems", params={"limit": "50"}, timeout=60)
            assert answer.status_code == 200, answer.text
            return time.perf_counter() - begun

        def sign_in(password: str) -> float:
            form = {"grant_type": "password", "username": "zhou", "password": password}
            begun = time.perf_counter()
            statuses.append(requests.post(f"{hub.url}/oauth/token", data=form, timeout=120).status_code)
            return time.perf_counter() - begun

        statuses: list[int] = []
        search()
        quiet = [search() for _ in range(TURNS)]
        alone = sign_in("demo")
        passwords = ["demo" if number % 5 else "wrong" for number in range(SIGN_INS)]
        threads = [threading.Thread(target=sign_in, args=(password,)) for password in passwords]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        busy = []
        while any(thread.is_alive() for thread in threads):
            busy.append(search())
        lasted = time.perf_counter() - begun
    answered = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(f"sign-ins answered {answered} in {lasted:.1f} s; {len(busy)} searches meanwhile")
    found = {
        "sign_in_s": alone, "all_signed_in_s": lasted,
        "quiet_median_s": median(quiet), "busy_median_s": median(busy),
        "busy_p95_s": quantiles(busy, n=20)[-1], "busy_max_s": max(busy),
        "busy_over_quiet": median(busy) / median(quiet),
    }  # fmt: skip
    return {name: round(value, 4) for name, value in found.items()}
