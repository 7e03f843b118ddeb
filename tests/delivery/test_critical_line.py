"""The line on top: for whom it is there, and that it gets louder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from reader.delivery.critical import CriticalService
from reader.delivery.ui.critical_dialogs import TellOfDialog, ToldDialog
from reader.delivery.ui.critical_line import CriticalLine
from reader.dicom.ups.critical import Category, Channel
from reader.dicom.ups.tasks import station_code
from reader.dicom.values import Code, Person
from tests.delivery.test_critical import exam
from tests.worklist.conftest import MakeStation
from tests.worklist.samples import CHEN, LI, workitem
from tests.worklist.station import Station

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    """How much later it is than this computer says."""

    later_s = 0.0


def service(station: Station, user: Person, clock: Clock) -> CriticalService:
    return CriticalService(
        station.database, station.seal, station.ups, station.tasks, user, station_code("here"),
        ahead_s=lambda: -clock.later_s, back_off=(0.05,), look_every_s=0.1,
    )  # fmt: skip


def test_it_is_its_authors_until_its_time_is_over_and_then_everybodys(station: MakeStation) -> None:
    li, chen, clock = station(LI), station(CHEN), Clock()
    one, two = service(li, LI, clock), service(chen, CHEN, clock)
    mine, theirs = CriticalLine(one), CriticalLine(two)
    assert mine.isHidden() and theirs.isHidden()
    one.tell_of(exam(li), Category.MINUTES, "Free air", recipient="Dr Wu")
    one.start()
    li.until(lambda: one.settled)
    two.start()
    chen.until(lambda: two.settled and bool(two.model.standings))
    for line in (mine, theirs):
        line.refresh()
    assert not mine.isHidden() and theirs.isHidden()
    assert mine.property("level") == "waits" and mine.hand_on.isHidden() and mine.take.isHidden()
    clock.later_s = 660.0
    for line in (mine, theirs):
        line.refresh()
        assert not line.isHidden() and line.property("level") == "over"
        assert "late" in line.text.text() and not line.hand_on.isHidden()
    assert mine.take.isHidden() and not theirs.take.isHidden()
    assert all(
        button.focusPolicy() is Qt.FocusPolicy.TabFocus
        for button in (mine.tell, mine.hand_on, mine.take, mine.open_list)
    ), "a click takes the keyboard from nobody"
    one.stop()
    two.stop()


def test_it_never_takes_the_keyboard(station: MakeStation) -> None:
    li, clock = station(LI, "typing"), Clock()
    one = service(li, LI, clock)
    window = QWidget()
    column, text, line = QVBoxLayout(window), QLineEdit(), CriticalLine(one)
    column.addWidget(line)
    column.addWidget(text)
    window.show()
    window.activateWindow()
    text.setFocus()
    result = one.tell_of(exam(li), Category.MINUTES, "Free air")
    for later in (0.0, 300.0, 660.0):
        clock.later_s = later
        line.refresh()
        QApplication.processEvents()
        assert window.focusWidget() is text and line.isVisible()
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
    assert window.focusWidget() is text
    window.close()


def test_what_is_told_of_is_needed_and_keeps_its_code_as_long_as_it_is_the_same() -> None:
    code = Code("36118008", "SCT", "Pneumothorax")
    dialog = TellOfDialog(workitem(1, "Wang^Xiaodong"), "Pneumothorax left", code)
    assert dialog.go.isEnabled() and dialog.finding == code and dialog.category is Category.MINUTES
    dialog._text.setPlainText("Pneumothorax left, under tension")
    assert dialog.finding == code
    dialog._text.setPlainText("Free air")
    assert dialog.finding is None
    dialog._text.setPlainText("   ")
    assert not dialog.go.isEnabled()


def test_who_was_told_and_whether_they_read_it_back_are_needed(station: MakeStation) -> None:
    li = station(LI, "closing")
    one = service(li, LI, Clock())
    result = one.tell_of(exam(li), Category.MINUTES, "Free air")
    now = one.now()
    dialog = ToldDialog(result, now)
    assert not dialog.go.isEnabled()
    dialog.not_read_back.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.whom.setText("Dr Wu")
    assert dialog.go.isEnabled() and dialog.when == now
    dialog.time.setDateTime(dialog.time.dateTime().addSecs(-600))
    assert abs(now - dialog.when - timedelta(minutes=10)) < timedelta(minutes=1)
    dialog.time.setDateTime(dialog.time.dateTime().addSecs(7200))
    assert dialog.when <= now
