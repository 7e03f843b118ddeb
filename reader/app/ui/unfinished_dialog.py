"""Before signing out or closing the program: what is still claimed and what the hub has not got yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from reader.app.leaving import Unfinished
from reader.core.qt.fitting import FittedDialog, FittingArea
from reader.core.qt.plain import Label
from reader.core.text import tr
from reader.delivery.model import Delivery
from reader.delivery.ui.receipts import state_words
from reader.worklist.model import ReadingTask
from reader.worklist.words import exam_text


class UnfinishedDialog(FittedDialog):
    """One line an exam, with a tick to give it back; accepted: go. `to_release` is what was ticked.

    Ticked from the start is what nothing was written for. about: whose report a delivery is. ending: the
    program is closed.
    """

    def __init__(
        self,
        unfinished: Sequence[Unfinished],
        undelivered: Sequence[Delivery],
        about: Callable[[Delivery], str],
        parent: QWidget | None = None,
        *,
        ending: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unfinished")
        going = tr("Close reader") if ending else tr("Sign out")
        self.setWindowTitle(going)
        self._ticks: list[tuple[QCheckBox, ReadingTask]] = []
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for entry in unfinished:
            self._add_exam(grid, entry)
        for delivery in undelivered:
            words, role = state_words(delivery)
            name = " · ".join(filter(None, (about(delivery), delivery.title)))
            _add(grid, name, words, role)
        grid.setRowStretch(grid.rowCount(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        title = Label(tr("Before you close reader") if ending else tr("Before you sign out"))
        title.setProperty("role", "title")
        layout.addWidget(title)
        to_choose = tr("These exams are yours. Tick those to release; the rest are listed first next time.")
        begun = tr("These exams are yours; your reports of them were started. They are listed first next time.")
        for wanted, text in (
            (unfinished, to_choose if any(tick.isEnabled() for tick, _ in self._ticks) else begun),
            (undelivered, tr("Unsent reports are safe here and are sent the next time you sign in.")),
        ):
            if wanted:
                told = Label(text)
                told.setWordWrap(True)
                layout.addWidget(told)
        layout.addWidget(FittingArea(inside, shrinks=True))
        layout.addStretch(1)
        layout.addWidget(self._buttons(going))
        self.setMinimumWidth(min(900, 88 * self.fontMetrics().averageCharWidth()))
        next((tick for tick, _ in self._ticks if tick.isEnabled()), self._stay).setFocus()

    def to_release(self) -> list[ReadingTask]:
        return [task for tick, task in self._ticks if tick.isChecked()]

    def _add_exam(self, grid: QGridLayout, entry: Unfinished) -> None:
        task = entry.task
        name = " · ".join(filter(None, (task.patient.name.display or tr("No name"), exam_text(task))))
        tick = QCheckBox(tr("Release"))
        tick.setAccessibleName(tr("Release {name}", name=name))
        tick.setChecked(not entry.begun)
        tick.setEnabled(not entry.begun)
        words = _started(task) if entry.begun else tr("Nothing written")
        _add(grid, name, words, "soon" if entry.begun else "secondary", tick)
        self._ticks.append((tick, task))

    def _buttons(self, going: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(going, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        self._stay = buttons.addButton(tr("Stay"), QDialogButtonBox.ButtonRole.RejectRole)
        self._stay.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons


def _started(task: ReadingTask) -> str:
    if task.supplement == "addendum":
        return tr("Addendum started: kept for you")
    return tr("Amendment started: kept for you") if task.supplement else tr("Report started: kept for you")


def _add(grid: QGridLayout, name: str, words: str, role: str, tick: QCheckBox | None = None) -> None:
    row = grid.rowCount()
    label, state = Label(name), Label(words)
    label.setWordWrap(True)
    state.setProperty("role", role)
    grid.addWidget(label, row, 0)
    grid.addWidget(state, row, 1)
    if tick is not None:
        grid.addWidget(tick, row, 2)

