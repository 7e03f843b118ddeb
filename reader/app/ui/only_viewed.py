"""What is said of a case of the worklist that can only be viewed: how far its report is by now, and the way on."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from reader.app.access import BACK, RETURNED, UNTAKEN, WAITING_FOR_REVIEW, WITHDRAWN, Barrier, ReadOnly
from reader.app.afterwards import Afterwards
from reader.app.half_done import HalfDone
from reader.app.presenter import Level, Message
from reader.app.reading_case import ReadingCase
from reader.app.standing import FOLLOWED, since
from reader.core.commands import Command
from reader.core.text import tr
from reader.delivery.model import Delivery
from reader.review.model import VERDICT_TEXTS, ReportState, ReportVersion
from reader.review.supplement import Supplement
from reader.worklist.listing import WorklistModel
from reader.worklist.model import ReadingTask, State


class Ways(Protocol):
    """Ways on from what can only be viewed. half_done: what the hub refused after a part of it. afterwards: the
    verbs on what was handed over."""

    half_done: HalfDone
    afterwards: Afterwards

    def open_task(self, task: ReadingTask) -> None: ...
    def open_again(self, task: ReadingTask) -> None: ...

    def write(self, task: ReadingTask) -> None:
        """Open it, with the keyboard where it is written."""

    def write_on(self, task: ReadingTask) -> None:
        """In a report that the hub has not taken: its delivery is forgotten, and its draft is open again."""


class OnlyViewed:
    """Main thread. instead: the step that its user could do in place of the one that is open. came: the step that
    shows a newer report than the window. stuck: what the hub refused half way. signed_here: whether the list has it
    as signed by now, and it was in this window. All as when last looked at."""

    def __init__(self, case: ReadingCase, worklist: WorklistModel, ways: Ways, recall: Command) -> None:
        self._case, self._worklist, self._ways, self._recall = case, worklist, ways, recall
        self.instead: ReadingTask | None = None
        self.came: ReadingTask | None = None
        self.stuck: Delivery | None = None
        self.signed_here = False

    def look(self) -> None:
        """How far the report is, before it is said."""
        self.stuck = self.stuck_by_now
        self.came = self._report_came

    @property
    def stuck_by_now(self) -> Delivery | None:
        said = self._case.read_only_because is not None
        return self._ways.half_done.of(self._case.task) if said else self.stuck

    def follow(self) -> bool:
        """The case learns from the worklist why it can only be viewed by now. Whether something else has changed
        that is said of it."""
        case, why = self._case, self._case.read_only_because
        if not case.only_viewed or not (why is None or why.barrier in FOLLOWED):
            return False
        exam = self._worklist.exam(case.task.uid)
        if exam is None:
            return False
        if exam.task.uid == case.task.uid and (exam.task.mine or self._is_behind(exam.task)):
            return False  # its report is on its way
        if (lost := self._ways.half_done.lost(case.task)) is not None:
            now, instead = lost, None
        else:
            now, instead = since(exam, case.task, self._worklist.rights.is_me)
        if why is None and instead is None and self._is_own_doing(now.barrier):
            self.signed_here = now.barrier is Barrier.SIGNED
            return False
        if now.barrier in WITHDRAWN and self._ways.afterwards.is_recalling(exam):
            return False  # for this user, who is told when it is back
        before, self.instead = self.instead, instead
        if now != why:
            case.learn(now)
            return False
        return instead != before or self._report_came != self.came

    def message(self) -> Message | None:
        """What is said, and the way on; None where there is nothing to say but why."""
        case, why = self._case, self._case.read_only_because
        if case.newest_missing and self.came is None:
            text = tr("The newest version of this report is not on the hub, or its signature is not valid.")
            hint = tr("Here is an earlier version. Don’t rely on it; tell your administrator.")
            return Message(text, hint, level=Level.ERROR, stands=True)
        if why is None:
            return None
        if self.instead is not None:
            return self._to_the_step_in_its_place(why, self.instead)
        if why.barrier in UNTAKEN:
            run = partial(self._ways.write_on, case.task)
            return Message(why.text, level=Level.WARNING, action=tr("Go on writing"), run=run, stands=True)
        unsigned = self._unsigned() if why.barrier is Barrier.SIGNED else None
        if self.stuck is not None:
            return self._ways.half_done.message(unsigned.text if unsigned else why.text, self.stuck)
        if unsigned is not None:
            return unsigned
        if self.came is not None:
            run, show = partial(self._ways.open_task, self.came), tr("Show the report")
            return Message(why.text, self._not_newest, level=Level.WARNING, action=show, run=run, stands=True)
        return self._recallable(why) or (self._signed(why) if why.barrier is Barrier.SIGNED else None)

    def _to_the_step_in_its_place(self, why: ReadOnly, instead: ReadingTask) -> Message:
        writes = why.barrier in (*RETURNED, *BACK)
        action = tr("Go on writing") if writes else tr("Open")
        if why.barrier in WAITING_FOR_REVIEW:
            action = tr("Sign it …") if why.barrier is Barrier.OWN_WAITS else tr("Begin the review")
        run = partial(self._ways.write if writes else self._ways.open_task, instead)
        return Message(why.text, self._not_newest, level=Level.WARNING, action=action, run=run, stands=True)

    def _signed(self, why: ReadOnly) -> Message:
        newest = self._shown
        if newest is not None and not newest.broken and newest.undermined:
            text = tr("This report is signed, but measurements it is built on were changed or can’t be checked.")
            hint = tr("They are not shown, and the report can't be handed out. Tell your administrator.")
            return Message(text, hint, level=Level.ERROR, stands=True)
        if newest is None or not newest.broken:
            return Message(why.text, tr("You can view it."), stands=True)
        text = tr("This report is marked as signed, but: {verdict}.", verdict=tr(VERDICT_TEXTS[newest.verdict]))
        hint = tr("Don’t rely on it; tell your administrator.")
        return Message(text, hint, level=Level.ERROR, stands=True)

    def _recallable(self, why: ReadOnly) -> Message | None:
        """Of a report that waits for review, or whose review was withdrawn, to its author."""
        recall, waits = self._recall, why.barrier in WAITING_FOR_REVIEW
        if not (waits or self._own_withdrawn) or not recall.when():
            return None
        hint, action = tr("You can view it, or recall it until its review begins."), tr("Recall")
        if not waits:
            hint = tr("The review of your report was withdrawn. You can take the report back and go on writing.")
            action = tr("Take it back")
        return Message(why.text, hint, level=Level.WARNING, action=action, run=recall.run)

    def _unsigned(self) -> Message | None:
        """What is said in place of "signed" over a text that is not; None where it is, or none is shown."""
        case, came, ways, shown = self._case, self.came, self._ways, self._shown
        exam = self._worklist.exam(case.task.uid)
        if case.draft is None or shown is None or shown.state is ReportState.SIGNED:
            return None
        before = {version.reference.sop_instance_uid for version in case.story.versions}
        if came is not None and came.reports[0] not in before:
            text, hint = tr("The report is signed by now."), tr("This window shows it as it was before.")
            run, action = partial(ways.open_task, came), tr("Show the report")
            return Message(text, hint, level=Level.WARNING, action=action, run=run, stands=True)
        text = {
            Supplement.ADDENDUM: tr("The addendum shown here is not signed."),
            Supplement.AMENDMENT: tr("The amendment shown here is not signed."),
            None: tr("The text shown here is not signed."),
        }[case.supplement]
        signed = (exam.last_signed if exam is not None else None) or case.task
        show = ways.open_again if signed.uid == case.task.uid else ways.open_task
        hint, action = tr("The report was signed without it."), tr("Show the signed report")
        return Message(text, hint, level=Level.WARNING, action=action, run=partial(show, signed), stands=True)

    @property
    def _report_came(self) -> ReadingTask | None:
        """The step that shows the newest report that was handed over, by somebody else or at another computer; None
        where the window shows it, or is still loading its own."""
        case, exam, shown = self._case, self._worklist.exam(self._case.task.uid), self._shown
        known = case.lacks_report or case.handed_over
        steps, why = exam.steps if exam is not None else (), case.read_only_because
        signed = exam.last_signed if exam is not None else None
        if signed is not None and why is not None and why.barrier is Barrier.SIGNED:
            steps = (signed,)  # nothing that was added to it since
        done = [step for step in steps if step.state is State.DONE and step.reports]
        if not done or not (known or shown is not None):
            return None
        step = done[-1]
        own = step.uid == case.task.uid and (case.handed_over or step.reports == case.task.reports)
        told = shown is not None and shown.reference.sop_instance_uid == step.reports[0]
        return step if not own and not told else None

    @property
    def _shown(self) -> ReportVersion | None:
        return self._case.story.newest

    @property
    def _not_newest(self) -> str:
        """Said beside a report that was handed over, or given back, after the one that is shown."""
        old = self._case.draft is not None and self.came is not None
        return tr("This window does not show the newest report.") if old else ""

    @property
    def _own_withdrawn(self) -> bool:
        exam = self._worklist.exam(self._case.task.uid)
        me = self._worklist.rights.is_me
        return exam is not None and any(me(review.author_id) for review in exam.withdrawn)

    def _is_behind(self, task: ReadingTask) -> bool:
        """Whether the list has a task as being done by this user that was handed over here."""
        own = self._worklist.rights.is_me(task.reader_id)
        return self._case.handed_over and task.state is State.READING and own

    def _is_own_doing(self, barrier: Barrier) -> bool:
        """Who has signed or returned it here knows that; who submitted it is offered to recall it."""
        shown = self._shown
        signed = barrier is Barrier.SIGNED and shown is not None and shown.state is ReportState.SIGNED
        returned = barrier in RETURNED and self._case.is_review
        return signed or returned or barrier is Barrier.DONE
