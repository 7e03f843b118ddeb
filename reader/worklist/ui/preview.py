"""The strip below the table: what one wants to know of the selected exam before opening it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.text import tr
from reader.study.identity import patient_id_text
from reader.worklist.model import Kind, ReadingTask
from reader.worklist.words import due_tip, exam_text, priority_text, sex_age, state_text

_PICTURE = 92


class PreviewStrip(QFrame):
    """Four fields under a title line; the text can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setObjectName("worklist.preview")
        self.setFixedHeight(112)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setObjectName("worklist.picture")
        self._picture.setFixedSize(_PICTURE, _PICTURE)
        self._picture.setProperty("role", "picture")
        self._shown = ""
        self._picture.hide()
        beside = QHBoxLayout(self)
        beside.setContentsMargins(16, 10, 16, 10)
        beside.setSpacing(16)
        beside.addWidget(self._picture)
        box = QVBoxLayout()
        beside.addLayout(box, 1)
        box.setSpacing(8)
        self._title = _label("title")
        box.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        self._fields: list[tuple[QLabel, QLabel]] = []
        for column, stretch in enumerate((3, 2, 2, 2)):
            name, text = _label("small"), _label("")
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, 0, column)
            grid.addWidget(text, 1, column)
            grid.setColumnStretch(column, stretch)
            grid.setColumnMinimumWidth(column, 120)
            self._fields.append((name, text))
        grid.setRowStretch(1, 1)
        box.addLayout(grid, 1)
        self.show_task(None, {})

    def show_task(self, task: ReadingTask | None, others: Mapping[str, ReadingTask]) -> None:
        """others: all tasks of the worklist, for what else there is of the same patient."""
        ready = task.uid if task is not None and task.here else ""
        if ready != self._shown:
            self._shown = ready
            self._picture.clear()
            self._picture.hide()
        if task is None:
            self._title.setText(tr("No exam selected"))
            self._title.setProperty("role", "secondary")
            fields: tuple[tuple[str, str], ...] = (("", ""),) * 4
        else:
            self._title.setProperty("role", "title")
            self._title.setText(_title(task))
            fields = (
                (tr("Returned because") if task.returned else tr("Order"), _order(task)),
                (tr("Patient ID and accession"), _identity(task)),
                (tr("Priors"), _priors(task, others)),
                (tr("Assigned to"), _assigned(task)),
            )
        self._title.style().polish(self._title)
        for (name, text), (heading, content) in zip(self._fields, fields, strict=True):
            name.setText(heading)
            text.setText(content)
            text.setToolTip(content)

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


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _title(task: ReadingTask) -> str:
    parts = (task.patient.name.display, sex_age(task), exam_text(task), task.workitem.site)
    return "  ·  ".join(part for part in parts if part)


def _order(task: ReadingTask) -> str:
    if task.returned:
        return " ".join(task.reason.split()) or tr("No reason was given.")
    comment = " ".join(task.workitem.comment.split())
    return comment or task.workitem.label or tr("The order has no text.")


def _identity(task: ReadingTask) -> str:
    accession = task.workitem.accession or tr("no accession number")
    return f"{patient_id_text(task.patient)}\n{accession}"


def _priors(task: ReadingTask, others: Mapping[str, ReadingTask]) -> str:
    earlier = {entry.study_uid for entry in task.workitem.inputs} - {task.workitem.study_uid, ""}
    same = sum(
        other.uid != task.uid and bool(task.patient.patient_id) and other.patient.key == task.patient.key
        and other.workitem.study_uid != task.workitem.study_uid
        for other in others.values()
    )  # fmt: skip
    lines = [tr("{count} with the order", count=len(earlier))] if earlier else []
    if same:
        lines.append(tr("{count} more in the worklist", count=same))
    return "\n".join(lines) or tr("Looked for when it is opened")


def _assigned(task: ReadingTask) -> str:
    who = task.assigned.display or tr("Nobody yet")
    lines = [who, f"{state_text(task)} · {priority_text(task)} · {due_tip(task)}"]
    if task.kind is Kind.REVIEW and task.author.native:
        lines[0] = tr("Report by {name}", name=task.author.native)
    elif task.reader.native and task.reader != task.assigned:
        lines[0] = tr("{name} is on it", name=task.reader.native)
    return "\n".join(lines)
