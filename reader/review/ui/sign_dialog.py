"""The last look before a report goes out: whose it is, what does not fit, what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.qt.fitting import FittedDialog, FittingArea
from reader.core.qt.icons import icon, picture
from reader.core.qt.line import line
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import mark, tr
from reader.dicom.values import Person
from reader.report.model import ADDENDUM, AMENDMENT, IMPRESSION, Report
from reader.review.checks import Discrepancy, Severity, blocked
from reader.review.diff import flag_text
from reader.review.ui.whose import whose

_LOOKS = {
    Severity.BLOCK: ("octagon-alert", "urgent"),
    Severity.ASK: ("triangle-alert", "soon"),
    Severity.NOTE: ("info", "text-2"),
}
_LINES = 8
"""Of the text, beyond which it scrolls."""


class Purpose(Enum):
    SIGN = "sign"
    SUBMIT = "submit"
    AMEND = "amend"
    """Sign what takes the place of a signed version."""
    ADD = "add"
    """Sign an addendum to a signed version."""
    SUBMIT_ADDENDUM = "submit an addendum"
    SUBMIT_AMENDMENT = "submit an amendment"
    PASS_ON = "pass on"
    """Agree with it, and have a chief sign it."""

    @property
    def submits(self) -> bool:
        """Nothing is signed for good yet."""
        return self in (Purpose.SUBMIT, Purpose.SUBMIT_ADDENDUM, Purpose.SUBMIT_AMENDMENT, Purpose.PASS_ON)

    @property
    def adds(self) -> bool:
        return self in (Purpose.ADD, Purpose.SUBMIT_ADDENDUM)


class SignDialog(FittedDialog):
    """Asks for a signature (or a submission) once; `accepted` only by an explicit press: the key that has opened it
    does nothing while it is held down (`Keyboard`).

    certificate, until: the name on the signing certificate and its last day; none for a submission without. doubt:
    what is to be said of it.
    A block-level discrepancy leaves no way but back; each 'ask' has to be ticked.
    """

    def __init__(
        self,
        report: Report,
        discrepancies: Sequence[Discrepancy],
        actor: Person,
        *,
        purpose: Purpose = Purpose.SIGN,
        certificate: str = "",
        until: datetime | None = None,
        doubt: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        title = tr("Submit for review") if purpose.submits else tr("Sign the report")
        self.setWindowTitle(tr("Pass on to a chief doctor") if purpose is Purpose.PASS_ON else title)
        self.setMinimumWidth(scaled(480, 2.0))
        self._purpose = purpose
        self._blocked = blocked(discrepancies)
        self._ticks: list[QCheckBox] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(whose(report))
        layout.addWidget(line())
        layout.addWidget(FittingArea(_text(report), _LINES, shrinks=True))
        if not report.flag_locked:
            flag = Label(tr("Marked: {flag}", flag=flag_text(report.positive)))
            flag.setProperty("role", "secondary")
            layout.addWidget(flag)
        layout.addWidget(line())
        layout.addWidget(self._findings(discrepancies))
        layout.addWidget(line())
        layout.addLayout(_outcome(report, purpose, actor, certificate, until, doubt))
        layout.addLayout(self._buttons(purpose, actor))
        self._update()
        first = self._ticks[0] if self._ticks else self.go
        (self.back if self._blocked else first).setFocus()

    def _findings(self, discrepancies: Sequence[Discrepancy]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if not discrepancies:
            agree = tr(
                "No contradiction was found in patient, exam, order and text. Every image was on the screen."
            )
            column.addLayout(_row("circle-check", "fine", Label(agree, wordWrap=True)))
        for discrepancy in discrepancies:
            name, token = _LOOKS[discrepancy.severity]
            label = Label(discrepancy.text, wordWrap=True)
            if discrepancy.severity is not Severity.ASK:
                label.setProperty("role", "urgent" if discrepancy.severity is Severity.BLOCK else "secondary")
                column.addLayout(_row(name, token, label))
                continue
            tick = QCheckBox(tr("I have checked it"))
            tick.setAccessibleDescription(discrepancy.text)
            tick.toggled.connect(self._update)
            self._ticks.append(tick)
            both = QVBoxLayout()
            both.setSpacing(2)
            both.addWidget(label)
            both.addWidget(tick)
            column.addLayout(_row(name, token, both))
        return FittingArea(content, shrinks=True)

    def _buttons(self, purpose: Purpose, actor: Person) -> QHBoxLayout:
        self.back = QPushButton(tr("Back to the report"), autoDefault=False)
        if purpose is Purpose.PASS_ON:
            self.go = QPushButton(icon("send", "on-accent"), tr("Pass on as {name}", name=actor.name.native))
        elif purpose.submits:
            self.go = QPushButton(icon("send", "on-accent"), tr("Submit"))
        else:
            self.go = QPushButton(
                icon("pen-line", "on-accent"), tr("Sign as {name}", name=actor.name.native)
            )
        self.go.setProperty("role", "primary")
        self._why = Label()
        self._why.setProperty("role", "secondary")
        self.back.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self._why, 1)
        row.addWidget(self.back)
        row.addWidget(self.go)
        return row

    def _update(self) -> None:
        open_questions = sum(not tick.isChecked() for tick in self._ticks)
        self.go.setEnabled(not self._blocked and not open_questions)
        self.go.setDefault(self.go.isEnabled())
        if self._blocked:
            submitted = self._purpose.submits
            why = tr("Fix this before submitting.") if submitted else tr("Fix this before signing.")
            self._why.setText(tr("Fix this or return it.") if self._purpose is Purpose.PASS_ON else why)
        else:
            self._why.setText(tr("{count} to check", count=open_questions) if open_questions else "")


def _text(report: Report) -> QWidget:
    """What will be read first, as it is now: the impression, what an addendum adds."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    shown = [s for s in report.sections if not s.locked and s.heading in (IMPRESSION, ADDENDUM, AMENDMENT)]
    for section in shown:
        heading = Label(section.title or section.heading.meaning)
        heading.setProperty("role", "secondary")
        column.addWidget(heading)
        column.addWidget(Label(section.text.strip() or "–", wordWrap=True))
    return content


def _outcome(
    report: Report, purpose: Purpose, actor: Person, certificate: str, until: datetime | None, doubt: str
) -> QVBoxLayout:
    if purpose is Purpose.SUBMIT_ADDENDUM:
        text = tr("The addendum goes to a reviewing doctor. The signed report stays as it is.")
    elif purpose is Purpose.SUBMIT_AMENDMENT:
        text = tr("The amendment goes to a reviewing doctor. Until it is signed, the signed report stays valid.")
    elif purpose is Purpose.ADD:
        text = tr(
            "The addendum is added to the signed report, which stays as it is. It is sent to the hub at once."
        )
    elif purpose is Purpose.PASS_ON:
        text = tr("The report goes to a chief doctor, marked as reviewed by you. Until it is signed it stays "
                  "preliminary.")  # fmt: skip
    elif purpose is Purpose.SUBMIT:
        text = tr("The report goes to a reviewing doctor. Until it is signed it stays preliminary.")
    elif purpose is Purpose.AMEND:
        text = tr("This version takes the place of the signed one, which is kept. It is sent to the hub at once.")
    else:
        text = tr("The report becomes final and is sent to the hub. After that it can be amended or supplemented.")
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addLayout(_row("file-text", "text-2", Label(text, wordWrap=True)))
    if report.author.name != actor.name:
        author = report.author.name.display
        who = mark("Written by {author}.")
        if purpose.adds:
            who = mark("Addendum written by {author}.")
        elif purpose in (Purpose.AMEND, Purpose.SUBMIT_AMENDMENT):
            who = mark("Amendment written by {author}.")
        written = Label(tr(who, author=author), wordWrap=True)
        column.addLayout(_row("user", "text-2", written))
    if certificate:
        day = until.astimezone().strftime("%Y-%m-%d") if until else ""
        held = Label(tr("Certificate: {name}, valid until {day}", name=certificate, day=day), wordWrap=True)
        column.addLayout(_row("key-round", "text-2", held))
    if doubt:
        column.addLayout(_row("triangle-alert", "soon", Label(doubt, wordWrap=True)))
    return column


def _row(name: str, token: str, content: QLabel | QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(picture(name, token), 0, Qt.AlignmentFlag.AlignTop)
    if isinstance(content, QLabel):
        content.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row.addWidget(content, 1)
    else:
        row.addLayout(content, 1)
    return row
