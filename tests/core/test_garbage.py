"""Garbage with Qt objects in it is never taken apart on a worker: that can stop the program for ever."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

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

    garbage = MainThreadGarbage()
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(where) > 0)
    assert set(where) == {threading.main_thread()}
    garbage.stop()
    assert gc.isenabled()
