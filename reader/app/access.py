"""Who may write in a case: a table of states and events, and why a case can only be viewed. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from reader.core.text import mark, tr


class Access(Enum):
    NEW = auto()
    CLAIMING = auto()  # the hub has not answered yet; until then the case can only be viewed
    BARRED = auto()  # the hub has not answered yet, and nothing may be written whatever it answers
    WRITING = auto()
    VIEWING = auto()
    HANDING_OVER = auto()  # confirmed by its user; being encoded and signed as it was then
    HANDED_OVER = auto()
    LEFT = auto()


class AccessEvent(Enum):
    ASK = auto()
    GRANT = auto()
    REFUSE = auto()
    BAR = auto()
    CONFIRM = auto()
    HAND_OVER = auto()
    KEEP = auto()  # it could not be handed over
    TAKE_BACK = auto()
    LEAVE = auto()


_ENDS = (AccessEvent.HAND_OVER, AccessEvent.KEEP)

TRANSITIONS: Mapping[tuple[Access, AccessEvent], Access] = {
    (Access.NEW, AccessEvent.ASK): Access.CLAIMING,
    (Access.NEW, AccessEvent.REFUSE): Access.VIEWING,
    (Access.CLAIMING, AccessEvent.GRANT): Access.WRITING,
    (Access.CLAIMING, AccessEvent.REFUSE): Access.VIEWING,
    (Access.CLAIMING, AccessEvent.BAR): Access.BARRED,
    (Access.BARRED, AccessEvent.GRANT): Access.VIEWING,
    (Access.BARRED, AccessEvent.REFUSE): Access.VIEWING,
    (Access.BARRED, AccessEvent.BAR): Access.BARRED,
    (Access.WRITING, AccessEvent.BAR): Access.VIEWING,
    (Access.WRITING, AccessEvent.CONFIRM): Access.HANDING_OVER,
    (Access.HANDING_OVER, AccessEvent.HAND_OVER): Access.HANDED_OVER,
    (Access.HANDING_OVER, AccessEvent.KEEP): Access.WRITING,
    (Access.HANDING_OVER, AccessEvent.BAR): Access.VIEWING,
    (Access.VIEWING, AccessEvent.BAR): Access.VIEWING,
    (Access.HANDED_OVER, AccessEvent.BAR): Access.VIEWING,
    (Access.HANDED_OVER, AccessEvent.TAKE_BACK): Access.WRITING,
    # the encoding of a handover ends after the case has moved on
    **{(state, event): state for state in (Access.VIEWING, Access.LEFT) for event in _ENDS},
    **{(state, AccessEvent.LEAVE): Access.LEFT for state in Access},
}
"""Any other pair is illegal."""


class Barrier(Enum):
    """Why nothing can be written, in words to be translated."""

    UNANSWERED = mark("The hub has not yet said whether it is yours.")
    REFUSED = "{said}"  # in the hub's words
    ENDED = mark("This task has ended at the hub meanwhile.")
    ANOTHERS = mark("{name} is reading this exam.")
    CONTINUED = mark("{name} is going on with this report.")
    ELSEWHERE = mark("You have opened this exam on another computer, or this one has lost your claim.")
    FREE = mark("This exam can be read now.")
    BACK = mark("This report is back with you.")
    ADDENDUM_BACK = mark("The addendum is back with you.")
    AMENDMENT_BACK = mark("The amendment is back with you.")
    WITH_ITS_AUTHOR = mark("This report is back with {name}.")
    ADDENDUM_WITH_ITS_AUTHOR = mark("The addendum is back with {name}.")
    AMENDMENT_WITH_ITS_AUTHOR = mark("The amendment is back with {name}.")
    ADDENDUM_FREE = mark("The addendum to this report can be written now.")
    AMENDMENT_FREE = mark("This report can be amended now.")
    RETURNED = mark("{name} returned this report: {reason}")
    ADDENDUM_RETURNED = mark("{name} returned the addendum: {reason}")
    AMENDMENT_RETURNED = mark("{name} returned the amendment: {reason}")
    IN_REVIEW = mark("{name} is reviewing this report.")
    ADDENDUM_IN_REVIEW = mark("{name} is reviewing the addendum.")
    AMENDMENT_IN_REVIEW = mark("{name} is reviewing the amendment.")
    IN_SECOND_READING = mark("{name} is reading this exam a second time, without knowing the first report.")
    IN_APPROVAL = mark("{name} is looking at this report as chief doctor.")
    BEING_ADDED_TO = mark("{name} is writing an addendum to this report.")
    BEING_AMENDED = mark("{name} is amending this report.")
    WAITS = mark("This report is waiting for review.")
    ADDENDUM_WAITS = mark("The addendum is waiting for review.")
    AMENDMENT_WAITS = mark("The amendment is waiting for review.")
    APPROVAL_WAITS = mark("This report is reviewed and waits for a chief doctor.")
    SECOND_WAITS = mark("This exam waits for a second reading, by a doctor who doesn’t know the report.")
    OWN_WAITS = mark("This report is waiting for review; you may sign it yourself.")
    WITHDRAWN = mark("The review was withdrawn; this report waits for nobody.")
    ADDENDUM_WITHDRAWN = mark("The review of the addendum was withdrawn; it waits for nobody.")
    AMENDMENT_WITHDRAWN = mark("The review of the amendment was withdrawn; it waits for nobody.")
    CANCELLED = mark("The order was cancelled at the hub.")
    REPORT_CANCELLED = mark(
        "The order was cancelled at the hub. Nobody waits for the report; it stays stored there."
    )
    SIGNED = mark("This report is signed.")
    DONE = mark("This task is done.")
    GOING = mark("This report is being handed over.")
    ON_ITS_WAY = mark("This report is on its way to the hub.")
    HALF_TAKEN = mark("Only a part of this report’s delivery is done at the hub.")
    NOT_READABLE = mark(
        "What was written can't be read on this computer, so it can't be written on. As submitted it is kept."
    )
    NOT_TAKEN = mark("The hub has not taken this report; it is kept on this computer. See its receipt.")
    LOST = mark("The hub does not have this report any more; it is kept on this computer. See its receipt.")
    SUBMITTED = mark("The report has been submitted.")
    OTHER_PATIENT = mark("The images belong to another patient than the order.")
    NO_SUBMITTED_REPORT = mark("The submitted report can't be found on the hub.")
    NO_SIGNED_REPORT = mark("The signed report can't be found on the hub.")
    BROKEN_SIGNATURE = mark("The signature of the report that this builds on is not valid.")
    REPORT_OF_ANOTHER = mark("The stored report is of another patient and is not shown.")
    LOCAL = mark("Opened from {where}, not from the worklist: no report can be written.")


WAITING_FOR_REVIEW = (
    Barrier.WAITS, Barrier.ADDENDUM_WAITS, Barrier.AMENDMENT_WAITS, Barrier.APPROVAL_WAITS,
    Barrier.SECOND_WAITS, Barrier.OWN_WAITS,
)  # fmt: skip
RETURNED = (Barrier.RETURNED, Barrier.ADDENDUM_RETURNED, Barrier.AMENDMENT_RETURNED)
WITHDRAWN = (Barrier.WITHDRAWN, Barrier.ADDENDUM_WITHDRAWN, Barrier.AMENDMENT_WITHDRAWN)
UNTAKEN = (Barrier.NOT_TAKEN, Barrier.LOST)
BACK = (Barrier.BACK, Barrier.ADDENDUM_BACK, Barrier.AMENDMENT_BACK)


@dataclass(frozen=True)
class ReadOnly:
    """Why a case can only be viewed. values: what the words name, such as ("name", "Li Na")."""

    barrier: Barrier
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """In the language of the program as it is now."""
        return tr(self.barrier.value, **dict(self.values))


def after(state: Access, event: AccessEvent) -> Access:
    """Raises ValueError for an event that can't happen in this state."""
    try:
        return TRANSITIONS[(state, event)]
    except KeyError:
        raise ValueError(f"{event.name} of a case in {state.name}") from None
