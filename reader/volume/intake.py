"""One series on its way to this computer: which images are in place or failed, how far it is, and how it ended.

Images arrive on several threads and in several ways: in the stream of the series, from the cache, by a request of
their own. Each goes through `Intake.take`; everything else reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from reader.core.text import Told, counted

_LOOK = 0.05


class Stage(Enum):
    WAITING = auto()  # for the first picture
    ARRIVING = auto()
    COMPLETE = auto()
    INCOMPLETE = auto()
    FAILED = auto()  # without a picture
    CANCELLED = auto()

    @property
    def is_end(self) -> bool:
        return self not in (Stage.WAITING, Stage.ARRIVING)


class StageEvent(Enum):
    SHOW = auto()
    RESTART = auto()
    FILL = auto()
    LACK = auto()
    FAIL = auto()
    CANCEL = auto()


TRANSITIONS: Mapping[tuple[Stage, StageEvent], Stage] = {
    (Stage.WAITING, StageEvent.SHOW): Stage.ARRIVING,
    (Stage.WAITING, StageEvent.RESTART): Stage.WAITING,
    (Stage.WAITING, StageEvent.FAIL): Stage.FAILED,
    (Stage.WAITING, StageEvent.CANCEL): Stage.CANCELLED,
    (Stage.ARRIVING, StageEvent.SHOW): Stage.ARRIVING,
    (Stage.ARRIVING, StageEvent.RESTART): Stage.WAITING,
    (Stage.ARRIVING, StageEvent.FILL): Stage.COMPLETE,
    (Stage.ARRIVING, StageEvent.LACK): Stage.INCOMPLETE,
    (Stage.ARRIVING, StageEvent.CANCEL): Stage.CANCELLED,
}
"""Any other pair is illegal; an end has no events."""


def after(stage: Stage, event: StageEvent) -> Stage:
    """Raises ValueError for an event that can't happen at this stage."""
    try:
        return TRANSITIONS[(stage, event)]
    except KeyError:
        raise ValueError(f"{event.name} of a series in {stage.name}") from None


class PlanWrong(Exception):
    """Raised when received data contradict the planned geometry or index."""


class NotPlaced(Exception):
    """An image that can't be shown. reason: in the user's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Snapshot:
    """How far a series was at one moment. placed, failures: by SOP Instance UID, failures with the reason.

    reason: why it ended so, in the user's words; "" before the end, and where it is complete or was cancelled.
    """

    stage: Stage
    reason: str
    placed: frozenset[str]
    failures: Mapping[str, str]


class Intake:
    """Any thread. It has the only lock of a series on its way, and calls nobody while it holds it.

    ended: called once, at the end, on the thread that brought it about.
    """

    def __init__(self, ended: Callable[[Snapshot], None]) -> None:
        self._ended = ended
        self._changed = threading.Condition()
        self._stage = Stage.WAITING
        self._reason = ""
        self._under_way: set[str] = set()
        self._placed: set[str] = set()
        self._failed: dict[str, str] = {}
        self._wrong = False
        self._held = False
        self._broken = False

    # reading ------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def plan_wrong(self) -> bool:
        """An image contradicted the plan; true until `restarting`."""
        return self._wrong

    @property
    def snapshot(self) -> Snapshot:
        with self._changed:
            return self._snapshot()

    def open_of(self, uids: Iterable[str]) -> list[str]:
        """Those that are neither in place nor failed, in the same order."""
        with self._changed:
            return [uid for uid in uids if self._is_open(uid)]

    def _is_open(self, uid: str) -> bool:
        return uid not in self._placed and uid not in self._failed

    def _snapshot(self) -> Snapshot:
        failures = MappingProxyType(dict(self._failed))
        return Snapshot(self._stage, self._reason, frozenset(self._placed), failures)

    # images -------------------------------------------------------------------------------------------------

    def take(self, uid: str, work: Callable[[], None]) -> bool:
        """Place an image: `work`, called on this thread, puts all of it in its place.

        False, without calling it, where the image is in place, another thread is at it, or the series has ended.
        An image that failed is tried again. Where `work` raises `NotPlaced` the image has failed, and `PlanWrong`
        is noted; any other error leaves the image open for another try and goes on to the caller.
        """
        with self._changed:
            while self._held:
                self._changed.wait()
            over = self._broken or self._stage.is_end
            if over or uid in self._under_way or uid in self._placed:
                return False
            self._under_way.add(uid)
            self._failed.pop(uid, None)
        placed, wrong, reason = False, False, ""
        try:
            work()
            placed = True
        except NotPlaced as error:
            reason = error.reason
        except PlanWrong:
            wrong = True
        finally:
            with self._changed:
                self._under_way.discard(uid)
                if not self._stage.is_end:
                    self._wrong = self._wrong or wrong
                    if placed:
                        self._placed.add(uid)
                        self._failed.pop(uid, None)
                    elif reason:
                        self._failed.setdefault(uid, reason)
                self._changed.notify_all()
        return True

    def show(self) -> bool:
        """One picture of the image that is being taken is in its place; True for the first one of the plan."""
        with self._changed:
            if self._stage.is_end:
                return False
            first = self._stage is Stage.WAITING
            self._stage = after(self._stage, StageEvent.SHOW)
            return first

    def fail(self, uid: str, reason: str) -> None:
        """An image can't be had. reason: in the user's words; the first one stays."""
        with self._changed:
            if not self._stage.is_end and uid not in self._placed:
                self._failed.setdefault(uid, reason)

    # the thread that brings the series ----------------------------------------------------------------------

    def settle(self, check: Callable[[], None]) -> None:
        """Wait until no thread is at an image. check: raises where that is no longer wanted."""
        while True:
            check()
            with self._changed:
                if not self._under_way:
                    return
                self._changed.wait(_LOOK)

    @contextmanager
    def restarting(self, check: Callable[[], None]) -> Iterator[None]:
        """Another plan, by which every image has to be placed again. check: as in `settle`.

        While the block runs, no thread is at an image and none is taken.
        """
        while True:
            self.settle(check)
            with self._changed:
                if not self._under_way:
                    self._held = True
                    break
        try:
            yield
            with self._changed:
                if not self._stage.is_end:
                    self._stage = after(self._stage, StageEvent.RESTART)
                    self._placed.clear()
                    self._failed.clear()
                    self._wrong = False
        finally:
            with self._changed:
                self._held = False
                self._changed.notify_all()

    # ends ---------------------------------------------------------------------------------------------------

    def close(self, uids: Iterable[str], expected: int, nothing: str) -> bool:
        """Everything that can be had has come. False, and no end, where a thread is at an image, one of `uids` is
        still open or the plan is wrong.

        expected: how many images the series has. nothing: the reason where there is no picture.
        """
        with self._changed:
            if self._stage.is_end:
                return True
            if self._under_way or self._wrong or any(self._is_open(uid) for uid in uids):
                return False
            told = self._settled(expected, nothing, "")
        self._ended(told)
        return True

    def break_off(self, uids: Iterable[str], expected: int, reason: str) -> None:
        """It can't go on: what is being placed is waited for, and no other image is taken.

        uids, expected: as in `close`; where there is a picture, the open images have failed.
        """
        with self._changed:
            self._broken = True
            while self._under_way and not self._stage.is_end:
                self._changed.wait()
            if self._stage.is_end:
                return
            if self._stage is Stage.ARRIVING:
                self._failed |= {uid: reason for uid in uids if self._is_open(uid)}
            told = self._settled(expected, reason, reason)
        self._ended(told)

    def cancel(self) -> None:
        """Nobody wants it any more. After another end it changes nothing."""
        with self._changed:
            if self._stage.is_end:
                return
            told = self._end(StageEvent.CANCEL, "")
        self._ended(told)

    def _settled(self, expected: int, nothing: str, lacking: str) -> Snapshot:
        """The end that is true of what is in place. nothing, lacking: why there is no picture, why not all."""
        missing = max(expected - len(self._placed), len(self._failed))
        if self._stage is Stage.WAITING:
            return self._end(StageEvent.FAIL, nothing)
        if missing <= 0:
            return self._end(StageEvent.FILL, "")
        text = Told(lambda: counted(
            "{missing} of {expected} image is missing.", "{missing} of {expected} images are missing.",
            expected, missing=missing, expected=expected,
        ))  # fmt: skip
        return self._end(StageEvent.LACK, lacking or text)

    def _end(self, event: StageEvent, reason: str) -> Snapshot:
        self._stage, self._reason = after(self._stage, event), reason
        self._changed.notify_all()
        return self._snapshot()
