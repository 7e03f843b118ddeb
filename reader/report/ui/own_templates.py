"""All report templates: one's own are written, changed, deleted and brought back here, the others copied. Where the
files are, and what is wrong with which, by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.errors import ReaderError
from reader.core.file_names import file_name
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import counted, together, tr
from reader.report.library import Library, library
from reader.report.model import Report
from reader.report.mrrt.model import Template
from reader.report.own_folder import NotTaken, OwnFolder
from reader.report.template_draft import TemplateDraft, copy_of, from_report, names_of, new_template
from reader.report.ui.template_editor import TemplateEditor

_ID = Qt.ItemDataRole.UserRole
_MOST_FAULTS = 5
_FILES = "(*.html *.htm)"


class OwnTemplatesDialog(FittedDialog):
    """library: its first folder is where the user's own are. report: the one that is open, None for none. author:
    who makes new ones. renewed(Library): all of them, after something was done. `text` says where files are and
    what is wrong with them, to be selected and copied."""

    renewed = Signal(object)

    def __init__(
        self,
        library: Library,
        parent: QWidget | None = None,
        *,
        report: Report | None = None,
        author: str = "",
        language: str = "en",
    ) -> None:
        super().__init__(parent)
        self._library, self._report, self._author = library, report, author
        self._language = report.language if report is not None else language
        self._own = OwnFolder(library.folders[0]) if library.folders else None
        self._deleted: Path | None = None
        self.setModal(True)
        self.setWindowTitle(tr("Own report templates"))
        self.setMinimumSize(scaled(680, 1.6), scaled(480, 1.3))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Report templates"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(8 * scaled(24))
        self._told = Label(wordWrap=True)
        self._told.setProperty("role", "secondary")
        self.new = _button(tr("New …"), self._new)
        self.of_report = _button(tr("New from the report …"), self._from_report)
        self.copy = _button(tr("Copy …"), self._copy)
        self.change = _button(tr("Change …"), self._change)
        self.delete = _button(tr("Delete"), self._delete)
        self.bring_back = _button(tr("Bring back"), self._bring_back)
        self.go_on = _button(tr("Go on with “{title}” …", title=""), self._go_on)
        self.take_in = _button(tr("Import …"), self._import)
        self.give_out = _button(tr("Export …"), self._export)
        close = _button(tr("Close"), self.accept)
        said = tr("IHE MRRT files (.html) in these folders are used before those of the program:")
        self._unsaved = ButtonRow(self.go_on, None)
        head = Label(said, wordWrap=True)
        head.setProperty("role", "small")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(tr("Own report templates"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(5 * self.fontMetrics().lineSpacing() + 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._told)
        layout.addWidget(self._unsaved)
        layout.addWidget(ButtonRow(self.new, self.of_report, self.copy, self.change, None))
        layout.addWidget(ButtonRow(self.delete, self.bring_back, self.take_in, self.give_out, None))
        layout.addWidget(head)
        layout.addWidget(self.text)
        layout.addWidget(ButtonRow(None, close))
        self.list.currentRowChanged.connect(self._follow)
        self.list.itemActivated.connect(lambda _: self._change())
        if self._own is not None:
            self._own.purge()
        self._fill("" if report is None else report.template_id)
        self._tell()
        self.list.setFocus()

    @property
    def chosen(self) -> Template | None:
        item = self.list.currentItem()
        return self._library.template(str(item.data(_ID))) if item is not None else None

    # -- what the user does ---------------------------------------------------------------------------------

    def _new(self) -> None:
        template = new_template(tr("New template"), self._language, self._author)
        self._edit(template)

    def _from_report(self) -> None:
        if self._report is None:
            return
        of = self._library.template(self._report.template_id)
        title = tr("{title} (own)", title=of.title) if of is not None else tr("New template")
        template, left_out = from_report(self._report, of, title, self._author)
        editor = self._edit(template)
        if left_out:
            editor.say(counted(
                "{count} line about a finding of this patient was left out.",
                "{count} lines about findings of this patient were left out.",
                left_out,
            ))  # fmt: skip

    def _go_on(self) -> None:
        """With what was being written when the program ended."""
        template = self._own.unsaved() if self._own is not None else None
        if self._own is None or template is None:
            return
        try:
            before = self._own.content(template) if self._own.is_own(template) else None
        except ReaderError as error:
            self._tell_of(error)
            return
        self._edit(template, before).hold_on()

    def _copy(self) -> None:
        if (template := self.chosen) is not None:
            title = tr("{title} (own)", title=template.title)
            self._edit(copy_of(template, title, self._author))

    def _change(self) -> None:
        """Of one that is not one's own a copy."""
        template = self.chosen
        if template is None or self._own is None:
            return
        if not self._own.is_own(template):
            self._copy()
            return
        try:
            before = self._own.content(template)
        except ReaderError as error:
            self._tell_of(error)
            return
        self._edit(template, before)

    def _edit(self, template: Template, before: bytes | None = None) -> TemplateEditor:
        draft = TemplateDraft(template)
        names = names_of(self._report.subject) if self._report is not None else ()
        editor = TemplateEditor(draft, partial(self._save, before), hold=self._hold, names=names, parent=self)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.finished.connect(self.activateWindow)  # it may go together with its question
        editor.open()
        return editor

    def _hold(self, template: Template | None) -> None:
        assert self._own is not None
        try:
            self._own.keep_unsaved(template)
        except ReaderError as error:
            self._tell_of(error)
        self._follow()

    def _save(self, before: bytes | None, template: Template) -> Template:
        assert self._own is not None
        kept = self._own.save(template, before)
        self._again(kept.template_id, tr("“{title}” is saved.", title=kept.title))
        return kept

    def _delete(self) -> None:
        template = self.chosen
        if self._own is None or template is None or not self._own.is_own(template):
            return
        try:
            self._deleted = self._own.delete(template)
        except ReaderError as error:
            self._tell_of(error)
            return
        self._again("", tr("“{title}” was deleted.", title=template.title))

    def _bring_back(self) -> None:
        if self._own is None or self._deleted is None:
            return
        try:
            path = self._own.bring_back(self._deleted)
        except ReaderError as error:
            self._tell_of(error)
            return
        self._deleted = None
        self._again("", "", path)

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Import a report template"), "", tr("Report templates {files}", files=_FILES)
        )
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Copy a template file into one's own."""
        if self._own is None:
            return
        try:
            template, faults = self._own.take_in(path)
        except NotTaken as error:
            faults = error.faults[:_MOST_FAULTS]
            self._tell("\n".join((together(error.user_message, error.hint), *map(str, faults))))
            return
        except ReaderError as error:
            self._tell_of(error)
            return
        said = [tr("“{title}” was imported.", title=template.title), *map(str, faults[:_MOST_FAULTS])]
        self._again(template.template_id, "\n".join(said))

    def _export(self) -> None:
        if (template := self.chosen) is None:
            return
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export the report template"), f"{file_name(template.title)}.html",
            tr("Report templates {files}", files=_FILES),
        )  # fmt: skip
        if path:
            self.put_file(Path(path))

    def put_file(self, path: Path) -> None:
        """Write the chosen one to a file."""
        if self._own is None or (template := self.chosen) is None:
            return
        try:
            self._own.give_out(template, path)
        except ReaderError as error:
            self._tell_of(error)
        else:
            self._tell(tr("Written to {path}.", path=path.name))

    # -- inside ---------------------------------------------------------------------------------------------

    def _again(self, chosen: str, said: str, path: Path | None = None) -> None:
        """Something was done to the files."""
        self._library = library(*self._library.folders)
        if path is not None:
            chosen = next((t.template_id for t in self._library.templates if t.source == str(path)), chosen)
        self._fill(chosen)
        self._tell(said)
        self.renewed.emit(self._library)

    def _fill(self, chosen: str) -> None:
        row = max(0, self.list.currentRow())
        self.list.clear()
        for template in self._sorted():
            item = QListWidgetItem(self._said(template))
            item.setData(_ID, template.template_id)
            self.list.addItem(item)
            if chosen and template.template_id == chosen:
                row = self.list.count() - 1
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.text.setPlainText("\n".join(_lines(self._library)))
        self._follow()

    def _sorted(self) -> Sequence[Template]:
        """One's own, those of computer and hospital, those of the program; in the report's language first."""

        def key(template: Template) -> tuple[bool, bool, bool, str]:
            own = self._own is not None and self._own.is_own(template)
            other_language = template.language.split("-")[0] != self._language.split("-")[0]
            return not own, not self._is_shared(template), other_language, template.title.lower()

        return sorted(self._library.templates, key=key)

    def _is_shared(self, template: Template) -> bool:
        return Path(template.source).parent in self._library.folders

    def _said(self, template: Template) -> str:
        if self._own is not None and self._own.is_own(template):
            return template.title
        if self._is_shared(template):
            return tr("{text} (department)", text=template.title)
        return tr("{text} (program)", text=template.title)

    def _follow(self, *_: object) -> None:
        template, own = self.chosen, self._own
        for button in (self.new, self.copy, self.take_in):
            button.setEnabled(own is not None)
        self.of_report.setEnabled(own is not None and self._report is not None)
        is_own = own is not None and template is not None and own.is_own(template)
        self.change.setEnabled(is_own)
        self.delete.setEnabled(is_own)
        self.bring_back.setVisible(self._deleted is not None)
        self.give_out.setEnabled(template is not None and own is not None)
        unsaved = own.unsaved() if own is not None else None
        self._unsaved.setVisible(unsaved is not None)
        if unsaved is not None:
            self.go_on.setText(tr("Go on with “{title}” …", title=unsaved.title).replace("&", "&&"))

    def _tell(self, text: str = "") -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self._follow()

    def _tell_of(self, error: ReaderError) -> None:
        self._tell(together(error.user_message, error.safe, error.hint))


def _button(text: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: run())
    return button


def _lines(library: Library) -> list[str]:
    own = [t for t in library.templates if any(str(folder) in t.source for folder in library.folders)]
    lines = [str(folder) for folder in library.folders]
    lines += ["", tr("In use: {names}", names=tr("; ").join(t.title for t in own) or "–")]
    for file in library.faults:
        said = tr("{file} is used, with faults:") if file.used else tr("{file} is not used:")
        lines += ["", said.replace("{file}", str(file.file)), *(f"    {fault}" for fault in file.faults)]
    return lines
