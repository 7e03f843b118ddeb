"""What was returned: in whose lists it is meanwhile, and who opens it next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import ADDENDUM, COMPLETED, IN_PROGRESS, REPORT_VERIFICATION
from reader.worklist.exam import Exam
from reader.worklist.filters import View
from reader.worklist.model import Priority, ReadingTask, State
from reader.worklist.queue import Reason
from reader.worklist.ui.page import WorklistPage
from reader.worklist.words import state_text
from tests.worklist.samples import CHEN, LI, ZHOU, task, workitem
from tests.worklist.test_page import names, page, shown

__all__ = ["page"]

BY_CHEN = Subject(CHEN.name, CHEN.code.value, "1.2.8.1")


def test_a_report_is_done_for_who_returned_it_until_it_waits_for_them_again(page: WorklistPage) -> None:
    """The page is Li's, who reviews what Chen writes; the review counts as work also after it has come back."""

    def seen() -> tuple[bool, bool, bool]:
        listed = (View.DONE_TODAY, View.MY_REVIEW, View.MINE_TODAY)
        return tuple("Ma Tao" in shown(page, view) for view in listed)  # type: ignore[return-value]

    wrote = task(workitem(70, "Ma^Tao", state=COMPLETED), actual=CHEN)
    reviewed = workitem(70, "Ma^Tao", uid="2.25.701", code=REPORT_VERIFICATION, state=COMPLETED)
    review = task(reviewed, actual=LI, subject=BY_CHEN)
    assert wrote.ended is not None
    wrote = replace(wrote, ended=wrote.ended.replace(hour=0, minute=0))
    back = task(
        workitem(70, "Ma^Tao", uid="2.25.702", performers=((CHEN.code, CHEN.name),)),
        subject=replace(BY_CHEN, reason="Look again"),
    )
    page._worklist.replace_all([wrote, review, back])
    before = page._rows.counts[View.DONE_TODAY]
    assert seen() == (True, False, True) and before == 1
    [row] = page._rows.shown
    assert isinstance(row, Exam) and state_text(row) == "Returned"
    page._worklist.put(replace(back, state=State.READING, reader_id=CHEN.code.value))
    assert seen() == (True, False, True), "its author corrects it"
    row = next(row for row in page._worklist.exams() if row.task.uid == back.uid)
    assert state_text(row) == "Returned · being corrected"
    page._worklist.put(replace(back, state=State.DONE, reader_id=CHEN.code.value, ended=review.ended))
    again = task(workitem(70, "Ma^Tao", uid="2.25.703", code=REPORT_VERIFICATION), subject=BY_CHEN)
    page._worklist.put(again)
    assert seen() == (False, True, False), "it waits for them"
    page._worklist.put(replace(again, state=State.READING, reader_id=LI.code.value))
    assert seen() == (False, True, False), "they are at it"
    page._worklist.put(replace(again, state=State.READING, reader_id=ZHOU.code.value))
    assert seen() == (True, False, True), "somebody else has taken it"


@pytest.mark.parametrize("supplement", ["", "addendum", "amendment"])
def test_what_came_back_is_opened_before_a_stranger_s_exam(page: WorklistPage, supplement: str) -> None:
    """Also without a due time, which no addendum and no amendment has, and before what is urgent for anybody."""
    li = ((LI.code, LI.name),)
    code = {"code": ADDENDUM} if supplement else {}
    item = workitem(1, "Wu^Gang", performers=li, **code)
    back = task(
        replace(item, due=None, priority=""),
        subject=Subject(LI.name, LI.code.value, "1.2.8.1", reason="Which side?", supplement=supplement),
    )
    assert back.priority is Priority.MEDIUM
    urgent = task(workitem(2, "Wang^Fang", due_in=-90, priority="HIGH"))
    begun = task(workitem(3, "Sun^Li", state=IN_PROGRESS), actual=LI)

    def order(*tasks: ReadingTask) -> list[str]:
        page._worklist.replace_all(tasks)
        return [exam.task.uid for exam in page._worklist.upcoming()]

    assert order(urgent, back, begun) == [begun.uid, back.uid, urgent.uid]
    page._find_next()
    first = next(iter(page._worklist.upcoming()))
    assert page._worklist.queue.reason(first) is Reason.UNFINISHED
    assert order(urgent, back) == [back.uid, urgent.uid]
    page._find_next()
    assert page._next is not None and page._worklist.queue.reason(page._next) is Reason.RETURNED
    assert "Wu Gang" in names(page) or shown(page, View.FOR_ME) == ["Wu Gang"]
    another = replace(back, assigned_id=CHEN.code.value)
    assert order(urgent, another) == [urgent.uid], "it is its author's"


def test_what_is_signed_stays_done_for_both_while_an_addendum_is_written_and_reviewed(page: WorklistPage) -> None:
    """The page is Li's: whatever is counted as theirs today is in what is done today. Once Li writes the addendum,
    once Li, who signed the report, is to review it."""

    def seen() -> tuple[bool, bool]:
        return "Ma Tao" in shown(page, View.DONE_TODAY), "Ma Tao" in shown(page, View.MINE_TODAY)

    wrote = task(workitem(70, "Ma^Tao", state=COMPLETED), actual=CHEN)
    midnight = (wrote.ended or datetime.now(UTC)).replace(hour=0, minute=0)
    wrote = replace(wrote, ended=midnight)
    review = workitem(70, "Ma^Tao", uid="2.25.701", code=REPORT_VERIFICATION, state=COMPLETED)
    reviewed = task(review, actual=LI, subject=BY_CHEN)
    signed = replace(reviewed, verified=True)
    supplement = replace(BY_CHEN, supplement="addendum")
    begun = workitem(70, "Ma^Tao", uid="2.25.702", code=ADDENDUM, state=IN_PROGRESS)
    adds = task(begun, actual=LI, subject=supplement)
    page._worklist.replace_all([wrote, signed])
    assert seen() == (True, True)
    page._worklist.put(adds)
    assert seen() == (True, True), "Li adds to it"
    page._worklist.replace_all([wrote, signed, replace(adds, reader_id=CHEN.code.value)])
    assert seen() == (True, True), "Chen adds to it"
    added = replace(adds, reader_id=CHEN.code.value, state=State.DONE, ended=signed.ended)
    waits = task(workitem(70, "Ma^Tao", uid="2.25.703", code=REPORT_VERIFICATION), subject=supplement)
    page._worklist.replace_all([wrote, signed, added, waits])
    assert "Ma Tao" in shown(page, View.MY_REVIEW) and seen() == (True, True), "the addendum waits for Li"


def test_an_empty_first_view_leads_a_reviewer_to_what_waits_for_them(page: WorklistPage) -> None:
    review = task(workitem(70, "Ma^Tao", code=REPORT_VERIFICATION), subject=BY_CHEN)
    waits = task(workitem(71, "Xi^Tao"))
    page._worklist.replace_all([review, waits])
    page.show_view(View.FOR_ME)
    said = " ".join(label.text() for label in page._notice.findChildren(QLabel))
    assert page._notice.isVisible() and "1 report waits for your review." in said
    page._notice.action.click()
    assert names(page) == ["Ma Tao"]
    page._worklist.replace_all([waits])
    page.show_view(View.FOR_ME)
    page._notice.action.click()
    assert names(page) == ["Xi Tao"]
