"""What can be done with an exam whose report was handed over: recall it, add to it, amend it, or not after all.

The same for the selected row of the worklist and for the case in the reading window. Main thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.app.afterwards import Afterwards
from reader.app.commands import handed_over
from reader.app.presenter import ASKED, RECALL, STANDING, Level, Message, Presenter
from reader.app.supplementing import Supplementing
from reader.app.ui.typed_ahead import TypedAhead
from reader.core.commands import Command
from reader.core.errors import ReaderError
from reader.core.text import mark, together, tr
from reader.delivery.model import Delivery
from reader.delivery.sender import Begun
from reader.review.supplement import Supplement
from reader.worklist.exam import Exam, Stage
from reader.worklist.listing import WorklistModel
from reader.worklist.model import ReadingTask

_RECALL = {
    "": (
        mark("Asking the hub whether the report can be recalled …"),
        mark("Until it answers, the report stays submitted."), mark("The report is being recalled."),
    ),
    "addendum": (
        mark("Asking the hub whether the addendum can be recalled …"),
        mark("Until it answers, the addendum stays submitted."), mark("The addendum is being recalled."),
    ),
    "amendment": (
        mark("Asking the hub whether the amendment can be recalled …"),
        mark("Until it answers, the amendment stays submitted."), mark("The amendment is being recalled."),
    ),
}  # fmt: skip
"""supplement → while the hub is asked, what holds until it answers, while it is done"""


class ExamActions:
    """write: opens a task that was created here, to be written. withdraw: gives up an addendum or amendment; it
    asks first. shown: what is open now, or on its way there; nothing but the user changes it. worklist: what is
    told of an exam that could not be recalled is withdrawn when nobody reviews it any more. ahead: keeps what is
    typed until it can be written."""

    def __init__(
        self,
        afterwards: Afterwards,
        supplementing: Supplementing,
        presenter: Presenter,
        write: Callable[[ReadingTask], None],
        withdraw: Callable[[ReadingTask], None],
        shown: Callable[[], object],
        worklist: WorklistModel,
        ahead: TypedAhead,
    ) -> None:
        self._afterwards, self._supplementing = afterwards, supplementing
        self._presenter, self._write, self._withdraw, self._shown = presenter, write, withdraw, shown
        self._worklist, self._not_recalled, self._in_review = worklist, "", False
        self._begun, self._ahead = False, ahead
        self._then: Stage | None = None
        self._asked: object = None
        ahead.waits.connect(self._tell_that_it_waits)
        ahead.ended.connect(partial(presenter.withdraw, ASKED))
        worklist.changed.connect(self._look_again)
        worklist.looked.connect(self._read_again)

    def commands(self, exam: Callable[[], Exam | None], context: str, group: str) -> list[Command]:
        """exam: the one that is meant now."""

        def may(allowed: Callable[[Exam], bool]) -> bool:
            found = exam()
            return found is not None and allowed(found)

        def do(act: Callable[[Exam], None]) -> None:
            found = exam()
            if found is not None:
                act(found)

        return handed_over(
            context, group,
            recall=partial(do, self._recall), may_recall=partial(may, self._afterwards.may_recall),
            addendum=partial(do, partial(self._begin, Supplement.ADDENDUM)),
            amend=partial(do, partial(self._begin, Supplement.AMENDMENT)),
            may_supplement=partial(may, self._supplementing.may_begin),
            withdraw=partial(do, lambda exam: self._withdraw(exam.task)),
            may_withdraw=partial(may, self._supplementing.may_withdraw),
        )  # fmt: skip

    def _recall(self, exam: Exam) -> None:
        """Take a submitted report back that nobody has begun to review, or whose review was withdrawn."""

        def done(_: Delivery) -> None:
            hint = tr("It returns to your worklist once the hub confirms.")
            self._presenter.tell(Message(tr(recalling), hint, level=Level.NOTE, about=RECALL))

        def failed(error: BaseException) -> None:
            self._not_recalled, self._then = exam.task.uid, exam.stage
            now = self._worklist.exam(exam.task.uid)
            self._begun = isinstance(error, Begun)
            self._in_review = now is not None and now.stage is Stage.IN_REVIEW
            self._presenter.withdraw(RECALL)
            self._presenter.show(error, STANDING)

        waits = exam.stage is not Stage.WITHDRAWN
        supplement = (exam.task if waits or not exam.withdrawn else exam.withdrawn[-1]).supplement
        asking, stays, recalling = _RECALL.get(supplement, _RECALL[""])
        hint = tr(stays) if waits else ""
        self._presenter.tell(Message(tr(asking), hint, level=Level.NOTE, about=RECALL))
        self._afterwards.recall(exam, done, failed)

    def _look_again(self, _: object = None) -> None:
        """Why a report could not be recalled holds until its review is over; the list may hear of that only now."""
        if not self._not_recalled:
            return
        exam = self._worklist.exam(self._not_recalled)
        stage = exam.stage if exam is not None else None
        self._in_review = self._in_review or stage is Stage.IN_REVIEW
        if stage is not Stage.IN_REVIEW and (self._in_review or stage is not self._then):
            self._not_recalled = ""
            self._presenter.withdraw(STANDING)

    def _read_again(self) -> None:
        """Its review may have been over before the list heard of it."""
        exam = self._worklist.exam(self._not_recalled) if self._not_recalled and self._begun else None
        if exam is not None and exam.stage is not Stage.IN_REVIEW:
            self._not_recalled = ""
            self._presenter.withdraw(STANDING)

    def _begin(self, kind: Supplement, exam: Exam) -> None:
        if not self._supplementing.may_begin(exam):
            return
        self._asked = asked = (exam.key, self._shown())
        self._ahead.begin(exam.key)

        def begun(task: ReadingTask) -> None:
            if self._asked is asked and self._shown() == asked[1]:
                self._write(task)
            else:  # the doctor has gone on to something else meanwhile
                self._ahead.fail(exam.key)
                self._presenter.say(tr("{name}: ready to be written.", name=task.patient.name.native))

        def failed(error: BaseException) -> None:
            typed = self._ahead.fail(exam.key).strip()
            if typed and isinstance(error, ReaderError):
                lost = tr("What you typed meanwhile was not taken: “{text}”", text=typed)
                error.hint = together(error.hint, lost)
            self._presenter.show(error)

        self._supplementing.begin(exam, kind, begun, failed)

    def _tell_that_it_waits(self) -> None:
        what, hint = tr("Asking the hub …"), tr("What you type now goes into the report. Esc ends that.")
        self._presenter.tell(Message(what, hint, level=Level.NOTE, about=ASKED))
