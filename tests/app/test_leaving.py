"""Leaving a case, the next one, and signing out: what was begun is kept and comes first, the rest is given back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from reader.app import way_out
from reader.app.handover import viewed
from reader.app.leaving import Leaving, Unfinished
from reader.app.seen import SeenImages
from reader.app.ui.ending import may_delete
from reader.app.ui.unfinished_dialog import UnfinishedDialog
from reader.core.errors import ReaderError
from reader.core.settings import Settings
from reader.dicom.ups.client import TaskGone
from reader.dicom.values import PersonName
from reader.findings import service
from reader.findings.codes import LESION
from reader.findings.model import Finding, Observer, Source, Status
from reader.worklist.exam import exam_key
from reader.worklist.model import Kind, State
from reader.worklist.queue import Reason
from tests.dialogs import answer
from tests.flow.region import Region
from tests.flow.workstation import FINDINGS, Workstation, wait_for
from tests.servers import HubProcess
from tests.worklist.rows import select
from tests.worklist.samples import task, workitem

PROSTATE = "Jianguo"


def opened(station: Workstation, name: str) -> str:
    """Open a case, and wait until its report can be written; the task's UID."""
    station.open_case(name)
    station.wait_for_report()
    case = station.window.case
    wait_for(lambda: not case.claiming and case.claim is not None, "the claim")
    return case.task.uid


def state(region: Region, uid: str) -> str:
    return next(item["00741000"]["Value"][0] for item in region.workitems() if item["00080018"]["Value"] == [uid])


def test_what_was_not_written_is_given_back_and_what_was_comes_first(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        region = Region(hub)
        li.sign_in("li")
        li.wait_for_worklist()
        desk, worklist = li.desk, li.desk.place.worklist.worklist
        first = opened(li, PROSTATE)
        exam = exam_key(li.window.case.task)
        li.window.close()  # as the window manager's button or Alt+F4
        wait_for(lambda: state(region, first) == "CANCELED", "the claim is given back")

        def waits() -> bool:
            row = worklist.rows.get(exam)
            return row is not None and row.task is not None and row.task.state is State.WAITING

        wait_for(waits, "it waits again")

        measured = opened(li, PROSTATE)
        li.wait_for_images()
        case = li.window.case
        wait_for(lambda: case.findings.loaded, "the results")
        person = Source(Observer.PERSON, "Li")
        service.add(case.findings, Finding("2.25.77", "own", person, LESION, status=Status.ACCEPTED))
        li.write(FINDINGS, "x")
        wait_for(lambda: desk.place.journal.kept() == (measured,), "it is on the disk")
        service.delete(case.findings, "2.25.77")
        QTest.keyClick(li.editor(FINDINGS), Qt.Key.Key_Backspace)
        li.window.close()
        wait_for(lambda: state(region, measured) == "CANCELED", "of what is deleted again nothing is kept")
        assert desk.place.journal.kept() == ()
        wait_for(waits, "it waits once more")

        again = opened(li, PROSTATE)
        li.write(FINDINGS, "A nodule in the right upper lobe.")
        li.window.close()
        assert desk.place.journal.kept() == (again,), "what was typed is on the disk"
        desk.next_case()
        wait_for(lambda: desk.reading_window is not None, "the unfinished one opens")
        assert exam_key(li.window.case.task) == exam
        li.wait_for_report()
        assert "upper lobe." in li.editor(FINDINGS).toPlainText()
        li.program.services.settings.update(language="zh_CN")
        li.wait_for_report()
        assert li.window.case.draft is not None
        spoken = li.window.case.draft.report
        assert (spoken.language, spoken.section(FINDINGS).title) == ("en", "Findings"), "begun in English"
        assert "upper lobe." in spoken.section(FINDINGS).text
        li.program.services.settings.update(language="en")
        li.wait_for_report()
        desk.next_case()
        wait_for(lambda: desk.reading_window is not None, "the next case opens")
        assert exam_key(li.window.case.task) != exam  # never the one that was just left
        desk.leave_case()
        assert state(region, again) == "IN PROGRESS"

        def unfinished() -> bool:
            following = desk.page._next
            return following is not None and worklist.queue.reason(following) is Reason.UNFINISHED

        wait_for(unfinished, "it is the next")
        assert desk.page._next is not None and desk.page._next.key == exam


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "nothing was written"),
        ({"kind": Kind.REVIEW}, "the report stays as it was submitted"),
        ({"kind": Kind.REVIEW, "supplement": "amendment"}, "the amendment stays as it was submitted"),
        ({}, "the recalled report waits to be continued by 李娜 Li Na"),
        ({"author_id": "me"}, "the recalled report waits to be continued by you"),
        ({"kind": Kind.ADDENDUM, "supplement": "addendum", "author_id": "me"}, "recalled addendum waits"),
        ({"reason": "The hilum?"}, "the returned report waits to be corrected by 李娜 Li Na"),
    ],
)
def test_what_is_said_of_an_exam_that_was_left_is_true_of_a_report_that_came_back(
    changes: dict[str, Any], told: str
) -> None:
    said: list[str] = []
    place = SimpleNamespace(
        journal=SimpleNamespace(kept=tuple), services=SimpleNamespace(settings=SimpleNamespace(value=Settings())),
        worklist=SimpleNamespace(
            worklist=SimpleNamespace(exam=lambda _: None), release=lambda task, then, failed, waiting: then(),
            is_me=lambda uid: uid == "me",
        ),
    )  # fmt: skip
    leaving = Leaving(place, SimpleNamespace(say=said.append, withdraw=lambda _: None))  # type: ignore[arg-type]
    author = PersonName("Li^Na", "李^娜")
    report = "" if told == "nothing was written" else "1.2.8"
    left = replace(task(workitem(1, "A")), report=report, author=author, author_id="li")
    leaving.left_task(replace(left, **changes))
    assert len(said) == 1 and told in said[0]
    assert ("submitted" in said[0]) is (changes.get("kind") is Kind.REVIEW), "nothing else is"


@pytest.mark.parametrize("written", [False, True])
def test_no_refusal_says_that_a_text_is_saved_which_was_deleted(written: bool) -> None:
    left = task(workitem(1, "A"))
    kept, shown = [left.uid] if written else [], list[ReaderError]()
    place = SimpleNamespace(
        journal=SimpleNamespace(kept=lambda: tuple(kept), discard=kept.remove),
        worklist=SimpleNamespace(
            worklist=SimpleNamespace(exam=lambda _: None), begin_ending=lambda uid, replaced: None,
            release=lambda task, then, failed, waiting: failed(TaskGone(own=True)),
        ),
    )  # fmt: skip
    leaving = Leaving(place, SimpleNamespace(show=shown.append, withdraw=lambda _: None))  # type: ignore[arg-type]
    foot = SimpleNamespace(say=lambda text, passing: None, clear=lambda: None)
    leaving.release(left, foot, lambda: True)
    assert not kept and len(shown) == 1
    assert shown[0].safe == ("What was written is deleted, as you wished." if written else TaskGone().safe)


def test_a_started_report_is_deleted_only_by_who_says_so(tmp_path: Path) -> None:
    """Release in the worklist, with the exam open and then left."""
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        region, asked = Region(hub), []
        li.sign_in("li")
        li.wait_for_worklist()
        uid = opened(li, PROSTATE)
        li.write(FINDINGS, "A nodule.")
        page, journal = li.desk.page, li.desk.place.journal

        def release(said: str) -> None:
            def press(box: QMessageBox) -> None:
                asked.append(box.text())
                next(button for button in box.buttons() if button.text() == said).click()

            answer(QMessageBox, press)
            select(page, uid)
            page.release_selected()

        release("Keep it")
        assert li.desk.case is None and journal.kept() == (uid,) and state(region, uid) == "IN PROGRESS"
        release("Delete and release")
        wait_for(lambda: state(region, uid) == "CANCELED", "it is given back")
        assert journal.kept() == () and len(asked) == 2 and "周建国" in asked[0]


@pytest.mark.parametrize(
    ("changes", "question", "stays"),
    [
        ({}, "Delete the report that was started for 王小东 Wang Xiaodong?", ""),
        ({"kind": Kind.ADDENDUM, "supplement": "addendum"}, "Delete your addendum for", "The signed report stays"),
        ({"kind": Kind.ADDENDUM, "supplement": "amendment"}, "Delete your amendment for", "signed report stays"),
        ({"kind": Kind.REVIEW}, "Delete your changes to the report of", "submitted stays at the hub as it is"),
        ({"report": "1.2.8"}, "Delete your changes to the report of", "submitted stays at the hub as it is"),
        ({"kind": Kind.ADDENDUM, "supplement": "addendum", "report": "1.2.8"},
         "Delete your changes to the addendum for", "submitted stays at the hub as it is"),
    ],
)
def test_what_is_deleted_and_what_stays_is_said(
    qtbot: QtBot, changes: dict[str, Any], question: str, stays: str
) -> None:
    said: list[str] = []

    def read(box: QMessageBox) -> None:
        said.extend((box.text(), box.informativeText()))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    answer(QMessageBox, read)
    assert not may_delete(replace(task(workitem(1, "Wang^Xiaodong=王^小东")), **changes), None, None)
    assert question in said[0] and stays in said[1]
    assert ("deletes your text" in said[1]) is ("deletes what you changed since" not in said[1])
    assert ("signed report" in said[1]) is ("supplement" in changes and "report" not in changes)


def test_signing_out_and_closing_list_what_is_unfinished_and_give_back_what_is_ticked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub, Workstation(tmp_path / "li", hub.url) as li:
        region = Region(hub)
        li.program.services.settings.update(leaving="keep")
        li.sign_in("li")
        li.wait_for_worklist()
        uid = opened(li, PROSTATE)
        li.wait_for_images()
        views = li.window.case.views
        series = views.contents()[0].series.series_uid
        for count in range(2, 6):
            li.press(Qt.Key.Key_Down)
            wait_for(lambda count=count: len(views.seen(series)) >= count, "another image is seen", 10)  # type: ignore[misc]
        seen = views.seen(series)
        li.desk.leave_case()
        assert state(region, uid) == "IN PROGRESS"
        opened(li, PROSTATE)
        assert li.window.case.views.seen(series) >= seen, "what was seen stays seen"
        assert any(part.seen >= len(seen) for part in viewed(li.window.case))
        li.desk.leave_case()
        services = li.program.services
        other = SeenImages(services.database, services.tasks, services.seal, "chen")
        li.desk.place.seen, mine = other, li.desk.place.seen
        opened(li, PROSTATE)
        assert not seen <= li.window.case.views.seen(series), "by this user, not by another"
        li.desk.leave_case()
        li.desk.place.seen = mine
        wait_for(lambda: bool(li.desk.leaving.unfinished()), "it is claimed here")
        asked: list[list[bool]] = []

        def end(dialog: UnfinishedDialog, go: bool) -> None:
            asked.append([tick.isChecked() for tick in dialog.findChildren(QCheckBox)])
            dialog.done(QDialog.DialogCode.Accepted if go else QDialog.DialogCode.Rejected)

        answer(UnfinishedDialog, partial(end, go=False))
        li.desk.sign_out()
        assert li.program.desk is not None and state(region, uid) == "IN PROGRESS"
        window, closed = li.desk.worklist_window, []
        assert window is not None
        monkeypatch.setattr(li.desk, "_quit", lambda: closed.append(state(region, uid)))
        answer(UnfinishedDialog, partial(end, go=False))
        window.close()
        assert not closed and window.isVisible()
        answer(UnfinishedDialog, partial(end, go=True))
        window.close()
        wait_for(lambda: bool(closed), "closed, once the hub has what was given back")
        assert asked == [[True]] * 3 and closed == ["CANCELED"]


@pytest.mark.parametrize(
    ("busy", "closed", "goes"), [(False, False, 1), (True, False, 0), (False, True, 0)]
)
def test_who_goes_on_working_is_not_signed_out_by_a_late_answer(
    monkeypatch: pytest.MonkeyPatch, busy: bool, closed: bool, goes: int
) -> None:
    """What is given back first takes the hub a while. closed: signed out meanwhile, and somebody else is in."""
    recorded: list[str] = []
    claimed, gone, answers, said = [Unfinished(task(workitem(1, "Wang^Xiaodong")), begun=False)], [], [], []
    listed = SimpleNamespace(exec=lambda: True, to_release=lambda: claimed)
    monkeypatch.setattr(way_out, "UnfinishedDialog", lambda *_, **__: listed)
    monkeypatch.setattr(way_out, "all_sent", lambda *_: True)
    desk = SimpleNamespace(case=None, closed=False, busy=False, may_leave=lambda: True, front=lambda: None)
    leaving = SimpleNamespace(
        unfinished=lambda: claimed, undelivered=list, release_all=lambda _, then: answers.append(then),
    )  # fmt: skip
    handover = SimpleNamespace(is_going=lambda: False, failures=0)
    critical = SimpleNamespace(may_go=lambda ending: True, own_open=lambda: dict.fromkeys(recorded))
    out = way_out.WayOut(
        desk, SimpleNamespace(outbox=SimpleNamespace(about=str)), SimpleNamespace(say=said.append),  # type: ignore[arg-type]
        handover, leaving, critical,  # type: ignore[arg-type]
    )  # fmt: skip
    out.go(lambda: gone.append("out"))
    desk.busy, desk.closed = busy, closed
    answers[0]()
    assert len(gone) == goes and len(said) == (not goes and not closed)
    desk.busy, desk.closed = False, False
    out.go(lambda: gone.append("again"))
    recorded.append("a critical result")
    answers[1]()
    assert len(gone) == goes and len(answers) == 3, "it is asked anew"
    answers[2]()
    assert gone[goes:] == ["again"]
