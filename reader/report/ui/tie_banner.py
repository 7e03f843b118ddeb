"""Above the report: the first sentence that no longer fits its finding, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core.qt.elided import ElidedLabel, elided
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import mark, tr
from reader.findings import service
from reader.findings.model import Finding
from reader.report.linking import Loose, Trouble

TEXTS = {
    Trouble.STALE: mark("The finding was changed after this sentence was written."),
    Trouble.REJECTED: mark("The finding linked to this sentence was rejected."),
    Trouble.UNJUDGED: mark("The finding linked to this sentence is not accepted."),
    Trouble.WITHHELD: mark("The finding linked to this sentence is based on withheld images or results."),
    Trouble.GONE: mark("The finding linked to this sentence no longer exists."),
}
_LINES = 3


class Quote(Label):
    """A wrapped text of a few lines; where it is longer, its tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True)
        self._said = ""

    def quote(self, text: str) -> None:
        self._said = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._first_lines()
        self.setToolTip(plain_tip(self._said if shown != self._said else ""))
        if shown != self.text():
            self.setText(shown)

    def _first_lines(self) -> str:
        layout = QTextLayout(self._said, self.font())
        layout.setTextOption(QTextOption())
        starts = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            starts.append(line.textStart())
        layout.endLayout()
        if len(starts) <= _LINES:
            return self._said
        last = starts[_LINES - 1]
        return self._said[:last] + elided(self._said[last:], self.fontMetrics(), self.width())


class TieBanner(QFrame):
    """Emits what was asked for; changes nothing itself. renew: write the sentence again from its finding. keep: it
    is right as it is. remove: take it out of the report."""

    show_asked = Signal()
    renew_asked = Signal()
    keep_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._text = Label(wordWrap=True)
        self._quote, self._now = Quote(), ElidedLabel()
        for label in (self._quote, self._now):
            label.setProperty("role", "secondary")
        self._show, self.renew, self.keep, self.remove = (QPushButton() for _ in range(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self._text)
        layout.addWidget(self._quote)
        layout.addWidget(self._now)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button, signal in (
            (self._show, self.show_asked),
            (self.renew, self.renew_asked),
            (self.keep, self.keep_asked),
            (self.remove, self.remove_asked),
        ):
            button.setProperty("role", "quiet" if button is self._show else "")
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        self.translate()
        self.hide()

    def translate(self) -> None:
        self._show.setText(tr("Show"))
        self._show.setToolTip(plain_tip(f"{tr('Next sentence to check')}  F8"))
        self.renew.setText(tr("Update"))
        self._tell_renewal(self.renew.isEnabled())
        self.keep.setText(tr("Keep"))
        self.keep.setToolTip(plain_tip(f"{tr('Keep the sentence as it is')}  Alt+K"))
        self.remove.setText(tr("Remove"))
        self.remove.setToolTip(plain_tip(f"{tr('Remove the sentence from the report')}  Alt+R"))

    def show_loose(
        self, first: Loose | None, finding: Finding | None, count: int, *, read_only: bool, renewable: bool
    ) -> None:
        """first: the sentence that the buttons are about; count: how many there are. renewable: whether its words
        are still the generated ones, which may be written again."""
        self.setVisible(first is not None)
        if first is None:
            return
        text = tr(TEXTS[first.trouble])
        if count > 1:
            text += " " + tr("Sentences to check: {count}", count=count)
        self._text.setText(text)
        self._quote.quote(f"“{' '.join(first.statement.text.split())}”")
        stale = first.trouble is Trouble.STALE and finding is not None
        self._now.setVisible(stale)
        if stale and finding is not None:
            now = " ".join(part for part in (service.title(finding), service.size_text(finding)) if part)
            self._now.setText(tr("Finding now: {finding}", finding=now))
        self.renew.setVisible(stale)
        self.keep.setVisible(first.trouble is not Trouble.WITHHELD)
        for button in (self.renew, self.keep, self.remove):
            button.setEnabled(not read_only)
        self.renew.setEnabled(renewable and not read_only)
        self._tell_renewal(renewable)

    def _tell_renewal(self, possible: bool) -> None:
        if possible:
            told = f"{tr('Write the sentence again from its finding')}  Alt+U"
        else:
            told = tr("Its words were changed by hand: change them in the text, or keep them.")
        self.renew.setToolTip(plain_tip(told))
