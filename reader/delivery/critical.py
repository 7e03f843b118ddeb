"""Critical results: told of, told to somebody, handed on and closed, so that none is forgotten or there twice.

Whatever a doctor says of one is on disk before the hub is asked, under UIDs that were made before. A hub that is
away is asked again until it has it; a kill, a restart or a change of shift loses nothing. What one doctor could not
send from this computer is shown to whoever signs in there next, who can tell of it in their own name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from psygnal import Signal

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import SessionExpired
from reader.core.log import short
from reader.core.sealing import Seal
from reader.core.storage import Database, StorageError
from reader.core.tasks import Pool, Progress, Tasks
from reader.core.text import tr
from reader.delivery.critical_input import clean, one_line, too_long
from reader.delivery.critical_journal import Act, ActKind, CriticalJournal, Unreadable
from reader.delivery.critical_look import CriticalLook, Ended, Withdrawn
from reader.delivery.critical_sender import HANGS_S, CriticalSender, TooLate
from reader.delivery.critical_standing import Standing
from reader.dicom.ups.client import TaskGone, UpsClient
from reader.dicom.ups.critical import (
    MOST_TEXT,
    Category,
    Channel,
    CriticalResult,
    Event,
    What,
    critical_from,
    critical_json,
    event_from,
    event_json,
    new_result,
)
from reader.dicom.ups.workitem import SCHEDULED, Workitem
from reader.dicom.values import Code, Person, format_dt, new_transaction_uid, new_uid

BACK_OFF = (1.0, 2.0, 5.0, 10.0)
"""Seconds between two tries, the last for ever: minutes count."""
LOOK_EVERY_S = 15.0

log = logging.getLogger(__name__)
Record = Callable[[CriticalResult, str, Mapping[str, str]], None]


class CriticalModel:
    """What is open, as far as this computer knows. Main thread only. too_late(error): a step came after its end.
    ended(error): one has ended otherwise than its doctor left it. taken_away(error): another doctor has taken one
    over from who is signed in.

    unreadable: what can't be opened any more of what the hub has not got; it is told of as long as it is there.
    """

    changed = Signal()
    too_late = Signal(object)
    ended = Signal(object)
    taken_away = Signal(object)

    def __init__(self) -> None:
        self.standings: dict[str, Standing] = {}
        self.unreadable: tuple[Unreadable, ...] = ()

    def put(self, standings: Sequence[Standing], unreadable: Sequence[Unreadable] = ()) -> None:
        before = (self.standings, self.unreadable)
        self.standings, self.unreadable = {one.result.uid: one for one in standings}, tuple(unreadable)
        if before != (self.standings, self.unreadable):
            self.changed.emit()

    def of_exam(self, study_uid: str) -> list[CriticalResult]:
        """Open or closed since the sign-in, of one exam."""
        return [one.result for one in self.standings.values() if one.result.item.study_uid == study_uid]


@dataclass(frozen=True)
class _Outcome:
    """Of one round: what the hub has, None where it could not be asked; which acts failed, and why. again: the hub
    has lost something that it had, which is to be sent once more. gone, ended: as of a `Look`."""

    found: tuple[CriticalResult, ...] | None
    touched: tuple[CriticalResult, ...]
    problems: Mapping[str, str]
    too_late: tuple[TooLate, ...]
    expired: bool = False
    again: bool = False
    gone: frozenset[str] = frozenset()
    ended: tuple[Ended, ...] = ()


class CriticalService:
    """Main thread. record: writes what happened into the audit trail. ahead_s: of this computer's clock, against
    the hub's. Raises `StorageError` where the profile can't be read."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        ups: UpsClient,
        tasks: Tasks,
        user: Person,
        station: Code,
        *,
        record: Record = lambda result, what, details: None,
        ahead_s: Callable[[], float] = lambda: 0.0,
        back_off: Sequence[float] = BACK_OFF,
        look_every_s: float = LOOK_EVERY_S,
        hangs_s: float = HANGS_S,
    ) -> None:
        self.model = CriticalModel()
        self.user = user
        self._journal = CriticalJournal(database, seal, user)
        self._sender = CriticalSender(ups, user, station, self.now, hangs_s)
        self._look = CriticalLook(self._sender, self._journal)
        self._tasks, self._record, self._ahead_s = tasks, record, ahead_s
        self._back_off, self._look_every_s = tuple(back_off), look_every_s
        self._hub: dict[str, CriticalResult] = {}
        self._problems: dict[str, str] = {}
        self._failures = 0
        self._started = self._again = self._looked = False
        self._working: Progress | None = None
        self._alarm: Progress | None = None
        self._show()

    def now(self) -> datetime:
        """By the hub's clock, as far as that is known."""
        return datetime.now(UTC) - timedelta(seconds=self._ahead_s())

    def start(self) -> None:
        self._started = True
        self._turn()

    def stop(self) -> None:
        """What is under way ends by itself."""
        self._started = False
        for running in (self._working, self._alarm):
            if running is not None:
                running.cancel()

    @property
    def settled(self) -> bool:
        """Whether the hub has all that this user has said, and was looked at since."""
        waits: list[Act | Unreadable] = [*self._journal.acts(), *self._journal.unreadable()]
        return not any(map(self._journal.is_own, waits)) and self._working is None and self._looked

    def look(self) -> None:
        """Send what waits and look again, now."""
        self._failures = 0
        self._turn()

    # -- verbs: on disk when they return; raise `StorageError` ---------------------------------------------------

    def tell_of(
        self, exam: Workitem, category: Category, text: str, *,
        finding: Code | None = None, recipient: str = "", phone: str = "",
    ) -> CriticalResult:  # fmt: skip
        """A new one, of the exam of a task. Raises `ReaderError` where a text is empty or too long: none is cut."""
        said = clean(text)
        if not said:
            raise ReaderError(tr("The finding is not said."), tr("Say in words what was found."))
        result = new_result(
            exam, new_uid(), category, _measured(said), self.user, self.now(),
            finding=finding, recipient=_measured(one_line(recipient)), phone=_measured(one_line(phone)),
        )  # fmt: skip
        created = critical_json(result)
        self._journal.add(result.uid, created, [(ActKind.CREATE, created)])
        self._said(result, "critical result", {"category": str(int(category)), "what": result.text})
        return result

    def told(
        self, result: CriticalResult, whom: str, channel: Channel, *,
        read_back: bool, when: datetime, phone: str = "",
    ) -> None:  # fmt: skip
        """Somebody was told; it is closed. when: aware; not after now, nor before it was recorded."""
        if when > self.now() + timedelta(minutes=1):
            raise ReaderError(tr("This time is in the future."), tr("Give the time at which the person was told."))
        begun = result.item.scheduled
        if begun is not None and when < begun - timedelta(minutes=1):
            raise ReaderError(
                tr("This time is before the critical result was recorded."),
                tr("Give the time at which the person was told."),
            )
        event = self._event(What.TOLD, whom, phone, when, channel, read_back=read_back)
        close = {"transaction": new_transaction_uid(), "when": format_dt(when)}
        acts = [(ActKind.STEP, event_json(event)), (ActKind.CLOSE, close)]
        self._journal.add(result.uid, critical_json(result), acts)
        details = {"whom": event.whom, "channel": channel.value, "read_back": "yes" if read_back else "no"}
        self._said(result, "critical result told", {**details, "when": format_dt(when)})

    def hand_on(self, result: CriticalResult, whom: str, phone: str = "") -> None:
        """Nobody was reached: the next person is to be told."""
        event = self._event(What.HANDED_ON, whom, phone, self.now())
        self._journal.add(result.uid, critical_json(result), [(ActKind.STEP, event_json(event))])
        self._said(result, "critical result escalated", {"whom": event.whom})

    def take_over(self, result: CriticalResult) -> None:
        """The signed-in doctor sees to it now."""
        standing = self.model.standings.get(result.uid)
        created = [act for act in self._journal.acts() if act.result == result.uid and act.kind is ActKind.CREATE]
        taken = (ActKind.STEP, event_json(self._event(What.TAKEN_OVER, "", "", self.now())))
        if standing is not None and standing.absent and result.uid not in self._hub:
            found = tr("{text} (found by {name})", text=result.text, name=result.author.display)
            ours = replace(
                result, text=found if len(found) <= MOST_TEXT else result.text, author=self.user.name,
                author_id=self.user.code.value, events=(), item=replace(result.item, state=SCHEDULED),
            )  # fmt: skip
            if created:
                self._journal.adopt(created[0], critical_json(ours))
                self._journal.add(result.uid, critical_json(ours), [taken])
            else:  # who found it did so elsewhere: where the hub has it all the same, that stays
                new = critical_json(ours)
                self._journal.add(result.uid, new, [(ActKind.CREATE, new), taken])
            self._said(ours, "critical result", {"category": str(int(ours.category)), "what": ours.text})
            return
        self._journal.add(result.uid, critical_json(result), [taken])
        self._said(result, "critical result taken over", {})

    def since(
        self, day: datetime, then: Callable[[list[CriticalResult]], None], failed: Callable[[BaseException], None]
    ) -> None:
        """All that were changed on this day or later, and all that are open."""

        def ask(_: Progress) -> list[CriticalResult]:
            found = {one.uid: one for one in (*self._sender.since(day), *self._sender.open_now())}
            return list(found.values())

        self._tasks.query(ask, then, failed=failed, topic="critical.since")

    def ask_exam(self, study_uid: str) -> None:
        """Those of one exam, also what was closed long ago, join the model."""

        def landed(found: list[CriticalResult]) -> None:
            self._hub = {one.uid: one for one in found} | self._hub
            self._show()

        self._tasks.query(
            lambda _: self._sender.of_exam(study_uid), landed, failed=lambda _: None, topic="critical.exam"
        )

    # -- inside ---------------------------------------------------------------------------------------------

    def _event(
        self, what: What, whom: str, phone: str, when: datetime, channel: Channel = Channel.PHONE, *,
        read_back: bool = False,
    ) -> Event:  # fmt: skip
        name, code = self.user.name, self.user.code.value
        named, number = _measured(one_line(whom)), _measured(one_line(phone))
        if what is not What.TAKEN_OVER and not named:
            raise ReaderError(tr("The person is not named."), tr("Say who was told, or is to be told."))
        return Event(new_uid(), what, when, name, code, named, number, channel, read_back)

    def _said(self, result: CriticalResult, what: str, details: Mapping[str, str]) -> None:
        self._record(result, what, details)
        self._show()
        self.look()

    def _show(self) -> None:
        """The hub's results, with what is still to be told to it."""
        new, there = ActKind.CREATE, self._hub.keys()
        acts = [act for act in self._journal.acts() if act.kind is not new or act.result not in there]
        results = dict(self._hub)
        for act in acts:
            if act.result not in results:
                results[act.result] = critical_from(act.about)
            event = event_from(act.payload) if act.kind is ActKind.STEP else None
            if event is not None:
                results[act.result] = results[act.result].with_event(event)
        of_each = {uid: [act for act in acts if act.result == uid] for uid in results}
        unreadable = self._journal.unreadable()
        broken = {act.result for act in unreadable}
        standings = [self._standing(one, of_each[uid], broken=uid in broken) for uid, one in results.items()]
        before = self.model.standings
        self.model.put(standings, unreadable)
        for one in standings:
            if (was := before.get(one.result.uid)) is not None and was.mine:
                self._tell_of_taking(was.result.taken, one.result)

    def _tell_of_taking(self, before: Event | None, result: CriticalResult) -> None:
        """Of one that this user saw to, or recorded."""
        taken, me = result.taken, (self.user.code.value, self.user.username)
        if taken is None or not result.open or taken.by_id in me:
            return
        if before is None or taken.uid != before.uid:
            name, by = result.item.patient_name.display or tr("no name"), taken.by.display
            what = tr("{name}: {by} has taken over the critical result from you.", name=name, by=by)
            self.model.taken_away.emit(ReaderError(what, tr("The list of critical results has it.")))

    def _standing(self, result: CriticalResult, acts: Sequence[Act], *, broken: bool) -> Standing:
        me = (self.user.code.value, self.user.username)
        mine = result.author_id in me or result.seen_to_by in me
        others = [act for act in acts if not self._journal.is_own(act)]
        there = self._hub.get(result.uid)
        known = {event.uid for event in there.events} if there is not None else set()
        theirs = {event.uid for act in others if (event := event_from(act.payload)) is not None} - known
        told = result.told is not None and result.told.uid not in theirs
        return Standing(
            result,
            mine=mine,
            unsent=(bool(acts) if result.open else len(acts) > len(others)) or broken,
            problem=unreadable_text() if broken else self._problems.get(result.uid, "") if acts else "",
            absent=others[0].author if others and not mine else "",
            closing=result.open and told,
        )

    def _turn(self) -> None:
        """One round on a worker: first what waits, then a look at what is open."""
        if not self._started:
            return
        if self._working is not None:
            self._again = True
            return
        if self._alarm is not None:
            self._alarm.cancel()
        broken = {act.result for act in self._journal.unreadable() if act.username == self.user.username}
        waiting = [act for act in self._journal.acts() if self._journal.is_own(act)]
        acts = [act for act in waiting if act.result not in broken]  # what comes after it needs what it says
        known = {uid for uid, one in self._hub.items() if one.open} | broken
        self._working = self._tasks.change(
            lambda progress: self._round(acts, known, progress),
            self._landed, failed=self._failed, pool=Pool.NETWORK,
        )  # fmt: skip

    def _round(self, acts: Sequence[Act], known: Set[str], progress: Progress) -> _Outcome:
        problems: dict[str, str] = {}
        touched: dict[str, CriticalResult] = {}
        late: list[TooLate] = []
        expired = False
        for act in acts:
            if act.result in problems or progress.cancelled:
                continue  # its acts are done in their order, and in the session of who did them
            try:
                touched[act.result] = self._sender.do(act)
                self._journal.done(act)
                log.info("critical result %s: %s", short(act.result), act.kind.value)
            except TooLate as error:
                late.append(error)
                touched[act.result] = error.now
                self._journal.done(act)
            except TaskGone as gone:
                if gone.deleted:
                    self._journal.done(act)
                else:
                    problems[act.result] = gone.user_message
            except StorageError:
                raise
            except ReaderError as error:
                log.info("critical result %s: %s", short(act.result), type(error).__name__)
                problems[act.result] = error.user_message
                expired = expired or isinstance(error, SessionExpired)
            except (ValueError, KeyError, TypeError) as error:
                log.warning("critical result %s: %s", short(act.result), type(error).__name__)
                problems[act.result] = tr("The hub's answer can't be read.")
        try:
            seen = self._look.look(known)
        except StorageError:
            raise
        except ReaderError as error:
            expired = expired or isinstance(error, SessionExpired)
            return _Outcome(None, tuple(touched.values()), problems, tuple(late), expired)
        touched |= {one.uid: one for one in seen.ended}
        return _Outcome(
            seen.found, tuple(touched.values()), problems, tuple(late), expired, seen.again, seen.gone, seen.news
        )

    def _landed(self, outcome: _Outcome) -> None:
        self._working = None
        self._looked = outcome.found is not None
        shown = {uid for uid, one in self.model.standings.items() if one.result.open and one.counts(self.now())}
        if outcome.found is not None:
            closed = {uid: one for uid, one in self._hub.items() if not one.open and uid not in outcome.gone}
            self._hub = closed | {one.uid: one for one in outcome.found}
        self._hub |= {one.uid: one for one in outcome.touched}
        self._problems = dict(outcome.problems)
        self._again = self._again or outcome.again
        self._failures = self._failures + 1 if outcome.problems or outcome.found is None else 0
        self._show()
        try:
            self._tell(outcome, shown)
        finally:
            self._go_on()

    def _tell(self, outcome: _Outcome, shown: Set[str]) -> None:
        """What its user has to know of what has ended, once."""
        for error in outcome.too_late:
            self.model.too_late.emit(error)
            self._journal.known(error.now.uid)
        told = {error.now.uid for error in outcome.too_late}
        of_others = [Withdrawn(one) for one in outcome.touched if one.withdrawn and one.uid in shown]
        for news in (*outcome.ended, *of_others):
            if news.now.uid not in told:
                told.add(news.now.uid)
                self.model.ended.emit(news)
                self._journal.known(news.now.uid)

    def _failed(self, error: BaseException) -> None:
        """The disk did not take it: it is told once, and tried again."""
        self._working = None
        if isinstance(error, Cancelled):
            return  # its user signed out before it had begun
        self._failures += 1
        self._go_on()
        if self._failures == 1:
            raise error

    def _go_on(self) -> None:
        if not self._started:
            return
        again, self._again = self._again, False
        if again:
            self._turn()
            return
        pause = self._look_every_s
        if self._problems or self._failures:
            pause = min(pause, self._back_off[min(self._failures, len(self._back_off)) - 1])
        self._alarm = self._tasks.later(pause, self._turn)


def unreadable_text() -> str:
    return tr("an entry kept on this computer can't be read; tell of it again")


def _measured(text: str) -> str:
    """Raises `ReaderError` where it is longer than a hub takes: nothing is cut off."""
    if problem := too_long(text):
        raise ReaderError(problem, tr("Shorten it; the report has room for the rest."))
    return text
