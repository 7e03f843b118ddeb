"""Deliveries that the hub refused after a part of them was done, or has lost since, and the way on. No Qt."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from functools import partial

from psygnal import SignalInstance

from reader.app.access import Barrier, ReadOnly
from reader.app.presenter import HALF_DONE, NOT_TAKEN, Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.standing import refused
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.text import together, tr
from reader.delivery.model import AT_THE_HUB, Delivery, DeliveryState
from reader.worklist.codec import task_from
from reader.worklist.model import Kind, ReadingTask, State


class HalfDone:
    """Main thread. Of the signed-in user's own deliveries on this computer."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter, self._reminded = place, presenter, set[str]()
        self._asked, self._answered = set[tuple[str, bool]](), set[tuple[str, bool]]()
        self._ended, self._missed, self._doubted = set[str](), set[str](), set[str]()
        self.changed.connect(self._look_again)
        place.outbox.model.cancelled.connect(self._say_cancelled)
        place.worklist.worklist.changed.connect(self._follow)
        place.worklist.worklist.looked.connect(self._ask_again)
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
        if (lost := self.lost(task)) is not None:
            return lost
        worklist = self._place.worklist.worklist
        half = any(one.task_uid == task.uid for one in self._all())
        return refused(worklist.exam(task.uid), task, worklist.rights, half=half)

    def lost(self, task: ReadingTask) -> ReadOnly | None:
        """What holds of a task that is open at the hub as if this computer had delivered nothing of it: a hub that
        was restored from an older copy, whatever the list tells. None where that is not so."""
        delivery, now = self._place.pending_delivery(task), self._place.worklist.worklist.tasks.get(task.uid)
        if delivery is None or now is None or now.state not in (State.WAITING, State.READING):
            return None
        if delivery.state in (DeliveryState.MISSING, DeliveryState.DELIVERED):
            return ReadOnly(Barrier.LOST)
        unclaimed = delivery.only_stored and now.state is State.WAITING
        return ReadOnly(Barrier.NOT_TAKEN) if delivery.untaken or unclaimed else None

    def try_again(self, *deliveries: Delivery) -> None:
        """Raises `StorageError`."""
        for delivery in deliveries:
            self._place.outbox.retry(delivery.delivery_id)

    def take_back(self, case: ReadingCase) -> None:
        """Its delivery, which the hub has not taken, is forgotten, now that it is known who may write in it; but
        not where it alone holds the report. Of a review that changed nothing no draft is kept."""
        delivery = self._place.pending_delivery(case.task)
        if delivery is None:
            return
        try:
            self._place.journal.bring_back(case.task.uid)
            if not self._place.journal.keeps(case.task.uid) and not case.is_review:
                case.bar(ReadOnly(Barrier.NOT_READABLE))
                return
            self._place.outbox.dismiss(delivery.delivery_id, claimed=True)
        except ReaderError as error:
            self._presenter.show(error)
            case.bar(ReadOnly(Barrier.NOT_READABLE))
            return
        if self._place.pending_delivery(case.task) is not None:
            case.bar(ReadOnly(Barrier.ON_ITS_WAY))

    def message(self, standing: str, delivery: Delivery) -> Message:
        """standing: how far its report is."""
        why = tr("{what}: the hub refused the next step: {why}", what=delivery.title, why=delivery.error)
        run = partial(self.try_again, delivery)
        return Message(standing, why, level=Level.WARNING, action=tr("Try again"), run=run)

    def remind(self) -> None:
        """Say which there are from before, if any, until there is none; also which reports the hub has not taken:
        their author may have been gone when it said so."""
        if found := self._all():
            what = tr("{names}: only a part was done at the hub.", names=self._names(found))
            why = tr("The hub refused the next step: {why}", why=found[-1].error)
            run = partial(self.try_again, *found)
            self._remind(Message(what, why, level=Level.WARNING, action=tr("Try again"), run=run, about=HALF_DONE))
        if found := self._untaken():
            names = self._names(found)
            what = tr("{names}: the hub has not taken the report; it is kept on this computer.", names=names)
            hint = together(found[-1].error, found[-1].hint)
            self._remind(Message(what, hint, level=Level.ERROR, about=NOT_TAKEN))

    def _remind(self, message: Message) -> None:
        self._reminded.add(message.about)
        self._presenter.tell(message)

    def _names(self, found: list[Delivery]) -> str:
        outbox = self._place.outbox
        return tr(", ").join(dict.fromkeys(outbox.about(delivery) or delivery.title for delivery in found))

    def _look_again(self) -> None:
        outbox, worklist = self._place.outbox, self._place.worklist.worklist
        stuck = self._all()
        handed_on = frozenset(one.task_uid for one in stuck if outbox.handed_on(one))
        worklist.set_handed_on(handed_on, frozenset(one.task_uid for one in stuck))
        self._follow()
        for about, left in ((HALF_DONE, stuck), (NOT_TAKEN, self._untaken())):
            if about in self._reminded and not left:
                self._reminded.discard(about)
                self._presenter.withdraw(about)

    def _follow(self, _: Set[object] = frozenset()) -> None:
        if self._place.worklist.worklist.loaded is not None:
            for one in self._all():
                self._ask_for_steps(one)
                self._end(one)
            for one in self._place.outbox.model.of_state(*AT_THE_HUB):
                self._miss(one)

    def _miss(self, one: Delivery) -> None:
        """What the hub had, and of which the task waits there all the same, is looked for at once; of what is not
        kept here any more it is told, also where its doctor still has the claim there."""
        task = self._place.worklist.worklist.tasks.get(one.task_uid)
        known = not one.of_a_report or one.absent or one.delivery_id in self._missed
        if known or task is None:
            return
        confirmed = one.state is DeliveryState.CONFIRMED
        if task.state is State.READING and confirmed and one.delivery_id not in self._doubted:
            self._doubted.add(one.delivery_id)  # what the list says may be from before
            self._ask_whether_lost(one)
        if task.state is not State.WAITING:
            return
        self._missed.add(one.delivery_id)
        if one.state is DeliveryState.DELIVERED:
            with suppress(ReaderError):  # the disk is full: it is looked for later
                self._place.outbox.look_now(one.delivery_id)
        else:
            self._tell_lost(task)

    def _ask_whether_lost(self, one: Delivery) -> None:
        """How the task of a report stands that the hub had; it may be somebody else's by now."""
        place = self._place

        def landed(now: ReadingTask) -> None:
            if now.state is State.READING and place.worklist.is_me(now.reader_id):
                self._tell_lost(now)
            else:
                self._doubted.discard(one.delivery_id)

        def failed(_: BaseException) -> None:
            self._doubted.discard(one.delivery_id)

        place.services.tasks.query(lambda _: task_from(place.ups.retrieve(one.task_uid)), landed, failed=failed)

    def _tell_lost(self, task: ReadingTask) -> None:
        name = task.patient.name.display or tr("no name")
        what = tr("{name}: the hub does not have the report any more that this computer delivered.", name=name)
        hint = tr("It may have been restored from an older copy. Tell your administrator before you go on.")
        self._presenter.tell(Message(what, hint, level=Level.ERROR))

    def _ask_again(self) -> None:
        """The hub has been reached: what it has not answered yet is asked once more."""
        self._asked = set(self._answered)
        self._follow()

    def _ask_for_steps(self, one: Delivery) -> None:
        """What others have done since with what was handed on may have been done before today."""
        worklist = self._place.worklist
        exam = worklist.worklist.exam(one.task_uid)
        question = (one.task_uid, exam is not None)
        if question in self._asked:
            return
        self._asked.add(question)
        answered = partial(self._answered.add, question)
        if exam is not None:
            worklist.steps_of(exam, answered, chosen=False)
        else:
            worklist.read(one.task_uid, answered)  # it was ended before today

    def _end(self, one: Delivery) -> None:
        """Its task was cancelled at the hub: what has become of the next one decides how it ends, so the outbox
        looks once, unasked. The same where a recall was gone on with from another computer."""
        worklist = self._place.worklist.worklist
        task, exam = worklist.tasks.get(one.task_uid), worklist.exam(one.task_uid)
        if task is None or exam is None or task.state is not State.CANCELLED or one.delivery_id in self._ended:
            return
        if task.handed_on or (task.kind is Kind.REVIEW and task not in exam.withdrawn):
            self._ended.add(one.delivery_id)
            with suppress(ReaderError):  # the disk is full: it stays as it is, and can be tried again by hand
                self.try_again(one)

    def _say_cancelled(self, delivery: Delivery) -> None:
        name = self._place.outbox.about(delivery) or delivery.title
        what = tr("{name}: the order was cancelled at the hub.", name=name)
        self._presenter.tell(Message(what, delivery.hint, level=Level.WARNING))

    def _untaken(self) -> list[Delivery]:
        refused = self._place.outbox.model.of_state(DeliveryState.REFUSED)
        return [one for one in refused if one.untaken and one.of_a_report and not one.absent]

    def _all(self) -> list[Delivery]:
        stuck = self._place.outbox.model.of_state(DeliveryState.REFUSED)
        return [one for one in stuck if 0 < one.done < one.steps and not one.absent]
