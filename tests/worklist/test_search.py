"""Search: name, ID and accession first, pinyin, ranked and marked; Enter opens only who is meant."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import COMPLETED, REPORT_VERIFICATION
from reader.dicom.values import PersonName
from reader.worklist.exam import Exam, Row, exam_key, exam_of
from reader.worklist.filters import Now, View
from reader.worklist.listing import Extent
from reader.worklist.model import ReadingTask
from reader.worklist.rights import NOBODY, Rights
from reader.worklist.rows import Rows
from reader.worklist.search import found_by, hits, words_of
from reader.worklist.ui.columns import COLUMNS, EXAM, PATIENT, PRIORITY
from reader.worklist.ui.page import WorklistPage
from reader.worklist.ui.table_model import RowTableModel
from tests.worklist.rows import select
from tests.worklist.samples import CHEN, LI, ZHOU, task, workitem
from tests.worklist.test_page import names, page

__all__ = ["page"]


def only_ideographic(number: int, name: str) -> ReadingTask:
    return task(workitem(number, "", patient_name=PersonName("", name)))


@pytest.mark.parametrize(
    "words", ["wxd", "wangxd", "wangxiaodong", "xiaodong", "wang xiaodong", "王小东", "小东", "WANG"]
)
def test_a_chinese_name_is_found_by_its_pinyin_and_initials(page: WorklistPage, words: str) -> None:
    page._worklist.replace_all([only_ideographic(1, "王^小东"), only_ideographic(2, "李^娜")])
    page.search.setText(words)
    assert [row.task.uid for row in page._rows.shown] == ["2.25.1"]  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["shan", "shanming", "dan ming", "lv", "lu"])
def test_a_character_with_several_readings_is_found_by_each(page: WorklistPage, words: str) -> None:
    page._worklist.replace_all([only_ideographic(1, "单^明吕")])
    page.search.setText(words)
    assert len(page._rows.shown) == 1


def test_names_and_numbers_come_before_what_is_only_elsewhere(page: WorklistPage) -> None:
    li = ((LI.code, LI.name),)
    page._worklist.replace_all([
        task(workitem(1, "Wang^Fang=王^芳", due_in=-90, priority="HIGH", performers=li)),
        task(workitem(2, "Wu^Kelina", due_in=10)),
        task(workitem(3, "Lina^Maria", due_in=20)),
        task(workitem(4, "Lina", due_in=30)),
    ])  # fmt: skip
    page.search.setText("lina")
    assert [row.task.uid for row in page._rows.shown] == ["2.25.4", "2.25.3", "2.25.2"]  # type: ignore[union-attr]
    page.search.setText("na")
    assert page._rows.shown[-1].task.uid == "2.25.1"  # type: ignore[union-attr]


def test_enter_opens_no_patient_whose_reader_is_called_so(page: WorklistPage, qtbot: QtBot) -> None:
    li = ((LI.code, LI.name),)
    page._worklist.replace_all([
        task(workitem(1, "Wang^Fang=王^芳", performers=li)), task(workitem(2, "Zhao^Min=赵^敏")),
    ])  # fmt: skip
    opened: list[ReadingTask] = []
    page.open_requested.connect(opened.append)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "li")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert not opened and page.table.hasFocus()  # the row is in the list, and only now selected
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert [entry.uid for entry in opened] == ["2.25.1"]

    page.focus_search()
    qtbot.keyClicks(page.search, "zhaomin")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert [entry.uid for entry in opened] == ["2.25.1", "2.25.2"]  # nobody else is meant


def test_enter_waits_until_it_is_known_whether_there_are_others(page: WorklistPage, qtbot: QtBot) -> None:
    worklist = page._worklist
    worklist.set_extent(Extent(12, 40, complete=False))
    opened: list[ReadingTask] = []
    page.open_requested.connect(opened.append)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "late comer")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)  # its page has not arrived yet
    worklist.put(task(workitem(78, "Late^Comer")))
    assert not opened
    worklist.set_extent(Extent(40, 40))
    assert [entry.uid for entry in opened] == ["2.25.78"]


def test_enter_opens_nobody_while_the_hub_has_not_said_who_else_is_meant(page: WorklistPage, qtbot: QtBot) -> None:
    """Not when its answer fails, and not when it could not be asked yet."""
    opened: list[ReadingTask] = []
    page.open_requested.connect(opened.append)
    page._worklist.put(task(workitem(78, "Late^Comer")))
    for knows in (frozenset({"text"}), frozenset[str]()):  # nobody listens at the page's hub
        page._service._following._asking.knows = knows
        page._worklist.set_extent(Extent(12, 40, complete=False))
        page.search.clear()
        page._asked = ""
        page.search.setFocus()
        qtbot.keyClicks(page.search, "late comer")
        qtbot.waitUntil(lambda: page._asked == "late comer", timeout=20_000)
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
        page._worklist.set_extent(Extent(13, 40, complete=False))
        assert not opened
        qtbot.waitUntil(page.table.hasFocus)


def test_the_one_that_enter_opens_is_looked_at_before(page: WorklistPage, qtbot: QtBot) -> None:
    """Its order and its steps; nothing else is chosen by it."""
    li = ((LI.code, LI.name),)
    page._worklist.replace_all([
        task(workitem(1, "Wang^Fang=王^芳", performers=li)),
        task(workitem(2, "Zhao^Min=赵^敏", comment="Fell from a ladder.")),
        task(workitem(3, "Zhao^Ming=赵^明")),
    ])  # fmt: skip
    page.show_view(View.WAITING)
    select(page, "2.25.1")
    words = {"zhaoming": "赵明 Zhao Ming", "zhao": "No exam selected", "li": "No exam selected"}
    for search, title in words.items():
        page.search.setText(search)
        assert page._preview._title.text().startswith(title), search
    page.search.setText("敏")
    shown = "\n".join(label.text() for label in page._preview.findChildren(QLabel))
    assert "Fell from a ladder." in shown and "○ Awaiting reading" in shown
    page._worklist.set_extent(Extent(3, 40, complete=False))
    page._restore_selection()
    assert page.selected() is None, "there may be others"
    page._worklist.set_extent(Extent(3, 3))
    assert page.selected() is not None, "there are none"
    page.search.clear()
    selected = page.selected()
    assert selected is not None and selected.uid == "2.25.1"


def test_whom_or_what_a_search_has_found_is_said_where_it_is_not_shown(page: WorklistPage) -> None:
    """A reviewer of a report that was returned, the name of the order, the body part."""
    about = Subject(CHEN.name, CHEN.code.value, "1.2.8.1")
    review = workitem(9, "Wu^Gang", uid="2.25.91", code=REPORT_VERIFICATION, state=COMPLETED)
    again = workitem(9, "Wu^Gang", uid="2.25.92", label="Thorax nativ", performers=((CHEN.code, CHEN.name),))
    page._worklist.replace_all([
        task(review, actual=ZHOU, subject=about), task(again, subject=replace(about, reason="Which side?")),
    ])  # fmt: skip
    model = page.table.model()
    assert isinstance(model, RowTableModel)

    def marked(search: str) -> list[str]:
        page.search.setText(search)
        cells = [model.cell(0, column) for column in range(len(COLUMNS))]
        texts = ["".join(text for text, _ in pieces) for pieces, _ in cells]
        return [text[a:b] for text, (_, found) in zip(texts, cells, strict=True) for a, b in found]

    assert marked("zhou") == ["周"] and marked("wei") == ["伟"] and marked("chen") == ["陈"]
    assert marked("nativ") == ["nativ"] and "Thorax nativ" in str(model.index(0, EXAM).data())
    assert marked("wu zhou") == ["Wu", "周"]
    page.search.clear()
    assert "周" not in str(model.index(0, len(COLUMNS) - 1).data())


def test_found_priors_are_told_before_the_exam_is_opened_again(page: WorklistPage) -> None:
    page.show_view(View.WAITING)
    select(page, "2.25.4")

    def priors() -> str:
        return page._preview._fields[2][1].text()

    exam = page.selected_exam()
    assert exam is not None and priors() == "Searched when the exam is opened"
    study = exam.task.workitem.study_uid
    page._worklist.note_priors(study, ("2025-11-08 CT chest", "2024-01-02 DX Chest"))
    assert priors() == "2 earlier exams found\n2025-11-08 CT chest\n2024-01-02 DX Chest"
    page._worklist.note_priors(study, ())
    assert priors() == "No earlier exam found"


def test_what_was_found_is_marked(page: WorklistPage) -> None:
    assert hits(("xiaodong",), "王小东  Wang Xiaodong") == ((1, 3), (10, 18))
    assert hits(("wxd",), "王小东") == hits(("wangxd",), "王小东") == ((0, 3),)
    page.search.setText("00005")
    model = page.table.model()
    assert isinstance(model, RowTableModel)
    index = model.index(0, PATIENT)
    text, places = str(index.data()), model.cell(0, PATIENT)[1]
    assert [text[begin:end] for begin, end in places] == ["00005"] and names(page) == ["Chen Jianguo"]


def test_the_search_through_all_rows_at_once_finds_and_ranks_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after rows have come, gone and changed between two keys."""
    monkeypatch.setattr("reader.worklist.corpus.BLOCK", 7)
    monkeypatch.setattr("reader.worklist.rows.BLOCK", 7)
    chance = random.Random(9)
    parts = ("wang", "wan", "ng", "fang", "李", "娜", "i", "nan", "na", "é")
    sought = ["".join(chance.sample(parts, chance.randint(1, 3))) for _ in range(60)]

    def one(number: int) -> Exam:
        first, second = ("".join(chance.choices(parts, k=chance.randint(1, 2))) for _ in range(2))
        item = workitem(number, f"{first}^{second}", site=chance.choice(sought), patient_id=chance.choice(sought))
        return exam_of(exam_key(task(item)), [task(item)], Rights(NOBODY, ()))

    known = {exam.key: exam for exam in map(one, range(1, 201))}
    rows, now = Rows(COLUMNS[PRIORITY].sorting), Now(datetime.now().astimezone(), lambda *names: False)
    rows.take(known, known, now)
    for text in (*sought, *map(" ".join, zip(sought[::2], sought[1::2], strict=True))):
        changed = {exam.key: exam for exam in map(one, chance.sample(range(1, 220), 3))}
        gone = chance.sample([*known], 2)
        known = {key: exam for key, exam in (known | changed).items() if key not in gone}
        rows.take(known, {*changed, *gone, *chance.sample([*known], 2)}, now)
        rows.show(View.WAITING)
        words, in_order = words_of(text), list(rows.shown)
        assert {row.key for row in in_order} == set(known)
        expected = sorted((rank, at) for at, row in enumerate(in_order) if (rank := _rank(row, words)) is not None)
        rows.show(View.WAITING, text)
        assert [(rank, in_order.index(row)) for row, rank in zip(rows.shown, rows.ranks, strict=True)] == expected


def _rank(row: Row, words: Sequence[str]) -> int | None:
    """0 a whole name or number, 1 the beginning of one, 2 inside one, 3 elsewhere; None where a word is missing."""
    names, rest = (text.decode() for text in found_by(row))
    forms = names.split("\x1f")[1:-1]
    if not all(word in names or word in rest for word in words):
        return None
    if {" ".join(words), "".join(words)} & set(forms):
        return 0
    how = [
        [0 if form == word else 1 if form.startswith(word) else 2 for form in forms if word in form]
        for word in words
    ]
    return max(min(each, default=3) for each in how)
