"""One finding in the list: mark, what and where, size, certainty or status, and the three buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from reader.core.commands import Command
from reader.core.qt.actions import title_with_key
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import colour, figures, scaled
from reader.core.text import tr
from reader.findings import service
from reader.findings.model import Event, Finding, Status, is_key_image
from reader.findings.ui.marks import FindingMark

HEIGHT = 32
_TITLE = 90
_MOST = 1.5
_OWN_KEYS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete}
)


class FindingRow(QFrame):
    """Emits what was asked for; changes nothing itself. commands: for the titles and keys of its tooltips."""

    chosen = Signal(str)
    judged = Signal(str, object)
    edit_clicked = Signal(str)
    step_asked = Signal(int)
    delete_asked = Signal(str)

    def __init__(self, finding: Finding, commands: Mapping[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self._selected = self._hover = self._asked = False
        self._shown: tuple[Finding, bool, bool, str, str, str] | None = None
        self._withheld = self._aside = self._image = ""
        self.setObjectName("finding-row")
        self.setFixedHeight(scaled(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where the user put it
        self._mark = FindingMark()
        self._title = ElidedLabel()
        self._size = Label()
        self._state = Label()
        for label in (self._size, self._state):
            label.setFont(figures(self.font()))
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.accept = self._button("check", commands["findings.accept"])
        self.edit = self._button("pencil", commands["findings.edit"])
        self.reject = self._button("x", commands["findings.reject"])
        self.accept.setCheckable(True)
        self.reject.setCheckable(True)
        self.accept.clicked.connect(lambda: self._judge(Event.ACCEPT, self._was_accepted()))
        self.reject.clicked.connect(lambda: self._judge(Event.REJECT, self._finding.status is Status.REJECTED))
        self.edit.clicked.connect(lambda: self.edit_clicked.emit(self._finding.tracking_uid))
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 6, 0)
        layout.setSpacing(6)
        layout.addWidget(self._mark)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._size)
        layout.addWidget(self._state)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.accept, self.edit, self.reject):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.show_finding(finding, read_only=False)

    @property
    def tracking_uid(self) -> str:
        return self._finding.tracking_uid

    def show_finding(
        self, finding: Finding, *, read_only: bool, withheld: str = "", aside: str = "", image: str = ""
    ) -> None:
        """Bring every part up to date; never emits. withheld: what it rests on that is kept off the screen. aside:
        how it is shown in the images, where that is not as usual. image: what a key image is called."""
        now = (read_only, self._asked, withheld, aside, image)
        if self._shown is not None and self._shown[0] is finding and self._shown[1:] == now:
            return  # one of hundreds, while another was changed
        self._finding, self._shown = finding, (finding, *now)
        self._withheld, self._aside, self._image = withheld, aside, image
        rejected = finding.status is Status.REJECTED
        self._mark.show_finding(finding)
        self._title.setText(service.title(finding))
        _set_role(self._title, "struck" if rejected else "secondary" if finding.problem else "")
        self._size.setText("" if finding.problem else image or service.size_text(finding))
        _set_role(self._size, "secondary" if rejected else "")
        text, role = (tr("press again"), "soon") if self._asked else _state(finding, withheld, aside)
        self._state.setText(text)
        _set_role(self._state, role)
        self.accept.setChecked(self._was_accepted())
        self.reject.setChecked(rejected)
        for button, event, undo in (
            (self.accept, Event.ACCEPT, self._was_accepted()),
            (self.edit, Event.EDIT, False),
            (self.reject, Event.REJECT, rejected),
        ):
            button.setEnabled(not read_only and service.can(finding, Event.REOPEN if undo else event))
        self.accept.setVisible(finding.is_ai)
        self.reject.setVisible(finding.is_ai)
        self._fit()
        words = [service.title(finding), image or service.size_text(finding), text]
        self.setAccessibleName(tr(", ").join(word for word in words if word))
        for widget in (self, self._title):
            widget.setToolTip(plain_tip(self._tip()))

    def ask_again(self, asked: bool, *, read_only: bool) -> None:
        """Say that the finding was brought onto the screen and waits for a second press, or no longer."""
        if asked != self._asked:
            self._asked = asked
            self.show_finding(
                self._finding, read_only=read_only, withheld=self._withheld, aside=self._aside, image=self._image
            )

    def set_selected(self, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self.update()

    def event(self, event: QEvent) -> bool:
        """Its own keys come before the window's, which scroll images with the arrows."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.tracking_uid)
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit(self.tracking_uid)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.tracking_uid)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.edit.isEnabled():
            self.edit_clicked.emit(self.tracking_uid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._selected:
            painter.fillRect(self.rect(), colour("selected"))
            painter.fillRect(0, 0, 2, self.height(), colour("accent"))
        elif self._hover:
            painter.fillRect(self.rect(), colour("raised"))
        if self.hasFocus():
            painter.setPen(colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _fit(self) -> None:
        """The title is elided, the size never: where both have no room the word of the status gives way. The mark,
        the tooltip and the details say it too. What waits for a second press says so, whatever gives way."""
        self._size.setHidden(self._asked)
        if self._asked:
            self._state.show()
            return
        state = self._state.sizeHint().width() + self._row.spacing() if self._state.isHidden() else 0
        self._state.setVisible(self._row.sizeHint().width() + state + scaled(_TITLE) <= self.width())

    def _button(self, name: str, command: Command) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setIcon(icon(name))
        button.setIconSize(QSize(scaled(16, _MOST), scaled(16, _MOST)))
        button.setFixedSize(scaled(28, _MOST), scaled(28, _MOST))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(plain_tip(title_with_key(command)))
        button.setAccessibleName(tr(command.title))
        return button

    def _was_accepted(self) -> bool:
        return self._finding.is_ai and service.counts_for_report(self._finding)

    def _judge(self, event: Event, undo: bool) -> None:
        """A second click on a pressed button takes the judgement back."""
        self.judged.emit(self.tracking_uid, Event.REOPEN if undo else event)

    def _tip(self) -> str:
        finding = self._finding
        lines = [service.title(finding)]
        if self._withheld:
            lines.append(tr("It is based on withheld images or results: {what}.", what=self._withheld))
        elif finding.problem:
            lines.append(tr("It {problem}.", problem=tr(finding.problem)))
        lines += [service.measurement_text(measurement) for measurement in finding.measurements]
        if finding.certainty is not None:
            lines.append(tr("certainty {percent} %", percent=f"{finding.certainty:.0f}"))
        lines += filter(None, (service.judged_text(finding),))
        return "\n".join(lines)


def _state(finding: Finding, withheld: str, aside: str) -> tuple[str, str]:
    """The word at the end of the row and the label's role."""
    if withheld and finding.status is not Status.REJECTED:
        return tr("⚠ source withheld"), "urgent"
    if finding.problem and finding.status is not Status.REJECTED:
        return tr("can’t be shown"), "soon"
    if aside:
        return aside, "soon"
    if is_key_image(finding):
        return finding.source.name, "human"
    if not finding.is_ai:
        return tr("human"), "human"
    if finding.status is Status.ACCEPTED:
        return tr("accepted"), "ai"
    if finding.status is Status.EDITED:
        return tr("edited"), "ai"
    if finding.status is Status.REJECTED:
        return tr("rejected"), "secondary"
    return (f"{finding.certainty:.0f} %", "ai") if finding.certainty is not None else (tr("AI"), "ai")


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
