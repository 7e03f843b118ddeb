"""Positive or negative: the two buttons, and the steps of the flag among those of the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reader.core.qt.actions import key_text
from reader.core.qt.plain import plain_tip
from reader.core.text import tr
from reader.dicom.values import Code
from reader.report.commands import written_about

SectionKey = tuple[Code, int]


class FlagButtons(QWidget):
    """`asked(positive)`: True, False, or None to take it back; changes nothing itself."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.yes, self.no = QPushButton(), QPushButton()
        for button, value in ((self.yes, True), (self.no, False)):
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda checked, value=value: self.asked.emit(value if checked else None))
            row.addWidget(button)
        row.addStretch(1)
        self.translate()

    def translate(self) -> None:
        self._say()
        self.yes.setToolTip(plain_tip(tr("Significant findings  {key}", key=key_text(written_about("positive")))))
        self.no.setToolTip(plain_tip(tr("No significant findings  {key}", key=key_text(written_about("negative")))))

    def show_flag(self, positive: bool | None) -> None:
        self.yes.setChecked(positive is True)
        self.no.setChecked(positive is False)
        self._say()

    def _say(self) -> None:
        """The sign tells the one that is set from the one that has the keyboard."""
        for button, text in ((self.yes, tr("Positive")), (self.no, tr("Negative"))):
            button.setText(f"✓ {text}" if button.isChecked() else text)

    def allow(self, allowed: bool) -> None:
        for button in (self.yes, self.no):
            button.setEnabled(allowed)


@dataclass(frozen=True)
class FlagStep:
    """depths: how many steps the text of each section could be undone by when the flag was changed."""

    before: bool | None
    after: bool | None
    depths: Mapping[SectionKey, int]


class FlagSteps:
    """What Ctrl+Z in the report takes back of the flag. Each section's text has a history of its own: a step of the
    flag is next where the text with the cursor has no step that was made after it."""

    def __init__(self) -> None:
        self._done: list[FlagStep] = []
        self._undone: list[FlagStep] = []

    def made(self, step: FlagStep) -> None:
        if step.before is not step.after:
            self._done.append(step)
            self._undone.clear()

    def written(self) -> None:
        """Somebody has written: what was undone can't be done again."""
        self._undone.clear()

    def undo(self, section: SectionKey, depth: int) -> FlagStep | None:
        """The step to take back now; None where it is the text's turn, which can be undone by `depth` steps."""
        if not self._done or depth > self._done[-1].depths.get(section, 0):
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self, section: SectionKey, depth: int) -> FlagStep | None:
        if not self._undone or depth < self._undone[-1].depths.get(section, 0):
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
