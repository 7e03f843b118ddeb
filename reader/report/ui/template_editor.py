"""Writing a report template: its sections and lines, the part that is chosen, and beside it the report that comes
of it. What is wrong is named below, with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.errors import ReaderError
from reader.core.qt.alive import while_alive
from reader.core.qt.buttons import ButtonRow, accept_or_cancel
from reader.core.qt.fitting import Upright, open_wide
from reader.core.qt.plain import Label, plain_message, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import together, tr
from reader.report.mrrt.lines import Line
from reader.report.mrrt.model import Template
from reader.report.template_draft import WHOLE, Place, TemplateDraft
from reader.report.template_problems import Problem, problems, title_of
from reader.report.ui.template_line_form import LineForm
from reader.report.ui.template_outline import Outline
from reader.report.ui.template_parts import AboutForm, SectionForm
from reader.report.ui.template_preview import TemplatePreview

_PAUSE_MS = 250
_LEAST = QSize(1180, 700)
_PROBLEM = Qt.ItemDataRole.UserRole


class TemplateEditor(QDialog):
    """save(template): keeps it and returns it as it is kept; raises `ReaderError` where it can't. hold(template):
    what is being written, now and then, as far as it could be saved; None once that is over. names: of the patient
    whose report is open, who can't be in it. Main thread."""

    def __init__(
        self,
        draft: TemplateDraft,
        save: Callable[[Template], Template],
        *,
        hold: Callable[[Template | None], None] = lambda _: None,
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self._draft, self._save, self._hold, self._names = draft, save, hold, tuple(names)
        self._found: tuple[Problem, ...] = ()
        self._pulling = False
        self.outline = Outline()
        self.about, self.section, self.line = AboutForm(), SectionForm(), LineForm()
        self.pages = QStackedWidget()
        for form in (self.about, self.section, self.line):
            self.pages.addWidget(Upright(form))
        self.preview = TemplatePreview()
        self.told = Label(wordWrap=True)
        self.told.setMinimumHeight(self.fontMetrics().lineSpacing())
        self.problems = QListWidget()
        self.problems.setAccessibleName(tr("What is wrong"))
        self.problems.setFixedHeight(3 * scaled(24) + 6)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons, self.keep = accept_or_cancel(self, tr("Save template"))
        self._buttons = self._make_buttons()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.outline, 1)
        for row in self._buttons:
            left.addWidget(row)
        panes = QHBoxLayout()
        panes.setSpacing(16)
        panes.addLayout(left, 26)
        panes.addWidget(self.pages, 40)
        panes.addWidget(self.preview, 34)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addLayout(panes, 1)
        layout.addWidget(self.told)
        layout.addWidget(self.problems)
        layout.addWidget(buttons)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._connect()
        self._show(WHOLE)
        self._look()
        open_wide(self, _LEAST, 0.9)
        self.about.title.setFocus()
        self.about.title.selectAll()

    def _connect(self) -> None:
        outline = self.outline
        outline.chosen.connect(self._show)
        outline.move_asked.connect(self.move_by)
        outline.remove_asked.connect(self.remove)
        outline.line_asked.connect(self.add_line)
        outline.enter_asked.connect(self._enter)
        self.about.edited.connect(self._take_about)
        self.section.edited.connect(self._take_section)
        self.line.edited.connect(self._take_line)
        self.problems.itemActivated.connect(self._go_to)
        self.problems.itemClicked.connect(self._go_to)
        self._draft.changed.connect(self._changed)
        self.finished.connect(lambda _: self.preview.release())
        self.finished.connect(lambda _: self._hold(None))
        QShortcut(QKeySequence.StandardKey.Save, self, self.accept)

    def _make_buttons(self) -> list[ButtonRow]:
        self.add_section_button = _button(tr("Add section"), self.add_section, tr("Below what is chosen"))
        self.add_line_button = _button(tr("Add line"), self.add_line, tr("Below what is chosen  (Ins)"))
        self.remove_button = _button(tr("Remove"), self.remove, tr("Remove what is chosen  (Del)"))
        self.up = _button("▲", lambda: self.move_by(-1), tr("Move up  (Alt+↑)"))
        self.down = _button("▼", lambda: self.move_by(1), tr("Move down  (Alt+↓)"))
        self.undo_button = _button(tr("Undo"), self._draft.undo, tr("Take the last change back"))
        self.redo_button = _button(tr("Redo"), self._draft.redo, tr("Make the last change again"))
        for button, name in ((self.up, tr("Move up")), (self.down, tr("Move down"))):
            button.setAccessibleName(name)
            button.setFixedWidth(scaled(36))
        return [
            ButtonRow(self.add_section_button, self.add_line_button, self.remove_button, None),
            ButtonRow(self.up, self.down, self.undo_button, self.redo_button, None),
        ]

    def say(self, text: str) -> None:
        """Until something else is to be said."""
        self._tell(text, "small")

    def hold_on(self) -> None:
        """It is not what its file says, though nothing was changed in here yet."""
        self._draft.never_kept()

    # -- what the user does ---------------------------------------------------------------------------------

    def show_place(self, place: Place) -> None:
        """Choose a part, and write in it."""
        self._show(place)
        self._enter()

    def add_section(self) -> None:
        place = self._draft.add_section(self.outline.place, tr("New section"))
        self._show(place)
        self.section.title.setFocus()
        self.section.title.selectAll()

    def add_line(self) -> None:
        place = self.outline.place
        if place.section < 0:
            if not self._draft.template.sections:
                return
            place = Place(0)
        self._show(self._draft.add_line(place))
        self.line.label.setFocus()

    def remove(self) -> None:
        if self.outline.place.section >= 0:
            self._show(self._draft.remove(self.outline.place))
            self.outline.setFocus()

    def move_by(self, by: int) -> None:
        self._show(self._draft.move(self.outline.place, by))

    def accept(self) -> None:
        """Keep it, where nothing grave is wrong with it."""
        self._look()
        if not self.keep.isEnabled():
            return
        try:
            self._draft.mark_kept(self._save(self._draft.dated()))
        except ReaderError as error:
            self._tell(together(error.user_message, error.safe, error.hint), "urgent")
            return
        super().accept()

    def reject(self) -> None:
        """What is not kept is asked about."""
        if self._draft.dirty and not self._may_go():
            return
        super().reject()

    def _may_go(self) -> bool:
        box = plain_message(self, tr("The template has changes that are not saved."))
        box.setIcon(QMessageBox.Icon.Question)
        keep = box.addButton(tr("Save template"), QMessageBox.ButtonRole.AcceptRole)
        keep.setEnabled(self.keep.isEnabled())
        drop = box.addButton(tr("Discard changes"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is keep:
            self.accept()
        return box.clickedButton() is drop

    # -- inside ---------------------------------------------------------------------------------------------

    def _show(self, place: Place) -> None:
        """The form of a part; what was typed before is a step by itself."""
        self._draft.end_step()
        template = self._draft.template
        self.outline.show_template(template, place)
        place = self.outline.place
        self._pulling = True
        if place.section < 0:
            self.about.load(template)
        elif place.line < 0:
            self.section.load(self._draft.section(place), template.language)
        else:
            self.line.load(self._draft.line(place))
        self._pulling = False
        self.pages.setCurrentIndex(0 if place.section < 0 else 1 if place.line < 0 else 2)
        self._follow()

    def _enter(self) -> None:
        """From the tree into the form."""
        place = self.outline.place
        field = self.about.title if place.section < 0 else self.section.title if place.line < 0 else self.line.label
        field.setFocus()

    def _take_about(self) -> None:
        form = self.about
        self._typed(lambda: self._draft.describe(
            title=form.title.text(), language=form.spoken, description=form.description.text(), codes=form.codes,
            suits=form.suits,
        ))  # fmt: skip

    def _take_section(self) -> None:
        form, place = self.section, self.outline.place
        self._typed(
            lambda: self._draft.put_section(
                place, form.title.text(), form.heading, required=form.required.isChecked()
            )
        )

    def _take_line(self, line: Line) -> None:
        place = self.outline.place
        if place.line >= 0:
            self._typed(lambda: self._draft.put_line(place, line))

    def _typed(self, take: Callable[[], None]) -> None:
        """A change that the form shows already."""
        if self._pulling:
            return
        self._pulling = True
        try:
            take()
        finally:
            self._pulling = False

    @while_alive
    def _changed(self) -> None:
        if self._pulling:
            self.outline.show_template(self._draft.template)
            self._follow()
        else:
            self._show(self.outline.place)
        self._pause.start()

    def _follow(self) -> None:
        place, template = self.outline.place, self._draft.template
        for button in (self.remove_button, self.up, self.down):
            button.setEnabled(place.section >= 0)
        self.add_line_button.setEnabled(bool(template.sections))
        self.undo_button.setEnabled(self._draft.can_undo)
        self.redo_button.setEnabled(self._draft.can_redo)
        self.setWindowTitle(tr("Report template: {title}", title=template.title or "–"))

    def _look(self) -> None:
        """What is wrong, and what the report is like."""
        self._pause.stop()
        template = self._draft.template
        found = problems(self._draft.dated(), self._names)
        if found != self._found or not self.told.text():
            self._found = found
            self.problems.clear()
            for problem in found:
                line = f"  ({problem.line})" if problem.line else ""
                item = QListWidgetItem(f"{title_of(template, problem.place) or '–'}: {problem.text}{line}")
                item.setData(_PROBLEM, (problem.place.section, problem.place.line))
                self.problems.addItem(item)
        grave = any(problem.grave for problem in found)
        self.problems.setVisible(bool(found))
        self.keep.setEnabled(not grave)
        if grave:
            self._tell(tr("Fix this before saving:"), "urgent")
        else:
            self._tell(tr("It can be saved and used, but:") if found else tr("Nothing is wrong with it."), "small")
            self.preview.show_template(template)
            if self._draft.dirty and self.isVisible():
                self._hold(template)

    def _tell(self, text: str, role: str) -> None:
        self.told.setText(text)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _go_to(self, item: QListWidgetItem) -> None:
        self.show_place(Place(*item.data(_PROBLEM)))


def _button(text: str, run: Callable[[], object], tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(plain_tip(tip))
    button.clicked.connect(lambda: run())
    return button
