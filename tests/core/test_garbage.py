"""Garbage with Qt objects in it is never taken apart on a worker: that can stop the program for ever."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reader.core.qt import garbage
from reader.core.qt.garbage import MainThreadGarbage


@pytest.fixture
def automatic() -> Iterator[None]:
    gc.enable()
    yield
    gc.disable()


class Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("automatic")
def test_what_workers_leave_is_collected_on_the_main_thread(qtbot: QtBot) -> None:
    where: list[threading.Thread] = []

    def work() -> None:
        for _ in range(20_000):
            weakref.finalize(Cycle(), lambda: where.append(threading.current_thread()))

    made = MainThreadGarbage()
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(where) > 0)
    assert set(where) == {threading.main_thread()}
    made.stop()
    assert gc.isenabled()


@pytest.mark.usefixtures("automatic")
def test_what_a_worker_is_just_making_is_held_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who lists all objects holds a tuple that is being filled: it can't grow then, and the worker fails
    (SystemError, seen at a submission)."""

    def listed(*_: object) -> list[object]:
        raise AssertionError("all objects are listed")

    monkeypatch.setattr(gc, "get_objects", listed)
    monkeypatch.setattr(garbage, "_OLD_EVERY_S", 0.0)
    made = MainThreadGarbage()
    made._lasting = 0
    assert made._has_grown()
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 1000))
    made.collect()
    assert made._lasting > 0 and not made._has_grown(), "looked at, and as many as before"
    made.stop()
