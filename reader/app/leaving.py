"""What becomes of an exam that is left unfinished: kept for its reader, or given back to the others. No Qt.

A report that has been begun is never released by itself: its draft belongs to this task on this computer, and goes
with it only where the user says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from reader.app.presenter import Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.text import mark, tr
from reader.delivery.model import AT_THE_HUB, Delivery
from reader.review.supplement import untouched
from reader.worklist.model import Kind, ReadingTask, State

NOTHING_WRITTEN = mark("{name}: nothing was written, the signed report stays as it is.")
WITHDRAWN = mark("{name}: withdrawn, the signed report stays as it is.")
_IN_REVIEW = {
    "": mark("{name}: released; the report stays as it was submitted."),
    "addendum": mark("{name}: released; the addendum stays as it was submitted."),
    "amendment": mark("{name}: released; the amendment stays as it was submitted."),
}
_RETURNED = {
    "": mark("{name}: released; the returned report waits to be corrected by {who}."),
    "addendum": mark("{name}: released; the returned addendum waits to be corrected by {who}."),
    "amendment": mark("{name}: released; the returned amendment waits to be corrected by {who}."),
}
_RECALLED = {
    "": mark("{name}: released; the recalled report waits to be continued by {who}."),
    "addendum": mark("{name}: released; the recalled addendum waits to be continued by {who}."),
    "amendment": mark("{name}: released; the recalled amendment waits to be continued by {who}."),
}


class Foot(Protocol):
    """The line under the list."""

    def say(self, text: str, *, passing: bool = True) -> None: ...
    def clear(self) -> None: ...


@dataclass(frozen=True)
class Unfinished:
    """One exam that this user has claimed on this computer. begun: something of its report is written."""

    task: ReadingTask
    begun: bool


class Leaving:
    """Main thread."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place = place
        self._presenter = presenter

    def left(self, case: ReadingCase) -> None:
        """The case was left. What is handed over, or was only looked at, is nobody's concern any more."""
        if case.claim is None or case.handing_over or case.handed_over:
            return
        if _nothing_added(case) and self._place.services.settings.value.leaving != "keep":
            self.give_up(case.task, NOTHING_WRITTEN)
        elif not case.untouched or self._has_more(case.task) or self._forget(case.task):
            self.left_task(case.task)

    def _has_more(self, task: ReadingTask) -> bool:
        """Whether the reason of its return is kept, or a draft that could not be read: nobody knows what is in it.
        Also where that can't be said."""
        try:
            return self._place.journal.unread(task.uid) or bool(self._place.journal.reason(task.uid))
        except ReaderError:
            return True

    def left_task(self, task: ReadingTask) -> None:
        """A claimed task that nobody looks at any more."""
        task = task.blind
        name = task.patient.name.native or tr("no name")
        if self._keeps(task):
            kept = tr("{name}: your report is kept, and the exam stays yours.", name=name)
            if task.kind is Kind.REVIEW:
                kept = tr("{name}: your changes are kept, and the review stays yours.", name=name)
            self._presenter.tell(Message(kept, about=_left(task)))
            return
        how = self._place.services.settings.value.leaving
        if how == "auto":
            said = tr("{name}: released, nothing was written.", name=name)
            if task.report:
                said = tr(self._left_there(task), name=name, who=self._awaited(task))
            self._release(task, partial(self._presenter.say, said))
        elif how == "ask":
            text = tr("{name} is still yours; nothing was written.", name=name)
            give = partial(self._release, task)
            self._presenter.tell(Message(text, action=tr("Release"), run=give, about=_left(task)))

    def _keeps(self, task: ReadingTask) -> bool:
        """Whether something of its report is kept; also where that can't be read, which is told."""
        try:
            return task.uid in self._place.journal.kept()
        except ReaderError as error:
            self._presenter.show(error)
            return True

    def _left_there(self, task: ReadingTask) -> str:
        """What is true of a report that was not written on: it is reviewed, was returned or recalled, or is signed
        and was only to be added to."""
        if task.kind is Kind.REVIEW:
            return _IN_REVIEW.get(task.supplement, _IN_REVIEW[""])
        if self._only_begun(task):
            return NOTHING_WRITTEN
        words = _RETURNED if task.returned else _RECALLED
        return words.get(task.supplement, words[""])

    def _awaited(self, task: ReadingTask) -> str:
        """Who is to go on writing, in words."""
        if self._place.worklist.is_me(task.author_id):
            return tr("you")
        return task.author.display or task.assigned.display or tr("its author")

    def unfinished(self) -> list[Unfinished]:
        """What this user has claimed on this computer, without what is on its way to the hub."""
        journal, tasks = self._place.journal, self._place.worklist.worklist.tasks.values()
        claimed = self._place.worklist.transaction  # no more once the hub has the report, whatever the list says
        mine = [task for task in tasks if task.mine and task.state is State.READING and claimed(task.uid)]
        try:
            kept = {task.uid for task in mine}.intersection(journal.kept())
        except ReaderError as error:
            self._presenter.show(error)
            kept = {task.uid for task in mine}
        return [Unfinished(task, task.uid in kept) for task in mine if self._place.pending_delivery(task) is None]

    def undelivered(self) -> list[Delivery]:
        """What the hub has not got yet from this user."""
        deliveries = self._place.outbox.model.deliveries.values()
        return [one for one in deliveries if one.state not in AT_THE_HUB and not one.absent and not one.message]

    def release(self, task: ReadingTask, foot: Foot, may_delete: Callable[[], bool]) -> None:
        """The user gives one back that is in the list. foot: where it is told meanwhile. may_delete: asks whether a
        report that has been started may be deleted with it."""
        kept = self._keeps(task)
        if kept:
            if not may_delete():
                return
            self._place.worklist.begin_ending(task.uid, replaced=not self._only_begun(task))
            if not self._forget(task):
                return
        foot.say(tr("Releasing …"), passing=False)
        self._release(task, foot.clear, foot.clear, deleted=kept)

    def release_all(self, tasks: Sequence[ReadingTask], then: Callable[[], None]) -> None:
        """Give these back; `then` comes when the hub has all of them, and not where one can't be given back."""
        left = {task.uid for task in tasks}

        def done(uid: str) -> None:
            left.discard(uid)
            if not left:
                then()

        for task in tasks:
            self._release(task, partial(done, task.uid))
        if not tasks:
            then()

    def _forget(self, task: ReadingTask) -> bool:
        """The draft on this computer, of which nothing is left; False where that can't be written."""
        try:
            self._place.journal.discard(task.uid)
        except ReaderError as error:
            self._presenter.show(error)
            return False
        return True

    def give_up(self, task: ReadingTask, words: str = WITHDRAWN) -> None:
        """An addendum or amendment that is not gone on with: the signed report stands alone again. What was written
        on this computer is kept until the hub has agreed."""
        name = task.patient.name.native or tr("no name")
        self._presenter.withdraw(_left(task))

        def then() -> None:
            self._forget(task)
            self._presenter.say(tr(words, name=name))

        def waiting(error: ReaderError) -> None:
            what = tr("{name}: the hub has not confirmed yet that it is withdrawn.", name=name)
            self._presenter.say(what, error.user_message, level=Level.WARNING)

        self._place.worklist.give_up(task, then, self._presenter.show, waiting)

    def _release(
        self,
        task: ReadingTask,
        then: Callable[[], None] | None = None,
        otherwise: Callable[[], None] = lambda: None,
        *,
        deleted: bool = False,
    ) -> None:
        """Back to whoever waits for it; what nobody ordered ends instead. otherwise: it is not done, or not yet.
        deleted: so is what was written, as the user wished; no error says that it is saved."""

        def failed(error: BaseException) -> None:
            otherwise()
            if deleted and isinstance(error, ReaderError):
                error.safe = tr("What was written is deleted, as you wished.")
            self._presenter.show(error)

        def waiting(error: ReaderError) -> None:
            otherwise()
            what = tr("The hub has not confirmed the release yet.")
            self._presenter.say(what, error.user_message, level=Level.WARNING)

        self._presenter.withdraw(_left(task))
        worklist = self._place.worklist
        end = worklist.give_up if self._only_begun(task) else worklist.release
        end(task, then, failed, waiting)

    def _only_begun(self, task: ReadingTask) -> bool:
        """Whether it is an addendum or amendment that was never submitted: nothing comes in its place."""
        exam = self._place.worklist.worklist.exam(task.uid)
        return exam is not None and exam.only_begun(task)


def _left(task: ReadingTask) -> str:
    """What a message is about that an exam stays its reader's."""
    return f"left {task.uid}"


def _nothing_added(case: ReadingCase) -> bool:
    if case.draft is None or case.signed is None or case.version is not case.signed:
        return False
    if case.findings.saved.states:
        return False
    return untouched(case.draft.report, case.signed.report) and case.nothing_found
