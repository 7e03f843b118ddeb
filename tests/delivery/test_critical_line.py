"""The line on top: for whom it is there, and that it gets louder."""

from __future__ import annotations

import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.errors import ReaderError
from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.core.text import tr
from reader.delivery.critical import CriticalService
from reader.delivery.ui.critical_dialogs import HandOnDialog, TellOfDialog, ToldDialog
from reader.delivery.ui.critical_line import CriticalLine
from reader.delivery.ui.critical_list import CriticalList
from reader.dicom.ups.critical import MOST_TEXT, Category, Channel
from reader.dicom.ups.tasks import station_code
from reader.dicom.values import Code, Person
from reader.terms.languages import locales
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
    study = next(iter(two.model.standings.values())).result.item.study_uid
    for uid, there in ((study, True), ("", False), (f"{study}.1", False)):
        at_the_exam = CriticalLine(two, study=lambda uid=uid: uid)  # type: ignore[misc]
        assert at_the_exam.isHidden() is not there, "who opens the exam sees what was found in it"
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
    clock.later_s = 0.0
    told: list[ReaderError] = []
    one.model.taken_away.connect(told.append)
    two.model.taken_away.connect(told.append)
    two.take_over(two.model.standings[next(iter(two.model.standings))].result)
    chen.until(lambda: two.settled)
    one.look()
    li.until(lambda: one.settled)
    for line in (mine, theirs):
        line.refresh()
    assert "taken over by" in mine.text.text()
    assert [CHEN.name.display in error.user_message for error in told] == [True], "who recorded it is told, once"
    assert CHEN.name.display in mine.text.text() and "recorded by" in mine.text.text()
    assert CHEN.name.display in theirs.text.text(), "also before the author"
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


def tell_of(text: str, code: Code | None = None) -> TellOfDialog:
    return TellOfDialog(workitem(1, "Wang^Xiaodong"), text, code)


def test_what_is_told_of_and_to_whom_are_needed_and_it_keeps_its_code_as_long_as_it_is_the_same() -> None:
    code = Code("36118008", "SCT", "Pneumothorax")
    dialog = tell_of("Pneumothorax left", code)
    assert not dialog.go.isEnabled(), "nobody is named"
    dialog.recipient.setText("\u202d \u202c")
    assert not dialog.go.isEnabled()
    dialog.recipient.setText("Dr Wu")
    assert dialog.go.isEnabled() and dialog.finding == code and dialog.category is Category.MINUTES
    dialog._text.setPlainText("Pneumothorax left, under tension")
    assert dialog.finding == code
    dialog._text.setPlainText("Free air")
    assert dialog.finding is None
    for text in ("   ", "\u202d"):
        dialog._text.setPlainText(text)
        assert not dialog.go.isEnabled()


def test_what_is_too_long_is_refused_with_its_reason_and_not_cut() -> None:
    dialog = tell_of("x" * MOST_TEXT + " LEFT SIDE")
    dialog.recipient.setText("Dr Wu")
    assert not dialog.go.isEnabled() and not dialog._too_long.isHidden() and "10" in dialog._too_long.text()
    assert dialog.text.endswith("LEFT SIDE")
    dialog._text.setPlainText("LEFT SIDE")
    assert dialog.go.isEnabled() and dialog._too_long.isHidden()
    dialog.recipient.setText("x" * (MOST_TEXT + 1))
    assert not dialog.go.isEnabled() and len(dialog.recipient.text()) > MOST_TEXT


def test_enter_in_a_field_goes_on_to_the_next_and_starts_nothing() -> None:
    dialog, ended = tell_of("Free air"), []
    dialog.finished.connect(ended.append)
    dialog.show()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    assert dialog.focusWidget() is dialog.recipient
    QTest.keyClick(dialog.recipient, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.phone and not ended
    dialog.recipient.setText("Dr Wu")
    QTest.keyClick(dialog.phone, Qt.Key.Key_Return)
    assert not ended and dialog.isVisible()
    dialog.go.setFocus()
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    assert ended == [1]


def test_who_was_told_and_whether_they_read_it_back_are_needed(station: MakeStation) -> None:
    li = station(LI, "closing")
    one = service(li, LI, Clock())
    result = one.tell_of(exam(li), Category.MINUTES, "Free air")
    dialog = ToldDialog(result, one.now())
    assert not dialog.go.isEnabled()
    dialog.not_read_back.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.whom.setText("Dr Wu")
    assert dialog.go.isEnabled()


def test_a_name_typed_at_once_takes_the_place_of_the_ward_and_answers_nothing(station: MakeStation) -> None:
    li = station(LI, "at once")
    one = service(li, LI, Clock())
    result = one.tell_of(exam(li), Category.MINUTES, "Free air", recipient="Ward 5")
    dialog = ToldDialog(result, one.now())
    dialog.show()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    assert dialog.whom.text() == "Ward 5"
    QTest.keyClicks(dialog.focusWidget(), " Dr Wu")
    assert dialog.whom.text() == " Dr Wu"
    assert not (dialog.read_back.isChecked() or dialog.not_read_back.isChecked() or dialog.go.isEnabled())
    dialog.close()


@pytest.mark.parametrize("dialog_of", [ToldDialog, HandOnDialog])
def test_the_time_that_is_left_runs_on(
    station: MakeStation, qtbot: QtBot, dialog_of: type[ToldDialog | HandOnDialog]
) -> None:
    li = station(LI, "runs on")
    one = service(li, LI, Clock())
    result = one.tell_of(exam(li), Category.MINUTES, "Free air")
    dialog = dialog_of(result, one.now())
    dialog.show()
    assert dialog.about.text().startswith("Free air")
    if isinstance(dialog, ToldDialog):
        dialog.time.setFocus()
    before = dialog.about.text()
    qtbot.waitUntil(lambda: dialog.about.text() != before, timeout=4000)
    dialog._ahead += timedelta(minutes=90)
    qtbot.waitUntil(lambda: "late" in dialog.about.text(), timeout=4000)
    dialog.close()


def test_the_time_is_now_until_another_is_set_between_the_recording_and_now(station: MakeStation) -> None:
    """Opened, telephoned, closed: it was told at the end of the call."""
    li, clock = station(LI, "time"), Clock()
    one = service(li, LI, clock)
    result = one.tell_of(exam(li), Category.MINUTES, "Free air")
    clock.later_s = 3600.0
    dialog = ToldDialog(result, one.now())
    dialog._ahead += timedelta(minutes=25)
    dialog.go_on()
    clock.later_s += 25 * 60
    second = timedelta(seconds=2)
    assert abs(dialog.when - one.now()) < second
    assert abs(dialog.time.dateTime().toSecsSinceEpoch() - one.now().timestamp()) < 2, "and it is seen"
    dialog.time.setDateTime(dialog.time.dateTime().addSecs(-600))
    dialog.go_on()
    assert abs(one.now() - dialog.when - timedelta(minutes=10)) < second
    dialog.time.setDateTime(dialog.time.dateTime().addSecs(7200))
    assert dialog.when <= one.now()
    dialog.time.setDateTime(dialog.time.dateTime().addSecs(-7200))
    begun = result.item.scheduled
    assert begun is not None and begun <= dialog.when < begun + timedelta(minutes=1)
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=dialog.when)


def test_every_word_of_the_list_can_be_read_on_a_narrow_screen(station: MakeStation) -> None:
    li = station(LI, "narrow")
    one = service(li, LI, Clock())
    text = "Subdural haematoma 12 mm with midline shift, 右侧额颞顶部硬膜下血肿，中线左移，请立即联系神经外科"
    for _ in range(3):
        one.tell_of(exam(li), Category.MINUTES, text, recipient="Dr Zhaominghua, neurosurgery", phone="8123")
    listed = CriticalList(one, lambda what, which: None, lambda path: None)
    listed.show()
    QApplication.processEvents()
    table = listed.table
    for column in range(table.columnCount()):
        item = table.item(0, column)
        assert item is not None
        words = [word for word in item.text().split() if word.isascii()]
        widest = max(map(table.fontMetrics().horizontalAdvance, words), default=0)
        assert table.columnWidth(column) >= widest + 12, item.text()
        room = QRect(0, 0, table.columnWidth(column) - 12, 10000)
        needed = table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
        assert table.rowHeight(0) >= needed.height(), item.text()
    listed.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_whether_it_was_read_back_is_in_the_list_and_the_list_fits_a_laptop(
    station: MakeStation, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = station(LI, f"laptop {language}")
    one = service(li, LI, Clock())
    use_language(language, locales())
    try:
        for read_back in (True, False):
            text = "Tension pneumothorax on the left, 左侧张力性气胸"
            result = one.tell_of(exam(li), Category.MINUTES, text, recipient="Dr Wu, neurosurgery", phone="8123")
            one.told(result, "Dr Sun, emergency", Channel.PHONE, read_back=read_back, when=one.now())
        listed = CriticalList(one, lambda what, which: None, lambda path: None)
        screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, 1280, 800))
        monkeypatch.setattr(listed, "screen", lambda: screen)
        listed.show()
        QApplication.processEvents()
        table = listed.table
        header = {table.horizontalHeaderItem(n).text(): n for n in range(table.columnCount())}
        column = header[tr("Read back")]
        assert {table.item(line, column).text() for line in (0, 1)} == {tr("Yes"), tr("No")}
        assert listed.width() <= 1280 and table.horizontalScrollBar().maximum() == 0, "nothing is out of sight"
        if folder := os.environ.get("READER_PICTURES"):
            listed.grab().save(f"{folder}/critical_list_{language}.png")
        listed.close()
    finally:
        use_language("en", locales())


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_dates_are_seen(station: MakeStation, qapp: QApplication, theme: str) -> None:
    """Under the program's style sheet: another date makes another picture of the field's text."""
    li = station(LI, f"dates {theme}")
    one = service(li, LI, Clock())
    result = one.tell_of(exam(li), Category.MINUTES, "Free air", recipient="Dr Wu")
    apply_theme(qapp, theme)
    told = ToldDialog(result, one.now())
    listed = CriticalList(one, lambda what, which: None, lambda path: None)
    for window, fields in ((told, [told.time]), (listed, [listed.first, listed.last])):
        window.show()
        for field in fields:
            line = field.findChild(QLineEdit)
            assert line.width() >= line.fontMetrics().horizontalAdvance(field.text()), "the text has its room"
            shown = field.grab(line.geometry()).toImage()
            paper = shown.pixelColor(0, shown.height() // 2)
            ink = sum(
                shown.pixelColor(x, y) != paper for x in range(shown.width()) for y in range(shown.height())
            )  # fmt: skip
            assert ink > 200, "its text is drawn"
        window.close()
