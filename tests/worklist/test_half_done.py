"""What the worklist makes of a delivery that was refused after some of its steps were done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
)
from reader.dicom.values import Code, Person
from reader.worklist.exam import Exam, Stage, exam_key, exam_of
from reader.worklist.filters import Now, View, views_of
from reader.worklist.listing import WorklistModel
from reader.worklist.model import Ending, ReadingTask, State
from reader.worklist.rights import Rights
from reader.worklist.words import state_text, step_lines
from tests.worklist.samples import CHEN, COMPREHENSIVE_3D, LI, ZHOU, task, workitem

NOW = datetime.now().astimezone().replace(microsecond=0)
AUTHOR = Rights(LI, ("reporting",))
SENIOR = Rights(ZHOU, ("reporting", "reviewing"))


def step(
    number: int, code: Code, state: str, who: Person | None = None, *, about: str = "", made: str = "",
    reason: str = "", minutes: float | None = None, of: int = 0,
) -> ReadingTask:  # fmt: skip
    """about, made: SOP Instance UIDs of reports by LI. minutes: ordered so long after the first, else `number`. of:
    the number of the step that says to have made the report."""
    ordered = NOW - timedelta(hours=1) + timedelta(minutes=number if minutes is None else minutes)
    item = workitem(1, "Wang^Xiaodong", uid=f"2.25.{number}", code=code, state=state, scheduled=ordered)
    made_in = f"2.25.{of}" if of else ""
    subject = Subject(LI.name, LI.code.value, about, reason=reason, made_in=made_in) if about else None
    found = task(item, actual=who, subject=subject)
    ended = ordered + timedelta(seconds=1) if state in (COMPLETED, CANCELED) else None
    outputs = tuple(replace(source, instances=((COMPREHENSIVE_3D, made),)) for source in item.inputs if made)
    return replace(found, workitem=replace(found.workitem, outputs=outputs), ended=ended)


def exam(rights: Rights, *steps: ReadingTask) -> Exam:
    return exam_of(exam_key(steps[0]), steps, rights)


READ, REVIEW = INTERPRETATION, REPORT_VERIFICATION


def test_a_report_whose_review_was_withdrawn_and_that_nobody_has_is_not_done() -> None:
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    withdrawn = step(2, REVIEW, CANCELED, about="1.2.8.1")
    now = Now(NOW, AUTHOR.is_me)
    for steps in ((wrote, withdrawn), (withdrawn,)):  # the list has what was done today
        half = exam(AUTHOR, *steps)
        assert half.stage is Stage.WITHDRAWN and state_text(half) == "Withdrawn"
        assert View.FOR_ME in views_of(half, now) and View.DONE_TODAY not in views_of(half, now)
        assert half.handed_on(withdrawn) and half.reviews == (withdrawn,), "its author takes it back"
        assert step_lines(half)[-1].endswith("; the report by 李娜 waits for nobody")
    again = step(3, READ, SCHEDULED, about="1.2.8.1")
    taken = exam(AUTHOR, wrote, withdrawn, again)
    assert taken.stage is Stage.WAITING and taken.reviews == (), "as soon as its author has it again"
    resubmitted = (step(3, READ, COMPLETED, LI, about="1.2.8.1", made="1.2.8.2"),)
    signed = replace(step(4, REVIEW, COMPLETED, ZHOU, about="1.2.8.2"), verified=True)
    done = exam(AUTHOR, wrote, withdrawn, *resubmitted, signed)
    assert done.stage is Stage.SIGNED and done.reviews == ()


def test_a_withdrawn_addendum_keeps_nobody_from_adding_to_the_signed_report() -> None:
    wrote, signed = step(1, READ, COMPLETED, LI, made="1.2.8.1"), step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1")
    signed = replace(signed, verified=True)
    added = step(3, ADDENDUM, COMPLETED, LI, about="1.2.8.1", made="1.2.8.2")
    withdrawn = replace(step(4, REVIEW, CANCELED, about="1.2.8.2", of=3), supplement="addendum")
    for fast in (0, 30):  # minutes that the reviewer's clock is ahead
        found = exam(SENIOR, wrote, replace(signed, ended=NOW + timedelta(minutes=fast)), added, withdrawn)
        assert found.stage is Stage.WITHDRAWN and state_text(found) == "Withdrawn · addendum"
        assert found.signed is not None and found.signed.uid == signed.uid and found.reviews == (withdrawn,)


def test_another_order_of_the_exam_does_not_hide_a_report_that_waits_for_nobody() -> None:
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    withdrawn = step(2, REVIEW, CANCELED, about="1.2.8.1")
    now, other = Now(NOW, AUTHOR.is_me), step(3, READ, SCHEDULED)
    for going_on, stage in (
        ((other,), Stage.WAITING),
        ((replace(step(3, READ, IN_PROGRESS, CHEN), mine=False),), Stage.READING),
        ((step(3, READ, COMPLETED, CHEN, made="1.2.8.5"), step(4, REVIEW, SCHEDULED, about="1.2.8.5")),
         Stage.SUBMITTED),
    ):  # fmt: skip
        found = exam(AUTHOR, wrote, withdrawn, *going_on)
        assert found.stage is stage and withdrawn in found.reviews and View.FOR_ME in views_of(found, now)


@pytest.mark.parametrize("made", ["", "1.2.8.1"])
def test_a_submission_whose_own_task_could_not_be_closed_waits_and_is_signed_like_any_other(made: str) -> None:
    """made: nothing where the step before the last was refused."""
    wrote = replace(step(1, READ, IN_PROGRESS, LI, made=made), mine=True)
    review = step(2, REVIEW, SCHEDULED, about="1.2.8.1", of=1)
    half = exam(AUTHOR, wrote, review)
    assert (half.stage, half.task, half.opens) == (Stage.READING, wrote, wrote), "its own program knows more"
    rest = half.without(wrote, AUTHOR)
    assert rest is not None and rest.stage is Stage.SUBMITTED
    wrote = replace(wrote, mine=False)
    half = exam(AUTHOR, wrote, review)
    assert (half.stage, half.task, half.doable) == (Stage.SUBMITTED, review, False)
    assert step_lines(half)[0].startswith("✓ Written by 李娜")
    assert half.handed_on(wrote) and not half.handed_on(review)
    assert exam(SENIOR, wrote, review).opens == review
    signed = replace(step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", of=1), verified=True)
    for rights in (AUTHOR, SENIOR):
        ended = exam(rights, wrote, signed)
        assert (ended.stage, ended.signed, ended.opens, ended.open) == (Stage.SIGNED, signed, signed, False)
        assert (ended.author, ended.signer) == (LI.name, ZHOU.name)


@pytest.mark.parametrize("minutes", [-600, 600])
def test_a_half_submission_is_signed_and_a_half_return_goes_on_whatever_the_author_s_clock_says(
    minutes: float,
) -> None:
    """minutes: how far it is from the hub's and the others'."""
    wrote = step(20, READ, IN_PROGRESS, LI)
    review = step(2, REVIEW, SCHEDULED, about="1.2.8.1", of=20, minutes=20 + minutes)
    ended = NOW + timedelta(minutes=30)
    signed = replace(review, state=State.DONE, verified=True, reader=ZHOU.name, ended=ended)
    back = step(21, READ, SCHEDULED, about="1.2.8.2", reason="Hilum?", of=2, minutes=20 + minutes)
    for rights in (AUTHOR, SENIOR):
        assert exam(rights, wrote, review).stage is Stage.SUBMITTED
        found = exam(rights, wrote, signed)
        assert (found.stage, found.signed, found.doable) == (Stage.SIGNED, signed, False)
        assert [line.split()[1] for line in step_lines(found)] == ["Written", "Signed"], "in that order"
        taken = replace(review, state=State.READING, reader_id=ZHOU.code.value)
        assert exam(rights, wrote, taken, back).task == back
    recalled = step(22, READ, SCHEDULED, about="1.2.8.1", of=20)
    withdrawn = replace(review, state=State.CANCELLED)
    assert exam(AUTHOR, wrote, withdrawn, recalled).task == recalled, "and a recall of it"


def test_a_half_submission_whose_review_alone_was_cancelled_is_withdrawn() -> None:
    """The order goes on: its own task is not cancelled, and its author can try the rest again."""
    wrote = replace(step(1, READ, IN_PROGRESS, LI), mine=True, handed_on=True)
    for ending in Ending:
        review = replace(step(2, REVIEW, CANCELED, about="1.2.8.1", of=1), ending=ending)
        half = exam(AUTHOR, wrote, review)
        assert (half.stage, half.unclosed, half.doable) == (Stage.WITHDRAWN, (wrote,), False)
        assert half.reviews == (), "the rest is tried again"


def test_a_task_does_not_follow_on_itself_whatever_it_says() -> None:
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    review = replace(step(5, REVIEW, IN_PROGRESS, ZHOU, about="1.2.8.1", of=5), mine=True)
    found = exam(SENIOR, wrote, review)
    assert (found.stage, found.task, found.unclosed) == (Stage.IN_REVIEW, review, ())


def test_an_order_being_read_never_reads_as_signed_by_the_report_of_another_order() -> None:
    """Same exam, author and accession; the other one's own step was done yesterday and is not in the list."""
    reading = step(1, READ, IN_PROGRESS, LI)
    review = step(30, REVIEW, SCHEDULED, about="1.2.8.9", of=29)
    signed = replace(step(30, REVIEW, COMPLETED, ZHOU, about="1.2.8.9", made="1.2.8.10", of=29), verified=True)
    for other in (review, signed, replace(review, made_in=""), replace(signed, made_in="")):
        for rights in (AUTHOR, SENIOR):
            found = exam(rights, reading, other)
            assert not found.unclosed and found.signed is None and found.open


def test_what_is_begun_after_a_review_is_to_be_done_also_where_the_list_lacks_the_days_before() -> None:
    returned = step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", made="1.2.8.2")
    again = replace(step(3, READ, IN_PROGRESS, LI, about="1.2.8.2", reason="Hilum?"), mine=True)
    assert exam(AUTHOR, returned, again).stage is Stage.READING
    done = step(3, READ, COMPLETED, LI, about="1.2.8.2", made="1.2.8.3", reason="Hilum?")
    review = step(4, REVIEW, IN_PROGRESS, ZHOU, about="1.2.8.3")
    assert exam(SENIOR, done, review).task == review
    second = step(5, READ, SCHEDULED)  # of another order of the same exam
    beside = exam(AUTHOR, step(1, READ, COMPLETED, LI, made="1.2.8.1"), returned, second)
    assert beside.task == second


def test_after_a_return_that_could_not_be_closed_the_newest_review_is_what_the_row_opens() -> None:
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    old = replace(step(2, REVIEW, IN_PROGRESS, ZHOU, about="1.2.8.1"), mine=True)
    returned = step(3, READ, SCHEDULED, about="1.2.8.2", reason="Hilum?", of=2)
    assert exam(AUTHOR, wrote, old, returned).task == returned
    half = exam(SENIOR, wrote, old, returned)
    assert half.handed_on(old) and half.reviewer == ZHOU.name
    corrected = step(3, READ, COMPLETED, LI, about="1.2.8.2", made="1.2.8.3", reason="Hilum?", of=2)
    new = step(4, REVIEW, SCHEDULED, about="1.2.8.3", of=3)
    half = exam(SENIOR, wrote, old, corrected, new)
    assert (half.stage, half.task, half.opens, half.doable) == (Stage.SUBMITTED, new, new, True)


@pytest.mark.parametrize("reason", ["The left hilum?", ""])
def test_a_report_that_came_back_and_whose_task_was_cancelled_is_neither_signed_nor_reported(reason: str) -> None:
    """Returned by a review, or recalled from one; also where the hub does not say which reviews were signatures."""
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    review = step(2, REVIEW, COMPLETED if reason else CANCELED, ZHOU, about="1.2.8.1", made="1.2.8.2")
    again = step(3, READ, CANCELED, about="1.2.8.2" if reason else "1.2.8.1", reason=reason)
    for rights in (AUTHOR, SENIOR):
        found = exam(rights, wrote, review, again)
        assert found.stage is Stage.CANCELLED and found.signed is None
    assert exam(AUTHOR, wrote, step(5, READ, CANCELED)).stage is Stage.REPORTED, "another order, never begun"
    signed = step(4, REVIEW, COMPLETED, ZHOU, about="1.2.8.3")
    once_more = step(3, READ, COMPLETED, LI, about=again.report, made="1.2.8.3", reason=reason)
    assert exam(AUTHOR, wrote, review, once_more, signed).stage is Stage.SIGNED


def test_a_draft_of_one_order_is_not_shut_by_the_report_of_another_order_of_the_exam() -> None:
    """The other one's own step was done yesterday and is not in the list."""
    draft = replace(step(1, READ, IN_PROGRESS, LI), mine=True)
    review = step(3, REVIEW, SCHEDULED, about="1.2.8.9")
    both = exam(AUTHOR, draft, review)
    assert (both.task, both.opens, both.stage) == (draft, draft, Stage.READING) and not both.handed_on(draft)


def test_what_a_return_created_follows_on_no_later_review_whatever_the_clocks_say() -> None:
    """The old review could not be closed; its author corrects on a computer whose clock is behind."""
    old = replace(step(2, REVIEW, IN_PROGRESS, ZHOU, about="1.2.8.1"), mine=True, handed_on=True)
    corrected = step(6, READ, COMPLETED, LI, about="1.2.8.2", made="1.2.8.3", reason="Hilum?")
    new = replace(step(5, REVIEW, IN_PROGRESS, ZHOU, about="1.2.8.3"), mine=True)
    found = exam(SENIOR, old, corrected, new)
    assert found.unclosed == (old,) and found.task == new and found.doable
    other = replace(step(3, REVIEW, IN_PROGRESS, CHEN, about="1.2.8.9"))
    other = replace(other, workitem=replace(other.workitem, accession="another order"))
    returned = step(6, READ, COMPLETED, LI, about="1.2.8.2", made="1.2.8.3", reason="Hilum?")
    assert other not in exam(SENIOR, old, returned, other).unclosed, "of another order of the same exam"


def test_a_signature_counts_by_its_report_also_where_its_clock_is_behind_the_author_s() -> None:
    wrote = step(3, READ, COMPLETED, LI, made="1.2.8.1")
    signed = replace(step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", made="1.2.8.2"), verified=True)
    assert exam(AUTHOR, wrote, signed).stage is Stage.SIGNED
    again = step(4, READ, COMPLETED, LI, made="1.2.8.7")
    assert exam(AUTHOR, wrote, signed, again).stage is Stage.REPORTED, "another order that nobody signed"


def test_a_look_at_everything_keeps_the_history_of_what_is_listed_and_what_is_stuck() -> None:
    """A look brings what is open, and what was done today."""
    model = WorklistModel(SENIOR)
    wrote = replace(step(1, READ, IN_PROGRESS, LI), mine=True)
    review = step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1")
    alone = step(3, REVIEW, CANCELED, about="1.2.8.4")
    alone = replace(alone, workitem=replace(alone.workitem, study_uid="1.2.77"))
    model.take([wrote, review, alone])
    assert model.outlived({wrote.uid}) == [alone.uid], "the review was done yesterday"
    assert sorted(model.outlived(set())) == sorted([wrote.uid, review.uid, alone.uid]), "a deleted exam goes"
    model.set_handed_on(frozenset(), frozenset([alone.uid]))
    assert model.outlived({wrote.uid}) == [], "its delivery is not done: it stays in its author's list"
    its_author_s = WorklistModel(AUTHOR)
    its_author_s.take([alone])
    assert its_author_s.outlived(set()) == [], "nobody else waits for it"


@pytest.mark.parametrize("late", ["reading", "return", "both"])
@pytest.mark.parametrize("said", [True, False])
def test_what_arrives_late_does_not_unsign_what_was_signed_since(late: str, said: bool) -> None:
    """A reading or a return that is ended once the report written after it is signed, or by a clock ahead."""
    later = NOW + timedelta(hours=1)
    wrote = step(1, READ, COMPLETED, LI, made="1.2.8.1")
    back = step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", of=1 * said)
    again = step(3, READ, COMPLETED, LI, about="1.2.8.1", made="1.2.8.2", reason="Side?", of=2 * said)
    signed = replace(step(4, REVIEW, COMPLETED, ZHOU, about="1.2.8.2", of=3 * said), verified=True)
    if late in ("reading", "both"):
        wrote = replace(wrote, ended=later)
    if late in ("return", "both"):
        back = replace(back, ended=later + timedelta(seconds=1))
    assert exam(AUTHOR, wrote, back, again, signed).stage is Stage.SIGNED


def test_a_withdrawn_report_in_whose_place_another_was_handed_over_is_not_missing() -> None:
    withdrawn = step(2, REVIEW, CANCELED, about="1.2.8.1")
    wrote, waits = step(1, READ, COMPLETED, LI, made="1.2.8.2"), step(3, REVIEW, SCHEDULED, about="1.2.8.2")
    for first in (withdrawn, replace(withdrawn, made_in=wrote.uid)):
        assert exam(AUTHOR, wrote, first, waits).withdrawn == ()


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_signed_in_the_second_in_which_it_was_read_is_signed(turned: bool) -> None:
    """Ends are told to the second, and a half return can be closed after the answer to it was signed."""
    steps = [
        step(1, READ, COMPLETED, LI, made="1.2.8.1", minutes=1),
        step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", made="1.2.8.2", minutes=1),
        step(3, READ, COMPLETED, LI, about="1.2.8.2", made="1.2.8.3", reason="Side?", minutes=1),
        step(4, REVIEW, COMPLETED, ZHOU, about="1.2.8.3", made="1.2.8.4", minutes=1),
    ]
    assert exam(AUTHOR, *(reversed(steps) if turned else steps)).stage is Stage.SIGNED


def test_a_report_given_back_without_a_reason_was_not_signed() -> None:
    """Nor where nobody is to go on with it."""
    for state in (SCHEDULED, CANCELED):
        found = exam(
            AUTHOR,
            step(1, READ, COMPLETED, LI, made="1.2.8.1"),
            step(2, REVIEW, COMPLETED, ZHOU, about="1.2.8.1", made="1.2.8.2"),
            step(3, READ, state, about="1.2.8.2", of=2),
        )
        assert found.stage is (Stage.WAITING if state == SCHEDULED else Stage.CANCELLED)
        assert found.last_signed is None
