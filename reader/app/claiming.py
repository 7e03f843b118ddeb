"""Asking the hub for the task of the case that was just opened. No widgets.

Looking needs no answer of the hub; writing waits for it, for as long as the case stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from reader.app.access import Barrier, ReadOnly
from reader.app.leaving import Leaving
from reader.app.presenter import Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.standing import taken
from reader.app.workplace import Workplace
from reader.core.errors import Cancelled, ReaderError
from reader.core.http import Forbidden
from reader.core.storage import StorageError
from reader.core.tasks import Progress
from reader.core.text import Told, mark, tr
from reader.dicom.ups.client import AlreadyFinal, ClaimLost, TaskError
from reader.worklist.codec import task_from
from reader.worklist.model import Claim, Kind, ReadingTask

_RECALLED = {
    "": mark("This report is by {name}, who recalled it."),
    "addendum": mark("This addendum is by {name}, who recalled it."),
    "amendment": mark("This amendment is by {name}, who recalled it."),
}
_RETURNED = {
    "": mark("This report is by {name}; a reviewer returned it."),
    "addendum": mark("This addendum is by {name}; a reviewer returned it."),
    "amendment": mark("This amendment is by {name}; a reviewer returned it."),
}
CLAIM_MS = 1000
"""The pictures have this moment to themselves before the hub is asked for the task; less where they are there."""


class Claiming:
    """Main thread. case: the one that is open, if any; leave: takes it off the screen."""

    def __init__(
        self,
        place: Workplace,
        presenter: Presenter,
        leaving: Leaving,
        *,
        case: Callable[[], ReadingCase | None],
        leave: Callable[[], None],
    ) -> None:
        self._place, self._presenter, self._leaving = place, presenter, leaving
        self._case, self._leave = case, leave
        self._asked: dict[str, Progress] = {}
        self._unanswered: set[str] = set()
        self._before: dict[str, Callable[[ReadingCase], None]] = {}

    def ask(self, task: ReadingTask, before: Callable[[ReadingCase], None] = lambda _: None) -> None:
        """For the task of the open case, as soon as its pictures have had their moment. before: what has to be done
        once it is this user's, before the case can be written in."""
        case = self._case()
        self._before = {task.uid: before}
        if case is not None:
            case.calm.connect(lambda: self._claim(task))
        QTimer.singleShot(CLAIM_MS, lambda: self._claim(task))

    def call_off(self, task: ReadingTask) -> None:
        """The case was left: nobody waits for the answer any more."""
        if task.uid in self._asked:
            self._asked[task.uid].cancel()

    def _claim(self, task: ReadingTask) -> None:
        if task.uid in self._asked or self._waiting(task) is None:
            return  # its answer is on the way, or it was left meanwhile
        failed, waiting = partial(self._not_claimed, task), partial(self._not_answered, task)
        self._asked[task.uid] = self._place.worklist.claim(task, self._claimed, failed, waiting)

    def _not_answered(self, task: ReadingTask, error: ReaderError) -> None:
        """Nothing can be written while it is not known whose the task is; it is asked until the case is left."""
        if self._waiting(task) is not None:
            self._unanswered.add(task.uid)
            what = Told(lambda: tr("Waiting for the hub's answer. You can view the images, but not write yet."))
            if isinstance(error, StorageError):
                what = Told(lambda: tr(
                    "The claim can't be kept on this computer. You can view the images, but not write yet."
                ))  # fmt: skip
            self._presenter.tell(Message(what, f"{error.user_message} {error.hint}", level=Level.WARNING))

    def _claimed(self, claim: Claim) -> None:
        self._asked.pop(claim.task.uid, None)
        case = self._waiting(claim.task)
        if case is not None and claim.task.uid in self._unanswered:
            self._presenter.say(tr("The hub has answered. You can write now."))
        self._unanswered.discard(claim.task.uid)
        if case is None:  # left meanwhile, and with nothing written
            self._leaving.left_task(claim.task)
            return
        if _exam_of(case.task) == _exam_of(claim.task.blind):
            before = self._before.pop(claim.task.uid, None)
            if before is not None:
                before(case)
            case.grant(claim)
            self._say_whose(claim.task)
            return
        self._leave()
        self._place.worklist.refresh()
        what, hint = tr("The order was changed after the list was read."), tr("Open it again; nothing was written.")
        self._presenter.tell(Message(what, hint, level=Level.WARNING))

    def _say_whose(self, task: ReadingTask) -> None:
        """Whoever goes on with a colleague's report, which was recalled or returned, reads that it is one; whoever
        reads an exam a second time, that there is one which is kept from them."""
        if task.second:
            what = Told(lambda: tr("Second reading: another doctor has read this exam already."))
            hint = Told(lambda: tr("The first report is kept from you until yours is handed over."))
            self._presenter.tell(Message(what, hint, level=Level.NOTE))
            return
        if task.kind is Kind.REVIEW or not task.report or self._place.worklist.is_me(task.author_id):
            return
        exam = self._place.worklist.worklist.exam(task.uid)
        if exam is not None and exam.only_begun(task):
            return
        words = _RETURNED if task.returned else _RECALLED
        what = Told(lambda: tr(
            words.get(task.supplement, words[""]), name=task.author.display or tr("Another doctor")
        ))  # fmt: skip
        hint = Told(lambda: tr("It is now yours to write. Release it to give it back."))
        self._presenter.tell(Message(what, hint, level=Level.WARNING))

    def _not_claimed(self, task: ReadingTask, error: BaseException) -> None:
        self._asked.pop(task.uid, None)
        self._unanswered.discard(task.uid)
        case = self._waiting(task)
        if isinstance(error, Cancelled):
            if case is not None:  # left, and opened again before that was known
                self._claim(task)
        elif not isinstance(error, TaskError | Forbidden):
            if case is not None:
                self._leave()
            self._presenter.show(error)
        elif case is not None:
            case.deny(self._refusal(error))

    def _refusal(self, error: TaskError | Forbidden) -> ReadOnly:
        if isinstance(error, ClaimLost) and error.workitem is not None:
            return taken(task_from(error.workitem), self._place.worklist.is_me)
        if isinstance(error, AlreadyFinal):  # recalled, handed over or put back: what the worklist is about to tell
            self._place.worklist.refresh()
            return ReadOnly(Barrier.ENDED)
        return ReadOnly(Barrier.REFUSED, (("said", error.user_message),))

    def _waiting(self, task: ReadingTask) -> ReadingCase | None:
        """The open case, if it waits for the hub's answer about this task."""
        case = self._case()
        return case if case is not None and case.claiming and case.task.uid == task.uid else None


def _exam_of(task: ReadingTask) -> tuple[object, ...]:
    """Which exam of which patient, what is asked about it, and where it is."""
    item = task.workitem
    return (task.patient, item.study_uid, item.accession, item.procedure, item.inputs)
