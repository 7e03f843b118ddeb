"""The columns where room is short: what is in them decides who gives way, and what is cut off can be told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.dicom.ups.tasks import Subject
from reader.dicom.ups.workitem import ADDENDUM, COMPLETED, REPORT_VERIFICATION
from reader.terms.languages import locales
from reader.worklist.filters import View
from reader.worklist.model import ReadingTask
from reader.worklist.ui.columns import COLUMNS, DUE, EXAM, PATIENT, STATE
from reader.worklist.ui.page import WorklistPage
from reader.worklist.ui.row_painter import PADDING
from reader.worklist.ui.table_model import RowTableModel
from reader.worklist.words import exam_beside_modality, site_text
from tests.worklist.samples import CHEN, ZHOU, task, workitem
from tests.worklist.test_page import page

__all__ = ["page"]

READER = len(COLUMNS) - 1
EXAM_NAME = "CT chest with contrast 胸部CT增强"
ABOUT = Subject(CHEN.name, CHEN.code.value, "1.2.8.1")


def seen(page: WorklistPage, column: int) -> list[str]:
    """What the cells of a column show of their texts."""
    model, metrics = page.table.model(), page.table.fontMetrics()
    assert isinstance(model, RowTableModel)
    mode = Qt.TextElideMode.ElideMiddle if COLUMNS[column].both_ends else Qt.TextElideMode.ElideRight
    found = []
    for row in range(model.rowCount()):
        pieces, room = model.cell(row, column)[0], page.table.columnWidth(column) - PADDING - 4
        shown = ""
        for text, _ in pieces:
            shown += metrics.elidedText(text, mode, room)
            room -= metrics.horizontalAdvance(text)
        found.append(shown)
    return found


def supplement(number: int, kind: str, *, signed: bool = False) -> list[ReadingTask]:
    """Written by Chen, signed by Zhou; an addendum or amendment by Chen, waiting for review or signed too."""
    name = f"Ouyang^Xiao{number}=欧阳^晓{number}"
    how = {"procedure": EXAM_NAME, "label": EXAM_NAME, "site": "Xihu Township Hospital"}
    about = Subject(CHEN.name, CHEN.code.value, f"1.2.{number}")
    done = {**how, "state": COMPLETED}
    read = task(workitem(number, name, uid=f"2.25.{number}1", **done), actual=CHEN)
    review = workitem(number, name, uid=f"2.25.{number}2", code=REPORT_VERIFICATION, **done)
    verified = replace(task(review, actual=ZHOU, subject=about), verified=True)
    about = replace(about, report=f"1.3.{number}", supplement=kind)
    added = task(workitem(number, name, uid=f"2.25.{number}3", code=ADDENDUM, **done), actual=CHEN, subject=about)
    again = replace(review, uid=f"2.25.{number}4", **({} if signed else {"state": "SCHEDULED", "due": None}))
    last = task(again, actual=ZHOU if signed else None, subject=about)
    return [read, verified, added, replace(last, verified=signed)]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_a_laptop_with_large_text_each_state_and_reader_is_readable(
    language: str, page: WorklistPage, qapp: QApplication
) -> None:
    use_language(language, locales())
    apply_theme(qapp, "dark", scale=1.4)
    try:
        page._worklist.replace_all([
            *supplement(1, "addendum"), *supplement(2, "amendment"), *supplement(3, "addendum", signed=True),
        ])  # fmt: skip
        for view, rows in ((View.MY_REVIEW, 2), (View.DONE_TODAY, 1)):
            page.show_view(view)
            QApplication.processEvents()
            table = page.table
            assert table.model().rowCount() == rows
            widths = [table.columnWidth(column) for column in range(len(COLUMNS))]
            assert sum(widths) <= table.viewport().width(), "nothing scrolls sideways"
            assert not [text for column in (PATIENT, STATE, READER) for text in seen(page, column) if "…" in text]
            assert widths[DUE] < table.fontMetrics().horizontalAdvance("▲ 59 min late"), "nothing is in it"
        assert seen(page, READER) == ["陈宇 → 周伟"]
        own = {"en": "chest with", "zh_CN": "胸部CT增强"}[language]
        assert all(text.startswith(own) for text in seen(page, EXAM))
        page.show_view(View.MY_REVIEW)
        page.table.setColumnWidth(STATE, widths[STATE] * 4 // 5)
        assert len(set(seen(page, STATE))) == 2, "also cut off they are told apart"
        page._worklist.put(task(workitem(4, "Late^Comer", due_in=-59, code=REPORT_VERIFICATION), subject=ABOUT))
        QApplication.processEvents()
        assert "…" not in "".join(seen(page, DUE)), "what comes makes its column wider"
        assert len(set(seen(page, STATE))) == 3
    finally:
        use_language("en", locales())
        apply_theme(qapp, "dark")


def test_the_countdown_s_column_grows_with_its_text(page: WorklistPage, qapp: QApplication, qtbot: QtBot) -> None:
    """Its number and its unit are never cut, whatever else has to be."""
    use_language("zh_CN", locales())
    apply_theme(qapp, "dark", scale=1.4)
    try:
        late = task(workitem(4, "Late^Comer", due_in=-58.0 / 60, code=REPORT_VERIFICATION), subject=ABOUT)
        page._worklist.replace_all([*supplement(1, "addendum"), *supplement(2, "amendment"), late])
        page.show_view(View.MY_REVIEW)
        QApplication.processEvents()
        page.table.tick()
        before = seen(page, DUE)

        def grown() -> bool:
            page.table.tick()
            QApplication.processEvents()
            return seen(page, DUE) != before and "…" not in "".join(seen(page, DUE))

        qtbot.waitUntil(grown, timeout=6000)
        assert any("1" in text for text in seen(page, DUE))
    finally:
        use_language("en", locales())
        apply_theme(qapp, "dark")


@pytest.mark.parametrize(
    ("written", "english", "chinese"),
    [
        (EXAM_NAME, "chest with contrast 胸部CT增强", "胸部CT增强 chest with contrast"),
        ("胸部CT增强 CT chest with contrast", "chest with contrast 胸部CT增强", "胸部CT增强 chest with contrast"),
        ("CT abdomen (腹部平扫)", "abdomen 腹部平扫", "腹部平扫 abdomen"),
        ("CT chest, plain 胸部平扫 with reconstructions", "chest, plain 胸部平扫 with reconstructions", ""),
        ("胸部CT平扫", "胸部CT平扫", ""),
        ("CT chest, plain", "chest, plain", ""),
    ],
)
def test_an_exam_named_twice_begins_in_the_user_s_language(written: str, english: str, chinese: str) -> None:
    exam = task(workitem(1, "A", procedure=written, site="Xihu Township Hospital 西湖镇卫生院"))
    try:
        assert site_text(exam) == exam.workitem.site
        assert exam_beside_modality(exam) == english
        use_language("zh_CN", locales())
        assert exam_beside_modality(exam) == (chinese or english)
        assert site_text(exam) == "西湖镇卫生院 Xihu Township Hospital"
    finally:
        use_language("en", locales())
