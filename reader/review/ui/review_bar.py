"""What can be done with the report: submit, return with a reason, sign."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader.core.qt.actions import key_text
from reader.core.qt.buttons import ButtonRow
from reader.core.qt.fitting import FittingArea
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.review.commands import named
from reader.review.reasons import REASONS, reason_parts, reason_text
from reader.review.ui.chip_rows import ChipRows

KEPT_MS = 700
_FEWEST, _MOST = 3, 8  # lines of a reason that are in sight
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Signing(Enum):
    """What a reviewer may do with a report that is right: sign it, or pass it on to a chief, who does. OWN: sign a
    report of their own, which there is nobody to return to."""

    NOT = "not"
    SIGN = "sign"
    OWN = "own"
    PASS_ON = "pass on"


class ReviewBar(QFrame):
    """The buttons under a report. Which of them are there depends on the role and on the task.

    `submitted`, `signed` (or passed on): asked for, not yet checked; the app runs the checks and shows the dialog.
    `returned(reason)`: with the reason that was chosen or written. `begun_changed(reason)`: what is begun of it, to
    be kept, within `KEPT_MS`. `asking(open)`: the form for it needs room.
    """

    submitted = Signal()
    signed = Signal()
    returned = Signal(str)
    begun_changed = Signal(str)
    asking = Signal(bool)

    def __init__(
        self, *, may_submit: bool, signing: Signing, may_return: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        may_sign, may_return = signing is not Signing.NOT, may_return and signing is not Signing.OWN
        self.setProperty("role", "panel")
        self._return = QPushButton(icon("corner-up-left"), tr("Return…"))
        self._return.setToolTip(plain_tip(tr("Return to the author with a reason") + f"  {_key('return')}"))
        self._submit = QPushButton(icon("send", "text" if may_sign else "on-accent"), tr("Submit for review"))
        self._submit.setToolTip(plain_tip(tr("Submit for review") + f"  {_key('submit')}"))
        if signing is Signing.PASS_ON:
            self._sign = QPushButton(icon("send", "on-accent"), tr("To a chief…"))
            what = tr("Check the report and pass it on to a chief doctor, who signs it")
        else:
            self._sign = QPushButton(icon("pen-line", "on-accent"), tr("Sign…"))
            what = tr("Check and sign the report")
        self._sign.setToolTip(plain_tip(f"{what}  {_key('sign')}"))
        (self._sign if may_sign else self._submit).setProperty("role", "primary")
        for button, allowed in ((self._return, may_return), (self._submit, may_submit), (self._sign, may_sign)):
            if not allowed:
                button.hide()  # showing one that has no parent yet would open a window and take the keyboard
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._return.clicked.connect(self.ask_reason)
        self._submit.clicked.connect(self.submitted)
        self._sign.clicked.connect(self.signed)

        self._reasons = _ReasonBox(self)
        self._reasons.hide()
        self._reasons.chosen.connect(self.returned)
        self._reasons.changed.connect(lambda: self.begun_changed.emit(self.begun))
        self._reasons.closed.connect(self._asked)
        self._before: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._reasons)
        layout.addWidget(ButtonRow(self._return, None, self._submit, self._sign))

    def ask_reason(self) -> None:
        """Open the place for the reason, with the keyboard in it, also where it is open already: Esc closes it, and
        the keyboard is where it was before."""
        if not self._reasons.isHidden():
            self._reasons.start()
            return
        self._before = self.window().focusWidget()
        self._reasons.show()
        self._reasons.start()
        self.asking.emit(True)

    def put_away(self) -> None:
        """Close the place for the reason; what was written in it is kept."""
        if not self._reasons.isHidden():
            self._reasons.close()

    def _asked(self) -> None:
        """The keyboard goes back to what is to be seen again."""
        self.asking.emit(False)
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def begun(self) -> str:
        """The reason for a return that is chosen or written and was not sent; "" for none."""
        return self._reasons.reason

    def write_reason(self, reason: str) -> None:
        """In the place for it, in sight: it was written before."""
        self._reasons.write(reason)
        self.ask_reason()

    def go_on_from(self, previous: ReviewBar) -> None:
        """Be the bar of a window that is built again: with the reason that was begun, in sight where it was."""
        self._reasons.take(previous._reasons)
        if not previous._reasons.isHidden() and self._return.isEnabled():
            self.ask_reason()

    def set_busy(self, busy: bool) -> None:
        """While the report is being encoded and queued nothing can be asked for twice."""
        for button in (self._return, self._submit, self._sign):
            button.setEnabled(not busy)
        self._reasons.setEnabled(not busy)


class _ReasonBox(QFrame):
    """Chips and free text, which grows with what is written; Esc closes it and keeps what was chosen. Where the
    window is low the chips scroll."""

    chosen = Signal(str)
    changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        title = Label(tr("Why is it returned?"))
        title.setProperty("role", "secondary")
        rows = ChipRows([tr(reason) for reason in REASONS])
        self._chips = rows.chips
        self._text = QPlainTextEdit(placeholderText=tr("Comments for the author"))
        self._text.setAccessibleName(tr("Reason"))
        self._text.setTabChangesFocus(True)
        self._text.document().documentLayout().documentSizeChanged.connect(self._fit_text)
        self._send = QPushButton(tr("Return to author"))
        self._send.setEnabled(False)
        self._send.setProperty("role", "primary")
        cancel = QPushButton(tr("Cancel"))
        cancel.setProperty("role", "quiet")
        for chip in self._chips:
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the text
            chip.setProperty("role", "chip")
            chip.toggled.connect(self._update)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(FittingArea(rows, shrinks=True))
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        self._text.textChanged.connect(self._update)
        self._pause = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._pause.timeout.connect(self.changed)
        self._send.clicked.connect(self._done)
        cancel.clicked.connect(self.close)

    @property
    def reason(self) -> str:
        """Chips first, then the free text, as one line or paragraph."""
        pairs = zip(REASONS, self._chips, strict=True)
        return reason_text([reason for reason, chip in pairs if chip.isChecked()], self._text.toPlainText())

    def take(self, other: _ReasonBox) -> None:
        """What was chosen and written in another one."""
        for chip, before in zip(self._chips, other._chips, strict=True):
            chip.setChecked(before.isChecked())
        self._text.setPlainText(other._text.toPlainText())

    def write(self, reason: str) -> None:
        chosen, written = reason_parts(reason)
        for name, chip in zip(REASONS, self._chips, strict=True):
            chip.setChecked(name in chosen)
        self._text.setPlainText(written)

    def start(self) -> None:
        self._fit_text()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Esc and what is written are this box's, before the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            written = bool(event.text()) and event.text().isprintable() and not event.modifiers() & _HELD
            if written or event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & _HELD:
            self._text.setFocus()  # from a chip one goes on writing
            self._text.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()

    def _fit_text(self) -> None:
        lines = max(_FEWEST, min(_MOST, round(self._text.document().size().height())))
        around = self._text.contentsMargins()  # not measured: it may not be laid out yet
        frame = 2 * round(self._text.document().documentMargin()) + around.top() + around.bottom()
        self._text.setFixedHeight(round(lines * self._text.fontMetrics().lineSpacing()) + frame)

    def _update(self) -> None:
        self._send.setEnabled(bool(self.reason))
        if not self._pause.isActive():  # nor put off by what is typed on
            self._pause.start()

    def _done(self) -> None:
        self.chosen.emit(self.reason)


def _key(name: str) -> str:
    return key_text(named(name)).replace("Return", "Enter")
