"""The line on top of every window while a critical result is open: whose, what, how long, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import figures
from reader.core.text import tr
from reader.delivery.critical import CriticalService
from reader.delivery.critical_standing import Standing
from reader.delivery.critical_words import line_text, unreadable_line

_TICK_MS = 1000


class CriticalLine(QFrame):
    """The most urgent one, and how many more there are. It takes no keyboard from anybody: Tab stops at its
    buttons. Under the pointer, or with the keyboard on it, it goes on showing the same one as long as that counts;
    a button acts on the one that was shown when it was pressed.

    told, escalate, take_over (UID of the result), listed: what was pressed. study: the UID of the exam in its
    window, of which open ones of other doctors are shown too; "" for none.
    """

    told = Signal(str)
    escalate = Signal(str)
    take_over = Signal(str)
    listed = Signal()

    def __init__(
        self, service: CriticalService, parent: QWidget | None = None, *, study: Callable[[], str] = lambda: ""
    ) -> None:
        super().__init__(parent)
        self._service, self._study = service, study
        self._shown: Standing | None = None
        self._pressed: Standing | None = None
        self.setProperty("role", "critical")
        self._mark = Label("⚠")
        self.text = ElidedLabel()
        self.text.setFont(figures(self.text.font()))
        self._more = Label()
        self.tell = _button(tr("Told …"))
        self.hand_on = _button(tr("Escalate …"))
        self.take = _button(tr("Take over"))
        self.open_list = _button(tr("Open the list"))
        self.tell.clicked.connect(lambda: self._say(self.told))
        self.hand_on.clicked.connect(lambda: self._say(self.escalate))
        self.take.clicked.connect(lambda: self._say(self.take_over))
        for button in (self.tell, self.hand_on, self.take):
            button.pressed.connect(self._remember)
        self.open_list.clicked.connect(self.listed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        for part in (self._more, self.tell, self.hand_on, self.take, self.open_list):
            row.addWidget(part)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        service.model.changed.connect(self.refresh)
        self.refresh()

    @while_alive
    def refresh(self, *_: object) -> None:
        now = self._service.now()
        here = self._study()
        counting = [
            one for one in self._service.model.standings.values()
            if one.counts(now) or (one.result.open and here and one.result.item.study_uid == here)
        ]  # fmt: skip
        counting.sort(key=lambda one: (one.closing, one.result.due is None, one.result.due or now))
        unreadable = [unreadable_line(name) for name in {act.author for act in self._service.model.unreadable}]
        self.setVisible(bool(counting or unreadable))
        if not counting:
            self._shown = None
            self._show_unreadable(unreadable)
            return
        self._shown = first = self._held(counting) or counting[0]
        words = line_text(first, now)
        self.text.setText(words)
        self.text.setToolTip(plain_tip("\n".join((*(line_text(one, now) for one in counting), *unreadable))))
        self.setAccessibleName(words)
        more = len(counting) - 1 + len(unreadable)
        self._more.setText(tr("{count} more", count=more))
        self._more.setVisible(more > 0)
        over = first.result.overdue(now)
        late = any(one.result.overdue(now) for one in counting)
        self.tell.setVisible(not first.closing and not first.absent)
        self.hand_on.setVisible(over and not first.closing and not first.absent)
        self.take.setVisible(not first.mine and not first.closing)
        self._set_level("over" if late else "waits")

    def _held(self, counting: list[Standing]) -> Standing | None:
        """The one that is shown, as it is by now, while somebody is about to press a button of it."""
        focus = QApplication.focusWidget()
        if self._shown is None or not (self.underMouse() or (focus is not None and self.isAncestorOf(focus))):
            return None
        uid = self._shown.result.uid
        return next((one for one in counting if one.result.uid == uid), None)

    def _show_unreadable(self, lines: list[str]) -> None:
        if not lines:
            return
        self.text.setText(lines[0])
        self.text.setToolTip(plain_tip("\n".join(lines)))
        self.setAccessibleName(lines[0])
        for part in (self._more, self.tell, self.hand_on, self.take):
            part.hide()
        self._set_level("over")

    def _remember(self) -> None:
        self._pressed = self._shown

    def _set_level(self, level: str) -> None:
        if self.property("level") != level:
            self.setProperty("level", level)
            for part in (self, self.text, self._mark, self._more):
                part.style().unpolish(part)
                part.style().polish(part)

    def _say(self, signal: object) -> None:
        standing, self._pressed = self._pressed or self._shown, None
        if standing is not None:
            signal.emit(standing.result.uid)  # type: ignore[attr-defined]


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
