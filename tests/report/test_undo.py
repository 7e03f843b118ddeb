"""What Ctrl+Z takes back in the report, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.core.history import History
from reader.findings import service
from reader.report.commands import commands
from reader.report.insertion import insertion_step
from reader.report.model import FINDINGS, IMPRESSION, Statement
from tests.report.examples import report
from tests.report.room import AI_LINE, Room


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


@pytest.mark.parametrize("line", ["below", "the same"])
def test_undo_takes_back_the_flag_in_its_turn(room: Room, qtbot: QtBot, line: str) -> None:
    def key(letter: Qt.Key, shift: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(room.editor, letter, Qt.KeyboardModifier.ControlModifier | shift)

    def seen() -> tuple[str, bool | None]:
        return room.editor.toPlainText(), room.draft.report.positive

    qtbot.keyClicks(room.editor, "one")
    qtbot.mouseClick(room.panel._flag.no, Qt.MouseButton.LeftButton)
    if line == "below":
        room.editor.insert(Statement("two"))
    else:
        qtbot.keyClicks(room.editor, " and two")
    steps = [(room.editor.toPlainText(), False), ("one", False), ("one", None), ("", None)]
    for step in steps[1:]:
        key(Qt.Key.Key_Z)
        assert seen() == step
    for step in steps[-2::-1]:
        key(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
        assert seen() == step
    assert room.panel._flag.no.isChecked()


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
