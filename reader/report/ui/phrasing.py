"""Phrases in the report: inserted by their abbreviation or from a list, made from the selected text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from reader.core.qt.actions import key_text
from reader.core.qt.quick_list import Line, QuickList
from reader.core.text import tr
from reader.report.model import DraftModel
from reader.report.phrase_book import PhraseBook
from reader.report.phrase_commands import written_about
from reader.report.phrases import Phrase, age_said, date_said, filled, last_word, matching, sex_said
from reader.report.ui.editor import SectionEditor
from reader.report.ui.panel import ReportPanel
from reader.report.ui.phrase_dialogs import PhraseDialog, PhrasesDialog


class Phrasing(QObject):
    """Main thread. prior: the date of the exam that this one is compared with, None for none.

    As the actions of `phrase_commands`.
    """

    def __init__(
        self, panel: ReportPanel, draft: DraftModel, book: PhraseBook, prior: Callable[[], date | None]
    ) -> None:
        super().__init__(panel)
        self._panel, self._draft, self._book, self._prior = panel, draft, book, prior

    def may_insert(self) -> bool:
        return self._panel.can_edit() and self._panel.writing_in is not None

    def insert(self) -> None:
        """That of the abbreviation before the cursor; where there is none, one is chosen from a list."""
        editor = self._panel.writing_in
        if editor is None or not self.may_insert():
            return
        before = editor.before_cursor
        found = self._book.typed(before)
        if found is not None:
            self._put(editor, found[0], found[1])
            return
        word = last_word(before) if matching(self._book.phrases, last_word(before)) else ""
        PhraseList(self._book, partial(self._chosen, editor, len(word)), self._panel, word).show()

    def make(self) -> None:
        """A phrase of the selected text, or of the line with the cursor."""
        editor = self._panel.writing_in
        text = "" if editor is None else editor.selected_or_line.strip()
        self._ask(PhraseDialog(self._book, text=text, names=self._names(), parent=self._panel.window()))

    def manage(self) -> None:
        self._ask(PhrasesDialog(self._book, names=self._names(), parent=self._panel.window()))

    def _ask(self, dialog: QDialog) -> None:
        dialog.finished.connect(self._panel.focus_again)
        dialog.open()

    def _chosen(self, editor: SectionEditor, instead_of: int, key: str) -> None:
        phrase = self._book.get(key)
        if phrase is not None and self.may_insert():
            editor.setFocus()
            self._put(editor, phrase, instead_of)

    def _put(self, editor: SectionEditor, phrase: Phrase, instead_of: int) -> None:
        editor.put(filled(phrase.text, self._values()), instead_of)

    def _values(self) -> Mapping[str, str]:
        report = self._draft.report
        subject, language = report.subject, report.language
        when = subject.study_when.date() if subject.study_when is not None else None
        return {
            "age": age_said(subject.patient.age(when), language),
            "sex": sex_said(subject.patient.sex, language),
            "exam": subject.study_description,
            "exam date": date_said(when, language),
            "prior date": date_said(self._prior(), language),
        }

    def _names(self) -> tuple[str, ...]:
        subject = self._draft.report.subject
        name = subject.patient.name
        return (name.native, name.latin, *name.latin.split(), subject.patient.patient_id, subject.accession)


class PhraseList(QuickList):
    """Of the phrases, in the order in which they match what is typed."""

    def __init__(self, book: PhraseBook, take: Callable[[str], None], panel: ReportPanel, begin: str) -> None:
        def lines(text: str) -> Iterable[Line]:
            return (Line(one.key, one.line, one.abbreviation) for one in matching(book.phrases, text))

        def none(words: str) -> str:
            if book.phrases:
                return tr("No phrase matches “{words}”", words=words)
            if key := key_text(written_about("new_phrase")):
                return tr("There are no phrases yet. Select text and press {key} to make one of it.", key=key)
            return tr("There are no phrases yet. Select text and make one of it.")

        super().__init__(tr("Search for a phrase"), lines, none, take, panel.window(), begin)
