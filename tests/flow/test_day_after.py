"""What the hub refused half way, on the next day: others have gone on with it before today."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app.access import Barrier, ReadOnly
from reader.core.http import HubUnreachable
from reader.delivery.model import Step, StepKind
from reader.delivery.sender import NotOurs, Sender
from reader.worklist.exam import Exam, Stage
from reader.worklist.filters import Now, View, views_of
from reader.worklist.model import Kind, ReadingTask, State
from reader.worklist.pages import Pages
from reader.worklist.words import step_lines
from tests.flow.doctors import open_task, sign_in, submit
from tests.flow.test_confirmed import SIGN, deliveries, hub, texts  # noqa: F401
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess

pytestmark = [pytest.mark.flow, pytest.mark.timeout(200)]


def refuse(monkeypatch: pytest.MonkeyPatch, *kinds: StepKind) -> None:
    """As a hub does that has taken a role away."""
    send = Sender.send

    def refused(sender: Sender, step: Step) -> str:
        if step.kind in kinds:
            raise NotOurs("Your role does not allow this.")
        return send(sender, step)

    monkeypatch.setattr(Sender, "send", refused)


def put_back_a_day(hub: HubProcess, study: str, states: tuple[str, ...]) -> None:  # noqa: F811
    """All that was done with an exam is of yesterday."""
    today = datetime.now().astimezone()
    before = today - timedelta(days=1)
    with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as db:
        rows = db.execute("SELECT uid, state, content FROM workitem").fetchall()
        for uid, state, content in rows:
            if study in content and state in states:
                older = content.replace(f'"{today:%Y%m%d}', f'"{before:%Y%m%d}')
                db.execute("UPDATE workitem SET content = ? WHERE uid = ?", (older, uid))


def cancel(hub: HubProcess, study: str) -> None:  # noqa: F811
    """As a gateway does with all tasks of an order that was withdrawn."""
    with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as db:
        for uid, state, content in db.execute("SELECT uid, state, content FROM workitem").fetchall():
            if study in content:
                ended = content.replace(f'"{state}"', '"CANCELED"')
                db.execute("UPDATE workitem SET state = 'CANCELED', content = ? WHERE uid = ?", (ended, uid))


def drop_once(monkeypatch: pytest.MonkeyPatch, name: str, wanted: str) -> list[str]:
    """The line drops at the first such question for something beside the list; what was asked by then."""
    ask, asked = getattr(Pages, name), list[str]()

    def dropped(pages: Pages, what: object, *rest: object) -> object:
        if wanted in str(what):
            asked.append(wanted)
            if len(asked) == 1:
                raise HubUnreachable("No answer.")
        return ask(pages, what, *rest)

    monkeypatch.setattr(Pages, name, dropped)
    return asked


def exam_of(doctor: Workstation, uid: str) -> Exam | None:
    return doctor.desk.place.worklist.worklist.exam(uid)


def test_a_half_submission_that_was_signed_yesterday_reads_signed_for_its_author_and_others(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    with monkeypatch.context() as hub_of_then:
        refuse(hub_of_then, StepKind.UPDATE_TASK, StepKind.CLOSE_TASK)
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Nothing new.")
            task = li.window.case.task
            wait_for(lambda: deliveries(li) == [("Submission", "refused")], "refused half way")
    with sign_in(tmp_path / "zhou", hub, "zhou") as zhou:
        open_task(zhou, State.WAITING, Kind.REVIEW)
        zhou.wait_for_images()
        zhou.answer_dialog()
        zhou.press(Qt.Key.Key_Return, SIGN)
        zhou.wait_for_delivery()
    put_back_a_day(hub, task.workitem.study_uid, ("COMPLETED", "IN PROGRESS"))
    asked = drop_once(monkeypatch, "read", "0040A370.0020000D")
    with sign_in(tmp_path / "li", hub, "li") as li:
        wait_for(lambda: len(asked) == 1, "it was asked what others have done, without an answer")
        li.desk.place.worklist.refresh()

        def signed() -> bool:
            exam = exam_of(li, task.uid)
            return exam is not None and exam.stage is Stage.SIGNED

        wait_for(signed, "its author reads that it is signed")
        li.desk.place.worklist.refresh()
        QTest.qWait(1500)
        assert signed(), "also after the list was read again"
        exam = exam_of(li, task.uid)
        assert exam is not None
        assert View.FOR_ME in views_of(exam, Now(datetime.now().astimezone(), li.desk.place.worklist.is_me))
        assert step_lines(exam)[0].startswith("✓ Written by 李娜") and "Signed by 周伟" in step_lines(exam)[1]
        li.desk.open_task(li.desk.place.worklist.worklist.tasks[task.uid])
        said = li.window.standing.message
        assert said is not None and (said.text, said.action) == ("This report is signed.", "Try again")
        said.run()  # type: ignore[misc]
        wait_for(lambda: [state for _, state in deliveries(li)] == ["delivered"], "the rest of it")
    with sign_in(tmp_path / "chen", hub, "chen") as chen:
        wait_for(lambda: exam_of(chen, task.uid) is not None, "it is in the list: it was closed today")


def test_a_half_recall_of_yesterday_is_in_its_author_s_list(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    """The review is cancelled, and nobody has a task."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
        task = li.window.case.task
        li.desk.leave_case(settled=True)
        wait_for(lambda: (e := exam_of(li, task.uid)) is not None and e.stage is Stage.SUBMITTED, "it waits")
        recall_half(li, task.uid, monkeypatch)
    put_back_a_day(hub, task.workitem.study_uid, ("COMPLETED", "CANCELED"))
    with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as db:
        rows = db.execute("SELECT uid, content FROM workitem WHERE state = 'CANCELED'").fetchall()
    (stuck,) = [uid for uid, content in rows if task.workitem.study_uid in content]
    asked = drop_once(monkeypatch, "retrieve", stuck)
    with sign_in(tmp_path / "li", hub, "li") as li:
        wait_for(lambda: len(asked) == 1, "the withdrawn review was asked for, without an answer")
        li.desk.place.worklist.refresh()
        exams = li.desk.place.worklist.worklist

        def withdrawn() -> list[Exam]:
            study = task.workitem.study_uid
            return [e for e in exams.exams() if e.task.workitem.study_uid == study and e.stage is Stage.WITHDRAWN]

        wait_for(lambda: len(withdrawn()) == 1, "it is in the list")
        li.desk.place.worklist.refresh()
        QTest.qWait(1500)
        (exam,) = withdrawn()
        assert View.FOR_ME in views_of(exam, Now(datetime.now().astimezone(), li.desk.place.worklist.is_me))


def test_of_a_half_submission_whose_order_was_cancelled_that_is_said_once(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    with monkeypatch.context() as hub_of_then:
        refuse(hub_of_then, StepKind.UPDATE_TASK, StepKind.CLOSE_TASK)
        with sign_in(tmp_path / "li", hub, "li") as li:
            open_task(li, State.WAITING, Kind.FIRST_READ)
            submit(li, "Nothing new.")
            task = li.window.case.task
            wait_for(lambda: deliveries(li) == [("Submission", "refused")], "refused half way")
    cancel(hub, task.workitem.study_uid)
    with sign_in(tmp_path / "li", hub, "li") as li:
        wait_for(lambda: deliveries(li) == [("Submission", "cancelled")], "nobody has to press anything")
        assert "the order was cancelled at the hub" in li.said[-1].text and not li.said[-1].action
        assert not li.desk.half_done._all() and task.uid not in li.desk.place.journal.kept()
        li.desk.open_task(li.desk.place.worklist.worklist.tasks[task.uid])
        said = li.window.standing.message
        assert said is not None and "Nobody waits for the report" in str(said.text) and not said.action
        exam = exam_of(li, task.uid)
        assert exam is not None and exam.stage is Stage.CANCELLED
        assert View.FOR_ME not in views_of(exam, Now(datetime.now().astimezone(), li.desk.place.worklist.is_me))
    with sign_in(tmp_path / "li", hub, "li") as li:
        wait_for(lambda: exam_of(li, task.uid) is not None, "the list is there")
        QTest.qWait(1000)
        assert not li.said and deliveries(li) == [("Submission", "cancelled")], "its receipt stays"


def submit_in_vain(station: Workstation, words: str) -> ReadingTask:
    """Write an exam's report to a hub that refuses it before anything is done, and leave the exam."""
    open_task(station, State.WAITING, Kind.FIRST_READ)
    submit(station, words)
    task = station.window.case.task
    wait_for(lambda: deliveries(station) == [("Submission", "refused")], "refused before anything was done")
    station.desk.leave_case(settled=True)
    return task


def test_a_report_that_the_hub_refused_outright_is_written_on_from_its_exam_and_sent_once(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    with sign_in(tmp_path / "li", hub, "li") as li:
        with monkeypatch.context() as hub_of_then:
            refuse(hub_of_then, StepKind.STORE)
            task = submit_in_vain(li, "Nothing new.")
            li.desk.open_task(li.desk.place.worklist.worklist.tasks[task.uid])
            said = li.window.standing.message
            assert said is not None and said.action == "Go on writing" and "kept on this computer" in str(said.text)
            said.run()  # type: ignore[misc]
            wait_for(lambda: not li.window.case.read_only, "it can be written in")
            li.wait_for_report()
            assert "Nothing new." in texts(li) and deliveries(li) == [], "its draft, and no delivery beside it"
        li.activate(li.window)
        submit(li, "Nothing new at all.")
        li.wait_for_delivery()
        assert [state for _, state in deliveries(li)] == ["delivered"]


def test_a_refused_report_whose_draft_cannot_be_read_is_not_forgotten(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    """Its delivery is then the only copy."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        with monkeypatch.context() as hub_of_then:
            refuse(hub_of_then, StepKind.STORE)
            task = submit_in_vain(li, "Mass of 3 cm.")
        database = next(path for path in (tmp_path / "li").rglob("*.sqlite") if "draft" in tables(path))
        with sqlite3.connect(database, timeout=20) as db:
            broken = "UPDATE sealed_draft SET sealed = zeroblob(length(sealed)) WHERE task = ?"
            assert db.execute(broken, (f"{task.uid} li",)).rowcount == 1
        li.desk.open_task(li.desk.place.worklist.worklist.tasks[task.uid])
        said = li.window.standing.message
        assert said is not None and said.action == "Go on writing"
        said.run()  # type: ignore[misc]
        wait_for(lambda: not li.window.case.claiming, "the hub has answered")
        assert li.window.case.read_only and "As submitted it is kept" in li.window.case.why_read_only
        assert deliveries(li) == [("Submission", "refused")], "to be tried again"
        li.desk.leave_case(settled=True)
        li.desk.open_task(li.desk.place.worklist.worklist.tasks[task.uid])
        li.wait_for_report()
        assert "Mass of 3 cm." in texts(li), "it can be read"


def tables(path: Path) -> str:
    """The names of the tables of a database, "" for any other file."""
    with sqlite3.connect(path) as db:
        return " ".join(name for (name,) in db.execute("SELECT name FROM sqlite_master"))


@pytest.mark.parametrize("days", (0, 1))
def test_a_report_whose_review_was_withdrawn_is_taken_back_by_its_author_anywhere(
    tmp_path: Path, hub: HubProcess, monkeypatch: pytest.MonkeyPatch, days: int  # noqa: F811
) -> None:
    """A recall broke off half way at one computer, or an administrator cancelled the review the day before: nobody
    else waits for it."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
        task = li.window.case.task
        (review,) = [uid for uid, state in tasks_of(hub, task.workitem.study_uid) if state == "SCHEDULED"]
        wait_for(lambda: (exam := exam_of(li, review)) is not None and exam.stage is Stage.SUBMITTED, "it waits")
        if days:
            url = f"{hub.dicomweb}/workitems/{review}/cancelrequest"
            assert requests.post(url, headers=hub.headers("admin"), timeout=10).status_code == 202
        else:
            recall_half(li, review, monkeypatch)
    if days:
        put_back_a_day(hub, task.workitem.study_uid, ("COMPLETED", "CANCELED"))
    with sign_in(tmp_path / "elsewhere", hub, "li") as li:
        wait_for(lambda: (exam := exam_of(li, review)) is not None and exam.stage is Stage.WITHDRAWN, "listed")
        li.desk.place.worklist.refresh()
        QTest.qWait(1000)
        exam = exam_of(li, review)
        assert exam is not None
        li.desk.open_task(exam.opens)
        li.wait_for_report()
        said = li.window.standing.message
        assert said is not None and said.action == "Take it back" and "waits for nobody" in str(said.text)
        said.run()  # type: ignore[misc]
        standing = li.window.standing
        wait_for(lambda: "back with you" in str(standing.message and standing.message.text), "it is back")
        standing.message.run()  # type: ignore[misc, union-attr]
        wait_for(lambda: not li.window.case.read_only, "it can be written in")
        li.wait_for_report()
        assert "Nothing new." in texts(li)
    with sign_in(tmp_path / "li", hub, "li") as li:
        at_the_hub = {"delivered", "confirmed"}
        wait_for(lambda: {state for _, state in deliveries(li)} <= at_the_hub, "nothing is left to try again")
    ended = [state for _, state in tasks_of(hub, task.workitem.study_uid)]
    assert sorted(ended) == ["CANCELED", "COMPLETED", "IN PROGRESS"], "one task more, and no more"


def test_an_exam_that_stays_open_offers_the_report_that_comes(tmp_path: Path, hub: HubProcess) -> None:  # noqa: F811
    """Looked at here, while it is written, recalled and written again elsewhere."""
    with sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "Nothing new.")
        li.wait_for_delivery()
        task, exams = li.window.case.task, li.desk.place.worklist.worklist
        wait_for(lambda: (e := exam_of(li, task.uid)) is not None and e.stage is Stage.SUBMITTED, "it waits")
        written = exams.tasks[task.uid]
        li.desk.leave_case(settled=True)
        exams.put(replace(written, workitem=replace(task.workitem, state="IN PROGRESS"), state=State.READING))
        li.desk._open(exams.tasks[task.uid], ReadOnly(Barrier.ELSEWHERE))
        wait_for(lambda: "no report yet" in li.window.case.no_report, "there is none")
        exams.put(written)
        standing = li.window.standing
        assert standing.message is not None and standing.message.action == "Show the report"
        standing.message.run()  # type: ignore[misc]
        li.wait_for_report()
        assert "Nothing new." in texts(li) and li.window.standing.message.action == "Recall"  # type: ignore[union-attr]
        (first, *_) = written.workitem.outputs
        output = replace(first, instances=((first.instances[0][0], "1.2"),))
        later = replace(written.workitem, uid="2.25.99", outputs=(output,), scheduled=datetime.now().astimezone())
        exams.put(replace(written, workitem=later, ended=datetime.now().astimezone(), report=written.made[0]))
        message = li.window.standing.message
        assert message is not None and message.action == "Show the report"
        assert message.hint == "This window does not show the newest report."


def recall_half(station: Workstation, review: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The review is cancelled; its author does not get a task."""
    exam = exam_of(station, review)
    assert exam is not None
    with monkeypatch.context() as hub_of_then:
        refuse(hub_of_then, StepKind.CREATE_TASK)
        station.desk.afterwards.recall(exam, lambda _: None, lambda error: pytest.fail(str(error)))
        wait_for(lambda: ("Recall of a submission", "refused") in deliveries(station), "refused half way")


def tasks_of(hub: HubProcess, study: str) -> list[tuple[str, str]]:  # noqa: F811
    with sqlite3.connect(hub.data / "hub.sqlite", timeout=20) as db:
        rows = db.execute("SELECT uid, state, content FROM workitem").fetchall()
    return [(uid, state) for uid, state, content in rows if study in content]
