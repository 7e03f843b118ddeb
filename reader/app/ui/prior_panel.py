"""The patient's other exams: which there are, whether they are surely theirs, what their reports say; one of them
beside this one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from reader.app.prior_reports import PriorRead, PriorReports, PriorState, Stage
from reader.core.qt.alive import while_alive
from reader.core.qt.icons import icon
from reader.core.qt.plain import Label
from reader.core.qt.soon import soon
from reader.core.text import now, together, tr
from reader.dicom.values import day_text
from reader.review.ui.report_text import Line, ReportText, lines_of
from reader.study.admission import Confirmed, Withheld
from reader.study.identity import SAME, Agreement
from reader.study.model import Study
from reader.study.opened import StudyModel

_SHARE = 0.35
"""Of the panel's height the list takes so much at most, the text of the reports the rest."""


class PriorPanel(QWidget):
    """Emits `compare_requested(Study)`. An exam whose identity is in doubt says why; whoever may decide is asked
    first (`StudyModel.confirmation_wanted`). The reports of the chosen exam are asked for and shown below the list,
    those of the newest one before anybody has chosen."""

    compare_requested = Signal(object)

    def __init__(self, study: StudyModel, reports: PriorReports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study, self._reports = study, reports
        self._picked = ""
        self._empty = Label(
            tr("No earlier exams of this patient are known here."), alignment=Qt.AlignmentFlag.AlignCenter
        )
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(tr("Earlier exams"))
        self._list.itemActivated.connect(lambda _: self._compare())
        self._list.currentItemChanged.connect(lambda *_: self._pick())
        self._warning = Label(wordWrap=True)
        self._warning.setProperty("role", "soon")
        self._button = QPushButton(icon("git-compare"), tr("Show beside this exam"))
        self._button.clicked.connect(self._compare)
        self._again = QPushButton(tr("Try again"))
        self._again.clicked.connect(self._want)
        self.text = ReportText()
        self.text.setAccessibleName(tr("Reports of the chosen exam"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._list)
        layout.addWidget(self._warning)
        row = QHBoxLayout()
        row.addWidget(self._button, 1)
        row.addWidget(self._again)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        study.priors_changed.connect(self._fill)
        study.withheld_changed.connect(self._chosen)
        reports.changed.connect(self._show_reports)
        self._fill()

    @while_alive
    def _fill(self) -> None:
        """What was picked stays so wherever it is in the list now; else it is the newest."""
        self._list.blockSignals(True)
        self._list.clear()
        at = 0
        for row, prior in enumerate(self._study.priors):
            item = QListWidgetItem(_title(prior))
            item.setData(Qt.ItemDataRole.UserRole, prior)
            judged = self._study.judge_prior(prior)
            if judged.verdict is Agreement.DOUBT:
                item.setIcon(icon("triangle-alert", "soon"))
            elif judged.verdict is Agreement.CONTRADICTION:
                item.setIcon(icon("octagon-alert", "urgent"))
            self._list.addItem(item)
            at = row if prior.study_uid == self._picked else at
        for widget in (self._list, self._button, self.text):
            widget.setVisible(bool(self._study.priors))
        self._empty.setVisible(not self._study.priors)
        if self._study.priors:
            self._list.setCurrentRow(at)
        self._list.blockSignals(False)
        self._refit()
        self._chosen()

    def _pick(self) -> None:
        prior = self._current()
        self._picked = prior.study_uid if prior is not None else ""
        self._want()  # also where it could not be fetched before
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
        if prior is not None and self._reports.state(prior).stage is not Stage.FAILED:
            self._want()
        self._show_reports()

    def _want(self) -> None:
        if (prior := self._current()) is not None:
            self._reports.want(prior)

    @while_alive
    def _show_reports(self) -> None:
        prior = self._current()
        state = self._reports.state(prior) if prior is not None else PriorState()
        self._again.setVisible(state.stage is Stage.FAILED)
        if prior is not None and not self._study.judge_prior(prior).same:
            said = tr("Its reports are not fetched, since it is not certain whose exam it is.")
            self.text.show_lines([Line(said, "text-2")])
        else:
            self.text.show_lines([*self._by_whose_word(prior), *_lines(state)])

    def _by_whose_word(self, prior: Study | None) -> Iterator[Line]:
        """Of an exam that is shown only because a person has said whose it is."""
        said = None
        if prior is not None:
            said = self._study.admission.confirmation_of(prior.patient, same_exam=False)
        if prior is not None and said is not None:
            yield Line(Confirmed(self._study.doubt_of(prior), said.by).text, "soon")

    def _compare(self) -> None:
        prior = self._current()
        if prior is None:
            return
        if self._study.judge_prior(prior).verdict is Agreement.DOUBT:
            self._study.confirmation_wanted.emit(self._study.doubt_of(prior))
        if self._study.judge_prior(prior).same:
            self.compare_requested.emit(prior)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refit()

    def _refit(self) -> None:
        soon(self, self._fit)  # once the list has its width, with which its rows wrap

    def _fit(self) -> None:
        """The list is as high as its rows, within its share; the text has what is left."""
        self._list.doItemsLayout()
        items = map(self._list.item, range(self._list.count()))
        rows = [self._list.visualItemRect(item).height() for item in items]
        least = max(rows, default=0)
        frame = 2 * self._list.frameWidth() + 2
        self._list.setFixedHeight(frame + max(least, min(sum(rows), round(self.height() * _SHARE))))


def _lines(state: PriorState) -> list[Line]:
    match state.stage:
        case Stage.READ:
            return _read_lines(state.read)
        case Stage.FAILED:
            said = tr("The reports of this exam could not be fetched.")
            return [Line(together(said, state.problem), "soon")]
        case Stage.FETCHING:
            return [Line(tr("Fetching the reports of this exam …"), "text-2")]
        case Stage.NONE:
            return []


def _read_lines(read: PriorRead) -> list[Line]:
    """First what is missing: it could be what is looked for."""
    lines = list(_missing(read))
    if read.reports:
        return [*lines, *([Line("")] if lines else []), *lines_of(read.reports)]
    return lines or [Line(tr("No report of this exam is stored."), "text-2")]


def _missing(read: PriorRead) -> Iterator[Line]:
    yield from (_withheld(entry) for entry in read.withheld)
    for why in dict.fromkeys(map(now, read.unread)):
        yield Line(tr("A report can't be read and is not shown: {reason}", reason=why), "soon")
    for what in map(now, read.documents):
        yield Line(tr("Not shown here: {what}", what=what), "soon")


def _withheld(entry: Withheld) -> Line:
    how = entry.comparison.text
    if entry.is_doubt:
        said = tr("A report may be another patient's and is not shown ({what}: {how})", what=entry.title, how=how)
        return Line(said, "soon")
    said = tr("A report is another patient's and is not shown ({what}: {how})", what=entry.title, how=how)
    return Line(said, "urgent")


def _title(prior: Study) -> str:
    when = day_text(prior.when) or tr("date unknown")
    issuer = prior.patient.issuer or tr("issuer unknown")
    what = prior.description or "/".join(prior.modalities)
    return f"{when}  {what}\n{prior.site}  ·  {prior.patient.patient_id}@{issuer}"
