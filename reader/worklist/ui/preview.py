"""The strip below the table: what one wants to know of the selected exam before opening it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.qt.elided import ElidedLabel, middle_elided
from reader.core.qt.fitting import Scrolled
from reader.core.qt.plain import Label, plain_tip
from reader.core.text import counted, tr
from reader.review.reasons import reason_shown
from reader.study.identity import patient_id_text
from reader.worklist.exam import Exam, Row, UnreadableRow
from reader.worklist.listing import WorklistModel
from reader.worklist.model import ReadingTask
from reader.worklist.words import due_tip, exam_text, printable, priority_text, sex_age, state_text, step_lines

_PICTURE = 92
_LINES = 3
_MARGIN = 10
_IDENTITY, _SHARE, _NARROW = 1, 0.4, 120
"""The field of the numbers, how much of the strip it has at most, and how narrow a field becomes, in pixels."""


class PreviewStrip(QFrame):
    """Four fields under a title line; the text can be selected and copied. As high as three lines at least; it can
    be drawn higher, and what still does not fit is scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setObjectName("worklist.preview")
        self._picture = Label(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setObjectName("worklist.picture")
        self._picture.setFixedSize(_PICTURE, _PICTURE)
        self._picture.setProperty("role", "picture")
        self._shown = ""
        self._picture.hide()
        beside = QHBoxLayout(self)
        beside.setContentsMargins(16, _MARGIN, 16, _MARGIN)
        beside.setSpacing(16)
        beside.addWidget(self._picture)
        box = QVBoxLayout()
        beside.addLayout(box, 1)
        box.setSpacing(6)
        self._title = ElidedLabel()
        self._title.setProperty("role", "title")
        box.addWidget(self._title)
        self._grid = grid = QGridLayout()
        self._whose = ""
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        self._fields: list[tuple[QLabel, QLabel]] = []
        for column, stretch in enumerate((4, 2, 2, 3)):
            name, text = _label("small"), _label("")
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, 0, column)
            grid.addWidget(Scrolled(text), 1, column)
            grid.setColumnStretch(column, stretch)
            grid.setColumnMinimumWidth(column, _NARROW)
            self._fields.append((name, text))
        grid.setRowStretch(1, 1)
        box.addLayout(grid, 1)
        self._fit()
        self.show_row(None)

    def show_row(self, row: Row | None, worklist: WorklistModel | None = None) -> None:
        """worklist: what else of the same patient is in it, and which priors were found."""
        exam = row if isinstance(row, Exam) else None
        ready = exam.task.uid if exam is not None and exam.task.here else ""
        if ready != self._shown:
            self._shown = ready
            self._picture.clear()
            self._picture.hide()
        title, role, fields = tr("No exam selected"), "secondary", (("", ""),) * 4
        if exam is not None:
            title, role = _title(exam.task), "title"
            fields = (
                (tr("Returned because") if exam.task.returned else tr("Order"), _order(exam.task)),
                (tr("Patient ID and accession"), _identity(exam.task)),
                (tr("Priors"), _priors(exam, worklist)),
                (tr("Steps"), "\n".join((_standing(exam), *reversed(step_lines(exam))))),
            )
        elif isinstance(row, UnreadableRow):
            title, role = tr("This task can't be read"), "title"
            reasons = printable("\n".join(row.record.reasons))
            fields = ((tr("Why"), reasons), (tr("Task"), row.record.uid or tr("without UID")), ("", ""), ("", ""))
        self._title.setText(title)
        self._title.setProperty("role", role)
        self._title.style().polish(self._title)
        for (name, text), (heading, content) in zip(self._fields, fields, strict=True):
            name.setText(heading)
            text.setText(content)
            text.setToolTip(plain_tip(content))
        self._whose = _identity(exam.task) if exam is not None else ""
        self._fit_identity()

    def show_picture(self, uid: str, image: QImage) -> None:
        """The key image of the task that is shown, if its exam is still on this computer."""
        if uid == self._shown and not image.isNull():
            scale = self.devicePixelRatioF()
            side = round(_PICTURE * scale)
            fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(image.scaled(side, side, fit, smooth))
            pixmap.setDevicePixelRatio(scale)
            self._picture.setPixmap(pixmap)
            self._picture.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_identity()

    def _fit_identity(self) -> None:
        """Numbers don't wrap: they get the room they need, of a very long one the middle is left out."""
        text = self._fields[_IDENTITY][1]
        metrics, most = text.fontMetrics(), round(self.width() * _SHARE)
        lines = self._whose.split("\n")
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        self._grid.setColumnMinimumWidth(_IDENTITY, max(_NARROW, min(most, widest + _MARGIN)))
        if self._whose and widest + _MARGIN > most:
            text.setText("\n".join(middle_elided(line, metrics, most - _MARGIN) for line in lines))
        elif self._whose:
            text.setText(self._whose)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """A title, a heading and three lines, at any size of text."""
        lines = self.fontMetrics().lineSpacing()
        wanted = QFontMetrics(self._title.font()).height() + self._fields[0][0].sizeHint().height() + _LINES * lines
        self.setMinimumHeight(max(_PICTURE, wanted + 10) + 2 * _MARGIN)


def _label(role: str) -> QLabel:
    label = Label()
    if role:
        label.setProperty("role", role)
    return label


def _title(task: ReadingTask) -> str:
    parts = (task.patient.name.display, sex_age(task), exam_text(task), task.workitem.site)
    return "  ·  ".join(part for part in parts if part)


def _order(task: ReadingTask) -> str:
    """The words of the order whole, after the reviewer's; what of it can't be shown is named."""
    comment = task.workitem.comment.strip() or task.workitem.label or tr("The order has no text.")
    faults = [tr("▲ Can't be read: {fault}", fault=printable(fault)) for fault in task.faults]
    if not task.returned:
        return "\n".join((*faults, comment))
    reason = reason_shown(task.reason.strip()) or tr("No reason was given.")
    return "\n".join((*faults, reason, tr("Order: {text}", text=comment)))


def _identity(task: ReadingTask) -> str:
    accession = task.workitem.accession or tr("no accession number")
    return f"{patient_id_text(task.patient)}\n{accession}"


def _priors(exam: Exam, worklist: WorklistModel | None) -> str:
    """What the search has found, once there was one; before that what is known without it."""
    found, others = (worklist.priors_of(exam), worklist.others_of(exam)) if worklist is not None else (None, 0)
    if found is not None:
        count = counted("{count} earlier exam found", "{count} earlier exams found", len(found))
        return "\n".join((count, *found)) if found else tr("No earlier exam found")
    task = exam.task
    earlier = {entry.study_uid for entry in task.workitem.inputs} - {task.workitem.study_uid, ""}
    lines = [tr("{count} with the order", count=len(earlier))] if earlier else []
    if others:
        lines.append(tr("{count} more in the worklist", count=others))
    return "\n".join(lines) or tr("Searched when the exam is opened")


def _standing(exam: Exam) -> str:
    if not exam.open:
        return state_text(exam)
    return f"{state_text(exam)} · {priority_text(exam.task)} · {due_tip(exam.task)}"
