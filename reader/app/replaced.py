"""The tasks in whose place a task is: those whose claim was put back or given up. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from reader.worklist.model import Ending, ReadingTask
from reader.worklist.service import WorklistService

_ASK_AGAIN_S = 60.0
"""As long as any answer may take: after that another question has come in the way of it."""


class Replaced:
    """The list does not have what ended before today: the hub is asked about it."""

    def __init__(self, worklist: WorklistService) -> None:
        self._worklist = worklist
        self._asked: dict[str, float] = {}  # UIDs of tasks, and when
        self._answered: set[str] = set()

    def put_back(self, task: ReadingTask) -> Iterator[ReadingTask]:
        """This user's own claims of the same order that were put back and in whose place `task` is, the newest
        first. Not those of another order of the exam."""
        for _, step in self._steps(task):
            if step is not None and step.ending is Ending.PUT_BACK and self._worklist.is_me(step.reader_id):
                yield step

    def unknown(self, task: ReadingTask) -> str | None:
        """UID of the newest one of which the hub has still to say what it was; None where there is none."""
        left = (uid for uid, step in self._steps(task) if step is None and uid not in self._answered)
        return next(left, None)

    def ask(self, uid: str, then: Callable[[], None]) -> None:
        """What it was; nothing where that is being asked already. then: comes after the hub's answer."""
        now = time.monotonic()
        if uid in self._asked and now - self._asked[uid] < _ASK_AGAIN_S:
            return
        self._asked[uid] = now

        def answered() -> None:
            self._answered.add(uid)
            then()

        self._worklist.read(uid, answered, lambda: self._asked.pop(uid, None))

    def _steps(self, task: ReadingTask) -> Iterator[tuple[str, ReadingTask | None]]:
        """UIDs of the tasks in whose place this one is, the newest first, with the task where the list has it."""
        known, seen = self._worklist.worklist.tasks, set[str]()
        before = list(task.workitem.replaces)
        while before:
            if (uid := before.pop(0)) not in seen:
                seen.add(uid)
                step = known.get(uid)
                before += step.workitem.replaces if step is not None else ()
                yield uid, step
