"""What can still be done with a report after it was handed over: take the submission back. No Qt; main thread.

Recalling goes through the outbox like everything else that changes the hub: the review is cancelled only while
nobody has begun it, and only then its author gets a task again. After a kill in between the next start goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.delivery.model import UNFINISHED, Delivery
from reader.delivery.sender import begun
from reader.delivery.service import recall_steps
from reader.dicom.json_model import Json
from reader.dicom.ups.tasks import subject_from
from reader.dicom.ups.workitem import IN_PROGRESS, REPORT_VERIFICATION, SCHEDULED, workitem_from
from reader.worklist.exam import Exam, Stage
from reader.worklist.model import Kind, ReadingTask, State

Done = Callable[[Delivery], None]
Failed = Callable[[BaseException], None]


class Afterwards:
    """The verbs on a report that was handed over, for one workplace."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._recalls: dict[str, ReadingTask] = {}
        self._recalling: set[str] = set()
        place.outbox.model.refused.connect(self._refused)

    def may_recall(self, exam: Exam) -> bool:
        """Whether this user submitted it, has not recalled it, and it is not signed; `recall` says where its review
        has begun."""
        task = self._submitted(exam)
        return task is not None and task.uid not in self._recalling

    def _submitted(self, exam: Exam) -> ReadingTask | None:
        """The user's own step that is to be reviewed."""
        if exam.stage not in (Stage.SUBMITTED, Stage.IN_REVIEW):
            return None
        wrote = [step for step in exam.steps if step.state is State.DONE and step.kind is not Kind.REVIEW]
        if not wrote or exam.task.report not in wrote[-1].reports:
            return None  # what waits was submitted half way: its own step is not closed yet
        return wrote[-1] if self._place.worklist.is_me(wrote[-1].reader_id) else None

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
        place, task = self._place, self._submitted(exam)
        if task is None or task.uid in self._recalling:
            return
        self._recalling.add(task.uid)

        def stays(error: BaseException) -> None:
            self._recalling.discard(task.uid)
            failed(error)

        def find(_: object) -> Json:
            ups, taken = place.ups, None
            for state in (SCHEDULED, IN_PROGRESS):
                for entry in ups.search({"00741000": state, "0020000D": task.workitem.study_uid}):
                    if _is_review_of(entry, task):
                        if state == SCHEDULED:
                            return entry
                        taken = entry
            if taken is not None:
                raise begun(taken)
            raise ReaderError(
                tr("This report does not wait for a review."), tr("Open it to see its current state.")
            )

        def found(review: Json) -> None:
            item = workitem_from(review)
            waiting = place.outbox.model.of_state(*UNFINISHED)
            if (asked := next((one for one in waiting if one.task_uid == item.uid), None)) is not None:
                done(asked)  # before the program was started again
                return
            steps = recall_steps(
                item, subject_from(review), task.workitem.code, place.user, place.session.hub.ups_root
            )
            about = task.patient.name.display
            try:
                delivery = place.outbox.enqueue(tr("Recall of a submission"), item.uid, steps, about=about)
            except ReaderError as error:
                stays(error)
                return
            self._recalls[delivery.delivery_id] = task
            self._record("recalled", task)
            done(delivery)

        place.services.tasks.query(find, found, failed=stays)

    def recalled(self, delivery: Delivery) -> ReadingTask | None:
        """Whose report, of this step, the delivery has taken back, which is done now; None for another delivery."""
        return self._recalls.pop(delivery.delivery_id, None)

    def _refused(self, delivery: Delivery) -> None:
        """Somebody was faster: nothing was changed, and nothing waits."""
        if delivery.delivery_id in self._recalls and delivery.done == 0:
            self._recalling.discard(self._recalls.pop(delivery.delivery_id).uid)
            self._place.outbox.dismiss(delivery.delivery_id)


def _is_review_of(entry: Json, task: ReadingTask) -> bool:
    try:
        item = workitem_from(entry)
    except ValueError:
        return False
    return item.code == REPORT_VERIFICATION and subject_from(entry).report in task.reports
