"""A series on its way in ends once, in a legal state and with the right images, whatever order things happen in.

First the intake by itself, then everything around it with an archive and a decoder that fail at random. All but the
timing of the threads is seeded.
"""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reader.core.http import HubUnreachable, SessionExpired
from reader.core.tasks import Pool, Scope
from reader.dicom.archives.archive import MEDIA, BadAnswer, NotOffered, NotThere
from reader.dicom.archives.media import MediaArchive, MediaStream
from reader.dicom.archives.multipart import Part
from reader.dicom.pixels import description
from reader.study.model import Arrival, SeriesState, Study
from reader.study.opened import StudyModel
from reader.volume import loading
from reader.volume.intake import TRANSITIONS, Intake, NotPlaced, PlanWrong, Snapshot, Stage, StageEvent, after
from reader.volume.model import OpenedSeries, Volume
from tests.volume.made import mr, part10
from tests.volume.test_endings import packed
from tests.volume.test_open import Reading

UIDS = tuple(f"i{n}" for n in range(12))
ENDS = {Arrival.COMPLETE, Arrival.INCOMPLETE, Arrival.FAILED, Arrival.CANCELLED}


def test_each_event_at_each_stage_is_a_step_or_refused() -> None:
    for stage, event in product(Stage, StageEvent):
        if (stage, event) in TRANSITIONS:
            assert after(stage, event) is TRANSITIONS[stage, event]
        else:
            with pytest.raises(ValueError):
                after(stage, event)


def test_what_ends_stays_and_what_has_not_ended_can() -> None:
    events = {stage: {event for (at, event) in TRANSITIONS if at is stage} for stage in Stage}
    assert {stage for stage in Stage if not events[stage]} == {
        Stage.COMPLETE, Stage.INCOMPLETE, Stage.FAILED, Stage.CANCELLED
    }  # fmt: skip
    into = {(stage, to) for (stage, _), to in TRANSITIONS.items() if to.is_end}
    assert into == {
        (Stage.WAITING, Stage.FAILED), (Stage.WAITING, Stage.CANCELLED), (Stage.ARRIVING, Stage.COMPLETE),
        (Stage.ARRIVING, Stage.INCOMPLETE), (Stage.ARRIVING, Stage.CANCELLED),
    }  # fmt: skip


# the intake by itself ------------------------------------------------------------------------------------------


@dataclass
class Drive:
    """Threads that bring the same images in different orders, some of them badly; one that closes."""

    chance: random.Random
    ends: list[Snapshot] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    bad: set[str] = field(default_factory=set)
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.intake = Intake(self.ended)
        self.bad = set(self.chance.sample(UIDS, self.chance.choice((0, 0, 1, 4, 12))))

    def free(self) -> None:
        assert not self.intake._changed._is_owned(), "called under the lock"  # type: ignore[attr-defined]

    def ended(self, end: Snapshot) -> None:
        self.free()
        self.ends.append(end)

    def work(self, uid: str, turn: random.Random) -> None:
        self.free()
        time.sleep(turn.choice((0, 0, 0.0005)))
        kind = turn.random()
        if kind < 0.1:
            raise HubUnreachable("the line broke")
        if uid in self.bad:
            raise NotPlaced("damaged")
        self.intake.show()
        self.done[uid] += 1

    def bring(self, seed: int) -> None:
        turn = random.Random(seed)
        for uid in turn.sample(UIDS, len(UIDS)):
            if turn.random() < 0.1:
                self.intake.fail(uid, "the server does not have it")
            try:
                self.intake.take(uid, lambda uid=uid: self.work(uid, turn))  # type: ignore[misc]
            except HubUnreachable:
                continue

    def close(self, seed: int) -> None:
        turn = random.Random(seed)
        while not self.intake.close(UIDS, len(UIDS), "nothing"):
            self.intake.settle(self.free)
            for uid in self.intake.open_of(UIDS):
                try:
                    self.intake.take(uid, lambda uid=uid: self.work(uid, turn))  # type: ignore[misc]
                except HubUnreachable:
                    continue

    def stop(self, seed: int) -> None:
        turn = random.Random(seed)
        time.sleep(turn.random() * 0.004)
        turn.choice((self.intake.cancel, lambda: self.intake.break_off(UIDS, len(UIDS), "a defect")))()

    def guarded(self, call: Callable[[int], None], seed: int) -> None:
        try:
            call(seed)
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            self.errors.append(error)


@pytest.mark.parametrize("seed", range(150))
def test_random_arrivals_failures_cancels_and_ends(seed: int) -> None:
    drive = Drive(random.Random(seed))
    calls = [drive.bring] * 3 + [drive.close] + [drive.stop] * drive.chance.choice((0, 0, 1, 2))
    threads = [
        threading.Thread(target=drive.guarded, args=(call, drive.chance.randrange(10**6))) for call in calls
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not drive.errors and not any(thread.is_alive() for thread in threads)
    (end,) = drive.ends
    assert end == drive.intake.snapshot and end.stage.is_end  # and nothing that came later changed it
    assert not end.placed & set(end.failures) and max(drive.done.values(), default=0) <= 1
    assert end.placed <= set(drive.done) and not end.placed & drive.bad
    everything = end.placed | set(end.failures) == set(UIDS)
    match end.stage:
        case Stage.COMPLETE:
            assert end.placed == set(UIDS) and not end.reason
        case Stage.INCOMPLETE:
            assert everything and end.failures and end.reason
        case Stage.FAILED:
            assert not end.placed and end.reason
        case Stage.CANCELLED:
            assert drive.stop in calls and not end.reason
    if drive.stop not in calls:
        assert everything


def test_another_plan_begins_when_nobody_is_at_an_image_and_forgets_them() -> None:
    ends: list[Snapshot] = []
    intake = Intake(ends.append)
    at_it, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        at_it.set()
        assert go_on.wait(10)
        intake.show()
        raise PlanWrong

    thread = threading.Thread(target=intake.take, args=("i0", slow))
    thread.start()
    assert at_it.wait(10)
    assert not intake.close((), 0, "nothing"), "a thread is at an image"
    looks = iter((go_on.set,))
    with intake.restarting(lambda: next(looks, lambda: None)()):
        thread.join(10)  # it is at no image any more, and on its way out
        assert intake.plan_wrong and intake.stage is Stage.ARRIVING and not thread.is_alive()
        other = threading.Thread(target=intake.take, args=("i0", intake.show))
        other.start()
        other.join(0.05)
        assert other.is_alive(), "no image is taken while plans change"
    other.join(10)
    assert not intake.plan_wrong and intake.snapshot.placed == {"i0"} and intake.stage is Stage.ARRIVING
    assert intake.close(("i0",), 1, "nothing") and [end.stage for end in ends] == [Stage.COMPLETE]


def test_what_breaks_off_waits_for_what_is_being_placed_and_takes_nothing_more() -> None:
    ends: list[Snapshot] = []
    intake = Intake(ends.append)
    at_it, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        at_it.set()
        assert go_on.wait(10)
        intake.show()

    placing = threading.Thread(target=intake.take, args=("i0", slow))
    placing.start()
    assert at_it.wait(10)
    breaking = threading.Thread(target=intake.break_off, args=(("i0", "i1"), 2, "a defect"))
    breaking.start()
    breaking.join(0.05)
    assert not ends and not intake.take("i1", intake.show)
    go_on.set()
    breaking.join(10)
    (end,) = ends
    assert (end.stage, end.placed, dict(end.failures)) == (Stage.INCOMPLETE, {"i0"}, {"i1": "a defect"})


# everything around it ------------------------------------------------------------------------------------------

DEFECTS = (RuntimeError, OSError, AssertionError, AttributeError)
"""What a codec or a library may raise besides what is expected of it."""


class Unreliable(MediaArchive):
    """A folder that answers as a bad server on a bad line does; `free` is called in each question."""

    def __init__(self, base_url: str, chance: random.Random, free: Callable[[], None]) -> None:
        super().__init__(base_url)
        self.chance, self.free = chance, free
        if chance.random() < 0.3:
            self.line.carried(1_000_000, 1.0)  # slow: image by image
        self.lost = chance.choice((0.0, 0.0, 0.2, 0.6, 1.0))

    def _trouble(self, often: float) -> None:
        self.free()
        time.sleep(self.chance.choice((0, 0, 0.001)))
        if self.chance.random() < often:
            kinds = (HubUnreachable, NotThere, BadAnswer, NotOffered, SessionExpired, ValueError)
            raise self.chance.choice(kinds)("it went wrong")

    def stream_series(self, study: str, series: str) -> MediaStream:
        self._trouble(self.lost / 2)
        stream = super().stream_series(study, series)
        parts = stream.parts

        def unreliable(check: Callable[[], None] = lambda: None) -> Iterator[Part]:
            for part in parts(check):
                self._trouble(self.lost / 10)
                yield part

        stream.parts = unreliable  # type: ignore[method-assign]
        return stream

    def stream_instance(self, study: str, series: str, uid: str) -> MediaStream:
        self._trouble(self.lost)
        return super().stream_instance(study, series, uid)


@dataclass
class Told(StudyModel):
    """Keeps each state that was told."""

    told: list[SeriesState] = field(default_factory=list)
    free: Callable[[], None] = lambda: None

    def set_state(self, series_uid: str, state: SeriesState) -> None:
        self.free()
        self.told.append(state)
        super().set_state(series_uid, state)


@pytest.fixture(scope="module")
def discs(tmp_path_factory: pytest.TempPathFactory) -> list[Study]:
    """Two, three and nine slices, the value of each its number, half of them compressed."""
    found = []
    for count in (2, 3, 9):
        folder, root = tmp_path_factory.mktemp("disc"), f"2.25.58{count}"
        for n in range(count):
            made = mr(n + 1, (0, 0, 3.0 * n), root, Rows=16, Columns=16)
            (folder / f"{n}.dcm").write_bytes(part10(made) if n % 2 else packed(made))
        reading = Reading(folder.parent, MEDIA + str(folder))
        found.append(reading.study(f"{root}.0"))
        reading.close()
    return found


@pytest.mark.parametrize("seed", range(80))
def test_random_servers_decoders_and_leavings(
    discs: list[Study], seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    study = chance.choice(discs)
    url, count = study.base_url, len(study.series[0].instances)
    intakes: list[Intake] = []
    breaches: list[str] = []

    def free() -> None:
        if any(intake._changed._is_owned() for intake in intakes):  # type: ignore[attr-defined]
            breaches.append("".join(traceback.format_stack()))  # raised here it would be one more defect

    class Known(Intake):
        def __init__(self, ended: Callable[[Snapshot], None]) -> None:
            intakes.append(self)
            super().__init__(ended)

    broken = set(chance.sample(range(1, count + 1), min(count, chance.choice((0, 0, 1, 3, 9)))))

    def stored_frame(*arguments: Any, **named: Any) -> Any:
        free()
        time.sleep(chance.choice((0, 0, 0.002)))
        array = description.stored_frame(*arguments, **named)
        if int(array[0, 0]) in broken:
            raise chance.choice(DEFECTS)
        return array

    monkeypatch.setattr(loading, "Intake", Known)
    monkeypatch.setattr("reader.volume.target.stored_frame", stored_frame)
    monkeypatch.setattr("reader.study.service._FIRST_WAIT", 0.001)
    reading = Reading(tmp_path, url)
    reading.studies.use_archive(archive := Unreliable(url, chance, free))
    series, model = study.series[0], Told(study, free=free)
    opened: list[OpenedSeries] = []
    failed: list[BaseException] = []

    def then(found: OpenedSeries) -> None:
        free()
        assert model.told[-1].arrival is Arrival.LOADING
        opened.append(found)

    scope = Scope()
    progress = reading.volumes.open_series(study, series, model, then, failed.append, scope)
    leave = chance.choice((None, None, None, scope.close, progress.cancel, reading.loop.tasks.close))
    at = time.monotonic() + chance.random() * 0.03

    def over() -> bool:
        if leave is not None and time.monotonic() >= at and model.told[-1].arrival not in ENDS:
            leave()
        if opened and chance.random() < 0.1:
            reading.volumes.wanted(opened[-1].parts[0].images[0], chance.randrange(count))
        return model.told[-1].arrival in ENDS

    later: list[BaseException] = []
    for condition in (over, lambda: False):
        try:
            reading.loop.run_until(condition, 20 if condition is over else 0.02)
        except TimeoutError:
            assert condition is not over, f"{model.told[-1]} of {intakes[0].snapshot}"
        except Exception as error:  # noqa: BLE001 - what the presenter would hear
            later.append(error)
            continue
    reading.loop.run_until(over)
    ends = [state for state in model.told if state.arrival in ENDS]
    assert not breaches
    assert len(ends) == 1 and model.told[-1] is ends[0] and not reading.volumes.attention.busy
    check(ends[0], opened, study, left=leave is not None)
    if leave is None and not archive.lost:  # what is wrong with an image or its decoder costs that image
        uids = {i.sop_instance_uid: i.number for i in study.series[0].instances}
        assert {uids[failure.sop_instance_uid] for failure in ends[0].failures} == broken
        assert not later and bool(failed) == (len(broken) == count)
    reading.close()


@pytest.mark.parametrize("by", ["scope", "tasks"])
def test_a_series_ends_where_its_work_never_began(discs: list[Study], by: str, tmp_path: Path) -> None:
    study = discs[-1]
    reading, model, free = Reading(tmp_path, study.base_url), Told(study), threading.Event()
    network = reading.loop.tasks.executor(Pool.NETWORK)
    for _ in range(20):
        network.submit(free.wait)
    reading.volumes.open_series(study, study.series[0], model, lambda _: None, scope=reading.scope)
    (reading.scope if by == "scope" else reading.loop.tasks).close()
    reading.loop.run_until(lambda: model.told[-1].arrival in ENDS)
    assert [state.arrival for state in model.told] == [Arrival.LOADING, Arrival.CANCELLED]
    assert not reading.volumes.attention.busy
    free.set()
    reading.close()


def test_what_was_left_before_it_was_shown_is_cancelled_even_if_it_has_all_come(
    discs: list[Study], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, over = discs[-1], threading.Event()

    class Known(Intake):
        def __init__(self, ended: Callable[[Snapshot], None]) -> None:
            super().__init__(lambda end: (ended(end), over.set())[0])

    monkeypatch.setattr(loading, "Intake", Known)
    reading, model = Reading(tmp_path, study.base_url), Told(study)
    opened: list[OpenedSeries] = []
    reading.volumes.open_series(study, study.series[0], model, opened.append, scope=reading.scope)
    assert over.wait(20)
    reading.scope.close()
    reading.loop.run_until(lambda: model.told[-1].arrival in ENDS)
    assert model.told[-1].arrival is Arrival.CANCELLED and not opened
    reading.close()


def test_what_was_cancelled_says_nothing_of_the_series_that_is_opened_again(
    discs: list[Study], tmp_path: Path
) -> None:
    study = discs[-1]
    reading, model = Reading(tmp_path, study.base_url), Told(study)
    reading.volumes.open_series(study, study.series[0], model, lambda _: None).cancel()
    reading.volumes.open_series(study, study.series[0], model, lambda _: None)
    reading.loop.run_until(lambda: model.told[-1].arrival in ENDS)
    reading.loop.run_for(0.05)
    assert [state.arrival for state in model.told if state.arrival in ENDS] == [Arrival.COMPLETE]
    reading.close()


def check(end: SeriesState, opened: list[OpenedSeries], study: Study, *, left: bool) -> None:
    """The end is true of what is on the screen."""
    uids = {instance.sop_instance_uid: instance.number for instance in study.series[0].instances}
    failures = {failure.sop_instance_uid for failure in end.failures}
    assert failures <= set(uids) and all(failure.reason for failure in end.failures)
    if end.arrival is Arrival.CANCELLED:
        assert left
        return
    if end.arrival is Arrival.FAILED:
        assert not opened and end.reason
        return
    (image,) = opened[-1].parts[0].images
    if isinstance(image, Volume):
        there = {e[0]: image.voxels[k] for k, e in enumerate(image.slices) if e is not None and image.present[k]}
    else:
        there = {e[0]: p for e, p in zip(image.frames, image.pixels, strict=True) if p is not None}
    assert set(there) == set(uids) - failures and end.arrived == len(there)
    assert all(np.all(pixels == uids[uid]) for uid, pixels in there.items())
    assert (end.arrival is Arrival.COMPLETE) == (not failures) == (not end.reason)
