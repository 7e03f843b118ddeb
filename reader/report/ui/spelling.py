"""Misspelt words in the report: underlined after a pause, with what was probably meant by key or in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu

from reader.core.qt.alive import while_alive
from reader.core.settings import SettingsModel
from reader.core.text import tr
from reader.report.model import DraftModel
from reader.report.spelling import Misspelt, has_words, names_in
from reader.report.ui.editor import SectionEditor
from reader.report.ui.panel import ReportPanel
from reader.report.ui.section import SectionBox
from reader.report.word_book import WordBook

_PAUSE_MS = 600


class Spelling(QObject):
    """Of one report panel. Main thread. Nothing happens on a key: the text is looked at once nobody has typed for a
    while, and the word that is being typed is left out.

    As the actions of `spelling_commands`. `told(text, hint)`: as of the panel.
    """

    told = Signal(str, str)

    def __init__(self, panel: ReportPanel, draft: DraftModel, words: WordBook, settings: SettingsModel) -> None:
        super().__init__(panel)
        self._panel, self._draft, self._words, self._settings = panel, draft, words, settings
        self._ignored: set[str] = set()
        self._known: set[SectionEditor] = set()
        self._on = settings.value.spelling
        self.menu: QMenu | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        draft.changed.connect(self._wait)
        draft.read_only_changed.connect(self._wait)
        words.changed.connect(self._again)
        settings.changed.connect(self._set)
        self._pause.start()

    def may_check(self) -> bool:
        return self._on and self._panel.can_edit()

    @while_alive
    def check(self) -> None:
        """Mark what is misspelt now."""
        self._make_ready()
        names = self._names()
        for editor in self._editors():
            if editor not in self._known:
                self._known.add(editor)
                editor.menu_opening.connect(partial(self._fill, editor))
                editor.cursorPositionChanged.connect(self._pause.start)
            spans = () if editor.isReadOnly() else tuple(self._wrong(editor, names, typing=editor.hasFocus()))
            editor.mark_words([(one.start, one.end) for one in spans])

    def next(self) -> None:
        """Select the next misspelt word behind the cursor, and offer what was probably meant."""
        if not self._make_ready():
            self.told.emit(tr("The word list is still being loaded."), tr("Press the key again in a moment."))
            return
        names = self._names()
        editors = [editor for editor in self._editors() if not editor.isReadOnly()]
        now = self._panel.writing_in
        at = editors.index(now) if now in editors else 0
        for editor in (*editors[at:], *editors[: at + 1]):
            first = editor is now and editor is not None
            behind = editor.textCursor().selectionEnd() if first else -1
            found = next((one for one in self._wrong(editor, names) if one.start >= behind), None)
            now = None  # the second time its beginning counts too
            if found is not None:
                self._show(editor, found)
                return
        self.told.emit(tr("No misspelt word was found."), "")

    def _make_ready(self) -> bool:
        """The word list is read once there is a word to look at; whether none of them has to wait for it."""
        if not self._on or self._words.speller is not None:
            return True
        if not any(has_words(editor.toPlainText()) for editor in self._editors() if not editor.isReadOnly()):
            return True
        self._words.make_ready()
        return False

    # -- inside ---------------------------------------------------------------------------------------------

    def _editors(self) -> list[SectionEditor]:
        """From the top."""
        boxes = [box for box in self._panel.findChildren(SectionBox) if not box.isHidden()]
        return [box.editor for box in boxes]

    def _wrong(
        self, editor: SectionEditor, names: frozenset[str], *, typing: bool = False
    ) -> Iterator[Misspelt]:
        """typing: without the word at the cursor."""
        speller = self._words.speller if self._on else None
        if speller is None:
            return
        cursor = editor.textCursor()
        here = cursor.position() if typing and not cursor.hasSelection() else -1
        text = editor.document().toRawText().replace("\u2029", "\n")
        for one in speller.misspelt(text, names):
            if one.word.lower() not in self._ignored and not one.start <= here <= one.end:
                yield one

    def _names(self) -> frozenset[str]:
        """What the exam calls things, and people."""
        report = self._draft.report
        subject, name = report.subject, report.subject.patient.name
        by = [name.alphabetic, name.phonetic, report.author.name.alphabetic, report.author.organisation]
        about = (subject.study_description, subject.site, subject.body_part, subject.patient.patient_id)
        algorithms = (one for section in report.sections for said in section.statements for one in said.algorithms)
        facts = self._panel.forms.background().facts.values()
        return names_in(*by, *about, *algorithms, *facts)

    def _show(self, editor: SectionEditor, found: Misspelt) -> None:
        cursor = editor.textCursor()
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
        editor.setFocus()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._panel)
        self.menu.addActions(self._actions(self.menu, editor, found, numbered=True))
        self.menu.popup(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft() + QPoint(0, 2)))
        self.menu.setActiveAction(self.menu.actions()[0])

    def _fill(self, editor: SectionEditor, menu: QMenu, position: int) -> None:
        """The context menu at a character of the text."""
        if editor.isReadOnly():
            return
        found = next((one for one in self._wrong(editor, self._names()) if one.start <= position <= one.end), None)
        first = menu.actions()[0] if menu.actions() else menu.addSeparator()
        if found is not None:
            actions = self._actions(menu, editor, found)
        elif (own := self._own_at(editor, position)) and self._on:
            actions = [QAction(tr("Remove “{word}” from my words", word=own), menu)]
            actions[0].triggered.connect(lambda _=False, own=own: self._words.remove(own))
        else:
            return
        for action in actions:
            menu.insertAction(first, action)
        menu.insertSeparator(first)

    def _own_at(self, editor: SectionEditor, position: int) -> str:
        cursor = QTextCursor(editor.document())
        cursor.setPosition(position)
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        word = cursor.selectedText()
        return word if self._words.has(word) else ""

    def _actions(
        self, menu: QMenu, editor: SectionEditor, found: Misspelt, *, numbered: bool = False
    ) -> list[QAction]:
        assert self._words.speller is not None
        actions = []
        for number, word in enumerate(self._words.speller.suggestions(found.word), 1):
            action = QAction(f"&{number}  {word}" if numbered else word, menu)
            action.triggered.connect(lambda _=False, word=word: self._put(editor, found, word))
            actions.append(action)
        if not actions:
            none = QAction(tr("No suggestion"), menu)
            none.setEnabled(False)
            actions.append(none)
        add = QAction(tr("Add “{word}” to my words", word=found.word), menu)
        add.triggered.connect(lambda _=False: self._words.add(found.word))
        ignore = QAction(tr("Ignore in this report"), menu)
        ignore.triggered.connect(lambda _=False: self._ignore(found.word))
        return [*actions, add, ignore]

    def _put(self, editor: SectionEditor, found: Misspelt, word: str) -> None:
        """In the place of the misspelt one, if that is still there; with the same ties to findings."""
        text = editor.document().toRawText()
        if self._draft.read_only or editor.isReadOnly() or text[found.start : found.end] != found.word:
            return
        cursor = QTextCursor(editor.document())
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
        editor.end_step()
        cursor.insertText(word, cursor.charFormat())
        editor.end_step()
        editor.setTextCursor(cursor)
        self.check()

    def _ignore(self, word: str) -> None:
        self._ignored.add(word.lower())
        self.check()

    @while_alive
    def _wait(self, *_: object) -> None:
        if self._on:
            self._pause.start()

    @while_alive
    def _again(self) -> None:
        self.check()

    @while_alive
    def _set(self, _: object) -> None:
        if self._settings.value.spelling != self._on:
            self._on = not self._on
            self.check()
