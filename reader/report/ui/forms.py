"""What a template does in the report: all normal in one step, places to fill in turn, another template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from reader.core.history import Change
from reader.core.text import Told, tr
from reader.findings.model import Finding, FindingsModel
from reader.findings.service import is_described
from reader.report.categories import load_tables, suited
from reader.report.filling import (
    Filled,
    all_normal,
    filling_step,
    names_no_organ,
    put_back,
    situation,
    unplaced,
    without_normal,
)
from reader.report.library import Library
from reader.report.modality import for_another, kinds, listed
from reader.report.model import FINDINGS, IMPRESSION, DraftModel, Report, Statement
from reader.report.sentences import tied
from reader.report.template import Situation, Template, suiting
from reader.report.tokens import Token, chosen, is_none, tokens
from reader.report.ui.category_dialog import CategoryDialog
from reader.report.ui.editor import SectionEditor
from reader.report.ui.section import SectionBox


@dataclass(frozen=True)
class Background:
    """What the case says of the patient beside the report. history: the order and earlier reports, in their words.
    facts: see `Situation`."""

    history: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


_NOTHING = Background()


class Forms(QObject):
    """Of one report panel. Main thread.

    boxes: the sections shown. current: the one with the cursor. `done(Change)`: a step for the case's history;
    `told(text, hint)`, `untold`, `noted`: as of the panel. `own_asked`: for the list of all templates. `background`
    is set by who knows the case.
    """

    done = Signal(object)
    own_asked = Signal()
    told = Signal(str, str)
    noted = Signal(str, str)
    untold = Signal()

    def __init__(
        self,
        draft: DraftModel,
        findings: FindingsModel,
        templates: Sequence[Template],
        boxes: Callable[[], Sequence[SectionBox]],
        current: Callable[[], SectionBox | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._draft, self._findings, self._templates = draft, findings, tuple(templates)
        self._boxes, self._current, self._panel = boxes, current, parent
        self.background: Callable[[], Background] = lambda: _NOTHING
        self._steps: list[tuple[tuple[Filled, ...], Report, Report]] = []
        self._undone: list[tuple[tuple[Filled, ...], Report, Report]] = []
        self.menu: QMenu | None = None
        self.library = Library(self._templates)

    def go_on_from(self, previous: Forms) -> None:
        """Of a window that is built again: what could be undone in the previous one can be here."""
        self._steps, self._undone = previous._steps, previous._undone

    def situation(self) -> Situation:
        known = self.background()
        return situation(self._draft.report, self._findings.findings, known.history, known.facts)

    def template(self) -> Template | None:
        return next((t for t in self._templates if t.template_id == self._draft.report.template_id), None)

    # -- all normal -----------------------------------------------------------------------------------------

    def all_normal(self) -> None:
        """The normal sentence of each organ of which nothing is written; one step to undo."""
        template = self.template()
        if self._draft.read_only or template is None:
            return
        before, known = self._draft.report, self.situation()
        filled, kept = all_normal(before, template, known), unplaced(before, template, known)
        if kept:
            self.noted.emit(names_no_organ(kept, known), "")
        else:
            self.untold.emit()
        if not filled:
            if not kept:
                self.noted.emit(tr("Nothing was filled in: every part of the template is written about."), "")
            return
        for part in filled:
            box = self._box(part)
            if box is not None:
                box.editor.moveCursor(QTextCursor.MoveOperation.End)
                box.editor.insert(*(Statement(line) for line in part.lines))
        self._steps.append((filled, before, self._draft.report))
        self._undone.clear()
        self.done.emit(filling_step(self._draft, filled))

    def undo(self) -> bool:
        """Take all of it back in one step; False where something else was done since."""
        return self._step(self._steps, self._undone, 2, lambda editor: editor.undo())

    def redo(self) -> bool:
        return self._step(self._undone, self._steps, 1, lambda editor: editor.redo())

    def _step(
        self,
        taken_from: list[tuple[tuple[Filled, ...], Report, Report]],
        into: list[tuple[tuple[Filled, ...], Report, Report]],
        now: int,
        step: Callable[[SectionEditor], None],
    ) -> bool:
        if not taken_from or taken_from[-1][now] != self._draft.report:
            return False
        last = taken_from.pop()
        into.append(last)
        for part in last[0]:
            if (box := self._box(part)) is not None:
                step(box.editor)
        return True

    def _box(self, part: Filled) -> SectionBox | None:
        return next((box for box in self._boxes() if box.key == part.key and not box.locked), None)

    # -- places to fill -------------------------------------------------------------------------------------

    def next_field(self, by: int = 1) -> None:
        """To the next place to fill, behind the cursor, then from the top; of a choice its menu opens."""
        if self._draft.read_only:
            return
        places = [
            (number, token)
            for number, box in enumerate(self._boxes())
            if not box.locked
            for token in tokens(_text(box.editor))
        ]
        if not places:
            self.noted.emit(tr("Every place is filled in."), "")
            return
        current = self._current()
        boxes = list(self._boxes())
        here = (boxes.index(current) if current in boxes else 0, current.editor.textCursor() if current else None)
        at = (here[0], here[1].selectionStart() if here[1] is not None else 0)
        selected = here[1] is not None and here[1].hasSelection()
        if by > 0:
            after = [p for p in places if (p[0], p[1].start) > at or (not selected and (p[0], p[1].start) == at)]
            number, token = after[0] if after else places[0]
        else:
            before = [p for p in places if (p[0], p[1].start) < at]
            number, token = before[-1] if before else places[-1]
        self._show(boxes[number], token)

    def first_field(self, box: SectionBox, lines: int) -> None:
        """To the first place in the lines that were just put in above the cursor, if any."""
        editor = box.editor
        document, last = editor.document(), editor.textCursor().block()
        start = document.findBlockByNumber(max(0, last.blockNumber() - lines + 1)).position()
        end = last.position() + last.length()
        found = next((t for t in tokens(_text(editor)) if start <= t.start < end), None)
        if found is not None:
            self._show(box, found)

    def _show(self, box: SectionBox, token: Token) -> None:
        editor = box.editor
        cursor = editor.textCursor()
        cursor.setPosition(token.start)
        cursor.setPosition(token.end, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.setFocus()
        editor.ensureCursorVisible()
        if token.options:
            self._offer(box, token)

    def _offer(self, box: SectionBox, token: Token) -> None:
        """The options in a menu below the place; Esc leaves it as it is."""
        menu = self._fresh_menu()
        for number, option in enumerate(token.options, 1):
            shown = tr("Nothing more") if is_none(option) else option
            prefix = f"&{number}  " if number < 10 else ""
            action = menu.addAction(f"{prefix}{shown.replace('&', '&&')}")
            action.triggered.connect(lambda _=False, option=option: self._choose(box, token, option))
        if token.several and not any(is_none(option) for option in token.options):
            menu.addAction(tr("Nothing more")).triggered.connect(lambda: self._choose(box, token, "–"))
        place = box.editor.cursorRect()
        menu.popup(box.editor.viewport().mapToGlobal(place.bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _choose(self, box: SectionBox, token: Token, option: str) -> None:
        editor, text = box.editor, _text(box.editor)
        if self._draft.read_only or token not in tokens(text):
            return
        cursor = editor.textCursor()
        start = token.start
        chinese = self._draft.report.language.startswith("zh")
        said = "" if is_none(option) else chosen(token, option, chinese=chinese)
        if not said:
            start -= next((len(joint) for joint in ("、", ", ") if text[:start].endswith(joint)), 0)
        cursor.setPosition(start)
        cursor.setPosition(token.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(said)
        editor.setTextCursor(cursor)
        self._go_on(box, start)

    def _go_on(self, box: SectionBox, start: int) -> None:
        """To the next place in the same line; else behind what was filled in."""
        block = box.editor.document().findBlock(start)
        end = block.position() + block.length()
        following = next((t for t in tokens(_text(box.editor)) if start <= t.start < end), None)
        if following is not None:
            self._show(box, following)

    # -- categories -----------------------------------------------------------------------------------------

    def ask_category(self) -> None:
        """A category by a table. Its sentence, which advises, goes into the impression, or below the cursor in
        a section beside the findings; tied to the finding whose size it is from."""
        box, report = self._current(), self._draft.report
        if self._draft.read_only or box is None or box.locked:
            return
        into = self._concluding(box)
        about = f"{report.subject.body_part} {report.subject.study_description}"
        tables = suited(load_tables(), report.subject.modality, about)
        chosen = self._findings.get(self._findings.selected)
        finding = chosen if chosen is not None and is_described(chosen) else None
        dialog = CategoryDialog(tables, report.language, finding, self._panel.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._insert_category(into, dialog, finding))
        dialog.finished.connect(lambda done: (into if done else box).editor.setFocus())
        dialog.open()

    def _concluding(self, box: SectionBox) -> SectionBox:
        """Where what follows from the findings is written: the impression, if there is one to write in."""
        if box.heading != FINDINGS:
            return box
        below = (one for one in self._boxes() if one.heading == IMPRESSION and not one.locked)
        return next(below, box)

    def _insert_category(self, box: SectionBox, dialog: CategoryDialog, finding: Finding | None) -> None:
        if self._draft.read_only or not dialog.text or box not in self._boxes():
            return
        told = Statement(dialog.text)
        if finding is not None and dialog.from_finding:
            told = tied(dialog.text, finding)
        if box is not self._current():
            box.editor.moveCursor(QTextCursor.MoveOperation.End)
        box.editor.insert(told)

    # -- another template -----------------------------------------------------------------------------------

    def offer_templates(self) -> None:
        """A menu of the templates in the report's language, those for this exam first; of one for another modality
        that is said."""
        report = self._draft.report
        if self._draft.read_only:
            return
        subject = report.subject
        about = f"{subject.body_part} {subject.study_description}"
        fits = suiting(subject.modality, about, report.language, self._templates)
        own = [t for t in self._templates if t.language.split("-")[0] == report.language.split("-")[0]]
        first = [t for t in fits if t in own]
        exam = self._exam(self.situation())
        menu = self._fresh_menu()
        for group in (first, [t for t in own if t not in first]):
            for template in group:
                shown = template.title
                if for_another(template, exam):
                    shown = tr("{title} (not for {exam})", title=template.title, exam=listed(exam))
                action = menu.addAction(shown.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(template.template_id == report.template_id)
                action.triggered.connect(lambda _=False, template=template: self.use(template))
            menu.addSeparator()
        menu.addAction(tr("Own report templates …")).triggered.connect(self.show_own)
        box = self._current()
        over = box.editor if box is not None else self._panel
        menu.popup(over.mapToGlobal(over.rect().topLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def use(self, template: Template) -> None:
        """Go on with another template: what is written stays, the headings it lacks are added; normal sentences of
        the one before go, if nobody changed them."""
        before = self._draft.report
        if self._draft.read_only or before.template_id == template.template_id:
            return
        old, known = self.template(), self.situation()

        def taken(report: Report) -> Report:
            left = without_normal(report, old, template, known) if old is not None else report
            return replace(template.complete(left), template_id=template.template_id)

        after = taken(before)

        unlike = for_another(template, self._exam(known))

        def change() -> None:
            if not self._draft.read_only:
                self._draft.set_report(taken(self._draft.report))
                self._follow()
                if unlike:
                    self.told.emit(unlike, tr("Choose another one if you did not mean this."))
                else:
                    self.untold.emit()

        def back() -> None:
            if not self._draft.read_only:
                written = self._draft.report
                report = before if written.sections == after.sections else put_back(written, before, after)
                self._draft.set_report(replace(report, template_id=before.template_id, positive=written.positive))
                self._follow()
                self.untold.emit()

        title = Told(lambda: tr("Template “{title}”", title=template.title))
        step = Change(title, change, back)
        step.do()
        self.done.emit(step)

    def _exam(self, known: Situation) -> frozenset[str]:
        """Of which modality the exam is, see `kinds`."""
        stated = known.facts.get("exam.modalities", "").split("/")
        return kinds(stated) or kinds((self._draft.report.subject.modality,))

    def show_own(self) -> None:
        """All templates, to make, change and remove own ones."""
        self.own_asked.emit()

    def take_library(self, library: Library) -> None:
        """The templates as they are now: an open report goes on with its own as that is."""
        self.library, self._templates = library, library.templates
        self._follow()

    def _follow(self) -> None:
        """The sections offer what the report's template has now."""
        template = self.template()
        for box in self._boxes():
            box.use(template.section(box.heading) if template is not None else None)

    def _fresh_menu(self) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._panel)
        return self.menu


def _text(editor: SectionEditor) -> str:
    """Of all of it, one character for each place of a cursor."""
    return editor.document().toRawText().replace("\u2029", "\n")
