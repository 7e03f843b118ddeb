"""One act of a critical result on the wire. Each can be repeated: what the hub has already counts as done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reader.core.errors import ReaderError
from reader.core.http import OutcomeUnknown
from reader.core.log import short
from reader.core.text import tr
from reader.delivery.critical_journal import Act, ActKind
from reader.dicom.json_model import Json, element, items, value
from reader.dicom.ups.client import AlreadyFinal, ClaimLost, TaskRefused, UpsClient
from reader.dicom.ups.critical import (
    CRITICAL,
    PARAMETERS,
    CriticalResult,
    Event,
    critical_from,
    event_from,
    event_json,
    events_in,
    is_critical,
)
from reader.dicom.ups.tasks import actual_performers, started_json
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from reader.dicom.values import Code, Person, format_dt, new_transaction_uid, parse_dt

_TRIES = 6
"""How often a step is added to what is there by now, where others add at the same moment."""
HANGS_S = 30.0
"""After so long without a change the claim of somebody who was closing it is taken from them: their computer is
gone, and whom they told is at the hub."""

log = logging.getLogger(__name__)


class TooLate(ReaderError):
    """A step for a result that somebody has closed, or that was withdrawn. now: as the hub has it."""

    def __init__(self, now: CriticalResult) -> None:
        names = now.told.by.display if now.told is not None else ""
        text = tr("{name} has closed this critical result already.", name=names or tr("Another doctor"))
        if now.withdrawn:
            text = tr("This critical result has been withdrawn.")
        super().__init__(text, tr("Your entry was not added. Look at the list of critical results."))
        self.now = now


class BeingClosed(ReaderError):
    """Somebody else is closing it just now."""


class NotKept(ReaderError):
    """The hub has said yes, and does not show what it was told."""


class CriticalSender:
    """Blocks; any thread but the main one. Methods raise the errors of `UpsClient`. now: by the hub's clock."""

    def __init__(
        self,
        ups: UpsClient,
        user: Person,
        station: Code,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        hangs_s: float = HANGS_S,
    ) -> None:
        self._ups, self._user, self._station = ups, user, station
        self._now, self._hangs = now, timedelta(seconds=hangs_s)

    def do(self, act: Act) -> CriticalResult:
        """See it done. Returns the result as the hub has it then. Raises `TooLate` where it can't be done any more,
        else whatever may go away by itself; `NotKept` where the hub does not show it."""
        if act.kind is ActKind.CREATE:
            self._create(act)
        elif act.kind is ActKind.STEP:
            self._add(act)
        else:
            self._close(act)
        result = self.one(act.result)
        if not is_kept(act, result):
            raise NotKept(
                tr("The hub does not show what it was told of this critical result."),
                tr("It is sent again. Tell your administrator if this stays."),
            )
        return result

    def open_now(self) -> list[CriticalResult]:
        """All that are open at the hub."""
        return [result for state in (SCHEDULED, IN_PROGRESS) for result in self._found({"00741000": state})]

    def of_exam(self, study_uid: str) -> list[CriticalResult]:
        """All of one exam, open or not."""
        return self._found({"0020000D": study_uid})

    def one(self, uid: str) -> CriticalResult:
        return critical_from(self._ups.retrieve(uid))

    def since(self, day: datetime) -> list[CriticalResult]:
        """All that were changed on this day or later, open or not."""
        return self._found({"00404010": f"{day:%Y%m%d}-"})

    def _found(self, match: dict[str, str]) -> list[CriticalResult]:
        found = []
        for entry in self._ups.search({"00404018.00080100": CRITICAL.value, **match}):
            if is_critical(entry):  # another server may not look at the code
                try:
                    found.append(critical_from(entry))
                except ValueError:
                    continue
        return found

    def _create(self, act: Act) -> None:
        try:
            self._ups.create(act.payload, act.result)
        except TaskRefused as refused:
            there = refused.workitem
            if there is None or not _same_exam(there, act.payload):
                raise
            # told of by another doctor from this computer, whose answer was lost

    def _add(self, act: Act) -> None:
        event = event_from(act.payload)
        for left in reversed(range(_TRIES)):
            now = self._ups.retrieve(act.result)
            known = [one.uid for entry in events_in(now) if (one := event_from(entry)) is not None]
            if event is not None and event.uid in known:
                return
            state = value(now, "00741000")
            if state in (COMPLETED, CANCELED):
                raise TooLate(critical_from(now))
            transaction = self._claim_of_another(act.result, now) if state == IN_PROGRESS else ""
            entry = event_json(self._within_its_life(event, now)) if event is not None else act.payload
            try:
                added = {PARAMETERS: element("SQ", *items(now, PARAMETERS), entry)}
                self._ups.update(act.result, added, transaction)
                return
            except TaskRefused:
                if not left:
                    raise
            except AlreadyFinal:
                continue  # the next look says so
            except OutcomeUnknown:
                if not left:
                    raise

    def _claim_of_another(self, uid: str, now: Json) -> str:
        """The Transaction UID of a claim that was taken from a doctor who does not go on with it. Raises
        `BeingClosed` where they have only just begun."""
        changed = parse_dt(str(value(now, "00404010")))
        mine = any(code == self._user.code for code, _ in actual_performers(now))
        if not mine and changed is not None and self._now() - changed < self._hangs:
            raise BeingClosed(tr("Somebody else is closing this critical result."))
        log.warning("critical result %s: a claim that hangs is taken over", short(uid))
        transaction = new_transaction_uid()
        self._ups.change_state(uid, IN_PROGRESS, transaction)
        return transaction

    def _within_its_life(self, event: Event, now: Json) -> Event:
        """A time that only a wrong clock can have given is moved to the nearest that can be: the hub takes no
        other, and that somebody was told has to reach it."""
        begun = critical_from(now).item.scheduled
        when = min(event.when, self._now())
        return replace(event, when=max(when, begun) if begun is not None else when)

    def _close(self, act: Act) -> None:
        transaction, when = str(act.payload["transaction"]), parse_dt(str(act.payload["when"]))
        now = self._ups.retrieve(act.result)
        state = value(now, "00741000")
        if state in (COMPLETED, CANCELED):
            return
        if critical_from(now).told is None:
            raise NotKept(
                tr("The hub does not have who was told of this critical result."), tr("It is sent again.")
            )
        if state == IN_PROGRESS and not any(code == self._user.code for code, _ in actual_performers(now)):
            transaction = self._claim_of_another(act.result, now)
        else:
            try:
                self._ups.change_state(act.result, IN_PROGRESS, transaction)
            except ClaimLost:
                pass  # with this claim already, before the answer was lost
            except AlreadyFinal:
                return
        try:
            self._ups.update(act.result, _performed(self._user, self._station, when), transaction)
            self._ups.change_state(act.result, COMPLETED, transaction)
        except AlreadyFinal:
            return


def is_kept(act: Act, result: CriticalResult) -> bool:
    """Whether the hub shows what it was told."""
    if act.kind is ActKind.STEP:
        event = event_from(act.payload)
        return event is None or any(known.uid == event.uid for known in result.events)
    return act.kind is not ActKind.CLOSE or not result.open


def _performed(user: Person, station: Code, when: datetime | None) -> Json:
    when = when or datetime.now().astimezone()
    performed = started_json(user, station, CRITICAL, when)
    step: dict[str, Any] = items(performed, "00741216")[0] | {"00404051": element("DT", format_dt(when))}
    return {"00741216": element("SQ", step)}


def _same_exam(there: Json, ours: Json) -> bool:
    same = all(value(there, tag) == value(ours, tag) for tag in ("00100020", "0020000D"))
    return same and is_critical(there)
