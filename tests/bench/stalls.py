"""Events that keep the main thread for more than 50 ms, in days of work done by mouse and keys in the real windows.

`KNOWN` are the few that do, each with its reason; `others` is to be 0. What counts is the time that the thread
worked: on a busy machine it also waits for its turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.bench import stall_watch

ROOT = Path(__file__).resolve().parents[2]
DAYS = ("test_journey", "test_rounds", "test_hanging", "test_growing", "test_ahead", "test_critical")
KNOWN = {
    "volume_picture.py:_render": "a volume view without a GPU: VTK draws it on the processor, in the main thread",
    "program.py:_open_desk": "the worklist is built at sign-in, once",
    "desk.py:_window_of": "the window of an exam is built where none was ready yet: in a test's haste",
    "reporting.py:take": "the report's form is built, once a case, before anything can be written there",
    "findings/ui/panel.py:_fill": "the list of findings is built, when an exam's results come",
    "garbage.py:collect": "a whole search for garbage, at most every 30 s and where a quarter more has been made",
    "supplementing.py:created": "the same for an addendum: its window, its form and what it follows on",
}


def main(days: tuple[str, ...] = DAYS) -> dict[str, float | str]:
    with tempfile.TemporaryDirectory(prefix="reader-bench-") as folder:
        file = Path(folder) / "stalls.json"
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.bench.stall_watch", "-W",
                   "ignore", *(f"tests/flow/{day}.py" for day in days)]  # fmt: skip
        environment = os.environ | {stall_watch.FILE: str(file)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if not file.exists() or done.returncode:
            raise RuntimeError(done.stdout[-3000:] + done.stderr[-1000:])
        rows: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row["cpu_ms"] > 1000 * stall_watch.LIMIT_S:
            found[reason_of(row)].append(row["cpu_ms"])
    for reason, taken in sorted(found.items(), key=lambda entry: -max(entry[1])):
        print(f"{len(taken):4} × up to {max(taken):4} ms  {reason}", flush=True)
    others = [taken for reason, taken in found.items() if reason not in KNOWN.values()]
    return {
        "bench": "stalls", "stalls": sum(map(len, found.values())), "others": sum(map(len, others)),
        "longest_ms": max((max(taken) for taken in found.values()), default=0),
    }  # fmt: skip


def reason_of(row: dict[str, Any]) -> str:
    """Why it is known, else what it was."""
    way = " > ".join(row["at"])
    what = f"{row['of']} {row['event']} in {row['test']}: {way or '?'}"
    return next((reason for place, reason in KNOWN.items() if place in way), what)


if __name__ == "__main__":
    print(main(tuple(sys.argv[1:]) or DAYS))
