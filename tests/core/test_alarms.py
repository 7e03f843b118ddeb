"""Alarms ring when their time has come, whatever was set before them, and not where they were called off."""

from __future__ import annotations

import threading
import weakref
from queue import Empty, Queue
from time import monotonic, sleep

import pytest

from reader.core.alarms import Alarms


def test_they_ring_in_the_order_of_their_times_in_one_thread_that_is_not_this() -> None:
    alarms, rang = Alarms(), Queue[tuple[str, str]]()

    def set_(seconds: float, name: str) -> object:
        return alarms.set(seconds, lambda: rang.put((name, threading.current_thread().name)))

    set_(60, "never in this test")
    set_(0.3, "third")
    set_(0.1, "first")
    set_(0.2, "second")
    off = alarms.set(0.15, lambda: rang.put(("called off", "")))
    off()
    heard = [rang.get(timeout=20) for _ in range(3)]
    assert [name for name, _ in heard] == ["first", "second", "third"]
    assert {thread for _, thread in heard} == {"reader-alarms"}
    set_(0, "at once")
    assert rang.get(timeout=20)[0] == "at once"
    set_(0.05, "too late")
    alarms.close()
    with pytest.raises(Empty):
        rang.get(timeout=0.3)


def test_what_has_rung_is_not_kept_until_the_next_one_rings() -> None:
    class Exam:
        def ring(self) -> None:
            rang.set()

    alarms, rang, exam = Alarms(), threading.Event(), Exam()
    there = weakref.ref(exam)
    alarms.set(0.0, exam.ring)
    del exam
    assert rang.wait(10)
    end = monotonic() + 10
    while there() is not None and monotonic() < end:
        sleep(0.005)
    assert there() is None
    alarms.close()
