"""Which task a doctor may create: one that follows on a task of theirs, about the same exam and order.

Orders come from senders. A doctor's program creates what their work leads to (IHE RRR-WF): the verification of a
report just written, or of one whose exam was just read a second time, that by a chief doctor of one just
reviewed, a first read for the author of a report given
back, the same order again in the place of a released claim, a first read again for a report that its author takes
back, an addendum to what was reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json, items, value
from reader.dicom.ups.tasks import scheduled_performers, subject_from
from reader.dicom.ups.workitem import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    SCHEDULED,
    Input,
    Workitem,
    input_from,
)
from reader.hub.answers import Refused
from reader.hub.orders import carried_over, order_of, root_of, task_of
from reader.hub.parties import TO_SIGN, Party, kind_for, stand_for
from reader.hub.permissions import Kind, Stand, forbidden
from reader.hub.roles import APPROVING, DOCTORS, REPORTING, REVIEWING, SENDING
from reader.hub.users import User, Users

_READINGS = (Kind.READING, Kind.ADDENDUM)
_OWN = (Kind.OWN_REVIEW, Kind.OWN_SIGNING)

# (kind of the task it follows, how that stands, kind of the new one) → who may create it. Besides, the performer of
# a claimed task may put the same order in its place.
FOLLOW_UPS: Mapping[tuple[Kind, Stand, Kind], frozenset[str]] = {
    (Kind.READING, Stand.MINE, Kind.OWN_REVIEW): frozenset((REPORTING,)),
    (Kind.ADDENDUM, Stand.MINE, Kind.OWN_REVIEW): frozenset((REPORTING,)),
    (Kind.REVIEW, Stand.MINE, Kind.READING): frozenset((REVIEWING,)),
    (Kind.REVIEW, Stand.MINE, Kind.ADDENDUM): frozenset((REVIEWING,)),
    (Kind.REVIEW, Stand.MINE, Kind.PASSED): frozenset((REVIEWING,)),
    (Kind.SECOND, Stand.MINE, Kind.REVIEW): DOCTORS,
    (Kind.APPROVAL, Stand.MINE, Kind.READING): frozenset((APPROVING,)),
    (Kind.APPROVAL, Stand.MINE, Kind.ADDENDUM): frozenset((APPROVING,)),
    (Kind.OWN_REVIEW, Stand.ENDED, Kind.READING): DOCTORS,
    (Kind.OWN_REVIEW, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.OWN_SIGNING, Stand.ENDED, Kind.READING): DOCTORS,
    (Kind.OWN_SIGNING, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.READING, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.REVIEW, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.APPROVAL, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.PASSED, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
    (Kind.ADDENDUM, Stand.ENDED, Kind.ADDENDUM): DOCTORS,
}


@dataclass(frozen=True)
class Known:
    """A workitem as the hub has it. followed: by which others, those that were cancelled left out; of a cancelled
    one by all: a report is taken back once, and what came of that may have been withdrawn. delivered: of a
    cancelled verification, whether a task was completed with its report; until then that task is still open.
    about: of a verification, the kind of task that its report was made in, None where that is not known."""

    uid: str
    state: str
    content: Json
    party: Party
    followed: tuple[str, ...]
    delivered: bool = False
    about: Kind | None = None


def followed_by(
    new: Json, user: User, candidates: Iterable[Known], roots: frozenset[str], put_back: Json | None = None
) -> Known:
    """The task that a new one follows. candidates: those it may; roots: of services whose objects may be named.
    put_back: the task in which its report was made, as it says, where that was cancelled.

    Raises `Refused` (403, also for whatever was made in a claim that was put back; 409 where another task follows
    it already, and for an addendum where another step of the same exam is open: two doctors would each continue the
    same signed report).
    """
    if put_back is not None and _is_made_in(new, put_back, user):
        raise forbidden(Refusal.PUT_BACK)
    reason, taken = Refusal.NOT_YOUR_CASE, False
    supplement = kind_for(new, user) is Kind.ADDENDUM
    made_in = task_made_in(new, user)  # of two orders of one exam it is that one's
    candidates = sorted(candidates, key=lambda known: known.uid != made_in)
    for known in candidates:
        refusal = _refusal(new, user, known, roots)
        if refusal is None:
            if known.state != COMPLETED and _is_followed(known, candidates):
                taken = True  # a report once recalled; the one written after it may have ended since
                continue
            if known.state == IN_PROGRESS and made_in not in ("", known.uid) and not replaced_by(new):
                taken = True
                continue
            ended = known.state in (COMPLETED, CANCELED)
            if supplement and ended and any(_is_open_about(new, other) for other in candidates):
                raise Refused(409, Refusal.FOLLOWED.words)
            return known
        if refusal is not Refusal.NOT_YOUR_CASE:
            reason = refusal
    raise Refused(409, Refusal.FOLLOWED.words) if taken else forbidden(reason)


def task_made_in(new: Json, user: User) -> str:
    """UID of the claimed task that a doctor's new one is to follow, as its program says; "" where it doesn't."""
    about = subject_from(new)
    return about.second_in if kind_for(new, user) is Kind.REVIEW else about.made_in


def _refusal(new: Json, user: User, known: Known, roots: frozenset[str]) -> Refusal | None:
    stand = stand_for(known.state, known.content, known.party, user)
    before, after = kind_for(known.content, user), kind_for(new, user)
    replaced = replaced_by(new)
    if replaced and known.uid in replaced and stand is Stand.MINE:
        same = replaced == {known.uid} and order_of(new) == order_of(known.content)
        return None if same else Refusal.CHANGED
    allowed = FOLLOW_UPS.get((before, stand, after), frozenset()) & set(user.roles)
    if not allowed or (stand is Stand.ENDED and not _ended_rightly(before, after, known)):
        return Refusal.AUTHOR if after in TO_SIGN and stand is Stand.MINE else Refusal.NOT_YOUR_CASE
    if after is Kind.OWN_REVIEW and str(subject_from(new).author) not in ("", str(user.person.name)):
        return Refusal.AUTHOR
    if replaced or not (_same_exam(new, known.content, roots) and carried_over(new, known.content, after)):
        return Refusal.CHANGED
    if known.state != COMPLETED and after in _READINGS and known.about not in (None, after):
        return Refusal.CHANGED
    if before in _OWN and known.state == CANCELED:
        return _other_author(new, known.content, user)
    if before is Kind.SECOND:
        return _read_wrongly(new, known.content, user)
    if after is Kind.PASSED:
        return _passed_wrongly(new, known.content) if APPROVING not in user.roles else Refusal.CHIEFS
    if after in _READINGS and before in (*TO_SIGN, Kind.OWN_REVIEW) and stand is not Stand.ENDED:
        author, again = subject_from(known.content).author_id, subject_from(new)
        if not again.report or again.author_id != author:
            return Refusal.AUTHOR
        performers = {code.value for code, _ in scheduled_performers(new)}
        return None if author in performers and len(performers) == 1 else Refusal.PERFORMER
    return None


def _other_author(new: Json, review: Json, user: User) -> Refusal | None:
    """A report that is taken back stays what it is: its author's, for its author."""
    was, now = subject_from(review), subject_from(new)
    if (now.report, now.author_id, str(now.author)) != (was.report, was.author_id, str(was.author)):
        return Refusal.AUTHOR
    if (now.reason, now.supplement) != (was.reason, was.supplement) or now.made_in not in ("", was.made_in):
        return Refusal.CHANGED
    performers = [code.value for code, _ in scheduled_performers(new)]
    own = len(performers) == 1 and user.is_known_as(performers[0])
    return None if own else Refusal.PERFORMER


def _passed_wrongly(new: Json, review: Json) -> Refusal | None:
    """A report is passed on to a chief where the hub wants one to sign it; it stays its author's."""
    was, now = subject_from(review), subject_from(new)
    if (now.author_id, str(now.author)) != (was.author_id, str(was.author)) or not now.report:
        return Refusal.AUTHOR
    if now.report == was.report:
        return Refusal.RESULT  # whoever has reviewed it has signed that
    same = (now.approval, now.supplement) == (was.approval, was.supplement)
    return None if same and was.approval else Refusal.CHANGED


def _read_wrongly(new: Json, second: Json, user: User) -> Refusal | None:
    """Who has read an exam a second time hands the first report to review as it is, with an own one beside it."""
    was, now = subject_from(second), subject_from(new)
    own = {uid for source in inputs_of(new) for _, uid in source.instances} - {was.report, *was.evidence}
    if not user.is_known_as(now.second_by) or now.second_report not in own:
        return Refusal.RESULT
    kept = replace(now, second=True, second_by="", second_in="", second_report="")
    right = kept == was and str(now.author) == str(was.author) and now.second_in == str(value(second, "00080018"))
    return None if right else Refusal.CHANGED



def _is_made_in(new: Json, before: Json, user: User) -> bool:
    """Whether a new task hands over what was made while the other was claimed. A copy of a task, and a report that
    is taken back, only go on naming where that was."""
    made = (kind_for(before, user), Stand.MINE, kind_for(new, user)) in FOLLOW_UPS
    return made and not replaced_by(new)


def is_order(new: Json, by: User, users: Users) -> bool:
    """Whether a new task is a sender's order: it stands for no other, gives no report back, and names none as made
    in a task, or by a doctor of this hub."""
    about, kind = subject_from(new), kind_for(new, by)
    made_here = bool(about.made_in or about.passed_by or about.second_by or (kind in _READINGS and about.reason))
    of_doctor = kind is not Kind.ADDENDUM and users.knows(about.author_id) and DOCTORS.isdisjoint(by.roles)
    return SENDING in by.roles and not (replaced_by(new) or made_here or of_doctor)


def replaced_by(new: Json) -> set[str]:
    """The UIDs of the tasks in whose place this one is put."""
    return {str(value(entry, "00081155")) for entry in items(new, "00741224")}


def _is_followed(known: Known, others: Iterable[Known]) -> bool:
    """Of a report taken back: also where it was sent for verification twice, and the other one is followed."""
    about = subject_from(known.content).report
    ended = [one for one in others if one.state == known.state == CANCELED]
    return bool(known.followed) or any(one.followed for one in ended if subject_from(one.content).report == about)


def refuse_second_addendum(new: Json, user: User, candidates: Iterable[Known]) -> None:
    """Of a sender's order. Raises `Refused` (409) for an addendum where another step of its exam is open."""
    if kind_for(new, user) is Kind.ADDENDUM and any(_is_open_about(new, other) for other in candidates):
        raise Refused(409, Refusal.FOLLOWED.words)


def _is_open_about(new: Json, other: Known) -> bool:
    one, two = task_of(new), task_of(other.content)
    same = one is not None and two is not None and _identity(one) == _identity(two)
    return same and other.state in (SCHEDULED, IN_PROGRESS)


def _ended_rightly(before: Kind, after: Kind, known: Known) -> bool:
    """A report taken back follows on a verification that was cancelled, an addendum on what was completed."""
    if before in _OWN and known.state == CANCELED:
        return known.delivered
    return after is Kind.ADDENDUM and known.state == COMPLETED


def _same_exam(new: Json, before: Json, roots: frozenset[str]) -> bool:
    """Patient, exam, order and destination are those of the task before; what is to be read is of its exams and at
    its places."""
    one, other = task_of(new), task_of(before)
    if one is None or other is None or _identity(one) != _identity(other):
        return False
    studies = {other.study_uid, *(source.study_uid for source in other.inputs)}
    places = {root_of(url) for url in (other.storage_url, *(s.retrieve_url for s in other.inputs)) if url} | roots
    return all(
        source.study_uid in studies and (not source.retrieve_url or root_of(source.retrieve_url) in places)
        for source in one.inputs
    )


def study_of(content: Json) -> str:
    """The study of a task, "" where it names none that can be read."""
    item = task_of(content)
    return item.study_uid if item is not None else ""


def storage_of(content: Json) -> str:
    """The DICOMweb root where the results of a task are to be stored, "" where it names none."""
    item = task_of(content)
    return root_of(item.storage_url) if item is not None else ""


def inputs_of(content: Json) -> tuple[Input, ...]:
    """What a task works on, nothing where it can't be read."""
    item = task_of(content)
    return item.inputs if item is not None else ()


def foreign_outputs(content: Json) -> list[str]:
    """What a performance states as its result that is not of the task's exam."""
    study = study_of(content)
    named = {
        str(value(output, "0020000D"))
        for step in items(content, "00741216")
        for output in items(step, "00404033")
    }  # fmt: skip
    foreign = sorted(named - {study, ""}) if study else []
    return [f"(0040,4033) names the study {uid[:64]}, not that of the task" for uid in foreign]


def outputs_of(content: Json) -> list[Input]:
    """What a performance states as its result."""
    return [input_from(output) for step in items(content, "00741216") for output in items(step, "00404033")]


def reports_of(content: Json) -> set[str]:
    """The SOP Instance UIDs of its results."""
    return {uid for output in outputs_of(content) for _, uid in output.instances}


def _identity(item: Workitem) -> tuple[Any, ...]:
    return (
        str(item.patient_name), item.patient_id, item.issuer, item.sex, item.birth_date, item.study_uid,
        item.accession, root_of(item.storage_url),
    )  # fmt: skip
