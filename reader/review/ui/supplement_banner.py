"""Over the editor of an addendum or amendment: what it is, to which signed version, and what is locked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reader.core.qt.fitting import FittingArea
from reader.core.qt.icons import picture
from reader.core.qt.plain import Label
from reader.core.text import together, tr
from reader.dicom.values import clock_text
from reader.review.model import ReportState, ReportVersion
from reader.review.supplement import Supplement

_LINES = 4


class SupplementBanner(QFrame):
    """signed: the version that it follows on."""

    def __init__(self, kind: Supplement, signed: ReportVersion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._kind, self._signed = kind, signed
        addendum = kind is Supplement.ADDENDUM
        title = Label(tr("Addendum") if addendum else tr("Amendment"))
        title.setProperty("role", "title")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(title)
        self._label = Label("", wordWrap=True)
        self._label.setProperty("role", "secondary")
        column.addWidget(FittingArea(self._label, _LINES, shrinks=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(picture("plus" if addendum else "pencil", "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_state(self, shown: ReportVersion | None, *, writable: bool) -> None:
        """shown: the version under it; writable: whether it can be written in."""
        signed, addendum = self._signed, self._kind is Supplement.ADDENDUM
        who = signed.verifier.name.display if signed.verifier is not None else tr("an unknown person")
        said = [tr("Follows on the version signed by {name}, {time}.", name=who, time=clock_text(signed.when))]
        if writable and addendum:
            said.append(tr("The signed text is locked. Write below it, in “Addendum”."))
        elif writable:
            said.append(tr("The text can be changed; say why. The signed version is kept."))
        elif shown is None or shown.state is not ReportState.SIGNED:
            unsigned = tr("The amendment shown here is not signed.")
            said.append(tr("The addendum shown here is not signed.") if addendum else unsigned)
        self._label.setText(together(*said))
