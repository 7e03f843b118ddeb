"""What a hub has of the critical results that this computer knows of, against what was said of them here.

A hub that was restored from an older copy lacks what came after it: of one result that somebody was told, of
another all of it. Whoever said so, it waits again to be sent, and is shown to whoever is signed in. What a copy
lacks is what came last: while the hub has the last one that has ended, the older ones are not asked for again
before the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Set
from dataclasses import dataclass

from reader.core.errors import ReaderError
from reader.core.log import short
from reader.core.text import tr
from reader.delivery.critical_journal import ActKind, CriticalJournal
from reader.delivery.critical_sender import CriticalSender, is_kept
from reader.delivery.critical_words import of_whom, step_text
from reader.dicom.ups.client import TaskGone
from reader.dicom.ups.critical import CriticalResult, Event, event_from

log = logging.getLogger(__name__)


class Withdrawn(ReaderError):
    """A critical result that its doctor waits with was withdrawn. now: as the hub has it."""

    def __init__(self, now: CriticalResult) -> None:
        super().__init__(
            tr("A critical result was withdrawn at the hub: {what}", what=of_whom(now)),
            tr("Record it again if somebody still has to be told."),
        )
        self.now = now


class StepsLost(ReaderError):
    """The hub does not have what the signed-in user had said of a result, and somebody has closed it since: nothing
    can be added to it any more. now: as the hub has it."""

    def __init__(self, now: CriticalResult, steps: tuple[Event, ...]) -> None:
        name = now.told.by.display if now.told is not None else ""
        super().__init__(
            tr(
                "{name} has closed a critical result, and the hub does not have what you recorded of it: {what}",
                name=name or tr("Another doctor"), what=" · ".join((of_whom(now), *map(step_text, steps))),
            ),
            tr("The hub was restored from an older copy. It can't be added any more; note it in the report."),
        )  # fmt: skip
        self.now = now


Ended = Withdrawn | StepsLost


@dataclass(frozen=True)
class Look:
    """found: what is open at the hub. ended: what was looked at besides, as it is by now. gone: UIDs of what the
    hub does not know any more. news: what the signed-in user has to be told. again: something waits again."""

    found: tuple[CriticalResult, ...]
    ended: tuple[CriticalResult, ...]
    gone: frozenset[str]
    news: tuple[Ended, ...]
    again: bool


class CriticalLook:
    """Any thread but the main one, one look at a time."""

    def __init__(self, sender: CriticalSender, journal: CriticalJournal) -> None:
        self._sender, self._journal = sender, journal
        self._at_all = True
        """Whether the next look is at all that have ended: what was lost while nobody looked is among them."""

    def look(self, known: Set[str]) -> Look:
        """known: UIDs to look at in any case. Raises what the hub's client raises, and `StorageError`."""
        found = tuple(self._sender.open_now())
        there = {one.uid: one for one in found}
        again = self._open_without(there)
        watched = known | self._journal.at_hub()
        asked = watched | (self._journal.ended() if self._at_all else {self._journal.last_ended()} - {""})
        self._at_all = True  # unless this look comes to its end
        ended: list[CriticalResult] = []
        gone: set[str] = set()
        news: list[Ended] = []
        for uid in asked - there.keys():
            try:
                now = self._sender.one(uid)
            except TaskGone as lost:
                if lost.deleted:
                    self._journal.forget(uid, deleted=True)
                    continue
                log.warning("critical result %s is missing at the hub", short(uid))
                gone.add(uid)
                again = self._journal.again(uid) or again
                continue
            if uid in watched or now.open:
                ended.append(now)
            if not now.open:
                news += self._otherwise(now)
                self._journal.forget(uid)
        self._at_all = again
        return Look(found, tuple(ended), frozenset(gone), tuple(news), again)

    def _open_without(self, there: Mapping[str, CriticalResult]) -> bool:
        """Whether the hub lacks something that it had once of what is open there: all that its doctor has said of
        such a result waits again."""
        lost = {
            (act.result, act.username) for act in self._journal.done_already()
            if act.result in there and not is_kept(act, there[act.result])
        }  # fmt: skip
        for uid, username in lost:
            log.warning("critical result %s: the hub has lost a part of it", short(uid))
            self._journal.again(uid, username)
        return bool(lost)

    def _otherwise(self, now: CriticalResult) -> list[Ended]:
        """What the signed-in user has to be told of one that has ended, and was not told yet."""
        own = [act for act in self._journal.done_already(untold=True) if act.result == now.uid]
        if own and now.withdrawn:
            return [Withdrawn(now)]
        steps = (event_from(act.payload) for act in own if act.kind is ActKind.STEP and not is_kept(act, now))
        lost = tuple(step for step in steps if step is not None)
        return [StepsLost(now, lost)] if lost else []
