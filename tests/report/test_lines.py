"""What the editor knows of its lines is what stands in them, whatever was done to the text."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from reader.report.model import Statement
from reader.report.ui.editor import SectionEditor, _blocks, _statement
from tests.report.room import Room

TIED = Statement("Nodule, 8 mm.", ("2.25.5",), ("NoduleFinder 1.2",), ("a#b",))
LINES = (TIED, Statement(""), Statement("Plain."))


def somewhere(editor: SectionEditor, chance: random.Random) -> None:
    """The cursor, half of the time with a selection."""
    cursor = editor.textCursor()
    last = max(editor.document().characterCount() - 1, 0)
    cursor.setPosition(chance.randint(0, last))
    if chance.random() < 0.5:
        cursor.setPosition(chance.randint(0, last), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


@pytest.mark.parametrize("seed", range(6))
def test_the_lines_are_those_of_the_text_after_whatever_was_done(room: Room, qtbot: QtBot, seed: int) -> None:
    chance, editor = random.Random(seed), room.editor

    def key(what: Qt.Key) -> Callable[[], None]:
        return lambda: qtbot.keyClick(editor, what)

    acts: list[Callable[[], None]] = [
        lambda: qtbot.keyClicks(editor, chance.choice(("a", "x y", "."))), lambda: editor.insertPlainText("右肺"),
        key(Qt.Key.Key_Return), key(Qt.Key.Key_Backspace), key(Qt.Key.Key_Delete),
        editor.cut, editor.copy, editor.paste, editor.undo, editor.redo, editor.undo,
        lambda: editor.insert(*LINES[: chance.randint(1, 3)]),
        lambda: editor.put("one\ntwo ___ three", 0),
        lambda: room.panel.insert_finding(chance.choice(("2.25.5", "2.25.6"))),
        lambda: editor.replace(tuple(chance.choices(LINES, k=chance.randint(1, 5)))),
        lambda: editor.replace(tuple(Statement(s.text, ("2.25.6",)) for s in editor.statements())),
    ]  # fmt: skip
    for turn in range(150):
        if chance.random() < 0.6:
            somewhere(editor, chance)
        act = chance.choice(acts)
        act()
        assert editor._said == [_statement(block) for block in _blocks(editor)], turn
    qtbot.keyClicks(editor, "end")
    other = Room(qtbot)
    other.draft.set_report(room.draft.report)
    assert other.editor.statements() == editor.statements()
    other.panel.go_on_from(room.panel)
    other.editor.undo()
    assert "end" not in other.editor.toPlainText() and editor.statements() == ()
    assert other.editor._said == [_statement(block) for block in _blocks(other.editor)]
