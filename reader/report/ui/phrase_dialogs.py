"""Writing one phrase, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.buttons import ButtonRow, accept_or_cancel
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.key_list import KeyDelegate, set_key
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.storage import StorageError, write_atomically
from reader.core.text import counted, tr
from reader.report.phrase_book import PhraseBook
from reader.report.phrases import (
    LARGEST_FILE,
    VARIABLES,
    NoPhrase,
    Phrase,
    key_of,
    matching,
    names_patient,
    read_phrases,
    why_not,
    written,
)


class PhraseDialog(FittedDialog):
    """One phrase: a new one of `text`, or another text for `phrase`. names: of the patient whose report is open,
    which can't be in it."""

    def __init__(
        self,
        book: PhraseBook,
        *,
        text: str = "",
        phrase: Phrase | None = None,
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._phrase, self._names = book, phrase, names
        self.setModal(True)
        self.setWindowTitle(tr("Phrase"))
        self.setMinimumWidth(scaled(520, 1.6))
        self.abbreviation = QLineEdit(phrase.abbreviation if phrase is not None else "")
        self.text = QPlainTextEdit(phrase.text if phrase is not None else text)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(5 * self.fontMetrics().lineSpacing())
        for field, name in ((self.abbreviation, tr("Abbreviation")), (self.text, tr("Text"))):
            field.setAccessibleName(name)
        names_said = tr(", ").join("{" + tr(name) + "}" for name in VARIABLES.values())
        hint = Label(tr("Filled in from the exam: {names}", names=names_said), wordWrap=True)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setProperty("role", "small")
        self._told = Label(wordWrap=True)
        self._told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons, self.keep = accept_or_cancel(self, tr("Save phrase"))
        form = QFormLayout()
        form.addRow(tr("Abbreviation"), self.abbreviation)
        form.addRow(tr("Text"), self.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(self._told)
        layout.addWidget(buttons)
        self.abbreviation.textChanged.connect(self._judge)
        self.text.textChanged.connect(self._judge)
        self.abbreviation.setFocus()
        self._judge()

    def accept(self) -> None:
        if self.keep.isEnabled():
            self._book.put(Phrase(self._abbreviation, self._text), self._phrase)
            super().accept()

    @property
    def _abbreviation(self) -> str:
        return self.abbreviation.text().strip()

    @property
    def _text(self) -> str:
        return self.text.toPlainText().strip("\n")

    def _judge(self) -> None:
        why = why_not(self._abbreviation, self._text)
        if not why and names_patient(self._text, self._names):
            why = tr("The text names the patient. Phrases are used for other patients too.")
        self.keep.setEnabled(not why)
        there = self._book.get(key_of(self._abbreviation))
        other = there is not None and (self._phrase is None or there.key != self._phrase.key or there.shared)
        if not why and other and there is not None:
            why = tr("Takes the place of: {text}", text=there.line[:120])
        self._told.setText(why if self._abbreviation else "")


class PhrasesDialog(FittedDialog):
    """All phrases: one's own can be changed, deleted and brought back; those of the department are read only."""

    def __init__(self, book: PhraseBook, *, names: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._names = book, names
        self._deleted: Phrase | None = None
        self.setModal(True)
        self.setWindowTitle(tr("Phrases"))
        self.setMinimumSize(scaled(640, 1.6), scaled(440, 1.4))
        self.search = QLineEdit(placeholderText=tr("Search for a phrase"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Phrases"))
        self.list.setItemDelegate(KeyDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told = Label(wordWrap=True)
        self._told.setProperty("role", "secondary")
        self.new = _button(tr("New …"), self._new)
        self.change = _button(tr("Change …"), self._change)
        self.delete = _button(tr("Delete"), self._delete)
        self.bring_back = _button(tr("Bring back"), self._bring_back)
        self.take_in = _button(tr("Import …"), self._import)
        self.give_out = _button(tr("Export …"), self._export)
        close = _button(tr("Close"), self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._told)
        layout.addWidget(ButtonRow(self.new, self.change, self.delete, self.bring_back, None))
        layout.addWidget(ButtonRow(self.take_in, self.give_out, None, close))
        self.search.textChanged.connect(self._fill)
        self.list.currentRowChanged.connect(self._follow)
        self.list.itemActivated.connect(lambda _: self._change())
        book.changed.connect(self._fill)
        self.finished.connect(lambda: book.changed.disconnect(self._fill))
        self._fill()
        self._tell()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search the arrows go to the phrases."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else 0
        if pressed in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    @property
    def _chosen(self) -> Phrase | None:
        item = self.list.currentItem()
        return self._book.get(str(item.data(Qt.ItemDataRole.UserRole))) if item is not None else None

    def _fill(self) -> None:
        chosen, row = self._chosen, self.list.currentRow()
        self.list.clear()
        for phrase in matching(self._book.phrases, self.search.text()):
            text = tr("{text} (department)", text=phrase.line) if phrase.shared else phrase.line
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, phrase.key)
            set_key(item, phrase.abbreviation)
            self.list.addItem(item)
            if chosen is not None and phrase.key == chosen.key:
                row = self.list.count() - 1
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        self._follow()

    def _follow(self) -> None:
        phrase = self._chosen
        self.change.setEnabled(phrase is not None)
        self.delete.setEnabled(phrase is not None and not phrase.shared)
        self.bring_back.setVisible(self._deleted is not None)
        self.give_out.setEnabled(bool(self._book.own))

    def _new(self) -> None:
        PhraseDialog(self._book, names=self._names, parent=self).open()

    def _change(self) -> None:
        """Of a shared one a copy of one's own."""
        if (phrase := self._chosen) is not None:
            PhraseDialog(self._book, phrase=phrase, names=self._names, parent=self).open()

    def _delete(self) -> None:
        if (phrase := self._chosen) is not None and not phrase.shared:
            self._deleted = phrase
            self._book.remove(phrase)
            self._tell(tr("“{abbreviation}” was deleted.", abbreviation=phrase.abbreviation))

    def _bring_back(self) -> None:
        if (phrase := self._deleted) is not None:
            self._deleted = None
            self._book.put(phrase)
            self._tell()

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import phrases"), "", tr("Phrases (*.json)"))
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Add the phrases of a file to one's own; those with an abbreviation that is there already stay out."""
        try:
            with path.open("rb") as file:
                found, problems = read_phrases(file.read(LARGEST_FILE + 1))
        except (OSError, NoPhrase) as error:
            why = str(error) if isinstance(error, NoPhrase) else error.strerror or type(error).__name__
            self._tell(tr("{path} was not imported: {reason}", path=path.name, reason=why))
            return
        own = {phrase.key for phrase in self._book.own}
        new = [phrase for phrase in found if phrase.key not in own]
        for phrase in new:
            self._book.put(phrase)
        said = [counted("{count} phrase was imported.", "{count} phrases were imported.", len(new))]
        if len(new) < len(found):
            said.append(tr("{count} with an abbreviation that you have already were left out.",
                           count=len(found) - len(new)))  # fmt: skip
        self._tell(" ".join((*said, *problems[:3])))

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export phrases"), "phrases.json", tr("Phrases (*.json)"))
        if path:
            self.put_file(Path(path))

    def put_file(self, path: Path) -> None:
        try:
            write_atomically(path, written(self._book.own))
        except StorageError as error:
            self._tell(str(error))
        else:
            self._tell(tr("Written to {path}.", path=path.name))

    def _tell(self, text: str = "") -> None:
        """What was done, else what is the matter with the phrases."""
        problems = list(self._book.problems[:3])
        if self._book.unreadable:
            problems.append(counted(
                "{count} phrase of yours can’t be read. It stays on this computer as it is.",
                "{count} phrases of yours can’t be read. They stay on this computer as they are.",
                self._book.unreadable,
            ))  # fmt: skip
        self._told.setText(text or "\n".join(problems))
        self._told.setVisible(bool(self._told.text()))
        self._follow()


def _button(text: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: run())
    return button
