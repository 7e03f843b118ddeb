"""What can still be done with a report after it was handed over: take the submission back. No Qt; main thread.

Recalling goes through the outbox like everything else that changes the hub: the review is cancelled only while
nobody has begun it, and only then its author gets a task again. After a kill in between the next start goes on;
where there is none, or where somebody else cancelled the review, its author does the rest from any computer.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.text import mark, tr
from reader.delivery.model import UNFINISHED, Delivery, DeliveryState
from reader.delivery.sender import Begun, begun
from reader.delivery.service import recall_steps
from reader.dicom.json_model import Json, value
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.tasks import subject_from
from reader.dicom.ups.workitem import CANCELED, IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED, workitem_from
from reader.worklist.codec import task_from
from reader.worklist.exam import Exam
from reader.worklist.model import ReadingTask, State
from reader.worklist.words import exam_text

Done = Callable[[Delivery], None]
Failed = Callable[[BaseException], None]


BACK_IN_LIST = {
    "": mark("{name}: the report is back in your worklist."),
    "addendum": mark("{name}: the addendum is back in your worklist."),
    "amendment": mark("{name}: the amendment is back in your worklist."),
}
"""What is told of what was recalled, by its supplement."""


class Afterwards:
    """The verbs on a report that was handed over, for one workplace."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._recalls: dict[str, tuple[ReadingTask, ReadingTask]] = {}  # the review, the step that shows the report
        self._recalling: set[str] = set()
        place.outbox.model.refused.connect(self._refused)

    def may_recall(self, exam: Exam) -> bool:
        """Whether this user wrote what waits for review, or whose review was withdrawn, and has not recalled it;
        `recall` says where the review has begun."""
        review = self._own_review(exam)
        return review is not None and review.uid not in self._recalling

    def is_recalling(self, exam: Exam) -> bool:
        """Whether this user is taking a report of this exam back just now: its review is withdrawn for that."""
        return any(review.uid in self._recalling for review in exam.reviews)

    def _own_review(self, exam: Exam) -> ReadingTask | None:
        """The review that waits for others, or was withdrawn, of the user's own report."""
        own = [review for review in exam.reviews if self._place.worklist.is_me(review.author_id)]
        return min(own, key=lambda review: review.state is State.READING, default=None)

    def undo(self, delivery: Delivery) -> bool:
        """Take back what is still held on this computer; False where it is too late. Raises `StorageError`."""
        if not self._place.outbox.withdraw(delivery.delivery_id):
            return False
        self._record("submission undone", self._place.worklist.worklist.tasks.get(delivery.task_uid))
        return True

    def _record(self, state: str, task: ReadingTask | None) -> None:
        audit, user = self._place.services.audit, self._place.user.username
        if task is None:
            audit.record(AuditEvent.PROCEDURE_RECORD, user, state=state)
            return
        study, patient = task.workitem.study_uid, task.patient.patient_id
        audit.record(AuditEvent.PROCEDURE_RECORD, user, state=state, study=study, patient=patient)

    def recall(self, exam: Exam, done: Done, failed: Failed) -> None:
        """Take a submitted report back; `done` when the outbox has it. Fails where its review has begun."""
        place, review = self._place, self._own_review(exam)
        if review is None or review.uid in self._recalling:
            return
        self._recalling.add(review.uid)

        def stays(error: BaseException) -> None:
            self._recalling.discard(review.uid)
            if isinstance(error, Begun):
                self._learn(error.now)
            failed(error)

        def found(entry: Json) -> None:
            item = workitem_from(entry)
            waiting = place.outbox.model.of_state(*UNFINISHED)
            if (asked := next((one for one in waiting if one.task_uid == item.uid), None)) is not None:
                done(asked)  # before the program was started again
                return
            steps = recall_steps(item, subject_from(entry), place.user, place.session.hub.ups_root)
            about = " · ".join(filter(None, (review.patient.name.display, exam_text(review))))
            try:
                delivery = place.outbox.enqueue(tr("Recall of a submission"), item.uid, steps, about=about)
            except ReaderError as error:
                stays(error)
                return
            self._recalls[delivery.delivery_id] = (review, exam.opens)
            self._record("recalled", review)
            done(delivery)

        place.services.tasks.query(lambda _: _to_recall(place.ups, review), found, failed=stays)

    def _learn(self, now: Json) -> None:
        """The list says so too that its review has begun, at once; and whether it is still so, when it is read."""
        task, worklist = task_from(now), self._place.worklist.worklist
        known = worklist.tasks.get(task.uid)
        if known is None or known.state is State.WAITING:
            worklist.put(task)
        self._place.worklist.refresh()

    def recalled(self, delivery: Delivery) -> tuple[ReadingTask, ReadingTask] | None:
        """The review which the delivery has cancelled, and the step that shows its report; None for another
        delivery. The report is with its author now."""
        return self._recalls.pop(delivery.delivery_id, None)

    def start(self) -> None:
        """Once the outbox has started: what an earlier run of the program was refused is of no use any more."""
        for delivery in self._place.outbox.model.of_state(DeliveryState.REFUSED):
            with suppress(ReaderError):  # the disk is full: it is forgotten at the next start
                self._refused(delivery)

    def _refused(self, delivery: Delivery) -> None:
        """Somebody was faster: nothing was changed, and nothing waits; whichever run of the program has asked."""
        if delivery.recall and delivery.untaken and not delivery.absent:
            self._recalls.pop(delivery.delivery_id, None)
            self._recalling.discard(delivery.task_uid)
            self._place.outbox.dismiss(delivery.delivery_id)


def _to_recall(ups: UpsClient, review: ReadingTask) -> Json:
    """The review of this report that nobody has begun, else the one that was withdrawn without a step after it.

    Blocks; not on the main thread. Raises `Begun` where it is being reviewed, `ReaderError` where neither is there
    or the hub does not answer.
    """
    about = [entry for entry in ups.search({"0020000D": review.workitem.study_uid}) if _is_about(entry, review)]
    if all(value(entry, "00080018") != review.uid for entry in about):
        about.append(ups.retrieve(review.uid))  # a list without it proves nothing
    reviews = [entry for entry in about if workitem_from(entry).code == REPORT_VERIFICATION]
    of_state = {str(value(entry, "00741000")): entry for entry in reviews}
    if IN_PROGRESS in of_state:
        raise begun(of_state[IN_PROGRESS])  # also where it is being given back, and a copy waits already
    if SCHEDULED in of_state:
        return of_state[SCHEDULED]
    if set(of_state) == {CANCELED} and len(about) == len(reviews):
        return of_state[CANCELED]
    raise ReaderError(tr("This report does not wait for a review."), tr("Open it to see its current state."))


def _is_about(entry: Json, review: ReadingTask) -> bool:
    """Whether a workitem of the hub is about the report that this review is of."""
    try:
        item = workitem_from(entry)
    except ValueError:
        return False
    return item.uid == review.uid or bool(review.report and subject_from(entry).report == review.report)
