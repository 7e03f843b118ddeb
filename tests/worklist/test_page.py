"""The page as a user works it: search, sort, keys, and a selection that nothing but the user moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.core.http import Http
from reader.core.profile import open_profile
from reader.core.qt.actions import CommandShortcut
from reader.core.qt.theme import apply_theme
from reader.core.secrets import Secrets
from reader.core.tasks import Tasks
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.putting_back import discontinuation
from reader.dicom.ups.tasks import Subject, started_json, station_code, subject_json
from reader.dicom.ups.workitem import ADDENDUM as ADDENDUM_CODE
from reader.dicom.ups.workitem import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    workitem_json,
)
from reader.dicom.values import Code, Person
from reader.worklist.codec import task_from
from reader.worklist.exam import Exam, exam_key, exam_of
from reader.worklist.filters import View
from reader.worklist.model import Kind, Priority, ReadingTask, State
from reader.worklist.rights import Rights
from reader.worklist.service import WorklistService
from reader.worklist.ui.columns import COLUMNS, DUE, EXAM, PATIENT, PRIORITY, STATE
from reader.worklist.ui.page import WorklistPage
from reader.worklist.ui.table_model import RowTableModel
from reader.worklist.words import due_text, state_pieces, step_lines
from tests.worklist.rows import select
from tests.worklist.samples import CHEN, LI, morning, task, workitem


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[WorklistPage]:
    tasks = Tasks(lambda call: call(), lambda error: None)
    ups = UpsClient(Http(), "http://127.0.0.1:9/dicom-web")
    service = WorklistService(ups, tasks, Secrets(open_profile(tmp_path)), LI, ("reporting", "reviewing"))
    widget = WorklistPage(service.worklist, service, CommandRegistry())
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    service.worklist.set_connection("live")
    service.worklist.replace_all(morning())
    widget.show_view(View.WAITING)
    yield widget
    tasks.close()


def names(page: WorklistPage) -> list[str]:
    model = page.table.model()
    assert isinstance(model, RowTableModel)
    rows = [model.row(number) for number in range(model.rowCount())]
    return [row.task.patient.name.latin for row in rows if isinstance(row, Exam)]


def count(page: WorklistPage, view: View) -> int:
    return sum(1 for _ in shown(page, view))


def test_what_was_returned_is_not_done_for_its_author(page: WorklistPage) -> None:
    """Until it is submitted again; what is signed stays done."""
    review = workitem(70, "Ma^Tao", uid="2.25.701", code=REPORT_VERIFICATION, state=COMPLETED)
    subject = Subject(CHEN.name, CHEN.code.value, "1.2.8.1")
    wrote = task(workitem(70, "Ma^Tao", uid="2.25.700", state=COMPLETED), actual=LI)
    reviewed = task(review, actual=CHEN, subject=subject)
    again = task(workitem(70, "Ma^Tao", uid="2.25.702"), subject=replace(subject, reason="Look again"))
    for state in (State.WAITING, State.READING):
        page._worklist.take([wrote, reviewed, replace(again, state=state, reader_id=LI.code.value)])
        assert "Ma Tao" not in (*shown(page, View.DONE_TODAY), *shown(page, View.MINE_TODAY))
    page._worklist.take([replace(again, state=State.DONE, ended=reviewed.ended)])
    assert "Ma Tao" in shown(page, View.DONE_TODAY) and "Ma Tao" in shown(page, View.MINE_TODAY)
    addendum = replace(again, supplement="addendum", kind=Kind.ADDENDUM)
    page._worklist.take([replace(reviewed, verified=True), addendum])
    assert "Ma Tao" in shown(page, View.MINE_TODAY)


def test_what_is_found_is_sorted_as_the_arrow_says(page: WorklistPage) -> None:
    header = page.table.horizontalHeader()
    page._worklist.put(task(workitem(71, "Xi^Tao", due_in=99999)))
    page.search.setText("xi")
    ranks = list(page._rows.ranks)
    assert len(set(ranks)) > 1 and ranks == sorted(ranks) and not header.isSortIndicatorShown(), "best match first"
    page.table.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
    due = [exam.task.due for exam in page._rows.shown if isinstance(exam, Exam) and exam.open]
    assert due == sorted(due, key=lambda moment: moment.timestamp() if moment else float("inf"))  # type: ignore[union-attr]
    assert list(page._rows.ranks) != ranks and header.isSortIndicatorShown()
    page.search.clear()
    assert header.isSortIndicatorShown()


def test_a_list_that_is_being_loaded_is_not_called_empty(page: WorklistPage) -> None:
    page._worklist.replace_all([])
    page._worklist.first_look = True
    page.show_view(View.DONE_TODAY)
    assert page._notice._title.text() == "Loading the worklist …"
    page._worklist.end_first_look()
    assert page._notice._title.text() == "No exams here"


def shown(page: WorklistPage, view: View) -> list[str]:
    page.show_view(view)
    return names(page)


def test_views_and_counts(page: WorklistPage) -> None:
    assert shown(page, View.FOR_ME) == ["Ouyang Xiuying", "Wang Xiaodong", "Qian Feng", "Lin Xue", "Zhao Min"]
    assert shown(page, View.UNASSIGNED) == ["Zhang Wei", "Chen Jianguo", "Müller Anna-Katharina"]
    assert shown(page, View.MY_REVIEW) == ["Zhou Jie"]
    assert shown(page, View.URGENT) == ["Ouyang Xiuying", "Wang Xiaodong"]
    assert shown(page, View.OVERDUE) == ["Ouyang Xiuying"]
    assert shown(page, View.MINE_TODAY) == ["Wu Gang"]
    assert sorted(shown(page, View.DONE_TODAY)) == ["Wu Gang", "Zheng Shuang"]
    assert count(page, View.WAITING) == 8, "without what waits for review"
    assert page.findChild(object, "worklist.chip.waiting").text() == "Waiting  8"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("wangxiaodong", ["Wang Xiaodong"]),
        ("oyxy", ["Ouyang Xiuying"]),
        ("oxy", []),
        ("ox", ["Ouyang Xiuying", "Wu Gang"]),
        ("王小东", ["Wang Xiaodong"]),
        ("00005", ["Chen Jianguo"]),
        ("20260101-7", ["Sun Li"]),
        ("lin'an", ["Ouyang Xiuying"]),
        ("zhou ct", ["Zhou Jie"]),
        ("müller", ["Müller Anna-Katharina"]),
        ("thyroid", ["Müller Anna-Katharina"]),
    ],
)
def test_search_as_one_types_looks_everywhere(page: WorklistPage, words: str, found: list[str]) -> None:
    page.search.setText(words)
    if words == "ox":  # the initials; nobody else has them
        found = ["Ouyang Xiuying"]
    assert names(page) == found
    page.search.clear()
    assert len(names(page)) == 8


def test_the_keyboard_all_the_way(page: WorklistPage, qtbot: QtBot) -> None:
    opened: list[ReadingTask] = []
    page.open_requested.connect(opened.append)
    page.table.setFocus()
    qtbot.keyClick(page.table, "/")
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "chen N")  # letters belong to the field, also those that are keys
    assert page.search.text() == "chen N" and not opened
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == "" and page.search.hasFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)  # from the first, which is chosen from the start
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert [entry.uid for entry in opened] == ["2.25.1"]
    assert page.table.hasFocus(), "back from the case one goes on in the list"
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Enter)
    assert opened[-1].uid == "2.25.8"
    qtbot.keyClick(page.table, Qt.Key.Key_N)
    assert [entry.uid for entry in opened[2:]] == ["2.25.8"]  # came back to this user
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    next(one for one in page.findChildren(CommandShortcut) if not one.command.when()).run()
    assert "is not possible now" in page.findChild(QLabel, "worklist.news").text(), "no key does nothing silently"


def test_a_list_with_the_keyboard_is_always_at_a_row(page: WorklistPage, qtbot: QtBot) -> None:
    """Another view, a search left by Tab, a row that has gone: no key is dead; Enter opens only what is shown."""
    opened: list[str] = []
    page.open_requested.connect(lambda entry: opened.append(entry.uid))
    page.table.setFocus()
    page.show_view(View.UNREADABLE)
    page.show_view(View.WAITING)
    first = page.selected()
    assert first is not None and first.patient.name.latin == names(page)[0]
    page.search.setFocus()
    qtbot.keyClick(page.search, "w")
    assert page.selected() is None, "a search selects nothing"
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    found = page.selected()
    assert found is not None and found.patient.name.latin == names(page)[0]
    page.search.clear()
    keys = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return)
    for key in keys:
        gone = page.selected()
        assert gone is not None
        page._worklist.remove(gone.uid)
        assert page.selected() is None and page.table.hasFocus()
        qtbot.keyClick(page.table, key)
        now = page.selected()
        assert now is not None and now.patient.name.latin == names(page)[0] and opened == []
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert len(opened) == 1


@pytest.mark.parametrize("moved", [False, True])
def test_who_leaves_an_exam_and_releases_it_is_at_it_again(page: WorklistPage, qtbot: QtBot, moved: bool) -> None:
    """Unless they have gone to another row meanwhile."""
    page.table.setFocus()
    worklist, opened = page._worklist, page.selected()
    assert opened is not None
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    worklist.put(replace(opened, state=State.READING, mine=True))
    page.search.setFocus()
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    other = page.selected()
    assert other is not None and other.uid != opened.uid
    if moved:
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    worklist.put(opened)
    now = page.selected()
    assert now is not None and (now.uid == opened.uid) != moved


def test_sorting_by_any_column_keeps_the_selection(page: WorklistPage) -> None:
    select(page, "2.25.4")
    for column in range(len(COLUMNS)):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            page.table.sortByColumn(column, order)
            chosen = page.selected()
            assert chosen is not None and chosen.uid == "2.25.4"
    page.table.sortByColumn(PATIENT, Qt.SortOrder.AscendingOrder)
    assert names(page) == sorted(names(page), key=str.casefold)
    page.table.sortByColumn(PRIORITY, Qt.SortOrder.AscendingOrder)
    by_urgency = names(page)
    page.table.sortByColumn(PRIORITY, Qt.SortOrder.DescendingOrder)
    assert names(page) == by_urgency[::-1]


def test_what_arrives_takes_neither_selection_nor_focus(page: WorklistPage) -> None:
    select(page, "2.25.4")
    page.search.setFocus()
    worklist = page._worklist
    worklist.put(task(workitem(77, "First^In^Line", due_in=-99, priority="HIGH")))
    news = page.findChild(QLabel, "worklist.news")
    assert news is not None and "1 new exam" in news.text()
    assert names(page)[0] == "First In Line"
    selected = page.selected()
    assert selected is not None and selected.uid == "2.25.4" and page.search.hasFocus()

    said: list[tuple[str, ...]] = []
    worklist.arrived.connect(said.append)
    worklist.put(replace(task(workitem(78, "Zhao^Qi", state=IN_PROGRESS), actual=LI), mine=True))
    worklist.put(task(workitem(78, "Zhao^Qi", uid="2.25.79")))  # what they release comes as another task
    worklist.remove("2.25.78")
    assert said == [] and "2.25.79" in worklist.tasks
    worklist.remove("2.25.79")

    everything = morning()
    worklist.replace_all([entry for entry in everything if entry.uid != "2.25.1"][::-1])
    selected = page.selected()
    assert selected is not None and selected.uid == "2.25.4"
    worklist.remove("2.25.4")
    assert page.selected() is None  # no other exam takes its place


def test_what_arrives_is_called_what_it_is_and_what_was_there_is_not_new(page: WorklistPage) -> None:
    news, worklist = page.findChild(QLabel, "worklist.news"), page._worklist
    assert news is not None
    written = Subject(CHEN.name, CHEN.code.value, "1.2.8.9")
    wrote = task(workitem(90, "Signed^Patient", state=COMPLETED), actual=CHEN)
    item = workitem(90, "Signed^Patient", uid="2.25.91")

    def arrives(entry: ReadingTask) -> str:
        page.foot.clear()
        worklist.replace_all([*morning(), wrote])
        worklist.put(entry)
        return news.text()

    for kind in ("addendum", "amendment"):  # begun by somebody, on a signed exam
        assert arrives(task(replace(item, code=ADDENDUM_CODE), subject=replace(written, supplement=kind))) == ""
    assert arrives(task(replace(item, performers=((CHEN.code, CHEN.name),)), subject=written)) == ""  # recalled
    own = Subject(LI.name, LI.code.value, "1.2.8.9")
    review = replace(item, code=REPORT_VERIFICATION)
    assert arrives(task(review, subject=written)) == "1 report to review"
    assert arrives(task(review, subject=own)) == "", "somebody else reviews it"
    back, to_li = replace(own, reason="Left or right?"), replace(item, performers=((LI.code, LI.name),))
    assert arrives(task(to_li, subject=back)) == "1 report returned to you"
    to_chen = replace(item, performers=((CHEN.code, CHEN.name),))
    assert arrives(task(to_chen, subject=replace(written, reason="Left or right?"))) == ""
    assert arrives(task(workitem(92, "Never^Seen"))) == "1 new exam"
    waits = task(review, subject=written)
    assert arrives(waits) == "1 report to review"
    worklist.put(replace(waits, state=State.CANCELLED))
    assert news.text() == "", "its author has recalled it"


@pytest.mark.parametrize(
    ("words", "code", "supplement", "said"),
    [
        ("Released by Li Na", INTERPRETATION, "", "× Released by 李娜"),
        ("Given up by Li Na", ADDENDUM_CODE, "addendum", "× Addendum withdrawn by 李娜"),
        ("Given up by Li Na", ADDENDUM_CODE, "amendment", "× Amendment withdrawn by 李娜"),
        ("Taken back by its author", REPORT_VERIFICATION, "", "↩ Submission recalled by 陈宇"),
        ("The patient did not come", INTERPRETATION, "", "× Cancelled"),
        ("", INTERPRETATION, "", "× Cancelled"),
    ],
)
def test_a_step_that_was_cancelled_says_how_and_by_whom(words: str, code: Code, supplement: str, said: str) -> None:
    """The words are those of the hub's record, as they were written before there was this list of steps."""
    subject = Subject(CHEN.name, CHEN.code.value, "1.2.8.9", supplement=supplement)
    item = workitem(90, "Some^Patient", state=CANCELED, code=code)
    data = workitem_json(item) | subject_json(subject) | discontinuation(datetime(2026, 1, 1, 9, 40), words)
    if words.endswith("Li Na"):
        data |= started_json(LI, station_code("host"), code, datetime(2026, 1, 1, 9, 30))
    cancelled = task_from(data)
    signed = replace(task(replace(item, uid="2.25.91", state=COMPLETED), actual=CHEN), kind=Kind.FIRST_READ)
    exam = exam_of(exam_key(cancelled), [signed, cancelled], Rights(LI, ("reporting",)))
    first, last = step_lines(exam)
    assert first.startswith(said) and "09:40" in first, "in the order of time"
    assert last.startswith("✓ Written by 陈宇")


def test_a_selection_hidden_by_a_search_comes_back(page: WorklistPage) -> None:
    select(page, "2.25.4")
    page.search.setText("zh")
    assert len(names(page)) > 1 and page.selected() is None
    page.search.clear()
    selected = page.selected()
    assert selected is not None and selected.uid == "2.25.4"


def test_the_countdown_repaints_its_own_cells_only(page: WorklistPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.table.tick()
    painted: list[tuple[int, int]] = []
    monkeypatch.setattr(page.table, "update", lambda index: painted.append((index.row(), index.column())))
    page.table.tick()
    assert painted == []
    page.table._shown_due[0] = "gone by"
    page.table.tick()
    assert painted == [(0, DUE)]


def alone(entry: ReadingTask) -> Exam:
    return exam_of(exam_key(entry), [entry], Rights(LI, ("reporting", "reviewing")))


def test_time_left_is_told_in_words_that_are_no_clock() -> None:
    now = datetime.now().astimezone()
    made = morning()[0]

    def says(due: datetime | None) -> str:
        return due_text(alone(replace(made, workitem=replace(made.workitem, due=due))), now)

    def later(seconds: float) -> str:
        return says(now + timedelta(seconds=seconds))

    assert [later(252), later(-730), later(9300), later(-4000), later(200_000), later(30), later(-30)] == [
        "4 min left", "12 min late", "2 h left", "1 h late", "2 d left", "< 1 min left", "due now",
    ]  # fmt: skip
    assert says((now + timedelta(seconds=61)).astimezone().replace(tzinfo=None)) == "1 min left"
    assert says(None) == ""
    for year, zone in ((1, UTC), (9999, UTC), (1, None), (9999, timezone(timedelta(hours=-12)))):
        assert says(datetime(year, 12, 31, 23, 59, tzinfo=zone)).startswith(f"{year:04}-12-31")


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_ordinary_is_cut_off(page: WorklistPage, width: int) -> None:
    page.resize(width, 800)
    QApplication.processEvents()
    model, metrics = page.table.model(), page.table.fontMetrics()
    assert isinstance(model, RowTableModel)
    total = sum(page.table.columnWidth(column) for column in range(len(COLUMNS)))
    assert total <= page.table.viewport().width()
    for column in range(len(COLUMNS)):
        header = str(model.headerData(column, Qt.Orientation.Horizontal))
        assert metrics.horizontalAdvance(header) + 12 <= page.table.columnWidth(column)
        for row in range(model.rowCount()):
            pieces = model.cell(row, column)[0]
            text = "".join(part for part, _ in pieces)
            if column == EXAM and len(text) > 30:
                continue
            assert metrics.horizontalAdvance(text) + 10 <= page.table.columnWidth(column), text


def test_a_state_says_first_what_is_to_be_done(page: WorklistPage, qapp: QApplication) -> None:
    written = Subject(LI.name, LI.code.value, "1.2.8.9", supplement="amendment")
    waits = alone(task(workitem(90, "A", code=REPORT_VERIFICATION), subject=written))
    text = "".join(part for part, _ in state_pieces(waits))
    assert text.startswith("◑ Submitted") and "amendment" in text

    def room() -> int:
        page.table.fit_columns()
        QApplication.processEvents()
        return page.table.columnWidth(STATE) - 10

    page.resize(1920, 800)
    QApplication.processEvents()
    assert page.table.fontMetrics().horizontalAdvance(text) <= room()
    page._worklist.put(waits.task)
    apply_theme(qapp, "dark", scale=1.4)
    try:
        page.resize(1280, 800)
        page.search.setText(waits.task.workitem.accession)
        assert page.table.fontMetrics().horizontalAdvance("◑ Submitted") <= room()
    finally:
        apply_theme(qapp, "dark")


def test_empty_loading_and_away_say_what_to_do(page: WorklistPage, qtbot: QtBot) -> None:
    def notice() -> str:
        return " ".join(label.text() for label in page._notice.findChildren(QLabel))

    page.search.setText("nobody")
    assert page._middle.currentWidget() is page._notice and "“nobody”" in notice()
    page._notice.action.click()
    assert page.search.text() == "" and page._middle.currentWidget() is page.table
    page._worklist.replace_all([])
    assert "No exams waiting" in notice()
    page._worklist.set_connection("away", "hub:80 does not answer.")
    labels = [label.text() for label in page.findChildren(QLabel)]
    assert any(text.startswith("▲ The hub does not answer") for text in labels)


def test_a_page_that_is_gone_hears_nothing_more(page: WorklistPage, qtbot: QtBot) -> None:
    called: list[Callable[[], None]] = []
    worklist = page._worklist
    other = WorklistPage(worklist, page._service, CommandRegistry())
    other.deleteLater()
    QApplication.sendPostedEvents(other, 52)  # QEvent.DeferredDelete
    worklist.put(task(workitem(78, "Late^Comer")))
    assert not called and "Late Comer" in names(page)


def test_a_page_in_another_language_shows_what_the_one_before_showed(page: WorklistPage, qtbot: QtBot) -> None:
    def another() -> WorklistPage:
        other = WorklistPage(page._worklist, page._service, CommandRegistry())
        qtbot.addWidget(other)
        other.show()
        other.follow_on(page)
        return other

    page.show_view(View.DONE_TODAY)
    page.table.sortByColumn(PATIENT, Qt.SortOrder.DescendingOrder)
    select(page, "2.25.10")
    other = another()
    selected = other.selected()
    assert names(other) == names(page) == ["Zheng Shuang", "Wu Gang"]
    assert selected is not None and selected.uid == "2.25.10"

    page.search.setText("zh")
    other = another()
    assert other.search.text() == "zh" and names(other) == names(page) and other.selected() is None
    other.search.clear()
    assert names(other) == ["Zheng Shuang", "Wu Gang"], "the view behind the search"


def test_what_came_back_urgently_is_next_before_what_was_begun_at_leisure(page: WorklistPage) -> None:
    begun = task(workitem(20, "Begun^At Leisure", state=IN_PROGRESS), actual=LI)
    back = next(one for one in morning() if one.returned)
    page._worklist.replace_all([begun, back])
    page._find_next()
    assert page._next is not None and page._next.task.uid == begun.uid
    page._worklist.put(replace(back, priority=Priority.HIGH))
    page._find_next()
    assert page._next.task.uid == back.uid


def test_done_today_holds_nothing_that_this_user_has_to_go_on_with(page: WorklistPage) -> None:
    def exam(number: int, author: Person, **next_step: Any) -> list[ReadingTask]:
        written = workitem(number, f"Patient^{number}", state=COMPLETED)
        after = replace(written, uid=f"2.25.{number + 50}", state=SCHEDULED, **next_step)
        subject = Subject(author.name, author.code.value, "1.2.8.1", reason="Left or right?")
        return [task(written, actual=author), task(after, subject=subject)]

    returned = exam(30, LI, performers=((LI.code, LI.name),))
    to_review = exam(31, CHEN, code=REPORT_VERIFICATION)
    in_review = exam(32, LI, code=REPORT_VERIFICATION)
    page._worklist.replace_all([*returned, *to_review, *in_review])
    assert shown(page, View.DONE_TODAY) == ["Patient 32"]


def test_back_at_the_usual_size_of_text_the_views_take_no_more_room(
    page: WorklistPage, qapp: QApplication, qtbot: QtBot
) -> None:
    """In the windows that are built again, unless somebody has moved the line between them and the list."""
    before = page._splits[0].sizes()[0]
    shown = page

    def at(scale: float) -> int:
        nonlocal shown
        apply_theme(qapp, "dark", scale=scale)
        other = WorklistPage(page._worklist, page._service, CommandRegistry())
        qtbot.addWidget(other)
        other.resize(page.size())
        other.show()
        other.follow_on(shown)
        QApplication.processEvents()
        shown = other
        return other._splits[0].sizes()[0]

    try:
        assert at(1.4) > before
        assert at(1.0) == before
        shown._splits[0].moveSplitter(before + 60, 1)
        assert at(1.0) == before + 60 and at(1.0) == before + 60
    finally:
        apply_theme(qapp, "dark")


def test_at_a_laptop_with_large_text_what_identifies_has_the_room(page: WorklistPage, qapp: QApplication) -> None:
    apply_theme(qapp, "dark", scale=1.4)
    try:
        number = "XIHU-2026-11-27-000123456789-A"
        long = task(workitem(72, "Ouyang^Xiao=欧阳^晓", patient_id=number, accession=number))
        page._worklist.put(long)
        page.show_view(View.WAITING)
        select(page, long.uid)
        QApplication.processEvents()
        page.table.fit_columns()
        name = page.table.cell(page._model.row_of(exam_key(long)), PATIENT)
        metrics = page.table.fontMetrics()
        assert metrics.horizontalAdvance("欧阳晓  Ouyang Xiao") <= name.width() - 12
        widths = [page.table.columnWidth(column) for column in range(len(COLUMNS))]
        assert sum(widths) <= page.table.viewport().width(), "nothing scrolls sideways"
        assert metrics.horizontalAdvance("abdomen and p") <= widths[EXAM] - 12
        heads = page.table.horizontalHeader()
        for column in range(len(COLUMNS)):
            title = heads.model().headerData(column, Qt.Orientation.Horizontal)
            assert heads.fontMetrics().horizontalAdvance(title) + 12 <= widths[column], title
        views = page._views
        for view, item in views._items.items():
            words = f"{item.text()}  {page._rows.counts[view]}"
            assert views.fontMetrics().horizontalAdvance(words) <= views.viewport().width() - 24
        [shown] = [label for label in page._preview.findChildren(QLabel) if number[:6] in label.text()]
        wide = shown.fontMetrics().horizontalAdvance
        assert all(wide(line) <= shown.width() for line in shown.text().split("\n"))
        assert number in shown.toolTip()
    finally:
        apply_theme(qapp, "dark")
