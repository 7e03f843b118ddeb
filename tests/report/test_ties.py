"""Sentences and the findings they speak of: how they are tied, follow and are told apart from own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader.core.qt.actions import bind_keys
from reader.core.qt.keyboard import Keyboard
from reader.findings import service
from reader.findings.model import Finding
from reader.report.commands import commands
from reader.report.following import Following
from reader.report.linking import replaced
from reader.report.model import FINDINGS, Report, Statement
from reader.report.plain import from_plain, to_plain
from reader.report.sentences import facts
from reader.report.ui.marks import Mark
from reader.study.numbering import ImageNumber
from tests.report.examples import RIGHT_UPPER, nodule
from tests.report.room import AI_LINE, LEFT_LOWER, Room, words


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
    mime.setText("\none\r\ntwo 4\v8 \u202emm\u202c 3\x1b5")  # as word processors have soft line ends
    room.editor.insertFromMimeData(mime)
    assert room.lines == [AI_LINE, "one", "two 4", "8 mm 3 5"] and room.links == [("2.25.5",), (), (), ()]


def test_what_an_input_method_brings_is_stored_as_it_is_seen(room: Room, qtbot: QtBot) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString("Size \u202e0.51\u202c mm\v")
    QApplication.sendEvent(room.editor, event)
    turn = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "\u202e")  # of a keyboard layout
    QApplication.sendEvent(room.editor, turn)
    qtbot.keyClicks(room.editor, "5")
    assert room.lines == ["Size 0.51 mm", "5"]


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
    assert told == ["Your own words stay: “建议复查。”"], "they may be about what is gone"
    qtbot.keyClick(room.editor, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert room.lines == ["建议复查。", "注意：较前增大。", "最后一行。"]
    assert told[1:] == ["Your own words stay: “注意：较前增大。”"]
    assert room.links == [(), (), ()]
    room.panel.untold.connect(lambda: told.append("no more"))
    qtbot.keyClick(room.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told[-1] == "no more"
    assert room.links == [(), ("2.25.6",), ()] and room.panel.ties.isVisible()
    keyboard.deleteLater()


def test_words_changed_by_hand_are_not_written_over_and_not_removed_in_silence(room: Room, qtbot: QtBot) -> None:
    told: list[str] = []
    room.panel.told.connect(lambda text, hint: told.append(text))
    room.panel.untold.connect(lambda: told.append("no more"))
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
        assert room.said == (line,) and told.pop() == "no more", "that it is removed"
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


@pytest.mark.parametrize("claimed", ["before the finding is changed", "with the first change"])
def test_a_stored_sentence_that_followed_is_marked_once_it_is_taken_back(room: Room, claimed: str) -> None:
    """A stored report does not say what its sentences were written from, and is read-only until it is claimed."""
    room.panel.insert_finding("2.25.6")
    number = room.draft.report.sections.index(room.section)
    room.draft.set_report(replaced(room.draft.report, number, 0, replace(room.said[0], said=())))
    room.draft.set_read_only(True)
    following = Following(room.draft, room.findings, lambda image: ImageNumber(116))
    room.draft.set_read_only(False)
    if claimed == "with the first change":
        room.draft.set_report(replaced(room.draft.report, number, 0, replace(room.said[0], said=())))
    room.findings.put(replace(room.findings["2.25.6"], site=LEFT_LOWER))
    room.panel.focus_findings()
    room.panel.undo()
    assert room.lines == [AI_LINE] and room.marks == [Mark.STALE] and room.panel.ties.isVisible()
    following.stop()
