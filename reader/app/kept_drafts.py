"""This computer's draft of an opened task, and what is done where it can't be read. Main thread.

A report is not begun anew over a draft that only can't be read just now: it is tried again by itself, and nothing
can be written before, unless the user wants to begin anew; then the old one is offered later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from PySide6.QtGui import QGuiApplication

from reader.app.presenter import KEPT_DRAFT, Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.storage import StorageError, Trouble
from reader.core.text import Told, tr
from reader.report.journal import STAYS, JournaledDraft
from reader.worklist.model import Ending, ReadingTask

_log = logging.getLogger(__name__)
AGAIN_S = 2.0
_ANSWER_S = 5.0  # within which the hub says what became of a task


class KeptDrafts:
    """The drafts of one workplace."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter = place, presenter
        self._waiting: dict[int, tuple[ReadingCase, Callable[[], None]]] = {}
        self._anew: set[str] = set()
        self._asked: dict[str, bool] = {}  # UIDs of tasks, and whether the hub has answered, or had its time

    def find(self, case: ReadingCase, start: Callable[[], None]) -> tuple[JournaledDraft | None, bool]:
        """The draft of a task that may be written in, and whether the report can begin now. Else it can't be read
        just now, which is told, or the hub is asked whose it is, and `start` comes when it can be tried again."""
        if self._asks(case, start):
            return None, False
        try:
            kept = None if case.task.uid in self._anew else self._kept(case.task)
        except StorageError as error:
            if error.trouble is not Trouble.DAMAGED:
                self._wait(case, error, start)
                return None, False
            self._presenter.show(error)
            kept = None
        except ReaderError as error:
            self._presenter.show(error)
            kept = None
        self._anew.discard(case.task.uid)
        if self._waiting.pop(id(case), None) is not None:
            self._presenter.withdraw(KEPT_DRAFT)
        return kept, True

    def offer(self, case: ReadingCase) -> None:
        """What was set aside of the exam earlier, in whichever task, and can be read again: to who wrote it."""
        worklist = self._place.worklist
        exam = worklist.worklist.exam(case.task.uid)
        steps = (case.task, *(exam.steps if exam is not None else ()))
        own = [step.uid for step in steps if step.reader_id and worklist.is_me(step.reader_id)]
        uids = dict.fromkeys([case.task.uid, *own] if case.claim is not None else own)
        try:
            gone = [step.uid for step in steps if step.ending is Ending.PUT_BACK and step.uid in own]
            left = [draft for uid in gone if (draft := self._place.journal.look(uid))]
            earlier = tuple(draft for uid in uids for draft in self._place.journal.earlier(uid))
        except ReaderError as error:
            _log.warning("what was set aside: %s", error.__cause__)
            return
        if left or earlier:
            what = Told(lambda: tr("An earlier draft of this exam that could not be read can be read again."))
            if left:
                what = Told(lambda: tr("What you wrote in a claim that was put back is kept on this computer."))
            hint = Told(lambda: tr("It is not in this report. Its text can be copied; its measurements can't."))
            self._presenter.tell(Message(
                what, hint, level=Level.WARNING, action=Told(lambda: tr("Copy its text")),
                run=partial(self._copy, (*left, *earlier)),
            ))  # fmt: skip

    def _kept(self, task: ReadingTask) -> JournaledDraft | None:
        """Also one that was begun in a claim which an administrator has put back since, by whoever has claimed the
        exam again: it is moved here before anything else is saved."""
        journal = self._place.journal
        kept = journal.resume(task.uid)
        refused = None
        for step in self._put_back(task):
            try:
                self._move(step, task)
            except ReaderError as error:
                refused = refused or error
        kept = kept or journal.resume(task.uid)
        if kept is None and refused is not None:
            raise refused
        return kept

    def _move(self, step: ReadingTask, task: ReadingTask) -> None:
        """What the hub has refused of it is written on, and waits no more."""
        keeps, delivery = self._place.journal.keeps(step.uid), self._place.pending_delivery(step)
        self._place.journal.move(step.uid, task.uid)
        if keeps and delivery is not None:
            self._place.outbox.dismiss(delivery.delivery_id)

    def _put_back(self, task: ReadingTask) -> Iterator[ReadingTask]:
        """This user's own claims of the same order that were put back and in whose place `task` is, the newest
        first. Not those of another order of the exam."""
        for _, step in self._replaced(task):
            if step is not None and step.ending is Ending.PUT_BACK and self._place.worklist.is_me(step.reader_id):
                yield step

    def _replaced(self, task: ReadingTask) -> Iterator[tuple[str, ReadingTask | None]]:
        """UIDs of the tasks in whose place this one is, the newest first, with the task where the list has it."""
        known, seen = self._place.worklist.worklist.tasks, set[str]()
        before = list(task.workitem.replaces)
        while before:
            if (uid := before.pop(0)) not in seen:
                seen.add(uid)
                step = known.get(uid)
                before += step.workitem.replaces if step is not None else ()
                yield uid, step

    def _asks(self, case: ReadingCase, start: Callable[[], None]) -> bool:
        """As long as there is a draft of a task that the list does not have, the one in whose place this one is may
        be it, or be in the place of it: the hub is asked once about each that ended before today, before anything
        is begun."""
        with suppress(ReaderError):
            known = self._place.worklist.worklist.tasks
            if all(uid in known for uid in self._place.journal.kept()):
                return False
            for uid, step in self._replaced(case.task):
                if step is None and not self._asked.get(uid):
                    if uid not in self._asked:
                        self._asked[uid] = False
                        again = partial(self._answered, uid, case, start)
                        self._place.worklist.read(uid, again)
                        self._place.services.tasks.later(_ANSWER_S, again)
                    return True
        return False

    def _answered(self, uid: str, case: ReadingCase, start: Callable[[], None]) -> None:
        self._asked[uid] = True
        waits = case.draft is None and case.claim is not None and id(case) not in self._waiting
        if waits and not case.scope.closed:
            start()

    def _wait(self, case: ReadingCase, error: StorageError, start: Callable[[], None]) -> None:
        told = id(case) in self._waiting
        self._waiting[id(case)] = case, start
        if told:
            return
        what = Told(lambda: tr("The draft of this exam that is saved on this computer can't be opened now."))
        safe = Told(lambda: tr("The report opens by itself as soon as it can be read."))
        self._presenter.tell(Message(
            what, error.user_message, safe, Level.ERROR, Told(lambda: tr("Begin a new report")),
            partial(self._begin_anew, case), KEPT_DRAFT, stands=True
        ))  # fmt: skip
        case.lack_report(what)
        self._later(case)

    def _later(self, case: ReadingCase) -> None:
        self._place.services.tasks.later(AGAIN_S, lambda: self._again(case))

    def _again(self, case: ReadingCase) -> None:
        _, start = self._waiting.get(id(case), (case, None))
        if start is None:
            return
        if case.scope.closed or case.claim is None or case.draft is not None:
            del self._waiting[id(case)]
            self._presenter.withdraw(KEPT_DRAFT)
            return
        start()
        if id(case) in self._waiting:
            self._later(case)

    def _begin_anew(self, case: ReadingCase) -> None:
        _, start = self._waiting.get(id(case), (case, None))
        if start is not None and not case.scope.closed and case.claim is not None:
            self._anew.add(case.task.uid)
            start()
            self._presenter.say(
                tr("A new report was begun. The draft that could not be opened is not in it."), tr(STAYS)
            )

    def _copy(self, drafts: tuple[JournaledDraft, ...]) -> None:
        parts = []
        for draft in drafts:
            parts.append(draft.saved_at.astimezone().strftime("%Y-%m-%d %H:%M"))
            parts += [f"{s.title}\n{s.text}" for s in draft.report.sections if s.text]
        QGuiApplication.clipboard().setText("\n\n".join(parts))
        self._presenter.say(tr("The text of the earlier draft is in the clipboard."))
