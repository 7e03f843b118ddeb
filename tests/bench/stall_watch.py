"""A plugin of pytest: how long each event keeps the main thread, and what it was doing when that was too long.

An event counts as one with all that it sends on its way, but for those of an event loop that it runs, as a dialog
does: each of them counts by itself, and the event behind them from the last one on. What a test does between events
is not the program's. A second thread looks at the stack of an event that goes on for longer than `LIMIT_S`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication

LIMIT_S = 0.05
FILE = "READER_STALLS"
_READER = f"{os.sep}reader{os.sep}"


class Watched(QApplication):
    """Notes every event that takes longer than `LIMIT_S`."""

    def __init__(self) -> None:
        super().__init__(["reader"])
        self.rows: list[dict[str, Any]] = []
        self._begun, self._worked, self._level = 0.0, 0.0, -1
        self._seen: list[str] = []
        self._main = threading.get_ident()
        threading.Thread(target=self._look, daemon=True).start()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        level = QThread.currentThread().loopLevel()
        if self._begun and level <= self._level:  # sent on the way of another
            return bool(super().notify(receiver, event))
        kind, outer = event.type(), self._level if self._begun else -1
        self._begin(level)
        try:
            return bool(super().notify(receiver, event))
        finally:
            begun, self._begun = self._begun, 0.0
            taken, worked = time.perf_counter() - begun, time.thread_time() - self._worked
            if taken > LIMIT_S:
                self._note(kind, receiver, taken, worked)
            if outer >= 0:
                self._begin(outer)

    def _begin(self, level: int) -> None:
        self._seen, self._level, self._worked, self._begun = [], level, time.thread_time(), time.perf_counter()

    def _note(self, kind: QEvent.Type, receiver: QObject, taken: float, worked: float) -> None:
        self.rows.append({
            "ms": round(1000 * taken), "cpu_ms": round(1000 * worked), "event": kind.name,
            "of": type(receiver).__name__, "at": self._seen,
            "test": os.environ.get("PYTEST_CURRENT_TEST", "").split(" ")[0].rpartition("::")[2],
        })  # fmt: skip

    def _look(self) -> None:
        while True:
            time.sleep(LIMIT_S / 5)
            begun = self._begun
            if begun and time.perf_counter() - begun > LIMIT_S and not self._seen:
                self._seen = _places(sys._current_frames().get(self._main))


def _places(frame: FrameType | None) -> list[str]:
    """The functions of the program that are running, the innermost last."""
    found = []
    while frame is not None:
        if _READER in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
            file = frame.f_code.co_filename.rpartition(_READER)[2]
            found.append(f"{file}:{frame.f_code.co_name}")
        frame = frame.f_back
    return found[::-1]


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stalls = Watched()  # type: ignore[attr-defined]


def pytest_sessionfinish(session: pytest.Session) -> None:
    rows = session.config.stalls.rows  # type: ignore[attr-defined]
    Path(os.environ[FILE]).write_text(json.dumps(rows), "utf-8")
