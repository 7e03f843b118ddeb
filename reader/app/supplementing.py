"""Beginning an addendum or amendment of a signed report: its task is created at the hub, then opened. No Qt.

Main thread. The hub lets one at a time follow on a report, so that none is written past another.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.app.workplace import Workplace
from reader.core.audit import AuditEvent
from reader.core.errors import ReaderError
from reader.core.http import in_doubt
from reader.core.tasks import Pool
from reader.core.text import tr
from reader.delivery.service import supplement_item
from reader.dicom.ups.client import TaskRefused
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import workitem_json
from reader.review.supplement import Supplement
from reader.worklist.codec import task_from
from reader.worklist.exam import Exam
from reader.worklist.model import Kind, ReadingTask, State
from reader.worklist.rights import REPORTING


class Supplementing:
    """The two verbs on a signed exam, for one workplace. is_going: whether the report of a task is being made, so
    that the outbox has not got it yet."""

    def __init__(self, place: Workplace, is_going: Callable[[ReadingTask], bool]) -> None:
        self._place, self._is_going = place, is_going
        self._beginning: set[str] = set()

    def may_begin(self, exam: Exam | None) -> bool:
        """Whether its report is signed, nothing is open on it, and this user writes reports."""
        if exam is None or exam.signed is None or REPORTING not in self._place.session.roles:
            return False
        return exam.signed.uid not in self._beginning and self._place.pending_delivery(exam.signed) is None

    def may_withdraw(self, exam: Exam | None) -> bool:
        """Whether an addendum or amendment that this user handed in has come back. One that was only begun is
        released instead."""
        if exam is None or not exam.doable or exam.task.kind is not Kind.ADDENDUM:
            return False
        step, place = exam.task, self._place
        own = place.worklist.is_me(step.author_id) and (step.mine or step.state is State.WAITING)
        begun = exam.only_begun(step) or self._is_going(step) or place.pending_delivery(step) is not None
        return own and not begun

    def begin(
        self,
        exam: Exam,
        kind: Supplement,
        then: Callable[[ReadingTask], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Create its task; `then` gets it as the hub has it, to be claimed and opened."""
        place, signed = self._place, exam.signed
        if signed is None or not self.may_begin(exam):
            return
        item = supplement_item(signed.workitem, place.user, (signed.report, *signed.evidence))
        report, *_ = (*signed.reports, "")
        made = (uid for output in signed.workitem.outputs for _, uid in output.instances if uid != report)
        about = Subject(exam.author, "", report, tuple(made), supplement=kind.value)
        payload = workitem_json(item) | subject_json(about)
        self._beginning.add(signed.uid)

        def create(_: object) -> ReadingTask:
            return task_from(place.ups.retrieve(place.ups.create(payload, item.uid)))

        def created(task: ReadingTask) -> None:
            self._beginning.discard(signed.uid)
            place.worklist.worklist.put(task)
            try:
                place.services.audit.record(
                    AuditEvent.PROCEDURE_RECORD, place.user.username, study=item.study_uid,
                    state=f"{kind.value} begun", patient=task.patient.patient_id,
                )  # fmt: skip
            finally:
                then(task)  # it is there, whatever the disk says

        def refused(error: BaseException) -> None:
            self._beginning.discard(signed.uid)
            place.worklist.refresh()
            if isinstance(error, TaskRefused) and error.own:
                what = tr("Another step of this exam is open; nothing was started.")
                error = ReaderError(what, tr("The worklist shows who works on it."))
            elif isinstance(error, ReaderError) and (in_doubt(error) or isinstance(error, TaskRefused)):
                what = tr("The hub has not confirmed that it was begun.")
                then = tr("If it was, it is in your worklist; else begin it again.")
                error = ReaderError(what, then, safe=tr("The signed report stays as it is."))
            failed(error)

        place.services.tasks.change(create, created, failed=refused, pool=Pool.NETWORK)
