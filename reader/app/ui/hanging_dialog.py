"""Using what is on the screen for exams like this one: what it is called, for which exams, and which those are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from reader.core.qt.buttons import accept_or_cancel
from reader.core.qt.fitting import FittedDialog
from reader.core.qt.plain import Label
from reader.core.qt.theme import scaled
from reader.core.text import counted, tr

_NAMED = 5


class HangingDialog(FittedDialog):
    """modality: of the exams that it is for. title, words: what is offered at first; words of the region, any of
    which is enough. site: the hospital that the exam is of, "" for none. exams_like: names of the exams of the
    worklist that words would take, of that hospital alone or of all. protocol: one of the user's own, by which the
    exam hangs and of which this can be a further stage; "" for none."""

    def __init__(
        self,
        modality: str,
        title: str,
        words: Sequence[str],
        site: str,
        exams_like: Callable[[Sequence[str], bool], Sequence[str]],
        protocol: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Hanging protocol"))
        self.setMinimumWidth(scaled(480, 2.0))
        self._exams_like = exams_like
        self._title, self._words = QLineEdit(title), QLineEdit(", ".join(words))
        self._words.setPlaceholderText(tr("every region"))
        self._words.setCursorPosition(0)  # the beginning is in sight
        self._site = QCheckBox(tr("Only exams of {site}", site=site).replace("&", "&&"))
        self._site.setVisible(bool(site))
        self._stage = QCheckBox(tr("A further stage of “{protocol}”", protocol=protocol).replace("&", "&&"))
        self._stage.setVisible(bool(protocol))
        self._preview = Label(wordWrap=True)
        self._preview.setProperty("role", "secondary")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview.setMinimumHeight((_NAMED + 2) * self.fontMetrics().lineSpacing())
        head = Label(tr("Open exams like this one in this arrangement"), wordWrap=True)
        head.setProperty("role", "title")
        form = QFormLayout()
        form.addRow(tr("Name of the protocol"), self._title)
        form.addRow(tr("Modality"), Label(modality))
        form.addRow(tr("Region"), self._words)
        if site:
            form.addRow(tr("Site"), self._site)
        if protocol:
            form.addRow("", self._stage)
        hint = Label(tr("Words of the exam’s description or body part, in any language, separated by commas."),
                     wordWrap=True)  # fmt: skip
        hint.setProperty("role", "small")
        buttons, self.keep = accept_or_cancel(self, tr("Save protocol"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(self._preview)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._title.textChanged.connect(self._follow)
        self._words.textChanged.connect(self._follow)
        self._site.toggled.connect(self._follow)
        self._stage.toggled.connect(self._follow)
        self._title.selectAll()
        self._follow()

    @property
    def title(self) -> str:
        return self._title.text().strip()

    @property
    def of_site(self) -> bool:
        """Whether it is for exams of that hospital alone."""
        return self._site.isChecked()

    @property
    def is_stage(self) -> bool:
        """Whether it is a stage of the protocol that there is."""
        return self._stage.isChecked()

    @property
    def words(self) -> tuple[str, ...]:
        parts = self._words.text().replace("，", ",").replace("、", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _follow(self) -> None:
        self.keep.setEnabled(bool(self.title))
        self.keep.setText(tr("Add stage") if self.is_stage else tr("Save protocol"))
        for field in (self._words, self._site):
            field.setEnabled(not self.is_stage)
        if self.is_stage:
            self._preview.setText(tr("It comes after the stages that there are, for the same exams."))
            return
        found = list(self._exams_like(self.words, self.of_site))
        text = counted(
            "Applies to {count} exam in the worklist.", "Applies to {count} exams in the worklist.", len(found)
        )
        more = [*found[:_NAMED], "…"] if len(found) > _NAMED else found
        self._preview.setText("\n".join((text, *more)))
