"""The report panel driven as a user drives it, without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.core.qt.actions import bind_keys
from reader.core.qt.keyboard import Keyboard
from reader.findings.model import FindingsModel
from reader.report.commands import commands
from reader.report.model import FINDINGS, IMPRESSION, DraftModel, Statement
from reader.report.template import choose_template
from reader.report.ui import panel as panel_module
from reader.report.ui.marks import LineState
from reader.report.ui.panel import ReportPanel
from reader.report.ui.saved import saved_ago
from tests.report.examples import LI, SUBJECT
from tests.report.room import AI_LINE, Room


def test_typing_reaches_the_draft_at_once(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "both lungs clear")
    assert room.lines == ["both lungs clear"] and room.draft.dirty
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(room.editor, "no effusion")
    assert room.lines == ["both lungs clear", "no effusion"]


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        ("Suspicious of malignancy.", "PET/CT advised.", "Suspicious of malignancy. PET/CT advised."),
        ("Suspicious of malignancy.", " PET/CT", "Suspicious of malignancy. PET/CT"),
        ("Stage 2.", "As", "Stage 2. As"),
        ("Stage 2.", "5", "Stage 2.5"), ("As described, i.e.", "x", "As described, i.e.x"),
        ("Nodule of 8 mm", "in", "Nodule of 8 mmin"), ("建议CT检查。", "CT", "建议CT检查。CT"),
        ("Was 10 mm.", ". .", "Was 10 mm.. ."),
    ],
)  # fmt: skip
def test_typing_on_behind_a_stored_sentence_has_its_space(
    qtbot: QtBot, stored: str, typed: str, expected: str
) -> None:
    """A report that was recalled is read from the object that was stored, without the space at its end."""
    template = choose_template("CT", "CHEST", "en")
    report = template.new_report(SUBJECT, LI)
    report = report.with_section(replace(report.section(IMPRESSION), statements=(Statement(stored),)))
    draft = DraftModel(report)
    panel = ReportPanel(draft, FindingsModel(()))
    qtbot.addWidget(panel)
    panel.show()
    editor = panel.editor(IMPRESSION)
    assert editor is not None
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, typed)
    assert draft.report.section(IMPRESSION).text == expected
    for _ in expected:
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    editor.insertPlainText(stored)
    qtbot.keyClicks(editor, "x")
    assert draft.report.section(IMPRESSION).text == f"{stored}x", "what is typed afresh is as it is typed"


def test_the_keyboard_goes_to_the_section_that_lacks_its_text(room: Room, qtbot: QtBot) -> None:
    """As the user comes back from a last look that objected to it."""
    impression = room.panel.editor(IMPRESSION)
    assert impression is not None
    impression.setFocus()
    assert room.panel.focus_lacking() and room.editor.hasFocus()
    qtbot.keyClicks(room.editor, "Clear.")
    assert room.panel.focus_lacking() and impression.hasFocus()
    qtbot.keyClicks(impression, "Normal.")
    room.editor.setFocus()
    assert not room.panel.focus_lacking() and room.editor.hasFocus()


def test_tab_goes_from_section_to_section_and_a_key_opens_the_sentences(room: Room, qtbot: QtBot) -> None:
    keyboard = Keyboard(QApplication.instance())  # type: ignore[arg-type]
    bind_keys(commands(room.panel, lambda: None), room.panel)
    qtbot.waitUntil(room.panel.isActiveWindow)
    room.editor.setFocus()
    headings = [section.heading for section in room.draft.report.sections]
    for heading in headings[headings.index(FINDINGS) + 1 :]:
        qtbot.keyClick(QApplication.focusWidget() or room.panel, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is room.panel.editor(heading)
    room.editor.setFocus()
    qtbot.keyClick(room.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert room.lines == [], "an Enter too many puts nothing in"
    qtbot.keyClick(room.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert room.lines != [] and room.editor.hasFocus()
    keyboard.deleteLater()


def test_a_click_beside_the_texts_puts_the_cursor_into_the_one_above(room: Room, qtbot: QtBot) -> None:
    """What is typed next would go to the commands of the images else."""
    room.panel.resize(500, 1400)
    qtbot.keyClicks(room.editor, "first")
    qtbot.waitUntil(room.panel.isActiveWindow)
    room.editor.clearFocus()
    rest = room.panel._rest
    where = rest.mapTo(room.panel, rest.rect().center())
    assert rest.height() > 40, "there is blank space"
    qtbot.mouseClick(room.panel.childAt(where) or room.panel, Qt.MouseButton.LeftButton, pos=rest.rect().center())
    focus = QApplication.focusWidget()
    assert focus is not None and room.panel.isAncestorOf(focus)
    qtbot.keyClicks(focus, "W")
    assert "W" in "".join(section.text for section in room.draft.report.sections)


def test_insertion_goes_below_the_line_with_the_cursor(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "first")
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(room.editor, "second")
    room.editor.moveCursor(QTextCursor.MoveOperation.Start)
    room.panel.insert_finding("2.25.5")
    assert room.lines == ["first", AI_LINE, "second"] and room.links == [(), ("2.25.5",), ()]
    room.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    room.panel.insert_finding("2.25.6")  # into the blank line, not below it
    assert room.lines[3:] == [AI_LINE] and room.links[3] == ("2.25.6",)


def test_filling_in_nothing_is_told(room: Room) -> None:
    told: list[str] = []
    room.panel.noted.connect(lambda text, hint: told.append(text))
    room.panel.fill_normal()
    assert not told and room.lines
    room.panel.fill_normal()
    assert ["nothing was filled in" in text and "影像所见" in text for text in told] == [True]


def test_fill_normal_takes_sentences_of_what_is_not_said(room: Room) -> None:
    room.panel.insert_finding("2.25.5")
    room.panel.fill_normal()
    assert len(room.lines) == 7 and not any("肺野清晰" in line for line in room.lines)
    room.panel.fill_normal()
    assert len(room.lines) == 7
    room.panel.undo()
    assert room.lines == [AI_LINE]


def test_nothing_is_said_while_an_input_method_composes(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "abc")
    changes: list[int] = []
    room.draft.changed.connect(lambda: changes.append(1))
    for preedit in ("j", "ji", "jie", "jiejie"):
        QApplication.sendEvent(room.editor, QInputMethodEvent(preedit, []))
        assert room.editor.composing
    assert changes == [] and room.lines == ["abc"]
    done = QInputMethodEvent()
    done.setCommitString("结节")
    QApplication.sendEvent(room.editor, done)
    assert room.lines == ["abc结节"] and not room.editor.composing


def test_the_impression_is_in_view_whatever_is_scrolled_to(room: Room, qtbot: QtBot) -> None:
    editor = room.panel.editor(IMPRESSION)
    assert editor is not None
    room.panel.resize(380, 340)  # what is left of 800 lines of pixels
    for text in ("", "No pneumothorax.\n" * 40):
        editor.setPlainText(text)
        for value in (0, room.panel._scroll.verticalScrollBar().maximum()):
            room.panel._scroll.verticalScrollBar().setValue(value)
            qtbot.waitUntil(lambda: editor.visibleRegion().boundingRect().size() == editor.size())
            assert 40 < editor.height() < 140


def test_it_opens_at_the_findings_from_their_heading_on(qtbot: QtBot) -> None:
    """Also where the room is found only after it is shown, until somebody moves."""
    draft = DraftModel(choose_template("CT", "CHEST", "en").new_report(SUBJECT, LI))
    panel = ReportPanel(draft, FindingsModel(()))
    qtbot.addWidget(panel)
    panel.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keyboard is in the images
    panel.show()
    bar = panel._scroll.verticalScrollBar()
    box = next(box for box in panel._boxes if box.heading == FINDINGS)

    def top() -> int:
        return box.mapTo(panel._scroll.viewport(), QPoint(0, 0)).y()

    for height in (380, 340, 390):
        panel.resize(380, height)
        if height == 340:
            panel.focus_findings()  # as an addendum does before its place is known
        qtbot.waitUntil(lambda: bar.maximum() > 0 and 0 <= top() <= 8)
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    panel.resize(380, 400)
    QApplication.processEvents()
    assert bar.value() == 0, "it stays where it was scrolled to"
    panel.release()


def test_the_keyboard_stays_while_the_wheel_turns_elsewhere(room: Room, qtbot: QtBot) -> None:
    picture = QWidget(room.panel)
    picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    picture.setGeometry(0, 0, 50, 50)
    picture.show()
    room.panel.focus_findings()
    qtbot.waitUntil(room.editor.hasFocus)
    for target in (picture, room.editor.viewport(), room.panel._scroll.viewport()):
        where = QPointF(10, 10)
        wheel = QWheelEvent(
            where, target.mapToGlobal(where), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, wheel)
        assert room.editor.hasFocus()
    room.findings.select("2.25.5", jump=True)
    room.panel.set_positive(True)
    assert room.editor.hasFocus()


class _Windows(QObject):
    """Notes what is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("below", [True, False])
def test_nothing_of_it_is_a_window_for_a_moment(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, below: bool) -> None:
    monkeypatch.setattr(panel_module, "fits_below", lambda: below)
    app, windows = QApplication.instance(), _Windows()
    assert app is not None
    app.installEventFilter(windows)
    try:
        draft = DraftModel(choose_template("CT", "CHEST", "en").new_report(SUBJECT, LI))
        panel = ReportPanel(draft, FindingsModel())
    finally:
        app.removeEventFilter(windows)
    qtbot.addWidget(panel)
    panel.release()
    assert windows.seen == []


def test_positive_and_negative(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.panel._flag.yes, Qt.MouseButton.LeftButton)
    assert room.draft.report.positive is True
    qtbot.mouseClick(room.panel._flag.no, Qt.MouseButton.LeftButton)
    assert room.draft.report.positive is False and not room.panel._flag.yes.isChecked()
    qtbot.mouseClick(room.panel._flag.no, Qt.MouseButton.LeftButton)
    assert room.draft.report.positive is None


def test_read_only(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "before")
    room.draft.set_read_only(True)
    qtbot.keyClicks(room.editor, "after")
    room.editor.selectAll()
    room.editor.insertFromMimeData(room.editor.createMimeDataFromSelection())
    mime = QMimeData()
    mime.setText("pasted")
    room.editor.insertFromMimeData(mime)
    room.panel.insert_finding("2.25.5")
    room.panel.fill_normal()
    room.panel.undo()
    room.panel.set_positive(True)
    room.editor.moveCursor(QTextCursor.MoveOperation.End)
    assert room.editor.toPlainText() == "before"
    assert room.lines == ["before"] and room.draft.report.positive is None
    room.draft.set_read_only(False)
    qtbot.keyClicks(room.editor, "!")
    assert room.lines == ["before!"]


def test_what_the_read_out_says(room: Room) -> None:
    def shown() -> tuple[str, str]:
        return room.panel._saved.text(), room.panel._problem.text()

    room.panel.set_positive(True)
    assert shown() == ("saving …", "")
    room.draft.mark_saved(datetime.now(UTC) - timedelta(seconds=0.4), room.draft.report)
    assert shown() == ("saved 0.4 s ago", "")
    room.draft.mark_unsaved("The disk is full.")
    assert shown() == ("trying again …", "Not saved: The disk is full.") and room.panel._problem.isVisible()
    assert [saved_ago(s) for s in (0.04, 42.0, 125.0, 9000.0)] == [
        "saved 0.0 s ago", "saved 42 s ago", "saved 2 min ago", "saved",
    ]  # fmt: skip


def test_a_key_costs_no_look_at_the_lines_that_are_not_on_the_screen(room: Room, qtbot: QtBot) -> None:
    """Each is held against its finding: with hundreds of them a letter came after a quarter of a second."""
    lines = [Statement(f"Nodule {number}.", ("2.25.5",)) for number in range(300)]
    room.draft.set_report(room.draft.report.with_section(replace(room.section, statements=tuple(lines))))
    looked: list[str] = []
    told = room.editor.state_of

    def look(said: Statement) -> LineState:
        looked.append(said.text)
        return told(said)

    room.editor.state_of = look
    room.editor.setFocus()
    qtbot.waitUntil(lambda: room.editor.hasFocus() and room.panel._scroll.verticalScrollBar().maximum() > 3000)
    room.editor.go_to(150)
    qtbot.waitUntil(lambda: "Nodule 150." in looked)
    looked.clear()
    qtbot.keyClicks(room.editor, "!")
    qtbot.waitUntil(lambda: "Nodule 150.!" in looked)
    assert len(looked) < 100 and room.lines[150] == "Nodule 150.!"
