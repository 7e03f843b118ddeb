"""Rows of the worklist's page, taken as by a click."""

from __future__ import annotations

from reader.worklist.exam import exam_key
from reader.worklist.ui.page import WorklistPage
from reader.worklist.ui.table_model import RowTableModel


def select(page: WorklistPage, uid: str) -> None:
    """The exam of a task, where it is shown."""
    model = page.table.model()
    assert isinstance(model, RowTableModel)
    page.table.clearSelection()
    page.table.selectRow(model.row_of(exam_key(page._worklist.tasks[uid])))
