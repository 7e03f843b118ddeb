"""How the tasks of one exam stand to each other: what follows on which, and what a new one may follow on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.dicom.json_model import Json, value
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.tasks import Subject, subject_from
from reader.dicom.ups.workitem import CANCELED, COMPLETED, IN_PROGRESS
from reader.hub.follow_ups import Known, reports_of, study_of
from reader.hub.listing import Listing
from reader.hub.orders import task_of
from reader.hub.parties import Parties, is_verification, kind_for
from reader.hub.permissions import Kind
from reader.hub.store import valid_uid
from reader.hub.ups_rules import FINAL
from reader.hub.users import User


class ExamSteps:
    """Any thread; every method blocks. load: (state, Transaction UID, content) of the workitem of a UID; raises
    `Refused` where there is none."""

    def __init__(
        self, load: Callable[[str], tuple[str, str, Json]], listing: Listing, parties: Parties
    ) -> None:
        self._load, self._listing, self._parties = load, listing, parties

    def handed_on(self, uid: str) -> list[Json]:
        """What follows on a task that is still claimed."""
        found = self._listing.load(uid)
        return self.continuing(uid, found[2]) if found is not None and found[0] == IN_PROGRESS else []

    def continuing(self, uid: str, content: Json) -> list[Json]:
        """What follows on a claimed task: of two orders of one exam that its user has claimed it may be noted with
        the other."""
        after, owner = self._parties.led_to(uid), self._parties.of(uid).claimed_by
        found = ((other, *self._load(other)) for other in {*after, *self.of_exam(content)} - {uid})
        return [
            item
            for other, state, _, item in found
            if (other in after and not self._is_of_another(uid, content, item)) or (
                state != CANCELED and subject_from(item).made_in == uid
                and self._parties.of(self._parties.of(other).follows).claimed_by == owner
            )
        ]  # fmt: skip

    def _is_of_another(self, uid: str, content: Json, later: Json) -> bool:
        """Whether a verification that does not say in which task its report was made, and was noted with this one,
        is of another that was completed with that report: a doctor had claimed both."""
        about = subject_from(later)
        unsaid = is_verification(later) and not (is_verification(content) or about.made_in)
        return unsaid and self.has_led_to(uid, later, about.report, of_another_reading=True)

    def goes_on(self, uid: str, content: Json) -> bool:
        """Whether something continues what a claimed task has made: it is no longer to be cancelled, but completed.
        Copies of it don't, nor critical results."""
        later = self.continuing(uid, content)
        return any(not (_is_same_step(content, item) or is_critical(item)) for item in later)

    def has_stand_in(self, uid: str, content: Json) -> bool:
        """Whether something stands in the place of a task: the same step of the same report or order, which follows
        on it or is open for others; never one that it follows on itself, which may end for the same reason. What
        waited again in its place and was withdrawn before anybody claimed it needs no other: its orderer wants it
        no more, or its author has the report again."""
        withdrawn = any(self._was_withdrawn(other, content) for other in self._parties.after(uid))
        return withdrawn or self.is_led_on(uid, content)

    def is_led_on(self, uid: str, content: Json) -> bool:
        """The same, without what was withdrawn."""
        later = set(self._parties.led_to(uid))
        before = {uid, *self._parties.before(uid)}
        others = ((other, *self._load(other)) for other in {*later, *self.of_exam(content)} - before)
        return any(
            (other in later or state not in FINAL) and _is_same_step(content, item)
            for other, state, _, item in others
        )

    def _was_withdrawn(self, copied: str, content: Json) -> bool:
        """Whether a copy of a task was cancelled while it waited."""
        found = self.cancelled(copied)
        return found is not None and not self._parties.of(copied).claimed_by and _is_same_step(content, found)

    def cancelled(self, uid: str) -> Json | None:
        """The workitem of this UID where it was cancelled."""
        found = self._listing.load(uid) if valid_uid(uid) else None
        return found[2] if found is not None and found[0] == CANCELED else None

    def candidates(self, content: Json, by: User) -> Iterator[Known]:
        """What a new task of this doctor may follow on: what they have claimed, their reports that wait or waited
        for verification, and for an addendum all that is about the same exam."""
        uids = dict.fromkeys((*self._parties.claims_of(by.name), *self._parties.cancelled_after_claims_of(by.name)))
        if kind_for(content, by) is Kind.ADDENDUM:
            uids |= dict.fromkeys(self.of_exam(content))
        for uid in uids:
            state, _, known = self._load(uid)
            cancelled = state == CANCELED
            after = self._parties.after(uid) if cancelled else self._led_to(uid, known)
            there = (found for other in after if (found := self._listing.load(other)) is not None)
            if cancelled and any(is_verification(step) for _, _, step in there):
                continue  # given back by a reviewer: the copy stands for it
            delivered = cancelled and self.has_led_to(uid, known, subject_from(known).report)
            about = self._about(uid, by) if state != COMPLETED and is_verification(known) else None
            yield Known(uid, state, known, self._parties.of(uid), tuple(after), delivered, about)

    def _led_to(self, uid: str, content: Json) -> list[str]:
        after = ((other, self._listing.load(other)) for other in self._parties.led_to(uid))
        return [other for other, found in after if found is None or not self._is_of_another(uid, content, found[2])]

    def _about(self, uid: str, by: User) -> Kind | None:
        """What kind of task has led to this verification: None where that is not known."""
        while uid and (found := self._listing.load(uid)) is not None:
            if not is_verification(found[2]):
                return kind_for(found[2], by)
            uid = self._parties.of(uid).follows
        return None

    def is_in_verification(self, new: Json) -> bool:
        """Whether a verification of the report that a new task is about waits or is being done."""
        about = subject_from(new).report
        steps = (self._load(uid) for uid in self.of_exam(new))
        return any(
            state not in FINAL and is_verification(step) and subject_from(step).report == about
            for state, _, step in steps
        )

    def of_exam(self, content: Json) -> list[str]:
        """UIDs of all tasks of the exam that a task is about, its own too."""
        study = study_of(content)
        return self._listing.of_study(study) if valid_uid(study) else []

    def made_of_order(self, content: Json) -> set[str]:
        """The SOP Instance UIDs that completed tasks name as results of the order that this new task is of."""
        made = set[str]()
        for uid in self.of_exam(content):
            state, _, step = self._load(uid)
            if state == COMPLETED and _number_of(step) == _number_of(content):
                made |= reports_of(step)
        return made

    def second_reading(self, content: Json) -> Subject | None:
        """What the newest verification says that a second reading of this one's order has led to; None where there
        was none."""
        steps = (self._load(uid)[2] for uid in self.of_exam(content))
        found = [step for step in steps if subject_from(step).second_by and _number_of(step) == _number_of(content)]
        newest = max(found, key=lambda step: str(value(step, "00404005")), default=None)
        return subject_from(newest) if newest is not None else None

    def hidden_from(self, user: User, study: str = "") -> frozenset[str]:
        """The SOP Instance UIDs of the reports, and of what they are built on, that only their authors may see yet:
        the exam is to be read a second time without knowing them, nor what was recalled of them before. Of one
        study, or of all."""
        found: set[str] = set()
        for second in self._listing.second_readings(study):
            author = subject_from(second).author_id
            if not user.is_known_as(author):
                steps = (subject_from(self._load(uid)[2]) for uid in self.of_exam(second))
                found |= {uid for one in steps if one.author_id == author for uid in (one.report, *one.evidence)}
        return frozenset(found)

    def made_with(self, uid: str) -> set[str]:
        """The SOP Instance UIDs that the completed tasks name as their results of what this one is a step of."""
        steps = (self._listing.load(step) for step in self._parties.line_of(uid))
        done = (found[2] for found in steps if found is not None and found[0] == COMPLETED)
        return {report for step in done for report in reports_of(step)}

    def has_led_to(self, uid: str, content: Json, made: str, *, of_another_reading: bool = False) -> bool:
        """Whether another task of the exam than this one was completed with the report of this UID.
        of_another_reading: where it is no verification, and nothing that this one follows on."""
        own = {uid, *(self._parties.before(uid) if of_another_reading else ())}
        steps = (self._load(other) for other in self.of_exam(content) if other not in own)
        ended = (step for state, _, step in steps if state == COMPLETED)
        return any(made in reports_of(step) for step in ended if not (of_another_reading and is_verification(step)))

    def kinds_after(self, uid: str, content: Json, user: User, made: set[str]) -> frozenset[Kind]:
        """Of what continues this task with one of these reports of it, the cancelled ones left out, and of what is
        open about one. Of two orders of one exam the follow-up of either may have been noted as that of the other;
        what says in which task its report was made is only that one's.
        """
        after, before = set(self._parties.led_to(uid)), {uid, *self._parties.before(uid)}
        found = [(other, *self._load(other)) for other in {*after, *self.of_exam(content)} - before]
        return frozenset(
            kind_for(item, user)
            for other, state, _, item in found
            if {(about := subject_from(item)).report, about.second_report} & made
            and (other in after or state not in FINAL)
            and about.made_in in ("", *before)
        )  # fmt: skip


def _number_of(content: Json) -> tuple[str, str]:
    """Study Instance UID and Accession Number of a task, "" where they can't be read."""
    item = task_of(content)
    return (item.study_uid, item.accession) if item is not None else ("", "")


def _is_same_step(one: Json, other: Json) -> bool:
    """Whether two tasks are the same step, of one order and about the same report, if about any."""
    first, second = task_of(one), task_of(other)
    if first is None or second is None or is_critical(other):
        return False
    same = (first.code, first.accession, first.procedure) == (second.code, second.accession, second.procedure)
    about, others = subject_from(one), subject_from(other)
    return same and (about.report, about.second) == (others.report, others.second)
