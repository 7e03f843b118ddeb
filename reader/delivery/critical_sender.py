"""One act of a critical result on the wire. Each can be repeated: what the hub has already counts as done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reader.core.errors import ReaderError
from reader.core.http import OutcomeUnknown
from reader.core.text import tr
from reader.delivery.critical_journal import Act, ActKind
from reader.dicom.json_model import Json, element, items, value
from reader.dicom.ups.client import AlreadyFinal, ClaimLost, TaskRefused, UpsClient
from reader.dicom.ups.critical import (
    CRITICAL,
    PARAMETERS,
    CriticalResult,
    critical_from,
    event_from,
    events_in,
    is_critical,
)
from reader.dicom.ups.tasks import actual_performers, started_json
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from reader.dicom.values import Code, Person, format_dt, parse_dt

_TRIES = 6
"""How often a step is added to what is there by now, where others add at the same moment."""


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


class CriticalSender:
    """Blocks; any thread but the main one. Methods raise the errors of `UpsClient`."""

    def __init__(self, ups: UpsClient, user: Person, station: Code) -> None:
        self._ups, self._user, self._station = ups, user, station

    def do(self, act: Act) -> CriticalResult | None:
        """See it done. Returns the result as the hub has it then, None where it has deleted it since. Raises
        `TooLate` where it can't be done any more, else whatever may go away by itself."""
        if act.kind is ActKind.CREATE:
            self._create(act)
        elif act.kind is ActKind.STEP:
            self._add(act)
        else:
            self._close(act)
        return self.one(act.result)

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
            if state == IN_PROGRESS:
                raise BeingClosed(tr("Somebody else is closing this critical result."))
            try:
                self._ups.update(act.result, {PARAMETERS: element("SQ", *items(now, PARAMETERS), act.payload)})
                return
            except TaskRefused:
                if not left:
                    raise
            except AlreadyFinal:
                continue  # the next look says so
            except OutcomeUnknown:
                if not left:
                    raise

    def _close(self, act: Act) -> None:
        transaction, when = str(act.payload["transaction"]), parse_dt(str(act.payload["when"]))
        now = self._ups.retrieve(act.result)
        if value(now, "00741000") == SCHEDULED:
            try:
                now = self._ups.change_state(act.result, IN_PROGRESS, transaction)
            except ClaimLost as lost:
                now = lost.workitem or self._ups.retrieve(act.result)
            except AlreadyFinal:
                return
        if value(now, "00741000") in (COMPLETED, CANCELED):
            return
        if not any(code == self._user.code for code, _ in actual_performers(now)):
            raise BeingClosed(tr("Somebody else is closing this critical result."))
        try:
            self._ups.update(act.result, _performed(self._user, self._station, when), transaction)
            self._ups.change_state(act.result, COMPLETED, transaction)
        except AlreadyFinal:
            return


def _performed(user: Person, station: Code, when: datetime | None) -> Json:
    when = when or datetime.now().astimezone()
    performed = started_json(user, station, CRITICAL, when)
    step: dict[str, Any] = items(performed, "00741216")[0] | {"00404051": element("DT", format_dt(when))}
    return {"00741216": element("SQ", step)}


def _same_exam(there: Json, ours: Json) -> bool:
    same = all(value(there, tag) == value(ours, tag) for tag in ("00100020", "0020000D"))
    return same and is_critical(there)
