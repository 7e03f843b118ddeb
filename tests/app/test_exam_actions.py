"""What is told of an exam that could not be recalled, until that is no longer so."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from PySide6.QtWidgets import QApplication

from reader.app.exam_actions import ExamActions
from reader.app.presenter import STANDING, Message, Presenter
from reader.app.ui.typed_ahead import TypedAhead
from reader.core.errors import ReaderError
from reader.delivery.sender import Begun
from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import COMPLETED, REPORT_VERIFICATION
from reader.review.supplement import Supplement
from reader.worklist.exam import Exam
from reader.worklist.listing import WorklistModel
from reader.worklist.rights import Rights
from tests.worklist.samples import LI, task, workitem


def test_a_review_that_was_over_before_the_list_heard_of_it_keeps_no_message(qapp: QApplication) -> None:
    """Opened and left by a reviewer in the second in which its author recalls it."""
    subject = Subject(LI.name, LI.code.value, "1.2.8.1", supplement="addendum")
    wrote = replace(task(workitem(1, "Wang^Xiaodong", state=COMPLETED), actual=LI), report="1.2.8.1")
    waits = task(workitem(1, "Wang^Xiaodong", uid="2.25.2", code=REPORT_VERIFICATION), subject=subject)
    worklist, presenter, said, gone = WorklistModel(Rights(LI, ("reporting",))), Presenter(), [], []
    worklist.replace_all([wrote, waits])

    def recall(exam: object, done: object, failed: object) -> None:
        failed(Begun("Zhou Wei has started to review the addendum."))  # type: ignore[operator]

    presenter.said.connect(lambda message: said.append(message))
    presenter.withdrawn.connect(gone.append)
    afterwards = SimpleNamespace(may_recall=lambda exam: True, recall=recall)
    actions = ExamActions(
        afterwards, SimpleNamespace(may_begin=lambda _: False, may_withdraw=lambda _: False), presenter,  # type: ignore[arg-type]
        lambda _: None, lambda _: None, lambda: None, worklist, TypedAhead(),  # type: ignore[arg-type]
    )  # fmt: skip
    commands = {c.id: c for c in actions.commands(lambda: worklist.exam(wrote.uid), "reading", "review")}
    commands["exam.recall"].run()
    asked, told = said
    assert isinstance(told, Message) and told.about == STANDING
    assert "addendum" in asked.text and "addendum" in asked.hint and "report" not in asked.text
    gone.clear()
    worklist.looked.emit()
    assert gone == [STANDING], "the list says that it waits for review"


def test_what_was_asked_for_last_opens_where_nothing_else_was_opened_meanwhile(qapp: QApplication) -> None:
    """The hub is slow: two addenda are asked for, or a disc is opened."""
    signed = [
        replace(task(workitem(n, name, state=COMPLETED), actual=LI), report=f"1.2.8.{n}")
        for n, name in ((1, "Wang^Xiaodong"), (2, "Chen^Guihua"))
    ]
    worklist, presenter, said, opened, asked = WorklistModel(Rights(LI, ("reporting",))), Presenter(), [], [], {}
    worklist.replace_all(signed)
    presenter.said.connect(lambda message: said.append(" ".join(filter(None, (message.text, message.detail)))))
    at_hand = ["the list"]

    def begin(exam: Exam, kind: object, then: object, failed: object) -> None:
        asked[exam.task.uid] = then, failed

    supplementing = SimpleNamespace(may_begin=lambda _: True, may_withdraw=lambda _: False, begin=begin)
    ahead = TypedAhead()
    actions = ExamActions(
        SimpleNamespace(), supplementing, presenter, opened.append, lambda _: None, lambda: at_hand[0],  # type: ignore[arg-type]
        worklist, ahead,
    )  # fmt: skip
    exams = [worklist.exam(one.uid) for one in signed]

    def ask(number: int) -> None:
        exam = exams[number]
        assert exam is not None
        actions._begin(Supplement.ADDENDUM, exam)

    ask(0)
    ask(1)
    asked[signed[0].uid][0](signed[0])
    assert opened == [] and ahead.going and "ready" in said.pop(), "what is typed is for the other one"
    asked[signed[1].uid][0](signed[1])
    assert opened == [signed[1]]
    ahead.end()
    ask(0)
    at_hand[0] = "a disc"
    asked[signed[0].uid][0](signed[0])
    assert opened == [signed[1]] and "ready" in said.pop() and not ahead.going
    ask(0)
    ask(1)
    asked[signed[0].uid][1](ReaderError("Refused."))
    assert ahead.going and said == ["Refused."]
    ahead._typed = "two nodules"
    asked[signed[1].uid][1](ReaderError("Refused."))
    assert not ahead.going and said[1:] == ["Refused. What you typed meanwhile was not taken: “two nodules”"]
