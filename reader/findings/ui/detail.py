"""Beneath the list: the selected finding in full, and the form in which it is edited. No dialog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.commands import Command
from reader.core.qt.actions import title_with_key
from reader.core.qt.fitting import FittingArea
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import mark, tr
from reader.dicom.values import Code
from reader.findings import codes, levels, service
from reader.findings.model import Evaluation, Event, Finding, is_key_image
from reader.findings.own_key_images import KEY_IMAGE
from reader.findings.quality import REASONS

_LINES = 8
"""Of what is known of a finding, at the usual size of text; with a larger one the report needs the room."""


_ANY = 16_777_215
"""QWIDGETSIZE_MAX"""


class FindingDetail(QFrame):
    """What is known of one finding, or the form to change it. Emits what was asked for; changes nothing itself.

    saved(tracking UID, changes): changes are keyword arguments of `service.edit`.
    """

    edit_clicked = Signal(str)
    delete_clicked = Signal(str)
    reopen_clicked = Signal(str)
    saved = Signal(str, dict)
    closed = Signal()

    def __init__(self, commands: Mapping[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding: Finding | None = None
        self._text = Label()
        self._more = Label()
        self._origin = Label()
        for label, role in ((self._text, ""), (self._more, "small"), (self._origin, "small")):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setProperty("role", role)
        self.insert = QPushButton(tr("Insert into report"))
        self.insert.hide()
        self.reopen = _quiet("undo-2", title_with_key(commands["findings.reopen"]))
        self.delete = _quiet("trash-2", title_with_key(commands["findings.delete"]))
        for button, signal in (
            (self.reopen, self.reopen_clicked),
            (self.delete, self.delete_clicked),
        ):
            button.clicked.connect(lambda _=False, asked=signal: asked.emit(self.tracking_uid))
        self._about = QFrame()
        about = QVBoxLayout(self._about)
        about.setContentsMargins(8, 6, 8, 6)
        about.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._text, 1)
        for deed in (self.insert, self.reopen, self.delete):
            head.addWidget(deed, 0, Qt.AlignmentFlag.AlignTop)
        about.addLayout(head)
        told = QFrame()
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        for label in (self._more, self._origin):
            lines.addWidget(label)
        about.addWidget(FittingArea(told, _LINES * 100 // max(100, scaled(100)), shrinks=True))
        self._form: FindingForm | None = None
        self._most = _ANY
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._about)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def limit(self, height: int) -> None:
        """What is known of a finding scrolls within so many pixels; its form has the room that it needs."""
        self._most = height
        self.setMaximumHeight(_ANY if self.editing else height)

    def offer_insertion(self, insertion: Command) -> None:
        """There is a report: what puts the selected finding into it."""
        self.insert.setToolTip(plain_tip(title_with_key(insertion)))
        self.insert.clicked.connect(insertion.run)
        self.insert.show()

    @property
    def tracking_uid(self) -> str:
        return self._finding.tracking_uid if self._finding is not None else ""

    @property
    def form(self) -> FindingForm:
        """Made when it is first asked for: most cases are read without it."""
        if self._form is None:
            self._form = FindingForm()
            self._form.saved.connect(lambda changes: self.saved.emit(self.tracking_uid, changes))
            self._form.cancelled.connect(self._close_form)
            self._form.hide()
            self._layout.addWidget(self._form)
        return self._form

    @property
    def editing(self) -> bool:
        return self._form is not None and not self._form.isHidden()

    def show_finding(self, finding: Finding, *, read_only: bool) -> None:
        """Another finding closes the form; the same one leaves it as it is being filled in."""
        if self.editing and self.tracking_uid == finding.tracking_uid and not read_only:
            self._finding = finding
            return
        if not read_only:
            self.keep()
        self._finding = finding
        self.close_form()
        self._text.setText(_headline(finding))
        self._more.setText(_particulars(finding))
        of_region = any(measurement.derivation is not None for measurement in finding.measurements)
        rule = tr("Region statistics include every pixel whose centre is inside or on the outline.")
        self._more.setToolTip(plain_tip(rule if of_region and not finding.is_ai else ""))
        self._more.setVisible(bool(self._more.text()))
        self._origin.setText(_origin(finding))
        self.insert.setEnabled(not read_only and service.counts_for_report(finding))
        self.reopen.setVisible(service.can(finding, Event.REOPEN))
        self.reopen.setEnabled(not read_only)
        self.delete.setVisible(not finding.is_ai)
        self.delete.setEnabled(not read_only)

    def open_form(self) -> None:
        """Let the finding be edited; its first field gets the focus."""
        if self._finding is None:
            return
        self.form.fill(self._finding)
        self._about.hide()
        self.form.show()
        self.limit(self._most)
        (self.form.note if is_key_image(self._finding) else self.form.kind).setFocus()

    def keep(self) -> None:
        """The user goes on to something else: what was changed in the form is saved, and can be undone."""
        if self._form is not None and self.editing:
            self.close_form()
            if self._form.changed:
                self._form.save()

    def close_form(self) -> None:
        if self._form is not None:
            self._form.hide()
        self._about.show()
        self.limit(self._most)

    def _close_form(self) -> None:
        self.close_form()
        self.closed.emit()


class FindingForm(QFrame):
    """What, where, which side, and a remark. Enter saves, Esc leaves it as it was."""

    saved = Signal(dict)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled: dict[str, object] = {}
        self._named: list[QWidget] = []
        self.kind, self.site, self.side = _combo(), _combo(), _combo()
        self.site.activated.connect(self._follow_site)
        self.note = QLineEdit()
        self.note.setMaxLength(1024)
        save, cancel = QPushButton(tr("Save")), QPushButton(tr("Cancel"))
        save.setProperty("role", "primary")
        save.setToolTip(plain_tip(f"{tr('Save')}  Enter"))
        cancel.setToolTip(plain_tip(f"{tr('Cancel')}  Esc"))
        save.clicked.connect(self.save)
        cancel.clicked.connect(self.cancelled)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setVerticalSpacing(4)
        layout.setHorizontalSpacing(8)
        self._what = Label("")
        fields = (
            (self._what, self.kind),
            (Label(tr("Location")), self.site),
            (Label(tr("Side")), self.side),
            (Label(tr("Remark")), self.note),
        )
        for line, (label, widget) in enumerate(fields):
            label.setProperty("role", "secondary")
            label.setBuddy(widget)
            layout.addWidget(label, line, 0)
            layout.addWidget(widget, line, 1)
            self._named += [label, widget] if widget in (self.site, self.side) else []
        layout.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout.addLayout(buttons, len(fields), 0, 1, 2)

    def fill(self, finding: Finding) -> None:
        """Take over what the finding says; codes that are in no list are offered as well. A key image has a remark,
        and why it is one."""
        marked = is_key_image(finding)
        for widget in self._named:
            widget.setHidden(marked)
        self._what.setText(tr("Marked as") if marked else tr("Finding"))
        _offer(self.kind, (KEY_IMAGE, *REASONS) if marked else codes.FINDINGS, finding.finding, optional=False)
        _offer(self.site, codes.SITES, finding.site, optional=True)
        _offer(self.side, codes.LATERALITIES, finding.laterality, optional=True)
        told = codes.side_of(finding.site)
        self.side.setEnabled(told is None or finding.laterality not in (None, told))  # else there is no other
        self.note.setText(finding.note)
        self._filled = self._changes()

    @property
    def changed(self) -> bool:
        """Something else is in it than when it was filled."""
        return self._changes() != self._filled

    def _follow_site(self) -> None:
        """A location that names its side leaves no other one to choose."""
        told = codes.side_of(self.site.currentData())
        self.side.setEnabled(told is None)
        if told is not None:
            self.side.setCurrentIndex(self.side.findData(told))

    def event(self, event: QEvent) -> bool:
        """What is typed here is typed here: no plain key reaches the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if plain == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        self.saved.emit(self._changes())

    def _changes(self) -> dict[str, object]:
        return {
            "finding": self.kind.currentData(),
            "site": self.site.currentData(),
            "laterality": self.side.currentData(),
            "note": self.note.text().strip(),
        }


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setMaxVisibleItems(24)
    combo.setMinimumContentsLength(8)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _offer(combo: QComboBox, offered: tuple[Code, ...], now: Code | None, *, optional: bool) -> None:
    combo.clear()
    if optional:
        combo.addItem(tr("not said"), None)
    listed = offered if now is None or now in offered else (now, *offered)
    for code in listed:
        combo.addItem(codes.display(code), code)
    combo.setCurrentIndex(0 if now is None else listed.index(now) + (1 if optional else 0))


def _quiet(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("role", "quiet")
    button.setIcon(icon(name))
    button.setIconSize(QSize(scaled(16, 1.5), scaled(16, 1.5)))
    button.setFixedSize(scaled(28, 1.5), scaled(28, 1.5))
    button.setToolTip(plain_tip(tip))
    return button


def _headline(finding: Finding) -> str:
    """ "Nodule, Right upper lobe, Right" """
    if levels.is_set(finding):
        return service.title(finding)
    text = codes.display(finding.finding)
    side = None if service.site_tells_side(finding) else finding.laterality
    for code in (finding.site, side):
        text = tr("{finding}, {place}", finding=text, place=codes.display(code)) if code is not None else text
    return text


def _particulars(finding: Finding) -> str:
    """Numbers and judgements, everything that the object says."""
    parts = [service.measurement_text(measurement) for measurement in finding.measurements]
    if finding.certainty is not None:
        parts.append(tr("certainty {percent} %", percent=f"{finding.certainty:.0f}"))
    parts += [_evaluation(e) for e in finding.evaluations if e.value != finding.finding]
    lines = [" · ".join(parts)] if parts else []
    if finding.proposed is not None:
        lines.append(tr("The algorithm proposed: {finding}", finding=_headline(finding.proposed)))
    if finding.note:
        lines.append(tr("Remark: {text}", text=finding.note))
    if finding.problem:
        lines.append(tr("This finding {problem}, so it can’t be accepted.", problem=tr(finding.problem)))
    return "\n".join(lines)


def _evaluation(evaluation: Evaluation) -> str:
    answer = codes.display(evaluation.value) if isinstance(evaluation.value, Code) else evaluation.value
    return tr("{name}: {value}", name=codes.display(evaluation.concept), value=answer)


def _origin(finding: Finding) -> str:
    source = finding.source
    if not finding.is_ai:
        said = mark("Marked by {name}") if is_key_image(finding) else mark("Found by {name}")
        return tr(said, name=source.name)
    parts = [f"{source.name} {source.version}".strip()]
    run = service.run_text(source)
    if run:
        parts.append(run)
    judged = service.judged_text(finding)
    if judged:
        return " · ".join(parts) + f"\n{judged}"
    parts.append(tr("verified") if source.verified else tr("not verified by a person"))
    return " · ".join(parts)
