"""Rows of the series column for what is not displayed: images in doubt, and objects that no viewer shows; and for
what is displayed by a person's word only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from reader.core.qt.plain import Label, plain_tip
from reader.core.text import tr
from reader.study.admission import Confirmed, Withheld
from reader.study.unshown import Unshown

_NAMED = 2


class _Row(QFrame):
    """lines: (text, role) from above. tip: all of it."""

    def __init__(self, lines: Iterable[tuple[str, str]], tip: str, *, top: int, spacing: int) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, top, 4, 4)
        self._column.setSpacing(spacing)
        for text, role in lines:
            label = Label(text)
            label.setProperty("role", role)
            label.setWordWrap(True)
            self._column.addWidget(label)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(tip)


class UnshownRow(_Row):
    """Objects of one kind; the first series by name, all of them in the tooltip."""

    def __init__(self, entry: Unshown) -> None:
        more = ("…",) if len(entry.series) > _NAMED else ()
        small = (*entry.series[:_NAMED], *more, entry.why)
        super().__init__(((entry.heading, ""), *((line, "small") for line in small)), entry.text, top=4, spacing=1)
        self.entry = entry


class WithheldRow(_Row):
    """Something that is kept off the screen: what, whose it says it is, and where that is a doubt the decision, if
    it is this user's."""

    def __init__(self, entry: Withheld, confirm: Callable[[Withheld], None], *, may_decide: bool) -> None:
        role = "soon" if entry.is_doubt else "urgent"
        head = tr("⚠ Possibly another patient") if entry.is_doubt else tr("⚠ Another patient")
        lines = ((head, role), (entry.heading, ""), *((line, "small") for line in entry.reasons))
        super().__init__(lines, entry.text, top=6, spacing=3)
        self.entry = entry
        if entry.is_doubt and may_decide:
            self.button = QPushButton(tr("Compare …"))
            self.button.setToolTip(tr("Compare the patients and decide whether it is shown"))
            self.button.clicked.connect(lambda: confirm(entry))
            self._column.addWidget(self.button)


class ConfirmedRow(_Row):
    """Something that is shown since a person has said whose it is: what differs, who has said so, the way back."""

    def __init__(self, said: Confirmed, take_back: Callable[[Confirmed], None], *, may_decide: bool) -> None:
        entry, head = said.entry, tr("⚠ Taken as this patient")
        small = (*entry.reasons, tr("by {name}", name=said.by)) if said.by else entry.reasons
        lines = ((head, "soon"), (entry.heading, ""), *((line, "small") for line in small))
        super().__init__(lines, said.text, top=6, spacing=3)
        self.said = said
        if may_decide:
            self.button = QPushButton(tr("Take back"))
            self.button.setToolTip(tr("It is not sure that this is the same patient: keep it off the screen again"))
            self.button.clicked.connect(lambda: take_back(said))
            self._column.addWidget(self.button)
