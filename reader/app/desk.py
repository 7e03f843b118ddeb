"""The desk of a signed-in user: the worklist window, at most one open case, and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from reader.app.access import Barrier, ReadOnly
from reader.app.afterwards import BACK_IN_LIST, Afterwards
from reader.app.archive_trouble import tell_of_archives
from reader.app.claiming import Claiming
from reader.app.critical_desk import CriticalDesk
from reader.app.dictation import Dictation
from reader.app.exam_actions import ExamActions
from reader.app.exporting import Exporting
from reader.app.giving_back import GivingBack
from reader.app.half_done import HalfDone
from reader.app.handover import HandoverDesk
from reader.app.leaving import Leaving
from reader.app.local import LocalExams
from reader.app.office import AuditBeside
from reader.app.opening import CaseOpener
from reader.app.prefetch import Prefetcher
from reader.app.presenter import RECALL, Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.report_copies import ReportCopies
from reader.app.report_messages import ReportMessages
from reader.app.reporting import CaseReporting
from reader.app.session import Session
from reader.app.standing import done, is_cancelled, taken
from reader.app.statistics_beside import StatisticsBeside, looking
from reader.app.submitting import Submitting, signing_of
from reader.app.supplementing import Supplementing
from reader.app.ui.about import AboutDialog
from reader.app.ui.ending import may_make_room
from reader.app.ui.identity_question import asking
from reader.app.ui.keys_dialog import edit_keys
from reader.app.ui.metered import metered
from reader.app.ui.monitors import Monitors
from reader.app.ui.page_picture import show_picture
from reader.app.ui.reading_window import ReadingWindow
from reader.app.ui.settings_dialog import SettingsDialog
from reader.app.ui.spare_window import SpareWindow
from reader.app.ui.typed_ahead import TypedAhead
from reader.app.ui.worklist_window import WorklistWindow
from reader.app.way_out import WayOut
from reader.app.workplace import Workplace
from reader.core.commands import CommandRegistry
from reader.core.errors import ReaderError
from reader.core.qt.actions import bind_keys
from reader.core.qt.fitting import open_wide
from reader.core.qt.waiting import wait_while
from reader.core.text import tr
from reader.delivery.model import UNDELIVERED, UNFINISHED, Delivery
from reader.delivery.ui.held import HeldBanner
from reader.delivery.ui.receipts import ReceiptsWidget
from reader.study.model import Study
from reader.terms.languages import language_of
from reader.worklist.exam import Exam, exam_key
from reader.worklist.model import Kind, ReadingTask, State
from reader.worklist.ui.page import WorklistPage


class Desk:
    """Main thread. Implements what the two windows ask for (`UserMenu`, `CaseActions`)."""

    def __init__(
        self,
        place: Workplace,
        presenter: Presenter,
        language: str,
        *,
        show_help: Callable[[], None],
        sign_out: Callable[[], None],
        quit_program: Callable[[], None],
        notice: Callable[[], QWidget],
    ) -> None:
        """notice: makes the line of the worklist window about the program itself."""
        self.place, self.presenter, self._notice = place, presenter, notice
        self.help, self._sign_out, self._quit = show_help, sign_out, quit_program
        self._speak(language)
        self.handover = HandoverDesk(place)
        self._submitting = Submitting(place, presenter, self.handover, self)
        self.half_done = HalfDone(place, presenter)
        self.afterwards = Afterwards(place)
        supplementing = Supplementing(place, self.handover.is_going)
        self.leaving = Leaving(place, presenter)
        self._giving_back = GivingBack(self, self.leaving, place.worklist.worklist, lambda: self.page.foot)
        self._ahead = TypedAhead()
        self.exams = ExamActions(
            self.afterwards, supplementing, presenter, self.write_begun, self._giving_back.withdraw,
            lambda: self.at_hand, place.worklist.worklist, self._ahead,
        )  # fmt: skip
        self.exporting = Exporting(place.services, presenter, place.user)
        self.critical = CriticalDesk(place, presenter, self.front)
        self._way_out = WayOut(self, place, presenter, self.handover, self.leaving, self.critical)
        self.copies = ReportCopies(place, presenter, self.exporting)
        self._messages = ReportMessages(place, presenter)
        self.claiming = Claiming(place, presenter, self.leaving, case=lambda: self.case, leave=self.leave_case)
        self.prefetch = Prefetcher(place, metered)
        self.monitors = Monitors(place.services.settings, self.front)
        self._audit = AuditBeside(place.services, place.session, presenter.show, show_help)
        look = looking(place.worklist, self.open_task)
        self.statistics = StatisticsBeside(place.services, place.session, presenter.show, show_help, look)
        self.local = LocalExams(
            place.services, presenter, settings=self.settings, show_help=show_help, front=self.front,
            may_open=self._may_open_local, left=self._local_left, memory=place.volumes.memory,
            user=place.user, monitors=self.monitors,
        )  # fmt: skip
        self.case: ReadingCase | None = None
        self.page: WorklistPage  # there as soon as its window is
        self.worklist_window: WorklistWindow | None = None
        self.reading_window: ReadingWindow | None = None
        self._dictation = Dictation(place.services, presenter, lambda: self.reading_window)
        self._spare = SpareWindow(lambda: self._window_of(self.opener.prepare()))
        presenter.whole.said.connect(self._show_message)
        presenter.whole.withdrawn.connect(self._withdraw)
        place.worklist.session_expired.connect(presenter.session_expired.emit)
        place.worklist.worklist.connection_changed.connect(self._connection_changed)
        tell_of_archives(place.studies, presenter)
        place.outbox.model.delivered.connect(self._delivered)
        place.outbox.model.refused.connect(self._refused)
        place.outbox.model.missing.connect(self._refused)

    @property
    def session(self) -> Session:
        return self.place.session

    @property
    def closed(self) -> bool:
        """Whether nobody sits here: what is asked for now opens nothing."""
        return self.worklist_window is None

    @property
    def busy(self) -> bool:
        """Whether the doctor is at work on an exam, or about to be."""
        return any(self.at_hand) or self._ahead.going

    @property
    def at_hand(self) -> tuple[object, ...]:
        """What is open, or on its way from a disc: another value for something else, nothing true for nothing."""
        return self.case, *self.local.at_hand

    def start(self) -> None:
        failures = self.place.start()
        self.afterwards.start()
        self._messages.start()
        self.prefetch.start()
        self._dictation.start()
        self._show_worklist()
        self.half_done.remind()
        self._be_ready()
        for error in failures:
            self.presenter.show(error)

    def close(self) -> None:
        """Save what is open and take both windows away."""
        self._ahead.end()
        self._dictation.stop()
        self.presenter.whole.said.disconnect(self._show_message)
        self.presenter.whole.withdrawn.disconnect(self._withdraw)
        self.presenter.end()
        wait_while(self.handover.is_going)
        self._submitting.end()
        self.leave_case(settled=True)
        self.local.leave()
        self._spare.drop()
        self._audit.drop()
        self.statistics.drop()
        self.prefetch.stop()
        self.place.stop()
        window, self.worklist_window = self.worklist_window, None
        if window is not None:
            window.closed.disconnect()
            window.close()
            window.deleteLater()

    def rebuild(self, language: str) -> None:
        """Build both windows again in another language or theme; the case and its models stay."""
        self._speak(language)
        self._spare.drop()
        if self.worklist_window is not None:
            self._show_worklist()
        if self.case is not None and self.reading_window is not None:
            self.reporting.follow_language(self.case)
            self._show_case(self.case)
        elif self.worklist_window is not None:
            self._spare.soon()
        self.local.rebuild()
        self._audit.drop()
        self.statistics.drop()

    def _speak(self, language: str) -> None:
        """What opens cases, with new reports in this language."""
        self.reporting = CaseReporting(self.place, self.presenter, language_of(language).tag)
        self.opener = CaseOpener(self.place, self.presenter, ReadingCase, self.reporting, asking(self.front))

    def signed_in_again(self) -> None:
        """After an expired session: go on with what waited for it."""
        self.place.worklist.refresh()
        self.place.outbox.retry_all()
        self.presenter.say(tr("Signed in again."))

    # the user's menu --------------------------------------------------------------------------------------

    def settings(self) -> None:
        SettingsDialog(self.place.services, self.front(), self.prefetch.verify, self.session.hub.url).exec()

    def keys(self) -> None:
        edit_keys(self.place.services.settings, self.front())

    def sign_out(self) -> None:
        self._way_out.go(self._sign_out)

    def about(self) -> None:
        AboutDialog(self.place, self.front()).exec()

    def audit(self) -> None:
        self._audit.show()

    # opening ----------------------------------------------------------------------------------------------

    def open_task(self, task: ReadingTask) -> None:
        """Claim the task and open it; what can't be claimed opens to be looked at, and says why."""
        if self.case is not None:
            came = self.case.only_viewed and task.reports != self.case.task.reports  # a report, since it was opened
            same = self.case.task.uid == task.uid and not self.case.handed_over and not came
            if same and self.reading_window is not None:
                self.reading_window.raise_()
                self.reading_window.activateWindow()
                return
            if not self.may_leave():
                return
            self.leave_case()
        self.local.leave()  # one patient at a time
        waiting = self.place.pending_delivery(task)
        if waiting is not None or self.handover.is_going(task):
            going = waiting is None or waiting.state in UNFINISHED
            self._open(task, ReadOnly(Barrier.ON_ITS_WAY) if going else self.half_done.standing(task))
            return
        exam = self.place.worklist.worklist.exam(task.uid)
        if exam is not None and len(exam.steps) == 1 and task.state is State.READING:
            self.place.worklist.steps_of(exam, chosen=False)  # whether another one follows on it since yesterday
        if task.state is State.DONE or (exam is not None and (exam.handed_on(task) or is_cancelled(exam))):
            self._open(task, done(exam, self.place.worklist.is_me))
            return
        if task.state is State.READING and not task.mine and not self.place.worklist.is_me(task.reader_id):
            self._open(task, taken(task))
            return
        self._open(task)  # looking needs no answer of the hub; writing waits for it
        self.claiming.ask(task)

    def write(self, task: ReadingTask) -> None:
        self._ahead.begin(exam_key(task))
        self.write_begun(task)

    def write_begun(self, task: ReadingTask) -> None:
        """Open it to be written; what has been typed since the doctor asked for it goes where that is done."""
        self._ahead.opens(exam_key(task))
        self.open_task(task)
        self._come_to_write()

    def _come_to_write(self) -> None:
        place = self.reading_window.come_to_write() if self.reading_window is not None else None
        if place is not None:
            self._ahead.go_on_in(place)
        else:
            self._ahead.end()

    def _open(self, task: ReadingTask, read_only_because: ReadOnly | None = None) -> None:
        if self.closed:  # the hub's answer came when its user had gone
            return
        self.prefetch.hold()
        window = self._spare.take()
        self.case = case = window.case if window is not None else self.opener.prepare()
        case.begin(task, self.place.base_url(task), read_only_because)
        self.opener.open(case)
        self.place.seen.open(case)
        self.prefetch.case_opened(case.study)
        self._show_case(case, window)
        if task.kind is Kind.ADDENDUM and self.reading_window is not None:
            self.reading_window.come_to_write()  # whoever opens one that is theirs goes on writing it

    # what the reading window asks for ------------------------------------------------------------------------

    def submit(self) -> None:
        self._submitting.submit()

    def sign(self) -> None:
        self._submitting.sign()

    def give_back(self, reason: str) -> None:
        self._submitting.give_back(reason)

    def keep_reason(self, case: ReadingCase, reason: str) -> None:
        self._submitting.keep_reason(case, reason)

    def reason_of(self, task: ReadingTask) -> str:
        return self._submitting.reason_of(task)

    def look(self, case: ReadingCase, then: Callable[[], None]) -> None:
        self.opener.growing.look(case, then)

    def undo_submission(self, delivery: Delivery) -> None:
        """Take a submission back that has not been sent yet: its case can be written in again."""
        try:
            back = self.afterwards.undo(delivery)
        except ReaderError as error:
            self.presenter.show(error)
            return
        case, window = self.case, self.reading_window
        if not back:
            hint = tr("Recall it before a reviewer takes it.")
            self.presenter.say(tr("It has been sent already."), hint, level=Level.WARNING)
        elif case is not None and window is not None and self._is_of(delivery) and case.handed_over:
            case.take_back()
            window.thawed()
            if not case.read_only:  # its claim may have been ended meanwhile
                self._say_undone()
        else:
            if (task := self.place.worklist.worklist.tasks.get(delivery.task_uid)) is not None:
                self._leave_viewed(task)
                self.open_task(task)
            self._say_undone()

    def write_on(self, task: ReadingTask) -> None:
        delivery = self.place.pending_delivery(task)
        if delivery is not None and not (delivery.untaken or delivery.only_stored):
            if self.case is not None and self.case.task.uid == task.uid and self.case.only_viewed:
                self.case.learn(ReadOnly(Barrier.ON_ITS_WAY))  # it is being tried again just now
            return
        self._ahead.begin(exam_key(task))
        self._ahead.opens(exam_key(task))
        if self._leave_viewed(task):
            self._open(task)
            self.place.take_up_claim(task)
            self.claiming.ask(task, before=self.half_done.take_back)
            self._come_to_write()
        else:
            self._ahead.end()

    def open_again(self, task: ReadingTask) -> None:
        """Where it is open to be viewed only: by now it can be written in."""
        if self._leave_viewed(task):
            self.open_task(task)

    def _leave_viewed(self, task: ReadingTask) -> bool:
        """True where it was open to be viewed only."""
        viewed = self.case is not None and self.case.task.uid == task.uid and self.case.only_viewed
        if viewed:
            self.leave_case(settled=True)
        return viewed

    def _is_of(self, delivery: Delivery) -> bool:
        return self.case is not None and self.case.task.uid == delivery.task_uid

    def _say_undone(self) -> None:
        self.presenter.say(tr("The submission was undone."), tr("The report was not sent; you can go on writing."))

    def compare(self, prior: Study) -> None:
        if self.case is not None:
            self.opener.compare(self.case, prior)

    def next_case(self) -> None:
        if self.worklist_window is not None and self.may_leave():
            before = exam_key(self.case.task) if self.case is not None else None
            self.leave_case()
            self.page.open_next_after(before)

    # windows ----------------------------------------------------------------------------------------------

    def _show_worklist(self) -> None:
        place = self.place
        registry = CommandRegistry()
        shown = self.page if self.worklist_window is not None else None
        self.page = WorklistPage(
            place.worklist.worklist, place.worklist, registry,
            handed_over=lambda task: self.handover.is_going(task) or any(
                one.task_uid == task.uid and not one.untaken for one in place.outbox.model.of_state(*UNDELIVERED)
            ),
        )  # fmt: skip
        place.outbox.model.changed.connect(self.page.hand_overs_changed)
        self.page.open_requested.connect(self.open_task)
        self.page.release_requested.connect(self._giving_back.release)
        self.page.failed.connect(self.presenter.show)
        self.page.picture_wanted.connect(partial(show_picture, self.prefetch, self.page))
        self.page.forget_requested.connect(self.prefetch.forget)
        own = self.local.commands("worklist", "user")
        handed_over = [*self.exams.commands(self.page.selected_exam, "worklist", "row")]
        handed_over += self.critical.commands("worklist", "user")
        registry.add(*own, *handed_over)
        bind_keys(handed_over, self.page, self.page.foot.not_now)
        window = WorklistWindow(
            place.session, self.page, ReceiptsWidget(place.outbox), registry, self,
            lambda: place.worklist.worklist.connection, self._held(), self._notice(), lambda: self._may_end(window),
        )  # fmt: skip
        self.local.attach(window, own)
        self.critical.attach(window)
        open_wide(window, QSize(1440, 860))
        window.closed.connect(self._worklist_closed)
        previous, self.worklist_window = self.worklist_window, window
        if previous is not None:
            previous.closed.disconnect(self._worklist_closed)
            window.setGeometry(previous.geometry())
        if self.reading_window is None or previous is not None:
            window.show()
            self.page.setFocus()
        if shown is not None:
            self.page.follow_on(shown)
        if self.reading_window is None:
            window.activateWindow()
        if previous is not None:
            window.go_on_from(previous)
            previous.close()
            previous.deleteLater()

    def _show_case(self, case: ReadingCase, window: ReadingWindow | None = None) -> None:
        previous, self.reading_window = self.reading_window, window or self._window_of(case)
        self.reading_window.show_in_place_of(previous)

    def _window_of(self, case: ReadingCase) -> ReadingWindow:
        place = self.place
        window = ReadingWindow(
            case, place.services.settings, place.worklist.worklist, self,
            signing=partial(signing_of, place.session), may_leave=self.may_leave, held=self._held(),
            phrases=place.phrases, words=place.words,
            handed_over=lambda case: self.exams.commands(lambda: self._exam_of_case(case), "reading", "review"),
        )  # fmt: skip
        window.left.connect(self.leave_case)
        window.registry.add(*(own := self.local.commands("reading")))
        self.local.attach(window, own)
        self.critical.attach_case(window)
        return window

    def _held(self) -> HeldBanner:
        banner = HeldBanner(self.place.outbox)
        banner.undo_asked.connect(self.undo_submission)
        return banner

    def leave_case(self, *, settled: bool = False) -> None:
        """settled: what becomes of its task has been decided already."""
        case, self.case = self.case, None
        window, self.reading_window = self.reading_window, None
        if window is not None:
            self._submitting.put_down(case, window)
        if case is not None:
            self.claiming.call_off(case.task)
            try:
                self.place.journal.close()
            except ReaderError as error:
                self.presenter.show(error)
        if window is not None:
            window.left.disconnect(self.leave_case)
            window.close()
            window.deleteLater()
        if case is not None:
            self.prefetch.case_left()
            self.place.seen.close()
            if not settled:
                self.leaving.left(case)
            case.close()
        if self.worklist_window is not None:
            self.worklist_window.show()
            self.worklist_window.activateWindow()
            self._be_ready()

    def _be_ready(self) -> None:
        """While the worklist is shown: memory for the next volume and a window for the next case."""
        self.place.volumes.make_ready()
        self._spare.soon()

    def _may_end(self, window: WorklistWindow) -> bool:
        """Whether the program may end with its worklist; it does not where a case is open."""
        if window is not self.worklist_window or self.reading_window is not None or self.local.window is not None:
            return True
        return self._way_out.may_end(window.close)

    def _worklist_closed(self) -> None:
        """Closing the worklist ends the program, unless a case is open: then it can be called back."""
        if self.reading_window is None and self.local.window is None:
            self._quit()

    def may_leave(self) -> bool:
        """Whether the open case can be left: yes, once what was typed is on disk."""
        try:
            self.place.journal.flush()
        except ReaderError as error:
            self.presenter.show(error)
            return False
        return True

    # following --------------------------------------------------------------------------------------------

    def _delivered(self, delivery: Delivery) -> None:
        self.place.worklist.refresh()
        if (recalled := self.afterwards.recalled(delivery)) is not None:
            review, shown = recalled
            self.presenter.withdraw(RECALL)
            if self.case is None or self.case.task.uid != shown.uid:  # its own window says so
                text = BACK_IN_LIST.get(review.supplement, BACK_IN_LIST[""])
                self.presenter.say(tr(text, name=review.patient.name.display))
        self._submitting.delivered(delivery)

    def _refused(self, delivery: Delivery) -> None:
        kept = delivery.delivery_id in self.place.outbox.model.deliveries  # else it was a recall that came too late
        if kept and self._is_of(delivery) and self.case is not None and self.case.only_viewed:
            self.case.learn(self.half_done.standing(self.case.task))
        self.place.worklist.refresh()  # how far it is shows there, and whether its claim was ended
        self.presenter.tell(Message(delivery.error, delivery.hint, level=Level.ERROR))

    def _show_message(self, message: Message) -> None:
        window = self.reading_window or self.local.window or self.worklist_window
        if window is not None:
            window.show_message(message)

    def _withdraw(self, about: str) -> None:
        for window in (self.reading_window, self.local.window, self.worklist_window):
            if window is not None:
                window.withdraw(about)

    def _connection_changed(self, _: str) -> None:
        if self.worklist_window is not None:
            self.worklist_window.refresh_connection()

    def _exam_of_case(self, case: ReadingCase) -> Exam | None:
        """The exam of a case that is looked at or written, as the worklist has it now."""
        settled = case.only_viewed or case.may_submit
        return self.place.worklist.worklist.exam(case.task.uid) if settled else None

    def front(self) -> QWidget | None:
        case_window = self.reading_window or self.local.window
        return case_window.front if case_window is not None else self.worklist_window

    def _may_open_local(self) -> bool:
        """Whether the open case may make room for an exam from a disc: asked, and its report safe on disk first."""
        if self.case is None:
            return True
        name = self.case.study.study.patient.name.display or tr("no name")
        if not may_make_room(name, self.front()) or not self.may_leave():
            return False
        self.leave_case()
        return True

    def _local_left(self) -> None:
        if self.worklist_window is not None and self.case is None:
            self.worklist_window.show()
            self.worklist_window.activateWindow()
