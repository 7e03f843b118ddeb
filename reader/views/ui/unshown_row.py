"""What of an exam can't be displayed, under its thumbnails: which kind of object, of which series, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from reader.core.qt.plain import Label, plain_tip
from reader.study.unshown import Unshown

_NAMED = 2


class UnshownRow(QFrame):
    """Objects of one kind; the first series by name, all of them in the tooltip."""

    def __init__(self, entry: Unshown) -> None:
        super().__init__()
        self.entry = entry
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(1)
        more = ("…",) if len(entry.series) > _NAMED else ()
        small = (*entry.series[:_NAMED], *more, entry.why)
        for text, role in ((entry.heading, ""), *((line, "small") for line in small)):
            label = Label(text)
            label.setProperty("role", role)
            label.setWordWrap(True)
            column.addWidget(label)
        self.setToolTip(plain_tip(entry.text))
        self.setAccessibleName(entry.text)
