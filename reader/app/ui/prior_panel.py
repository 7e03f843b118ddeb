"""The patient's other exams: which there are, whether they are surely theirs, and one of them beside this one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label
from reader.core.text import tr
from reader.dicom.values import day_text
from reader.study.identity import SAME, Agreement
from reader.study.model import Study
from reader.study.opened import StudyModel


class PriorPanel(QWidget):
    """Emits `compare_requested(Study)`. An exam whose identity is in doubt says why; whoever may decide is asked
    first (`StudyModel.confirmation_wanted`)."""

    compare_requested = Signal(object)

    def __init__(self, study: StudyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study = study
        self._empty = Label(
            tr("No earlier exams of this patient are known here."), alignment=Qt.AlignmentFlag.AlignCenter
        )
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.itemActivated.connect(lambda _: self._compare())
        self._list.currentItemChanged.connect(lambda *_: self._chosen())
        self._warning = Label(wordWrap=True)
        self._warning.setProperty("role", "soon")
        self._button = QPushButton(icon("git-compare"), tr("Show beside this exam"))
        self._button.clicked.connect(self._compare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._warning)
        layout.addWidget(self._button)
        study.priors_changed.connect(self._fill)
        study.withheld_changed.connect(self._chosen)
        self._fill()

    @while_alive
    def _fill(self) -> None:
        row = self._list.currentRow()
        self._list.clear()
        for prior in self._study.priors:
            item = QListWidgetItem(_title(prior))
            item.setData(Qt.ItemDataRole.UserRole, prior)
            judged = self._study.judge_prior(prior)
            if judged.verdict is Agreement.DOUBT:
                item.setIcon(icon("triangle-alert", "soon"))
            elif judged.verdict is Agreement.CONTRADICTION:
                item.setIcon(icon("octagon-alert", "urgent"))
            self._list.addItem(item)
        self._list.setVisible(bool(self._study.priors))
        self._empty.setVisible(not self._study.priors)
        self._button.setVisible(bool(self._study.priors))
        if self._study.priors:
            self._list.setCurrentRow(max(0, row))
        self._chosen()

    def _current(self) -> Study | None:
        item = self._list.currentItem()
        prior = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return prior if isinstance(prior, Study) else None

    @while_alive
    def _chosen(self) -> None:
        prior = self._current()
        judged = self._study.judge_prior(prior) if prior is not None else SAME
        other, doubt = judged.verdict is Agreement.CONTRADICTION, judged.verdict is Agreement.DOUBT
        self._warning.setText(
            tr("Another patient, not shown: {how}", how=judged.text) if other
            else tr("Possibly another patient: {how}", how=judged.text)
        )  # fmt: skip
        self._warning.setVisible(not judged.same)
        self._button.setEnabled(not other and (not doubt or self._study.may_decide))
        if doubt and self._study.may_decide:
            self._button.setText(tr("Same person: show it beside …"))
        else:
            self._button.setText(tr("Show beside this exam"))

    def _compare(self) -> None:
        prior = self._current()
        if prior is None:
            return
        if self._study.judge_prior(prior).verdict is Agreement.DOUBT:
            self._study.confirmation_wanted.emit(self._study.doubt_of(prior))
        if self._study.judge_prior(prior).same:
            self.compare_requested.emit(prior)


def _title(prior: Study) -> str:
    when = day_text(prior.when) or tr("date unknown")
    issuer = prior.patient.issuer or tr("issuer unknown")
    what = prior.description or "/".join(prior.modalities)
    return f"{when}  {what}\n{prior.site}  ·  {prior.patient.patient_id}@{issuer}"
