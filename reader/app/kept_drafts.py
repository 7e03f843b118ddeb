"""This computer's draft of an opened task, and what is done where it can't be read. Main thread.

A report is not begun anew over a draft that only can't be read just now: it is tried again by itself, and nothing
can be written before, unless the user wants to begin anew; then the old one is offered later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from functools import partial

from PySide6.QtGui import QGuiApplication

from reader.app.presenter import KEPT_DRAFT, Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.replaced import Replaced
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.storage import StorageError, Trouble
from reader.core.text import Told, mark, tr
from reader.delivery.model import DeliveryState
from reader.dicom.signatures.trust import Trust
from reader.report.journal import STAYS, JournaledDraft
from reader.review.history import read_versions
from reader.worklist.model import Ending, ReadingTask, State

_log = logging.getLogger(__name__)
AGAIN_S = 2.0
_ANSWER_S = 5.0  # after which it is told that the hub has not said what became of a task

_CLOSED = mark("The draft of this exam that is saved on this computer can't be opened now.")
_READ = mark("The report opens by itself as soon as it can be read.")
_UNSAID = mark("The hub has not said yet whether a draft on this computer is of this exam.")
_SAID = mark("The report opens by itself as soon as the hub has said so.")


class KeptDrafts:
    """The drafts of one workplace."""

    def __init__(self, place: Workplace, presenter: Presenter) -> None:
        self._place, self._presenter = place, presenter
        self._waiting: dict[int, Callable[[], None]] = {}  # by the case, which it keeps: what begins its report
        self._anew: set[str] = set()
        self._replaced = Replaced(place.worklist)

    def find(self, case: ReadingCase, start: Callable[[], None]) -> tuple[JournaledDraft | None, bool]:
        """The draft of a task that may be written in, and whether the report can begin now. Else it can't be read
        just now, which is told, or the hub is asked whose it is, and `start` comes when it can be tried again."""
        if self._asks(case, start):
            return None, False
        try:
            kept = None if case.task.uid in self._anew else self._kept(case.task)
        except StorageError as error:
            if error.trouble is not Trouble.DAMAGED:
                self._wait(case, start, _CLOSED, _READ, error)
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
            ended = [step.uid for step in steps if step.uid in own and self._was_ended(step)]
            left = [draft for uid in ended if (draft := self._place.journal.look(uid))]
            left += self._out_of_reach(case, ended)
            earlier = tuple(draft for uid in uids for draft in self._place.journal.earlier(uid))
        except ReaderError as error:
            _log.warning("what was set aside: %s", error.__cause__)
            return
        if left or earlier:
            what = Told(lambda: tr("An earlier draft of this exam that could not be read can be read again."))
            if left:
                what = Told(lambda: tr("What you wrote in an earlier claim of this exam is kept on this computer."))
            hint = Told(lambda: tr("It is not in this report. Its text can be copied; its measurements can't."))
            self._presenter.tell(Message(
                what, hint, level=Level.WARNING, action=Told(lambda: tr("Copy its text")),
                run=partial(self._copy, (*left, *earlier)),
            ))  # fmt: skip

    def _out_of_reach(self, case: ReadingCase, known: Collection[str]) -> Iterator[JournaledDraft]:
        """What this user wrote of the exam in tasks that the hub does not have, has given to another doctor, or has
        with another report: it was restored from an older copy. known: tasks that are left out. Raises
        `StorageError`."""
        place, tasks = self._place, self._place.worklist.worklist.tasks
        left, lost = [], set[str]()
        for uid in place.journal.kept():
            task = tasks.get(uid)
            if self._is_anothers(task) if task is not None else place.worklist.transaction(uid):
                left.append(uid)
        for one in place.outbox.model.deliveries.values():
            stuck = one.untaken or one.state is DeliveryState.REFUSED
            if not one.absent and ((stuck and one.task_uid not in tasks) or place.done_otherwise(one)):
                lost.add(one.task_uid)
        for uid in dict.fromkeys((*left, *lost)):
            with suppress(ReaderError):
                draft = self._lost(uid) if uid not in known else None
                if draft is None or draft.report.subject.study_uid != case.study.study.study_uid:
                    continue
                wrote = place.journal.is_own(uid) or place.worklist.is_me(draft.report.author.code.value)
                if uid in lost or wrote or place.worklist.transaction(uid):  # else another user's of this computer
                    yield draft

    def _is_anothers(self, task: ReadingTask) -> bool:
        taken = task.state in (State.READING, State.DONE) and bool(task.reader_id)
        return taken and not self._place.worklist.is_me(task.reader_id)

    def _lost(self, uid: str) -> JournaledDraft | None:
        """The draft of a task, else what was made of it, else the report that it was completed with. Raises
        `ReaderError`."""
        journal = self._place.journal
        if draft := journal.look(uid) or journal.look_sent(uid):
            return draft
        made = next(iter(read_versions(self._place.outbox.objects(uid), Trust()).versions), None)
        return JournaledDraft(uid, made.report, (), made.when) if made is not None else None

    def _was_ended(self, step: ReadingTask) -> bool:
        """Otherwise than with the draft of this computer: put back, released from another computer, or completed
        with what that one has."""
        done = step.state is State.DONE and self._place.pending_delivery(step) is None
        return done or step.ending in (Ending.PUT_BACK, Ending.RELEASED)

    def _kept(self, task: ReadingTask) -> JournaledDraft | None:
        """Also one that was begun in a claim which an administrator has put back since, by whoever has claimed the
        exam again: it is moved here before anything else is saved."""
        journal = self._place.journal
        kept = journal.resume(task.uid)
        refused = None
        for step in self._replaced.put_back(task):
            try:
                self._move(step, task)
            except ReaderError as error:
                refused = refused or error
        kept = kept or journal.resume(task.uid)
        if kept is None and refused is not None:
            raise refused
        return kept

    def _move(self, step: ReadingTask, task: ReadingTask) -> None:
        """What the hub has refused of it, or has lost, is written on, and waits no more."""
        delivery = self._place.pending_delivery(step)
        if delivery is not None and (delivery.untaken or delivery.state is DeliveryState.DELIVERED):
            self._place.journal.bring_back(step.uid)
        keeps = self._place.journal.keeps(step.uid)
        self._place.journal.move(step.uid, task.uid)
        if keeps and delivery is not None:
            self._place.outbox.dismiss(delivery.delivery_id)

    def _asks(self, case: ReadingCase, start: Callable[[], None]) -> bool:
        """As long as there is a draft of a task that the list does not have, the one in whose place this one is may
        be it, or be in the place of it: the hub is asked, before anything is begun."""
        if case.task.uid in self._anew:
            return False
        with suppress(ReaderError):
            known = self._place.worklist.worklist.tasks
            if all(uid in known for uid in self._place.journal.kept()):
                return False
            uid = self._replaced.unknown(case.task)
            if uid is not None:
                self._replaced.ask(uid, partial(self._go_on, case, start))
                self._place.services.tasks.later(_ANSWER_S, partial(self._tell_of_silence, case, start))
                return True
        return False

    def _go_on(self, case: ReadingCase, start: Callable[[], None]) -> None:
        if self._begins(case):
            start()

    def _tell_of_silence(self, case: ReadingCase, start: Callable[[], None]) -> None:
        if self._begins(case) and id(case) not in self._waiting and self._replaced.unknown(case.task) is not None:
            self._wait(case, start, _UNSAID, _SAID)

    def _begins(self, case: ReadingCase) -> bool:
        """Whether its report has still to be begun."""
        return case.draft is None and case.claim is not None and not case.scope.closed

    def _wait(
        self, case: ReadingCase, start: Callable[[], None], what: str, safe: str, why: ReaderError | None = None
    ) -> None:
        told = id(case) in self._waiting
        self._waiting[id(case)] = start
        if told:
            return
        text = Told(lambda: tr(what))
        cause, level = ("", Level.WARNING) if why is None else (why.user_message, Level.ERROR)
        self._presenter.tell(Message(
            text, cause, Told(lambda: tr(safe)), level,
            Told(lambda: tr("Begin a new report")), partial(self._begin_anew, case), KEPT_DRAFT, stands=True
        ))  # fmt: skip
        case.lack_report(text)
        self._later(case)

    def _later(self, case: ReadingCase) -> None:
        self._place.services.tasks.later(AGAIN_S, lambda: self._again(case))

    def _again(self, case: ReadingCase) -> None:
        start = self._waiting.get(id(case))
        if start is None:
            return
        if not self._begins(case):
            del self._waiting[id(case)]
            self._presenter.withdraw(KEPT_DRAFT)
            return
        start()
        if id(case) in self._waiting:
            self._later(case)

    def _begin_anew(self, case: ReadingCase) -> None:
        start = self._waiting.get(id(case))
        if start is not None and self._begins(case):
            self._anew.add(case.task.uid)
            start()
            self._presenter.say(tr("A new report was begun. No earlier draft is in it."), tr(STAYS))

    def _copy(self, drafts: tuple[JournaledDraft, ...]) -> None:
        parts = []
        for draft in drafts:
            parts.append(draft.saved_at.astimezone().strftime("%Y-%m-%d %H:%M"))
            parts += [f"{s.title}\n{s.text}" for s in draft.report.sections if s.text]
        QGuiApplication.clipboard().setText("\n\n".join(parts))
        self._presenter.say(tr("The text of the earlier draft is in the clipboard."))
