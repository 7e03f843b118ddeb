"""Who gives way where the panel of findings has little room."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.dicom.values import Code
from reader.findings.model import Measurement
from reader.findings.ui.row import HEIGHT
from reader.terms.units import MILLIMETRE
from tests.findings.test_panel import Make, make
from tests.findings.test_service import proposed

__all__ = ["make"]


@pytest.mark.parametrize(("height", "most", "of_detail"), [(290, 3, 80), (217, 2, 50)])
def test_the_next_ones_to_judge_stay_in_sight_beside_the_selected_one(
    make: Make, qtbot: QtBot, height: int, most: int, of_detail: int
) -> None:
    """At the heights that the list has in a window of 1600×1000 and of 1280×800."""
    names = (Code(str(n), "99X", f"A measurement with a name {n}") for n in range(9))
    many = tuple(Measurement(name, 1.0, MILLIMETRE) for name in names)
    model, panel = make(*(proposed(str(n), 90.0 - n, measurements=many) for n in range(6)))
    panel.resize(330, height)

    def shown(number: int) -> bool:
        seen = [panel.row(str(n)).visibleRegion().boundingRect().height() == HEIGHT for n in range(6)]
        beside = number == 5 or seen[number + 1]
        return seen[number] and beside and sum(seen) >= most and panel.detail.height() >= of_detail

    for number in range(6):
        model.select(str(number))
        qtbot.waitUntil(partial(shown, number), timeout=2000)
    panel.edit("2")
    QApplication.processEvents()
    form = panel.detail.form
    assert form.height() >= form.sizeHint().height(), "the form has all of its room"


@pytest.mark.parametrize("number", range(5))
def test_no_other_row_comes_under_the_pointer_that_chose_one(make: Make, qtbot: QtBot, number: int) -> None:
    """Its ✓ would be pressed for the one that was chosen."""
    _, panel = make(*(proposed(str(n), 90.0 - n) for n in range(6)))
    panel.resize(330, 217)
    QApplication.processEvents()
    row = panel.row(str(number))
    panel.area.ensureWidgetVisible(row, 0, 0)
    at = panel.mapFromGlobal(row.mapToGlobal(row.rect().center()))
    QTest.mouseMove(row)
    qtbot.waitUntil(row.underMouse)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    for _ in range(10):
        QApplication.processEvents()
    assert panel.detail.isVisible() and not row.visibleRegion().isEmpty()
    under = panel.childAt(at)
    others = [panel.row(str(n)) for n in range(6) if n != number]
    assert not any(under is other or other.isAncestorOf(under) for other in others)
