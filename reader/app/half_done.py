"""Deliveries that the hub refused after a part of them was done, and the way on: trying the rest again. No Qt."""

from __future__ import annotations

from collections.abc import Set
from functools import partial

from psygnal import SignalInstance

from reader.app.access import ReadOnly
from reader.app.presenter import HALF_DONE, Level, Message, Presenter
from reader.app.standing import refused
from reader.app.workplace import Workplace
from reader.core.text import tr
from reader.delivery.model import Delivery, DeliveryState
from reader.worklist.model import ReadingTask


class HalfDone:
    """Main thread. Of the signed-in user's own deliveries on this computer."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter, self._reminded = place, presenter, False
        self._asked, self._read = set[str](), set[str]()
        self.changed.connect(self._look_again)
        place.worklist.worklist.changed.connect(self._ask_for_steps)
        self._look_again()

    @property
    def changed(self) -> SignalInstance:
        """Emitted when any delivery has changed."""
        return self._place.outbox.model.changed

    def of(self, task: ReadingTask) -> Delivery | None:
        """The newest one of the exam that this task is a step of."""
        exam = self._place.worklist.worklist.exam(task.uid)
        uids = {task.uid, *(step.uid for step in exam.steps)} if exam is not None else {task.uid}
        return next((one for one in reversed(self._all()) if one.task_uid in uids), None)

    def standing(self, task: ReadingTask) -> ReadOnly:
        """What holds of a task whose delivery was refused."""
        worklist = self._place.worklist.worklist
        half = any(one.task_uid == task.uid for one in self._all())
        return refused(worklist.exam(task.uid), task, worklist.rights, half=half)

    def try_again(self, *deliveries: Delivery) -> None:
        """Raises `StorageError`."""
        for delivery in deliveries:
            self._place.outbox.retry(delivery.delivery_id)

    def message(self, standing: str, delivery: Delivery, hint: str = "") -> Message:
        """standing: how far its report is; hint: what else to know of it."""
        why = tr("{what}: the hub refused the next step: {why}", what=delivery.title, why=delivery.error)
        run = partial(self.try_again, delivery)
        return Message(standing, why, hint, level=Level.WARNING, action=tr("Try again"), run=run)

    def remind(self) -> None:
        """Say which there are from before, if any, until there is none."""
        found = self._all()
        if not found:
            return
        outbox = self._place.outbox
        names = dict.fromkeys(outbox.about(delivery) or delivery.title for delivery in found)
        what = tr("{names}: only a part was done at the hub.", names=tr(", ").join(names))
        why = tr("The hub refused the next step: {why}", why=found[-1].error)
        run = partial(self.try_again, *found)
        self._reminded = True
        again = tr("Try again")
        self._presenter.tell(Message(what, why, level=Level.WARNING, action=again, run=run, about=HALF_DONE))

    def _look_again(self) -> None:
        outbox, worklist = self._place.outbox, self._place.worklist.worklist
        stuck = self._all()
        handed_on = frozenset(one.task_uid for one in stuck if outbox.handed_on(one))
        worklist.set_handed_on(handed_on, frozenset(one.task_uid for one in stuck))
        self._ask_for_steps()
        if self._reminded and not stuck:
            self._reminded = False
            self._presenter.withdraw(HALF_DONE)

    def _ask_for_steps(self, _: Set[object] = frozenset()) -> None:
        """What others have done since with what was handed on may have been done before today."""
        worklist = self._place.worklist
        for one in self._all():
            if worklist.worklist.loaded is None or one.task_uid in self._asked:
                continue
            exam = worklist.worklist.exam(one.task_uid)
            if exam is not None:
                self._asked.add(one.task_uid)
                worklist.steps_of(exam, chosen=False)
            elif one.task_uid not in self._read:
                self._read.add(one.task_uid)
                worklist.read(one.task_uid)  # it was ended before today

    def _all(self) -> list[Delivery]:
        stuck = self._place.outbox.model.of_state(DeliveryState.REFUSED)
        return [delivery for delivery in stuck if 0 < delivery.done < delivery.steps and not delivery.absent]
