"""The user's and the hospital's own report templates: where they are, and what is wrong with which, by line."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.report.library import Library


class OwnTemplatesDialog(FittedDialog):
    """`text` is what it says, to be selected and copied."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Own report templates"))
        self.setMinimumWidth(scaled(620, 2.0))
        said = tr("IHE MRRT files (.html) in these folders are used before those of the program:")
        head = Label(said, wordWrap=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(tr("Own report templates"))
        self.text.setTabChangesFocus(True)
        self.text.setPlainText("\n".join(_lines(library)))
        self.text.setMinimumHeight(12 * self.fontMetrics().lineSpacing())
        buttons, close = accept_or_cancel(self, tr("Close"))
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.text.setFocus()


def _lines(library: Library) -> list[str]:
    own = [t for t in library.templates if any(str(folder) in t.source for folder in library.folders)]
    lines = [str(folder) for folder in library.folders]
    lines += ["", tr("In use: {names}", names=tr("; ").join(t.title for t in own) or "–")]
    for file in library.faults:
        said = tr("{file} is used, with faults:") if file.used else tr("{file} is not used:")
        lines += ["", said.replace("{file}", str(file.file)), *(f"    {fault}" for fault in file.faults)]
    return lines
