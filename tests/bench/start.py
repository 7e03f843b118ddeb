"""`python -m reader` until its sign-in window can be used, beside a bare PySide6 program with an empty window.

Both are processes of their own, timed from before they are started until their window has been painted and takes
keys; bytecode is there as after an installation. Turns of both alternate.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

TURNS = 7
ROOT = Path(__file__).resolve().parents[2]

# Runs in the child: says when the first visible window has been painted and its turn of events is over.
_WATCH = """
import runpy, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print("usable", time.monotonic(), flush=True)
        QApplication.exit(0)

watch = Watch()
run = QApplication.exec
def watched_exec(*_):
    QApplication.instance().installEventFilter(watch)
    return run()
QApplication.exec = watched_exec
"""
_BARE = _WATCH + """
app = QApplication([])
window = QWidget()
window.show()
app.exec()
"""
_READER = _WATCH + """
sys.argv[1:] = ["--profile", sys.argv[1]]
runpy.run_module("reader", run_name="__main__", alter_sys=True)
"""


def seconds(code: str, profile: Path, environment: dict[str, str]) -> float:
    """From before the process is started until its window is usable."""
    begun = time.monotonic()
    command = [sys.executable, "-c", code, str(profile)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    told = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("usable ")]
    if not told:
        raise RuntimeError(done.stderr[-2000:])
    return float(told[0]) - begun


def main(turns: int = TURNS) -> dict[str, float | str | bool]:
    with tempfile.TemporaryDirectory(prefix="reader-bench-") as folder:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        profile = Path(folder) / "profile"
        seconds(_BARE, profile, environment)
        seconds(_READER, profile, environment)
        rows = []
        for _ in range(turns):
            bare, reader = (seconds(code, profile, environment) for code in (_BARE, _READER))
            rows.append({"bare_s": bare, "reader_s": reader, "over_bare_s": reader - 1.2 * bare})
            print({key: round(value, 3) for key, value in rows[-1].items()})
    found = {key: round(median(row[key] for row in rows), 3) for key in rows[0]}
    return {"bench": "start"} | found | {"goal": "over_bare_s <= 0.5", "met": found["over_bare_s"] <= 0.5}
