"""What a case that can only be viewed says: who does what with it, and how far its report is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from reader.app.access import Barrier
from reader.app.afterwards import Afterwards
from reader.app.half_done import HalfDone
from reader.app.presenter import Message, Presenter
from reader.app.standing import done, refused, since, taken
from reader.core.errors import ReaderError
from reader.delivery.model import Delivery, DeliveryState, OutboxModel
from reader.dicom.ups.tasks import Subject, started_json, station_code, subject_json
from reader.dicom.ups.workitem import (
    ADDENDUM,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    workitem_json,
)
from reader.dicom.values import Code
from reader.worklist.exam import Exam, exam_key, exam_of
from reader.worklist.filters import Now, View, views_of
from reader.worklist.listing import WorklistModel
from reader.worklist.model import Ending, ReadingTask, State
from reader.worklist.rights import Rights
from tests.worklist.samples import CHEN, COMPREHENSIVE_3D, LI, ZHOU, task, workitem

NOW = datetime(2026, 1, 1, 9, 40).astimezone()
WROTE = task(workitem(1, "Wang^Xiaodong", state=COMPLETED), actual=LI)


@pytest.mark.parametrize(
    ("code", "state", "supplement", "said"),
    [
        (REPORT_VERIFICATION, SCHEDULED, "", "This report is waiting for review."),
        (REPORT_VERIFICATION, SCHEDULED, "addendum", "The addendum is waiting for review."),
        (REPORT_VERIFICATION, SCHEDULED, "amendment", "The amendment is waiting for review."),
        (REPORT_VERIFICATION, IN_PROGRESS, "", "周^伟 Zhou Wei is reviewing this report."),
        (REPORT_VERIFICATION, IN_PROGRESS, "addendum", "周^伟 Zhou Wei is reviewing the addendum."),
        (REPORT_VERIFICATION, IN_PROGRESS, "amendment", "周^伟 Zhou Wei is reviewing the amendment."),
        (ADDENDUM, IN_PROGRESS, "addendum", "周^伟 Zhou Wei is writing an addendum to this report."),
        (ADDENDUM, IN_PROGRESS, "amendment", "周^伟 Zhou Wei is amending this report."),
        (INTERPRETATION, IN_PROGRESS, "", "周^伟 Zhou Wei is going on with this report."),
    ],
)
def test_it_says_what_is_being_done_with_it(code: Code, state: str, supplement: str, said: str) -> None:
    item = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=code, state=state)
    subject = Subject(LI.name, LI.code.value, "1.2.8.1", supplement=supplement)
    step = task(item, actual=ZHOU if state == IN_PROGRESS else None, subject=subject)
    exam = exam_of(exam_key(WROTE), [WROTE, step], Rights(LI, ("reporting",)))
    said = said.replace("周^伟", ZHOU.name.native)
    assert done(exam).text == said
    if state == IN_PROGRESS:
        assert taken(step).text == said
        first = replace(step, report="") if code == INTERPRETATION else step
        assert taken(first).text == said.replace("going on with this report", "reading this exam")


def test_what_is_signed_says_so_and_nothing_more_is_said_than_is_known() -> None:
    review = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=COMPLETED)
    signed = replace(task(review, actual=ZHOU), verified=True)
    rights = Rights(LI, ("reporting",))
    assert done(exam_of(exam_key(WROTE), [WROTE, signed], rights)).text == "This report is signed."
    assert done(exam_of(exam_key(WROTE), [WROTE], rights)).text == "This task is done."
    assert done(None).text == "This task is done."


def test_what_is_said_of_an_open_report_follows_the_worklist() -> None:
    rights = Rights(LI, ("reporting",))
    review = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=COMPLETED)
    reviewed = task(review, actual=ZHOU)
    subject = Subject(LI.name, LI.code.value, "1.2.8.1", reason="The left\nhilum?")
    again = task(workitem(1, "Wang^Xiaodong", uid="2.25.3"), subject=subject)

    def said(*steps: ReadingTask) -> tuple[str, ReadingTask | None]:
        why, instead = since(exam_of(exam_key(WROTE), steps, rights), WROTE, rights.is_me)
        return why.text, instead

    assert said(WROTE, reviewed, again) == (f"{ZHOU.name.display} returned this report: The left hilum?", again)
    of_chen = replace(again, assigned_id=CHEN.code.value)
    assert said(WROTE, reviewed, of_chen) == (f"{ZHOU.name.display} returned this report: The left hilum?", None)
    elsewhere = replace(again, state=State.READING, reader_id=LI.code.value)
    told, way_on = said(WROTE, reviewed, elsewhere)
    assert told.startswith("You have opened this exam on another computer") and way_on is None
    assert said(WROTE, reviewed, replace(elsewhere, mine=True)) == ("This task is done.", None)
    recalled = replace(again, reason="")
    assert said(WROTE, recalled) == ("This report is back with you.", recalled)
    released = replace(again, reason="", report="")
    assert said(WROTE, released) == ("This exam can be read now.", released)


@pytest.mark.parametrize("supplement", ["addendum", "amendment"])
def test_a_signed_report_is_signed_also_while_something_is_to_be_added_to_it(supplement: str) -> None:
    review = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=COMPLETED)
    source = review.inputs[0]
    outputs = (replace(source, instances=((COMPREHENSIVE_3D, "1.2.8.2"),)),)
    signed = replace(task(review, actual=ZHOU), workitem=replace(review, outputs=outputs), verified=True)
    subject = Subject(LI.name, LI.code.value, "1.2.8.2", supplement=supplement)
    waits = task(workitem(1, "Wang^Xiaodong", uid="2.25.3", code=ADDENDUM), subject=subject)
    author, other = Rights(LI, ("reporting",)), Rights(CHEN, ("reporting",))

    def said_of(rights: Rights, step: ReadingTask) -> tuple[str, str]:
        """Where it is opened to be looked at, and while it is."""
        exam = exam_of(exam_key(WROTE), [WROTE, signed, step], rights)
        return done(exam, rights.is_me).text, since(exam, WROTE, rights.is_me)[0].text

    def said(rights: Rights, step: ReadingTask) -> tuple[str, ReadingTask | None]:
        exam = exam_of(exam_key(WROTE), [WROTE, signed, step], rights)
        assert done(exam, rights.is_me).text == "This report is signed."
        why, instead = since(exam, WROTE, rights.is_me)
        return why.text, instead

    free = {"addendum": "The addendum to this report can be written now.",
            "amendment": "This report can be amended now."}  # fmt: skip
    assert said(author, waits) == (free[supplement], waits)
    assert said(other, replace(waits, assigned_id=LI.code.value)) == ("This report is signed.", None)
    recalled = replace(waits, report="1.2.8.3")
    assert said_of(author, recalled) == (f"The {supplement} is back with you.",) * 2
    of_li = replace(recalled, assigned_id=LI.code.value)
    assert said_of(other, of_li) == (f"The {supplement} is back with {LI.name.display}.",) * 2, "it is not signed"


@pytest.mark.parametrize("reason", ["", "The left hilum?"])
def test_who_looks_at_a_report_that_went_back_to_its_author_reads_whose_it_is(reason: str) -> None:
    """Recalled, or returned."""
    review = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=COMPLETED)
    subject = Subject(LI.name, LI.code.value, "1.2.8.1", reason=reason)
    again = replace(task(workitem(1, "Wang^Xiaodong", uid="2.25.3"), subject=subject), assigned_id=LI.code.value)
    senior = Rights(ZHOU, ("reporting", "reviewing"))
    exam = exam_of(exam_key(WROTE), [WROTE, task(review, actual=ZHOU), again], senior)
    assert done(exam, senior.is_me).text == f"This report is back with {LI.name.display}."


def test_a_reviewer_who_is_looking_is_offered_the_review_that_arrives() -> None:
    def said(supplement: str, mine: str = "") -> tuple[str, ReadingTask | None, ReadingTask]:
        subject = Subject(LI.name, LI.code.value, "1.2.8.2", supplement=supplement)
        item = workitem(1, "Wang^Xiaodong", uid="2.25.4", code=REPORT_VERIFICATION, state=SCHEDULED)
        waits = replace(task(item, subject=subject), assigned_id=mine)
        before = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=COMPLETED)
        reviewed = task(before, actual=ZHOU)
        rights = Rights(ZHOU, ("reporting", "reviewing"))
        why, instead = since(exam_of(exam_key(WROTE), [WROTE, reviewed, waits], rights), reviewed, rights.is_me)
        return why.text, instead, waits

    for supplement, words in (
        ("", "This report is waiting for review."), ("amendment", "The amendment is waiting for review."),
    ):  # fmt: skip
        text, instead, waits = said(supplement)
        assert (text, instead) == (words, waits)
    assert said("", CHEN.code.value)[:2] == ("This report is waiting for review.", None), "a colleague's"


@pytest.mark.parametrize("supplement", ["", "addendum"])
def test_a_report_that_is_in_review_is_not_recalled_and_says_why(supplement: str) -> None:
    item = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION, state=IN_PROGRESS)
    subject = Subject(LI.name, LI.code.value, "1.2.8.1", supplement=supplement)
    wrote = replace(WROTE, report="1.2.8.1", supplement=supplement)
    waits = task(replace(item, state=SCHEDULED), subject=subject)
    worklist, read_again = WorklistModel(Rights(LI, ("reporting",))), list[None]()
    worklist.replace_all([wrote, waits])
    exam = worklist.exam(wrote.uid)
    assert exam is not None
    at_the_hub = workitem_json(item) | subject_json(subject) | started_json(ZHOU, station_code("a"), item.code, NOW)
    said: list[BaseException] = []

    def query(work: Callable[[object], object], landed: Callable[[Any], None], *, failed: Any) -> None:
        try:
            landed(work(None))
        except ReaderError as error:
            failed(error)

    place = SimpleNamespace(
        outbox=SimpleNamespace(model=SimpleNamespace(refused=SimpleNamespace(connect=lambda call: None))),
        worklist=SimpleNamespace(
            is_me=lambda uid: uid == LI.code.value, worklist=worklist, refresh=lambda: read_again.append(None),
        ),
        ups=SimpleNamespace(search=lambda match: [at_the_hub]),
        services=SimpleNamespace(tasks=SimpleNamespace(query=query)),
    )
    afterwards = Afterwards(place)  # type: ignore[arg-type]
    assert afterwards.may_recall(exam), "whoever presses its key is told"
    afterwards.recall(exam, lambda delivery: pytest.fail("nothing is recalled"), said.append)
    what = {"": "this report", "addendum": "the addendum"}[supplement]
    assert [str(error) for error in said] == [f"{ZHOU.name.display} has started to review {what}."]
    advice = said[0].hint  # type: ignore[attr-defined]
    assert ("add an addendum" in advice) is (supplement == ""), "not to an addendum"
    now = worklist.exam(wrote.uid)
    assert now is not None and done(now).text == f"{ZHOU.name.display} is reviewing {what}.", "nor does it wait"
    assert read_again, "it may have been given back"


def test_a_recall_that_came_too_late_is_forgotten_whichever_run_of_the_program_has_asked() -> None:
    """Else no addendum can be begun on this computer: it would count as what the review waits for."""
    outbox, dismissed = OutboxModel(), list[str]()
    afterwards = Afterwards(SimpleNamespace(  # type: ignore[arg-type]
        outbox=SimpleNamespace(model=outbox, dismiss=dismissed.append)
    ))  # fmt: skip
    kinds = {"recall": (0, 2), "recalled half": (1, 2), "report": (0, 4)}
    outbox.load([Delivery(name, name, "2.25.1", DeliveryState.REFUSED, *steps) for name, steps in kinds.items()])
    afterwards.start()
    assert dismissed == ["recall"]
    outbox.put(Delivery("later", "later", "2.25.2", DeliveryState.REFUSED, 0, 2))
    assert dismissed == ["recall", "later"]


def test_a_delivery_that_was_refused_half_way_says_how_far_it_is_and_can_be_tried_again() -> None:
    """The review exists, the author's own task is still open; a recall cancelled the review and no more."""
    rights, tried = Rights(LI, ("reporting",)), list[str]()
    mine = replace(task(workitem(1, "Wang^Xiaodong", state=IN_PROGRESS), actual=LI), mine=True)
    subject = Subject(LI.name, LI.code.value, "1.2.8.1")
    item = workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION)
    waits, withdrawn = task(item, subject=subject), task(replace(item, state=CANCELED), subject=subject)
    worklist, outbox, presenter = WorklistModel(rights), OutboxModel(), Presenter()
    asked: list[str] = []
    answers: list[Callable[[], None]] = []

    def steps_of(exam: Exam, then: Callable[[], None], *, chosen: bool) -> None:
        asked.append(exam.steps[0].uid)
        answers.append(then)

    half_done = HalfDone(SimpleNamespace(  # type: ignore[arg-type]
        worklist=SimpleNamespace(
            worklist=worklist, is_me=rights.is_me, steps_of=steps_of,
        ),
        outbox=SimpleNamespace(
            model=outbox, retry=tried.append, about=lambda delivery: "王小东",
            handed_on=lambda delivery: delivery.steps == 4 and delivery.done > 1,
        ),
        pending_delivery=lambda of: next((d for d in outbox.deliveries.values() if d.task_uid == of.uid), None),
    ), presenter)  # fmt: skip
    said: list[Message] = []
    withdrawn_again: list[str] = []
    presenter.said.connect(said.append)
    presenter.withdrawn.connect(withdrawn_again.append)

    def standing(refused_of: ReadingTask, steps: int, *tasks: ReadingTask) -> str:
        worklist.replace_all(tasks)
        error = "Your role does not allow this."
        entry = Delivery("a", "Report", refused_of.uid, DeliveryState.REFUSED, steps // 2, steps, error=error)
        outbox.load([entry])
        stuck = half_done.of(tasks[0])
        assert stuck == entry
        shown = half_done.message(half_done.standing(refused_of).text, stuck)
        assert (shown.detail, shown.action) == (f"Report: the hub refused the next step: {error}", "Try again")
        assert shown.run is not None
        shown.run()
        assert tried.pop() == "a"
        return shown.text

    assert standing(mine, 4, mine, waits) == "This report is waiting for review."
    assert asked == [mine.uid], "what became of it may have been done before today"
    worklist.looked.emit()
    assert asked == [mine.uid, mine.uid], "the hub did not answer: again when the list has been read again"
    answers.pop()()
    worklist.looked.emit()
    assert len(asked) == 2, "it has"
    half = worklist.exam(mine.uid)
    assert half is not None and (half.task, half.doable, half.handed_on(mine)) == (waits, False, True)
    assert View.FOR_ME in views_of(half, Now(NOW, rights.is_me)), "the rest of it is to be tried again"
    signed = replace(waits, state=State.DONE, verified=True)
    assert standing(mine, 4, mine, signed) == "This report is signed."
    wrote = replace(WROTE, report="1.2.8.1")
    withdrew = "The review was withdrawn; this report waits for nobody."
    assert standing(withdrawn, 2, wrote, withdrawn) == withdrew
    exam = worklist.exam(wrote.uid)
    assert done(exam).text == withdrew, "also where the delivery is not known"
    half_done.remind()
    assert [(one.text, one.action) for one in said] == [("王小东: only a part was done at the hub.", "Try again")]

    outbox.load([Delivery("a", "Report", mine.uid, DeliveryState.REFUSED, 0, 4, error="No.")])
    worklist.replace_all([mine])
    assert half_done.of(mine) is None, "nothing of it was done"
    assert withdrawn_again == [said[0].about]
    half_done.remind()
    kept = "王小东: the hub has not taken the report; it is kept on this computer."
    assert [(one.text, one.detail) for one in said[1:]] == [(kept, "No.")]
    alone = worklist.exam(mine.uid)
    assert refused(alone, mine, rights, half=False).text.startswith("The hub has not taken this report")
    assert alone is not None and alone.task == mine and alone.doable
    assert refused(alone, mine, rights, half=True).text.startswith("Only a part"), "the list lacks the rest"
    outbox.load([Delivery("a", "Report", mine.uid, DeliveryState.REFUSED, 2, 4)])
    alone = worklist.exam(mine.uid)
    assert alone is not None and alone.handed_on(mine) and not alone.doable
    assert half_done.standing(mine).text.startswith("Only a part"), "also where it is known to be handed on"

    assert not tried
    ended = replace(mine, state=State.CANCELLED, mine=False)
    worklist.replace_all([ended, withdrawn])
    worklist.looked.emit()
    assert tried == ["a"], "how it has ended is found out unasked, once"
    cancelled = "The order was cancelled at the hub. Nobody waits for the report; it stays stored there."
    assert half_done.standing(mine).text == cancelled
    given_up = exam_of(exam_key(mine), [replace(ended, ending=Ending.GIVEN_UP)], rights)
    assert done(given_up).text == "This task is done.", "by a doctor, not by the hub"


@pytest.mark.parametrize("supplement", ["addendum", "amendment"])
def test_of_an_addendum_that_was_refused_half_way_the_signed_report_says_nothing(supplement: str) -> None:
    rights = Rights(ZHOU, ("reporting", "reviewing"))
    item = workitem(1, "Wang^Xiaodong", uid="2.25.9", code=REPORT_VERIFICATION, state=IN_PROGRESS)
    about = Subject(LI.name, LI.code.value, "1.2.8.2", supplement=supplement)
    review = replace(task(item, actual=ZHOU, subject=about), mine=True)
    first = workitem(1, "Wang^Xiaodong", uid="2.25.8", code=REPORT_VERIFICATION, state=COMPLETED)
    of_first = Subject(LI.name, LI.code.value, "1.2.8.1")
    signed = replace(task(first, actual=ZHOU, subject=of_first), verified=True)
    exam = exam_of(exam_key(signed), [signed, review], rights)
    assert refused(exam, review, rights, half=True).barrier is Barrier.HALF_TAKEN
    by_another = replace(signed, workitem=replace(first, uid="2.25.10"), report="1.2.8.2", supplement=supplement)
    exam = exam_of(exam_key(signed), [signed, by_another, review], rights)
    assert refused(exam, review, rights, half=True).barrier is Barrier.SIGNED
