"""What is asked for under a report: looked at once more, confirmed by its doctor, handed over. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from reader.app.handover import Done, Failed, HandoverDesk
from reader.app.presenter import LAST_LOOK, Level, Message, Presenter
from reader.app.reading_case import ReadingCase
from reader.app.session import Session
from reader.app.token_asking import TokenAsking
from reader.app.ui.reading_window import ReadingWindow
from reader.app.workplace import Workplace
from reader.core.errors import ReaderError
from reader.core.qt.waiting import ask, wait_while
from reader.core.text import Told, mark, together, tr
from reader.delivery.model import Delivery
from reader.review.checks import Discrepancy, Severity
from reader.review.doubts import why_doubted
from reader.review.reasons import reason_parts, reason_text
from reader.review.sides import shortened
from reader.review.supplement import Supplement
from reader.review.ui.review_bar import Signing
from reader.review.ui.sign_dialog import Purpose, SignDialog
from reader.worklist.model import ReadingTask

LOOK_S = 2.0
"""How long an archive may take before a submission or a signature to say what has arrived."""
_TOLD_S = 0.3
"""After which it is said why nothing happens yet."""
_ENDED_MS = 100
"""How soon a question goes that has no answer any more: nobody can write in the report."""


def signing_of(session: Session, task: ReadingTask) -> Signing:
    """What a reviewer may do with a report that is right."""
    if not session.may_review:
        return Signing.NOT
    if task.own and task.author_id in (session.user.code.value, session.user.username):
        return Signing.OWN
    return Signing.PASS_ON if task.approval and not session.may_approve else Signing.SIGN


class Seat(Protocol):
    """Where the open case is."""

    @property
    def case(self) -> ReadingCase | None: ...

    @property
    def reading_window(self) -> ReadingWindow | None: ...

    def front(self) -> QWidget | None: ...

    def look(self, case: ReadingCase, then: Callable[[], None]) -> None:
        """Ask the archive what the exam of the case holds by now."""

    def next_case(self) -> None: ...

    def open_again(self, task: ReadingTask) -> None:
        """Where this one is open to be viewed only."""


class Submitting:
    """The verbs of the buttons under a report, with the questions before them and what is said after them."""

    def __init__(self, place: Workplace, presenter: Presenter, handover: HandoverDesk, seat: Seat) -> None:
        self._place, self._presenter, self._handover, self._seat = place, presenter, handover, seat
        self._token = TokenAsking(place, presenter, seat.front)
        self._ended = False

    def submit(self) -> None:
        case = self._looked_at()
        if case is not None and self._may_go(case, Purpose.SUBMIT):
            second = mark("The second reading is handed over; both reports can be compared now.")
            text = second if case.task.second else mark("Submitted for review.")
            self._hand_over(case, self._handover.submit, Told(lambda: tr(text)))

    def sign(self) -> None:
        case = self._looked_at()
        if case is None:
            return
        if signing_of(self._place.session, case.task) is Signing.PASS_ON:
            if self._may_go(case, Purpose.PASS_ON):
                passed = Told(lambda: tr("Reviewed; a chief doctor signs it."))
                self._hand_over(case, self._handover.pass_on, passed)
        elif self._may_go(case, Purpose.SIGN):
            self._hand_over(case, self._handover.sign, Told(lambda: tr("Signed.")))

    def give_back(self, reason: str) -> None:
        self._take_what_is_typed()
        case = self._asked()
        if case is None or not case.is_review or not (self._token.found() and self._token.unlocked()):
            return
        if case.version is not None and case.version is case.history.doubted:
            # its author has to know, whatever is mended since
            why, (chosen, written) = why_doubted(case.version), reason_parts(reason)
            if why not in written:  # it was refused once, and is sent again
                reason = reason_text(chosen, f"{written}\n{why}".strip())

        def give_back(case: ReadingCase, done: Done, failed: Failed) -> None:
            self._place.journal.keep_reason(case.task.uid, reason)
            self._handover.give_back(case, reason, done, failed)

        self._hand_over(case, give_back, Told(lambda: tr("Returned to the author.")))

    def put_down(self, case: ReadingCase | None, window: ReadingWindow) -> None:
        """The case is left: what is begun in a form or a field goes along, and the reason of a return is kept."""
        window.take_what_is_typed()
        if case is not None:
            self.keep_reason(case, window.begun_return)

    def keep_reason(self, case: ReadingCase, reason: str) -> None:
        """Why the report is to be returned, as far as that is written; "" forgets it."""
        if not case.is_review or case.handing_over or case.handed_over or case.scope.closed:
            return
        if not reason and case.claim is None:
            return  # it was only looked at
        try:
            if reason != self._place.journal.reason(case.task.uid):
                self._place.journal.keep_reason(case.task.uid, reason)
        except ReaderError as error:
            self._presenter.show(error)

    def reason_of(self, task: ReadingTask) -> str:
        """Why its report was to be returned, where that could not be handed over."""
        try:
            return self._place.journal.reason(task.uid)
        except ReaderError as error:
            self._presenter.show(error)
            return ""

    def end(self) -> None:
        """Its user is gone: what fails now is not told to the next one. The draft is listed first at his return."""
        self._ended = True

    def delivered(self, delivery: Delivery) -> None:
        """Said in the window of the case that it is of."""
        case, window = self._seat.case, self._seat.reading_window
        if case is not None and window is not None and case.task.uid == delivery.task_uid:
            text = Told(lambda: tr("{what}: delivered to the hub.", what=delivery.title))
            window.show_message(Message(text, action=_next(), run=self._seat.next_case))

    def _take_what_is_typed(self) -> None:
        if (window := self._seat.reading_window) is not None:
            window.take_what_is_typed()

    def _writable(self) -> ReadingCase | None:
        case = self._seat.case
        return case if case is not None and not case.read_only and case.draft is not None else None

    def _asked(self) -> ReadingCase | None:
        """The open case whose report can be written in; where that is still being opened it is said."""
        case, window = self._writable(), self._seat.reading_window
        if case is None and window is not None:
            window.say_that_it_comes()
        return case

    def _looked_at(self) -> ReadingCase | None:
        """The open case with what has arrived by now, before its last check. A slow archive keeps nobody."""
        self._take_what_is_typed()
        if (case := self._asked()) is not None:
            known: list[None] = []
            self._seat.look(case, lambda: known.append(None))
            if not wait_while(lambda: not known, _TOLD_S):
                asking = Told(lambda: tr("Asking the hub what has arrived of this exam …"))
                self._presenter.tell(Message(asking, level=Level.NOTE, about=LAST_LOOK))
                wait_while(lambda: not known, LOOK_S - _TOLD_S)
                self._presenter.withdraw(LAST_LOOK)
        return self._writable()

    def _may_go(self, case: ReadingCase, purpose: Purpose) -> bool:
        """The key is there, its doctor has had the last look and, where it is on a token, entered its PIN."""
        return self._token.found() and self._confirmed(case, purpose) and self._token.unlocked()

    def _confirmed(self, case: ReadingCase, purpose: Purpose) -> bool:
        """The last look before a report goes out: what was not seen, not judged, not said, or does not fit."""
        found, known = self._handover.discrepancies(case), case.study.offered
        key = self._place.key
        assert case.draft is not None
        dialog = SignDialog(
            case.draft.report,
            found if purpose is Purpose.SUBMIT else (*self._begun_return(), *found),
            self._place.session.user,
            purpose=_purpose(purpose, case.supplement),
            certificate=key.name if key else "",
            until=key.not_after if key else None,
            doubt=self._place.key_doubt if key else "",
            parent=self._seat.front(),
        )
        ended = QTimer(dialog, interval=_ENDED_MS)
        ended.timeout.connect(lambda: dialog.reject() if case.read_only else None)
        ended.start()
        go = ask(dialog)
        if not go and (window := self._seat.reading_window) is not None:
            window.show_what_to_check()
        if go and case.study.offered is not known and not case.read_only:  # more has arrived behind the question
            return self._confirmed(case, purpose)
        return go and not case.read_only  # else its window has said why

    def _begun_return(self) -> tuple[Discrepancy, ...]:
        """A reason for returning the report that was written and not sent: a signature leaves it unsaid."""
        window = self._seat.reading_window
        begun = window.begun_return if window is not None else ""
        if not begun:
            return ()
        text = tr("A reason for returning it was written (“{reason}”). The author will not see it.",
                  reason=shortened(begun))  # fmt: skip
        return (Discrepancy(Severity.ASK, "return", text),)

    def _hand_over(self, case: ReadingCase, verb: Callable[[ReadingCase, Done, Failed], None], text: str) -> None:
        def window() -> ReadingWindow | None:
            return self._seat.reading_window if self._seat.case is case else None  # else it was left meanwhile

        def done(_: Delivery) -> None:
            if (open_ := window()) is not None:
                open_.frozen()
                kept = mark("Kept on this computer until the hub has it. See the receipt in the worklist.")
                missed = self._place.missed_stamp if verb == self._handover.sign else ""
                unstamped = mark("It has no time stamp.")
                hint = Told(lambda: together(tr(unstamped) if missed else "", missed, tr(kept)))
                open_.show_message(Message(text, hint, action=_next(), run=self._seat.next_case))

        def failed(error: BaseException) -> None:
            if self._ended:
                return
            if (open_ := window()) is not None:
                open_.set_busy(case.read_only)
                self._presenter.show(error)
                return
            why = error.user_message if isinstance(error, ReaderError) else str(error)
            what = tr("The report of {name} was not handed over.", name=case.task.patient.name.display)
            safe = tr("Open its exam again.")
            with suppress(ReaderError):  # a profile that can't be read just now says nothing of it
                if not case.untouched or case.task.uid in self._place.journal.kept():
                    safe = tr("It is kept on this computer; open its exam again.")
            self._presenter.show(ReaderError(what, why, safe=safe))
            self._seat.open_again(case.task)

        if (open_ := window()) is not None:
            open_.set_busy(True)
        try:
            verb(case, done, failed)
        except ReaderError as error:  # it can't be written in any more, since the question was asked
            failed(error)


def _purpose(purpose: Purpose, supplement: Supplement | None) -> Purpose:
    if purpose is Purpose.PASS_ON:
        return purpose
    if supplement is Supplement.ADDENDUM:
        return Purpose.ADD if purpose is Purpose.SIGN else Purpose.SUBMIT_ADDENDUM
    if supplement is Supplement.AMENDMENT:
        return Purpose.AMEND if purpose is Purpose.SIGN else Purpose.SUBMIT_AMENDMENT
    return purpose


def _next() -> str:
    return Told(lambda: tr("Next case"))
