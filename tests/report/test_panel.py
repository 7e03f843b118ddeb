"""The report panel driven as a user drives it, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.core.history import History
from reader.core.qt.actions import bind_keys
from reader.core.qt.keyboard import Keyboard
from reader.dicom.values import Code
from reader.findings import service
from reader.findings.model import Finding, FindingsModel, Observer, Source, Status
from reader.report.commands import commands
from reader.report.following import Following
from reader.report.insertion import insertion_step
from reader.report.linking import replaced
from reader.report.model import FINDINGS, IMPRESSION, DraftModel, Report, Section, Statement
from reader.report.plain import from_plain, to_plain
from reader.report.sentences import facts
from reader.report.template import choose_template
from reader.report.ui.editor import Mark, SectionEditor
from reader.report.ui.panel import ReportPanel
from reader.report.ui.saved import saved_ago
from reader.study.numbering import ImageNumber
from tests.report.examples import LI, RIGHT_UPPER, SUBJECT, nodule, report

ME = Source(Observer.PERSON, "Li Na")
AI_LINE = "右肺上叶见结节，大小约16mm×11mm（图像116）。"


LEFT_LOWER = Code("41224006", "SCT", "Lower lobe of left lung")


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


class Room:
    """One open case: models, panel, and the editor of the findings."""

    def __init__(self, qtbot: QtBot, language: str = "zh") -> None:
        template = choose_template("CT", "CHEST", language)
        self.draft = DraftModel(template.new_report(SUBJECT, LI))
        self.findings = FindingsModel(
            (nodule("2.25.5"), nodule("2.25.6", source=ME), nodule("2.25.7", Status.PROPOSED))
        )
        self.panel = ReportPanel(self.draft, self.findings, image_number=lambda image: ImageNumber(116))
        qtbot.addWidget(self.panel)
        self.panel.resize(380, 900)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        editor = self.panel.editor(FINDINGS)
        assert editor is not None
        self.editor: SectionEditor = editor

    @property
    def lines(self) -> list[str]:
        return [statement.text for statement in self.draft.report.section(FINDINGS).statements]

    @property
    def section(self) -> Section:
        return self.draft.report.section(FINDINGS)

    @property
    def said(self) -> tuple[Statement, ...]:
        return self.section.statements

    @property
    def marks(self) -> list[Mark]:
        return [self.editor.state_of(statement).mark for statement in self.editor.statements()]

    @property
    def links(self) -> list[tuple[str, ...]]:
        return [statement.finding_uids for statement in self.draft.report.section(FINDINGS).statements]


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    room.panel.release()


def test_typing_reaches_the_draft_at_once(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "both lungs clear")
    assert room.lines == ["both lungs clear"] and room.draft.dirty
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(room.editor, "no effusion")
    assert room.lines == ["both lungs clear", "no effusion"]


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


def test_an_accepted_finding_becomes_a_linked_sentence_a_proposed_one_does_not(room: Room) -> None:
    room.panel.insert_finding("2.25.7")
    assert room.lines == []
    room.panel.insert_finding("2.25.5")
    room.panel.insert_finding("2.25.5")  # a second time only shows the first
    room.panel.insert_finding("2.25.6")
    said = room.draft.report.section(FINDINGS).statements
    assert said[0] == Statement(AI_LINE, ("2.25.5",), ("NoduleFinder 1.2",), said[0].said)
    assert said[1] == Statement(AI_LINE, ("2.25.6",), (), said[1].said) and len(said) == 2
    assert room.editor.state_of(replace(said[0], algorithms=())).mark is Mark.AI
    assert room.editor.state_of(said[1]).mark is Mark.HUMAN
    assert "NoduleFinder" in room.editor.state_of(said[0]).tooltip


def test_an_insertion_is_a_step_of_the_case_that_leaves_what_was_typed(room: Room, qtbot: QtBot) -> None:
    history = History()
    room.panel.insert_finding("2.25.5")
    step = insertion_step(room.draft, "2.25.5")
    assert step is not None and insertion_step(room.draft, "2.25.7") is None
    history.note(step)
    assert history.undo() and room.lines == [] and history.redo()
    assert room.lines == [AI_LINE] and room.links == [("2.25.5",)]
    room.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(room.editor, " Smooth.")
    assert history.undo() and room.lines == ["Smooth."] and room.links == [()]


def test_an_insertion_that_was_edited_is_not_taken_back(room: Room, qtbot: QtBot) -> None:
    history = History()
    room.panel.insert_finding("2.25.5")
    step = insertion_step(room.draft, "2.25.5")
    assert step is not None
    history.note(step)
    room.editor.moveCursor(QTextCursor.MoveOperation.Start)
    room.editor.moveCursor(QTextCursor.MoveOperation.Right)
    qtbot.keyClicks(room.editor, "xx")
    lines = room.lines
    assert history.undo() and room.lines == lines != [AI_LINE]


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


def test_links_survive_typing_splitting_joining_and_moving(room: Room, qtbot: QtBot) -> None:
    room.panel.insert_finding("2.25.5")
    qtbot.keyClicks(room.editor, "more")
    assert room.links == [("2.25.5",)] and room.lines == [AI_LINE + "more"]
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(room.editor, "new line")
    assert room.links == [("2.25.5",), ()]  # a new line speaks of nothing yet
    room.panel.insert_finding("2.25.6")
    qtbot.keyClick(room.editor, Qt.Key.Key_Home)
    qtbot.keyClick(room.editor, Qt.Key.Key_Backspace)  # joined: the line speaks of what both parts spoke of
    assert room.links == [("2.25.5",), ("2.25.6",)]
    qtbot.keyClick(room.editor, Qt.Key.Key_Home)
    qtbot.keyClick(room.editor, Qt.Key.Key_Backspace)
    assert room.links == [("2.25.5", "2.25.6")]
    room.editor.selectAll()
    mime = room.editor.createMimeDataFromSelection()
    room.editor.cut()
    assert room.lines == []
    qtbot.keyClicks(room.editor, "fresh")
    assert room.links == [()]  # nothing is left over from the line that was cut
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    room.editor.insertFromMimeData(mime)
    assert room.links == [(), ("2.25.5", "2.25.6")]


def test_pasted_text_is_plain_and_unlinked(room: Room) -> None:
    room.panel.insert_finding("2.25.5")
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("\none\r\ntwo")
    room.editor.insertFromMimeData(mime)
    assert room.lines == [AI_LINE, "one", "two"] and room.links == [("2.25.5",), (), ()]


def test_undo_and_redo_of_an_insertion(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "typed")
    room.panel.insert_finding("2.25.5")
    room.panel.undo()
    assert room.lines == ["typed"] and room.links == [()]
    room.panel.redo()
    assert room.lines == ["typed", AI_LINE] and room.links == [(), ("2.25.5",)]
    for _ in range(5):
        room.panel.undo()
    assert room.lines == []
    registry = CommandRegistry()
    registry.add(*commands(room.panel, lambda: None))
    registry.run("report.redo")
    assert room.lines == ["typed"]


def test_a_click_on_a_sentence_selects_its_finding_and_jumps(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "plain")
    room.panel.insert_finding("2.25.6")
    jumped: list[Finding] = []
    room.findings.jump_requested.connect(jumped.append)
    place = room.editor.rect_of("2.25.6")
    assert place is not None
    at = QPoint(int(place.left()) + 20, int(place.center().y()))
    qtbot.mouseClick(room.editor.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [finding.tracking_uid for finding in jumped] == ["2.25.6"] and room.findings.selected == "2.25.6"
    qtbot.mouseClick(room.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 8))  # the plain line
    assert len(jumped) == 1
    assert len(room.editor.extraSelections()) == 1  # the finding's sentence is highlighted
    room.findings.select("2.25.5")
    assert room.editor.extraSelections() == []


def test_a_rejected_or_removed_finding_leaves_its_sentence_marked_not_deleted(room: Room) -> None:
    room.panel.insert_finding("2.25.5")
    room.panel.insert_finding("2.25.6")
    banner = room.panel.ties
    assert not banner.isVisible()
    service.reject(room.findings, "2.25.5")
    assert banner.isVisible() and room.marks == [Mark.ORPHAN, Mark.HUMAN]
    room.findings.remove("2.25.6")
    assert room.marks == [Mark.ORPHAN, Mark.ORPHAN] and len(room.lines) == 2
    room.findings.history.undo()
    room.findings.history.undo()
    assert not banner.isVisible() and room.marks == [Mark.AI, Mark.HUMAN]


def test_a_sentence_follows_its_finding_or_is_marked_until_a_person_has_seen_it(room: Room, qtbot: QtBot) -> None:
    following = Following(room.draft, room.findings, lambda image: ImageNumber(116))
    room.panel.insert_finding("2.25.5")
    room.panel.insert_finding("2.25.6")
    room.editor.insertPlainText("建议复查。")
    smaller = replace(room.findings["2.25.5"].measurements[0], value=9.0)
    for uid in ("2.25.5", "2.25.6"):
        finding = room.findings[uid]
        room.findings.put(replace(finding, site=LEFT_LOWER, measurements=(smaller, *finding.measurements[1:])))
    moved = "左肺下叶见结节，大小约9mm×11mm（图像116）。"
    assert room.lines == [moved, moved + "建议复查。"] and not room.panel.ties.isVisible()
    assert room.editor.toPlainText().split("\n") == room.lines, "on the screen too"

    said = room.lines[1].replace("9mm×11mm", "小于1厘米")  # in the doctor's own words
    number = room.draft.report.sections.index(room.section)
    room.draft.set_report(replaced(room.draft.report, number, 1, replace(room.said[1], text=said)))
    room.findings.put(replace(room.findings["2.25.6"], site=RIGHT_UPPER))
    assert room.lines[1] == said and room.marks == [Mark.AI, Mark.STALE]
    assert room.panel.ties.isVisible() and "RUL" in words(room.panel.ties), "what the finding says now"
    room.findings.history.undo()
    assert not room.panel.ties.isVisible(), "it fits again"
    room.findings.history.redo()
    qtbot.keyClick(room.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(room.editor, "!")
    assert room.marks[1] is Mark.STALE, "typing is not looking"
    qtbot.mouseClick(room.panel.ties.keep, Qt.MouseButton.LeftButton)
    assert room.lines[1] == said + "!" and room.marks[1] is Mark.HUMAN and not room.panel.ties.isVisible()
    room.findings.put(replace(room.findings["2.25.6"], site=LEFT_LOWER))
    assert room.marks[1] is Mark.STALE and not room.panel.ties.renew.isEnabled(), "these words are the doctor's"
    service.reject(room.findings, "2.25.5")
    qtbot.mouseClick(room.panel.ties.remove, Qt.MouseButton.LeftButton)
    assert room.lines == [said + "!"]
    following.stop()


def test_remove_and_update_leave_the_doctors_own_words(room: Room, qtbot: QtBot) -> None:
    """Typed behind, before and within the line of a sentence; after a draft was resumed and after cut and paste."""
    keyboard = Keyboard(QApplication.instance())  # type: ignore[arg-type]
    bind_keys(commands(room.panel, lambda: None), room.panel)
    qtbot.waitUntil(room.panel.isActiveWindow)
    told: list[str] = []
    room.panel.told.connect(lambda text, hint: told.append(text))
    remove, renew = room.panel.ties.remove, room.panel.ties.renew
    room.panel.insert_finding("2.25.5")
    room.editor.insertPlainText("建议复查。")
    room.panel.insert_finding("2.25.6")
    room.editor.insertPlainText("较前增大。")
    room.editor.moveCursor(QTextCursor.MoveOperation.StartOfBlock)
    room.editor.insertPlainText("注意：")
    room.editor.selectAll()
    room.editor.cut()
    room.editor.paste()
    room.draft.set_report(from_plain(Report, to_plain(room.draft.report)))
    assert room.lines == [AI_LINE + "建议复查。", "注意：" + AI_LINE + "较前增大。"]
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    room.editor.insertPlainText("最后一行。")

    room.findings.put(replace(room.findings["2.25.6"], site=LEFT_LOWER))  # nobody follows it here
    qtbot.mouseClick(renew, Qt.MouseButton.LeftButton)
    assert room.lines[1] == "注意：左肺下叶见结节，大小约16mm×11mm（图像116）。较前增大。"
    assert room.marks == [Mark.AI, Mark.HUMAN, Mark.NONE]
    assert room.editor.hasFocus() and room.editor.textCursor().blockNumber() == 1, "one goes on writing there"
    service.reject(room.findings, "2.25.5")
    room.findings.remove("2.25.6")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert room.lines[0] == "建议复查。" and room.links[0] == () and room.editor.textCursor().blockNumber() == 0
    qtbot.keyClick(room.editor, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert room.lines == ["建议复查。", "注意：较前增大。", "最后一行。"] and not told
    assert room.links == [(), (), ()]
    qtbot.keyClick(room.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.links == [(), ("2.25.6",), ()] and room.panel.ties.isVisible()
    keyboard.deleteLater()


def test_words_changed_by_hand_are_not_written_over_and_not_removed_in_silence(room: Room, qtbot: QtBot) -> None:
    told: list[str] = []
    room.panel.told.connect(lambda text, hint: told.append(text))
    room.panel.insert_finding("2.25.6")
    edited = replace(room.said[0], text=AI_LINE.replace("16mm", "61mm"))
    old = replace(room.said[0], said=(facts(room.findings["2.25.6"]),))  # a draft of an earlier version
    for line in (edited, old):
        room.draft.set_report(room.draft.report.with_section(replace(room.section, statements=(line,))))
        finding = room.findings["2.25.6"]
        room.findings.put(replace(finding, site=LEFT_LOWER))
        assert room.panel.ties.isVisible() and not room.panel.ties.renew.isEnabled()
        assert "by hand" in room.panel.ties.renew.toolTip()
        room.panel.renew_sentence()
        assert room.lines == [line.text] and not told
        qtbot.mouseClick(room.panel.ties.remove, Qt.MouseButton.LeftButton)
        assert room.lines == [] and line.text in told.pop()
        qtbot.keyClick(room.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert room.said == (line,)
        room.findings.put(finding)


def test_words_taken_away_from_their_sentence_are_not_tied(room: Room, qtbot: QtBot) -> None:
    room.panel.insert_finding("2.25.5")
    room.editor.insertPlainText("建议复查。")
    for _ in "建议复查。":
        qtbot.keyClick(room.editor, Qt.Key.Key_Left)
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    assert room.lines == [AI_LINE, "建议复查。"] and room.links == [("2.25.5",), ()]
    qtbot.keyClick(room.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.links == [("2.25.5",)], "one step"
    cursor = room.editor.textCursor()
    cursor.setPosition(len(AI_LINE))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    room.editor.setTextCursor(cursor)
    room.editor.cut()
    qtbot.keyClick(room.editor, Qt.Key.Key_Return)
    room.editor.paste()
    assert room.lines == [AI_LINE, "建议复查。"] and room.links == [("2.25.5",), ()]


def test_what_is_typed_after_an_insertion_or_removal_is_a_step_of_its_own(room: Room, qtbot: QtBot) -> None:
    room.panel.insert_finding("2.25.5")
    qtbot.keyClicks(room.editor, "own")
    service.reject(room.findings, "2.25.5")
    qtbot.mouseClick(room.panel.ties.remove, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(room.editor, "!")
    seen = []
    for _ in range(5):
        seen.append(room.editor.toPlainText())
        qtbot.keyClick(room.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["own!", "own", AI_LINE + "own", AI_LINE, ""]


def test_undo_takes_back_the_flag_in_its_turn(room: Room, qtbot: QtBot) -> None:
    def key(letter: Qt.Key, shift: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(room.editor, letter, Qt.KeyboardModifier.ControlModifier | shift)

    def seen() -> tuple[str, bool | None]:
        return room.editor.toPlainText(), room.draft.report.positive

    room.editor.insertPlainText("one")
    qtbot.mouseClick(room.panel._flag.no, Qt.MouseButton.LeftButton)
    room.editor.insert(Statement("two"))
    steps = [("one\ntwo", False), ("one", False), ("one", None), ("", None)]
    for step in steps[1:]:
        key(Qt.Key.Key_Z)
        assert seen() == step
    for step in steps[-2::-1]:
        key(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
        assert seen() == step
    assert room.panel._flag.no.isChecked()


def test_filling_in_nothing_is_told(room: Room) -> None:
    told: list[str] = []
    room.panel.told.connect(lambda text, hint: told.append(text))
    room.panel.fill_normal()
    assert not told and room.lines
    room.panel.fill_normal()
    assert ["nothing was filled in" in text and "影像所见" in text for text in told] == [True]


def test_the_banner_has_the_whole_sentence_in_three_lines_or_its_tooltip(room: Room) -> None:
    room.panel.insert_finding("2.25.5")
    service.reject(room.findings, "2.25.5")
    quote, three = room.panel.ties._quote, QLabel("字\n字\n字", wordWrap=True)
    for text, whole in ((AI_LINE + "建议3个月后复查，较前增大，请结合临床。", True), (AI_LINE * 6, False)):
        statement = replace(room.said[0], text=text)
        room.draft.set_report(room.draft.report.with_section(replace(room.section, statements=(statement,))))
        assert (quote.text() == f"“{text}”") is whole and (text in quote.toolTip()) is not whole
        assert quote.heightForWidth(quote.width()) <= three.heightForWidth(quote.width())


def test_a_stored_sentence_is_tied_to_what_its_finding_says_when_it_is_read(room: Room) -> None:
    """An SR has the link, not the facts; findings may be read after the text."""
    room.findings.load(())
    room.findings.loaded = False
    following = Following(room.draft, room.findings, lambda image: None)
    text = Statement("As before.", ("2.25.5",))
    room.draft.set_report(room.draft.report.with_section(replace(room.section, statements=(text,))))
    assert not room.panel.ties.isVisible(), "nothing is known of its finding yet"
    room.findings.load([nodule("2.25.5")])
    room.findings.set_results((), ())
    assert room.marks == [Mark.AI] and room.said[0].said
    room.findings.put(replace(room.findings["2.25.5"], site=LEFT_LOWER))
    assert room.marks == [Mark.STALE]
    following.stop()


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
    room.panel.insert_finding("2.25.5")
    room.panel.fill_normal()
    room.panel.undo()
    room.panel.set_positive(True)
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


def test_a_draft_changed_elsewhere_is_shown_and_can_be_undone(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClicks(room.editor, "mine")
    section = room.draft.report.section(FINDINGS)
    line = Statement("two\nlines", ("2.25.5",), ("NoduleFinder 1.2",))
    room.draft.set_report(room.draft.report.with_section(replace(section, statements=(line,))))
    assert room.editor.statements() == (line,)
    room.panel.undo()
    assert room.lines == ["mine"]
    room.draft.set_report(report())  # other sections: the panel is built anew
    editor = room.panel.editor(IMPRESSION)
    assert editor is not None and editor.statements() == report().section(IMPRESSION).statements
    assert room.panel.editor(FINDINGS).statements() == report().section(FINDINGS).statements  # type: ignore[union-attr]
