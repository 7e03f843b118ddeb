"""The one gate of every way out: signing out, and closing the worklist, which ends the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from reader.app.critical_desk import CriticalDesk
from reader.app.giving_back import OpenCase
from reader.app.handover import HandoverDesk
from reader.app.leaving import Leaving
from reader.app.presenter import Level, Presenter
from reader.app.ui.ending import all_sent
from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.app.workplace import Workplace
from reader.core.qt.waiting import wait_while
from reader.core.text import tr
from reader.worklist.model import ReadingTask


class WayOut:
    """Main thread."""

    def __init__(
        self, desk: OpenCase, place: Workplace, presenter: Presenter, handover: HandoverDesk, leaving: Leaving,
        critical: CriticalDesk,
    ) -> None:  # fmt: skip
        self._desk, self._place, self._presenter = desk, place, presenter
        self._handover, self._leaving, self._critical = handover, leaving, critical
        self._open = False

    def go(self, then: Callable[[], None], *, ending: bool = False) -> None:
        """After a look at what is unfinished; only who then goes sends what can still be undone and looks at what
        is not delivered. then: once the hub has what is given back. ending: the program goes too."""
        if not self._handed_over() or not self._desk.may_leave():  # what was confirmed is no longer unfinished
            return
        released: list[ReadingTask] = []
        front, about = self._desk.front(), self._place.outbox.about
        if unfinished := self._leaving.unfinished():
            dialog = UnfinishedDialog(unfinished, [], about, front, ending=ending)
            if not dialog.exec():
                return
            released = dialog.to_release()
        if not self._critical.may_go(ending=ending) or not self._all_sent(front):
            return
        undelivered = self._leaving.undelivered()
        if undelivered and not UnfinishedDialog([], undelivered, about, front, ending=ending).exec():
            return
        if self._desk.case is not None:
            self._desk.leave_case(settled=True)
        went = partial(self._went, then, self._standing(), ending=ending)
        self._leaving.release_all(released, went if released else then)

    def _standing(self) -> set[str]:
        """What is asked about, by UID."""
        unfinished = {one.task.uid for one in self._leaving.unfinished()}
        undelivered = {one.delivery_id for one in self._leaving.undelivered()}
        return {*self._critical.own_open(), *unfinished, *undelivered}

    def _went(self, then: Callable[[], None], known: set[str], *, ending: bool) -> None:
        """The hub has what was given back. It was slow: the doctor may have gone on working, or have gone."""
        if self._desk.closed:
            return
        if self._desk.busy or QApplication.activeModalWidget() is not None:
            self._presenter.say(tr("You have gone on working meanwhile, so you stay signed in."))
        elif self._standing() - known:
            self.go(then, ending=ending)
        else:
            then()

    def may_end(self, close: Callable[[], object]) -> bool:
        """Whether the program may end now with its worklist. close: once the hub has what is given back first."""
        if self._open:
            return True
        ended: list[bool] = []
        asking = True

        def end() -> None:
            ended.append(True)
            if not asking and self._desk.case is None:
                self._open = True
                close()
                self._open = False

        self.go(end, ending=True)
        asking = False
        return bool(ended)

    def _all_sent(self, window: QWidget | None) -> bool:
        """What was confirmed reaches the outbox first, and the hub then, or the user goes without."""
        return self._handed_over() and all_sent(self._place.outbox, self._presenter, window)

    def _handed_over(self) -> bool:
        """What was confirmed is in the outbox; False where it could not be handed over, so that one reads which."""
        before = self._handover.failures
        if not wait_while(self._handover.is_going):
            hint = tr("Try again in a moment.")
            self._presenter.say(tr("A report is still being prepared for the hub."), hint, level=Level.WARNING)
            return False
        return self._handover.failures == before
