"""The report beside the images: an editor a section, sentences linked to findings both ways, saved as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.fitting import Upright
from reader.core.qt.plain import Label
from reader.core.qt.soon import soon
from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings.model import FindingsModel, ImageReference
from reader.findings.service import counts_for_report
from reader.report.linking import key_number
from reader.report.model import ADDENDUM, FINDINGS, IMPRESSION, DraftModel, Section, Statement
from reader.report.sentences import statement
from reader.report.template import Template, load_templates
from reader.report.ui.editor import SectionEditor
from reader.report.ui.flag import FlagButtons, FlagStep, FlagSteps
from reader.report.ui.forms import Forms
from reader.report.ui.line_state import line_state
from reader.report.ui.saved import saved_ago
from reader.report.ui.section import SectionBox, fits_below
from reader.report.ui.tie_check import TieCheck
from reader.study.numbering import ImageNumber

_READOUT_MS = 200
_GAP = 8


def _no_number(image: ImageReference) -> ImageNumber | None:
    return None


class ReportPanel(QWidget):
    """Edits `draft`, follows `findings`. Main thread.

    image_number: what an image is called, for "image 116" in a sentence. templates: where "fill normal"
    takes its sentences from; the bundled ones by default. `told(text, hint)`: what the user has to know of what
    was just done; `untold`: it is no longer so. `noted`: the answer to a key. `below`: asked to go on from the last
    section.
    """

    told = Signal(str, str)
    noted = Signal(str, str)
    untold = Signal()
    below = Signal()

    def __init__(
        self,
        draft: DraftModel,
        findings: FindingsModel,
        *,
        image_number: Callable[[ImageReference], ImageNumber | None] = _no_number,
        templates: Sequence[Template] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._findings = findings
        self._image_number = image_number
        self._templates = tuple(load_templates() if templates is None else templates)
        self._boxes: list[SectionBox] = []
        self._last: SectionEditor | None = None
        self._syncing = False
        self._flag_steps = FlagSteps()
        self._stepping = False
        self._opening = True
        self.forms = Forms(draft, findings, self._templates, lambda: self._boxes, self._current_box, self)
        self.forms.told.connect(self.told)
        self.forms.noted.connect(self.noted)
        self.forms.untold.connect(self.untold)
        self._check = TieCheck(draft, findings, image_number, self)
        self._check.place_asked.connect(self._go_to)
        self._check.told.connect(self.told)
        self._check.back.connect(self.untold)
        self.ties = self._check.banner
        self.setMinimumWidth(300)
        self._build()
        self._rebuild_sections()
        draft.changed.connect(self._draft_changed)
        draft.saved.connect(self._show_saved)
        draft.read_only_changed.connect(self._apply_read_only)
        findings.changed.connect(self._findings_changed)
        findings.selection_changed.connect(self._selected)
        self._clock = QTimer(self)
        self._clock.setInterval(_READOUT_MS)
        self._clock.timeout.connect(self._show_saved)
        self._clock.start()
        self._show_saved()
        self._apply_read_only(draft.read_only)

    def release(self) -> None:
        """Let go of the models (another case is opened); typed text is in the draft already."""
        self._clock.stop()
        self._draft.changed.disconnect(self._draft_changed)
        self._draft.saved.disconnect(self._show_saved)
        self._draft.read_only_changed.disconnect(self._apply_read_only)
        self._findings.changed.disconnect(self._findings_changed)
        self._findings.selection_changed.disconnect(self._selected)

    def go_on_from(self, previous: ReportPanel) -> None:
        """Be the panel of a window that is built again: what could be undone in the previous one can be here."""
        self._flag_steps = previous._flag_steps
        self.forms.go_on_from(previous.forms)
        for box in self._boxes:
            old = next((old for old in previous._boxes if old.key == box.key), None)
            if old is not None and old.editor.statements() == box.editor.statements():
                box.editor.go_on_from(old.editor)
                if old.editor is previous._last:
                    self._last = box.editor

    # -- what the user does ---------------------------------------------------------------------------------

    def can_edit(self) -> bool:
        return not self._draft.read_only

    def insert_finding(self, tracking_uid: str) -> None:
        """A sentence about a finding, at the cursor of the findings section, or at its end.

        Nothing happens for an algorithm's finding that nobody has accepted (safety by design, 5), nor where the
        finding has a sentence already: then that sentence is shown.
        """
        finding = self._findings.get(tracking_uid)
        if finding is None or not counts_for_report(finding) or not self.can_edit():
            return
        if tracking_uid in self._draft.report.finding_uids:
            self._selected(tracking_uid)
            return
        box = self._place_for_more()
        if box is None:
            return
        number = key_number(finding, self._image_number)
        box.editor.insert(statement(finding, self._draft.report.language, number))
        self._selected(tracking_uid)

    def fill_normal(self) -> None:
        """Take the template's normal sentences, in the section with the cursor, else in the findings."""
        box = self._current_box()
        if box is None or box.locked or not self.can_edit():
            return
        if lines := box.normal():
            self._take(box, lines)
        elif box.offers:
            self.noted.emit(box.nothing_to_fill(), "")
        else:
            self.noted.emit(tr("There are no template sentences for “{section}”.", section=box.name), "")

    def has_sentences(self) -> bool:
        return self.can_edit() and (box := self._current_box()) is not None and box.offers

    def offer_sentences(self) -> None:
        """Open the menu of the template's sentences for the section with the cursor."""
        box = self._current_box()
        if box is not None and self.has_sentences():
            self._focus(box)
            box.offer()

    def undo(self) -> None:
        """Take back the last change of the section with the cursor, or of the flag where that was made after it."""
        box = self._current_box()
        if box is None or not self.can_edit() or self.forms.undo():
            return
        document = box.editor.document()
        step = self._flag_steps.undo(box.key, document.availableUndoSteps())
        self._take_step(box.editor.undo if step is None else lambda: self._set_flag(step.before))

    def redo(self) -> None:
        box = self._current_box()
        if box is None or not self.can_edit() or self.forms.redo():
            return
        document = box.editor.document()
        step = self._flag_steps.redo(box.key, document.availableUndoSteps())
        self._take_step(box.editor.redo if step is None else lambda: self._set_flag(step.after))

    def _take_step(self, step: Callable[[], None]) -> None:
        self._stepping = True
        try:
            step()
        finally:
            self._stepping = False

    def positive(self) -> bool | None:
        return self._draft.report.positive

    def set_positive(self, positive: bool | None) -> None:
        """The 阳性/阴性 flag; None takes it back."""
        if self.can_edit() and not self._draft.report.flag_locked:
            for box in self._boxes:
                box.editor.end_step()
            depths = {box.key: box.editor.document().availableUndoSteps() for box in self._boxes}
            self._flag_steps.made(FlagStep(self._draft.report.positive, positive, depths))
            self._set_flag(positive)
        self._show_positive()

    def _set_flag(self, positive: bool | None) -> None:
        self._draft.set_report(replace(self._draft.report, positive=positive))

    def focus_findings(self) -> None:
        """Where one goes on writing: the findings; in an addendum its own section, while it is empty."""
        new = next((box for box in self._boxes if box.is_new and not box.editor.toPlainText().strip()), None)
        self._focus(new or self._place_for_more())

    def focus_again(self) -> None:
        """Where the cursor was last."""
        self._focus(self._current_box())

    def focus_impression(self) -> None:
        self._focus(self._box(IMPRESSION))

    def focus_lacking(self) -> bool:
        """The first section that lacks its text, if one does."""
        lacking = {section.key for section in self._draft.report.sections if section.lacks_text}
        box = next((box for box in self._boxes if box.key in lacking), None)
        if box is not None:
            self._focus(box)
        return box is not None

    def type_in(self, text: str) -> None:
        """At the cursor, what was typed before the report was there."""
        if (box := self._current_box()) is not None and self.can_edit():
            mime = QMimeData()
            mime.setText(text)
            box.editor.insertFromMimeData(mime)

    def next_section(self) -> None:
        self._step(1)

    def previous_section(self) -> None:
        self._step(-1)

    def has_loose(self) -> bool:
        return self._check.pending

    def next_loose(self) -> None:
        self._check.next()

    def renew_sentence(self) -> None:
        self._check.renew()

    def keep_sentence(self) -> None:
        self._check.keep()

    def remove_sentence(self) -> None:
        self._check.remove()

    @property
    def writing_in(self) -> SectionEditor | None:
        """The text with the cursor, where it may be written in."""
        return box.editor if (box := self._current_box()) is not None and not box.editor.isReadOnly() else None

    def editor(self, heading: Code) -> SectionEditor | None:
        box = self._box(heading)
        return box.editor if box is not None else None

    # -- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.ties)
        self._body = body = QWidget()
        self._scroll = Upright(body)
        layout.addWidget(self._scroll, 1)
        self._sections = QVBoxLayout(body)
        self._sections.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self._sections.setSpacing(_GAP)
        self._flag = FlagButtons()  # below the impression, which it sums up
        self._flag.asked.connect(self.set_positive)
        below = QFrame()
        layout.addWidget(below)
        below.setProperty("role", "status")
        self._staying = QVBoxLayout(below)
        self._staying.setContentsMargins(8, 8, 8, 8)
        self._staying.setSpacing(8)
        self._saved = Label()
        self._saved.setProperty("role", "small")
        self._footer, footer = self._make_footer()
        layout.addWidget(self._footer)
        row = QHBoxLayout()
        row.addWidget(self._flag, 1)
        if fits_below():
            row.addWidget(self._saved)
            self._staying.addLayout(row)
        else:
            footer.addWidget(self._saved)
            self._sections.addLayout(row)
        self._rest = QWidget()
        self._sections.addWidget(self._rest, 1)
        below.setVisible(fits_below())  # now that it is in the panel: by itself it would be a window
        self._footer.setVisible(not fits_below())
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._open_at_text)
        bar.actionTriggered.connect(self._stay_here)

    def _make_footer(self) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("role", "status")
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        self._problem = Label()
        self._problem.setProperty("role", "urgent")
        self._problem.setWordWrap(True)
        self._problem.hide()
        column.addWidget(self._problem)
        return frame, column

    def _rebuild_sections(self) -> None:
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes, self._last, self._flag_steps = [], None, FlagSteps()
        report = self._draft.report
        template = next((t for t in self._templates if t.template_id == report.template_id), None)
        added = any(section.heading == ADDENDUM for section in report.sections)  # what comes after all else
        self._add_boxes(report.sections, template, may_stay=not added)

    def _add_boxes(self, sections: Sequence[Section], template: Template | None, *, may_stay: bool) -> None:
        """Below those that are there, which stay as they are."""
        for section in sections:
            of_template = template.section(section.heading) if template else None
            box = SectionBox(section, of_template, self._body, may_stay=may_stay, known=self.forms.situation)
            box.editor.state_of = partial(line_state, self._findings)
            box.editor.load(section)
            box.editor.edited.connect(lambda box=box: self._edited(box))
            box.editor.undo_asked.connect(self.undo)
            box.editor.redo_asked.connect(self.redo)
            box.editor.link_activated.connect(self._link_clicked)
            box.editor.focused.connect(lambda box=box: self._set_last(box))
            box.editor.cursorPositionChanged.connect(lambda box=box: self._follow_cursor(box))
            box.taken.connect(lambda lines, box=box: self._take(box, lines))
            place = self._staying if box.stays else self._sections
            after = 1 if fits_below() else 2  # the flag, the empty rest, or both
            place.insertWidget(place.count() - after, box)
            self._boxes.append(box)
        self._translate()
        self._findings_changed()
        self._apply_read_only(self._draft.read_only)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the texts: what is typed then goes into the text above, and not to the commands of the images."""
        free = [box for box in self._boxes if not box.editor.isReadOnly()]
        if event.button() != Qt.MouseButton.LeftButton or not free:
            super().mousePressEvent(event)
            return
        y = event.position().toPoint().y()
        above = [box for box in free if box.mapTo(self, QPoint(0, 0)).y() <= y]
        box = above[-1] if above else free[0]
        box.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._focus(box)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        soon(self, self._open_at_text)

    def _open_at_text(self) -> None:
        """Where one goes on reading or writing is in view, until somebody moves: the findings from their heading
        on, or what is new in an addendum."""
        new = next((box for box in self._boxes if box.is_new), None)
        box = new or self._box(FINDINGS)
        elsewhere = self._last is not None and (box is None or self._last is not box.editor)
        if not self._opening or box is None or box.stays or elsewhere:
            return
        top, room, end = box.y() - _GAP // 2, self._scroll.viewport().height(), self._rest.y() + _GAP
        self._rest.setMinimumHeight(max(0, top + room - end) if new is None and end > room else 0)
        self._scroll.verticalScrollBar().setValue(top)

    def _stay_here(self) -> None:
        self._opening = False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._flag.translate()
        self.ties.translate()
        for box in self._boxes:
            box.translate()
        self._check.show()
        self._show_positive()
        self._show_saved()

    # -- text → model ---------------------------------------------------------------------------------------

    def _edited(self, box: SectionBox) -> None:
        if self._syncing or not self.can_edit():
            return
        self._stay_here()
        if not self._stepping:
            self._flag_steps.written()
        report = self._draft.report
        section = replace(report.section(*box.key), statements=box.editor.statements())
        self._syncing = True
        try:
            self._draft.set_report(report.with_section(section))
        finally:
            self._syncing = False
        self._check.count()

    def _take(self, box: SectionBox, lines: Sequence[str]) -> None:
        if lines and self.can_edit():
            box.editor.insert(*(Statement(line) for line in lines))
            self._focus(box)
            self.forms.first_field(box, len(lines))

    # -- model → text ---------------------------------------------------------------------------------------

    @while_alive
    def _draft_changed(self) -> None:
        """Somebody else changed the draft (resumed, returned, template changed)."""
        self._show_saved()
        if self._syncing:
            return
        self._show_positive()
        report = self._draft.report
        shown = [(box.key, box.title, box.locked) for box in self._boxes]
        wanted = [(section.key, section.title, section.locked) for section in report.sections]
        if shown and wanted[: len(shown)] == shown:
            self._add_boxes(report.sections[len(shown) :], None, may_stay=False)  # none of the template
        elif shown != wanted:
            self._rebuild_sections()
            return
        self._syncing = True
        for box, section in zip(self._boxes, report.sections, strict=True):
            if box.editor.statements() != section.statements:
                box.editor.replace(section.statements)
        self._syncing = False
        self._check.count()

    @while_alive
    def _apply_read_only(self, read_only: bool) -> None:
        for box in self._boxes:
            box.set_read_only(read_only)
        self._flag.allow(not read_only and not self._draft.report.flag_locked)
        self._check.show()
        self._show_saved()

    @while_alive
    def _findings_changed(self) -> None:
        for box in self._boxes:
            box.editor.refresh()
        self._check.count()

    @while_alive
    def _selected(self, tracking_uid: str) -> None:
        """A finding was selected, here or elsewhere: its sentence is shown; the keyboard stays where it is."""
        for box in self._boxes:
            if box.editor.highlight(tracking_uid):
                self._show_line(box, tracking_uid)

    def _link_clicked(self, tracking_uid: str) -> None:
        self._findings.select(tracking_uid, jump=True)

    def _show_positive(self) -> None:
        self._flag.show_flag(self._draft.report.positive)

    @while_alive
    def _show_saved(self) -> None:
        draft = self._draft
        problem = tr("Not saved: {reason}", reason=draft.save_problem) if draft.save_problem else ""
        if problem != self._problem.text():
            self._problem.setText(problem)
            self._problem.setVisible(bool(problem))
            self._footer.setVisible(bool(problem) or not fits_below())
        if draft.read_only:
            text = tr("read only")
        elif draft.save_problem:
            text = tr("trying again …")
        elif draft.dirty:
            text = tr("saving …")
        elif draft.saved_at is None:
            text = ""
        else:
            text = saved_ago((datetime.now(UTC) - draft.saved_at).total_seconds())
        if text != self._saved.text():
            self._saved.setText(text)

    # -- places ---------------------------------------------------------------------------------------------

    def _box(self, heading: Code) -> SectionBox | None:
        """The last one of this heading: the earlier ones were signed."""
        return next((box for box in reversed(self._boxes) if box.heading == heading), None)

    def _place_for_more(self) -> SectionBox | None:
        """Where a new sentence goes: the findings, in an addendum its own section."""
        free = [box for box in self._boxes if not box.locked]
        return next((box for box in free if box.heading == FINDINGS), free[-1] if free else None)

    def _box_of(self, editor: SectionEditor | None) -> SectionBox | None:
        return next((box for box in self._boxes if box.editor is editor), None)

    def _set_last(self, box: SectionBox) -> None:
        self._last = box.editor

    def _current_box(self) -> SectionBox | None:
        return self._box_of(self._last) or self._box(FINDINGS)

    def _focus(self, box: SectionBox | None) -> None:
        if box is not None:
            self._set_last(box)  # its window may get the keyboard later
            box.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._follow_cursor(box)

    def _go_to(self, section: int, line: int, tracking_uid: str) -> None:
        """The keyboard into a line, with the sentence of its finding marked, if any."""
        self._stay_here()
        box = self._boxes[section]
        box.editor.highlight(tracking_uid)
        box.editor.go_to(line)
        self._focus(box)

    def _step(self, by: int) -> None:
        box = self._box_of(self._last)
        place = self._boxes.index(box) + by if box is not None else 0
        if 0 <= place < len(self._boxes):
            self._focus(self._boxes[place])
        elif by > 0:
            self.below.emit()

    def _follow_cursor(self, box: SectionBox) -> None:
        if box.editor.hasFocus():
            self._show_rect(box, box.editor.cursorRect())

    def _show_line(self, box: SectionBox, tracking_uid: str) -> None:
        rect = box.editor.rect_of(tracking_uid)
        if rect is not None:
            self._stay_here()
            self._show_rect(box, rect.toRect())

    def _show_rect(self, box: SectionBox, rect: QRect) -> None:
        if box.stays:
            bar, inside = box.editor.verticalScrollBar(), box.editor.viewport().rect()
            if not inside.contains(rect.center()):
                bar.setValue(bar.value() + rect.center().y() - inside.center().y())
            return
        place = box.editor.viewport().mapTo(self._body, rect.center())
        self._scroll.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + 12)
