"""Phrases: typed, chosen, made, kept and shared; in the panel as a user uses it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from reader.core.commands import use_keys
from reader.core.qt.actions import bind_keys
from reader.core.sealing import Seal
from reader.core.storage import Database
from reader.report.phrase_book import PhraseBook
from reader.report.phrase_commands import commands
from reader.report.phrases import (
    BLANK,
    NoPhrase,
    Phrase,
    filled,
    matching,
    names_patient,
    read_phrases,
    typed,
    why_not,
    written,
)
from reader.report.ui.phrase_dialogs import PhraseDialog, PhrasesDialog
from reader.report.ui.phrasing import PhraseList, Phrasing
from reader.review.blanks import has_blank
from tests.loop import MainLoop
from tests.report.room import Room

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
CLEAR = Phrase("nls", "双肺野清晰，未见实变影。")
MIXED = Phrase("pn", "{age}{sex}，较{prior date}结节增大，现{Exam Date}。")
SHORT, LONG = Phrase("fx", "Fracture."), Phrase("nofx", "No fracture.")


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    loop = MainLoop()
    yield loop
    loop.tasks.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "reader.sqlite")
    yield database
    database.close()


@pytest.fixture
def book(database: Database, loop: MainLoop) -> PhraseBook:
    return opened(database, loop)


def kept(loop: MainLoop, database: Database, count: int) -> None:
    loop.run_until(lambda: len(database.read("SELECT id FROM phrase")) == count)


@pytest.mark.parametrize(
    ("before", "found", "length"),
    [
        ("nls", CLEAR, 3), ("NLS", CLEAR, 3), ("见nls", CLEAR, 3), ("heart. nls", CLEAR, 3), ("xnls", None, 0),
        ("7nls", None, 0), ("nls ", None, 0), ("", None, 0), ("nofx", LONG, 4),
        ("no fx", SHORT, 2), ("ｎｌｓ", CLEAR, 3),
    ],
)  # fmt: skip
def test_an_abbreviation_is_known_where_it_is_a_word(before: str, found: Phrase | None, length: int) -> None:
    phrases = {phrase.key: phrase for phrase in (CLEAR, SHORT, LONG)}
    assert typed(phrases, before) == ((found, length) if found else None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nls", [CLEAR]), ("fx", [SHORT, LONG]), ("frac", [SHORT, LONG]), ("no frac", [LONG]), ("fyqx", [CLEAR]),
        ("清晰", [CLEAR]), ("zzz", []), ("", [SHORT, CLEAR, LONG]),
    ],
)  # fmt: skip
def test_a_search_finds_by_abbreviation_initials_and_words_the_best_first(words: str, found: list[Phrase]) -> None:
    assert matching((CLEAR, SHORT, LONG), words) == found


@pytest.mark.parametrize(
    ("abbreviation", "text"),
    [
        ("", "x"), ("a b", "x"), ("a" * 25, "x"), ("a{", "x"), ("a", " \n"), ("a", "x" * 5001), ("a", "x\u202ey"),
        ("a", "{patient}"), ("a", "{}"),
    ],
)  # fmt: skip
def test_what_makes_no_phrase_is_said(abbreviation: str, text: str) -> None:
    assert why_not(abbreviation, text)
    with pytest.raises(NoPhrase):
        Phrase(abbreviation, text)


def test_what_the_exam_does_not_state_is_a_blank_that_the_last_check_asks_about() -> None:
    text = filled("{年龄}，{ Prior  Date }：{sex}", {"age": "56岁", "prior date": "", "sex": "女"})
    assert text == f"56岁，{BLANK}：女" and has_blank(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [("王小东的结节", True), ("Wang's nodule", True), ("Wangs", False), ("ID 00314", True), ("100314", False),
     ("Xiaodong", True), ("东侧", False)],
)  # fmt: skip
def test_a_patient_is_known_in_a_text(text: str, named: bool) -> None:
    assert names_patient(text, ("王小东", "Wang Xiaodong", "Wang", "Xiaodong", "00314", "", "东")) is named


def test_a_file_with_errors_gives_what_is_right_in_it_and_names_the_rest() -> None:
    entries = [
        {"abbreviation": "a", "text": "A."}, {"abbreviation": "A", "text": "again"}, 7, {"abbreviation": "b"},
        {"abbreviation": "c d", "text": "C."}, {"abbreviation": "e", "text": "{name}"},
        {"abbreviation": "f", "text": "F\r\nG"}, {"abbreviation": "g", "text": "half \ud800"},
    ]  # fmt: skip
    found, problems = read_phrases(json.dumps({"format": 1, "phrases": entries}).encode())
    assert found == [Phrase("a", "A."), Phrase("f", "F\nG")]
    assert [problem.split(":")[0] for problem in problems] == [f"Phrase {number}" for number in (2, 3, 4, 5, 6, 8)]
    assert read_phrases(written(found)) == (found, [])
    newer = b'{"format": 2, "phrases": []}'
    for bad in (b"", b"[]", b'{"phrases": []}', newer, b'{"format": 1}', b"\xff", b"[" * 999):
        with pytest.raises(NoPhrase):
            read_phrases(bad)


def opened(database: Database, loop: MainLoop, user: str = "li") -> PhraseBook:
    return PhraseBook(database, loop.tasks, Seal(bytes(32)), user)


def test_phrases_are_kept_sealed_for_their_user_alone(
    database: Database, loop: MainLoop, book: PhraseBook
) -> None:
    book.put(CLEAR)
    book.put(SHORT)
    kept(loop, database, 2)
    book.put(Phrase("fr", SHORT.text), SHORT)
    loop.run_until(lambda: opened(database, loop).own == (Phrase("fr", SHORT.text), CLEAR))
    assert opened(database, loop, "chen").own == ()
    raw = b"".join(bytes(row["sealed"]) for row in database.read("SELECT sealed FROM phrase"))
    assert CLEAR.text.encode() not in raw and b"nls" not in raw and json.dumps(CLEAR.text).encode() not in raw
    book.remove(CLEAR)
    kept(loop, database, 1)


def test_a_renamed_phrase_is_never_gone(
    database: Database, loop: MainLoop, book: PhraseBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full, or the program killed, whenever it may be: the old one or the new one is there."""
    book.put(SHORT)
    kept(loop, database, 1)
    found: list[int] = []
    write = Database.write

    @contextmanager
    def watched(self: Database) -> Iterator[sqlite3.Connection]:
        with write(self) as db:
            yield db
        found.append(len(database.read("SELECT id FROM phrase")))

    monkeypatch.setattr(Database, "write", watched)
    book.put(Phrase("fr", SHORT.text), SHORT)
    loop.run_until(lambda: opened(database, loop).own == (Phrase("fr", SHORT.text),))
    assert set(found) == {1}


def test_one_that_can_not_be_read_stays_and_is_told(database: Database, loop: MainLoop, book: PhraseBook) -> None:
    book.put(CLEAR)
    book.put(SHORT)
    kept(loop, database, 2)
    with database.write() as db:
        db.execute("UPDATE phrase SET sealed = zeroblob(60) WHERE id = (SELECT id FROM phrase LIMIT 1)")
    again = opened(database, loop)
    assert len(again.own) == 1 and again.unreadable == 1
    again.put(CLEAR)
    again.put(SHORT)
    loop.run_until(lambda: len(database.read("SELECT id FROM phrase")) == 3)


def test_those_of_the_department_stand_behind_ones_own(book: PhraseBook, loop: MainLoop, tmp_path: Path) -> None:
    file = tmp_path / "短语.json"
    file.write_bytes(written((Phrase("nls", "Shared."), SHORT)))
    book.put(CLEAR)
    book.read_shared(str(file))
    loop.run_until(lambda: len(book.phrases) == 2)
    assert book.get("nls") == CLEAR and [phrase.shared for phrase in book.phrases] == [True, False]
    book.remove(CLEAR)
    assert book.typed("nls") == (Phrase("nls", "Shared."), 3)
    book.read_shared(str(tmp_path / "gone.json"))
    loop.run_until(lambda: bool(book.problems))
    assert "gone.json" in book.problems[0]


class Desk:
    """A panel with its phrases."""

    def __init__(self, room: Room, book: PhraseBook) -> None:
        self.room, self.book = room, book
        self.phrasing = Phrasing(room.panel, room.draft, book, lambda: date(2025, 3, 1))
        bind_keys(commands(self.phrasing), room.panel)

    def types(self, qtbot: QtBot, text: str) -> None:
        self.room.editor.setFocus()
        qtbot.waitUntil(self.room.editor.hasFocus)
        qtbot.keyClicks(self.room.editor, text)


@pytest.fixture
def desk(room: Room, book: PhraseBook, qtbot: QtBot) -> Desk:
    qtbot.waitUntil(room.panel.isActiveWindow)
    for phrase in (CLEAR, MIXED, SHORT, LONG, Phrase("two", "One line.\nSize ____ mm, ____.")):
        book.put(phrase)
    return Desk(room, book)


def test_an_abbreviation_becomes_its_text_and_is_taken_back_in_one_step(desk: Desk, qtbot: QtBot) -> None:
    desk.types(qtbot, "see NLS")
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_J, CTRL)
    assert desk.room.lines == ["see " + CLEAR.text]
    qtbot.keyClicks(desk.room.editor, "!")
    assert desk.room.lines == [f"see {CLEAR.text}!"], "the cursor is behind it"
    desk.room.panel.undo()
    desk.room.panel.undo()
    assert desk.room.lines == ["see NLS"]


def test_what_the_exam_states_is_filled_in_and_the_first_blank_is_typed_over(desk: Desk, qtbot: QtBot) -> None:
    desk.types(qtbot, "pn")
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_J, CTRL)
    assert desk.room.lines == ["56岁男，较2025年3月1日结节增大，现2026年1月1日。"]
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_Return)
    desk.types(qtbot, "two")
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_J, CTRL)
    qtbot.keyClicks(desk.room.editor, "12")
    assert desk.room.lines[1:] == ["One line.", "Size 12 mm, ____."]


def test_a_phrase_is_chosen_from_a_list_that_begins_with_what_was_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.types(qtbot, "frac")
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_J, CTRL)
    found = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PhraseList))
    qtbot.waitUntil(found.isActiveWindow)
    assert found.field.text() == "frac" and found.list.count() == 2
    qtbot.keyClick(found.field, Qt.Key.Key_Down)
    qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert desk.room.lines == [LONG.text]


def test_nothing_goes_into_what_can_only_be_read(desk: Desk, qtbot: QtBot) -> None:
    desk.types(qtbot, "nls")
    desk.room.draft.set_read_only(True)
    assert not desk.phrasing.may_insert()
    desk.phrasing.insert()
    assert desk.room.lines == ["nls"]


def test_selected_text_becomes_a_phrase_by_an_abbreviation_and_enter(desk: Desk, qtbot: QtBot) -> None:
    desk.types(qtbot, "Old fracture of the 5th rib.")
    qtbot.keyClick(desk.room.editor, Qt.Key.Key_J, CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PhraseDialog) and not dialog.keep.isEnabled()
    qtbot.keyClicks(dialog.abbreviation, "rib5")
    qtbot.keyClick(dialog.abbreviation, Qt.Key.Key_Return)
    assert desk.book.get("rib5") == Phrase("rib5", "Old fracture of the 5th rib.")
    assert not dialog.isVisible()


def test_a_text_that_names_the_patient_is_not_kept(desk: Desk, qtbot: QtBot) -> None:
    dialog = PhraseDialog(desk.book, text="王小东：结节。", names=desk.phrasing._names())
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.abbreviation, "w")
    assert not dialog.keep.isEnabled()
    dialog.accept()
    assert desk.book.get("w") is None
    dialog.text.setPlainText("结节。")
    assert dialog.keep.isEnabled()


def test_the_list_deletes_brings_back_exports_and_imports(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PhrasesDialog(desk.book)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.search.setText("fracture")
    assert dialog.list.count() == 2
    dialog.list.setCurrentRow(0)
    dialog.delete.click()
    assert desk.book.get("fx") is None and dialog.bring_back.isVisible()
    dialog.bring_back.click()
    assert desk.book.get("fx") == SHORT and not dialog.bring_back.isVisible()
    file = tmp_path / "phrases.json"
    dialog.put_file(file)
    desk.book.remove(SHORT)
    dialog.take_file(file)
    assert desk.book.get("fx") == SHORT and len(desk.book.own) == 5
    before = desk.book.own
    dialog.take_file(tmp_path / "none.json")
    dialog.put_file(tmp_path / "phrases.json" / "in a file.json")
    assert desk.book.own == before


def test_a_long_text_ends_before_its_abbreviation(desk: Desk, qtbot: QtBot) -> None:
    desk.book.put(Phrase("mri-brain.normal", "No abnormal signal. " * 20))
    found = PhraseList(desk.book, lambda _: None, desk.room.panel, "mri")
    qtbot.addWidget(found)
    found.show()
    qtbot.waitExposed(found)
    option = QStyleOptionViewItem()
    option.rect = found.list.visualRect(found.list.model().index(0, 0))
    found.list.itemDelegate().initStyleOption(option, found.list.model().index(0, 0))
    text, key = (option.fontMetrics.horizontalAdvance(part) for part in (option.text, "mri-brain.normal"))
    assert option.text.endswith("…") and text + key < option.rect.width()


def test_without_phrases_the_list_says_by_which_key_one_is_made(desk: Desk, qtbot: QtBot) -> None:
    """As the keys are set."""
    for phrase in desk.book.own:
        desk.book.remove(phrase)
    for keys, said in ((("Ctrl+Shift+J",), "Ctrl+Shift+J"), (("Ctrl+Alt+F9",), "Ctrl+Alt+F9"), ((), "")):
        use_keys(lambda keys=keys: {("report", "report.new_phrase"): keys})
        try:
            found = PhraseList(desk.book, lambda _: None, desk.room.panel, "")
            qtbot.addWidget(found)
            assert found._nothing.text().startswith("There are no phrases yet.") and said in found._nothing.text()
        finally:
            use_keys()
