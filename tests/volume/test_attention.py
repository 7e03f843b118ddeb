"""What is looked at comes first: series against series, slice before slice."""

from __future__ import annotations

import threading

import pytest

from reader.core.errors import Cancelled
from reader.volume.attention import Attention
from reader.volume.model import Stack, Volume
from reader.volume.queue import Queue


class Coming:
    def __init__(self, series_uid: str, prior: bool = False) -> None:
        self.series_uid, self.prior = series_uid, prior

    def want(self, image: Volume | Stack, k: int) -> None:
        raise AssertionError


def never() -> None:
    return None


def waits(attention: Attention, coming: Coming) -> bool:
    """True where it does not get its turn at once."""
    calls = iter([None])

    def check() -> None:
        if next(calls, Cancelled) is Cancelled:
            raise Cancelled

    try:
        attention.give_way(coming, check)
    except Cancelled:
        return True
    return False


def test_the_visible_before_the_others_and_priors_last() -> None:
    attention = Attention()
    main, other, prior = Coming("main"), Coming("other"), Coming("prior", prior=True)
    attention.begin(main)
    assert attention.busy and not waits(attention, main)
    attention.begin(other)  # the user has just asked for it
    attention.begin(prior)
    assert not waits(attention, main) and not waits(attention, other) and waits(attention, prior)
    for coming in (main, other, prior):
        attention.shown(coming)
    attention.attend(["other", "prior"])
    assert waits(attention, main) and not waits(attention, other) and waits(attention, prior)
    attention.end(other)
    assert waits(attention, main) and not waits(attention, prior)
    attention.end(prior)
    assert not waits(attention, main)
    attention.end(main)
    assert not attention.busy


def test_one_that_waits_goes_on_when_the_other_has_come() -> None:
    attention = Attention()
    main, prior = Coming("main"), Coming("prior", prior=True)
    attention.begin(main)
    attention.begin(prior)
    gone_on = threading.Event()
    thread = threading.Thread(target=lambda: (attention.give_way(prior, never), gone_on.set()))
    thread.start()
    assert not gone_on.wait(0.05)
    attention.end(main)
    assert gone_on.wait(5)
    thread.join()


def test_from_the_middle_outwards_then_around_what_is_looked_at() -> None:
    queue = Queue()
    queue.fill({f"i{n}": float(n) for n in range(11)})
    assert [queue.next(never) for _ in range(3)] == ["i5", "i4", "i6"]
    assert queue.look_at(9.2) == "i9"
    assert queue.next(never) == "i9"
    with pytest.raises(Cancelled):  # nothing else is begun while it is on its way
        queue.next(lambda: (_ for _ in ()).throw(Cancelled()))
    assert queue.look_at(1) == "i1" and queue.next(never) == "i1"  # but another wish is
    queue.done("i9")
    queue.done("i1")
    assert {queue.next(never) for _ in range(2)} == {"i0", "i2"}
    assert queue.look_at(5) == ""  # it is there, or on its way
    assert not queue.take("i5") and queue.take("i7")
    assert {queue.next(never) for _ in range(3)} == {"i3", "i8", "i10"}
    for uid in ("i0", "i2", "i3", "i4", "i5", "i6", "i8", "i10"):
        queue.done(uid)
    with pytest.raises(Cancelled):  # somebody is still at i7, and may give it back
        queue.next(lambda: (_ for _ in ()).throw(Cancelled()))
    assert queue.give_back("i7")
    queue.done("i7")
    assert queue.next(never) == "i7"
    queue.done("i7")
    assert queue.next(never) is None


def test_what_is_looked_at_and_stalls_holds_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.volume.queue.HEAD_START_S", 0.1)
    queue, looks = Queue(), iter(range(40))  # of 50 ms
    queue.fill({f"i{n}": float(n) for n in range(3)})
    assert queue.look_at(2) == "i2" and queue.next(never) == "i2"
    assert queue.next(lambda: (next(looks), None)[1]) == "i1"
