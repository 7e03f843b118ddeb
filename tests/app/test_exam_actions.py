"""What is told of an exam that could not be recalled, until that is no longer so."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from reader.app.exam_actions import ExamActions
from reader.app.presenter import STANDING, Message, Presenter
from reader.delivery.sender import Begun
from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import COMPLETED, REPORT_VERIFICATION
from reader.worklist.listing import WorklistModel
from reader.worklist.rights import Rights
from tests.worklist.samples import LI, task, workitem


def test_a_review_that_was_over_before_the_list_heard_of_it_keeps_no_message() -> None:
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
        lambda _: None, lambda _: None, lambda: None, worklist, SimpleNamespace(),  # type: ignore[arg-type]
    )  # fmt: skip
    commands = {c.id: c for c in actions.commands(lambda: worklist.exam(wrote.uid), "reading", "review")}
    commands["exam.recall"].run()
    asked, told = said
    assert isinstance(told, Message) and told.about == STANDING
    assert "addendum" in asked.text and "addendum" in asked.hint and "report" not in asked.text
    gone.clear()
    worklist.looked.emit()
    assert gone == [STANDING], "the list says that it waits for review"
