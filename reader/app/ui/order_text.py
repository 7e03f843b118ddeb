"""What was asked for: the clinical question and the request, beside the report from the start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from reader.core.qt.fitting import FittingArea
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.worklist.model import ReadingTask

_LINES = 4


class OrderText(QFrame):
    """Scrolls where the text is long; hidden where an exam has no order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setObjectName("case.order")
        self._text, self._facts = Label(wordWrap=True), Label(wordWrap=True)
        self._facts.setProperty("role", "small")
        inside = QFrame()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        for label in (self._text, self._facts):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(FittingArea(inside, _LINES))
        self.hide()

    def show_task(self, task: ReadingTask) -> None:
        item = task.workitem
        said = [part for part in (item.question, item.comment) if part.strip()]
        self._text.setText("\n".join(dict.fromkeys(said)) or tr("The order has no text."))
        facts = (tr("Acc {number}", number=item.accession) if item.accession else "", item.procedure or item.label)
        self._facts.setText(" · ".join(part for part in facts if part))
        self.setToolTip(plain_tip(self._text.text()))
        self.show()
