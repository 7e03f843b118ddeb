"""What is typed while the place of a report has not got the keyboard yet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reader.app.ui import typed_ahead
from reader.app.ui.report_place import ReportPlace
from reader.app.ui.typed_ahead import TypedAhead


@pytest.mark.parametrize("how", ["esc", "mouse", "failed"])
def test_it_ends_and_nothing_that_was_typed_goes_anywhere(qapp: QApplication, how: str) -> None:
    window, commands, ahead = QWidget(), [], TypedAhead()
    QShortcut(QKeySequence("K"), window).activated.connect(lambda: commands.append("K"))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    ahead.begin("an exam")
    QTest.keyClicks(window, "kk")
    assert commands == []
    if how == "esc":
        QTest.keyClick(window, Qt.Key.Key_Escape)
    elif how == "mouse":
        QTest.mousePress(window, Qt.MouseButton.LeftButton)
    else:
        ahead.end()
    assert not ahead.going
    QTest.keyClick(window, Qt.Key.Key_K)
    assert commands == ["K"], "keys are commands again"
    place = ReportPlace("")
    place.awaiting = True
    ahead.go_on_in(place)
    assert place.typed == ""
    window.close()


def test_what_was_typed_goes_into_the_place_in_order(qapp: QApplication) -> None:
    window, ahead, place = QWidget(), TypedAhead(), ReportPlace("")
    window.show()
    place.awaiting = True
    ahead.begin("an exam")
    QTest.keyClicks(window, "abc")
    QTest.keyClick(window, Qt.Key.Key_Backspace)
    ahead.opens("an exam")
    ahead.go_on_in(place)
    QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClicks(window, "d")
    assert place.typed == "ab\nd"
    place.taken()
    QTest.keyClicks(window, "e")
    assert not ahead.going, "the report is there"
    window.close()


def test_what_was_typed_for_one_exam_goes_nowhere_where_another_one_opens(qapp: QApplication) -> None:
    """The hub was slow, and the doctor asked for another one meanwhile, by key."""
    window, ahead, place = QWidget(), TypedAhead(), ReportPlace("")
    window.show()
    place.awaiting = True
    for first, second in (("a", "b"), ("b", "b")):
        ahead.begin(first)
        QTest.keyClicks(window, "for a ")
        ahead.begin(second)
        QTest.keyClicks(window, "for b")
        ahead.opens("a")
        ahead.go_on_in(place)
        assert not ahead.going and place.typed == "", "keys are commands again"
    ahead.begin("a")
    QTest.keyClicks(window, "for a")
    ahead.begin("b")
    QTest.keyClicks(window, "for b")
    ahead.opens("b")
    ahead.go_on_in(place)
    assert place.typed == "for b"
    ahead.end()
    window.close()


def test_while_the_hub_takes_its_time_it_is_told_once_where_the_keys_go(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_ahead, "TOLD_MS", 30)
    window, ahead, place, told = QWidget(), TypedAhead(), ReportPlace(""), []
    ahead.waits.connect(lambda: told.append("waits"))
    ahead.ended.connect(lambda: told.append("ended"))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    place.awaiting = True
    ahead.begin("a")
    QTest.keyClicks(window, "early ")
    QTest.qWait(200)
    assert ahead.going and told == ["waits"]
    QTest.keyClicks(window, "late")
    assert ahead.fail("b") == "" and ahead.going, "another one was refused"
    ahead.opens("a")
    ahead.go_on_in(place)
    assert place.typed == "early late"
    ahead.end()
    ahead.begin("a")
    QTest.keyClicks(window, "lost")
    assert ahead.fail("a") == "lost" and not ahead.going and told == ["waits", "ended", "ended"]
    window.close()
